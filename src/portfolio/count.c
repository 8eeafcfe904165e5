/* portfolio/count: counts by place, form and grade as one network, medians and quartiles. */
#include "inner.h"

#include <stdlib.h>
#include <string.h>

/* ---- places: those of too few together, with the next smallest ones if they are still too few ---- */

typedef struct size { uint32_t place, count; } size;

static int by_size(const void *x, const void *y)
{
    const size *a = x, *b = y;
    return a->count != b->count ? (a->count < b->count ? -1 : 1) : a->place < b->place ? -1 : a->place > b->place;
}

/* Which places stand in the rest; returns how many. Places without anybody are left out of everything. */
static uint32_t choose_rest(khung__folio *f, const uint32_t *counts, bool *in_rest)
{
    uint32_t n = f->p->province_count, members = 0, chosen = 0;
    size *order = khung__arena_alloc(f->l.arena, (n + 1) * sizeof *order);
    if (!order) {
        khung__doc_fail(f->l.doc, KHUNG_NO_MEMORY);
        return 0;
    }
    for (uint32_t i = 0; i < n; i++) order[i] = (size){i, counts[i]};
    qsort(order, n, sizeof *order, by_size);
    for (uint32_t i = 0; i < n; i++) {
        if (!order[i].count) continue;
        bool small = khung__folio_few(f, order[i].count), short_of = chosen && khung__folio_few(f, members);
        if (!small && !short_of) break;
        in_rest[order[i].place] = true;
        members += order[i].count;
        chosen++;
    }
    return chosen;
}

static bool add_place(khung__folio *f, khung__place place, uint32_t of, const bool *in_rest)
{
    place.members = khung__arena_alloc(f->l.arena, (f->p->member_count + 1) * sizeof *place.members);
    if (!place.members) return false;
    for (uint32_t i = 0; i < f->p->member_count; i++) {
        uint32_t at = f->p->members[i].province;
        if (of == KHUNG__NONE ? !in_rest || in_rest[at] : at == of) place.members[place.count++] = i;
    }
    if (of == KHUNG__NONE && !in_rest) f->all = place;
    else f->places[f->place_count++] = place;
    return true;
}

static bool make_places(khung__folio *f)
{
    const khung__portfolio *p = f->p;
    uint32_t *counts = khung__arena_alloc(f->l.arena, (p->province_count + 1) * sizeof *counts);
    bool *in_rest = khung__arena_alloc(f->l.arena, p->province_count + 1);
    f->places = khung__arena_alloc(f->l.arena, (p->province_count + 1) * sizeof *f->places);
    f->sorted = khung__arena_alloc(f->l.arena, (p->member_count + 1) * sizeof *f->sorted);
    if (!counts || !in_rest || !f->places || !f->sorted) return false;
    for (uint32_t i = 0; i < p->member_count; i++) counts[p->members[i].province]++;
    uint32_t rest = choose_rest(f, counts, in_rest);
    bool fine = add_place(f, (khung__place){.title = khung__folio_whole_of(f)}, KHUNG__NONE, NULL);
    for (uint32_t i = 0; i < p->province_count && fine; i++)
        if (counts[i] && !in_rest[i])
            fine = add_place(f, (khung__place){.title = p->provinces[i].title, .registered = p->provinces[i].number, .joined = 1}, i, NULL);
    khung__phrase_id one = khung__folio_by(f, KHUNG__P_PORTFOLIO_REST_ONE, KHUNG__P_PORTFOLIO_REST_FORM_ONE, KHUNG__P_PORTFOLIO_REST_NETWORK_ONE);
    khung__phrase_id many = khung__folio_by(f, KHUNG__P_PORTFOLIO_REST, KHUNG__P_PORTFOLIO_REST_FORM, KHUNG__P_PORTFOLIO_REST_NETWORK);
    khung__str title = khung__leaf_count(&f->l, one, many, rest);
    if (rest && fine) fine = add_place(f, (khung__place){.title = title, .rest = true, .joined = rest}, KHUNG__NONE, in_rest);
    return fine;
}

/* ---- the network ----
 * Nodes: 0 all, 1 the end; a place; a place and form; a place and grade; a grade. Cells, in this order: places; places × forms; places ×
 * forms × grades; places × grades; grades. Everything flows from 0 by place and form, then by grade to 1, and each printed number is
 * one of the cells. */

static size_t at_form(const khung__folio *f, uint32_t place, uint32_t form)
{
    return f->place_count + (size_t)place * f->p->form_count + form;
}

static size_t at_both(const khung__folio *f, uint32_t place, uint32_t form, uint32_t grade)
{
    return at_form(f, f->place_count, 0) + ((size_t)place * f->p->form_count + form) * f->grades + grade;
}

static size_t at_grade(const khung__folio *f, uint32_t place, uint32_t grade)
{
    return at_both(f, f->place_count, 0, 0) + (size_t)place * f->grades + grade;
}

