/* Why a gate came to its value: the part of its condition that decided, with values. */
#include "reason.h"

#include "result.h"

typedef struct reasoner {
    khung__speaker speaker;
    const khung_result *result;
} reasoner;

enum { MOST_NAMED = 5 };

/* ---- values ---- */

static khung__str shown(khung__speaker *speaker, khung__rat value, unsigned digits)
{
    khung__buf plain = {0};
    khung__buf_rat_shown(&plain, value, digits);
    khung__str text = {0};
    if (!plain.failed)
        text = khung__local_in(speaker->arena, (khung__str){plain.s, plain.n}, speaker->language);
    khung__buf_free(&plain);
    if (!text.s)
        speaker->failed = true;
    return text.s ? text : KHUNG__S("");
}

/* A value beside a threshold it misses: with as many digits as it takes to look different from it. */
static khung__str beside(reasoner *r, khung__rat value, khung__micro threshold)
{
    khung__rat bound = khung__rat_micro(r->speaker.arena, threshold);
    unsigned digits = r->result->digits;
    for (; bound.has && digits <= 9; digits++) {
        khung__str text = shown(&r->speaker, value, digits);
        if (r->speaker.failed || khung__rat_cmp(value, bound) == 0 || !khung__str_eq(text, shown(&r->speaker, bound, digits)))
            return text;
    }
    if (!bound.has)
        r->speaker.failed = true;
    return KHUNG__SPEAK(&r->speaker, KHUNG__W_LESS_THAN, khung__speaker_micro(&r->speaker, threshold));
}

static khung__str now(reasoner *r, khung__str value)
{
    return KHUNG__SPEAK(&r->speaker, KHUNG__W_S_SCORE_IS, value);
}

/* Where a criterion stands: its level, its score, or why it has none. */
static khung__str standing_of(reasoner *r, uint32_t c)
{
    const khung_framework *framework = r->speaker.framework;
    const khung__criterion_result *criterion = &r->result->criteria[c];
    if (criterion->state == KHUNG_UNVERIFIED && criterion->blocks)
        return khung__word(KHUNG__W_S_UNVERIFIED, r->speaker.language);
    if (criterion->score.has && criterion->level != KHUNG__NONE)
        return now(r, framework->scales[framework->criteria[c].scale].levels[criterion->level].title);
    if (criterion->score.has)
        return now(r, KHUNG__SPEAK(&r->speaker, KHUNG__W_S_POINTS, shown(&r->speaker, criterion->score, r->result->digits)));
    if (criterion->state == KHUNG_FACT_MISSING)
        return khung__word(KHUNG__W_S_FACT_MISSING, r->speaker.language);
    return khung__word(criterion->state == KHUNG_UNANSWERED ? KHUNG__W_S_UNANSWERED : KHUNG__W_S_NO_SCORE, r->speaker.language);
}

/* The bound of a domain's condition that its value misses. */
static khung__str domain_standing(reasoner *r, const khung__bounds *bounds, uint32_t d)
{
    const khung__domain_result *domain = &r->result->domains[d];
    if (!domain->complete)
        return khung__word(KHUNG__W_S_INCOMPLETE, r->speaker.language);
    if (!domain->score.has)
        return khung__word(KHUNG__W_S_NO_SCORE, r->speaker.language);
    khung__rat least = khung__rat_micro(r->speaker.arena, bounds->at_least), below = khung__rat_micro(r->speaker.arena, bounds->below);
    if (!least.has || !below.has)
        r->speaker.failed = true;
    else if (bounds->has_at_least && khung__rat_cmp(domain->score, least) < 0)
        return now(r, beside(r, domain->score, bounds->at_least));
    else if (bounds->has_below && khung__rat_cmp(domain->score, below) >= 0)
        return now(r, shown(&r->speaker, domain->score, r->result->digits));
    if (bounds->has_at_least_percent || bounds->has_below_percent) {
        khung__str percent = beside(r, domain->percent, bounds->has_at_least_percent ? bounds->at_least_percent : bounds->below_percent);
        return now(r, khung__speaker_join(&r->speaker, percent, "", KHUNG__S("%")));
    }
    return now(r, shown(&r->speaker, domain->score, r->result->digits));
}

/* ---- lists of what decided ---- */

typedef struct listing { khung__str text; uint32_t named, more; } listing;

