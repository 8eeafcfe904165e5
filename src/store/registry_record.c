/* Records: found, read from their tables, changed, written back. */
#include "registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the list of values ---- */

khung__str khung__record_value_of(const khung__record *record, khung__field_id field)
{
    for (size_t i = 0; i < record->count; i++)
        if (record->values[i].field == field)
            return record->values[i].text;
    return (khung__str){0};
}

/* What may stand once only: of a size its year and fact, of a status its date, of a name its language, else the whole. */
static size_t key_length(khung__field_id field, khung__str text)
{
    khung__syntax syntax = khung__fields[field].syntax;
    int end = syntax == KHUNG__X_SIZE ? '=' : syntax == KHUNG__X_STATUS || syntax == KHUNG__X_NAMED ? ':' : 0;
    const char *at = end ? memchr(text.s, end, text.n) : NULL;
    return at ? (size_t)(at - text.s) + 1 : text.n;
}

static void drop(khung__record *record, size_t i)
{
    record->count--;
    memmove(record->values + i, record->values + i + 1, (record->count - i) * sizeof *record->values);
}

static bool begins_with(khung__str text, khung__str with)
{
    return text.n >= with.n && strncasecmp(text.s, with.s, with.n) == 0;
}

static khung_status insert(khung__record *record, khung__field_id field, khung__str text)
{
    size_t at = 0;
    if (record->count == record->room) {
        size_t room = record->room ? record->room * 2 : 24;
        khung__record_value *values = khung__arena_alloc(record->arena, room * sizeof *values);
        if (!values)
            return KHUNG_NO_MEMORY;
        if (record->count)
            memcpy(values, record->values, record->count * sizeof *values);
        record->values = values;
        record->room = room;
    }
    while (at < record->count && (record->values[at].field < field || (record->values[at].field == field && khung__str_cmp(record->values[at].text, text) < 0)))
        at++;
    memmove(record->values + at + 1, record->values + at, (record->count - at) * sizeof *record->values);
    record->values[at] = (khung__record_value){field, text};
    record->count++;
    return KHUNG_OK;
}

khung_status khung__record_apply(khung__record *record, khung__field_id field, khung__str text)
{
    bool repeated = khung__fields_shown[field].repeated;
    bool removes = !text.s || (repeated && text.s[text.n - 1] == ':');
    for (size_t i = record->count; i-- > 0;) {
        khung__record_value *v = &record->values[i];
        if (v->field != field)
            continue;
        size_t n = text.s ? key_length(field, text) : 0;
        bool same_key = n == key_length(field, v->text) && text.s && memcmp(v->text.s, text.s, n) == 0;
        if (!repeated || !text.s || (removes ? begins_with(v->text, text) : same_key))
            drop(record, i);
    }
    return removes ? KHUNG_OK : insert(record, field, text);
}

khung_status khung__record_copy(khung__record *out, const khung__record *from)
{
    *out = *from;
    out->values = khung__arena_alloc(from->arena, (from->count + 8) * sizeof *out->values);
    if (!out->values)
        return KHUNG_NO_MEMORY;
    out->room = from->count + 8;
    if (from->count)
        memcpy(out->values, from->values, from->count * sizeof *out->values);
    return KHUNG_OK;
}

/* ---- found by id ---- */

static const struct {
    khung__diag_id unknown;
    const char *find;
    khung__table table;
} shapes[] = {
    [KHUNG_ORGANISATION] = {KHUNG__D_UNKNOWN_ORGANISATION, "SELECT coalesce(merged_into, key) FROM organisation WHERE id = ?1", KHUNG__T_organisation},
    [KHUNG_PERSON] = {KHUNG__D_UNKNOWN_SOMEBODY, "SELECT key FROM person WHERE id = ?1", KHUNG__T_person},
    [KHUNG_NETWORK] = {KHUNG__D_UNKNOWN_NETWORK, "SELECT key FROM network WHERE id = ?1", KHUNG__T_network},
    [KHUNG_ACTIVITY] = {KHUNG__D_UNKNOWN_ACTIVITY, NULL, KHUNG__T_activity}};

