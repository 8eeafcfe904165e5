/* pdf: one document from start to end, and the small things its parts share. */
#include "inside.h"

#include <libdeflate.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool khung__pdf_fail(khung__writer *w, khung_status status, const char *defect)
{
    if (w->status == KHUNG_OK) {
        w->status = status;
        w->defect = defect;
    }
    return false;
}

bool khung__pdf_grow(khung__writer *w, void **array, size_t *cap, size_t count, size_t size)
{
    if (count < *cap) return true;
    size_t to = *cap ? *cap * 2 : 64;
    void *p = khung__realloc(*array, to * size);
    if (!p) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    *array = p;
    *cap = to;
    return true;
}

/* Adds `n` bytes of room to the packed streams without writing them. */
static uint8_t *packed_room(khung__writer *w, size_t n)
{
    khung__buf *b = &w->packed;
    if (b->cap - b->n < n) {
        size_t to = b->cap * 2 > b->n + n ? b->cap * 2 : b->n + n;
        char *p = khung__realloc(b->s, to);
        if (!p) return NULL;
        b->s = p;
        b->cap = to;
    }
    return (uint8_t *)b->s + b->n;
}

khung__stream *khung__pdf_stream(khung__writer *w, const void *bytes, size_t n, bool pack)
{
    khung__stream *stream = khung__arena_alloc(&w->arena, sizeof *stream);
    size_t most = pack ? libdeflate_zlib_compress_bound(w->fonts->compressor, n) : n;
    uint8_t *to = stream ? packed_room(w, most) : NULL;
    if (!to) {
        khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
        return NULL;
    }
    size_t size = pack ? libdeflate_zlib_compress(w->fonts->compressor, bytes, n, to, most) : n;
    if (!pack && n) memcpy(to, bytes, n);
    stream->header.obj_id = HPDF_OTYPE_INDIRECT;
    stream->header.obj_class = HPDF_OCLASS_DICT;
    stream->from = w->packed.n;
    stream->n = size;
    stream->packed = pack;
    w->packed.n += size;
    *(w->last ? &w->last->next : &w->first) = stream;
    w->last = stream;
    return stream;
}

/* ---- quick writing ---- */

char *khung__pdf_room(khung__buf *b, size_t n)
{
    static const char zeros[KHUNG__ROOM];
    if (!b->s || b->cap - b->n <= n) {
        khung__buf_add(b, zeros, n);
        if (b->failed) return NULL;
        b->n -= n;
    }
    return b->s + b->n;
}

char *khung__pdf_put_number(char *p, uint32_t v)
{
    unsigned length = v < 10 ? 1 : v < 100 ? 2 : v < 1000 ? 3 : v < 10000 ? 4 : 5;
    for (uint32_t rest = v / 100000; rest; rest /= 10) length++;
    for (unsigned i = length; i-- > 0; v /= 10) p[i] = (char)('0' + v % 10);
    return p + length;
}

/* ---- libharu's dictionaries ---- */

static HPDF_STATUS write_raw(HPDF_Dict dict, HPDF_Stream stream)
{
    const khung__str *raw = dict->attr;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)raw->s, (HPDF_UINT)raw->n);
}

bool khung__pdf_raw(khung__writer *w, HPDF_Dict dict, khung__str raw)
{
    khung__str *kept = khung__arena_alloc(&w->arena, sizeof *kept);
    if (kept && raw.s) *kept = khung__str_copy(&w->arena, raw);
    if (!kept || !kept->s) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    dict->attr = kept;
    dict->write_fn = write_raw;
    return true;
}

bool khung__pdf_raw_text(khung__writer *w, HPDF_Dict dict)
{
    if (w->text.failed) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    return khung__pdf_raw(w, dict, (khung__str){w->text.s, w->text.n});
}

bool khung__pdf_ref(HPDF_Dict dict, const char *key, khung__stream *stream)
{
    return HPDF_Dict_Add(dict, key, &stream->header) == HPDF_OK;
}

const char *khung__pdf_print(khung__writer *w, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int n = vsnprintf(NULL, 0, format, list);
    char *text = n < 0 ? NULL : khung__arena_alloc(&w->arena, (size_t)n + 1);
    if (text) {
        vsnprintf(text, (size_t)n + 1, format, again);
    } else {
        khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    }
    va_end(again);
    va_end(list);
    return text;
}

/* ---- text strings ---- */

static bool is_ascii(khung__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] < 0x20 || (unsigned char)s.s[i] > 0x7E) return false;
    return true;
}

