/* A store of many assessments of 100 criteria, filled by khung_bulk_add, beside the bare SQLite limit: the same rows, byte for byte, into
 * the same schema (tables, checks, keys, indexes, triggers) with the same settings, by prepared statements in one transaction, with
 * nothing to work out.
 *   bench_store fill FRAMEWORK STORE COUNT     makes the store, prints seconds, peak memory, bytes
 *   bench_store bare STORE COPY                writes the rows of STORE into COPY, prints the seconds of writing alone
 *   bench_store barer STORE COPY               the same without the triggers, but those of the index of names
 *   bench_store ask STORE FRAMEWORK COUNT      look-ups and counts beside bare questions, a durable save with its flushes */
#include "bench/bench.h"
#include "store/inside.h"
#include "framework.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NOW = 1795000000, CRITERIA = 100, YEARS = 5, LOOKS = 5, SAVES = 10 };
static const int64_t now_ms = (int64_t)NOW * 1000;

static const char *const provinces[] = {"01", "04", "08", "11", "12", "14", "15", "19", "20", "22", "24", "25", "31", "33", "37", "38", "40",
                                        "42", "44", "46", "48", "51", "52", "56", "66", "68", "75", "79", "80", "82", "86", "91", "92", "96"};
static const char *const forms[] = {"association", "fund", "centre", "club"};

/* A fixed linear congruence: the same rows every time. */
static uint32_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static long size_of(const char *path)
{
    char side[512];
    struct stat file;
    long bytes = stat(path, &file) == 0 ? (long)file.st_size : 0;
    snprintf(side, sizeof side, "%s-wal", path);
    return bytes + (stat(side, &file) == 0 ? (long)file.st_size : 0);
}

static void remove_store(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char side[512];
        snprintf(side, sizeof side, "%s%s", path, ends[i]);
        unlink(side);
    }
}

/* ---- fill ---- */

typedef struct source {
    uint64_t state;
    const khung_framework *framework;
    const char *cells[CRITERIA];
    char id[32], name[64], from[32], to[32];
    khung_bulk_row row;
    long years; /* assessments of an organisation */
} source;

/* Row i: organisation i / years in one of its years; every twentieth answer is not applicable. */
static void next_row(source *s, long i)
{
    const khung__scale *scale = &s->framework->scales[0];
    long organisation = i / s->years, year = 2021 + i % s->years;
    for (int c = 0; c < CRITERIA; c++) {
        uint32_t n = draw(&s->state);
        s->cells[c] = n % 20 == 0 ? "na: Không thuộc phạm vi hoạt động" : scale->levels[n / 20 % scale->level_count].id.s;
    }
    snprintf(s->id, sizeof s->id, "org-%06ld", organisation);
    snprintf(s->name, sizeof s->name, "Hội Sông Xanh số %ld", organisation);
    snprintf(s->from, sizeof s->from, "%ld-01-01", year);
    snprintf(s->to, sizeof s->to, "%ld-12-31", year);
    s->row = (khung_bulk_row){.organisation = s->id, .name = s->name, .province = provinces[organisation % 34], .list = "2025",
                              .form = forms[organisation % 4], .from = s->from, .to = s->to, .answers = s->cells};
}

static void fill(const char *framework, const char *path, long count, long years)
{
    source s = {.state = 11, .years = years};
    khung_framework *f = NULL;
    khung_store *store = NULL;
    khung_bulk *bulk = NULL;
    khung_bulk_sums sums;
    struct rusage usage;
    remove_store(path);
    must(khung_framework_load_file(&f, framework, NULL), framework);
    must(khung_store_init(&store, path, "an", "An", now_ms, NULL), path);
    s.framework = f;
    double start = busy(), drawing, wall;
    for (long i = 0; i < count; i++) /* what making the rows costs by itself */
        next_row(&s, i);
    drawing = busy() - start;
    s.state = 11;
    start = busy();
    wall = now();
    must(khung_bulk_begin(&bulk, store, f, "an", now_ms, 0, NULL), "begin");
    for (long i = 0; i < count; i++) {
        next_row(&s, i);
        must(khung_bulk_add(bulk, &s.row), "add");
    }
    must(khung_bulk_end(&sums, bulk), "end");
    khung_store_close(store);
    double took = busy() - start - drawing;
    wall = now() - wall - drawing;
    getrusage(RUSAGE_SELF, &usage);
    printf("added %llu\nwall %.6f\nbusy %.6f\npeak %ld\nbytes %ld\n", (unsigned long long)sums.added, wall, took, usage.ru_maxrss, size_of(path));
    khung_framework_free(f);
}

