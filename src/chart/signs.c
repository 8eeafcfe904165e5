/* chart/signs: what all charts use: tints, hatching, numbers on white, cells; words and tables behind figures. */
#include "inner.h"

#include <math.h>

/* ---- words, tables, small tools ---- */

khung__str khung__chart_take(const khung__chart *c, khung__buf *buf)
{
    khung__str text = khung__buf_take(buf, &c->doc->arena);
    if (!text.s)
        khung__doc_fail(c->doc, KHUNG_NO_MEMORY);
    return text.s ? text : (khung__str){0};
}

void khung__chart_add(khung__buf *buf, const char *between, khung__str text)
{
    if (!text.n)
        return;
    if (buf->n)
        khung__buf_z(buf, between);
    khung__buf_str(buf, text);
}

khung__str *khung__chart_cells(const khung__chart *c, uint32_t columns, size_t rows)
{
    khung__str *cells = khung__arena_alloc(&c->doc->arena, columns * rows * sizeof *cells);
    if (!cells)
        khung__doc_fail(c->doc, KHUNG_NO_MEMORY);
    return cells;
}

void khung__chart_name(const khung__chart *c, const char *name)
{
    khung__doc_name(c->doc, c->page, khung__str_of(name));
}

double khung__chart_width(const khung__chart *c, khung__str text, khung__style style)
{
    return khung__doc_width(c->doc, text, style.face, style.size);
}

void khung__chart_text(const khung__chart *c, double x, double baseline, khung__str text, khung__style style, khung__align align)
{
    if (text.n)
        khung__doc_text(c->doc, c->page, x, baseline, text, style, align);
}

void khung__chart_line(const khung__chart *c, double x1, double y1, double x2, double y2, khung__pen pen)
{
    khung__doc_line(c->doc, c->page, x1, y1, x2, y2, pen);
}

/* ---- tints ---- */

/* The grey value a colour prints as: the usual weights of red, green and blue. */
static double grey(khung__rgb c)
{
    return 0.299 * (c >> 16 & 255) + 0.587 * (c >> 8 & 255) + 0.114 * (c & 255);
}

/* Between two colours, so that the grey value is `want`. */
static khung__rgb blend(khung__rgb a, khung__rgb b, double want)
{
    double t = (want - grey(a)) / (grey(b) - grey(a));
    khung__rgb out = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double from = a >> shift & 255, to = b >> shift & 255;
        out |= (khung__rgb)(from + (to - from) * t + 0.5) << shift;
    }
    return out;
}

khung__rgb khung__chart_tint(const khung__rgb *palette, uint32_t i, uint32_t n, bool lower, khung__rgb *on)
{
    khung__rgb a20 = palette[KHUNG__ROLE_A20], a50 = palette[KHUNG__ROLE_A50], a75 = palette[KHUNG__ROLE_A75], a100 = palette[KHUNG__ROLE_A100];
    const khung__rgb four[] = {a20, a50, a75, a100}, thirds[] = {a20, a50, a100};
    if (lower)
        i = n - 1 - i;
    khung__rgb tint;
    if (n == 4) {
        tint = four[i];
    } else if (n > 6) {
        tint = thirds[i * 3 / n];
    } else {
        double dark = round(grey(a100)), light = round(grey(a20));
        double want = n < 2 ? dark : light - (light - dark) * i / (n - 1);
        tint = want > round(grey(a50)) ? blend(a20, a50, want) : want > round(grey(a75)) ? blend(a50, a75, want) : blend(a75, a100, want);
    }
    *on = grey(tint) > 140 ? KHUNG__INK : KHUNG__WHITE;
    return tint;
}

/* ---- what is hidden ---- */

static const double PITCH = 3.5;
enum { MOST_LINES = 512 };

/* The lines are cut off by arithmetic: pages have no clipping. */
void khung__chart_hatch(const khung__chart *c, double x, double y, double w, double h)
{
    if (w <= 0 || h <= 0)
        return;
    khung__doc_rect(c->doc, c->page, x, y, w, h, khung__pen_fill(KHUNG__WHITE));
    khung__step *steps = khung__arena_alloc(&c->doc->arena, 2 * MOST_LINES * sizeof *steps);
    if (!steps) {
        khung__doc_fail(c->doc, KHUNG_NO_MEMORY);
        return;
    }
    size_t n = 0;
    double pitch = fmax(PITCH, (w + h) / (MOST_LINES - 2));
    for (double t = -h; t < w && n + 2 <= 2 * MOST_LINES; t += pitch) {
        double x1 = x + t, y1 = y + h, x2 = x + t + h, y2 = y;
        if (x1 < x)
            y1 -= x - x1, x1 = x;
        if (x2 > x + w)
            y2 += x2 - (x + w), x2 = x + w;
        if (x2 <= x1)
            continue;
        steps[n++] = (khung__step){.op = 'm', .x = x1, .y = y1};
        steps[n++] = (khung__step){.op = 'l', .x = x2, .y = y2};
    }
    khung__doc_path(c->doc, c->page, steps, n, khung__pen_line(KHUNG__PAST, 0.4));
    khung__chart_name(c, "hatch");
}

void khung__chart_halo(const khung__chart *c, double x, double baseline, khung__str text, khung__style style)
{
    double w = khung__chart_width(c, text, style) + 5;
    khung__doc_rect(c->doc, c->page, x - w / 2, baseline - 8, w, 10.5, khung__pen_fill(KHUNG__WHITE));
    khung__chart_text(c, x, baseline, text, style, KHUNG__CENTRE);
}

void khung__chart_hidden(const khung__chart *c, double x, double y, khung__str word)
{
    khung__doc_alt(c->doc, khung__doc_open(c->doc, KHUNG__TAG_FIGURE), word);
    khung__chart_hatch(c, x - 32, y, 32, 13);
    khung__chart_halo(c, x - 16, y + 9.1, word, khung__style_small(KHUNG__INK));
    khung__doc_close(c->doc);
}

void khung__chart_cell(const khung__chart *c, double x, double y, double w, double h, khung__str text, uint32_t step, uint32_t steps, bool lower)
{
    if (!text.n) {
        khung__chart_hatch(c, x, y, w, h);
        return;
    }
    khung__rgb on, tint = khung__chart_tint(c->palette, step, steps, lower, &on);
    khung__doc_rect(c->doc, c->page, x, y, w, h, khung__pen_fill(tint));
    khung__chart_name(c, "cell");
    khung__style style = h >= 18 ? khung__style_body_bold(on) : khung__style_small_bold(on);
    if (khung__chart_width(c, text, style) > w - 2)
        style = khung__style_small(on);
    khung__chart_text(c, x + w / 2, y + h / 2 + style.size * 0.36, text, style, KHUNG__CENTRE);
}
