/* Rebuild: what the events give when they are applied one after another, and whether that is what is stored. The rows are built in a
 * temporary database, which SQLite keeps in a file when it grows, so memory stays bounded. A row stands there as its key (a JSON list)
 * and the JSON object that events hold of it; columns of tables.def with `!` stand by their digest. */
#include "look.h"

#include <stdio.h>
#include <string.h>

typedef struct building {
    sqlite3_stmt *rows, *get, *put, *remove, *key[KHUNG__TABLE_COUNT];
    char number[24];
} building;

enum { SHORT = 60 }; /* how much of a value a message shows */

static khung__str shorten(khung__look *look, khung__str text)
{
    khung__buf buf = {0};
    if (!text.s)
        return KHUNG__S("null");
    if (khung__utf8_count(text) <= SHORT)
        return text;
    const char *p = text.s, *end = text.s + text.n;
    for (int i = 0; i < SHORT; i++)
        khung__utf8_next(&p, end);
    khung__buf_add(&buf, text.s, (size_t)(p - text.s));
    khung__buf_z(&buf, "…");
    return khung__buf_take(&buf, &look->arena);
}

static khung_status bind(khung__look *look, sqlite3_stmt *statement, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    int code = khung__store_bind(statement, 1, types, &args);
    va_end(args);
    return code == SQLITE_OK ? KHUNG_OK : khung__store_fail(look->store, code, look->found);
}

/* json_array(?1 ->> '$.person', …) of a row's JSON. */
static khung_status key_of(khung__str *key, khung__look *look, building *b, khung__table table, khung__str row)
{
    khung__buf sql = {0};
    bool found = false;
    khung_status status = KHUNG_OK;
    if (!b->key[table]) {
        khung__buf_z(&sql, "SELECT json_array(");
        khung__table_sql(&sql, table, "?1 ->> '$'", 0, khung__tables[table].keys, ", ");
        khung__buf_char(&sql, ')');
        status = sql.failed ? KHUNG_NO_MEMORY : khung__store_keep(&b->key[table], look->store, sql.s, look->found);
        khung__buf_free(&sql);
    }
    if (status == KHUNG_OK)
        status = bind(look, b->key[table], "s", row);
    if (status == KHUNG_OK)
        status = khung__store_step(look->store, b->key[table], &found, look->found);
    *key = status == KHUNG_OK && found ? khung__look_text(b->key[table], 0) : (khung__str){0};
    return status;
}

/* `before` must be what the events up to here gave. */
static khung_status check_before(khung__look *look, building *b, khung__table table, khung__str key, khung__str before)
{
    bool found = false;
    khung_status status = bind(look, b->get, "is", (int64_t)table, key);
    if (status == KHUNG_OK)
        status = khung__store_step(look->store, b->get, &found, look->found);
    bool same = found ? before.s && khung__str_eq(khung__look_text(b->get, 0), before) : !before.s;
    sqlite3_reset(b->get);
    if (status != KHUNG_OK || same)
        return status;
    status = KHUNG__DIAG(look->found, KHUNG__D_STATE_BEFORE, (khung__at){0}, khung__str_of(b->number), khung__str_of(khung__tables[table].name), key);
    return status == KHUNG_NO_MEMORY ? status : KHUNG_OK;
}

static khung_status run(khung__look *look, sqlite3_stmt *statement)
{
    bool row;
    khung_status status = khung__store_step(look->store, statement, &row, look->found);
    sqlite3_reset(statement);
    return status;
}

