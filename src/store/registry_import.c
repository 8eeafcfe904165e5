/* Tables of organisations or people taken in: every row is checked, matched with what is there, and told of. */
#include "assess.h"
#include "registry.h"
#include "../legacy.h"

#include <stdio.h>
#include <string.h>

/* What a column holds. */
typedef struct heading {
    khung__field_id field;  /* KHUNG__F_COUNT: nothing that is kept */
    const char *before;     /* put before its texts, "VN-TIN:" */
} heading;

typedef enum outcome { NEW, SAME, CHANGED, LIKE, BAD, OUTCOMES } outcome;

typedef struct import {
    khung__change change;
    khung__sheet *sheet;
    khung_record_kind kind;
    unsigned how;
    khung__language language;
    khung__arena arena;     /* of the headings */
    heading *headings;
    size_t columns, count[OUTCOMES];
    khung__buf report;
    size_t items;
    khung__buf faults;      /* where the first bad rows are wrong */
    size_t column;          /* of the present row's first fault; KHUNG__NO_COLUMN: of no single cell */
} import;
enum { TOLD_FAULTS = 5 };
#define KHUNG__NO_COLUMN SIZE_MAX

/* ---- headings ---- */

/* Headings that are no label of a field but common in tables. */
static const struct {
    const char *fold;
    khung__field_id field;
    const char *before;
} common[] = {{"ma so thue", KHUNG__F_ORGANISATION_IDENTIFIER, "VN-TIN:"}, {"mst", KHUNG__F_ORGANISATION_IDENTIFIER, "VN-TIN:"},
              {"tax number", KHUNG__F_ORGANISATION_IDENTIFIER, "VN-TIN:"}, {"tax code", KHUNG__F_ORGANISATION_IDENTIFIER, "VN-TIN:"},
              {"tinh", KHUNG__F_ORGANISATION_PROVINCE, ""},                {"email", KHUNG__F_ORGANISATION_EMAIL, ""},
              {"ten", KHUNG__F_ORGANISATION_NAME, ""},                     {"ho ten", KHUNG__F_PERSON_NAME, ""},
              {"email", KHUNG__F_PERSON_EMAIL, ""},                        {"tinh", KHUNG__F_PERSON_PROVINCE, ""},
              {"stt", KHUNG__F_COUNT, ""},                                 {"no", KHUNG__F_COUNT, ""}};

/* False when nothing is meant by it. */
static bool read_heading(heading *out, import *im, khung__str text)
{
    khung__str key = khung__text_fold(&im->arena, text);
    for (size_t i = 0; key.s && i < sizeof common / sizeof *common; i++)
        if (khung__str_eq(key, khung__str_of(common[i].fold)) &&
            (common[i].field == KHUNG__F_COUNT || khung__fields[common[i].field].kind == im->kind)) {
            *out = (heading){common[i].field, common[i].before};
            return true;
        }
    for (int i = khung__fields_from(im->kind); key.s && i < (int)khung__fields_to(im->kind); i++) {
        const char *const names[] = {khung__fields_shown[i].name, khung__fields_shown[i].en, khung__fields_shown[i].vi};
        for (size_t n = 0; n < 3; n++)
            if (khung__str_eq(key, khung__text_fold(&im->arena, khung__str_of(names[n])))) {
                *out = (heading){(khung__field_id)i, ""};
                return true;
            }
    }
    return false;
}

static khung_status unknown_heading(import *im, size_t column, khung__str text)
{
    khung__str labels[2 * KHUNG__F_COUNT];
    khung__buf all = {0};
    size_t n = 0;
    for (int i = khung__fields_from(im->kind); i < (int)khung__fields_to(im->kind); i++) {
        const char *label = im->language == KHUNG__EN ? khung__fields_shown[i].en : khung__fields_shown[i].vi;
        khung__buf_printf(&all, "%s%s", n ? ", " : "", label);
        labels[n++] = khung__str_of(label);
    }
    khung_status status = all.failed ? KHUNG_NO_MEMORY
                                     : KHUNG__DIAG(im->change.log, KHUNG__D_IMPORT_COLUMN, khung__sheet_at(im->sheet, 0, column), text,
                                                   (khung__str){all.s, all.n});
    khung__diag_suggest(im->change.log, text, labels, n);
    khung__buf_free(&all);
    return status;
}

