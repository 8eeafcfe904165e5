/* khung doctor and khung log verify: the checks of checks.def run one after another on one state of the store, and what they found is
 * written for people or as JSON. Nothing is changed; writers go on meanwhile. */
#include "look.h"
#include "../words.h"

#include <string.h>

static const struct {
    const char *id, *name[2]; /* by khung__language */
    khung__looking *look;
} checks[] = {
#define CHECK(name, en, vi) {#name, {vi, en}, khung__check_##name},
#include "checks.def"
#undef CHECK
};
enum { CHECK_COUNT = sizeof checks / sizeof *checks };

khung__str khung__look_text(sqlite3_stmt *row, int column)
{
    const char *text = sqlite3_column_type(row, column) == SQLITE_BLOB ? sqlite3_column_blob(row, column)
                                                                     : (const char *)sqlite3_column_text(row, column);
    size_t size = (size_t)sqlite3_column_bytes(row, column);
    return sqlite3_column_type(row, column) == SQLITE_NULL ? (khung__str){0} : (khung__str){text ? text : "", size};
}

khung_status khung__look_rows(khung__look *look, khung__each_row *each, void *to, const char *sql)
{
    return khung__look_rows_of(look, each, to, sql, (khung__str){0});
}

khung_status khung__look_rows_of(khung__look *look, khung__each_row *each, void *to, const char *sql, khung__str of)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    khung_status status = khung__store_ask(&row, look->store, look->found, sql, of.s ? "s" : "", of);
    while (status == KHUNG_OK && more) {
        status = khung__store_step(look->store, row, &more, look->found);
        if (status == KHUNG_OK && more)
            status = each(look, row, to);
    }
    sqlite3_finalize(row);
    return status;
}

/* ---- running ---- */

/* What all checks found: a log each. */
typedef struct findings {
    khung_log *of[CHECK_COUNT]; /* NULL: not looked at */
    bool sound;
    int64_t events;
    khung__str chain, head; /* in the arena */
    khung__arena arena;
} findings;

static void free_findings(findings *all)
{
    for (int i = 0; i < CHECK_COUNT; i++)
        khung_log_free(all->of[i]);
    khung__arena_free(&all->arena);
}

/* Errors that say something of the file are findings; what is left means that looking itself failed. */
static khung_status look_once(findings *all, int i, khung_store *store, bool mend, const char *language)
{
    khung_status status = khung_log_new(&all->of[i], language);
    if (status != KHUNG_OK)
        return status;
    khung__look look = {.store = store, .found = all->of[i], .mend = mend};
    status = checks[i].look(&look);
    khung__arena_free(&look.arena);
    all->sound = all->sound && khung_log_count_of(all->of[i], KHUNG_ERROR) == 0;
    bool told = khung_log_count_of(all->of[i], KHUNG_ERROR) > 0;
    return status == KHUNG_NO_MEMORY || status == KHUNG_BUSY || !told ? status : KHUNG_OK;
}

static khung_status read_head(findings *all, khung_store *store, khung_log *log)
{
    khung_status status = khung__store_one(&all->chain, store, &all->arena, log, "SELECT chain FROM store", "");
    if (status == KHUNG_OK)
        status = khung__store_one(&all->head, store, &all->arena, log, "SELECT head FROM store", "");
    return status == KHUNG_OK ? khung__store_number(&all->events, store, log, "SELECT count(*) FROM event", "") : status;
}

/* Runs all checks, or the one called `only`, on one state of the store (a read transaction). */
static khung_status look_over(findings *all, khung_store *store, const char *only, bool mend, const char *language, khung_log *log)
{
    *all = (findings){.sound = true};
    khung_status status = khung__store_script(store, "ATTACH '' AS rebuilt; BEGIN", log);
    for (int i = 0; i < CHECK_COUNT && status == KHUNG_OK; i++)
        if (!only || strcmp(only, checks[i].id) == 0)
            status = look_once(all, i, store, mend, language);
    if (status == KHUNG_OK && only)
        status = read_head(all, store, log);
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_exec(store->db, "DETACH rebuilt", NULL, NULL, NULL);
    return status;
}

/* ---- for people ---- */

enum { WIDTH = 80, INDENT = 8 };

/* Words at most 80 columns wide behind an indent; longer words stay whole. */
static void put_wrapped(khung__buf *buf, khung__str text)
{
    size_t at = WIDTH;
    for (const char *p = text.s, *end = text.s + text.n; p < end;) {
        const char *q = memchr(p, ' ', (size_t)(end - p));
        q = q ? q : end;
        size_t width = khung__utf8_count((khung__str){p, (size_t)(q - p)});
        if (at + 1 + width > WIDTH) {
            khung__buf_z(buf, at == WIDTH && p == text.s ? "      - " : "\n        ");
            at = INDENT;
        } else {
            khung__buf_char(buf, ' ');
            at++;
        }
        khung__buf_add(buf, p, (size_t)(q - p));
        at += width;
        p = q < end ? q + 1 : end;
    }
    khung__buf_char(buf, '\n');
}

