/* What the comparison shares with the annex, which holds the gaps that have no place on its page.
 */
#ifndef KHUNG_REPORT_COMPARE_H
#define KHUNG_REPORT_COMPARE_H

#include "inner.h"

enum { KHUNG__COMPARE_MOST = 22 }; /* dumbbells on the page */

/* The criteria with a gap, self highest above review first; *out lies in the arena. */
size_t khung__compare_gaps(khung__report *report, uint32_t **out);
/* Rows with head for the given criteria, from report->y, over as many pages as they need. */
void khung__compare_rows(khung__report *report, const uint32_t *list, size_t n);

#endif
