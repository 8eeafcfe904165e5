/* portfolio: many organisations' results as counts: by grade, province and form, over the rounds, by domain; small groups are hidden, and
 * whatever else would tell them. */
#ifndef KHUNG_PORTFOLIO_H
#define KHUNG_PORTFOLIO_H

#include "figures.h"
#include "leaf.h"

/* Adds all pages; doc->status tells how it went (also returned). */
khung_status khung__portfolio_lay(khung__doc *doc, const khung__leaf_input *in, const khung_figures *figures);

/* ---- hiding: a pure function over counts ---- */

/* One printed number. Numbers that add up are a network: at every node but `from` of nothing and `to` of nothing (see khung__hide) what
 * comes in goes out, so a sum is an edge and its parts are edges behind it. */
typedef struct khung__hide_cell {
    uint32_t from, to;   /* nodes */
    int64_t value;       /* >= 0 */
    bool hidden;
    bool fixed;          /* printed whatever happens */
} khung__hide_cell;
enum { KHUNG__HIDE_VALUES = 4 }; /* how many values a hidden number must be able to take, for all that is printed */
/* Hides every cell of 1 to least − 1, then more, smallest first, until none of the hidden ones follows from the rest: with all sums kept,
 * each can still take KHUNG__HIDE_VALUES values. Nodes are numbered from 0; node 0 is where everything begins and node 1 where it ends,
 * and what passes through is printed. When that cannot be, all cells that are not fixed are hidden and *whole is false. Exact: a hidden
 * cell's range is a flow in the network of hidden cells. */
khung_status khung__hide(khung__hide_cell *cells, size_t count, uint32_t nodes, int64_t least, bool *whole);

#endif
