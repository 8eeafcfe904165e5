/* The log of changes: every row that becomes another is written together with the event that says so. */
#include "event.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const khung__table_shape khung__tables[KHUNG__TABLE_COUNT] = {
#define TABLE(name, keys, columns) {#name, keys, columns},
#include "tables.def"
#undef TABLE
};

khung__table khung__table_find(khung__str name)
{
    for (int i = 0; i < KHUNG__TABLE_COUNT; i++)
        if (khung__str_eq(name, khung__str_of(khung__tables[i].name)))
            return (khung__table)i;
    return KHUNG__TABLE_COUNT;
}

void khung__table_columns(khung__table table, khung__column_each *each, void *to)
{
    const char *p = khung__tables[table].columns;
    for (int i = 0; *p; i++) {
        size_t n = strcspn(p, " !");
        each(to, (khung__str){p, n}, i, p[n] == '!');
        p += n + (p[n] == '!');
        p += *p == ' ';
    }
}

/* ---- statements of a table ---- */

typedef struct writing {
    khung__buf *buf;
    const char *form; /* what stands for a column: $ is its name, # its number from 1 */
    int from, to;     /* which columns */
    const char *between;
} writing;

static void put_column(void *to, khung__str column, int i, bool big)
{
    writing *w = to;
    if (i < w->from || i >= w->to)
        return;
    khung__buf_z(w->buf, i > w->from ? w->between : "");
    for (const char *p = w->form; *p; p++) {
        if (*p == '$')
            khung__buf_str(w->buf, column);
        else if (*p == '#')
            khung__buf_int(w->buf, i + 1);
        else if (*p == '@') /* the value in an event */
            khung__buf_printf(w->buf, big ? "khung_sha256(\"%.*s\")" : "\"%.*s\"", (int)column.n, column.s);
        else
            khung__buf_char(w->buf, *p);
    }
}

void khung__table_sql(khung__buf *buf, khung__table table, const char *form, int from, int to, const char *between)
{
    khung__table_columns(table, put_column, &(writing){buf, form, from, to, between});
}

static void put_where(khung__buf *buf, khung__table table)
{
    khung__buf_z(buf, " WHERE ");
    khung__table_sql(buf, table, "\"$\" = ?#", 0, khung__tables[table].keys, " AND ");
}

static void write_row_sql(khung__buf *buf, khung__table table)
{
    khung__buf_z(buf, "SELECT json_object(");
    khung__table_sql(buf, table, "'$', @", 0, 64, ", ");
    khung__buf_printf(buf, ") FROM %s", khung__tables[table].name);
    put_where(buf, table);
}

static void write_put_sql(khung__buf *buf, khung__table table)
{
    khung__buf set = {0};
    khung__table_sql(&set, table, "\"$\" = excluded.\"$\"", khung__tables[table].keys, 64, ", ");
    khung__buf_printf(buf, "INSERT INTO %s (", khung__tables[table].name);
    khung__table_sql(buf, table, "\"$\"", 0, 64, ", ");
    khung__buf_z(buf, ") VALUES (");
    khung__table_sql(buf, table, "?#", 0, 64, ", ");
    khung__buf_z(buf, ") ON CONFLICT (");
    khung__table_sql(buf, table, "\"$\"", 0, khung__tables[table].keys, ", ");
    khung__buf_z(buf, set.n ? ") DO UPDATE SET " : ") DO NOTHING");
    khung__buf_add(buf, set.s, set.n);
    buf->failed = buf->failed || set.failed;
    khung__buf_free(&set);
}

static khung_status of_table(sqlite3_stmt **out, khung_store *store, khung__table table, int which, khung_log *log)
{
    sqlite3_stmt **kept = &store->of_table[table][which];
    khung__buf sql = {0};
    if (!*kept && which == KHUNG__KEPT_ROW)
        write_row_sql(&sql, table);
    else if (!*kept && which == KHUNG__KEPT_PUT)
        write_put_sql(&sql, table);
    else if (!*kept) {
        khung__buf_printf(&sql, "DELETE FROM %s", khung__tables[table].name);
        put_where(&sql, table);
    }
    khung_status status = sql.failed ? KHUNG_NO_MEMORY : khung__store_keep(kept, store, sql.s, log);
    khung__buf_free(&sql);
    *out = *kept;
    return status;
}

