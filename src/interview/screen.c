/* interview/screen: head, body and foot in as many columns and rows as the terminal has. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

enum { LEAST_COLUMNS = 20, LEAST_ROWS = 8, MOST_COLUMNS = 100, MOST_ROWS = 500, BAR = 10 };

static const khung__str none = {"", 0};

typedef struct screen {
    khung_interview *iv;
    khung__lines head, body, foot;
    size_t columns, rows;
} screen;

/* ---- head ---- */

static void put_rule(khung__lines *lines, const khung_interview *iv, khung__str at_right)
{
    khung__buf rule = {0};
    size_t width = lines->width - khung__lines_width(at_right);
    khung__buf_char(&rule, KHUNG__DIM);
    for (size_t i = 0; i < width && width < 1000; i++)
        khung__buf_z(&rule, iv->options.utf8 ? "─" : "-");
    khung__buf_str(&rule, at_right);
    khung__buf_char(&rule, KHUNG__PLAIN);
    khung__lines_add(lines, khung__buf_take(&rule, lines->arena));
}

/* "12/39 ━━━·······" */
static khung__str progress(khung__lines *lines, const khung_interview *iv)
{
    khung__buf text = {0};
    uint32_t done = khung__iv_done(iv), wanted = khung__iv_wanted(iv);
    khung__buf_printf(&text, "%u/%u ", (unsigned)done, (unsigned)wanted);
    for (uint32_t i = 0; i < BAR && lines->width >= 60; i++) {
        bool full = wanted && (uint64_t)(i + 1) * wanted <= (uint64_t)done * BAR;
        khung__buf_z(&text, full ? iv->options.utf8 ? "━" : "#" : iv->options.utf8 ? "·" : ".");
    }
    return khung__buf_take(&text, lines->arena);
}

static khung__str paper_name(khung__lines *lines, const khung_interview *iv)
{
    char paper[16], count[16];
    snprintf(paper, sizeof paper, "%u", iv->options.paper);
    snprintf(count, sizeof count, "%u", iv->options.paper_count);
    return iv->options.paper ? KHUNG__IV_WORD(lines, iv, KHUNG__W_IV_PAPER, khung__str_of(paper), khung__str_of(count)) : none;
}

/* The paper or what is assessed at the left, cut where it must be; how far it is at the right. */
static void put_title(khung__lines *lines, const khung_interview *iv)
{
    khung__buf left = {0}, row = {0};
    khung__str right = progress(lines, iv), paper = paper_name(lines, iv);
    size_t room = lines->width > khung__lines_width(right) + 2 ? lines->width - khung__lines_width(right) - 1 : 0, column;
    khung__buf_printf(&left, "%c ", KHUNG__BOLD);
    khung__buf_str(&left, paper);
    khung__buf_z(&left, paper.n && iv->options.head ? iv->options.utf8 ? " · " : ", " : "");
    khung__buf_z(&left, iv->options.head ? iv->options.head : paper.n ? "" : iv->f->title.s);
    khung__buf_char(&left, KHUNG__PLAIN);
    if (!left.failed)
        khung__lines_put(&row, (khung__str){left.s + 1, left.n - 1}, room, false);
    khung__str name = khung__buf_take(&row, lines->arena);
    khung__buf_free(&left);
    khung__buf_printf(&row, "%c%s%c", KHUNG__BOLD, name.s ? name.s : "", KHUNG__PLAIN);
    for (column = name.s ? khung__lines_width(name) : 0; column + khung__lines_width(right) < lines->width; column++)
        khung__buf_char(&row, ' ');
    khung__buf_str(&row, right);
    khung__lines_add(lines, khung__buf_take(&row, lines->arena));
}

static void put_place(khung__lines *lines, const khung_interview *iv)
{
    khung__buf text = {0};
    khung__buf_printf(&text, " %c", KHUNG__DIM);
    if (iv->at < iv->step_count && iv->steps[iv->at].kind == KHUNG__STEP_CRITERION) {
        const khung__domain *d = &iv->f->domains[iv->f->criteria[iv->steps[iv->at].index].domain];
        khung__buf_str(&text, d->code);
        khung__buf_z(&text, d->code.n ? "  " : "");
        khung__buf_str(&text, d->title);
    } else if (iv->at < iv->step_count) {
        khung__buf_str(&text, khung__word(iv->steps[iv->at].kind == KHUNG__STEP_FACT ? KHUNG__W_IV_PROFILE : KHUNG__W_IV_ABOUT, iv->language));
    } else {
        khung__buf_str(&text, iv->f->title);
    }
    khung__buf_char(&text, KHUNG__PLAIN);
    khung__lines_add(lines, khung__buf_take(&text, lines->arena));
}

/* ---- foot ---- */

