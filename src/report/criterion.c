/* report/criterion: one criterion: at the left its title, need and evidence, at the right the level
 * bar, the level's own words, what was noted, and how to go on. A block is measured first and never
 * split, unless it is taller than a page. */
#include "inner.h"

#include <math.h>

static const double PAD_TOP = 5.75, PAD_BOTTOM = 8, BAR = 32;

/* A paragraph waiting for its place, relative to the block's top left corner. */
typedef struct piece {
    khung__para para;
    double x, y;
    khung__tag tag;
    bool goes_on; /* in the element of the piece before */
    int mark; /* khung__mark before the text, -1 none */
    double mark_x, mark_y, mark_s;
    khung__rgb mark_colour;
} piece;

typedef struct block {
    khung__report *report;
    uint32_t index;
    const khung__criterion *criterion;
    const khung__criterion_result *result;
    double code_w;
    piece *pieces;
    size_t n, cap;
    double left, right; /* how far down the two columns reach */
    bool bar;
} block;

static piece *add(block *b, khung__para para, double x, double y, khung__tag tag)
{
    if (b->n == b->cap) { /* the room is counted beforehand */
        khung__doc_fail(b->report->doc, KHUNG_INTERNAL);
        return &b->pieces[b->n - 1];
    }
    b->pieces[b->n] = (piece){.para = para, .x = x, .y = y, .tag = tag, .mark = -1};
    return &b->pieces[b->n++];
}

static khung__str need_word(const block *b)
{
    khung__phrase_id word = b->criterion->need == KHUNG__MUST  ? KHUNG__P_MUST
                          : b->criterion->need == KHUNG__MAY ? KHUNG__P_MAY
                                                             : KHUNG__P_SHOULD;
    return khung__report_phrase(b->report, word);
}

/* ---- the left column ---- */

static void add_left(block *b, khung__str text, khung__style style, double gap)
{
    khung__report *report = b->report;
    b->left += gap;
    khung__para para = khung__report_lay(report, text, style, KHUNG__SIDE_W - b->code_w);
    add(b, para, b->code_w, b->left, KHUNG__TAG_P);
    b->left += khung__para_height(&para);
}

static void add_title(block *b)
{
    khung__report *report = b->report;
    khung__para para = khung__report_lay(report, khung__report_cited(report, b->criterion->title, b->index),
                                         khung__style_body_bold(KHUNG__INK),
                                         KHUNG__SIDE_W - b->code_w);
    add(b, para, b->code_w, b->left, KHUNG__TAG_H3);
    b->left += khung__para_height(&para);
}

static void add_need(block *b)
{
    khung__str weight = khung__report_micro(b->report, b->criterion->weight);
    add_left(b, KHUNG__SAY(b->report, WEIGHT, need_word(b), weight),
             khung__style_label(KHUNG__INK2), 0);
}

/* "▲ +1  kỳ 2024: mức 2"; on paper the level then, so that readers see where the change came from. */
static void add_before(block *b)
{
    khung__report *report = b->report;
    if (!report->before.has) return;
    khung__style plain = khung__style_label(KHUNG__INK2);
    khung__rat then = khung__report_then(report, b->index);
    if (!then.has) {
        add_left(b, KHUNG__SAY(report, BEFORE_NONE, report->before.years), plain, 0);
        return;
    }
    khung__rat change = khung__report_change(report, b->index);
    khung__str points = khung__report_bare(report, then);
    khung__str text = b->criterion->scale == KHUNG__NONE
                          ? KHUNG__SAY(report, BEFORE_POINTS, report->before.years, points)
                          : KHUNG__SAY(report, BEFORE_LEVEL, report->before.years, points);
    bool changed = change.has && change.num_n, worse = change.negative != report->framework->lower;
    khung__rgb colour = worse ? KHUNG__SIGNAL : KHUNG__A100;
    khung__span spans[] = {{changed ? KHUNG__JOIN(report, khung__report_signed(report, change),
                                                  KHUNG__S("\u00a0 "))
                                    : (khung__str){0},
                            khung__style_label_bold(colour)},
                           {text, plain}};
    double indent = changed ? 10 : 0;
    khung__para para = khung__doc_para(report->doc, changed ? spans : spans + 1, changed ? 2 : 1,
                                       KHUNG__SIDE_W - b->code_w - indent, KHUNG__LEFT);
    piece *p = add(b, para, b->code_w + indent, b->left, KHUNG__TAG_P);
    if (changed) {
        p->mark = change.negative ? KHUNG__DOWN : KHUNG__UP;
        p->mark_x = b->code_w;
        p->mark_y = b->left + 3;
        p->mark_s = 0.75;
        p->mark_colour = colour;
    }
    b->left += khung__para_height(&para);
}

