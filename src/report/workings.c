/* report/workings: how every number came about: for each domain its terms as a table and its steps
 * with real fractions, at last the total with the parts that make it up. */
#include "inner.h"

#include <math.h>
#include <string.h>

static const double CALC_X = 172, VALUE_W = 84, FRACTION_LINE = 13;
#define CALC_W (KHUNG__TEXT_W - CALC_X - VALUE_W)

/* ---- the table of terms ---- */

typedef struct terms {
    khung__report *report;
    const khung__explanation *explanation;
    bool tracks, products; /* columns for self and review; for products */
    khung__column columns[8];
    size_t n;
} terms;

static void layout(terms *t)
{
    khung__report *report = t->report;
    for (size_t i = 0; i < t->explanation->term_count; i++) {
        const khung__term *term = &t->explanation->terms[i];
        t->tracks = t->tracks || (report->reviewer && !term->is_domain);
        t->products = t->products || term->product.has;
    }
    bool domains = t->explanation->term_count && t->explanation->terms[0].is_domain;
    double code_w = 20;
    for (size_t i = 0; i < t->explanation->term_count; i++)
        code_w = fmax(code_w, fmin(64, khung__doc_width(report->doc, t->explanation->terms[i].code,
                                                        KHUNG__SANS_BOLD, 9) +
                                           6));
    khung__str none = {0};
    t->columns[t->n++] = (khung__column){code_w, KHUNG__LEFT, none};
    size_t title = t->n++;
    if (t->tracks) {
        t->columns[t->n++] = (khung__column){34, KHUNG__RIGHT,
                                             khung__report_phrase(report, KHUNG__P_COLUMN_SELF)};
        t->columns[t->n++] = (khung__column){32, KHUNG__RIGHT,
                                             khung__report_phrase(report, KHUNG__P_COLUMN_REVIEW)};
    }
    t->columns[t->n++] = (khung__column){
        42, KHUNG__RIGHT,
        khung__report_phrase(report, t->tracks ? KHUNG__P_COLUMN_OFFICIAL : KHUNG__P_COLUMN_VALUE)};
    t->columns[t->n++] = (khung__column){36, KHUNG__RIGHT,
                                         khung__report_phrase(report, KHUNG__P_COLUMN_WEIGHT)};
    if (t->products)
        t->columns[t->n++] = (khung__column){34, KHUNG__RIGHT,
                                             khung__report_phrase(report, KHUNG__P_COLUMN_PRODUCT)};
    t->columns[t->n++] = (khung__column){t->tracks ? 118 : 132, KHUNG__LEFT,
                                         khung__report_phrase(report, KHUNG__P_COLUMN_BASIS)};
    double rest = KHUNG__TEXT_W;
    for (size_t i = 0; i < t->n; i++)
        if (i != title) rest -= t->columns[i].width;
    t->columns[title] = (khung__column){
        rest, KHUNG__LEFT,
        khung__report_phrase(report, domains ? KHUNG__P_HEAD_DOMAIN : KHUNG__P_CRITERION)};
}

static khung__str track_value(khung__report *report, khung__rat value, bool na)
{
    return na ? khung__report_phrase(report, KHUNG__P_NA_CELL)
              : khung__report_bare(report, value);
}

/* Levels bare, scores of domains as they are shown. */
static khung__str number(khung__report *report, const khung__term *term, khung__rat value)
{
    return term->is_domain ? khung__report_shown(report, value) : khung__report_bare(report, value);
}

/* The last column stands 12 from the numbers: its text gets a leading gap through the table's own
 * column. */
