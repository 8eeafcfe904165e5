/* portfolio/sheet: one place on one page. */
#include "inner.h"

#include <math.h>

static const double GAP = 12, BAR_X = 212, BAR_W = 224;

/* ---- head ---- */

/* The domains with the lowest medians, three at most. */
static khung__str weakest(khung__folio *f, const khung__place *place)
{
    khung__leaf *l = &f->l;
    khung__str text = KHUNG__S("");
    uint32_t told = 0;
    for (int i = 0; i < 3; i++) {
        uint32_t best = KHUNG__NONE;
        khung__micro least = 0;
        for (uint32_t d = 0; d < f->p->domain_count; d++) {
            khung__spread s = khung__folio_domain(f, place, d);
            if (khung__folio_few(f, s.n) || told >> d & 1 || (best != KHUNG__NONE && s.middle >= least)) continue;
            best = d, least = s.middle;
        }
        if (best == KHUNG__NONE) break;
        told |= 1u << best;
        khung__str one = KHUNG__TELL(l, PORTFOLIO_WEAK_ONE, f->p->domains[best].title, khung__leaf_percent(l, least, 0));
        text = text.n ? KHUNG__GLUE(l, text, KHUNG__S(", "), one) : one;
    }
    return text;
}

static void opening(khung__folio *f, const khung__place *place)
{
    khung__leaf *l = &f->l;
    khung__style plain = khung__leaf_style(l, khung__style_lead(KHUNG__INK)), bold = khung__leaf_style(l, khung__style_lead_bold(KHUNG__INK));
    khung__phrase_id what = f->p->unreviewed ? KHUNG__P_PORTFOLIO_ASSESSED : KHUNG__P_PORTFOLIO_REVIEWED;
    khung__span spans[8] = {{khung__leaf_int(l, place->count), bold}, {khung__leaf_say(l, what, NULL, 0), plain}};
    size_t n = 2;
    if (place->registered > place->count)
        spans[n++] = (khung__span){KHUNG__TELL(l, PORTFOLIO_OF, khung__leaf_int(l, place->registered)), plain};
    spans[n++] = (khung__span){KHUNG__WORDS(l, PORTFOLIO_HALF), plain};
    spans[n++] = (khung__span){khung__leaf_percent(l, khung__folio_round(f, place, f->p->round_count).middle, 0), bold};
    spans[n++] = (khung__span){KHUNG__WORDS(l, PORTFOLIO_OR_MORE), plain};
    khung__str weak = weakest(f, place);
    if (weak.n) spans[n++] = (khung__span){KHUNG__TELL(l, PORTFOLIO_WEAKEST, weak), plain};
    l->y += 4;
    l->y += khung__leaf_para(l, KHUNG__TAG_P, l->left, l->y, l->width, spans, n) + 12;
}

/* A block's heading at x, above what stands beside another block; returns its height. */
static double head_at(khung__folio *f, double x, double w, khung__str text, khung__str more)
{
    khung__leaf *l = &f->l;
    khung__style style = khung__leaf_style(l, khung__style_lead_bold(KHUNG__INK)), small = khung__leaf_style(l, khung__style_label(KHUNG__INK2));
    small.leading = style.leading;
    khung__span spans[] = {{text, style}, {KHUNG__S(" "), style}, {more, small}};
    return khung__leaf_para(l, KHUNG__TAG_H3, x, l->y, w, spans, 3) + 6;
}

/* Grades at the left, the rounds at the right. */
static void top(khung__folio *f, uint32_t at)
{
    khung__leaf *l = &f->l;
    const khung__place *place = at < f->place_count ? &f->places[at] : &f->all;
    double w = (l->width - GAP) / 2, start = l->y, low;
    khung__doc_open(l->doc, KHUNG__TAG_SECT);
    double head = head_at(f, l->left, w, KHUNG__WORDS(l, PORTFOLIO_GRADES), KHUNG__WORDS(l, PORTFOLIO_COUNTED));
    low = l->y + head + khung__folio_grades(f, l->left, l->y + head, w, at);
    khung__doc_close(l->doc);
    khung__doc_open(l->doc, KHUNG__TAG_SECT);
    head = head_at(f, l->left + w + GAP, w, KHUNG__WORDS(l, PORTFOLIO_TREND), KHUNG__S("%"));
    l->y = fmax(low, start + head + khung__folio_trend(f, l->left + w + GAP, start + head, w, place)) + 14;
    khung__doc_close(l->doc);
}

