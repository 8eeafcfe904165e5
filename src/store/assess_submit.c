/* Handing in: the answers as tracks, the result they give. */
#include <stdio.h>
#include <string.h>

#include "assess.h"
#include "save.h"

static const khung__at nowhere = {0};

/* ---- submit ---- */

static khung_status refuse_open(const khung__work *work, const khung__life *life, khung_log *log)
{
    khung__names names = {0};
    char number[24];
    for (uint32_t i = 0; i < work->result->criterion_count; i++)
        if (khung__assess_is_open(&work->result->criteria[i]))
            khung__names_add(&names, khung__criterion_name(&work->framework->criteria[i]));
    snprintf(number, sizeof number, "%zu", names.count);
    khung_status status = KHUNG_OK;
    if (names.buf.failed)
        status = KHUNG_NO_MEMORY;
    else if (names.count)
        status = KHUNG__DIAG(log, KHUNG__D_SUBMIT_OPEN, nowhere, khung__str_of(number), life->id, {names.buf.s, names.buf.n});
    khung__buf_free(&names.buf);
    return status;
}

khung_status khung__assess_keep(khung__change *change, const khung__work *work)
{
    return khung__save_all(change, work->framework, (const khung_answers *const *)work->tracks, work->count, work->result);
}

static khung_status submit(khung__change *change, const khung__life *life, bool incomplete)
{
    khung__work work = {0};
    int64_t rows = 0;
    khung_status status = khung__work_begin(change, life);
    if (status == KHUNG_OK)
        status = khung__store_number(&rows, change->store, change->log,
                                     "SELECT count(*) FROM answer WHERE assessment = ?1 AND kind <> 'reviewer' AND criterion <> ''", "t", life->key);
    if (status == KHUNG_OK && rows == 0)
        return KHUNG__DIAG(change->log, KHUNG__D_SUBMIT_NOTHING, nowhere, life->id);
    if (status == KHUNG_OK)
        status = khung__work_load(&work, change->store, &change->arena, life, change->log);
    if (status == KHUNG_OK)
        status = khung__work_score(&work, change->log);
    if (status == KHUNG_OK && !incomplete)
        status = refuse_open(&work, life, change->log);
    if (status == KHUNG_OK)
        status = khung__assess_keep(change, &work);
    khung__work_free(&work);
    return status == KHUNG_OK ? khung__life_go(change, life, KHUNG__ACT_SUBMIT) : status;
}

khung_status khung_assess_submit(khung_store *store, const char *id, bool incomplete, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "assess.submit", KHUNG__ACT_SUBMIT, NULL);
    return status == KHUNG_OK ? khung__change_end(&change, submit(&change, &life, incomplete)) : status;
}
