/* report/change: what changed since the round before, on the criteria that can be compared only: the total, each domain, and every
 * criterion whose score is another one now. */
#include "summary.h"

/* ---- opening ---- */

khung__str khung__report_change_words(khung__report *report)
{
    const khung__before *b = &report->before;
    khung__str none = {0};
    if (!b->has)
        return none;
    khung__str shared = khung__report_count(report, KHUNG__P_CRITERIA_ONE, KHUNG__P_CRITERIA_MANY, b->comparable, none);
    khung__str then = khung__report_percent(report, b->then[0]), now = khung__report_percent(report, b->now[0]);
    int order = khung__rat_cmp(b->now[0], b->then[0]);
    if (order == 0)
        return KHUNG__SAY(report, CHANGE_SAME, shared, b->years, now);
    khung__str args[] = {shared, b->years, then, now};
    return khung__report_say(report, order > 0 ? KHUNG__P_CHANGE_UP : KHUNG__P_CHANGE_DOWN, args, 4);
}

static void opening(khung__report *report)
{
    const khung__before *b = &report->before;
    khung__style plain = khung__style_lead(KHUNG__INK);
    if (!b->has) {
        khung__span none = {KHUNG__SAY(report, CHANGE_IMPOSSIBLE, b->years), plain};
        khung__report_opening(report, &none, 1);
        return;
    }
    khung__str same = khung__report_int(report, (int64_t)b->comparable - b->better - b->worse);
    khung__span spans[] = {
        {khung__report_change_words(report), plain},
        {KHUNG__SAY(report, CHANGE_COUNTS, khung__report_int(report, b->better), khung__report_int(report, b->worse), same), plain}};
    khung__report_opening(report, spans, 2);
}

/* ---- domains ---- */

static khung__effect effect_of(khung__report *report, uint32_t d)
{
    const khung__before *b = &report->before;
    const khung__domain *domain = &report->framework->domains[d];
    khung__effect e = {.code = domain->code, .title = domain->title, .sum = d == 0};
    if (!d)
        e.title = khung__word(KHUNG__W_TOTAL, report->language);
    e.now = khung__rat_approx(b->then[d]);
    e.then = khung__rat_approx(b->now[d]);
    e.now_text = khung__report_percent_bare(report, b->then[d]);
    e.then_text = khung__report_percent_bare(report, b->now[d]);
    return e;
}

void khung__report_effects(khung__report *report, khung__effects *e)
{
    khung__chart chart = khung__report_chart(report);
    for (size_t from = 0; from < e->count && report->doc->status == KHUNG_OK;) {
        size_t to = from;
        while (to < e->count && report->y + khung__chart_effects_height(&chart, KHUNG__TEXT_W, e, from, to + 1) <= KHUNG__BODY_END)
            to++;
        if (to == from && report->y <= KHUNG__BODY_Y + 40)
            to = from + 1; /* a row taller than a page */
        if (to > from)
            report->y += khung__chart_effects(&chart, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, e, from, to);
        from = to;
        if (from >= e->count)
            break;
        khung__report_room(report, KHUNG__BODY_END);
        chart = khung__report_chart(report);
        report->y += 6;
    }
}

static void domains(khung__report *report)
{
    const khung__before *b = &report->before;
    const khung__domain *root = &report->framework->domains[0];
    khung__effect *rows = khung__arena_alloc(report->arena, (root->child_count + 1) * sizeof *rows);
    if (!rows) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return;
    }
    size_t n = 0;
    for (uint32_t i = 0; i < root->child_count; i++)
        if (b->then[root->children[i]].has && b->now[root->children[i]].has)
            rows[n++] = effect_of(report, root->children[i]);
    if (!n)
        return;
    rows[n++] = effect_of(report, 0);
    khung__effects e = {rows, n, -1, khung__report_phrase(report, KHUNG__P_HEAD_DOMAIN), KHUNG__SAY(report, BEFORE, b->years),
                        KHUNG__SAY(report, BEFORE, khung__report_years(report)), khung__report_phrase(report, KHUNG__P_ALT_EFFECT)};
    khung__report_room(report, 100);
    report->y += khung__report_block_head(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, khung__report_phrase(report, KHUNG__P_CHANGE_DOMAINS)) + 6;
    khung__report_effects(report, &e);
    report->y += 20;
}

