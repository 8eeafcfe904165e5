/* chart/effect: how far each domain would move: a ring where it stands, an arrow to where it would be. */
#include "inner.h"

#include <math.h>

static const double HEAD = 16, ROW = 16, CODE_W = 18;

/* What a row is drawn with. The axis is 180 wide, less where the heads beside it need its room; titles have what is left. */
typedef struct frame {
    const khung__chart *chart;
    const khung__effects *effects;
    double x, axis, axis_w, now, then, code_w; /* axis, now, then: from x */
} frame;

static double at(const frame *f, double percent)
{
    return f->x + f->axis + f->axis_w * fmin(100, fmax(0, percent)) / 100;
}

static double code_width(const khung__chart *c, const khung__effects *e)
{
    double widest = 0;
    for (size_t i = 0; i < e->count; i++)
        widest = fmax(widest, khung__chart_width(c, e->rows[i].code, khung__style_body_bold(KHUNG__INK)));
    return widest > 0 ? fmax(CODE_W, widest + 6) : 0;
}

static khung__para title_of(const frame *f, const khung__effect *row)
{
    khung__span span = {row->title, row->sum ? khung__style_body_bold(KHUNG__INK) : khung__style_body(KHUNG__INK)};
    return khung__doc_para(f->chart->doc, &span, 1, f->axis - 10 - (row->sum ? 0 : f->code_w), KHUNG__LEFT);
}

static frame frame_of(const khung__chart *c, double x, double w, const khung__effects *e)
{
    khung__style small = khung__style_small(KHUNG__INK2);
    double now = w - fmax(50, khung__chart_width(c, e->then, small) + 12);
    double end = fmin(w - 100, now - khung__chart_width(c, e->now, small) - 22);
    return (frame){c, e, x, w - 280, end - (w - 280), now, w, code_width(c, e)};
}

static double row_height(const frame *f, size_t i)
{
    khung__para title = title_of(f, &f->effects->rows[i]);
    return fmax(ROW, 12 * (double)title.count + 4);
}

double khung__chart_effects_height(const khung__chart *c, double w, const khung__effects *e, size_t from, size_t to)
{
    frame f = frame_of(c, 0, w, e);
    double height = HEAD;
    for (size_t i = from; i < to && i < e->count; i++)
        height += row_height(&f, i);
    return height;
}

/* ---- drawing ---- */

static void head_cell(const khung__chart *c, double x, double y, khung__str text, khung__align align)
{
    khung__doc_open(c->doc, KHUNG__TAG_TH);
    khung__chart_text(c, x, y + 8, text, khung__style_small(KHUNG__INK2), align);
    khung__doc_close(c->doc);
}

static void head(const frame *f, double y)
{
    const khung__chart *c = f->chart;
    const khung__effects *e = f->effects;
    khung__doc_open(c->doc, KHUNG__TAG_TR);
    head_cell(c, f->x, y, e->row_head, KHUNG__LEFT);
    khung__doc_open(c->doc, KHUNG__TAG_TH);
    khung__doc_alt(c->doc, khung__doc_open(c->doc, KHUNG__TAG_FIGURE), KHUNG__S("0–100%"));
    for (int percent = 0; percent <= 100; percent += 25) {
        khung__buf buf = {0};
        khung__buf_int(&buf, percent);
        if (percent)
            khung__buf_z(&buf, "%");
        khung__chart_text(c, at(f, percent), y + 8, khung__chart_take(c, &buf), khung__style_small(KHUNG__INK2), KHUNG__CENTRE);
    }
    khung__doc_close(c->doc);
    khung__doc_close(c->doc);
    head_cell(c, f->x + f->now, y, e->now, KHUNG__RIGHT);
    head_cell(c, f->x + f->then, y, e->then, KHUNG__RIGHT);
    khung__doc_close(c->doc);
}

static void grid(const frame *f, double y, double height)
{
    const khung__chart *c = f->chart;
    double threshold = f->effects->threshold;
    for (int percent = 0; percent <= 100; percent += 25)
        khung__chart_line(c, at(f, percent), y, at(f, percent), y + height, khung__pen_line(KHUNG__FAINT, KHUNG__THIN));
    if (threshold >= 0)
        khung__chart_line(c, at(f, threshold), y, at(f, threshold), y + height, khung__pen_line(KHUNG__INK2, KHUNG__THIN));
}

