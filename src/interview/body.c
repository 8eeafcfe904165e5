/* interview/body: one question with everything that helps to answer it; evidence, lists, the end, help. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

static const khung__str none = {"", 0};

khung__str khung__iv_word(khung__lines *lines, const khung_interview *iv, khung__word_id word, const khung__str *args, size_t n)
{
    khung__str text = khung__word_in(lines->arena, word, iv->language, args, n);
    lines->failed = lines->failed || !text.s;
    return text.s ? text : none;
}

static khung__str take(khung__lines *lines, khung__buf *buf)
{
    khung__str text = khung__buf_take(buf, lines->arena);
    lines->failed = lines->failed || !text.s;
    return text.s ? text : none;
}

static void gap(khung__lines *lines)
{
    khung__lines_add(lines, none);
}

static void line(khung__lines *lines, size_t left, int style, khung__str text)
{
    khung__lines_wrap(lines, none, left, style, text);
}

/* ---- choices ---- */

/* " 2 (•) " before a choice. */
static khung__str number_lead(khung__lines *lines, const khung_interview *iv, unsigned number, bool chosen)
{
    khung__buf lead = {0};
    khung__buf_printf(&lead, "%c%2u (%s) %c", chosen ? KHUNG__MARK : KHUNG__PLAIN, number, !chosen ? " " : iv->options.utf8 ? "•" : "*", KHUNG__PLAIN);
    return take(lines, &lead);
}

enum { LEAD = 7 };

static void choice(khung__lines *lines, const khung_interview *iv, unsigned number, bool chosen, khung__str title)
{
    if (chosen)
        lines->focus_from = lines->count;
    khung__lines_wrap(lines, number_lead(lines, iv, number, chosen), LEAD, chosen ? KHUNG__MARK : KHUNG__BOLD, title);
    if (chosen)
        lines->focus_to = lines->count;
}

static void put_levels(khung__lines *lines, const khung_interview *iv, const khung__criterion *k, const khung__said *said)
{
    const khung__scale *scale = &iv->f->scales[k->scale];
    unsigned number = 0;
    for (uint32_t i = 0; i < scale->level_count; i++) {
        const khung__level *level = &scale->levels[i];
        khung__str more = k->descriptors && k->descriptors[i].n ? k->descriptors[i] : level->means;
        if (!(k->choosable >> i & 1))
            continue;
        choice(lines, iv, ++number, said->kind == KHUNG__ANSWER_LEVEL && said->level == i, level->title.n ? level->title : level->id);
        if (more.n)
            line(lines, LEAD, KHUNG__PLAIN, more);
    }
}

static khung__str yes_no(const khung_interview *iv, int held)
{
    return held < 0 ? KHUNG__S("?") : khung__word(held ? KHUNG__W_Q_YES : KHUNG__W_Q_NO, iv->language);
}

/* "> [Có   ] " before a check. */
static khung__str check_lead(khung__lines *lines, const khung_interview *iv, int held, bool here, size_t width)
{
    khung__buf lead = {0};
    khung__str word = yes_no(iv, held);
    khung__buf_printf(&lead, "%c%c [", here ? KHUNG__MARK : KHUNG__PLAIN, here ? '>' : ' ');
    khung__buf_str(&lead, word);
    for (size_t i = khung__lines_width(word); i < width; i++)
        khung__buf_char(&lead, ' ');
    khung__buf_printf(&lead, "] %c", KHUNG__PLAIN);
    return take(lines, &lead);
}

static void put_checks(khung__lines *lines, const khung_interview *iv, const khung__criterion *k, const khung__said *said)
{
    size_t yes = khung__lines_width(yes_no(iv, 1)), no = khung__lines_width(yes_no(iv, 0)), width = yes > no ? yes : no;
    for (uint32_t i = 0; i < k->check_count; i++) {
        int held = said->kind == KHUNG__ANSWER_CHECKS && said->checks ? said->checks[i] : -1;
        bool here = i == iv->part && iv->mode == KHUNG__MODE_ASK;
        size_t from = lines->count;
        khung__lines_wrap(lines, check_lead(lines, iv, held, here, width), width + 5, here ? KHUNG__BOLD : KHUNG__PLAIN, k->checks[i].ask);
        if (here) {
            lines->focus_from = from;
            lines->focus_to = lines->count;
        }
    }
}

