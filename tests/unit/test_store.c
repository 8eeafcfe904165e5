/* store: what is kept comes back; the same again changes nothing; and whatever fails on the way, nothing is half kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault/vfs.h"
#include "store/inside.h"

enum { NOW = 1000000000 };
static char folder[] = "/dev/shm/khung-store-XXXXXX"; /* memory: thousands of flushes */
static char path[128], blank[128];
static khung_framework *framework;
static khung_answers *tracks[2], *changed;
static khung_result *result, *other, *twin; /* twin: of the changed answers, with the same numbers */

/* ---- SQLite's memory, so that the n-th piece can fail ---- */

static sqlite3_mem_methods memory;
static long memory_at, memory_count;
static bool memory_ends(void) { return ++memory_count == memory_at; }
static void *fail_malloc(int n) { return memory_ends() ? NULL : memory.xMalloc(n); }
static void *fail_realloc(void *p, int n) { return memory_ends() ? NULL : memory.xRealloc(p, n); }

/* ---- what is kept in these tests ---- */

static khung__buf read_file(const char *name)
{
    char place[512], chunk[4096];
    khung__buf buf = {0};
    size_t n;
    snprintf(place, sizeof place, "%s/score/reviewed-self/%s", KHUNG_TESTS_DIR, name);
    FILE *file = fopen(place, "rb");
    assert_non_null(file);
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        khung__buf_add(&buf, chunk, n);
    fclose(file);
    return buf;
}

static khung_answers *answers(const char *name, const char *more)
{
    khung_answers *out = NULL;
    khung__buf bytes = read_file(name);
    khung__buf_z(&bytes, more);
    assert_int_equal(khung_answers_load(&out, name, bytes.s, bytes.n, NULL), KHUNG_OK);
    khung__buf_free(&bytes);
    return out;
}

static int make_everything(void **state)
{
    (void)state;
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory);
    sqlite3_mem_methods failing = memory;
    failing.xMalloc = fail_malloc;
    failing.xRealloc = fail_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
    faulty_install();
    if (access("/dev/shm", W_OK) != 0)
        strcpy(folder, "/tmp/khung-store-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/khung.db", folder);
    snprintf(blank, sizeof blank, "%s/blank.db", folder);
    khung__buf bytes = read_file("framework.yaml");
    assert_int_equal(khung_framework_load(&framework, "framework.yaml", bytes.s, bytes.n, NULL), KHUNG_OK);
    khung__buf_free(&bytes);
    tracks[0] = answers("answers-1.yaml", "");
    tracks[1] = answers("answers-2.yaml", "");
    changed = answers("answers-2.yaml", "# the same but for what follows\ndated: 2026-05-05\n");
    assert_int_equal(khung_score(&result, framework, (const khung_answers *const *)tracks, 2, NULL), KHUNG_OK);
    assert_int_equal(khung_score(&twin, framework, (const khung_answers *const[]){tracks[0], changed}, 2, NULL), KHUNG_OK);
    assert_int_equal(khung_score(&other, framework, (const khung_answers *const[]){tracks[0]}, 1, NULL), KHUNG_OK);
    return 0;
}

static void remove_store(const char *store)
{
    char side[160];
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < 4; i++) {
        snprintf(side, sizeof side, "%s%s", store, ends[i]);
        unlink(side);
    }
}

static int free_everything(void **state)
{
    (void)state;
    khung_result_free(result);
    khung_result_free(other);
    khung_result_free(twin);
    khung_answers_free(tracks[0]);
    khung_answers_free(tracks[1]);
    khung_answers_free(changed);
    khung_framework_free(framework);
    remove_store(path);
    remove_store(blank);
    sqlite3_shutdown();
    return rmdir(folder);
}

static khung_store *fresh(void)
{
    khung_store *store = NULL;
    remove_store(path);
    assert_int_equal(khung_store_init(&store, path, "an", "Nguyễn Thị Ái", NOW, NULL), KHUNG_OK);
    return store;
}

