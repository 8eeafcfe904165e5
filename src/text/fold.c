/* text/fold: the keys of look-up. People type without accents, in capitals, with the tone in either place; what they mean is found by
 * the fold, and what they typed exactly comes first by khung__text_lower. The Unicode tables are utf8proc's; letters of European
 * alphabets, Vietnamese first among them, go by the tables below, which the unit test compares with utf8proc's. */
#include "text.h"

#include <string.h>
#include <utf8proc.h>

/* The bare small letter of U+00C0 … U+00FF; a blank: look closer. Ð and ð stand for Đ and đ, as which they are often mistyped. */
static const char latin_1[] = "aaaaaa ceeeeiiiidnooooo ouuuuy  aaaaaa ceeeeiiiidnooooo ouuuuy y";
/* The same of U+1EA0 … U+1EF9, the Vietnamese block. */
static const char vietnamese[] = "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy";
_Static_assert(sizeof latin_1 == 0x40 + 1 && sizeof vietnamese == 0x1EFA - 0x1EA0 + 1, "one letter a code point");

/* Letters with a stroke or a tail of their own, which no decomposition takes off. */
static const char *plain(int32_t code)
{
    switch (code) {
    case 0xF0: case 0x111: case 0x256: return "d";
    case 0xF8: return "o";
    case 0x127: return "h";
    case 0x131: return "i";
    case 0x142: return "l";
    case 0x167: return "t";
    case 0xE6: return "ae";
    case 0x153: return "oe";
    default: return NULL;
    }
}

/* The bare ASCII letter or digit of a common code point, ' ' for one that divides words, 0 for "look closer". */
static char quick(int32_t code)
{
    if (code < 0x80) {
        if (code >= 'A' && code <= 'Z')
            return (char)(code + 32);
        return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') ? (char)code : ' ';
    }
    char letter = ' ';
    if (code >= 0xC0 && code <= 0xFF)
        letter = latin_1[code - 0xC0];
    else if (code >= 0x1EA0 && code <= 0x1EF9)
        letter = vietnamese[code - 0x1EA0];
    else if (code == 0x102 || code == 0x103)
        letter = 'a';
    else if (code == 0x110 || code == 0x111)
        letter = 'd';
    else if (code == 0x1A0 || code == 0x1A1)
        letter = 'o';
    else if (code == 0x1AF || code == 0x1B0)
        letter = 'u';
    return letter == ' ' ? 0 : letter;
}

