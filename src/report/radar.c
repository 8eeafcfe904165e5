/* report/radar: the top-level domains as percent of their range, 316 × 272: rings, target, result,
 * labels. Where it cannot be read (fewer than 3 axes, more than 12, or labels that would meet)
 * there are bars instead, see bars.c. */
#include "inner.h"

#include <math.h>

enum { LEAST_AXES = 3, MOST_AXES = 12 };
static const double W = 316, H = 272, CX = 158, CY = 138, R = 98, PI = 3.14159265358979323846;

typedef struct axis {
    uint32_t domain;
    double angle;
    bool has, provisional, has_target, has_past;
    double value, target, past; /* percent */
    khung__str code, number, shown; /* shown: the number without the word for provisional, which stands below it */
    khung__para title;
    double x, y, height, width; /* label: anchor, top, box */
    khung__align align;
} axis;

typedef struct radar {
    khung__report *report;
    axis axes[MOST_AXES];
    size_t n;
    double x, y, top, bottom; /* box; labels reach from top to bottom, relative to y */
} radar;

static void point(const radar *r, size_t i, double percent, double out[2])
{
    out[0] = r->x + CX + R * percent / 100 * cos(r->axes[i].angle);
    out[1] = r->y + CY + R * percent / 100 * sin(r->axes[i].angle);
}

/* The widest word, so that no label cuts one. */
static double widest_word(khung__report *report, khung__str text)
{
    double widest = 0;
    for (size_t i = 0, from = 0; i <= text.n; i++) {
        if (i < text.n && text.s[i] != ' ') continue;
        double w = khung__doc_width(report->doc, (khung__str){text.s + from, i - from}, KHUNG__SANS,
                                    7.5);
        if (w > widest) widest = w;
        from = i + 1;
    }
    return widest;
}

static void label_place(radar *r, size_t i)
{
    axis *a = &r->axes[i];
    double c = cos(a->angle), s = sin(a->angle);
    double x = CX + (R + 10) * c, y = CY + (R + 10) * s;
    bool middle = fabs(c) < 0.2;
    a->align = middle ? KHUNG__CENTRE : c > 0 ? KHUNG__LEFT : KHUNG__RIGHT;
    double room = fabs(s) < 0.3 ? 56 : 67,
           need = widest_word(r->report, r->report->framework->domains[a->domain].title) + 0.5;
    double side = a->align == KHUNG__LEFT ? W + 1 - x : x + 6; /* the gutter lends 6 at the left */
    if (middle)
        room = fmin(150, r->n > 4 ? 2 * (R + 10) * fabs(cos(a->angle + 2 * PI / (double)r->n)) - 12
                                  : 150);
    else room = fmin(room, side);
    if (room < need) room = need;
    if (a->align == KHUNG__LEFT && x + room > W + 2) x = W + 2 - room;
    khung__str title = r->report->framework->domains[a->domain].title;
    if (a->provisional) title = KHUNG__JOIN(r->report, khung__report_phrase(r->report, KHUNG__P_PROVISIONAL), KHUNG__S("\n"), title);
    khung__span span = {title, khung__style_small(KHUNG__INK2)};
    a->title = khung__doc_balance(r->report->doc, &span, 1, room, KHUNG__LEFT);
    a->width = a->title.width;
    a->height = 12 + 10 * (double)a->title.count;
    a->x = x;
    a->y = middle ? (s < 0 ? y - a->height : y) : y - a->height / 2;
    if (!middle && fabs(s) > 0.3) a->y += 6 * s;
    double value_w = khung__doc_width(r->report->doc, a->code, KHUNG__SANS_BOLD, 9) +
                     (a->code.n ? 4 : 0) +
                     khung__doc_width(r->report->doc, a->shown, KHUNG__SANS_BOLD, 9);
    if (value_w > a->width) a->width = value_w;
}

static double left_of(const axis *a, double w)
{
    return a->align == KHUNG__LEFT ? a->x : a->align == KHUNG__RIGHT ? a->x - w : a->x - w / 2;
}

static bool labels_meet(const radar *r)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t j = i + 1; j < r->n; j++) {
            const axis *a = &r->axes[i], *b = &r->axes[j];
            double ax = left_of(a, a->width), bx = left_of(b, b->width);
            if (ax < bx + b->width && bx < ax + a->width && a->y < b->y + b->height &&
                b->y < a->y + a->height)
                return true;
        }
    return false;
}

