/* framework/warn: what loads but was hardly meant. */
#include "draft.h"

/* A criterion that must be met and asks for no proof. */
static void warn_evidence(khung__draft *d)
{
    for (uint32_t i = 0; i < d->f.criterion_count; i++) {
        const khung__criterion *c = &d->f.criteria[i];
        if (c->need == KHUNG__MUST && c->stage == KHUNG__ACTIVE && c->evidence_count == 0)
            KHUNG__SAY(&d->reader, KHUNG__D_MUST_NO_EVIDENCE, khung__draft_at(d, c->node, "id"), c->id);
    }
}

void khung__check_warnings(khung__draft *d)
{
    warn_evidence(d);
}
