/* law: the table, looking an act up, and showing it. */
#include "law.h"

#include <string.h>

#include "diag.h"
#include "words.h"

enum { NUMBER_WIDTH = 19, DAY_WIDTH = 10, TITLE_WIDTH = 38, LABEL_WIDTH = 17, LINE_WIDTH = 80 };

#define ROW(id, number, kind, title, issued, from, to, status, replaces, replaced_by, applies_to, verified, note, source, status_vi, note_vi) \
    {id, number, kind, title, issued, from, to, status, status_vi, replaces, replaced_by, applies_to, verified, note, note_vi, source},
static const khung_law laws[] = {
#include "legal-references.csv.h"
};
#undef ROW
_Static_assert(sizeof laws / sizeof *laws == KHUNG__LAWS, "law.h says how many");

size_t khung_law_count(void)
{
    return KHUNG__LAWS;
}

const khung_law *khung_law_row(size_t i)
{
    return i < KHUNG__LAWS ? &laws[i] : NULL;
}

/* The fold without its blanks, which letters and signs between them do not matter to. */
static khung__str key_of(khung__arena *arena, const char *number)
{
    khung__str fold = khung__text_fold(arena, khung__str_of(number));
    char *out = fold.s ? khung__arena_alloc(arena, fold.n + 1) : NULL;
    size_t n = 0;
    for (size_t i = 0; out && i < fold.n; i++)
        if (fold.s[i] != ' ')
            out[n++] = fold.s[i];
    return (khung__str){out, n};
}

const khung_law *khung_law_find(const char *number)
{
    khung__arena arena = {0};
    const khung_law *found = NULL;
    khung__str key = key_of(&arena, number);
    for (size_t i = 0; i < KHUNG__LAWS && key.n && !found; i++)
        if (khung__text_fold_is(khung__str_of(laws[i].number), key) || khung__text_fold_is(khung__str_of(laws[i].id), key))
            found = &laws[i];
    khung__arena_free(&arena);
    return found;
}

bool khung_law_valid(const khung_law *law, const char *date)
{
    khung__date day;
    if (!law || !khung__read_date(khung__str_of(date), &day))
        return false;
    const char *from = *law->from ? law->from : law->issued; /* a year alone sorts before its days */
    return strcmp(date, from) >= 0 && (!*law->to || strcmp(date, law->to) <= 0);
}

/* ---- choosing ---- */

static khung_status unknown(const char *number, khung_log *log)
{
    const char *numbers[KHUNG__LAWS];
    for (size_t i = 0; i < KHUNG__LAWS; i++)
        numbers[i] = laws[i].number;
    const char *near = khung_word_nearest(number, numbers, KHUNG__LAWS);
    return near ? KHUNG__DIAG(log, KHUNG__D_LAW_UNKNOWN_NEAR, (khung__at){0}, khung__str_of(number), khung__str_of(near))
                : KHUNG__DIAG(log, KHUNG__D_LAW_UNKNOWN, (khung__at){0}, khung__str_of(number));
}

/* Marks the acts that are asked for. */
static khung_status choose(bool chosen[KHUNG__LAWS], const char *number, const char *date, khung_log *log)
{
    khung__date day;
    const khung_law *one = number ? khung_law_find(number) : NULL;
    if (number && !one)
        return unknown(number, log);
    if (date && !khung__read_date(khung__str_of(date), &day))
        return KHUNG__DIAG(log, KHUNG__D_TABLE_DATE, (khung__at){0}, khung__str_of(date));
    for (size_t i = 0; i < KHUNG__LAWS; i++)
        chosen[i] = one ? one == &laws[i] : !date || khung_law_valid(&laws[i], date);
    return KHUNG_OK;
}

