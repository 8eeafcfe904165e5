/* page: building a document: pages, structure elements, bookmarks, links, attachments and shapes. Text is in page_text.c,
 * paragraphs are in page_para.c. */
#include "page.h"

#include <string.h>

enum { MOST_PAGES = 32767, MOST_ITEMS = 1 << 22, MOST_ELEMENTS = 1 << 22 };

/* The shortest distance from the paper's edge that office printers reach. */
static const double EDGE = 15;

void khung__doc_fail(khung__doc *doc, khung_status status)
{
    if (doc && doc->status == KHUNG_OK) doc->status = status;
}

/* Makes room for one more element of `size` bytes, doubling; who adds one fills all of it. False when memory ends. */
static bool grow(void **array, size_t *cap, size_t count, size_t size)
{
    enum { FIRST = 32 << 10 }; /* bytes: a page of text, or the elements of a short document */
    if (count < *cap) return true;
    size_t to = *cap ? *cap * 2 : FIRST / size + 1;
    void *p = khung__realloc(*array, to * size);
    if (!p) return false;
    *array = p;
    *cap = to;
    return true;
}

#define GROW(doc, array, count, cap, most)                                                                                    \
    ((doc)->status == KHUNG_OK && ((count) < (size_t)(most) || (khung__doc_fail(doc, KHUNG_TOO_LARGE), false)) &&             \
     (grow((void **)&(array), &(cap), (count), sizeof *(array)) || (khung__doc_fail(doc, KHUNG_NO_MEMORY), false)))

/* A copy in the document's arena; the absent string stays absent. */
static khung__str keep(khung__doc *doc, khung__str s)
{
    if (!s.s || doc->status != KHUNG_OK) return (khung__str){0};
    khung__str copy = khung__str_copy(&doc->arena, s);
    if (!copy.s) khung__doc_fail(doc, KHUNG_NO_MEMORY);
    return copy;
}

khung_status khung__doc_new(khung__doc **out, const khung__metrics *metrics, khung_log *log)
{
    khung__doc *doc = khung__alloc(sizeof *doc);
    if (!doc) return KHUNG_NO_MEMORY;
    memset(doc, 0, sizeof *doc);
    doc->metrics = metrics;
    doc->log = log;
    if (!GROW(doc, doc->elements, doc->element_count, doc->element_cap, MOST_ELEMENTS)) {
        khung__doc_free(doc);
        return KHUNG_NO_MEMORY;
    }
    doc->frame = (khung__frame){.width = 595.28, .height = 841.89, .left = 58, .text = 480, .top = 72, .bottom = 784};
    doc->families[1] = KHUNG__NOTO_SERIF;
    memset(doc->elements, 0, 2 * sizeof *doc->elements);
    doc->elements[1].tag = KHUNG__TAG_DOCUMENT;
    doc->element_count = 2;
    doc->open = 1;
    *out = doc;
    return KHUNG_OK;
}

void khung__doc_free(khung__doc *doc)
{
    if (!doc) return;
    for (size_t i = 0; i < doc->page_count; i++) khung__free(doc->pages[i].items);
    khung__free(doc->pages);
    khung__free(doc->elements);
    khung__free(doc->bookmarks);
    khung__free(doc->attachments);
    khung__free(doc->scratch);
    khung__arena_free(&doc->arena);
    khung__free(doc);
}

khung__typeface_id khung__doc_type(const khung__doc *doc, khung__face face)
{
    static const uint8_t types[][3] = {
        {KHUNG__TYPE_NOTO_SANS, KHUNG__TYPE_NOTO_SANS_BOLD, KHUNG__TYPE_NOTO_SANS_ITALIC},
        {KHUNG__TYPE_NOTO_SERIF, KHUNG__TYPE_NOTO_SERIF_BOLD, KHUNG__TYPE_NOTO_SERIF_ITALIC},
        {KHUNG__TYPE_DEJAVU_SANS, KHUNG__TYPE_DEJAVU_SANS_BOLD, KHUNG__TYPE_DEJAVU_SANS_ITALIC},
        {KHUNG__TYPE_DEJAVU_SERIF, KHUNG__TYPE_DEJAVU_SERIF_BOLD, KHUNG__TYPE_DEJAVU_SERIF_ITALIC}};
    if (face == KHUNG__SYMBOL) return KHUNG__TYPE_SYMBOL;
    bool serif = face >= KHUNG__SERIF;
    return (khung__typeface_id)types[doc->families[serif]][face - (serif ? KHUNG__SERIF : KHUNG__SANS)];
}

