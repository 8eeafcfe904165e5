/* report/summary_lists: the lower half of the summary: strengths and gaps, or what is to be done;
 * the grades where the scale does not tell them; what the score may be used for. */
#include "summary.h"

#include <math.h>

enum { PICKS = 3 };

/* ---- which criteria ---- */

bool khung__summary_blocks_unanswered(const khung__report *report, uint32_t i)
{
    return report->result->criteria[i].blocks &&
           report->result->criteria[i].state == KHUNG_UNANSWERED;
}

bool khung__summary_blocks_review(const khung__report *report, uint32_t i)
{
    return report->result->criteria[i].blocks &&
           report->result->criteria[i].state == KHUNG_UNVERIFIED;
}

bool khung__summary_blocks_fact(const khung__report *report, uint32_t i)
{
    return report->result->criteria[i].state == KHUNG_FACT_MISSING;
}

bool khung__summary_not_applicable(const khung__report *report, uint32_t i)
{
    return report->result->criteria[i].state == KHUNG_NOT_APPLICABLE;
}

bool khung__summary_out_of_scope(const khung__report *report, uint32_t i)
{
    return report->result->criteria[i].state == KHUNG_OUT_OF_SCOPE;
}

khung__str khung__summary_codes(khung__report *report,
                                bool (*wanted)(const khung__report *, uint32_t), size_t most,
                                size_t *count)
{
    khung__str list = {0};
    size_t n = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        const khung__criterion *c = &report->framework->criteria[i];
        if (!wanted(report, i)) continue;
        if (n < most)
            list = n ? KHUNG__JOIN(report, list, KHUNG__S(", "),
                                   khung__report_short(c->code, c->title))
                     : khung__report_short(c->code, c->title);
        n++;
    }
    *count = n;
    return n > most
               ? KHUNG__SAY(report, MORE, list, khung__report_int(report, (int64_t)(n - most)))
               : list;
}

/* ---- the notice ---- */

static khung__str without_score(khung__report *report)
{
    khung__str list = {0};
    const khung__domain *root = &report->framework->domains[0];
    size_t n = 0;
    for (uint32_t i = 0; i < root->child_count; i++) {
        const khung__domain *d = &report->framework->domains[root->children[i]];
        if (report->result->domains[root->children[i]].score.has || d->weight == 0 || n++ >= 6)
            continue;
        khung__str name = khung__report_short(d->code, d->title);
        list = list.n ? KHUNG__JOIN(report, list, KHUNG__S(", "), name) : name;
    }
    return n > 6 ? KHUNG__SAY(report, MORE, list, khung__report_int(report, (int64_t)(n - 6)))
                 : list;
}

static size_t notice_spans(khung__report *report, khung__span *spans)
{
    khung__style plain = khung__style_body(KHUNG__INK);
    size_t n = 0, count;
    spans[n++] = (khung__span){khung__report_phrase(report, KHUNG__P_NOTICE),
                               khung__style_body_bold(KHUNG__INK)};
    if (!report->result->answered && !report->result->not_applicable) {
        spans[n++] = (khung__span){khung__report_phrase(report, KHUNG__P_NOTICE_NOTHING), plain};
        return n;
    }
    size_t most = khung__summary_most(report, 8, 6, 4, 2);
    khung__str codes = khung__summary_codes(report, khung__summary_blocks_unanswered, most, &count);
    if (count)
        spans[n++] = (khung__span){khung__report_count(report, KHUNG__P_NOTICE_ANSWERS_ONE,
                                                       KHUNG__P_NOTICE_ANSWERS, (int64_t)count,
                                                       codes),
                                   plain};
    codes = khung__summary_codes(report, khung__summary_blocks_review, most, &count);
    if (count)
        spans[n++] = (khung__span){khung__report_count(report, KHUNG__P_NOTICE_REVIEW_ONE,
                                                       KHUNG__P_NOTICE_REVIEW, (int64_t)count,
                                                       codes),
                                   plain};
    codes = khung__summary_codes(report, khung__summary_blocks_fact, most, &count);
    if (count) spans[n++] = (khung__span){KHUNG__SAY(report, NOTICE_FACT, codes), plain};
    khung__str empty = without_score(report);
    if (empty.n) spans[n++] = (khung__span){KHUNG__SAY(report, NOTICE_NO_SCORE, empty), plain};
    if (n == 1)
        spans[n++] = (khung__span){khung__report_phrase(report, KHUNG__P_NOTICE_CAP), plain};
    return n;
}

