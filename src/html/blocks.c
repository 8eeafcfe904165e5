/* html/blocks: parts of a document. What stands one below the other on paper stays so, with the paper's distances; what stands
 * beside each other becomes columns that fall below one another where the window is narrow. */
#include "inside.h"

#include <math.h>

enum { MOST_BESIDE = 6 };

/* Something to print: an element, or loose items of the parent. */
typedef struct unit {
    uint32_t element, from, to; /* element 0: kids [from, to) */
    khung__html_box box;
} unit;

typedef struct units {
    unit *list;
    size_t count;
} units;

/* ---- where things stand ---- */

static void widen(khung__html_box *box, const khung__item *item, uint32_t page)
{
    bool text = item->kind == KHUNG__TEXT;
    double top = text ? item->top : item->y, bottom = top + item->height;
    if (item->kind == KHUNG__LINK) return;
    if (box->page == UINT32_MAX) {
        *box = (khung__html_box){.page = page, .left = item->x, .top = top, .right = item->x + item->width, .bottom = bottom};
        return;
    }
    if (box->page != page) {
        box->broken = true;
        return;
    }
    box->left = fmin(box->left, item->x);
    box->right = fmax(box->right, item->x + item->width);
    box->top = fmin(box->top, top);
    box->bottom = fmax(box->bottom, bottom);
}

static void widen_all(const khung__html *h, khung__html_box *box, uint32_t from, uint32_t to)
{
    for (uint32_t k = from; k && k != to; k = h->reading.kids[k].next) {
        const khung__reading_kid *kid = &h->reading.kids[k];
        if (kid->item) widen(box, kid->item, kid->page);
        else if (h->doc->elements[kid->element].tag != KHUNG__TAG_FOOTNOTE) widen_all(h, box, h->reading.nodes[kid->element].first, 0);
    }
}

/* A footnote has no place of its own where pages flow: it follows the text that it belongs to. */
khung__html_box khung__html_box_of(const khung__html *h, uint32_t element)
{
    khung__html_box box = {.page = UINT32_MAX};
    if (h->doc->elements[element].tag != KHUNG__TAG_FOOTNOTE)
        widen_all(h, &box, h->reading.nodes[element].first, 0);
    return box;
}

/* The table of contents: here the bookmarks make one. */
static bool is_contents(const khung__html *h, uint32_t element)
{
    for (uint32_t k = h->reading.nodes[element].first; k; k = h->reading.kids[k].next)
        if (!h->reading.kids[k].item && h->doc->elements[h->reading.kids[k].element].tag == KHUNG__TAG_TOC) return true;
    return false;
}

static units units_of(khung__html *h, uint32_t element)
{
    units u = {0};
    size_t n = 0;
    for (uint32_t k = h->reading.nodes[element].first; k; k = h->reading.kids[k].next) n++;
    u.list = khung__arena_alloc(&h->arena, (n + 1) * sizeof *u.list);
    if (!u.list) h->out->failed = true;
    for (uint32_t k = h->reading.nodes[element].first; k && u.list; k = h->reading.kids[k].next) {
        const khung__reading_kid *kid = &h->reading.kids[k];
        unit *last = u.count ? &u.list[u.count - 1] : NULL;
        if (!kid->item) {
            if (khung__html_empty(h, kid->element) || is_contents(h, kid->element)) continue;
            u.list[u.count++] = (unit){.element = kid->element, .box = khung__html_box_of(h, kid->element)};
        } else if (last && last->element == 0 && last->to == k) {
            last->to = kid->next;
            widen(&last->box, kid->item, kid->page);
        } else {
            unit *fresh = &u.list[u.count++];
            *fresh = (unit){.from = k, .to = kid->next, .box = {.page = UINT32_MAX}};
            widen(&fresh->box, kid->item, kid->page);
        }
    }
    return u;
}

/* ---- single blocks ---- */

unsigned khung__html_level(khung__html *h, khung__tag tag)
{
    int level = h->depth == 0 ? 0 : (int)(tag - KHUNG__TAG_H1) + 1; /* the first one is the whole's */
    while (h->depth > 1 && h->outline[h->depth - 1] >= level) h->depth--;
    if (h->depth < KHUNG__DEEPEST) h->outline[h->depth++] = level;
    return (unsigned)h->depth;
}

