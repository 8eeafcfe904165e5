/* sheet: a table of text from a CSV or XLSX file.
 *
 * CSV: UTF-8 with or without byte-order mark; comma, semicolon or tab, whichever the first line has most of; quoted line breaks. XLSX:
 * the first visible sheet unless one is named; texts, numbers as plain decimals, cached values of formulas, dates as YYYY-MM-DD. All
 * cells come trimmed, NFC and without control characters but the line feed. Such files come from strangers: everything in them is
 * checked, and each limit has a message of its own. */
#ifndef KHUNG_SHEET_H
#define KHUNG_SHEET_H

#include "diag.h"

typedef struct khung__sheet khung__sheet;

/* Ceilings; 0 means the default. */
typedef struct khung__sheet_limits {
    size_t bytes;   /* of the file, and of what is unpacked from it: KHUNG__SHEET_BYTES */
    size_t rows;    /* the highest row number: KHUNG__SHEET_ROWS */
    size_t columns; /* KHUNG__SHEET_COLUMNS */
    size_t cell;    /* bytes of one cell: KHUNG__SHEET_CELL */
    size_t cells;   /* that hold something: KHUNG__SHEET_CELLS */
} khung__sheet_limits;
#define KHUNG__SHEET_BYTES ((size_t)KHUNG_MOST_TABLE)
#define KHUNG__SHEET_ROWS ((size_t)1000000)
#define KHUNG__SHEET_COLUMNS ((size_t)1000)
#define KHUNG__SHEET_CELL ((size_t)64 << 10)
#define KHUNG__SHEET_CELLS ((size_t)8000000)

/* Reads the table in `bytes`, which may go afterwards; `name` is what diagnostics call the file. KHUNG_BAD_DATA, KHUNG_TOO_LARGE,
 * KHUNG_NOT_FOUND (a library that is not installed). */
khung_status khung__sheet_load(khung__sheet **out, const char *name, const char *bytes, size_t size, khung_log *log);
/* The same of the sheet called `title` (NULL: the first visible) and with other ceilings (NULL: the defaults). */
khung_status khung__sheet_load_within(khung__sheet **out, const char *name, const char *bytes, size_t size, const char *title,
                                      const khung__sheet_limits *limits, khung_log *log);
void khung__sheet_free(khung__sheet *sheet);

/* Rows that hold something, the header (row 0) among them: never 0. */
size_t khung__sheet_rows(const khung__sheet *sheet);
/* One more than the last column that is used anywhere. */
size_t khung__sheet_columns(const khung__sheet *sheet);
/* The text of a cell, absent when it is empty or not there; lent with a NUL behind it. */
khung__str khung__sheet_cell(const khung__sheet *sheet, size_t row, size_t column);
/* The row's number in the file as a spreadsheet shows it, from 1 (empty rows count). */
uint32_t khung__sheet_row_number(const khung__sheet *sheet, size_t row);
/* The column whose header has the fold (khung__text_fold) of `header`, from column `from` on; SIZE_MAX when there is none. */
size_t khung__sheet_find(const khung__sheet *sheet, khung__str header, size_t from);
/* The place of a cell for diagnostics: line is the row's number, column the column's, from 1. */
khung__at khung__sheet_at(const khung__sheet *sheet, size_t row, size_t column);
/* A cell that holds something: its text, NUL behind it, and its column. */
typedef struct khung__sheet_text {
    const char *s;
    uint32_t n, column;
} khung__sheet_text;
/* The cells of a row that hold something, by column; NULL beyond the last row. */
const khung__sheet_text *khung__sheet_row(const khung__sheet *sheet, size_t row, size_t *count);

/* What was noticed on the way. */
typedef struct khung__sheet_noticed {
    size_t decomposed;      /* cells whose letters came in pieces and were put together (NFC) */
    size_t row, column;     /* the first of them */
    bool apart;             /* there every mark stood alone (NFD); else only tones did ("Unicode tổ hợp") */
    bool cut;               /* CSV: the last row has no end and fewer cells than the first */
    size_t last, first;     /* then: how many cells the last row and the first have */
} khung__sheet_noticed;
khung__sheet_noticed khung__sheet_notice(const khung__sheet *sheet);

/* ---- tables that come from elsewhere ---- */

/* An empty table, to be filled with khung__sheet_add. KHUNG_NO_MEMORY. */
khung_status khung__sheet_new(khung__sheet **out, const char *name);
/* Puts a text into row and column, both from 0, behind all that stand already; cleaned as all cells are, within `limits` (NULL: the
 * defaults). An empty text is no cell. */
khung_status khung__sheet_add(khung__sheet *sheet, size_t row, size_t column, khung__str text, const khung__sheet_limits *limits, khung_log *log);
/* Puts another text, which is copied, in the place of cell number `i` of a row. KHUNG_NO_MEMORY. */
khung_status khung__sheet_replace(khung__sheet *sheet, size_t row, size_t i, khung__str text);

/* The letters of a column, "A" for 0, "AMJ" for 1023: people know a cell by these and its row's number. */
void khung__sheet_letters(char out[8], size_t column);

#endif
