/* libyaml's events to nodes, and the rules that every kind of file keeps. */
#include "tree/inside.h"

#include <string.h>

enum { KEYS = 64 };

/* A map or list that is still open. */
typedef struct frame {
    khung__node *node;
    khung__node **tail; /* where the next child is hung */
    khung__str key;     /* of the next child, once it was read */
    uint32_t key_line, key_column;
    bool keyed;
} frame;

typedef struct loader {
    khung__tree *tree;
    khung_log *log;
    khung_status status; /* of the first error */
    bool stop;           /* nothing that follows can be trusted, or the end is reached */
    bool ended;          /* the first document is over */
    bool nfc;            /* every piece of the file is in NFC */
    uint32_t nodes;
    khung__tree_comments comments;
    unsigned depth;
    frame stack[KHUNG__TREE_MAX_DEPTH];
    khung__str keys[KEYS];
} loader;

/* ---- errors ---- */

static void fail(loader *l, khung_status status)
{
    if (l->status == KHUNG_OK || status == KHUNG_NO_MEMORY)
        l->status = status;
    if (status == KHUNG_NO_MEMORY)
        l->stop = true;
}

static khung__at at_event(const loader *l, const yaml_event_t *event)
{
    const yaml_mark_t *from = &event->start_mark, *to = &event->end_mark;
    uint32_t length = from->line == to->line && to->column > from->column
                          ? (uint32_t)(to->column - from->column)
                          : 1;
    return (khung__at){&l->tree->source, (uint32_t)from->line + 1, (uint32_t)from->column + 1,
                       length};
}

static void report(loader *l, khung__diag_id id, const yaml_event_t *event, khung__str arg)
{
    khung_status status = KHUNG__DIAG(l->log, id, at_event(l, event), arg);
    if (status != KHUNG_OK)
        fail(l, status);
}

/* An error after which nothing can be made of the rest. */
static void halt(loader *l, khung__diag_id id, const yaml_event_t *event, khung__str arg)
{
    report(l, id, event, arg);
    l->stop = true;
}

static void refuse_empty(loader *l)
{
    fail(l, KHUNG__DIAG(l->log, KHUNG__D_EMPTY_FILE, (khung__at){&l->tree->source, 0, 0, 0}));
    l->stop = true;
}

/* ---- nodes ---- */

/* Makes the node of an event and hangs it where it belongs. NULL after the last error. */
static khung__node *add_node(loader *l, khung__node_kind kind, const yaml_event_t *event)
{
    if (l->nodes == KHUNG__TREE_MAX_NODES) {
        halt(l, KHUNG__D_TOO_MANY_NODES, event, (khung__str){0});
        return NULL;
    }
    khung__node *node = khung__arena_alloc(&l->tree->arena, sizeof *node);
    if (!node) {
        fail(l, KHUNG_NO_MEMORY);
        return NULL;
    }
    l->nodes++;
    node->kind = (uint8_t)kind;
    node->line = (uint32_t)event->start_mark.line + 1;
    node->column = (uint32_t)event->start_mark.column + 1;
    if (l->depth == 0) {
        l->tree->root = node;
        return node;
    }
    frame *f = &l->stack[l->depth - 1];
    *f->tail = node;
    f->tail = &node->next;
    f->node->count++;
    if (f->keyed) {
        node->key = f->key;
        node->key_line = f->key_line;
        node->key_column = f->key_column;
        f->keyed = false;
    }
    return node;
}

/* Whether the next event would be the key of a map. */
static bool key_is_due(const loader *l)
{
    return l->depth > 0 && l->stack[l->depth - 1].node->kind == KHUNG__MAP &&
           !l->stack[l->depth - 1].keyed;
}

