/* The quick lanes: tables in 64-bit words, made only where no sum can pass 62 bits. */
#include "scorer.h"

#include <string.h>

static const khung__u128 most = (khung__u128)1 << 62;

/* lcm of two, 0 when it passes 62 bits. */
static uint64_t lcm(uint64_t a, uint64_t b)
{
    khung__u128 product = (khung__u128)(a / (uint64_t)khung__natural_gcd_small(a, b)) * b;
    return product < most ? (uint64_t)product : 0;
}

static bool is_linear(khung__combine combine)
{
    return combine == KHUNG__MEAN || combine == KHUNG__SUM || combine == KHUNG__POOLED;
}

/* ---- over criteria ---- */

/* The lcm of the terms' ranges under `of: percent`, else 1; 0 when there is no such number. */
static uint64_t common_range(const khung_scorer *scorer, const khung__comb *comb)
{
    uint64_t range = 1;
    for (uint32_t i = 0; khung__scorer_percents(comb) && range && i < comb->count; i++) {
        const khung__packed *packed = &scorer->criteria[comb->terms[i]];
        range = packed->hi > packed->lo ? lcm(range, (uint64_t)(packed->hi - packed->lo) / scorer->unit) : 0;
    }
    return range;
}

/* What a criterion of that weight adds; false when it passes 62 bits. */
static bool rest_of(khung__slot_rest *rest, const khung_scorer *scorer, const khung__comb *comb, const khung__packed *packed, uint64_t weight,
                    uint64_t range)
{
    uint64_t lo = (uint64_t)packed->lo / scorer->unit, hi = (uint64_t)packed->hi / scorer->unit;
    if (comb->rule.combine == KHUNG__PERCENT_MET) {
        *rest = (khung__slot_rest){0, 0, weight, 0, weight};
        return true;
    }
    bool percent = khung__scorer_percents(comb);
    khung__u128 factor = weight;
    if (percent && weight)
        factor = factor * 100 * (range / (hi - lo));
    uint64_t base = percent ? lo : 0;
    if (factor >= most || (factor && hi - base > (uint64_t)(most / factor)))
        return false;
    *rest = (khung__slot_rest){base, (uint64_t)factor, weight, (uint64_t)factor * (lo - base), (uint64_t)factor * (hi - base)};
    return true;
}

static bool reaches(const khung_framework *framework, khung__micro points, uint32_t criterion)
{
    khung__micro target = framework->criteria[criterion].target;
    return framework->lower ? points <= target : points >= target;
}

/* One criterion's row: what each level adds. Gives the row's length. */
static uint32_t fill_row(const khung_scorer *scorer, const khung__comb *comb, const khung__slot *slot, const khung__slot_rest *rest, uint64_t *row)
{
    const khung_framework *framework = scorer->framework;
    const khung__criterion *criterion = &framework->criteria[slot->criterion];
    if (criterion->method == KHUNG__CHECKLIST)
        return 0;
    const khung__scale *scale = &framework->scales[criterion->scale];
    for (uint32_t l = 0; l < scale->level_count; l++) {
        khung__micro points = scale->levels[l].points;
        if (!(criterion->choosable >> l & 1))
            row[l] = 0;
        else if (comb->rule.combine == KHUNG__PERCENT_MET)
            row[l] = reaches(framework, points, slot->criterion) ? rest->weight : 0;
        else
            row[l] = ((uint64_t)points / scorer->unit - rest->base) * rest->factor;
    }
    return scale->level_count;
}

/* Fills the rows and sums; false when a sum passes 62 bits. */
static bool fill_slots(const khung_scorer *scorer, khung__comb *comb, const uint64_t *weights, uint64_t range)
{
    khung__u128 weight = 0, lo = 0, hi = 0, rows = 0;
    for (uint32_t i = 0; i < comb->slot_count; i++) {
        khung__slot *slot = &comb->slots[i];
        const khung__packed *packed = &scorer->criteria[slot->criterion];
        if (!rest_of(&comb->rest[i], scorer, comb, packed, weights[i], range))
            return false;
        slot->choosable = packed->choosable;
        slot->at = (uint32_t)rows;
        rows += fill_row(scorer, comb, slot, &comb->rest[i], comb->table + rows);
        weight += weights[i];
        lo += comb->rest[i].lo;
        hi += comb->rest[i].hi;
    }
    khung__u128 scale = khung__scorer_percents(comb) ? range : comb->rule.combine == KHUNG__PERCENT_MET ? 1 : scorer->per_point;
    if (comb->rule.combine == KHUNG__SUM)
        scale *= scorer->per_weight;
    if (scale >= most || (weight + 1) * scale >= most || hi * 100 >= most)
        return false;
    comb->scale = (uint64_t)scale;
    comb->sum_weight = (uint64_t)weight;
    comb->sum_lo = (uint64_t)lo;
    comb->sum_hi = (uint64_t)hi;
    return true;
}

