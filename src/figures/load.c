/* figures/load: a plan, a portfolio or a register from its file; what the tables cannot say is checked here. */
#include "../figures.h"

#include <string.h>

typedef struct draft {
    khung_figures f;
    khung__reader reader;
} draft;

/* ---- ids within the file ---- */

static void check_ids(draft *d, const khung__named *list, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++) {
            if (!list[i].id.n || !khung__str_eq(list[i].id, list[k].id)) continue;
            KHUNG__SAY(&d->reader, KHUNG__D_REPEATED_ID, khung__node_at(d->f.tree, khung__node_find(list[i].node, KHUNG__S("id"))), list[i].id);
            break;
        }
}

/* The place of the id in the list; said, and KHUNG__NONE, where it is not. */
static uint32_t find(draft *d, const khung__named *list, uint32_t n, khung__str id, const khung__node *node, khung__str what)
{
    for (uint32_t i = 0; i < n; i++)
        if (khung__str_eq(list[i].id, id)) return i;
    if (!id.n) return KHUNG__NONE;
    KHUNG__SAY(&d->reader, KHUNG__D_FIGURES_UNKNOWN, khung__node_at(d->f.tree, node), id, what);
    khung__reader_suggest(&d->reader, id, n ? &list[0].id : NULL, sizeof *list, n);
    return KHUNG__NONE;
}

/* ---- plan ---- */

static void check_plan(draft *d)
{
    khung__plan *p = &d->f.plan;
    check_ids(d, p->groups, p->group_count);
    for (uint32_t i = 0; i < p->action_count; i++)
        p->actions[i].group = find(d, p->groups, p->group_count, p->actions[i].group_id, p->actions[i].group_node, KHUNG__S("groups"));
}

/* ---- portfolio ---- */

static void read_percents(draft *d, const khung__node *map, const khung__named *list, uint32_t n, khung__micro *out, const char *what)
{
    for (uint32_t i = 0; i < n; i++) out[i] = -1;
    if (!map || map->kind != KHUNG__MAP) return;
    for (const khung__node *node = map->first; node; node = node->next) {
        uint32_t i = 0;
        while (i < n && !khung__str_eq(list[i].id, node->key)) i++;
        if (i == n) {
            KHUNG__SAY(&d->reader, KHUNG__D_FIGURES_UNKNOWN, khung__node_key_at(d->f.tree, node), node->key, khung__str_of(what));
            khung__reader_suggest(&d->reader, node->key, n ? &list[0].id : NULL, sizeof *list, n);
            continue;
        }
        khung__shape_decimal(&d->reader, node, 0, 100 * KHUNG__MICRO, &out[i]);
    }
}

static void check_levels(draft *d)
{
    const khung__portfolio *p = &d->f.portfolio;
    for (uint32_t i = 0; i < p->level_count; i++) {
        bool bad = i ? p->levels[i].from <= p->levels[i - 1].from : p->levels[0].from != 0;
        const khung__node *node = khung__node_find(p->levels[i].node, KHUNG__S("from"));
        if (bad && node) KHUNG__SAY(&d->reader, KHUNG__D_FIGURES_LEVELS, khung__node_at(d->f.tree, node), node->text);
    }
}

static void check_portfolio(draft *d)
{
    khung__portfolio *p = &d->f.portfolio;
    const struct { const khung__named *list; uint32_t n; } lists[] = {
        {p->grades, p->grade_count}, {p->domains, p->domain_count}, {p->provinces, p->province_count}, {p->forms, p->form_count}, {p->rounds, p->round_count}};
    for (size_t i = 0; i < KHUNG__COUNT(lists); i++) check_ids(d, lists[i].list, lists[i].n);
    check_levels(d);
    if (d->reader.status != KHUNG_OK) return; /* lists that are too long have no room below */
    khung__ids ids;
    bool room = khung__ids_init(&ids, &d->f.arena, p->member_count + 1);
    if (!room) d->reader.status = KHUNG_NO_MEMORY;
    for (uint32_t i = 0; i < p->member_count && room; i++) {
        khung__member *m = &p->members[i];
        if (khung__ids_add(&ids, 0, m->id, i) != KHUNG__NONE)
            KHUNG__SAY(&d->reader, KHUNG__D_REPEATED_ID, khung__node_at(d->f.tree, khung__node_find(m->node, KHUNG__S("id"))), m->id);
        m->province = find(d, p->provinces, p->province_count, m->province_id, m->province_node, KHUNG__S("provinces"));
        m->form = find(d, p->forms, p->form_count, m->form_id, m->form_node, KHUNG__S("forms"));
        m->grade = find(d, p->grades, p->grade_count, m->grade_id, m->grade_node, KHUNG__S("grades"));
        read_percents(d, m->domains_node, p->domains, p->domain_count, m->domains, "domains");
        read_percents(d, m->before_node, p->rounds, p->round_count, m->before, "rounds");
    }
}

