/* page_text: widths, the symbol face, and single lines of text on a page. */
#include "page.h"

#include <stdio.h>
#include <string.h>

/* ---- widths ---- */

static bool face_ready(khung__doc *doc, khung__face face)
{
    if (doc->face_state[face] == 0) {
        bool ready = !doc->metrics->ready || doc->metrics->ready(doc->metrics->context, khung__doc_type(doc, face));
        doc->face_state[face] = ready ? 1 : 2;
        if (!ready) {
            const char *file = doc->metrics->file ? doc->metrics->file(doc->metrics->context, khung__doc_type(doc, face)) : "";
            khung__doc_fail(doc, KHUNG__DIAG(doc->log, KHUNG__D_NO_FONT, (khung__at){0}, khung__str_of(file)));
        }
    }
    return doc->face_state[face] == 1;
}

/* The advance in exactly this face, -1 when it has none. */
static int advance_in(khung__doc *doc, khung__face face, int32_t code)
{
    int slot = khung__page_slot(code);
    int16_t *kept = slot < 0 ? NULL : &doc->widths[face][slot];
    if (kept && *kept) return *kept < 0 ? -1 : *kept - 1;
    if (!face_ready(doc, face)) return -1;
    int advance = doc->metrics->advance(doc->metrics->context, khung__doc_type(doc, face), code);
    if (advance > INT16_MAX - 1) advance = INT16_MAX - 1;
    if (kept) *kept = (int16_t)(advance < 0 ? -1 : advance + 1);
    return advance;
}

/* Says which character has no glyph: itself and its code point. Where it stands is told by the caller that knows the text. */
static void report_missing(khung__doc *doc, int32_t code, khung__str text)
{
    char glyph[4], name[16];
    int32_t shown = code < 0x20 || (code >= 0x7F && code < 0xA0) ? 0xFFFD : code;
    size_t n = khung__utf8_put(glyph, shown);
    snprintf(name, sizeof name, "U+%04X", (unsigned)code);
    if (text.n > 60) text.n = 60;
    while (text.n && ((unsigned char)text.s[text.n - 1] & 0xC0) == 0x80) text.n--;
    if (text.n && ((unsigned char)text.s[text.n - 1] & 0x80)) text.n--;
    khung_status status = KHUNG__DIAG(doc->log, KHUNG__D_NO_GLYPH, (khung__at){0}, ((khung__str){glyph, n}), khung__str_of(name), text);
    khung__doc_fail(doc, status);
}

int khung__doc_ask(khung__doc *doc, khung__face *face, int32_t code, khung__str text)
{
    if (doc->status != KHUNG_OK) return 0;
    /* U+FFFD stands for bytes that were no text: it is never printed. */
    int advance = code == 0xFFFD ? -1 : advance_in(doc, *face, code);
    if (advance >= 0) return advance;
    if (*face != KHUNG__SYMBOL && code != 0xFFFD && doc->status == KHUNG_OK) {
        advance = advance_in(doc, KHUNG__SYMBOL, code);
        *face = KHUNG__SYMBOL;
        if (advance >= 0) return advance;
    }
    if (doc->status == KHUNG_OK) report_missing(doc, code < 0 ? 0xFFFD : code, text);
    return 0;
}

double khung__doc_width(khung__doc *doc, khung__str text, khung__face face, double size)
{
    if (!text.n) return 0; /* the absent text has no address to count from */
    const char *p = text.s, *end = text.s + text.n;
    long sum = 0;
    while (p < end && doc->status == KHUNG_OK) {
        khung__face in = face;
        int32_t code = khung__utf8_next(&p, end);
        if (code == '\n' || code == '\t') code = ' ';
        sum += khung__doc_advance(doc, &in, code, text);
    }
    return (double)sum * size / 1000;
}

/* ---- cleaning ---- */

/* Format characters that leave no ink: soft hyphen, zero width characters, direction marks, byte order mark. */
static bool is_inkless(int32_t code)
{
    return code == 0xAD || (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x2064) || code == 0xFEFF;
}

/* True when the bytes need no change: printable ASCII and Latin letters, or anything below the first inkless character. */
static bool is_clean(khung__str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (c < 0x20 || c == 0xC2 || c == 0xE2 || c == 0xEF) return false;
    }
    return true;
}

