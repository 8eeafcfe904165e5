/* sheet/inside: what the readers of CSV and XLSX share: the table being filled, its ceilings, its diagnostics. */
#ifndef KHUNG_SHEET_INSIDE_H
#define KHUNG_SHEET_INSIDE_H

#include "../sheet.h"

/* A row that holds something: its number in the file, and which cells are its. */
typedef struct sheet_row {
    uint32_t number, count;
    size_t first;
} sheet_row;

struct khung__sheet {
    khung__arena arena;
    khung__source source; /* the name alone */
    sheet_row *row;
    khung__sheet_text *cell; /* texts lie in the arena */
    size_t rows, row_room, cells, cell_room, columns;
    khung__sheet_noticed noticed;
};

/* A file being read. The first error stays: `status` is it. */
typedef struct sheet_reader {
    khung__sheet *sheet;
    khung__sheet_limits limits;
    khung__str bytes;
    const char *title;   /* of the sheet that is asked for, NULL: the first visible */
    khung_log *log;
    khung_status status;
} sheet_reader;

/* The reader's way of saying: `at` row and column (from 1; 0: the whole file). Keeps the first error. */
void khung__sheet_say(sheet_reader *r, khung__diag_id id, size_t row, size_t column, khung__str a, khung__str b, khung__str c);
/* A text as cells have it, in the arena: trimmed, NFC, line ends as line feeds; absent with r->status set when it cannot be. The
 * place is for what it says; it checks the ceiling of cells, too. */
khung__str khung__sheet_clean(sheet_reader *r, khung__str raw, size_t row, size_t column);
/* Puts a clean text at row and column, both from 1, behind all that stand already. */
void khung__sheet_put(sheet_reader *r, size_t row, size_t column, khung__str text);
/* Whether row or column are within the ceilings; says so when not. */
bool khung__sheet_row_fits(sheet_reader *r, size_t row);
bool khung__sheet_column_fits(sheet_reader *r, size_t row, size_t column);
/* Says that a cell has more bytes than it may. */
void khung__sheet_say_cell(sheet_reader *r, size_t row, size_t column);
/* "E12" and NUL; of row 0, which shared texts have, "#5". */
enum { SHEET_NAME = 24 };
void khung__sheet_cell_name(char out[SHEET_NAME], size_t row, size_t column);
/* A decimal number as text. */
khung__str khung__sheet_count(char out[24], size_t n);

/* The two formats. */
void khung__sheet_csv(sheet_reader *r);
void khung__sheet_xlsx(sheet_reader *r);

/* ---- numbers of XLSX ---- */

/* How a style shows numbers: 0 as they are, SHEET_DATE as dates, n > 0 with leading zeros up to n digits. */
enum { SHEET_DATE = -1 };
/* What a format code ("dd/mm/yyyy", "0000000000", "#,##0.00") makes of numbers. */
int khung__sheet_format(khung__str code);
/* The same of the formats that have a number only. */
int khung__sheet_format_numbered(long id);
/* Appends a number of the file as people read it: without exponent, without the noise behind the fifteenth digit; as its style has it. */
void khung__sheet_number(khung__buf *out, khung__str number, int style, bool since_1904);

#endif
