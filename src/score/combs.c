/* What every domain and group combines: its terms and the bounds of its numbers. */
#include "scorer.h"

static bool over_leaves(khung__combine combine)
{
    return combine == KHUNG__POOLED || combine == KHUNG__PERCENT_OF_MAX || combine == KHUNG__PERCENT_MET;
}

/* Weight > 0, with no domain of weight 0 between the criterion and `domain`. */
static bool is_leaf(const khung_framework *framework, uint32_t criterion, uint32_t domain)
{
    if (framework->criteria[criterion].weight == 0)
        return false;
    for (uint32_t d = framework->criteria[criterion].domain; d != domain; d = framework->domains[d].parent)
        if (framework->domains[d].weight == 0)
            return false;
    return true;
}

static bool room_for_terms(khung_scorer *scorer, khung__comb *comb, uint32_t most)
{
    comb->terms = khung__arena_alloc(&scorer->arena, most * sizeof *comb->terms);
    comb->weights = khung__arena_alloc(&scorer->arena, most * sizeof *comb->weights);
    return comb->terms && comb->weights;
}

static void add_term(const khung_scorer *scorer, khung__comb *comb, uint32_t index, khung__micro weight)
{
    if (weight == 0)
        return;
    comb->terms[comb->count] = index;
    comb->weights[comb->count++] = (uint64_t)weight / scorer->weight_unit;
}

static bool gather_domain(khung_scorer *scorer, uint32_t d)
{
    const khung_framework *framework = scorer->framework;
    const khung__domain *domain = &framework->domains[d];
    khung__comb *comb = &scorer->combs[d];
    comb->rule = domain->rule;
    comb->leaf = domain->child_count == 0 || over_leaves(domain->rule.combine);
    if (!room_for_terms(scorer, comb, comb->leaf ? domain->end_criterion - domain->first_criterion : domain->child_count))
        return false;
    for (uint32_t c = domain->first_criterion; comb->leaf && c < domain->end_criterion; c++)
        if (is_leaf(framework, c, d))
            add_term(scorer, comb, c, framework->criteria[c].weight);
    for (uint32_t i = 0; !comb->leaf && i < domain->child_count; i++)
        add_term(scorer, comb, domain->children[i], framework->domains[domain->children[i]].weight);
    return true;
}

static bool gather_group(khung_scorer *scorer, khung__comb *comb, const khung__view *view, const khung__group *group)
{
    comb->rule = view->rule;
    comb->leaf = true;
    if (!room_for_terms(scorer, comb, group->criterion_count))
        return false;
    for (uint32_t i = 0; i < group->criterion_count; i++)
        add_term(scorer, comb, group->criteria[i], scorer->framework->criteria[group->criteria[i]].weight);
    return true;
}

/* ---- bounds ---- */

static uint32_t bits_of(khung__u128 value)
{
    uint64_t limbs[2];
    return (uint32_t)khung__natural_bits(limbs, khung__natural_set(limbs, value));
}

/* A term's value lies below 2^value and its denominator below 2^den; numerators then below 2^(value + den). */
typedef struct bounds { uint32_t value, den; } bounds;

static bounds bounds_of_term(const khung_scorer *scorer, const khung__comb *comb, uint32_t i)
{
    bounds b;
    if (comb->leaf) {
        b.value = bits_of((uint64_t)scorer->criteria[comb->terms[i]].hi / scorer->unit);
        b.den = scorer->mean_bits + bits_of(scorer->per_point);
    } else {
        b.value = scorer->combs[comb->terms[i]].value_bits;
        b.den = scorer->combs[comb->terms[i]].den_bits;
    }
    if (khung__scorer_percents(comb))
        b = (bounds){7, b.value + b.den};
    return b;
}

