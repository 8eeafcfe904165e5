/* The public calls that add, change and show a record. */
#include "life.h"
#include "list.h"
#include "registry.h"

#include <string.h>

static const char *const acts[][2] = {{"org.add", "org.edit"}, {"person.add", "person.edit"}, {"network.add", "network.edit"},
                                      {"activity.add", "activity.edit"}};

/* ---- add and edit ---- */

static khung_status unknown_field(khung_record_kind kind, khung__str name, khung_log *log)
{
    khung__str names[KHUNG__F_COUNT];
    size_t n = 0;
    for (int i = khung__fields_from(kind); i < (int)khung__fields_to(kind); i++)
        names[n++] = khung__str_of(khung__fields_shown[i].name);
    khung_status status = KHUNG__DIAG(log, KHUNG__D_FIELD_UNKNOWN, (khung__at){0}, name);
    khung__diag_suggest(log, name, names, n);
    return status;
}

/* All values into the record; all that is wrong is said. `fixed`: the id stays. */
static khung_status take(khung__record *record, const khung_value *values, size_t count, bool fixed, khung_log *log)
{
    khung_status worst = KHUNG_OK;
    for (size_t i = 0; i < count; i++) {
        khung__str text = {0}, name = khung__str_of(values[i].field);
        khung__field_id field = khung__field_find(record->kind, name);
        khung_status status = field == KHUNG__F_COUNT ? unknown_field(record->kind, name, log)
                                                      : khung__field_read(&text, record->arena, field, khung__str_of(values[i].text), (khung__at){0}, log);
        if (status == KHUNG_OK && fixed && (khung__fields[field].syntax == KHUNG__X_ID) && !khung__str_eq(text, khung__record_value_of(record, field)))
            status = KHUNG__DIAG(log, KHUNG__D_FIELD_FIXED, (khung__at){0}, name);
        if (status == KHUNG_OK && !text.s && khung__fields_shown[field].required)
            status = KHUNG__DIAG(log, KHUNG__D_FIELD_MISSING, (khung__at){0}, name, khung__str_of(khung__fields_shown[field].vi));
        if (status == KHUNG_OK)
            status = khung__record_apply(record, field, text);
        worst = worst == KHUNG_OK ? status : worst;
    }
    return worst;
}

