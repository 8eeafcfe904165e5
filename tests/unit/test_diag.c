/* diag: sentences, places, carets, second places, suggestions, limits, order, text and JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "diag.h"

static const char bytes[] = "kind: framework\r\n\ttên: Hội Sông Xanh\nx: 日本\n";
static const khung__source source = {{"a/b.yaml", 8}, {bytes, sizeof bytes - 1}};

static khung__at at(uint32_t line, uint32_t column, uint32_t length)
{
    return (khung__at){&source, line, column, length};
}

static khung_log *new_log(const char *language)
{
    khung_log *log = NULL;
    assert_int_equal(khung_log_new(&log, language), KHUNG_OK);
    return log;
}

static void expect_text(const khung_log *log, bool colour, const char *expected)
{
    char *text = NULL;
    assert_int_equal(khung_log_text(&text, log, colour), KHUNG_OK);
    assert_string_equal(text, expected);
    khung_text_free(text);
}

/* ---- the table ---- */

static unsigned arguments_of(const char *text)
{
    unsigned mask = 0;
    for (const char *p = text; (p = strchr(p, '{')); p++)
        if (p[1] >= '0' && p[1] <= '3' && p[2] == '}')
            mask |= 1u << (p[1] - '0');
    return mask;
}

static void sentences_are_whole(void **state)
{
    (void)state;
    static const struct {
        const char *name, *id, *en, *vi;
        khung_severity severity;
        khung_status status;
    } table[] = {
#define D(name, id, severity, status, en, vi) {#name, id, en, vi, severity, status},
#include "diag.def"
#undef D
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t n = strlen(table[i].id), en = strlen(table[i].en), vi = strlen(table[i].vi);
        bool error = table[i].severity == KHUNG_ERROR;
        if (strspn(table[i].id, "abcdefghijklmnopqrstuvwxyz0123456789-") != n || n == 0)
            fail_msg("%s: the id \"%s\" is not made of small letters, digits and hyphens", table[i].name, table[i].id);
        if (en == 0 || vi == 0 || table[i].en[en - 1] == '.' || table[i].vi[vi - 1] == '.')
            fail_msg("%s: a sentence is empty or ends with a full stop", table[i].name);
        if (arguments_of(table[i].en) != arguments_of(table[i].vi))
            fail_msg("%s: the languages use different arguments", table[i].name);
        if (error != (table[i].status != KHUNG_OK))
            fail_msg("%s: errors have a status, warnings and notes have KHUNG_OK", table[i].name);
    }
}

/* ---- places ---- */

static void prints_place_line_and_caret(void **state)
{
    (void)state;
    khung_log *log = new_log("en");
    assert_int_equal(KHUNG__DIAG(log, KHUNG__D_NO_BREAK_SPACE, at(1, 7, 9), KHUNG__S(":")), KHUNG_BAD_DATA);
    expect_text(log, false,
                "a/b.yaml:1:7: error: a no-break space (U+00A0) follows `:`, where only an ordinary space counts; replace it "
                "with one [no-break-space]\n"
                "    1 | kind: framework\n"
                "      |       ^~~~~~~~~\n");
    khung_log_free(log);
}

