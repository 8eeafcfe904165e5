/* Issuing: whether there may be a certificate, which grade it awards, until when, in whose place it comes; and reissuing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certificate.h"
#include "save.h"

static const khung__at nowhere = {0};

typedef struct awarding {
    khung__issue issue;
    const khung_award *award;
    khung__life life;
    khung_framework *framework;
    khung_answers **tracks;
    size_t track_count;
    khung_result *result;
    uint32_t grade;              /* awarded */
    khung__date today, day, until, reviewed;
    khung__cert *others;         /* certificates of the same organisation and framework */
    size_t other_count;
    khung__str decided_as, decided_why;
} awarding;

static khung__arena *arena_of(awarding *w)
{
    return &w->issue.change->arena;
}

static khung_log *log_of(const awarding *w)
{
    return w->issue.change->log;
}

/* ---- reviewed, complete, unchanged ---- */

/* What counts must be what the review gave: nothing that came later, and still what the answers give. */
static khung_status check_unchanged(awarding *w)
{
    khung_store *store = w->issue.change->store;
    khung__rows review = {0};
    khung__str made = {0}, kept = {0};
    char digest[KHUNG_DIGEST_SIZE] = "";
    khung_status status = khung__gather(&review, store, arena_of(w), log_of(w), "SELECT ended, date(ended, format('%+d minutes', ?2)) FROM review "
                                        "WHERE assessment = ?1 AND outcome = 'finished' ORDER BY ended DESC LIMIT 1", "ti", w->life.key,
                                        (int64_t)w->issue.issuer.zone);
    if (status == KHUNG_OK && (review.count == 0 || !w->life.result.s))
        return KHUNG__DIAG(log_of(w), KHUNG__D_CERTIFICATE_NOT_REVIEWED, nowhere);
    if (status == KHUNG_OK)
        status = khung__store_one(&made, store, arena_of(w), log_of(w), "SELECT made FROM result WHERE key = ?1", "s", w->life.result);
    if (status == KHUNG_OK)
        status = khung__store_one(&kept, store, arena_of(w), log_of(w), "SELECT digest FROM result WHERE key = ?1", "s", w->life.result);
    if (status == KHUNG_OK && khung__str_cmp(made, review.cell[0]) > 0)
        return KHUNG__DIAG(log_of(w), KHUNG__D_CERT_CHANGED, nowhere, w->life.id, khung__store_day(arena_of(w), made, log_of(w)));
    if (status == KHUNG_OK)
        status = khung_store_assessment_load(&w->framework, &w->tracks, &w->track_count, store, w->life.id.s, NULL); /* warned of when it was kept */
    if (status == KHUNG_OK)
        status = khung_score(&w->result, w->framework, (const khung_answers *const *)w->tracks, w->track_count, NULL);
    if (status == KHUNG_OK)
        status = khung_result_digest(w->result, digest);
    if (status == KHUNG_BAD_DATA || status == KHUNG_NOT_FOUND || (status == KHUNG_OK && !khung__str_eq(kept, khung__str_of(digest))))
        return KHUNG__DIAG(log_of(w), KHUNG__D_CERT_DIFFERS, nowhere, w->life.id);
    w->issue.claim.result = khung__str_copy(arena_of(w), khung__str_of(digest));
    khung__read_date(review.cell[1], &w->reviewed);
    return status;
}

static khung_status check_result(awarding *w)
{
    khung_status status = check_unchanged(w);
    if (status == KHUNG_OK && !w->framework->certificate_reviewed)
        return KHUNG__DIAG(log_of(w), KHUNG__D_CERT_DECLARED, nowhere, w->framework->id);
    return status == KHUNG_OK ? khung__result_certifiable(w->result, w->framework, log_of(w)) : status;
}

/* ---- the grade ---- */

static khung_status unknown_grade(const awarding *w)
{
    khung__names names = {0};
    for (uint32_t i = w->result->grade; i < w->framework->grade_count; i++)
        khung__names_add(&names, w->framework->grades[i].id);
    khung_status status = names.buf.failed ? KHUNG_NO_MEMORY
                                           : KHUNG__DIAG(log_of(w), KHUNG__D_CERT_GRADE, nowhere, khung__str_of(w->award->grade), {names.buf.s, names.buf.n});
    khung__buf_free(&names.buf);
    return status;
}