static void add_heading(khung__html *h, uint32_t element, const char *more)
{
    khung__tag tag = h->doc->elements[element].tag;
    unsigned level = khung__html_level(h, tag);
    khung__buf_printf(h->out, "<h%u", level);
    if (h->targeted[element]) khung__buf_printf(h->out, " id=\"e%u\"", (unsigned)element);
    khung__html_classes(h, element, more);
    khung__buf_char(h->out, '>');
    khung__html_runs(h, element);
    khung__buf_printf(h->out, "</h%u>\n", level);
    h->heading = khung__html_plain(h, element);
}

static void add_list(khung__html *h, uint32_t list, const char *more)
{
    if (khung__html_bars(h, list, more)) return;
    khung__buf_printf(h->out, "<ul role=\"list\" class=\"%s\">\n", more);
    for (uint32_t k = h->reading.nodes[list].first; k; k = h->reading.kids[k].next) {
        uint32_t item = h->reading.kids[k].element;
        if (h->reading.kids[k].item || khung__html_empty(h, item)) continue;
        khung__buf_z(h->out, "<li");
        khung__html_classes(h, item, "");
        khung__buf_char(h->out, '>');
        khung__html_runs(h, item);
        khung__buf_z(h->out, "</li>\n");
    }
    khung__buf_z(h->out, "</ul>\n");
}

/* The colour under a block: that of the smallest filled shape around it; *barred when a bar stands at its left edge. */
static khung__rgb ground_of(const khung__html *h, khung__html_box box, bool *barred)
{
    khung__rgb colour = KHUNG__NO_COLOUR;
    const khung__page *page = box.page < h->doc->page_count ? &h->doc->pages[box.page] : NULL;
    double size = 1e9;
    *barred = false;
    for (size_t i = 0; page && i < page->count; i++) {
        const khung__item *item = &page->items[i];
        if (item->element || item->kind != KHUNG__PATH || item->fill == KHUNG__NO_COLOUR) continue;
        if (item->y > box.top || item->y + item->height < box.bottom) continue;
        if (item->width <= 6 && item->x < box.left && box.left - item->x < 24) *barred = true;
        if (item->x > box.left || item->x + item->width < box.right || item->width * item->height > size) continue;
        size = item->width * item->height;
        colour = item->fill;
    }
    return page && size < page->width * page->height / 4 ? colour : KHUNG__NO_COLOUR;
}

static void add_note(khung__html *h, const unit *u, const char *more)
{
    bool barred;
    khung__rgb ground = ground_of(h, u->box, &barred);
    khung__buf_z(h->out, "<div class=\"note");
    if (ground != KHUNG__NO_COLOUR) khung__buf_printf(h->out, " panel%s", barred ? " barred" : "");
    khung__buf_printf(h->out, " %s\"><p", more);
    khung__html_classes(h, u->element, "");
    khung__buf_char(h->out, '>');
    khung__html_runs(h, u->element);
    khung__buf_z(h->out, "</p></div>\n");
}

static void add_text(khung__html *h, uint32_t element, const char *more)
{
    khung__buf_z(h->out, "<p");
    if (h->targeted[element]) khung__buf_printf(h->out, " id=\"e%u\"", (unsigned)element);
    khung__html_classes(h, element, more);
    khung__buf_char(h->out, '>');
    khung__html_runs(h, element);
    khung__buf_z(h->out, "</p>\n");
}

/* The first heading below a part; ARTIFACT when it has none. */
static khung__tag first_heading(const khung__html *h, uint32_t element)
{
    for (uint32_t k = h->reading.nodes[element].first; k; k = h->reading.kids[k].next) {
        if (h->reading.kids[k].item) continue;
        khung__tag tag = h->doc->elements[h->reading.kids[k].element].tag;
        if (tag >= KHUNG__TAG_H1 && tag <= KHUNG__TAG_H3) return tag;
        if ((tag == KHUNG__TAG_SECT || tag == KHUNG__TAG_PART) && (tag = first_heading(h, h->reading.kids[k].element))) return tag;
    }
    return KHUNG__ARTIFACT;
}

static void add_section(khung__html *h, uint32_t element, const char *more)
{
    khung__tag heading = first_heading(h, element);
    bool leaf = heading == KHUNG__TAG_H3 || heading == KHUNG__ARTIFACT;
    khung__buf_printf(h->out, "<section class=\"%s %s\"", leaf ? "leaf" : heading == KHUNG__TAG_H1 ? "part" : "sub", more);
    khung__html_language(h, element);
    khung__buf_z(h->out, ">\n");
    khung__html_children(h, element);
    khung__buf_z(h->out, "</section>\n");
}