/* "hsx/2": the second activity of hsx, removed ones counted, so that a number stays with its activity. */
static khung_status find_activity(khung__str *key, khung__arena *arena, khung_store *store, khung__str id, khung_log *log)
{
    int64_t number = 0;
    const char *slash = id.n ? memchr(id.s, '/', id.n) : NULL;
    *key = (khung__str){0};
    if (!slash || !khung__read_whole((khung__str){slash + 1, id.n - (size_t)(slash - id.s) - 1}, &number) || number < 1)
        return KHUNG_OK;
    return khung__store_one(key, store, arena, log,
                            "SELECT a.key FROM organisation o JOIN activity a ON a.organisation = coalesce(o.merged_into, o.key) WHERE o.id = ?1 "
                            "ORDER BY a.key LIMIT 1 OFFSET ?2", "si", (khung__str){id.s, (size_t)(slash - id.s)}, number - 1);
}

khung_status khung__record_key(char key[KHUNG__UUID_SIZE], khung_store *store, khung_record_kind kind, khung__str id, khung_log *log)
{
    khung__arena arena = {0};
    khung__str found = {0};
    khung_status status = kind == KHUNG_ACTIVITY ? find_activity(&found, &arena, store, id, log)
                                                 : khung__store_one(&found, store, &arena, log, shapes[kind].find, "s", id);
    if (status == KHUNG_OK && !found.s)
        status = KHUNG__DIAG(log, shapes[kind].unknown, (khung__at){0}, id);
    if (status == KHUNG_OK)
        snprintf(key, KHUNG__UUID_SIZE, "%s", found.s);
    khung__arena_free(&arena);
    return status;
}

khung_status khung__record_find(khung__record *record, khung__arena *arena, khung_store *store, khung_record_kind kind, khung__str id, khung_log *log)
{
    khung__str organisation = {0};
    *record = (khung__record){.kind = kind, .arena = arena, .id = id};
    khung_status status = khung__record_key(record->key, store, kind, id, log);
    if (status == KHUNG_OK && kind == KHUNG_ORGANISATION)
        snprintf(record->organisation, sizeof record->organisation, "%s", record->key);
    if (status == KHUNG_OK && kind == KHUNG_ACTIVITY)
        status = khung__store_one(&organisation, store, arena, log, "SELECT organisation FROM activity WHERE key = ?1", "t", record->key);
    if (organisation.s)
        snprintf(record->organisation, sizeof record->organisation, "%s", organisation.s);
    return status;
}

/* ---- read ---- */

/* Each gives rows (name of the field, text). */
static const char organisation_rows[] =
    "UNION ALL SELECT 'province', province || '@' || list FROM organisation WHERE key = ?1 "
    "UNION ALL SELECT iif(language = 'en', 'name-en', 'name-in'), iif(language = 'en', name, language || ':' || name) FROM organisation_name "
    "WHERE organisation = ?1 "
    "UNION ALL SELECT 'identifier', scheme || ':' || value FROM organisation_identifier WHERE organisation = ?1 "
    "UNION ALL SELECT 'field', vocabulary || ':' || code FROM organisation_field WHERE organisation = ?1 "
    "UNION ALL SELECT 'size', year || ':' || fact || '=' || value || coalesce(' ' || unit, '') FROM organisation_size WHERE organisation = ?1 "
    "UNION ALL SELECT 'status', from_date || ':' || status FROM organisation_status WHERE organisation = ?1 "
    "UNION ALL SELECT DISTINCT 'contact', p.id || ':' || t.role FROM tie t JOIN person p ON p.key = t.person "
    "WHERE t.organisation = ?1 AND t.to_date IS NULL";
static const char person_rows[] =
    "UNION ALL SELECT e.key, e.value FROM personal s, json_each(s.content) e WHERE s.subject = ?1 AND e.type = 'text' "
    "UNION ALL SELECT e.key, i.value FROM personal s, json_each(s.content) e, json_each(e.value) i WHERE s.subject = ?1 AND e.type = 'array'";
static const char activity_rows[] =
    "UNION ALL SELECT 'province', province || '@' || list FROM activity WHERE key = ?1 "
    "UNION ALL SELECT 'field', vocabulary || ':' || field FROM activity WHERE key = ?1 "
    "UNION ALL SELECT 'organisation', o.id FROM activity a JOIN organisation o ON o.key = a.organisation WHERE a.key = ?1";