/* ---- rows ---- */

static khung_status run(khung_store *store, sqlite3_stmt *statement, const char *types, va_list args, khung_log *log)
{
    bool row = false;
    va_list copy;
    va_copy(copy, args);
    int code = khung__store_bind(statement, 1, types, &copy);
    va_end(copy);
    khung_status status = code == SQLITE_OK ? khung__store_step(store, statement, &row, log) : khung__store_fail(store, code, log);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return status;
}

static khung_status row_json(khung__str *out, khung_store *store, khung__table table, khung__arena *arena, khung_log *log, const char *types,
                             va_list args)
{
    char of_key[8] = {0};
    bool row = false;
    sqlite3_stmt *statement;
    *out = (khung__str){0};
    memcpy(of_key, types, (size_t)khung__tables[table].keys);
    khung_status status = of_table(&statement, store, table, KHUNG__KEPT_ROW, log);
    if (status != KHUNG_OK)
        return status;
    va_list copy;
    va_copy(copy, args);
    int code = khung__store_bind(statement, 1, of_key, &copy);
    va_end(copy);
    status = code == SQLITE_OK ? khung__store_step(store, statement, &row, log) : khung__store_fail(store, code, log);
    if (row)
        *out = khung__store_text(statement, 0, arena);
    if (row && !out->s)
        status = KHUNG_NO_MEMORY;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return status;
}

khung_status khung__row_json(khung__str *out, khung_store *store, khung__table table, khung__arena *arena, khung_log *log, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    khung_status status = row_json(out, store, table, arena, log, types, args);
    va_end(args);
    return status;
}

/* {"table":"reply","before":null,"after":{…}} */
static void note_row(khung__change *change, khung__table table, khung__str before, khung__str after)
{
    khung__buf *rows = &change->rows;
    if (khung__str_eq(before, after))
        return;
    khung__buf_z(rows, change->wrote ? "," : "");
    khung__buf_printf(rows, "{\"table\":\"%s\",\"before\":", khung__tables[table].name);
    khung__buf_str(rows, before.s ? before : KHUNG__S("null"));
    khung__buf_z(rows, ",\"after\":");
    khung__buf_str(rows, after.s ? after : KHUNG__S("null"));
    khung__buf_char(rows, '}');
    change->wrote = true;
}

/* Runs `statement` between two looks at the row. */
static khung_status change_row(khung__change *change, khung__table table, sqlite3_stmt *statement, const char *types, va_list args)
{
    khung__str before, after;
    khung_status status = row_json(&before, change->store, table, &change->arena, change->log, types, args);
    if (status == KHUNG_OK)
        status = run(change->store, statement, types, args, change->log);
    if (status == KHUNG_OK)
        status = row_json(&after, change->store, table, &change->arena, change->log, types, args);
    if (status == KHUNG_OK)
        note_row(change, table, before, after);
    return status;
}

static khung_status with_kept(khung__change *change, khung__table table, int which, const char *types, va_list args)
{
    sqlite3_stmt *statement;
    khung_status status = of_table(&statement, change->store, table, which, change->log);
    return status == KHUNG_OK ? change_row(change, table, statement, types, args) : status;
}

khung_status khung__change_put(khung__change *change, khung__table table, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    khung_status status = with_kept(change, table, KHUNG__KEPT_PUT, types, args);
    va_end(args);
    return status;
}

khung_status khung__change_remove(khung__change *change, khung__table table, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    khung_status status = with_kept(change, table, KHUNG__KEPT_REMOVE, types, args);
    va_end(args);
    return status;
}

