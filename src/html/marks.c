/* html/marks: the small change: escaped text, lengths, colours, which language a text is in. */
#include "inside.h"

#include <math.h>
#include <string.h>

void khung__html_text(khung__buf *out, khung__str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *entity = s.s[i] == '&'   ? "&amp;"
                             : s.s[i] == '<' ? "&lt;"
                             : s.s[i] == '>' ? "&gt;"
                             : s.s[i] == '"' ? "&quot;"
                                             : NULL;
        if (!entity) continue;
        khung__buf_add(out, s.s + from, i - from);
        khung__buf_z(out, entity);
        from = i + 1;
    }
    khung__buf_add(out, s.s ? s.s + from : "", s.n - from);
}

void khung__html_length(khung__buf *out, double v)
{
    if (!(v > -1e9 && v < 1e9)) v = 0;
    long long n = llround(v * 100), size = n < 0 ? -n : n;
    if (n < 0) khung__buf_char(out, '-');
    khung__buf_int(out, size / 100);
    if (size % 100 == 0) return;
    khung__buf_char(out, '.');
    khung__buf_char(out, (char)('0' + size % 100 / 10));
    if (size % 10) khung__buf_char(out, (char)('0' + size % 10));
}

void khung__html_colour(khung__html *h, khung__rgb colour)
{
    size_t i = 0;
    while (i < h->colour_count && h->colours[i] != colour) i++;
    if (i == h->colour_count && i < KHUNG__COLOURS) h->colours[h->colour_count++] = colour;
    khung__buf_printf(h->out, "k%06X", (unsigned)colour & 0xFFFFFF);
}

/* ---- language: Vietnamese writes most of its words with signs that English has not ---- */

typedef struct count {
    size_t words, signs, plain; /* words of two letters or more; those with a Vietnamese sign; those of ASCII letters only */
} count;

static bool is_vietnamese(int32_t code)
{
    return (code >= 0x1EA0 && code <= 0x1EF9) || (code >= 0xC0 && code <= 0xFF && code != 0xD7 && code != 0xF7) || code == 0x102 ||
           code == 0x103 || code == 0x110 || code == 0x111 || code == 0x128 || code == 0x129 || code == 0x168 || code == 0x169 ||
           code == 0x1A0 || code == 0x1A1 || code == 0x1AF || code == 0x1B0;
}

static bool is_letter(int32_t code)
{
    return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') || is_vietnamese(code);
}

static count count_words(khung__str text)
{
    count c = {0};
    const char *p = text.s, *end = text.s ? text.s + text.n : NULL;
    while (p < end) {
        size_t letters = 0;
        bool sign = false, other = false;
        for (int32_t code = 0; p < end && (code = khung__utf8_next(&p, end)) > ' ' && code != 0xA0;) {
            letters += is_letter(code);
            sign = sign || is_vietnamese(code);
            other = other || (code >= '0' && code <= '9');
        }
        if (letters < 2 || other) continue;
        c.words++;
        c.signs += sign;
        c.plain += !sign;
    }
    return c;
}

bool khung__html_foreign(const khung__html *h, khung__str text, const char **language)
{
    count c = count_words(text);
    bool english = h->doc->language.n >= 2 && !memcmp(h->doc->language.s, "en", 2);
    *language = english ? "vi" : "en";
    if (english) return c.signs && c.signs * 2 >= c.words;
    return c.words >= 5 && c.signs == 0;
}