static void add_loose(khung__html *h, const unit *u, const char *more)
{
    bool aside = h->reading.kids[u->from].item->aside != 0;
    khung__buf_printf(h->out, "<p class=\"key %s\"%s>", more, aside ? " aria-hidden=\"true\"" : "");
    khung__html_key(h, u->from, u->to);
    khung__buf_z(h->out, "</p>\n");
}

static void add_unit(khung__html *h, const unit *u, const char *more)
{
    khung__tag tag = u->element ? h->doc->elements[u->element].tag : KHUNG__ARTIFACT;
    switch (tag) {
    case KHUNG__ARTIFACT: add_loose(h, u, more); break;
    case KHUNG__TAG_DOCUMENT:
    case KHUNG__TAG_PART:
    case KHUNG__TAG_SECT: add_section(h, u->element, more); break;
    case KHUNG__TAG_H1:
    case KHUNG__TAG_H2:
    case KHUNG__TAG_H3: add_heading(h, u->element, more); break;
    case KHUNG__TAG_L: add_list(h, u->element, more); break;
    case KHUNG__TAG_TABLE: khung__html_table(h, u->element, more); break;
    case KHUNG__TAG_FIGURE: khung__html_figure(h, u->element, more); break;
    case KHUNG__TAG_NOTE: add_note(h, u, more); break;
    default: add_text(h, u->element, more); break;
    }
}

/* ---- side by side ---- */

typedef struct lane {
    double left, right, bottom;
} lane;

typedef struct group {
    lane lanes[MOST_BESIDE];
    size_t count;
    double top, bottom;
} group;

/* The lanes that a box reaches into: how many, and the first. A label may lean over the gutter. */
static size_t lanes_under(const group *g, const khung__html_box *box, size_t *first)
{
    size_t n = 0;
    for (size_t i = 0; i < g->count; i++) {
        double lean = fmin(20, fmin(box->right - box->left, g->lanes[i].right - g->lanes[i].left) / 3);
        if (box->right <= g->lanes[i].left + lean || box->left >= g->lanes[i].right - lean) continue;
        if (n++ == 0) *first = i;
    }
    return n;
}

static bool join(group *g, const khung__html_box *box)
{
    size_t at = 0, n = lanes_under(g, box, &at);
    if (n > 1 || (n == 0 && g->count == MOST_BESIDE)) return false;
    if (n == 0) {
        at = g->count++;
        g->lanes[at] = (lane){box->left, box->right, box->bottom};
    }
    lane *l = &g->lanes[at];
    l->left = fmin(l->left, box->left);
    l->right = fmax(l->right, box->right);
    l->bottom = fmax(l->bottom, box->bottom);
    g->top = g->count == 1 && n == 0 ? box->top : fmin(g->top, box->top);
    g->bottom = fmax(g->bottom, box->bottom);
    return true;
}

static bool usable(const khung__html_box *box)
{
    return box->page != UINT32_MAX && !box->broken;
}

/* Whether unit `i` of a group [from, i) stays in it: beside something, or further down one of the right lanes. */
static bool belongs(const group *g, const khung__html_box *box)
{
    size_t at = 0, n = lanes_under(g, box, &at);
    if (n > 1) return false;
    if (box->top < g->bottom - 1) return true;
    if (n == 0 || box->top > g->bottom + 60) return false;
    for (size_t i = 0; i < g->count; i++)
        if (g->lanes[i].left < g->lanes[at].left) return true;
    return false;
}

/* The end of the group that begins with unit `from`: from + 1 when it stands alone. */
static size_t group_end(const units *u, size_t from, group *g)
{
    *g = (group){0};
    const khung__html_box *first = &u->list[from].box;
    size_t end = from + 1, turn = 0;
    if (!usable(first)) return end;
    while (end < u->count && turn == 0) { /* where the text goes up again, to the height of the first */
        const khung__html_box *box = &u->list[end].box;
        if (!usable(box) || box->page != first->page || end - from > 12) return from + 1;
        if (box->top < u->list[end - 1].box.bottom - 2) turn = end;
        else end++;
    }
    if (!turn || first->top < u->list[turn].box.top - 4) return from + 1;
    if (u->list[turn].box.top < first->top - 60) return from + 1;
    for (size_t i = from; i < turn; i++)
        if (!join(g, &u->list[i].box) || g->count > 1) return from + 1;
    if (!join(g, &u->list[turn].box) || g->count != 2) return from + 1;
    end = turn + 1;
    group trial = *g; /* the left lane may go on alone as long as the right one follows it */
    for (size_t i = end; i < u->count; i++) {
        const khung__html_box *box = &u->list[i].box;
        bool beside = usable(box) && box->page == first->page && belongs(&trial, box);
        bool close = usable(box) && box->page == first->page && box->top <= trial.bottom + 12;
        if ((!beside && !close) || !join(&trial, box)) break;
        if (!beside) continue;
        *g = trial;
        end = i + 1;
    }
    return end;
}

