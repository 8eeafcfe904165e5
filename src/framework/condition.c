/* framework/condition: what a condition names, and whether it may speak of it where it stands. */
#include "draft.h"

#include <string.h>

static khung__at at_of(const khung__draft *d, const khung__node *node)
{
    return khung__node_at(d->f.tree, node);
}

static khung__str key_name(khung__condition_key key)
{
    const khung__field *field = &khung__table_condition.fields[key];
    return (khung__str){field->key, field->key_n};
}

/* The key that says what the condition is about; KHUNG__C_SUBJECTS after an error. */
static khung__condition_key subject_of(khung__draft *d, const khung__condition *c)
{
    khung__condition_key found = KHUNG__C_SUBJECTS;
    for (khung__condition_key key = 0; key < KHUNG__C_SUBJECTS; key++) {
        if (!c->written[key])
            continue;
        if (found != KHUNG__C_SUBJECTS) {
            KHUNG__SAY(&d->reader, KHUNG__D_CONDITION_TWO, khung__node_key_at(d->f.tree, c->written[key]), key_name(found), key_name(key));
            return KHUNG__C_SUBJECTS;
        }
        found = key;
    }
    if (found == KHUNG__C_SUBJECTS)
        KHUNG__SAY_PLAIN(&d->reader, KHUNG__D_CONDITION_EMPTY, at_of(d, c->node));
    return found;
}

/* Keys that compare: those that do not go with the subject, and whether one of those it needs is there. */
static bool comparisons_fit(khung__draft *d, const khung__condition *c, const khung__predicate *p)
{
    bool fit = true, any = p->needed == 0;
    for (khung__condition_key key = KHUNG__C_SUBJECTS; key < KHUNG__C_COUNT; key++) {
        if (!c->written[key])
            continue;
        any = any || (p->needed >> key & 1);
        if (p->allowed >> key & 1)
            continue;
        KHUNG__SAY(&d->reader, KHUNG__D_CONDITION_KEY, khung__node_key_at(d->f.tree, c->written[key]), key_name(key), key_name(p->subject));
        fit = false;
    }
    if (!any && fit) {
        char words[128];
        size_t n = 0;
        for (khung__condition_key key = KHUNG__C_SUBJECTS; key < KHUNG__C_COUNT; key++)
            if (p->needed >> key & 1) {
                khung__str name = key_name(key);
                memcpy(words + n, n ? ", " : "", n ? 2 : 0);
                n += n ? 2 : 0;
                memcpy(words + n, name.s, name.n);
                n += name.n;
            }
        KHUNG__SAY(&d->reader, KHUNG__D_CONDITION_COMPARE, at_of(d, c->node), key_name(p->subject), (khung__str){words, n});
    }
    return fit && any;
}

static bool at_most_fits(khung__draft *d, const khung__condition *c)
{
    const khung__node *most = c->written[KHUNG__C_AT_MOST];
    if (!most || (c->written[KHUNG__C_BELOW] && !c->written[KHUNG__C_AT_LEAST] && !c->written[KHUNG__C_AT_TARGET]))
        return true;
    KHUNG__SAY_PLAIN(&d->reader, KHUNG__D_AT_MOST_BELOW, khung__node_key_at(d->f.tree, most));
    return false;
}

bool khung__predicate_allowed(const khung__predicate *p, khung__place_of where)
{
    return where == KHUNG__IN_REQUIRE || p->kind >= KHUNG__IF_ALL_OF || p->kind == KHUNG__IF_PROFILE ||
           (where == KHUNG__IN_CAP && (p->kind == KHUNG__IF_CRITERION || p->kind == KHUNG__IF_CRITERIA));
}

static bool allowed_here(khung__draft *d, const khung__condition *c, const khung__predicate *p, khung__place_of where)
{
    bool ok = khung__predicate_allowed(p, where);
    if (!ok)
        KHUNG__SAY(&d->reader, where == KHUNG__IN_CAP ? KHUNG__D_CAP_SPEAKS : KHUNG__D_APPLIES_SPEAKS,
                   khung__node_key_at(d->f.tree, c->written[p->subject]), key_name(p->subject));
    return ok;
}

/* ---- bounds ---- */

static bool read_number(khung__draft *d, const khung__node *node, khung__micro *out)
{
    if (node->kind != KHUNG__SCALAR || node->text.n == 0)
        return false;
    if (khung__read_decimal(node->text, out))
        return true;
    if (khung__is_id(node->text))
        KHUNG__SAY(&d->reader, KHUNG__D_BOUND_NUMBER, at_of(d, node), node->text);
    return false; /* other shapes were said when it was read */
}

static void number_bounds(khung__draft *d, khung__condition *c)
{
    khung__bounds *b = &c->bounds;
    const khung__node *at_least = c->written[KHUNG__C_AT_LEAST], *below = c->written[KHUNG__C_BELOW];
    b->has_at_least = at_least && read_number(d, at_least, &b->at_least);
    b->has_below = below && read_number(d, below, &b->below);
    b->has_at_least_percent = c->written[KHUNG__C_AT_LEAST_PERCENT] != NULL;
    b->has_below_percent = c->written[KHUNG__C_BELOW_PERCENT] != NULL;
}

