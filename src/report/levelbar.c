/* report/levelbar: the steps of a criterion with the official level, the target and what each side
 * said. 32 high: marks at 5, bar from 12 to 18, names with their baseline at 28. */
#include "inner.h"

#include <math.h>

static const double BAR_TOP = 12, BAR_HIGH = 6, GAP = 3, NAMES = 28, MARKS = 5;

typedef struct bar {
    khung__report *report;
    const khung__criterion *criterion;
    const khung__criterion_result *result;
    khung__steps steps; /* n 0: a bar without levels, from lo to hi */
    double x, y, w, step;
    double lo, hi;
} bar;

/* The middle of the step where a number of points lies. */
static double mark_at(const bar *b, double points)
{
    if (b->steps.n)
        return b->x + khung__steps_place(&b->steps, points) * (b->step + GAP) + b->step / 2;
    double part = b->hi > b->lo ? (points - b->lo) / (b->hi - b->lo) : 0;
    return b->x + b->w * fmin(1, fmax(0, part));
}

static void draw_steps(bar *b)
{
    khung__doc *doc = b->report->doc;
    size_t page = b->report->page;
    khung__rat score = b->result->score;
    bool filled = score.has && b->result->state != KHUNG_NOT_APPLICABLE;
    double reached = filled ? khung__steps_filled(&b->steps, khung__rat_approx(score)) : 0;
    for (uint32_t i = 0; i < b->steps.n; i++) {
        double x = b->x + i * (b->step + GAP), part = fmin(1, fmax(0, reached - i));
        if (part < 1)
            khung__doc_rect(doc, page, x + 0.25, b->y + BAR_TOP + 0.25, b->step - 0.5,
                            BAR_HIGH - 0.5,
                            khung__pen_both(KHUNG__WHITE, KHUNG__RULE, KHUNG__THIN));
        if (part > 0)
            khung__doc_rect(doc, page, x, b->y + BAR_TOP, b->step * part, BAR_HIGH,
                            khung__pen_fill(KHUNG__A100));
        khung__report_name(b->report, "step");
    }
}

static void draw_plain(bar *b)
{
    khung__doc *doc = b->report->doc;
    size_t page = b->report->page;
    khung__doc_rect(doc, page, b->x + 0.25, b->y + BAR_TOP + 0.25, b->w - 0.5, BAR_HIGH - 0.5,
                    khung__pen_both(KHUNG__WHITE, KHUNG__RULE, KHUNG__THIN));
    if (!b->result->score.has || b->result->state == KHUNG_NOT_APPLICABLE) return;
    double to = mark_at(b, khung__rat_approx(b->result->score));
    if (to > b->x)
        khung__doc_rect(doc, page, b->x, b->y + BAR_TOP, to - b->x, BAR_HIGH,
                        khung__pen_fill(KHUNG__A100));
}

/* A name at its step's left edge; the last part of the bar holds a long one by its right end. */
static void draw_name(bar *b, khung__str name, double x, bool reached)
{
    khung__style style = reached ? khung__style_small_bold(KHUNG__INK)
                                 : khung__style_small(KHUNG__INK2);
    double w = khung__doc_width(b->report->doc, name, style.face, style.size);
    if (x + w > b->x + b->w) x = fmax(b->x, b->x + b->w - w);
    if (w <= b->w) {
        khung__doc_text(b->report->doc, b->report->page, x, b->y + NAMES, name, style, KHUNG__LEFT);
        khung__report_name(b->report, "level-name");
    }
}

