/* Answers that are worked on, as rows: one is put, a whole file takes the place of what was there. */
#include "work.h"

#include <string.h>

khung__str khung__work_subject(khung__change *change, const khung__life *life, khung__whose whose)
{
    khung__buf buf = {0};
    khung__buf_printf(&buf, "%s:%s:", life->key, khung__store_kinds[whose.kind]);
    khung__buf_str(&buf, whose.person);
    return khung__buf_take(&buf, &change->arena);
}

khung_status khung__work_put(khung__change *change, const khung__life *life, khung__whose whose, khung__str criterion, khung__str value, khung__str reason,
                             khung__str seen, int agreed)
{
    int64_t number = agreed < 0 ? INT64_MIN : (int64_t)agreed, same = 0;
    khung_status status = khung__store_number(&same, change->store, change->log,
                                              "SELECT 1 FROM answer WHERE assessment = ?1 AND kind = ?2 AND person = ?3 AND criterion = ?4 AND value = ?5 "
                                              "AND reason IS ?6 AND seen IS ?7 AND agreed IS ?8", "ttss" "sssm", life->key, khung__store_kinds[whose.kind],
                                              whose.person, criterion, value, reason, seen, number);
    if (status != KHUNG_OK || same) /* said again: nothing to write */
        return status;
    return khung__change_put(change, KHUNG__T_answer, "ttss" "tsss" "mtt", life->key, khung__store_kinds[whose.kind], whose.person, criterion,
                             life->organisation, value, reason, seen, number, change->time, change->person);
}

/* Who gave answers: what stands for a track that was kept is copied for those that are worked on. */
static khung_status copy_names(khung__change *change, const khung__life *life)
{
    khung__rows rows = {0};
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log,
                                        "SELECT ?1 || ':' || t.kind || ':' || iif(t.kind = 'respondent', t.key, ''), p.content FROM result r, "
                                        "json_each(r.tracks) k JOIN track t ON t.key = k.value JOIN personal p ON p.subject = t.key "
                                        "WHERE r.key = ?2 AND t.kind <> 'reviewer'", "ts", life->key, life->result);
    for (size_t i = 0; i < rows.count && status == KHUNG_OK; i++)
        status = khung__named_put(change, KHUNG__CELL(&rows, i, 0).s, KHUNG__CELL(&rows, i, 1));
    return status;
}

khung_status khung__work_begin(khung__change *change, const khung__life *life)
{
    int64_t there = 0;
    khung__rows rows = {0};
    khung_status status = khung__store_number(&there, change->store, change->log,
                                              "SELECT 1 FROM answer WHERE assessment = ?1 AND kind <> 'reviewer' LIMIT 1", "t", life->key);
    if (status != KHUNG_OK || there || !life->result.s)
        return status;
    status = khung__gather(&rows, change->store, &change->arena, change->log, "SELECT kind, person, criterion, value FROM working WHERE assessment = ?1", "t",
                           life->key);
    for (size_t i = 0; i < rows.count && status == KHUNG_OK; i++)
        status = khung__change_put(change, KHUNG__T_answer, "tsss" "ts" "nnntt", life->key, KHUNG__CELL(&rows, i, 0), KHUNG__CELL(&rows, i, 1),
                                   KHUNG__CELL(&rows, i, 2), life->organisation, KHUNG__CELL(&rows, i, 3), change->time, change->person);
    return status == KHUNG_OK ? copy_names(change, life) : status;
}

khung_status khung__work_merge(khung__str *out, khung__change *change, const khung__life *life, khung__whose whose, khung__str criterion, khung__str patch,
                               int value)
{
    return khung__store_one(out, change->store, &change->arena, change->log,
                            "WITH old (v) AS (SELECT coalesce((SELECT CASE json_type(value) WHEN 'text' THEN json_object('level', value ->> '$') "
                            "ELSE value END FROM answer WHERE assessment = ?1 AND kind = ?2 AND person = ?3 AND criterion = ?4), '{}')), "
                            "new (v) AS (SELECT json_patch(CASE ?6 WHEN 1 THEN json_remove(v, '$.carried', '$.level', '$.quantity', '$.na', '$.checks') "
                            "WHEN 2 THEN json_remove(v, '$.carried', '$.level', '$.quantity', '$.na') ELSE v END, ?5) FROM old) "
                            "SELECT CASE WHEN v <> '{}' AND json_remove(v, '$.level') = '{}' THEN v -> '$.level' ELSE v END FROM new",
                            "ttsssi", life->key, khung__store_kinds[whose.kind], whose.person, criterion, patch, (int64_t)value);
}

/* ---- a whole file ---- */

