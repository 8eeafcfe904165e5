/* translation/load: texts by address from their file. Whether the addresses exist, the framework says (apply). */
#include "tables.h"
#include "../framework/load.h"

#include <stdlib.h>
#include <string.h>

#define REQ KHUNG__F_REQUIRED
#define K KHUNG__KEY
#define AT KHUNG__AT

static const char *const kind_words[] = {"translation", NULL};
static const char *const format_words[] = {"1", NULL};
static const khung__field fields[] = {
    {K("kind"), .type = KHUNG__T_CHOICE, .flags = REQ, AT(khung__translation_draft, kind), .words = kind_words, .about = "What this file is."},
    {K("format"), .type = KHUNG__T_CHOICE, .flags = REQ, AT(khung__translation_draft, format), .words = format_words,
     .about = "The number of the file format."},
    {K("framework"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__translation_draft, t.framework_id), .about = "The id of the framework."},
    {K("language"), .type = KHUNG__T_LANGUAGE, .flags = REQ, AT(khung__translation_draft, t.language), .about = "The language of this file's texts."},
    {K("text"), .type = KHUNG__T_TEXTS, .node_at = offsetof(khung__translation_draft, text_node),
     .about = "The texts, by address: <object>.<field>."},
    {K("sources"), .type = KHUNG__T_ANY_MAP, .node_at = offsetof(khung__translation_draft, sources_node), .least = KHUNG__T_HEX8,
     .about = "Written by the tool: the first 8 hex digits of SHA-256 of the text that each line translates."},
};
const khung__table khung__table_translation = {
    "translation", .fields = fields, .count = KHUNG__COUNT(fields), .required = 4, .size = sizeof(khung__translation_draft)};

static int by_address(const void *a, const void *b)
{
    return khung__str_cmp(((const khung__translated *)a)->address, ((const khung__translated *)b)->address);
}

khung__translated *khung__translation_find(const khung_translation *t, khung__str address)
{
    khung__translated key = {.address = address};
    return t->text_count ? bsearch(&key, t->texts, t->text_count, sizeof key, by_address) : NULL;
}

static void read_texts(khung__translation_draft *d)
{
    khung_translation *t = &d->t;
    const khung__node *map = d->text_node;
    if (!map || map->kind != KHUNG__MAP || map->count == 0 || !(t->texts = khung__reader_alloc(&d->reader, map->count * sizeof *t->texts)))
        return;
    for (const khung__node *node = map->first; node; node = node->next)
        t->texts[t->text_count++] = (khung__translated){.address = node->key, .text = node->text, .node = node};
    qsort(t->texts, t->text_count, sizeof *t->texts, by_address);
}

static void read_sources(khung__translation_draft *d)
{
    static const khung__field digest = {.type = KHUNG__T_HEX8, .size = sizeof(khung__str)};
    const khung__node *map = d->sources_node;
    for (const khung__node *node = map && map->kind == KHUNG__MAP ? map->first : NULL; node; node = node->next) {
        khung__str value = {0};
        khung__shape_value(&d->reader, &digest, node, &value);
        khung__translated *text = khung__translation_find(&d->t, node->key);
        if (text)
            text->source = value;
    }
}

khung_status khung__translation_from_tree(khung_translation **out, khung__tree *tree, khung_log *log)
{
    khung__translation_draft d;
    size_t from = log ? khung_log_count(log) : 0;
    khung__shape_fresh(&khung__table_translation, &d);
    d.t.tree = tree;
    d.reader = (khung__reader){.tree = tree, .arena = &d.t.arena, .log = log};
    if (khung__shape_head(&d.reader, "translation")) {
        khung__shape_map(&d.reader, &khung__table_translation, tree->root, &d);
        read_texts(&d);
        read_sources(&d);
    }
    if (log)
        khung__diag_sort(log, from);
    khung_translation *t = d.reader.status == KHUNG_OK ? khung__alloc(sizeof *t) : NULL;
    if (!t) {
        khung__arena_free(&d.t.arena);
        khung__tree_free(tree);
        return d.reader.status == KHUNG_OK ? KHUNG_NO_MEMORY : d.reader.status;
    }
    memcpy(t, &d.t, sizeof *t);
    *out = t;
    return KHUNG_OK;
}

khung_status khung_translation_load(khung_translation **out, const char *name, const char *bytes, size_t size, khung_log *log)
{
    if (!out || !name || (!bytes && size))
        return KHUNG_BAD_CALL;
    khung__tree *tree;
    khung_status status = khung__tree_load(&tree, name, bytes, size, log);
    return status == KHUNG_OK ? khung__translation_from_tree(out, tree, log) : status;
}

khung_status khung_translation_load_file(khung_translation **out, const char *path, khung_log *log)
{
    char *bytes;
    size_t size;
    if (!out || !path)
        return KHUNG_BAD_CALL;
    khung_status status = khung__file_read(&bytes, &size, path, log);
    if (status != KHUNG_OK)
        return status;
    status = khung_translation_load(out, path, bytes, size, log);
    khung__free(bytes);
    return status;
}

void khung_translation_free(khung_translation *t)
{
    if (!t)
        return;
    khung__arena_free(&t->arena);
    khung__tree_free(t->tree);
    khung__free(t);
}

const char *khung_translation_language(const khung_translation *t)
{
    return t->language.s ? t->language.s : "";
}

const char *khung_translation_framework(const khung_translation *t)
{
    return t->framework_id.s ? t->framework_id.s : "";
}
