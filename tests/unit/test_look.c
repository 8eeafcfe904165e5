/* look-ups: what a question about one thing reads is found by an index, whatever else the store holds. The SQL that a call asks is caught
 * and put to EXPLAIN QUERY PLAN. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "framework.h"
#include "store/inside.h"

enum { NOW = 1000000000, MOST = 64, SQL_SIZE = 8192 };
static char path[128];

typedef struct caught {
    char sql[MOST][SQL_SIZE];
    int count;
} caught;

static int catch_sql(unsigned what, void *to, void *statement, void *text)
{
    caught *c = to;
    const char *sql = sqlite3_sql(statement);
    (void)what;
    if (strncmp(text, "--", 2) != 0 && sql && c->count < MOST && strlen(sql) < SQL_SIZE) /* "--": of a trigger */
        strcpy(c->sql[c->count++], sql);
    return 0;
}

static void remove_store(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char side[160];
        snprintf(side, sizeof side, "%s%s", path, ends[i]);
        unlink(side);
    }
}

/* One assessment, nothing answered. */
static khung_store *fresh(void)
{
    khung_store *store = NULL;
    khung_framework *f = NULL;
    khung_bulk *bulk = NULL;
    khung_bulk_sums sums;
    remove_store();
    assert_int_equal(khung_store_init(&store, path, "an", "An", NOW, NULL), KHUNG_OK);
    assert_int_equal(khung_framework_load_file(&f, "frameworks/vn-ngo-capacity.yaml", NULL), KHUNG_OK);
    const char **answers = calloc(f->criterion_count, sizeof *answers);
    assert_non_null(answers);
    const khung_bulk_row row = {.organisation = "hsx", .name = "Hội Sông Xanh", .province = "48", .list = "2025", .form = "association",
                                .from = "2026-01-01", .to = "2026-12-31", .answers = answers};
    assert_int_equal(khung_bulk_begin(&bulk, store, f, "an", NOW, 0, NULL), KHUNG_OK);
    assert_int_equal(khung_bulk_add(bulk, &row), KHUNG_OK);
    assert_int_equal(khung_bulk_end(&sums, bulk), KHUNG_OK);
    assert_int_equal(sums.added, 1);
    free(answers);
    khung_framework_free(f);
    return store;
}

/* Frameworks are few, and what is MATERIALIZED or a list in JSON belongs to the question itself; anything else must not be read through. */
static bool may_scan(const char *name)
{
    static const char *const few[] = {"f", "g", "h", "j", "k", "hits", "store", "CONSTANT", "json_each"};
    size_t n = strcspn(name, " ");
    for (size_t i = 0; i < sizeof few / sizeof *few; i++)
        if (strlen(few[i]) == n && memcmp(few[i], name, n) == 0)
            return true;
    return strstr(name, "VIRTUAL TABLE") != NULL; /* the search, whose index is its own */
}

static void check_plans(khung_store *store, const caught *c)
{
    assert_true(c->count > 0 && c->count < MOST);
    for (int i = 0; i < c->count; i++) {
        char sql[SQL_SIZE + 32];
        sqlite3_stmt *plan = NULL;
        snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", c->sql[i]);
        assert_int_equal(sqlite3_prepare_v2(store->db, sql, -1, &plan, NULL), SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *detail = (const char *)sqlite3_column_text(plan, 3);
            if (strncmp(detail, "SCAN ", 5) == 0 && !may_scan(detail + 5))
                fail_msg("%s: %s", detail, c->sql[i]);
        }
        sqlite3_finalize(plan);
    }
}

static caught all;

static void begin(khung_store *store)
{
    all.count = 0;
    sqlite3_trace_v2(store->db, SQLITE_TRACE_STMT, catch_sql, &all);
}

static void end(khung_store *store, khung_status status, char **text)
{
    sqlite3_trace_v2(store->db, 0, NULL, NULL);
    assert_int_equal(status, KHUNG_OK);
    assert_non_null(strstr(*text, "hsx"));
    khung_text_free(*text);
    check_plans(store, &all);
}

static void nothing_is_read_through(void **state)
{
    (void)state;
    char *text = NULL;
    khung_store *store = fresh();
    static const khung_find words = {.words = "hoi song"}, province = {.province = "48@2025"};
    begin(store);
    end(store, khung_assess_list(&text, store, NULL, "hsx", NULL, NULL), &text);
    begin(store);
    end(store, khung_assess_list(&text, store, "draft", "hsx", "en", NULL), &text);
    begin(store);
    end(store, khung_assess_due(&text, store, NULL, "hsx", 90, NOW, NULL, NULL), &text);
    begin(store);
    end(store, khung_assess_record(&text, store, "hsx-2026", NULL, true, NULL), &text);
    begin(store);
    end(store, khung_store_organisations_find(&text, store, &words, NULL, NOW, NULL), &text);
    begin(store);
    end(store, khung_store_organisations_find(&text, store, &province, NULL, NOW, NULL), &text);
    khung_store_close(store);
    remove_store();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_read_through)};
    snprintf(path, sizeof path, "%s/khung-look-%ld.db", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    return cmocka_run_group_tests(tests, NULL, NULL);
}
