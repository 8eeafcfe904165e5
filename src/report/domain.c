/* report/domain: the part of one top-level domain: title and score, key, and below it its
 * sub-domains and criteria. */
#include "inner.h"

#include <math.h>

enum {
    COMPACT_ABOVE = 60
}; /* criteria of the framework: beyond, only those that need attention are told in full */

/* ---- numbers of a domain ---- */

static khung__str score_text(khung__report *report, uint32_t domain)
{
    const khung__domain_result *result = &report->result->domains[domain];
    if (report->stepped) return khung__report_shown(report, result->score);
    return result->percent.has ? khung__report_percent(report, result->percent)
                               : khung__report_shown(report, result->score);
}

static khung__str score_label(khung__report *report, uint32_t domain)
{
    const khung__domain_result *result = &report->result->domains[domain];
    if (!result->score.has) return khung__report_phrase(report, KHUNG__P_NO_SCORE);
    if (!result->complete) return khung__report_phrase(report, KHUNG__P_PROVISIONAL);
    if (!report->stepped)
        return result->percent.has ? khung__report_phrase(report, KHUNG__P_PERCENT_OF_RANGE)
                                   : khung__report_phrase(report, KHUNG__P_HEAD_SCORE);
    return KHUNG__SAY(
        report, OUT_OF,
        khung__report_micro(report, report->scale->levels[report->scale->level_count - 1].points));
}

static khung__str weight_label(khung__report *report, uint32_t domain)
{
    const khung__domain *d = &report->framework->domains[domain];
    const khung__domain *parent = &report->framework->domains[d->parent];
    khung__micro sum = 0;
    for (uint32_t i = 0; i < parent->child_count; i++)
        sum += report->framework->domains[parent->children[i]].weight;
    khung__str weight = khung__report_micro(report, d->weight),
               all = khung__report_micro(report, sum);
    if (!d->weight) return khung__report_phrase(report, KHUNG__P_DOMAIN_SHOWN);
    return d->code.n ? KHUNG__SAY(report, DOMAIN_LABEL, d->code, weight, all)
                     : KHUNG__SAY(report, DOMAIN_PLAIN, weight, all);
}

/* Percent, band and target, at the right of the key: bold, then what is quieter. */
static size_t standing(khung__report *report, uint32_t domain, khung__span spans[2])
{
    const khung__domain_result *result = &report->result->domains[domain];
    khung__str loud = {0}, quiet = {0};
    if (report->stepped) {
        if (result->percent.has) loud = khung__report_percent(report, result->percent);
    } else if (result->score.has) {
        quiet = KHUNG__SAY(report, SCORE_IN, khung__report_shown(report, result->score),
                           khung__report_bare(report, result->lo),
                           khung__report_bare(report, result->hi));
    }
    if (result->band != KHUNG__NONE) {
        khung__str band = report->framework->bands[result->band].title;
        loud = loud.n ? KHUNG__JOIN(report, loud, KHUNG__S(", "), band) : band;
    }
    khung__rat target = report->target_percent[domain];
    if (target.has && result->percent.has && report->stepped)
        quiet = KHUNG__SAY(report, TARGET_IS, khung__report_percent(report, target));
    else if (loud.n && quiet.n) quiet = KHUNG__JOIN(report, KHUNG__S(", "), quiet);
    size_t n = 0;
    if (loud.n) spans[n++] = (khung__span){loud, khung__style_label_bold(KHUNG__INK)};
    if (quiet.n) spans[n++] = (khung__span){quiet, khung__style_label(KHUNG__INK2)};
    return n;
}

/* ---- the key ---- */

/* The word for the warning sign: what of the two stands in this domain; KHUNG__P_COUNT for neither.
 */
static khung__phrase_id warning(khung__report *report, uint32_t domain)
{
    const khung__domain *d = &report->framework->domains[domain];
    bool stale = false, missing = false;
    for (uint32_t i = d->first_criterion; i < d->end_criterion; i++) {
        size_t n;
        const khung__exhibit *list = khung__report_evidence(report, i, &n);
        for (size_t k = 0; k < n; k++)
            stale = stale || list[k].stale, missing = missing || list[k].missing;
    }
    return stale && missing ? KHUNG__P_KEY_BOTH
           : stale          ? KHUNG__P_KEY_OVERDUE
           : missing        ? KHUNG__P_KEY_MISSING
                            : KHUNG__P_COUNT;
}

static double key_text(khung__report *report, double x, double y, khung__phrase_id word)
{
    khung__str text = khung__report_phrase(report, word);
    khung__doc_text(report->doc, report->page, x, y + 8.7, text, khung__style_label(KHUNG__INK),
                    KHUNG__LEFT);
    return x + khung__doc_width(report->doc, text, KHUNG__SANS, 7.5) + 14;
}

