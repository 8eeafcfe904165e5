/* What the files of portfolio share: counts of the organisations, with what may not be printed. */
#ifndef KHUNG_PORTFOLIO_INNER_H
#define KHUNG_PORTFOLIO_INNER_H

#include "../portfolio.h"

/* A place that has a sheet, or the small ones together. */
typedef struct khung__place {
    khung__str title;
    int64_t registered;
    uint32_t *members, count; /* indexes */
    bool rest;                /* several places of too few: no sheet */
    uint32_t joined;          /* how many places it is */
} khung__place;
typedef struct khung__tally { uint32_t value; bool hidden; } khung__tally;
/* The middle and the quartiles of some percents, in millionths; `n` of them. */
typedef struct khung__spread { uint32_t n; khung__micro low, middle, high; } khung__spread;

typedef struct khung__folio {
    khung__leaf l;
    const khung_figures *figures;
    const khung__portfolio *p;
    khung__place *places, all;
    uint32_t place_count, grades; /* grades: those of the file and "not graded" */
    khung__hide_cell *cells;      /* see khung__folio_count */
    bool whole;                   /* counts could be hidden as they must */
    khung__micro *sorted;         /* room for the percents of all members */
} khung__folio;

/* Places, counts and what is hidden of them; false when memory ends. */
bool khung__folio_count(khung__folio *f);
/* How many: of a place with a grade; of all with a grade; of a place with a form; of a place with both. */
khung__tally khung__folio_grade(const khung__folio *f, uint32_t place, uint32_t grade);
khung__tally khung__folio_grade_all(const khung__folio *f, uint32_t grade);
khung__tally khung__folio_form(const khung__folio *f, uint32_t place, uint32_t form);
khung__tally khung__folio_both(const khung__folio *f, uint32_t place, uint32_t form, uint32_t grade);
/* Of the totals in a round (round_count: this one), of a domain. */
khung__spread khung__folio_round(khung__folio *f, const khung__place *place, uint32_t round);
khung__spread khung__folio_domain(khung__folio *f, const khung__place *place, uint32_t domain);
uint32_t khung__folio_level(const khung__folio *f, khung__micro percent);
/* A phrase where sheets are of provinces, of forms, of networks. */
static inline khung__phrase_id khung__folio_by(const khung__folio *f, khung__phrase_id province, khung__phrase_id form, khung__phrase_id network)
{
    return f->p->by == KHUNG__OF_FORMS ? form : f->p->by == KHUNG__OF_NETWORKS ? network : province;
}
/* What all together are called: the country, unless the portfolio has a title of its own and so may be of anything. */
static inline khung__str khung__folio_whole_of(khung__folio *f)
{
    return khung__leaf_say(&f->l, f->p->title.n ? KHUNG__P_PORTFOLIO_WHOLE : KHUNG__P_PORTFOLIO_ALL, NULL, 0);
}
static inline bool khung__folio_few(const khung__folio *f, uint32_t n)
{
    return n < f->p->hide_below;
}
khung__str khung__folio_grade_title(khung__folio *f, uint32_t grade);
/* A whole percent. */
khung__str khung__folio_whole(khung__folio *f, khung__micro percent);

/* ---- drawing ---- */
/* The total over the rounds, with that of all beside it; returns the height. */
double khung__folio_trend(khung__folio *f, double x, double y, double w, const khung__place *place);
/* Bars of grades; place_count: of all. */
double khung__folio_grades(khung__folio *f, double x, double y, double w, uint32_t place);
/* A count as a cell of a table. */
khung__leaf_cell khung__folio_cell(khung__folio *f, khung__tally tally, bool bold);
/* The note about what is hidden; a place's page; the pages about all; the maps. */
void khung__folio_why(khung__folio *f);
void khung__folio_sheet(khung__folio *f, uint32_t place);
void khung__folio_overview(khung__folio *f);
void khung__folio_map(khung__folio *f);

#endif
