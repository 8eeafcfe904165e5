/* xlsform: a framework as an XLSForm (xlsform.org), for Kobo and ODK. Domains are groups, a criterion is a screen of its own with its
 * question, what goes with it and a note. Names come from questions, by which the answers are read again. */
#include "../answers.h"
#include "../questions.h"
#include "../workbook.h"

#include <stdio.h>
#include <string.h>

enum { MOST_LANGUAGES = 32, HEADING = 96 };

/* A row of the sheet "survey"; texts that are absent leave their cell empty. */
typedef struct survey_row {
    const char *type;                 /* with the name of a list behind a blank: `list` */
    khung__str list, name;
    khung__str labels[MOST_LANGUAGES + 1], hints[MOST_LANGUAGES + 1], messages[MOST_LANGUAGES + 1];
    bool required;
    khung__str relevant, constraint, appearance, calculation, begin; /* begin: what is filled in already */
} survey_row;

typedef struct writer {
    khung__questions q;
    khung__workbook *book;
    khung__arena arena;
    size_t row;
    char languages[MOST_LANGUAGES + 1][HEADING]; /* "Tiếng Việt (vi)": one spelling wherever it stands */
    const khung_answers *filled;      /* NULL: an empty form */
    khung__bound bound;               /* of these */
    bool failed;
} writer;

/* ---- texts ---- */

static khung__str keep(writer *w, khung__buf *buf)
{
    khung__str s = khung__buf_take(buf, &w->arena);
    w->failed = w->failed || !s.s;
    return s;
}

/* What people read: "${" would be taken for the name of a question. */
static khung__str shown(writer *w, khung__str s)
{
    khung__buf buf = {0};
    if (s.n == 0 || !memmem(s.s, s.n, "${", 2))
        return s;
    for (size_t i = 0; i < s.n; i++) {
        khung__buf_char(&buf, s.s[i]);
        if (s.s[i] == '$' && i + 1 < s.n && s.s[i + 1] == '{')
            khung__buf_char(&buf, ' ');
    }
    return keep(w, &buf);
}

static void name_languages(writer *w)
{
    for (uint32_t l = 0; l < w->q.languages; l++) {
        khung__str tag = w->q.frameworks[l]->language;
        khung__str known = khung__word(KHUNG__W_Q_LANGUAGE, khung__language_of(tag));
        bool own = (tag.n == 2 && memcmp(tag.s, "vi", 2) == 0) || (tag.n == 2 && memcmp(tag.s, "en", 2) == 0);
        if (own)
            snprintf(w->languages[l], HEADING, "%.*s", (int)known.n, known.s);
        else
            snprintf(w->languages[l], HEADING, "%.*s (%.*s)", (int)tag.n, tag.s, (int)tag.n, tag.s);
    }
}

static void say_all(writer *w, khung__str out[MOST_LANGUAGES + 1], khung__word_id word)
{
    for (uint32_t l = 0; l < w->q.languages; l++)
        out[l] = khung__word(word, khung__language_of(w->q.frameworks[l]->language));
}

/* ---- the sheet "survey" ---- */

static void put_each(writer *w, size_t *column, const khung__str *texts)
{
    for (uint32_t l = 0; l < w->q.languages; l++)
        khung__workbook_text(w->book, w->row, (*column)++, shown(w, texts[l]), KHUNG__LOOK_WRAP);
}

static void put_row(writer *w, const survey_row *r)
{
    khung__buf type = {0};
    size_t column = 2;
    khung__buf_z(&type, r->type);
    if (r->list.n) {
        khung__buf_char(&type, ' ');
        khung__buf_str(&type, r->list);
    }
    khung__workbook_text(w->book, w->row, 0, keep(w, &type), KHUNG__LOOK_PLAIN);
    khung__workbook_text(w->book, w->row, 1, r->name, KHUNG__LOOK_PLAIN);
    put_each(w, &column, r->labels);
    put_each(w, &column, r->hints);
    khung__workbook_text(w->book, w->row, column++, r->required ? KHUNG__S("yes") : (khung__str){0}, KHUNG__LOOK_PLAIN);
    khung__workbook_text(w->book, w->row, column++, r->relevant, KHUNG__LOOK_PLAIN);
    khung__workbook_text(w->book, w->row, column++, r->constraint, KHUNG__LOOK_PLAIN);
    put_each(w, &column, r->messages);
    khung__workbook_text(w->book, w->row, column++, r->appearance, KHUNG__LOOK_PLAIN);
    khung__workbook_text(w->book, w->row, column++, r->calculation, KHUNG__LOOK_PLAIN);
    if (w->filled)
        khung__workbook_text(w->book, w->row, column, r->begin, KHUNG__LOOK_PLAIN);
    w->row++;
}

