/* report/heatmap: every criterion as a cell with the number of its level, a row for each domain
 * that holds criteria. Up to twelve criteria a domain stand in one line of large cells; beyond,
 * cells are 14 × 14, twelve a line. */
#include "inner.h"

#include <math.h>

static const double GAP = 2;
#define SCORE_X (KHUNG__TEXT_W - 44)
#define CELLS_X (SCORE_X - 224)
enum { MOST_IN_LINE = 12 };

typedef struct heatmap {
    khung__report *report;
    uint32_t columns; /* of the widest row, at most 12 */
    double cell_w, cell_h;
    bool small; /* some domain has more than 12: the small cells */
    double code_w;
} heatmap;

static bool holds_criteria(const khung__domain *d)
{
    return d->child_count == 0 && d->end_criterion > d->first_criterion;
}

static void measure(heatmap *h)
{
    const khung_framework *framework = h->report->framework;
    double code_w = 0;
    for (uint32_t i = 1; i < framework->domain_count; i++) {
        const khung__domain *d = &framework->domains[i];
        if (!holds_criteria(d)) continue;
        uint32_t n = d->end_criterion - d->first_criterion;
        if (n > h->columns) h->columns = n;
        code_w = fmax(code_w, khung__doc_width(h->report->doc, d->code, KHUNG__SANS_BOLD, 9));
    }
    h->small = h->columns > MOST_IN_LINE;
    if (h->small) h->columns = MOST_IN_LINE;
    h->cell_w = h->small ? 14 : fmin(30, fmax(14, (194 - GAP * h->columns) / h->columns));
    h->cell_h = h->small ? 14 : 20;
    h->code_w = code_w > 0 ? fmax(18, code_w + 6) : 0;
}

/* ---- cells ---- */

static void empty_cell(const heatmap *h, double x, double y, khung__rgb colour, double width)
{
    khung__doc_rect(h->report->doc, h->report->page, x + width / 2, y + width / 2,
                    h->cell_w - width, h->cell_h - width,
                    khung__pen_both(KHUNG__WHITE, colour, width));
    khung__report_name(h->report, "cell");
}

static void cell_text(const heatmap *h, double x, double y, khung__str text, khung__style style)
{
    double base = h->small ? 9.8 : 13.2;
    khung__doc_text(h->report->doc, h->report->page, x + h->cell_w / 2, y + base, text, style,
                    KHUNG__CENTRE);
}

static void na_cell(const heatmap *h, double x, double y)
{
    khung__doc *doc = h->report->doc;
    empty_cell(h, x, y, KHUNG__RULE, KHUNG__THIN);
    khung__doc_line(doc, h->report->page, x, y + h->cell_h, x + h->cell_w, y,
                    khung__pen_line(KHUNG__RULE, KHUNG__THIN));
    if (h->cell_w < 30) return;
    khung__str text = khung__report_phrase(h->report, KHUNG__P_NA_CELL);
    double w = khung__doc_width(doc, text, KHUNG__SANS, 7.5);
    khung__doc_rect(doc, h->report->page, x + (h->cell_w - w) / 2 - 1, y + 6, w + 2, 9,
                    khung__pen_fill(KHUNG__WHITE));
    cell_text(h, x, y, text, khung__style_small(KHUNG__INK2));
}

static void marks(const heatmap *h, double x, double y, uint32_t i, khung__rgb on)
{
    const khung__criterion_result *r = &h->report->result->criteria[i];
    if (r->state == KHUNG_UNVERIFIED) {
        khung__pen pen = khung__pen_line(on, KHUNG__FIRM);
        pen.dash_on = 2, pen.dash_off = 1.5;
        khung__doc_rect(h->report->doc, h->report->page, x + 1.75, y + 1.75, h->cell_w - 3.5,
                        h->cell_h - 3.5, pen);
    }
    if (!r->gap.has || !r->gap.num_n || h->cell_w < 24) return;
    khung__doc_mark(h->report->doc, h->report->page, r->gap.negative ? KHUNG__DOWN : KHUNG__UP,
                    x + h->cell_w - 9.5, y + 7, 0.8, on);
}

