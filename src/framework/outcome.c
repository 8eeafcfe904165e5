/* framework/outcome: what values a condition can come to, and when one follows from another. */
#include "reach.h"

enum { YES = KHUNG__CAN_YES, NO = KHUNG__CAN_NO, UNKNOWN = KHUNG__CAN_UNKNOWN, VOID = KHUNG__CAN_VOID };

/* ---- comparisons: x anywhere in [low, high] ---- */

static unsigned compare(khung__micro low, khung__micro high, bool has_least, khung__micro least, bool has_below, khung__micro below)
{
    unsigned out = 0;
    bool yes = (!has_least || high >= least) && (!has_below || low < below) && !(has_least && has_below && least >= below);
    bool no = (has_least && low < least) || (has_below && high >= below);
    out |= yes ? YES : 0;
    out |= no ? NO : 0;
    return out;
}

/* All of several comparisons of one score together. */
static unsigned both(unsigned a, unsigned b)
{
    return (a & b & YES) | ((a | b) & NO);
}

/* ---- compositions, fed member by member ---- */

typedef struct fold {
    unsigned any;     /* union of the members' values */
    bool all_void, all_yes_or_void, all_no_or_void;
} fold;

static fold fold_start(void)
{
    return (fold){0, true, true, true};
}

static void fold_add(fold *f, unsigned member)
{
    f->any |= member;
    f->all_void = f->all_void && (member & VOID);
    f->all_yes_or_void = f->all_yes_or_void && (member & (YES | VOID));
    f->all_no_or_void = f->all_no_or_void && (member & (NO | VOID));
}

static unsigned all_of(const fold *f)
{
    unsigned out = f->any & (NO | UNKNOWN);
    if (f->all_yes_or_void)
        out |= f->any & YES;
    return out | (f->all_void ? VOID : 0);
}

static unsigned any_of(const fold *f)
{
    unsigned out = f->any & (YES | UNKNOWN);
    if (f->all_no_or_void)
        out |= f->any & NO;
    return out | (f->all_void ? VOID : 0);
}

static unsigned turned(unsigned out)
{
    return (out & (UNKNOWN | VOID)) | (out & YES ? NO : 0) | (out & NO ? YES : 0);
}

/* ---- subjects ---- */

/* What besides yes and no a predicate about the criterion can be. */
static unsigned silent(const khung_framework *f, const khung__criterion *c)
{
    if (c->stage != KHUNG__ACTIVE)
        return VOID;
    bool may_be_void = c->applies_when || (!c->na_forbidden && c->na_policy == KHUNG__NA_EXCLUDE);
    for (uint32_t up = c->domain; up != KHUNG__NONE && !may_be_void; up = f->domains[up].parent)
        may_be_void = f->domains[up].applies_when != NULL;
    return UNKNOWN | (may_be_void ? VOID : 0);
}

static unsigned about_criterion(const khung_framework *f, const khung__criterion *c, const khung__condition *p, uint32_t i)
{
    const khung__bounds *b = &p->bounds;
    unsigned rest = silent(f, c), out;
    if (rest == VOID)
        return VOID;
    out = compare(c->lo, c->hi, b->has_at_least, p->at_least ? p->at_least[i] : b->at_least, b->has_below,
                  p->below ? p->below[i] : b->below);
    if (p->at_target) {
        bool always = f->lower ? c->hi <= c->target : c->lo >= c->target;
        out = both(out ? out : YES, YES | (always ? 0 : NO));
    }
    return out | rest;
}

static unsigned about_domain(const khung__reach *r, uint32_t index, const khung__bounds *b)
{
    unsigned score = compare(r->low[index], r->high[index], b->has_at_least, b->at_least, b->has_below, b->below);
    unsigned percent = compare(0, 100 * KHUNG__MICRO, b->has_at_least_percent, b->at_least_percent, b->has_below_percent, b->below_percent);
    return both(score, percent) | UNKNOWN | (r->certain[index] ? 0 : VOID);
}