/* Reads the axes and places their labels; false when a radar would not be readable. */
static bool prepare(radar *r, khung__report *report)
{
    const khung__domain *root = &report->framework->domains[0];
    r->report = report;
    r->n = root->child_count;
    if (r->n < LEAST_AXES || r->n > MOST_AXES) return false;
    r->top = 0;
    r->bottom = H;
    for (size_t i = 0; i < r->n; i++) {
        axis *a = &r->axes[i];
        a->domain = root->children[i];
        const khung__domain_result *result = &report->result->domains[a->domain];
        khung__rat target = report->target_percent[a->domain];
        a->angle = -PI / 2 + 2 * PI * (double)i / (double)r->n;
        a->has = result->percent.has;
        a->provisional = a->has && !result->complete;
        a->value = khung__rat_approx(result->percent);
        a->has_target = target.has;
        a->target = khung__rat_approx(target);
        a->has_past = report->before.has && report->before.then[a->domain].has;
        a->past = a->has_past ? khung__rat_approx(report->before.then[a->domain]) : 0;
        a->code = report->framework->domains[a->domain].code;
        a->shown = a->number = khung__report_percent_bare(report, result->percent);
        if (a->provisional)
            a->number = KHUNG__JOIN(report, a->number, KHUNG__S(" "),
                                    khung__report_phrase(report, KHUNG__P_PROVISIONAL));
        label_place(r, i);
        r->top = fmin(r->top, a->y);
        r->bottom = fmax(r->bottom, a->y + a->height);
    }
    return !labels_meet(r);
}

/* ---- drawing ---- */

static void polygon(const radar *r, double percent, khung__rgb colour)
{
    double points[MOST_AXES][2];
    for (size_t i = 0; i < r->n; i++) point(r, i, percent, points[i]);
    khung__doc_poly(r->report->doc, r->report->page, (const double(*)[2])points, r->n, true,
                    khung__pen_line(colour, KHUNG__THIN));
}

static void grid(const radar *r)
{
    khung__doc *doc = r->report->doc;
    for (int percent = 25; percent <= 100; percent += 25) {
        polygon(r, percent, percent < 100 ? KHUNG__FAINT : KHUNG__RULE);
        if (percent == 100) khung__report_name(r->report, "radar");
    }
    for (size_t i = 0; i < r->n; i++) {
        double end[2];
        point(r, i, 100, end);
        khung__doc_line(doc, r->report->page, r->x + CX, r->y + CY, end[0], end[1],
                        khung__pen_line(KHUNG__FAINT, KHUNG__THIN));
    }
}

static void fill(const radar *r)
{
    double points[MOST_AXES][2];
    for (size_t i = 0; i < r->n; i++) {
        if (!r->axes[i].has) return;
        point(r, i, r->axes[i].value, points[i]);
    }
    khung__pen pen = khung__pen_fill(KHUNG__A50);
    if (r->report->in->options->archive) pen.fill = KHUNG__A20;
    else pen.alpha = 0.38;
    khung__doc_poly(r->report->doc, r->report->page, (const double(*)[2])points, r->n, true, pen);
}

/* Side by side: a side with a missing end is not drawn. */
static void targets(const radar *r)
{
    khung__pen pen = khung__pen_line(KHUNG__INK, KHUNG__FIRM);
    pen.dash_on = 3;
    pen.dash_off = 2;
    for (size_t i = 0; i < r->n; i++) {
        size_t j = (i + 1) % r->n;
        const axis *a = &r->axes[i], *b = &r->axes[j];
        if (!a->has_target || !b->has_target || !a->has || !b->has) continue;
        double from[2], to[2];
        point(r, i, a->target, from);
        point(r, j, b->target, to);
        khung__doc_line(r->report->doc, r->report->page, from[0], from[1], to[0], to[1], pen);
    }
}

/* The round before: a thin line with squares, over the criteria in common. */
static void past(const radar *r)
{
    khung__doc *doc = r->report->doc;
    double from[2], to[2];
    for (size_t i = 0; i < r->n; i++) {
        size_t j = (i + 1) % r->n;
        if (!r->axes[i].has_past || !r->axes[j].has_past) continue;
        point(r, i, r->axes[i].past, from);
        point(r, j, r->axes[j].past, to);
        khung__doc_line(doc, r->report->page, from[0], from[1], to[0], to[1],
                        khung__pen_line(KHUNG__PAST, 1));
    }
    for (size_t i = 0; i < r->n; i++) {
        if (!r->axes[i].has_past) continue;
        point(r, i, r->axes[i].past, from);
        khung__doc_rect(doc, r->report->page, from[0] - 1.75, from[1] - 1.75, 3.5, 3.5,
                        khung__pen_both(KHUNG__WHITE, KHUNG__PAST, 1));
        khung__report_name(r->report, "radar-past");
    }
}

