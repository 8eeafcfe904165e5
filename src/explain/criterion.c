/* How a criterion's number came about: whose answer counts, by which method, how far from the target. */
#include "tell.h"

static khung__word_id unanswered_word(khung__unanswered_policy policy)
{
    static const khung__word_id words[] = {KHUNG__W_B_UNANSWERED_BLOCK, KHUNG__W_B_UNANSWERED_WORST, KHUNG__W_B_UNANSWERED_EXCLUDE};
    return words[policy];
}

static khung__word_id na_word(khung__na_policy policy)
{
    static const khung__word_id words[] = {KHUNG__W_B_NA_EXCLUDE, KHUNG__W_B_NA_WORST, KHUNG__W_B_NA_TARGET};
    return words[policy];
}

static khung__str respondents_basis(const khung__teller *t, uint32_t n)
{
    khung__str count = khung__tell_count(t, n);
    if (t->framework->respondents == KHUNG__RESPONDENTS_MEAN)
        return TELL(t, B_RESPONDENTS_MEAN, count);
    if (t->framework->respondents == KHUNG__RESPONDENTS_WORST)
        return TELL(t, B_RESPONDENTS_WORST, count);
    return TELL(t, B_RESPONDENTS_MEDIAN, count);
}

/* An answered criterion: the reviewer's value, or the self value and where that one comes from. */
static khung__str answered_basis(const khung__teller *t, const khung__criterion_result *r)
{
    const khung_result *result = t->result;
    if (r->reviewer_given) {
        bool same = r->self.has && r->reviewer.has && khung__rat_cmp(r->self, r->reviewer) == 0;
        return khung__word(same ? KHUNG__W_B_AGREE : KHUNG__W_B_REVIEWER, t->language);
    }
    if (result->has_reviewer)
        return khung__word(KHUNG__W_B_UNVERIFIED_SELF, t->language);
    if (result->has_consensus)
        return khung__word(KHUNG__W_B_CONSENSUS, t->language);
    if (result->has_self)
        return khung__word(KHUNG__W_B_SELF, t->language);
    return respondents_basis(t, r->respondents);
}

khung__str khung__tell_basis(const khung__teller *t, uint32_t index)
{
    const khung__criterion *c = &t->framework->criteria[index];
    const khung__criterion_result *r = &t->result->criteria[index];
    if (r->score.has && c->weight == 0)
        return khung__word(KHUNG__W_B_WEIGHT_ZERO, t->language);
    switch (r->state) {
    case KHUNG_ANSWERED:
        return answered_basis(t, r);
    case KHUNG_NOT_APPLICABLE:
        return khung__word(na_word(c->na_policy), t->language);
    case KHUNG_UNANSWERED:
        return khung__word(unanswered_word(c->unanswered), t->language);
    case KHUNG_UNVERIFIED:
        return khung__word(r->blocks ? KHUNG__W_B_UNVERIFIED_BLOCK : KHUNG__W_B_UNVERIFIED_WORST, t->language);
    case KHUNG_FACT_MISSING:
        return khung__word(KHUNG__W_B_FACT_MISSING, t->language);
    case KHUNG_OUT_OF_SCOPE:
        return khung__word(KHUNG__W_B_OUT_OF_SCOPE, t->language);
    case KHUNG_FUTURE:
        return khung__word(KHUNG__W_B_FUTURE, t->language);
    default:
        return khung__word(KHUNG__W_B_RETIRED, t->language);
    }
}

static void add_piece(khung__buf *buf, khung__str piece)
{
    khung__buf_z(buf, buf->n ? "; " : "");
    khung__buf_str(buf, piece);
}

/* One side's word: its number, "n/a", or nothing. */
static khung__str side(const khung__teller *t, khung__rat value, bool na)
{
    if (na)
        return khung__word(KHUNG__W_E_NA_SHORT, t->language);
    return khung__tell_exact(t, value);
}

static void tell_answer(const khung__teller *t, khung__explanation *out, uint32_t index)
{
    const khung__criterion_result *r = &t->result->criteria[index];
    khung__buf above = {0};
    if (r->self.has || r->self_na)
        add_piece(&above, TELL(t, E_SELF, side(t, r->self, r->self_na)));
    if (r->reviewer.has || r->reviewer_na)
        add_piece(&above, TELL(t, E_REVIEWER, side(t, r->reviewer, r->reviewer_na)));
    if (r->gap.has)
        add_piece(&above, TELL(t, E_GAP, khung__tell_exact(t, r->gap)));
    if (r->respondents > 0)
        add_piece(&above, TELL(t, E_RESPONDENTS, khung__tell_count(t, r->respondents)));
    if (r->carried)
        add_piece(&above, khung__word(KHUNG__W_E_CARRIED, t->language));
    khung__reason *step = khung__tell_step(out);
    step->title = khung__word(KHUNG__W_E_ANSWER, t->language);
    step->rule = khung__tell_basis(t, index);
    step->above = khung__buf_take(&above, t->arena);
    step->value = khung__tell_shown(t, r->score);
}

static khung__str ticks(const khung__teller *t, const khung__criterion *c, const khung__criterion_result *r)
{
    khung__buf buf = {0};
    for (uint32_t i = 0; i < c->check_count; i++) {
        khung__word_id word = r->checks[i] < 0 ? KHUNG__W_UNKNOWN : r->checks[i] ? KHUNG__W_YES : KHUNG__W_NO;
        khung__buf_z(&buf, buf.n ? "; " : "");
        khung__buf_str(&buf, c->checks[i].ask);
        khung__buf_z(&buf, ": ");
        khung__buf_str(&buf, khung__word(word, t->language));
        if (c->method == KHUNG__CHECKLIST && r->checks[i] > 0) {
            khung__buf_z(&buf, " (");
            khung__buf_str(&buf, khung__tell_micro(t, c->checks[i].points));
            khung__buf_z(&buf, ")");
        }
    }
    return khung__buf_take(&buf, t->arena);
}

