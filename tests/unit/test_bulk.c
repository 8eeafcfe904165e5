/* bulk: what rows of a table leave in the store is what the ordinary way leaves for the same answers, in every conformance framework. */
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

#include "store/event.h"

enum { NOW = 1000000000, MOST_CELLS = 4096 };
static char folder[] = "/dev/shm/khung-bulk-XXXXXX";
static char paths[2][128];

static void remove_store(int i)
{
    char side[160];
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t k = 0; k < 3; k++) {
        snprintf(side, sizeof side, "%s%s", paths[i], ends[k]);
        unlink(side);
    }
}

static khung_store *fresh(int i)
{
    khung_store *store = NULL;
    remove_store(i);
    assert_int_equal(khung_store_init(&store, paths[i], "an", "Nguyễn Thị Ái", NOW, NULL), KHUNG_OK);
    return store;
}

static int make_folder(void **state)
{
    (void)state;
    if (access("/dev/shm", W_OK) != 0)
        strcpy(folder, "/tmp/khung-bulk-XXXXXX");
    assert_non_null(mkdtemp(folder));
    for (int i = 0; i < 2; i++)
        snprintf(paths[i], sizeof paths[i], "%s/%d.db", folder, i);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    remove_store(0);
    remove_store(1);
    return rmdir(folder);
}

static khung__str one_text(khung_store *store, khung__arena *arena, const char *sql)
{
    khung__str text;
    assert_int_equal(khung__store_one(&text, store, arena, NULL, sql, ""), KHUNG_OK);
    return text.s ? text : KHUNG__S("(null)");
}

static int64_t number(khung_store *store, const char *sql)
{
    int64_t n = -1;
    assert_int_equal(khung__store_number(&n, store, NULL, sql, ""), KHUNG_OK);
    return n;
}

/* ---- a case of tests/score as a row ---- */

typedef struct table_row {
    khung__arena arena;
    khung_framework *framework;
    khung_answers *answers;
    const char *cells[MOST_CELLS], *facts[64];
    char from[12], to[12];
    khung_bulk_row row;
} table_row;

static const char *cell_of(table_row *t, const khung__bound *bound, uint32_t c)
{
    const khung__answer *answer = bound->by_criterion[c];
    const khung__criterion *asked = &t->framework->criteria[c];
    khung__buf cell = {0};
    if (!answer || answer->kind == KHUNG__ANSWER_NONE)
        return c % 2 ? "" : NULL;
    if (answer->kind == KHUNG__ANSWER_LEVEL)
        return answer->level.s;
    if (answer->kind == KHUNG__ANSWER_QUANTITY)
        return khung__node_find(answer->node, KHUNG__S("quantity"))->text.s;
    if (answer->kind == KHUNG__ANSWER_NA) {
        khung__buf_printf(&cell, "na: %s", answer->reason.s);
    } else {
        for (uint32_t i = 0; i < asked->check_count; i++)
            if (bound->checks[c][i] == 1)
                khung__buf_printf(&cell, "%s%s", cell.n ? " " : "", asked->checks[i].id.s);
        if (!cell.n)
            khung__buf_char(&cell, '-');
    }
    return khung__buf_take(&cell, &t->arena).s;
}

static void fill_row(table_row *t)
{
    khung__bound bound;
    khung__buf from = {0}, to = {0};
    assert_int_equal(khung__answers_bind(&bound, t->answers, t->framework, &t->arena, NULL), KHUNG_OK);
    for (uint32_t c = 0; c < t->framework->criterion_count; c++)
        t->cells[c] = cell_of(t, &bound, c);
    for (uint32_t i = 0; i < t->answers->profile_count; i++)
        t->facts[khung__framework_fact(t->framework, t->answers->profile[i].fact)] = t->answers->profile[i].value.s;
    khung__buf_date(&from, t->answers->from);
    khung__buf_date(&to, t->answers->to);
    t->row = (khung_bulk_row){.organisation = t->answers->organisation_id.s, .name = t->answers->organisation_name.s, .answers = t->cells,
                              .facts = t->facts, .from = khung__buf_take(&from, &t->arena).s, .to = khung__buf_take(&to, &t->arena).s};
}

