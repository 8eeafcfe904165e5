/* report/bars: the top-level domains as horizontal bars with the marks of the radar, where a radar
 * cannot be read: a row for each with code, title, bar, target and percent. It flows over pages. */
#include "summary.h"

typedef struct bars {
    khung__report *report;
    double x, w, code_w, title_w, bar_x, bar_w;
} bars;

static void head(const bars *b, double y)
{
    khung__doc *doc = b->report->doc;
    khung__doc_artifact(doc, true);
    for (int percent = 0; percent <= 100; percent += 50)
        khung__doc_text(doc, b->report->page, b->bar_x + b->bar_w * percent / 100, y + 8,
                        khung__report_int(b->report, percent), khung__style_small(KHUNG__INK2),
                        KHUNG__CENTRE);
    khung__doc_artifact(doc, false);
    khung__report_rule(b->report, b->x, y + 12, b->w, KHUNG__HAIR, KHUNG__RULE);
}

static void draw_bar(const bars *b, uint32_t domain, double y)
{
    khung__report *report = b->report;
    const khung__domain_result *result = &report->result->domains[domain];
    double value = khung__rat_approx(result->percent) / 100, middle = y + 6;
    khung__doc_rect(report->doc, report->page, b->bar_x, middle - 4, b->bar_w, 8,
                    khung__pen_fill(KHUNG__A20));
    khung__pen pen = khung__pen_fill(KHUNG__A100);
    if (!result->complete) {
        pen = khung__pen_both(KHUNG__WHITE, KHUNG__A100, 1);
        pen.dash_on = 4, pen.dash_off = 2;
    }
    if (result->percent.has && value > 0)
        khung__doc_rect(report->doc, report->page, b->bar_x, middle - 4, b->bar_w * value, 8, pen);
    if (report->before.has && report->before.then[domain].has) {
        double past = b->bar_x + b->bar_w * khung__rat_approx(report->before.then[domain]) / 100;
        khung__doc_rect(report->doc, report->page, past - 1.75, middle - 1.75, 3.5, 3.5,
                        khung__pen_both(KHUNG__WHITE, KHUNG__PAST, 1));
    }
    khung__rat target = report->target_percent[domain];
    double x = b->bar_x + b->bar_w * khung__rat_approx(target) / 100;
    if (target.has && result->percent.has)
        khung__doc_line(report->doc, report->page, x, middle - 7, x, middle + 7,
                        khung__pen_line(KHUNG__INK, 1.25));
}

static void row(const bars *b, uint32_t domain)
{
    khung__report *report = b->report;
    khung__doc *doc = report->doc;
    const khung__domain *d = &report->framework->domains[domain];
    const khung__domain_result *result = &report->result->domains[domain];
    khung__para title = khung__report_lay(report, d->title, khung__style_body(KHUNG__INK),
                                          b->title_w);
    double height = khung__para_height(&title) + 8;
    if (khung__report_room(report, height)) {
        head(b, report->y);
        report->y += 12;
    }
    double y = report->y + 4;
    khung__doc_open(doc, KHUNG__TAG_LI);
    khung__report_tagged(report, KHUNG__TAG_LBL, b->x, y, d->code,
                         khung__style_body_bold(KHUNG__A100), KHUNG__LEFT);
    khung__doc_open(doc, KHUNG__TAG_LBODY);
    khung__report_put(report, b->x + b->code_w, y, &title);
    khung__doc_aside(doc, true);
    draw_bar(b, domain, y);
    khung__doc_aside(doc, false);
    khung__str number = khung__report_percent_bare(report, result->percent);
    khung__report_line(report, b->x + b->w, y, number, khung__style_body_bold(KHUNG__INK),
                       KHUNG__RIGHT);
    if (result->percent.has && !result->complete)
        khung__report_line(report, b->x + b->w, y + 10,
                           khung__report_phrase(report, KHUNG__P_PROVISIONAL),
                           khung__style_small(KHUNG__INK2), KHUNG__RIGHT);
    khung__doc_close(doc);
    khung__doc_close(doc);
    if (result->percent.has && !result->complete && height < 30) height = 30;
    report->y += height;
    khung__report_rule(report, b->x, report->y - 0.125, b->w, KHUNG__HAIR, KHUNG__RULE);
}

