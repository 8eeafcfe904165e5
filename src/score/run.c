/* One assessment through a prepared framework: answers once in file order, domains from below, then what they decide. */
#include "scorer.h"

#include <string.h>

/* ---- answers ---- */

/* A criterion that is not simply answered: counted, and remembered when it blocks or has no score. */
static void note_state(khung_scratch *scratch, khung__outcome *outcome, const khung__standing *standing, uint32_t criterion)
{
    scratch->states[standing->state]++;
    outcome->blocked = outcome->blocked || (standing->blocks && scratch->scorer->criteria[criterion].weighted);
    outcome->scored -= !standing->has;
}

static void stand_checked(khung_scratch *scratch, khung__standing *standing, uint32_t criterion)
{
    const khung_official *official = &scratch->official[criterion];
    if (khung__scorer_allows(scratch->scorer, official, scratch->wide, criterion)) {
        khung__scorer_stand(standing, scratch->scorer, official, scratch->wide, criterion);
        return;
    }
    scratch->bad = true;
    *standing = (khung__standing){.state = KHUNG_RETIRED, .over = 1};
}

static void leave_out(khung__sums *sums, const khung__slot *slot)
{
    sums->weight -= slot->weight;
    sums->lo -= slot->lo;
    sums->hi -= slot->hi;
    sums->full = sums->full && slot->weight == 0;
}

/* A slot that needs more than a look into the table. */
static void add_slot(khung_scratch *scratch, const khung__comb *comb, khung__sums *sums, uint32_t i, uint32_t criterion, khung__outcome *note)
{
    const khung__slot *slot = &comb->slots[i];
    khung__standing standing;
    stand_checked(scratch, &standing, criterion);
    if (note)
        note_state(scratch, note, &standing, criterion);
    if (!standing.has) {
        leave_out(sums, slot);
    } else if (comb->rule.combine == KHUNG__PERCENT_MET) {
        int order = khung__judge_compare(&standing, scratch->scorer->framework->criteria[criterion].target);
        sums->x += (scratch->scorer->framework->lower ? order <= 0 : order >= 0) ? slot->weight : 0;
    } else if (standing.over == 1) {
        sums->x += ((uint64_t)standing.above / scratch->scorer->unit - slot->base) * slot->factor;
    } else {
        sums->fraction = sums->fraction || slot->weight > 0;
    }
}

/* The first four bytes of an answer (state, level, over) as one word in the machine's order, as scorer->beside is. */
static inline uint32_t key_of(const khung_official *answer)
{
    uint32_t key;
    memcpy(&key, answer, sizeof key);
    return key;
}

/* One by one, where cells do not serve. */
static void add_slots(khung_scratch *scratch, const khung__comb *comb, khung__sums *sums, khung__outcome *note)
{
    *sums = (khung__sums){0, comb->sum_lo, comb->sum_hi, comb->sum_weight, true, false};
    for (uint32_t i = 0; i < comb->slot_count; i++) {
        uint32_t criterion = comb->listed ? comb->listed[i] : comb->first + i;
        const khung_official *answer = &scratch->official[criterion];
        bool simple = answer->state == KHUNG_ANSWERED && !(key_of(answer) & scratch->scorer->beside);
        uint64_t value = simple ? comb->table[(size_t)i * scratch->scorer->row + answer->level] : 0;
        if (simple && value <= comb->sum_hi)
            sums->x += value;
        else
            add_slot(scratch, comb, sums, i, criterion, note);
    }
}

/* The hot loop of the library: one look into the cells for each answer, whether it applies or not, since it is chance which do and
 * a branch would often be guessed wrong. False when one of them needs more; what the cells said is then worth nothing. */
static inline __attribute__((always_inline)) bool add_cells(khung__lane_cell *sum, const khung_official *answer, const khung__lane_cell *cells,
                                                            uint32_t count, uint32_t beside, size_t row)
{
    uint32_t keys = 0;
    khung__lane_cell total = {0, 0};
#pragma GCC unroll 4
    for (const khung_official *end = answer + count; answer < end; answer++, cells += 2 * row) {
        keys |= key_of(answer);
        total += cells[(answer->level + answer->state * row) & (2 * row - 1)];
    }
    *sum = total;
    return !(keys & beside);
}

