/* store: a writer is killed (SIGKILL) at random moments, or runs out of disk. Whatever it had acknowledged is there afterwards, the log
 * is unbroken and doctor finds nothing. KILLS=1000 for the long run (make kill); KILLS_SEED for another one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "fault/writing.h"

enum { PER_STORE = 20, MOST_MS = 100 };
static char folder[64], path[96];
static unsigned seed;

static int make(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR"), *given = getenv("KILLS_SEED");
    snprintf(folder, sizeof folder, "%.40s/kill-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    seed = given ? (unsigned)atol(given) : 1;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/k.db", folder);
    return writing_start();
}

static int drop(void **state)
{
    (void)state;
    writing_remove(path);
    writing_stop();
    return rmdir(folder);
}

static void fresh(void)
{
    khung_store *store = NULL;
    writing_remove(path);
    assert_int_equal(khung_store_init(&store, path, "an", "Ái", WRITING_NOW, NULL), KHUNG_OK);
    khung_store_close(store);
}

/* Writes change after change from number `from` on, a byte through the pipe for each that was acknowledged; ends at the first failure. */
static pid_t start_writer(int to, long from, rlim_t most)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    khung_store *store = NULL;
    signal(SIGXFSZ, SIG_IGN);
    if (most)
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){most, RLIM_INFINITY});
    khung_status status = khung_store_open(&store, path, NULL);
    for (long i = from; status == KHUNG_OK; i++) {
        status = writing_one(store, 0, i);
        if (status == KHUNG_OK && write(to, "", 1) != 1)
            _exit(99);
    }
    _exit((int)status);
}

static long read_all(int from)
{
    char chunk[4096];
    long count = 0;
    ssize_t n;
    while ((n = read(from, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR))
        count += n > 0 ? n : 0;
    return count;
}

/* Everything acknowledged is there; gives how many changes there are now. */
static long look(long acknowledged, bool whole)
{
    khung_store *store = NULL;
    assert_int_equal(khung_store_open(&store, path, NULL), KHUNG_OK);
    assert_true(writing_is_there(store, 0, acknowledged, 1));
    assert_true(writing_is_sound(store, whole));
    long there = (long)writing_ask(store, "SELECT count(*) FROM event WHERE act IN ('org.set', 'assess.save') AND ?1 IS NOT NULL", "");
    khung_store_close(store);
    return there;
}

static void test_killed(void **state)
{
    (void)state;
    const char *given = getenv("KILLS");
    long kills = given ? atol(given) : 30, there = 0, all = 0, unacknowledged = 0;
    int most_ms = getenv("KHUNG_UNDER_VALGRIND") ? 40 * MOST_MS : MOST_MS; /* the writer has to get somewhere */
    for (long k = 0; k < kills; k++) {
        int ends[2], code;
        if (k % PER_STORE == 0) {
            fresh();
            there = 0;
        }
        assert_int_equal(pipe(ends), 0);
        pid_t child = start_writer(ends[1], there, 0);
        close(ends[1]);
        usleep((useconds_t)(rand_r(&seed) % (most_ms * 1000)));
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &code, 0), child);
        assert_true(WIFSIGNALED(code) && WTERMSIG(code) == SIGKILL); /* it had not failed before */
        long acknowledged = read_all(ends[0]);
        close(ends[0]);
        long now = look(there + acknowledged, true);
        unacknowledged += now - there - acknowledged;
        all += acknowledged;
        there = now;
    }
    fprintf(stderr, "# %ld kills, %ld changes acknowledged and there, %ld more were committed as the writer died\n", kills, all, unacknowledged);
    assert_true(all > 0);
}

/* The file may grow to a size and no further, as on a full disk; then there is room again. */
static void test_full(void **state)
{
    (void)state;
    const char *given = getenv("KILLS");
    long runs = given ? atol(given) / 10 : 8, there = 0;
    for (long k = 0; k < runs; k++) {
        int ends[2], code;
        if (k % PER_STORE == 0) {
            fresh();
            there = 0;
        }
        assert_int_equal(pipe(ends), 0);
        pid_t child = start_writer(ends[1], there, (rlim_t)(4096 * (k % 2 ? 20 + k : 120 + k * 8) + rand_r(&seed) % 8192));
        close(ends[1]);
        assert_int_equal(waitpid(child, &code, 0), child);
        assert_true(WIFEXITED(code));
        assert_true(WEXITSTATUS(code) == KHUNG_IO || WEXITSTATUS(code) == KHUNG_NOT_FOUND);
        long acknowledged = read_all(ends[0]);
        close(ends[0]);
        there = look(there + acknowledged, true);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_killed), cmocka_unit_test(test_full)};
    return cmocka_run_group_tests(tests, make, drop);
}