size_t khung__doc_page(khung__doc *doc, double width, double height)
{
    if (!GROW(doc, doc->pages, doc->page_count, doc->page_cap, MOST_PAGES)) return 0;
    doc->pages[doc->page_count] = (khung__page){
        .width = width, .height = height, .left = EDGE, .top = EDGE, .right = width - EDGE, .bottom = height - EDGE};
    return doc->page_count++;
}

void khung__doc_page_move(khung__doc *doc, size_t from, size_t to)
{
    if (from >= doc->page_count || to > from) khung__doc_fail(doc, KHUNG_BAD_CALL);
    if (doc->status != KHUNG_OK) return;
    khung__page moved = doc->pages[from];
    memmove(doc->pages + to + 1, doc->pages + to, (from - to) * sizeof *doc->pages);
    doc->pages[to] = moved;
    for (size_t i = 0; i < doc->bookmark_count; i++) {
        khung__bookmark *mark = &doc->bookmarks[i];
        if (mark->page == from) mark->page = (uint32_t)to;
        else if (mark->page >= to && mark->page < from) mark->page++;
    }
}

/* ---- structure ---- */

uint32_t khung__doc_open(khung__doc *doc, khung__tag tag)
{
    if (doc->open == 0) khung__doc_fail(doc, KHUNG_BAD_CALL);
    if (!GROW(doc, doc->elements, doc->element_count, doc->element_cap, MOST_ELEMENTS)) return 0;
    doc->elements[doc->element_count] = (khung__element){.tag = tag, .parent = doc->open};
    doc->open = (uint32_t)doc->element_count++;
    return doc->open;
}

uint32_t khung__doc_within(khung__doc *doc, uint32_t element)
{
    uint32_t before = doc->open;
    if (element >= doc->element_count) khung__doc_fail(doc, KHUNG_BAD_CALL);
    if (doc->status == KHUNG_OK) doc->open = element;
    return before;
}

void khung__doc_alt(khung__doc *doc, uint32_t element, khung__str alt)
{
    if (element == 0 || element >= doc->element_count) khung__doc_fail(doc, KHUNG_BAD_CALL);
    if (doc->status == KHUNG_OK) doc->elements[element].alt = keep(doc, alt);
}

void khung__doc_close(khung__doc *doc)
{
    if (doc->open <= 1) khung__doc_fail(doc, KHUNG_BAD_CALL);
    if (doc->status == KHUNG_OK) doc->open = doc->elements[doc->open].parent;
}

void khung__doc_artifact(khung__doc *doc, bool on)
{
    if (on == (doc->open == 0)) khung__doc_fail(doc, KHUNG_BAD_CALL);
    if (doc->status != KHUNG_OK) return;
    if (on) doc->open_before = doc->open;
    doc->open = on ? 0 : doc->open_before;
}

void khung__doc_aside(khung__doc *doc, bool on)
{
    khung__doc_artifact(doc, on);
    if (doc->status == KHUNG_OK) doc->aside = on ? doc->open_before : 0;
}

void khung__doc_data(khung__doc *doc, uint32_t element, const khung__str *cells, uint32_t columns, uint32_t rows)
{
    if (element == 0 || element >= doc->element_count) khung__doc_fail(doc, KHUNG_BAD_CALL);
    if (doc->status != KHUNG_OK) return;
    size_t n = (size_t)columns * rows;
    khung__str *kept = khung__arena_alloc(&doc->arena, n * sizeof *kept);
    if (!kept) khung__doc_fail(doc, KHUNG_NO_MEMORY);
    for (size_t i = 0; i < n && doc->status == KHUNG_OK; i++) kept[i] = keep(doc, khung__doc_clean(doc, cells[i], false));
    khung__element *e = &doc->elements[element];
    e->cells = kept;
    e->columns = columns;
    e->rows = rows;
}