static void put_headings(writer *w, const char *const *names, size_t n)
{
    char heading[HEADING + 32];
    size_t column = 0;
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(names[i]);
        bool each = length > 2 && strcmp(names[i] + length - 2, "::") == 0;
        for (uint32_t l = 0; l < (each ? w->q.languages : 1); l++) {
            snprintf(heading, sizeof heading, "%s%s", names[i], each ? w->languages[l] : "");
            khung__workbook_text(w->book, 0, column++, khung__str_of(heading), KHUNG__LOOK_HEAD);
        }
    }
    w->row = 1;
}

static void end_group(writer *w)
{
    put_row(w, &(survey_row){.type = "end_group"});
}

/* ---- conditions ---- */

static void put_condition(writer *w, khung__buf *out, const khung__condition *c);

static khung__str name_of_fact(const writer *w, uint32_t fact)
{
    for (uint32_t i = 0; i < w->q.count; i++)
        if (w->q.list[i].asks == KHUNG__ASKS_FACT && w->q.list[i].part == fact)
            return w->q.list[i].name;
    return KHUNG__S("");
}

static void put_micro(khung__buf *out, khung__micro value)
{
    int64_t size = value < 0 ? -value : value;
    khung__buf_printf(out, "%s%lld.%06d", value < 0 ? "-" : "", (long long)(size / KHUNG__MICRO), (int)(size % KHUNG__MICRO));
}

static void put_profile(writer *w, khung__buf *out, const khung__condition *c)
{
    const khung__fact *fact = &w->q.frameworks[0]->facts[c->index];
    khung__str name = name_of_fact(w, c->index);
    const char *and = "";
    if (c->has_is && fact->type == KHUNG__DECIMAL) {
        khung__buf_printf(out, "${%s} = ", name.s);
        put_micro(out, c->is_number);
    } else if (c->has_is) {
        khung__str value = fact->type == KHUNG__CHOICE ? khung__questions_name(&w->arena, fact->options[c->is_option].id) : (khung__str){0};
        khung__buf_printf(out, "${%s} = '%s'", name.s, value.s ? value.s : c->is_number ? "yes" : "no");
    }
    and = c->has_is ? " and " : "";
    if (c->bounds.has_at_least) {
        khung__buf_printf(out, "%s${%s} >= ", and, name.s);
        put_micro(out, c->bounds.at_least);
        and = " and ";
    }
    if (c->bounds.has_below) {
        khung__buf_printf(out, "%s${%s} < ", and, name.s);
        put_micro(out, c->bounds.below);
    }
}

static void put_children(writer *w, khung__buf *out, const khung__condition *c, const char *between)
{
    for (uint32_t i = 0; i < c->child_count; i++) {
        khung__buf_z(out, i ? between : "(");
        put_condition(w, out, &c->children[i]);
    }
    khung__buf_char(out, ')');
}

/* Only profile facts and compositions may stand in applies_when (format.md). */
static void put_condition(writer *w, khung__buf *out, const khung__condition *c)
{
    if (c->kind == KHUNG__IF_PROFILE)
        put_profile(w, out, c);
    if (c->kind == KHUNG__IF_NONE_OF)
        khung__buf_z(out, "not");
    if (c->kind == KHUNG__IF_ALL_OF)
        put_children(w, out, c, " and ");
    else if (c->kind == KHUNG__IF_ANY_OF || c->kind == KHUNG__IF_NONE_OF)
        put_children(w, out, c, " or ");
}

static khung__str relevant_when(writer *w, const khung__condition *c)
{
    khung__buf buf = {0};
    if (!c)
        return (khung__str){0};
    put_condition(w, &buf, c);
    return keep(w, &buf);
}

