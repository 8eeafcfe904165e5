/* A review: taken by somebody the triggers of store.sql let, judged criterion by criterion, replied to, returned or finished. */
#include "review.h"

#include <stdio.h>
#include <string.h>

#include "save.h"

static const khung__at nowhere = {0};

bool khung__review_changed(const khung__criterion_result *c)
{
    bool self = c->self.has || c->self_na;
    if (!c->reviewer_given)
        return false;
    return !self || c->self_na != c->reviewer_na || (c->gap.has && c->gap.num_n > 0);
}

khung_status khung__review_score(khung_result **out, const khung__work *work, const khung_answers *reviewer, khung_log *log)
{
    const khung_answers **tracks = khung__alloc((work->count + 1) * sizeof *tracks);
    if (!tracks)
        return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < work->count; i++)
        tracks[i] = work->tracks[i];
    tracks[work->count] = reviewer;
    khung_status status = khung_score(out, work->framework, tracks, work->count + 1, log);
    khung__free(tracks);
    return status;
}

static khung__whose whose_of(const khung__change *change)
{
    return (khung__whose){KHUNG__REVIEWER, khung__str_of(change->person)};
}

/* ---- take ---- */

/* What the organisation changed since it was agreed to must be judged anew. */
static khung_status drop_stale(khung__change *change, const khung__life *life)
{
    khung__rows rows = {0};
    khung__work work = {0};
    khung_answers *reviewer = NULL;
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log,
                                        "SELECT criterion FROM answer WHERE assessment = ?1 AND kind = 'reviewer' AND person = ?2 AND agreed = 1", "tt",
                                        life->key, change->person);
    if (status != KHUNG_OK || rows.count == 0)
        return status;
    status = khung__work_pinned(&work, change->store, life, change->log);
    if (status == KHUNG_OK)
        status = khung__work_reviewer(&reviewer, change->store, &change->arena, life, khung__str_of(change->person), change->log);
    if (status == KHUNG_OK)
        status = khung__review_score(&work.result, &work, reviewer, NULL);
    for (size_t i = 0; i < rows.count && status == KHUNG_OK; i++) {
        uint32_t index = khung__framework_criterion(work.framework, KHUNG__CELL(&rows, i, 0));
        if (index != KHUNG__NONE && khung__review_changed(&work.result->criteria[index]))
            status = khung__change_remove(change, KHUNG__T_answer, "ttts", life->key, "reviewer", change->person, KHUNG__CELL(&rows, i, 0));
    }
    khung_answers_free(reviewer);
    khung__work_free(&work);
    return status;
}

static khung_status take(khung__change *change, const khung__life *life)
{
    char key[KHUNG__UUID_SIZE];
    khung_status status = khung__change_key(change, key);
    if (status == KHUNG_OK)
        status = khung__change_put(change, KHUNG__T_review, "ttttt" "nnn", key, life->key, life->organisation, change->person, change->time);
    if (status == KHUNG_OK)
        status = drop_stale(change, life);
    return status == KHUNG_OK ? khung__life_go(change, life, KHUNG__ACT_TAKE) : status;
}

khung_status khung_review_take(khung_store *store, const char *id, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "review.take", KHUNG__ACT_TAKE, NULL);
    return status == KHUNG_OK ? khung__change_end(&change, take(&change, &life)) : status;
}

/* ---- judge ---- */

typedef struct judging {
    khung__change *change;
    khung__life life;
    khung__work work; /* the organisation's tracks */
} judging;

static khung_status begin_judging(judging *j, khung__change *change, const khung__call *call, const char *name)
{
    *j = (judging){.change = change};
    khung_status status = khung__life_begin(change, &j->life, call, name, KHUNG__ACT_JUDGE, NULL);
    if (status != KHUNG_OK)
        return status;
    status = khung__work_pinned(&j->work, call->store, &j->life, call->log);
    return status == KHUNG_OK ? status : khung__change_end(change, status);
}

static khung_status end_judging(judging *j, khung_status status)
{
    khung__work_free(&j->work);
    return khung__change_end(j->change, status);
}

