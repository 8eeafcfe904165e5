/* html: the frame of the file: head with policy and style sheet, the cover as its header, the contents as links, the rest. */
#include "inside.h"

#include <string.h>

static const char STYLE[] = {
#include "style.css.h"
};

/* ---- where links lead ---- */

static bool is_heading(khung__tag tag)
{
    return tag >= KHUNG__TAG_H1 && tag <= KHUNG__TAG_H3;
}

/* The heading a bookmark stands at: the first on its page from its height on, before one that belongs to the next bookmark would. */
static void find_targets(khung__html *h)
{
    const khung__doc *doc = h->doc;
    for (uint32_t e = 2; e < doc->element_count; e++) {
        if (!is_heading(doc->elements[e].tag)) continue;
        khung__html_box box = khung__html_box_of(h, e);
        for (size_t i = 0; i < doc->bookmark_count; i++) {
            const khung__bookmark *mark = &doc->bookmarks[i];
            if (h->targets[i] || mark->page != box.page || box.top < mark->y - 2 || box.top > mark->y + 40) continue;
            h->targets[i] = e;
            h->targeted[e] = true;
        }
    }
}

/* ---- the list of contents ---- */

/* Links of one level and, inside their items, those below; returns the bookmark after them. */
static size_t add_links(khung__html *h, size_t i, uint32_t level)
{
    const khung__doc *doc = h->doc;
    khung__buf_z(h->out, "<ol>\n");
    while (i < doc->bookmark_count && doc->bookmarks[i].level >= level) {
        khung__buf_z(h->out, "<li>");
        if (h->targets[i]) khung__buf_printf(h->out, "<a href=\"#e%u\">", (unsigned)h->targets[i]);
        khung__html_text(h->out, doc->bookmarks[i].title);
        if (h->targets[i]) khung__buf_z(h->out, "</a>");
        i++;
        if (i < doc->bookmark_count && doc->bookmarks[i].level > level) i = add_links(h, i, level + 1);
        khung__buf_z(h->out, "</li>\n");
    }
    khung__buf_z(h->out, "</ol>\n");
    return i;
}

static void add_contents(khung__html *h)
{
    khung__buf_z(h->out, "<nav aria-labelledby=\"contents\">\n<p id=\"contents\">");
    khung__html_text(h->out, h->words->contents);
    khung__buf_z(h->out, "</p>\n");
    add_links(h, 0, 0);
    khung__buf_z(h->out, "</nav>\n");
}

/* ---- the body ---- */

/* The first part of a document that has bookmarks is its cover, unless they begin there. */
static uint32_t cover_of(const khung__html *h)
{
    uint32_t k = h->reading.nodes[1].first;
    bool part = k && !h->reading.kids[k].item && h->doc->elements[h->reading.kids[k].element].tag == KHUNG__TAG_SECT;
    return part && h->doc->bookmark_count && h->doc->bookmarks[0].page > 0 ? h->reading.kids[k].element : 0;
}

static const khung__item *band_of(const khung__doc *doc)
{
    const khung__page *page = doc->page_count ? &doc->pages[0] : NULL;
    for (size_t i = 0; page && i < page->count; i++)
        if (page->items[i].element == 0 && khung__str_eq(page->items[i].name, KHUNG__S("band"))) return &page->items[i];
    return NULL;
}

static void add_body(khung__html *h)
{
    uint32_t cover = cover_of(h);
    const khung__item *band = band_of(h->doc);
    khung__buf_printf(h->out, "<body%s>\n", cover ? "" : band ? " class=\"sheet banded\"" : " class=\"sheet\"");
    if (band) khung__html_band(h, &h->doc->pages[0], band);
    if (cover) {
        khung__buf_z(h->out, "<a class=\"skip\" href=\"#main\">");
        khung__html_text(h->out, h->words->skip);
        khung__buf_z(h->out, "</a>\n<header>\n");
        khung__html_children(h, cover);
        khung__buf_z(h->out, "</header>\n");
        add_contents(h);
        h->reading.nodes[1].first = h->reading.kids[h->reading.nodes[1].first].next;
    }
    khung__buf_z(h->out, "<main id=\"main\">\n");
    khung__html_children(h, 1);
    khung__buf_z(h->out, "</main>\n</body>\n</html>\n");
}

/* ---- the head ---- */

