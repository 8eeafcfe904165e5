/* Key lists: no statement can be changed, left out, put elsewhere or signed by a key that may not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "keys.h"

static const khung_secret pass = {"a passphrase of the tests", 25, 64};
static const khung_issuer issuer = {.id = "ngo-ic", .name = "Trung tâm", .abbreviation = "NGOIC", .url = "https://ngoic.example/v"};

static khung_keys *begun(void)
{
    khung_keys *keys = NULL;
    assert_int_equal(khung_keys_begin(&keys, &issuer, "2026-01-05", &pass, NULL), KHUNG_OK);
    return keys;
}

static khung_status read_list(khung__str text)
{
    khung__key_list list = {0};
    khung_status status = khung__key_list_read(&list, text, NULL);
    khung__key_list_free(&list);
    return status;
}

static void no_byte_of_a_list_can_change(void **state)
{
    (void)state;
    khung_keys *keys = begun();
    char *text = NULL;
    assert_int_equal(khung_keys_rotate(keys, keys, "2026-02-01", 10, &pass, NULL), KHUNG_OK);
    assert_int_equal(khung_keys_list_text(&text, keys), KHUNG_OK);
    size_t n = strlen(text);
    assert_int_equal(read_list((khung__str){text, n}), KHUNG_OK);
    for (size_t i = 17; i < n; i += 7) {
        char kept = text[i];
        text[i] = kept == 'A' ? 'B' : 'A';
        if (kept != '\n')
            assert_int_not_equal(read_list((khung__str){text, n}), KHUNG_OK);
        text[i] = kept;
    }
    khung_text_free(text);
    khung_keys_free(keys);
}

/* Says it with a key that was put into the list's place. */
static khung_status said_by(khung_keys *keys, khung__key_act act, const unsigned char open[32], const unsigned char secret[64], const char *day)
{
    khung__key_statement said = {.act = act, .key = {(const char *)keys->list.keys[0].open, 32}, .reason = KHUNG__S("why")};
    khung__read_date(khung__str_of(day), &said.day);
    said.until = said.day;
    return khung__key_list_add(&keys->list, said, open, secret, NULL, NULL);
}

static void only_good_keys_say_things(void **state)
{
    (void)state;
    khung_keys *keys = begun(), *safe = NULL;
    unsigned char open[32], secret[64], seed[32] = {1}, first[32], first_secret[64];
    khung__sign_seed(open, secret, seed);
    memcpy(first, keys->open, 32), memcpy(first_secret, keys->secret, 64);
    assert_int_equal(said_by(keys, KHUNG__KEY_REVOKE, open, secret, "2026-02-01"), KHUNG_NOT_ALLOWED); /* a stranger */
    assert_int_equal(said_by(keys, KHUNG__KEY_RETIRE, first, first_secret, "2026-01-01"), KHUNG_BAD_DATA); /* before the list began */
    assert_int_equal(khung_keys_recovery(&safe, keys, "2026-02-01", &pass, NULL), KHUNG_OK);
    assert_int_equal(said_by(keys, KHUNG__KEY_EDIT, safe->open, safe->secret, "2026-02-01"), KHUNG_NOT_ALLOWED);
    assert_int_equal(khung__keys_signer(safe, (khung__date){2026, 3, 1}, NULL), KHUNG_NOT_ALLOWED);
    assert_int_equal(khung__keys_signer(keys, (khung__date){2026, 1, 4}, NULL), KHUNG_NOT_ALLOWED);
    assert_int_equal(khung__keys_signer(keys, (khung__date){2026, 1, 5}, NULL), KHUNG_OK);
    size_t before = keys->list.statement_count;
    assert_int_equal(khung_keys_revoke(keys, safe, "ffff", "2026-03-01", "x", NULL), KHUNG_NOT_FOUND);
    char name[17];
    khung__key_name(name, keys->list.keys[0].id);
    assert_int_equal(khung_keys_revoke(keys, safe, name, "2026-03-01", "x", NULL), KHUNG_OK);
    assert_int_equal(keys->list.statement_count, before + 1);
    assert_int_equal(said_by(keys, KHUNG__KEY_EDIT, first, first_secret, "2026-03-01"), KHUNG_NOT_ALLOWED); /* revoked */
    assert_int_equal(khung_keys_rotate(keys, keys, "2026-03-01", 0, &pass, NULL), KHUNG_NOT_ALLOWED);
    assert_int_equal(khung_keys_rotate(keys, safe, "2026-03-01", 0, &pass, NULL), KHUNG_OK);
    assert_int_equal(khung__keys_signer(keys, (khung__date){2026, 3, 1}, NULL), KHUNG_OK);
    khung_keys_free(safe);
    khung_keys_free(keys);
}

/* A key that somebody else holds cannot be listed, and statements of two lists cannot be mixed. */
/* A signature has one form, and a key that every signature fits is none (RFC 8032, section 5.1.7; keys of small order). */
static void signatures_have_one_form(void **state)
{
    static const unsigned char order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    static const unsigned char small[][32] = {{1}, {0}, {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}};
    unsigned char seed[32] = {7}, open[32], secret[64], signature[64];
    unsigned carry = 0;
    (void)state;
    assert_true(khung__sign_seed(open, secret, seed) && khung__sign(signature, "khung", 5, secret));
    assert_true(khung__sign_right(signature, "khung", 5, open));
    for (size_t i = 0; i < 32; i++) { /* S + L says the same to a careless verifier */
        carry += signature[32 + i] + order[i];
        signature[32 + i] = (unsigned char)carry;
        carry >>= 8;
    }
    assert_int_equal(carry, 0);
    assert_false(khung__sign_right(signature, "khung", 5, open));
    for (size_t i = 0; i < sizeof small / sizeof *small; i++) { /* R and S of nothing at all */
        memset(signature, 0, sizeof signature);
        memcpy(signature, small[0], 32);
        assert_false(khung__sign_right(signature, "khung", 5, small[i]));
    }
}

static void lists_are_not_mixed(void **state)
{
    (void)state;
    khung_keys *a = begun(), *b = begun();
    khung__key_statement said = {.act = KHUNG__KEY_ADD, .key = {(const char *)b->open, 32}, .day = {2026, 2, 1}};
    assert_int_equal(khung__key_list_add(&a->list, said, a->open, a->secret, a->secret, NULL), KHUNG_BAD_DATA);
    assert_int_equal(khung__key_list_add(&a->list, said, a->open, a->secret, b->secret, NULL), KHUNG_OK);
    assert_false(khung__key_list_follows(&a->list, &b->list));
    khung__str kept = b->list.statements[0];
    b->list.statements[0] = a->list.statements[1];
    khung__buf text = {0};
    khung__key_list_write(&text, &b->list);
    assert_int_equal(read_list((khung__str){text.s, text.n}), KHUNG_BAD_DATA);
    b->list.statements[0] = kept;
    khung__buf_free(&text);
    khung_keys_free(a);
    khung_keys_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_byte_of_a_list_can_change), cmocka_unit_test(only_good_keys_say_things),
                                       cmocka_unit_test(lists_are_not_mixed), cmocka_unit_test(signatures_have_one_form)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
