/* explain: how every number came about, as data that the terminal prints and the report's annex lays out. */
#ifndef KHUNG_EXPLAIN_H
#define KHUNG_EXPLAIN_H

#include "score.h"
#include "words.h"

/* One term of a domain's sum: a child domain or a criterion, in file order, counted or not. */
typedef struct khung__term {
    bool is_domain;
    uint32_t index;            /* criterion or domain */
    khung__str code, title;
    khung__rat self, reviewer; /* criteria only */
    khung__rat value;          /* what was combined (points, or percent under `of: percent`); none when left out */
    khung__rat weight;
    khung__rat product;        /* weight × value, for operators that sum; else none */
    bool counted;
    khung__str basis;          /* why this value, or why left out, in words */
} khung__term;

/* One numbered step: a name, the rule in words, the working, and what it comes to. */
typedef struct khung__reason {
    khung__str title, rule;
    khung__str lead;           /* before the fraction, e.g. "100 ×", may be empty */
    khung__str above, below;   /* the working as a fraction; below empty: `above` is a plain sentence */
    khung__str exact;          /* the reduced fraction, e.g. "22/9"; empty when the working is a sentence */
    khung__str decimals;       /* four decimals and "…" where cut, e.g. "2,4444…"; empty when exact is whole */
    khung__str value;          /* as printed, e.g. "2,44" or a band's title */
} khung__reason;

typedef struct khung__explanation {
    khung__str code, title;    /* of the domain, criterion, gate or grade; the total's word for the root */
    khung__term *terms;
    size_t term_count;
    khung__rat weight_sum, product_sum; /* over counted terms, where the operator sums; else none */
    khung__reason *steps;
    size_t step_count;
} khung__explanation;

/* All lie in `arena`. KHUNG_NO_MEMORY when it ends. */
khung_status khung__explain_domain(khung__explanation *out, khung__arena *arena, const khung_framework *framework, const khung_result *result,
                                   uint32_t domain, khung__language language);
khung_status khung__explain_criterion(khung__explanation *out, khung__arena *arena, const khung_framework *framework, const khung_result *result,
                                      uint32_t criterion, khung__language language);
khung_status khung__explain_gate(khung__explanation *out, khung__arena *arena, const khung_framework *framework, const khung_result *result,
                                 uint32_t gate, khung__language language);
khung_status khung__explain_grade(khung__explanation *out, khung__arena *arena, const khung_framework *framework, const khung_result *result,
                                  khung__language language);
#endif
