/* bulk: what the two halves of the bulk import share: rows to canonical answers (bulk_text.c), and what is written of them (bulk.c). */
#ifndef KHUNG_STORE_BULK_H
#define KHUNG_STORE_BULK_H

#include "../score/stream.h"
#include "event.h"

/* A table that is written: its statement, and its row in the event. */
typedef struct target {
    khung__table table;
    sqlite3_stmt *insert;
    khung__str *names;       /* per column "name": with a comma before it but at the first */
    int count;
} target;

enum { ORGANISATION, ASSESSMENT, TRACK, RESULT, TARGETS };
enum { FIND_ORGANISATION, FIND_ASSESSMENT, FIND_ID, ADD_EVENT, QUESTIONS };
enum { MOST_COLUMNS = 24 };

/* How a criterion's answer begins in the canonical text, and what its levels are. */
typedef struct piece {
    khung__str key;          /* "gov-board": */
    khung__str *levels;      /* per level of its scale: key and value */
    uint32_t *checks;        /* in the order of their ids */
} piece;

struct khung_bulk {
    khung_store *store;
    khung_log *log;
    const khung_framework *framework;
    khung__arena arena;
    khung__stream stream;
    target targets[TARGETS];
    sqlite3_stmt *questions[QUESTIONS];
    piece *pieces;
    uint32_t *order, *fact_order; /* criteria and facts in the order of their ids */
    khung__str middle;            /* from the answers to the organisation */
    char digest[KHUNG_DIGEST_SIZE], person[KHUNG__UUID_SIZE], time[25];
    int64_t now;
    size_t every, pending;
    bool begun;                   /* a transaction */
    khung_status broken;
    khung_bulk_sums sums;
    khung__chain_end end;
    char last_id[72], last_key[KHUNG__UUID_SIZE]; /* the organisation of the row before: rows of one often come together */
    /* Of the row at hand; buffers stay. */
    const khung_bulk_row *row;
    khung__buf text, content, body, small;
    bool odd;                     /* not plain */
};

/* What does not change from row to row: keys and levels as they are written, the order of ids. */
khung_status khung__bulk_pieces(khung_bulk *bulk);
/* Of bulk->row: the canonical text into `text`, what it says into the stream, and whether anything is `odd`. */
void khung__bulk_text(khung_bulk *bulk);

#endif
