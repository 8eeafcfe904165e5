/* pdf/fonts: finding the faces, opening each once, reading what PDF wants to know of them, and cutting each once to the usual
 * characters without hints, so that a document only picks glyphs from a small font. */
#include "inside.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

/* Level 1 costs a third of level 6 and a fortieth more bytes on these streams (tests/bench prints both). */
enum { DEFLATE_LEVEL = 1, MOST_PATH = 1024 };

/* By khung__typeface_id; the symbols are DejaVu Sans cut to other characters. */
static const char *const FILES[KHUNG__TYPES] = {
    "NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSerif-Italic.ttf",
    "DejaVuSans.ttf", "NotoSans-Italic.ttf", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf",
    "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf"};
static const char *const FOLDERS[] = {"/usr/share/fonts/truetype/noto", "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/noto",
                                      "/usr/share/fonts/dejavu",        "/usr/local/share/fonts"};

/* The usual characters, first and last of each run: ASCII and Latin letters, ơ ư, the Vietnamese block, punctuation, currency,
 * arrows and signs that reports print. A face keeps those it has. */
static const uint16_t COMMON[][2] = {{0x20, 0x7E},     {0xA0, 0x17F},    {0x1A0, 0x1A1},   {0x1AF, 0x1B0},   {0x218, 0x21B},
                                     {0x1EA0, 0x1EF9}, {0x2010, 0x2015}, {0x2018, 0x201E}, {0x2020, 0x2022}, {0x2026, 0x2026},
                                     {0x2030, 0x2030}, {0x2039, 0x203A}, {0x20AB, 0x20AC}, {0x2116, 0x2116}, {0x2122, 0x2122}};
/* What the symbol face is asked for. */
static const uint16_t SYMBOLS[][2] = {{0x20, 0x20},     {0xA0, 0xA0},     {0x2190, 0x2195}, {0x21D2, 0x21D2}, {0x2212, 0x2212},
                                      {0x221A, 0x221A}, {0x2248, 0x2248}, {0x2260, 0x2261}, {0x2264, 0x2265}, {0x25A0, 0x25A1},
                                      {0x25B2, 0x25B2}, {0x25BC, 0x25BC}, {0x25CB, 0x25CB}, {0x25CF, 0x25D1}, {0x2605, 0x2606},
                                      {0x2610, 0x2612}, {0x2713, 0x2713}, {0x2717, 0x2717}};

/* ---- reading big-endian tables ---- */

static unsigned read16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static int read16s(const uint8_t *p)
{
    return (int16_t)read16(p);
}

/* The bytes of a table, NULL when it is shorter than `least`; they live as long as the face. */
static const uint8_t *table(hb_face_t *face, hb_tag_t tag, size_t least, size_t *size)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    unsigned n = 0;
    const char *bytes = hb_blob_get_data(blob, &n);
    hb_blob_destroy(blob); /* the face's own blob keeps the bytes: a table is a window into it */
    if (size) *size = n;
    return n < least ? NULL : (const uint8_t *)bytes;
}

/* ---- glyph tables ---- */

static bool read_glyph_tables(khung__glyphs *g)
{
    const uint8_t *head = table(g->face, HB_TAG('h', 'e', 'a', 'd'), 54, NULL);
    const uint8_t *hhea = table(g->face, HB_TAG('h', 'h', 'e', 'a'), 36, NULL);
    g->glyf = table(g->face, HB_TAG('g', 'l', 'y', 'f'), 0, &g->glyf_size);
    g->loca = table(g->face, HB_TAG('l', 'o', 'c', 'a'), 0, &g->loca_size);
    g->hmtx = table(g->face, HB_TAG('h', 'm', 't', 'x'), 0, &g->hmtx_size);
    g->count = hb_face_get_glyph_count(g->face);
    if (!head || !hhea || !g->loca || !g->hmtx || g->count == 0) return false;
    g->long_loca = read16(head + 50) != 0;
    g->metrics = read16(hhea + 34);
    return g->metrics > 0 && g->metrics <= g->count && g->hmtx_size >= 4 * (size_t)g->metrics + 2 * (size_t)(g->count - g->metrics) &&
           g->loca_size >= ((size_t)g->count + 1) * (g->long_loca ? 4 : 2);
}

void khung__glyphs_free(khung__glyphs *glyphs)
{
    hb_font_destroy(glyphs->font);
    hb_face_destroy(glyphs->face);
    memset(glyphs, 0, sizeof *glyphs);
}

bool khung__fonts_subset(khung__glyphs *out, const khung__typeface *face, const hb_set_t *codes)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input) return false;
    hb_set_union(hb_subset_input_unicode_set(input), codes);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    static const hb_tag_t drop[] = {HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
                                    HB_TAG('n', 'a', 'm', 'e'), HB_TAG('p', 'o', 's', 't'), HB_TAG('O', 'S', '/', '2')};
    for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
        hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG), drop[i]);
    hb_face_t *built = hb_subset_or_fail(face->full, input);
    hb_subset_input_destroy(input);
    if (!built) return false;
    /* The subset comes as a builder; as one blob its tables are windows that stay. */
    hb_blob_t *blob = hb_face_reference_blob(built);
    *out = (khung__glyphs){.face = hb_face_create(blob, 0)};
    hb_blob_destroy(blob);
    hb_face_destroy(built);
    out->font = hb_font_create(out->face);
    if (read_glyph_tables(out)) return true;
    khung__glyphs_free(out);
    return false;
}

/* ---- opening a face ---- */

static hb_face_t *open_in(const char *folder, size_t n, const char *file)
{
    char path[MOST_PATH];
    size_t name = strlen(file);
    if (n + name + 2 > sizeof path) return NULL;
    memcpy(path, folder, n);
    path[n] = '/';
    memcpy(path + n + 1, file, name + 1);
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    if (!blob) return NULL;
    hb_face_t *face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    return face;
}

