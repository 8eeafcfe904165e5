/* interview: values as people type them, lines edited by character, memory that ends. What the screens show stands in tests/terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "interview/inside.h"

static void assert_number(const char *typed, const char *expected)
{
    khung__buf out = {0};
    khung__typed how = khung__typed_number(&out, khung__str_of(typed));
    if (expected) {
        assert_int_equal(how, KHUNG__TYPED_GOOD);
        assert_string_equal(out.s, expected);
    } else {
        assert_int_not_equal(how, KHUNG__TYPED_GOOD);
    }
    khung__buf_free(&out);
}

static void numbers(void **state)
{
    (void)state;
    assert_number("7", "7");
    assert_number(" 12,5 ", "12.5");
    assert_number("12.5", "12.5");
    assert_number("1.200,5", "1200.5");
    assert_number("1,200.5", "1200.5");
    assert_number("1 200,5", "1200.5");
    assert_number("1.200.000", "1200000");
    assert_number("1,200,000", "1200000");
    assert_number("007", "7");
    assert_number("0,125", "0.125"); /* nobody groups behind a nought */
    assert_number("12,3456", "12.3456");
    assert_number("-3,5", "-3.5");
    assert_number("1.200", NULL);
    assert_number("12,345", NULL);
    assert_number("1.20.000", NULL);
    assert_number("1.200.00", NULL);
    assert_number("1,2,3", NULL);
    assert_number("1.2.3,4", NULL);
    assert_number("abc", NULL);
    assert_number("1e3", NULL);
    assert_number("5-3", NULL);
    assert_number("-", NULL);
    assert_number(",", NULL);
    assert_number("", NULL);
    assert_number("1234567890123", NULL);
    khung__buf out = {0};
    assert_int_equal(khung__typed_number(&out, KHUNG__S("1.200")), KHUNG__TYPED_TWO_WAYS);
    khung__buf_free(&out);
}

