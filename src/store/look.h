/* look: checks of a whole store. Each says what it finds as messages of diag.def, with advice, and changes nothing. */
#ifndef KHUNG_STORE_LOOK_H
#define KHUNG_STORE_LOOK_H

#include "event.h"

/* A check under way. */
typedef struct khung__look {
    khung_store *store;
    khung_log *found;    /* what is wrong: errors; what should be known: notes and warnings */
    khung__arena arena;  /* for the check, freed at its end */
    bool mend;           /* derived data may be built anew */
} khung__look;

/* One check: KHUNG_OK whether it found something or not. Errors of SQLite that say the file is damaged are findings too. */
typedef khung_status khung__looking(khung__look *look);

/* The rows of checks.def, in the order in which they run. */
#define CHECK(name, en, vi) khung__looking khung__check_##name;
#include "checks.def"
#undef CHECK

/* Scores again the results that were written after that row of the table. */
khung_status khung__check_results_after(khung__look *look, int64_t row);

/* Reads one row after another of a question and calls `each` until it fails. */
typedef khung_status khung__each_row(khung__look *look, sqlite3_stmt *row, void *to);
khung_status khung__look_rows(khung__look *look, khung__each_row *each, void *to, const char *sql);
/* The same of a question about ?1. */
khung_status khung__look_rows_of(khung__look *look, khung__each_row *each, void *to, const char *sql, khung__str of);
/* Column of a row as text that lives until the next step; absent for null. */
khung__str khung__look_text(sqlite3_stmt *row, int column);
/* The statements of the schema, NUL-ended. */
const char *khung__store_schema(void);

#endif
