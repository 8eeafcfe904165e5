/* One assessment through a prepared framework: answers once in file order, domains from below, then what they decide. */
#include "scorer.h"

/* ---- answers ---- */

/* A criterion that is not simply answered with a level: counted, checked, remembered when it blocks. */
static void note_state(khung_scratch *scratch, khung__outcome *outcome, const khung__standing *standing, uint32_t criterion)
{
    scratch->states[standing->state]++;
    outcome->blocked = outcome->blocked || (standing->blocks && scratch->scorer->criteria[criterion].weighted);
    outcome->scored -= !standing->has;
}

static bool stand_checked(khung_scratch *scratch, khung__standing *standing, uint32_t criterion)
{
    const khung_official *official = &scratch->official[criterion];
    if (!khung__scorer_allows(scratch->scorer, official, scratch->wide, criterion)) {
        scratch->bad = true;
        *standing = (khung__standing){.state = KHUNG_RETIRED, .over = 1};
        return false;
    }
    khung__scorer_stand(standing, scratch->scorer, official, scratch->wide, criterion);
    return true;
}

/* The slots that need more than a look into the table. */
static void add_slot(khung_scratch *scratch, const khung__comb *comb, khung__sums *sums, uint32_t i, khung__outcome *note)
{
    uint32_t criterion = comb->slots[i].criterion;
    const khung__slot_rest *rest = &comb->rest[i];
    khung__standing standing;
    stand_checked(scratch, &standing, criterion);
    if (note)
        note_state(scratch, note, &standing, criterion);
    if (!standing.has) {
        sums->weight -= rest->weight;
        sums->lo -= rest->lo;
        sums->hi -= rest->hi;
        sums->full = sums->full && rest->weight == 0;
    } else if (comb->rule.combine == KHUNG__PERCENT_MET) {
        int order = khung__judge_compare(&standing, scratch->scorer->framework->criteria[criterion].target);
        sums->x += (scratch->scorer->framework->lower ? order <= 0 : order >= 0) ? rest->weight : 0;
    } else if (standing.over == 1) {
        sums->x += ((uint64_t)standing.above / scratch->scorer->unit - rest->base) * rest->factor;
    } else {
        sums->fraction = sums->fraction || rest->weight > 0;
    }
}

