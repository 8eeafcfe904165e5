/* report/compare: self-assessment beside review: how many agree, and a dumbbell for every criterion
 * on which they do not. */
#include "compare.h"

#include <math.h>
#include <stdlib.h>

static const double ROW = 24, LEVELS_W = 84;
enum { MOST_WHY = 6 }; /* lines of a reason */
#define WHY_X (KHUNG__TEXT_W - 108)
#define GAP_X (WHY_X - 18)
#define LEVELS_X (GAP_X - 108)

/* ---- the criteria with a gap, the largest first ---- */

/* Positive: self above review, in the direction that is better. For sorting and colour only; the
 * printed gap is exact. */
static double flattery(const khung__report *report, uint32_t i)
{
    double gap = khung__rat_approx(report->result->criteria[i].gap);
    return report->framework->lower ? -gap : gap;
}

size_t khung__compare_gaps(khung__report *report, uint32_t **out)
{
    uint32_t n = report->framework->criterion_count;
    uint32_t *list = khung__arena_alloc(report->arena, (n + 1) * sizeof *list);
    size_t count = 0;
    *out = list;
    if (!list) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        khung__rat gap = report->result->criteria[i].gap;
        if (!gap.has || !gap.num_n) continue;
        size_t at = count++;
        while (at > 0 && flattery(report, list[at - 1]) < flattery(report, i))
            list[at] = list[at - 1], at--;
        list[at] = i; /* equal gaps keep the framework's order, which is that of the codes */
    }
    return count;
}

/* The largest by size, still in their order: of `n` keep `most`. */
static size_t largest(const khung__report *report, uint32_t *list, size_t n, size_t most)
{
    while (n > most) {
        size_t least = 0;
        for (size_t i = 1; i < n; i++)
            if (fabs(flattery(report, list[i])) <= fabs(flattery(report, list[least]))) least = i;
        for (size_t i = least; i + 1 < n; i++) list[i] = list[i + 1];
        n--;
    }
    return n;
}

/* ---- one row ---- */

static double level_x(const khung__report *report, uint32_t i, double points)
{
    khung__steps steps;
    const khung__criterion *c = &report->framework->criteria[i];
    khung__report_steps(&steps, report->framework, c);
    double part = steps.n > 1     ? khung__steps_place(&steps, points) / (steps.n - 1)
                  : c->hi > c->lo ? (points * 1e6 - (double)c->lo) / (double)(c->hi - c->lo)
                                  : 0;
    return KHUNG__LEFT_X + LEVELS_X + LEVELS_W * fmin(1, fmax(0, part));
}

static void dumbbell(khung__report *report, uint32_t i, double y)
{
    const khung__criterion_result *r = &report->result->criteria[i];
    double self = level_x(report, i, khung__rat_approx(r->self)),
           review = level_x(report, i, khung__rat_approx(r->reviewer));
    khung__rgb colour = flattery(report, i) > 0 ? KHUNG__SIGNAL : KHUNG__A100;
    double side = self > review ? 1 : -1;
    khung__doc_line(report->doc, report->page, review, y, self - side * 3.4, y,
                    khung__pen_line(colour, 2));
    khung__doc_circle(report->doc, report->page, review, y, 3.6, khung__pen_fill(KHUNG__A100));
    khung__report_name(report, "dumbbell-review");
    khung__doc_circle(report->doc, report->page, self, y, 3,
                      khung__pen_both(KHUNG__WHITE, colour, 1.4));
    khung__report_name(report, "dumbbell-self");
}

static khung__str said(khung__report *report, uint32_t i)
{
    const khung__criterion *c = &report->framework->criteria[i];
    const khung__criterion_result *r = &report->result->criteria[i];
    return KHUNG__SAY(report, ALT_COMPARE, khung__report_named(report, c->code, c->title),
                      khung__report_bare(report, r->self), khung__report_bare(report, r->reviewer),
                      khung__report_signed(report, r->gap));
}

static khung__para title_of(khung__report *report, uint32_t i, double code_w)
{
    return khung__report_lay(report, report->framework->criteria[i].title,
                             khung__style_body(KHUNG__INK), LEVELS_X - 10 - code_w);
}

/* The reviewer's reason: the note, wrapped in the last column. Of a long one its beginning, up to a
 * word's end; the whole of it stands in the part of its domain. */