static void draw_names(bar *b)
{
    const khung__level *levels = b->report->framework->scales[b->criterion->scale].levels;
    bool fits = true;
    for (uint32_t i = 0; i < b->steps.n; i++)
        fits = fits && khung__doc_width(b->report->doc, levels[b->steps.level[i]].title,
                                        KHUNG__SANS_BOLD, 7.5) <= b->step + GAP - 2;
    uint32_t level = khung__report_level(b->report,
                                         (uint32_t)(b->criterion - b->report->framework->criteria));
    for (uint32_t i = 0; i < b->steps.n; i++) {
        bool reached = b->steps.level[i] == level;
        bool end = level == KHUNG__NONE && (i == 0 || (i + 1 == b->steps.n && b->steps.n <= 3));
        if (fits || reached || end)
            draw_name(b, levels[b->steps.level[i]].title, b->x + i * (b->step + GAP), reached);
    }
}

static void draw_plain_names(bar *b)
{
    khung__report *report = b->report;
    if (b->result->score.has) {
        khung__str name = khung__report_level_name(
            report, (uint32_t)(b->criterion - report->framework->criteria));
        draw_name(b, name, b->x, true);
        return;
    }
    draw_name(b, khung__report_bare(report, b->result->lo), b->x, false);
    draw_name(b, khung__report_bare(report, b->result->hi), b->x + b->w, false);
}

static void ring(bar *b, double x, khung__rgb colour)
{
    khung__doc_circle(b->report->doc, b->report->page, x, b->y + MARKS, 2.6,
                      khung__pen_both(KHUNG__WHITE, colour, 1.2));
    khung__report_name(b->report, "self");
}

static void disc(bar *b, double x)
{
    khung__doc_circle(b->report->doc, b->report->page, x, b->y + MARKS, 3.2,
                      khung__pen_fill(KHUNG__A100));
    khung__report_name(b->report, "reviewer");
}

/* Both sides said something else: a line between them and the signed gap beyond the ring. The side
 * that is better for the organisation is the right one only when higher is better. */
static void draw_gap(bar *b, double self, double reviewer)
{
    khung__report *report = b->report;
    bool right = self > reviewer;
    bool flattering = b->result->gap.has && b->result->gap.negative == report->framework->lower;
    khung__rgb colour = flattering ? KHUNG__SIGNAL : KHUNG__A100;
    double side = right ? 1 : -1;
    khung__doc_line(report->doc, report->page, reviewer, b->y + MARKS, self - side * 3.2,
                    b->y + MARKS, khung__pen_line(colour, 1.5));
    disc(b, reviewer);
    ring(b, self, colour);
    khung__str gap = khung__report_signed(report, b->result->gap);
    khung__style style = khung__style_small_bold(colour);
    double beyond = khung__doc_width(report->doc, gap, style.face, style.size) + 7;
    bool inside = right ? self + beyond <= b->x + b->w : self - beyond >= b->x;
    if (inside) {
        khung__doc_text(report->doc, report->page, self + side * 7, b->y + MARKS + 2.7, gap, style,
                        right ? KHUNG__LEFT : KHUNG__RIGHT);
    } else { /* no place beyond the ring: on the other side, past the disc */
        khung__doc_text(report->doc, report->page, reviewer - side * 7, b->y + MARKS + 2.7, gap,
                        style, right ? KHUNG__RIGHT : KHUNG__LEFT);
    }
    khung__report_name(report, "gap");
}

static void draw_marks(bar *b)
{
    const khung__criterion_result *r = b->result;
    if (r->self.has && r->reviewer.has) {
        double self = mark_at(b, khung__rat_approx(r->self)),
               reviewer = mark_at(b, khung__rat_approx(r->reviewer));
        if (khung__rat_cmp(r->self, r->reviewer) == 0) {
            disc(b, reviewer - 4);
            ring(b, self + 4, KHUNG__A100);
        } else {
            draw_gap(b, self, reviewer);
        }
    } else if (r->self.has) {
        ring(b, mark_at(b, khung__rat_approx(r->self)), KHUNG__A100);
    } else if (r->reviewer.has) {
        disc(b, mark_at(b, khung__rat_approx(r->reviewer)));
    }
}

