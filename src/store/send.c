/* Sending: everything about an assessment or an organisation as one bundle. What belongs to it is gathered in a temporary table, so that
 * every question below is one join. */
#include "exchange.h"

#include <stdio.h>
#include <string.h>

typedef struct sending {
    khung_store *store;
    khung_log *log;
    khung__arena arena;
    const khung_send_options *options;
    khung__str table, key, id;       /* what it is about */
    khung__buf members, persons, rest;
    size_t count;
    sqlite3_stmt *note_person;
} sending;

/* kind: assessment, organisation, network, framework, person; alias: a key by which another store calls `target`. */
static const char gather_table[] =
    "CREATE TEMP TABLE IF NOT EXISTS sending (kind TEXT NOT NULL, key TEXT NOT NULL, target TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;"
    "DELETE FROM temp.sending;";

#define THEM(kind) "(SELECT key FROM temp.sending WHERE kind = '" kind "')"
/* What hangs on the first row: rounds before, the organisations that are one with it by merging, networks, frameworks, aliases. */
static const char gather_rest[] =
    "INSERT OR IGNORE INTO temp.sending (kind, key) WITH RECURSIVE a(k) AS (SELECT key FROM temp.sending WHERE kind = 'assessment' UNION "
    "SELECT before FROM assessment JOIN a ON key = k WHERE before IS NOT NULL UNION SELECT p.assessment FROM a JOIN certificate c ON c.assessment = a.k "
    "JOIN certificate p ON p.key = c.before) SELECT 'assessment', k FROM a;"
    "INSERT OR IGNORE INTO temp.sending (kind, key) SELECT 'organisation', organisation FROM assessment WHERE key IN " THEM("assessment") ";"
    "INSERT OR IGNORE INTO temp.sending (kind, key) WITH RECURSIVE o(k) AS (SELECT key FROM temp.sending WHERE kind = 'organisation' UNION "
    "SELECT merged_into FROM organisation JOIN o ON key = k WHERE merged_into IS NOT NULL UNION SELECT key FROM organisation JOIN o ON merged_into = k) "
    "SELECT 'organisation', k FROM o;"
    "INSERT OR IGNORE INTO temp.sending (kind, key) SELECT 'network', network FROM membership WHERE organisation IN " THEM("organisation") ";"
    "INSERT OR IGNORE INTO temp.sending (kind, key) SELECT 'framework', framework FROM assessment WHERE key IN " THEM("assessment")
    " UNION SELECT 'framework', framework FROM result WHERE assessment IN " THEM("assessment") ";"
    "INSERT OR IGNORE INTO temp.sending SELECT 'alias', m.key, m.value FROM event e, json_each(e.body, '$.mapped') m "
    "WHERE e.act = 'receive' AND e.organisation IN " THEM("organisation") ";";

/* Threads that are sent whole; organisations, under all their keys. */
#define WHOLE "(SELECT key FROM temp.sending WHERE kind IN ('assessment', 'organisation') UNION SELECT key FROM temp.sending WHERE kind = 'alias' AND " \
              "target IN (SELECT key FROM temp.sending WHERE kind IN ('assessment', 'organisation')))"
#define OURS "(SELECT key FROM temp.sending WHERE kind = 'organisation' UNION SELECT key FROM temp.sending WHERE kind = 'alias' AND target IN " \
             THEM("organisation") ")"

static const char events_sql[] =
    "SELECT chain, number, at, by, act, thread, organisation, chain_before, thread_before, digest, body FROM event "
    "WHERE thread IN " WHOLE " OR (thread IN " THEM("network") " AND (organisation IS NULL OR organisation IN " OURS ")) "
    "OR (thread = '' AND act = 'framework.add' AND EXISTS (SELECT 1 FROM json_each(body, '$.rows') r WHERE r.value ->> '$.after.digest' IN "
    THEM("framework") ")) ORDER BY seq";