/* SELECT 'name', name FROM … for every field with a column, then the rest. */
static void write_load_sql(khung__buf *sql, khung_record_kind kind)
{
    static const char *const rest[] = {organisation_rows, person_rows, "", activity_rows};
    const char *table = khung__tables[shapes[kind].table].name;
    for (int i = khung__fields_from(kind), first = 1; i < (int)khung__fields_to(kind); i++)
        if (khung__fields[i].column) {
            khung__buf_printf(sql, "%sSELECT '%s', %s FROM %s WHERE key = ?1 ", first ? "" : "UNION ALL ", khung__fields_shown[i].name,
                              khung__fields[i].column, table);
            first = 0;
        }
    khung__buf_z(sql, rest[kind]);
}

static khung_status take_rows(khung__record *record, khung_store *store, sqlite3_stmt *rows, khung_log *log)
{
    bool more = true;
    khung_status status = KHUNG_OK;
    while (status == KHUNG_OK && more) {
        status = khung__store_step(store, rows, &more, log);
        if (status != KHUNG_OK || !more || sqlite3_column_type(rows, 1) == SQLITE_NULL)
            continue;
        khung__str name = khung__store_text(rows, 0, record->arena), text = khung__store_text(rows, 1, record->arena);
        khung__field_id field = name.s ? khung__field_find(record->kind, name) : KHUNG__F_COUNT;
        if (!name.s || !text.s)
            status = KHUNG_NO_MEMORY;
        else if (field != KHUNG__F_COUNT) /* a newer khung may have kept more */
            status = insert(record, field, text);
    }
    return status;
}

khung_status khung__record_load(khung__record *record, khung_store *store, khung_log *log)
{
    static const khung__field_id ids[] = {KHUNG__F_ORGANISATION_ID, KHUNG__F_PERSON_ID, KHUNG__F_NETWORK_ID};
    sqlite3_stmt *rows = NULL;
    khung__buf sql = {0};
    int64_t erased = 0;
    write_load_sql(&sql, record->kind);
    khung_status status = sql.failed ? KHUNG_NO_MEMORY : khung__store_ask(&rows, store, log, sql.s, "t", record->key);
    if (status == KHUNG_OK)
        status = take_rows(record, store, rows, log);
    sqlite3_finalize(rows);
    khung__buf_free(&sql);
    if (status == KHUNG_OK && record->kind == KHUNG_PERSON)
        status = khung__store_number(&erased, store, log, "SELECT erased IS NOT NULL FROM person WHERE key = ?1", "t", record->key);
    record->erased = erased != 0;
    if (record->kind != KHUNG_ACTIVITY)
        record->id = khung__record_value_of(record, ids[record->kind]);
    return status;
}

/* ---- write ---- */

/* The two halves of "a:b"; absent both when the text is. */
static void halves(khung__str text, char at, khung__str *left, khung__str *right)
{
    const char *middle = text.n ? memchr(text.s, at, text.n) : NULL;
    *left = *right = (khung__str){0};
    if (middle) {
        *left = (khung__str){text.s, (size_t)(middle - text.s)};
        *right = (khung__str){middle + 1, text.n - left->n - 1};
    }
}

/* One value of a repeated field as a row: made, or removed. */
typedef khung_status row_work(khung__change *change, const khung__record *record, khung__str text, bool removed);

static khung_status name_row(khung__change *change, const khung__record *record, khung__str text, bool removed)
{
    khung__str language, name;
    halves(text, ':', &language, &name);
    return removed ? khung__change_remove(change, KHUNG__T_organisation_name, "ts", record->key, language)
                   : khung__change_put(change, KHUNG__T_organisation_name, "tss", record->key, language, name);
}

static khung_status name_en_row(khung__change *change, const khung__record *record, khung__str text, bool removed)
{
    return removed ? khung__change_remove(change, KHUNG__T_organisation_name, "tt", record->key, "en")
                   : khung__change_put(change, KHUNG__T_organisation_name, "tts", record->key, "en", text);
}

static khung_status identifier_row(khung__change *change, const khung__record *record, khung__str text, bool removed)
{
    khung__str scheme, value;
    halves(text, ':', &scheme, &value);
    return removed ? khung__change_remove(change, KHUNG__T_organisation_identifier, "tss", record->key, scheme, value)
                   : khung__change_put(change, KHUNG__T_organisation_identifier, "tss", record->key, scheme, value);
}

