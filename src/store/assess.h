/* assess: pieces that the acts on an assessment share. */
#ifndef KHUNG_STORE_ASSESS_H
#define KHUNG_STORE_ASSESS_H

#include "work.h"

/* A new assessment. */
typedef struct khung__begin {
    const char *id, *from, *to;
    khung__str organisation, before; /* id of the organisation; key of the round before, or absent */
    const khung_framework *framework;
} khung__begin;
/* Checks and puts it; change->thread and change->organisation are filled. */
khung_status khung__assess_put(khung__change *change, const khung__begin *what);
/* Ends the review that lasts, where there is one. */
khung_status khung__assess_end_review(khung__change *change, const khung__life *life, const char *outcome, khung__str reason);
/* What is said of a criterion as JSON members of an answer, in the arena; *value as khung__work_merge. KHUNG_BAD_DATA, said in the log,
 * when nothing is said or a pair is none. */
khung_status khung__said_json(khung__str *out, int *value, khung__arena *arena, const khung_framework *framework, khung__str criterion,
                              const khung_said *said, khung_log *log);
/* "a=b" in two; false without `sign`. */
bool khung__split(khung__str text, char sign, khung__str *name, khung__str *value);
/* Puts the value of one criterion into the track of `whose`, after checking it against the framework. */
khung_status khung__say(khung__change *change, const khung__life *life, khung__whose whose, const khung_framework *framework, khung__str criterion,
                        khung__str value);
/* Whose answers a name means: NULL, "self", "consensus", "respondent" (the one who acts), "respondent:KEY". Says it when it is none. */
khung_status khung__whose_named(khung__whose *out, const khung__change *change, const char *name);
/* Whether the head (profile and day, as JSON) fits the framework. */
khung_status khung__say_head(khung__change *change, const khung__life *life, khung__whose whose, khung__str head);
/* Keeps the loaded tracks and the result of `work`. */
khung_status khung__assess_keep(khung__change *change, const khung__work *work);
/* A value of the criterion for a cell: the level's id where points are a level's, else the number, a word where not applicable, a
 * dash without one. In the arena. */
khung__str khung__value_cell(khung__arena *arena, const khung_framework *framework, const khung__criterion *criterion, khung__rat value, bool na,
                             khung__language language);
/* What people call a criterion by: its printed code, else its id. */
khung__str khung__criterion_name(const khung__criterion *criterion);
/* Says that the framework has no such criterion and what comes near, codes too; KHUNG_BAD_DATA. */
khung_status khung__no_criterion(const khung_framework *framework, khung__str word, khung__arena *arena, khung_log *log);
/* The ids of `count` criteria, each named by its id or code; in the change's arena. Says which of them there is not. */
khung_status khung__assess_named(khung__str *out, khung__change *change, const khung__life *life, const khung__str *words, size_t count);
/* Whether the criterion waits for an answer, or for a fact that says whether it applies. */
bool khung__assess_is_open(const khung__criterion_result *criterion);
/* The words of `text` wrapped at 80 columns, and a line's end: the first begins at column `at`, where the line stands already, the lines
 * after it behind `left` blanks. */
void khung__buf_wrapped(khung__buf *buf, khung__str text, size_t at, size_t left);
/* Who it waits for, in words (nothing when it waits for nobody) and as the JSON name, NULL for nobody. */
void khung__life_waiting(khung__buf *buf, khung__life_state state, khung__str reviewer, khung__language language);
const char *khung__life_waiting_name(khung__life_state state);
/* KHUNG_BAD_DATA, said in the log, when no state has that stored name; NULL is fine. */
khung_status khung__life_known(const char *state, khung_log *log);
/* Hands the text out, or says that memory ended. */
khung_status khung__hand_out(char **out, khung__buf *buf, khung_status status);

#endif