/* The tables in the order in which their rows can be taken in: what is referred to comes first. `$` stands for the columns. */
static const struct {
    khung__table table;
    const char *where, *order;
} parts[] = {
    {KHUNG__T_network, "key IN " THEM("network"), "key"},
    {KHUNG__T_organisation, "key IN " THEM("organisation"),
     "(WITH RECURSIVE m(k, n) AS (SELECT merged_into, 1 UNION ALL SELECT o.merged_into, n + 1 FROM organisation o JOIN m ON o.key = m.k WHERE n < 99) "
     "SELECT max(n) FROM m WHERE k IS NOT NULL), key"},
    {KHUNG__T_organisation_name, "organisation IN " THEM("organisation"), NULL},
    {KHUNG__T_organisation_identifier, "organisation IN " THEM("organisation"), NULL},
    {KHUNG__T_organisation_field, "organisation IN " THEM("organisation"), NULL},
    {KHUNG__T_organisation_size, "organisation IN " THEM("organisation"), NULL},
    {KHUNG__T_organisation_status, "organisation IN " THEM("organisation"), NULL},
    {KHUNG__T_tie, "organisation IN " THEM("organisation"), NULL},
    {KHUNG__T_activity, "organisation IN " THEM("organisation"), NULL},
    {KHUNG__T_membership, "organisation IN " THEM("organisation"), NULL},
    {KHUNG__T_framework, "digest IN " THEM("framework"), NULL},
    {KHUNG__T_assessment, "key IN " THEM("assessment"),
     "(WITH RECURSIVE b(k, n) AS (SELECT before, 1 UNION ALL SELECT a.before, n + 1 FROM assessment a JOIN b ON a.key = b.k WHERE n < 999) "
     "SELECT max(n) FROM b WHERE k IS NOT NULL), key"},
    {KHUNG__T_answer, "assessment IN " THEM("assessment"), NULL},
    {KHUNG__T_track, "assessment IN " THEM("assessment"), NULL},
    {KHUNG__T_result, "assessment IN " THEM("assessment"), NULL},
    {KHUNG__T_review, "assessment IN " THEM("assessment"), NULL},
    {KHUNG__T_judgement, "review IN (SELECT key FROM review WHERE assessment IN " THEM("assessment") ")", NULL},
    {KHUNG__T_reply, "review IN (SELECT key FROM review WHERE assessment IN " THEM("assessment") ")", NULL},
    {KHUNG__T_evidence, "assessment IN " THEM("assessment"), NULL},
    {KHUNG__T_issuer, "key IN (SELECT issuer FROM certificate WHERE assessment IN " THEM("assessment") ")", NULL},
    {KHUNG__T_certificate, "assessment IN " THEM("assessment"), "issuer, year, number"},
    {KHUNG__T_certificate_condition, "certificate IN (SELECT key FROM certificate WHERE assessment IN " THEM("assessment") ")", NULL},
    {KHUNG__T_certificate_state, "certificate IN (SELECT key FROM certificate WHERE assessment IN " THEM("assessment") ")", NULL},
    {KHUNG__T_certificate_signature, "certificate IN (SELECT key FROM certificate WHERE assessment IN " THEM("assessment") ")", NULL},
    {KHUNG__T_evidence_use, "evidence IN (SELECT key FROM evidence WHERE assessment IN " THEM("assessment") ")", NULL},
};

/* Whose personal fields travel: with names all, else those who agreed to it. */
#define AGREED "(SELECT person FROM consent WHERE purpose = 'exchange' AND withdrawn IS NULL)"

/* ---- writing ---- */

static void put_value(khung__buf *buf, sqlite3_stmt *row, int i)
{
    int type = sqlite3_column_type(row, i);
    if (type == SQLITE_NULL)
        khung__buf_z(buf, "null");
    else if (type == SQLITE_INTEGER)
        khung__buf_int(buf, sqlite3_column_int64(row, i));
    else if (sqlite3_column_text(row, i))
        khung__buf_json(buf, khung__store_cell(row, i));
    else
        buf->failed = true; /* SQLite's memory ended */
}

/* {"name":value,…} of columns `from` to `to`. */
static void put_object(khung__buf *buf, sqlite3_stmt *row, int from, int to)
{
    for (int i = from; i < to; i++) {
        khung__buf_printf(buf, "%c\"%s\":", i > from ? ',' : '{', sqlite3_column_name(row, i));
        put_value(buf, row, i);
    }
    khung__buf_char(buf, '}');
}

