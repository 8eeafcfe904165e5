/* A review for both sides: what is judged, what was changed and why, what the organisation says to it, what is open. */
#include <stdio.h>
#include <string.h>

#include "review.h"

typedef struct view {
    khung_store *store;
    khung__arena arena;
    khung__life life;
    khung__str review, reviewer, person;   /* key of the review, id and key of who reviews */
    khung__rows said, replies;
    khung__work work;                      /* the organisation's tracks; result: with the reviewer's */
    khung_answers *track;
    size_t judged, changed, open;
    khung_review_part part;
    khung__buf buf;
} view;

/* A finished review by its judgements, one that lasts or was returned by what was said so far. */
static const char said_sql[] =
    "SELECT criterion, reason, seen FROM judgement WHERE review = ?1 UNION ALL SELECT w.criterion, w.reason, w.seen FROM review r "
    "JOIN answer w ON w.assessment = r.assessment AND w.kind = 'reviewer' AND w.person = r.reviewer AND w.criterion <> '' "
    "WHERE r.key = ?1 AND r.outcome IS NOT 'finished'";
static const char replies_sql[] =
    "SELECT y.criterion, p.id, substr(y.at, 1, 10), y.text, " KHUNG__NAME_OF("p")
    " FROM reply y JOIN person p ON p.key = y.by JOIN review r ON r.key = y.review "
    "WHERE r.assessment = ?1 ORDER BY y.at, y.key";

static khung_status load_review(view *v, khung_log *log)
{
    khung__rows rows = {0};
    khung_status status = khung__gather(&rows, v->store, &v->arena, log,
                                        "SELECT r.key, p.id, r.reviewer FROM review r JOIN person p ON p.key = r.reviewer WHERE r.assessment = ?1 "
                                        "ORDER BY r.taken DESC, r.key DESC LIMIT 1", "t", v->life.key);
    if (status == KHUNG_OK && rows.count == 0)
        return KHUNG__DIAG(log, KHUNG__D_REVIEW_NONE, (khung__at){0}, v->life.id);
    if (status != KHUNG_OK)
        return status;
    v->review = rows.cell[0];
    v->reviewer = rows.cell[1];
    v->person = rows.cell[2];
    status = khung__gather(&v->said, v->store, &v->arena, log, said_sql, "s", v->review);
    return status == KHUNG_OK ? khung__gather(&v->replies, v->store, &v->arena, log, replies_sql, "t", v->life.key) : status;
}

static khung_status load(view *v, const char *id, khung_log *log)
{
    khung_status status = khung__life_find(&v->life, v->store, &v->arena, id, log);
    if (status == KHUNG_OK)
        status = load_review(v, log);
    if (status == KHUNG_OK)
        status = khung__work_pinned(&v->work, v->store, &v->life, log);
    if (status == KHUNG_OK)
        status = khung__work_reviewer(&v->track, v->store, &v->arena, &v->life, v->person, log);
    return status == KHUNG_OK ? khung__review_score(&v->work.result, &v->work, v->track, NULL) : status;
}

typedef enum standing { AGREED, CHANGED, OPEN, NOT_ASKED } standing;

static standing standing_of(const khung__criterion_result *c)
{
    bool scored = c->state != KHUNG_FUTURE && c->state != KHUNG_RETIRED && c->state != KHUNG_OUT_OF_SCOPE;
    if (c->reviewer_given)
        return khung__review_changed(c) ? CHANGED : AGREED;
    return scored && (c->self.has || c->self_na) ? OPEN : NOT_ASKED;
}

/* Whether the part that was asked for has the criterion. */
static bool shown(const view *v, uint32_t i)
{
    standing s = standing_of(&v->work.result->criteria[i]);
    return v->part == KHUNG_REVIEW_OPEN ? s == OPEN : v->part == KHUNG_REVIEW_CHANGED ? s == CHANGED : s != NOT_ASKED;
}

