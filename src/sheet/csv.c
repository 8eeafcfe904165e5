/* sheet/csv: comma-separated values by libcsv. What libcsv leaves open is settled here: the encoding, which separator it is, which
 * number a row has when lines are empty or quoted, and ceilings. */
#include "inside.h"
#include "late.h"

#include <string.h>

enum { PIECE = 4096 /* bytes parsed between two looks at the size of a cell that does not end */ };

typedef struct csv_reader {
    sheet_reader *r;
    size_t row, column;  /* of the cell that comes next, from 1 */
    bool after_return;   /* the last row ended with a carriage return: a line feed that follows is of the same end */
} csv_reader;

static void on_cell(void *bytes, size_t n, void *data)
{
    csv_reader *c = data;
    sheet_reader *r = c->r;
    size_t column = c->column++;
    c->after_return = false;
    if (r->status != KHUNG_OK || n == 0)
        return;
    if (!khung__sheet_row_fits(r, c->row) || !khung__sheet_column_fits(r, c->row, column))
        return;
    khung__sheet_put(r, c->row, column, khung__sheet_clean(r, (khung__str){bytes, n}, c->row, column));
}

static void on_row(int end, void *data)
{
    csv_reader *c = data;
    bool rest_of_end = end == '\n' && c->after_return && c->column == 1;
    khung__sheet_noticed *noticed = &c->r->sheet->noticed;
    noticed->last = c->column - 1;
    noticed->first = noticed->first ? noticed->first : noticed->last;
    noticed->cut = end < 0 && noticed->last < noticed->first;
    if (!rest_of_end)
        c->row++;
    c->after_return = end == '\r';
    c->column = 1;
}

/* ---- before parsing ---- */

static bool utf8_holds(sheet_reader *r)
{
    static const char hex[] = "0123456789ABCDEF";
    const char *p = r->bytes.s, *end = p + r->bytes.n;
    size_t line = 1;
    char number[24];
    while (p < end) {
        unsigned char c = (unsigned char)*p;
        line += c == '\n';
        if (c > 0 && c < 0x80) {
            p++;
            continue;
        }
        int32_t code = khung__utf8_next(&p, end);
        if (code > 0)
            continue;
        char byte[] = {hex[c >> 4], hex[c & 15], '\0'};
        khung__sheet_say(r, code < 0 ? KHUNG__D_SHEET_ENCODING : KHUNG__D_SHEET_NUL, line, 0, khung__sheet_count(number, line), khung__str_of(byte),
                         (khung__str){0});
        return false;
    }
    return true;
}

static bool skip(khung__str *s, const char *with, size_t n)
{
    if (s->n < n || memcmp(s->s, with, n) != 0)
        return false;
    *s = (khung__str){s->s + n, s->n - n};
    return true;
}

/* Spreadsheets write "sep=;" as a line before all others. */
static char told_separator(khung__str *s)
{
    khung__str rest = *s;
    if (!skip(&rest, "sep=", 4) || rest.n < 2 || !memchr(",;\t", rest.s[0], 3))
        return '\0';
    char separator = rest.s[0];
    rest = (khung__str){rest.s + 1, rest.n - 1};
    if (!skip(&rest, "\r\n", 2) && !skip(&rest, "\n", 1) && !skip(&rest, "\r", 1))
        return '\0';
    *s = rest;
    return separator;
}

/* The one that the first line with a text has most of, outside quotes; of as many, the one that texts have least. */
static char likely_separator(khung__str s)
{
    static const char separators[] = ",;\t";
    size_t count[3] = {0}, best = 0;
    bool quoted = false, text = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (!quoted && (c == '\n' || c == '\r') && text)
            break;
        quoted ^= c == '"';
        text = text || (c != '\n' && c != '\r');
        const char *which = quoted || !c ? NULL : memchr(separators, c, 3);
        if (which)
            count[which - separators]++;
    }
    for (size_t i = 1; i < 3; i++)
        if (count[i] > 0 && count[i] >= count[best])
            best = i;
    return separators[best];
}

static int is_blank(unsigned char c)
{
    return c == ' ';
}

/* ---- parsing ---- */

static void say_endless(csv_reader *c)
{
    char number[24];
    khung__sheet_say(c->r, KHUNG__D_SHEET_QUOTE, c->row, c->column, khung__sheet_count(number, c->row), (khung__str){0}, (khung__str){0});
}

static void parse(csv_reader *c, struct csv_parser *parser, khung__str s)
{
    sheet_reader *r = c->r;
    for (size_t at = 0; at < s.n && r->status == KHUNG_OK; at += PIECE) {
        size_t n = s.n - at < PIECE ? s.n - at : PIECE;
        if (csv_parse(parser, s.s + at, n, on_cell, on_row, c) != n)
            r->status = KHUNG_NO_MEMORY;
        else if (r->status == KHUNG_OK && parser->entry_pos > r->limits.cell) /* libcsv has no ceiling of its own */
            khung__sheet_clean(r, (khung__str){(const char *)parser->entry_buf, parser->entry_pos}, c->row, c->column);
    }
    if (r->status != KHUNG_OK)
        return;
    parser->options |= CSV_STRICT; /* for the end only: elsewhere a lone quote stands for itself */
    if (csv_fini(parser, on_cell, on_row, c) == 0)
        return;
    if (r->status == KHUNG_OK && parser->status == CSV_EPARSE)
        say_endless(c);
    else if (r->status == KHUNG_OK)
        r->status = KHUNG_NO_MEMORY;
}

void khung__sheet_csv(sheet_reader *r)
{
    csv_reader c = {.r = r, .row = 1, .column = 1};
    struct csv_parser parser;
    khung__str s = r->bytes;
    if (s.n >= 2 && (memcmp(s.s, "\xFF\xFE", 2) == 0 || memcmp(s.s, "\xFE\xFF", 2) == 0)) {
        khung__sheet_say(r, KHUNG__D_SHEET_UTF16, 0, 0, (khung__str){0}, (khung__str){0}, (khung__str){0});
        return;
    }
    if (s.n == 0 || !utf8_holds(r))
        return;
    skip(&s, "\xEF\xBB\xBF", 3);
    char separator = told_separator(&s);
    if (csv_init(&parser, CSV_STRICT_FINI | CSV_REPALL_NL) != 0) {
        r->status = KHUNG_NO_MEMORY;
        return;
    }
    csv_set_realloc_func(&parser, khung__realloc);
    csv_set_free_func(&parser, khung__free);
    csv_set_blk_size(&parser, PIECE);
    parser.is_space = is_blank; /* a tab is a separator or a part of the text */
    csv_set_delim(&parser, (unsigned char)(separator ? separator : likely_separator(s)));
    parse(&c, &parser, s);
    csv_free(&parser);
}
