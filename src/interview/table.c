/* interview/table: the questions as rows: a paper form being typed in, what was found, what is missing. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

static const khung__str none = {"", 0};

static khung__str take(khung__lines *lines, khung__buf *buf)
{
    khung__str text = khung__buf_take(buf, lines->arena);
    lines->failed = lines->failed || !text.s;
    return text.s ? text : none;
}

/* As much of the text as fits, filled up with blanks; an ellipsis where something is left out. */
static void put_cell(khung__buf *out, const khung_interview *iv, khung__str text, size_t width)
{
    size_t column = 0, all = khung__lines_width(text), room = all > width ? width - 1 : width;
    for (const char *p = text.s, *end = text.n ? text.s + text.n : text.s; p < end;) {
        const char *next = khung__utf8_grapheme_next(p, end);
        size_t wide = khung__lines_width((khung__str){p, (size_t)(next - p)});
        if (column + wide > room)
            break;
        if (*p == '\n' || *p == '\t')
            khung__buf_char(out, ' ');
        else
            khung__buf_add(out, p, (size_t)(next - p));
        column += wide;
        p = next;
    }
    if (all > width) {
        khung__buf_z(out, iv->options.utf8 ? "…" : "~");
        column++;
    }
    for (; column < width; column++)
        khung__buf_char(out, ' ');
}

static size_t code_width(const khung_interview *iv)
{
    size_t width = 0;
    for (uint32_t i = 0; i < iv->step_count; i++) {
        size_t n = khung__lines_width(khung__iv_code(iv, iv->steps[i]));
        width = n > width ? n : width;
    }
    return width < 10 ? width : 10;
}

static size_t title_width(const khung__lines *lines, size_t codes)
{
    size_t values = lines->width / 3 < 26 ? lines->width / 3 : 26, used = codes + values + (codes ? 5 : 3);
    return lines->width > used + 8 ? lines->width - used : 8;
}

/* "> A1  Tư cách pháp nhân…    Phát triển" */
static void put_row(khung__lines *lines, const khung_interview *iv, khung__step step, bool here, size_t codes)
{
    khung__buf row = {0}, value = {0};
    khung__buf_z(&value, "");
    khung__iv_value(&value, iv, step);
    khung__buf_printf(&row, "%c%c ", here ? KHUNG__MARK : KHUNG__PLAIN, here ? '>' : ' ');
    put_cell(&row, iv, khung__iv_code(iv, step), codes);
    khung__buf_z(&row, codes ? "  " : "");
    khung__buf_char(&row, here ? KHUNG__BOLD : KHUNG__PLAIN);
    put_cell(&row, iv, khung__iv_title(iv, step), title_width(lines, codes));
    khung__buf_char(&row, ' ');
    khung__buf_char(&row, KHUNG__MARK);
    put_cell(&row, iv, (khung__str){value.s ? value.s : "", value.n}, lines->width / 3 < 26 ? lines->width / 3 : 26);
    khung__buf_char(&row, KHUNG__PLAIN);
    lines->failed = lines->failed || value.failed;
    khung__buf_free(&value);
    khung__lines_add(lines, take(lines, &row));
}

static bool row_has_field(const khung_interview *iv)
{
    return iv->mode == KHUNG__MODE_FIELD || iv->mode == KHUNG__MODE_EVIDENCE;
}

/* ---- a paper form ---- */

static void put_choice(khung__buf *out, const khung_interview *iv, const char *number, khung__str title, bool chosen)
{
    khung__buf_z(out, !out->n ? "" : iv->options.utf8 ? "\xC2\xA0· " : "\xC2\xA0| ");
    khung__buf_printf(out, "%c%s%c\xC2\xA0", KHUNG__MARK, number, chosen ? KHUNG__MARK : KHUNG__PLAIN);
    for (size_t i = 0; i < title.n; i++) /* a choice stays on its line */
        khung__buf_add(out, title.s[i] == ' ' ? "\xC2\xA0" : title.s + i, title.s[i] == ' ' ? 2 : 1);
    khung__buf_char(out, KHUNG__PLAIN);
}

static void put_levels(khung__buf *out, const khung_interview *iv, const khung__criterion *k, const khung__said *said)
{
    const khung__scale *scale = &iv->f->scales[k->scale];
    unsigned number = 0;
    char name[16];
    for (uint32_t i = 0; i < scale->level_count; i++) {
        if (!(k->choosable >> i & 1))
            continue;
        khung__str title = scale->levels[i].title.n ? scale->levels[i].title : scale->levels[i].id;
        snprintf(name, sizeof name, "%u", ++number);
        put_choice(out, iv, name, title, said->kind == KHUNG__ANSWER_LEVEL && said->level == i);
    }
}