static khung_status prepare_set(sqlite3_stmt **out, khung__change *change, khung__table table, const char *columns)
{
    khung__buf sql = {0};
    int number = khung__tables[table].keys;
    khung__buf_printf(&sql, "UPDATE %s SET ", khung__tables[table].name);
    for (const char *p = columns; *p; p += strspn(p, " ")) {
        int n = (int)strcspn(p, " ");
        khung__buf_printf(&sql, "%s\"%.*s\" = ?%d", p > columns ? ", " : "", n, p, ++number);
        p += n;
    }
    put_where(&sql, table);
    khung_status status = sql.failed ? KHUNG_NO_MEMORY : khung__store_ask(out, change->store, change->log, sql.s, "");
    khung__buf_free(&sql);
    return status;
}

khung_status khung__change_set(khung__change *change, khung__table table, const char *columns, const char *types, ...)
{
    sqlite3_stmt *statement = NULL;
    va_list args;
    va_start(args, types);
    khung_status status = prepare_set(&statement, change, table, columns);
    if (status == KHUNG_OK)
        status = change_row(change, table, statement, types, args);
    va_end(args);
    bool missing = status == KHUNG_OK && sqlite3_changes(change->store->db) == 0;
    sqlite3_finalize(statement);
    return missing ? KHUNG_NOT_FOUND : status;
}

khung_status khung__change_key(khung__change *change, char key[KHUNG__UUID_SIZE])
{
    return khung__uuid_next(&change->store->keys, key, change->now) ? KHUNG_OK : KHUNG_INTERNAL;
}

void khung__change_note(khung__change *change, const char *name, khung__str text)
{
    khung__buf_printf(&change->note, ",\"%s\":", name);
    if (text.s)
        khung__buf_json(&change->note, text);
    else
        khung__buf_z(&change->note, "null");
}

void khung__change_note_json(khung__change *change, const char *name, khung__str json)
{
    khung__buf_printf(&change->note, ",\"%s\":", name);
    khung__buf_str(&change->note, json);
}

/* ---- the chain ---- */

static void add_line(khung__sha256 *h, khung__str text)
{
    khung__sha256_add(h, text.s, text.n);
    khung__sha256_add(h, "\n", 1);
}

/* One field a line, none of which holds a line's end, then the body: so that no two events give the same bytes. */
void khung__event_digest(const khung__event *e, char out[KHUNG_DIGEST_SIZE])
{
    khung__sha256 h;
    char digits[24];
    const khung__str number = {digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)e->number)};
    khung__sha256_start(&h);
    add_line(&h, KHUNG__S("khung event 1"));
    const khung__str lines[] = {e->chain, number, e->at, e->by, e->act, e->thread, e->organisation, e->chain_before, e->thread_before};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        add_line(&h, lines[i]);
    khung__sha256_add(&h, e->body.s, e->body.n);
    khung__sha256_text(&h, out);
}

static khung_status kept(sqlite3_stmt **out, khung_store *store, khung__kept which, khung_log *log)
{
    static const char *const sql[KHUNG__KEPT_OTHERS] = {
        [KHUNG__KEPT_HEAD] = "SELECT chain, number, head FROM store",
        [KHUNG__KEPT_THREAD] = "SELECT digest FROM event WHERE thread = ?1 ORDER BY seq DESC LIMIT 1",
        [KHUNG__KEPT_EVENT] = ("INSERT INTO event (chain, number, at, by, act, thread, organisation, body, chain_before, thread_before, digest) "
                               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, ''), ?8, ?9, ?10, ?11)"),
        [KHUNG__KEPT_MOVE] = "UPDATE store SET number = ?1, head = ?2"};
    khung_status status = khung__store_keep(&store->others[which], store, sql[which], log);
    *out = store->others[which];
    return status;
}

static khung_status do_kept(khung_store *store, khung__kept which, khung_log *log, const char *types, ...)
{
    sqlite3_stmt *statement;
    va_list args;
    va_start(args, types);
    khung_status status = kept(&statement, store, which, log);
    if (status == KHUNG_OK)
        status = run(store, statement, types, args, log);
    va_end(args);
    return status;
}

