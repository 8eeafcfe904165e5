/* Every call that gives a text, over all cases of tests/score and the example: the n-th allocation fails, and all after it.
 * Nothing crashes, nothing leaks (the sanitizers see), what failed gives nothing, and the next call is whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"

enum { MOST_TRACKS = 8, POINTS = 12, POINTS_OF_EXAMPLE = 60 };

/* One assessment with all that the calls take. */
typedef struct subject {
    khung_framework *framework;
    khung_translation *translation; /* NULL: none */
    khung_answers *tracks[MOST_TRACKS];
    size_t count;
    khung_result *result;
    khung_fonts *fonts;
    char *report; /* as PDF; NULL: none */
    size_t report_size;
} subject;

/* One call; what it gives lies in *out, to be freed with khung_text_free. */
typedef khung_status call(char **out, const subject *s);

static const khung_answers *const *tracks(const subject *s)
{
    return (const khung_answers *const *)s->tracks;
}

/* ---- the calls ---- */

static khung_status explain_vi(char **out, const subject *s) { return khung_explain_text(out, s->framework, s->result, NULL, "vi", NULL); }
static khung_status explain_en(char **out, const subject *s) { return khung_explain_text(out, s->framework, s->result, NULL, "en", NULL); }
static khung_status explain_total(char **out, const subject *s) { return khung_explain_text(out, s->framework, s->result, "total", NULL, NULL); }
static khung_status explain_json(char **out, const subject *s) { return khung_explain_json(out, s->framework, s->result, NULL, "en", NULL); }
static khung_status result_text(char **out, const subject *s) { return khung_result_text(out, s->framework, s->result, "vi", true, true); }
static khung_status result_plain(char **out, const subject *s) { return khung_result_text(out, s->framework, s->result, "en", false, false); }
static khung_status result_json(char **out, const subject *s) { return khung_result_json(out, s->result); }
static khung_status outline(char **out, const subject *s) { return khung_framework_text(out, s->framework); }
static khung_status framework_json(char **out, const subject *s) { return khung_framework_json(out, s->framework); }
static khung_status translation_new(char **out, const subject *s) { return khung_translation_yaml(out, s->framework, "fr", NULL, NULL); }

static khung_status score_again(char **out, const subject *s)
{
    khung_result *result = NULL;
    khung_status status = khung_score(&result, s->framework, tracks(s), s->count, NULL);
    if (status == KHUNG_OK) status = khung_result_json(out, result);
    khung_result_free(result);
    return status;
}

static khung_status unknown_id(char **out, const subject *s)
{
    khung_log *log = NULL;
    khung_status status = khung_log_new(&log, "vi");
    if (status == KHUNG_OK) status = khung_explain_text(out, s->framework, s->result, "no-such-thing", "vi", log);
    if (status == KHUNG_NOT_FOUND) status = khung_log_text(out, log, true);
    khung_log_free(log);
    return status;
}

static khung_status translated(char **out, const subject *s)
{
    khung_framework *copy = NULL;
    khung_status status = khung_framework_translate(&copy, s->framework, s->translation, NULL, NULL, NULL);
    if (status == KHUNG_OK) status = khung_framework_text(out, copy);
    khung_framework_free(copy);
    return status;
}

static khung_status translation_old(char **out, const subject *s)
{
    return khung_translation_yaml(out, s->framework, "en", s->translation, NULL);
}

static khung_status form_html(char **out, const subject *s)
{
    const khung_translation *translations[] = {s->translation};
    return khung_form_html(out, s->framework, translations, 1, NULL, NULL);
}

static khung_status form_people(char **out, const subject *s)
{
    const khung_form_options options = {.people = tracks(s), .people_count = s->count};
    return khung_form_html(out, s->framework, NULL, 0, &options, NULL);
}

static khung_status consensus_sheet(char **out, const subject *s)
{
    size_t size = 0;
    return khung_consensus_sheet(out, &size, KHUNG_FORM_PDF, s->framework, tracks(s), s->count, NULL, s->fonts, NULL);
}

static khung_status filled_paper(char **out, const subject *s)
{
    size_t size = 0;
    const khung_report_options options = {.filled = s->tracks[0]};
    return khung_questionnaire(out, &size, KHUNG_FORM_TEXT, s->framework, &options, s->fonts, NULL);
}