uint32_t khung__doc_bookmark(khung__doc *doc, uint32_t level, khung__str title, size_t page, double y)
{
    uint32_t deepest = doc->bookmark_count ? doc->bookmarks[doc->bookmark_count - 1].level + 1 : 0;
    if (page >= doc->page_count || level > deepest) khung__doc_fail(doc, KHUNG_BAD_CALL);
    if (!GROW(doc, doc->bookmarks, doc->bookmark_count, doc->bookmark_cap, MOST_ITEMS)) return 0;
    doc->bookmarks[doc->bookmark_count] =
        (khung__bookmark){.title = keep(doc, title), .level = level, .page = (uint32_t)page, .y = y};
    return (uint32_t)doc->bookmark_count++;
}

void khung__doc_attach(khung__doc *doc, khung__attachment attachment)
{
    if (!GROW(doc, doc->attachments, doc->attachment_count, doc->attachment_cap, MOST_ITEMS)) return;
    khung__attachment *to = &doc->attachments[doc->attachment_count++];
    *to = attachment;
    to->name = keep(doc, attachment.name);
    to->mime = keep(doc, attachment.mime);
    to->description = keep(doc, attachment.description);
    to->bytes = keep(doc, attachment.bytes);
}

/* ---- items ---- */

khung__item *khung__doc_item(khung__doc *doc, size_t page, khung__item_kind kind)
{
    if (page >= doc->page_count) khung__doc_fail(doc, KHUNG_BAD_CALL);
    if (doc->status != KHUNG_OK) return NULL;
    khung__page *to = &doc->pages[page];
    if (!GROW(doc, to->items, to->count, to->cap, MOST_ITEMS)) return NULL;
    khung__item *item = &to->items[to->count++];
    memset(item, 0, sizeof *item);
    item->kind = (uint8_t)kind;
    item->element = doc->open;
    item->aside = doc->aside;
    item->fill = item->stroke = KHUNG__NO_COLOUR;
    item->fill_alpha = 1;
    return item;
}

void khung__doc_name(khung__doc *doc, size_t page, khung__str name)
{
    if (page >= doc->page_count || doc->pages[page].count == 0) khung__doc_fail(doc, KHUNG_BAD_CALL);
    if (doc->status != KHUNG_OK) return;
    khung__page *of = &doc->pages[page];
    of->items[of->count - 1].name = keep(doc, name);
}

void khung__doc_link(khung__doc *doc, size_t page, double x, double y, double w, double h, uint32_t bookmark)
{
    khung__item *item = khung__doc_item(doc, page, KHUNG__LINK);
    if (!item) return;
    item->x = x;
    item->y = item->top = y;
    item->width = w;
    item->height = h;
    item->target = bookmark;
}

void khung__doc_sign(khung__doc *doc, size_t page, double x, double y, double w, double h, khung__signature signature)
{
    khung__signature *kept = khung__arena_alloc(&doc->arena, sizeof *kept);
    if (!kept)
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
    if (doc->signature)
        khung__doc_fail(doc, KHUNG_BAD_CALL);
    khung__doc_link(doc, page, x, y, w, h, KHUNG__TO_SIGNATURE);
    if (doc->status != KHUNG_OK)
        return;
    *kept = (khung__signature){keep(doc, signature.about), keep(doc, signature.moment), signature.room, 0};
    doc->signature = kept;
}

/* ---- shapes ---- */

/* Widens the box of a path by one point. */
static void reach(double box[4], double x, double y)
{
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
}

/* The box of the points; a curve lies inside the box of its control points. */
static void measure(khung__item *item)
{
    if (item->step_count == 0) return;
    double box[4] = {item->steps[0].x, item->steps[0].y, item->steps[0].x, item->steps[0].y};
    for (size_t i = 0; i < item->step_count; i++) {
        const khung__step *s = &item->steps[i];
        if (s->op == 'z') continue;
        reach(box, s->x, s->y);
        if (s->op != 'c') continue;
        reach(box, s->x1, s->y1);
        reach(box, s->x2, s->y2);
    }
    item->x = box[0];
    item->y = item->top = box[1];
    item->width = box[2] - box[0];
    item->height = box[3] - box[1];
}

