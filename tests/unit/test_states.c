/* states: every cell of the table beside a list of its own, and what a certificate is on each day around every date that matters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "states.h"

static khung__date day(const char *text)
{
    khung__date date = {0};
    if (*text)
        assert_true(khung__read_date(khung__str_of(text), &date));
    return date;
}

static void is_day(khung__date found, const char *wanted)
{
    char text[11];
    khung__buf buf = {0};
    khung__buf_date(&buf, found);
    snprintf(text, sizeof text, "%.*s", (int)buf.n, buf.s);
    khung__buf_free(&buf);
    assert_string_equal(text, wanted);
}

/* ---- the table ---- */

static void every_state_and_act(void **unused)
{
    char line[256], said[32];
    int states = 0;
    (void)unused;
    FILE *list = fopen(KHUNG_TESTS_DIR "/data/states.txt", "r");
    assert_non_null(list);
    while (fgets(line, sizeof line, list)) {
        char *cell = strtok(line, " \n");
        if (!cell || *cell == '#' || strcmp(cell, "state") == 0)
            continue;
        khung__states_state state = khung__states_of(khung__str_of(cell));
        assert_in_range(state, 0, KHUNG__STATES_COUNT - 1);
        for (int act = 0; act < KHUNG__STATES_ACTS; act++) {
            const khung__move *move = khung__states_find(state, (khung__states_act)act);
            snprintf(said, sizeof said, "%s%s", move ? khung__states_name(move->to) : "-", move && move->asks ? "!" : "");
            cell = strtok(NULL, " \n");
            assert_non_null(cell);
            if (strcmp(cell, said) != 0)
                fail_msg("%s, act %d: the list says %s, the table %s", khung__states_name(state), act, cell, said);
        }
        states++;
    }
    fclose(list);
    assert_int_equal(states, KHUNG__STATES_COUNT);
}

static void what_is_over_leads_nowhere(void **unused)
{
    (void)unused;
    for (int s = 0; s < KHUNG__STATES_COUNT; s++) {
        khung__states_state state = (khung__states_state)s;
        khung__buf next = {0};
        khung__states_next(&next, state);
        assert_true(next.n > 0 && !next.failed);
        khung__buf_free(&next);
        for (int act = 0; act < KHUNG__STATES_ACTS; act++) {
            assert_true(khung__states_act_word((khung__states_act)act, KHUNG__VI)[0] && khung__states_act_word((khung__states_act)act, KHUNG__EN)[0]);
            if (khung__states_over(state))
                assert_null(khung__states_find(state, (khung__states_act)act));
        }
        assert_true(khung__states_word(state, KHUNG__VI)[0] && khung__states_word(state, KHUNG__EN)[0]);
        assert_int_equal(khung__states_of(khung__str_of(khung__states_name(state))), state);
    }
    assert_int_equal(khung__states_of(KHUNG__S("nowhere")), KHUNG__STATES_COUNT);
}

/* ---- the last day ---- */

