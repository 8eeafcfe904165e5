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

static bool reaches(const khung_framework *framework, khung__micro points, uint32_t criterion)
{
    khung__micro target = framework->criteria[criterion].target;
    return framework->lower ? points <= target : points >= target;
}

/* What a criterion adds with that score. */
static uint64_t adds(const khung_scorer *scorer, const khung__comb *comb, const khung__slot *slot, khung__micro points, uint32_t criterion)
{
    if (comb->rule.combine == KHUNG__PERCENT_MET)
        return reaches(scorer->framework, points, criterion) ? slot->weight : 0;
    return ((uint64_t)points / scorer->unit - slot->base) * slot->factor;
}

/* A criterion of that weight; false when it would add more than 62 bits. */
static bool fill_slot(khung__slot *slot, const khung_scorer *scorer, const khung__comb *comb, uint32_t criterion, uint64_t weight, uint64_t range)
{
    const khung__packed *packed = &scorer->criteria[criterion];
    uint64_t lo = (uint64_t)packed->lo / scorer->unit, hi = (uint64_t)packed->hi / scorer->unit;
    bool percent = khung__scorer_percents(comb), met = comb->rule.combine == KHUNG__PERCENT_MET;
    khung__u128 factor = met ? 0 : weight;
    if (percent && weight)
        factor = factor * 100 * (range / (hi - lo));
    uint64_t base = percent ? lo : 0;
    if (factor >= most || (factor && hi - base > (uint64_t)(most / factor)))
        return false;
    *slot = (khung__slot){.base = base, .factor = (uint64_t)factor, .weight = weight};
    slot->lo = met ? 0 : slot->factor * (lo - base);
    slot->hi = met ? weight : slot->factor * (hi - base);
    slot->na = adds(scorer, comb, slot, packed->na, criterion);
    return true;
}

static uint32_t criterion_of(const khung__comb *comb, uint32_t slot)
{
    return comb->listed ? comb->listed[slot] : comb->first + slot;
}

/* Fills the slots and sums; false when a sum passes 62 bits. */
static bool fill_slots(const khung_scorer *scorer, khung__comb *comb, uint64_t range)
{
    khung__u128 weight = 0, lo = 0, hi = 0;
    for (uint32_t i = 0, term = 0; i < comb->slot_count; i++) {
        bool counts = term < comb->count && comb->terms[term] == criterion_of(comb, i);
        if (!fill_slot(&comb->slots[i], scorer, comb, criterion_of(comb, i), counts ? comb->weights[term] : 0, range))
            return false;
        term += counts;
        weight += comb->slots[i].weight;
        lo += comb->slots[i].lo;
        hi += comb->slots[i].hi;
    }
    khung__u128 scale = khung__scorer_percents(comb) ? range : comb->rule.combine == KHUNG__PERCENT_MET ? 1 : scorer->per_point;
    if (comb->rule.combine == KHUNG__SUM)
        scale *= scorer->per_weight;
    if (scale >= most || (weight + 1) * scale >= most || hi * 100 >= most)
        return false;
    bool of_max = comb->rule.combine == KHUNG__PERCENT_OF_MAX, sum = comb->rule.combine == KHUNG__SUM;
    comb->factor = of_max || comb->rule.combine == KHUNG__PERCENT_MET ? 100 : 1;
    comb->den_weight = of_max || sum ? 0 : (uint64_t)scale;
    comb->den_hi = of_max;
    comb->den_fixed = sum ? (uint64_t)scale : 0;
    comb->sum_weight = (uint64_t)weight;
    comb->sum_lo = (uint64_t)lo;
    comb->sum_hi = (uint64_t)hi;
    return true;
}

/* ---- the table ---- */

static bool is_checklist(const khung_scorer *scorer, uint32_t criterion)
{
    return scorer->framework->criteria[criterion].method == KHUNG__CHECKLIST;
}

static bool fill_table(khung_scorer *scorer, khung__comb *comb)
{
    size_t entries = (size_t)comb->slot_count * scorer->row;
    comb->table = khung__arena_alloc(&scorer->arena, entries * sizeof *comb->table);
    if (!comb->table)
        return false;
    for (size_t i = 0; i < entries; i++)
        comb->table[i] = comb->sum_hi + 1;
    for (uint32_t i = 0; i < comb->slot_count; i++) {
        uint32_t criterion = criterion_of(comb, i);
        if (is_checklist(scorer, criterion))
            continue;
        const khung__scale *scale = &scorer->framework->scales[scorer->framework->criteria[criterion].scale];
        for (uint32_t l = 0; l < scale->level_count; l++)
            if (scorer->criteria[criterion].choosable >> l & 1)
                comb->table[(size_t)i * scorer->row + l] = adds(scorer, comb, &comb->slots[i], scale->levels[l].points, criterion);
    }
    return true;
}

/* Whether cells serve: no checklist, and no field overflows even with a wrong level in every slot. */
static bool fits_cells(const khung_scorer *scorer, const khung__comb *comb)
{
    for (uint32_t i = 0; i < comb->slot_count; i++)
        if (is_checklist(scorer, criterion_of(comb, i)))
            return false;
    return !comb->listed && ((khung__u128)comb->slot_count + 1) * ((khung__u128)comb->sum_hi + 1) <= UINT32_MAX &&
           comb->sum_weight >> KHUNG__CELL_WEIGHT == 0 && comb->slot_count >> KHUNG__CELL_COUNT == 0;
}

