/* khung backup and khung restore. */
#include "copy.h"
#include "../words.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- backup ---- */

/* A backup may take the place of an older one, but of no other file, and not of the store itself. */
static khung_status check_target(khung_store *store, const char *to, khung_log *log)
{
    struct stat target, own;
    khung_store *other = NULL;
    int64_t version;
    if (stat(to, &target) != 0)
        return errno == ENOENT ? KHUNG_OK : khung__file_failed(to, log);
    if (stat(store->path.s, &own) == 0 && own.st_dev == target.st_dev && own.st_ino == target.st_ino)
        return KHUNG__DIAG(log, KHUNG__D_BACKUP_ITSELF, (khung__at){0}, khung__str_of(to));
    khung_status status = khung__store_peek(&other, &version, to, NULL);
    khung_store_close(other);
    return status == KHUNG_OK || status == KHUNG_NO_MEMORY ? status : KHUNG__DIAG(log, KHUNG__D_BACKUP_OTHER, (khung__at){0}, khung__str_of(to));
}

/* The files of evidence go beside the copy; or it is said that they do not. */
static khung_status copy_beside(khung_store *store, const char *to, bool with_files, khung_log *log)
{
    int64_t count = 0;
    char digits[24];
    if (with_files)
        return khung__beside_copy(store, store->path.s, to, log);
    khung_status status = khung__beside_count(&count, store, log);
    snprintf(digits, sizeof digits, "%lld", (long long)count);
    return status == KHUNG_OK && count ? KHUNG__DIAG(log, KHUNG__D_BACKUP_BESIDE, (khung__at){0}, khung__str_of(digits)) : status;
}

khung_status khung_store_backup(khung_store *store, const char *to, bool with_files, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    if (!store || !to || !*to)
        return KHUNG_BAD_CALL;
    khung_status status = check_target(store, to, log);
    if (status == KHUNG_OK)
        status = khung__change_begin(&change, store, "backup", person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    khung__change_note(&change, "file", khung__str_of(to)); /* erasing a person lists the copies that it cannot reach */
    status = khung__change_end(&change, KHUNG_OK);
    if (status == KHUNG_OK)
        status = khung__store_copy(store, to, log);
    return status == KHUNG_OK ? copy_beside(store, to, with_files, log) : status;
}

/* ---- restore ---- */

typedef struct restoring {
    const char *path, *from; /* the store, the backup */
    khung_log *log;
    khung__arena arena;
    khung__str chain, head;  /* of the backup; absent for a backup of version 1 */
    int64_t number, version;
    int64_t lost;            /* how many events of the store the backup does not have; -1: not known */
    khung__str left;         /* head of the store that is moved aside */
    bool there;              /* a file is in the store's place */
} restoring;

/* The first thing that is wrong, or absent. */
static khung__str first_finding(restoring *r, const khung_log *found)
{
    const khung_message *message = khung_log_message(found, 0);
    return message ? khung__str_copy(&r->arena, khung__str_of(message->text)) : (khung__str){0};
}

/* The backup must be whole before anything is moved. */
static khung_status check_backup(restoring *r, khung_store *backup)
{
    khung_log *found = NULL;
    khung__str sound = {0};
    khung_status status = khung__store_one(&sound, backup, &r->arena, r->log, "PRAGMA quick_check(1)", "");
    if (status == KHUNG_OK && !khung__str_eq(sound, KHUNG__S("ok")))
        return KHUNG__DIAG(r->log, KHUNG__D_RESTORE_UNSOUND, (khung__at){0}, khung__str_of(r->from), sound);
    if (status != KHUNG_OK || r->version < KHUNG__STORE_CHAINED) /* an older one has no chain; opening it migrates it */
        return status;
    status = khung_log_new(&found, khung__diag_language(r->log));
    khung__look look = {.store = backup, .found = found};
    if (status == KHUNG_OK)
        status = khung__check_chain(&look);
    if (status == KHUNG_OK && khung_log_count_of(found, KHUNG_ERROR) > 0)
        status = KHUNG__DIAG(r->log, KHUNG__D_RESTORE_UNSOUND, (khung__at){0}, khung__str_of(r->from), first_finding(r, found));
    khung__arena_free(&look.arena);
    khung_log_free(found);
    if (status == KHUNG_OK)
        status = khung__store_one(&r->chain, backup, &r->arena, r->log, "SELECT chain FROM store", "");
    if (status == KHUNG_OK)
        status = khung__store_one(&r->head, backup, &r->arena, r->log, "SELECT head FROM store", "");
    return status == KHUNG_OK ? khung__store_number(&r->number, backup, r->log, "SELECT number FROM store", "") : status;
}

/* By whom, how many, the last when: the events that would be lost, most first. */
static khung_status list_lost(restoring *r, khung_store *present, int64_t after)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    khung_status status = khung__store_ask(&row, present, r->log,
                                           "SELECT coalesce(f.content ->> '$.name', p.id, e.by), count(*), max(e.at) FROM event e "
                                           "LEFT JOIN person p ON p.key = e.by LEFT JOIN personal f ON f.subject = e.by "
                                           "WHERE e.chain = (SELECT chain FROM store) AND e.number > ?1 GROUP BY e.by ORDER BY 2 DESC, 1", "i", after);
    while (status == KHUNG_OK && more) {
        status = khung__store_step(present, row, &more, r->log);
        if (status == KHUNG_OK && more) {
            khung__str who = khung__look_text(row, 0);
            khung__buf last = {0};
            khung__buf_moment(&last, khung__look_text(row, 2), khung__language_of(khung__str_of(khung__diag_language(r->log))));
            status = KHUNG__DIAG(r->log, KHUNG__D_RESTORE_LOST_BY, (khung__at){0}, who.n ? who : KHUNG__S("khung"), khung__look_text(row, 1),
                                 {last.s ? last.s : "", last.n});
            khung__buf_free(&last);
        }
    }
    sqlite3_finalize(row);
    return status;
}

