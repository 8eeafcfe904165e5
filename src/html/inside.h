/* html/inside: what the files of html share. */
#ifndef KHUNG_HTML_INSIDE_H
#define KHUNG_HTML_INSIDE_H

#include "../html.h"

enum { KHUNG__DEEPEST = 6, KHUNG__COLOURS = 64 };

typedef struct khung__html {
    khung__reading reading;
    const khung__doc *doc;
    const khung__html_words *words;
    khung__arena arena;
    khung__buf *out;         /* the body while it is written */
    uint32_t *targets;       /* per bookmark the element its links lead to; 0 = none */
    bool *targeted;          /* per element: has an id */
    int outline[KHUNG__DEEPEST]; /* levels of the headings that are open, outermost first */
    size_t depth;
    khung__str heading;      /* text of the last heading */
    uint32_t tables, figures;
    khung__rgb colours[KHUNG__COLOURS]; /* of text; each has a class */
    size_t colour_count;
} khung__html;

/* Where something stands on its page; page UINT32_MAX when it has nothing, `broken` when it goes over several. */
typedef struct khung__html_box {
    uint32_t page;
    bool broken;
    double left, top, right, bottom;
} khung__html_box;
khung__html_box khung__html_box_of(const khung__html *h, uint32_t element);

/* ---- marks (marks.c) ---- */
/* Text with & < > " escaped: for content and attributes alike. */
void khung__html_text(khung__buf *out, khung__str s);
/* A length with at most two decimals, in any locale. */
void khung__html_length(khung__buf *out, double v);
/* Writes the class of a text colour, "k1B2428", and notes it for the style sheet. */
void khung__html_colour(khung__html *h, khung__rgb colour);
/* The attribute that says the element's own language, where it has one. */
void khung__html_language(khung__html *h, uint32_t element);

/* ---- running text (runs.c) ---- */
/* All text below an element as one string, spaces where lines were; in the arena. */
khung__str khung__html_plain(khung__html *h, uint32_t element);
/* The class attribute and, where it differs, the language of a block that holds text: ` class="z9 …"`. `more` goes before. */
void khung__html_classes(khung__html *h, uint32_t element, const char *more);
/* The text below an element with its changes of style, its signs as small drawings, its link. */
void khung__html_runs(khung__html *h, uint32_t element);
/* One kid alone: a text, or an element's text, among others of the usual size and colour. */
void khung__html_piece(khung__html *h, uint32_t kid);
/* The end of the shapes from kid `from` on that make one drawing, with the text that lies on them; `stop` at the latest. */
uint32_t khung__html_drawing_end(const khung__html *h, uint32_t from, uint32_t stop);
/* Signs with their words, kids [from, stop): each sign and its words stay together. */
void khung__html_key(khung__html *h, uint32_t from, uint32_t stop);
/* Whether there is anything to print below the element. */
bool khung__html_empty(const khung__html *h, uint32_t element);

/* ---- lists with bars (bars.c) ---- */
/* A list whose entries have a bar between their label and their numbers: bars on one line at the left, to one measure. False, and
 * nothing written, when it is no such list. */
bool khung__html_bars(khung__html *h, uint32_t list, const char *more);

/* ---- figures (figure.c) ---- */
/* The items of kids [from, to) as SVG. alt absent: hidden from readers. `frame` gives the left and right edge where figures of a
 * column must share them, else NULL. */
void khung__html_drawing(khung__html *h, uint32_t from, uint32_t to, khung__str alt, const double frame[2]);
/* A figure between paragraphs with its words and numbers. `more`: further classes. */
void khung__html_figure(khung__html *h, uint32_t element, const char *more);
/* A figure, or texts that are set like one, within a line or a cell. */
void khung__html_sign(khung__html *h, uint32_t element, const double frame[2]);
/* The shapes that lie within an artifact named "band": what a certificate wears at its edge. */
void khung__html_band(khung__html *h, const khung__page *page, const khung__item *band);
/* The table behind a figure, closed at first. */
void khung__html_numbers(khung__html *h, uint32_t element);

/* ---- tables (table.c) ---- */
/* A table with its name, in a region that scrolls where it has three columns or more, and the numbers behind its pictures. */
void khung__html_table(khung__html *h, uint32_t table, const char *more);

/* ---- blocks (blocks.c) ---- */
/* The children of a part of the document, those beside each other on paper in columns where there is room. */
void khung__html_children(khung__html *h, uint32_t element);
/* The level, from 1, of a heading met next: one deeper than the last at most, so that none is jumped. */
unsigned khung__html_level(khung__html *h, khung__tag tag);

#endif
