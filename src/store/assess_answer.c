/* The organisation's answers while they are worked on: one at a time, whole files, facts of the profile; what is still open. */
#include "assess.h"

#include <stdio.h>
#include <string.h>

static const khung__at nowhere = {0};

bool khung__split(khung__str text, char sign, khung__str *name, khung__str *value)
{
    const char *at = text.n ? memchr(text.s, sign, text.n) : NULL;
    if (!at || at == text.s || at + 1 == text.s + text.n)
        return false;
    *name = (khung__str){text.s, (size_t)(at - text.s)};
    *value = (khung__str){at + 1, text.n - name->n - 1};
    return true;
}

/* ---- what is said, as JSON ---- */

static void put_member(khung__buf *buf, const char *name, khung__str value)
{
    khung__buf_printf(buf, "%s\"%s\":", buf->n > 1 ? "," : "", name);
    khung__buf_json(buf, value);
}

/* {"id":"true", …} of "id=true" … */
static khung_status put_pairs(khung__buf *buf, const char *const *pairs, size_t count, const char *example, khung_log *log)
{
    khung__str name, value;
    khung__buf_char(buf, '{');
    for (size_t i = 0; i < count; i++) {
        if (!khung__split(khung__str_of(pairs[i]), '=', &name, &value))
            return KHUNG__DIAG(log, KHUNG__D_ASSESS_PAIR, nowhere, khung__str_of(pairs[i]), khung__str_of(example));
        khung__buf_z(buf, i ? "," : "");
        khung__buf_json(buf, name);
        khung__buf_char(buf, ':');
        khung__buf_json(buf, value);
    }
    khung__buf_char(buf, '}');
    return KHUNG_OK;
}

static khung_status no_level(const khung_framework *f, const khung__criterion *k, khung__str word, khung__arena *arena, khung_log *log)
{
    const khung__scale *scale = &f->scales[k->scale];
    khung__buf all = {0};
    for (uint32_t i = 0; i < scale->level_count; i++)
        if (k->choosable >> i & 1) {
            khung__buf_z(&all, all.n ? ", " : "");
            khung__buf_str(&all, scale->levels[i].id);
            khung__buf_z(&all, " (");
            khung__buf_str(&all, scale->levels[i].title.n ? scale->levels[i].title : scale->levels[i].id);
            khung__buf_char(&all, ')');
        }
    khung__str names = khung__buf_take(&all, arena);
    return names.s ? KHUNG__DIAG(log, KHUNG__D_ASSESS_NO_LEVEL, nowhere, word, khung__criterion_name(k), names) : KHUNG_NO_MEMORY;
}

/* A level as people name it: by its id, or by its title in small or capital letters, with or without accents. */
static khung_status read_level(khung__str *out, const khung_framework *f, const khung__criterion *k, khung__str word, khung__arena *arena, khung_log *log)
{
    const khung__scale *scale = &f->scales[k->scale];
    khung__str fold = khung__text_fold(arena, word);
    if (!fold.s)
        return KHUNG_NO_MEMORY;
    *out = word;
    if (khung__framework_level(scale, word) != KHUNG__NONE)
        return KHUNG_OK;
    for (uint32_t i = 0; i < scale->level_count; i++)
        if (fold.n && khung__str_eq(fold, khung__text_fold(arena, scale->levels[i].title))) {
            *out = scale->levels[i].id;
            return KHUNG_OK;
        }
    return no_level(f, k, word, arena, log);
}

static khung_status put_said(khung__buf *buf, int *value, khung__arena *arena, khung__str level, bool quantity, const khung_said *said, khung_log *log)
{
    khung_status status = KHUNG_OK;
    khung__str text;
    khung__buf_char(buf, '{');
    if (said->value)
        put_member(buf, quantity ? "quantity" : "level", level);
    if (said->na) {
        status = khung__given_text(&text, arena, said->na, "--na", log);
        if (status == KHUNG_OK)
            put_member(buf, "na", text);
    }
    if (status == KHUNG_OK && said->note) {
        status = khung__given_text(&text, arena, said->note, "--note", log);
        if (status == KHUNG_OK)
            put_member(buf, "note", text);
    }
    if (status == KHUNG_OK && said->count) {
        khung__buf_z(buf, buf->n > 1 ? ",\"checks\":" : "\"checks\":");
        status = put_pairs(buf, said->checks, said->count, "policy=true", log);
    }
    khung__buf_char(buf, '}');
    *value = said->count ? 2 : said->value || said->na;
    return status;
}

