/* scorer: a framework flattened for scoring, and the scratch that one thread scores with.
 *
 * Units. Points are whole multiples of `unit` millionths (the greatest that divides all of them and 10^6), so x' = points / unit
 * is whole and points = x' / per_point. Weights likewise: w' = weight / weight_unit is whole, weight = w' / per_weight.
 * Values of a domain are x/den, lo/den, hi/den with one common denominator; they are never reduced here.
 *
 * Lanes. What a domain combines is a `comb`. Where prepare can prove that every sum fits in 62 bits, the comb has a quick lane
 * in 64-bit words: over criteria by a table of weighted values by level, over domains by factors to a common denominator that
 * hold while nothing below is left out ("full"). Else, and for what was left out, the same sums are made term by term with
 * numbers that grow when they must (number.h). */
#ifndef KHUNG_SCORE_SCORER_H
#define KHUNG_SCORE_SCORER_H

#include "judge.h"
#include "number.h"

/* A criterion, packed. Values are in millionths. */
typedef struct khung__packed {
    uint64_t choosable;      /* levels that can be chosen; 0 for a checklist */
    uint32_t points_at;      /* its scale's points in `points` */
    uint32_t domain;
    khung__micro lo, hi, worst;
    khung__micro na, silent; /* what not_applicable and unanswered count, when they do */
    bool na_counts, silent_counts, silent_blocks;
    bool checklist, weighted;
} khung__packed;

/* One criterion in a quick lane over criteria: what it adds for x' is (x' - base) * factor (percent_met: its weight where x
 * reaches the target). When it has no score, weight, lo and hi come off the sums. */
typedef struct khung__slot {
    uint64_t base, factor, weight, lo, hi;
    uint64_t na;             /* what not_applicable adds, when it counts */
} khung__slot;

/* All that one answer adds, in fields of two words: x and hi << 32; lo, weight << 32 and "not applicable" << 52. A sum of cells
 * is the sum of every field, since prepare makes them only where no field can overflow. */
typedef uint64_t khung__lane_cell __attribute__((vector_size(16)));
enum { KHUNG__CELL_WEIGHT = 20, KHUNG__CELL_COUNT = 12 }; /* bits of those two */

typedef struct khung__comb {
    khung__rule rule;
    bool leaf;               /* terms are criteria, else domains */
    uint32_t *terms;         /* those of weight > 0 */
    uint64_t *weights;       /* in weight units */
    uint32_t count;
    bool quick;
    uint64_t scale;          /* quick over domains: lcm of the full denominators */
    uint64_t den_weight, den_hi, den_fixed; /* quick over criteria: the denominator is the first * Σ w + the second * Σ w·hi + the third */
    khung__slot *slots;      /* quick over criteria: in a domain all below, whatever their weight; in a group its terms */
    uint32_t *listed;        /* the criterion of each slot; NULL: they follow from `first` on */
    uint32_t first, slot_count;
    uint64_t *table;         /* per slot a row: what each level adds; sum_hi + 1 for a level that cannot be chosen */
    khung__lane_cell *cells; /* per slot two rows: by level, and not applicable; NULL where slots are listed, one is a checklist, or
                              * a sum might outgrow its field */
    uint64_t factor;         /* quick over criteria: 100 where the operator gives percents, else 1 */
    uint64_t *factors;       /* quick over domains: per term */
    uint64_t *factor_lo, *factor_hi; /* those times the term's full lo and hi; under `of: percent` 0 and their difference */
    bool bounded;            /* quick over domains: no product of denominators and values can pass 63 bits */
    uint64_t shift;          /* quick over domains: Σ factor * lo, taken off under `of: percent` */
    uint64_t sum_weight, sum_lo, sum_hi; /* quick: sums with nothing left out */
    uint64_t full_lo, full_hi, full_den; /* quick: the values with nothing left out */
    uint64_t *steps;         /* quick, banded by the exact value: the least x of each band when full */
    uint32_t value_bits, den_bits; /* bounds of hi and of the denominator */
} khung__comb;

/* What the slots of a quick lane over criteria add up to. */
typedef struct khung__sums {
    uint64_t x, lo, hi, weight;
    bool full;               /* nothing was left out */
    bool fraction;           /* a mean that is not whole is among them: the quick lane cannot hold it */
} khung__sums;

/* What a run needs to know of a domain, close together. */
typedef struct khung__plan {
    uint64_t sum_hi;         /* quick: of its comb */
    uint32_t parent, caps;
    bool bottom;             /* it holds criteria itself */
    bool quick;              /* and its comb has a quick lane */
    bool weighted, banded;
    bool special;            /* capped, banded or the root: more to do than pass its value on */
} khung__plan;

/* A domain that holds criteria and has cells. */
typedef struct khung__lane {
    const khung__lane_cell *cells;
    uint64_t weight, hi;     /* sums with nothing left out */
    uint64_t scale;          /* mean and pooled: the denominator is scale * Σ w; 0 for other operators */
    uint32_t first, count, domain, parent;
    uint32_t drops;          /* all bits where what is not applicable has no score, else none */
    bool slow;               /* no mean, or more to do than pass the value on */
} khung__lane;