/* The points that `node` stands for on this criterion: a level of its scale, or a checklist's number. */
static bool level_points(khung__draft *d, const khung__criterion *k, const khung__node *node, khung__micro *out)
{
    if (!khung__could_be_level(node))
        return false;
    if (k->method == KHUNG__CHECKLIST) {
        if (khung__read_decimal(node->text, out))
            return true;
        KHUNG__SAY(&d->reader, KHUNG__D_CHECKLIST_LEVEL, at_of(d, node), node->text, k->id);
        return false;
    }
    if (k->scale == KHUNG__NONE)
        return false;
    const khung__scale *s = &d->f.scales[k->scale];
    uint32_t level = khung__framework_level(s, node->text);
    if (level == KHUNG__NONE)
        khung__resolve_level_key(d, k->scale, node->text, at_of(d, node));
    else
        *out = s->levels[level].points;
    return level != KHUNG__NONE;
}

static void resolve_about_criterion(khung__draft *d, khung__condition *c)
{
    const khung__node *at_least = c->written[KHUNG__C_AT_LEAST], *below = c->written[KHUNG__C_BELOW];
    c->index = khung__resolve_id(d, KHUNG__SPACE_PARTS, c->written[KHUNG__C_CRITERION], KHUNG__D_NO_CRITERION);
    if (c->index == KHUNG__NONE)
        return;
    const khung__criterion *k = &d->f.criteria[c->index];
    c->bounds.has_at_least = at_least && level_points(d, k, at_least, &c->bounds.at_least);
    c->bounds.has_below = below && level_points(d, k, below, &c->bounds.below);
}

/* ---- selections ---- */

/* Counts what conditions look at; false when all together look at too much. */
static bool may_look(khung__draft *d, const khung__condition *c, size_t n)
{
    d->selected += n;
    if (d->selected <= KHUNG__MAX_SELECTED)
        return true;
    if (d->selected - n <= KHUNG__MAX_SELECTED)
        KHUNG__SAY_PLAIN(&d->reader, KHUNG__D_TOO_MANY_SELECTED, at_of(d, c->node));
    return false;
}

static void select_criteria(khung__draft *d, khung__condition *c)
{
    const khung_framework *f = &d->f;
    uint32_t from = 0, end = f->criterion_count;
    c->need = c->select.need;
    if (c->select.domain) {
        c->in_domain = khung__resolve_id(d, KHUNG__SPACE_PARTS, c->select.domain, KHUNG__D_NO_DOMAIN);
        if (c->in_domain == KHUNG__NONE)
            return;
        from = f->domains[c->in_domain].first_criterion;
        end = f->domains[c->in_domain].end_criterion;
    }
    if (!may_look(d, c, end - from))
        return;
    c->selected = khung__reader_alloc(&d->reader, (end - from + 1) * sizeof *c->selected);
    for (uint32_t i = from; i < end && c->selected; i++)
        if (c->need < 0 || (int)f->criteria[i].need == c->need)
            c->selected[c->selected_count++] = i;
}

/* One number a selected criterion; only the first criterion that has no such level is said. */
static khung__micro *selected_points(khung__draft *d, khung__condition *c, const khung__node *node)
{
    if (!node || !c->selected)
        return NULL;
    khung__micro *points = khung__reader_alloc(&d->reader, (c->selected_count + 1) * sizeof *points);
    for (uint32_t i = 0; i < c->selected_count && points; i++)
        if (!level_points(d, &d->f.criteria[c->selected[i]], node, &points[i]))
            break;
    return points;
}

static void resolve_about_criteria(khung__draft *d, khung__condition *c)
{
    select_criteria(d, c);
    c->at_target = c->written[KHUNG__C_AT_TARGET] != NULL;
    c->has_at_most = c->written[KHUNG__C_AT_MOST] != NULL;
    c->at_least = selected_points(d, c, c->written[KHUNG__C_AT_LEAST]);
    c->below = selected_points(d, c, c->written[KHUNG__C_BELOW]);
    c->bounds.has_at_least = c->at_least != NULL;
    c->bounds.has_below = c->below != NULL;
}

static void resolve_about_evidence(khung__draft *d, khung__condition *c)
{
    const khung__node *node = c->written[KHUNG__C_EVIDENCE];
    if (node->kind == KHUNG__MAP) {
        select_criteria(d, c);
        return;
    }
    c->index = khung__resolve_id(d, KHUNG__SPACE_PARTS, node, KHUNG__D_NO_CRITERION);
    if (c->index == KHUNG__NONE || !(c->selected = khung__reader_alloc(&d->reader, sizeof *c->selected)))
        return;
    c->selected[0] = c->index;
    c->selected_count = 1;
}