/* Grades stand best first, so a lower one comes later. */
static khung_status choose_grade(awarding *w)
{
    const khung_award *award = w->award;
    const khung__grade *grades = w->framework->grades;
    khung_status status = KHUNG_OK;
    w->grade = w->result->grade;
    if (award->grade) {
        khung__str wanted = khung__text_trim(khung__str_of(award->grade));
        for (w->grade = 0; w->grade < w->framework->grade_count; w->grade++)
            if (khung__str_eq(wanted, grades[w->grade].id) || khung__str_eq(wanted, grades[w->grade].title))
                break;
    }
    if (w->grade >= w->framework->grade_count)
        return unknown_grade(w);
    if (w->grade < w->result->grade)
        return KHUNG__DIAG(log_of(w), KHUNG__D_CERT_HIGHER, nowhere, grades[w->grade].title, grades[w->result->grade].title);
    if (w->grade == w->result->grade)
        return KHUNG_OK;
    if (!award->role || !award->reason)
        return KHUNG__DIAG(log_of(w), KHUNG__D_CERT_LOWER, nowhere, grades[w->grade].title, grades[w->result->grade].title);
    status = khung__given_text(&w->decided_as, arena_of(w), award->role, "--role", log_of(w));
    return status == KHUNG_OK ? khung__given_text(&w->decided_why, arena_of(w), award->reason, "--reason", log_of(w)) : status;
}

/* ---- the days ---- */

/* Not before the review ended nor before the last certificate, so that numbers and days rise together; not after today. */
static khung_status choose_day(awarding *w)
{
    khung__str last = {0};
    khung__date first = w->reviewed, latest = {0};
    khung_status status = khung__store_one(&last, w->issue.change->store, arena_of(w), log_of(w), "SELECT max(issued) FROM certificate WHERE issuer = ?1", "t",
                                           w->issue.issuer.key);
    if (status == KHUNG_OK && last.s && khung__read_date(last, &latest) && khung__date_cmp(latest, first) > 0)
        first = latest;
    w->day = w->today;
    bool good = !w->award->dated || khung__read_date(khung__str_of(w->award->dated), &w->day);
    if (status != KHUNG_OK || (good && khung__date_cmp(w->day, first) >= 0 && khung__date_cmp(w->day, w->today) <= 0))
        return status;
    khung__str given = w->award->dated && !good ? khung__str_of(w->award->dated) : khung__cert_day(arena_of(w), w->day, log_of(w));
    return KHUNG__DIAG(log_of(w), KHUNG__D_CERT_DATE, nowhere, given, khung__cert_day(arena_of(w), first, log_of(w)),
                       khung__cert_day(arena_of(w), w->today, log_of(w)));
}

static khung_status choose_until(awarding *w)
{
    int32_t months = w->framework->grades[w->grade].valid_months;
    w->until = months > 0 ? khung__states_last_day(w->day, months) : (khung__date){0};
    return KHUNG_OK;
}

/* ---- what was issued before ---- */

static const char others_sql[] =
    "SELECT c.key FROM certificate c JOIN framework f ON f.digest = c.framework WHERE c.issuer = ?1 AND f.id = ?2 AND c.organisation IN "
    KHUNG__FAMILY("?3") " ORDER BY c.issued, c.year, c.number";

static khung_status load_others(awarding *w)
{
    khung__rows keys = {0};
    khung_status status = khung__gather(&keys, w->issue.change->store, arena_of(w), log_of(w), others_sql, "tst", w->issue.issuer.key, w->framework->id,
                                        w->life.organisation);
    w->others = khung__arena_alloc(arena_of(w), (keys.count + 1) * sizeof *w->others);
    if (status == KHUNG_OK && !w->others)
        status = KHUNG_NO_MEMORY;
    for (size_t i = 0; i < keys.count && status == KHUNG_OK; i++, w->other_count++)
        status = khung__cert_load(&w->others[i], w->issue.change->store, arena_of(w), keys.cell[i], log_of(w));
    return status;
}

