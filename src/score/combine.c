/* The operators of scoring.md section 4 on numbers of any size, term by term. */
#include "scorer.h"

/* ---- one term ---- */

/* Replaces x, lo, hi by the percent, 0 and 100, on the denominator hi - lo. False where hi = lo (no percent). */
static bool to_percent(khung_scratch *scratch, khung__term_values *term)
{
    khung__work *work = &scratch->work;
    khung__num_sub(work, &term->x, &term->x, &term->lo);
    khung__num_sub(work, &term->den, &term->hi, &term->lo);
    khung__num_mul_small(work, &term->x, &term->x, 100);
    khung__num_mul_small(work, &term->hi, &term->den, 100);
    khung__num_set(&term->lo, 0);
    return term->den.n || term->den.small;
}

static bool load_criterion(khung_scratch *scratch, khung__term_values *out, uint32_t criterion)
{
    const khung_scorer *scorer = scratch->scorer;
    const khung__packed *packed = &scorer->criteria[criterion];
    khung__standing standing;
    khung__scorer_stand(&standing, scorer, &scratch->official[criterion], scratch->wide, criterion);
    khung__num_set(&out->x, standing.above / scorer->unit);
    khung__num_set(&out->lo, (khung__u128)((uint64_t)packed->lo / scorer->unit) * standing.over);
    khung__num_set(&out->hi, (khung__u128)((uint64_t)packed->hi / scorer->unit) * standing.over);
    khung__num_set(&out->den, (khung__u128)scorer->per_point * standing.over);
    return standing.has;
}

static bool load_domain(khung_scratch *scratch, khung__term_values *out, uint32_t domain)
{
    const khung__outcome *outcome = &scratch->outcomes[domain];
    if (!outcome->has)
        return false;
    khung__num_copy(&scratch->work, &out->x, &outcome->x);
    khung__num_copy(&scratch->work, &out->lo, &outcome->lo);
    khung__num_copy(&scratch->work, &out->hi, &outcome->hi);
    khung__num_copy(&scratch->work, &out->den, &outcome->den);
    return true;
}

/* Term k of a comb into a register; false when it has no score (or, under `of: percent`, no percent). */
static bool load(khung_scratch *scratch, khung__term_values *out, const khung__comb *comb, uint32_t k)
{
    bool has = comb->leaf ? load_criterion(scratch, out, comb->terms[k]) : load_domain(scratch, out, comb->terms[k]);
    return has && (!khung__scorer_percents(comb) || to_percent(scratch, out));
}

/* ---- sums ---- */

/* sum = sum * m1 + value * weight * m2 in 128 bits; false when that does not fit. */
static bool sum_fits(khung__u128 *out, khung__u128 sum, khung__u128 m1, khung__u128 value, khung__u128 weight, khung__u128 m2)
{
    khung__u128 a, b;
    return khung__mul_fits(&a, sum, m1) && khung__mul_fits(&b, value, weight) && khung__mul_fits(&b, b, m2) && khung__add_fits(out, a, b);
}

/* The common case: everything in 128 bits, the product of the denominators as common one. */
static bool add_small(khung__term_values *sum, const khung__term_values *term, khung__u128 wx, khung__u128 wlo, khung__u128 whi)
{
    if (sum->x.n || sum->lo.n || sum->hi.n || sum->den.n || term->x.n || term->lo.n || term->hi.n || term->den.n)
        return false;
    bool same = sum->den.small == term->den.small;
    khung__u128 m1 = same ? 1 : term->den.small, m2 = same ? 1 : sum->den.small, x, lo, hi, den;
    if (!sum_fits(&x, sum->x.small, m1, term->x.small, wx, m2) || !sum_fits(&lo, sum->lo.small, m1, term->lo.small, wlo, m2) ||
        !sum_fits(&hi, sum->hi.small, m1, term->hi.small, whi, m2) || !khung__mul_fits(&den, sum->den.small, m1))
        return false;
    sum->x.small = x;
    sum->lo.small = lo;
    sum->hi.small = hi;
    sum->den.small = den;
    return true;
}

static void add_scaled(khung_scratch *scratch, khung__num *sum, const khung__num *m1, const khung__num *value, khung__u128 weight,
                       const khung__num *m2)
{
    khung__num *product = &scratch->spare[3];
    khung__num_mul_small(&scratch->work, product, value, weight);
    khung__num_mul(&scratch->work, product, product, m2);
    khung__num_mul(&scratch->work, sum, sum, m1);
    khung__num_add(&scratch->work, sum, sum, product);
}

