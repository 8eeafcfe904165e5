/* report/certainty: how sure the result is: what was answered and reviewed, how old the evidence is, how far respondents differ. What
 * few respondents said is joined or left out, so that nobody can be recognised. */
#include "summary.h"

enum { MOST_ROWS = 10, AGES = 4 };

/* ---- coverage ---- */

static void opening(khung__report *report)
{
    const khung_result *result = report->result;
    khung__style plain = khung__style_lead(KHUNG__INK);
    khung__span spans[3];
    size_t n = 0;
    bool all = result->applicable && result->answered == result->applicable;
    spans[n++] = (khung__span){all ? khung__report_phrase(report, KHUNG__P_CERTAIN_ALL)
                                   : KHUNG__SAY(report, CERTAIN_PART, khung__report_int(report, result->answered),
                                                khung__report_int(report, result->applicable)),
                               plain};
    if (result->has_reviewer)
        spans[n++] = (khung__span){KHUNG__SAY(report, CERTAIN_REVIEWED, khung__report_int(report, khung__summary_reviewed(report)),
                                              khung__report_int(report, result->applicable)),
                                   plain};
    else
        spans[n++] = (khung__span){KHUNG__JOIN(report, KHUNG__S(" "), khung__report_phrase(report, KHUNG__P_OPENING_SELF)), plain};
    khung__report_opening(report, spans, n);
}

static void coverage(khung__report *report)
{
    double y = report->y;
    if (khung__report_room(report, 150))
        report->y += 12;
    y = report->y;
    khung__summary_cover(report, KHUNG__LEFT_X, &y, KHUNG__TEXT_W);
    report->y = y + 20;
}

/* ---- age of evidence ---- */

static int age_of(const khung__exhibit *e)
{
    if (!e->dated.year)
        return 3;
    return e->months < 12 ? 0 : e->months <= 24 ? 1 : 2;
}

static void ages(khung__report *report)
{
    uint32_t counts[AGES] = {0}, all = 0;
    int64_t stale = 0, missing = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        size_t n;
        const khung__exhibit *list = khung__report_evidence(report, i, &n);
        for (size_t k = 0; k < n; k++) {
            stale += list[k].stale;
            missing += list[k].missing;
            if (!list[k].missing)
                counts[age_of(&list[k])]++, all++;
        }
    }
    if (!all && !missing)
        return;
    if (khung__report_room(report, 110))
        report->y += 12;
    report->y += khung__report_block_head(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, khung__report_phrase(report, KHUNG__P_AGES)) + 6;
    khung__str names[AGES] = {khung__report_phrase(report, KHUNG__P_AGE_YEAR), khung__report_phrase(report, KHUNG__P_AGE_TWO),
                              khung__report_phrase(report, KHUNG__P_AGE_MORE), khung__report_phrase(report, KHUNG__P_AGE_UNKNOWN)};
    khung__chart chart = khung__report_chart(report);
    khung__distribution d = {AGES, 0, true, names, khung__report_phrase(report, KHUNG__P_SPREAD_HIDDEN)};
    if (all) {
        khung__chart_distribution(&chart, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, &d, counts, khung__report_phrase(report, KHUNG__P_AGES_HEAD));
        report->y += 21;
        report->y += khung__chart_distribution_key(&chart, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, &d, (khung__str){0}) + 4;
    }
    khung__span span = {all ? KHUNG__SAY(report, AGES_STALE, khung__report_int(report, stale), khung__report_int(report, missing))
                            : khung__report_phrase(report, KHUNG__P_AGES_NONE),
                        khung__style_body(KHUNG__INK)};
    report->y += khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, &span, 1) + 20;
}

/* ---- spread between respondents ---- */

typedef struct spread {
    khung__report *report;
    double code_w, bar_x, bar_w;
    khung__str names[KHUNG__MOST_STEPS];
} spread;

