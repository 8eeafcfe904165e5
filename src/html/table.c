/* html/table: tables with heads that belong to their column or row. How a column is set is read off the page: texts that begin at
 * one place stand left, those that end at one place right. */
#include "inside.h"

#include <math.h>

enum { MOST_COLUMNS = 24, SCROLLS_FROM = 3 };

/* Points. Texts of one line on paper keep it up to NARROW; columns from WIDE on do not shrink to a word a line. */
static const double NARROW = 100, WIDE = 150;

typedef struct column {
    double least_left, most_left, least_right, most_right; /* of its lines */
    double frame[2];                                       /* of its figures */
    bool any, figures;
    bool wraps;                                            /* a text of the body goes on on another line */
    size_t lines;
    char set;                                              /* 'l', 'r', 'c', 'n': left and narrow, for codes */
} column;

typedef struct grid {
    column columns[MOST_COLUMNS];
    size_t count;
    bool heads; /* some cell is a head */
} grid;

typedef struct line {
    const khung__item *first, *last;
} line;

static void measure_line(column *c, line l)
{
    if (!l.first) return;
    double left = l.first->x, right = l.last->x + l.last->width;
    if (!c->any || left < c->least_left) c->least_left = left;
    if (!c->any || left > c->most_left) c->most_left = left;
    if (!c->any || right < c->least_right) c->least_right = right;
    if (!c->any || right > c->most_right) c->most_right = right;
    c->any = true;
    c->lines++;
}

static void measure_figure(khung__html *h, column *c, uint32_t figure)
{
    for (uint32_t k = h->reading.nodes[figure].first; k; k = h->reading.kids[k].next) {
        const khung__item *item = h->reading.kids[k].item;
        if (!item || item->kind == KHUNG__LINK) continue;
        double pen = item->stroke != KHUNG__NO_COLOUR ? item->stroke_width / 2 : 0;
        double left = item->x - pen, right = item->x + item->width + pen;
        if (!c->figures || left < c->frame[0]) c->frame[0] = left;
        if (!c->figures || right > c->frame[1]) c->frame[1] = right;
        c->figures = true;
    }
}

static void measure_cell(khung__html *h, column *c, uint32_t cell, line *l)
{
    for (uint32_t k = h->reading.nodes[cell].first; k; k = h->reading.kids[k].next) {
        const khung__reading_kid *kid = &h->reading.kids[k];
        if (!kid->item && h->doc->elements[kid->element].tag == KHUNG__TAG_FIGURE) measure_figure(h, c, kid->element);
        else if (!kid->item) measure_cell(h, c, kid->element, l);
        if (!kid->item || kid->item->kind != KHUNG__TEXT) continue;
        if (l->first && fabs(l->last->y - kid->item->y) > 0.01) {
            measure_line(c, *l);
            c->wraps = c->wraps || (l->last->space_after && !l->last->line_end) || l->last->cut;
            l->first = NULL;
        }
        if (!l->first) l->first = kid->item;
        l->last = kid->item;
    }
}

static char set_of(const column *c, bool last)
{
    double lefts = c->most_left - c->least_left, rights = c->most_right - c->least_right;
    if (c->lines > 1 && last && lefts < 1 && rights < 1 && c->most_right - c->least_left < 120) return 'r'; /* one text in every row */
    if (!c->any || lefts < 1 || fmin(lefts, rights) > 8) return 'l';
    return rights < 1 ? 'r' : fabs(lefts - rights) < 1 ? 'c' : 'l';
}

/* A row of heads alone is the head of the table; without any head in the table the first words of a row are its head. */
static bool all_heads(const khung__html *h, uint32_t row)
{
    for (uint32_t k = h->reading.nodes[row].first; k; k = h->reading.kids[k].next)
        if (!h->reading.kids[k].item && h->doc->elements[h->reading.kids[k].element].tag != KHUNG__TAG_TH) return false;
    return true;
}

static void measure(khung__html *h, uint32_t table, grid *g)
{
    const khung__element *elements = h->doc->elements;
    for (uint32_t k = h->reading.nodes[table].first; k; k = h->reading.kids[k].next) {
        uint32_t row = h->reading.kids[k].element;
        if (h->reading.kids[k].item || elements[row].tag != KHUNG__TAG_TR) continue;
        bool head = all_heads(h, row);
        size_t at = 0;
        for (uint32_t i = h->reading.nodes[row].first; i && at < MOST_COLUMNS; i = h->reading.kids[i].next) {
            uint32_t cell = h->reading.kids[i].element;
            if (h->reading.kids[i].item) continue;
            line l = {0};
            column aside = {0};
            column *c = elements[cell].column_span > 1 ? &aside : &g->columns[at];
            bool wrapped = c->wraps;
            measure_cell(h, c, cell, &l);
            measure_line(c, l);
            if (head) c->wraps = wrapped;
            g->heads = g->heads || elements[cell].tag == KHUNG__TAG_TH;
            at += elements[cell].column_span > 1 ? elements[cell].column_span : 1;
        }
        if (at > g->count) g->count = at;
    }
    for (size_t i = 0; i < g->count; i++) {
        column *c = &g->columns[i];
        c->set = set_of(c, i && i + 1 == g->count);
        if (i == 0 && c->set == 'l' && c->any && c->most_right - c->least_left < 40) c->set = 'n';
    }
}

/* ---- cells ---- */

