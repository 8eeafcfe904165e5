/* leaf: pages of the documents that are made without a result: running heads and feet, text at places, tables, all from a description's
 * words. Places are those of the visual standard; `scale` makes letters and distances larger together. What is made lies in the
 * document's arena; failures stick to the document. */
#ifndef KHUNG_LEAF_H
#define KHUNG_LEAF_H

#include "chart.h"
#include "description.h"
#include "theme.h"

/* What every such document is made from; lent. */
typedef struct khung__leaf_input {
    const khung_description *description;
    khung__language language;
    khung__rgb palette[KHUNG__ROLES];
    bool large; /* large print: everything 1.4 times as large */
} khung__leaf_input;

/* The running head and foot of a page, drawn when the number of pages is known. */
typedef struct khung__leaf_page {
    khung__str section; /* right end of the head */
    khung__str foot;    /* left end of the foot */
} khung__leaf_page;

typedef struct khung__leaf {
    khung__doc *doc;
    khung__arena *arena; /* the document's */
    const khung__leaf_input *in;
    khung__language language;
    double scale;
    double left, width, top, bottom; /* the body, as doc->frame has it */
    size_t page;                     /* where things go now */
    double y;                        /* top of the free part of that page */
    khung__str name, document;       /* left end of the running head: bold, and plain behind it */
    khung__str section, foot;        /* of the pages to come */
    khung__str again;                /* title that later pages of a part repeat; empty: none */
    bool blanks;                     /* the head has places to write in (questionnaire) */
    khung__leaf_page *pages;
    size_t page_cap;
} khung__leaf;

/* The state of a document without pages. */
void khung__leaf_start(khung__leaf *l, khung__doc *doc, const khung__leaf_input *in);
/* Heads and feet of all pages; when all else is done. */
void khung__leaf_end(khung__leaf *l);

/* ---- words and numbers ---- */
#define KHUNG__TELL(l, NAME, ...)                                                                                  \
    khung__leaf_say(l, KHUNG__P_##NAME, (const khung__str[]){(khung__str){0}, ##__VA_ARGS__} + 1,                  \
                    sizeof((const khung__str[]){(khung__str){0}, ##__VA_ARGS__}) / sizeof(khung__str) - 1)
/* The same without arguments. */
#define KHUNG__WORDS(l, NAME) khung__leaf_say(l, KHUNG__P_##NAME, NULL, 0)
khung__str khung__leaf_say(khung__leaf *l, khung__phrase_id id, const khung__str *args, size_t n);
khung__str khung__leaf_join(khung__leaf *l, const khung__str *parts, size_t n);
#define KHUNG__GLUE(l, ...)                                    \
    khung__leaf_join(l, (const khung__str[]){__VA_ARGS__}, sizeof((const khung__str[]){__VA_ARGS__}) / sizeof(khung__str))
khung__str khung__leaf_int(khung__leaf *l, int64_t value);
/* With so many digits behind the sign, half away from zero. */
khung__str khung__leaf_decimal(khung__leaf *l, khung__micro value, unsigned digits);
khung__str khung__leaf_percent(khung__leaf *l, khung__micro value, unsigned digits);
khung__str khung__leaf_date(khung__leaf *l, khung__date date); /* 05/7/2026; a dash for none */
khung__str khung__leaf_long_date(khung__leaf *l, khung__date date);
/* The singular phrase for one; {0} is the number. */
khung__str khung__leaf_count(khung__leaf *l, khung__phrase_id one, khung__phrase_id many, int64_t n);
/* "F. An toàn", glued; the title alone without a code. */
khung__str khung__leaf_named(khung__leaf *l, khung__str code, khung__str title);
/* The same text with capital first letter left as it is and blanks made unbreakable: for names and short terms. */
khung__str khung__leaf_unbroken(khung__leaf *l, khung__str text);

/* ---- pages ---- */
/* A new last page with l->y at its top; a part's title stands there again. */
void khung__leaf_new_page(khung__leaf *l);
/* Makes `height` points free, by a new page if need be; true when it made one. */
bool khung__leaf_room(khung__leaf *l, double height);

/* ---- text at places; `top` is the top of the first line's box ---- */
/* A style of the visual standard at the document's scale. */
khung__style khung__leaf_style(const khung__leaf *l, khung__style style);
khung__para khung__leaf_lay(khung__leaf *l, const khung__span *spans, size_t n, double width);
double khung__leaf_put(khung__leaf *l, double x, double top, const khung__para *para);
/* Lays and puts as an element; returns the height. Styles come scaled from khung__leaf_style. */
double khung__leaf_para(khung__leaf *l, khung__tag tag, double x, double top, double width, const khung__span *spans, size_t n);
double khung__leaf_text(khung__leaf *l, khung__tag tag, double x, double top, double width, khung__str text, khung__style style);
/* One line, untagged. */
void khung__leaf_line(khung__leaf *l, double x, double top, khung__str text, khung__style style, khung__align align);
/* The unit behind a line to write a number on, on the line at hand: a paragraph of its own, so that it does not grow together with the question. */
void khung__leaf_unit(khung__leaf *l, double x, khung__str unit, khung__style style);
/* Artifacts. */
void khung__leaf_rule(khung__leaf *l, double x, double y, double w, double width, khung__rgb colour);
void khung__leaf_dots(khung__leaf *l, double x, double y, double w); /* a line to write on */
void khung__leaf_panel(khung__leaf *l, double y, double h, khung__rgb fill);
void khung__leaf_name(khung__leaf *l, const char *name);
static inline double khung__leaf_height(const khung__para *para)
{
    return (double)para->count * para->leading;
}
/* The title of the document (or of a part, on level 1) as a heading with its bookmark, from l->y on. */
void khung__leaf_h1(khung__leaf *l, khung__str text, uint32_t level);
/* A block's heading, 11 Bold, with `more` small behind it; keeps `keep` points with it. */
void khung__leaf_h2(khung__leaf *l, khung__str text, khung__str more, double keep);

/* ---- tables ---- */
typedef struct khung__leaf_column {
    double width; /* all add up to the body's width */
    khung__align align;
    khung__str head;
} khung__leaf_column;
typedef struct khung__leaf_cell {
    khung__span spans[3];
    size_t n;
    uint32_t columns;      /* how many columns it takes; 0 counts as 1 */
    bool marked, hidden;   /* a mark stands before the text; the number is not told: `spans` is the word over the hatching */
    khung__mark mark;
    khung__rgb colour;     /* of the mark */
} khung__leaf_cell;
typedef enum khung__leaf_row { KHUNG__LEAF_ROW, KHUNG__LEAF_GROUP, KHUNG__LEAF_SUM } khung__leaf_row;
typedef struct khung__leaf_table {
    khung__leaf *leaf;
    const khung__leaf_column *columns;
    size_t count;
    double pad; /* above and below a row's text */
} khung__leaf_table;
void khung__leaf_table_start(khung__leaf_table *t);
/* A row, with `keep` points more below it on the same page. GROUP: ink line below, SUM: ink line above. */
void khung__leaf_table_row(khung__leaf_table *t, const khung__leaf_cell *cells, size_t n, khung__leaf_row kind, double keep);
void khung__leaf_table_end(khung__leaf_table *t);
static inline khung__leaf_cell khung__leaf_cell_of(khung__str text, khung__style style)
{
    return (khung__leaf_cell){.spans = {{text, style}}, .n = text.n ? 1 : 0};
}

#endif
