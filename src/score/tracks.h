/* tracks: the files of one assessment, from what each says to one official answer a criterion (scoring.md section 1). */
#ifndef KHUNG_SCORE_TRACKS_H
#define KHUNG_SCORE_TRACKS_H

#include "scorer.h"

typedef struct khung__tracks {
    const khung_framework *framework;
    khung_log *log;
    khung__arena arena;              /* bounds, and what else lives as long as the call */
    khung__bound *bounds;            /* in the order given */
    uint32_t count, respondents;
    uint32_t self, consensus, reviewer; /* index of that file, KHUNG__NONE without */
    khung_fact *facts;               /* as used: the reviewer's before the others' */
} khung__tracks;

/* Binds the files and checks them against each other. All errors go into the log. Free with khung__tracks_free in any case. */
khung_status khung__tracks_open(khung__tracks *tracks, const khung_framework *framework, const khung_answers *const *files, size_t count,
                                khung_log *log);
/* The same without the facts, on which people who are still to agree may differ. */
khung_status khung__tracks_bind(khung__tracks *tracks, const khung_framework *framework, const khung_answers *const *files, size_t count,
                                khung_log *log);
void khung__tracks_free(khung__tracks *tracks);

/* What somebody, or several together, said about a criterion. */
typedef struct khung__said {
    enum { KHUNG__SAID_NOTHING, KHUNG__SAID_NA, KHUNG__SAID_NUMBER } what;
    khung__u128 above;               /* the number is above / over millionths of a point */
    uint32_t over;
    uint32_t level;                  /* the level with those points, KHUNG__NONE for a checklist or when there is none */
} khung__said;

/* What one file says: nothing also for a carried answer and for checks that decide nothing yet. */
khung__said khung__tracks_said(const khung__tracks *tracks, uint32_t track, uint32_t criterion);
/* The self value: the consensus, else the self file, else the respondents together. numbers: room for one value a respondent. */
khung__said khung__tracks_self(const khung__tracks *tracks, uint32_t criterion, khung__micro *numbers);
/* How many respondents gave a number; the least and greatest go to *lo and *hi when there is one. */
uint32_t khung__tracks_spread(const khung__tracks *tracks, uint32_t criterion, khung__micro *lo, khung__micro *hi);
/* Whether the file that decides the self value, or the reviewer's, has a carried answer there. */
bool khung__tracks_carried(const khung__tracks *tracks, uint32_t criterion);

typedef enum khung__presence { KHUNG__ABSENT, KHUNG__STALE, KHUNG__PRESENT } khung__presence;
/* Whether any file lists that evidence item, and fresh where it must be. */
khung__presence khung__tracks_evidence(const khung__tracks *tracks, uint32_t criterion, uint32_t item);
/* Notes about answers to criteria that are out of scope, and about a self file beside a consensus. */
void khung__tracks_notes(const khung__tracks *tracks, const khung_official *official);

#endif