static bool names_fact(const khung__condition *c, uint32_t fact)
{
    if (!c)
        return false;
    if (c->kind == KHUNG__IF_PROFILE && c->index == fact)
        return true;
    for (uint32_t i = 0; i < c->child_count; i++)
        if (names_fact(&c->children[i], fact))
            return true;
    return false;
}

/* A fact on which it depends what is asked. */
static bool is_needed(const khung_framework *f, uint32_t fact)
{
    for (uint32_t i = 0; i < f->domain_count; i++)
        if (names_fact(f->domains[i].applies_when, fact))
            return true;
    for (uint32_t i = 0; i < f->criterion_count; i++)
        if (names_fact(f->criteria[i].applies_when, fact))
            return true;
    return false;
}

/* ---- questions ---- */

static khung__str filled(writer *w, const char *format, khung__str a, khung__str b)
{
    khung__buf buf = {0};
    khung__buf_printf(&buf, format, (int)a.n, a.s ? a.s : "", (int)b.n, b.s ? b.s : "");
    return keep(w, &buf);
}

/* ---- what is filled in already ---- */

/* A text as a default: what looks like an expression to form servers is put into one that gives the text. */
static khung__str text_default(writer *w, khung__str text)
{
    khung__buf buf = {0};
    bool plain = text.n > 0;
    for (size_t i = 0; i < text.n && plain; i++)
        plain = !strchr("*+-|[](){}$'\"=<>,/:#@", text.s[i]) && text.s[i] != '\n';
    if (!text.n || (plain && !memmem(text.s, text.n, " mod ", 5) && !memmem(text.s, text.n, " div ", 5)))
        return text;
    text = shown(w, text);
    khung__buf_z(&buf, "concat('");
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '\'')
            khung__buf_z(&buf, "', \"'\", '");
        else
            khung__buf_char(&buf, text.s[i] == '\n' ? ' ' : text.s[i]);
    }
    khung__buf_z(&buf, "', '')");
    return keep(w, &buf);
}

static khung__str date_default(writer *w, khung__date date)
{
    khung__buf buf = {0};
    if (!date.year)
        return (khung__str){0};
    khung__buf_date(&buf, date);
    return keep(w, &buf);
}

static khung__str number_default(writer *w, khung__micro value)
{
    khung__buf buf = {0};
    khung__questions_number(&buf, value);
    return keep(w, &buf);
}

static khung__str choice_default(const khung__question *x, uint32_t value)
{
    for (uint32_t i = 0; i < x->choice_count; i++)
        if (x->choices[i].value == value)
            return x->choices[i].name;
    return (khung__str){0};
}

static khung__str about_default(writer *w, const khung__question *x)
{
    const khung_answers *a = w->filled;
    switch (x->asks) {
    case KHUNG__ASKS_ORGANISATION_ID: return text_default(w, a->organisation_id);
    case KHUNG__ASKS_ORGANISATION_NAME: return text_default(w, a->organisation_name);
    case KHUNG__ASKS_FROM: return date_default(w, a->from);
    case KHUNG__ASKS_TO: return date_default(w, a->to);
    case KHUNG__ASKS_DATED: return date_default(w, a->dated);
    case KHUNG__ASKS_BY_NAME: return text_default(w, a->by_name);
    case KHUNG__ASKS_BY_ROLE: return text_default(w, a->by_role);
    default: return (khung__str){0};
    }
}

static khung__str fact_default(writer *w, const khung__question *x)
{
    khung__micro number = w->bound.fact_number[x->part];
    const khung__fact *fact = &w->q.frameworks[0]->facts[x->part];
    if (!w->bound.fact_given[x->part])
        return (khung__str){0};
    if (fact->type == KHUNG__DECIMAL)
        return number_default(w, number);
    return fact->type == KHUNG__FLAG ? number ? KHUNG__S("yes") : KHUNG__S("no") : choice_default(x, (uint32_t)number);
}