static void list(reasoner *r, listing *out, khung__str name, khung__str with)
{
    if (out->named == MOST_NAMED) {
        out->more++;
        return;
    }
    out->named++;
    khung__str entry = with.n ? KHUNG__SPEAK(&r->speaker, KHUNG__W_S_WITH, name, with) : name;
    out->text = khung__speaker_join(&r->speaker, out->text, "; ", entry);
}

static khung__str listed(reasoner *r, const listing *out)
{
    if (out->more == 0)
        return out->text;
    return KHUNG__SPEAK(&r->speaker, KHUNG__W_S_MORE, out->text, khung__speaker_micro(&r->speaker, out->more * KHUNG__MICRO));
}

static bool meets_own(const reasoner *r, const khung__condition *condition, uint32_t i)
{
    uint32_t c = condition->selected[i];
    const khung__standing *standing = &r->result->standings[c];
    if (condition->at_least && khung__judge_compare(standing, condition->at_least[i]) < 0)
        return false;
    if (condition->below && (khung__judge_compare(standing, condition->below[i]) < 0) == condition->has_at_most)
        return false;
    int order = khung__judge_compare(standing, r->speaker.framework->criteria[c].target);
    return !condition->at_target || (r->speaker.framework->lower ? order <= 0 : order >= 0);
}

/* The selected criteria that made the condition fail, or that leave it open. */
static khung__str criteria_detail(reasoner *r, const khung__condition *condition, khung__value value)
{
    listing out = {KHUNG__S(""), 0, 0};
    for (uint32_t i = 0; i < condition->selected_count; i++) {
        uint32_t c = condition->selected[i];
        const khung__standing *standing = &r->result->standings[c];
        khung__value known = khung__judge_standing(standing);
        bool named = value == KHUNG__UNKNOWN ? known == KHUNG__UNKNOWN : known == KHUNG__YES && !meets_own(r, condition, i);
        if (named)
            list(r, &out, khung__speaker_criterion(&r->speaker, c), standing_of(r, c));
    }
    return listed(r, &out);
}

static khung__str evidence_detail(reasoner *r, const khung__condition *condition, khung__value value)
{
    listing out = {KHUNG__S(""), 0, 0};
    for (uint32_t i = 0; i < condition->selected_count; i++) {
        uint32_t c = condition->selected[i];
        const khung__standing *standing = &r->result->standings[c];
        khung__value known = khung__judge_out(standing->state) ? KHUNG__VOID : khung__judge_standing(standing);
        if (value == KHUNG__UNKNOWN && known == KHUNG__UNKNOWN)
            list(r, &out, khung__speaker_criterion(&r->speaker, c), standing_of(r, c));
        else if (value == KHUNG__NO && known == KHUNG__YES && !standing->evidence)
            list(r, &out, khung__speaker_criterion(&r->speaker, c), KHUNG__S(""));
    }
    return value == KHUNG__NO ? KHUNG__SPEAK(&r->speaker, KHUNG__W_S_EVIDENCE_LACKS, listed(r, &out)) : listed(r, &out);
}

/* In a list the printed code is enough, as it is for criteria. */
static khung__str short_name(reasoner *r, uint32_t domain)
{
    khung__str code = r->speaker.framework->domains[domain].code;
    return code.n ? code : khung__speaker_domain(&r->speaker, domain);
}

static khung__str each_detail(reasoner *r, const khung__condition *condition, khung__value value)
{
    const khung__domain *root = &r->speaker.framework->domains[0];
    listing out = {KHUNG__S(""), 0, 0};
    for (uint32_t i = 0; i < root->child_count; i++) {
        khung__condition one = *condition;
        one.kind = KHUNG__IF_DOMAIN;
        one.index = root->children[i];
        if (r->speaker.framework->domains[one.index].weight > 0 && khung__score_condition(r->speaker.framework, r->result, &one) == value)
            list(r, &out, short_name(r, one.index), domain_standing(r, &condition->bounds, one.index));
    }
    return listed(r, &out);
}

static khung__str share_detail(reasoner *r, uint32_t part, uint32_t whole)
{
    khung__speaker *speaker = &r->speaker;
    return now(r, KHUNG__SPEAK(speaker, KHUNG__W_S_COUNT_OF, khung__speaker_micro(speaker, part * KHUNG__MICRO),
                               khung__speaker_micro(speaker, whole * KHUNG__MICRO)));
}