/* hsx/2: the number is the activity's place among all that its organisation ever had. */
static khung_status activity_id(khung__change *change, khung__record *record)
{
    int64_t number = 0;
    khung__buf buf = {0};
    khung__str id;
    khung_status status = khung__store_number(&number, change->store, change->log, "SELECT count(*) FROM activity WHERE organisation = ?1 AND key <= ?2",
                                              "tt", record->organisation, record->key);
    if (status == KHUNG_OK)
        status = khung__store_one(&id, change->store, record->arena, change->log, "SELECT id FROM organisation WHERE key = ?1", "t", record->organisation);
    if (status != KHUNG_OK)
        return status;
    khung__buf_str(&buf, id);
    khung__buf_char(&buf, '/');
    khung__buf_int(&buf, number);
    record->id = khung__buf_take(&buf, record->arena);
    return record->id.s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

khung_status khung_store_record_add(char **id, khung_store *store, khung_record_kind kind, const khung_value *values, size_t count, const char *person,
                                    int64_t now, khung_log *log)
{
    khung__arena arena = {0};
    khung__change change;
    char *copy = NULL;
    khung__record record = {.kind = kind, .arena = &arena};
    if (!store || (!values && count))
        return KHUNG_BAD_CALL;
    khung_status status = khung__change_begin(&change, store, acts[kind][0], person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    status = take(&record, values, count, false, log);
    if (status == KHUNG_OK)
        status = khung__record_add(&change, &record);
    if (status == KHUNG_OK && kind == KHUNG_ACTIVITY)
        status = activity_id(&change, &record);
    if (status == KHUNG_OK && id)
        status = khung__store_lend(&copy, record.id);
    status = khung__change_end(&change, status);
    if (status == KHUNG_OK && id)
        *id = copy;
    else
        khung__free(copy);
    khung__arena_free(&arena);
    return status;
}

khung_status khung_store_record_edit(khung_store *store, khung_record_kind kind, const char *id, const khung_value *values, size_t count,
                                     const char *person, int64_t now, khung_log *log)
{
    khung__arena arena = {0};
    khung__change change;
    khung__record before, after;
    if (!store || !id || (!values && count))
        return KHUNG_BAD_CALL;
    khung_status status = khung__change_begin(&change, store, acts[kind][1], person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__record_find(&before, &arena, store, kind, khung__str_of(id), log);
    if (status == KHUNG_OK)
        status = khung__record_load(&before, store, log);
    if (status == KHUNG_OK && before.erased)
        status = KHUNG__DIAG(log, KHUNG__D_PERSON_ERASED, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK)
        status = khung__record_copy(&after, &before);
    if (status == KHUNG_OK)
        status = take(&after, values, count, true, log);
    if (status == KHUNG_OK)
        status = khung__record_write(&change, &before, &after);
    status = khung__change_end(&change, status);
    khung__arena_free(&arena);
    return status;
}

khung_status khung_store_activity_remove(khung_store *store, const char *id, const char *person, int64_t now, khung_log *log)
{
    khung__arena arena = {0};
    khung__change change;
    khung__record record;
    if (!store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__change_begin(&change, store, "activity.remove", person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__record_find(&record, &arena, store, KHUNG_ACTIVITY, khung__str_of(id), log);
    memcpy(change.thread, record.organisation, sizeof change.thread);
    memcpy(change.organisation, record.organisation, sizeof change.organisation);
    if (status == KHUNG_OK)
        status = khung__change_set(&change, KHUNG__T_activity, "removed", "tt", record.key, change.time);
    status = khung__change_end(&change, status);
    khung__arena_free(&arena);
    return status;
}

/* ---- show ---- */

/* What belongs to a record beside its fields: `name` in JSON, `label` for people, who see the columns with two blanks between. */
typedef struct part {
    khung_record_kind kind;
    const char *name;
    khung__word_id label;
    const char *sql;
} part;

static const part parts[] = {
    {KHUNG_ORGANISATION, "merged", KHUNG__W_R_MERGED, "SELECT id, name FROM organisation WHERE merged_into = ?1 ORDER BY id"},
    {KHUNG_ORGANISATION, "networks", KHUNG__W_R_NETWORKS,
     "SELECT n.id, n.name, m.from_date AS \"from\", m.to_date AS \"to\" FROM membership m JOIN network n ON n.key = m.network WHERE m.organisation = ?1 "
     "ORDER BY m.from_date, n.sort"},
    {KHUNG_ORGANISATION, "activities", KHUNG__W_R_ACTIVITIES,
     "SELECT id, kind, title, \"from\", \"to\" FROM (SELECT (SELECT id FROM organisation WHERE key = ?1) || '/' || row_number() OVER (ORDER BY key) AS id, "
     "kind, title, from_date AS \"from\", to_date AS \"to\", removed FROM activity WHERE organisation = ?1) WHERE removed IS NULL"},
    {KHUNG_ORGANISATION, "assessments", KHUNG__W_R_ASSESSMENTS,
     "SELECT a.id, a.period_from AS \"from\", a.period_to AS \"to\", a.state, r.grade, "
     "(SELECT g.value ->> '$.title' FROM framework f, json_each(f.content, '$.grades') g WHERE f.digest = a.framework AND g.value ->> '$.id' = r.grade) "
     "AS grade_title FROM assessment a LEFT JOIN result r ON r.key = a.result "
     "WHERE a.organisation = ?1 OR a.organisation IN (SELECT key FROM organisation WHERE merged_into = ?1) ORDER BY a.period_to DESC, a.key DESC"},
    {KHUNG_PERSON, "consent", KHUNG__W_R_CONSENT, "SELECT purpose, given, withdrawn FROM consent WHERE person = ?1 ORDER BY given, purpose"},
    {KHUNG_PERSON, "ties", KHUNG__W_R_TIES,
     "SELECT o.id, o.name, t.role, nullif(t.from_date, '') AS \"from\", t.to_date AS \"to\" FROM tie t JOIN organisation o ON o.key = t.organisation "
     "WHERE t.person = ?1 ORDER BY t.from_date, o.sort"},
    {KHUNG_NETWORK, "members", KHUNG__W_R_MEMBERS,
     "SELECT o.id, o.name, m.from_date AS \"from\", m.to_date AS \"to\" FROM membership m JOIN organisation o ON o.key = m.organisation "
     "WHERE m.network = ?1 ORDER BY o.sort, m.from_date"}};
enum { PARTS = sizeof parts / sizeof *parts };

static khung_status load(khung__record *record, khung__arena *arena, khung_store *store, khung_record_kind kind, const char *id, khung_log *log)
{
    khung_status status = khung__record_find(record, arena, store, kind, khung__str_of(id), log);
    return status == KHUNG_OK ? khung__record_load(record, store, log) : status;
}

static void json_name(khung__buf *buf, const char *name)
{
    khung__buf_z(buf, ",\n  \"");
    for (; *name; name++)
        khung__buf_char(buf, *name == '-' ? '_' : *name);
    khung__buf_z(buf, "\": ");
}

static void json_fields(khung__buf *buf, const khung__record *record)
{
    for (int i = khung__fields_from(record->kind); i < (int)khung__fields_to(record->kind); i++) {
        size_t n = 0;
        if (record->erased && khung__fields_shown[i].personal)
            continue;
        json_name(buf, khung__fields_shown[i].name);
        if (khung__fields_shown[i].repeated)
            khung__buf_char(buf, '[');
        for (size_t k = 0; k < record->count; k++)
            if ((int)record->values[k].field == i) {
                khung__buf_z(buf, n++ ? ", " : "");
                khung__buf_json(buf, record->values[k].text);
            }
        khung__buf_z(buf, khung__fields_shown[i].repeated ? "]" : n ? "" : "null");
    }
}

static khung_status json_part(khung__buf *buf, khung_store *store, const part *p, const char *key, khung_log *log)
{
    sqlite3_stmt *rows = NULL;
    bool more = true, first = true;
    khung_status status = khung__store_ask(&rows, store, log, p->sql, "t", key);
    json_name(buf, p->name);
    khung__buf_char(buf, '[');
    while (status == KHUNG_OK && more) {
        status = khung__store_step(store, rows, &more, log);
        if (status != KHUNG_OK || !more)
            break;
        khung__buf_z(buf, first ? "\n    " : ",\n    ");
        khung__list_json_row(buf, rows);
        first = false;
    }
    khung__buf_char(buf, ']');
    sqlite3_finalize(rows);
    return status;
}

khung_status khung_store_record_json(char **out, khung_store *store, khung_record_kind kind, const char *id, khung_log *log)
{
    static const char *const names[] = {"organisation", "person", "network", "activity"};
    khung__arena arena = {0};
    khung__record record;
    khung__buf buf = {0};
    if (!out || !store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = load(&record, &arena, store, kind, id, log);
    khung__buf_printf(&buf, "{\n  \"kind\": \"%s\", \"format\": 1", names[kind]);
    if (kind == KHUNG_PERSON && status == KHUNG_OK)
        khung__buf_printf(&buf, ",\n  \"erased\": %s", record.erased ? "true" : "false");
    if (status == KHUNG_OK)
        json_fields(&buf, &record);
    for (size_t i = 0; i < PARTS && status == KHUNG_OK; i++)
        if (parts[i].kind == kind)
            status = json_part(&buf, store, &parts[i], record.key, log);
    khung__buf_z(&buf, "\n}\n");
    khung__arena_free(&arena);
    if (status == KHUNG_OK && buf.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        *out = buf.s;
    else
        khung__buf_free(&buf);
    return status;
}

enum { LABEL = 22, WIDTH = 80 };

/* "Label   text", the text wrapped at blanks. */
static void put_line(khung__buf *buf, khung__str label, khung__str text)
{
    size_t at = LABEL + 1;
    khung__buf_cell(buf, label, LABEL, false);
    for (size_t i = 0; i < text.n;) {
        const char *blank = memchr(text.s + i, ' ', text.n - i);
        khung__str word = {text.s + i, blank ? (size_t)(blank - text.s) - i : text.n - i};
        size_t n = khung__utf8_count(word);
        if (i > 0 && at + 1 + n > WIDTH) {
            while (buf->n > 0 && buf->s[buf->n - 1] == ' ')
                buf->n--;
            khung__buf_printf(buf, "\n%*s", LABEL + 1, "");
            at = LABEL + 1;
        } else if (i > 0) {
            khung__buf_char(buf, ' ');
            at++;
        }
        khung__buf_str(buf, word);
        at += n;
        i += word.n + 1;
    }
    khung__buf_char(buf, '\n');
}

/* A cell as people read it; absent: it is not shown. */
static khung__str in_words(const char *name, khung__str cell, khung__language language)
{
    khung__str words = strcmp(name, "kind") == 0      ? khung__choice_words(KHUNG__X_KIND, cell, language)
                       : strcmp(name, "role") == 0    ? khung__choice_words(KHUNG__X_TIE, cell, language)
                       : strcmp(name, "purpose") == 0 ? khung__choice_words(KHUNG__X_PURPOSE, cell, language)
                                                      : (khung__str){0};
    if (strcmp(name, "state") == 0 && khung__life_state_of(cell) != KHUNG__STATE_COUNT)
        words = khung__str_of(khung__life_word(khung__life_state_of(cell), language));
    return strcmp(name, "grade") == 0 ? words : words.s ? words : cell;
}

static void put_when(khung__buf *buf, khung__word_id word, khung__str time, khung__language language)
{
    khung__buf day = {0};
    khung__buf_day(&day, time, language);
    khung__buf_word(buf, word, language, &(khung__str){day.s, day.n}, 1);
    buf->failed = buf->failed || day.failed;
    khung__buf_free(&day);
}

static khung_status text_part(khung__buf *buf, khung_store *store, const part *p, const char *key, khung__language language, khung_log *log)
{
    sqlite3_stmt *rows = NULL;
    bool more = true, first = true;
    khung_status status = khung__store_ask(&rows, store, log, p->sql, "t", key);
    while (status == KHUNG_OK && more) {
        khung__buf line = {0};
        status = khung__store_step(store, rows, &more, log);
        if (status != KHUNG_OK || !more)
            break;
        for (int i = 0; i < sqlite3_column_count(rows); i++) {
            khung__str cell = khung__str_of((const char *)sqlite3_column_text(rows, i)), words = {0};
            const char *name = sqlite3_column_name(rows, i);
            if (!cell.s)
                continue;
            words = in_words(name, cell, language);
            if (!words.s)
                continue;
            khung__buf_z(&line, line.n ? "  " : "");
            if (strcmp(name, "from") == 0 || strcmp(name, "given") == 0)
                put_when(&line, KHUNG__W_R_SINCE, cell, language);
            else if (strcmp(name, "to") == 0)
                put_when(&line, KHUNG__W_R_UNTIL, cell, language);
            else if (strcmp(name, "withdrawn") == 0)
                put_when(&line, KHUNG__W_R_WITHDRAWN, cell, language);
            else
                khung__buf_str(&line, words);
        }
        put_line(buf, first ? khung__word(p->label, language) : KHUNG__S(""), (khung__str){line.s, line.n});
        buf->failed = buf->failed || line.failed;
        khung__buf_free(&line);
        first = false;
    }
    sqlite3_finalize(rows);
    return status;
}

static void text_fields(khung__buf *buf, const khung__record *record, khung__language language)
{
    for (size_t i = 0; i < record->count; i++) {
        khung__field_id field = record->values[i].field;
        bool again = i > 0 && record->values[i - 1].field == field;
        khung__str label = khung__str_of(language == KHUNG__EN ? khung__fields_shown[field].en : khung__fields_shown[field].vi);
        khung__str text = khung__field_show(record->arena, field, record->values[i].text, language);
        buf->failed = buf->failed || !text.s;
        put_line(buf, again ? KHUNG__S("") : label, text);
    }
}

khung_status khung_store_record_text(char **out, khung_store *store, khung_record_kind kind, const char *id, const char *language, khung_log *log)
{
    khung__arena arena = {0};
    khung__record record;
    khung__buf buf = {0};
    khung__language in = khung__language_of(khung__str_of(language));
    if (!out || !store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = load(&record, &arena, store, kind, id, log);
    if (status == KHUNG_OK)
        text_fields(&buf, &record, in);
    if (status == KHUNG_OK && record.erased)
        put_line(&buf, khung__str_of(in == KHUNG__EN ? khung__fields_shown[KHUNG__F_PERSON_NAME].en : khung__fields_shown[KHUNG__F_PERSON_NAME].vi),
                 khung__word(KHUNG__W_R_ERASED, in));
    for (size_t i = 0; i < PARTS && status == KHUNG_OK; i++)
        if (parts[i].kind == kind)
            status = text_part(&buf, store, &parts[i], record.key, in, log);
    khung__arena_free(&arena);
    if (status == KHUNG_OK && buf.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        *out = buf.s;
    else
        khung__buf_free(&buf);
    return status;
}
