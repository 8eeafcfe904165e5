/* html/marks: the small change: escaped text, lengths, colours, languages. */
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

void khung__html_language(khung__html *h, uint32_t element)
{
    khung__str language = h->doc->elements[element].language;
    if (!language.n) return;
    khung__buf_z(h->out, " lang=\"");
    khung__html_text(h->out, language);
    khung__buf_char(h->out, '"');
}
