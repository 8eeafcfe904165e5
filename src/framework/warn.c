/* framework/warn: what loads but was hardly meant. Only what is sure is said. */
#include "reach.h"

#include <string.h>

typedef struct checker {
    khung__draft *d;
    const khung_framework *f;
    khung__reach *r;
} checker;

static khung__at at_of(const checker *w, const khung__node *node)
{
    return khung__node_at(w->f->tree, node);
}

static khung__at key_of(const checker *w, const khung__node *node)
{
    return khung__node_key_at(w->f->tree, node);
}

static void say(const checker *w, khung__diag_id id, khung__at at, khung__str arg)
{
    khung__reader_say(&w->d->reader, id, at, &arg, 1);
}

/* ---- criteria ---- */

static void warn_advice(const checker *w, const khung__criterion *c)
{
    const khung__scale *s = &w->f->scales[c->scale];
    if (!c->next)
        return;
    for (const khung__node *node = c->written.next->first; node; node = node->next) {
        uint32_t level = khung__framework_level(s, node->key);
        khung__micro worst = s->lower ? c->hi : c->lo;
        if (!(c->choosable >> level & 1) || s->levels[level].points == worst)
            say(w, KHUNG__D_ADVICE_NEVER, key_of(w, node), node->key);
    }
}

static void warn_descriptors(const checker *w, const khung__criterion *c)
{
    const khung__node *levels = c->written.levels;
    for (const khung__node *node = levels && c->method == KHUNG__QUANTITY ? levels->first : NULL; node; node = node->next)
        if (!(c->choosable >> khung__framework_level(&w->f->scales[c->scale], node->key) & 1))
            say(w, KHUNG__D_DESCRIPTOR_NEVER, key_of(w, node), node->key);
}

static void warn_evidence(const checker *w, const khung__criterion *c)
{
    if (c->need == KHUNG__MUST && c->stage == KHUNG__ACTIVE && c->evidence_count == 0)
        say(w, KHUNG__D_MUST_NO_EVIDENCE, khung__draft_at(w->d, c->node, "id"), c->id);
    for (uint32_t i = 0; i < c->evidence_count; i++) {
        const khung__evidence_item *item = &c->evidence[i];
        if (item->from_level == KHUNG__NONE)
            continue;
        khung__micro points = w->f->scales[c->scale].levels[item->from_level].points;
        if (w->f->lower ? points < c->lo : points > c->hi)
            say(w, KHUNG__D_EVIDENCE_NEVER, at_of(w, item->from_level_node), item->from_level_node->text);
    }
}

static void warn_criterion(const checker *w, const khung__criterion *c)
{
    warn_evidence(w, c);
    if (c->scale != KHUNG__NONE) {
        warn_advice(w, c);
        warn_descriptors(w, c);
    }
    for (uint32_t i = 0; i < c->check_count && c->method == KHUNG__CHECKLIST; i++)
        if (c->checks[i].points == 0)
            say(w, KHUNG__D_CHECK_NO_POINTS, at_of(w, c->checks[i].points_node), c->checks[i].id);
}

/* ---- what is never used ---- */

static void warn_scales(const checker *w)
{
    bool *used = khung__reader_alloc(&w->d->reader, w->f->scale_count + 1);
    for (uint32_t i = 0; i < w->f->criterion_count && used; i++)
        if (w->f->criteria[i].scale != KHUNG__NONE)
            used[w->f->criteria[i].scale] = true;
    for (uint32_t i = 0; i < w->f->scale_count && used; i++)
        if (!used[i])
            say(w, KHUNG__D_SCALE_UNUSED, khung__draft_at(w->d, w->f->scales[i].node, "id"), w->f->scales[i].id);
}

static void warn_target(const checker *w)
{
    const khung__node *target = w->d->scoring.target;
    for (uint32_t i = 0; i < w->f->criterion_count && target; i++) {
        const khung__criterion *c = &w->f->criteria[i];
        uint32_t level = c->scale == KHUNG__NONE ? KHUNG__NONE : khung__framework_level(&w->f->scales[c->scale], target->text);
        if (level < KHUNG__MAX_LEVELS && (c->choosable >> level & 1))
            return;
    }
    if (target)
        say(w, KHUNG__D_TARGET_NEVER, at_of(w, target), target->text);
}

