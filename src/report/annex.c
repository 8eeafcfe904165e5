/* report/annex: unanswered, not applicable with reasons, evidence, failed conditions, gaps that had
 * no place, how every number came about, and what the report rests on. Those that would be empty
 * are left out; the rest are numbered in order. */
#include "compare.h"
#include "summary.h"

#include <string.h>

typedef struct annex {
    khung__report *report;
    int64_t number;
    bool started; /* something stands on the current page already */
} annex;

static khung__str word(const annex *a, khung__phrase_id id)
{
    return khung__report_phrase(a->report, id);
}
static khung__style plain(void) { return khung__style_body(KHUNG__INK); }
static khung__style quiet(void) { return khung__style_body(KHUNG__INK2); }
static khung__style code_style(void) { return khung__style_body_bold(KHUNG__A100); }

/* The heading of the next annex, below what stands there when enough of the page is free. */
static void begin(annex *a, khung__phrase_id title)
{
    khung__report *report = a->report;
    a->number++;
    khung__str label = KHUNG__SAY(report, ANNEX, khung__report_int(report, a->number));
    khung__str name = word(a, title);
    report->section = label;
    report->title = (khung__str){0};
    bool below = a->started && report->y + 160 <= KHUNG__BODY_END;
    if (below) report->y += 28;
    else khung__report_page(report);
    khung__report_bookmark(report, a->number == 1 ? 0 : 1,
                           a->number == 1 ? word(a, KHUNG__P_ANNEXES)
                                          : KHUNG__SAY(report, ANNEX_OF, label, name),
                           report->y);
    if (a->number == 1)
        khung__report_bookmark(report, 1, KHUNG__SAY(report, ANNEX_OF, label, name), report->y);
    khung__report_tagged(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y, label,
                         khung__style_label(KHUNG__INK2), KHUNG__LEFT);
    report->y += 12;
    khung__report_h1(report, name, KHUNG__TEXT_W);
    report->y += 8;
    report->title = name;
    a->started = true;
}

/* ---- unanswered, not applicable ---- */

static khung__phrase_id state_word(khung_state state)
{
    switch (state) {
    case KHUNG_UNVERIFIED: return KHUNG__P_UNVERIFIED;
    case KHUNG_FACT_MISSING: return KHUNG__P_FACT_MISSING;
    case KHUNG_OUT_OF_SCOPE: return KHUNG__P_OUT_OF_SCOPE;
    case KHUNG_NOT_APPLICABLE: return KHUNG__P_NOT_APPLICABLE;
    default: return KHUNG__P_UNANSWERED;
    }
}

static bool is_open(khung_state state)
{
    return state == KHUNG_UNANSWERED || state == KHUNG_UNVERIFIED || state == KHUNG_FACT_MISSING;
}

static bool is_left_out(khung_state state)
{
    return state == KHUNG_NOT_APPLICABLE || state == KHUNG_OUT_OF_SCOPE;
}

/* "Unanswered. " of a sentence as a cell: without what ends it. */
static khung__str cell_word(const annex *a, khung__phrase_id id)
{
    khung__str text = word(a, id);
    while (text.n && (text.s[text.n - 1] == ' ' || text.s[text.n - 1] == '.')) text.n--;
    return text;
}

static bool any(const annex *a, bool (*wanted)(khung_state))
{
    for (uint32_t i = 0; i < a->report->framework->criterion_count; i++)
        if (wanted(a->report->result->criteria[i].state)) return true;
    return false;
}

