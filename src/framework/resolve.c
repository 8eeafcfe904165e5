/* framework/resolve: from what the tables read to a model without names: domains and criteria flat, ids as indexes. */
#include "draft.h"

#include <string.h>

/* In the space of domains and criteria an index with this bit is a domain. */
#define DOMAIN_BIT UINT32_C(0x80000000)

/* ---- places and ids ---- */

khung__at khung__draft_at(const khung__draft *d, const khung__node *map, const char *key)
{
    const khung__node *node = khung__node_find(map, khung__str_of(key));
    return khung__node_at(d->f.tree, node ? node : map);
}

static void say_repeated(khung__draft *d, khung__str id, const khung__node *second, const khung__node *first)
{
    KHUNG__SAY(&d->reader, KHUNG__D_REPEATED_ID, khung__draft_at(d, second, "id"), id);
    khung__reader_also(&d->reader, KHUNG__D_FIRST_HERE, khung__draft_at(d, first, "id"), id);
}

/* What a list of structs with an id looks like from outside. */
typedef struct id_list {
    const char *items;
    size_t count, size, id_at, node_at;
} id_list;

static khung__str id_of(const id_list *list, size_t i)
{
    khung__str id;
    memcpy(&id, list->items + i * list->size + list->id_at, sizeof id);
    return id;
}

static const khung__node *node_of(const id_list *list, size_t i)
{
    const khung__node *node;
    memcpy(&node, list->items + i * list->size + list->node_at, sizeof node);
    return node;
}

static void add_ids(khung__draft *d, khung__ids *ids, uintptr_t space, const id_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        khung__str id = id_of(list, i);
        uint32_t first = id.s ? khung__ids_add(ids, space, id, (uint32_t)i) : KHUNG__NONE;
        if (first != KHUNG__NONE)
            say_repeated(d, id, node_of(list, i), node_of(list, first));
    }
}

/* Ids that only their parent knows: short lists pairwise, long ones through a hash of their own. */
static void check_local(khung__draft *d, const id_list *list)
{
    enum { SHORT = 12 };
    if (list->count > SHORT) {
        khung__ids ids = {0};
        if (khung__ids_init(&ids, d->reader.arena, list->count))
            add_ids(d, &ids, 0, list);
        else
            d->reader.status = KHUNG_NO_MEMORY;
        return;
    }
    for (size_t i = 1; i < list->count; i++) {
        khung__str id = id_of(list, i);
        for (size_t j = 0; j < i && id.s; j++)
            if (khung__str_eq(id, id_of(list, j))) {
                say_repeated(d, id, node_of(list, i), node_of(list, j));
                break;
            }
    }
}

#define ID_LIST(type_, items_, count_) \
    (&(id_list){(const char *)(items_), (count_), sizeof(type_), offsetof(type_, id), offsetof(type_, node)})

void khung__check_local_ids(khung__draft *d, const khung__criterion *c)
{
    check_local(d, ID_LIST(khung__check, c->checks, c->check_count));
    check_local(d, ID_LIST(khung__evidence_item, c->evidence, c->evidence_count));
}

static void add_simple_ids(khung__draft *d)
{
    khung_framework *f = &d->f;
    add_ids(d, &f->ids, KHUNG__SPACE_SCALES, ID_LIST(khung__scale, f->scales, f->scale_count));
    add_ids(d, &f->ids, KHUNG__SPACE_FACTS, ID_LIST(khung__fact, f->facts, f->fact_count));
    add_ids(d, &f->ids, KHUNG__SPACE_STEPS, ID_LIST(khung__band, d->bands.steps, d->bands.step_count));
    add_ids(d, &f->ids, KHUNG__SPACE_VIEWS, ID_LIST(khung__view, f->views, f->view_count));
    add_ids(d, &f->ids, KHUNG__SPACE_GATES, ID_LIST(khung__gate, f->gates, f->gate_count));
    add_ids(d, &f->ids, KHUNG__SPACE_GRADES, ID_LIST(khung__grade, f->grades, f->grade_count));
    for (uint32_t i = 0; i < f->scale_count; i++)
        check_local(d, ID_LIST(khung__level, f->scales[i].levels, f->scales[i].level_count));
    for (uint32_t i = 0; i < f->fact_count; i++)
        add_ids(d, &f->ids, (uintptr_t)&f->facts[i], ID_LIST(khung__option, f->facts[i].options, f->facts[i].option_count));
    for (uint32_t i = 0; i < f->view_count; i++)
        check_local(d, ID_LIST(khung__group, f->views[i].groups, f->views[i].group_count));
}

