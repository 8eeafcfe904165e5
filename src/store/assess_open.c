/* What is asked and still open: the questions of an assessment with what can be said to each, for those who answer. */
#include <stdio.h>
#include <string.h>

#include "assess.h"

typedef struct list {
    khung__arena arena;
    khung__life life;
    khung__work work;
    const khung_framework *texts; /* the framework, or it in another language */
    khung__language language;
    khung__buf buf;
} list;

bool khung__assess_is_open(const khung__criterion_result *c)
{
    return c->state == KHUNG_UNANSWERED || c->state == KHUNG_FACT_MISSING;
}

khung__str khung__criterion_name(const khung__criterion *k)
{
    return k->code.n ? k->code : k->id;
}

/* ---- what can be said ---- */

/* A line of `text`, wrapped, behind `left` blanks. */
static void put_line(list *l, khung__str text, size_t left)
{
    for (size_t i = 0; i < left; i++)
        khung__buf_char(&l->buf, ' ');
    khung__buf_wrapped(&l->buf, text, left, left);
}

static void put_word(list *l, khung__word_id word, const khung__str *args, size_t n)
{
    khung__buf text = {0};
    khung__buf_word(&text, word, l->language, args, n);
    put_line(l, (khung__str){text.s, text.n}, 4);
    l->buf.failed = l->buf.failed || text.failed;
    khung__buf_free(&text);
}
#define PUT_WORD(l, word, ...) put_word(l, word, (const khung__str[]){__VA_ARGS__}, sizeof((const khung__str[]){__VA_ARGS__}) / sizeof(khung__str))

/* "start (Chưa có), emerging (Đang hình thành), …" */
static void put_levels_short(list *l, const khung__criterion *k)
{
    khung__buf line = {0};
    const khung__scale *scale = &l->texts->scales[k->scale];
    for (uint32_t i = 0; i < scale->level_count; i++)
        if (k->choosable >> i & 1) {
            khung__buf_z(&line, line.n ? ", " : "");
            khung__buf_str(&line, scale->levels[i].id);
            khung__buf_z(&line, " (");
            khung__buf_str(&line, scale->levels[i].title.n ? scale->levels[i].title : scale->levels[i].id);
            khung__buf_char(&line, ')');
        }
    put_line(l, (khung__str){line.s, line.n}, 4);
    l->buf.failed = l->buf.failed || line.failed;
    khung__buf_free(&line);
}

/* A name in its column, and what it means beside it. */
static void put_choice(list *l, khung__str name, size_t width, khung__str meaning)
{
    khung__buf_z(&l->buf, "    ");
    khung__buf_cell(&l->buf, name, width, false);
    khung__buf_wrapped(&l->buf, meaning, 5 + width, 5 + width);
}

static void put_levels_long(list *l, const khung__criterion *k)
{
    enum { WIDTH = 12 };
    const khung__scale *scale = &l->texts->scales[k->scale];
    for (uint32_t i = 0; i < scale->level_count; i++) {
        const khung__level *level = &scale->levels[i];
        khung__str more = k->descriptors && k->descriptors[i].n ? k->descriptors[i] : level->means;
        khung__buf text = {0};
        if (!(k->choosable >> i & 1))
            continue;
        khung__buf_str(&text, level->title);
        khung__buf_z(&text, level->title.n && more.n ? ": " : "");
        khung__buf_str(&text, more);
        put_choice(l, level->id, WIDTH, (khung__str){text.s, text.n});
        l->buf.failed = l->buf.failed || text.failed;
        khung__buf_free(&text);
    }
}

static void put_checks(list *l, const khung__criterion *k)
{
    char name[64];
    for (uint32_t i = 0; i < k->check_count; i++) {
        snprintf(name, sizeof name, "%.*s=true|false", (int)(k->checks[i].id.n < 40 ? k->checks[i].id.n : 40), k->checks[i].id.s);
        put_choice(l, khung__str_of(name), 24, k->checks[i].ask);
    }
}

static void put_choices(list *l, const khung__criterion *k, bool whole)
{
    if (k->method == KHUNG__SCALE && whole)
        put_levels_long(l, k);
    else if (k->method == KHUNG__SCALE)
        put_levels_short(l, k);
    put_checks(l, k);
    if (k->method == KHUNG__QUANTITY)
        PUT_WORD(l, KHUNG__W_LIFE_NUMBER, k->unit);
}

