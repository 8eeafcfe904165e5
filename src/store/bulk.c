/* Many assessments in one go. What a new assessment needs is put together here and written with statements that stay prepared; what
 * is not plain in any way (words nobody knows, an assessment that is there already) goes the ordinary way, file loader and all, which
 * also says what is wrong. Both ways leave the same rows. */
#include "../places.h"
#include "bulk.h"
#include "save.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const khung__table tables[TARGETS] = {KHUNG__T_organisation, KHUNG__T_assessment, KHUNG__T_track, KHUNG__T_result};

/* ---- what is made once ---- */

typedef struct naming { target *target; khung__arena *arena; khung__buf *columns, *marks; bool failed; } naming;

static void name_column(void *to, khung__str column, int i, bool big)
{
    naming *n = to;
    khung__buf text = {0};
    (void)big;
    khung__buf_printf(&text, "%s\"%.*s\":", i ? "," : "", (int)column.n, column.s);
    khung__buf_printf(n->columns, "%s\"%.*s\"", i ? "," : "", (int)column.n, column.s);
    khung__buf_printf(n->marks, "%s?%d", i ? "," : "", i + 1);
    n->target->names[i] = khung__buf_take(&text, n->arena);
    n->failed = n->failed || !n->target->names[i].s;
    n->target->count = i + 1;
}

static khung_status open_target(target *t, khung_bulk *bulk, khung__table table)
{
    khung__buf sql = {0}, columns = {0}, marks = {0};
    *t = (target){.table = table, .names = khung__arena_alloc(&bulk->arena, MOST_COLUMNS * sizeof *t->names)};
    naming n = {t, &bulk->arena, &columns, &marks, t->names == NULL};
    if (!n.failed)
        khung__table_columns(table, name_column, &n);
    khung__buf_printf(&sql, "INSERT INTO %s (%s) VALUES (%s)", khung__tables[table].name, columns.s ? columns.s : "", marks.s ? marks.s : "");
    khung_status status = n.failed || sql.failed || columns.failed || marks.failed ? KHUNG_NO_MEMORY
                                                                                   : khung__store_keep(&t->insert, bulk->store, sql.s, bulk->log);
    khung__buf_free(&sql);
    khung__buf_free(&columns);
    khung__buf_free(&marks);
    return status;
}

static khung_status open_statements(khung_bulk *bulk)
{
    static const char *const sql[QUESTIONS] = {
        "SELECT key FROM organisation WHERE id = ?1",
        "SELECT t.digest, t.kind, r.rules, json_array_length(r.tracks) FROM assessment a LEFT JOIN result r ON r.key = a.result "
        "LEFT JOIN track t ON t.key = r.tracks ->> 0 WHERE a.organisation = ?1 AND a.framework = ?2 AND a.period_from = ?3 AND a.period_to = ?4",
        "SELECT 1 FROM assessment WHERE id = ?1",
        "INSERT INTO event (chain, number, at, by, act, thread, organisation, body, chain_before, thread_before, digest) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '', ?10)"};
    khung_status status = KHUNG_OK;
    for (int i = 0; i < TARGETS && status == KHUNG_OK; i++)
        status = open_target(&bulk->targets[i], bulk, tables[i]);
    for (int i = 0; i < QUESTIONS && status == KHUNG_OK; i++)
        status = khung__store_keep(&bulk->questions[i], bulk->store, sql[i], bulk->log);
    return status;
}

/* ---- writing ---- */

/* A column's value: text, else a number where `is_number`, else null. `digest`: what an event says in place of a big text. */
typedef struct value {
    khung__str text;
    int64_t number;
    bool is_number;
    const char *digest;
} value;

#define TEXT(text_) ((value){.text = khung__str_of(text_)})
#define STR(str_) ((value){.text = (str_)})
#define NUMBER(number_) ((value){.number = (number_), .is_number = true})
#define NOTHING ((value){0})

static int bind(sqlite3_stmt *insert, int i, const value *v)
{
    if (v->is_number)
        return sqlite3_bind_int64(insert, i, v->number);
    return v->text.s ? sqlite3_bind_text64(insert, i, v->text.s, v->text.n, SQLITE_STATIC, SQLITE_UTF8) : sqlite3_bind_null(insert, i);
}

