/* dump_text: a document as people read it aloud: in reading order, headings marked, tables in columns, figures as their
 * alternative text, wrapped at 80 columns. Heads, feet and rules (artifacts) are left out. */
#include "dump.h"

#include <string.h>

enum { WIDTH = 80, GAP = 2, MOST_COLUMNS = 24, NARROWEST = 4 };

typedef struct tree {
    khung__reading reading;
    khung__arena arena;
    khung__buf *out;
    bool blank; /* the output ends with an empty line */
} tree;

/* ---- text of an element ---- */

typedef struct gather {
    khung__buf text;
    const khung__item *before;
} gather;

static void add_item(gather *g, const khung__item *item)
{
    bool at_word_end = g->text.n && g->text.s[g->text.n - 1] != ' ' && item->text.n && item->text.s[0] != ' ';
    if (g->before && at_word_end && khung__page_apart(g->before, item)) khung__buf_char(&g->text, ' ');
    khung__buf_str(&g->text, item->text);
    g->before = item;
}

/* All text below an element, figures as their alternative text. */
static void gather_all(const tree *t, uint32_t element, gather *g)
{
    if (t->reading.doc->elements[element].alt.s) {
        if (g->text.n) khung__buf_char(&g->text, ' ');
        khung__buf_str(&g->text, t->reading.doc->elements[element].alt);
        g->before = NULL;
        return;
    }
    for (uint32_t k = t->reading.nodes[element].first; k; k = t->reading.kids[k].next) {
        if (t->reading.kids[k].item) {
            add_item(g, t->reading.kids[k].item);
        } else {
            gather_all(t, t->reading.kids[k].element, g);
        }
    }
}

/* ---- lines ---- */

/* The longest part of `text` that fits `width` code points, cut at a space where there is one; *rest goes behind it. */
static khung__str take_line(khung__str text, size_t width, khung__str *rest)
{
    *rest = KHUNG__S("");
    if (text.n == 0) return *rest;
    const char *p = text.s, *end = text.s + text.n, *space = NULL;
    size_t n = 0;
    while (p < end && n < width) {
        if (*p == ' ') space = p;
        khung__utf8_next(&p, end);
        n++;
    }
    if (p < end && *p != ' ' && space) p = space;
    const char *next = p;
    while (next < end && *next == ' ') next++;
    *rest = (khung__str){next, (size_t)(end - next)};
    while (p > text.s && p[-1] == ' ') p--;
    return (khung__str){text.s, (size_t)(p - text.s)};
}

static void add_spaces(khung__buf *out, size_t n)
{
    while (n--) khung__buf_char(out, ' ');
}

static void end_block(tree *t)
{
    if (!t->blank) khung__buf_char(t->out, '\n');
    t->blank = true;
}

/* A block: the first line behind `mark`, the others under its text. */
static void add_block(tree *t, const char *mark, khung__str text)
{
    size_t indent = khung__utf8_count(khung__str_of(mark));
    if (text.n == 0) return;
    for (bool first = true; text.n; first = false) {
        khung__str line = take_line(text, WIDTH - indent, &text);
        if (first) khung__buf_z(t->out, mark);
        if (!first) add_spaces(t->out, indent);
        khung__buf_str(t->out, line);
        khung__buf_char(t->out, '\n');
    }
    t->blank = false;
}

static void add_element_block(tree *t, const char *mark, uint32_t element)
{
    gather g = {0};
    gather_all(t, element, &g);
    if (g.text.failed) t->out->failed = true;
    add_block(t, mark, (khung__str){g.text.s, g.text.n});
    khung__buf_free(&g.text);
}

/* ---- tables ---- */

typedef struct cell {
    khung__str text;
    bool head;
} cell;

typedef struct grid {
    size_t columns, widths[MOST_COLUMNS];
    bool numeric[MOST_COLUMNS];
} grid;

/* Cells of a row into `cells`, each in its column; returns how many columns the row has. */
static size_t read_row(tree *t, uint32_t row, cell cells[MOST_COLUMNS])
{
    size_t column = 0;
    memset(cells, 0, MOST_COLUMNS * sizeof *cells);
    for (uint32_t k = t->reading.nodes[row].first; k && column < MOST_COLUMNS; k = t->reading.kids[k].next) {
        if (t->reading.kids[k].item) continue;
        const khung__element *e = &t->reading.doc->elements[t->reading.kids[k].element];
        gather g = {0};
        gather_all(t, t->reading.kids[k].element, &g);
        cells[column].text = khung__str_copy(&t->arena, g.text.s ? (khung__str){g.text.s, g.text.n} : KHUNG__S(""));
        cells[column].head = e->tag == KHUNG__TAG_TH;
        if (g.text.failed || !cells[column].text.s) t->out->failed = true;
        khung__buf_free(&g.text);
        column += e->column_span > 1 ? e->column_span : 1;
    }
    return column < MOST_COLUMNS ? column : MOST_COLUMNS;
}

static bool looks_numeric(khung__str s)
{
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c >= '0' && c <= '9') digit = true;
        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC3 && c <= 0xE1)) return false;
    }
    return digit || s.n <= 3;
}

