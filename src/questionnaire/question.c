/* questionnaire/question: one question: its words, levels with boxes, not applicable, evidence, notes. */
#include "inner.h"

#include <math.h>

static const double BOX = 13, SMALL_BOX = 11, LINE = 20, LEVEL_W = 88, BESIDE = 24, PAD = 6;
enum { NOTE_LINES = 3 };

void khung__sheet_box(khung__sheet *s, double x, double y, double size)
{
    double k = s->l.scale;
    if (s->dry) return;
    khung__doc_aside(s->l.doc, true);
    khung__doc_rect(s->l.doc, s->l.page, x + 0.5 * k, y + 0.5 * k, (size - 1) * k, (size - 1) * k, khung__pen_both(KHUNG__WHITE, KHUNG__INK, k));
    khung__leaf_name(&s->l, size > 12 ? "box" : "small-box");
    khung__doc_aside(s->l.doc, false);
}

void khung__sheet_tick(khung__sheet *s, double x, double y, double size)
{
    double k = s->l.scale;
    khung__sheet_box(s, x, y, size);
    if (s->dry) return;
    khung__doc_aside(s->l.doc, true);
    khung__doc_mark(s->l.doc, s->l.page, KHUNG__CHECK, x + 2 * k, y + 2 * k, k * (size - 4) / 8, KHUNG__INK);
    khung__leaf_name(&s->l, "ticked");
    khung__doc_aside(s->l.doc, false);
}

void khung__sheet_written(khung__sheet *s, double x, double top, double w, khung__str text)
{
    khung__style style = khung__leaf_style(&s->l, khung__style_body(KHUNG__INK));
    if (!text.n || s->dry) return;
    khung__doc_open(s->l.doc, KHUNG__TAG_P);
    if (khung__doc_width(s->l.doc, text, style.face, style.size) > w && style.size > 7.5) style.size = 7.5;
    khung__leaf_line(&s->l, x, top, text, style, KHUNG__LEFT);
    khung__doc_close(s->l.doc);
}

const khung__answer *khung__sheet_answer(const khung__sheet *s, const khung__criterion *c)
{
    const khung__answer *a = s->filled ? s->filled->by_criterion[c - s->framework->criteria] : NULL;
    return a && !a->carried ? a : NULL;
}

/* Puts the lines from y on; those that do not fit go on on the next page, where l.y is its top then. Returns where they end. */
static double flow(khung__sheet *s, const khung__para *para, double x, double y)
{
    khung__leaf *l = &s->l;
    for (size_t from = 0; from < para->count && l->doc->status == KHUNG_OK;) {
        size_t fit = y < l->bottom ? (size_t)((l->bottom - y + 0.01) / para->leading) : 0;
        size_t to = from + fit < para->count ? from + fit : para->count;
        khung__doc_put(l->doc, l->page, x, y, para, from, to);
        y += (double)(to - from) * para->leading;
        if (to < para->count) {
            khung__leaf_new_page(l);
            y = l->y;
        }
        from = to;
    }
    return y;
}

double khung__sheet_text(khung__sheet *s, khung__tag tag, double x, double down, double width, khung__str text, khung__style style)
{
    khung__span span = {text, khung__leaf_style(&s->l, style)};
    if (!text.n) return 0;
    khung__para para = khung__leaf_lay(&s->l, &span, 1, width);
    if (s->dry) return khung__leaf_height(&para);
    if (tag) khung__doc_open(s->l.doc, tag);
    double end = flow(s, &para, x, s->l.y + down);
    if (tag) khung__doc_close(s->l.doc);
    return end - down - s->l.y;
}

static void open_in(khung__sheet *s, khung__tag tag)
{
    if (!s->dry) khung__doc_open(s->l.doc, tag);
}

static void close_in(khung__sheet *s)
{
    if (!s->dry) khung__doc_close(s->l.doc);
}

static double left(const khung__sheet *s) { return s->l.left + s->code_w; }
static double wide(const khung__sheet *s) { return s->l.width - s->code_w; }

static void rule(khung__sheet *s, double width, khung__rgb colour)
{
    if (!s->dry) khung__leaf_rule(&s->l, left(s), s->l.y - width / 2, wide(s), width, colour);
}

/* What does not fit goes on on the next page; measuring knows no pages. */
static void make_room(khung__sheet *s, double height)
{
    if (!s->dry) khung__leaf_room(&s->l, height);
}

/* ---- head ---- */

