/* table/xlsx: a result as a workbook: what came out, every criterion, and the table of answers. */
#include "../score.h"
#include "../table.h"
#include "../workbook.h"

typedef struct writer {
    khung__workbook *book;
    const khung_framework *f;
    const khung_result *r;
    khung__language language;
    khung__buf text;
    size_t row;
} writer;

static void put_text(writer *w, size_t column, khung__str text, khung__look look)
{
    khung__workbook_text(w->book, w->row, column, text, look);
}

static void put_word(writer *w, size_t column, khung__word_id word, khung__look look)
{
    put_text(w, column, khung__word(word, w->language), look);
}

static void put_score(writer *w, size_t column, khung__rat value)
{
    w->text.n = 0;
    if (!value.has)
        return;
    khung__buf_rat_shown(&w->text, value, w->r->digits);
    khung__workbook_number(w->book, w->row, column, (khung__str){w->text.s, w->text.n}, KHUNG__LOOK_PLAIN);
}

static void put_pair(writer *w, khung__word_id word, khung__str text)
{
    put_word(w, 0, word, KHUNG__LOOK_HEAD);
    put_text(w, 1, text, KHUNG__LOOK_WRAP);
    w->row++;
}

/* ---- what came out ---- */

static khung__str period_of(writer *w, khung__arena *arena)
{
    khung__buf from = {0}, to = {0};
    khung__buf_date_short(&from, w->r->from, w->language);
    khung__buf_date_short(&to, w->r->to, w->language);
    const khung__str args[] = {khung__buf_take(&from, arena), khung__buf_take(&to, arena)};
    return khung__word_in(arena, KHUNG__W_T_PERIOD_IS, w->language, args, 2);
}

static khung__str answered_of(writer *w, khung__arena *arena)
{
    khung__buf answered = {0}, applicable = {0};
    khung__buf_int(&answered, w->r->answered);
    khung__buf_int(&applicable, w->r->applicable);
    const khung__str args[] = {khung__buf_take(&answered, arena), khung__buf_take(&applicable, arena)};
    return khung__word_in(arena, KHUNG__W_T_ANSWERED_OF, w->language, args, 2);
}

static void put_head(writer *w)
{
    khung__arena arena = {0};
    khung__word_id status = w->r->complete ? KHUNG__W_T_COMPLETE : KHUNG__W_T_INCOMPLETE;
    put_pair(w, KHUNG__W_T_ORGANISATION, w->r->organisation_name);
    put_pair(w, KHUNG__W_T_PERIOD, period_of(w, &arena));
    put_pair(w, KHUNG__W_T_FRAMEWORK, w->f->title);
    put_pair(w, KHUNG__W_T_STATUS, khung__word(status, w->language));
    if (w->r->grade != KHUNG__NONE)
        put_pair(w, KHUNG__W_T_GRADE, w->f->grades[w->r->grade].title);
    put_pair(w, KHUNG__W_T_ANSWERED, answered_of(w, &arena));
    w->row++;
    khung__arena_free(&arena);
}

static void put_domain(writer *w, uint32_t index)
{
    const khung__domain *d = &w->f->domains[index];
    const khung__domain_result *r = &w->r->domains[index];
    if (index == 0)
        put_word(w, 1, KHUNG__W_T_TOTAL, KHUNG__LOOK_WRAP);
    put_text(w, 0, d->code, KHUNG__LOOK_PLAIN);
    put_text(w, 1, d->title, KHUNG__LOOK_WRAP);
    put_score(w, 2, r->score);
    put_score(w, 3, r->lo);
    put_score(w, 4, r->hi);
    put_score(w, 5, r->percent);
    if (r->band != KHUNG__NONE)
        put_text(w, 6, w->f->bands[r->band].title, KHUNG__LOOK_PLAIN);
    w->row++;
}

static void put_headings(writer *w, const khung__word_id *words, size_t n, size_t first)
{
    for (size_t i = 0; i < n; i++)
        put_word(w, first + i, words[i], KHUNG__LOOK_HEAD);
    w->row++;
}

static void put_result(writer *w)
{
    static const khung__word_id words[] = {KHUNG__W_T_CODE, KHUNG__W_T_DOMAIN, KHUNG__W_T_SCORE, KHUNG__W_T_LOWEST,
                                           KHUNG__W_T_HIGHEST, KHUNG__W_T_PERCENT, KHUNG__W_T_BAND};
    static const unsigned char widths[] = {22, 60, 12, 16, 16, 12, 24};
    khung__workbook_sheet(w->book, khung__word(KHUNG__W_T_RESULT, w->language).s, widths, sizeof widths, 0);
    put_head(w);
    put_headings(w, words, sizeof words / sizeof *words, 0);
    for (uint32_t i = 1; i < w->f->domain_count; i++)
        put_domain(w, i);
    put_domain(w, 0);
}

/* ---- every criterion ---- */