/* Any text that is a person's key makes that person travel. */
static khung_status note_persons(sending *s, sqlite3_stmt *row)
{
    bool more;
    khung_status status = KHUNG_OK;
    for (int i = 0; i < sqlite3_column_count(row) && status == KHUNG_OK; i++) {
        khung__str text = sqlite3_column_type(row, i) == SQLITE_TEXT ? khung__store_cell(row, i) : (khung__str){0};
        if (text.n != KHUNG__UUID_SIZE - 1)
            continue;
        sqlite3_bind_text(s->note_person, 1, text.s, (int)text.n, SQLITE_TRANSIENT);
        status = khung__store_step(s->store, s->note_person, &more, s->log);
        sqlite3_reset(s->note_person);
    }
    return status;
}

/* Calls `each` for every row that the question has. */
typedef khung_status row_each(sending *s, sqlite3_stmt *row, khung__table table);
static khung_status each_row(sending *s, const char *sql, khung__table table, row_each *each)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    khung_status status = khung__store_ask(&row, s->store, s->log, sql, "");
    while (status == KHUNG_OK && more) {
        status = khung__store_step(s->store, row, &more, s->log);
        if (status == KHUNG_OK && more)
            status = each(s, row, table);
    }
    sqlite3_finalize(row);
    return status;
}

static void put_row(sending *s, khung__buf *buf, sqlite3_stmt *row, khung__table table, int columns)
{
    khung__buf_printf(buf, "{\"row\":\"%s\",\"values\":", khung__tables[table].name);
    put_object(buf, row, 0, columns);
    khung__buf_z(buf, "}\n");
    s->count++;
}

/* Fields that travel stand in the line behind their row: columns content and salt, null where they stay. */
static void put_personal(sending *s, khung__buf *buf, sqlite3_stmt *row, int columns)
{
    if (sqlite3_column_type(row, columns) == SQLITE_NULL)
        return;
    khung__buf_z(buf, "{\"personal\":");
    put_value(buf, row, 0);
    khung__buf_z(buf, ",\"content\":");
    put_value(buf, row, columns);
    khung__buf_z(buf, ",\"salt\":");
    put_value(buf, row, columns + 1);
    khung__buf_z(buf, "}\n");
    s->count++;
}

static khung_status write_row(sending *s, sqlite3_stmt *row, khung__table table)
{
    put_row(s, &s->rest, row, table, sqlite3_column_count(row));
    return s->rest.failed ? KHUNG_NO_MEMORY : note_persons(s, row);
}

/* The file stands in the line behind its row, where one is kept and files are asked for. */
static khung_status write_evidence(sending *s, sqlite3_stmt *row, khung__table table)
{
    khung__arena arena = {0};
    khung__str bytes, text;
    int kept = khung__column_find(table, KHUNG__S("kept")), sha256 = khung__column_find(table, KHUNG__S("sha256"));
    khung_status status = write_row(s, row, table);
    if (status != KHUNG_OK || !s->options->with_files || !sqlite3_column_int64(row, kept) || sqlite3_column_type(row, sha256) == SQLITE_NULL)
        return status;
    status = khung__proof_read(&bytes, &arena, s->store, khung__store_cell(row, sha256), s->log);
    text = status == KHUNG_OK ? khung__base64_write(&arena, bytes) : (khung__str){0};
    khung__buf_z(&s->rest, "{\"file\":");
    put_value(&s->rest, row, 0);
    khung__buf_z(&s->rest, ",\"content\":\"");
    khung__buf_str(&s->rest, text);
    khung__buf_z(&s->rest, "\"}\n");
    s->count++;
    if (status == KHUNG_OK && (!text.s || s->rest.failed))
        status = KHUNG_NO_MEMORY;
    khung__arena_free(&arena);
    return status;
}

static khung_status write_track(sending *s, sqlite3_stmt *row, khung__table table)
{
    int columns = sqlite3_column_count(row) - 2;
    put_row(s, &s->rest, row, table, columns);
    put_personal(s, &s->rest, row, columns);
    return s->rest.failed ? KHUNG_NO_MEMORY : note_persons(s, row);
}

static khung_status write_person(sending *s, sqlite3_stmt *row, khung__table table)
{
    int columns = sqlite3_column_count(row) - 2;
    put_row(s, &s->persons, row, table, columns);
    put_personal(s, &s->persons, row, columns);
    return s->persons.failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}

static khung_status write_consent(sending *s, sqlite3_stmt *row, khung__table table)
{
    put_row(s, &s->persons, row, table, sqlite3_column_count(row));
    return s->persons.failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}

