/* The result as others read it: reduced fractions, ids and values, all in the result's own arena. */
#include "result.h"

#include <string.h>

/* ---- pieces ---- */

static void *give(khung__filling *filling, size_t bytes)
{
    void *piece = khung__arena_alloc(&filling->result->arena, bytes);
    if (!piece)
        filling->failed = true;
    return piece;
}

static khung__str copy(khung__filling *filling, khung__str text)
{
    khung__str copied = khung__str_copy(&filling->result->arena, text);
    if (!copied.s)
        filling->failed = true;
    return copied;
}

/* A value that must be there: without it memory has ended. */
static khung__rat kept(khung__filling *filling, khung__rat value)
{
    if (!value.has)
        filling->failed = true;
    return value;
}

static khung__rat ratio(khung__filling *filling, khung__u128 above, khung__u128 below)
{
    uint64_t a[2], b[2];
    uint32_t an = khung__natural_set(a, above), bn = khung__natural_set(b, below);
    return kept(filling, khung__rat_make(&filling->result->arena, false, a, an, b, bn));
}

static khung__rat micro(khung__filling *filling, khung__micro value)
{
    return kept(filling, khung__rat_micro(&filling->result->arena, value));
}

static khung__rat fraction(khung__filling *filling, const khung__num *above, const khung__num *below)
{
    uint64_t pa[2], pb[2];
    uint32_t an, bn;
    const uint64_t *a = khung__num_limbs(above, pa, &an), *b = khung__num_limbs(below, pb, &bn);
    return kept(filling, khung__rat_make(&filling->result->arena, false, a, an, b, bn));
}

static khung__rat said(khung__filling *filling, const khung__said *value)
{
    if (value->what != KHUNG__SAID_NUMBER)
        return khung__rat_none();
    return ratio(filling, value->above, (khung__u128)KHUNG__MICRO * value->over);
}

/* ---- criteria ---- */

static void fill_spread(khung__filling *filling, khung__criterion_result *out, uint32_t c)
{
    khung__micro lo, hi;
    if (filling->tracks->respondents == 0)
        return;
    out->respondents = khung__tracks_spread(filling->tracks, c, &lo, &hi);
    if (out->respondents == 0 || out->respondents < filling->scorer->framework->hide_below)
        return;
    out->respondents_lo = micro(filling, lo);
    out->respondents_hi = micro(filling, hi);
}

/* The level of an answered criterion: that of the side whose answer is official. */
static uint32_t level_of(const khung__filling *filling, uint32_t c)
{
    if (filling->official[c].state != KHUNG_ANSWERED)
        return KHUNG__NONE;
    return filling->reviewer[c].what == KHUNG__SAID_NUMBER ? filling->reviewer[c].level : filling->self[c].level;
}

static void count_evidence(khung__filling *filling, const khung__standing *standing, uint32_t c)
{
    khung_result *result = filling->result;
    const khung_framework *framework = filling->scorer->framework;
    result->evidence_ok[c] = true;
    if (!standing->has || khung__judge_out(standing->state))
        return;
    for (uint32_t i = 0; i < framework->criteria[c].evidence_count; i++) {
        if (!khung__scorer_due(framework, standing, c, i))
            continue;
        khung__presence found = khung__tracks_evidence(filling->tracks, c, i);
        result->evidence_due++;
        result->evidence_present += found == KHUNG__PRESENT;
        result->evidence_stale += found == KHUNG__STALE;
        result->evidence_ok[c] = result->evidence_ok[c] && found == KHUNG__PRESENT;
    }
}

