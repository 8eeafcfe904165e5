/* An older store becomes one of today: copied beside itself first, then changed in one transaction. One of version 2 has all its tables and its
 * log; what version 3 adds stands at the end of store.sql, and no row is touched. Of one of version 1 every row is entered anew through an
 * event "migrate", so that the log gives the state as in any other store. The time of these events is that of the last thing version 1 wrote,
 * since the library asks no clock; they are nobody's acts. */
#include "copy.h"
#include "save.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The old tables step aside. `key` and `now` are what version 2 calls the person and the track. */
static const char set_aside[] =
    "DROP INDEX framework_by_id; DROP INDEX track_by_organisation; DROP INDEX result_by_assessment; DROP INDEX result_by_organisation; "
    "DROP INDEX result_track_by_track; DROP TABLE result_criterion; "
    "ALTER TABLE person RENAME TO old_person; ALTER TABLE organisation RENAME TO old_organisation; ALTER TABLE framework RENAME TO old_framework; "
    "ALTER TABLE assessment RENAME TO old_assessment; ALTER TABLE track RENAME TO old_track; ALTER TABLE result RENAME TO old_result; "
    "ALTER TABLE old_person ADD COLUMN key TEXT; ALTER TABLE old_track ADD COLUMN now TEXT";

static const char put_away[] =
    "DROP TABLE result_domain; DROP TABLE result_track; DROP TABLE old_result; DROP TABLE old_track; DROP TABLE old_assessment; "
    "DROP TABLE old_framework; DROP TABLE old_organisation; DROP TABLE old_person";

static const char last_time[] =
    "SELECT CAST(round((julianday(max(t)) - 2440587.5) * 86400000) AS INTEGER) FROM (SELECT max(since) AS t FROM old_person "
    "UNION ALL SELECT max(since) FROM old_organisation UNION ALL SELECT max(added) FROM old_framework UNION ALL SELECT max(made) FROM old_assessment "
    "UNION ALL SELECT max(kept) FROM old_track UNION ALL SELECT max(made) FROM old_result)";

typedef struct moving {
    khung_store *store;
    khung_log *log;
    int64_t now;
} moving;

/* One old row; `change` is open for it. */
typedef khung_status move_row(khung__change *change, sqlite3_stmt *row);

static khung__str text(sqlite3_stmt *row, int column)
{
    return khung__look_text(row, column);
}

/* Every row of the question is a change of its own; its first column is the thread, the second the organisation. */
static khung_status move_rows(moving *m, const char *sql, move_row *move)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    khung_status status = khung__store_ask(&row, m->store, m->log, sql, "");
    while (status == KHUNG_OK && more) {
        khung__change change;
        status = khung__store_step(m->store, row, &more, m->log);
        if (status != KHUNG_OK || !more)
            break;
        khung__change_join(&change, m->store, "migrate", m->now, m->log);
        khung__str thread = text(row, 0), organisation = text(row, 1);
        snprintf(change.thread, sizeof change.thread, "%.*s", (int)thread.n, thread.s ? thread.s : "");
        snprintf(change.organisation, sizeof change.organisation, "%.*s", (int)organisation.n, organisation.s ? organisation.s : "");
        status = khung__change_end(&change, move(&change, row));
    }
    sqlite3_finalize(row);
    return status;
}