static khung_status filled_xlsx(char **out, const subject *s)
{
    size_t size = 0;
    const khung_form_options options = {.filled = s->tracks[0]};
    return khung_form_xlsx(out, &size, s->framework, NULL, 0, &options, NULL);
}

static khung_status filled_csv(char **out, const subject *s)
{
    const khung_form_options options = {.filled = s->tracks[0]};
    return khung_form_csv(out, s->framework, &options, NULL);
}

static khung_status report_back(char **out, const subject *s)
{
    khung_import *import = NULL;
    khung_status status = khung_import_new(&import);
    if (status == KHUNG_OK) status = khung_import_add(import, "report.pdf", s->report, s->report_size, NULL, NULL);
    if (status == KHUNG_OK) status = khung_import_read(import, s->framework, NULL, 0, NULL, NULL);
    if (status == KHUNG_OK) status = khung_import_yaml(out, import, 0);
    khung_import_free(import);
    return status;
}

static khung_status report_text(char **out, const subject *s)
{
    return khung_report_text(out, s->framework, s->result, tracks(s), s->count, NULL, s->fonts, NULL);
}

static khung_status report_html(char **out, const subject *s)
{
    return khung_report_html(out, s->framework, s->result, tracks(s), s->count, NULL, s->fonts, NULL);
}

static khung_status report_boxes(char **out, const subject *s)
{
    return khung_report_boxes(out, s->framework, s->result, tracks(s), s->count, NULL, s->fonts, NULL);
}

static khung_status report_pdf(char **out, const subject *s)
{
    size_t size = 0;
    khung_report_options options = {.language = "en", .with_notes = true, .dated = "2026-10-02", .place = "Huế"};
    return khung_report_pdf(out, &size, s->framework, s->result, tracks(s), s->count, &options, s->fonts, NULL);
}

static khung_status report_archive(char **out, const subject *s)
{
    size_t size = 0;
    khung_report_options options = {.archive = true, .cover_dark = true};
    return khung_report_pdf(out, &size, s->framework, s->result, tracks(s), s->count, &options, s->fonts, NULL);
}

static khung_status certificate(char **out, const subject *s)
{
    size_t size = 0;
    khung_report_options options = {.template_name = "certificate"};
    return khung_report_pdf(out, &size, s->framework, s->result, tracks(s), s->count, &options, s->fonts, NULL);
}

/* Two certificates as one document, with everything that one can have. */
static khung_status sheets(char **out, const subject *s)
{
    static const char *const conditions[] = {"gửi báo cáo năm", "mời thăm lại", "báo cáo thay đổi", "công khai tài chính"};
    khung_report_options options = {.template_name = "certificate", .style = "state", .orientation = "portrait", .bilingual = true,
                                    .dated = "2026-10-02", .seat = "Huế", .place = "Huế", .conditions = conditions, .condition_count = 4};
    khung_sheets *made = NULL;
    size_t size = 0;
    khung_status status = khung_sheets_new(&made, s->fonts, NULL);
    for (int i = 0; i < 2 && status == KHUNG_OK; i++)
        status = khung_sheets_add(made, s->framework, s->result, tracks(s), s->count, &options, NULL);
    if (status == KHUNG_OK) status = khung_sheets_write(out, &size, made, KHUNG_FORM_PDF, NULL);
    khung_sheets_free(made);
    return status;
}

/* An organisation's own description with its logo, read anew in each call. */
static khung_status own_description(khung_description **out)
{
    static const char text[] = "kind: report\nformat: 1\nid: own\nextends: assessment\nlogo: logo.png\ncolours: {accent: 1F4E79}\n"
                               "wording:\n  en: {opening-of: \"out of {0}\", notice: Not for a certificate}\n";
    static char picture[16384];
    static size_t size;
    FILE *file = size ? NULL : fopen("examples/mau-rieng/logo.png", "rb");
    if (file) {
        size = fread(picture, 1, sizeof picture, file);
        fclose(file);
    }
    khung_description *made = NULL;
    khung_status status = khung_description_load(&made, "own.yaml", text, sizeof text - 1, NULL);
    if (status == KHUNG_OK) status = khung_description_picture(made, picture, size, NULL);
    if (status == KHUNG_OK) *out = made;
    else khung_description_free(made);
    return status;
}

