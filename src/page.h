/* page: the page model that every output reads: pages with text runs and vector shapes at exact places, a structure tree for
 * screen readers, bookmarks, links, attachments. It measures and breaks text; it knows no report and no PDF.
 * Lengths are points (1/72 inch), x grows right, y grows DOWN from the top edge. Geometry is double; nothing here is a score. */
#ifndef KHUNG_PAGE_H
#define KHUNG_PAGE_H

#include "picture.h"

/* Faces: Noto Sans and Noto Serif from fonts-noto-core; KHUNG__SYMBOL is DejaVu Sans, taken by itself for → ≤ ≥ − and whatever
 * else the Noto faces lack. */
typedef enum khung__face { KHUNG__SANS, KHUNG__SANS_BOLD, KHUNG__SERIF, KHUNG__SERIF_BOLD, KHUNG__SERIF_ITALIC, KHUNG__SYMBOL, KHUNG__FACES } khung__face;

/* Families that a document may choose for its sans faces and for its serif faces; the order of `fonts` in descriptions. */
typedef enum khung__family { KHUNG__NOTO_SANS, KHUNG__NOTO_SERIF, KHUNG__DEJAVU_SANS, KHUNG__DEJAVU_SERIF } khung__family;
/* Faces as they come in files. The first ones are the faces of a document that chooses nothing. */
typedef enum khung__typeface_id {
    KHUNG__TYPE_NOTO_SANS, KHUNG__TYPE_NOTO_SANS_BOLD, KHUNG__TYPE_NOTO_SERIF, KHUNG__TYPE_NOTO_SERIF_BOLD, KHUNG__TYPE_NOTO_SERIF_ITALIC,
    KHUNG__TYPE_SYMBOL, KHUNG__TYPE_NOTO_SANS_ITALIC, KHUNG__TYPE_DEJAVU_SANS, KHUNG__TYPE_DEJAVU_SANS_BOLD, KHUNG__TYPE_DEJAVU_SANS_ITALIC,
    KHUNG__TYPE_DEJAVU_SERIF, KHUNG__TYPE_DEJAVU_SERIF_BOLD, KHUNG__TYPE_DEJAVU_SERIF_ITALIC, KHUNG__TYPES
} khung__typeface_id;

/* Where widths come from: the function pointers that keep fonts out of this layer. */
typedef struct khung__metrics {
    void *context;
    /* Advance of a code point in 1/1000 em; -1 when the face lacks it. Kerning is not used. */
    int (*advance)(void *context, khung__typeface_id type, int32_t code);
    /* Ready the face (load the file); false when the font is not installed. Called once a document before its first use; NULL:
     * every face is ready. */
    bool (*ready)(void *context, khung__typeface_id type);
    /* The file a face comes from, for the message when it is missing. */
    const char *(*file)(void *context, khung__typeface_id type);
} khung__metrics;

typedef uint32_t khung__rgb; /* 0xRRGGBB */

/* A type style: visual.md's names are built from these in report. */
typedef struct khung__style {
    khung__face face;
    double size, leading;
    khung__rgb colour;
} khung__style;

typedef enum khung__tag { /* structure elements; ARTIFACT is what screen readers skip (heads, feet, rules) */
    KHUNG__ARTIFACT, KHUNG__TAG_DOCUMENT, KHUNG__TAG_PART, KHUNG__TAG_SECT, KHUNG__TAG_H1, KHUNG__TAG_H2, KHUNG__TAG_H3, KHUNG__TAG_P,
    KHUNG__TAG_L, KHUNG__TAG_LI, KHUNG__TAG_LBL, KHUNG__TAG_LBODY, KHUNG__TAG_TABLE, KHUNG__TAG_TR, KHUNG__TAG_TH, KHUNG__TAG_TD,
    KHUNG__TAG_FIGURE, KHUNG__TAG_CAPTION, KHUNG__TAG_SPAN, KHUNG__TAG_NOTE, KHUNG__TAG_FOOTNOTE, KHUNG__TAG_TOC,
    KHUNG__TAG_TOCI, KHUNG__TAG_FORMULA, KHUNG__TAGS
} khung__tag;

typedef enum khung__item_kind { KHUNG__TEXT, KHUNG__PATH, KHUNG__LINK, KHUNG__IMAGE } khung__item_kind;

