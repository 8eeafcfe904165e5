/* table: answers and results as tables for spreadsheets, CSV and XLSX. */
#ifndef KHUNG_TABLE_H
#define KHUNG_TABLE_H

#include "answers.h"
#include "questions.h"

/* The columns of the table of answers. */
typedef enum khung__table_column {
    KHUNG__TABLE_ID, KHUNG__TABLE_QUESTION, KHUNG__TABLE_ANSWER, KHUNG__TABLE_MEANS, KHUNG__TABLE_REASON, KHUNG__TABLE_NOTE, KHUNG__TABLE_CARRIED,
    KHUNG__TABLE_DATED, KHUNG__TABLE_SHA256, KHUNG__TABLE_COLUMNS
} khung__table_column;

/* Takes a row; cells are lent for the call. */
typedef void khung__table_put(void *to, const khung__str cells[KHUNG__TABLE_COLUMNS]);
/* The headings, then a row an answer for each track; with `blanks` a row for what is not answered, too, to be filled in: without tracks
 * (count 0) for everything. */
khung_status khung__table_rows(khung__table_put *put, void *to, const khung_framework *framework, const khung_answers *const *tracks, size_t count,
                               bool blanks, khung_log *log);

#endif
