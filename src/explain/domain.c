/* How a domain's score, caps, percent, band and share came about. */
#include "tell.h"

enum { LONGEST_WORKING = 12 }; /* terms written out; beyond it the sums alone */

static bool over_leaves(khung__combine combine)
{
    return combine == KHUNG__POOLED || combine == KHUNG__PERCENT_OF_MAX || combine == KHUNG__PERCENT_MET;
}

static bool sums(khung__combine combine)
{
    return combine == KHUNG__MEAN || combine == KHUNG__POOLED || combine == KHUNG__SUM || combine == KHUNG__PERCENT_OF_MAX;
}

/* Percent of a value in its range; no value where the range has no width. */
static khung__rat percent_of(const khung__teller *t, khung__rat x, khung__rat lo, khung__rat hi)
{
    khung__rat hundred = khung__rat_int(t->arena, 100);
    khung__rat part = khung__rat_mul(t->arena, hundred, khung__rat_sub(t->arena, x, lo));
    return khung__rat_div(t->arena, part, khung__rat_sub(t->arena, hi, lo));
}

/* The value a term brings in: its score, or its percent where the domain combines percents. */
static khung__rat brought(const khung__teller *t, const khung__rule *rule, khung__rat x, khung__rat lo, khung__rat hi)
{
    bool by_points = rule->of == KHUNG__OF_SCORE || rule->combine == KHUNG__PERCENT_OF_MAX || rule->combine == KHUNG__PERCENT_MET;
    return by_points || !x.has ? x : percent_of(t, x, lo, hi);
}

static void finish_term(const khung__teller *t, khung__explanation *out, khung__term *term, const khung__rule *rule)
{
    term->counted = term->value.has && !(term->weight.num_n == 0);
    if (!term->counted || !sums(rule->combine))
        return;
    term->product = khung__rat_mul(t->arena, term->weight, term->value);
    out->weight_sum = khung__rat_add(t->arena, out->weight_sum, term->weight);
    out->product_sum = khung__rat_add(t->arena, out->product_sum, term->product);
}

static void add_criterion(const khung__teller *t, khung__explanation *out, uint32_t index, const khung__rule *rule)
{
    const khung__criterion *c = &t->framework->criteria[index];
    const khung__criterion_result *r = &t->result->criteria[index];
    khung__term *term = &out->terms[out->term_count++];
    *term = (khung__term){.index = index, .code = c->code, .title = c->title, .self = r->self, .reviewer = r->reviewer,
                          .weight = khung__rat_micro(t->arena, c->weight), .basis = khung__tell_basis(t, index)};
    term->value = brought(t, rule, r->score, r->lo, r->hi);
    finish_term(t, out, term, rule);
}

static void add_domain(const khung__teller *t, khung__explanation *out, uint32_t index, const khung__rule *rule)
{
    const khung__domain *d = &t->framework->domains[index];
    const khung__domain_result *r = &t->result->domains[index];
    khung__term *term = &out->terms[out->term_count++];
    *term = (khung__term){.is_domain = true, .index = index, .code = d->code, .title = d->title, .weight = khung__rat_micro(t->arena, d->weight)};
    term->value = brought(t, rule, r->score, r->lo, r->hi);
    khung__word_id basis = !r->score.has      ? KHUNG__W_B_DOMAIN_NONE
                           : !term->value.has ? KHUNG__W_B_NO_PERCENT
                           : d->weight == 0   ? KHUNG__W_B_WEIGHT_ZERO
                           : !r->complete     ? KHUNG__W_B_DOMAIN_PROVISIONAL
                                              : KHUNG__W_B_DOMAIN;
    term->basis = khung__word(basis, t->language);
    finish_term(t, out, term, rule);
}

/* True when a domain of weight 0 stands between `from` (not looked at) and the criterion. */
static bool behind_zero(const khung_framework *f, uint32_t criterion, uint32_t from)
{
    for (uint32_t d = f->criteria[criterion].domain; d != from && d != KHUNG__NONE; d = f->domains[d].parent)
        if (f->domains[d].weight == 0)
            return true;
    return false;
}

