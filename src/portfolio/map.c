/* portfolio/map: heat maps: places × domains by their medians, and for those within, organisations × domains by name. */
#include "inner.h"

#include <math.h>

static const double CELLS_X = 200, ROW = 22, HIGH = 20;

/* One row: a title, a cell a domain, the total. `percents`: −1 is hidden. */
typedef struct row { khung__str title; khung__micro percents[KHUNG__PORTFOLIO_DOMAINS], total; } row;

static double cell_w(const khung__folio *f)
{
    return fmin(30, (f->l.width - CELLS_X - 44) / f->p->domain_count - 2);
}

static void head(khung__folio *f, khung__str title, bool again)
{
    khung__leaf *l = &f->l;
    khung__style style = khung__leaf_style(l, khung__style_label(KHUNG__INK2));
    if (again) khung__doc_artifact(l->doc, true);
    else khung__doc_open(l->doc, KHUNG__TAG_TR);
    for (uint32_t i = 0; i < 3; i++) {
        if (!again) khung__doc_open(l->doc, KHUNG__TAG_TH);
        if (i == 0) khung__leaf_line(l, l->left, l->y, title, style, KHUNG__LEFT);
        for (uint32_t d = 0; d < f->p->domain_count && i == 1; d++) {
            khung__str code = f->p->domains[d].code.n ? f->p->domains[d].code : khung__leaf_int(l, (int64_t)d + 1);
            khung__leaf_line(l, l->left + CELLS_X + d * (cell_w(f) + 2) + cell_w(f) / 2, l->y, code, style, KHUNG__CENTRE);
        }
        if (i == 2) khung__leaf_line(l, l->left + l->width, l->y, KHUNG__WORDS(l, PORTFOLIO_TOTAL), style, KHUNG__RIGHT);
        if (!again) khung__doc_close(l->doc);
    }
    if (again) khung__doc_artifact(l->doc, false);
    else khung__doc_close(l->doc);
    khung__leaf_rule(l, l->left, l->y + 14, l->width, KHUNG__FIRM, KHUNG__INK);
    l->y += 16;
}

static khung__str words_of(khung__folio *f, const row *r)
{
    khung__leaf *l = &f->l;
    khung__str text = r->title;
    for (uint32_t d = 0; d < f->p->domain_count; d++) {
        const khung__named *named = &f->p->domains[d];
        khung__str value = r->percents[d] < 0 ? KHUNG__WORDS(l, PORTFOLIO_HIDDEN) : khung__leaf_percent(l, r->percents[d], 0);
        text = KHUNG__GLUE(l, text, d ? KHUNG__S("; ") : KHUNG__S(": "), named->code.n ? named->code : named->title, KHUNG__S("\u00a0"), value);
    }
    return text;
}

static void put_row(khung__folio *f, const row *r, khung__str head_title)
{
    khung__leaf *l = &f->l;
    khung__span span = {r->title, khung__leaf_style(l, khung__style_body(KHUNG__INK))};
    khung__para para = khung__leaf_lay(l, &span, 1, CELLS_X - 8);
    khung__style bold = khung__leaf_style(l, khung__style_body_bold(KHUNG__INK));
    double height = fmax(ROW, khung__leaf_height(&para) + 10), w = cell_w(f);
    if (khung__leaf_room(l, height)) head(f, head_title, true);
    khung__chart chart = {l->doc, l->page, l->in->palette};
    khung__doc_open(l->doc, KHUNG__TAG_TR);
    khung__doc_open(l->doc, KHUNG__TAG_TD);
    khung__leaf_put(l, l->left, l->y + 4, &para);
    khung__doc_close(l->doc);
    khung__doc_open(l->doc, KHUNG__TAG_TD);
    khung__doc_alt(l->doc, khung__doc_open(l->doc, KHUNG__TAG_FIGURE), words_of(f, r));
    for (uint32_t d = 0; d < f->p->domain_count; d++) {
        khung__str text = r->percents[d] < 0 ? (khung__str){0} : khung__folio_whole(f, r->percents[d]);
        uint32_t level = r->percents[d] < 0 ? 0 : khung__folio_level(f, r->percents[d]);
        khung__chart_cell(&chart, l->left + CELLS_X + d * (w + 2), l->y, w, HIGH, text, level, f->p->level_count, false);
    }
    khung__doc_close(l->doc);
    khung__doc_close(l->doc);
    khung__doc_open(l->doc, KHUNG__TAG_TD);
    khung__leaf_line(l, l->left + l->width, l->y + 4, khung__leaf_percent(l, r->total, 0), bold, KHUNG__RIGHT);
    khung__doc_close(l->doc);
    khung__doc_close(l->doc);
    l->y += height;
}

