/* states: what a certificate is on a day, from its dates, its conditions and what was entered about it: no clock, no database. Whoever looks
 * (verifier, page, list, register) computes it by this one rule, so that nobody has to act for a deadline or the last day to count.
 *
 * Days are those of the issuer's calendar. A certificate is in force from the first moment of the day of issue to the last of its last day,
 * both in the issuer's time zone, and an entry counts from the first moment of its day. */
#ifndef KHUNG_STATES_H
#define KHUNG_STATES_H

#include "words.h"

/* ---- tables of states and moves: of certificates here (states.def), of assessments in the store (life.def) ---- */

typedef struct khung__state_row {
    const char *stored;
    int mark;                     /* what the table says of it besides */
    const char *words[2];         /* by khung__language */
} khung__state_row;
typedef struct khung__act_row {
    const char *command;          /* NULL: nobody gives it */
    const char *words[2];
} khung__act_row;
/* From one state to another by an act: who may, and what is asked, where the table says so. */
typedef struct khung__move {
    int from, act, to, who, asks;
} khung__move;
typedef struct khung__moves {
    const khung__state_row *states;
    const khung__act_row *acts;
    const khung__move *moves;
    int state_count, act_count;
    size_t move_count;
    const char *otherwise;        /* the command where no act leads on */
} khung__moves;
/* The move that the act makes from there, NULL without; the state of that stored name, state_count without; "khung A, khung B" of what can be done. */
const khung__move *khung__moves_find(const khung__moves *table, int from, int act);
int khung__moves_state(const khung__moves *table, khung__str name);
void khung__moves_next(khung__buf *buf, const khung__moves *table, int state);

/* ---- of certificates ---- */

typedef enum khung__states_state {
#define STATE(name, stored, over, en, vi) KHUNG__STATES_##name,
#include "states/states.def"
#undef STATE
    KHUNG__STATES_COUNT
} khung__states_state;

typedef enum khung__states_act {
#define ACT(name, command, en, vi) KHUNG__STATES_TO_##name,
#include "states/states.def"
#undef ACT
    KHUNG__STATES_ACTS
} khung__states_act;

typedef enum khung__states_asks { KHUNG__STATES_NOTHING, KHUNG__STATES_REASON } khung__states_asks;

/* The move that the act makes from there; NULL: there is none. */
const khung__move *khung__states_find(khung__states_state from, khung__states_act act);
/* As stored and written in files ("suspended"), as people say it, and the state of that stored name or KHUNG__STATES_COUNT. */
const char *khung__states_name(khung__states_state state);
const char *khung__states_word(khung__states_state state, khung__language language);
khung__states_state khung__states_of(khung__str name);
/* "be suspended", "đình chỉ". */
const char *khung__states_act_word(khung__states_act act, khung__language language);
/* Issued or reinstated. */
bool khung__states_in_force(khung__states_state state);
/* Nothing leads on from it, whatever the dates say. */
bool khung__states_over(khung__states_state state);
/* The commands that can come next, "khung certificate suspend, …"; those of printing and listing where there is none. */
void khung__states_next(khung__buf *buf, khung__states_state state);

/* What was entered: from that day on it is in this state. */
typedef struct khung__states_entry {
    khung__states_state state;
    khung__date day;
} khung__states_entry;
/* A condition: the last day by which it is to be met (year 0: no deadline), and the day on which it was (year 0: it was not). */
typedef struct khung__states_condition {
    khung__date due, met;
} khung__states_condition;
typedef struct khung__states_life {
    khung__date issued, until;                /* until: the last day; year 0: without an end */
    const khung__states_entry *entries;       /* in the order in which they were made; "issued" itself may be left out */
    size_t entry_count;
    const khung__states_condition *conditions;
    size_t condition_count;
} khung__states_life;

typedef struct khung__states_found {
    khung__states_state state;
    khung__date since;                        /* its first day; of a future one the day of issue */
    size_t condition;                         /* the first condition that suspends it, from 0; SIZE_MAX: none does */
} khung__states_found;
/* What it is on that day. The first that fits: not yet issued; withdrawn, superseded or reissued; expired; suspended by an entry or by a
 * condition whose deadline is past and that was not met by then (from the day after the deadline to the day before the one on which it was
 * met); else in force. */
khung__states_found khung__states_on(const khung__states_life *life, khung__date day);

/* ---- days ---- */

/* The last day of what holds for `months` from that day: that many calendar months later, clipped to the end of the month, less a day. */
khung__date khung__states_last_day(khung__date issued, int months);
/* The day after, the day before. */
khung__date khung__states_day_after(khung__date day);
khung__date khung__states_day_before(khung__date day);
/* Days since 1970-01-01. */
int64_t khung__states_day_number(khung__date day);
/* The day that a moment (milliseconds since 1970, UTC) falls on where clocks are `zone` minutes ahead of UTC. */
khung__date khung__states_day(int64_t moment, int zone);
/* "+07:00", "Z", "-03:30" as minutes; false when it is no such text (at most 14 hours). And back, "+07:00" (UTC: "+00:00"). */
bool khung__states_zone(khung__str text, int *minutes);
void khung__states_put_zone(khung__buf *buf, int minutes);

#endif
