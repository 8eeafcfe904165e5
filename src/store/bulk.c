/* Many assessments in one go. What a new assessment needs is put together here and written with statements that stay prepared; what
 * is not plain in any way (words nobody knows, an assessment that is there already) goes the ordinary way, file loader and all, which
 * also says what is wrong. Both ways leave the same rows. */
#include "../places.h"
#include "../score/stream.h"
#include "save.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A table that is written: its statement, and its row in the event. */
typedef struct target {
    khung__table table;
    sqlite3_stmt *insert;
    khung__str *names;       /* per column "name": with a comma before it but at the first */
    int count;
} target;

enum { ORGANISATION, ASSESSMENT, TRACK, RESULT, TARGETS };
static const khung__table tables[TARGETS] = {KHUNG__T_organisation, KHUNG__T_assessment, KHUNG__T_track, KHUNG__T_result};
enum { FIND_ORGANISATION, FIND_ASSESSMENT, FIND_ID, ADD_EVENT, QUESTIONS };
enum { MOST_COLUMNS = 24 };

/* How a criterion's answer begins in the canonical text, and what its levels are. */
typedef struct piece {
    khung__str key;          /* "gov-board": */
    khung__str *levels;      /* per level of its scale: key and value */
    uint32_t *checks;        /* in the order of their ids */
} piece;

struct khung_bulk {
    khung_store *store;
    khung_log *log;
    const khung_framework *framework;
    khung__arena arena;
    khung__stream stream;
    target targets[TARGETS];
    sqlite3_stmt *questions[QUESTIONS];
    piece *pieces;
    uint32_t *order, *fact_order; /* criteria and facts in the order of their ids */
    khung__str middle;            /* from the answers to the organisation */
    char digest[KHUNG_DIGEST_SIZE], person[KHUNG__UUID_SIZE], time[25];
    int64_t now;
    size_t every, pending;
    bool begun;                   /* a transaction */
    khung_status broken;
    khung_bulk_sums sums;
    khung__chain_end end;
    char last_id[72], last_key[KHUNG__UUID_SIZE]; /* the organisation of the row before: rows of one often come together */
    /* Of the row at hand; buffers stay. */
    const khung_bulk_row *row;
    khung__buf text, content, body, small;
    bool odd;                     /* not plain */
};

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

/* Indexes of n structs in the byte order of their ids, which lie `stride` apart. */
static uint32_t *sorted(khung__arena *arena, const khung__str *first, size_t stride, uint32_t n)
{
    uint32_t *order = khung__arena_alloc(arena, n * sizeof *order);
    const char *ids = (const char *)first;
    for (uint32_t gap = n ? n : 0; order && gap > 0; gap /= 2) /* shell sort; the first round only fills in */
        for (uint32_t i = gap == n ? 0 : gap; i < n; i++) {
            uint32_t at = i, moved = gap == n ? i : order[i];
            const khung__str *id = (const khung__str *)(const void *)(ids + moved * stride);
            for (; gap < n && at >= gap && khung__str_cmp(*(const khung__str *)(const void *)(ids + order[at - gap] * stride), *id) > 0; at -= gap)
                order[at] = order[at - gap];
            order[at] = moved;
        }
    return order;
}

static khung__str key_piece(khung__arena *arena, khung__str key, const khung__str *value)
{
    khung__buf text = {0};
    khung__buf_json(&text, key);
    khung__buf_char(&text, ':');
    if (value)
        khung__buf_json(&text, *value);
    return khung__buf_take(&text, arena);
}

static bool make_piece(khung_bulk *bulk, uint32_t c)
{
    const khung__criterion *asked = &bulk->framework->criteria[c];
    piece *p = &bulk->pieces[c];
    p->key = key_piece(&bulk->arena, asked->id, NULL);
    if (asked->check_count > 0)
        p->checks = sorted(&bulk->arena, &asked->checks->id, sizeof *asked->checks, asked->check_count);
    if (!p->key.s || (asked->check_count > 0 && !p->checks))
        return false;
    if (asked->method != KHUNG__SCALE)
        return true;
    const khung__scale *scale = &bulk->framework->scales[asked->scale];
    p->levels = khung__arena_alloc(&bulk->arena, scale->level_count * sizeof *p->levels);
    bool made = p->levels != NULL;
    for (uint32_t l = 0; made && l < scale->level_count; l++)
        made = (p->levels[l] = key_piece(&bulk->arena, asked->id, &scale->levels[l].id)).s != NULL;
    return made;
}