/* Whether this one judgement differs from what the organisation says; the value was checked. */
static khung_status differs(bool *out, judging *j, khung__str criterion, khung__str value)
{
    khung__str cells[2] = {criterion, value};
    const khung__rows one = {cells, 1, 2};
    khung_answers *track = NULL;
    khung_result *result = NULL;
    uint32_t index = khung__framework_criterion(j->work.framework, criterion);
    khung_status status = khung__work_track(&track, &j->life, KHUNG__REVIEWER, (khung__str){0}, (khung__str){0}, &one, j->change->log);
    if (status == KHUNG_OK)
        status = khung__review_score(&result, &j->work, track, NULL);
    if (status == KHUNG_OK)
        *out = khung__review_changed(&result->criteria[index]);
    khung_result_free(result);
    khung_answers_free(track);
    return status;
}

static khung_status given(khung__str *out, judging *j, const char *text, const char *what)
{
    *out = (khung__str){0};
    return text ? khung__given_text(out, &j->change->arena, text, what, j->change->log) : KHUNG_OK;
}

static khung_status judge(judging *j, khung__str word, const khung_said *said)
{
    khung__change *change = j->change;
    khung__str patch, value, reason, seen, criterion = khung__framework_named(j->work.framework, word);
    if (khung__framework_criterion(j->work.framework, criterion) == KHUNG__NONE)
        return khung__no_criterion(j->work.framework, word, &change->arena, change->log);
    khung_said with_note = *said;
    bool changed = false;
    int kind = 0;
    with_note.note = said->reason ? said->reason : said->note; /* the reason stands in the track as its note */
    khung_status status = given(&reason, j, said->reason, "--reason");
    if (status == KHUNG_OK)
        status = given(&seen, j, said->seen, "--seen");
    if (status == KHUNG_OK)
        status = khung__said_json(&patch, &kind, &change->arena, j->work.framework, criterion, &with_note, change->log);
    if (status == KHUNG_OK)
        status = khung__work_merge(&value, change, &j->life, whose_of(change), criterion, patch, kind);
    if (status == KHUNG_OK)
        status = khung__say(change, &j->life, whose_of(change), j->work.framework, criterion, value);
    if (status == KHUNG_OK)
        status = differs(&changed, j, criterion, value);
    if (status == KHUNG_OK && changed && (!reason.s || !seen.s))
        return KHUNG__DIAG(change->log, KHUNG__D_REVIEW_NEEDS_WHY, nowhere, criterion);
    return status == KHUNG_OK ? khung__work_put(change, &j->life, whose_of(change), criterion, value, reason, seen, !changed) : status;
}

khung_status khung_review_answer(khung_store *store, const char *id, const char *criterion, const khung_said *said, const char *person, int64_t now,
                                 khung_log *log)
{
    khung__change change;
    judging j;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id || !criterion || !said)
        return KHUNG_BAD_CALL;
    khung_status status = begin_judging(&j, &change, &call, "review.answer");
    return status == KHUNG_OK ? end_judging(&j, judge(&j, khung__str_of(criterion), said)) : status;
}

/* ---- accept ---- */

/* The organisation's one answer, without what is its own: note, evidence, mark. */
static const char own_sql[] =
    "SELECT json_remove(iif(j.type = 'text', json_object('level', j.value), j.value), '$.note', '$.evidence') FROM assessment a "
    "JOIN result r ON r.key = a.result, json_each(r.tracks) k JOIN track t ON t.key = k.value, json_each(t.answers, '$.answers') j "
    "WHERE a.key = ?1 AND t.kind IN ('self', 'consensus') AND j.key = ?2 AND iif(j.type = 'text', NULL, j.value ->> '$.carried') IS NOT 'true' "
    "ORDER BY t.kind LIMIT 1"; /* consensus before self */