double khung__summary_notice(khung__report *report, double y)
{
    khung__span spans[6];
    size_t n = notice_spans(report, spans);
    khung__para para = khung__doc_para(report->doc, spans, n, KHUNG__TEXT_W - 28, KHUNG__LEFT);
    double height = khung__para_height(&para) + 12;
    khung__doc *doc = report->doc;
    khung__doc_artifact(doc, true);
    khung__doc_rect(doc, report->page, KHUNG__LEFT_X, y, KHUNG__TEXT_W, height,
                    khung__pen_fill(KHUNG__SIGNAL10));
    khung__report_name(report, "notice");
    khung__doc_rect(doc, report->page, KHUNG__LEFT_X, y, 4, height, khung__pen_fill(KHUNG__SIGNAL));
    khung__doc_artifact(doc, false);
    khung__doc_open(doc, KHUNG__TAG_NOTE);
    khung__report_put(report, KHUNG__LEFT_X + 16, y + 6, &para);
    khung__doc_close(doc);
    return height;
}

/* ---- strengths and gaps ---- */

/* How far from the target, as a part of the criterion's range; for choosing only. */
double khung__summary_shortfall(const khung__report *report, uint32_t i)
{
    const khung__criterion *c = &report->framework->criteria[i];
    double range = (double)(c->hi - c->lo),
           x = khung__rat_approx(report->result->criteria[i].score) * 1e6;
    double miss = report->framework->lower ? x - (double)c->target : (double)c->target - x;
    return range > 0 ? miss / range : 0;
}

static double merit(const khung__report *report, uint32_t i, bool gap)
{
    const khung__criterion *c = &report->framework->criteria[i];
    double order = gap ? khung__summary_shortfall(report, i) * 100
                       : -khung__summary_shortfall(report, i) * 10 + (khung__report_at_best(report, i) ? 100 : 0);
    return order +
           (c->need == KHUNG__MUST  ? 2
            : c->need == KHUNG__MAY ? -1
                                    : 0) +
           fmin(1, (double)c->weight / 1e8);
}

static bool can_be_picked(const khung__report *report, uint32_t i, bool gap)
{
    const khung__criterion_result *result = &report->result->criteria[i];
    if (result->state != KHUNG_ANSWERED && result->state != KHUNG_UNVERIFIED) return false;
    if (!result->score.has || report->framework->criteria[i].weight == 0) return false;
    return khung__report_below_target(report, i) == gap;
}

/* The greatest first, from different domains as long as there are any. */
static size_t pick(const khung__report *report, bool gap, uint32_t out[PICKS])
{
    size_t n = 0;
    for (int round = 0; round < 2; round++)
        while (n < PICKS) {
            uint32_t best = KHUNG__NONE;
            for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
                bool used = !can_be_picked(report, i, gap);
                for (size_t k = 0; k < n && !used; k++)
                    used = out[k] == i ||
                           (round == 0 && khung__report_top(report->framework, out[k]) ==
                                              khung__report_top(report->framework, i));
                if (!used &&
                    (best == KHUNG__NONE || merit(report, i, gap) > merit(report, best, gap)))
                    best = i;
            }
            if (best == KHUNG__NONE) break;
            out[n++] = best;
        }
    return n;
}

/* What was said about it, if it is short; else the level's own words; else the level's name. The
 * whole of it stands in the part of its domain. */
static khung__para remark(khung__report *report, uint32_t i, bool gap, double w, size_t most)
{
    bool advice;
    khung__str step = report->brief && gap ? khung__report_step(report, i, &advice) : (khung__str){0};
    if (step.n) { /* what is missing is told by what would mend it */
        const khung__criterion *c = &report->framework->criteria[i];
        uint32_t next = khung__report_next_level(report, i);
        khung__str title = report->framework->scales[c->scale].levels[next].title;
        khung__style plain = khung__style_body(KHUNG__INK2);
        khung__span spans[] = {{KHUNG__SAY(report, TO_REACH, title), khung__style_body_bold(KHUNG__INK2)},
                               {step, advice ? plain : khung__style_quote(KHUNG__INK2)}};
        khung__para para = khung__doc_para(report->doc, spans, 2, w, KHUNG__LEFT);
        if (para.count <= most + 1) return para;
    }
    const khung__answer *answers[] = {khung__report_answer(report->reviewer, i),
                                      khung__report_answer(report->self, i)};
    for (int k = 0; k < 2; k++) {
        if (!answers[k] || !answers[k]->note.n) continue;
        khung__para para = khung__report_lay(report, answers[k]->note,
                                             khung__style_body(KHUNG__INK2), w);
        if (para.count <= most) return para;
    }
    khung__str own = khung__report_descriptor(report, i, khung__report_level(report, i));
    khung__para para = khung__report_lay(report, own, khung__style_quote(KHUNG__INK2), w);
    if (own.n && para.count <= most) return para;
    return khung__report_lay(report, khung__report_level_name(report, i),
                             khung__style_body(KHUNG__INK2), w);
}