/* ---- what is typed ---- */

static khung__word_id field_word(const khung_interview *iv)
{
    static const khung__word_id words[] = {KHUNG__W_IV_ANSWER, KHUNG__W_IV_REASON, KHUNG__W_IV_NOTE, KHUNG__W_IV_EVIDENCE_DAY, KHUNG__W_IV_EVIDENCE_FILE};
    return words[iv->field_of];
}

void khung__body_field(khung__lines *lines, khung_interview *iv)
{
    khung__buf lead = {0};
    khung__buf_char(&lead, ' ');
    khung__buf_char(&lead, KHUNG__MARK);
    khung__buf_str(&lead, khung__word(field_word(iv), iv->language));
    khung__buf_z(&lead, ": ");
    khung__buf_char(&lead, KHUNG__PLAIN);
    khung__str text = take(lines, &lead);
    size_t left = khung__lines_width(text);
    if (left * 2 > lines->width) { /* the name on a line of its own */
        khung__lines_wrap(lines, none, 1, KHUNG__MARK, khung__word(field_word(iv), iv->language));
        text = none;
        left = 3;
    }
    khung__lines_field(lines, text, left, &iv->field);
}

static bool types(const khung_interview *iv, khung__field_of what)
{
    return iv->mode == KHUNG__MODE_FIELD && iv->field_of == what;
}

static void put_number(khung__lines *lines, khung_interview *iv, khung__str unit, khung__step step)
{
    khung__buf value = {0};
    if (types(iv, KHUNG__OF_VALUE)) {
        khung__body_field(lines, iv);
        return;
    }
    khung__buf_z(&value, "");
    if (khung__iv_step_done(iv, step) && (step.kind == KHUNG__STEP_FACT || iv->said[step.index].kind == KHUNG__ANSWER_QUANTITY))
        khung__iv_value(&value, iv, step);
    khung__str text = take(lines, &value);
    if (text.n)
        line(lines, 1, KHUNG__MARK, KHUNG__IV_WORD(lines, iv, KHUNG__W_IV_ANSWERED, text));
    else
        line(lines, 1, KHUNG__DIM, unit.n ? KHUNG__IV_WORD(lines, iv, KHUNG__W_IV_TYPE_NUMBER_OF, unit) : khung__word(KHUNG__W_IV_TYPE_NUMBER, iv->language));
}

/* ---- evidence and note ---- */

/* What is asked of the item: "bắt buộc, không quá 24 tháng", or its day and file when it is listed. */
static void put_item_more(khung__buf *out, khung__lines *lines, const khung_interview *iv, const khung__evidence_item *item, const khung__listed *listed)
{
    khung__date date;
    char months[16];
    khung__buf_z(out, "");
    if (listed && khung__read_date(listed->dated, &date))
        khung__buf_date_short(out, date, iv->language);
    if (listed && listed->file.n) {
        khung__buf_z(out, out->n ? ", " : "");
        khung__buf_str(out, listed->file);
    }
    if (listed)
        return;
    if (item->required)
        khung__buf_str(out, khung__word(KHUNG__W_IV_REQUIRED, iv->language));
    if (item->max_age_months >= 0) {
        khung__buf_z(out, out->n ? ", " : "");
        snprintf(months, sizeof months, "%d", (int)item->max_age_months);
        khung__buf_str(out, KHUNG__IV_WORD(lines, iv, KHUNG__W_IV_MONTHS, khung__str_of(months)));
    }
}