static void collect(const khung__teller *t, khung__explanation *out, uint32_t index)
{
    const khung__domain *d = &t->framework->domains[index];
    if (over_leaves(d->rule.combine)) {
        for (uint32_t i = d->first_criterion; i < d->end_criterion; i++)
            if (!behind_zero(t->framework, i, index))
                add_criterion(t, out, i, &d->rule);
    } else if (d->child_count > 0) {
        for (uint32_t i = 0; i < d->child_count; i++)
            add_domain(t, out, d->children[i], &d->rule);
    } else {
        for (uint32_t i = d->first_criterion; i < d->end_criterion; i++)
            add_criterion(t, out, i, &d->rule);
    }
}

static khung__str rule_text(const khung__teller *t, const khung__rule *rule)
{
    static const khung__word_id words[] = {KHUNG__W_E_MEAN, KHUNG__W_E_POOLED, KHUNG__W_E_SUM, KHUNG__W_E_MIN, KHUNG__W_E_MAX,
                                           KHUNG__W_E_MEDIAN, KHUNG__W_E_PERCENT_OF_MAX, KHUNG__W_E_PERCENT_MET};
    khung__str text;
    if (rule->combine != KHUNG__REACHED)
        text = khung__word(words[rule->combine], t->language);
    else if (t->framework->lower)
        text = TELL(t, E_REACHED_LOWER, khung__tell_micro(t, rule->share));
    else
        text = TELL(t, E_REACHED_HIGHER, khung__tell_micro(t, rule->share));
    return rule->of == KHUNG__OF_PERCENT && rule->combine != KHUNG__PERCENT_OF_MAX && rule->combine != KHUNG__PERCENT_MET
               ? TELL(t, E_OF_PERCENT, text)
               : text;
}

static uint32_t counted_terms(const khung__explanation *out)
{
    uint32_t n = 0;
    for (size_t i = 0; i < out->term_count; i++)
        n += out->terms[i].counted;
    return n;
}

/* "3×2 + 1×4", the weights alone, or the values alone ("2; 4; 3"). */
typedef enum khung__listing { PRODUCTS, WEIGHTS, VALUES } khung__listing;
static khung__str listing(const khung__teller *t, const khung__explanation *out, khung__listing what)
{
    khung__buf buf = {0};
    for (size_t i = 0; i < out->term_count; i++) {
        const khung__term *term = &out->terms[i];
        if (!term->counted)
            continue;
        if (buf.n > 0)
            khung__buf_z(&buf, what == VALUES ? "; " : " + ");
        if (what != VALUES)
            khung__buf_str(&buf, khung__tell_exact(t, term->weight));
        if (what == PRODUCTS)
            khung__buf_z(&buf, "×");
        if (what != WEIGHTS)
            khung__buf_str(&buf, khung__tell_exact(t, term->value));
    }
    return khung__buf_take(&buf, t->arena);
}

/* Numerator and denominator of percent_of_max and percent_met: weight × greatest, weight that reaches the target, all weight. */
static khung__rat weigh(const khung__teller *t, const khung__explanation *out, bool met_only, bool times_hi)
{
    khung__rat sum = khung__rat_int(t->arena, 0);
    for (size_t i = 0; i < out->term_count; i++) {
        const khung__term *term = &out->terms[i];
        if (!term->counted)
            continue;
        khung__rat target = khung__rat_micro(t->arena, t->framework->criteria[term->index].target);
        int order = khung__rat_cmp(term->value, target);
        if (met_only && (t->framework->lower ? order > 0 : order < 0))
            continue;
        khung__rat hi = t->result->criteria[term->index].hi;
        sum = khung__rat_add(t->arena, sum, times_hi ? khung__rat_mul(t->arena, term->weight, hi) : term->weight);
    }
    return sum;
}

