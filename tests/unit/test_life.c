/* life: every state and act beside a list of its own; what the data refuses whoever writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/life.h"

static const char *const acts[] = {"answer", "submit", "withdraw", "take", "judge", "reply", "return", "finish", "close", "certify", "reopen"};
static const char *const who[] = {"nobody", "organisation", "assessor", "reviewer", "approver", "both", "anybody"};

/* "closed:approver", "returned:anybody!" or "-". */
static void tell(char out[64], khung__life_state state, khung__act act)
{
    const khung__move *move = khung__life_move(state, act);
    snprintf(out, 64, "-");
    if (move)
        snprintf(out, 64, "%s:%s%s", khung__life_name(move->to), who[move->who], move->asks == KHUNG__ASKS_REASON ? "!" : "");
}

static void every_state_and_act(void **unused)
{
    char line[1024], said[64];
    int states = 0;
    (void)unused;
    FILE *list = fopen(KHUNG_TESTS_DIR "/data/life.txt", "r");
    assert_non_null(list);
    assert_int_equal(KHUNG__ACT_COUNT, sizeof acts / sizeof *acts);
    while (fgets(line, sizeof line, list)) {
        char *cell = strtok(line, " \n");
        if (!cell || *cell == '#' || strcmp(cell, "state") == 0)
            continue;
        khung__life_state state = khung__life_state_of(khung__str_of(cell));
        assert_in_range(state, 0, KHUNG__STATE_COUNT - 1);
        for (int act = 0; act < KHUNG__ACT_COUNT; act++) {
            tell(said, state, (khung__act)act);
            cell = strtok(NULL, " \n");
            assert_non_null(cell);
            if (strcmp(cell, said) != 0)
                fail_msg("%s in %s: the list says %s, the table %s", acts[act], khung__life_name(state), cell, said);
        }
        states++;
    }
    fclose(list);
    assert_int_equal(states, KHUNG__STATE_COUNT);
}

static void what_comes_next_is_said(void **unused)
{
    (void)unused;
    for (int state = 0; state < KHUNG__STATE_COUNT; state++) {
        khung__buf buf = {0};
        khung__life_next(&buf, (khung__life_state)state);
        assert_false(buf.failed);
        assert_true(buf.n > 0);
        assert_true(khung__life_word((khung__life_state)state, KHUNG__VI)[0] && khung__life_word((khung__life_state)state, KHUNG__EN)[0]);
        khung__buf_free(&buf);
    }
    assert_int_equal(khung__life_state_of(KHUNG__S("nowhere")), KHUNG__STATE_COUNT);
}

/* ---- duties: what raw SQL cannot write either ---- */

static char path[64];
static khung_store *store;

static int make_store(void **unused)
{
    (void)unused;
    snprintf(path, sizeof path, "%s/khung-life-%d.db", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid());
    unlink(path);
    if (khung_store_init(&store, path, "an", "Nguyễn Thị Ái", 1000000000, NULL) != KHUNG_OK)
        return 1;
    return sqlite3_exec(store->db,
                        "INSERT INTO person (key, id, role, since, chain) VALUES ('lan', 'lan', 'assessor', 't', 'c'), ('bao', 'bao', 'expert', 't', 'c'),"
                        " ('old', 'old', 'assessor', 't', 'c'), ('tam', 'tam', 'member', 't', 'c');"
                        "INSERT INTO organisation (key, id, name, since) VALUES ('o', 'o', 'O', 't');"
                        "INSERT INTO framework VALUES ('f', 'f', '1.0.0', 'F', 'vi', '{}', x'', 't', 'lan');"
                        "INSERT INTO assessment VALUES ('a', 'o', 'f', 'a', '2026-01-01', '2026-12-31', 'submitted', 't', 'tam', NULL, NULL, 't', 'tam');"
                        "INSERT INTO tie VALUES ('bao', 'o', 'board', '2020-01-01', '2026-03-01'), ('old', 'o', 'board', '2019-01-01', '2025-12-31');"
                        "INSERT INTO answer (assessment, organisation, kind, person, criterion, value, at, by) "
                        "VALUES ('a', 'o', 'self', '', 'c', '\"x\"', 't', 'lan');", NULL, NULL, NULL) != SQLITE_OK;
}

