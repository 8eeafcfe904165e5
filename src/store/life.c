/* The life of an assessment by the table life.def: what may be done now, by whom, and how it is begun. */
#include "life.h"

#include <stdio.h>
#include <string.h>

static const khung__state_row states[KHUNG__STATE_COUNT] = {
#define STATE(name, stored, waits, en, vi) {stored, KHUNG__WHO_##waits, {vi, en}},
#include "life.def"
#undef STATE
};

static const khung__act_row acts[KHUNG__ACT_COUNT] = {
#define ACT(name, command, en, vi) {command, {vi, en}},
#include "life.def"
#undef ACT
};

static const khung__move moves[] = {
#define MOVE(from, act, to, who, asks) {KHUNG__STATE_##from, KHUNG__ACT_##act, KHUNG__STATE_##to, KHUNG__WHO_##who, KHUNG__ASKS_##asks},
#include "life.def"
#undef MOVE
};

static const khung__moves table = {states, acts, moves, KHUNG__STATE_COUNT, KHUNG__ACT_COUNT, sizeof moves / sizeof *moves, "assess show"};

const khung__move *khung__life_move(khung__life_state from, khung__act act)
{
    return khung__moves_find(&table, from, act);
}

const char *khung__life_name(khung__life_state state)
{
    return states[state].stored;
}

const char *khung__life_word(khung__life_state state, khung__language language)
{
    return states[state].words[language];
}

khung__who khung__life_waits(khung__life_state state)
{
    return (khung__who)states[state].mark;
}

khung__life_state khung__life_state_of(khung__str name)
{
    return (khung__life_state)khung__moves_state(&table, name);
}

void khung__life_next(khung__buf *buf, khung__life_state state)
{
    khung__moves_next(buf, &table, state);
}

/* ---- what is asked of the store ---- */

static khung_status gather_row(khung__rows *rows, size_t *room, sqlite3_stmt *row, khung__arena *arena)
{
    if ((rows->count + 1) * rows->columns > *room) {
        size_t more = *room ? *room * 2 : rows->columns * 8;
        khung__str *cells = khung__arena_alloc(arena, more * sizeof *cells);
        if (!cells)
            return KHUNG_NO_MEMORY;
        if (rows->count)
            memcpy(cells, rows->cell, rows->count * rows->columns * sizeof *cells);
        rows->cell = cells;
        *room = more;
    }
    for (size_t i = 0; i < rows->columns; i++) {
        khung__str text = khung__store_text(row, (int)i, arena);
        if (!text.s && sqlite3_column_type(row, (int)i) != SQLITE_NULL)
            return KHUNG_NO_MEMORY;
        KHUNG__CELL(rows, rows->count, i) = text;
    }
    rows->count++;
    return KHUNG_OK;
}

khung_status khung__gather(khung__rows *out, khung_store *store, khung__arena *arena, khung_log *log, const char *sql, const char *types, ...)
{
    sqlite3_stmt *row = NULL;
    khung__rows rows = {0};
    size_t room = 0;
    bool more = true;
    va_list args;
    va_start(args, types);
    khung_status status = khung__store_ask_list(&row, store, log, sql, types, &args);
    va_end(args);
    if (status == KHUNG_OK)
        rows.columns = (size_t)sqlite3_column_count(row);
    while (status == KHUNG_OK && more) {
        status = khung__store_step(store, row, &more, log);
        if (status == KHUNG_OK && more)
            status = gather_row(&rows, &room, row, arena);
    }
    sqlite3_finalize(row);
    if (status == KHUNG_OK)
        *out = rows;
    return status;
}

static const char find_sql[] =
    "SELECT a.key, a.organisation, a.framework, a.state, a.id, a.state_since, p.id, o.id, o.name, f.id, f.version, a.period_from, a.period_to, "
    "a.result, a.before, r.key, r.reviewer, q.id, " KHUNG__NAME_OF("p") ", " KHUNG__NAME_OF("q") " "
    "FROM assessment a JOIN organisation o ON o.key = a.organisation JOIN framework f ON f.digest = a.framework JOIN person p ON p.key = a.state_by "
    "LEFT JOIN review r ON r.assessment = a.key AND r.ended IS NULL LEFT JOIN person q ON q.key = r.reviewer WHERE a.id = ?1";

khung_status khung__life_find(khung__life *out, khung_store *store, khung__arena *arena, const char *id, khung_log *log)
{
    khung__rows rows = {0};
    khung_status status = khung__gather(&rows, store, arena, log, find_sql, "t", id);
    if (status != KHUNG_OK)
        return status;
    if (rows.count == 0)
        return KHUNG__DIAG(log, KHUNG__D_STORE_NO_ASSESSMENT, (khung__at){0}, khung__str_of(id));
    const khung__str *c = rows.cell;
    *out = (khung__life){.state = khung__life_state_of(c[3]), .id = c[4], .since = c[5], .by = c[6], .organisation_id = c[7], .organisation_name = c[8],
                         .framework_id = c[9], .framework_version = c[10], .from = c[11], .to = c[12], .result = c[13], .before = c[14],
                         .review = c[15], .reviewer = c[16], .reviewer_id = c[17],
                         .by_name = c[18], .reviewer_name = c[19]};
    snprintf(out->key, sizeof out->key, "%s", c[0].s);
    snprintf(out->organisation, sizeof out->organisation, "%s", c[1].s);
    snprintf(out->framework, sizeof out->framework, "%s", c[2].s);
    return KHUNG_OK;
}

