/* report/target: where every domain would stand with each of its criteria at its target, over what
 * has a score now. Exact, for the operators that weigh; the others give no such number, and nothing
 * is drawn for them. Caps are left aside. */
#include "inner.h"

/* Sum over w·t and w. */
typedef struct sums {
    khung__rat product, weight;
    bool broken; /* something below has no target */
} sums;

static void add(khung__report *report, sums *to, khung__micro weight, khung__rat value)
{
    khung__rat w = khung__report_of_micro(report, weight);
    if (!value.has) {
        to->broken = true;
        return;
    }
    to->product = khung__rat_add(report->arena, to->product,
                                 khung__rat_mul(report->arena, w, value));
    to->weight = khung__rat_add(report->arena, to->weight, w);
}

/* 100·(x − lo)/(hi − lo) */
static khung__rat percent_of(khung__report *report, khung__rat x, khung__rat lo, khung__rat hi)
{
    khung__arena *a = report->arena;
    if (!x.has || !lo.has || !hi.has) return khung__rat_none();
    khung__rat part = khung__rat_div(a, khung__rat_sub(a, x, lo), khung__rat_sub(a, hi, lo));
    return khung__rat_mul(a, khung__rat_int(a, 100), part);
}

static khung__rat criterion_target(khung__report *report, uint32_t index, bool percent)
{
    const khung__criterion_result *result = &report->result->criteria[index];
    khung__rat target = khung__report_of_micro(report, report->framework->criteria[index].target);
    return percent ? percent_of(report, target, result->lo, result->hi) : target;
}

static void add_criteria(khung__report *report, sums *to, uint32_t domain, bool percent)
{
    const khung__domain *d = &report->framework->domains[domain];
    for (uint32_t i = d->first_criterion; i < d->end_criterion; i++) {
        const khung__criterion *c = &report->framework->criteria[i];
        if (c->domain != domain || c->weight == 0 || !report->result->criteria[i].score.has)
            continue;
        add(report, to, c->weight, criterion_target(report, i, percent));
    }
}

/* Leaves: criteria below with a score, with no domain of weight 0 between. */
static void add_leaves(khung__report *report, sums *to, uint32_t domain)
{
    const khung__domain *d = &report->framework->domains[domain];
    bool percent = d->rule.of == KHUNG__OF_PERCENT;
    for (uint32_t i = d->first_criterion; i < d->end_criterion; i++) {
        const khung__criterion *c = &report->framework->criteria[i];
        bool cut = false;
        for (uint32_t at = c->domain; at != domain && at != KHUNG__NONE;
             at = report->framework->domains[at].parent)
            cut = cut || report->framework->domains[at].weight == 0;
        if (cut || c->weight == 0 || !report->result->criteria[i].score.has) continue;
        add(report, to, c->weight, criterion_target(report, i, percent));
    }
}

static void settle(khung__report *report, uint32_t domain)
{
    const khung__domain *d = &report->framework->domains[domain];
    const khung__domain_result *result = &report->result->domains[domain];
    khung__rat zero = khung__rat_int(report->arena, 0);
    sums s = {zero, zero, false};
    if (!result->score.has) return;
    bool percent = d->rule.of == KHUNG__OF_PERCENT;
    switch (d->rule.combine) {
    case KHUNG__MEAN:
    case KHUNG__SUM:
        add_criteria(report, &s, domain, percent);
        for (uint32_t i = 0; i < d->child_count; i++) {
            uint32_t child = d->children[i];
            if (report->framework->domains[child].weight == 0 ||
                !report->result->domains[child].score.has)
                continue;
            add(report, &s, report->framework->domains[child].weight,
                percent ? report->target_percent[child] : report->target_score[child]);
        }
        break;
    case KHUNG__POOLED: add_leaves(report, &s, domain); break;
    default: return;
    }
    if (s.broken || !s.weight.has || s.weight.num_n == 0) return;
    bool sum = d->rule.combine == KHUNG__SUM;
    report->target_score[domain] = sum ? s.product
                                       : khung__rat_div(report->arena, s.product, s.weight);
    report->target_percent[domain] = percent_of(report, report->target_score[domain], result->lo,
                                                result->hi);
}

void khung__report_targets(khung__report *report)
{
    size_t n = report->framework->domain_count;
    report->target_score = khung__arena_alloc(report->arena, n * sizeof *report->target_score);
    report->target_percent = khung__arena_alloc(report->arena, n * sizeof *report->target_percent);
    if (!report->target_score || !report->target_percent) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return;
    }
    /* depth first in file order: children stand behind their parent */
    for (uint32_t i = (uint32_t)n; i-- > 0;) settle(report, i);
}