static khung__para why_of(khung__report *report, uint32_t i)
{
    const khung__answer *answer = khung__report_answer(report->reviewer, i);
    khung__str note = answer ? answer->note : (khung__str){0};
    khung__style style = khung__style_small(KHUNG__INK2);
    double w = KHUNG__TEXT_W - WHY_X;
    khung__para para = khung__report_lay(report, note, style, w);
    if (para.count <= MOST_WHY) return para;
    size_t from = 0, to = note.n; /* the beginning of `from` bytes fits, that of `to` does not */
    while (from + 1 < to) {
        size_t middle = (from + to) / 2, end = middle;
        while (end > from && note.s[end] != ' ') end--;
        if (end == from) {
            from = middle; /* no word ends between */
            continue;
        }
        khung__str text = KHUNG__JOIN(report, (khung__str){note.s, end}, KHUNG__S("…"));
        khung__para part = khung__report_lay(report, text, style, w);
        if (part.count <= MOST_WHY) {
            para = part;
            from = end + 1;
        } else {
            to = end;
        }
    }
    return para;
}

static void grid(khung__report *report, double y, double height, uint32_t n)
{
    for (uint32_t l = 0; l < n; l++) {
        double x = KHUNG__LEFT_X + LEVELS_X + (n > 1 ? LEVELS_W * l / (n - 1) : 0);
        khung__doc_line(report->doc, report->page, x, y, x, y + height,
                        khung__pen_line(KHUNG__FAINT, KHUNG__THIN));
    }
}

/* Rows of one scale share the grid of its levels. */
static uint32_t grid_lines(const khung__report *report)
{
    return report->stepped && report->scale->level_count <= 8 ? report->scale->level_count : 2;
}

/* A head cell; `again` on a later page, where the whole row is an artifact. */
static void head_cell(khung__report *report, bool again, double x, khung__phrase_id word,
                      khung__align align)
{
    if (!again) khung__doc_open(report->doc, KHUNG__TAG_TH);
    khung__doc_text(report->doc, report->page, KHUNG__LEFT_X + x, report->y + 13,
                    khung__report_phrase(report, word), khung__style_small(KHUNG__INK2), align);
    if (!again) khung__doc_close(report->doc);
}

/* The levels over their grid, a picture as in the rows below. */
static void head_levels(khung__report *report, bool again)
{
    khung__doc *doc = report->doc;
    uint32_t n = grid_lines(report);
    khung__style style = khung__style_small(KHUNG__INK2);
    double y = report->y + 13;
    if (!again) {
        khung__doc_open(doc, KHUNG__TAG_TH);
        khung__doc_alt(doc, khung__doc_open(doc, KHUNG__TAG_FIGURE),
                       khung__report_phrase(report, KHUNG__P_HEAD_LEVELS));
    }
    for (uint32_t l = 0; l < n && report->stepped; l++) {
        khung__str number = khung__report_micro(report, report->scale->levels[l].points);
        double x = KHUNG__LEFT_X + LEVELS_X + (n > 1 ? LEVELS_W * l / (n - 1) : 0);
        if (l) khung__doc_text(doc, report->page, x, y, number, style, KHUNG__CENTRE);
        else
            khung__doc_text(doc, report->page, x + 2.5, y,
                            KHUNG__SAY(report, LEVEL_FIRST, number), style, KHUNG__RIGHT);
    }
    grid(report, report->y + 18, 4, n);
    if (again) return;
    khung__doc_close(doc);
    khung__doc_close(doc);
}

static void head(khung__report *report, bool again)
{
    khung__doc *doc = report->doc;
    if (again) khung__doc_artifact(doc, true);
    else khung__doc_open(doc, KHUNG__TAG_TR);
    head_cell(report, again, 0, KHUNG__P_CRITERION, KHUNG__LEFT);
    head_levels(report, again);
    head_cell(report, again, GAP_X, KHUNG__P_GAP, KHUNG__CENTRE);
    head_cell(report, again, WHY_X, KHUNG__P_REVIEWER_WHY, KHUNG__LEFT);
    khung__report_rule(report, KHUNG__LEFT_X, report->y + 18, KHUNG__TEXT_W, KHUNG__FIRM,
                       KHUNG__INK);
    if (again) khung__doc_artifact(doc, false);
    else khung__doc_close(doc);
    report->y += 22;
}