static void cell(const heatmap *h, double x, double y, uint32_t i)
{
    khung__report *report = h->report;
    const khung__criterion_result *r = &report->result->criteria[i];
    uint32_t level = khung__report_level(report, i), n = report->scale->level_count;
    if (r->state >= KHUNG_OUT_OF_SCOPE || r->state == KHUNG_NOT_APPLICABLE) {
        na_cell(h, x, y);
        return;
    }
    if (!r->score.has || r->state == KHUNG_UNANSWERED) {
        empty_cell(h, x, y, KHUNG__SIGNAL, KHUNG__FIRM);
        cell_text(h, x, y, KHUNG__S("?"), khung__style_small_bold(KHUNG__SIGNAL));
        return;
    }
    khung__rgb on;
    uint32_t step = level != KHUNG__NONE ? level : 0;
    if (level == KHUNG__NONE) /* between two levels: the tint of the lower one */
        for (uint32_t k = 0; k < n; k++)
            if ((double)report->scale->levels[k].points / 1e6 <= khung__rat_approx(r->score))
                step = k;
    khung__rgb tint = khung__report_tint(report, step, n, report->framework->lower, &on);
    khung__doc_rect(report->doc, report->page, x, y, h->cell_w, h->cell_h, khung__pen_fill(tint));
    khung__report_name(report, "cell");
    khung__style style = h->small ? khung__style_small_bold(on) : khung__style_body_bold(on);
    khung__str number = khung__report_bare(report, r->score);
    if (khung__doc_width(report->doc, number, style.face, style.size) > h->cell_w - 1)
        style = khung__style_in(khung__style_small(on), KHUNG__SANS);
    cell_text(h, x, y, number, style);
    marks(h, x, y, i, on);
}

/* ---- rows ---- */

/* A head cell; `again` on a later page, where the whole row is an artifact. */
static void head_cell(heatmap *h, bool again, double x, khung__str text, khung__align align)
{
    khung__doc *doc = h->report->doc;
    if (!again) khung__doc_open(doc, KHUNG__TAG_TH);
    khung__doc_text(doc, h->report->page, x, h->report->y + 8, text,
                    khung__style_small(KHUNG__INK2), align);
    if (!again) khung__doc_close(doc);
}

/* The numbers of the columns, a picture like the cells below; for small cells what they are. */
static void head_numbers(heatmap *h, bool again)
{
    khung__report *report = h->report;
    khung__doc *doc = report->doc;
    khung__str what = khung__report_phrase(report, KHUNG__P_HEAD_CELLS);
    double x = KHUNG__LEFT_X + CELLS_X;
    if (h->small) {
        head_cell(h, again, x, what, KHUNG__LEFT);
        return;
    }
    if (!again) {
        khung__doc_open(doc, KHUNG__TAG_TH);
        khung__doc_alt(doc, khung__doc_open(doc, KHUNG__TAG_FIGURE),
                       khung__report_phrase(report, KHUNG__P_HEAD_LEVELS));
    }
    for (uint32_t k = 0; k < h->columns; k++)
        khung__doc_text(doc, report->page, x + k * (h->cell_w + GAP) + h->cell_w / 2,
                        report->y + 8, khung__report_int(report, k + 1),
                        khung__style_small(KHUNG__INK2), KHUNG__CENTRE);
    if (again) return;
    khung__doc_close(doc);
    khung__doc_close(doc);
}

static void head(heatmap *h, bool again)
{
    khung__report *report = h->report;
    khung__doc *doc = report->doc;
    if (again) khung__doc_artifact(doc, true);
    else khung__doc_open(doc, KHUNG__TAG_TR);
    head_cell(h, again, KHUNG__LEFT_X, khung__report_phrase(report, KHUNG__P_HEAD_DOMAIN),
              KHUNG__LEFT);
    head_numbers(h, again);
    head_cell(h, again, KHUNG__LEFT_X + SCORE_X,
              khung__report_phrase(report, KHUNG__P_HEAD_SCORE), KHUNG__RIGHT);
    head_cell(h, again, KHUNG__RIGHT_X, KHUNG__S("%"), KHUNG__RIGHT);
    khung__report_rule(report, KHUNG__LEFT_X, report->y + 12, KHUNG__TEXT_W, KHUNG__FIRM,
                       KHUNG__INK);
    if (again) khung__doc_artifact(doc, false);
    else khung__doc_close(doc);
    report->y += 14;
}