/* Which of two columns holds the field nobody could know, unless it has many values. */
static khung_status refuse_second(import *im, size_t column)
{
    const heading *h = &im->headings[column];
    for (size_t c = 0; h->field != KHUNG__F_COUNT && !khung__fields_shown[h->field].repeated && c < column; c++)
        if (im->headings[c].field == h->field)
            return KHUNG__DIAG(im->change.log, KHUNG__D_IMPORT_TWICE, khung__sheet_at(im->sheet, 0, column), khung__sheet_cell(im->sheet, 0, column),
                               khung__sheet_cell(im->sheet, 0, c));
    return KHUNG_OK;
}

static khung_status read_headings(import *im)
{
    khung_status worst = KHUNG_OK;
    im->columns = khung__sheet_columns(im->sheet);
    im->headings = khung__arena_alloc(&im->arena, im->columns * sizeof *im->headings);
    if (!im->headings)
        return KHUNG_NO_MEMORY;
    for (size_t c = 0; c < im->columns; c++) {
        khung__str text = khung__sheet_cell(im->sheet, 0, c);
        im->headings[c] = (heading){KHUNG__F_COUNT, ""};
        khung_status status = !text.s ? KHUNG_OK : read_heading(&im->headings[c], im, text) ? refuse_second(im, c) : unknown_heading(im, c, text);
        worst = worst == KHUNG_OK ? status : worst;
    }
    if (worst == KHUNG_OK && khung__sheet_rows(im->sheet) < 2)
        return KHUNG__DIAG(im->change.log, KHUNG__D_IMPORT_EMPTY, khung__sheet_at(im->sheet, 0, 0));
    return worst;
}

/* ---- a row ---- */

/* One value of a cell: of a repeated field a cell may hold several, with ';' between. */
static khung_status take_value(khung__record *record, import *im, heading h, khung__str text, khung__at at)
{
    khung__buf whole = {0};
    khung__str read = {0};
    khung__buf_z(&whole, h.before);
    khung__buf_str(&whole, khung__text_trim(text));
    khung__str joined = khung__buf_take(&whole, record->arena);
    khung_status status = joined.s ? khung__field_read(&read, record->arena, h.field, joined, at, im->change.log) : KHUNG_NO_MEMORY;
    return status == KHUNG_OK && read.s ? khung__record_apply(record, h.field, read) : status;
}

static khung_status take_cell(khung__record *record, import *im, size_t row, size_t column)
{
    heading h = im->headings[column];
    khung__str text = khung__sheet_cell(im->sheet, row, column);
    khung__at at = khung__sheet_at(im->sheet, row, column);
    khung_status status = KHUNG_OK;
    if (h.field == KHUNG__F_COUNT || !text.s)
        return KHUNG_OK;
    while (status == KHUNG_OK && text.n > 0) {
        const char *end = khung__fields_shown[h.field].repeated ? memchr(text.s, ';', text.n) : NULL;
        size_t n = end ? (size_t)(end - text.s) : text.n, skip = end ? n + 1 : n;
        if (khung__text_trim((khung__str){text.s, n}).n > 0)
            status = take_value(record, im, h, (khung__str){text.s, n}, at);
        text = (khung__str){text.s + skip, text.n - skip};
    }
    return status;
}

/* All that is wrong in the row is said. */
static khung_status take_row(khung__record *record, import *im, size_t row)
{
    khung_status worst = KHUNG_OK;
    im->column = KHUNG__NO_COLUMN;
    for (size_t c = 0; c < im->columns; c++) {
        khung_status status = take_cell(record, im, row, c);
        im->column = worst == KHUNG_OK && status != KHUNG_OK ? c : im->column;
        worst = worst == KHUNG_OK ? status : worst;
    }
    return worst;
}

/* ---- what is there already ---- */

typedef struct match {
    khung__str key;
    bool sure; /* by id or identifier, not by name alone */
} match;

