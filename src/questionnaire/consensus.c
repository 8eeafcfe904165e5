/* questionnaire/consensus: the sheet by which a group settles on common answers: what its people said of each criterion, without who said
 * what, those on which they differ most first; boxes for the level that all agree on. */
#include "inner.h"

#include <math.h>

static const double BOX = 13, SMALL_BOX = 11, BESIDE = 20, BAR = 12, LINE = 20, GAP = 8, NUMBER_W = 20;
enum { MOST_COLUMNS = 5 };

typedef struct meeting {
    khung__sheet s;
    const khung__tally *tally;
} meeting;

static double left(const meeting *m) { return m->s.l.left + m->s.code_w; }
static double wide(const meeting *m) { return m->s.l.width - m->s.code_w; }
static khung__style body(const meeting *m, khung__rgb c) { return khung__leaf_style(&m->s.l, khung__style_body(c)); }
static khung__style bold(const meeting *m, khung__rgb c) { return khung__leaf_style(&m->s.l, khung__style_body_bold(c)); }
static khung__style label(const meeting *m, khung__rgb c) { return khung__leaf_style(&m->s.l, khung__style_label(c)); }

/* What does not fit goes on on the next page; measuring knows no pages. */
static void make_room(meeting *m, double height)
{
    if (!m->s.dry) khung__leaf_room(&m->s.l, height);
}

/* ---- what people said, in columns ---- */

typedef struct column {
    khung__str name;
    uint32_t count, step, steps; /* step steps: no level */
    bool box;
} column;

static void put_bar(meeting *m, const column *c, double x, double y, double w)
{
    khung__leaf *l = &m->s.l;
    khung__rgb on, tint = c->step < c->steps ? khung__chart_tint(l->in->palette, c->step, c->steps, m->s.framework->lower, &on) : KHUNG__WHITE;
    double long_w = m->tally->people ? w * c->count / m->tally->people : 0;
    khung__doc_aside(l->doc, true);
    khung__doc_rect(l->doc, l->page, x, y, w, BAR * l->scale, khung__pen_fill(KHUNG__A5));
    khung__leaf_name(l, "track");
    if (c->count) {
        khung__pen pen = c->step < c->steps ? khung__pen_fill(tint) : khung__pen_both(tint, KHUNG__INK2, 0.5);
        khung__doc_rect(l->doc, l->page, x, y, fmax(long_w, 1), BAR * l->scale, pen);
        khung__leaf_name(l, "share");
    }
    khung__doc_aside(l->doc, false);
}

/* One column: the number of people and its bar, below them the box and the level's name. Returns the height. */
static double put_column(meeting *m, const column *c, double x, double w)
{
    khung__leaf *l = &m->s.l;
    double k = l->scale, number_w = NUMBER_W * k, name_x = c->box ? BESIDE * k : number_w;
    khung__style style = c->count ? bold(m, KHUNG__INK) : body(m, KHUNG__INK2);
    khung__span span = {c->name, body(m, KHUNG__INK)};
    khung__para name = khung__leaf_lay(l, &span, 1, w - name_x - 2);
    double height = (BAR + 6) * k + fmax(BOX * k, khung__leaf_height(&name));
    if (m->s.dry) return height;
    khung__doc_open(l->doc, KHUNG__TAG_LI);
    khung__doc_text(l->doc, l->page, x + number_w - 6 * k, khung__baseline(l->y, style), khung__leaf_int(l, c->count), style, KHUNG__RIGHT);
    put_bar(m, c, x + number_w, l->y, w - number_w - 4);
    double y = l->y + (BAR + 6) * k;
    if (c->box) khung__sheet_box(&m->s, x, y - 0.5 * k, BOX);
    khung__leaf_put(l, x + name_x, y, &name);
    khung__doc_close(l->doc);
    return height;
}