static inline khung__sums sums_of(khung__lane_cell sum, uint64_t full_weight)
{
    uint64_t weight = sum[1] >> 32 & (((uint64_t)1 << KHUNG__CELL_WEIGHT) - 1);
    return (khung__sums){(uint32_t)sum[0], (uint32_t)sum[1], sum[0] >> 32, weight, weight == full_weight, false};
}

/* The sums of a quick comb over criteria that were all seen before. */
static void add_again(khung_scratch *scratch, const khung__comb *comb, khung__sums *sums)
{
    khung__lane_cell sum;
    const khung_scorer *scorer = scratch->scorer;
    if (comb->cells && add_cells(&sum, scratch->official + comb->first, comb->cells, comb->slot_count, scorer->beside, scorer->row))
        *sums = sums_of(sum, comb->sum_weight);
    else
        add_slots(scratch, comb, sums, NULL);
}

/* The same look at every answer of a domain that has no quick lane. */
static void look_at_answers(khung_scratch *scratch, khung__outcome *outcome, uint32_t first, uint32_t end)
{
    for (uint32_t c = first; c < end; c++) {
        const khung_official *answer = &scratch->official[c];
        khung__standing standing;
        if (answer->state == KHUNG_ANSWERED && khung__scorer_allows(scratch->scorer, answer, scratch->wide, c))
            continue;
        stand_checked(scratch, &standing, c);
        note_state(scratch, outcome, &standing, c);
    }
}

/* Values in words; where there were words before, only those change. */
static inline void set_words(khung__outcome *outcome, uint64_t x, uint64_t lo, uint64_t hi, uint64_t den)
{
    outcome->x.small = x;
    outcome->lo.small = lo;
    outcome->hi.small = hi;
    outcome->den.small = den;
    if (__builtin_expect(outcome->words, 1))
        return;
    outcome->x.n = outcome->lo.n = outcome->hi.n = outcome->den.n = 0;
    outcome->words = true;
}

/* The value of a quick comb over criteria. */
static inline void settle(khung__outcome *outcome, const khung__comb *comb)
{
    const khung__sums *sums = &outcome->sums;
    uint64_t x, lo, hi, den;
    khung__scorer_finish(comb, sums, &x, &lo, &hi, &den);
    set_words(outcome, x, lo, hi, den);
    outcome->has = sums->weight > 0;
    outcome->full = sums->full;
}

/* A domain without a lane; if it holds criteria, its answers. */
static void look_at_domain(khung_scratch *scratch, uint32_t d)
{
    const khung__domain *domain = &scratch->scorer->framework->domains[d];
    const khung__comb *comb = &scratch->scorer->combs[d];
    khung__outcome *outcome = &scratch->outcomes[d];
    outcome->blocked = outcome->sums.fraction = false;
    outcome->scored = 0;
    if (!scratch->scorer->plans[d].bottom)
        return;
    outcome->scored = domain->end_criterion - domain->first_criterion;
    if (comb->quick)
        add_slots(scratch, comb, &outcome->sums, outcome);
    else
        look_at_answers(scratch, outcome, domain->first_criterion, domain->end_criterion);
}

/* A lane that the short way does not fit: its value is made when the domains are finished. */
static void put_off(khung_scratch *scratch, const khung__lane *lane, const khung__sums *sums)
{
    khung__outcome *outcome = &scratch->outcomes[lane->domain];
    if (sums)
        outcome->sums = *sums;
    else
        add_slots(scratch, &scratch->scorer->combs[lane->domain], &outcome->sums, outcome);
    scratch->late[scratch->late_count++] = lane->domain;
}

