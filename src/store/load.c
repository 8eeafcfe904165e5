/* Loading back: what was kept is read by the same loaders that read files. */
#include "inside.h"

#include <string.h>

/* The one text that a question with one parameter finds; absent when there is no row. */
static khung_status one_text(khung__str *out, khung_store *store, const char *sql, const char *parameter, khung__arena *arena, khung_log *log)
{
    sqlite3_stmt *question = NULL;
    bool row = false;
    khung_status status = khung__store_ask(&question, store, log, sql, "t", parameter);
    if (status == KHUNG_OK)
        status = khung__store_step(store, question, &row, log);
    *out = (khung__str){0};
    if (row) {
        *out = khung__store_text(question, 0, arena);
        status = out->s || sqlite3_column_type(question, 0) == SQLITE_NULL ? status : KHUNG_NO_MEMORY;
    }
    sqlite3_finalize(question);
    return status;
}

khung_status khung_store_framework_load(khung_framework **out, khung_store *store, const char *name, khung_log *log)
{
    if (!out || !store || !name)
        return KHUNG_BAD_CALL;
    khung__arena arena = {0};
    khung__str content;
    bool digest = strncmp(name, "sha256:", 7) == 0;
    const char *sql = digest ? "SELECT source FROM framework WHERE digest = ?1"
                             : "SELECT source FROM framework WHERE id = ?1 ORDER BY added DESC, rowid DESC";
    khung_status status = one_text(&content, store, sql, name, &arena, log);
    if (status == KHUNG_OK && !content.s)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NO_FRAMEWORK, (khung__at){0}, khung__str_of(name));
    if (status == KHUNG_OK)
        status = khung_framework_load(out, name, content.s, content.n, log);
    khung__arena_free(&arena);
    return status;
}

khung_status khung_store_result_json(char **out, khung_store *store, const char *id, khung_log *log)
{
    if (!out || !store || !id)
        return KHUNG_BAD_CALL;
    khung__arena arena = {0};
    khung__str assessment, content;
    khung_status status = one_text(&assessment, store, "SELECT key FROM assessment WHERE id = ?1", id, &arena, log);
    if (status == KHUNG_OK && !assessment.s)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NO_ASSESSMENT, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK)
        status = one_text(&content, store, "SELECT content FROM result WHERE assessment = ?1 ORDER BY made DESC, rowid DESC", assessment.s, &arena, log);
    if (status == KHUNG_OK && !content.s)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NO_RESULT, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK) {
        char *copy = khung__alloc(content.n + 1);
        if (copy)
            *out = memcpy(copy, content.s, content.n + 1);
        else
            status = KHUNG_NO_MEMORY;
    }
    khung__arena_free(&arena);
    return status;
}

/* ---- an assessment with the answers its newest result rests on ---- */

static const char newest_result[] =
    "SELECT r.key FROM result r JOIN assessment a ON a.key = r.assessment WHERE a.id = ?1 ORDER BY r.made DESC, r.rowid DESC LIMIT 1";

static void free_tracks(khung_answers **tracks, size_t count)
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

static khung_status load_track(khung_answers **out, sqlite3_stmt *row, const char *id, khung_answers *const *before, size_t count, khung_log *log)
{
    khung__arena arena = {0};
    const char *kind = (const char *)sqlite3_column_text(row, 0), *text = (const char *)sqlite3_column_text(row, 1);
    khung__str name = kind ? name_of(&arena, id, kind, before, count) : (khung__str){0};
    khung_status status = KHUNG_NO_MEMORY;
    if (name.s && text)
        status = khung_answers_load(out, name.s, text, (size_t)sqlite3_column_bytes(row, 1), log);
    khung__arena_free(&arena);
    return status;
}

static khung_status load_tracks(khung_answers ***tracks, size_t *count, khung_store *store, const char *id, const char *result, khung_log *log)
{
    sqlite3_stmt *question = NULL;
    bool row = true;
    khung_status status = khung__store_ask(&question, store, log,
                                           "SELECT t.kind, t.answers FROM result_track rt JOIN track t ON t.key = rt.track WHERE rt.result = ?1 "
                                           "ORDER BY rt.position", "t", result);
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
    khung__str known, result, digest = {0};
    khung_answers **list = NULL;
    size_t n = 0;
    khung_status status = one_text(&known, store, "SELECT key FROM assessment WHERE id = ?1", id, &arena, log);
    if (status == KHUNG_OK && !known.s)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NO_ASSESSMENT, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK)
        status = one_text(&result, store, newest_result, id, &arena, log);
    if (status == KHUNG_OK && !result.s)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NO_RESULT, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK)
        status = one_text(&digest, store, "SELECT framework FROM result WHERE key = ?1", result.s, &arena, log);
    if (status == KHUNG_OK)
        status = load_tracks(&list, &n, store, id, result.s, log);
    if (status == KHUNG_OK)
        status = khung_store_framework_load(framework, store, digest.s, log);
    khung__arena_free(&arena);
    if (status != KHUNG_OK) {
        free_tracks(list, n);
        return status;
    }
    *tracks = list;
    *count = n;
    return KHUNG_OK;
}