static khung_status match_identifiers(match *m, import *im, const khung__record *record, size_t row)
{
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < record->count && status == KHUNG_OK; i++) {
        khung__str key = {0};
        if (record->values[i].field != KHUNG__F_ORGANISATION_IDENTIFIER)
            continue;
        status = khung__store_one(&key, im->change.store, record->arena, im->change.log,
                                  "SELECT coalesce(o.merged_into, o.key) FROM organisation_identifier i JOIN organisation o ON o.key = i.organisation WHERE "
                                  "i.scheme = substr(?1, 1, instr(?1, ':') - 1) AND i.value = substr(?1, instr(?1, ':') + 1)", "s", record->values[i].text);
        if (status == KHUNG_OK && key.s && m->key.s && !khung__str_eq(key, m->key)) {
            khung__str a = {0}, b = {0};
            khung__store_one(&a, im->change.store, record->arena, NULL, "SELECT id FROM organisation WHERE key = ?1", "s", m->key);
            khung__store_one(&b, im->change.store, record->arena, NULL, "SELECT id FROM organisation WHERE key = ?1", "s", key);
            return KHUNG__DIAG(im->change.log, KHUNG__D_IMPORT_CLASH, khung__sheet_at(im->sheet, row, 0), a, b);
        }
        if (key.s)
            *m = (match){key, true};
    }
    return status;
}

static khung_status match_name(match *m, import *im, const khung__record *record)
{
    bool organisation = im->kind == KHUNG_ORGANISATION;
    khung__str sort = {0}, name = khung__record_value_of(record, organisation ? KHUNG__F_ORGANISATION_NAME : KHUNG__F_PERSON_NAME);
    if (!name.s)
        return KHUNG_OK;
    if (!organisation && !khung__text_person_key(record->arena, name, &sort))
        return KHUNG_NO_MEMORY;
    return organisation ? khung__store_one(&m->key, im->change.store, record->arena, im->change.log,
                                           "SELECT key FROM organisation WHERE name_fold = khung_fold(?1) AND merged_into IS NULL AND (?2 IS NULL OR "
                                           "province || '@' || list = ?2) ORDER BY number LIMIT 1", "ss", name,
                                           khung__record_value_of(record, KHUNG__F_ORGANISATION_PROVINCE))
                        : khung__store_one(&m->key, im->change.store, record->arena, im->change.log,
                                           "SELECT subject FROM personal JOIN person ON key = subject WHERE sort = ?1 LIMIT 1", "s", sort);
}

static khung_status find_match(match *m, import *im, const khung__record *record, size_t row)
{
    bool organisation = im->kind == KHUNG_ORGANISATION;
    khung__str id = khung__record_value_of(record, organisation ? KHUNG__F_ORGANISATION_ID : KHUNG__F_PERSON_ID);
    khung_status status = KHUNG_OK;
    *m = (match){{0}, false};
    if (id.s)
        status = khung__store_one(&m->key, im->change.store, record->arena, im->change.log,
                                  organisation ? "SELECT coalesce(merged_into, key) FROM organisation WHERE id = ?1" : "SELECT key FROM person WHERE id = ?1",
                                  "s", id);
    m->sure = m->key.s != NULL;
    if (status == KHUNG_OK && organisation)
        status = match_identifiers(m, im, record, row);
    if (status == KHUNG_OK && !m->key.s && !id.s)
        status = match_name(m, im, record);
    return status;
}

/* ---- the report ---- */

static bool has(const khung__record *record, khung__record_value value)
{
    for (size_t i = 0; i < record->count; i++)
        if (record->values[i].field == value.field && khung__str_eq(record->values[i].text, value.text))
            return true;
    return false;
}

/* Every value that became another: what stood there before, and what stands there now. */
static void tell_changes(import *im, const khung__record *before, const khung__record *after)
{
    bool json = im->how & KHUNG_IMPORT_JSON, first = true;
    for (size_t i = 0; i < after->count; i++) {
        khung__field_id field = after->values[i].field;
        if (has(before, after->values[i]))
            continue;
        khung__str old = khung__fields_shown[field].repeated ? KHUNG__S("") : khung__record_value_of(before, field);
        khung__str name = khung__str_of(khung__fields_shown[field].name);
        if (json) {
            khung__buf_printf(&im->report, "%s{\"field\": \"%s\", \"before\": ", first ? "" : ", ", name.s);
            khung__buf_json(&im->report, old.s ? old : KHUNG__S(""));
            khung__buf_z(&im->report, ", \"after\": ");
            khung__buf_json(&im->report, after->values[i].text);
            khung__buf_char(&im->report, '}');
        } else {
            khung__buf_z(&im->report, "  ");
            KHUNG__WORD(&im->report, KHUNG__W_I_FIELD, im->language, name, old.n ? old : KHUNG__S("\xE2\x80\x93"), after->values[i].text);
            khung__buf_char(&im->report, '\n');
        }
        first = false;
    }
}

static const char *const outcomes[] = {"new", "same", "changed", "like", "bad"};