static void open_list(annex *a)
{
    khung__report *report = a->report;
    if (!any(a, is_open)) return;
    begin(a, KHUNG__P_ANNEX_UNANSWERED);
    khung__column columns[] = {{48, KHUNG__LEFT, {0}},
                               {292, KHUNG__LEFT, word(a, KHUNG__P_CRITERION)},
                               {140, KHUNG__LEFT, word(a, KHUNG__P_COLUMN_STATE)}};
    khung__table table = {report, columns, 3, 4, 8};
    khung__table_start(&table);
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        const khung__criterion *c = &report->framework->criteria[i];
        khung_state state = report->result->criteria[i].state;
        if (!is_open(state)) continue;
        khung__cell cells[] = {khung__cell_of(c->code, code_style()),
                               khung__cell_of(c->title, plain()),
                               khung__cell_of(cell_word(a, state_word(state)), quiet())};
        khung__table_row(&table, cells, KHUNG__ROW, 0);
    }
    khung__table_end(&table);
}

static void left_out_list(annex *a)
{
    khung__report *report = a->report;
    if (!any(a, is_left_out)) return;
    begin(a, KHUNG__P_ANNEX_NA);
    khung__column columns[] = {{48, KHUNG__LEFT, {0}},
                               {200, KHUNG__LEFT, word(a, KHUNG__P_CRITERION)},
                               {232, KHUNG__LEFT, word(a, KHUNG__P_COLUMN_REASON)}};
    khung__table table = {report, columns, 3, 4, 8};
    khung__table_start(&table);
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        const khung__criterion *c = &report->framework->criteria[i];
        khung_state state = report->result->criteria[i].state;
        if (!is_left_out(state)) continue;
        khung__str reason = state == KHUNG_OUT_OF_SCOPE ? word(a, KHUNG__P_OUT_OF_SCOPE_WHY)
                                                        : khung__report_na_reason(report, i);
        khung__style style = reason.n && state != KHUNG_OUT_OF_SCOPE ? plain() : quiet();
        if (!reason.n) reason = word(a, KHUNG__P_COLUMN_NO_REASON);
        khung__cell cells[] = {khung__cell_of(c->code, code_style()),
                               khung__cell_of(c->title, plain()), khung__cell_of(reason, style)};
        khung__table_row(&table, cells, KHUNG__ROW, 0);
    }
    khung__table_end(&table);
}

/* ---- evidence ---- */

static void evidence_row(annex *a, khung__table *table, uint32_t i, const khung__exhibit *e,
                         bool first)
{
    khung__report *report = a->report;
    bool alarm = e->stale || e->missing;
    khung__style style = alarm ? khung__style_body_bold(KHUNG__SIGNAL) : plain();
    khung__str dated = e->dated.year ? khung__report_date(report, e->dated)
                                     : khung__word(KHUNG__W_DASH, a->report->language);
    khung__cell cells[] = {
        khung__cell_of(first ? khung__report_code(report, i) : (khung__str){0}, code_style()),
        khung__cell_of(e->title, plain()), khung__cell_of(dated, plain()),
        khung__cell_of(e->missing ? word(a, KHUNG__P_STATE_MISSING) : khung__report_age(report, e),
                       style)};
    if (!report->coded && first) /* no codes: the criterion's title says whose it is */
        cells[1] = (khung__cell){
            {{KHUNG__JOIN(report, report->framework->criteria[i].title, KHUNG__S(": ")), quiet()},
             {e->title, plain()}},
            2};
    double top = khung__table_row(table, cells, KHUNG__ROW, 0);
    if (alarm) {
        khung__doc_artifact(report->doc, true);
        khung__doc_mark(report->doc, report->page, KHUNG__WARN, KHUNG__LEFT_X + 48 - 13, top + 2.5,
                        0.8, KHUNG__SIGNAL);
        khung__doc_artifact(report->doc, false);
    }
}

