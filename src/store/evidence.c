/* Evidence: items with title, date and digest of the file, listed for criteria; one file is one item. */
#include <stdio.h>
#include <string.h>

#include "assess.h"

static const khung__at nowhere = {0};

/* ---- a use ---- */

typedef struct adding {
    khung__change *change;
    const khung__life *life;
    const khung_framework *framework;
    const char *key;       /* of the item */
    khung__str title;
    khung__date dated;     /* year 0: none */
} adding;

static khung_status no_item(const adding *a, const khung__criterion *k, khung__str item)
{
    khung__str *ids = khung__arena_alloc(&a->change->arena, (k->evidence_count + 1) * sizeof *ids);
    for (uint32_t i = 0; ids && i < k->evidence_count; i++)
        ids[i] = k->evidence[i].id;
    khung_status status = KHUNG__DIAG(a->change->log, KHUNG__D_NO_EVIDENCE_ITEM, nowhere, item, k->id);
    if (ids && a->change->log)
        khung__diag_suggest(a->change->log, item, ids, k->evidence_count);
    return status;
}

static khung_status no_criterion(const adding *a, khung__str criterion)
{
    khung__str *ids = khung__arena_alloc(&a->change->arena, (a->framework->criterion_count + 1) * sizeof *ids);
    for (uint32_t i = 0; ids && i < a->framework->criterion_count; i++)
        ids[i] = a->framework->criteria[i].id;
    khung_status status = KHUNG__DIAG(a->change->log, KHUNG__D_REVIEW_NO_CRITERION, nowhere, criterion);
    if (ids && a->change->log)
        khung__diag_suggest(a->change->log, criterion, ids, a->framework->criterion_count);
    return status;
}

/* As scoring counts it: dated on or after the end of the period minus the months. */
static khung_status warn_of_age(const adding *a, const khung__criterion *k, const khung__evidence_item *item)
{
    khung__date end;
    khung__buf months = {0}, day = {0};
    khung_status status = KHUNG_OK;
    if (item->max_age_months < 0 || !khung__read_date(a->life->to, &end))
        return KHUNG_OK;
    khung__buf_int(&months, item->max_age_months);
    khung__buf_date_short(&day, a->dated, khung__language_of(khung__str_of(khung__diag_language(a->change->log))));
    const khung__str limit = {months.s, months.n};
    if (months.failed || day.failed)
        status = KHUNG_NO_MEMORY;
    else if (!a->dated.year)
        status = KHUNG__DIAG(a->change->log, KHUNG__D_EVIDENCE_UNDATED, nowhere, a->title, k->id, limit);
    else if (khung__date_cmp(a->dated, khung__date_add_months(end, -item->max_age_months)) < 0)
        status = KHUNG__DIAG(a->change->log, KHUNG__D_EVIDENCE_OLD, nowhere, a->title, {day.s, day.n}, k->id, limit);
    khung__buf_free(&months);
    khung__buf_free(&day);
    return status;
}

static khung_status add_use(const adding *a, const char *use)
{
    khung__str criterion, name;
    if (!khung__split(khung__str_of(use), ':', &criterion, &name))
        return KHUNG__DIAG(a->change->log, KHUNG__D_EVIDENCE_FOR, nowhere, khung__str_of(use));
    criterion = khung__framework_named(a->framework, criterion);
    uint32_t index = khung__framework_criterion(a->framework, criterion);
    if (index == KHUNG__NONE)
        return no_criterion(a, criterion);
    const khung__criterion *k = &a->framework->criteria[index];
    for (uint32_t i = 0; i < k->evidence_count; i++)
        if (khung__str_eq(k->evidence[i].id, name)) {
            khung_status status = khung__change_put(a->change, KHUNG__T_evidence_use, "tsst", a->key, criterion, name, a->life->organisation);
            return status == KHUNG_OK ? warn_of_age(a, k, &k->evidence[i]) : status;
        }
    return no_item(a, k, name);
}

/* ---- an item ---- */

static bool is_sha256(khung__str s)
{
    size_t hex = 0;
    while (hex < s.n && strchr("0123456789abcdef", s.s[hex]) && s.s[hex])
        hex++;
    return s.n == 64 && hex == 64;
}

/* The item with that file, or a new key: the same file is listed once, however many criteria it serves. */
static khung_status find_item(char key[KHUNG__UUID_SIZE], bool *found, khung__change *change, const khung_proof *proof)
{
    khung__str known = {0};
    khung_status status = KHUNG_OK;
    if (proof->sha256)
        status = khung__store_one(&known, change->store, &change->arena, change->log,
                                  "SELECT key FROM evidence WHERE assessment = ?1 AND sha256 = ?2 AND removed IS NULL", "tt", change->thread, proof->sha256);
    *found = known.s != NULL;
    if (status == KHUNG_OK && *found)
        memcpy(key, known.s, KHUNG__UUID_SIZE);
    else if (status == KHUNG_OK)
        status = khung__change_key(change, key);
    return status;
}