/* ---- an act ---- */

static khung__language language_of(const khung_log *log)
{
    return log ? khung__language_of(khung__str_of(khung__diag_language(log))) : KHUNG__EN;
}

/* "submitted since 22 November 2026 (Nguyễn Thị Ái)". */
static void put_standing(khung__buf *buf, const khung__life *life, khung__language language)
{
    khung__buf day = {0};
    khung__buf_day(&day, life->since, language);
    KHUNG__WORD(buf, KHUNG__W_LIFE_STANDS, language, khung__str_of(khung__life_word(life->state, language)), (khung__str){day.s, day.n}, life->by_name);
    buf->failed = buf->failed || day.failed;
    khung__buf_free(&day);
}

static khung_status say_not_now(const khung__life *life, khung__act act, khung_log *log)
{
    khung__language language = language_of(log);
    khung__buf stands = {0}, next = {0};
    put_standing(&stands, life, language);
    khung__life_next(&next, life->state);
    khung_status status = stands.failed || next.failed ? KHUNG_NO_MEMORY
                        : KHUNG__DIAG(log, KHUNG__D_LIFE_NOT_NOW, (khung__at){0}, life->id, {stands.s, stands.n},
                                      khung__str_of(acts[act].words[language]), {next.s, next.n});
    khung__buf_free(&stands);
    khung__buf_free(&next);
    return status;
}

/* What the triggers of store.sql cannot see, since no row of theirs is written. */
static khung_status check_who(khung__change *change, const khung__life *life, khung__who who)
{
    int64_t reviewed = 0;
    khung_status status = KHUNG_OK;
    bool reviewer = khung__str_eq(life->reviewer, khung__str_of(change->person));
    if (who == KHUNG__WHO_REVIEWER && !reviewer)
        return KHUNG__DIAG(change->log, KHUNG__D_LIFE_OTHER_REVIEWER, (khung__at){0}, life->id, life->reviewer_id);
    if (who == KHUNG__WHO_ORGANISATION || (who == KHUNG__WHO_BOTH && !reviewer))
        status = khung__store_number(&reviewed, change->store, change->log, "SELECT 1 FROM review WHERE assessment = ?1 AND reviewer = ?2 LIMIT 1", "tt",
                                     life->key, change->person);
    return status == KHUNG_OK && reviewed ? KHUNG__DIAG(change->log, KHUNG__D_DUTIES_REVIEWER, (khung__at){0}) : status;
}

static khung_status check(khung__change *change, const khung__life *life, khung__act act, const char *reason)
{
    const khung__move *move = khung__life_move(life->state, act);
    khung__str text = {0};
    if (!move)
        return say_not_now(life, act, change->log);
    khung_status status = check_who(change, life, move->who);
    if (status == KHUNG_OK && move->asks == KHUNG__ASKS_REASON && !reason)
        return KHUNG__DIAG(change->log, KHUNG__D_LIFE_NEEDS_REASON, (khung__at){0}, life->id, khung__str_of(acts[act].words[language_of(change->log)]));
    if (status == KHUNG_OK && reason)
        status = khung__given_text(&text, &change->arena, reason, "--reason", change->log);
    if (status == KHUNG_OK && reason)
        khung__change_note(change, "reason", text);
    return status;
}

khung_status khung__life_begin(khung__change *change, khung__life *life, const khung__call *call, const char *name, khung__act act, const char *reason)
{
    khung_status status = khung__change_begin(change, call->store, name, call->person ? call->person : "", call->now, call->log);
    if (status != KHUNG_OK)
        return status;
    status = khung__life_find(life, call->store, &change->arena, call->id, call->log);
    if (status == KHUNG_OK) {
        memcpy(change->thread, life->key, sizeof change->thread);
        memcpy(change->organisation, life->organisation, sizeof change->organisation);
        status = check(change, life, act, reason);
    }
    return status == KHUNG_OK ? status : khung__change_end(change, status);
}

khung_status khung__life_go(khung__change *change, const khung__life *life, khung__act act)
{
    const khung__move *move = khung__life_move(life->state, act);
    return khung__change_set(change, KHUNG__T_assessment, "state state_since state_by", "tttt", life->key, khung__life_name(move->to), change->time,
                             change->person);
}

khung_status khung__given_text(khung__str *out, khung__arena *arena, const char *text, const char *what, khung_log *log)
{
    khung__str clean = khung__text_trim(khung__str_of(text));
    bool good = clean.n > 0 && clean.n <= KHUNG__TREE_MAX_SCALAR;
    for (const char *p = clean.s, *end = clean.s + clean.n; good && p < end;) {
        int32_t code = khung__utf8_next(&p, end);
        good = code >= 0x20 ? code < 0x7F || code >= 0xA0 : code == '\n' || code == '\t';
    }
    if (!good)
        return KHUNG__DIAG(log, KHUNG__D_GIVEN_TEXT, (khung__at){0}, khung__str_of(what));
    khung__str nfc;
    if (!khung__text_nfc(arena, clean, &nfc))
        return KHUNG_NO_MEMORY;
    *out = khung__str_copy(arena, nfc);
    return out->s ? KHUNG_OK : KHUNG_NO_MEMORY;
}