static void values(const radar *r)
{
    khung__doc *doc = r->report->doc;
    for (size_t i = 0; i < r->n; i++) {
        size_t j = (i + 1) % r->n;
        const axis *a = &r->axes[i], *b = &r->axes[j];
        if (!a->has || !b->has) continue;
        khung__pen pen = khung__pen_line(KHUNG__A100, 1.75);
        if (a->provisional || b->provisional) pen.dash_on = 4, pen.dash_off = 2;
        else pen.round = true;
        double from[2], to[2];
        point(r, i, a->value, from);
        point(r, j, b->value, to);
        khung__doc_line(doc, r->report->page, from[0], from[1], to[0], to[1], pen);
    }
    for (size_t i = 0; i < r->n; i++) {
        double at[2];
        if (!r->axes[i].has) continue;
        point(r, i, r->axes[i].value, at);
        khung__doc_circle(doc, r->report->page, at[0], at[1], 2.8,
                          r->axes[i].provisional ? khung__pen_both(KHUNG__WHITE, KHUNG__A100, 1.4)
                                                 : khung__pen_fill(KHUNG__A100));
        khung__report_name(r->report, "radar-now");
    }
}

static void labels(const radar *r)
{
    khung__report *report = r->report;
    khung__doc *doc = report->doc;
    khung__style bold = khung__style_body_bold(KHUNG__INK);
    for (int percent = 50; percent <= 100; percent += 50) {
        double at[2];
        point(r, 0, percent, at);
        khung__doc_text(doc, report->page, at[0] + 3, at[1] + 9, khung__report_int(report, percent),
                        khung__style_small(KHUNG__INK2), KHUNG__LEFT);
    }
    for (size_t i = 0; i < r->n; i++) {
        const axis *a = &r->axes[i];
        double code_w = khung__doc_width(doc, a->code, KHUNG__SANS_BOLD, 9),
               gap = a->code.n ? 4 : 0;
        double x = r->x +
                   left_of(a, code_w + gap + khung__doc_width(doc, a->shown, KHUNG__SANS_BOLD, 9)),
               y = r->y + a->y + 9;
        if (a->code.n)
            khung__doc_text(doc, report->page, x, y, a->code, khung__style_body_bold(KHUNG__A100),
                            KHUNG__LEFT);
        khung__doc_text(doc, report->page, x + code_w + gap, y, a->shown, bold, KHUNG__LEFT);
        for (size_t k = 0; k < a->title.count; k++) {
            const khung__textline *line = &a->title.lines[k];
            khung__para one = a->title;
            one.lines = (khung__textline *)line;
            one.count = 1;
            khung__report_put(report, r->x + left_of(a, line->width),
                              r->y + a->y + 12 + 10 * (double)k, &one);
        }
    }
}

static khung__str past_number(khung__report *report, uint32_t domain)
{
    return khung__report_percent_bare(report, report->before.then[domain]);
}

static khung__str alternative(const radar *r)
{
    khung__report *report = r->report;
    khung__str list = {0};
    for (size_t i = 0; i < r->n; i++) {
        const axis *a = &r->axes[i];
        khung__str name = khung__report_named(report, a->code,
                                              report->framework->domains[a->domain].title);
        khung__str one = a->has_target ? KHUNG__SAY(report, ALT_TARGET, name, a->number,
                                                    khung__report_percent_bare(
                                                        report, report->target_percent[a->domain]))
                                       : KHUNG__SAY(report, ALT_PAIR, name, a->number);
        if (a->has_past)
            one = KHUNG__JOIN(report, one, KHUNG__S(", "),
                              KHUNG__SAY(report, BEFORE, report->before.years), KHUNG__S(" "),
                              past_number(report, a->domain));
        list = i ? KHUNG__JOIN(report, list, KHUNG__S("; "), one) : one;
    }
    return KHUNG__SAY(report, ALT_CHART, list);
}

/* The numbers behind the picture: domain, percent, target, the round before. */
static void numbers(const radar *r, uint32_t figure)
{
    khung__report *report = r->report;
    khung__str cells[(MOST_AXES + 1) * 4];
    bool targets = false;
    for (size_t i = 0; i < r->n; i++) targets = targets || r->axes[i].has_target;
    uint32_t columns = 2 + (targets ? 1 : 0) + (report->before.has ? 1 : 0), last = columns - 1;
    cells[0] = khung__report_phrase(report, KHUNG__P_HEAD_DOMAIN);
    cells[1] = KHUNG__S("%");
    cells[2] = khung__report_phrase(report, KHUNG__P_TARGET);
    if (report->before.has) cells[last] = KHUNG__SAY(report, BEFORE, report->before.years);
    for (size_t i = 0; i < r->n; i++) {
        const axis *a = &r->axes[i];
        khung__str *row = &cells[(i + 1) * columns];
        row[0] = khung__report_named(report, a->code, report->framework->domains[a->domain].title);
        row[1] = a->number;
        if (targets)
            row[2] = khung__report_percent_bare(report, report->target_percent[a->domain]);
        if (report->before.has) row[last] = past_number(report, a->domain);
    }
    khung__doc_data(report->doc, figure, cells, columns, (uint32_t)r->n + 1);
}

