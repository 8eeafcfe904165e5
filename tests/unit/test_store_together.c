/* store: several at once, steps that are broken off in the middle, and a translated framework. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/inside.h"

#define CASE KHUNG_TESTS_DIR "/score/reviewed-self/"
static const int64_t NOW = 1795000000000;
static char folder[64], path[96];
static khung_framework *framework;
static khung_answers *answers;
static khung_result *result;

static int make(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.40s/store-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/k.db", folder);
    assert_int_equal(khung_framework_load_file(&framework, CASE "framework.yaml", NULL), KHUNG_OK);
    assert_int_equal(khung_answers_load_file(&answers, CASE "answers-1.yaml", NULL), KHUNG_OK);
    assert_int_equal(khung_score(&result, framework, (const khung_answers *const *)&answers, 1, NULL), KHUNG_OK);
    return 0;
}

static void remove_store(void)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char name[128];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

static int drop(void **state)
{
    (void)state;
    remove_store();
    rmdir(folder);
    khung_result_free(result);
    khung_answers_free(answers);
    khung_framework_free(framework);
    return 0;
}

static khung_store *fresh(void)
{
    khung_store *store = NULL;
    remove_store();
    assert_int_equal(khung_store_init(&store, path, "an", "Nguyễn Thị Ái", NOW, NULL), KHUNG_OK);
    return store;
}

static khung_status save(khung_store *store)
{
    return khung_store_save(NULL, store, framework, (const khung_answers *const *)&answers, 1, result, "an", NOW, NULL);
}

/* What `sql` asks for, by a connection of its own. */
static int64_t ask(const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

static int64_t rows(void)
{
    return ask("SELECT (SELECT count(*) FROM framework) + (SELECT count(*) FROM organisation) + (SELECT count(*) FROM assessment) + "
               "(SELECT count(*) FROM track) + (SELECT count(*) FROM result) + "
               "(SELECT count(*) FROM event WHERE act = 'assess.save')");
}

static int64_t rows_of_one_save(void)
{
    return 6;
}

/* ---- steps that are broken off ---- */

static int break_off(void *context)
{
    (void)context;
    return 1;
}

static void test_broken_off(void **state)
{
    (void)state;
    khung_status status = KHUNG_IO;
    khung_store *store = fresh();
    for (int n = 1; status != KHUNG_OK; n += n < 60 ? 1 : n / 10) {
        sqlite3_progress_handler(store->db, n, break_off, NULL);
        status = save(store);
        sqlite3_progress_handler(store->db, 0, NULL, NULL);
        assert_true(status == KHUNG_OK || status == KHUNG_IO);
        assert_int_equal(rows(), status == KHUNG_OK ? rows_of_one_save() : 0);
        assert_true(sqlite3_get_autocommit(store->db)); /* no transaction stays open */
    }
    status = KHUNG_IO;
    for (int n = 1; status != KHUNG_OK; n++) {
        char *text = NULL;
        sqlite3_progress_handler(store->db, n, break_off, NULL);
        status = khung_store_assessments_json(&text, store, NULL);
        sqlite3_progress_handler(store->db, 0, NULL, NULL);
        assert_true((text != NULL) == (status == KHUNG_OK));
        khung_text_free(text);
    }
    khung_store_close(store);
}

/* ---- several at once ---- */

/* Holds the store for a while in a process of its own; says through `ready` when it has it. */
static pid_t hold(int ready)
{
    pid_t child = fork();
    if (child != 0) return child;
    sqlite3 *db = NULL;
    bool done = sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
    done = write(ready, "x", 1) == 1 && done;
    usleep(200 * 1000);
    done = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK && done;
    _exit(done ? 0 : 1);
}

static void test_waits(void **state)
{
    (void)state;
    int ready[2], code = -1;
    char byte;
    khung_store *store = fresh();
    khung_store_close(store);
    assert_int_equal(pipe(ready), 0);
    pid_t child = hold(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(khung_store_open(&store, path, NULL), KHUNG_OK); /* opening and reading need not wait */
    assert_int_equal(save(store), KHUNG_OK);                          /* writing waited */
    khung_store_close(store);
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_int_equal(code, 0);
    close(ready[0]);
    close(ready[1]);
    assert_int_equal(rows(), rows_of_one_save());
}

/* Four processes keep the same at once: it is there once. */
static void test_together(void **state)
{
    (void)state;
    pid_t children[4];
    khung_store_close(fresh());
    for (size_t i = 0; i < 4; i++) {
        children[i] = fork();
        if (children[i] != 0) continue;
        khung_store *store = NULL;
        khung_status status = khung_store_open(&store, path, NULL);
        for (int k = 0; k < 5 && status == KHUNG_OK; k++) status = save(store);
        khung_store_close(store);
        _exit((int)status);
    }
    for (size_t i = 0; i < 4; i++) {
        int code = -1;
        assert_int_equal(waitpid(children[i], &code, 0), children[i]);
        assert_int_equal(code, 0);
    }
    assert_int_equal(rows(), rows_of_one_save());
    assert_int_equal(ask("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    assert_int_equal(ask("SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

/* Four processes make the store at once: one does, the others are told. */
static void test_made_once(void **state)
{
    (void)state;
    pid_t children[4];
    int made = 0;
    remove_store();
    for (size_t i = 0; i < 4; i++) {
        children[i] = fork();
        if (children[i] != 0) continue;
        khung_store *store = NULL;
        khung_status status = khung_store_init(&store, path, "an", "An", NOW, NULL);
        khung_store_close(store);
        _exit((int)status);
    }
    for (size_t i = 0; i < 4; i++) {
        int code = -1;
        assert_int_equal(waitpid(children[i], &code, 0), children[i]);
        assert_true(WIFEXITED(code));
        made += WEXITSTATUS(code) == KHUNG_OK;
        assert_true(WEXITSTATUS(code) == KHUNG_OK || WEXITSTATUS(code) == KHUNG_CONFLICT || WEXITSTATUS(code) == KHUNG_BUSY);
    }
    assert_int_equal(ask("SELECT count(*) FROM person"), 1);
    assert_int_equal(made, 1);
}

/* ---- what is kept of a translated framework: the one it came from ---- */

static void test_translated(void **state)
{
    (void)state;
    char yaml[256], one[KHUNG_DIGEST_SIZE], two[KHUNG_DIGEST_SIZE];
    khung_translation *translation = NULL;
    khung_framework *copy = NULL, *back = NULL;
    int n = snprintf(yaml, sizeof yaml, "kind: translation\nformat: 1\nframework: %s\nlanguage: fr\ntext: {title: Traduit}\n",
                     khung_framework_id(framework));
    assert_int_equal(khung_translation_load(&translation, "fr.yaml", yaml, (size_t)n, NULL), KHUNG_OK);
    assert_int_equal(khung_framework_translate(&copy, framework, translation, NULL, NULL, NULL), KHUNG_OK);
    assert_string_equal(khung_framework_title(copy), "Traduit");
    khung_store *store = fresh();
    assert_int_equal(khung_store_framework_add(store, copy, "an", NOW, NULL), KHUNG_OK);
    assert_int_equal(save(store), KHUNG_OK);
    assert_int_equal(ask("SELECT count(*) FROM framework"), 1);
    assert_int_equal(khung_store_framework_load(&back, store, khung_framework_id(framework), NULL), KHUNG_OK);
    assert_string_equal(khung_framework_title(back), khung_framework_title(framework));
    assert_int_equal(khung_framework_digest(framework, one), KHUNG_OK);
    assert_int_equal(khung_framework_digest(back, two), KHUNG_OK);
    assert_string_equal(one, two);
    khung_framework_free(back);
    khung_framework_free(copy);
    khung_translation_free(translation);
    khung_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_broken_off), cmocka_unit_test(test_waits), cmocka_unit_test(test_together),
                                       cmocka_unit_test(test_made_once), cmocka_unit_test(test_translated)};
    return cmocka_run_group_tests(tests, make, drop);
}
