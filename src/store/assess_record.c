/* One assessment as it stands: state, who waits, tracks, reviews, and every criterion beside its values. */
#include <stdio.h>
#include <string.h>

#include "review.h"

typedef struct record {
    khung_store *store;
    khung__arena arena;
    khung__life life;
    khung__rows tracks, reviews;
    khung__str before;                                /* id of the round before */
    khung__work work;                                 /* with the reviewer's track, where there is a result */
    khung_result *self, *consensus;                   /* each alone; NULL without */
    khung__buf buf;
} record;

static const char tracks_sql[] =
    "SELECT t.kind, substr(t.kept, 1, 10), p.id, t.digest, EXISTS (SELECT 1 FROM result r, json_each(r.tracks) k WHERE r.key = a.result AND k.value = t.key), "
    KHUNG__NAME_OF("p") " "
    "FROM assessment a JOIN track t ON t.assessment = a.key JOIN person p ON p.key = t.kept_by WHERE a.key = ?1 ORDER BY t.kept, t.kind, t.key";
static const char reviews_sql[] =
    "SELECT p.id, substr(r.taken, 1, 10), substr(r.ended, 1, 10), r.outcome, r.reason, " KHUNG__NAME_OF("p")
    " FROM review r JOIN person p ON p.key = r.reviewer "
    "WHERE r.assessment = ?1 ORDER BY r.taken, r.key";

static khung_status score_alone(khung_result **out, const khung__work *work, khung__track kind)
{
    for (size_t i = 0; i < work->count; i++)
        if (work->tracks[i]->track == kind)
            return khung_score(out, work->framework, (const khung_answers *const[]){work->tracks[i]}, 1, NULL);
    return KHUNG_OK;
}

static khung_status load_values(record *r, khung_log *log)
{
    khung_status status;
    if (r->life.result.s)
        status = khung_store_assessment_load(&r->work.framework, &r->work.tracks, &r->work.count, r->store, r->life.id.s, log);
    else
        status = khung__work_load(&r->work, r->store, &r->arena, &r->life, log);
    if (status == KHUNG_OK)
        status = khung__work_score(&r->work, NULL);
    if (status == KHUNG_OK)
        status = score_alone(&r->self, &r->work, KHUNG__SELF);
    return status == KHUNG_OK ? score_alone(&r->consensus, &r->work, KHUNG__CONSENSUS) : status;
}

static khung_status load(record *r, const char *id, bool values, khung_log *log)
{
    khung_status status = khung__life_find(&r->life, r->store, &r->arena, id, log);
    if (status == KHUNG_OK)
        status = khung__gather(&r->tracks, r->store, &r->arena, log, tracks_sql, "t", r->life.key);
    if (status == KHUNG_OK)
        status = khung__gather(&r->reviews, r->store, &r->arena, log, reviews_sql, "t", r->life.key);
    if (status == KHUNG_OK && r->life.before.s)
        status = khung__store_one(&r->before, r->store, &r->arena, log, "SELECT id FROM assessment WHERE key = ?1", "s", r->life.before);
    return status == KHUNG_OK && values ? load_values(r, log) : status;
}

static void release(record *r)
{
    khung_result_free(r->self);
    khung_result_free(r->consensus);
    khung__work_free(&r->work);
    khung__arena_free(&r->arena);
}

void khung__life_waiting(khung__buf *buf, khung__life_state state, khung__str reviewer, khung__language language)
{
    static const khung__word_id words[] = {[KHUNG__WHO_ORGANISATION] = KHUNG__W_LIFE_WAITS_ORGANISATION,
                                           [KHUNG__WHO_ASSESSOR] = KHUNG__W_LIFE_WAITS_ASSESSOR,
                                           [KHUNG__WHO_REVIEWER] = KHUNG__W_LIFE_WAITS_REVIEWER,
                                           [KHUNG__WHO_APPROVER] = KHUNG__W_LIFE_WAITS_APPROVER};
    khung__who who = khung__life_waits(state);
    if (who != KHUNG__WHO_NOBODY)
        KHUNG__WORD(buf, words[who], language, reviewer.s ? reviewer : KHUNG__S("?"));
}

const char *khung__life_waiting_name(khung__life_state state)
{
    static const char *const names[] = {NULL, "organisation", "assessor", "reviewer", "approver", NULL, NULL};
    return names[khung__life_waits(state)];
}

/* ---- for people ---- */

