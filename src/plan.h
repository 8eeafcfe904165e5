/* plan: improvement actions with owner, date, cost and state, and what the scores become by them. */
#ifndef KHUNG_PLAN_H
#define KHUNG_PLAN_H

#include "figures.h"
#include "leaf.h"

/* Adds all pages; doc->status tells how it went (also returned). */
khung_status khung__plan_lay(khung__doc *doc, const khung__leaf_input *in, const khung_figures *figures);

#endif
