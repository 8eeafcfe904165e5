/* score: from bound answers to the result of scoring.md, exactly. Knows no file, no clock, no database: same input, same number. */
#ifndef KHUNG_SCORE_H
#define KHUNG_SCORE_H

#include "answers.h"
#include "rational.h"
#include "words.h"

typedef enum khung__value { KHUNG__NO, KHUNG__YES, KHUNG__UNKNOWN, KHUNG__VOID } khung__value;
extern const char *const khung__state_names[]; /* by khung_state: "answered", "not_applicable", … */
extern const char *const khung__value_names[]; /* "no" "yes" "unknown" "void" */

typedef struct khung__criterion_result {
    khung_state state;
    uint32_t level;          /* KHUNG__NONE when null */
    khung__rat score;        /* what counts; none without */
    khung__rat lo, hi;
    khung__rat self, reviewer, gap;
    bool self_na, reviewer_na;  /* said not applicable there */
    bool reviewer_given;        /* the reviewer judged it (a number or not applicable) */
    bool blocks;                /* blocks the domains above (state unanswered/unverified under block, fact_missing) */
    bool carried;               /* the answer was a carried one, not confirmed */
    int8_t *checks;          /* ladder, checklist: the official track's ticks in the framework's order (1, 0, -1 missing); else NULL */
    bool has_quantity;
    khung__micro quantity;   /* quantity: the official number */
    uint32_t respondents;       /* how many respondents gave a number */
    khung__rat respondents_lo, respondents_hi; /* their spread; none when fewer than hide_below or no respondents */
} khung__criterion_result;

typedef struct khung__domain_result {
    bool complete;
    khung__rat score, lo, hi, percent;  /* score after caps */
    khung__rat before_caps;             /* what the operator gave */
    uint32_t band;                      /* KHUNG__NONE for null */
    uint32_t scored;
    uint32_t leaves;                    /* leaves that the operator could see (section 4) */
    uint8_t *cap_values;                /* khung__value of each cap's condition, cap_count entries */
} khung__domain_result;

typedef struct khung__group_result { bool complete; khung__rat score, percent; } khung__group_result;
typedef struct khung__gate_result { khung__value value; bool passed; khung__str reason; } khung__gate_result;

struct khung_result {
    khung__arena arena;          /* owns everything else here; no pointer into framework or answers */
    khung__str framework_id, framework_version, organisation_id, organisation_name;
    khung__tree *framework_tree; /* shared with the framework, for its digest: to make that takes longer than to score */
    khung__date from, to;
    unsigned digits;
    uint32_t rules;              /* number of the rule set it was scored by */
    bool complete;               /* the root's */
    bool has_reviewer, has_self, has_consensus;
    uint32_t respondents;        /* respondent tracks */
    uint32_t track_count;
    char (*track_digests)[KHUNG_DIGEST_SIZE]; /* one an answers file, in the order given */
    uint8_t *tracks;             /* khung__track of each */
    uint32_t domain_count, criterion_count, gate_count;
    khung__domain_result *domains;      /* [0] the root */
    khung__criterion_result *criteria;
    khung__group_result **views;        /* per view, per group */
    khung__gate_result *gates;
    uint8_t *grade_values;              /* khung__value of every grade's requirement, file order */
    uint32_t grade;                     /* KHUNG__NONE */
    uint32_t applicable, answered, not_applicable, out_of_scope, unanswered;
    khung__rat coverage;                /* percent, none when nothing is applicable */
    bool *fact_given;                   /* profile as used, per fact */
    khung__micro *fact_number;
    uint32_t evidence_due, evidence_present, evidence_stale; /* over all criteria: required items due; of those present and fresh; present but too old */
    bool *evidence_ok;                  /* per criterion: every required due item present and fresh (true when none is due) */
    struct khung__standing *standings;  /* per criterion: what conditions ask (score/judge.h) */
    bool *all_void;                     /* per domain without a score: nothing below of weight > 0 applies */
    uint8_t *gate_values;               /* khung__value of every gate */
    khung_fact *facts;                  /* the same as fact_given and fact_number */
    /* Ids for the JSON, copied. */
    khung__str *criterion_ids, *level_ids; /* per criterion; level_ids: of its level, absent without */
    khung__str *domain_ids, *band_ids;  /* per domain; band_ids: absent without */
    khung__str *view_ids, **group_ids, *gate_ids;
    uint32_t view_count, *group_counts;
    uint32_t *criterion_domain, *domain_parent;
    khung__str grade_id;
};

/* A condition in words, e.g. "C1 từ mức Phát triển" / "C1 at least Established"; explain and the gates' reasons use it. */
void khung__score_condition_text(khung__buf *buf, const khung_framework *framework, const khung__condition *condition, khung__language language);

/* Value of one condition against a finished result (for explain and gates' reasons); `about` may be a gate's or grade's requirement
 * or part of one. */
khung__value khung__score_condition(const khung_framework *framework, const khung_result *result, const khung__condition *condition);

/* The kept form, appended: one line of JSON that gives the JSON of section 6 back with nothing but the framework (store.sql says how
 * to read it). The same result gives the same bytes; khung_result_digest is of these. */
void khung__result_keep(khung__buf *buf, const khung_result *result);
/* The way back. What comes is good for khung_result_json, khung__result_keep, _complete and _grade alone, as long as the framework
 * lives; free it with khung_result_free. KHUNG_BAD_DATA without a word for anything that is not a kept form of that framework. */
khung_status khung__result_unkeep(khung_result **out, const khung_framework *framework, khung__str text);

/* Whether it can be certified: complete, graded, and wholly reviewed where the framework asks for that. KHUNG_NOT_ALLOWED, with everything that is
 * missing in the log. */
khung_status khung__result_certifiable(const khung_result *result, const khung_framework *framework, khung_log *log);
/* ---- tally: what several people said, for the group that settles on one answer; nothing of it says who said what ---- */

typedef struct khung__tally_item {
    uint32_t numbers, not_applicable, open; /* people: came to a number; said that it does not apply; said nothing that decides */
    uint32_t *levels;         /* people at each level of the criterion's scale; NULL for a checklist */
    uint32_t *yes, *no;       /* people a check; NULL without checks */
    khung__micro *quantities; /* what they said, ascending, `numbers` of them; NULL unless the criterion is a quantity */
    int64_t apart;            /* the average distance between two of them: millionths of what the criterion spans */
    bool same;                /* all who answered said the same */
} khung__tally_item;
typedef struct khung__tally_fact {
    bool given, differs;
    khung__micro number;      /* as in khung__bound */
    khung__str text;          /* as the first file that gives it writes it */
} khung__tally_fact;
typedef struct khung__tally {
    uint32_t people, agreed;  /* agreed: criteria on which all who answered said the same */
    const khung_answers *first; /* the first person's file: whose organisation and period this is */
    khung__tally_item *items; /* a criterion */
    khung__tally_fact *facts;
    uint32_t *order, order_count; /* criteria that are asked: those that differ most first, what nobody answered last */
} khung__tally;
/* Counts the respondents among the files; all memory is the arena's. KHUNG_BAD_DATA: fewer than two of them, or they are not of one
 * organisation and period, or do not fit the framework. */
khung_status khung__tally_make(khung__tally *out, khung__arena *arena, const khung_framework *framework, const khung_answers *const *files, size_t count,
                               khung_log *log);

#endif