/* ---- domains ---- */

static void distribution_head(khung__folio *f)
{
    khung__leaf *l = &f->l;
    khung__style style = khung__leaf_style(l, khung__style_label(KHUNG__INK2));
    khung__str heads[] = {KHUNG__WORDS(l, HEAD_DOMAIN), KHUNG__WORDS(l, PORTFOLIO_AT_LEVEL), KHUNG__WORDS(l, PORTFOLIO_MEDIAN)};
    double at[] = {l->left, l->left + BAR_X, l->left + l->width};
    khung__doc_open(l->doc, KHUNG__TAG_TR);
    for (int i = 0; i < 3; i++) {
        khung__doc_open(l->doc, KHUNG__TAG_TH);
        khung__leaf_line(l, at[i], l->y, heads[i], style, i == 2 ? KHUNG__RIGHT : KHUNG__LEFT);
        khung__doc_close(l->doc);
    }
    khung__doc_close(l->doc);
    khung__leaf_rule(l, l->left, l->y + 14, l->width, KHUNG__FIRM, KHUNG__INK);
    l->y += 16;
}

static void distribution_row(khung__folio *f, const khung__place *place, const khung__distribution *d, uint32_t domain)
{
    khung__leaf *l = &f->l;
    const khung__named *named = &f->p->domains[domain];
    uint32_t counts[KHUNG__PORTFOLIO_LEVELS] = {0};
    for (uint32_t i = 0; i < place->count; i++) {
        khung__micro value = f->p->members[place->members[i]].domains[domain];
        if (value >= 0) counts[khung__folio_level(f, value)]++;
    }
    khung__spread s = khung__folio_domain(f, place, domain);
    khung__chart chart = {l->doc, l->page, l->in->palette};
    khung__style bold = khung__style_body_bold(KHUNG__INK), code = khung__style_body_bold(KHUNG__A100);
    khung__span title = {named->title, khung__style_body(KHUNG__INK)};
    double indent = named->code.n ? 18 : 0;
    khung__para para = khung__leaf_lay(l, &title, 1, BAR_X - indent - 8);
    double height = fmax(KHUNG__DISTRIBUTION_ROW, khung__leaf_height(&para) + 7);
    khung__leaf_room(l, height);
    chart.page = l->page;
    khung__doc_open(l->doc, KHUNG__TAG_TR);
    khung__doc_open(l->doc, KHUNG__TAG_TD);
    khung__leaf_line(l, l->left, l->y + 3, named->code, code, KHUNG__LEFT);
    khung__leaf_put(l, l->left + indent, l->y + 3, &para);
    khung__doc_close(l->doc);
    khung__doc_open(l->doc, KHUNG__TAG_TD);
    khung__chart_distribution(&chart, l->left + BAR_X, l->y + 2, BAR_W, d, counts, khung__leaf_named(l, named->code, named->title));
    khung__doc_close(l->doc);
    khung__doc_open(l->doc, KHUNG__TAG_TD);
    khung__str median = khung__folio_few(f, s.n) ? KHUNG__WORDS(l, PORTFOLIO_HIDDEN) : khung__folio_whole(f, s.middle);
    khung__leaf_line(l, l->left + l->width, l->y + 3, median, bold, KHUNG__RIGHT);
    khung__doc_close(l->doc);
    khung__doc_close(l->doc);
    l->y += height;
}