/* As SQLite's json_object writes it. */
static void put_value(khung__buf *body, const value *v)
{
    if (v->is_number)
        khung__buf_int(body, v->number);
    else if (v->digest)
        khung__buf_json(body, khung__str_of(v->digest));
    else if (v->text.s)
        khung__buf_json(body, v->text);
    else
        khung__buf_z(body, "null");
}

/* Writes the row, and into the event that it came. */
static khung_status insert_row(khung_bulk *bulk, int which, const value *values)
{
    target *t = &bulk->targets[which];
    int code = SQLITE_OK;
    khung__buf_z(&bulk->body, bulk->body.n > 9 ? ",{\"table\":\"" : "{\"table\":\"");
    khung__buf_z(&bulk->body, khung__tables[t->table].name);
    khung__buf_z(&bulk->body, "\",\"before\":null,\"after\":{");
    for (int i = 0; i < t->count && code == SQLITE_OK; i++) {
        khung__buf_str(&bulk->body, t->names[i]);
        put_value(&bulk->body, &values[i]);
        code = bind(t->insert, i + 1, &values[i]);
    }
    khung__buf_z(&bulk->body, "}}");
    if (code == SQLITE_OK)
        code = sqlite3_step(t->insert);
    sqlite3_reset(t->insert);
    return code == SQLITE_DONE ? KHUNG_OK : khung__store_fail(bulk->store, code, bulk->log);
}

static void hash(const khung__buf *text, char out[KHUNG_DIGEST_SIZE])
{
    khung__sha256 h;
    khung__sha256_start(&h);
    khung__sha256_add(&h, text->s, text->n);
    khung__sha256_text(&h, out);
}

static khung_status new_key(khung_bulk *bulk, char key[KHUNG__UUID_SIZE])
{
    return khung__uuid_next(&bulk->store->keys, key, bulk->now) ? KHUNG_OK : KHUNG_INTERNAL;
}

static khung__str text_or_none(const char *text)
{
    return khung__str_of(text && *text ? text : NULL);
}

static khung_status add_organisation(khung_bulk *bulk, const char *key)
{
    const khung_bulk_row *row = bulk->row;
    value values[MOST_COLUMNS] = {TEXT(key), TEXT(row->organisation), TEXT(row->name), NOTHING, STR(text_or_none(row->form)),
                                  STR(text_or_none(row->province)), STR(text_or_none(row->list))};
    values[bulk->targets[ORGANISATION].count - 1] = TEXT(bulk->time); /* since */
    return insert_row(bulk, ORGANISATION, values);
}

/* Asks with texts that stay where they are; *row says whether there is an answer. Reset the question then. */
static khung_status ask(khung_bulk *bulk, sqlite3_stmt *question, bool *row, const char *const *texts, int count)
{
    for (int i = 0; i < count; i++)
        sqlite3_bind_text(question, i + 1, texts[i], -1, SQLITE_STATIC);
    return khung__store_step(bulk->store, question, row, bulk->log);
}

/* hoi-song-xanh-2026; where another assessment has that id: -2, -3 … */
static khung_status choose_id(khung_bulk *bulk, char *id, size_t size)
{
    enum { MOST = 10000 };
    bool taken = true;
    khung_status status = KHUNG_OK;
    for (int i = 1; i <= MOST && taken && status == KHUNG_OK; i++) {
        int n = snprintf(id, size, "%s-%d", bulk->row->organisation, bulk->stream.result.to.year);
        if (i > 1)
            snprintf(id + n, size - (size_t)n, "-%d", i);
        status = ask(bulk, bulk->questions[FIND_ID], &taken, (const char *const[]){id}, 1);
        sqlite3_reset(bulk->questions[FIND_ID]);
    }
    return status == KHUNG_OK && taken ? KHUNG_TOO_LARGE : status;
}

typedef struct keys { char organisation[KHUNG__UUID_SIZE], assessment[KHUNG__UUID_SIZE], track[KHUNG__UUID_SIZE], result[KHUNG__UUID_SIZE]; } keys;