static void add_part(khung__draft *d, khung__str id, const khung__node *node, uint32_t index)
{
    uint32_t first = id.s ? khung__ids_add(&d->f.ids, KHUNG__SPACE_PARTS, id, index) : KHUNG__NONE;
    if (first != KHUNG__NONE)
        say_repeated(d, id, node, first & DOMAIN_BIT ? d->f.domains[first & ~DOMAIN_BIT].node : d->f.criteria[first].node);
}

static uint32_t find_part(const khung_framework *f, khung__str id, bool domain)
{
    uint32_t i = khung__ids_find(&f->ids, KHUNG__SPACE_PARTS, id);
    if (i == KHUNG__NONE || !(i & DOMAIN_BIT) == domain)
        return KHUNG__NONE;
    return i & ~DOMAIN_BIT;
}

uint32_t khung__framework_criterion(const khung_framework *f, khung__str id)
{
    return find_part(f, id, false);
}

khung__str khung__framework_named(const khung_framework *f, khung__str word)
{
    if (word.n == 0 || khung__framework_criterion(f, word) != KHUNG__NONE)
        return word;
    for (uint32_t i = 0; i < f->criterion_count; i++)
        if (f->criteria[i].code.n == word.n && khung__text_distance(f->criteria[i].code, word, 0) == 0)
            return f->criteria[i].id;
    return word;
}

uint32_t khung__framework_domain(const khung_framework *f, khung__str id)
{
    return find_part(f, id, true);
}

uint32_t khung__framework_fact(const khung_framework *f, khung__str id)
{
    return khung__ids_find(&f->ids, KHUNG__SPACE_FACTS, id);
}

uint32_t khung__framework_gate(const khung_framework *f, khung__str id)
{
    return khung__ids_find(&f->ids, KHUNG__SPACE_GATES, id);
}

uint32_t khung__framework_level(const khung__scale *scale, khung__str id)
{
    for (uint32_t i = 0; i < scale->level_count; i++)
        if (khung__str_eq(scale->levels[i].id, id))
            return i;
    return KHUNG__NONE;
}

/* ---- suggestions for what is not there ---- */

static void suggest(khung__draft *d, khung__str word, const id_list *list)
{
    if (list->count)
        khung__reader_suggest(&d->reader, word, list->items + list->id_at, list->size, list->count);
}

static void suggest_in(khung__draft *d, uintptr_t space, khung__str word, bool domain)
{
    khung_framework *f = &d->f;
    if (space == KHUNG__SPACE_SCALES)
        suggest(d, word, ID_LIST(khung__scale, f->scales, f->scale_count));
    else if (space == KHUNG__SPACE_FACTS)
        suggest(d, word, ID_LIST(khung__fact, f->facts, f->fact_count));
    else if (space == KHUNG__SPACE_GATES)
        suggest(d, word, ID_LIST(khung__gate, f->gates, f->gate_count));
    else if (domain)
        suggest(d, word, ID_LIST(khung__domain, f->domains, f->domain_count));
    else
        suggest(d, word, ID_LIST(khung__criterion, f->criteria, f->criterion_count));
}