static void add_exhibit(block *b, const khung__exhibit *e)
{
    khung__report *report = b->report;
    bool alarm = e->stale || e->missing;
    khung__rgb colour = alarm ? KHUNG__SIGNAL : KHUNG__INK;
    khung__style plain = khung__style_label(colour), bold = khung__style_label_bold(colour);
    khung__str title = e->missing ? KHUNG__SAY(report, MISSING, e->title) : e->title;
    double indent = alarm ? 10 : 0, w = KHUNG__SIDE_W - b->code_w;
    khung__para first = khung__report_lay(report, title, e->missing ? bold : plain, w - indent);
    piece *p = add(b, first, b->code_w + indent, b->left, KHUNG__TAG_LI);
    if (alarm) {
        p->mark = KHUNG__WARN;
        p->mark_x = b->code_w;
        p->mark_y = b->left + 3;
        p->mark_s = 0.75;
        p->mark_colour = KHUNG__SIGNAL;
    }
    b->left += khung__para_height(&first);
    if (e->missing) return;
    khung__span spans[2];
    size_t n = 0;
    if (e->dated.year) {
        spans[n++] = (khung__span){
            KHUNG__JOIN(report, khung__report_date(report, e->dated), KHUNG__S(", ")), plain};
        spans[n++] = (khung__span){khung__report_age(report, e), e->stale ? bold : plain};
    } else {
        spans[n++] = (khung__span){khung__report_phrase(report, KHUNG__P_UNDATED),
                                   khung__style_label(KHUNG__INK2)};
    }
    khung__para second = khung__doc_para(report->doc, spans, n, w, KHUNG__LEFT);
    add(b, second, b->code_w, b->left, KHUNG__TAG_LI)->goes_on = true;
    b->left += khung__para_height(&second);
}

static void add_evidence(block *b, const khung__exhibit *list, size_t n)
{
    bool given = false;
    for (size_t i = 0; i < n; i++) given = given || !list[i].missing;
    if (given)
        add_left(b, khung__report_phrase(b->report, KHUNG__P_EVIDENCE),
                 khung__style_label(KHUNG__INK2), 4);
    else if (n) b->left += 4;
    for (size_t i = 0; i < n; i++) add_exhibit(b, &list[i]);
}

/* ---- the right column ---- */

static void add_right(block *b, const khung__span *spans, size_t n, double gap)
{
    khung__report *report = b->report;
    b->right += gap;
    khung__para para = khung__doc_para(report->doc, spans, n, KHUNG__MAIN_W, KHUNG__LEFT);
    add(b, para, KHUNG__MAIN_X - KHUNG__LEFT_X, b->right, KHUNG__TAG_P);
    b->right += khung__para_height(&para);
}

static void add_said(block *b, khung__phrase_id lead, khung__str text, khung__style bold,
                     khung__style plain, double gap)
{
    khung__span spans[] = {{khung__report_phrase(b->report, lead), bold}, {text, plain}};
    add_right(b, spans, 2, gap);
}

