/* words: arguments, numbers and dates as each language writes them; every word in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "words.h"

static void same(khung__buf *buf, const char *expected)
{
    khung__buf_char(buf, '\0');
    assert_false(buf->failed);
    assert_string_equal(buf->s, expected);
    khung__buf_free(buf);
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *number, *vi, *en;
    } cases[] = {{"0", "0", "0"},           {"2.84", "2,84", "2.84"},         {"-1", "−1", "−1"},
                 {"123", "123", "123"},     {"1234.5", "1.234,5", "1,234.5"}, {"-1234567.00", "−1.234.567,00", "−1,234,567.00"},
                 {"100000", "100.000", "100,000"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khung__buf vi = {0}, en = {0};
        khung__buf_local(&vi, khung__str_of(cases[i].number), KHUNG__VI);
        khung__buf_local(&en, khung__str_of(cases[i].number), KHUNG__EN);
        same(&vi, cases[i].vi);
        same(&en, cases[i].en);
    }
}

static void dates(void **state)
{
    (void)state;
    static const struct {
        khung__date date;
        const char *long_vi, *short_vi, *en;
    } cases[] = {{{2026, 7, 5}, "ngày 05 tháng 7 năm 2026", "05/7/2026", "5 July 2026"},
                 {{2027, 1, 31}, "ngày 31 tháng 01 năm 2027", "31/01/2027", "31 January 2027"},
                 {{2026, 2, 1}, "ngày 01 tháng 02 năm 2026", "01/02/2026", "1 February 2026"},
                 {{2026, 12, 10}, "ngày 10 tháng 12 năm 2026", "10/12/2026", "10 December 2026"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khung__buf a = {0}, b = {0}, c = {0};
        khung__buf_date_long(&a, cases[i].date, KHUNG__VI);
        khung__buf_date_short(&b, cases[i].date, KHUNG__VI);
        khung__buf_date_long(&c, cases[i].date, KHUNG__EN);
        same(&a, cases[i].long_vi);
        same(&b, cases[i].short_vi);
        same(&c, cases[i].en);
    }
}

static void arguments(void **state)
{
    (void)state;
    khung__buf buf = {0};
    KHUNG__WORD(&buf, KHUNG__W_E_CAP_RULE, KHUNG__EN, KHUNG__S("A"), KHUNG__S("{0}"));
    same(&buf, "when A, at most {0}");
    khung__buf missing = {0};
    KHUNG__WORD(&missing, KHUNG__W_E_CAP_RULE, KHUNG__EN, KHUNG__S("A"));
    same(&missing, "when A, at most {1}");
}

/* Seven hours east a day may be the next one; what is no time of a store stays a day or a text. */
static void moments(void **state)
{
    (void)state;
    static const struct { const char *time, *vi, *en; } cases[] = {
        {"2026-07-05T03:15:30.000Z", "05/7/2026, 10:15", "5 July 2026, 10:15"},
        {"2025-12-31T17:00:00.000Z", "01/01/2026, 00:00", "1 January 2026, 00:00"},
        {"2026-07-05", "05/7/2026", "5 July 2026"},
        {"đầu năm", "đầu năm", "đầu năm"}};
    setenv("TZ", "ICT-7", 1);
    tzset();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khung__buf b = {0}, e = {0};
        khung__buf_moment(&b, khung__str_of(cases[i].time), KHUNG__VI);
        khung__buf_moment(&e, khung__str_of(cases[i].time), KHUNG__EN);
        assert_string_equal(b.s, cases[i].vi);
        assert_string_equal(e.s, cases[i].en);
        khung__buf_free(&b);
        khung__buf_free(&e);
    }
    setenv("TZ", "UTC", 1);
    tzset();
}

static void languages(void **state)
{
    (void)state;
    assert_int_equal(khung__language_of(KHUNG__S("en")), KHUNG__EN);
    assert_int_equal(khung__language_of(KHUNG__S("en_GB.UTF-8")), KHUNG__EN);
    assert_int_equal(khung__language_of(KHUNG__S("enm")), KHUNG__VI);
    assert_int_equal(khung__language_of(KHUNG__S("vi")), KHUNG__VI);
    assert_int_equal(khung__language_of(khung__str_of(NULL)), KHUNG__VI);
    for (int i = 0; i < KHUNG__W_COUNT; i++) {
        assert_true(khung__word((khung__word_id)i, KHUNG__VI).n > 0);
        assert_true(khung__word((khung__word_id)i, KHUNG__EN).n > 0);
        assert_true(khung__text_is_nfc_quick(khung__word((khung__word_id)i, KHUNG__VI)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers), cmocka_unit_test(dates), cmocka_unit_test(moments),
                                       cmocka_unit_test(arguments), cmocka_unit_test(languages)};
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