uint32_t khung__resolve_id(khung__draft *d, uintptr_t space, const khung__node *node, khung__diag_id missing)
{
    bool domain = missing == KHUNG__D_NO_DOMAIN;
    if (node->kind != KHUNG__SCALAR || !khung__is_id(node->text))
        return KHUNG__NONE; /* said when it was read */
    uint32_t i = space == KHUNG__SPACE_PARTS ? find_part(&d->f, node->text, domain) : khung__ids_find(&d->f.ids, space, node->text);
    if (i != KHUNG__NONE)
        return i;
    KHUNG__SAY(&d->reader, missing, khung__node_at(d->f.tree, node), node->text);
    suggest_in(d, space, node->text, domain);
    return KHUNG__NONE;
}

khung__str khung__framework_options(const khung__fact *fact, khung__arena *arena)
{
    enum { MOST = 10 };
    khung__buf buf = {0};
    for (uint32_t i = 0; i < fact->option_count && i <= MOST; i++) {
        khung__buf_z(&buf, i ? ", " : "");
        khung__buf_str(&buf, i < MOST ? fact->options[i].id : KHUNG__S("…"));
    }
    return khung__buf_take(&buf, arena);
}

khung__str khung__framework_levels(const khung__scale *scale, khung__arena *arena)
{
    enum { MOST = 10 };
    khung__buf buf = {0};
    for (uint32_t i = 0; i < scale->level_count && i <= MOST; i++) {
        khung__buf_z(&buf, i ? ", " : "");
        khung__buf_str(&buf, i < MOST ? scale->levels[i].id : KHUNG__S("…"));
    }
    return khung__buf_take(&buf, arena);
}

uint32_t khung__resolve_level_key(khung__draft *d, uint32_t scale, khung__str id, khung__at at)
{
    const khung__scale *s = &d->f.scales[scale];
    uint32_t level = khung__framework_level(s, id);
    if (level != KHUNG__NONE)
        return level;
    for (uint32_t i = 0; i < s->level_count; i++)
        if (!s->levels[i].id.s)
            return KHUNG__NONE; /* perhaps it is the one whose id was not read, which is said already */
    KHUNG__SAY(&d->reader, KHUNG__D_NO_LEVEL, at, id, s->id, khung__framework_levels(s, d->reader.arena));
    suggest(d, id, ID_LIST(khung__level, s->levels, s->level_count));
    khung__reader_also(&d->reader, KHUNG__D_SCALE_HERE, khung__draft_at(d, s->node, "id"), s->id);
    return KHUNG__NONE;
}

bool khung__could_be_level(const khung__node *node)
{
    khung__micro number;
    return node->kind == KHUNG__SCALAR && (khung__is_id(node->text) || khung__read_decimal(node->text, &number));
}

uint32_t khung__resolve_level(khung__draft *d, uint32_t scale, const khung__node *node)
{
    if (scale == KHUNG__NONE || !khung__could_be_level(node))
        return KHUNG__NONE;
    return khung__resolve_level_key(d, scale, node->text, khung__node_at(d->f.tree, node));
}

uint32_t khung__resolve_option(khung__draft *d, const khung__fact *fact, const khung__node *node)
{
    uint32_t option = khung__ids_find(&d->f.ids, (uintptr_t)fact, node->text);
    if (option != KHUNG__NONE)
        return option;
    KHUNG__SAY(&d->reader, KHUNG__D_NO_OPTION, khung__node_at(d->f.tree, node), node->text, fact->id,
               khung__framework_options(fact, d->reader.arena));
    suggest(d, node->text, ID_LIST(khung__option, fact->options, fact->option_count));
    khung__reader_also(&d->reader, KHUNG__D_FACT_HERE, khung__draft_at(d, fact->node, "id"), fact->id);
    return KHUNG__NONE;
}

/* ---- scales, facts ---- */