/* On the least common multiple of the denominators; numbers grow past 128 bits where they must. */
void khung__scorer_add(khung_scratch *scratch, const khung__term_values *term, khung__u128 wx, khung__u128 wlo, khung__u128 whi)
{
    khung__term_values *sum = &scratch->sum;
    if (add_small(sum, term, wx, wlo, whi))
        return;
    khung__work *work = &scratch->work;
    khung__num *common = &scratch->spare[0], *m1 = &scratch->spare[1], *m2 = &scratch->spare[2];
    if (khung__num_equal(&sum->den, &term->den)) {
        khung__num_set(m1, 1);
        khung__num_set(m2, 1);
    } else {
        khung__num_gcd(work, common, &sum->den, &term->den);
        khung__num_div(work, m1, &term->den, common);
        khung__num_div(work, m2, &sum->den, common);
    }
    add_scaled(scratch, &sum->x, m1, &term->x, wx, m2);
    add_scaled(scratch, &sum->lo, m1, &term->lo, wlo, m2);
    add_scaled(scratch, &sum->hi, m1, &term->hi, whi, m2);
    khung__num_mul(work, &sum->den, &sum->den, m1);
}

static void clear_sum(khung_scratch *scratch)
{
    khung__num_set(&scratch->sum.x, 0);
    khung__num_set(&scratch->sum.lo, 0);
    khung__num_set(&scratch->sum.hi, 0);
    khung__num_set(&scratch->sum.den, 1);
}

/* mean, pooled, sum, percent_of_max; gives whether there was a term. */
static bool add_up(khung_scratch *scratch, const khung__comb *comb)
{
    khung__term_values *sum = &scratch->sum, *term = &scratch->first;
    khung__u128 weight = 0;
    for (uint32_t k = 0; k < comb->count; k++) {
        if (!load(scratch, term, comb, k))
            continue;
        khung__scorer_add(scratch, term, comb->weights[k], comb->weights[k], comb->weights[k]);
        weight += comb->weights[k];
    }
    khung__work *work = &scratch->work;
    if (comb->rule.combine == KHUNG__PERCENT_OF_MAX) {
        khung__num_copy(work, &sum->den, &sum->hi);
        khung__num_mul_small(work, &sum->x, &sum->x, 100);
        khung__num_mul_small(work, &sum->lo, &sum->lo, 100);
        khung__num_mul_small(work, &sum->hi, &sum->hi, 100);
    } else {
        khung__num_mul_small(work, &sum->den, &sum->den, comb->rule.combine == KHUNG__SUM ? scratch->scorer->per_weight : weight);
    }
    return weight > 0;
}

static bool add_met(khung_scratch *scratch, const khung__comb *comb)
{
    const khung_framework *framework = scratch->scorer->framework;
    khung__u128 met = 0, weight = 0;
    for (uint32_t k = 0; k < comb->count; k++) {
        khung__standing standing;
        uint32_t criterion = comb->terms[k];
        khung__scorer_stand(&standing, scratch->scorer, &scratch->official[criterion], scratch->wide, criterion);
        if (!standing.has)
            continue;
        int order = khung__judge_compare(&standing, framework->criteria[criterion].target);
        weight += comb->weights[k];
        met += (framework->lower ? order <= 0 : order >= 0) ? comb->weights[k] : 0;
    }
    khung__num_set(&scratch->sum.x, 100 * met);
    khung__num_set(&scratch->sum.hi, 100 * weight);
    khung__num_set(&scratch->sum.den, weight);
    return weight > 0;
}

/* ---- order: min, max, median, reached ---- */

typedef enum component { OF_X, OF_LO, OF_HI } component;

static const khung__num *component_of(const khung__term_values *term, component which)
{
    return which == OF_X ? &term->x : which == OF_LO ? &term->lo : &term->hi;
}

static bool comes_before(khung_scratch *scratch, const khung__comb *comb, component which, uint32_t a, uint32_t b)
{
    load(scratch, &scratch->first, comb, a);
    load(scratch, &scratch->second, comb, b);
    return khung__num_cmp_fractions(component_of(&scratch->first, which), &scratch->first.den, component_of(&scratch->second, which),
                                    &scratch->second.den) < 0;
}

/* Lets order[at] sink to its place in a heap of n with the greatest on top. */
static void sink(khung_scratch *scratch, const khung__comb *comb, component which, uint32_t at, uint32_t n)
{
    uint32_t *order = scratch->order;
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= n)
            return;
        if (child + 1 < n && comes_before(scratch, comb, which, order[child], order[child + 1]))
            child++;
        if (!comes_before(scratch, comb, which, order[at], order[child]))
            return;
        uint32_t t = order[at];
        order[at] = order[child];
        order[child] = t;
        at = child;
    }
}

