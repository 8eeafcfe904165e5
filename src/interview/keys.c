/* interview/keys: what a terminal sends, as keys; and a line of text edited by them. */
#include "inside.h"

#include <string.h>

/* ---- sequences ---- */

static khung__key of_letter(char c)
{
    switch (c) {
    case 'A': return KHUNG__KEY_UP;
    case 'B': return KHUNG__KEY_DOWN;
    case 'C': return KHUNG__KEY_RIGHT;
    case 'D': return KHUNG__KEY_LEFT;
    case 'H': return KHUNG__KEY_HOME;
    case 'F': return KHUNG__KEY_END;
    case 'Z': return KHUNG__KEY_BACKTAB;
    case 'M': return KHUNG__KEY_ENTER; /* of the number pad, as ESC O M */
    default: return KHUNG__KEY_NONE;
    }
}

static khung__key of_number(unsigned number)
{
    switch (number) {
    case 1: case 7: return KHUNG__KEY_HOME;
    case 4: case 8: return KHUNG__KEY_END;
    case 3: return KHUNG__KEY_DELETE;
    case 5: return KHUNG__KEY_PAGE_UP;
    case 6: return KHUNG__KEY_PAGE_DOWN;
    case 200: return KHUNG__KEY_PASTE;
    case 201: return KHUNG__KEY_PASTED;
    default: return KHUNG__KEY_NONE;
    }
}

/* ESC [ numbers ; … letter, or ESC O letter. The number pad in its application mode sends ESC O and a letter 0x40 above its sign. */
static size_t read_sequence(khung__key *key, khung__str *at, const char *bytes, size_t n)
{
    static const char pad[] = "0123456789*+,-./";
    size_t i = 2;
    unsigned number = 0;
    bool first = true;
    for (; i < n && (unsigned char)bytes[i] >= 0x20 && (unsigned char)bytes[i] < 0x40; i++) {
        first = first && bytes[i] >= '0' && bytes[i] <= '9';
        if (first && number < 1000)
            number = number * 10 + (unsigned)(bytes[i] - '0');
    }
    if (i == n)
        return n > 32 ? n : 0;
    const char *sign = bytes[1] == 'O' && bytes[i] >= 'j' && bytes[i] <= 'y' ? memchr(pad, bytes[i] - 0x40, sizeof pad - 1) : NULL;
    *key = sign ? KHUNG__KEY_CHAR : bytes[i] == '~' ? of_number(number) : of_letter(bytes[i]);
    if (sign)
        *at = (khung__str){sign, 1};
    return i + 1;
}

static size_t read_escape(khung__key *key, khung__str *at, const char *bytes, size_t n, bool complete)
{
    bool sequence = n > 1 && (bytes[1] == '[' || bytes[1] == 'O');
    if (sequence && (n > 2 || !complete))
        return n > 2 ? read_sequence(key, at, bytes, n) : 0;
    if (n == 1 && !complete)
        return 0;
    *key = KHUNG__KEY_ESCAPE;
    return 1;
}

static khung__key of_control(unsigned char c)
{
    switch (c) {
    case '\r': case '\n': return KHUNG__KEY_ENTER;
    case '\t': return KHUNG__KEY_TAB;
    case 0x7F: case '\b': return KHUNG__KEY_BACKSPACE;
    case 1: return KHUNG__KEY_HOME;       /* ^A */
    case 4: return KHUNG__KEY_QUIT;       /* ^D */
    case 5: return KHUNG__KEY_END;        /* ^E */
    case 0x15: return KHUNG__KEY_CLEAR;   /* ^U */
    case 0x17: return KHUNG__KEY_WORD_BACK; /* ^W */
    default: return KHUNG__KEY_NONE;
    }
}

size_t khung__key_read(khung__key *key, khung__str *at, const char *bytes, size_t n, bool complete)
{
    unsigned char c = n ? (unsigned char)bytes[0] : 0;
    size_t length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    *key = KHUNG__KEY_NONE;
    if (n == 0)
        return 0;
    if (c == 0x1B)
        return read_escape(key, at, bytes, n, complete);
    if (c < 0x20 || c == 0x7F) {
        *key = of_control(c);
        return 1;
    }
    if (n < length)
        return complete ? n : 0;
    const char *p = bytes;
    if (khung__utf8_next(&p, bytes + n) < 0)
        return 1;
    *key = KHUNG__KEY_CHAR;
    *at = (khung__str){bytes, (size_t)(p - bytes)};
    return at->n;
}

/* ---- a line ---- */

void khung__field_set(khung__field_text *field, khung__str text)
{
    size_t n = 0;
    for (const char *p = text.s, *end = text.n ? text.s + text.n : text.s; p < end;) { /* whole characters only */
        p = khung__utf8_grapheme_next(p, end);
        if ((size_t)(p - text.s) < sizeof field->s)
            n = (size_t)(p - text.s);
    }
    if (n)
        memcpy(field->s, text.s, n);
    field->n = field->cursor = n;
}

/* Where the character before the cursor begins. */
static size_t before(const khung__field_text *field)
{
    size_t at = 0;
    for (const char *p = field->s, *end = field->s + field->n; (size_t)(p - field->s) < field->cursor;) {
        at = (size_t)(p - field->s);
        p = khung__utf8_grapheme_next(p, end);
    }
    return at;
}

static size_t behind(const khung__field_text *field)
{
    const char *p = field->s + field->cursor, *end = field->s + field->n;
    return p < end ? (size_t)(khung__utf8_grapheme_next(p, end) - field->s) : field->n;
}

static void cut(khung__field_text *field, size_t from, size_t to)
{
    memmove(field->s + from, field->s + to, field->n - to);
    field->n -= to - from;
    field->cursor = from;
}

static void insert(khung__field_text *field, khung__str at)
{
    const char *p = at.s;
    int32_t code = khung__utf8_next(&p, at.s + at.n);
    if (field->n + at.n >= sizeof field->s || code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029)
        return;
    memmove(field->s + field->cursor + at.n, field->s + field->cursor, field->n - field->cursor);
    memcpy(field->s + field->cursor, at.s, at.n);
    field->n += at.n;
    field->cursor += at.n;
}

static size_t word_before(const khung__field_text *field)
{
    size_t at = field->cursor;
    while (at > 0 && field->s[at - 1] == ' ')
        at--;
    while (at > 0 && field->s[at - 1] != ' ')
        at--;
    return at;
}

bool khung__field_key(khung__field_text *field, khung__key key, khung__str at)
{
    switch (key) {
    case KHUNG__KEY_CHAR:
        insert(field, at);
        return true;
    case KHUNG__KEY_BACKSPACE:
        cut(field, before(field), field->cursor);
        return true;
    case KHUNG__KEY_DELETE:
        cut(field, field->cursor, behind(field));
        return true;
    case KHUNG__KEY_LEFT:
        field->cursor = before(field);
        return true;
    case KHUNG__KEY_RIGHT:
        field->cursor = behind(field);
        return true;
    case KHUNG__KEY_HOME:
        field->cursor = 0;
        return true;
    case KHUNG__KEY_END:
        field->cursor = field->n;
        return true;
    case KHUNG__KEY_CLEAR:
        field->n = field->cursor = 0;
        return true;
    case KHUNG__KEY_WORD_BACK:
        cut(field, word_before(field), field->cursor);
        return true;
    default:
        return false;
    }
}