/* Of an item the first that is listed. */
static khung__str evidence_default(writer *w, const khung__question *x, const khung__answer *a)
{
    for (uint32_t i = 0; i < a->evidence_count; i++)
        if (khung__str_eq(a->evidence[i].item, w->q.frameworks[0]->criteria[x->criterion].evidence[x->part].id))
            return x->asks == KHUNG__ASKS_EVIDENCE ? text_default(w, a->evidence[i].file) : date_default(w, a->evidence[i].dated);
    return (khung__str){0};
}

/* What was carried from last time waits to be confirmed, so it is no default. */
static khung__str part_default(writer *w, const khung__question *x)
{
    const khung__answer *a = w->bound.by_criterion[x->criterion];
    const int8_t *checks = a ? w->bound.checks[x->criterion] : NULL;
    if (!a || a->carried)
        return (khung__str){0};
    switch (x->asks) {
    case KHUNG__ASKS_LEVEL:
        return a->kind == KHUNG__ANSWER_NA ? choice_default(x, KHUNG__CHOICE_NA)
               : a->kind == KHUNG__ANSWER_LEVEL ? choice_default(x, w->bound.level[x->criterion]) : (khung__str){0};
    case KHUNG__ASKS_WHETHER:
        return a->kind == KHUNG__ANSWER_NONE ? (khung__str){0} : choice_default(x, a->kind == KHUNG__ANSWER_NA ? KHUNG__CHOICE_NA : KHUNG__CHOICE_APPLIES);
    case KHUNG__ASKS_QUANTITY:
        return a->kind == KHUNG__ANSWER_QUANTITY ? number_default(w, a->quantity) : (khung__str){0};
    case KHUNG__ASKS_CHECK:
        return !checks || checks[x->part] < 0 ? (khung__str){0} : checks[x->part] ? KHUNG__S("yes") : KHUNG__S("no");
    case KHUNG__ASKS_REASON: return text_default(w, a->reason);
    case KHUNG__ASKS_NOTE: return text_default(w, a->note);
    case KHUNG__ASKS_EVIDENCE:
    case KHUNG__ASKS_EVIDENCE_DATED: return evidence_default(w, x, a);
    default: return (khung__str){0};
    }
}

static void limit_text(writer *w, survey_row *r)
{
    r->constraint = KHUNG__S("string-length(.) <= 8000");
    say_all(w, r->messages, KHUNG__W_Q_BAD_TEXT);
}

static void limit_number(writer *w, survey_row *r)
{
    r->type = "decimal";
    r->constraint = KHUNG__S(". > -1000000000000 and . < 1000000000000");
    say_all(w, r->messages, KHUNG__W_Q_BAD_NUMBER);
}

static void limit_date(writer *w, survey_row *r)
{
    r->type = "date";
    r->constraint = KHUNG__S(". <= today()");
    say_all(w, r->messages, KHUNG__W_Q_BAD_DATE);
}

static void put_about(writer *w, const khung__question *x)
{
    survey_row r = {.type = "text", .name = x->name};
    memcpy(r.labels, x->labels, w->q.languages * sizeof *r.labels);
    if (x->asks == KHUNG__ASKS_ORGANISATION_ID) {
        r.constraint = KHUNG__S("regex(., '^[a-z0-9][a-z0-9-]{0,63}$')");
        say_all(w, r.messages, KHUNG__W_Q_BAD_ID);
        say_all(w, r.hints, KHUNG__W_Q_ID_HINT);
    } else if (x->asks == KHUNG__ASKS_FROM) {
        r.type = "date";
        r.required = true;
    } else if (x->asks == KHUNG__ASKS_TO) {
        r.type = "date";
        r.required = true;
        r.constraint = filled(w, ". >= ${%.*s}%.*s", w->q.list[KHUNG__ASKS_FROM].name, (khung__str){0});
        say_all(w, r.messages, KHUNG__W_Q_BAD_PERIOD);
    } else if (x->asks == KHUNG__ASKS_DATED) {
        limit_date(w, &r);
    } else {
        r.required = x->asks == KHUNG__ASKS_ORGANISATION_NAME;
        limit_text(w, &r);
    }
    if (w->filled)
        r.begin = about_default(w, x);
    put_row(w, &r);
}

