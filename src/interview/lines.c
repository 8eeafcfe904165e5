/* interview/lines: the lines of a screen, wrapped by the columns that a terminal gives each character. */
#include "inside.h"

#include <string.h>

static bool is_style(char c)
{
    return c >= KHUNG__PLAIN && c <= KHUNG__ASK;
}

static size_t width_to(const char *from, const char *to)
{
    size_t width = 0;
    while (from < to) {
        int32_t code = khung__utf8_next(&from, to);
        width += code > 0 && code <= KHUNG__ASK ? 0 : (size_t)khung__utf8_width(code);
    }
    return width;
}

size_t khung__lines_width(khung__str text)
{
    return text.n ? width_to(text.s, text.s + text.n) : 0;
}

void khung__lines_add(khung__lines *lines, khung__str line)
{
    if (lines->count == lines->room) {
        size_t room = lines->room ? lines->room * 2 : 64;
        khung__str *more = khung__arena_alloc(lines->arena, room * sizeof *more);
        if (!more) {
            lines->failed = true;
            return;
        }
        if (lines->count)
            memcpy(more, lines->line, lines->count * sizeof *more);
        lines->line = more;
        lines->room = room;
    }
    lines->line[lines->count++] = line;
}

/* ---- wrapping ---- */

typedef struct wrapper {
    khung__lines *lines;
    khung__buf line;
    size_t column, left;
    int style;
    bool fresh; /* nothing but blanks stands behind `left` */
} wrapper;

static void end_line(wrapper *w)
{
    if (w->style != KHUNG__PLAIN)
        khung__buf_char(&w->line, KHUNG__PLAIN);
    khung__str line = khung__buf_take(&w->line, w->lines->arena);
    w->lines->failed = w->lines->failed || !line.s;
    khung__lines_add(w->lines, line);
}

static void begin_line(wrapper *w, khung__str lead)
{
    khung__buf_str(&w->line, lead);
    for (w->column = khung__lines_width(lead); w->column < w->left; w->column++)
        khung__buf_char(&w->line, ' ');
    if (w->style != KHUNG__PLAIN)
        khung__buf_char(&w->line, (char)w->style);
    w->fresh = true;
}

static void next_line(wrapper *w)
{
    end_line(w);
    begin_line(w, (khung__str){"", 0});
}

/* A word that is longer than a line is cut between characters. */
static void put_long(wrapper *w, const char *p, const char *end)
{
    while (p < end) {
        const char *next = khung__utf8_grapheme_next(p, end);
        size_t width = width_to(p, next);
        if (w->column + width > w->lines->width && !w->fresh)
            next_line(w);
        khung__buf_add(&w->line, p, (size_t)(next - p));
        w->column += width;
        w->fresh = false;
        p = next;
    }
}

static void put_word(wrapper *w, const char *p, const char *end)
{
    size_t width = width_to(p, end);
    if (!w->fresh && w->column + 1 + width > w->lines->width)
        next_line(w);
    else if (!w->fresh) {
        khung__buf_char(&w->line, ' ');
        w->column++;
    }
    if (w->column + width > w->lines->width)
        put_long(w, p, end);
    else
        khung__buf_add(&w->line, p, (size_t)(end - p));
    w->column += w->column + width > w->lines->width ? 0 : width;
    w->fresh = false;
}

void khung__lines_wrap(khung__lines *lines, khung__str lead, size_t left, int style, khung__str text)
{
    if (left + 8 > lines->width)
        left = lines->width > 12 ? 2 : 0;
    wrapper w = {.lines = lines, .left = left, .style = style};
    begin_line(&w, lead);
    for (const char *p = text.s, *end = text.n ? text.s + text.n : text.s; p < end;) {
        const char *stop = p;
        while (stop < end && *stop != ' ' && *stop != '\n' && *stop != '\t')
            stop++;
        if (stop > p)
            put_word(&w, p, stop);
        if (stop < end && *stop == '\n' && !w.fresh)
            next_line(&w);
        p = stop + (stop < end);
    }
    end_line(&w);
}

/* Every character where it stands, blanks too, so that the cursor is where one types. */
void khung__lines_field(khung__lines *lines, khung__str lead, size_t left, const khung__field_text *field)
{
    if (left + 8 > lines->width)
        left = lines->width > 12 ? 2 : 0;
    wrapper w = {.lines = lines, .left = left, .style = KHUNG__ASK};
    const char *end = field->s + field->n;
    lines->focus_from = lines->count;
    begin_line(&w, lead);
    for (const char *p = field->s; p <= end;) {
        const char *next = p < end ? khung__utf8_grapheme_next(p, end) : p + 1;
        bool line_end = p < end && *p == '\n'; /* of a text that came from a file */
        size_t width = p < end ? width_to(p, next) : 1; /* the cursor needs a place behind the text */
        if (w.column + width > lines->width && !w.fresh)
            next_line(&w);
        if ((size_t)(p - field->s) == field->cursor) {
            lines->cursor_line = lines->count;
            lines->cursor_column = w.column;
        }
        if (p < end && !line_end)
            khung__buf_add(&w.line, p, (size_t)(next - p));
        w.column += width;
        w.fresh = false;
        if (line_end)
            next_line(&w);
        p = next;
    }
    end_line(&w);
    lines->focus_to = lines->count;
}

/* ---- out ---- */

static void put_style(khung__buf *out, char style)
{
    static const char *const codes[] = {"", "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[1;36m", "\x1b[1;31m", "\x1b[4m"};
    khung__buf_z(out, codes[(int)style]);
}

void khung__lines_put(khung__buf *out, khung__str line, size_t width, bool colour)
{
    size_t column = 0;
    bool styled = false;
    for (const char *p = line.s, *end = line.n ? line.s + line.n : line.s; p < end;) {
        const char *from = p;
        int32_t code = khung__utf8_next(&p, end);
        if (is_style(*from)) {
            if (colour)
                put_style(out, *from);
            styled = *from != KHUNG__PLAIN;
            continue;
        }
        size_t wide = (size_t)khung__utf8_width(code);
        if (column + wide > width)
            break;
        column += wide;
        if (code == 0xA0 || code < ' ') /* kept words together, and is a blank like others now */
            khung__buf_char(out, ' ');
        else
            khung__buf_add(out, from, (size_t)(p - from));
    }
    if (styled && colour)
        put_style(out, KHUNG__PLAIN);
}
