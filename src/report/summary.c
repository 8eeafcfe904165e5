/* report/summary: the one-page summary: grade and total, scale, opening sentence, conditions,
 * coverage, the chart of domains. */
#include "summary.h"

#include <math.h>
#include <string.h>

/* ---- grade and total ---- */

typedef struct verdict {
    khung__str label, text; /* empty: nothing to say at the left */
    khung__style style;
} verdict;

static verdict verdict_of(khung__report *report)
{
    const khung_result *result = report->result;
    const khung_framework *framework = report->framework;
    khung__style quiet = khung__style_in(khung__style_d1(KHUNG__INK2), KHUNG__SERIF),
                 loud = khung__style_d1(KHUNG__A100);
    khung__str grade = khung__report_phrase(report, KHUNG__P_GRADE);
    if (!result->domains[0].score.has)
        return (verdict){framework->grade_count ? grade
                                                : khung__report_phrase(report, KHUNG__P_OVERALL),
                         khung__report_phrase(report, KHUNG__P_NO_RESULT), quiet};
    if (!result->complete)
        return (verdict){
            framework->grade_count ? grade : khung__report_phrase(report, KHUNG__P_OVERALL),
            khung__report_phrase(report, framework->grade_count ? KHUNG__P_NO_GRADE_YET : KHUNG__P_NO_RESULT),
            quiet};
    if (result->grade != KHUNG__NONE)
        return (verdict){grade, framework->grades[result->grade].title, loud};
    if (framework->grade_count)
        return (verdict){grade, khung__report_phrase(report, KHUNG__P_NO_GRADE),
                         khung__style_d1(KHUNG__INK)};
    uint32_t band = result->domains[0].band;
    if (band != KHUNG__NONE)
        return (verdict){khung__report_phrase(report, KHUNG__P_OVERALL),
                         framework->bands[band].title, loud};
    return (verdict){.text = {0}};
}

static khung__str total_text(khung__report *report)
{
    const khung__domain_result *root = &report->result->domains[0];
    return root->percent.has ? khung__report_percent(report, root->percent)
                             : khung__report_shown(report, root->score);
}

/* Grade at the left, total at the right; returns the height. */
static double top(khung__report *report, double y)
{
    const khung_result *result = report->result;
    khung__phrase_id word = !result->complete      ? KHUNG__P_TOTAL_PROVISIONAL
                          : result->has_reviewer ? KHUNG__P_TOTAL_REVIEWED
                                                 : KHUNG__P_TOTAL_SELF;
    khung__style number = khung__style_in(
        khung__style_d1(result->complete ? KHUNG__INK : KHUNG__INK2), KHUNG__SERIF);
    khung__str total = total_text(report), label = khung__report_phrase(report, word);
    double total_w = fmax(khung__doc_width(report->doc, total, number.face, number.size),
                          khung__doc_width(report->doc, label, KHUNG__SANS, 7.5));
    verdict v = verdict_of(report);
    if (!v.text.n) { /* no grades, no bands: the total stands where the grade would */
        khung__report_tagged(report, KHUNG__TAG_P, KHUNG__LEFT_X, y, label,
                             khung__style_label(KHUNG__INK2), KHUNG__LEFT);
        khung__report_tagged(report, KHUNG__TAG_H1, KHUNG__LEFT_X, y + 12, total, number,
                             KHUNG__LEFT);
        khung__report_name(report, "total");
        return 52;
    }
    khung__span span = {v.text, v.style};
    khung__para para = khung__doc_para(report->doc, &span, 1, KHUNG__TEXT_W - total_w - 16,
                                       KHUNG__LEFT);
    double height = 12 + khung__para_height(&para);
    khung__report_tagged(report, KHUNG__TAG_P, KHUNG__LEFT_X, y, v.label,
                         khung__style_label(KHUNG__INK2), KHUNG__LEFT);
    khung__doc_open(report->doc, KHUNG__TAG_H1);
    khung__report_put(report, KHUNG__LEFT_X, y + 12, &para);
    khung__report_name(report, "grade");
    khung__doc_close(report->doc);
    khung__report_tagged(report, KHUNG__TAG_P, KHUNG__RIGHT_X, y + height - 52, label,
                         khung__style_label(KHUNG__INK2), KHUNG__RIGHT);
    khung__report_tagged(report, KHUNG__TAG_P, KHUNG__RIGHT_X, y + height - 40, total, number,
                         KHUNG__RIGHT);
    khung__report_name(report, "total");
    return height;
}

