/* html/bars: lists of counts as rows of label, bar, numbers. */
#include "inside.h"

#include <math.h>

/* What an entry is made of, as kids of its body. */
typedef struct entry {
    uint32_t label, bar, numbers; /* bar 0 = none: nothing to draw for a count of zero */
    const khung__item *shape;
} entry;

/* False when it is something else: an entry has a label and, behind it, a bar and a number or a number alone. */
static bool read_entry(const khung__html *h, uint32_t item, entry *e)
{
    const khung__reading_kid *kids = h->reading.kids;
    uint32_t label = h->reading.nodes[item].first, body = label ? kids[label].next : 0;
    *e = (entry){.label = label};
    if (!body || kids[label].item || kids[body].item || kids[body].next || h->doc->elements[kids[label].element].tag != KHUNG__TAG_LBL) return false;
    e->numbers = h->reading.nodes[kids[body].element].first;
    if (!e->numbers || !kids[e->numbers].item) return false;
    const khung__item *first = kids[e->numbers].item;
    if (first->kind != KHUNG__PATH) return first->kind == KHUNG__TEXT;
    e->shape = first;
    e->bar = e->numbers;
    e->numbers = khung__html_drawing_end(h, e->bar, 0);
    const khung__item *number = e->numbers ? kids[e->numbers].item : NULL;
    return first->aside && number && number->kind == KHUNG__TEXT && number->x >= first->x + first->width;
}

/* The left edge of the bars and the right edge of the longest; false when the list is another kind, or has no bar. */
static bool measure(const khung__html *h, uint32_t list, double frame[2])
{
    bool any = false;
    for (uint32_t k = h->reading.nodes[list].first; k; k = h->reading.kids[k].next) {
        entry e;
        if (h->reading.kids[k].item || !read_entry(h, h->reading.kids[k].element, &e)) return false;
        if (!e.bar) continue;
        double left = e.shape->x, right = left + e.shape->width;
        if (any && fabs(left - frame[0]) > 0.5) return false;
        frame[0] = any ? fmin(frame[0], left) : left;
        frame[1] = any ? fmax(frame[1], right) : right;
        any = true;
    }
    return any;
}

static void add_entry(khung__html *h, uint32_t item, const double frame[2])
{
    entry e;
    read_entry(h, item, &e);
    khung__buf_z(h->out, "<li");
    khung__html_classes(h, item, "");
    khung__buf_z(h->out, "><span>");
    khung__html_piece(h, e.label);
    khung__buf_z(h->out, " </span><span class=\"cell\">");
    if (e.bar) khung__html_drawing(h, e.bar, e.numbers, (khung__str){0}, frame);
    khung__buf_z(h->out, "</span>");
    for (uint32_t k = e.numbers; k; k = h->reading.kids[k].next) {
        khung__buf_z(h->out, " <span>");
        khung__html_piece(h, k);
        khung__buf_z(h->out, "</span>");
    }
    khung__buf_z(h->out, "</li>\n");
}

bool khung__html_bars(khung__html *h, uint32_t list, const char *more)
{
    double frame[2];
    if (!measure(h, list, frame)) return false;
    khung__buf_printf(h->out, "<ul role=\"list\" class=\"bars %s\">\n", more);
    for (uint32_t k = h->reading.nodes[list].first; k; k = h->reading.kids[k].next) add_entry(h, h->reading.kids[k].element, frame);
    khung__buf_z(h->out, "</ul>\n");
    return true;
}