static void put_key(khung__folio *f)
{
    khung__leaf *l = &f->l;
    khung__str names[KHUNG__PORTFOLIO_LEVELS], list = KHUNG__S("");
    for (uint32_t i = 0; i < f->p->level_count; i++) names[i] = f->p->levels[i].title;
    khung__distribution d = {f->p->level_count, 0, false, names, KHUNG__WORDS(l, PORTFOLIO_HIDDEN)};
    for (uint32_t i = 0; i < f->p->domain_count; i++)
        list = KHUNG__GLUE(l, list, i ? KHUNG__S("; ") : KHUNG__S(""), khung__leaf_named(l, f->p->domains[i].code, f->p->domains[i].title));
    khung__chart chart = {l->doc, l->page, l->in->palette};
    l->y += 4;
    khung__leaf_room(l, 48);
    chart.page = l->page;
    l->y += khung__chart_distribution_key(&chart, l->left, l->y, l->width, &d, (khung__str){0});
    l->y += khung__leaf_text(l, KHUNG__TAG_P, l->left, l->y, l->width, list, khung__leaf_style(l, khung__style_label(KHUNG__INK2)));
}

static void of_places(khung__folio *f)
{
    khung__leaf *l = &f->l;
    khung__str title = khung__leaf_say(l, khung__folio_by(f, KHUNG__P_PORTFOLIO_PLACE, KHUNG__P_PORTFOLIO_FORM, KHUNG__P_PORTFOLIO_NETWORK), NULL, 0);
    khung__phrase_id heading = khung__folio_by(f, KHUNG__P_PORTFOLIO_MAP, KHUNG__P_PORTFOLIO_MAP_FORM, KHUNG__P_PORTFOLIO_MAP_NETWORK);
    double whole = 16 + f->place_count * ROW + 90; /* with its key and the note below */
    khung__leaf_h2(l, khung__leaf_say(l, heading, NULL, 0), KHUNG__S("%"), whole < l->bottom - l->top - 20 ? whole : 80);
    khung__doc_open(l->doc, KHUNG__TAG_TABLE);
    head(f, title, false);
    for (uint32_t i = 0; i < f->place_count; i++) {
        row r = {.title = f->places[i].title, .total = khung__folio_round(f, &f->places[i], f->p->round_count).middle};
        for (uint32_t d = 0; d < f->p->domain_count; d++) {
            khung__spread s = khung__folio_domain(f, &f->places[i], d);
            r.percents[d] = khung__folio_few(f, s.n) ? -1 : s.middle;
        }
        put_row(f, &r, title);
    }
    khung__doc_close(l->doc);
    put_key(f);
}

/* By name: for those within only. */
static void of_members(khung__folio *f)
{
    khung__leaf *l = &f->l;
    khung__str title = KHUNG__WORDS(l, PORTFOLIO_ORGANISATION);
    l->y += 20;
    khung__leaf_h2(l, KHUNG__WORDS(l, PORTFOLIO_NAMED), KHUNG__S("%"), 80);
    khung__doc_open(l->doc, KHUNG__TAG_TABLE);
    head(f, title, false);
    for (uint32_t i = 0; i < f->all.count; i++) {
        const khung__member *m = &f->p->members[f->all.members[i]];
        row r = {.title = m->name, .total = m->total};
        for (uint32_t d = 0; d < f->p->domain_count; d++) r.percents[d] = m->domains[d];
        put_row(f, &r, title);
    }
    khung__doc_close(l->doc);
    put_key(f);
}

void khung__folio_map(khung__folio *f)
{
    of_places(f);
    if (f->p->audience == KHUNG__INTERNAL) of_members(f);
}