/* libyaml has resolved the tag; it is shown as it was written. */
static void refuse_tag(loader *l, const yaml_event_t *event, khung__str tag)
{
    static const char core[] = "tag:yaml.org,2002:";
    khung__buf written = {0};
    if (tag.n >= sizeof core - 1 && memcmp(tag.s, core, sizeof core - 1) == 0) {
        khung__buf_z(&written, "!!");
        tag.s += sizeof core - 1;
        tag.n -= sizeof core - 1;
    }
    khung__buf_str(&written, tag);
    report(l, KHUNG__D_TAG, event, (khung__str){written.s, written.n});
    khung__buf_free(&written);
}

static void refuse_properties(loader *l, const yaml_event_t *event, const yaml_char_t *anchor,
                              const yaml_char_t *tag)
{
    if (anchor)
        report(l, KHUNG__D_ANCHOR, event, khung__str_of((const char *)anchor));
    if (tag)
        refuse_tag(l, event, khung__str_of((const char *)tag));
}

static void open_node(loader *l, khung__node_kind kind, const yaml_event_t *event)
{
    if (key_is_due(l)) {
        halt(l, KHUNG__D_KEY_NOT_TEXT, event, (khung__str){0});
        return;
    }
    if (l->depth == 0 && kind != KHUNG__MAP) {
        halt(l, KHUNG__D_ROOT_NOT_MAP, event, (khung__str){0});
        return;
    }
    if (l->depth == KHUNG__TREE_MAX_DEPTH) {
        halt(l, KHUNG__D_NESTED_TOO_DEEP, event, (khung__str){0});
        return;
    }
    khung__node *node = add_node(l, kind, event);
    if (node)
        l->stack[l->depth++] = (frame){.node = node, .tail = &node->first};
}

static void close_node(loader *l)
{
    const khung__node *node = l->stack[--l->depth].node;
    if (node->kind != KHUNG__MAP || node->count < 2 || l->status == KHUNG_NO_MEMORY)
        return;
    khung_status status = khung__tree_repeated(l->tree, node, l->log);
    if (status != KHUNG_OK)
        fail(l, status);
}

/* ---- scalars ---- */

/* The first character of a double-quoted text that may not stand in any text, though an escape
 * wrote it; -1 for none. */
static int32_t find_control(khung__str s)
{
    const char *p = s.s, *end = s.s + s.n;
    while (p < end) {
        int32_t code = khung__utf8_next(&p, end);
        bool control = code < 0x20 ? code != '\n' && code != '\t' : code >= 0x7F && code < 0xA0;
        if (control || code == 0x2028 || code == 0x2029)
            return code;
    }
    return -1;
}

static void refuse_escapes(loader *l, const yaml_event_t *event, khung__str raw)
{
    khung__buf name = {0};
    int32_t code = find_control(raw);
    if (code < 0)
        return;
    khung__buf_printf(&name, "U+%04X", (unsigned)code);
    report(l, KHUNG__D_CONTROL_ESCAPE, event, (khung__str){name.s, name.n});
    khung__buf_free(&name);
}

/* The checks that keys and values share. */
static void check_scalar(loader *l, const yaml_event_t *event, khung__str raw)
{
    if (event->data.scalar.anchor || event->data.scalar.tag)
        refuse_properties(l, event, event->data.scalar.anchor, event->data.scalar.tag);
    if (raw.n > KHUNG__TREE_MAX_SCALAR)
        report(l, KHUNG__D_SCALAR_TOO_LONG, event, (khung__str){0});
    if (event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        refuse_escapes(l, event, raw);
}

/* A copy of a key. A file has few different ones, so the last copy of each shape is used again. */
static khung__str share_key(loader *l, khung__str raw)
{
    if (raw.n == 0)
        return khung__str_copy(&l->tree->arena, raw);
    unsigned shape =
        (unsigned)raw.n * 31 + (unsigned char)raw.s[0] * 7 + (unsigned char)raw.s[raw.n - 1];
    khung__str *known = &l->keys[shape % KEYS];
    if (!known->s || !khung__str_eq(*known, raw))
        *known = khung__str_copy(&l->tree->arena, raw);
    return *known;
}

static void read_key(loader *l, const yaml_event_t *event, khung__str raw)
{
    frame *f = &l->stack[l->depth - 1];
    if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && khung__str_eq(raw, KHUNG__S("<<")))
        report(l, KHUNG__D_MERGE_KEY, event, (khung__str){0});
    f->key = share_key(l, raw);
    f->key_line = (uint32_t)event->start_mark.line + 1;
    f->key_column = (uint32_t)event->start_mark.column + 1;
    f->keyed = true;
    if (!f->key.s)
        fail(l, KHUNG_NO_MEMORY);
}

