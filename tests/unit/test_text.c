/* text: memory, strings, UTF-8 and NFC, decimals, dates, SHA-256. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "text.h"

static bool is(khung__str s, const char *expected)
{
    return s.s && s.n == strlen(expected) && memcmp(s.s, expected, s.n) == 0;
}

/* ---- memory ---- */

static void arena_pieces(void **state)
{
    (void)state;
    khung__arena arena = {0};
    static const size_t sizes[] = {0, 1, 15, 16, 17, 4000, 5000, 100000, 3, 2000000, 7};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *piece = khung__arena_alloc(&arena, sizes[i]);
        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % 16, 0);
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(piece[j], 0);
        memset(piece, 0xA5, sizes[i]);
        khung__str text = khung__str_copy(&arena, KHUNG__S("Hội"));
        assert_true(is(text, "Hội"));
        assert_int_equal(text.s[text.n], 0);
    }
    assert_null(khung__arena_alloc(&arena, SIZE_MAX));
    assert_null(khung__arena_alloc(&arena, SIZE_MAX - 20));
    assert_true(is(khung__str_copy(&arena, (khung__str){0}), ""));
    khung__arena_free(&arena);
    assert_true(khung__arena_reserve(&arena, 100000));
    assert_non_null(khung__arena_alloc(&arena, 10));
    khung__arena_free(&arena);
    khung__arena_free(&arena);
}

static void arena_pieces_do_not_overlap(void **state)
{
    (void)state;
    khung__arena arena = {0};
    unsigned char *piece[400];
    khung__str text[400];
    for (int i = 0; i < 400; i++) {
        char filled[64];
        memset(filled, i & 255, sizeof filled);
        piece[i] = khung__arena_alloc(&arena, (size_t)(i % 61));
        text[i] = khung__str_copy(&arena, (khung__str){filled, (size_t)(i % 64)});
        memset(piece[i], i & 255, (size_t)(i % 61));
    }
    for (int i = 0; i < 400; i++) {
        for (int j = 0; j < i % 61; j++)
            assert_int_equal(piece[i][j], i & 255);
        for (size_t j = 0; j < text[i].n; j++)
            assert_int_equal((unsigned char)text[i].s[j], i & 255);
    }
    khung__arena_free(&arena);
}

static void allocations_fail_when_told(void **state)
{
    (void)state;
    khung__arena arena = {0};
    khung__alloc_fail_at(2);
    void *first = khung__alloc(10);
    assert_non_null(first);
    assert_null(khung__alloc(10));
    assert_null(khung__realloc(first, 20));
    assert_null(khung__arena_alloc(&arena, 1));
    assert_null(khung__str_copy(&arena, KHUNG__S("x")).s);
    assert_int_equal(khung__alloc_count(), 5);
    khung__alloc_fail_at(0);
    first = khung__realloc(first, 20);
    assert_non_null(first);
    khung__free(first);
    khung__free(NULL);
}

/* ---- strings ---- */

static void strings_compare_by_bytes(void **state)
{
    (void)state;
    assert_true(khung__str_eq((khung__str){0}, KHUNG__S("")));
    assert_false(khung__str_eq(KHUNG__S("a"), KHUNG__S("ab")));
    assert_true(khung__str_cmp(KHUNG__S("a"), KHUNG__S("ab")) < 0);
    assert_true(khung__str_cmp(KHUNG__S("b"), KHUNG__S("ab")) > 0);
    assert_true(khung__str_cmp(KHUNG__S("z"), KHUNG__S("đ")) < 0);
    assert_int_equal(khung__str_cmp((khung__str){0}, KHUNG__S("")), 0);
    assert_null(khung__str_of(NULL).s);
    assert_int_equal(khung__str_of("abc").n, 3);
    assert_true(is(khung__text_trim(KHUNG__S(" \t\r\n\v\fa b\n ")), "a b"));
    assert_true(is(khung__text_trim(KHUNG__S("\xC2\xA0" "a")), "\xC2\xA0" "a"));
    assert_int_equal(khung__text_trim(KHUNG__S("  ")).n, 0);
}

