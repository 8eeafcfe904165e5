/* figures: what a plan, a portfolio and a register are printed from: files of kinds `plan`, `portfolio` and `register`, read by tables
 * and checked with places. One object with one arena; lists are in the order of the file. */
#ifndef KHUNG_FIGURES_H
#define KHUNG_FIGURES_H

#include "framework/shape.h"
#include "words.h"

typedef enum khung__figures_kind { KHUNG__FIGURES_PLAN, KHUNG__FIGURES_PORTFOLIO, KHUNG__FIGURES_REGISTER } khung__figures_kind;

/* The framework as these files name it: its title, not its id, is printed. */
typedef struct khung__figures_framework { khung__str title, version; const khung__node *node; } khung__figures_framework;
/* Something with an id and a title: a group, a grade, a level, a form. */
typedef struct khung__named { khung__str id, title, code; khung__micro from; int64_t number; const khung__node *node; } khung__named;

/* ---- plan ---- */
typedef enum khung__action_state { KHUNG__TODO, KHUNG__RUNNING, KHUNG__FINISHED } khung__action_state;
typedef struct khung__action {
    khung__str criterion, from, to, text, owner, group_id; /* criterion: its code; from, to: levels as printed */
    khung__date due;
    khung__micro cost;
    uint32_t state, group;        /* khung__action_state; group: index or KHUNG__NONE */
    const khung__node *group_node, *node;
} khung__action;
typedef struct khung__rise { khung__str code, title; khung__micro now, then; const khung__node *node; } khung__rise;
typedef struct khung__plan {
    khung__str organisation, title, round, code, unit;
    khung__named *groups;
    uint32_t group_count;
    khung__action *actions;
    uint32_t action_count;
    khung__rise *rises, total;    /* domains; total.node NULL: none */
    uint32_t rise_count;
    khung__micro threshold;       /* a percent that matters; −1: none */
} khung__plan;

/* ---- portfolio ---- */
enum { KHUNG__PORTFOLIO_LEVELS = 10, KHUNG__PORTFOLIO_GRADES = 8, KHUNG__PORTFOLIO_DOMAINS = 12, KHUNG__PORTFOLIO_ROUNDS = 12 };
typedef enum khung__audience { KHUNG__OPEN, KHUNG__INTERNAL } khung__audience;
typedef enum khung__sheets_of { KHUNG__OF_PROVINCES, KHUNG__OF_FORMS, KHUNG__OF_NETWORKS } khung__sheets_of;
typedef struct khung__member {
    khung__str id, name, province_id, form_id, grade_id;
    uint32_t province, form, grade; /* indexes; grade KHUNG__NONE: not graded */
    khung__micro total;
    khung__micro domains[KHUNG__PORTFOLIO_DOMAINS]; /* percent; −1: none */
    khung__micro before[KHUNG__PORTFOLIO_ROUNDS];   /* total percent of each earlier round; −1: none */
    const khung__node *domains_node, *before_node, *province_node, *form_node, *grade_node, *node;
} khung__member;
typedef struct khung__portfolio {
    khung__str title, round, source;
    uint32_t audience, by;        /* khung__sheets_of: what `provinces` are; `forms` are regions where they are forms */
    bool unreviewed;              /* the framework asks for no review */
    int64_t hide_below;
    khung__named *grades, *levels, *domains, *provinces, *forms, *rounds; /* levels: from lowest, `from` percent; provinces: number registered */
    uint32_t grade_count, level_count, domain_count, province_count, form_count, round_count;
    khung__member *members;
    uint32_t member_count;
} khung__portfolio;

/* ---- register ---- */
typedef enum khung__entry_state { KHUNG__IN_FORCE, KHUNG__SUSPENDED, KHUNG__WITHDRAWN } khung__entry_state;
typedef struct khung__entry {
    khung__str number, organisation, grade, framework, version, reason;
    khung__date issued, until, changed; /* changed: since when it is suspended or withdrawn */
    uint32_t state;
    const khung__node *until_node, *changed_node, *node;
} khung__entry;
typedef struct khung__register {
    khung__str issuer, url;
    int64_t serial;
    khung__entry *entries;
    uint32_t entry_count;
} khung__register;

struct khung_figures {
    khung__tree *tree;
    khung__arena arena;
    khung__figures_kind kind;
    uint32_t spare[2];            /* kind and format as the tables read them */
    uint32_t language;            /* khung__language: of the texts */
    khung__date dated;
    const khung__node *dated_node;
    khung__figures_framework framework;
    khung__plan plan;
    khung__portfolio portfolio;
    khung__register reg;
};

/* Tables of the three kinds, for the loader and the JSON Schema; by khung__figures_kind. */
extern const khung__table khung__table_plan, khung__table_portfolio, khung__table_register;
/* "plan", "portfolio" or "register". */
extern const char *const khung__figures_words[3];
/* Takes the tree over, whatever happens; `kind` as the file says. */
khung_status khung__figures_from_tree(khung_figures **out, khung__tree *tree, khung__figures_kind kind, khung_log *log);
/* The kind that the tree names, as khung__figures_kind; −1 for another. */
int khung__figures_kind_of(const khung__tree *tree);

#endif