static void fill_criterion(khung__filling *filling, uint32_t c)
{
    const khung_framework *framework = filling->scorer->framework;
    const khung__criterion *criterion = &framework->criteria[c];
    khung__criterion_result *out = &filling->result->criteria[c];
    khung__standing *standing = &filling->result->standings[c];
    const khung_official *official = &filling->official[c];
    khung__scorer_stand(standing, filling->scorer, official, filling->wide, c);
    standing->evidence = standing->has && khung__scorer_evidence(filling->scorer, standing, official->evidence, c);
    out->state = (khung_state)official->state;
    out->level = level_of(filling, c);
    out->score = standing->has ? ratio(filling, standing->above, (khung__u128)KHUNG__MICRO * standing->over) : khung__rat_none();
    out->lo = micro(filling, criterion->lo);
    out->hi = micro(filling, criterion->hi);
    out->self = said(filling, &filling->self[c]);
    out->reviewer = said(filling, &filling->reviewer[c]);
    if (out->self.has && out->reviewer.has)
        out->gap = kept(filling, khung__rat_sub(&filling->result->arena, out->self, out->reviewer));
    out->self_na = filling->self[c].what == KHUNG__SAID_NA;
    out->reviewer_na = filling->reviewer[c].what == KHUNG__SAID_NA;
    out->reviewer_given = filling->reviewer[c].what != KHUNG__SAID_NOTHING;
    out->blocks = standing->blocks;
    out->carried = khung__tracks_carried(filling->tracks, c);
    fill_spread(filling, out, c);
    count_evidence(filling, standing, c);
    filling->result->criterion_ids[c] = copy(filling, criterion->id);
    filling->result->criterion_domain[c] = criterion->domain;
    if (out->level != KHUNG__NONE)
        filling->result->level_ids[c] = copy(filling, framework->scales[criterion->scale].levels[out->level].id);
}

/* ---- domains, groups ---- */

static khung__rat percent_of(khung__filling *filling, const khung__outcome *outcome)
{
    khung_scratch *scratch = filling->scratch;
    khung__scorer_percent(scratch, &outcome->x, &outcome->lo, &outcome->hi);
    if (!scratch->percent_below.n && !scratch->percent_below.small)
        return khung__rat_none();
    return fraction(filling, &scratch->percent_above, &scratch->percent_below);
}

static void fill_domain(khung__filling *filling, uint32_t d)
{
    const khung_framework *framework = filling->scorer->framework;
    const khung__domain *domain = &framework->domains[d];
    const khung__outcome *outcome = &filling->scratch->outcomes[d];
    khung__domain_result *out = &filling->result->domains[d];
    out->complete = outcome->complete;
    out->band = outcome->band;
    out->scored = outcome->scored;
    out->cap_values = give(filling, domain->cap_count);
    if (out->cap_values && domain->cap_count > 0)
        memcpy(out->cap_values, filling->scratch->cap_values + filling->scorer->caps_at[d], domain->cap_count);
    filling->result->all_void[d] = outcome->all_void;
    if (d > 0)
        filling->result->domain_ids[d] = copy(filling, domain->id);
    filling->result->domain_parent[d] = domain->parent;
    if (out->band != KHUNG__NONE)
        filling->result->band_ids[d] = copy(filling, framework->bands[out->band].id);
    if (!outcome->has)
        return;
    out->score = fraction(filling, &outcome->x, &outcome->den);
    out->lo = fraction(filling, &outcome->lo, &outcome->den);
    out->hi = fraction(filling, &outcome->hi, &outcome->den);
    out->percent = percent_of(filling, outcome);
    out->before_caps = domain->cap_count ? fraction(filling, &outcome->before, &outcome->den) : out->score;
}

/* Every criterion with a score counts for the domains above it, up to one of weight 0 and that one. */
static void count_leaves(khung__filling *filling)
{
    const khung_framework *framework = filling->scorer->framework;
    for (uint32_t c = 0; c < framework->criterion_count; c++) {
        if (!filling->result->standings[c].has || framework->criteria[c].weight == 0)
            continue;
        uint32_t d = framework->criteria[c].domain;
        filling->result->domains[d].leaves++;
        while (framework->domains[d].parent != KHUNG__NONE && framework->domains[d].weight > 0) {
            d = framework->domains[d].parent;
            filling->result->domains[d].leaves++;
        }
    }
}