static khung_status hand_over(char **out, khung__buf *buf, khung_status status)
{
    if (status == KHUNG_OK && buf->failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        *out = buf->s;
    else
        khung__buf_free(buf);
    return status;
}

/* ---- text ---- */

static void put_line(khung__buf *buf, khung__str number, khung__str from, khung__str to, khung__str title)
{
    khung__buf_cell(buf, number, NUMBER_WIDTH, false);
    khung__buf_cell(buf, from, DAY_WIDTH, false);
    khung__buf_cell(buf, to, DAY_WIDTH, false);
    khung__buf_cell(buf, title, TITLE_WIDTH, true);
    khung__buf_char(buf, '\n');
}

/* A label and its text, wrapped beside it. Nothing for an empty text. */
static void put_field(khung__buf *buf, khung__word_id label, khung__language language, khung__str text)
{
    size_t at = LABEL_WIDTH;
    if (text.n == 0)
        return;
    khung__buf_cell(buf, khung__word(label, language), LABEL_WIDTH - 1, false);
    for (size_t i = 0, end; i < text.n; i = end) {
        for (end = i; end < text.n && text.s[end] != ' '; end++)
            ;
        khung__str word = {text.s + i, end - i};
        size_t width = khung__utf8_count(word);
        if (i > 0 && at + 1 + width > LINE_WIDTH) {
            khung__buf_printf(buf, "\n%*s", LABEL_WIDTH, "");
            at = LABEL_WIDTH;
        } else if (i > 0) {
            khung__buf_char(buf, ' ');
            at++;
        }
        khung__buf_str(buf, word);
        at += width;
        end += end < text.n;
    }
    khung__buf_char(buf, '\n');
}

/* The words for the kinds of organisations; what has none stays as the table says it. */
static void put_kinds(khung__buf *buf, const char *kinds, khung__language language)
{
    static const struct {
        const char *name;
        khung__word_id word;
    } known[] = {{"association", KHUNG__W_A_ASSOCIATION}, {"fund", KHUNG__W_A_FUND}, {"foreign_ngo", KHUNG__W_A_FOREIGN}, {"aid", KHUNG__W_A_AID},
                 {"st_org", KHUNG__W_A_ST}, {"all", KHUNG__W_A_ALL}, {"state bodies", KHUNG__W_A_STATE}, {"others by analogy", KHUNG__W_A_ANALOGY},
                 {"model only", KHUNG__W_A_MODEL}};
    for (const char *at = kinds; *at;) {
        khung__str kind = {at, strcspn(at, ";")}, said = kind;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (khung__str_eq(kind, khung__str_of(known[i].name)))
                said = khung__word(known[i].word, language);
        khung__buf_z(buf, at == kinds ? "" : "; ");
        khung__buf_str(buf, said);
        at += kind.n;
        at += strspn(at, "; ");
    }
}

static khung__word_id how_sure(const khung_law *law)
{
    return strcmp(law->verified, "yes") == 0 ? KHUNG__W_A_READ : strcmp(law->verified, "partial") == 0 ? KHUNG__W_A_READ_PARTLY : KHUNG__W_A_NOT_READ;
}

static void put_act(khung__buf *buf, const khung_law *law, khung__language language)
{
    khung__buf kinds = {0};
    bool english = language == KHUNG__EN;
    put_kinds(&kinds, law->applies_to, language);
    khung__buf_printf(buf, "%s %s\n", law->kind, law->number);
    put_field(buf, KHUNG__W_A_REPLACED_BY, language, khung__str_of(law->replaced_by));
    put_field(buf, KHUNG__W_A_TITLE, language, khung__str_of(law->title));
    put_field(buf, KHUNG__W_A_STATUS, language, khung__str_of(english ? law->status : law->status_vi));
    put_field(buf, KHUNG__W_A_ISSUED, language, khung__str_of(law->issued));
    put_field(buf, KHUNG__W_A_FROM, language, khung__str_of(law->from));
    put_field(buf, KHUNG__W_A_TO, language, khung__str_of(law->to));
    put_field(buf, KHUNG__W_A_REPLACES, language, khung__str_of(law->replaces));
    put_field(buf, KHUNG__W_A_FOR, language, (khung__str){kinds.s, kinds.n});
    put_field(buf, KHUNG__W_A_NOTE, language, khung__str_of(english ? law->note : law->note_vi));
    put_field(buf, KHUNG__W_A_VERIFIED, language, khung__word(how_sure(law), language));
    put_field(buf, KHUNG__W_A_SOURCE, language, khung__str_of(law->source));
    buf->failed = buf->failed || kinds.failed;
    khung__buf_free(&kinds);
}

khung_status khung_laws_text(char **out, const char *number, const char *date, const char *language, khung_log *log)
{
    bool chosen[KHUNG__LAWS] = {false};
    khung__buf buf = {0};
    khung__language in = khung__language_of(khung__str_of(language));
    if (!out)
        return KHUNG_BAD_CALL;
    khung_status status = choose(chosen, number, date, log);
    if (!number)
        put_line(&buf, khung__word(KHUNG__W_A_NUMBER, in), khung__word(KHUNG__W_A_FROM, in), khung__word(KHUNG__W_A_TO, in), khung__word(KHUNG__W_A_TITLE, in));
    for (size_t i = 0; i < KHUNG__LAWS && status == KHUNG_OK; i++) {
        const khung_law *law = &laws[i];
        if (chosen[i] && number)
            put_act(&buf, law, in);
        else if (chosen[i])
            put_line(&buf, khung__str_of(law->number), khung__str_of(law->from), khung__str_of(law->to), khung__str_of(law->title));
    }
    return hand_over(out, &buf, status);
}

/* ---- JSON ---- */

/* An empty text is null: not known, or not applicable. */
static void put_json(khung__buf *buf, const khung_law *law)
{
    const struct {
        const char *name, *value;
    } fields[] = {{"id", law->id}, {"number", law->number}, {"kind", law->kind}, {"title", law->title}, {"issued", law->issued}, {"from", law->from},
                  {"to", law->to}, {"status", law->status}, {"status_vi", law->status_vi}, {"replaces", law->replaces}, {"replaced_by", law->replaced_by},
                  {"applies_to", law->applies_to}, {"verified", law->verified}, {"note", law->note}, {"note_vi", law->note_vi}, {"source", law->source}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        khung__buf_printf(buf, "%s\"%s\": ", i ? ", " : "{", fields[i].name);
        if (*fields[i].value)
            khung__buf_json(buf, khung__str_of(fields[i].value));
        else
            khung__buf_z(buf, "null");
    }
    khung__buf_char(buf, '}');
}

khung_status khung_laws_json(char **out, const char *number, const char *date, khung_log *log)
{
    bool chosen[KHUNG__LAWS] = {false}, first = true;
    khung__buf buf = {0};
    if (!out)
        return KHUNG_BAD_CALL;
    khung_status status = choose(chosen, number, date, log);
    khung__buf_z(&buf, "{\n  \"kind\": \"laws\", \"format\": 1,\n  \"items\": [");
    for (size_t i = 0; i < KHUNG__LAWS && status == KHUNG_OK; i++) {
        if (!chosen[i])
            continue;
        khung__buf_z(&buf, first ? "\n    " : ",\n    ");
        put_json(&buf, &laws[i]);
        first = false;
    }
    khung__buf_z(&buf, "]\n}\n");
    return hand_over(out, &buf, status);
}