/* The checks of a ladder or checklist, with a mark each. */
static void add_checks(block *b)
{
    khung__report *report = b->report;
    const khung__bound *track = khung__report_official(report, b->index);
    const int8_t *held = track && track->checks ? track->checks[b->index] : NULL;
    for (uint32_t i = 0; i < b->criterion->check_count; i++) {
        khung__para para = khung__report_lay(report, b->criterion->checks[i].ask,
                                             khung__style_label(KHUNG__INK), KHUNG__MAIN_W - 12);
        piece *p = add(b, para, KHUNG__MAIN_X - KHUNG__LEFT_X + 12, b->right + (i ? 0 : 3),
                       KHUNG__TAG_LI);
        if (!i) b->right += 3;
        p->mark = !held || held[i] < 0 ? KHUNG__RING : held[i] ? KHUNG__CHECK : KHUNG__CROSS;
        p->mark_colour = p->mark == KHUNG__CHECK ? KHUNG__A100 : KHUNG__INK2;
        p->mark_x = KHUNG__MAIN_X - KHUNG__LEFT_X;
        p->mark_y = b->right + 2.6;
        p->mark_s = 0.8;
        b->right += khung__para_height(&para);
    }
}

static void add_notes(block *b)
{
    const khung__answer *reviewer = khung__report_answer(b->report->reviewer, b->index);
    const khung__answer *self = khung__report_answer(b->report->self, b->index);
    khung__style bold = khung__style_label_bold(KHUNG__INK2),
                 plain = khung__style_label(KHUNG__INK2);
    if (reviewer && reviewer->note.n)
        add_said(b, KHUNG__P_NOTE_REVIEWER, reviewer->note, bold, plain, 4);
    else if (self && self->note.n) add_said(b, KHUNG__P_NOTE_SELF, self->note, bold, plain, 4);
}

/* The next better level that can be chosen, where the framework says how to get there. */
static void add_advice(block *b)
{
    const khung__criterion *c = b->criterion;
    uint32_t level = khung__report_level(b->report, b->index);
    if (!c->next || c->scale == KHUNG__NONE || level == KHUNG__NONE) return;
    const khung__scale *scale = &b->report->framework->scales[c->scale];
    int step = b->report->framework->lower ? -1 : 1;
    for (int64_t i = (int64_t)level + step; i >= 0 && i < scale->level_count; i += step) {
        if (!(c->choosable >> i & 1)) continue;
        if (!c->next[i].n) return;
        khung__span spans[] = {{KHUNG__SAY(b->report, TO_REACH, scale->levels[i].title),
                                khung__style_label_bold(KHUNG__A100)},
                               {c->next[i], khung__style_label(KHUNG__INK)}};
        add_right(b, spans, 2, 0);
        return;
    }
}

/* Why a level that nobody reviewed counts, or does not. */
static void add_unverified(block *b)
{
    const khung__report *report = b->report;
    khung__unverified_policy policy = report->framework->unverified;
    khung__phrase_id why = policy == KHUNG__UNVERIFIED_SELF    ? KHUNG__P_UNVERIFIED_SELF
                         : policy == KHUNG__UNVERIFIED_WORST ? KHUNG__P_UNVERIFIED_WORST
                                                             : KHUNG__P_UNVERIFIED_BLOCKS;
    bool alarm = b->result->blocks;
    add_said(b, KHUNG__P_UNVERIFIED, khung__report_phrase(report, why),
             khung__style_label_bold(alarm ? KHUNG__SIGNAL : KHUNG__INK2),
             khung__style_label(KHUNG__INK2), 4);
    if (!alarm) return;
    piece *p = &b->pieces[b->n - 1];
    p->mark = KHUNG__WARN;
    p->mark_x = KHUNG__MAIN_X - KHUNG__LEFT_X - 9;
    p->mark_y = p->y + 3;
    p->mark_s = 0.75;
    p->mark_colour = KHUNG__SIGNAL;
}

static void add_quantity(block *b)
{
    const khung__answer *answer = khung__report_answer(khung__report_official(b->report, b->index),
                                                       b->index);
    if (b->criterion->method != KHUNG__QUANTITY || !answer ||
        answer->kind != KHUNG__ANSWER_QUANTITY)
        return;
    khung__span span = {KHUNG__SAY(b->report, QUANTITY,
                                   khung__report_micro(b->report, answer->quantity),
                                   b->criterion->unit),
                        khung__style_body(KHUNG__INK)};
    add_right(b, &span, 1, 3);
}