/* All lanes; inlined for each usual row length. The short way serves a mean without caps and bands, which most are. */
static inline __attribute__((always_inline)) void add_lanes(khung_scratch *scratch, size_t row)
{
    const khung_scorer *scorer = scratch->scorer;
    const khung__lane *lane = scorer->lanes, *end = lane + scorer->lane_count;
    khung__outcome **outcomes = scratch->lane_outcomes;
    uint32_t away = 0, beside = scorer->beside;
    for (; lane < end; lane++, outcomes += 2) {
        khung__outcome *outcome = outcomes[0];
        khung__lane_cell cell;
        outcome->blocked = false;
        outcome->scored = lane->count;
        if (!add_cells(&cell, scratch->official + lane->first, lane->cells, lane->count, beside, row)) {
            put_off(scratch, lane, NULL);
            continue;
        }
        uint32_t na = (uint32_t)(cell[1] >> (32 + KHUNG__CELL_WEIGHT));
        khung__sums sums = sums_of(cell, lane->weight);
        away += na;
        outcome->scored -= na & lane->drops;
        if (lane->slow || sums.x > lane->hi || sums.weight == 0) {
            put_off(scratch, lane, &sums);
            continue;
        }
        set_words(outcome, sums.x, sums.lo, sums.hi, sums.weight * lane->scale);
        outcome->has = outcome->complete = true;
        outcome->full = sums.full;
        outcome->all_void = false;
        outcome->band = KHUNG__NONE;
        outcomes[1]->scored += outcome->scored;
    }
    scratch->simple = away == 0 && scratch->late_count == 0;
    scratch->states[KHUNG_NOT_APPLICABLE] += away;
}

/* One look at every answer: the states, and the sums where they are quick. The lanes pass their values on to domains that were
 * begun before. */
static void read_answers(khung_scratch *scratch)
{
    const khung_scorer *scorer = scratch->scorer;
    for (uint32_t i = 0; i < scorer->other_count; i++)
        look_at_domain(scratch, scorer->others[i]);
    scratch->late_count = 0;
    switch (scorer->row) {
    case 2:
        add_lanes(scratch, 2);
        break;
    case 4:
        add_lanes(scratch, 4);
        break;
    case 8:
        add_lanes(scratch, 8);
        break;
    default:
        add_lanes(scratch, scorer->row);
    }
}

/* ---- domains ---- */

/* What was said so far in words, on one denominator. */
typedef struct wordsum { uint64_t x, lo, hi, den, weight; bool overflow; } wordsum;

/* Products and sums that note what passes a word; a bounded comb needs no note. */
static inline uint64_t times(uint64_t a, uint64_t b, bool checked, bool *overflow)
{
    uint64_t product = a * b;
    if (checked)
        *overflow |= __builtin_mul_overflow(a, b, &product);
    return product;
}

static inline uint64_t plus(uint64_t a, uint64_t b, bool checked, bool *overflow)
{
    if (checked)
        *overflow |= a + b < a;
    return a + b;
}

/* Adds a child that is not full, on the product of the denominators. */
static inline void add_part(wordsum *sum, const khung__outcome *child, uint64_t weight, bool percent, bool checked)
{
    uint64_t x = (uint64_t)child->x.small, lo = (uint64_t)child->lo.small, hi = (uint64_t)child->hi.small, den = (uint64_t)child->den.small;
    bool overflow = sum->overflow;
    if (percent) {
        den = hi - lo;
        overflow |= den == 0;
        x = times(100, x - lo, checked, &overflow);
        lo = 0;
        hi = times(100, den, checked, &overflow);
    }
    uint64_t share = times(weight, sum->den, checked, &overflow);
    sum->x = plus(times(sum->x, den, checked, &overflow), times(x, share, checked, &overflow), checked, &overflow);
    sum->lo = plus(times(sum->lo, den, checked, &overflow), times(lo, share, checked, &overflow), checked, &overflow);
    sum->hi = plus(times(sum->hi, den, checked, &overflow), times(hi, share, checked, &overflow), checked, &overflow);
    sum->den = times(sum->den, den, checked, &overflow);
    sum->weight += weight;
    sum->overflow = overflow;
}

/* A bounded domain over domains, whatever was left out below: all on the product of the denominators, no branch but for a child
 * without a score. */
static bool add_bounded(const khung_scratch *scratch, const khung__comb *comb, khung__outcome *outcome)
{
    bool percent = khung__scorer_percents(comb);
    wordsum sum = {0, 0, 0, 1, 0, false};
    for (uint32_t k = 0; k < comb->count; k++) {
        const khung__outcome *child = &scratch->outcomes[comb->terms[k]];
        if (!child->has)
            continue;
        if (!child->words)
            return false;
        add_part(&sum, child, comb->weights[k], percent, false);
    }
    uint64_t rest = comb->rule.combine == KHUNG__SUM ? scratch->scorer->per_weight : sum.weight;
    if (sum.overflow)
        return false;
    set_words(outcome, sum.x, sum.lo, sum.hi, sum.den * rest);
    outcome->has = sum.weight > 0;
    outcome->full = false;
    return true;
}

