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

/* What 05.khung says, signed anew where clocks show UTC. */
static char *signed_in_utc(size_t *size, const khung_keys *keys)
{
    khung__arena arena = {0};
    khung__seal seal;
    khung__sealed sealed;
    khung__claim claim;
    khung__buf message = {0}, text = {0};
    char *bytes = slurp(KHUNG_TESTS_DIR "/data/verify/05.khung", size);
    assert_int_equal(khung__seal_find(&seal, &arena, (khung__str){bytes, *size}), KHUNG__SEAL_OPEN);
    assert_true(khung__cose_read(&sealed, seal.claim, KHUNG__CLAIM_KIND) && khung__claim_read(&claim, sealed.payload));
    claim.offset = 0;
    assert_true(khung__claim_sign(&message, &claim, keys->open, keys->secret) &&
                khung__seal_text(&text, (khung__str){message.s, message.n}, false, (khung__str){0}));
    *size = text.n;
    khung__buf_free(&message);
    khung__arena_free(&arena);
    free(bytes);
    return text.s;
}

/* The last second is the one of the time zone that the certificate names, also when the issuer's clocks are others today. */
static void days_are_those_of_the_certificate(void **state)
{
    static const struct { const char *at; khung_verdict verdict; } cases[] = {
        {"2027-07-04T17:00:00Z", KHUNG_VERDICT_AS_OF}, {"2027-07-04T23:59:59Z", KHUNG_VERDICT_AS_OF}, {"2027-07-05T00:00:00Z", KHUNG_VERDICT_EXPIRED},
        {"2027-07-05T06:59:59+07:00", KHUNG_VERDICT_AS_OF}};
    const khung_issuer issuer = {.id = "ngo-ic", .name = "Trung tâm", .abbreviation = "NGOIC", .url = "https://ngoic.example/v"};
    khung_keys *keys = NULL;
    char *list = NULL;
    size_t size;
    (void)state;
    assert_int_equal(khung_keys_begin(&keys, &issuer, "2026-01-05", &(khung_secret){"a passphrase of the tests", 25, 64}, NULL), KHUNG_OK);
    assert_int_equal(khung_keys_list_text(&list, keys), KHUNG_OK);
    char *bytes = signed_in_utc(&size, keys);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khung_verified found = {0};
        char *text = NULL;
        const khung_verify_options options = {.keys = list, .keys_size = strlen(list), .at = cases[i].at};
        assert_int_equal(khung_verify(&text, &found, bytes, size, &options, NULL), KHUNG_OK);
        assert_int_equal(found.verdict, cases[i].verdict);
        khung_text_free(text);
    }
    khung__free(bytes);
    khung_text_free(list);
    khung_keys_free(keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory_ends), cmocka_unit_test(memory_ends_for_the_page),
                                       cmocka_unit_test(days_are_those_of_the_certificate)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
