/* framework/sense: what is refused although every name is right: the order of band steps, caps that would be lost, target. */
#include "draft.h"
#include "reach.h"

static khung__at at_of(const khung__draft *d, const khung__node *node)
{
    return khung__node_at(d->f.tree, node);
}

static void check_steps(khung__draft *d)
{
    const khung__bands *b = &d->bands;
    for (uint32_t i = 1; i < b->step_count; i++) {
        const khung__band *low = &b->steps[i - 1], *step = &b->steps[i];
        if (low->from == KHUNG__UNREAD || step->from == KHUNG__UNREAD || step->from > low->from)
            continue;
        KHUNG__SAY(&d->reader, KHUNG__D_STEPS_ORDER, at_of(d, step->from_node), step->from_node->text, low->from_node->text);
        khung__reader_also(&d->reader, KHUNG__D_STEP_BEFORE, at_of(d, low->from_node), low->id);
    }
}

/* The first step must lie at or under what can be reached; by score this needs a model without errors. */
static void check_first_step(khung__draft *d, const khung__reach *reach)
{
    const khung__bands *b = &d->bands;
    if (b->step_count == 0 || b->steps[0].from == KHUNG__UNREAD)
        return;
    if (b->by_score ? reach && !khung__reach_step(reach, b->steps[0].from) : b->steps[0].from > 100 * KHUNG__MICRO)
        KHUNG__SAY(&d->reader, KHUNG__D_FIRST_STEP, at_of(d, b->steps[0].from_node), b->steps[0].from_node->text);
}

static bool combines_leaves(khung__combine combine)
{
    return combine == KHUNG__POOLED || combine == KHUNG__PERCENT_OF_MAX || combine == KHUNG__PERCENT_MET;
}

/* A domain above that combines the leaves never sees this domain's own score, so its caps would be lost. */
static void check_caps(khung__draft *d, uint32_t index)
{
    const khung_framework *f = &d->f;
    const khung__domain *domain = &f->domains[index];
    for (uint32_t up = domain->parent; up != KHUNG__NONE; up = f->domains[up].parent) {
        const khung__domain *above = &f->domains[up];
        if (!combines_leaves(above->rule.combine))
            continue;
        const khung__node *why = above->written.combine ? above->written.combine : d->scoring.written.combine;
        const khung__node *caps = khung__node_find(domain->node, KHUNG__S("caps"));
        KHUNG__SAY(&d->reader, KHUNG__D_CAPS_LOST, khung__node_key_at(f->tree, caps), domain->id, why->text);
        khung__reader_also(&d->reader, KHUNG__D_COMBINE_HERE, at_of(d, why), why->text);
        return;
    }
}

void khung__check_sense(khung__draft *d, const khung__reach *reach)
{
    check_steps(d);
    check_first_step(d, reach);
    for (uint32_t i = 1; i < d->f.domain_count; i++)
        if (d->f.domains[i].cap_count)
            check_caps(d, i);
}
