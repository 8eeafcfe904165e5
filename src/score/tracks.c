/* The files of one assessment against each other. */
#include "tracks.h"

/* ---- places ---- */

static khung__at place_of(const khung_answers *answers, const char *map, const char *key)
{
    const khung__node *node = khung__node_find(answers->tree->root, khung__str_of(map));
    const khung__node *value = node && key ? khung__node_find(node, khung__str_of(key)) : node;
    return khung__node_at(answers->tree, value ? value : node ? node : answers->tree->root);
}

static bool same_date(khung__date a, khung__date b)
{
    return khung__date_cmp(a, b) == 0;
}

/* ---- organisation and period ---- */

static khung_status check_organisation(const khung__tracks *tracks, const khung_answers *answers)
{
    const khung_answers *first = tracks->bounds[0].answers;
    if (khung__str_eq(answers->organisation_id, first->organisation_id))
        return KHUNG_OK;
    khung_status status = KHUNG__DIAG(tracks->log, KHUNG__D_OTHER_ORGANISATION, place_of(answers, "organisation", "id"),
                                      answers->organisation_id, first->organisation_id);
    khung__diag_also(tracks->log, KHUNG__D_FIRST_FILE, place_of(first, "organisation", "id"), &first->organisation_id, 1);
    return status;
}

static khung__str period_text(khung__arena *arena, const khung_answers *answers)
{
    khung__buf buf = {0};
    khung__buf_date(&buf, answers->from);
    khung__buf_z(&buf, " – ");
    khung__buf_date(&buf, answers->to);
    return khung__buf_take(&buf, arena);
}

static khung_status check_period(khung__tracks *tracks, const khung_answers *answers)
{
    const khung_answers *first = tracks->bounds[0].answers;
    if (same_date(answers->from, first->from) && same_date(answers->to, first->to))
        return KHUNG_OK;
    khung__str here = period_text(&tracks->arena, answers), there = period_text(&tracks->arena, first);
    if (!here.s || !there.s)
        return KHUNG_NO_MEMORY;
    const char *key = same_date(answers->from, first->from) ? "to" : "from";
    khung_status status = KHUNG__DIAG(tracks->log, KHUNG__D_OTHER_PERIOD, place_of(answers, "period", key), here, there);
    khung__diag_also(tracks->log, KHUNG__D_FIRST_FILE, place_of(first, "period", key), &there, 1);
    return status;
}

/* ---- one of a kind ---- */

static khung_status take_place(khung__tracks *tracks, uint32_t *place, uint32_t i, const char *name)
{
    if (*place == KHUNG__NONE) {
        *place = i;
        return KHUNG_OK;
    }
    khung__str word = khung__str_of(name);
    khung_status status = KHUNG__DIAG(tracks->log, KHUNG__D_TWO_TRACKS, place_of(tracks->bounds[i].answers, "track", NULL), word);
    khung__diag_also(tracks->log, KHUNG__D_FIRST_TRACK, place_of(tracks->bounds[*place].answers, "track", NULL), &word, 1);
    return status;
}

static khung_status give_place(khung__tracks *tracks, uint32_t i)
{
    switch (tracks->bounds[i].answers->track) {
    case KHUNG__SELF:
        return take_place(tracks, &tracks->self, i, "self");
    case KHUNG__CONSENSUS:
        return take_place(tracks, &tracks->consensus, i, "consensus");
    case KHUNG__REVIEWER:
        return take_place(tracks, &tracks->reviewer, i, "reviewer");
    case KHUNG__RESPONDENT:
        tracks->respondents++;
        break;
    }
    return KHUNG_OK;
}

/* ---- facts ---- */

static const khung__given *given_of(const khung__bound *bound, khung__str fact)
{
    for (uint32_t i = 0; i < bound->answers->profile_count; i++)
        if (khung__str_eq(bound->answers->profile[i].fact, fact))
            return &bound->answers->profile[i];
    return NULL;
}

static khung_status fact_differs(const khung__tracks *tracks, uint32_t fact, uint32_t here, uint32_t there)
{
    const khung__bound *a = &tracks->bounds[here], *b = &tracks->bounds[there];
    khung__str id = tracks->framework->facts[fact].id;
    const khung__given *mine = given_of(a, id), *other = given_of(b, id);
    khung_status status = KHUNG__DIAG(tracks->log, KHUNG__D_FACTS_DISAGREE, khung__node_at(a->answers->tree, mine->node), id, mine->value,
                                      other->value);
    khung__diag_also(tracks->log, KHUNG__D_OTHER_FACT, khung__node_at(b->answers->tree, other->node), &other->value, 1);
    return status;
}

