/* table/rows: the rows of the table of answers. A file of answers begins with the row "framework.id"; reading takes it so, too. */
#include "../table.h"

#include <string.h>

typedef struct writer {
    khung__table_put *put;
    void *to;
    khung__questions q;
    khung__arena arena; /* of one row */
    const khung_answers *answers; /* NULL: to be filled in */
    bool blanks;        /* so is what these do not answer */
    khung__bound bound;
    khung__str cells[KHUNG__TABLE_COLUMNS];
    bool failed;
} writer;

static khung__str date_text(writer *w, khung__date date)
{
    khung__buf buf = {0};
    if (!date.year)
        return (khung__str){0};
    khung__buf_date(&buf, date);
    return khung__buf_take(&buf, &w->arena);
}

static void put(writer *w)
{
    w->put(w->to, w->cells);
    memset(w->cells, 0, sizeof w->cells);
    khung__arena_reset(&w->arena);
}

static void put_headings(writer *w)
{
    static const khung__word_id words[KHUNG__TABLE_COLUMNS] = {KHUNG__W_T_ID, KHUNG__W_T_QUESTION, KHUNG__W_T_ANSWER, KHUNG__W_T_MEANS,
        KHUNG__W_T_REASON, KHUNG__W_T_NOTE, KHUNG__W_T_CARRIED, KHUNG__W_T_DATED, KHUNG__W_T_SHA256};
    for (int i = 0; i < KHUNG__TABLE_COLUMNS; i++)
        w->cells[i] = khung__word(words[i], khung__language_of(w->q.frameworks[0]->language));
    put(w);
}

/* What can be answered: "start = Mới hình thành; …". */
static khung__str choices_text(writer *w, const khung__question *x)
{
    khung__buf buf = {0};
    for (uint32_t i = 0; i < x->choice_count; i++) {
        khung__buf_z(&buf, i ? "; " : "");
        khung__buf_str(&buf, x->choices[i].id);
        khung__buf_z(&buf, " = ");
        khung__buf_str(&buf, x->choices[i].titles[0]);
    }
    return buf.n ? khung__buf_take(&buf, &w->arena) : (khung__str){0};
}

static void begin(writer *w, const khung__question *x)
{
    w->cells[KHUNG__TABLE_ID] = x->key;
    w->cells[KHUNG__TABLE_QUESTION] = x->labels[0];
}

/* A row to be filled in, or none. */
static void put_blank(writer *w, const khung__question *x)
{
    if (w->answers && !w->blanks)
        return;
    begin(w, x);
    w->cells[KHUNG__TABLE_MEANS] = choices_text(w, x);
    put(w);
}

static void put_about(writer *w, const khung__question *x)
{
    const khung_answers *a = w->answers;
    const khung_framework *f = w->q.frameworks[0];
    static const char *const tracks[] = {"self", "respondent", "consensus", "reviewer"};
    if (x->asks == KHUNG__ASKS_DIGEST)
        return;
    begin(w, x);
    if (!a)
        w->cells[KHUNG__TABLE_MEANS] = choices_text(w, x);
    khung__str *answer = &w->cells[KHUNG__TABLE_ANSWER];
    if (x->asks == KHUNG__ASKS_FRAMEWORK)
        *answer = f->id;
    else if (x->asks == KHUNG__ASKS_VERSION)
        *answer = f->version;
    else if (!a)
        *answer = (khung__str){0};
    else if (x->asks == KHUNG__ASKS_FROM || x->asks == KHUNG__ASKS_TO || x->asks == KHUNG__ASKS_DATED)
        *answer = date_text(w, x->asks == KHUNG__ASKS_FROM ? a->from : x->asks == KHUNG__ASKS_TO ? a->to : a->dated);
    else if (x->asks == KHUNG__ASKS_TRACK)
        *answer = khung__str_of(tracks[a->track]);
    else
        *answer = x->asks == KHUNG__ASKS_ORGANISATION_ID ? a->organisation_id : x->asks == KHUNG__ASKS_ORGANISATION_NAME ? a->organisation_name
                  : x->asks == KHUNG__ASKS_BY_NAME ? a->by_name : a->by_role;
    if (!a || answer->n || w->blanks)
        put(w);
    memset(w->cells, 0, sizeof w->cells);
}

static khung__str title_of(const khung__question *x, uint32_t value)
{
    for (uint32_t i = 0; i < x->choice_count; i++)
        if (x->choices[i].value == value)
            return x->choices[i].titles[0];
    return (khung__str){0};
}

static void put_fact(writer *w, const khung__question *x)
{
    const khung__fact *fact = &w->q.frameworks[0]->facts[x->part];
    khung__str text = {0}, means = {0};
    if (!w->answers || !w->bound.fact_given[x->part]) {
        put_blank(w, x);
        return;
    }
    khung__micro value = w->bound.fact_number[x->part];
    khung__buf buf = {0};
    if (fact->type == KHUNG__DECIMAL) {
        khung__questions_number(&buf, value);
        text = khung__buf_take(&buf, &w->arena);
    } else {
        text = fact->type == KHUNG__FLAG ? (value ? KHUNG__S("yes") : KHUNG__S("no")) : fact->options[value].id;
        means = title_of(x, (uint32_t)value);
    }
    begin(w, x);
    w->cells[KHUNG__TABLE_ANSWER] = text;
    w->cells[KHUNG__TABLE_MEANS] = means;
    put(w);
}

