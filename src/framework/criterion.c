/* framework/criterion: what one criterion names: its scale, the levels that can be chosen, checks, ranges, target, evidence. */
#include "draft.h"

static khung__at at_of(const khung__draft *d, const khung__node *node)
{
    return khung__node_at(d->f.tree, node);
}

static const char *const method_names[] = {"method: scale", "method: ladder", "method: checklist", "method: quantity"};

static void misplaced(khung__draft *d, const khung__criterion *c, const khung__node *node)
{
    if (!node)
        return;
    KHUNG__SAY(&d->reader, KHUNG__D_MISPLACED_KEY, khung__node_key_at(d->f.tree, node), node->key, khung__str_of(method_names[c->method]));
    khung__reader_other(&d->reader, c->node, "method");
}

/* A mapping of the criterion that lacks the key its method needs. */
static void lacks(khung__draft *d, const khung__criterion *c, const khung__node *map, const char *key)
{
    if (key && map->kind == KHUNG__MAP && !khung__node_find(map, khung__str_of(key)))
        KHUNG__SAY(&d->reader, KHUNG__D_MISSING_FOR, at_of(d, map), khung__str_of(key), khung__str_of(method_names[c->method]));
}

/* Keys that mean nothing under the criterion's method, and those it cannot do without. */
static void check_keys(khung__draft *d, const khung__criterion *c)
{
    const khung__method_rule *rule = &khung__method_rules[c->method];
    lacks(d, c, c->node, rule->needs);
    for (const char *const *key = rule->never; *key; key++)
        misplaced(d, c, khung__node_find(c->node, khung__str_of(*key)));
    for (uint32_t i = 0; i < c->check_count && rule->check_needs; i++) {
        const khung__check *check = &c->checks[i];
        lacks(d, c, check->node, rule->check_needs);
        misplaced(d, c, c->method == KHUNG__LADDER ? check->points_node : check->level_node);
    }
}

static uint32_t scale_of(khung__draft *d, const khung__criterion *c)
{
    if (c->method == KHUNG__CHECKLIST)
        return KHUNG__NONE;
    return c->written.scale ? khung__resolve_id(d, KHUNG__SPACE_SCALES, c->written.scale, KHUNG__D_NO_SCALE) : d->default_scale;
}

/* Texts by level: keys mostly stand in the order of the scale, so the next level is tried first. */
static khung__str *texts_by_level(khung__draft *d, const khung__criterion *c, const khung__node *map, uint64_t *named)
{
    const khung__scale *s = &d->f.scales[c->scale];
    khung__str *texts = khung__reader_alloc(&d->reader, s->level_count * sizeof *texts);
    uint32_t level = 0;
    if (!texts || !map || map->kind != KHUNG__MAP)
        return texts;
    for (const khung__node *node = map->first; node; node = node->next) {
        if (level >= s->level_count || !khung__str_eq(s->levels[level].id, node->key))
            level = khung__resolve_level_key(d, c->scale, node->key, khung__node_key_at(d->f.tree, node));
        if (level < s->level_count && level < KHUNG__MAX_LEVELS) {
            *named |= (uint64_t)1 << level;
            texts[level++] = khung__shape_text_of(&d->reader, node);
        }
    }
    return texts;
}

static uint64_t all_levels(const khung__scale *s)
{
    return s->level_count >= 64 ? UINT64_MAX : ((uint64_t)1 << s->level_count) - 1;
}

static void read_level_texts(khung__draft *d, khung__criterion *c)
{
    uint64_t named = 0, advised = 0;
    c->descriptors = texts_by_level(d, c, c->written.levels, &named);
    if (c->written.next)
        c->next = texts_by_level(d, c, c->written.next, &advised);
    c->choosable = c->written.levels ? named : all_levels(&d->f.scales[c->scale]);
}

/* ---- ladder ---- */

static uint32_t lowest_bit(uint64_t bits)
{
    return bits ? (uint32_t)__builtin_ctzll(bits) : KHUNG__NONE;
}

static void place_check(khung__draft *d, const khung__criterion *c, khung__check *check, uint64_t *seen)
{
    check->level = check->level_node ? khung__resolve_level(d, c->scale, check->level_node) : KHUNG__NONE;
    if (check->level >= KHUNG__MAX_LEVELS) {
        *seen = UINT64_MAX; /* a level without checks may be this one's */
        return;
    }
    khung__str id = d->f.scales[c->scale].levels[check->level].id;
    *seen |= (uint64_t)1 << check->level;
    if (!(c->choosable >> check->level & 1))
        KHUNG__SAY(&d->reader, KHUNG__D_NOT_CHOOSABLE, at_of(d, check->level_node), id, c->id);
    else if (check->level == lowest_bit(c->choosable))
        KHUNG__SAY(&d->reader, KHUNG__D_LOWEST_CHECK, at_of(d, check->level_node), id);
}