static khung_status field_row(khung__change *change, const khung__record *record, khung__str text, bool removed)
{
    khung__str vocabulary, code;
    halves(text, ':', &vocabulary, &code);
    return removed ? khung__change_remove(change, KHUNG__T_organisation_field, "tss", record->key, vocabulary, code)
                   : khung__change_put(change, KHUNG__T_organisation_field, "tss", record->key, vocabulary, code);
}

static khung_status size_row(khung__change *change, const khung__record *record, khung__str text, bool removed)
{
    khung__str year, rest, fact, value, number, unit;
    int64_t of = 0;
    halves(text, ':', &year, &rest);
    halves(rest, '=', &fact, &value);
    halves(value, ' ', &number, &unit);
    khung__read_whole(year, &of);
    return removed ? khung__change_remove(change, KHUNG__T_organisation_size, "tis", record->key, of, fact)
                   : khung__change_put(change, KHUNG__T_organisation_size, "tisss", record->key, of, fact, number.s ? number : value, unit);
}

static khung_status status_row(khung__change *change, const khung__record *record, khung__str text, bool removed)
{
    khung__str date, status;
    halves(text, ':', &date, &status);
    return removed ? khung__change_remove(change, KHUNG__T_organisation_status, "ts", record->key, date)
                   : khung__change_put(change, KHUNG__T_organisation_status, "tssn", record->key, date, status);
}

/* A contact that is taken away ends today: who was tied to an organisation stays known. */
static khung_status tie_row(khung__change *change, const khung__record *record, khung__str text, bool removed)
{
    char person[KHUNG__UUID_SIZE];
    khung__str id, role, from = {0};
    halves(text, ':', &id, &role);
    khung_status status = khung__record_key(person, change->store, KHUNG_PERSON, id, change->log);
    if (status == KHUNG_OK && !removed)
        return khung__change_put(change, KHUNG__T_tie, "ttstn", person, record->key, role, "");
    while (status == KHUNG_OK) {
        status = khung__store_one(&from, change->store, &change->arena, change->log,
                                  "SELECT from_date FROM tie WHERE person = ?1 AND organisation = ?2 AND role = ?3 AND to_date IS NULL", "tts", person,
                                  record->key, role);
        if (status != KHUNG_OK || !from.s)
            break;
        status = khung__change_set(change, KHUNG__T_tie, "to_date", "ttss" "s", person, record->key, role, from, (khung__str){change->time, 10});
    }
    return status;
}

static const struct {
    khung__field_id field;
    row_work *work;
} rows_of_organisations[] = {{KHUNG__F_ORGANISATION_NAME_EN, name_en_row}, {KHUNG__F_ORGANISATION_NAME_IN, name_row},
                             {KHUNG__F_ORGANISATION_IDENTIFIER, identifier_row}, {KHUNG__F_ORGANISATION_FIELD, field_row},
                             {KHUNG__F_ORGANISATION_SIZE, size_row}, {KHUNG__F_ORGANISATION_STATUS, status_row},
                             {KHUNG__F_ORGANISATION_CONTACT, tie_row}};

static bool has_value(const khung__record *record, khung__record_value value)
{
    for (size_t i = 0; i < record->count; i++)
        if (record->values[i].field == value.field && khung__str_eq(record->values[i].text, value.text))
            return true;
    return false;
}

/* Runs the work for each value that `a` has and `b` has not. */
static khung_status write_rows(khung__change *change, const khung__record *a, const khung__record *b, bool removed)
{
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < a->count && status == KHUNG_OK; i++)
        for (size_t k = 0; k < sizeof rows_of_organisations / sizeof *rows_of_organisations && status == KHUNG_OK; k++)
            if (rows_of_organisations[k].field == a->values[i].field && !has_value(b, a->values[i]))
                status = rows_of_organisations[k].work(change, a, a->values[i].text, removed);
    return status;
}

/* When the record was made: it keeps that. */
static khung_status since(khung__str *out, khung__change *change, const khung__record *record, const char *sql)
{
    khung_status status = khung__store_one(out, change->store, &change->arena, change->log, sql, "t", record->key);
    if (status == KHUNG_OK && !out->s)
        *out = khung__str_of(change->time);
    return status;
}