static khung_status apply_row(khung__look *look, building *b)
{
    khung__str key, before = khung__look_text(b->rows, 1), after = khung__look_text(b->rows, 2), name = khung__look_text(b->rows, 0);
    khung__table table = khung__table_find(name);
    if (table == KHUNG__TABLE_COUNT) {
        khung_status said = KHUNG__DIAG(look->found, KHUNG__D_STATE_UNKNOWN, (khung__at){0}, khung__str_of(b->number), name.s ? name : KHUNG__S("null"));
        return said == KHUNG_NO_MEMORY ? said : KHUNG_OK;
    }
    khung_status status = key_of(&key, look, b, table, after.s ? after : before);
    if (status == KHUNG_OK)
        status = check_before(look, b, table, key, before);
    if (status == KHUNG_OK)
        status = after.s ? bind(look, b->put, "iss", (int64_t)table, key, after) : bind(look, b->remove, "is", (int64_t)table, key);
    if (status == KHUNG_OK)
        status = run(look, after.s ? b->put : b->remove);
    if (b->key[table])
        sqlite3_reset(b->key[table]);
    return status;
}

static khung_status apply_event(khung__look *look, sqlite3_stmt *event, void *to)
{
    building *b = to;
    bool row = true;
    snprintf(b->number, sizeof b->number, "%lld", (long long)sqlite3_column_int64(event, 0));
    int code = sqlite3_bind_value(b->rows, 1, sqlite3_column_value(event, 1));
    khung_status status = code == SQLITE_OK ? KHUNG_OK : khung__store_fail(look->store, code, look->found);
    while (status == KHUNG_OK && row) {
        status = khung__store_step(look->store, b->rows, &row, look->found);
        if (status == KHUNG_OK && row)
            status = apply_row(look, b);
    }
    sqlite3_reset(b->rows);
    return status;
}

static khung_status build(khung__look *look)
{
    building b = {0};
    khung_store *store = look->store;
    khung_status status = khung__store_keep(&b.rows, store,
                                            "SELECT value ->> '$.table', nullif(value -> '$.before', 'null'), nullif(value -> '$.after', 'null') "
                                            "FROM json_each(?1, '$.rows')", look->found);
    if (status == KHUNG_OK)
        status = khung__store_keep(&b.get, store, "SELECT row FROM rebuilt.state WHERE place = ?1 AND key = ?2", look->found);
    if (status == KHUNG_OK)
        status = khung__store_keep(&b.put, store, "INSERT OR REPLACE INTO rebuilt.state VALUES (?1, ?2, ?3)", look->found);
    if (status == KHUNG_OK)
        status = khung__store_keep(&b.remove, store, "DELETE FROM rebuilt.state WHERE place = ?1 AND key = ?2", look->found);
    if (status == KHUNG_OK)
        status = khung__look_rows(look, apply_event, &b,
                                  "SELECT number, body FROM event WHERE chain = (SELECT chain FROM store) ORDER BY number");
    for (int i = 0; i < KHUNG__TABLE_COUNT; i++)
        sqlite3_finalize(b.key[i]);
    sqlite3_finalize(b.rows);
    sqlite3_finalize(b.get);
    sqlite3_finalize(b.put);
    sqlite3_finalize(b.remove);
    return status;
}

/* ---- comparing ---- */

/* One message a column that is another. */
static khung_status report_columns(khung__look *look, const char *table, khung__str key, khung__str stored, khung__str built)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    khung_status status = khung__store_ask(&row, look->store, look->found,
                                           "SELECT s.key, s.atom, b.atom FROM json_each(?1) s LEFT JOIN json_each(?2) b ON b.key = s.key "
                                           "WHERE s.atom IS NOT b.atom OR s.type IS NOT b.type", "ss", stored, built);
    while (status == KHUNG_OK && more) {
        status = khung__store_step(look->store, row, &more, look->found);
        if (status != KHUNG_OK || !more)
            break;
        khung__buf what = {0};
        khung__buf_str(&what, khung__look_text(row, 0));
        khung__str column = khung__buf_take(&what, &look->arena), is = shorten(look, khung__look_text(row, 1)), was = shorten(look, khung__look_text(row, 2));
        khung__buf_printf(&what, "%s %.*s", table, (int)key.n, key.s);
        khung__str place = khung__buf_take(&what, &look->arena);
        status = KHUNG__DIAG(look->found, KHUNG__D_STATE_DIFFERS, (khung__at){0}, place, column, is, was);
        status = status == KHUNG_NO_MEMORY ? status : KHUNG_OK;
    }
    sqlite3_finalize(row);
    return status;
}