/* ---- the opening sentence ---- */

/* The next better grade and what of it is not met yet; false when there is none or it would be
 * long. */
static bool next_grade(khung__report *report, khung__str *title, khung__str *needs)
{
    const khung_framework *framework = report->framework;
    uint32_t at = report->result->grade == KHUNG__NONE ? framework->grade_count
                                                       : report->result->grade;
    if (!framework->grade_count || at == 0) return false;
    *title = framework->grades[at - 1].title;
    *needs = khung__summary_unmet(report, framework->grades[at - 1].require);
    khung__str total = khung__word(KHUNG__W_TOTAL, report->language);
    if (needs->n > total.n &&
        !memcmp(needs->s, total.s, total.n)) /* inside a sentence: a small letter */
        *needs = KHUNG__JOIN(report, KHUNG__S("t"), (khung__str){needs->s + 1, needs->n - 1});
    return needs->n > 0 && needs->n <= 260;
}

static double opening(khung__report *report, double y)
{
    const khung__domain_result *root = &report->result->domains[0];
    khung__style plain = khung__style_lead(KHUNG__INK), bold = khung__style_lead_bold(KHUNG__INK);
    khung__span spans[9];
    size_t n = 0;
    spans[n++] = (khung__span){report->result->organisation_name, plain};
    if (report->stepped && root->score.has) {
        khung__micro most = report->scale->levels[report->scale->level_count - 1].points;
        spans[n++] = (khung__span){khung__report_phrase(report, KHUNG__P_OPENING_STEPS), plain};
        spans[n++] = (khung__span){khung__report_shown(report, root->score), bold};
        spans[n++] = (khung__span){
            KHUNG__SAY(report, OPENING_OF, khung__report_micro(report, most)), plain};
    } else if (root->percent.has) {
        spans[n++] = (khung__span){khung__report_phrase(report, KHUNG__P_OPENING_PERCENT),
                                   plain};
        spans[n++] = (khung__span){khung__report_percent(report, root->percent), bold};
        spans[n++] = (khung__span){khung__report_phrase(report, KHUNG__P_OPENING_PERCENT_OF),
                                   plain};
    } else {
        spans[n++] = (khung__span){khung__report_phrase(report, KHUNG__P_OPENING_NONE), plain};
    }
    khung__str change = khung__report_change_words(report);
    if (change.n) spans[n++] = (khung__span){change, plain};
    khung__str title, needs;
    if (next_grade(report, &title, &needs)) {
        spans[n++] = (khung__span){khung__report_phrase(report, KHUNG__P_OPENING_NEXT), plain};
        spans[n++] = (khung__span){title, bold};
        spans[n++] = (khung__span){KHUNG__SAY(report, OPENING_NEEDS, needs), plain};
    }
    if (!report->result->has_reviewer)
        spans[n++] = (khung__span){khung__report_phrase(report, KHUNG__P_OPENING_SELF), plain};
    return khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, y, KHUNG__TEXT_W, spans, n);
}

/* ---- conditions ---- */

typedef struct gate_text {
    khung__mark mark;
    khung__rgb colour;
    khung__str said;
    bool failed;
} gate_text;

static khung__str condition_text(khung__report *report, const khung__condition *c)
{
    khung__buf buf = {0};
    khung__score_condition_text(&buf, report->framework, c, report->language);
    return khung__buf_take(&buf, report->arena);
}

/* "D1, D2, D4 từ mức Phát triển" where several criteria must reach the same level; else the
 * condition as it is told elsewhere. */