static void operator_working(const khung__teller *t, const khung__explanation *out, khung__reason *step, const khung__rule *rule)
{
    bool short_enough = counted_terms(out) <= LONGEST_WORKING;
    khung__str products = short_enough ? listing(t, out, PRODUCTS) : khung__tell_exact(t, out->product_sum);
    switch (rule->combine) {
    case KHUNG__MEAN:
    case KHUNG__POOLED:
        step->above = products;
        step->below = short_enough ? listing(t, out, WEIGHTS) : khung__tell_exact(t, out->weight_sum);
        break;
    case KHUNG__SUM:
        step->above = products;
        break;
    case KHUNG__PERCENT_OF_MAX:
        step->lead = KHUNG__S("100 ×");
        step->above = products;
        step->below = khung__tell_exact(t, weigh(t, out, false, true));
        break;
    case KHUNG__PERCENT_MET:
        step->lead = KHUNG__S("100 ×");
        step->above = khung__tell_exact(t, weigh(t, out, true, false));
        step->below = khung__tell_exact(t, weigh(t, out, false, false));
        break;
    default:
        step->above = TELL(t, E_AMONG, short_enough ? listing(t, out, VALUES) : khung__tell_count(t, counted_terms(out)));
        break;
    }
}

static void tell_operator(const khung__teller *t, khung__explanation *out, uint32_t index)
{
    const khung__domain *d = &t->framework->domains[index];
    const khung__domain_result *r = &t->result->domains[index];
    khung__reason *step = khung__tell_step(out);
    step->title = khung__word(index == 0 ? KHUNG__W_TOTAL : KHUNG__W_E_DOMAIN_SCORE, t->language);
    step->rule = rule_text(t, &d->rule);
    step->value = khung__tell_shown(t, r->before_caps);
    if (!r->before_caps.has) {
        step->above = khung__word(KHUNG__W_E_NOTHING, t->language);
        return;
    }
    operator_working(t, out, step, &d->rule);
    khung__tell_working(t, step, r->before_caps);
}

static void tell_caps(const khung__teller *t, khung__explanation *out, uint32_t index)
{
    static const khung__word_id effects[] = {KHUNG__W_E_CAP_NO, KHUNG__W_E_CAP_YES, KHUNG__W_E_CAP_UNKNOWN, KHUNG__W_E_CAP_VOID};
    const khung__domain *d = &t->framework->domains[index];
    const khung__domain_result *r = &t->result->domains[index];
    khung__rat x = r->before_caps;
    for (uint32_t i = 0; i < d->cap_count; i++) {
        const khung__cap *cap = &d->caps[i];
        khung__reason *step = khung__tell_step(out);
        khung__buf when = {0};
        khung__score_condition_text(&when, t->framework, cap->when, t->language);
        khung__str condition = khung__buf_take(&when, t->arena);
        khung__str bound = khung__tell_micro(t, cap->bound);
        step->title = khung__word(cap->at_least ? KHUNG__W_E_FLOOR : KHUNG__W_E_CAP, t->language);
        step->rule = cap->at_least ? TELL(t, E_FLOOR_RULE, condition, bound) : TELL(t, E_CAP_RULE, condition, bound);
        step->above = khung__word(effects[r->cap_values[i]], t->language);
        khung__rat limit = khung__rat_micro(t->arena, cap->bound);
        if (x.has && r->cap_values[i] == KHUNG__YES) { /* scoring.md section 4: never beyond what can be reached */
            int order = khung__rat_cmp(x, limit);
            if (cap->at_least ? order < 0 : order > 0)
                x = cap->at_least ? (khung__rat_cmp(r->hi, limit) < 0 ? r->hi : limit) : (khung__rat_cmp(r->lo, limit) > 0 ? r->lo : limit);
        }
        step->value = khung__tell_shown(t, x);
    }
}