static khung_status add_assessment(khung_bulk *bulk, const keys *k, const char *digest)
{
    char id[128];
    khung_status status = choose_id(bulk, id, sizeof id);
    if (status != KHUNG_OK)
        return status;
    const value assessment[] = {TEXT(k->assessment), TEXT(k->organisation), TEXT(bulk->digest), TEXT(id), TEXT(bulk->row->from), TEXT(bulk->row->to),
                                TEXT("draft"), TEXT(bulk->time), TEXT(bulk->person), NOTHING, TEXT(k->result), TEXT(bulk->time), TEXT(bulk->person)};
    const value track[] = {TEXT(k->track), TEXT(k->assessment), TEXT(k->organisation), TEXT("self"),
                           {.text = {bulk->text.s, bulk->text.n}, .digest = digest}, TEXT(digest), TEXT(bulk->time), TEXT(bulk->person)};
    status = insert_row(bulk, ASSESSMENT, assessment);
    return status == KHUNG_OK ? insert_row(bulk, TRACK, track) : status;
}

/* A number's text at the end of `small`, from where it stands. */
static khung__str exact(khung_bulk *bulk, khung__rat number, int digits)
{
    size_t from = bulk->small.n;
    if (!number.has)
        return (khung__str){0};
    if (digits < 0)
        khung__buf_rat(&bulk->small, number);
    else
        khung__buf_rat_shown(&bulk->small, number, (unsigned)digits);
    return bulk->small.failed ? (khung__str){0} : (khung__str){bulk->small.s + from, bulk->small.n - from};
}

static khung_status add_result(khung_bulk *bulk, const keys *k)
{
    enum { ROOM = 4096 };
    char digest[KHUNG_DIGEST_SIZE], tracks[KHUNG__UUID_SIZE + 4];
    static const char blank[ROOM];
    const khung_result *r = &bulk->stream.result;
    const khung__domain_result *total = &r->domains[0];
    snprintf(tracks, sizeof tracks, "[\"%s\"]", k->track);
    hash(&bulk->content, digest);
    bulk->small.n = 0; /* room beforehand, so that pieces of it stay where they are; more than that only for numbers beyond all use */
    khung__buf_add(&bulk->small, blank, ROOM);
    bulk->small.n = 0;
    khung__str texts[3];
    for (int again = 0; again < 2; again++) { /* the second time the room is enough for certain */
        bulk->small.n = 0;
        texts[0] = exact(bulk, total->score, -1);
        texts[1] = exact(bulk, total->percent, -1);
        texts[2] = exact(bulk, total->percent, (int)r->digits);
    }
    if (bulk->small.failed)
        return KHUNG_NO_MEMORY;
    const value result[] = {TEXT(k->result), TEXT(k->assessment), TEXT(k->organisation), TEXT(bulk->digest), NUMBER(r->rules), TEXT(tracks),
                            {.text = {bulk->content.s, bulk->content.n}, .digest = digest}, TEXT(digest), NUMBER(r->complete), STR(texts[0]),
                            STR(texts[1]), STR(texts[2]),
                            total->percent.has ? NUMBER(llround(khung__rat_approx(total->percent) * 1e6)) : NOTHING,
                            STR(r->band_ids[0]), STR(r->grade_id), TEXT(bulk->time), TEXT(bulk->person)};
    return insert_row(bulk, RESULT, result);
}

