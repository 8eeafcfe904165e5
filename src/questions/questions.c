/* questions: the list and its names. */
#include "labels.h"
#include "../framework/shape.h"

#include <stdio.h>
#include <string.h>

/* ---- names ---- */

khung__str khung__questions_name(khung__arena *arena, khung__str id)
{
    khung__buf buf = {0};
    if (id.n && id.s[0] >= '0' && id.s[0] <= '9')
        khung__buf_z(&buf, "k_");
    for (size_t i = 0; i < id.n; i++)
        khung__buf_char(&buf, id.s[i] == '-' ? '_' : id.s[i]);
    return khung__buf_take(&buf, arena);
}

/* The name, or with _2, _3 … behind it where it is taken. */
static khung__str unique(khung__questions *q, khung__str name)
{
    khung__str free_one = name;
    for (unsigned n = 2; free_one.s && khung__ids_add(&q->names, 0, free_one, 0) != KHUNG__NONE; n++) {
        khung__buf buf = {0};
        khung__buf_printf(&buf, "%s_%u", name.s, n);
        free_one = khung__buf_take(&buf, &q->arena);
    }
    return free_one;
}

static khung__str unique_id(khung__questions *q, khung__str id)
{
    khung__str name = khung__questions_name(&q->arena, id);
    return name.s ? unique(q, name) : name;
}

static khung__str joined(khung__questions *q, const char *format, khung__str a, khung__str b, khung__str c)
{
    khung__buf buf = {0};
    khung__buf_printf(&buf, format, (int)a.n, a.s ? a.s : "", (int)b.n, b.s ? b.s : "", (int)c.n, c.s ? c.s : "");
    return khung__buf_take(&buf, &q->arena);
}

/* ---- the list ---- */

static khung__question *add(khung__questions *q, khung__asks asks, uint32_t criterion, uint32_t part, khung__str key)
{
    khung__question *question = &q->list[q->count++];
    *question = (khung__question){.asks = asks, .criterion = criterion, .part = part, .key = key, .in_form = asks < KHUNG__ASKS_EVIDENCE_SHA256};
    return question;
}

static void add_about(khung__questions *q)
{
    static const char *const keys[KHUNG__ASKS_ABOUT] = {"framework.id", "framework.version", "framework.digest", "organisation.id",
        "organisation.name", "period.from", "period.to", "by.name", "by.role", "dated", "track"};
    for (int i = 0; i < KHUNG__ASKS_ABOUT; i++)
        add(q, (khung__asks)i, KHUNG__NONE, KHUNG__NONE, khung__str_of(keys[i]))->in_form = i != KHUNG__ASKS_TRACK;
}

static void add_facts(khung__questions *q)
{
    const khung_framework *f = q->frameworks[0];
    for (uint32_t i = 0; i < f->fact_count; i++)
        add(q, KHUNG__ASKS_FACT, KHUNG__NONE, i, joined(q, "profile.%.*s%.*s%.*s", f->facts[i].id, (khung__str){0}, (khung__str){0}));
}

static void add_part(khung__questions *q, khung__asks asks, uint32_t index, const char *format, uint32_t part, khung__str id)
{
    const khung__criterion *k = &q->frameworks[0]->criteria[index];
    khung__question *question = add(q, asks, index, part, joined(q, format, k->id, id, (khung__str){0}));
    question->in_form = question->in_form && k->stage == KHUNG__ACTIVE;
}

static void add_criterion(khung__questions *q, uint32_t index)
{
    const khung__criterion *k = &q->frameworks[0]->criteria[index];
    khung__str none = {0};
    bool scale = k->method == KHUNG__SCALE, bare = k->method == KHUNG__QUANTITY && k->na_forbidden;
    if (scale || !bare)
        add_part(q, scale ? KHUNG__ASKS_LEVEL : KHUNG__ASKS_WHETHER, index, "%.*s%.*s%.*s", KHUNG__NONE, none);
    if (!scale && k->na_forbidden && !bare)
        q->list[q->count - 1].in_form = false;
    if (k->method == KHUNG__QUANTITY)
        add_part(q, KHUNG__ASKS_QUANTITY, index, bare ? "%.*s%.*s%.*s" : "%.*s.quantity%.*s%.*s", KHUNG__NONE, none);
    if (!k->na_forbidden)
        add_part(q, KHUNG__ASKS_REASON, index, "%.*s.na%.*s%.*s", KHUNG__NONE, none);
    for (uint32_t i = 0; i < k->check_count; i++)
        add_part(q, KHUNG__ASKS_CHECK, index, "%.*s.checks.%.*s%.*s", i, k->checks[i].id);
    for (uint32_t i = 0; i < k->evidence_count; i++) {
        add_part(q, KHUNG__ASKS_EVIDENCE, index, "%.*s.evidence.%.*s%.*s", i, k->evidence[i].id);
        add_part(q, KHUNG__ASKS_EVIDENCE_DATED, index, "%.*s.evidence.%.*s.dated%.*s", i, k->evidence[i].id);
        q->list[q->count - 1].in_form = q->list[q->count - 1].in_form && k->evidence[i].max_age_months >= 0;
        add_part(q, KHUNG__ASKS_EVIDENCE_SHA256, index, "%.*s.evidence.%.*s.sha256%.*s", i, k->evidence[i].id);
    }
    add_part(q, KHUNG__ASKS_NOTE, index, "%.*s.note%.*s%.*s", KHUNG__NONE, none);
    add_part(q, KHUNG__ASKS_CARRIED, index, "%.*s.carried%.*s%.*s", KHUNG__NONE, none);
}