static void line(record *r, khung__word_id word, khung__language language, const khung__str *args, size_t n)
{
    khung__buf text = {0};
    khung__buf_word(&text, word, language, args, n);
    khung__buf_wrapped(&r->buf, (khung__str){text.s, text.n}, 0, 2);
    r->buf.failed = r->buf.failed || text.failed;
    khung__buf_free(&text);
}
#define LINE(r, word, language, ...) \
    line(r, word, language, (const khung__str[]){__VA_ARGS__}, sizeof((const khung__str[]){__VA_ARGS__}) / sizeof(khung__str))

/* A date, or the day of a time, as people write it. */
static khung__str day(record *r, khung__str time, khung__language language)
{
    khung__buf buf = {0};
    if (!time.s)
        return time;
    khung__buf_day(&buf, time, language);
    return khung__buf_take(&buf, &r->arena);
}

static khung__str track_word(khung__str kind, khung__language language)
{
    static const khung__word_id words[] = {KHUNG__W_R_TRACK_SELF, KHUNG__W_R_TRACK_RESPONDENT, KHUNG__W_R_TRACK_CONSENSUS, KHUNG__W_R_TRACK_REVIEWER};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (khung__str_eq(kind, khung__str_of(khung__store_kinds[i])))
            return khung__word(words[i], language);
    return kind;
}

static void put_state(record *r, khung__language language)
{
    const khung__life *life = &r->life;
    khung__buf stands = {0}, waits = {0}, next = {0}, period = {0};
    khung__buf_str(&period, day(r, life->from, language));
    khung__buf_z(&period, " – ");
    khung__buf_str(&period, day(r, life->to, language));
    KHUNG__WORD(&stands, KHUNG__W_LIFE_STANDS, language, khung__str_of(khung__life_word(life->state, language)), day(r, life->since, language), life->by_name);
    khung__life_waiting(&waits, life->state, life->reviewer_name, language);
    khung__life_next(&next, life->state);
    khung__str head = {period.s, period.n};
    LINE(r, KHUNG__W_LIFE_ABOUT, language, life->organisation_name, life->framework_id, life->framework_version, head);
    if (waits.n)
        LINE(r, KHUNG__W_LIFE_STATE, language, {stands.s, stands.n}, {waits.s, waits.n});
    else
        LINE(r, KHUNG__W_LIFE_STATE_ENDED, language, {stands.s, stands.n});
    LINE(r, KHUNG__W_LIFE_NEXT, language, {next.s, next.n});
    r->buf.failed = r->buf.failed || stands.failed || waits.failed || next.failed || period.failed;
    khung__buf_free(&stands);
    khung__buf_free(&waits);
    khung__buf_free(&next);
    khung__buf_free(&period);
}

static void put_history(record *r, khung__language language)
{
    if (r->before.s)
        LINE(r, KHUNG__W_LIFE_BEFORE, language, r->before);
    for (size_t i = 0; i < r->tracks.count; i++)
        if (KHUNG__CELL(&r->tracks, i, 4).s[0] == '1')
            LINE(r, KHUNG__W_LIFE_TRACK, language, track_word(KHUNG__CELL(&r->tracks, i, 0), language), day(r, KHUNG__CELL(&r->tracks, i, 1), language),
                 KHUNG__CELL(&r->tracks, i, 5));
    for (size_t i = 0; i < r->reviews.count; i++) {
        const khung__str *cell = &KHUNG__CELL(&r->reviews, i, 0);
        khung__buf text = {0};
        KHUNG__WORD(&text, KHUNG__W_LIFE_REVIEW, language, cell[5], day(r, cell[1], language));
        if (cell[2].s) {
            khung__word_id how = khung__str_eq(cell[3], KHUNG__S("finished"))   ? KHUNG__W_LIFE_REVIEW_finished
                                 : khung__str_eq(cell[3], KHUNG__S("returned")) ? KHUNG__W_LIFE_REVIEW_returned
                                                                                : KHUNG__W_LIFE_REVIEW_withdrawn;
            KHUNG__WORD(&text, how, language, day(r, cell[2], language), cell[4]);
        }
        khung__buf_wrapped(&r->buf, (khung__str){text.s, text.n}, 0, 2);
        r->buf.failed = r->buf.failed || text.failed;
        khung__buf_free(&text);
    }
}

enum { NAME = 24, CELL = 11 };

