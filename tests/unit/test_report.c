/* Documents: calls that must be refused, the same bytes for the same input, and every allocation
 * failing once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char FRAMEWORK[] =
    "kind: framework\nformat: 1\nid: small\nversion: 1.0.0\nlanguage: vi\ntitle: Khung "
    "nhỏ\npurpose: Dùng để học.\n"
    "scales:\n  - {id: s, levels: [{id: a, points: 1, title: Mới}, {id: b, points: 2, title: Vừa}, "
    "{id: c, points: 3, title: Tốt}]}\n"
    "bands: {by: percent, steps: [{id: low, from: 0, title: Thấp}, {id: high, from: 50, title: "
    "Cao}]}\n"
    "domains:\n"
    "  - {id: d, code: A, title: Quản trị, criteria: [{id: x, code: A1, title: Điều lệ, need: "
    "must, next: {c: Làm tiếp.},\n"
    "     evidence: [{id: e, title: Bản gốc, max_age_months: 12}]}, {id: y, code: A2, title: "
    "Họp}]}\n"
    "  - {id: e, code: B, title: Tài chính, criteria: [{id: z, code: B1, title: Sổ sách}]}\n"
    "  - {id: f, code: C, title: Con người, criteria: [{id: w, code: C1, title: Hợp đồng}]}\n"
    "gates:\n  - {id: g, title: Mọi lĩnh vực từ 50%, require: {each_domain: true, "
    "at_least_percent: 50}}\n"
    "grades:\n  - {id: top, title: Vững, require: {total: true, at_least_percent: 90}}\n"
    "  - {id: ok, title: Cơ bản, require: {total: true, at_least_percent: 10}, valid_months: 12}\n";
static const char ANSWERS[] =
    "kind: answers\nformat: 1\nframework: {id: small, version: 1.0.0}\norganisation: {id: o, name: "
    "Hội Sông Xanh}\n"
    "period: {from: 2025-07-01, to: 2026-06-30}\ntrack: %s\nby: {name: Nguyễn Thị Ái}\nanswers:\n"
    "  x: {level: %s, note: Có ghi chú., evidence: [{item: e, file: a.pdf, dated: 2024-01-05}]}\n  "
    "y: b\n  z: {na: Chưa có sổ}\n  w: c\n";

typedef struct set {
    khung_framework *framework;
    khung_answers *tracks[2];
    khung_answers *earlier;
    khung_result *result, *before;
    khung_fonts *fonts;
    khung_log *log;
} set;

static khung_answers *track_of(const char *kind, const char *level, bool earlier)
{
    char text[sizeof ANSWERS + 32];
    khung_answers *answers = NULL;
    int n = snprintf(text, sizeof text, ANSWERS, kind, level);
    for (char *at = text; earlier && (at = strstr(at, "202")) != NULL; at += 4) at[3] = (char)(at[3] - 2);
    assert_int_equal(khung_answers_load(&answers, kind, text, (size_t)n, NULL), KHUNG_OK);
    return answers;
}

static khung_answers *track(const char *kind, const char *level)
{
    return track_of(kind, level, false);
}

static int build(void **state)
{
    set *s = calloc(1, sizeof *s);
    assert_int_equal(khung_log_new(&s->log, "en"), KHUNG_OK);
    assert_int_equal(
        khung_framework_load(&s->framework, "small.yaml", FRAMEWORK, sizeof FRAMEWORK - 1, s->log),
        KHUNG_OK);
    s->tracks[0] = track("self", "c");
    s->tracks[1] = track("reviewer", "b");
    assert_int_equal(
        khung_score(&s->result, s->framework, (const khung_answers *const *)s->tracks, 2, s->log),
        KHUNG_OK);
    s->earlier = track_of("self", "a", true);
    assert_int_equal(khung_score(&s->before, s->framework, (const khung_answers *const[]){s->earlier}, 1, s->log), KHUNG_OK);
    assert_int_equal(khung_fonts_new(&s->fonts, s->log), KHUNG_OK);
    *state = s;
    return 0;
}

static int drop(void **state)
{
    set *s = *state;
    khung_fonts_free(s->fonts);
    khung_result_free(s->result);
    khung_result_free(s->before);
    khung_answers_free(s->earlier);
    khung_answers_free(s->tracks[0]);
    khung_answers_free(s->tracks[1]);
    khung_framework_free(s->framework);
    khung_log_free(s->log);
    free(s);
    return 0;
}

static khung_status pdf(set *s, char **out, size_t *size, const khung_report_options *options)
{
    return khung_report_pdf(out, size, s->framework, s->result,
                            (const khung_answers *const *)s->tracks, 2, options, s->fonts, s->log);
}

static void refused(void **state)
{
    set *s = *state;
    char *out = NULL;
    size_t size = 0;
    khung_report_options unknown = {.template_name = "poster"}, date = {.dated = "2026-02-30"};
    khung_report_options itself = {.before = s->result};
    assert_int_equal(pdf(s, &out, &size, &unknown), KHUNG_BAD_CALL);
    assert_int_equal(pdf(s, &out, &size, &date), KHUNG_BAD_CALL);
    assert_int_equal(pdf(s, &out, &size, &itself), KHUNG_BAD_CALL);
    assert_int_equal(khung_report_pdf(&out, &size, s->framework, s->result,
                                      (const khung_answers *const *)s->tracks, 1, NULL, s->fonts,
                                      s->log),
                     KHUNG_BAD_CALL);
    assert_int_equal(khung_report_pdf(NULL, &size, s->framework, s->result,
                                      (const khung_answers *const *)s->tracks, 2, NULL, s->fonts,
                                      s->log),
                     KHUNG_BAD_CALL);
    assert_null(out);
    assert_int_equal(khung_log_count_of(s->log, KHUNG_ERROR), 4);
}

static void same_bytes(void **state)
{
    set *s = *state;
    char *a = NULL, *b = NULL;
    size_t n = 0, m = 0;
    assert_int_equal(pdf(s, &a, &n, NULL), KHUNG_OK);
    assert_int_equal(pdf(s, &b, &m, NULL), KHUNG_OK);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n);
    khung_text_free(a);
    khung_text_free(b);
}

static size_t count_of(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part)) n++;
    return n;
}

/* Both languages say the same numbers; the text has what the pages have. */
static void text(void **state)
{
    set *s = *state;
    char *vi = NULL, *en = NULL;
    khung_report_options english = {.language = "en"};
    const khung_answers *const *tracks = (const khung_answers *const *)s->tracks;
    assert_int_equal(
        khung_report_text(&vi, s->framework, s->result, tracks, 2, NULL, s->fonts, s->log),
        KHUNG_OK);
    assert_int_equal(
        khung_report_text(&en, s->framework, s->result, tracks, 2, &english, s->fonts, s->log),
        KHUNG_OK);
    assert_true(count_of(vi, "75,00") > 0 && count_of(en, "75.00") == count_of(vi, "75,00"));
    assert_non_null(strstr(vi, "Chưa có sổ"));
    assert_non_null(strstr(vi, "hơn 29 tháng") ? strstr(vi, "hơn 29 tháng")
                                               : strstr(vi, "29 tháng"));
    assert_non_null(strstr(en, "limit 12"));
    khung_text_free(vi);
    khung_text_free(en);
}