static void last_days(void **unused)
{
    static const struct { const char *issued; int months; const char *last; } cases[] = {
        {"2027-01-31", 1, "2027-02-27"},  /* clipped to the 28th, less a day */
        {"2028-01-31", 1, "2028-02-28"},  /* of a leap year to the 29th */
        {"2027-01-28", 1, "2027-02-27"},
        {"2027-01-29", 1, "2027-02-27"},
        {"2027-01-30", 1, "2027-02-27"},
        {"2028-02-29", 12, "2029-02-27"}, /* no 29th in a year */
        {"2028-02-29", 48, "2032-02-28"}, /* and there is one in four */
        {"2027-02-28", 12, "2028-02-27"},
        {"2028-02-28", 12, "2029-02-27"},
        {"2028-03-01", 12, "2029-02-28"},
        {"2027-03-01", 12, "2028-02-29"},
        {"2026-12-31", 2, "2027-02-27"},
        {"2026-11-22", 36, "2029-11-21"},
        {"2026-03-31", 1, "2026-04-29"},
        {"2026-04-30", 1, "2026-05-29"},
        {"2026-01-01", 12, "2026-12-31"},
        {"2026-01-01", 1, "2026-01-31"},
        {"2100-02-28", 12, "2101-02-27"}, /* 2100 has no leap day */
        {"2096-02-29", 96, "2104-02-28"},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        is_day(khung__states_last_day(day(cases[i].issued), cases[i].months), cases[i].last);
}

static void days_follow_each_other(void **unused)
{
    (void)unused;
    khung__date at = day("1899-12-30");
    for (int i = 0; i < 146100; i++) { /* four hundred years and a little */
        khung__date next = khung__states_day_after(at);
        assert_int_equal(khung__states_day_number(next), khung__states_day_number(at) + 1);
        assert_int_equal(khung__date_cmp(next, at), 1);
        assert_int_equal(khung__date_cmp(khung__states_day_before(next), at), 0);
        at = next;
    }
    is_day(at, "2300-01-02");
    is_day(khung__states_day_after(day("9999-12-31")), "9999-12-31");
}

/* The last second of a day where clocks are seven hours ahead is 16:59:59 UTC. */
static void moments_fall_on_days_of_the_issuer(void **unused)
{
    static const struct { int64_t moment; int zone; const char *day; } cases[] = {
        {INT64_C(1798736399999), 420, "2026-12-31"},  /* 2026-12-31T16:59:59.999Z */
        {INT64_C(1798736400000), 420, "2027-01-01"},
        {INT64_C(1798736400000), 0, "2026-12-31"},
        {INT64_C(1798761599999), 0, "2026-12-31"},
        {INT64_C(1798761600000), 0, "2027-01-01"},
        {INT64_C(1798761600000), -210, "2026-12-31"},
        {INT64_C(1835369999999), 420, "2028-02-28"},  /* 2028-02-28T16:59:59.999Z */
        {INT64_C(1835370000000), 420, "2028-02-29"},
        {INT64_C(1835456399999), 420, "2028-02-29"},
        {INT64_C(1835456400000), 420, "2028-03-01"},
        {-1, 0, "1969-12-31"},
        {-1, 420, "1970-01-01"},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        is_day(khung__states_day(cases[i].moment, cases[i].zone), cases[i].day);
}

static void zones(void **unused)
{
    static const struct { const char *text; int minutes; } good[] = {{"+07:00", 420}, {"Z", 0}, {"+00:00", 0}, {"-03:30", -210}, {"+14:00", 840}};
    static const char *const bad[] = {"", "+7", "07:00", "+07:60", "+14:01", "+0a:00", "+07.00", "+07:000"};
    int minutes;
    (void)unused;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        khung__buf buf = {0};
        assert_true(khung__states_zone(khung__str_of(good[i].text), &minutes));
        assert_int_equal(minutes, good[i].minutes);
        khung__states_put_zone(&buf, minutes);
        int again = 0;
        assert_true(khung__states_zone((khung__str){buf.s, buf.n}, &again) && again == minutes);
        khung__buf_free(&buf);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(khung__states_zone(khung__str_of(bad[i]), &minutes));
}

/* ---- what it is on a day ---- */

typedef struct look { const char *on, *state, *since; int condition; } look; /* condition: from 1; 0: none */

static void looks(const khung__states_life *life, const look *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        khung__states_found s = khung__states_on(life, day(list[i].on));
        if (strcmp(khung__states_name(s.state), list[i].state) != 0)
            fail_msg("on %s: %s, not %s", list[i].on, khung__states_name(s.state), list[i].state);
        is_day(s.since, list[i].since);
        assert_int_equal(s.condition + 1, (size_t)list[i].condition);
    }
}
#define LOOKS(life, ...) looks(life, (const look[]){__VA_ARGS__}, sizeof (const look[]){__VA_ARGS__} / sizeof(look))

static void by_dates_alone(void **unused)
{
    (void)unused;
    khung__states_life life = {.issued = day("2027-01-31"), .until = khung__states_last_day(day("2027-01-31"), 1)};
    LOOKS(&life, {"2027-01-30", "not-yet", "2027-01-31", 0}, {"2027-01-31", "issued", "2027-01-31", 0}, {"2027-02-27", "issued", "2027-01-31", 0},
          {"2027-02-28", "expired", "2027-02-28", 0}, {"2099-01-01", "expired", "2027-02-28", 0});
    life.until = (khung__date){0};
    LOOKS(&life, {"9999-12-31", "issued", "2027-01-31", 0});
}

static void by_entries(void **unused)
{
    (void)unused;
    khung__states_entry entries[] = {{KHUNG__STATES_ISSUED, day("2026-01-10")}, {KHUNG__STATES_SUSPENDED, day("2026-03-01")},
                                     {KHUNG__STATES_REINSTATED, day("2026-04-01")}, {KHUNG__STATES_SUSPENDED, day("2026-04-01")},
                                     {KHUNG__STATES_WITHDRAWN, day("2026-05-01")}};
    khung__states_life life = {day("2026-01-10"), day("2027-01-09"), entries, 5, NULL, 0};
    LOOKS(&life, {"2026-02-28", "issued", "2026-01-10", 0}, {"2026-03-01", "suspended", "2026-03-01", 0}, {"2026-03-31", "suspended", "2026-03-01", 0},
          {"2026-04-01", "suspended", "2026-04-01", 0}, {"2026-05-01", "withdrawn", "2026-05-01", 0}, {"2028-01-01", "withdrawn", "2026-05-01", 0});
    life.entry_count = 3;
    LOOKS(&life, {"2026-04-01", "reinstated", "2026-04-01", 0}, {"2027-01-09", "reinstated", "2026-04-01", 0}, {"2027-01-10", "expired", "2027-01-10", 0});
    life.entry_count = 2;
    LOOKS(&life, {"2027-01-09", "suspended", "2026-03-01", 0}, {"2027-01-10", "expired", "2027-01-10", 0});
    khung__states_entry late[] = {{KHUNG__STATES_WITHDRAWN, day("2027-06-01")}}; /* found out after it had expired */
    life.entries = late;
    life.entry_count = 1;
    LOOKS(&life, {"2027-05-31", "expired", "2027-01-10", 0}, {"2027-06-01", "withdrawn", "2027-06-01", 0});
    for (int i = 0; i < 2; i++) { /* a newer one takes its place on the very day of issue */
        late[0] = (khung__states_entry){i ? KHUNG__STATES_REISSUED : KHUNG__STATES_SUPERSEDED, day("2026-01-10")};
        LOOKS(&life, {"2026-01-10", i ? "reissued" : "superseded", "2026-01-10", 0}, {"2030-01-10", i ? "reissued" : "superseded", "2026-01-10", 0});
    }
}

static void by_conditions(void **unused)
{
    (void)unused;
    khung__states_condition conditions[] = {{day("2028-02-29"), {0}}, {day("2028-02-28"), {0}}, {{0}, {0}}};
    khung__states_life life = {day("2028-01-01"), day("2028-12-31"), NULL, 0, conditions, 3};
    LOOKS(&life, {"2028-02-28", "issued", "2028-01-01", 0}, {"2028-02-29", "suspended", "2028-02-29", 2}, {"2028-03-01", "suspended", "2028-02-29", 2},
          {"2028-12-31", "suspended", "2028-02-29", 2}, {"2029-01-01", "expired", "2029-01-01", 0});
    conditions[1].met = day("2028-02-28"); /* on its last day: in time */
    LOOKS(&life, {"2028-02-29", "issued", "2028-01-01", 0}, {"2028-03-01", "suspended", "2028-03-01", 1});
    conditions[0].met = day("2028-03-01"); /* on the very day on which it would suspend: no day is lost */
    LOOKS(&life, {"2028-02-29", "issued", "2028-01-01", 0}, {"2028-03-01", "issued", "2028-01-01", 0});
    conditions[0].met = day("2028-03-10"); /* late: suspended until the day before */
    LOOKS(&life, {"2028-03-01", "suspended", "2028-03-01", 1}, {"2028-03-09", "suspended", "2028-03-01", 1}, {"2028-03-10", "reinstated", "2028-03-10", 0});
    khung__states_entry entries[] = {{KHUNG__STATES_SUSPENDED, day("2028-03-05")}, {KHUNG__STATES_REINSTATED, day("2028-03-20")}};
    life.entries = entries;
    life.entry_count = 2;
    LOOKS(&life, {"2028-03-05", "suspended", "2028-03-01", 1}, {"2028-03-10", "suspended", "2028-03-05", 0}, {"2028-03-20", "reinstated", "2028-03-20", 0});
    conditions[0].met = (khung__date){0}; /* reinstating does not undo a deadline */
    LOOKS(&life, {"2028-03-20", "suspended", "2028-03-01", 1});
    conditions[0].due = day("2027-06-01"); /* past already when it was issued: from the day of issue on */
    LOOKS(&life, {"2028-01-01", "suspended", "2028-01-01", 1});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_and_act), cmocka_unit_test(what_is_over_leads_nowhere), cmocka_unit_test(last_days),
        cmocka_unit_test(days_follow_each_other), cmocka_unit_test(moments_fall_on_days_of_the_issuer), cmocka_unit_test(zones),
        cmocka_unit_test(by_dates_alone), cmocka_unit_test(by_entries), cmocka_unit_test(by_conditions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
