/* rational: exact whatever the size, reduced, rounded half away from zero, and quiet when memory ends. */
#include "rational.h"
#include "rational/natural.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static khung__arena arena;

static int tidy(void **state)
{
    (void)state;
    khung__arena_free(&arena);
    return 0;
}

static uint64_t next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33 ^ *state << 20;
}

/* A random fraction with up to `most` limbs above and below. */
static khung__rat random_rat(uint64_t *state, uint32_t most)
{
    uint64_t num[40], den[40];
    uint32_t num_n = 1 + (uint32_t)(next(state) % most), den_n = 1 + (uint32_t)(next(state) % most);
    for (uint32_t i = 0; i < num_n; i++)
        num[i] = next(state) % 3 == 0 ? UINT64_MAX : next(state);
    for (uint32_t i = 0; i < den_n; i++)
        den[i] = next(state) % 3 == 0 ? 0 : next(state);
    den[0] |= 1;
    khung__rat made = khung__rat_make(&arena, next(state) % 2, num, num_n, den, den_n);
    assert_true(made.has);
    return made;
}

static void says(khung__rat value, const char *exact)
{
    khung__buf buf = {0};
    khung__buf_rat(&buf, value);
    khung__buf_char(&buf, '\0');
    assert_string_equal(buf.s, exact);
    khung__buf_free(&buf);
}

static void shows(int64_t above, int64_t below, unsigned digits, const char *shown)
{
    khung__buf buf = {0};
    khung__rat value = khung__rat_div(&arena, khung__rat_int(&arena, above), khung__rat_int(&arena, below));
    khung__buf_rat_shown(&buf, value, digits);
    khung__buf_char(&buf, '\0');
    assert_string_equal(buf.s, shown);
    khung__buf_free(&buf);
}

static void test_text(void **state)
{
    (void)state;
    says(khung__rat_int(&arena, 0), "0");
    says(khung__rat_int(&arena, INT64_MIN), "-9223372036854775808");
    says(khung__rat_micro(&arena, 2750000), "11/4");
    says(khung__rat_micro(&arena, -500000), "-1/2");
    says(khung__rat_micro(&arena, 0), "0");
    says(khung__rat_none(), "");
    uint64_t limbs[4] = {0, 0, 0, 1}, den[1] = {3};
    says(khung__rat_make(&arena, true, limbs, 4, den, 1), "-6277101735386680763835789423207666416102355444464034512896/3");
    limbs[0] = 6;
    says(khung__rat_make(&arena, false, limbs, 1, limbs, 1), "1");
    assert_false(khung__rat_make(&arena, false, limbs, 1, den, 0).has);
}

static void test_shown(void **state)
{
    (void)state;
    shows(5, 2, 0, "3");
    shows(-5, 2, 0, "-3");
    shows(1, 8, 2, "0.13");
    shows(-1, 8, 2, "-0.13");
    shows(-1, 1000, 2, "0.00");
    shows(-1, 200, 2, "-0.01");
    shows(11, 4, 2, "2.75");
    shows(11, 4, 4, "2.7500");
    shows(0, 1, 2, "0.00");
    shows(99999, 1000, 2, "100.00");
    shows(7, 1, 0, "7");
    shows(INT64_MAX, 1, 1, "9223372036854775807.0");
    shows(1, 3, 9, "0.333333333");
}

static void test_laws(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int i = 0; i < 300; i++) {
        uint32_t most = i < 100 ? 1 : i < 200 ? 3 : 30;
        khung__rat a = random_rat(&seed, most), b = random_rat(&seed, most), c = random_rat(&seed, most);
        khung__rat back = khung__rat_sub(&arena, khung__rat_add(&arena, a, b), b);
        assert_int_equal(khung__rat_cmp(back, a), 0);
        assert_int_equal(back.den_n, a.den_n); /* reduced: the same limbs */
        assert_memory_equal(back.den, a.den, a.den_n * sizeof *a.den);
        khung__rat left = khung__rat_mul(&arena, a, khung__rat_add(&arena, b, c));
        khung__rat right = khung__rat_add(&arena, khung__rat_mul(&arena, a, b), khung__rat_mul(&arena, a, c));
        assert_int_equal(khung__rat_cmp(left, right), 0);
        assert_int_equal(khung__rat_cmp(khung__rat_div(&arena, khung__rat_mul(&arena, a, b), b), a), 0);
        khung__rat apart = khung__rat_sub(&arena, a, b);
        assert_int_equal(khung__rat_cmp(a, b), apart.num_n == 0 ? 0 : apart.negative ? -1 : 1);
        assert_int_equal(khung__rat_cmp(b, a), -khung__rat_cmp(a, b));
    }
}

