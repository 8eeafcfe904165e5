/* What the two files of the summary share. */
#ifndef KHUNG_REPORT_SUMMARY_H
#define KHUNG_REPORT_SUMMARY_H

#include "inner.h"

/* The notice in place of the scale, when the result is not complete; returns its height. */
double khung__summary_notice(khung__report *report, double y);
/* Codes (or titles) of the criteria that `wanted` picks, at most `most`, then "and n more"; *count
 * of all of them. */
khung__str khung__summary_codes(khung__report *report,
                                bool (*wanted)(const khung__report *, uint32_t), size_t most,
                                size_t *count);
/* The parts of a requirement that are not met, in words; the whole when it is one part. */
khung__str khung__summary_unmet(khung__report *report, const khung__condition *require);
/* "C 44,44, F 48,15": the domains that miss what every domain must reach; empty for another kind of
 * condition. */
khung__str khung__summary_missed(khung__report *report, const khung__condition *require);
/* Below the two columns, from report->y: strengths and gaps, or what is to be done; the grades; the
 * use of the score. */
void khung__summary_lists(khung__report *report);
/* How many of `all` are told: all of them but in the summary document, which is one page whatever the framework. */
size_t khung__summary_most(const khung__report *report, size_t all, size_t first, size_t second, size_t third);
/* "and n more" at x,y when n is not 0; returns its height. */
double khung__summary_rest(khung__report *report, double x, double y, size_t rest);
/* How far a criterion is from its target, as a part of its range; for choosing and order only. */
double khung__summary_shortfall(const khung__report *report, uint32_t criterion);
/* How many criteria the reviewer judged. */
uint32_t khung__summary_reviewed(const khung__report *report);
/* The block of coverage at x, from *y down, which moves; nothing and false when it does not fit on the page. */
bool khung__summary_cover(khung__report *report, double x, double *y, double w);
bool khung__summary_blocks_unanswered(const khung__report *report, uint32_t criterion);
bool khung__summary_blocks_review(const khung__report *report, uint32_t criterion);
bool khung__summary_blocks_fact(const khung__report *report, uint32_t criterion);
bool khung__summary_not_applicable(const khung__report *report, uint32_t criterion);
bool khung__summary_out_of_scope(const khung__report *report, uint32_t criterion);

#endif
