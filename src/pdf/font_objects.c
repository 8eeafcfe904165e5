/* pdf/font_objects: what a PDF says about each face: Type0 over CIDFontType2 with Identity-H, widths, descriptor, font file; one
 * ToUnicode map of the whole document, as bfchar, which every viewer copies from without fault. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

enum { MOST_BFCHAR = 100 };

static size_t hex16(char *out, unsigned v)
{
    static const char digits[] = "0123456789ABCDEF";
    for (int i = 0; i < 4; i++) out[i] = digits[v >> (12 - 4 * i) & 15];
    return 4;
}

static void add_bfchar(khung__buf *b, unsigned cid, int32_t code)
{
    char line[32] = "<", *p = line + 1;
    p += hex16(p, cid);
    *p++ = '>';
    *p++ = '<';
    if (code > 0xFFFF) {
        p += hex16(p, 0xD800u + (unsigned)((code - 0x10000) >> 10));
        p += hex16(p, 0xDC00u + (unsigned)((code - 0x10000) & 0x3FF));
    } else {
        p += hex16(p, (unsigned)code);
    }
    *p++ = '>';
    *p++ = '\n';
    khung__buf_add(b, line, (size_t)(p - line));
}

/* Blocks of at most 100 lines, as the format wants. */
static void write_unicode(const khung__writer *w, khung__buf *b)
{
    khung__buf_z(b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                    "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                    "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                    "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    size_t total = 0, written = 0;
    for (size_t i = 0; i < w->character_count; i++) total += w->characters[i].code >= 0;
    for (size_t i = 0; i < w->character_count; i++) {
        if (w->characters[i].code < 0) continue;
        if (written % MOST_BFCHAR == 0) {
            if (written) khung__buf_z(b, "endbfchar\n");
            khung__buf_int(b, (int64_t)(total - written < MOST_BFCHAR ? total - written : MOST_BFCHAR));
            khung__buf_z(b, " beginbfchar\n");
        }
        add_bfchar(b, (unsigned)i, w->characters[i].code);
        written++;
    }
    if (written) khung__buf_z(b, "endbfchar\n");
    khung__buf_z(b, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
}

/* "/W[1[600 500]7[260]]": runs of characters that the face prints. */
static const char *widths_text(khung__writer *w, khung__face face)
{
    const khung__metrics *m = &w->fonts->metrics;
    khung__buf *b = &w->text;
    bool open = false;
    b->n = 0;
    khung__buf_z(b, "/W[");
    for (size_t i = 0; i < w->character_count; i++) {
        bool used = w->characters[i].faces >> face & 1;
        if (open && !used) khung__buf_char(b, ']');
        if (used && !open) khung__buf_int(b, (int64_t)i);
        if (used) khung__buf_char(b, open ? ' ' : '[');
        if (used) khung__buf_int(b, m->advance(m->context, khung__doc_type(w->doc, face), w->characters[i].code));
        open = used;
    }
    khung__buf_z(b, open ? "]]" : "]");
    khung__buf_char(b, 0);
    if (b->failed) return NULL;
    return khung__str_copy(&w->arena, (khung__str){b->s, b->n}).s;
}

/* "ABCDEF+Name": six letters from the characters, so that two subsets of one face can be told apart. */
static const char *subset_name(khung__writer *w, khung__face face, const khung__typeface *t)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < w->character_count; i++)
        if (w->characters[i].faces >> face & 1) hash = (hash ^ (uint32_t)w->characters[i].code) * 16777619u;
    char tag[7] = {0};
    for (int i = 0; i < 6; i++, hash /= 26) tag[i] = (char)('A' + hash % 26);
    return khung__pdf_print(w, "%s+%.*s", tag, (int)strcspn(t->name, "."), t->name);
}

static HPDF_Dict new_dict(khung__writer *w, const char *type, const char *subtype)
{
    HPDF_Dict dict = HPDF_Dict_New(w->haru->mmgr);
    if (!dict || HPDF_Xref_Add(w->haru->xref, dict) != HPDF_OK) return NULL;
    HPDF_Dict_AddName(dict, "Type", type);
    if (subtype) HPDF_Dict_AddName(dict, "Subtype", subtype);
    return dict;
}