static void evidence_list(annex *a)
{
    khung__report *report = a->report;
    size_t all = 0;
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        size_t n;
        khung__report_evidence(report, i, &n);
        all += n;
    }
    if (!all) return;
    begin(a, KHUNG__P_ANNEX_EVIDENCE);
    double date_w = report->language == KHUNG__EN ? 96 : 64;
    khung__column columns[] = {{48, KHUNG__LEFT, word(a, KHUNG__P_CRITERION)},
                               {300 - date_w, KHUNG__LEFT, word(a, KHUNG__P_COLUMN_EVIDENCE)},
                               {date_w, KHUNG__RIGHT, word(a, KHUNG__P_COLUMN_DATED)},
                               {132, KHUNG__RIGHT, word(a, KHUNG__P_COLUMN_AGE)}};
    khung__table table = {report, columns, 4, 3, 8};
    khung__table_start(&table);
    for (uint32_t i = 0; i < report->framework->criterion_count; i++) {
        size_t n;
        const khung__exhibit *list = khung__report_evidence(report, i, &n);
        for (size_t k = 0; k < n; k++) evidence_row(a, &table, i, &list[k], k == 0);
    }
    khung__table_end(&table);
}

/* ---- conditions, gaps ---- */

static void gate_list(annex *a)
{
    khung__report *report = a->report;
    bool failed = false;
    for (uint32_t i = 0; i < report->framework->gate_count; i++)
        failed = failed || !report->result->gates[i].passed;
    if (!failed) return;
    begin(a, KHUNG__P_ANNEX_GATES);
    khung__column columns[] = {{180, KHUNG__LEFT, word(a, KHUNG__P_COLUMN_GATE)},
                               {300, KHUNG__LEFT, word(a, KHUNG__P_COLUMN_REASON)}};
    khung__table table = {report, columns, 2, 4, 8};
    khung__table_start(&table);
    bool own_language = khung__language_of(report->framework->source_language) == report->language;
    for (uint32_t i = 0; i < report->framework->gate_count; i++) {
        const khung__gate_result *gate = &report->result->gates[i];
        if (gate->passed) continue;
        khung__buf buf = {0};
        khung__score_condition_text(&buf, report->framework, report->framework->gates[i].require,
                                    report->language);
        khung__str condition = khung__buf_take(&buf, report->arena);
        khung__str domains = khung__summary_missed(report, report->framework->gates[i].require);
        khung__str text = domains.n && gate->value == KHUNG__NO
                              ? KHUNG__JOIN(report, condition, KHUNG__S(": "), domains)
                          : own_language && gate->reason.n &&
                                  !khung__str_eq(gate->reason, condition)
                              ? KHUNG__JOIN(report, condition, KHUNG__S("\n"), gate->reason)
                              : condition;
        bool no = gate->value == KHUNG__NO;
        khung__cell cells[] = {khung__cell_of(report->framework->gates[i].title,
                                              no ? khung__style_body_bold(KHUNG__SIGNAL) : plain()),
                               khung__cell_of(text, plain())};
        khung__table_row(&table, cells, KHUNG__ROW, 0);
    }
    khung__table_end(&table);
}

static void further_gaps(annex *a)
{
    uint32_t *list;
    size_t n = khung__compare_gaps(a->report, &list);
    if (n <= KHUNG__COMPARE_MOST) return;
    begin(a, KHUNG__P_ANNEX_GAPS);
    khung__compare_rows(a->report, list, n);
    a->report->y += 8;
}

/* ---- views: the same criteria grouped another way ---- */

static void view_row(khung__report *report, khung__table *table, const khung__group *group,
                     const khung__group_result *result)
{
    khung__str percent = khung__report_percent(report, result->percent);
    if (!result->complete && result->percent.has)
        percent = KHUNG__JOIN(report, percent, KHUNG__S(", "),
                              khung__report_phrase(report, KHUNG__P_PROVISIONAL));
    khung__str criteria = khung__report_int(report, group->criterion_count);
    khung__cell cells[] = {khung__cell_of(group->title, plain()), khung__cell_of(criteria, plain()),
                           khung__cell_of(khung__report_shown(report, result->score), plain()),
                           khung__cell_of(percent, khung__style_body_bold(KHUNG__INK))};
    khung__table_row(table, cells, KHUNG__ROW, 0);
}