/* "A1  Tư cách pháp nhân và điều lệ (gov-legal)", and the question. */
static void put_question(list *l, const khung__criterion *k)
{
    khung__buf head = {0};
    size_t at = k->code.n ? khung__utf8_count(k->code) + 2 : 0;
    if (k->code.n) {
        khung__buf_str(&l->buf, k->code);
        khung__buf_z(&l->buf, "  ");
    }
    khung__buf_str(&head, k->title);
    khung__buf_z(&head, " (");
    khung__buf_str(&head, k->id);
    khung__buf_char(&head, ')');
    khung__buf_wrapped(&l->buf, (khung__str){head.s, head.n}, at, 4);
    if (k->ask.n)
        put_line(l, k->ask, 4);
    l->buf.failed = l->buf.failed || head.failed;
    khung__buf_free(&head);
}

/* ---- facts of the profile ---- */

static bool fact_is_given(const list *l, khung__str id)
{
    for (size_t i = 0; i < l->work.count; i++)
        for (uint32_t k = 0; k < l->work.tracks[i]->profile_count; k++)
            if (khung__str_eq(l->work.tracks[i]->profile[k].fact, id))
                return true;
    return false;
}

static void put_fact(list *l, const khung__fact *fact)
{
    khung__buf values = {0};
    put_choice(l, fact->id, 24, fact->ask);
    for (uint32_t i = 0; i < fact->option_count; i++) {
        khung__buf_z(&values, i ? ", " : "");
        khung__buf_str(&values, fact->options[i].id);
        khung__buf_z(&values, " (");
        khung__buf_str(&values, fact->options[i].title);
        khung__buf_char(&values, ')');
    }
    if (fact->type == KHUNG__FLAG)
        khung__buf_z(&values, "true, false");
    if (fact->type == KHUNG__DECIMAL)
        KHUNG__WORD(&values, KHUNG__W_LIFE_NUMBER, l->language, fact->unit);
    put_line(l, (khung__str){values.s, values.n}, 29);
    l->buf.failed = l->buf.failed || values.failed;
    khung__buf_free(&values);
}

/* The facts that nobody has said yet, since they decide which criteria apply. */
static void put_facts(list *l)
{
    size_t count = 0;
    for (uint32_t i = 0; i < l->texts->fact_count; i++) {
        if (fact_is_given(l, l->texts->facts[i].id))
            continue;
        if (count++ == 0) {
            KHUNG__WORD(&l->buf, KHUNG__W_LIFE_FACTS, l->language, l->life.id);
            khung__buf_char(&l->buf, '\n');
        }
        put_fact(l, &l->texts->facts[i]);
    }
    khung__buf_z(&l->buf, count ? "\n" : "");
}

/* ---- for people ---- */

/* An answer as it would be said: a level with its title, the checks that hold, a number. */
static void put_said(khung__buf *out, const list *l, const khung__criterion *k, const khung__answer *answer)
{
    const khung__scale *scale = k->scale != KHUNG__NONE ? &l->texts->scales[k->scale] : NULL;
    uint32_t level = scale ? khung__framework_level(scale, answer->level) : KHUNG__NONE;
    if (answer->kind == KHUNG__ANSWER_NA)
        khung__buf_str(out, khung__word(KHUNG__W_LIFE_NA, l->language));
    if (answer->kind == KHUNG__ANSWER_LEVEL)
        khung__buf_str(out, answer->level);
    if (answer->kind == KHUNG__ANSWER_LEVEL && level != KHUNG__NONE && scale->levels[level].title.n)
        khung__buf_printf(out, " (%s)", scale->levels[level].title.s);
    if (answer->kind == KHUNG__ANSWER_QUANTITY)
        khung__buf_str(out, answer->quantity_node->text);
    for (uint32_t i = 0; answer->kind == KHUNG__ANSWER_CHECKS && i < answer->check_count; i++) {
        khung__buf_z(out, i ? ", " : "");
        khung__buf_str(out, answer->checks[i].id);
        khung__buf_z(out, answer->checks[i].holds ? "=true" : "=false");
    }
}

static void put_carried(list *l, const khung__criterion *k)
{
    khung__buf said = {0};
    for (size_t i = 0; i < l->work.count && said.n == 0; i++)
        for (uint32_t j = 0; j < l->work.tracks[i]->answer_count; j++)
            if (l->work.tracks[i]->answers[j].carried && khung__str_eq(l->work.tracks[i]->answers[j].criterion, k->id))
                put_said(&said, l, k, &l->work.tracks[i]->answers[j]);
    PUT_WORD(l, KHUNG__W_LIFE_CARRIED, {said.s ? said.s : "", said.n});
    l->buf.failed = l->buf.failed || said.failed;
    khung__buf_free(&said);
}

