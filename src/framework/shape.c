/* framework/shape: the reader behind the tables: which key is which field, what is missing, what is not known. */
#include "shape.h"

#include <string.h>

void khung__reader_say(khung__reader *r, khung__diag_id id, khung__at at, const khung__str *args, size_t n)
{
    khung_status status = khung__diag_add(r->log, id, at, args, n);
    if (status == KHUNG_NO_MEMORY || (status != KHUNG_OK && r->status == KHUNG_OK))
        r->status = status;
}

void khung__reader_also(khung__reader *r, khung__diag_id id, khung__at at, khung__str arg)
{
    if (khung__diag_also(r->log, id, at, &arg, 1) == KHUNG_NO_MEMORY)
        r->status = KHUNG_NO_MEMORY;
}

void khung__reader_other(khung__reader *r, const khung__node *map, const char *key)
{
    const khung__node *other = map && map->kind == KHUNG__MAP ? khung__node_find(map, khung__str_of(key)) : NULL;
    if (other)
        khung__reader_also(r, KHUNG__D_OTHER_HERE, khung__node_key_at(r->tree, other), other->key);
}

void khung__reader_suggest(khung__reader *r, khung__str word, const void *first_id, size_t stride, size_t count)
{
    enum { MOST_WORDS = 100000 };
    if (!r->log || r->status == KHUNG_NO_MEMORY || count == 0 || r->compared > MOST_WORDS || khung__diag_errors(r->log) > KHUNG_LOG_LIMIT)
        return;
    khung__str *words = khung__alloc(count * sizeof *words), id;
    if (!words) {
        r->status = KHUNG_NO_MEMORY;
        return;
    }
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(&id, (const char *)first_id + i * stride, sizeof id);
        words[n] = id;
        n += id.n > 0;
    }
    r->compared += n;
    khung__diag_suggest(r->log, word, words, n);
    khung__free(words);
}

void *khung__reader_alloc(khung__reader *r, size_t n)
{
    void *p = khung__arena_alloc(r->arena, n);
    if (!p)
        r->status = KHUNG_NO_MEMORY;
    return p;
}

void khung__shape_fresh(const khung__table *table, void *into)
{
    if (table->fresh)
        memcpy(into, table->fresh, table->size);
    else
        memset(into, 0, table->size);
}

/* Keys mostly stand in the order of the table, so the search begins behind the last hit: about one comparison a key. */
const khung__field *khung__shape_field(const khung__table *table, khung__str key, uint32_t *hint)
{
    uint32_t i = *hint;
    for (uint32_t tried = 0; tried < table->count; tried++, i++) {
        if (i >= table->count)
            i = 0;
        const khung__field *field = &table->fields[i];
        if (field->key_n == key.n && field->key[0] == key.s[0] && memcmp(field->key, key.s, key.n) == 0) {
            *hint = i + 1;
            return field;
        }
    }
    return NULL;
}

static khung__str name_of(const khung__node *node)
{
    return node->key.s ? node->key : KHUNG__S("-");
}

static bool has_space_or_letter_beyond_ascii(khung__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] == ' ' || (unsigned char)s.s[i] >= 0x80)
            return true;
    return false;
}

static void say_unknown_key(khung__reader *r, const khung__table *table, const khung__node *child)
{
    enum { MOST = 40 };
    khung__at at = khung__node_key_at(r->tree, child);
    if (has_space_or_letter_beyond_ascii(child->key)) {
        KHUNG__SAY(r, KHUNG__D_UNKNOWN_KEY_QUOTES, at, child->key);
        return;
    }
    khung__str words[MOST];
    size_t n = 0;
    khung__buf known = {0};
    for (uint32_t i = 0; i < table->count && n < MOST; i++) {
        words[n++] = (khung__str){table->fields[i].key, table->fields[i].key_n};
        if (i)
            khung__buf_z(&known, ", ");
        khung__buf_str(&known, words[n - 1]);
    }
    if (known.failed)
        r->status = KHUNG_NO_MEMORY;
    else
        KHUNG__SAY(r, KHUNG__D_UNKNOWN_KEY, at, child->key, (khung__str){known.s, known.n});
    khung__buf_free(&known);
    khung__reader_suggest(r, child->key, words, sizeof *words, n);
}

static void say_missing(khung__reader *r, const khung__table *table, const khung__node *node, uint64_t seen)
{
    for (uint32_t i = 0; i < table->count; i++)
        if ((table->fields[i].flags & KHUNG__F_REQUIRED) && !(seen >> i & 1))
            KHUNG__SAY(r, KHUNG__D_MISSING_KEY, khung__node_at(r->tree, node),
                       (khung__str){table->fields[i].key, table->fields[i].key_n});
}