/* gcd(f*a, f*b) = f * gcd(a, b), by limbs. */
static void test_gcd(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < 100; i++) {
        khung__rat ratio = random_rat(&seed, 12); /* reduced, so its parts have gcd 1 */
        khung__rat factor = random_rat(&seed, 12);
        uint64_t a[40] = {0}, b[40] = {0}, *room = malloc(khung__natural_gcd_room(40) * sizeof *room);
        uint32_t an = khung__natural_mul(a, ratio.num, ratio.num_n, factor.num, factor.num_n);
        uint32_t bn = khung__natural_mul(b, ratio.den, ratio.den_n, factor.num, factor.num_n);
        uint32_t n = khung__natural_gcd(a, an, b, bn, room);
        assert_int_equal(khung__natural_cmp(a, n, factor.num, factor.num_n), 0);
        free(room);
    }
}

static void test_division(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int i = 0; i < 100; i++) {
        khung__rat a = random_rat(&seed, 20), b = random_rat(&seed, 10);
        uint64_t copy[40], q[40], back[64], *room = malloc(khung__natural_div_room(40) * sizeof *room);
        memcpy(copy, a.num, a.num_n * sizeof *copy);
        uint32_t rest, qn = khung__natural_div(q, copy, a.num_n, &rest, b.num, b.num_n, room);
        assert_true(khung__natural_cmp(copy, rest, b.num, b.num_n) < 0);
        uint32_t n = khung__natural_mul(back, q, qn, b.num, b.num_n);
        n = khung__natural_add(back, back, n, copy, rest);
        assert_int_equal(khung__natural_cmp(back, n, a.num, a.num_n), 0);
        free(room);
    }
}

static void test_none(void **state)
{
    (void)state;
    khung__rat one = khung__rat_int(&arena, 1), zero = khung__rat_int(&arena, 0);
    assert_false(khung__rat_add(&arena, one, khung__rat_none()).has);
    assert_false(khung__rat_mul(&arena, khung__rat_none(), one).has);
    assert_false(khung__rat_div(&arena, one, zero).has);
    assert_true(khung__rat_div(&arena, zero, one).has);
}

static void test_approx(void **state)
{
    (void)state;
    assert_true(khung__rat_approx(khung__rat_micro(&arena, -2500000)) == -2.5);
    assert_true(khung__rat_approx(khung__rat_none()) == 0);
    uint64_t big[30] = {0}, low[31] = {0};
    big[29] = 3, low[30] = 1;
    assert_true(khung__rat_approx(khung__rat_make(&arena, false, big, 30, low, 31)) == 3 / 18446744073709551616.0);
}

/* Every allocation fails once: no value or a failed buffer, never a wrong one. */
static void test_faults(void **state)
{
    (void)state;
    uint64_t seed = 3;
    khung__rat a = random_rat(&seed, 30), b = random_rat(&seed, 30);
    for (size_t n = 1; n < 12; n++) {
        khung__arena own = {0};
        khung__alloc_fail_at(n);
        khung__rat sum = khung__rat_add(&own, a, b);
        khung__buf buf = {0};
        khung__buf_rat(&buf, a);
        khung__buf_rat_shown(&buf, a, 2);
        bool failed = buf.failed;
        khung__alloc_fail_at(0);
        assert_true(n > 3 || !sum.has || failed);
        if (sum.has)
            assert_int_equal(khung__rat_cmp(khung__rat_sub(&arena, sum, b), a), 0);
        khung__buf_free(&buf);
        khung__arena_free(&own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_text, tidy),     cmocka_unit_test_teardown(test_shown, tidy),
        cmocka_unit_test_teardown(test_laws, tidy),     cmocka_unit_test_teardown(test_gcd, tidy),
        cmocka_unit_test_teardown(test_division, tidy), cmocka_unit_test_teardown(test_none, tidy),
        cmocka_unit_test_teardown(test_approx, tidy),   cmocka_unit_test_teardown(test_faults, tidy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