void khung__doc_path(khung__doc *doc, size_t page, const khung__step *steps, size_t n, khung__pen pen)
{
    khung__item *item = khung__doc_item(doc, page, KHUNG__PATH);
    if (!item) return;
    khung__step *copy = khung__arena_alloc(&doc->arena, n * sizeof *copy);
    if (!copy) {
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
        return;
    }
    if (n) memcpy(copy, steps, n * sizeof *copy);
    item->steps = copy;
    item->step_count = n;
    item->fill = pen.fill;
    item->stroke = pen.stroke;
    item->fill_alpha = pen.alpha > 0 ? pen.alpha : 1;
    item->stroke_width = pen.width;
    item->dash_on = pen.dash_on;
    item->dash_off = pen.dash_off;
    item->cap_round = pen.round;
    measure(item);
}

void khung__doc_line(khung__doc *doc, size_t page, double x1, double y1, double x2, double y2, khung__pen pen)
{
    khung__step steps[2] = {{.op = 'm', .x = x1, .y = y1}, {.op = 'l', .x = x2, .y = y2}};
    pen.fill = KHUNG__NO_COLOUR;
    khung__doc_path(doc, page, steps, 2, pen);
}

void khung__doc_rect(khung__doc *doc, size_t page, double x, double y, double w, double h, khung__pen pen)
{
    khung__step steps[5] = {{.op = 'm', .x = x, .y = y},         {.op = 'l', .x = x + w, .y = y},
                            {.op = 'l', .x = x + w, .y = y + h}, {.op = 'l', .x = x, .y = y + h}, {.op = 'z'}};
    khung__doc_path(doc, page, steps, 5, pen);
}

/* The control distance that brings a cubic Bézier within 0.03 % of a quarter circle: 4/3 (√2 − 1). */
static const double QUARTER = 0.5522847498;

/* A quarter circle from angle (ax, ay) to (bx, by), both unit vectors at right angles. */
static khung__step quarter(double cx, double cy, double r, const double a[2], const double b[2])
{
    double k = r * QUARTER;
    return (khung__step){.op = 'c',
                         .x1 = cx + r * a[0] + k * b[0], .y1 = cy + r * a[1] + k * b[1],
                         .x2 = cx + r * b[0] + k * a[0], .y2 = cy + r * b[1] + k * a[1],
                         .x = cx + r * b[0], .y = cy + r * b[1]};
}

void khung__doc_circle(khung__doc *doc, size_t page, double cx, double cy, double r, khung__pen pen)
{
    static const double way[5][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 0}};
    khung__step steps[6] = {{.op = 'm', .x = cx + r, .y = cy}};
    for (int i = 0; i < 4; i++) steps[i + 1] = quarter(cx, cy, r, way[i], way[i + 1]);
    steps[5].op = 'z';
    khung__doc_path(doc, page, steps, 6, pen);
}

void khung__doc_poly(khung__doc *doc, size_t page, const double (*points)[2], size_t n, bool closed, khung__pen pen)
{
    if (n == 0 || doc->status != KHUNG_OK) return;
    khung__step *steps = khung__arena_alloc(&doc->arena, (n + 1) * sizeof *steps);
    if (!steps) {
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
        return;
    }
    for (size_t i = 0; i < n; i++) steps[i] = (khung__step){.op = i ? 'l' : 'm', .x = points[i][0], .y = points[i][1]};
    steps[n].op = 'z';
    khung__doc_path(doc, page, steps, n + (closed ? 1 : 0), pen);
}

/* ---- the drawn marks of visual.md ---- */

typedef struct place {
    khung__doc *doc;
    size_t page;
    double x, y, s;
    khung__rgb colour;
} place;

/* Strokes or fills points given in the 8 × 8 box; stroke_width 0 fills. */
static void draw_points(const place *at, const double (*points)[2], size_t n, double stroke_width)
{
    double moved[4][2];
    for (size_t i = 0; i < n; i++) {
        moved[i][0] = at->x + points[i][0] * at->s;
        moved[i][1] = at->y + points[i][1] * at->s;
    }
    khung__pen pen = {.fill = at->colour, .stroke = KHUNG__NO_COLOUR};
    if (stroke_width > 0) pen = (khung__pen){.fill = KHUNG__NO_COLOUR, .stroke = at->colour, .width = stroke_width * at->s};
    khung__doc_poly(at->doc, at->page, (const double(*)[2])moved, n, stroke_width <= 0, pen);
}