/* A quick domain over domains of which some are not full; false when that does not fit into words. */
static bool add_mixed(const khung_scratch *scratch, const khung__comb *comb, khung__outcome *outcome)
{
    bool percent = khung__scorer_percents(comb);
    wordsum sum = {0, 0, 0, comb->scale, 0, false};
    uint32_t *parts = scratch->order, n = 0;
    for (uint32_t k = 0; k < comb->count; k++) {
        const khung__outcome *child = &scratch->outcomes[comb->terms[k]];
        if (!child->full) {
            parts[n] = k;
            n += child->has;
            continue;
        }
        sum.x += comb->factors[k] * ((uint64_t)child->x.small - (percent ? scratch->scorer->combs[comb->terms[k]].full_lo : 0));
        sum.lo += comb->factor_lo[k];
        sum.hi += comb->factor_hi[k];
        sum.weight += comb->weights[k];
    }
    if (sum.weight == 0)
        sum.den = 1;
    for (uint32_t i = 0; i < n; i++) {
        const khung__outcome *child = &scratch->outcomes[comb->terms[parts[i]]];
        if (!child->words)
            return false;
        add_part(&sum, child, comb->weights[parts[i]], percent, true);
    }
    uint64_t rest = comb->rule.combine == KHUNG__SUM ? scratch->scorer->per_weight : sum.weight;
    uint64_t den = times(sum.den, rest, true, &sum.overflow);
    if (sum.overflow)
        return false;
    set_words(outcome, sum.x, sum.lo, sum.hi, den);
    outcome->has = sum.weight > 0;
    outcome->full = false;
    return true;
}

/* A quick domain over domains: Σ factor * x while all of them are full. False when it cannot be told in words. */
static bool add_children(khung_scratch *scratch, const khung__comb *comb, khung__outcome *outcome)
{
    if (!scratch->simple && comb->bounded)
        return add_bounded(scratch, comb, outcome);
    uint64_t x = 0;
    for (uint32_t k = 0; k < comb->count; k++) {
        const khung__outcome *child = &scratch->outcomes[comb->terms[k]];
        if (!child->full)
            return add_mixed(scratch, comb, outcome);
        x += comb->factors[k] * (uint64_t)child->x.small;
    }
    outcome->has = outcome->full = true;
    set_words(outcome, x - comb->shift, comb->full_lo, comb->full_hi, comb->full_den);
    return true;
}

/* The value of comb i before caps, where it was not read off the answers. */
static void value_of(khung_scratch *scratch, uint32_t i)
{
    const khung__comb *comb = &scratch->scorer->combs[i];
    khung__outcome *outcome = &scratch->outcomes[i];
    if (comb->quick && comb->leaf) {
        add_again(scratch, comb, &outcome->sums);
        if (!outcome->sums.fraction) {
            settle(outcome, comb);
            return;
        }
    } else if (comb->quick && add_children(scratch, comb, outcome)) {
        return;
    }
    khung__scorer_combine(scratch, i);
}

/* The value of a domain before caps. */
static inline void value_of_domain(khung_scratch *scratch, const khung__plan *plan, khung__outcome *outcome, uint32_t d)
{
    if (!plan->quick || outcome->sums.fraction) {
        value_of(scratch, d);
        return;
    }
    if (outcome->sums.x > plan->sum_hi) /* a level that cannot be chosen */
        scratch->bad = true;
    settle(outcome, &scratch->scorer->combs[d]);
}

/* Without a score: whether every criterion below of weight > 0 (no domain of weight 0 between) is out. */
static bool all_out(const khung_scratch *scratch, uint32_t d)
{
    const khung_framework *framework = scratch->scorer->framework;
    const khung__domain *domain = &framework->domains[d];
    for (uint32_t i = 0; i < domain->child_count; i++)
        if (framework->domains[domain->children[i]].weight > 0 && !scratch->outcomes[domain->children[i]].all_void)
            return false;
    for (uint32_t c = domain->first_criterion; domain->child_count == 0 && c < domain->end_criterion; c++)
        if (framework->criteria[c].weight > 0 && !khung__judge_out(scratch->official[c].state))
            return false;
    return true;
}