/* ` #` after text without quotes: the rest of the line is lost, which few people expect. */
static void warn_of_comment(loader *l, const yaml_event_t *event, khung__str raw)
{
    const yaml_mark_t *end = &event->end_mark;
    if (!khung__tree_comment_at(&l->comments, (uint32_t)end->line + 1, (uint32_t)end->column + 1))
        return;
    khung__at at = {&l->tree->source, l->comments.at_line, l->comments.at_column + 1, 1};
    if (KHUNG__DIAG(l->log, KHUNG__D_COMMENT_IN_TEXT, at, raw) == KHUNG_NO_MEMORY)
        fail(l, KHUNG_NO_MEMORY);
}

static void read_value(loader *l, const yaml_event_t *event, khung__str raw)
{
    khung__node *node = add_node(l, KHUNG__SCALAR, event);
    if (!node)
        return;
    yaml_scalar_style_t style = event->data.scalar.style;
    node->plain = style == YAML_PLAIN_SCALAR_STYLE;
    node->quoted =
        style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    if (node->plain && raw.n && !l->comments.done)
        warn_of_comment(l, event, raw);
    khung__str text = khung__text_trim(raw), nfc = text;
    /* Only escapes can write what the file's bytes do not show. */
    bool known = l->nfc && style != YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    if (!known && !khung__text_nfc(&l->tree->arena, text, &nfc)) {
        fail(l, KHUNG_NO_MEMORY);
        return;
    }
    node->text = nfc.s == text.s ? khung__str_copy(&l->tree->arena, text) : nfc;
    if (!node->text.s)
        fail(l, KHUNG_NO_MEMORY);
}

static void read_scalar(loader *l, const yaml_event_t *event)
{
    khung__str raw = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (l->depth == 0) {
        if (raw.n == 0 && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
            refuse_empty(l);
        else
            halt(l, KHUNG__D_ROOT_NOT_MAP, event, (khung__str){0});
        return;
    }
    check_scalar(l, event, raw);
    if (key_is_due(l))
        read_key(l, event, raw);
    else
        read_value(l, event, raw);
}

/* An alias is refused; an empty text stands for it so that what follows is still read. */
static void read_alias(loader *l, const yaml_event_t *event)
{
    report(l, KHUNG__D_ALIAS, event, khung__str_of((const char *)event->data.alias.anchor));
    if (l->depth == 0) {
        l->stop = true;
    } else if (key_is_due(l)) {
        frame *f = &l->stack[l->depth - 1];
        f->key = (khung__str){0};
        f->keyed = true;
    } else {
        khung__node *node = add_node(l, KHUNG__SCALAR, event);
        if (node)
            node->text = KHUNG__S("");
    }
}

/* ---- the stream ---- */

static void read_start(loader *l, const yaml_event_t *event)
{
    if (l->ended)
        halt(l, KHUNG__D_SECOND_DOCUMENT, event, (khung__str){0});
    else if (event->data.document_start.tag_directives.start !=
             event->data.document_start.tag_directives.end)
        report(l, KHUNG__D_DIRECTIVE, event, (khung__str){0});
}

static void read_end(loader *l)
{
    l->stop = true;
    if (!l->ended)
        refuse_empty(l);
}

static void read_event(loader *l, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        read_scalar(l, event);
        break;
    case YAML_MAPPING_START_EVENT:
        refuse_properties(l, event, event->data.mapping_start.anchor,
                          event->data.mapping_start.tag);
        open_node(l, KHUNG__MAP, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        refuse_properties(l, event, event->data.sequence_start.anchor,
                          event->data.sequence_start.tag);
        open_node(l, KHUNG__LIST, event);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        close_node(l);
        break;
    case YAML_ALIAS_EVENT:
        read_alias(l, event);
        break;
    case YAML_DOCUMENT_START_EVENT:
        read_start(l, event);
        break;
    case YAML_DOCUMENT_END_EVENT:
        l->ended = true;
        break;
    case YAML_STREAM_END_EVENT:
        read_end(l);
        break;
    default: /* the start of the stream */
        break;
    }
}

/* Reads all events of the tree's bytes. */
static khung_status read_events(loader *l)
{
    yaml_parser_t parser;
    yaml_event_t event;
    khung__str bytes = l->tree->source.bytes;
    if (!yaml_parser_initialize(&parser))
        return KHUNG_NO_MEMORY;
    /* libyaml would count a byte-order mark as a column. */
    size_t bom = khung__tree_bom(bytes);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes.s + bom, bytes.n - bom);
    while (!l->stop) {
        if (!yaml_parser_parse(&parser, &event)) {
            fail(l, khung__tree_syntax(&parser, &l->tree->source, l->log));
            break;
        }
        read_event(l, &event);
        yaml_event_delete(&event);
    }
    while (l->depth > 0) /* what an error left open may have repeated keys, too */
        close_node(l);
    yaml_parser_delete(&parser);
    return l->status;
}

