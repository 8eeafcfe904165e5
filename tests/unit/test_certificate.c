/* certificates of a store: who may issue what on which day, numbers without a gap, what becomes of one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/certificate.h"
#include "store/look.h"

static char path[96];
static khung_store *store;
static khung_log *said;
static khung_framework *framework;
static int made; /* assessments so far */

static const char framework_text[] =
    "kind: framework\nformat: 1\nid: small\nversion: 1.0.0\nlanguage: vi\ntitle: Khung nhỏ\nscales:\n"
    "  - {id: s, levels: [{id: l1, points: 1, title: Một}, {id: l2, points: 2, title: Hai}, {id: l3, points: 3, title: Ba}]}\n"
    "domains:\n  - {id: d, title: Miền, criteria: [{id: a, title: A}, {id: b, title: B}]}\n"
    "grades:\n  - {id: gold, title: Vàng, valid_months: 12, require: {total: true, at_least: 3}}\n"
    "  - {id: silver, title: Bạc, valid_months: 1, require: {total: true, at_least: 2}}\n"
    "  - {id: basic, title: Cơ bản, require: {total: true, at_least: 1.5}}\n";

/* "2027-01-31T00:00:00+07:00" as milliseconds: the issuer's clock. */
static int64_t at(const char *day, int hour, int minute, int second)
{
    khung__date date;
    assert_true(khung__read_date(khung__str_of(day), &date));
    return (khung__states_day_number(date) * 86400 + hour * 3600 + minute * 60 + second - 7 * 3600) * 1000;
}
#define NOON(day) at(day, 12, 0, 0)