static void views(annex *a)
{
    khung__report *report = a->report;
    const khung_framework *f = report->framework;
    if (!f->view_count) return;
    begin(a, KHUNG__P_ANNEX_VIEWS);
    for (uint32_t i = 0; i < f->view_count; i++) {
        khung__column columns[] = {{224, KHUNG__LEFT, f->views[i].title},
                                   {60, KHUNG__RIGHT, word(a, KHUNG__P_COLUMN_CRITERIA)},
                                   {60, KHUNG__RIGHT, word(a, KHUNG__P_HEAD_SCORE)},
                                   {136, KHUNG__RIGHT, KHUNG__S("%")}};
        khung__table table = {report, columns, 4, 4, 8};
        if (i) report->y += 20;
        khung__table_start(&table);
        for (uint32_t k = 0; k < f->views[i].group_count; k++)
            view_row(report, &table, &f->views[i].groups[k], &report->result->views[i][k]);
        khung__table_end(&table);
    }
}

/* ---- sources ---- */

static khung__str spaced_digest(khung__report *report, const char *digest)
{
    khung__buf buf = {0};
    const char *hex = strchr(digest, ':');
    hex = hex ? hex + 1 : digest;
    khung__buf_z(&buf, "sha256");
    for (size_t i = 0; hex[i]; i++) {
        if (i % 8 == 0) khung__buf_char(&buf, ' ');
        khung__buf_char(&buf, hex[i]);
    }
    return khung__buf_take(&buf, report->arena);
}

static void source_row(khung__table *table, khung__str name, khung__str value)
{
    if (!value.n) return;
    khung__cell cells[] = {khung__cell_of(name, quiet()), khung__cell_of(value, plain())};
    khung__table_row(table, cells, KHUNG__ROW, 0);
}

/* Several people's answers have one digest together, of their digests in byte order, a line each: pages of digits help nobody. */
static void respondents_digest(annex *a, khung__table *table)
{
    khung__report *report = a->report;
    const khung_result *result = report->result;
    const char **list = khung__arena_alloc(report->arena, (result->track_count + 1) * sizeof *list);
    uint32_t n = 0;
    khung__sha256 h;
    if (!list) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return;
    }
    for (uint32_t i = 0; i < result->track_count; i++) {
        uint32_t at = n;
        if (result->tracks[i] != KHUNG__RESPONDENT) continue;
        for (; at > 0 && strcmp(list[at - 1], result->track_digests[i]) > 0; at--) list[at] = list[at - 1];
        list[at] = result->track_digests[i];
        n++;
    }
    if (!n) return;
    khung__sha256_start(&h);
    for (uint32_t i = 0; i < n; i++) {
        khung__sha256_add(&h, list[i], strlen(list[i]));
        khung__sha256_add(&h, "\n", 1);
    }
    char text[KHUNG_DIGEST_SIZE];
    khung__sha256_text(&h, text);
    khung__str people = n == 1 ? word(a, KHUNG__P_TRACK_RESPONDENT)
                               : KHUNG__JOIN(report, khung__report_int(report, n), KHUNG__S("\u00a0"), word(a, KHUNG__P_COVER_RESPONDENTS));
    source_row(table, KHUNG__SAY(report, SOURCE_ANSWERS, people), spaced_digest(report, n == 1 ? list[0] : text));
}

static void digests(annex *a, khung__table *table)
{
    static const khung__phrase_id tracks[] = {KHUNG__P_TRACK_SELF, KHUNG__P_TRACK_RESPONDENT,
                                            KHUNG__P_TRACK_CONSENSUS, KHUNG__P_TRACK_REVIEWER};
    khung__report *report = a->report;
    const khung_result *result = report->result;
    const char *digest = khung__framework_digest(result->framework_tree);
    if (!digest) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return;
    }
    source_row(table, word(a, KHUNG__P_SOURCE_FRAMEWORK_DIGEST), spaced_digest(report, digest));
    respondents_digest(a, table);
    for (uint32_t i = 0; i < result->track_count; i++)
        if (result->tracks[i] != KHUNG__RESPONDENT)
            source_row(table, KHUNG__SAY(report, SOURCE_ANSWERS, word(a, tracks[result->tracks[i] & 3])),
                       spaced_digest(report, result->track_digests[i]));
}

