/* An assessment's beginning and end: new, withdrawn, closed, reopened. */
#include "work.h"

#include <stdio.h>
#include <string.h>

#include "save.h"
#include "assess.h"

static const khung__at nowhere = {0};

static khung_status check_period(const char *from, const char *to, khung_log *log)
{
    khung__date first, last;
    khung__str a = khung__str_of(from), b = khung__str_of(to);
    if (!khung__read_date(a, &first))
        return KHUNG__DIAG(log, KHUNG__D_ASSESS_DATE, nowhere, a);
    if (!khung__read_date(b, &last))
        return KHUNG__DIAG(log, KHUNG__D_ASSESS_DATE, nowhere, b);
    return khung__date_cmp(first, last) > 0 ? KHUNG__DIAG(log, KHUNG__D_ASSESS_PERIOD, nowhere, a, b) : KHUNG_OK;
}

/* The organisation must be in the registry: an id that was mistyped would make a second one. */
static khung_status find_organisation(khung__change *change, khung__str id)
{
    khung__rows rows = {0};
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log,
                                        "SELECT o.key, m.id FROM organisation o LEFT JOIN organisation m ON m.key = o.merged_into WHERE o.id = ?1", "s", id);
    if (status != KHUNG_OK)
        return status;
    if (rows.count == 0)
        return KHUNG__DIAG(change->log, KHUNG__D_ASSESS_NO_ORGANISATION, nowhere, id);
    if (rows.cell[1].s)
        return KHUNG__DIAG(change->log, KHUNG__D_ASSESS_MERGED, nowhere, id, rows.cell[1]);
    snprintf(change->organisation, sizeof change->organisation, "%s", rows.cell[0].s);
    return KHUNG_OK;
}

static khung_status check_free(khung__change *change, const khung__begin *what, const char *digest)
{
    khung__str same = {0};
    int64_t taken = 0;
    khung_status status = khung__store_number(&taken, change->store, change->log, "SELECT 1 FROM assessment WHERE id = ?1", "t", what->id);
    if (status == KHUNG_OK && taken)
        return KHUNG__DIAG(change->log, KHUNG__D_ASSESS_TAKEN, nowhere, khung__str_of(what->id));
    if (status == KHUNG_OK)
        status = khung__store_one(&same, change->store, &change->arena, change->log,
                                  "SELECT id FROM assessment WHERE organisation = ?1 AND framework = ?2 AND period_from = ?3 AND period_to = ?4", "tttt",
                                  change->organisation, digest, what->from, what->to);
    return status == KHUNG_OK && same.s ? KHUNG__DIAG(change->log, KHUNG__D_ASSESS_SAME, nowhere, same) : status;
}

khung_status khung__assess_put(khung__change *change, const khung__begin *what)
{
    char digest[KHUNG_DIGEST_SIZE];
    if (!khung__is_id(khung__str_of(what->id)))
        return KHUNG__DIAG(change->log, KHUNG__D_ASSESS_BAD_ID, nowhere, khung__str_of(what->id));
    khung_status status = check_period(what->from, what->to, change->log);
    if (status == KHUNG_OK)
        status = find_organisation(change, what->organisation);
    if (status == KHUNG_OK)
        status = khung__save_framework(change, what->framework, digest);
    if (status == KHUNG_OK)
        status = check_free(change, what, digest);
    if (status == KHUNG_OK)
        status = khung__change_key(change, change->thread);
    if (status != KHUNG_OK)
        return status;
    return khung__change_put(change, KHUNG__T_assessment, "tttttt" "ttt" "snt" "t", change->thread, change->organisation, digest, what->id, what->from,
                             what->to, khung__life_name(KHUNG__STATE_DRAFT), change->time, change->person, what->before, change->time, change->person);
}

khung_status khung_assess_begin(khung_store *store, const char *id, const char *organisation, const khung_framework *framework, const char *from,
                                const char *to, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    if (!store || !id || !organisation || !framework || !from || !to)
        return KHUNG_BAD_CALL;
    const khung__begin what = {id, from, to, khung__str_of(organisation), {0}, framework};
    khung_status status = khung__change_begin(&change, store, "assess.new", person ? person : "", now, log);
    return status == KHUNG_OK ? khung__change_end(&change, khung__assess_put(&change, &what)) : status;
}

/* ---- moves that only move ---- */

khung_status khung__assess_end_review(khung__change *change, const khung__life *life, const char *outcome, khung__str reason)
{
    if (!life->review.s)
        return KHUNG_OK;
    return khung__change_set(change, KHUNG__T_review, "ended outcome reason", "stts", life->review, change->time, outcome, reason);
}

static khung_status move(const khung__call *call, const char *name, khung__act act, const char *reason)
{
    khung__change change;
    khung__life life;
    if (!call->store || !call->id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, call, name, act, reason);
    if (status != KHUNG_OK)
        return status;
    if (act == KHUNG__ACT_WITHDRAW)
        status = khung__assess_end_review(&change, &life, "withdrawn", (khung__str){0});
    if (status == KHUNG_OK)
        status = khung__life_go(&change, &life, act);
    return khung__change_end(&change, status);
}

khung_status khung_assess_withdraw(khung_store *store, const char *id, const char *reason, const char *person, int64_t now, khung_log *log)
{
    return move(&(khung__call){store, id, person, now, log}, "assess.withdraw", KHUNG__ACT_WITHDRAW, reason);
}

khung_status khung_assess_close(khung_store *store, const char *id, const char *reason, const char *person, int64_t now, khung_log *log)
{
    return move(&(khung__call){store, id, person, now, log}, "assess.close", KHUNG__ACT_CLOSE, reason);
}

khung_status khung_assess_reopen(khung_store *store, const char *id, const char *reason, const char *person, int64_t now, khung_log *log)
{
    return move(&(khung__call){store, id, person, now, log}, "assess.reopen", KHUNG__ACT_REOPEN, reason);
}