/* What follows from the value of a domain. */
static void finish_domain(khung_scratch *scratch, uint32_t d)
{
    const khung__plan *plan = &scratch->scorer->plans[d];
    khung__outcome *outcome = &scratch->outcomes[d];
    value_of_domain(scratch, plan, outcome, d);
    bool undecided = plan->caps > 0 && khung__scorer_caps(scratch, d);
    outcome->complete = !(outcome->blocked | undecided);
    outcome->all_void = !outcome->has && all_out(scratch, d);
    if (plan->parent != KHUNG__NONE) {
        khung__outcome *parent = &scratch->outcomes[plan->parent];
        parent->scored += outcome->scored;
        parent->blocked |= !outcome->complete & plan->weighted;
    }
    outcome->band = KHUNG__NONE;
    if (plan->banded && outcome->complete && outcome->has)
        outcome->band = khung__scorer_band(scratch, d);
}

/* Lanes have no domain below them; the others follow from below. */
static void finish_domains(khung_scratch *scratch)
{
    const khung_scorer *scorer = scratch->scorer;
    for (uint32_t i = 0; i < scratch->late_count; i++)
        finish_domain(scratch, scratch->late[i]);
    for (uint32_t i = scorer->other_count; i-- > 0;)
        finish_domain(scratch, scorer->others[i]);
}

static void finish_groups(khung_scratch *scratch)
{
    const khung_scorer *scorer = scratch->scorer;
    for (uint32_t i = scorer->framework->domain_count; i < scorer->comb_count; i++) {
        const khung__comb *comb = &scorer->combs[i];
        khung__outcome *outcome = &scratch->outcomes[i];
        outcome->complete = true;
        value_of(scratch, i);
        for (uint32_t k = 0; k < comb->count; k++) {
            khung__standing standing;
            khung__scorer_stand(&standing, scorer, &scratch->official[comb->terms[k]], scratch->wide, comb->terms[k]);
            outcome->complete = outcome->complete && !standing.blocks;
        }
    }
}

/* ---- what it decides ---- */

static khung_fraction fraction_of(const khung__num *above, const khung__num *below)
{
    return (khung_fraction){above->limbs, below->limbs, above->n, below->n};
}

/* Numbers as limbs: a small one is written into the register's room. */
static void spell(khung__work *work, khung__num *r, const khung__num *a)
{
    khung__num_copy(work, r, a);
    if (r->n == 0)
        r->n = khung__natural_set(r->limbs, r->small);
}

static khung__value measure(const khung__case *asked, khung_fraction *out, uint32_t domain, bool percent)
{
    khung_scratch *scratch = asked->source;
    const khung__outcome *outcome = &scratch->outcomes[domain];
    if (!outcome->complete)
        return KHUNG__UNKNOWN;
    if (!outcome->has)
        return outcome->all_void ? KHUNG__VOID : KHUNG__UNKNOWN;
    khung__num *above = &scratch->spare[0], *below = &scratch->spare[1];
    if (percent)
        khung__scorer_percent(scratch, &outcome->x, &outcome->lo, &outcome->hi);
    spell(&scratch->work, above, percent ? &scratch->percent_above : &outcome->x);
    spell(&scratch->work, below, percent ? &scratch->percent_below : &outcome->den);
    *out = fraction_of(above, below);
    return below->n ? KHUNG__YES : KHUNG__UNKNOWN;
}

static void stand_watched(khung_scratch *scratch)
{
    const khung_scorer *scorer = scratch->scorer;
    for (uint32_t i = 0; i < scorer->watched_count; i++) {
        uint32_t c = scorer->watched[i];
        khung__standing *standing = &scratch->standings[c];
        khung__scorer_stand(standing, scorer, &scratch->official[c], scratch->wide, c);
        standing->evidence = scorer->evidence && standing->has && khung__scorer_evidence(scorer, standing, scratch->official[c].evidence, c);
    }
}

static uint32_t grade_of(khung_scratch *scratch)
{
    const khung_framework *framework = scratch->scorer->framework;
    if (!scratch->outcomes[0].complete || !scratch->outcomes[0].has)
        return KHUNG__NONE;
    for (uint32_t i = 0; i < framework->grade_count; i++)
        if (khung__judge(&scratch->asked, framework->grades[i].require) == KHUNG__YES)
            return i;
    return KHUNG__NONE;
}

