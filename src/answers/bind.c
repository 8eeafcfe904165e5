/* answers/bind: a track seen through its framework: names become indexes, values get their types, and what does not fit is said. */
#include "tables.h"

#include <string.h>

typedef struct binder {
    const khung_answers *a;
    const khung_framework *f;
    khung__bound *out;
    khung__reader reader; /* places are those of the answers file */
} binder;

static khung__at at_of(const binder *b, const khung__node *node)
{
    return khung__node_at(b->a->tree, node);
}

static khung__at key_at(const binder *b, const khung__node *node)
{
    return khung__node_key_at(b->a->tree, node);
}

/* The second place: where the framework defines what was answered wrongly. */
static void also_in_framework(binder *b, khung__diag_id id, const khung__node *node, const char *key, khung__str name)
{
    const khung__node *part = khung__node_find(node, khung__str_of(key));
    khung__reader_also(&b->reader, id, khung__node_at(b->f->tree, part ? part : node), name);
}

/* Suggests among the ids that lie in an array of structs, `stride` bytes apart. */
static void suggest(binder *b, khung__str word, const khung__str *first, size_t stride, size_t count)
{
    if (!khung__reader_may_suggest(&b->reader) || count == 0)
        return;
    khung__str *words = khung__alloc(count * sizeof *words);
    if (!words) {
        b->reader.status = KHUNG_NO_MEMORY;
        return;
    }
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        khung__str id;
        memcpy(&id, (const char *)first + i * stride, sizeof id);
        if ((id.n > word.n ? id.n - word.n : word.n - id.n) <= 3)
            words[n++] = id;
    }
    khung__diag_suggest(b->reader.log, word, words, n);
    khung__free(words);
}

#define SUGGEST(b, word, items, count) suggest(b, word, (count) ? &(items)->id : NULL, sizeof *(items), count)

/* ---- values ---- */

static void bind_level(binder *b, const khung__criterion *k, const khung__answer *answer, uint32_t index)
{
    const khung__scale *s = &b->f->scales[k->scale];
    uint32_t level = khung__framework_level(s, answer->level);
    if (level == KHUNG__NONE) {
        KHUNG__SAY(&b->reader, KHUNG__D_NO_LEVEL, at_of(b, answer->level_node), answer->level, s->id);
        SUGGEST(b, answer->level, s->levels, s->level_count);
        also_in_framework(b, KHUNG__D_SCALE_HERE, s->node, "id", s->id);
    } else if (!(k->choosable >> level & 1)) {
        KHUNG__SAY(&b->reader, KHUNG__D_NOT_CHOOSABLE, at_of(b, answer->level_node), answer->level, k->id);
        also_in_framework(b, KHUNG__D_CRITERION_HERE, k->node, "levels", k->id);
    } else {
        b->out->level[index] = level;
    }
}

/* Checks mostly stand in the framework's order, so the one behind the last hit is tried first; long lists are hashed. */
static uint32_t find_check(const khung__criterion *k, const khung__ids *ids, khung__str id, uint32_t hint)
{
    if (hint < k->check_count && khung__str_eq(k->checks[hint].id, id))
        return hint;
    if (ids->cap)
        return khung__ids_find(ids, 0, id);
    for (uint32_t i = 0; i < k->check_count; i++)
        if (khung__str_eq(k->checks[i].id, id))
            return i;
    return KHUNG__NONE;
}

static bool index_checks(binder *b, const khung__criterion *k, khung__ids *ids)
{
    enum { SHORT = 16 };
    if (k->check_count <= SHORT)
        return true;
    if (!khung__ids_init(ids, b->reader.arena, k->check_count)) {
        b->reader.status = KHUNG_NO_MEMORY;
        return false;
    }
    for (uint32_t i = 0; i < k->check_count; i++)
        khung__ids_add(ids, 0, k->checks[i].id, i);
    return true;
}