static void term_row(terms *t, khung__table *table, const khung__term *term, double keep)
{
    khung__report *report = t->report;
    khung__rgb ink = term->counted ? KHUNG__INK : KHUNG__INK2;
    khung__style plain = khung__style_body(ink),
                 bold = term->counted ? khung__style_body_bold(ink) : plain;
    khung__cell cells[8];
    size_t n = 0;
    cells[n++] = khung__cell_of(term->code, term->counted ? khung__style_body_bold(KHUNG__A100)
                                                          : khung__style_body_bold(ink));
    cells[n++] = khung__cell_of(term->title, plain);
    if (t->tracks) {
        bool criterion = !term->is_domain;
        const khung__criterion_result *r = criterion ? &report->result->criteria[term->index]
                                                     : NULL;
        cells[n++] = khung__cell_of(
            criterion ? track_value(report, term->self, r->self_na) : (khung__str){0}, plain);
        cells[n++] = khung__cell_of(criterion ? track_value(report, term->reviewer, r->reviewer_na)
                                              : (khung__str){0},
                                    plain);
    }
    cells[n++] = khung__cell_of(number(report, term, term->value), bold);
    cells[n++] = khung__cell_of(khung__report_bare(report, term->weight), plain);
    if (t->products) cells[n++] = khung__cell_of(number(report, term, term->product), bold);
    cells[n++] = khung__cell_of(term->basis, plain);
    khung__table_row(table, cells, KHUNG__ROW, keep);
}

static void sum_row(terms *t, khung__table *table)
{
    khung__report *report = t->report;
    khung__style bold = khung__style_body_bold(KHUNG__INK);
    khung__str none = {0};
    khung__cell cells[8];
    size_t n = 0;
    cells[n++] = khung__cell_of(none, bold);
    cells[n++] = khung__cell_of(khung__report_phrase(report, KHUNG__P_COLUMN_SUM), bold);
    for (int i = 0; i < (t->tracks ? 3 : 1); i++) cells[n++] = khung__cell_of(none, bold);
    cells[n++] = khung__cell_of(khung__report_bare(report, t->explanation->weight_sum), bold);
    if (t->products)
        cells[n++] = khung__cell_of(khung__report_bare(report, t->explanation->product_sum), bold);
    cells[n++] = khung__cell_of(none, bold);
    khung__table_row(table, cells, KHUNG__ROW_SUM, 0);
}

static void draw_terms(khung__report *report, const khung__explanation *explanation)
{
    terms t = {.report = report, .explanation = explanation};
    layout(&t);
    khung__table table = {report, t.columns, t.n, 3, 10};
    bool sums = explanation->weight_sum.has && explanation->product_sum.has;
    khung__table_start(&table);
    for (size_t i = 0; i < explanation->term_count; i++)
        term_row(&t, &table, &explanation->terms[i],
                 sums && i + 1 == explanation->term_count ? 18 : 0);
    if (sums) sum_row(&t, &table);
    khung__table_end(&table);
}

/* ---- a step: title and rule, working, value ---- */

/* A fraction: its parts as paragraphs, centred over each other. */
typedef struct fraction {
    khung__para above, below;
    khung__str said;
    double width, height;
} fraction;

/* "(1×4 + 2×3)/(1 + 2)": how it is read aloud. */
static khung__str read_aloud(khung__report *report, khung__str above, khung__str below)
{
    khung__str parts[] = {above, below};
    for (int i = 0; i < 2; i++)
        if (parts[i].s && memchr(parts[i].s, ' ', parts[i].n))
            parts[i] = KHUNG__JOIN(report, KHUNG__S("("), parts[i], KHUNG__S(")"));
    return KHUNG__JOIN(report, parts[0], KHUNG__S("/"), parts[1]);
}

/* Copied and read text must not run on from above the bar to below it. */
static void end_in_space(const khung__para *para)
{
    const khung__textline *last = para->count ? &para->lines[para->count - 1] : NULL;
    if (last && last->count) last->fragments[last->count - 1].space_after = true;
}

static fraction fraction_of(khung__report *report, khung__str above, khung__str below, double most)
{
    khung__style style = khung__style_body(KHUNG__INK);
    khung__span top = {above, style}, bottom = {below, style};
    fraction f = {.said = read_aloud(report, above, below)};
    f.above = khung__doc_balance(report->doc, &top, 1, most - 4, KHUNG__LEFT);
    f.below = khung__doc_balance(report->doc, &bottom, 1, most - 4, KHUNG__LEFT);
    end_in_space(&f.above);
    f.width = fmax(f.above.width, f.below.width) + 4;
    f.height = (double)(f.above.count + f.below.count) * FRACTION_LINE;
    return f;
}

