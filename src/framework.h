/* framework: the model of capacity criteria that scoring, explaining and documents read. Built from a tree by tables (see
 * framework/), which also make the JSON Schema and the list of translatable texts. Read-only once loaded. */
#ifndef KHUNG_FRAMEWORK_H
#define KHUNG_FRAMEWORK_H

#include "tree.h"

enum { KHUNG__MAX_CRITERIA = 10000, KHUNG__MAX_DOMAINS = 1000, KHUNG__MAX_LEVELS = 64, KHUNG__MAX_DOMAIN_DEPTH = 4 };
#define KHUNG__NONE UINT32_MAX /* "no such index" everywhere below */

typedef enum khung__combine {
    KHUNG__MEAN, KHUNG__POOLED, KHUNG__SUM, KHUNG__MIN, KHUNG__MAX, KHUNG__MEDIAN, KHUNG__PERCENT_OF_MAX, KHUNG__PERCENT_MET, KHUNG__REACHED
} khung__combine;
typedef enum khung__of { KHUNG__OF_SCORE, KHUNG__OF_PERCENT } khung__of;
typedef enum khung__na_policy { KHUNG__NA_EXCLUDE, KHUNG__NA_WORST, KHUNG__NA_TARGET } khung__na_policy;
typedef enum khung__unanswered_policy { KHUNG__UNANSWERED_BLOCK, KHUNG__UNANSWERED_WORST, KHUNG__UNANSWERED_EXCLUDE } khung__unanswered_policy;
typedef enum khung__unverified_policy { KHUNG__UNVERIFIED_BLOCK, KHUNG__UNVERIFIED_SELF, KHUNG__UNVERIFIED_WORST } khung__unverified_policy;
typedef enum khung__respondents_rule { KHUNG__RESPONDENTS_MEDIAN, KHUNG__RESPONDENTS_MEAN, KHUNG__RESPONDENTS_WORST } khung__respondents_rule;
typedef enum khung__method { KHUNG__SCALE, KHUNG__LADDER, KHUNG__CHECKLIST, KHUNG__QUANTITY } khung__method;
typedef enum khung__need { KHUNG__SHOULD, KHUNG__MUST, KHUNG__MAY } khung__need; /* default: should, the first of the list in format.md */
typedef enum khung__stage { KHUNG__ACTIVE, KHUNG__STAGE_FUTURE, KHUNG__STAGE_RETIRED } khung__stage;
typedef enum khung__fact_type { KHUNG__FLAG, KHUNG__DECIMAL, KHUNG__CHOICE } khung__fact_type;

typedef struct khung__option { khung__str id, title; const khung__node *node; } khung__option;
typedef struct khung__fact {
    khung__str id, ask, unit;
    khung__fact_type type;
    khung__option *options;
    uint32_t option_count;
    const khung__node *unit_node, *options_node, *node;
} khung__fact;

typedef struct khung__level {
    khung__str id, title, means;
    khung__micro points;
    const khung__node *points_node, *node;
} khung__level;
typedef struct khung__scale {
    khung__str id;
    khung__level *levels; /* ascending points */
    uint32_t level_count;
    bool lower;           /* better: lower */
    const khung__node *better_node, *levels_node;
    const khung__node *node;
} khung__scale;

