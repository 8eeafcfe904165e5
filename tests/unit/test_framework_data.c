/* framework, answers, translation: every tests/<module>/<folder>/NAME.yaml is loaded, and what the log says in English is compared
 * with NAME.expected (and in Vietnamese with NAME.vi.expected where that file stands). Folders: `ok` loads, perhaps with warnings;
 * `bad-shape` is refused by loader and JSON Schema alike; `bad-sense` is refused by the loader alone, for what no schema can see;
 * `bind` are answers seen through tests/answers/framework.txt, `apply` translations of it. KHUNG_REWRITE=1 writes the
 * expectations anew: read the difference then. */
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

#include "answers.h"
#include "translation.h"

#ifndef KHUNG_TESTS_DIR
#define KHUNG_TESTS_DIR "tests"
#endif

enum { MOST = 600 };

typedef struct fixture {
    char folder[64], name[192], title[272]; /* folder: "framework/ok" */
} fixture;
static fixture fixtures[MOST];
static struct CMUnitTest tests[MOST];

static const char *root(void)
{
    const char *set = getenv("KHUNG_TESTS");
    return set ? set : KHUNG_TESTS_DIR;
}

static void path_of(char path[4096], const fixture *f, const char *ending)
{
    snprintf(path, 4096, "%s/%s/%s%s", root(), f->folder, f->name, ending);
}

/* The whole file with a NUL behind it; false when it is not there. */
static bool read_file(khung__buf *buf, const char *path)
{
    char chunk[4096];
    size_t n;
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        khung__buf_add(buf, chunk, n);
    fclose(file);
    khung__buf_char(buf, '\0');
    buf->n--;
    return true;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

/* ---- what is done with a file of each folder ---- */

static khung_framework *load_framework(void)
{
    char path[4096];
    khung__buf bytes = {0};
    khung_framework *framework = NULL;
    snprintf(path, sizeof path, "%s/answers/framework.txt", root());
    assert_true(read_file(&bytes, path));
    assert_int_equal(khung_framework_load(&framework, "framework.txt", bytes.s, bytes.n, NULL), KHUNG_OK);
    khung__buf_free(&bytes);
    return framework;
}

static khung_status bind(const char *name, const khung__buf *bytes, khung_log *log)
{
    khung_answers *answers = NULL;
    khung_framework *framework = load_framework();
    khung__arena arena = {0};
    khung__bound bound;
    assert_int_equal(khung_answers_load(&answers, name, bytes->s, bytes->n, log), KHUNG_OK);
    khung_status status = khung__answers_bind(&bound, answers, framework, &arena, log);
    if (status == KHUNG_OK)
        assert_ptr_equal(bound.answers, answers);
    khung__arena_free(&arena);
    khung_answers_free(answers);
    khung_framework_free(framework);
    return status;
}

static khung_status apply(const char *name, const khung__buf *bytes, khung_log *log, khung__buf *said)
{
    khung_translation *translation = NULL;
    khung_framework *framework = load_framework(), *made = NULL;
    size_t missing = 0, stale = 0;
    assert_int_equal(khung_translation_load(&translation, name, bytes->s, bytes->n, log), KHUNG_OK);
    khung_status status = khung_framework_translate(&made, framework, translation, &missing, &stale, log);
    khung_translation_free(translation); /* the copy keeps what it needs */
    khung_framework_free(framework);
    if (status == KHUNG_OK)
        khung__buf_printf(said, "%s: %s, missing %zu, stale %zu\n", khung_framework_language(made), khung_framework_title(made), missing, stale);
    khung_framework_free(made);
    return status;
}

static khung_status treat(const fixture *f, const khung__buf *bytes, khung_log *log, khung__buf *said)
{
    char base[256];
    khung_kind kind;
    snprintf(base, sizeof base, "%s.yaml", f->name);
    const char *folder = strchr(f->folder, '/') + 1;
    if (strcmp(folder, "bind") == 0)
        return bind(base, bytes, log);
    if (strcmp(folder, "apply") == 0)
        return apply(base, bytes, log, said);
    khung_status status = khung_file_check(&kind, base, bytes->s, bytes->n, log);
    assert_int_equal(status == KHUNG_OK, strcmp(folder, "ok") == 0);
    return status;
}

static void describe(khung__buf *said, const fixture *f, const char *language)
{
    char path[4096], *text = NULL;
    khung_log *log = NULL;
    khung__buf bytes = {0};
    path_of(path, f, ".yaml");
    assert_true(read_file(&bytes, path));
    assert_int_equal(khung_log_new(&log, language), KHUNG_OK);
    khung_status status = treat(f, &bytes, log, said);
    assert_int_equal(status == KHUNG_OK, khung__diag_errors(log) == 0);
    assert_int_equal(khung_log_text(&text, log, false), KHUNG_OK);
    khung__buf_z(said, text);
    khung__buf_char(said, '\0');
    khung_text_free(text);
    khung_log_free(log);
    khung__buf_free(&bytes);
}

static void compare(const fixture *f, const char *language, const char *ending, bool wanted)
{
    char path[4096];
    khung__buf said = {0}, expected = {0};
    path_of(path, f, ending);
    if (wanted || access(path, F_OK) == 0) {
        describe(&said, f, language);
        if (getenv("KHUNG_REWRITE")) {
            write_file(path, said.s);
        } else {
            assert_true(read_file(&expected, path));
            assert_string_equal(said.s, expected.s);
        }
    }
    khung__buf_free(&said);
    khung__buf_free(&expected);
}

static void says_what_is_expected(void **state)
{
    compare(*state, "en", ".expected", true);
    compare(*state, "vi", ".vi.expected", false);
}

/* ---- the cases ---- */

static int by_title(const void *a, const void *b)
{
    return strcmp(((const fixture *)a)->title, ((const fixture *)b)->title);
}

static size_t find_cases(size_t n, const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", root(), folder);
    DIR *dir = opendir(path);
    if (!dir)
        return n;
    for (struct dirent *entry; n < MOST && (entry = readdir(dir));) {
        size_t length = strlen(entry->d_name);
        if (length <= 5 || length > 180 || strcmp(entry->d_name + length - 5, ".yaml") != 0)
            continue;
        fixture *f = &fixtures[n++];
        snprintf(f->folder, sizeof f->folder, "%s", folder);
        snprintf(f->name, sizeof f->name, "%.*s", (int)(length - 5), entry->d_name);
        snprintf(f->title, sizeof f->title, "%s/%.*s", folder, (int)(length - 5), entry->d_name);
    }
    closedir(dir);
    return n;
}

int main(void)
{
    static const char *const folders[] = {"framework/ok", "framework/bad-shape", "framework/bad-sense", "answers/ok", "answers/bad-shape",
                                          "answers/bad-sense", "answers/bind", "translation/ok", "translation/bad-shape",
                                          "description/ok", "description/bad-shape", "description/bad-sense",
                                          "translation/bad-sense", "translation/apply"};
    size_t n = 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        n = find_cases(n, folders[i]);
    if (n == 0) {
        fprintf(stderr, "no cases in %s/framework\n", root());
        return 1;
    }
    qsort(fixtures, n, sizeof *fixtures, by_title);
    for (size_t i = 0; i < n; i++)
        tests[i] = (struct CMUnitTest){.name = fixtures[i].title, .test_func = says_what_is_expected, .initial_state = &fixtures[i]};
    return _cmocka_run_group_tests("framework", tests, n, NULL, NULL);
}
