/* Reading JSON: strict, bounded in depth and in values. */
#include "../bundle.h"

#include <string.h>

typedef struct reader {
    const char *p, *end;
    khung__arena *arena;
    size_t *nodes;
    int depth;
    bool memory_ended;
} reader;

static khung__json *read_value(reader *r);

static void skip_blanks(reader *r)
{
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\n' || *r->p == '\r'))
        r->p++;
}

static bool take(reader *r, char c)
{
    bool there = r->p < r->end && *r->p == c;
    r->p += there;
    return there;
}

static khung__json *new_value(reader *r, khung__json_kind kind)
{
    if (*r->nodes == 0)
        return NULL;
    (*r->nodes)--;
    khung__json *value = khung__arena_alloc(r->arena, sizeof *value);
    if (value)
        value->kind = (uint8_t)kind;
    r->memory_ended = r->memory_ended || !value;
    return value;
}

/* ---- texts ---- */

static bool read_hex(reader *r, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++, r->p++) {
        static const char digits[] = "0123456789abcdefABCDEF";
        const char *at = r->p < r->end && *r->p ? strchr(digits, *r->p) : NULL;
        if (!at)
            return false;
        *out = *out << 4 | (uint32_t)(at - digits >= 16 ? at - digits - 6 : at - digits);
    }
    return true;
}

/* Behind `\u`; two of them make one character beyond the first plane. A half alone is refused. */
static bool read_code(reader *r, khung__buf *to)
{
    uint32_t code, low;
    char bytes[4];
    if (!read_hex(r, &code) || (code >= 0xDC00 && code < 0xE000))
        return false;
    if (code >= 0xD800 && code < 0xDC00) {
        if (!take(r, '\\') || !take(r, 'u') || !read_hex(r, &low) || low < 0xDC00 || low > 0xDFFF)
            return false;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    khung__buf_add(to, bytes, khung__utf8_put(bytes, (int32_t)code));
    return true;
}

static bool read_escape(reader *r, khung__buf *to)
{
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    if (r->p == r->end || !*r->p)
        return false;
    if (take(r, 'u'))
        return read_code(r, to);
    const char *at = strchr(from, *r->p++);
    if (at)
        khung__buf_char(to, into[at - from]);
    return at != NULL;
}

/* A text with escapes, copied piece by piece; r->p is behind the opening quote. */
static bool read_escaped(reader *r, khung__str *out)
{
    khung__buf buf = {0};
    bool good = true, closed = false;
    while (good && !closed && r->p < r->end) {
        const char *from = r->p;
        while (r->p < r->end && *r->p != '"' && *r->p != '\\' && (unsigned char)*r->p >= 0x20)
            r->p++;
        khung__buf_add(&buf, from, (size_t)(r->p - from));
        closed = take(r, '"');
        good = closed || (take(r, '\\') && read_escape(r, &buf));
    }
    if (!good || !closed || buf.failed) {
        r->memory_ended = r->memory_ended || buf.failed;
        khung__buf_free(&buf);
        return false;
    }
    *out = khung__buf_take(&buf, r->arena);
    r->memory_ended = r->memory_ended || !out->s;
    return out->s != NULL;
}

static bool read_text(reader *r, khung__str *out)
{
    if (!take(r, '"'))
        return false;
    const char *from = r->p;
    while (r->p < r->end && *r->p != '"' && *r->p != '\\' && (unsigned char)*r->p >= 0x20)
        r->p++;
    *out = (khung__str){from, (size_t)(r->p - from)};
    if (take(r, '"'))
        return true;
    r->p = from;
    return read_escaped(r, out);
}

/* ---- numbers and words ---- */

static size_t skip_digits(reader *r)
{
    const char *from = r->p;
    while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
        r->p++;
    return (size_t)(r->p - from);
}

static khung__json *read_number(reader *r)
{
    const char *from = r->p;
    take(r, '-');
    const char *whole = r->p;
    size_t digits = skip_digits(r);
    if (digits == 0 || (digits > 1 && *whole == '0'))
        return NULL;
    if (take(r, '.') && skip_digits(r) == 0)
        return NULL;
    if (take(r, 'e') || take(r, 'E')) {
        if (!take(r, '+'))
            take(r, '-');
        if (skip_digits(r) == 0)
            return NULL;
    }
    khung__json *value = new_value(r, KHUNG__J_NUMBER);
    if (value)
        value->text = (khung__str){from, (size_t)(r->p - from)};
    return value;
}

static khung__json *read_word(reader *r)
{
    static const struct { const char *word; khung__json_kind kind; } words[] = {{"null", KHUNG__J_NULL}, {"false", KHUNG__J_FALSE}, {"true", KHUNG__J_TRUE}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i].word);
        if ((size_t)(r->end - r->p) >= n && memcmp(r->p, words[i].word, n) == 0) {
            r->p += n;
            return new_value(r, words[i].kind);
        }
    }
    return NULL;
}