static void put_fact(writer *w, const khung__question *x)
{
    survey_row r = {.name = x->name, .required = is_needed(w->q.frameworks[0], x->part)};
    memcpy(r.labels, x->labels, w->q.languages * sizeof *r.labels);
    khung__fact_type type = w->q.frameworks[0]->facts[x->part].type;
    if (type == KHUNG__DECIMAL) {
        limit_number(w, &r);
    } else {
        r.type = "select_one";
        r.list = type == KHUNG__FLAG ? KHUNG__S("yes_no") : x->name;
    }
    if (w->filled)
        r.begin = fact_default(w, x);
    put_row(w, &r);
}

/* The name of the choice "not applicable". */
static khung__str name_of_na(const khung__question *main)
{
    for (uint32_t i = 0; main && i < main->choice_count; i++)
        if (main->choices[i].value == KHUNG__CHOICE_NA)
            return main->choices[i].name;
    return (khung__str){0};
}

/* When evidence is due: once a level is chosen, from its from_level on. Where levels are not chosen: when the criterion applies. */
static khung__str evidence_when(writer *w, const khung__question *main, uint32_t from)
{
    khung__buf buf = {0};
    if (!main || !main->in_form)
        return (khung__str){0};
    if (main->asks != KHUNG__ASKS_LEVEL)
        return filled(w, "${%.*s} != '%.*s'", main->name, name_of_na(main));
    for (uint32_t i = 0; i < main->choice_count; i++)
        if (main->choices[i].value < KHUNG__CHOICE_NA && (from == KHUNG__NONE || main->choices[i].value >= from))
            khung__buf_printf(&buf, "%s${%s} = '%s'", buf.n ? " or " : "", main->name.s, main->choices[i].name.s);
    return keep(w, &buf);
}

static void put_part(writer *w, const khung__question *x, const khung__question *main)
{
    const khung__criterion *k = &w->q.frameworks[0]->criteria[x->criterion];
    survey_row r = {.type = "text", .name = x->name};
    memcpy(r.labels, x->labels, w->q.languages * sizeof *r.labels);
    khung__str na = main && main->in_form ? name_of_na(main) : (khung__str){0};
    if (x == main) {
        for (uint32_t l = 0; l < w->q.languages; l++)
            r.hints[l] = w->q.frameworks[l]->criteria[x->criterion].why;
        r.type = "select_one";
        r.list = x->name;
    } else if (x->asks == KHUNG__ASKS_REASON) {
        r.relevant = filled(w, "${%.*s} = '%.*s'", main->name, na);
        r.required = true;
        limit_text(w, &r);
    } else if (x->asks == KHUNG__ASKS_CHECK) {
        r.type = "select_one";
        r.list = KHUNG__S("yes_no");
    } else if (x->asks == KHUNG__ASKS_EVIDENCE) {
        say_all(w, r.hints, KHUNG__W_Q_FILE_HINT);
        limit_text(w, &r);
    } else if (x->asks == KHUNG__ASKS_NOTE) {
        r.appearance = KHUNG__S("multiline");
        limit_text(w, &r);
    }
    if (x->asks == KHUNG__ASKS_QUANTITY)
        limit_number(w, &r);
    if (x->asks == KHUNG__ASKS_EVIDENCE_DATED)
        limit_date(w, &r);
    if ((x->asks == KHUNG__ASKS_CHECK || x->asks == KHUNG__ASKS_QUANTITY) && na.n)
        r.relevant = filled(w, "${%.*s} != '%.*s'", main->name, na);
    if (x->asks == KHUNG__ASKS_EVIDENCE || x->asks == KHUNG__ASKS_EVIDENCE_DATED)
        r.relevant = evidence_when(w, main, k->evidence[x->part].from_level);
    if (w->filled)
        r.begin = part_default(w, x);
    put_row(w, &r);
}

/* ---- criteria and domains ---- */

