/* score/tally: what several people said of each criterion, without who said what, and how far apart they are: for the group that settles on
 * one answer. */
#include "tracks.h"

#include <stdlib.h>

typedef struct tallying {
    khung__tracks tracks; /* the people's files alone */
    khung__tally *out;
    khung__arena *arena;
    khung__micro *numbers; /* room for one a person */
} tallying;

static bool make_room(tallying *t)
{
    const khung_framework *f = t->tracks.framework;
    khung__tally *out = t->out;
    out->items = khung__arena_alloc(t->arena, (f->criterion_count + 1) * sizeof *out->items);
    out->order = khung__arena_alloc(t->arena, (f->criterion_count + 1) * sizeof *out->order);
    out->facts = khung__arena_alloc(t->arena, (f->fact_count + 1) * sizeof *out->facts);
    t->numbers = khung__arena_alloc(t->arena, (t->tracks.count + 1) * sizeof *t->numbers);
    bool there = out->items && out->order && out->facts && t->numbers;
    for (uint32_t i = 0; i < f->criterion_count && there; i++) {
        const khung__criterion *c = &f->criteria[i];
        khung__tally_item *item = &out->items[i];
        uint32_t levels = c->scale == KHUNG__NONE ? 0 : f->scales[c->scale].level_count;
        item->levels = levels ? khung__arena_alloc(t->arena, levels * sizeof *item->levels) : NULL;
        item->yes = c->check_count ? khung__arena_alloc(t->arena, 2 * c->check_count * sizeof *item->yes) : NULL;
        item->quantities = c->method == KHUNG__QUANTITY ? khung__arena_alloc(t->arena, (t->tracks.count + 1) * sizeof *item->quantities) : NULL;
        there = (!levels || item->levels) && (!c->check_count || item->yes) && (c->method != KHUNG__QUANTITY || item->quantities);
        item->no = item->yes ? item->yes + c->check_count : NULL;
    }
    return there;
}

static int compare_micro(const void *a, const void *b)
{
    khung__micro x = *(const khung__micro *)a, y = *(const khung__micro *)b;
    return x < y ? -1 : x > y;
}

/* The average distance between two people in millionths of what the criterion spans; a number and "not applicable" are as far apart as can
 * be. `numbers` ascend. */
static int64_t distance(const khung__micro *numbers, const khung__tally_item *item, khung__micro span)
{
    uint64_t people = (uint64_t)item->numbers + item->not_applicable, pairs = people * (people - 1) / 2;
    khung__u128 above = 0, below = 0; /* each number as often as it is the greater, and the lesser, of two */
    for (uint32_t i = 0; i < item->numbers; i++) {
        above += (khung__u128)numbers[i] * i;
        below += (khung__u128)numbers[i] * (item->numbers - 1 - i);
    }
    khung__u128 sum = span > 0 ? (above - below) * KHUNG__MICRO / (khung__u128)span : 0;
    sum += (khung__u128)item->numbers * item->not_applicable * KHUNG__MICRO;
    return people > 1 ? (int64_t)(sum / pairs) : 0;
}

static khung__micro span_of(const khung_framework *f, const khung__criterion *c)
{
    khung__micro lo = 0, hi = 0;
    bool any = false;
    if (c->method == KHUNG__CHECKLIST) {
        for (uint32_t i = 0; i < c->check_count; i++)
            hi += c->checks[i].points;
        return hi;
    }
    const khung__scale *scale = &f->scales[c->scale];
    for (uint32_t i = 0; i < scale->level_count; i++) {
        if (!(c->choosable >> i & 1))
            continue;
        lo = any ? lo : scale->levels[i].points;
        hi = scale->levels[i].points;
        any = true;
    }
    return hi - lo;
}

static void count_checks(khung__tally_item *item, const khung__bound *bound, const khung__criterion *c, uint32_t index)
{
    for (uint32_t k = 0; k < c->check_count && bound->checks[index]; k++) {
        item->yes[k] += bound->checks[index][k] > 0;
        item->no[k] += bound->checks[index][k] == 0;
    }
}

static void tally_criterion(tallying *t, uint32_t index)
{
    const khung_framework *f = t->tracks.framework;
    const khung__criterion *c = &f->criteria[index];
    khung__tally_item *item = &t->out->items[index];
    uint32_t amounts = 0;
    for (uint32_t i = 0; i < t->tracks.count; i++) {
        khung__said said = khung__tracks_said(&t->tracks, i, index);
        const khung__answer *answer = t->tracks.bounds[i].by_criterion[index];
        item->not_applicable += said.what == KHUNG__SAID_NA;
        item->open += said.what == KHUNG__SAID_NOTHING;
        if (answer && !answer->carried)
            count_checks(item, &t->tracks.bounds[i], c, index);
        if (said.what != KHUNG__SAID_NUMBER)
            continue;
        t->numbers[item->numbers++] = (khung__micro)said.above;
        if (said.level != KHUNG__NONE && item->levels)
            item->levels[said.level]++;
        if (item->quantities)
            item->quantities[amounts++] = answer->quantity;
    }
    qsort(t->numbers, item->numbers, sizeof *t->numbers, compare_micro);
    if (amounts)
        qsort(item->quantities, amounts, sizeof *item->quantities, compare_micro);
    item->apart = distance(t->numbers, item, span_of(f, c));
    item->same = item->numbers + item->not_applicable > 0 && item->apart == 0;
    for (uint32_t k = 0; k < c->check_count && item->same; k++) /* the same sum of other checks is no agreement */
        item->same = !item->yes[k] || !item->no[k];
    for (uint32_t i = 1; i < amounts && item->same; i++)
        item->same = item->quantities[i] == item->quantities[0];
}