static int remove_store(void **unused)
{
    char side[80];
    (void)unused;
    khung_store_close(store);
    for (int i = 0; i < 3; i++) {
        snprintf(side, sizeof side, "%s%s", path, ((const char *[]){"", "-wal", "-shm"})[i]);
        unlink(side);
    }
    return 0;
}

static void refused(const char *sql, const char *why)
{
    char *said = NULL;
    assert_int_equal(sqlite3_exec(store->db, sql, NULL, NULL, &said) & 0xFF, SQLITE_CONSTRAINT);
    if (!said || strcmp(said, why) != 0)
        fail_msg("%s\n said: %s", sql, said ? said : "nothing");
    sqlite3_free(said);
}

static void taken(const char *sql)
{
    char *said = NULL;
    if (sqlite3_exec(store->db, sql, NULL, NULL, &said) != SQLITE_OK)
        fail_msg("%s\n said: %s", sql, said);
}

#define REVIEW(key, who) "INSERT INTO review (key, assessment, organisation, reviewer, taken) VALUES ('" key "', 'a', 'o', '" who "', 't')"

static void the_data_keeps_duties_apart(void **unused)
{
    (void)unused;
    refused(REVIEW("r", "tam"), "duties: a reviewer is an assessor or expert");
    refused(REVIEW("r", "bao"), "duties: the reviewer is tied to the organisation");
    refused(REVIEW("r", "lan"), "duties: the reviewer answered for the organisation");
    taken(REVIEW("r", "old")); /* tied before the period only */
    refused("INSERT INTO answer VALUES ('a', 'o', 'self', '', 'd', '\"x\"', NULL, NULL, NULL, 't', 'old')",
            "duties: a reviewer answers for the organisation");
    refused("UPDATE answer SET by = 'old' WHERE criterion = 'c'", "duties: a reviewer answers for the organisation");
    refused("INSERT INTO track VALUES ('t', 'a', 'o', 'self', '{}', 'd', 't', 'old')", "duties: a reviewer answers for the organisation");
    refused("UPDATE review SET reviewer = 'lan'", "duties: a review keeps its reviewer");
    refused("UPDATE assessment SET state = 'closed', state_by = 'old'", "duties: a reviewer approves the same");
    refused("UPDATE assessment SET state = 'certified', state_by = 'old'", "duties: a reviewer approves the same");
    taken("INSERT INTO tie VALUES ('old', 'o', 'staff', '2026-02-01', NULL)");
    refused("UPDATE review SET outcome = 'finished', ended = 't'", "duties: the reviewer is tied to the organisation");
    taken("UPDATE review SET outcome = 'returned', ended = 't'");
    taken("UPDATE assessment SET state = 'closed', state_by = 'tam'");
}

/* ---- memory that ends: each allocation of each act fails once, nothing is half done, then the act succeeds ---- */

static char place[512];

static khung_answers *answers(const char *name)
{
    khung_answers *out = NULL;
    snprintf(place, sizeof place, "%s/score/reviewed-self/%s", KHUNG_TESTS_DIR, name);
    assert_int_equal(khung_answers_load_file(&out, place, NULL), KHUNG_OK);
    return out;
}

static int64_t events(void)
{
    int64_t n = 0;
    assert_int_equal(khung__store_number(&n, store, NULL, "SELECT count(*) FROM event", ""), KHUNG_OK);
    return n;
}

/* Runs `call` (an expression) with the n-th allocation failing, for every n until it succeeds. */
#define EVERY_ALLOCATION(call)                                  \
    do {                                                        \
        khung_status status_ = KHUNG_NO_MEMORY;                 \
        int64_t before_ = events();                             \
        for (size_t n_ = 1; status_ != KHUNG_OK; n_++) {        \
            assert_int_equal(status_, KHUNG_NO_MEMORY);         \
            assert_int_equal(events(), before_);                \
            khung__alloc_fail_at(n_);                           \
            status_ = (call);                                   \
            khung__alloc_fail_at(0);                            \
        }                                                       \
    } while (0)

static const char judged[] = "{kind: answers, format: 1, framework: {id: reviewed, version: 1.0.0}, organisation: {id: org-1, name: O}, "
                             "period: {from: 2026-01-01, to: 2026-12-31}, track: reviewer, by: {name: N}, "
                             "answers: {a: {level: l2, note: n, evidence: []}, b: l4}}";