static khung_status accept(judging *j, khung__str criterion)
{
    khung__change *change = j->change;
    khung__str value;
    bool changed = true;
    const khung__str word = criterion;
    criterion = khung__framework_named(j->work.framework, criterion);
    uint32_t index = khung__framework_criterion(j->work.framework, criterion);
    if (index == KHUNG__NONE)
        return khung__no_criterion(j->work.framework, word, &change->arena, change->log);
    khung_status status = khung__store_one(&value, change->store, &change->arena, change->log, own_sql, "ts", j->life.key, criterion);
    if (status == KHUNG_OK && !value.s && j->work.result->level_ids[index].s) { /* respondents who come to a level */
        khung__buf buf = {0};
        khung__buf_json(&buf, j->work.result->level_ids[index]);
        value = khung__buf_take(&buf, &change->arena);
        status = value.s ? status : KHUNG_NO_MEMORY;
    }
    if (status == KHUNG_OK && value.s && j->work.framework->criteria[index].method == KHUNG__QUANTITY && value.s[0] == '"')
        value = (khung__str){0}; /* a level of respondents is no number */
    if (status == KHUNG_OK && value.s && value.n > 2)
        status = differs(&changed, j, criterion, value);
    if (status == KHUNG_OK && changed)
        return KHUNG__DIAG(change->log, KHUNG__D_REVIEW_NO_VALUE, nowhere, criterion);
    return status == KHUNG_OK ? khung__work_put(change, &j->life, whose_of(change), criterion, value, (khung__str){0}, (khung__str){0}, 1) : status;
}

khung_status khung_review_accept(khung_store *store, const char *id, const char *const *criteria, size_t count, const char *person, int64_t now,
                                 khung_log *log)
{
    khung__change change;
    judging j;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id || !criteria || count == 0)
        return KHUNG_BAD_CALL;
    khung_status status = begin_judging(&j, &change, &call, "review.accept");
    if (status != KHUNG_OK)
        return status;
    status = khung__work_score(&j.work, NULL);
    for (size_t i = 0; i < count && status == KHUNG_OK; i++)
        status = accept(&j, khung__str_of(criteria[i]));
    return end_judging(&j, status);
}

/* ---- import ---- */

static khung_status judge_row(void *to, khung__change *change, khung__str criterion, khung__str value, khung__str *reason, khung__str *seen, int *agreed)
{
    const khung__work *work = to;
    khung__rows rows = {0};
    uint32_t index = khung__framework_criterion(work->framework, criterion);
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log,
                                        "SELECT ?1 ->> '$.note', (SELECT group_concat(coalesce(value ->> '$.file', value ->> '$.item'), ', ') "
                                        "FROM json_each(?1, '$.evidence'))", "s", value);
    if (status != KHUNG_OK)
        return status;
    *reason = rows.cell[0];
    *seen = rows.cell[1];
    *agreed = !khung__review_changed(&work->result->criteria[index]);
    return KHUNG_OK;
}

/* Every changed level has its reason, or the file is refused with the list of those that lack it. */
static khung_status check_reasons(const judging *j, const khung_answers *file)
{
    khung__names names = {0};
    char number[24];
    for (uint32_t i = 0; i < file->answer_count; i++) {
        const khung__answer *answer = &file->answers[i];
        uint32_t index = khung__framework_criterion(j->work.framework, answer->criterion);
        if (index != KHUNG__NONE && !answer->note.s && khung__review_changed(&j->work.result->criteria[index]))
            khung__names_add(&names, answer->criterion);
    }
    snprintf(number, sizeof number, "%zu", names.count);
    khung_status status = KHUNG_OK;
    if (names.count)
        status = names.buf.failed ? KHUNG_NO_MEMORY
                                  : KHUNG__DIAG(j->change->log, KHUNG__D_REVIEW_WITHOUT_WHY, {.source = &file->tree->source}, khung__str_of(number),
                                                {names.buf.s, names.buf.n});
    khung__buf_free(&names.buf);
    return status;
}

static khung_status import(judging *j, const khung_answers *file)
{
    khung__change *change = j->change;
    if (file->track != KHUNG__REVIEWER)
        return KHUNG__DIAG(change->log, KHUNG__D_IMPORT_NOT_REVIEWER, {.source = &file->tree->source}, khung__str_of(khung__store_kinds[file->track]));
    khung_status status = khung__work_fits(&j->life, j->work.framework, file, change->log);
    if (status == KHUNG_OK)
        status = khung__review_score(&j->work.result, &j->work, file, change->log);
    if (status == KHUNG_OK)
        status = check_reasons(j, file);
    return status == KHUNG_OK ? khung__work_replace(change, &j->life, whose_of(change), file, &(khung__judging){judge_row, &j->work}) : status;
}

khung_status khung_review_import(khung_store *store, const char *id, const khung_answers *file, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    judging j;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id || !file)
        return KHUNG_BAD_CALL;
    khung_status status = begin_judging(&j, &change, &call, "review.import");
    return status == KHUNG_OK ? end_judging(&j, import(&j, file)) : status;
}