/* The archive wants to be told which CIDs the font file holds. */
static bool add_cid_set(khung__writer *w, HPDF_Dict descriptor, const khung__fontfile *file)
{
    file->present[0] |= 0x80; /* .notdef is always there */
    khung__stream *set = khung__pdf_stream(w, file->present, (file->glyphs + 7) / 8, true);
    return set && khung__pdf_ref(descriptor, "CIDSet", set);
}

static HPDF_Dict descriptor_dict(khung__writer *w, const khung__typeface *t, const char *name, khung__stream *bytes, const khung__fontfile *file)
{
    HPDF_Dict dict = new_dict(w, "FontDescriptor", NULL);
    if (!dict) return NULL;
    HPDF_Dict_AddName(dict, "FontName", name);
    if (!khung__pdf_ref(dict, "FontFile2", bytes)) return NULL;
    if (w->archive && !add_cid_set(w, dict, file)) return NULL;
    const char *raw = khung__pdf_print(w, "/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d",
                                       t->flags, t->box[0], t->box[1], t->box[2], t->box[3], t->angle, t->ascent, t->descent,
                                       t->cap_height, t->stem);
    return khung__pdf_raw(w, dict, khung__str_of(raw)) ? dict : NULL;
}

static bool write_face(khung__writer *w, khung__face face)
{
    const khung__typeface *t = khung__fonts_face(w->fonts, khung__doc_type(w->doc, face));
    khung__fontfile file = {0};
    if (!t) return khung__pdf_fail(w, KHUNG_NOT_FOUND, NULL);
    w->text.n = 0;
    khung_status status = khung__glyphs_pack(&file, &w->text, t, face, w->characters, w->character_count, &w->arena);
    if (status != KHUNG_OK) return khung__pdf_fail(w, status, "a font subset could not be made");
    khung__stream *bytes = khung__pdf_stream(w, w->text.s, w->text.n, true);
    if (!bytes) return false;
    snprintf(bytes->dict, sizeof bytes->dict, "/Length1 %zu", file.size);
    const char *widths = widths_text(w, face), *name = subset_name(w, face, t);
    if (!widths || !name) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    HPDF_Dict descriptor = descriptor_dict(w, t, name, bytes, &file);
    HPDF_Dict cid = descriptor ? new_dict(w, "Font", "CIDFontType2") : NULL;
    HPDF_Dict font = cid ? new_dict(w, "Font", "Type0") : NULL;
    if (!font) return false;
    HPDF_Dict_AddName(cid, "BaseFont", name);
    HPDF_Dict_AddName(cid, "CIDToGIDMap", "Identity");
    HPDF_Dict_Add(cid, "FontDescriptor", descriptor);
    const char *cid_raw = khung__pdf_print(w, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>%s", widths);
    HPDF_Dict_AddName(font, "BaseFont", name);
    HPDF_Dict_AddName(font, "Encoding", "Identity-H");
    khung__pdf_ref(font, "ToUnicode", w->unicode);
    w->font_dicts[face] = font;
    const char *font_raw = khung__pdf_print(w, "/DescendantFonts[%u 0 R]", khung__pdf_number(cid));
    return khung__pdf_raw(w, cid, khung__str_of(cid_raw)) && khung__pdf_raw(w, font, khung__str_of(font_raw));
}

bool khung__pdf_fonts(khung__writer *w)
{
    unsigned used = 0;
    for (size_t i = 0; i < w->character_count; i++) used |= w->characters[i].faces;
    if (used == 0) return true;
    w->text.n = 0;
    write_unicode(w, &w->text);
    if (w->text.failed) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    w->unicode = khung__pdf_stream(w, w->text.s, w->text.n, true);
    for (int face = 0; w->unicode && face < KHUNG__FACES; face++)
        if (used >> face & 1 && !write_face(w, (khung__face)face)) return false;
    return w->unicode != NULL;
}