static void lay_full(block *b)
{
    size_t n;
    const khung__exhibit *list = khung__report_evidence(b->report, b->index, &n);
    b->left = b->right = PAD_TOP;
    add_title(b);
    add_need(b);
    add_before(b);
    add_evidence(b, list, n);
    b->bar = true;
    b->right += BAR;
    khung__span own = {
        khung__report_descriptor(b->report, b->index, khung__report_level(b->report, b->index)),
        khung__style_quote(KHUNG__INK)};
    if (own.text.n) add_right(b, &own, 1, 3);
    add_quantity(b);
    if (b->criterion->check_count) add_checks(b);
    if (b->result->state == KHUNG_UNVERIFIED) add_unverified(b);
    add_notes(b);
    add_advice(b);
}

/* ---- criteria without a level: one sentence at the right ---- */

typedef struct excuse {
    khung__phrase_id state, rule;
    khung__str why;
    bool alarm;
} excuse;

static excuse excuse_of(block *b)
{
    khung__report *report = b->report;
    khung__str reason;
    switch (b->result->state) {
    case KHUNG_NOT_APPLICABLE:
        reason = khung__report_na_reason(report, b->index);
        while (reason.n && (reason.s[reason.n - 1] == '.' || reason.s[reason.n - 1] == ' '))
            reason.n--;
        return (excuse){KHUNG__P_NOT_APPLICABLE,
                        b->criterion->na_policy == KHUNG__NA_WORST    ? KHUNG__P_NA_AS_WORST
                        : b->criterion->na_policy == KHUNG__NA_TARGET ? KHUNG__P_NA_AS_TARGET
                                                                      : KHUNG__P_NA_EXCLUDED,
                        reason.n ? KHUNG__SAY(report, REASON, reason) : reason, false};
    case KHUNG_OUT_OF_SCOPE:
        return (excuse){KHUNG__P_OUT_OF_SCOPE, KHUNG__P_OUT_OF_SCOPE_WHY, {0}, false};
    case KHUNG_FUTURE: return (excuse){KHUNG__P_FUTURE, KHUNG__P_FUTURE_WHY, {0}, false};
    case KHUNG_RETIRED: return (excuse){KHUNG__P_RETIRED, KHUNG__P_RETIRED_WHY, {0}, false};
    case KHUNG_FACT_MISSING:
        return (excuse){KHUNG__P_FACT_MISSING, KHUNG__P_UNANSWERED_BLOCKS, {0}, true};
    case KHUNG_UNVERIFIED:
        return (excuse){KHUNG__P_UNVERIFIED, KHUNG__P_UNVERIFIED_BLOCKS, {0}, true};
    default:
        return (excuse){
            KHUNG__P_UNANSWERED,
            b->criterion->unanswered == KHUNG__UNANSWERED_WORST     ? KHUNG__P_UNANSWERED_WORST
            : b->criterion->unanswered == KHUNG__UNANSWERED_EXCLUDE ? KHUNG__P_UNANSWERED_LEFT
                                                                    : KHUNG__P_UNANSWERED_BLOCKS,
            b->result->carried
                ? KHUNG__JOIN(report, khung__report_phrase(report, KHUNG__P_CARRIED),
                              KHUNG__S(" "))
                : (khung__str){0},
            b->criterion->unanswered == KHUNG__UNANSWERED_BLOCK};
    }
}

static void lay_short(block *b)
{
    excuse e = excuse_of(b);
    khung__report *report = b->report;
    b->left = b->right = 8;
    add_title(b);
    if (b->result->state != KHUNG_NOT_APPLICABLE && b->result->state < KHUNG_OUT_OF_SCOPE)
        add_need(b);
    double indent = e.alarm ? 12 : 0;
    khung__span spans[] = {{khung__report_phrase(report, e.state),
                            khung__style_body_bold(e.alarm ? KHUNG__SIGNAL : KHUNG__INK)},
                           {e.why, khung__style_body(KHUNG__INK)},
                           {khung__report_phrase(report, e.rule), khung__style_body(KHUNG__INK2)}};
    khung__para para = khung__doc_para(report->doc, spans, 3, KHUNG__MAIN_W - indent, KHUNG__LEFT);
    piece *p = add(b, para, KHUNG__MAIN_X - KHUNG__LEFT_X + indent, b->right, KHUNG__TAG_P);
    if (e.alarm) {
        p->mark = KHUNG__WARN;
        p->mark_x = KHUNG__MAIN_X - KHUNG__LEFT_X;
        p->mark_y = b->right + 2;
        p->mark_s = 1;
        p->mark_colour = KHUNG__SIGNAL;
    }
    b->right += khung__para_height(&para);
    add_notes(b);
}

