/* What the files of the store share. */
#ifndef KHUNG_STORE_INSIDE_H
#define KHUNG_STORE_INSIDE_H

#include <sqlite3.h>

#include "../store.h"

struct khung_store {
    sqlite3 *db;
    khung__str path; /* in the arena */
    khung__arena arena;
};

/* The names of the kinds of tracks, by khung__track. */
extern const char *const khung__store_kinds[];
/* The status of an SQLite code, said in the log. */
khung_status khung__store_fail(khung_store *store, int code, khung_log *log);
/* Prepares `sql` and binds by `types`: t text (const char *, NULL is null), s khung__str (absent is null), i int64_t,
 * d double (not a number is null). */
khung_status khung__store_ask(sqlite3_stmt **out, khung_store *store, khung_log *log, const char *sql, const char *types, ...);
/* One step: *row says whether a row is there. */
khung_status khung__store_step(khung_store *store, sqlite3_stmt *statement, bool *row, khung_log *log);
/* Runs a statement that gives no rows. */
khung_status khung__store_do(khung_store *store, khung_log *log, const char *sql, const char *types, ...);
/* BEGIN IMMEDIATE; and COMMIT, or ROLLBACK where `status` is an error. Returns the first failure. */
khung_status khung__store_begin(khung_store *store, khung_log *log);
khung_status khung__store_end(khung_store *store, khung_status status, khung_log *log);
/* Column as text, copied into the arena; absent for null. */
khung__str khung__store_text(sqlite3_stmt *statement, int column, khung__arena *arena);
/* KHUNG_NOT_ALLOWED, said in the log, when nobody has that id. */
khung_status khung__store_person(khung_store *store, const char *person, khung_log *log);
/* Keeps the framework unless it is there; `digest` is filled. */
khung_status khung__store_framework(khung_store *store, const khung_framework *framework, const char *person, const char *now,
                                    char digest[KHUNG_DIGEST_SIZE], khung_log *log);

#endif