static khung__word_id keys_word(const khung_interview *iv)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    switch (iv->mode) {
    case KHUNG__MODE_FIELD:
        if (iv->field_of == KHUNG__OF_REASON && iv->options.papers)
            return KHUNG__W_IV_K_REASON_PAPER;
        return iv->field_of == KHUNG__OF_VALUE && !k ? KHUNG__W_IV_K_LINE : KHUNG__W_IV_K_FIELD;
    case KHUNG__MODE_FIND: return KHUNG__W_IV_K_FIND;
    case KHUNG__MODE_EVIDENCE: return KHUNG__W_IV_K_EVIDENCE;
    case KHUNG__MODE_HELP: return KHUNG__W_IV_K_HELP;
    case KHUNG__MODE_END: return iv->options.papers ? KHUNG__W_IV_K_END_PAPER : KHUNG__W_IV_K_END;
    default: break;
    }
    if (iv->options.papers)
        return !k ? KHUNG__W_IV_K_PAPER_FACT : k->check_count ? KHUNG__W_IV_K_PAPER_CHECKS : KHUNG__W_IV_K_PAPER;
    if (!k)
        return KHUNG__W_IV_K_FACT;
    return k->check_count ? KHUNG__W_IV_K_CHECKS : k->method == KHUNG__QUANTITY ? KHUNG__W_IV_K_NUMBER : KHUNG__W_IV_K_LEVELS;
}

/* "number: answer  Enter: next" with a sign between, each kept on one line; without "not applicable" where that is no answer. */
static void put_keys(khung__lines *lines, const khung_interview *iv)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    khung__str words = khung__word(keys_word(iv), iv->language);
    khung__buf text = {0};
    for (const char *p = words.s, *end = words.s + words.n; p < end;) {
        const char *stop = strstr(p, "  ") ? strstr(p, "  ") : end;
        bool na = p[1] == ':' && (*p == '0' || *p == 'x');
        if (text.n && !(na && k && k->na_forbidden))
            khung__buf_z(&text, iv->options.utf8 ? "\xC2\xA0· " : "\xC2\xA0| ");
        bool whole = khung__lines_width((khung__str){p, (size_t)(stop - p)}) + 4 < lines->width;
        for (; p < stop && !(na && k && k->na_forbidden); p++)
            khung__buf_add(&text, whole && *p == ' ' ? "\xC2\xA0" : p, whole && *p == ' ' ? 2 : 1);
        p = stop == end ? end : stop + 2;
    }
    khung__lines_wrap(lines, KHUNG__S(" "), 1, KHUNG__DIM, khung__buf_take(&text, lines->arena));
}

/* Whether somebody kept all that was said. */
static bool all_kept(const khung_interview *iv)
{
    bool kept = iv->kept_any && !iv->head_dirty;
    for (uint32_t i = 0; i < iv->f->criterion_count; i++)
        kept = kept && !iv->dirty[i];
    return kept;
}

/* What went wrong or was done; the digit that waits for a second one; that everything is kept. */
static void put_message(khung__lines *lines, const khung_interview *iv)
{
    char digit[16];
    snprintf(digit, sizeof digit, "%u", iv->digits);
    if (iv->message.n)
        khung__lines_wrap(lines, KHUNG__S(" "), 1, iv->message_bad ? KHUNG__BAD : KHUNG__MARK, iv->message);
    else if (iv->digits)
        khung__lines_wrap(lines, KHUNG__S(" "), 1, KHUNG__MARK, KHUNG__IV_WORD(lines, iv, KHUNG__W_IV_SECOND_DIGIT, khung__str_of(digit)));
    else if (all_kept(iv))
        khung__lines_wrap(lines, KHUNG__S(" "), 1, KHUNG__DIM, khung__word(KHUNG__W_IV_SAVED, iv->language));
    else
        khung__lines_add(lines, none);
}

/* ---- all ---- */

static void settle_scroll(screen *s, size_t room)
{
    khung_interview *iv = s->iv;
    size_t most = s->body.count > room ? s->body.count - room : 0;
    if (!iv->scroll_free) {
        if (s->body.focus_to > iv->scroll + room)
            iv->scroll = s->body.focus_to - room;
        if (s->body.focus_from < iv->scroll)
            iv->scroll = s->body.focus_from;
        if (s->body.cursor_line != SIZE_MAX && s->body.cursor_line >= iv->scroll + room)
            iv->scroll = s->body.cursor_line - room + 1;
    }
    if (iv->scroll > most)
        iv->scroll = most;
    iv->page = room;
}

