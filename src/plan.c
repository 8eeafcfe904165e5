/* plan: see plan.h. The actions in their groups, the effect, then what is still to be done by owner and date. */
#include "plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct sorted { const khung__action *action; khung__str key; size_t at; } sorted;

typedef struct planner {
    khung__leaf l;
    const khung_figures *figures;
    const khung__plan *plan;
    sorted *list; /* every action, in the order of their dates */
    size_t count;
} planner;

static khung__style body(const planner *p, khung__rgb c) { return khung__leaf_style(&p->l, khung__style_body(c)); }
static khung__style bold(const planner *p, khung__rgb c) { return khung__leaf_style(&p->l, khung__style_body_bold(c)); }
static khung__style label(const planner *p, khung__rgb c) { return khung__leaf_style(&p->l, khung__style_label(c)); }

static bool is_late(const planner *p, const khung__action *a)
{
    return a->state != KHUNG__FINISHED && khung__date_cmp(a->due, p->figures->dated) < 0;
}

/* ---- order ---- */

static int by_date(const void *x, const void *y)
{
    const sorted *a = x, *b = y;
    int order = khung__date_cmp(a->action->due, b->action->due);
    return order ? order : a->at < b->at ? -1 : 1;
}

static int by_owner(const void *x, const void *y)
{
    const sorted *a = x, *b = y;
    int order = khung__str_cmp(a->key, b->key);
    return order ? order : by_date(x, y);
}

static bool sort_actions(planner *p)
{
    p->list = khung__arena_alloc(p->l.arena, (p->plan->action_count + 1) * sizeof *p->list);
    if (!p->list) return false;
    for (uint32_t i = 0; i < p->plan->action_count; i++) {
        const khung__action *a = &p->plan->actions[i];
        p->list[i] = (sorted){a, a->owner, i};
        if (!khung__text_person_key(p->l.arena, a->owner, &p->list[i].key)) return false;
    }
    p->count = p->plan->action_count;
    if (p->count) qsort(p->list, p->count, sizeof *p->list, by_date);
    return true;
}

/* ---- cells ---- */

static khung__leaf_cell step_cell(planner *p, const khung__action *a)
{
    if (!a->criterion.n) return khung__leaf_cell_of(khung__word(KHUNG__W_DASH, p->l.language), body(p, KHUNG__INK2));
    khung__leaf_cell cell = {.spans = {{a->criterion, bold(p, KHUNG__A100)}}, .n = 1};
    if (!a->to.n) return cell;
    khung__str way = a->from.n ? KHUNG__GLUE(&p->l, a->from, KHUNG__S("\u00a0→\u00a0"), a->to) : KHUNG__GLUE(&p->l, KHUNG__S("→\u00a0"), a->to);
    cell.spans[cell.n++] = (khung__span){KHUNG__GLUE(&p->l, KHUNG__S("\u00a0\u00a0"), way), body(p, KHUNG__INK)};
    return cell;
}

static khung__leaf_cell due_cell(planner *p, const khung__action *a)
{
    return khung__leaf_cell_of(khung__leaf_date(&p->l, a->due), is_late(p, a) ? bold(p, KHUNG__SIGNAL) : body(p, KHUNG__INK));
}

static khung__str money(planner *p, khung__micro cost)
{
    return cost ? khung__leaf_decimal(&p->l, cost, 1) : KHUNG__S("0");
}

static khung__leaf_cell state_cell(planner *p, const khung__action *a)
{
    static const khung__mark marks[] = {KHUNG__RING, KHUNG__HALF, KHUNG__DOT};
    khung__str words[] = {KHUNG__WORDS(&p->l, PLAN_TODO), KHUNG__WORDS(&p->l, PLAN_RUNNING), KHUNG__WORDS(&p->l, PLAN_DONE)};
    bool late = is_late(p, a);
    khung__style style = label(p, late ? KHUNG__SIGNAL : KHUNG__INK);
    if (late) style.face = KHUNG__SANS_BOLD;
    khung__leaf_cell cell = khung__leaf_cell_of(late ? KHUNG__WORDS(&p->l, PLAN_LATE) : words[a->state], style);
    cell.marked = true;
    cell.mark = late ? KHUNG__WARN : marks[a->state];
    cell.colour = late ? KHUNG__SIGNAL : KHUNG__A100;
    return cell;
}