/* What a cell says in words: its level, or why it has none. */
static khung__str cell_word(khung__report *report, uint32_t i)
{
    const khung__criterion_result *r = &report->result->criteria[i];
    if (r->state == KHUNG_NOT_APPLICABLE)
        return khung__report_phrase(report, KHUNG__P_NA_CELL);
    return r->score.has ? khung__report_bare(report, r->score)
                        : khung__word(KHUNG__W_DASH, report->language);
}

/* The numbers behind the cells: criterion, points, level's name. */
static void table_numbers(khung__report *report, uint32_t table)
{
    uint32_t n = report->framework->criterion_count;
    khung__str *cells = khung__arena_alloc(report->arena, ((size_t)n + 1) * 3 * sizeof *cells);
    if (!cells) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return;
    }
    cells[0] = khung__report_phrase(report, KHUNG__P_CRITERION);
    cells[1] = khung__report_phrase(report, KHUNG__P_HEAD_SCORE);
    cells[2] = khung__report_phrase(report, KHUNG__P_HEAD_LEVELS);
    for (uint32_t i = 0; i < n; i++) {
        const khung__criterion *c = &report->framework->criteria[i];
        khung__str *row = &cells[((size_t)i + 1) * 3];
        row[0] = khung__report_named(report, c->code, c->title);
        row[1] = cell_word(report, i);
        row[2] = report->result->criteria[i].score.has ? khung__report_level_name(report, i)
                                                       : khung__word(KHUNG__W_DASH, report->language);
    }
    khung__doc_data(report->doc, table, cells, 3, n + 1);
}

static khung__str alternative(khung__report *report, uint32_t domain)
{
    const khung__domain *d = &report->framework->domains[domain];
    khung__str list = {0};
    for (uint32_t i = d->first_criterion; i < d->end_criterion; i++) {
        const khung__criterion *c = &report->framework->criteria[i];
        khung__str one = KHUNG__SAY(report, ALT_PAIR, khung__report_short(c->code, c->title),
                                    cell_word(report, i));
        list = list.n ? KHUNG__JOIN(report, list, KHUNG__S("; "), one) : one;
    }
    return list;
}

/* Score and percent; one of many digits, just under a threshold, pushes the score to the left. */
static void numbers(khung__report *report, uint32_t domain, double base)
{
    const khung__domain_result *result = &report->result->domains[domain];
    khung__str percent = khung__report_percent_bare(report, result->percent);
    double w = khung__doc_width(report->doc, percent, KHUNG__SANS_BOLD, 9);
    khung__doc_open(report->doc, KHUNG__TAG_TD);
    khung__doc_text(
        report->doc, report->page, fmin(KHUNG__LEFT_X + SCORE_X, KHUNG__RIGHT_X - w - 8), base,
        khung__report_shown(report, result->score), khung__style_body(KHUNG__INK), KHUNG__RIGHT);
    khung__doc_close(report->doc);
    khung__doc_open(report->doc, KHUNG__TAG_TD);
    khung__doc_text(report->doc, report->page, KHUNG__RIGHT_X, base, percent,
                    khung__style_body_bold(KHUNG__INK), KHUNG__RIGHT);
    khung__doc_close(report->doc);
}

