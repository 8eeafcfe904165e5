/* page_language: which texts of a document are in the other one of its two languages, for outputs that are read aloud. Vietnamese writes
 * most of its words with signs that English has not. */
#include "page.h"

#include <string.h>

/* Words without a sign that are English for sure, where fewer may be names; the bytes that they have at least. */
enum { ENOUGH = 5, LEAST = 3 * ENOUGH - 1 };

typedef struct count {
    uint32_t words, signs; /* words of two letters or more; those with a Vietnamese sign */
} count;

static bool is_vietnamese(int32_t code)
{
    return (code >= 0x1EA0 && code <= 0x1EF9) || (code >= 0xC0 && code <= 0xFF && code != 0xD7 && code != 0xF7) || code == 0x102 ||
           code == 0x103 || code == 0x110 || code == 0x111 || code == 0x128 || code == 0x129 || code == 0x168 || code == 0x169 ||
           code == 0x1A0 || code == 0x1A1 || code == 0x1AF || code == 0x1B0;
}

/* Goes on counting in `c`; in a Vietnamese document one sign says it all. Words with digits are nobody's. */
static void count_words(count *c, khung__str text, bool english)
{
    const char *p = text.s, *end = text.s ? text.s + text.n : NULL;
    while (p < end && (english || !c->signs)) {
        size_t letters = 0;
        bool sign = false, other = false;
        for (int32_t code = 0; p < end && (code = khung__utf8_next(&p, end)) > ' ' && code != 0xA0;) {
            bool mark = code >= 0xC0 && is_vietnamese(code);
            letters += mark || (unsigned)((code | 32) - 'a') < 26;
            sign = sign || mark;
            other = other || (code >= '0' && code <= '9');
        }
        if (letters < 2 || other) continue;
        c->words++;
        c->signs += sign;
    }
}

static bool foreign(count c, bool english)
{
    return english ? c.signs && c.signs * 2 >= c.words : c.words >= ENOUGH && !c.signs;
}

static bool speaks(const khung__doc *doc, const khung__item *item)
{
    const khung__element *e = &doc->elements[item->element];
    return item->kind == KHUNG__TEXT && item->element && item->face != KHUNG__SYMBOL && !e->language.n && e->tag != KHUNG__TAG_FIGURE;
}

static void mark_elements(khung__doc *doc, count *counts, bool english)
{
    for (size_t p = 0; p < doc->page_count; p++)
        for (size_t i = 0; i < doc->pages[p].count; i++) {
            const khung__item *item = &doc->pages[p].items[i];
            if (speaks(doc, item)) count_words(&counts[item->element], item->text, english);
        }
    for (size_t e = 1; e < doc->element_count; e++)
        if (foreign(counts[e], english)) doc->elements[e].language = english ? KHUNG__S("vi") : KHUNG__S("en");
}

/* Lines in the other language below an element that is not: each run of them becomes a span of its own. */
static void mark_lines(khung__doc *doc, khung__page *page, const count *counts, size_t most, bool english)
{
    uint32_t of = 0, span = 0; /* the element whose run goes on; its span */
    for (size_t i = 0; i < page->count && doc->status == KHUNG_OK; i++) {
        khung__item *item = &page->items[i];
        count c = {0};
        bool possible = item->element < most && speaks(doc, item) && (english ? counts[item->element].signs : item->text.n >= LEAST);
        if (possible) count_words(&c, item->text, english);
        if (!possible || !foreign(c, english)) {
            of = 0;
            continue;
        }
        if (of != item->element) {
            of = item->element;
            uint32_t before = khung__doc_within(doc, of);
            span = khung__doc_open(doc, KHUNG__TAG_SPAN);
            khung__doc_within(doc, before);
            if (doc->status == KHUNG_OK) doc->elements[span].language = english ? KHUNG__S("vi") : KHUNG__S("en");
        }
        item->element = span;
    }
}

void khung__doc_languages(khung__doc *doc)
{
    bool english = doc->language.n >= 2 && !memcmp(doc->language.s, "en", 2);
    size_t most = doc->element_count;
    count *counts = doc->status == KHUNG_OK ? khung__arena_alloc(&doc->arena, most * sizeof *counts) : NULL;
    if (!counts) {
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
        return;
    }
    mark_elements(doc, counts, english);
    for (size_t p = 0; p < doc->page_count; p++) mark_lines(doc, &doc->pages[p], counts, most, english);
}