/* How many questions there can be. */
static size_t most(const khung_framework *f)
{
    size_t n = KHUNG__ASKS_ABOUT + (size_t)f->fact_count;
    for (uint32_t i = 0; i < f->criterion_count; i++)
        n += 6 + (size_t)f->criteria[i].check_count + 3 * (size_t)f->criteria[i].evidence_count;
    return n;
}

/* ---- names and paths ---- */

static khung__str name_of_part(khung__questions *q, const khung__question *question)
{
    const khung__criterion *k = &q->frameworks[0]->criteria[question->criterion];
    khung__str main = khung__questions_name(&q->arena, k->id), id = {0};
    if (question->asks == KHUNG__ASKS_CHECK)
        id = khung__questions_name(&q->arena, k->checks[question->part].id);
    else if (question->part != KHUNG__NONE)
        id = khung__questions_name(&q->arena, k->evidence[question->part].id);
    static const char *const formats[] = {
        [KHUNG__ASKS_QUANTITY] = "%.*s__quantity%.*s%.*s", [KHUNG__ASKS_CHECK] = "%.*s__%.*s%.*s", [KHUNG__ASKS_REASON] = "%.*s__na%.*s%.*s",
        [KHUNG__ASKS_NOTE] = "%.*s__note%.*s%.*s", [KHUNG__ASKS_EVIDENCE] = "%.*s__file_%.*s%.*s",
        [KHUNG__ASKS_EVIDENCE_DATED] = "%.*s__date_%.*s%.*s", [KHUNG__ASKS_EVIDENCE_SHA256] = "%.*s__sha256_%.*s%.*s",
        [KHUNG__ASKS_CARRIED] = "%.*s__carried%.*s%.*s"};
    if (!main.s || (question->part != KHUNG__NONE && !id.s))
        return (khung__str){0};
    return unique(q, joined(q, formats[question->asks], main, id, (khung__str){0}));
}

static khung__str key_as_name(khung__questions *q, khung__str key)
{
    khung__str copy = khung__str_copy(&q->arena, key);
    for (size_t i = 0; i < copy.n; i++)
        if (copy.s[i] == '.')
            ((char *)copy.s)[i] = '_';
    return copy;
}

/* Names with first claim: about the file, then domains and criteria by their ids, then facts. */
static void name_first(khung__questions *q)
{
    static const char *const reserved[] = {"meta", "data", "entity", "start", "end", "yes_no"};
    const khung_framework *f = q->frameworks[0];
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        khung__ids_add(&q->names, 0, khung__str_of(reserved[i]), 0);
    for (uint32_t i = 0; i < q->count && q->list[i].asks < KHUNG__ASKS_ABOUT; i++) {
        khung__str name = key_as_name(q, q->list[i].key);
        bool own = q->list[i].asks <= KHUNG__ASKS_DIGEST;
        q->list[i].name = name.s ? unique(q, own ? joined(q, "khung_%.*s%.*s%.*s", name, (khung__str){0}, (khung__str){0}) : name) : name;
    }
    q->about_group = unique(q, KHUNG__S("about"));
    q->profile_group = unique(q, KHUNG__S("profile"));
    for (uint32_t i = 1; i < f->domain_count; i++)
        q->domain_groups[i] = unique_id(q, f->domains[i].id);
    for (uint32_t i = 0; i < q->count; i++) {
        khung__question *x = &q->list[i];
        bool bare = x->asks == KHUNG__ASKS_QUANTITY && f->criteria[x->criterion].na_forbidden;
        if (x->asks == KHUNG__ASKS_LEVEL || x->asks == KHUNG__ASKS_WHETHER || bare)
            x->name = unique_id(q, f->criteria[x->criterion].id);
    }
    for (uint32_t i = 0; i < q->count; i++)
        if (q->list[i].asks == KHUNG__ASKS_FACT)
            q->list[i].name = unique_id(q, f->facts[q->list[i].part].id);
}