static void put_criteria_head(record *r, khung__language language)
{
    static const khung__word_id heads[] = {KHUNG__W_LIFE_H_SELF, KHUNG__W_LIFE_H_CONSENSUS, KHUNG__W_LIFE_H_REVIEWER, KHUNG__W_LIFE_H_OFFICIAL};
    khung__buf_char(&r->buf, '\n');
    khung__buf_cell(&r->buf, khung__word(KHUNG__W_LIFE_H_CRITERION, language), NAME, false);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        khung__buf_cell(&r->buf, khung__word(heads[i], language), CELL, false);
    khung__buf_str(&r->buf, khung__word(KHUNG__W_LIFE_H_GAP, language));
    khung__buf_char(&r->buf, '\n');
}

/* +1, −1, 0; with decimals only where there are some. */
static void put_gap(record *r, khung__rat gap, unsigned digits, khung__language language)
{
    khung__buf text = {0};
    if (!gap.has) {
        khung__buf_str(&r->buf, khung__word(KHUNG__W_DASH, language));
        return;
    }
    khung__buf_rat(&text, gap);
    bool whole = text.s && !strchr(text.s, '/');
    if (!whole) {
        khung__buf_free(&text);
        text = (khung__buf){0};
        khung__buf_rat_shown(&text, gap, digits);
    }
    if (text.s && *text.s != '-' && strcmp(text.s, "0") != 0)
        khung__buf_char(&r->buf, '+');
    khung__buf_local(&r->buf, (khung__str){text.s, text.n}, language);
    r->buf.failed = r->buf.failed || text.failed;
    khung__buf_free(&text);
}

static void put_criterion(record *r, uint32_t i, khung__language language)
{
    const khung_framework *f = r->work.framework;
    const khung__criterion *k = &f->criteria[i];
    const khung__criterion_result *c = &r->work.result->criteria[i];
    const khung__criterion_result *self = r->self ? &r->self->criteria[i] : NULL, *agreed = r->consensus ? &r->consensus->criteria[i] : NULL;
    const khung__str dash = khung__word(KHUNG__W_DASH, language);
    bool na = c->state == KHUNG_NOT_APPLICABLE;
    khung__buf_cell(&r->buf, k->id, NAME, false);
    khung__buf_cell(&r->buf, self ? khung__value_cell(&r->arena, f, k, self->self, self->self_na, language) : dash, CELL, false);
    khung__buf_cell(&r->buf, agreed ? khung__value_cell(&r->arena, f, k, agreed->self, agreed->self_na, language) : dash, CELL, false);
    khung__buf_cell(&r->buf, khung__value_cell(&r->arena, f, k, c->reviewer, c->reviewer_na, language), CELL, false);
    khung__buf_cell(&r->buf, khung__value_cell(&r->arena, f, k, na ? khung__rat_none() : c->score, na, language), CELL, false);
    put_gap(r, c->gap, f->digits, language);
    khung__buf_char(&r->buf, '\n');
}

static void put_text(record *r, bool criteria, khung__language language)
{
    put_state(r, language);
    put_history(r, language);
    if (!criteria)
        return;
    put_criteria_head(r, language);
    for (uint32_t i = 0; i < r->work.framework->criterion_count; i++)
        put_criterion(r, i, language);
}

/* ---- for machines ---- */

static void put_head_json(record *r)
{
    const khung__life *life = &r->life;
    khung__buf *buf = &r->buf;
    khung__put_member(buf, "{\n  \"kind\": \"assessment\", \"format\": 1,\n  \"id\": ", life->id);
    khung__put_member(buf, ",\n  \"organisation\": {\"id\": ", life->organisation_id);
    khung__put_member(buf, ", \"name\": ", life->organisation_name);
    khung__put_member(buf, "},\n  \"framework\": {\"id\": ", life->framework_id);
    khung__put_member(buf, ", \"version\": ", life->framework_version);
    khung__put_member(buf, ", \"digest\": ", khung__str_of(life->framework));
    khung__put_member(buf, "},\n  \"period\": {\"from\": ", life->from);
    khung__put_member(buf, ", \"to\": ", life->to);
    khung__put_member(buf, "},\n  \"state\": ", khung__str_of(khung__life_name(life->state)));
    khung__put_member(buf, ", \"since\": ", life->since);
    khung__put_member(buf, ", \"by\": ", life->by);
    khung__put_member(buf, ", \"waits_for\": ", khung__str_of(khung__life_waiting_name(life->state)));
    khung__put_member(buf, ", \"reviewer\": ", life->reviewer_id);
    khung__put_member(buf, ", \"before\": ", r->before);
}

