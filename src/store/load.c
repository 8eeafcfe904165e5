/* Loading back: what was kept is read by the same loaders that read files. */
#include "../score.h"
#include "life.h"
#include "save.h"

#include <string.h>

khung_status khung_store_framework_load(khung_framework **out, khung_store *store, const char *name, khung_log *log)
{
    if (!out || !store || !name)
        return KHUNG_BAD_CALL;
    khung__arena arena = {0};
    khung__rows rows = {0};
    bool digest = strncmp(name, "sha256:", 7) == 0;
    const char *sql = digest ? "SELECT source, id FROM framework WHERE digest = ?1"
                             : "SELECT source, id FROM framework WHERE id = ?1 ORDER BY added DESC, rowid DESC LIMIT 1";
    khung_status status = khung__gather(&rows, store, &arena, log, sql, "t", name);
    if (status == KHUNG_OK && rows.count == 0)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NO_FRAMEWORK, (khung__at){0}, khung__str_of(name));
    if (status == KHUNG_OK) /* diagnostics call it by its id */
        status = khung_framework_load(out, rows.cell[1].s, rows.cell[0].s, rows.cell[0].n, log);
    khung__arena_free(&arena);
    return status;
}

/* The kept form of a result as the JSON of scoring.md. */
static khung_status render(char **out, khung_store *store, const char *id, khung__str digest, khung__str kept, khung_log *log)
{
    khung_framework *framework = NULL;
    khung_result *result = NULL;
    khung_status status = khung_store_framework_load(&framework, store, digest.s, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__result_unkeep(&result, framework, kept);
    if (status == KHUNG_BAD_DATA)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_BAD_RESULT, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK)
        status = khung_result_json(out, result);
    khung_result_free(result);
    khung_framework_free(framework);
    return status;
}

khung_status khung_store_result_json(char **out, khung_store *store, const char *id, khung_log *log)
{
    static const char sql[] = "SELECT r.content FROM assessment a JOIN result r ON r.key = a.result WHERE a.key = ?1";
    if (!out || !store || !id)
        return KHUNG_BAD_CALL;
    khung__arena arena = {0};
    khung__str assessment, content, digest;
    khung_status status = khung__store_one(&assessment, store, &arena, log, "SELECT key FROM assessment WHERE id = ?1", "t", id);
    if (status == KHUNG_OK && !assessment.s)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NO_ASSESSMENT, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK)
        status = khung__store_one(&content, store, &arena, log, sql, "t", assessment.s);
    if (status == KHUNG_OK && !content.s)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NO_RESULT, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK)
        status = khung__store_one(&digest, store, &arena, log, "SELECT framework FROM assessment WHERE key = ?1", "t", assessment.s);
    if (status == KHUNG_OK)
        status = render(out, store, id, digest, content, log);
    khung__arena_free(&arena);
    return status;
}

/* ---- an assessment with the answers its newest result rests on ---- */

static const char newest_result[] =
    "SELECT result FROM assessment WHERE id = ?1";

void khung__free_tracks(khung_answers **tracks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        khung_answers_free(tracks[i]);
    khung__free(tracks);
}

/* What diagnostics and documents call a stored file of answers: hoi-song-xanh-2026/self; the second of a kind self-2. */
static khung__str name_of(khung__arena *arena, const char *id, const char *kind, khung_answers *const *before, size_t count)
{
    khung__buf name = {0};
    int64_t number = 1;
    khung__buf_printf(&name, "%s/%s", id, kind);
    for (size_t i = 0; i < count; i++)
        number += strcmp(khung__store_kinds[before[i]->track], kind) == 0;
    if (number > 1) {
        khung__buf_char(&name, '-');
        khung__buf_int(&name, number);
    }
    return khung__buf_take(&name, arena);
}

static khung_status grow(khung_answers ***tracks, size_t count)
{
    khung_answers **more = khung__realloc(*tracks, (count + 1) * sizeof **tracks);
    if (!more)
        return KHUNG_NO_MEMORY;
    *tracks = more;
    return KHUNG_OK;
}

/* Who answered stands beside the track, so that it can be erased. */
static khung_status add_by(khung_answers *answers, sqlite3_stmt *row)
{
    khung__str *const parts[] = {&answers->by_name, &answers->by_role};
    for (int i = 0; i < 2; i++) {
        const char *text = (const char *)sqlite3_column_text(row, 2 + i);
        if (text && *text)
            *parts[i] = khung__str_copy(&answers->arena, khung__str_of(text));
        if (text && *text && !parts[i]->s)
            return KHUNG_NO_MEMORY;
    }
    return KHUNG_OK;
}