/* Returns its right end. */
static double key(khung__report *report, double x, double y, uint32_t domain)
{
    khung__doc *doc = report->doc;
    size_t page = report->page;
    khung__doc_aside(doc, true);
    if (report->reviewer) {
        khung__doc_circle(doc, page, x + 4, y + 6, 3.2, khung__pen_fill(KHUNG__A100));
        x = key_text(report, x + 11, y, KHUNG__P_KEY_REVIEWER);
    }
    khung__doc_circle(doc, page, x + 4, y + 6, 2.6,
                      khung__pen_both(KHUNG__WHITE, KHUNG__A100, 1.2));
    x = key_text(report, x + 11, y, KHUNG__P_KEY_SELF);
    khung__doc_line(doc, page, x + 2, y + 1, x + 2, y + 11, khung__pen_line(KHUNG__INK, 1.25));
    x = key_text(report, x + 7, y, KHUNG__P_KEY_TARGET);
    khung__doc_rect(doc, page, x, y + 3, 14, 6, khung__pen_fill(KHUNG__A100));
    x = key_text(report, x + 18, y, KHUNG__P_KEY_OFFICIAL);
    khung__phrase_id word = warning(report, domain);
    if (word != KHUNG__P_COUNT) {
        khung__doc_mark(doc, page, KHUNG__WARN, x, y + 2.5, 0.8, KHUNG__SIGNAL);
        x = key_text(report, x + 9, y, word);
    }
    khung__doc_aside(doc, false);
    return x;
}

/* ---- heads ---- */

static void head(khung__report *report, uint32_t domain)
{
    const khung__domain *d = &report->framework->domains[domain];
    const khung__domain_result *result = &report->result->domains[domain];
    khung__str number = score_text(report, domain);
    khung__style style = khung__style_h1(result->complete ? KHUNG__A100 : KHUNG__INK2);
    double number_w = khung__doc_width(report->doc, number, style.face, style.size);
    double label_w = khung__doc_width(report->doc, score_label(report, domain), KHUNG__SANS, 7.5);
    khung__report_tagged(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y,
                         weight_label(report, domain), khung__style_label(KHUNG__INK2),
                         KHUNG__LEFT);
    khung__report_tagged(report, KHUNG__TAG_P, KHUNG__RIGHT_X, report->y,
                         score_label(report, domain), khung__style_label(KHUNG__INK2),
                         KHUNG__RIGHT);
    double y = report->y += 12;
    khung__report_domain_bookmark(report, 0, domain, khung__report_named(report, d->code, d->title),
                                  y - 12);
    khung__report_h1(report, d->title, KHUNG__TEXT_W - fmax(number_w, fmin(label_w, 90)) - 16);
    khung__report_tagged(report, KHUNG__TAG_P, KHUNG__RIGHT_X, y, number, style, KHUNG__RIGHT);
    khung__report_name(report, "domain-score");
    report->y += 4;
    khung__span spans[2];
    size_t n = standing(report, domain, spans);
    double w = 0;
    for (size_t i = 0; i < n; i++)
        w += khung__doc_width(report->doc, spans[i].text, spans[i].style.face, spans[i].style.size);
    bool beside = key(report, KHUNG__LEFT_X, report->y, domain) + w <= KHUNG__RIGHT_X;
    if (!beside) report->y += 14;
    khung__para para = khung__doc_para(report->doc, spans, n, beside ? w + 1 : KHUNG__TEXT_W,
                                       beside ? KHUNG__RIGHT : KHUNG__LEFT);
    if (n) {
        khung__doc_open(report->doc, KHUNG__TAG_P);
        khung__report_put(report, beside ? KHUNG__RIGHT_X - w - 1 : KHUNG__LEFT_X, report->y,
                          &para);
        khung__doc_close(report->doc);
    }
    report->y += beside ? 12 : fmax(12, khung__para_height(&para));
    report->y += 8;
    khung__report_rule(report, KHUNG__LEFT_X, report->y + 0.375, KHUNG__TEXT_W, KHUNG__FIRM,
                       KHUNG__INK);
    report->y += 0.75;
}

