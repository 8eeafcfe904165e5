/* A new round from the last: official answers are carried over, and count once somebody confirms them. */
#include <stdio.h>
#include <string.h>

#include "assess.h"

static const khung__at nowhere = {0};

/* The reviewer's value where there is one, else the organisation's agreed one, else its own; what the organisation listed as evidence
 * comes along, since its date decides whether it still counts. */
static const char official_sql[] =
    "WITH pinned AS (SELECT t.kind, t.answers FROM result r, json_each(r.tracks) k JOIN track t ON t.key = k.value "
    "  WHERE r.key = ?1 AND t.kind <> 'respondent'), "
    "said AS (SELECT p.kind, j.key AS criterion, iif(j.type = 'text', json_object('level', j.value), j.value) AS v "
    "  FROM pinned p, json_each(p.answers, '$.answers') j "
    "  WHERE p.kind <> 'self' OR NOT EXISTS (SELECT 1 FROM pinned WHERE kind = 'consensus')), "
    "full AS (SELECT kind, criterion, v, row_number() OVER (PARTITION BY criterion ORDER BY kind <> 'reviewer') AS n FROM said "
    "  WHERE coalesce(v -> '$.level', v -> '$.checks', v -> '$.quantity', v -> '$.na') IS NOT NULL) "
    "SELECT f.criterion, json_set(CASE WHEN f.kind = 'reviewer' THEN json_patch(json_remove(coalesce((SELECT o.v FROM said o "
    "  WHERE o.criterion = f.criterion AND o.kind <> 'reviewer'), '{}'), '$.level', '$.checks', '$.quantity', '$.na', '$.note'), "
    "  json_remove(f.v, '$.note', '$.evidence')) ELSE f.v END, '$.carried', 'true') FROM full f WHERE f.n = 1";

static const char facts_sql[] =
    "SELECT j.key, json_object('profile', json_object(j.key, j.value)) FROM (SELECT t.answers, t.kind FROM result r, json_each(r.tracks) k "
    "JOIN track t ON t.key = k.value WHERE r.key = ?1 AND t.answers -> '$.profile' IS NOT NULL) t, json_each(t.answers, '$.profile') j "
    "ORDER BY t.kind = 'reviewer', t.kind = 'consensus'";

/* Tells what is left behind, in the words of the mistake it would be. */
static khung_status tell_lost(khung__change *change, const khung__life *life, khung__str name, const khung_log *mistakes)
{
    const khung_message *first = khung_log_message(mistakes, 0);
    return KHUNG__DIAG(change->log, KHUNG__D_CARRY_LOST, nowhere, name, life->framework_id, life->framework_version,
                       khung__str_of(first ? first->text : ""));
}

typedef struct carrying {
    khung__change *change;
    const khung__life *life; /* of the new round */
    const khung_framework *framework;
} carrying;

/* Whether the answer or fact fits the framework; what does not is told. */
static khung_status fits(bool *good, const carrying *c, khung__str name, khung__str head, khung__str value)
{
    khung_log *mistakes = NULL;
    khung_answers *answers = NULL;
    khung__str cells[2] = {name, value};
    const khung__rows rows = {cells, value.s ? 1 : 0, 2};
    khung_status status = khung_log_new(&mistakes, c->change->log ? khung__diag_language(c->change->log) : "en");
    if (status == KHUNG_OK)
        status = khung__work_track(&answers, c->life, KHUNG__SELF, head, (khung__str){0}, &rows, mistakes);
    if (status == KHUNG_OK)
        status = khung__work_check(answers, c->framework, mistakes);
    *good = status == KHUNG_OK;
    if (status != KHUNG_OK && status != KHUNG_NO_MEMORY)
        status = tell_lost(c->change, c->life, name, mistakes);
    khung_answers_free(answers);
    khung_log_free(mistakes);
    return status;
}

static khung_status carry_answers(const carrying *c, khung__str result)
{
    khung__rows rows = {0};
    khung__change *change = c->change;
    const khung__whose own = {KHUNG__SELF, KHUNG__S("")};
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log, official_sql, "s", result);
    for (size_t i = 0; i < rows.count && status == KHUNG_OK; i++) {
        bool good = false;
        khung__str criterion = KHUNG__CELL(&rows, i, 0), value = KHUNG__CELL(&rows, i, 1);
        status = fits(&good, c, criterion, (khung__str){0}, value);
        if (status == KHUNG_OK && good)
            status = khung__work_put(change, c->life, own, criterion, value, (khung__str){0}, (khung__str){0}, -1);
    }
    return status;
}

static khung_status carry_facts(const carrying *c, khung__str result)
{
    khung__rows rows = {0};
    khung__change *change = c->change;
    khung__str head;
    const khung__whose own = {KHUNG__SELF, KHUNG__S("")};
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log, facts_sql, "s", result);
    for (size_t i = 0; i < rows.count && status == KHUNG_OK; i++) {
        bool good = false;
        status = fits(&good, c, KHUNG__CELL(&rows, i, 0), KHUNG__CELL(&rows, i, 1), (khung__str){0});
        if (status == KHUNG_OK && good)
            status = khung__work_merge(&head, change, c->life, own, KHUNG__S(""), KHUNG__CELL(&rows, i, 1), 0);
        if (status == KHUNG_OK && good)
            status = khung__work_put(change, c->life, own, KHUNG__S(""), head, (khung__str){0}, (khung__str){0}, -1);
    }
    return status;
}

