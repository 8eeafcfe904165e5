/* pdf/structure: the tree that screen readers follow. Reading order is the order in which the pages' contents mention an element:
 * an element takes its place under its parent when its first piece is written. Elements with nothing in them (an empty table
 * cell) take theirs before the next sibling that has something. */
#include "inside.h"

#include <string.h>

const char *khung__structure_name(khung__tag tag)
{
    static const char *const names[KHUNG__TAGS] = {"Artifact", "Document", "Part", "Sect",  "H1",    "H2", "H3", "P",      "L",       "LI",
                                                   "Lbl",      "LBody",    "Table", "TR",   "TH",    "TD", "Figure", "Caption", "Span", "Note",
                                                   "Note",     "TOC",      "TOCI",  "Formula"};
    return tag < KHUNG__TAGS ? names[tag] : "Span";
}

size_t khung__structure_count(const khung__writer *w)
{
    return w->doc->element_count - 1 + w->link_count;
}

/* Siblings in the order they were opened; which elements have content, below them too. */
bool khung__structure_start(khung__writer *w)
{
    const khung__doc *doc = w->doc;
    w->nodes = khung__arena_alloc(&w->arena, doc->element_count * sizeof *w->nodes);
    if (!w->nodes) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    for (uint32_t e = 2; e < doc->element_count; e++) {
        khung__node_kids *parent = &w->nodes[doc->elements[e].parent];
        if (parent->last_child) {
            w->nodes[parent->last_child].sibling = e;
        } else {
            parent->child = e;
        }
        parent->last_child = e;
    }
    for (size_t p = 0; p < doc->page_count; p++)
        for (size_t i = 0; i < doc->pages[p].count; i++)
            w->nodes[doc->pages[p].items[i].element].filled = true;
    for (size_t e = doc->element_count; e-- > 2;)
        if (w->nodes[e].filled) w->nodes[doc->elements[e].parent].filled = true;
    w->nodes[1].attached = true;
    w->kid_count = 1;
    return khung__pdf_grow(w, (void **)&w->kids, &w->kid_cap, 1, sizeof *w->kids);
}

static bool add_kid(khung__writer *w, uint32_t element, khung__kid kid)
{
    if (!khung__pdf_grow(w, (void **)&w->kids, &w->kid_cap, w->kid_count, sizeof *w->kids)) return false;
    uint32_t number = (uint32_t)w->kid_count++;
    w->kids[number] = kid;
    khung__node_kids *node = &w->nodes[element];
    if (node->last) {
        w->kids[node->last].next = number;
    } else {
        node->first = number;
    }
    node->last = number;
    return true;
}

static bool attach_one(khung__writer *w, uint32_t element)
{
    w->nodes[element].attached = true;
    return add_kid(w, w->doc->elements[element].parent, (khung__kid){.kind = KID_ELEMENT, .value = element});
}

/* Puts the empty children of `parent` that were opened before `before` (0: all) into the tree. */
static bool attach_empty(khung__writer *w, uint32_t parent, uint32_t before)
{
    uint32_t e = w->nodes[parent].child;
    for (; e && e != before && !w->nodes[e].filled; e = w->nodes[e].sibling)
        if (!w->nodes[e].attached && !attach_one(w, e)) return false;
    /* What comes next either has content, and will take its own place, or was reached: go on from there next time. */
    w->nodes[parent].child = e == before && e ? w->nodes[e].sibling : e;
    return true;
}

/* Takes the element and all above it into the tree. */
static bool attach(khung__writer *w, uint32_t element)
{
    while (!w->nodes[element].attached) {
        uint32_t at = element;
        while (!w->nodes[w->doc->elements[at].parent].attached) at = w->doc->elements[at].parent;
        if (!attach_empty(w, w->doc->elements[at].parent, at) || !attach_one(w, at)) return false;
    }
    return true;
}

bool khung__structure_mark(khung__writer *w, uint32_t page, uint32_t element)
{
    if (!khung__pdf_grow(w, (void **)&w->mark_elements, &w->mark_cap, w->mark_count, sizeof *w->mark_elements)) return false;
    khung__kid kid = {.kind = KID_CONTENT, .page = page, .value = w->sheets[page].marks};
    if (!attach(w, element) || !add_kid(w, element, kid)) return false;
    w->mark_elements[w->mark_count++] = element;
    w->sheets[page].marks++;
    return true;
}

