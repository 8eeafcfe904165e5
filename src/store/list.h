/* list: rows of a question as JSON, or as a table of 80 columns. */
#ifndef KHUNG_STORE_LIST_H
#define KHUNG_STORE_LIST_H

#include "inside.h"
#include "../words.h"

/* How the rows of a question are shown: its column names are the JSON's. A column whose name ends in "_json" holds JSON and stands under the name
 * before that. */
typedef struct khung__listing {
    const char *kind;
    khung__word_id heads[5];
    uint8_t columns[5], widths[5]; /* of the table: which columns of the question; of the first how wide at most */
} khung__listing;

/* How many there are in all, told below the rows. */
typedef struct khung__list_total {
    int64_t limit;       /* of the rows; 0 or less: all are there */
    sqlite3_stmt *count; /* asked when as many rows came: gives the number, at most KHUNG__LIST_COUNTED + 1 */
} khung__list_total;
enum { KHUNG__LIST_COUNTED = 1000 }; /* what is more is said to be more: counting everything would cost more than looking up */
/* Runs the bound statement to its end. As JSON where language is NULL. total NULL: not told. */
khung_status khung__list_print(char **out, khung_store *store, const khung__listing *what, sqlite3_stmt *rows, const khung__list_total *total,
                               const char *language, khung_log *log);
/* Appends the row as a JSON object on one line. */
void khung__list_json_row(khung__buf *buf, sqlite3_stmt *row);

#endif