/* ---- bare ---- */

static void must_sqlite(int code, sqlite3 *db, const char *what)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
        fprintf(stderr, "bench: %s: %s\n", what, sqlite3_errmsg(db));
        exit(1);
    }
}

static void run_sql(sqlite3 *db, const char *sql)
{
    must_sqlite(sqlite3_exec(db, sql, NULL, NULL, NULL), db, sql);
}

/* The same schema in a new file, less the triggers that keep rows from being changed (none is), or less all but those of names; what is
 * not measured is copied beforehand. */
static sqlite3 *make_copy(const char *from, const char *to, bool barer)
{
    sqlite3 *db = NULL;
    char sql[8192];
    sqlite3_stmt *triggers;
    khung_store *store = NULL;
    static const char of_changes[] = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema "
                                     "WHERE type = 'trigger' AND (name LIKE '%stays' OR name LIKE '%remains')";
    static const char all_others[] = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema "
                                     "WHERE type = 'trigger' AND name NOT LIKE 'organisation%'";
    remove_store(to);
    must(khung_store_init(&store, to, "an", "An", now_ms, NULL), to);
    db = store->db; /* it has the functions that the index of names asks; never closed by the library */
    sql[0] = '\0';
    must_sqlite(sqlite3_prepare_v2(db, barer ? all_others : of_changes, -1, &triggers, NULL), db, "triggers");
    must_sqlite(sqlite3_step(triggers), db, "triggers");
    snprintf(sql, sizeof sql, "%s", (const char *)sqlite3_column_text(triggers, 0));
    sqlite3_finalize(triggers);
    run_sql(db, sql);
    snprintf(sql, sizeof sql, "ATTACH '%s' AS source; DELETE FROM event; DELETE FROM person; DELETE FROM personal;"
             "INSERT INTO person SELECT * FROM source.person; INSERT INTO framework SELECT * FROM source.framework;"
             "INSERT INTO event SELECT * FROM source.event WHERE act <> 'assess.save'; DETACH source;"
             "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192", from);
    run_sql(db, sql);
    return db;
}

enum { BARE_TABLES = 5, CHUNK = 2000, MOST_VALUES = 32 };
/* In the order in which they are written; each is read in the order it was written in. */
static const char *const bare_tables[BARE_TABLES] = {"organisation", "assessment", "track", "result", "event"};

typedef struct bare_table {
    sqlite3_stmt *read, *write;
    int columns;
    sqlite3_value *values[CHUNK][MOST_VALUES];
    char link[64]; /* SQL that says whether a row of the table belongs to an assessment: its key stands there */
    int rows, at;
} bare_table;

static void open_bare(bare_table *t, sqlite3 *from, sqlite3 *to, const char *name)
{
    char sql[512], marks[256] = "";
    static const char own[] = "key, id, name, form, province, list, since"; /* the rest is derived, or not known of these */
    bool organisation = strcmp(name, "organisation") == 0;
    snprintf(sql, sizeof sql, "SELECT %s FROM %s%s ORDER BY rowid", organisation ? own : "*", name,
             strcmp(name, "event") == 0 ? " WHERE act = 'assess.save'" : "");
    must_sqlite(sqlite3_prepare_v2(from, sql, -1, &t->read, NULL), from, sql);
    t->columns = sqlite3_column_count(t->read);
    for (int i = 0; i < t->columns; i++)
        strcat(marks, i ? ",?" : "?");
    snprintf(sql, sizeof sql, "INSERT INTO %s %s%s%s VALUES (%s)", name, organisation ? "(" : "", organisation ? own : "", organisation ? ")" : "", marks);
    must_sqlite(sqlite3_prepare_v2(to, sql, -1, &t->write, NULL), to, sql);
}

static void read_chunk(bare_table *t)
{
    for (t->rows = t->at = 0; t->rows < CHUNK && sqlite3_step(t->read) == SQLITE_ROW; t->rows++)
        for (int i = 0; i < t->columns; i++)
            t->values[t->rows][i] = sqlite3_value_dup(sqlite3_column_value(t->read, i));
}

