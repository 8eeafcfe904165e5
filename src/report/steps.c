/* report/steps: what to do next: for each criterion below its target the step to the next level, with the framework's advice or that
 * level's own words, and the evidence that level asks for; what evidence is to be completed; what all of it would come to. */
#include "summary.h"

enum { MOST_STEPS = 40 };

/* ---- which, in what order ---- */

static bool below(const khung__report *report, uint32_t i)
{
    const khung__criterion_result *r = &report->result->criteria[i];
    return (r->state == KHUNG_ANSWERED || r->state == KHUNG_UNVERIFIED) && r->score.has && report->framework->criteria[i].weight > 0 &&
           khung__report_below_target(report, i);
}

static bool asks_for(const khung__condition *c, uint32_t i)
{
    if (c->kind == KHUNG__IF_CRITERION && c->index == i)
        return true;
    for (uint32_t k = 0; k < c->selected_count; k++)
        if (c->selected[k] == i)
            return true;
    for (uint32_t k = 0; k < c->child_count; k++)
        if (asks_for(&c->children[k], i))
            return true;
    return false;
}

/* Required, or named by a condition that is not met. */
static bool pressing(const khung__report *report, uint32_t i)
{
    if (report->framework->criteria[i].need == KHUNG__MUST)
        return true;
    for (uint32_t g = 0; g < report->framework->gate_count; g++)
        if (report->result->gates[g].value == KHUNG__NO && asks_for(report->framework->gates[g].require, i))
            return true;
    return false;
}

/* Those of a group, the furthest from their target first; the framework's order among equals. */
static size_t pick(khung__report *report, bool first, uint32_t *list)
{
    size_t n = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        if (!below(report, i) || pressing(report, i) != first)
            continue;
        size_t at = n++;
        while (at > 0 && khung__summary_shortfall(report, list[at - 1]) < khung__summary_shortfall(report, i) - 1e-9)
            list[at] = list[at - 1], at--;
        list[at] = i;
    }
    return n;
}

/* ---- a row ---- */

/* "2 → 3" where levels have numbers that are short, else "Đang phát triển → Phát triển". */
static khung__str from_to(khung__report *report, uint32_t i)
{
    const khung__criterion *c = &report->framework->criteria[i];
    uint32_t next = khung__report_next_level(report, i);
    khung__str arrow = KHUNG__S("\u202f→\u202f"), now = khung__report_bare(report, report->result->criteria[i].score);
    if (next == KHUNG__NONE)
        return KHUNG__JOIN(report, now, arrow, khung__report_micro(report, c->target));
    return KHUNG__JOIN(report, now, arrow, khung__report_micro(report, report->framework->scales[c->scale].levels[next].points));
}

/* The checks that are not true yet: all of a checklist, of a ladder those of the next level. */
static khung__str open_checks(khung__report *report, uint32_t i)
{
    const khung__criterion *c = &report->framework->criteria[i];
    const khung__bound *track = khung__report_official(report, i);
    const int8_t *ticks = track && track->checks ? track->checks[i] : NULL;
    uint32_t next = khung__report_next_level(report, i);
    khung__str list = {0};
    for (uint32_t k = 0; k < c->check_count; k++) {
        if ((ticks && ticks[k] > 0) || (c->scale != KHUNG__NONE && c->checks[k].level != next))
            continue;
        list = list.n ? KHUNG__JOIN(report, list, KHUNG__S("; "), c->checks[k].ask) : c->checks[k].ask;
    }
    return list;
}

static khung__span action(khung__report *report, uint32_t i)
{
    bool advice;
    khung__str text = khung__report_step(report, i, &advice);
    if (text.n)
        return (khung__span){text, advice ? khung__style_body(KHUNG__INK) : khung__style_quote(KHUNG__INK)};
    return (khung__span){open_checks(report, i), khung__style_body(KHUNG__INK)};
}