static bool want_kind(khung__reader *r, const khung__node *node, khung__node_kind kind)
{
    if (node->kind == (uint8_t)kind)
        return true;
    khung__at at = khung__node_at(r->tree, node);
    khung__str name = name_of(node);
    if (node->kind == KHUNG__SCALAR && node->text.n == 0)
        KHUNG__SAY(r, KHUNG__D_EMPTY_VALUE, at, name);
    else if (kind == KHUNG__MAP)
        KHUNG__SAY(r, node->kind == KHUNG__LIST ? KHUNG__D_MAP_NOT_LIST : KHUNG__D_MAP_NOT_VALUE, at, name, node->text);
    else if (kind == KHUNG__LIST)
        KHUNG__SAY(r, node->kind == KHUNG__MAP ? KHUNG__D_LIST_NOT_MAP : KHUNG__D_LIST_NOT_VALUE, at, name, node->text);
    else
        KHUNG__SAY(r, node->kind == KHUNG__MAP ? KHUNG__D_VALUE_NOT_MAP : KHUNG__D_VALUE_NOT_LIST, at, name);
    return false;
}

bool khung__shape_is(khung__reader *r, const khung__node *node, khung__node_kind kind)
{
    return want_kind(r, node, kind);
}

static void read_nested(khung__reader *r, const khung__field *field, const khung__node *node, char *slot)
{
    void *into = slot;
    if (field->flags & KHUNG__F_POINTER) {
        if (!want_kind(r, node, KHUNG__MAP) || !(into = khung__reader_alloc(r, field->of->size)))
            return;
        khung__shape_fresh(field->of, into);
        memcpy(slot, &into, sizeof into);
    }
    khung__shape_map(r, field->of, node, into);
}

/* Lists and mappings of scalars, and lists somebody else reads: only their form is looked at. */
static void check_entries(khung__reader *r, const khung__field *field, const khung__node *node)
{
    khung__str ignored;
    if (!want_kind(r, node, field->type == KHUNG__T_IDS ? KHUNG__LIST : KHUNG__MAP))
        return;
    if ((field->flags & KHUNG__F_LIMITS) && node->count < (uint32_t)field->least)
        KHUNG__SAY(r, KHUNG__D_EMPTY_LIST, khung__node_at(r->tree, node), name_of(node));
    for (const khung__node *child = node->first; child; child = child->next) {
        if (field->type == KHUNG__T_IDS)
            khung__shape_id(r, child, &ignored);
        else if (field->type == KHUNG__T_TEXTS)
            khung__shape_text(r, child, &ignored);
    }
}

static void read_list(khung__reader *r, const khung__field *field, const khung__node *node, char *into)
{
    void *items = NULL;
    uint32_t count = 0;
    if (field->flags & KHUNG__F_DEFER) {
        if (want_kind(r, node, KHUNG__LIST) && (field->flags & KHUNG__F_LIMITS) && node->count < (uint32_t)field->least)
            KHUNG__SAY(r, KHUNG__D_EMPTY_LIST, khung__node_at(r->tree, node), name_of(node));
        return;
    }
    khung__shape_list(r, field, node, &items, &count);
    memcpy(into + field->offset, &items, sizeof items);
    memcpy(into + field->count_at, &count, sizeof count);
}

static void read_field(khung__reader *r, const khung__field *field, const khung__node *node, char *into)
{
    if (field->node_at)
        memcpy(into + field->node_at, &node, sizeof node);
    switch ((khung__type)field->type) {
    case KHUNG__T_MAP:
        read_nested(r, field, node, into + field->offset);
        break;
    case KHUNG__T_MAP_OR_ID:
        if (node->kind == KHUNG__SCALAR)
            khung__shape_id(r, node, &(khung__str){0});
        else
            read_nested(r, field, node, into + field->offset);
        break;
    case KHUNG__T_LIST:
        read_list(r, field, node, into);
        break;
    case KHUNG__T_IDS:
    case KHUNG__T_TEXTS:
    case KHUNG__T_ANY_MAP:
        check_entries(r, field, node);
        break;
    default:
        khung__shape_value(r, field, node, into + field->offset);
    }
}

void khung__shape_map(khung__reader *r, const khung__table *table, const khung__node *node, void *into)
{
    if (table->node_at)
        memcpy((char *)into + table->node_at, &node, sizeof node);
    if (!want_kind(r, node, KHUNG__MAP))
        return;
    uint64_t seen = 0;
    uint32_t hint = 0, required = 0;
    for (const khung__node *child = node->first; child && r->status != KHUNG_NO_MEMORY; child = child->next) {
        const khung__field *field = khung__shape_field(table, child->key, &hint);
        if (!field) {
            say_unknown_key(r, table, child);
            continue;
        }
        seen |= (uint64_t)1 << (field - table->fields);
        required += field->flags & KHUNG__F_REQUIRED;
        read_field(r, field, child, into);
    }
    if (table->required != required)
        say_missing(r, table, node, seen);
}

void khung__shape_list(khung__reader *r, const khung__field *field, const khung__node *node, void **items, uint32_t *count)
{
    if (!want_kind(r, node, KHUNG__LIST))
        return;
    if ((field->flags & KHUNG__F_LIMITS) && node->count < (uint32_t)field->least)
        KHUNG__SAY(r, KHUNG__D_EMPTY_LIST, khung__node_at(r->tree, node), name_of(node));
    if (node->count == 0)
        return;
    char *all = khung__reader_alloc(r, (size_t)node->count * field->of->size);
    if (!all)
        return;
    *items = all;
    *count = node->count;
    for (const khung__node *child = node->first; child; child = child->next, all += field->of->size) {
        khung__shape_fresh(field->of, all);
        khung__shape_map(r, field->of, child, all);
    }
}
