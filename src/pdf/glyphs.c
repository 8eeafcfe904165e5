/* pdf/glyphs: a TrueType font with just the glyphs of one document. Glyph numbers are the document's character numbers, the same in
 * every face, so CID = glyph and one ToUnicode map serves all; the parts of composite glyphs follow behind. Glyphs come from the
 * common subset of the face, or, for characters outside it, from a second subset made for this document. */
#include "inside.h"

#include <string.h>

/* One glyph of the new font: where its outline comes from. source 0 = empty. */
typedef struct slot {
    uint8_t source; /* 1 common, 2 extra */
    uint16_t glyph;
} slot;

enum { MOST_GLYPHS = 0xFFFF, TABLES = 6, HEADER = 12 + 16 * TABLES };
enum { WORDS = 1, SCALE = 8, MORE = 32, TWO_SCALES = 64, TWO_BY_TWO = 128 }; /* flags of a part of a composite glyph */

typedef struct packer {
    const khung__typeface *face;
    khung__glyphs extra;
    const khung__glyphs *sources[3];
    khung__arena *arena;
    slot *slots;
    size_t count, cap;
    uint16_t *renumbered[3]; /* old glyph to new one, as part; 0 = not yet */
} packer;

static unsigned read16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static size_t read32(const uint8_t *p)
{
    return (size_t)read16(p) << 16 | read16(p + 2);
}

static void write16(uint8_t *p, unsigned v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static void write32(uint8_t *p, size_t v)
{
    write16(p, (unsigned)(v >> 16));
    write16(p + 2, (unsigned)(v & 0xFFFF));
}

/* The bytes of a glyph; NULL for an empty one or one that the tables put outside of themselves. */
static const uint8_t *outline(const khung__glyphs *g, unsigned glyph, size_t *size)
{
    *size = 0;
    if (glyph >= g->count) return NULL;
    size_t from = g->long_loca ? read32(g->loca + 4 * (size_t)glyph) : 2 * (size_t)read16(g->loca + 2 * (size_t)glyph);
    size_t to = g->long_loca ? read32(g->loca + 4 * ((size_t)glyph + 1)) : 2 * (size_t)read16(g->loca + 2 * ((size_t)glyph + 1));
    if (to > g->glyf_size || from >= to || to - from < 10) return NULL;
    *size = to - from;
    return g->glyf + from;
}

static unsigned advance_units(const khung__glyphs *g, unsigned glyph)
{
    if (glyph >= g->count) return 0;
    return read16(g->hmtx + 4 * (size_t)(glyph < g->metrics ? glyph : g->metrics - 1));
}

static unsigned left_bearing(const khung__glyphs *g, unsigned glyph)
{
    if (glyph >= g->count) return 0;
    if (glyph < g->metrics) return read16(g->hmtx + 4 * (size_t)glyph + 2);
    return read16(g->hmtx + 4 * (size_t)g->metrics + 2 * (size_t)(glyph - g->metrics));
}

/* The bytes that one part of a composite glyph takes, from its flags. */
static size_t part_size(unsigned flags)
{
    return 4 + (flags & WORDS ? 4u : 2u) + (flags & TWO_BY_TWO ? 8u : flags & TWO_SCALES ? 4u : flags & SCALE ? 2u : 0u);
}

/* ---- choosing ---- */

/* A second subset when a character of this face is not among the usual ones. False when HarfBuzz fails. */
static bool take_extra(packer *p, khung__face bit, const khung__character *list, size_t n)
{
    hb_set_t *codes = NULL;
    hb_codepoint_t glyph;
    for (size_t i = 0; i < n; i++) {
        if (!(list[i].faces >> bit & 1) || hb_font_get_nominal_glyph(p->face->common.font, (hb_codepoint_t)list[i].code, &glyph)) continue;
        if (!codes) codes = hb_set_create();
        hb_set_add(codes, (hb_codepoint_t)list[i].code);
    }
    if (!codes) return true;
    bool done = hb_set_allocation_successful(codes) && khung__fonts_subset(&p->extra, p->face, codes);
    hb_set_destroy(codes);
    if (done) p->sources[2] = &p->extra;
    return done;
}

static bool choose(packer *p, khung__face bit, const khung__character *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        p->slots[i] = (slot){0};
        if (!(list[i].faces >> bit & 1)) continue;
        hb_codepoint_t glyph = 0;
        int source = hb_font_get_nominal_glyph(p->sources[1]->font, (hb_codepoint_t)list[i].code, &glyph) ? 1 : 2;
        if (source == 2 && (!p->sources[2] || !hb_font_get_nominal_glyph(p->sources[2]->font, (hb_codepoint_t)list[i].code, &glyph)))
            return false;
        p->slots[i] = (slot){.source = (uint8_t)source, .glyph = (uint16_t)glyph};
        /* A letter that is also a part of others need not be there twice. */
        if (p->renumbered[source][glyph] == 0) p->renumbered[source][glyph] = (uint16_t)i;
    }
    p->count = n;
    return true;
}

