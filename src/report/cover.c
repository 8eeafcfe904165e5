/* report/cover: the first page: framework, organisation, the domains as columns of steps, the
 * domains as a list, who and when. */
#include "inner.h"

#include <math.h>

static const double STEPS_HIGH = 153, STEP_GAP = 3;
/* A place on the cover, which the standard gives from the paper's edge; wider margins move it down. */
#define DOWN(y) (KHUNG__BODY_Y - 72 + (y))
#define PANEL DOWN(512)
#define BASE DOWN(464)
#define FACTS_X (KHUNG__RIGHT_X - 152)
enum { MOST_COLUMNS = 12 };

typedef struct cover {
    khung__report *report;
    bool dark, steps;
    khung__rgb outline, fill, text, soft, name;
    double panel;     /* where the panel ends */
    double columns_w; /* of one column */
} cover;

static void colours(cover *c)
{
    c->dark = c->report->in->options->cover_dark;
    c->outline = c->dark ? KHUNG__A75 : KHUNG__RULE;
    c->fill = c->dark ? KHUNG__A20 : KHUNG__A100;
    c->text = c->dark ? KHUNG__WHITE : KHUNG__INK;
    c->soft = c->dark ? KHUNG__A20 : KHUNG__INK2;
    c->name = c->dark ? KHUNG__WHITE : KHUNG__A100;
}

/* The largest of three sizes at which the name fits: 42 in two lines, 30 in three, 21 in as many as
 * it takes. */
static khung__para name_of(cover *c)
{
    khung__report *report = c->report;
    khung__style styles[] = {khung__style_d2(c->name), khung__style_d1(c->name),
                             khung__style_h1(c->name)};
    khung__para para = {0};
    for (int i = 0; i < 3; i++) {
        para = khung__report_lay(report, report->result->organisation_name, styles[i], KHUNG__TEXT_W);
        if (para.count <= (size_t)(i + 2)) break;
    }
    return para;
}

static khung__str place(khung__report *report)
{
    khung__str years = khung__report_years(report);
    const char *where = report->in->options->place;
    return where && *where ? KHUNG__SAY(report, COVER_PLACE, khung__str_of(where), years)
                           : KHUNG__SAY(report, COVER_ROUND, years);
}

/* ---- steps ---- */

static double blocks_filled(khung__report *report, uint32_t domain, uint32_t blocks)
{
    const khung__domain_result *result = &report->result->domains[domain];
    if (!report->stepped) return khung__rat_approx(result->percent) / 100 * blocks;
    if (!result->score.has) return 0;
    khung__steps steps = {.n = report->scale->level_count};
    for (uint32_t i = 0; i < steps.n; i++)
        steps.points[i] = (double)report->scale->levels[i].points / 1e6;
    return khung__steps_filled(&steps, khung__rat_approx(result->score));
}

static khung__str number_of(khung__report *report, uint32_t domain)
{
    const khung__domain_result *result = &report->result->domains[domain];
    return report->stepped ? khung__report_shown(report, result->score)
                           : khung__report_percent_bare(report, result->percent);
}

static void column(cover *c, double x, uint32_t domain)
{
    khung__report *report = c->report;
    khung__doc *doc = report->doc;
    uint32_t blocks = report->stepped ? report->scale->level_count : 4;
    double high = (STEPS_HIGH - STEP_GAP * (blocks - 1)) / blocks,
           filled = blocks_filled(report, domain, blocks);
    for (uint32_t k = 0; k < blocks; k++) {
        double y = BASE - (k + 1) * high - k * STEP_GAP, part = fmin(1, fmax(0, filled - k));
        khung__doc_rect(doc, report->page, x + 0.25, y + 0.25, c->columns_w - 0.5, high - 0.5,
                        khung__pen_line(c->outline, KHUNG__FIRM));
        khung__report_name(report, "block");
        if (part > 0) {
            khung__doc_rect(doc, report->page, x, y + high * (1 - part), c->columns_w, high * part,
                            khung__pen_fill(c->fill));
            khung__report_name(report, "block-filled");
        }
    }
}

/* True where a code and its number stand beside each other under their column. */
static bool side_by_side(cover *c)
{
    khung__report *report = c->report;
    const khung__domain *root = &report->framework->domains[0];
    for (uint32_t i = 0; i < root->child_count; i++) {
        khung__str code = report->framework->domains[root->children[i]].code;
        double w =
            khung__doc_width(report->doc, code, KHUNG__SANS_BOLD, 11) +
            khung__doc_width(report->doc, number_of(report, root->children[i]), KHUNG__SANS, 9) + 2;
        if (w > c->columns_w) return false;
    }
    return true;
}

