/* Claims, signed messages and codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "claim.h"

static khung__claim sample(void)
{
    khung__claim c = {.issuer = KHUNG__S("ngo-ic"), .issuer_name = KHUNG__S("Trung tâm NGO-IC"), .abbreviation = KHUNG__S("NGOIC"),
                      .url = KHUNG__S("https://ngoic.example/v"), .year = 2026, .nn = 5, .organisation = KHUNG__S("hoi-song-xanh"),
                      .organisation_name = KHUNG__S("Hội Sông Xanh"), .framework = KHUNG__S("vn-ngo-capacity"), .framework_version = KHUNG__S("1.0.0"),
                      .framework_title = KHUNG__S("Khung năng lực"), .grade = KHUNG__S("basic"), .grade_title = KHUNG__S("Đạt"),
                      .language = KHUNG__S("vi"), .from = {2026, 1, 1}, .to = {2026, 6, 30}, .issued = {2026, 7, 5}, .until = {2027, 7, 4},
                      .zone = KHUNG__CLAIM_ZONE, .offset = KHUNG__CLAIM_OFFSET};
    c.framework_digest = c.result = KHUNG__S("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    c.conditions[c.condition_count++] = (khung__claim_condition){KHUNG__S("Nộp báo cáo kiểm toán"), {2026, 12, 31}};
    c.conditions[c.condition_count++] = (khung__claim_condition){KHUNG__S("Họp thường kỳ"), {0, 0, 0}};
    return c;
}

static void bytes_of(unsigned char *out, const char *hex)
{
    for (size_t i = 0; hex[2 * i]; i++) {
        unsigned byte;
        sscanf(hex + 2 * i, "%2x", &byte);
        out[i] = (unsigned char)byte;
    }
}

static khung__str whole(const khung__buf *buf)
{
    return (khung__str){buf->s, buf->n};
}

/* ---- signatures ---- */

/* RFC 8032, section 7.1, tests 1 and 3. */
static void ed25519_is_ed25519(void **state)
{
    (void)state;
    static const char *const rows[][4] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"}};
    for (size_t i = 0; i < 2; i++) {
        unsigned char seed[32], expected[32], message[8], signature[64], right[64], pub[32], secret[64];
        bytes_of(seed, rows[i][0]), bytes_of(expected, rows[i][1]), bytes_of(message, rows[i][2]), bytes_of(right, rows[i][3]);
        size_t n = strlen(rows[i][2]) / 2;
        assert_true(khung__sign_seed(pub, secret, seed));
        assert_memory_equal(pub, expected, 32);
        assert_true(khung__sign(signature, message, n, secret));
        assert_memory_equal(signature, right, 64);
        assert_true(khung__sign_right(signature, message, n, pub));
        signature[5] ^= 1;
        assert_false(khung__sign_right(signature, message, n, pub));
    }
}

static void seals_open_with_their_passphrase(void **state)
{
    (void)state;
    unsigned char salt[KHUNG__SALT] = {1}, nonce[KHUNG__NONCE] = {2}, sealed[5 + KHUNG__SEALED], back[5];
    khung__effort little = {1, 8192};
    bool memory;
    assert_true(khung__secret_seal(sealed, (const unsigned char *)"seed!", 5, KHUNG__S("pass"), KHUNG__S("open"), little, salt, nonce));
    assert_true(khung__secret_unseal(back, sealed, sizeof sealed, KHUNG__S("pass"), KHUNG__S("open"), little, salt, nonce, &memory));
    assert_memory_equal(back, "seed!", 5);
    assert_false(khung__secret_unseal(back, sealed, sizeof sealed, KHUNG__S("pass "), KHUNG__S("open"), little, salt, nonce, &memory));
    assert_false(memory);
    assert_false(khung__secret_unseal(back, sealed, sizeof sealed, KHUNG__S("pass"), KHUNG__S("Open"), little, salt, nonce, &memory));
}

/* ---- claims ---- */

static void claims_come_back(void **state)
{
    (void)state;
    khung__claim claim = sample(), back;
    khung__buf payload = {0}, again = {0};
    assert_null(khung__claim_wrong(&claim));
    assert_true(khung__claim_write(&payload, &claim));
    assert_true(khung__claim_read(&back, whole(&payload)));
    assert_true(khung__str_eq(back.organisation_name, claim.organisation_name));
    assert_int_equal(back.condition_count, 2);
    assert_int_equal(back.conditions[1].until.year, 0);
    assert_int_equal(back.until.day, 4);
    assert_true(khung__claim_write(&again, &back));
    assert_int_equal(again.n, payload.n);
    assert_memory_equal(again.s, payload.s, again.n);
    khung__buf_free(&payload);
    khung__buf_free(&again);
}

static void claims_say_what_is_wrong(void **state)
{
    (void)state;
    khung__claim c = sample();
    c.url = KHUNG__S("http://ngoic.example/");
    assert_string_equal(khung__claim_wrong(&c), "url");
    c = sample(), c.until = (khung__date){2026, 7, 4};
    assert_string_equal(khung__claim_wrong(&c), "until");
    c = sample(), c.nn = 0;
    assert_string_equal(khung__claim_wrong(&c), "nn");
    c = sample(), c.computed = KHUNG__S("gold");
    assert_string_equal(khung__claim_wrong(&c), "computed-title");
    c.computed_title = c.lowered_by = c.lowered_why = KHUNG__S("x");
    assert_string_equal(khung__claim_wrong(&c), "lowered-at");
    c.lowered_at = (khung__date){2026, 7, 1};
    assert_null(khung__claim_wrong(&c));
    c.organisation_name = (khung__str){0};
    assert_string_equal(khung__claim_wrong(&c), "name");
}