static void put_centred(khung__report *report, const khung__para *para, double x, double w,
                        double y)
{
    for (size_t i = 0; i < para->count; i++) {
        khung__para one = *para;
        one.lines = &para->lines[i];
        one.count = 1;
        khung__report_put(report, x + (w - para->lines[i].width) / 2, y + (double)i * FRACTION_LINE,
                          &one);
    }
}

/* Its bar at y. One formula, read aloud as a whole: above, bar, below (html takes it apart at the bar). */
static void put_fraction(khung__report *report, const fraction *f, double x, double y)
{
    khung__doc *doc = report->doc;
    khung__doc_alt(doc, khung__doc_open(doc, KHUNG__TAG_FORMULA), f->said);
    put_centred(report, &f->above, x, f->width, y - 0.5 - (double)f->above.count * FRACTION_LINE);
    khung__doc_line(doc, report->page, x, y, x + f->width, y, khung__pen_line(KHUNG__INK, 0.6));
    put_centred(report, &f->below, x, f->width, y + 0.5);
    khung__doc_close(doc);
}

/* The working on one or more lines: pieces side by side, on a common middle line. */
enum { MOST_PARTS = 8 };
typedef struct part {
    bool is_fraction;
    fraction fraction;
    khung__para text;
    double width, height;
} part;
typedef struct working {
    part parts[MOST_PARTS];
    size_t n;
    double height;
    size_t line_of[MOST_PARTS];
    double line_height[MOST_PARTS];
} working;

static void add_text(khung__report *report, working *w, khung__str text)
{
    part *p = &w->parts[w->n++];
    khung__span span = {text, khung__style_body(KHUNG__INK)};
    p->text = khung__doc_para(report->doc, &span, 1, CALC_W, KHUNG__LEFT);
    p->width = p->text.width;
    p->height = khung__para_height(&p->text);
}

static void add_fraction(khung__report *report, working *w, khung__str above, khung__str below)
{
    part *p = &w->parts[w->n++];
    p->is_fraction = true;
    p->fraction = fraction_of(report, above, below, CALC_W);
    p->width = p->fraction.width;
    p->height = p->fraction.height + 2;
}

/* "22/9" as numerator and denominator; false for a whole number. */
static bool split(khung__str exact, khung__str *above, khung__str *below)
{
    for (size_t i = 0; i < exact.n; i++)
        if (exact.s[i] == '/') {
            *above = (khung__str){exact.s, i};
            *below = (khung__str){exact.s + i + 1, exact.n - i - 1};
            return true;
        }
    return false;
}

static void break_lines(const khung__report *report, working *w)
{
    double x = 0;
    size_t line = 0;
    for (size_t i = 0; i < w->n; i++) {
        double gap = x > 0 ? 4 : 0;
        if (x > 0 && x + gap + w->parts[i].width > CALC_W) {
            line++;
            x = gap = 0;
        }
        x += gap + w->parts[i].width;
        w->line_of[i] = line;
        w->line_height[line] = fmax(w->line_height[line], w->parts[i].height);
    }
    for (size_t i = 0; w->n && i <= line; i++) w->height += w->line_height[i] + (i ? 4 : 0);
}

static working working_of(khung__report *report, const khung__reason *step)
{
    working w = {.n = 0};
    khung__str above, below;
    if (step->lead.n) add_text(report, &w, step->lead);
    if (step->below.n) add_fraction(report, &w, step->above, step->below);
    else if (step->above.n) add_text(report, &w, step->above);
    bool same = step->below.n &&
                khung__str_eq(step->exact,
                              KHUNG__JOIN(report, step->above, KHUNG__S("/"), step->below)) &&
                !step->lead.n;
    if (step->exact.n && !same) {
        if (w.n) add_text(report, &w, KHUNG__S("="));
        if (split(step->exact, &above, &below)) add_fraction(report, &w, above, below);
        else add_text(report, &w, step->exact);
    }
    if (step->decimals.n)
        add_text(report, &w,
                 w.n ? KHUNG__JOIN(report, KHUNG__S("=\u00a0"), step->decimals) : step->decimals);
    break_lines(report, &w);
    return w;
}

