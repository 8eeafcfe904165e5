/* framework/texts: the translatable texts and their addresses, found by the loader's own tables. */
#include "draft.h"
#include "load.h"

typedef struct walker {
    khung__buf address;
    khung__visit_text *visit;
    void *context;
    khung_status status;
} walker;

static void walk_map(walker *w, const khung__table *table, const khung__node *map);

/* Appends a part to the address; returns its length before, to go back to. */
static size_t enter(walker *w, khung__str part)
{
    size_t before = w->address.n;
    if (before)
        khung__buf_char(&w->address, '.');
    khung__buf_str(&w->address, part);
    if (w->address.failed)
        w->status = KHUNG_NO_MEMORY;
    return before;
}

static void visit_here(walker *w, const khung__node *node)
{
    if (w->status == KHUNG_OK && node->kind == KHUNG__SCALAR && node->text.n)
        w->status = w->visit(w->context, (khung__str){w->address.s, w->address.n}, node);
}

static void walk_texts(walker *w, const khung__node *map)
{
    if (map->kind != KHUNG__MAP)
        return;
    size_t before = enter(w, map->key);
    for (const khung__node *node = map->first; node && w->status == KHUNG_OK; node = node->next) {
        size_t inner = enter(w, node->key);
        visit_here(w, node);
        w->address.n = inner;
    }
    w->address.n = before;
}

/* The part of an entry's address that the entry itself gives: its id, or its number. */
static void enter_entry(walker *w, const khung__table *table, const khung__node *entry, int64_t number)
{
    const khung__node *id = entry->kind == KHUNG__MAP ? khung__node_find(entry, KHUNG__S("id")) : NULL;
    khung__buf digits = {0};
    if (table->address == KHUNG__A_NUMBER)
        khung__buf_int(&digits, number);
    enter(w, table->address == KHUNG__A_NUMBER ? (khung__str){digits.s, digits.n} : id ? id->text : (khung__str){"", 0});
    if (digits.failed)
        w->status = KHUNG_NO_MEMORY;
    khung__buf_free(&digits);
}

static void walk_list(walker *w, const khung__table *table, const khung__node *list)
{
    if (list->kind != KHUNG__LIST || table->address == KHUNG__A_NONE)
        return;
    khung__buf around = {0};
    size_t before = w->address.n;
    if (table->address == KHUNG__A_OWN) { /* begins an address of its own: the one around is put aside */
        around = w->address;
        w->address = (khung__buf){0};
    } else if (table->address != KHUNG__A_ENTRY) {
        enter(w, list->key);
    }
    int64_t number = 1;
    for (const khung__node *entry = list->first; entry && w->status == KHUNG_OK; entry = entry->next) {
        size_t inner = w->address.n;
        enter_entry(w, table, entry, number++);
        walk_map(w, table, entry);
        w->address.n = inner;
    }
    if (table->address == KHUNG__A_OWN) {
        khung__buf_free(&w->address);
        w->address = around;
    }
    w->address.n = before;
}

static void walk_field(walker *w, const khung__field *field, const khung__node *node)
{
    if (field->type == KHUNG__T_LIST) {
        walk_list(w, field->of, node);
    } else if (field->type == KHUNG__T_TEXTS) {
        walk_texts(w, node);
    } else if (field->type == KHUNG__T_TEXT || (field->type == KHUNG__T_MAP && field->of->address != KHUNG__A_NONE)) {
        size_t before = enter(w, node->key);
        if (field->type == KHUNG__T_MAP)
            walk_map(w, field->of, node);
        else
            visit_here(w, node);
        w->address.n = before;
    }
}

static void walk_map(walker *w, const khung__table *table, const khung__node *map)
{
    uint32_t hint = 0;
    for (const khung__node *node = map->kind == KHUNG__MAP ? map->first : NULL; node && w->status == KHUNG_OK; node = node->next) {
        const khung__field *field = khung__shape_field(table, node->key, &hint);
        if (field && (field->of || (field->flags & KHUNG__F_TRANSLATED)))
            walk_field(w, field, node);
    }
}

khung_status khung__framework_walk(const khung__tree *tree, khung__visit_text *visit, void *context)
{
    walker w = {.visit = visit, .context = context};
    walk_map(&w, &khung__table_framework, tree->root);
    khung__buf_free(&w.address);
    return w.status;
}

/* ---- the same for other modules: texts instead of nodes ---- */

typedef struct caller {
    khung_status (*visit)(void *context, khung__str address, khung__str text);
    void *context;
} caller;

static khung_status pass_text(void *context, khung__str address, const khung__node *node)
{
    const caller *c = context;
    return c->visit(c->context, address, node->text);
}

khung_status khung__framework_texts(const khung_framework *f, khung_status (*visit)(void *context, khung__str address, khung__str text), void *context)
{
    caller c = {visit, context};
    return khung__framework_walk(f->tree, pass_text, &c);
}
