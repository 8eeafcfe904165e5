/* questionnaire: the profile's page, then two questions a page, one where they are long or in large print. */
#include "inner.h"

#include <math.h>

/* ---- the first page ---- */

static void put_line(khung__sheet *s, khung__str word, double from, double w, khung__str written)
{
    khung__leaf *l = &s->l;
    khung__style style = khung__leaf_style(l, khung__style_body(KHUNG__INK));
    double text_w = khung__doc_width(l->doc, word, style.face, style.size);
    khung__doc_open(l->doc, KHUNG__TAG_P);
    khung__leaf_line(l, l->left + from, l->y, word, style, KHUNG__LEFT);
    khung__doc_close(l->doc);
    khung__leaf_dots(l, l->left + from + text_w + 6, l->y + 12.5 * l->scale, w - text_w - 6);
    khung__sheet_written(s, l->left + from + text_w + 12, l->y, w - text_w - 12, written);
}

static khung__str date_text(khung__sheet *s, khung__date date)
{
    return date.year ? khung__leaf_date(&s->l, date) : (khung__str){0};
}

static void put_who(khung__sheet *s)
{
    static const khung_answers nobody;
    khung__leaf *l = &s->l;
    const khung_answers *a = s->filled ? s->filled->answers : &nobody;
    double step = 28 * l->scale, half = (l->width - 12) / 2;
    khung__str period = s->filled ? KHUNG__GLUE(l, date_text(s, a->from), KHUNG__S(" – "), date_text(s, a->to)) : (khung__str){0};
    put_line(s, KHUNG__WORDS(l, FORM_ORGANISATION), 0, l->width, a->organisation_name);
    l->y += step;
    put_line(s, KHUNG__WORDS(l, FORM_WHO), 0, half, a->by_name);
    put_line(s, KHUNG__WORDS(l, FORM_ROLE), half + 12, half, a->by_role);
    l->y += step;
    put_line(s, KHUNG__WORDS(l, FORM_PERIOD), 0, half, period);
    put_line(s, KHUNG__WORDS(l, FORM_DATE), half + 12, half, date_text(s, a->dated));
    l->y += step + 8 * l->scale;
}

/* Whether the i-th choice of a fact is given already. */
static bool is_given(const khung__sheet *s, const khung__fact *fact, uint32_t i)
{
    ptrdiff_t index = fact - s->framework->facts;
    if (!s->filled || !s->filled->fact_given[index]) return false;
    khung__micro number = s->filled->fact_number[index];
    return fact->type == KHUNG__FLAG ? (number != 0) == (i == 0) : number == (khung__micro)i;
}

/* The choices of a fact in one paragraph's place: boxes with their words, as many a line as fit. Returns the height. */
static double put_options(khung__sheet *s, const khung__fact *fact, double x, double w)
{
    khung__leaf *l = &s->l;
    double k = l->scale, at = 0, down = 0;
    khung__str flags[] = {KHUNG__WORDS(l, FORM_YES), KHUNG__WORDS(l, FORM_NO)};
    uint32_t n = fact->type == KHUNG__FLAG ? 2 : fact->option_count;
    khung__style style = khung__leaf_style(l, khung__style_body(KHUNG__INK));
    for (uint32_t i = 0; i < n; i++) {
        khung__str word = fact->type == KHUNG__FLAG ? flags[i] : fact->options[i].title.n ? fact->options[i].title : fact->options[i].id;
        double need = 17 * k + khung__doc_width(l->doc, word, style.face, style.size);
        if (at > 0 && at + need > w) at = 0, down += 20 * k;
        khung__span span = {word, style};
        khung__para para = khung__leaf_lay(l, &span, 1, w - 17 * k);
        if (is_given(s, fact, i)) khung__sheet_tick(s, x + at, l->y + down - 0.5 * k, 11);
        else khung__sheet_box(s, x + at, l->y + down - 0.5 * k, 11);
        if (!s->dry) khung__leaf_put(l, x + at + 17 * k, l->y + down, &para);
        down += khung__leaf_height(&para) - 12 * k;
        at += need + 20 * k;
    }
    return down + 12 * k;
}

static void put_number(khung__sheet *s, const khung__fact *fact, double x)
{
    khung__leaf *l = &s->l;
    ptrdiff_t index = fact - s->framework->facts;
    khung__leaf_dots(l, x, l->y + 12.5 * l->scale, 88 * l->scale);
    if (!s->filled || !s->filled->fact_given[index]) return;
    unsigned digits = 6;
    for (khung__micro rest = s->filled->fact_number[index]; digits && rest % 10 == 0; rest /= 10) digits--;
    khung__sheet_written(s, x + 4, l->y, 84 * l->scale, khung__leaf_decimal(l, s->filled->fact_number[index], digits));
}