static void put_working(khung__report *report, const working *w, double x0, double y)
{
    double x = x0;
    size_t line = 0;
    for (size_t i = 0; i < w->n; i++) {
        if (w->line_of[i] != line) {
            y += w->line_height[line] + 4;
            line = w->line_of[i];
            x = x0;
        }
        const part *p = &w->parts[i];
        double middle = y + w->line_height[line] / 2;
        if (p->is_fraction) {
            double shift = ((double)p->fraction.above.count - (double)p->fraction.below.count) *
                           FRACTION_LINE / 2;
            put_fraction(report, &p->fraction, x, middle + shift);
        } else {
            khung__report_put(report, x, middle - p->height / 2, &p->text);
        }
        x += p->width + 4;
    }
}

static void draw_step(khung__report *report, const khung__reason *step, size_t number)
{
    khung__doc *doc = report->doc;
    khung__para title = khung__report_lay(report, step->title, khung__style_body_bold(KHUNG__INK),
                                          144);
    khung__para rule = khung__report_lay(report, step->rule, khung__style_label(KHUNG__INK2), 144);
    khung__span value_span = {step->value, khung__style_body_bold(KHUNG__INK)};
    khung__para value = khung__doc_para(doc, &value_span, 1, VALUE_W, KHUNG__RIGHT);
    working w = working_of(report, step);
    double head_h = khung__para_height(&title) + khung__para_height(&rule);
    double height = fmax(fmax(head_h, w.height), khung__para_height(&value)) + 12;
    khung__report_room(report, height);
    double y = report->y, middle = y + height / 2;
    khung__doc_open(doc, KHUNG__TAG_TR);
    khung__report_tagged(report, KHUNG__TAG_TD, KHUNG__LEFT_X, middle - 6,
                         khung__report_int(report, (int64_t)number),
                         khung__style_body_bold(KHUNG__A100), KHUNG__LEFT);
    khung__doc_open(doc, KHUNG__TAG_TH);
    khung__report_put(report, KHUNG__LEFT_X + 20, middle - head_h / 2, &title);
    khung__report_put(report, KHUNG__LEFT_X + 20, middle - head_h / 2 + khung__para_height(&title),
                      &rule);
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_TD);
    put_working(report, &w, KHUNG__LEFT_X + CALC_X, middle - w.height / 2);
    khung__doc_close(doc);
    khung__doc_open(doc, KHUNG__TAG_TD);
    khung__report_put(report, KHUNG__RIGHT_X - VALUE_W, middle - khung__para_height(&value) / 2,
                      &value);
    khung__doc_close(doc);
    khung__doc_close(doc);
    report->y += height;
    khung__report_rule(report, KHUNG__LEFT_X, report->y - 0.125, KHUNG__TEXT_W, KHUNG__HAIR,
                       KHUNG__RULE);
}

static void draw_steps(khung__report *report, const khung__explanation *explanation)
{
    if (!khung__report_room(report, 72)) { /* else the line below the repeated title serves */
        report->y += 12;
        khung__report_rule(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, KHUNG__FIRM,
                           KHUNG__INK);
    }
    khung__doc_open(report->doc, KHUNG__TAG_TABLE);
    for (size_t i = 0; i < explanation->step_count; i++)
        draw_step(report, &explanation->steps[i], i + 1);
    khung__doc_close(report->doc);
}

/* ---- the parts of the total ---- */

static bool stackable(const khung__explanation *explanation)
{
    if (!explanation->product_sum.has || explanation->product_sum.negative ||
        !explanation->product_sum.num_n)
        return false;
    size_t counted = 0;
    for (size_t i = 0; i < explanation->term_count; i++) {
        const khung__term *t = &explanation->terms[i];
        if (!t->counted) continue;
        if (!t->product.has || t->product.negative) return false;
        counted++;
    }
    return counted >= 2 && counted <= 16;
}

