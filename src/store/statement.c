/* SQLite's calls, made short: prepare and bind, step, codes to statuses. */
#include "inside.h"

#include <stdarg.h>
#include <string.h>

/* What the triggers of store.sql refuse, by the words after "duties: ". */
static khung_status refuse(khung__str why, khung_log *log)
{
    static const struct {
        const char *text;
        khung__diag_id id;
    } duties[] = {{"duties: a reviewer is an assessor or expert", KHUNG__D_DUTIES_ROLE},
                  {"duties: the reviewer is tied to the organisation", KHUNG__D_DUTIES_TIED},
                  {"duties: the reviewer answered for the organisation", KHUNG__D_DUTIES_ANSWERED},
                  {"duties: the reviewer approved the same", KHUNG__D_DUTIES_APPROVED},
                  {"duties: a review keeps its reviewer", KHUNG__D_DUTIES_KEEPS},
                  {"duties: a reviewer answers for the organisation", KHUNG__D_DUTIES_REVIEWER},
                  {"duties: a reviewer approves the same", KHUNG__D_DUTIES_APPROVER},
                  {"duties: who certifies is tied to the organisation", KHUNG__D_DUTIES_CERTIFIER_TIED},
                  {"duties: who certifies answered for the organisation", KHUNG__D_DUTIES_CERTIFIER_ANSWERED},
                  {"duties: who certifies reviewed it", KHUNG__D_DUTIES_CERTIFIER_REVIEWED}};
    for (size_t i = 0; i < sizeof duties / sizeof *duties; i++)
        if (khung__str_eq(why, khung__str_of(duties[i].text)))
            return KHUNG__DIAG(log, duties[i].id, (khung__at){0});
    return KHUNG_OK;
}

khung_status khung__store_fail(khung_store *store, int code, khung_log *log)
{
    khung__str path = store->path, why = khung__str_of(store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code));
    const khung__at nowhere = {0};
    khung_status refused = code == SQLITE_CONSTRAINT_TRIGGER ? refuse(why, log) : KHUNG_OK;
    if (refused != KHUNG_OK)
        return refused;
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

int khung__store_bind(sqlite3_stmt *statement, int first, const char *types, va_list *args)
{
    int code = SQLITE_OK;
    for (int i = 0; types[i] && code == SQLITE_OK; i++) {
        khung__str text = {0};
        if (types[i] == 'i')
            code = sqlite3_bind_int64(statement, first + i, va_arg(*args, int64_t));
        else if (types[i] == 'd')
            code = sqlite3_bind_double(statement, first + i, va_arg(*args, double));
        else if (types[i] == 'm') {
            int64_t number = va_arg(*args, int64_t);
            code = number == INT64_MIN ? sqlite3_bind_null(statement, first + i) : sqlite3_bind_int64(statement, first + i, number);
        } else if (types[i] == 'b') {
            text = va_arg(*args, khung__str);
            code = sqlite3_bind_blob64(statement, first + i, text.s, text.n, SQLITE_TRANSIENT);
        } else {
            if (types[i] != 'n')
                text = types[i] == 's' ? va_arg(*args, khung__str) : khung__str_of(va_arg(*args, const char *));
            code = text.s ? sqlite3_bind_text64(statement, first + i, text.s, text.n, SQLITE_TRANSIENT, SQLITE_UTF8)
                          : sqlite3_bind_null(statement, first + i);
        }
    }
    return code;
}

static khung_status ask(sqlite3_stmt **out, khung_store *store, khung_log *log, const char *sql, const char *types, va_list *args)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = khung__store_bind(statement, 1, types, args);
    if (code != SQLITE_OK) {
        khung_status status = khung__store_fail(store, code, log);
        sqlite3_finalize(statement);
        return status;
    }
    *out = statement;
    return KHUNG_OK;
}

khung_status khung__store_keep(sqlite3_stmt **kept, khung_store *store, const char *sql, khung_log *log)
{
    int code = *kept ? SQLITE_OK : sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
    return code == SQLITE_OK ? KHUNG_OK : khung__store_fail(store, code, log);
}

