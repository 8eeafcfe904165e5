/* Flattening a framework: packed criteria, what is watched, and the scratch for runs. */
#include "scorer.h"

#include <string.h>

/* ---- units ---- */

static uint64_t gcd_with(uint64_t unit, khung__micro value)
{
    return (uint64_t)khung__natural_gcd_small(unit, (uint64_t)value);
}

static uint64_t unit_of_points(const khung_framework *framework)
{
    uint64_t unit = (uint64_t)KHUNG__MICRO;
    for (uint32_t s = 0; s < framework->scale_count; s++)
        for (uint32_t l = 0; l < framework->scales[s].level_count; l++)
            unit = gcd_with(unit, framework->scales[s].levels[l].points);
    for (uint32_t c = 0; c < framework->criterion_count; c++) {
        const khung__criterion *criterion = &framework->criteria[c];
        unit = gcd_with(unit, criterion->target);
        for (uint32_t i = 0; criterion->method == KHUNG__CHECKLIST && i < criterion->check_count; i++)
            unit = gcd_with(unit, criterion->checks[i].points);
    }
    return unit;
}

static uint64_t unit_of_weights(const khung_framework *framework)
{
    uint64_t unit = (uint64_t)KHUNG__MICRO;
    for (uint32_t c = 0; c < framework->criterion_count; c++)
        unit = gcd_with(unit, framework->criteria[c].weight);
    for (uint32_t d = 1; d < framework->domain_count; d++)
        unit = gcd_with(unit, framework->domains[d].weight);
    return unit;
}

/* ---- criteria ---- */

static khung__packed pack(const khung_framework *framework, const khung__criterion *criterion, const uint32_t *points_at)
{
    khung__packed packed = {.lo = criterion->lo, .hi = criterion->hi, .domain = criterion->domain};
    packed.worst = framework->lower ? criterion->hi : criterion->lo;
    packed.na_counts = criterion->na_policy != KHUNG__NA_EXCLUDE;
    packed.na = criterion->na_policy == KHUNG__NA_TARGET ? criterion->target : packed.worst;
    packed.silent_counts = criterion->unanswered == KHUNG__UNANSWERED_WORST;
    packed.silent = packed.worst;
    packed.silent_blocks = criterion->unanswered == KHUNG__UNANSWERED_BLOCK;
    packed.checklist = criterion->method == KHUNG__CHECKLIST;
    packed.weighted = criterion->weight > 0;
    if (!packed.checklist) {
        packed.choosable = criterion->choosable;
        packed.points_at = points_at[criterion->scale];
    }
    return packed;
}

static bool pack_criteria(khung_scorer *scorer)
{
    const khung_framework *framework = scorer->framework;
    uint32_t total = 0;
    uint32_t *points_at = khung__arena_alloc(&scorer->arena, framework->scale_count * sizeof *points_at);
    scorer->criteria = khung__arena_alloc(&scorer->arena, framework->criterion_count * sizeof *scorer->criteria);
    if (!points_at || !scorer->criteria)
        return false;
    for (uint32_t s = 0; s < framework->scale_count; s++) {
        points_at[s] = total;
        total += framework->scales[s].level_count;
    }
    /* Behind the last scale there is room for a wrong level, which is seen only after it was looked up. */
    scorer->points = khung__arena_alloc(&scorer->arena, ((size_t)total + KHUNG__MAX_LEVELS) * sizeof *scorer->points);
    if (!scorer->points)
        return false;
    for (uint32_t s = 0; s < framework->scale_count; s++)
        for (uint32_t l = 0; l < framework->scales[s].level_count; l++)
            scorer->points[points_at[s] + l] = framework->scales[s].levels[l].points;
    for (uint32_t c = 0; c < framework->criterion_count; c++)
        scorer->criteria[c] = pack(framework, &framework->criteria[c], points_at);
    return true;
}

/* ---- what conditions ask about ---- */

static void watch(khung_scorer *scorer, bool *marks, const khung__condition *condition)
{
    if (condition->kind == KHUNG__IF_CRITERION)
        marks[condition->index] = true;
    scorer->evidence = scorer->evidence || condition->kind == KHUNG__IF_EVIDENCE;
    for (uint32_t i = 0; i < condition->selected_count; i++)
        marks[condition->selected[i]] = true;
    for (uint32_t i = 0; i < condition->child_count; i++)
        watch(scorer, marks, &condition->children[i]);
}