/* ---- lists and objects ---- */

static khung__json *read_member(reader *r, bool object)
{
    khung__str key = {0};
    skip_blanks(r);
    if (object && !read_text(r, &key))
        return NULL;
    skip_blanks(r);
    if (object && !take(r, ':'))
        return NULL;
    khung__json *child = read_value(r);
    if (child)
        child->key = key;
    return child;
}

static khung__json *read_children(reader *r, bool object)
{
    khung__json *value = new_value(r, object ? KHUNG__J_OBJECT : KHUNG__J_LIST);
    if (!value || ++r->depth > KHUNG__JSON_MOST_DEPTH)
        return NULL;
    khung__json **last = &value->first;
    char close = object ? '}' : ']';
    r->p++;
    skip_blanks(r);
    if (!take(r, close)) {
        do {
            khung__json *child = read_member(r, object);
            if (!child)
                return NULL;
            *last = child;
            last = &child->next;
            value->count++;
            skip_blanks(r);
        } while (take(r, ','));
        if (!take(r, close))
            return NULL;
    }
    r->depth--;
    return value;
}

static khung__json *read_value(reader *r)
{
    skip_blanks(r);
    char c = r->p < r->end ? *r->p : '\0';
    if (c == '{' || c == '[')
        return read_children(r, c == '{');
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(r);
    if (c != '"')
        return read_word(r);
    khung__str text;
    if (!read_text(r, &text))
        return NULL;
    khung__json *value = new_value(r, KHUNG__J_TEXT);
    if (value)
        value->text = text;
    return value;
}

static bool is_utf8(khung__str text)
{
    const char *p = text.s, *end = text.s + text.n;
    while (p < end)
        if ((unsigned char)*p < 0x80)
            p++;
        else if (khung__utf8_next(&p, end) < 0)
            return false;
    return true;
}

khung_status khung__json_read(khung__json **out, khung__arena *arena, khung__str text, size_t *nodes)
{
    size_t most = KHUNG__JSON_MOST_NODES;
    reader r = {.p = text.s, .end = text.s + text.n, .arena = arena, .nodes = nodes ? nodes : &most};
    if (!text.s || !is_utf8(text))
        return KHUNG_BAD_DATA;
    khung__json *value = read_value(&r);
    if (r.memory_ended)
        return KHUNG_NO_MEMORY;
    skip_blanks(&r);
    if (!value || r.p != r.end)
        return KHUNG_BAD_DATA;
    *out = value;
    return KHUNG_OK;
}

/* ---- asking ---- */

const khung__json *khung__json_find(const khung__json *object, const char *key)
{
    const khung__str name = khung__str_of(key);
    if (!object || object->kind != KHUNG__J_OBJECT)
        return NULL;
    for (const khung__json *child = object->first; child; child = child->next)
        if (khung__str_eq(child->key, name))
            return child;
    return NULL;
}

khung__str khung__json_member(const khung__json *object, const char *key)
{
    const khung__json *value = khung__json_find(object, key);
    return value && value->kind == KHUNG__J_TEXT ? value->text : (khung__str){0};
}

bool khung__json_number(const khung__json *value, int64_t *out)
{
    enum { MOST_DIGITS = 18 }; /* they fit for sure */
    if (!value || value->kind != KHUNG__J_NUMBER)
        return false;
    bool minus = value->text.s[0] == '-';
    if (value->text.n - minus > MOST_DIGITS)
        return false;
    int64_t n = 0;
    for (size_t i = minus; i < value->text.n; i++) {
        if (value->text.s[i] < '0' || value->text.s[i] > '9')
            return false;
        n = n * 10 + (value->text.s[i] - '0');
    }
    *out = minus ? -n : n;
    return true;
}
