/* Opening, making and migrating a store; its persons. */
#include "inside.h"

#include <string.h>

/* What brings a store from version i to i + 1. The first makes an empty file a store. */
static const char version_1[] = {
#include "store.sql.h"
};
static const char *const migrations[KHUNG__STORE_VERSION] = {version_1};

static khung_status number(int64_t *out, khung_store *store, const char *sql, khung_log *log)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    khung_status status = khung__store_ask(&statement, store, log, sql, "");
    if (status == KHUNG_OK)
        status = khung__store_step(store, statement, &row, log);
    if (row)
        *out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return status;
}

static khung_status script(khung_store *store, const char *sql, khung_log *log)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? KHUNG_OK : khung__store_fail(store, code, log);
}

static khung_status set_version(khung_store *store, khung_log *log)
{
    char sql[96];
    sqlite3_snprintf((int)sizeof sql, sql, "PRAGMA application_id = %d; PRAGMA user_version = %d", KHUNG__STORE_APPLICATION, KHUNG__STORE_VERSION);
    return script(store, sql, log);
}

/* All steps from `version` on, in one transaction. */
static khung_status migrate(khung_store *store, int64_t version, khung_log *log)
{
    khung_status status = khung__store_begin(store, log);
    int64_t now = version; /* another process may have been first */
    if (status == KHUNG_OK)
        status = number(&now, store, "PRAGMA user_version", log);
    for (int64_t i = now; i < KHUNG__STORE_VERSION && status == KHUNG_OK; i++)
        status = script(store, migrations[i], log);
    if (status == KHUNG_OK && now < KHUNG__STORE_VERSION)
        status = set_version(store, log);
    return khung__store_end(store, status, log);
}

static khung_status check_version(khung_store *store, bool make, khung_log *log)
{
    int64_t application = 0, version = 0, tables = 0;
    khung_status status = number(&application, store, "PRAGMA application_id", log);
    if (status == KHUNG_OK)
        status = number(&version, store, "PRAGMA user_version", log);
    if (status == KHUNG_OK)
        status = number(&tables, store, "SELECT count(*) FROM sqlite_schema", log);
    if (status != KHUNG_OK)
        return status;
    bool empty = application == 0 && version == 0 && tables == 0;
    bool ours = application == KHUNG__STORE_APPLICATION && version > 0;
    if (!ours && !(empty && make))
        return KHUNG__DIAG(log, KHUNG__D_STORE_FOREIGN, (khung__at){0}, store->path);
    if (version > KHUNG__STORE_VERSION)
        return KHUNG__DIAG(log, KHUNG__D_STORE_NEWER, (khung__at){0}, store->path);
    return version < KHUNG__STORE_VERSION ? migrate(store, version, log) : KHUNG_OK;
}

static khung_status connect(khung_store *store, bool make, khung_log *log)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | (make ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(store->path.s, &store->db, flags, NULL);
    if (code != SQLITE_OK)
        return khung__store_fail(store, code, log);
    sqlite3_busy_timeout(store->db, KHUNG__STORE_WAIT);
    khung_status status = script(store, "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL", log);
    if (status == KHUNG_OK)
        status = check_version(store, make, log);
    return status == KHUNG_OK ? script(store, "PRAGMA journal_mode = WAL", log) : status;
}

static khung_status open_store(khung_store **out, const char *path, bool make, khung_log *log)
{
    khung_store *store = khung__alloc(sizeof *store);
    if (!store)
        return KHUNG_NO_MEMORY;
    *store = (khung_store){0};
    store->path = khung__str_copy(&store->arena, khung__str_of(path));
    khung_status status = store->path.s ? connect(store, make, log) : KHUNG_NO_MEMORY;
    if (status != KHUNG_OK) {
        khung_store_close(store);
        return status;
    }
    *out = store;
    return KHUNG_OK;
}

khung_status khung_store_open(khung_store **out, const char *path, khung_log *log)
{
    return out && path ? open_store(out, path, false, log) : KHUNG_BAD_CALL;
}

void khung_store_close(khung_store *store)
{
    if (!store)
        return;
    sqlite3_close(store->db);
    khung__arena_free(&store->arena);
    khung__free(store);
}

khung_status khung__store_person(khung_store *store, const char *person, khung_log *log)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    khung_status status = khung__store_ask(&statement, store, log, "SELECT 1 FROM person WHERE id = ?1", "t", person);
    if (status == KHUNG_OK)
        status = khung__store_step(store, statement, &row, log);
    sqlite3_finalize(statement);
    if (status == KHUNG_OK && !row)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NOBODY, (khung__at){0}, khung__str_of(person ? person : ""));
    return status;
}

/* The first person of a store; refused when there is one already. */
static khung_status first_person(khung_store *store, const char *id, khung__str name, int64_t now, khung_log *log)
{
    char time[25];
    khung__time_text(time, now);
    int64_t persons = 0;
    khung_status status = khung__store_begin(store, log);
    if (status == KHUNG_OK)
        status = number(&persons, store, "SELECT count(*) FROM person", log);
    if (status == KHUNG_OK && persons > 0)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_EXISTS, (khung__at){0}, store->path);
    if (status == KHUNG_OK)
        status = khung__store_do(store, log, "INSERT INTO person (id, name, since) VALUES (?1, ?2, ?3)", "tst", id, name, time);
    return khung__store_end(store, status, log);
}

/* A name is UTF-8 with something in it and no control characters. */
static bool is_name(khung__str name)
{
    const char *p = name.s, *end = name.s + name.n;
    while (p < end)
        if (khung__utf8_next(&p, end) < 0x20)
            return false;
    return name.n > 0;
}

khung_status khung_store_init(khung_store **out, const char *path, const char *person, const char *name, int64_t now, khung_log *log)
{
    khung_store *store = NULL;
    if (!out || !path || !person || !name)
        return KHUNG_BAD_CALL;
    khung__str clean = khung__text_trim(khung__str_of(name));
    bool id = khung__is_id(khung__str_of(person));
    if (!id || !is_name(clean))
        return KHUNG__DIAG(log, KHUNG__D_STORE_BAD_PERSON, (khung__at){0}, khung__str_of(id ? name : person));
    khung__arena arena = {0};
    khung_status status = khung__text_nfc(&arena, clean, &clean) ? open_store(&store, path, true, log) : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = first_person(store, person, clean, now, log);
    khung__arena_free(&arena);
    if (status != KHUNG_OK) {
        khung_store_close(store);
        return status;
    }
    *out = store;
    return KHUNG_OK;
}