static void buffers_write(void **state)
{
    (void)state;
    khung__buf buf = {0};
    khung__buf_int(&buf, 0);
    khung__buf_char(&buf, ' ');
    khung__buf_int(&buf, INT64_MIN);
    khung__buf_z(&buf, " ");
    khung__buf_int(&buf, INT64_MAX);
    khung__buf_printf(&buf, " %s %d", "x", 5);
    khung__buf_str(&buf, KHUNG__S("!"));
    khung__buf_date(&buf, (khung__date){2026, 3, 9});
    assert_string_equal(buf.s, "0 -9223372036854775808 9223372036854775807 x 5!2026-03-09");
    khung__buf_free(&buf);
    khung__buf_json(&buf, (khung__str){"a\"\\\b\t\n\f\r\x01\x1f/é\0\x7f", 15});
    assert_string_equal(buf.s, "\"a\\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001f/é\\u0000\x7f\"");
    khung__buf_free(&buf);
    khung__buf_json(&buf, (khung__str){0});
    assert_string_equal(buf.s, "\"\"");
    khung__buf_free(&buf);
}

static void buffers_fail_once_and_stay_failed(void **state)
{
    (void)state;
    khung__buf buf = {.limit = 10};
    khung__buf_z(&buf, "0123456789");
    assert_false(buf.failed);
    khung__buf_char(&buf, 'x');
    assert_true(buf.failed);
    khung__buf_z(&buf, "");
    assert_true(buf.failed);
    assert_string_equal(buf.s, "0123456789");
    khung__buf_free(&buf);
    assert_int_equal(buf.limit, 10);
    khung__alloc_fail_at(1);
    khung__buf_printf(&buf, "%d", 1);
    khung__alloc_fail_at(0);
    assert_true(buf.failed);
    khung__buf_free(&buf);
}

/* ---- UTF-8 ---- */

