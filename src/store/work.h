/* work: answers that are still being worked on (table answer), and the files of answers that are made of them. Every value is read by
 * the loaders that read files, so that what is kept is what a file could say. */
#ifndef KHUNG_STORE_WORK_H
#define KHUNG_STORE_WORK_H

#include "life.h"

/* Whose answers: the kind and, of respondents and reviewers, the key of the person ('' else). */
typedef struct khung__whose {
    khung__track kind;
    khung__str person;
} khung__whose;

/* Tracks that were loaded, with the framework and, after khung__work_score, what they come to. Free with khung__work_free. */
typedef struct khung__work {
    khung_framework *framework;
    khung_answers **tracks;
    khung__whose *whose;      /* of each track; in the arena */
    size_t count;
    khung_result *result;
} khung__work;
void khung__work_free(khung__work *work);
/* The assessment's framework; diagnostics call it by its id. */
khung_status khung__work_framework(khung_framework **out, khung_store *store, const khung__life *life, khung_log *log);
/* Framework and the organisation's answers as they are worked on, with the evidence listed for them; without any, an empty track self. */
khung_status khung__work_load(khung__work *out, khung_store *store, khung__arena *arena, const khung__life *life, khung_log *log);
/* The same as it was said, without the evidence listed beside it. */
khung_status khung__work_said(khung__work *out, khung_store *store, khung__arena *arena, const khung__life *life, khung_log *log);
/* Framework and the organisation's tracks that the result that counts rests on. */
khung_status khung__work_pinned(khung__work *out, khung_store *store, const khung__life *life, khung_log *log);
/* One track of that kind and person from rows (criterion, value as JSON), head (the value of criterion '', or absent) and by (JSON, or
 * absent); its mistakes are told without a line, since no file was read. */
khung_status khung__work_track(khung_answers **out, const khung__life *life, khung__track kind, khung__str head, khung__str by, const khung__rows *rows,
                               khung_log *log);
/* The reviewer's working judgements as a track. */
khung_status khung__work_reviewer(khung_answers **out, khung_store *store, khung__arena *arena, const khung__life *life, khung__str person, khung_log *log);
/* What is listed with the assessment itself, as a track that says nothing else. */
khung_status khung__work_evidence(khung_answers **out, khung_store *store, khung__arena *arena, const khung__life *life, khung_log *log);
/* Adds a track to the end of the list, which owns it from then on. */
khung_status khung__work_add(khung__work *work, khung_answers *track);
khung_status khung__work_score(khung__work *work, khung_log *log);
/* Whether the answers fit the framework; says what does not. */
khung_status khung__work_check(const khung_answers *answers, const khung_framework *framework, khung_log *log);

/* Makes sure that the answers to work on are rows of their own: those of the result that counts where there are none yet. */
khung_status khung__work_begin(khung__change *change, const khung__life *life);
/* The value that a criterion has when `patch` (JSON members of an answer) comes to what stands: as JSON in the change's arena.
 * value: 0 patch says no value, 1 it says one, 2 it says checks, which come to those that stand. */
khung_status khung__work_merge(khung__str *out, khung__change *change, const khung__life *life, khung__whose whose, khung__str criterion, khung__str patch,
                               int value);
/* Puts one row; reason, seen and agreed (-1: null) are a reviewer's. */
khung_status khung__work_put(khung__change *change, const khung__life *life, khung__whose whose, khung__str criterion, khung__str value, khung__str reason,
                             khung__str seen, int agreed);
/* What a reviewer's file says beside the values. */
typedef struct khung__judging {
    khung_status (*judge)(void *to, khung__change *change, khung__str criterion, khung__str value, khung__str *reason, khung__str *seen, int *agreed);
    void *to;
} khung__judging;
/* Puts a file's answers in the place of those of that person; judging NULL: not a reviewer's. */
khung_status khung__work_replace(khung__change *change, const khung__life *life, khung__whose whose, const khung_answers *answers,
                                 const khung__judging *judging);
/* The subject of the name of who gave working answers, in the change's arena. */
khung__str khung__work_subject(khung__change *change, const khung__life *life, khung__whose whose);
/* Whether a file is about the same organisation and period and fits the framework; says what differs. */
khung_status khung__work_fits(const khung__life *life, const khung_framework *framework, const khung_answers *answers, khung_log *log);

/* A list of ids for a sentence, "a, b, c, …": at most ten. */
typedef struct khung__names {
    khung__buf buf;
    size_t count;
} khung__names;
void khung__names_add(khung__names *names, khung__str name);

#endif
