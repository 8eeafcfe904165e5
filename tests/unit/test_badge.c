/* Badges: names and literals as their standards have them, and what happens while memory ends. tests/verify/badge holds whole badges against what they
 * were, tests/badge against other people's programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "badge.h"
#include "badge/graph.h"

static void base58(void **state)
{
    (void)state;
    unsigned char back[KHUNG__BASE58_MOST];
    static const struct { const char *bytes; size_t n; const char *text; } cases[] = {
        {"", 0, ""}, {"\0", 1, "1"}, {"Hello World!", 12, "2NEpo7TZRRrLZSi2U"}, {"\x00\x00\x28\x7f\xb4\xcd", 6, "11233QC4"}, {"\xff\xff\xff\xff", 4, "7YXq9G"},
        {"The quick brown fox jumps over the lazy dog.", 44, "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khung__buf text = {0};
        khung__buf_z(&text, "");
        khung__base58_write(&text, (const unsigned char *)cases[i].bytes, cases[i].n);
        assert_string_equal(text.s, cases[i].text);
        assert_true(khung__base58_read(back, cases[i].n, (khung__str){text.s, text.n}));
        assert_memory_equal(back, cases[i].bytes, cases[i].n);
        assert_false(khung__base58_read(back, cases[i].n + 1, (khung__str){text.s, text.n}));
        assert_false(cases[i].n && khung__base58_read(back, cases[i].n - 1, (khung__str){text.s, text.n}));
        khung__buf_free(&text);
    }
    static const char *const none[] = {"0", "O", "I", "l", " ", "zzzz", "12", "\xc3\xa9"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(khung__base58_read(back, 1, khung__str_of(none[i])));
    khung__buf text = {0};
    khung__base58_write(&text, (const unsigned char[KHUNG__BASE58_MOST + 1]){1}, KHUNG__BASE58_MOST + 1);
    assert_true(text.failed);
    khung__buf_free(&text);
    khung__buf_z(&text, "");
    unsigned char most[KHUNG__BASE58_MOST];
    memset(most, 0xff, sizeof most);
    khung__base58_write(&text, most, sizeof most);
    assert_int_equal(text.n, 175); /* 1024 bits by log2 58 */
    assert_true(khung__base58_read(back, sizeof back, (khung__str){text.s, text.n}));
    assert_memory_equal(back, most, sizeof most);
    khung__buf_free(&text);
}

static void uuid_of_digest(void **state)
{
    (void)state;
    char uuid[37];
    unsigned char digest[32];
    memset(digest, 0xff, sizeof digest);
    khung__uuid_of(uuid, digest);
    assert_string_equal(uuid, "ffffffff-ffff-8fff-bfff-ffffffffffff");
    memset(digest, 0, sizeof digest);
    khung__uuid_of(uuid, digest);
    assert_string_equal(uuid, "00000000-0000-8000-8000-000000000000");
}

/* RDFC-1.0: \b \t \n \f \r \" \\, other controls and DEL by number in capitals, all else as it is. */
static void literals(void **state)
{
    (void)state;
    khung__buf text = {0};
    khung__graph_literal(&text, (khung__str){"\0\x01\b\t\n\v\f\r\x1f \"'\\\x7f", 14});
    assert_string_equal(text.s, "\"\\u0000\\u0001\\b\\t\\n\\u000B\\f\\r\\u001F \\\"'\\\\\\u007F\"");
    khung__buf_free(&text);
    const char plain[] = "Hội Ốc Sên \xc2\x80\u00a0\u2028\ue000\U0001f40c <>{}|^`";
    khung__graph_literal(&text, KHUNG__S(plain));
    assert_int_equal(text.n, sizeof plain + 1);
    assert_memory_equal(text.s + 1, plain, sizeof plain - 1);
    khung__buf_free(&text);
}