static bool watch_all(khung_scorer *scorer)
{
    const khung_framework *framework = scorer->framework;
    bool *marks = khung__arena_alloc(&scorer->arena, framework->criterion_count);
    scorer->watched = khung__arena_alloc(&scorer->arena, framework->criterion_count * sizeof *scorer->watched);
    scorer->caps_at = khung__arena_alloc(&scorer->arena, framework->domain_count * sizeof *scorer->caps_at);
    if (!marks || !scorer->watched || !scorer->caps_at)
        return false;
    for (uint32_t d = 0; d < framework->domain_count; d++) {
        scorer->caps_at[d] = scorer->cap_count;
        scorer->cap_count += framework->domains[d].cap_count;
        for (uint32_t i = 0; i < framework->domains[d].cap_count; i++)
            watch(scorer, marks, framework->domains[d].caps[i].when);
    }
    for (uint32_t i = 0; i < framework->gate_count; i++)
        watch(scorer, marks, framework->gates[i].require);
    for (uint32_t i = 0; i < framework->grade_count; i++)
        watch(scorer, marks, framework->grades[i].require);
    for (uint32_t c = 0; c < framework->criterion_count; c++)
        if (marks[c])
            scorer->watched[scorer->watched_count++] = c;
    return true;
}

/* ---- the scorer ---- */

static bool plan_domains(khung_scorer *scorer)
{
    const khung_framework *framework = scorer->framework;
    scorer->plans = khung__arena_alloc(&scorer->arena, framework->domain_count * sizeof *scorer->plans);
    scorer->lanes = khung__arena_alloc(&scorer->arena, framework->domain_count * sizeof *scorer->lanes);
    scorer->others = khung__arena_alloc(&scorer->arena, framework->domain_count * sizeof *scorer->others);
    if (!scorer->plans || !scorer->lanes || !scorer->others)
        return false;
    for (uint32_t d = 0; d < framework->domain_count; d++) {
        const khung__domain *domain = &framework->domains[d];
        bool banded = framework->band_count > 0 && (d == 0 || (domain->depth == 1 && framework->band_domains));
        scorer->plans[d] = (khung__plan){.parent = domain->parent, .caps = domain->cap_count, .bottom = domain->child_count == 0,
                                         .weighted = domain->weight > 0, .banded = banded,
                                         .special = d == 0 || banded || domain->cap_count > 0};
    }
    scorer->row = 1;
    for (uint32_t s = 0; s < framework->scale_count; s++)
        while (scorer->row < framework->scales[s].level_count)
            scorer->row *= 2;
    khung_official simple = {.state = (uint8_t)~KHUNG_NOT_APPLICABLE, .level = (uint8_t)~(scorer->row - 1), .over = 0xffff};
    memcpy(&scorer->beside, &simple, sizeof scorer->beside);
    return true;
}

static khung__lane lane_of(const khung_scorer *scorer, uint32_t d)
{
    const khung__comb *comb = &scorer->combs[d];
    const khung__plan *plan = &scorer->plans[d];
    bool mean = comb->den_weight > 0 && comb->factor == 1;
    return (khung__lane){.cells = comb->cells,
                         .weight = comb->sum_weight,
                         .hi = comb->sum_hi,
                         .scale = mean ? comb->den_weight : 0,
                         .first = comb->first,
                         .count = comb->slot_count,
                         .domain = d,
                         .parent = plan->parent,
                         .drops = scorer->criteria[comb->first].na_counts ? 0 : UINT32_MAX, /* one policy holds for a whole domain */
                         .slow = plan->special || !mean};
}

/* What the lanes turned out to be. */
static void plan_lanes(khung_scorer *scorer)
{
    for (uint32_t d = 0; d < scorer->framework->domain_count; d++) {
        const khung__comb *comb = &scorer->combs[d];
        khung__plan *plan = &scorer->plans[d];
        plan->quick = plan->bottom && comb->quick;
        plan->sum_hi = comb->sum_hi;
        if (plan->quick && comb->cells)
            scorer->lanes[scorer->lane_count++] = lane_of(scorer, d);
        else
            scorer->others[scorer->other_count++] = d;
    }
}

static khung_status fill(khung_scorer *scorer)
{
    const khung_framework *framework = scorer->framework;
    scorer->unit = unit_of_points(framework);
    scorer->per_point = (uint64_t)KHUNG__MICRO / scorer->unit;
    scorer->weight_unit = unit_of_weights(framework);
    scorer->per_weight = (uint64_t)KHUNG__MICRO / scorer->weight_unit;
    scorer->mean_bits = framework->respondents == KHUNG__RESPONDENTS_MEAN ? 32 : 0;
    scorer->shown_scale = 1;
    for (unsigned i = 0; i < framework->digits; i++)
        scorer->shown_scale *= 10;
    if (!pack_criteria(scorer) || !watch_all(scorer) || !plan_domains(scorer))
        return KHUNG_NO_MEMORY;
    khung_status status = khung__scorer_combs(scorer);
    if (status == KHUNG_OK)
        plan_lanes(scorer);
    return status;
}

khung_status khung_scorer_prepare(khung_scorer **out, const khung_framework *framework, khung_log *log)
{
    (void)log;
    if (!out || !framework)
        return KHUNG_BAD_CALL;
    khung_scorer *scorer = khung__alloc(sizeof *scorer);
    if (!scorer)
        return KHUNG_NO_MEMORY;
    *scorer = (khung_scorer){.framework = framework};
    khung_status status = fill(scorer);
    if (status == KHUNG_OK)
        *out = scorer;
    else
        khung_scorer_free(scorer);
    return status;
}