static khung_status add_event(khung_bulk *bulk, const keys *k)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__buf_z(&bulk->body, "]}");
    if (bulk->body.failed)
        return KHUNG_NO_MEMORY;
    khung__event e = {khung__str_of(bulk->end.chain), bulk->end.number + 1, khung__str_of(bulk->time), khung__str_of(bulk->person),
                      KHUNG__S("assess.save"), khung__str_of(k->assessment), khung__str_of(k->organisation), khung__str_of(bulk->end.head),
                      KHUNG__S(""), {bulk->body.s, bulk->body.n}};
    khung__event_digest(&e, digest);
    const value values[] = {STR(e.chain), NUMBER(e.number), STR(e.at), STR(e.by), STR(e.act), STR(e.thread), STR(e.organisation), STR(e.body),
                            STR(e.chain_before), TEXT(digest)};
    sqlite3_stmt *insert = bulk->questions[ADD_EVENT];
    int code = SQLITE_OK;
    for (int i = 0; i < (int)(sizeof values / sizeof *values) && code == SQLITE_OK; i++)
        code = bind(insert, i + 1, &values[i]);
    if (code == SQLITE_OK)
        code = sqlite3_step(insert);
    sqlite3_reset(insert);
    if (code != SQLITE_DONE)
        return khung__store_fail(bulk->store, code, bulk->log);
    bulk->end.number++;
    memcpy(bulk->end.head, digest, sizeof digest);
    return KHUNG_OK;
}

/* ---- one row ---- */

/* A new assessment, plain. k->organisation is filled where the organisation is there. */
static khung_status add_plain(khung_bulk *bulk, keys *k, const char *digest)
{
    bool new_organisation = !k->organisation[0];
    khung_status status = khung__stream_score(&bulk->stream);
    bulk->content.n = bulk->body.n = 0;
    if (status == KHUNG_OK)
        khung__result_keep(&bulk->content, &bulk->stream.result);
    khung__buf_z(&bulk->body, "{\"rows\":[");
    if (status == KHUNG_OK && bulk->content.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK && new_organisation)
        status = new_key(bulk, k->organisation);
    char *const others[] = {k->assessment, k->track, k->result};
    for (int i = 0; i < 3 && status == KHUNG_OK; i++)
        status = new_key(bulk, others[i]);
    if (status == KHUNG_OK && new_organisation)
        status = add_organisation(bulk, k->organisation);
    if (status == KHUNG_OK)
        status = add_assessment(bulk, k, digest);
    if (status == KHUNG_OK)
        status = add_result(bulk, k);
    if (status == KHUNG_OK)
        status = add_event(bulk, k);
    if (status == KHUNG_OK) {
        bulk->sums.added++;
        snprintf(bulk->last_id, sizeof bulk->last_id, "%s", bulk->row->organisation);
        memcpy(bulk->last_key, k->organisation, sizeof bulk->last_key);
    }
    return status;
}

/* The ordinary way, inside the transaction: organisation, assessment, track and result. */
static khung_status save_ordinary(khung_bulk *bulk, const keys *k, bool there, const khung_answers *answers, const khung_result *result)
{
    khung__change change;
    khung__str id;
    khung_status status = khung__chain_move(bulk->store, &bulk->end, bulk->log);
    if (status != KHUNG_OK)
        return status;
    khung__change_join(&change, bulk->store, "assess.save", bulk->now, bulk->log);
    memcpy(change.person, bulk->person, sizeof change.person);
    memcpy(change.organisation, k->organisation, sizeof change.organisation);
    if (!k->organisation[0]) {
        status = khung__change_key(&change, change.organisation);
        if (status == KHUNG_OK)
            status = khung__change_put(&change, KHUNG__T_organisation, "tssnsss" "nnnnnnnn" "t", change.organisation, answers->organisation_id,
                                       answers->organisation_name, text_or_none(bulk->row->form), text_or_none(bulk->row->province),
                                       text_or_none(bulk->row->list), change.time);
    }
    if (status == KHUNG_OK)
        status = khung__save_assessment(&change, result, &id);
    if (status == KHUNG_OK)
        status = khung__save_all(&change, bulk->framework, (const khung_answers *const[]){answers}, 1, result);
    bool wrote = change.wrote;
    status = khung__change_end(&change, status);
    if (status == KHUNG_OK)
        status = khung__chain_read(&bulk->end, bulk->store, bulk->log);
    bulk->sums.added += status == KHUNG_OK && !there;
    bulk->sums.changed += status == KHUNG_OK && there && wrote;
    bulk->sums.same += status == KHUNG_OK && there && !wrote;
    return status;
}