/* What the tracks that are worked on, or were submitted, say of it. */
static void put_now(list *l, const khung__criterion *k)
{
    for (size_t i = 0; i < l->work.count; i++)
        for (uint32_t j = 0; j < l->work.tracks[i]->answer_count; j++) {
            const khung__answer *answer = &l->work.tracks[i]->answers[j];
            khung__buf said = {0};
            if (khung__str_eq(answer->criterion, k->id) && !answer->carried)
                put_said(&said, l, k, answer);
            if (said.n)
                PUT_WORD(l, KHUNG__W_LIFE_NOW, khung__str_of(khung__store_kinds[l->work.tracks[i]->track]), {said.s, said.n});
            l->buf.failed = l->buf.failed || said.failed;
            khung__buf_free(&said);
        }
}

/* A sentence from the first column on. */
static void put_sentence(list *l, khung__word_id word, const khung__str *args, size_t n)
{
    khung__buf text = {0};
    khung__buf_word(&text, word, l->language, args, n);
    put_line(l, (khung__str){text.s, text.n}, 0);
    l->buf.failed = l->buf.failed || text.failed;
    khung__buf_free(&text);
}

static void put_end(list *l, size_t count, bool carried)
{
    char number[24];
    snprintf(number, sizeof number, "%zu", count);
    const khung__str args[] = {khung__str_of(number), l->life.id};
    if (count && !carried)
        put_sentence(l, KHUNG__W_LIFE_IN_FULL, args + 1, 1);
    if (carried)
        put_sentence(l, count ? KHUNG__W_LIFE_CARRIED_LEFT : KHUNG__W_LIFE_CARRIED_NONE, args, 2);
    else
        put_sentence(l, count ? KHUNG__W_LIFE_LEFT : KHUNG__W_LIFE_NONE_LEFT, args, 2);
}

static void put_open(list *l, bool carried)
{
    size_t count = 0;
    if (!carried)
        put_facts(l);
    for (uint32_t i = 0; i < l->work.result->criterion_count; i++) {
        const khung__criterion *k = &l->texts->criteria[i];
        const khung__criterion_result *c = &l->work.result->criteria[i];
        if (!khung__assess_is_open(c) || (carried && !c->carried))
            continue;
        count++;
        put_question(l, k);
        if (c->carried)
            put_carried(l, k);
        if (!carried)
            put_choices(l, k, false);
        if (c->state == KHUNG_FACT_MISSING)
            PUT_WORD(l, KHUNG__W_LIFE_FACT, l->life.id);
    }
    put_end(l, count, carried);
}

static void put_evidence(list *l, const khung__criterion *k)
{
    for (uint32_t i = 0; i < k->evidence_count; i++) {
        const khung__evidence_item *item = &k->evidence[i];
        char name[128];
        snprintf(name, sizeof name, "%.*s:%.*s", (int)k->id.n, k->id.s, (int)item->id.n, item->id.s);
        PUT_WORD(l, item->required ? KHUNG__W_LIFE_EVIDENCE_ASKED : KHUNG__W_LIFE_EVIDENCE, item->title, khung__str_of(name));
    }
}

/* Everything of one criterion that somebody needs to answer it. */
static void put_whole(list *l, uint32_t i)
{
    const khung__criterion *k = &l->texts->criteria[i];
    khung__word_id example = k->check_count ? KHUNG__W_LIFE_A_CHECK : k->method == KHUNG__QUANTITY ? KHUNG__W_LIFE_A_NUMBER : KHUNG__W_LIFE_A_LEVEL;
    put_question(l, k);
    if (k->why.n)
        PUT_WORD(l, KHUNG__W_LIFE_WHY, k->why);
    put_choices(l, k, true);
    put_evidence(l, k);
    put_now(l, k);
    PUT_WORD(l, KHUNG__W_LIFE_TO_ANSWER, l->life.id, khung__criterion_name(k), khung__word(example, l->language));
    if (!k->na_forbidden)
        PUT_WORD(l, KHUNG__W_LIFE_TO_NA, l->life.id, khung__criterion_name(k));
}

/* ---- for machines ---- */

static void member(khung__buf *buf, const char *before, khung__str value)
{
    khung__buf_z(buf, before);
    khung__buf_json(buf, value);
}