/* The slots of a domain that holds criteria are all of them, so that one pass sees every answer; else the terms. */
static void list_slots(const khung_scorer *scorer, khung__comb *comb, uint32_t i, uint64_t *weights)
{
    const khung_framework *framework = scorer->framework;
    comb->slot_count = 0;
    if (i >= framework->domain_count || framework->domains[i].child_count > 0) {
        for (uint32_t k = 0; k < comb->count; k++) {
            weights[comb->slot_count] = comb->weights[k];
            comb->slots[comb->slot_count++].criterion = comb->terms[k];
        }
        return;
    }
    for (uint32_t c = framework->domains[i].first_criterion; c < framework->domains[i].end_criterion; c++) {
        weights[comb->slot_count] = (uint64_t)framework->criteria[c].weight / scorer->weight_unit;
        comb->slots[comb->slot_count++].criterion = c;
    }
}

static size_t rows_of(const khung_scorer *scorer, const khung__comb *comb)
{
    size_t rows = 0;
    for (uint32_t i = 0; i < comb->slot_count; i++) {
        const khung__criterion *criterion = &scorer->framework->criteria[comb->slots[i].criterion];
        rows += criterion->method == KHUNG__CHECKLIST ? 0 : scorer->framework->scales[criterion->scale].level_count;
    }
    return rows;
}

static bool quicken_leaf(khung_scorer *scorer, uint32_t i)
{
    khung__comb *comb = &scorer->combs[i];
    const khung_framework *framework = scorer->framework;
    uint64_t range = common_range(scorer, comb);
    bool known = is_linear(comb->rule.combine) || comb->rule.combine == KHUNG__PERCENT_OF_MAX || comb->rule.combine == KHUNG__PERCENT_MET;
    if (!range || !known)
        return true;
    uint32_t count = comb->count;
    if (i < framework->domain_count && framework->domains[i].child_count == 0)
        count = framework->domains[i].end_criterion - framework->domains[i].first_criterion;
    comb->slots = khung__arena_alloc(&scorer->arena, count * sizeof *comb->slots);
    comb->rest = khung__arena_alloc(&scorer->arena, count * sizeof *comb->rest);
    uint64_t *weights = khung__arena_alloc(&scorer->arena, count * sizeof *weights);
    if (!comb->slots || !comb->rest || !weights)
        return false;
    list_slots(scorer, comb, i, weights);
    comb->table = khung__arena_alloc(&scorer->arena, rows_of(scorer, comb) * sizeof *comb->table);
    if (!comb->table)
        return false;
    comb->quick = fill_slots(scorer, comb, weights, range);
    return true;
}

/* ---- over domains ---- */

/* lcm of what the children's values stand on with nothing left out; 0 when there is no such number. */
static uint64_t common_base(const khung_scorer *scorer, const khung__comb *comb)
{
    uint64_t base = 1;
    for (uint32_t k = 0; base && k < comb->count; k++) {
        const khung__comb *child = &scorer->combs[comb->terms[k]];
        uint64_t on = khung__scorer_percents(comb) ? child->full_hi - child->full_lo : child->full_den;
        base = child->quick && child->full_den && on ? lcm(base, on) : 0;
    }
    return base;
}

static bool quicken_node(khung_scorer *scorer, khung__comb *comb)
{
    uint64_t base = comb->count && is_linear(comb->rule.combine) ? common_base(scorer, comb) : 0;
    comb->factors = khung__arena_alloc(&scorer->arena, comb->count * sizeof *comb->factors);
    if (!comb->factors)
        return false;
    if (!base)
        return true;
    bool percent = khung__scorer_percents(comb);
    khung__u128 weight = 0, lo = 0, hi = 0;
    for (uint32_t k = 0; k < comb->count; k++) {
        const khung__comb *child = &scorer->combs[comb->terms[k]];
        khung__u128 factor = comb->weights[k];
        if (factor >= most / 100)
            return true;
        factor *= percent ? 100 * (khung__u128)(base / (child->full_hi - child->full_lo)) : base / child->full_den;
        if (factor >= most)
            return true;
        comb->factors[k] = (uint64_t)factor;
        weight += comb->weights[k];
        lo += factor * child->full_lo;
        hi += factor * child->full_hi;
        if (hi >= most || weight >= most)
            return true;
    }
    khung__u128 den = (khung__u128)base * (comb->rule.combine == KHUNG__SUM ? (khung__u128)scorer->per_weight : weight);
    if (den >= most)
        return true;
    comb->quick = true;
    comb->scale = base;
    comb->shift = percent ? (uint64_t)lo : 0;
    comb->full_lo = percent ? 0 : (uint64_t)lo;
    comb->full_hi = percent ? (uint64_t)(hi - lo) : (uint64_t)hi;
    comb->full_den = (uint64_t)den;
    return true;
}

bool khung__scorer_quicken(khung_scorer *scorer, uint32_t i)
{
    khung__comb *comb = &scorer->combs[i];
    if (!comb->leaf)
        return quicken_node(scorer, comb);
    if (!quicken_leaf(scorer, i))
        return false;
    if (comb->quick) {
        khung__sums sums = {0, comb->sum_lo, comb->sum_hi, comb->sum_weight, true, false};
        uint64_t x;
        khung__scorer_finish(comb, &sums, &x, &comb->full_lo, &comb->full_hi, &comb->full_den);
        if (comb->sum_weight == 0)
            comb->full_den = 0;
    }
    return true;
}
