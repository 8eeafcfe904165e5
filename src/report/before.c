/* report/before: the round before and this one over the criteria that can be compared: in both rounds with a score, asked and scored
 * alike. Both are scored anew by the framework of today with every other criterion left out, so that nothing but answers differs. */
#include "inner.h"

#include <string.h>

/* ---- which criteria ---- */

static bool same_texts(khung__str a, khung__str b)
{
    return khung__str_eq(a, b);
}

/* The levels that can be chosen, with their points. */
static bool same_levels(const khung_framework *f, const khung__criterion *a, const khung_framework *g, const khung__criterion *b)
{
    if ((a->scale == KHUNG__NONE) != (b->scale == KHUNG__NONE))
        return false;
    if (a->scale == KHUNG__NONE)
        return true;
    const khung__scale *s = &f->scales[a->scale], *t = &g->scales[b->scale];
    if (s->level_count != t->level_count || a->choosable != b->choosable)
        return false;
    for (uint32_t i = 0; i < s->level_count; i++)
        if (s->levels[i].points != t->levels[i].points)
            return false;
    return true;
}

static bool same_parts(const khung__criterion *a, const khung__criterion *b)
{
    if (a->check_count != b->check_count || a->range_count != b->range_count || !same_texts(a->unit, b->unit))
        return false;
    for (uint32_t i = 0; i < a->check_count; i++)
        if (!same_texts(a->checks[i].id, b->checks[i].id) || a->checks[i].level != b->checks[i].level || a->checks[i].points != b->checks[i].points)
            return false;
    for (uint32_t i = 0; i < a->range_count; i++)
        if (a->ranges[i].has_from != b->ranges[i].has_from || a->ranges[i].from != b->ranges[i].from || a->ranges[i].level != b->ranges[i].level)
            return false;
    return true;
}

/* Within one major version a criterion keeps its meaning under its id (khung-framework(5)). */
static bool same_framework(const khung_framework *f, const khung_framework *g)
{
    return same_texts(f->id, g->id) && f->major == g->major && f->lower == g->lower;
}

static uint32_t counterpart(const khung_framework *f, uint32_t i, const khung_framework *g)
{
    const khung__criterion *a = &f->criteria[i];
    uint32_t k = f == g ? i : khung__framework_criterion(g, a->id);
    if (k == KHUNG__NONE)
        return KHUNG__NONE;
    const khung__criterion *b = &g->criteria[k];
    return a->method == b->method && same_levels(f, a, g, b) && same_parts(a, b) ? k : KHUNG__NONE;
}

/* ---- scoring both ---- */

bool khung__report_official_answer(khung_official *out, khung__arena *arena, const khung_framework *f, uint32_t i, const khung__criterion_result *r)
{
    const khung__criterion *c = &f->criteria[i];
    *out = (khung_official){.state = KHUNG_ANSWERED};
    if ((r->state != KHUNG_ANSWERED && r->state != KHUNG_UNVERIFIED) || !r->score.has)
        return false;
    if (c->scale != KHUNG__NONE) {
        const khung__scale *scale = &f->scales[c->scale];
        for (uint32_t k = 0; k < scale->level_count; k++) {
            if (!(c->choosable >> k & 1) || khung__rat_cmp(r->score, khung__rat_micro(arena, scale->levels[k].points)) != 0)
                continue;
            out->level = (uint8_t)k;
            return true;
        }
        return false;
    }
    /* a checklist: points are whole millionths */
    khung__rat micro = khung__rat_mul(arena, r->score, khung__rat_int(arena, KHUNG__MICRO));
    if (!micro.has || micro.den_n != 1 || micro.den[0] != 1 || micro.num_n > 1)
        return false;
    out->micro = micro.num_n ? (int64_t)micro.num[0] : 0;
    return true;
}

static khung__rat kept(khung__arena *arena, khung_fraction f)
{
    return f.below_n ? khung__rat_make(arena, false, f.above, f.above_n, f.below, f.below_n) : khung__rat_none();
}

