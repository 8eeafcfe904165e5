/* html: a document as one HTML file that flows: the structure tree as headings, lists and tables, figures as inline SVG with their
 * numbers behind them. No script, nothing from outside, no fixed pages. It knows no report and no words of its own. */
#ifndef KHUNG_HTML_H
#define KHUNG_HTML_H

#include "page.h"

/* The words around the text, in the document's language. */
typedef struct khung__html_words {
    khung__str skip;     /* the link past the contents */
    khung__str contents; /* over the list of links */
    khung__str numbers;  /* opens the table behind a figure */
    khung__str scroll;   /* over a table that is wider than a narrow window */
    khung__str table;    /* names a table that scrolls: "Table" 3: what it stands under */
} khung__html_words;

/* Appends the whole file, UTF-8. Same document, same bytes. */
khung_status khung__html_write(khung__buf *out, const khung__doc *doc, const khung__html_words *words);

#endif
