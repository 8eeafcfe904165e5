/* People: consent, ties, lists, and erasing so that nothing is left. */
#include "life.h"
#include "list.h"
#include "registry.h"

#include <stdio.h>
#include <string.h>

/* Begins a change about a person who is not erased. */
static khung_status begin_of(khung__change *change, khung_store *store, const char *act, const char *id, const char *person, int64_t now, khung_log *log)
{
    int64_t erased = 0;
    khung_status status = khung__change_begin(change, store, act, person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__record_key(change->thread, store, KHUNG_PERSON, khung__str_of(id), log);
    if (status == KHUNG_OK)
        status = khung__store_number(&erased, store, log, "SELECT erased IS NOT NULL FROM person WHERE key = ?1", "t", change->thread);
    if (status == KHUNG_OK && erased)
        status = KHUNG__DIAG(log, KHUNG__D_PERSON_ERASED, (khung__at){0}, khung__str_of(id));
    return status == KHUNG_OK ? KHUNG_OK : khung__change_end(change, status);
}

/* A date that was given, or the day of the change. */
static khung_status read_day(khung__str *out, khung__change *change, const char *name, const char *dated)
{
    khung__date date;
    *out = (khung__str){change->time, 10};
    if (!dated)
        return KHUNG_OK;
    khung_status status = khung__syntax_read(out, &change->arena, KHUNG__X_WHEN, khung__str_of(name), khung__str_of(dated), (khung__at){0}, change->log);
    if (status == KHUNG_OK && (!out->s || !khung__read_date(*out, &date)))
        status = KHUNG__DIAG(change->log, KHUNG__D_FIELD_BAD, (khung__at){0}, khung__str_of(name), khung__str_of(dated),
                             khung__word(KHUNG__W_X_WHEN, khung__language_of(khung__str_of(khung__diag_language(change->log)))));
    return status;
}

/* ---- consent ---- */

static khung_status withdraw_consent(khung__change *change, khung__str id, khung__str purpose, khung__str given, khung__str day)
{
    if (!given.s)
        return KHUNG__DIAG(change->log, KHUNG__D_NO_CONSENT, (khung__at){0}, id, purpose);
    if (khung__str_cmp(day, given) < 0)
        return KHUNG__DIAG(change->log, KHUNG__D_PERIOD_TURNED, (khung__at){0}, khung__store_day(&change->arena, given, change->log),
                           khung__store_day(&change->arena, day, change->log));
    return khung__change_set(change, KHUNG__T_consent, "withdrawn", "tss" "s", change->thread, purpose, given, day);
}

khung_status khung_store_person_consent(khung_store *store, const char *id, const char *purpose, const char *dated, bool withdraw, const char *person,
                                        int64_t now, khung_log *log)
{
    khung__change change;
    khung__str what = {0}, day = {0}, given = {0};
    if (!store || !id || !purpose)
        return KHUNG_BAD_CALL;
    khung_status status = begin_of(&change, store, "person.consent", id, person, now, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__syntax_read(&what, &change.arena, KHUNG__X_PURPOSE, KHUNG__S("purpose"), khung__str_of(purpose), (khung__at){0}, log);
    if (status == KHUNG_OK)
        status = read_day(&day, &change, "dated", dated);
    if (status == KHUNG_OK)
        status = khung__store_one(&given, store, &change.arena, log,
                                  "SELECT given FROM consent WHERE person = ?1 AND purpose = ?2 AND withdrawn IS NULL ORDER BY given DESC", "ts",
                                  change.thread, what);
    if (status == KHUNG_OK && withdraw)
        status = withdraw_consent(&change, khung__str_of(id), what, given, day);
    else if (status == KHUNG_OK && !given.s) /* given once is given */
        status = khung__change_put(&change, KHUNG__T_consent, "tssn", change.thread, what, day);
    return khung__change_end(&change, status);
}

/* ---- ties ---- */

/* The tie in `role` that is open begins when? The absent string when none is. */
static khung_status open_tie(khung__str *from, khung__change *change, const char *who, khung__str role)
{
    return khung__store_one(from, change->store, &change->arena, change->log,
                            "SELECT from_date FROM tie WHERE person = ?1 AND organisation = ?2 AND role = ?3 AND to_date IS NULL ORDER BY from_date DESC",
                            "tts", who, change->organisation, role);
}

static khung_status put_tie(khung__change *change, const char *who, const char *role, const char *from, const char *to)
{
    khung__str what = {0}, begins = KHUNG__S(""), ends = {0}, open = {0};
    khung_status status = khung__syntax_read(&what, &change->arena, KHUNG__X_NAME, KHUNG__S("role"), khung__str_of(role), (khung__at){0}, change->log);
    if (status == KHUNG_OK && !what.s)
        status = KHUNG__DIAG(change->log, KHUNG__D_FIELD_MISSING, (khung__at){0}, KHUNG__S("role"), KHUNG__S("board, staff, contact …"));
    if (status == KHUNG_OK && from)
        status = read_day(&begins, change, "from", from);
    if (status == KHUNG_OK && to)
        status = read_day(&ends, change, "to", to);
    if (status == KHUNG_OK && !from)
        status = open_tie(&open, change, who, what);
    if (open.s)
        begins = open;
    if (status == KHUNG_OK && ends.s && khung__str_cmp(ends, begins) < 0)
        status = KHUNG__DIAG(change->log, KHUNG__D_PERIOD_TURNED, (khung__at){0}, khung__store_day(&change->arena, begins, change->log),
                             khung__store_day(&change->arena, ends, change->log));
    return status == KHUNG_OK ? khung__change_put(change, KHUNG__T_tie, "ttsss", who, change->organisation, what, begins, ends) : status;
}

khung_status khung_store_person_tie(khung_store *store, const char *id, const char *organisation, const char *role, const char *from, const char *to,
                                    const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    char who[KHUNG__UUID_SIZE];
    if (!store || !id || !organisation || !role)
        return KHUNG_BAD_CALL;
    khung_status status = begin_of(&change, store, "person.tie", id, person, now, log);
    if (status != KHUNG_OK)
        return status;
    memcpy(who, change.thread, sizeof who);
    status = khung__record_key(change.organisation, store, KHUNG_ORGANISATION, khung__str_of(organisation), log);
    memcpy(change.thread, change.organisation, sizeof change.thread); /* a tie is about the organisation */
    if (status == KHUNG_OK)
        status = put_tie(&change, who, role, from, to);
    return khung__change_end(&change, status);
}

/* ---- erasing ---- */

/* The rows of personal fields about a person: the person's own, those of tracks that this person kept, and those that name this person. */
static khung_status find_rows(khung__rows *rows, khung__change *change, const char *key)
{
    return khung__gather(rows, change->store, &change->arena, change->log,
                         "SELECT subject FROM personal WHERE subject = ?1 OR subject IN (SELECT key FROM track WHERE kept_by = ?1) "
                         "OR (subject NOT IN (SELECT key FROM person) AND khung_fold(content ->> '$.name') = "
                         "khung_fold((SELECT content ->> '$.name' FROM personal WHERE subject = ?1)))", "t", key);
}

/* The event lists whose fields went, so that rows that somebody else takes away are missed. */
static khung_status erase_rows(khung__change *change, const char *key)
{
    khung__rows rows = {0};
    snprintf(change->thread, sizeof change->thread, "%s", key);
    khung_status status = find_rows(&rows, change, key);
    for (size_t i = 0; i < rows.count && status == KHUNG_OK; i++) {
        khung__str subject = KHUNG__CELL(&rows, i, 0);
        khung__named_note(change, subject, (khung__str){0});
        status = khung__store_do(change->store, change->log, "DELETE FROM personal WHERE subject = ?1", "s", subject);
    }
    return status == KHUNG_OK ? khung__change_set(change, KHUNG__T_person, "commitment erased", "tnt", key, change->time) : status;
}

/* Deleted rows are overwritten, the file is written anew without gaps, the write-ahead log is emptied: what was there is in no byte. */
static khung_status clean_file(khung_store *store, khung_log *log)
{
    int64_t busy = 1;
    int code = sqlite3_exec(store->db, "VACUUM", NULL, NULL, NULL);
    if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY && (code & 0xFF) != SQLITE_LOCKED)
        return khung__store_fail(store, code, log);
    khung_status status = code == SQLITE_OK ? khung__store_number(&busy, store, NULL, "PRAGMA wal_checkpoint(TRUNCATE)", "") : KHUNG_BUSY;
    if (status == KHUNG_BUSY || (status == KHUNG_OK && busy))
        return KHUNG__DIAG(log, KHUNG__D_ERASE_UNFINISHED, (khung__at){0});
    return status;
}

/* Copies that were made while the person was known. */
static khung_status tell_copies(khung_store *store, const char *since, khung_log *log)
{
    sqlite3_stmt *rows = NULL;
    khung__arena arena = {0};
    bool more = true;
    khung_status status = khung__store_ask(&rows, store, log,
                                           "SELECT body ->> '$.file', substr(max(at), 1, 10) FROM event WHERE act IN ('backup', 'send') AND at >= ?1 "
                                           "AND body ->> '$.file' IS NOT NULL GROUP BY 1 ORDER BY max(seq)", "t", since);
    while (status == KHUNG_OK && more) {
        status = khung__store_step(store, rows, &more, log);
        if (status == KHUNG_OK && more)
            KHUNG__DIAG(log, KHUNG__D_COPY_REMAINS, (khung__at){0}, khung__store_text(rows, 0, &arena),
                        khung__store_day(&arena, khung__store_text(rows, 1, &arena), log));
    }
    sqlite3_finalize(rows);
    khung__arena_free(&arena);
    return status;
}

static khung_status finish_erasing(khung_store *store, const char *since, khung_log *log)
{
    khung_status status = clean_file(store, log), told = tell_copies(store, since, log);
    return status == KHUNG_OK ? told : status;
}

/* Nobody could act in a store without people. */
static khung_status check_last(khung__change *change, const char *id)
{
    int64_t others = 0;
    khung_status status = khung__store_number(&others, change->store, change->log, "SELECT count(*) FROM person WHERE erased IS NULL AND id <> ?1", "t", id);
    return status == KHUNG_OK && others == 0 ? KHUNG__DIAG(change->log, KHUNG__D_ERASE_LAST, (khung__at){0}, khung__str_of(id)) : status;
}

khung_status khung_store_person_erase(khung_store *store, const char *id, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__arena arena = {0};
    char key[KHUNG__UUID_SIZE];
    khung__str since = {0}, erased = {0};
    if (!store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__store_script(store, "PRAGMA secure_delete = ON", log);
    if (status == KHUNG_OK)
        status = khung__change_begin(&change, store, "person.erase", person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__record_key(key, store, KHUNG_PERSON, khung__str_of(id), log);
    if (status == KHUNG_OK)
        status = khung__store_one(&since, store, &arena, log, "SELECT since FROM person WHERE key = ?1", "t", key);
    if (status == KHUNG_OK)
        status = khung__store_one(&erased, store, &arena, log, "SELECT erased FROM person WHERE key = ?1", "t", key);
    if (status == KHUNG_OK && !erased.s)
        status = check_last(&change, id);
    if (status == KHUNG_OK && !erased.s)
        status = erase_rows(&change, key);
    status = khung__change_end(&change, status);
    if (status == KHUNG_OK)
        status = finish_erasing(store, since.s, log);
    khung__arena_free(&arena);
    return status;
}

/* The contacts of an organisation that have no tie to another, one event each. */
static khung_status erase_contacts(size_t *count, khung__change *change, khung__str *since)
{
    khung__arena arena = {0};
    char organisation[KHUNG__UUID_SIZE];
    khung_status status = KHUNG_OK;
    memcpy(organisation, change->organisation, sizeof organisation);
    for (*count = 0; status == KHUNG_OK; (*count)++) {
        khung__str key = {0}, known = {0};
        status = khung__store_one(&key, change->store, &arena, change->log,
                                  "SELECT p.key FROM tie t JOIN person p ON p.key = t.person WHERE t.organisation = ?1 AND p.role = 'contact' AND "
                                  "p.erased IS NULL AND NOT EXISTS (SELECT 1 FROM tie e WHERE e.person = p.key AND e.organisation <> ?1) LIMIT 1", "t",
                                  organisation);
        if (status != KHUNG_OK || !key.s)
            break;
        status = khung__store_one(&known, change->store, &arena, change->log, "SELECT since FROM person WHERE key = ?1", "s", key);
        if (known.s && (!since->s || khung__str_cmp(known, *since) < 0))
            *since = known;
        if (status == KHUNG_OK)
            status = erase_rows(change, key.s);
        if (status == KHUNG_OK)
            status = khung__change_next(change);
    }
    if (since->s) /* it outlives the arena here: a copy in the store's */
        *since = khung__str_copy(&change->store->arena, *since);
    khung__arena_free(&arena);
    return status;
}

khung_status khung_store_organisation_erase(size_t *count, khung_store *store, const char *id, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__str since = {0};
    size_t erased = 0;
    if (!store || !id)
        return KHUNG_BAD_CALL;
    khung_status status = khung__store_script(store, "PRAGMA secure_delete = ON", log);
    if (status == KHUNG_OK)
        status = khung__change_begin(&change, store, "person.erase", person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__record_key(change.organisation, store, KHUNG_ORGANISATION, khung__str_of(id), log);
    if (status == KHUNG_OK)
        status = erase_contacts(&erased, &change, &since);
    status = khung__change_end(&change, status);
    if (status == KHUNG_OK && erased == 0)
        KHUNG__DIAG(log, KHUNG__D_NO_CONTACTS, (khung__at){0}, khung__str_of(id));
    if (status == KHUNG_OK && erased > 0)
        status = finish_erasing(store, since.s, log);
    if (status == KHUNG_OK && count)
        *count = erased;
    return status;
}

/* ---- lists ---- */

#define AGREED                                                                                                                                    \
    "EXISTS (SELECT 1 FROM consent c WHERE c.person = p.key AND c.purpose = 'directory' AND c.given <= ?1 AND (c.withdrawn IS NULL OR c.withdrawn > ?1))"

static const char persons_sql[] =
    "SELECT id, name, role, organisation_ids, coalesce(email, phone) AS contact, email, phone, province, organisations_json FROM (SELECT p.id, s.content ->> "
    "'$.name' AS name, p.role, (SELECT group_concat(o.id, ' ') FROM (SELECT DISTINCT o.id FROM tie t JOIN organisation o ON o.key = t.organisation "
    "WHERE t.person = p.key AND (t.to_date IS NULL OR t.to_date >= ?1)) o) AS organisation_ids, (SELECT json_group_array(json_object("
    "'id', o.id, 'role', t.role)) FROM tie t JOIN organisation o ON o.key = t.organisation WHERE t.person = p.key "
    "AND (t.to_date IS NULL OR t.to_date >= ?1)) AS organisations_json, "
    "iif(" AGREED ", s.content ->> '$.email', NULL) AS email, iif(" AGREED ", s.content ->> '$.phone', NULL) AS phone, iif(" AGREED
    ", s.content ->> '$.province', NULL) AS province, s.sort ";
static const char persons_from[] =
    "FROM person p JOIN personal s ON s.subject = p.key WHERE p.erased IS NULL AND (?2 IS NULL OR khung_has(khung_fold(s.content ->> '$.name'), ?2)) "
    "AND (?3 IS NULL OR p.role = ?3) AND (?4 IS NULL OR EXISTS (SELECT 1 FROM tie t WHERE t.person = p.key AND t.organisation = ?4 "
    "AND (t.to_date IS NULL OR t.to_date >= ?1)))";

static const khung__listing persons = {"persons",
                                       {KHUNG__W_L_ID, KHUNG__W_L_NAME, KHUNG__W_L_ROLE, KHUNG__W_L_ORGANISATION, KHUNG__W_L_CONTACT},
                                       {0, 1, 2, 3, 4},
                                       {10, 19, 16, 12, 19}};

khung_status khung_store_persons_list(char **out, khung_store *store, const char *words, const char *role, const char *organisation, const char *language,
                                      int64_t now, khung_log *log)
{
    char day[25], key[KHUNG__UUID_SIZE] = "";
    khung__arena arena = {0};
    khung__str fold = {0}, only = {0};
    khung__buf sql = {0};
    sqlite3_stmt *rows = NULL;
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung__time_text(day, now);
    day[10] = '\0';
    if (words)
        fold = khung__text_fold(&arena, khung__str_of(words));
    khung_status status = words && !fold.s ? KHUNG_NO_MEMORY : words && fold.n == 0 ? KHUNG__DIAG(log, KHUNG__D_FIND_EMPTY, (khung__at){0}) : KHUNG_OK;
    if (status == KHUNG_OK && role)
        status = khung__syntax_read(&only, &arena, KHUNG__X_ROLE, KHUNG__S("role"), khung__str_of(role), (khung__at){0}, log);
    if (status == KHUNG_OK && organisation)
        status = khung__record_key(key, store, KHUNG_ORGANISATION, khung__str_of(organisation), log);
    khung__buf_printf(&sql, "%s%s) ORDER BY sort, id", persons_sql, persons_from);
    if (status == KHUNG_OK && sql.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__store_ask(&rows, store, log, sql.s, "tsst", day, fold, only, organisation ? key : NULL);
    if (status == KHUNG_OK)
        status = khung__list_print(out, store, &persons, rows, &(khung__list_total){0}, language, log);
    sqlite3_finalize(rows);
    khung__buf_free(&sql);
    khung__arena_free(&arena);
    return status;
}