static bool is_better(const awarding *w, khung__str than)
{
    for (uint32_t i = 0; i < w->framework->grade_count; i++)
        if (khung__str_eq(than, w->framework->grades[i].id))
            return w->grade < i;
    return false;
}

/* After a withdrawal some time must pass; one in force gives way near its end, or to a better grade. */
static khung_status check_other(awarding *w, const khung__cert *other)
{
    khung__states_found now = khung__states_on(&other->life, w->day);
    const khung__issuer *issuer = &w->issue.issuer;
    if (now.state == KHUNG__STATES_WITHDRAWN) {
        khung__date from = khung__date_add_months(now.since, issuer->cool_off);
        return khung__date_cmp(w->day, from) >= 0 ? KHUNG_OK
               : KHUNG__DIAG(log_of(w), KHUNG__D_CERT_COOL_OFF, nowhere, khung__str_of(other->number), khung__cert_day(arena_of(w), now.since, log_of(w)),
                             khung__cert_day(arena_of(w), from, log_of(w)));
    }
    if (!khung__states_in_force(now.state) || !other->life.until.year || is_better(w, other->cell[KHUNG__CERT_AWARDED]))
        return KHUNG_OK;
    khung__date from = khung__date_add_months(khung__states_day_after(other->life.until), -issuer->renewal);
    return khung__date_cmp(w->day, from) >= 0 ? KHUNG_OK
           : KHUNG__DIAG(log_of(w), KHUNG__D_CERT_RENEWAL, nowhere, khung__str_of(other->number), khung__cert_day(arena_of(w), other->life.until, log_of(w)),
                         khung__cert_day(arena_of(w), from, log_of(w)));
}

/* Those that are not over give way to the new one. */
static khung_status supersede_others(awarding *w)
{
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < w->other_count && status == KHUNG_OK; i++) {
        khung__states_found now = khung__states_on(&w->others[i].life, w->day);
        if (!khung__states_find(now.state, KHUNG__STATES_TO_SUPERSEDE))
            continue;
        w->issue.before = w->others[i].cell[KHUNG__CERT_KEY];
        status = khung__cert_enter(w->issue.change, &w->others[i], KHUNG__STATES_SUPERSEDED, w->day, (khung__str){0});
    }
    return status;
}

static khung_status check_others(awarding *w)
{
    khung_status status = load_others(w);
    for (size_t i = 0; i < w->other_count && status == KHUNG_OK; i++)
        status = check_other(w, &w->others[i]);
    return status;
}

/* ---- conditions ---- */

static khung_status take_conditions(awarding *w)
{
    khung__claim *claim = &w->issue.claim;
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < w->award->condition_count && status == KHUNG_OK; i++) {
        const khung_demand *demand = &w->award->conditions[i];
        khung__claim_condition *c = &claim->conditions[i];
        if (i >= KHUNG__CLAIM_MOST_CONDITIONS)
            return KHUNG__DIAG(log_of(w), KHUNG__D_CERT_CLAIM, nowhere, KHUNG__S("conditions"));
        status = khung__given_text(&c->text, arena_of(w), demand->text ? demand->text : "", "--condition", log_of(w));
        if (status != KHUNG_OK || !demand->until)
            continue;
        bool good = khung__read_date(khung__str_of(demand->until), &c->until) && khung__date_cmp(c->until, w->day) >= 0 &&
                    (!w->until.year || khung__date_cmp(c->until, w->until) <= 0);
        if (!good)
            status = KHUNG__DIAG(log_of(w), KHUNG__D_CERT_DEADLINE, nowhere, khung__str_of(demand->until), khung__cert_day(arena_of(w), w->day, log_of(w)),
                                 w->until.year ? khung__cert_day(arena_of(w), w->until, log_of(w)) : KHUNG__S("…"));
        claim->condition_count = i + 1;
    }
    claim->condition_count = w->award->condition_count;
    return status;
}

/* ---- the claim ---- */