static void row(khung__report *report, uint32_t i, double code_w, bool first, bool turn)
{
    khung__para title = title_of(report, i, code_w), why = why_of(report, i);
    double height = fmax(ROW, fmax(khung__para_height(&title), khung__para_height(&why)) + 4);
    if (khung__report_room(report, height)) {
        head(report, true);
        first = true;
    }
    khung__doc *doc = report->doc;
    double y = report->y, middle = y + height / 2;
    if (!first)
        khung__report_rule(report, KHUNG__LEFT_X, y, KHUNG__TEXT_W,
                           turn ? KHUNG__THIN : KHUNG__HAIR, turn ? KHUNG__INK : KHUNG__RULE);
    khung__doc_open(doc, KHUNG__TAG_TR);
    khung__doc_open(doc, KHUNG__TAG_TH);
    double text_y = middle - khung__para_height(&title) / 2;
    khung__report_line(report, KHUNG__LEFT_X, text_y, report->framework->criteria[i].code,
                       khung__style_body_bold(KHUNG__A100), KHUNG__LEFT);
    khung__report_put(report, KHUNG__LEFT_X + code_w, text_y, &title);
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_TD);
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(doc, figure, said(report, i));
    grid(report, y, height, grid_lines(report));
    dumbbell(report, i, middle);
    khung__doc_close(doc);
    khung__doc_close(doc);
    khung__style bold = khung__style_body_bold(flattery(report, i) > 0 ? KHUNG__SIGNAL
                                                                       : KHUNG__A100);
    khung__doc_open(doc, KHUNG__TAG_TD);
    khung__doc_text(doc, report->page, KHUNG__LEFT_X + GAP_X, middle + 3,
                    khung__report_signed(report, report->result->criteria[i].gap), bold,
                    KHUNG__CENTRE);
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_TD);
    if (why.count)
        khung__report_put(report, KHUNG__LEFT_X + WHY_X, middle - khung__para_height(&why) / 2,
                          &why);
    khung__doc_close(doc);
    khung__doc_close(doc);
    report->y += height;
}

/* The numbers behind the pictures: criterion, both sides, gap. */
static void numbers(khung__report *report, uint32_t table, const uint32_t *list, size_t n)
{
    khung__str *cells = khung__arena_alloc(report->arena, (n + 1) * 4 * sizeof *cells);
    if (!cells) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return;
    }
    khung__phrase_id heads[] = {KHUNG__P_CRITERION, KHUNG__P_KEY_SELF, KHUNG__P_KEY_REVIEWER,
                              KHUNG__P_GAP};
    for (int i = 0; i < 4; i++) cells[i] = khung__report_phrase(report, heads[i]);
    for (size_t k = 0; k < n; k++) {
        const khung__criterion *c = &report->framework->criteria[list[k]];
        const khung__criterion_result *r = &report->result->criteria[list[k]];
        khung__str *row = &cells[(k + 1) * 4];
        row[0] = khung__report_named(report, c->code, c->title);
        row[1] = khung__report_bare(report, r->self);
        row[2] = khung__report_bare(report, r->reviewer);
        row[3] = khung__report_signed(report, r->gap);
    }
    khung__doc_data(report->doc, table, cells, 4, (uint32_t)n + 1);
}

void khung__compare_rows(khung__report *report, const uint32_t *list, size_t n)
{
    double code_w = 0;
    for (size_t k = 0; k < n; k++)
        code_w = fmax(code_w,
                      khung__doc_width(report->doc, report->framework->criteria[list[k]].code,
                                       KHUNG__SANS_BOLD, 9));
    code_w = code_w > 0 ? fmax(18, code_w + 6) : 0;
    khung__report_room(report, KHUNG__KEEP + 24);
    uint32_t table = khung__doc_open(report->doc, KHUNG__TAG_TABLE);
    numbers(report, table, list, n);
    head(report, false);
    for (size_t k = 0; k < n; k++)
        row(report, list[k], code_w, k == 0,
            k > 0 && (flattery(report, list[k]) > 0) != (flattery(report, list[k - 1]) > 0));
    khung__doc_close(report->doc);
    khung__report_rule(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, KHUNG__HAIR, KHUNG__RULE);
}

/* ---- the page ---- */