/* How many events of the present store come after the backup: those after the last that both have. */
static khung_status count_lost(restoring *r, khung_store *present, int64_t *after)
{
    int64_t same = 0, number = 0;
    khung_status status = khung__store_one(&r->left, present, &r->arena, r->log, "SELECT head FROM store", "");
    if (status == KHUNG_OK)
        status = khung__store_number(&number, present, r->log, "SELECT number FROM store", "");
    if (status == KHUNG_OK && r->chain.s)
        status = khung__store_number(&same, present, r->log, "SELECT count(*) FROM event WHERE chain = ?1 AND chain = (SELECT chain FROM store) "
                                                             "AND number = ?2 AND digest = ?3", "sis", r->chain, r->number, r->head);
    *after = same ? r->number : 0;
    r->lost = number - *after;
    return status;
}

/* What the present store would lose; -1 when it cannot be read. Where the present store stands before the backup in the same chain,
 * the backup has all of it. */
static khung_status compare(restoring *r, khung_store *backup)
{
    khung_store *present = NULL;
    int64_t version = 0, after = 0, known = 0;
    khung_status status = khung__store_peek(&present, &version, r->path, NULL);
    if (status == KHUNG_OK && version >= KHUNG__STORE_CHAINED)
        status = count_lost(r, present, &after);
    else if (status == KHUNG_OK)
        r->lost = -1;
    if (status == KHUNG_OK && r->lost > 0 && r->left.n && r->chain.s)
        status = khung__store_number(&known, backup, r->log, "SELECT count(*) FROM event WHERE chain = (SELECT chain FROM store) AND digest = ?1", "s",
                                     r->left);
    if (known)
        r->lost = 0;
    if (status == KHUNG_OK && r->lost > 0)
        status = list_lost(r, present, after);
    khung_store_close(present);
    if (status == KHUNG_NO_MEMORY)
        return status;
    if (status != KHUNG_OK)
        r->lost = -1;
    return KHUNG_OK;
}