/* ---- one condition ---- */

static khung__str detail(reasoner *r, const khung__condition *condition, khung__value value)
{
    const khung_result *result = r->result;
    switch (condition->kind) {
    case KHUNG__IF_CRITERION:
        return standing_of(r, condition->index);
    case KHUNG__IF_DOMAIN:
        return domain_standing(r, &condition->bounds, condition->index);
    case KHUNG__IF_TOTAL:
        return domain_standing(r, &condition->bounds, 0);
    case KHUNG__IF_EACH_DOMAIN:
        return each_detail(r, condition, value);
    case KHUNG__IF_CRITERIA:
        return criteria_detail(r, condition, value);
    case KHUNG__IF_EVIDENCE:
        return evidence_detail(r, condition, value);
    case KHUNG__IF_ANSWERED_PERCENT:
        return share_detail(r, result->answered, result->applicable);
    case KHUNG__IF_NA_PERCENT:
        return share_detail(r, result->not_applicable, result->applicable + result->not_applicable);
    case KHUNG__IF_GATE:
        return khung__word(value == KHUNG__NO ? KHUNG__W_NO : KHUNG__W_UNKNOWN, r->speaker.language);
    case KHUNG__IF_PROFILE:
        if (!result->fact_given[condition->index])
            return khung__word(KHUNG__W_S_FACT_NOT_GIVEN, r->speaker.language);
        return now(r, khung__speaker_fact(&r->speaker, condition->index, result->fact_number[condition->index]));
    case KHUNG__IF_ALL_OF:
    case KHUNG__IF_ANY_OF:
    case KHUNG__IF_NONE_OF:
        break;
    }
    return KHUNG__S("");
}

static khung__str why(reasoner *r, const khung__condition *condition, khung__value value);

static bool is_composition(const khung__condition *condition)
{
    return condition->kind == KHUNG__IF_ALL_OF || condition->kind == KHUNG__IF_ANY_OF || condition->kind == KHUNG__IF_NONE_OF;
}

/* The members that came to that value, each with its own reason. */
static khung__str members(reasoner *r, const khung__condition *condition, khung__value value)
{
    khung__str text = KHUNG__S("");
    for (uint32_t i = 0; i < condition->child_count; i++) {
        const khung__condition *member = &condition->children[i];
        if (khung__score_condition(r->speaker.framework, r->result, member) == value)
            text = khung__speaker_join(&r->speaker, text, "; ", why(r, member, value));
    }
    return text;
}

static khung__str why(reasoner *r, const khung__condition *condition, khung__value value)
{
    if (value != KHUNG__NO && value != KHUNG__UNKNOWN)
        return khung__speaker_condition(&r->speaker, condition);
    if (!is_composition(condition)) {
        khung__str text = khung__speaker_condition(&r->speaker, condition), with = detail(r, condition, value);
        return with.n ? KHUNG__SPEAK(&r->speaker, KHUNG__W_S_WITH, text, with) : text;
    }
    if (value == KHUNG__NO && condition->kind == KHUNG__IF_NONE_OF)
        return KHUNG__SPEAK(&r->speaker, KHUNG__W_S_HOLDS_THOUGH, members(r, condition, KHUNG__YES));
    khung__str text = members(r, condition, value);
    return value == KHUNG__NO && condition->kind == KHUNG__IF_ANY_OF ? KHUNG__SPEAK(&r->speaker, KHUNG__W_S_NONE_HOLDS, text) : text;
}

khung__str khung__score_reason(khung__arena *arena, const khung_framework *framework, const khung_result *result, uint32_t gate)
{
    static const khung__word_id words[] = {KHUNG__W_S_REASON_NO, KHUNG__W_S_REASON_YES, KHUNG__W_S_REASON_UNKNOWN, KHUNG__W_S_REASON_VOID};
    khung__arena own = {0};
    reasoner r = {{&own, framework, khung__reason_language(framework), false}, result};
    khung__value value = result->gates[gate].value;
    khung__str text = KHUNG__SPEAK(&r.speaker, words[value], why(&r, framework->gates[gate].require, value));
    khung__str kept = r.speaker.failed ? (khung__str){0} : khung__str_copy(arena, text);
    khung__arena_free(&own);
    return kept;
}
