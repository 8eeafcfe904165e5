/* What the files of questionnaire share. */
#ifndef KHUNG_QUESTIONNAIRE_INNER_H
#define KHUNG_QUESTIONNAIRE_INNER_H

#include "../questionnaire.h"

typedef struct khung__sheet {
    khung__leaf l;
    const khung_framework *framework;
    double code_w; /* of the column with the codes */
    bool dry;      /* nothing is drawn: l.y only moves, to measure */
    const khung__bound *filled; /* what is filled in already; NULL: nothing */
} khung__sheet;

/* The question of a criterion from l.y on; l.y is below it then. */
void khung__sheet_question(khung__sheet *s, const khung__criterion *c);
/* A box to tick, `size` wide at scale 1, its top at y; ticked already. */
void khung__sheet_box(khung__sheet *s, double x, double y, double size);
void khung__sheet_tick(khung__sheet *s, double x, double y, double size);
/* A text on a line to write on, as much as fits into w; the rest of it is the caller's to show. */
void khung__sheet_written(khung__sheet *s, double x, double top, double w, khung__str text);
/* What was answered to a criterion; NULL: nothing. */
const khung__answer *khung__sheet_answer(const khung__sheet *s, const khung__criterion *c);
/* How to fill it in, as a note on a tinted panel below what stands. */
void khung__sheet_panel(khung__sheet *s, const khung__para *para);
/* A paragraph at x, `down` below l.y; what does not fit goes on on the next page, and l.y is its top then. Returns what to add to l.y. */
double khung__sheet_text(khung__sheet *s, khung__tag tag, double x, double down, double width, khung__str text, khung__style style);

#endif