static void utf8_agrees_with_utf8proc(void **state)
{
    (void)state;
    /* Every sequence of one and two bytes, and every lead with edges of the others. */
    static const unsigned char edge[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    for (int a = 0; a < 256; a++)
        for (size_t i = 0; i < 1000; i++) {
            char bytes[4] = {(char)a, (char)edge[i / 100], (char)edge[i / 10 % 10], (char)edge[i % 10]};
            for (int n = 1; n <= 4; n++) {
                utf8proc_int32_t expected;
                utf8proc_ssize_t size = utf8proc_iterate((utf8proc_uint8_t *)bytes, n, &expected);
                const char *p = bytes;
                int32_t code = khung__utf8_next(&p, bytes + n);
                assert_int_equal(code, size < 0 ? -1 : expected);
                assert_int_equal(p - bytes, size < 0 ? 1 : size);
            }
        }
}

static void utf8_round_trip(void **state)
{
    (void)state;
    for (int32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[4];
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        size_t n = khung__utf8_put(bytes, code);
        const char *p = bytes;
        if (khung__utf8_next(&p, bytes + n) != code || p != bytes + n)
            fail_msg("U+%04X", (unsigned)code);
    }
    assert_int_equal(khung__utf8_count(KHUNG__S("Hội \xFF\xC3")), 6);
    assert_int_equal(khung__utf8_count((khung__str){0}), 0);
    assert_int_equal(khung__utf8_width('a'), 1);
    assert_int_equal(khung__utf8_width(0x0323), 0);
    assert_int_equal(khung__utf8_width(0x65E5), 2);
    assert_int_equal(khung__utf8_width(-1), 1);
}

/* ---- NFC ---- */

static bool is_quick(int32_t code)
{
    char bytes[4];
    return khung__text_is_nfc_quick((khung__str){bytes, khung__utf8_put(bytes, code)});
}

/* What the quick test accepts alone must be a starter that NFC leaves alone and that nothing before it composes with: then
 * any text of such code points is NFC. */
static void quick_nfc_is_true(void **state)
{
    (void)state;
    size_t accepted = 0;
    for (int32_t code = 0; code <= 0x10FFFF; code++) {
        if ((code >= 0xD800 && code <= 0xDFFF) || !is_quick(code))
            continue;
        accepted++;
        const utf8proc_property_t *property = utf8proc_get_property(code);
        utf8proc_int32_t made[32];
        int boundary = 0;
        utf8proc_ssize_t n = utf8proc_decompose_char(code, made, 32, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &boundary);
        n = utf8proc_normalize_utf32(made, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
        bool second = property->comb_index != UINT16_MAX && property->comb_index >= 0x8000;
        if (n != 1 || made[0] != code || property->combining_class != 0 || second)
            fail_msg("U+%04X is not NFC beyond doubt", (unsigned)code);
    }
    assert_true(accepted > 3000);
}

static void quick_nfc_knows_the_common(void **state)
{
    (void)state;
    for (int32_t code = 0; code < 0x300; code++)
        assert_true(is_quick(code));
    for (int32_t code = 0x1E00; code <= 0x1EFF; code++)
        assert_true(is_quick(code));
    for (int32_t code = 0x2010; code <= 0x2026; code++)
        assert_true(is_quick(code));
    assert_true(khung__text_is_nfc_quick(KHUNG__S("Quỹ – “5.000 ₫” → ≥ 3 ✓…")));
    assert_false(khung__text_is_nfc_quick(KHUNG__S("o\xCC\x82")));
    assert_false(khung__text_is_nfc_quick(KHUNG__S("\xE1\xBB"))); /* cut in the middle */
    assert_true(khung__text_is_nfc_quick((khung__str){0}));
}

static void nfc_composes(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {{"Hội", "Hội"},
                 {"Ho\xCC\xA3\xCC\x82i", "Hội"},
                 {"Ho\xCC\x82\xCC\xA3i", "Hội"},
                 {"\xE2\x84\xAB", "Å"},
                 {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "한"},
                 {"\xCC\x81", "\xCC\x81"},
                 {"日本", "日本"}};
    khung__arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khung__str out;
        assert_true(khung__text_nfc(&arena, khung__str_of(cases[i].in), &out));
        assert_true(is(out, cases[i].out));
    }
    khung__str same = KHUNG__S("日本"), out;
    assert_true(khung__text_nfc(&arena, same, &out));
    assert_ptr_equal(out.s, same.s);
    khung__alloc_fail_at(1);
    assert_false(khung__text_nfc(&arena, KHUNG__S("o\xCC\x82"), &out));
    khung__alloc_fail_at(0);
    khung__arena_free(&arena);
}

/* Long runs of marks, sorted by counting, come out as utf8proc sorts them, and at once. */
static void nfc_sorts_long_runs(void **state)
{
    (void)state;
    enum { MARKS = 3000 };
    static const int32_t marks[] = {0x301, 0x323, 0x31B, 0x302, 0x345, 0x300, 0x328};
    static char text[MARKS * 2 + 2];
    for (size_t length = 30; length <= MARKS; length *= 10) {
        size_t n = 1;
        text[0] = 'o';
        for (size_t i = 0; i < length; i++)
            n += khung__utf8_put(text + n, marks[i * i % 7]);
        text[n] = '\0';
        khung__arena arena = {0};
        khung__str out;
        assert_true(khung__text_nfc(&arena, (khung__str){text, n}, &out));
        utf8proc_uint8_t *expected = utf8proc_NFC((utf8proc_uint8_t *)text);
        assert_true(is(out, (char *)expected));
        free(expected);
        khung__arena_free(&arena);
    }
}

static void distances(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned most, distance;
    } cases[] = {{"set", "sett", 2, 1}, {"set", "SET", 2, 0},    {"ab", "ba", 2, 1},       {"", "abc", 5, 3},
                 {"", "", 0, 0},        {"kitten", "sitting", 3, 3}, {"kitten", "sitting", 2, 3}, {"quản", "quan", 2, 1},
                 {"abcdef", "a", 2, 3}, {"weight", "wieght", 1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(khung__text_distance(khung__str_of(cases[i].a), khung__str_of(cases[i].b), cases[i].most),
                         cases[i].distance);
    char longer[66];
    memset(longer, 'a', sizeof longer);
    assert_int_equal(khung__text_distance((khung__str){longer, 64}, (khung__str){longer, 64}, 3), 0);
    assert_int_equal(khung__text_distance((khung__str){longer, 65}, (khung__str){longer, 65}, 3), 4);
}

static void slugs(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {{"Quản trị", "quan-tri"}, {"quản-trị", "quan-tri"}, {"  Đa dạng & ổn định! ", "da-dang-on-dinh"},
                 {"ƯỚC nguyện 2026", "uoc-nguyen-2026"}, {"—", ""}, {"", ""}, {"日本a", "a"}, {"o\xCC\x82n", "on"}};
    khung__arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(is(khung__text_slug(&arena, khung__str_of(cases[i].in)), cases[i].out));
    khung__arena_free(&arena);
}

/* ---- scalars ---- */

static void ids(void **state)
{
    (void)state;
    char longest[65];
    memset(longest, 'a', sizeof longest);
    assert_true(khung__is_id((khung__str){longest, 64}));
    assert_false(khung__is_id((khung__str){longest, 65}));
    static const char *const good[] = {"a", "0", "a-", "gov-board", "2026"};
    static const char *const bad[] = {"", "-a", "A", "a_b", "a b", "quản-trị", "a.b"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(khung__is_id(khung__str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(khung__is_id(khung__str_of(bad[i])));
}

static void wholes(void **state)
{
    (void)state;
    int64_t value = -7;
    static const char *const bad[] = {"", "-1", "+1", "01", "00", "1234567890123", "1e3", "0x1", " 1", "1 ", "1.0", "١"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(khung__read_whole(khung__str_of(bad[i]), &value));
    assert_int_equal(value, -7);
    assert_true(khung__read_whole(KHUNG__S("0"), &value) && value == 0);
    assert_true(khung__read_whole(KHUNG__S("999999999999"), &value) && value == 999999999999);
}

static void decimals(void **state)
{
    (void)state;
    khung__micro value = -7;
    static const char *const bad[] = {"",      "-",    "-0",   "-0.0", "-0.000000", "1.",  ".5",   "1.1234567", "1,5", "1e3", "+1",
                                      "--1",   "01",   "1.2.3", "0x1", "1234567890123", "inf", "nan", "1 ",  "1._5", "-.5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(khung__read_decimal(khung__str_of(bad[i]), &value));
    assert_int_equal(value, -7);
    static const struct {
        const char *text;
        khung__micro value;
    } good[] = {{"0", 0},          {"0.0", 0},          {"1", 1000000},      {"-1.5", -1500000},
                {"1.10", 1100000}, {"0.000001", 1}, {"-0.000001", -1}, {"999999999999.999999", 999999999999999999}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(khung__read_decimal(khung__str_of(good[i].text), &value));
        assert_true(value == good[i].value);
    }
}

static void dates(void **state)
{
    (void)state;
    khung__date d = {0};
    static const char *const bad[] = {"", "2026-1-1", "2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10",
                                      "2026-04-31", "0999-01-01", "2026-01-00", "02/10/2026", "2026-01-01 ", "2026/01/01",
                                      "20260101", "2026-0a-01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(khung__read_date(khung__str_of(bad[i]), &d));
    assert_int_equal(d.year, 0);
    assert_true(khung__read_date(KHUNG__S("2000-02-29"), &d));
    assert_true(khung__read_date(KHUNG__S("1000-01-01"), &d));
    assert_true(khung__read_date(KHUNG__S("9999-12-31"), &d));
    assert_int_equal(d.year * 10000 + d.month * 100 + d.day, 99991231);
}

static void months(void **state)
{
    (void)state;
    static const struct {
        khung__date from;
        int months;
        khung__date to;
    } cases[] = {{{2026, 1, 31}, 1, {2026, 2, 28}}, {{2024, 1, 31}, 1, {2024, 2, 29}},  {{2026, 3, 31}, -1, {2026, 2, 28}},
                 {{2026, 1, 1}, -1, {2025, 12, 1}}, {{2026, 12, 31}, 2, {2027, 2, 28}}, {{2026, 5, 5}, 0, {2026, 5, 5}},
                 {{2026, 5, 5}, 24, {2028, 5, 5}},  {{2026, 5, 5}, INT_MAX, {9999, 12, 31}}, {{2026, 5, 5}, INT_MIN, {1, 1, 1}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(khung__date_cmp(khung__date_add_months(cases[i].from, cases[i].months), cases[i].to), 0);
    khung__date a = {2026, 1, 31};
    assert_int_equal(khung__date_months_between(a, a), 0);
    assert_int_equal(khung__date_months_between(a, (khung__date){2026, 2, 27}), 0);
    assert_int_equal(khung__date_months_between(a, (khung__date){2026, 2, 28}), 1);
    assert_int_equal(khung__date_months_between(a, (khung__date){2026, 1, 30}), -1);
    assert_int_equal(khung__date_months_between(a, (khung__date){2027, 1, 31}), 12);
    assert_int_equal(khung__date_months_between(a, (khung__date){2025, 12, 31}), -1);
    assert_int_equal(khung__date_months_between(a, (khung__date){2025, 12, 30}), -2);
    /* The definition, day by day over two years: the greatest m whose m-th month is not after b. */
    for (int day = 1; day <= 700; day++) {
        khung__date b = khung__date_add_months((khung__date){2025, 2, 1}, day / 28);
        b.day = (int8_t)(day % 28 + 1);
        int m = khung__date_months_between(a, b);
        assert_true(khung__date_cmp(khung__date_add_months(a, m), b) <= 0);
        assert_true(khung__date_cmp(khung__date_add_months(a, m + 1), b) > 0);
    }
}

/* The examples of FIPS 180-2. */
static void sha256(void **state)
{
    (void)state;
    char out[KHUNG_DIGEST_SIZE];
    khung__sha256 h;
    khung__sha256_start(&h);
    khung__sha256_text(&h, out);
    assert_string_equal(out, "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    khung__sha256_start(&h);
    khung__sha256_add(&h, "a", 1);
    khung__sha256_add(&h, NULL, 0);
    khung__sha256_add(&h, "bc", 2);
    khung__sha256_text(&h, out);
    assert_string_equal(out, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_pieces),
        cmocka_unit_test(arena_pieces_do_not_overlap),
        cmocka_unit_test(allocations_fail_when_told),
        cmocka_unit_test(strings_compare_by_bytes),
        cmocka_unit_test(buffers_write),
        cmocka_unit_test(buffers_fail_once_and_stay_failed),
        cmocka_unit_test(utf8_agrees_with_utf8proc),
        cmocka_unit_test(utf8_round_trip),
        cmocka_unit_test(quick_nfc_is_true),
        cmocka_unit_test(quick_nfc_knows_the_common),
        cmocka_unit_test(nfc_composes),
        cmocka_unit_test(nfc_sorts_long_runs),
        cmocka_unit_test(distances),
        cmocka_unit_test(slugs),
        cmocka_unit_test(ids),
        cmocka_unit_test(wholes),
        cmocka_unit_test(decimals),
        cmocka_unit_test(dates),
        cmocka_unit_test(months),
        cmocka_unit_test(sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