/* How many respondents gave each level of the criterion's scale; false where a number is not a level. */
static bool count_levels(const khung__report *report, uint32_t i, uint32_t counts[KHUNG__MOST_STEPS])
{
    const khung__criterion *c = &report->framework->criteria[i];
    if (c->scale == KHUNG__NONE || c->method != KHUNG__SCALE)
        return false;
    uint32_t n = report->framework->scales[c->scale].level_count;
    for (uint32_t k = 0; k < n; k++)
        counts[k] = 0;
    for (size_t t = 0; t < report->in->track_count; t++) {
        const khung__bound *track = &report->in->tracks[t];
        const khung__answer *answer = track->answers->track == KHUNG__RESPONDENT ? khung__report_answer(track, i) : NULL;
        if (answer && !answer->carried && track->level[i] < n)
            counts[track->level[i]]++;
    }
    return true;
}

static double width_of(const khung__report *report, uint32_t i)
{
    const khung__criterion_result *r = &report->result->criteria[i];
    double range = khung__rat_approx(r->hi) - khung__rat_approx(r->lo);
    return range > 0 ? (khung__rat_approx(r->respondents_hi) - khung__rat_approx(r->respondents_lo)) / range : 0;
}

static size_t widest(const khung__report *report, uint32_t list[MOST_ROWS], int64_t *same, int64_t *all)
{
    size_t n = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        const khung__criterion_result *r = &report->result->criteria[i];
        if (!r->respondents_lo.has)
            continue;
        ++*all;
        double w = width_of(report, i);
        if (w <= 0) {
            ++*same;
            continue;
        }
        size_t at = n;
        while (at > 0 && width_of(report, list[at - 1]) < w - 1e-9)
            at--;
        if (at >= MOST_ROWS)
            continue;
        if (n < MOST_ROWS)
            n++;
        for (size_t k = n - 1; k > at; k--)
            list[k] = list[k - 1];
        list[at] = i;
    }
    return n;
}

static void spread_head(const spread *s, bool again)
{
    khung__report *report = s->report;
    khung__doc *doc = report->doc;
    struct {
        double x;
        khung__phrase_id word;
        khung__align align;
    } cells[] = {{KHUNG__LEFT_X, KHUNG__P_CRITERION, KHUNG__LEFT}, {s->bar_x, KHUNG__P_SPREAD_HEAD, KHUNG__LEFT},
                 {KHUNG__RIGHT_X, KHUNG__P_SPREAD_FROM_TO, KHUNG__RIGHT}};
    if (again)
        khung__doc_artifact(doc, true);
    else
        khung__doc_open(doc, KHUNG__TAG_TR);
    for (int i = 0; i < 3; i++) {
        if (!again)
            khung__doc_open(doc, KHUNG__TAG_TH);
        khung__doc_text(doc, report->page, cells[i].x, report->y + 8, khung__report_phrase(report, cells[i].word), khung__style_small(KHUNG__INK2),
                        cells[i].align);
        if (!again)
            khung__doc_close(doc);
    }
    khung__report_rule(report, KHUNG__LEFT_X, report->y + 12, KHUNG__TEXT_W, KHUNG__FIRM, KHUNG__INK);
    if (again)
        khung__doc_artifact(doc, false);
    else
        khung__doc_close(doc);
    report->y += 14;
}

