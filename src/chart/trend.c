/* chart/trend: a middle value over the periods, the quartiles around it as a band, a reference beside it. A period that may not be told
 * keeps its place on the axis, and no line leads across it. */
#include "inner.h"

#include <math.h>

enum { MOST_POINTS = 24 };
static const double AXIS_W = 18, TOP = 8, BOTTOM = 100, RIGHT = 8, HALF = 13;

typedef struct drawing {
    const khung__chart *chart;
    const khung__trend *trend;
    double x, y, left, right; /* left, right: of the grid */
    double lo, hi;            /* of the axis */
    double step;              /* between two periods */
} drawing;

static double x_of(const drawing *d, size_t i)
{
    return d->trend->count > 1 ? d->left + d->step / 2 + d->step * (double)i : (d->left + d->right) / 2;
}

static double y_of(const drawing *d, double value)
{
    return d->y + BOTTOM - (BOTTOM - TOP) * (value - d->lo) / (d->hi - d->lo);
}

static bool seen(const drawing *d, size_t i)
{
    return d->trend->points[i].has && !d->trend->points[i].hidden;
}

/* ---- the axis ---- */

static void widen(drawing *d, double value)
{
    d->lo = fmin(d->lo, 10 * floor(value / 10));
    d->hi = fmax(d->hi, 10 * ceil(value / 10));
}

static void find_axis(drawing *d)
{
    d->lo = 20;
    d->hi = 80;
    for (size_t i = 0; i < d->trend->count; i++) {
        const khung__trend_point *p = &d->trend->points[i];
        if (!seen(d, i))
            continue;
        widen(d, p->middle);
        if (p->has_band)
            widen(d, p->low), widen(d, p->high);
        if (p->has_reference && d->trend->reference.n)
            widen(d, p->reference);
    }
}

static void grid(const drawing *d)
{
    double step = d->hi - d->lo > 100 ? 50 : 20;
    for (double v = d->lo; v <= d->hi + 0.01; v += step) {
        khung__buf buf = {0};
        khung__buf_int(&buf, (int64_t)v);
        khung__chart_line(d->chart, d->left, y_of(d, v), d->right, y_of(d, v), khung__pen_line(KHUNG__FAINT, KHUNG__THIN));
        khung__chart_text(d->chart, d->left - 4, y_of(d, v) + 2.7, khung__chart_take(d->chart, &buf), khung__style_small(KHUNG__INK2),
                          KHUNG__RIGHT);
    }
}

/* ---- lines ---- */

static bool banded(const drawing *d, size_t i)
{
    return i < d->trend->count && seen(d, i) && d->trend->points[i].has_band && d->trend->band.n;
}

/* The quartiles of each run of periods that have them; of one alone an upright bar. */
static void bands(const drawing *d)
{
    double points[2 * MOST_POINTS][2];
    for (size_t i = 0; i < d->trend->count; i++) {
        size_t end = i, n = 0;
        while (banded(d, end))
            end++;
        double wide = end == i + 1 ? 5 : 0;
        for (size_t k = i; k < end; k++, n++)
            points[n][0] = x_of(d, k) - wide, points[n][1] = y_of(d, d->trend->points[k].high);
        if (wide > 0)
            points[n][0] = x_of(d, i) + wide, points[n++][1] = y_of(d, d->trend->points[i].high);
        if (wide > 0)
            points[n][0] = x_of(d, i) + wide, points[n++][1] = y_of(d, d->trend->points[i].low);
        for (size_t k = end; k-- > i; n++)
            points[n][0] = x_of(d, k) - wide, points[n][1] = y_of(d, d->trend->points[k].low);
        if (end == i)
            continue;
        khung__doc_poly(d->chart->doc, d->chart->page, (const double(*)[2])points, n, true, khung__pen_fill(KHUNG__A20));
        khung__chart_name(d->chart, "trend-band");
        i = end;
    }
}

