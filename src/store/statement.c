/* SQLite's calls, made short: prepare and bind, step, codes to statuses. */
#include "inside.h"

#include <stdarg.h>

khung_status khung__store_fail(khung_store *store, int code, khung_log *log)
{
    khung__str path = store->path, why = khung__str_of(store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code));
    const khung__at nowhere = {0};
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return KHUNG__DIAG(log, KHUNG__D_STORE_BUSY, nowhere, path);
    case SQLITE_NOMEM:
        return KHUNG_NO_MEMORY;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return KHUNG__DIAG(log, KHUNG__D_STORE_DAMAGED, nowhere, path, why);
    case SQLITE_CANTOPEN:
        return KHUNG__DIAG(log, KHUNG__D_STORE_CANNOT_OPEN, nowhere, path, why);
    case SQLITE_CONSTRAINT:
        return KHUNG__DIAG(log, KHUNG__D_STORE_CONFLICT, nowhere, path, why);
    default:
        return KHUNG__DIAG(log, KHUNG__D_STORE_IO, nowhere, path, why);
    }
}

static int bind(sqlite3_stmt *statement, const char *types, va_list args)
{
    int code = SQLITE_OK;
    for (int i = 1; types[i - 1] && code == SQLITE_OK; i++) {
        if (types[i - 1] == 'i') {
            code = sqlite3_bind_int64(statement, i, va_arg(args, int64_t));
            continue;
        }
        if (types[i - 1] == 'd') {
            code = sqlite3_bind_double(statement, i, va_arg(args, double));
            continue;
        }
        khung__str text = types[i - 1] == 's' ? va_arg(args, khung__str) : khung__str_of(va_arg(args, const char *));
        code = text.s ? sqlite3_bind_text64(statement, i, text.s, text.n, SQLITE_TRANSIENT, SQLITE_UTF8) : sqlite3_bind_null(statement, i);
    }
    return code;
}

static khung_status ask(sqlite3_stmt **out, khung_store *store, khung_log *log, const char *sql, const char *types, va_list args)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = bind(statement, types, args);
    if (code != SQLITE_OK) {
        khung_status status = khung__store_fail(store, code, log);
        sqlite3_finalize(statement);
        return status;
    }
    *out = statement;
    return KHUNG_OK;
}

khung_status khung__store_ask(sqlite3_stmt **out, khung_store *store, khung_log *log, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    khung_status status = ask(out, store, log, sql, types, args);
    va_end(args);
    return status;
}

khung_status khung__store_step(khung_store *store, sqlite3_stmt *statement, bool *row, khung_log *log)
{
    int code = sqlite3_step(statement);
    *row = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? KHUNG_OK : khung__store_fail(store, code, log);
}

khung_status khung__store_do(khung_store *store, khung_log *log, const char *sql, const char *types, ...)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    va_list args;
    va_start(args, types);
    khung_status status = ask(&statement, store, log, sql, types, args);
    va_end(args);
    if (status == KHUNG_OK)
        status = khung__store_step(store, statement, &row, log);
    sqlite3_finalize(statement);
    return status;
}

khung_status khung__store_begin(khung_store *store, khung_log *log)
{
    return khung__store_do(store, log, "BEGIN IMMEDIATE", "");
}

khung_status khung__store_end(khung_store *store, khung_status status, khung_log *log)
{
    if (status == KHUNG_OK)
        status = khung__store_do(store, log, "COMMIT", "");
    if (status != KHUNG_OK && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

khung__str khung__store_text(sqlite3_stmt *statement, int column, khung__arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    if (!text)
        return (khung__str){0};
    return khung__str_copy(arena, (khung__str){text, (size_t)sqlite3_column_bytes(statement, column)});
}