static khung_status put_item(khung__change *change, const khung__life *life, const char *key, khung__str title, const khung_proof *proof)
{
    khung__str file = {0};
    khung_status status = KHUNG_OK;
    if (proof->file)
        status = khung__given_text(&file, &change->arena, proof->file, "--file", change->log);
    return status == KHUNG_OK ? khung__change_put(change, KHUNG__T_evidence, "tttss" "ttmi" "ttn", key, life->key, life->organisation, title, file,
                                                  proof->dated, proof->sha256, proof->sha256 ? proof->size : INT64_MIN, (int64_t)proof->kept,
                                                  change->time, change->person)
                              : status;
}

static khung_status add(khung__change *change, const khung__life *life, const khung_proof *proof)
{
    char key[KHUNG__UUID_SIZE];
    bool found = false;
    khung_framework *framework = NULL;
    adding a = {change, life, NULL, key, {0}, {0}};
    if (proof->dated && !khung__read_date(khung__str_of(proof->dated), &a.dated))
        return KHUNG__DIAG(change->log, KHUNG__D_ASSESS_DATE, nowhere, khung__str_of(proof->dated));
    khung_status status = khung__given_text(&a.title, &change->arena, proof->title, "--title", change->log);
    if (status == KHUNG_OK)
        status = khung__work_framework(&framework, change->store, life, change->log);
    if (status == KHUNG_OK)
        status = find_item(key, &found, change, proof);
    if (status == KHUNG_OK && !found)
        status = put_item(change, life, key, a.title, proof);
    a.framework = framework;
    for (size_t i = 0; i < proof->count && status == KHUNG_OK; i++)
        status = add_use(&a, proof->uses[i]);
    khung_framework_free(framework);
    return status;
}

khung_status khung_evidence_add(khung_store *store, const char *id, const khung_proof *proof, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id || !proof || !proof->title || (proof->sha256 && !is_sha256(khung__str_of(proof->sha256))))
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "assess.evidence", KHUNG__ACT_ANSWER, NULL);
    return status == KHUNG_OK ? khung__change_end(&change, add(&change, &life, proof)) : status;
}

/* ---- off the list ---- */

static const char items_sql[] =
    "SELECT e.key, e.title, e.dated, e.file, e.sha256, e.size, e.kept, (SELECT group_concat(u.criterion || ':' || u.item, ' ') FROM evidence_use u "
    "WHERE u.evidence = e.key), substr(e.added, 1, 10) FROM evidence e WHERE e.assessment = ?1 AND e.removed IS NULL ORDER BY e.added, e.key";

static khung_status remove_item(khung__change *change, const khung__life *life, int64_t number)
{
    khung__rows rows = {0};
    khung__buf said = {0};
    khung_status status = khung__gather(&rows, change->store, &change->arena, change->log, items_sql, "t", life->key);
    if (status == KHUNG_OK && number >= 1 && (uint64_t)number <= rows.count)
        return khung__change_set(change, KHUNG__T_evidence, "removed", "st", KHUNG__CELL(&rows, (size_t)number - 1, 0), change->time);
    khung__buf_int(&said, number);
    if (status == KHUNG_OK)
        status = said.failed ? KHUNG_NO_MEMORY : KHUNG__DIAG(change->log, KHUNG__D_EVIDENCE_NONE, nowhere, life->id, {said.s, said.n});
    khung__buf_free(&said);
    return status;
}

khung_status khung_evidence_remove(khung_store *store, const char *id, int64_t number, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "assess.evidence", KHUNG__ACT_ANSWER, NULL);
    return status == KHUNG_OK ? khung__change_end(&change, remove_item(&change, &life, number)) : status;
}

/* ---- the list ---- */

/* Months from the day of the item to the end of the period; -1 without a day. */
static int age_of(khung__str dated, khung__str end)
{
    khung__date day, last;
    return khung__read_date(dated, &day) && khung__read_date(end, &last) ? khung__date_months_between(day, last) : -1;
}

/* The strictest limit among the uses that the item is too old for; -1: it is not. */
static int too_old(const khung_framework *f, khung__str uses, khung__str dated, khung__str end)
{
    khung__date day = {0}, last;
    bool has_day = khung__read_date(dated, &day);
    int limit = -1;
    if (!khung__read_date(end, &last))
        return -1;
    for (uint32_t i = 0; i < f->criterion_count; i++)
        for (uint32_t e = 0; e < f->criteria[i].evidence_count; e++) {
            const khung__evidence_item *item = &f->criteria[i].evidence[e];
            char use[160];
            int n = snprintf(use, sizeof use, "%s:%s", f->criteria[i].id.s, item->id.s);
            const char *at = uses.s ? strstr(uses.s, use) : NULL;
            bool listed = at && (at == uses.s || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' ');
            bool late = item->max_age_months >= 0 && (!has_day || khung__date_cmp(day, khung__date_add_months(last, -item->max_age_months)) < 0);
            if (listed && late && (limit < 0 || item->max_age_months < limit))
                limit = item->max_age_months;
        }
    return limit;
}