/* Caps put the denominator of their bound beside the domain's. */
static uint32_t cap_bits(const khung__domain *domain)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < domain->cap_count; i++)
        bits += domain->caps[i].bound % KHUNG__MICRO ? bits_of((khung__u128)KHUNG__MICRO) : 0;
    return bits;
}

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Sums of denominators' bits stand for their product, which every common denominator divides. */
static void bound(khung_scorer *scorer, uint32_t i)
{
    khung__comb *comb = &scorer->combs[i];
    khung__u128 weight = scorer->per_weight;
    bool percents = comb->rule.combine == KHUNG__PERCENT_OF_MAX || comb->rule.combine == KHUNG__PERCENT_MET;
    bounds all = {1, 1};
    for (uint32_t k = 0; k < comb->count; k++) {
        bounds b = bounds_of_term(scorer, comb, k);
        all.value = greater(all.value, b.value);
        all.den += b.den;
        weight += comb->weights[k];
    }
    uint32_t weight_bits = bits_of(weight);
    comb->value_bits = percents ? 7 : comb->rule.combine == KHUNG__SUM ? all.value + weight_bits : all.value;
    comb->den_bits = all.den + weight_bits + (comb->rule.combine == KHUNG__PERCENT_OF_MAX ? all.value : 0) + 1;
    if (i < scorer->framework->domain_count)
        comb->den_bits += cap_bits(&scorer->framework->domains[i]);
    /* On the way: a weighted sum, times 100, times a band's scale; and products of two limbs too many. */
    uint32_t bits = greater(all.value, 7) + comb->value_bits + comb->den_bits + weight_bits + 192;
    scorer->room = greater(scorer->room, bits / 64 + 4);
    scorer->most_terms = greater(scorer->most_terms, comb->count);
}

/* ---- bands ---- */

/* For a quick domain with nothing left out, the least x that reaches each band: x >= lo + from * (hi - lo) / 100. */
static bool give_steps(khung_scorer *scorer, uint32_t d)
{
    const khung_framework *framework = scorer->framework;
    khung__comb *comb = &scorer->combs[d];
    if (!comb->quick || !scorer->plans[d].banded || framework->band_shown)
        return true;
    comb->steps = khung__arena_alloc(&scorer->arena, framework->band_count * sizeof *comb->steps);
    if (!comb->steps)
        return false;
    khung__u128 range = framework->band_by_score ? comb->full_den : comb->full_hi - comb->full_lo;
    khung__u128 whole = framework->band_by_score ? (khung__u128)KHUNG__MICRO : 100 * (khung__u128)KHUNG__MICRO;
    for (uint32_t i = 0; i < framework->band_count; i++) {
        khung__u128 from = framework->bands[i].from > 0 ? (khung__u128)framework->bands[i].from : 0;
        khung__u128 least = (from * range + whole - 1) / whole + (framework->band_by_score ? 0 : comb->full_lo);
        comb->steps[i] = least > UINT64_MAX ? UINT64_MAX : (uint64_t)least;
    }
    return true;
}

khung_status khung__scorer_combs(khung_scorer *scorer)
{
    const khung_framework *framework = scorer->framework;
    for (uint32_t v = 0; v < framework->view_count; v++)
        scorer->group_count += framework->views[v].group_count;
    scorer->comb_count = framework->domain_count + scorer->group_count;
    scorer->combs = khung__arena_alloc(&scorer->arena, scorer->comb_count * sizeof *scorer->combs);
    if (!scorer->combs)
        return KHUNG_NO_MEMORY;
    khung__comb *next = scorer->combs + framework->domain_count;
    for (uint32_t v = 0; v < framework->view_count; v++)
        for (uint32_t g = 0; g < framework->views[v].group_count; g++)
            if (!gather_group(scorer, next++, &framework->views[v], &framework->views[v].groups[g]))
                return KHUNG_NO_MEMORY;
    for (uint32_t d = 0; d < framework->domain_count; d++)
        if (!gather_domain(scorer, d))
            return KHUNG_NO_MEMORY;
    for (uint32_t i = scorer->comb_count; i-- > 0;) { /* from below: a domain stands behind its parent */
        bound(scorer, i);
        if (!khung__scorer_quicken(scorer, i) || (i < framework->domain_count && !give_steps(scorer, i)))
            return KHUNG_NO_MEMORY;
        /* The words of a quick domain may stand on a denominator that is no divisor of the children's. */
        if (scorer->combs[i].quick && !scorer->combs[i].leaf)
            scorer->combs[i].den_bits = greater(scorer->combs[i].den_bits, 64);
    }
    return KHUNG_OK;
}