static void distribution(khung__folio *f, const khung__place *place)
{
    khung__leaf *l = &f->l;
    khung__str names[KHUNG__PORTFOLIO_LEVELS];
    for (uint32_t i = 0; i < f->p->level_count; i++) names[i] = f->p->levels[i].title;
    khung__distribution d = {f->p->level_count, (uint32_t)f->p->hide_below, false, names, KHUNG__WORDS(l, PORTFOLIO_HIDDEN)};
    khung__leaf_h2(l, KHUNG__WORDS(l, PORTFOLIO_BY_DOMAIN), (khung__str){0}, 80);
    khung__doc_open(l->doc, KHUNG__TAG_TABLE);
    distribution_head(f);
    for (uint32_t i = 0; i < f->p->domain_count; i++) distribution_row(f, place, &d, i);
    khung__doc_close(l->doc);
    khung__chart chart = {l->doc, l->page, l->in->palette};
    l->y += 6;
    khung__str joined = KHUNG__TELL(l, PORTFOLIO_JOINED, khung__leaf_int(l, f->p->hide_below));
    l->y += khung__chart_distribution_key(&chart, l->left, l->y, l->width, &d, joined) + 8;
}

/* ---- forms ---- */

static void forms(khung__folio *f, uint32_t place)
{
    khung__leaf *l = &f->l;
    khung__leaf_column columns[KHUNG__PORTFOLIO_GRADES + 3];
    size_t n = 0;
    double grade_w = fmin(60, (l->width - 200) / f->grades);
    bool of_regions = f->p->by == KHUNG__OF_FORMS;
    khung__str head = khung__leaf_say(l, of_regions ? KHUNG__P_PORTFOLIO_REGION : KHUNG__P_PORTFOLIO_FORM, NULL, 0);
    columns[n++] = (khung__leaf_column){l->width - 48 - grade_w * f->grades, KHUNG__LEFT, head};
    columns[n++] = (khung__leaf_column){48, KHUNG__RIGHT, KHUNG__WORDS(l, PORTFOLIO_SUM_HEAD)};
    for (uint32_t g = 0; g < f->grades; g++) columns[n++] = (khung__leaf_column){grade_w, KHUNG__RIGHT, khung__folio_grade_title(f, g)};
    khung__leaf_table t = {l, columns, n, 3};
    khung__leaf_h2(l, khung__leaf_say(l, of_regions ? KHUNG__P_PORTFOLIO_REGIONS : KHUNG__P_PORTFOLIO_FORMS, NULL, 0), KHUNG__WORDS(l, PORTFOLIO_COUNTED), 80);
    khung__leaf_table_start(&t);
    khung__leaf_cell cells[KHUNG__PORTFOLIO_GRADES + 3];
    for (uint32_t k = 0; k < f->p->form_count; k++) {
        khung__tally sum = khung__folio_form(f, place, k);
        if (!sum.value && !sum.hidden) continue;
        cells[0] = khung__leaf_cell_of(f->p->forms[k].title, khung__leaf_style(l, khung__style_body(KHUNG__INK)));
        cells[1] = khung__folio_cell(f, sum, true);
        for (uint32_t g = 0; g < f->grades; g++) cells[2 + g] = khung__folio_cell(f, khung__folio_both(f, place, k, g), false);
        khung__leaf_table_row(&t, cells, n, KHUNG__LEAF_ROW, k + 2 >= f->p->form_count ? 20 : 0);
    }
    cells[0] = khung__leaf_cell_of(KHUNG__WORDS(l, PORTFOLIO_SUM), khung__leaf_style(l, khung__style_body_bold(KHUNG__INK)));
    cells[1] = khung__folio_cell(f, (khung__tally){f->places[place].count, false}, true);
    for (uint32_t g = 0; g < f->grades; g++) cells[2 + g] = khung__folio_cell(f, khung__folio_grade(f, place, g), true);
    khung__leaf_table_row(&t, cells, n, KHUNG__LEAF_SUM, 0);
    khung__leaf_table_end(&t);
}

/* ---- pages ---- */

static void title(khung__folio *f, khung__str text)
{
    khung__leaf *l = &f->l;
    khung__doc_bookmark(l->doc, 1, text, l->page, l->y);
    l->y += khung__leaf_text(l, KHUNG__TAG_H2, l->left, l->y - 6, l->width, text, khung__leaf_style(l, khung__style_d1(KHUNG__INK))) - 6;
}

void khung__folio_sheet(khung__folio *f, uint32_t place)
{
    khung__leaf *l = &f->l;
    l->section = f->places[place].title;
    khung__leaf_new_page(l);
    title(f, f->places[place].title);
    opening(f, &f->places[place]);
    top(f, place);
    distribution(f, &f->places[place]);
    forms(f, place);
    khung__folio_why(f);
}