static void count(view *v)
{
    for (uint32_t i = 0; i < v->work.result->criterion_count; i++) {
        standing s = standing_of(&v->work.result->criteria[i]);
        v->judged += s == AGREED || s == CHANGED;
        v->changed += s == CHANGED;
        v->open += s == OPEN;
    }
}

static const khung__str *said_of(const view *v, khung__str criterion)
{
    for (size_t i = 0; i < v->said.count; i++)
        if (khung__str_eq(KHUNG__CELL(&v->said, i, 0), criterion))
            return &KHUNG__CELL(&v->said, i, 0);
    return NULL;
}

/* ---- for people ---- */

static void put_line(view *v, khung__word_id word, khung__language language, const khung__str *args, size_t n)
{
    khung__buf text = {0};
    khung__buf_word(&text, word, language, args, n);
    khung__buf_z(&v->buf, "    ");
    khung__buf_wrapped(&v->buf, (khung__str){text.s, text.n}, 4, 4);
    v->buf.failed = v->buf.failed || text.failed;
    khung__buf_free(&text);
}

static void put_reply(view *v, const khung__str *cell, khung__language language)
{
    khung__buf day = {0};
    khung__buf_day(&day, cell[2], language);
    put_line(v, KHUNG__W_REVIEW_REPLY, language, (const khung__str[]){cell[4], {day.s, day.n}, cell[3]}, 3);
    v->buf.failed = v->buf.failed || day.failed;
    khung__buf_free(&day);
}

/* "A1 gov-legal" in its column. */
static void put_name(view *v, const khung__criterion *k)
{
    khung__buf name = {0};
    khung__buf_str(&name, k->code);
    khung__buf_z(&name, k->code.n ? " " : "");
    khung__buf_str(&name, k->id);
    khung__buf_cell(&v->buf, (khung__str){name.s ? name.s : "", name.n}, 28, false);
    v->buf.failed = v->buf.failed || name.failed;
    khung__buf_free(&name);
}

static void put_criterion(view *v, uint32_t i, khung__language language)
{
    static const khung__word_id words[] = {KHUNG__W_REVIEW_AGREED, KHUNG__W_REVIEW_CHANGED, KHUNG__W_REVIEW_OPEN};
    const khung_framework *f = v->work.framework;
    const khung__criterion *k = &f->criteria[i];
    const khung__criterion_result *c = &v->work.result->criteria[i];
    const khung__str *said = said_of(v, k->id);
    standing s = standing_of(c);
    if (!shown(v, i))
        return;
    put_name(v, k);
    khung__buf_cell(&v->buf, khung__word(words[s], language), 12, false);
    khung__buf_cell(&v->buf, khung__value_cell(&v->arena, f, k, c->self, c->self_na, language), 16, false);
    khung__buf_cell(&v->buf, khung__value_cell(&v->arena, f, k, c->reviewer, c->reviewer_na, language), 16, true);
    khung__buf_char(&v->buf, '\n');
    if (s == CHANGED && said && said[1].s)
        put_line(v, KHUNG__W_REVIEW_REASON, language, &said[1], 1);
    if (s == CHANGED && said && said[2].s)
        put_line(v, KHUNG__W_REVIEW_SEEN, language, &said[2], 1);
    for (size_t y = 0; y < v->replies.count; y++)
        if (khung__str_eq(KHUNG__CELL(&v->replies, y, 0), k->id))
            put_reply(v, &KHUNG__CELL(&v->replies, y, 0), language);
}

static void put_text(view *v, khung__language language)
{
    char numbers[3][24];
    static const khung__word_id heads[] = {KHUNG__W_LIFE_H_CRITERION, KHUNG__W_REVIEW_H_HOW, KHUNG__W_LIFE_H_SELF, KHUNG__W_LIFE_H_REVIEWER};
    static const size_t widths[] = {28, 12, 16, 16};
    for (size_t i = 0; i < 4; i++)
        khung__buf_cell(&v->buf, khung__word(heads[i], language), widths[i], i == 3);
    khung__buf_char(&v->buf, '\n');
    for (uint32_t i = 0; i < v->work.result->criterion_count; i++)
        put_criterion(v, i, language);
    const size_t counts[] = {v->judged, v->changed, v->open};
    for (size_t i = 0; i < 3; i++)
        snprintf(numbers[i], sizeof numbers[i], "%zu", counts[i]);
    KHUNG__WORD(&v->buf, KHUNG__W_REVIEW_COUNT, language, khung__str_of(numbers[0]), khung__str_of(numbers[1]), khung__str_of(numbers[2]));
    khung__buf_char(&v->buf, '\n');
}