/* ---- putting a block on a page ---- */

/* The element stays open: what follows may go on in it. */
static void put_piece(block *b, const piece *p, double y)
{
    khung__report *report = b->report;
    if (!p->goes_on) khung__doc_open(report->doc, p->tag);
    if (p->tag == KHUNG__TAG_H3 && b->criterion->code.n)
        khung__report_line(report, KHUNG__LEFT_X, y + p->y, b->criterion->code,
                           khung__style_body_bold(KHUNG__A100), KHUNG__LEFT);
    if (p->mark >= 0)
        khung__doc_mark(report->doc, report->page, (khung__mark)p->mark, KHUNG__LEFT_X + p->mark_x,
                        y + p->mark_y, p->mark_s, p->mark_colour);
    khung__report_put(report, KHUNG__LEFT_X + p->x, y + p->y, &p->para);
}

/* Pieces that are evidence stand in one list. */
static void put_pieces(block *b, double y)
{
    bool in_list = false;
    for (size_t i = 0; i < b->n; i++) {
        bool item = b->pieces[i].tag == KHUNG__TAG_LI;
        if (item && !in_list) khung__doc_open(b->report->doc, KHUNG__TAG_L);
        if (!item && in_list) khung__doc_close(b->report->doc);
        in_list = item;
        put_piece(b, &b->pieces[i], y);
        if (i + 1 == b->n || !b->pieces[i + 1].goes_on) khung__doc_close(b->report->doc);
    }
    if (in_list) khung__doc_close(b->report->doc);
}

/* Taller than a page: pieces go on to the next page one after the other, lines of a long one too.
 */
static void put_tall(block *b)
{
    khung__report *report = b->report;
    double y = report->y + PAD_TOP;
    if (b->bar) khung__report_levelbar(report, KHUNG__MAIN_X, y, KHUNG__MAIN_W, b->index);
    if (b->bar) y += BAR + 4;
    for (size_t i = 0; i < b->n && report->doc->status == KHUNG_OK; i++) {
        piece *p = &b->pieces[i];
        khung__doc_open(report->doc, p->tag == KHUNG__TAG_H3 ? KHUNG__TAG_H3 : KHUNG__TAG_P);
        if (p->tag == KHUNG__TAG_H3)
            khung__report_line(report, KHUNG__LEFT_X, y, b->criterion->code,
                               khung__style_body_bold(KHUNG__A100), KHUNG__LEFT);
        for (size_t from = 0; from < p->para.count && report->doc->status == KHUNG_OK;) {
            size_t to = from + khung__para_break(&p->para, from, KHUNG__BODY_END - y);
            if (to > from)
                y += khung__doc_put(report->doc, report->page, KHUNG__LEFT_X + p->x, y, &p->para,
                                    from, to);
            from = to;
            if (from < p->para.count) {
                report->y = KHUNG__BODY_END;
                khung__report_room(report, KHUNG__KEEP);
                y = report->y + 4;
            }
        }
        khung__doc_close(report->doc);
    }
    report->y = y + PAD_BOTTOM;
}

static void put_block(block *b)
{
    khung__report *report = b->report;
    double height = fmax(b->left, b->right) + PAD_BOTTOM;
    bool tall = height + khung__report_notes_height(report, b->index, true) > report->doc->frame.bottom - KHUNG__BODY_Y - 60;
    khung__report_room(report, (tall ? 160 : height) + khung__report_notes_height(report, b->index, false));
    khung__doc_open(report->doc, KHUNG__TAG_SECT);
    khung__report_notes_add(report, b->index);
    if (tall || height > KHUNG__BODY_END - report->y) {
        put_tall(b);
    } else {
        if (b->n) {
            put_piece(b, &b->pieces[0], report->y);
            khung__doc_close(report->doc);
        }
        if (b->bar)
            khung__report_levelbar(report, KHUNG__MAIN_X, report->y + PAD_TOP, KHUNG__MAIN_W,
                                   b->index);
        b->pieces++;
        b->n -= b->n > 0;
        put_pieces(b, report->y);
        report->y += height;
    }
    khung__doc_close(report->doc);
    khung__report_rule(report, KHUNG__LEFT_X, report->y - 0.125, KHUNG__TEXT_W, KHUNG__HAIR,
                       KHUNG__RULE);
}