static khung_status make_pieces(khung_bulk *bulk)
{
    const khung_framework *f = bulk->framework;
    khung__buf middle = {0};
    khung__buf_z(&middle, "},\"format\":\"1\",\"framework\":{\"id\":");
    khung__buf_json(&middle, f->id);
    khung__buf_z(&middle, ",\"version\":");
    khung__buf_json(&middle, f->version);
    khung__buf_z(&middle, "},\"kind\":\"answers\",\"organisation\":{\"id\":");
    bulk->middle = khung__buf_take(&middle, &bulk->arena);
    bulk->pieces = khung__arena_alloc(&bulk->arena, f->criterion_count * sizeof *bulk->pieces);
    bulk->order = sorted(&bulk->arena, &f->criteria->id, sizeof *f->criteria, f->criterion_count);
    bulk->fact_order = f->fact_count ? sorted(&bulk->arena, &f->facts->id, sizeof *f->facts, f->fact_count) : NULL;
    bool made = bulk->middle.s && bulk->pieces && bulk->order && (bulk->fact_order || !f->fact_count);
    for (uint32_t c = 0; made && c < f->criterion_count; c++)
        made = make_piece(bulk, c);
    return made ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* ---- from cells to the canonical text ---- */

/* Text that a loader would leave as it is: valid, NFC, not empty, no control characters, no blanks around it. */
static bool is_clean(khung__str text)
{
    const char *p = text.s, *end = text.s + text.n;
    bool ascii = true;
    if (text.n == 0 || text.s[0] == ' ' || end[-1] == ' ')
        return false;
    for (; p < end; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            return false;
        ascii = ascii && (unsigned char)*p < 0x80;
    }
    for (p = text.s; !ascii && p < end;)
        if (khung__utf8_next(&p, end) < 0)
            return false;
    return ascii || khung__text_is_nfc_quick(text);
}

static void put_level(khung_bulk *bulk, uint32_t c, khung__str cell)
{
    const khung__criterion *asked = &bulk->framework->criteria[c];
    const khung__scale *scale = &bulk->framework->scales[asked->scale];
    uint32_t level = 0;
    while (level < scale->level_count && !khung__str_eq(scale->levels[level].id, cell))
        level++;
    if (level < scale->level_count && (asked->choosable >> level & 1)) {
        bulk->stream.answers[c].kind = KHUNG__ANSWER_LEVEL;
        bulk->stream.bound.level[c] = level;
        khung__buf_str(&bulk->text, bulk->pieces[c].levels[level]);
        return;
    }
    bulk->odd = true;
    khung__buf_str(&bulk->text, bulk->pieces[c].key);
    khung__buf_json(&bulk->text, cell);
}

static void put_quantity(khung_bulk *bulk, uint32_t c, khung__str cell)
{
    khung__answer *answer = &bulk->stream.answers[c];
    if (khung__read_decimal(cell, &answer->quantity))
        answer->kind = KHUNG__ANSWER_QUANTITY;
    else
        bulk->odd = true;
    khung__buf_str(&bulk->text, bulk->pieces[c].key);
    khung__buf_z(&bulk->text, "{\"quantity\":");
    khung__buf_json(&bulk->text, cell);
    khung__buf_char(&bulk->text, '}');
}

/* Marks the checks that the cell names; names that nobody knows go into `small`, each as the file would have it. */
static void mark_checks(khung_bulk *bulk, uint32_t c, khung__str cell)
{
    const khung__criterion *asked = &bulk->framework->criteria[c];
    int8_t *ticks = bulk->stream.bound.checks[c];
    memset(ticks, 0, asked->check_count);
    bulk->small.n = 0;
    for (size_t at = 0; at < cell.n && !(cell.n == 1 && cell.s[0] == '-');) {
        khung__str word = {cell.s + at, 0};
        uint32_t i = 0;
        while (at + word.n < cell.n && word.s[word.n] != ' ')
            word.n++;
        at += word.n + 1;
        while (word.n && i < asked->check_count && !khung__str_eq(asked->checks[i].id, word))
            i++;
        if (word.n && i < asked->check_count)
            ticks[i] = 1;
        if (word.n == 0 || i < asked->check_count)
            continue;
        bulk->odd = true;
        khung__buf_char(&bulk->small, ',');
        khung__buf_json(&bulk->small, word);
        khung__buf_z(&bulk->small, ":\"true\"");
    }
}

static void put_checks(khung_bulk *bulk, uint32_t c, khung__str cell)
{
    const khung__criterion *asked = &bulk->framework->criteria[c];
    bulk->stream.answers[c].kind = KHUNG__ANSWER_CHECKS;
    mark_checks(bulk, c, cell);
    khung__buf_str(&bulk->text, bulk->pieces[c].key);
    khung__buf_z(&bulk->text, "{\"checks\":{");
    for (uint32_t i = 0; i < asked->check_count; i++) {
        uint32_t check = bulk->pieces[c].checks[i];
        khung__buf_z(&bulk->text, i ? "," : "");
        khung__buf_json(&bulk->text, asked->checks[check].id);
        khung__buf_z(&bulk->text, bulk->stream.bound.checks[c][check] ? ":\"true\"" : ":\"false\"");
    }
    khung__buf_add(&bulk->text, bulk->small.s, bulk->small.n);
    khung__buf_z(&bulk->text, "}}");
}

static void put_na(khung_bulk *bulk, uint32_t c, khung__str reason)
{
    bulk->odd = bulk->odd || bulk->framework->criteria[c].na_forbidden || !is_clean(reason);
    bulk->stream.answers[c].kind = KHUNG__ANSWER_NA;
    khung__buf_str(&bulk->text, bulk->pieces[c].key);
    khung__buf_z(&bulk->text, "{\"na\":");
    khung__buf_json(&bulk->text, reason);
    khung__buf_char(&bulk->text, '}');
}

static void put_cell(khung_bulk *bulk, uint32_t c, khung__str cell)
{
    if (cell.n >= 3 && memcmp(cell.s, "na:", 3) == 0) {
        size_t blank = cell.n > 3 && cell.s[3] == ' ';
        put_na(bulk, c, (khung__str){cell.s + 3 + blank, cell.n - 3 - blank});
        return;
    }
    switch (bulk->framework->criteria[c].method) {
    case KHUNG__SCALE:
        put_level(bulk, c, cell);
        break;
    case KHUNG__QUANTITY:
        put_quantity(bulk, c, cell);
        break;
    case KHUNG__LADDER:
    case KHUNG__CHECKLIST:
        put_checks(bulk, c, cell);
        break;
    }
}

static void put_answers(khung_bulk *bulk)
{
    bool first = true;
    khung__buf_z(&bulk->text, "{\"answers\":{");
    for (uint32_t i = 0; i < bulk->framework->criterion_count; i++) {
        uint32_t c = bulk->order[i];
        const char *cell = bulk->row->answers[c];
        bulk->stream.answers[c].kind = KHUNG__ANSWER_NONE;
        if (!cell || !*cell)
            continue;
        if (!first)
            khung__buf_char(&bulk->text, ',');
        first = false;
        put_cell(bulk, c, khung__str_of(cell));
    }
}

/* The value of a fact that is written plainly. */
static bool read_fact(khung_fact *out, const khung__fact *fact, khung__str text)
{
    *out = (khung_fact){.given = true};
    if (fact->type == KHUNG__DECIMAL)
        return khung__read_decimal(text, &out->value);
    if (fact->type == KHUNG__FLAG) {
        out->value = khung__str_eq(text, KHUNG__S("true"));
        return out->value || khung__str_eq(text, KHUNG__S("false"));
    }
    for (uint32_t i = 0; i < fact->option_count; i++)
        if (khung__str_eq(fact->options[i].id, text)) {
            out->value = i;
            return true;
        }
    return false;
}

static void put_facts(khung_bulk *bulk)
{
    const khung_framework *f = bulk->framework;
    bool any = false;
    for (uint32_t i = 0; i < f->fact_count; i++) {
        uint32_t n = bulk->fact_order[i];
        const char *cell = bulk->row->facts ? bulk->row->facts[n] : NULL;
        bulk->stream.facts[n] = (khung_fact){0};
        if (!cell || !*cell)
            continue;
        bulk->odd = !read_fact(&bulk->stream.facts[n], &f->facts[n], khung__str_of(cell)) || bulk->odd;
        khung__buf_z(&bulk->text, any ? "," : ",\"profile\":{");
        khung__buf_json(&bulk->text, f->facts[n].id);
        khung__buf_char(&bulk->text, ':');
        khung__buf_json(&bulk->text, khung__str_of(cell));
        any = true;
    }
    khung__buf_z(&bulk->text, any ? "}" : "");
}

/* The text that the loader's tree would give back for this row, and what it says into the stream. */
static void put_text(khung_bulk *bulk)
{
    const khung_bulk_row *row = bulk->row;
    khung_result *result = &bulk->stream.result;
    khung__str id = khung__str_of(row->organisation), name = khung__str_of(row->name);
    khung__str from = khung__str_of(row->from), to = khung__str_of(row->to);
    bool dates = khung__read_date(from, &result->from) && khung__read_date(to, &result->to);
    bulk->odd = !khung__is_id(id) || !is_clean(name) || !dates || khung__date_cmp(result->from, result->to) > 0;
    result->organisation_id = id;
    result->organisation_name = name;
    bulk->text.n = 0;
    put_answers(bulk);
    khung__buf_str(&bulk->text, bulk->middle);
    khung__buf_json(&bulk->text, id);
    khung__buf_z(&bulk->text, ",\"name\":");
    khung__buf_json(&bulk->text, name);
    khung__buf_z(&bulk->text, "},\"period\":{\"from\":");
    khung__buf_json(&bulk->text, from);
    khung__buf_z(&bulk->text, ",\"to\":");
    khung__buf_json(&bulk->text, to);
    khung__buf_char(&bulk->text, '}');
    put_facts(bulk);
    khung__buf_z(&bulk->text, ",\"track\":\"self\"}");
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
    return (khung__str){bulk->small.s + from, bulk->small.n - from};
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
    put_text(bulk);
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
    khung__arena_free(&bulk->arena);
    khung__free(bulk);
}

static khung_status open_bulk(khung_bulk *bulk, const char *person)
{
    khung_status status = khung_store_framework_add(bulk->store, bulk->framework, person, bulk->now, bulk->log);
    if (status == KHUNG_OK)
        status = khung__store_person(bulk->person, bulk->store, person, bulk->log);
    if (status == KHUNG_OK)
        status = khung_framework_digest(bulk->framework, bulk->digest);
    if (status == KHUNG_OK)
        status = khung__stream_open(&bulk->stream, bulk->framework, bulk->log);
    if (status == KHUNG_OK)
        status = make_pieces(bulk);
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
