/* pdf/file: the numbers of all objects, and the file. libharu's objects write themselves; they and the structure elements go
 * into compressed object streams with a cross-reference stream (PDF 1.7), or, for the archive (PDF 1.4), stand alone with a
 * classic table. Writing to memory is ours, since libharu's own saving compresses nothing of this and reports full disks as fine. */
#include "inside.h"

#include <string.h>

/* Where an object is: type 1 at `place` of the file, type 2 number `index` in object stream `place`. */
typedef struct entry {
    uint8_t type;
    uint16_t index;
    uint32_t place;
} entry;

enum { PER_STREAM = 4000, ROW = 8 };

typedef struct file {
    khung__writer *w;
    khung__buf *out;
    size_t start;
    entry *entries;
    uint32_t count, next; /* entries; next number for object streams */
    HPDF_Stream sink;     /* libharu writes into target through it */
    khung__buf *target;
    unsigned in_stream; /* objects in w->index and w->body */
} file;

static HPDF_STATUS write_sink(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT n)
{
    file *f = stream->attr;
    khung__buf_add(f->target, bytes, n);
    return HPDF_OK;
}

/* ---- objects ---- */

static void begin_plain(file *f, uint32_t id)
{
    f->entries[id] = (entry){.type = 1, .place = (uint32_t)(f->out->n - f->start)};
    khung__buf_int(f->out, id);
    khung__buf_z(f->out, " 0 obj\n");
}

static void write_stream(file *f, const khung__stream *s)
{
    begin_plain(f, khung__pdf_number(s));
    khung__buf_z(f->out, "<<");
    khung__buf_z(f->out, s->dict);
    if (s->packed) khung__buf_z(f->out, "/Filter/FlateDecode");
    khung__buf_z(f->out, "/Length ");
    khung__buf_int(f->out, (int64_t)s->n);
    khung__buf_z(f->out, ">>stream\n");
    khung__buf_add(f->out, f->w->packed.s + s->from, s->n);
    khung__buf_z(f->out, "\nendstream\nendobj\n");
}

/* Compresses and writes the open object stream. */
static bool flush(file *f)
{
    if (f->in_stream == 0) return true;
    size_t first = f->w->index.n;
    khung__buf_add(&f->w->index, f->w->body.s, f->w->body.n);
    if (f->w->index.failed || f->w->body.failed) return khung__pdf_fail(f->w, KHUNG_NO_MEMORY, NULL);
    khung__stream *s = khung__pdf_stream(f->w, f->w->index.s, f->w->index.n, true);
    if (!s) return false;
    s->header.obj_id = f->next++;
    const char *dict = khung__pdf_print(f->w, "/Type/ObjStm/N %u/First %zu", f->in_stream, first);
    if (!dict) return false;
    strcpy(s->dict, dict);
    write_stream(f, s);
    f->w->index.n = f->w->body.n = 0;
    f->in_stream = 0;
    return true;
}

static bool begin(file *f, uint32_t id)
{
    if (f->w->archive) {
        begin_plain(f, id);
        f->target = f->out;
        return true;
    }
    if (f->in_stream == PER_STREAM && !flush(f)) return false;
    f->entries[id] = (entry){.type = 2, .place = f->next, .index = (uint16_t)f->in_stream++};
    f->target = &f->w->body;
    char *p = khung__pdf_room(&f->w->index, KHUNG__ROOM);
    if (!p) return khung__pdf_fail(f->w, KHUNG_NO_MEMORY, NULL);
    p = khung__pdf_put_number(p, id);
    p = PUT(p, " ");
    p = khung__pdf_put_number(p, (uint32_t)f->w->body.n);
    khung__pdf_wrote(&f->w->index, PUT(p, " "));
    return true;
}

static void finish(file *f)
{
    khung__buf_z(f->target, f->w->archive ? "\nendobj\n" : "\n");
}

static bool write_libharu(file *f)
{
    HPDF_Xref xref = f->w->haru->xref;
    for (HPDF_UINT i = 1; i < xref->entries->count; i++) {
        HPDF_XrefEntry e = HPDF_Xref_GetEntry(xref, i);
        if (!e || !begin(f, i)) return false;
        if (HPDF_Obj_WriteValue(e->obj, f->sink, NULL) != HPDF_OK) return khung__pdf_fail(f->w, KHUNG_NO_MEMORY, NULL);
        finish(f);
    }
    return true;
}

static bool write_structure(file *f)
{
    if (!begin(f, f->w->root_id)) return false;
    khung__structure_root(f->w, f->target);
    finish(f);
    size_t n = khung__structure_count(f->w);
    for (uint32_t e = 1; e <= n; e++) {
        if (!begin(f, f->w->first_element + e - 1)) return false;
        khung__structure_element(f->w, e, f->target);
        finish(f);
    }
    return true;
}

/* ---- cross references ---- */

/* "/Root 1 0 R/Info 3 0 R/ID[<…><…>]": the identity is the digest's two halves, never the clock. */
static void add_trailer(file *f)
{
    khung__buf *b = f->out;
    khung__buf_printf(b, "/Size %u/Root %u 0 R/Info %u 0 R/ID[<", f->count, khung__pdf_number(f->w->haru->catalog),
                      khung__pdf_number(f->w->haru->info));
    for (int i = 0; i < 32; i++) khung__buf_printf(b, "%s%02X", i == 16 ? "><" : "", f->w->doc->id[i]);
    khung__buf_z(b, ">]");
}

