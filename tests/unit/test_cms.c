/* X.509 keys: which may sign, what is kept of them, and that nothing secret stays behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cms.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

enum { MOST = 1 << 16 };
static const int64_t NOW = 1783217700000; /* 5 July 2026, 02:15 UTC */
static const char word[] = "mật khẩu để thử";

static khung__str slurp(const char *name)
{
    char path[512];
    static char rooms[2][MOST];
    static int turn;
    snprintf(path, sizeof path, KHUNG_TESTS_DIR "/data/pdf-keys/%s", name);
    FILE *file = fopen(path, "rb");
    char *room = rooms[turn = !turn];
    assert_non_null(file);
    size_t n = fread(room, 1, MOST, file);
    fclose(file);
    return (khung__str){room, n};
}

/* Loads a key; what the log says last comes back. */
static const char *load(khung_pdf_key **key, const char *name, const char *more, const char *passphrase, int64_t now, khung_log *log)
{
    khung__str bytes = slurp(name), others = more ? slurp(more) : (khung__str){0};
    const khung_secret secret = {passphrase, passphrase ? strlen(passphrase) : 0, 0};
    *key = NULL;
    khung_log_clear(log);
    khung_status status = khung_pdf_key_load(key, bytes.s, bytes.n, others.s, others.n, passphrase ? &secret : NULL, now, log);
    size_t count = khung_log_count(log);
    assert_int_equal(status == KHUNG_OK, *key != NULL);
    assert_int_equal(status == KHUNG_OK, count == 0);
    return count ? khung_log_message(log, count - 1)->id : "";
}

static void which_may_sign(void **state)
{
    (void)state;
    static const struct { const char *name, *more, *passphrase, *id; size_t chain; } rows[] = {
        {"p256.pem", NULL, NULL, "", 3}, {"p256.p12", NULL, word, "", 3}, {"rsa-old.pfx", NULL, word, "", 3}, {"bare.p12", NULL, "", "", 1},
        {"bare.p12", NULL, NULL, "", 1}, {"bare.p12", "chain.pem", "", "", 3}, {"rsa-locked.key", "rsa.cer", word, "", 1},
        {"rsa-locked.key", "rsa-chain.pem", word, "", 3}, {"full.pem", NULL, NULL, "", 1},
        {"p256.p12", NULL, "mật khẩu để thủ", "pdf-key-passphrase", 0}, {"p256.p12", NULL, NULL, "pdf-key-passphrase", 0},
        {"rsa-old.pfx", NULL, "no", "pdf-key-passphrase", 0}, {"rsa-locked.key", "rsa.cer", "no", "pdf-key-passphrase", 0},
        {"rsa-locked.key", NULL, word, "pdf-certificate-missing", 0}, {"rsa-locked.key", "passphrase", word, "pdf-certificate-missing", 0},
        {"rsa-locked.key", "other.cer", word, "pdf-certificate-other", 0}, {"chain.pem", NULL, NULL, "pdf-key-unreadable", 0},
        {"passphrase", NULL, word, "pdf-key-unreadable", 0}, {"rsa.cer", NULL, word, "pdf-key-unreadable", 0},
        {"expired.pem", NULL, NULL, "pdf-certificate-days", 0}, {"early.pem", NULL, NULL, "pdf-certificate-days", 0},
        {"usage.pem", NULL, NULL, "pdf-certificate-usage", 0}, {"short.pem", NULL, NULL, "pdf-key-kind", 0}, {"p384.pem", NULL, NULL, "pdf-key-kind", 0},
        {"ed25519.pem", NULL, NULL, "pdf-key-kind", 0}};
    khung_log *log = NULL;
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        khung_pdf_key *key;
        const char *id = load(&key, rows[i].name, rows[i].more, rows[i].passphrase, NOW, log);
        if (strcmp(id, rows[i].id) != 0)
            fail_msg("%s: %s instead of %s", rows[i].name, id, rows[i].id);
        if (key)
            assert_int_equal(key->chain_count, rows[i].chain);
        khung_pdf_key_free(key);
    }
    khung_log_free(log);
}

