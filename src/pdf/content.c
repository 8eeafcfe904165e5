/* pdf/content: pages as content streams. State is tracked so that each operator is written only when it changes something; y is
 * turned once, in whole hundredths of a point, so that relative moves never drift. Every piece stands in marked content: of its
 * structure element, or artifact. */
#include "inside.h"

#include <string.h>

/* What the graphics state of the page is at this point of the stream. */
typedef struct state {
    khung__writer *w;
    uint32_t page;
    int64_t height;             /* of the page */
    khung__rgb fill, stroke;
    int64_t line, dash_on, dash_off;
    bool round;
    int alpha;                  /* thousandths */
    int face;                   /* -1 = none yet */
    int64_t size, text_x, text_y; /* of the last Td in this text object */
    bool in_text;
    enum { NO_MARK, OUTSIDE, INSIDE } mark; /* open marked content, round text objects or inside one */
    uint32_t element;
} state;

enum { HUNDRED = 100 };

int64_t khung__pdf_units(khung__writer *w, double v)
{
    if (!(v > -1e6 && v < 1e6)) {
        khung__pdf_fail(w, KHUNG_INTERNAL, "a length on a page is not a number");
        return 0;
    }
    return (int64_t)(v * HUNDRED + (v < 0 ? -0.5 : 0.5));
}

size_t khung__pdf_hundredths(char *out, int64_t value)
{
    char *p = out;
    uint64_t v = value < 0 ? (uint64_t)-value : (uint64_t)value;
    uint32_t part = (uint32_t)(v % HUNDRED), whole = (uint32_t)(v / HUNDRED); /* khung__pdf_units lets nothing longer through */
    if (value < 0) *p++ = '-';
    if (whole || !part) p = khung__pdf_put_number(p, whole);
    if (part) {
        *p++ = '.';
        *p++ = (char)('0' + part / 10);
        if (part % 10) *p++ = (char)('0' + part % 10);
    }
    return (size_t)(p - out);
}

/* Numbers and an operator: "12 3.5 l\n". */
static void operation(khung__buf *b, const int64_t *numbers, size_t n, const char *name)
{
    char *start = khung__pdf_room(b, KHUNG__ROOM), *p = start;
    if (!p) return;
    for (size_t i = 0; i < n; i++) {
        p += khung__pdf_hundredths(p, numbers[i]);
        *p++ = ' ';
    }
    while (*name) *p++ = *name++;
    *p++ = '\n';
    b->n += (size_t)(p - start);
}

/* ---- marked content ---- */

static void put(state *s, const char *bytes, size_t n)
{
    khung__buf_add(&s->w->text, bytes, n);
}
#define WRITE(s, literal) put((s), (literal), sizeof(literal) - 1)

/* Ends the marked content; one inside a text object leaves that open, since what follows is mostly text again and can move on
 * from here by small steps that repeat themselves. */
static void end_mark(state *s)
{
    if (s->mark == OUTSIDE && s->in_text) {
        WRITE(s, "ET\n");
        s->in_text = false;
    }
    if (s->mark != NO_MARK) WRITE(s, "EMC\n");
    s->mark = NO_MARK;
}

static void end_text(state *s)
{
    if (s->mark == INSIDE) end_mark(s);
    if (s->in_text) WRITE(s, "ET\n");
    s->in_text = false;
}

static void begin_text(state *s)
{
    if (s->in_text) return;
    WRITE(s, "BT\n");
    s->in_text = true;
    s->text_x = s->text_y = 0;
}

/* Whether the items from `i` on that belong to one element are nothing but text. */
static bool only_text(const khung__page *page, size_t i)
{
    for (uint32_t element = page->items[i].element; i < page->count && page->items[i].element == element; i++)
        if (page->items[i].kind == KHUNG__PATH || page->items[i].kind == KHUNG__IMAGE) return false;
    return true;
}

