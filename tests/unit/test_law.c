/* law: the table is sound, and asking it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "law.h"
#include "text.h"

static bool is_day(const char *text)
{
    khung__date day;
    return khung__read_date(khung__str_of(text), &day);
}

static void rows_are_sound(void **state)
{
    (void)state;
    assert_null(khung_law_row(khung_law_count()));
    for (size_t i = 0; i < khung_law_count(); i++) {
        const khung_law *law = khung_law_row(i);
        assert_true(*law->id && *law->number && *law->kind && *law->title && *law->status && *law->status_vi && *law->applies_to);
        assert_true(strcmp(law->verified, "yes") == 0 || strcmp(law->verified, "partial") == 0 || strcmp(law->verified, "no") == 0);
        assert_true(!*law->from || is_day(law->from));
        assert_true(!*law->to || is_day(law->to));
        assert_true(is_day(law->issued) || strlen(law->issued) == 4);
        assert_true(*law->from == '\0' || *law->to == '\0' || strcmp(law->from, law->to) <= 0);
        assert_int_equal(*law->note == '\0', *law->note_vi == '\0');
        assert_true(*law->source || strcmp(law->verified, "no") == 0);
        assert_ptr_equal(khung_law_find(law->number), law);
        assert_ptr_equal(khung_law_find(law->id), law);
    }
}

/* What is in the table on both sides says the same, and one begins the day after the other ends. */
static void replacements_agree(void **state)
{
    (void)state;
    size_t pairs = 0;
    for (size_t i = 0; i < khung_law_count(); i++) {
        const khung_law *law = khung_law_row(i), *next = khung_law_find(law->replaced_by);
        if (!next)
            continue;
        assert_non_null(strstr(next->replaces, law->number));
        assert_true(khung_law_valid(law, law->to));
        assert_false(khung_law_valid(law, next->from));
        assert_true(khung_law_valid(next, next->from));
        assert_false(khung_law_valid(next, law->to));
        pairs++;
    }
    assert_true(pairs >= 5);
}

static void calls_are_checked(void **state)
{
    (void)state;
    char *text = NULL;
    assert_null(khung_law_find(NULL));
    assert_null(khung_law_find("--"));
    assert_false(khung_law_valid(NULL, "2026-01-01"));
    assert_false(khung_law_valid(khung_law_row(0), "2011"));
    assert_int_equal(khung_laws_text(NULL, NULL, NULL, "vi", NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung_laws_json(NULL, NULL, NULL, NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung_laws_json(&text, "1/1999", NULL, NULL), KHUNG_NOT_FOUND);
    assert_int_equal(khung_laws_text(&text, NULL, "1/1/1999", "vi", NULL), KHUNG_BAD_CALL);
    assert_null(text);
}

static void memory_ends(void **state)
{
    (void)state;
    char *text = NULL;
    for (size_t n = 1; !text; n++) {
        khung__alloc_fail_at(n);
        khung_status status = khung_laws_text(&text, NULL, "2026-01-01", "en", NULL);
        bool enough = khung__alloc_count() < n;
        khung__alloc_fail_at(0);
        assert_int_equal(status, enough ? KHUNG_OK : KHUNG_NO_MEMORY);
    }
    khung_text_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_are_sound), cmocka_unit_test(replacements_agree), cmocka_unit_test(calls_are_checked),
                                       cmocka_unit_test(memory_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