/* Says what is wrong with a row, or keeps it, by way of the loader. */
static khung_status add_ordinary(khung_bulk *bulk, const keys *k, bool there, bool *kept)
{
    khung_answers *answers = NULL;
    khung_result *result = NULL;
    *kept = false;
    khung_status status = khung_answers_load(&answers, bulk->row->organisation, bulk->text.s, bulk->text.n, bulk->log);
    if (status == KHUNG_OK)
        status = khung_score(&result, bulk->framework, (const khung_answers *const[]){answers}, 1, bulk->log);
    if (status == KHUNG_OK) {
        *kept = true;
        status = save_ordinary(bulk, k, there, answers, result);
    }
    khung_result_free(result);
    khung_answers_free(answers);
    return status;
}

static khung_status find_organisation(khung_bulk *bulk, keys *k, bool *there)
{
    sqlite3_stmt *question = bulk->questions[FIND_ORGANISATION];
    *there = strcmp(bulk->row->organisation, bulk->last_id) == 0;
    if (*there) {
        memcpy(k->organisation, bulk->last_key, sizeof k->organisation);
        return KHUNG_OK;
    }
    khung_status status = ask(bulk, question, there, (const char *const[]){bulk->row->organisation}, 1);
    if (status == KHUNG_OK && *there)
        snprintf(k->organisation, sizeof k->organisation, "%s", (const char *)sqlite3_column_text(question, 0));
    sqlite3_reset(question);
    return status;
}

/* Whether the result that counts rests on these very answers. */
static khung_status look_up(khung_bulk *bulk, keys *k, const char *digest, bool *there, bool *same)
{
    khung_status status = find_organisation(bulk, k, there);
    sqlite3_stmt *question;
    *same = false;
    if (status != KHUNG_OK || !*there)
        return status;
    question = bulk->questions[FIND_ASSESSMENT];
    status = ask(bulk, question, there, (const char *const[]){k->organisation, bulk->digest, bulk->row->from, bulk->row->to}, 4);
    if (status == KHUNG_OK && *there) {
        const char *known = (const char *)sqlite3_column_text(question, 0), *kind = (const char *)sqlite3_column_text(question, 1);
        *same = known && kind && strcmp(known, digest) == 0 && strcmp(kind, "self") == 0 && sqlite3_column_int(question, 2) == KHUNG_RULES &&
                sqlite3_column_int(question, 3) == 1;
    }
    sqlite3_reset(question);
    return status;
}

static khung_status begin(khung_bulk *bulk)
{
    if (bulk->begun)
        return KHUNG_OK;
    khung_status status = khung__store_begin(bulk->store, bulk->log);
    if (status != KHUNG_OK)
        return status;
    bulk->begun = true;
    return khung__chain_read(&bulk->end, bulk->store, bulk->log);
}

static khung_status commit(khung_bulk *bulk, khung_status status)
{
    if (!bulk->begun)
        return status;
    if (status == KHUNG_OK)
        status = khung__chain_move(bulk->store, &bulk->end, bulk->log);
    status = khung__store_end(bulk->store, status, bulk->log);
    bulk->begun = false;
    bulk->pending = 0;
    return status;
}

/* A province stands with its list, and both are known. */
static khung_status check_province(khung_bulk *bulk)
{
    khung__str code = text_or_none(bulk->row->province), list = text_or_none(bulk->row->list);
    if ((!code.s && !list.s) || (code.s && list.s && khung__place_find(code, list)))
        return KHUNG_OK;
    return KHUNG__DIAG(bulk->log, KHUNG__D_PLACE_NO_CODE, (khung__at){0}, code.s ? code : list);
}

