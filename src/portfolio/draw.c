/* portfolio/draw: what the overview and the sheets draw alike. */
#include "inner.h"

khung__str khung__folio_grade_title(khung__folio *f, uint32_t grade)
{
    return grade < f->p->grade_count ? f->p->grades[grade].title : KHUNG__WORDS(&f->l, PORTFOLIO_NO_GRADE);
}

khung__str khung__folio_whole(khung__folio *f, khung__micro percent)
{
    return khung__leaf_decimal(&f->l, percent, 0);
}

khung__leaf_cell khung__folio_cell(khung__folio *f, khung__tally tally, bool bold)
{
    khung__style style = khung__leaf_style(&f->l, bold ? khung__style_body_bold(KHUNG__INK) : khung__style_body(KHUNG__INK));
    khung__leaf_cell cell = khung__leaf_cell_of(khung__leaf_int(&f->l, tally.value), style);
    if (!tally.hidden) return cell;
    cell.spans[0].text = KHUNG__WORDS(&f->l, PORTFOLIO_HIDDEN);
    cell.hidden = true;
    return cell;
}

/* Dark for the best grade, light for none. */
double khung__folio_grades(khung__folio *f, double x, double y, double w, uint32_t place)
{
    khung__leaf *l = &f->l;
    khung__chart chart = {l->doc, l->page, l->in->palette};
    khung__count_row rows[KHUNG__PORTFOLIO_GRADES + 1] = {{{0}, {0}, {0}, 0, 0, false}};
    const khung__place *of = place < f->place_count ? &f->places[place] : &f->all;
    for (uint32_t g = 0; g < f->grades; g++) {
        khung__tally t = place < f->place_count ? khung__folio_grade(f, place, g) : khung__folio_grade_all(f, g);
        khung__rgb on, fill = khung__chart_tint(l->in->palette, f->grades - 1 - g, f->grades, false, &on);
        rows[g] = (khung__count_row){.title = khung__folio_grade_title(f, g), .fill = fill, .hidden = t.hidden};
        if (t.hidden) continue;
        rows[g].value = t.value;
        rows[g].number = khung__leaf_int(l, t.value);
        rows[g].share = khung__leaf_percent(l, (khung__micro)t.value * 100 * KHUNG__MICRO / (of->count ? of->count : 1), 0);
    }
    khung__counts counts = {.rows = rows, .count = f->grades, .title_w = 72, .hidden = KHUNG__WORDS(l, PORTFOLIO_HIDDEN)};
    return khung__chart_counts(&chart, x, y, w, &counts);
}

/* A number of organisations of an earlier round follows for all where one place's is too small to be told. */
static bool countable(khung__folio *f, uint32_t round)
{
    for (uint32_t i = 0; i < f->place_count; i++) {
        khung__spread s = khung__folio_round(f, &f->places[i], round);
        if (s.n && khung__folio_few(f, s.n)) return false;
    }
    return true;
}

static khung__trend_point point_of(khung__folio *f, const khung__place *place, uint32_t round)
{
    khung__leaf *l = &f->l;
    bool sheet = place != &f->all, now = round == f->p->round_count;
    khung__spread s = khung__folio_round(f, place, round), all = khung__folio_round(f, &f->all, round);
    khung__trend_point p = {.period = now ? f->p->round : f->p->rounds[round].title, .hidden = s.n && khung__folio_few(f, s.n)};
    p.has = p.has_band = s.n && !p.hidden;
    khung__str limit = khung__leaf_int(l, f->p->hide_below);
    if (!s.n) p.said = khung__word(KHUNG__W_DASH, l->language);
    else if (p.hidden) p.said = KHUNG__TELL(l, PORTFOLIO_UNDER, limit);
    else if (sheet || now || countable(f, round)) p.said = khung__leaf_count(l, KHUNG__P_PORTFOLIO_N_ONE, KHUNG__P_PORTFOLIO_N, s.n);
    if (p.has) {
        p.low = (double)s.low / 1e6, p.middle = (double)s.middle / 1e6, p.high = (double)s.high / 1e6;
        p.number = khung__folio_whole(f, s.middle);
        p.band = KHUNG__GLUE(l, khung__folio_whole(f, s.low), KHUNG__S("–"), khung__folio_whole(f, s.high));
    }
    p.has_reference = sheet && !khung__folio_few(f, all.n);
    if (p.has_reference) p.reference = (double)all.middle / 1e6, p.beside = khung__folio_whole(f, all.middle);
    return p;
}

double khung__folio_trend(khung__folio *f, double x, double y, double w, const khung__place *place)
{
    khung__leaf *l = &f->l;
    khung__chart chart = {l->doc, l->page, l->in->palette};
    khung__trend_point points[KHUNG__PORTFOLIO_ROUNDS + 1];
    for (uint32_t r = 0; r <= f->p->round_count; r++) points[r] = point_of(f, place, r);
    bool sheet = place != &f->all;
    khung__str title = sheet ? place->title : khung__folio_whole_of(f);
    khung__str country = KHUNG__TELL(l, PORTFOLIO_MEDIAN_OF, khung__folio_whole_of(f));
    khung__str here = KHUNG__TELL(l, PORTFOLIO_MEDIAN_OF, title);
    khung__style small = khung__style_label(KHUNG__INK);
    if (khung__doc_width(l->doc, here, small.face, small.size) > 110) here = KHUNG__WORDS(l, PORTFOLIO_MEDIAN_HERE);
    khung__trend t = {.points = points, .count = f->p->round_count + 1, .middle = here,
                      .band = KHUNG__WORDS(l, PORTFOLIO_MIDDLE_HALF), .reference = sheet ? country : (khung__str){0},
                      .hidden = KHUNG__WORDS(l, PORTFOLIO_HIDDEN), .about = KHUNG__TELL(l, PORTFOLIO_TREND_OF, title),
                      .period = KHUNG__WORDS(l, PORTFOLIO_PERIOD)};
    return khung__chart_trend(&chart, x, y, w, &t);
}

void khung__folio_why(khung__folio *f)
{
    khung__leaf *l = &f->l;
    khung__style small = khung__leaf_style(l, khung__style_label(KHUNG__INK2)), bold = khung__leaf_style(l, khung__style_label_bold(KHUNG__INK));
    khung__span spans[] = {{KHUNG__WORDS(l, PORTFOLIO_WHY), bold}, {KHUNG__TELL(l, PORTFOLIO_BECAUSE, khung__leaf_int(l, f->p->hide_below)), small}};
    khung__para para = khung__leaf_lay(l, spans, 2, l->width);
    l->y += 10;
    khung__leaf_room(l, khung__leaf_height(&para));
    khung__doc_open(l->doc, KHUNG__TAG_NOTE);
    l->y += khung__leaf_put(l, l->left, l->y, &para);
    khung__doc_close(l->doc);
}