static void lines(const drawing *d)
{
    khung__pen dashed = khung__pen_line(KHUNG__INK, KHUNG__FIRM), solid = khung__pen_line(KHUNG__A100, 1.75);
    dashed.dash_on = 3, dashed.dash_off = 2;
    solid.round = true;
    for (size_t i = 0; i + 1 < d->trend->count; i++) {
        const khung__trend_point *a = &d->trend->points[i], *b = a + 1;
        if (!seen(d, i) || !seen(d, i + 1))
            continue;
        if (d->trend->reference.n && a->has_reference && b->has_reference)
            khung__chart_line(d->chart, x_of(d, i), y_of(d, a->reference), x_of(d, i + 1), y_of(d, b->reference), dashed);
    }
    for (size_t i = 0; i + 1 < d->trend->count; i++)
        if (seen(d, i) && seen(d, i + 1))
            khung__chart_line(d->chart, x_of(d, i), y_of(d, d->trend->points[i].middle), x_of(d, i + 1), y_of(d, d->trend->points[i + 1].middle),
                              solid);
}

static void point(const drawing *d, size_t i)
{
    const khung__trend_point *p = &d->trend->points[i];
    double x = x_of(d, i), y = y_of(d, p->middle);
    bool beside = d->trend->reference.n && p->has_reference;
    if (beside && d->trend->count == 1) {
        khung__pen dashed = khung__pen_line(KHUNG__INK, KHUNG__FIRM);
        dashed.dash_on = 3, dashed.dash_off = 2;
        khung__chart_line(d->chart, x - 20, y_of(d, p->reference), x + 20, y_of(d, p->reference), dashed);
    }
    khung__doc_circle(d->chart->doc, d->chart->page, x, y, 2.8, khung__pen_fill(KHUNG__A100));
    khung__chart_name(d->chart, "trend-point");
    bool above = !beside || p->middle > p->reference;
    if (y - 14 < d->y)
        above = false;
    khung__chart_text(d->chart, x, y + (above ? -6 : 12), p->number, khung__style_small_bold(KHUNG__INK), KHUNG__CENTRE);
}

/* A text under the axis in its period's place, smaller ones never: where it has none it is left to the table. */
static void under(const drawing *d, size_t i, double baseline, khung__str text, khung__rgb colour)
{
    khung__style style = khung__style_small(colour);
    double room = d->trend->count > 1 ? d->step - 2 : d->right - d->left;
    size_t every = 1;
    while (khung__chart_width(d->chart, text, style) > room * (double)every && every < d->trend->count)
        every++;
    if ((d->trend->count - 1 - i) % every == 0)
        khung__chart_text(d->chart, x_of(d, i), baseline, text, style, KHUNG__CENTRE);
}

static void points(const drawing *d)
{
    for (size_t i = 0; i < d->trend->count; i++) {
        const khung__trend_point *p = &d->trend->points[i];
        double half = fmin(HALF, d->step / 2 - 1);
        if (p->hidden) {
            khung__chart_hatch(d->chart, x_of(d, i) - half, d->y + TOP, 2 * half, BOTTOM - TOP);
            khung__chart_halo(d->chart, x_of(d, i), d->y + (TOP + BOTTOM) / 2 + 2.7, d->trend->hidden, khung__style_small(KHUNG__INK));
        } else if (p->has) {
            point(d, i);
        }
        under(d, i, d->y + 112, p->period, KHUNG__INK);
        under(d, i, d->y + 122, p->said, KHUNG__INK2);
    }
}

/* ---- in words ---- */

static void add_number(khung__buf *buf, const char *between, khung__str what, khung__str number)
{
    if (!what.n || !number.n)
        return;
    khung__chart_add(buf, between, what);
    khung__buf_z(buf, " ");
    khung__buf_str(buf, number);
}

