/* Handing in: what is still open, the answers as tracks, the result they give. */
#include <stdio.h>
#include <string.h>

#include "assess.h"
#include "save.h"

static const khung__at nowhere = {0};

static bool is_open(const khung__criterion_result *c)
{
    return c->state == KHUNG_UNANSWERED || c->state == KHUNG_FACT_MISSING;
}

/* ---- the list of what is open ---- */

static void put_open_json(khung__buf *buf, const khung__work *work, khung__str id)
{
    size_t count = 0;
    for (uint32_t i = 0; i < work->result->criterion_count; i++)
        count += is_open(&work->result->criteria[i]);
    khung__buf_z(buf, "{\n  \"kind\": \"open\", \"format\": 1, \"assessment\": ");
    khung__buf_json(buf, id);
    khung__buf_printf(buf, ", \"count\": %zu,\n  \"items\": [", count);
    count = 0;
    for (uint32_t i = 0; i < work->result->criterion_count; i++) {
        const khung__criterion_result *c = &work->result->criteria[i];
        const khung__criterion *k = &work->framework->criteria[i];
        if (!is_open(c))
            continue;
        khung__buf_z(buf, count++ ? ",\n    {\"id\": " : "\n    {\"id\": ");
        khung__buf_json(buf, k->id);
        khung__buf_z(buf, ", \"title\": ");
        khung__buf_json(buf, k->title);
        khung__buf_printf(buf, ", \"state\": \"%s\", \"carried\": %s}", khung__state_names[c->state], c->carried ? "true" : "false");
    }
    khung__buf_z(buf, "]\n}\n");
}

/* What may be said of a criterion: its levels, its checks, or a number. */
static void put_choices(khung__buf *buf, const khung_framework *f, const khung__criterion *k, khung__language language)
{
    khung__buf line = {0};
    const char *between = "";
    if (k->method == KHUNG__SCALE)
        for (uint32_t i = 0; i < f->scales[k->scale].level_count; i++)
            if (k->choosable >> i & 1) {
                khung__buf_printf(&line, "%s%s", between, f->scales[k->scale].levels[i].id.s);
                between = " | ";
            }
    for (uint32_t i = 0; i < k->check_count; i++, between = " ")
        khung__buf_printf(&line, "%s%s=…", between, k->checks[i].id.s);
    if (k->method == KHUNG__QUANTITY)
        KHUNG__WORD(&line, KHUNG__W_LIFE_NUMBER, language, k->unit.s ? k->unit : KHUNG__S(""));
    khung__buf_z(buf, "    ");
    khung__buf_cell(buf, (khung__str){line.s ? line.s : "", line.n}, 76, true);
    khung__buf_char(buf, '\n');
    buf->failed = buf->failed || line.failed;
    khung__buf_free(&line);
}

static void put_open_text(khung__buf *buf, const khung__work *work, khung__str id, khung__language language)
{
    char number[24];
    size_t count = 0;
    for (uint32_t i = 0; i < work->result->criterion_count; i++) {
        const khung__criterion *k = &work->framework->criteria[i];
        const khung__criterion_result *c = &work->result->criteria[i];
        if (!is_open(c))
            continue;
        count++;
        khung__buf_str(buf, k->id);
        khung__buf_z(buf, "\n    ");
        khung__buf_cell(buf, k->ask.n ? k->ask : k->title, 76, true);
        khung__buf_char(buf, '\n');
        put_choices(buf, work->framework, k, language);
        if (c->carried || c->state == KHUNG_FACT_MISSING) {
            khung__buf_z(buf, "    ");
            khung__buf_str(buf, khung__word(c->carried ? KHUNG__W_LIFE_CARRIED : KHUNG__W_LIFE_FACT, language));
            khung__buf_char(buf, '\n');
        }
    }
    snprintf(number, sizeof number, "%zu", count);
    KHUNG__WORD(buf, count ? KHUNG__W_LIFE_LEFT : KHUNG__W_LIFE_NONE_LEFT, language, khung__str_of(number), id);
    khung__buf_char(buf, '\n');
}

khung_status khung_assess_open(char **out, khung_store *store, const char *id, const char *language, khung_log *log)
{
    khung__arena arena = {0};
    khung__life life;
    khung__work work = {0};
    khung__buf buf = {0};
    if (!out || !store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_find(&life, store, &arena, id, log);
    if (status == KHUNG_OK)
        status = khung__work_load(&work, store, &arena, &life, log);
    if (status == KHUNG_OK)
        status = khung__work_score(&work, NULL);
    if (status == KHUNG_OK && language)
        put_open_text(&buf, &work, life.id, khung__language_of(khung__str_of(language)));
    else if (status == KHUNG_OK)
        put_open_json(&buf, &work, life.id);
    khung__work_free(&work);
    khung__arena_free(&arena);
    return khung__hand_out(out, &buf, status);
}

/* ---- submit ---- */

static khung_status refuse_open(const khung__work *work, const khung__life *life, khung_log *log)
{
    khung__names names = {0};
    char number[24];
    for (uint32_t i = 0; i < work->result->criterion_count; i++)
        if (is_open(&work->result->criteria[i]))
            khung__names_add(&names, work->framework->criteria[i].id);
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