static void columns(cover *c)
{
    khung__report *report = c->report;
    khung__doc *doc = report->doc;
    const khung__domain *root = &report->framework->domains[0];
    bool beside = side_by_side(c);
    khung__str list = {0}, cells[(MOST_COLUMNS + 1) * 2];
    cells[0] = khung__report_phrase(report, KHUNG__P_HEAD_DOMAIN);
    cells[1] = report->stepped ? khung__report_phrase(report, KHUNG__P_HEAD_SCORE)
                               : KHUNG__S("%");
    uint32_t figure = khung__doc_open(doc, KHUNG__TAG_FIGURE);
    for (uint32_t i = 0; i < root->child_count; i++) {
        const khung__domain *d = &report->framework->domains[root->children[i]];
        khung__str number = number_of(report, root->children[i]);
        double x = KHUNG__LEFT_X + i * (c->columns_w + KHUNG__GUTTER);
        column(c, x, root->children[i]);
        khung__style bold = {KHUNG__SANS_BOLD, 11, 16, c->text},
                     plain = {KHUNG__SANS, 9, 12, c->soft};
        if (d->code.n) khung__doc_text(doc, report->page, x, BASE + 18, d->code, bold, KHUNG__LEFT);
        if (beside)
            khung__doc_text(doc, report->page, x + c->columns_w, BASE + 18, number, plain,
                            KHUNG__RIGHT);
        else
            khung__doc_text(doc, report->page, x, BASE + (d->code.n ? 32 : 18), number, plain,
                            KHUNG__LEFT);
        khung__str one = KHUNG__SAY(report, ALT_PAIR, khung__report_short(d->code, d->title),
                                    number);
        list = i ? KHUNG__JOIN(report, list, KHUNG__S("; "), one) : one;
        cells[2 * (i + 1)] = khung__report_named(report, d->code, d->title);
        cells[2 * (i + 1) + 1] = number;
    }
    khung__doc_data(doc, figure, cells, 2, root->child_count + 1);
    khung__doc_alt(doc, figure, KHUNG__SAY(report, ALT_STEPS, list));
    khung__doc_close(doc);
}

/* ---- who and when, at the right ---- */

static double fact(khung__report *report, double y, khung__str label, khung__str value,
                   khung__str more)
{
    double w = KHUNG__RIGHT_X - FACTS_X;
    khung__span head = {label, khung__style_label(KHUNG__INK2)};
    y += khung__report_para(report, KHUNG__TAG_P, FACTS_X, y, w, &head, 1);
    khung__span body = {value, khung__style_body(KHUNG__INK)};
    y += khung__report_para(report, KHUNG__TAG_P, FACTS_X, y, w, &body, 1);
    khung__span rest = {more, khung__style_body(KHUNG__INK)};
    if (more.n) y += khung__report_para(report, KHUNG__TAG_P, FACTS_X, y, w, &rest, 1);
    return y + 8;
}

static double person(khung__report *report, double y, khung__str label, const khung_answers *a)
{
    khung__str who = a->by_role.n && a->by_name.n
                         ? KHUNG__JOIN(report, a->by_name, KHUNG__S(", "), a->by_role)
                     : a->by_name.n ? a->by_name
                                    : a->by_role;
    khung__str done = a->dated.year
                          ? KHUNG__SAY(report, DONE, khung__report_date_long(report, a->dated))
                          : (khung__str){0};
    if (!who.n) return done.n ? fact(report, y, label, done, (khung__str){0}) : y;
    return fact(report, y, label, who, done);
}