bool khung__structure_link(khung__writer *w, uint32_t page, const khung__item *item)
{
    bool signs = item->target == KHUNG__TO_SIGNATURE && w->doc->signature;
    if (item->target >= w->doc->bookmark_count && !signs) return khung__pdf_fail(w, KHUNG_BAD_CALL, NULL);
    for (int i = 0; i < 4; i++) khung__pdf_units(w, (const double[]){item->x, item->y, item->width, item->height}[i]);
    if (w->status != KHUNG_OK) return false;
    if (!khung__pdf_grow(w, (void **)&w->links, &w->link_cap, w->link_count, sizeof *w->links)) return false;
    uint32_t number = (uint32_t)w->link_count;
    uint32_t parent = item->element ? item->element : 1;
    if (!attach(w, parent) || !add_kid(w, parent, (khung__kid){.kind = KID_LINK, .value = number, .page = page})) return false;
    w->links[number] = (khung__link){.item = item, .page = page, .element = (uint32_t)w->doc->element_count + number};
    w->link_count++;
    w->sheets[page].links++;
    return true;
}

/* The elements left: all of them are empty, and so is what is below them. */
bool khung__structure_end(khung__writer *w)
{
    for (uint32_t e = 2; e < w->doc->element_count; e++)
        if (!w->nodes[e].attached && !attach(w, e)) return false;
    return true;
}

/* ---- as text ---- */

static uint32_t element_id(const khung__writer *w, uint32_t element)
{
    return w->first_element + element - 1;
}

static char *put_ref(char *p, uint32_t id)
{
    p = khung__pdf_put_number(p, id);
    return PUT(p, " 0 R");
}

static void add_ref(khung__buf *out, uint32_t id)
{
    char *p = khung__pdf_room(out, KHUNG__ROOM);
    if (p) khung__pdf_wrote(out, put_ref(p, id));
}

static void add_kid_text(khung__writer *w, khung__buf *out, const khung__kid *kid, uint32_t page)
{
    char *p = khung__pdf_room(out, KHUNG__ROOM);
    if (!p) return;
    if (kid->kind == KID_ELEMENT) {
        p = put_ref(p, element_id(w, kid->value));
    } else if (kid->kind == KID_LINK) {
        p = put_ref(p, element_id(w, w->links[kid->value].element));
    } else if (kid->page == page) {
        p = khung__pdf_put_number(p, kid->value);
    } else {
        p = PUT(p, "<</Type/MCR/Pg ");
        p = put_ref(p, khung__pdf_number(w->sheets[kid->page].dict));
        p = PUT(p, "/MCID ");
        p = khung__pdf_put_number(p, kid->value);
        p = PUT(p, ">>");
    }
    khung__pdf_wrote(out, p);
}

/* The page of the element's first own content; UINT32_MAX when it has none. */
static uint32_t page_of(const khung__writer *w, uint32_t element)
{
    for (uint32_t k = w->nodes[element].first; k; k = w->kids[k].next)
        if (w->kids[k].kind == KID_CONTENT) return w->kids[k].page;
    return UINT32_MAX;
}

static void add_kids(khung__writer *w, khung__buf *out, uint32_t element, uint32_t page)
{
    uint32_t first = w->nodes[element].first;
    if (!first) return;
    bool many = w->kids[first].next != 0;
    khung__buf_z(out, many ? "/K[" : "/K ");
    for (uint32_t k = first; k; k = w->kids[k].next) {
        add_kid_text(w, out, &w->kids[k], page);
        if (w->kids[k].next) khung__buf_char(out, ' ');
    }
    if (many) khung__buf_char(out, ']');
}

/* A head cell is of its column when its row has nothing but head cells, else of its row. */
static bool heads_column(const khung__writer *w, uint32_t element)
{
    const khung__element *e = &w->doc->elements[element];
    for (uint32_t k = w->nodes[e->parent].first; k; k = w->kids[k].next)
        if (w->kids[k].kind == KID_ELEMENT && w->doc->elements[w->kids[k].value].tag == KHUNG__TAG_TD) return false;
    return true;
}