static char *text;
static khung_status shown(khung_status status)
{
    if (status == KHUNG_OK)
        khung_text_free(text);
    return status;
}

static void an_act_is_whole_or_nothing(void **unused)
{
    enum { NOW = 2000000000 };
    khung_framework *framework = NULL;
    size_t confirmed;
    const khung_said changed = {.value = "l2", .reason = "r", .seen = "s"};
    (void)unused;
    snprintf(place, sizeof place, "%s/score/reviewed-self/framework.yaml", KHUNG_TESTS_DIR);
    assert_int_equal(khung_framework_load_file(&framework, place, NULL), KHUNG_OK);
    khung_answers *self = answers("answers-1.yaml"), *review = NULL;
    assert_int_equal(khung_answers_load(&review, "review.yaml", judged, sizeof judged - 1, NULL), KHUNG_OK);
    const khung_answers *const files[] = {self};
    EVERY_ALLOCATION(khung_assess_begin(store, "x", "org-1", framework, "2026-01-01", "2026-12-31", "an", NOW, NULL));
    EVERY_ALLOCATION(khung_assess_import(store, "x", NULL, files, 1, "an", NOW, NULL));
    EVERY_ALLOCATION(khung_assess_answer(store, "x", "respondent", "a", &changed, "an", NOW, NULL));
    EVERY_ALLOCATION(shown(khung_assess_open(&text, store, "x", NULL, "vi", NULL)));
    EVERY_ALLOCATION(khung_assess_submit(store, "x", true, "an", NOW, NULL));
    EVERY_ALLOCATION(khung_review_take(store, "x", "lan", NOW, NULL));
    EVERY_ALLOCATION(khung_review_answer(store, "x", "a", &changed, "lan", NOW, NULL));
    EVERY_ALLOCATION(khung_review_accept(store, "x", (const char *const[]){"b"}, 1, "lan", NOW, NULL));
    EVERY_ALLOCATION(khung_review_reply(store, "x", "a", "t", "an", NOW, NULL));
    EVERY_ALLOCATION(khung_review_import(store, "x", review, "lan", NOW, NULL));
    EVERY_ALLOCATION(shown(khung_review_text(&text, store, "x", KHUNG_REVIEW_WHOLE, "en", NULL)));
    EVERY_ALLOCATION(khung_review_finish(store, "x", true, "lan", NOW, NULL));
    EVERY_ALLOCATION(shown(khung_assess_record(&text, store, "x", "vi", true, NULL)));
    EVERY_ALLOCATION(shown(khung_assess_record(&text, store, "x", NULL, true, NULL)));
    EVERY_ALLOCATION(khung_assess_continue(store, "y", "x", NULL, "2027-01-01", "2027-12-31", "an", NOW, NULL));
    EVERY_ALLOCATION(khung_assess_confirm(&confirmed, store, "y", NULL, 0, "an", NOW, NULL));
    EVERY_ALLOCATION(shown(khung_assess_due(&text, store, NULL, NULL, 900, NOW, NULL, NULL)));
    EVERY_ALLOCATION(khung_assess_reopen(store, "x", "r", "an", NOW, NULL));
    khung_answers_free(self);
    khung_answers_free(review);
    khung_framework_free(framework);
}

static int make_people(void **unused)
{
    (void)unused;
    snprintf(path, sizeof path, "%s/khung-life-%d.db", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid());
    unlink(path);
    if (khung_store_init(&store, path, "an", "Nguyễn Thị Ái", 1000000000, NULL) != KHUNG_OK)
        return 1;
    return sqlite3_exec(store->db,
                        "INSERT INTO person (key, id, role, since, chain) VALUES ('01900000-0000-7000-8000-000000000002', 'lan', 'assessor', 't', 'c');"
                        "INSERT INTO organisation (key, id, name, since) VALUES ('01900000-0000-7000-8000-000000000001', 'org-1', 'O', 't')",
                        NULL, NULL, NULL) != SQLITE_OK;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_state_and_act), cmocka_unit_test(what_comes_next_is_said),
                                       cmocka_unit_test_setup_teardown(the_data_keeps_duties_apart, make_store, remove_store),
                                       cmocka_unit_test_setup_teardown(an_act_is_whole_or_nothing, make_people, remove_store)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