static khung_status write_event(sending *s, sqlite3_stmt *row, khung__table table)
{
    (void)table;
    khung__buf_z(&s->rest, "{\"event\":");
    put_object(&s->rest, row, 0, sqlite3_column_count(row));
    khung__buf_z(&s->rest, "}\n");
    s->count++;
    return s->rest.failed ? KHUNG_NO_MEMORY : note_persons(s, row);
}

/* ---- the parts ---- */

static void add_column(void *to, khung__str name, int i, bool big)
{
    (void)big;
    khung__buf_printf(to, "%st.\"%.*s\"", i ? ", " : "", (int)name.n, name.s);
}

/* SELECT columns[, more] FROM table t … */
static khung_status write_part(sending *s, khung__table table, const char *more, const char *join, const char *where, const char *order, row_each *each)
{
    khung__buf sql = {0};
    khung__buf_z(&sql, "SELECT ");
    khung__table_columns(table, add_column, &sql);
    khung__buf_printf(&sql, "%s FROM %s t %s WHERE %s ORDER BY ", more, khung__tables[table].name, join, where);
    for (int i = 0; !order && i < khung__tables[table].keys; i++)
        khung__buf_printf(&sql, i ? ", %d" : "%d", i + 1);
    khung__buf_z(&sql, order ? order : "");
    khung_status status = sql.failed ? KHUNG_NO_MEMORY : each_row(s, sql.s, table, each);
    khung__buf_free(&sql);
    return status;
}

static khung_status write_tables(sending *s)
{
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == KHUNG_OK; i++)
        if (parts[i].table == KHUNG__T_track)
            status = write_part(s, KHUNG__T_track, ", p.content, p.salt",
                                s->options->with_names ? "LEFT JOIN personal p ON p.subject = t.key"
                                                       : "LEFT JOIN personal p ON p.subject = t.key AND t.kept_by IN " AGREED,
                                parts[i].where, NULL, write_track);
        else
            status = write_part(s, parts[i].table, "", "", parts[i].where, parts[i].order,
                                parts[i].table == KHUNG__T_evidence ? write_evidence : write_row);
    return status;
}

static khung_status write_persons(sending *s)
{
    khung_status status = write_part(s, KHUNG__T_person, ", p.content, p.salt",
                                     s->options->with_names ? "LEFT JOIN personal p ON p.subject = t.key AND t.erased IS NULL"
                                                            : "LEFT JOIN personal p ON p.subject = t.key AND t.erased IS NULL AND t.key IN " AGREED,
                                     "t.key IN " THEM("person"), NULL, write_person);
    return status == KHUNG_OK ? write_part(s, KHUNG__T_consent, "", "", "t.purpose = 'exchange' AND t.person IN " THEM("person"), NULL, write_consent)
                              : status;
}

/* ---- the header ---- */

/* A member whose value is one question's answer, JSON already. */
static khung_status add_member(sending *s, const char *name, const char *sql)
{
    khung__str json;
    khung_status status = khung__store_one(&json, s->store, &s->arena, s->log, sql, "");
    khung__buf_printf(&s->members, ",\"%s\":", name);
    khung__buf_str(&s->members, json.s ? json : KHUNG__S("null"));
    return status;
}

static void add_text(khung__buf *buf, const char *name, khung__str text)
{
    khung__buf_printf(buf, ",\"%s\":", name);
    khung__buf_json(buf, text);
}