static void put_head(khung__sheet *s, const khung__criterion *c)
{
    double k = s->l.scale;
    khung__style big = khung__style_h1(KHUNG__A100);
    open_in(s, KHUNG__TAG_H3);
    if (c->code.n) khung__sheet_text(s, KHUNG__ARTIFACT, s->l.left, -5 * k, s->code_w, khung__leaf_unbroken(&s->l, c->code), big);
    double h = khung__sheet_text(s, KHUNG__ARTIFACT, left(s), 0, wide(s), c->ask.n ? c->ask : c->title, khung__style_lead_bold(KHUNG__INK));
    s->l.y += h;
    close_in(s);
    h = khung__sheet_text(s, KHUNG__TAG_P, left(s), 0, wide(s), c->why, khung__style_body(KHUNG__INK2));
    s->l.y += h;
    if (c->applies_when)
        s->l.y += khung__sheet_text(s, KHUNG__TAG_P, left(s), 0, wide(s), KHUNG__WORDS(&s->l, FORM_SCOPED), khung__style_label(KHUNG__INK2));
    s->l.y += PAD * k;
    rule(s, KHUNG__FIRM, KHUNG__INK);
}

/* ---- levels ---- */

/* A row with a box, a name and words; `line`: the words lead a line to write on. */
static void put_row(khung__sheet *s, khung__str name, khung__str words, bool line, bool ticked)
{
    double k = s->l.scale, from = left(s) + (BESIDE + LEVEL_W) * k, room = wide(s) - (BESIDE + LEVEL_W) * k;
    khung__span title = {name, khung__leaf_style(&s->l, khung__style_body_bold(KHUNG__INK))};
    khung__span said = {words, khung__leaf_style(&s->l, line ? khung__style_body(KHUNG__INK) : khung__style_quote(KHUNG__INK))};
    bool whole = !line && !words.n; /* nothing beside the name, so it may be long */
    khung__para first = khung__leaf_lay(&s->l, &title, 1, (whole ? wide(s) - BESIDE * k : (LEVEL_W - 8) * k));
    khung__para second = khung__leaf_lay(&s->l, &said, words.n ? 1 : 0, room);
    double height = fmax(12 * k, fmax(khung__leaf_height(&first), khung__leaf_height(&second))) + 2 * PAD * k;
    make_room(s, height);
    if (!s->dry) {
        khung__doc_open(s->l.doc, KHUNG__TAG_TR);
        khung__doc_open(s->l.doc, KHUNG__TAG_TH);
        if (ticked) khung__sheet_tick(s, left(s), s->l.y + (PAD - 0.5) * k, BOX);
        else khung__sheet_box(s, left(s), s->l.y + (PAD - 0.5) * k, BOX);
        khung__leaf_put(&s->l, left(s) + BESIDE * k, s->l.y + PAD * k, &first);
        khung__doc_close(s->l.doc);
        khung__doc_open(s->l.doc, KHUNG__TAG_TD);
        bool long_one = height > s->l.bottom - s->l.y;
        double end = second.count ? flow(s, &second, from, s->l.y + PAD * k) : 0;
        khung__doc_close(s->l.doc);
        khung__doc_close(s->l.doc);
        if (long_one && second.count) s->l.y = end + PAD * k - height;
        double w = second.count ? second.width + 4 * k : 0;
        if (line) khung__leaf_dots(&s->l, from + w, s->l.y + (PAD + 12.5) * k, room - w);
    }
    s->l.y += height;
    rule(s, KHUNG__HAIR, KHUNG__RULE);
}

static void put_levels(khung__sheet *s, const khung__criterion *c)
{
    const khung__scale *scale = c->scale == KHUNG__NONE ? NULL : &s->framework->scales[c->scale];
    const khung__answer *a = khung__sheet_answer(s, c);
    uint32_t chosen = a && a->kind == KHUNG__ANSWER_LEVEL ? s->filled->level[c - s->framework->criteria] : KHUNG__NONE;
    bool na = a && a->kind == KHUNG__ANSWER_NA;
    open_in(s, KHUNG__TAG_TABLE);
    for (uint32_t i = 0; scale && c->method == KHUNG__SCALE && i < scale->level_count; i++) {
        if (!(c->choosable >> i & 1)) continue;
        khung__str words = c->descriptors && c->descriptors[i].n ? c->descriptors[i] : scale->levels[i].means;
        put_row(s, scale->levels[i].title.n ? scale->levels[i].title : scale->levels[i].id, words, false, i == chosen);
    }
    khung__str because = KHUNG__WORDS(&s->l, FORM_BECAUSE);
    if (!c->na_forbidden) put_row(s, KHUNG__WORDS(&s->l, FORM_NA), na ? KHUNG__GLUE(&s->l, because, KHUNG__S(" "), a->reason) : because, true, na);
    close_in(s);
}

/* ---- checks and quantities ---- */

