/* cbor: see cbor.h. */
#include "../cbor.h"

#include <string.h>

enum { UNSIGNED = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, LIST = 4, MAP = 5, TAG = 6 };

/* ---- writing ---- */

/* The head of an item: its kind and its number in as few bytes as can be. */
static void put_head(khung__buf *out, int kind, uint64_t value)
{
    unsigned char bytes[9];
    int size = value < 24 ? 0 : value <= 0xff ? 1 : value <= 0xffff ? 2 : value <= 0xffffffff ? 4 : 8;
    int mark = size == 0 ? (int)value : size == 1 ? 24 : size == 2 ? 25 : size == 4 ? 26 : 27;
    bytes[0] = (unsigned char)(kind << 5 | mark);
    for (int i = 0; i < size; i++)
        bytes[1 + i] = (unsigned char)(value >> (8 * (size - 1 - i)));
    khung__buf_add(out, bytes, (size_t)size + 1);
}

void khung__cbor_int(khung__buf *out, int64_t value)
{
    if (value < 0)
        put_head(out, NEGATIVE, (uint64_t)(-1 - value));
    else
        put_head(out, UNSIGNED, (uint64_t)value);
}

void khung__cbor_bytes(khung__buf *out, khung__str bytes)
{
    put_head(out, BYTES, bytes.n);
    khung__buf_str(out, bytes);
}

void khung__cbor_text(khung__buf *out, khung__str text)
{
    put_head(out, TEXT, text.n);
    khung__buf_str(out, text);
}

void khung__cbor_list(khung__buf *out, size_t count)
{
    put_head(out, LIST, count);
}

void khung__cbor_map(khung__buf *out, size_t pairs)
{
    put_head(out, MAP, pairs);
}

void khung__cbor_tag(khung__buf *out, uint64_t tag)
{
    put_head(out, TAG, tag);
}

/* ---- reading ---- */

khung__cbor khung__cbor_of(khung__str bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.s;
    return (khung__cbor){.at = at, .end = at ? at + bytes.n : at};
}

/* The number of a head of that kind, refused where fewer bytes would have done. */
static uint64_t read_head(khung__cbor *in, int kind)
{
    static const uint64_t least[] = {24, 0x100, 0x10000, 0x100000000};
    uint64_t value = 0;
    if (in->wrong || in->at == in->end || *in->at >> 5 != kind || (*in->at & 31) > 27) {
        in->wrong = true;
        return 0;
    }
    int mark = *in->at++ & 31;
    if (mark < 24)
        return (uint64_t)mark;
    int size = 1 << (mark - 24);
    if (in->end - in->at < size) {
        in->wrong = true;
        return 0;
    }
    for (int i = 0; i < size; i++)
        value = value << 8 | *in->at++;
    in->wrong = value < least[mark - 24];
    return in->wrong ? 0 : value;
}

int64_t khung__cbor_read_int(khung__cbor *in)
{
    bool negative = !in->wrong && in->at < in->end && *in->at >> 5 == NEGATIVE;
    uint64_t value = read_head(in, negative ? NEGATIVE : UNSIGNED);
    in->wrong = in->wrong || value > INT64_MAX;
    if (in->wrong)
        return 0;
    return negative ? -1 - (int64_t)value : (int64_t)value;
}

static khung__str read_string(khung__cbor *in, int kind)
{
    uint64_t n = read_head(in, kind);
    if (in->wrong || n > (uint64_t)(in->end - in->at)) {
        in->wrong = true;
        return (khung__str){0};
    }
    khung__str found = {(const char *)in->at, (size_t)n};
    in->at += n;
    return found;
}

khung__str khung__cbor_read_bytes(khung__cbor *in)
{
    return read_string(in, BYTES);
}

/* Line feeds are text; other control characters could make a terminal say what is not there. */
static bool clean(khung__str text)
{
    for (const char *p = text.s, *end = text.s + text.n; p < end;) {
        int32_t code = khung__utf8_next(&p, end);
        if (code < 0 || (code < 0x20 && code != '\n') || (code >= 0x7f && code < 0xa0) || (code >= 0x202a && code <= 0x202e) ||
            (code >= 0x2066 && code <= 0x2069))
            return false;
    }
    return true;
}

khung__str khung__cbor_read_text(khung__cbor *in)
{
    khung__str text = read_string(in, TEXT);
    in->wrong = in->wrong || !clean(text);
    return in->wrong ? (khung__str){0} : text;
}

static size_t read_count(khung__cbor *in, int kind, size_t most)
{
    uint64_t n = read_head(in, kind);
    in->wrong = in->wrong || n > most;
    return in->wrong ? 0 : (size_t)n;
}

size_t khung__cbor_read_list(khung__cbor *in, size_t most)
{
    return read_count(in, LIST, most);
}

size_t khung__cbor_read_map(khung__cbor *in, size_t most)
{
    return read_count(in, MAP, most);
}

uint64_t khung__cbor_read_tag(khung__cbor *in)
{
    return read_head(in, TAG);
}

static void skip_one(khung__cbor *in, int depth)
{
    int kind = in->at < in->end ? *in->at >> 5 : -1;
    if (kind == UNSIGNED || kind == NEGATIVE) {
        khung__cbor_read_int(in);
    } else if (kind == BYTES || kind == TEXT) {
        read_string(in, kind);
    } else if ((kind == LIST || kind == MAP) && depth > 0) {
        size_t n = read_count(in, kind, (size_t)(in->end - in->at));
        for (size_t i = kind == MAP ? 2 * n : n; i > 0 && !in->wrong; i--)
            skip_one(in, depth - 1);
    } else {
        in->wrong = true;
    }
}

khung__str khung__cbor_skip(khung__cbor *in, int depth)
{
    const unsigned char *from = in->at;
    skip_one(in, depth);
    return in->wrong ? (khung__str){0} : (khung__str){(const char *)from, (size_t)(in->at - from)};
}

bool khung__cbor_ended(const khung__cbor *in)
{
    return !in->wrong && in->at == in->end;
}