static void put_optional(khung__buf *buf, const char *name, khung__str text, bool number)
{
    khung__buf_printf(buf, ", \"%s\": ", name);
    if (!text.s)
        khung__buf_z(buf, "null");
    else if (number)
        khung__buf_str(buf, text);
    else
        khung__buf_json(buf, text);
}

static void put_item_json(khung__buf *buf, const khung__str *cell, size_t number, int age, int limit)
{
    khung__buf_printf(buf, "%s\n    {\"number\": %zu", number > 1 ? "," : "", number);
    put_optional(buf, "title", cell[1], false);
    put_optional(buf, "dated", cell[2], false);
    put_optional(buf, "file", cell[3], false);
    put_optional(buf, "sha256", cell[4], false);
    put_optional(buf, "size", cell[5], true);
    khung__buf_printf(buf, ", \"kept\": %s", cell[6].s[0] == '1' ? "true" : "false");
    put_optional(buf, "for", cell[7], false);
    put_optional(buf, "added", cell[8], false);
    if (age < 0)
        khung__buf_z(buf, ", \"months\": null");
    else
        khung__buf_printf(buf, ", \"months\": %d", age);
    khung__buf_printf(buf, ", \"too_old\": %s}", limit >= 0 ? "true" : "false");
}

static void put_item_text(khung__buf *buf, const khung__str *cell, size_t number, int age, int limit, khung__language language)
{
    char months[16], most[16];
    snprintf(months, sizeof months, "%d", age);
    snprintf(most, sizeof most, "%d", limit);
    khung__buf_printf(buf, "%3zu  ", number);
    khung__buf_cell(buf, cell[1], 75, true);
    khung__buf_z(buf, "\n     ");
    khung__buf day = {0};
    khung__buf_day(&day, cell[2].s ? cell[2] : KHUNG__S("–"), language);
    khung__buf_cell(buf, (khung__str){day.s ? day.s : "", day.n}, language == KHUNG__EN ? 17 : 10, false);
    khung__buf_cell(buf, cell[7].s ? cell[7] : KHUNG__S("–"), language == KHUNG__EN ? 56 : 63, true);
    khung__buf_char(buf, '\n');
    buf->failed = buf->failed || day.failed;
    khung__buf_free(&day);
    if (cell[3].s || cell[4].s) {
        khung__buf_z(buf, "     ");
        khung__buf_cell(buf, cell[3].s ? cell[3] : KHUNG__S("–"), 50, false);
        khung__buf_cell(buf, cell[4], 16, true);
        khung__buf_char(buf, '\n');
    }
    if (limit >= 0) {
        khung__buf_z(buf, "     ");
        if (age < 0)
            KHUNG__WORD(buf, KHUNG__W_LIFE_UNDATED, language, khung__str_of(most));
        else
            KHUNG__WORD(buf, KHUNG__W_LIFE_TOO_OLD, language, khung__str_of(months), khung__str_of(most));
        khung__buf_char(buf, '\n');
    }
}

khung_status khung_evidence_list(char **out, khung_store *store, const char *id, const char *language, khung_log *log)
{
    khung__arena arena = {0};
    khung__life life;
    khung__rows rows = {0};
    khung_framework *framework = NULL;
    khung__buf buf = {0};
    if (!out || !store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_find(&life, store, &arena, id, log);
    if (status == KHUNG_OK)
        status = khung__gather(&rows, store, &arena, log, items_sql, "t", life.key);
    if (status == KHUNG_OK)
        status = khung__work_framework(&framework, store, &life, log);
    if (!language)
        khung__buf_z(&buf, "{\n  \"kind\": \"evidence\", \"format\": 1,\n  \"items\": [");
    for (size_t i = 0; i < rows.count && status == KHUNG_OK; i++) {
        const khung__str *cell = &KHUNG__CELL(&rows, i, 0);
        int age = age_of(cell[2], life.to), limit = too_old(framework, cell[7], cell[2], life.to);
        if (language)
            put_item_text(&buf, cell, i + 1, age, limit, khung__language_of(khung__str_of(language)));
        else
            put_item_json(&buf, cell, i + 1, age, limit);
    }
    if (language && status == KHUNG_OK && rows.count == 0) {
        KHUNG__WORD(&buf, KHUNG__W_LIFE_NO_EVIDENCE, khung__language_of(khung__str_of(language)), life.id);
        khung__buf_char(&buf, '\n');
    }
    khung__buf_z(&buf, language ? "" : "]\n}\n");
    khung_framework_free(framework);
    khung__arena_free(&arena);
    return khung__hand_out(out, &buf, status);
}
