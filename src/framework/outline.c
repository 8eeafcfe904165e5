/* framework/outline: what `khung show` prints: the framework for people, 80 columns, in its own language. */
#include "../words.h"
#include "shape.h"

enum { COLUMNS = 80 };

typedef struct outline {
    khung__buf buf;
    const khung_framework *f;
    khung__language language;
    unsigned indent, column; /* column: code points on the line so far */
    khung__buf numbers[2];
    unsigned turn;
} outline;

static void start(outline *o, unsigned indent)
{
    if (o->column)
        khung__buf_char(&o->buf, '\n');
    o->indent = indent;
    for (o->column = 0; o->column < indent; o->column++)
        khung__buf_char(&o->buf, ' ');
}

/* Appends the words of `s`, breaking before the one that would pass the edge; a line begins with the first. */
static void say(outline *o, khung__str s)
{
    size_t i = 0;
    while (i < s.n) {
        size_t from = i;
        while (i < s.n && s.s[i] != ' ' && s.s[i] != '\n')
            i++;
        khung__str word = {s.s + from, i - from};
        size_t width = khung__utf8_count(word);
        if (width && o->column > o->indent && o->column + 1 + width > COLUMNS)
            start(o, o->indent);
        else if (width && o->column > o->indent) {
            khung__buf_char(&o->buf, ' ');
            o->column++;
        }
        khung__buf_str(&o->buf, word);
        o->column += (unsigned)width;
        i++;
    }
}

static void say_word(outline *o, khung__word_id id, khung__str a, khung__str b)
{
    khung__buf piece = {0};
    khung__buf_word(&piece, id, o->language, (const khung__str[]){a, b}, 2);
    say(o, (khung__str){piece.s, piece.n});
    o->buf.failed = o->buf.failed || piece.failed;
    khung__buf_free(&piece);
}

/* A number as the language writes it; lent until the next but one call. */
static khung__str number(outline *o, khung__micro value)
{
    char digits[32];
    khung__buf *keep = &o->numbers[o->turn ^= 1];
    keep->n = 0;
    khung__buf_local(keep, khung__print_micro(digits, value), o->language);
    o->buf.failed = o->buf.failed || keep->failed;
    return (khung__str){keep->s, keep->n};
}

static void heading(outline *o, khung__word_id id)
{
    khung__buf_char(&o->buf, '\n');
    start(o, 0);
    say(o, khung__word(id, o->language));
}

static void code_and_title(outline *o, khung__str code, khung__str title)
{
    say(o, code);
    say(o, title);
}

static void say_head(outline *o)
{
    const khung_framework *f = o->f;
    start(o, 0);
    say(o, f->title);
    start(o, 0);
    say(o, f->id);
    say(o, f->version);
    if (f->publisher.n) {
        say(o, KHUNG__S("·"));
        say(o, f->publisher);
    }
    start(o, 0);
    say_word(o, KHUNG__W_F_COUNTS, number(o, (khung__micro)(f->domain_count - 1) * KHUNG__MICRO),
             number(o, (khung__micro)f->criterion_count * KHUNG__MICRO));
    if (f->description.n) {
        khung__buf_char(&o->buf, '\n');
        start(o, 0);
        say(o, f->description);
    }
}

static void say_facts(outline *o)
{
    if (o->f->fact_count)
        heading(o, KHUNG__W_F_PROFILE);
    for (uint32_t i = 0; i < o->f->fact_count; i++) {
        const khung__fact *fact = &o->f->facts[i];
        start(o, 2);
        say(o, fact->ask);
        if (fact->unit.n)
            say_word(o, KHUNG__W_F_UNIT, fact->unit, (khung__str){0});
        for (uint32_t k = 0; k < fact->option_count; k++) {
            start(o, 4);
            say(o, fact->options[k].title);
        }
    }
}

static void say_scales(outline *o)
{
    heading(o, KHUNG__W_F_SCALES);
    for (uint32_t i = 0; i < o->f->scale_count; i++) {
        const khung__scale *s = &o->f->scales[i];
        start(o, 2);
        say(o, s->id);
        if (s->lower)
            say(o, khung__word(KHUNG__W_F_LOWER, o->language));
        for (uint32_t k = 0; k < s->level_count; k++) {
            start(o, 4);
            say_word(o, KHUNG__W_F_LEVEL, number(o, s->levels[k].points), s->levels[k].title);
        }
    }
}

static khung__word_id need_word(khung__need need)
{
    return need == KHUNG__MUST ? KHUNG__W_F_MUST : need == KHUNG__MAY ? KHUNG__W_F_MAY : KHUNG__W_F_SHOULD;
}

static void say_weight(outline *o, khung__micro weight)
{
    if (weight != KHUNG__MICRO)
        say_word(o, KHUNG__W_F_WEIGHT, number(o, weight), (khung__str){0});
}

