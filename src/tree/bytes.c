/* The first pass over a file: bytes that may not stand in it, and where comments begin. */
#include "tree/inside.h"

#include <string.h>

/* The quick test is a finite automaton run by shifts (see src/text/utf8.c): one load and one shift
 * a byte. What it accepts is UTF-8 without any byte-level error, and in NFC whatever piece of it is
 * taken; its code points are those that the quick test of text knows, so Vietnamese and English go
 * through. The rest is looked at again, slowly, with places. */
enum {
    START = 0,
    LOOK = 6, /* trap */
    ONE = 12, /* one continuation byte to come */
    AFTER_C2 = 18,
    AFTER_E1 = 24,
    AFTER_E2 = 30,
    AFTER_E2_80 = 36,
    AFTER_CR = 42
};
#define TO(from, next) ((uint64_t)(next) << (from))
#define TRAP                                                                                      \
    (TO(START, LOOK) | TO(LOOK, LOOK) | TO(ONE, LOOK) | TO(AFTER_C2, LOOK) | TO(AFTER_E1, LOOK) | \
     TO(AFTER_E2, LOOK) | TO(AFTER_E2_80, LOOK) | TO(AFTER_CR, LOOK))
/* `row` with the step from one state turned from the trap to `next`. */
#define AND(row, from, next) ((row) ^ TO(from, LOOK) ^ TO(from, next))
#define TEXT AND(TRAP, START, START)
#define FEED AND(TEXT, AFTER_CR, START)
#define RETURN AND(TRAP, START, AFTER_CR)
#define TAIL AND(TRAP, ONE, START)
#define LOW AND(TAIL, AFTER_E2_80, START)    /* third byte of U+2002 to 203F */
#define SIGN(row) AND(row, AFTER_E2, ONE)    /* second byte of U+2040–20BF, 2180–22FF, 2340–2ABF */
#define HIGH AND(LOW, AFTER_C2, START)       /* also second byte of U+00A1 to 00BF */
#define R2(x) x, x
#define R4(x) R2(x), R2(x)
#define R8(x) R4(x), R4(x)
#define R16(x) R8(x), R8(x)

static const uint64_t step[256] = {
    /* 00–1F: of the controls only LF and CR LF; tabs are looked at */
    R8(TRAP), R2(TRAP), FEED, R2(TRAP), RETURN, R2(TRAP), R16(TRAP),
    /* 20–7F */
    R16(TEXT), R16(TEXT), R16(TEXT), R16(TEXT), R16(TEXT), R8(TEXT), R4(TEXT), R2(TEXT), TEXT, TRAP,
    /* 80, 81: U+2000 and 2001 change under NFC */
    AND(TAIL, AFTER_E2, AFTER_E2_80), SIGN(TAIL),
    /* 82–85 */
    SIGN(LOW), LOW, R2(LOW),
    /* 86–8B, 8C with U+2329, 8D–8F */
    R4(SIGN(LOW)), R2(SIGN(LOW)), LOW, R2(SIGN(LOW)), SIGN(LOW),
    /* 90–9F */
    R16(SIGN(LOW)),
    /* A0: C2 A0 is the no-break space; A1–A7 */
    SIGN(LOW), R4(SIGN(HIGH)), R2(SIGN(HIGH)), SIGN(HIGH),
    /* A8, A9: E2 80 A8 and A9 are separators; AA; AB with U+2ADC; AC–AF */
    R2(SIGN(AND(TAIL, AFTER_C2, START))), SIGN(HIGH), HIGH, R4(HIGH),
    /* B0–B7, B8–BB with U+1E00–1EFF, BC–BF */
    R8(HIGH), R4(AND(HIGH, AFTER_E1, ONE)), R4(HIGH),
    /* C0–CF: U+0080 to 02FF */
    R2(TRAP), AND(TRAP, START, AFTER_C2), AND(TRAP, START, ONE), R8(AND(TRAP, START, ONE)),
    R4(TRAP),
    /* D0–FF */
    R16(TRAP), TRAP, AND(TRAP, START, AFTER_E1), AND(TRAP, START, AFTER_E2), TRAP, R4(TRAP),
    R8(TRAP), R16(TRAP)};

