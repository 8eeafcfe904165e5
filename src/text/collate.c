/* text/collate: keys for Vietnamese order. The alphabet is that of the Vietnam Lexicography Centre, which CLDR's Vietnamese collation
 * follows: a ă â b c d đ e ê … with the foreign f j w z in their Latin places, and the tones ngang huyền hỏi ngã sắc nặng.
 *
 * A key has levels with the lowest byte '!' between them: letters, tones, case. Texts of equal letters have tones in as many places,
 * so tones need not stand one a letter: each is one byte that says how many letters without one come before it, more of them sorting
 * lower, and which it is. A Vietnamese word has one tone at most, so a key is about as long as its text. Case is written likewise. */
#include "text.h"

#include <string.h>
#include <utf8proc.h>

enum {
    NEXT_LEVEL = '!',
    BLANK,
    SIGNS,                    /* 32 of ASCII, in CLDR's order */
    OTHER_SIGN = SIGNS + 32,  /* and its number */
    DIGITS,
    LETTERS = DIGITS + 10,    /* 33 */
    OTHER_LETTER = '~',       /* and its number: behind all */
    TONES = 6,                /* 1 huyền … 5 nặng, 6 any other mark */
    LONGEST_GAP = 14
};
_Static_assert(LETTERS + 33 <= OTHER_LETTER && NEXT_LEVEL + 2 + (LONGEST_GAP + 1) * TONES - 1 <= '~', "keys are printable ASCII");

/* What stands on a letter. */
typedef enum mark { NO_MARK, BREVE, CIRCUMFLEX, HORN, TONE_OR_OTHER } mark;

typedef struct key {
    khung__buf letters, tones, cases;
    size_t toneless, small; /* letters since the last tone, since the last capital */
    /* the letter that marks may still change */
    char letter; /* 'a' … 'z', 0: none */
    bool capital, barred; /* barred: đ */
    mark shape;
    int tone;
    bool blank; /* due before what comes */
} key;

/* ---- levels ---- */

/* Appends "after so many without, this one of `kinds`" (from 0). Longer gaps sort lower; the longest take bytes below all others. */
static void put_after(khung__buf *level, size_t gap, int which, int kinds)
{
    for (; gap > LONGEST_GAP; gap -= LONGEST_GAP + 1)
        khung__buf_char(level, NEXT_LEVEL + 1);
    khung__buf_char(level, (char)(NEXT_LEVEL + 2 + (LONGEST_GAP - (int)gap) * kinds + which));
}

static char rank_of(char letter, mark shape, bool barred)
{
    static const char rank[] = {1, 4, 5, 6, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 22, 23, 24, 25, 26, 27, 29, 30, 31, 32, 33};
    int more = shape == BREVE ? 1 : shape == CIRCUMFLEX ? (letter == 'a' ? 2 : 1) : shape == HORN ? (letter == 'o' ? 2 : 1) : 0;
    return (char)(LETTERS - 1 + rank[letter - 'a'] + more + barred);
}

/* Ends the letter: its marks are known now. */
static void end_letter(key *k)
{
    if (!k->letter)
        return;
    khung__buf_char(&k->letters, rank_of(k->letter, k->shape, k->barred));
    if (k->tone)
        put_after(&k->tones, k->toneless, k->tone - 1, TONES);
    if (k->capital)
        put_after(&k->cases, k->small, 0, 1);
    k->toneless = k->tone ? 0 : k->toneless + 1;
    k->small = k->capital ? 0 : k->small + 1;
    k->letter = 0;
}

static void put_blank(key *k)
{
    end_letter(k);
    if (k->blank && k->letters.n)
        khung__buf_char(&k->letters, BLANK);
    k->blank = false;
}

static void start_letter(key *k, char letter, bool capital, bool barred)
{
    put_blank(k);
    k->letter = letter;
    k->capital = capital;
    k->barred = barred;
    k->shape = NO_MARK;
    k->tone = 0;
}

/* A class byte and the code point in base 64, four digits. */
static void put_other(key *k, char class, int32_t code)
{
    put_blank(k);
    khung__buf_char(&k->letters, class);
    for (int shift = 18; shift >= 0; shift -= 6)
        khung__buf_char(&k->letters, (char)('0' + (code >> shift & 63)));
}

/* ---- code points ---- */

static int tone_of(int32_t code)
{
    switch (code) {
    case 0x300: case 0x340: return 1;
    case 0x309: return 2;
    case 0x303: return 3;
    case 0x301: case 0x341: return 4;
    case 0x323: return 5;
    default: return TONES;
    }
}

static mark shape_of(char letter, int32_t code)
{
    if (code == 0x302 && strchr("aeo", letter))
        return CIRCUMFLEX;
    if (code == 0x306 && letter == 'a')
        return BREVE;
    return code == 0x31B && strchr("ou", letter) ? HORN : TONE_OR_OTHER;
}

static void put_mark(key *k, int32_t code)
{
    if (!k->letter)
        return;
    mark shape = k->shape == NO_MARK ? shape_of(k->letter, code) : TONE_OR_OTHER;
    if (shape != TONE_OR_OTHER)
        k->shape = shape;
    else if (k->tone == 0 || k->tone == TONES)
        k->tone = tone_of(code);
}