static void bind_checks(binder *b, const khung__criterion *k, const khung__answer *answer, uint32_t index)
{
    khung__ids ids = {0};
    int8_t *ticks = khung__reader_alloc(&b->reader, k->check_count);
    if (!ticks || !index_checks(b, k, &ids))
        return;
    memset(ticks, -1, k->check_count);
    b->out->checks[index] = ticks;
    uint32_t hint = 0;
    for (uint32_t i = 0; i < answer->check_count; i++) {
        const khung__tick *tick = &answer->checks[i];
        uint32_t check = find_check(k, &ids, tick->id, hint);
        if (check == KHUNG__NONE) {
            KHUNG__SAY(&b->reader, KHUNG__D_NO_CHECK, key_at(b, tick->node), tick->id, k->id);
            SUGGEST(b, tick->id, k->checks, k->check_count);
            also_in_framework(b, KHUNG__D_CRITERION_HERE, k->node, "checks", k->id);
            continue;
        }
        ticks[check] = tick->holds;
        hint = check + 1;
    }
}

/* What a criterion of each method wants to be answered with, as the file would say it. */
static khung__str wanted(khung__method method)
{
    static const char *const forms[] = {"{level: …}", "{checks: {…}}", "{checks: {…}}", "{quantity: …}"};
    return khung__str_of(forms[method]);
}

static bool kind_fits(khung__method method, khung__answer_kind kind)
{
    static const khung__answer_kind kinds[] = {KHUNG__ANSWER_LEVEL, KHUNG__ANSWER_CHECKS, KHUNG__ANSWER_CHECKS, KHUNG__ANSWER_QUANTITY};
    return kind == KHUNG__ANSWER_NONE || kind == KHUNG__ANSWER_NA || kind == kinds[method];
}

static void bind_value(binder *b, const khung__criterion *k, const khung__answer *answer, uint32_t index)
{
    if (!kind_fits(k->method, answer->kind)) {
        KHUNG__SAY(&b->reader, KHUNG__D_ANSWER_METHOD, at_of(b, answer->node), k->id, wanted(k->method));
        also_in_framework(b, KHUNG__D_CRITERION_HERE, k->node, "method", k->id);
    } else if (answer->kind == KHUNG__ANSWER_NA && k->na_forbidden) {
        KHUNG__SAY(&b->reader, KHUNG__D_NA_FORBIDDEN, key_at(b, answer->na_node), k->id);
        also_in_framework(b, KHUNG__D_CRITERION_HERE, k->node, "na", k->id);
    } else if (answer->kind == KHUNG__ANSWER_LEVEL) {
        bind_level(b, k, answer, index);
    } else if (answer->kind == KHUNG__ANSWER_CHECKS) {
        bind_checks(b, k, answer, index);
    }
}

static void bind_evidence(binder *b, const khung__criterion *k, const khung__answer *answer)
{
    for (uint32_t i = 0; i < answer->evidence_count; i++) {
        const khung__proof *proof = &answer->evidence[i];
        uint32_t j = 0;
        while (j < k->evidence_count && !khung__str_eq(k->evidence[j].id, proof->item))
            j++;
        if (j < k->evidence_count)
            continue;
        const khung__node *item = khung__node_find(proof->node, KHUNG__S("item"));
        KHUNG__SAY(&b->reader, KHUNG__D_NO_EVIDENCE_ITEM, at_of(b, item), proof->item, k->id);
        SUGGEST(b, proof->item, k->evidence, k->evidence_count);
        also_in_framework(b, KHUNG__D_CRITERION_HERE, k->node, "evidence", k->id);
    }
}

static void bind_answers(binder *b)
{
    for (uint32_t i = 0; i < b->a->answer_count && b->reader.status != KHUNG_NO_MEMORY; i++) {
        const khung__answer *answer = &b->a->answers[i];
        uint32_t index = khung__framework_criterion(b->f, answer->criterion);
        if (index == KHUNG__NONE) {
            KHUNG__SAY(&b->reader, KHUNG__D_NO_CRITERION, key_at(b, answer->node), answer->criterion);
            SUGGEST(b, answer->criterion, b->f->criteria, b->f->criterion_count);
            continue;
        }
        const khung__criterion *k = &b->f->criteria[index];
        b->out->by_criterion[index] = answer;
        bind_value(b, k, answer, index);
        bind_evidence(b, k, answer);
    }
}