/* One step of a path: 'm' and 'l' use x,y; 'c' uses x1,y1,x2,y2,x,y; 'z' closes. */
typedef struct khung__step {
    char op;
    double x1, y1, x2, y2, x, y;
} khung__step;

#define KHUNG__NO_COLOUR ((khung__rgb)0xFFFFFFFF)

/* Colours that a document may have as its own: the accent and its tints, what asks for attention and the ground of that. */
typedef enum khung__role {
    KHUNG__ROLE_A100, KHUNG__ROLE_A75, KHUNG__ROLE_A50, KHUNG__ROLE_A20, KHUNG__ROLE_A5, KHUNG__ROLE_SIGNAL, KHUNG__ROLE_SIGNAL10, KHUNG__ROLES
} khung__role;

/* What stands on a page. `box` is the ink-independent layout box (text: width × leading) that the dump and the overlap test read. */
typedef struct khung__item {
    uint8_t kind;
    uint8_t face;           /* text */
    uint8_t cap_round;      /* path stroke: round caps and joins */
    bool space_after;       /* text: the line was broken at a space here; readers and copied text get it back */
    bool line_end;          /* text: the text itself ends the line here */
    bool cut;               /* text: a word too wide for its line goes on in the next piece */
    uint32_t element;       /* index into the document's structure elements; 0 = artifact */
    uint32_t aside;         /* artifacts: the element beside which it was drawn for the eye (khung__doc_aside); 0 = none */
    double x, y;            /* text: left end of the baseline; link and path: top left corner of the box */
    double width, height;   /* text: advance width and leading; link: size; path: its points' bounding box, without the pen */
    double top;             /* text: top of its line box; else y */
    double size;            /* text */
    khung__rgb fill, stroke; /* text uses fill; KHUNG__NO_COLOUR = none */
    double fill_alpha;      /* 1 = solid */
    double stroke_width, dash_on, dash_off; /* dash_on 0 = solid */
    khung__str text;        /* text: NFC, one face, no control or format characters, U+00A0 made a plain space */
    const khung__step *steps;
    size_t step_count;
    uint32_t target;        /* link: bookmark number in the same document, or KHUNG__TO_SIGNATURE */
    const khung__picture *picture; /* image; lent for the life of the document */
    khung__str name;        /* optional: a name for the dump and the layout tests, e.g. "radar" */
} khung__item;

typedef struct khung__page {
    double width, height;
    khung__item *items;
    size_t count, cap;
    double left, top, right, bottom; /* the text margins as coordinates (new page: the paper less 15 pt, which no printer reaches) */
} khung__page;

typedef struct khung__element { /* node of the structure tree; number 0 is the artifact, 1 the document */
    khung__tag tag;
    uint32_t parent;
    khung__str alt;      /* figures: the numbers in words */
    khung__str language; /* empty: as the parent */
    uint32_t column_span; /* TH, TD; 0 = 1 */
    const khung__str *cells; /* figures, tables of figures: their numbers row by row, heads first; NULL = none */
    uint32_t columns, rows;  /* of these */
} khung__element;

typedef struct khung__bookmark {
    khung__str title;
    uint32_t level, page; /* level 0 is the outermost; page from 0 */
    double y;
} khung__bookmark;

typedef struct khung__attachment {
    khung__str name, mime, description, bytes;
    const char *relationship; /* "Data", "Source" */
    bool plain;               /* never packed: its bytes stand in the PDF as they are */
} khung__attachment;

/* Code points whose advances a document remembers: 0-24F, 1E00-1EFF (Vietnamese) and 2000-22FF (punctuation, arrows, signs). */
enum { KHUNG__WIDTHS = 0x250 + 0x100 + 0x300 };

/* Where a code point stands in a table of KHUNG__WIDTHS, or -1. */
static inline int khung__page_slot(int32_t code)
{
    if (code < 0x250) return code;
    if (code >= 0x1E00 && code < 0x1F00) return 0x250 + (code - 0x1E00);
    if (code >= 0x2000 && code < 0x2300) return 0x350 + (code - 0x2000);
    return -1;
}