static void put_lists_json(record *r)
{
    static const char *const of_track[] = {"{\"kind\": ", ", \"kept\": ", ", \"by\": ", ", \"digest\": "};
    static const char *const of_review[] = {"{\"reviewer\": ", ", \"taken\": ", ", \"ended\": ", ", \"outcome\": ", ", \"reason\": "};
    khung__buf *buf = &r->buf;
    khung__buf_z(buf, ",\n  \"tracks\": [");
    for (size_t i = 0; i < r->tracks.count; i++) {
        khung__buf_z(buf, i ? ",\n    " : "\n    ");
        for (size_t k = 0; k < 4; k++)
            khung__put_member(buf, of_track[k], KHUNG__CELL(&r->tracks, i, k));
        khung__buf_printf(buf, ", \"counts\": %s}", KHUNG__CELL(&r->tracks, i, 4).s[0] == '1' ? "true" : "false");
    }
    khung__buf_z(buf, "],\n  \"reviews\": [");
    for (size_t i = 0; i < r->reviews.count; i++) {
        khung__buf_z(buf, i ? ",\n    " : "\n    ");
        for (size_t k = 0; k < 5; k++)
            khung__put_member(buf, of_review[k], KHUNG__CELL(&r->reviews, i, k));
        khung__buf_char(buf, '}');
    }
    khung__buf_char(buf, ']');
}

/* {"score": "3", "level": "established"}, "not_applicable" or null. */
static void put_value_json(record *r, const char *name, const khung__criterion *k, khung__rat value, bool na)
{
    khung__buf *buf = &r->buf;
    khung__buf_printf(buf, ", \"%s\": ", name);
    if (na || !value.has) {
        khung__buf_z(buf, na ? "\"not_applicable\"" : "null");
        return;
    }
    khung__str level = khung__value_cell(&r->arena, r->work.framework, k, value, false, KHUNG__EN);
    khung__buf_z(buf, "{\"score\": \"");
    khung__buf_rat(buf, value);
    khung__buf_z(buf, "\", \"level\": ");
    if (k->scale != KHUNG__NONE && khung__framework_level(&r->work.framework->scales[k->scale], level) != KHUNG__NONE)
        khung__buf_json(buf, level);
    else
        khung__buf_z(buf, "null");
    khung__buf_char(buf, '}');
}

static void put_criteria_json(record *r)
{
    const khung_framework *f = r->work.framework;
    khung__buf *buf = &r->buf;
    khung__buf_z(buf, ",\n  \"criteria\": [");
    for (uint32_t i = 0; i < f->criterion_count; i++) {
        const khung__criterion *k = &f->criteria[i];
        const khung__criterion_result *c = &r->work.result->criteria[i];
        bool na = c->state == KHUNG_NOT_APPLICABLE;
        khung__put_member(buf, i ? ",\n    {\"id\": " : "\n    {\"id\": ", k->id);
        khung__put_member(buf, ", \"state\": ", khung__str_of(khung__state_names[c->state]));
        put_value_json(r, "self", k, r->self ? r->self->criteria[i].self : khung__rat_none(), r->self && r->self->criteria[i].self_na);
        put_value_json(r, "consensus", k, r->consensus ? r->consensus->criteria[i].self : khung__rat_none(),
                       r->consensus && r->consensus->criteria[i].self_na);
        put_value_json(r, "reviewer", k, c->reviewer, c->reviewer_na);
        put_value_json(r, "official", k, na ? khung__rat_none() : c->score, na);
        khung__buf_z(buf, c->gap.has ? ", \"gap\": \"" : ", \"gap\": null}");
        if (c->gap.has) {
            khung__buf_rat(buf, c->gap);
            khung__buf_z(buf, "\"}");
        }
    }
    khung__buf_z(buf, "]\n}\n");
}

khung_status khung_assess_record(char **out, khung_store *store, const char *id, const char *language, bool criteria, khung_log *log)
{
    record r = {.store = store};
    if (!out || !store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = load(&r, id, criteria || !language, log);
    if (status == KHUNG_OK && language) {
        put_text(&r, criteria, khung__language_of(khung__str_of(language)));
    } else if (status == KHUNG_OK) {
        put_head_json(&r);
        put_lists_json(&r);
        put_criteria_json(&r);
    }
    release(&r);
    return khung__hand_out(out, &r.buf, status);
}