/* ---- conditions: one node of the composition tree ---- */
typedef enum khung__condition_kind {
    KHUNG__IF_CRITERION,      /* about one criterion */
    KHUNG__IF_DOMAIN, KHUNG__IF_TOTAL, KHUNG__IF_EACH_DOMAIN,
    KHUNG__IF_CRITERIA,       /* a selection against a level, or at_target */
    KHUNG__IF_EVIDENCE, KHUNG__IF_ANSWERED_PERCENT, KHUNG__IF_NA_PERCENT, KHUNG__IF_GATE, KHUNG__IF_PROFILE,
    KHUNG__IF_ALL_OF, KHUNG__IF_ANY_OF, KHUNG__IF_NONE_OF
} khung__condition_kind;
/* One bound; `has_` says it stands there. */
typedef struct khung__bounds {
    bool has_at_least, has_below, has_at_least_percent, has_below_percent;
    khung__micro at_least, below, at_least_percent, below_percent;
} khung__bounds;
/* The keys of a condition, as indexes of `written`. */
typedef enum khung__condition_key {
    KHUNG__C_CRITERION, KHUNG__C_DOMAIN, KHUNG__C_TOTAL, KHUNG__C_EACH_DOMAIN, KHUNG__C_CRITERIA, KHUNG__C_EVIDENCE, KHUNG__C_ANSWERED_PERCENT,
    KHUNG__C_NA_PERCENT, KHUNG__C_GATE, KHUNG__C_PROFILE, KHUNG__C_ALL_OF, KHUNG__C_ANY_OF, KHUNG__C_NONE_OF,
    KHUNG__C_SUBJECTS, /* the keys above say what a condition is about, those below compare */
    KHUNG__C_AT_LEAST = KHUNG__C_SUBJECTS, KHUNG__C_BELOW, KHUNG__C_AT_LEAST_PERCENT, KHUNG__C_BELOW_PERCENT, KHUNG__C_AT_MOST, KHUNG__C_AT_TARGET,
    KHUNG__C_IS, KHUNG__C_COUNT
} khung__condition_key;
/* Which criteria are meant: `need` -1 or khung__need, `domain` NULL or the node of its id. */
typedef struct khung__select { int need; const khung__node *domain, *node; } khung__select;
typedef struct khung__condition {
    khung__condition_kind kind;
    uint32_t index;             /* criterion, domain, gate or profile fact */
    khung__bounds bounds;       /* criterion and criteria: points of the named level (or the number of a checklist); domain, total, each_domain;
                                   profile: at_least and below; answered_percent, not_applicable_percent: at_least / (at most) below hold N */
    uint32_t *selected;         /* criteria, evidence: indexes of the selected criteria, file order */
    uint32_t selected_count;
    khung__micro *at_least, *below; /* criteria: per selected criterion, the points of the named level in its own scale; NULL if not used */
    bool at_target, has_at_most;
    int64_t at_most;            /* criteria: no more than so many below */
    khung__str level_at_least, level_below;   /* the level ids or numbers as written, for explaining */
    int need;                   /* selector as written: -1 none, else khung__need */
    uint32_t in_domain;         /* selector as written: KHUNG__NONE or a domain */
    khung__micro is_number;     /* profile is: decimal value, or flag 0/1 */
    uint32_t is_option;         /* profile is: option index of a choice */
    bool has_is;
    struct khung__condition *children;
    uint32_t child_count;
    khung__select select;
    const khung__node *written[KHUNG__C_COUNT]; /* the value of each key that stands there, else NULL */
    const khung__node *node;
} khung__condition;

typedef struct khung__cap {
    khung__condition *when;
    bool at_least;        /* else at_most */
    khung__micro bound;
    khung__micro most, least;                    /* as written, the other is 0 */
    const khung__node *most_node, *least_node;
    const khung__node *node;
} khung__cap;

typedef struct khung__check {
    khung__str id, ask;
    uint32_t level;       /* ladder: index in the scale */
    khung__micro points;  /* checklist */
    const khung__node *level_node, *points_node, *node;
} khung__check;
typedef struct khung__range {
    bool has_from;
    khung__micro from;
    uint32_t level;
    const khung__node *from_node, *level_node, *node;
} khung__range;
typedef struct khung__evidence_item {
    khung__str id, title;
    uint32_t from_level;      /* KHUNG__NONE: always due */
    bool required;
    int32_t max_age_months;   /* -1: no limit */
    const khung__node *from_level_node, *node;
} khung__evidence_item;
typedef struct khung__reference { khung__str title, number, url, replaced_by; khung__date from, to; const khung__node *to_node, *node; } khung__reference;

typedef struct khung__criterion {
    khung__str id, code, title, ask, why, unit;   /* code may be empty; ask is empty when the title is the question */
    uint32_t domain;          /* the domain it stands in */
    khung__method method;
    khung__need need;
    khung__stage stage;
    bool na_forbidden;
    khung__micro weight;
    uint32_t scale;           /* index; KHUNG__NONE for a checklist */
    uint64_t choosable;       /* bit i: level i of the scale can be chosen (ladder: reached; quantity: named by a range) */
    khung__str *descriptors;  /* per level of the scale, empty string when none; NULL for a checklist */
    khung__str *next;         /* per level of the scale: advice for reaching it; NULL when none at all */
    khung__micro lo, hi;      /* least and greatest possible x (section 3) */
    khung__micro target;      /* x that reaches the target: own, else scoring's, else the best */
    uint32_t target_level;    /* level index, KHUNG__NONE for a checklist */
    bool target_own;          /* the criterion names its own target */
    khung__check *checks;     /* ladder, checklist: file order */
    uint32_t check_count;
    khung__range *ranges;
    uint32_t range_count;
    khung__evidence_item *evidence;
    uint32_t evidence_count;
    khung__reference *references;
    uint32_t reference_count;
    khung__condition *applies_when; /* NULL: always */
    khung__na_policy na_policy;                 /* resolved: nearest domain, else scoring */
    khung__unanswered_policy unanswered;        /* resolved likewise */
    struct {                                    /* nodes as written, NULL where the key is not there */
        const khung__node *scale, *target, *levels, *next, *checks, *ranges, *unit, *evidence, *weight;
    } written;
    const khung__node *node;
} khung__criterion;

typedef struct khung__rule { khung__combine combine; khung__of of; khung__micro share; } khung__rule;
/* Where a rule and policies are written, NULL where they are not. */
typedef struct khung__rule_nodes { const khung__node *combine, *of, *share, *not_applicable, *unanswered; } khung__rule_nodes;

