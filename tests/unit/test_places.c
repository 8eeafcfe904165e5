/* places: the two lists of provinces, their mapping, and reading a place as people write it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "places.h"

enum { NEW = 34, OLD = 63 };

static const khung_province *row(const char *code, const char *list)
{
    const khung_province *found = khung__place_find(khung__str_of(code), khung__str_of(list));
    assert_non_null(found);
    return found;
}

static void lists_are_whole(void **state)
{
    (void)state;
    assert_int_equal(khung_province_count(), NEW + OLD);
    for (size_t i = 0; i < NEW + OLD; i++) {
        const khung_province *p = khung_province_row(i), *before = i == 0 || i == NEW ? NULL : khung_province_row(i - 1);
        assert_string_equal(p->list, i < NEW ? "2025" : "2024");
        assert_true(!before || strcmp(before->code, p->code) < 0);
        assert_true(strlen(p->code) == 2 && *p->name && *p->name_en && *p->region && strstr(p->full_name, p->name));
        assert_ptr_equal(row(p->code, p->list), p);
        assert_true(khung_province_valid(p, i < NEW ? "2025-07-01" : "2025-06-30"));
        assert_false(khung_province_valid(p, i < NEW ? "2025-06-30" : "2025-07-01"));
        assert_false(khung_province_valid(p, "2025-02-30") || khung_province_valid(p, NULL));
    }
    assert_null(khung_province_row(NEW + OLD));
}

static void each_of_63_is_in_one_of_34(void **state)
{
    (void)state;
    size_t met[NEW] = {0}, unchanged = 0, merged = 0, reused = 0;
    for (size_t i = NEW; i < NEW + OLD; i++) {
        const khung_province *old = khung_province_row(i), *now = khung_province_successor(old), *same;
        assert_non_null(now);
        assert_string_equal(now->list, "2025");
        met[now - khung_province_row(0)]++;
        size_t k = 0;
        while (khung_province_predecessor(now, k) && khung_province_predecessor(now, k) != old)
            k++;
        assert_ptr_equal(khung_province_predecessor(now, k), old);
        same = khung__place_find(khung__str_of(old->code), KHUNG__S("2025"));
        reused += same && strcmp(same->name, old->name) != 0;
    }
    for (size_t i = 0; i < NEW; i++) {
        const khung_province *now = khung_province_row(i);
        assert_ptr_equal(khung_province_successor(now), now);
        assert_null(khung_province_predecessor(now, met[i]));
        unchanged += met[i] == 1;
        merged += met[i] > 1 ? met[i] : 0;
    }
    assert_int_equal(unchanged, 11);
    assert_int_equal(merged, 52);
    assert_int_equal(reused, 7);
    assert_null(khung_province_predecessor(khung_province_row(NEW), 0));
    assert_null(khung_province_successor(NULL));
}

/* ---- reading ---- */

static void read_is(const char *text, const char *place)
{
    const khung_province *found = NULL;
    char got[KHUNG__PLACE_SIZE];
    assert_int_equal(khung_province_read(&found, text, NULL), KHUNG_OK);
    khung__place_text(got, found);
    assert_string_equal(got, place);
}

static void places_are_read(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"48@2025", "48@2025"}, {" 24@2024 ", "24@2024"}, {"24 @ 2025", "24@2025"}, {"1@2025", "01@2025"},
        {"Đà Nẵng@2025", "48@2025"}, {"da nang@2025", "48@2025"}, {"danang@2024", "48@2024"}, {"TP. Đà Nẵng@2025", "48@2025"},
        {"tỉnh Bắc Ninh@2025", "24@2025"}, {"tỉnh Bắc Ninh@2024", "27@2024"}, {"Bắc Giang@2024", "24@2024"}, {"Bắc Giang", "24@2024"},
        {"Hà Nội", "01@2025"}, {"Hanoi", "01@2025"}, {"THÀNH PHỐ HÀ NỘI", "01@2025"}, {"Thừa Thiên Huế", "46@2025"},
        {"TPHCM@2025", "79@2025"}, {"TP.HCM@2024", "79@2024"}, {"Saigon@2025", "79@2025"}, {"TP Hồ Chí Minh@2025", "79@2025"},
        {"Bà Rịa – Vũng Tàu", "77@2024"}, {"BR-VT", "77@2024"}, {"Thanh Hoá", "38@2025"}, {"Đăk Nông", "67@2024"},
        {"Hoà Bình", "17@2024"}, {"Bac Kan province", "06@2024"}, {"Haiphong City@2025", "31@2025"}, {"Đắc Lắc@2025", "66@2025"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        read_is(cases[i][0], cases[i][1]);
}

static void every_name_is_read_with_its_list(void **state)
{
    (void)state;
    for (size_t i = 0; i < khung_province_count(); i++) {
        const khung_province *p = khung_province_row(i), *found = NULL;
        const char *names[] = {p->code, p->name, p->name_en, p->full_name};
        for (size_t n = 0; n < 4; n++) {
            khung__at at = {0};
            assert_int_equal(khung__place_read_at(&found, khung__str_of(names[n]), khung__str_of(p->list), at, NULL), KHUNG_OK);
            assert_ptr_equal(found, p);
        }
    }
}