/* ---- tables ---- */

enum { MOST = 7 };

/* The widths of the visual standard; what the cost's column does not need goes to the actions, and so does what the paper has more. */
static size_t make_columns(planner *p, khung__leaf_column columns[MOST], bool owners)
{
    khung__leaf *l = &p->l;
    double due = 50;
    khung__style style = bold(p, KHUNG__INK);
    for (size_t i = 0; i < p->count; i++)
        due = fmax(due, khung__doc_width(l->doc, khung__leaf_date(l, p->list[i].action->due), style.face, style.size) + 6);
    double rest = l->width - 18 - 48 - (owners ? 66 : 0) - due - (p->plan->unit.n ? 42 : 0) - 88;
    size_t n = 0;
    columns[n++] = (khung__leaf_column){18, KHUNG__LEFT, KHUNG__WORDS(l, PLAN_NUMBER)};
    columns[n++] = (khung__leaf_column){48, KHUNG__LEFT, KHUNG__WORDS(l, PLAN_STEP)};
    columns[n++] = (khung__leaf_column){rest, KHUNG__LEFT, KHUNG__WORDS(l, PLAN_ACTION)};
    if (owners) columns[n++] = (khung__leaf_column){66, KHUNG__LEFT, KHUNG__WORDS(l, PLAN_OWNER)};
    columns[n++] = (khung__leaf_column){due, KHUNG__RIGHT, KHUNG__WORDS(l, PLAN_DUE)};
    if (p->plan->unit.n) columns[n++] = (khung__leaf_column){42, KHUNG__RIGHT, p->plan->unit};
    columns[n++] = (khung__leaf_column){88, KHUNG__LEFT, KHUNG__WORDS(l, PLAN_STATE)};
    return n;
}

static void put_action(planner *p, khung__leaf_table *t, const khung__action *a, int64_t number, bool owners)
{
    khung__leaf_cell cells[MOST];
    size_t n = 0;
    cells[n++] = khung__leaf_cell_of(khung__leaf_int(&p->l, number), body(p, KHUNG__INK2));
    cells[n++] = step_cell(p, a);
    cells[n++] = khung__leaf_cell_of(a->text, body(p, KHUNG__INK));
    if (owners) cells[n++] = khung__leaf_cell_of(a->owner, label(p, KHUNG__INK));
    cells[n++] = due_cell(p, a);
    if (p->plan->unit.n) cells[n++] = khung__leaf_cell_of(money(p, a->cost), body(p, KHUNG__INK));
    cells[n++] = state_cell(p, a);
    khung__leaf_table_row(t, cells, n, KHUNG__LEAF_ROW, 0);
}

/* A line over all columns with what it costs together. */
static void put_group(planner *p, khung__leaf_table *t, khung__str title, khung__micro cost, khung__leaf_row kind)
{
    khung__leaf_cell cells[3];
    size_t n = 0, costs = p->plan->unit.n ? 1 : 0;
    cells[n] = khung__leaf_cell_of(title, bold(p, KHUNG__INK));
    cells[n++].columns = (uint32_t)(t->count - 1 - costs);
    if (costs) cells[n++] = khung__leaf_cell_of(money(p, cost), bold(p, KHUNG__INK));
    cells[n++] = (khung__leaf_cell){0};
    khung__leaf_table_row(t, cells, n, kind, kind == KHUNG__LEAF_GROUP ? 40 * p->l.scale : 0);
}

/* Those of one group (KHUNG__NONE: of none). */
static khung__micro put_of_group(planner *p, khung__leaf_table *t, uint32_t group, khung__str title, int64_t *number)
{
    khung__micro cost = 0;
    size_t n = 0;
    for (size_t i = 0; i < p->count; i++)
        if (p->list[i].action->group == group) cost += p->list[i].action->cost, n++;
    if (n && title.n) put_group(p, t, title, cost, KHUNG__LEAF_GROUP);
    for (size_t i = 0; i < p->count; i++)
        if (p->list[i].action->group == group) put_action(p, t, p->list[i].action, ++*number, true);
    return cost;
}