static void put_options(khung__buf *out, const khung_interview *iv, const khung__fact *fact, khung__str given)
{
    char name[16];
    if (fact->type == KHUNG__FLAG) {
        put_choice(out, iv, "1", khung__word(KHUNG__W_Q_YES, iv->language), khung__str_eq(given, KHUNG__S("true")));
        put_choice(out, iv, "2", khung__word(KHUNG__W_Q_NO, iv->language), khung__str_eq(given, KHUNG__S("false")));
    }
    for (uint32_t i = 0; fact->type == KHUNG__CHOICE && i < fact->option_count; i++) {
        snprintf(name, sizeof name, "%u", (unsigned)i + 1);
        put_choice(out, iv, name, fact->options[i].title, khung__str_eq(given, fact->options[i].id));
    }
}

/* What can be typed at the question, on as few lines as it takes. */
static void put_answers(khung__lines *lines, khung_interview *iv, size_t left)
{
    khung__step step = iv->steps[iv->at];
    const khung__criterion *k = khung__iv_criterion(iv);
    khung__buf text = {0};
    khung__str unit = k ? k->unit : step.kind == KHUNG__STEP_FACT ? iv->f->facts[step.index].unit : none;
    bool number = k ? k->method == KHUNG__QUANTITY : step.kind == KHUNG__STEP_FACT && iv->f->facts[step.index].type == KHUNG__DECIMAL;
    if (number)
        khung__buf_str(&text, unit.n ? KHUNG__IV_WORD(lines, iv, KHUNG__W_IV_TYPE_NUMBER_OF, unit) : khung__word(KHUNG__W_IV_TYPE_NUMBER, iv->language));
    else if (k && k->method == KHUNG__SCALE)
        put_levels(&text, iv, k, khung__iv_said(iv));
    else if (k) {
        put_choice(&text, iv, "1", khung__word(KHUNG__W_Q_YES, iv->language), false);
        put_choice(&text, iv, "2", khung__word(KHUNG__W_Q_NO, iv->language), false);
    } else if (step.kind == KHUNG__STEP_FACT)
        put_options(&text, iv, &iv->f->facts[step.index], iv->facts[step.index]);
    if (k && !k->na_forbidden)
        put_choice(&text, iv, number ? "x" : "0", khung__word(KHUNG__W_Q_NA, iv->language), khung__iv_said(iv)->kind == KHUNG__ANSWER_NA);
    khung__lines_wrap(lines, none, left, KHUNG__PLAIN, take(lines, &text));
}

static void put_check_rows(khung__lines *lines, khung_interview *iv, const khung__criterion *k, size_t left)
{
    const khung__said *said = khung__iv_said(iv);
    for (uint32_t i = 0; i < k->check_count; i++) {
        khung__buf row = {0};
        int held = said->kind == KHUNG__ANSWER_CHECKS && said->checks ? said->checks[i] : -1;
        khung__str word = held < 0 ? KHUNG__S("?") : khung__word(held ? KHUNG__W_Q_YES : KHUNG__W_Q_NO, iv->language);
        bool here = i == iv->part && iv->mode == KHUNG__MODE_ASK;
        khung__buf_char(&row, here ? KHUNG__MARK : KHUNG__PLAIN);
        for (size_t j = 0; j + 2 < left; j++)
            khung__buf_char(&row, ' ');
        khung__buf_z(&row, here ? "> [" : "  [");
        put_cell(&row, iv, word, 5);
        khung__buf_printf(&row, "] %c", here ? KHUNG__BOLD : KHUNG__PLAIN);
        put_cell(&row, iv, k->checks[i].ask, lines->width > left + 16 ? lines->width - left - 8 : 8);
        khung__buf_char(&row, KHUNG__PLAIN);
        khung__lines_add(lines, take(lines, &row));
    }
}

/* The question itself; beside a row that was cut its whole text, so that it can be told from others. */
static void put_open_row(khung__lines *lines, khung_interview *iv, size_t codes)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    size_t left = codes + (codes ? 4 : 2);
    khung__str title = khung__iv_title(iv, iv->steps[iv->at]);
    put_row(lines, iv, iv->steps[iv->at], true, codes);
    if (khung__lines_width(title) > title_width(lines, codes))
        khung__lines_wrap(lines, none, left, KHUNG__DIM, title);
    if (row_has_field(iv)) {
        khung__lines part = {.arena = lines->arena, .width = lines->width, .cursor_line = SIZE_MAX};
        (iv->mode == KHUNG__MODE_EVIDENCE || iv->field_of >= KHUNG__OF_DATED ? khung__body_evidence : khung__body_field)(&part, iv);
        for (size_t i = 0; i < part.count; i++)
            khung__lines_add(lines, part.line[i]);
        if (part.cursor_line != SIZE_MAX) {
            lines->cursor_line = lines->count - part.count + part.cursor_line;
            lines->cursor_column = part.cursor_column;
        }
        lines->failed = lines->failed || part.failed;
        return;
    }
    if (k && k->check_count)
        put_check_rows(lines, iv, k, left);
    put_answers(lines, iv, left);
}

