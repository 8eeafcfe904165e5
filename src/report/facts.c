/* report/facts: what the parts of a report ask about a criterion: its steps, level, answer,
 * reasons. */
#include "inner.h"

#include <math.h>

void khung__report_steps(khung__steps *out, const khung_framework *framework,
                         const khung__criterion *criterion)
{
    out->n = 0;
    if (criterion->scale == KHUNG__NONE) return;
    const khung__scale *scale = &framework->scales[criterion->scale];
    for (uint32_t i = 0; i < scale->level_count && out->n < KHUNG__MOST_STEPS; i++) {
        if (!(criterion->choosable >> i & 1)) continue;
        out->level[out->n] = i;
        out->points[out->n++] = (double)scale->levels[i].points / 1e6;
    }
}

double khung__steps_place(const khung__steps *steps, double points)
{
    if (!steps->n || points <= steps->points[0]) return 0;
    for (uint32_t i = 1; i < steps->n; i++) {
        double low = steps->points[i - 1], high = steps->points[i];
        if (points <= high) return i - 1 + (points - low) / (high - low);
    }
    return steps->n - 1;
}

double khung__steps_filled(const khung__steps *steps, double points)
{
    return khung__steps_place(steps, points) + 1;
}

khung__rgb khung__report_tint(const khung__report *report, uint32_t i, uint32_t n, bool lower,
                              khung__rgb *on)
{
    return khung__chart_tint(report->palette, i, n, lower, on);
}

bool khung__report_below_target(const khung__report *report, uint32_t criterion)
{
    khung__rat score = report->result->criteria[criterion].score;
    khung__rat target = khung__rat_micro(report->arena,
                                         report->framework->criteria[criterion].target);
    if (!score.has || !target.has) return false;
    int order = khung__rat_cmp(score, target);
    return report->framework->lower ? order > 0 : order < 0;
}

bool khung__report_at_best(const khung__report *report, uint32_t criterion)
{
    const khung__criterion_result *result = &report->result->criteria[criterion];
    khung__rat best = report->framework->lower ? result->lo : result->hi;
    return result->score.has && best.has && khung__rat_cmp(result->score, best) == 0;
}

const khung__answer *khung__report_answer(const khung__bound *track, uint32_t criterion)
{
    return track ? track->by_criterion[criterion] : NULL;
}

khung__str khung__report_na_reason(const khung__report *report, uint32_t criterion)
{
    const khung__answer *answer = khung__report_answer(report->reviewer, criterion);
    if (answer && answer->kind == KHUNG__ANSWER_NA && answer->reason.n) return answer->reason;
    answer = khung__report_answer(report->self, criterion);
    if (answer && answer->kind == KHUNG__ANSWER_NA && answer->reason.n) return answer->reason;
    for (size_t i = 0; i < report->in->track_count; i++) {
        answer = khung__report_answer(&report->in->tracks[i], criterion);
        if (answer && answer->kind == KHUNG__ANSWER_NA && answer->reason.n) return answer->reason;
    }
    return (khung__str){0};
}

khung__str khung__report_descriptor(const khung__report *report, uint32_t criterion, uint32_t level)
{
    const khung__criterion *c = &report->framework->criteria[criterion];
    if (level == KHUNG__NONE || c->scale == KHUNG__NONE) return (khung__str){0};
    if (c->descriptors && c->descriptors[level].n) return c->descriptors[level];
    return report->framework->scales[c->scale].levels[level].means;
}

uint32_t khung__report_level(const khung__report *report, uint32_t criterion)
{
    const khung__criterion *c = &report->framework->criteria[criterion];
    const khung__criterion_result *result = &report->result->criteria[criterion];
    if (result->level != KHUNG__NONE || result->state != KHUNG_UNVERIFIED || !result->score.has ||
        c->scale == KHUNG__NONE)
        return c->scale == KHUNG__NONE ? KHUNG__NONE : result->level;
    const khung__scale *scale = &report->framework->scales[c->scale];
    for (uint32_t i = 0; i < scale->level_count; i++)
        if (khung__rat_cmp(result->score,
                           khung__rat_micro(report->arena, scale->levels[i].points)) == 0)
            return i;
    return KHUNG__NONE;
}