static khung__str difference(const khung__teller *t, khung__rat a, khung__rat b)
{
    khung__buf buf = {0};
    khung__buf_str(&buf, khung__tell_exact(t, a));
    khung__buf_z(&buf, " \u2212 ");
    bool minus = b.has && b.negative;
    khung__buf_z(&buf, minus ? "(" : "");
    khung__buf_str(&buf, khung__tell_exact(t, b));
    khung__buf_z(&buf, minus ? ")" : "");
    return khung__buf_take(&buf, t->arena);
}

static void tell_percent_step(const khung__teller *t, khung__explanation *out, const khung__domain_result *r)
{
    if (!r->score.has)
        return;
    khung__reason *step = khung__tell_step(out);
    step->title = khung__word(KHUNG__W_E_PERCENT, t->language);
    step->rule = TELL(t, E_PERCENT_RULE, khung__tell_exact(t, r->lo), khung__tell_exact(t, r->hi));
    step->value = khung__tell_percent(t, r->percent);
    if (!r->percent.has) {
        step->above = khung__word(KHUNG__W_E_PERCENT_NONE, t->language);
        return;
    }
    step->lead = KHUNG__S("100 ×");
    step->above = difference(t, r->score, r->lo);
    step->below = difference(t, r->hi, r->lo);
    khung__tell_working(t, step, r->percent);
}

/* "25 ≤ 48,1481… < 50; còn thiếu 1,85 để lên Phát triển" */
static khung__str band_working(const khung__teller *t, khung__rat value, uint32_t band)
{
    const khung_framework *f = t->framework;
    uint32_t next = band == KHUNG__NONE ? 0 : band + 1;
    khung__buf buf = {0};
    if (band != KHUNG__NONE) {
        khung__buf_str(&buf, khung__tell_micro(t, f->bands[band].from));
        khung__buf_z(&buf, " ≤ ");
    }
    khung__buf_str(&buf, khung__tell_cut(t, value));
    if (next < f->band_count) {
        khung__rat from = khung__rat_micro(t->arena, f->bands[next].from);
        khung__buf_z(&buf, " < ");
        khung__buf_str(&buf, khung__tell_exact(t, from));
        khung__buf_z(&buf, "; ");
        khung__str margin = khung__tell_margin(t, khung__rat_sub(t->arena, from, value));
        khung__buf_str(&buf, TELL(t, E_MARGIN, margin, f->bands[next].title));
    }
    return khung__buf_take(&buf, t->arena);
}

static void tell_band(const khung__teller *t, khung__explanation *out, uint32_t index)
{
    const khung_framework *f = t->framework;
    const khung__domain_result *r = &t->result->domains[index];
    khung__rat value = f->band_by_score ? r->score : r->percent;
    bool banded = index == 0 || (f->band_domains && f->domains[index].depth == 1);
    if (f->band_count == 0 || !banded || !r->complete || !value.has)
        return;
    khung__reason *step = khung__tell_step(out);
    step->title = khung__word(KHUNG__W_E_BAND, t->language);
    step->rule = khung__word(f->band_shown ? KHUNG__W_E_BAND_RULE_SHOWN : KHUNG__W_E_BAND_RULE, t->language);
    step->above = band_working(t, value, r->band);
    step->value = r->band == KHUNG__NONE ? khung__word(KHUNG__W_E_BAND_BELOW, t->language) : f->bands[r->band].title;
}

/* Weight of all children the parent counts. */
static khung__rat sibling_weight(const khung__teller *t, uint32_t parent)
{
    const khung__domain *p = &t->framework->domains[parent];
    khung__rat sum = khung__rat_int(t->arena, 0);
    for (uint32_t i = 0; i < p->child_count; i++) {
        const khung__domain_result *r = &t->result->domains[p->children[i]];
        khung__rat value = p->rule.of == KHUNG__OF_PERCENT ? r->percent : r->score;
        if (value.has)
            sum = khung__rat_add(t->arena, sum, khung__rat_micro(t->arena, t->framework->domains[p->children[i]].weight));
    }
    return sum;
}