static bool open_case(table_row *t, const char *name)
{
    char path[512];
    memset(t, 0, sizeof *t);
    snprintf(path, sizeof path, "%s/score/%s/framework.yaml", KHUNG_TESTS_DIR, name);
    if (khung_framework_load_file(&t->framework, path, NULL) != KHUNG_OK)
        return false;
    snprintf(path, sizeof path, "%s/score/%s/answers.yaml", KHUNG_TESTS_DIR, name);
    if (khung_answers_load_file(&t->answers, path, NULL) != KHUNG_OK) {
        snprintf(path, sizeof path, "%s/score/%s/answers-1.yaml", KHUNG_TESTS_DIR, name);
        assert_int_equal(khung_answers_load_file(&t->answers, path, NULL), KHUNG_OK);
    }
    assert_true(t->framework->criterion_count <= MOST_CELLS && t->framework->fact_count <= 64);
    fill_row(t);
    return true;
}

static void close_case(table_row *t)
{
    khung_answers_free(t->answers);
    khung_framework_free(t->framework);
    khung__arena_free(&t->arena);
}

static void add_one(khung_store *store, const table_row *t)
{
    khung_bulk *bulk = NULL;
    khung_bulk_sums sums;
    assert_int_equal(khung_bulk_begin(&bulk, store, t->framework, "an", NOW, 0, NULL), KHUNG_OK);
    assert_int_equal(khung_bulk_add(bulk, &t->row), KHUNG_OK);
    assert_int_equal(khung_bulk_end(&sums, bulk), KHUNG_OK);
    assert_int_equal(sums.added, 1);
}

/* What is compared: everything but keys. */
static const char *const parts[] = {
    "SELECT answers FROM track", "SELECT digest FROM track", "SELECT kind || kept FROM track", "SELECT content FROM result", "SELECT digest FROM result",
    "SELECT json_array(rules, json_array_length(tracks), complete, score, percent, percent_shown, percent_sort, band, grade, made, framework) FROM result",
    "SELECT json_array(id, framework, period_from, period_to, state, state_since, before, made) FROM assessment",
    "SELECT json_array(id, name, short_name, form, province, list, since, sort, fold) FROM organisation",
    "SELECT json_group_array(json_array(framework, year, state, grade, complete, n)) FROM rollup",
    "SELECT count(*) || group_concat(act) FROM event"};

