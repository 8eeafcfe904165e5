/* tree/quote: a text as YAML has it between double quotes, where it is always read back as it was. */
#include "../tree.h"

/* One character that may not stand as it is. */
static void put_code(khung__buf *out, const char **p, const char *end)
{
    const char *begin = *p;
    int32_t code = khung__utf8_next(p, end);
    if (code == '"' || code == '\\')
        khung__buf_char(out, '\\');
    if (code == '\n')
        khung__buf_z(out, "\\n");
    else if (code == '\t' || code == 0x2028 || code == 0x2029 || (code >= 0x7F && code < 0xA0))
        khung__buf_char(out, ' ');
    else if (code == 0xA0 || code == 0xFEFF)
        khung__buf_printf(out, "\\u%04x", (unsigned)code);
    else
        khung__buf_add(out, begin, (size_t)(*p - begin));
}

void khung__buf_yaml(khung__buf *out, khung__str s)
{
    khung__buf_char(out, '"');
    const char *run = s.s, *end = s.s + s.n;
    for (const char *p = s.s; p < end;) {
        const char *begin = p;
        unsigned char c = (unsigned char)*p;
        if ((c >= ' ' && c < 0x7F && c != '"' && c != '\\') || (c >= 0xC3 && c != 0xE2 && c != 0xEF)) { /* most text is plain */
            p++;
            continue;
        }
        if (c >= 0x80 && c < 0xC0) { /* inside a letter */
            p++;
            continue;
        }
        khung__buf_add(out, run, (size_t)(begin - run));
        put_code(out, &p, end);
        run = p;
    }
    khung__buf_add(out, run, (size_t)(end - run));
    khung__buf_char(out, '"');
}
