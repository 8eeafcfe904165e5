/* html/runs: text within a block: lines joined again, changes of style as spans, signs drawn where they stood, a link around the
 * text it covers. */
#include "inside.h"

#include <math.h>
#include <stdlib.h>

/* Sizes of the type styles in half points, each with a class of the style sheet. */
static const int SIZES[] = {15, 18, 22, 30, 42, 60, 84};

typedef struct look {
    int size; /* half points */
    bool bold, serif, italic;
    khung__rgb colour;
} look;

typedef struct run {
    khung__html *h;
    look base, now;
    const khung__item *before;
    bool inside;   /* a span is open */
    bool bold_tag; /* … that is strong */
    bool key;      /* signs with their words: each pair stays together */
    bool entry;    /* a sign with its words is open */
} run;

static look look_of(const khung__item *item, look before)
{
    if (item->face == KHUNG__SYMBOL) {
        before.colour = item->fill;
        return before;
    }
    look l = {.colour = item->fill};
    int best = 1000;
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        int miss = abs((int)lround(item->size * 2) - SIZES[i]);
        if (miss < best) l.size = SIZES[i], best = miss;
    }
    l.bold = item->face == KHUNG__SANS_BOLD || item->face == KHUNG__SERIF_BOLD;
    l.italic = item->face == KHUNG__SERIF_ITALIC;
    l.serif = item->face >= KHUNG__SERIF;
    return l;
}

static bool same(look a, look b)
{
    return a.size == b.size && a.bold == b.bold && a.serif == b.serif && a.italic == b.italic && a.colour == b.colour;
}

static void add_classes(khung__html *h, look l)
{
    khung__buf_printf(h->out, "z%d ", l.size);
    if (l.bold) khung__buf_z(h->out, "b ");
    if (l.serif) khung__buf_z(h->out, "s ");
    if (l.italic) khung__buf_z(h->out, "i ");
    khung__html_colour(h, l.colour);
}

/* ---- the whole below an element ---- */

static void gather(const khung__html *h, uint32_t element, khung__buf *text, const khung__item **before)
{
    for (uint32_t k = h->reading.nodes[element].first; k; k = h->reading.kids[k].next) {
        const khung__item *item = h->reading.kids[k].item;
        if (!item) {
            gather(h, h->reading.kids[k].element, text, before);
        } else if (item->kind == KHUNG__TEXT && item->element) {
            if (text->n && *before && khung__page_apart(*before, item)) khung__buf_char(text, ' ');
            khung__buf_str(text, item->text);
            *before = item;
        }
    }
}

khung__str khung__html_plain(khung__html *h, uint32_t element)
{
    khung__buf text = {0};
    const khung__item *before = NULL;
    gather(h, element, &text, &before);
    if (text.failed) h->out->failed = true;
    khung__str kept = text.n ? khung__str_copy(&h->arena, (khung__str){text.s, text.n}) : (khung__str){0};
    if (text.n && !kept.s) h->out->failed = true;
    khung__buf_free(&text);
    return kept;
}

bool khung__html_empty(const khung__html *h, uint32_t element)
{
    for (uint32_t k = h->reading.nodes[element].first; k; k = h->reading.kids[k].next) {
        if (h->reading.kids[k].item && h->reading.kids[k].item->kind != KHUNG__LINK) return false;
        if (!h->reading.kids[k].item && !khung__html_empty(h, h->reading.kids[k].element)) return false;
    }
    return !h->doc->elements[element].alt.s;
}

/* The style of most letters. */
static void weigh(const khung__html *h, uint32_t element, look looks[8], size_t weights[8], look *last)
{
    for (uint32_t k = h->reading.nodes[element].first; k; k = h->reading.kids[k].next) {
        const khung__item *item = h->reading.kids[k].item;
        if (!item) weigh(h, h->reading.kids[k].element, looks, weights, last);
        if (!item || item->kind != KHUNG__TEXT || !item->element) continue;
        *last = look_of(item, *last);
        for (size_t i = 0; i < 8; i++) {
            if (weights[i] && !same(looks[i], *last)) continue;
            looks[i] = *last;
            weights[i] += item->text.n;
            break;
        }
    }
}

static look main_look(const khung__html *h, uint32_t element)
{
    look looks[8] = {{.size = 18, .colour = 0x1B2428}}, last = looks[0];
    size_t weights[8] = {0}, best = 0;
    weigh(h, element, looks, weights, &last);
    for (size_t i = 1; i < 8; i++)
        if (weights[i] > weights[best]) best = i;
    return looks[best];
}

