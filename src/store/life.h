/* life: the states of an assessment and what may be done in which (life.def), and the assessment that an act is about. */
#ifndef KHUNG_STORE_LIFE_H
#define KHUNG_STORE_LIFE_H

#include "../states.h"
#include "../words.h"
#include "event.h"

typedef enum khung__life_state {
#define STATE(name, stored, waits, en, vi) KHUNG__STATE_##name,
#include "life.def"
#undef STATE
    KHUNG__STATE_COUNT
} khung__life_state;

typedef enum khung__act {
#define ACT(name, command, en, vi) KHUNG__ACT_##name,
#include "life.def"
#undef ACT
    KHUNG__ACT_COUNT
} khung__act;

typedef enum khung__who {
    KHUNG__WHO_NOBODY, KHUNG__WHO_ORGANISATION, KHUNG__WHO_ASSESSOR, KHUNG__WHO_REVIEWER, KHUNG__WHO_APPROVER, KHUNG__WHO_BOTH, KHUNG__WHO_ANYBODY
} khung__who;
typedef enum khung__asks { KHUNG__ASKS_NOTHING, KHUNG__ASKS_REASON } khung__asks;

/* The move that the act makes from there; NULL: there is none. */
const khung__move *khung__life_move(khung__life_state from, khung__act act);
/* As stored ("in_review"), as people say it ("in review", "đang thẩm định"), and who it waits for. */
const char *khung__life_name(khung__life_state state);
const char *khung__life_word(khung__life_state state, khung__language language);
khung__who khung__life_waits(khung__life_state state);
/* The state of that stored name, or KHUNG__STATE_COUNT. */
khung__life_state khung__life_state_of(khung__str name);
/* The commands that can come next, "khung assess submit, khung assess withdraw". */
void khung__life_next(khung__buf *buf, khung__life_state state);

/* An assessment as it stands; the texts lie in the arena it was read into. */
typedef struct khung__life {
    char key[KHUNG__UUID_SIZE], organisation[KHUNG__UUID_SIZE], framework[KHUNG_DIGEST_SIZE];
    khung__life_state state;
    khung__str id, since, by;                         /* by: id of the person who brought it into this state */
    khung__str organisation_id, organisation_name, framework_id, framework_version;
    khung__str from, to;
    khung__str result, before;                        /* keys, absent without */
    khung__str review, reviewer, reviewer_id;         /* of the review that lasts: its key, the person's key and id; absent without */
    khung__str by_name, reviewer_name;                /* their names, or ids where the store has no name */
} khung__life;
/* KHUNG_NOT_FOUND, said in the log, when the store has no such assessment. */
khung_status khung__life_find(khung__life *out, khung_store *store, khung__arena *arena, const char *id, khung_log *log);

/* What a public call about an assessment gets from its caller. */
typedef struct khung__call {
    khung_store *store;
    const char *id, *person;
    int64_t now;
    khung_log *log;
} khung__call;
/* Begins the change `name` (say "assess.submit") on the assessment, when the act is possible now, for this person, with this reason
 * (NULL: none given); the reason is noted in the event. Else says why not, and nothing is begun. */
khung_status khung__life_begin(khung__change *change, khung__life *life, const khung__call *call, const char *name, khung__act act, const char *reason);
/* Puts the assessment into the state that the act leads to. */
khung_status khung__life_go(khung__change *change, const khung__life *life, khung__act act);

/* Text that a person gave: trimmed, NFC, UTF-8 without control characters but line ends and tabs, not empty, at most 64 KiB. Else
 * KHUNG_BAD_DATA with `what` in the log. *out lies in the arena. */
khung_status khung__given_text(khung__str *out, khung__arena *arena, const char *text, const char *what, khung_log *log);

/* What a question gave: `count` rows of `columns` texts, in the arena; a null is the absent string. */
typedef struct khung__rows {
    khung__str *cell; /* row after row */
    size_t count, columns;
} khung__rows;
#define KHUNG__CELL(rows, row, column) ((rows)->cell[(row) * (rows)->columns + (column)])
khung_status khung__gather(khung__rows *out, khung_store *store, khung__arena *arena, khung_log *log, const char *sql, const char *types, ...);

#endif