static void say_levels(outline *o, const khung__criterion *c, unsigned indent)
{
    if (c->scale == KHUNG__NONE)
        return;
    const khung__scale *s = &o->f->scales[c->scale];
    for (uint32_t i = 0; i < s->level_count && i < KHUNG__MAX_LEVELS; i++) {
        if (!(c->choosable >> i & 1) || !c->descriptors || !c->descriptors[i].n)
            continue;
        start(o, indent);
        say_word(o, KHUNG__W_F_DESCRIPTOR, s->levels[i].title, c->descriptors[i]);
    }
}

static void say_checks(outline *o, const khung__criterion *c, unsigned indent)
{
    for (uint32_t i = 0; i < c->check_count; i++) {
        const khung__check *check = &c->checks[i];
        start(o, indent);
        if (c->method == KHUNG__LADDER)
            say_word(o, KHUNG__W_F_DESCRIPTOR, o->f->scales[c->scale].levels[check->level].title, check->ask);
        else
            say_word(o, KHUNG__W_F_LEVEL, number(o, check->points), check->ask);
    }
    for (uint32_t i = 0; i < c->range_count; i++) {
        khung__str title = o->f->scales[c->scale].levels[c->ranges[i].level].title;
        start(o, indent);
        if (c->ranges[i].has_from)
            say_word(o, KHUNG__W_F_RANGE, number(o, c->ranges[i].from), title);
        else
            say_word(o, KHUNG__W_F_RANGE_FIRST, title, (khung__str){0});
    }
}

static void say_criterion(outline *o, const khung__criterion *c, unsigned indent)
{
    start(o, indent);
    code_and_title(o, c->code, c->title);
    say(o, KHUNG__S("·"));
    say(o, khung__word(need_word(c->need), o->language));
    say_weight(o, c->weight);
    if (c->stage != KHUNG__ACTIVE)
        say(o, khung__word(c->stage == KHUNG__STAGE_FUTURE ? KHUNG__W_F_FUTURE : KHUNG__W_F_RETIRED, o->language));
    if (c->unit.n)
        say_word(o, KHUNG__W_F_UNIT, c->unit, (khung__str){0});
    say_levels(o, c, indent + 2);
    say_checks(o, c, indent + 2);
}

static void say_domain(outline *o, uint32_t index)
{
    const khung__domain *d = &o->f->domains[index];
    unsigned indent = (d->depth - 1) * 2;
    khung__buf_char(&o->buf, '\n');
    start(o, indent);
    code_and_title(o, d->code, d->title);
    say_weight(o, d->weight);
    if (d->child_count == 0)
        for (uint32_t i = d->first_criterion; i < d->end_criterion; i++)
            say_criterion(o, &o->f->criteria[i], indent + 2);
}

static void say_bands(outline *o)
{
    if (o->f->band_count)
        heading(o, KHUNG__W_F_BANDS);
    for (uint32_t i = 0; i < o->f->band_count; i++) {
        khung__str from = number(o, o->f->bands[i].from);
        start(o, 2);
        say_word(o, o->f->band_by_score ? KHUNG__W_F_STEP : KHUNG__W_F_STEP_PERCENT, from, o->f->bands[i].title);
    }
}

static void say_decisions(outline *o)
{
    if (o->f->gate_count)
        heading(o, KHUNG__W_F_GATES);
    for (uint32_t i = 0; i < o->f->gate_count; i++) {
        start(o, 2);
        say(o, o->f->gates[i].title);
    }
    if (o->f->grade_count)
        heading(o, KHUNG__W_F_GRADES);
    for (uint32_t i = 0; i < o->f->grade_count; i++) {
        const khung__grade *g = &o->f->grades[i];
        start(o, 2);
        say(o, g->title);
        if (g->valid_months >= 0)
            say_word(o, KHUNG__W_F_VALID, number(o, (khung__micro)g->valid_months * KHUNG__MICRO), (khung__str){0});
    }
}

khung_status khung_framework_text(char **out, const khung_framework *f)
{
    if (!out || !f)
        return KHUNG_BAD_CALL;
    outline o = {.f = f, .language = khung__language_of(f->language)};
    say_head(&o);
    say_facts(&o);
    say_scales(&o);
    for (uint32_t i = 1; i < f->domain_count; i++)
        say_domain(&o, i);
    say_bands(&o);
    say_decisions(&o);
    khung__buf_free(&o.numbers[0]);
    khung__buf_free(&o.numbers[1]);
    khung__buf_add(&o.buf, "\n", 2); /* and the NUL */
    if (o.buf.failed) {
        khung__buf_free(&o.buf);
        return KHUNG_NO_MEMORY;
    }
    *out = o.buf.s;
    return KHUNG_OK;
}
