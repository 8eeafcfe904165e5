/* Networks and their members, lists of activities, organisations that are one. */
#include "list.h"
#include "registry.h"

#include <stdio.h>
#include <string.h>

/* ---- membership ---- */

static khung_status read_day(khung__str *out, khung__change *change, const char *dated)
{
    khung__date date;
    *out = (khung__str){change->time, 10};
    if (!dated)
        return KHUNG_OK;
    khung_status status = khung__syntax_read(out, &change->arena, KHUNG__X_WHEN, KHUNG__S("dated"), khung__str_of(dated), (khung__at){0}, change->log);
    if (status == KHUNG_OK && (!out->s || !khung__read_date(*out, &date)))
        status = KHUNG__DIAG(change->log, KHUNG__D_FIELD_BAD, (khung__at){0}, KHUNG__S("dated"), khung__str_of(dated),
                             khung__word(KHUNG__W_X_WHEN, khung__language_of(khung__str_of(khung__diag_language(change->log)))));
    return status;
}

typedef struct membership {
    char network[KHUNG__UUID_SIZE];
    khung__str day, open; /* when it joins or leaves; since when it is a member, absent when it is none */
} membership;

/* Begins the change and finds both. */
static khung_status begin(membership *m, khung__change *change, khung_store *store, const char *act, const char *const names[2], const char *dated,
                          const char *person, int64_t now, khung_log *log)
{
    khung_status status = khung__change_begin(change, store, act, person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__record_key(m->network, store, KHUNG_NETWORK, khung__str_of(names[0]), log);
    if (status == KHUNG_OK)
        status = khung__record_key(change->organisation, store, KHUNG_ORGANISATION, khung__str_of(names[1]), log);
    memcpy(change->thread, change->organisation, sizeof change->thread);
    if (status == KHUNG_OK)
        status = read_day(&m->day, change, dated);
    if (status == KHUNG_OK)
        status = khung__store_one(&m->open, store, &change->arena, log,
                                  "SELECT from_date FROM membership WHERE network = ?1 AND organisation = ?2 AND to_date IS NULL ORDER BY from_date DESC", "tt",
                                  m->network, change->organisation);
    return status == KHUNG_OK ? KHUNG_OK : khung__change_end(change, status);
}

khung_status khung_store_network_join(khung_store *store, const char *network, const char *organisation, const char *dated, const char *person, int64_t now,
                                      khung_log *log)
{
    khung__change change;
    membership m = {0};
    if (!store || !network || !organisation)
        return KHUNG_BAD_CALL;
    khung_status status = begin(&m, &change, store, "network.join", (const char *const[]){network, organisation}, dated, person, now, log);
    if (status != KHUNG_OK)
        return status;
    if (!m.open.s) /* a member stays one */
        status = khung__change_put(&change, KHUNG__T_membership, "ttsn", m.network, change.organisation, m.day);
    return khung__change_end(&change, status);
}

khung_status khung_store_network_leave(khung_store *store, const char *network, const char *organisation, const char *dated, const char *person, int64_t now,
                                       khung_log *log)
{
    khung__change change;
    membership m = {0};
    if (!store || !network || !organisation)
        return KHUNG_BAD_CALL;
    khung_status status = begin(&m, &change, store, "network.leave", (const char *const[]){network, organisation}, dated, person, now, log);
    if (status != KHUNG_OK)
        return status;
    if (!m.open.s)
        status = KHUNG__DIAG(log, KHUNG__D_NO_MEMBERSHIP, (khung__at){0}, khung__str_of(organisation), khung__str_of(network));
    else if (khung__str_cmp(m.day, m.open) < 0)
        status = KHUNG__DIAG(log, KHUNG__D_PERIOD_TURNED, (khung__at){0}, khung__store_day(&change.arena, m.open, log),
                             khung__store_day(&change.arena, m.day, log));
    else
        status = khung__change_set(&change, KHUNG__T_membership, "to_date", "tts" "s", m.network, change.organisation, m.open, m.day);
    return khung__change_end(&change, status);
}

/* ---- lists ---- */

static const khung__listing networks = {"networks",
                                        {KHUNG__W_L_ID, KHUNG__W_L_NAME, KHUNG__W_L_SHORT, KHUNG__W_L_MEMBERS, KHUNG__W_L_ADDED},
                                        {0, 1, 2, 3, 4},
                                        {24, 22, 10, 10, 10}};

khung_status khung_store_networks_list(char **out, khung_store *store, const char *language, int64_t now, khung_log *log)
{
    char day[25];
    sqlite3_stmt *rows = NULL;
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung__time_text(day, now);
    day[10] = '\0';
    khung_status status = khung__store_ask(&rows, store, log,
                                  "SELECT id, name, short_name, (SELECT count(DISTINCT organisation) FROM membership WHERE network = key AND from_date <= ?1 "
                                  "AND (to_date IS NULL OR to_date >= ?1)) AS members, substr(since, 1, 10) AS since FROM network ORDER BY sort, id", "t", day);
    if (status == KHUNG_OK)
        status = khung__list_print(out, store, &networks, rows, &(khung__list_total){0}, language, log);
    sqlite3_finalize(rows);
    return status;
}

static const khung__listing activities = {"activities",
                                          {KHUNG__W_L_ID, KHUNG__W_L_KIND, KHUNG__W_L_TITLE, KHUNG__W_L_FROM, KHUNG__W_L_TO},
                                          {0, 1, 2, 3, 4},
                                          {26, 12, 18, 10, 10}};

khung_status khung_store_activities_list(char **out, khung_store *store, const char *organisation, const char *language, khung_log *log)
{
    char key[KHUNG__UUID_SIZE];
    sqlite3_stmt *rows = NULL;
    if (!out || !store || !organisation)
        return KHUNG_BAD_CALL;
    khung_status status = khung__record_key(key, store, KHUNG_ORGANISATION, khung__str_of(organisation), log);
    if (status == KHUNG_OK)
        status = khung__store_ask(&rows, store, log,
                                  "SELECT id, kind, title, \"from\", \"to\", field, province, place, donor, value, currency FROM (SELECT (SELECT id FROM "
                                  "organisation WHERE key = ?1) || '/' || row_number() OVER (ORDER BY key) AS id, kind, title, from_date AS \"from\", "
                                  "to_date AS \"to\", vocabulary || ':' || field AS field, "
                                  "province || '@' || list AS province, place, donor, value, currency, removed "
                                  "FROM activity WHERE organisation = ?1) WHERE removed IS NULL", "t", key);
    if (status == KHUNG_OK)
        status = khung__list_print(out, store, &activities, rows, &(khung__list_total){0}, language, log);
    sqlite3_finalize(rows);
    return status;
}

/* ---- two that are one ---- */

/* What `into` lacks and `from` has: single fields that are empty, values of repeated ones, contacts among them. */
static khung_status take_over(khung__record *into, const khung__record *from)
{
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < from->count && status == KHUNG_OK; i++) {
        khung__record_value v = from->values[i];
        bool single = !khung__fields_shown[v.field].repeated;
        bool keyed = v.field == KHUNG__F_ORGANISATION_SIZE || v.field == KHUNG__F_ORGANISATION_STATUS || v.field == KHUNG__F_ORGANISATION_NAME_IN;
        if (v.field == KHUNG__F_ORGANISATION_ID || ((single || keyed) && khung__record_value_of(into, v.field).s))
            continue;
        status = khung__record_apply(into, v.field, v.text);
    }
    return status;
}