static khung_status save_at(khung_store *store, int64_t now)
{
    return khung_store_save(NULL, store, framework, (const khung_answers *const *)tracks, 2, result, "an", now, NULL);
}

static int64_t number(khung_store *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    assert_int_equal(khung__store_ask(&statement, store, NULL, sql, ""), KHUNG_OK);
    assert_int_equal(khung__store_step(store, statement, &row, NULL), KHUNG_OK);
    int64_t n = row ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return n;
}

static void run_sql(const char *store, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(store, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* ---- tests ---- */

static void what_is_kept_comes_back(void **state)
{
    (void)state;
    khung_store *store = fresh();
    khung_framework *f = NULL;
    khung_answers **list = NULL;
    khung_result *again = NULL;
    char *id = NULL, *json = NULL, *kept = NULL, digest[2][KHUNG_DIGEST_SIZE];
    size_t n = 0;
    assert_int_equal(khung_store_save(&id, store, framework, (const khung_answers *const *)tracks, 2, result, "an", NOW, NULL), KHUNG_OK);
    assert_string_equal(id, "org-1-2026");
    assert_int_equal(khung_store_assessment_load(&f, &list, &n, store, id, NULL), KHUNG_OK);
    assert_int_equal(n, 2);
    khung_framework_digest(framework, digest[0]);
    khung_framework_digest(f, digest[1]);
    assert_string_equal(digest[0], digest[1]);
    assert_int_equal(khung_score(&again, f, (const khung_answers *const *)list, n, NULL), KHUNG_OK);
    assert_int_equal(khung_result_json(&json, again), KHUNG_OK);
    assert_int_equal(khung_store_result_json(&kept, store, id, NULL), KHUNG_OK);
    assert_string_equal(json, kept);
    assert_int_equal(number(store, "SELECT count(*) FROM track t, json_each(t.answers, '$.answers')"),
                     tracks[0]->answer_count + tracks[1]->answer_count);
    assert_int_equal(number(store, "SELECT count(*) FROM result WHERE (percent IS NULL) <> (percent_sort IS NULL)"), 0);
    khung_text_free(json);
    khung_text_free(kept);
    khung_text_free(id);
    khung_result_free(again);
    for (size_t i = 0; i < n; i++)
        khung_answers_free(list[i]);
    khung_text_free((char *)list);
    khung_framework_free(f);
    khung_store_close(store);
}

static void the_same_again_changes_nothing(void **state)
{
    (void)state;
    khung_store *store = fresh();
    for (int i = 0; i < 3; i++)
        assert_int_equal(save_at(store, NOW + i), KHUNG_OK);
    assert_int_equal(number(store, "SELECT count(*) FROM assessment"), 1);
    assert_int_equal(number(store, "SELECT count(*) FROM result"), 1);
    assert_int_equal(number(store, "SELECT count(*) FROM track"), 2);
    assert_int_equal(number(store, "SELECT count(*) FROM framework"), 1);
    khung_store_close(store);
}

/* Answers that come to the same numbers are still other answers, and going back to older ones is a newer result. */
static void a_result_names_its_own_answers(void **state)
{
    (void)state;
    khung_store *store = fresh();
    const khung_answers *const second[] = {tracks[0], changed};
    const khung_answers *const alone[] = {tracks[0]};
    assert_int_equal(save_at(store, NOW), KHUNG_OK);
    assert_int_equal(khung_store_save(NULL, store, framework, second, 2, result, "an", NOW + 1, NULL), KHUNG_BAD_CALL);
    assert_int_equal(khung_store_save(NULL, store, framework, second, 2, twin, "an", NOW + 1, NULL), KHUNG_OK);
    assert_int_equal(khung_store_save(NULL, store, framework, alone, 1, other, "an", NOW + 2, NULL), KHUNG_OK);
    assert_int_equal(save_at(store, NOW + 3), KHUNG_OK);
    assert_int_equal(number(store, "SELECT count(*) FROM assessment"), 1);
    assert_int_equal(number(store, "SELECT count(*) FROM track"), 3);
    assert_int_equal(number(store, "SELECT count(*) FROM result"), 4);
    assert_int_equal(number(store, "SELECT count(*) FROM result r, json_each(r.tracks)"), 7);
    khung_store_close(store);
}

static void nobody_unknown_keeps_anything(void **state)
{
    (void)state;
    khung_store *store = fresh();
    const khung_answers *const list[] = {tracks[0], tracks[1]};
    assert_int_equal(khung_store_save(NULL, store, framework, list, 2, result, "binh", NOW, NULL), KHUNG_NOT_ALLOWED);
    assert_int_equal(khung_store_save(NULL, store, framework, list, 2, result, NULL, NOW, NULL), KHUNG_NOT_ALLOWED);
    assert_int_equal(khung_store_framework_add(store, framework, "binh", NOW, NULL), KHUNG_NOT_ALLOWED);
    assert_int_equal(number(store, "SELECT (SELECT count(*) FROM framework) + (SELECT count(*) FROM organisation)"), 0);
    khung_store_close(store);
}

static khung_status open_status(const char *name)
{
    khung_store *store = NULL;
    khung_status status = khung_store_open(&store, name, NULL);
    khung_store_close(store);
    return status;
}

static void files_that_are_no_store(void **state)
{
    (void)state;
    khung_store_close(fresh());
    assert_int_equal(open_status(path), KHUNG_OK);
    assert_int_equal(open_status("/tmp/khung-no-such-folder/khung.db"), KHUNG_NOT_FOUND);
    run_sql(path, "PRAGMA user_version = 99");
    assert_int_equal(open_status(path), KHUNG_NEWER);
    remove_store(path);
    run_sql(path, "CREATE TABLE t (a)");
    assert_int_equal(open_status(path), KHUNG_BAD_DATA);
    remove_store(path);
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 1000; i++)
        fputs("this is no database\n", file);
    fclose(file);
    assert_int_equal(open_status(path), KHUNG_BAD_DATA);
    remove_store(path);
    fclose(fopen(path, "w"));
    assert_int_equal(open_status(path), KHUNG_BAD_DATA); /* empty: only init makes a store of it */
}

static void the_database_defends_itself(void **state)
{
    (void)state;
    khung_store *store = fresh();
    assert_int_equal(save_at(store, NOW), KHUNG_OK);
    assert_int_equal(number(store, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number(store, "PRAGMA synchronous"), 2);
    assert_int_equal(number(store, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"), 1);
    assert_int_equal(number(store, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT%' "
                                   "AND name NOT LIKE 'organisation_search%'"), 0);
    assert_int_equal(number(store, "SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%ON DELETE CASCADE%'"), 0);
    static const char *const refused[] = {"DELETE FROM organisation", "DELETE FROM framework", "DELETE FROM person", "DELETE FROM track",
                                          "UPDATE assessment SET state = 'gone'", "UPDATE track SET answers = '{'",
                                          "UPDATE result SET complete = 'yes'", "DELETE FROM event", "UPDATE event SET body = '{}'"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(khung__store_do(store, NULL, refused[i], ""), KHUNG_CONFLICT);
    khung_store_close(store);
}

static void a_second_writer_is_told_to_wait(void **state)
{
    (void)state;
    khung_store *first = fresh(), *second = NULL;
    assert_int_equal(khung_store_open(&second, path, NULL), KHUNG_OK);
    sqlite3_busy_timeout(second->db, 10);
    assert_int_equal(khung__store_begin(first, NULL), KHUNG_OK);
    assert_int_equal(save_at(second, NOW), KHUNG_BUSY);
    assert_int_equal(khung__store_end(first, KHUNG_OK, NULL), KHUNG_OK);
    assert_int_equal(save_at(second, NOW), KHUNG_OK);
    khung_store_close(second);
    khung_store_close(first);
}

static void init_twice_is_refused(void **state)
{
    (void)state;
    khung_store *store = NULL;
    khung_store_close(fresh());
    assert_int_equal(khung_store_init(&store, path, "binh", "Bình", NOW, NULL), KHUNG_CONFLICT);
    assert_int_equal(khung_store_init(&store, path, "Không Dấu", "Bình", NOW, NULL), KHUNG_BAD_DATA);
    assert_int_equal(khung_store_init(&store, path, "binh", "  ", NOW, NULL), KHUNG_BAD_DATA);
    assert_null(store);
}

/* ---- faults ---- */

/* The next fault to try: each of the first 300 and then every third in the optimised build; fewer in the slow builds. */
#ifdef KHUNG_DEBUG_ARENA
enum { DENSE = 60, SPARSE = 31 };
#else
enum { DENSE = 300, SPARSE = 3 };
#endif
static long after(long at)
{
    return at + (at < DENSE ? 1 : SPARSE);
}

/* After any fault: the file is sound, and the assessment is there whole or not at all. */
static void expect_whole(bool acknowledged)
{
    khung_store *store = NULL;
    assert_int_equal(khung_store_open(&store, path, NULL), KHUNG_OK);
    assert_int_equal(number(store, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
    assert_int_equal(number(store, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    int64_t kept = number(store, "SELECT count(*) FROM assessment");
    assert_true(kept == 1 || (kept == 0 && !acknowledged));
    assert_int_equal(number(store, "SELECT count(*) FROM result"), kept);
    assert_int_equal(number(store, "SELECT count(*) FROM track"), 2 * kept);
    assert_int_equal(number(store, "SELECT count(*) FROM event WHERE act = 'assess.save'"), kept);
    assert_int_equal(number(store, "SELECT count(*) FROM store WHERE number = (SELECT count(*) FROM event)"), 1);
    if (kept == 0) /* and the next try works */
        assert_int_equal(save_at(store, NOW), KHUNG_OK);
    khung_store_close(store);
}

static void copy_file(const char *to, const char *from)
{
    char chunk[65536];
    size_t n;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    while ((n = fread(chunk, 1, sizeof chunk, in)) > 0)
        fwrite(chunk, 1, n, out);
    fclose(in);
    fclose(out);
}

static void make_blank(void)
{
    khung_store_close(fresh());
    copy_file(blank, path);
}

/* Opens the store, saves, closes, on a copy of an empty store. */
static khung_status open_and_save(void)
{
    khung_store *store = NULL;
    khung_status status = khung_store_open(&store, path, NULL);
    if (status == KHUNG_OK)
        status = save_at(store, NOW);
    khung_store_close(store);
    return status;
}

static void every_disk_access_fails(void **state)
{
    (void)state;
    make_blank();
    for (int stays = 0; stays < 2; stays++)
        for (long at = 1;; at = after(at)) {
            remove_store(path);
            copy_file(path, blank);
            faulty_arm(at, stays);
            khung_status status = open_and_save();
            int hit = faulty.hit;
            faulty_arm(0, 0);
            expect_whole(status == KHUNG_OK);
            if (!hit)
                break;
            assert_true(status == KHUNG_OK || status == KHUNG_IO || status == KHUNG_NOT_FOUND || status == KHUNG_BAD_DATA);
            assert_true(at < 2000);
        }
}

static void every_disk_access_of_init_fails(void **state)
{
    (void)state;
    for (long at = 1;; at = after(at)) {
        khung_store *store = NULL;
        remove_store(path);
        faulty_arm(at, 0);
        khung_status status = khung_store_init(&store, path, "an", "Ái", NOW, NULL);
        khung_store_close(store);
        int hit = faulty.hit;
        faulty_arm(0, 0);
        store = NULL;
        if (status != KHUNG_OK) {
            khung_status again = khung_store_init(&store, path, "an", "Ái", NOW, NULL);
            assert_true(again == KHUNG_OK || again == KHUNG_CONFLICT); /* conflict: it was made after all */
        }
        khung_store_close(store);
        assert_int_equal(open_status(path), KHUNG_OK);
        if (!hit)
            break;
        assert_true(at < 2000);
    }
}

static void every_piece_of_sqlite_memory_fails(void **state)
{
    (void)state;
    make_blank();
    for (long at = 1;; at = at < 2000 ? after(at) : after(at) + 2) { /* some ten thousand: each third of the later ones */
        remove_store(path);
        copy_file(path, blank);
        memory_count = 0;
        memory_at = at;
        khung_status status = open_and_save();
        bool hit = memory_count >= at;
        memory_at = 0;
        /* a conflict: json_valid() answers "no" when it finds no memory, so a CHECK refuses the row */
        assert_true(status == KHUNG_OK || status == KHUNG_NO_MEMORY || status == KHUNG_IO || status == KHUNG_NOT_FOUND || status == KHUNG_CONFLICT);
        if (at % 16 == 0 || !hit)
            expect_whole(status == KHUNG_OK);
        if (!hit)
            break;
    }
}

static void every_allocation_of_khung_fails(void **state)
{
    (void)state;
    make_blank();
    for (size_t at = 1;; at = (size_t)after((long)at)) {
        char *id = NULL;
        khung_framework *f = NULL;
        khung_answers **list = NULL;
        size_t n = 0;
        khung_store *store = NULL;
        remove_store(path);
        copy_file(path, blank);
        khung__alloc_fail_at(at);
        khung_status status = khung_store_open(&store, path, NULL);
        if (status == KHUNG_OK)
            status = khung_store_save(&id, store, framework, (const khung_answers *const *)tracks, 2, result, "an", NOW, NULL);
        if (status == KHUNG_OK)
            status = khung_store_assessment_load(&f, &list, &n, store, id, NULL);
        khung__alloc_fail_at(0);
        khung_store_close(store);
        expect_whole(id != NULL);
        khung_text_free(id);
        for (size_t i = 0; i < n; i++)
            khung_answers_free(list[i]);
        khung_text_free((char *)list);
        khung_framework_free(f);
        if (status == KHUNG_OK)
            break;
        assert_int_equal(status, KHUNG_NO_MEMORY);
    }
}

/* A process that dies between any two disk accesses leaves what expect_whole allows. */
static void every_sudden_end(void **state)
{
    (void)state;
    make_blank();
    for (int kept = 0, at = 1; at < 60 && kept < 2; at += 3) {
        remove_store(path);
        copy_file(path, blank);
        pid_t child = fork();
        if (child == 0) {
            khung_store *store = NULL;
            faulty_arm(at, 1); /* from then on nothing reaches the disk, and nobody closes */
            if (khung_store_open(&store, path, NULL) == KHUNG_OK)
                save_at(store, NOW);
            _exit(0);
        }
        int code;
        waitpid(child, &code, 0);
        expect_whole(false);
        kept += code != 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_comes_back),        cmocka_unit_test(the_same_again_changes_nothing),
        cmocka_unit_test(a_result_names_its_own_answers), cmocka_unit_test(nobody_unknown_keeps_anything),
        cmocka_unit_test(files_that_are_no_store),        cmocka_unit_test(the_database_defends_itself),
        cmocka_unit_test(a_second_writer_is_told_to_wait), cmocka_unit_test(init_twice_is_refused),
        cmocka_unit_test(every_disk_access_fails),        cmocka_unit_test(every_disk_access_of_init_fails),
        cmocka_unit_test(every_piece_of_sqlite_memory_fails), cmocka_unit_test(every_allocation_of_khung_fails),
        cmocka_unit_test(every_sudden_end),
    };
    return cmocka_run_group_tests(tests, make_everything, free_everything);
}