void khung_scorer_free(khung_scorer *scorer)
{
    if (!scorer)
        return;
    khung__arena_free(&scorer->arena);
    khung__free(scorer);
}

/* ---- the scratch ---- */

static bool give_room(khung__arena *arena, khung__num *number, uint32_t limbs)
{
    number->limbs = khung__arena_alloc(arena, limbs * sizeof *number->limbs);
    number->room = limbs;
    return number->limbs != NULL;
}

static bool give_term_room(khung__arena *arena, khung__term_values *values, uint32_t limbs)
{
    return give_room(arena, &values->x, limbs) && give_room(arena, &values->lo, limbs) && give_room(arena, &values->hi, limbs) &&
           give_room(arena, &values->den, limbs);
}

static bool give_registers(khung_scratch *scratch, uint32_t limbs)
{
    khung__arena *arena = &scratch->arena;
    for (int i = 0; i < 4; i++)
        if (!give_room(arena, &scratch->spare[i], limbs))
            return false;
    scratch->work.room = limbs;
    scratch->work.limbs = khung__arena_alloc(arena, khung__work_limbs(limbs) * sizeof *scratch->work.limbs);
    return scratch->work.limbs && give_term_room(arena, &scratch->sum, limbs) && give_term_room(arena, &scratch->first, limbs) &&
           give_term_room(arena, &scratch->second, limbs) && give_room(arena, &scratch->percent_above, limbs) &&
           give_room(arena, &scratch->percent_below, limbs);
}

/* Every outcome gets room for its five numbers, twice what stays and two limbs: an operator that picks or halves puts two terms over one
 * denominator before it reduces. */
static bool give_outcome_room(khung_scratch *scratch, uint32_t i)
{
    const khung__comb *comb = &scratch->scorer->combs[i];
    khung__outcome *outcome = &scratch->outcomes[i];
    uint32_t limbs = 2 * (comb->value_bits + comb->den_bits) / 64 + 4;
    khung__num *numbers[] = {&outcome->x, &outcome->lo, &outcome->hi, &outcome->den, &outcome->before};
    for (int k = 0; k < 5; k++)
        if (!give_room(&scratch->arena, numbers[k], limbs))
            return false;
    return true;
}

static bool furnish(khung_scratch *scratch)
{
    const khung_scorer *scorer = scratch->scorer;
    const khung_framework *framework = scorer->framework;
    khung__arena *arena = &scratch->arena;
    scratch->outcomes = khung__arena_alloc(arena, scorer->comb_count * sizeof *scratch->outcomes);
    scratch->standings = khung__arena_alloc(arena, framework->criterion_count * sizeof *scratch->standings);
    scratch->order = khung__arena_alloc(arena, scorer->most_terms * sizeof *scratch->order);
    scratch->numbers = khung__arena_alloc(arena, scorer->most_terms * sizeof *scratch->numbers);
    scratch->late = khung__arena_alloc(arena, scorer->lane_count * sizeof *scratch->late);
    scratch->cap_values = khung__arena_alloc(arena, scorer->cap_count);
    scratch->gates = khung__arena_alloc(arena, framework->gate_count);
    if (!scratch->outcomes || !scratch->standings || !scratch->order || !scratch->numbers ||
        !scratch->late || !scratch->cap_values || !scratch->gates)
        return false;
    for (uint32_t i = 0; i < scorer->comb_count; i++)
        if (!give_outcome_room(scratch, i))
            return false;
    scratch->lane_outcomes = khung__arena_alloc(arena, 2 * (size_t)scorer->lane_count * sizeof *scratch->lane_outcomes);
    for (uint32_t i = 0; scratch->lane_outcomes && i < scorer->lane_count; i++) {
        const khung__lane *lane = &scorer->lanes[i];
        scratch->lane_outcomes[2 * i] = &scratch->outcomes[lane->domain];
        scratch->lane_outcomes[2 * i + 1] = &scratch->outcomes[lane->parent == KHUNG__NONE ? 0 : lane->parent];
    }
    if (!scratch->lane_outcomes)
        return false;
    return give_registers(scratch, scorer->room);
}

khung_status khung_scratch_new(khung_scratch **out, const khung_scorer *scorer)
{
    if (!out || !scorer)
        return KHUNG_BAD_CALL;
    khung_scratch *scratch = khung__alloc(sizeof *scratch);
    if (!scratch)
        return KHUNG_NO_MEMORY;
    memset(scratch, 0, sizeof *scratch);
    scratch->scorer = scorer;
    if (!furnish(scratch)) {
        khung_scratch_free(scratch);
        return KHUNG_NO_MEMORY;
    }
    *out = scratch;
    return KHUNG_OK;
}

void khung_scratch_free(khung_scratch *scratch)
{
    if (!scratch)
        return;
    khung__arena_free(&scratch->arena);
    khung__free(scratch);
}