static void draw_target(bar *b)
{
    double target = (double)b->criterion->target / 1e6;
    double x = b->steps.n ? b->x + khung__steps_place(&b->steps, target) * (b->step + GAP) + b->step
                          : mark_at(b, target);
    khung__doc_line(b->report->doc, b->report->page, x - 0.5, b->y + BAR_TOP - 3, x - 0.5,
                    b->y + BAR_TOP + BAR_HIGH + 3, khung__pen_line(KHUNG__INK, 1.25));
    khung__report_name(b->report, "target");
}

/* What the picture says, for readers who cannot see it. */
static khung__str alternative(bar *b, uint32_t index)
{
    khung__report *report = b->report;
    const khung__criterion *c = b->criterion;
    khung__str said = khung__report_named(report, c->code, c->title);
    khung__str level = b->result->score.has ? khung__report_level_name(report, index)
                                            : khung__report_phrase(report, KHUNG__P_NO_SCORE);
    said = KHUNG__SAY(report, ALT_BAR, said, level);
    khung__str target = c->target_level != KHUNG__NONE && c->scale != KHUNG__NONE
                            ? report->framework->scales[c->scale].levels[c->target_level].title
                            : khung__report_micro(report, c->target);
    said = KHUNG__SAY(report, ALT_BAR_TARGET, said, target);
    if (b->result->self.has)
        said = KHUNG__SAY(report, ALT_BAR_SELF, said,
                          khung__report_bare(report, b->result->self));
    if (b->result->reviewer.has)
        said = KHUNG__SAY(report, ALT_BAR_REVIEWER, said,
                          khung__report_bare(report, b->result->reviewer));
    return said;
}

void khung__report_levelbar(khung__report *report, double x, double y, double w, uint32_t criterion)
{
    bar b = {.report = report,
             .criterion = &report->framework->criteria[criterion],
             .result = &report->result->criteria[criterion]};
    khung__report_steps(&b.steps, report->framework, b.criterion);
    b.x = x;
    b.y = y;
    b.w = w;
    if (b.steps.n > 24)
        b.steps.n = 0; /* steps thinner than their gaps say nothing: one bar instead */
    b.step = b.steps.n ? (w - GAP * (b.steps.n - 1)) / b.steps.n : w;
    b.lo = (double)b.criterion->lo / 1e6;
    b.hi = (double)b.criterion->hi / 1e6;
    uint32_t figure = khung__doc_open(report->doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(report->doc, figure, alternative(&b, criterion));
    if (b.steps.n) draw_steps(&b);
    else draw_plain(&b);
    if (b.steps.n) draw_names(&b);
    else draw_plain_names(&b);
    draw_marks(&b);
    draw_target(&b);
    khung__doc_close(report->doc);
}

double khung__report_minibar_width(const khung__report *report, uint32_t criterion)
{
    khung__steps steps;
    khung__report_steps(&steps, report->framework, &report->framework->criteria[criterion]);
    return steps.n && steps.n <= 6 ? steps.n * 10 - 2 : 0;
}

void khung__report_minibar(khung__report *report, double x, double y, uint32_t criterion)
{
    khung__steps steps;
    const khung__criterion_result *result = &report->result->criteria[criterion];
    khung__report_steps(&steps, report->framework, &report->framework->criteria[criterion]);
    if (!steps.n || steps.n > 6) return;
    double reached = result->score.has
                         ? khung__steps_filled(&steps, khung__rat_approx(result->score))
                         : 0;
    for (uint32_t i = 0; i < steps.n; i++) {
        double part = fmin(1, fmax(0, reached - i));
        if (part < 1)
            khung__doc_rect(report->doc, report->page, x + i * 10 + 0.25, y + 0.25, 7.5, 5.5,
                            khung__pen_both(KHUNG__WHITE, KHUNG__RULE, KHUNG__THIN));
        if (part > 0)
            khung__doc_rect(report->doc, report->page, x + i * 10, y, 8 * part, 6,
                            khung__pen_fill(KHUNG__A100));
        khung__report_name(report, "mini");
    }
}