static void sources(annex *a)
{
    khung__report *report = a->report;
    const khung_framework *f = report->framework;
    begin(a, KHUNG__P_ANNEX_SOURCES);
    khung__column columns[] = {{140, KHUNG__LEFT, {0}}, {340, KHUNG__LEFT, {0}}};
    khung__table table = {report, columns, 2, 4, 8};
    khung__report_rule(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, KHUNG__FIRM, KHUNG__INK);
    khung__doc_open(report->doc, KHUNG__TAG_TABLE);
    table.columns = columns;
    source_row(&table, word(a, KHUNG__P_SOURCE_FRAMEWORK), f->title);
    source_row(&table, word(a, KHUNG__P_SOURCE_VERSION), f->version);
    source_row(&table, word(a, KHUNG__P_SOURCE_PUBLISHER), f->publisher);
    source_row(&table, word(a, KHUNG__P_SOURCE_LICENCE), f->licence);
    source_row(&table, word(a, KHUNG__P_SOURCE_DERIVED), f->derived_from);
    source_row(&table, word(a, KHUNG__P_SOURCE_RULES),
               KHUNG__SAY(report, SOURCE_RULES_NUMBER, khung__report_int(report, KHUNG_RULES)));
    source_row(&table, word(a, KHUNG__P_SOURCE_RESULT), report->in->code);
    digests(a, &table);
    khung__doc_close(report->doc);
}

/* ---- legal references: each document once, with the criteria that name it ---- */

static bool same_law(const khung__reference *x, const khung__reference *y)
{
    return khung__str_eq(x->title, y->title) && khung__str_eq(x->number, y->number);
}

static bool seen_before(const khung_framework *f, uint32_t criterion, uint32_t reference)
{
    const khung__reference *r = &f->criteria[criterion].references[reference];
    for (uint32_t i = 0; i <= criterion; i++)
        for (uint32_t k = 0; k < f->criteria[i].reference_count && (i < criterion || k < reference);
             k++)
            if (same_law(&f->criteria[i].references[k], r)) return true;
    return false;
}

static khung__str citing(khung__report *report, const khung__reference *r)
{
    const khung_framework *f = report->framework;
    khung__str list = {0};
    for (uint32_t i = 0; i < f->criterion_count; i++)
        for (uint32_t k = 0; k < f->criteria[i].reference_count; k++) {
            if (!same_law(&f->criteria[i].references[k], r)) continue;
            khung__str name = khung__report_short(f->criteria[i].code, f->criteria[i].title);
            list = list.n ? KHUNG__JOIN(report, list, KHUNG__S(", "), name) : name;
            break;
        }
    return list;
}

static void law_row(khung__report *report, khung__table *table, const khung__reference *r)
{
    khung__str title = r->number.n && r->title.n
                           ? KHUNG__JOIN(report, r->number, KHUNG__S(". "), r->title)
                       : r->number.n ? r->number
                                     : r->title;
    khung__str end = {0};
    if (r->to.year)
        end = KHUNG__JOIN(report, KHUNG__S("\n"),
                          KHUNG__SAY(report, LAW_ENDED, khung__report_date(report, r->to)));
    if (r->replaced_by.n)
        end = KHUNG__JOIN(report, end, KHUNG__S("\n"),
                          KHUNG__SAY(report, LAW_REPLACED, r->replaced_by));
    khung__str from = r->from.year ? khung__report_date(report, r->from)
                                   : khung__word(KHUNG__W_DASH, report->language);
    khung__cell cells[] = {{{{title, plain()}, {end, quiet()}}, 2},
                           khung__cell_of(from, plain()),
                           khung__cell_of(citing(report, r), quiet())};
    khung__table_row(table, cells, KHUNG__ROW, 0);
}