/* ---- gates, facts ---- */

static void resolve_about_gate(khung__draft *d, khung__condition *c, uint32_t gates)
{
    const khung__node *node = c->written[KHUNG__C_GATE];
    c->index = khung__resolve_id(d, KHUNG__SPACE_GATES, node, KHUNG__D_NO_GATE);
    if (c->index == KHUNG__NONE || c->index < gates)
        return;
    KHUNG__SAY(&d->reader, KHUNG__D_GATE_FORWARD, at_of(d, node), node->text);
    khung__reader_also(&d->reader, KHUNG__D_GATE_HERE, khung__draft_at(d, d->f.gates[c->index].node, "id"), node->text);
}

static void resolve_is(khung__draft *d, khung__condition *c, const khung__fact *fact)
{
    const khung__node *node = c->written[KHUNG__C_IS];
    bool flag = false;
    if (node->kind != KHUNG__SCALAR || node->text.n == 0)
        return;
    if (fact->type == KHUNG__FLAG) {
        c->has_is = khung__shape_flag(&d->reader, node, &flag);
        c->is_number = flag ? 1 : 0;
    } else if (fact->type == KHUNG__DECIMAL) {
        c->has_is = khung__shape_decimal(&d->reader, node, INT64_MIN, INT64_MAX, &c->is_number);
    } else {
        c->is_option = khung__resolve_option(d, fact, node);
        c->has_is = c->is_option != KHUNG__NONE;
    }
}

static void resolve_about_fact(khung__draft *d, khung__condition *c)
{
    c->index = khung__resolve_id(d, KHUNG__SPACE_FACTS, c->written[KHUNG__C_PROFILE], KHUNG__D_NO_FACT);
    if (c->index == KHUNG__NONE)
        return;
    const khung__fact *fact = &d->f.facts[c->index];
    if (c->written[KHUNG__C_IS])
        resolve_is(d, c, fact);
    for (khung__condition_key key = KHUNG__C_AT_LEAST; key <= KHUNG__C_BELOW && fact->type != KHUNG__DECIMAL; key++)
        if (c->written[key]) {
            KHUNG__SAY(&d->reader, KHUNG__D_FACT_NUMBER, khung__node_key_at(d->f.tree, c->written[key]), fact->id, key_name(key));
            khung__reader_also(&d->reader, KHUNG__D_FACT_HERE, khung__draft_at(d, fact->node, "id"), fact->id);
        }
    if (fact->type == KHUNG__DECIMAL)
        number_bounds(d, c);
}

static void resolve_subject(khung__draft *d, khung__condition *c, khung__place_of where, uint32_t gates)
{
    switch (c->kind) {
    case KHUNG__IF_CRITERION:
        resolve_about_criterion(d, c);
        break;
    case KHUNG__IF_DOMAIN:
        c->index = khung__resolve_id(d, KHUNG__SPACE_PARTS, c->written[KHUNG__C_DOMAIN], KHUNG__D_NO_DOMAIN);
        number_bounds(d, c);
        break;
    case KHUNG__IF_TOTAL:
        number_bounds(d, c);
        break;
    case KHUNG__IF_EACH_DOMAIN:
        may_look(d, c, d->f.domains[0].child_count);
        number_bounds(d, c);
        break;
    case KHUNG__IF_CRITERIA:
        resolve_about_criteria(d, c);
        break;
    case KHUNG__IF_EVIDENCE:
        resolve_about_evidence(d, c);
        break;
    case KHUNG__IF_ANSWERED_PERCENT:
        c->bounds.has_at_least = true;
        break;
    case KHUNG__IF_NA_PERCENT:
        c->bounds.has_below = true;
        break;
    case KHUNG__IF_GATE:
        resolve_about_gate(d, c, gates);
        break;
    case KHUNG__IF_PROFILE:
        resolve_about_fact(d, c);
        break;
    default:
        for (uint32_t i = 0; i < c->child_count && d->reader.status != KHUNG_NO_MEMORY; i++)
            khung__resolve_condition(d, &c->children[i], where, gates);
    }
}

void khung__resolve_condition(khung__draft *d, khung__condition *c, khung__place_of where, uint32_t gates)
{
    if (!c->node || c->node->kind != KHUNG__MAP)
        return;
    khung__condition_key subject = subject_of(d, c);
    if (subject == KHUNG__C_SUBJECTS)
        return;
    const khung__predicate *p = &khung__predicates[subject];
    c->kind = p->kind;
    if (c->written[KHUNG__C_AT_LEAST])
        c->level_at_least = c->written[KHUNG__C_AT_LEAST]->text;
    if (c->written[KHUNG__C_BELOW])
        c->level_below = c->written[KHUNG__C_BELOW]->text;
    bool fits = comparisons_fit(d, c, p), counts = at_most_fits(d, c), here = allowed_here(d, c, p, where); /* all are said */
    if (fits && counts && here)
        resolve_subject(d, c, where, gates);
}