static khung__str condition_of(khung__report *report, const khung__condition *c)
{
    bool same = c->kind == KHUNG__IF_ALL_OF && c->child_count > 1;
    khung__str codes = {0};
    for (uint32_t i = 0; i < c->child_count && same; i++) {
        const khung__condition *child = &c->children[i];
        same = child->kind == KHUNG__IF_CRITERION && child->bounds.has_at_least &&
               !child->bounds.has_below &&
               khung__str_eq(child->level_at_least, c->children[0].level_at_least) &&
               report->framework->criteria[child->index].code.n;
        if (same && i + 1 < c->child_count)
            codes = KHUNG__JOIN(report, codes, report->framework->criteria[child->index].code,
                                KHUNG__S(", "));
    }
    if (!same) return condition_text(report, c);
    return KHUNG__JOIN(report, codes, condition_text(report, &c->children[c->child_count - 1]));
}

khung__str khung__summary_missed(khung__report *report, const khung__condition *c)
{
    const khung__domain *root = &report->framework->domains[0];
    khung__str list = {0};
    if (c->kind != KHUNG__IF_EACH_DOMAIN || !c->bounds.has_at_least_percent ||
        c->bounds.has_at_least || !report->coded)
        return list;
    khung__rat limit = khung__report_of_micro(report, c->bounds.at_least_percent);
    for (uint32_t i = 0; i < root->child_count; i++) {
        const khung__domain *d = &report->framework->domains[root->children[i]];
        khung__rat percent = report->result->domains[root->children[i]].percent;
        if (d->weight == 0 || !percent.has || khung__rat_cmp(percent, limit) >= 0) continue;
        khung__str one = KHUNG__SAY(report, ALT_PAIR, khung__report_short(d->code, d->title),
                                    khung__report_percent_bare(report, percent));
        list = list.n ? KHUNG__JOIN(report, list, KHUNG__S(", "), one) : one;
    }
    return list;
}

static gate_text gate_of(khung__report *report, uint32_t i)
{
    const khung__gate_result *gate = &report->result->gates[i];
    khung__str condition = condition_of(report, report->framework->gates[i].require);
    bool own_language = khung__language_of(report->framework->source_language) == report->language;
    khung__str reason = own_language && gate->reason.n ? gate->reason : condition;
    khung__str domains = khung__summary_missed(report, report->framework->gates[i].require);
    if (domains.n && gate->value == KHUNG__NO) reason = domains;
    switch (gate->value) {
    case KHUNG__YES: return (gate_text){KHUNG__CHECK, KHUNG__A100, condition, false};
    case KHUNG__VOID:
        return (gate_text){KHUNG__CHECK, KHUNG__INK2, KHUNG__SAY(report, GATE_VOID, condition),
                           false};
    case KHUNG__UNKNOWN: /* a long reason names every criterion that is still open; they are listed
                            below anyway */
        if (!own_language || reason.n > 100) reason = KHUNG__SAY(report, GATE_UNKNOWN, condition);
        return (gate_text){KHUNG__RING, KHUNG__INK2, reason, false};
    default: return (gate_text){KHUNG__CROSS, KHUNG__SIGNAL, reason, true};
    }
}

static double gate_row(khung__report *report, uint32_t i, double x, double y, double w, bool draw)
{
    gate_text text = gate_of(report, i);
    khung__style style = text.failed ? khung__style_body_bold(KHUNG__SIGNAL)
                                     : khung__style_body(KHUNG__INK);
    khung__para title = khung__report_lay(report, report->framework->gates[i].title, style, w - 16);
    khung__para said = khung__report_lay(report, text.said, khung__style_label(KHUNG__INK2),
                                         w - 16);
    double height = khung__para_height(&title) + khung__para_height(&said) + 8;
    if (!draw) return height;
    khung__doc *doc = report->doc;
    khung__doc_open(doc, KHUNG__TAG_LI);
    khung__doc_open(doc, KHUNG__TAG_LBL);
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    khung__value value = report->result->gates[i].value;
    khung__word_id sign = value == KHUNG__YES    ? KHUNG__W_YES
                          : value == KHUNG__NO   ? KHUNG__W_NO
                          : value == KHUNG__VOID ? KHUNG__W_VOID
                                                 : KHUNG__W_UNKNOWN;
    khung__doc_alt(doc, figure,
                   KHUNG__JOIN(report, khung__word(sign, report->language), KHUNG__S(": ")));
    khung__doc_mark(doc, report->page, text.mark, x, y + 6, 1, text.colour);
    khung__report_name(report, "gate-mark");
    khung__doc_close(doc);
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_LBODY);
    khung__report_put(report, x + 16, y + 4, &title);
    khung__report_put(report, x + 16, y + 4 + khung__para_height(&title), &said);
    khung__doc_close(doc);
    khung__doc_close(doc);
    khung__report_rule(report, x, y + height - 0.125, w, KHUNG__HAIR, KHUNG__RULE);
    return height;
}