static khung_status write_organisation(khung__change *change, const khung__record *before, const khung__record *r)
{
    khung__str code, list, made;
#define V(name) khung__record_value_of(r, KHUNG__F_ORGANISATION_##name)
    halves(V(PROVINCE), '@', &code, &list);
    khung_status status = since(&made, change, r, "SELECT since FROM organisation WHERE key = ?1");
    if (status == KHUNG_OK)
        status = khung__change_put(change, KHUNG__T_organisation, "tsssssss" "ssssss" "ns", r->key, V(ID), V(NAME), V(SHORT_NAME), V(FORM), code, list,
                                   V(ADDRESS), V(REGISTRATION), V(REGISTRAR), V(FOUNDED), V(WEBSITE), V(EMAIL), V(PHONE), made);
#undef V
    if (status == KHUNG_OK)
        status = write_rows(change, before, r, true);
    return status == KHUNG_OK ? write_rows(change, r, before, false) : status;
}

/* {"name":"…","language":["vi","en"]}: the fields that are personal, in the order of fields.def. */
static khung__str personal_json(khung__arena *arena, const khung__record *r)
{
    khung__buf buf = {0};
    khung__field_id open = KHUNG__F_COUNT;
    for (size_t i = 0; i < r->count; i++) {
        khung__field_id field = r->values[i].field;
        if (!khung__fields_shown[field].personal)
            continue;
        if (field == open) {
            khung__buf_char(&buf, ',');
        } else {
            khung__buf_z(&buf, open == KHUNG__F_COUNT ? "{" : khung__fields_shown[open].repeated ? "]," : ",");
            khung__buf_printf(&buf, "\"%s\":%s", khung__fields_shown[field].name, khung__fields_shown[field].repeated ? "[" : "");
        }
        khung__buf_json(&buf, r->values[i].text);
        open = field;
    }
    khung__buf_z(&buf, open == KHUNG__F_COUNT ? "{}" : khung__fields_shown[open].repeated ? "]}" : "}");
    return khung__buf_take(&buf, arena);
}

static khung_status write_person(khung__change *change, const khung__record *before, const khung__record *r)
{
    char commitment[KHUNG_DIGEST_SIZE];
    khung__str id = khung__record_value_of(r, KHUNG__F_PERSON_ID), role = khung__record_value_of(r, KHUNG__F_PERSON_ROLE);
    khung__str old = personal_json(r->arena, before), content = personal_json(r->arena, r);
    if (!old.s || !content.s)
        return KHUNG_NO_MEMORY;
    if (before->count == 0)
        return khung__person_add(change, r->key, id, role.s, content);
    khung_status status = khung__change_set(change, KHUNG__T_person, "role", "ts", r->key, role);
    if (status != KHUNG_OK || khung__str_eq(old, content))
        return status;
    status = khung__personal_put(change, r->key, content, commitment);
    return status == KHUNG_OK ? khung__change_set(change, KHUNG__T_person, "commitment", "tt", r->key, commitment) : status;
}

static khung_status write_network(khung__change *change, const khung__record *r)
{
    khung__str made;
    khung_status status = since(&made, change, r, "SELECT since FROM network WHERE key = ?1");
    return status == KHUNG_OK ? khung__change_put(change, KHUNG__T_network, "tssss", r->key, r->id, khung__record_value_of(r, KHUNG__F_NETWORK_NAME),
                                                  khung__record_value_of(r, KHUNG__F_NETWORK_SHORT_NAME), made)
                              : status;
}

static khung_status write_activity(khung__change *change, const khung__record *r)
{
    khung__str code, list, vocabulary, field;
#define V(name) khung__record_value_of(r, KHUNG__F_ACTIVITY_##name)
    halves(V(PROVINCE), '@', &code, &list);
    halves(V(FIELD), ':', &vocabulary, &field);
    if (V(FROM).s && V(TO).s && strcmp(V(TO).s, V(FROM).s) < 0 && strncmp(V(TO).s, V(FROM).s, strlen(V(TO).s)) != 0)
        return KHUNG__DIAG(change->log, KHUNG__D_PERIOD_TURNED, (khung__at){0}, V(FROM), V(TO));
    return khung__change_put(change, KHUNG__T_activity, "ttsssss" "sssssssn", r->key, r->organisation, V(KIND), V(TITLE), vocabulary, field, code, list,
                             V(PLACE), V(FROM), V(TO), V(DONOR), V(VALUE), V(CURRENCY));
#undef V
}