/* The others must agree by value even where the reviewer's fact is taken in the end. */
static khung_status settle_fact(khung__tracks *tracks, uint32_t fact)
{
    khung_status status = KHUNG_OK;
    khung_fact *used = &tracks->facts[fact];
    uint32_t said_by = KHUNG__NONE;
    for (uint32_t i = 0; i < tracks->count && status == KHUNG_OK; i++) {
        const khung__bound *bound = &tracks->bounds[i];
        if (i == tracks->reviewer || !bound->fact_given[fact])
            continue;
        if (said_by == KHUNG__NONE) {
            said_by = i;
            *used = (khung_fact){true, bound->fact_number[fact]};
        } else if (bound->fact_number[fact] != used->value) {
            status = fact_differs(tracks, fact, i, said_by);
        }
    }
    if (tracks->reviewer != KHUNG__NONE && tracks->bounds[tracks->reviewer].fact_given[fact])
        *used = (khung_fact){true, tracks->bounds[tracks->reviewer].fact_number[fact]};
    return status;
}

/* ---- all files ---- */

/* The first failure stays, but one of memory goes before all. */
static void keep(khung_status *status, khung_status next)
{
    if (*status == KHUNG_OK || next == KHUNG_NO_MEMORY)
        *status = next;
}

static khung_status bind_all(khung__tracks *tracks, const khung_answers *const *files)
{
    khung_status status = KHUNG_OK;
    for (uint32_t i = 0; i < tracks->count; i++) {
        keep(&status, khung__answers_bind(&tracks->bounds[i], files[i], tracks->framework, &tracks->arena, tracks->log));
        tracks->bounds[i].answers = files[i];
        if (status == KHUNG_NO_MEMORY)
            return status;
    }
    for (uint32_t i = 0; i < tracks->count; i++) {
        keep(&status, give_place(tracks, i));
        keep(&status, check_organisation(tracks, files[i]));
        keep(&status, check_period(tracks, files[i]));
    }
    return status;
}

khung_status khung__tracks_bind(khung__tracks *tracks, const khung_framework *framework, const khung_answers *const *files, size_t count,
                                khung_log *log)
{
    *tracks = (khung__tracks){.framework = framework, .log = log, .count = (uint32_t)count};
    tracks->self = tracks->consensus = tracks->reviewer = KHUNG__NONE;
    tracks->bounds = khung__arena_alloc(&tracks->arena, count * sizeof *tracks->bounds);
    tracks->facts = khung__arena_alloc(&tracks->arena, framework->fact_count * sizeof *tracks->facts);
    return tracks->bounds && tracks->facts ? bind_all(tracks, files) : KHUNG_NO_MEMORY;
}

khung_status khung__tracks_open(khung__tracks *tracks, const khung_framework *framework, const khung_answers *const *files, size_t count,
                                khung_log *log)
{
    khung_status status = khung__tracks_bind(tracks, framework, files, count, log);
    for (uint32_t fact = 0; status == KHUNG_OK && fact < framework->fact_count; fact++)
        keep(&status, settle_fact(tracks, fact));
    return status;
}

void khung__tracks_free(khung__tracks *tracks)
{
    khung__arena_free(&tracks->arena);
}

/* ---- notes ---- */

static const khung__answer *first_answer(const khung__tracks *tracks, uint32_t criterion, uint32_t *track)
{
    for (*track = 0; *track < tracks->count; (*track)++) {
        const khung__answer *answer = tracks->bounds[*track].by_criterion[criterion];
        if (answer && answer->kind != KHUNG__ANSWER_NONE)
            return answer;
    }
    return NULL;
}

void khung__tracks_notes(const khung__tracks *tracks, const khung_official *official)
{
    if (tracks->self != KHUNG__NONE && tracks->consensus != KHUNG__NONE)
        khung__diag_add(tracks->log, KHUNG__D_SELF_BESIDE_CONSENSUS, place_of(tracks->bounds[tracks->self].answers, "track", NULL), NULL, 0);
    for (uint32_t c = 0; c < tracks->framework->criterion_count; c++) {
        uint32_t track;
        const khung__answer *answer = official[c].state == KHUNG_OUT_OF_SCOPE ? first_answer(tracks, c, &track) : NULL;
        if (answer)
            KHUNG__DIAG(tracks->log, KHUNG__D_ANSWER_OUT_OF_SCOPE, khung__node_key_at(tracks->bounds[track].answers->tree, answer->node),
                        tracks->framework->criteria[c].id);
    }
}