static void warn_rule(const checker *w, const khung__rule *rule, const khung__rule_nodes *written)
{
    if (written->share && rule->combine != KHUNG__REACHED)
        say(w, KHUNG__D_SHARE_UNUSED, key_of(w, written->share), written->share->text);
    if (written->of && (rule->combine == KHUNG__PERCENT_OF_MAX || rule->combine == KHUNG__PERCENT_MET))
        say(w, KHUNG__D_OF_UNUSED, key_of(w, written->of), written->of->text);
}

/* scoring.share matters when a domain without a share of its own combines by `reached`. */
static void warn_default_share(const checker *w)
{
    const khung__node *share = w->d->scoring.written.share;
    for (uint32_t i = 0; i < w->f->domain_count && share; i++)
        if (!w->f->domains[i].has_share && w->f->domains[i].rule.combine == KHUNG__REACHED)
            return;
    if (share)
        say(w, KHUNG__D_SHARE_UNUSED, key_of(w, share), share->text);
}

/* ---- domains ---- */

static bool same_range(khung__fraction a, khung__fraction b)
{
    return !a.den || !b.den || khung__fraction_cmp(a, b) == 0;
}

/* Children of different ranges, compared by their scores: the wider one weighs more than its weight says. */
static void warn_ranges(const checker *w, uint32_t index)
{
    const khung__domain *d = &w->f->domains[index];
    khung__combine combine = d->rule.combine;
    if (d->rule.of == KHUNG__OF_PERCENT || combine == KHUNG__SUM || combine == KHUNG__PERCENT_OF_MAX || combine == KHUNG__PERCENT_MET)
        return;
    bool domains = d->child_count && combine != KHUNG__POOLED, any = false, differ = false;
    khung__fraction least = {0, 0}, most = {0, 0};
    uint32_t n = domains ? d->child_count : d->end_criterion - d->first_criterion;
    for (uint32_t i = 0; i < n && !differ; i++) {
        uint32_t child = domains ? d->children[i] : d->first_criterion + i;
        const khung__criterion *c = domains ? NULL : &w->f->criteria[child];
        if (domains ? !w->f->domains[child].weight || !w->r->live[child] : !c->weight || c->stage != KHUNG__ACTIVE)
            continue;
        khung__fraction lo = domains ? w->r->least[child] : (khung__fraction){c->lo, KHUNG__MICRO};
        khung__fraction hi = domains ? w->r->most[child] : (khung__fraction){c->hi, KHUNG__MICRO};
        differ = any && (!same_range(lo, least) || !same_range(hi, most));
        least = lo;
        most = hi;
        any = true;
    }
    if (differ)
        say(w, index ? KHUNG__D_RANGES_DIFFER : KHUNG__D_RANGES_DIFFER_TOTAL,
            index ? khung__draft_at(w->d, d->node, "id") : key_of(w, w->d->domains_node), d->id);
}

static void warn_caps(const checker *w, uint32_t index)
{
    const khung__domain *d = &w->f->domains[index];
    for (uint32_t i = 0; i < d->cap_count; i++) {
        const khung__cap *cap = &d->caps[i];
        const khung__node *bound = cap->at_least ? cap->least_node : cap->most_node;
        if (cap->at_least ? cap->bound <= w->r->low[index] : cap->bound >= w->r->high[index])
            say(w, KHUNG__D_CAP_IDLE, at_of(w, bound), bound->text);
        if (!(khung__outcome(w->r, cap->when) & KHUNG__CAN_YES))
            say(w, KHUNG__D_CAP_NEVER, key_of(w, cap->when->node), (khung__str){0});
    }
}

static void warn_domain(const checker *w, uint32_t index)
{
    const khung__domain *d = &w->f->domains[index];
    warn_ranges(w, index);
    warn_caps(w, index);
    warn_rule(w, &d->rule, &d->written);
    if (!w->r->live[index])
        say(w, index ? KHUNG__D_NEVER_SCORED : KHUNG__D_TOTAL_NEVER_SCORED,
            index ? khung__draft_at(w->d, d->node, "id") : key_of(w, w->d->domains_node), d->id);
}