static void put_ascii(key *k, char c)
{
    static const char signs[] = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
    const char *sign;
    if (c >= 'a' && c <= 'z') {
        start_letter(k, c, false, false);
    } else if (c >= 'A' && c <= 'Z') {
        start_letter(k, (char)(c + 32), true, false);
    } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
        k->blank = true;
    } else if (c >= '0' && c <= '9') {
        put_blank(k);
        khung__buf_char(&k->letters, (char)(DIGITS + c - '0'));
    } else if (c && (sign = strchr(signs, c))) {
        put_blank(k);
        khung__buf_char(&k->letters, (char)(SIGNS + (sign - signs)));
    }
}

/* One code point of a decomposition: ASCII, a mark, or what neither Vietnamese nor ASCII has. */
static void put_part(key *k, int32_t code)
{
    const utf8proc_property_t *property = utf8proc_get_property(code);
    utf8proc_category_t category = (utf8proc_category_t)property->category;
    if (code < 0x80)
        put_ascii(k, (char)code);
    else if (code == 0x110 || code == 0x111)
        start_letter(k, 'd', code == 0x110, true);
    else if (category == UTF8PROC_CATEGORY_MN)
        put_mark(k, code);
    else if (category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP)
        k->blank = true;
    else if (property->ignorable || category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF)
        return;
    else if (category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_SO)
        put_other(k, OTHER_SIGN, code);
    else
        put_other(k, OTHER_LETTER, code);
}

/* Dashes and curved quotes go as their ASCII kin. */
static int32_t kin_of(int32_t code)
{
    if (code >= 0x2010 && code <= 0x2015)
        return '-';
    if (code == 0x2018 || code == 0x2019 || code == 0x2BC)
        return '\'';
    return code >= 0x201C && code <= 0x201E ? '"' : code;
}

static void put_text(key *k, khung__str s)
{
    const char *p = s.s, *end = s.n ? s.s + s.n : s.s;
    while (p < end) {
        int32_t part[32], code = kin_of(khung__utf8_next(&p, end));
        int boundary = 0;
        if (code >= 0 && code < 0x80) {
            put_ascii(k, (char)code);
            continue;
        }
        utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;
        if (code >= 0x250 && utf8proc_tolower(code) != code && utf8proc_decompose_char(code, part, 32, how, &boundary) == 1)
            how |= UTF8PROC_CASEFOLD; /* letters of other scripts: their case does not count */
        utf8proc_ssize_t n = utf8proc_decompose_char(code < 0 ? 0xFFFD : code, part, 32, how, &boundary);
        for (utf8proc_ssize_t i = 0; i < n && i < 32; i++)
            put_part(k, part[i]);
    }
    end_letter(k);
    k->blank = false;
}

/* ---- keys ---- */

/* Moves a level behind what stands and empties it. */
static void move(khung__buf *out, khung__buf *level)
{
    out->failed = out->failed || level->failed;
    khung__buf_add(out, level->s, level->n);
    level->n = 0;
}

/* Letters and tones of a part of a name; case is collected and comes last of all. */
static void put_field(khung__buf *out, key *k, khung__str s)
{
    put_text(k, s);
    move(out, &k->letters);
    khung__buf_char(out, NEXT_LEVEL);
    move(out, &k->tones);
    khung__buf_char(out, NEXT_LEVEL);
    k->toneless = 0;
}

static bool finish(khung__arena *arena, khung__str *out, khung__buf *all, key *k)
{
    move(all, &k->cases);
    while (!all->failed && all->n && all->s[all->n - 1] == NEXT_LEVEL)
        all->n--;
    khung__str taken = khung__buf_take(all, arena);
    khung__buf_free(&k->letters);
    khung__buf_free(&k->tones);
    khung__buf_free(&k->cases);
    if (taken.s)
        *out = taken;
    return taken.s != NULL;
}

bool khung__text_sort_key(khung__arena *arena, khung__str s, khung__str *out)
{
    khung__buf all = {0};
    key k = {0};
    put_field(&all, &k, s);
    return finish(arena, out, &all, &k);
}

/* The last word and what comes before it; words are divided by white space. */
static khung__str split_last(khung__str *s)
{
    *s = khung__text_trim(*s);
    size_t at = s->n;
    while (at > 0 && s->s[at - 1] != ' ' && !(s->s[at - 1] >= '\t' && s->s[at - 1] <= '\r'))
        at--;
    khung__str last = at < s->n ? (khung__str){s->s + at, s->n - at} : (khung__str){0};
    *s = khung__text_trim((khung__str){s->s, at});
    return last;
}

bool khung__text_person_key(khung__arena *arena, khung__str s, khung__str *out)
{
    khung__buf all = {0};
    key k = {0};
    khung__str given = split_last(&s);
    size_t family = 0;
    while (family < s.n && s.s[family] != ' ' && !(s.s[family] >= '\t' && s.s[family] <= '\r'))
        family++;
    put_field(&all, &k, given);
    put_field(&all, &k, (khung__str){s.s, family});
    put_field(&all, &k, (khung__str){family < s.n ? s.s + family : NULL, s.n - family});
    return finish(arena, out, &all, &k);
}