static bool listed(const khung__report *report, uint32_t i, khung__str item)
{
    for (size_t t = 0; t < report->in->track_count; t++) {
        const khung__answer *answer = khung__report_answer(&report->in->tracks[t], i);
        for (uint32_t k = 0; answer && k < answer->evidence_count; k++)
            if (khung__str_eq(answer->evidence[k].item, item))
                return true;
    }
    return false;
}

/* What the next level asks to be shown and no track lists. */
static khung__str proof(khung__report *report, uint32_t i)
{
    const khung__criterion *c = &report->framework->criteria[i];
    uint32_t next = khung__report_next_level(report, i);
    khung__str list = {0};
    for (uint32_t k = 0; k < c->evidence_count; k++) {
        const khung__evidence_item *e = &c->evidence[k];
        bool due = e->from_level == KHUNG__NONE || next == KHUNG__NONE ||
                   (report->framework->lower ? e->from_level >= next : e->from_level <= next);
        if (!e->required || !due || listed(report, i, e->id))
            continue;
        list = list.n ? KHUNG__JOIN(report, list, KHUNG__S("; "), e->title) : e->title;
    }
    return list;
}

static void step_row(khung__table *table, uint32_t i, int64_t number)
{
    khung__report *report = table->report;
    const khung__criterion *c = &report->framework->criteria[i];
    khung__style bold = khung__style_body_bold(KHUNG__INK);
    khung__cell cells[] = {khung__cell_of(khung__report_int(report, number), khung__style_body(KHUNG__INK2)),
                           {.spans = {{c->code.n ? KHUNG__JOIN(report, c->code, KHUNG__S("\u00a0 ")) : c->code, khung__style_body_bold(KHUNG__A100)},
                                      {from_to(report, i), khung__style_body(KHUNG__INK)}},
                            .n = 2},
                           {.spans = {{KHUNG__JOIN(report, c->title, KHUNG__S("\n")), bold}, action(report, i)}, .n = 2},
                           khung__cell_of(proof(report, i), khung__style_label(KHUNG__INK2))};
    khung__table_row(table, cells, KHUNG__ROW, 0);
}

/* ---- the table ---- */

/* A group's name, with two rows below it. */
static void group(khung__table *table, khung__phrase_id name)
{
    khung__report *report = table->report;
    khung__report_table_group(table, khung__report_phrase(report, name), 72);
}

static int64_t steps(khung__report *report, khung__table *table, khung__phrase_id name, const uint32_t *list, size_t n, int64_t number)
{
    if (!n || number >= MOST_STEPS)
        return number;
    group(table, name);
    for (size_t k = 0; k < n && number < MOST_STEPS; k++)
        step_row(table, list[k], ++number);
    (void)report;
    return number;
}

/* What is missing or overdue at a criterion that has reached its target; those below have their own row. */
static khung__str errand(khung__report *report, uint32_t i)
{
    size_t n;
    khung__str send = {0}, renew = {0};
    const khung__exhibit *list = khung__report_evidence(report, i, &n);
    for (size_t k = 0; k < n; k++) {
        khung__str *to = list[k].missing ? &send : &renew;
        if (!list[k].missing && !list[k].stale)
            continue;
        *to = to->n ? KHUNG__JOIN(report, *to, KHUNG__S("; "), list[k].title) : list[k].title;
    }
    if (send.n)
        send = KHUNG__SAY(report, STEPS_SEND, send);
    if (renew.n)
        renew = KHUNG__SAY(report, STEPS_RENEW, renew);
    return send.n && renew.n ? KHUNG__JOIN(report, send, KHUNG__S(" "), renew) : send.n ? send : renew;
}

static size_t errands(khung__report *report, khung__table *table, int64_t number)
{
    bool begun = false;
    size_t left = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        const khung__criterion *c = &report->framework->criteria[i];
        khung__str text = errand(report, i);
        if (!text.n)
            continue;
        if (number >= 2 * MOST_STEPS) {
            left++;
            continue;
        }
        if (!begun)
            group(table, KHUNG__P_STEPS_EVIDENCE);
        begun = true;
        khung__cell cells[] = {khung__cell_of(khung__report_int(report, ++number), khung__style_body(KHUNG__INK2)),
                               khung__cell_of(c->code, khung__style_body_bold(KHUNG__A100)),
                               {.spans = {{KHUNG__JOIN(report, c->title, KHUNG__S("\n")), khung__style_body_bold(KHUNG__INK)},
                                          {text, khung__style_body(KHUNG__INK)}},
                                .n = 2},
                               {.n = 0}};
        khung__table_row(table, cells, KHUNG__ROW, 0);
    }
    return left;
}

