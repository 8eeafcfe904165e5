/* answers: one track of answers as its file says it. Form is checked here; sense against a framework in khung__answers_bind. */
#ifndef KHUNG_ANSWERS_H
#define KHUNG_ANSWERS_H

#include "framework.h"

typedef enum khung__track { KHUNG__SELF, KHUNG__RESPONDENT, KHUNG__CONSENSUS, KHUNG__REVIEWER } khung__track;

typedef struct khung__proof { /* an evidence item that a track lists */
    khung__str item, file, sha256, title;
    khung__date dated;
    const khung__node *node;
} khung__proof;

typedef enum khung__answer_kind { KHUNG__ANSWER_NONE, KHUNG__ANSWER_LEVEL, KHUNG__ANSWER_CHECKS, KHUNG__ANSWER_QUANTITY, KHUNG__ANSWER_NA } khung__answer_kind;
typedef struct khung__tick { khung__str id; bool holds; const khung__node *node; } khung__tick;
typedef struct khung__answer {
    khung__str criterion;      /* id as written */
    khung__answer_kind kind;   /* NONE: only a note or evidence */
    bool carried;
    khung__str level, reason, note; /* level id; na: the reason */
    khung__micro quantity;
    khung__tick *checks;
    uint32_t check_count;
    khung__proof *evidence;
    uint32_t evidence_count;
    const khung__node *level_node, *checks_node, *quantity_node, *na_node; /* the value of each that stands there, else NULL */
    const khung__node *node;
} khung__answer;
typedef struct khung__given { khung__str fact, value; const khung__node *node; } khung__given; /* profile entry, typed when bound */

struct khung_answers {
    khung__tree *tree;
    khung__arena arena;
    khung__str framework_id, framework_version, organisation_id, organisation_name, by_name, by_role;
    uint32_t major, minor, patch;
    khung__date from, to, dated;
    khung__track track;
    khung__given *profile;
    uint32_t profile_count;
    khung__answer *answers;    /* file order */
    uint32_t answer_count;
};

/* A track seen through a framework: one slot per criterion and per fact. */
typedef struct khung__bound {
    const khung_answers *answers;
    const khung__answer **by_criterion;  /* criterion_count, NULL: not mentioned */
    uint32_t *level;                     /* of ANSWER_LEVEL: level index in the criterion's scale; else KHUNG__NONE */
    int8_t **checks;                     /* per criterion: per framework check 1 true, 0 false, -1 missing; NULL without checks */
    bool *fact_given;
    khung__micro *fact_number;           /* decimal; flag 0/1; choice: option index */
} khung__bound;
/* Takes the tree over, whatever happens. */
khung_status khung__answers_from_tree(khung_answers **out, khung__tree *tree, khung_log *log);
/* Checks answers against the framework (ids exist, level can be chosen, method fits, na allowed, checks and evidence items exist,
 * versions, profile types) and fills *out in `arena`. All errors into the log. */
khung_status khung__answers_bind(khung__bound *out, const khung_answers *answers, const khung_framework *framework, khung__arena *arena, khung_log *log);

#endif