static void check_scale(khung__draft *d, khung__scale *s)
{
    if (s->level_count > KHUNG__MAX_LEVELS) {
        KHUNG__SAY_PLAIN(&d->reader, KHUNG__D_TOO_MANY_LEVELS, khung__node_at(d->f.tree, s->levels[KHUNG__MAX_LEVELS].node));
        s->level_count = KHUNG__MAX_LEVELS; /* what looks at levels further on stays short */
    }
    for (uint32_t i = 1; i < s->level_count; i++) {
        const khung__level *low = &s->levels[i - 1], *level = &s->levels[i];
        if (low->points == KHUNG__UNREAD || level->points == KHUNG__UNREAD || level->points > low->points)
            continue;
        KHUNG__SAY(&d->reader, KHUNG__D_LEVELS_ORDER, khung__node_at(d->f.tree, level->points_node), level->points_node->text,
                   low->points_node->text);
        khung__reader_also(&d->reader, KHUNG__D_LEVEL_BEFORE, khung__node_at(d->f.tree, low->points_node), low->id);
    }
}

static void check_directions(khung__draft *d)
{
    khung_framework *f = &d->f;
    f->lower = f->scale_count && f->scales[0].lower;
    for (uint32_t i = 1; i < f->scale_count; i++) {
        const khung__scale *s = &f->scales[i], *first = &f->scales[0];
        if (s->lower == f->lower)
            continue;
        khung__at at = s->better_node ? khung__node_at(f->tree, s->better_node) : khung__draft_at(d, s->node, "id");
        KHUNG__SAY(&d->reader, KHUNG__D_MIXED_DIRECTIONS, at, s->id, first->id);
        khung__reader_also(&d->reader, KHUNG__D_SCALE_HERE,
                           first->better_node ? khung__node_at(f->tree, first->better_node) : khung__draft_at(d, first->node, "id"), first->id);
    }
}

static void check_fact(khung__draft *d, const khung__fact *fact)
{
    static const char *const types[] = {"type: flag", "type: decimal", "type: choice"};
    khung__str type = khung__str_of(types[fact->type]);
    if (fact->type != KHUNG__CHOICE && fact->options_node) {
        KHUNG__SAY(&d->reader, KHUNG__D_MISPLACED_KEY, khung__node_key_at(d->f.tree, fact->options_node), KHUNG__S("options"), type);
        khung__reader_other(&d->reader, fact->node, "type");
    }
    if (fact->type == KHUNG__CHOICE && !fact->options_node)
        KHUNG__SAY(&d->reader, KHUNG__D_MISSING_FOR, khung__node_at(d->f.tree, fact->node), KHUNG__S("options"), KHUNG__S("type: choice"));
    if (fact->type != KHUNG__DECIMAL && fact->unit_node) {
        KHUNG__SAY(&d->reader, KHUNG__D_MISPLACED_KEY, khung__node_key_at(d->f.tree, fact->unit_node), KHUNG__S("unit"), type);
        khung__reader_other(&d->reader, fact->node, "type");
    }
}

/* ---- domains and criteria into the flat arrays ---- */

typedef struct size {
    size_t domains, criteria;
} size;

static void count_parts(const khung__node *list, size *n)
{
    if (!list || list->kind != KHUNG__LIST)
        return;
    n->domains += list->count;
    for (const khung__node *domain = list->first; domain; domain = domain->next) {
        const khung__node *criteria = domain->kind == KHUNG__MAP ? khung__node_find(domain, KHUNG__S("criteria")) : NULL;
        if (criteria && criteria->kind == KHUNG__LIST)
            n->criteria += criteria->count;
        if (domain->kind == KHUNG__MAP)
            count_parts(khung__node_find(domain, KHUNG__S("domains")), n);
    }
}

static void read_criteria(khung__draft *d, uint32_t domain)
{
    khung_framework *f = &d->f;
    const khung__node *list = f->domains[domain].criteria_node;
    for (const khung__node *node = list->kind == KHUNG__LIST ? list->first : NULL; node && d->reader.status != KHUNG_NO_MEMORY; node = node->next) {
        khung__criterion *c = &f->criteria[f->criterion_count++];
        khung__shape_fresh(&khung__table_criterion, c);
        c->domain = domain;
        khung__shape_map(&d->reader, &khung__table_criterion, node, c);
        add_part(d, c->id, c->node, f->criterion_count - 1);
    }
}

