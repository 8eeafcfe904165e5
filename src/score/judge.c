#include "judge.h"

/* What the members of a composition came to; void ones leave no trace. */
typedef struct tally { uint32_t no, yes, unknown; } tally;

static void count(tally *votes, khung__value value)
{
    votes->no += value == KHUNG__NO;
    votes->yes += value == KHUNG__YES;
    votes->unknown += value == KHUNG__UNKNOWN;
}

static khung__value all_of(const tally *votes)
{
    if (votes->no)
        return KHUNG__NO;
    if (votes->unknown)
        return KHUNG__UNKNOWN;
    return votes->yes ? KHUNG__YES : KHUNG__VOID;
}

static khung__value any_of(const tally *votes)
{
    if (votes->yes)
        return KHUNG__YES;
    if (votes->unknown)
        return KHUNG__UNKNOWN;
    return votes->no ? KHUNG__NO : KHUNG__VOID;
}

static khung__value none_of(const tally *votes)
{
    khung__value any = any_of(votes);
    return any == KHUNG__YES ? KHUNG__NO : any == KHUNG__NO ? KHUNG__YES : any;
}

static khung__value yes_if(bool holds)
{
    return holds ? KHUNG__YES : KHUNG__NO;
}

/* ---- criteria ---- */

bool khung__judge_out(uint8_t state)
{
    return state == KHUNG_NOT_APPLICABLE || state == KHUNG_OUT_OF_SCOPE || state == KHUNG_FUTURE || state == KHUNG_RETIRED;
}

khung__value khung__judge_standing(const khung__standing *standing)
{
    if (!standing->has)
        return khung__judge_out(standing->state) ? KHUNG__VOID : KHUNG__UNKNOWN;
    return standing->state == KHUNG_UNVERIFIED && standing->blocks ? KHUNG__UNKNOWN : KHUNG__YES;
}

int khung__judge_compare(const khung__standing *standing, khung__micro threshold)
{
    khung__u128 bound = threshold > 0 ? (khung__u128)threshold * standing->over : 0;
    return standing->above < bound ? -1 : standing->above > bound;
}

int khung__judge_compare_fraction(const khung_fraction *value, khung__micro threshold)
{
    return khung__natural_cmp_scaled(value->above, value->above_n, (uint64_t)KHUNG__MICRO, value->below, value->below_n,
                                     threshold > 0 ? (uint64_t)threshold : 0);
}

static bool reaches_target(const khung_framework *framework, const khung__standing *standing, uint32_t criterion)
{
    int order = khung__judge_compare(standing, framework->criteria[criterion].target);
    return framework->lower ? order <= 0 : order >= 0;
}

static khung__value of_criterion(const khung__case *asked, const khung__condition *condition)
{
    const khung__standing *standing = &asked->standings[condition->index];
    khung__value value = khung__judge_standing(standing);
    if (value != KHUNG__YES)
        return value;
    const khung__bounds *bounds = &condition->bounds;
    return yes_if((!bounds->has_at_least || khung__judge_compare(standing, bounds->at_least) >= 0) &&
                  (!bounds->has_below || khung__judge_compare(standing, bounds->below) < 0));
}

/* `at_most: N` of the selected are below: void ones left out. */
static khung__value few_below(const khung__case *asked, const khung__condition *condition)
{
    tally votes = {0, 0, 0};
    for (uint32_t i = 0; i < condition->selected_count; i++) {
        const khung__standing *standing = &asked->standings[condition->selected[i]];
        khung__value value = khung__judge_standing(standing);
        if (value == KHUNG__YES)
            value = yes_if(khung__judge_compare(standing, condition->below[i]) < 0);
        count(&votes, value);
    }
    if (!(votes.no || votes.yes || votes.unknown))
        return KHUNG__VOID;
    if (votes.yes > condition->at_most)
        return KHUNG__NO;
    return (int64_t)votes.yes + votes.unknown > condition->at_most ? KHUNG__UNKNOWN : KHUNG__YES;
}

/* What one selected criterion says to the comparisons that every one must meet. */
static bool meets(const khung__case *asked, const khung__condition *condition, uint32_t i)
{
    uint32_t criterion = condition->selected[i];
    const khung__standing *standing = &asked->standings[criterion];
    if (condition->at_least && khung__judge_compare(standing, condition->at_least[i]) < 0)
        return false;
    if (condition->below && !condition->has_at_most && khung__judge_compare(standing, condition->below[i]) >= 0)
        return false;
    return !condition->at_target || reaches_target(asked->framework, standing, criterion);
}

static khung__value of_criteria(const khung__case *asked, const khung__condition *condition)
{
    tally votes = {0, 0, 0};
    if (condition->has_at_most && condition->below)
        count(&votes, few_below(asked, condition));
    if (condition->has_at_most && !condition->at_least && !condition->at_target)
        return all_of(&votes);
    for (uint32_t i = 0; i < condition->selected_count; i++) {
        khung__value value = khung__judge_standing(&asked->standings[condition->selected[i]]);
        count(&votes, value == KHUNG__YES ? yes_if(meets(asked, condition, i)) : value);
    }
    return all_of(&votes);
}

static khung__value of_evidence(const khung__case *asked, const khung__condition *condition)
{
    tally votes = {0, 0, 0};
    for (uint32_t i = 0; i < condition->selected_count; i++) {
        const khung__standing *standing = &asked->standings[condition->selected[i]];
        khung__value value = khung__judge_out(standing->state) ? KHUNG__VOID : khung__judge_standing(standing);
        count(&votes, value == KHUNG__YES ? yes_if(standing->evidence) : value);
    }
    return all_of(&votes);
}