/* What stands beside the answer of the row: a reason, a note. */
static void put_more(khung__lines *lines, khung_interview *iv, size_t left)
{
    const khung__said *said = khung__iv_said(iv);
    if (said && said->carried)
        khung__lines_wrap(lines, none, left, KHUNG__BAD, khung__word(KHUNG__W_IV_CARRIED, iv->language));
    if (said && said->kind == KHUNG__ANSWER_NA)
        khung__lines_wrap(lines, none, left, KHUNG__DIM, said->text);
    if (said && said->note.n)
        khung__lines_wrap(lines, none, left, KHUNG__DIM, KHUNG__IV_WORD(lines, iv, KHUNG__W_IV_NOTED, said->note));
}

void khung__body_papers(khung__lines *lines, khung_interview *iv)
{
    enum { BEFORE = 4, BEHIND = 3 };
    size_t codes = code_width(iv);
    for (uint32_t i = 0; i < iv->step_count; i++) {
        size_t from = lines->count;
        if (i != iv->at) {
            put_row(lines, iv, iv->steps[i], false, codes);
            continue;
        }
        put_open_row(lines, iv, codes);
        put_more(lines, iv, codes + (codes ? 4 : 2));
        lines->focus_from = from > BEFORE ? from - BEFORE : 0;
        lines->focus_to = lines->count + (iv->step_count - i - 1 < BEHIND ? iv->step_count - i - 1 : BEHIND);
    }
}

/* ---- lists ---- */

void khung__body_list(khung__lines *lines, khung_interview *iv)
{
    size_t codes = code_width(iv);
    khung__buf lead = {0};
    khung__buf_printf(&lead, " %c", KHUNG__MARK);
    khung__buf_str(&lead, khung__word(KHUNG__W_IV_FIND, iv->language));
    khung__buf_printf(&lead, ": %c", KHUNG__PLAIN);
    khung__str text = take(lines, &lead);
    khung__lines_field(lines, text, khung__lines_width(text), &iv->field);
    if (iv->found_count == 0)
        khung__lines_wrap(lines, none, 1, KHUNG__DIM, khung__word(KHUNG__W_IV_NOT_FOUND, iv->language));
    for (uint32_t i = 0; i < iv->found_count; i++) {
        if (i == iv->choice && i > 0) {
            lines->focus_from = lines->count;
            lines->focus_to = lines->count + 1;
        }
        put_row(lines, iv, iv->steps[iv->found[i]], i == iv->choice, codes);
    }
}

static void put_first_row(khung__lines *lines, const khung_interview *iv)
{
    khung__buf lead = {0};
    bool here = iv->choice == 0;
    khung__word_id word = iv->options.papers ? KHUNG__W_IV_END_PAPER : KHUNG__W_IV_END;
    khung__buf_printf(&lead, "%c%c %c", here ? KHUNG__MARK : KHUNG__PLAIN, here ? '>' : ' ', KHUNG__PLAIN);
    khung__lines_wrap(lines, take(lines, &lead), 2, here ? KHUNG__BOLD : KHUNG__PLAIN, khung__word(word, iv->language));
}

void khung__body_end(khung__lines *lines, khung_interview *iv)
{
    size_t codes = code_width(iv);
    char done[16], wanted[16];
    snprintf(done, sizeof done, "%u", (unsigned)khung__iv_done(iv));
    snprintf(wanted, sizeof wanted, "%u", (unsigned)khung__iv_wanted(iv));
    khung__lines_wrap(lines, none, 1, KHUNG__BOLD, KHUNG__IV_WORD(lines, iv, KHUNG__W_IV_ANSWERED_OF, khung__str_of(done), khung__str_of(wanted)));
    khung__lines_add(lines, none);
    put_first_row(lines, iv);
    khung__lines_add(lines, none);
    khung__word_id word = iv->found_count ? KHUNG__W_IV_MISSING : KHUNG__W_IV_NONE_MISSING;
    khung__lines_wrap(lines, none, 1, iv->found_count ? KHUNG__BAD : KHUNG__PLAIN, khung__word(word, iv->language));
    for (uint32_t i = 0; i < iv->found_count; i++) {
        if (i + 1 == iv->choice) {
            lines->focus_from = lines->count;
            lines->focus_to = lines->count + 1;
        }
        put_row(lines, iv, iv->steps[iv->found[i]], i + 1 == iv->choice, codes);
    }
}
