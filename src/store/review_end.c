/* The end of a review, and what the organisation says before it. */
#include <stdio.h>
#include <string.h>

#include "review.h"
#include "save.h"

static const khung__at nowhere = {0};

/* ---- reply ---- */

static khung_status reply(khung__change *change, const khung__life *life, khung__str word, const char *text)
{
    char key[KHUNG__UUID_SIZE];
    khung__str clean, criterion;
    int64_t changed = 0;
    khung_status status = khung__assess_named(&criterion, change, life, &word, 1);
    if (status == KHUNG_OK)
        status = khung__store_number(&changed, change->store, change->log,
                                     "SELECT agreed = 0 FROM answer WHERE assessment = ?1 AND kind = 'reviewer' AND person = ?2 AND criterion = ?3",
                                     "tss", life->key, life->reviewer, criterion);
    if (status == KHUNG_OK && !changed)
        return KHUNG__DIAG(change->log, KHUNG__D_REPLY_UNCHANGED, nowhere, word, life->id);
    if (status == KHUNG_OK)
        status = khung__given_text(&clean, &change->arena, text, "TEXT", change->log);
    if (status == KHUNG_OK)
        status = khung__change_key(change, key);
    return status == KHUNG_OK ? khung__change_put(change, KHUNG__T_reply, "tstsstt", key, life->review, life->organisation, criterion, clean, change->time,
                                                  change->person)
                              : status;
}

khung_status khung_review_reply(khung_store *store, const char *id, const char *criterion, const char *text, const char *person, int64_t now,
                                khung_log *log)
{
    khung__change change;
    khung__life life;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id || !criterion || !text)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "review.reply", KHUNG__ACT_REPLY, NULL);
    return status == KHUNG_OK ? khung__change_end(&change, reply(&change, &life, khung__str_of(criterion), text)) : status;
}

/* ---- return ---- */

khung_status khung_review_return(khung_store *store, const char *id, const char *reason, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    khung__str clean = {0};
    const khung__call call = {store, id, person, now, log};
    if (!store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "review.return", KHUNG__ACT_RETURN, reason);
    if (status != KHUNG_OK)
        return status;
    status = khung__given_text(&clean, &change.arena, reason, "--reason", log);
    if (status == KHUNG_OK)
        status = khung__assess_end_review(&change, &life, "returned", clean);
    if (status == KHUNG_OK)
        status = khung__life_go(&change, &life, KHUNG__ACT_RETURN);
    return khung__change_end(&change, status);
}

/* ---- finish ---- */

/* What the organisation answered and the reviewer has not judged. */
static khung_status refuse_open(const khung__work *work, const khung__life *life, khung_log *log)
{
    khung__names names = {0};
    char number[24];
    for (uint32_t i = 0; i < work->result->criterion_count; i++) {
        const khung__criterion_result *c = &work->result->criteria[i];
        bool scored = c->state != KHUNG_FUTURE && c->state != KHUNG_RETIRED && c->state != KHUNG_OUT_OF_SCOPE;
        if (scored && !c->reviewer_given && (c->self.has || c->self_na))
            khung__names_add(&names, khung__criterion_name(&work->framework->criteria[i]));
    }
    snprintf(number, sizeof number, "%zu", names.count);
    khung_status status = KHUNG_OK;
    if (names.count)
        status = names.buf.failed ? KHUNG_NO_MEMORY
                                  : KHUNG__DIAG(log, KHUNG__D_REVIEW_OPEN, nowhere, khung__str_of(number), life->id, {names.buf.s, names.buf.n});
    khung__buf_free(&names.buf);
    return status;
}

static khung_status put_judgements(khung__change *change, const khung__life *life, const khung__work *work, khung__rows *rows)
{
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < rows->count && status == KHUNG_OK; i++) {
        uint32_t index = khung__framework_criterion(work->framework, KHUNG__CELL(rows, i, 0));
        bool changed = index != KHUNG__NONE && khung__review_changed(&work->result->criteria[index]);
        status = khung__change_put(change, KHUNG__T_judgement, "sstsi" "sst", life->review, KHUNG__CELL(rows, i, 0), life->organisation,
                                   KHUNG__CELL(rows, i, 1), (int64_t)!changed, KHUNG__CELL(rows, i, 2), KHUNG__CELL(rows, i, 3), change->time);
    }
    return status;
}

/* The organisation's tracks are kept already; the reviewer's joins them. */
static khung_status keep(khung__change *change, const khung__life *life, const khung__work *work)
{
    khung__rows kept = {0};
    khung_status status = khung__gather(&kept, change->store, &change->arena, change->log,
                                        "SELECT k.value FROM result r, json_each(r.tracks) k JOIN track t ON t.key = k.value "
                                        "WHERE r.key = ?1 AND t.kind <> 'reviewer' ORDER BY k.key", "s", life->result);
    char (*keys)[KHUNG__UUID_SIZE] = khung__arena_alloc(&change->arena, (kept.count + 1) * sizeof *keys);
    if (status == KHUNG_OK && !keys)
        status = KHUNG_NO_MEMORY;
    for (size_t i = 0; i < kept.count && status == KHUNG_OK; i++)
        snprintf(keys[i], sizeof keys[i], "%s", KHUNG__CELL(&kept, i, 0).s);
    if (status == KHUNG_OK)
        status = khung__save_track(change, work->tracks[work->count - 1], keys[kept.count], KHUNG__S("[]"));
    return status == KHUNG_OK ? khung__save_result(change, work->framework, work->result, keys, kept.count + 1) : status;
}

static khung_status finish(khung__change *change, const khung__life *life, bool incomplete)
{
    khung__work work = {0};
    khung__rows rows = {0};
    khung_answers *reviewer = NULL;
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log,
                                        "SELECT criterion, value, reason, seen FROM answer WHERE assessment = ?1 AND kind = 'reviewer' AND person = ?2 "
                                        "AND criterion <> ''", "tt", life->key, change->person);
    if (status == KHUNG_OK && rows.count == 0)
        return KHUNG__DIAG(change->log, KHUNG__D_REVIEW_NOTHING, nowhere, life->id);
    if (status == KHUNG_OK)
        status = khung__work_pinned(&work, change->store, life, change->log);
    if (status == KHUNG_OK)
        status = khung__work_reviewer(&reviewer, change->store, &change->arena, life, khung__str_of(change->person), change->log);
    if (status == KHUNG_OK)
        status = khung__work_add(&work, reviewer);
    if (status == KHUNG_OK)
        status = khung__work_score(&work, change->log);
    if (status == KHUNG_OK && !incomplete)
        status = refuse_open(&work, life, change->log);
    if (status == KHUNG_OK)
        status = put_judgements(change, life, &work, &rows);
    if (status == KHUNG_OK)
        status = keep(change, life, &work);
    khung__work_free(&work);
    if (status == KHUNG_OK)
        status = khung__assess_end_review(change, life, "finished", (khung__str){0});
    return status == KHUNG_OK ? khung__life_go(change, life, KHUNG__ACT_FINISH) : status;
}

khung_status khung_review_finish(khung_store *store, const char *id, bool incomplete, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "review.finish", KHUNG__ACT_FINISH, NULL);
    return status == KHUNG_OK ? khung__change_end(&change, finish(&change, &life, incomplete)) : status;
}