/* The rows that an event tells are the rows of the tables. */
static void events_tell_the_rows(khung_store *store)
{
    static const khung__table tables[] = {KHUNG__T_organisation, KHUNG__T_assessment, KHUNG__T_track, KHUNG__T_result};
    khung__arena arena = {0};
    khung__str body = one_text(store, &arena, "SELECT body FROM event WHERE act = 'assess.save'"), row;
    for (int i = 0; i < 4; i++) {
        char sql[64];
        snprintf(sql, sizeof sql, "SELECT key FROM %s", khung__tables[tables[i]].name);
        assert_int_equal(khung__row_json(&row, store, tables[i], &arena, NULL, "s", one_text(store, &arena, sql)), KHUNG_OK);
        assert_non_null(row.s);
        assert_non_null(strstr(body.s, row.s));
    }
    assert_int_equal(number(store, "SELECT count(*) FROM (SELECT * FROM rollup EXCEPT SELECT * FROM rollup_again)"), 0);
    assert_int_equal(number(store, "SELECT count(*) FROM store s JOIN event e ON e.number = s.number WHERE e.digest = s.head"), 1);
    assert_int_equal(number(store, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    khung__arena_free(&arena);
}

static void compare(const table_row *t)
{
    khung_store *bulk = fresh(0), *ordinary = fresh(1);
    khung__arena arena = {0};
    khung_answers *answers = NULL;
    khung_result *result = NULL;
    add_one(bulk, t);
    khung__str text = one_text(bulk, &arena, "SELECT answers FROM track");
    assert_int_equal(khung_answers_load(&answers, "answers", text.s, text.n, NULL), KHUNG_OK);
    assert_int_equal(khung_score(&result, t->framework, (const khung_answers *const[]){answers}, 1, NULL), KHUNG_OK);
    assert_int_equal(khung_store_framework_add(ordinary, t->framework, "an", NOW, NULL), KHUNG_OK);
    assert_int_equal(khung_store_save(NULL, ordinary, t->framework, (const khung_answers *const[]){answers}, 1, result, "an", NOW, NULL), KHUNG_OK);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_string_equal(one_text(bulk, &arena, parts[i]).s, one_text(ordinary, &arena, parts[i]).s);
    events_tell_the_rows(bulk);
    khung_result_free(result);
    khung_answers_free(answers);
    khung__arena_free(&arena);
    khung_store_close(bulk);
    khung_store_close(ordinary);
}

static void rows_are_as_if_saved_one_by_one(void **state)
{
    (void)state;
    static table_row t;
    int cases = 0;
    DIR *tests = opendir(KHUNG_TESTS_DIR "/score");
    assert_non_null(tests);
    for (struct dirent *entry; (entry = readdir(tests)) != NULL;) {
        if (entry->d_name[0] == '.' || !open_case(&t, entry->d_name))
            continue;
        compare(&t);
        close_case(&t);
        cases++;
    }
    closedir(tests);
    assert_true(cases > 100);
}

/* ---- many rows ---- */

static void add_years(khung_store *store, table_row *t, int years, size_t every, khung_bulk_sums *sums)
{
    khung_bulk *bulk = NULL;
    char from[20], to[20];
    assert_int_equal(khung_bulk_begin(&bulk, store, t->framework, "an", NOW, every, NULL), KHUNG_OK);
    for (int i = 0; i < years; i++) {
        snprintf(from, sizeof from, "%d-01-01", 1000 + i);
        snprintf(to, sizeof to, "%d-12-31", 1000 + i);
        t->row.from = from;
        t->row.to = to;
        assert_int_equal(khung_bulk_add(bulk, &t->row), KHUNG_OK);
    }
    assert_int_equal(khung_bulk_end(sums, bulk), KHUNG_OK);
}

static void the_same_again_changes_nothing(void **state)
{
    (void)state;
    static table_row t;
    khung_bulk_sums sums;
    khung_store *store = fresh(0);
    assert_true(open_case(&t, "views"));
    add_years(store, &t, 25, 10, &sums);
    assert_int_equal(sums.added, 25);
    int64_t events = number(store, "SELECT count(*) FROM event");
    add_years(store, &t, 30, 10, &sums);
    assert_int_equal(sums.added, 5);
    assert_int_equal(sums.same, 25);
    assert_int_equal(number(store, "SELECT count(*) FROM event"), events + 5);
    assert_int_equal(number(store, "SELECT count(*) FROM organisation"), 1);
    assert_int_equal(number(store, "SELECT count(*) FROM assessment a JOIN assessment b ON b.rowid = a.rowid + 1 WHERE b.key <= a.key"), 0);
    t.cells[0] = NULL;
    add_years(store, &t, 3, 10, &sums);
    assert_int_equal(sums.changed, 3);
    assert_int_equal(number(store, "SELECT count(*) FROM result"), 33);
    assert_int_equal(number(store, "SELECT count(*) FROM (SELECT * FROM rollup EXCEPT SELECT * FROM rollup_again)"), 0);
    assert_int_equal(number(store, "SELECT count(*) FROM store WHERE number = (SELECT count(*) FROM event)"), 1);
    close_case(&t);
    khung_store_close(store);
}

static void bad_rows_are_told_and_left_out(void **state)
{
    (void)state;
    static table_row t;
    khung_bulk *bulk = NULL;
    khung_bulk_sums sums;
    khung_log *log = NULL;
    khung_store *store = fresh(0);
    assert_true(open_case(&t, "four-methods"));
    assert_int_equal(khung_log_new(&log, "en"), KHUNG_OK);
    assert_int_equal(khung_bulk_begin(&bulk, store, t.framework, "an", NOW, 0, log), KHUNG_OK);
    const khung_bulk_row good = t.row;
    for (uint32_t c = 0; c < t.framework->criterion_count; c++) {
        const char *was = t.cells[c];
        t.cells[c] = "no-such-thing";
        assert_int_equal(khung_bulk_add(bulk, &good), KHUNG_BAD_DATA);
        t.cells[c] = was;
    }
    khung_bulk_row bad[] = {good, good, good, good, good};
    bad[0].from = "2026-13-01";
    bad[1].organisation = "Không phải mã";
    bad[2].name = "";
    bad[3].province = "99", bad[3].list = "2025";
    bad[4].province = "48";
    for (int i = 0; i < 5; i++)
        assert_int_equal(khung_bulk_add(bulk, &bad[i]), KHUNG_BAD_DATA);
    assert_int_equal(khung_log_count_of(log, KHUNG_ERROR), t.framework->criterion_count + 5);
    khung_bulk_row odd = good; /* decomposed, and blanks around it: the loader's way */
    odd.name = "  Ho\xcc\xa3\xcc\x82i ";
    odd.province = "48", odd.list = "2025", odd.form = "association";
    assert_int_equal(khung_bulk_add(bulk, &odd), KHUNG_OK);
    assert_int_equal(khung_bulk_end(&sums, bulk), KHUNG_OK);
    assert_int_equal(sums.refused, t.framework->criterion_count + 5);
    assert_int_equal(sums.added, 1);
    assert_int_equal(number(store, "SELECT count(*) FROM organisation WHERE name = 'Hội' AND province = '48' AND form = 'association'"), 1);
    assert_int_equal(number(store, "SELECT n FROM rollup WHERE province = '48' AND form = 'association'"), 1);
    events_tell_the_rows(store);
    khung_log_free(log);
    close_case(&t);
    khung_store_close(store);
}

/* Whatever allocation fails, what is there is whole, and the same again completes it. */
static void every_allocation_fails(void **state)
{
    (void)state;
    static table_row t;
    khung_store *store = fresh(0);
    khung_status status = KHUNG_NO_MEMORY;
    assert_true(open_case(&t, "views"));
    for (size_t n = 1; status == KHUNG_NO_MEMORY; n++) {
        khung_bulk *bulk = NULL;
        khung__alloc_fail_at(n);
        status = khung_bulk_begin(&bulk, store, t.framework, "an", NOW, 0, NULL);
        if (status == KHUNG_OK) {
            status = khung_bulk_add(bulk, &t.row);
            khung_status end = khung_bulk_end(NULL, bulk);
            status = status == KHUNG_OK ? end : status;
        }
        khung__alloc_fail_at(0);
        assert_true(status == KHUNG_OK || status == KHUNG_NO_MEMORY);
        assert_int_equal(number(store, "SELECT count(*) FROM result"), status == KHUNG_OK);
        assert_true(n < 5000);
    }
    events_tell_the_rows(store);
    close_case(&t);
    khung_store_close(store);
}

static void keys_come_in_order(void **state)
{
    (void)state;
    khung__uuids uuids = {0};
    char last[37] = "", next[37];
    for (int64_t at = 1; at < 5; at++)
        for (int i = 0; i < 5000; i++) {
            assert_true(khung__uuid_next(&uuids, next, at));
            assert_true(strcmp(last, next) < 0);
            assert_int_equal(next[14], '7');
            assert_non_null(strchr("89ab", next[19]));
            memcpy(last, next, sizeof last);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_as_if_saved_one_by_one), cmocka_unit_test(the_same_again_changes_nothing),
        cmocka_unit_test(bad_rows_are_told_and_left_out),  cmocka_unit_test(every_allocation_fails),
        cmocka_unit_test(keys_come_in_order),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