static void tabs_marks_and_wide_letters_keep_the_caret_below(void **state)
{
    (void)state;
    khung_log *log = new_log("vi");
    KHUNG__DIAG(log, KHUNG__D_TAB_INDENT, at(2, 1, 1));
    KHUNG__DIAG(log, KHUNG__D_NUL, at(2, 7, 3));
    KHUNG__DIAG(log, KHUNG__D_NUL, at(3, 4, 99));
    KHUNG__DIAG(log, KHUNG__D_NUL, at(9, 4, 1));
    expect_text(log, false,
                "a/b.yaml:2:1: lỗi: dòng này thụt lề bằng ký tự tab; hãy thụt lề bằng dấu cách [tab-indent]\n"
                "    2 |  tên: Hội Sông Xanh\n"
                "      | ^\n"
                "a/b.yaml:2:7: lỗi: có ký tự NUL (U+0000) ở đây; tệp văn bản không có ký tự này, hãy xóa nó hoặc lấy lại tệp gốc "
                "[nul]\n"
                "    2 |  tên: Hội Sông Xanh\n"
                "      |       ^~~\n"
                "a/b.yaml:3:4: lỗi: có ký tự NUL (U+0000) ở đây; tệp văn bản không có ký tự này, hãy xóa nó hoặc lấy lại tệp gốc "
                "[nul]\n"
                "    3 | x: 日本\n"
                "      |    ^~~~\n"
                "a/b.yaml:9:4: lỗi: có ký tự NUL (U+0000) ở đây; tệp văn bản không có ký tự này, hãy xóa nó hoặc lấy lại tệp gốc "
                "[nul]\n");
    khung_log_free(log);
    static const char marks[] = "a: o\xCC\x82\xCC\xA3 b";
    const khung__source decomposed = {KHUNG__S("m"), {marks, sizeof marks - 1}};
    log = new_log("en");
    KHUNG__DIAG(log, KHUNG__D_MERGE_KEY, (khung__at){&decomposed, 1, 8, 1});
    expect_text(log, false,
                "m:1:8: error: the merge key `<<` is not allowed; write the keys out [merge-key]\n"
                "    1 | a: o\xCC\x82\xCC\xA3 b\n"
                "      |      ^\n");
    khung_log_free(log);
}

static void long_lines_are_cut_around_the_column(void **state)
{
    (void)state;
    static char line[5000];
    for (size_t i = 0; i < sizeof line; i++)
        line[i] = (char)('a' + i % 26);
    const khung__source wide = {KHUNG__S("w"), {line, sizeof line}};
    khung_log *log = new_log("en");
    KHUNG__DIAG(log, KHUNG__D_NUL, (khung__at){&wide, 1, 3001, 400});
    const khung_message *m = khung_log_message(log, 0);
    assert_int_equal(m->at.column, 3001);
    assert_int_equal(khung__utf8_count(khung__str_of(m->at.source)), 202);
    char *text = NULL;
    khung_log_text(&text, log, false);
    const char *caret = strchr(text, '^');
    assert_non_null(caret);
    /* What stands above the caret is the character of that column. */
    const char *second = strchr(text, '\n') + 1, *third = strchr(second, '\n') + 1;
    assert_int_equal(second[caret - third + (long)strlen("…") - 1], line[3000]);
    khung_text_free(text);
    khung_log_free(log);
}

static void places_may_be_missing(void **state)
{
    (void)state;
    khung_log *log = new_log("en");
    KHUNG__DIAG(log, KHUNG__D_EMPTY_FILE, at(0, 0, 0));
    KHUNG__DIAG(log, KHUNG__D_MERGE_KEY, (khung__at){0});
    expect_text(log, false,
                "a/b.yaml: error: the file is empty; it must begin with `kind:` and `format: 1` [empty-file]\n"
                "error: the merge key `<<` is not allowed; write the keys out [merge-key]\n");
    assert_null(khung_log_message(log, 1)->at.file);
    assert_null(khung_log_message(log, 2));
    khung_log_free(log);
}

static void second_place_and_colour(void **state)
{
    (void)state;
    khung_log *log = new_log("en");
    KHUNG__DIAG(log, KHUNG__D_REPEATED_KEY, at(3, 1, 1), KHUNG__S("x"));
    khung__diag_also(log, KHUNG__D_FIRST_KEY, at(1, 1, 4), NULL, 0);
    expect_text(log, true,
                "\033[1ma/b.yaml:3:1:\033[0m \033[1;31merror:\033[0m key \"x\" stands twice in one mapping; keep one of the two "
                "\033[2m[repeated-key]\033[0m\n"
                "\033[2m    3 |\033[0m x: 日本\n"
                "\033[2m      |\033[0m \033[1;31m^\033[0m\n"
                "\033[1ma/b.yaml:1:1:\033[0m \033[1;36mnote:\033[0m it stands here first\n"
                "\033[2m    1 |\033[0m kind: framework\n"
                "\033[2m      |\033[0m \033[1;36m^~~~\033[0m\n");
    khung_log_free(log);
}