/* The digest of the style sheet, as a policy names it: nothing but this sheet may style the page, nothing may run or be fetched. */
static void add_policy(khung__buf *out, const khung__buf *style)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    khung__sha256 hash;
    unsigned char digest[33] = {0};
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, style->s, style->n);
    khung__sha256_end(&hash, digest);
    khung__buf_z(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'sha256-");
    for (int i = 0; i < 33; i += 3) {
        uint32_t three = (uint32_t)digest[i] << 16 | (uint32_t)digest[i + 1] << 8 | (i + 2 < 32 ? digest[i + 2] : 0);
        for (int k = 0; k < 4; k++)
            khung__buf_char(out, i == 30 && k == 3 ? '=' : digits[three >> (18 - 6 * k) & 63]);
    }
    khung__buf_z(out, "'; base-uri 'none'; form-action 'none'\"/>\n");
}

static void add_meta(khung__buf *out, const char *name, khung__str content)
{
    if (!content.n) return;
    khung__buf_printf(out, "<meta name=\"%s\" content=\"", name);
    khung__html_text(out, content);
    khung__buf_z(out, "\"/>\n");
}

/* The families of the letters, where they are not the usual ones; what stands in for them is of their kind. */
static void add_families(const khung__doc *doc, khung__buf *style)
{
    static const char *const names[][2] = {
        {"Noto Sans", "grotesque"}, {"Noto Serif", "roman"}, {"DejaVu Sans", "grotesque"}, {"DejaVu Serif", "roman"}};
    static const char *const uses[] = {"sans", "serif"};
    for (int i = 0; i < 2; i++)
        if (doc->families[i] != i)
            khung__buf_printf(style, ":root{--%s:\"%s\",var(--%s)}\n", uses[i], names[doc->families[i]][0], names[doc->families[i]][1]);
}

static void add_head(khung__html *h, khung__buf *out)
{
    const khung__doc *doc = h->doc;
    khung__buf style = {0};
    khung__buf_add(&style, STYLE, strlen(STYLE));
    if (doc->own_colours)
        khung__buf_printf(&style, ":root{--accent:#%06X;--tint:#%06X;--pale:#%06X;--signal:#%06X;--signal-pale:#%06X}\n",
                          (unsigned)doc->palette[KHUNG__ROLE_A100], (unsigned)doc->palette[KHUNG__ROLE_A20],
                          (unsigned)doc->palette[KHUNG__ROLE_A5], (unsigned)doc->palette[KHUNG__ROLE_SIGNAL],
                          (unsigned)doc->palette[KHUNG__ROLE_SIGNAL10]);
    add_families(doc, &style);
    for (size_t i = 0; i < h->colour_count; i++) {
        unsigned colour = (unsigned)h->colours[i] & 0xFFFFFF;
        khung__buf_printf(&style, ".k%06X{color:#%06X}\n", colour, colour);
    }
    khung__buf_z(out, "<!DOCTYPE html>\n<html lang=\"");
    khung__html_text(out, doc->language);
    khung__buf_z(out, "\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    add_policy(out, &style);
    khung__buf_z(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>");
    khung__html_text(out, doc->title);
    khung__buf_z(out, "</title>\n");
    add_meta(out, "author", doc->author);
    add_meta(out, "description", doc->subject);
    add_meta(out, "keywords", doc->keywords);
    khung__buf_z(out, "<style>");
    khung__buf_str(out, (khung__str){style.s, style.n});
    khung__buf_z(out, "</style>\n</head>\n");
    if (style.failed) out->failed = true;
    khung__buf_free(&style);
}

khung_status khung__html_write(khung__buf *out, const khung__doc *doc, const khung__html_words *words)
{
    if (doc->status != KHUNG_OK) return doc->status;
    khung__buf body = {0};
    khung__html h = {.reading = {.doc = doc, .whole = true}, .doc = doc, .words = words, .out = &body};
    h.targets = khung__arena_alloc(&h.arena, (doc->bookmark_count + 1) * sizeof *h.targets);
    h.targeted = khung__arena_alloc(&h.arena, doc->element_count * sizeof *h.targeted);
    bool read = h.targets && h.targeted && khung__page_read(&h.reading, &h.arena);
    if (read) {
        find_targets(&h);
        add_body(&h);
        add_head(&h, out);
        khung__buf_str(out, (khung__str){body.s, body.n});
    }
    bool done = read && !body.failed && !out->failed;
    khung__buf_free(&body);
    khung__arena_free(&h.arena);
    return done ? KHUNG_OK : KHUNG_NO_MEMORY;
}
