/* Conflicts that receiving left: listing them, settling them. */
#include "exchange.h"

#include <stdio.h>
#include <string.h>

static const khung__at nowhere = {0};

/* ---- the list ---- */

/* A version with the short name of who made it. */
#define VERSION(side) "json_set(" side ", '$.by', coalesce((SELECT id FROM person WHERE key = " side " ->> '$.by'), " side " ->> '$.by'))"
#define OF_ID KHUNG__FAMILY("(SELECT key FROM organisation WHERE id = ?1)")
static const char list_sql[] =
    "SELECT json_group_array(json(item)) FROM (SELECT json_object('key', key, 'table', place ->> 0, 'name', "
    "trim(coalesce((SELECT id FROM assessment WHERE key = thread), (SELECT id FROM organisation WHERE key = thread), "
    "(SELECT id FROM network WHERE key = thread), '') || ' ' || "
    "coalesce((SELECT group_concat(value, ' ') FROM json_each(place, '$[1]') WHERE length(value) <> 36 AND value <> ''), '')), "
    "'row', place -> 1, 'columns', place ->> 2, 'ours', json(" VERSION("ours") "), 'theirs', json(" VERSION("theirs") "), 'found', found) AS item "
    "FROM conflict WHERE settled IS NULL AND (?1 IS NULL OR thread IN (SELECT key FROM assessment WHERE id = ?1) "
    "OR organisation IN " OF_ID ") ORDER BY found, key)";

khung_status khung_store_conflicts(char **out, khung_store *store, const char *id, const char *language, khung_log *log)
{
    khung__arena arena = {0};
    khung__buf json = {0}, text = {0};
    khung__str list;
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung_status status = khung__store_one(&list, store, &arena, log, list_sql, "t", id);
    khung__buf_z(&json, "{\n  \"kind\": \"conflicts\", \"format\": 1,\n  \"conflicts\": ");
    khung__buf_str(&json, list);
    khung__buf_z(&json, "\n}\n");
    if (status == KHUNG_OK && language)
        status = khung__plan_text(&text, (khung__str){json.s, json.n}, khung__language_of(khung__str_of(language)));
    if (status == KHUNG_OK && (json.failed || text.failed))
        status = KHUNG_NO_MEMORY;
    khung__buf *told = language ? &text : &json;
    if (status == KHUNG_OK) {
        *out = told->s;
        *told = (khung__buf){0};
    }
    khung__buf_free(&json);
    khung__buf_free(&text);
    khung__arena_free(&arena);
    return status;
}

/* ---- settling ---- */

typedef struct settling {
    khung__receipt r;            /* for its arena, store and change: nothing is received */
    khung__str key, place, theirs, thread, organisation;
} settling;

/* The conflict with that key (or the only one whose key ends so), or all that an assessment or organisation of that id has: the keys as
 * a JSON list. */
static khung_status find(khung__json **keys, settling *s, const char *name)
{
    enum { LEAST = 4 };
    int64_t known = 0;
    khung__str list;
    khung_status status = khung__store_number(&known, s->r.store, s->r.log,
                                              "SELECT 1 FROM assessment WHERE id = ?1 UNION ALL SELECT 1 FROM organisation WHERE id = ?1", "t", name);
    if (status == KHUNG_OK)
        status = khung__store_one(&list, s->r.store, &s->r.arena, s->r.log,
                                  known ? "SELECT json_group_array(key) FROM conflict WHERE settled IS NULL AND (thread IN "
                                          "(SELECT key FROM assessment WHERE id = ?1) OR organisation IN " OF_ID ")"
                                        : "SELECT json_group_array(key) FROM conflict WHERE settled IS NULL AND substr(key, -length(?1)) = ?1", "t", name);
    if (status == KHUNG_OK)
        status = khung__json_read(keys, &s->r.arena, list, NULL);
    if (status == KHUNG_OK && !known && ((*keys)->count != 1 || strlen(name) < LEAST))
        return KHUNG__DIAG(s->r.log, KHUNG__D_NO_CONFLICT, nowhere, khung__str_of(name));
    return status;
}

