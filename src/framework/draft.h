/* framework/draft: a framework while it is being loaded: the model itself and what only the loader needs. */
#ifndef KHUNG_FRAMEWORK_DRAFT_H
#define KHUNG_FRAMEWORK_DRAFT_H

#include "shape.h"

/* scoring.total: overrides for the root. */
typedef struct khung__total {
    khung__rule rule;
    khung__rule_nodes written;
    khung__cap *caps;
    uint32_t cap_count;
    const khung__node *node;
} khung__total;

typedef struct khung__scoring {
    khung__str target_id; /* first, because a place of 0 means "no place" in the tables */
    const khung__node *scale, *target, *unverified, *node;
    khung__rule rule;
    khung__rule_nodes written;
    khung__na_policy na_policy;
    khung__unanswered_policy unanswered;
    khung__unverified_policy unverified_policy;
    khung__respondents_rule respondents;
    int64_t hide_below;
    uint32_t digits;
    khung__total total;
} khung__scoring;

typedef struct khung__bands {
    bool by_score, domains, shown;
    const khung__node *domains_node, *by_node, *node;
    khung__band *steps;
    uint32_t step_count;
} khung__bands;

typedef struct khung__certificate {
    bool reviewed;
    khung__str title;
    const khung__node *node;
} khung__certificate;

typedef struct khung__draft {
    khung_framework f;
    uint32_t kind, format, status;
    khung__scoring scoring;
    khung__bands bands;
    khung__certificate certificate;
    const khung__node *domains_node;
    uint32_t default_scale;   /* of criteria that name none; KHUNG__NONE when it is not known */
    size_t selected;          /* criteria that all conditions together look at */
    khung__reader reader;
} khung__draft;

extern const khung__table khung__table_framework, khung__table_domain, khung__table_criterion, khung__table_condition, khung__table_select;
extern const khung__field khung__fields_domains[1], khung__fields_criteria[1];

extern const khung__table *const khung__table_check, *const khung__table_fact, *const khung__table_cap;

/* A method of criteria: the key it needs, keys that do not go with it, and the same for each of its checks. */
typedef struct khung__method_rule {
    const char *word, *needs;
    const char *never[6]; /* NULL at the end */
    const char *check_needs, *check_never;
} khung__method_rule;
extern const khung__method_rule khung__method_rules[4];

/* Where a condition stands: what it may speak of. The field of a condition keeps it in `least`. */
typedef enum khung__place_of { KHUNG__IN_REQUIRE, KHUNG__IN_CAP, KHUNG__IN_APPLIES_WHEN } khung__place_of;
/* What a predicate about a subject may compare with: masks over khung__condition_key. */
typedef struct khung__predicate {
    khung__condition_kind kind;
    khung__condition_key subject;
    uint32_t allowed;  /* keys that may stand beside the subject */
    uint32_t needed;   /* one of these must, when not 0 */
} khung__predicate;
extern const khung__predicate khung__predicates[KHUNG__C_SUBJECTS];
bool khung__predicate_allowed(const khung__predicate *predicate, khung__place_of where);

/* Name spaces of the ids hash. */
enum { KHUNG__SPACE_PARTS = 1, KHUNG__SPACE_SCALES, KHUNG__SPACE_FACTS, KHUNG__SPACE_STEPS, KHUNG__SPACE_VIEWS, KHUNG__SPACE_GATES, KHUNG__SPACE_GRADES };

/* A number that was not read, because it is missing or wrong; already said. */
#define KHUNG__UNREAD INT64_MIN
/* All conditions together look at no more criteria than this. */
enum { KHUNG__MAX_SELECTED = 4000000 };

/* framework/resolve: domains and criteria into the flat arrays, ids to indexes, methods, targets. */
void khung__resolve(khung__draft *draft);
/* framework/criterion: one criterion's own references: scale, levels, checks, ranges, target, evidence. */
void khung__resolve_criterion(khung__draft *draft, khung__criterion *criterion);
/* False for what was refused already when it was read as a level or number. */
bool khung__could_be_level(const khung__node *node);
/* The level's index in the scale, or KHUNG__NONE after an error with a suggestion. */
uint32_t khung__resolve_level(khung__draft *draft, uint32_t scale, const khung__node *node);
uint32_t khung__resolve_level_key(khung__draft *draft, uint32_t scale, khung__str id, khung__at at);
/* The option's index in the fact, or KHUNG__NONE after an error. */
uint32_t khung__resolve_option(khung__draft *draft, const khung__fact *fact, const khung__node *node);
/* Checks and evidence items of a criterion: no id twice. */
void khung__check_local_ids(khung__draft *draft, const khung__criterion *criterion);
/* The place of a key's value in a mapping, or of the mapping itself. */
khung__at khung__draft_at(const khung__draft *draft, const khung__node *map, const char *key);
/* An id of a name space; `missing` is the sentence when it is not there. */
uint32_t khung__resolve_id(khung__draft *draft, uintptr_t space, const khung__node *node, khung__diag_id missing);

/* framework/condition: references of a condition. gates: how many gates stand before it. */
void khung__resolve_condition(khung__draft *draft, khung__condition *condition, khung__place_of where, uint32_t gates);

/* framework/sense: what is refused although every reference is right; reach is NULL when the model has errors.
 * framework/warn: what is only said, of a model without errors. */
struct khung__reach;
void khung__check_sense(khung__draft *draft, const struct khung__reach *reach);
void khung__check_warnings(khung__draft *draft, struct khung__reach *reach);

#endif