khung_status khung__said_json(khung__str *out, int *value, khung__arena *arena, const khung_framework *framework, khung__str criterion,
                              const khung_said *said, khung_log *log)
{
    khung__buf buf = {0};
    uint32_t index = khung__framework_criterion(framework, criterion);
    bool quantity = index != KHUNG__NONE && framework->criteria[index].method == KHUNG__QUANTITY;
    if (!said->value && !said->na && !said->note && !said->count)
        return KHUNG__DIAG(log, KHUNG__D_ASSESS_NOTHING_SAID, nowhere, criterion);
    khung__str level = said->value ? khung__text_trim(khung__str_of(said->value)) : (khung__str){0};
    khung_status status = KHUNG_OK;
    if (level.s && index != KHUNG__NONE && framework->criteria[index].method == KHUNG__SCALE)
        status = read_level(&level, framework, &framework->criteria[index], level, arena, log);
    if (status == KHUNG_OK)
        status = put_said(&buf, value, arena, level, quantity, said, log);
    *out = khung__buf_take(&buf, arena);
    return status == KHUNG_OK && !out->s ? KHUNG_NO_MEMORY : status;
}

khung_status khung__say(khung__change *change, const khung__life *life, khung__whose whose, const khung_framework *framework, khung__str criterion,
                        khung__str value)
{
    khung__str cells[2] = {criterion, value};
    const khung__rows one = {cells, 1, 2};
    khung_answers *answers = NULL;
    khung_status status = khung__work_track(&answers, life, whose.kind, (khung__str){0}, (khung__str){0}, &one, change->log);
    if (status == KHUNG_OK)
        status = khung__work_check(answers, framework, change->log);
    khung_answers_free(answers);
    return status;
}

/* ---- one answer ---- */

/* A key as respondents have it: 36 hex digits and hyphens. */
static bool is_key(khung__str text)
{
    bool key = text.n == KHUNG__UUID_SIZE - 1;
    for (size_t i = 0; key && i < text.n; i++)
        key = (text.s[i] >= '0' && text.s[i] <= '9') || (text.s[i] >= 'a' && text.s[i] <= 'f') || text.s[i] == '-';
    return key;
}

khung_status khung__whose_named(khung__whose *out, const khung__change *change, const char *name)
{
    static const char one[] = "respondent:";
    *out = (khung__whose){KHUNG__SELF, KHUNG__S("")};
    if (!name || strcmp(name, "self") == 0)
        return KHUNG_OK;
    out->kind = strcmp(name, "consensus") == 0 ? KHUNG__CONSENSUS : KHUNG__RESPONDENT;
    if (out->kind == KHUNG__CONSENSUS)
        return KHUNG_OK;
    out->person = khung__str_of(change->person);
    if (strcmp(name, "respondent") == 0)
        return KHUNG_OK;
    if (strncmp(name, one, sizeof one - 1) == 0)
        out->person = khung__str_of(name + sizeof one - 1);
    bool known = out->person.s != change->person && is_key(out->person);
    return known ? KHUNG_OK : KHUNG__DIAG(change->log, KHUNG__D_ASSESS_TRACK, nowhere, khung__str_of(name));
}

/* The day of the answers is the day on which the last was given. */
static khung_status put_day(khung__change *change, const khung__life *life, khung__whose whose)
{
    char patch[32];
    khung__str head;
    snprintf(patch, sizeof patch, "{\"dated\":\"%.10s\"}", change->time);
    khung_status status = khung__work_merge(&head, change, life, whose, KHUNG__S(""), khung__str_of(patch), 0);
    return status == KHUNG_OK ? khung__work_put(change, life, whose, KHUNG__S(""), head, (khung__str){0}, (khung__str){0}, -1) : status;
}