static void tell_row(import *im, outcome what, size_t row, const khung__record *before, const khung__record *after, khung__str name)
{
    static const khung__word_id words[] = {KHUNG__W_I_NEW, KHUNG__W_I_SAME, KHUNG__W_I_CHANGED, KHUNG__W_I_LIKE, KHUNG__W_I_BAD};
    char number[16];
    snprintf(number, sizeof number, "%u", khung__sheet_row_number(im->sheet, row));
    khung__str id = what == NEW ? (after->id.s ? after->id : KHUNG__S("")) : before->id.s ? before->id : KHUNG__S("");
    im->count[what]++;
    if (im->how & KHUNG_IMPORT_JSON) {
        khung__buf_printf(&im->report, "%s\n    {\"row\": %s, \"outcome\": \"%s\", \"id\": ", im->items++ ? "," : "", number, outcomes[what]);
        khung__buf_json(&im->report, id);
        khung__buf_z(&im->report, ", \"name\": ");
        khung__buf_json(&im->report, name.s ? name : KHUNG__S(""));
        khung__buf_z(&im->report, ", \"changes\": [");
        if (what == CHANGED || what == LIKE)
            tell_changes(im, before, after);
        khung__buf_z(&im->report, "]}");
        return;
    }
    if (what == SAME) /* counted below */
        return;
    if (what == LIKE)
        KHUNG__WORD(&im->report, words[what], im->language, khung__str_of(number), name, id);
    else
        KHUNG__WORD(&im->report, words[what], im->language, khung__str_of(number), what == NEW ? name : id);
    khung__buf_char(&im->report, '\n');
    if (what == CHANGED || what == LIKE)
        tell_changes(im, before, after);
}

/* ---- the work ---- */

static bool alike(const khung__record *a, const khung__record *b)
{
    for (size_t i = 0; i < a->count; i++)
        if (!has(b, a->values[i]))
            return false;
    return a->count == b->count;
}

/* The row's values upon those of the record that is there. */
static khung_status update(import *im, const khung__record *row_record, const match *m, size_t row)
{
    khung__field_id id = im->kind == KHUNG_ORGANISATION ? KHUNG__F_ORGANISATION_ID : KHUNG__F_PERSON_ID;
    khung__record before = {.kind = im->kind, .arena = row_record->arena}, after;
    khung__str name = khung__record_value_of(row_record, im->kind == KHUNG_ORGANISATION ? KHUNG__F_ORGANISATION_NAME : KHUNG__F_PERSON_NAME);
    snprintf(before.key, sizeof before.key, "%s", m->key.s);
    if (im->kind == KHUNG_ORGANISATION)
        snprintf(before.organisation, sizeof before.organisation, "%s", m->key.s);
    khung_status status = khung__record_load(&before, im->change.store, im->change.log);
    if (status == KHUNG_OK && before.erased)
        status = KHUNG__DIAG(im->change.log, KHUNG__D_PERSON_ERASED, khung__sheet_at(im->sheet, row, 0), before.id);
    if (status == KHUNG_OK)
        status = khung__record_copy(&after, &before);
    for (size_t i = 0; i < row_record->count && status == KHUNG_OK; i++)
        if (row_record->values[i].field != id)
            status = khung__record_apply(&after, row_record->values[i].field, row_record->values[i].text);
    if (status != KHUNG_OK)
        return status;
    outcome what = alike(&before, &after) ? SAME : m->sure ? CHANGED : LIKE;
    if (what == CHANGED)
        status = khung__record_write(&im->change, &before, &after);
    if (status == KHUNG_OK)
        tell_row(im, what, row, &before, &after, name);
    return status;
}

/* A new record has all that every record must have; what is missing is said with its place. */
static khung_status check_whole(import *im, const khung__record *record, size_t row)
{
    const char *own = im->kind == KHUNG_ORGANISATION ? "org" : "person";
    for (int i = khung__fields_from(im->kind); i < (int)khung__fields_to(im->kind); i++) {
        size_t c = 0;
        if (!khung__fields_shown[i].required || khung__record_value_of(record, (khung__field_id)i).s)
            continue;
        while (c < im->columns && (int)im->headings[c].field != i)
            c++;
        im->column = c < im->columns ? c : KHUNG__NO_COLUMN;
        const char *label = im->language == KHUNG__EN ? khung__fields_shown[i].en : khung__fields_shown[i].vi;
        return KHUNG__DIAG(im->change.log, KHUNG__D_IMPORT_MISSING, khung__sheet_at(im->sheet, row, c < im->columns ? c : 0), khung__str_of(label),
                           khung__str_of(own));
    }
    return KHUNG_OK;
}

