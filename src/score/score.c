#include "result.h"

#include <string.h>

const char *const khung__state_names[] = {"answered",     "not_applicable", "unanswered", "unverified",
                                          "fact_missing", "out_of_scope",   "future",     "retired"};
const char *const khung__value_names[] = {"no", "yes", "unknown", "void"};

/* ---- official answers ---- */

/* What was said as an official answer; too large a mean goes into `wide`. */
static void put_value(khung_official *out, khung__wide *wide, const khung__said *said, bool checklist)
{
    if (said->what == KHUNG__SAID_NA) {
        out->level = KHUNG_LEVEL_NA;
    } else if (said->level != KHUNG__NONE) {
        out->level = (uint8_t)said->level;
    } else if (said->over == 1 && checklist) {
        out->micro = (int64_t)said->above;
    } else if (said->over < KHUNG__WIDE && said->above <= INT64_MAX) {
        out->over = (uint16_t)said->over;
        out->micro = (int64_t)said->above;
    } else {
        out->over = KHUNG__WIDE;
        *wide = (khung__wide){said->above, said->over};
    }
}

/* Section 1.4 and the last three states of section 2. */
void khung__filling_official(khung__filling *filling, uint32_t c)
{
    const khung_framework *framework = filling->scorer->framework;
    const khung__said *said = &filling->self[c];
    bool unverified = false;
    if (filling->tracks->reviewer != KHUNG__NONE) {
        if (filling->reviewer[c].what != KHUNG__SAID_NOTHING)
            said = &filling->reviewer[c];
        else
            unverified = said->what != KHUNG__SAID_NOTHING && framework->unverified != KHUNG__UNVERIFIED_SELF;
    }
    khung_official *official = &filling->official[c];
    *official = (khung_official){0};
    if (said->what == KHUNG__SAID_NOTHING)
        official->state = KHUNG_UNANSWERED;
    else if (unverified)
        official->state = KHUNG_UNVERIFIED;
    else
        official->state = said->what == KHUNG__SAID_NA ? KHUNG_NOT_APPLICABLE : KHUNG_ANSWERED;
    if (said->what != KHUNG__SAID_NOTHING)
        put_value(official, &filling->wide[c], said, framework->criteria[c].method == KHUNG__CHECKLIST);
}

/* Bit i: the item is there and fresh. Bit 31 speaks for all items from there on that are due. */
static uint32_t evidence_mask(const khung__filling *filling, uint32_t c)
{
    const khung_framework *framework = filling->scorer->framework;
    khung__standing standing;
    khung__scorer_stand(&standing, filling->scorer, &filling->official[c], filling->wide, c);
    uint32_t mask = 0x80000000u;
    for (uint32_t i = 0; i < framework->criteria[c].evidence_count; i++) {
        bool present = khung__tracks_evidence(filling->tracks, c, i) == KHUNG__PRESENT;
        if (i < 31)
            mask |= (uint32_t)present << i;
        else if (!present && standing.has && khung__scorer_due(framework, &standing, c, i))
            mask &= 0x7fffffffu;
    }
    return mask;
}

khung_status khung__filling_answers(khung__filling *filling)
{
    const khung__tracks *tracks = filling->tracks;
    const khung_framework *framework = tracks->framework;
    uint32_t count = framework->criterion_count;
    khung__arena *arena = &filling->scratch->arena;
    filling->self = khung__arena_alloc(arena, count * sizeof *filling->self);
    filling->reviewer = khung__arena_alloc(arena, count * sizeof *filling->reviewer);
    filling->official = khung__arena_alloc(arena, count * sizeof *filling->official);
    filling->wide = khung__arena_alloc(arena, count * sizeof *filling->wide);
    khung__micro *numbers = khung__arena_alloc(arena, tracks->respondents * sizeof *numbers);
    if (!filling->self || !filling->reviewer || !filling->official || !filling->wide || !numbers)
        return KHUNG_NO_MEMORY;
    for (uint32_t c = 0; c < count; c++) {
        filling->self[c] = khung__tracks_self(tracks, c, numbers);
        if (tracks->reviewer != KHUNG__NONE)
            filling->reviewer[c] = khung__tracks_said(tracks, tracks->reviewer, c);
        khung__filling_official(filling, c);
    }
    khung_scorer_scope(filling->official, filling->scorer, tracks->facts, count);
    for (uint32_t c = 0; c < count; c++)
        if (framework->criteria[c].evidence_count > 0)
            filling->official[c].evidence = evidence_mask(filling, c);
    return KHUNG_OK;
}