khung_status khung__record_write(khung__change *change, const khung__record *before, khung__record *after)
{
    const char *thread = after->organisation[0] ? after->organisation : after->key;
    snprintf(change->thread, sizeof change->thread, "%s", thread);
    snprintf(change->organisation, sizeof change->organisation, "%s", after->organisation);
    switch (after->kind) {
    case KHUNG_ORGANISATION: return write_organisation(change, before, after);
    case KHUNG_PERSON: return write_person(change, before, after);
    case KHUNG_NETWORK: return write_network(change, after);
    default: return write_activity(change, after);
    }
}

/* ---- new ones ---- */

enum { ID_MADE = 24, ID_GIVEN = 60 }; /* bytes: ids made of names fit the tables; those that people chose may be longer */

/* At most so many bytes of an id, up to a word's end where there is one. */
static khung__str cut_id(khung__str id, size_t most)
{
    size_t n = most;
    if (id.n <= most)
        return id;
    while (n > 0 && id.s[n] != '-')
        n--;
    return (khung__str){id.s, n ? n : most};
}

/* `base`, or base-2, base-3 …, of at most `most` bytes: the first that no record of the kind has. The absent string when memory ends. */
static khung_status free_id(khung__str *out, khung__change *change, khung_record_kind kind, khung__str base, const char *between, int from, size_t most)
{
    for (int i = from;; i++) {
        int64_t taken = 0;
        char sql[64], number[16] = "";
        khung__buf buf = {0};
        if (i > 1 || *between == '\0')
            snprintf(number, sizeof number, "%s%d", between, i);
        khung__buf_str(&buf, cut_id(base, most - strlen(number)));
        khung__buf_z(&buf, number);
        *out = khung__buf_take(&buf, &change->arena);
        snprintf(sql, sizeof sql, "SELECT 1 FROM %s WHERE id = ?1", khung__tables[shapes[kind].table].name);
        khung_status status = out->s ? khung__store_number(&taken, change->store, change->log, sql, "s", *out) : KHUNG_NO_MEMORY;
        if (status != KHUNG_OK || !taken)
            return status;
    }
}

/* Of a name; a person's is a number, for it outlives what can be erased. */
static khung_status choose_id(khung__change *change, khung__record *r)
{
    khung__field_id field = r->kind == KHUNG_ORGANISATION ? KHUNG__F_ORGANISATION_ID : r->kind == KHUNG_PERSON ? KHUNG__F_PERSON_ID : KHUNG__F_NETWORK_ID;
    khung__field_id name = r->kind == KHUNG_ORGANISATION ? KHUNG__F_ORGANISATION_NAME : KHUNG__F_NETWORK_NAME;
    int64_t people = 0;
    khung__str base = KHUNG__S("p");
    khung_status status = KHUNG_OK;
    if (r->kind == KHUNG_PERSON)
        status = khung__store_number(&people, change->store, change->log, "SELECT count(*) FROM person", "");
    else
        base = khung__text_slug(&change->arena, khung__record_value_of(r, name));
    if (status == KHUNG_OK && !base.s)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK && !khung__is_id(cut_id(base, ID_MADE)))
        base = KHUNG__S("x");
    if (status == KHUNG_OK)
        status = free_id(&r->id, change, r->kind, base, r->kind == KHUNG_PERSON ? "" : "-", r->kind == KHUNG_PERSON ? (int)people + 1 : 1, ID_MADE);
    khung__str kept = status == KHUNG_OK ? khung__str_copy(r->arena, r->id) : (khung__str){0};
    r->id = kept;
    return status != KHUNG_OK ? status : kept.s ? khung__record_apply(r, field, kept) : KHUNG_NO_MEMORY;
}