static void inherit(khung__domain *domain, const khung__domain *above, const khung__scoring *scoring)
{
    domain->has_combine = domain->written.combine != NULL;
    domain->has_of = domain->written.of != NULL;
    domain->has_share = domain->written.share != NULL;
    if (!domain->has_combine)
        domain->rule.combine = scoring->rule.combine;
    if (!domain->has_of)
        domain->rule.of = scoring->rule.of;
    if (!domain->has_share)
        domain->rule.share = scoring->rule.share;
    if (!domain->written.not_applicable)
        domain->na_policy = above->na_policy;
    if (!domain->written.unanswered)
        domain->unanswered = above->unanswered;
}

static void check_content(khung__draft *d, const khung__domain *domain)
{
    if (domain->domains_node && domain->criteria_node) {
        KHUNG__SAY(&d->reader, KHUNG__D_DOMAINS_AND_CRITERIA, khung__node_key_at(d->f.tree, domain->criteria_node), domain->id);
        khung__reader_also(&d->reader, KHUNG__D_DOMAINS_HERE, khung__node_key_at(d->f.tree, domain->domains_node), domain->id);
    } else if (!domain->domains_node && !domain->criteria_node && domain->node->kind == KHUNG__MAP) {
        KHUNG__SAY(&d->reader, KHUNG__D_EMPTY_DOMAIN, khung__node_at(d->f.tree, domain->node), domain->id);
    }
}

static void read_domains(khung__draft *d, const khung__node *list, uint32_t parent);

static void read_domain(khung__draft *d, const khung__node *node, uint32_t parent)
{
    khung_framework *f = &d->f;
    uint32_t index = f->domain_count++;
    khung__domain *domain = &f->domains[index];
    khung__shape_fresh(&khung__table_domain, domain);
    domain->parent = parent;
    domain->depth = f->domains[parent].depth + 1;
    domain->first_criterion = f->criterion_count;
    khung__shape_map(&d->reader, &khung__table_domain, node, domain);
    inherit(domain, &f->domains[parent], &d->scoring);
    add_part(d, domain->id, node, index | DOMAIN_BIT);
    check_content(d, domain);
    if (domain->depth == KHUNG__MAX_DOMAIN_DEPTH + 1)
        KHUNG__SAY(&d->reader, KHUNG__D_DOMAIN_TOO_DEEP, khung__node_at(f->tree, node), domain->id);
    if (domain->criteria_node)
        read_criteria(d, index);
    if (domain->domains_node)
        read_domains(d, domain->domains_node, index);
    domain->end = f->domain_count;
    domain->end_criterion = f->criterion_count;
}

static void read_domains(khung__draft *d, const khung__node *list, uint32_t parent)
{
    if (list->kind != KHUNG__LIST)
        return;
    uint32_t *children = khung__reader_alloc(&d->reader, (list->count + 1) * sizeof *children);
    uint32_t n = 0;
    for (const khung__node *node = list->first; node && children && d->reader.status != KHUNG_NO_MEMORY; node = node->next) {
        children[n++] = d->f.domain_count;
        read_domain(d, node, parent);
    }
    d->f.domains[parent].children = children;
    d->f.domains[parent].child_count = n;
}

static void start_root(khung__draft *d)
{
    khung_framework *f = &d->f;
    const khung__scoring *s = &d->scoring;
    khung__domain *root = &f->domains[f->domain_count++];
    khung__shape_fresh(&khung__table_domain, root);
    root->rule = s->total.rule;
    root->written = s->total.written;
    root->caps = s->total.caps;
    root->cap_count = s->total.cap_count;
    root->node = f->tree->root;
    inherit(root, &(khung__domain){.na_policy = s->na_policy, .unanswered = s->unanswered}, s);
    root->na_policy = s->na_policy;
    root->unanswered = s->unanswered;
}