/* What a tree of `n` bytes is likely to need: the source, its texts once more, and nodes. */
static size_t room_for(size_t n)
{
    enum { SPARE = 4096, MOST = 8 << 20 };
    return n < MOST / 4 ? n * 4 + SPARE : n + MOST;
}

/* A tree with its source in it, nothing read yet. */
static khung__tree *new_tree(const char *name, const char *bytes, size_t n)
{
    khung__tree *tree = khung__alloc(sizeof *tree);
    if (!tree)
        return NULL;
    *tree = (khung__tree){.users = 1};
    khung__arena_reserve(&tree->arena, room_for(n));
    tree->source.name = khung__str_copy(&tree->arena, khung__str_of(name ? name : "-"));
    tree->source.bytes = khung__str_copy(&tree->arena, (khung__str){bytes, n});
    if (tree->source.name.s && tree->source.bytes.s)
        return tree;
    khung__tree_free(tree);
    return NULL;
}

/* Reads the tree's bytes; the messages come out in file order. */
static khung_status fill_tree(khung__tree *tree, khung_log *log)
{
    size_t from = khung_log_count(log);
    bool nfc = false;
    khung__diag_forget(log);
    khung_status status = khung__tree_bytes(&tree->source, &nfc, log);
    if (status != KHUNG_OK)
        return status;
    loader *l = khung__alloc(sizeof *l);
    if (!l)
        return KHUNG_NO_MEMORY;
    *l = (loader){.tree = tree, .log = log, .nfc = nfc};
    l->comments = (khung__tree_comments){.bytes = tree->source.bytes, .line = 1, .column = 1};
    status = read_events(l);
    khung__free(l);
    khung__diag_sort(log, from);
    return status;
}

khung_status khung__tree_load(khung__tree **out, const char *name, const char *bytes, size_t n,
                              khung_log *log)
{
    if (!out || (!bytes && n))
        return KHUNG_BAD_CALL;
    if (n > KHUNG__TREE_MAX_BYTES) {
        khung__source source = {.name = khung__str_of(name ? name : "-")};
        return KHUNG__DIAG(log, KHUNG__D_FILE_TOO_LARGE, (khung__at){&source, 0, 0, 0});
    }
    khung__tree *tree = new_tree(name, bytes, n);
    if (!tree)
        return KHUNG_NO_MEMORY;
    khung_status status = fill_tree(tree, log);
    khung__diag_forget(log);
    if (status != KHUNG_OK) {
        khung__tree_free(tree);
        return status;
    }
    *out = tree;
    return KHUNG_OK;
}