static void put_columns(meeting *m, const column *list, size_t n)
{
    khung__leaf *l = &m->s.l;
    size_t across = l->scale > 1 && n > 3 ? 3 : n < MOST_COLUMNS ? n : MOST_COLUMNS;
    double w = (wide(m) + GAP) / (double)(across ? across : 1);
    if (!m->s.dry) khung__doc_open(l->doc, KHUNG__TAG_L);
    for (size_t from = 0; from < n; from += across) {
        meeting dry = *m;
        double height = 0;
        dry.s.dry = true;
        for (size_t i = from; i < n && i < from + across; i++) height = fmax(height, put_column(&dry, &list[i], 0, w - GAP));
        make_room(m, height);
        for (size_t i = from; i < n && i < from + across && !m->s.dry; i++) put_column(m, &list[i], left(m) + (double)(i - from) * w, w - GAP);
        l->y += height + 4 * l->scale;
    }
    if (!m->s.dry) khung__doc_close(l->doc);
}

static void put_levels(meeting *m, const khung__criterion *c, const khung__tally_item *item, bool boxes)
{
    const khung__scale *scale = &m->s.framework->scales[c->scale];
    column *list = khung__arena_alloc(m->s.l.arena, (scale->level_count + 1) * sizeof *list);
    size_t n = 0;
    if (!list) {
        khung__doc_fail(m->s.l.doc, KHUNG_NO_MEMORY);
        return;
    }
    for (uint32_t i = 0; i < scale->level_count; i++) {
        bool chosen = c->choosable >> i & 1;
        if (!chosen) continue;
        khung__str title = scale->levels[i].title.n ? scale->levels[i].title : scale->levels[i].id;
        list[n++] = (column){title, item->levels[i], i, scale->level_count, boxes};
    }
    if (!c->na_forbidden) list[n++] = (column){KHUNG__WORDS(&m->s.l, FORM_NA), item->not_applicable, 1, 1, true};
    put_columns(m, list, n);
}

/* ---- checks, quantities ---- */

static void put_check(meeting *m, const khung__check *check, uint32_t yes, uint32_t no)
{
    khung__leaf *l = &m->s.l;
    double k = l->scale, choice = 46 * k, said_w = 84 * k, ask_w = wide(m) - 2 * choice - said_w - 8;
    khung__span span = {check->ask.n ? check->ask : check->id, khung__leaf_style(l, khung__style_quote(KHUNG__INK))};
    khung__para ask = khung__leaf_lay(l, &span, 1, ask_w);
    double height = fmax(14 * k, khung__leaf_height(&ask)) + 6 * k, x = left(m) + ask_w + 8;
    make_room(m, height);
    if (!m->s.dry) {
        khung__str numbers[] = {khung__leaf_int(l, yes), khung__leaf_int(l, no)};
        khung__str words[] = {KHUNG__WORDS(l, FORM_YES), KHUNG__WORDS(l, FORM_NO)};
        khung__doc_open(l->doc, KHUNG__TAG_LI);
        khung__leaf_put(l, left(m), l->y + 3 * k, &ask);
        khung__leaf_line(l, x, l->y + 3 * k, khung__leaf_say(l, KHUNG__P_AGREE_CHECK, numbers, 2), bold(m, KHUNG__INK), KHUNG__LEFT);
        for (int i = 0; i < 2; i++) {
            khung__sheet_box(&m->s, x + said_w + i * choice, l->y + 3.5 * k, SMALL_BOX);
            khung__leaf_line(l, x + said_w + i * choice + 15 * k, l->y + 3 * k, words[i], body(m, KHUNG__INK), KHUNG__LEFT);
        }
        khung__doc_close(l->doc);
        khung__leaf_rule(l, left(m), l->y + height, wide(m), KHUNG__HAIR, KHUNG__RULE);
    }
    l->y += height;
}

static void put_checks(meeting *m, const khung__criterion *c, const khung__tally_item *item)
{
    khung__leaf *l = &m->s.l;
    const khung__scale *scale = c->scale == KHUNG__NONE ? NULL : &m->s.framework->scales[c->scale];
    if (!m->s.dry) khung__doc_open(l->doc, KHUNG__TAG_L);
    for (uint32_t level = 0; level < (scale ? scale->level_count : 1); level++)
        for (uint32_t i = 0; i < c->check_count; i++)
            if (!scale || c->checks[i].level == level) put_check(m, &c->checks[i], item->yes[i], item->no[i]);
    if (!m->s.dry) khung__doc_close(l->doc);
    l->y += 6 * l->scale;
}