/* The table of places and grades. */
static void places(khung__folio *f)
{
    khung__leaf *l = &f->l;
    khung__leaf_column columns[KHUNG__PORTFOLIO_GRADES + 3];
    khung__leaf_cell cells[KHUNG__PORTFOLIO_GRADES + 3];
    size_t n = 0;
    double grade_w = fmin(60, (l->width - 200) / f->grades);
    khung__phrase_id head = khung__folio_by(f, KHUNG__P_PORTFOLIO_PLACE, KHUNG__P_PORTFOLIO_FORM, KHUNG__P_PORTFOLIO_NETWORK);
    khung__phrase_id about = khung__folio_by(f, KHUNG__P_PORTFOLIO_PLACES, KHUNG__P_PORTFOLIO_FORMS, KHUNG__P_PORTFOLIO_NETWORKS);
    columns[n++] = (khung__leaf_column){l->width - 48 - grade_w * f->grades, KHUNG__LEFT, khung__leaf_say(l, head, NULL, 0)};
    columns[n++] = (khung__leaf_column){48, KHUNG__RIGHT, KHUNG__WORDS(l, PORTFOLIO_SUM_HEAD)};
    for (uint32_t g = 0; g < f->grades; g++) columns[n++] = (khung__leaf_column){grade_w, KHUNG__RIGHT, khung__folio_grade_title(f, g)};
    khung__leaf_table t = {l, columns, n, 3};
    khung__leaf_h2(l, khung__leaf_say(l, about, NULL, 0), KHUNG__WORDS(l, PORTFOLIO_COUNTED), 80);
    khung__leaf_table_start(&t);
    for (uint32_t i = 0; i <= f->place_count; i++) {
        bool sum = i == f->place_count;
        const khung__place *place = sum ? &f->all : &f->places[i];
        khung__style style = khung__leaf_style(l, sum ? khung__style_body_bold(KHUNG__INK) : khung__style_body(KHUNG__INK));
        cells[0] = khung__leaf_cell_of(sum ? KHUNG__WORDS(l, PORTFOLIO_SUM) : place->title, style);
        cells[1] = khung__folio_cell(f, (khung__tally){place->count, false}, true);
        for (uint32_t g = 0; g < f->grades; g++)
            cells[2 + g] = khung__folio_cell(f, sum ? khung__folio_grade_all(f, g) : khung__folio_grade(f, i, g), sum);
        khung__leaf_table_row(&t, cells, n, sum ? KHUNG__LEAF_SUM : KHUNG__LEAF_ROW, i + 1 == f->place_count ? 20 : 0);
    }
    khung__leaf_table_end(&t);
    l->y += 16;
}

void khung__folio_overview(khung__folio *f)
{
    khung__leaf *l = &f->l;
    l->section = KHUNG__WORDS(l, PORTFOLIO_OVERVIEW);
    khung__leaf_new_page(l);
    khung__leaf_h1(l, l->name, 0);
    khung__str note = f->p->audience == KHUNG__INTERNAL ? KHUNG__WORDS(l, PORTFOLIO_INTERNAL_NOTE) : (khung__str){0};
    l->y += khung__leaf_text(l, KHUNG__TAG_P, l->left, l->y, l->width, note, khung__leaf_style(l, khung__style_body_bold(KHUNG__SIGNAL)));
    if (khung__folio_few(f, f->all.count)) {
        khung__str limit = khung__leaf_int(l, f->p->hide_below);
        khung__style lead = khung__leaf_style(l, khung__style_lead(KHUNG__INK));
        khung__str few = f->p->unreviewed ? KHUNG__TELL(l, PORTFOLIO_TOO_FEW_ASSESSED, limit) : KHUNG__TELL(l, PORTFOLIO_TOO_FEW, limit);
        l->y += khung__leaf_text(l, KHUNG__TAG_P, l->left, l->y, l->width, few, lead);
        return;
    }
    opening(f, &f->all);
    top(f, f->place_count);
    places(f);
    khung__folio_map(f);
    khung__folio_why(f);
}
