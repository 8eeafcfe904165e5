/* dump: a document as lines of boxes, and what is wrong with them. The reading text is in dump_text.c. */
#include "dump.h"

#include <math.h>

static const char *const TAGS[KHUNG__TAGS] = {"artifact", "Document", "Part",  "Sect", "H1", "H2", "H3",     "P",       "L",    "LI",
                                              "Lbl",      "LBody",    "Table", "TR",   "TH", "TD", "Figure", "Caption", "Span", "Note",
                                              "Footnote", "TOC",      "TOCI",  "Formula"};
static const char *const FACES[KHUNG__FACES] = {"sans", "sans-bold", "serif", "serif-bold", "serif-italic", "symbol"};

/* A length with two decimals in any locale. */
static void add_length(khung__buf *out, double v)
{
    if (!(v > -1e9 && v < 1e9)) {
        khung__buf_z(out, " ?");
        return;
    }
    long long n = llround(v * 100);
    khung__buf_printf(out, " %s%lld.%02lld", n < 0 ? "-" : "", (n < 0 ? -n : n) / 100, (n < 0 ? -n : n) % 100);
}

static void add_box(khung__buf *out, double x, double y, double w, double h)
{
    add_length(out, x);
    add_length(out, y);
    add_length(out, w);
    add_length(out, h);
}

static void add_quoted(khung__buf *out, khung__str s)
{
    khung__buf_char(out, ' ');
    khung__buf_json(out, s);
}

static void add_item(khung__buf *out, const khung__item *item)
{
    static const char *const kinds[] = {"text", "shape", "link", "image"};
    khung__buf_z(out, "    ");
    khung__buf_z(out, kinds[item->kind]);
    if (item->name.s) add_quoted(out, item->name);
    add_box(out, item->x, item->top, item->width, item->height);
    if (item->kind == KHUNG__LINK && item->target == KHUNG__TO_SIGNATURE) khung__buf_z(out, " to the signature");
    else if (item->kind == KHUNG__LINK) khung__buf_printf(out, " to %u", item->target);
    if (item->kind == KHUNG__TEXT) {
        khung__buf_z(out, " baseline");
        add_length(out, item->y);
        khung__buf_printf(out, " %s", FACES[item->face]);
        add_length(out, item->size);
        khung__buf_printf(out, " %06X", (unsigned)item->fill);
        add_quoted(out, item->text);
    }
    khung__buf_char(out, '\n');
}

static void add_page(khung__buf *out, const khung__doc *doc, size_t number)
{
    const khung__page *page = &doc->pages[number];
    uint32_t element = UINT32_MAX;
    khung__buf_printf(out, "page %zu", number + 1);
    add_length(out, page->width);
    add_length(out, page->height);
    khung__buf_char(out, '\n');
    for (size_t i = 0; i < page->count; i++) {
        const khung__item *item = &page->items[i];
        if (item->kind == KHUNG__PATH && !item->name.s) continue;
        if (item->element != element) {
            element = item->element;
            khung__buf_printf(out, "  %s", TAGS[doc->elements[element].tag]);
            if (element) khung__buf_printf(out, " #%u", element);
            uint32_t parent = doc->elements[element].parent;
            if (doc->elements[element].tag == KHUNG__TAG_SPAN) khung__buf_printf(out, " of %s #%u", TAGS[doc->elements[parent].tag], parent);
            if (doc->elements[element].alt.s) add_quoted(out, doc->elements[element].alt);
            khung__buf_char(out, '\n');
        }
        add_item(out, item);
    }
}

khung_status khung__dump_boxes(khung__buf *out, const khung__doc *doc)
{
    if (doc->status != KHUNG_OK) return doc->status;
    for (size_t i = 0; i < doc->page_count; i++) add_page(out, doc, i);
    for (size_t i = 0; i < doc->bookmark_count; i++) {
        const khung__bookmark *mark = &doc->bookmarks[i];
        khung__buf_printf(out, "bookmark %zu level %u page %u", i, mark->level, mark->page + 1);
        add_length(out, mark->y);
        add_quoted(out, mark->title);
        khung__buf_char(out, '\n');
    }
    for (size_t i = 0; i < doc->attachment_count; i++) {
        khung__buf_z(out, "attachment");
        add_quoted(out, doc->attachments[i].name);
        khung__buf_printf(out, " %zu bytes\n", doc->attachments[i].bytes.n);
    }
    return out->failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}

/* ---- what is wrong ---- */

enum { EDGE = 15 };

typedef struct letters { /* the box that letters fill, without the marks over capitals */
    double left, top, right, bottom;
} letters;

static letters letters_of(const khung__item *item)
{
    return (letters){item->x, item->y - 0.76 * item->size, item->x + item->width, item->y + 0.24 * item->size};
}

static bool is_text(const khung__item *item)
{
    return item->kind == KHUNG__TEXT && item->text.n && item->width > 0;
}

/* How far two boxes reach into each other, the smaller of the two ways; negative when they are apart. */
static double overlap(letters a, letters b)
{
    double x = fmin(a.right, b.right) - fmax(a.left, b.left), y = fmin(a.bottom, b.bottom) - fmax(a.top, b.top);
    return fmin(x, y);
}

static void find(khung__buf *out, size_t page, const khung__item *item, const char *what, const khung__item *other)
{
    letters box = letters_of(item);
    khung__buf_printf(out, "page %zu:", page + 1);
    add_quoted(out, item->text);
    khung__buf_z(out, " at");
    add_box(out, box.left, box.top, box.right - box.left, box.bottom - box.top);
    khung__buf_printf(out, " %s", what);
    if (other) {
        add_quoted(out, other->text);
        khung__buf_z(out, " at");
        add_length(out, other->x);
        add_length(out, other->y);
    }
    khung__buf_char(out, '\n');
}

static void check_page(khung__buf *out, const khung__page *page, size_t number)
{
    for (size_t i = 0; i < page->count; i++) {
        const khung__item *a = &page->items[i];
        if (!is_text(a)) continue;
        letters box = letters_of(a);
        bool inside = box.left >= EDGE - 0.01 && box.top >= EDGE - 0.01 && box.right <= page->width - EDGE + 0.01 &&
                      box.bottom <= page->height - EDGE + 0.01;
        if (!inside) find(out, number, a, "lies where printers do not reach", NULL);
        else if (box.left < page->left - 1 || box.top < page->top - 1 || box.right > page->right + 1 || box.bottom > page->bottom + 1)
            find(out, number, a, "lies in the margin", NULL);
        for (size_t k = i + 1; k < page->count; k++) {
            const khung__item *b = &page->items[k];
            if (is_text(b) && overlap(box, letters_of(b)) > 0.5) find(out, number, a, "lies over", b);
        }
    }
}

khung_status khung__dump_check(const khung__doc *doc, khung__buf *findings)
{
    if (doc->status != KHUNG_OK) return doc->status;
    for (size_t i = 0; i < doc->page_count; i++) check_page(findings, &doc->pages[i], i);
    return findings->failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}
