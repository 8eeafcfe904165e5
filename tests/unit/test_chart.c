/* What is hidden stays hidden: joins of small cells, by hand and over every small distribution. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "chart.h"

static void join_is(const uint32_t *counts, uint32_t levels, uint32_t least, const uint32_t *want, size_t n)
{
    khung__chart_share shares[KHUNG__CHART_LEVELS];
    assert_int_equal(khung__chart_join(shares, counts, levels, least), n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(shares[i].count, want[i]);
}
#define JOIN(least, n, ...) join_is((const uint32_t[]){__VA_ARGS__}, 4, least, (const uint32_t[]) WANT, n)

static void joins_of_the_standard(void **state)
{
    (void)state;
#define WANT {10, 22, 14}
    JOIN(5, 3, 1, 9, 22, 14);
#undef WANT
#define WANT {8, 19, 19}
    JOIN(5, 3, 8, 19, 15, 4);
#undef WANT
#define WANT {5, 14, 19, 8}
    JOIN(5, 4, 5, 14, 19, 8);
#undef WANT
#define WANT {0, 0, 5, 0}
    JOIN(5, 4, 0, 0, 5, 0);
#undef WANT
#define WANT {0}
    JOIN(5, 0, 1, 1, 1, 1);
    JOIN(5, 0, 0, 0, 0, 0);
#undef WANT
#define WANT {1, 1, 1, 1}
    JOIN(0, 4, 1, 1, 1, 1);
#undef WANT
}

/* No cell from 1 to least - 1 is left, nobody is lost, shares are neighbours. */
static void joins_hide(void **state)
{
    (void)state;
    khung__chart_share shares[KHUNG__CHART_LEVELS];
    for (uint32_t i = 0; i < 7 * 7 * 7 * 7; i++) {
        uint32_t counts[] = {i % 7, i / 7 % 7, i / 49 % 7, i / 343}, all = 0, told = 0, next = 0;
        for (int k = 0; k < 4; k++)
            all += counts[k];
        size_t n = khung__chart_join(shares, counts, 4, 5);
        assert_int_equal(n == 0, all < 5);
        for (size_t k = 0; k < n; k++) {
            assert_true(shares[k].count == 0 || shares[k].count >= 5);
            assert_int_equal(shares[k].first, next);
            next = shares[k].last + 1;
            told += shares[k].count;
        }
        assert_int_equal(told, n ? all : 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(joins_of_the_standard), cmocka_unit_test(joins_hide)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