static khung__lane_cell cell_of(uint64_t x, const khung__slot *slot, bool na)
{
    return (khung__lane_cell){x | slot->hi << 32, slot->lo | slot->weight << 32 | (uint64_t)na << (32 + KHUNG__CELL_WEIGHT)};
}

static bool fill_cells(khung_scorer *scorer, khung__comb *comb)
{
    if (!fits_cells(scorer, comb))
        return true;
    comb->cells = khung__arena_alloc(&scorer->arena, (size_t)comb->slot_count * 2 * scorer->row * sizeof *comb->cells);
    for (uint32_t i = 0; comb->cells && i < comb->slot_count; i++) {
        const khung__slot *slot = &comb->slots[i], none = {0};
        bool counts = scorer->criteria[criterion_of(comb, i)].na_counts;
        khung__lane_cell *cells = comb->cells + (size_t)i * 2 * scorer->row;
        for (uint32_t l = 0; l < scorer->row; l++) {
            cells[l] = cell_of(comb->table[(size_t)i * scorer->row + l], slot, false);
            cells[scorer->row + l] = counts ? cell_of(slot->na, slot, true) : cell_of(0, &none, true);
        }
    }
    return comb->cells != NULL;
}

static bool quicken_leaf(khung_scorer *scorer, uint32_t i)
{
    khung__comb *comb = &scorer->combs[i];
    const khung_framework *framework = scorer->framework;
    uint64_t range = common_range(scorer, comb);
    bool known = is_linear(comb->rule.combine) || comb->rule.combine == KHUNG__PERCENT_OF_MAX || comb->rule.combine == KHUNG__PERCENT_MET;
    if (!range || !known)
        return true;
    if (i < framework->domain_count) {
        comb->first = framework->domains[i].first_criterion;
        comb->slot_count = framework->domains[i].end_criterion - comb->first;
    } else {
        comb->listed = comb->terms;
        comb->slot_count = comb->count;
    }
    comb->slots = khung__arena_alloc(&scorer->arena, comb->slot_count * sizeof *comb->slots);
    if (!comb->slots)
        return false;
    comb->quick = fill_slots(scorer, comb, range);
    return !comb->quick || (fill_table(scorer, comb) && fill_cells(scorer, comb));
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

/* The factor of term k and what its full lo and hi become; false when that passes 62 bits. */
static bool fill_factor(const khung_scorer *scorer, khung__comb *comb, uint32_t k, uint64_t base)
{
    const khung__comb *child = &scorer->combs[comb->terms[k]];
    bool percent = khung__scorer_percents(comb);
    khung__u128 factor = comb->weights[k];
    if (factor >= most / 100)
        return false;
    factor *= percent ? 100 * (khung__u128)(base / (child->full_hi - child->full_lo)) : base / child->full_den;
    if (factor >= most || factor * child->full_hi >= most)
        return false;
    uint64_t lo = (uint64_t)factor * child->full_lo, hi = (uint64_t)factor * child->full_hi;
    comb->factors[k] = (uint64_t)factor;
    comb->factor_lo[k] = percent ? 0 : lo;
    comb->factor_hi[k] = percent ? hi - lo : hi;
    comb->shift += percent ? lo : 0;
    return true;
}

/* Whether mixed sums fit into words whatever is left out: over criteria a denominator and a range are then at most the full
 * ones, the common denominator at most the product of all, and a sum at most weight * greatest value * that. */
static bool is_bounded(const khung_scorer *scorer, const khung__comb *comb, uint64_t weight)
{
    khung__u128 product = 1;
    uint32_t value_bits = 0;
    for (uint32_t k = 0; k < comb->count; k++) {
        const khung__comb *child = &scorer->combs[comb->terms[k]];
        product *= khung__scorer_percents(comb) ? child->full_hi : child->full_den;
        uint32_t bits = khung__scorer_percents(comb) ? 7 : child->value_bits;
        value_bits = bits > value_bits ? bits : value_bits;
        if (product >= most || !child->leaf || value_bits > 60)
            return false;
    }
    khung__u128 times = (khung__u128)weight + scorer->per_weight;
    return times < most && product * times < most && product * times < most >> value_bits;
}

static bool quicken_node(khung_scorer *scorer, khung__comb *comb)
{
    uint64_t base = comb->count && is_linear(comb->rule.combine) ? common_base(scorer, comb) : 0;
    comb->factors = khung__arena_alloc(&scorer->arena, comb->count * sizeof *comb->factors);
    comb->factor_lo = khung__arena_alloc(&scorer->arena, comb->count * sizeof *comb->factor_lo);
    comb->factor_hi = khung__arena_alloc(&scorer->arena, comb->count * sizeof *comb->factor_hi);
    if (!comb->factors || !comb->factor_lo || !comb->factor_hi)
        return false;
    if (!base)
        return true;
    khung__u128 weight = 0, lo = 0, hi = 0;
    for (uint32_t k = 0; k < comb->count; k++) {
        if (!fill_factor(scorer, comb, k, base))
            return true;
        weight += comb->weights[k];
        lo += comb->factor_lo[k];
        hi += comb->factor_hi[k];
        if (comb->shift + hi >= most || weight >= most)
            return true;
    }
    khung__u128 den = (khung__u128)base * (comb->rule.combine == KHUNG__SUM ? (khung__u128)scorer->per_weight : weight);
    if (den >= most)
        return true;
    comb->quick = true;
    comb->bounded = is_bounded(scorer, comb, (uint64_t)weight);
    comb->scale = base;
    comb->full_lo = (uint64_t)lo;
    comb->full_hi = (uint64_t)hi;
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
