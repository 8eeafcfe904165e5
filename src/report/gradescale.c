/* report/gradescale: the total on the scale of grades, or of bands where there are no grades. 480 ×
 * 50: bar from 20 to 28, names with their baseline at 39, thresholds at 49, the marker above. */
#include "inner.h"

#include <math.h>

enum { MOST = 16 };

typedef struct segment {
    khung__str name;
    double from; /* 0 to 1 of the bar */
    khung__micro threshold;
    bool bare, awarded; /* bare: the part below the first threshold, which has none to print */
} segment;

typedef struct gradescale {
    khung__report *report;
    segment segments[MOST];
    size_t n;
    double lo, hi; /* of the axis, in its unit */
    bool percent;
    khung__rat value;
} gradescale;

/* The percent of the total that a grade asks for: its own bound, or the one in the `all_of` at its
 * top; false without. */
static bool total_percent(const khung__condition *c, khung__micro *out)
{
    if (c->kind == KHUNG__IF_TOTAL && c->bounds.has_at_least_percent) {
        *out = c->bounds.at_least_percent;
        return true;
    }
    if (c->kind != KHUNG__IF_ALL_OF) return false;
    for (uint32_t i = 0; i < c->child_count; i++)
        if (c->children[i].kind == KHUNG__IF_TOTAL && total_percent(&c->children[i], out))
            return true;
    return false;
}

bool khung__report_grades_on_scale(const khung__report *report)
{
    const khung_framework *framework = report->framework;
    khung__micro above = 101 * KHUNG__MICRO;
    if (!framework->grade_count || framework->grade_count >= MOST) return false;
    for (uint32_t i = 0; i < framework->grade_count; i++) {
        khung__micro percent = 0;
        if (!total_percent(framework->grades[i].require, &percent) || percent >= above ||
            percent < 0)
            return false;
        above = percent;
    }
    return report->result->domains[0].percent.has;
}

static void from_grades(gradescale *g)
{
    const khung_framework *framework = g->report->framework;
    khung__micro first = 0;
    total_percent(framework->grades[framework->grade_count - 1].require, &first);
    if (first > 0)
        g->segments[g->n++] = (segment){
            .name = khung__report_phrase(g->report, KHUNG__P_BELOW_FIRST),
            .bare = true,
            .awarded = g->report->result->grade == KHUNG__NONE};
    for (uint32_t i = framework->grade_count; i-- > 0;) {
        khung__micro percent = 0;
        total_percent(framework->grades[i].require, &percent);
        g->segments[g->n++] = (segment){.name = framework->grades[i].title,
                                        .from = (double)percent / 1e8,
                                        .threshold = percent,
                                        .bare = percent == 0,
                                        .awarded = g->report->result->grade == i};
    }
}

static bool from_bands(gradescale *g)
{
    const khung_framework *framework = g->report->framework;
    if (!framework->band_count || framework->band_count > MOST) return false;
    for (uint32_t i = 0; i < framework->band_count; i++) {
        double from = (double)framework->bands[i].from / 1e6;
        if (from > g->hi || (i && from <= g->lo)) return false;
        g->segments[g->n++] = (segment){.name = framework->bands[i].title,
                                        .from = fmax(0, (from - g->lo) / (g->hi - g->lo)),
                                        .threshold = framework->bands[i].from,
                                        .bare = from <= g->lo,
                                        .awarded = g->report->result->domains[0].band == i};
    }
    if (g->segments[0].from > 0) return false;
    return true;
}

static bool prepare(gradescale *g, khung__report *report)
{
    const khung__domain_result *root = &report->result->domains[0];
    g->report = report;
    g->percent = true;
    g->lo = 0;
    g->hi = 100;
    g->value = root->percent;
    if (!g->value.has) return false;
    if (khung__report_grades_on_scale(report)) {
        from_grades(g);
        return true;
    }
    if (!report->framework->grade_count) {
        if (report->framework->band_by_score && root->score.has) {
            g->percent = false;
            g->lo = khung__rat_approx(root->lo);
            g->hi = khung__rat_approx(root->hi);
            g->value = root->score;
        }
        if (g->hi > g->lo && from_bands(g)) return true;
    }
    g->percent = true;
    g->lo = 0;
    g->hi = 100;
    g->value = root->percent;
    g->segments[0] = (segment){.bare = true};
    g->n = 1;
    return true;
}

static khung__str threshold_text(gradescale *g, const segment *s)
{
    khung__str number = khung__report_micro(g->report, s->threshold);
    return g->percent ? KHUNG__SAY(g->report, FROM_PERCENT, number)
                      : KHUNG__SAY(g->report, FROM, number);
}

static double end_of(const gradescale *g, size_t i)
{
    return i + 1 < g->n ? g->segments[i + 1].from : 1;
}

/* Whether every name and threshold stands within its own segment. */
static bool names_fit(gradescale *g, double w)
{
    for (size_t i = 0; i < g->n; i++) {
        segment *s = &g->segments[i];
        double room = w * (end_of(g, i) - s->from) - 4;
        if (khung__doc_width(g->report->doc, s->name, KHUNG__SANS_BOLD, 7.5) > room) return false;
        if (!s->bare &&
            khung__doc_width(g->report->doc, threshold_text(g, s), KHUNG__SANS, 7.5) > room)
            return false;
    }
    return true;
}