static khung_status write_header(sending *s, int64_t now)
{
    char time[25];
    khung__str chain;
    int64_t number = 0;
    khung__time_text(time, now);
    khung_status status = khung__store_one(&chain, s->store, &s->arena, s->log, "SELECT chain FROM store", "");
    if (status == KHUNG_OK)
        status = khung__store_number(&number, s->store, s->log, "SELECT number FROM store", "");
    if (status != KHUNG_OK)
        return status;
    khung__buf_printf(&s->members, "\"made\":\"%s\"", time);
    add_text(&s->members, "chain", chain);
    khung__buf_printf(&s->members, ",\"number\":%lld,\"about\":{\"table\":\"%s\"", (long long)number, s->table.s);
    add_text(&s->members, "key", s->key);
    add_text(&s->members, "id", s->id);
    khung__buf_printf(&s->members, "},\"names\":\"%s\",\"files\":%s", s->options->with_names ? "all" : "agreed", s->options->with_files ? "true" : "false");
    static const char *const more[][2] = {
        {"threads", "SELECT json_group_array(key) FROM (SELECT key FROM " WHOLE " ORDER BY key)"},
        {"mapped", "SELECT json_group_object(key, target) FROM (SELECT key, target FROM temp.sending WHERE kind = 'alias' ORDER BY key)"},
        {"knows", "SELECT json_group_array(json_array(chain, thread, n)) FROM (SELECT chain, thread, max(number) AS n FROM event "
                  "WHERE organisation IN " OURS " GROUP BY chain, thread ORDER BY chain, thread)"},
        {"open", "SELECT json_group_array(place) FROM (SELECT place FROM conflict WHERE settled IS NULL AND (organisation IN " THEM("organisation")
                 " OR thread IN " WHOLE ") ORDER BY place)"},
    };
    for (size_t i = 0; i < sizeof more / sizeof *more && status == KHUNG_OK; i++)
        status = add_member(s, more[i][0], more[i][1]);
    return status;
}

/* ---- what it is about ---- */

static khung_status find_about(sending *s, const char *id)
{
    khung_status status = KHUNG_OK;
    static const char *const sql[][2] = {{"assessment", "SELECT key FROM assessment WHERE id = ?1"},
                                         {"organisation", "SELECT coalesce(merged_into, key) FROM organisation WHERE id = ?1"}};
    for (size_t i = 0; i < 2 && status == KHUNG_OK && !s->key.s; i++) {
        s->table = khung__str_of(sql[i][0]);
        status = khung__store_one(&s->key, s->store, &s->arena, s->log, sql[i][1], "t", id);
    }
    s->id = khung__str_of(id);
    return status == KHUNG_OK && !s->key.s ? KHUNG__DIAG(s->log, KHUNG__D_SEND_UNKNOWN, (khung__at){0}, s->id) : status;
}

static khung_status gather(sending *s, const char *id)
{
    khung_status status = find_about(s, id);
    if (status == KHUNG_OK)
        status = khung__store_script(s->store, gather_table, s->log);
    if (status == KHUNG_OK)
        status = khung__store_do(s->store, s->log, "INSERT INTO temp.sending (kind, key) VALUES (?1, ?2)", "ss", s->table, s->key);
    if (status == KHUNG_OK)
        status = khung__store_do(s->store, s->log,
                                 "INSERT OR IGNORE INTO temp.sending (kind, key) SELECT 'assessment', key FROM assessment "
                                 "WHERE organisation IN " KHUNG__FAMILY("?1"),
                                 "s", s->key);
    if (status == KHUNG_OK)
        status = khung__store_script(s->store, gather_rest, s->log);
    if (status == KHUNG_OK)
        status = khung__store_ask(&s->note_person, s->store, s->log,
                                  "INSERT OR IGNORE INTO temp.sending (kind, key) SELECT 'person', key FROM person WHERE key = ?1", "");
    return status;
}

/* An assessment in which so few people answered one by one that they may be recognised: its id, how many, and from how many on nobody is. */
static const char few_sql[] =
    "SELECT a.id || char(9) || n || char(9) || least FROM (SELECT a.key, a.id, coalesce(f.content ->> '$.scoring.hide_below', '5') + 0 AS least, "
    "max((SELECT count(DISTINCT person) FROM answer w WHERE w.assessment = a.key AND w.kind = 'respondent'), "
    "    (SELECT count(*) FROM result r, json_each(r.tracks) j JOIN track t ON t.key = j.value WHERE r.key = a.result AND t.kind = 'respondent')) AS n "
    "FROM assessment a JOIN framework f ON f.digest = a.framework WHERE a.key IN " THEM("assessment") ") a "
    "WHERE n > 0 AND n < least ORDER BY a.id LIMIT 1";

static khung_status refuse_few(sending *s)
{
    khung__str found = {0}, words[3] = {{0}};
    khung_status status = s->options->with_respondents ? KHUNG_OK : khung__store_one(&found, s->store, &s->arena, s->log, few_sql, "");
    if (status != KHUNG_OK || !found.s)
        return status;
    for (int i = 0; i < 3; i++) {
        const char *end = i < 2 ? memchr(found.s, '\t', found.n) : NULL;
        words[i] = (khung__str){found.s, end ? (size_t)(end - found.s) : found.n};
        found = (khung__str){found.s + words[i].n + (end != NULL), found.n - words[i].n - (end != NULL)};
    }
    return KHUNG__DIAG(s->log, KHUNG__D_SEND_FEW, (khung__at){0}, words[0], words[1], words[2]);
}