/* "7 (3 people), 9": each number once. */
static khung__str numbers_said(meeting *m, const khung__criterion *c, const khung__tally_item *item)
{
    khung__leaf *l = &m->s.l;
    khung__str text = KHUNG__S("");
    for (uint32_t i = 0, to; i < item->numbers; i = to) {
        for (to = i + 1; to < item->numbers && item->quantities[to] == item->quantities[i]; to++) {}
        khung__micro value = item->quantities[i];
        unsigned digits = 6;
        while (digits && value % 10 == 0) value /= 10, digits--;
        khung__str one = khung__leaf_decimal(l, item->quantities[i], digits), args[] = {one, khung__leaf_int(l, to - i)};
        if (to - i > 1) one = khung__leaf_unbroken(l, khung__leaf_say(l, KHUNG__P_AGREE_TIMES, args, 2));
        text = text.n ? KHUNG__GLUE(l, text, KHUNG__S("; "), one) : one;
    }
    return c->unit.n ? KHUNG__GLUE(l, text, KHUNG__S(" "), c->unit) : text;
}

static void put_quantity(meeting *m, const khung__criterion *c, const khung__tally_item *item)
{
    khung__leaf *l = &m->s.l;
    double k = l->scale;
    khung__str said = item->numbers ? KHUNG__TELL(l, AGREE_SAID, numbers_said(m, c, item)) : (khung__str){0};
    l->y += khung__sheet_text(&m->s, KHUNG__TAG_P, left(m), 0, wide(m), said, khung__style_body(KHUNG__INK)) + 6 * k;
    khung__str word = KHUNG__WORDS(l, AGREE_NUMBER);
    khung__style style = bold(m, KHUNG__INK);
    make_room(m, LINE * k);
    if (!m->s.dry) {
        double w = khung__doc_width(l->doc, word, style.face, style.size) + 6 * k;
        khung__doc_open(l->doc, KHUNG__TAG_P);
        khung__leaf_line(l, left(m), l->y, word, style, KHUNG__LEFT);
        khung__doc_close(l->doc);
        khung__leaf_dots(l, left(m) + w, l->y + 13 * k, 88 * k);
        khung__leaf_unit(l, left(m) + w + 94 * k, c->unit, body(m, KHUNG__INK));
    }
    l->y += LINE * k;
}

/* ---- a criterion ---- */

/* "from Emerging to Mature; 2 people did not answer". */
static khung__str standing(meeting *m, const khung__criterion *c, const khung__tally_item *item)
{
    khung__leaf *l = &m->s.l;
    khung__str text = {0}, missing = {0};
    uint32_t lo = KHUNG__NONE, hi = 0;
    const khung__scale *scale = c->scale == KHUNG__NONE ? NULL : &m->s.framework->scales[c->scale];
    for (uint32_t i = 0; scale && i < scale->level_count; i++) {
        if (!item->levels[i]) continue;
        lo = lo == KHUNG__NONE ? i : lo;
        hi = i;
    }
    if (lo != KHUNG__NONE && lo != hi) text = KHUNG__TELL(l, AGREE_RANGE, scale->levels[lo].title, scale->levels[hi].title);
    if (item->open) missing = khung__leaf_count(l, KHUNG__P_AGREE_OPEN_ONE, KHUNG__P_AGREE_OPEN, item->open);
    return !text.n ? missing : missing.n ? KHUNG__GLUE(l, text, KHUNG__S("; "), missing) : text;
}

static void put_head(meeting *m, const khung__criterion *c, const khung__tally_item *item)
{
    khung__leaf *l = &m->s.l;
    double k = l->scale;
    if (!m->s.dry) khung__doc_open(l->doc, KHUNG__TAG_H3);
    if (c->code.n) khung__sheet_text(&m->s, KHUNG__ARTIFACT, l->left, 0, m->s.code_w, khung__leaf_unbroken(l, c->code), khung__style_lead_bold(KHUNG__A100));
    l->y += khung__sheet_text(&m->s, KHUNG__ARTIFACT, left(m), 0, wide(m), c->title, khung__style_lead_bold(KHUNG__INK));
    if (!m->s.dry) khung__doc_close(l->doc);
    l->y += khung__sheet_text(&m->s, KHUNG__TAG_P, left(m), 0, wide(m), standing(m, c, item), khung__style_label(KHUNG__INK2)) + 6 * k;
}

