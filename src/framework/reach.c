/* framework/reach: what scores domains can have. */
#include "reach.h"

#include <string.h>

/* Numbers below this can be multiplied by a weight and added up 10,000 times without leaving 128 bits. */
#define SAFE ((khung__wide)1 << 62)

bool khung__reach_certain(const khung_framework *f, const khung__criterion *c)
{
    if (c->stage != KHUNG__ACTIVE || c->applies_when || c->unanswered == KHUNG__UNANSWERED_EXCLUDE ||
        (!c->na_forbidden && c->na_policy == KHUNG__NA_EXCLUDE))
        return false;
    for (uint32_t up = c->domain; up != KHUNG__NONE; up = f->domains[up].parent)
        if (f->domains[up].applies_when)
            return false;
    return true;
}

/* ---- fractions ---- */

static khung__wide common(khung__wide a, khung__wide b)
{
    a = a < 0 ? -a : a;
    while (b) {
        khung__wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Reduced; not known when a part is too great to calculate with. */
static khung__fraction fraction(khung__wide num, khung__wide den)
{
    khung__wide g = den ? common(num, den) : 1;
    khung__fraction x = {num / g, den / g};
    if (den == 0 || x.num >= SAFE || x.num <= -SAFE || x.den >= SAFE)
        return (khung__fraction){0, 0};
    return x;
}

int khung__fraction_cmp(khung__fraction a, khung__fraction b)
{
    khung__wide left = a.num * b.den, right = b.num * a.den; /* both below 2^124 */
    return left < right ? -1 : left > right;
}

/* sum + weight * x */
static khung__fraction add_weighted(khung__fraction sum, khung__micro weight, khung__fraction x)
{
    khung__fraction term = sum.den && x.den ? fraction((khung__wide)weight * x.num, x.den) : (khung__fraction){0, 0};
    return term.den ? fraction(sum.num * term.den + term.num * sum.den, sum.den * term.den) : term;
}

/* ---- one thing that a domain combines ---- */

typedef struct part {
    khung__micro weight, low, high;
    khung__fraction least, most;
    bool certain, active;
} part;

static part part_of_criterion(const khung_framework *f, uint32_t index)
{
    const khung__criterion *c = &f->criteria[index];
    return (part){c->weight, c->lo, c->hi, fraction(c->lo, KHUNG__MICRO), fraction(c->hi, KHUNG__MICRO), khung__reach_certain(f, c),
                  c->stage == KHUNG__ACTIVE};
}

static part part_of_domain(const khung__reach *r, uint32_t index)
{
    return (part){r->f->domains[index].weight, r->low[index], r->high[index], r->least[index], r->most[index], r->certain[index],
                  r->live[index]};
}

static bool combines_leaves(const khung__domain *d)
{
    return d->rule.combine == KHUNG__POOLED;
}

static uint32_t part_count(const khung__domain *d)
{
    return d->child_count && !combines_leaves(d) ? d->child_count : d->end_criterion - d->first_criterion;
}

static part part_at(const khung__reach *r, const khung__domain *d, uint32_t i)
{
    bool domains = d->child_count && !combines_leaves(d);
    part p = domains ? part_of_domain(r, d->children[i]) : part_of_criterion(r->f, d->first_criterion + i);
    if (d->rule.of == KHUNG__OF_PERCENT) {
        p.low = 0;
        p.high = 100 * KHUNG__MICRO;
        p.least = (khung__fraction){0, 1};
        p.most = (khung__fraction){100, 1};
    }
    return p;
}

/* A leaf below a domain of weight 0 does not count for those above. */
static bool cut_off(const khung_framework *f, const khung__criterion *c, const khung__domain *top)
{
    for (uint32_t up = c->domain; &f->domains[up] != top; up = f->domains[up].parent)
        if (f->domains[up].weight == 0)
            return true;
    return false;
}

/* ---- bounds of a domain ---- */

typedef struct totals {
    uint32_t counted, certain;           /* parts of weight above 0 */
    bool live;
    khung__micro low, high;              /* least low and greatest high of all */
    khung__micro certain_low, certain_high; /* greatest low and least high of the certain ones */
    khung__wide weight, sum_low, sum_high; /* micro of micro */
    khung__fraction weights, least, most;  /* of the active ones: sums of w, w*least, w*most */
    khung__fraction min_least, min_most, max_least, max_most;
} totals;

static void add_range(totals *t, const part *p)
{
    bool first = t->weights.num == 0;
    t->weights = add_weighted(t->weights, p->weight, (khung__fraction){1, 1});
    t->least = add_weighted(t->least, p->weight, p->least);
    t->most = add_weighted(t->most, p->weight, p->most);
    if (!p->least.den || !p->most.den) {
        t->least.den = t->most.den = 0;
        return;
    }
    if (first || khung__fraction_cmp(p->least, t->min_least) < 0)
        t->min_least = p->least;
    if (first || khung__fraction_cmp(p->most, t->min_most) < 0)
        t->min_most = p->most;
    if (first || khung__fraction_cmp(p->least, t->max_least) > 0)
        t->max_least = p->least;
    if (first || khung__fraction_cmp(p->most, t->max_most) > 0)
        t->max_most = p->most;
}

static void add_part(totals *t, const part *p)
{
    if (p->weight == 0)
        return;
    if (t->counted == 0 || p->low < t->low)
        t->low = p->low;
    if (t->counted == 0 || p->high > t->high)
        t->high = p->high;
    t->counted++;
    t->weight += p->weight;
    t->sum_low += (khung__wide)p->weight * p->low;
    t->sum_high += (khung__wide)p->weight * p->high;
    if (p->certain) {
        if (t->certain == 0 || p->low > t->certain_low)
            t->certain_low = p->low;
        if (t->certain == 0 || p->high < t->certain_high)
            t->certain_high = p->high;
        t->certain++;
    }
    if (p->active) {
        add_range(t, p);
        t->live = true;
    }
}

static totals sum_up(const khung__reach *r, const khung__domain *d)
{
    totals t = {.weights = {0, 1}, .least = {0, 1}, .most = {0, 1}};
    for (uint32_t i = 0, n = part_count(d); i < n; i++) {
        part p = part_at(r, d, i);
        if (combines_leaves(d) && cut_off(r->f, &r->f->criteria[d->first_criterion + i], d))
            continue;
        add_part(&t, &p);
    }
    return t;
}

static khung__micro narrow(khung__wide value)
{
    return value > INT64_MAX ? INT64_MAX : value < INT64_MIN ? INT64_MIN : (khung__micro)value;
}

static khung__wide rounded_up(khung__wide num, khung__wide den)
{
    return num >= 0 ? (num + den - 1) / den : -(-num / den);
}

/* Least and greatest score over all subsets of what can be left out. */
static void bound(khung__reach *r, uint32_t index, khung__combine combine, const totals *t)
{
    bool all = t->counted == t->certain;
    khung__micro low = t->low, high = t->high;
    if (combine == KHUNG__SUM) {
        low = all ? narrow(t->sum_low / KHUNG__MICRO) : 0;
        high = narrow(rounded_up(t->sum_high, KHUNG__MICRO));
    } else if ((combine == KHUNG__MEAN || combine == KHUNG__POOLED) && all) {
        low = narrow(t->sum_low / t->weight);
        high = narrow(rounded_up(t->sum_high, t->weight));
    } else if (combine == KHUNG__MIN && t->certain) {
        high = t->certain_high;
    } else if (combine == KHUNG__MAX && t->certain) {
        low = t->certain_low;
    }
    r->low[index] = low;
    r->high[index] = high;
}

/* The range with everything active, where it is easily known. */
static void range(khung__reach *r, uint32_t index, khung__combine combine, const totals *t)
{
    khung__fraction *least = &r->least[index], *most = &r->most[index];
    if (t->weights.num == 0 || !t->weights.den || !t->least.den || !t->most.den)
        return;
    if (combine == KHUNG__MEAN || combine == KHUNG__POOLED) {
        *least = fraction(t->least.num * t->weights.den, t->least.den * t->weights.num);
        *most = fraction(t->most.num * t->weights.den, t->most.den * t->weights.num);
    } else if (combine == KHUNG__SUM) {
        *least = fraction(t->least.num, t->least.den * KHUNG__MICRO);
        *most = fraction(t->most.num, t->most.den * KHUNG__MICRO);
    } else if (combine == KHUNG__MIN || combine == KHUNG__MAX) {
        *least = combine == KHUNG__MIN ? t->min_least : t->max_least;
        *most = combine == KHUNG__MIN ? t->min_most : t->max_most;
    } else if (khung__fraction_cmp(t->min_least, t->max_least) == 0 && khung__fraction_cmp(t->min_most, t->max_most) == 0) {
        *least = t->min_least; /* median, reached: known at least where all children are alike */
        *most = t->min_most;
    }
}

static void work_out(khung__reach *r, uint32_t index)
{
    const khung__domain *d = &r->f->domains[index];
    totals t = sum_up(r, d);
    r->certain[index] = t.certain > 0;
    r->live[index] = t.live;
    if (t.counted == 0)
        return; /* never a score */
    if (d->rule.combine == KHUNG__PERCENT_MET || d->rule.combine == KHUNG__PERCENT_OF_MAX) {
        r->low[index] = 0;
        r->high[index] = 100 * KHUNG__MICRO;
        r->least[index] = d->rule.combine == KHUNG__PERCENT_MET ? (khung__fraction){0, 1} : (khung__fraction){0, 0};
        r->most[index] = d->rule.combine == KHUNG__PERCENT_MET ? (khung__fraction){100, 1} : (khung__fraction){0, 0};
        return;
    }
    bound(r, index, d->rule.combine, &t);
    range(r, index, d->rule.combine, &t);
}

bool khung__reach_start(khung__reach *r, khung__draft *d)
{
    const khung_framework *f = &d->f;
    size_t n = f->domain_count;
    *r = (khung__reach){.f = f, .steps = 2000000};
    r->low = khung__reader_alloc(&d->reader, n * sizeof *r->low);
    r->high = khung__reader_alloc(&d->reader, n * sizeof *r->high);
    r->least = khung__reader_alloc(&d->reader, n * sizeof *r->least);
    r->most = khung__reader_alloc(&d->reader, n * sizeof *r->most);
    r->certain = khung__reader_alloc(&d->reader, n * sizeof *r->certain);
    r->live = khung__reader_alloc(&d->reader, n * sizeof *r->live);
    r->gates = khung__reader_alloc(&d->reader, f->gate_count + 1);
    if (d->reader.status == KHUNG_NO_MEMORY)
        return false;
    for (uint32_t i = f->domain_count; i-- > 0;) /* children stand behind their parents */
        work_out(r, i);
    for (uint32_t i = 0; i < f->gate_count; i++)
        if (f->gates[i].require)
            r->gates[i] = (uint8_t)khung__outcome(r, f->gates[i].require);
    return true;
}

bool khung__reach_step(const khung__reach *r, khung__micro from)
{
    const khung__domain *root = &r->f->domains[0];
    if (r->high[0] >= from)
        return true;
    for (uint32_t i = 0; i < root->child_count && r->f->band_domains; i++)
        if (r->high[root->children[i]] >= from)
            return true;
    return false;
}
