/* pdf/syntax: see syntax.h. Files come from strangers: nothing is looked at behind `end`, nothing nests deeper than a limit. */
#include "syntax.h"

#include <string.h>

enum { MOST_DEPTH = 64 };

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool is_special(char c)
{
    return is_space(c) || memchr("()<>[]{}/%", c, 10) != NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

const char *khung__pdf_begin(const char *p, const char *end)
{
    while (p && p < end && (is_space(*p) || *p == '%')) {
        if (*p == '%')
            while (p < end && *p != '\n' && *p != '\r')
                p++;
        else
            p++;
    }
    return p && p < end ? p : NULL;
}

static const char *skip_word(const char *p, const char *end)
{
    const char *from = p;
    while (p < end && !is_special(*p))
        p++;
    return p > from ? p : NULL;
}

static const char *skip_text(const char *p, const char *end)
{
    for (unsigned depth = 0; p < end; p++) {
        if (*p == '\\' && p + 1 < end)
            p++;
        else if (*p == '(')
            depth++;
        else if (*p == ')' && --depth == 0)
            return p + 1;
    }
    return NULL;
}

bool khung__pdf_reference(const char *p, const char *end, uint32_t *out)
{
    int64_t number, generation;
    if (!khung__pdf_whole(p, end, &number) || number > UINT32_MAX)
        return false;
    p = khung__pdf_begin(skip_word(p, end), end);
    if (!p || !khung__pdf_whole(p, end, &generation))
        return false;
    p = khung__pdf_begin(skip_word(p, end), end);
    if (!p || *p != 'R' || (p + 1 < end && !is_special(p[1])))
        return false;
    *out = (uint32_t)number;
    return true;
}

/* Behind a reference, or behind the number alone. */
static const char *skip_number(const char *p, const char *end)
{
    uint32_t unused;
    bool reference = khung__pdf_reference(p, end, &unused);
    p = skip_word(p, end);
    if (!reference)
        return p;
    p = skip_word(khung__pdf_begin(p, end), end);
    return khung__pdf_begin(p, end) + 1;
}

static const char *skip(const char *p, const char *end, unsigned depth);

static const char *skip_inside(const char *p, const char *end, const char *close, unsigned depth)
{
    size_t n = strlen(close);
    for (;;) {
        p = khung__pdf_begin(p, end);
        if (!p)
            return NULL;
        if ((size_t)(end - p) >= n && memcmp(p, close, n) == 0)
            return p + n;
        p = skip(p, end, depth + 1);
    }
}

static const char *skip(const char *p, const char *end, unsigned depth)
{
    if (!p || p >= end || depth > MOST_DEPTH)
        return NULL;
    switch (*p) {
    case '(':
        return skip_text(p, end);
    case '[':
        return skip_inside(p + 1, end, "]", depth);
    case '<':
        if (p + 1 < end && p[1] == '<')
            return skip_inside(p + 2, end, ">>", depth);
        p = memchr(p, '>', (size_t)(end - p));
        return p ? p + 1 : NULL;
    case '/':
        return p + 1 < end && !is_special(p[1]) ? skip_word(p + 1, end) : p + 1;
    default:
        return is_digit(*p) ? skip_number(p, end) : skip_word(p, end);
    }
}

const char *khung__pdf_skip(const char *p, const char *end)
{
    return skip(p, end, 0);
}

bool khung__pdf_is_name(const char *p, const char *end, const char *name)
{
    size_t n = strlen(name);
    return p && (size_t)(end - p) > n && *p == '/' && memcmp(p + 1, name, n) == 0 && (p + 1 + n == end || is_special(p[1 + n]));
}

const char *khung__pdf_key(const char *dict, const char *end, const char *key)
{
    if (!dict || end - dict < 2 || dict[0] != '<' || dict[1] != '<')
        return NULL;
    for (const char *p = khung__pdf_begin(dict + 2, end); p && *p == '/';) {
        bool found = khung__pdf_is_name(p, end, key);
        p = khung__pdf_begin(khung__pdf_skip(p, end), end);
        if (found || !p)
            return p;
        p = khung__pdf_begin(khung__pdf_skip(p, end), end);
    }
    return NULL;
}

static const char *element(const char *p, const char *end)
{
    p = khung__pdf_begin(p, end);
    return p && *p != ']' ? p : NULL;
}

const char *khung__pdf_first(const char *list, const char *end)
{
    return list && list < end && *list == '[' ? element(list + 1, end) : NULL;
}

const char *khung__pdf_next(const char *p, const char *end)
{
    return element(khung__pdf_skip(p, end), end);
}

bool khung__pdf_whole(const char *p, const char *end, int64_t *out)
{
    int64_t value = 0;
    const char *from = p;
    for (; p && p < end && is_digit(*p) && p - from < 15; p++)
        value = value * 10 + (*p - '0');
    *out = value;
    return p && p > from && (p == end || is_special(*p));
}

/* ---- texts ---- */

static int hex_digit(char c)
{
    return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void read_hex(khung__buf *out, const char *p, const char *end)
{
    int high = -1;
    for (; p < end && *p != '>'; p++) {
        int digit = hex_digit(*p);
        if (digit >= 0 && high >= 0)
            khung__buf_char(out, (char)(high << 4 | digit));
        high = digit < 0 ? high : high < 0 ? digit : -1;
    }
}

static char escaped(char c)
{
    return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c == 'b' ? '\b' : c == 'f' ? '\f' : c;
}

/* From behind the bracket to before the last one. */
static void read_text(khung__buf *out, const char *p, const char *end)
{
    for (; p < end; p++) {
        if (*p != '\\' || p + 1 == end) {
            khung__buf_char(out, *p);
            continue;
        }
        p++;
        int octal = 0, n = 0;
        for (; n < 3 && p + n < end && p[n] >= '0' && p[n] <= '7'; n++)
            octal = octal * 8 + (p[n] - '0');
        khung__buf_char(out, n ? (char)octal : escaped(*p));
        p += n ? n - 1 : 0;
    }
}

/* UTF-16 with its mark becomes ASCII where it is. */
static void narrow(khung__buf *b)
{
    size_t n = 0;
    if (b->n < 2 || memcmp(b->s, "\xFE\xFF", 2) != 0)
        return;
    for (size_t i = 2; i + 1 < b->n; i += 2)
        b->s[n++] = b->s[i] == 0 && (unsigned char)b->s[i + 1] < 0x80 ? b->s[i + 1] : '?';
    b->n = n;
}

khung__str khung__pdf_string(khung__arena *arena, const char *p, const char *end)
{
    khung__buf text = {0};
    const char *behind = p && p < end && (*p == '(' || (*p == '<' && !(p + 1 < end && p[1] == '<'))) ? khung__pdf_skip(p, end) : NULL;
    if (!behind)
        return (khung__str){0};
    if (*p == '(')
        read_text(&text, p + 1, behind - 1);
    else
        read_hex(&text, p + 1, behind);
    if (!text.failed && text.n)
        narrow(&text);
    return khung__buf_take(&text, arena);
}