struct khung_scorer {
    khung__arena arena;
    const khung_framework *framework;
    khung__packed *criteria;
    khung__micro *points;
    khung__plan *plans;      /* per domain */
    khung__lane *lanes;      /* in file order */
    uint32_t *others;        /* the other domains */
    uint32_t lane_count, other_count;
    uint32_t row;            /* length of a criterion's row in every table: a power of two, at least the levels of any scale */
    uint32_t beside;         /* bits of an answer's first four bytes that are set only where cells do not serve */
    khung__comb *combs;      /* per domain, then per group of every view, in file order */
    uint32_t comb_count, group_count;
    uint32_t *caps_at;       /* per domain: its first cap among all caps */
    uint32_t cap_count;
    uint32_t *watched;       /* criteria that conditions ask about */
    uint32_t watched_count;
    uint64_t unit, per_point, weight_unit, per_weight;
    uint64_t shown_scale;    /* 10^digits */
    uint32_t room;           /* limbs that every number of a run fits in */
    uint32_t most_terms;
    uint32_t mean_bits;      /* bits of `over`; 0 where respondents are not averaged */
    bool evidence;           /* some condition asks about evidence */
};

/* A mean too large for khung_official: above / over millionths. khung_score alone has these (over = KHUNG__WIDE). */
typedef struct khung__wide { khung__u128 above; uint32_t over; } khung__wide;
enum { KHUNG__WIDE = UINT16_MAX };

/* What a domain or a group came to. */
typedef struct khung__outcome {
    khung__sums sums;        /* of the quick lane over its criteria */
    bool has, full;          /* full: quick, and lo, hi, den are those of the comb */
    bool words;              /* x, lo, hi, den are below 2^64 */
    bool complete, all_void, blocked;
    uint32_t scored, band;
    khung__num x, lo, hi, den, before; /* before: x before caps, on the same denominator */
} khung__outcome;

typedef struct khung__term_values { khung__num x, lo, hi, den; } khung__term_values;

struct khung_scratch {
    khung__arena arena;
    const khung_scorer *scorer;
    khung__work work;
    khung__outcome *outcomes;     /* per comb */
    khung__standing *standings;   /* per criterion; kept up for the watched ones */
    uint32_t *order, *numbers;    /* rank: term indexes */
    khung__outcome **lane_outcomes; /* per lane: its outcome and its parent's */
    uint32_t *late;               /* lanes with more to do than the short way does */
    uint32_t late_count;
    uint8_t *cap_values, *gates;
    khung__term_values sum, first, second; /* registers */
    khung__num spare[4], percent_above, percent_below;
    uint32_t states[8];           /* criteria by khung_state */
    /* of the run */
    const khung_official *official;
    const khung__wide *wide;
    const khung_fact *facts;
    bool bad;
    bool simple;                  /* every answer in the lanes is simply one of the levels */
    khung__case asked;
};

/* ---- prepare ---- */
/* Fills combs, their bounds and `room`. KHUNG_NO_MEMORY when memory ends. */
khung_status khung__scorer_combs(khung_scorer *scorer);
/* The quick lanes of comb i, whose terms are there; leaves it slow where sums might not fit. False when memory ends. */
bool khung__scorer_quicken(khung_scorer *scorer, uint32_t i);
/* Whether terms are replaced by their percents; the two operators that give percents take points always. */
static inline bool khung__scorer_percents(const khung__comb *comb)
{
    return comb->rule.of == KHUNG__OF_PERCENT && comb->rule.combine != KHUNG__PERCENT_OF_MAX && comb->rule.combine != KHUNG__PERCENT_MET;
}
/* From sums over criteria to a value: the table of operators in scoring.md section 4. */
static inline void khung__scorer_finish(const khung__comb *comb, const khung__sums *sums, uint64_t *x, uint64_t *lo, uint64_t *hi, uint64_t *den)
{
    *x = comb->factor * sums->x;
    *lo = comb->factor * sums->lo;
    *hi = comb->factor * sums->hi;
    *den = comb->den_weight * sums->weight + comb->den_hi * sums->hi + comb->den_fixed;
}

/* ---- standings ---- */
/* Whether the framework allows that answer. */
bool khung__scorer_allows(const khung_scorer *scorer, const khung_official *official, const khung__wide *wide, uint32_t criterion);
/* Where the criterion stands, without evidence. */
void khung__scorer_stand(khung__standing *out, const khung_scorer *scorer, const khung_official *official, const khung__wide *wide,
                         uint32_t criterion);
/* Whether the evidence that is due at that standing is there. */
bool khung__scorer_evidence(const khung_scorer *scorer, const khung__standing *standing, uint32_t mask, uint32_t criterion);
/* Whether item i of a criterion with that standing is due. */
bool khung__scorer_due(const khung_framework *framework, const khung__standing *standing, uint32_t criterion, uint32_t item);

/* ---- run ---- */
/* khung_scorer_run with means of any size (wide: per criterion, or NULL). */
khung_status khung__scorer_run(khung_summary *out, khung_scratch *scratch, const khung_official *official, const khung__wide *wide,
                               const khung_fact *facts);
/* Combines the terms of comb i one by one with numbers of any size; the outcome's has, x, lo, hi, den. */
void khung__scorer_combine(khung_scratch *scratch, uint32_t comb);
/* Adds a term to scratch->sum, brought to a common denominator. */
void khung__scorer_add(khung_scratch *scratch, const khung__term_values *term, khung__u128 wx, khung__u128 wlo, khung__u128 whi);
/* x - lo and hi - lo times 100 and 1: the percent of an outcome in scratch->percent_above and percent_below. */
void khung__scorer_percent(khung_scratch *scratch, const khung__num *x, const khung__num *lo, const khung__num *hi);
/* The caps of a domain with a score or without; true when one is undecided and would change x. */
bool khung__scorer_caps(khung_scratch *scratch, uint32_t domain);
/* The band of an outcome, KHUNG__NONE below the first. */
uint32_t khung__scorer_band(khung_scratch *scratch, uint32_t domain);

#endif