static bool within_limits(khung__draft *d, size n)
{
    khung__at at = khung__node_at(d->f.tree, d->domains_node);
    if (n.domains > KHUNG__MAX_DOMAINS)
        KHUNG__SAY_PLAIN(&d->reader, KHUNG__D_TOO_MANY_DOMAINS, at);
    if (n.criteria > KHUNG__MAX_CRITERIA)
        KHUNG__SAY_PLAIN(&d->reader, KHUNG__D_TOO_MANY_CRITERIA, at);
    return n.domains <= KHUNG__MAX_DOMAINS && n.criteria <= KHUNG__MAX_CRITERIA;
}

/* False: nothing below can be looked at. */
static bool read_parts(khung__draft *d)
{
    khung_framework *f = &d->f;
    size n = {0};
    if (d->domains_node)
        count_parts(d->domains_node, &n);
    if (d->domains_node && !within_limits(d, n))
        return false;
    size_t options = 0;
    for (uint32_t i = 0; i < f->fact_count; i++)
        options += f->facts[i].option_count;
    size_t ids = options + n.domains + n.criteria + f->scale_count + f->fact_count + d->bands.step_count + f->view_count + f->gate_count + f->grade_count;
    f->domains = khung__reader_alloc(&d->reader, (n.domains + 1) * sizeof *f->domains);
    f->criteria = khung__reader_alloc(&d->reader, (n.criteria + 1) * sizeof *f->criteria);
    if (!f->domains || !f->criteria || !khung__ids_init(&f->ids, d->reader.arena, ids + 1)) {
        d->reader.status = KHUNG_NO_MEMORY;
        return false;
    }
    start_root(d);
    if (d->domains_node)
        read_domains(d, d->domains_node, 0);
    f->domains[0].end = f->domain_count;
    f->domains[0].end_criterion = f->criterion_count;
    return d->reader.status != KHUNG_NO_MEMORY;
}

/* ---- views ---- */

static void resolve_group(khung__draft *d, khung__group *group, uint32_t *seen, uint32_t mark)
{
    const khung__node *list = group->criteria_node;
    if (!list || list->kind != KHUNG__LIST || !(group->criteria = khung__reader_alloc(&d->reader, (list->count + 1) * sizeof *group->criteria)))
        return;
    for (const khung__node *node = list->first; node; node = node->next) {
        uint32_t c = khung__resolve_id(d, KHUNG__SPACE_PARTS, node, KHUNG__D_NO_CRITERION);
        if (c == KHUNG__NONE)
            continue;
        if (seen[c] == mark)
            KHUNG__SAY(&d->reader, KHUNG__D_TWICE_IN_GROUP, khung__node_at(d->f.tree, node), node->text);
        seen[c] = mark;
        group->criteria[group->criterion_count++] = c;
    }
}

static void resolve_views(khung__draft *d)
{
    khung_framework *f = &d->f;
    uint32_t mark = 0;
    uint32_t *seen = f->view_count ? khung__reader_alloc(&d->reader, (f->criterion_count + 1) * sizeof *seen) : NULL;
    for (uint32_t i = 0; i < f->view_count && seen; i++)
        for (uint32_t j = 0; j < f->views[i].group_count; j++)
            resolve_group(d, &f->views[i].groups[j], seen, ++mark);
}

/* ---- caps and conditions ---- */

static void resolve_caps(khung__draft *d, khung__domain *domain)
{
    for (uint32_t i = 0; i < domain->cap_count; i++) {
        khung__cap *cap = &domain->caps[i];
        if (cap->most_node && cap->least_node) {
            KHUNG__SAY_PLAIN(&d->reader, KHUNG__D_CAP_BOTH, khung__node_key_at(d->f.tree, cap->least_node));
            khung__reader_other(&d->reader, cap->node, "at_most");
        } else if (!cap->most_node && !cap->least_node && cap->node->kind == KHUNG__MAP)
            KHUNG__SAY_PLAIN(&d->reader, KHUNG__D_CAP_NONE, khung__node_at(d->f.tree, cap->node));
        cap->at_least = cap->least_node != NULL;
        cap->bound = cap->at_least ? cap->least : cap->most;
        if (cap->when)
            khung__resolve_condition(d, cap->when, KHUNG__IN_CAP, 0);
    }
}

