/* store: a migration, a backup or a restore that breaks off at any disk access leaves what was there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "fault/vfs.h"
#include "fault/writing.h"
#include "store/copy.h"

static char folder[64], path[96], copy[96];
static khung__buf old, sound_copy; /* a store of version 1; a backup: their bytes */

/* ---- files ---- */

static khung__buf read_file(const char *name)
{
    char chunk[65536];
    khung__buf buf = {0};
    size_t n;
    FILE *file = fopen(name, "rb");
    assert_non_null(file);
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        khung__buf_add(&buf, chunk, n);
    fclose(file);
    return buf;
}

static void write_file(const char *name, khung__buf bytes)
{
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.s, 1, bytes.n, file), bytes.n);
    assert_int_equal(fclose(file), 0);
}

/* Removes everything in the folder; gives how many names had `word` in them. */
static int clear(const char *word)
{
    DIR *all = opendir(folder);
    struct dirent *one;
    int n = 0;
    assert_non_null(all);
    while ((one = readdir(all))) {
        char name[512];
        if (one->d_name[0] == '.')
            continue;
        n += strstr(one->d_name, word) != NULL;
        snprintf(name, sizeof name, "%s/%s", folder, one->d_name);
        if (unlink(name) != 0)
            rmdir(name);
    }
    closedir(all);
    return n;
}

static int make(void **state)
{
    (void)state;
    sqlite3 *db = NULL;
    faulty_install();
    snprintf(folder, sizeof folder, "%s/safety-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"); /* memory: thousands of flushes */
    if (!mkdtemp(folder) || writing_start() != 0)
        return -1;
    snprintf(path, sizeof path, "%s/k.db", folder);
    snprintf(copy, sizeof copy, "%s/b.db", folder);
    khung__buf sql = read_file(KHUNG_TESTS_DIR "/store/version-1.sql");
    if (sqlite3_open(path, &db) != SQLITE_OK || sqlite3_exec(db, sql.s, NULL, NULL, NULL) != SQLITE_OK)
        return -1;
    sqlite3_close(db);
    khung__buf_free(&sql);
    old = read_file(path);
    clear("");
    return 0;
}

static int drop(void **state)
{
    (void)state;
    clear("");
    khung__buf_free(&old);
    khung__buf_free(&sound_copy);
    writing_stop();
    return rmdir(folder);
}

