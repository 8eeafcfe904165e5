/* Verifying, and making the page that verifies, while memory ends: no verdict is made up, nothing is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify.h"

static char *slurp(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 16);
    assert_non_null(file);
    assert_non_null(bytes);
    *size = fread(bytes, 1, 1 << 16, file);
    fclose(file);
    return bytes;
}

static void memory_ends_with(const char *file)
{
    size_t size, keys_size;
    char *bytes = slurp(file, &size), *keys = slurp(KHUNG_TESTS_DIR "/data/verify/issuer.keys", &keys_size);
    for (int round = 0; round < 4; round++) {
        const khung_verify_options options = {.keys = keys, .keys_size = keys_size, .at = "2026-11-20", .language = round % 2 ? "vi" : NULL,
                                              .registry = round / 2 ? KHUNG_TESTS_DIR "/data/verify/register-12" : NULL};
        char *text = NULL;
        for (size_t n = 1; !text; n++) {
            khung_verified found = {0};
            khung__alloc_fail_at(n);
            khung_status status = khung_verify(&text, &found, bytes, size, &options, NULL);
            bool enough = khung__alloc_count() < n;
            khung__alloc_fail_at(0);
            if (text)
                assert_int_equal(found.verdict, round / 2 ? KHUNG_VERDICT_IN_FORCE : KHUNG_VERDICT_AS_OF);
            else
                assert_int_not_equal(status, KHUNG_OK);
            assert_true(!enough || text);
        }
        khung_text_free(text);
    }
    free(bytes);
    free(keys);
}

static void memory_ends(void **state)
{
    (void)state;
    memory_ends_with(KHUNG_TESTS_DIR "/data/verify/05.pdf");
    memory_ends_with(KHUNG_TESTS_DIR "/data/verify/05.json");
}

/* The page, too: a whole one or none. */
static void memory_ends_for_the_page(void **state)
{
    (void)state;
    size_t keys_size;
    char *keys = slurp(KHUNG_TESTS_DIR "/data/verify/issuer.keys", &keys_size);
    const khung_page_options options = {.keys = keys, .keys_size = keys_size, .registry = KHUNG_TESTS_DIR "/data/verify/register-12"};
    char *whole = NULL, *page = NULL;
    assert_int_equal(khung_verify_page(&whole, &options, NULL), KHUNG_OK);
    for (size_t n = 1; !page; n++) {
        khung__alloc_fail_at(n);
        khung_status status = khung_verify_page(&page, &options, NULL);
        khung__alloc_fail_at(0);
        assert_int_equal(status == KHUNG_OK, page != NULL);
    }
    assert_string_equal(page, whole);
    khung_text_free(page);
    khung_text_free(whole);
    free(keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory_ends), cmocka_unit_test(memory_ends_for_the_page)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
