/* Where a criterion stands: section 3 of scoring.md, "what counts, by state". */
#include "scorer.h"

/* The value an official answer says, in millionths over a count. */
static void value_of(khung__standing *out, const khung_scorer *scorer, const khung_official *official, const khung__wide *wide, uint32_t criterion)
{
    const khung__packed *packed = &scorer->criteria[criterion];
    out->has = true;
    out->over = 1;
    if (official->over == KHUNG__WIDE && wide) {
        out->above = wide[criterion].above;
        out->over = wide[criterion].over;
    } else if (official->over) {
        out->above = (uint64_t)official->micro;
        out->over = official->over;
    } else if (packed->checklist) {
        out->above = (uint64_t)official->micro;
    } else {
        out->above = (uint64_t)scorer->points[packed->points_at + official->level];
    }
}

static bool allows_value(const khung_scorer *scorer, const khung_official *official, const khung__wide *wide, uint32_t criterion)
{
    const khung__packed *packed = &scorer->criteria[criterion];
    if (official->over == KHUNG__WIDE)
        return wide != NULL;
    if (!official->over && !packed->checklist)
        return official->level < 64 && (packed->choosable >> official->level & 1);
    if (official->over && !scorer->mean_bits)
        return false;
    khung__u128 over = official->over ? official->over : 1, micro = (uint64_t)official->micro;
    return official->micro >= 0 && micro >= (uint64_t)packed->lo * over && micro <= (uint64_t)packed->hi * over &&
           (uint64_t)official->micro % scorer->unit == 0;
}

static bool says_not_applicable(const khung_official *official)
{
    return official->level == KHUNG_LEVEL_NA && !official->over;
}

bool khung__scorer_allows(const khung_scorer *scorer, const khung_official *official, const khung__wide *wide, uint32_t criterion)
{
    if (official->state == KHUNG_ANSWERED || (official->state == KHUNG_UNVERIFIED && !says_not_applicable(official)))
        return allows_value(scorer, official, wide, criterion);
    return official->state <= KHUNG_RETIRED;
}

static void counts_as(khung__standing *out, bool counts, khung__micro value)
{
    out->has = counts;
    out->above = counts ? (uint64_t)value : 0;
    out->over = 1;
}

static void unverified(khung__standing *out, const khung_scorer *scorer, const khung_official *official, const khung__wide *wide, uint32_t criterion)
{
    const khung__packed *packed = &scorer->criteria[criterion];
    out->blocks = scorer->framework->unverified == KHUNG__UNVERIFIED_BLOCK;
    if (says_not_applicable(official))
        counts_as(out, packed->na_counts, packed->na);
    else if (scorer->framework->unverified == KHUNG__UNVERIFIED_WORST)
        counts_as(out, true, packed->worst);
    else
        value_of(out, scorer, official, wide, criterion);
}

void khung__scorer_stand(khung__standing *out, const khung_scorer *scorer, const khung_official *official, const khung__wide *wide,
                         uint32_t criterion)
{
    const khung__packed *packed = &scorer->criteria[criterion];
    *out = (khung__standing){.state = official->state, .over = 1};
    switch ((khung_state)official->state) {
    case KHUNG_ANSWERED:
        value_of(out, scorer, official, wide, criterion);
        break;
    case KHUNG_NOT_APPLICABLE:
        counts_as(out, packed->na_counts, packed->na);
        break;
    case KHUNG_UNANSWERED:
        counts_as(out, packed->silent_counts, packed->silent);
        out->blocks = packed->silent_blocks;
        break;
    case KHUNG_UNVERIFIED:
        unverified(out, scorer, official, wide, criterion);
        break;
    case KHUNG_FACT_MISSING:
        out->blocks = true;
        break;
    case KHUNG_OUT_OF_SCOPE:
    case KHUNG_FUTURE:
    case KHUNG_RETIRED:
        break;
    }
}

/* ---- evidence ---- */

bool khung__scorer_due(const khung_framework *framework, const khung__standing *standing, uint32_t criterion, uint32_t item)
{
    const khung__criterion *asked = &framework->criteria[criterion];
    const khung__evidence_item *evidence = &asked->evidence[item];
    if (!evidence->required)
        return false;
    if (evidence->from_level == KHUNG__NONE)
        return true;
    int order = khung__judge_compare(standing, framework->scales[asked->scale].levels[evidence->from_level].points);
    return framework->lower ? order <= 0 : order >= 0;
}

bool khung__scorer_evidence(const khung_scorer *scorer, const khung__standing *standing, uint32_t mask, uint32_t criterion)
{
    const khung__criterion *asked = &scorer->framework->criteria[criterion];
    for (uint32_t i = 0; i < asked->evidence_count; i++)
        if (!(mask >> (i < 31 ? i : 31) & 1) && khung__scorer_due(scorer->framework, standing, criterion, i))
            return false;
    return true;
}

/* ---- scope ---- */

/* The state that stages and facts give a criterion; KHUNG_ANSWERED when they give none. */
static khung_state scope_of(const khung__case *asked, const khung__criterion *criterion)
{
    if (criterion->stage != KHUNG__ACTIVE)
        return criterion->stage == KHUNG__STAGE_FUTURE ? KHUNG_FUTURE : KHUNG_RETIRED;
    khung__value worst = criterion->applies_when ? khung__judge(asked, criterion->applies_when) : KHUNG__YES;
    for (uint32_t d = criterion->domain; d != KHUNG__NONE && worst != KHUNG__NO; d = asked->framework->domains[d].parent) {
        const khung__condition *when = asked->framework->domains[d].applies_when;
        khung__value value = when ? khung__judge(asked, when) : KHUNG__YES;
        if (value == KHUNG__NO || value == KHUNG__UNKNOWN)
            worst = value;
    }
    return worst == KHUNG__NO ? KHUNG_OUT_OF_SCOPE : worst == KHUNG__UNKNOWN ? KHUNG_FACT_MISSING : KHUNG_ANSWERED;
}

khung_status khung_scorer_scope(khung_official *answers, const khung_scorer *scorer, const khung_fact *facts, size_t count)
{
    if (!answers || !scorer || count != scorer->framework->criterion_count)
        return KHUNG_BAD_CALL;
    khung__case asked = {.framework = scorer->framework, .facts = facts};
    for (uint32_t c = 0; c < count; c++) {
        khung_state state = scope_of(&asked, &scorer->framework->criteria[c]);
        if (state != KHUNG_ANSWERED)
            answers[c].state = (uint8_t)state;
    }
    return KHUNG_OK;
}