static void rest(khung__report *report, size_t n)
{
    if (!n)
        return;
    khung__span span = {KHUNG__SAY(report, STEPS_REST, khung__report_int(report, (int64_t)n)), khung__style_body(KHUNG__INK2)};
    khung__report_room(report, 20);
    report->y += 4 + khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y + 4, KHUNG__TEXT_W, &span, 1);
}

static void table_of(khung__report *report, const uint32_t *first, size_t n, const uint32_t *then, size_t m)
{
    khung__column columns[] = {{20, KHUNG__LEFT, {0}},
                               {70, KHUNG__LEFT, khung__report_phrase(report, KHUNG__P_COLUMN_STEP)},
                               {264, KHUNG__LEFT, khung__report_phrase(report, KHUNG__P_COLUMN_ACTION)},
                               {126, KHUNG__LEFT, khung__report_phrase(report, KHUNG__P_COLUMN_PROOF)}};
    khung__table table = {report, columns, 4, 2, 10};
    khung__table_start(&table);
    int64_t number = steps(report, &table, KHUNG__P_STEPS_FIRST, first, n, 0);
    number = steps(report, &table, KHUNG__P_STEPS_THEN, then, m, number);
    size_t left = n + m - (size_t)number;
    left += errands(report, &table, number);
    khung__table_end(&table);
    rest(report, left);
}

/* ---- what it would come to ---- */

/* The answers with every criterion below its target at the target; false where one of them cannot be said as an answer. */
static bool answers_at_target(khung__report *report, khung_official *answers)
{
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        const khung__criterion *c = &report->framework->criteria[i];
        const khung__criterion_result *r = &report->result->criteria[i];
        answers[i] = (khung_official){.state = (uint8_t)r->state};
        if (r->state != KHUNG_ANSWERED && r->state != KHUNG_UNVERIFIED)
            continue;
        answers[i].state = KHUNG_ANSWERED;
        if (!below(report, i)) {
            if (!khung__report_official_answer(&answers[i], report->arena, report->framework, i, r))
                return false;
        } else if (c->scale == KHUNG__NONE) {
            answers[i].micro = c->target;
        } else if (c->target_level < KHUNG__MAX_LEVELS) {
            answers[i].level = (uint8_t)c->target_level;
        } else {
            return false;
        }
    }
    return true;
}

/* Percent per domain, in the arena; NULL where it is not known. */
static khung__rat *at_target(khung__report *report)
{
    const khung_framework *f = report->framework;
    khung_official *answers = khung__arena_alloc(report->arena, (f->criterion_count + 1) * sizeof *answers);
    khung__rat *out = khung__arena_alloc(report->arena, f->domain_count * sizeof *out);
    if (!answers || !out) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return NULL;
    }
    if (!report->result->complete || !report->result->domains[0].percent.has || !answers_at_target(report, answers))
        return NULL;
    return khung__report_score(report, answers, out) && out[0].has ? out : NULL;
}

/* The percent that a condition or a grade asks of every domain; -1 where none does. */
static double asked_of_each(const khung__condition *c)
{
    double found = c->kind == KHUNG__IF_EACH_DOMAIN && c->bounds.has_at_least_percent ? (double)c->bounds.at_least_percent / 1e6 : -1;
    for (uint32_t i = 0; i < c->child_count && found < 0; i++)
        found = asked_of_each(&c->children[i]);
    return found;
}