static void count_states(khung_scratch *scratch, khung_summary *out)
{
    const uint32_t *states = scratch->states;
    out->not_applicable = states[KHUNG_NOT_APPLICABLE];
    out->out_of_scope = states[KHUNG_OUT_OF_SCOPE];
    out->unanswered = states[KHUNG_UNANSWERED] + states[KHUNG_FACT_MISSING];
    uint32_t out_of_all = out->not_applicable + out->out_of_scope + states[KHUNG_FUTURE] + states[KHUNG_RETIRED];
    out->applicable = scratch->scorer->framework->criterion_count - out_of_all;
    out->answered = out->applicable - out->unanswered;
}

static void decide(khung_scratch *scratch, khung_summary *out)
{
    const khung_framework *framework = scratch->scorer->framework;
    for (uint32_t i = 0; i < framework->gate_count; i++)
        scratch->gates[i] = (uint8_t)khung__judge(&scratch->asked, framework->gates[i].require);
    out->complete = scratch->outcomes[0].complete;
    out->has_score = scratch->outcomes[0].has;
    out->band = scratch->outcomes[0].band;
    out->grade = grade_of(scratch);
}

khung_status khung__scorer_run(khung_summary *out, khung_scratch *scratch, const khung_official *official, const khung__wide *wide,
                               const khung_fact *facts)
{
    const khung_framework *framework = scratch->scorer->framework;
    khung_summary summary;
    scratch->official = official;
    scratch->wide = wide;
    scratch->facts = facts;
    scratch->bad = false;
    memset(scratch->states, 0, sizeof scratch->states);
    read_answers(scratch);
    if (scratch->bad)
        return KHUNG_BAD_DATA;
    count_states(scratch, &summary);
    scratch->asked = (khung__case){framework, scratch->standings, facts, scratch->gates, summary.applicable, summary.answered,
                                   summary.not_applicable, measure, scratch};
    for (uint32_t i = 0; i < framework->gate_count; i++)
        scratch->gates[i] = KHUNG__UNKNOWN;
    stand_watched(scratch);
    finish_domains(scratch);
    finish_groups(scratch);
    decide(scratch, &summary);
    if (scratch->bad || scratch->work.failed)
        return scratch->bad ? KHUNG_BAD_DATA : KHUNG_INTERNAL;
    *out = summary;
    return KHUNG_OK;
}

khung_status khung_scorer_run(khung_summary *out, const khung_scorer *scorer, khung_scratch *scratch, const khung_official *answers,
                              const khung_fact *facts, size_t count)
{
    if (!out || !scorer || !scratch || !answers || scratch->scorer != scorer || count != scorer->framework->criterion_count)
        return KHUNG_BAD_CALL;
    return khung__scorer_run(out, scratch, answers, NULL, facts);
}

/* ---- asking afterwards ---- */

khung_status khung_scratch_part(khung_part *out, khung_scratch *scratch, size_t domain)
{
    if (!out || !scratch || domain >= scratch->scorer->framework->domain_count)
        return KHUNG_BAD_CALL;
    const khung__outcome *outcome = &scratch->outcomes[domain];
    *out = (khung_part){.complete = outcome->complete, .band = outcome->band, .scored = outcome->scored};
    if (!outcome->has)
        return KHUNG_OK;
    khung__work *work = &scratch->work;
    khung__term_values *held = &scratch->first;
    spell(work, &held->x, &outcome->x);
    spell(work, &held->lo, &outcome->lo);
    spell(work, &held->hi, &outcome->hi);
    spell(work, &held->den, &outcome->den);
    out->score = fraction_of(&held->x, &held->den);
    out->lo = fraction_of(&held->lo, &held->den);
    out->hi = fraction_of(&held->hi, &held->den);
    khung__scorer_percent(scratch, &outcome->x, &outcome->lo, &outcome->hi);
    spell(work, &scratch->spare[0], &scratch->percent_above);
    spell(work, &scratch->spare[1], &scratch->percent_below);
    out->percent = fraction_of(&scratch->spare[0], &scratch->spare[1]);
    return KHUNG_OK;
}

int khung_scratch_gate(const khung_scratch *scratch, size_t i)
{
    return scratch && i < scratch->scorer->framework->gate_count ? scratch->gates[i] : -1;
}