static unsigned about_each_domain(const khung__reach *r, const khung__bounds *b)
{
    const khung__domain *root = &r->f->domains[0];
    fold f = fold_start();
    for (uint32_t i = 0; i < root->child_count; i++)
        if (r->f->domains[root->children[i]].weight)
            fold_add(&f, about_domain(r, root->children[i], b));
    return all_of(&f);
}

static unsigned about_criteria(const khung__reach *r, const khung__condition *c)
{
    fold f = fold_start();
    int64_t may = 0, surely = 0;
    for (uint32_t i = 0; i < c->selected_count; i++) {
        unsigned one = about_criterion(r->f, &r->f->criteria[c->selected[i]], c, i);
        fold_add(&f, one);
        may += (one & YES) != 0;
        surely += one == YES;
    }
    if (!c->has_at_most)
        return all_of(&f);
    return (surely <= c->at_most && !(f.any == VOID || f.any == 0) ? YES : 0) | (may > c->at_most ? NO : 0) | (f.any & UNKNOWN) |
           (f.all_void ? VOID : 0);
}

static unsigned about_evidence(const khung__reach *r, const khung__condition *c)
{
    fold f = fold_start();
    for (uint32_t i = 0; i < c->selected_count; i++) {
        const khung__criterion *k = &r->f->criteria[c->selected[i]];
        unsigned one = silent(r->f, k);
        if (!k->na_forbidden)
            one |= VOID; /* with a score or not */
        if (k->stage == KHUNG__ACTIVE)
            one |= YES;
        for (uint32_t e = 0; e < k->evidence_count && k->stage == KHUNG__ACTIVE; e++)
            one |= k->evidence[e].required ? NO : 0;
        fold_add(&f, one);
    }
    return all_of(&f);
}

static unsigned about_fact(const khung__reach *r, const khung__condition *c)
{
    unsigned out = YES | NO;
    const khung__bounds *b = &c->bounds;
    if (r->f->facts[c->index].type == KHUNG__DECIMAL) {
        khung__micro low = c->has_is ? c->is_number : INT64_MIN, high = c->has_is ? c->is_number : INT64_MAX;
        out = compare(low, high, b->has_at_least, b->at_least, b->has_below, b->below) | (c->has_is ? NO : 0);
    }
    return out | UNKNOWN;
}

static unsigned about_parts(const khung__reach *r, const khung__condition *c)
{
    fold f = fold_start();
    for (uint32_t i = 0; i < c->child_count; i++)
        fold_add(&f, khung__outcome(r, &c->children[i]));
    return c->kind == KHUNG__IF_ALL_OF ? all_of(&f) : c->kind == KHUNG__IF_ANY_OF ? any_of(&f) : turned(any_of(&f));
}

unsigned khung__outcome(const khung__reach *r, const khung__condition *c)
{
    const khung__micro all = 100 * KHUNG__MICRO;
    switch (c->kind) {
    case KHUNG__IF_CRITERION:
        return about_criterion(r->f, &r->f->criteria[c->index], c, 0);
    case KHUNG__IF_DOMAIN:
        return about_domain(r, c->index, &c->bounds);
    case KHUNG__IF_TOTAL:
        return about_domain(r, 0, &c->bounds);
    case KHUNG__IF_EACH_DOMAIN:
        return about_each_domain(r, &c->bounds);
    case KHUNG__IF_CRITERIA:
        return about_criteria(r, c);
    case KHUNG__IF_EVIDENCE:
        return about_evidence(r, c);
    case KHUNG__IF_ANSWERED_PERCENT:
        return (c->bounds.at_least <= all ? YES : 0) | (c->bounds.at_least > 0 ? NO : 0) | VOID;
    case KHUNG__IF_NA_PERCENT:
        return (c->bounds.below >= 0 ? YES : 0) | (c->bounds.below < all ? NO : 0) | VOID;
    case KHUNG__IF_GATE: { /* passed counts as yes, and what does not apply is passed */
        unsigned gate = r->gates[c->index];
        return (gate & (YES | VOID) ? YES : 0) | (gate & (NO | UNKNOWN));
    }
    case KHUNG__IF_PROFILE:
        return about_fact(r, c);
    default:
        return about_parts(r, c);
    }
}