static void join_nodes(khung__folio *f)
{
    uint32_t places = f->place_count, forms = f->p->form_count, grades = f->grades;
    uint32_t form_node = 2 + places, cross_node = form_node + places * forms, grade_node = cross_node + places * grades;
    for (uint32_t i = 0; i < places; i++) {
        f->cells[i] = (khung__hide_cell){0, 2 + i, f->places[i].count, false, true};
        for (uint32_t k = 0; k < forms; k++) {
            f->cells[at_form(f, i, k)] = (khung__hide_cell){2 + i, form_node + i * forms + k, 0, false, false};
            for (uint32_t g = 0; g < grades; g++)
                f->cells[at_both(f, i, k, g)] = (khung__hide_cell){form_node + i * forms + k, cross_node + i * grades + g, 0, false, false};
        }
        for (uint32_t g = 0; g < grades; g++)
            f->cells[at_grade(f, i, g)] = (khung__hide_cell){cross_node + i * grades + g, grade_node + g, 0, false, false};
    }
    for (uint32_t g = 0; g < grades; g++) f->cells[at_grade(f, places, g)] = (khung__hide_cell){grade_node + g, 1, 0, false, false};
}

bool khung__folio_count(khung__folio *f)
{
    f->grades = f->p->grade_count + 1;
    if (!make_places(f)) return false;
    size_t count = at_grade(f, f->place_count, f->grades);
    f->cells = khung__arena_alloc(f->l.arena, (count + 1) * sizeof *f->cells);
    if (!f->cells) return false;
    join_nodes(f);
    for (uint32_t i = 0; i < f->place_count; i++)
        for (uint32_t k = 0; k < f->places[i].count; k++) {
            const khung__member *m = &f->p->members[f->places[i].members[k]];
            uint32_t grade = m->grade == KHUNG__NONE ? f->p->grade_count : m->grade;
            f->cells[at_form(f, i, m->form)].value++;
            f->cells[at_both(f, i, m->form, grade)].value++;
            f->cells[at_grade(f, i, grade)].value++;
            f->cells[at_grade(f, f->place_count, grade)].value++;
        }
    uint32_t nodes = 2 + f->place_count * (1 + f->p->form_count + f->grades) + f->grades;
    return khung__hide(f->cells, count, nodes, f->p->hide_below, &f->whole) == KHUNG_OK;
}

static khung__tally tally(const khung__folio *f, size_t cell)
{
    return (khung__tally){(uint32_t)f->cells[cell].value, f->cells[cell].hidden};
}

khung__tally khung__folio_grade(const khung__folio *f, uint32_t place, uint32_t grade) { return tally(f, at_grade(f, place, grade)); }
khung__tally khung__folio_grade_all(const khung__folio *f, uint32_t grade) { return tally(f, at_grade(f, f->place_count, grade)); }
khung__tally khung__folio_form(const khung__folio *f, uint32_t place, uint32_t form) { return tally(f, at_form(f, place, form)); }
khung__tally khung__folio_both(const khung__folio *f, uint32_t place, uint32_t form, uint32_t grade)
{
    return tally(f, at_both(f, place, form, grade));
}

/* ---- medians and quartiles ---- */

static int by_value(const void *x, const void *y)
{
    khung__micro a = *(const khung__micro *)x, b = *(const khung__micro *)y;
    return (a > b) - (a < b);
}

/* The value at `quarters` quarters of the way through the sorted list, between two of them in proportion. */
static khung__micro at(const khung__micro *list, uint32_t n, uint32_t quarters)
{
    uint32_t place = (n - 1) * quarters, whole = place / 4, part = place % 4;
    return part ? list[whole] + (list[whole + 1] - list[whole]) * part / 4 : list[whole];
}

static khung__spread spread(khung__folio *f, uint32_t n)
{
    khung__spread s = {.n = n};
    if (!n) return s;
    qsort(f->sorted, n, sizeof *f->sorted, by_value);
    s.low = at(f->sorted, n, 1);
    s.middle = at(f->sorted, n, 2);
    s.high = at(f->sorted, n, 3);
    return s;
}

khung__spread khung__folio_round(khung__folio *f, const khung__place *place, uint32_t round)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < place->count; i++) {
        const khung__member *m = &f->p->members[place->members[i]];
        khung__micro value = round == f->p->round_count ? m->total : m->before[round];
        if (value >= 0) f->sorted[n++] = value;
    }
    return spread(f, n);
}

khung__spread khung__folio_domain(khung__folio *f, const khung__place *place, uint32_t domain)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < place->count; i++) {
        khung__micro value = f->p->members[place->members[i]].domains[domain];
        if (value >= 0) f->sorted[n++] = value;
    }
    return spread(f, n);
}

uint32_t khung__folio_level(const khung__folio *f, khung__micro percent)
{
    uint32_t level = 0;
    while (level + 1 < f->p->level_count && f->p->levels[level + 1].from <= percent) level++;
    return level;
}