static void begin_mark(state *s, const khung__item *item)
{
    khung__writer *w = s->w;
    if (s->mark != NO_MARK && s->element == item->element) return;
    end_mark(s);
    const khung__page *page = &w->doc->pages[s->page];
    bool inside = only_text(page, (size_t)(item - page->items));
    if (inside) {
        begin_text(s);
    } else {
        end_text(s);
    }
    if (item->element == 0) {
        WRITE(s, "/Artifact BMC\n");
    } else if (khung__structure_mark(w, s->page, item->element)) {
        const char *name = khung__structure_name(w->doc->elements[item->element].tag);
        char *p = khung__pdf_room(&w->text, KHUNG__ROOM);
        if (!p) return;
        p = PUT(p, "/");
        p = khung__pdf_put(p, name, strlen(name));
        p = PUT(p, "<</MCID ");
        p = khung__pdf_put_number(p, w->sheets[s->page].marks - 1);
        khung__pdf_wrote(&w->text, PUT(p, ">>BDC\n"));
    }
    s->mark = inside ? INSIDE : OUTSIDE;
    s->element = item->element;
}

/* ---- state ---- */

/* A component as a decimal of three digits: ".106". */
static char *component(char *p, unsigned value)
{
    unsigned thousandths = (value * 1000 + 127) / 255;
    if (thousandths == 0 || thousandths == 1000) {
        *p++ = thousandths ? '1' : '0';
        return p;
    }
    char digits[3] = {(char)('0' + thousandths / 100), (char)('0' + thousandths / 10 % 10), (char)('0' + thousandths % 10)};
    int n = digits[2] != '0' ? 3 : digits[1] != '0' ? 2 : 1;
    *p++ = '.';
    memcpy(p, digits, (size_t)n);
    return p + n;
}

static void set_colour(khung__buf *b, khung__rgb colour, const char *grey, const char *rgb)
{
    char *start = khung__pdf_room(b, KHUNG__ROOM), *p = start;
    if (!p) return;
    unsigned part[3] = {colour >> 16 & 255, colour >> 8 & 255, colour & 255};
    bool is_grey = part[0] == part[1] && part[1] == part[2];
    for (int i = 0; i < (is_grey ? 1 : 3); i++) {
        p = component(p, part[i]);
        *p++ = ' ';
    }
    for (const char *name = is_grey ? grey : rgb; *name;) *p++ = *name++;
    *p++ = '\n';
    b->n += (size_t)(p - start);
}

static void set_fill(state *s, khung__rgb colour)
{
    if (s->fill == colour) return;
    set_colour(&s->w->text, colour, "g", "rg");
    s->fill = colour;
}

/* What a colour at that strength looks like on white: for the archive, which knows no transparency. */
static khung__rgb on_white(khung__rgb colour, double alpha)
{
    khung__rgb out = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double part = (double)(colour >> shift & 255);
        out |= (khung__rgb)(255 - (255 - part) * alpha + 0.5) << shift;
    }
    return out;
}

static void set_alpha(state *s, double alpha)
{
    khung__writer *w = s->w;
    int thousandths = alpha >= 1 ? 1000 : alpha <= 0 ? 0 : (int)(alpha * 1000 + 0.5);
    if (s->alpha == thousandths) return;
    size_t i = 0;
    while (i < w->alpha_count && w->alphas[i] != thousandths) i++;
    if (i == KHUNG__ALPHAS) {
        khung__pdf_fail(w, KHUNG_TOO_LARGE, NULL);
        return;
    }
    if (i == w->alpha_count) w->alphas[w->alpha_count++] = thousandths;
    khung__buf_z(&w->text, "/G");
    khung__buf_int(&w->text, thousandths);
    khung__buf_z(&w->text, " gs\n");
    s->alpha = thousandths;
}

static void set_pen(state *s, const khung__item *item)
{
    khung__writer *w = s->w;
    int64_t line = khung__pdf_units(w, item->stroke_width), on = khung__pdf_units(w, item->dash_on), off = khung__pdf_units(w, item->dash_off);
    if (s->stroke != item->stroke) set_colour(&w->text, item->stroke, "G", "RG");
    s->stroke = item->stroke;
    if (s->line != line) operation(&w->text, &line, 1, "w");
    s->line = line;
    if (s->round != item->cap_round) khung__buf_z(&w->text, item->cap_round ? "1 J 1 j\n" : "0 J 0 j\n");
    s->round = item->cap_round;
    if (on <= 0) on = off = 0;
    if (s->dash_on == on && s->dash_off == off) return;
    if (on > 0) {
        char pattern[64] = "[", *p = pattern + 1;
        p += khung__pdf_hundredths(p, on);
        *p++ = ' ';
        p += khung__pdf_hundredths(p, off);
        memcpy(p, "]0 d\n", 6);
        khung__buf_z(&w->text, pattern);
    } else {
        khung__buf_z(&w->text, "[]0 d\n");
    }
    s->dash_on = on;
    s->dash_off = off;
}

