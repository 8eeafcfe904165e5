/* Caps and bands: thresholds against exact values. */
#include "scorer.h"

/* A threshold in millionths as a reduced fraction; what is below zero counts as zero (no score is negative). */
static void threshold_of(khung_scratch *scratch, khung__num **above, khung__num **below, khung__micro value)
{
    khung__u128 size = value > 0 ? (khung__u128)value : 0, common = khung__natural_gcd_small(size, (khung__u128)KHUNG__MICRO);
    *above = &scratch->spare[0];
    *below = &scratch->spare[1];
    khung__num_set(*above, size / common);
    khung__num_set(*below, (khung__u128)KHUNG__MICRO / common);
}

/* Puts x on the bound: everything on the common denominator den * below, then x = above * den. */
static void move_to(khung_scratch *scratch, khung__outcome *outcome, const khung__num *above, const khung__num *below)
{
    khung__work *work = &scratch->work;
    khung__num_mul(work, &outcome->x, &outcome->den, above);
    if (!below->n && below->small == 1)
        return;
    khung__num_mul(work, &outcome->lo, &outcome->lo, below);
    khung__num_mul(work, &outcome->hi, &outcome->hi, below);
    khung__num_mul(work, &outcome->den, &outcome->den, below);
    khung__num_mul(work, &outcome->before, &outcome->before, below);
    outcome->full = outcome->words = false;
}

/* Where x would go under a cap, and whether that is another place: 0 no, 1 to the bound, 2 to the end of the range. */
static int movement(const khung__outcome *outcome, bool at_least, const khung__num *above, const khung__num *below)
{
    const khung__num *end = at_least ? &outcome->hi : &outcome->lo;
    int sign = at_least ? -1 : 1;
    if (sign * khung__num_cmp_fractions(&outcome->x, &outcome->den, above, below) <= 0)
        return 0;
    if (sign * khung__num_cmp_fractions(end, &outcome->den, above, below) < 0)
        return 1;
    return khung__num_equal(&outcome->x, end) ? 0 : 2;
}

bool khung__scorer_caps(khung_scratch *scratch, uint32_t d)
{
    const khung__domain *domain = &scratch->scorer->framework->domains[d];
    khung__outcome *outcome = &scratch->outcomes[d];
    bool undecided = false;
    if (outcome->has)
        khung__num_copy(&scratch->work, &outcome->before, &outcome->x);
    for (uint32_t i = 0; i < domain->cap_count; i++) {
        const khung__cap *cap = &domain->caps[i];
        khung__value value = khung__judge(&scratch->asked, cap->when);
        scratch->cap_values[scratch->scorer->caps_at[d] + i] = (uint8_t)value;
        if (!outcome->has || (value != KHUNG__YES && value != KHUNG__UNKNOWN))
            continue;
        khung__num *above, *below;
        threshold_of(scratch, &above, &below, cap->bound);
        int where = movement(outcome, cap->at_least, above, below);
        if (where && value == KHUNG__UNKNOWN)
            undecided = true;
        else if (where == 1)
            move_to(scratch, outcome, above, below);
        else if (where == 2)
            khung__num_copy(&scratch->work, &outcome->x, cap->at_least ? &outcome->hi : &outcome->lo);
    }
    return undecided;
}

/* ---- bands ---- */

/* The value as shown, times 10^digits, rounded half up; in spare[2]. */
static void round_shown(khung_scratch *scratch, const khung__num *above, const khung__num *below)
{
    khung__work *work = &scratch->work;
    khung__num *rounded = &scratch->spare[2], *twice = &scratch->spare[3];
    khung__num_mul_small(work, rounded, above, 2 * (khung__u128)scratch->scorer->shown_scale);
    khung__num_add(work, rounded, rounded, below);
    khung__num_mul_small(work, twice, below, 2);
    khung__num_div(work, rounded, rounded, twice);
}

static uint32_t full_band(const khung__comb *comb, uint64_t x, uint32_t count)
{
    uint32_t band = KHUNG__NONE;
    for (uint32_t i = 0; i < count && x >= comb->steps[i]; i++)
        band = i;
    return band;
}

uint32_t khung__scorer_band(khung_scratch *scratch, uint32_t d)
{
    const khung_framework *framework = scratch->scorer->framework;
    const khung__comb *comb = &scratch->scorer->combs[d];
    khung__outcome *outcome = &scratch->outcomes[d];
    if (framework->band_count == 0)
        return KHUNG__NONE;
    if (outcome->full && comb->steps)
        return full_band(comb, (uint64_t)outcome->x.small, framework->band_count);
    const khung__num *above = &outcome->x, *below = &outcome->den;
    khung__num scale = {.small = scratch->scorer->shown_scale};
    if (!framework->band_by_score) {
        khung__scorer_percent(scratch, &outcome->x, &outcome->lo, &outcome->hi);
        above = &scratch->percent_above;
        below = &scratch->percent_below;
        if (!below->n && !below->small)
            return KHUNG__NONE;
    }
    if (framework->band_shown) {
        round_shown(scratch, above, below);
        above = &scratch->spare[2];
        below = &scale;
    }
    uint32_t band = KHUNG__NONE;
    for (uint32_t i = 0; i < framework->band_count; i++) {
        khung__num *from, *per;
        threshold_of(scratch, &from, &per, framework->bands[i].from);
        if (khung__num_cmp_fractions(above, below, from, per) < 0)
            break;
        band = i;
    }
    return band;
}