/* The place of a signature that is made over the finished file: what readers are told of it, and where its bytes go. Only a PDF has it. */
#define KHUNG__TO_SIGNATURE UINT32_MAX
typedef struct khung__signature {
    khung__str about;  /* who signs, for those who do not see the page */
    khung__str moment; /* PDF date text */
    size_t room;       /* hexadecimal digits */
    size_t hole;       /* written by the PDF's writer: where they begin */
} khung__signature;

enum { KHUNG__FLOW_WORDS = 5 };

/* The paper of a document and where text stands on it. */
typedef struct khung__frame {
    double width, height; /* of the paper */
    double left, text;    /* where text begins; how wide it is */
    double top, bottom;   /* where the body begins and ends: a whole number of 4 points apart */
} khung__frame;

typedef struct khung__doc {
    khung__arena arena;
    const khung__metrics *metrics;
    khung_log *log;              /* missing glyphs are reported here */
    khung_status status;         /* first failure; every call after it does nothing, so a writer checks once */
    khung__str title, author, subject, language, keywords;
    khung__str flow[KHUNG__FLOW_WORDS]; /* the words around the text where pages flow, in the order of khung__html_words (html.h) */
    khung__frame frame;          /* A4 with the margins of the visual standard unless the maker of the document says otherwise */
    uint8_t families[2];         /* khung__family of the sans faces, of the serif faces; to be chosen before anything is measured */
    khung__rgb palette[KHUNG__ROLES]; /* once painted */
    bool own_colours;            /* they are not the usual ones, so outputs that name them in a style must */
    khung__str creation;         /* PDF date text or empty; never the clock */
    unsigned char id[32];        /* from the result's digest: file identity */
    khung__page *pages;
    size_t page_count, page_cap;
    khung__element *elements;
    size_t element_count, element_cap;
    uint32_t open;               /* current element; 0 between the two calls of khung__doc_artifact */
    uint32_t open_before;        /* the element to come back to after artifacts */
    uint32_t aside;              /* between the two calls of khung__doc_aside: that element */
    khung__bookmark *bookmarks;
    size_t bookmark_count, bookmark_cap;
    khung__attachment *attachments;
    size_t attachment_count, attachment_cap;
    khung__signature *signature; /* NULL: there is none; in the arena */
    void *scratch;               /* words of the paragraph being laid out, kept for the next one */
    size_t scratch_size;
    uint8_t face_state[KHUNG__FACES];    /* 0 = not asked, 1 = ready, 2 = not installed */
    int16_t widths[KHUNG__FACES][KHUNG__WIDTHS]; /* 0 = not asked yet (advance + 1 is stored, -1 missing) */
} khung__doc;

/* An empty document that measures with `metrics` (lent, as the log is) and has its root element open. */
khung_status khung__doc_new(khung__doc **out, const khung__metrics *metrics, khung_log *log);
void khung__doc_free(khung__doc *doc);
/* The file's face that a face of the document comes from. */
khung__typeface_id khung__doc_type(const khung__doc *doc, khung__face face);
/* Strings given to a document are copied into its arena unless said otherwise (its plain fields, title to creation, are the
 * caller's to fill: copy what does not outlive it with khung__str_copy(&doc->arena, …)).
 * Calls in the wrong place (a page that is not there, more closes than opens, an element opened among artifacts) make the
 * document KHUNG_BAD_CALL. */
/* Notes a failure; the first one stays. */
void khung__doc_fail(khung__doc *doc, khung_status status);

/* Gives everything drawn so far with a role (1 + khung__role in the colour's highest byte) the palette's colour. */
void khung__doc_paint(khung__doc *doc, const khung__rgb palette[KHUNG__ROLES]);

/* A new last page; all adding calls go to the page named by number (from 0). Reading order is page after page, and on a page
 * the order in which things were added. */
size_t khung__doc_page(khung__doc *doc, double width, double height);
/* Puts page `from` before page `to` (to <= from), bookmarks follow: for what is known at the end only, such as a table of contents. */
void khung__doc_page_move(khung__doc *doc, size_t from, size_t to);
/* Opens a structure element below the current one / closes the current one. Items belong to the element open when added. */
uint32_t khung__doc_open(khung__doc *doc, khung__tag tag);
/* Makes an element that was opened before the current one and returns the one that was current, to go back by the same call: for a
 * footnote, which belongs to its text and is drawn when the page is full. */