static void all_actions(planner *p)
{
    khung__leaf_column columns[MOST];
    khung__leaf_table t = {&p->l, columns, make_columns(p, columns, true), 2};
    khung__micro cost = 0;
    int64_t number = 0;
    khung__leaf_table_start(&t);
    for (uint32_t g = 0; g < p->plan->group_count; g++) {
        khung__str title = KHUNG__GLUE(&p->l, khung__leaf_int(&p->l, (int64_t)g + 1), KHUNG__S(".\u00a0"), p->plan->groups[g].title);
        cost += put_of_group(p, &t, g, title, &number);
    }
    cost += put_of_group(p, &t, KHUNG__NONE, p->plan->group_count ? KHUNG__WORDS(&p->l, PLAN_NO_GROUP) : (khung__str){0}, &number);
    if (p->plan->unit.n) put_group(p, &t, KHUNG__WORDS(&p->l, PLAN_SUM), cost, KHUNG__LEAF_SUM);
    khung__leaf_table_end(&t);
}

static void by_owners(planner *p)
{
    khung__leaf_column columns[MOST];
    khung__leaf_table t = {&p->l, columns, make_columns(p, columns, false), 2};
    size_t open = 0;
    for (size_t i = 0; i < p->count; i++) open += p->list[i].action->state != KHUNG__FINISHED;
    if (!open) return;
    qsort(p->list, p->count, sizeof *p->list, by_owner);
    p->l.y += 20 * p->l.scale;
    khung__leaf_h2(&p->l, KHUNG__WORDS(&p->l, PLAN_OPEN), (khung__str){0}, 96 * p->l.scale);
    khung__leaf_table_start(&t);
    for (size_t i = 0; i < p->count;) {
        khung__micro cost = 0;
        size_t end = i, n = 0;
        for (; end < p->count && khung__str_eq(p->list[end].key, p->list[i].key); end++)
            if (p->list[end].action->state != KHUNG__FINISHED) cost += p->list[end].action->cost, n++;
        if (n) put_group(p, &t, p->list[i].action->owner, cost, KHUNG__LEAF_GROUP);
        int64_t number = 0;
        for (; i < end; i++)
            if (p->list[i].action->state != KHUNG__FINISHED) put_action(p, &t, p->list[i].action, ++number, false);
    }
    khung__leaf_table_end(&t);
}

/* ---- beginning and effect ---- */

static void opening(planner *p)
{
    khung__leaf *l = &p->l;
    const khung__plan *plan = p->plan;
    khung__style plain = khung__leaf_style(l, khung__style_lead(KHUNG__INK)), strong = khung__leaf_style(l, khung__style_lead_bold(KHUNG__INK));
    khung__span spans[10];
    size_t n = 0, late = 0;
    khung__micro cost = 0;
    for (size_t i = 0; i < p->count; i++) cost += p->list[i].action->cost, late += is_late(p, p->list[i].action);
    if (!p->count) {
        spans[n++] = (khung__span){KHUNG__WORDS(l, PLAN_EMPTY), plain};
    } else {
        spans[n++] = (khung__span){khung__leaf_int(l, (int64_t)p->count), strong};
        spans[n++] = (khung__span){p->count == 1 ? KHUNG__WORDS(l, PLAN_ACTIONS_ONE) : KHUNG__WORDS(l, PLAN_ACTIONS), plain};
        if (plan->unit.n) {
            spans[n++] = (khung__span){KHUNG__GLUE(l, KHUNG__S(", "), money(p, cost)), strong};
            spans[n++] = (khung__span){KHUNG__GLUE(l, KHUNG__S("\u00a0"), khung__leaf_unbroken(l, plan->unit)), plain};
        }
        if (late) spans[n++] = (khung__span){KHUNG__TELL(l, PLAN_LATE_COUNT, khung__leaf_int(l, (int64_t)late)), strong};
        spans[n++] = (khung__span){KHUNG__S("."), plain};
    }
    if (plan->total.node) {
        khung__str now = khung__leaf_percent(l, plan->total.now, 2);
        spans[n++] = (khung__span){KHUNG__TELL(l, PLAN_WHEN_DONE, now), plain};
        spans[n++] = (khung__span){khung__leaf_percent(l, plan->total.then, 2), strong};
        spans[n++] = (khung__span){KHUNG__S("."), plain};
    }
    l->y += 4;
    l->y += khung__leaf_para(l, KHUNG__TAG_P, l->left, l->y, l->width, spans, n) + 12 * l->scale;
}