static void row(heatmap *h, uint32_t domain)
{
    khung__report *report = h->report;
    khung__doc *doc = report->doc;
    const khung__domain *d = &report->framework->domains[domain];
    uint32_t n = d->end_criterion - d->first_criterion,
             lines = (n + MOST_IN_LINE - 1) / MOST_IN_LINE;
    khung__para title = khung__report_lay(report, d->title, khung__style_body(KHUNG__INK),
                                          CELLS_X - h->code_w - 8);
    double high = lines * (h->cell_h + GAP),
           height = fmax(high, khung__para_height(&title) + (h->small ? 14 : 6)) +
                    (h->small ? 6 : 0);
    if (khung__report_room(report, height)) head(h, true);
    double y = report->y + (h->small ? 4 : 0), base = y + (h->small ? 11 : 13.2);
    khung__doc_open(doc, KHUNG__TAG_TR);
    khung__doc_open(doc, KHUNG__TAG_TH);
    if (d->code.n)
        khung__doc_text(doc, report->page, KHUNG__LEFT_X, base, d->code,
                        khung__style_body_bold(KHUNG__A100), KHUNG__LEFT);
    double text_y = base - 10.63;
    khung__report_put(report, KHUNG__LEFT_X + h->code_w, text_y, &title);
    khung__str none = {0};
    if (h->small)
        khung__report_line(
            report, KHUNG__LEFT_X + h->code_w, text_y + khung__para_height(&title),
            khung__report_count(report, KHUNG__P_CRITERIA_ONE, KHUNG__P_CRITERIA_MANY, n, none),
            khung__style_label(KHUNG__INK2), KHUNG__LEFT);
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_TD);
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(doc, figure, alternative(report, domain));
    for (uint32_t k = 0; k < n; k++)
        cell(h, KHUNG__LEFT_X + CELLS_X + k % MOST_IN_LINE * (h->cell_w + GAP),
             y + k / MOST_IN_LINE * (h->cell_h + GAP), d->first_criterion + k);
    khung__doc_close(doc);
    khung__doc_close(doc);
    numbers(report, domain, base);
    khung__doc_close(doc);
    report->y += height;
    if (h->small)
        khung__report_rule(report, KHUNG__LEFT_X, report->y - 1, KHUNG__TEXT_W, KHUNG__HAIR,
                           KHUNG__RULE);
}

/* ---- the key, in lines of as many entries as fit ---- */

typedef struct key {
    heatmap *h;
    double x;
} key;

static void key_step(key *k, double w)
{
    khung__report *report = k->h->report;
    if (k->x + w <= KHUNG__RIGHT_X) return;
    k->x = KHUNG__LEFT_X;
    report->y += 18;
}

static void key_entry(key *k, double w, khung__str text)
{
    khung__report *report = k->h->report;
    khung__doc_text(report->doc, report->page, k->x + w + 4, report->y + 8.8, text,
                    khung__style_label(KHUNG__INK), KHUNG__LEFT);
    k->x += w + 4 + khung__doc_width(report->doc, text, KHUNG__SANS, 7.5) + 14;
}

static double key_need(key *k, double w, khung__str text)
{
    return w + 4 + khung__doc_width(k->h->report->doc, text, KHUNG__SANS, 7.5);
}

static bool any_state(const khung__report *report, khung_state state)
{
    for (uint32_t i = 0; i < report->framework->criterion_count; i++)
        if (report->result->criteria[i].state == state) return true;
    return false;
}

static void key_marks(key *k)
{
    khung__report *report = k->h->report;
    khung__doc *doc = report->doc;
    bool up = false, down = false;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        khung__rat gap = report->result->criteria[i].gap;
        if (!gap.has || !gap.num_n) continue;
        if (gap.negative) down = true;
        else up = true;
    }
    for (int m = 0; m < 2 && k->h->cell_w >= 24; m++) {
        khung__str text = khung__report_phrase(report, m ? KHUNG__P_KEY_LOWER : KHUNG__P_KEY_HIGHER);
        if (!(m ? down : up)) continue;
        key_step(k, key_need(k, 7, text));
        khung__doc_mark(doc, report->page, m ? KHUNG__DOWN : KHUNG__UP, k->x, report->y + 2.5, 0.9,
                        KHUNG__INK);
        key_entry(k, 7, text);
    }
}