typedef struct item {
    uint32_t criterion;
    khung__para title, remark;
    double height, bar;
} item;

static item item_of(khung__report *report, uint32_t i, bool gap, double w, size_t most)
{
    const khung__criterion *c = &report->framework->criteria[i];
    item it = {.criterion = i, .bar = khung__report_minibar_width(report, i)};
    khung__span spans[] = {{c->code.n ? KHUNG__JOIN(report, c->code, KHUNG__S("\u00a0 ")) : c->code,
                            khung__style_body_bold(KHUNG__A100)},
                           {c->title, khung__style_body_bold(KHUNG__INK)}};
    it.title = khung__doc_para(report->doc, spans + (c->code.n ? 0 : 1), c->code.n ? 2 : 1,
                               w - it.bar - 8, KHUNG__LEFT);
    it.remark = remark(report, i, gap, w, most);
    it.height = khung__para_height(&it.title) + khung__para_height(&it.remark) + 8;
    return it;
}

static void draw_item(khung__report *report, const item *it, double x, double y, double w)
{
    khung__doc *doc = report->doc;
    khung__doc_open(doc, KHUNG__TAG_LI);
    khung__doc_open(doc, KHUNG__TAG_LBODY);
    khung__report_put(report, x, y + 4, &it->title);
    khung__doc_aside(doc, true);
    khung__report_minibar(report, x + w - it->bar, y + 7, it->criterion);
    khung__doc_aside(doc, false);
    khung__report_put(report, x, y + 4 + khung__para_height(&it->title), &it->remark);
    khung__doc_close(doc);
    khung__doc_close(doc);
    khung__report_rule(report, x, y + it->height - 0.125, w, KHUNG__HAIR, KHUNG__RULE);
}

/* At most `limit` items with remarks of at most `most` lines. */
static double item_column(khung__report *report, bool gap, double x, double y, double w,
                          size_t limit, size_t most, bool draw)
{
    uint32_t picks[PICKS];
    size_t n = khung__summary_most(report, pick(report, gap, picks), 3, 2, 1);
    if (n > limit) n = limit;
    khung__str title = khung__report_phrase(report, gap ? KHUNG__P_GAPS : KHUNG__P_STRENGTHS);
    double height = draw ? khung__report_block_head(report, x, y, w, title) : 20;
    if (!n) {
        khung__span none = {
            khung__report_phrase(report, gap ? KHUNG__P_NO_GAPS : KHUNG__P_NO_STRENGTHS),
            khung__style_body(KHUNG__INK2)};
        return height + 4 +
               (draw ? khung__report_para(report, KHUNG__TAG_P, x, y + height + 4, w, &none, 1)
                     : 12);
    }
    if (draw) khung__doc_open(report->doc, KHUNG__TAG_L);
    for (size_t i = 0; i < n; i++) {
        item it = item_of(report, picks[i], gap, w, most);
        if (draw) draw_item(report, &it, x, y + height, w);
        height += it.height;
    }
    if (draw) khung__doc_close(report->doc);
    return height;
}

static khung__para purpose_text(khung__report *report)
{
    khung__span spans[] = {
        {khung__report_phrase(report, KHUNG__P_PURPOSE), khung__style_body_bold(KHUNG__INK)},
        {report->framework->purpose, khung__style_body(KHUNG__INK)}};
    return khung__doc_para(report->doc, spans, 2, KHUNG__TEXT_W - 24, KHUNG__LEFT);
}

static double purpose_height(khung__report *report)
{
    if (!report->framework->purpose.n) return 0;
    khung__para para = purpose_text(report);
    double height = khung__para_height(&para) + 20;
    return report->brief && report->shorter > 1 && height > 92 ? 0 : height;
}