static void measure(tree *t, uint32_t table, grid *g)
{
    for (size_t c = 0; c < MOST_COLUMNS; c++) g->numeric[c] = true;
    for (uint32_t k = t->reading.nodes[table].first; k; k = t->reading.kids[k].next) {
        if (t->reading.kids[k].item || t->reading.doc->elements[t->reading.kids[k].element].tag != KHUNG__TAG_TR) continue;
        cell cells[MOST_COLUMNS];
        size_t n = read_row(t, t->reading.kids[k].element, cells);
        if (n > g->columns) g->columns = n;
        for (size_t c = 0; c < n; c++) {
            size_t width = khung__utf8_count(cells[c].text);
            if (width > g->widths[c]) g->widths[c] = width;
            if (!cells[c].head && !looks_numeric(cells[c].text)) g->numeric[c] = false;
        }
    }
}

/* Takes from the widest column until the table fits. */
static void shrink(grid *g)
{
    size_t total = 0;
    for (size_t c = 0; c < g->columns; c++) total += g->widths[c] + (c ? GAP : 0);
    for (; total > WIDTH; total--) {
        size_t widest = 0;
        for (size_t c = 1; c < g->columns; c++)
            if (g->widths[c] > g->widths[widest]) widest = c;
        if (g->widths[widest] <= NARROWEST) return;
        g->widths[widest]--;
    }
}

static void add_row(tree *t, const grid *g, cell cells[MOST_COLUMNS])
{
    for (bool more = true; more;) {
        size_t owed = 0; /* spaces before the next text */
        more = false;
        for (size_t c = 0; c < g->columns; c++) {
            khung__str line = take_line(cells[c].text, g->widths[c], &cells[c].text);
            size_t n = khung__utf8_count(line), fill = g->widths[c] > n ? g->widths[c] - n : 0;
            if (c) owed += GAP;
            if (g->numeric[c]) owed += fill;
            if (n) {
                add_spaces(t->out, owed);
                owed = 0;
            }
            khung__buf_str(t->out, line);
            if (!g->numeric[c]) owed += fill;
            more = more || cells[c].text.n;
        }
        khung__buf_char(t->out, '\n');
    }
    t->blank = false;
}

static void add_table(tree *t, uint32_t table)
{
    grid g = {0};
    measure(t, table, &g);
    shrink(&g);
    for (uint32_t k = t->reading.nodes[table].first; k; k = t->reading.kids[k].next) {
        uint32_t e = t->reading.kids[k].element;
        if (t->reading.kids[k].item) continue;
        if (t->reading.doc->elements[e].tag != KHUNG__TAG_TR) {
            add_element_block(t, "", e);
            continue;
        }
        cell cells[MOST_COLUMNS];
        read_row(t, e, cells);
        add_row(t, &g, cells);
    }
    end_block(t);
}

/* ---- the whole ---- */

static void add_element(tree *t, uint32_t element);

/* Children of a container; loose text between them becomes paragraphs. */
static void add_children(tree *t, uint32_t element)
{
    gather loose = {0};
    for (uint32_t k = t->reading.nodes[element].first; k; k = t->reading.kids[k].next) {
        const khung__reading_kid *at = &t->reading.kids[k];
        if (at->item) add_item(&loose, at->item);
        if (!at->item || !at->next) {
            if (loose.text.failed) t->out->failed = true;
            add_block(t, "", (khung__str){loose.text.s, loose.text.n});
            loose.text.n = 0;
            loose.before = NULL;
        }
        if (!at->item) add_element(t, at->element);
    }
    khung__buf_free(&loose.text);
}

/* "[…]" for a figure. */
static void add_figure(tree *t, uint32_t element)
{
    khung__buf text = {0};
    khung__buf_char(&text, '[');
    gather g = {0};
    gather_all(t, element, &g);
    khung__buf_add(&text, g.text.s ? g.text.s : "", g.text.n);
    khung__buf_char(&text, ']');
    if (text.failed || g.text.failed) t->out->failed = true;
    add_block(t, "", (khung__str){text.s, text.n});
    khung__buf_free(&text);
    khung__buf_free(&g.text);
}

static void add_element(tree *t, uint32_t element)
{
    khung__tag tag = t->reading.doc->elements[element].tag;
    switch (tag) {
    case KHUNG__TAG_DOCUMENT:
    case KHUNG__TAG_PART:
    case KHUNG__TAG_SECT:
    case KHUNG__TAG_L: add_children(t, element); break;
    case KHUNG__TAG_H1:
    case KHUNG__TAG_H2:
    case KHUNG__TAG_H3:
        end_block(t);
        add_element_block(t, tag == KHUNG__TAG_H1 ? "# " : tag == KHUNG__TAG_H2 ? "## " : "### ", element);
        break;
    case KHUNG__TAG_LI: add_element_block(t, "- ", element); return;
    case KHUNG__TAG_TOC: add_children(t, element); break;
    case KHUNG__TAG_TOCI: add_element_block(t, "", element); return;
    case KHUNG__TAG_TABLE: add_table(t, element); return;
    case KHUNG__TAG_FIGURE: add_figure(t, element); break;
    default: add_element_block(t, "", element); break;
    }
    end_block(t);
}

khung_status khung__dump_text(khung__buf *out, const khung__doc *doc)
{
    if (doc->status != KHUNG_OK) return doc->status;
    tree t = {.reading = {.doc = doc}, .out = out, .blank = true};
    bool built = khung__page_read(&t.reading, &t.arena);
    if (built) add_element(&t, 1);
    khung__arena_free(&t.arena);
    return built && !out->failed ? KHUNG_OK : KHUNG_NO_MEMORY;
}