/* ---- sentences ---- */

static void arguments_are_made_harmless(void **state)
{
    (void)state;
    khung_log *log = new_log("en");
    KHUNG__DIAG(log, KHUNG__D_REPEATED_KEY, at(0, 0, 0), KHUNG__S("a\nb\x1b[31m\xFF{0}"));
    assert_string_equal(khung_log_message(log, 0)->text,
                        "key \"a b\xEF\xBF\xBD[31m\xEF\xBF\xBD{0}\" stands twice in one mapping; keep one of the two");
    char longest[1000];
    memset(longest, 'x', sizeof longest);
    KHUNG__DIAG(log, KHUNG__D_REPEATED_KEY, at(0, 0, 0), (khung__str){longest, sizeof longest});
    assert_true(khung__utf8_count(khung__str_of(khung_log_message(log, 1)->text)) < 400);
    khung_log_free(log);
}

static void suggests_what_is_near(void **state)
{
    (void)state;
    const khung__str words[] = {KHUNG__S("title"), KHUNG__S("weight"), KHUNG__S("quan-tri"), KHUNG__S("set"),
                                       KHUNG__S("id")};
    static const struct {
        const char *word, *meant;
    } cases[] = {{"sett", "set"},   {"tilte", "title"},       {"Weight", "weight"}, {"quản-trị", "quan-tri"}, {"Quản Trị", "quan-tri"},
                 {"xyz", NULL},     {"ix", NULL},             {"ID", "id"},         {"", NULL},               {"wheight", "weight"},
                 {"weights", "weight"}, {"something else", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khung_log *log = new_log(i % 2 ? "en" : "vi");
        char expected[200];
        KHUNG__DIAG(log, KHUNG__D_MERGE_KEY, at(0, 0, 0));
        snprintf(expected, sizeof expected, "%s", khung_log_message(log, 0)->text);
        if (cases[i].meant)
            snprintf(expected + strlen(expected), 100, i % 2 ? "; did you mean \"%s\"?" : "; ý bạn là \"%s\"?", cases[i].meant);
        khung__diag_suggest(log, khung__str_of(cases[i].word), words, sizeof words / sizeof *words);
        assert_string_equal(khung_log_message(log, 0)->text, expected);
        khung_log_free(log);
    }
}

/* ---- many ---- */

static void keeps_the_first_and_counts_the_rest(void **state)
{
    (void)state;
    khung_log *log = new_log("en");
    const khung__source other = {KHUNG__S("other"), KHUNG__S("x")};
    for (int i = 0; i < 100000; i++) {
        assert_int_equal(KHUNG__DIAG(log, KHUNG__D_NUL, at(1, 2, 1)), KHUNG_BAD_DATA);
        khung__diag_also(log, KHUNG__D_FIRST_KEY, at(1, 1, 1), NULL, 0);
    }
    assert_int_equal(khung_log_count(log), KHUNG_LOG_LIMIT + 1);
    const khung_message *last = khung_log_message(log, KHUNG_LOG_LIMIT);
    assert_string_equal(last->id, "more-errors");
    assert_string_equal(last->text, "99800 more errors are not shown; mend the ones above and check again");
    assert_null(last->also);
    assert_int_equal(khung__diag_errors(log), 100000);
    /* A second place in another file does not begin anew. */
    khung_log_clear(log);
    for (int i = 0; i < 300; i++) {
        KHUNG__DIAG(log, KHUNG__D_NUL, at(1, 2, 1));
        khung__diag_also(log, KHUNG__D_FIRST_KEY, (khung__at){&other, 1, 1, 1}, NULL, 0);
    }
    assert_int_equal(khung_log_count(log), KHUNG_LOG_LIMIT + 1);
    /* Another file begins anew, warnings have a count of their own. */
    for (int i = 0; i < 205; i++) {
        KHUNG__DIAG(log, KHUNG__D_NUL, (khung__at){&other, 1, 1, 1});
        assert_int_equal(KHUNG__DIAG(log, KHUNG__D_COMMENT_IN_TEXT, (khung__at){&other, 1, 1, 1}), KHUNG_OK);
    }
    assert_int_equal(khung_log_count(log), 3 * (KHUNG_LOG_LIMIT + 1));
    assert_int_equal(khung_log_count_of(log, KHUNG_WARNING), 205);
    assert_string_equal(khung_log_message(log, 3 * KHUNG_LOG_LIMIT + 2)->text, "5 more warnings are not shown");
    khung_log_clear(log);
    assert_int_equal(khung_log_count(log), 0);
    KHUNG__DIAG(log, KHUNG__D_NUL, at(1, 2, 1));
    assert_int_equal(khung_log_count(log), 1);
    khung_log_free(log);
}

static void counting_carries(void **state)
{
    (void)state;
    static const int counts[] = {1, 9, 10, 11, 99, 100, 101, 999, 1000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        khung_log *log = new_log("vi");
        char expected[100];
        for (int j = 0; j < KHUNG_LOG_LIMIT + counts[i]; j++)
            KHUNG__DIAG(log, KHUNG__D_NUL, at(1, 1, 1));
        snprintf(expected, sizeof expected, "còn %d lỗi nữa không hiện ra; hãy sửa các lỗi ở trên rồi kiểm tra lại", counts[i]);
        assert_string_equal(khung_log_message(log, KHUNG_LOG_LIMIT)->text, expected);
        khung_log_free(log);
    }
}

static void sorts_by_place_and_stays_stable(void **state)
{
    (void)state;
    khung_log *log = new_log("en");
    KHUNG__DIAG(log, KHUNG__D_NUL, at(3, 3, 1));
    static const uint32_t places[][2] = {{2, 2}, {1, 9}, {2, 1}, {1, 9}, {0, 0}};
    static const khung__diag_id ids[] = {KHUNG__D_NUL, KHUNG__D_NUL, KHUNG__D_NUL, KHUNG__D_MERGE_KEY, KHUNG__D_EMPTY_FILE};
    for (size_t i = 0; i < 5; i++)
        KHUNG__DIAG(log, ids[i], at(places[i][0], places[i][1], 1));
    khung__diag_sort(log, 1);
    static const char *const expected[] = {"nul", "empty-file", "nul", "merge-key", "nul", "nul"};
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(khung_log_message(log, i)->id, expected[i]);
    assert_int_equal(khung_log_message(log, 4)->at.column, 1);
    for (int i = 0; i < 300; i++)
        KHUNG__DIAG(log, KHUNG__D_NUL, at(1, 1, 1));
    khung__diag_sort(log, 0);
    assert_string_equal(khung_log_message(log, khung_log_count(log) - 1)->id, "more-errors");
    KHUNG__DIAG(log, KHUNG__D_NUL, at(1, 1, 1));
    assert_int_equal(khung__diag_errors(log), 307);
    khung_log_free(log);
}

static void json(void **state)
{
    (void)state;
    khung_log *log = new_log("en");
    char *text = NULL;
    assert_int_equal(khung_log_json(&text, log), KHUNG_OK);
    assert_string_equal(text, "[]\n");
    khung_text_free(text);
    KHUNG__DIAG(log, KHUNG__D_REPEATED_KEY, at(3, 1, 1), KHUNG__S("x"));
    khung__diag_also(log, KHUNG__D_FIRST_KEY, at(1, 1, 4), NULL, 0);
    KHUNG__DIAG(log, KHUNG__D_MORE_WARNINGS, (khung__at){0}, KHUNG__S("2"));
    assert_int_equal(khung_log_json(&text, log), KHUNG_OK);
    assert_string_equal(
        text,
        "[\n"
        "  {\"severity\": \"error\", \"status\": 4, \"id\": \"repeated-key\", \"text\": \"key \\\"x\\\" stands twice in one mapping; "
        "keep one of the two\",\n"
        "   \"file\": \"a/b.yaml\", \"line\": 3, \"column\": 1, \"length\": 1, \"source\": \"x: 日本\",\n"
        "   \"also\": {\"text\": \"it stands here first\", \"file\": \"a/b.yaml\", \"line\": 1, \"column\": 1, \"length\": 4, "
        "\"source\": \"kind: framework\"}},\n"
        "  {\"severity\": \"warning\", \"status\": 0, \"id\": \"more-warnings\", \"text\": \"2 more warnings are not shown\",\n"
        "   \"file\": null, \"line\": 0, \"column\": 0, \"length\": 0, \"source\": null,\n"
        "   \"also\": null}\n"
        "]\n");
    khung_text_free(text);
    khung_log_free(log);
}

static void works_without_a_log(void **state)
{
    (void)state;
    assert_int_equal(KHUNG__DIAG(NULL, KHUNG__D_NUL, at(1, 1, 1)), KHUNG_BAD_DATA);
    assert_int_equal(KHUNG__DIAG(NULL, KHUNG__D_COMMENT_IN_TEXT, at(1, 1, 1)), KHUNG_OK);
    assert_int_equal(khung__diag_also(NULL, KHUNG__D_FIRST_KEY, at(1, 1, 1), NULL, 0), KHUNG_OK);
    khung__diag_suggest(NULL, KHUNG__S("a"), NULL, 0);
    khung__diag_sort(NULL, 0);
    khung_log_clear(NULL);
    khung_log_free(NULL);
    assert_int_equal(khung_log_count(NULL), 0);
    assert_null(khung_log_message(NULL, 0));
    assert_string_equal(khung__diag_language(NULL), "vi");
    assert_int_equal(khung_log_new(NULL, "en"), KHUNG_BAD_CALL);
    assert_int_equal(khung_log_text(NULL, NULL, false), KHUNG_BAD_CALL);
    assert_int_equal(khung_log_json(NULL, NULL), KHUNG_BAD_CALL);
}

/* Every allocation fails once: the status says so, nothing leaks, the log stays usable. */
static void survives_the_end_of_memory(void **state)
{
    (void)state;
    for (size_t n = 1; n < 40; n++) {
        khung_log *log = NULL;
        char *text = NULL;
        khung__alloc_fail_at(n);
        if (khung_log_new(&log, "en") == KHUNG_OK) {
            KHUNG__DIAG(log, KHUNG__D_REPEATED_KEY, at(3, 1, 1), KHUNG__S("sett"));
            khung__diag_also(log, KHUNG__D_FIRST_KEY, at(1, 1, 4), NULL, 0);
            khung__diag_suggest(log, KHUNG__S("sett"), &KHUNG__S("set"), 1);
            khung_log_text(&text, log, true);
        }
        khung__alloc_fail_at(0);
        khung_text_free(text);
        text = NULL;
        if (log)
            assert_int_equal(khung_log_text(&text, log, false), KHUNG_OK);
        khung_text_free(text);
        khung_log_free(log);
    }
}

static void statuses_have_names(void **state)
{
    (void)state;
    for (int i = KHUNG_OK; i <= KHUNG_INTERNAL; i++)
        assert_string_not_equal(khung_status_text((khung_status)i), "unknown status");
    assert_string_equal(khung_status_text((khung_status)99), "unknown status");
    assert_string_equal(khung_status_text(KHUNG_BAD_DATA), "bad data");
    assert_string_equal(khung_version(), KHUNG_VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_whole),
        cmocka_unit_test(prints_place_line_and_caret),
        cmocka_unit_test(tabs_marks_and_wide_letters_keep_the_caret_below),
        cmocka_unit_test(long_lines_are_cut_around_the_column),
        cmocka_unit_test(places_may_be_missing),
        cmocka_unit_test(second_place_and_colour),
        cmocka_unit_test(arguments_are_made_harmless),
        cmocka_unit_test(suggests_what_is_near),
        cmocka_unit_test(keeps_the_first_and_counts_the_rest),
        cmocka_unit_test(counting_carries),
        cmocka_unit_test(sorts_by_place_and_stays_stable),
        cmocka_unit_test(json),
        cmocka_unit_test(works_without_a_log),
        cmocka_unit_test(survives_the_end_of_memory),
        cmocka_unit_test(statuses_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