static khung_status load_track(khung_answers **out, sqlite3_stmt *row, const char *id, khung_answers *const *before, size_t count, khung_log *log)
{
    khung__arena arena = {0};
    const char *kind = (const char *)sqlite3_column_text(row, 0), *text = (const char *)sqlite3_column_text(row, 1);
    khung__str name = kind ? name_of(&arena, id, kind, before, count) : (khung__str){0};
    khung_status status = KHUNG_NO_MEMORY;
    if (name.s && text)
        status = khung_answers_load(out, name.s, text, (size_t)sqlite3_column_bytes(row, 1), log);
    khung__arena_free(&arena);
    if (status != KHUNG_OK)
        return status;
    status = add_by(*out, row);
    if (status != KHUNG_OK)
        khung_answers_free(*out);
    return status;
}

khung_status khung__load_tracks(khung_answers ***tracks, size_t *count, khung_store *store, const char *id, const char *keys, khung_log *log)
{
    sqlite3_stmt *question = NULL;
    bool row = true;
    khung_status status = khung__store_ask(&question, store, log,
                                           "SELECT t.kind, t.answers, p.content ->> '$.name', p.content ->> '$.role' "
                                           "FROM json_each(?1) j JOIN track t ON t.key = j.value "
                                           "LEFT JOIN personal p ON p.subject = t.key ORDER BY j.key", "t", keys);
    while (status == KHUNG_OK && row) {
        status = khung__store_step(store, question, &row, log);
        if (status != KHUNG_OK || !row)
            break;
        status = grow(tracks, *count);
        if (status == KHUNG_OK)
            status = load_track(&(*tracks)[*count], question, id, *tracks, *count, log);
        if (status == KHUNG_OK)
            (*count)++;
    }
    sqlite3_finalize(question);
    return status;
}

khung_status khung_store_assessment_load(khung_framework **framework, khung_answers ***tracks, size_t *count, khung_store *store, const char *id,
                                         khung_log *log)
{
    if (!framework || !tracks || !count || !store || !id)
        return KHUNG_BAD_CALL;
    khung__arena arena = {0};
    khung__str known, result, keys, digest = {0};
    khung_answers **list = NULL;
    size_t n = 0;
    khung_status status = khung__store_one(&known, store, &arena, log, "SELECT key FROM assessment WHERE id = ?1", "t", id);
    if (status == KHUNG_OK && !known.s)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NO_ASSESSMENT, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK)
        status = khung__store_one(&result, store, &arena, log, newest_result, "t", id);
    if (status == KHUNG_OK && !result.s)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NO_RESULT, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK)
        status = khung__store_one(&digest, store, &arena, log, "SELECT framework FROM result WHERE key = ?1", "t", result.s);
    if (status == KHUNG_OK)
        status = khung__store_one(&keys, store, &arena, log, "SELECT tracks FROM result WHERE key = ?1", "t", result.s);
    if (status == KHUNG_OK)
        status = khung__load_tracks(&list, &n, store, id, keys.s, log);
    if (status == KHUNG_OK)
        status = khung_store_framework_load(framework, store, digest.s, log);
    khung__arena_free(&arena);
    if (status != KHUNG_OK) {
        khung__free_tracks(list, n);
        return status;
    }
    *tracks = list;
    *count = n;
    return KHUNG_OK;
}

/* ---- the round before ---- */

/* The round whose answers this one began with, else the last one of the same organisation and framework that ended earlier. Its answers
 * name the organisation as this one's do, which an id given anew would prevent. */
static const char round_before[] =
    "WITH said AS (SELECT a.key, (SELECT t.answers ->> '$.organisation.id' FROM result r, json_each(r.tracks) j JOIN track t ON t.key = j.value "
    "                             WHERE r.key = a.result LIMIT 1) AS organisation FROM assessment a WHERE a.organisation = "
    "                            (SELECT organisation FROM assessment WHERE id = ?1) AND a.result IS NOT NULL) "
    "SELECT b.id FROM assessment a JOIN said x ON x.key = a.key JOIN assessment b ON b.organisation = a.organisation "
    "JOIN said y ON y.key = b.key AND y.organisation = x.organisation "
    "JOIN framework f ON f.digest = a.framework JOIN framework g ON g.digest = b.framework AND g.id = f.id "
    "WHERE a.id = ?1 AND b.period_to < a.period_to AND b.state <> 'withdrawn' "
    "ORDER BY b.key = a.before DESC, b.period_to DESC, b.id LIMIT 1";

khung_status khung_store_round_before(char **id, khung_store *store, const char *assessment, khung_log *log)
{
    if (!id || !store || !assessment)
        return KHUNG_BAD_CALL;
    khung__arena arena = {0};
    khung__str found;
    *id = NULL;
    khung_status status = khung__store_one(&found, store, &arena, log, round_before, "t", assessment);
    if (status == KHUNG_OK && found.s) {
        *id = khung__alloc(found.n + 1);
        if (*id)
            memcpy(*id, found.s, found.n + 1);
        else
            status = KHUNG_NO_MEMORY;
    }
    khung__arena_free(&arena);
    return status;
}