static void put_main(writer *w, const khung__question *x, const khung__answer *a)
{
    if (!a) {
        put_blank(w, x);
        return;
    }
    begin(w, x);
    khung__buf buf = {0};
    if (a->kind == KHUNG__ANSWER_LEVEL) {
        w->cells[KHUNG__TABLE_ANSWER] = a->level;
        w->cells[KHUNG__TABLE_MEANS] = title_of(x, w->bound.level[x->criterion]);
    } else if (a->kind == KHUNG__ANSWER_QUANTITY) {
        khung__questions_number(&buf, a->quantity);
        w->cells[KHUNG__TABLE_ANSWER] = khung__buf_take(&buf, &w->arena);
    } else if (a->kind == KHUNG__ANSWER_NA) {
        w->cells[KHUNG__TABLE_ANSWER] = x->choice_count ? x->choices[x->choice_count - 1].id : (khung__str){0};
        w->cells[KHUNG__TABLE_MEANS] = title_of(x, KHUNG__CHOICE_NA);
        w->cells[KHUNG__TABLE_REASON] = a->reason;
    }
    w->cells[KHUNG__TABLE_NOTE] = a->note;
    if (a->carried)
        w->cells[KHUNG__TABLE_CARRIED] = KHUNG__S("yes");
    put(w);
}

static void put_check(writer *w, const khung__question *x, const khung__answer *a)
{
    const int8_t *checks = a ? w->bound.checks[x->criterion] : NULL;
    if (!checks || checks[x->part] < 0) {
        put_blank(w, x);
        return;
    }
    begin(w, x);
    w->cells[KHUNG__TABLE_ANSWER] = checks[x->part] ? KHUNG__S("yes") : KHUNG__S("no");
    w->cells[KHUNG__TABLE_MEANS] = title_of(x, checks[x->part] ? 1 : 0);
    put(w);
}

static void put_evidence(writer *w, const khung__question *x, const khung__answer *a)
{
    khung__str item = w->q.frameworks[0]->criteria[x->criterion].evidence[x->part].id;
    bool any = false;
    for (uint32_t i = 0; a && i < a->evidence_count; i++) {
        if (!khung__str_eq(a->evidence[i].item, item))
            continue;
        begin(w, x);
        w->cells[KHUNG__TABLE_ANSWER] = a->evidence[i].file;
        w->cells[KHUNG__TABLE_DATED] = date_text(w, a->evidence[i].dated);
        w->cells[KHUNG__TABLE_SHA256] = a->evidence[i].sha256;
        put(w);
        any = true;
    }
    if (!any)
        put_blank(w, x);
}

static void put_question(writer *w, const khung__question *x)
{
    const khung__answer *a = w->answers && x->criterion != KHUNG__NONE ? w->bound.by_criterion[x->criterion] : NULL;
    bool blank = (!w->answers || w->blanks) && !a && x->criterion != KHUNG__NONE && w->q.frameworks[0]->criteria[x->criterion].stage != KHUNG__ACTIVE;
    bool bare = x->criterion != KHUNG__NONE && w->q.frameworks[0]->criteria[x->criterion].na_forbidden;
    if (blank)
        return;
    if (x->asks < KHUNG__ASKS_ABOUT)
        put_about(w, x);
    else if (x->asks == KHUNG__ASKS_FACT)
        put_fact(w, x);
    else if (x->asks == KHUNG__ASKS_LEVEL || x->asks == KHUNG__ASKS_WHETHER || (x->asks == KHUNG__ASKS_QUANTITY && bare))
        put_main(w, x, a);
    else if (x->asks == KHUNG__ASKS_CHECK)
        put_check(w, x, a);
    else if (x->asks == KHUNG__ASKS_EVIDENCE)
        put_evidence(w, x, a);
}

static khung_status put_track(writer *w, const khung_answers *answers, khung_log *log)
{
    khung__arena arena = {0};
    w->answers = answers;
    khung_status status = answers ? khung__answers_bind(&w->bound, answers, w->q.frameworks[0], &arena, log) : KHUNG_OK;
    for (uint32_t i = 0; status == KHUNG_OK && i < w->q.count; i++)
        put_question(w, &w->q.list[i]);
    khung__arena_free(&arena);
    return status;
}

khung_status khung__table_rows(khung__table_put *put_row, void *to, const khung_framework *framework, const khung_answers *const *tracks, size_t count,
                               bool blanks, khung_log *log)
{
    writer w = {.put = put_row, .to = to, .blanks = blanks};
    khung_status status = khung__questions_make(&w.q, framework, NULL, 0, log);
    if (status == KHUNG_OK)
        put_headings(&w);
    if (status == KHUNG_OK && count == 0 && blanks)
        status = put_track(&w, NULL, log);
    for (size_t i = 0; status == KHUNG_OK && i < count; i++)
        status = put_track(&w, tracks[i], log);
    khung__questions_free(&w.q);
    khung__arena_free(&w.arena);
    return status;
}