/* The gate of the k-th row: on one page those that fail come first, then those that are open; else the framework's order. */
static uint32_t gate_at(const khung__report *report, uint32_t k)
{
    static const khung__value order[] = {KHUNG__NO, KHUNG__UNKNOWN, KHUNG__VOID, KHUNG__YES};
    for (size_t o = 0; report->brief && o < sizeof order / sizeof *order; o++)
        for (uint32_t i = 0; i < report->framework->gate_count; i++)
            if (report->result->gates[i].value == order[o] && k-- == 0) return i;
    return k;
}

/* As many gates as fit from *y down; returns how many. */
static uint32_t gates(khung__report *report, uint32_t from, double x, double *y, double w)
{
    uint32_t n = (uint32_t)khung__summary_most(report, report->framework->gate_count, 6, 4, 2);
    uint32_t i = from;
    if (from >= n || *y + 24 + gate_row(report, gate_at(report, from), x, 0, w, false) > KHUNG__BODY_END)
        return from;
    *y += khung__report_block_head(report, x, *y, w,
                                   khung__report_phrase(report, KHUNG__P_GATES));
    khung__doc_open(report->doc, KHUNG__TAG_L);
    for (; i < n; i++) {
        uint32_t row = gate_at(report, i);
        if (*y + gate_row(report, row, x, *y, w, false) > KHUNG__BODY_END) break;
        *y += gate_row(report, row, x, *y, w, true);
    }
    khung__doc_close(report->doc);
    if (report->brief && i == n) {
        *y += khung__summary_rest(report, x, *y, report->framework->gate_count - n);
        return report->framework->gate_count;
    }
    return i;
}

/* ---- coverage ---- */

static double cover_row(khung__report *report, double x, double y, double w, khung__str number,
                        khung__str text, bool draw)
{
    double number_w = fmax(36, khung__doc_width(report->doc, number, KHUNG__SANS_BOLD, 9) + 6);
    khung__para para = khung__report_lay(report, text, khung__style_body(KHUNG__INK), w - number_w);
    double height = khung__para_height(&para) + 8;
    if (!draw) return height;
    khung__doc_open(report->doc, KHUNG__TAG_TR);
    khung__report_tagged(report, KHUNG__TAG_TH, x, y + 4, number,
                         khung__style_body_bold(KHUNG__INK), KHUNG__LEFT);
    khung__doc_open(report->doc, KHUNG__TAG_TD);
    khung__report_put(report, x + number_w, y + 4, &para);
    khung__doc_close(report->doc);
    khung__doc_close(report->doc);
    khung__report_rule(report, x, y + height - 0.125, w, KHUNG__HAIR, KHUNG__RULE);
    return height;
}

static khung__str of(khung__report *report, uint32_t part, uint32_t whole)
{
    return KHUNG__JOIN(report, khung__report_int(report, part), KHUNG__S("/"),
                       khung__report_int(report, whole));
}

uint32_t khung__summary_reviewed(const khung__report *report)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++)
        n += report->result->criteria[i].state == KHUNG_ANSWERED &&
             report->result->criteria[i].reviewer_given;
    return n;
}