static void strengths_and_gaps(khung__report *report)
{
    double w = (KHUNG__TEXT_W - KHUNG__GUTTER) / 2, x = KHUNG__LEFT_X + w + KHUNG__GUTTER;
    double room = KHUNG__BODY_END - purpose_height(report) - 8 - report->y, need = 0;
    size_t most = 3, limit = PICKS;
    for (;;) { /* shorter remarks where the page is full, then fewer: the full report lists all */
        need = fmax(item_column(report, false, 0, 0, w, limit, most, false),
                    item_column(report, true, 0, 0, w, limit, most, false));
        if (need <= room || (most == 1 && limit == 1)) break;
        if (most > 1) most--;
        else limit--;
    }
    khung__report_room(report, need);
    double left = item_column(report, false, KHUNG__LEFT_X, report->y, w, limit, most, true);
    double right = item_column(report, true, x, report->y, w, limit, most, true);
    report->y += fmax(left, right);
}

/* ---- what is to be done ---- */

/* All criteria below it marked not applicable. */
static bool wholly_na(const khung__report *report, uint32_t domain)
{
    const khung__domain *d = &report->framework->domains[domain];
    for (uint32_t i = d->first_criterion; i < d->end_criterion; i++)
        if (report->result->criteria[i].state != KHUNG_NOT_APPLICABLE) return false;
    return d->end_criterion > d->first_criterion;
}

/* What the result waits for; empty when for nothing. */
static khung__str errand(khung__report *report, uint32_t i)
{
    if (khung__summary_blocks_unanswered(report, i))
        return khung__report_phrase(report, KHUNG__P_TODO_ANSWER);
    if (khung__summary_blocks_review(report, i))
        return khung__report_phrase(report, KHUNG__P_TODO_REVIEW);
    if (khung__summary_blocks_fact(report, i))
        return khung__report_phrase(report, KHUNG__P_TODO_FACT);
    return (khung__str){0};
}

/* What is wrong with the evidence of a required criterion; empty when nothing. */
static khung__str evidence_errand(khung__report *report, uint32_t i)
{
    size_t n;
    bool stale = false, missing = false;
    if (report->framework->criteria[i].need != KHUNG__MUST) return (khung__str){0};
    const khung__exhibit *list = khung__report_evidence(report, i, &n);
    for (size_t k = 0; k < n; k++)
        stale = stale || list[k].stale, missing = missing || list[k].missing;
    if (missing) return khung__report_phrase(report, KHUNG__P_TODO_MISSING);
    return stale ? khung__report_phrase(report, KHUNG__P_TODO_STALE) : (khung__str){0};
}

typedef struct todo_list {
    khung__report *report;
    khung__table table;
    double end;  /* rows stand above it */
    size_t rest; /* how many had no place */
} todo_list;

static void todo_row(todo_list *t, khung__str code, khung__str title, khung__str what)
{
    khung__report *report = t->report;
    if (!what.n) return;
    if (t->rest || report->y + 20 > t->end) {
        t->rest++;
        return;
    }
    khung__cell cells[] = {khung__cell_of(code, khung__style_body_bold(KHUNG__A100)),
                           khung__cell_of(title, khung__style_body_bold(KHUNG__INK)),
                           khung__cell_of(what, khung__style_body(KHUNG__INK2))};
    khung__table_row(&t->table, cells + (report->coded ? 0 : 1), KHUNG__ROW, 0);
}

/* A table without a head, what blocks first: rows as long as they fit on this page, then how many
 * are left. */
static void todo(khung__report *report)
{
    khung__column columns[] = {
        {36, KHUNG__LEFT, {0}}, {234, KHUNG__LEFT, {0}}, {210, KHUNG__LEFT, {0}}};
    khung__column plain[] = {{260, KHUNG__LEFT, {0}}, {220, KHUNG__LEFT, {0}}};
    const khung_framework *f = report->framework;
    khung__report_room(report, 20 + 40 + 20 + purpose_height(report) + 8);
    todo_list t = {report,
                   {report, report->coded ? columns : plain, report->coded ? 3 : 2, 4, 8},
                   KHUNG__BODY_END - purpose_height(report) - 8 - 36,
                   0};
    report->y += khung__report_block_head(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W,
                                          khung__report_phrase(report, KHUNG__P_TODO_TITLE));
    khung__doc_open(report->doc, KHUNG__TAG_TABLE);
    for (uint32_t i = 0; i < f->criterion_count; i++)
        todo_row(&t, f->criteria[i].code, f->criteria[i].title, errand(report, i));
    for (uint32_t i = 0; i < f->domains[0].child_count; i++) {
        const khung__domain *d = &f->domains[f->domains[0].children[i]];
        if (wholly_na(report, f->domains[0].children[i]))
            todo_row(&t, d->code, d->title, khung__report_phrase(report, KHUNG__P_TODO_NA));
    }
    for (uint32_t i = 0; i < f->criterion_count; i++)
        todo_row(&t, f->criteria[i].code, f->criteria[i].title, evidence_errand(report, i));
    khung__doc_close(report->doc);
    report->y += khung__summary_rest(report, KHUNG__LEFT_X, report->y, t.rest);
}

