/* judge: the conditions of scoring.md section 5, on what scoring found out. One evaluator serves caps, gates and grades
 * while an assessment is scored, and explain afterwards. */
#ifndef KHUNG_SCORE_JUDGE_H
#define KHUNG_SCORE_JUDGE_H

#include "../rational/natural.h"
#include "../score.h"

/* Where a criterion stands: what conditions ask of it. */
typedef struct khung__standing {
    khung__u128 above;   /* its score is above / over millionths of a point, when `has` */
    uint32_t over;
    uint8_t state;       /* khung_state */
    bool has, blocks;
    bool evidence;       /* every required item that is due at this score is present and fresh */
} khung__standing;

/* Everything a condition can ask for. */
typedef struct khung__case {
    const khung_framework *framework;
    const khung__standing *standings; /* per criterion */
    const khung_fact *facts;          /* per fact; NULL: none given */
    const uint8_t *gates;             /* values of the gates so far; those not yet evaluated are unknown */
    uint32_t applicable, answered, not_applicable;
    /* The score or the percent of a domain (0: the total): yes with the fraction in *out, else unknown or void. */
    khung__value (*measure)(const struct khung__case *asked, khung_fraction *out, uint32_t domain, bool percent);
    void *source;                     /* what `measure` looks into */
} khung__case;

/* The value of a condition, by section 5 of the rules. */
khung__value khung__judge(const khung__case *asked, const khung__condition *condition);
/* Whether a criterion's score can be asked: yes, else void or unknown. */
khung__value khung__judge_standing(const khung__standing *standing);
/* Void in the four states that do not apply. */
bool khung__judge_out(uint8_t state);
/* Compares a score with a threshold in millionths; what is below zero counts as zero, since no score is negative. */
int khung__judge_compare(const khung__standing *standing, khung__micro threshold);
int khung__judge_compare_fraction(const khung_fraction *value, khung__micro threshold);

#endif