static khung_status pack(char **bytes, size_t *size, sending *s, int64_t now)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung_status status = write_tables(s);
    if (status == KHUNG_OK)
        status = each_row(s, events_sql, KHUNG__TABLE_COUNT, write_event);
    if (status == KHUNG_OK)
        status = write_persons(s);
    if (status == KHUNG_OK)
        status = write_header(s, now);
    khung__buf_add(&s->persons, s->rest.s, s->rest.n);
    if (status == KHUNG_OK && (s->persons.failed || s->rest.failed || s->members.failed))
        status = KHUNG_NO_MEMORY;
    if (status != KHUNG_OK)
        return status;
    const khung__signing signing = {s->options->keys, now};
    const khung__bundle_signer signer = khung__signer_of(&signing);
    return khung__bundle_pack(bytes, size, digest, (khung__str){s->members.s, s->members.n}, (khung__str){s->persons.s, s->persons.n}, s->count,
                              s->options->keys ? &signer : NULL, s->log);
}

static void free_sending(sending *s)
{
    sqlite3_finalize(s->note_person);
    khung__buf_free(&s->members);
    khung__buf_free(&s->persons);
    khung__buf_free(&s->rest);
    khung__arena_free(&s->arena);
}

khung_status khung_store_send(char **bytes, size_t *size, khung_store *store, const char *id, const khung_send_options *options, const char *person,
                              int64_t now, khung_log *log)
{
    char key[KHUNG__UUID_SIZE];
    const khung_send_options usual = {0};
    if (!bytes || !size || !store || !id)
        return KHUNG_BAD_CALL;
    sending s = {.store = store, .log = log, .options = options ? options : &usual};
    khung_status status = khung__store_person(key, store, person ? person : "", log);
    if (status == KHUNG_OK)
        status = khung__store_do(store, log, "BEGIN", ""); /* one moment for all questions */
    if (status != KHUNG_OK)
        return status;
    status = gather(&s, id);
    if (status == KHUNG_OK)
        status = refuse_few(&s);
    if (status == KHUNG_OK)
        status = pack(bytes, size, &s, now);
    free_sending(&s);
    return khung__store_end(store, status, log);
}

/* ---- that it was sent ---- */

khung_status khung_store_sent(khung_store *store, const char *id, const char *bytes, size_t size, const char *file, const khung_send_options *options,
                              const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__bundle bundle = {0};
    if (!store || !id || !bytes || !file)
        return KHUNG_BAD_CALL;
    khung_status status = khung__bundle_load(&bundle, bytes, size, log);
    if (status == KHUNG_OK)
        status = khung__change_begin(&change, store, "send", person ? person : "", now, log);
    if (status != KHUNG_OK) {
        khung__bundle_free(&bundle);
        return status;
    }
    const khung__json *about = khung__json_find(bundle.header, "about");
    khung__str key = khung__json_member(about, "key"), organisation = {0};
    snprintf(change.thread, sizeof change.thread, "%.*s", (int)key.n, key.s ? key.s : "");
    status = khung__store_one(&organisation, store, &change.arena, log,
                              "SELECT organisation FROM assessment WHERE key = ?1 UNION SELECT key FROM organisation WHERE key = ?1", "s", key);
    if (status == KHUNG_OK && !organisation.s)
        status = KHUNG_BAD_CALL;
    if (status == KHUNG_OK)
        snprintf(change.organisation, sizeof change.organisation, "%s", organisation.s);
    khung__change_note(&change, "file", khung__str_of(file));
    khung__change_note(&change, "digest", khung__str_of(bundle.digest));
    khung__change_note(&change, "names", khung__json_member(bundle.header, "names"));
    khung__change_note(&change, "to", khung__str_of(options ? options->to : NULL));
    if (options && options->keys)
        khung__change_note(&change, "signed", options->keys->list.issuer);
    status = khung__change_end(&change, status);
    khung__bundle_free(&bundle);
    return status;
}