/* The class that keeps the distance to what stands above, in steps of four points. */
static void distance(char out[8], const unit *above, const unit *u)
{
    int steps = 3;
    if (above && usable(&u->box) && above->box.page == u->box.page && !above->box.broken)
        steps = (int)lround((u->box.top - above->box.bottom) / 4);
    if (!above || steps < 0) steps = 0;
    if (steps > 8) steps = 8;
    out[0] = 'm';
    out[1] = (char)('0' + steps);
    out[2] = '\0';
}

/* Lanes from left to right, as their numbers. */
static void order_lanes(const group *g, size_t order[MOST_BESIDE])
{
    for (size_t i = 0; i < g->count; i++) {
        size_t at = i;
        while (at > 0 && g->lanes[order[at - 1]].left > g->lanes[i].left) order[at] = order[at - 1], at--;
        order[at] = i;
    }
}

/* Whether a lane holds nothing but short texts that end at the right edge. */
static bool ends_right(khung__html *h, const units *u, size_t from, size_t to, const group *g, size_t which)
{
    double edge = h->doc->pages[u->list[from].box.page].right;
    if (g->lanes[which].right < edge - 30 || g->lanes[which].left < edge / 2) return false;
    for (size_t i = from; i < to; i++) {
        const unit *it = &u->list[i];
        size_t at = 0;
        if (lanes_under(g, &it->box, &at) != 1 || at != which) continue;
        if (!it->element || h->doc->elements[it->element].tag != KHUNG__TAG_P) return false;
        if (it->box.right < g->lanes[which].right - 1.5 || it->box.bottom - it->box.top > 41) return false;
    }
    return true;
}

/* Twelfths of the page from a lane's left edge to that of the next. */
static unsigned share(khung__html *h, const units *u, size_t from, const group *g, const size_t *order, size_t i)
{
    const khung__page *page = &h->doc->pages[u->list[from].box.page];
    double next = i + 1 < g->count ? g->lanes[order[i + 1]].left - 12 : fmax(page->right, g->lanes[order[i]].right);
    long n = lround((next - g->lanes[order[i]].left) / ((page->right - page->left) / 12));
    return n < 1 ? 1 : n > 12 ? 12 : (unsigned)n;
}

static void add_group(khung__html *h, const units *u, size_t from, size_t to, const group *g, const char *more)
{
    size_t order[MOST_BESIDE];
    order_lanes(g, order);
    khung__buf_printf(h->out, "<div class=\"beside %s\">\n", more);
    for (size_t i = 0; i < g->count; i++) {
        bool right = ends_right(h, u, from, to, g, order[i]);
        khung__buf_printf(h->out, "<div class=\"g%u%s\">\n", share(h, u, from, g, order, i), right ? " end" : "");
        const unit *above = NULL;
        for (size_t k = from; k < to; k++) {
            size_t at = 0;
            char space[8];
            if (lanes_under(g, &u->list[k].box, &at) != 1 || at != order[i]) continue;
            distance(space, above, &u->list[k]);
            add_unit(h, &u->list[k], space);
            above = &u->list[k];
        }
        khung__buf_z(h->out, "</div>\n");
    }
    khung__buf_z(h->out, "</div>\n");
}

void khung__html_children(khung__html *h, uint32_t element)
{
    units u = units_of(h, element);
    unit above = {0};
    bool any = false;
    for (size_t i = 0, end; i < u.count; i = end) {
        group g;
        char space[8];
        end = group_end(&u, i, &g);
        distance(space, any ? &above : NULL, &u.list[i]);
        if (end == i + 1) add_unit(h, &u.list[i], space);
        else add_group(h, &u, i, end, &g, space);
        above = u.list[i];
        if (end > i + 1) above.box.bottom = g.bottom;
        any = true;
    }
}