/* ---- criteria ---- */

/* The name of the level with those points, else the points. */
static khung__str level_words(khung__report *report, uint32_t i, khung__rat score)
{
    const khung__criterion *c = &report->framework->criteria[i];
    for (uint32_t k = 0; c->scale != KHUNG__NONE && k < report->framework->scales[c->scale].level_count; k++) {
        const khung__level *level = &report->framework->scales[c->scale].levels[k];
        if (khung__rat_cmp(score, khung__report_of_micro(report, level->points)) == 0)
            return level->title;
    }
    return khung__report_bare(report, score);
}

static void criterion(khung__table *table, uint32_t i)
{
    khung__report *report = table->report;
    const khung__criterion *c = &report->framework->criteria[i];
    khung__rat change = khung__report_change(report, i);
    bool worse = change.negative != report->framework->lower;
    khung__style style = khung__style_body_bold(worse ? KHUNG__SIGNAL : KHUNG__A100);
    khung__str word = khung__report_phrase(report, worse ? KHUNG__P_CHANGE_WORSE : KHUNG__P_CHANGE_BETTER);
    khung__cell cells[] = {khung__cell_of(c->code, khung__style_body_bold(KHUNG__A100)), khung__cell_of(c->title, khung__style_body(KHUNG__INK)),
                           khung__cell_of(level_words(report, i, khung__report_then(report, i)), khung__style_body(KHUNG__INK2)),
                           khung__cell_of(level_words(report, i, report->result->criteria[i].score), khung__style_body(KHUNG__INK)),
                           khung__cell_of(KHUNG__JOIN(report, khung__report_signed(report, change), KHUNG__S(" "), word), style)};
    khung__table_row(table, cells + (report->coded ? 0 : 1), KHUNG__ROW, 0);
}

static void criteria(khung__report *report)
{
    const khung__before *b = &report->before;
    if (!b->better && !b->worse)
        return;
    if (khung__report_room(report, 100))
        report->y += 12;
    report->y += khung__report_block_head(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, khung__report_phrase(report, KHUNG__P_CHANGE_CRITERIA)) + 6;
    khung__column columns[] = {{36, KHUNG__LEFT, {0}},
                               {196, KHUNG__LEFT, khung__report_phrase(report, KHUNG__P_CRITERION)},
                               {90, KHUNG__LEFT, KHUNG__SAY(report, BEFORE, b->years)},
                               {90, KHUNG__LEFT, KHUNG__SAY(report, BEFORE, khung__report_years(report))},
                               {68, KHUNG__LEFT, khung__report_phrase(report, KHUNG__P_CHANGE_COLUMN)}};
    khung__table table = {report, columns + (report->coded ? 0 : 1), report->coded ? 5 : 4, 2, 8};
    khung__table_start(&table);
    for (int worse = 1; worse >= 0; worse--) /* what went down first: it wants looking at */
        for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
            khung__rat change = khung__report_change(report, i);
            if (change.has && change.num_n && (change.negative != report->framework->lower) == worse)
                criterion(&table, i);
        }
    khung__table_end(&table);
}

static bool not_compared(const khung__report *report, uint32_t i)
{
    const khung__criterion_result *r = &report->result->criteria[i];
    return report->before.match[i] == KHUNG__NONE && r->score.has && (r->state == KHUNG_ANSWERED || r->state == KHUNG_UNVERIFIED);
}

void khung__report_changes(khung__report *report)
{
    if (!report->before.given)
        return;
    khung__report_begin(report, KHUNG__P_CHANGE);
    khung__doc_open(report->doc, KHUNG__TAG_SECT);
    opening(report);
    if (report->before.has) {
        domains(report);
        criteria(report);
        size_t n;
        khung__str codes = khung__summary_codes(report, not_compared, 30, &n);
        khung__span left = {n ? KHUNG__SAY(report, CHANGE_LEFT, codes) : (khung__str){0}, khung__style_label(KHUNG__INK2)};
        khung__para para = khung__doc_para(report->doc, &left, 1, KHUNG__TEXT_W, KHUNG__LEFT);
        if (n) {
            khung__report_room(report, khung__para_height(&para) + 8);
            report->y += 8 + khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y + 8, KHUNG__TEXT_W, &left, 1);
        }
    }
    khung__doc_close(report->doc);
    report->title = (khung__str){0};
}