static void put_check(khung__sheet *s, khung__str ask, bool ticked)
{
    double k = s->l.scale;
    khung__span span = {ask, khung__leaf_style(&s->l, khung__style_quote(KHUNG__INK))};
    khung__para para = khung__leaf_lay(&s->l, &span, 1, wide(s) - BESIDE * k);
    double height = khung__leaf_height(&para) + 2 * PAD * k;
    make_room(s, height);
    open_in(s, KHUNG__TAG_LI);
    if (ticked) khung__sheet_tick(s, left(s), s->l.y + (PAD - 0.5) * k, BOX);
    else khung__sheet_box(s, left(s), s->l.y + (PAD - 0.5) * k, BOX);
    double end = s->dry ? 0 : flow(s, &para, left(s) + BESIDE * k, s->l.y + PAD * k);
    close_in(s);
    s->l.y = s->dry ? s->l.y + height : end + PAD * k;
    rule(s, KHUNG__HAIR, KHUNG__RULE);
}

/* The checks of a ladder stand below the level that they lead to, in the order of the levels. */
static void put_checks(khung__sheet *s, const khung__criterion *c)
{
    const khung__scale *scale = c->scale == KHUNG__NONE ? NULL : &s->framework->scales[c->scale];
    uint32_t levels = c->method == KHUNG__LADDER && scale ? scale->level_count : 1;
    const int8_t *checks = khung__sheet_answer(s, c) ? s->filled->checks[c - s->framework->criteria] : NULL;
    for (uint32_t level = 0; level < levels; level++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < c->check_count; i++) n += !(levels > 1 && c->checks[i].level != level);
        if (!n) continue;
        if (levels > 1) {
            make_room(s, 48 * s->l.scale);
            s->l.y += PAD * s->l.scale;
            s->l.y += khung__sheet_text(s, KHUNG__TAG_P, left(s), 0, wide(s), scale->levels[level].title, khung__style_body_bold(KHUNG__INK));
        }
        open_in(s, KHUNG__TAG_L);
        for (uint32_t i = 0; i < c->check_count; i++)
            if (levels == 1 || c->checks[i].level == level) put_check(s, c->checks[i].ask.n ? c->checks[i].ask : c->checks[i].id, checks && checks[i] > 0);
        close_in(s);
    }
}

static void put_quantity(khung__sheet *s, const khung__criterion *c)
{
    double k = s->l.scale;
    khung__str word = KHUNG__WORDS(&s->l, FORM_NUMBER);
    make_room(s, 28 * k);
    s->l.y += 8 * k;
    if (!s->dry) {
        khung__style style = khung__leaf_style(&s->l, khung__style_body_bold(KHUNG__INK)), plain = khung__style_in(style, KHUNG__SANS);
        double w = khung__doc_width(s->l.doc, word, style.face, style.size) + 6 * k;
        khung__doc_open(s->l.doc, KHUNG__TAG_P);
        khung__leaf_line(&s->l, left(s), s->l.y, word, style, KHUNG__LEFT);
        khung__doc_close(s->l.doc);
        khung__leaf_unit(&s->l, left(s) + w + 94 * k, c->unit, plain);
        khung__leaf_dots(&s->l, left(s) + w, s->l.y + 13 * k, 88 * k);
        const khung__answer *a = khung__sheet_answer(s, c);
        if (a && a->kind == KHUNG__ANSWER_QUANTITY) {
            unsigned digits = 6;
            for (khung__micro rest = a->quantity; digits && rest % 10 == 0; rest /= 10) digits--;
            khung__sheet_written(s, left(s) + w + 4 * k, s->l.y, 84 * k, khung__leaf_decimal(&s->l, a->quantity, digits));
        }
    }
    s->l.y += 20 * k;
    rule(s, KHUNG__HAIR, KHUNG__RULE);
}

/* ---- evidence and notes ---- */

static double put_evidence_item(khung__sheet *s, khung__str title, khung__str age, double x, double down, double w, bool line, const khung__proof *proof)
{
    double k = s->l.scale, text_x = x + (SMALL_BOX + 6) * k, text_w = w - (SMALL_BOX + 6) * k;
    khung__style body = khung__leaf_style(&s->l, khung__style_body(KHUNG__INK)), small = khung__leaf_style(&s->l, khung__style_label(KHUNG__INK2));
    khung__span spans[5] = {{title, body}};
    size_t n = 1;
    small.leading = body.leading;
    if (age.n) spans[n++] = (khung__span){KHUNG__S(" "), body}, spans[n++] = (khung__span){age, small};
    if (proof && proof->file.n) spans[n++] = (khung__span){KHUNG__S("\n"), body}, spans[n++] = (khung__span){proof->file, small};
    khung__para para = khung__leaf_lay(&s->l, spans, n, text_w);
    double h = fmax(LINE * k, khung__leaf_height(&para) + 8 * k);
    if (!s->dry) {
        khung__doc_open(s->l.doc, KHUNG__TAG_LI);
        if (proof) khung__sheet_tick(s, x, s->l.y + down + 4.5 * k, SMALL_BOX);
        else khung__sheet_box(s, x, s->l.y + down + 4.5 * k, SMALL_BOX);
        khung__leaf_put(&s->l, text_x, s->l.y + down + 4 * k, &para);
        khung__doc_close(s->l.doc);
        if (line) khung__leaf_dots(&s->l, text_x + para.width + 6 * k, s->l.y + down + 16 * k, text_w - para.width - 6 * k);
    }
    return h;
}