/* ---- implication ---- */

/* True when a bound of `b` holds wherever that of `a` does. */
static bool at_least_as_strict(const khung__bounds *a, const khung__bounds *b)
{
    return (!b->has_at_least || (a->has_at_least && a->at_least >= b->at_least)) &&
           (!b->has_below || (a->has_below && a->below <= b->below)) &&
           (!b->has_at_least_percent || (a->has_at_least_percent && a->at_least_percent >= b->at_least_percent)) &&
           (!b->has_below_percent || (a->has_below_percent && a->below_percent <= b->below_percent));
}

static bool same_selection(const khung__condition *a, const khung__condition *b)
{
    return a->need == b->need && a->in_domain == b->in_domain && a->index == b->index;
}

static bool criteria_imply(const khung__condition *a, const khung__condition *b)
{
    if (!same_selection(a, b) || a->has_at_most != b->has_at_most || (b->at_target && !a->at_target))
        return false;
    if (a->has_at_most)
        return a->at_most <= b->at_most && khung__str_eq(a->level_below, b->level_below);
    for (uint32_t i = 0; i < b->selected_count; i++) {
        if (b->at_least && !(a->at_least && a->at_least[i] >= b->at_least[i]))
            return false;
        if (b->below && !(a->below && a->below[i] <= b->below[i]))
            return false;
    }
    return true;
}

static bool facts_imply(const khung__condition *a, const khung__condition *b)
{
    if (b->has_is && !(a->has_is && a->is_number == b->is_number && a->is_option == b->is_option))
        return false;
    return at_least_as_strict(&a->bounds, &b->bounds);
}

static bool predicate_implies(const khung__condition *a, const khung__condition *b)
{
    if (a->kind != b->kind || a->index != b->index)
        return false;
    switch (a->kind) {
    case KHUNG__IF_CRITERIA:
        return criteria_imply(a, b);
    case KHUNG__IF_EVIDENCE:
        return same_selection(a, b);
    case KHUNG__IF_GATE:
        return true;
    case KHUNG__IF_NA_PERCENT:
        return a->bounds.below <= b->bounds.below;
    case KHUNG__IF_PROFILE:
        return facts_imply(a, b);
    default:
        return at_least_as_strict(&a->bounds, &b->bounds);
    }
}

/* A member of all_of that is void says nothing: only members that cannot be void are a ground to rest on. */
static bool is_never_void(khung__reach *r, const khung__condition *c)
{
    r->steps -= c->selected_count < r->steps ? c->selected_count : r->steps;
    return c->kind == KHUNG__IF_TOTAL || c->kind == KHUNG__IF_NA_PERCENT || !(khung__outcome(r, c) & VOID);
}

static bool implies(khung__reach *r, const khung__condition *a, const khung__condition *b)
{
    unsigned work = 1 + a->selected_count;
    if (r->steps < work)
        return false;
    r->steps -= work;
    if (b->kind == KHUNG__IF_ALL_OF) {
        for (uint32_t i = 0; i < b->child_count; i++)
            if (!implies(r, a, &b->children[i]))
                return false;
        return true;
    }
    if (b->kind == KHUNG__IF_ANY_OF && a->kind != KHUNG__IF_ALL_OF)
        for (uint32_t i = 0; i < b->child_count; i++)
            if (implies(r, a, &b->children[i]))
                return true;
    if (a->kind == KHUNG__IF_ANY_OF) {
        for (uint32_t i = 0; i < a->child_count; i++)
            if (!implies(r, &a->children[i], b))
                return false;
        return true;
    }
    if (a->kind == KHUNG__IF_ALL_OF) {
        for (uint32_t i = 0; i < a->child_count; i++)
            if (is_never_void(r, &a->children[i]) && implies(r, &a->children[i], b))
                return true;
        return false;
    }
    return a->kind < KHUNG__IF_ALL_OF && b->kind < KHUNG__IF_ALL_OF && predicate_implies(a, b);
}

bool khung__outcome_implies(khung__reach *r, const khung__condition *a, const khung__condition *b)
{
    return implies(r, a, b);
}
