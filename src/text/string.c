/* Byte strings and the growing buffer. */
#include "text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

khung__str khung__str_of(const char *z)
{
    return z ? (khung__str){z, strlen(z)} : (khung__str){0};
}

bool khung__str_eq(khung__str a, khung__str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

int khung__str_cmp(khung__str a, khung__str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.s, b.s, n) : 0;
    if (order)
        return order;
    return a.n < b.n ? -1 : a.n > b.n;
}

/* Makes room for `n` more bytes and a NUL behind them; false once the buffer has failed. */
static bool reserve(khung__buf *buf, size_t n)
{
    if (buf->failed)
        return false;
    size_t limit = buf->limit ? buf->limit : KHUNG__BUF_LIMIT;
    if (n > limit || buf->n > limit - n) {
        buf->failed = true;
        return false;
    }
    size_t need = buf->n + n + 1;
    if (need <= buf->cap)
        return true;
    size_t cap = buf->cap ? buf->cap * 2 : 256;
    if (cap < need)
        cap = need;
    char *s = khung__realloc(buf->s, cap);
    if (!s) {
        buf->failed = true;
        return false;
    }
    buf->s = s;
    buf->cap = cap;
    return true;
}

void khung__buf_add(khung__buf *buf, const void *bytes, size_t n)
{
    bool there = !buf->failed && !buf->limit && n < buf->cap - buf->n && buf->cap <= KHUNG__BUF_LIMIT; /* mostly */
    if (!there && !reserve(buf, n))
        return;
    if (n)
        memcpy(buf->s + buf->n, bytes, n);
    buf->n += n;
    buf->s[buf->n] = '\0';
}

void khung__buf_str(khung__buf *buf, khung__str s)
{
    khung__buf_add(buf, s.s, s.n);
}

void khung__buf_z(khung__buf *buf, const char *z)
{
    khung__buf_add(buf, z, strlen(z));
}

void khung__buf_char(khung__buf *buf, char c)
{
    khung__buf_add(buf, &c, 1);
}

void khung__buf_int(khung__buf *buf, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    /* The magnitude as unsigned, since -INT64_MIN does not fit. */
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (value < 0)
        digits[--at] = '-';
    khung__buf_add(buf, digits + at, sizeof digits - at);
}

void khung__buf_printf(khung__buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        buf->failed = true;
    else if (reserve(buf, (size_t)n)) {
        vsnprintf(buf->s + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
}

/* The escape of a byte in a JSON string, as scoring.md section 6 lists them; 0 for none, 'u' for
 * \u00xx. */
static char json_escape(unsigned char c)
{
    switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\t': return 't';
    case '\n': return 'n';
    case '\f': return 'f';
    case '\r': return 'r';
    default: return c < 0x20 ? 'u' : 0;
    }
}

static bool is_escaped(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

/* How many bytes from the first on need no escape: eight at a time, whose upper bits `low & high` keeps where one does. */
static size_t plain_length(khung__str s)
{
    const uint64_t ones = UINT64_MAX / 255, high = ones * 128;
    size_t n = 0;
    for (; n + 8 <= s.n; n += 8) {
        uint64_t w, quote, slash;
        memcpy(&w, s.s + n, 8);
        quote = w ^ ones * '"';
        slash = w ^ ones * '\\';
        uint64_t low = ((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash);
        if (low & high)
            break;
    }
    while (n < s.n && !is_escaped((unsigned char)s.s[n]))
        n++;
    return n;
}

/* The text from `from` on, where a byte needs an escape. */
static void add_escaped(khung__buf *buf, khung__str s, size_t from)
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = from; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (!is_escaped(c))
            continue;
        char escape = json_escape(c);
        khung__buf_add(buf, s.s + from, i - from);
        from = i + 1;
        if (escape == 'u')
            khung__buf_add(buf, (const char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
        else
            khung__buf_add(buf, (const char[]){'\\', escape}, 2);
    }
    khung__buf_add(buf, s.s ? s.s + from : NULL, s.n - from);
}

void khung__buf_json(khung__buf *buf, khung__str s)
{
    size_t plain = plain_length(s);
    if (!reserve(buf, plain + 2))
        return;
    buf->s[buf->n++] = '"';
    if (plain)
        memcpy(buf->s + buf->n, s.s, plain);
    buf->n += plain;
    if (plain < s.n)
        add_escaped(buf, s, plain);
    khung__buf_char(buf, '"');
}

void khung__buf_free(khung__buf *buf)
{
    khung__free(buf->s);
    *buf = (khung__buf){.limit = buf->limit};
}

khung__str khung__buf_take(khung__buf *buf, khung__arena *arena)
{
    khung__str out = {0};
    if (!buf->failed)
        out = khung__str_copy(arena, buf->n ? (khung__str){buf->s, buf->n} : KHUNG__S(""));
    khung__buf_free(buf);
    return out;
}