static void put_fact(khung__sheet *s, const khung__fact *fact)
{
    khung__leaf *l = &s->l;
    double k = l->scale, x = l->left + l->width * 0.5, w = l->width * 0.5;
    khung__span span = {fact->ask.n ? fact->ask : fact->id, khung__leaf_style(l, khung__style_body(KHUNG__INK))};
    khung__para ask = khung__leaf_lay(l, &span, 1, l->width * 0.5 - 16);
    khung__sheet measured = *s;
    measured.dry = true;
    double answer = fact->type == KHUNG__DECIMAL ? 12 * k : put_options(&measured, fact, x, w);
    double height = fmax(khung__leaf_height(&ask), answer) + 12 * k;
    khung__leaf_room(l, height);
    khung__doc_open(l->doc, KHUNG__TAG_LI);
    l->y += 6 * k;
    khung__leaf_put(l, l->left, l->y, &ask);
    if (fact->type != KHUNG__DECIMAL) put_options(s, fact, x, w);
    else khung__leaf_unit(l, x + 94 * k, fact->unit, span.style);
    khung__doc_close(l->doc);
    if (fact->type == KHUNG__DECIMAL) put_number(s, fact, x);
    l->y += height - 6 * k;
    khung__leaf_rule(l, l->left, l->y - 0.125, l->width, KHUNG__HAIR, KHUNG__RULE);
}

static khung__para instruction(khung__sheet *s)
{
    khung__leaf *l = &s->l;
    khung__style plain = khung__leaf_style(l, khung__style_body(KHUNG__INK)), bold = khung__style_in(plain, KHUNG__SANS_BOLD);
    khung__span *spans = khung__arena_alloc(l->arena, 5 * sizeof *spans);
    if (!spans) {
        khung__doc_fail(l->doc, KHUNG_NO_MEMORY);
        return (khung__para){0};
    }
    spans[0] = (khung__span){KHUNG__WORDS(l, FORM_TICK), plain};
    spans[1] = (khung__span){KHUNG__WORDS(l, FORM_ONE_BOX), bold};
    spans[2] = (khung__span){KHUNG__WORDS(l, FORM_HIGHEST), plain};
    spans[3] = (khung__span){KHUNG__WORDS(l, FORM_ALL_TRUE), bold};
    spans[4] = (khung__span){KHUNG__WORDS(l, FORM_UNSURE), plain};
    return khung__leaf_lay(l, spans, 5, l->width - 24);
}

static double panel_height(khung__sheet *s)
{
    khung__para para = instruction(s);
    return khung__leaf_height(&para) + 12;
}

void khung__sheet_panel(khung__sheet *s, const khung__para *para)
{
    khung__leaf *l = &s->l;
    double h = khung__leaf_height(para) + 12;
    khung__leaf_panel(l, l->y, h, KHUNG__A5);
    khung__doc_open(l->doc, KHUNG__TAG_NOTE);
    khung__leaf_put(l, l->left + 12, l->y + 6, para);
    khung__doc_close(l->doc);
    l->y += h + 20 * l->scale;
}

static void put_panel(khung__sheet *s)
{
    khung__para para = instruction(s);
    khung__sheet_panel(s, &para);
}

static void first_page(khung__sheet *s)
{
    khung__leaf *l = &s->l;
    const khung_framework *f = s->framework;
    khung__str about = KHUNG__TELL(l, FORM_FRAMEWORK, f->title, f->version);
    khung__leaf_new_page(l);
    khung__leaf_h1(l, l->name, 0);
    l->y += khung__leaf_text(l, KHUNG__TAG_P, l->left, l->y + 4, l->width, about, khung__leaf_style(l, khung__style_lead(KHUNG__INK))) + 20 * l->scale;
    put_who(s);
    put_panel(s);
    if (!f->fact_count) return;
    khung__leaf_h2(l, KHUNG__WORDS(l, FORM_PROFILE), (khung__str){0}, 0);
    khung__leaf_rule(l, l->left, l->y - 0.375, l->width, KHUNG__FIRM, KHUNG__INK);
    khung__doc_open(l->doc, KHUNG__TAG_L);
    for (uint32_t i = 0; i < f->fact_count; i++) put_fact(s, &f->facts[i]);
    khung__doc_close(l->doc);
}

/* ---- the questions ---- */

static double measure(khung__sheet *s, const khung__criterion *c)
{
    khung__sheet dry = *s;
    dry.dry = true;
    dry.l.y = 0;
    khung__sheet_question(&dry, c);
    if (dry.l.doc->status != KHUNG_OK) return 0;
    return dry.l.y;
}

static uint32_t top_of(const khung_framework *f, uint32_t domain)
{
    while (domain && f->domains[domain].parent != 0) domain = f->domains[domain].parent;
    return domain;
}

/* The codes of the questions [from, to), where they have some. */
static khung__str codes(khung__sheet *s, const uint32_t *list, uint32_t from, uint32_t to)
{
    khung__str text = KHUNG__S("");
    for (uint32_t i = from; i < to; i++) {
        const khung__criterion *c = &s->framework->criteria[list[i]];
        khung__str code = c->code.n ? c->code : khung__leaf_int(&s->l, (int64_t)i + 1);
        text = text.n ? KHUNG__GLUE(&s->l, text, KHUNG__S(", "), code) : code;
    }
    return text;
}

