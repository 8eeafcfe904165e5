/* store: another program changes a kept store, one thing at a time: every column of every table, rows, events, bytes of the file. doctor
 * finds each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fault/writing.h"
#include "store/certificate.h"

static char folder[64], path[96];
static khung_store *store;
static khung__buf whole; /* the bytes of the sound store */

/* ---- a store with a row in every table ---- */

#define K(n) "01a201c8-0000-7000-8000-00000000010" #n
#define PUT(table, types, ...) \
    do { \
        if (status == KHUNG_OK) \
            status = khung__change_put(&c, KHUNG__T_##table, types, __VA_ARGS__); \
        if (status != KHUNG_OK) \
            fprintf(stderr, "%s: %s\n", #table, sqlite3_errmsg(store->db)); \
    } while (0)

/* With everything a certificate can have. */
static khung_status certify(khung__change *c, const char *org, const char *assessment, khung__str framework, khung__str result)
{
    khung__str digest;
    khung__rows met = {(khung__str[]){KHUNG__S("2026-05-01"), khung__str_of(c->time), KHUNG__S(K(B)), KHUNG__S("đã xem")}, 1, 4};
    khung_status status = khung__store_one(&digest, store, &c->arena, NULL, "SELECT digest FROM result WHERE key = ?1", "s", result);
    khung__issue issue = {.change = c, .issuer = {.key = K(9)}, .framework = framework, .result = result, .met = met};
    issue.claim = (khung__claim){
        .issuer = KHUNG__S("tt"), .issuer_name = KHUNG__S("Trung tâm"), .abbreviation = KHUNG__S("TT"), .url = KHUNG__S("https://tt.vn/c"),
        .organisation = KHUNG__S("org-0"), .organisation_name = KHUNG__S("Hội"), .framework = KHUNG__S("small"), .framework_version = KHUNG__S("1.0.0"),
        .framework_title = KHUNG__S("Khung"), .framework_digest = framework, .grade = KHUNG__S("silver"), .grade_title = KHUNG__S("Bạc"),
        .computed = KHUNG__S("gold"), .computed_title = KHUNG__S("Vàng"), .lowered_by = KHUNG__S("Hội đồng"), .lowered_why = KHUNG__S("vì"),
        .lowered_at = {2026, 1, 2}, .result = digest, .language = KHUNG__S("vi"), .from = {2025, 1, 1}, .to = {2025, 12, 31}, .issued = {2026, 1, 2},
        .until = {2027, 1, 1}, .zone = KHUNG__CLAIM_ZONE, .offset = KHUNG__CLAIM_OFFSET,
        .conditions = {{KHUNG__S("Công bố"), {2026, 6, 30}}}, .condition_count = 1};
    snprintf(issue.assessment, sizeof issue.assessment, "%s", assessment);
    snprintf(issue.organisation, sizeof issue.organisation, "%s", org);
    if (status == KHUNG_OK)
        status = khung__cert_write(&issue);
    return status == KHUNG_OK ? khung__change_put(c, KHUNG__T_certificate_signature, "ttttt", issue.key, org, "signed", c->time, K(B)) : status;
}

static khung_status fill(void)
{
    khung__change c;
    char org[KHUNG__UUID_SIZE];
    khung__arena arena = {0};
    khung__str key, result, framework;
    writing_key(org, 0);
    khung_status status = khung__store_one(&key, store, &arena, NULL, "SELECT key FROM assessment WHERE organisation = ?1", "t", org);
    if (status == KHUNG_OK)
        status = khung__store_one(&result, store, &arena, NULL, "SELECT result FROM assessment WHERE organisation = ?1", "t", org);
    if (status == KHUNG_OK)
        status = khung__store_one(&framework, store, &arena, NULL, "SELECT framework FROM assessment WHERE organisation = ?1", "t", org);
    if (status == KHUNG_OK)
        status = khung__change_begin(&c, store, "org.set", "an", WRITING_NOW, NULL);
    if (status != KHUNG_OK)
        return status;
    char an[KHUNG__UUID_SIZE];
    memcpy(an, c.person, sizeof an);
    const char *me = an, *at = c.time, *a = key.s;
    snprintf(c.thread, sizeof c.thread, "%s", org);
    snprintf(c.organisation, sizeof c.organisation, "%s", org);
    PUT(organisation, "ttttttttttttttnt", org, "org-0", "Hội", "H", "association", "48", "2025", "1 Phố", "12", "Sở", "2001-01-01", "http://x", "a@b", "1",
        at);
    PUT(organisation_name, "ttt", org, "en", "Union");
    PUT(organisation_identifier, "ttt", org, "VN-TIN", "0100109106");
    PUT(organisation_field, "ttt", org, "field", "health");
    PUT(organisation_size, "tittt", org, (int64_t)2025, "staff", "12", "people");
    PUT(organisation_status, "tttt", org, "2020-01-01", "active", "note");
    PUT(consent, "tttn", me, "directory", "2026-01-01");
    PUT(tie, "ttttt", me, org, "staff", "2020-01-01", "2021-01-01");
    PUT(activity, "ttttttttttttttn", K(1), org, "project", "Dự án", "field", "health", "48", "2025", "Huế", "2020-01-01", "2021-01-01", "X", "12.5", "VND");
    PUT(organisation, "tttnnnnnnnnnnnnt", K(8), "gop", "Hội đã gộp", at);
    PUT(organisation, "tttnnnnnnnnnnntt", K(8), "gop", "Hội đã gộp", org, at);
    PUT(network, "ttttt", K(2), "mang", "Mạng", "M", at);
    PUT(membership, "tttn", K(2), org, "2020-01-01");
    PUT(answer, "ttttttttitt", a, "self", "", "hop", org, "\"l2\"", "reason", "seen", (int64_t)1, at, me);
    if (status == KHUNG_OK)
        status = khung__person_add(&c, K(7), KHUNG__S("lan"), "assessor", KHUNG__S("{\"name\":\"Lan\"}"));
    PUT(review, "tttttttt", K(3), a, org, K(7), at, at, "finished", "reason");
    PUT(judgement, "ttttittt", K(3), "hop", org, "\"l2\"", (int64_t)1, "reason", "seen", at);
    PUT(reply, "ttttttt", K(4), K(3), org, "hop", "text", at, me);
    PUT(evidence, "tttttttiittn", K(5), a, org, "Biên bản", "b.pdf", "2026-01-01", "00", (int64_t)12, (int64_t)0, at, me);
    PUT(evidence_use, "tttt", K(5), "hop", "minutes", org);
    PUT(issuer, "tttttt" "iii" "tt", K(9), "tt", "TT", "Trung tâm", "Centre", "https://tt.vn/c", (int64_t)420, (int64_t)3, (int64_t)6,
        at, "c");
    if (status == KHUNG_OK)
        status = khung__person_add(&c, K(B), KHUNG__S("chi"), "office", KHUNG__S("{\"name\":\"Chi\"}"));
    memcpy(c.person, K(B), sizeof c.person);
    if (status == KHUNG_OK)
        status = certify(&c, org, a, framework, result);
    memcpy(c.person, an, sizeof c.person);
    PUT(register_issue, "titittt", K(9), (int64_t)1, at, (int64_t)1, "sha256:00", at, me);
    PUT(conflict, "ttttttttt", K(6), org, org, "[]", "{}", "{}", at, at, "ours");
    khung__arena_free(&arena);
    return khung__change_end(&c, status);
}

static int make(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/tamper-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"); /* memory: thousands of flushes */
    if (!mkdtemp(folder) || writing_start() != 0)
        return -1;
    snprintf(path, sizeof path, "%s/k.db", folder);
    if (khung_store_init(&store, path, "an", "Ái", WRITING_NOW, NULL) != KHUNG_OK)
        return -1;
    for (long i = 0; i < 5; i++)
        if (writing_one(store, 0, i) != KHUNG_OK)
            return -1;
    return fill() == KHUNG_OK && writing_edit(store, 1, 6) == KHUNG_OK ? 0 : -1;
}

static int drop(void **state)
{
    (void)state;
    khung_store_close(store);
    writing_remove(path);
    khung__buf_free(&whole);
    writing_stop();
    return rmdir(folder);
}

/* ---- tampering ---- */

static sqlite3 *attacker;   /* somebody who knows SQLite */
static khung__buf triggers; /* taken away, and put back in the same words */

static void read_whole(void)
{
    char chunk[65536];
    size_t n;
    khung_store_close(store);
    store = NULL;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        khung__buf_add(&whole, chunk, n);
    fclose(file);
    assert_false(whole.failed);
}

static void write_whole(void)
{
    writing_remove(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(whole.s, 1, whole.n, file), whole.n);
    assert_int_equal(fclose(file), 0);
}

static void run(const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(attacker, sql, NULL, NULL, &why) != SQLITE_OK)
        fprintf(stderr, "%s\n%s\n", sql, why);
    assert_null(why);
}

/* No triggers in the way, no checks, no references, no unique index but those of keys. */
static void begin_tampering(void)
{
    sqlite3_stmt *row;
    khung__buf drops = {0};
    write_whole();
    assert_int_equal(sqlite3_open(path, &attacker), SQLITE_OK);
    run("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF");
    assert_int_equal(sqlite3_prepare_v2(attacker, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", -1, &row, NULL), SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW) {
        khung__buf_printf(&drops, "DROP TRIGGER %s; ", (const char *)sqlite3_column_text(row, 0));
        khung__buf_printf(&triggers, "%s;\n", (const char *)sqlite3_column_text(row, 1));
    }
    sqlite3_finalize(row);
    run(drops.s);
    khung__buf_free(&drops);
}

static void end_tampering(void)
{
    run(triggers.s);
    khung__buf_free(&triggers);
    assert_int_equal(sqlite3_close(attacker), SQLITE_OK);
}

static bool talk;           /* what doctor says goes to the standard error */

/* Doctor's answer; a store that cannot even be opened is found, too. */
static bool is_found(bool verify)
{
    char *text = NULL;
    bool sound = true;
    khung_status status = khung_store_open(&store, path, NULL);
    if (status == KHUNG_OK)
        status = verify ? khung_store_verify_text(&text, &sound, store, "en", NULL) : khung_store_doctor_text(&text, &sound, store, false, "en", NULL);
    if (talk && text && !sound)
        fputs(text, stderr);
    khung_text_free(text);
    khung_store_close(store);
    store = NULL;
    return status != KHUNG_OK || !sound;
}

static bool tampering_is_found(const char *sql, bool verify)
{
    begin_tampering();
    run(sql);
    end_tampering();
    return is_found(verify);
}

static void the_store_itself_is_sound(void **state)
{
    (void)state;
    read_whole();
    write_whole();
    talk = true;
    assert_false(is_found(false));
    begin_tampering();
    end_tampering();
    assert_false(is_found(false));
    talk = false;
}

/* ---- every column ---- */

typedef struct place {
    char table[64], column[64];
} place;

/* The columns of all tables that have a row, those of the search's own tables left out. */
static size_t list_places(place *places, size_t most)
{
    sqlite3_stmt *row;
    size_t n = 0;
    write_whole();
    assert_int_equal(sqlite3_open(path, &attacker), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(attacker, "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c "
                                                  "WHERE t.type = 'table' AND t.schema = 'main' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1, c.cid", -1, &row,
                                        NULL), SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW && n < most) {
        snprintf(places[n].table, sizeof places[n].table, "%s", (const char *)sqlite3_column_text(row, 0));
        snprintf(places[n].column, sizeof places[n].column, "%s", (const char *)sqlite3_column_text(row, 1));
        n++;
    }
    sqlite3_finalize(row);
    sqlite3_close(attacker);
    return n;
}

/* One character of a text, the last digit of a number, the first byte of a blob, something where nothing was. */
#define CHANGED "CASE typeof(\"%.63s\") WHEN 'null' THEN " \
                "(SELECT CASE type WHEN 'INTEGER' THEN 7 ELSE 'x' END FROM pragma_table_info('%.63s') WHERE name = '%.63s') " \
                "WHEN 'text' THEN substr(\"%.63s\", 1, length(\"%.63s\") - 1) || CASE substr(\"%.63s\", -1) WHEN 'x' THEN 'y' ELSE 'x' END " \
                "WHEN 'integer' THEN \"%.63s\" + 1 ELSE CAST('x' || \"%.63s\" AS BLOB) END"

/* What doctor finds does not depend on how khung was compiled: where it runs slowly a sample is enough. */
#ifdef KHUNG_DEBUG_ARENA
enum { COLUMN_STEP = 3, BITS = 50 };
#else
enum { COLUMN_STEP = 1, BITS = 150 };
#endif

static void every_column_is_watched(void **state)
{
    (void)state;
    static place places[512];
    size_t n = list_places(places, 512), found = 0, missed = 0;
    assert_true(n > 150 && n < 512);
    for (size_t i = 0; i < n; i += COLUMN_STEP) {
        char sql[2048];
        const char *t = places[i].table, *c = places[i].column;
        begin_tampering();
        sqlite3_stmt *any;
        snprintf(sql, sizeof sql, "SELECT 1 FROM %.63s", t);
        assert_int_equal(sqlite3_prepare_v2(attacker, sql, -1, &any, NULL), SQLITE_OK);
        bool row = sqlite3_step(any) == SQLITE_ROW;
        sqlite3_finalize(any);
        if (!row)
            fprintf(stderr, "%s has no row: fill() makes one\n", t);
        assert_true(row);
        snprintf(sql, sizeof sql, "UPDATE %.63s SET \"%.63s\" = " CHANGED " WHERE \"%.63s\" IS (SELECT max(\"%.63s\") FROM %.63s)", t, c,
                 c, t, c, c, c, c, c, c, c, c, t);
        run(sql);
        end_tampering();
        bool yes = is_found(false);
        if (!yes)
            fprintf(stderr, "%s.%s: changed, and not found\n", t, c);
        found += yes;
        missed += !yes;
    }
    fprintf(stderr, "# %zu columns, every %d.: %zu changes found\n", n, (int)COLUMN_STEP, found);
    assert_int_equal(missed, 0);
}

/* ---- rows and events ---- */

static void every_row_is_watched(void **state)
{
    (void)state;
    static place places[512];
    size_t n = list_places(places, 512), missed = 0;
    for (size_t i = 0; i < n; i++) {
        char sql[256];
        if (i > 0 && strcmp(places[i].table, places[i - 1].table) == 0)
            continue;
        snprintf(sql, sizeof sql, "DELETE FROM %.63s", places[i].table);
        bool yes = tampering_is_found(sql, false);
        if (!yes)
            fprintf(stderr, "%s: emptied, and not found\n", places[i].table);
        missed += !yes;
    }
    assert_int_equal(missed, 0);
}

/* What `log verify` alone finds. */
static void the_log_is_watched(void **state)
{
    (void)state;
    static const char *const tampering[] = {
        "DELETE FROM event WHERE number = 1",
        "DELETE FROM event WHERE number = 3",
        "DELETE FROM event WHERE number = (SELECT max(number) FROM event)",
        "DELETE FROM event",
        "UPDATE event SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3); UPDATE event SET seq = -seq WHERE seq < 0",
        "UPDATE event SET number = CASE number WHEN 2 THEN -3 ELSE -2 END WHERE number IN (2, 3); UPDATE event SET number = -number WHERE number < 0",
        "UPDATE event SET body = (SELECT body FROM event o WHERE o.number = 5 - event.number) WHERE number IN (2, 3)",
        "UPDATE event SET body = replace(body, 'Hội số', 'Hoi so') WHERE number = 2",
        "UPDATE event SET body = replace(body, 'Hội số', 'Hoi so'), digest = 'sha256:' || hex(randomblob(32)) WHERE number = 2",
        "UPDATE event SET by = '' WHERE number = 2",
        "UPDATE event SET organisation = NULL WHERE number = 2",
        "UPDATE event SET organisation = '' WHERE number = 1",
        "UPDATE event SET chain = 'x' WHERE number = 2",
        "UPDATE event SET thread_before = '' WHERE number = 3",
        ("INSERT INTO event (chain, number, at, by, act, thread, body, chain_before, thread_before, digest) SELECT chain, number + 1, at, by, act, thread, "
         "body, digest, thread_before, digest FROM event ORDER BY number DESC LIMIT 1"),
        "UPDATE store SET number = number + 1",
        "UPDATE store SET head = ''",
        "UPDATE store SET chain = 'x'",
        "DELETE FROM store",
    };
    size_t missed = 0;
    for (size_t i = 0; i < sizeof tampering / sizeof *tampering; i++) {
        bool yes = tampering_is_found(tampering[i], true);
        if (!yes)
            fprintf(stderr, "not found: %s\n", tampering[i]);
        missed += !yes;
    }
    assert_int_equal(missed, 0);
}

/* Rows that no event made, triggers and indexes taken away: what doctor finds. */
static void the_state_is_watched(void **state)
{
    (void)state;
    static const char *const tampering[] = {
        "INSERT INTO consent VALUES ((SELECT key FROM person), 'mailing', '2026-02-02', NULL)",
        "INSERT INTO personal VALUES ('x', '{}', '', '')",
        "DELETE FROM personal WHERE subject = (SELECT min(key) FROM track)",
        "DELETE FROM personal WHERE subject = (SELECT max(key) FROM track)",
        "DELETE FROM personal WHERE subject = (SELECT max(key) FROM person)",
        "DROP INDEX event_by_thread",
        "CREATE TRIGGER mine AFTER INSERT ON event BEGIN DELETE FROM consent; END",
        "CREATE TABLE mine (a)",
        "UPDATE person SET erased = 'now'",
        "UPDATE assessment SET result = NULL",
        "UPDATE result SET grade = NULL",
        "UPDATE rollup SET n = n + 1",
        "UPDATE organisation SET fold = 'x'",
        "UPDATE organisation SET sort = 'x'",
        "UPDATE personal SET sort = (SELECT sort FROM personal WHERE sort > '' LIMIT 1)",
        "DELETE FROM organisation_search_data WHERE id > 10",
        "UPDATE organisation_search_docsize SET sz = x'0000'",
        "UPDATE track SET answers = json_set(answers, '$.answers.hop', 'l9')",
        "UPDATE framework SET content = json_set(content, '$.title', 'Khác')",
    };
    size_t missed = 0;
    for (size_t i = 0; i < sizeof tampering / sizeof *tampering; i++) {
        bool yes = tampering_is_found(tampering[i], false);
        if (!yes)
            fprintf(stderr, "not found: %s\n", tampering[i]);
        missed += !yes;
    }
    assert_int_equal(missed, 0);
}

/* ---- bytes of the file ---- */

/* A digest of all that the tables hold; nothing where the file cannot be read. */
static bool content_digest(char digest[KHUNG_DIGEST_SIZE])
{
    static place places[512];
    size_t n = 0;
    khung__sha256 h;
    bool good = sqlite3_open(path, &attacker) == SQLITE_OK;
    sqlite3_stmt *tables = NULL;
    khung__sha256_start(&h);
    good = good && sqlite3_prepare_v2(attacker, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1", -1, &tables, NULL) == SQLITE_OK;
    while (good && sqlite3_step(tables) == SQLITE_ROW)
        snprintf(places[n++].table, 64, "%s", (const char *)sqlite3_column_text(tables, 0));
    sqlite3_finalize(tables);
    for (size_t i = 0; good && i < n; i++) {
        char sql[128];
        sqlite3_stmt *row = NULL;
        int code;
        snprintf(sql, sizeof sql, "SELECT * FROM %s", places[i].table);
        good = sqlite3_prepare_v2(attacker, sql, -1, &row, NULL) == SQLITE_OK;
        while (good && (code = sqlite3_step(row)) != SQLITE_DONE) {
            good = code == SQLITE_ROW;
            for (int c = 0; good && c < sqlite3_column_count(row); c++) {
                const void *bytes = sqlite3_column_blob(row, c);
                khung__sha256_add(&h, bytes ? bytes : "", (size_t)sqlite3_column_bytes(row, c));
                khung__sha256_add(&h, "", 1);
            }
        }
        sqlite3_finalize(row);
    }
    sqlite3_close(attacker);
    khung__sha256_text(&h, digest);
    return good;
}

/* A flipped bit anywhere is found, or lies where the file holds nothing. */
static void every_byte_is_watched(void **state)
{
    (void)state;
    char sound[KHUNG_DIGEST_SIZE], now[KHUNG_DIGEST_SIZE];
    unsigned seed = 7;
    int found = 0, nothing = 0, missed = 0;
    write_whole();
    assert_true(content_digest(sound));
    for (int i = 0; i < BITS; i++) {
        size_t at = (size_t)rand_r(&seed) % whole.n;
        char bit = (char)(1 << rand_r(&seed) % 8);
        whole.s[at] ^= bit;
        write_whole();
        whole.s[at] ^= bit;
        bool yes = is_found(false), same = !yes && content_digest(now) && strcmp(sound, now) == 0;
        if (!yes && !same)
            fprintf(stderr, "byte %zu: flipped, and not found\n", at);
        found += yes;
        nothing += same;
        missed += !yes && !same;
    }
    fprintf(stderr, "# %d flipped bits: %d found, %d where nothing is\n", found + nothing + missed, found, nothing);
    assert_int_equal(missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_store_itself_is_sound), cmocka_unit_test(every_column_is_watched),
                                       cmocka_unit_test(every_row_is_watched),      cmocka_unit_test(the_log_is_watched),
                                       cmocka_unit_test(the_state_is_watched),      cmocka_unit_test(every_byte_is_watched)};
    return cmocka_run_group_tests(tests, make, drop);
}