static khung__effect effect_of(planner *p, const khung__rise *r, khung__str code, khung__str title, bool sum)
{
    return (khung__effect){code, title, (double)r->now / 1e6, (double)r->then / 1e6, khung__leaf_decimal(&p->l, r->now, 2),
                           khung__leaf_decimal(&p->l, r->then, 2), sum};
}

static void effect(planner *p)
{
    khung__leaf *l = &p->l;
    const khung__plan *plan = p->plan;
    khung__effect *rows = khung__arena_alloc(l->arena, (plan->rise_count + 1) * sizeof *rows);
    size_t n = 0, domains;
    if (!plan->total.node || !rows) return;
    for (uint32_t i = 0; i < plan->rise_count; i++)
        if (plan->rises[i].now != plan->rises[i].then) rows[n++] = effect_of(p, &plan->rises[i], plan->rises[i].code, plan->rises[i].title, false);
    domains = n;
    rows[n++] = effect_of(p, &plan->total, (khung__str){0}, KHUNG__WORDS(l, PLAN_TOTAL), true);
    khung__effects e = {.rows = rows, .count = n, .threshold = plan->threshold < 0 ? -1 : (double)plan->threshold / 1e6,
                        .row_head = KHUNG__WORDS(l, HEAD_DOMAIN), .now = plan->round.n ? plan->round : KHUNG__WORDS(l, PLAN_NOW),
                        .then = KHUNG__WORDS(l, PLAN_THEN), .alt = KHUNG__WORDS(l, PLAN_ALT)};
    khung__chart chart = {l->doc, l->page, l->in->palette};
    khung__str title = khung__leaf_count(l, KHUNG__P_PLAN_RISE_ONE, KHUNG__P_PLAN_RISE, (int64_t)domains);
    l->y += 12 * l->scale;
    for (size_t from = 0; from < n;) {
        size_t to = n;
        while (to > from + 1 && khung__chart_effects_height(&chart, l->width, &e, from, to) > l->bottom - l->top - 40) to--;
        double h = khung__chart_effects_height(&chart, l->width, &e, from, to);
        if (from == 0) khung__leaf_h2(l, title, (khung__str){0}, h + 8);
        else khung__leaf_room(l, h);
        chart.page = l->page;
        l->y += khung__chart_effects(&chart, l->left, l->y, l->width, &e, from, to);
        from = to;
    }
}

khung_status khung__plan_lay(khung__doc *doc, const khung__leaf_input *in, const khung_figures *figures)
{
    planner p = {.figures = figures, .plan = &figures->plan};
    khung__leaf *l = &p.l;
    khung__leaf_start(l, doc, in);
    if (!sort_actions(&p)) khung__doc_fail(doc, KHUNG_NO_MEMORY);
    if (doc->status != KHUNG_OK) return doc->status;
    khung__str date = khung__leaf_date(l, figures->dated);
    l->name = p.plan->organisation;
    l->document = KHUNG__WORDS(l, TITLE);
    l->section = p.plan->round;
    const khung__figures_framework *f = &figures->framework;
    l->foot = f->title.n ? KHUNG__TELL(l, PLAN_FOOT, f->title, f->version, date) : KHUNG__TELL(l, PLAN_FOOT_BARE, date);
    if (p.plan->code.n) l->foot = KHUNG__GLUE(l, l->foot, KHUNG__TELL(l, PLAN_FOOT_CODE, p.plan->code));
    khung__leaf_new_page(l);
    khung__leaf_h1(l, p.plan->title.n ? p.plan->title : l->document, 0);
    opening(&p);
    if (p.count) all_actions(&p);
    effect(&p);
    if (p.count) by_owners(&p);
    khung__leaf_end(l);
    return doc->status;
}
