/* pdf/inside.h: what the files of pdf share. A document is written in four steps: contents of the pages (content.c), which finds
 * out the characters and the reading order; fonts with just those characters (fonts.c, glyphs.c, font_objects.c); the object
 * model in libharu (objects.c) and the structure tree (structure.c); the file itself (file.c).
 *
 * Memory: ours and libharu's goes through khung__alloc. HarfBuzz 6 and libdeflate 1.14 offer no hook for one user (libdeflate's
 * is for the whole process), so their few allocations cannot be made to fail in tests; their failure results are checked. */
#ifndef KHUNG_PDF_INSIDE_H
#define KHUNG_PDF_INSIDE_H

#include "pdf.h"

#include <string.h>

#include "late.h"

struct libdeflate_compressor;

/* ---- fonts ---- */

/* The tables of a TrueType font that glyphs are taken from. */
typedef struct khung__glyphs {
    const uint8_t *glyf, *loca, *hmtx;
    size_t glyf_size, loca_size, hmtx_size;
    unsigned count, metrics; /* glyphs; long horizontal metrics */
    bool long_loca;
    hb_face_t *face;
    hb_font_t *font;
} khung__glyphs;

/* A face, opened at its first use and kept for the life of the fonts. Lengths of the descriptor are in 1/1000 em. */
typedef struct khung__typeface {
    int state; /* 0 not tried, 1 ready, 2 not there */
    hb_face_t *full;
    hb_font_t *full_font;
    khung__glyphs common; /* the usual characters, without hints */
    const char *name;     /* PostScript name */
    int upem, box[4], ascent, descent, cap_height, angle, stem, flags;
} khung__typeface;

struct khung__fonts {
    khung__metrics metrics;
    khung__typeface faces[KHUNG__TYPES];
    struct libdeflate_compressor *compressor;
    khung__buf spare[4]; /* buffers of the last document, for the next one: text, packed, index, body */
};

/* Opens the face when that is still to do; NULL when it is not installed. */
khung__typeface *khung__fonts_face(khung__fonts *fonts, khung__typeface_id type);
/* A subset of the full face to those code points, without hints. False when HarfBuzz fails. */
bool khung__fonts_subset(khung__glyphs *out, const khung__typeface *face, const hb_set_t *codes);
void khung__glyphs_free(khung__glyphs *glyphs);

/* A character of the document: its number is its CID in every face. */
typedef struct khung__character {
    int32_t code;   /* -1: number left out */
    uint8_t faces;  /* bit per face that prints it */
} khung__character;

/* Appends a TrueType font whose glyph i is character i of `list` when the face prints it, else empty; parts of composite glyphs
 * follow behind. *present (the writer's arena, n bits) says which glyphs the font has, *glyphs how many numbers it has; widths get
 * 1/1000 em for every character. */
typedef struct khung__fontfile {
    size_t size;
    unsigned glyphs;
    uint8_t *present;
} khung__fontfile;
khung_status khung__glyphs_pack(khung__fontfile *file, khung__buf *out, const khung__typeface *face, khung__face bit,
                                const khung__character *list, size_t n, khung__arena *arena);

/* ---- the writer ---- */

/* A stream of the file: bytes in the writer's `packed`. libharu's dictionaries point to it by its header, whose number is filled
 * in before anything is written. */
typedef struct khung__stream {
    HPDF_Obj_Header header;
    struct khung__stream *next;
    size_t from, n;
    bool packed;
    char dict[200]; /* entries besides Length and Filter */
} khung__stream;

/* A child of a structure element: another element, marked content, or a link annotation. */
typedef struct khung__kid {
    enum { KID_ELEMENT, KID_CONTENT, KID_LINK } kind;
    uint32_t value; /* element, MCID, number of the link */
    uint32_t page;
    uint32_t next;  /* number of the next child, 0 = last */
} khung__kid;

typedef struct khung__node_kids {
    uint32_t first, last;      /* kids */
    uint32_t child, sibling;   /* elements in the order they were opened; 0 = none */
    uint32_t last_child;
    bool attached, filled;     /* stands in the tree; has content in it or below */
} khung__node_kids;

/* A page as it is written. */
typedef struct khung__sheet {
    HPDF_Dict dict;
    khung__stream *content;
    uint32_t first_mark, marks; /* its part of the writer's mark_elements */
    uint32_t first_link, links;
} khung__sheet;

typedef struct khung__link {
    const khung__item *item;
    uint32_t page, element; /* element: number of its Link element, behind the document's own */
    HPDF_Dict annotation;
} khung__link;

enum { KHUNG__ALPHAS = 16, KHUNG__IMAGES = 16 };

typedef struct khung__writer {
    const khung__doc *doc;
    khung__fonts *fonts;
    bool archive;
    khung_log *log;
    khung_status status;
    const char *defect;      /* for KHUNG_INTERNAL */
    khung__arena arena;
    khung__buf text;         /* a content being written */
    khung__buf packed;       /* all streams */
    khung__buf index, body;  /* the open object stream */
    khung__stream *first, *last;
    size_t streams;

    khung__character *characters;
    size_t character_count, character_cap;
    uint16_t cids[KHUNG__WIDTHS]; /* by khung__page_slot; 0 = none yet */
    khung__stream *images[KHUNG__IMAGES]; /* each picture of the document, once a page that shows it */
    size_t image_count;
    int alphas[KHUNG__ALPHAS];    /* in thousandths */
    size_t alpha_count;

    khung__sheet *sheets;
    uint32_t *mark_elements; /* element of each marked content, page after page */
    size_t mark_count, mark_cap;
    khung__link *links;
    size_t link_count, link_cap;
    khung__node_kids *nodes;
    khung__kid *kids;
    size_t kid_count, kid_cap;

    HPDF_Doc haru;
    HPDF_STATUS haru_error;
    HPDF_Dict font_dicts[KHUNG__FACES];
    HPDF_Dict resources;
    khung__stream *unicode;
    HPDF_Obj_Header root;                /* stands for the structure tree root until it has its number */
    HPDF_Obj_Header signature;           /* the same for what signs the file */
    uint32_t root_id, first_element, signature_id; /* object numbers; signature_id 0: there is none */
} khung__writer;