static void resolve_ladder(khung__draft *d, khung__criterion *c)
{
    uint64_t seen = 0;
    const khung__scale *s = &d->f.scales[c->scale];
    for (uint32_t i = 0; i < c->check_count; i++)
        place_check(d, c, &c->checks[i], &seen);
    if (s->lower && c->written.checks)
        KHUNG__SAY(&d->reader, KHUNG__D_LOWER_METHOD, khung__draft_at(d, c->node, "method"), c->id, KHUNG__S("method: ladder"));
    uint64_t without = c->choosable & ~seen & ~(c->choosable & (0 - c->choosable)); /* all but the lowest */
    for (uint32_t i = 0; i < s->level_count && i < KHUNG__MAX_LEVELS && c->check_count; i++)
        if (without >> i & 1)
            KHUNG__SAY(&d->reader, KHUNG__D_LEVEL_NO_CHECK, khung__node_key_at(d->f.tree, c->written.checks), s->levels[i].id);
}

/* ---- checklist ---- */

static void resolve_checklist(khung__draft *d, khung__criterion *c)
{
    c->lo = c->hi = 0;
    bool known = c->check_count > 0;
    for (uint32_t i = 0; i < c->check_count; i++) {
        khung__check *check = &c->checks[i];
        if (check->points == KHUNG__UNREAD)
            known = false;
        else if (__builtin_add_overflow(c->hi, check->points, &c->hi) || c->hi >= KHUNG__MICRO * 1000000000000) {
            KHUNG__SAY(&d->reader, KHUNG__D_CHECKLIST_SUM, at_of(d, check->points_node), c->id);
            known = false;
            break;
        }
    }
    if (d->f.lower)
        KHUNG__SAY(&d->reader, KHUNG__D_LOWER_METHOD, khung__draft_at(d, c->node, "method"), c->id, KHUNG__S("method: checklist"));
    if (!known)
        c->hi = KHUNG__UNREAD;
}

/* ---- quantity ---- */

static void resolve_ranges(khung__draft *d, khung__criterion *c)
{
    c->choosable = 0;
    for (uint32_t i = 0; i < c->range_count; i++) {
        khung__range *range = &c->ranges[i], *before = i ? &c->ranges[i - 1] : NULL;
        range->has_from = range->from_node != NULL;
        if (range->level_node)
            range->level = khung__resolve_level(d, c->scale, range->level_node);
        if (range->level != KHUNG__NONE && range->level < KHUNG__MAX_LEVELS)
            c->choosable |= (uint64_t)1 << range->level;
        if (i == 0 && range->has_from)
            KHUNG__SAY_PLAIN(&d->reader, KHUNG__D_FIRST_RANGE, khung__node_key_at(d->f.tree, range->from_node));
        else if (i && !range->has_from && range->node->kind == KHUNG__MAP)
            KHUNG__SAY_PLAIN(&d->reader, KHUNG__D_RANGE_FROM, at_of(d, range->node));
        else if (i > 1 && range->from != KHUNG__UNREAD && before->from != KHUNG__UNREAD && range->from <= before->from) {
            KHUNG__SAY(&d->reader, KHUNG__D_RANGES_ORDER, at_of(d, range->from_node), range->from_node->text, before->from_node->text);
            khung__reader_also(&d->reader, KHUNG__D_RANGE_BEFORE, at_of(d, before->from_node), before->from_node->text);
        }
    }
}

/* ---- what can be scored, what to aim at ---- */

/* Least and greatest points of the levels that can be chosen; hi is UNREAD when not all are known. */
static void find_bounds(khung__draft *d, khung__criterion *c)
{
    const khung__scale *s = &d->f.scales[c->scale];
    c->lo = INT64_MAX;
    c->hi = KHUNG__UNREAD;
    for (uint32_t i = 0; i < s->level_count && i < KHUNG__MAX_LEVELS; i++) {
        if (!(c->choosable >> i & 1))
            continue;
        if (s->levels[i].points == KHUNG__UNREAD) {
            c->hi = KHUNG__UNREAD;
            return;
        }
        if (s->levels[i].points < c->lo)
            c->lo = s->levels[i].points;
        if (s->levels[i].points > c->hi)
            c->hi = s->levels[i].points;
    }
}

