/* Columns of wrapped text for the terminal, counted in characters (NFC, so a character is a code point). */
#ifndef KHUNG_EXPLAIN_COLUMNS_H
#define KHUNG_EXPLAIN_COLUMNS_H

#include "../text.h"

enum { KHUNG__TERMINAL = 80, KHUNG__MOST_COLUMNS = 5 };

typedef struct khung__column {
    khung__str text;
    uint8_t start, width; /* in characters from the left edge */
    bool right;           /* numbers */
} khung__column;

/* Prints one row: every column wraps in its width at spaces; a longer word is kept whole. Trailing blanks are never written. */
void khung__columns_put(khung__buf *buf, const khung__column *columns, size_t n);
/* One paragraph indented and wrapped at 80 characters. */
void khung__columns_para(khung__buf *buf, khung__str text, size_t indent);

#endif