static void opening(khung__report *report, const uint32_t *list, size_t n)
{
    size_t both = 0, higher = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++)
        both += report->result->criteria[i].gap.has;
    for (size_t k = 0; k < n; k++) higher += flattery(report, list[k]) > 0;
    khung__style plain = khung__style_lead(KHUNG__INK), bold = khung__style_lead_bold(KHUNG__INK);
    khung__str agree = KHUNG__JOIN(report, khung__report_int(report, (int64_t)(both - n)),
                                   KHUNG__S("/"), khung__report_int(report, (int64_t)both));
    khung__span spans[9];
    size_t s = 0;
    spans[s++] = (khung__span){khung__report_phrase(report, KHUNG__P_COMPARE_AGREE), plain};
    spans[s++] = (khung__span){agree, bold};
    spans[s++] = (khung__span){khung__report_phrase(report, KHUNG__P_COMPARE_CRITERIA), plain};
    if (n) {
        spans[s++] = (khung__span){khung__report_phrase(report, KHUNG__P_COMPARE_HIGHER), plain};
        spans[s++] = (khung__span){khung__report_int(report, (int64_t)higher), bold};
        spans[s++] = (khung__span){khung__report_phrase(report, KHUNG__P_COMPARE_LOWER), plain};
        spans[s++] = (khung__span){khung__report_int(report, (int64_t)(n - higher)), bold};
        spans[s++] = (khung__span){khung__report_phrase(report, KHUNG__P_COMPARE_END), plain};
    } else {
        spans[s++] = (khung__span){khung__report_phrase(report, KHUNG__P_COMPARE_NONE), plain};
    }
    khung__rat total = report->result->domains[0].percent;
    if (report->in->self_percent.has && total.has && report->result->complete)
        spans[s++] = (khung__span){
            KHUNG__SAY(report, COMPARE_TOTALS,
                       khung__report_percent(report, report->in->self_percent),
                       khung__report_percent(report, total)),
            plain};
    report->y += 4;
    report->y += khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W,
                                    spans, s);
}

static double key_entry(khung__report *report, double x, double y, khung__phrase_id word)
{
    khung__str text = khung__report_phrase(report, word);
    khung__doc_text(report->doc, report->page, x, y + 8.7, text, khung__style_label(KHUNG__INK),
                    KHUNG__LEFT);
    return x + khung__doc_width(report->doc, text, KHUNG__SANS, 7.5) + 18;
}

static void key(khung__report *report)
{
    khung__doc *doc = report->doc;
    khung__report_room(report, 20);
    double x = KHUNG__LEFT_X, y = report->y + 8;
    khung__doc_aside(doc, true);
    khung__doc_circle(doc, report->page, x + 4, y + 6, 3.6, khung__pen_fill(KHUNG__A100));
    x = key_entry(report, x + 11, y, KHUNG__P_KEY_REVIEWER);
    khung__doc_circle(doc, report->page, x + 4, y + 6, 3,
                      khung__pen_both(KHUNG__WHITE, KHUNG__SIGNAL, 1.4));
    x = key_entry(report, x + 11, y, KHUNG__P_KEY_HIGHER);
    khung__doc_circle(doc, report->page, x + 4, y + 6, 3,
                      khung__pen_both(KHUNG__WHITE, KHUNG__A100, 1.4));
    key_entry(report, x + 11, y, KHUNG__P_KEY_LOWER);
    khung__doc_aside(doc, false);
    report->y = y + 12;
}

static void differences(khung__report *report)
{
    khung__str title = khung__report_phrase(report, KHUNG__P_COMPARE);
    uint32_t *list;
    size_t n = khung__compare_gaps(report, &list);
    khung__report_bookmark(report, 0, title, report->y);
    khung__report_h1(report, title, KHUNG__TEXT_W);
    opening(report, list, n);
    report->y += 12;
    if (!n) return;
    size_t shown = largest(report, list, n, KHUNG__COMPARE_MOST);
    report->title = title;
    khung__compare_rows(report, list, shown);
    key(report);
    report->title = (khung__str){0};
    if (shown == n) return;
    khung__span span = {
        KHUNG__SAY(report, COMPARE_MOST, khung__report_int(report, (int64_t)shown)),
        khung__style_label(KHUNG__INK2)};
    report->y += khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y + 4,
                                    KHUNG__TEXT_W, &span, 1) +
                 4;
}

void khung__report_compare(khung__report *report)
{
    bool both = false;
    for (uint32_t i = 0; i < report->framework->criterion_count && !both; i++)
        both = report->result->criteria[i].gap.has;
    khung__doc_open(report->doc, KHUNG__TAG_PART);
    if (both) {
        report->section = khung__report_phrase(report, KHUNG__P_COMPARE_SECTION);
        khung__report_page(report);
        differences(report);
    }
    if (report->stepped) khung__report_heatmap(report, both);
    khung__doc_close(report->doc);
}