/* A person gets a key; the name moves to the personal table. */
static khung_status move_person(khung__change *change, sqlite3_stmt *row)
{
    char commitment[KHUNG_DIGEST_SIZE];
    khung__str chain, name = text(row, 3);
    khung__buf content = {0};
    khung_status status = khung__change_key(change, change->thread);
    khung__buf_z(&content, "{\"name\":");
    khung__buf_json(&content, name);
    khung__buf_char(&content, '}');
    if (status == KHUNG_OK && content.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__personal_put(change, change->thread, (khung__str){content.s, content.n}, commitment);
    khung__buf_free(&content);
    if (status == KHUNG_OK)
        status = khung__store_one(&chain, change->store, &change->arena, change->log, "SELECT chain FROM store", "");
    if (status == KHUNG_OK)
        status = khung__change_put(change, KHUNG__T_person, "tsttsns", change->thread, text(row, 2), "member", commitment, text(row, 4), chain);
    return status == KHUNG_OK ? khung__store_do(change->store, change->log, "UPDATE old_person SET key = ?1 WHERE id = ?2", "ts", change->thread,
                                                text(row, 2)) : status;
}

static khung_status move_organisation(khung__change *change, sqlite3_stmt *row)
{
    return khung__change_put(change, KHUNG__T_organisation, "sssnnnnnnnnnnnns", text(row, 0), text(row, 2), text(row, 3), text(row, 4));
}

static khung_status move_framework(khung__change *change, sqlite3_stmt *row)
{
    return khung__change_put(change, KHUNG__T_framework, "ssssssbss", text(row, 2), text(row, 3), text(row, 4), text(row, 5), text(row, 6), text(row, 7),
                             text(row, 8), text(row, 9), text(row, 10));
}

/* ---- assessments with their answers and results ---- */

/* The track as version 2 keeps it: without who answered, which becomes a personal field. Two of one person become one, but two respondents never. */
static khung_status move_track(khung__change *change, sqlite3_stmt *row)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__str source = text(row, 2), known = {0}, key = text(row, 0);
    khung_answers *answers = NULL;
    khung__buf canonical = {0};
    khung_status status = khung_answers_load(&answers, "track", source.s ? source.s : "", source.n, NULL);
    if (status == KHUNG_OK)
        status = khung_answers_digest(answers, digest);
    if (status == KHUNG_OK)
        status = khung__tree_canonical(answers->tree, "by", &canonical);
    if (status == KHUNG_OK && canonical.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__known_track(&known, change, answers, text(row, 4), KHUNG__S("[]"));
    if (status == KHUNG_OK && !known.s)
        status = khung__change_put(change, KHUNG__T_track, "sttsstss", key, change->thread, change->organisation, text(row, 1),
                                   (khung__str){canonical.s, canonical.n}, digest, text(row, 3), text(row, 4));
    if (status == KHUNG_OK && !known.s)
        status = khung__save_by(change, (const char *)sqlite3_column_text(row, 0), answers);
    if (status == KHUNG_OK)
        status = khung__store_do(change->store, change->log, "UPDATE old_track SET now = ?1 WHERE key = ?2", "ss", known.s ? known : key, key);
    khung__buf_free(&canonical);
    khung_answers_free(answers);
    return status;
}

/* Scores what the old result rests on; it must come to what was kept then, byte for byte. */
static khung_status score_old(khung__buf *kept, char digest[KHUNG_DIGEST_SIZE], khung__change *change, sqlite3_stmt *row)
{
    khung_framework *framework = NULL;
    khung_answers **tracks = NULL;
    size_t count = 0;
    khung_result *result = NULL;
    char *json = NULL;
    khung__str name = khung__str_copy(&change->arena, text(row, 1)), keys = khung__str_copy(&change->arena, text(row, 13));
    khung_status status = name.s && keys.s ? khung_store_framework_load(&framework, change->store, name.s, NULL) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__load_tracks(&tracks, &count, change->store, "", keys.s, NULL);
    if (status == KHUNG_OK)
        status = khung_score(&result, framework, (const khung_answers *const *)tracks, count, NULL);
    if (status == KHUNG_OK)
        status = khung_result_json(&json, result);
    if (status == KHUNG_OK && !khung__str_eq(text(row, 3), khung__str_of(json)))
        status = KHUNG_BAD_DATA;
    if (status == KHUNG_OK)
        status = khung_result_digest(result, digest);
    if (status == KHUNG_OK)
        khung__result_keep(kept, result);
    khung_text_free(json);
    khung_result_free(result);
    khung__free_tracks(tracks, count);
    khung_framework_free(framework);
    return status == KHUNG_OK && kept->failed ? KHUNG_NO_MEMORY : status;
}

static khung_status move_result(khung__change *change, sqlite3_stmt *row)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__buf kept = {0};
    bool has = sqlite3_column_type(row, 7) != SQLITE_NULL;
    khung_status status = score_old(&kept, digest, change, row);
    if (status == KHUNG_OK)
        status = khung__change_put(change, KHUNG__T_result, "sttsisst" "isssmss" "ss", text(row, 0), change->thread, change->organisation, text(row, 1),
                                   sqlite3_column_int64(row, 2), text(row, 13), (khung__str){kept.s, kept.n}, digest, sqlite3_column_int64(row, 5),
                                   text(row, 6), text(row, 8), text(row, 9), has ? sqlite3_column_int64(row, 7) : INT64_MIN, text(row, 10),
                                   text(row, 11), text(row, 12), text(row, 14));
    khung__buf_free(&kept);
    if (status == KHUNG_OK)
        khung__change_note(change, "was", text(row, 4)); /* the digest by which documents of then name the result */
    return status;
}