static void put_why(meeting *m)
{
    khung__leaf *l = &m->s.l;
    double k = l->scale;
    khung__str word = KHUNG__WORDS(l, AGREE_WHY);
    khung__style style = label(m, KHUNG__INK2);
    make_room(m, (13 + LINE) * k);
    if (!m->s.dry) {
        double w = khung__doc_width(l->doc, word, style.face, style.size) + 6 * k;
        khung__doc_open(l->doc, KHUNG__TAG_P);
        khung__leaf_line(l, left(m), l->y + 2 * k, word, style, KHUNG__LEFT);
        khung__doc_close(l->doc);
        khung__leaf_dots(l, left(m) + w, l->y + 13 * k, wide(m) - w);
        khung__leaf_dots(l, left(m), l->y + (13 + LINE) * k, wide(m));
    }
    l->y += (13 + LINE) * k;
}

static void put_criterion(meeting *m, uint32_t index)
{
    const khung__criterion *c = &m->s.framework->criteria[index];
    const khung__tally_item *item = &m->tally->items[index];
    put_head(m, c, item);
    if (c->scale != KHUNG__NONE) put_levels(m, c, item, c->method == KHUNG__SCALE);
    if (c->method == KHUNG__LADDER || c->method == KHUNG__CHECKLIST) put_checks(m, c, item);
    if (c->method == KHUNG__QUANTITY) put_quantity(m, c, item);
    if (c->method == KHUNG__CHECKLIST && !c->na_forbidden) {
        column na = {KHUNG__WORDS(&m->s.l, FORM_NA), item->not_applicable, 1, 1, true};
        put_columns(m, &na, 1);
    }
    put_why(m);
    m->s.l.y += 20 * m->s.l.scale;
}

/* What has to be free for it: the whole, or the beginning where it is longer than a page. */
static double height_of(meeting *m, uint32_t index)
{
    meeting dry = *m;
    dry.s.dry = true;
    dry.s.l.y = 0;
    put_criterion(&dry, index);
    double page = m->s.l.bottom - m->s.l.top;
    return dry.s.l.y - 20 * m->s.l.scale > page ? page / 3 : dry.s.l.y;
}

/* ---- where all said the same ---- */

static khung__str common_answer(meeting *m, uint32_t index)
{
    const khung__criterion *c = &m->s.framework->criteria[index];
    const khung__tally_item *item = &m->tally->items[index];
    if (item->not_applicable) return KHUNG__WORDS(&m->s.l, FORM_NA);
    if (c->method == KHUNG__QUANTITY) {
        khung__tally_item one = *item;
        one.numbers = 1;
        return numbers_said(m, c, &one);
    }
    for (uint32_t i = 0; item->levels && i < m->s.framework->scales[c->scale].level_count; i++)
        if (item->levels[i]) return m->s.framework->scales[c->scale].levels[i].title;
    uint32_t yes = 0;
    for (uint32_t i = 0; i < c->check_count; i++) yes += item->yes[i] > 0;
    khung__str numbers[] = {khung__leaf_int(&m->s.l, yes), khung__leaf_int(&m->s.l, (int64_t)c->check_count - yes)};
    return khung__leaf_say(&m->s.l, KHUNG__P_AGREE_CHECK, numbers, 2);
}