/* ---- legend, 12 high ---- */

typedef enum sign { NO_SIGN, DISC, RING, SQUARE } sign;

typedef struct legend_line {
    const radar *radar;
    double x, y;
} legend_line;

/* A line with its sign and words; on a new line of the legend where they have no room. */
static void legend_entry(legend_line *l, khung__pen pen, sign mark, khung__str text)
{
    khung__report *report = l->radar->report;
    khung__doc *doc = report->doc;
    double w = 22 + khung__doc_width(doc, text, KHUNG__SANS, 7.5);
    if (l->x > l->radar->x && l->x + w > l->radar->x + W) {
        l->x = l->radar->x;
        l->y += 14;
    }
    double x = l->x, y = l->y;
    khung__doc_line(doc, report->page, x, y + 6, x + 18, y + 6, pen);
    if (mark == DISC || mark == RING)
        khung__doc_circle(doc, report->page, x + 9, y + 6, 2.8,
                          mark == RING ? khung__pen_both(KHUNG__WHITE, KHUNG__A100, 1.4)
                                       : khung__pen_fill(KHUNG__A100));
    if (mark == SQUARE)
        khung__doc_rect(doc, report->page, x + 7.25, y + 4.25, 3.5, 3.5,
                        khung__pen_both(KHUNG__WHITE, KHUNG__PAST, 1));
    khung__doc_text(doc, report->page, x + 22, y + 8.7, text, khung__style_label(KHUNG__INK),
                    KHUNG__LEFT);
    l->x = x + w + 20;
}

khung__str khung__report_before_key(khung__report *report)
{
    khung__str none = {0};
    return KHUNG__SAY(report, BEFORE_KEY, report->before.years,
                      khung__report_count(report, KHUNG__P_CRITERIA_ONE, KHUNG__P_CRITERIA_MANY,
                                          report->before.comparable, none));
}

/* Returns the height. */
static double legend(const radar *r, double y)
{
    khung__report *report = r->report;
    bool provisional = false, has_target = false;
    for (size_t i = 0; i < r->n; i++) {
        provisional = provisional || r->axes[i].provisional;
        has_target = has_target || (r->axes[i].has_target && r->axes[i].has);
    }
    legend_line l = {r, r->x, y};
    khung__doc_aside(report->doc, true);
    legend_entry(&l, khung__pen_line(KHUNG__A100, 1.75), DISC,
                 KHUNG__SAY(report, NOW, khung__report_years(report)));
    khung__pen dashed = khung__pen_line(KHUNG__A100, 1.75);
    dashed.dash_on = 4, dashed.dash_off = 2;
    if (provisional)
        legend_entry(&l, dashed, RING, khung__report_phrase(report, KHUNG__P_PROVISIONAL));
    if (report->before.has)
        legend_entry(&l, khung__pen_line(KHUNG__PAST, 1), SQUARE, khung__report_before_key(report));
    khung__pen target = khung__pen_line(KHUNG__INK, KHUNG__FIRM);
    target.dash_on = 3, target.dash_off = 2;
    if (has_target)
        legend_entry(&l, target, NO_SIGN, khung__report_phrase(report, KHUNG__P_TARGET));
    khung__doc_aside(report->doc, false);
    return l.y + 12 - y;
}

double khung__report_radar(khung__report *report, double x, double y)
{
    radar *r = khung__arena_alloc(report->arena, sizeof *r);
    if (!r) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return 0;
    }
    if (!prepare(r, report)) return 0;
    r->x = x + (KHUNG__MAIN_W - W) / 2;
    r->y = y - r->top; /* labels taller than usual push the chart down */
    uint32_t figure = khung__doc_open(report->doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(report->doc, figure, alternative(r));
    numbers(r, figure);
    grid(r);
    fill(r);
    targets(r);
    past(r);
    values(r);
    labels(r);
    khung__doc_close(report->doc);
    double height = r->bottom - r->top;
    return height + 16 + legend(r, y + height + 16);
}