static khung_status refuse_loss(restoring *r)
{
    char count[24];
    if (r->lost < 0)
        return KHUNG__DIAG(r->log, KHUNG__D_RESTORE_UNREADABLE, (khung__at){0}, khung__str_of(r->path));
    snprintf(count, sizeof count, "%lld", (long long)r->lost);
    return KHUNG__DIAG(r->log, KHUNG__D_RESTORE_LOSES, (khung__at){0}, khung__str_of(r->path), khung__str_of(count));
}

/* path.WORD-20261122T031500, with -2, -3 … where that is taken. */
static khung__str free_name(restoring *r, const char *word, int64_t now)
{
    char time[25], digits[16] = "";
    khung__time_text(time, now);
    for (int i = 1; i < 1000; i++) {
        struct stat known;
        khung__buf buf = {0};
        if (i > 1)
            snprintf(digits, sizeof digits, "-%d", i);
        khung__buf_printf(&buf, "%s.%s-%.4s%.2s%.2sT%.2s%.2s%.2s%s", r->path, word, time, time + 5, time + 8, time + 11, time + 14, time + 17, digits);
        khung__str name = khung__buf_take(&buf, &r->arena);
        if (!name.s || lstat(name.s, &known) != 0)
            return name;
    }
    return (khung__str){0};
}

static khung_status move_side_file(restoring *r, const char *aside, const char *end)
{
    khung__str from = khung__path_with(&r->arena, r->path, end), to = khung__path_with(&r->arena, aside, end);
    if (!from.s || !to.s)
        return KHUNG_NO_MEMORY;
    return rename(from.s, to.s) == 0 || errno == ENOENT ? KHUNG_OK : khung__file_failed(from.s, r->log);
}

/* Nobody else may have the store open while its file is exchanged: leaving WAL needs that, and the write lock then keeps others off.
 * A file that is no sound store is taken as it is. */
static khung_status hold(restoring *r, sqlite3 **db)
{
    khung_store present = {.path = khung__str_of(r->path)};
    khung__str mode = {0};
    if (sqlite3_open_v2(r->path, &present.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL) == SQLITE_OK)
        sqlite3_busy_timeout(present.db, KHUNG__STORE_WAIT);
    *db = present.db;
    khung_status status = khung__store_one(&mode, &present, &r->arena, NULL, "PRAGMA journal_mode = DELETE", "");
    if (status == KHUNG_OK)
        status = khung__store_script(&present, "BEGIN EXCLUSIVE", NULL);
    if (status == KHUNG_BUSY)
        return KHUNG__DIAG(r->log, KHUNG__D_STORE_BUSY, (khung__at){0}, khung__str_of(r->path));
    return status == KHUNG_NO_MEMORY ? status : KHUNG_OK;
}

/* The old file keeps its content under another name; there is a store under its own name at every moment where the disk knows links. */
static khung_status exchange(restoring *r, const char *copy, const char *aside)
{
    sqlite3 *db = NULL;
    khung_status status = r->there ? hold(r, &db) : KHUNG_OK;
    if (status == KHUNG_OK)
        status = move_side_file(r, aside, "-wal");
    if (status == KHUNG_OK)
        status = move_side_file(r, aside, "-shm");
    if (status == KHUNG_OK && r->there && link(r->path, aside) != 0 && rename(r->path, aside) != 0)
        status = khung__file_failed(aside, r->log);
    if (status == KHUNG_OK && rename(copy, r->path) != 0)
        status = khung__file_failed(r->path, r->log);
    if (status == KHUNG_OK)
        status = khung__folder_sync(r->path, r->log);
    sqlite3_close(db);
    return status;
}