static double threshold(const khung_framework *f)
{
    double found = -1;
    for (uint32_t i = 0; i < f->gate_count && found < 0; i++)
        found = asked_of_each(f->gates[i].require);
    for (uint32_t i = 0; i < f->grade_count && found < 0; i++)
        found = asked_of_each(f->grades[i].require);
    return found;
}

static void effect(khung__report *report, const khung__rat *then)
{
    const khung__domain *root = &report->framework->domains[0];
    khung__effect *rows = khung__arena_alloc(report->arena, (root->child_count + 1) * sizeof *rows);
    size_t n = 0;
    if (!rows) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return;
    }
    for (uint32_t i = 0; i <= root->child_count; i++) {
        uint32_t d = i < root->child_count ? root->children[i] : 0;
        const khung__domain_result *r = &report->result->domains[d];
        khung__rat target = then[d];
        bool better = r->percent.has && target.has && (khung__rat_cmp(target, r->percent) < 0) == report->framework->lower &&
                      khung__rat_cmp(target, r->percent) != 0;
        if (!better && d)
            continue;
        const khung__domain *domain = &report->framework->domains[d];
        rows[n++] = (khung__effect){.code = domain->code,
                                    .title = d ? domain->title : khung__word(KHUNG__W_TOTAL, report->language),
                                    .now = khung__rat_approx(r->percent),
                                    .then = khung__rat_approx(target),
                                    .now_text = khung__report_percent_bare(report, r->percent),
                                    .then_text = khung__report_percent_bare(report, target),
                                    .sum = d == 0};
    }
    if (n < 2)
        return;
    khung__str now = KHUNG__SAY(report, BEFORE, khung__report_years(report));
    khung__effects e = {rows, n, threshold(report->framework), khung__report_phrase(report, KHUNG__P_HEAD_DOMAIN), now,
                        khung__report_phrase(report, KHUNG__P_TARGET), khung__report_phrase(report, KHUNG__P_ALT_EFFECT)};
    khung__chart chart = khung__report_chart(report);
    double need = 20 + 26 + khung__chart_effects_height(&chart, KHUNG__TEXT_W, &e, 0, n);
    report->y += khung__report_room(report, need <= 400 ? need : 140) ? 12 : 20;
    report->y += khung__report_block_head(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, khung__report_phrase(report, KHUNG__P_STEPS_EFFECT)) + 6;
    khung__report_effects(report, &e);
}

void khung__report_next_steps(khung__report *report)
{
    uint32_t count = report->framework->criterion_count;
    uint32_t *first = khung__arena_alloc(report->arena, (count + 1) * sizeof *first);
    uint32_t *then = khung__arena_alloc(report->arena, (count + 1) * sizeof *then);
    if (!first || !then) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return;
    }
    size_t n = pick(report, true, first), m = pick(report, false, then), evidence = 0;
    bool any = false;
    for (uint32_t i = 0; i < count; i++) {
        any = any || report->result->criteria[i].score.has;
        evidence += errand(report, i).n > 0;
    }
    if (!any) /* nothing is known yet: the summary says what to do */
        return;
    khung__report_begin(report, KHUNG__P_STEPS);
    khung__doc_open(report->doc, KHUNG__TAG_SECT);
    khung__style plain = khung__style_lead(KHUNG__INK);
    khung__str none = {0};
    khung__span spans[2] = {{n + m ? khung__report_count(report, KHUNG__P_STEPS_LEAD_ONE, KHUNG__P_STEPS_LEAD, (int64_t)(n + m), none)
                                   : khung__report_phrase(report, KHUNG__P_STEPS_NONE),
                             plain}};
    const khung__rat *total = n + m ? at_target(report) : NULL;
    if (total)
        spans[1] = (khung__span){KHUNG__SAY(report, STEPS_TOTAL, khung__report_percent(report, report->result->domains[0].percent),
                                            khung__report_percent(report, total[0])),
                                 plain};
    khung__report_opening(report, spans, total ? 2 : 1);
    if (n + m + evidence)
        table_of(report, first, n, then, m);
    if (total)
        effect(report, total);
    khung__doc_close(report->doc);
    report->title = (khung__str){0};
}