static void write_table(file *f)
{
    size_t at = f->out->n - f->start;
    khung__buf_printf(f->out, "xref\n0 %u\n0000000000 65535 f \n", f->count);
    for (uint32_t i = 1; i < f->count; i++) khung__buf_printf(f->out, "%010u 00000 n \n", (unsigned)f->entries[i].place);
    khung__buf_z(f->out, "trailer\n<<");
    add_trailer(f);
    khung__buf_printf(f->out, ">>\nstartxref\n%zu\n%%%%EOF\n", at);
}

/* Rows of type, place, index, each as the difference from the row above (PNG's "up"), which deflate packs to next to nothing. */
static uint8_t *difference_rows(file *f)
{
    uint8_t *rows = khung__arena_alloc(&f->w->arena, (size_t)f->count * ROW), above[ROW] = {0};
    for (uint32_t i = 0; rows && i < f->count; i++) {
        const entry *e = &f->entries[i];
        uint8_t row[ROW] = {0, e->type, (uint8_t)(e->place >> 24), (uint8_t)(e->place >> 16), (uint8_t)(e->place >> 8), (uint8_t)e->place,
                            (uint8_t)(e->index >> 8), (uint8_t)e->index};
        for (int k = 1; k < ROW; k++) rows[i * ROW + k] = (uint8_t)(row[k] - above[k]);
        rows[i * ROW] = 2;
        memcpy(above, row, ROW);
    }
    return rows;
}

static bool write_xref_stream(file *f)
{
    size_t at = f->out->n - f->start;
    uint32_t id = f->next++;
    f->count = f->next;
    f->entries[id] = (entry){.type = 1, .place = (uint32_t)at};
    f->entries[0] = (entry){.index = 0xFFFF};
    uint8_t *rows = difference_rows(f);
    if (!rows) return khung__pdf_fail(f->w, KHUNG_NO_MEMORY, NULL);
    khung__stream *s = khung__pdf_stream(f->w, rows, (size_t)f->count * ROW, true);
    if (!s) return false;
    khung__buf_printf(f->out, "%u 0 obj\n<</Type/XRef/W[1 4 2]/DecodeParms<</Predictor 12/Columns 7>>", id);
    add_trailer(f);
    khung__buf_printf(f->out, "/Filter/FlateDecode/Length %zu>>stream\n", s->n);
    khung__buf_add(f->out, f->w->packed.s + s->from, s->n);
    khung__buf_printf(f->out, "\nendstream\nendobj\nstartxref\n%zu\n%%%%EOF\n", at);
    return true;
}

/* ---- the file ---- */

/* Numbers: libharu's as they are, then streams, the structure's root and elements; object streams come last. */
static bool number(file *f)
{
    khung__writer *w = f->w;
    f->next = w->haru->xref->entries->count;
    for (khung__stream *s = w->first; s; s = s->next) s->header.obj_id = HPDF_OTYPE_INDIRECT | f->next++;
    w->root_id = f->next++;
    w->root.obj_id = HPDF_OTYPE_INDIRECT | w->root_id;
    if (w->doc->signature) w->signature_id = f->next++;
    w->signature.obj_id = HPDF_OTYPE_INDIRECT | w->signature_id;
    w->first_element = f->next;
    f->next += (uint32_t)khung__structure_count(w);
    f->count = f->next;
    if (f->count > 0x7FFFFF) return khung__pdf_fail(w, KHUNG_TOO_LARGE, NULL);
    f->entries = khung__arena_alloc(&w->arena, (f->count + f->count / PER_STREAM + 3) * sizeof *f->entries);
    return f->entries || khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
}

static bool write_file(file *f)
{
    khung__writer *w = f->w;
    if (!number(f)) return false;
    f->sink = HPDF_CallbackWriter_New(w->haru->mmgr, write_sink, f);
    if (!f->sink) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    khung__buf_z(f->out, w->archive ? "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n" : "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    khung__stream *last = w->last; /* object streams are added behind it while this runs */
    for (khung__stream *s = w->first; s; s = s == last ? NULL : s->next) write_stream(f, s);
    if (w->signature_id) {
        begin_plain(f, w->signature_id);
        khung__pdf_signature(w, f->out, f->start);
    }
    if (!write_libharu(f) || !write_structure(f) || !flush(f)) return false;
    if (w->archive) {
        write_table(f);
        return true;
    }
    return write_xref_stream(f);
}

bool khung__pdf_file(khung__writer *w, khung__buf *out)
{
    file f = {.w = w, .out = out, .start = out->n};
    bool done = write_file(&f);
    if (done && (out->failed || w->index.failed || w->body.failed)) done = khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    if (done && w->signature_id) khung__pdf_range(w, out, f.start);
    if (!done && w->status == KHUNG_OK) khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    if (f.sink) HPDF_Stream_Free(f.sink);
    return done;
}