/* The organisation as it is shown today: under the one it was merged into. */
static khung_status name_organisation(khung__issue *issue)
{
    khung__rows rows = {0};
    khung_status status = khung__gather(&rows, issue->change->store, &issue->change->arena, issue->change->log,
                                        "SELECT p.id, p.name FROM organisation o JOIN organisation p ON p.key = coalesce(o.merged_into, o.key) "
                                        "WHERE o.key = ?1",
                                        "t", issue->organisation);
    if (status == KHUNG_OK && rows.count) {
        issue->claim.organisation = rows.cell[0];
        issue->claim.organisation_name = rows.cell[1];
    }
    return status;
}

static void fill_issuer(khung__claim *claim, const khung__issuer *issuer, bool english)
{
    claim->issuer = issuer->id;
    claim->issuer_name = english && issuer->name_en.n ? issuer->name_en : issuer->name;
    claim->abbreviation = issuer->abbr;
    claim->url = issuer->url;
    claim->offset = issuer->zone;
}

static khung_status fill_zone(khung__claim *claim, khung__arena *arena)
{
    khung__buf zone = {0};
    if (claim->offset == KHUNG__CLAIM_OFFSET) {
        claim->zone = KHUNG__CLAIM_ZONE;
        return KHUNG_OK;
    }
    khung__buf_z(&zone, "UTC");
    khung__states_put_zone(&zone, (int)claim->offset);
    claim->zone = khung__buf_take(&zone, arena);
    return claim->zone.s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

static khung_status fill_claim(awarding *w)
{
    khung__claim *claim = &w->issue.claim;
    const khung_framework *f = w->framework;
    const khung__grade *awarded = &f->grades[w->grade], *computed = &f->grades[w->result->grade];
    fill_issuer(claim, &w->issue.issuer, khung__str_eq(f->language, KHUNG__S("en")));
    claim->framework = f->id;
    claim->framework_version = f->version;
    claim->framework_title = f->title;
    claim->framework_digest = khung__str_of(w->life.framework);
    claim->grade = awarded->id;
    claim->grade_title = awarded->title;
    if (awarded != computed) {
        claim->computed = computed->id;
        claim->computed_title = computed->title;
        claim->lowered_by = w->decided_as;
        claim->lowered_why = w->decided_why;
        claim->lowered_at = w->day;
    }
    claim->language = f->language;
    claim->from = w->result->from;
    claim->to = w->result->to;
    claim->issued = w->day;
    claim->until = w->until;
    khung_status status = fill_zone(claim, arena_of(w));
    return status == KHUNG_OK ? name_organisation(&w->issue) : status;
}

/* ---- writing ---- */

static khung_status put_conditions(khung__issue *issue)
{
    khung_status status = KHUNG_OK;
    khung__change *c = issue->change;
    for (size_t i = 0; i < issue->claim.condition_count && status == KHUNG_OK; i++) {
        const khung__claim_condition *demand = &issue->claim.conditions[i];
        const khung__str *met = i < issue->met.count ? &KHUNG__CELL(&issue->met, i, 0) : (const khung__str[4]){{0}, {0}, {0}, {0}};
        status = khung__change_put(c, KHUNG__T_certificate_condition, "titss" "ssss", issue->key, (int64_t)i + 1, issue->organisation, demand->text,
                                   khung__cert_iso(&c->arena, demand->until), met[0], met[1], met[2], met[3]);
    }
    return status;
}

/* The bytes that are signed, as text, and their digest. */
static khung_status write_claim(khung__issue *issue, khung__str *text, char digest[KHUNG_DIGEST_SIZE])
{
    khung__buf payload = {0};
    khung__sha256 h;
    const char *wrong = khung__claim_wrong(&issue->claim);
    if (wrong)
        return KHUNG__DIAG(issue->change->log, KHUNG__D_CERT_CLAIM, nowhere, khung__str_of(wrong));
    bool good = khung__claim_write(&payload, &issue->claim);
    if (good) {
        khung__sha256_start(&h);
        khung__sha256_add(&h, payload.s, payload.n);
        khung__sha256_text(&h, digest);
        *text = khung__base64_write(&issue->change->arena, (khung__str){payload.s, payload.n});
    }
    khung__buf_free(&payload);
    return good && text->s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* Numbers that the store lost are not given again. */
static khung_status go_on_after(khung__claim *claim, int64_t after, khung_log *log)
{
    char given[24], last[24];
    if (after <= 0 || after == claim->nn - 1)
        return KHUNG_OK;
    snprintf(given, sizeof given, "%lld", (long long)after);
    snprintf(last, sizeof last, "%lld", (long long)claim->nn - 1);
    if (after < claim->nn || after >= KHUNG__CLAIM_MOST_NN)
        return KHUNG__DIAG(log, KHUNG__D_CERT_AFTER, nowhere, khung__str_of(given), khung__str_of(last));
    claim->nn = after + 1;
    return KHUNG_OK;
}

khung_status khung__cert_write(khung__issue *issue)
{
    khung__change *c = issue->change;
    khung__claim *claim = &issue->claim;
    khung__str issued = khung__cert_iso(&c->arena, claim->issued), until = khung__cert_iso(&c->arena, claim->until), text = {0};
    khung__str computed = claim->computed.n ? claim->computed : claim->grade;
    char digest[KHUNG_DIGEST_SIZE];
    claim->year = claim->issued.year;
    khung_status status = khung__change_key(c, issue->key);
    if (status == KHUNG_OK)
        status = khung__store_number(&claim->nn, c->store, c->log, "SELECT coalesce(max(number), 0) + 1 FROM certificate WHERE issuer = ?1 AND year = ?2", "ti",
                                     issue->issuer.key, claim->year);
    if (status == KHUNG_OK)
        status = go_on_after(claim, issue->after, c->log);
    if (status == KHUNG_OK)
        status = write_claim(issue, &text, digest);
    if (status == KHUNG_OK)
        status = khung__change_put(c, KHUNG__T_certificate, "ttiis" "ttss" "sss" "sss" "sss" "st" "tt", issue->key, issue->issuer.key, claim->year, claim->nn,
                                   claim->abbreviation, issue->organisation, issue->assessment, issue->framework, issue->result, claim->organisation_name,
                                   computed, claim->grade, claim->lowered_by, khung__cert_iso(&c->arena, claim->lowered_at), claim->lowered_why, issued,
                                   until, issue->before, text, digest, c->time, c->person);
    if (status == KHUNG_OK)
        status = put_conditions(issue);
    return status == KHUNG_OK ? khung__change_put(c, KHUNG__T_certificate_state, "titts" "ntt", issue->key, (int64_t)1, issue->organisation, "issued", issued,
                                                  c->time, c->person)
                              : status;
}

/* ---- issue ---- */

static khung_status award_it(awarding *w)
{
    static khung_status (*const steps[])(awarding *) = {check_result, choose_grade, choose_day, choose_until, check_others, take_conditions, fill_claim,
                                                        supersede_others};
    khung_status status = khung__issuer_find(&w->issue.issuer, w->issue.change->store, arena_of(w), w->award->issuer, log_of(w));
    if (status == KHUNG_OK && !w->issue.issuer.ours)
        return KHUNG__DIAG(log_of(w), KHUNG__D_ISSUER_ELSEWHERE, nowhere, w->issue.issuer.name);
    w->today = khung__states_day(w->issue.change->now, w->issue.issuer.zone);
    memcpy(w->issue.assessment, w->life.key, sizeof w->issue.assessment);
    memcpy(w->issue.organisation, w->life.organisation, sizeof w->issue.organisation);
    w->issue.framework = khung__str_of(w->life.framework);
    w->issue.result = w->life.result;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == KHUNG_OK; i++)
        status = steps[i](w);
    if (status == KHUNG_OK)
        status = khung__cert_write(&w->issue);
    return status == KHUNG_OK ? khung__life_go(w->issue.change, &w->life, KHUNG__ACT_CERTIFY) : status;
}

/* The record of what was written, while the change is open. */
static khung_status tell(char **out, khung__issue *issue, khung__date day, const char *language)
{
    khung__cert cert;
    khung_status status = khung__cert_load(&cert, issue->change->store, &issue->change->arena, khung__str_of(issue->key), issue->change->log);
    return status == KHUNG_OK ? khung__cert_record(out, &cert, day, language) : status;
}

/* The record leaves only with what it tells of. */
static khung_status finish(char **out, char *record, khung__change *change, khung_status status, bool look)
{
    status = khung__cert_end(change, status, look);
    if (status == KHUNG_OK)
        *out = record;
    else
        khung_text_free(record);
    return status;
}

khung_status khung_certificate_issue(char **out, khung_store *store, const char *assessment, const khung_award *award, const char *language,
                                     const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    awarding w = {.award = award};
    char *record = NULL;
    const khung__call call = {store, assessment, person, now, log};
    if (!out || !store || !assessment || !award)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &w.life, &call, "certificate.issue", KHUNG__ACT_CERTIFY, NULL);
    if (status != KHUNG_OK)
        return status;
    w.issue.change = &change;
    w.issue.after = award->after;
    status = award_it(&w);
    if (status == KHUNG_OK)
        status = tell(&record, &w.issue, w.day, language);
    khung_result_free(w.result);
    khung__free_tracks(w.tracks, w.track_count);
    khung_framework_free(w.framework);
    return finish(out, record, &change, status, award->look);
}

