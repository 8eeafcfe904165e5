/* chart/gauge: a value on a bar with the edges of its bands, the one it lies in darker. */
#include "inner.h"

#include <math.h>

enum { MOST = 32 };

static double end_of(const khung__gauge *g, size_t i)
{
    return i + 1 < g->count ? g->bands[i + 1].from : 1;
}

/* The bar: bands in proportion, gaps of 2 at their edges. */
static void draw_bar(const khung__chart *c, double x, double y, double w, double high, const khung__gauge *g)
{
    for (size_t i = 0; i < g->count; i++) {
        double from = x + w * g->bands[i].from + (i ? 1 : 0), to = x + w * end_of(g, i) - (i + 1 < g->count ? 1 : 0);
        if (to <= from)
            continue;
        khung__doc_rect(c->doc, c->page, from, y, to - from, high, khung__pen_fill(g->bands[i].awarded ? KHUNG__A50 : KHUNG__A20));
        khung__chart_name(c, "segment");
    }
}

static khung__style name_style(const khung__gauge_band *band)
{
    return band->awarded ? khung__style_small_bold(KHUNG__INK) : khung__style_small(KHUNG__INK2);
}

/* Whether every name and edge stands within its own band. */
static bool names_fit(const khung__chart *c, double w, const khung__gauge *g)
{
    for (size_t i = 0; i < g->count; i++) {
        double room = w * (end_of(g, i) - g->bands[i].from) - 4;
        if (khung__chart_width(c, g->bands[i].name, khung__style_small_bold(KHUNG__INK)) > room ||
            khung__chart_width(c, g->bands[i].edge, khung__style_small(KHUNG__INK)) > room)
            return false;
    }
    return true;
}

static void draw_names(const khung__chart *c, double x, double y, double w, const khung__gauge *g)
{
    for (size_t i = 0; i < g->count; i++) {
        const khung__gauge_band *band = &g->bands[i];
        double from = x + w * band->from + (i ? 1 : 0);
        khung__chart_text(c, from, y + 39, band->name, name_style(band), KHUNG__LEFT);
        khung__chart_text(c, from, y + 49, band->edge, khung__style_small(KHUNG__INK2), KHUNG__LEFT);
    }
}

/* Names that are wider than their band: one list under the bar. Returns its height. */
static double list_names(const khung__chart *c, double x, double y, double w, const khung__gauge *g)
{
    khung__span spans[2 * MOST];
    size_t n = 0;
    for (size_t i = 0; i < g->count && i < MOST; i++) {
        const khung__gauge_band *band = &g->bands[i];
        khung__buf more = {0};
        if (!band->name.n)
            continue;
        if (band->edge.n)
            khung__buf_z(&more, " "), khung__buf_str(&more, band->edge);
        if (i + 1 < g->count)
            khung__buf_z(&more, " · ");
        spans[n++] = (khung__span){band->name, name_style(band)};
        if (more.n)
            spans[n++] = (khung__span){khung__chart_take(c, &more), khung__style_small(KHUNG__INK2)};
    }
    khung__para para = khung__doc_para(c->doc, spans, n, w, KHUNG__LEFT);
    return khung__doc_put(c->doc, c->page, x, y, &para, 0, para.count);
}

static void draw_marker(const khung__chart *c, double x, double y, double w, const khung__gauge *g)
{
    double part = fmin(1, fmax(0, g->at)), at = x + w * part;
    double triangle[3][2] = {{at - 4, y + 13}, {at + 4, y + 13}, {at, y + 19}};
    khung__chart_line(c, at, y + 19, at, y + 28, khung__pen_line(KHUNG__A100, 2));
    khung__chart_name(c, "marker");
    khung__doc_poly(c->doc, c->page, (const double(*)[2])triangle, 3, true, khung__pen_fill(KHUNG__A100));
    bool left = part > 0.9;
    khung__chart_text(c, at + (left ? -7 : 7), y + 16, g->number, khung__style_small_bold(KHUNG__A100), left ? KHUNG__RIGHT : KHUNG__LEFT);
}

static void begin(const khung__chart *c, const khung__gauge *g)
{
    uint32_t figure = khung__doc_open(c->doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(c->doc, figure, g->alt);
    if (g->cells)
        khung__doc_data(c->doc, figure, g->cells, 2, g->rows);
}

double khung__chart_gauge(const khung__chart *c, double x, double y, double w, const khung__gauge *g)
{
    begin(c, g);
    draw_bar(c, x, y + 20, w, 8, g);
    double height = 50;
    if (g->count == 1 && !g->bands[0].name.n)
        height = 30;
    else if (names_fit(c, w, g))
        draw_names(c, x, y, w, g);
    else
        height = 32 + list_names(c, x, y + 32, w, g);
    if (g->has)
        draw_marker(c, x, y, w, g);
    khung__doc_close(c->doc);
    return height;
}

void khung__chart_gauge_small(const khung__chart *c, double x, double y, double w, const khung__gauge *g)
{
    begin(c, g);
    draw_bar(c, x, y + 2, w, 6, g);
    double at = x + w * fmin(1, fmax(0, g->at));
    if (g->has) {
        khung__chart_line(c, at, y, at, y + 10, khung__pen_line(KHUNG__A100, 2));
        khung__chart_name(c, "marker");
    }
    khung__doc_close(c->doc);
}