static khung_status import_row(import *im, khung__arena *arena, size_t row)
{
    khung__record record = {.kind = im->kind, .arena = arena};
    match m;
    khung__str name;
    khung_status status = take_row(&record, im, row);
    if (status == KHUNG_OK)
        status = find_match(&m, im, &record, row);
    if (status == KHUNG_OK && m.key.s)
        return update(im, &record, &m, row);
    name = khung__record_value_of(&record, im->kind == KHUNG_ORGANISATION ? KHUNG__F_ORGANISATION_NAME : KHUNG__F_PERSON_NAME);
    if (status == KHUNG_OK)
        status = check_whole(im, &record, row);
    if (status == KHUNG_OK)
        status = khung__record_add(&im->change, &record);
    if (status == KHUNG_OK)
        tell_row(im, NEW, row, &record, &record, name);
    return status;
}

/* "row 3, column "Tỉnh"; row 7": the first of them, then an ellipsis. */
static void note_fault(import *im, size_t row)
{
    char number[16];
    snprintf(number, sizeof number, "%u", khung__sheet_row_number(im->sheet, row));
    bool cell = im->column != KHUNG__NO_COLUMN;
    if (im->count[BAD] > TOLD_FAULTS + 1)
        return;
    khung__buf_z(&im->faults, im->count[BAD] > 1 ? "; " : "");
    if (im->count[BAD] > TOLD_FAULTS)
        khung__buf_z(&im->faults, "…");
    else
        KHUNG__WORD(&im->faults, cell ? KHUNG__W_I_AT_CELL : KHUNG__W_I_AT_ROW, im->language, khung__str_of(number),
                    cell ? khung__sheet_cell(im->sheet, 0, im->column) : KHUNG__S(""));
}

/* A row that fails leaves nothing behind, neither rows nor part of an event. */
static khung_status try_row(import *im, size_t row)
{
    khung__arena arena = {0};
    khung__record none = {.kind = im->kind, .arena = &arena};
    khung_status status = khung__store_script(im->change.store, "SAVEPOINT imported", im->change.log);
    if (status == KHUNG_OK)
        status = import_row(im, &arena, row);
    if (status == KHUNG_BAD_DATA || status == KHUNG_CONFLICT || status == KHUNG_NOT_FOUND || status == KHUNG_NOT_ALLOWED || status == KHUNG_TOO_LARGE) {
        im->change.rows.n = 0;
        im->change.wrote = false;
        tell_row(im, BAD, row, &none, &none, (khung__str){0});
        note_fault(im, row);
        status = khung__store_script(im->change.store, "ROLLBACK TO imported", im->change.log);
    }
    if (status == KHUNG_OK)
        status = khung__change_next(&im->change);
    if (status == KHUNG_OK)
        status = khung__store_script(im->change.store, "RELEASE imported", im->change.log);
    khung__arena_free(&arena);
    return status;
}

/* Nothing was taken in, why, and what to do: in the place of lines that speak of rows as if they had been. */
static void put_refusal(import *im)
{
    char bad[24], all[24], good[24];
    size_t rows = im->count[NEW] + im->count[CHANGED] + im->count[SAME] + im->count[LIKE] + im->count[BAD];
    snprintf(bad, sizeof bad, "%zu", im->count[BAD]);
    snprintf(all, sizeof all, "%zu", rows);
    snprintf(good, sizeof good, "%zu", rows - im->count[BAD]);
    if (!(im->how & KHUNG_IMPORT_DRY))
        im->report.n = 0;
    KHUNG__WORD(&im->report, KHUNG__W_I_REFUSED, im->language, khung__str_of(bad), khung__str_of(all));
    khung__buf_z(&im->report, "\n  ");
    khung__buf_wrapped(&im->report, (khung__str){im->faults.s ? im->faults.s : "", im->faults.n}, 2, 2);
    khung__buf advice = {0};
    KHUNG__WORD(&advice, rows > im->count[BAD] ? KHUNG__W_I_MEND_OR_SKIP : KHUNG__W_I_MEND, im->language, khung__str_of(good));
    khung__buf_wrapped(&im->report, (khung__str){advice.s ? advice.s : "", advice.n}, 0, 0);
    im->report.failed = im->report.failed || im->faults.failed || advice.failed;
    khung__buf_free(&advice);
}