static void put_same(meeting *m, uint32_t index)
{
    khung__leaf *l = &m->s.l;
    const khung__criterion *c = &m->s.framework->criteria[index];
    double k = l->scale, level_w = 130 * k, title_w = wide(m) - level_w - 2 * BESIDE * k;
    khung__span title = {c->title, body(m, KHUNG__INK)}, said = {common_answer(m, index), bold(m, KHUNG__INK)};
    khung__para first = khung__leaf_lay(l, &title, 1, title_w), second = khung__leaf_lay(l, &said, 1, level_w - 8);
    double height = fmax(khung__leaf_height(&first), khung__leaf_height(&second)) + 8 * k;
    khung__leaf_room(l, height);
    khung__doc_open(l->doc, KHUNG__TAG_TR);
    khung__doc_open(l->doc, KHUNG__TAG_TH);
    khung__leaf_line(l, l->left, l->y + 4 * k, c->code, bold(m, KHUNG__A100), KHUNG__LEFT);
    khung__leaf_put(l, left(m), l->y + 4 * k, &first);
    khung__doc_close(l->doc);
    khung__doc_open(l->doc, KHUNG__TAG_TD);
    khung__leaf_put(l, left(m) + title_w + BESIDE * k, l->y + 4 * k, &second);
    khung__sheet_box(&m->s, l->left + l->width - BOX * k, l->y + 3.5 * k, BOX);
    khung__doc_close(l->doc);
    khung__doc_close(l->doc);
    l->y += height;
    khung__leaf_rule(l, l->left, l->y, l->width, KHUNG__HAIR, KHUNG__RULE);
}

/* ---- the first page ---- */

static void put_line(meeting *m, khung__str word, double from, double w)
{
    khung__leaf *l = &m->s.l;
    khung__style style = body(m, KHUNG__INK);
    double text_w = khung__doc_width(l->doc, word, style.face, style.size);
    khung__doc_open(l->doc, KHUNG__TAG_P);
    khung__leaf_line(l, l->left + from, l->y, word, style, KHUNG__LEFT);
    khung__doc_close(l->doc);
    khung__leaf_dots(l, l->left + from + text_w + 6, l->y + 12.5 * l->scale, w - text_w - 6);
}

static void put_panel(meeting *m)
{
    khung__leaf *l = &m->s.l;
    khung__style plain = body(m, KHUNG__INK), strong = bold(m, KHUNG__INK);
    khung__span spans[] = {{KHUNG__WORDS(l, AGREE_HOW), plain}, {KHUNG__S("\n"), plain}, {KHUNG__WORDS(l, AGREE_KEEP), strong}};
    khung__para para = khung__leaf_lay(l, spans, 3, l->width - 24);
    khung__sheet_panel(&m->s, &para);
}

/* Facts that were given differently, in one sentence. */
static khung__str differing_facts(meeting *m)
{
    khung__str text = KHUNG__S("");
    for (uint32_t i = 0; i < m->s.framework->fact_count; i++) {
        const khung__fact *fact = &m->s.framework->facts[i];
        if (!m->tally->facts[i].differs) continue;
        khung__str ask = fact->ask.n ? fact->ask : fact->id;
        text = text.n ? KHUNG__GLUE(&m->s.l, text, KHUNG__S("; "), ask) : ask;
    }
    return text.n ? KHUNG__TELL(&m->s.l, AGREE_FACTS, text) : text;
}

static void put_opening(meeting *m)
{
    khung__leaf *l = &m->s.l;
    const khung__tally *t = m->tally;
    const khung_answers *a = t->first;
    double half = (l->width - 12) / 2, step = 28 * l->scale;
    khung__str when = KHUNG__TELL(l, AGREE_LEAD, khung__leaf_date(l, a->from), khung__leaf_date(l, a->to));
    khung__span spans[] = {{a->organisation_name.n ? a->organisation_name : a->organisation_id, khung__leaf_style(l, khung__style_lead_bold(KHUNG__INK))},
                           {KHUNG__S(", "), khung__leaf_style(l, khung__style_lead(KHUNG__INK))},
                           {when, khung__leaf_style(l, khung__style_lead(KHUNG__INK))}};
    khung__str counts = KHUNG__TELL(l, AGREE_COUNTS, khung__leaf_int(l, t->people), khung__leaf_int(l, t->order_count), khung__leaf_int(l, t->agreed));
    l->y += khung__leaf_para(l, KHUNG__TAG_P, l->left, l->y + 4, l->width, spans, 3) + 4;
    l->y += khung__leaf_text(l, KHUNG__TAG_P, l->left, l->y, l->width, counts, body(m, KHUNG__INK)) + 16 * l->scale;
    put_line(m, KHUNG__WORDS(l, AGREE_DAY), 0, half);
    put_line(m, KHUNG__WORDS(l, AGREE_PRESENT), half + 12, half);
    l->y += step;
    put_line(m, KHUNG__WORDS(l, AGREE_CHAIR), 0, l->width);
    l->y += step + 4 * l->scale;
    put_panel(m);
    khung__str facts = differing_facts(m);
    if (facts.n) l->y += khung__leaf_text(l, KHUNG__TAG_P, l->left, l->y - 8, l->width, facts, body(m, KHUNG__SIGNAL)) + 8 * l->scale;
}

