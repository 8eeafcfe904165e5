/* framework/reach: an exact fraction where it fits, else a wider whole bound. */
#include "reach.h"

__extension__ typedef __int128 wide;

/* The greatest score the domain can have, rounded up to millionths; true to every subset of what applies. */
static khung__micro highest(const khung_framework *f, uint32_t index)
{
    const khung__domain *domain = &f->domains[index];
    khung__combine combine = domain->rule.combine;
    bool leaves = combine == KHUNG__POOLED;
    if (combine == KHUNG__PERCENT_OF_MAX || combine == KHUNG__PERCENT_MET || (domain->rule.of == KHUNG__OF_PERCENT && combine != KHUNG__SUM))
        return 100 * KHUNG__MICRO;
    wide sum = 0;
    khung__micro most = INT64_MIN;
    uint32_t n = domain->child_count && !leaves ? domain->child_count : domain->end_criterion - domain->first_criterion;
    for (uint32_t i = 0; i < n; i++) {
        bool is_domain = domain->child_count && !leaves;
        uint32_t child = is_domain ? domain->children[i] : domain->first_criterion + i;
        khung__micro weight = is_domain ? f->domains[child].weight : f->criteria[child].weight;
        khung__micro hi = domain->rule.of == KHUNG__OF_PERCENT ? 100 * KHUNG__MICRO : is_domain ? highest(f, child) : f->criteria[child].hi;
        if (weight == 0 || hi == INT64_MIN)
            continue;
        if (hi > most)
            most = hi;
        sum += ((wide)weight * (hi > 0 ? hi : 0) + KHUNG__MICRO - 1) / KHUNG__MICRO;
    }
    if (combine != KHUNG__SUM || most == INT64_MIN)
        return most;
    return sum > INT64_MAX ? INT64_MAX : (khung__micro)sum;
}

bool khung__reach_step(khung__draft *d, khung__micro from)
{
    const khung_framework *f = &d->f;
    if (highest(f, 0) >= from)
        return true;
    for (uint32_t i = 0; i < f->domains[0].child_count && f->band_domains; i++)
        if (highest(f, f->domains[0].children[i]) >= from)
            return true;
    return false;
}