static khung__word_id word_of(khung_state state)
{
    static const khung__word_id words[] = {
        [KHUNG_ANSWERED] = KHUNG__W_T_STATE_ANSWERED, [KHUNG_NOT_APPLICABLE] = KHUNG__W_T_STATE_NA, [KHUNG_UNANSWERED] = KHUNG__W_T_STATE_UNANSWERED,
        [KHUNG_UNVERIFIED] = KHUNG__W_T_STATE_UNVERIFIED, [KHUNG_FACT_MISSING] = KHUNG__W_T_STATE_FACT_MISSING,
        [KHUNG_OUT_OF_SCOPE] = KHUNG__W_T_STATE_OUT_OF_SCOPE, [KHUNG_FUTURE] = KHUNG__W_T_STATE_FUTURE, [KHUNG_RETIRED] = KHUNG__W_T_STATE_RETIRED};
    return words[state];
}

static void put_criterion(writer *w, uint32_t index)
{
    const khung__criterion *k = &w->f->criteria[index];
    const khung__criterion_result *r = &w->r->criteria[index];
    put_text(w, 0, k->id, KHUNG__LOOK_PLAIN);
    put_text(w, 1, k->code, KHUNG__LOOK_PLAIN);
    put_text(w, 2, k->title, KHUNG__LOOK_WRAP);
    put_text(w, 3, w->f->domains[k->domain].title, KHUNG__LOOK_WRAP);
    put_word(w, 4, word_of(r->state), KHUNG__LOOK_PLAIN);
    if (r->level != KHUNG__NONE && k->scale != KHUNG__NONE)
        put_text(w, 5, w->f->scales[k->scale].levels[r->level].title, KHUNG__LOOK_PLAIN);
    put_score(w, 6, r->score);
    put_score(w, 7, r->self);
    put_score(w, 8, r->reviewer);
    put_score(w, 9, r->gap);
    w->row++;
}

static void put_criteria(writer *w)
{
    static const khung__word_id words[] = {KHUNG__W_T_CODE, KHUNG__W_T_CRITERION, KHUNG__W_T_DOMAIN, KHUNG__W_T_STATE, KHUNG__W_T_LEVEL,
                                           KHUNG__W_T_SCORE, KHUNG__W_T_SELF, KHUNG__W_T_REVIEWER, KHUNG__W_T_GAP};
    static const unsigned char widths[] = {24, 8, 60, 36, 20, 20, 10, 16, 12, 12};
    w->row = 0;
    khung__workbook_sheet(w->book, khung__word(KHUNG__W_T_CRITERIA, w->language).s, widths, sizeof widths, 1);
    put_word(w, 0, KHUNG__W_T_ID, KHUNG__LOOK_HEAD);
    put_headings(w, words, sizeof words / sizeof *words, 1);
    for (uint32_t i = 0; i < w->f->criterion_count; i++)
        put_criterion(w, i);
}

/* ---- the table of answers ---- */

/* A text is no formula here; but one that begins like a guarded one needs a guard, else reading takes its own apostrophe for it. */
static khung__str guarded(khung__buf *room, khung__str text)
{
    if (khung__questions_unguarded(text).s == text.s)
        return text;
    room->n = 0;
    khung__buf_char(room, '\'');
    khung__buf_str(room, text);
    return (khung__str){room->s, room->n};
}

static void put_row(void *to, const khung__str cells[KHUNG__TABLE_COLUMNS])
{
    writer *w = to;
    khung__micro number;
    for (size_t i = 0; i < KHUNG__TABLE_COLUMNS; i++)
        if (i == KHUNG__TABLE_ANSWER && cells[i].n < 15 && khung__read_decimal(cells[i], &number))
            khung__workbook_number(w->book, w->row, i, cells[i], KHUNG__LOOK_PLAIN);
        else
            put_text(w, i, guarded(&w->text, cells[i]), w->row == 0 ? KHUNG__LOOK_HEAD : KHUNG__LOOK_WRAP);
    w->row++;
}

khung_status khung_result_xlsx(char **out, size_t *size, const khung_framework *framework, const khung_result *result,
                               const khung_answers *const *tracks, size_t count, const char *language, khung_log *log)
{
    static const unsigned char widths[KHUNG__TABLE_COLUMNS] = {32, 60, 20, 24, 30, 50, 10, 12, 20};
    if (!out || !size || !framework || !result || (count && !tracks))
        return KHUNG_BAD_CALL;
    writer w = {.f = framework, .r = result, .language = khung__language_of(language ? khung__str_of(language) : framework->language)};
    khung_status status = khung__workbook_new(&w.book, framework->title, log);
    if (status != KHUNG_OK)
        return status;
    put_result(&w);
    put_criteria(&w);
    w.row = 0;
    if (count) {
        khung__workbook_sheet(w.book, "khung", widths, KHUNG__TABLE_COLUMNS, 1);
        status = khung__table_rows(put_row, &w, framework, tracks, count, false, log);
    }
    if (w.text.failed && status == KHUNG_OK)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__workbook_end(out, size, w.book);
    else
        khung__workbook_free(w.book);
    khung__buf_free(&w.text);
    return status;
}