static void put_item(khung__lines *lines, const khung_interview *iv, const khung__criterion *k, uint32_t i, bool numbered)
{
    const khung__listed *listed = khung__iv_listed(iv->said[iv->steps[iv->at].index].evidence, k->evidence[i].id);
    if (!listed)
        listed = khung__iv_kept(iv, k->evidence[i].id);
    bool here = numbered && i == iv->choice;
    khung__buf lead = {0}, text = {0}, more = {0};
    khung__buf_char(&lead, here ? KHUNG__MARK : KHUNG__PLAIN);
    khung__buf_char(&lead, here ? '>' : ' ');
    if (numbered)
        khung__buf_printf(&lead, "%2u", (unsigned)i + 1);
    khung__buf_printf(&lead, " [%c] %c", listed ? 'x' : ' ', KHUNG__PLAIN);
    put_item_more(&more, lines, iv, &k->evidence[i], listed);
    khung__buf_str(&text, k->evidence[i].title);
    if (more.n)
        khung__buf_printf(&text, " (%s)", more.s);
    khung__buf_free(&more);
    size_t from = lines->count;
    khung__lines_wrap(lines, take(lines, &lead), numbered ? 8 : 6, here ? KHUNG__BOLD : KHUNG__PLAIN, take(lines, &text));
    if (here) {
        lines->focus_from = from;
        lines->focus_to = lines->count;
    }
}

static void put_extras(khung__lines *lines, khung_interview *iv, const khung__criterion *k, const khung__said *said)
{
    if (k->evidence_count) {
        gap(lines);
        line(lines, 1, KHUNG__DIM, khung__word(KHUNG__W_IV_EVIDENCE, iv->language));
        for (uint32_t i = 0; i < k->evidence_count; i++)
            put_item(lines, iv, k, i, false);
    }
    if (types(iv, KHUNG__OF_NOTE)) {
        gap(lines);
        khung__body_field(lines, iv);
    } else if (said->note.n) {
        gap(lines);
        line(lines, 1, KHUNG__PLAIN, KHUNG__IV_WORD(lines, iv, KHUNG__W_IV_NOTED, said->note));
    }
}

void khung__body_evidence(khung__lines *lines, khung_interview *iv)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    line(lines, 1, KHUNG__BOLD, KHUNG__IV_WORD(lines, iv, KHUNG__W_IV_EVIDENCE_OF, k->code.n ? k->code : k->title));
    gap(lines);
    for (uint32_t i = 0; i < k->evidence_count; i++)
        put_item(lines, iv, k, i, true);
    if (iv->mode == KHUNG__MODE_FIELD) {
        gap(lines);
        khung__body_field(lines, iv);
    }
}

/* ---- a question ---- */

static void put_not_applicable(khung__lines *lines, khung_interview *iv, const khung__criterion *k, const khung__said *said)
{
    bool chosen = said->kind == KHUNG__ANSWER_NA;
    if (types(iv, KHUNG__OF_REASON)) {
        khung__body_field(lines, iv);
        return;
    }
    if (k->na_forbidden)
        return;
    khung__str title = khung__word(KHUNG__W_Q_NA, iv->language);
    if (k->method != KHUNG__QUANTITY)
        choice(lines, iv, 0, chosen, title);
    else
        line(lines, 1, chosen ? KHUNG__MARK : KHUNG__DIM, chosen ? title : khung__word(KHUNG__W_IV_X_NA, iv->language));
    if (chosen)
        line(lines, k->method == KHUNG__QUANTITY ? 3 : LEAD, KHUNG__PLAIN, said->text);
}

static void put_criterion(khung__lines *lines, khung_interview *iv, const khung__criterion *k)
{
    const khung__said *said = khung__iv_said(iv);
    khung__buf lead = {0};
    khung__str text = k->ask.n ? k->ask : k->title;
    khung__buf_printf(&lead, " %c", KHUNG__MARK);
    khung__buf_str(&lead, k->code);
    khung__buf_printf(&lead, "%s%c", k->code.n ? "  " : "", KHUNG__PLAIN);
    khung__lines_wrap(lines, take(lines, &lead), k->code.n ? khung__lines_width(k->code) + 3 : 1, KHUNG__BOLD, text);
    if (k->why.n)
        line(lines, k->code.n ? khung__lines_width(k->code) + 3 : 1, KHUNG__DIM, k->why);
    if (said->carried)
        line(lines, 1, KHUNG__BAD, khung__word(KHUNG__W_IV_CARRIED, iv->language));
    gap(lines);
    if (k->method == KHUNG__SCALE)
        put_levels(lines, iv, k, said);
    else if (k->method == KHUNG__QUANTITY)
        put_number(lines, iv, k->unit, iv->steps[iv->at]);
    else
        put_checks(lines, iv, k, said);
    put_not_applicable(lines, iv, k, said);
    put_extras(lines, iv, k, said);
}

