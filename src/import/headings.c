/* import/headings: what each column of a table holds. A heading may be an answer's key, a question's name with or without its groups,
 * or its label in any language; what fits two questions is refused, for nobody could tell which was meant. */
#include "inside.h"
#include "../framework/shape.h"

#include <stdio.h>
#include <string.h>

/* Name spaces of the look-up; SECOND + space: a question that has the same text there as an earlier one. */
enum { BY_KEY = 1, BY_NAME, BY_PATH, BY_DASHES, BY_LABEL, BY_FOLD, SECOND = 8 };

/* ---- making the look-up ---- */

static void enter(khung_import *im, unsigned space, khung__str text, uint32_t index)
{
    uint32_t before = text.n ? khung__ids_add(&im->headings, space, text, index) : KHUNG__NONE;
    if (before != KHUNG__NONE && before != index)
        khung__ids_add(&im->headings, space + SECOND, text, index);
}

static khung__str dashes(khung__arena *arena, khung__str path)
{
    khung__str copy = khung__str_copy(arena, path);
    for (size_t i = 0; i < copy.n; i++)
        if (copy.s[i] == '/')
            ((char *)copy.s)[i] = '-';
    return copy;
}

/* The keys by which an answer can be named, too. */
static void enter_long_key(khung_import *im, const khung__question *x, uint32_t index)
{
    const char *behind = x->asks == KHUNG__ASKS_LEVEL ? ".level" : x->asks == KHUNG__ASKS_QUANTITY ? ".quantity" : NULL;
    khung__buf buf = {0};
    if (!behind)
        return;
    khung__buf_str(&buf, im->questions.frameworks[0]->criteria[x->criterion].id);
    khung__buf_z(&buf, behind);
    enter(im, BY_KEY, khung__buf_take(&buf, &im->arena), index);
}

bool khung__import_index(khung_import *im)
{
    const khung__questions *q = &im->questions;
    if (!khung__ids_init(&im->headings, &im->arena, (size_t)q->count * (8 + 4 * q->languages)))
        return false;
    for (uint32_t i = 0; i < q->count; i++) {
        const khung__question *x = &q->list[i];
        enter(im, BY_KEY, x->key, i);
        enter_long_key(im, x, i);
        enter(im, BY_NAME, x->name, i);
        enter(im, BY_PATH, x->path, i);
        enter(im, BY_DASHES, dashes(&im->arena, x->path), i);
        for (uint32_t l = 0; l < q->languages; l++) {
            enter(im, BY_LABEL, x->labels[l], i);
            enter(im, BY_FOLD, khung__text_fold(&im->arena, x->labels[l]), i);
        }
    }
    return true;
}

int32_t khung__import_key(const khung_import *im, khung__str key)
{
    uint32_t found = khung__ids_find(&im->headings, BY_KEY, key);
    return found == KHUNG__NONE ? -1 : (int32_t)found;
}

/* ---- finding ---- */

typedef struct candidates {
    uint32_t first, second;
    bool failed; /* memory ended */
} candidates;

static bool find(candidates *out, const khung_import *im, unsigned space, khung__str text)
{
    out->first = khung__ids_find(&im->headings, space, text);
    out->second = khung__ids_find(&im->headings, space + SECOND, text);
    return out->first != KHUNG__NONE;
}

static khung__str lower(char out[256], khung__str s)
{
    if (s.n >= 256)
        return (khung__str){0};
    for (size_t i = 0; i < s.n; i++)
        out[i] = s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] + 32) : s.s[i];
    return (khung__str){out, s.n};
}

/* What stands behind the last of these characters. */
static khung__str last_part(khung__str s, const char *of)
{
    for (size_t i = s.n; i > 0; i--)
        if (strchr(of, s.s[i - 1]))
            return (khung__str){s.s + i, s.n - i};
    return (khung__str){0};
}

static bool find_label(candidates *out, const khung_import *im, khung__str heading)
{
    khung__arena arena = {0};
    bool found = find(out, im, BY_LABEL, heading);
    if (!found) {
        khung__str fold = khung__text_fold(&arena, heading);
        out->failed = out->failed || !fold.s;
        found = fold.n && find(out, im, BY_FOLD, fold);
    }
    khung__arena_free(&arena);
    return found;
}

static bool find_question(candidates *out, const khung_import *im, import_maker maker, khung__str heading)
{
    char room[256];
    khung__str name = lower(room, heading), part = last_part(name, maker == MADE_PLAIN ? "/" : "/-:");
    if (maker == MADE_PLAIN && find(out, im, BY_KEY, name))
        return true;
    if (find(out, im, BY_PATH, name) || find(out, im, BY_DASHES, name) || find(out, im, BY_NAME, name) || (part.n && find(out, im, BY_NAME, part)))
        return true;
    if (find(out, im, BY_KEY, name) || find_label(out, im, heading))
        return true;
    for (size_t i = 0; i < heading.n; i++) /* labels of groups before the label, which may have a slash itself */
        if (heading.s[i] == '/' && find_label(out, im, khung__text_trim((khung__str){heading.s + i + 1, heading.n - i - 1})))
            return true;
    return false;
}