static void fill_view(khung__filling *filling, uint32_t v, const khung__outcome *outcome)
{
    const khung__view *view = &filling->scorer->framework->views[v];
    khung_result *result = filling->result;
    result->views[v] = give(filling, view->group_count * sizeof *result->views[v]);
    result->group_ids[v] = give(filling, view->group_count * sizeof *result->group_ids[v]);
    result->view_ids[v] = copy(filling, view->id);
    result->group_counts[v] = view->group_count;
    if (filling->failed)
        return;
    for (uint32_t g = 0; g < view->group_count; g++, outcome++) {
        khung__group_result *out = &result->views[v][g];
        result->group_ids[v][g] = copy(filling, view->groups[g].id);
        out->complete = outcome->complete;
        if (!outcome->has)
            continue;
        out->score = fraction(filling, &outcome->x, &outcome->den);
        out->percent = percent_of(filling, outcome);
    }
}

/* ---- the whole ---- */

void khung__filling_room(khung__filling *filling)
{
    khung_result *result = filling->result;
    const khung_framework *framework = filling->scorer->framework;
    size_t criteria = framework->criterion_count, domains = framework->domain_count, views = framework->view_count;
    result->criterion_count = framework->criterion_count;
    result->domain_count = framework->domain_count;
    result->view_count = framework->view_count;
    result->gate_count = framework->gate_count;
    result->criteria = give(filling, criteria * sizeof *result->criteria);
    result->standings = give(filling, criteria * sizeof *result->standings);
    result->evidence_ok = give(filling, criteria * sizeof *result->evidence_ok);
    result->criterion_ids = give(filling, criteria * sizeof *result->criterion_ids);
    result->level_ids = give(filling, criteria * sizeof *result->level_ids);
    result->criterion_domain = give(filling, criteria * sizeof *result->criterion_domain);
    result->domains = give(filling, domains * sizeof *result->domains);
    result->all_void = give(filling, domains * sizeof *result->all_void);
    result->domain_ids = give(filling, domains * sizeof *result->domain_ids);
    result->band_ids = give(filling, domains * sizeof *result->band_ids);
    result->domain_parent = give(filling, domains * sizeof *result->domain_parent);
    result->views = give(filling, views * sizeof *result->views);
    result->view_ids = give(filling, views * sizeof *result->view_ids);
    result->group_ids = give(filling, views * sizeof *result->group_ids);
    result->group_counts = give(filling, views * sizeof *result->group_counts);
    result->gates = give(filling, framework->gate_count * sizeof *result->gates);
    result->gate_values = give(filling, framework->gate_count);
    result->gate_ids = give(filling, framework->gate_count * sizeof *result->gate_ids);
    result->grade_values = give(filling, framework->grade_count);
    result->fact_given = give(filling, framework->fact_count * sizeof *result->fact_given);
    result->fact_number = give(filling, framework->fact_count * sizeof *result->fact_number);
    result->facts = give(filling, framework->fact_count * sizeof *result->facts);
    result->track_digests = give(filling, filling->tracks->count * sizeof *result->track_digests);
    result->tracks = give(filling, filling->tracks->count);
}

/* Who, what and when. */
static khung_status fill_head(khung__filling *filling)
{
    khung_result *result = filling->result;
    const khung__tracks *tracks = filling->tracks;
    const khung_framework *framework = tracks->framework;
    uint32_t named = tracks->consensus != KHUNG__NONE ? tracks->consensus : tracks->self != KHUNG__NONE ? tracks->self : 0;
    const khung_answers *answers = tracks->bounds[named].answers;
    result->framework_id = copy(filling, framework->id);
    result->framework_version = copy(filling, framework->version);
    result->organisation_id = copy(filling, answers->organisation_id);
    result->organisation_name = copy(filling, answers->organisation_name);
    result->from = answers->from;
    result->to = answers->to;
    result->digits = framework->digits;
    result->rules = KHUNG_RULES;
    result->has_reviewer = tracks->reviewer != KHUNG__NONE;
    result->has_self = tracks->self != KHUNG__NONE;
    result->has_consensus = tracks->consensus != KHUNG__NONE;
    result->respondents = tracks->respondents;
    result->track_count = tracks->count;
    result->framework_tree = khung__tree_share(framework->tree);
    khung_status status = KHUNG_OK;
    for (uint32_t t = 0; t < tracks->count && status == KHUNG_OK; t++) {
        result->tracks[t] = (uint8_t)tracks->bounds[t].answers->track;
        status = khung_answers_digest(tracks->bounds[t].answers, result->track_digests[t]);
    }
    return status;
}