/* The rule over the foot says how much stands above and below. */
static void put_foot_rule(khung__lines *foot, const screen *s, size_t room)
{
    const khung_interview *iv = s->iv;
    size_t above = iv->scroll, shown = s->body.count - iv->scroll < room ? s->body.count - iv->scroll : room, below = s->body.count - above - shown;
    char number[24];
    khung__str more = none;
    snprintf(number, sizeof number, "%zu", below);
    if (below)
        more = KHUNG__IV_WORD(foot, iv, KHUNG__W_IV_MORE_BELOW, khung__str_of(number));
    else if (above)
        more = khung__word(KHUNG__W_IV_MORE_ABOVE, iv->language);
    put_rule(foot, iv, khung__lines_width(more) < foot->width ? more : none);
}

static void put_line(khung__buf *out, const screen *s, khung__str line, size_t row)
{
    khung__buf_printf(out, "\x1b[%zu;1H", row);
    khung__lines_put(out, line, s->columns, s->iv->options.colour);
    khung__buf_z(out, "\x1b[K");
}

static void put_screen(khung__buf *out, screen *s, khung__lines *rule, size_t room)
{
    size_t row = 1, first = s->head.count + 1;
    khung__buf_z(out, "\x1b[?25l");
    for (size_t i = 0; i < s->head.count; i++)
        put_line(out, s, s->head.line[i], row++);
    for (size_t i = 0; i < room; i++)
        put_line(out, s, i + s->iv->scroll < s->body.count ? s->body.line[i + s->iv->scroll] : none, row++);
    for (size_t i = 0; i < rule->count; i++)
        put_line(out, s, rule->line[i], row++);
    for (size_t i = 0; i < s->foot.count && row <= s->rows; i++)
        put_line(out, s, s->foot.line[i], row++);
    size_t at = s->body.cursor_line;
    if (at != SIZE_MAX && at >= s->iv->scroll && at < s->iv->scroll + room)
        khung__buf_printf(out, "\x1b[%zu;%zuH\x1b[?25h", first + at - s->iv->scroll, s->body.cursor_column + 1);
}

static void lay_out(screen *s, khung__lines *rule, size_t *room)
{
    khung_interview *iv = s->iv;
    bool evidence = iv->mode == KHUNG__MODE_EVIDENCE || (iv->mode == KHUNG__MODE_FIELD && iv->field_of >= KHUNG__OF_DATED);
    put_title(&s->head, iv);
    if (s->rows >= 12)
        put_place(&s->head, iv);
    put_rule(&s->head, iv, none);
    put_message(&s->foot, iv);
    put_keys(&s->foot, iv);
    if (s->foot.count > s->rows / 3)
        s->foot.count = s->rows / 3;
    *room = s->rows - s->head.count - 1 - s->foot.count;
    if (iv->mode == KHUNG__MODE_FIND)
        khung__body_list(&s->body, iv);
    else if (iv->mode == KHUNG__MODE_HELP)
        khung__body_help(&s->body, iv);
    else if (iv->mode == KHUNG__MODE_END)
        khung__body_end(&s->body, iv);
    else if (iv->options.papers)
        khung__body_papers(&s->body, iv);
    else if (evidence)
        khung__body_evidence(&s->body, iv);
    else
        khung__body_question(&s->body, iv);
    settle_scroll(s, *room);
    put_foot_rule(rule, s, *room);
}

static void too_small(khung__buf *out, screen *s)
{
    khung__lines_wrap(&s->foot, none, 0, KHUNG__PLAIN, khung__word(KHUNG__W_IV_TOO_SMALL, s->iv->language));
    khung__buf_z(out, "\x1b[?25l\x1b[2J");
    for (size_t i = 0; i < s->foot.count && i < s->rows; i++)
        put_line(out, s, s->foot.line[i], i + 1);
}

khung_status khung_interview_screen(char **out, khung_interview *iv, unsigned columns, unsigned rows)
{
    khung__arena arena = {0};
    khung__buf text = {0};
    size_t room = 0, wide = columns < 4 ? 4 : columns > MOST_COLUMNS ? MOST_COLUMNS : columns; /* longer lines are hard to read */
    khung__buf_z(&text, "\x1b[?2026h"); /* shown at once where the terminal knows that; others pass over it */
    screen s = {.iv = iv, .columns = columns, .rows = rows > MOST_ROWS ? MOST_ROWS : rows};
    khung__lines empty = {.arena = &arena, .width = wide, .cursor_line = SIZE_MAX}, rule = empty;
    s.head = s.body = s.foot = empty;
    if (columns < LEAST_COLUMNS || rows < LEAST_ROWS) {
        too_small(&text, &s);
    } else {
        lay_out(&s, &rule, &room);
        put_screen(&text, &s, &rule, room);
    }
    khung__buf_z(&text, "\x1b[?2026l");
    bool failed = text.failed || s.head.failed || s.body.failed || s.foot.failed || rule.failed;
    khung__arena_free(&arena);
    if (failed)
        khung__buf_free(&text);
    else
        *out = text.s;
    return failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}