static void put_one_json(list *l, uint32_t i)
{
    const khung__criterion *k = &l->texts->criteria[i];
    const khung__criterion_result *c = &l->work.result->criteria[i];
    khung__buf *buf = &l->buf;
    bool first = true;
    member(buf, "{\"id\": ", k->id);
    member(buf, ", \"code\": ", k->code);
    member(buf, ", \"title\": ", k->title);
    member(buf, ", \"ask\": ", k->ask);
    khung__buf_printf(buf, ", \"state\": \"%s\", \"carried\": %s, \"levels\": [", khung__state_names[c->state], c->carried ? "true" : "false");
    for (uint32_t j = 0; k->method == KHUNG__SCALE && j < l->texts->scales[k->scale].level_count; j++)
        if (k->choosable >> j & 1) {
            member(buf, first ? "{\"id\": " : ", {\"id\": ", l->texts->scales[k->scale].levels[j].id);
            member(buf, ", \"title\": ", l->texts->scales[k->scale].levels[j].title);
            khung__buf_char(buf, '}');
            first = false;
        }
    khung__buf_z(buf, "], \"checks\": [");
    for (uint32_t j = 0; j < k->check_count; j++) {
        member(buf, j ? ", {\"id\": " : "{\"id\": ", k->checks[j].id);
        member(buf, ", \"ask\": ", k->checks[j].ask);
        khung__buf_char(buf, '}');
    }
    khung__buf_z(buf, "]}");
}

/* Criterion `only`, or all that is open where it is KHUNG__NONE. */
static void put_json(list *l, uint32_t only, bool carried)
{
    size_t count = 0, n = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < l->work.result->criterion_count; i++) {
            const khung__criterion_result *c = &l->work.result->criteria[i];
            if (only == KHUNG__NONE ? !khung__assess_is_open(c) || (carried && !c->carried) : i != only)
                continue;
            if (pass) {
                khung__buf_z(&l->buf, n++ ? ",\n    " : "\n    ");
                put_one_json(l, i);
            } else {
                count++;
            }
        }
        if (pass == 0) {
            member(&l->buf, "{\n  \"kind\": \"open\", \"format\": 1, \"assessment\": ", l->life.id);
            khung__buf_printf(&l->buf, ", \"count\": %zu,\n  \"items\": [", count);
        }
    }
    khung__buf_z(&l->buf, "]\n}\n");
}

/* ---- public ---- */

khung_status khung_assess_framework(khung_framework **out, khung_store *store, const char *id, khung_log *log)
{
    khung__arena arena = {0};
    khung__life life;
    if (!out || !store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_find(&life, store, &arena, id, log);
    if (status == KHUNG_OK)
        status = khung__work_framework(out, store, &life, log);
    khung__arena_free(&arena);
    return status;
}

static khung_status put(list *l, const khung_asking *what, bool json, khung_log *log)
{
    uint32_t only = KHUNG__NONE;
    if (what->criterion) {
        khung__str name = khung__framework_named(l->work.framework, khung__str_of(what->criterion));
        only = khung__framework_criterion(l->work.framework, name);
        if (only == KHUNG__NONE)
            return khung__no_criterion(l->work.framework, khung__str_of(what->criterion), &l->arena, log);
    }
    if (json)
        put_json(l, only, what->carried);
    else if (only != KHUNG__NONE)
        put_whole(l, only);
    else
        put_open(l, what->carried);
    return KHUNG_OK;
}

khung_status khung_assess_open(char **out, khung_store *store, const char *id, const khung_asking *what, const char *language, khung_log *log)
{
    static const khung_asking all = {0};
    list l = {.language = khung__language_of(khung__str_of(language ? language : "vi"))};
    if (!out || !store || !id)
        return KHUNG_BAD_CALL;
    what = what ? what : &all;
    khung_status status = khung__life_find(&l.life, store, &l.arena, id, log);
    if (status == KHUNG_OK)
        status = khung__work_load(&l.work, store, &l.arena, &l.life, log);
    if (status == KHUNG_OK)
        status = khung__work_score(&l.work, NULL);
    l.texts = what->texts ? what->texts : l.work.framework;
    if (status == KHUNG_OK && l.texts->criterion_count != l.work.framework->criterion_count)
        status = KHUNG_BAD_CALL; /* another framework */
    if (status == KHUNG_OK)
        status = put(&l, what, !language, log);
    khung__work_free(&l.work);
    khung__arena_free(&l.arena);
    return khung__hand_out(out, &l.buf, status);
}