static void draw_key(heatmap *h)
{
    khung__report *report = h->report;
    khung__doc *doc = report->doc;
    khung__report_room(report, 48);
    report->y += 8;
    key k = {h, KHUNG__LEFT_X};
    khung__doc_aside(doc, true);
    for (uint32_t i = 0; i < report->scale->level_count; i++) {
        khung__rgb on,
            tint = khung__report_tint(report, i, report->scale->level_count, report->framework->lower, &on);
        khung__str title = report->scale->levels[i].title;
        key_step(&k, key_need(&k, 20, title));
        khung__doc_rect(doc, report->page, k.x, report->y, 20, 12, khung__pen_fill(tint));
        khung__doc_text(doc, report->page, k.x + 10, report->y + 8.8,
                        khung__report_micro(report, report->scale->levels[i].points),
                        khung__style_small_bold(on), KHUNG__CENTRE);
        key_entry(&k, 20, title);
    }
    key_marks(&k);
    khung__phrase_id words[] = {KHUNG__P_KEY_UNVERIFIED, KHUNG__P_KEY_NA,
                              KHUNG__P_KEY_UNANSWERED};
    bool there[] = {any_state(report, KHUNG_UNVERIFIED), any_state(report, KHUNG_NOT_APPLICABLE),
                    any_state(report, KHUNG_UNANSWERED) || any_state(report, KHUNG_FACT_MISSING)};
    for (int m = 0; m < 3; m++) {
        khung__str text = khung__report_phrase(report, words[m]);
        if (!there[m]) continue;
        key_step(&k, key_need(&k, 20, text));
        khung__rgb edge = m == 2 ? KHUNG__SIGNAL : KHUNG__RULE;
        khung__doc_rect(
            doc, report->page, k.x + 0.375, report->y + 0.375, 19.25, 11.25,
            khung__pen_both(m ? KHUNG__WHITE : KHUNG__A50, m ? edge : KHUNG__A50, m ? 0.75 : 0.25));
        khung__pen dashed = khung__pen_line(KHUNG__INK, KHUNG__FIRM);
        dashed.dash_on = 2, dashed.dash_off = 1.5;
        if (m == 0) khung__doc_rect(doc, report->page, k.x + 1.5, report->y + 1.5, 17, 9, dashed);
        if (m == 1)
            khung__doc_line(doc, report->page, k.x, report->y + 12, k.x + 20, report->y,
                            khung__pen_line(KHUNG__RULE, KHUNG__THIN));
        if (m == 2)
            khung__doc_text(doc, report->page, k.x + 10, report->y + 8.8, KHUNG__S("?"),
                            khung__style_small_bold(KHUNG__SIGNAL), KHUNG__CENTRE);
        key_entry(&k, 20, text);
    }
    khung__doc_aside(doc, false);
    report->y += 12;
}

void khung__report_heatmap(khung__report *report, bool same_page)
{
    heatmap h = {.report = report};
    const khung_framework *framework = report->framework;
    measure(&h);
    if (!h.columns) return;
    double height = 28 + 8 + 14 + 48;
    for (uint32_t i = 1; i < framework->domain_count; i++) {
        const khung__domain *d = &framework->domains[i];
        if (!holds_criteria(d)) continue;
        uint32_t n = d->end_criterion - d->first_criterion;
        height += ((n + MOST_IN_LINE - 1) / MOST_IN_LINE) * (h.cell_h + GAP) + (h.small ? 6 : 0);
    }
    khung__str none = {0};
    khung__str title = khung__report_count(report, KHUNG__P_HEATMAP_ONE, KHUNG__P_HEATMAP,
                                           framework->criterion_count, none);
    bool below = same_page && report->y + 28 + height <= KHUNG__BODY_END;
    if (below) {
        report->y += 28;
    } else {
        report->section = title;
        khung__report_page(report);
    }
    khung__report_bookmark(report, same_page ? 1 : 0, title, report->y);
    if (below) khung__report_h2(report, title);
    else khung__report_h1(report, title, KHUNG__TEXT_W);
    report->y += 8;
    report->title = title;
    table_numbers(report, khung__doc_open(report->doc, KHUNG__TAG_TABLE));
    head(&h, false);
    for (uint32_t i = 1; i < framework->domain_count; i++)
        if (holds_criteria(&framework->domains[i])) row(&h, i);
    khung__doc_close(report->doc);
    draw_key(&h);
    report->title = (khung__str){0};
}
