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

#define SUGGEST(b, word, items, count) khung__reader_suggest(&(b)->reader, word, (count) ? &(items)->id : NULL, sizeof *(items), count)

/* ---- values ---- */

static void bind_level(binder *b, const khung__criterion *k, const khung__answer *answer, uint32_t index)
{
    const khung__scale *s = &b->f->scales[k->scale];
    uint32_t level = khung__framework_level(s, answer->level);
    if (level == KHUNG__NONE) {
        KHUNG__SAY(&b->reader, KHUNG__D_NO_LEVEL, at_of(b, answer->level_node), answer->level, s->id, khung__framework_levels(s, b->reader.arena));
        SUGGEST(b, answer->level, s->levels, s->level_count);
        also_in_framework(b, KHUNG__D_SCALE_HERE, s->node, "id", s->id);
    } else if (!(k->choosable >> level & 1)) {
        KHUNG__SAY(&b->reader, KHUNG__D_NOT_CHOOSABLE, at_of(b, answer->level_node), answer->level, k->id);
        also_in_framework(b, KHUNG__D_CRITERION_HERE, k->node, "levels", k->id);
    } else {
        b->out->level[index] = level;
    }
}

/* Where ids lie in an array of structs. */
typedef struct id_array {
    const char *first; /* the first struct's id */
    size_t stride;
    uint32_t count;
    khung__ids hash;   /* of long arrays */
} id_array;

static khung__str id_at(const id_array *ids, uint32_t i)
{
    khung__str id;
    memcpy(&id, ids->first + i * ids->stride, sizeof id);
    return id;
}

/* False when memory ends. */
static bool index_ids(binder *b, id_array *ids)
{
    enum { SHORT = 16 };
    if (ids->count <= SHORT)
        return true;
    if (!khung__ids_init(&ids->hash, b->reader.arena, ids->count)) {
        b->reader.status = KHUNG_NO_MEMORY;
        return false;
    }
    for (uint32_t i = 0; i < ids->count; i++)
        khung__ids_add(&ids->hash, 0, id_at(ids, i), i);
    return true;
}

/* Files mostly keep the framework's order, so the one behind the last hit is tried first. */
static uint32_t find_id(const id_array *ids, khung__str id, uint32_t hint)
{
    if (hint < ids->count && khung__str_eq(id_at(ids, hint), id))
        return hint;
    if (ids->hash.cap)
        return khung__ids_find(&ids->hash, 0, id);
    for (uint32_t i = 0; i < ids->count; i++)
        if (khung__str_eq(id_at(ids, i), id))
            return i;
    return KHUNG__NONE;
}

#define ID_ARRAY(items, n) ((id_array){(n) ? (const char *)&(items)->id : NULL, sizeof *(items), (n), {0}})

static void bind_checks(binder *b, const khung__criterion *k, const khung__answer *answer, uint32_t index)
{
    id_array ids = ID_ARRAY(k->checks, k->check_count);
    int8_t *ticks = khung__reader_alloc(&b->reader, k->check_count);
    if (!ticks || !index_ids(b, &ids))
        return;
    memset(ticks, -1, k->check_count);
    b->out->checks[index] = ticks;
    uint32_t hint = 0;
    for (uint32_t i = 0; i < answer->check_count; i++) {
        const khung__tick *tick = &answer->checks[i];
        uint32_t check = find_id(&ids, tick->id, hint);
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
    id_array ids = ID_ARRAY(k->evidence, k->evidence_count);
    uint32_t hint = 0;
    if (answer->evidence_count == 0 || !index_ids(b, &ids))
        return;
    for (uint32_t i = 0; i < answer->evidence_count; i++) {
        const khung__proof *proof = &answer->evidence[i];
        uint32_t found = find_id(&ids, proof->item, hint);
        if (found != KHUNG__NONE) {
            hint = found + 1;
            continue;
        }
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
    KHUNG__SAY(&b->reader, KHUNG__D_NO_OPTION, at_of(b, given->node), given->value, fact->id,
               khung__framework_options(fact, b->reader.arena));
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