static khung__str age_of(khung__sheet *s, const khung__evidence_item *e)
{
    if (e->max_age_months < 0) return (khung__str){0};
    return khung__leaf_count(&s->l, KHUNG__P_FORM_AGE_ONE, KHUNG__P_FORM_AGE, e->max_age_months);
}

static const khung__proof *proof_of(const khung__sheet *s, const khung__criterion *c, khung__str item)
{
    const khung__answer *a = khung__sheet_answer(s, c);
    for (uint32_t i = 0; a && i < a->evidence_count; i++)
        if (khung__str_eq(a->evidence[i].item, item)) return &a->evidence[i];
    return NULL;
}

static double put_evidence(khung__sheet *s, const khung__criterion *c, double x, double w)
{
    double k = s->l.scale, down = 0;
    down += khung__sheet_text(s, KHUNG__TAG_P, x, 0, w, KHUNG__WORDS(&s->l, FORM_EVIDENCE), khung__style_body_bold(KHUNG__INK)) + 4 * k;
    open_in(s, KHUNG__TAG_L);
    for (uint32_t i = 0; i < c->evidence_count; i++)
        down += put_evidence_item(s, c->evidence[i].title, age_of(s, &c->evidence[i]), x, down, w, false, proof_of(s, c, c->evidence[i].id));
    down += put_evidence_item(s, KHUNG__WORDS(&s->l, FORM_OTHER), (khung__str){0}, x, down, w, true, NULL);
    close_in(s);
    return down;
}

static double put_notes(khung__sheet *s, const khung__criterion *c, double x, double down, double w, int lines)
{
    const khung__answer *a = khung__sheet_answer(s, c);
    double k = s->l.scale, from = down;
    down += khung__sheet_text(s, KHUNG__TAG_P, x, down, w, KHUNG__WORDS(&s->l, FORM_NOTES), khung__style_body_bold(KHUNG__INK)) + 4 * k;
    if (a && a->note.n) down += khung__sheet_text(s, KHUNG__TAG_P, x, down, w, a->note, khung__style_body(KHUNG__INK));
    for (int i = 0; i < (a && a->note.n ? 1 : lines); i++, down += LINE * k)
        if (!s->dry) khung__leaf_dots(&s->l, x, s->l.y + down + LINE * k, w);
    return down - from;
}

/* Beside each other; large print has them one below the other. */
static void put_foot(khung__sheet *s, const khung__criterion *c)
{
    double k = s->l.scale, half = (wide(s) - 12) / 2;
    bool large = k > 1;
    khung__sheet measured = *s;
    measured.dry = true;
    double evidence = put_evidence(&measured, c, left(s), large ? wide(s) : half + 4);
    double notes = put_notes(&measured, c, left(s) + half + 16, 0, half - 4, NOTE_LINES);
    s->l.y += 8 * k;
    make_room(s, large ? evidence : fmin(fmax(evidence, fmax(notes, 80 * k)), s->l.bottom - s->l.top));
    put_evidence(s, c, left(s), large ? wide(s) : half + 4);
    if (large) {
        s->l.y += evidence + 8 * k;
        make_room(s, 40 * k);
        double lines = s->dry ? NOTE_LINES : (s->l.bottom - s->l.y - 16 * k) / (LINE * k);
        s->l.y += put_notes(s, c, left(s), 0, wide(s), lines < 1 ? 1 : lines < NOTE_LINES ? (int)lines : NOTE_LINES);
    } else {
        s->l.y += fmax(evidence, put_notes(s, c, left(s) + half + 16, 0, half - 4, NOTE_LINES));
    }
}

void khung__sheet_question(khung__sheet *s, const khung__criterion *c)
{
    if (s->l.doc->status != KHUNG_OK) return;
    put_head(s, c);
    if (c->method == KHUNG__QUANTITY) put_quantity(s, c);
    else if (c->method != KHUNG__SCALE) put_checks(s, c);
    if (c->method == KHUNG__SCALE || !c->na_forbidden) put_levels(s, c);
    put_foot(s, c);
}
