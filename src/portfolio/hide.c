/* portfolio/hide: which counts are not printed. The counts and their sums form a network (province → province and form → province and
 * grade → grade); whoever reads the printed ones knows the hidden ones up to flows through hidden edges alone, and such flows are
 * whole numbers whenever the counts are (the matrix of a network is totally unimodular). So the values that a hidden cell can take are
 * an interval, and its ends are maximum flows. */
#include "../portfolio.h"

#include <string.h>

typedef struct network {
    khung__hide_cell *cells;
    size_t count;
    uint32_t nodes;
    uint32_t *first, *next; /* arcs by node: arc 2e leaves cells[e].from, 2e + 1 leaves cells[e].to */
    int64_t *moved;         /* of each cell: how far it is from its value now */
    int64_t *cost;          /* of each node, in a search */
    uint32_t *via, *queue;  /* the arc that reached a node; nodes to look at */
    bool *queued;
} network;

#define NO_ARC UINT32_MAX
#define FAR INT64_MAX

static bool prepare(network *n, khung__arena *arena)
{
    n->first = khung__arena_alloc(arena, n->nodes * sizeof *n->first);
    n->next = khung__arena_alloc(arena, (2 * n->count + 1) * sizeof *n->next);
    n->moved = khung__arena_alloc(arena, (n->count + 1) * sizeof *n->moved);
    n->cost = khung__arena_alloc(arena, n->nodes * sizeof *n->cost);
    n->via = khung__arena_alloc(arena, n->nodes * sizeof *n->via);
    n->queue = khung__arena_alloc(arena, n->nodes * sizeof *n->queue);
    n->queued = khung__arena_alloc(arena, n->nodes * sizeof *n->queued);
    if (!n->first || !n->next || !n->moved || !n->cost || !n->via || !n->queue || !n->queued) return false;
    for (uint32_t v = 0; v < n->nodes; v++) n->first[v] = NO_ARC;
    for (size_t e = n->count; e-- > 0;)
        for (int back = 0; back < 2; back++) {
            uint32_t at = back ? n->cells[e].to : n->cells[e].from, arc = (uint32_t)(2 * e) + (uint32_t)back;
            n->next[arc] = n->first[at];
            n->first[at] = arc;
        }
    return true;
}

/* What it costs to send one more along the arc: nothing through hidden cells, one more than its value to hide a printed one, FAR where it
 * cannot be. Backwards a cell can only give what it has. */
static int64_t cost_of(const network *n, uint32_t arc, bool hide_more)
{
    const khung__hide_cell *c = &n->cells[arc / 2];
    if (arc % 2 && c->value + n->moved[arc / 2] <= 0) return FAR;
    if (c->hidden) return 0;
    return hide_more && !c->fixed ? c->value + 1 : FAR;
}

/* The cheapest way from `from` to `to` without the cell `but`; false when there is none. */
static bool search(network *n, uint32_t from, uint32_t to, size_t but, bool hide_more)
{
    size_t head = 0, waiting = 0;
    for (uint32_t v = 0; v < n->nodes; v++) n->cost[v] = FAR, n->queued[v] = false;
    n->cost[from] = 0;
    n->queue[waiting++] = from;
    while (waiting) {
        uint32_t v = n->queue[head];
        head = (head + 1) % n->nodes;
        waiting--;
        n->queued[v] = false;
        for (uint32_t arc = n->first[v]; arc != NO_ARC; arc = n->next[arc]) {
            int64_t step = arc / 2 == but ? FAR : cost_of(n, arc, hide_more);
            if (step == FAR) continue;
            uint32_t w = arc % 2 ? n->cells[arc / 2].from : n->cells[arc / 2].to;
            if (n->cost[v] + step >= n->cost[w]) continue;
            n->cost[w] = n->cost[v] + step;
            n->via[w] = arc;
            if (n->queued[w]) continue;
            n->queue[(head + waiting++) % n->nodes] = w;
            n->queued[w] = true;
        }
    }
    return n->cost[to] != FAR;
}

/* Sends one along the way that was found last; cells on it become hidden. */
static bool send(network *n, uint32_t from, uint32_t to)
{
    bool fresh = false;
    for (uint32_t v = to; v != from;) {
        uint32_t arc = n->via[v];
        khung__hide_cell *c = &n->cells[arc / 2];
        fresh = fresh || !c->hidden;
        c->hidden = true;
        n->moved[arc / 2] += arc % 2 ? -1 : 1;
        v = arc % 2 ? c->to : c->from;
    }
    return fresh;
}

/* By how many the cell can be more (or less) for all that is printed, at most KHUNG__HIDE_VALUES − 1. */
static int64_t room(network *n, size_t cell, bool less)
{
    const khung__hide_cell *c = &n->cells[cell];
    uint32_t from = less ? c->from : c->to, to = less ? c->to : c->from;
    int64_t most = KHUNG__HIDE_VALUES - 1, sent = 0;
    if (less && c->value < most) most = c->value;
    memset(n->moved, 0, n->count * sizeof *n->moved);
    while (sent < most && search(n, from, to, cell, false)) {
        send(n, from, to);
        sent++;
    }
    return sent;
}

/* Hides what is cheapest so that the cell can be one more (else one less) than now; false when nothing can be hidden for it. */
static bool widen(network *n, size_t cell)
{
    const khung__hide_cell *c = &n->cells[cell];
    for (int less = 0; less < 2; less++) {
        int64_t have = room(n, cell, less); /* leaves `moved` at the most there is */
        if (less && have >= c->value) continue;
        uint32_t from = less ? c->from : c->to, to = less ? c->to : c->from;
        if (search(n, from, to, cell, true)) return send(n, from, to);
    }
    return false;
}

static bool protect(network *n)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t e = 0; e < n->count; e++) {
            if (!n->cells[e].hidden) continue;
            while (room(n, e, false) + room(n, e, true) + 1 < KHUNG__HIDE_VALUES) {
                if (!widen(n, e)) return false;
                again = true;
            }
        }
    }
    return true;
}

khung_status khung__hide(khung__hide_cell *cells, size_t count, uint32_t nodes, int64_t least, bool *whole)
{
    khung__arena arena = {0};
    network n = {.cells = cells, .count = count, .nodes = nodes};
    *whole = false;
    if (!prepare(&n, &arena)) {
        khung__arena_free(&arena);
        return KHUNG_NO_MEMORY;
    }
    for (size_t e = 0; e < count; e++) cells[e].hidden = !cells[e].fixed && cells[e].value > 0 && cells[e].value < least;
    *whole = protect(&n);
    for (size_t e = 0; e < count && !*whole; e++) cells[e].hidden = !cells[e].fixed;
    khung__arena_free(&arena);
    return KHUNG_OK;
}