/* ---- reissue ---- */

/* The same in force until the same day, under the next number and with the organisation's name of today. */
static khung_status copy_claim(khung__issue *issue, const khung__cert *old, khung__date day)
{
    bool valid = false;
    khung__str payload = khung__base64_read(&issue->change->arena, old->cell[KHUNG__CERT_CLAIM], &valid);
    if (!valid || !khung__claim_read(&issue->claim, payload))
        return KHUNG__DIAG(issue->change->log, KHUNG__D_CERT_CLAIM, nowhere, khung__str_of(old->number));
    fill_issuer(&issue->claim, &issue->issuer, khung__str_eq(issue->claim.language, KHUNG__S("en")));
    issue->claim.issued = day;
    return fill_zone(&issue->claim, &issue->change->arena);
}

static khung_status reissue(khung__issue *issue, const khung__cert *old, khung__date today, const char *reason)
{
    khung__str text = {0};
    snprintf(issue->assessment, sizeof issue->assessment, "%s", old->cell[KHUNG__CERT_ASSESSMENT].s);
    snprintf(issue->organisation, sizeof issue->organisation, "%s", old->cell[KHUNG__CERT_ORGANISATION].s);
    issue->framework = old->cell[KHUNG__CERT_FRAMEWORK];
    issue->result = old->cell[KHUNG__CERT_RESULT];
    issue->before = old->cell[KHUNG__CERT_KEY];
    khung_status status = khung__issuer_find(&issue->issuer, issue->change->store, &issue->change->arena, old->cell[KHUNG__CERT_ISSUER_ID].s,
                                             issue->change->log);
    if (status == KHUNG_OK)
        status = copy_claim(issue, old, today);
    if (status == KHUNG_OK)
        status = name_organisation(issue);
    if (status == KHUNG_OK) /* what was met stays met */
        status = khung__gather(&issue->met, issue->change->store, &issue->change->arena, issue->change->log,
                               "SELECT met, met_at, met_by, met_note FROM certificate_condition WHERE certificate = ?1 ORDER BY number", "s",
                               old->cell[KHUNG__CERT_KEY]);
    if (status == KHUNG_OK)
        status = khung__given_text(&text, &issue->change->arena, reason, "--reason", issue->change->log);
    if (status == KHUNG_OK)
        status = khung__cert_enter(issue->change, old, KHUNG__STATES_REISSUED, today, text);
    return status == KHUNG_OK ? khung__cert_write(issue) : status;
}

khung_status khung_certificate_reissue(char **out, khung_store *store, const char *number, const char *reason, int64_t after, bool look, const char *language,
                                       const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__cert old;
    khung__date today;
    khung__issue issue = {.change = &change, .after = after};
    char *record = NULL;
    const khung__call call = {store, number, person, now, log};
    if (!out || !store || !number)
        return KHUNG_BAD_CALL;
    khung_status status = khung__cert_begin(&change, &old, &today, &call, "certificate.reissue", KHUNG__STATES_TO_REISSUE, reason);
    if (status != KHUNG_OK)
        return status;
    status = reissue(&issue, &old, today, reason);
    if (status == KHUNG_OK)
        status = tell(&record, &issue, today, language);
    return finish(out, record, &change, status, look);
}