/* Said in any order, with the same word for two things and a text that is not NFC: the statements are a sorted set. */
static void sorted(void **state)
{
    (void)state;
    static const khung__class profile[] = {KHUNG__CLASS_PROFILE, KHUNG__CLASSES}, none[] = {KHUNG__CLASSES};
    khung__graph g = {0};
    khung__buf text = {0};
    unsigned char digest[32];
    khung__graph_begin(&g, KHUNG__TERMS, KHUNG__S("urn:b"), none);
    khung__graph_say(&g, KHUNG__TERM_NAME, KHUNG__S("A\u0301"));
    khung__graph_list(&g, KHUNG__TERM_RESULT);
    for (int i = 0; i < 2; i++) {
        khung__graph_begin(&g, KHUNG__TERM_RESULT, KHUNG__S("urn:a"), profile);
        khung__graph_end(&g);
    }
    khung__graph_list_end(&g);
    khung__graph_end(&g);
    khung__graph_cut(&g, digest, &text);
    assert_string_equal(text.s, "<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile> .\n"
                                "<urn:b> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#result> <urn:a> .\n"
                                "<urn:b> <https://schema.org/name> \"\u00c1\" .\n");
    assert_false(g.refused || g.failed);
    khung__graph_begin(&g, KHUNG__TERMS, KHUNG__S("urn:a b"), none);
    khung__graph_say(&g, KHUNG__TERM_NAME, KHUNG__S("x"));
    assert_true(g.refused);
    khung__buf_free(&text);
    khung__graph_free(&g);
}

/* ---- a whole one ---- */

static const khung__claim claim = {
    .issuer = {"ttnl", 4}, .issuer_name = {"Trung tâm", 10}, .abbreviation = {"TTNL", 4}, .url = {"https://ttnl.vn/c", 17}, .year = 2026, .nn = 1,
    .organisation = {"oc-sen", 6}, .organisation_name = {"Nhóm \"Ốc\"", 13}, .grade = {"dat", 3}, .computed = {"cao", 3}, .computed_title = {"Cao", 3},
    .lowered_by = {"Hội đồng", 12}, .lowered_why = {"Chờ", 4}, .lowered_at = {2026, 7, 1}, .from = {2026, 1, 1}, .to = {2026, 6, 30},
    .issued = {2026, 7, 5}, .until = {2027, 7, 4}, .offset = -210, .condition_count = 2,
    .conditions = {{{"Một", 5}, {2026, 12, 31}}, {{"Hai", 3}, {0}}}};

static khung_status make(khung__buf *out, int64_t moment, const char *address)
{
    static khung__grade grades[] = {{.id = {"cao", 3}, .title = {"Cao", 3}}, {.id = {"dat", 3}, .title = {"Đạt", 6}}};
    static const khung_framework framework = {.id = {"khung", 5}, .version = {"1.0.0", 5}, .title = {"Khung", 5}, .language = {"vi", 2},
                                              .grades = grades, .grade_count = 2};
    static const unsigned char seed[32] = {1};
    unsigned char open[KHUNG__PUBLIC], secret[KHUNG__SECRET];
    khung__sign_seed(open, secret, seed);
    const khung__badge badge = {.claim = &claim, .digest = seed, .code = address, .framework = &framework, .grade = 1, .language = KHUNG__EN, .moment = moment,
                                .open = open, .secret = secret};
    return khung__badge_write(out, &badge, NULL);
}

static void moments(void **state)
{
    (void)state;
    static const struct { int64_t moment; const char *text; } cases[] = {
        {0, "\"created\": \"1969-12-31T20:30:00-03:30\""},
        {-1, "\"created\": \"1969-12-31T20:29:59-03:30\""},
        {12600000, "\"created\": \"1970-01-01T00:00:00-03:30\""},
        {1798687799999, "\"created\": \"2026-12-30T23:59:59-03:30\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khung__buf text = {0};
        assert_int_equal(make(&text, cases[i].moment, "https://ttnl.vn/c#x"), KHUNG_OK);
        assert_non_null(strstr(text.s, cases[i].text));
        assert_non_null(strstr(text.s, "\"validFrom\": \"2026-07-05T00:00:00-03:30\""));
        assert_true(khung__badge_like((khung__str){text.s, text.n}));
        khung__buf_free(&text);
    }
    khung__buf text = {0};
    assert_int_equal(make(&text, 0, "https://ttnl.vn/\"#x"), KHUNG_BAD_DATA);
    khung__buf_free(&text);
}

static void memory_ends(void **state)
{
    (void)state;
    khung_status status = KHUNG_NO_MEMORY;
    for (size_t n = 1; status != KHUNG_OK; n++) {
        khung__buf text = {0};
        khung__alloc_fail_at(n);
        status = make(&text, 0, "https://ttnl.vn/c#x");
        khung__alloc_fail_at(0);
        assert_true(status == KHUNG_OK || status == KHUNG_NO_MEMORY);
        khung__buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(base58),   cmocka_unit_test(uuid_of_digest), cmocka_unit_test(literals), cmocka_unit_test(sorted),
                                       cmocka_unit_test(moments), cmocka_unit_test(memory_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