const khung__bound *khung__report_official(const khung__report *report, uint32_t criterion)
{
    if (report->result->criteria[criterion].reviewer_given && report->reviewer)
        return report->reviewer;
    return report->self;
}

khung__str khung__report_level_name(khung__report *report, uint32_t criterion)
{
    const khung__criterion *c = &report->framework->criteria[criterion];
    const khung__criterion_result *result = &report->result->criteria[criterion];
    uint32_t level = khung__report_level(report, criterion);
    if (level != KHUNG__NONE) return report->framework->scales[c->scale].levels[level].title;
    if (!result->score.has) return khung__word(KHUNG__W_DASH, report->language);
    return KHUNG__SAY(report, POINTS_OF, khung__report_bare(report, result->score),
                      khung__report_bare(report, result->hi));
}

khung__str khung__report_code(const khung__report *report, uint32_t criterion)
{
    return report->framework->criteria[criterion].code;
}

uint32_t khung__report_top(const khung_framework *framework, uint32_t criterion)
{
    uint32_t domain = framework->criteria[criterion].domain;
    while (domain && framework->domains[domain].parent != 0)
        domain = framework->domains[domain].parent;
    return domain;
}

uint32_t khung__report_next_level(const khung__report *report, uint32_t criterion)
{
    const khung__criterion *c = &report->framework->criteria[criterion];
    uint32_t level = khung__report_level(report, criterion);
    if (c->scale == KHUNG__NONE || level == KHUNG__NONE) return KHUNG__NONE;
    khung__steps steps;
    khung__report_steps(&steps, report->framework, c);
    for (uint32_t k = 0; k < steps.n; k++) {
        if (steps.level[k] != level) continue;
        if (report->framework->lower) return k ? steps.level[k - 1] : KHUNG__NONE;
        return k + 1 < steps.n ? steps.level[k + 1] : KHUNG__NONE;
    }
    return KHUNG__NONE;
}

khung__str khung__report_step(const khung__report *report, uint32_t criterion, bool *advice)
{
    const khung__criterion *c = &report->framework->criteria[criterion];
    uint32_t next = khung__report_next_level(report, criterion);
    *advice = next != KHUNG__NONE && c->next && c->next[next].n;
    if (*advice) return c->next[next];
    return khung__report_descriptor(report, criterion, next);
}

/* ---- evidence ---- */

/* How a track's piece is called: the framework's item, its own title, else its file. */
static khung__str exhibit_title(const khung__criterion *c, const khung__proof *proof)
{
    if (proof->title.n) return proof->title;
    for (uint32_t i = 0; i < c->evidence_count; i++)
        if (khung__str_eq(c->evidence[i].id, proof->item)) return c->evidence[i].title;
    return proof->file.n ? proof->file : proof->item;
}

static int months_allowed(const khung__criterion *c, khung__str item)
{
    for (uint32_t i = 0; i < c->evidence_count; i++)
        if (khung__str_eq(c->evidence[i].id, item)) return c->evidence[i].max_age_months;
    return -1;
}

static khung__exhibit exhibit_of(const khung__report *report, const khung__criterion *c,
                                 const khung__proof *proof)
{
    khung__exhibit e = {
        .title = exhibit_title(c, proof), .file = proof->file, .dated = proof->dated};
    khung__date end = report->result->to;
    e.limit = months_allowed(c, proof->item);
    if (proof->dated.year) e.months = khung__date_months_between(proof->dated, end);
    /* the same comparison as scoring section 5: dated on or after the end of the period minus the
     * months allowed */
    if (e.limit >= 0 && proof->dated.year)
        e.stale = khung__date_cmp(proof->dated, khung__date_add_months(end, -e.limit)) < 0;
    return e;
}