/* The line ends within the head, so that its end does not show beside the point. */
static void arrow(const frame *f, double y, const khung__effect *row)
{
    const khung__chart *c = f->chart;
    double from = at(f, row->now), to = at(f, row->then), side = to >= from ? 1 : -1;
    double tip[3][2] = {{to, y}, {to - side * 5, y - 3.2}, {to - side * 5, y + 3.2}};
    if (fabs(to - from) > 0.01) {
        if (fabs(to - from) > 3)
            khung__chart_line(c, from, y, to - side * 3, y, khung__pen_line(KHUNG__A75, 2));
        khung__doc_poly(c->doc, c->page, (const double(*)[2])tip, 3, true, khung__pen_fill(KHUNG__A100));
        khung__chart_name(c, "effect-then");
    }
    khung__doc_circle(c->doc, c->page, from, y, 3, khung__pen_both(KHUNG__WHITE, KHUNG__A100, 1.4));
    khung__chart_name(c, "effect-now");
}

static void number(const khung__chart *c, double x, double y, khung__str text, khung__style style)
{
    khung__doc_open(c->doc, KHUNG__TAG_TD);
    khung__chart_text(c, x, y + 3, text, style, KHUNG__RIGHT);
    khung__doc_close(c->doc);
}

static khung__str said(const khung__chart *c, const khung__effects *e, const khung__effect *row)
{
    khung__buf name = {0}, buf = {0};
    khung__chart_add(&name, "", row->code);
    khung__chart_add(&name, ". ", row->title);
    khung__str args[] = {khung__chart_take(c, &name), row->now_text, row->then_text};
    for (size_t i = 0; i < e->alt.n; i++) { /* {0} {1} {2} */
        bool hole = i + 2 < e->alt.n && e->alt.s[i] == '{' && e->alt.s[i + 1] >= '0' && e->alt.s[i + 1] <= '2' && e->alt.s[i + 2] == '}';
        if (hole)
            khung__buf_str(&buf, args[e->alt.s[i + 1] - '0']), i += 2;
        else
            khung__buf_char(&buf, e->alt.s[i]);
    }
    return khung__chart_take(c, &buf);
}

static void draw_row(const frame *f, double y, double height, size_t i)
{
    const khung__chart *c = f->chart;
    const khung__effect *row = &f->effects->rows[i];
    double x = f->x, middle = y + height / 2;
    khung__para title = title_of(f, row);
    double top = middle - 6 * (double)title.count;
    bool better = fabs(row->then - row->now) > 1e-9;
    if (row->sum) {
        khung__doc_artifact(c->doc, true);
        khung__chart_line(c, x, y, x + f->then, y, khung__pen_line(KHUNG__INK, KHUNG__THIN));
        khung__doc_artifact(c->doc, false);
    }
    khung__doc_open(c->doc, KHUNG__TAG_TR);
    khung__doc_open(c->doc, KHUNG__TAG_TH);
    khung__chart_text(c, x, khung__baseline(top, khung__style_body(KHUNG__INK)), row->code, khung__style_body_bold(KHUNG__A100), KHUNG__LEFT);
    khung__doc_put(c->doc, c->page, x + (row->sum ? 0 : f->code_w), top, &title, 0, title.count);
    khung__doc_close(c->doc);
    khung__doc_open(c->doc, KHUNG__TAG_TD);
    khung__doc_alt(c->doc, khung__doc_open(c->doc, KHUNG__TAG_FIGURE), said(c, f->effects, row));
    grid(f, y, height);
    arrow(f, middle, row);
    khung__doc_close(c->doc);
    khung__doc_close(c->doc);
    number(c, x + f->now, middle, row->now_text, khung__style_body(KHUNG__INK2));
    number(c, x + f->then, middle, row->then_text, better || row->sum ? khung__style_body_bold(KHUNG__INK) : khung__style_body(KHUNG__INK2));
    khung__doc_close(c->doc);
}

double khung__chart_effects(const khung__chart *c, double x, double y, double w, const khung__effects *e, size_t from, size_t to)
{
    frame f = frame_of(c, x, w, e);
    double top = y;
    khung__doc_open(c->doc, KHUNG__TAG_TABLE);
    head(&f, y);
    y += HEAD;
    for (size_t i = from; i < to && i < e->count; i++) {
        double height = row_height(&f, i);
        draw_row(&f, y, height, i);
        y += height;
    }
    khung__doc_close(c->doc);
    return y - top;
}