static khung_status report_stored(khung__look *look, sqlite3_stmt *row, void *to)
{
    const char *table = khung__tables[*(khung__table *)to].name;
    khung__str key = khung__look_text(row, 0), stored = khung__look_text(row, 1), built = khung__look_text(row, 2);
    if (built.s)
        return report_columns(look, table, key, stored, built);
    khung_status status = KHUNG__DIAG(look->found, KHUNG__D_STATE_EXTRA, (khung__at){0}, khung__str_of(table), key);
    return status == KHUNG_NO_MEMORY ? status : KHUNG_OK;
}

static khung_status report_missing(khung__look *look, sqlite3_stmt *row, void *to)
{
    const char *table = khung__tables[*(khung__table *)to].name;
    khung_status status = KHUNG__DIAG(look->found, KHUNG__D_STATE_MISSING, (khung__at){0}, khung__str_of(table), khung__look_text(row, 0));
    return status == KHUNG_NO_MEMORY ? status : KHUNG_OK;
}

/* Rows that are stored otherwise than the events say, or not made by any. NOT INDEXED: the table itself is read, whatever its indexes
 * say; keys are compared as JSON lists. */
static khung_status compare_stored(khung__look *look, khung__table table)
{
    khung__buf sql = {0};
    khung__buf_z(&sql, "SELECT t.k, t.j, r.row FROM (SELECT json_array(");
    khung__table_sql(&sql, table, "\"$\"", 0, khung__tables[table].keys, ", ");
    khung__buf_z(&sql, ") AS k, json_object(");
    khung__table_sql(&sql, table, "'$', @", 0, 64, ", ");
    khung__buf_printf(&sql, ") AS j FROM main.%s) t LEFT JOIN rebuilt.state r ON r.place = %d AND r.key = t.k WHERE r.row IS NOT t.j",
                      khung__tables[table].name, (int)table);
    khung_status status = sql.failed ? KHUNG_NO_MEMORY : khung__look_rows(look, report_stored, &table, sql.s);
    khung__buf_free(&sql);
    return status;
}

static khung_status compare_missing(khung__look *look, khung__table table)
{
    khung__buf sql = {0};
    khung__buf_printf(&sql, "SELECT r.key FROM rebuilt.state r WHERE r.place = %d AND NOT EXISTS (SELECT 1 FROM main.%s t WHERE ", (int)table,
                      khung__tables[table].name);
    khung__table_sql(&sql, table, "t.\"$\" = r.row ->> '$'", 0, khung__tables[table].keys, " AND ");
    khung__buf_char(&sql, ')');
    khung_status status = sql.failed ? KHUNG_NO_MEMORY : khung__look_rows(look, report_missing, &table, sql.s);
    khung__buf_free(&sql);
    return status;
}

static khung_status build_and_compare(khung__look *look)
{
    khung_status status = khung__store_script(look->store,
                                              "DROP TABLE IF EXISTS rebuilt.state; "
                                              "CREATE TABLE rebuilt.state (place INTEGER NOT NULL, key TEXT NOT NULL, row TEXT NOT NULL, "
                                              "PRIMARY KEY (place, key)) WITHOUT ROWID", look->found);
    if (status == KHUNG_OK)
        status = build(look);
    for (int i = 0; i < KHUNG__TABLE_COUNT && status == KHUNG_OK; i++) {
        status = compare_stored(look, (khung__table)i);
        if (status == KHUNG_OK)
            status = compare_missing(look, (khung__table)i);
    }
    return status;
}

khung_status khung__check_state(khung__look *look)
{
    return build_and_compare(look);
}