/* ---- columns that are no questions ---- */

static bool contains(khung__str s, const char *word)
{
    return memmem(s.s, s.n, word, strlen(word)) != NULL;
}

static bool is_platform(khung__str heading, int32_t *what)
{
    static const struct {
        const char *heading;
        int32_t what;
    } known[] = {
#define ID COLUMN_ID
#define DATED COLUMN_DATED
#define REVIEW COLUMN_REVIEW
#define NOTHING COLUMN_NOTHING
#define P(heading, what) {heading, what},
#include "platform.def"
#undef P
#undef ID
#undef DATED
#undef REVIEW
#undef NOTHING
    };
    *what = COLUMN_NOTHING;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (khung__str_eq(heading, khung__str_of(known[i].heading))) {
            *what = known[i].what;
            return true;
        }
    return heading.s[0] == '_' || contains(heading, "@odata.") || contains(heading, "__system/");
}

/* The headings of a table with a row an answer, in both languages, and what else people write for them. */
static int32_t keyed_column(khung__str fold)
{
    static const struct {
        const char *fold;
        int32_t what;
    } known[] = {{"id", COLUMN_KEY}, {"ma", COLUMN_KEY}, {"criterion", COLUMN_KEY}, {"ma tieu chi", COLUMN_KEY}, {"tieu chi", COLUMN_KEY},
                 {"answer", COLUMN_ANSWER}, {"tra loi", COLUMN_ANSWER}, {"cau tra loi", COLUMN_ANSWER}, {"not applicable because", COLUMN_REASON},
                 {"khong ap dung vi", COLUMN_REASON}, {"note", COLUMN_NOTE}, {"ghi chu", COLUMN_NOTE}, {"carried", COLUMN_CARRIED},
                 {"mang sang", COLUMN_CARRIED}, {"dated", COLUMN_PROOF_DATED}, {"ngay", COLUMN_PROOF_DATED}, {"sha256", COLUMN_PROOF_SHA256}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (khung__str_eq(fold, khung__str_of(known[i].fold)))
            return known[i].what;
    return COLUMN_NOTHING;
}

static void look_for_keys(import_table *table)
{
    bool key = false, answer = false;
    size_t count;
    const khung__sheet_text *cell = khung__sheet_row(table->sheet, 0, &count);
    khung__arena arena = {0};
    for (size_t i = 0; i < count; i++) {
        khung__str fold = khung__text_fold(&arena, (khung__str){cell[i].s, cell[i].n});
        int32_t what = fold.s ? keyed_column(fold) : COLUMN_NOTHING;
        key = key || what == COLUMN_KEY;
        answer = answer || what == COLUMN_ANSWER;
    }
    khung__arena_free(&arena);
    table->keyed = key && answer;
}

static import_maker maker_of(const khung__sheet *sheet)
{
    static const struct {
        const char *heading;
        import_maker maker;
    } marks[] = {{"_uuid", MADE_KOBO}, {"_submission_time", MADE_KOBO}, {"formhub/uuid", MADE_KOBO}, {"_validation_status", MADE_KOBO},
                 {"__id", MADE_ODK}, {"KEY", MADE_ODK}, {"SubmissionDate", MADE_ODK}, {"meta-instanceID", MADE_ODK}};
    size_t count;
    const khung__sheet_text *cell = khung__sheet_row(sheet, 0, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
            if (khung__str_eq((khung__str){cell[i].s, cell[i].n}, khung__str_of(marks[m].heading)))
                return marks[m].maker;
    return MADE_PLAIN;
}

/* The cell beside the key framework.id. */
static khung__str keyed_framework(const import_table *table)
{
    size_t count, answer = SIZE_MAX;
    const khung__sheet_text *cell = khung__sheet_row(table->sheet, 0, &count);
    khung__arena arena = {0};
    for (size_t i = 0; i < count; i++)
        if (keyed_column(khung__text_fold(&arena, (khung__str){cell[i].s, cell[i].n})) == COLUMN_ANSWER)
            answer = cell[i].column;
    khung__arena_free(&arena);
    for (size_t row = 1; row < khung__sheet_rows(table->sheet); row++) {
        cell = khung__sheet_row(table->sheet, row, &count);
        for (size_t i = 0; i < count; i++)
            if (khung__str_eq((khung__str){cell[i].s, cell[i].n}, KHUNG__S("framework.id")))
                return khung__sheet_cell(table->sheet, row, answer);
    }
    return (khung__str){0};
}

/* The first id below a heading, with its groups or without. */
static khung__str column_framework(const import_table *table)
{
    size_t count;
    const khung__sheet_text *cell = khung__sheet_row(table->sheet, 0, &count);
    for (size_t i = 0; i < count; i++) {
        khung__str heading = {cell[i].s, cell[i].n}, part = last_part(heading, "/-:");
        if (!khung__str_eq(part.n ? part : heading, KHUNG__S("khung_framework_id")) && !khung__str_eq(heading, KHUNG__S("framework.id")))
            continue;
        for (size_t row = 1; row < khung__sheet_rows(table->sheet); row++) {
            khung__str id = khung__sheet_cell(table->sheet, row, cell[i].column);
            if (khung__is_id(id))
                return id;
        }
    }
    return (khung__str){0};
}

void khung__import_look(import_table *table, khung__str *form_of)
{
    look_for_keys(table);
    table->maker = maker_of(table->sheet);
    khung__str id = table->keyed ? keyed_framework(table) : column_framework(table);
    if (id.n && !form_of->n)
        *form_of = id;
}

/* ---- the columns of a table ---- */

typedef struct columns {
    khung_import *im;
    import_table *table;
    khung_log *log;
    khung_status status;
    size_t found;
} columns;

static void say(columns *c, khung__diag_id id, uint32_t column, khung__str heading, khung__str a, khung__str b)
{
    char letters[8];
    khung__sheet_letters(letters, column);
    khung_status status = KHUNG__DIAG(c->log, id, khung__sheet_at(c->table->sheet, 0, column), khung__str_of(letters), heading, a, b);
    if (c->status == KHUNG_OK)
        c->status = status;
}

/* How to export again so that every heading is a name. */
static khung__str advice(const columns *c)
{
    static const khung__word_id words[] = {KHUNG__W_I_EXPORT_PLAIN, KHUNG__W_I_EXPORT_KOBO, KHUNG__W_I_EXPORT_ODK};
    return khung__word(words[c->table->maker], khung__language_of(khung__str_of(khung__diag_language(c->log))));
}

static void say_ambiguous(columns *c, uint32_t column, khung__str heading, candidates two)
{
    khung__buf names = {0};
    const khung__question *list = c->im->questions.list;
    khung__buf_printf(&names, "%s, %s", list[two.first].name.s, list[two.second].name.s);
    say(c, KHUNG__D_IMPORT_AMBIGUOUS, column, heading, (khung__str){names.s, names.n}, advice(c));
    khung__buf_free(&names);
}

/* A column before this one with the same heading; SIZE_MAX when there is none. */
static size_t same_before(const khung__sheet_text *cell, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (cell[k].n == cell[i].n && memcmp(cell[k].s, cell[i].s, cell[i].n) == 0)
            return k;
    return SIZE_MAX;
}

static void say_unknown(columns *c, uint32_t column, khung__str heading)
{
    const khung__questions *q = &c->im->questions;
    size_t room = 2 * (size_t)q->count, n = 0;
    say(c, KHUNG__D_IMPORT_HEADING, column, heading, (khung__str){0}, (khung__str){0});
    khung__str *words = room < 4000 ? khung__alloc(room * sizeof *words) : NULL;
    for (uint32_t i = 0; words && i < q->count; i++) {
        words[n++] = q->list[i].key;
        words[n++] = q->list[i].name;
    }
    if (words)
        khung__diag_suggest(c->log, heading, words, n);
    khung__free(words);
}

static void read_heading(columns *c, const khung__sheet_text *cell, size_t i)
{
    khung__str heading = {cell[i].s, cell[i].n};
    candidates two = {.failed = false};
    int32_t *out = &c->table->columns[cell[i].column];
    if (c->table->keyed) {
        khung__arena arena = {0};
        khung__str fold = khung__text_fold(&arena, heading);
        *out = fold.s ? keyed_column(fold) : COLUMN_NOTHING;
        two.failed = !fold.s;
        khung__arena_free(&arena);
        c->found++;
    } else if (is_platform(heading, out)) {
        return;
    } else if (!find_question(&two, c->im, c->table->maker, heading)) {
        if (!two.failed)
            say_unknown(c, cell[i].column, heading);
    } else if (two.second != KHUNG__NONE) {
        say_ambiguous(c, cell[i].column, heading, two);
    } else if (same_before(cell, i) != SIZE_MAX) {
        char letters[8];
        khung__sheet_letters(letters, cell[same_before(cell, i)].column);
        say(c, KHUNG__D_IMPORT_REPEATED, cell[i].column, heading, khung__str_of(letters), advice(c));
    } else {
        *out = (int32_t)two.first;
        c->found += c->im->questions.list[two.first].criterion != KHUNG__NONE;
    }
    if (two.failed)
        c->status = KHUNG_NO_MEMORY;
}

khung_status khung__import_headings(khung_import *im, import_table *table, khung_log *log)
{
    size_t count, n = khung__sheet_columns(table->sheet);
    columns c = {.im = im, .table = table, .log = log};
    const khung__sheet_text *cell = khung__sheet_row(table->sheet, 0, &count);
    table->columns = khung__arena_alloc(&im->arena, n * sizeof *table->columns);
    if (!table->columns)
        return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        table->columns[i] = COLUMN_NOTHING;
    for (size_t i = 0; i < count && c.status != KHUNG_NO_MEMORY; i++)
        read_heading(&c, cell, i);
    if (c.status == KHUNG_OK && c.found == 0)
        say(&c, KHUNG__D_IMPORT_NO_QUESTION, 0, im->questions.frameworks[0]->id, advice(&c), (khung__str){0});
    return c.status;
}
