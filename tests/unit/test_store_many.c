/* store: eight processes write at once. Every change that was acknowledged is there, nobody was told "busy" before the time a writer waits,
 * the log is unbroken. MANY_SECONDS=60 for the long run (make together). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <sys/wait.h>
#include <time.h>

#include "fault/writing.h"

enum { WRITERS = 8, PATIENCE = 120 /* seconds */ };
static char folder[64], path[96], copy[96];

typedef struct told {
    long count, busy, early; /* changes acknowledged; times told busy, of these before the time was over */
    int status;
} told;

static int make(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    khung_store *store = NULL;
    snprintf(folder, sizeof folder, "%.40s/many-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/k.db", folder);
    snprintf(copy, sizeof copy, "%s/b.db", folder);
    if (khung_store_init(&store, path, "an", "Ái", WRITING_NOW, NULL) != KHUNG_OK)
        return -1;
    khung_store_close(store);
    return writing_start();
}

static int drop(void **state)
{
    (void)state;
    writing_remove(path);
    writing_remove(copy);
    writing_stop();
    return rmdir(folder);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Until `end`; on a slow machine (valgrind) until enough is done. */
static bool goes_on(double end, long done, long enough)
{
    double now = seconds();
    return now < end || (done < enough && now < end + PATIENCE);
}

static void write_until(double end, int writer, int to)
{
    told mine = {0};
    khung_store *store = NULL;
    mine.status = (int)khung_store_open(&store, path, NULL);
    while (mine.status == KHUNG_OK && goes_on(end, mine.count, 2)) {
        double before = seconds();
        khung_status status = writing_one(store, writer, mine.count);
        if (status == KHUNG_BUSY) {
            mine.busy++;
            mine.early += seconds() - before < KHUNG__STORE_WAIT / 1000.0 - 0.5;
        } else if (status == KHUNG_OK)
            mine.count++;
        else
            mine.status = (int)status;
    }
    khung_store_close(store);
    _exit(write(to, &mine, sizeof mine) == sizeof mine ? 0 : 1);
}

/* While they write, one more process makes backups; the last of them is sound as well. */
static void test_many(void **state)
{
    (void)state;
    const char *given = getenv("MANY_SECONDS");
    double end = seconds() + (given ? atof(given) : 3);
    int ends[WRITERS][2], code;
    pid_t children[WRITERS];
    long all = 0, busy = 0, backups = 0;
    khung_store *store = NULL;
    for (int w = 0; w < WRITERS; w++) {
        assert_int_equal(pipe(ends[w]), 0);
        children[w] = fork();
        if (children[w] == 0)
            write_until(end, w, ends[w][1]);
        close(ends[w][1]);
    }
    assert_int_equal(khung_store_open(&store, path, NULL), KHUNG_OK);
    while (goes_on(end - 0.5, backups, 1)) {
        khung_status status = khung_store_backup(store, copy, false, "an", WRITING_NOW, NULL);
        assert_true(status == KHUNG_OK || status == KHUNG_BUSY);
        backups += status == KHUNG_OK;
        usleep(100 * 1000);
    }
    for (int w = 0; w < WRITERS; w++) {
        told his = {0};
        assert_int_equal(read(ends[w][0], &his, sizeof his), sizeof his);
        close(ends[w][0]);
        assert_int_equal(waitpid(children[w], &code, 0), children[w]);
        assert_int_equal(code, 0);
        assert_int_equal(his.status, KHUNG_OK);
        assert_int_equal(his.early, 0);
        assert_true(writing_is_there(store, w, his.count, 0));
        all += his.count;
        busy += his.busy;
    }
    assert_true(all > WRITERS);
    assert_int_equal(writing_ask(store, "SELECT count(*) FROM event WHERE act IN ('org.set', 'assess.save') AND ?1 IS NOT NULL", ""), all);
    assert_true(writing_is_sound(store, true));
    khung_store_close(store);
    assert_true(backups > 0);
    assert_int_equal(khung_store_open(&store, copy, NULL), KHUNG_OK);
    assert_true(writing_is_sound(store, true));
    khung_store_close(store);
    fprintf(stderr, "# %ld changes by %d writers, %ld backups meanwhile, %ld times busy after the wait\n", all, WRITERS, backups, busy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_many)};
    return cmocka_run_group_tests(tests, make, drop);
}
