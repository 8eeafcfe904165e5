/* portfolio: the overview, then a sheet for every place with enough organisations. */
#include "inner.h"

khung_status khung__portfolio_lay(khung__doc *doc, const khung__leaf_input *in, const khung_figures *figures)
{
    khung__folio f = {.figures = figures, .p = &figures->portfolio};
    khung__leaf *l = &f.l;
    khung__leaf_start(l, doc, in);
    if (!khung__folio_count(&f)) khung__doc_fail(doc, KHUNG_NO_MEMORY);
    if (doc->status != KHUNG_OK) return doc->status;
    khung__str round = KHUNG__TELL(l, PORTFOLIO_ROUND, f.p->round);
    l->name = f.p->title.n ? f.p->title : KHUNG__WORDS(l, TITLE);
    l->document = f.p->audience == KHUNG__INTERNAL ? KHUNG__GLUE(l, round, KHUNG__S(" · "), KHUNG__WORDS(l, PORTFOLIO_INTERNAL)) : round;
    l->foot = KHUNG__TELL(l, PORTFOLIO_FOOT, figures->framework.title, figures->framework.version, khung__leaf_date(l, figures->dated));
    khung__folio_overview(&f);
    for (uint32_t i = 0; i < f.place_count; i++)
        if (!f.places[i].rest && !khung__folio_few(&f, f.places[i].count)) khung__folio_sheet(&f, i);
    khung__leaf_end(l);
    return doc->status;
}