static uint32_t figure_of(const khung__html *h, uint32_t cell)
{
    for (uint32_t k = h->reading.nodes[cell].first; k; k = h->reading.kids[k].next) {
        const khung__reading_kid *kid = &h->reading.kids[k];
        if (!kid->item && h->doc->elements[kid->element].tag == KHUNG__TAG_FIGURE) return kid->element;
    }
    return 0;
}

/* How the cell is set: a code narrow, numbers at the right, short texts on one line. */
static const char *set_class(const column *c, const khung__element *e, bool below_heads)
{
    double width = c->most_right - c->least_left;
    bool body = below_heads && e->column_span <= 1, one = body && !c->wraps && width <= NARROW;
    switch (c->set) {
    case 'n': return "slim";
    case 'r': return one ? "r one" : "r";
    case 'c': return one ? "c one" : "c";
    default: return one ? "one" : body && width >= WIDE ? "wide" : "";
    }
}

/* Texts apart that stand above figures are drawn where they stand, as one picture with them. */
static bool is_scale(const khung__html *h, const column *c, uint32_t cell)
{
    uint32_t first = h->reading.nodes[cell].first, next = first ? h->reading.kids[first].next : 0;
    return c->figures && next && h->reading.kids[first].item && h->reading.kids[next].item;
}

static void add_cell(khung__html *h, const grid *g, uint32_t cell, size_t at, const char *scope)
{
    static const column NONE = {.set = 'l', .wraps = true};
    const khung__element *e = &h->doc->elements[cell];
    const column *c = at < MOST_COLUMNS ? &g->columns[at] : &NONE;
    bool empty = khung__html_empty(h, cell), head = scope && !empty;
    uint32_t figure = figure_of(h, cell);
    const char *set = set_class(c, e, !scope || *scope != 'c');
    khung__buf_z(h->out, head ? "<th" : "<td");
    if (head) khung__buf_printf(h->out, " scope=\"%s\"", scope);
    if (e->column_span > 1) khung__buf_printf(h->out, " colspan=\"%u\"", (unsigned)e->column_span);
    if (figure || is_scale(h, c, cell)) {
        khung__buf_printf(h->out, " class=\"pic %s\">", set);
        khung__html_sign(h, figure ? figure : cell, c->figures ? c->frame : NULL);
    } else if (!empty) {
        khung__html_classes(h, cell, set);
        khung__buf_char(h->out, '>');
        khung__html_runs(h, cell);
    } else {
        khung__buf_char(h->out, '>');
    }
    khung__buf_z(h->out, head ? "</th>" : "</td>");
}

static void add_row(khung__html *h, const grid *g, uint32_t row, bool in_head)
{
    size_t at = 0;
    bool named = g->heads;
    khung__buf_z(h->out, "<tr>");
    for (uint32_t k = h->reading.nodes[row].first; k; k = h->reading.kids[k].next) {
        uint32_t cell = h->reading.kids[k].element;
        if (h->reading.kids[k].item) continue;
        const khung__element *e = &h->doc->elements[cell];
        bool first = !named && !khung__html_empty(h, cell);
        named = named || first;
        const char *scope = in_head ? "col" : e->tag == KHUNG__TAG_TH || first ? "row" : NULL;
        add_cell(h, g, cell, at, scope);
        at += e->column_span > 1 ? e->column_span : 1;
    }
    khung__buf_z(h->out, "</tr>\n");
}

static void add_rows(khung__html *h, const grid *g, uint32_t table)
{
    bool head = true, open = false;
    for (uint32_t k = h->reading.nodes[table].first; k; k = h->reading.kids[k].next) {
        uint32_t row = h->reading.kids[k].element;
        if (h->reading.kids[k].item || h->doc->elements[row].tag != KHUNG__TAG_TR) continue;
        bool in_head = head && all_heads(h, row);
        if (in_head) khung__buf_z(h->out, "<thead>");
        if (!in_head && !open) khung__buf_z(h->out, "<tbody>\n");
        open = open || !in_head;
        add_row(h, g, row, in_head);
        if (in_head) khung__buf_z(h->out, "</thead>\n");
        head = false;
    }
    if (open) khung__buf_z(h->out, "</tbody>");
}

void khung__html_table(khung__html *h, uint32_t table, const char *more)
{
    grid g = {0};
    measure(h, table, &g);
    bool pictures = false;
    for (size_t i = 0; i < g.count; i++) pictures = pictures || g.columns[i].figures;
    bool scrolls = g.count >= SCROLLS_FROM;
    unsigned number = ++h->tables;
    if (g.count > SCROLLS_FROM || pictures) {
        khung__buf_z(h->out, "<p class=\"hint\" aria-hidden=\"true\">");
        khung__html_text(h->out, h->words->scroll);
        khung__buf_z(h->out, "</p>\n");
    }
    if (scrolls) khung__buf_printf(h->out, "<div class=\"scroll %s\" role=\"region\" tabindex=\"0\" aria-labelledby=\"t%u\">\n", more, number);
    khung__buf_printf(h->out, "<table class=\"w%zu%s%s %s\">\n<caption id=\"t%u\">", g.count, pictures ? " pics" : "", g.heads ? "" : " bare",
                      scrolls ? "" : more, number);
    khung__html_text(h->out, h->words->table);
    khung__buf_printf(h->out, " %u", number);
    if (h->heading.n) khung__buf_z(h->out, ": ");
    khung__html_text(h->out, h->heading);
    khung__buf_z(h->out, "</caption>\n");
    add_rows(h, &g, table);
    khung__buf_z(h->out, "</table>\n");
    if (scrolls) khung__buf_z(h->out, "</div>\n");
    khung__html_numbers(h, table);
}
