/* questionnaire: a framework as a form of paper: the profile first, then every question with its levels, boxes, lines for reasons,
 * evidence and notes. */
#ifndef KHUNG_QUESTIONNAIRE_H
#define KHUNG_QUESTIONNAIRE_H

#include "leaf.h"
#include "score.h"

/* Adds all pages; doc->status tells how it went (also returned). filled: what is filled in already, bound to this framework; NULL: nothing. */
khung_status khung__questionnaire_lay(khung__doc *doc, const khung__leaf_input *in, const khung_framework *framework, const khung__bound *filled);
/* The sheet by which a group settles on common answers: what its people said of each criterion, without who said what. */
khung_status khung__consensus_lay(khung__doc *doc, const khung__leaf_input *in, const khung_framework *framework, const khung__tally *tally);

#endif
