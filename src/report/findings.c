/* report/findings: what is strong, with why, and what is missing, each kind with its number and where. */
#include "summary.h"

enum { MOST_STRONG = 12, MOST_CODES = 40 };

/* ---- what is strong ---- */

static bool scored(const khung__report *report, uint32_t i)
{
    const khung__criterion_result *r = &report->result->criteria[i];
    return (r->state == KHUNG_ANSWERED || r->state == KHUNG_UNVERIFIED) && r->score.has && report->framework->criteria[i].weight > 0;
}

static bool met(const khung__report *report, uint32_t i)
{
    return scored(report, i) && !khung__report_below_target(report, i);
}

/* Above the target first, then at the best level; required ones before others. */
static int rank(const khung__report *report, uint32_t i)
{
    const khung__criterion *c = &report->framework->criteria[i];
    khung__rat score = report->result->criteria[i].score, target = khung__rat_micro(report->arena, c->target);
    bool above = target.has && khung__rat_cmp(score, target) != 0;
    return (khung__report_at_best(report, i) ? 4 : 0) + (above ? 2 : 0) + (c->need == KHUNG__MUST);
}

static size_t strongest(const khung__report *report, uint32_t out[MOST_STRONG])
{
    size_t n = 0;
    for (int want = 7; want > 1; want--)
        for (uint32_t i = 0; i < report->framework->criterion_count && n < MOST_STRONG; i++)
            if (met(report, i) && rank(report, i) == want)
                out[n++] = i;
    return n;
}

/* Why: what was said of it, else the level's own words. */
static khung__span why(khung__report *report, uint32_t i)
{
    const khung__answer *answers[] = {khung__report_answer(report->reviewer, i), khung__report_answer(report->self, i)};
    for (int k = 0; k < 2; k++)
        if (answers[k] && answers[k]->note.n && answers[k]->note.n <= 240)
            return (khung__span){answers[k]->note, khung__style_body(KHUNG__INK2)};
    khung__str own = khung__report_descriptor(report, i, khung__report_level(report, i));
    return (khung__span){own.n <= 400 ? own : (khung__str){0}, khung__style_quote(KHUNG__INK2)};
}

static void strong_row(khung__table *table, uint32_t i)
{
    khung__report *report = table->report;
    const khung__criterion *c = &report->framework->criteria[i];
    khung__cell cells[] = {khung__cell_of(c->code, khung__style_body_bold(KHUNG__A100)),
                           khung__cell_of(c->title, khung__style_body_bold(KHUNG__INK)),
                           khung__cell_of(khung__report_level_name(report, i), khung__style_body(KHUNG__INK)),
                           {.spans = {why(report, i)}, .n = 1}};
    khung__table_row(table, cells + (report->coded ? 0 : 1), KHUNG__ROW, 0);
}

static bool is_picked(const uint32_t *list, size_t n, uint32_t i)
{
    for (size_t k = 0; k < n; k++)
        if (list[k] == i)
            return true;
    return false;
}

/* The others at their target, by code. */
static void strong_rest(khung__report *report, const uint32_t *list, size_t n)
{
    khung__str codes = {0};
    size_t count = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        const khung__criterion *c = &report->framework->criteria[i];
        if (!met(report, i) || is_picked(list, n, i))
            continue;
        khung__str one = khung__report_short(c->code, c->title);
        if (count++ < MOST_CODES)
            codes = codes.n ? KHUNG__JOIN(report, codes, KHUNG__S(", "), one) : one;
    }
    if (!count)
        return;
    if (count > MOST_CODES)
        codes = KHUNG__SAY(report, MORE, codes, khung__report_int(report, (int64_t)(count - MOST_CODES)));
    khung__span span = {KHUNG__SAY(report, FINDINGS_OTHERS, codes), khung__style_body(KHUNG__INK2)};
    khung__para para = khung__doc_para(report->doc, &span, 1, KHUNG__TEXT_W, KHUNG__LEFT);
    khung__report_room(report, khung__para_height(&para) + 6);
    report->y += 6 + khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y + 6, KHUNG__TEXT_W, &span, 1);
}

static void strong(khung__report *report)
{
    uint32_t list[MOST_STRONG];
    size_t n = strongest(report, list);
    report->y += khung__report_block_head(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, khung__report_phrase(report, KHUNG__P_FINDINGS_STRONG));
    if (n) {
        khung__column columns[] = {{36, KHUNG__LEFT, {0}}, {160, KHUNG__LEFT, {0}}, {84, KHUNG__LEFT, {0}}, {200, KHUNG__LEFT, {0}}};
        khung__table table = {report, columns + (report->coded ? 0 : 1), report->coded ? 4 : 3, 4, 8};
        khung__doc_open(report->doc, KHUNG__TAG_TABLE);
        for (size_t k = 0; k < n; k++)
            strong_row(&table, list[k]);
        khung__doc_close(report->doc);
    }
    bool any = n > 0;
    for (uint32_t i = 0; i < report->framework->criterion_count && !any; i++)
        any = met(report, i);
    strong_rest(report, list, n);
    if (any)
        return;
    khung__span none = {khung__report_phrase(report, KHUNG__P_NO_STRENGTHS), khung__style_body(KHUNG__INK2)};
    report->y += 4 + khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y + 4, KHUNG__TEXT_W, &none, 1);
}

