/* What the files of the store share. */
#ifndef KHUNG_STORE_INSIDE_H
#define KHUNG_STORE_INSIDE_H

#include <sqlite3.h>
#include <stdarg.h>

#include "../store.h"

/* The tables that events write. */
typedef enum khung__table {
#define TABLE(name, keys, columns) KHUNG__T_##name,
#include "tables.def"
#undef TABLE
    KHUNG__TABLE_COUNT
} khung__table;

/* Statements that are prepared once a store. */
enum { KHUNG__KEPT_ROW, KHUNG__KEPT_PUT, KHUNG__KEPT_REMOVE, KHUNG__KEPT_OF_TABLE };
typedef enum khung__kept { KHUNG__KEPT_HEAD, KHUNG__KEPT_THREAD, KHUNG__KEPT_EVENT, KHUNG__KEPT_MOVE, KHUNG__KEPT_OTHERS } khung__kept;

enum { KHUNG__STORE_AGAIN = 8 }; /* questions of lists that stay prepared */

/* A store keeps at most half a megabyte of pages in memory: going through many organisations takes no more than through a few. */
#define KHUNG__STORE_CACHE "PRAGMA cache_size = -512"

struct khung_store {
    sqlite3 *db;
    khung__str path; /* in the arena */
    khung__arena arena;
    khung__uuids keys; /* of the rows made through this store */
    sqlite3_stmt *of_table[KHUNG__TABLE_COUNT][KHUNG__KEPT_OF_TABLE], *others[KHUNG__KEPT_OTHERS], *again[KHUNG__STORE_AGAIN];
    unsigned next_again; /* which of them gives way */
};

/* The names of the kinds of tracks, by khung__track. */
extern const char *const khung__store_kinds[];
/* The status of an SQLite code, said in the log. */
khung_status khung__store_fail(khung_store *store, int code, khung_log *log);
/* Prepares `sql` and binds by `types`: t text (const char *, NULL is null), s khung__str (absent is null), i int64_t,
 * m int64_t (INT64_MIN is null), b khung__str as blob, d double (not a number is null), n null (no argument). */
khung_status khung__store_ask(sqlite3_stmt **out, khung_store *store, khung_log *log, const char *sql, const char *types, ...);
/* The same with its arguments in a list. */
khung_status khung__store_ask_list(sqlite3_stmt **out, khung_store *store, khung_log *log, const char *sql, const char *types, va_list *args);
/* Binds only, from parameter `first` on (1: the first). */
int khung__store_bind(sqlite3_stmt *statement, int first, const char *types, va_list *args);
/* Prepares into *kept what is not prepared yet; the store finalizes it. */
khung_status khung__store_keep(sqlite3_stmt **kept, khung_store *store, const char *sql, khung_log *log);
/* A statement that was prepared for the same words before, or now: preparing a long question takes longer than a short answer. The store keeps it;
 * give it back by khung__store_rest, also after an error. It is nobody else's meanwhile. */
khung_status khung__store_again(sqlite3_stmt **out, khung_store *store, const char *sql, khung_log *log);
void khung__store_rest(sqlite3_stmt *statement);
/* One step: *row says whether a row is there. */
khung_status khung__store_step(khung_store *store, sqlite3_stmt *statement, bool *row, khung_log *log);
/* Runs a statement that gives no rows. */
khung_status khung__store_do(khung_store *store, khung_log *log, const char *sql, const char *types, ...);
/* Several statements without parameters. */
khung_status khung__store_script(khung_store *store, const char *sql, khung_log *log);
/* SQL: what the person `p` of a question is called: the name, or the id where it was erased or never came along. */
#define KHUNG__NAME_OF(p) "coalesce((SELECT x.content ->> '$.name' FROM personal x WHERE x.subject = " p ".key), " p ".id)"
/* SQL: the keys of the organisations that are one with that of key `k`: itself, the one it was merged into, all that were merged into either. */
#define KHUNG__FAMILY(k) \
    "(SELECT f.key FROM organisation f WHERE f.key = coalesce((SELECT g.merged_into FROM organisation g WHERE g.key = " k "), " k ") " \
    "UNION SELECT f.key FROM organisation f WHERE f.merged_into = coalesce((SELECT g.merged_into FROM organisation g WHERE g.key = " k "), " k "))"
/* The first column of the first row, as number (untouched when there is no row) or as text in the arena (absent: null or no row). */
khung_status khung__store_number(int64_t *out, khung_store *store, khung_log *log, const char *sql, const char *types, ...);
khung_status khung__store_one(khung__str *out, khung_store *store, khung__arena *arena, khung_log *log, const char *sql, const char *types, ...);
/* BEGIN IMMEDIATE; and COMMIT, or ROLLBACK where `status` is an error. Returns the first failure. */
khung_status khung__store_begin(khung_store *store, khung_log *log);
khung_status khung__store_end(khung_store *store, khung_status status, khung_log *log);
/* Column as text, copied into the arena; absent for null. */
khung__str khung__store_text(sqlite3_stmt *statement, int column, khung__arena *arena);
/* The same, as it lies in the row until the next step. */
khung__str khung__store_cell(sqlite3_stmt *statement, int column);
/* Appends `before` and a text as JSON: null where it is absent. */
void khung__put_member(khung__buf *buf, const char *before, khung__str value);
/* The functions that the schema and questions use: khung_sha256(x) gives sha256:… of a text or blob, null of null. */
khung_status khung__store_functions(khung_store *store, khung_log *log);
/* Those of the registry (functions.c): khung_fold, khung_lower, khung_sort, khung_person_sort of a text, khung_place, khung_rank, khung_holds_until. */
khung_status khung__registry_functions(khung_store *store, khung_log *log);
/* The key of the person with that id; KHUNG_NOT_ALLOWED, said in the log, when nobody has it or the person is erased. */
khung_status khung__store_person(char key[KHUNG__UUID_SIZE], khung_store *store, const char *id, khung_log *log);
/* Hands a text out to the caller of a public call (khung_text_free). */
khung_status khung__store_lend(char **out, khung__str text);

/* A day, or the day of a time, as diagnostics of that log tell it; in the arena. */
khung__str khung__store_day(khung__arena *arena, khung__str time, const khung_log *log);

#endif