/* Refused, and the log says all of `parts`, in both languages. */
static void refused(const char *text, const char *id, const char *const parts[2])
{
    static const char *const languages[] = {"vi", "en"};
    for (size_t i = 0; i < 2; i++) {
        const khung_province *found = NULL;
        khung_log *log = NULL;
        assert_int_equal(khung_log_new(&log, languages[i]), KHUNG_OK);
        assert_int_equal(khung_province_read(&found, text, log), KHUNG_BAD_DATA);
        assert_null(found);
        assert_int_equal(khung_log_count(log), 1);
        assert_string_equal(khung_log_message(log, 0)->id, id);
        for (size_t k = 0; k < 2; k++)
            if (parts[k] && !strstr(khung_log_message(log, 0)->text, parts[k]))
                fail_msg("%s: %s", text, khung_log_message(log, 0)->text);
        khung_log_free(log);
    }
}

static void what_is_not_clear_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *id, *parts[2];
    } cases[] = {
                 {"27", "province-without-list", {"27@2024", "Bắc Ninh"}},
                 {"Bắc Ninh", "province-without-list", {"24@2025", "27@2024"}},
                 {"Đà Nẵng", "province-without-list", {"48@2025", "48@2024"}},
                 {"27@2025", "bad-province", {"27@2024", "Bắc Ninh"}},
                 {"03@2025", "bad-province", {"03", NULL}},
                 {"99", "bad-province", {"99", NULL}},
                 {"48@2023", "bad-province", {"@2025", "@2024"}},
                 {"48@", "bad-province", {"@2025", "@2024"}},
                 {"Bắc Giang@2025", "bad-province", {"Bắc Ninh", "2025"}},
                 {"@2025", "bad-province", {"48@2025", NULL}},
                 {"  ", "bad-province", {"48@2025", NULL}},
                 {"Bắc Gian", "bad-province", {"Bắc Giang", NULL}},
                 {"ha noii", "bad-province", {"Hà Nội", NULL}},
                 {"Xyzzy", "bad-province", {"Xyzzy", NULL}},
                 {"tỉnh", "bad-province", {"tỉnh", NULL}},
                 {"---", "bad-province", {"---", NULL}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(cases[i].text, cases[i].id, cases[i].parts);
}

static void reused_codes_are_refused_bare(void **state)
{
    (void)state;
    static const char *const codes[] = {"15", "24", "44", "52", "80", "82", "91"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const char *both[2] = {row(codes[i], "2025")->name, row(codes[i], "2024")->name};
        assert_string_not_equal(both[0], both[1]);
        refused(codes[i], "province-without-list", both);
    }
}

static void memory_ends(void **state)
{
    (void)state;
    const khung_province *found = NULL;
    char *text = NULL;
    for (size_t n = 1;; n++) {
        khung__alloc_fail_at(n);
        khung_status status = khung_province_read(&found, "Xyzzy@2025", NULL);
        bool enough = khung__alloc_count() < n;
        khung__alloc_fail_at(0);
        assert_int_equal(status, enough ? KHUNG_BAD_DATA : KHUNG_NO_MEMORY);
        if (enough)
            break;
    }
    for (size_t n = 1; !text; n += 7) {
        khung__alloc_fail_at(n);
        khung_status status = khung_provinces_text(&text, "bac", NULL, "vi", NULL);
        bool enough = khung__alloc_count() < n;
        khung__alloc_fail_at(0);
        assert_int_equal(status, enough ? KHUNG_OK : KHUNG_NO_MEMORY);
    }
    khung_text_free(text);
}

/* What only says that a province follows; "Tỉnh hội" is no province. */
static void kinds_of_place(void **state)
{
    (void)state;
    khung__arena arena = {0};
    static const struct { const char *fold; size_t n; } cases[] = {{"tinh bac giang", 5}, {"thanh pho da nang", 10}, {"tp ho chi minh", 3},
                                                                   {"bac giang", 0}, {"tinh hoi bac giang", 0}, {"tinh", 0}, {"", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(khung__place_kind(&arena, khung__str_of(cases[i].fold)), cases[i].n);
    khung__arena_free(&arena);
}

static void calls_are_checked(void **state)
{
    (void)state;
    char *text = NULL;
    const khung_province *found = NULL;
    assert_int_equal(khung_province_read(NULL, "48@2025", NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung_province_read(&found, NULL, NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung_provinces_text(NULL, NULL, NULL, "vi", NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung_provinces_json(&text, NULL, "2025-13-01", NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung_provinces_json(&text, "nowhere", NULL, NULL), KHUNG_NOT_FOUND);
    assert_null(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lists_are_whole), cmocka_unit_test(each_of_63_is_in_one_of_34), cmocka_unit_test(places_are_read),
                                       cmocka_unit_test(every_name_is_read_with_its_list), cmocka_unit_test(what_is_not_clear_is_refused),
                                       cmocka_unit_test(reused_codes_are_refused_bare), cmocka_unit_test(memory_ends), cmocka_unit_test(kinds_of_place),
                                       cmocka_unit_test(calls_are_checked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