static khung__str evidence_words(khung__report *report, size_t *count)
{
    size_t all = 0, stale = 0, missing = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        size_t n;
        const khung__exhibit *list = khung__report_evidence(report, i, &n);
        for (size_t k = 0; k < n; k++) {
            all += !list[k].missing;
            stale += list[k].stale;
            missing += list[k].missing;
        }
    }
    *count = all + missing ? all : SIZE_MAX;
    khung__str s = khung__report_int(report, (int64_t)stale),
               m = khung__report_int(report, (int64_t)missing);
    if (stale && missing) return KHUNG__SAY(report, COVER_EVIDENCE_BOTH, s, m);
    if (stale) return KHUNG__SAY(report, COVER_EVIDENCE_STALE, s);
    if (missing) return KHUNG__SAY(report, COVER_EVIDENCE_MISSING, m);
    return khung__report_phrase(report, KHUNG__P_COVER_EVIDENCE);
}

typedef struct coverage {
    khung__str numbers[7], texts[7];
    size_t n;
} coverage;

static coverage coverage_of(khung__report *report)
{
    const khung_result *result = report->result;
    coverage c = {.n = 0};
    c.numbers[c.n] = of(report, result->answered, result->applicable);
    c.texts[c.n++] = khung__report_phrase(report, KHUNG__P_COVER_ANSWERED);
    if (result->has_reviewer) {
        c.numbers[c.n] = of(report, khung__summary_reviewed(report), result->applicable);
        c.texts[c.n++] = khung__report_phrase(report, KHUNG__P_COVER_REVIEWED);
    }
    size_t evidence;
    khung__str words = evidence_words(report, &evidence);
    if (evidence != SIZE_MAX) {
        c.numbers[c.n] = khung__report_int(report, (int64_t)evidence);
        c.texts[c.n++] = words;
    }
    if (result->not_applicable) {
        size_t count;
        khung__str codes = khung__summary_codes(report, khung__summary_not_applicable, 5, &count);
        c.numbers[c.n] = khung__report_int(report, result->not_applicable);
        c.texts[c.n++] = report->coded ? KHUNG__SAY(report, COVER_NA_WHICH, codes)
                                       : khung__report_phrase(report, KHUNG__P_COVER_NA);
    }
    if (result->out_of_scope) {
        size_t count;
        khung__str codes = khung__summary_codes(report, khung__summary_out_of_scope, 5, &count);
        c.numbers[c.n] = khung__report_int(report, result->out_of_scope);
        c.texts[c.n++] = report->coded ? KHUNG__SAY(report, COVER_OUT_WHICH, codes)
                                       : khung__report_phrase(report, KHUNG__P_COVER_OUT);
    }
    int64_t carried = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++)
        carried += result->criteria[i].carried;
    if (carried) {
        c.numbers[c.n] = khung__report_int(report, carried);
        c.texts[c.n++] = khung__report_phrase(report, KHUNG__P_COVER_CARRIED);
    }
    if (result->respondents) {
        c.numbers[c.n] = khung__report_int(report, result->respondents);
        c.texts[c.n++] = khung__report_phrase(report, KHUNG__P_COVER_RESPONDENTS);
    }
    return c;
}

/* The whole block, or nothing when it does not fit; false then. */
bool khung__summary_cover(khung__report *report, double x, double *y, double w)
{
    coverage c = coverage_of(report);
    double height = 20;
    for (size_t i = 0; i < c.n; i++)
        height += cover_row(report, x, 0, w, c.numbers[i], c.texts[i], false);
    if (*y + height > KHUNG__BODY_END) return false;
    *y += khung__report_block_head(report, x, *y, w,
                                   khung__report_phrase(report, KHUNG__P_COVERAGE));
    khung__doc_open(report->doc, KHUNG__TAG_TABLE);
    for (size_t i = 0; i < c.n; i++)
        *y += cover_row(report, x, *y, w, c.numbers[i], c.texts[i], true);
    khung__doc_close(report->doc);
    return true;
}

/* ---- the chart and the columns ---- */

static khung__str chart_title(khung__report *report)
{
    return KHUNG__SAY(report, CHART, khung__report_domain_count(report));
}