static khung_status remove_others(khung__change *change, const khung__life *life, khung__whose whose, khung__str text)
{
    khung__rows rows = {0};
    const char *kind = khung__store_kinds[whose.kind];
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log,
                                        "SELECT criterion FROM answer WHERE assessment = ?1 AND kind = ?2 AND person = ?3 AND criterion <> '' "
                                        "AND criterion NOT IN (SELECT key FROM json_each(?4, '$.answers'))", "ttss", life->key, kind, whose.person, text);
    for (size_t i = 0; i < rows.count && status == KHUNG_OK; i++)
        status = khung__change_remove(change, KHUNG__T_answer, "ttss", life->key, kind, whose.person, KHUNG__CELL(&rows, i, 0));
    return status;
}

static khung_status put_file(khung__change *change, const khung__life *life, khung__whose whose, khung__str text, const khung__judging *judging)
{
    khung__rows rows = {0};
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log,
                                        "SELECT '', json_patch('{}', json_object('dated', ?1 ->> '$.dated', 'profile', json(?1 -> '$.profile'))) UNION ALL "
                                        "SELECT key, iif(type = 'text', json_quote(value), value) FROM json_each(?1, '$.answers')", "s", text);
    for (size_t i = 0; i < rows.count && status == KHUNG_OK; i++) {
        const khung__str criterion = KHUNG__CELL(&rows, i, 0), value = KHUNG__CELL(&rows, i, 1);
        khung__str reason = {0}, seen = {0};
        int agreed = -1;
        if (judging && criterion.n)
            status = judging->judge(judging->to, change, criterion, value, &reason, &seen, &agreed);
        if (status == KHUNG_OK)
            status = khung__work_put(change, life, whose, criterion, value, reason, seen, agreed);
    }
    return status;
}

static khung_status remove_name(khung__change *change, khung__str subject)
{
    khung_status status = khung__store_do(change->store, change->log, "DELETE FROM personal WHERE subject = ?1", "s", subject);
    if (status == KHUNG_OK && sqlite3_changes(change->store->db) > 0)
        khung__named_note(change, subject, (khung__str){0});
    return status;
}

/* A name is a personal field: it stands beside the answers, where it can be erased. */
static khung_status put_name(khung__change *change, const khung__life *life, khung__whose whose, const khung_answers *answers)
{
    khung__buf content = {0};
    int64_t same = 0;
    khung__str subject = khung__work_subject(change, life, whose);
    if (!subject.s)
        return KHUNG_NO_MEMORY;
    if (!answers->by_name.s && !answers->by_role.s)
        return remove_name(change, subject);
    khung__buf_z(&content, "{\"name\":");
    khung__buf_json(&content, answers->by_name.s ? answers->by_name : KHUNG__S(""));
    khung__buf_z(&content, ",\"role\":");
    khung__buf_json(&content, answers->by_role.s ? answers->by_role : KHUNG__S(""));
    khung__buf_char(&content, '}');
    const khung__str name = {content.s, content.n};
    khung_status status = content.failed ? KHUNG_NO_MEMORY
                                         : khung__store_number(&same, change->store, change->log,
                                                               "SELECT 1 FROM personal WHERE subject = ?1 AND content = ?2", "ss", subject, name);
    if (status == KHUNG_OK && !same)
        status = khung__named_put(change, subject.s, name);
    khung__buf_free(&content);
    return status;
}

khung_status khung__work_replace(khung__change *change, const khung__life *life, khung__whose whose, const khung_answers *answers,
                                 const khung__judging *judging)
{
    khung__buf text = {0};
    khung_status status = khung__tree_canonical(answers->tree, "by", &text);
    if (status == KHUNG_OK && text.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = remove_others(change, life, whose, (khung__str){text.s, text.n});
    if (status == KHUNG_OK)
        status = put_file(change, life, whose, (khung__str){text.s, text.n}, judging);
    khung__buf_free(&text);
    return status == KHUNG_OK ? put_name(change, life, whose, answers) : status;
}

static khung__str date_in(khung__arena *arena, khung__date date)
{
    khung__buf buf = {0};
    khung__buf_date(&buf, date);
    return khung__buf_take(&buf, arena);
}

khung_status khung__work_fits(const khung__life *life, const khung_framework *framework, const khung_answers *answers, khung_log *log)
{
    khung__arena arena = {0};
    khung__str from = date_in(&arena, answers->from), to = date_in(&arena, answers->to);
    const khung__at file = {.source = &answers->tree->source};
    khung_status status = from.s && to.s ? KHUNG_OK : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK && !khung__str_eq(answers->organisation_id, life->organisation_id))
        status = KHUNG__DIAG(log, KHUNG__D_IMPORT_ORGANISATION, file, answers->organisation_id, life->organisation_id);
    if (status != KHUNG_NO_MEMORY && (!khung__str_eq(from, life->from) || !khung__str_eq(to, life->to)))
        status = KHUNG__DIAG(log, KHUNG__D_IMPORT_PERIOD, file, from, to, life->from, life->to);
    khung_status bound = khung__work_check(answers, framework, log);
    khung__arena_free(&arena);
    return status == KHUNG_OK ? bound : status;
}