static int64_t ask(const char *name, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t number = -1;
    if (sqlite3_open(name, &db) == SQLITE_OK && sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

/* ---- migration ---- */

static void expect_migrated(void)
{
    khung_store *store = NULL;
    assert_int_equal(khung_store_open(&store, path, NULL), KHUNG_OK);
    assert_true(writing_is_sound(store, true));
    assert_int_equal(writing_ask(store, "SELECT count(*) FROM assessment WHERE ?1 IS NOT NULL", ""), 2);
    assert_int_equal(writing_ask(store, "SELECT count(*) FROM result WHERE ?1 IS NOT NULL", ""), 5);
    assert_int_equal(writing_ask(store, "SELECT count(*) FROM track WHERE ?1 IS NOT NULL", ""), 4); /* of five: two differed in their names only */
    khung_store_close(store);
}

/* How far to the next fault: the first ones densely, then a sample, which is thinner where khung runs slowly; the optimised build has the
 * dense one. */
#ifdef KHUNG_DEBUG_ARENA
enum { SAMPLE = 61, BACKUP_SAMPLE = 37 };
#else
enum { SAMPLE = 13, BACKUP_SAMPLE = 5 };
#endif

/* Version 1 whole, or version 3 sound; and the next try comes through. */
static void every_disk_access_of_a_migration_fails(void **state)
{
    (void)state;
    for (int stays = 0; stays < 2; stays++)
        for (long at = 1, step = 1;; at += step) {
            khung_store *store = NULL;
            clear("");
            write_file(path, old);
            faulty_arm(at, stays);
            khung_status status = khung_store_open(&store, path, NULL);
            khung_store_close(store);
            int hit = faulty.hit;
            faulty_arm(0, 0);
            int64_t version = ask(path, "PRAGMA user_version");
            assert_true(version == 1 || version == 3);
            assert_true(status != KHUNG_OK || version == 3);
            if (version == 1) {
                assert_int_equal(ask(path, "SELECT count(*) FROM result_criterion"), 20);
                assert_int_equal(ask(path, "SELECT count(*) FROM person WHERE name <> ''"), 2);
            }
            expect_migrated();
            assert_int_equal(clear(".part"), 0);
            if (!hit)
                break;
            step = at < 20 ? 1 : SAMPLE;
        }
}

/* The process dies between two disk accesses. */
static void every_sudden_end_of_a_migration(void **state)
{
    (void)state;
    for (long at = 1; at < 400; at += at < 30 ? 3 : 29) {
        clear("");
        write_file(path, old);
        pid_t child = fork();
        if (child == 0) {
            khung_store *store = NULL;
            faulty_arm(at, 1);
            khung_store_open(&store, path, NULL);
            _exit(0); /* nobody closes */
        }
        int code;
        assert_int_equal(waitpid(child, &code, 0), child);
        expect_migrated();
    }
}

/* What version 2 cannot carry over stays as it is. */
static void a_store_that_cannot_be_migrated_stays(void **state)
{
    (void)state;
    khung_store *store = NULL;
    sqlite3 *db = NULL;
    clear("");
    write_file(path, old);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE track SET answers = '{}'", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(khung_store_open(&store, path, NULL), KHUNG_BAD_DATA);
    assert_null(store);
    assert_int_equal(ask(path, "PRAGMA user_version"), 1);
    assert_int_equal(ask(path, "SELECT count(*) FROM track"), 5);
}

/* ---- backup and restore ---- */

static khung_store *fresh(long changes)
{
    khung_store *store = NULL;
    clear("");
    assert_int_equal(khung_store_init(&store, path, "an", "Ái", WRITING_NOW, NULL), KHUNG_OK);
    for (long i = 0; i < changes; i++)
        assert_int_equal(writing_one(store, 0, i), KHUNG_OK);
    return store;
}

static void expect_sound(const char *name, int64_t least)
{
    khung_store *store = NULL;
    assert_int_equal(khung_store_open(&store, name, NULL), KHUNG_OK);
    assert_true(writing_is_sound(store, true));
    assert_true(writing_ask(store, "SELECT count(*) FROM event WHERE act IN ('org.set', 'assess.save') AND ?1 IS NOT NULL", "") >= least);
    khung_store_close(store);
}

/* The older backup stays until the newer one is whole. */
static void every_disk_access_of_a_backup_fails(void **state)
{
    (void)state;
    khung_store *store = fresh(3);
    assert_int_equal(khung_store_backup(store, copy, false, "an", WRITING_NOW, NULL), KHUNG_OK);
    khung_store_close(store);
    sound_copy = read_file(copy);
    for (long at = 1;; at += at < 20 ? 1 : BACKUP_SAMPLE) {
        store = fresh(5);
        write_file(copy, sound_copy);
        faulty_arm(at, 0);
        khung_status status = khung_store_backup(store, copy, false, "an", WRITING_NOW, NULL);
        int hit = faulty.hit;
        faulty_arm(0, 0);
        khung_store_close(store);
        expect_sound(copy, status == KHUNG_OK ? 5 : 3);
        expect_sound(path, 5);
        assert_int_equal(clear(".part"), 0);
        if (!hit)
            break;
        assert_true(at < 2000);
    }
}

/* The store is the old one or the backup; what was there is never lost. */
static void every_disk_access_of_a_restore_fails(void **state)
{
    (void)state;
    for (long at = 1;; at += at < 20 ? 1 : BACKUP_SAMPLE) {
        khung_store_close(fresh(5));
        write_file(copy, sound_copy);
        faulty_arm(at, 0);
        khung_status status = khung_store_restore(path, copy, "an", true, WRITING_NOW, NULL);
        int hit = faulty.hit;
        faulty_arm(0, 0);
        expect_sound(path, 3);
        int64_t restored = ask(path, "SELECT count(*) FROM event WHERE act = 'backup'");
        assert_true(status != KHUNG_OK || restored == 1);
        int aside = clear("before-restore-");
        assert_true(restored == 0 || aside > 0);
        if (!hit)
            break;
        assert_true(at < 2000);
    }
}

/* rename fails: a folder stands where the copy should go; the folder of the target does not exist. */
static void a_copy_that_cannot_take_its_name(void **state)
{
    (void)state;
    char place[128], inside[192];
    khung_store *store = fresh(2);
    snprintf(place, sizeof place, "%s/place", folder);
    snprintf(inside, sizeof inside, "%s/nowhere/b.db", folder);
    assert_int_equal(mkdir(place, 0700), 0);
    assert_int_equal(khung_store_backup(store, place, false, "an", WRITING_NOW, NULL), KHUNG_CONFLICT);
    assert_int_equal(khung__store_copy(store, place, NULL), KHUNG_IO);
    assert_int_equal(khung_store_backup(store, inside, false, "an", WRITING_NOW, NULL), KHUNG_IO);
    khung_store_close(store);
    assert_int_equal(clear(".part"), 0);
}

/* Somebody has the store open: nothing is exchanged below their hands. */
static void a_restore_waits_for_others(void **state)
{
    (void)state;
    khung_store *store = fresh(2);
    write_file(copy, sound_copy);
    assert_int_equal(writing_ask(store, "SELECT count(*) FROM event WHERE ?1 IS NOT NULL", "") > 0, 1);
    assert_int_equal(khung_store_restore(path, copy, "an", true, WRITING_NOW, NULL), KHUNG_BUSY);
    assert_int_equal(writing_one(store, 0, 2), KHUNG_OK);
    khung_store_close(store);
    expect_sound(path, 3);
    assert_int_equal(khung_store_restore(path, copy, "an", false, WRITING_NOW, NULL), KHUNG_CONFLICT);
    assert_int_equal(khung_store_restore(path, copy, "an", true, WRITING_NOW, NULL), KHUNG_OK);
    expect_sound(path, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_disk_access_of_a_migration_fails), cmocka_unit_test(every_sudden_end_of_a_migration),
        cmocka_unit_test(a_store_that_cannot_be_migrated_stays),  cmocka_unit_test(every_disk_access_of_a_backup_fails),
        cmocka_unit_test(every_disk_access_of_a_restore_fails),   cmocka_unit_test(a_copy_that_cannot_take_its_name),
        cmocka_unit_test(a_restore_waits_for_others)};
    return cmocka_run_group_tests(tests, make, drop);
}