static double facts(khung__report *report, double y)
{
    const khung_report_options *options = report->in->options;
    khung__str none = {0};
    y = fact(report, y, khung__report_phrase(report, KHUNG__P_PERIOD),
             khung__report_period(report), none);
    if (report->self) {
        bool consensus = report->self->answers->track == KHUNG__CONSENSUS;
        y = person(
            report, y,
            khung__report_phrase(report, consensus ? KHUNG__P_CONSENSUS : KHUNG__P_SELF),
            report->self->answers);
    } else if (report->result->respondents) {
        y = fact(report, y, khung__report_phrase(report, KHUNG__P_SELF),
                 KHUNG__SAY(report, RESPONDENTS,
                            khung__report_int(report, report->result->respondents)),
                 none);
    }
    khung__str review = khung__report_phrase(report, KHUNG__P_REVIEW);
    if (report->reviewer) y = person(report, y, review, report->reviewer->answers);
    else y = fact(report, y, review, khung__report_phrase(report, KHUNG__P_NOT_REVIEWED), none);
    khung__date dated = {0};
    if (options->dated && khung__read_date(khung__str_of(options->dated), &dated))
        y = fact(report, y, khung__report_phrase(report, KHUNG__P_DATED),
                 khung__report_date_long(report, dated), none);
    y = fact(report, y, khung__report_phrase(report, KHUNG__P_CODE), report->in->code, none);
    return y;
}

/* ---- the list of domains, at the left ---- */

static khung__str standing(khung__report *report, uint32_t domain, bool steps)
{
    const khung__domain_result *result = &report->result->domains[domain];
    khung__str band = result->band != KHUNG__NONE ? report->framework->bands[result->band].title
                                                  : (khung__str){0};
    if (!result->score.has) band = khung__report_phrase(report, KHUNG__P_NO_SCORE);
    else if (!result->complete) band = khung__report_phrase(report, KHUNG__P_PROVISIONAL);
    if (steps && band.n) return band;
    khung__str number = report->stepped ? khung__report_shown(report, result->score)
                                        : khung__report_percent(report, result->percent);
    if (!result->score.has) return band;
    return band.n ? KHUNG__JOIN(report, band, KHUNG__S(", "), number) : number;
}

/* Columns of the list; rows stand closer where there are many. */
typedef struct list_form {
    double w, code_w, stand_w, pad;
} list_form;

static double row_height(cover *c, uint32_t domain, const list_form *f)
{
    khung__para title = khung__report_lay(c->report, c->report->framework->domains[domain].title,
                                          khung__style_body(KHUNG__INK),
                                          f->w - f->code_w - f->stand_w);
    return khung__para_height(&title) + 2 * f->pad;
}

static void list_row(cover *c, uint32_t domain, const list_form *f)
{
    khung__report *report = c->report;
    khung__doc *doc = report->doc;
    const khung__domain *d = &report->framework->domains[domain];
    double w = f->w, code_w = f->code_w;
    khung__para title = khung__report_lay(report, d->title, khung__style_body(KHUNG__INK),
                                          w - code_w - f->stand_w);
    double height = khung__para_height(&title) + 2 * f->pad;
    khung__report_room(report, height);
    double y = report->y + f->pad;
    khung__doc_open(doc, KHUNG__TAG_TR);
    khung__report_tagged(report, KHUNG__TAG_TD, KHUNG__LEFT_X, y, d->code,
                         khung__style_body_bold(KHUNG__A100), KHUNG__LEFT);
    khung__doc_open(doc, KHUNG__TAG_TD);
    khung__report_put(report, KHUNG__LEFT_X + code_w, y, &title);
    khung__report_link_to(report, KHUNG__LEFT_X, report->y, w, height, domain);
    khung__doc_close(doc);
    khung__report_tagged(report, KHUNG__TAG_TD, KHUNG__LEFT_X + w, y,
                         standing(report, domain, c->steps), khung__style_body(KHUNG__INK2),
                         KHUNG__RIGHT);
    khung__doc_close(doc);
    report->y += height;
    khung__report_rule(report, KHUNG__LEFT_X, report->y - 0.125, w, KHUNG__HAIR, KHUNG__RULE);
}

static khung__str list_caption(cover *c)
{
    khung__report *report = c->report;
    khung__str domains = khung__report_domain_count(report);
    if (!c->steps) return KHUNG__SAY(report, COVER_LIST, domains);
    if (!report->stepped) return KHUNG__SAY(report, COVER_PERCENT, domains);
    khung__micro top = report->scale->levels[report->scale->level_count - 1].points;
    return KHUNG__SAY(report, COVER_STEPS, domains, khung__report_micro(report, top));
}