/* Lines for more notes where a page would end half empty. */
static void fill_page(khung__sheet *s)
{
    khung__leaf *l = &s->l;
    double step = 20 * l->scale;
    for (l->y += step; l->y <= l->bottom - 4; l->y += step) khung__leaf_dots(l, l->left + s->code_w, l->y, l->width - s->code_w);
}

static void put_domain(khung__sheet *s, const khung__domain *d)
{
    khung__leaf *l = &s->l;
    khung__str title = khung__leaf_named(l, d->code, d->title);
    khung__doc_bookmark(l->doc, 1, title, l->page, l->y);
    l->y += khung__leaf_text(l, KHUNG__TAG_H2, l->left, l->y, l->width, title, khung__leaf_style(l, khung__style_h2(KHUNG__INK))) + 12 * l->scale;
}

/* Questions [from, to) on one page; `fresh`: a domain begins here. */
static void put_page(khung__sheet *s, const uint32_t *list, uint32_t from, uint32_t to, uint32_t count, bool fresh, double free_h)
{
    khung__leaf *l = &s->l;
    const khung_framework *f = s->framework;
    const khung__criterion *c = &f->criteria[list[from]];
    const khung__domain *top = &f->domains[top_of(f, c->domain)];
    khung__str args[] = {f->title, f->version, codes(s, list, from, to), khung__leaf_int(l, count)};
    l->section = khung__leaf_named(l, top->code, top->title);
    l->foot = khung__leaf_say(l, KHUNG__P_FORM_FOOT, args, 4);
    khung__leaf_new_page(l);
    if (fresh) put_domain(s, top);
    if (panel_height(s) + 20 * l->scale <= free_h) put_panel(s);
    for (uint32_t i = from; i < to; i++) {
        if (i > from) {
            khung__leaf_rule(l, l->left, l->y + 18, l->width, KHUNG__THIN, KHUNG__RULE);
            l->y += 38;
        }
        khung__doc_open(l->doc, KHUNG__TAG_SECT);
        khung__sheet_question(s, &f->criteria[list[i]]);
        khung__doc_close(l->doc);
    }
    if (to - from == 1 && l->bottom - l->y > 100 * l->scale) fill_page(s);
}

static void questions(khung__sheet *s)
{
    const khung_framework *f = s->framework;
    khung__leaf *l = &s->l;
    uint32_t *list = khung__arena_alloc(l->arena, (f->criterion_count + 1) * sizeof *list), count = 0, last = KHUNG__NONE;
    if (!list) {
        khung__doc_fail(l->doc, KHUNG_NO_MEMORY);
        return;
    }
    for (uint32_t i = 0; i < f->criterion_count; i++)
        if (f->criteria[i].stage == KHUNG__ACTIVE) list[count++] = i;
    for (uint32_t i = 0; i < count && l->doc->status == KHUNG_OK;) {
        uint32_t top = top_of(f, f->criteria[list[i]].domain), to = i + 1;
        double used = top != last ? 32 * l->scale : 0, height = l->bottom - l->top;
        used += measure(s, &f->criteria[list[i]]);
        if (to < count && l->scale == 1 && top_of(f, f->criteria[list[to]].domain) == top) {
            double second = 38 + measure(s, &f->criteria[list[to]]);
            if (used + second <= height) used += second, to++;
        }
        put_page(s, list, i, to, count, top != last, height - used);
        last = top;
        i = to;
    }
}

/* Wide enough for the longest code, a sixth of the page at most. */
static double code_width(khung__sheet *s)
{
    khung__style style = khung__leaf_style(&s->l, khung__style_h1(KHUNG__A100));
    double w = 0;
    for (uint32_t i = 0; i < s->framework->criterion_count; i++)
        w = fmax(w, khung__doc_width(s->l.doc, s->framework->criteria[i].code, style.face, style.size));
    return w > 0 ? fmin(fmax(41 * s->l.scale, w + 10), s->l.width / 6) : 0;
}

khung_status khung__questionnaire_lay(khung__doc *doc, const khung__leaf_input *in, const khung_framework *framework, const khung__bound *filled)
{
    khung__sheet s = {.framework = framework, .filled = filled};
    khung__leaf_start(&s.l, doc, in);
    s.l.name = KHUNG__WORDS(&s.l, TITLE);
    s.l.document = filled ? filled->answers->organisation_name : (khung__str){0};
    s.l.blanks = !filled;
    s.l.section = KHUNG__WORDS(&s.l, FORM_PROFILE);
    s.l.foot = KHUNG__TELL(&s.l, FORM_FOOT_FIRST, framework->title, framework->version);
    s.code_w = code_width(&s);
    first_page(&s);
    questions(&s);
    khung__leaf_end(&s.l);
    return doc->status;
}