/* Heap sort, ascending: no memory, no bad case. */
static void sort(khung_scratch *scratch, const khung__comb *comb, component which, uint32_t n)
{
    for (uint32_t i = n / 2; i-- > 0;)
        sink(scratch, comb, which, i, n);
    for (uint32_t i = n; i-- > 1;) {
        uint32_t t = scratch->order[0];
        scratch->order[0] = scratch->order[i];
        scratch->order[i] = t;
        sink(scratch, comb, which, 0, i);
    }
}

/* The place in ascending order where children from the better end hold `share` percent of the weight. */
static uint32_t reached_place(const khung_scratch *scratch, const khung__comb *comb, uint32_t n)
{
    khung__u128 total = 0, held = 0;
    for (uint32_t i = 0; i < n; i++)
        total += comb->weights[scratch->order[i]];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t place = scratch->scorer->framework->lower ? i : n - 1 - i;
        held += comb->weights[scratch->order[place]];
        if (held * 100 * (khung__u128)KHUNG__MICRO >= total * (khung__u128)comb->rule.share)
            return place;
    }
    return scratch->scorer->framework->lower ? n - 1 : 0;
}

/* The one or two terms whose mean is the component, after sorting; *pair is the second or the same. */
static uint32_t pick(khung_scratch *scratch, const khung__comb *comb, component which, uint32_t n, uint32_t *pair)
{
    sort(scratch, comb, which, n);
    uint32_t place = 0, other;
    if (comb->rule.combine == KHUNG__MAX)
        place = n - 1;
    else if (comb->rule.combine == KHUNG__MEDIAN)
        place = n / 2;
    else if (comb->rule.combine == KHUNG__REACHED)
        place = reached_place(scratch, comb, n);
    other = comb->rule.combine == KHUNG__MEDIAN && n % 2 == 0 ? place - 1 : place;
    *pair = scratch->order[other];
    return scratch->order[place];
}

/* Each component is half the sum of two terms (often the same one twice). */
static bool order_terms(khung_scratch *scratch, const khung__comb *comb)
{
    uint32_t n = 0, chosen[6];
    for (uint32_t k = 0; k < comb->count; k++)
        if (load(scratch, &scratch->first, comb, k))
            scratch->numbers[n++] = k;
    if (n == 0)
        return false;
    for (int which = OF_X; which <= OF_HI; which++) {
        for (uint32_t i = 0; i < n; i++)
            scratch->order[i] = scratch->numbers[i];
        chosen[2 * which] = pick(scratch, comb, (component)which, n, &chosen[2 * which + 1]);
    }
    for (int i = 0; i < 6; i++) {
        load(scratch, &scratch->first, comb, chosen[i]);
        khung__scorer_add(scratch, &scratch->first, i / 2 == OF_X, i / 2 == OF_LO, i / 2 == OF_HI);
    }
    khung__num_mul_small(&scratch->work, &scratch->sum.den, &scratch->sum.den, 2);
    return true;
}

/* ---- all ---- */

void khung__scorer_combine(khung_scratch *scratch, uint32_t i)
{
    const khung__comb *comb = &scratch->scorer->combs[i];
    khung__outcome *outcome = &scratch->outcomes[i];
    clear_sum(scratch);
    switch (comb->rule.combine) {
    case KHUNG__MEAN:
    case KHUNG__POOLED:
    case KHUNG__SUM:
    case KHUNG__PERCENT_OF_MAX:
        outcome->has = add_up(scratch, comb);
        break;
    case KHUNG__PERCENT_MET:
        outcome->has = add_met(scratch, comb);
        break;
    case KHUNG__MIN:
    case KHUNG__MAX:
    case KHUNG__MEDIAN:
    case KHUNG__REACHED:
        outcome->has = order_terms(scratch, comb);
        break;
    }
    outcome->full = outcome->words = false;
    khung__work *work = &scratch->work;
    khung__num_copy(work, &outcome->x, &scratch->sum.x);
    khung__num_copy(work, &outcome->lo, &scratch->sum.lo);
    khung__num_copy(work, &outcome->hi, &scratch->sum.hi);
    khung__num_copy(work, &outcome->den, &scratch->sum.den);
}

void khung__scorer_percent(khung_scratch *scratch, const khung__num *x, const khung__num *lo, const khung__num *hi)
{
    khung__num_sub(&scratch->work, &scratch->percent_above, x, lo);
    khung__num_mul_small(&scratch->work, &scratch->percent_above, &scratch->percent_above, 100);
    khung__num_sub(&scratch->work, &scratch->percent_below, hi, lo);
}