static void list(cover *c)
{
    khung__report *report = c->report;
    const khung__domain *root = &report->framework->domains[0];
    list_form f = {.w = 275, .pad = 4};
    for (uint32_t i = 0; i < root->child_count; i++) {
        double cw = khung__doc_width(
            report->doc, report->framework->domains[root->children[i]].code, KHUNG__SANS_BOLD, 9);
        double sw = khung__doc_width(report->doc, standing(report, root->children[i], c->steps),
                                     KHUNG__SANS, 9);
        f.code_w = fmax(f.code_w, cw);
        f.stand_w = fmax(f.stand_w, sw);
    }
    f.code_w = f.code_w > 0 ? fmax(16, f.code_w + 6) : 0;
    f.stand_w += 10;
    report->y = c->panel + 24;
    double height = 16;
    for (uint32_t i = 0; i < root->child_count; i++) height += row_height(c, root->children[i], &f);
    if (report->y + height > KHUNG__BODY_END) f.pad = 2;
    khung__span caption = {list_caption(c), khung__style_label(KHUNG__INK2)};
    report->y +=
        khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y, f.w, &caption, 1) + 4;
    khung__doc_open(report->doc, KHUNG__TAG_TABLE);
    for (uint32_t i = 0; i < root->child_count; i++) list_row(c, root->children[i], &f);
    khung__doc_close(report->doc);
}

/* ---- the page ---- */

static void panel(cover *c)
{
    khung__report *report = c->report;
    khung__doc_artifact(report->doc, true);
    if (c->dark) {
        khung__doc_rect(report->doc, report->page, 0, 0, KHUNG__PAGE_W, c->panel,
                        khung__pen_fill(KHUNG__A100));
        khung__report_name(report, "panel");
    } else {
        khung__report_rule(report, KHUNG__LEFT_X, c->panel, KHUNG__TEXT_W, KHUNG__FIRM, KHUNG__INK);
        khung__report_name(report, "panel-line");
    }
    khung__report_rule(report, KHUNG__LEFT_X, DOWN(75.625), KHUNG__TEXT_W, KHUNG__FIRM,
                       c->dark ? KHUNG__A50 : c->outline);
    khung__doc_artifact(report->doc, false);
}

void khung__report_cover(khung__report *report)
{
    cover c = {.report = report, .panel = PANEL};
    const khung_framework *framework = report->framework;
    uint32_t n = framework->domains[0].child_count;
    colours(&c);
    report->section = (khung__str){0};
    khung__report_page(report);
    report->cover_page = report->page;
    khung__para name = name_of(&c);
    double after = DOWN(132) + khung__para_height(&name) + 8;
    khung__para where = khung__report_lay(
        report, place(report), (khung__style){KHUNG__SANS, 15, 20, c.soft}, KHUNG__TEXT_W);
    double end = after + khung__para_height(&where);
    c.steps = n >= 1 && n <= MOST_COLUMNS && end + 8 <= BASE - STEPS_HIGH;
    c.columns_w = (KHUNG__TEXT_W - KHUNG__GUTTER * (n - 1)) / n;
    if (!c.steps) c.panel = fmax(n > 16 ? DOWN(268) : PANEL, end + 24);
    if (c.steps && n < 4) c.columns_w = fmin(c.columns_w, 4 * 41 - 12); /* a few wide blocks would shout */
    panel(&c);
    khung__doc_open(report->doc, KHUNG__TAG_SECT);
    khung__span line = {KHUNG__SAY(report, COVER_FRAMEWORK, framework->title, framework->version),
                        khung__style_body(c.text)};
    khung__para top = khung__doc_para(report->doc, &line, 1, KHUNG__TEXT_W, KHUNG__LEFT);
    khung__doc_open(report->doc, KHUNG__TAG_P); /* grows upwards from its rule */
    khung__report_put(report, KHUNG__LEFT_X, DOWN(68) - khung__para_height(&top), &top);
    khung__doc_close(report->doc);
    khung__report_logo(report, KHUNG__RIGHT_X, DOWN(84), 140, 40);
    khung__report_tagged(report, KHUNG__TAG_P, KHUNG__LEFT_X, DOWN(108),
                         khung__report_phrase(report, KHUNG__P_TITLE),
                         (khung__style){KHUNG__SERIF, 15, 20, c.soft}, KHUNG__LEFT);
    khung__doc_open(report->doc, KHUNG__TAG_H1);
    khung__report_put(report, KHUNG__LEFT_X - 1.5, DOWN(132), &name);
    khung__report_name(report, "organisation");
    khung__doc_close(report->doc);
    khung__doc_open(report->doc, KHUNG__TAG_P);
    khung__report_put(report, KHUNG__LEFT_X, after, &where);
    khung__doc_close(report->doc);
    if (c.steps) columns(&c);
    facts(report, c.panel + 24);
    list(&c);
    khung__doc_close(report->doc);
}