static khung__str alternative(const drawing *d)
{
    khung__buf buf = {0};
    const khung__trend *t = d->trend;
    khung__buf_str(&buf, t->about);
    for (size_t i = 0; i < t->count; i++) {
        const khung__trend_point *p = &t->points[i];
        khung__chart_add(&buf, i ? "; " : ": ", p->period);
        if (p->said.n)
            khung__buf_z(&buf, " ("), khung__buf_str(&buf, p->said), khung__buf_z(&buf, ")");
        if (!seen(d, i)) {
            khung__chart_add(&buf, " ", p->hidden ? t->hidden : KHUNG__S("–"));
            continue;
        }
        add_number(&buf, ", ", t->middle, p->number);
        add_number(&buf, ", ", t->band, p->has_band ? p->band : (khung__str){0});
        add_number(&buf, ", ", t->reference, p->has_reference ? p->beside : (khung__str){0});
    }
    return khung__chart_take(d->chart, &buf);
}

static void numbers(const drawing *d, uint32_t figure)
{
    const khung__trend *t = d->trend;
    uint32_t columns = 3 + (t->band.n > 0) + (t->reference.n > 0);
    khung__str *cells = khung__chart_cells(d->chart, columns, t->count + 1), dash = KHUNG__S("–");
    if (!cells)
        return;
    for (size_t i = 0; i <= t->count; i++) {
        const khung__trend_point *p = i ? &t->points[i - 1] : NULL;
        khung__str *row = &cells[i * columns];
        bool told = p && seen(d, i - 1);
        *row++ = p ? p->period : t->period;
        *row++ = p ? p->said : dash;
        *row++ = !p ? t->middle : told ? p->number : p->hidden ? t->hidden : dash;
        if (t->band.n)
            *row++ = !p ? t->band : told && p->has_band ? p->band : dash;
        if (t->reference.n)
            *row++ = !p ? t->reference : told && p->has_reference ? p->beside : dash;
    }
    khung__doc_data(d->chart->doc, figure, cells, columns, (uint32_t)t->count + 1);
}

/* ---- the key ---- */

/* A sign of 16 and its words; on a new line where the words have no room. */
static void key_entry(const drawing *d, double *x, double *y, double w, int sign, khung__str text)
{
    const khung__chart *c = d->chart;
    if (!text.n)
        return;
    double need = 20 + khung__chart_width(c, text, khung__style_label(KHUNG__INK));
    if (*x > d->x && *x + need > d->x + w)
        *x = d->x, *y += 14;
    khung__pen pen = sign ? khung__pen_line(KHUNG__INK, KHUNG__FIRM) : khung__pen_line(KHUNG__A100, 1.75);
    if (sign)
        pen.dash_on = 3, pen.dash_off = 2;
    if (sign == 1)
        khung__doc_rect(c->doc, c->page, *x, *y + 2, 14, 8, khung__pen_fill(KHUNG__A20));
    else
        khung__chart_line(c, *x, *y + 6, *x + 16, *y + 6, pen);
    if (sign == 0)
        khung__doc_circle(c->doc, c->page, *x + 8, *y + 6, 2.6, khung__pen_fill(KHUNG__A100));
    khung__chart_text(c, *x + 20, *y + 8.7, text, khung__style_label(KHUNG__INK), KHUNG__LEFT);
    *x += need + 12;
}

double khung__chart_trend(const khung__chart *c, double x, double y, double w, const khung__trend *t)
{
    if (!t->count || t->count > MOST_POINTS)
        return 0;
    drawing d = {.chart = c, .trend = t, .x = x, .y = y, .left = x + AXIS_W, .right = x + w - RIGHT};
    d.step = (d.right - d.left) / (double)t->count;
    find_axis(&d);
    uint32_t figure = khung__doc_open(c->doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(c->doc, figure, alternative(&d));
    numbers(&d, figure);
    bands(&d);
    grid(&d);
    lines(&d);
    points(&d);
    khung__doc_close(c->doc);
    double at = x, below = y + 130;
    khung__doc_aside(c->doc, true);
    key_entry(&d, &at, &below, w, 0, t->middle);
    key_entry(&d, &at, &below, w, 1, t->band);
    key_entry(&d, &at, &below, w, 2, t->reference);
    khung__doc_aside(c->doc, false);
    return below + 12 - y;
}