/* Notes the first failure; `defect` says what went wrong inside, for KHUNG_INTERNAL. Always returns false. */
bool khung__pdf_fail(khung__writer *w, khung_status status, const char *defect);
/* Room for one more element of a growing array of the writer. */
bool khung__pdf_grow(khung__writer *w, void **array, size_t *cap, size_t count, size_t size);
/* Compresses bytes (or keeps them) as a new stream; NULL when it fails. */
khung__stream *khung__pdf_stream(khung__writer *w, const void *bytes, size_t n, bool pack);

/* image.c: a picture as a stream; its number in w->images, or -1 when it fails. */
int khung__pdf_image(khung__writer *w, const khung__picture *picture);
/* content.c: every page's content, characters and marks. */
bool khung__pdf_contents(khung__writer *w);
/* fonts: the font files and their libharu dictionaries. */
bool khung__pdf_fonts(khung__writer *w);
/* objects.c: catalogue, pages, outlines, links, metadata. */
bool khung__pdf_objects(khung__writer *w);
/* metadata.c: information, XMP, catalogue, output intent, attachments. */
bool khung__pdf_metadata(khung__writer *w);
bool khung__pdf_attachments(khung__writer *w);
/* signature.c: the signature's box and what the catalogue says of it; its own object, written at the end of `out`, which begins at `start`; where the
 * signed bytes are, once the file is whole. */
bool khung__pdf_field(khung__writer *w, khung__link *link);
void khung__pdf_form(khung__writer *w, khung__buf *out);
void khung__pdf_signature(khung__writer *w, khung__buf *out, size_t start);
void khung__pdf_range(khung__writer *w, khung__buf *out, size_t start);
/* file.c: numbers and writes everything. */
bool khung__pdf_file(khung__writer *w, khung__buf *out);

/* structure.c: the tree while contents are written … */
bool khung__structure_start(khung__writer *w);
bool khung__structure_mark(khung__writer *w, uint32_t page, uint32_t element); /* the next MCID of the page */
bool khung__structure_link(khung__writer *w, uint32_t page, const khung__item *item);
bool khung__structure_end(khung__writer *w);
/* … and as text: the root and each element (from 1; links behind the document's elements). */
void khung__structure_root(khung__writer *w, khung__buf *out);
void khung__structure_element(khung__writer *w, uint32_t element, khung__buf *out);
size_t khung__structure_count(const khung__writer *w);
const char *khung__structure_name(khung__tag tag);

/* ---- writing bits of PDF ---- */

/* A length in hundredths; one that is no number or lies far off fails the document. */
int64_t khung__pdf_units(khung__writer *w, double v);
/* A fixed-point number of `units` hundredths, without needless zeros. */
size_t khung__pdf_hundredths(char *out, int64_t units);
/* A text string: PDFDocEncoding when ASCII, else UTF-16 with its mark. */
void khung__pdf_text(khung__buf *out, khung__str text);
/* UTF-16BE with its mark, or the text itself when ASCII, in the arena: for libharu's binary strings. */
bool khung__pdf_utf16(khung__writer *w, khung__str text, khung__str *out);
/* The profile of sRGB, so that the archive's colours mean something (metadata.c uses it). */
bool khung__pdf_profile(khung__buf *out);
/* Makes a libharu dictionary print `raw` entries besides its own; copied. False when memory ends. */
bool khung__pdf_raw(khung__writer *w, HPDF_Dict dict, khung__str raw);
/* The same with what stands in w->text. */
bool khung__pdf_raw_text(khung__writer *w, HPDF_Dict dict);
/* A reference to a stream in a libharu dictionary. */
bool khung__pdf_ref(HPDF_Dict dict, const char *key, khung__stream *stream);
/* Text in the writer's arena, printf-like; NULL (and the writer fails) when memory ends. */
const char *khung__pdf_print(khung__writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for one operator or entry of at most that many bytes at the end of a buffer, NULL when memory has ended (the buffer knows).
 * The writer moves the buffer's end with khung__pdf_wrote. */
enum { KHUNG__ROOM = 256 };
char *khung__pdf_room(khung__buf *b, size_t n);
static inline void khung__pdf_wrote(khung__buf *b, const char *end)
{
    b->n = (size_t)(end - b->s);
}
char *khung__pdf_put_number(char *p, uint32_t v);
static inline char *khung__pdf_put(char *p, const char *bytes, size_t n)
{
    memcpy(p, bytes, n);
    return p + n;
}
#define PUT(p, literal) khung__pdf_put((p), (literal), sizeof(literal) - 1)

static inline uint32_t khung__pdf_number(const void *object)
{
    return ((const HPDF_Obj_Header *)object)->obj_id & 0x00FFFFFFu;
}

#endif
