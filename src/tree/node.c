/* Questions to a tree: children, places, repeated keys, the canonical line and its digest. */
#include "tree/inside.h"

#include <string.h>

khung__tree *khung__tree_share(khung__tree *tree)
{
    atomic_fetch_add(&tree->users, 1);
    return tree;
}

void khung__tree_free(khung__tree *tree)
{
    if (!tree || atomic_fetch_sub(&tree->users, 1) > 1)
        return;
    khung__arena_free(&tree->arena);
    khung__free(tree->digest);
    khung__free(tree);
}

khung__node *khung__node_find(const khung__node *map, khung__str key)
{
    if (!map || map->kind != KHUNG__MAP)
        return NULL;
    for (khung__node *child = map->first; child; child = child->next)
        if (khung__str_eq(child->key, key))
            return child;
    return NULL;
}

khung__at khung__node_at(const khung__tree *tree, const khung__node *node)
{
    uint32_t length = 1;
    if (node->kind == KHUNG__SCALAR && node->text.n && (node->plain || node->quoted))
        length = (uint32_t)khung__utf8_count(node->text) + (node->quoted ? 2 : 0);
    return (khung__at){&tree->source, node->line, node->column, length};
}

khung__at khung__node_key_at(const khung__tree *tree, const khung__node *node)
{
    if (!node->key.s)
        return khung__node_at(tree, node);
    return (khung__at){&tree->source, node->key_line, node->key_column,
                       (uint32_t)khung__utf8_count(node->key)};
}

/* ---- order of keys ---- */

enum { SMALL = 16 };

static void sort_small(khung__node **nodes, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        khung__node *node = nodes[i];
        size_t j = i;
        for (; j > 0 && khung__str_cmp(nodes[j - 1]->key, node->key) > 0; j--)
            nodes[j] = nodes[j - 1];
        nodes[j] = node;
    }
}

/* Merge sort: no input makes it slow, and halves that are in order already cost one comparison. */
void khung__tree_sort(khung__node **nodes, khung__node **spare, size_t n)
{
    if (n <= SMALL) {
        sort_small(nodes, n);
        return;
    }
    size_t half = n / 2;
    khung__tree_sort(nodes, spare, half);
    khung__tree_sort(nodes + half, spare, n - half);
    if (khung__str_cmp(nodes[half - 1]->key, nodes[half]->key) <= 0)
        return;
    memcpy(spare, nodes, half * sizeof *nodes);
    size_t left = 0, right = half, to = 0;
    while (left < half)
        if (right < n && khung__str_cmp(spare[left]->key, nodes[right]->key) > 0)
            nodes[to++] = nodes[right++];
        else
            nodes[to++] = spare[left++];
}

/* The children of a map in byte order of their keys: in `few` when they fit there, else allocated
 * (free it then). */
static khung__node **sorted(const khung__node *map, khung__node *few[SMALL])
{
    khung__node **nodes = few;
    if (map->count > SMALL)
        nodes = khung__alloc((size_t)map->count * 2 * sizeof *nodes);
    if (!nodes)
        return NULL;
    size_t n = 0;
    for (khung__node *child = map->first; child; child = child->next)
        nodes[n++] = child;
    khung__tree_sort(nodes, nodes + n, n);
    return nodes;
}

/* ---- repeated keys ---- */

static khung_status report_repeated(const khung__tree *tree, const khung__node *first,
                                    const khung__node *again, khung_log *log)
{
    khung_status status =
        KHUNG__DIAG(log, KHUNG__D_REPEATED_KEY, khung__node_key_at(tree, again), again->key);
    khung_status noted =
        khung__diag_also(log, KHUNG__D_FIRST_KEY, khung__node_key_at(tree, first), NULL, 0);
    return noted == KHUNG_OK ? status : noted;
}

static bool same_key(const khung__node *a, const khung__node *b)
{
    return a->key.n == b->key.n && a->key.s && b->key.s &&
           memcmp(a->key.s, b->key.s, a->key.n) == 0;
}

/* Pairs: for a handful of keys this is cheaper than any order. */
static khung_status repeated_few(const khung__tree *tree, const khung__node *map, khung_log *log)
{
    khung_status status = KHUNG_OK;
    for (const khung__node *b = map->first; b; b = b->next)
        for (const khung__node *a = map->first; a != b; a = a->next)
            if (same_key(a, b)) {
                status = report_repeated(tree, a, b, log);
                break;
            }
    return status;
}

/* FNV-1a, 64 bits: "The FNV Non-Cryptographic Hash Algorithm", G. Fowler, L. C. Noll, K.-P. Vo. */
static uint64_t hash_of(khung__str key)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < key.n; i++)
        hash = (hash ^ (unsigned char)key.s[i]) * 1099511628211u;
    return hash ^ hash >> 32;
}