/* The chain's head and the last event about the same thing. */
static khung_status find_before(khung__event *e, khung__change *change)
{
    sqlite3_stmt *head, *thread;
    bool row = false;
    khung_status status = kept(&head, change->store, KHUNG__KEPT_HEAD, change->log);
    if (status == KHUNG_OK)
        status = kept(&thread, change->store, KHUNG__KEPT_THREAD, change->log);
    if (status != KHUNG_OK)
        return status;
    status = khung__store_step(change->store, head, &row, change->log);
    if (row) {
        e->chain = khung__store_text(head, 0, &change->arena);
        e->number = sqlite3_column_int64(head, 1) + 1;
        e->chain_before = khung__store_text(head, 2, &change->arena);
    }
    sqlite3_reset(head);
    sqlite3_bind_text(thread, 1, change->thread, -1, SQLITE_STATIC);
    e->thread_before = KHUNG__S("");
    if (status == KHUNG_OK)
        status = khung__store_step(change->store, thread, &row, change->log);
    if (status == KHUNG_OK && row)
        e->thread_before = khung__store_text(thread, 0, &change->arena);
    sqlite3_reset(thread);
    return status != KHUNG_OK || (e->chain.s && e->chain_before.s && e->thread_before.s) ? status : KHUNG_NO_MEMORY;
}

khung_status khung__event_append(khung_store *store, const khung__event *e, const char *digest, khung_log *log)
{
    return do_kept(store, KHUNG__KEPT_EVENT, log, "sisssssssst", e->chain, e->number, e->at, e->by, e->act, e->thread, e->organisation, e->body,
                   e->chain_before, e->thread_before, digest);
}

static khung_status write_event(khung__change *change)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__buf body = {0};
    khung__event e = {.at = khung__str_of(change->time), .by = khung__str_of(change->person), .act = khung__str_of(change->act),
                      .thread = khung__str_of(change->thread), .organisation = khung__str_of(change->organisation)};
    khung__buf_z(&body, "{\"rows\":[");
    khung__buf_add(&body, change->rows.s, change->rows.n);
    khung__buf_char(&body, ']');
    khung__buf_add(&body, change->note.s, change->note.n);
    if (change->names.n) {
        khung__buf_z(&body, ",\"names\":{");
        khung__buf_add(&body, change->names.s, change->names.n);
        khung__buf_char(&body, '}');
    }
    khung__buf_char(&body, '}');
    bool failed = body.failed || change->rows.failed || change->note.failed || change->names.failed;
    e.body = (khung__str){body.s, body.n};
    khung_status status = failed ? KHUNG_NO_MEMORY : find_before(&e, change);
    if (status == KHUNG_OK) {
        khung__event_digest(&e, digest);
        status = khung__event_append(change->store, &e, digest, change->log);
    }
    if (status == KHUNG_OK)
        status = do_kept(change->store, KHUNG__KEPT_MOVE, change->log, "it", e.number, digest);
    khung__buf_free(&body);
    return status;
}

khung_status khung__change_begin(khung__change *change, khung_store *store, const char *act, const char *person, int64_t now, khung_log *log)
{
    *change = (khung__change){.store = store, .log = log, .act = act, .now = now};
    khung__time_text(change->time, now);
    khung_status status = khung__store_begin(store, log);
    if (status == KHUNG_OK && person)
        status = khung__store_person(change->person, store, person, log);
    return status == KHUNG_OK ? status : khung__store_end(store, status, log);
}

void khung__change_join(khung__change *change, khung_store *store, const char *act, int64_t now, khung_log *log)
{
    *change = (khung__change){.store = store, .log = log, .act = act, .now = now, .joined = true};
    khung__time_text(change->time, now);
}

static void free_change(khung__change *change)
{
    khung__buf_free(&change->rows);
    khung__buf_free(&change->note);
    khung__buf_free(&change->names);
    khung__arena_free(&change->arena);
}

