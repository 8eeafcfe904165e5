/* chart/counts: how many of each kind, a bar each. */
#include "inner.h"

#include <math.h>

static const double ROW = 30, BAR = 16, NUMBER_W = 26, SHARE_W = 34;

static double widest(const khung__counts *n)
{
    double most = 0;
    for (size_t i = 0; i < n->count; i++)
        most = n->rows[i].hidden ? most : fmax(most, n->rows[i].value);
    return most > 0 ? most : 1;
}

static void draw_bar(const khung__chart *c, double x, double middle, double w, double most, const khung__counts *n, const khung__count_row *row)
{
    double high = BAR, wide = w * row->value / most;
    khung__doc_aside(c->doc, true);
    if (row->hidden)
        khung__chart_hatch(c, x, middle - high / 2, 32, high);
    else if (wide > 0)
        khung__doc_rect(c->doc, c->page, x, middle - high / 2, wide, high, khung__pen_fill(row->fill));
    khung__doc_aside(c->doc, false);
    khung__chart_text(c, x + (row->hidden ? 32 : wide) + 5, middle + 3.3, row->hidden ? n->hidden : row->number, khung__style_body_bold(KHUNG__INK),
                      KHUNG__LEFT);
}

double khung__chart_counts(const khung__chart *c, double x, double y, double w, const khung__counts *n)
{
    double most = widest(n), top = y, share_w = 0;
    for (size_t i = 0; i < n->count; i++)
        share_w = n->rows[i].share.n ? SHARE_W : share_w;
    double bar_x = x + n->title_w, bar_w = w - n->title_w - NUMBER_W - share_w;
    khung__doc_open(c->doc, KHUNG__TAG_L);
    for (size_t i = 0; i < n->count; i++) {
        const khung__count_row *row = &n->rows[i];
        khung__span span = {row->title, khung__style_body(KHUNG__INK)};
        khung__para title = khung__doc_para(c->doc, &span, 1, n->title_w - 6, KHUNG__LEFT);
        double height = fmax(ROW, 12 * (double)title.count + 6), middle = y + 12;
        if (title.count > 1)
            middle = y + 6 * (double)title.count;
        khung__doc_open(c->doc, KHUNG__TAG_LI);
        khung__doc_open(c->doc, KHUNG__TAG_LBL);
        khung__doc_put(c->doc, c->page, x, middle - 6 * (double)title.count, &title, 0, title.count);
        khung__doc_close(c->doc);
        khung__doc_open(c->doc, KHUNG__TAG_LBODY);
        draw_bar(c, bar_x, middle, bar_w, most, n, row);
        if (!row->hidden)
            khung__chart_text(c, x + w, middle + 3, row->share, khung__style_body(KHUNG__INK2), KHUNG__RIGHT);
        khung__doc_close(c->doc);
        khung__doc_close(c->doc);
        y += height;
    }
    khung__doc_close(c->doc);
    return y - top;
}
