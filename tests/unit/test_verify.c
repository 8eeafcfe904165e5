/* Verifying while memory ends: no verdict is made up, nothing is lost. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