bool khung__report_score(khung__report *report, const khung_official *answers, khung__rat *out)
{
    const khung_framework *f = report->framework;
    khung_scorer *scorer = NULL;
    khung_scratch *scratch = NULL;
    khung_summary summary;
    khung_status status = khung_scorer_prepare(&scorer, f, NULL);
    if (status == KHUNG_OK)
        status = khung_scratch_new(&scratch, scorer);
    if (status == KHUNG_OK)
        status = khung_scorer_run(&summary, scorer, scratch, answers, report->result->facts, f->criterion_count);
    if (status == KHUNG_NO_MEMORY) /* else the document would say less and nobody would know why */
        khung__doc_fail(report->doc, status);
    bool done = status == KHUNG_OK;
    for (uint32_t d = 0; d < f->domain_count && done; d++) {
        khung_part part;
        done = khung_scratch_part(&part, scratch, d) == KHUNG_OK;
        out[d] = done && part.complete ? kept(report->arena, part.percent) : khung__rat_none();
    }
    khung_scratch_free(scratch);
    khung_scorer_free(scorer);
    return done;
}

typedef struct rounds {
    khung__report *report;
    khung_official *then, *now;
} rounds;

static void match_criteria(rounds *r)
{
    khung__report *report = r->report;
    khung__before *b = &report->before;
    const khung_framework *f = report->framework;
    const khung_framework *g = report->in->options->before_framework ? report->in->options->before_framework : f;
    bool same = same_framework(f, g);
    for (uint32_t i = 0; i < f->criterion_count; i++) {
        uint32_t k = same ? counterpart(f, i, g) : KHUNG__NONE;
        bool can = k != KHUNG__NONE && f->criteria[i].stage == KHUNG__ACTIVE &&
                   khung__report_official_answer(&r->now[i], report->arena, f, i, &report->result->criteria[i]) &&
                   khung__report_official_answer(&r->then[i], report->arena, f, i, &report->in->options->before->criteria[k]);
        b->match[i] = can ? k : KHUNG__NONE;
        if (!can) {
            r->now[i] = r->then[i] = (khung_official){.state = KHUNG_OUT_OF_SCOPE};
            continue;
        }
        b->comparable++;
        khung__rat change = khung__report_change(report, i);
        if (!change.has || !change.num_n)
            continue;
        if (change.negative == f->lower)
            b->better++;
        else
            b->worse++;
    }
}

static khung__str years_of(khung__report *report, const khung_result *before)
{
    khung__buf buf = {0};
    khung__buf_int(&buf, before->from.year);
    if (before->from.year != before->to.year)
        khung__buf_z(&buf, "–"), khung__buf_int(&buf, before->to.year);
    return khung__buf_take(&buf, report->arena);
}

void khung__report_compare_rounds(khung__report *report)
{
    const khung_result *before = report->in->options->before;
    const khung_framework *f = report->framework;
    khung__before *b = &report->before;
    rounds r = {.report = report};
    if (!before)
        return;
    b->given = true;
    b->years = years_of(report, before);
    b->match = khung__arena_alloc(report->arena, (f->criterion_count + 1) * sizeof *b->match);
    b->then = khung__arena_alloc(report->arena, f->domain_count * sizeof *b->then);
    b->now = khung__arena_alloc(report->arena, f->domain_count * sizeof *b->now);
    r.then = khung__arena_alloc(report->arena, (f->criterion_count + 1) * sizeof *r.then);
    r.now = khung__arena_alloc(report->arena, (f->criterion_count + 1) * sizeof *r.now);
    if (!b->years.s || !b->match || !b->then || !b->now || !r.then || !r.now) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return;
    }
    match_criteria(&r);
    if (b->comparable)
        b->has = khung__report_score(report, r.then, b->then) && khung__report_score(report, r.now, b->now) && b->then[0].has && b->now[0].has;
}

khung__rat khung__report_then(const khung__report *report, uint32_t criterion)
{
    uint32_t k = report->before.match ? report->before.match[criterion] : KHUNG__NONE;
    return k == KHUNG__NONE ? khung__rat_none() : report->in->options->before->criteria[k].score;
}

khung__rat khung__report_change(const khung__report *report, uint32_t criterion)
{
    return khung__rat_sub(report->arena, report->result->criteria[criterion].score, khung__report_then(report, criterion));
}