static void stack(khung__report *report, const khung__explanation *explanation)
{
    if (!stackable(explanation)) return;
    khung__doc *doc = report->doc;
    const khung__domain *root = &report->framework->domains[0];
    bool sum = root->rule.combine == KHUNG__SUM;
    khung__rat one = khung__rat_int(report->arena, 1), over = sum ? one : explanation->weight_sum;
    khung__str list = {0}, domains = khung__report_domain_count(report);
    khung__rat total = khung__rat_div(report->arena, explanation->product_sum, over);
    khung__report_room(report, 110);
    report->y += 20;
    khung__span title = {KHUNG__SAY(report, STACK, domains, khung__report_shown(report, total)),
                         khung__style_lead_bold(KHUNG__INK)};
    report->y += khung__report_para(report, KHUNG__TAG_H3, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W,
                                    &title, 1) +
                 2;
    khung__span note = {sum ? khung__report_phrase(report, KHUNG__P_STACK_NOTE_SUM)
                            : KHUNG__SAY(report, STACK_NOTE, khung__report_bare(report, over)),
                        khung__style_label(KHUNG__INK2)};
    report->y += khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W,
                                    &note, 1) +
                 6;
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    double x = KHUNG__LEFT_X, whole = khung__rat_approx(explanation->product_sum);
    for (size_t i = 0; i < explanation->term_count; i++) {
        const khung__term *t = &explanation->terms[i];
        if (!t->counted) continue;
        khung__str number = khung__report_shown(report,
                                                khung__rat_div(report->arena, t->product, over));
        double w = KHUNG__TEXT_W * khung__rat_approx(t->product) / whole;
        if (w > 1.5)
            khung__doc_rect(doc, report->page, x + 0.75, report->y, w - 1.5, 24,
                            khung__pen_fill(KHUNG__A20));
        khung__report_name(report, "part");
        bool fits = khung__doc_width(doc, number, KHUNG__SANS, 7.5) <= w - 2 &&
                    khung__doc_width(doc, t->code, KHUNG__SANS_BOLD, 7.5) <= w - 2;
        if (fits && t->code.n)
            khung__doc_text(doc, report->page, x + w / 2, report->y + 10.5, t->code,
                            khung__style_small_bold(KHUNG__INK), KHUNG__CENTRE);
        if (fits)
            khung__doc_text(doc, report->page, x + w / 2, report->y + (t->code.n ? 20 : 15), number,
                            khung__style_small(KHUNG__INK), KHUNG__CENTRE);
        khung__str said = KHUNG__SAY(report, ALT_PAIR, khung__report_short(t->code, t->title),
                                     number);
        list = list.n ? KHUNG__JOIN(report, list, KHUNG__S("; "), said) : said;
        x += w;
    }
    khung__doc_alt(doc, figure, list);
    khung__doc_close(doc);
    report->y += 24;
}

/* ---- one domain, all of them ---- */

static void explain(khung__report *report, uint32_t domain, bool first)
{
    khung__explanation e = {0};
    khung_status status = khung__explain_domain(&e, report->arena, report->framework,
                                                report->result, domain, report->language);
    if (status != KHUNG_OK) {
        khung__doc_fail(report->doc, status);
        return;
    }
    const khung__domain *d = &report->framework->domains[domain];
    khung__str title = domain ? khung__report_named(report, d->code, d->title)
                              : khung__report_phrase(report, KHUNG__P_WORKINGS_TOTAL);
    khung__str annex = report->title;
    bool fresh = !first && khung__report_room(report, 180);
    report->y += fresh ? 8 : 20;
    khung__doc_open(report->doc, KHUNG__TAG_SECT);
    khung__report_h2(report, title);
    report->y += 6;
    report->title = title; /* a page that begins within says which domain goes on */
    if (e.term_count) draw_terms(report, &e);
    draw_steps(report, &e);
    report->title = annex;
    if (domain == 0) stack(report, &e);
    khung__doc_close(report->doc);
}

void khung__report_workings(khung__report *report)
{
    khung__span lead = {
        KHUNG__SAY(report, WORKINGS_LEAD, khung__report_int(report, report->result->digits)),
        khung__style_lead(KHUNG__INK)};
    report->y -= 4;
    report->y += khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W,
                                    &lead, 1) +
                 8;
    for (uint32_t i = 1; i < report->framework->domain_count && report->doc->status == KHUNG_OK;
         i++)
        explain(report, i, i == 1);
    explain(report, 0, false);
}
