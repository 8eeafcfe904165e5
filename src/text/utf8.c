/* UTF-8, NFC and what follows from them: widths, distances, slugs. The Unicode tables are
 * utf8proc's. */
#include "text.h"

#include <string.h>
#include <utf8proc.h>

/* How many continuation bytes follow a lead byte, and the least code point of that length; -1 for
 * what cannot lead. */
static int tail_length(unsigned char lead, int32_t *least, int32_t *bits)
{
    if (lead >= 0xC2 && lead < 0xE0) {
        *least = 0x80;
        *bits = lead & 0x1F;
        return 1;
    }
    if (lead >= 0xE0 && lead < 0xF0) {
        *least = 0x800;
        *bits = lead & 0x0F;
        return 2;
    }
    if (lead >= 0xF0 && lead < 0xF5) {
        *least = 0x10000;
        *bits = lead & 0x07;
        return 3;
    }
    return -1;
}

int32_t khung__utf8_beyond(const char **p, const char *end)
{
    const unsigned char *s = (const unsigned char *)*p;
    unsigned char lead = *s;
    (*p)++;
    if (lead >= 0xE1 && lead < 0xED && end - *p >= 2 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80) { /* most of Vietnamese */
        *p += 2;
        return (lead & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F);
    }
    int32_t least, code;
    int tail = tail_length(lead, &least, &code);
    if (tail < 0 || end - *p < tail)
        return -1;
    for (int i = 1; i <= tail; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return -1;
        code = code << 6 | (s[i] & 0x3F);
    }
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return -1;
    *p += tail;
    return code;
}

size_t khung__utf8_put(char out[4], int32_t code)
{
    return (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)out);
}

/* Where a text ends; nothing is added to the NULL of an absent one. */
static const char *end_of(khung__str s)
{
    return s.n ? s.s + s.n : s.s;
}

size_t khung__utf8_count(khung__str s)
{
    size_t count = 0;
    const char *p = s.s, *end = end_of(s);
    while (p < end) {
        khung__utf8_next(&p, end);
        count++;
    }
    return count;
}

int khung__utf8_width(int32_t code)
{
    if (code < 0)
        return 1;
    utf8proc_category_t category = utf8proc_category(code);
    if (category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME ||
        category == UTF8PROC_CATEGORY_CF)
        return 0;
    return utf8proc_charwidth(code) == 2 ? 2 : 1;
}

/* ---- NFC ---- */

/* The quick test is a finite automaton run by shifts: each byte has a word that holds, for every
 * state, the next state in six bits at the place of the old one, so a step is one load and one
 * shift, without branches to mispredict. A state is the position of its bits. It accepts sequences
 * of code points that all are starters, unchanged by NFC and never the second half of a
 * composition; the unit test proves that of each code point by utf8proc's tables. */
enum {
    START = 0,   /* between code points */
    LOOK = 6,    /* trap: look closer */
    ONE = 12,    /* any one continuation byte ends the code point */
    AFTER_E1 = 18,
    AFTER_E2 = 24,
    AFTER_E2_80 = 30
};
#define TO(from, next) ((uint64_t)(next) << (from))

/* What every byte does in every state but the ones its own row names: into the trap. */
#define TRAP                                                                                      \
    (TO(START, LOOK) | TO(LOOK, LOOK) | TO(ONE, LOOK) | TO(AFTER_E1, LOOK) | TO(AFTER_E2, LOOK) | \
     TO(AFTER_E2_80, LOOK))
#define ROW(from, next) (TRAP ^ TO(from, LOOK) ^ TO(from, next))
#define ROW2(from, next, from2, next2) (ROW(from, next) ^ TO(from2, LOOK) ^ TO(from2, next2))
#define ASCII ROW(START, START)
#define TAIL ROW(ONE, START)
/* Third byte of U+2002 to U+203F, too; U+2000 and U+2001 change under NFC. */
#define TAIL_OF_2000 ROW2(ONE, START, AFTER_E2_80, START)
/* Second byte of U+2040–20BF, 2180–22FF and 2340–2ABF, too. */
#define TAIL_OF_SIGNS (TAIL_OF_2000 ^ TO(AFTER_E2, LOOK) ^ TO(AFTER_E2, ONE))
#define R4(x) x, x, x, x
#define R8(x) R4(x), R4(x)
#define R16(x) R8(x), R8(x)