static void write_row(bare_table *t, sqlite3 *db)
{
    for (int i = 0; i < t->columns; i++) {
        sqlite3_value *v = t->values[t->at][i];
        if (sqlite3_value_type(v) == SQLITE_INTEGER)
            sqlite3_bind_int64(t->write, i + 1, sqlite3_value_int64(v));
        else if (sqlite3_value_type(v) == SQLITE_TEXT)
            sqlite3_bind_text(t->write, i + 1, (const char *)sqlite3_value_text(v), sqlite3_value_bytes(v), SQLITE_STATIC);
        else
            sqlite3_bind_null(t->write, i + 1);
    }
    must_sqlite(sqlite3_step(t->write), db, "insert");
    sqlite3_reset(t->write);
    t->at++;
}

static void free_chunk(bare_table *t)
{
    for (int r = 0; r < t->rows; r++)
        for (int i = 0; i < t->columns; i++)
            sqlite3_value_free(t->values[r][i]);
}

/* An organisation comes with the first of its YEARS assessments. */
static void write_chunk(bare_table *t, sqlite3 *to, long first)
{
    for (int i = 0; i < t[1].rows; i++)
        for (int k = (first + i) % YEARS == 0 ? 0 : 1; k < BARE_TABLES; k++)
            write_row(&t[k], to);
}

static void bare(const char *from_path, const char *to_path, bool barer)
{
    static bare_table t[BARE_TABLES];
    sqlite3 *from = NULL, *to = make_copy(from_path, to_path, barer);
    long count = 0;
    double took = 0, wall = 0, start, started;
    must_sqlite(sqlite3_open(from_path, &from), from, from_path);
    for (int i = 0; i < BARE_TABLES; i++)
        open_bare(&t[i], from, to, bare_tables[i]);
    run_sql(to, "BEGIN IMMEDIATE");
    do {
        for (int i = 0; i < BARE_TABLES; i++)
            if (i > 0 || t[0].at == t[0].rows) { /* fewer organisations: their chunk lasts longer */
                free_chunk(&t[i]);
                read_chunk(&t[i]);
            }
        start = busy(), started = now();
        write_chunk(t, to, count);
        took += busy() - start, wall += now() - started;
        count += t[1].rows;
    } while (t[1].rows == CHUNK);
    start = busy(), started = now();
    run_sql(to, "COMMIT");
    for (int i = 0; i < BARE_TABLES; i++) {
        free_chunk(&t[i]);
        sqlite3_finalize(t[i].read);
        sqlite3_finalize(t[i].write);
    }
    sqlite3_close(to);
    took += busy() - start, wall += now() - started;
    sqlite3_close(from);
    printf("rows %ld\nwall %.6f\nbusy %.6f\nbytes %ld\n", count, wall, took, size_of(to_path));
}

/* ---- ask ---- */

static long flushes;

/* In place of the C library's: SQLite's durable moments. */
__attribute__((visibility("default"))) int fdatasync(int file)
{
    flushes++;
    return (int)syscall(SYS_fdatasync, file);
}

typedef struct asking {
    khung_store *store;
    sqlite3_stmt *bare_one, *bare_list;
    long count;
    uint64_t state;
} asking;

static long one(void *context)
{
    asking *a = context;
    char id[32], *text = NULL;
    long rows = 0;
    for (int i = 0; i < LOOKS; i++, khung_text_free(text)) {
        long n = (long)(draw(&a->state) % (uint64_t)a->count);
        snprintf(id, sizeof id, "org-%06ld-%ld", n / YEARS, 2021 + n % YEARS);
        must(khung_assess_record(&text, a->store, id, NULL, false, NULL), id);
        rows += strstr(text, id) != NULL;
    }
    return rows;
}

static long bare_one(void *context)
{
    asking *a = context;
    char id[32];
    long rows = 0;
    for (int i = 0; i < LOOKS; i++) {
        long n = (long)(draw(&a->state) % (uint64_t)a->count);
        snprintf(id, sizeof id, "org-%06ld-%ld", n / YEARS, 2021 + n % YEARS);
        sqlite3_bind_text(a->bare_one, 1, id, -1, SQLITE_STATIC);
        rows += sqlite3_step(a->bare_one) == SQLITE_ROW;
        sqlite3_reset(a->bare_one);
    }
    return rows;
}

static long list(void *context)
{
    asking *a = context;
    char id[32], *text = NULL;
    long rows = 0;
    for (int i = 0; i < LOOKS; i++, khung_text_free(text)) {
        snprintf(id, sizeof id, "org-%06ld", (long)(draw(&a->state) % (uint64_t)(a->count / YEARS)));
        must(khung_assess_list(&text, a->store, NULL, id, NULL, NULL), id);
        for (const char *p = text; (p = strstr(p, "\"id\": \"org-")) != NULL; p++)
            rows++;
    }
    return rows;
}