/* No byte can change, none can be missing, none can be too much. */
static void every_byte_is_signed(void **state)
{
    (void)state;
    unsigned char pub[32], secret[64], seed[32] = {7};
    khung__claim claim = sample(), back;
    khung__buf out = {0};
    khung__sealed sealed;
    khung__sign_seed(pub, secret, seed);
    assert_true(khung__claim_sign(&out, &claim, pub, secret));
    assert_true(khung__cose_read(&sealed, whole(&out), KHUNG__CLAIM_KIND));
    assert_true(khung__cose_right(&sealed, pub));
    assert_true(khung__claim_read(&back, sealed.payload));
    assert_false(khung__cose_read(&sealed, whole(&out), KHUNG__S("khung-register-1")));
    for (size_t i = 0; i < out.n; i++) {
        out.s[i] ^= 1;
        assert_false(khung__cose_read(&sealed, whole(&out), KHUNG__CLAIM_KIND) && khung__cose_right(&sealed, pub));
        out.s[i] ^= 1;
        assert_false(khung__cose_read(&sealed, (khung__str){out.s, i}, KHUNG__CLAIM_KIND));
    }
    khung__buf_char(&out, 0);
    assert_false(khung__cose_read(&sealed, whole(&out), KHUNG__CLAIM_KIND));
    khung__buf_free(&out);
}

static void cbor_has_one_form(void **state)
{
    (void)state;
    static const struct { const char *bytes; size_t n; } longer[] = {{"\x18\x17", 2}, {"\x19\x00\xff", 3}, {"\x1a\x00\x00\xff\xff", 5},
                                                                     {"\x1b\x00\x00\x00\x00\xff\xff\xff\xff", 9}, {"\x1c", 1}, {"\x1f", 1}, {"\x18", 1}};
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++) {
        khung__cbor in = khung__cbor_of((khung__str){longer[i].bytes, longer[i].n});
        khung__cbor_read_int(&in);
        assert_true(in.wrong);
    }
    static const int64_t numbers[] = {0, 23, 24, 255, 256, 65535, 65536, 4294967295, 4294967296, INT64_MAX, -1, -24, -25, -256, -257, INT64_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        khung__buf buf = {0};
        khung__cbor_int(&buf, numbers[i]);
        khung__cbor in = khung__cbor_of(whole(&buf));
        assert_int_equal(khung__cbor_read_int(&in), numbers[i]);
        assert_true(khung__cbor_ended(&in));
        khung__buf_free(&buf);
    }
    khung__cbor in = khung__cbor_of(KHUNG__S("\x64" "a\x1b[m"));
    khung__cbor_read_text(&in);
    assert_true(in.wrong);
}

/* ---- numbers and codes ---- */

static void numbers_are_written_one_way(void **state)
{
    (void)state;
    char number[KHUNG__NUMBER_SIZE];
    khung__claim_number(number, 5, 2026, KHUNG__S("NGOIC"));
    assert_string_equal(number, "05/2026/GCN-NGOIC");
    khung__claim_number(number, 1234, 2027, KHUNG__S("LHHVN"));
    assert_string_equal(number, "1234/2027/GCN-LHHVN");
}

static void codes_come_back(void **state)
{
    (void)state;
    khung__claim claim = sample();
    unsigned char digest[32] = {1, 2, 3}, other[32] = {1, 2, 4};
    char text[KHUNG__CODE_MOST + 1], typed[200];
    khung__code code;
    assert_true(khung__code_write(text, &claim, digest));
    assert_string_equal(text, "https://ngoic.example/v#ngo-ic.2026.5.zjzq4d7fqwxrqgq2ga");
    assert_int_equal(khung__code_read(&code, khung__str_of(text)), KHUNG__CODE_GOOD);
    assert_true(khung__code_right(&code, digest, claim.url));
    assert_false(khung__code_right(&code, other, claim.url));
    assert_false(khung__code_right(&code, digest, KHUNG__S("https://ngoic.evil.example/v")));
    const char *fragment = strchr(text, '#') + 1;
    snprintf(typed, sizeof typed, " %.14s %s\n", fragment, fragment + 14);
    for (char *p = typed; *p; p++)
        *p = *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p == '0' ? 'O' : *p;
    assert_int_equal(khung__code_read(&code, khung__str_of(fragment)), KHUNG__CODE_GOOD);
    assert_string_equal(code.url, "");
    size_t n = strlen(text);
    for (size_t i = 1; i < 20; i++)
        assert_int_equal(khung__code_read(&code, (khung__str){text, n - i}), KHUNG__CODE_SHORT);
    for (size_t i = n - 18; i < n; i++) {
        char kept = text[i];
        text[i] = kept == '7' ? '8' : '7';
        assert_int_equal(khung__code_read(&code, khung__str_of(text)), KHUNG__CODE_SLIP);
        text[i] = kept;
    }
    assert_int_equal(khung__code_read(&code, KHUNG__S("hello")), KHUNG__CODE_NONE);
    assert_int_equal(khung__code_read(&code, KHUNG__S("https://ngoic.example/v")), KHUNG__CODE_SHORT);
    claim.url = KHUNG__S("https://chung-nhan.trung-tam.example/kiem-tra");
    assert_false(khung__code_write(text, &claim, digest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ed25519_is_ed25519), cmocka_unit_test(seals_open_with_their_passphrase), cmocka_unit_test(claims_come_back),
        cmocka_unit_test(claims_say_what_is_wrong), cmocka_unit_test(every_byte_is_signed), cmocka_unit_test(cbor_has_one_form),
        cmocka_unit_test(numbers_are_written_one_way), cmocka_unit_test(codes_come_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