/* Every step-th allocation fails, and all after it; nothing is lost, and the next document is
 * whole. */
static void memory_ends(void **state)
{
    set *s = *state;
    char *out = NULL;
    size_t size = 0, whole = 0;
    khung_report_options options = {.before = s->before};
    khung__alloc_fail_at(0);
    assert_int_equal(pdf(s, &out, &whole, &options), KHUNG_OK);
    khung_text_free(out);
    size_t most = khung__alloc_count(), step = most > 400 ? most / 400 + 1 : 1;
    for (size_t i = 1; i < most; i += step) {
        out = NULL;
        khung__alloc_fail_at(i);
        khung_status status = pdf(s, &out, &size, &options);
        khung__alloc_fail_at(0);
        if (status == KHUNG_OK) assert_int_equal(size, whole); /* never less than the whole */
        if (status == KHUNG_OK) khung_text_free(out);
        else assert_null(out);
        assert_true(status == KHUNG_OK || status == KHUNG_NO_MEMORY);
    }
    assert_int_equal(pdf(s, &out, &size, &options), KHUNG_OK);
    assert_int_equal(size, whole);
    khung_text_free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(refused, build, drop),
        cmocka_unit_test_setup_teardown(same_bytes, build, drop),
        cmocka_unit_test_setup_teardown(text, build, drop),
        cmocka_unit_test_setup_teardown(memory_ends, build, drop),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