/* ---- grades, where the scale does not tell them ---- */

khung__str khung__summary_unmet(khung__report *report, const khung__condition *require)
{
    khung__buf buf = {0};
    bool any = false;
    for (uint32_t i = 0; require->kind == KHUNG__IF_ALL_OF && i < require->child_count; i++) {
        khung__value value = khung__score_condition(report->framework, report->result,
                                                    &require->children[i]);
        if (value == KHUNG__YES || value == KHUNG__VOID) continue;
        if (any) khung__buf_z(&buf, "; ");
        khung__score_condition_text(&buf, report->framework, &require->children[i],
                                    report->language);
        any = true;
    }
    if (!any) khung__score_condition_text(&buf, report->framework, require, report->language);
    return khung__buf_take(&buf, report->arena);
}

static void grade_list(khung__report *report)
{
    const khung_framework *framework = report->framework;
    if (!framework->grade_count || khung__report_grades_on_scale(report)) return;
    khung__column columns[] = {{152, KHUNG__LEFT, {0}}, {328, KHUNG__LEFT, {0}}};
    khung__table table = {report, columns, 2, 4, 8};
    size_t most = khung__summary_most(report, framework->grade_count, 6, 4, 0);
    if (!most) return;
    if (!khung__report_room(report, 92)) report->y += 20;
    report->y += khung__report_block_head(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W,
                                          khung__report_phrase(report, KHUNG__P_GRADE_LIST));
    khung__doc_open(report->doc, KHUNG__TAG_TABLE);
    for (uint32_t i = 0; i < most; i++) {
        bool awarded = report->result->grade == i,
             met = report->result->grade_values[i] == KHUNG__YES && report->result->complete;
        khung__str text =
            awarded || met
                ? (awarded ? khung__report_phrase(report, KHUNG__P_GRADE_THIS) : khung__word(KHUNG__W_YES, report->language))
                : KHUNG__SAY(report, GRADE_NEEDS,
                             khung__summary_unmet(report, framework->grades[i].require));
        khung__style name = awarded ? khung__style_body_bold(KHUNG__A100)
                                    : khung__style_body(KHUNG__INK);
        khung__cell cells[] = {khung__cell_of(framework->grades[i].title, name),
                               khung__cell_of(text, khung__style_body(KHUNG__INK2))};
        khung__table_row(&table, cells, KHUNG__ROW, 0);
    }
    khung__doc_close(report->doc);
    report->y += khung__summary_rest(report, KHUNG__LEFT_X, report->y,
                                     framework->grade_count - most);
}

/* ---- what the score may be used for: at the foot of the page ---- */

static void purpose(khung__report *report)
{
    double height = purpose_height(report);
    if (height <= 0) return;
    khung__para para = purpose_text(report);
    report->y += 8;
    bool moved = khung__report_room(report, height);
    double y = moved ? report->y : KHUNG__BODY_END - height;
    khung__doc_artifact(report->doc, true);
    khung__doc_rect(report->doc, report->page, KHUNG__LEFT_X, y, KHUNG__TEXT_W, height,
                    khung__pen_fill(KHUNG__A5));
    khung__report_name(report, "purpose");
    khung__doc_artifact(report->doc, false);
    khung__doc_open(report->doc, KHUNG__TAG_NOTE);
    khung__report_put(report, KHUNG__LEFT_X + 12, y + 10, &para);
    khung__doc_close(report->doc);
    report->y = y + height;
}

void khung__summary_lists(khung__report *report)
{
    bool complete = report->result->complete && report->result->domains[0].score.has;
    if (complete) {
        strengths_and_gaps(report);
        grade_list(report);
    } else {
        todo(report);
    }
    purpose(report);
}