/* Memberships that `into` has not. */
static khung_status copy_memberships(khung__change *change, const char *into, const char *from)
{
    sqlite3_stmt *rows = NULL;
    bool more = true;
    khung_status status = khung__store_ask(&rows, change->store, change->log,
                                           "SELECT network, from_date, to_date FROM membership m WHERE organisation = ?1 AND NOT EXISTS (SELECT 1 FROM "
                                           "membership WHERE network = m.network AND organisation = ?2 AND from_date = m.from_date)", "tt", from, into);
    while (status == KHUNG_OK && more) {
        status = khung__store_step(change->store, rows, &more, change->log);
        if (status == KHUNG_OK && more)
            status = khung__change_put(change, KHUNG__T_membership, "stss", khung__store_text(rows, 0, &change->arena), into,
                                       khung__store_text(rows, 1, &change->arena), khung__store_text(rows, 2, &change->arena));
    }
    sqlite3_finalize(rows);
    return status;
}

/* `from` and what was merged into it before point to `into` at once, so that one step always leads to the end and none in a circle. */
static khung_status point(khung__change *change, const khung__record *into, const khung__record *from)
{
    khung__arena arena = {0};
    khung__str key = {0};
    khung_status status = KHUNG_OK;
    for (;;) {
        status = khung__store_one(&key, change->store, &arena, change->log, "SELECT key FROM organisation WHERE merged_into = ?1 LIMIT 1", "t", from->key);
        if (status != KHUNG_OK)
            break;
        const char *which = key.s ? key.s : from->key;
        snprintf(change->thread, sizeof change->thread, "%s", which);
        snprintf(change->organisation, sizeof change->organisation, "%s", which);
        status = khung__change_set(change, KHUNG__T_organisation, "merged_into", "tt", which, into->key);
        if (status == KHUNG_OK && key.s)
            status = khung__change_next(change);
        if (status != KHUNG_OK || !key.s)
            break;
    }
    khung__arena_free(&arena);
    return status;
}

static khung_status merge(khung__change *change, khung__arena *arena, const char *into_id, const char *from_id)
{
    khung__record into, from, after;
    khung_status status = khung__record_find(&into, arena, change->store, KHUNG_ORGANISATION, khung__str_of(into_id), change->log);
    if (status == KHUNG_OK)
        status = khung__record_find(&from, arena, change->store, KHUNG_ORGANISATION, khung__str_of(from_id), change->log);
    if (status == KHUNG_OK && strcmp(into.key, from.key) == 0)
        status = KHUNG__DIAG(change->log, KHUNG__D_MERGE_SAME, (khung__at){0}, khung__str_of(into_id), khung__str_of(from_id));
    if (status == KHUNG_OK)
        status = khung__record_load(&into, change->store, change->log);
    if (status == KHUNG_OK)
        status = khung__record_load(&from, change->store, change->log);
    if (status == KHUNG_OK)
        status = khung__record_copy(&after, &into);
    if (status == KHUNG_OK)
        status = take_over(&after, &from);
    if (status == KHUNG_OK)
        status = khung__record_write(change, &into, &after);
    if (status == KHUNG_OK)
        status = copy_memberships(change, into.key, from.key);
    if (status == KHUNG_OK)
        status = khung__change_next(change);
    return status == KHUNG_OK ? point(change, &into, &from) : status;
}

khung_status khung_store_organisation_merge(khung_store *store, const char *into, const char *from, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__arena arena = {0};
    if (!store || !into || !from)
        return KHUNG_BAD_CALL;
    khung_status status = khung__change_begin(&change, store, "org.merge", person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    status = khung__change_end(&change, merge(&change, &arena, into, from));
    khung__arena_free(&arena);
    return status;
}