typedef struct slot {
    uint64_t hash;
    const khung__node *node; /* NULL: free */
} slot;

/* Puts the node where no equal key stands; false when there is one, or when too many keys crowd one
 * place: that happens by malice only, and the order by keys is the way out. */
static bool place_key(slot *table, size_t mask, const khung__node *node)
{
    enum { CROWD = 64 };
    uint64_t hash = hash_of(node->key);
    for (size_t i = 0; i < CROWD; i++) {
        slot *s = &table[(hash + i) & mask];
        if (!s->node) {
            *s = (slot){hash, node};
            return true;
        }
        if (s->hash == hash && same_key(s->node, node))
            return false;
    }
    return false;
}

/* The quick way for large maps: *surely says that no key is repeated. False when memory ends. */
static bool all_differ(const khung__node *map, bool *surely)
{
    size_t size = 64;
    while (size < (size_t)map->count * 2)
        size *= 2;
    slot *table = khung__alloc(size * sizeof *table);
    if (!table)
        return false;
    memset(table, 0, size * sizeof *table);
    *surely = true;
    for (const khung__node *child = map->first; child && *surely; child = child->next)
        *surely = child->key.s && place_key(table, size - 1, child);
    khung__free(table);
    return true;
}

khung_status khung__tree_repeated(const khung__tree *tree, const khung__node *map, khung_log *log)
{
    khung_status status = KHUNG_OK;
    bool surely;
    if (map->count <= SMALL)
        return repeated_few(tree, map, log);
    if (!all_differ(map, &surely))
        return KHUNG_NO_MEMORY;
    if (surely)
        return KHUNG_OK;
    khung__node **nodes = sorted(map, NULL);
    if (!nodes)
        return KHUNG_NO_MEMORY;
    size_t first = 0;
    for (size_t i = 1; i < map->count && status != KHUNG_NO_MEMORY; i++)
        if (same_key(nodes[first], nodes[i]))
            status = report_repeated(tree, nodes[first], nodes[i], log);
        else
            first = i;
    khung__free(nodes);
    return status;
}

/* ---- the canonical line ---- */

static bool write_node(const khung__node *node, khung__str skip, khung__buf *buf);

static void write_key(khung__str key, bool first, khung__buf *buf)
{
    if (!first)
        khung__buf_char(buf, ',');
    khung__buf_json(buf, key);
    khung__buf_char(buf, ':');
}

static bool write_map(const khung__node *map, khung__str skip, khung__buf *buf)
{
    khung__node *few[SMALL];
    khung__node **nodes = sorted(map, few);
    if (!nodes)
        return false;
    bool first = true, done = true;
    khung__buf_char(buf, '{');
    for (size_t i = 0; i < map->count && done; i++) {
        if (skip.s && khung__str_eq(nodes[i]->key, skip))
            continue;
        write_key(nodes[i]->key, first, buf);
        first = false;
        done = write_node(nodes[i], (khung__str){0}, buf);
    }
    khung__buf_char(buf, '}');
    if (nodes != few)
        khung__free(nodes);
    return done;
}

static bool write_list(const khung__node *list, khung__buf *buf)
{
    bool done = true;
    khung__buf_char(buf, '[');
    for (const khung__node *child = list->first; child && done; child = child->next) {
        if (child != list->first)
            khung__buf_char(buf, ',');
        done = write_node(child, (khung__str){0}, buf);
    }
    khung__buf_char(buf, ']');
    return done;
}

/* The recursion is bounded by KHUNG__TREE_MAX_DEPTH. */
static bool write_node(const khung__node *node, khung__str skip, khung__buf *buf)
{
    if (node->kind == KHUNG__MAP)
        return write_map(node, skip, buf);
    if (node->kind == KHUNG__LIST)
        return write_list(node, buf);
    khung__buf_json(buf, node->text);
    return !buf->failed;
}

khung_status khung__tree_canonical(const khung__tree *tree, const char *skip, khung__buf *buf)
{
    bool done = write_node(tree->root, khung__str_of(skip), buf);
    return done && !buf->failed ? KHUNG_OK : KHUNG_NO_MEMORY;
}

khung_status khung__tree_digest(const khung__tree *tree, const char *skip,
                                char out[KHUNG_DIGEST_SIZE])
{
    khung__buf line = {0};
    khung_status status = khung__tree_canonical(tree, skip, &line);
    if (status == KHUNG_OK) {
        khung__sha256 hash;
        khung__sha256_start(&hash);
        khung__sha256_add(&hash, line.s, line.n);
        khung__sha256_text(&hash, out);
    }
    khung__buf_free(&line);
    return status;
}