/* The chart in the right column; its bottom, or 0 when it has no place there. */
static double chart(khung__report *report, double y)
{
    uint32_t n = report->framework->domains[0].child_count;
    bool bars = n < 3 || n > 12;
    if (bars && y + 24 + khung__report_domains_height(report) > KHUNG__BODY_END) return 0;
    if (!bars && y + 24 + 300 > KHUNG__BODY_END) return 0;
    double top_y =
        y + khung__report_block_head(report, KHUNG__MAIN_X, y, KHUNG__MAIN_W, chart_title(report)) +
        4;
    double height = bars ? 0 : khung__report_radar(report, KHUNG__MAIN_X, top_y);
    if (height > 0) return top_y + height;
    return top_y + khung__report_bars(report, KHUNG__MAIN_X, top_y, KHUNG__MAIN_W);
}

size_t khung__summary_most(const khung__report *report, size_t all, size_t first, size_t second,
                           size_t third)
{
    size_t most[] = {all, first, second, third};
    size_t n = report->brief ? most[report->shorter < 3 ? report->shorter : 3] : all;
    return n < all ? n : all;
}

double khung__summary_rest(khung__report *report, double x, double y, size_t rest)
{
    if (!rest) return 0;
    khung__str text = KHUNG__SAY(report, TODO_REST, khung__report_int(report, (int64_t)rest));
    khung__report_tagged(report, KHUNG__TAG_P, x, y + 4, text, khung__style_body(KHUNG__INK2),
                         KHUNG__LEFT);
    return 16;
}

static void columns(khung__report *report)
{
    double y = report->y, left = y;
    size_t page = report->page;
    uint32_t done = gates(report, 0, KHUNG__LEFT_X, &left, KHUNG__SIDE_W);
    if (done) left += 16;
    bool covered = done == report->framework->gate_count &&
                   khung__summary_cover(report, KHUNG__LEFT_X, &left, KHUNG__SIDE_W);
    double right = chart(report, y);
    report->y = fmax(left, right) + 20;
    if (report->page != page) report->y = right + 20; /* the chart went on to the next page */
    while (done < report->framework->gate_count && report->doc->status == KHUNG_OK) {
        khung__report_room(report, 64);
        double at = report->y;
        uint32_t next = gates(report, done, KHUNG__LEFT_X, &at, KHUNG__TEXT_W);
        report->y = at + 16;
        if (next == done) {
            if (report->y <= KHUNG__BODY_Y + 16) break;
            khung__report_page(report);
        }
        done = next;
    }
    if (!covered) {
        khung__report_room(report, 150);
        double at = report->y;
        khung__summary_cover(report, KHUNG__LEFT_X, &at, KHUNG__TEXT_W);
        report->y = at + 20;
    }
    if (right > 0) return;
    khung__report_room(report, 96);
    report->y += khung__report_block_head(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W,
                                          chart_title(report)) +
                 4;
    khung__report_bars(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W);
    report->y += 20;
}

void khung__report_summary(khung__report *report)
{
    bool complete = report->result->complete && report->result->domains[0].score.has;
    khung__str title = khung__report_phrase(report, report->brief ? KHUNG__P_TITLE
                                                    : complete    ? KHUNG__P_SUMMARY
                                                                  : KHUNG__P_SUMMARY_PROVISIONAL);
    report->section = report->brief ? khung__report_period(report) : title;
    khung__report_page(report);
    khung__report_bookmark(report, 0, title, report->y);
    if (report->brief) khung__report_head(report);
    khung__doc_open(report->doc, KHUNG__TAG_SECT);
    report->y += top(report, report->y);
    if (complete) {
        double scale = khung__report_gradescale(report, KHUNG__LEFT_X, report->y + 6,
                                                KHUNG__TEXT_W);
        report->y += scale > 0 ? scale + 6 : 0;
        report->y += 8 + opening(report, report->y + 8) + 16;
    } else {
        report->y += 12;
        report->y += khung__summary_notice(report, report->y) + 24;
    }
    columns(report);
    khung__summary_lists(report);
    khung__doc_close(report->doc);
}