static bool clean(const char *from, const char *to)
{
    const unsigned char *p = (const unsigned char *)from, *end = (const unsigned char *)to;
    uint64_t state = START;
    for (; end - p >= 4; p += 4) {
        state = step[p[0]] >> (state & 63);
        state = step[p[1]] >> (state & 63);
        state = step[p[2]] >> (state & 63);
        state = step[p[3]] >> (state & 63);
    }
    for (; p < end; p++)
        state = step[*p] >> (state & 63);
    return (state & 63) == START;
}

/* ---- the slow look ---- */

typedef struct look {
    const khung__source *source;
    khung_log *log;
    const char *p, *end;
    uint32_t line, column;
    bool indent; /* nothing but blanks on this line so far */
    khung_status status;
} look;

static void report(look *l, khung__diag_id id, uint32_t length, khung__str arg)
{
    khung__at at = {l->source, l->line, l->column, length};
    khung_status status = KHUNG__DIAG(l->log, id, at, arg);
    if (l->status == KHUNG_OK || status == KHUNG_NO_MEMORY)
        l->status = status;
}

/* `U+0085`; by hand, since a broken file may have millions. */
static khung__str code_name(char out[8], int32_t code)
{
    static const char hex[] = "0123456789ABCDEF";
    memcpy(out, "U+", 2);
    for (int i = 0; i < 4; i++)
        out[2 + i] = hex[code >> (12 - 4 * i) & 15];
    return (khung__str){out, 6};
}

static void report_code(look *l, khung__diag_id id, int32_t code)
{
    char name[8];
    report(l, id, 1, code_name(name, code));
}

/* Reports a run of bytes that are no UTF-8 as one error; *p stands behind the first. */
static void look_broken(look *l)
{
    static const char hex[] = "0123456789ABCDEF";
    unsigned char first = (unsigned char)l->p[-1];
    uint32_t length = 1;
    while (l->p < l->end) {
        const char *next = l->p;
        if (khung__utf8_next(&next, l->end) >= 0)
            break;
        l->p = next;
        length++;
    }
    report(l, KHUNG__D_BAD_UTF8, length,
           (khung__str){(char[]){'0', 'x', hex[first >> 4], hex[first & 15]}, 4});
    l->column += length - 1;
}

static void look_control(look *l, int32_t code)
{
    if (code == '\t') {
        if (l->indent)
            report(l, KHUNG__D_TAB_INDENT, 1, (khung__str){0});
    } else if (code == '\r') {
        if (l->p == l->end || *l->p != '\n')
            report(l, KHUNG__D_LONE_CR, 1, (khung__str){0});
    } else if (code == 0) {
        report(l, KHUNG__D_NUL, 1, (khung__str){0});
    } else {
        report_code(l, KHUNG__D_CONTROL, code);
    }
}

static void look_beyond_ascii(look *l, int32_t code, char before)
{
    if (code == 0x85 || code == 0x2028 || code == 0x2029)
        report_code(l, KHUNG__D_SEPARATOR, code);
    else if (code == 0xA0 && (before == ':' || before == '-'))
        report(l, KHUNG__D_NO_BREAK_SPACE, 1, (khung__str){before == ':' ? ":" : "-", 1});
    else if (code < 0xA0 || code == 0xFFFE || code == 0xFFFF)
        report_code(l, KHUNG__D_CONTROL, code);
    else if (code == 0xFEFF)
        report(l, KHUNG__D_STRAY_BOM, 1, (khung__str){0});
}

/* Looks at one code point and moves behind it. */
static void look_one(look *l)
{
    const char *from = l->p;
    int32_t code = khung__utf8_next(&l->p, l->end);
    if (code == '\n') {
        l->line++;
        l->column = 1;
        l->indent = true;
        return;
    }
    if (code < 0)
        look_broken(l);
    else if (code < 0x20 || code == 0x7F)
        look_control(l, code);
    else if (code >= 0x80)
        look_beyond_ascii(l, code, from > l->source->bytes.s ? from[-1] : '\0');
    l->indent = l->indent && code == ' ';
    l->column++;
}

