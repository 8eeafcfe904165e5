/* answers/load: one track from its file. Only its form is looked at; what it means needs the framework (bind). */
#include "tables.h"
#include "../framework/load.h"

#include <string.h>

/* The one value an answer gives; two are an error. */
static void settle_kind(khung__answers_draft *d, khung__answer *answer)
{
    const khung__node *const given[] = {answer->level_node, answer->checks_node, answer->quantity_node, answer->na_node};
    const khung__node *first = NULL;
    for (size_t i = 0; i < KHUNG__COUNT(given); i++) {
        if (!given[i])
            continue;
        if (!first) {
            first = given[i];
            answer->kind = (khung__answer_kind)(KHUNG__ANSWER_LEVEL + i);
            continue;
        }
        KHUNG__SAY(&d->reader, KHUNG__D_TWO_ANSWERS, khung__node_key_at(d->a.tree, given[i]), answer->criterion, first->key, given[i]->key);
        khung__reader_also(&d->reader, KHUNG__D_FIRST_ANSWER, khung__node_key_at(d->a.tree, first), first->key);
    }
}

static void read_checks(khung__answers_draft *d, khung__answer *answer)
{
    const khung__node *map = answer->checks_node;
    if (!map || map->kind != KHUNG__MAP || map->count == 0 ||
        !(answer->checks = khung__reader_alloc(&d->reader, map->count * sizeof *answer->checks)))
        return;
    for (const khung__node *node = map->first; node; node = node->next) {
        khung__tick *tick = &answer->checks[answer->check_count++];
        khung__shape_key_id(&d->reader, node);
        tick->id = node->key;
        tick->node = node;
        khung__shape_flag(&d->reader, node, &tick->holds);
    }
}

static void read_answer(khung__answers_draft *d, const khung__node *node, khung__answer *answer)
{
    answer->criterion = node->key;
    answer->node = node;
    khung__shape_key_id(&d->reader, node);
    if (node->kind == KHUNG__SCALAR) {
        answer->kind = KHUNG__ANSWER_LEVEL;
        answer->level_node = node;
        khung__shape_id(&d->reader, node, &answer->level);
        return;
    }
    khung__shape_map(&d->reader, &khung__table_answer, node, answer);
    settle_kind(d, answer);
    read_checks(d, answer);
}

static void read_all(khung__answers_draft *d)
{
    khung_answers *a = &d->a;
    const khung__node *map = d->answers_node;
    if (!map || map->kind != KHUNG__MAP || map->count == 0 || !(a->answers = khung__reader_alloc(&d->reader, map->count * sizeof *a->answers)))
        return;
    for (const khung__node *node = map->first; node && d->reader.status != KHUNG_NO_MEMORY; node = node->next)
        read_answer(d, node, &a->answers[a->answer_count++]);
}

static void read_profile(khung__answers_draft *d)
{
    khung_answers *a = &d->a;
    const khung__node *map = d->profile_node;
    if (!map || map->kind != KHUNG__MAP || map->count == 0 || !(a->profile = khung__reader_alloc(&d->reader, map->count * sizeof *a->profile)))
        return;
    for (const khung__node *node = map->first; node; node = node->next) {
        khung__given *given = &a->profile[a->profile_count++];
        khung__shape_key_id(&d->reader, node);
        given->fact = node->key;
        given->node = node;
        if (khung__shape_scalar(&d->reader, node))
            given->value = node->text;
    }
}

static void check_period(khung__answers_draft *d)
{
    if (!d->a.from.year || !d->a.to.year || khung__date_cmp(d->a.from, d->a.to) <= 0)
        return;
    KHUNG__SAY(&d->reader, KHUNG__D_FROM_AFTER_TO, khung__node_at(d->a.tree, d->to_node), d->to_node->text);
    khung__reader_other(&d->reader, khung__node_find(d->a.tree->root, KHUNG__S("period")), "from");
}

static void read_draft(khung__answers_draft *d, khung__tree *tree, khung_log *log)
{
    size_t from = log ? khung_log_count(log) : 0;
    khung__shape_fresh(&khung__table_answers, d);
    d->a.tree = tree;
    d->reader = (khung__reader){.tree = tree, .arena = &d->a.arena, .log = log};
    if (khung__shape_head(&d->reader, "answers")) {
        khung__shape_map(&d->reader, &khung__table_answers, tree->root, d);
        khung__is_version(d->a.framework_version, &d->a.major, &d->a.minor, &d->a.patch);
        check_period(d);
        read_profile(d);
        read_all(d);
    }
    if (log)
        khung__diag_sort(log, from);
}

khung_status khung__answers_from_tree(khung_answers **out, khung__tree *tree, khung_log *log)
{
    khung__answers_draft draft;
    read_draft(&draft, tree, log);
    khung_answers *answers = draft.reader.status == KHUNG_OK ? khung__alloc(sizeof *answers) : NULL;
    if (!answers) {
        khung__arena_free(&draft.a.arena);
        khung__tree_free(tree);
        return draft.reader.status == KHUNG_OK ? KHUNG_NO_MEMORY : draft.reader.status;
    }
    memcpy(answers, &draft.a, sizeof *answers);
    *out = answers;
    return KHUNG_OK;
}

khung_status khung_answers_load(khung_answers **out, const char *name, const char *bytes, size_t size, khung_log *log)
{
    if (!out || !name || (!bytes && size))
        return KHUNG_BAD_CALL;
    khung__tree *tree;
    khung_status status = khung__tree_load(&tree, name, bytes, size, log);
    return status == KHUNG_OK ? khung__answers_from_tree(out, tree, log) : status;
}

khung_status khung_answers_load_file(khung_answers **out, const char *path, khung_log *log)
{
    char *bytes;
    size_t size;
    if (!out || !path)
        return KHUNG_BAD_CALL;
    khung_status status = khung__file_read(&bytes, &size, path, log);
    if (status != KHUNG_OK)
        return status;
    status = khung_answers_load(out, path, bytes, size, log);
    khung__free(bytes);
    return status;
}

void khung_answers_free(khung_answers *answers)
{
    if (!answers)
        return;
    khung__arena_free(&answers->arena);
    khung__tree_free(answers->tree);
    khung__free(answers);
}

const char *khung_answers_track(const khung_answers *answers)
{
    static const char *const names[] = {"self", "respondent", "consensus", "reviewer"};
    return answers ? names[answers->track & 3] : NULL;
}

const char *khung_answers_organisation(const khung_answers *answers)
{
    return answers->organisation_id.s;
}

static void day(char out[11], khung__date date)
{
    khung__buf buf = {0};
    khung__buf_date(&buf, date);
    memcpy(out, "0000-00-00", 11);
    if (!buf.failed && buf.n == 10)
        memcpy(out, buf.s, 10);
    khung__buf_free(&buf);
}

void khung_answers_period(const khung_answers *answers, char from[11], char to[11])
{
    day(from, answers->from);
    day(to, answers->to);
}

bool khung_answers_together(const khung_answers *a, const khung_answers *b)
{
    return khung__str_eq(a->organisation_id, b->organisation_id) && khung__date_cmp(a->from, b->from) == 0 && khung__date_cmp(a->to, b->to) == 0;
}

const char *khung_answers_framework(const khung_answers *answers)
{
    return answers->framework_id.s ? answers->framework_id.s : "";
}

khung_status khung_answers_digest(const khung_answers *answers, char out[KHUNG_DIGEST_TEXT_SIZE])
{
    if (!answers || !out)
        return KHUNG_BAD_CALL;
    return khung__tree_digest(answers->tree, "by", out);
}