/* ---- facts ---- */

static bool bind_fact(binder *b, const khung__fact *fact, const khung__given *given, khung__micro *out)
{
    bool flag;
    if (fact->type == KHUNG__FLAG) {
        if (!khung__shape_flag(&b->reader, given->node, &flag))
            return false;
        *out = flag;
        return true;
    }
    if (fact->type == KHUNG__DECIMAL)
        return khung__shape_decimal(&b->reader, given->node, INT64_MIN, INT64_MAX, out);
    for (uint32_t i = 0; i < fact->option_count; i++)
        if (khung__str_eq(fact->options[i].id, given->value)) {
            *out = i;
            return true;
        }
    KHUNG__SAY(&b->reader, KHUNG__D_NO_OPTION, at_of(b, given->node), given->value, fact->id);
    SUGGEST(b, given->value, fact->options, fact->option_count);
    also_in_framework(b, KHUNG__D_FACT_HERE, fact->node, "options", fact->id);
    return false;
}

static void bind_profile(binder *b)
{
    for (uint32_t i = 0; i < b->a->profile_count && b->reader.status != KHUNG_NO_MEMORY; i++) {
        const khung__given *given = &b->a->profile[i];
        uint32_t fact = khung__framework_fact(b->f, given->fact);
        if (fact == KHUNG__NONE) {
            KHUNG__SAY(&b->reader, KHUNG__D_NO_FACT, key_at(b, given->node), given->fact);
            SUGGEST(b, given->fact, b->f->facts, b->f->fact_count);
            continue;
        }
        b->out->fact_given[fact] = bind_fact(b, &b->f->facts[fact], given, &b->out->fact_number[fact]);
    }
}

/* ---- the whole ---- */

static bool check_framework(binder *b)
{
    const khung_answers *a = b->a;
    const khung_framework *f = b->f;
    const khung__node *map = khung__node_find(a->tree->root, KHUNG__S("framework"));
    if (!khung__str_eq(a->framework_id, f->id)) {
        KHUNG__SAY(&b->reader, KHUNG__D_OTHER_FRAMEWORK, at_of(b, khung__node_find(map, KHUNG__S("id"))), a->framework_id, f->id);
        return false;
    }
    khung__at at = at_of(b, khung__node_find(map, KHUNG__S("version")));
    if (a->major != f->major || a->minor != f->minor) {
        KHUNG__SAY(&b->reader, KHUNG__D_OTHER_VERSION, at, a->framework_version, f->version);
        return false;
    }
    if (a->patch != f->patch)
        KHUNG__SAY(&b->reader, KHUNG__D_OTHER_PATCH, at, a->framework_version, f->version);
    return true;
}

static bool make_room(binder *b, khung__bound *out)
{
    size_t criteria = b->f->criterion_count, facts = b->f->fact_count;
    out->answers = b->a;
    out->by_criterion = khung__reader_alloc(&b->reader, criteria * sizeof *out->by_criterion);
    out->level = khung__reader_alloc(&b->reader, criteria * sizeof *out->level);
    out->checks = khung__reader_alloc(&b->reader, criteria * sizeof *out->checks);
    out->fact_given = khung__reader_alloc(&b->reader, facts * sizeof *out->fact_given);
    out->fact_number = khung__reader_alloc(&b->reader, facts * sizeof *out->fact_number);
    if (b->reader.status != KHUNG_OK)
        return false;
    memset(out->level, 0xff, criteria * sizeof *out->level); /* KHUNG__NONE */
    return true;
}

khung_status khung__answers_bind(khung__bound *out, const khung_answers *answers, const khung_framework *framework, khung__arena *arena, khung_log *log)
{
    khung__bound bound = {0};
    size_t from = log ? khung_log_count(log) : 0;
    binder b = {answers, framework, &bound, {.tree = answers->tree, .arena = arena, .log = log}};
    if (check_framework(&b) && make_room(&b, &bound)) {
        bind_profile(&b);
        bind_answers(&b);
    }
    if (log)
        khung__diag_sort(log, from);
    if (b.reader.status == KHUNG_OK)
        *out = bound;
    return b.reader.status;
}