#define OK(call) \
    do { \
        khung_log_clear(said); \
        khung_status status_ = (call); \
        if (status_ != KHUNG_OK) \
            fail_msg("%s: %s: %s", #call, khung_status_text(status_), khung_log_count(said) ? khung_log_message(said, 0)->text : ""); \
    } while (0)

/* The call is refused, and the log says it by that id. */
#define REFUSED(wanted, diag, call) \
    do { \
        khung_log_clear(said); \
        khung_status status_ = (call); \
        const khung_message *first_ = khung_log_message(said, 0); \
        if (status_ != (wanted) || !first_ || strcmp(first_->id, diag) != 0) \
            fail_msg("%s: %s, %s: %s", #call, khung_status_text(status_), first_ ? first_->id : "-", first_ ? first_->text : "-"); \
    } while (0)

static khung_answers *answers(const char *org, int year, const char *track, const char *a, const char *b)
{
    char text[512];
    khung_answers *file = NULL;
    snprintf(text, sizeof text, "kind: answers\nformat: 1\nframework: {id: small, version: 1.0.0}\norganisation: {id: %s, name: %s}\n"
             "period: {from: %d-01-01, to: %d-12-31}\ntrack: %s\nanswers: {a: {level: %s, note: Lý do}, b: {level: %s, note: Lý do}}\n",
             org, org, year, year, track, a, b);
    OK(khung_answers_load(&file, "answers", text, strlen(text), said));
    return file;
}

/* An assessment whose review ends at `now`; *id names it. */
static void reviewed(char id[16], const char *org, const char *a, const char *b, int64_t now)
{
    char from[24], to[24];
    int year = 1900 + made;
    snprintf(id, 16, "as-%d", made++);
    snprintf(from, sizeof from, "%d-01-01", year);
    snprintf(to, sizeof to, "%d-12-31", year);
    khung_answers *self = answers(org, year, "self", a, b), *reviewer = answers(org, year, "reviewer", a, b);
    OK(khung_assess_begin(store, id, org, framework, from, to, "ngo", now, said));
    OK(khung_assess_import(store, id, NULL, (const khung_answers *const[]){self}, 1, "ngo", now, said));
    OK(khung_assess_submit(store, id, false, "ngo", now, said));
    OK(khung_review_take(store, id, "lan", now, said));
    OK(khung_review_import(store, id, reviewer, "lan", now, said));
    OK(khung_review_finish(store, id, false, "lan", now, said));
    khung_answers_free(self);
    khung_answers_free(reviewer);
}

static void add(khung_record_kind kind, const char *id, const char *name, const char *role)
{
    const khung_value values[] = {{"id", id}, {"name", name}, {"role", role}};
    OK(khung_store_record_add(NULL, store, kind, values, role ? 3 : 2, "an", 1000, said));
}

static int make(void **unused)
{
    (void)unused;
    snprintf(path, sizeof path, "%s/khung-cert-%d.db", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid());
    unlink(path);
    made = 0;
    if (khung_log_new(&said, "en") != KHUNG_OK || khung_store_init(&store, path, "an", "Ái", 1000, said) != KHUNG_OK)
        return 1;
    if (khung_framework_load(&framework, "small", framework_text, strlen(framework_text), said) != KHUNG_OK)
        return 1;
    add(KHUNG_PERSON, "lan", "Lan", "assessor");
    add(KHUNG_PERSON, "chi", "Chi", "office");
    add(KHUNG_PERSON, "ngo", "Ngô", "member");
    add(KHUNG_ORGANISATION, "hsx", "Hội Sông Xanh", NULL);
    const khung_certifier issuer = {.abbr = "TT", .name = "Trung tâm", .url = "https://tt.vn/c", .renewal = 3, .cool_off = 6};
    return khung_store_issuer_set(store, &issuer, "an", 1000, said) == KHUNG_OK ? 0 : 1;
}

static int drop_unsound(void **unused)
{
    (void)unused;
    khung_framework_free(framework);
    khung_store_close(store);
    khung_log_free(said);
    const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char file[128];
        snprintf(file, sizeof file, "%s%s", path, ends[i]);
        unlink(file);
    }
    return 0;
}

/* Every store is sound when it is left. */
static int drop(void **unused)
{
    char *text = NULL;
    bool sound = false;
    khung_status status = khung_store_doctor_text(&text, &sound, store, false, "en", said);
    if (status != KHUNG_OK || !sound)
        fputs(text ? text : "no doctor", stderr);
    khung_text_free(text);
    return drop_unsound(unused) == 0 && status == KHUNG_OK && sound ? 0 : 1;
}

static khung_status issue_by(const char *person, const char *id, khung_award award, int64_t now)
{
    char *record = NULL;
    khung_status status = khung_certificate_issue(&record, store, id, &award, NULL, person, now, said);
    khung_text_free(record);
    return status;
}
#define ISSUE(id, now, ...) issue_by("chi", id, (khung_award){__VA_ARGS__}, now)
#define PLAIN .look = false

/* What the record says on that moment holds `wanted`. */
static void tells(const char *number, int64_t now, const char *wanted)
{
    char *text = NULL;
    OK(khung_certificate_text(&text, store, number, NULL, now, said));
    if (!strstr(text, wanted))
        fail_msg("%s says nothing of %s:\n%s", number, wanted, text);
    khung_text_free(text);
}

/* ---- who, and on what ---- */

static void only_what_was_reviewed(void **unused)
{
    char id[16];
    (void)unused;
    int64_t now = NOON("2026-03-02");
    OK(khung_assess_begin(store, "draft", "hsx", framework, "2000-01-01", "2000-12-31", "ngo", now, said));
    REFUSED(KHUNG_NOT_ALLOWED, "not-in-this-state", ISSUE("draft", now, PLAIN));
    REFUSED(KHUNG_NOT_FOUND, "unknown-assessment", ISSUE("nowhere", now, PLAIN));
    reviewed(id, "hsx", "l1", "l1", now); /* no grade */
    REFUSED(KHUNG_NOT_ALLOWED, "no-grade", ISSUE(id, now, PLAIN));
    reviewed(id, "hsx", "l2", "l2", now);
}

static void run(const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(store->db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
}

/* What another program did to the file, or an older khung kept. */
static void only_what_the_review_gave(void **unused)
{
    char id[16];
    (void)unused;
    int64_t now = NOON("2026-03-02");
    reviewed(id, "hsx", "l2", "l2", now);
    run("INSERT INTO result SELECT 'later', assessment, organisation, framework, rules, tracks, content, digest, complete, score, percent, percent_shown, "
        "percent_sort, band, grade, '2026-03-03T00:00:00.000Z', made_by FROM result WHERE key = (SELECT result FROM assessment); "
        "UPDATE assessment SET result = 'later'");
    REFUSED(KHUNG_NOT_ALLOWED, "changed-since-review", ISSUE(id, now + 86400000, PLAIN));
    run("DROP TRIGGER result_stays; UPDATE result SET made = '2026-03-02T00:00:00.000Z' WHERE key = 'later'");
    OK(ISSUE(id, now, .look = true));
    run("UPDATE result SET digest = 'sha256:00' WHERE key = 'later'");
    REFUSED(KHUNG_BAD_DATA, "not-what-was-kept", ISSUE(id, now, PLAIN));
}

static void duties_stay_apart(void **unused)
{
    char id[16];
    (void)unused;
    int64_t now = NOON("2026-03-02");
    reviewed(id, "hsx", "l2", "l2", now);
    const khung_award plain = {PLAIN};
    REFUSED(KHUNG_NOT_ALLOWED, "separation-of-duties", issue_by("lan", id, plain, now));
    REFUSED(KHUNG_NOT_ALLOWED, "separation-of-duties", issue_by("ngo", id, plain, now));
    REFUSED(KHUNG_NOT_ALLOWED, "unknown-person", issue_by("nobody", id, plain, now));
    add(KHUNG_PERSON, "cu", "Cũ", "office"); /* left before the period: 1900 */
    OK(khung_store_person_tie(store, "cu", "hsx", "board", "1890-01-01", "1899-12-31", "an", now, said));
    OK(khung_store_person_tie(store, "chi", "hsx", "board", "1899-01-01", NULL, "an", now, said));
    REFUSED(KHUNG_NOT_ALLOWED, "separation-of-duties", issue_by("chi", id, plain, now));
    OK(issue_by("cu", id, plain, now));
    OK(khung_certificate_act(store, "1/2026", "suspend", "Khiếu nại", "cu", now, said));
    REFUSED(KHUNG_NOT_ALLOWED, "separation-of-duties", khung_certificate_act(store, "1/2026", "reinstate", "Xong", "chi", now, said));
    OK(khung_certificate_act(store, "1/2026", "reinstate", "Xong", "cu", now, said));
}

/* A tie to an organisation that was merged into it is one to it. */
static void merged_organisations_are_one(void **unused)
{
    char id[16];
    (void)unused;
    int64_t now = NOON("2026-03-02");
    add(KHUNG_ORGANISATION, "hsx2", "Hội Sông Xanh cũ", NULL);
    OK(khung_store_person_tie(store, "chi", "hsx2", "staff", "1899-01-01", NULL, "an", now, said));
    reviewed(id, "hsx", "l3", "l3", now);
    OK(khung_store_organisation_merge(store, "hsx", "hsx2", "an", now, said));
    REFUSED(KHUNG_NOT_ALLOWED, "separation-of-duties", ISSUE(id, now, PLAIN));
    OK(issue_by("an", id, (khung_award){PLAIN}, now));
    tells("1/2026", now, "\"organisation\": {\"id\": \"hsx\"");
    char id2[16];
    add(KHUNG_ORGANISATION, "hsx3", "Hội thứ ba", NULL);
    reviewed(id2, "hsx3", "l3", "l3", now);
    OK(khung_store_organisation_merge(store, "hsx", "hsx3", "an", now, said));
    REFUSED(KHUNG_NOT_ALLOWED, "too-early", issue_by("an", id2, (khung_award){PLAIN}, now)); /* 1/2026 is theirs, too */
}

static void a_lower_grade_but_never_a_higher_one(void **unused)
{
    char id[16];
    (void)unused;
    int64_t now = NOON("2026-03-02");
    reviewed(id, "hsx", "l2", "l2", now); /* silver */
    REFUSED(KHUNG_NOT_ALLOWED, "grade-too-high", ISSUE(id, now, .grade = "gold", .role = "Hội đồng", .reason = "Vì"));
    REFUSED(KHUNG_BAD_DATA, "unknown-grade", ISSUE(id, now, .grade = "platinum"));
    REFUSED(KHUNG_BAD_DATA, "decision-missing", ISSUE(id, now, .grade = "basic"));
    REFUSED(KHUNG_BAD_DATA, "decision-missing", ISSUE(id, now, .grade = "basic", .role = "Hội đồng"));
    REFUSED(KHUNG_BAD_DATA, "decision-missing", ISSUE(id, now, .grade = "basic", .reason = "Vì"));
    REFUSED(KHUNG_BAD_DATA, "bad-text", ISSUE(id, now, .grade = "basic", .role = " ", .reason = "Vì"));
    OK(ISSUE(id, now, .grade = "Cơ bản", .role = "Hội đồng", .reason = "Chờ kiểm toán"));
    tells("1/2026", now, "\"grade\": \"basic\", \"computed\": \"silver\", \"lowered\": "
          "{\"as\": \"Hội đồng\", \"day\": \"2026-03-02\", \"reason\": \"Chờ kiểm toán\"}");
    tells("1/2026", now, "\"until\": null"); /* that grade has no end */
}

/* ---- days ---- */

/* What `khung assess list --due` says on that moment holds `wanted`. */
static void is_due(int64_t now, const char *wanted)
{
    char *text = NULL;
    OK(khung_assess_due(&text, store, NULL, "hsx", 60, now, NULL, said));
    if (!strstr(text, wanted))
        fail_msg("nothing of %s:\n%s", wanted, text);
    khung_text_free(text);
}

static void validity_ends_with_the_last_second_of_the_issuers_day(void **unused)
{
    char id[16];
    (void)unused;
    int64_t now = at("2027-01-31", 0, 0, 0); /* still the 30th in UTC */
    reviewed(id, "hsx", "l2", "l2", now);
    is_due(now, "\"expires\": \"2027-02-27\", \"days_left\": 27"); /* as it would be issued on the day on which the review ended */
    OK(ISSUE(id, now, PLAIN));
    is_due(at("2027-02-27", 23, 59, 59), "\"expires\": \"2027-02-27\", \"days_left\": 0");
    is_due(at("2027-02-28", 0, 0, 0), "\"expires\": \"2027-02-27\", \"days_left\": -1");
    tells("1/2027", now, "\"issued\": \"2027-01-31\", \"until\": \"2027-02-27\"");
    tells("1/2027", at("2027-02-27", 23, 59, 59) + 999, "\"state\": \"issued\", \"since\": \"2027-01-31\", \"in_force\": true");
    tells("1/2027", at("2027-02-28", 0, 0, 0), "\"state\": \"expired\", \"since\": \"2027-02-28\", \"in_force\": false");
    tells("1/2027", now - 1, "\"state\": \"not-yet\"");
}

static void the_day_lies_between_review_and_today(void **unused)
{
    char id[16], id2[16];
    (void)unused;
    reviewed(id, "hsx", "l3", "l3", at("2026-12-30", 23, 59, 59)); /* the 30th here */
    int64_t now = NOON("2027-01-02");
    REFUSED(KHUNG_BAD_DATA, "bad-day", ISSUE(id, now, .dated = "2026-12-29"));
    REFUSED(KHUNG_BAD_DATA, "bad-day", ISSUE(id, now, .dated = "2027-01-03"));
    REFUSED(KHUNG_BAD_DATA, "bad-day", ISSUE(id, now, .dated = "2027-02-30"));
    OK(ISSUE(id, now, .dated = "2026-12-31"));
    tells("01/2026", now, "\"number\": \"01/2026/GCN-TT\"");
    add(KHUNG_ORGANISATION, "khac", "Hội khác", NULL);
    reviewed(id2, "khac", "l3", "l3", NOON("2026-12-20"));
    REFUSED(KHUNG_BAD_DATA, "bad-day", ISSUE(id2, now, .dated = "2026-12-30")); /* numbers and days rise together */
    OK(ISSUE(id2, now, PLAIN));
    tells("01/2027/GCN-TT", now, "\"issued\": \"2027-01-02\"");
}

static void renewal_and_cool_off(void **unused)
{
    char id[16];
    (void)unused;
    reviewed(id, "hsx", "l2", "l2", NOON("2026-03-01"));
    OK(ISSUE(id, NOON("2026-03-01"), PLAIN)); /* silver: one month, to the end of 2026-03-31 */
    reviewed(id, "hsx", "l3", "l3", NOON("2026-03-02"));
    OK(ISSUE(id, NOON("2026-03-02"), PLAIN)); /* gold: better, so at any time; to 2027-03-01 */
    tells("1/2026", NOON("2026-03-02"), "\"state\": \"superseded\", \"since\": \"2026-03-02\"");
    tells("2/2026", NOON("2026-03-02"), "\"before\": \"01/2026/GCN-TT\"");
    tells("1/2026", NOON("2026-03-02"), "\"after\": \"02/2026/GCN-TT\"");
    reviewed(id, "hsx", "l3", "l3", NOON("2026-06-01"));
    REFUSED(KHUNG_NOT_ALLOWED, "too-early", ISSUE(id, at("2026-12-01", 23, 59, 59), PLAIN));
    OK(ISSUE(id, at("2026-12-02", 0, 0, 0), PLAIN)); /* three months before 2027-03-02 */
    OK(khung_certificate_act(store, "3/2026", "withdraw", "Gian dối", "chi", NOON("2027-08-31"), said));
    reviewed(id, "hsx", "l3", "l3", NOON("2027-09-01"));
    REFUSED(KHUNG_NOT_ALLOWED, "cool-off", ISSUE(id, at("2028-02-28", 23, 59, 59), PLAIN));
    OK(ISSUE(id, at("2028-02-29", 0, 0, 0), PLAIN)); /* six months, clipped to the leap day */
    tells("1/2028", NOON("2028-02-29"), "\"until\": \"2029-02-27\"");
    REFUSED(KHUNG_NOT_ALLOWED, "not-in-this-state", ISSUE(id, NOON("2028-03-01"), PLAIN)); /* once an assessment */
}

static void conditions_suspend_by_themselves(void **unused)
{
    char id[16];
    (void)unused;
    int64_t now = NOON("2027-03-01"), late = NOON("2028-03-01");
    const khung_demand bad[] = {{"Trước ngày cấp", "2027-02-28"}}, after[] = {{"Sau ngày cuối", "2028-03-01"}};
    const khung_demand none[] = {{"Không có ngày này", "2028-02-30"}};
    const khung_demand demands[] = {{"Công bố kiểm toán", "2028-02-28"}, {"Giữ hội đồng", NULL}, {"Nộp báo cáo", "2028-02-29"}};
    reviewed(id, "hsx", "l3", "l3", now); /* to 2028-02-29 */
    REFUSED(KHUNG_BAD_DATA, "bad-deadline", ISSUE(id, now, .conditions = bad, .condition_count = 1));
    REFUSED(KHUNG_BAD_DATA, "bad-deadline", ISSUE(id, now, .conditions = after, .condition_count = 1));
    REFUSED(KHUNG_BAD_DATA, "bad-deadline", ISSUE(id, now, .conditions = none, .condition_count = 1));
    OK(ISSUE(id, now, .conditions = demands, .condition_count = 3));
    tells("1/2027", at("2028-02-28", 23, 59, 59), "\"in_force\": true");
    tells("1/2027", at("2028-02-29", 0, 0, 0), "\"state\": \"suspended\", \"since\": \"2028-02-29\", \"in_force\": false, \"unmet\": 1");
    REFUSED(KHUNG_NOT_ALLOWED, "condition-unmet", khung_certificate_act(store, "1/2027", "reinstate", "Vì", "chi", NOON("2028-02-29"), said));
    REFUSED(KHUNG_NOT_ALLOWED, "not-in-this-state", khung_certificate_act(store, "1/2027", "suspend", "Vì", "chi", NOON("2028-02-29"), said));
    REFUSED(KHUNG_NOT_FOUND, "no-condition", khung_certificate_meet(store, "1/2027", 4, NULL, NULL, "chi", NOON("2028-02-29"), said));
    REFUSED(KHUNG_NOT_FOUND, "no-condition", khung_certificate_meet(store, "1/2027", 0, NULL, NULL, "chi", NOON("2028-02-29"), said));
    REFUSED(KHUNG_BAD_DATA, "bad-day", khung_certificate_meet(store, "1/2027", 1, "2028-03-01", NULL, "chi", NOON("2028-02-29"), said));
    REFUSED(KHUNG_BAD_DATA, "bad-day", khung_certificate_meet(store, "1/2027", 1, "2027-02-28", NULL, "chi", NOON("2028-02-29"), said));
    OK(khung_certificate_meet(store, "1/2027", 1, NULL, "Đã xem", "lan", NOON("2028-02-29"), said)); /* its reviewer may note it */
    REFUSED(KHUNG_CONFLICT, "met-already", khung_certificate_meet(store, "1/2027", 1, NULL, NULL, "chi", NOON("2028-02-29"), said));
    tells("1/2027", NOON("2028-02-29"), "\"state\": \"issued\"");
    tells("1/2027", NOON("2028-02-29"), "\"met\": \"2028-02-29\", \"at\": \"2028-02-29T05:00:00.000Z\", \"by\": \"Lan\", \"note\": \"Đã xem\"");
    tells("1/2027", late, "\"state\": \"expired\"");
    REFUSED(KHUNG_NOT_ALLOWED, "not-in-this-state", khung_certificate_meet(store, "1/2027", 3, NULL, NULL, "chi", late, said));
}

/* ---- what becomes of one: every act in every state ---- */

static khung_status try_act(const char *number, int act, int64_t now)
{
    static const char *const names[] = {"suspend", "reinstate", "withdraw"};
    char *record = NULL;
    if (act < 3)
        return khung_certificate_act(store, number, names[act], "Vì", "chi", now, said);
    khung_status status = khung_certificate_reissue(&record, store, number, "Vì", 0, true, "vi", "chi", now, said);
    khung_text_free(record);
    return status;
}

static void every_act_in_every_state(void **unused)
{
    static const khung__states_act acts[] = {KHUNG__STATES_TO_SUSPEND, KHUNG__STATES_TO_REINSTATE, KHUNG__STATES_TO_WITHDRAW, KHUNG__STATES_TO_REISSUE};
    /* How one comes into each state: s, r, w; R reissue; e: a year later. */
    static const struct { khung__states_state state; const char *way; } ways[] = {
        {KHUNG__STATES_ISSUED, ""}, {KHUNG__STATES_SUSPENDED, "s"}, {KHUNG__STATES_REINSTATED, "sr"}, {KHUNG__STATES_WITHDRAWN, "w"},
        {KHUNG__STATES_EXPIRED, "e"}, {KHUNG__STATES_REISSUED, "R"}};
    char id[16], org[16], number[16];
    (void)unused;
    int64_t issued = NOON("2026-03-02");
    int n = 0;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        for (int act = 0; act < 4; act++) {
            int64_t now = issued;
            snprintf(org, sizeof org, "to-chuc-%zu-%d", i, act);
            add(KHUNG_ORGANISATION, org, org, NULL);
            reviewed(id, org, "l3", "l3", issued);
            OK(ISSUE(id, issued, PLAIN));
            snprintf(number, sizeof number, "%d/2026", ++n);
            for (const char *w = ways[i].way; *w; w++) {
                char *record = NULL;
                if (*w == 'e')
                    now = NOON("2027-03-02");
                else if (*w == 'R')
                    OK(khung_certificate_reissue(&record, store, number, "Vì", 0, false, NULL, "chi", now, said));
                else
                    OK(try_act(number, *w == 's' ? 0 : *w == 'r' ? 1 : 2, now));
                n += *w == 'R';
                khung_text_free(record);
            }
            const khung__move *move = khung__states_find(ways[i].state, acts[act]);
            if (move)
                OK(try_act(number, act, now));
            else
                REFUSED(KHUNG_NOT_ALLOWED, "not-in-this-state", try_act(number, act, now));
        }
    }
    REFUSED(KHUNG_BAD_DATA, "reason-missing", khung_certificate_act(store, "2/2026", "withdraw", NULL, "chi", issued, said));
    REFUSED(KHUNG_NOT_FOUND, "unknown-certificate", khung_certificate_act(store, "999/2026", "withdraw", "Vì", "chi", issued, said));
    REFUSED(KHUNG_BAD_DATA, "bad-number", khung_certificate_act(store, "2026", "withdraw", "Vì", "chi", issued, said));
}

static void reissued_under_the_next_number(void **unused)
{
    char id[16], *record = NULL;
    (void)unused;
    int64_t now = NOON("2026-03-02"), later = NOON("2027-01-15");
    const khung_demand demands[] = {{"Công bố", "2026-06-30"}, {"Nộp", "2027-02-01"}};
    reviewed(id, "hsx", "l3", "l3", now);
    OK(ISSUE(id, now, .conditions = demands, .condition_count = 2));
    OK(khung_certificate_meet(store, "1/2026", 1, NULL, NULL, "chi", now, said));
    const khung_value renamed[] = {{"name", "Hội Sông Xanh Việt Nam"}};
    OK(khung_store_record_edit(store, KHUNG_ORGANISATION, "hsx", renamed, 1, "an", now, said));
    REFUSED(KHUNG_BAD_DATA, "reason-missing", khung_certificate_reissue(&record, store, "1/2026", NULL, 0, false, NULL, "chi", later, said));
    OK(khung_certificate_reissue(&record, store, "1/2026", "Đổi tên", 0, false, NULL, "chi", later, said));
    assert_non_null(strstr(record, "\"number\": \"01/2027/GCN-TT\""));
    assert_non_null(strstr(record, "Hội Sông Xanh Việt Nam"));
    assert_non_null(strstr(record, "\"issued\": \"2027-01-15\", \"until\": \"2027-03-01\", \"before\": \"01/2026/GCN-TT\""));
    assert_non_null(strstr(record, "\"text\": \"Công bố\", \"due\": \"2026-06-30\", \"met\": \"2026-03-02\""));
    khung_text_free(record);
    tells("1/2026", later, "\"state\": \"reissued\", \"since\": \"2027-01-15\"");
    tells("1/2026", later, "\"name\": \"Hội Sông Xanh\"");
    tells("1/2027", NOON("2027-02-02"), "\"state\": \"suspended\"");
}

/* ---- numbers ---- */

static void numbers_have_no_gap(void **unused)
{
    char ids[24][16], org[16];
    int64_t now = NOON("2026-05-05"), count = 0, most = 0;
    (void)unused;
    for (int i = 0; i < 24; i++) {
        snprintf(org, sizeof org, "hoi-%d", i);
        add(KHUNG_ORGANISATION, org, org, NULL);
        reviewed(ids[i], org, "l3", "l3", now);
    }
    khung_store_close(store);
    store = NULL;
    for (int child = 0; child < 2; child++)
        if (fork() == 0) { /* each issues half of them and is refused between */
            int bad = khung_store_open(&store, path, said) != KHUNG_OK;
            for (int i = child; i < 24 && !bad; i += 2) {
                bad = issue_by("lan", ids[i], (khung_award){PLAIN}, now) == KHUNG_OK;
                bad = bad || issue_by("chi", ids[i], (khung_award){.grade = "platinum"}, now) == KHUNG_OK;
                bad = bad || issue_by("chi", ids[i], (khung_award){.look = true}, now) != KHUNG_OK;
                bad = bad || issue_by("chi", ids[i], (khung_award){PLAIN}, now) != KHUNG_OK;
            }
            _exit(bad);
        }
    for (int child = 0; child < 2; child++) {
        int status = 1;
        assert_true(wait(&status) > 0 && status == 0);
    }
    OK(khung_store_open(&store, path, said));
    OK(khung__store_number(&count, store, said, "SELECT count(*) FROM certificate WHERE year = 2026", ""));
    OK(khung__store_number(&most, store, said, "SELECT max(number) FROM certificate WHERE year = 2026", ""));
    assert_int_equal(count, 24);
    assert_int_equal(most, 24);
}

static void finds(const char *sql, const char *diag)
{
    khung__look look = {.store = store, .found = said};
    run("SAVEPOINT before");
    OK(khung__check_certificates(&look));
    assert_int_equal(khung_log_count(said), 0);
    run(sql);
    OK(khung__check_certificates(&look));
    size_t i = 0;
    while (i < khung_log_count(said) && strcmp(khung_log_message(said, i)->id, diag) != 0)
        i++;
    if (i == khung_log_count(said))
        fail_msg("%s: doctor says nothing of %s", sql, diag);
    khung__arena_free(&look.arena);
    run("ROLLBACK TO before; RELEASE before");
}

/* Beside what the log says: what was signed, the moves, the numbers. */
static void doctor_reads_certificates(void **unused)
{
    char id[16];
    (void)unused;
    int64_t now = NOON("2026-03-02");
    const khung_demand demands[] = {{"Công bố", "2026-06-30"}};
    reviewed(id, "hsx", "l3", "l3", now);
    OK(ISSUE(id, now, .conditions = demands, .condition_count = 1));
    OK(khung_certificate_act(store, "1/2026", "withdraw", "Vì", "chi", now, said));
    finds("DROP TRIGGER certificate_stays; UPDATE certificate SET name = 'Hội khác'", "certificate-changed");
    finds("DROP TRIGGER certificate_stays; UPDATE certificate SET until = '2099-01-01'", "certificate-changed");
    finds("DROP TRIGGER certificate_stays; UPDATE certificate SET number = 2", "number-gap");
    finds("DROP TRIGGER certificate_condition_stays; UPDATE certificate_condition SET due = '2099-01-01'", "certificate-changed");
    finds("DROP TRIGGER certificate_state_stays; UPDATE certificate_state SET state = 'reinstated' WHERE number = 2", "certificate-move");
    finds("INSERT INTO certificate_state SELECT certificate, 3, organisation, 'suspended', '2026-03-03', 'vì', at, by FROM certificate_state WHERE number = 2",
          "certificate-move");
}

static void an_issuer_has_its_fields_checked(void **unused)
{
    (void)unused;
#define SET(...) khung_store_issuer_set(store, &(khung_certifier){__VA_ARGS__}, "an", 2000, said)
    REFUSED(KHUNG_BAD_DATA, "bad-issuer", SET(.url = "http://tt.vn", .renewal = -1, .cool_off = -1));
    REFUSED(KHUNG_BAD_DATA, "bad-issuer", SET(.abbr = "T T", .renewal = -1, .cool_off = -1));
    REFUSED(KHUNG_BAD_DATA, "bad-issuer", SET(.zone = "+7", .renewal = -1, .cool_off = -1));
    REFUSED(KHUNG_BAD_DATA, "bad-issuer", SET(.renewal = 121, .cool_off = -1));
    REFUSED(KHUNG_BAD_DATA, "address-too-long", SET(.url = "https://trung-tam-ho-tro-to-chuc-phi-chinh-phu.vn/c", .renewal = -1, .cool_off = -1));
    REFUSED(KHUNG_BAD_DATA, "bad-issuer", SET(.id = "Hai", .abbr = "H", .name = "Hai", .url = "https://h.vn", .renewal = -1, .cool_off = -1));
    OK(SET(.id = "hai", .abbr = "H", .name = "Hai", .url = "https://h.vn", .renewal = -1, .cool_off = -1));
    char id[16];
    int64_t now = NOON("2026-03-02");
    reviewed(id, "hsx", "l3", "l3", now);
    REFUSED(KHUNG_BAD_DATA, "which-issuer", ISSUE(id, now, PLAIN));
    REFUSED(KHUNG_NOT_FOUND, "unknown-issuer", ISSUE(id, now, .issuer = "ba"));
    OK(ISSUE(id, now, .issuer = "hai"));
    tells("1/2026/GCN-H", now, "\"issuer\": {\"id\": \"hai\"");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)
    const struct CMUnitTest tests[] = {
        TEST(only_what_was_reviewed), cmocka_unit_test_setup_teardown(only_what_the_review_gave, make, drop_unsound), TEST(duties_stay_apart),
        TEST(merged_organisations_are_one), TEST(a_lower_grade_but_never_a_higher_one),
        TEST(validity_ends_with_the_last_second_of_the_issuers_day), TEST(the_day_lies_between_review_and_today), TEST(renewal_and_cool_off),
        TEST(conditions_suspend_by_themselves), TEST(every_act_in_every_state), TEST(reissued_under_the_next_number), TEST(numbers_have_no_gap),
        TEST(doctor_reads_certificates),
        TEST(an_issuer_has_its_fields_checked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