/* All rows of the question, asked about the assessment of the change. */
static khung_status move_parts(khung__change *change, const char *sql, move_row *move)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    khung_status status = khung__store_ask(&row, change->store, change->log, sql, "t", change->thread);
    while (status == KHUNG_OK && more) {
        status = khung__store_step(change->store, row, &more, change->log);
        if (status == KHUNG_OK && more)
            status = move(change, row);
    }
    sqlite3_finalize(row);
    return status;
}

static khung_status move_assessment(khung__change *change, sqlite3_stmt *row)
{
    khung_status status = khung__change_put(change, KHUNG__T_assessment, "sssssssssnsss", text(row, 0), text(row, 1), text(row, 2), text(row, 3),
                                            text(row, 4), text(row, 5), text(row, 6), text(row, 7), text(row, 8), text(row, 9), text(row, 7),
                                            text(row, 8));
    if (status == KHUNG_OK)
        status = move_parts(change, "SELECT t.key, t.kind, t.answers, t.kept, p.key FROM old_track t JOIN old_person p ON p.id = t.kept_by "
                                    "WHERE t.assessment = ?1 ORDER BY t.kept, t.key", move_track);
    if (status == KHUNG_OK)
        status = move_parts(change,
                            "SELECT r.key, r.framework, r.rules, r.content, r.digest, r.complete, r.content ->> '$.total.score.exact', "
                            "CAST(round(d.percent_sort * 1e6) AS INTEGER), r.content ->> '$.total.percent.exact', "
                            "r.content ->> '$.total.percent.shown', r.content ->> '$.total.band', r.content ->> '$.grade', r.made, "
                            "(SELECT json_group_array(now) FROM (SELECT t.now FROM result_track x JOIN old_track t ON t.key = x.track "
                            "WHERE x.result = r.key ORDER BY x.position)), p.key FROM old_result r JOIN old_person p ON p.id = r.made_by "
                            "LEFT JOIN result_domain d ON d.result = r.key AND d.domain = '' WHERE r.assessment = ?1 ORDER BY r.made, r.key",
                            move_result);
    return status;
}

/* ---- the whole ---- */

static khung_status move_all(moving *m)
{
    khung_status status = move_rows(m, "SELECT '', NULL, id, name, since FROM old_person ORDER BY since, id", move_person);
    if (status == KHUNG_OK)
        status = move_rows(m, "SELECT '', NULL, f.digest, f.id, f.version, f.title, f.language, f.content, f.source, f.added, p.key "
                              "FROM old_framework f JOIN old_person p ON p.id = f.added_by ORDER BY f.added, f.rowid", move_framework);
    if (status == KHUNG_OK)
        status = move_rows(m, "SELECT key, key, id, name, since FROM old_organisation ORDER BY key", move_organisation);
    if (status == KHUNG_OK)
        status = move_rows(m,
                           "SELECT a.key, a.organisation, a.framework, a.id, a.period_from, a.period_to, a.state, a.made, p.key, "
                           "(SELECT r.key FROM old_result r WHERE r.assessment = a.key ORDER BY r.made DESC, r.key DESC LIMIT 1) "
                           "FROM old_assessment a JOIN old_person p ON p.id = a.made_by ORDER BY a.key", move_assessment);
    return status;
}