static void fill_decisions(khung__filling *filling, const khung_summary *summary)
{
    khung_result *result = filling->result;
    const khung_framework *framework = filling->scorer->framework;
    result->complete = summary->complete;
    result->applicable = summary->applicable;
    result->answered = summary->answered;
    result->not_applicable = summary->not_applicable;
    result->out_of_scope = summary->out_of_scope;
    result->unanswered = summary->unanswered;
    if (summary->applicable > 0)
        result->coverage = ratio(filling, 100 * (khung__u128)summary->answered, summary->applicable);
    result->grade = summary->grade;
    if (summary->grade != KHUNG__NONE)
        result->grade_id = copy(filling, framework->grades[summary->grade].id);
    for (uint32_t i = 0; i < framework->gate_count; i++) {
        khung__value value = (khung__value)filling->scratch->gates[i];
        result->gate_values[i] = (uint8_t)value;
        result->gates[i].value = value;
        result->gates[i].passed = value == KHUNG__YES || value == KHUNG__VOID;
        result->gate_ids[i] = copy(filling, framework->gates[i].id);
    }
}

/* What is said with the finished numbers. */
static void fill_words(khung__filling *filling)
{
    khung_result *result = filling->result;
    const khung_framework *framework = filling->scorer->framework;
    for (uint32_t i = 0; i < framework->grade_count; i++)
        result->grade_values[i] = (uint8_t)khung__score_condition(framework, result, framework->grades[i].require);
    for (uint32_t i = 0; i < framework->gate_count && !filling->failed; i++) {
        result->gates[i].reason = khung__score_reason(&result->arena, framework, result, i);
        if (!result->gates[i].reason.s)
            filling->failed = true;
    }
}

void khung__filling_parts(khung__filling *filling, const khung_summary *summary)
{
    const khung_framework *framework = filling->scorer->framework;
    for (uint32_t d = 0; !filling->failed && d < framework->domain_count; d++)
        fill_domain(filling, d);
    const khung__outcome *groups = filling->scratch->outcomes + framework->domain_count;
    for (uint32_t v = 0; !filling->failed && v < framework->view_count; v++) {
        fill_view(filling, v, groups);
        groups += framework->views[v].group_count;
    }
    if (!filling->failed)
        fill_decisions(filling, summary);
    if (!filling->failed)
        fill_words(filling);
}

khung_status khung__filling_result(khung__filling *filling, const khung_summary *summary)
{
    khung_result *result = filling->result;
    const khung_framework *framework = filling->scorer->framework;
    khung__filling_room(filling);
    khung_status status = filling->failed ? KHUNG_NO_MEMORY : fill_head(filling);
    for (uint32_t i = 0; status == KHUNG_OK && i < framework->fact_count; i++) {
        result->facts[i] = filling->tracks->facts[i];
        result->fact_given[i] = filling->tracks->facts[i].given;
        result->fact_number[i] = filling->tracks->facts[i].value;
    }
    for (uint32_t c = 0; status == KHUNG_OK && !filling->failed && c < framework->criterion_count; c++)
        fill_criterion(filling, c);
    if (status == KHUNG_OK && !filling->failed) {
        khung__filling_parts(filling, summary);
        count_leaves(filling);
    }
    if (filling->scratch->work.failed && status == KHUNG_OK)
        status = KHUNG_INTERNAL;
    return status == KHUNG_OK && filling->failed ? KHUNG_NO_MEMORY : status;
}