static khung_status answer(khung__change *change, const khung__life *life, const char *track, khung__str word, const khung_said *said)
{
    khung_framework *framework = NULL;
    khung__whose whose;
    khung__str patch, value, criterion = word;
    int kind;
    khung_status status = khung__whose_named(&whose, change, track);
    if (status == KHUNG_OK)
        status = khung__work_framework(&framework, change->store, life, change->log);
    if (status == KHUNG_OK)
        status = khung__work_begin(change, life);
    if (status == KHUNG_OK)
        criterion = khung__framework_named(framework, word);
    if (status == KHUNG_OK && khung__framework_criterion(framework, criterion) == KHUNG__NONE)
        status = khung__no_criterion(framework, word, &change->arena, change->log);
    if (status == KHUNG_OK)
        status = khung__said_json(&patch, &kind, &change->arena, framework, criterion, said, change->log);
    if (status == KHUNG_OK)
        status = khung__work_merge(&value, change, life, whose, criterion, patch, kind);
    if (status == KHUNG_OK)
        status = khung__say(change, life, whose, framework, criterion, value);
    if (status == KHUNG_OK)
        status = khung__work_put(change, life, whose, criterion, value, (khung__str){0}, (khung__str){0}, -1);
    khung_framework_free(framework);
    return status == KHUNG_OK ? put_day(change, life, whose) : status;
}

khung_status khung_assess_answer(khung_store *store, const char *id, const char *track, const char *criterion, const khung_said *said,
                                 const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id || !criterion || !said)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "assess.answer", KHUNG__ACT_ANSWER, NULL);
    return status == KHUNG_OK ? khung__change_end(&change, answer(&change, &life, track, khung__str_of(criterion), said)) : status;
}

/* ---- the profile ---- */

khung_status khung__say_head(khung__change *change, const khung__life *life, khung__whose whose, khung__str head)
{
    khung_framework *framework = NULL;
    khung_answers *answers = NULL;
    const khung__rows none = {NULL, 0, 2};
    khung_status status = khung__work_framework(&framework, change->store, life, change->log);
    if (status == KHUNG_OK)
        status = khung__work_track(&answers, life, whose.kind, head, (khung__str){0}, &none, change->log);
    if (status == KHUNG_OK)
        status = khung__work_check(answers, framework, change->log);
    khung_answers_free(answers);
    khung_framework_free(framework);
    return status;
}

static khung_status profile(khung__change *change, const khung__life *life, const char *track, const char *const *facts, size_t count)
{
    khung__buf patch = {0};
    khung__str text, head = {0};
    khung__whose whose;
    khung_status status = khung__whose_named(&whose, change, track);
    khung__buf_z(&patch, "{\"profile\":");
    if (status == KHUNG_OK)
        status = put_pairs(&patch, facts, count, "has-staff=true", change->log);
    khung__buf_printf(&patch, ",\"dated\":\"%.10s\"}", change->time);
    text = khung__buf_take(&patch, &change->arena);
    if (status == KHUNG_OK && !text.s)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__work_begin(change, life);
    if (status == KHUNG_OK)
        status = khung__work_merge(&head, change, life, whose, KHUNG__S(""), text, 0);
    if (status == KHUNG_OK)
        status = khung__say_head(change, life, whose, head);
    return status == KHUNG_OK ? khung__work_put(change, life, whose, KHUNG__S(""), head, (khung__str){0}, (khung__str){0}, -1) : status;
}

khung_status khung_assess_profile(khung_store *store, const char *id, const char *track, const char *const *facts, size_t count, const char *person,
                                  int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id || !facts)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "assess.profile", KHUNG__ACT_ANSWER, NULL);
    return status == KHUNG_OK ? khung__change_end(&change, profile(&change, &life, track, facts, count)) : status;
}

/* ---- whole files ---- */