/* ---- shapes ---- */

/* A rectangle drawn the usual way round is one operator instead of five. */
static bool write_rectangle(state *s, const khung__item *item)
{
    const khung__step *p = item->steps;
    if (item->step_count != 5 || p[0].op != 'm' || p[1].op != 'l' || p[2].op != 'l' || p[3].op != 'l' || p[4].op != 'z') return false;
    if (p[0].y != p[1].y || p[1].x != p[2].x || p[2].y != p[3].y || p[3].x != p[0].x) return false;
    khung__writer *w = s->w;
    int64_t x = khung__pdf_units(w, p[0].x), y = s->height - khung__pdf_units(w, p[0].y);
    int64_t box[4] = {x, y, khung__pdf_units(w, p[2].x) - x, s->height - khung__pdf_units(w, p[2].y) - y};
    if (box[3] < 0) {
        box[1] += box[3];
        box[3] = -box[3];
    }
    operation(&w->text, box, 4, "re");
    return true;
}

static void write_steps(state *s, const khung__item *item)
{
    khung__writer *w = s->w;
    for (size_t i = 0; i < item->step_count; i++) {
        const khung__step *p = &item->steps[i];
        if (p->op == 'z') {
            khung__buf_z(&w->text, "h\n");
            continue;
        }
        int64_t n[6];
        size_t count = 0;
        if (p->op == 'c') {
            n[0] = khung__pdf_units(w, p->x1);
            n[1] = s->height - khung__pdf_units(w, p->y1);
            n[2] = khung__pdf_units(w, p->x2);
            n[3] = s->height - khung__pdf_units(w, p->y2);
            count = 4;
        }
        n[count] = khung__pdf_units(w, p->x);
        n[count + 1] = s->height - khung__pdf_units(w, p->y);
        operation(&w->text, n, count + 2, p->op == 'm' ? "m" : p->op == 'l' ? "l" : "c");
    }
}

static void write_path(state *s, const khung__item *item)
{
    khung__writer *w = s->w;
    bool fill = item->fill != KHUNG__NO_COLOUR, stroke = item->stroke != KHUNG__NO_COLOUR && item->stroke_width > 0;
    if (item->step_count == 0 || (!fill && !stroke)) return;
    begin_mark(s, item);
    if (s->in_text) WRITE(s, "ET\n");
    s->in_text = false;
    if (fill) set_fill(s, w->archive ? on_white(item->fill, item->fill_alpha) : item->fill);
    if (!w->archive) set_alpha(s, fill ? item->fill_alpha : 1);
    if (stroke) set_pen(s, item);
    if (!write_rectangle(s, item)) write_steps(s, item);
    khung__buf_z(&w->text, fill && stroke ? "B\n" : fill ? "f\n" : "S\n");
}

/* ---- text ---- */

/* CIDs are written as two bytes of a literal string; those with bytes that need a backslash are left out. */
static bool needs_escape(unsigned byte)
{
    return byte == '(' || byte == ')' || byte == '\\' || byte == '\r' || byte == '\n';
}

static size_t add_character(khung__writer *w, int32_t code)
{
    for (;;) {
        if (!khung__pdf_grow(w, (void **)&w->characters, &w->character_cap, w->character_count, sizeof *w->characters)) return 0;
        size_t cid = w->character_count++;
        bool usable = cid > 0 && !needs_escape((unsigned)cid & 255) && !needs_escape((unsigned)cid >> 8);
        w->characters[cid] = (khung__character){.code = usable ? code : -1};
        if (cid >= 0xFFFF) khung__pdf_fail(w, KHUNG_TOO_LARGE, NULL);
        if (usable) return cid;
    }
}

/* Characters outside the table are few: they are searched from the last added on. */
static size_t find_character(const khung__writer *w, int32_t code)
{
    for (size_t i = w->character_count; i-- > 1;)
        if (w->characters[i].code == code) return i;
    return 0;
}

static size_t cid_of(khung__writer *w, int32_t code, unsigned face)
{
    int slot = khung__page_slot(code);
    size_t cid = slot >= 0 ? w->cids[slot] : find_character(w, code);
    if (cid == 0) cid = add_character(w, code);
    if (cid == 0) return 0;
    if (slot >= 0) w->cids[slot] = (uint16_t)cid;
    w->characters[cid].faces |= (uint8_t)(1u << face);
    return cid;
}