/* ---- the whole ---- */

static bool answered(const khung__tally_item *item) { return item->numbers || item->not_applicable; }

/* Those from `from` on that are of the same part; its head stands before the first, on the same page. */
static uint32_t put_open_part(meeting *m, uint32_t from, khung__phrase_id head)
{
    khung__leaf *l = &m->s.l;
    bool part = answered(&m->tally->items[m->tally->order[from]]);
    khung__leaf_h2(l, khung__leaf_say(l, head, NULL, 0), (khung__str){0}, fmin(height_of(m, m->tally->order[from]), l->bottom - l->top - 40));
    l->section = khung__leaf_say(l, head, NULL, 0);
    l->y += 8 * l->scale;
    for (; from < m->tally->order_count && l->doc->status == KHUNG_OK; from++) {
        const khung__tally_item *item = &m->tally->items[m->tally->order[from]];
        if (item->same || answered(item) != part) break;
        khung__leaf_room(l, height_of(m, m->tally->order[from]) - 20 * l->scale);
        khung__doc_open(l->doc, KHUNG__TAG_SECT);
        put_criterion(m, m->tally->order[from]);
        khung__doc_close(l->doc);
    }
    return from;
}

static uint32_t put_same_part(meeting *m, uint32_t from)
{
    khung__leaf *l = &m->s.l;
    khung__leaf_h2(l, KHUNG__WORDS(l, AGREE_SAME), KHUNG__WORDS(l, AGREE_SAME_HOW), 40 * l->scale);
    l->section = KHUNG__WORDS(l, AGREE_SAME);
    khung__leaf_rule(l, l->left, l->y - 0.375, l->width, KHUNG__FIRM, KHUNG__INK);
    khung__doc_open(l->doc, KHUNG__TAG_TABLE);
    for (; from < m->tally->order_count && m->tally->items[m->tally->order[from]].same && l->doc->status == KHUNG_OK; from++)
        put_same(m, m->tally->order[from]);
    khung__doc_close(l->doc);
    l->y += 20 * l->scale;
    return from;
}

static double code_width(meeting *m)
{
    khung__style style = khung__leaf_style(&m->s.l, khung__style_lead_bold(KHUNG__A100));
    double w = 0;
    for (uint32_t i = 0; i < m->s.framework->criterion_count; i++)
        w = fmax(w, khung__doc_width(m->s.l.doc, m->s.framework->criteria[i].code, style.face, style.size));
    return w > 0 ? fmin(fmax(30 * m->s.l.scale, w + 8), m->s.l.width / 6) : 0;
}

khung_status khung__consensus_lay(khung__doc *doc, const khung__leaf_input *in, const khung_framework *framework, const khung__tally *tally)
{
    meeting m = {.s = {.framework = framework}, .tally = tally};
    khung__leaf *l = &m.s.l;
    khung__leaf_start(l, doc, in);
    l->name = tally->first->organisation_name.n ? tally->first->organisation_name : tally->first->organisation_id;
    l->document = KHUNG__WORDS(l, AGREE_TITLE);
    l->foot = KHUNG__TELL(l, AGREE_FOOT, framework->title, framework->version, khung__leaf_int(l, tally->people));
    l->section = KHUNG__WORDS(l, AGREE_DIFFER);
    m.s.code_w = code_width(&m);
    khung__leaf_new_page(l);
    khung__leaf_h1(l, l->document, 0);
    put_opening(&m);
    for (uint32_t i = 0; i < tally->order_count && doc->status == KHUNG_OK;) {
        const khung__tally_item *item = &tally->items[tally->order[i]];
        i = item->same ? put_same_part(&m, i) : put_open_part(&m, i, answered(item) ? KHUNG__P_AGREE_DIFFER : KHUNG__P_AGREE_NOBODY);
    }
    khung__leaf_end(l);
    return doc->status;
}