/* Inside the transaction. */
static khung_status rewrite(khung_store *store, khung_log *log)
{
    char chain[KHUNG__UUID_SIZE];
    moving m = {.store = store, .log = log};
    khung_status status = khung__store_script(store, set_aside, log);
    if (status == KHUNG_OK)
        status = khung__store_script(store, khung__store_schema(), log);
    if (status == KHUNG_OK)
        status = khung__store_number(&m.now, store, log, last_time, "");
    if (status == KHUNG_OK && !khung__uuid(chain, m.now))
        status = KHUNG_INTERNAL;
    if (status == KHUNG_OK)
        status = khung__store_do(store, log, "INSERT INTO store (id, chain, number, head) VALUES (1, ?1, 0, '')", "t", chain);
    if (status == KHUNG_OK)
        status = move_all(&m);
    return status == KHUNG_OK ? khung__store_script(store, put_away, log) : status;
}

/* The tables that came with version 3. */
static khung_status append(khung_store *store, khung_log *log)
{
    const char *news = strstr(khung__store_schema(), "-- ---- certificates: what version 3 adds ----");
    return news ? khung__store_script(store, news, log) : KHUNG_INTERNAL;
}

static khung_status carry(khung_store *store, int64_t version, khung_log *log)
{
    char sql[64];
    khung_status status = version < KHUNG__STORE_CHAINED ? rewrite(store, log) : append(store, log);
    snprintf(sql, sizeof sql, "PRAGMA user_version = %d", KHUNG__STORE_VERSION);
    return status == KHUNG_OK ? khung__store_script(store, sql, log) : status;
}

/* khung.db.version-1, or with -2, -3 … where that is taken: an older copy is never written over. */
static khung__str copy_name(khung__arena *arena, khung_store *store, int64_t version)
{
    for (int i = 1; i < 1000; i++) {
        struct stat known;
        khung__buf buf = {0};
        khung__buf_str(&buf, store->path);
        khung__buf_printf(&buf, ".version-%d", (int)version);
        if (i > 1)
            khung__buf_printf(&buf, "-%d", i);
        khung__str name = khung__buf_take(&buf, arena);
        if (!name.s || lstat(name.s, &known) != 0)
            return name;
    }
    return (khung__str){0};
}

/* What the older program left may be something that this one cannot read; then nothing is touched. */
static khung_status say_why(khung_store *store, khung_status status, khung_log *log)
{
    bool content = status == KHUNG_BAD_DATA || status == KHUNG_CONFLICT || status == KHUNG_NOT_FOUND;
    return content ? KHUNG__DIAG(log, KHUNG__D_MIGRATE_FAILED, (khung__at){0}, store->path, khung__str_of(khung_status_text(status))) : status;
}

/* By a connection of its own, since SQLite copies from none that writes; the lock that is held keeps others off meanwhile. */
static khung_status keep_old(khung__str *copy, khung__arena *arena, khung_store *store, int64_t version, khung_log *log)
{
    khung_store *reader = NULL;
    *copy = copy_name(arena, store, version);
    khung_status status = copy->s ? khung__store_peek(&reader, &version, store->path.s, log) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__store_copy(reader, copy->s, log);
    khung_store_close(reader);
    return status;
}

khung_status khung__store_migrate(khung_store *store, khung_log *log)
{
    khung__arena arena = {0};
    int64_t version = 0;
    khung__str copy = {0};
    khung_status status = khung__store_begin(store, log);
    if (status == KHUNG_OK)
        status = khung__store_number(&version, store, log, "PRAGMA user_version", "");
    bool old = status == KHUNG_OK && version < KHUNG__STORE_VERSION; /* else another process was first */
    if (old)
        status = keep_old(&copy, &arena, store, version, log);
    if (old && status == KHUNG_OK)
        status = say_why(store, carry(store, version, log), log);
    if (!sqlite3_get_autocommit(store->db))
        status = khung__store_end(store, status, log);
    if (status == KHUNG_OK && old)
        KHUNG__DIAG(log, KHUNG__D_MIGRATED, (khung__at){0}, store->path, copy);
    khung__arena_free(&arena);
    return status;
}
