/* keep: the kept form of every conformance case gives its whole JSON back, byte by byte; no bytes put in its place break anything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "score.h"

enum { MOST_TRACKS = 16 };

typedef struct assessment {
    khung_framework *framework;
    khung_answers *tracks[MOST_TRACKS];
    size_t count;
    khung_result *result;
} assessment;

static bool add_track(assessment *a, const char *name, const char *file)
{
    char path[512];
    snprintf(path, sizeof path, "%s/score/%s/%s", KHUNG_TESTS_DIR, name, file);
    return khung_answers_load_file(&a->tracks[a->count], path, NULL) == KHUNG_OK && ++a->count;
}

static bool open_case(assessment *a, const char *name)
{
    char path[512], file[32];
    *a = (assessment){0};
    snprintf(path, sizeof path, "%s/score/%s/framework.yaml", KHUNG_TESTS_DIR, name);
    if (khung_framework_load_file(&a->framework, path, NULL) != KHUNG_OK)
        return false;
    if (!add_track(a, name, "answers.yaml"))
        for (int i = 1; i < MOST_TRACKS; i++) {
            snprintf(file, sizeof file, "answers-%d.yaml", i);
            if (!add_track(a, name, file))
                break;
        }
    assert_int_equal(khung_score(&a->result, a->framework, (const khung_answers *const *)a->tracks, a->count, NULL), KHUNG_OK);
    return true;
}

static void close_case(assessment *a)
{
    khung_result_free(a->result);
    for (size_t i = 0; i < a->count; i++)
        khung_answers_free(a->tracks[i]);
    khung_framework_free(a->framework);
}

static khung__buf keep(const khung_result *result)
{
    khung__buf kept = {0};
    khung__result_keep(&kept, result);
    assert_false(kept.failed);
    return kept;
}

static void there_and_back(assessment *a)
{
    khung__buf kept = keep(a->result), again;
    khung_result *back = NULL;
    char *json = NULL, *other = NULL;
    assert_int_equal(khung__result_unkeep(&back, a->framework, (khung__str){kept.s, kept.n}), KHUNG_OK);
    assert_int_equal(khung_result_json(&json, a->result), KHUNG_OK);
    assert_int_equal(khung_result_json(&other, back), KHUNG_OK);
    assert_string_equal(json, other);
    assert_int_equal(khung_result_complete(back), khung_result_complete(a->result));
    again = keep(back);
    assert_string_equal(kept.s, again.s);
    assert_true(kept.n * 3 < strlen(json)); /* small cases are mostly head */
    khung_text_free(json);
    khung_text_free(other);
    khung_result_free(back);
    khung__buf_free(&kept);
    khung__buf_free(&again);
}

static void every_case_comes_back(void **state)
{
    (void)state;
    int cases = 0;
    DIR *folder = opendir(KHUNG_TESTS_DIR "/score");
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        assessment a;
        if (entry->d_name[0] == '.' || !open_case(&a, entry->d_name))
            continue;
        there_and_back(&a);
        close_case(&a);
        cases++;
    }
    closedir(folder);
    assert_true(cases > 100);
}

/* What is read, however strange, can be printed. */
static void try_text(const assessment *a, const char *bytes, size_t n)
{
    khung_result *result = NULL;
    char *json = NULL, *copy = malloc(n ? n : 1); /* its end is where the sanitizers see it */
    memcpy(copy, bytes, n);
    khung_status status = khung__result_unkeep(&result, a->framework, (khung__str){copy, n});
    assert_true(status == KHUNG_OK || status == KHUNG_BAD_DATA);
    if (status == KHUNG_OK) {
        khung__buf kept = keep(result);
        assert_int_equal(khung_result_json(&json, result), KHUNG_OK);
        khung__buf_free(&kept);
        khung_text_free(json);
        khung_result_free(result);
    }
    free(copy);
}

static void other_bytes(const assessment *a)
{
    static const char odd[] = "\"\\[]{},:0919-/nutfe\x80\xc3\x01";
    khung__buf kept = keep(a->result);
    for (size_t i = 0; i < kept.n; i++) {
        char was = kept.s[i];
        try_text(a, kept.s, i);
        for (size_t k = 0; k < sizeof odd; k += 1 + i % 3) {
            kept.s[i] = odd[k];
            try_text(a, kept.s, kept.n);
        }
        kept.s[i] = was;
    }
    khung__buf_free(&kept);
}

static void hostile_bytes_are_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"views", "respondents-mean", "four-methods", "self-and-consensus", "reviewed-self"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assessment a;
        assert_true(open_case(&a, cases[i]));
        other_bytes(&a);
        close_case(&a);
    }
}

/* The text with `old` replaced once. */
static khung_status replaced(const assessment *a, const char *old, const char *new)
{
    khung__buf kept = keep(a->result), text = {0};
    khung_result *result = NULL;
    char *at = strstr(kept.s, old);
    assert_non_null(at);
    khung__buf_add(&text, kept.s, (size_t)(at - kept.s));
    khung__buf_z(&text, new);
    khung__buf_z(&text, at + strlen(old));
    khung_status status = khung__result_unkeep(&result, a->framework, (khung__str){text.s, text.n});
    khung_result_free(result);
    khung__buf_free(&kept);
    khung__buf_free(&text);
    return status;
}

static void senseless_values_are_refused(void **state)
{
    (void)state;
    assessment a;
    char *many = malloc(200001);
    assert_true(open_case(&a, "reviewed-self"));
    memset(many, '9', 200000);
    memcpy(many, "\"domains\":[[true,1,\"", 20);
    many[200000] = '\0';
    assert_int_equal(replaced(&a, "\"rules\":1", "\"rules\":1"), KHUNG_OK);
    assert_int_equal(replaced(&a, "\"domains\":[[true,", many), KHUNG_BAD_DATA);
    assert_int_equal(replaced(&a, "\"domains\":[[true,", "\"domains\":[[true,4294967295,"), KHUNG_BAD_DATA);
    assert_int_equal(replaced(&a, "\"criteria\":[", "\"criteria\":[0,"), KHUNG_BAD_DATA);
    assert_int_equal(replaced(&a, "\"grade\":", "\"grade\":\"nobody\","), KHUNG_BAD_DATA);
    assert_int_equal(replaced(&a, "sha256:", "sha256;"), KHUNG_BAD_DATA);
    free(many);
    close_case(&a);
}

static void every_allocation_fails(void **state)
{
    (void)state;
    assessment a;
    assert_true(open_case(&a, "views"));
    khung__buf kept = keep(a.result);
    khung_status status = KHUNG_NO_MEMORY;
    for (size_t n = 1; status == KHUNG_NO_MEMORY; n++) {
        khung_result *result = NULL;
        khung__alloc_fail_at(n);
        status = khung__result_unkeep(&result, a.framework, (khung__str){kept.s, kept.n});
        khung__alloc_fail_at(0);
        khung_result_free(result);
        assert_true(n < 2000);
    }
    assert_int_equal(status, KHUNG_OK);
    khung__buf_free(&kept);
    close_case(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_comes_back),        cmocka_unit_test(hostile_bytes_are_refused),
        cmocka_unit_test(senseless_values_are_refused), cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
