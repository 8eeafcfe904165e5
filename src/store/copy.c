/* Copies of a store: SQLite's backup of one state into a new file, flushed, checked, then renamed into its place. */
#include "copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGES = 256, PAUSE = 2 }; /* a step; milliseconds between two, so that others come to their turn */

khung_status khung__file_failed(const char *path, khung_log *log)
{
    return KHUNG__DIAG(log, KHUNG__D_STORE_IO, (khung__at){0}, khung__str_of(path), khung__str_of(strerror(errno)));
}

khung__str khung__path_with(khung__arena *arena, const char *path, const char *more)
{
    khung__buf buf = {0};
    khung__buf_z(&buf, path);
    khung__buf_z(&buf, more);
    return khung__buf_take(&buf, arena);
}

static khung_status flush(const char *path, int flags, khung_log *log)
{
    int file = open(path, flags | O_CLOEXEC);
    bool done = file >= 0 && fsync(file) == 0;
    khung_status status = done ? KHUNG_OK : khung__file_failed(path, log);
    if (file >= 0)
        close(file);
    return status;
}

khung_status khung__folder_sync(const char *path, khung_log *log)
{
    khung__arena arena = {0};
    const char *slash = strrchr(path, '/');
    khung__str folder = !slash ? KHUNG__S(".") : slash == path ? KHUNG__S("/")
                                                               : khung__str_copy(&arena, (khung__str){path, (size_t)(slash - path)});
    khung_status status = folder.s ? flush(folder.s, O_RDONLY | O_DIRECTORY, log) : KHUNG_NO_MEMORY;
    khung__arena_free(&arena);
    return status;
}

static khung_status copy_pages(khung_store *store, khung_store *copy, khung_log *log)
{
    int code = SQLITE_OK, waited = 0;
    sqlite3_backup *backup = sqlite3_backup_init(copy->db, "main", store->db, "main");
    if (!backup)
        return khung__store_fail(copy, sqlite3_errcode(copy->db), log);
    do {
        code = sqlite3_backup_step(backup, PAGES);
        bool busy = code == SQLITE_BUSY || code == SQLITE_LOCKED;
        waited += busy ? PAUSE : 0;
        if (code == SQLITE_OK || busy)
            sqlite3_sleep(PAUSE);
    } while (code == SQLITE_OK || ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && waited < KHUNG__STORE_WAIT));
    int end = sqlite3_backup_finish(backup);
    return code == SQLITE_DONE && end == SQLITE_OK ? KHUNG_OK : khung__store_fail(copy, code == SQLITE_DONE ? end : code, log);
}

/* The copy needs no file beside it (journal_mode DELETE), is looked at once more, and may be read by those who may read the store. */
static khung_status finish_copy(khung_store *store, khung_store *copy, khung_log *log)
{
    struct stat of;
    khung__str sound = {0}, mode = {0};
    khung_status status = khung__store_one(&mode, copy, &copy->arena, log, "PRAGMA journal_mode = DELETE", "");
    if (status == KHUNG_OK && !khung__str_eq(mode, KHUNG__S("delete")))
        status = khung__store_fail(copy, SQLITE_IOERR, log);
    if (status == KHUNG_OK)
        status = khung__store_one(&sound, copy, &copy->arena, log, "PRAGMA quick_check(1)", "");
    if (status == KHUNG_OK && !khung__str_eq(sound, KHUNG__S("ok")))
        status = KHUNG__DIAG(log, KHUNG__D_STORE_DAMAGED, (khung__at){0}, store->path, sound);
    if (status == KHUNG_OK && (stat(store->path.s, &of) != 0 || chmod(copy->path.s, of.st_mode & 0777) != 0))
        status = khung__file_failed(copy->path.s, log);
    return status;
}

/* Makes the file `to`, which is to be `target` later. */
static khung_status fill_copy(khung_store *store, const char *to, const char *target, khung_log *log)
{
    khung_store copy = {.path = khung__str_of(to)};
    int code = sqlite3_open_v2(to, &copy.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, NULL);
    errno = copy.db && sqlite3_system_errno(copy.db) ? sqlite3_system_errno(copy.db) : EIO;
    khung_status status = code == SQLITE_OK ? khung__store_script(&copy, "PRAGMA synchronous = FULL", log) : khung__file_failed(target, log);
    if (status == KHUNG_OK)
        status = copy_pages(store, &copy, log);
    if (status == KHUNG_OK)
        status = finish_copy(store, &copy, log);
    khung__arena_free(&copy.arena);
    code = sqlite3_close(copy.db);
    return status == KHUNG_OK && code != SQLITE_OK ? KHUNG_INTERNAL : status;
}

/* A name beside `to` that nobody else takes. */
static khung__str part_name(khung__arena *arena, const char *to)
{
    char random[65];
    khung__buf buf = {0};
    if (!khung__random_hex(random))
        return (khung__str){0};
    khung__buf_printf(&buf, "%s.%.8s.part", to, random);
    return khung__buf_take(&buf, arena);
}

/* The unfinished copy, and what SQLite may have left beside it; nothing of that is needed any more. */
static void remove_part(khung__arena *arena, const char *part)
{
    khung__str journal = khung__path_with(arena, part, "-journal"), wal = khung__path_with(arena, part, "-wal");
    unlink(part);
    if (journal.s)
        unlink(journal.s);
    if (wal.s)
        unlink(wal.s);
}

khung_status khung__store_copy(khung_store *store, const char *to, khung_log *log)
{
    khung__arena arena = {0};
    khung__str part = part_name(&arena, to);
    bool open = sqlite3_get_autocommit(store->db) == 0; /* a transaction of the caller */
    khung_status status = part.s ? KHUNG_OK : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK && !open) /* one state from the first page to the last: the pages need not be begun again when others write */
        status = khung__store_script(store, "BEGIN; SELECT count(*) FROM sqlite_schema", log);
    if (status == KHUNG_OK)
        status = fill_copy(store, part.s, to, log);
    if (!open && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    if (status == KHUNG_OK)
        status = flush(part.s, O_RDONLY, log);
    if (status == KHUNG_OK && rename(part.s, to) != 0)
        status = khung__file_failed(to, log);
    if (status == KHUNG_OK)
        status = khung__folder_sync(to, log);
    if (part.s)
        remove_part(&arena, part.s);
    khung__arena_free(&arena);
    return status;
}

khung_status khung__store_peek(khung_store **out, int64_t *version, const char *path, khung_log *log)
{
    int64_t application = 0;
    khung_store *store = khung__alloc(sizeof *store);
    if (!store)
        return KHUNG_NO_MEMORY;
    *store = (khung_store){0};
    store->path = khung__str_copy(&store->arena, khung__str_of(path));
    int code = store->path.s ? sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE, NULL) : SQLITE_NOMEM;
    khung_status status = code == SQLITE_OK ? khung__store_functions(store, log) : khung__store_fail(store, code, log);
    if (status == KHUNG_OK)
        status = khung__store_number(&application, store, log, "PRAGMA application_id", "");
    if (status == KHUNG_OK)
        status = khung__store_number(version, store, log, "PRAGMA user_version", "");
    if (status == KHUNG_OK && (application != KHUNG__STORE_APPLICATION || *version <= 0))
        status = KHUNG__DIAG(log, KHUNG__D_STORE_FOREIGN, (khung__at){0}, store->path);
    else if (status == KHUNG_OK && *version > KHUNG__STORE_VERSION)
        status = KHUNG__DIAG(log, KHUNG__D_STORE_NEWER, (khung__at){0}, store->path);
    if (status == KHUNG_OK)
        *out = store;
    else
        khung_store_close(store);
    return status;
}
