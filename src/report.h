/* report: lays out the `assessment` document with the page model: cover, one-page summary, a part
 * for each domain, self beside reviewer, annexes. It reads results and answers; it computes no
 * score and knows no PDF. */
#ifndef KHUNG_REPORT_H
#define KHUNG_REPORT_H

#include "description.h"
#include "explain.h"
#include "page.h"

/* What a document is made from; everything is lent for the call. */
typedef struct khung__report_input {
    const khung_framework *framework;
    const khung_result *result;
    const khung__bound *tracks; /* one an answers file, any order */
    size_t track_count;
    khung__rat self_percent; /* the total of the self-assessment alone; none when not known */
    khung__language language;
    const khung_report_options *options; /* never NULL */
    const khung_description *description; /* never NULL */
    khung__str code;                     /* the result's code, XXXX-XXXX */
    const struct khung__issued *issued;  /* a certificate that was issued (certificate.h); NULL: none, or a preview */
} khung__report_input;

/* The track that speaks for the organisation (consensus before self) and the reviewer's; NULL when
 * there is none. */
const khung__bound *khung__report_self(const khung__report_input *in);
const khung__bound *khung__report_reviewer(const khung__report_input *in);

/* Who issues the document: the caller's word, else the description's, else the framework's
 * publisher. */
khung__str khung__report_issuer(const khung__report_input *in);

/* The colours that the description gives; true when they are not the usual ones. */
bool khung__report_palette(khung__rgb out[KHUNG__ROLES], const khung_description *description);

/* Adds all pages of the assessment document; doc->status tells how it went (also returned).
 * Bookmarks, structure and names of boxes are set; title and language of the document are the
 * caller's. */
khung_status khung__report_assessment(khung__doc *doc, const khung__report_input *in);

/* The `summary` document: what the assessment's summary says, on one page. `shorter` from 0: how much of what does not fit is told
 * by its number instead; from KHUNG__BRIEFEST on it fits whatever the framework. */
enum { KHUNG__BRIEFEST = 3 };
khung_status khung__report_brief(khung__doc *doc, const khung__report_input *in, int shorter);

#endif