static const uint64_t nfc_step[256] = {
    R16(ASCII), R16(ASCII), R16(ASCII), R16(ASCII), R16(ASCII), R16(ASCII), R16(ASCII), R16(ASCII),
    /* 80 */ ROW2(ONE, START, AFTER_E2, AFTER_E2_80),
    /* 81 U+2040–207F */ (TAIL ^ TO(AFTER_E2, LOOK) ^ TO(AFTER_E2, ONE)),
    /* 82 U+2080–20BF */ TAIL_OF_SIGNS,
    /* 83 */ TAIL_OF_2000,
    /* 84, 85 */ TAIL_OF_2000, TAIL_OF_2000,
    /* 86–8B U+2180–22FF */ TAIL_OF_SIGNS, TAIL_OF_SIGNS, TAIL_OF_SIGNS, TAIL_OF_SIGNS,
    TAIL_OF_SIGNS, TAIL_OF_SIGNS,
    /* 8C holds U+2329 */ TAIL_OF_2000,
    /* 8D–8F */ TAIL_OF_SIGNS, TAIL_OF_SIGNS, TAIL_OF_SIGNS,
    /* 90–9F */ R16(TAIL_OF_SIGNS),
    /* A0–AA */ R8(TAIL_OF_SIGNS), TAIL_OF_SIGNS, TAIL_OF_SIGNS, TAIL_OF_SIGNS,
    /* AB holds U+2ADC */ TAIL_OF_2000,
    /* AC–AF */ R4(TAIL_OF_2000),
    /* B0–B7 */ R8(TAIL_OF_2000),
    /* B8–BB U+1E00–1EFF: Vietnamese */
    R4((TAIL_OF_2000 ^ TO(AFTER_E1, LOOK) ^ TO(AFTER_E1, ONE))),
    /* BC–BF */ R4(TAIL_OF_2000),
    /* C0, C1 */ TRAP, TRAP,
    /* C2–CB U+0080–02FF */ ROW(START, ONE), ROW(START, ONE), R8(ROW(START, ONE)),
    /* CC–CF */ R4(TRAP),
    /* D0–DF */ R16(TRAP),
    /* E0, E1, E2 */ TRAP, ROW(START, AFTER_E1), ROW(START, AFTER_E2),
    /* E3–EF */ TRAP, R4(TRAP), R8(TRAP),
    /* F0–FF */ R16(TRAP)};

bool khung__text_is_nfc_quick(khung__str s)
{
    uint64_t state = START;
    for (size_t i = 0; i < s.n; i++)
        state = nfc_step[(unsigned char)s.s[i]] >> (state & 63);
    return (state & 63) == START;
}

static int class_of(int32_t code)
{
    return utf8proc_get_property(code)->combining_class;
}

/* Sorts a run of combining marks by class, keeping the order within a class. Short runs by
 * insertion; long ones, which only an attack has, by counting, so that the work stays linear. */
static void order_run(int32_t *run, size_t n, int32_t *spare)
{
    size_t start[257] = {0};
    if (n <= 32) {
        for (size_t i = 1; i < n; i++)
            for (size_t j = i; j > 0 && class_of(run[j - 1]) > class_of(run[j]); j--) {
                int32_t held = run[j];
                run[j] = run[j - 1];
                run[j - 1] = held;
            }
        return;
    }
    for (size_t i = 0; i < n; i++)
        start[class_of(run[i]) + 1]++;
    for (size_t c = 1; c < 257; c++)
        start[c] += start[c - 1];
    for (size_t i = 0; i < n; i++)
        spare[start[class_of(run[i])]++] = run[i];
    memcpy(run, spare, n * sizeof *run);
}

static void order_marks(int32_t *code, size_t n, int32_t *spare)
{
    for (size_t i = 0; i < n; i++) {
        size_t from = i;
        while (i < n && class_of(code[i]) != 0)
            i++;
        order_run(code + from, i - from, spare);
    }
}

/* Decomposes into `code`, which has room for `most`; returns how many there are (more than `most`
 * when it is too small). */