static void tell_share(const khung__teller *t, khung__explanation *out, uint32_t index)
{
    const khung__domain *d = &t->framework->domains[index];
    if (d->parent == KHUNG__NONE || d->weight == 0)
        return;
    const khung__domain *p = &t->framework->domains[d->parent];
    const khung__domain_result *r = &t->result->domains[index];
    khung__rat value = p->rule.of == KHUNG__OF_PERCENT ? r->percent : r->score;
    if (p->rule.combine != KHUNG__MEAN || !value.has)
        return;
    khung__rat weight = khung__rat_micro(t->arena, d->weight), all = sibling_weight(t, d->parent);
    khung__rat share = khung__rat_div(t->arena, khung__rat_mul(t->arena, weight, value), all);
    khung__buf above = {0};
    khung__buf_str(&above, khung__tell_exact(t, weight));
    khung__buf_z(&above, " × ");
    khung__buf_str(&above, khung__tell_exact(t, value));
    khung__reason *step = khung__tell_step(out);
    step->title = TELL(t, E_SHARE, d->parent == 0 ? khung__word(KHUNG__W_TOTAL, t->language) : p->title);
    step->rule = khung__word(KHUNG__W_E_SHARE_RULE, t->language);
    step->above = khung__buf_take(&above, t->arena);
    step->below = khung__tell_exact(t, all);
    step->value = khung__tell_shown(t, share);
    khung__tell_working(t, step, share);
}

static bool waits(const khung__teller *t, uint32_t index, uint32_t criterion)
{
    return t->result->criteria[criterion].blocks && t->framework->criteria[criterion].weight > 0 &&
           !behind_zero(t->framework, criterion, index);
}

/* Which criteria a provisional number waits for, the first eight by code. */
static void tell_provisional(const khung__teller *t, khung__explanation *out, uint32_t index)
{
    enum { NAMED = 8 };
    const khung__domain *d = &t->framework->domains[index];
    if (t->result->domains[index].complete)
        return;
    khung__buf names = {0};
    uint32_t n = 0;
    for (uint32_t i = d->first_criterion; i < d->end_criterion; i++) {
        if (!waits(t, index, i) || n++ >= NAMED)
            continue;
        const khung__criterion *c = &t->framework->criteria[i];
        khung__buf_z(&names, names.n ? ", " : "");
        khung__buf_str(&names, c->code.n ? c->code : c->title);
    }
    khung__str list = khung__buf_take(&names, t->arena);
    khung__reason *step = khung__tell_step(out);
    step->title = khung__word(KHUNG__W_E_PROVISIONAL, t->language);
    step->rule = khung__word(KHUNG__W_E_PROVISIONAL_RULE, t->language);
    if (n > NAMED)
        list = TELL(t, E_AND_MORE, list, khung__tell_count(t, n - NAMED));
    step->above = TELL(t, E_WAITS_FOR, n ? list : khung__word(KHUNG__W_E_WAITS_CAP, t->language));
}

khung_status khung__explain_domain(khung__explanation *out, khung__arena *arena, const khung_framework *framework, const khung_result *result,
                                   uint32_t domain, khung__language language)
{
    const khung__teller t = {arena, framework, result, language};
    const khung__domain *d = &framework->domains[domain];
    size_t terms = d->end_criterion - d->first_criterion + d->child_count;
    if (!khung__tell_room(out, &t, terms, d->cap_count + 5))
        return KHUNG_NO_MEMORY;
    out->code = d->code;
    out->title = domain == 0 ? khung__word(KHUNG__W_TOTAL, language) : d->title;
    if (sums(d->rule.combine))
        out->weight_sum = out->product_sum = khung__rat_int(arena, 0);
    collect(&t, out, domain);
    tell_operator(&t, out, domain);
    tell_caps(&t, out, domain);
    tell_percent_step(&t, out, &result->domains[domain]);
    tell_band(&t, out, domain);
    tell_share(&t, out, domain);
    tell_provisional(&t, out, domain);
    return KHUNG_OK;
}
