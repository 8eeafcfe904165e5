/* workbook: XLSX files being written. Every text is written as a text, so that no cell is ever a formula, whatever it begins with. */
#ifndef KHUNG_WORKBOOK_H
#define KHUNG_WORKBOOK_H

#include "diag.h"

typedef struct khung__workbook khung__workbook;
typedef enum khung__look { KHUNG__LOOK_PLAIN, KHUNG__LOOK_HEAD, KHUNG__LOOK_WRAP, KHUNG__LOOK_MUTED, KHUNG__LOOK_COUNT } khung__look;

/* An empty workbook. The same contents give the same bytes. KHUNG_NOT_FOUND (the library), KHUNG_IO. Free it, or end it. */
khung_status khung__workbook_new(khung__workbook **out, khung__str title, khung_log *log);
void khung__workbook_free(khung__workbook *workbook);
/* Begins the next sheet: its name (31 characters at the most), its columns' widths in characters, and how many rows stay in sight. */
void khung__workbook_sheet(khung__workbook *workbook, const char *name, const unsigned char *widths, size_t columns, unsigned frozen);
/* Puts a cell into the sheet begun last; row and column from 0. An empty text is no cell. A text longer than cells may be ends the
 * workbook with KHUNG_TOO_LARGE. */
void khung__workbook_text(khung__workbook *workbook, size_t row, size_t column, khung__str text, khung__look look);
/* A number, given as an exact decimal. */
void khung__workbook_number(khung__workbook *workbook, size_t row, size_t column, khung__str decimal, khung__look look);
/* The file's bytes (khung_text_free), or what went wrong on the way. Frees the workbook. */
khung_status khung__workbook_end(char **bytes, size_t *size, khung__workbook *workbook);

#endif
