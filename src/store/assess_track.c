/* Tracks of answers that are worked on, whole: handed out as they were said, and changed a value at a time, as an interview does it. */
#include "assess.h"

#include <stdio.h>
#include <string.h>

/* ---- handing out ---- */

static char *name_of(khung__whose whose, khung__str own)
{
    khung__buf name = {0};
    khung__buf_z(&name, khung__store_kinds[whose.kind]);
    if (whose.kind == KHUNG__RESPONDENT && !khung__str_eq(whose.person, own)) {
        khung__buf_char(&name, ':');
        khung__buf_str(&name, whose.person);
    }
    if (name.failed)
        khung__buf_free(&name);
    return name.failed ? NULL : name.s;
}

static khung_status hand_out(khung_answers ***tracks, char ***names, size_t *count, khung__work *work, khung__str own)
{
    char **list = khung__alloc((work->count + 1) * sizeof *list);
    khung_status status = list ? KHUNG_OK : KHUNG_NO_MEMORY;
    size_t n = 0;
    while (status == KHUNG_OK && n < work->count)
        if (!(list[n] = name_of(work->whose[n], own)))
            status = KHUNG_NO_MEMORY;
        else
            n++;
    if (status != KHUNG_OK) {
        for (size_t i = 0; i < n; i++)
            khung__free(list[i]);
        khung__free(list);
        return status;
    }
    *tracks = work->tracks;
    *names = list;
    *count = n;
    work->tracks = NULL;
    work->count = 0;
    return KHUNG_OK;
}

khung_status khung_assess_working(khung_answers ***tracks, char ***names, size_t *count, khung_store *store, const char *id, const char *person,
                                 khung_log *log)
{
    khung__arena arena = {0};
    khung__life life;
    khung__work work = {0};
    khung__str own = {0};
    if (!tracks || !names || !count || !store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_find(&life, store, &arena, id, log);
    if (status == KHUNG_OK)
        status = khung__work_said(&work, store, &arena, &life, log);
    if (status == KHUNG_OK)
        status = khung__store_one(&own, store, &arena, log, "SELECT key FROM person WHERE id = ?1", "t", person ? person : "");
    if (status == KHUNG_OK)
        status = hand_out(tracks, names, count, &work, own);
    khung__work_free(&work);
    khung__arena_free(&arena);
    return status;
}

khung_status khung_assess_evidence(khung_answers **out, khung_store *store, const char *id, khung_log *log)
{
    khung__arena arena = {0};
    khung__life life;
    if (!out || !store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_find(&life, store, &arena, id, log);
    if (status == KHUNG_OK)
        status = khung__work_evidence(out, store, &arena, &life, log);
    khung__arena_free(&arena);
    return status;
}

khung_status khung_assess_respondent(char track[KHUNG_TRACK_SIZE], int64_t now)
{
    char key[KHUNG__UUID_SIZE];
    if (!khung__uuid(key, now))
        return KHUNG_INTERNAL;
    snprintf(track, KHUNG_TRACK_SIZE, "respondent:%s", key);
    return KHUNG_OK;
}

/* ---- one value ---- */

/* The value as SQLite writes JSON; KHUNG_BAD_CALL where it is none. */
static khung_status read_value(khung__str *out, khung__change *change, const char *value)
{
    khung_status status = khung__store_one(out, change->store, &change->arena, change->log, "SELECT CASE WHEN json_valid(?1) THEN json(?1) END", "s",
                                           khung__str_of(value));
    return status == KHUNG_OK && !out->s ? KHUNG_BAD_CALL : status;
}

static khung_status remove_value(khung__change *change, const khung__life *life, khung__whose whose, khung__str criterion)
{
    int64_t there = 0;
    const char *kind = khung__store_kinds[whose.kind];
    khung_status status = khung__store_number(&there, change->store, change->log,
                                              "SELECT 1 FROM answer WHERE assessment = ?1 AND kind = ?2 AND person = ?3 AND criterion = ?4", "ttss",
                                              life->key, kind, whose.person, criterion);
    return status == KHUNG_OK && there ? khung__change_remove(change, KHUNG__T_answer, "ttss", life->key, kind, whose.person, criterion) : status;
}

static khung_status check(khung__change *change, const khung__life *life, khung__whose whose, khung__str criterion, khung__str value)
{
    khung_framework *framework = NULL;
    if (criterion.n == 0)
        return khung__say_head(change, life, whose, value);
    khung_status status = khung__work_framework(&framework, change->store, life, change->log);
    if (status == KHUNG_OK)
        status = khung__say(change, life, whose, framework, criterion, value);
    khung_framework_free(framework);
    return status;
}

static khung_status set(khung__change *change, const khung__life *life, const char *track, khung__str criterion, const char *value)
{
    khung__whose whose;
    khung__str text;
    khung_status status = khung__whose_named(&whose, change, track);
    if (status == KHUNG_OK)
        status = khung__work_begin(change, life);
    if (status != KHUNG_OK || !*value)
        return status == KHUNG_OK ? remove_value(change, life, whose, criterion) : status;
    status = read_value(&text, change, value);
    if (status == KHUNG_OK)
        status = check(change, life, whose, criterion, text);
    return status == KHUNG_OK ? khung__work_put(change, life, whose, criterion, text, (khung__str){0}, (khung__str){0}, -1) : status;
}

khung_status khung_assess_set(khung_store *store, const char *id, const char *track, const char *criterion, const char *value, const char *person,
                              int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id || !criterion || !value)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, *criterion ? "assess.answer" : "assess.profile", KHUNG__ACT_ANSWER, NULL);
    return status == KHUNG_OK ? khung__change_end(&change, set(&change, &life, track, khung__str_of(criterion), value)) : status;
}

khung_status khung_assess_may_answer(khung_store *store, const char *id, const char *track, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    khung__whose whose;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "assess.answer", KHUNG__ACT_ANSWER, NULL);
    return status == KHUNG_OK ? khung__change_end(&change, khung__whose_named(&whose, &change, track)) : status;
}