static khung_status load(settling *s, khung__str key)
{
    khung__str *const to[] = {&s->place, &s->theirs, &s->thread, &s->organisation};
    static const char *const columns[] = {"place", "theirs", "thread", "organisation"};
    khung_status status = KHUNG_OK;
    s->key = key;
    for (size_t i = 0; i < 4 && status == KHUNG_OK; i++) {
        char sql[64];
        snprintf(sql, sizeof sql, "SELECT %s FROM conflict WHERE key = ?1", columns[i]);
        status = khung__store_one(to[i], s->r.store, &s->r.arena, s->r.log, sql, "s", key);
    }
    return status;
}

/* The values of `from` (one, or an object of several) into the columns that `names` lists. */
static void set_values(khung__row *row, khung__str names, const khung__json *from)
{
    const khung__json *values = from->kind == KHUNG__J_OBJECT ? from->first : from;
    for (const khung__json *value = values; value; value = value->next) {
        int i = khung__column_find(row->table, from->kind == KHUNG__J_OBJECT ? value->key : names);
        if (i >= 0)
            row->v[i] = khung__json_plain(value);
        if (from->kind != KHUNG__J_OBJECT)
            return;
    }
}

static khung_status take_theirs(settling *s)
{
    khung__json *place = NULL, *theirs = NULL;
    khung__row like = {0}, row;
    bool found = false;
    char types[8] = {0};
    khung_status status = khung__json_read(&place, &s->r.arena, s->place, NULL);
    if (status == KHUNG_OK)
        status = khung__json_read(&theirs, &s->r.arena, s->theirs, NULL);
    if (status != KHUNG_OK || place->kind != KHUNG__J_LIST || place->count != 3)
        return status == KHUNG_NO_MEMORY ? status : KHUNG_INTERNAL;
    like.table = khung__table_find(khung__json_plain(place->first));
    if (like.table == KHUNG__TABLE_COUNT)
        return KHUNG_INTERNAL;
    int i = 0;
    for (const khung__json *key = place->first->next->first; key && i < khung__tables[like.table].keys; key = key->next)
        like.v[i++] = khung__json_plain(key);
    status = khung__row_here(&row, &found, &s->r, &like);
    const khung__json *value = khung__json_find(theirs, "value");
    if (status != KHUNG_OK || !value)
        return status == KHUNG_OK ? KHUNG_INTERNAL : status;
    khung__str columns = khung__json_plain(place->first->next->next);
    memset(types, 's', (size_t)khung__tables[like.table].keys);
    if (!columns.n && value->kind == KHUNG__J_NULL)
        return khung__change_remove(s->r.change, like.table, types, like.v[0], like.v[1], like.v[2], like.v[3]);
    if (!found)
        row = like;
    set_values(&row, columns, value);
    return khung__row_put(&s->r, &row, 0);
}

static khung_status settle(settling *s, khung__str key, const char *keep)
{
    khung__change *change = s->r.change;
    khung_status status = load(s, key);
    if (status == KHUNG_OK && strcmp(keep, "theirs") == 0)
        status = take_theirs(s);
    if (status == KHUNG_OK)
        status = khung__change_set(change, KHUNG__T_conflict, "settled kept", "stt", key, change->time, keep);
    snprintf(change->thread, sizeof change->thread, "%.*s", (int)s->thread.n, s->thread.n ? s->thread.s : "");
    snprintf(change->organisation, sizeof change->organisation, "%.*s", (int)s->organisation.n, s->organisation.n ? s->organisation.s : "");
    return status;
}

khung_status khung_store_conflict_settle(size_t *count, khung_store *store, const char *key, const char *keep, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__json *keys = NULL;
    if (!count || !store || !key || !keep || (strcmp(keep, "ours") != 0 && strcmp(keep, "theirs") != 0))
        return KHUNG_BAD_CALL;
    khung_status status = khung__change_begin(&change, store, "conflict.settle", person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    settling s = {.r = {.change = &change, .store = store, .log = log}};
    status = find(&keys, &s, key);
    size_t n = status == KHUNG_OK ? keys->count : 0;
    for (const khung__json *k = n ? keys->first : NULL; k && status == KHUNG_OK; k = k->next)
        status = settle(&s, k->text, keep);
    status = khung__change_end(&change, status);
    khung__arena_free(&s.r.arena);
    if (status == KHUNG_OK)
        *count = n;
    return status;
}