static void put_fact(khung__lines *lines, khung_interview *iv, const khung__fact *fact)
{
    khung__str given = iv->facts[iv->steps[iv->at].index];
    line(lines, 1, KHUNG__BOLD, fact->ask);
    gap(lines);
    if (fact->type == KHUNG__DECIMAL)
        put_number(lines, iv, fact->unit, iv->steps[iv->at]);
    if (fact->type == KHUNG__FLAG) {
        choice(lines, iv, 1, khung__str_eq(given, KHUNG__S("true")), yes_no(iv, 1));
        choice(lines, iv, 2, khung__str_eq(given, KHUNG__S("false")), yes_no(iv, 0));
    }
    for (uint32_t i = 0; fact->type == KHUNG__CHOICE && i < fact->option_count; i++)
        choice(lines, iv, i + 1, khung__str_eq(given, fact->options[i].id), fact->options[i].title);
}

void khung__body_question(khung__lines *lines, khung_interview *iv)
{
    khung__step step = iv->steps[iv->at];
    const khung__criterion *k = khung__iv_criterion(iv);
    if (k) {
        put_criterion(lines, iv, k);
    } else if (step.kind == KHUNG__STEP_FACT) {
        put_fact(lines, iv, &iv->f->facts[step.index]);
    } else {
        line(lines, 1, KHUNG__BOLD, khung__iv_title(iv, step));
        if (step.index == KHUNG__ABOUT_FROM || step.index == KHUNG__ABOUT_TO)
            line(lines, 1, KHUNG__DIM, khung__word(KHUNG__W_IV_DAY_HINT, iv->language));
        if (khung__iv_step_optional(step))
            line(lines, 1, KHUNG__DIM, khung__word(KHUNG__W_IV_OPTIONAL, iv->language));
        gap(lines);
        if (iv->mode == KHUNG__MODE_FIELD)
            khung__body_field(lines, iv);
        else
            line(lines, 1, KHUNG__PLAIN, iv->about[step.index]);
    }
}

/* ---- help ---- */

void khung__body_help(khung__lines *lines, khung_interview *iv)
{
    static const khung__word_id rows[] = {KHUNG__W_IV_H_DIGIT, KHUNG__W_IV_H_YES, KHUNG__W_IV_H_NA, KHUNG__W_IV_H_NEXT, KHUNG__W_IV_H_BACK,
                                          KHUNG__W_IV_H_SCROLL, KHUNG__W_IV_H_UNDO, KHUNG__W_IV_H_CLEAR, KHUNG__W_IV_H_NOTE, KHUNG__W_IV_H_EVIDENCE,
                                          KHUNG__W_IV_H_FIND, KHUNG__W_IV_H_MISSING, KHUNG__W_IV_H_CARRIED, KHUNG__W_IV_H_PAPERS, KHUNG__W_IV_H_QUIT};
    line(lines, 1, KHUNG__BOLD, khung__word(KHUNG__W_IV_HELP, iv->language));
    gap(lines);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        khung__str row = khung__word(rows[i], iv->language);
        const char *bar = memchr(row.s, '|', row.n);
        khung__buf lead = {0};
        if (rows[i] == KHUNG__W_IV_H_PAPERS && !iv->options.papers)
            continue;
        khung__buf_printf(&lead, " %c%.*s%c", KHUNG__MARK, (int)(bar - row.s), row.s, KHUNG__PLAIN);
        khung__lines_wrap(lines, take(lines, &lead), 14, KHUNG__PLAIN, (khung__str){bar + 1, row.n - (size_t)(bar + 1 - row.s)});
    }
    gap(lines);
    line(lines, 1, KHUNG__DIM, khung__word(KHUNG__W_IV_HELP_SAVED, iv->language));
}