/* What the upright line and the square mean. */
static void key(const bars *b, bool targets)
{
    khung__report *report = b->report;
    khung__str target = khung__report_phrase(report, KHUNG__P_TARGET);
    khung__style style = khung__style_label(KHUNG__INK);
    khung__report_room(report, 20);
    double x = b->bar_x + 2, y = report->y + 8;
    khung__doc_aside(report->doc, true);
    if (targets) {
        khung__doc_line(report->doc, report->page, x, y + 1, x, y + 11,
                        khung__pen_line(KHUNG__INK, 1.25));
        khung__report_line(report, x + 5, y, target, style, KHUNG__LEFT);
        x += 5 + khung__doc_width(report->doc, target, style.face, style.size) + 14;
    }
    if (report->before.has) {
        khung__str before = khung__report_before_key(report);
        double w = khung__doc_width(report->doc, before, style.face, style.size);
        if (x + 6 + w > b->x + b->w) x = b->x + b->w - w - 6;
        if (targets && x < b->bar_x + 40) {
            x = b->x;
        }
        khung__doc_rect(report->doc, report->page, x - 1.75, y + 4.25, 3.5, 3.5,
                        khung__pen_both(KHUNG__WHITE, KHUNG__PAST, 1));
        khung__report_line(report, x + 5, y, before, style, KHUNG__LEFT);
    }
    khung__doc_aside(report->doc, false);
    report->y = y + 12;
}

/* The widest code of the top-level domains, with a gap. */
static double code_width(khung__report *report)
{
    double widest = 0;
    const khung__domain *root = &report->framework->domains[0];
    for (uint32_t i = 0; i < root->child_count; i++) {
        double w = khung__doc_width(report->doc, report->framework->domains[root->children[i]].code,
                                    KHUNG__SANS_BOLD, 9);
        if (w > widest) widest = w;
    }
    return widest > 0 ? (widest + 6 < 18 ? 18 : widest + 6) : 0;
}

double khung__report_bars(khung__report *report, double x, double y, double w)
{
    const khung__domain *root = &report->framework->domains[0];
    bars b = {.report = report, .x = x, .w = w, .code_w = code_width(report)};
    b.bar_w = w > 400 ? 160 : 96;
    b.bar_x = x + w - 56 - b.bar_w;
    b.title_w = b.bar_x - x - b.code_w - 12;
    report->y = y;
    head(&b, y);
    report->y += 12;
    khung__doc_open(report->doc, KHUNG__TAG_L);
    uint32_t most = (uint32_t)khung__summary_most(report, root->child_count, 13, 9, 4);
    for (uint32_t i = 0; i < most; i++) row(&b, root->children[i]);
    khung__doc_close(report->doc);
    report->y += khung__summary_rest(report, x, report->y, root->child_count - most);
    bool targets = false;
    for (uint32_t i = 0; i < root->child_count; i++)
        targets = targets || report->target_percent[root->children[i]].has;
    if (targets || report->before.has) key(&b, targets);
    return report->y - y;
}

double khung__report_domains_height(const khung__report *report)
{
    const khung__domain *root = &report->framework->domains[0];
    uint32_t most = (uint32_t)khung__summary_most(report, root->child_count, 13, 9, 4);
    double height = 12 + 20;
    for (uint32_t i = 0; i < most; i++) {
        khung__para title = khung__report_lay(
            (khung__report *)report, report->framework->domains[root->children[i]].title,
            khung__style_body(KHUNG__INK), KHUNG__MAIN_W - 56 - 96 - 12 - 18);
        double h = khung__para_height(&title) + 8;
        if (!report->result->domains[root->children[i]].complete && h < 30) h = 30;
        height += h;
    }
    return height;
}