uint32_t khung__doc_within(khung__doc *doc, uint32_t element);
void khung__doc_alt(khung__doc *doc, uint32_t element, khung__str alt);
void khung__doc_close(khung__doc *doc);
/* Runs between these two are artifacts (not nested). */
void khung__doc_artifact(khung__doc *doc, bool on);
/* The same for what is seen but not read aloud, since the text or the alternative beside it says it already: keys, small bars. A
 * paper shows it as any artifact; where pages flow it stands at its place in the text, hidden from screen readers. */
void khung__doc_aside(khung__doc *doc, bool on);
/* The numbers behind a figure, or behind a table of figures: rows × columns cells, the first row being heads. Outputs that can
 * show them do so beside the figure; paper does not. */
void khung__doc_data(khung__doc *doc, uint32_t element, const khung__str *cells, uint32_t columns, uint32_t rows);
/* Returns the bookmark's number, from 0. Order is that of the calls; a level may be at most one deeper than the one before. */
uint32_t khung__doc_bookmark(khung__doc *doc, uint32_t level, khung__str title, size_t page, double y);
/* A box that leads to a bookmark, which may be added later: the writer checks that it is there. */
void khung__doc_link(khung__doc *doc, size_t page, double x, double y, double w, double h, uint32_t bookmark);
/* The box of the document's one signature. */
void khung__doc_sign(khung__doc *doc, size_t page, double x, double y, double w, double h, khung__signature signature);
void khung__doc_attach(khung__doc *doc, khung__attachment attachment);
/* Names the item added last on that page (for dump and layout tests). */
void khung__doc_name(khung__doc *doc, size_t page, khung__str name);

/* An item at the end of the page, of the open element and with nothing drawn yet; NULL when the document has failed. The calls
 * below are made of it. */
khung__item *khung__doc_item(khung__doc *doc, size_t page, khung__item_kind kind);

/* ---- shapes ---- */
typedef struct khung__pen {
    khung__rgb fill, stroke;
    double width, dash_on, dash_off, alpha; /* alpha 0 counts as 1 */
    bool round;
} khung__pen; /* fill 0 is black: say KHUNG__NO_COLOUR for none. Lines ignore the fill. */
void khung__doc_line(khung__doc *doc, size_t page, double x1, double y1, double x2, double y2, khung__pen pen);
void khung__doc_rect(khung__doc *doc, size_t page, double x, double y, double w, double h, khung__pen pen);
void khung__doc_circle(khung__doc *doc, size_t page, double cx, double cy, double r, khung__pen pen); /* four Béziers */
void khung__doc_poly(khung__doc *doc, size_t page, const double (*points)[2], size_t n, bool closed, khung__pen pen);
void khung__doc_path(khung__doc *doc, size_t page, const khung__step *steps, size_t n, khung__pen pen);
/* A picture in that box; copied into the document. Stands in the open element, which should be a figure with an alternative. */
void khung__doc_image(khung__doc *doc, size_t page, double x, double y, double w, double h, const khung__picture *picture);
/* The drawn marks of visual.md in an 8 × 8 box at x,y scaled by s. */
typedef enum khung__mark { KHUNG__CHECK, KHUNG__CROSS, KHUNG__WARN, KHUNG__RING, KHUNG__DOT, KHUNG__HALF, KHUNG__UP, KHUNG__DOWN, KHUNG__BOX } khung__mark;
void khung__doc_mark(khung__doc *doc, size_t page, khung__mark mark, double x, double y, double s, khung__rgb colour);

/* ---- text ---- */
/* Advance of one code point in 1/1000 em; *face becomes KHUNG__SYMBOL where it lacks the character. A character that no face has
 * fails the document with KHUNG_NO_GLYPH; `text` is what the message quotes. The first call asks the fonts, later ones do not. */
int khung__doc_ask(khung__doc *doc, khung__face *face, int32_t code, khung__str text);
static inline int khung__doc_advance(khung__doc *doc, khung__face *face, int32_t code, khung__str text)
{
    int slot = khung__page_slot(code), known = slot < 0 ? 0 : doc->widths[*face][slot];
    return known > 0 ? known - 1 : khung__doc_ask(doc, face, code, text);
}
/* The text as it will be printed: NFC; tabs and (unless `lines`) newlines made spaces; marks without ink dropped (soft hyphen, zero
 * width space and joiners, direction marks, byte order mark). The input itself when nothing changes, else in the arena;
 * {NULL,0} when memory ends. */