static void resolve_conditions(khung__draft *d)
{
    khung_framework *f = &d->f;
    for (uint32_t i = 0; i < f->domain_count; i++) {
        resolve_caps(d, &f->domains[i]);
        if (f->domains[i].applies_when)
            khung__resolve_condition(d, f->domains[i].applies_when, KHUNG__IN_APPLIES_WHEN, 0);
    }
    for (uint32_t i = 0; i < f->criterion_count; i++)
        if (f->criteria[i].applies_when)
            khung__resolve_condition(d, f->criteria[i].applies_when, KHUNG__IN_APPLIES_WHEN, 0);
    for (uint32_t i = 0; i < f->gate_count; i++)
        if (f->gates[i].require)
            khung__resolve_condition(d, f->gates[i].require, KHUNG__IN_REQUIRE, i);
    for (uint32_t i = 0; i < f->grade_count; i++)
        if (f->grades[i].require)
            khung__resolve_condition(d, f->grades[i].require, KHUNG__IN_REQUIRE, f->gate_count);
}

/* ---- the rest of the top level ---- */

static void settle_top(khung__draft *d)
{
    static const char *const status[] = {"draft", "published", "retired"};
    khung_framework *f = &d->f;
    const khung__scoring *s = &d->scoring;
    f->status = khung__str_of(status[d->status]);
    khung__is_version(f->version, &f->major, &f->minor, &f->patch);
    f->source_language = f->language;
    f->bands = d->bands.steps;
    f->band_count = d->bands.step_count;
    f->band_by_score = d->bands.by_score;
    f->band_domains = d->bands.domains_node ? d->bands.domains : !d->bands.by_score;
    f->band_shown = d->bands.shown;
    f->unverified = s->unverified_policy;
    f->na_policy = s->na_policy;
    f->unanswered = s->unanswered;
    f->respondents = s->respondents;
    f->hide_below = s->hide_below;
    f->digits = s->digits;
    f->scoring_target = s->target_id;
    f->certificate_reviewed = d->certificate.reviewed;
    f->certificate_title = d->certificate.title;
}

/* The default target must be a level of some scale; where a criterion cannot choose it, it aims at its best. */
static void check_default_target(khung__draft *d)
{
    const khung_framework *f = &d->f;
    const khung__node *node = d->scoring.target;
    if (!node || !d->scoring.target_id.s || f->scale_count == 0)
        return;
    for (uint32_t i = 0; i < f->scale_count; i++)
        if (khung__framework_level(&f->scales[i], node->text) != KHUNG__NONE)
            return;
    d->scoring.target_id = (khung__str){0};
    khung__resolve_level(d, d->default_scale == KHUNG__NONE ? 0 : d->default_scale, node);
}

void khung__resolve(khung__draft *d)
{
    khung_framework *f = &d->f;
    if (!read_parts(d))
        return;
    add_simple_ids(d);
    for (uint32_t i = 0; i < f->scale_count; i++)
        check_scale(d, &f->scales[i]);
    for (uint32_t i = 0; i < f->fact_count; i++)
        check_fact(d, &f->facts[i]);
    check_directions(d);
    d->default_scale = f->scale_count ? 0 : KHUNG__NONE;
    if (d->scoring.scale)
        d->default_scale = khung__resolve_id(d, KHUNG__SPACE_SCALES, d->scoring.scale, KHUNG__D_NO_SCALE);
    check_default_target(d);
    for (uint32_t i = 0; i < f->criterion_count && d->reader.status != KHUNG_NO_MEMORY; i++)
        khung__resolve_criterion(d, &f->criteria[i]);
    resolve_views(d);
    resolve_conditions(d);
    settle_top(d);
}