/* A literal string in pieces that fit `room`. */
static void write_string(state *s, khung__str text, unsigned face, bool space_after)
{
    khung__buf *b = &s->w->text;
    const char *from = text.s, *end = text.s + text.n;
    khung__buf_char(b, '(');
    while (from < end || space_after) {
        char *start = khung__pdf_room(b, KHUNG__ROOM), *p = start;
        if (!p) return;
        while ((from < end || space_after) && p - start < KHUNG__ROOM - 4) {
            int32_t code = ' ';
            if (from < end) {
                code = khung__utf8_next(&from, end);
            } else {
                space_after = false;
            }
            size_t cid = cid_of(s->w, code, face);
            *p++ = (char)(cid >> 8);
            *p++ = (char)(cid & 255);
        }
        b->n += (size_t)(p - start);
    }
    khung__buf_z(b, ")Tj\n");
}

static void write_text(state *s, const khung__item *item)
{
    khung__writer *w = s->w;
    if (item->text.n == 0) return;
    begin_mark(s, item);
    begin_text(s);
    set_fill(s, item->fill);
    set_alpha(s, 1);
    int64_t size = khung__pdf_units(w, item->size);
    if (s->face != item->face || s->size != size) {
        char name[8] = {'/', 'F', (char)('0' + item->face), ' ', 0};
        khung__buf_z(&w->text, name);
        operation(&w->text, &size, 1, "Tf");
        s->face = item->face;
        s->size = size;
    }
    int64_t x = khung__pdf_units(w, item->x), y = s->height - khung__pdf_units(w, item->y);
    int64_t move[2] = {x - s->text_x, y - s->text_y};
    operation(&w->text, move, 2, "Td");
    s->text_x = x;
    s->text_y = y;
    write_string(s, item->text, item->face, item->space_after);
}

/* ---- pictures ---- */

static void write_image(state *s, const khung__item *item)
{
    khung__writer *w = s->w;
    int number = khung__pdf_image(w, item->picture);
    if (number < 0) return;
    begin_mark(s, item);
    WRITE(s, "q\n");
    int64_t width = khung__pdf_units(w, item->width), height = khung__pdf_units(w, item->height);
    int64_t matrix[] = {width, 0, 0, height, khung__pdf_units(w, item->x), s->height - khung__pdf_units(w, item->y) - height};
    operation(&w->text, matrix, 6, "cm");
    khung__buf_printf(&w->text, "/I%d Do\nQ\n", number);
}

/* ---- pages ---- */

static bool write_page(khung__writer *w, uint32_t number)
{
    const khung__page *page = &w->doc->pages[number];
    state s = {.w = w, .page = number, .line = HUNDRED, .alpha = 1000, .face = -1};
    s.height = khung__pdf_units(w, page->height);
    if (s.height <= 0 || khung__pdf_units(w, page->width) <= 0) return khung__pdf_fail(w, KHUNG_BAD_CALL, NULL);
    w->text.n = 0;
    w->sheets[number].first_mark = (uint32_t)w->mark_count;
    w->sheets[number].first_link = (uint32_t)w->link_count;
    for (size_t i = 0; i < page->count && w->status == KHUNG_OK; i++) {
        const khung__item *item = &page->items[i];
        switch (item->kind) {
        case KHUNG__TEXT: write_text(&s, item); break;
        case KHUNG__PATH: write_path(&s, item); break;
        case KHUNG__IMAGE: write_image(&s, item); break;
        default: khung__structure_link(w, number, item); break;
        }
    }
    end_mark(&s);
    end_text(&s);
    if (w->text.failed) khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    if (w->status != KHUNG_OK) return false;
    w->sheets[number].content = khung__pdf_stream(w, w->text.s, w->text.n, true);
    return w->sheets[number].content != NULL;
}

bool khung__pdf_contents(khung__writer *w)
{
    w->sheets = khung__arena_alloc(&w->arena, w->doc->page_count * sizeof *w->sheets);
    if (!w->sheets) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    if (!khung__structure_start(w)) return false;
    if (!khung__pdf_grow(w, (void **)&w->characters, &w->character_cap, 0, sizeof *w->characters)) return false;
    w->characters[0] = (khung__character){.code = -1};
    w->character_count = 1;
    for (size_t i = 0; i < w->doc->page_count; i++)
        if (!write_page(w, (uint32_t)i)) return false;
    return khung__structure_end(w);
}