khung__str khung__doc_clean(khung__doc *doc, khung__str text, bool lines);
/* Width of a text in that face and size; characters the face lacks are measured in KHUNG__SYMBOL. */
double khung__doc_width(khung__doc *doc, khung__str text, khung__face face, double size);
/* One line with its left end, centre or right end at x; y is the BASELINE. Tabs and newlines become spaces.
 * Splits runs by face where the symbol face is needed.
 * A character that no face has is KHUNG_NO_GLYPH with the code point named in the log. */
typedef enum khung__align { KHUNG__LEFT, KHUNG__CENTRE, KHUNG__RIGHT } khung__align;
void khung__doc_text(khung__doc *doc, size_t page, double x, double baseline, khung__str text, khung__style style, khung__align align);
/* Baseline of the first line in a line box whose top is `top`: top + (leading − 1.362 size)/2 + 1.069 size (visual.md). */
double khung__baseline(double top, khung__style style);

/* A paragraph: spans of one leading, broken at spaces; graphemes of an unbreakable word that is too wide; U+00A0 glues; the last
 * two words of the paragraph travel together (break rule for Vietnamese); '\n' ends a line. No text is ever dropped. */
typedef struct khung__span {
    khung__str text;
    khung__style style;
} khung__span;
typedef struct khung__fragment { /* a piece of one span on one line */
    khung__str text;
    khung__style style;
    double x, width; /* x from the paragraph's left edge */
    bool space_after; /* the line was broken at a space behind this piece */
    bool line_end;    /* … where the text says so */
    bool cut;         /* … within a word */
} khung__fragment;
typedef struct khung__textline {
    khung__fragment *fragments;
    size_t count;
    double width;
} khung__textline;
typedef struct khung__para {
    khung__textline *lines;
    size_t count;
    double leading, width; /* leading of every line; widest line */
} khung__para;
/* Lays the spans out in `width`; the result lies in the document's arena. Centred and right-aligned lines stand in [0, width].
 * Runs of spaces count as one; each '\n' begins a line with its own last two words. */
khung__para khung__doc_para(khung__doc *doc, const khung__span *spans, size_t n, double width, khung__align align);
/* The fewest lines, then the narrowest width that keeps that count (chart labels); alignment is still within `width`. */
khung__para khung__doc_balance(khung__doc *doc, const khung__span *spans, size_t n, double width, khung__align align);
/* How many lines from `from` on go where `room` points are free, the rest to the next page: never one line alone at the foot or at the
 * head of a page. 0: all of it goes to the next page. */
size_t khung__para_break(const khung__para *para, size_t from, double room);
/* Puts lines [from, to) of the paragraph with the top of the first at y; returns the height used. Everything on a line stands on
 * the baseline of its largest size. */
double khung__doc_put(khung__doc *doc, size_t page, double x, double y, const khung__para *para, size_t from, size_t to);

/* Notes which elements, and as spans which lines, are in the other one of vi and en, by their letters; those that say their language keep it.
 * To be called when all is drawn; outputs only look. */
void khung__doc_languages(khung__doc *doc);

/* ---- reading order: pages, then items; an element stands where its first item is, empty cells and rows in their place ---- */

/* What stands in an element: another element, or an item of a page. */
typedef struct khung__reading_kid {
    const khung__item *item; /* NULL: element */
    uint32_t element, page;  /* page: of the item */
    uint32_t next;           /* the next kid, 0 = none */
} khung__reading_kid;
typedef struct khung__reading_node {
    uint32_t first, last; /* kids; 0 = none */
    bool placed;
} khung__reading_node;
typedef struct khung__reading {
    const khung__doc *doc;
    bool whole; /* links and asides are kids too, and so are the shapes that have an element */
    khung__reading_node *nodes; /* one an element */
    khung__reading_kid *kids;   /* from 1 */
    size_t count;
} khung__reading;
/* Reads the document into `out`, whose doc and whole are set; in the arena. False when memory ends. */
bool khung__page_read(khung__reading *out, khung__arena *arena);
/* Whether a space belongs between two texts that follow each other: a line broken at a space, another line, or a gap wider than a
 * fifth of the letters' size. */
bool khung__page_apart(const khung__item *before, const khung__item *after);

#endif