/* UTF-16, as some editors of Windows save by "Unicode": by its mark or by the zero half of the
 * first character. */
static bool looks_utf16(khung__str s)
{
    if (s.n < 2)
        return false;
    unsigned char a = (unsigned char)s.s[0], b = (unsigned char)s.s[1];
    return (a == 0xFF && b == 0xFE) || (a == 0xFE && b == 0xFF) ||
           (s.n % 2 == 0 && (a == 0) != (b == 0));
}

/* Blocks of whole lines are tested and, where that fails, looked at by themselves: one rare
 * character costs one block. */
static const char *block_end(const char *from, const char *end)
{
    enum { BLOCK = 4096 };
    if (end - from <= BLOCK)
        return end;
    const char *feed = memchr(from + BLOCK, '\n', (size_t)(end - from - BLOCK));
    return feed ? feed + 1 : end;
}

static uint32_t count_lines(const char *from, const char *to)
{
    uint32_t lines = 0;
    while ((from = memchr(from, '\n', (size_t)(to - from)))) {
        from++;
        lines++;
    }
    return lines;
}

/* Looks at whole lines; l->line is the first of them, and becomes the one behind. */
static void look_block(look *l, const char *from, const char *to)
{
    l->p = from;
    l->column = 1;
    l->indent = true;
    while (l->p < to && l->status != KHUNG_NO_MEMORY)
        look_one(l);
}

size_t khung__tree_bom(khung__str bytes)
{
    return bytes.n >= 3 && memcmp(bytes.s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

khung_status khung__tree_bytes(const khung__source *source, bool *nfc, khung_log *log)
{
    khung__str bytes = source->bytes;
    size_t bom = khung__tree_bom(bytes);
    look l = {
        .source = source, .log = log, .p = bytes.s + bom, .end = bytes.s + bytes.n, .line = 1};
    const char *seen = l.p; /* l.line is the line of this place */
    *nfc = true;
    if (looks_utf16(bytes)) {
        l.line = 0;
        report(&l, KHUNG__D_UTF16, 0, (khung__str){0});
        return l.status;
    }
    while (l.p < l.end && l.status != KHUNG_NO_MEMORY) {
        const char *from = l.p, *to = block_end(from, l.end);
        l.p = to;
        if (clean(from, to))
            continue;
        *nfc = *nfc && khung__text_is_nfc_quick((khung__str){from, (size_t)(to - from)});
        l.line += count_lines(seen, from);
        look_block(&l, from, to);
        seen = to;
    }
    return l.status;
}

/* ---- comments ---- */

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Moves line and column forward to `offset`. */
static void count_to(khung__tree_comments *c, size_t offset)
{
    const char *p = c->bytes.s + c->counted, *end = c->bytes.s + offset;
    const char *feed;
    while ((feed = memchr(p, '\n', (size_t)(end - p)))) {
        c->line++;
        c->column = 1;
        p = feed + 1;
    }
    for (; p < end; p++)
        c->column += ((unsigned char)*p & 0xC0) != 0x80;
    c->counted = offset;
}

/* Finds the next `#` behind blanks behind content. */
static void find_comment(khung__tree_comments *c)
{
    const char *s = c->bytes.s;
    for (;;) {
        const char *found = memchr(s + c->from, '#', c->bytes.n - c->from);
        if (!found) {
            c->done = true;
            return;
        }
        size_t at = (size_t)(found - s), start = at;
        size_t least = c->from;
        c->from = at + 1;
        while (start > least && blank(s[start - 1]))
            start--;
        if (start == at || start == least || s[start - 1] == '\n')
            continue;
        bool spaced =
            at + 1 == c->bytes.n || blank(s[at + 1]) || s[at + 1] == '\r' || s[at + 1] == '\n';
        c->deliberate = at - start >= 2 && spaced;
        count_to(c, start);
        c->at_line = c->line;
        c->at_column = c->column;
        return;
    }
}

bool khung__tree_comment_at(khung__tree_comments *c, uint32_t line, uint32_t column)
{
    while (!c->done && (c->at_line < line || (c->at_line == line && c->at_column < column)))
        find_comment(c);
    return !c->done && c->at_line == line && c->at_column == column && !c->deliberate;
}