/* ---- register ---- */

static void check_register(draft *d)
{
    const khung__register *reg = &d->f.reg;
    khung__reader *r = &d->reader;
    khung__ids numbers;
    bool room = khung__ids_init(&numbers, &d->f.arena, reg->entry_count + 1);
    if (!room) r->status = KHUNG_NO_MEMORY;
    for (uint32_t i = 0; i < reg->entry_count && room; i++) {
        const khung__entry *e = &reg->entries[i];
        if (e->number.n && khung__ids_add(&numbers, 0, e->number, i) != KHUNG__NONE)
            KHUNG__SAY(r, KHUNG__D_FIGURES_NUMBER, khung__node_at(d->f.tree, khung__node_find(e->node, KHUNG__S("number"))), e->number);
        if (e->issued.year && e->until.year && khung__date_cmp(e->until, e->issued) < 0)
            KHUNG__SAY(r, KHUNG__D_FROM_AFTER_TO, khung__node_at(d->f.tree, e->until_node), e->until_node->text);
        if (e->state == KHUNG__IN_FORCE && e->changed_node)
            KHUNG__SAY(r, KHUNG__D_FIGURES_CHANGED, khung__node_at(d->f.tree, e->changed_node), e->number);
        if (e->state != KHUNG__IN_FORCE && !e->changed_node)
            KHUNG__SAY(r, KHUNG__D_MISSING_KEY, khung__node_at(d->f.tree, e->node), KHUNG__S("changed"));
    }
}

/* ---- the whole ---- */

static const khung__table *const tables[] = {&khung__table_plan, &khung__table_portfolio, &khung__table_register};
static void (*const checks[])(draft *) = {check_plan, check_portfolio, check_register};

static void read_draft(draft *d, khung__tree *tree, khung__figures_kind kind, khung_log *log)
{
    size_t from = log ? khung_log_count(log) : 0;
    khung__shape_fresh(tables[kind], &d->f);
    d->f.tree = tree;
    d->f.kind = kind;
    d->reader = (khung__reader){.tree = tree, .arena = &d->f.arena, .log = log};
    if (khung__shape_head(&d->reader, khung__figures_words[kind])) {
        khung__shape_map(&d->reader, tables[kind], tree->root, &d->f);
        checks[kind](d);
    }
    if (log) khung__diag_sort(log, from);
}

khung_status khung__figures_from_tree(khung_figures **out, khung__tree *tree, khung__figures_kind kind, khung_log *log)
{
    draft *d = khung__alloc(sizeof *d);
    khung_figures *made = d ? khung__alloc(sizeof *made) : NULL;
    khung_status status = KHUNG_NO_MEMORY;
    if (made) {
        read_draft(d, tree, kind, log);
        memcpy(made, &d->f, sizeof *made);
        status = d->reader.status;
        if (status == KHUNG_OK) *out = made;
        else khung_figures_free(made);
    } else {
        khung__tree_free(tree);
    }
    khung__free(d);
    return status;
}

int khung__figures_kind_of(const khung__tree *tree)
{
    const khung__node *node = khung__node_find(tree->root, KHUNG__S("kind"));
    for (int i = 0; i < 3 && node && node->kind == KHUNG__SCALAR; i++)
        if (khung__str_eq(node->text, khung__str_of(khung__figures_words[i]))) return i;
    return -1;
}

khung_status khung_figures_load(khung_figures **out, const char *name, const char *bytes, size_t size, khung_log *log)
{
    if (!out || !name || (!bytes && size)) return KHUNG_BAD_CALL;
    khung__tree *tree;
    khung_status status = khung__tree_load(&tree, name, bytes, size, log);
    if (status != KHUNG_OK) return status;
    int kind = khung__figures_kind_of(tree);
    return khung__figures_from_tree(out, tree, kind < 0 ? KHUNG__FIGURES_PLAN : (khung__figures_kind)kind, log);
}

void khung_figures_free(khung_figures *figures)
{
    if (!figures) return;
    khung__arena_free(&figures->arena);
    khung__tree_free(figures->tree);
    khung__free(figures);
}

const char *khung_figures_document(const khung_figures *figures)
{
    return khung__figures_words[figures->kind];
}