static size_t decompose(khung__str in, int32_t *code, size_t most)
{
    const char *p = in.s, *end = in.s + in.n;
    size_t n = 0;
    while (p < end) {
        int32_t part[32];
        int boundary = 0;
        int32_t c = khung__utf8_next(&p, end);
        utf8proc_ssize_t parts = utf8proc_decompose_char(
            c < 0 ? 0xFFFD : c, part, 32, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, &boundary);
        for (utf8proc_ssize_t i = 0; i < parts && i < 32; i++, n++)
            if (n < most)
                code[n] = part[i];
    }
    return n;
}

bool khung__text_nfc(khung__arena *arena, khung__str in, khung__str *out)
{
    if (khung__text_is_nfc_quick(in)) {
        *out = in;
        return true;
    }
    size_t n = decompose(in, NULL, 0);
    /* One more, since reencode writes a NUL; twice, for the spare half of order_marks. */
    int32_t *code = khung__alloc((n + 1) * 2 * sizeof *code);
    if (!code)
        return false;
    decompose(in, code, n);
    order_marks(code, n, code + n + 1);
    utf8proc_ssize_t size =
        utf8proc_reencode(code, (utf8proc_ssize_t)n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    khung__str made = {(const char *)code, size < 0 ? 0 : (size_t)size};
    if (khung__str_eq(made, in)) {
        *out = in;
    } else {
        made = khung__str_copy(arena, made);
        if (made.s)
            *out = made;
    }
    khung__free(code);
    return made.s != NULL;
}

/* ---- words ---- */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

khung__str khung__text_trim(khung__str s)
{
    while (s.n && is_blank(s.s[s.n - 1]))
        s.n--;
    while (s.n && is_blank(s.s[0])) {
        s.s++;
        s.n--;
    }
    return s;
}

enum { MOST_CHARACTERS = 64 };

/* The code points of `s`, ASCII capitals made small; MOST_CHARACTERS + 1 when there are more. */
static size_t spell(khung__str s, int32_t out[MOST_CHARACTERS])
{
    const char *p = s.s, *end = end_of(s);
    size_t n = 0;
    while (p < end) {
        int32_t c = khung__utf8_next(&p, end);
        if (n == MOST_CHARACTERS)
            return MOST_CHARACTERS + 1;
        out[n++] = c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    return n;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned khung__text_distance(khung__str a, khung__str b, unsigned most)
{
    int32_t x[MOST_CHARACTERS], y[MOST_CHARACTERS];
    size_t n = spell(a, x), m = spell(b, y);
    if (n > MOST_CHARACTERS || m > MOST_CHARACTERS || (n > m ? n - m : m - n) > most)
        return most + 1;
    /* Rows i-2, i-1 and i of the table of "optimal string alignment". */
    unsigned rows[3][MOST_CHARACTERS + 1];
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *over = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned best = least(above[j], row[j - 1]) + 1;
            best = least(best, above[j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                best = least(best, over[j - 2] + 1);
            row[j] = best;
        }
    }
    return least(rows[n % 3][m], most + 1);
}

/* The base letter or digit of a code point in small ASCII, 0 for a mark (drop it), -1 for anything
 * else. */
static int fold_letter(int32_t code)
{
    int32_t part[32] = {0};
    int boundary = 0;
    if (code == 0x110 || code == 0x111) /* đ has no decomposition */
        return 'd';
    if (code < 0 || utf8proc_decompose_char(code, part, 32, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
                                            &boundary) < 1)
        return -1;
    int32_t c = part[0];
    if (c >= 'A' && c <= 'Z')
        c += 32;
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return c;
    return class_of(c) ? 0 : -1;
}

khung__str khung__text_slug(khung__arena *arena, khung__str s)
{
    char *out = khung__arena_alloc(arena, s.n + 1);
    size_t n = 0;
    if (!out)
        return (khung__str){0};
    const char *p = s.s, *end = end_of(s);
    bool gap = false;
    while (p < end) {
        int letter = fold_letter(khung__utf8_next(&p, end));
        if (letter < 0) {
            gap = n > 0;
        } else if (letter > 0) {
            if (gap)
                out[n++] = '-';
            gap = false;
            out[n++] = (char)letter;
        }
    }
    return (khung__str){out, n};
}
