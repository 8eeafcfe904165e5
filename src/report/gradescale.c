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
static khung__str *numbers(gradescale *g, uint32_t *rows, khung__str number)
{
    khung__report *report = g->report;
    khung__str *cells = khung__arena_alloc(report->arena, (MOST + 2) * 2 * sizeof *cells);
    *rows = 1;
    if (!cells) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return NULL;
    }
    cells[0] = khung__report_phrase(report, KHUNG__P_GRADE);
    cells[1] = khung__report_phrase(report, KHUNG__P_HEAD_FROM);
    for (size_t i = 0; i < g->n; i++) {
        segment *s = &g->segments[i];
        if (!s->name.n) continue;
        cells[2 * *rows] = s->name;
        cells[2 * (*rows)++ + 1] = s->bare ? khung__word(KHUNG__W_DASH, report->language)
                                           : threshold_text(g, s);
    }
    cells[2 * *rows] = khung__word(KHUNG__W_TOTAL, report->language);
    cells[2 * (*rows)++ + 1] = number;
    return cells;
}

double khung__report_gradescale(khung__report *report, double x, double y, double w)
{
    gradescale g = {0};
    if (!prepare(&g, report)) return 0;
    khung__gauge_band bands[MOST + 1];
    for (size_t i = 0; i < g.n; i++) {
        segment *s = &g.segments[i];
        bands[i] = (khung__gauge_band){s->name, s->bare ? (khung__str){0} : threshold_text(&g, s),
                                       s->from, s->awarded};
    }
    khung__str number = g.percent ? khung__report_percent_bare(report, g.value)
                                  : khung__report_shown(report, g.value);
    khung__gauge gauge = {.bands = bands,
                          .count = g.n,
                          .has = true,
                          .at = (khung__rat_approx(g.value) - g.lo) / (g.hi - g.lo),
                          .number = number,
                          .alt = alternative(&g, number)};
    gauge.cells = numbers(&g, &gauge.rows, number);
    khung__chart chart = khung__report_chart(report);
    return khung__chart_gauge(&chart, x, y, w, &gauge);
}
