/* framework/reach: bounds of what domains and conditions can come to, whatever is answered. Only sure things are said: where a
 * number is not known exactly, the bound is wider than the truth, never narrower. */
#ifndef KHUNG_FRAMEWORK_REACH_H
#define KHUNG_FRAMEWORK_REACH_H

#include "draft.h"

/* An exact fraction; den 0: not known (it would not fit). */
__extension__ typedef __int128 khung__wide;
typedef struct khung__fraction {
    khung__wide num, den;
} khung__fraction;

typedef struct khung__reach {
    const khung_framework *f;
    khung__micro *low, *high;      /* per domain: no score of it lies outside, whatever applies; rounded outwards */
    khung__fraction *least, *most; /* per domain: its range when everything active applies; den 0: none or not known */
    bool *certain;                 /* per domain: it has a score whenever it is complete */
    bool *live;                    /* per domain: something active of weight above 0 counts in it */
    uint8_t *gates;                /* per gate: what it can come to */
    unsigned steps;                /* work left for khung__outcome_implies, so that no file takes long */
} khung__reach;

/* Works everything out; false when memory ends. */
bool khung__reach_start(khung__reach *reach, khung__draft *draft);
/* True when the criterion counts in every complete assessment: always in scope, never without a score. */
bool khung__reach_certain(const khung_framework *f, const khung__criterion *c);
/* False when no banded score (the total's, or a top-level domain's where they are banded) can ever be `from` or more. */
bool khung__reach_step(const khung__reach *reach, khung__micro from);
int khung__fraction_cmp(khung__fraction a, khung__fraction b); /* both known; 0 also when the product would not fit */

/* framework/outcome: the values a condition can have: never fewer than it really can. */
enum { KHUNG__CAN_YES = 1, KHUNG__CAN_NO = 2, KHUNG__CAN_UNKNOWN = 4, KHUNG__CAN_VOID = 8 };
unsigned khung__outcome(const khung__reach *reach, const khung__condition *condition);
/* True when, in a complete assessment whose total has a score, `b` is yes whenever `a` is. False: perhaps not. */
bool khung__outcome_implies(khung__reach *reach, const khung__condition *a, const khung__condition *b);

#endif