static void add_attributes(khung__writer *w, khung__buf *out, uint32_t element)
{
    const khung__element *e = &w->doc->elements[element];
    bool cell = e->tag == KHUNG__TAG_TH || e->tag == KHUNG__TAG_TD;
    if (e->alt.s) {
        khung__buf_z(out, "/Alt");
        khung__pdf_text(out, e->alt);
    }
    if (e->language.n) {
        khung__buf_z(out, "/Lang");
        khung__pdf_text(out, e->language);
    }
    if (!cell || (e->tag == KHUNG__TAG_TD && e->column_span < 2)) return;
    khung__buf_z(out, "/A<</O/Table");
    if (e->tag == KHUNG__TAG_TH) khung__buf_z(out, heads_column(w, element) ? "/Scope/Column" : "/Scope/Row");
    if (e->column_span > 1) {
        khung__buf_z(out, "/ColSpan ");
        khung__buf_int(out, e->column_span);
    }
    khung__buf_z(out, ">>");
}

static void link_element(khung__writer *w, const khung__link *link, khung__buf *out)
{
    bool signs = link->item->target == KHUNG__TO_SIGNATURE;
    khung__buf_z(out, signs ? "<</S/Form/P " : "<</S/Link/P ");
    add_ref(out, element_id(w, link->item->element ? link->item->element : 1));
    khung__buf_z(out, "/K<</Type/OBJR/Obj ");
    add_ref(out, khung__pdf_number(link->annotation));
    khung__buf_z(out, "/Pg ");
    add_ref(out, khung__pdf_number(w->sheets[link->page].dict));
    khung__buf_z(out, ">>/Alt");
    khung__pdf_text(out, signs ? w->doc->signature->about : w->doc->bookmarks[link->item->target].title);
    khung__buf_z(out, ">>");
}

void khung__structure_element(khung__writer *w, uint32_t element, khung__buf *out)
{
    if (element >= w->doc->element_count) {
        link_element(w, &w->links[element - w->doc->element_count], out);
        return;
    }
    const khung__element *e = &w->doc->elements[element];
    uint32_t page = page_of(w, element);
    const char *name = khung__structure_name(e->tag);
    char *p = khung__pdf_room(out, KHUNG__ROOM);
    if (!p) return;
    p = PUT(p, "<</S/");
    p = khung__pdf_put(p, name, strlen(name));
    p = PUT(p, "/P ");
    p = put_ref(p, element == 1 ? w->root_id : element_id(w, e->parent));
    if (page != UINT32_MAX) {
        p = PUT(p, "/Pg ");
        p = put_ref(p, khung__pdf_number(w->sheets[page].dict));
    }
    khung__pdf_wrote(out, p);
    add_kids(w, out, element, page);
    add_attributes(w, out, element);
    khung__buf_add(out, ">>", 2);
}

/* The parent tree: for each page the elements of its marks in order (key = page), then one key a link. */
static void add_parent_tree(khung__writer *w, khung__buf *out)
{
    khung__buf_z(out, "/ParentTree<</Nums[");
    for (size_t p = 0; p < w->doc->page_count; p++) {
        const khung__sheet *sheet = &w->sheets[p];
        khung__buf_int(out, (int64_t)p);
        khung__buf_char(out, '[');
        for (uint32_t i = 0; i < sheet->marks; i++) {
            if (i) khung__buf_char(out, ' ');
            add_ref(out, element_id(w, w->mark_elements[sheet->first_mark + i]));
        }
        khung__buf_char(out, ']');
    }
    for (size_t i = 0; i < w->link_count; i++) {
        khung__buf_int(out, (int64_t)(w->doc->page_count + i));
        khung__buf_char(out, ' ');
        add_ref(out, element_id(w, w->links[i].element));
        khung__buf_char(out, ' ');
    }
    khung__buf_z(out, "]>>/ParentTreeNextKey ");
    khung__buf_int(out, (int64_t)(w->doc->page_count + w->link_count));
}

void khung__structure_root(khung__writer *w, khung__buf *out)
{
    khung__buf_z(out, "<</Type/StructTreeRoot/K ");
    add_ref(out, element_id(w, 1));
    add_parent_tree(w, out);
    khung__buf_z(out, ">>");
}