static void put_criterion(writer *w, uint32_t index, uint32_t *at)
{
    const khung__criterion *k = &w->q.frameworks[0]->criteria[index];
    survey_row r = {.type = "begin_group", .name = w->q.criterion_groups[index], .appearance = KHUNG__S("field-list")};
    while (*at < w->q.count && (w->q.list[*at].criterion == KHUNG__NONE || w->q.list[*at].criterion < index))
        ++*at;
    if (k->stage != KHUNG__ACTIVE)
        return;
    r.relevant = relevant_when(w, k->applies_when);
    for (uint32_t l = 0; l < w->q.languages; l++) {
        const khung__criterion *own = &w->q.frameworks[l]->criteria[index];
        r.labels[l] = own->code.n ? filled(w, "%.*s. %.*s", own->code, own->title) : own->title;
    }
    put_row(w, &r);
    const khung__question *main = NULL;
    for (; *at < w->q.count && w->q.list[*at].criterion == index; ++*at) {
        const khung__question *x = &w->q.list[*at];
        if (x->asks == KHUNG__ASKS_LEVEL || x->asks == KHUNG__ASKS_WHETHER)
            main = x;
        if (x->in_form)
            put_part(w, x, main);
    }
    end_group(w);
}

static bool has_active(const khung_framework *f, const khung__domain *d)
{
    for (uint32_t i = d->first_criterion; i < d->end_criterion; i++)
        if (f->criteria[i].stage == KHUNG__ACTIVE)
            return true;
    return false;
}

static void put_domain(writer *w, uint32_t index, uint32_t *at)
{
    const khung_framework *f = w->q.frameworks[0];
    const khung__domain *d = &f->domains[index];
    survey_row r = {.type = "begin_group", .name = w->q.domain_groups[index], .relevant = relevant_when(w, d->applies_when)};
    if (index != 0 && !has_active(f, d))
        return;
    for (uint32_t l = 0; l < w->q.languages; l++) {
        const khung__domain *own = &w->q.frameworks[l]->domains[index];
        r.labels[l] = own->code.n ? filled(w, "%.*s. %.*s", own->code, own->title) : own->title;
    }
    if (index != 0)
        put_row(w, &r);
    for (uint32_t i = 0; i < d->child_count; i++) /* depth is at most four */
        put_domain(w, d->children[i], at);
    for (uint32_t i = d->first_criterion; d->child_count == 0 && i < d->end_criterion; i++)
        put_criterion(w, i, at);
    if (index != 0)
        end_group(w);
}

/* ---- the workbook ---- */

static void put_group(writer *w, khung__str name, khung__word_id label)
{
    survey_row r = {.type = "begin_group", .name = name, .appearance = KHUNG__S("field-list")};
    say_all(w, r.labels, label);
    put_row(w, &r);
}

/* What the form is of comes along with every submission. */
static void put_origin(writer *w)
{
    const khung_framework *f = w->q.frameworks[0];
    const char *digest = khung__framework_digest(f->tree);
    const khung__str values[] = {f->id, f->version, khung__str_of(digest ? digest : "")};
    w->failed = w->failed || !digest;
    for (int i = 0; i < 3; i++)
        put_row(w, &(survey_row){.type = "calculate", .name = w->q.list[i].name, .calculation = filled(w, "'%.*s'%.*s", values[i], (khung__str){0})});
}

static void put_survey(writer *w)
{
    static const char *const headings[] = {"type", "name", "label::", "hint::", "required", "relevant", "constraint", "constraint_message::", "appearance",
                                           "calculation", "default"};
    static const unsigned char widths[] = {24, 28, 60, 60};
    const khung_framework *f = w->q.frameworks[0];
    uint32_t at = 0;
    khung__workbook_sheet(w->book, "survey", widths, sizeof widths, 1);
    put_headings(w, headings, sizeof headings / sizeof *headings - (w->filled ? 0 : 1));
    put_row(w, &(survey_row){.type = "start", .name = KHUNG__S("start")});
    put_row(w, &(survey_row){.type = "end", .name = KHUNG__S("end")});
    put_origin(w);
    put_group(w, w->q.about_group, KHUNG__W_Q_ABOUT_GROUP);
    for (uint32_t i = KHUNG__ASKS_ORGANISATION_ID; i < KHUNG__ASKS_ABOUT; i++)
        if (w->q.list[i].in_form)
            put_about(w, &w->q.list[i]);
    end_group(w);
    if (f->fact_count) {
        put_group(w, w->q.profile_group, KHUNG__W_Q_PROFILE_GROUP);
        for (uint32_t i = 0; i < f->fact_count; i++)
            put_fact(w, &w->q.list[KHUNG__ASKS_ABOUT + i]);
        end_group(w);
    }
    put_domain(w, 0, &at);
}

