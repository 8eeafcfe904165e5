/* webpage: one HTML file that works by itself, without network: style sheet, program and data lie in it, and the policy in its head names the digests of the
 * first two, so that nothing else may run, style, or be fetched. What such pages share (webpage/base.css, webpage/elements.js) is put before their own. */
#ifndef KHUNG_WEBPAGE_H
#define KHUNG_WEBPAGE_H

#include "text.h"

typedef struct khung__webpage {
    khung__str language, title;
    const char *style;                  /* after base.css */
    const char *const *scripts;         /* after elements.js, in the order in which they build on each other; they become one function */
    size_t script_count;
    khung__str data;                    /* JSON that the scripts read from the element #data */
    const char *too_old[2];             /* Vietnamese, English: what stands there until a script takes it away */
} khung__webpage;
/* Appends the file. False when memory ends. The same input gives the same bytes. */
bool khung__webpage_write(khung__buf *out, const khung__webpage *page);

#endif
