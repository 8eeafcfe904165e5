/* page_read: a document in reading order, for outputs that do not place things on paper. */
#include "page.h"

static void add_kid(khung__reading *r, uint32_t parent, khung__reading_kid k)
{
    uint32_t number = (uint32_t)++r->count;
    r->kids[number] = k;
    khung__reading_node *n = &r->nodes[parent];
    *(n->last ? &r->kids[n->last].next : &n->first) = number;
    n->last = number;
}

static void place(khung__reading *r, uint32_t element)
{
    const khung__element *elements = r->doc->elements;
    while (!r->nodes[element].placed) {
        uint32_t at = element;
        while (!r->nodes[elements[at].parent].placed) at = elements[at].parent;
        r->nodes[at].placed = true;
        add_kid(r, elements[at].parent, (khung__reading_kid){.element = at});
    }
}

/* Empty cells must keep their column: all cells of a row are placed in order as soon as one is. */
static void place_cells(khung__reading *r, uint32_t element)
{
    const khung__doc *doc = r->doc;
    uint32_t row = element;
    while (row > 1 && doc->elements[row].tag != KHUNG__TAG_TR) row = doc->elements[row].parent;
    if (row <= 1 || r->nodes[row].placed) return;
    place(r, row);
    for (uint32_t e = row + 1; e < doc->element_count; e++) {
        if (doc->elements[e].parent == row) place(r, e);
        if (doc->elements[e].parent < row) break;
    }
}

static void read_item(khung__reading *r, const khung__item *item, uint32_t page)
{
    uint32_t element = item->element ? item->element : r->whole ? item->aside : 0;
    if (element == 0) return;
    place_cells(r, element);
    place(r, element);
    if (r->whole || item->kind == KHUNG__TEXT)
        add_kid(r, element, (khung__reading_kid){.item = item, .page = page});
}

bool khung__page_read(khung__reading *out, khung__arena *arena)
{
    const khung__doc *doc = out->doc;
    size_t items = 0;
    for (size_t p = 0; p < doc->page_count; p++) items += doc->pages[p].count;
    out->nodes = khung__arena_alloc(arena, doc->element_count * sizeof *out->nodes);
    out->kids = khung__arena_alloc(arena, (items + doc->element_count + 1) * sizeof *out->kids);
    if (!out->nodes || !out->kids) return false;
    out->nodes[0].placed = out->nodes[1].placed = true;
    for (size_t p = 0; p < doc->page_count; p++)
        for (size_t i = 0; i < doc->pages[p].count; i++) read_item(out, &doc->pages[p].items[i], (uint32_t)p);
    for (uint32_t e = 2; e < doc->element_count; e++)
        if (doc->elements[e].alt.s) place(out, e);
    return true;
}

bool khung__page_apart(const khung__item *before, const khung__item *after)
{
    if (before->cut) return false;
    if (before->space_after || before->y != after->y) return true;
    return after->x - (before->x + before->width) > 0.2 * after->size || after->x < before->x;
}
