/* Opening, making and migrating a store; its persons. */
#include "copy.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char schema[] = {
#include "store.sql.h"
};

const char *khung__store_schema(void)
{
    return schema;
}

/* An empty file becomes a store with a chain of its own. Pages of 8 KB: events and tracks of some 2 KB each fill them, while one of
 * 4 KB holds a single one and is half empty. */
static khung_status make(khung_store *store, khung_log *log)
{
    char sql[96], chain[KHUNG__UUID_SIZE];
    int64_t version = 0; /* another process may have been first */
    sqlite3_snprintf((int)sizeof sql, sql, "PRAGMA application_id = %d; PRAGMA user_version = %d", KHUNG__STORE_APPLICATION, KHUNG__STORE_VERSION);
    khung_status status = khung__store_script(store, "PRAGMA page_size = 8192", log);
    if (status == KHUNG_OK)
        status = khung__store_begin(store, log);
    if (status == KHUNG_OK)
        status = khung__store_number(&version, store, log, "PRAGMA user_version", "");
    if (status != KHUNG_OK || version)
        return khung__store_end(store, status, log);
    status = khung__uuid(chain, 0) ? khung__store_script(store, schema, log) : KHUNG_INTERNAL;
    if (status == KHUNG_OK)
        status = khung__store_do(store, log, "INSERT INTO store (id, chain, number, head) VALUES (1, ?1, 0, '')", "t", chain);
    if (status == KHUNG_OK)
        status = khung__store_script(store, sql, log);
    return khung__store_end(store, status, log);
}

/* What SQLite's own fields say of a file: whose it is, of which version, and whether anything stands in it. */
struct marks {
    int64_t application, version, tables;
};

/* All three of one moment: while another process makes the store, each read alone could fall on another side of its commit. */
static khung_status read_marks(struct marks *marks, khung_store *store, khung_log *log)
{
    khung_status status = khung__store_script(store, "BEGIN", log);
    if (status == KHUNG_OK)
        status = khung__store_number(&marks->tables, store, log, "SELECT count(*) FROM sqlite_schema", "");
    if (status == KHUNG_OK)
        status = khung__store_number(&marks->application, store, log, "PRAGMA application_id", "");
    if (status == KHUNG_OK)
        status = khung__store_number(&marks->version, store, log, "PRAGMA user_version", "");
    return khung__store_end(store, status, log);
}

static khung_status check_version(khung_store *store, bool may_make, khung_log *log)
{
    struct marks marks = {0};
    khung_status status = read_marks(&marks, store, log);
    if (status != KHUNG_OK)
        return status;
    bool empty = marks.application == 0 && marks.version == 0 && marks.tables == 0;
    bool ours = marks.application == KHUNG__STORE_APPLICATION && marks.version > 0;
    if (!ours && !(empty && may_make))
        return KHUNG__DIAG(log, KHUNG__D_STORE_FOREIGN, (khung__at){0}, store->path);
    if (marks.version > KHUNG__STORE_VERSION)
        return KHUNG__DIAG(log, KHUNG__D_STORE_NEWER, (khung__at){0}, store->path);
    if (!empty && marks.version < KHUNG__STORE_VERSION)
        return khung__store_migrate(store, log);
    return empty ? make(store, log) : KHUNG_OK;
}

/* A new store is its owner's alone: it holds names, and what SQLite lays beside it (-wal, -shm) takes its rights. Others are let in by
 * chmod, which nothing here undoes. */
static void make_private(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
}

static khung_status connect(khung_store *store, bool may_make, khung_log *log)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (may_make ? SQLITE_OPEN_CREATE : 0);
    if (may_make)
        make_private(store->path.s);
    int code = sqlite3_open_v2(store->path.s, &store->db, flags, NULL);
    if (code != SQLITE_OK)
        return khung__store_fail(store, code, log);
    sqlite3_busy_timeout(store->db, KHUNG__STORE_WAIT);
    khung_status status = khung__store_script(store, "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; " KHUNG__STORE_CACHE, log);
    if (status == KHUNG_OK)
        status = khung__store_functions(store, log);
    if (status == KHUNG_OK)
        status = check_version(store, may_make, log);
    return status == KHUNG_OK ? khung__store_script(store, "PRAGMA journal_mode = WAL", log) : status;
}

static khung_status open_store(khung_store **out, const char *path, bool may_make, khung_log *log)
{
    khung_store *store = khung__alloc(sizeof *store);
    if (!store)
        return KHUNG_NO_MEMORY;
    *store = (khung_store){0};
    store->path = khung__str_copy(&store->arena, khung__str_of(path));
    khung_status status = store->path.s ? connect(store, may_make, log) : KHUNG_NO_MEMORY;
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
    for (int i = 0; i < KHUNG__TABLE_COUNT * KHUNG__KEPT_OF_TABLE; i++)
        sqlite3_finalize(store->of_table[i / KHUNG__KEPT_OF_TABLE][i % KHUNG__KEPT_OF_TABLE]);
    for (int i = 0; i < KHUNG__KEPT_OTHERS; i++)
        sqlite3_finalize(store->others[i]);
    for (int i = 0; i < KHUNG__STORE_AGAIN; i++)
        sqlite3_finalize(store->again[i]);
    sqlite3_close(store->db);
    khung__arena_free(&store->arena);
    khung__free(store);
}

khung_status khung__store_person(char key[KHUNG__UUID_SIZE], khung_store *store, const char *id, khung_log *log)
{
    khung__arena arena = {0};
    khung__str found = {0};
    khung_status status = khung__store_one(&found, store, &arena, log, "SELECT key FROM person WHERE id = ?1 AND erased IS NULL", "t", id);
    if (status == KHUNG_OK && !found.s)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NOBODY, (khung__at){0}, khung__str_of(id ? id : ""));
    if (status == KHUNG_OK)
        snprintf(key, KHUNG__UUID_SIZE, "%s", found.s);
    khung__arena_free(&arena);
    return status;
}

khung_status khung__person_add(khung__change *change, const char *key, khung__str id, const char *role, khung__str content)
{
    char commitment[KHUNG_DIGEST_SIZE];
    khung__str chain;
    khung_status status = khung__personal_put(change, key, content, commitment);
    if (status == KHUNG_OK)
        status = khung__store_one(&chain, change->store, &change->arena, change->log, "SELECT chain FROM store", "");
    if (status == KHUNG_OK)
        status = khung__change_put(change, KHUNG__T_person, "tstttns", key, id, role, commitment, change->time, chain);
    return status;
}

/* The first person of a store, who acts in adding it; refused when there is one already. */
static khung_status first_person(khung_store *store, const char *id, khung__str name, int64_t now, khung_log *log)
{
    khung__change change;
    khung__buf content = {0};
    int64_t persons = 0;
    khung_status status = khung__change_begin(&change, store, "init", NULL, now, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__store_number(&persons, store, log, "SELECT count(*) FROM person", "");
    if (status == KHUNG_OK && persons > 0)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_EXISTS, (khung__at){0}, store->path);
    if (status == KHUNG_OK)
        status = khung__change_key(&change, change.person);
    snprintf(change.thread, sizeof change.thread, "%s", change.person);
    khung__buf_z(&content, "{\"name\":");
    khung__buf_json(&content, name);
    khung__buf_char(&content, '}');
    if (status == KHUNG_OK && content.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__person_add(&change, change.person, khung__str_of(id), "member", (khung__str){content.s, content.n});
    khung__buf_free(&content);
    return khung__change_end(&change, status);
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
