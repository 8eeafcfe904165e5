/* What is hidden of counts: on random small tables every table that agrees with what is printed is written out, and each hidden cell must
 * take four values at least among them. */
#include "portfolio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64, BASE = 12 };

/* Places × forms × grades with all their sums, as portfolio/count.c lays them: the base cells first. */
typedef struct shape {
    uint32_t places, forms, grades, nodes;
    khung__hide_cell cells[MOST];
    size_t count, base;
} shape;

static void add(shape *s, uint32_t from, uint32_t to, bool fixed)
{
    s->cells[s->count++] = (khung__hide_cell){from, to, 0, false, fixed};
}

static void make(shape *s, uint32_t places, uint32_t forms, uint32_t grades)
{
    *s = (shape){.places = places, .forms = forms, .grades = grades};
    uint32_t form_node = 2 + places, cross = form_node + places * forms, grade_node = cross + places * grades;
    s->nodes = grade_node + grades;
    for (uint32_t p = 0; p < places; p++)
        for (uint32_t f = 0; f < forms; f++)
            for (uint32_t g = 0; g < grades; g++) add(s, form_node + p * forms + f, cross + p * grades + g, false);
    s->base = s->count;
    for (uint32_t p = 0; p < places; p++) add(s, 0, 2 + p, true);
    for (uint32_t p = 0; p < places; p++)
        for (uint32_t f = 0; f < forms; f++) add(s, 2 + p, form_node + p * forms + f, false);
    for (uint32_t p = 0; p < places; p++)
        for (uint32_t g = 0; g < grades; g++) add(s, cross + p * grades + g, grade_node + g, false);
    for (uint32_t g = 0; g < grades; g++) add(s, grade_node + g, 1, false);
}

/* The sums that follow from base cells, in the order of the cells. */
static void sums(const shape *s, const int64_t *base, int64_t *out)
{
    memset(out, 0, MOST * sizeof *out);
    size_t forms = s->base + s->places, crosses = forms + s->places * s->forms, grades = crosses + s->places * s->grades;
    for (size_t i = 0; i < s->base; i++) {
        size_t g = i % s->grades, f = i / s->grades % s->forms, p = i / s->grades / s->forms;
        out[i] = base[i];
        out[s->base + p] += base[i];
        out[forms + p * s->forms + f] += base[i];
        out[crosses + p * s->grades + g] += base[i];
        out[grades + g] += base[i];
    }
}

typedef struct seen {
    const shape *s;
    int64_t values[MOST][4]; /* different values of each hidden cell, four at most */
    int n[MOST];
    int64_t base[BASE];
} seen;

static void note(seen *w)
{
    int64_t all[MOST];
    sums(w->s, w->base, all);
    for (size_t e = 0; e < w->s->count; e++)
        if (!w->s->cells[e].hidden && all[e] != w->s->cells[e].value) return;
    for (size_t e = 0; e < w->s->count; e++) {
        int k = 0;
        while (k < w->n[e] && w->values[e][k] != all[e]) k++;
        if (k == w->n[e] && k < 4) w->values[e][w->n[e]++] = all[e];
    }
}

/* Every way to fill the base cells from `i` on with `left` organisations of the place (its number is printed). */
static void fill(seen *w, size_t i, int64_t left)
{
    const shape *s = w->s;
    size_t row = s->forms * s->grades;
    if (i == s->base) {
        note(w);
        return;
    }
    bool last = (i + 1) % row == 0;
    int64_t from = 0, to = left;
    if (!s->cells[i].hidden) from = to = s->cells[i].value;
    if (last) from = left > from ? left : from;
    for (int64_t v = from; v <= to && v <= left; v++) {
        w->base[i] = v;
        fill(w, i + 1, last ? (i + 1 < s->base ? s->cells[s->base + (i + 1) / row].value : 0) : left - v);
    }
}

static void fill_randomly(shape *s, unsigned most)
{
    int64_t base[BASE] = {0}, all[MOST];
    for (size_t i = 0; i < s->base; i++) base[i] = rand() % 3 ? rand() % (int)(most + 1) : 0;
    sums(s, base, all);
    for (size_t e = 0; e < s->count; e++) s->cells[e].value = all[e];
}

static void check(shape *s, int *hidden, int *given_up)
{
    bool whole = false;
    assert_int_equal(khung__hide(s->cells, s->count, s->nodes, 5, &whole), KHUNG_OK);
    *given_up += !whole;
    for (size_t e = 0; e < s->count; e++) {
        assert_true(s->cells[e].fixed || s->cells[e].hidden || s->cells[e].value == 0 || s->cells[e].value >= 5);
        assert_false(s->cells[e].fixed && s->cells[e].hidden);
        *hidden += s->cells[e].hidden;
    }
    if (!whole) return;
    seen w = {.s = s};
    fill(&w, 0, s->cells[s->base].value);
    for (size_t e = 0; e < s->count; e++)
        if (s->cells[e].hidden) assert_int_equal(w.n[e], 4);
}

static void nothing_follows(void **state)
{
    (void)state;
    static const uint32_t shapes[][3] = {{1, 2, 2}, {1, 2, 3}, {2, 1, 2}, {2, 2, 2}, {3, 1, 2}, {2, 1, 3}, {1, 3, 3}};
    int hidden = 0, given_up = 0;
    srand(7);
    for (int i = 0; i < 210; i++) {
        shape s;
        const uint32_t *d = shapes[i % 7];
        make(&s, d[0], d[1], d[2]);
        fill_randomly(&s, s.base > 6 ? 6 : 9);
        check(&s, &hidden, &given_up);
    }
    assert_true(hidden > 500);
    assert_true(given_up < 60);
}

/* One place, one small cell: its row and column must lose another cell each, and the one across. */
static void four_corners(void **state)
{
    (void)state;
    shape s;
    make(&s, 1, 2, 2);
    const int64_t base[] = {2, 20, 30, 40};
    int64_t all[MOST];
    sums(&s, base, all);
    for (size_t e = 0; e < s.count; e++) s.cells[e].value = all[e];
    bool whole;
    assert_int_equal(khung__hide(s.cells, s.count, s.nodes, 5, &whole), KHUNG_OK);
    assert_true(whole);
    for (size_t e = 0; e < s.base; e++) assert_true(s.cells[e].hidden);
    for (size_t e = s.base; e < s.count; e++) assert_false(s.cells[e].hidden);
}

/* Where nothing is small, nothing is hidden; zeros are told. */
static void nothing_small(void **state)
{
    (void)state;
    shape s;
    make(&s, 1, 2, 2);
    const int64_t base[] = {5, 0, 0, 7};
    int64_t all[MOST];
    sums(&s, base, all);
    for (size_t e = 0; e < s.count; e++) s.cells[e].value = all[e];
    bool whole;
    assert_int_equal(khung__hide(s.cells, s.count, s.nodes, 5, &whole), KHUNG_OK);
    for (size_t e = 0; e < s.count; e++) assert_false(s.cells[e].hidden);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_follows), cmocka_unit_test(four_corners), cmocka_unit_test(nothing_small)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