static void warn_scope(const checker *w, const khung__condition *applies_when, khung__str id)
{
    if (applies_when && !(khung__outcome(w->r, applies_when) & KHUNG__CAN_YES))
        say(w, KHUNG__D_NEVER_APPLIES, key_of(w, applies_when->node), id);
}

/* ---- bands ---- */

static void warn_steps(const checker *w)
{
    for (uint32_t i = 1; i < w->f->band_count; i++) {
        const khung__band *step = &w->f->bands[i];
        if (w->f->band_by_score ? !khung__reach_step(w->r, step->from) : step->from > 100 * KHUNG__MICRO)
            say(w, KHUNG__D_STEP_NEVER, at_of(w, step->from_node), step->id);
    }
}

/* ---- conditions of gates and grades ---- */

static bool compares(const khung__condition *c)
{
    return c->kind <= KHUNG__IF_CRITERIA || c->kind == KHUNG__IF_ANSWERED_PERCENT || c->kind == KHUNG__IF_NA_PERCENT ||
           (c->kind == KHUNG__IF_PROFILE && !c->has_is);
}

/* Single comparisons inside a condition that always come out the same. */
static void warn_parts(const checker *w, const khung__condition *c)
{
    for (uint32_t i = 0; i < c->child_count; i++) {
        const khung__condition *part = &c->children[i];
        unsigned out = compares(part) ? khung__outcome(w->r, part) : KHUNG__CAN_YES | KHUNG__CAN_NO;
        if (!(out & KHUNG__CAN_YES) && (out & KHUNG__CAN_NO))
            say(w, KHUNG__D_PART_NEVER, at_of(w, part->node), (khung__str){0});
        else if (!(out & KHUNG__CAN_NO))
            say(w, KHUNG__D_PART_ALWAYS, at_of(w, part->node), (khung__str){0});
        warn_parts(w, part);
    }
}

static void warn_gates(const checker *w)
{
    for (uint32_t i = 0; i < w->f->gate_count; i++) {
        const khung__gate *g = &w->f->gates[i];
        unsigned out = w->r->gates[i];
        if (!(out & (KHUNG__CAN_YES | KHUNG__CAN_VOID)))
            say(w, KHUNG__D_GATE_NEVER, khung__draft_at(w->d, g->node, "id"), g->id);
        else if (!(out & KHUNG__CAN_NO))
            say(w, KHUNG__D_GATE_ALWAYS, khung__draft_at(w->d, g->node, "id"), g->id);
        else
            warn_parts(w, g->require);
    }
}

/* Marks the gates that the condition names itself. */
static void mark_gates(const khung__condition *c, bool *named)
{
    if (c->kind == KHUNG__IF_GATE)
        named[c->index] = true;
    for (uint32_t i = 0; i < c->child_count; i++)
        mark_gates(&c->children[i], named);
}

/* A gate counts as named when a grade names it, or a gate that counts so itself; gates only look back, so last first. */
static void warn_unnamed_gates(const checker *w)
{
    bool *named = w->f->grade_count ? khung__reader_alloc(&w->d->reader, w->f->gate_count + 1) : NULL;
    for (uint32_t i = 0; i < w->f->grade_count && named; i++)
        mark_gates(w->f->grades[i].require, named);
    for (uint32_t i = w->f->gate_count; i-- > 0 && named;)
        if (named[i])
            mark_gates(w->f->gates[i].require, named);
        else
            say(w, KHUNG__D_GATE_UNNAMED, khung__draft_at(w->d, w->f->gates[i].node, "id"), w->f->gates[i].id);
}

/* Per gate, once: whether it limits what is not applicable. */
static bool limits_na(const khung__condition *c, const bool *gates)
{
    if (c->kind == KHUNG__IF_NA_PERCENT || (c->kind == KHUNG__IF_GATE && gates[c->index]))
        return true;
    for (uint32_t i = 0; i < c->child_count; i++)
        if (limits_na(&c->children[i], gates))
            return true;
    return false;
}

static bool na_can_help(const khung_framework *f)
{
    for (uint32_t i = 0; i < f->criterion_count; i++)
        if (f->criteria[i].stage == KHUNG__ACTIVE && !f->criteria[i].na_forbidden && f->criteria[i].na_policy != KHUNG__NA_WORST)
            return true;
    return false;
}