/* ---- the 20-pt row of a criterion that needs no attention ---- */

static void row(block *b)
{
    khung__report *report = b->report;
    khung__doc *doc = report->doc;
    size_t n, given = 0;
    const khung__exhibit *list = khung__report_evidence(report, b->index, &n);
    for (size_t i = 0; i < n; i++) given += !list[i].missing;
    khung__para title = khung__report_lay(report, b->criterion->title,
                                          khung__style_body(KHUNG__INK), KHUNG__TEXT_W - 256 - b->code_w);
    bool counted = b->result->score.has && b->result->state != KHUNG_NOT_APPLICABLE;
    khung__str level = counted ? khung__report_level_name(report, b->index)
                               : khung__report_phrase(report, excuse_of(b).state);
    khung__para name = khung__report_lay(report, level, khung__style_body(KHUNG__INK2), 104);
    double height = fmax(khung__para_height(&title), khung__para_height(&name)) + 8;
    khung__report_room(report, height);
    khung__doc_open(doc, KHUNG__TAG_SECT);
    khung__doc_open(doc, KHUNG__TAG_P);
    khung__report_line(report, KHUNG__LEFT_X, report->y + 4, b->criterion->code,
                       khung__style_body_bold(KHUNG__A100), KHUNG__LEFT);
    khung__report_put(report, KHUNG__LEFT_X + b->code_w, report->y + 4, &title);
    khung__doc_aside(doc, true);
    if (counted) khung__report_minibar(report, KHUNG__RIGHT_X - 246, report->y + 7, b->index);
    khung__doc_aside(doc, false);
    khung__report_put(report, KHUNG__RIGHT_X - 180, report->y + 4, &name);
    khung__str none = {0},
               count = khung__report_count(report, KHUNG__P_EVIDENCE_ONE,
                                           KHUNG__P_EVIDENCE_MANY, (int64_t)given, none);
    if (given)
        khung__report_line(report, KHUNG__RIGHT_X, report->y + 4, count,
                           khung__style_label(KHUNG__INK2), KHUNG__RIGHT);
    khung__doc_close(doc);
    khung__doc_close(doc);
    report->y += height;
    khung__report_rule(report, KHUNG__LEFT_X, report->y - 0.125, KHUNG__TEXT_W, KHUNG__HAIR,
                       KHUNG__RULE);
}

static block block_of(khung__report *report, uint32_t criterion, double code_w)
{
    return (block){.report = report,
                   .index = criterion,
                   .criterion = &report->framework->criteria[criterion],
                   .result = &report->result->criteria[criterion],
                   .code_w = code_w};
}

/* Lays everything out without putting it anywhere; false when memory ends. */
static bool lay(block *b)
{
    khung__report *report = b->report;
    size_t evidence;
    khung__report_evidence(report, b->index, &evidence);
    b->cap = 16 + 2 * evidence + b->criterion->check_count;
    b->pieces = khung__arena_alloc(report->arena, b->cap * sizeof *b->pieces);
    if (!b->pieces) {
        khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
        return false;
    }
    bool told = b->result->state == KHUNG_ANSWERED ||
                (b->result->state == KHUNG_UNVERIFIED && b->result->score.has);
    if (told) lay_full(b);
    else lay_short(b);
    return true;
}

double khung__report_criterion_height(khung__report *report, uint32_t criterion, double code_w)
{
    block b = block_of(report, criterion, code_w);
    return lay(&b) ? fmax(b.left, b.right) + PAD_BOTTOM + khung__report_notes_height(report, criterion, true) : 0;
}

void khung__report_criterion(khung__report *report, uint32_t criterion, double code_w, bool full)
{
    block b = block_of(report, criterion, code_w);
    if (!full) row(&b);
    else if (lay(&b)) put_block(&b);
}