/* ---- the call ---- */

static khung_status score_with(khung__filling *filling)
{
    khung_summary summary;
    khung_status status = khung__filling_answers(filling);
    if (status == KHUNG_OK)
        status = khung__scorer_run(&summary, filling->scratch, filling->official, filling->wide, filling->tracks->facts);
    if (status != KHUNG_OK)
        return status == KHUNG_BAD_DATA ? KHUNG_INTERNAL : status;
    khung__tracks_notes(filling->tracks, filling->official);
    return khung__filling_result(filling, &summary);
}

static khung_status score_tracks(khung_result **out, const khung__tracks *tracks)
{
    khung__filling filling = {.tracks = tracks};
    khung_scorer *scorer = NULL;
    khung_result *result = khung__alloc(sizeof *result);
    khung_status status = result ? khung_scorer_prepare(&scorer, tracks->framework, tracks->log) : KHUNG_NO_MEMORY;
    if (result)
        memset(result, 0, sizeof *result);
    if (status == KHUNG_OK)
        status = khung_scratch_new(&filling.scratch, scorer);
    filling.scorer = scorer;
    filling.result = result;
    if (status == KHUNG_OK)
        status = score_with(&filling);
    if (status == KHUNG_OK)
        *out = result;
    else
        khung_result_free(result);
    khung_scratch_free(filling.scratch);
    khung_scorer_free(scorer);
    return status;
}

khung_status khung_score(khung_result **out, const khung_framework *framework, const khung_answers *const *tracks, size_t count, khung_log *log)
{
    if (!out || !framework || !tracks || count == 0 || count >= KHUNG__NONE)
        return KHUNG_BAD_CALL;
    for (size_t i = 0; i < count; i++)
        if (!tracks[i])
            return KHUNG_BAD_CALL;
    khung__tracks opened;
    khung_status status = khung__tracks_open(&opened, framework, tracks, count, log);
    if (status == KHUNG_OK)
        status = score_tracks(out, &opened);
    khung__tracks_free(&opened);
    return status;
}

void khung_result_free(khung_result *result)
{
    if (!result)
        return;
    khung__arena_free(&result->arena);
    khung__tree_free(result->framework_tree);
    khung__free(result);
}

bool khung_result_complete(const khung_result *result)
{
    return result && result->complete;
}

const char *khung_result_grade(const khung_result *result)
{
    return result ? result->grade_id.s : NULL;
}

/* ---- conditions on a finished result ---- */

static khung__value measure(const khung__case *asked, khung_fraction *out, uint32_t domain, bool percent)
{
    const khung_result *result = asked->source;
    const khung__domain_result *about = &result->domains[domain];
    khung__rat value = percent ? about->percent : about->score;
    if (!about->complete)
        return KHUNG__UNKNOWN;
    if (!about->score.has)
        return result->all_void[domain] ? KHUNG__VOID : KHUNG__UNKNOWN;
    if (!value.has)
        return KHUNG__UNKNOWN;
    *out = (khung_fraction){value.num, value.den, value.num_n, value.den_n};
    return KHUNG__YES;
}

khung__value khung__score_condition(const khung_framework *framework, const khung_result *result, const khung__condition *condition)
{
    /* The case only reads through `source`. */
    khung__case asked = {framework,          result->standings, result->facts,          result->gate_values, result->applicable,
                         result->answered,   result->not_applicable, measure, (void *)(uintptr_t)result};
    return khung__judge(&asked, condition);
}