/* ---- what is missing ---- */

static bool must_below(const khung__report *report, uint32_t i)
{
    return scored(report, i) && khung__report_below_target(report, i) && report->framework->criteria[i].need == KHUNG__MUST;
}

static bool other_below(const khung__report *report, uint32_t i)
{
    return scored(report, i) && khung__report_below_target(report, i) && report->framework->criteria[i].need != KHUNG__MUST;
}

static bool lacks(const khung__report *report, uint32_t i, bool stale)
{
    size_t n;
    const khung__exhibit *list = khung__report_evidence((khung__report *)report, i, &n);
    for (size_t k = 0; k < n; k++)
        if (stale ? list[k].stale : list[k].missing)
            return true;
    return false;
}

static bool lacks_evidence(const khung__report *report, uint32_t i)
{
    return lacks(report, i, false);
}

static bool has_stale(const khung__report *report, uint32_t i)
{
    return lacks(report, i, true);
}

static bool unanswered(const khung__report *report, uint32_t i)
{
    khung_state state = report->result->criteria[i].state;
    return state == KHUNG_UNANSWERED || state == KHUNG_FACT_MISSING;
}

static bool unverified(const khung__report *report, uint32_t i)
{
    return report->result->criteria[i].state == KHUNG_UNVERIFIED;
}

static bool lack_row(khung__table *table, khung__phrase_id what, size_t count, khung__str which, bool loud)
{
    khung__report *report = table->report;
    if (!count)
        return false;
    khung__style style = loud ? khung__style_body_bold(KHUNG__SIGNAL) : khung__style_body_bold(KHUNG__INK);
    khung__cell cells[] = {khung__cell_of(khung__report_phrase(report, what), style),
                           khung__cell_of(khung__report_int(report, (int64_t)count), style), khung__cell_of(which, khung__style_body(KHUNG__INK2))};
    khung__table_row(table, cells, KHUNG__ROW, 0);
    return true;
}

static khung__str failed_gates(khung__report *report, size_t *count)
{
    khung__str list = {0};
    *count = 0;
    for (uint32_t i = 0; i < report->framework->gate_count; i++) {
        if (report->result->gates[i].value != KHUNG__NO)
            continue;
        khung__str title = report->framework->gates[i].title;
        list = list.n ? KHUNG__JOIN(report, list, KHUNG__S("; "), title) : title;
        ++*count;
    }
    return list;
}

static void missing(khung__report *report)
{
    static const struct {
        khung__phrase_id what;
        bool (*wanted)(const khung__report *, uint32_t);
    } kinds[] = {{KHUNG__P_LACK_MUST, must_below},    {KHUNG__P_LACK_EVIDENCE, lacks_evidence}, {KHUNG__P_LACK_STALE, has_stale},
                 {KHUNG__P_LACK_TARGET, other_below}, {KHUNG__P_LACK_ANSWERS, unanswered},      {KHUNG__P_LACK_REVIEW, unverified}};
    khung__column columns[] = {{160, KHUNG__LEFT, {0}}, {36, KHUNG__RIGHT, {0}}, {284, KHUNG__LEFT, {0}}};
    khung__table table = {report, columns, 3, 4, 8};
    if (khung__report_room(report, 72))
        report->y += 12;
    report->y += khung__report_block_head(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, khung__report_phrase(report, KHUNG__P_FINDINGS_MISSING));
    khung__doc_open(report->doc, KHUNG__TAG_TABLE);
    size_t n;
    khung__str gates = failed_gates(report, &n);
    bool any = lack_row(&table, KHUNG__P_LACK_GATES, n, gates, true);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        khung__str codes = khung__summary_codes(report, kinds[k].wanted, MOST_CODES, &n);
        any = lack_row(&table, kinds[k].what, n, codes, false) || any;
    }
    khung__doc_close(report->doc);
    if (any)
        return;
    khung__span none = {khung__report_phrase(report, KHUNG__P_FINDINGS_COMPLETE), khung__style_body(KHUNG__INK2)};
    report->y += 4 + khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y + 4, KHUNG__TEXT_W, &none, 1);
}

void khung__report_findings(khung__report *report)
{
    size_t reached = 0, all = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        reached += met(report, i);
        all += scored(report, i);
    }
    khung__report_begin(report, KHUNG__P_FINDINGS);
    khung__doc_open(report->doc, KHUNG__TAG_SECT);
    khung__str lead = all ? KHUNG__SAY(report, FINDINGS_MET, khung__report_int(report, (int64_t)reached), khung__report_int(report, (int64_t)all))
                          : khung__report_phrase(report, KHUNG__P_FINDINGS_NONE);
    khung__span span = {lead, khung__style_lead(KHUNG__INK)};
    khung__report_opening(report, &span, 1);
    if (all) {
        strong(report);
        report->y += 20;
    }
    missing(report);
    khung__doc_close(report->doc);
    report->title = (khung__str){0};
}