static khung_status own_pdf(char **out, const subject *s)
{
    size_t size = 0;
    khung_description *description = NULL;
    khung_status status = own_description(&description);
    khung_report_options options = {.description = description};
    if (status == KHUNG_OK) status = khung_report_pdf(out, &size, s->framework, s->result, tracks(s), s->count, &options, s->fonts, NULL);
    khung_description_free(description);
    return status;
}

static khung_status own_html(char **out, const subject *s)
{
    khung_description *description = NULL;
    khung_status status = own_description(&description);
    khung_report_options options = {.description = description};
    if (status == KHUNG_OK) status = khung_report_html(out, s->framework, s->result, tracks(s), s->count, &options, s->fonts, NULL);
    khung_description_free(description);
    return status;
}

/* The kinds of schema in one text are of no use, but each is made. */
static khung_status schemas(char **out, const subject *s)
{
    (void)s;
    static const khung_kind kinds[] = {KHUNG_KIND_FRAMEWORK, KHUNG_KIND_TRANSLATION, KHUNG_KIND_ANSWERS, KHUNG_KIND_REPORT};
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && status == KHUNG_OK; i++) {
        khung_text_free(*out);
        *out = NULL;
        status = khung_schema_json(out, kinds[i]);
    }
    if (status != KHUNG_OK) {
        khung_text_free(*out);
        *out = NULL;
    }
    return status;
}

/* ---- failing ---- */

/* Fails about `points` allocations of the call, evenly spread and shifted by `shift`, so that the many cases meet different ones;
 * points 0: every one. What the call comes to in peace may be an error of the case (a certificate nobody may have). */
static void fail_at_points(call *what, const subject *s, size_t points, size_t shift)
{
    char *whole = NULL, *out = NULL;
    khung__alloc_fail_at(0);
    khung_status expected = what(&whole, s);
    size_t most = khung__alloc_count(), step = points && most > points ? most / points + 1 : 1;
    for (size_t n = 1 + shift % step; n <= most; n += step) {
        out = NULL;
        khung__alloc_fail_at(n);
        khung_status status = what(&out, s);
        khung__alloc_fail_at(0);
        assert_true(status == KHUNG_NO_MEMORY || status == expected);
        assert_true((out != NULL) == (status == KHUNG_OK));
        khung_text_free(out);
    }
    out = NULL;
    assert_int_equal(what(&out, s), expected);
    assert_true((out != NULL) == (whole != NULL));
    if (whole) assert_string_equal(out, whole);
    khung_text_free(out);
    khung_text_free(whole);
}

/* ---- subjects ---- */

static void drop(subject *s)
{
    khung_fonts_free(s->fonts);
    khung_result_free(s->result);
    for (size_t i = 0; i < s->count; i++) khung_answers_free(s->tracks[i]);
    khung_translation_free(s->translation);
    khung_framework_free(s->framework);
}