/* A sub-domain: h2 with its score, or a block heading further down. */
static void sub_head(khung__report *report, uint32_t domain)
{
    const khung__domain *d = &report->framework->domains[domain];
    const khung__domain_result *result = &report->result->domains[domain];
    khung__rgb colour = result->complete ? KHUNG__A100 : KHUNG__INK2;
    khung__style style = d->depth <= 2 ? khung__style_h2(KHUNG__INK)
                                       : khung__style_lead_bold(KHUNG__INK);
    khung__style number_style = style;
    number_style.colour = colour;
    khung__str number = score_text(report, domain);
    double number_w = khung__doc_width(report->doc, number, style.face, style.size);
    khung__span title = {khung__report_named(report, d->code, d->title), style};
    khung__para para = khung__doc_para(report->doc, &title, 1, KHUNG__TEXT_W - number_w - 16,
                                       KHUNG__LEFT);
    khung__report_room(report, 12 + khung__para_height(&para) + 20 + 110);
    report->y += d->depth <= 2 ? 16 : 10;
    khung__report_domain_bookmark(report, d->depth - 1, domain, title.text, report->y);
    khung__doc_open(report->doc, d->depth <= 2 ? KHUNG__TAG_H2 : KHUNG__TAG_H3);
    khung__report_put(report, KHUNG__LEFT_X, report->y, &para);
    khung__doc_close(report->doc);
    khung__report_tagged(report, KHUNG__TAG_P, KHUNG__RIGHT_X, report->y, number, number_style,
                         KHUNG__RIGHT);
    report->y += khung__para_height(&para);
    khung__span spans[3] = {{KHUNG__JOIN(report, weight_label(report, domain), KHUNG__S(". ")),
                             khung__style_label(KHUNG__INK2)}};
    size_t n = 1 + standing(report, domain, spans + 1);
    report->y += khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W,
                                    spans, n) +
                 4;
    khung__report_rule(report, KHUNG__LEFT_X, report->y + 0.375, KHUNG__TEXT_W, KHUNG__FIRM,
                       KHUNG__INK);
    report->y += 0.75;
}

/* ---- what is in it ---- */

static double code_width(khung__report *report, uint32_t domain)
{
    const khung__domain *d = &report->framework->domains[domain];
    double widest = 0;
    for (uint32_t i = d->first_criterion; i < d->end_criterion; i++)
        widest = fmax(widest, khung__doc_width(report->doc, report->framework->criteria[i].code,
                                               KHUNG__SANS_BOLD, 9));
    return widest > 0 ? fmin(64, fmax(20, widest + 6)) : 0;
}

static bool worth_telling(khung__report *report, uint32_t i)
{
    const khung__criterion_result *result = &report->result->criteria[i];
    if (result->state == KHUNG_NOT_APPLICABLE || result->state >= KHUNG_OUT_OF_SCOPE) return false;
    if (report->framework->criteria[i].need == KHUNG__MUST || khung__report_below_target(report, i))
        return true;
    if (!result->score.has || (result->gap.has && result->gap.num_n)) return true;
    size_t n;
    const khung__exhibit *list = khung__report_evidence(report, i, &n);
    for (size_t k = 0; k < n; k++)
        if (list[k].stale || list[k].missing) return true;
    return false;
}

static void contents(khung__report *report, uint32_t domain, double code_w, bool compact)
{
    const khung__domain *d = &report->framework->domains[domain];
    for (uint32_t i = 0; i < d->child_count; i++) {
        khung__doc_open(report->doc, KHUNG__TAG_SECT);
        sub_head(report, d->children[i]);
        contents(report, d->children[i], code_w, compact);
        khung__doc_close(report->doc);
    }
    if (d->child_count) return;
    for (uint32_t i = d->first_criterion; i < d->end_criterion; i++)
        khung__report_criterion(report, i, code_w, !compact || worth_telling(report, i));
}

double khung__report_domain_start(khung__report *report, uint32_t domain)
{
    enum { HEAD = 12 + 4 + 26 + 9, SUB_HEAD = 12 + 40 + 20 };
    const khung__domain *d = &report->framework->domains[domain];
    khung__para title = khung__report_lay(report, d->title, khung__style_h1(KHUNG__INK),
                                          KHUNG__TEXT_W - 110);
    double height = HEAD + khung__para_height(&title);
    uint32_t first = domain;
    while (report->framework->domains[first].child_count) {
        first = report->framework->domains[first].children[0];
        height += SUB_HEAD;
    }
    const khung__domain *leaf = &report->framework->domains[first];
    if (leaf->first_criterion == leaf->end_criterion) return height;
    return height + khung__report_criterion_height(report, leaf->first_criterion,
                                                   code_width(report, domain));
}

void khung__report_domain(khung__report *report, uint32_t domain)
{
    const khung__domain *d = &report->framework->domains[domain];
    khung__doc_open(report->doc, KHUNG__TAG_PART);
    head(report, domain);
    report->title = khung__report_named(report, d->code, d->title);
    contents(report, domain, code_width(report, domain),
             report->framework->criterion_count > COMPACT_ABOVE);
    report->title = (khung__str){0};
    khung__doc_close(report->doc);
}