/* A respondent's file belongs to the one who has that name; without a name, to whoever said just the same: the n-th of those files that come
 * together to the n-th of them, so that two who say the same stay two, and the same files again change nothing. */
static khung_status find_respondent(khung__str *out, khung__change *change, const khung__life *life, const khung_answers *answers, size_t nth)
{
    char digest[KHUNG_DIGEST_SIZE], *key;
    *out = (khung__str){0};
    khung_status status = khung_answers_digest(answers, digest);
    if (status == KHUNG_OK && answers->by_name.s)
        status = khung__store_one(out, change->store, &change->arena, change->log,
                                  "SELECT a.person FROM answer a JOIN personal p ON p.subject = a.assessment || ':respondent:' || a.person "
                                  "WHERE a.assessment = ?1 AND a.kind = 'respondent' AND p.content ->> '$.name' = ?2", "ts", life->key, answers->by_name);
    if (status != KHUNG_OK || out->s)
        return status;
    if (answers->by_name.s) {
        key = khung__arena_alloc(&change->arena, KHUNG__UUID_SIZE);
        status = key ? khung__change_key(change, key) : KHUNG_NO_MEMORY;
        *out = khung__str_of(key);
    } else {
        key = khung__arena_alloc(&change->arena, KHUNG__UUID_SIZE);
        if (key && nth == 0)
            snprintf(key, KHUNG__UUID_SIZE, "%.36s", digest + 7);
        else if (key)
            snprintf(key, KHUNG__UUID_SIZE, "%.31s-%04zx", digest + 7, (nth + 1) & 0xFFFF);
        *out = khung__str_of(key);
    }
    return status == KHUNG_OK && !out->s ? KHUNG_NO_MEMORY : status;
}

static khung_status import_one(khung__change *change, const khung__life *life, const khung_framework *framework, const char *track,
                               const khung_answers *file, size_t nth)
{
    khung__whose whose;
    if (!track && file->track == KHUNG__REVIEWER)
        return KHUNG__DIAG(change->log, KHUNG__D_IMPORT_REVIEWER, {.source = &file->tree->source});
    khung_status status = khung__whose_named(&whose, change, track ? track : khung__store_kinds[file->track]);
    if (status == KHUNG_OK)
        status = khung__work_fits(life, framework, file, change->log);
    if (status == KHUNG_OK && whose.kind == KHUNG__RESPONDENT)
        status = find_respondent(&whose.person, change, life, file, nth);
    return status == KHUNG_OK ? khung__work_replace(change, life, whose, file, NULL) : status;
}

/* How many of the files before the i-th say just the same, without a name. */
static size_t count_alike(const khung_answers *const *files, size_t i)
{
    char digest[KHUNG_DIGEST_SIZE], other[KHUNG_DIGEST_SIZE];
    size_t count = 0;
    if (files[i]->by_name.s || khung_answers_digest(files[i], digest) != KHUNG_OK)
        return 0;
    for (size_t k = 0; k < i; k++)
        count += !files[k]->by_name.s && khung_answers_digest(files[k], other) == KHUNG_OK && strcmp(digest, other) == 0;
    return count;
}

khung_status khung_assess_import(khung_store *store, const char *id, const char *track, const khung_answers *const *files, size_t count,
                                 const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__life life;
    khung_framework *framework = NULL;
    const khung__call call = {store, id, person, now, log};
    if (!store || !id || !files || count == 0)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_begin(&change, &life, &call, "assess.import", KHUNG__ACT_ANSWER, NULL);
    if (status != KHUNG_OK)
        return status;
    status = khung__work_framework(&framework, store, &life, log);
    if (status == KHUNG_OK)
        status = khung__work_begin(&change, &life);
    for (size_t i = 0; i < count && status != KHUNG_NO_MEMORY; i++) { /* all files are looked at, so that all mistakes are told at once */
        khung_status one = framework ? import_one(&change, &life, framework, track, files[i], count_alike(files, i)) : status;
        status = status == KHUNG_OK ? one : status;
    }
    khung_framework_free(framework);
    return khung__change_end(&change, status);
}