static void check_one_score(khung__draft *d, const khung__criterion *c)
{
    if (c->hi == KHUNG__UNREAD || c->lo != c->hi)
        return;
    const khung__node *why = c->written.checks ? c->written.checks : c->written.ranges ? c->written.ranges : c->written.levels;
    KHUNG__SAY(&d->reader, KHUNG__D_ONE_SCORE, why ? khung__node_key_at(d->f.tree, why) : khung__draft_at(d, c->node, "id"), c->id);
}

/* The level with the most points among those that can be chosen, or with the least where lower is better. */
static uint32_t best_level(const khung__draft *d, const khung__criterion *c)
{
    const khung__scale *s = &d->f.scales[c->scale];
    uint32_t best = KHUNG__NONE;
    for (uint32_t i = 0; i < s->level_count && i < KHUNG__MAX_LEVELS; i++)
        if ((c->choosable >> i & 1) && (best == KHUNG__NONE || !d->f.lower))
            best = i;
    return best;
}

static void target_checklist(khung__draft *d, khung__criterion *c)
{
    c->target = c->hi;
    const khung__node *node = c->written.target;
    if (!node || !khung__could_be_level(node))
        return;
    c->target_own = true;
    khung__micro points;
    if (!khung__read_decimal(node->text, &points) || points < 0)
        KHUNG__SAY(&d->reader, KHUNG__D_TARGET_NUMBER, at_of(d, node), node->text);
    else if (c->hi != KHUNG__UNREAD && points > c->hi)
        KHUNG__SAY(&d->reader, KHUNG__D_TARGET_ABOVE, at_of(d, node), node->text);
    else
        c->target = points;
}

static void target_level(khung__draft *d, khung__criterion *c)
{
    const khung__scale *s = &d->f.scales[c->scale];
    const khung__node *node = c->written.target;
    uint32_t level = KHUNG__NONE;
    if (node) {
        c->target_own = true;
        level = khung__resolve_level(d, c->scale, node);
        if (level < KHUNG__MAX_LEVELS && c->hi != KHUNG__UNREAD && !(c->choosable >> level & 1))
            KHUNG__SAY(&d->reader, KHUNG__D_NOT_CHOOSABLE, at_of(d, node), node->text, c->id);
    } else if (d->scoring.target_id.s) {
        level = khung__framework_level(s, d->scoring.target_id);
        if (level >= KHUNG__MAX_LEVELS || !(c->choosable >> level & 1))
            level = KHUNG__NONE;
    }
    if (level == KHUNG__NONE)
        level = best_level(d, c);
    c->target_level = level;
    c->target = level == KHUNG__NONE ? 0 : s->levels[level].points;
}

static void resolve_evidence(khung__draft *d, khung__criterion *c)
{
    for (uint32_t i = 0; i < c->evidence_count; i++) {
        khung__evidence_item *item = &c->evidence[i];
        if (!item->from_level_node)
            continue;
        if (c->method == KHUNG__CHECKLIST)
            misplaced(d, c, item->from_level_node);
        else
            item->from_level = khung__resolve_level(d, c->scale, item->from_level_node);
    }
}

static void check_references(khung__draft *d, const khung__criterion *c)
{
    for (uint32_t i = 0; i < c->reference_count; i++) {
        const khung__reference *ref = &c->references[i];
        if (!ref->from.year || !ref->to.year || khung__date_cmp(ref->from, ref->to) <= 0)
            continue;
        KHUNG__SAY(&d->reader, KHUNG__D_FROM_AFTER_TO, at_of(d, ref->to_node), ref->to_node->text);
        khung__reader_other(&d->reader, ref->node, "from");
    }
}

void khung__resolve_criterion(khung__draft *d, khung__criterion *c)
{
    if (c->node->kind != KHUNG__MAP)
        return;
    const khung__domain *domain = &d->f.domains[c->domain];
    c->na_policy = domain->na_policy;
    c->unanswered = domain->unanswered;
    check_keys(d, c);
    khung__check_local_ids(d, c);
    check_references(d, c);
    c->scale = scale_of(d, c);
    c->hi = KHUNG__UNREAD;
    if (c->method == KHUNG__CHECKLIST) {
        resolve_checklist(d, c);
        check_one_score(d, c);
        target_checklist(d, c);
    } else if (c->scale != KHUNG__NONE) {
        read_level_texts(d, c);
        if (c->method == KHUNG__LADDER)
            resolve_ladder(d, c);
        if (c->method == KHUNG__QUANTITY)
            resolve_ranges(d, c);
        find_bounds(d, c);
        check_one_score(d, c);
        target_level(d, c);
    }
    resolve_evidence(d, c);
}