static void warn_na(const checker *w)
{
    bool *gates = w->f->grade_count && na_can_help(w->f) ? khung__reader_alloc(&w->d->reader, w->f->gate_count + 1) : NULL;
    for (uint32_t i = 0; i < w->f->gate_count && gates; i++)
        gates[i] = limits_na(w->f->gates[i].require, gates);
    for (uint32_t i = 0; i < w->f->grade_count && gates; i++)
        if (!limits_na(w->f->grades[i].require, gates))
            say(w, KHUNG__D_GRADE_NO_NA, khung__draft_at(w->d, w->f->grades[i].node, "id"), w->f->grades[i].id);
}

/* A grade that an earlier, better one already covers is never awarded. Looks back a hundred grades. */
static void warn_covered(const checker *w, uint32_t index)
{
    const khung__grade *g = &w->f->grades[index];
    for (uint32_t i = index > 100 ? index - 100 : 0; i < index; i++) {
        const khung__grade *better = &w->f->grades[i];
        if (!khung__outcome_implies(w->r, g->require, better->require))
            continue;
        khung__reader_say(&w->d->reader, KHUNG__D_GRADE_COVERED, khung__draft_at(w->d, g->node, "id"), (khung__str[]){g->id, better->id}, 2);
        khung__reader_also(&w->d->reader, KHUNG__D_GRADE_HERE, khung__draft_at(w->d, better->node, "id"), better->id);
        return;
    }
}

static void warn_grades(const checker *w)
{
    for (uint32_t i = 0; i < w->f->grade_count; i++) {
        const khung__grade *g = &w->f->grades[i];
        if (khung__outcome(w->r, g->require) & KHUNG__CAN_YES) {
            warn_parts(w, g->require);
            warn_covered(w, i);
        } else {
            say(w, KHUNG__D_GRADE_NEVER, khung__draft_at(w->d, g->node, "id"), g->id);
        }
    }
}

/* ---- silence that passes ---- */

static bool about_scores(const khung__condition *c)
{
    for (uint32_t i = 0; i < c->child_count; i++)
        if (about_scores(&c->children[i]))
            return true;
    return c->kind < KHUNG__IF_PROFILE;
}

/* A grade always rests on the total; a gate perhaps only on facts. */
static bool decides(const khung_framework *f)
{
    for (uint32_t i = 0; i < f->gate_count && !f->grade_count; i++)
        if (about_scores(f->gates[i].require))
            return true;
    return f->grade_count > 0;
}

static void warn_silence(const checker *w)
{
    const khung__scoring *s = &w->d->scoring;
    if (!decides(w->f))
        return;
    if (s->written.unanswered && s->unanswered == KHUNG__UNANSWERED_EXCLUDE)
        say(w, KHUNG__D_SILENCE_EXCLUDE, at_of(w, s->written.unanswered), (khung__str){0});
    for (uint32_t i = 1; i < w->f->domain_count; i++) {
        const khung__domain *d = &w->f->domains[i];
        if (d->written.unanswered && d->unanswered == KHUNG__UNANSWERED_EXCLUDE)
            say(w, KHUNG__D_SILENCE_EXCLUDE, at_of(w, d->written.unanswered), (khung__str){0});
    }
    if (s->unverified && s->unverified_policy == KHUNG__UNVERIFIED_SELF)
        say(w, KHUNG__D_SILENCE_SELF, at_of(w, s->unverified), (khung__str){0});
}

void khung__check_warnings(khung__draft *d, khung__reach *r)
{
    const khung_framework *f = &d->f;
    checker w = {d, f, r};
    for (uint32_t i = 0; i < f->criterion_count; i++) {
        warn_criterion(&w, &f->criteria[i]);
        warn_scope(&w, f->criteria[i].applies_when, f->criteria[i].id);
    }
    for (uint32_t i = 0; i < f->domain_count; i++) {
        warn_domain(&w, i);
        warn_scope(&w, f->domains[i].applies_when, f->domains[i].id);
    }
    for (uint32_t i = 0; i < f->view_count; i++)
        warn_rule(&w, &f->views[i].rule, &f->views[i].written);
    warn_scales(&w);
    warn_target(&w);
    warn_default_share(&w);
    warn_steps(&w);
    warn_gates(&w);
    warn_unnamed_gates(&w);
    warn_na(&w);
    warn_grades(&w);
    warn_silence(&w);
}