static void tally_fact(tallying *t, uint32_t index)
{
    khung__tally_fact *fact = &t->out->facts[index];
    for (uint32_t i = 0; i < t->tracks.count; i++) {
        const khung__bound *bound = &t->tracks.bounds[i];
        if (!bound->fact_given[index])
            continue;
        fact->differs = fact->differs || (fact->given && fact->number != bound->fact_number[index]);
        fact->number = bound->fact_number[index];
        for (uint32_t k = 0; k < bound->answers->profile_count && !fact->given; k++)
            if (khung__str_eq(bound->answers->profile[k].fact, t->tracks.framework->facts[index].id))
                fact->text = bound->answers->profile[k].value;
        fact->given = true;
    }
}

/* Those that differ most come first, of equals the first of the file; what nobody answered stands at the end. */
static bool before(const khung__tally *t, uint32_t a, uint32_t b)
{
    const khung__tally_item *x = &t->items[a], *y = &t->items[b];
    bool x_open = !x->numbers && !x->not_applicable, y_open = !y->numbers && !y->not_applicable;
    if (x_open != y_open)
        return y_open;
    if (x->same != y->same)
        return y->same;
    return x->apart != y->apart ? x->apart > y->apart : a < b;
}

static void put_in_order(tallying *t, const khung_official *scope)
{
    const khung_framework *f = t->tracks.framework;
    khung__tally *out = t->out;
    for (uint32_t i = 0; i < f->criterion_count; i++) {
        uint32_t at = out->order_count;
        if (scope[i].state == KHUNG_OUT_OF_SCOPE || scope[i].state == KHUNG_FUTURE || scope[i].state == KHUNG_RETIRED)
            continue;
        for (; at > 0 && before(out, i, out->order[at - 1]); at--)
            out->order[at] = out->order[at - 1];
        out->order[at] = i;
        out->order_count++;
    }
}

/* By the facts on which all agree. */
static khung_status order_asked(tallying *t, khung_log *log)
{
    const khung_framework *f = t->tracks.framework;
    khung_official *scope = khung__arena_alloc(t->arena, (f->criterion_count + 1) * sizeof *scope);
    khung_fact *facts = khung__arena_alloc(t->arena, (f->fact_count + 1) * sizeof *facts);
    khung_scorer *scorer = NULL;
    khung_status status = scope && facts ? khung_scorer_prepare(&scorer, f, log) : KHUNG_NO_MEMORY;
    for (uint32_t i = 0; i < f->fact_count && status == KHUNG_OK; i++)
        facts[i] = (khung_fact){t->out->facts[i].given && !t->out->facts[i].differs, t->out->facts[i].number};
    if (status == KHUNG_OK)
        status = khung_scorer_scope(scope, scorer, facts, f->criterion_count);
    if (status == KHUNG_OK)
        put_in_order(t, scope);
    khung_scorer_free(scorer);
    return status;
}

khung_status khung__tally_make(khung__tally *out, khung__arena *arena, const khung_framework *framework, const khung_answers *const *files, size_t count,
                               khung_log *log)
{
    *out = (khung__tally){0};
    const khung_answers **people = khung__arena_alloc(arena, (count + 1) * sizeof *people);
    uint32_t n = 0;
    if (!people)
        return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (files[i]->track == KHUNG__RESPONDENT)
            people[n++] = files[i];
    if (n < 2)
        return KHUNG__DIAG(log, KHUNG__D_TALLY_FEW, (khung__at){0});
    tallying t = {.out = out, .arena = arena};
    khung_status status = khung__tracks_bind(&t.tracks, framework, people, n, log);
    if (status == KHUNG_OK && !make_room(&t))
        status = KHUNG_NO_MEMORY;
    for (uint32_t i = 0; i < framework->criterion_count && status == KHUNG_OK; i++)
        tally_criterion(&t, i);
    for (uint32_t i = 0; i < framework->fact_count && status == KHUNG_OK; i++)
        tally_fact(&t, i);
    if (status == KHUNG_OK)
        status = order_asked(&t, log);
    out->people = n;
    out->first = people[0];
    for (uint32_t i = 0; i < out->order_count; i++)
        out->agreed += out->items[out->order[i]].same;
    khung__tracks_free(&t.tracks);
    return status;
}