static void put_messages(khung__buf *buf, const khung_log *found)
{
    for (size_t i = 0; i < khung_log_count(found); i++) {
        khung__buf line = {0};
        const khung_message *message = khung_log_message(found, i);
        khung__buf_printf(&line, "%s [%s]", message->text, message->id);
        if (!line.failed)
            put_wrapped(buf, (khung__str){line.s, line.n});
        buf->failed = buf->failed || line.failed;
        khung__buf_free(&line);
    }
}

static void put_text(khung__buf *buf, const findings *all, khung__language language)
{
    for (int i = 0; i < CHECK_COUNT; i++) {
        if (!all->of[i])
            continue;
        bool good = khung_log_count_of(all->of[i], KHUNG_ERROR) == 0, quiet = khung_log_count(all->of[i]) == 0;
        khung__buf_str(buf, khung__word(!good ? KHUNG__W_D_BAD : quiet ? KHUNG__W_D_GOOD : KHUNG__W_D_NOTE, language));
        khung__buf_z(buf, checks[i].name[language]);
        khung__buf_char(buf, '\n');
        put_messages(buf, all->of[i]);
    }
    if (all->chain.s) {
        khung__buf number = {0};
        khung__buf_int(&number, all->events);
        KHUNG__WORD(buf, KHUNG__W_D_EVENTS, language, {number.s, number.n}, all->head);
        buf->failed = buf->failed || number.failed;
        khung__buf_free(&number);
    } else
        khung__buf_str(buf, khung__word(all->sound ? KHUNG__W_D_SOUND : KHUNG__W_D_NOT_SOUND, language));
    khung__buf_char(buf, '\n');
}

/* ---- as JSON ---- */

static void put_findings_json(khung__buf *buf, const khung_log *found)
{
    static const char *const severities[] = {[KHUNG_ERROR] = "error", [KHUNG_WARNING] = "warning", [KHUNG_NOTE] = "note"};
    for (size_t i = 0; i < khung_log_count(found); i++) {
        const khung_message *message = khung_log_message(found, i);
        khung__buf_printf(buf, "%s\n      {\"id\": \"%s\", \"severity\": \"%s\", \"text\": ", i ? "," : "", message->id, severities[message->severity]);
        khung__buf_json(buf, khung__str_of(message->text));
        khung__buf_char(buf, '}');
    }
}

static void put_json(khung__buf *buf, const findings *all, const char *kind, khung__language language)
{
    bool first = true;
    khung__buf_printf(buf, "{\n  \"kind\": \"%s\", \"format\": 1, \"sound\": %s,", kind, all->sound ? "true" : "false");
    if (all->chain.s) {
        khung__buf_z(buf, "\n  \"chain\": ");
        khung__buf_json(buf, all->chain);
        khung__buf_printf(buf, ", \"events\": %lld, \"head\": ", (long long)all->events);
        khung__buf_json(buf, all->head);
        khung__buf_char(buf, ',');
    }
    khung__buf_z(buf, "\n  \"checks\": [");
    for (int i = 0; i < CHECK_COUNT; i++) {
        if (!all->of[i])
            continue;
        bool good = khung_log_count_of(all->of[i], KHUNG_ERROR) == 0;
        khung__buf_printf(buf, "%s\n    {\"id\": \"%s\", \"name\": \"%s\", \"sound\": %s, \"findings\": [", first ? "" : ",", checks[i].id,
                          checks[i].name[language], good ? "true" : "false");
        put_findings_json(buf, all->of[i]);
        khung__buf_z(buf, "]}");
        first = false;
    }
    khung__buf_z(buf, "\n  ]\n}\n");
}

/* ---- the public calls ---- */

static khung_status report(char **out, bool *sound, khung_store *store, const char *only, bool mend, const char *language, bool json, khung_log *log)
{
    findings all;
    khung__buf buf = {0};
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung__language spoken = khung__language_of(khung__str_of(language ? language : "vi"));
    khung_status status = look_over(&all, store, only, mend, spoken == KHUNG__EN ? "en" : "vi", log);
    if (status == KHUNG_OK && json)
        put_json(&buf, &all, only ? "log-verify" : "doctor", spoken);
    else if (status == KHUNG_OK)
        put_text(&buf, &all, spoken);
    if (status == KHUNG_OK && buf.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK && sound)
        *sound = all.sound;
    if (status == KHUNG_OK)
        *out = buf.s;
    else
        khung__buf_free(&buf);
    free_findings(&all);
    return status;
}

khung_status khung_store_verify_text(char **out, bool *sound, khung_store *store, const char *language, khung_log *log)
{
    return report(out, sound, store, "chain", false, language, false, log);
}

khung_status khung_store_verify_json(char **out, bool *sound, khung_store *store, const char *language, khung_log *log)
{
    return report(out, sound, store, "chain", false, language, true, log);
}

khung_status khung_store_doctor_text(char **out, bool *sound, khung_store *store, bool mend, const char *language, khung_log *log)
{
    return report(out, sound, store, NULL, mend, language, false, log);
}

khung_status khung_store_doctor_json(char **out, bool *sound, khung_store *store, bool mend, const char *language, khung_log *log)
{
    return report(out, sound, store, NULL, mend, language, true, log);
}