static void laws(annex *a)
{
    khung__report *report = a->report;
    const khung_framework *f = report->framework;
    bool any_law = false;
    for (uint32_t i = 0; i < f->criterion_count; i++)
        any_law = any_law || f->criteria[i].reference_count;
    if (!any_law) return;
    khung__report_room(report, 96);
    report->y += 20;
    khung__report_h2(report, word(a, KHUNG__P_SOURCE_LAW));
    report->y += 8;
    khung__column columns[] = {{260, KHUNG__LEFT, word(a, KHUNG__P_LAW_TITLE)},
                               {88, KHUNG__RIGHT, word(a, KHUNG__P_LAW_FROM)},
                               {132, KHUNG__LEFT, word(a, KHUNG__P_LAW_CRITERIA)}};
    khung__table table = {report, columns, 3, 4, 8};
    khung__table_start(&table);
    for (uint32_t i = 0; i < f->criterion_count; i++)
        for (uint32_t k = 0; k < f->criteria[i].reference_count; k++)
            if (!seen_before(f, i, k)) law_row(report, &table, &f->criteria[i].references[k]);
    khung__table_end(&table);
}

/* What the paper can be checked with; the last thing in the document. */
static void checkable(annex *a)
{
    khung__report *report = a->report;
    khung__style bold = khung__style_label_bold(KHUNG__INK), text = khung__style_label(KHUNG__INK2);
    const khung_result *r = report->result;
    bool apart = r->respondents && !r->has_self && !r->has_consensus; /* several people's own answers are not attached */
    khung__span spans[] = {
        {word(a, KHUNG__P_CHECKABLE), bold},
        {KHUNG__SAY(report, CHECKABLE_RULES, khung__report_int(report, KHUNG_RULES)), text},
        {word(a, apart ? KHUNG__P_CHECKABLE_APART : KHUNG__P_CHECKABLE_HOW), text}};
    khung__para para = khung__doc_para(report->doc, spans, report->in->options->archive ? 2 : 3,
                                       KHUNG__TEXT_W - 24, KHUNG__LEFT);
    double height = khung__para_height(&para) + 16;
    report->title = (khung__str){0};
    khung__report_room(report, height + 16);
    double y = report->y + 16;
    khung__doc_artifact(report->doc, true);
    khung__doc_rect(report->doc, report->page, KHUNG__LEFT_X, y, KHUNG__TEXT_W, height,
                    khung__pen_fill(KHUNG__A5));
    khung__doc_artifact(report->doc, false);
    khung__doc_open(report->doc, KHUNG__TAG_NOTE);
    khung__report_put(report, KHUNG__LEFT_X + 12, y + 8, &para);
    khung__doc_close(report->doc);
    report->y = y + height;
}

static void how_computed(annex *a)
{
    a->started = false; /* the workings begin a page of their own */
    begin(a, KHUNG__P_ANNEX_WORKINGS);
    khung__report_workings(a->report);
    a->started = false;
}

static void foundations(annex *a)
{
    sources(a);
    laws(a);
    checkable(a);
}

void khung__report_annex(khung__report *report)
{
    static void (*const parts[KHUNG__ANNEXES])(annex *) = {
        open_list, left_out_list, evidence_list, gate_list,
        further_gaps, views, how_computed, foundations};
    annex a = {.report = report};
    khung__doc_open(report->doc, KHUNG__TAG_PART);
    const khung_description *description = report->in->description;
    for (uint32_t i = 0; i < description->annex_count; i++)
        parts[description->annexes[i].id](&a);
    report->title = (khung__str){0};
    khung__doc_close(report->doc);
}