/* ---- for machines ---- */

static void put_number(khung__buf *buf, const char *before, khung__rat value, bool na)
{
    khung__buf_z(buf, before);
    if (na || !value.has) {
        khung__buf_z(buf, na ? "\"not_applicable\"" : "null");
        return;
    }
    khung__buf_char(buf, '"');
    khung__buf_rat(buf, value);
    khung__buf_char(buf, '"');
}

static void put_criterion_json(view *v, uint32_t i, bool first)
{
    static const char *const names[] = {"agreed", "changed", "open", "not_asked"};
    const khung__criterion_result *c = &v->work.result->criteria[i];
    const khung__str id = v->work.framework->criteria[i].id, *said = said_of(v, id);
    khung__buf *buf = &v->buf;
    bool one = true;
    khung__put_member(buf, first ? "\n    {\"id\": " : ",\n    {\"id\": ", id);
    khung__buf_printf(buf, ", \"judged\": \"%s\"", names[standing_of(c)]);
    put_number(buf, ", \"self\": ", c->self, c->self_na);
    put_number(buf, ", \"reviewer\": ", c->reviewer, c->reviewer_na);
    put_number(buf, ", \"gap\": ", c->gap, false);
    khung__put_member(buf, ", \"reason\": ", said ? said[1] : (khung__str){0});
    khung__put_member(buf, ", \"seen\": ", said ? said[2] : (khung__str){0});
    khung__buf_z(buf, ", \"replies\": [");
    for (size_t y = 0; y < v->replies.count; y++) {
        const khung__str *cell = &KHUNG__CELL(&v->replies, y, 0);
        if (!khung__str_eq(cell[0], id))
            continue;
        khung__put_member(buf, one ? "{\"by\": " : ", {\"by\": ", cell[1]);
        khung__put_member(buf, ", \"at\": ", cell[2]);
        khung__put_member(buf, ", \"text\": ", cell[3]);
        khung__buf_char(buf, '}');
        one = false;
    }
    khung__buf_z(buf, "]}");
}

static void put_json(view *v)
{
    bool first = true;
    khung__put_member(&v->buf, "{\n  \"kind\": \"review\", \"format\": 1, \"assessment\": ", v->life.id);
    khung__put_member(&v->buf, ", \"state\": ", khung__str_of(khung__life_name(v->life.state)));
    khung__put_member(&v->buf, ", \"reviewer\": ", v->reviewer);
    khung__buf_printf(&v->buf, ",\n  \"judged\": %zu, \"changed\": %zu, \"open\": %zu,\n  \"criteria\": [", v->judged, v->changed, v->open);
    for (uint32_t i = 0; i < v->work.result->criterion_count; i++)
        if (shown(v, i)) {
            put_criterion_json(v, i, first);
            first = false;
        }
    khung__buf_z(&v->buf, "]\n}\n");
}

khung_status khung_review_text(char **out, khung_store *store, const char *id, khung_review_part part, const char *language, khung_log *log)
{
    view v = {.store = store, .part = part};
    if (!out || !store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = load(&v, id, log);
    if (status == KHUNG_OK)
        count(&v);
    if (status == KHUNG_OK && language)
        put_text(&v, khung__language_of(khung__str_of(language)));
    else if (status == KHUNG_OK)
        put_json(&v);
    khung_answers_free(v.track);
    khung__work_free(&v.work);
    khung__arena_free(&v.arena);
    return khung__hand_out(out, &v.buf, status);
}