static void dates(void **state)
{
    static const struct { const char *typed, *iso; } rows[] = {
        {"5/7/2026", "2026-07-05"}, {"05-07-2026", "2026-07-05"}, {" 5.7.2026 ", "2026-07-05"}, {"5 7 2026", "2026-07-05"}, {"2026-07-05", "2026-07-05"},
        {"2026/7/5", "2026-07-05"}, {"29/2/2028", "2028-02-29"}, {"29/2/2026", NULL}, {"31/4/2026", NULL}, {"5/7/26", NULL}, {"7/2026", NULL},
        {"2026", NULL}, {"", NULL}, {"5/7/2026x", NULL}, {"5//2026", NULL}, {"005/7/2026", NULL}, {"2026-07-2026", NULL}, {"5/7/2026/1", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        khung__date date;
        khung__buf out = {0};
        assert_int_equal(khung__typed_date(&date, khung__str_of(rows[i].typed)), rows[i].iso != NULL);
        if (rows[i].iso) {
            khung__buf_date(&out, date);
            assert_string_equal(out.s, rows[i].iso);
        }
        khung__buf_free(&out);
    }
}

/* Keys of a line, as bytes; what stands there in the end. */
static void assert_line(const char *bytes, const char *expected)
{
    khung__field_text field = {0};
    for (size_t at = 0, n = strlen(bytes); at < n;) {
        khung__key key;
        khung__str text = {0};
        at += khung__key_read(&key, &text, bytes + at, n - at, true);
        khung__field_key(&field, key, text);
    }
    assert_memory_equal(field.s, expected, strlen(expected));
    assert_int_equal(field.n, strlen(expected));
}

static void lines(void **state)
{
    (void)state;
    assert_line("ban\x7f", "ba");
    assert_line("ti\xE1\xBA\xBFng\x7f\x7f", "ti\xE1\xBA\xBF");
    assert_line("e\xCC\x82\xCC\x81\x7f", "");                              /* NFD: e, circumflex, acute are one character */
    assert_line("tie\xCC\x82\xCC\x81ng\x1b[D\x1b[D\x7f", "ting");
    assert_line("ab\x1b[D\x1b[DX", "Xab");
    assert_line("ab\x1b[H\x1b[3~", "b");
    assert_line("m\xE1\xBB\x99t hai \x17", "m\xE1\xBB\x99t ");
    assert_line("xyz\x15q", "q");
    assert_line("a\xC2\x85\xE2\x80\xA8" "b", "ab");                        /* line ends that files may not have */
    assert_line("\x1b[1;5Ca\x1b[99~b", "ab");
    assert_line("a\xFF\xC3", "a");                                         /* what is no UTF-8 is passed over */
    assert_line("\x1bOu\x1bOw", "57");                                     /* the number pad */
}

/* Bytes that come in pieces: nothing is a key before it is whole. */
static void pieces(void **state)
{
    khung__key key;
    khung__str at;
    (void)state;
    assert_int_equal(khung__key_read(&key, &at, "\x1b", 1, false), 0);
    assert_int_equal(khung__key_read(&key, &at, "\x1b[", 2, false), 0);
    assert_int_equal(khung__key_read(&key, &at, "\x1b[5", 3, false), 0);
    assert_int_equal(khung__key_read(&key, &at, "\x1b[5~", 4, false), 4);
    assert_int_equal(key, KHUNG__KEY_PAGE_UP);
    assert_int_equal(khung__key_read(&key, &at, "\x1b", 1, true), 1);
    assert_int_equal(key, KHUNG__KEY_ESCAPE);
    assert_int_equal(khung__key_read(&key, &at, "\xE1\xBA", 2, false), 0);
    assert_int_equal(khung__key_read(&key, &at, "\xE1\xBA\xBF", 3, false), 3);
    assert_int_equal(key, KHUNG__KEY_CHAR);
}

/* ---- a whole interview ---- */

static void type(khung_interview *iv, const char *keys)
{
    for (size_t at = 0, n = strlen(keys); at < n;)
        at += khung_interview_type(iv, keys + at, n - at, true);
}

/* Every answer handed over, the file, a screen of each kind; whether all of it worked. */
static bool ask(const khung_framework *framework, const khung_answers *answers, const char *keys, bool papers)
{
    const khung_interview_options options = {.language = "vi", .today = "2026-10-02", .organisation_name = "Hội Sông Xanh", .from = "2026-01-01",
                                             .to = "2026-12-31", .about = true, .papers = papers, .utf8 = true, .colour = true};
    khung_interview *iv = NULL;
    const char *criterion, *value;
    char *yaml = NULL, *draft = NULL, *screen = NULL;
    if (khung_interview_new(&iv, framework, answers, &options, NULL) != KHUNG_OK)
        return false;
    bool good = true;
    for (const char *p = keys; *p; p++) {
        const char key[2] = {*p, '\0'};
        type(iv, key);
        good = khung_interview_screen(&screen, iv, 80, 24) == KHUNG_OK && good;
        khung_text_free(screen);
        screen = NULL;
    }
    while (khung_interview_change(&criterion, &value, iv))
        khung_interview_kept(iv);
    good = khung_interview_yaml(&yaml, iv) == KHUNG_OK && khung_interview_draft(&draft, iv) == KHUNG_OK && good;
    khung_text_free(yaml);
    khung_text_free(draft);
    khung_interview_free(iv);
    return good;
}

static khung_framework *sample(void)
{
    khung_framework *framework = NULL;
    assert_int_equal(khung_framework_load_file(&framework, KHUNG_TESTS_DIR "/terminal/mau.yaml", NULL), KHUNG_OK);
    return framework;
}

static void memory_ends(void **state)
{
    static const char keys[] = "\r\r19\r23#1\rx\r\x1b!\x1b/a\r?q";
    khung_framework *framework = sample();
    (void)state;
    for (size_t n = 1;; n += 1 + n / 12) { /* the first ones each, then now and then */
        khung__alloc_fail_at(n);
        ask(framework, NULL, keys, n % 2);
        bool all = khung__alloc_count() < n;
        khung__alloc_fail_at(0);
        if (all)
            break;
    }
    assert_true(ask(framework, NULL, keys, false));
    khung_framework_free(framework);
}

/* What was carried counts once it is confirmed; what was read comes out again as it was. */
static void carried(void **state)
{
    static const char file[] = "kind: answers\nformat: 1\nframework: {id: mau, version: 1.0.0}\norganisation: {id: hsx, name: \"Hội\"}\n"
                               "period: {from: 2026-01-01, to: 2026-12-31}\ntrack: self\ndated: 2026-10-02\nprofile:\n  has-staff: false\n"
                               "answers:\n  hop:\n    level: set\n    carried: true\n    note: \"a \\\"b\\\" # c\"\n    evidence:\n"
                               "      - {item: bien-ban, file: \"x.pdf\", dated: 2026-03-02}\n"
                               "  kiem-soat:\n    checks: {hai-chu-ky: true}\n  du-phong:\n    na: \"không có\"\n";
    khung_framework *framework = sample();
    khung_answers *answers = NULL;
    khung_interview *iv = NULL;
    char *before = NULL, *after = NULL;
    (void)state;
    assert_int_equal(khung_answers_load(&answers, "a.yaml", file, strlen(file), NULL), KHUNG_OK);
    const khung_interview_options options = {.today = "2026-10-02", .about = true};
    assert_int_equal(khung_interview_new(&iv, framework, answers, &options, NULL), KHUNG_OK);
    assert_int_equal(khung_interview_yaml(&before, iv), KHUNG_OK);
    assert_string_equal(before, file);
    type(iv, "/A1\r=");
    assert_int_equal(khung_interview_yaml(&after, iv), KHUNG_OK);
    assert_null(strstr(after, "carried"));
    type(iv, "*\x15tie\xCC\x82\xCC\x81ng\r"); /* NFD becomes NFC */
    khung_text_free(after);
    assert_int_equal(khung_interview_yaml(&after, iv), KHUNG_OK);
    assert_non_null(strstr(after, "note: \"ti\xE1\xBA\xBFng\""));
    type(iv, "uu"); /* both are taken back */
    khung_text_free(after);
    assert_int_equal(khung_interview_yaml(&after, iv), KHUNG_OK);
    assert_string_equal(after, file);
    khung_text_free(before);
    khung_text_free(after);
    khung_interview_free(iv);
    khung_answers_free(answers);
    khung_framework_free(framework);
}

/* Whatever is typed, in whatever window: what comes out is a file that fits the framework, and each change is a value that it can have. */
static void any_keys(void **state)
{
    static const char *const keys[] = {"1", "2", "3", "0", "x", "y", "n", "\r", "\r", "\x1b", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~",
                                       "\x7f", "\x1b[3~", "*", "#", "/", "!", "?", "u", "=", ">", "<", "+", "-", " ", "a", "\xE1\xBA\xBF", "e\xCC\x82", "\t",
                                       "\x1b[200~", "\x1b[201~", "5/7/2026", "12,5", "\x15", "\x17", "\x1b[H", "\x1b[F", "q", "\"#: ", "\xC2\xA0"};
    khung_framework *framework = sample();
    uint32_t random = 2463534242u;
    (void)state;
    for (int papers = 0; papers < 2; papers++) {
        const khung_interview_options options = {.language = papers ? "en" : "vi", .today = "2026-10-02", .papers = papers, .about = true, .from = "2026-01-01",
                                                 .to = "2026-12-31", .organisation_name = "Hội", .utf8 = papers, .colour = !papers};
        khung_interview *iv = NULL;
        assert_int_equal(khung_interview_new(&iv, framework, NULL, &options, NULL), KHUNG_OK);
        for (int i = 0; i < 4000; i++) {
            random ^= random << 13;
            random ^= random >> 17;
            random ^= random << 5;
            type(iv, keys[random % (sizeof keys / sizeof *keys)]);
            if (i % 8)
                continue;
            char *screen = NULL, *yaml = NULL, *draft = NULL;
            khung_answers *answers = NULL;
            assert_int_equal(khung_interview_screen(&screen, iv, random % 130, random / 256 % 60), KHUNG_OK);
            assert_int_equal(khung_interview_draft(&draft, iv), KHUNG_OK);
            khung_interview_draft_put(iv, draft);
            khung_text_free(screen);
            khung_text_free(draft);
            if (i % 64 || khung_interview_yaml(&yaml, iv) != KHUNG_OK)
                continue;
            khung_result *result = NULL;
            assert_int_equal(khung_answers_load(&answers, "a.yaml", yaml, strlen(yaml), NULL), KHUNG_OK);
            assert_int_equal(khung_score(&result, framework, (const khung_answers *const *)&answers, 1, NULL), KHUNG_OK);
            khung_result_free(result);
            khung_answers_free(answers);
            khung_text_free(yaml);
        }
        khung_interview_free(iv);
    }
    khung_framework_free(framework);
}

/* A note of several lines from a file keeps them when it is edited, also after the machine went out; one that is longer than the line is left alone. */
static void long_texts(void **state)
{
    khung_framework *framework = sample();
    khung__buf file = {0};
    (void)state;
    for (int longer = 0; longer < 2; longer++) {
        khung_answers *answers = NULL;
        khung_interview *iv = NULL, *again = NULL;
        char *draft = NULL, *yaml = NULL, *screen = NULL;
        const khung_interview_options options = {.about = true};
        file.n = 0;
        khung__buf_z(&file, "kind: answers\nformat: 1\nframework: {id: mau, version: 1.0.0}\norganisation: {id: hsx, name: \"H\"}\n"
                            "period: {from: 2026-01-01, to: 2026-12-31}\nanswers:\n  hop:\n    note: \"one\\ntwo");
        for (int i = 0; longer && i < KHUNG__FIELD_ROOM; i++)
            khung__buf_char(&file, 'x');
        khung__buf_z(&file, "\"\n");
        assert_int_equal(khung_answers_load(&answers, "a.yaml", file.s, file.n, NULL), KHUNG_OK);
        assert_int_equal(khung_interview_new(&iv, framework, answers, &options, NULL), KHUNG_OK);
        assert_int_equal(khung_interview_new(&again, framework, answers, &options, NULL), KHUNG_OK);
        type(iv, "/A1\r*3");
        assert_int_equal(khung_interview_draft(&draft, iv), KHUNG_OK);
        khung_interview_draft_put(again, draft);
        assert_int_equal(khung_interview_screen(&screen, again, 80, 24), KHUNG_OK);
        assert_null(strchr(screen, '\n'));
        type(again, "\r");
        assert_int_equal(khung_interview_yaml(&yaml, longer ? iv : again), KHUNG_OK);
        assert_non_null(strstr(yaml, longer ? "note: \"one\\ntwoxxxx" : "note: \"one\\ntwo3\"\n"));
        assert_true(!longer || strstr(yaml, "level: set")); /* 3 was an answer */
        khung_text_free(draft);
        khung_text_free(yaml);
        khung_text_free(screen);
        khung_interview_free(iv);
        khung_interview_free(again);
        khung_answers_free(answers);
    }
    khung__buf_free(&file);
    khung_framework_free(framework);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers), cmocka_unit_test(dates), cmocka_unit_test(lines), cmocka_unit_test(pieces),
                                       cmocka_unit_test(carried), cmocka_unit_test(memory_ends), cmocka_unit_test(any_keys), cmocka_unit_test(long_texts)};
    return cmocka_run_group_tests_name("interview", tests, NULL, NULL);
}