static khung_status carry(khung__change *change, const char *id, const char *before, khung__begin *what, khung_framework **newest)
{
    khung__life old, life;
    khung_status status = khung__life_find(&old, change->store, &change->arena, before, change->log);
    if (status != KHUNG_OK)
        return status;
    if (!old.result.s)
        return KHUNG__DIAG(change->log, KHUNG__D_STORE_NO_RESULT, nowhere, old.id);
    if (!what->framework) { /* the newest that is kept */
        status = khung_store_framework_load(newest, change->store, old.framework_id.s, change->log);
        what->framework = *newest;
    }
    if (status != KHUNG_OK)
        return status;
    if (!khung__str_eq(old.framework_id, what->framework->id))
        return KHUNG__DIAG(change->log, KHUNG__D_CARRY_FRAMEWORK, nowhere, old.id, old.framework_id, what->framework->id);
    what->organisation = old.organisation_id;
    what->before = khung__str_of(old.key);
    status = khung__assess_put(change, what);
    if (status == KHUNG_OK)
        status = khung__life_find(&life, change->store, &change->arena, id, change->log);
    const carrying c = {change, &life, what->framework};
    if (status == KHUNG_OK)
        status = carry_facts(&c, old.result);
    return status == KHUNG_OK ? carry_answers(&c, old.result) : status;
}

khung_status khung_assess_continue(khung_store *store, const char *id, const char *before, const khung_framework *framework, const char *from,
                                   const char *to, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung_framework *newest = NULL;
    if (!store || !id || !before || !from || !to)
        return KHUNG_BAD_CALL;
    khung__begin what = {id, from, to, {0}, {0}, framework};
    khung_status status = khung__change_begin(&change, store, "assess.continue", person ? person : "", now, log);
    if (status == KHUNG_OK)
        status = khung__change_end(&change, carry(&change, id, before, &what, &newest));
    khung_framework_free(newest);
    return status;
}

/* ---- confirm ---- */

/* `word`: what the criterion was called; absent with the criterion: all of them. */
static khung_status confirm_rows(size_t *count, khung__change *change, const khung__life *life, khung__str criterion, khung__str word)
{
    khung__rows rows = {0};
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log,
                                        "SELECT kind, person, criterion, json_remove(value, '$.carried') FROM answer WHERE assessment = ?1 "
                                        "AND kind <> 'reviewer' AND value ->> '$.carried' = 'true' AND (?2 IS NULL OR criterion = ?2)", "ts", life->key,
                                        criterion);
    for (size_t i = 0; i < rows.count && status == KHUNG_OK; i++)
        status = khung__change_set(change, KHUNG__T_answer, "value at by", "tsss" "stt", life->key, KHUNG__CELL(&rows, i, 0), KHUNG__CELL(&rows, i, 1),
                                   KHUNG__CELL(&rows, i, 2), KHUNG__CELL(&rows, i, 3), change->time, change->person);
    if (status == KHUNG_OK && rows.count == 0 && criterion.s)
        status = KHUNG__DIAG(change->log, KHUNG__D_CONFIRM_NONE, nowhere, word, life->id);
    *count += rows.count;
    return status;
}

/* Those that `words` name, by id or code; all names are looked at first. */
static khung_status confirm_named(size_t *count, khung__change *change, const khung__life *life, const char *const *words, size_t n)
{
    khung__str *named = khung__arena_alloc(&change->arena, 2 * n * sizeof *named);
    for (size_t i = 0; named && i < n; i++)
        named[n + i] = khung__str_of(words[i]);
    khung_status status = named ? khung__assess_named(named, change, life, named + n, n) : KHUNG_NO_MEMORY;
    for (size_t i = 0; i < n && status == KHUNG_OK; i++)
        status = confirm_rows(count, change, life, named[i], named[n + i]);
    return status;
}

khung_status khung_assess_confirm(size_t *confirmed, khung_store *store, const char *id, const char *const *criteria, size_t count, const char *person,
                                  int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    size_t n = 0;
    const khung__call call = {store, id, person, now, log};
    if (!confirmed || !store || !id || (criteria && count == 0))
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "assess.confirm", KHUNG__ACT_ANSWER, NULL);
    if (status != KHUNG_OK)
        return status;
    status = khung__work_begin(&change, &life);
    if (!criteria && status == KHUNG_OK)
        status = confirm_rows(&n, &change, &life, (khung__str){0}, (khung__str){0});
    if (criteria && status == KHUNG_OK)
        status = confirm_named(&n, &change, &life, criteria, count);
    status = khung__change_end(&change, status);
    if (status == KHUNG_OK)
        *confirmed = n;
    return status;
}