static void spread_row(spread *s, uint32_t i)
{
    khung__report *report = s->report;
    khung__doc *doc = report->doc;
    const khung__criterion *c = &report->framework->criteria[i];
    const khung__criterion_result *r = &report->result->criteria[i];
    khung__para title = khung__report_lay(report, c->title, khung__style_body(KHUNG__INK), s->bar_x - KHUNG__LEFT_X - s->code_w - 12);
    double height = khung__para_height(&title) + 9;
    if (khung__report_room(report, height))
        spread_head(s, true);
    double y = report->y, top = y + (height - khung__para_height(&title)) / 2;
    khung__doc_open(doc, KHUNG__TAG_TR);
    khung__doc_open(doc, KHUNG__TAG_TH);
    khung__report_line(report, KHUNG__LEFT_X, top, c->code, khung__style_body_bold(KHUNG__A100), KHUNG__LEFT);
    khung__report_put(report, KHUNG__LEFT_X + s->code_w, top, &title);
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_TD);
    uint32_t counts[KHUNG__MOST_STEPS];
    if (count_levels(report, i, counts)) {
        const khung__scale *scale = &report->framework->scales[c->scale];
        for (uint32_t k = 0; k < scale->level_count; k++)
            s->names[k] = scale->levels[k].title;
        khung__distribution d = {scale->level_count, (uint32_t)report->framework->hide_below, report->framework->lower, s->names,
                                 khung__report_phrase(report, KHUNG__P_SPREAD_HIDDEN)};
        khung__chart chart = khung__report_chart(report);
        khung__chart_distribution(&chart, s->bar_x, y + (height - 15) / 2, s->bar_w, &d, counts, khung__report_named(report, c->code, c->title));
    }
    khung__doc_close(doc);
    khung__str from_to = KHUNG__JOIN(report, khung__report_bare(report, r->respondents_lo), KHUNG__S("\u00a0–\u00a0"),
                                     khung__report_bare(report, r->respondents_hi));
    khung__doc_open(doc, KHUNG__TAG_TD);
    khung__report_line(report, KHUNG__RIGHT_X, y + (height - 12) / 2, from_to, khung__style_body_bold(KHUNG__INK), KHUNG__RIGHT);
    khung__doc_close(doc);
    khung__doc_close(doc);
    report->y += height;
}

static void spread_key(spread *s)
{
    khung__report *report = s->report;
    const khung__scale *scale = report->scale;
    khung__str joined = KHUNG__SAY(report, SPREAD_JOINED, khung__report_int(report, report->framework->hide_below));
    khung__distribution d = {scale->level_count, 0, report->framework->lower, s->names, {0}};
    for (uint32_t k = 0; k < scale->level_count; k++)
        s->names[k] = scale->levels[k].title;
    khung__report_room(report, 40);
    khung__chart chart = khung__report_chart(report);
    report->y += 8;
    report->y += khung__chart_distribution_key(&chart, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, &d, joined);
}

static double widest_code(khung__report *report, const uint32_t *list, size_t n)
{
    double w = 0;
    for (size_t k = 0; k < n; k++)
        w = fmax(w, khung__doc_width(report->doc, report->framework->criteria[list[k]].code, KHUNG__SANS_BOLD, 9));
    return w > 0 ? fmax(18, w + 6) : 0;
}

static void respondents(khung__report *report)
{
    uint32_t list[MOST_ROWS];
    int64_t same = 0, all = 0;
    if (!report->result->respondents)
        return;
    size_t n = widest(report, list, &same, &all);
    khung__str people = khung__report_int(report, report->result->respondents);
    khung__str text = all ? KHUNG__SAY(report, SPREAD_LEAD, people, khung__report_int(report, same), khung__report_int(report, all))
                          : KHUNG__SAY(report, SPREAD_FEW, people, khung__report_int(report, report->framework->hide_below));
    if (khung__report_room(report, 110))
        report->y += 12;
    report->y += khung__report_block_head(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, khung__report_phrase(report, KHUNG__P_SPREAD)) + 4;
    khung__span span = {text, khung__style_body(KHUNG__INK)};
    report->y += khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, &span, 1) + 8;
    if (!n)
        return;
    spread s = {.report = report, .code_w = widest_code(report, list, n), .bar_w = 190};
    s.bar_x = KHUNG__RIGHT_X - 56 - s.bar_w;
    khung__doc_open(report->doc, KHUNG__TAG_TABLE);
    spread_head(&s, false);
    for (size_t k = 0; k < n; k++)
        spread_row(&s, list[k]);
    khung__doc_close(report->doc);
    spread_key(&s);
    report->y += 20;
}

void khung__report_certainty(khung__report *report)
{
    khung__report_begin(report, KHUNG__P_CERTAINTY);
    khung__doc_open(report->doc, KHUNG__TAG_SECT);
    opening(report);
    coverage(report);
    ages(report);
    respondents(report);
    khung__doc_close(report->doc);
    report->title = (khung__str){0};
}