static bool is_mark(utf8proc_category_t category)
{
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

static bool is_word(utf8proc_category_t category)
{
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

/* A text being folded. What comes out is given to `put`; false from there ends it. */
typedef struct folding {
    bool (*put)(struct folding *f, const char *bytes, size_t n);
    khung__buf buf;  /* to be filled, or … */
    khung__str left; /* … to be compared with */
    bool gap;        /* a blank is due before the next letter */
    bool started;    /* something stands already */
    bool latin;      /* the last letter was Latin: its marks go */
    bool accents;    /* they stay (khung__text_lower) */
} folding;

static bool put_letters(folding *f, const char *bytes, size_t n)
{
    if (f->gap && f->started && !f->put(f, " ", 1))
        return false;
    f->gap = false;
    f->started = true;
    return f->put(f, bytes, n);
}

static bool put_code(folding *f, int32_t code)
{
    char utf8[4];
    return put_letters(f, utf8, khung__utf8_put(utf8, code));
}

/* One code point of a full decomposition. */
static bool put_part(folding *f, int32_t code)
{
    const utf8proc_property_t *property = utf8proc_get_property(code);
    const char *letters = plain(code);
    if (property->ignorable && code != 0x200B)
        return true; /* soft hyphen, joiners, variation selectors */
    if (is_mark((utf8proc_category_t)property->category))
        return !f->started || f->gap || (f->latin && !f->accents) || put_code(f, code);
    if (!is_word((utf8proc_category_t)property->category)) {
        f->gap = true;
        return true;
    }
    f->latin = code < 0x250 || (code >= 0x1E00 && code < 0x1F00);
    return letters && !f->accents ? put_letters(f, letters, strlen(letters)) : put_code(f, code);
}

static bool fold_one(folding *f, int32_t code)
{
    int32_t part[32];
    int boundary = 0;
    if (code < 0) {
        f->gap = true;
        return true;
    }
    utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD;
    utf8proc_ssize_t n = utf8proc_decompose_char(code, part, 32, how, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < 32; i++)
        if (!put_part(f, part[i]))
            return false;
    return true;
}

static bool fold_all(folding *f, khung__str s)
{
    const char *p = s.s, *end = s.n ? s.s + s.n : s.s;
    while (p < end) {
        int32_t code = khung__utf8_next(&p, end);
        char letter = f->accents && code >= 0x80 ? 0 : quick(code < 0 ? ' ' : code);
        if (letter == ' ') {
            f->gap = true;
        } else if (letter) {
            f->latin = true;
            if (!put_letters(f, &letter, 1))
                return false;
        } else if (!fold_one(f, code)) {
            return false;
        }
    }
    return true;
}

static bool put_into_buf(folding *f, const char *bytes, size_t n)
{
    khung__buf_add(&f->buf, bytes, n);
    return !f->buf.failed;
}

static bool put_beside(folding *f, const char *bytes, size_t n)
{
    if (*bytes == ' ')
        return true;
    if (f->left.n < n || memcmp(f->left.s, bytes, n) != 0)
        return false;
    f->left = (khung__str){f->left.s + n, f->left.n - n};
    return true;
}

/* NFC of what was put, in the arena. */
static khung__str take(folding *f, khung__arena *arena)
{
    khung__str made = {f->buf.s, f->buf.n}, out = {0};
    if (!f->buf.failed && (made.n == 0 || khung__text_nfc(arena, made, &out)) && (made.n == 0 || out.s == made.s))
        out = khung__str_copy(arena, made.n ? made : KHUNG__S(""));
    khung__buf_free(&f->buf);
    return out;
}

khung__str khung__text_fold(khung__arena *arena, khung__str s)
{
    folding f = {.put = put_into_buf};
    fold_all(&f, s);
    return take(&f, arena);
}

bool khung__text_fold_is(khung__str s, khung__str key)
{
    folding f = {.put = put_beside, .left = key};
    return fold_all(&f, s) && f.left.n == 0;
}

/* ---- where the tone stands ---- */

/* A vowel of the pairs oa, oe, uy with each tone: ngang huyền hỏi ngã sắc nặng. */
static const char *const tones[][6] = {
    {"a", "à", "ả", "ã", "á", "ạ"}, {"e", "è", "ẻ", "ẽ", "é", "ẹ"}, {"o", "ò", "ỏ", "õ", "ó", "ọ"},
    {"u", "ù", "ủ", "ũ", "ú", "ụ"}, {"y", "ỳ", "ỷ", "ỹ", "ý", "ỵ"}};
enum { A, E, O, U, Y, VOWELS };

typedef struct vowel {
    int letter, tone; /* letter VOWELS: none of them */
    size_t size;
} vowel;

/* The vowel at the beginning of `s`. */
static vowel vowel_at(khung__str s)
{
    for (int letter = 0; letter < VOWELS; letter++)
        for (int tone = 5; tone >= 0; tone--) {
            size_t size = strlen(tones[letter][tone]);
            if (s.n >= size && memcmp(s.s, tones[letter][tone], size) == 0)
                return (vowel){letter, tone, size};
        }
    return (vowel){VOWELS, 0, 0};
}

static khung__str behind(khung__str s, size_t n)
{
    return (khung__str){s.s + n, s.n - n};
}

static bool at_word_end(khung__str s)
{
    return s.n == 0 || s.s[0] == ' ';
}

/* Copies small NFC text with the tone of a last oa, oe, uy on its first letter ("quy": on the y, for there qu is the consonant). */
static void place_tones(khung__buf *out, khung__str s)
{
    bool after_q = false;
    while (s.n) {
        vowel first = vowel_at(s), second = first.letter == VOWELS ? first : vowel_at(behind(s, first.size));
        bool pair = (first.letter == O && (second.letter == A || second.letter == E)) || (first.letter == U && second.letter == Y);
        size_t size = first.size + second.size;
        if (pair && (first.tone == 0 || second.tone == 0) && at_word_end(behind(s, size))) {
            int tone = first.tone + second.tone;
            khung__buf_z(out, tones[first.letter][after_q ? 0 : tone]);
            khung__buf_z(out, tones[second.letter][after_q ? tone : 0]);
        } else {
            size = first.letter == VOWELS ? 1 : first.size;
            khung__buf_add(out, s.s, size);
        }
        after_q = s.s[0] == 'q';
        s = behind(s, size);
    }
}

khung__str khung__text_lower(khung__arena *arena, khung__str s)
{
    folding f = {.put = put_into_buf, .accents = true};
    khung__buf placed = {0};
    fold_all(&f, s);
    khung__str small = take(&f, arena);
    if (!small.s)
        return small;
    place_tones(&placed, small);
    return khung__buf_take(&placed, arena);
}