static bool has_news(const khung__change *change)
{
    return change->wrote || change->note.n || change->names.n;
}

khung_status khung__change_next(khung__change *change)
{
    khung_status status = has_news(change) ? write_event(change) : KHUNG_OK;
    free_change(change);
    change->rows = change->note = change->names = (khung__buf){0};
    change->arena = (khung__arena){0};
    change->wrote = false;
    change->thread[0] = change->organisation[0] = '\0';
    return status;
}

khung_status khung__change_end(khung__change *change, khung_status status)
{
    if (status == KHUNG_OK && has_news(change))
        status = write_event(change);
    if (!change->joined)
        status = khung__store_end(change->store, status, change->log);
    free_change(change);
    return status;
}

khung_status khung__chain_read(khung__chain_end *end, khung_store *store, khung_log *log)
{
    sqlite3_stmt *statement;
    bool row = false;
    khung_status status = kept(&statement, store, KHUNG__KEPT_HEAD, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__store_step(store, statement, &row, log);
    const char *chain = row ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    const char *head = row ? (const char *)sqlite3_column_text(statement, 2) : NULL;
    if (status == KHUNG_OK && !(chain && head))
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK) {
        snprintf(end->chain, sizeof end->chain, "%s", chain);
        snprintf(end->head, sizeof end->head, "%s", head);
        end->number = sqlite3_column_int64(statement, 1);
    }
    sqlite3_reset(statement);
    return status;
}

khung_status khung__chain_move(khung_store *store, const khung__chain_end *end, khung_log *log)
{
    return do_kept(store, KHUNG__KEPT_MOVE, log, "it", end->number, end->head);
}

/* ---- personal fields ---- */

void khung__personal_commitment(khung__str salt, khung__str content, char out[KHUNG_DIGEST_SIZE])
{
    khung__sha256 h;
    khung__sha256_start(&h);
    add_line(&h, salt);
    khung__sha256_add(&h, content.s, content.n);
    khung__sha256_text(&h, out);
}

khung_status khung__personal_copy(khung_store *store, khung__str subject, khung__str content, khung__str salt, bool is_person, khung_log *log)
{
    return khung__store_do(store, log,
                           "INSERT INTO personal (subject, content, salt, sort) VALUES (?1, ?2, ?3, iif(?4, " KHUNG__PERSON_SORT("?2") ", '')) "
                           "ON CONFLICT (subject) DO UPDATE SET content = excluded.content, salt = excluded.salt, sort = excluded.sort",
                           "sssi", subject, content, salt, (int64_t)is_person);
}

static khung_status put_personal(khung__change *change, const char *subject, khung__str content, bool is_person, char commitment[KHUNG_DIGEST_SIZE])
{
    char salt[65];
    if (!khung__random_hex(salt))
        return KHUNG_INTERNAL;
    khung__personal_commitment(khung__str_of(salt), content, commitment);
    return khung__personal_copy(change->store, khung__str_of(subject), content, khung__str_of(salt), is_person, change->log);
}

khung_status khung__personal_put(khung__change *change, const char *subject, khung__str content, char commitment[KHUNG_DIGEST_SIZE])
{
    return put_personal(change, subject, content, true, commitment);
}

void khung__named_note(khung__change *change, khung__str subject, khung__str commitment)
{
    khung__buf *names = &change->names;
    khung__buf_z(names, names->n ? "," : "");
    khung__buf_json(names, subject);
    khung__buf_char(names, ':');
    if (commitment.s)
        khung__buf_json(names, commitment);
    else
        khung__buf_z(names, "null");
}

khung_status khung__named_put(khung__change *change, const char *subject, khung__str content)
{
    char commitment[KHUNG_DIGEST_SIZE];
    khung_status status = put_personal(change, subject, content, false, commitment);
    if (status == KHUNG_OK)
        khung__named_note(change, khung__str_of(subject), khung__str_of(commitment));
    return status;
}