/* False when the case is of something that is refused. */
static bool open_files(subject *s, const char *framework, const char *const *answers, size_t count)
{
    khung_status status = khung_framework_load_file(&s->framework, framework, NULL);
    for (size_t i = 0; i < count && status == KHUNG_OK; i++) {
        status = khung_answers_load_file(&s->tracks[s->count], answers[i], NULL);
        if (status == KHUNG_OK) s->count++;
    }
    if (status == KHUNG_OK) status = khung_score(&s->result, s->framework, tracks(s), s->count, NULL);
    return status == KHUNG_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool open_case(subject *s, const char *folder)
{
    char framework[512], *answers[MOST_TRACKS];
    size_t count = 0;
    snprintf(framework, sizeof framework, "%s/framework.yaml", folder);
    DIR *dir = opendir(folder);
    if (!dir) return false;
    for (struct dirent *e = readdir(dir); e && count < MOST_TRACKS; e = readdir(dir))
        if (strncmp(e->d_name, "answers", 7) == 0 && strstr(e->d_name, ".yaml"))
            assert_true(asprintf(&answers[count++], "%s/%s", folder, e->d_name) > 0);
    closedir(dir);
    qsort(answers, count, sizeof *answers, by_name);
    bool opened = count > 0 && access(framework, R_OK) == 0 && open_files(s, framework, (const char *const *)answers, count);
    for (size_t i = 0; i < count; i++) free(answers[i]);
    return opened;
}

/* ---- tests ---- */

static void test_cases(void **state)
{
    (void)state;
    static call *const calls[] = {explain_vi, explain_en, explain_total, explain_json, result_text, result_plain, result_json, outline,
                                  framework_json, translation_new, score_again, unknown_id};
    struct dirent **names = NULL;
    int n = scandir(KHUNG_TESTS_DIR "/score", &names, NULL, alphasort);
    size_t opened = 0;
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        char folder[512];
        subject s = {0};
        snprintf(folder, sizeof folder, "%s/score/%s", KHUNG_TESTS_DIR, names[i]->d_name);
        free(names[i]);
        if (open_case(&s, folder)) {
            opened++;
            for (size_t k = 0; k < sizeof calls / sizeof *calls; k++) fail_at_points(calls[k], &s, POINTS, opened);
        }
        drop(&s);
    }
    free(names);
    assert_true(opened > 50);
}

/* One case with every allocation. */
static void test_every(void **state)
{
    (void)state;
    static call *const calls[] = {explain_vi, explain_json, result_text, result_json, outline, framework_json, translation_new, score_again, unknown_id};
    subject s = {0};
    assert_true(open_case(&s, KHUNG_TESTS_DIR "/score/reviewed-self"));
    for (size_t k = 0; k < sizeof calls / sizeof *calls; k++) fail_at_points(calls[k], &s, 0, 0);
    fail_at_points(schemas, &s, 100, 0);
    drop(&s);
}

static void test_example(void **state)
{
    (void)state;
    static const char *const answers[] = {"examples/hoi-song-xanh/self.yaml", "examples/hoi-song-xanh/consensus.yaml",
                                          "examples/hoi-song-xanh/review.yaml"};
    static call *const calls[] = {explain_vi, explain_json, result_text, outline, translated, translation_old, form_html, report_text, report_html,
                                  report_boxes, report_pdf, report_archive, certificate, sheets, own_pdf, own_html};
    subject s = {0};
    assert_true(open_files(&s, "frameworks/vn-ngo-capacity.yaml", answers, 3));
    assert_int_equal(khung_translation_load_file(&s.translation, "frameworks/vn-ngo-capacity.en.yaml", NULL), KHUNG_OK);
    assert_int_equal(khung_fonts_new(&s.fonts, NULL), KHUNG_OK);
    for (size_t k = 0; k < sizeof calls / sizeof *calls; k++) fail_at_points(calls[k], &s, POINTS_OF_EXAMPLE, k);
    drop(&s);
}

static void test_people(void **state)
{
    (void)state;
    static const char *const people[] = {"examples/nhieu-nguoi/1.yaml", "examples/nhieu-nguoi/2.yaml", "examples/nhieu-nguoi/3.yaml"};
    static const char *const agreed[] = {"examples/hoi-song-xanh/consensus.yaml"};
    static call *const calls[] = {form_people, consensus_sheet, filled_paper, filled_xlsx, filled_csv};
    const khung_report_options options = {.with_notes = true};
    subject s = {0}, one = {0};
    assert_true(open_files(&s, "frameworks/vn-ngo-capacity.yaml", people, 3));
    assert_true(open_files(&one, "frameworks/vn-ngo-capacity.yaml", agreed, 1));
    assert_int_equal(khung_fonts_new(&s.fonts, NULL), KHUNG_OK);
    for (size_t k = 0; k < sizeof calls / sizeof *calls; k++) fail_at_points(calls[k], &s, POINTS, k);
    assert_int_equal(khung_report_pdf(&one.report, &one.report_size, one.framework, one.result, tracks(&one), 1, &options, s.fonts, NULL), KHUNG_OK);
    fail_at_points(report_back, &one, POINTS_OF_EXAMPLE, 0);
    khung_text_free(one.report);
    drop(&one);
    drop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases), cmocka_unit_test(test_every), cmocka_unit_test(test_example),
                                       cmocka_unit_test(test_people)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