static void name_others(khung__questions *q)
{
    const khung_framework *f = q->frameworks[0];
    for (uint32_t i = 0; i < q->count; i++)
        if (!q->list[i].name.s && q->list[i].asks >= KHUNG__ASKS_QUANTITY) /* of the others memory has ended */
            q->list[i].name = name_of_part(q, &q->list[i]);
    for (uint32_t i = 0; i < f->criterion_count; i++) {
        khung__str name = khung__questions_name(&q->arena, f->criteria[i].id);
        q->criterion_groups[i] = name.s ? unique(q, joined(q, "%.*s__group%.*s%.*s", name, (khung__str){0}, (khung__str){0})) : name;
    }
}

static khung__str path_of_domain(khung__questions *q, uint32_t domain)
{
    khung__str path = KHUNG__S("");
    for (uint32_t d = domain; d != 0 && d != KHUNG__NONE && path.s; d = q->frameworks[0]->domains[d].parent)
        path = joined(q, "%.*s/%.*s%.*s", q->domain_groups[d], path, (khung__str){0});
    return path;
}

static bool make_paths(khung__questions *q)
{
    const khung_framework *f = q->frameworks[0];
    khung__str path = KHUNG__S("");
    uint32_t domain = 0;
    for (uint32_t i = 0; i < q->count; i++) {
        khung__question *x = &q->list[i];
        if (!x->name.s || !x->key.s)
            return false;
        if (x->criterion == KHUNG__NONE) {
            khung__str group = x->asks == KHUNG__ASKS_FACT ? q->profile_group : q->about_group;
            x->path = x->asks <= KHUNG__ASKS_DIGEST ? x->name : joined(q, "%.*s/%.*s%.*s", group, x->name, (khung__str){0});
        } else {
            if (f->criteria[x->criterion].domain != domain)
                path = path_of_domain(q, domain = f->criteria[x->criterion].domain);
            x->path = joined(q, "%.*s%.*s/%.*s", path, q->criterion_groups[x->criterion], x->name);
        }
        if (!x->path.s)
            return false;
    }
    return true;
}

/* ---- the whole ---- */

static bool make(khung__questions *q)
{
    const khung_framework *f = q->frameworks[0];
    q->room = (uint32_t)most(f);
    q->list = khung__arena_alloc(&q->arena, q->room * sizeof *q->list);
    q->domain_groups = khung__arena_alloc(&q->arena, f->domain_count * sizeof *q->domain_groups);
    q->criterion_groups = khung__arena_alloc(&q->arena, (f->criterion_count + 1) * sizeof *q->criterion_groups);
    if (!q->list || !q->domain_groups || !q->criterion_groups ||
        !khung__ids_init(&q->names, &q->arena, 2 * ((size_t)q->room + f->domain_count + f->criterion_count + 16)))
        return false;
    add_about(q);
    add_facts(q);
    for (uint32_t i = 0; i < f->criterion_count; i++)
        add_criterion(q, i);
    name_first(q);
    name_others(q);
    if (!make_paths(q))
        return false;
    for (uint32_t i = 0; i < q->count; i++)
        if (!khung__questions_choose(q, &q->list[i]))
            return false;
    return khung__questions_label(q);
}

static khung_status translate(khung__questions *q, const khung_framework *framework, const khung_translation *const *translations, size_t count,
                              khung_log *log)
{
    q->frameworks = khung__arena_alloc(&q->arena, (count + 1) * sizeof *q->frameworks);
    if (!q->frameworks)
        return KHUNG_NO_MEMORY;
    q->frameworks[0] = framework;
    q->languages = 1;
    for (size_t i = 0; i < count; i++) {
        khung_framework *copy = NULL;
        khung_status status = khung_framework_translate(&copy, framework, translations[i], NULL, NULL, log);
        if (status != KHUNG_OK)
            return status;
        q->frameworks[q->languages++] = copy;
    }
    return KHUNG_OK;
}

khung_status khung__questions_make(khung__questions *out, const khung_framework *framework, const khung_translation *const *translations,
                                   size_t count, khung_log *log)
{
    *out = (khung__questions){0};
    khung_status status = translate(out, framework, translations, count, log);
    if (status == KHUNG_OK && !make(out))
        status = KHUNG_NO_MEMORY;
    if (status != KHUNG_OK)
        khung__questions_free(out);
    return status;
}

void khung__questions_free(khung__questions *questions)
{
    for (uint32_t l = 1; l < questions->languages; l++)
        khung_framework_free((khung_framework *)questions->frameworks[l]);
    khung__arena_free(&questions->arena);
    *questions = (khung__questions){0};
}