/* The last second of validity counts, the next one does not; likewise the first. */
static void to_the_second(void **state)
{
    (void)state;
    khung_log *log = NULL;
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    static const struct { const char *name; int64_t now; bool right; } rows[] = {
        {"expired.pem", 1769878799000, true}, {"expired.pem", 1769878799999, true}, {"expired.pem", 1769878800000, false},
        {"early.pem", 4102419600000, true}, {"early.pem", 4102419599999, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        khung_pdf_key *key;
        const char *id = load(&key, rows[i].name, NULL, NULL, rows[i].now, log);
        assert_string_equal(id, rows[i].right ? "" : "pdf-certificate-days");
        if (!rows[i].right)
            assert_non_null(strstr(khung_log_message(log, 0)->text, i < 3 ? "31 January 2026" : "1 January 2100"));
        khung_pdf_key_free(key);
    }
    khung_log_free(log);
}

static void whom_it_names(void **state)
{
    (void)state;
    khung_log *log = NULL;
    khung_pdf_key *key;
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    load(&key, "p256.pem", NULL, NULL, NOW, log);
    assert_true(khung__str_eq(key->name, KHUNG__S("Lê Kim Chi")));
    assert_true(khung__str_eq(key->organisation, KHUNG__S("Trung tâm Hỗ trợ Tổ chức Xã hội")));
    khung_pdf_key_free(key);
    load(&key, "rsa-old.pfx", NULL, word, NOW, log);
    assert_true(khung__str_eq(key->name, KHUNG__S("TRUNG TÂM HỖ TRỢ TỔ CHỨC XÃ HỘI")));
    assert_int_equal(key->organisation.n, 0);
    khung_pdf_key_free(key);
    khung_log_free(log);
    assert_true(khung_pdf_key_locked(slurp("p256.p12").s, slurp("p256.p12").n));
    assert_true(khung_pdf_key_locked(slurp("rsa-locked.key").s, slurp("rsa-locked.key").n));
    assert_false(khung_pdf_key_locked(slurp("p256.pem").s, slurp("p256.pem").n));
}

/* RSA signs alike each time; of ECDSA all is alike but what is drawn by lot. */
static void twice(void **state)
{
    (void)state;
    static const unsigned char digest[32] = {1, 2, 3};
    khung_log *log = NULL;
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    for (int round = 0; round < 2; round++) {
        khung_pdf_key *key;
        khung__buf a = {0}, b = {0};
        load(&key, round ? "full.pem" : "p256.pem", NULL, NULL, NOW, log);
        assert_int_equal(khung__cms_sign(&a, key, digest, log), KHUNG_OK);
        assert_int_equal(khung__cms_sign(&b, key, digest, log), KHUNG_OK);
        if (round) {
            assert_int_equal(a.n, 16384);
            assert_int_equal(b.n, a.n);
        }
        assert_int_equal(a.n == b.n && memcmp(a.s, b.s, a.n) == 0, round);
        assert_memory_equal(a.s + 40, b.s + 40, a.n - 400);
        khung__buf_free(&a);
        khung__buf_free(&b);
        khung_pdf_key_free(key);
    }
    khung_log_free(log);
}

static void memory_ends(void **state)
{
    (void)state;
    static const unsigned char digest[32] = {9};
    for (int round = 0; round < 2; round++) {
        khung__str bytes = slurp(round ? "rsa-old.pfx" : "p256.pem");
        const khung_secret secret = {word, strlen(word), 0};
        for (size_t n = 1, enough = 0; !enough; n++) {
            khung_pdf_key *key = NULL;
            khung__buf der = {0};
            khung__alloc_fail_at(n);
            khung_status status = khung_pdf_key_load(&key, bytes.s, bytes.n, NULL, 0, &secret, NOW, NULL);
            if (status == KHUNG_OK)
                status = khung__cms_sign(&der, key, digest, NULL);
            enough = khung__alloc_count() < n;
            khung__alloc_fail_at(0);
            assert_int_equal(status, enough ? KHUNG_OK : KHUNG_NO_MEMORY);
            khung__buf_free(&der);
            khung_pdf_key_free(key);
        }
    }
}

#ifndef SANITIZED /* which keeps what was freed as it was */

/* A secret as it is looked for: turned round bit by bit, so that looking finds no copy of its own. */
typedef struct needle {
    unsigned char turned[32];
    size_t n;
} needle;

static void take(needle *out, const void *bytes, size_t n)
{
    out->n = n;
    for (size_t i = 0; i < n; i++)
        out->turned[i] = ((const unsigned char *)bytes)[i] ^ 0xFF;
}

static bool found_in(const unsigned char *bytes, size_t size, const needle *what, bool backwards)
{
    for (size_t at = 0; at + what->n <= size; at++) {
        size_t i = 0;
        while (i < what->n && (bytes[at + i] ^ what->turned[backwards ? what->n - 1 - i : i]) == 0xFF)
            i++;
        if (i == what->n)
            return true;
    }
    return false;
}

/* Whether it lies anywhere where this process can write; numbers are also kept with their lowest byte first. */
static bool stays(const needle *what)
{
    char line[512];
    bool found = false;
    FILE *maps = fopen("/proc/self/maps", "r");
    assert_non_null(maps);
    while (!found && fgets(line, sizeof line, maps)) {
        uintptr_t from, to;
        char mode[5];
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s", &from, &to, mode) == 3 && strncmp(mode, "rw", 2) == 0 && !strstr(line, "[v"))
            found = found_in((const unsigned char *)from, to - from, what, false) || found_in((const unsigned char *)from, to - from, what, true);
    }
    fclose(maps);
    return found;
}

/* The private number of the key of p256.pem: behind 04 20 in its file's DER. */
static void secret_of(needle *out)
{
    khung__arena arena = {0};
    khung__str text = slurp("p256.pem"), body = {0};
    char *from = strstr((char *)text.s, "BEGIN PRIVATE KEY-----\n"), *to = strstr((char *)text.s, "\n-----END PRIVATE KEY");
    assert_true(from && to);
    from += 23;
    size_t n = 0;
    for (char *p = from; p < to; p++)
        if (*p != '\n')
            from[n++] = *p;
    bool valid = false;
    body = khung__base64_read(&arena, (khung__str){from, n}, &valid);
    assert_true(valid);
    const char *at = memmem(body.s, body.n, "\x04\x20", 2);
    assert_non_null(at);
    take(out, at + 2, 32);
    explicit_bzero((char *)body.s, body.n);
    khung__arena_free(&arena);
    explicit_bzero((char *)text.s, MOST);
}

static void nothing_stays(void **state)
{
    (void)state;
    static const unsigned char digest[32] = {7};
    needle number, phrase;
    char typed[32];
    static const char *const files[] = {"p256.pem", "p256.p12"};
    secret_of(&number);
    assert_false(stays(&number));
    take(&phrase, "khẩu để thử", sizeof "khẩu để thử" - 1);
    for (int round = 0; round < 2; round++) {
        khung_pdf_key *key = NULL;
        khung__buf der = {0};
        khung__str bytes = slurp(files[round]);
        for (size_t i = 0; i < sizeof word; i++)
            typed[i] = word[i];
        const khung_secret secret = {typed, strlen(typed), 0};
        assert_int_equal(khung_pdf_key_load(&key, bytes.s, bytes.n, NULL, 0, &secret, NOW, NULL), KHUNG_OK);
        assert_true(stays(&number)); /* it is there while it is used, so looking works */
        assert_int_equal(khung__cms_sign(&der, key, digest, NULL), KHUNG_OK);
        khung__buf_free(&der);
        khung_pdf_key_free(key);
        explicit_bzero((char *)bytes.s, MOST);
        explicit_bzero(typed, sizeof typed);
        if (stays(&number))
            fail_msg("%s: the private key stays in memory", files[round]);
        if (stays(&phrase))
            fail_msg("%s: the passphrase stays in memory", files[round]);
    }
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(which_may_sign), cmocka_unit_test(to_the_second), cmocka_unit_test(whom_it_names),
                                       cmocka_unit_test(twice),
#ifndef SANITIZED
                                       cmocka_unit_test(nothing_stays),
#endif
                                       cmocka_unit_test(memory_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