/* The sums of a quick lane over criteria; `note` gets the states (in the one pass that sees every answer). */
static khung__sums add_slots(khung_scratch *scratch, const khung__comb *comb, khung__outcome *note)
{
    khung__sums sums = {0, comb->sum_lo, comb->sum_hi, comb->sum_weight, true, false};
    const khung_official *official = scratch->official;
    const khung__slot *slot = comb->slots;
    for (uint32_t i = 0; i < comb->slot_count; i++, slot++) {
        const khung_official *answer = &official[slot->criterion];
        if (!(answer->state | answer->over) && answer->level < 64 && (slot->choosable >> answer->level & 1))
            sums.x += comb->table[slot->at + answer->level];
        else
            add_slot(scratch, comb, &sums, i, note);
    }
    return sums;
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

/* Writes a quick value; lo, hi and den of a full one stand there from the last time when it was full then too. */
static void settle(khung__outcome *outcome, const khung__comb *comb, const khung__sums *sums)
{
    uint64_t x, lo, hi, den;
    khung__scorer_finish(comb, sums, &x, &lo, &hi, &den);
    khung__num_set(&outcome->x, x);
    outcome->has = sums->weight > 0;
    if (sums->full && outcome->full)
        return;
    outcome->full = sums->full;
    khung__num_set(&outcome->lo, lo);
    khung__num_set(&outcome->hi, hi);
    khung__num_set(&outcome->den, den);
}

/* Every domain that holds criteria: states of its answers, and its sums where they are quick. */
static void read_answers(khung_scratch *scratch)
{
    const khung_scorer *scorer = scratch->scorer;
    const khung__domain *domain = scorer->framework->domains;
    for (uint32_t d = 0; d < scorer->framework->domain_count; d++, domain++) {
        khung__outcome *outcome = &scratch->outcomes[d];
        const khung__comb *comb = &scorer->combs[d];
        outcome->blocked = false;
        outcome->pending = true;
        outcome->scored = 0;
        if (domain->child_count > 0)
            continue;
        outcome->scored = domain->end_criterion - domain->first_criterion;
        if (!comb->quick) {
            look_at_answers(scratch, outcome, domain->first_criterion, domain->end_criterion);
            continue;
        }
        khung__sums sums = add_slots(scratch, comb, outcome);
        if (sums.fraction)
            continue;
        settle(outcome, comb, &sums);
        outcome->pending = false;
    }
}

/* ---- domains ---- */

/* A quick domain over domains with all of them full: Σ factor * x. False when one is not. */
static bool add_children(khung_scratch *scratch, const khung__comb *comb, khung__outcome *outcome)
{
    uint64_t x = 0;
    for (uint32_t k = 0; k < comb->count; k++) {
        const khung__outcome *child = &scratch->outcomes[comb->terms[k]];
        if (!child->full || !child->has)
            return false;
        x += comb->factors[k] * (uint64_t)child->x.small;
    }
    khung__num_set(&outcome->x, x - comb->shift);
    outcome->has = true;
    if (outcome->full)
        return true;
    outcome->full = true;
    khung__num_set(&outcome->lo, comb->full_lo);
    khung__num_set(&outcome->hi, comb->full_hi);
    khung__num_set(&outcome->den, comb->full_den);
    return true;
}

/* The value of comb i before caps. */
static void value_of(khung_scratch *scratch, uint32_t i)
{
    const khung__comb *comb = &scratch->scorer->combs[i];
    khung__outcome *outcome = &scratch->outcomes[i];
    if (!outcome->pending)
        return;
    if (comb->quick && comb->leaf) {
        khung__sums sums = add_slots(scratch, comb, NULL);
        if (!sums.fraction) {
            settle(outcome, comb, &sums);
            return;
        }
    } else if (comb->quick && add_children(scratch, comb, outcome)) {
        return;
    }
    khung__scorer_combine(scratch, i);
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

static void finish_domain(khung_scratch *scratch, uint32_t d)
{
    const khung_scorer *scorer = scratch->scorer;
    const khung__domain *domain = &scorer->framework->domains[d];
    khung__outcome *outcome = &scratch->outcomes[d];
    value_of(scratch, d);
    bool undecided = domain->cap_count > 0 && khung__scorer_caps(scratch, d);
    outcome->complete = !outcome->blocked && !undecided;
    outcome->all_void = !outcome->has && all_out(scratch, d);
    if (domain->parent != KHUNG__NONE) {
        khung__outcome *parent = &scratch->outcomes[domain->parent];
        parent->scored += outcome->scored;
        parent->blocked = parent->blocked || (!outcome->complete && domain->weight > 0);
    }
    bool banded = d == 0 || (domain->depth == 1 && scorer->framework->band_domains);
    outcome->band = banded && outcome->complete && outcome->has ? khung__scorer_band(scratch, d) : KHUNG__NONE;
}

static void finish_groups(khung_scratch *scratch)
{
    const khung_scorer *scorer = scratch->scorer;
    for (uint32_t i = scorer->framework->domain_count; i < scorer->comb_count; i++) {
        const khung__comb *comb = &scorer->combs[i];
        khung__outcome *outcome = &scratch->outcomes[i];
        outcome->pending = outcome->complete = true;
        value_of(scratch, i);
        for (uint32_t k = 0; k < comb->count; k++) {
            khung__standing standing;
            khung__scorer_stand(&standing, scorer, &scratch->official[comb->terms[k]], scratch->wide, comb->terms[k]);
            outcome->complete = outcome->complete && !standing.blocks;
        }
    }
}

/* ---- what it decides ---- */

static khung_fraction fraction_of(khung__num *above, khung__num *below)
{
    khung_fraction fraction;
    /* A small number's two limbs are laid into the front of its own room by khung_scratch_part's registers. */
    fraction.above = above->limbs;
    fraction.above_n = above->n;
    fraction.below = below->limbs;
    fraction.below_n = below->n;
    return fraction;
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
    uint32_t *states = scratch->states, others = 0;
    for (int state = KHUNG_ANSWERED + 1; state <= KHUNG_RETIRED; state++)
        others += states[state];
    states[KHUNG_ANSWERED] = scratch->scorer->framework->criterion_count - others;
    out->answered = states[KHUNG_ANSWERED] + states[KHUNG_UNVERIFIED];
    out->unanswered = states[KHUNG_UNANSWERED] + states[KHUNG_FACT_MISSING];
    out->applicable = out->answered + out->unanswered;
    out->not_applicable = states[KHUNG_NOT_APPLICABLE];
    out->out_of_scope = states[KHUNG_OUT_OF_SCOPE];
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
    for (int state = 0; state <= KHUNG_RETIRED; state++)
        scratch->states[state] = 0;
    read_answers(scratch);
    if (scratch->bad)
        return KHUNG_BAD_DATA;
    count_states(scratch, &summary);
    scratch->asked = (khung__case){framework, scratch->standings, facts, scratch->gates, summary.applicable, summary.answered,
                                   summary.not_applicable, measure, scratch};
    for (uint32_t i = 0; i < framework->gate_count; i++)
        scratch->gates[i] = KHUNG__UNKNOWN;
    stand_watched(scratch);
    for (uint32_t d = framework->domain_count; d-- > 0;)
        finish_domain(scratch, d);
    finish_groups(scratch);
    decide(scratch, &summary);
    if (scratch->work.failed)
        return KHUNG_INTERNAL;
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