/* Two or four bytes; returns how many. */
static size_t utf16_unit(uint8_t out[4], int32_t code)
{
    if (code < 0) code = 0xFFFD;
    unsigned high = code > 0xFFFF ? 0xD800u + (unsigned)((code - 0x10000) >> 10) : (unsigned)code;
    out[0] = (uint8_t)(high >> 8);
    out[1] = (uint8_t)high;
    if (code <= 0xFFFF) return 2;
    unsigned low = 0xDC00u + (unsigned)((code - 0x10000) & 0x3FF);
    out[2] = (uint8_t)(low >> 8);
    out[3] = (uint8_t)low;
    return 4;
}

bool khung__pdf_utf16(khung__writer *w, khung__str text, khung__str *out)
{
    if (is_ascii(text)) {
        *out = khung__str_copy(&w->arena, text.s ? text : KHUNG__S(""));
        return out->s || khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    }
    uint8_t *to = khung__arena_alloc(&w->arena, 2 + 2 * text.n);
    if (!to) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    size_t n = 2;
    to[0] = 0xFE;
    to[1] = 0xFF;
    for (const char *p = text.s, *end = text.s + text.n; p < end;) n += utf16_unit(to + n, khung__utf8_next(&p, end));
    *out = (khung__str){(const char *)to, n};
    return true;
}

static char *put_escaped(char *p, const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint8_t byte = bytes[i];
        if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r') *p++ = '\\';
        *p++ = (char)(byte == '\r' ? 'r' : byte);
    }
    return p;
}

void khung__pdf_text(khung__buf *out, khung__str text)
{
    bool plain = is_ascii(text);
    khung__buf_add(out, plain ? "(" : "(\xFE\xFF", plain ? 1 : 3);
    for (const char *from = text.s, *end = text.s + text.n; from < end;) {
        char *start = khung__pdf_room(out, KHUNG__ROOM), *p = start;
        if (!p) return;
        while (from < end && p - start < KHUNG__ROOM - 8) {
            uint8_t unit[4] = {(uint8_t)*from};
            size_t n = plain ? 1 : utf16_unit(unit, khung__utf8_next(&from, end));
            from += plain;
            p = put_escaped(p, unit, n);
        }
        khung__pdf_wrote(out, p);
    }
    khung__buf_char(out, ')');
}

/* ---- the whole ---- */

enum { MOST_SPARE = 4 << 20 };

/* Buffers come from the document before and go to the next one, unless they have become big. */
static void lend_buffers(khung__writer *w, bool back)
{
    khung__buf *const mine[4] = {&w->text, &w->packed, &w->index, &w->body};
    for (int i = 0; i < 4; i++) {
        khung__buf *spare = &w->fonts->spare[i];
        if (back && (mine[i]->failed || mine[i]->cap > MOST_SPARE)) khung__buf_free(mine[i]);
        *(back ? spare : mine[i]) = *(back ? mine[i] : spare);
        *(back ? mine[i] : spare) = (khung__buf){0};
        if (!back) mine[i]->n = 0;
    }
}

static void end(khung__writer *w)
{
    if (w->haru) HPDF_Free(w->haru);
    lend_buffers(w, true);
    khung__free(w->characters);
    khung__free(w->mark_elements);
    khung__free(w->links);
    khung__free(w->kids);
    khung__arena_free(&w->arena);
}

khung_status khung__pdf_write(khung__buf *out, const khung__doc *doc, khung__fonts *fonts, bool archive, khung_log *log)
{
    if (doc->status != KHUNG_OK) return doc->status;
    if (doc->page_count == 0) return KHUNG_BAD_CALL;
    khung__writer *w = khung__alloc(sizeof *w);
    if (!w) return KHUNG_NO_MEMORY;
    memset(w, 0, sizeof *w);
    w->doc = doc;
    w->fonts = fonts;
    w->archive = archive;
    w->root.obj_id = HPDF_OTYPE_INDIRECT;
    w->root.obj_class = HPDF_OCLASS_DICT;
    w->signature = w->root;
    lend_buffers(w, false);
    size_t before = out->n;
    if (khung__pdf_contents(w) && khung__pdf_objects(w)) khung__pdf_file(w, out);
    khung_status status = w->status;
    if (status != KHUNG_OK) out->n = before;
    if (status == KHUNG_INTERNAL)
        status = KHUNG__DIAG(log, KHUNG__D_PDF_DEFECT, (khung__at){0}, khung__str_of(w->defect ? w->defect : "?"));
    if (status == KHUNG_BAD_DATA) status = KHUNG__DIAG(log, KHUNG__D_PICTURE_BROKEN, (khung__at){0}, KHUNG__S("logo"));
    end(w);
    khung__free(w);
    return status;
}
