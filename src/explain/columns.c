#include "columns.h"

/* Takes the first line that fits in `width` off *rest; a word wider than the column stands alone and whole. */
static khung__str take_line(khung__str *rest, size_t width)
{
    size_t end = 0, count = 0;
    const char *p = rest->s, *stop = rest->s + rest->n;
    bool broke = false;
    while (p < stop && !broke) {
        if (*p == ' ' && count <= width)
            end = (size_t)(p - rest->s);
        khung__utf8_next(&p, stop);
        count++;
        broke = count > width && end > 0;
    }
    if (!broke && (count <= width || end == 0))
        end = rest->n;
    if (!broke && count > width && end == rest->n)
        for (size_t i = 0; i < rest->n; i++)
            if (rest->s[i] == ' ') {
                end = i;
                break;
            }
    khung__str line = {rest->s, end};
    size_t skip = end < rest->n && rest->s[end] == ' ' ? end + 1 : end;
    *rest = (khung__str){rest->s + skip, rest->n - skip};
    return line;
}

static void pad(khung__buf *buf, size_t n)
{
    while (n-- > 0)
        khung__buf_char(buf, ' ');
}

void khung__columns_put(khung__buf *buf, const khung__column *columns, size_t n)
{
    khung__str rest[KHUNG__MOST_COLUMNS];
    for (size_t i = 0; i < n; i++)
        rest[i] = columns[i].text;
    for (bool more = true; more;) {
        size_t at = 0;
        more = false;
        for (size_t i = 0; i < n; i++) {
            if (rest[i].n == 0)
                continue;
            khung__str line = take_line(&rest[i], columns[i].width);
            size_t used = khung__utf8_count(line), start = columns[i].start;
            if (columns[i].right && used < columns[i].width)
                start += columns[i].width - used;
            pad(buf, start > at ? start - at : at > 0);
            khung__buf_str(buf, line);
            at = (start > at ? start : at + (at > 0)) + used;
            more |= rest[i].n > 0;
        }
        khung__buf_char(buf, '\n');
    }
}

void khung__columns_para(khung__buf *buf, khung__str text, size_t indent)
{
    khung__column column = {text, (uint8_t)indent, (uint8_t)(KHUNG__TERMINAL - indent), false};
    if (text.n > 0)
        khung__columns_put(buf, &column, 1);
}