khung__str khung__doc_clean(khung__doc *doc, khung__str text, bool lines)
{
    if (doc->status != KHUNG_OK) return (khung__str){0};
    if (text.n && !khung__text_is_nfc_quick(text) && !khung__text_nfc(&doc->arena, text, &text)) {
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
        return (khung__str){0};
    }
    if (is_clean(text)) return text.s ? text : KHUNG__S("");
    char *copy = khung__arena_alloc(&doc->arena, text.n + 1);
    if (!copy) {
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
        return (khung__str){0};
    }
    const char *p = text.s, *end = text.s + text.n;
    size_t n = 0;
    while (p < end) {
        const char *from = p;
        int32_t code = khung__utf8_next(&p, end);
        if (is_inkless(code)) continue;
        if (code == '\t' || code == '\r' || (code == '\n' && !lines)) {
            copy[n++] = ' ';
            continue;
        }
        memcpy(copy + n, from, (size_t)(p - from));
        n += (size_t)(p - from);
    }
    return (khung__str){copy, n};
}

/* A copy in the arena with U+00A0 as plain space: a line that is not broken needs no glue, and copied text is searched for. */
static khung__str unglued(khung__doc *doc, khung__str text)
{
    char *copy = khung__arena_alloc(&doc->arena, text.n + 1);
    size_t to = 0;
    if (!copy) {
        khung__doc_fail(doc, KHUNG_NO_MEMORY);
        return (khung__str){0};
    }
    if (text.n && !memchr(text.s, 0xC2, text.n)) return (khung__str){memcpy(copy, text.s, text.n), text.n};
    for (size_t i = 0; i < text.n; i++) {
        bool glue = i + 1 < text.n && (unsigned char)text.s[i] == 0xC2 && (unsigned char)text.s[i + 1] == 0xA0;
        copy[to++] = glue ? ' ' : text.s[i];
        i += glue;
    }
    return (khung__str){copy, to};
}

/* ---- single lines ---- */

double khung__baseline(double top, khung__style style)
{
    return top + (style.leading - 1.362 * style.size) / 2 + 1.069 * style.size;
}

/* One run of one face on the page. */
static void put_run(khung__doc *doc, size_t page, double x, double baseline, khung__str text, double width, khung__style style)
{
    khung__item *item = khung__doc_item(doc, page, KHUNG__TEXT);
    if (!item) return;
    item->face = (uint8_t)style.face;
    item->x = x;
    item->y = baseline;
    item->width = width;
    item->height = style.leading;
    item->top = baseline - (khung__baseline(0, style));
    item->size = style.size;
    item->fill = style.colour;
    item->text = text;
}

void khung__doc_text(khung__doc *doc, size_t page, double x, double baseline, khung__str text, khung__style style, khung__align align)
{
    khung__str clean = khung__doc_clean(doc, text, false);
    if (clean.s) clean = unglued(doc, clean);
    if (!clean.s) return;
    double width = khung__doc_width(doc, clean, style.face, style.size);
    double at = x - (align == KHUNG__CENTRE ? width / 2 : align == KHUNG__RIGHT ? width : 0);
    const char *p = clean.s, *end = clean.s + clean.n, *from = p;
    khung__face run_face = style.face;
    long sum = 0;
    while (p < end && doc->status == KHUNG_OK) {
        const char *here = p;
        khung__face face = style.face;
        int advance = khung__doc_advance(doc, &face, khung__utf8_next(&p, end), clean);
        if (face != run_face && here > from) {
            khung__style run = style;
            run.face = run_face;
            put_run(doc, page, at, baseline, (khung__str){from, (size_t)(here - from)}, (double)sum * style.size / 1000, run);
            at += (double)sum * style.size / 1000;
            from = here;
            sum = 0;
        }
        run_face = face;
        sum += advance;
    }
    if (end > from && doc->status == KHUNG_OK) {
        style.face = run_face;
        put_run(doc, page, at, baseline, (khung__str){from, (size_t)(end - from)}, (double)sum * style.size / 1000, style);
    }
}