/* What was done stands in the restored store's own log. */
static khung_status write_down(restoring *r, const char *person, int64_t now)
{
    khung__change change;
    khung_store *store = NULL;
    char lost[24];
    khung_status status = khung_store_open(&store, r->path, r->log);
    if (status == KHUNG_OK)
        status = khung__change_begin(&change, store, "restore", person ? person : "", now, r->log);
    if (status == KHUNG_OK) {
        snprintf(lost, sizeof lost, "%lld", (long long)r->lost);
        khung__change_note(&change, "file", khung__str_of(r->from));
        khung__change_note(&change, "lost", khung__str_of(r->lost < 0 ? NULL : lost));
        khung__change_note(&change, "left", r->left); /* the head of what was moved aside */
        status = khung__change_end(&change, KHUNG_OK);
    }
    khung_store_close(store);
    return status;
}

/* Whoever restores must be known to the backup: its log will say so. A backup of version 1 knows persons by their id alone, too. */
static khung_status check_person(restoring *r, khung_store *backup, const char *person)
{
    int64_t known = 0;
    const char *sql = r->version < KHUNG__STORE_CHAINED ? "SELECT count(*) FROM person WHERE id = ?1"
                                                        : "SELECT count(*) FROM person WHERE id = ?1 AND erased IS NULL";
    khung_status status = khung__store_number(&known, backup, r->log, sql, "t", person ? person : "");
    return status == KHUNG_OK && !known ? KHUNG__DIAG(r->log, KHUNG__D_STORE_NOBODY, (khung__at){0}, khung__str_of(person ? person : "")) : status;
}

/* Files of evidence that were backed up beside the backup come back; those beside the store stay where they are. */
static khung_status restore_beside(restoring *r, khung_store *backup)
{
    struct stat known;
    khung__str folder = khung__path_with(&r->arena, r->from, ".files");
    if (!folder.s)
        return KHUNG_NO_MEMORY;
    if (r->version < KHUNG__STORE_CHAINED || stat(folder.s, &known) != 0)
        return KHUNG_OK;
    khung_status status = khung__beside_copy(backup, r->from, r->path, r->log);
    return status == KHUNG_BAD_DATA ? KHUNG_OK : status; /* said; the store itself is restored */
}

static khung_status restore(restoring *r, khung_store *backup, const char *person, bool yes, int64_t now)
{
    struct stat known;
    r->there = stat(r->path, &known) == 0;
    khung_status status = check_backup(r, backup);
    if (status == KHUNG_OK)
        status = check_person(r, backup, person);
    if (status == KHUNG_OK && r->there)
        status = compare(r, backup);
    if (status == KHUNG_OK && r->lost != 0 && !yes)
        status = refuse_loss(r);
    khung__str copy = free_name(r, "restoring", now), aside = free_name(r, "before-restore", now);
    if (status == KHUNG_OK && (!copy.s || !aside.s))
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__store_copy(backup, copy.s, r->log);
    if (status != KHUNG_OK)
        return status;
    status = exchange(r, copy.s, aside.s);
    if (status != KHUNG_OK)
        unlink(copy.s);
    else if (r->there)
        KHUNG__DIAG(r->log, KHUNG__D_RESTORE_ASIDE, (khung__at){0}, aside);
    if (status == KHUNG_OK)
        status = restore_beside(r, backup);
    return status == KHUNG_OK ? write_down(r, person, now) : status;
}

khung_status khung_store_restore(const char *path, const char *backup, const char *person, bool yes, int64_t now, khung_log *log)
{
    khung_store *from = NULL;
    struct stat a, b;
    char real[PATH_MAX];
    if (!path || !backup)
        return KHUNG_BAD_CALL;
    if (lstat(path, &a) == 0 && S_ISLNK(a.st_mode) && realpath(path, real))
        path = real; /* the store that it leads to is exchanged, not the link */
    restoring r = {.path = path, .from = backup, .log = log};
    if (stat(path, &a) == 0 && stat(backup, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
        return KHUNG__DIAG(log, KHUNG__D_BACKUP_ITSELF, (khung__at){0}, khung__str_of(backup));
    khung_status status = khung__store_peek(&from, &r.version, backup, log);
    if (status == KHUNG_OK)
        status = restore(&r, from, person, yes, now);
    khung_store_close(from);
    khung__arena_free(&r.arena);
    return status;
}