void khung__html_classes(khung__html *h, uint32_t element, const char *more)
{
    khung__buf_z(h->out, " class=\"");
    if (more && *more) {
        khung__buf_z(h->out, more);
        khung__buf_char(h->out, ' ');
    }
    add_classes(h, main_look(h, element));
    khung__buf_char(h->out, '"');
    khung__html_language(h, element);
}

/* ---- run by run ---- */

static void close_run(run *r)
{
    if (r->inside) khung__buf_z(r->h->out, r->bold_tag ? "</strong>" : "</span>");
    r->inside = false;
    r->now = r->base;
}

static void open_run(run *r, look l)
{
    khung__html *h = r->h;
    if (same(l, r->now)) return;
    close_run(r);
    if (same(l, r->base)) return;
    r->bold_tag = l.bold && !r->base.bold;
    khung__buf_z(h->out, r->bold_tag ? "<strong class=\"" : "<span class=\"");
    add_classes(h, l);
    if (r->base.bold && !l.bold) khung__buf_z(h->out, " n");
    if (r->base.serif && !l.serif) khung__buf_z(h->out, " t");
    khung__buf_z(h->out, "\">");
    r->inside = true;
    r->now = l;
}

/* What stands between two pieces: a new line of the text itself, a wide gap, a space, nothing. */
static void add_gap(run *r, const khung__item *item)
{
    const khung__item *before = r->before;
    if (!before) return;
    bool same_line = fabs(before->y - item->y) < 0.3 * item->size;
    if (before->line_end || (!same_line && !before->space_after && !before->cut)) {
        close_run(r);
        khung__buf_z(r->h->out, "<br/>");
    } else if (same_line && item->x - (before->x + before->width) > 5.5) {
        close_run(r);
        khung__buf_z(r->h->out, "<span class=\"gap\"> </span>");
    } else if (khung__page_apart(before, item)) {
        khung__buf_char(r->h->out, ' ');
    }
}

static void add_piece(run *r, const khung__item *item)
{
    add_gap(r, item);
    open_run(r, look_of(item, r->now));
    khung__html_text(r->h->out, item->text);
    r->before = item;
}

/* Whether a text is printed on the shape, like the number on a tint. */
static bool lies_on(const khung__item *text, const khung__item *shape)
{
    return text->x >= shape->x - 0.5 && text->x + text->width <= shape->x + shape->width + 0.5 && text->y >= shape->y &&
           text->y <= shape->y + shape->height;
}

uint32_t khung__html_drawing_end(const khung__html *h, uint32_t from, uint32_t stop)
{
    const khung__reading_kid *kids = h->reading.kids;
    uint32_t aside = kids[from].item->aside, k = from;
    const khung__item *shape = kids[from].item;
    for (; k && k != stop && kids[k].item && kids[k].item->aside == aside; k = kids[k].next) {
        const khung__item *item = kids[k].item;
        if (item->kind == KHUNG__LINK || (item->kind == KHUNG__TEXT && !lies_on(item, shape))) break;
        if (item->kind == KHUNG__PATH && item->width * item->height > shape->width * shape->height) shape = item;
    }
    return k;
}

static void end_entry(run *r)
{
    close_run(r);
    if (r->entry) khung__buf_z(r->h->out, "</span> ");
    r->entry = false;
}

static void begin_entry(run *r)
{
    end_entry(r);
    khung__buf_z(r->h->out, "<span class=\"entry\">");
    r->entry = true;
    r->before = NULL;
}

/* Whether words follow right behind the drawing on its line: a box and what it stands for. */
static bool is_sign(const khung__html *h, const khung__item *shape, uint32_t next)
{
    const khung__item *text = next ? h->reading.kids[next].item : NULL;
    double gap = text ? text->x - shape->x - shape->width : 0;
    return text && text->kind == KHUNG__TEXT && text->y > shape->y && text->y < shape->y + shape->height + 2 && gap >= 0 && gap < 12;
}

/* Shapes among text: with the words behind them; on the line of the text before at its right; else before the text that follows. */
static uint32_t add_drawing(run *r, uint32_t from, uint32_t stop)
{
    khung__html *h = r->h;
    const khung__item *item = h->reading.kids[from].item;
    uint32_t to = khung__html_drawing_end(h, from, stop);
    bool right = item->aside && (r->entry || (r->before && item->x > r->before->x)), sign = right && is_sign(h, item, to);
    if (sign && !r->entry && !r->key) khung__buf_z(h->out, "<br/>");
    if (r->key || sign) begin_entry(r);
    else close_run(r);
    khung__buf_z(h->out, right && !sign ? " <span class=\"bar\">" : "<span class=\"mark\">");
    khung__html_drawing(h, from, to, (khung__str){0}, NULL);
    khung__buf_z(h->out, "</span> ");
    return to;
}