static long bare_list(void *context)
{
    asking *a = context;
    char id[32];
    long rows = 0;
    for (int i = 0; i < LOOKS; i++) {
        snprintf(id, sizeof id, "org-%06ld", (long)(draw(&a->state) % (uint64_t)(a->count / YEARS)));
        sqlite3_bind_text(a->bare_list, 1, id, -1, SQLITE_STATIC);
        while (sqlite3_step(a->bare_list) == SQLITE_ROW)
            rows++;
        sqlite3_reset(a->bare_list);
    }
    return rows;
}

/* The same counts from the roll-up and from the result rows. */
static void counts(asking *a)
{
    char *text = NULL;
    int64_t rows = 0;
    double start = now(), rollup;
    for (int i = 0; i < ROUNDS; i++, khung_text_free(text))
        must(khung_store_counts_json(&text, a->store, "province", NULL, NULL), "counts");
    rollup = (now() - start) / ROUNDS;
    start = now();
    must(khung__store_number(&rows, a->store, NULL, "SELECT count(*) FROM (SELECT o.province, count(*), sum(r.complete) FROM assessment a "
                                                    "JOIN organisation o ON o.key = a.organisation JOIN result r ON r.key = a.result GROUP BY 1)", ""),
         "rows");
    printf("rollup %.9f\nrows %.9f\ngroups %lld\n", rollup, now() - start, (long long)rows);
}

/* New assessments, one by one, each acknowledged. */
static void saves(asking *a, const khung_framework *f)
{
    khung_bulk_row row;
    source s = {.state = 17, .framework = f, .years = YEARS};
    double start = 0;
    for (long i = -1; i < SAVES; i++) { /* one before, which begins the log anew */
        if (i == 0)
            flushes = 0, start = now();
        khung_bulk *bulk = NULL;
        next_row(&s, a->count + 1 + i);
        row = s.row;
        must(khung_bulk_begin(&bulk, a->store, f, "an", now_ms, 1, NULL), "begin");
        must(khung_bulk_add(bulk, &row), "save");
        must(khung_bulk_end(NULL, bulk), "end");
    }
    printf("saves %d\nflushes %ld\nsave %.9f\n", SAVES, flushes, (now() - start) / SAVES);
}

static void ask(const char *path, const char *framework, long count)
{
    asking a = {.count = count, .state = 23};
    khung_framework *f = NULL;
    must(khung_framework_load_file(&f, framework, NULL), framework);
    must(khung_store_open(&a.store, path, NULL), path);
    run_sql(a.store->db, "PRAGMA wal_checkpoint(TRUNCATE)");
    must_sqlite(sqlite3_prepare_v2(a.store->db, "SELECT a.*, o.*, f.id, r.* FROM assessment a JOIN organisation o ON o.key = a.organisation "
                                                "JOIN framework f ON f.digest = a.framework JOIN result r ON r.key = a.result WHERE a.id = ?1",
                                   -1, &a.bare_one, NULL), a.store->db, "one");
    must_sqlite(sqlite3_prepare_v2(a.store->db, "SELECT a.*, f.id, r.* FROM organisation o JOIN assessment a ON a.organisation = o.key "
                                                "JOIN framework f ON f.digest = a.framework JOIN result r ON r.key = a.result WHERE o.id = ?1",
                                   -1, &a.bare_list, NULL), a.store->db, "list");
    alternate("one", one, "bare_one", bare_one, &a);
    alternate("list", list, "bare_list", bare_list, &a);
    counts(&a);
    sqlite3_finalize(a.bare_one);
    sqlite3_finalize(a.bare_list);
    saves(&a, f);
    khung_store_close(a.store);
    khung_framework_free(f);
}

int main(int argc, char **argv)
{
    if ((argc == 5 || argc == 6) && strcmp(argv[1], "fill") == 0)
        fill(argv[2], argv[3], atol(argv[4]), argc == 6 ? atol(argv[5]) : YEARS);
    else if (argc == 4 && strcmp(argv[1], "bare") == 0)
        bare(argv[2], argv[3], false);
    else if (argc == 4 && strcmp(argv[1], "barer") == 0)
        bare(argv[2], argv[3], true);
    else if (argc == 5 && strcmp(argv[1], "ask") == 0)
        ask(argv[2], argv[3], atol(argv[4]));
    else
        return 64;
    return 0;
}