/* Says whose the id is, and which is free. */
static khung_status check_id(khung__change *change, const khung__record *r)
{
    static const char *const names[] = {"SELECT name FROM organisation WHERE id = ?1",
                                        ("SELECT coalesce((SELECT content ->> '$.name' FROM personal "
                                         "WHERE subject = key), id) FROM person WHERE id = ?1"),
                                        "SELECT name FROM network WHERE id = ?1"};
    khung__str name = {0}, other;
    khung_status status = khung__store_one(&name, change->store, &change->arena, change->log, names[r->kind], "s", r->id);
    if (status != KHUNG_OK || !name.s)
        return status;
    status = free_id(&other, change, r->kind, r->id, "-", 2, ID_GIVEN);
    return status == KHUNG_OK ? KHUNG__DIAG(change->log, KHUNG__D_ID_TAKEN, (khung__at){0}, r->id, name, other) : status;
}

static khung_status check_required(const khung__record *r, khung_log *log)
{
    khung_status status = KHUNG_OK;
    bool english = khung__language_of(khung__str_of(khung__diag_language(log))) == KHUNG__EN;
    for (int i = khung__fields_from(r->kind); i < (int)khung__fields_to(r->kind); i++) {
        const khung_field *field = &khung__fields_shown[i];
        khung__buf what = {0};
        if (!field->required || khung__record_value_of(r, (khung__field_id)i).s)
            continue;
        khung__buf_z(&what, english ? field->en : field->vi);
        for (size_t k = 0; field->choices && field->choices[k]; k++)
            khung__buf_printf(&what, "%s%s", k ? ", " : ": ", field->choices[k]);
        status = KHUNG__DIAG(log, KHUNG__D_FIELD_MISSING, (khung__at){0}, khung__str_of(field->name), {what.s ? what.s : "", what.n});
        khung__buf_free(&what);
    }
    return status;
}

static khung_status warn_of_id(const khung__record *r, khung_log *log)
{
    khung__str slug = khung__text_slug(r->arena, khung__record_value_of(r, KHUNG__F_PERSON_NAME));
    if (!slug.s)
        return KHUNG_NO_MEMORY;
    if (khung__str_eq(slug, r->id))
        KHUNG__DIAG(log, KHUNG__D_ID_NAMES, (khung__at){0}, r->id);
    return KHUNG_OK;
}

/* Two of one name in one province are often one. */
static khung_status warn_of_twin(khung__change *change, const khung__record *r)
{
    khung__str code, list, twin = {0}, name = khung__record_value_of(r, KHUNG__F_ORGANISATION_NAME);
    halves(khung__record_value_of(r, KHUNG__F_ORGANISATION_PROVINCE), '@', &code, &list);
    khung_status status = khung__store_one(&twin, change->store, &change->arena, change->log,
                                           "SELECT id FROM organisation WHERE name_fold = khung_fold(?1) AND merged_into IS NULL AND province IS ?2 "
                                           "AND list IS ?3 LIMIT 1", "sss", name, code, list);
    if (twin.s)
        KHUNG__DIAG(change->log, KHUNG__D_SAME_NAME, (khung__at){0}, name, twin, r->id);
    return status;
}

khung_status khung__record_add(khung__change *change, khung__record *r)
{
    static const khung__field_id ids[] = {KHUNG__F_ORGANISATION_ID, KHUNG__F_PERSON_ID, KHUNG__F_NETWORK_ID};
    khung__record none = {.kind = r->kind, .arena = r->arena};
    khung_status status = check_required(r, change->log);
    if (status == KHUNG_OK && r->kind == KHUNG_ACTIVITY)
        status = khung__record_key(r->organisation, change->store, KHUNG_ORGANISATION, khung__record_value_of(r, KHUNG__F_ACTIVITY_ORGANISATION), change->log);
    if (status == KHUNG_OK && r->kind != KHUNG_ACTIVITY) {
        r->id = khung__record_value_of(r, ids[r->kind]);
        status = r->id.s ? check_id(change, r) : choose_id(change, r);
    }
    if (status == KHUNG_OK && r->kind == KHUNG_ORGANISATION)
        status = warn_of_twin(change, r);
    if (status == KHUNG_OK && r->kind == KHUNG_PERSON)
        status = warn_of_id(r, change->log);
    if (status == KHUNG_OK)
        status = khung__change_key(change, r->key);
    if (status == KHUNG_OK && r->kind == KHUNG_ORGANISATION)
        snprintf(r->organisation, sizeof r->organisation, "%s", r->key);
    return status == KHUNG_OK ? khung__record_write(change, &none, r) : status;
}