static void put_choice(writer *w, khung__str list, khung__str name, const khung__str *labels)
{
    size_t column = 2;
    khung__workbook_text(w->book, w->row, 0, list, KHUNG__LOOK_PLAIN);
    khung__workbook_text(w->book, w->row, 1, name, KHUNG__LOOK_PLAIN);
    put_each(w, &column, labels);
    w->row++;
}

static void put_choices(writer *w)
{
    static const char *const headings[] = {"list_name", "name", "label::"};
    static const unsigned char widths[] = {28, 20, 80, 80};
    const khung__word_id said[] = {KHUNG__W_Q_YES, KHUNG__W_Q_NO};
    khung__workbook_sheet(w->book, "choices", widths, sizeof widths, 1);
    put_headings(w, headings, sizeof headings / sizeof *headings);
    for (int i = 0; i < 2; i++) {
        khung__str labels[MOST_LANGUAGES + 1];
        say_all(w, labels, said[i]);
        put_choice(w, KHUNG__S("yes_no"), i == 0 ? KHUNG__S("yes") : KHUNG__S("no"), labels);
    }
    for (uint32_t i = 0; i < w->q.count; i++) {
        const khung__question *x = &w->q.list[i];
        bool flag = x->asks == KHUNG__ASKS_CHECK || (x->asks == KHUNG__ASKS_FACT && w->q.frameworks[0]->facts[x->part].type == KHUNG__FLAG);
        for (uint32_t c = 0; x->in_form && !flag && c < x->choice_count; c++)
            put_choice(w, x->name, x->choices[c].name, x->choices[c].labels);
    }
}

static void put_settings(writer *w)
{
    static const char *const names[] = {"form_title", "form_id", "version", "default_language", "instance_name", "style"};
    static const unsigned char widths[] = {50, 24, 24, 24, 50, 12};
    const khung_framework *f = w->q.frameworks[0];
    const char *digest = khung__framework_digest(f->tree);
    khung__str values[] = {f->title, khung__questions_name(&w->arena, f->id),
                           filled(w, "%.*s-%.*s", f->version, (khung__str){digest ? digest + 7 : "", digest ? 8 : 0}), khung__str_of(w->languages[0]),
                           filled(w, "concat(${%.*s}, ' – ', ${%.*s})", w->q.list[KHUNG__ASKS_ORGANISATION_NAME].name, w->q.list[KHUNG__ASKS_BY_NAME].name),
                           KHUNG__S("pages")};
    khung__workbook_sheet(w->book, "settings", widths, sizeof widths, 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        khung__workbook_text(w->book, 0, i, khung__str_of(names[i]), KHUNG__LOOK_HEAD);
        khung__workbook_text(w->book, 1, i, i == 0 ? shown(w, values[i]) : values[i], KHUNG__LOOK_PLAIN);
    }
}

khung_status khung_form_xlsx(char **out, size_t *size, const khung_framework *framework, const khung_translation *const *translations, size_t count,
                             const khung_form_options *options, khung_log *log)
{
    if (!out || !size || !framework || (count && !translations) || count > MOST_LANGUAGES)
        return KHUNG_BAD_CALL;
    writer *w = khung__alloc(sizeof *w);
    if (!w)
        return KHUNG_NO_MEMORY;
    *w = (writer){.filled = options ? options->filled : NULL};
    khung_status status = khung__questions_make(&w->q, framework, translations, count, log);
    if (status == KHUNG_OK && w->filled)
        status = khung__answers_bind(&w->bound, w->filled, framework, &w->arena, log);
    if (status == KHUNG_OK && (status = khung__workbook_new(&w->book, framework->title, log)) == KHUNG_OK) {
        name_languages(w);
        put_survey(w);
        put_choices(w);
        put_settings(w);
        if (w->failed) {
            khung__workbook_free(w->book);
            status = KHUNG_NO_MEMORY;
        } else {
            status = khung__workbook_end(out, size, w->book);
        }
    }
    khung__questions_free(&w->q);
    khung__arena_free(&w->arena);
    khung__free(w);
    return status;
}