static void put_sum(import *im, bool refused)
{
    char numbers[4][24];
    bool dry = im->how & KHUNG_IMPORT_DRY;
    const size_t sums[] = {im->count[NEW], im->count[CHANGED], im->count[SAME], im->count[LIKE] + im->count[BAD]};
    khung__str args[4];
    for (int i = 0; i < 4; i++)
        args[i] = (khung__str){numbers[i], (size_t)snprintf(numbers[i], sizeof numbers[i], "%zu", sums[i])};
    if (im->how & KHUNG_IMPORT_JSON) {
        khung__buf_printf(&im->report,
                          "],\n  \"new\": %zu, \"changed\": %zu, \"same\": %zu, \"like\": %zu, \"bad\": %zu, \"dry_run\": %s, \"imported\": %s\n}\n",
                          im->count[NEW], im->count[CHANGED], im->count[SAME], im->count[LIKE], im->count[BAD], dry ? "true" : "false",
                          refused || dry ? "false" : "true");
        return;
    }
    if (refused) {
        put_refusal(im);
        return;
    }
    khung__buf_word(&im->report, KHUNG__W_I_SUM, im->language, args, 4);
    khung__buf_char(&im->report, '\n');
    if (im->how & KHUNG_IMPORT_DRY) {
        khung__buf_word(&im->report, KHUNG__W_I_DRY, im->language, NULL, 0);
        khung__buf_char(&im->report, '\n');
    }
}

/* All rows in one transaction. *bad: the answer is in the report, and nothing is kept. */
static khung_status run(import *im, bool *bad)
{
    khung_status status = read_headings(im);
    if (im->how & KHUNG_IMPORT_JSON)
        khung__buf_printf(&im->report, "{\n  \"kind\": \"import\", \"format\": 1,\n  \"items\": [");
    for (size_t row = 1; status == KHUNG_OK && row < khung__sheet_rows(im->sheet); row++)
        status = try_row(im, row);
    *bad = im->count[BAD] > 0 && !(im->how & KHUNG_IMPORT_SKIP_BAD);
    if (status == KHUNG_OK && *bad && im->how & KHUNG_IMPORT_JSON)
        KHUNG__DIAG(im->change.log, KHUNG__D_IMPORT_STOPPED, (khung__at){0});
    put_sum(im, *bad);
    return status == KHUNG_OK && im->report.failed ? KHUNG_NO_MEMORY : status;
}

khung_status khung_store_import(char **report, khung_store *store, khung_record_kind kind, const char *name, const char *bytes, size_t size, unsigned how,
                                const char *person, int64_t now, khung_log *log)
{
    import im = {.kind = kind, .how = how, .language = khung__language_of(khung__str_of(khung__diag_language(log)))};
    bool bad = false;
    if (!report || !store || !name || !bytes || (kind != KHUNG_ORGANISATION && kind != KHUNG_PERSON))
        return KHUNG_BAD_CALL;
    khung__legacy from = how & KHUNG_IMPORT_TCVN3  ? KHUNG__LEGACY_TCVN3
                         : how & KHUNG_IMPORT_VNI   ? KHUNG__LEGACY_VNI
                         : how & KHUNG_IMPORT_UNICODE ? KHUNG__LEGACY_UNICODE
                                                      : KHUNG__LEGACY_LOOK;
    khung_status status = khung__legacy_load(&im.sheet, name, (khung__str){bytes, size}, NULL, NULL, from, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__change_begin(&im.change, store, kind == KHUNG_ORGANISATION ? "org.import" : "person.import", person ? person : "", now, log);
    if (status == KHUNG_OK) {
        status = run(&im, &bad);
        if (status == KHUNG_OK && (bad || how & KHUNG_IMPORT_DRY))
            khung__change_end(&im.change, KHUNG_NOT_ALLOWED); /* an error takes everything back */
        else
            status = khung__change_end(&im.change, status);
    }
    if (status == KHUNG_OK)
        *report = im.report.s;
    else
        khung__buf_free(&im.report);
    khung__buf_free(&im.faults);
    khung__sheet_free(im.sheet);
    khung__arena_free(&im.arena);
    return status == KHUNG_OK && bad ? KHUNG_BAD_DATA : status;
}