static khung__str level_working(const khung__teller *t, const khung__criterion *c, const khung__criterion_result *r)
{
    const khung__level *level = &t->framework->scales[c->scale].levels[r->level];
    khung__buf buf = {0};
    if (r->has_quantity) {
        khung__buf_str(&buf, khung__tell_micro(t, r->quantity));
        khung__buf_z(&buf, c->unit.n ? " " : "");
        khung__buf_str(&buf, c->unit);
        khung__buf_z(&buf, " → ");
    }
    khung__buf_str(&buf, TELL(t, E_LEVEL_POINTS, level->title, khung__tell_micro(t, level->points)));
    return khung__buf_take(&buf, t->arena);
}

static void tell_method(const khung__teller *t, khung__explanation *out, uint32_t index)
{
    static const khung__word_id rules[] = {KHUNG__W_E_METHOD_SCALE, KHUNG__W_E_METHOD_LADDER, KHUNG__W_E_METHOD_CHECKLIST, KHUNG__W_E_METHOD_QUANTITY};
    const khung__criterion *c = &t->framework->criteria[index];
    const khung__criterion_result *r = &t->result->criteria[index];
    if (r->state != KHUNG_ANSWERED)
        return;
    khung__buf above = {0};
    if (r->level != KHUNG__NONE && c->scale != KHUNG__NONE)
        add_piece(&above, level_working(t, c, r));
    if (r->checks)
        add_piece(&above, ticks(t, c, r));
    if (above.n == 0) {
        khung__buf_free(&above);
        return;
    }
    khung__reason *step = khung__tell_step(out);
    step->title = khung__word(KHUNG__W_E_SCORE, t->language);
    step->rule = khung__word(rules[c->method], t->language);
    step->above = khung__buf_take(&above, t->arena);
    step->value = khung__tell_shown(t, r->score);
}

static void tell_place(const khung__teller *t, khung__explanation *out, uint32_t index)
{
    const khung__criterion_result *r = &t->result->criteria[index];
    if (!r->score.has || khung__rat_cmp(r->lo, r->hi) == 0)
        return;
    khung__rat width = khung__rat_sub(t->arena, r->hi, r->lo), part = khung__rat_sub(t->arena, r->score, r->lo);
    khung__rat percent = khung__rat_div(t->arena, khung__rat_mul(t->arena, khung__rat_int(t->arena, 100), part), width);
    khung__reason *step = khung__tell_step(out);
    step->title = khung__word(KHUNG__W_E_PERCENT, t->language);
    step->rule = TELL(t, E_PERCENT_RULE, khung__tell_exact(t, r->lo), khung__tell_exact(t, r->hi));
    step->lead = KHUNG__S("100 ×");
    step->above = khung__tell_exact(t, part);
    step->below = khung__tell_exact(t, width);
    step->value = khung__tell_percent(t, percent);
    khung__tell_working(t, step, percent);
}

static void tell_target(const khung__teller *t, khung__explanation *out, uint32_t index)
{
    const khung__criterion *c = &t->framework->criteria[index];
    const khung__criterion_result *r = &t->result->criteria[index];
    if (!r->score.has)
        return;
    khung__rat target = khung__rat_micro(t->arena, c->target);
    khung__rat short_by = t->framework->lower ? khung__rat_sub(t->arena, r->score, target) : khung__rat_sub(t->arena, target, r->score);
    bool met = short_by.negative || short_by.num_n == 0;
    khung__reason *step = khung__tell_step(out);
    step->title = khung__word(KHUNG__W_E_TARGET, t->language);
    step->rule = khung__word(KHUNG__W_E_TARGET_RULE, t->language);
    step->above = met ? khung__word(KHUNG__W_E_TARGET_MET, t->language) : TELL(t, E_TARGET_SHORT, khung__tell_margin(t, short_by));
    step->value = khung__tell_micro(t, c->target);
}

static void tell_evidence(const khung__teller *t, khung__explanation *out, uint32_t index)
{
    if (t->framework->criteria[index].evidence_count == 0 || !t->result->criteria[index].score.has)
        return;
    khung__reason *step = khung__tell_step(out);
    step->title = khung__word(KHUNG__W_E_EVIDENCE, t->language);
    step->rule = khung__word(KHUNG__W_E_EVIDENCE_RULE, t->language);
    step->value = khung__tell_value(t, t->result->evidence_ok[index] ? KHUNG__YES : KHUNG__NO);
}

khung_status khung__explain_criterion(khung__explanation *out, khung__arena *arena, const khung_framework *framework, const khung_result *result,
                                      uint32_t criterion, khung__language language)
{
    const khung__teller t = {arena, framework, result, language};
    if (!khung__tell_room(out, &t, 0, 5))
        return KHUNG_NO_MEMORY;
    out->code = framework->criteria[criterion].code;
    out->title = framework->criteria[criterion].title;
    tell_answer(&t, out, criterion);
    tell_method(&t, out, criterion);
    tell_place(&t, out, criterion);
    tell_target(&t, out, criterion);
    tell_evidence(&t, out, criterion);
    return KHUNG_OK;
}
