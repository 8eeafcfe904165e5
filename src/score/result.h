/* result: filling a khung_result from tracks and a run. */
#ifndef KHUNG_SCORE_RESULT_H
#define KHUNG_SCORE_RESULT_H

#include "tracks.h"

typedef struct khung__filling {
    khung_result *result;
    const khung__tracks *tracks;
    const khung_scorer *scorer;
    khung_scratch *scratch;
    khung__said *self, *reviewer;    /* per criterion */
    khung_official *official;        /* per criterion */
    khung__wide *wide;
    bool failed;                     /* memory ended */
} khung__filling;

/* self, reviewer, official, wide of every criterion. */
khung_status khung__filling_answers(khung__filling *filling);
/* Everything of the result, after the run. */
khung_status khung__filling_result(khung__filling *filling, const khung_summary *summary);
/* In pieces, for whoever fills the rest himself (stream.c): room for everything; the official answer of a criterion from what was said;
 * domains, views and decisions from the run, where the criteria are filled and `facts` too. `failed` says that memory ended. */
void khung__filling_room(khung__filling *filling);
void khung__filling_official(khung__filling *filling, uint32_t criterion);
void khung__filling_parts(khung__filling *filling, const khung_summary *summary);
/* The sentence about one gate: what it asks that is missing, with values. Absent when memory ends. */
khung__str khung__score_reason(khung__arena *arena, const khung_framework *framework, const khung_result *result, uint32_t gate);

#endif