static void draw_bar(gradescale *g, double x, double y, double w)
{
    khung__doc *doc = g->report->doc;
    for (size_t i = 0; i < g->n; i++) {
        segment *s = &g->segments[i];
        double from = x + w * s->from + (i ? 1 : 0),
               to = x + w * end_of(g, i) - (i + 1 < g->n ? 1 : 0);
        khung__doc_rect(doc, g->report->page, from, y + 20, to - from, 8,
                        khung__pen_fill(s->awarded ? KHUNG__A50 : KHUNG__A20));
        khung__report_name(g->report, "segment");
    }
}

static void draw_names(gradescale *g, double x, double y, double w)
{
    khung__doc *doc = g->report->doc;
    for (size_t i = 0; i < g->n; i++) {
        segment *s = &g->segments[i];
        double from = x + w * s->from + (i ? 1 : 0);
        khung__style style = s->awarded ? khung__style_small_bold(KHUNG__INK)
                                        : khung__style_small(KHUNG__INK2);
        if (!s->name.n) continue;
        khung__doc_text(doc, g->report->page, from, y + 39, s->name, style, KHUNG__LEFT);
        if (!s->bare)
            khung__doc_text(doc, g->report->page, from, y + 49, threshold_text(g, s),
                            khung__style_small(KHUNG__INK2), KHUNG__LEFT);
    }
}

/* Names that are wider than their segment: one list under the bar. Returns its height. */
static double list_names(gradescale *g, double x, double y, double w)
{
    khung__span spans[2 * MOST];
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++) {
        segment *s = &g->segments[i];
        if (!s->name.n) continue;
        khung__str more = s->bare ? (khung__str){0}
                                  : KHUNG__JOIN(g->report, KHUNG__S(" "), threshold_text(g, s));
        khung__str end = KHUNG__JOIN(g->report, more,
                                     i + 1 < g->n ? KHUNG__S(" · ") : KHUNG__S(""));
        spans[n++] = (khung__span){s->name, s->awarded ? khung__style_small_bold(KHUNG__INK)
                                                       : khung__style_small(KHUNG__INK2)};
        if (end.n) spans[n++] = (khung__span){end, khung__style_small(KHUNG__INK2)};
    }
    khung__para para = khung__doc_para(g->report->doc, spans, n, w, KHUNG__LEFT);
    return khung__report_put(g->report, x, y, &para);
}

static void draw_marker(gradescale *g, double x, double y, double w, khung__str number)
{
    khung__doc *doc = g->report->doc;
    double part = fmin(1, fmax(0, (khung__rat_approx(g->value) - g->lo) / (g->hi - g->lo)));
    double at = x + w * part;
    double triangle[3][2] = {{at - 4, y + 13}, {at + 4, y + 13}, {at, y + 19}};
    khung__doc_line(doc, g->report->page, at, y + 19, at, y + 28, khung__pen_line(KHUNG__A100, 2));
    khung__report_name(g->report, "marker");
    khung__doc_poly(doc, g->report->page, (const double(*)[2])triangle, 3, true,
                    khung__pen_fill(KHUNG__A100));
    bool left = part > 0.9;
    khung__doc_text(doc, g->report->page, at + (left ? -7 : 7), y + 16, number,
                    khung__style_small_bold(KHUNG__A100), left ? KHUNG__RIGHT : KHUNG__LEFT);
}

static khung__str alternative(gradescale *g, khung__str number)
{
    khung__report *report = g->report;
    khung__str list = {0};
    for (size_t i = 0; i < g->n; i++) {
        segment *s = &g->segments[i];
        if (!s->name.n) continue;
        khung__str one = s->bare ? s->name
                                 : KHUNG__SAY(report, ALT_PAIR, s->name, threshold_text(g, s));
        list = list.n ? KHUNG__JOIN(report, list, KHUNG__S("; "), one) : one;
    }
    return KHUNG__SAY(report, ALT_SCALE, list.n ? list : KHUNG__S("0–100"), number);
}

/* The numbers behind the bar: each name with where it begins, then the total. */
static void numbers(gradescale *g, uint32_t figure, khung__str number)
{
    khung__report *report = g->report;
    khung__str cells[(MOST + 2) * 2];
    uint32_t rows = 1;
    cells[0] = khung__report_phrase(report, KHUNG__P_GRADE);
    cells[1] = khung__report_phrase(report, KHUNG__P_HEAD_FROM);
    for (size_t i = 0; i < g->n; i++) {
        segment *s = &g->segments[i];
        if (!s->name.n) continue;
        cells[2 * rows] = s->name;
        cells[2 * rows++ + 1] = s->bare ? khung__word(KHUNG__W_DASH, report->language)
                                        : threshold_text(g, s);
    }
    cells[2 * rows] = khung__word(KHUNG__W_TOTAL, report->language);
    cells[2 * rows++ + 1] = number;
    khung__doc_data(report->doc, figure, cells, 2, rows);
}

double khung__report_gradescale(khung__report *report, double x, double y, double w)
{
    gradescale g = {0};
    if (!prepare(&g, report)) return 0;
    khung__str number = g.percent ? khung__report_percent_bare(report, g.value)
                                  : khung__report_shown(report, g.value);
    uint32_t figure = khung__doc_open(report->doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(report->doc, figure, alternative(&g, number));
    numbers(&g, figure, number);
    draw_bar(&g, x, y, w);
    double height = 50;
    if (names_fit(&g, w)) draw_names(&g, x, y, w);
    else height = 32 + list_names(&g, x, y + 32, w);
    if (g.n == 1 && !g.segments[0].name.n) height = 30;
    draw_marker(&g, x, y, w, number);
    khung__doc_close(report->doc);
    return height;
}