/* Adds the parts of one composite glyph that are not there yet. */
static bool choose_parts(packer *p, slot of)
{
    size_t size, at = 10;
    const uint8_t *bytes = outline(p->sources[of.source], of.glyph, &size);
    if (!bytes || read16(bytes) < 0x8000) return true; /* a count of contours below zero marks a composite */
    for (unsigned flags = MORE; flags & MORE;) {
        if (at + 4 > size) return false;
        flags = read16(bytes + at);
        unsigned part = read16(bytes + at + 2);
        at += part_size(flags);
        if (at > size || part >= p->sources[of.source]->count) return false;
        uint16_t *number = &p->renumbered[of.source][part];
        if (*number) continue;
        if (p->count >= p->cap) return false;
        *number = (uint16_t)p->count;
        p->slots[p->count++] = (slot){.source = of.source, .glyph = (uint16_t)part};
    }
    return true;
}

/* Room for every character and every part there could be. */
static khung_status prepare(packer *p, const khung__typeface *face, khung__face bit, const khung__character *list, size_t n)
{
    p->face = face;
    p->sources[1] = &face->common;
    if (!take_extra(p, bit, list, n)) return KHUNG_NO_MEMORY;
    p->cap = n + face->common.count + p->extra.count;
    if (p->cap > MOST_GLYPHS) return KHUNG_TOO_LARGE;
    p->slots = khung__arena_alloc(p->arena, p->cap * sizeof *p->slots);
    for (int s = 1; s <= 2; s++) {
        p->renumbered[s] = khung__arena_alloc(p->arena, (s == 1 ? face->common.count : p->extra.count + 1) * sizeof(uint16_t));
        if (!p->renumbered[s]) return KHUNG_NO_MEMORY;
    }
    return p->slots ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* ---- writing ---- */

/* Copies an outline and gives its parts their new numbers. */
static void copy_outline(const packer *p, uint8_t *to, slot of, const uint8_t *bytes, size_t size)
{
    memcpy(to, bytes, size);
    if (read16(bytes) < 0x8000) return;
    size_t at = 10;
    for (unsigned flags = MORE; flags & MORE; at += part_size(flags)) {
        flags = read16(to + at);
        write16(to + at + 2, p->renumbered[of.source][read16(to + at + 2)]);
    }
}

static size_t outlines_size(const packer *p)
{
    size_t total = 0, size;
    for (size_t i = 0; i < p->count; i++)
        if (p->slots[i].source && outline(p->sources[p->slots[i].source], p->slots[i].glyph, &size)) total += (size + 3) & ~(size_t)3;
    return total;
}

static void write_glyphs(const packer *p, uint8_t *glyf, uint8_t *loca, uint8_t *hmtx, bool long_loca, uint8_t *present)
{
    size_t at = 0;
    for (size_t i = 0; i <= p->count; i++) {
        if (long_loca) {
            write32(loca + 4 * i, at);
        } else {
            write16(loca + 2 * i, (unsigned)(at / 2));
        }
        if (i == p->count || p->slots[i].source == 0) continue;
        const khung__glyphs *from = p->sources[p->slots[i].source];
        size_t size;
        const uint8_t *bytes = outline(from, p->slots[i].glyph, &size);
        write16(hmtx + 4 * i, advance_units(from, p->slots[i].glyph));
        write16(hmtx + 4 * i + 2, left_bearing(from, p->slots[i].glyph));
        present[i / 8] |= (uint8_t)(0x80 >> i % 8);
        if (!bytes) continue;
        copy_outline(p, glyf + at, p->slots[i], bytes, size);
        at += (size + 3) & ~(size_t)3;
    }
}

/* The sum of a table as big-endian words; tables are padded to whole words. */
static size_t checksum(const uint8_t *p, size_t n)
{
    uint32_t sum = 0;
    for (size_t i = 0; i + 4 <= n; i += 4) sum += (uint32_t)read32(p + i);
    return sum;
}

/* A table of the face's own, e.g. head, to be changed a little. */
static bool copy_table(const packer *p, uint8_t *to, size_t n, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(p->face->common.face, tag);
    unsigned have = 0;
    const char *bytes = hb_blob_get_data(blob, &have);
    if (have >= n) memcpy(to, bytes, n);
    hb_blob_destroy(blob);
    return have >= n;
}

/* The table directory; sizes and places in the order of the tags, which must be sorted. */
static void write_directory(uint8_t *font, const size_t places[TABLES], const size_t sizes[TABLES])
{
    static const char tags[TABLES][5] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
    static const uint8_t start[12] = {0, 1, 0, 0, 0, TABLES, 0, 64, 0, 2, 0, 32};
    memcpy(font, start, sizeof start);
    for (int i = 0; i < TABLES; i++) {
        uint8_t *entry = font + 12 + 16 * i;
        memcpy(entry, tags[i], 4);
        write32(entry + 4, checksum(font + places[i], (sizes[i] + 3) & ~(size_t)3));
        write32(entry + 8, places[i]);
        write32(entry + 12, sizes[i]);
    }
}

static khung_status write_font(const packer *p, khung__fontfile *file, khung__buf *out)
{
    size_t outlines = outlines_size(p), n = p->count, at = HEADER;
    bool long_loca = outlines > 0x1FFFE;
    size_t sizes[TABLES] = {outlines, 54, 36, 4 * n, (n + 1) * (long_loca ? 4 : 2), 32}, places[TABLES];
    for (int i = 0; i < TABLES; i++) {
        places[i] = at;
        at += (sizes[i] + 3) & ~(size_t)3;
    }
    uint8_t *font = khung__arena_alloc(p->arena, at);
    file->present = khung__arena_alloc(p->arena, n / 8 + 1);
    if (!font || !file->present) return KHUNG_NO_MEMORY;
    uint8_t *head = font + places[1], *hhea = font + places[2], *maxp = font + places[5];
    if (!copy_table(p, head, 54, HB_TAG('h', 'e', 'a', 'd')) || !copy_table(p, hhea, 36, HB_TAG('h', 'h', 'e', 'a')) ||
        !copy_table(p, maxp, 32, HB_TAG('m', 'a', 'x', 'p')))
        return KHUNG_INTERNAL;
    write_glyphs(p, font + places[0], font + places[4], font + places[3], long_loca, file->present);
    write32(head + 8, 0);
    write16(head + 50, long_loca);
    write16(hhea + 34, (unsigned)n);
    write16(maxp + 4, (unsigned)n);
    write_directory(font, places, sizes);
    write32(head + 8, 0xB1B0AFBAu - (uint32_t)checksum(font, at));
    khung__buf_add(out, font, at);
    file->size = at;
    file->glyphs = (unsigned)n;
    return out->failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}

khung_status khung__glyphs_pack(khung__fontfile *file, khung__buf *out, const khung__typeface *face, khung__face bit,
                                const khung__character *list, size_t n, khung__arena *arena)
{
    packer p = {.arena = arena};
    khung_status status = prepare(&p, face, bit, list, n);
    if (status == KHUNG_OK && !choose(&p, bit, list, n)) status = KHUNG_INTERNAL;
    for (size_t i = 0; status == KHUNG_OK && i < p.count; i++)
        if (p.slots[i].source && !choose_parts(&p, p.slots[i])) status = KHUNG_INTERNAL;
    if (status == KHUNG_OK) status = write_font(&p, file, out);
    khung__glyphs_free(&p.extra);
    return status;
}