static bool same_piece(const khung__exhibit *a, const khung__exhibit *b)
{
    return khung__str_eq(a->title, b->title) && khung__date_cmp(a->dated, b->dated) == 0;
}

/* Required and due at the level reached (scoring section 5), and in none of the tracks. */
static bool is_missing(const khung__report *report, uint32_t criterion,
                       const khung__evidence_item *item)
{
    const khung__criterion *c = &report->framework->criteria[criterion];
    const khung__criterion_result *result = &report->result->criteria[criterion];
    if (!item->required || !result->score.has || result->state == KHUNG_NOT_APPLICABLE)
        return false;
    if (item->from_level != KHUNG__NONE && c->scale != KHUNG__NONE) {
        khung__micro points = report->framework->scales[c->scale].levels[item->from_level].points;
        int order = khung__rat_cmp(result->score, khung__rat_micro(report->arena, points));
        if (report->framework->lower ? order > 0 : order < 0) return false;
    }
    for (size_t t = 0; t < report->in->track_count; t++) {
        const khung__answer *answer = khung__report_answer(&report->in->tracks[t], criterion);
        for (uint32_t i = 0; answer && i < answer->evidence_count; i++)
            if (khung__str_eq(answer->evidence[i].item, item->id)) return false;
    }
    return true;
}

static void add_exhibit(khung__exhibit *list, size_t *n, khung__exhibit e)
{
    for (size_t i = 0; i < *n; i++)
        if (same_piece(&list[i], &e)) return;
    list[(*n)++] = e;
}

static const khung__exhibit *gather(khung__report *report, uint32_t criterion, size_t *count)
{
    const khung__criterion *c = &report->framework->criteria[criterion];
    size_t most = c->evidence_count, n = 0;
    for (size_t t = 0; t < report->in->track_count; t++) {
        const khung__answer *answer = khung__report_answer(&report->in->tracks[t], criterion);
        if (answer) most += answer->evidence_count;
    }
    *count = 0;
    if (!most) return NULL;
    khung__exhibit *list = khung__arena_alloc(report->arena, most * sizeof *list);
    if (!list) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return NULL;
    }
    for (size_t t = 0; t < report->in->track_count; t++) {
        const khung__answer *answer = khung__report_answer(&report->in->tracks[t], criterion);
        for (uint32_t i = 0; answer && i < answer->evidence_count; i++)
            add_exhibit(list, &n, exhibit_of(report, c, &answer->evidence[i]));
    }
    for (uint32_t i = 0; i < c->evidence_count; i++)
        if (is_missing(report, criterion, &c->evidence[i]))
            add_exhibit(
                list, &n,
                (khung__exhibit){.title = c->evidence[i].title, .missing = true, .limit = -1});
    *count = n;
    return list;
}

const khung__exhibit *khung__report_evidence(khung__report *report, uint32_t criterion,
                                             size_t *count)
{
    struct khung__exhibits *known = &report->evidence[criterion];
    if (!known->known) {
        known->list = gather(report, criterion, &known->count);
        known->known = true;
    }
    *count = known->count;
    return known->list;
}

khung__str khung__report_age(khung__report *report, const khung__exhibit *e)
{
    if (!e->dated.year) return khung__word(KHUNG__W_DASH, report->language);
    if (e->months < 0) return khung__report_phrase(report, KHUNG__P_AFTER_PERIOD);
    if (e->months == 0 && !e->stale) return khung__report_phrase(report, KHUNG__P_UNDER_MONTH);
    khung__str none = {0}, text = khung__report_count(report, KHUNG__P_MONTH_ONE,
                                                      KHUNG__P_MONTHS, e->months, none);
    if (!e->stale) return text;
    if (e->months <= e->limit)
        text = KHUNG__SAY(report, MORE_THAN_MONTHS, khung__report_int(report, e->months));
    return KHUNG__SAY(report, OVERDUE, text, khung__report_int(report, e->limit));
}