khung_status khung_bulk_add(khung_bulk *bulk, const khung_bulk_row *row)
{
    char digest[KHUNG_DIGEST_SIZE];
    keys k = {0};
    bool there = false, same = false, kept = true;
    if (!bulk || !row || !row->organisation || !row->name || !row->from || !row->to || !row->answers)
        return KHUNG_BAD_CALL;
    if (bulk->broken != KHUNG_OK)
        return bulk->broken;
    bulk->row = row;
    khung__bulk_text(bulk);
    khung_status status = bulk->text.failed || bulk->small.failed ? KHUNG_NO_MEMORY : begin(bulk);
    if (status == KHUNG_OK) {
        hash(&bulk->text, digest);
        status = check_province(bulk);
        kept = status == KHUNG_OK;
    }
    if (status == KHUNG_OK)
        status = look_up(bulk, &k, digest, &there, &same);
    if (status == KHUNG_OK && same)
        bulk->sums.same++;
    else if (status == KHUNG_OK && (bulk->odd || there))
        status = add_ordinary(bulk, &k, there, &kept);
    else if (status == KHUNG_OK)
        status = add_plain(bulk, &k, digest);
    if (status == KHUNG_BAD_DATA && !kept) {
        bulk->sums.refused++;
        return status; /* nothing was written yet */
    }
    if (status == KHUNG_OK && ++bulk->pending >= bulk->every)
        status = commit(bulk, KHUNG_OK);
    if (status != KHUNG_OK)
        bulk->broken = commit(bulk, status);
    return status;
}

/* ---- begin and end ---- */

/* A statement with triggers or checks keeps what the pages were, to take itself back: in memory, since SQLite otherwise writes that to a
 * temporary file from the first big one on, which takes longer than the rows; and pages stay in memory until their commit. Not for the
 * store's other work: VACUUM would be made in memory. */
static const char settings[] = "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192";
static const char usual_settings[] = "PRAGMA temp_store = DEFAULT; " KHUNG__STORE_CACHE;

static void free_bulk(khung_bulk *bulk)
{
    for (int i = 0; i < TARGETS; i++)
        sqlite3_finalize(bulk->targets[i].insert);
    for (int i = 0; i < QUESTIONS; i++)
        sqlite3_finalize(bulk->questions[i]);
    khung__stream_close(&bulk->stream);
    khung__buf *const buffers[] = {&bulk->text, &bulk->content, &bulk->body, &bulk->small};
    for (int i = 0; i < 4; i++)
        khung__buf_free(buffers[i]);
    sqlite3_exec(bulk->store->db, usual_settings, NULL, NULL, NULL);
    khung__arena_free(&bulk->arena);
    khung__free(bulk);
}

static khung_status open_bulk(khung_bulk *bulk, const char *person)
{
    khung_status status = khung__store_script(bulk->store, settings, bulk->log);
    if (status == KHUNG_OK)
        status = khung_store_framework_add(bulk->store, bulk->framework, person, bulk->now, bulk->log);
    if (status == KHUNG_OK)
        status = khung__store_person(bulk->person, bulk->store, person, bulk->log);
    if (status == KHUNG_OK)
        status = khung_framework_digest(bulk->framework, bulk->digest);
    if (status == KHUNG_OK)
        status = khung__stream_open(&bulk->stream, bulk->framework, bulk->log);
    if (status == KHUNG_OK)
        status = khung__bulk_pieces(bulk);
    return status == KHUNG_OK ? open_statements(bulk) : status;
}

khung_status khung_bulk_begin(khung_bulk **out, khung_store *store, const khung_framework *framework, const char *person, int64_t now, size_t every,
                              khung_log *log)
{
    enum { USUAL = 1000 };
    if (!out || !store || !framework)
        return KHUNG_BAD_CALL;
    khung_bulk *bulk = khung__alloc(sizeof *bulk);
    if (!bulk)
        return KHUNG_NO_MEMORY;
    *bulk = (khung_bulk){.store = store, .log = log, .framework = framework, .now = now, .every = every ? every : USUAL};
    khung__time_text(bulk->time, now);
    khung_status status = open_bulk(bulk, person ? person : "");
    if (status == KHUNG_OK)
        *out = bulk;
    else
        free_bulk(bulk);
    return status;
}

khung_status khung_bulk_end(khung_bulk_sums *sums, khung_bulk *bulk)
{
    if (!bulk)
        return KHUNG_BAD_CALL;
    khung_status status = bulk->broken != KHUNG_OK ? bulk->broken : commit(bulk, KHUNG_OK);
    if (sums)
        *sums = bulk->sums;
    free_bulk(bulk);
    return status;
}