/* Looks in the folders of KHUNG_FONTS (parted by colons), then in the system's. */
static hb_face_t *find_face(const char *file)
{
    const char *own = getenv("KHUNG_FONTS");
    hb_face_t *face = NULL;
    while (own && *own && !face) {
        size_t n = strcspn(own, ":");
        if (n) face = open_in(own, n, file);
        own += n + (own[n] == ':');
    }
    for (size_t i = 0; !face && i < sizeof FOLDERS / sizeof *FOLDERS; i++) face = open_in(FOLDERS[i], strlen(FOLDERS[i]), file);
    return face;
}

/* In 1/1000 em, rounded. */
static int per_mille(const khung__typeface *t, int units)
{
    int scaled = units * 1000;
    return (scaled + (scaled < 0 ? -t->upem / 2 : t->upem / 2)) / t->upem;
}

/* PDF's font descriptor. Only the outlines decide what is seen; these help viewers that look for a stand-in. */
static bool read_descriptor(khung__typeface *t, const char *name)
{
    const uint8_t *head = table(t->full, HB_TAG('h', 'e', 'a', 'd'), 54, NULL);
    const uint8_t *hhea = table(t->full, HB_TAG('h', 'h', 'e', 'a'), 36, NULL);
    const uint8_t *os2 = table(t->full, HB_TAG('O', 'S', '/', '2'), 90, NULL);
    const uint8_t *post = table(t->full, HB_TAG('p', 'o', 's', 't'), 32, NULL);
    t->upem = (int)hb_face_get_upem(t->full);
    if (!head || !hhea || t->upem < 16) return false;
    for (int i = 0; i < 4; i++) t->box[i] = per_mille(t, read16s(head + 36 + 2 * i));
    t->ascent = per_mille(t, read16s(hhea + 4));
    t->descent = per_mille(t, read16s(hhea + 6));
    t->cap_height = os2 && read16(os2) >= 2 ? per_mille(t, read16s(os2 + 88)) : t->ascent;
    t->angle = post ? read16s(post + 4) : 0;
    bool italic = strstr(name, "Italic") || strstr(name, "Oblique");
    t->stem = strstr(name, "Bold") ? 140 : 80;
    t->flags = 4 | (strstr(name, "Serif") ? 2 : 0) | (italic ? 64 : 0);
    return true;
}

static bool cut_common(khung__typeface *t, khung__typeface_id which)
{
    hb_set_t *codes = hb_set_create();
    const uint16_t(*runs)[2] = which == KHUNG__TYPE_SYMBOL ? SYMBOLS : COMMON;
    size_t n = which == KHUNG__TYPE_SYMBOL ? sizeof SYMBOLS / sizeof *SYMBOLS : sizeof COMMON / sizeof *COMMON;
    for (size_t i = 0; i < n; i++) hb_set_add_range(codes, runs[i][0], runs[i][1]);
    bool done = hb_set_allocation_successful(codes) && khung__fonts_subset(&t->common, t, codes);
    hb_set_destroy(codes);
    return done;
}

khung__typeface *khung__fonts_face(khung__fonts *fonts, khung__typeface_id which)
{
    khung__typeface *t = &fonts->faces[which];
    if (t->state) return t->state == 1 ? t : NULL;
    t->state = 2;
    t->full = find_face(FILES[which]);
    if (!t->full) return NULL;
    t->full_font = hb_font_create(t->full);
    t->name = FILES[which];
    if (!read_descriptor(t, t->name) || !cut_common(t, which)) return NULL;
    t->state = 1;
    return t;
}

/* ---- metrics ---- */

static bool face_ready(void *context, khung__typeface_id type)
{
    return khung__fonts_face(context, type) != NULL;
}

static int advance_of(void *context, khung__typeface_id type, int32_t code)
{
    khung__typeface *t = khung__fonts_face(context, type);
    hb_codepoint_t glyph = 0;
    if (!t || code < 0 || !hb_font_get_nominal_glyph(t->full_font, (hb_codepoint_t)code, &glyph) || glyph == 0) return -1;
    return per_mille(t, hb_font_get_glyph_h_advance(t->full_font, glyph));
}

static const char *file_of(void *context, khung__typeface_id type)
{
    (void)context;
    return FILES[type];
}

khung_status khung__fonts_new(khung__fonts **out, khung_log *log)
{
    khung_status status = khung__pdf_late(log);
    if (status != KHUNG_OK) return status;
    khung__fonts *fonts = khung__alloc(sizeof *fonts);
    if (!fonts) return KHUNG_NO_MEMORY;
    memset(fonts, 0, sizeof *fonts);
    fonts->metrics = (khung__metrics){.context = fonts, .advance = advance_of, .ready = face_ready, .file = file_of};
    fonts->compressor = libdeflate_alloc_compressor(DEFLATE_LEVEL);
    if (!fonts->compressor) {
        khung__free(fonts);
        return KHUNG_NO_MEMORY;
    }
    *out = fonts;
    return KHUNG_OK;
}

void khung__fonts_free(khung__fonts *fonts)
{
    if (!fonts) return;
    for (int i = 0; i < KHUNG__TYPES; i++) {
        khung__glyphs_free(&fonts->faces[i].common);
        hb_font_destroy(fonts->faces[i].full_font);
        hb_face_destroy(fonts->faces[i].full);
    }
    for (int i = 0; i < 4; i++) khung__buf_free(&fonts->spare[i]);
    libdeflate_free_compressor(fonts->compressor);
    khung__free(fonts);
}

const khung__metrics *khung__fonts_metrics(khung__fonts *fonts)
{
    return &fonts->metrics;
}
