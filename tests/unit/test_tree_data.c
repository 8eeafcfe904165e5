/* tree: every tests/tree/NAME.yaml is loaded and what the log says, in English, is compared with NAME.expected; a file that
 * loads is followed there by its canonical line. KHUNG_REWRITE=1 writes the expectations anew: read the difference then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tree.h"

#ifndef KHUNG_TESTS_DIR
#define KHUNG_TESTS_DIR "tests"
#endif

static const char *folder(void)
{
    const char *set = getenv("KHUNG_TESTS");
    return set ? set : KHUNG_TESTS_DIR;
}

static void path_of(char path[4096], const char *name, const char *ending)
{
    snprintf(path, 4096, "%s/tree/%s%s", folder(), name, ending);
}

/* The whole file into `buf`; false when it is not there. */
static bool read_file(khung__buf *buf, const char *path)
{
    char chunk[4096];
    size_t n;
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        khung__buf_add(buf, chunk, n);
    khung__buf_add(buf, "", 0);
    fclose(file);
    return true;
}

static void write_file(const char *path, const khung__buf *buf)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(buf->s, 1, buf->n, file), buf->n);
    assert_int_equal(fclose(file), 0);
}

/* What is said about the file, and its canonical line when it loads. */
static void describe(khung__buf *out, const char *name, const khung__buf *bytes)
{
    char base[300], *text = NULL;
    khung_log *log = NULL;
    khung__tree *tree = NULL;
    snprintf(base, sizeof base, "%s.yaml", name);
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    khung_status status = khung__tree_load(&tree, base, bytes->s, bytes->n, log);
    assert_int_equal(status == KHUNG_OK, khung__diag_errors(log) == 0);
    assert_int_equal(khung_log_text(&text, log, false), KHUNG_OK);
    khung__buf_z(out, text);
    if (tree) {
        assert_int_equal(khung__tree_canonical(tree, NULL, out), KHUNG_OK);
        khung__buf_char(out, '\n');
    }
    khung_text_free(text);
    khung_log_free(log);
    khung__tree_free(tree);
}

static void says_what_is_expected(void **state)
{
    const char *name = *state;
    char path[4096];
    khung__buf bytes = {0}, said = {0}, expected = {0};
    path_of(path, name, ".yaml");
    assert_true(read_file(&bytes, path));
    describe(&said, name, &bytes);
    path_of(path, name, ".expected");
    if (getenv("KHUNG_REWRITE")) {
        write_file(path, &said);
    } else {
        assert_true(read_file(&expected, path));
        assert_string_equal(said.s, expected.s);
    }
    khung__buf_free(&bytes);
    khung__buf_free(&said);
    khung__buf_free(&expected);
}

enum { MOST = 500 };
static char names[MOST][256];
static struct CMUnitTest tests[MOST];

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static size_t find_cases(void)
{
    char path[4096];
    size_t n = 0;
    snprintf(path, sizeof path, "%s/tree", folder());
    DIR *dir = opendir(path);
    if (!dir)
        return 0;
    for (struct dirent *entry; n < MOST && (entry = readdir(dir));) {
        size_t length = strlen(entry->d_name);
        if (length <= 5 || length > 255 || strcmp(entry->d_name + length - 5, ".yaml") != 0)
            continue;
        memcpy(names[n], entry->d_name, length - 5);
        names[n++][length - 5] = '\0';
    }
    closedir(dir);
    qsort(names, n, sizeof *names, by_name);
    return n;
}

int main(void)
{
    size_t n = find_cases();
    if (n == 0) {
        fprintf(stderr, "no cases in %s/tree\n", folder());
        return 1;
    }
    for (size_t i = 0; i < n; i++)
        tests[i] = (struct CMUnitTest){.name = names[i], .test_func = says_what_is_expected, .initial_state = names[i]};
    return _cmocka_run_group_tests("tree", tests, n, NULL, NULL);
}