static void draw_ring(const place *at)
{
    khung__pen pen = {.fill = 0xFFFFFF, .stroke = at->colour, .width = 1.2 * at->s};
    khung__doc_circle(at->doc, at->page, at->x + 4 * at->s, at->y + 4 * at->s, 2.9 * at->s, pen);
}

/* The left half of the ring's disc: from its top counter-clockwise to its foot. */
static void draw_half(const place *at)
{
    static const double up[2] = {0, -1}, left[2] = {-1, 0}, down[2] = {0, 1};
    double cx = at->x + 4 * at->s, cy = at->y + 4 * at->s, r = 2.9 * at->s;
    khung__step steps[4] = {{.op = 'm', .x = cx, .y = cy - r}, quarter(cx, cy, r, up, left), quarter(cx, cy, r, left, down), {.op = 'z'}};
    draw_ring(at);
    khung__doc_path(at->doc, at->page, steps, 4, (khung__pen){.fill = at->colour, .stroke = KHUNG__NO_COLOUR});
}

static void draw_box(const place *at)
{
    khung__pen pen = {.fill = 0xFFFFFF, .stroke = at->colour, .width = at->s};
    khung__doc_rect(at->doc, at->page, at->x + 0.9 * at->s, at->y + 0.9 * at->s, 6.2 * at->s, 6.2 * at->s, pen);
}

void khung__doc_mark(khung__doc *doc, size_t page, khung__mark mark, double x, double y, double s, khung__rgb colour)
{
    static const double check[3][2] = {{1, 4.4}, {3.2, 6.6}, {7.2, 1.6}};
    static const double fall[2][2] = {{1.4, 1.4}, {6.6, 6.6}}, rise[2][2] = {{6.6, 1.4}, {1.4, 6.6}};
    static const double warn[3][2] = {{4, 0.4}, {7.8, 7.4}, {0.2, 7.4}};
    static const double up[3][2] = {{4, 1}, {7.4, 7}, {0.6, 7}}, down[3][2] = {{4, 7}, {7.4, 1}, {0.6, 1}};
    place at = {doc, page, x, y, s, colour};
    switch (mark) {
    case KHUNG__CHECK: draw_points(&at, check, 3, 1.5); break;
    case KHUNG__CROSS:
        draw_points(&at, fall, 2, 1.5);
        draw_points(&at, rise, 2, 1.5);
        break;
    case KHUNG__WARN: draw_points(&at, warn, 3, 0); break;
    case KHUNG__UP: draw_points(&at, up, 3, 0); break;
    case KHUNG__DOWN: draw_points(&at, down, 3, 0); break;
    case KHUNG__RING: draw_ring(&at); break;
    case KHUNG__HALF: draw_half(&at); break;
    case KHUNG__BOX: draw_box(&at); break;
    case KHUNG__DOT:
        khung__doc_circle(doc, page, x + 4 * s, y + 4 * s, 3.5 * s, (khung__pen){.fill = colour, .stroke = KHUNG__NO_COLOUR});
        break;
    }
}

/* ---- pictures ---- */

void khung__doc_image(khung__doc *doc, size_t page, double x, double y, double w, double h, const khung__picture *picture)
{
    khung__item *item = khung__doc_item(doc, page, KHUNG__IMAGE);
    if (!item) return;
    khung__picture *copy = khung__arena_alloc(&doc->arena, sizeof *copy);
    if (copy) *copy = *picture;
    if (copy) copy->file = khung__str_copy(&doc->arena, picture->file);
    if (!copy || !copy->file.s) {
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
        return;
    }
    item->x = x;
    item->y = item->top = y;
    item->width = w;
    item->height = h;
    item->picture = copy;
}

/* ---- colours ---- */

static khung__rgb painted(khung__rgb colour, const khung__rgb palette[KHUNG__ROLES])
{
    uint32_t role = colour >> 24;
    return role >= 1 && role <= KHUNG__ROLES ? palette[role - 1] : colour;
}

void khung__doc_paint(khung__doc *doc, const khung__rgb palette[KHUNG__ROLES])
{
    memcpy(doc->palette, palette, sizeof doc->palette);
    for (size_t p = 0; p < doc->page_count; p++)
        for (size_t i = 0; i < doc->pages[p].count; i++) {
            khung__item *item = &doc->pages[p].items[i];
            item->fill = painted(item->fill, palette);
            item->stroke = painted(item->stroke, palette);
        }
}