static void add_kids(run *r, uint32_t from, uint32_t stop);

/* What stands above and below the bar, which is the formula's only shape. */
static void add_fraction(run *r, uint32_t element)
{
    khung__html *h = r->h;
    const khung__reading_kid *kids = h->reading.kids;
    uint32_t bar = h->reading.nodes[element].first;
    while (bar && !(kids[bar].item && kids[bar].item->kind == KHUNG__PATH)) bar = kids[bar].next;
    close_run(r);
    khung__buf_z(h->out, " <span class=\"fraction\" role=\"img\" aria-label=\"");
    khung__html_text(h->out, h->doc->elements[element].alt);
    khung__buf_z(h->out, "\">");
    for (int below = 0; below < 2; below++) {
        r->before = NULL;
        khung__buf_z(h->out, "<span>");
        add_kids(r, below ? kids[bar].next : h->reading.nodes[element].first, below ? 0 : bar);
        close_run(r);
        khung__buf_z(h->out, "</span> ");
    }
    khung__buf_z(h->out, "</span> ");
    r->before = NULL;
}

/* A span in the other language. */
static void add_passage(run *r, uint32_t element)
{
    khung__html *h = r->h;
    close_run(r);
    khung__buf_z(h->out, "<span");
    khung__html_language(h, element);
    khung__buf_char(h->out, '>');
    add_kids(r, h->reading.nodes[element].first, 0);
    close_run(r);
    khung__buf_z(h->out, "</span>");
}

static void add_kids(run *r, uint32_t from, uint32_t stop)
{
    khung__html *h = r->h;
    for (uint32_t k = from; k && k != stop;) {
        const khung__reading_kid *kid = &h->reading.kids[k];
        uint32_t next = kid->next;
        if (!kid->item && h->doc->elements[kid->element].tag == KHUNG__TAG_FIGURE) {
            close_run(r);
            khung__html_sign(h, kid->element, NULL);
            khung__buf_char(h->out, ' ');
        } else if (!kid->item && h->doc->elements[kid->element].tag == KHUNG__TAG_FORMULA) {
            add_fraction(r, kid->element);
        } else if (!kid->item && h->doc->elements[kid->element].tag == KHUNG__TAG_SPAN && h->doc->elements[kid->element].language.n) {
            add_passage(r, kid->element);
        } else if (!kid->item) {
            add_kids(r, h->reading.nodes[kid->element].first, 0);
        } else if (kid->item->kind == KHUNG__TEXT) {
            add_piece(r, kid->item);
        } else if (kid->item->kind == KHUNG__PATH) {
            next = add_drawing(r, k, stop);
        }
        k = next;
    }
}

void khung__html_key(khung__html *h, uint32_t from, uint32_t stop)
{
    run r = {.h = h, .base = {.size = 15, .colour = 0x1B2428}, .key = true};
    r.now = r.base;
    add_kids(&r, from, stop);
    end_entry(&r);
}

/* The first link below the element. */
static const khung__item *link_of(const khung__html *h, uint32_t element)
{
    for (uint32_t k = h->reading.nodes[element].first; k; k = h->reading.kids[k].next) {
        const khung__item *item = h->reading.kids[k].item;
        if (item && item->kind == KHUNG__LINK) return item;
        if (!item && (item = link_of(h, h->reading.kids[k].element))) return item;
    }
    return NULL;
}

void khung__html_piece(khung__html *h, uint32_t kid)
{
    run r = {.h = h, .base = {.size = 18, .colour = 0x1B2428}};
    r.now = r.base;
    add_kids(&r, kid, h->reading.kids[kid].next);
    close_run(&r);
}

void khung__html_runs(khung__html *h, uint32_t element)
{
    run r = {.h = h, .base = main_look(h, element)};
    r.now = r.base;
    const khung__item *link = link_of(h, element);
    uint32_t target = link && link->target < h->doc->bookmark_count ? h->targets[link->target] : 0;
    if (target) khung__buf_printf(h->out, "<a href=\"#e%u\">", (unsigned)target);
    add_kids(&r, h->reading.nodes[element].first, 0);
    end_entry(&r);
    if (target) khung__buf_z(h->out, "</a>");
}