/* ---- domains and counts ---- */

static khung__value of_domain(const khung__case *asked, const khung__bounds *bounds, uint32_t domain)
{
    khung_fraction value;
    tally votes = {0, 0, 0};
    khung__value known = asked->measure(asked, &value, domain, false);
    if (known != KHUNG__YES)
        return known;
    if (bounds->has_at_least)
        count(&votes, yes_if(khung__judge_compare_fraction(&value, bounds->at_least) >= 0));
    if (bounds->has_below)
        count(&votes, yes_if(khung__judge_compare_fraction(&value, bounds->below) < 0));
    if (bounds->has_at_least_percent || bounds->has_below_percent) {
        known = asked->measure(asked, &value, domain, true);
        if (known != KHUNG__YES)
            return known;
    }
    if (bounds->has_at_least_percent)
        count(&votes, yes_if(khung__judge_compare_fraction(&value, bounds->at_least_percent) >= 0));
    if (bounds->has_below_percent)
        count(&votes, yes_if(khung__judge_compare_fraction(&value, bounds->below_percent) < 0));
    return votes.no ? KHUNG__NO : KHUNG__YES;
}

static khung__value of_each_domain(const khung__case *asked, const khung__condition *condition)
{
    const khung__domain *domains = asked->framework->domains;
    tally votes = {0, 0, 0};
    for (uint32_t i = 0; i < domains[0].child_count; i++) {
        uint32_t child = domains[0].children[i];
        if (domains[child].weight > 0)
            count(&votes, of_domain(asked, &condition->bounds, child));
    }
    return all_of(&votes);
}

/* 100 * part / whole against a percent in millionths: negative, zero, positive. */
static int compare_share(uint32_t part, uint32_t whole, khung__micro percent)
{
    khung__u128 left = (khung__u128)part * 100 * (khung__u128)KHUNG__MICRO, right = percent > 0 ? (khung__u128)percent * whole : 0;
    return left < right ? -1 : left > right;
}

static khung__value of_answered(const khung__case *asked, const khung__condition *condition)
{
    if (asked->applicable == 0)
        return KHUNG__VOID;
    return yes_if(compare_share(asked->answered, asked->applicable, condition->bounds.at_least) >= 0);
}

static khung__value of_not_applicable(const khung__case *asked, const khung__condition *condition)
{
    uint32_t scope = asked->applicable + asked->not_applicable;
    if (scope == 0)
        return KHUNG__VOID;
    if (condition->bounds.below < 0)
        return KHUNG__NO;
    return yes_if(compare_share(asked->not_applicable, scope, condition->bounds.below) <= 0);
}

static khung__value of_gate(const khung__case *asked, const khung__condition *condition)
{
    khung__value value = (khung__value)asked->gates[condition->index];
    return value == KHUNG__VOID ? KHUNG__YES : value;
}

static khung__value of_profile(const khung__case *asked, const khung__condition *condition)
{
    if (!asked->facts || !asked->facts[condition->index].given)
        return KHUNG__UNKNOWN;
    int64_t value = asked->facts[condition->index].value;
    const khung__fact *fact = &asked->framework->facts[condition->index];
    int64_t is = fact->type == KHUNG__CHOICE ? (int64_t)condition->is_option : condition->is_number;
    return yes_if((!condition->has_is || value == is) && (!condition->bounds.has_at_least || value >= condition->bounds.at_least) &&
                  (!condition->bounds.has_below || value < condition->bounds.below));
}

/* ---- composition ---- */

static khung__value of_members(const khung__case *asked, const khung__condition *condition)
{
    tally votes = {0, 0, 0};
    for (uint32_t i = 0; i < condition->child_count; i++)
        count(&votes, khung__judge(asked, &condition->children[i]));
    if (condition->kind == KHUNG__IF_ANY_OF)
        return any_of(&votes);
    return condition->kind == KHUNG__IF_NONE_OF ? none_of(&votes) : all_of(&votes);
}

khung__value khung__judge(const khung__case *asked, const khung__condition *condition)
{
    switch (condition->kind) {
    case KHUNG__IF_CRITERION:
        return of_criterion(asked, condition);
    case KHUNG__IF_DOMAIN:
        return of_domain(asked, &condition->bounds, condition->index);
    case KHUNG__IF_TOTAL:
        return of_domain(asked, &condition->bounds, 0);
    case KHUNG__IF_EACH_DOMAIN:
        return of_each_domain(asked, condition);
    case KHUNG__IF_CRITERIA:
        return of_criteria(asked, condition);
    case KHUNG__IF_EVIDENCE:
        return of_evidence(asked, condition);
    case KHUNG__IF_ANSWERED_PERCENT:
        return of_answered(asked, condition);
    case KHUNG__IF_NA_PERCENT:
        return of_not_applicable(asked, condition);
    case KHUNG__IF_GATE:
        return of_gate(asked, condition);
    case KHUNG__IF_PROFILE:
        return of_profile(asked, condition);
    case KHUNG__IF_ALL_OF:
    case KHUNG__IF_ANY_OF:
    case KHUNG__IF_NONE_OF:
        return of_members(asked, condition);
    }
    return KHUNG__UNKNOWN;
}