/* Domain 0 is the root (the total): empty id, parent KHUNG__NONE. The others follow depth first in file order, so that a domain's
 * descendants are the domains [i + 1, end) and its criteria below are [first_criterion, end_criterion). */
typedef struct khung__domain {
    khung__str id, code, title;
    uint32_t parent, end, depth;              /* depth: root 0 */
    uint32_t first_criterion, end_criterion;
    uint32_t *children;                       /* sub-domain indexes; empty when it holds criteria itself */
    uint32_t child_count;
    khung__micro weight;
    khung__rule rule;                         /* resolved */
    bool has_combine, has_of, has_share;      /* its own, as written */
    khung__cap *caps;
    uint32_t cap_count;
    khung__condition *applies_when;
    khung__na_policy na_policy;                 /* resolved: its own, else that above */
    khung__unanswered_policy unanswered;        /* resolved likewise */
    khung__rule_nodes written;
    const khung__node *domains_node, *criteria_node, *weight_node;
    const khung__node *node;
} khung__domain;

typedef struct khung__band { khung__str id, title, means; khung__micro from; const khung__node *from_node, *node; } khung__band;
typedef struct khung__group { khung__str id, title; uint32_t *criteria; uint32_t criterion_count; const khung__node *criteria_node, *node; } khung__group;
typedef struct khung__view {
    khung__str id, title;
    khung__rule rule;
    khung__group *groups;
    uint32_t group_count;
    khung__rule_nodes written;
    const khung__node *node;
} khung__view;
typedef struct khung__gate { khung__str id, title; khung__condition *require; const khung__node *node; } khung__gate;
typedef struct khung__grade { khung__str id, title; khung__condition *require; int32_t valid_months; /* -1 none */ const khung__node *node; } khung__grade;

/* A hash of ids, each in a name space (framework/shape.h). */
typedef struct khung__ids {
    struct khung__ids_slot *slots;
    size_t cap, count;
} khung__ids;
struct khung_framework {
    khung__tree *tree;        /* the source; shared with translated copies and results */
    khung__arena arena;
    khung__str id, version, status, language, title, publisher, description, licence, purpose, derived_from;
    uint32_t major, minor, patch;
    khung__str source_language; /* language of the file, also in a translated copy (language then names the translation's) */
    bool lower;               /* better: lower, in the whole framework */
    khung__fact *facts;
    uint32_t fact_count;
    khung__scale *scales;
    uint32_t scale_count;
    khung__domain *domains;   /* [0] is the root */
    uint32_t domain_count;    /* with the root */
    khung__criterion *criteria; /* file order = depth first */
    uint32_t criterion_count;
    khung__view *views;
    uint32_t view_count;
    khung__gate *gates;
    uint32_t gate_count;
    khung__grade *grades;
    uint32_t grade_count;
    khung__band *bands;
    uint32_t band_count;
    bool band_by_score, band_domains, band_shown; /* by: score; domains: resolved default; compare: shown */
    khung__unverified_policy unverified;
    khung__na_policy na_policy;
    khung__unanswered_policy unanswered;
    khung__respondents_rule respondents;
    int64_t hide_below;
    uint32_t digits;
    khung__str scoring_target; /* level id as written, empty when none */
    bool certificate_reviewed;
    khung__str certificate_title;
    khung__ids ids;           /* every id but those of parts of a criterion */
};

/* The digest of a framework by its tree, which keeps it; worked out the first time that it is asked for, from any thread. NULL
 * when memory ends. */
const char *khung__framework_digest(khung__tree *tree);
/* Look-ups by id (hashed); KHUNG__NONE when absent. Domain look-ups never find the root. */
uint32_t khung__framework_criterion(const khung_framework *framework, khung__str id);
/* The id of the criterion that people name by its id or, in any case, by its printed code (H2); `word` itself when there is none. */
khung__str khung__framework_named(const khung_framework *framework, khung__str word);
uint32_t khung__framework_domain(const khung_framework *framework, khung__str id);
uint32_t khung__framework_fact(const khung_framework *framework, khung__str id);
uint32_t khung__framework_gate(const khung_framework *framework, khung__str id);
uint32_t khung__framework_level(const khung__scale *scale, khung__str id);
/* The ids of a scale's levels, "start, emerging, …": at most ten. In the arena; absent when memory ends. */
khung__str khung__framework_levels(const khung__scale *scale, khung__arena *arena);
/* The same of a fact's options. */
khung__str khung__framework_options(const khung__fact *fact, khung__arena *arena);
/* Calls visit for every translatable text in file order with its address (format.md, translation) and text, that of the file also
 * for a translated copy. Stops at the first
 * status that is not KHUNG_OK and returns it. */
khung_status khung__framework_texts(const khung_framework *framework, khung_status (*visit)(void *context, khung__str address, khung__str text), void *context);

#endif