khung_status khung__store_again(sqlite3_stmt **out, khung_store *store, const char *sql, khung_log *log)
{
    for (int i = 0; i < KHUNG__STORE_AGAIN; i++)
        if (store->again[i] && strcmp(sqlite3_sql(store->again[i]), sql) == 0) {
            *out = store->again[i];
            return KHUNG_OK;
        }
    sqlite3_stmt **kept = &store->again[store->next_again++ % KHUNG__STORE_AGAIN];
    sqlite3_finalize(*kept);
    *kept = NULL;
    khung_status status = khung__store_keep(kept, store, sql, log);
    *out = *kept;
    return status;
}

void khung__store_rest(sqlite3_stmt *statement)
{
    if (!statement)
        return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

khung_status khung__store_ask(sqlite3_stmt **out, khung_store *store, khung_log *log, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    khung_status status = ask(out, store, log, sql, types, &args);
    va_end(args);
    return status;
}

khung_status khung__store_ask_list(sqlite3_stmt **out, khung_store *store, khung_log *log, const char *sql, const char *types, va_list *args)
{
    return ask(out, store, log, sql, types, args);
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
    khung_status status = ask(&statement, store, log, sql, types, &args);
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

khung__str khung__store_cell(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return (khung__str){text, text ? (size_t)sqlite3_column_bytes(statement, column) : 0};
}

void khung__put_member(khung__buf *buf, const char *before, khung__str value)
{
    khung__buf_z(buf, before);
    if (value.s)
        khung__buf_json(buf, value);
    else
        khung__buf_z(buf, "null");
}

khung_status khung__store_script(khung_store *store, const char *sql, khung_log *log)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? KHUNG_OK : khung__store_fail(store, code, log);
}

khung_status khung__store_number(int64_t *out, khung_store *store, khung_log *log, const char *sql, const char *types, ...)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    va_list args;
    va_start(args, types);
    khung_status status = ask(&statement, store, log, sql, types, &args);
    va_end(args);
    if (status == KHUNG_OK)
        status = khung__store_step(store, statement, &row, log);
    if (row)
        *out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return status;
}

khung_status khung__store_one(khung__str *out, khung_store *store, khung__arena *arena, khung_log *log, const char *sql, const char *types, ...)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    va_list args;
    va_start(args, types);
    khung_status status = ask(&statement, store, log, sql, types, &args);
    va_end(args);
    *out = (khung__str){0};
    if (status == KHUNG_OK)
        status = khung__store_step(store, statement, &row, log);
    if (row) {
        *out = khung__store_text(statement, 0, arena);
        status = out->s || sqlite3_column_type(statement, 0) == SQLITE_NULL ? status : KHUNG_NO_MEMORY;
    }
    sqlite3_finalize(statement);
    return status;
}

khung_status khung__store_lend(char **out, khung__str text)
{
    char *copy = khung__alloc(text.n + 1);
    if (!copy)
        return KHUNG_NO_MEMORY;
    memcpy(copy, text.s, text.n);
    copy[text.n] = '\0';
    *out = copy;
    return KHUNG_OK;
}

/* ---- functions ---- */

static void sha256(sqlite3_context *context, int count, sqlite3_value **values)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__sha256 h;
    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL)
        return;
    const void *bytes = sqlite3_value_blob(values[0]);
    khung__sha256_start(&h);
    khung__sha256_add(&h, bytes, (size_t)sqlite3_value_bytes(values[0]));
    khung__sha256_text(&h, digest);
    sqlite3_result_text(context, digest, -1, SQLITE_TRANSIENT);
}

khung_status khung__store_functions(khung_store *store, khung_log *log)
{
    int code = sqlite3_create_function_v2(store->db, "khung_sha256", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, sha256, NULL, NULL,
                                          NULL);
    return code == SQLITE_OK ? khung__registry_functions(store, log) : khung__store_fail(store, code, log);
}
