/* Who changed what: the events of both sides about the same rows. A field is taken over when only the sender changed it since; what both
 * changed, each without knowing the other's change, is a conflict. The logs say so exactly, also after a criss-cross of bundles, where
 * no single common state is left to compare with. */
#include "exchange.h"

#include <stdlib.h>
#include <string.h>

typedef struct touch {
    khung__table table;
    khung__str key;              /* the row's: its key columns, a unit separator behind each */
    const khung__json *before, *after; /* objects, or NULL */
    uint32_t decided;            /* columns of a conflict that somebody settled */
    bool ours, theirs;           /* which side knows the event */
    khung__origin origin;
    size_t number;               /* keeps the order */
} touch;

typedef struct open_conflict { khung__table table; khung__str key; uint32_t columns; } open_conflict;

struct khung__history {
    touch *touches;
    size_t count, room;
    open_conflict *open;         /* of the sender */
    size_t open_count;
};

/* ---- columns ---- */

typedef struct finding { khung__str name; int at, found, count; } finding;

static void find_column(void *to, khung__str column, int i, bool big)
{
    finding *f = to;
    (void)big;
    f->count = i + 1;
    if (khung__str_eq(column, f->name))
        f->found = i;
    if (i == f->at)
        f->name = column;
}

int khung__column_find(khung__table table, khung__str name)
{
    finding f = {name, -1, -1, 0};
    khung__table_columns(table, find_column, &f);
    return f.found;
}

int khung__column_count(khung__table table)
{
    finding f = {{0}, -1, -1, 0};
    khung__table_columns(table, find_column, &f);
    return f.count;
}

khung__str khung__column_name(khung__table table, int i)
{
    finding f = {{0}, i, -1, 0};
    khung__table_columns(table, find_column, &f);
    return f.name;
}

/* ---- keys ---- */

khung__str khung__receipt_key(const khung__receipt *r, khung__str text)
{
    if (text.n == KHUNG__UUID_SIZE - 1)
        for (size_t i = 0; i < r->maps; i++)
            if (khung__str_eq(r->map[i].from, text))
                return r->map[i].to;
    return text;
}

khung_status khung__receipt_map(khung__receipt *r, khung__str from, khung__str to)
{
    if (khung__str_eq(khung__receipt_key(r, from), to))
        return KHUNG_OK;
    if (r->maps == r->map_room) {
        size_t room = r->map_room ? r->map_room * 2 : 16;
        khung__mapping *more = khung__arena_alloc(&r->arena, room * sizeof *more);
        if (!more)
            return KHUNG_NO_MEMORY;
        if (r->maps)
            memcpy(more, r->map, r->maps * sizeof *more);
        r->map = more;
        r->map_room = room;
    }
    r->map[r->maps++] = (khung__mapping){from, to};
    return KHUNG_OK;
}

static void add_key(khung__buf *buf, const khung__receipt *r, khung__str value)
{
    khung__buf_str(buf, khung__receipt_key(r, value));
    khung__buf_char(buf, '\x1f');
}

static khung__str key_of_row(const khung__receipt *r, khung__arena *arena, const khung__row *row)
{
    khung__buf buf = {0};
    for (int i = 0; i < khung__tables[row->table].keys; i++)
        add_key(&buf, r, row->v[i]);
    return khung__buf_take(&buf, arena);
}

static khung__str key_of_values(khung__receipt *r, khung__table table, const khung__json *values)
{
    khung__buf buf = {0};
    for (int i = 0; i < khung__tables[table].keys; i++) {
        khung__str name = khung__column_name(table, i);
        const khung__json *value = values->first;
        while (value && !khung__str_eq(value->key, name))
            value = value->next;
        add_key(&buf, r, khung__json_plain(value));
    }
    return khung__buf_take(&buf, &r->arena);
}

/* ---- reading the logs ---- */

static khung_status add_touch(khung__receipt *r, touch t)
{
    khung__history *h = r->history;
    if (h->count == h->room) {
        size_t room = h->room ? h->room * 2 : 256;
        touch *more = khung__arena_alloc(&r->arena, room * sizeof *more);
        if (!more)
            return KHUNG_NO_MEMORY;
        if (h->count)
            memcpy(more, h->touches, h->count * sizeof *more);
        h->touches = more;
        h->room = room;
    }
    t.number = h->count;
    h->touches[h->count++] = t;
    return t.key.s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* The bits of the columns that a list of names says. */
static uint32_t bits_of(khung__table table, khung__str names)
{
    uint32_t bits = 0;
    while (names.n) {
        const char *blank = memchr(names.s, ' ', names.n);
        size_t n = blank ? (size_t)(blank - names.s) : names.n;
        int i = khung__column_find(table, (khung__str){names.s, n});
        bits |= i >= 0 ? UINT32_C(1) << i : 0;
        n += blank != NULL;
        names.s += n;
        names.n -= n;
    }
    return bits;
}

/* A place is a JSON list: table, list of the key's values, columns ("" for the whole row). */
static khung_status read_place(open_conflict *out, khung__receipt *r, khung__str place)
{
    khung__json *list = NULL;
    khung__buf key = {0};
    *out = (open_conflict){.table = KHUNG__TABLE_COUNT};
    khung_status status = khung__json_read(&list, &r->arena, place, NULL);
    if (status != KHUNG_OK)
        return status == KHUNG_BAD_DATA ? KHUNG_OK : status;
    const khung__json *keys = list->kind == KHUNG__J_LIST && list->count == 3 ? list->first->next : NULL;
    if (!keys)
        return KHUNG_OK;
    out->table = khung__table_find(khung__json_plain(list->first));
    for (const khung__json *value = keys->first; value; value = value->next)
        add_key(&key, r, khung__json_plain(value));
    out->key = khung__buf_take(&key, &r->arena);
    if (out->table < KHUNG__TABLE_COUNT)
        out->columns = bits_of(out->table, khung__json_plain(keys->next));
    return out->key.s || !keys->first ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* Settling a conflict is a decision about its columns, also where the value stays. */
static khung_status add_settled(khung__receipt *r, const khung__json *conflict, touch t)
{
    open_conflict place;
    if (!khung__json_plain(khung__json_find(conflict, "settled")).s)
        return KHUNG_OK;
    khung_status status = read_place(&place, r, khung__json_member(conflict, "place"));
    if (status != KHUNG_OK || place.table == KHUNG__TABLE_COUNT)
        return status;
    t.table = place.table;
    t.key = place.key;
    t.decided = place.columns;
    return add_touch(r, t);
}

static const khung__json *object_of(const khung__json *row, const char *name)
{
    const khung__json *object = khung__json_find(row, name);
    return object && object->kind == KHUNG__J_OBJECT ? object : NULL;
}

/* What was received is a copy of what others did, and their events are in the log too: it says nothing about who changed what. */
static khung_status add_event(khung__receipt *r, const khung__json *rows, khung__str act, touch t)
{
    khung_status status = KHUNG_OK;
    if (khung__str_eq(act, KHUNG__S("receive")) || !rows)
        return KHUNG_OK;
    for (const khung__json *row = rows->first; row && status == KHUNG_OK; row = row->next) {
        t.table = khung__table_find(khung__json_member(row, "table"));
        t.before = object_of(row, "before");
        t.after = object_of(row, "after");
        if (t.table == KHUNG__TABLE_COUNT || (!t.before && !t.after))
            continue;
        if (t.table == KHUNG__T_conflict) {
            status = t.after ? add_settled(r, t.after, (touch){.ours = t.ours, .theirs = t.theirs, .origin = t.origin}) : KHUNG_OK;
            continue;
        }
        t.key = key_of_values(r, t.table, t.after ? t.after : t.before);
        status = add_touch(r, t);
    }
    return status;
}

/* The header's list of what the sender knew of other threads of these organisations. */
static bool is_known_there(const khung__receipt *r, khung__str chain, int64_t number, khung__str thread, khung__str digest)
{
    const khung__json *knows = khung__json_find(r->parcel->bundle.header, "knows");
    int64_t most = 0;
    if (khung__parcel_event(r->parcel, digest) || (khung__str_eq(chain, r->parcel->chain) && number <= r->parcel->number))
        return true;
    for (const khung__json *k = knows ? knows->first : NULL; k; k = k->next)
        if (k->kind == KHUNG__J_LIST && k->count == 3 && khung__str_eq(khung__json_plain(k->first), chain) &&
            khung__str_eq(khung__json_plain(k->first->next), thread))
            return khung__json_number(k->first->next->next, &most) && number <= most;
    return false;
}

static khung_status add_our_event(khung__receipt *r, sqlite3_stmt *row)
{
    khung__json *body = NULL;
    khung__str f[7]; /* chain, thread, digest, at, by, act, body */
    for (int i = 0; i < 7; i++) {
        f[i] = khung__store_text(row, i, &r->arena);
        if (!f[i].s)
            return KHUNG_NO_MEMORY;
    }
    touch t = {.ours = true, .origin = {f[3], f[4], f[0]}};
    t.theirs = is_known_there(r, f[0], sqlite3_column_int64(row, 7), f[1], f[2]);
    khung_status status = khung__json_read(&body, &r->arena, f[6], NULL);
    if (status == KHUNG_BAD_DATA)
        return KHUNG_OK; /* khung doctor tells of a damaged log */
    return status == KHUNG_OK ? add_event(r, khung__json_find(body, "rows"), f[5], t) : status;
}

static khung_status add_our_events(khung__receipt *r, const char *where, khung__str key)
{
    sqlite3_stmt *row = NULL;
    khung__buf sql = {0};
    bool more = true;
    khung__buf_printf(&sql, "SELECT chain, thread, digest, at, by, act, body, number FROM event WHERE %s ORDER BY seq", where);
    khung_status status = sql.failed ? KHUNG_NO_MEMORY : khung__store_ask(&row, r->store, r->log, sql.s, "s", key);
    khung__buf_free(&sql);
    while (status == KHUNG_OK && more) {
        status = khung__store_step(r->store, row, &more, r->log);
        if (status == KHUNG_OK && more)
            status = add_our_event(r, row);
    }
    sqlite3_finalize(row);
    return status;
}

/* Of a row of the bundle that others hang on: what happened to it here, under its key and the sender's. */
static khung_status add_about(khung__receipt *r, const khung__item *item)
{
    const char *where = item->table == KHUNG__T_organisation ? "organisation = ?1" : "thread = ?1 AND organisation IS NULL";
    khung__str there = khung__json_member(item->values, "key"), here = khung__receipt_key(r, there);
    if (item->table != KHUNG__T_organisation && item->table != KHUNG__T_network)
        return KHUNG_OK;
    khung_status status = add_our_events(r, where, here);
    return status == KHUNG_OK && !khung__str_eq(here, there) ? add_our_events(r, where, there) : status;
}

static khung_status add_open(khung__receipt *r)
{
    const khung__json *open = khung__json_find(r->parcel->bundle.header, "open");
    khung_status status = KHUNG_OK;
    if (!open || open->kind != KHUNG__J_LIST)
        return KHUNG_OK;
    r->history->open = khung__arena_alloc(&r->arena, (open->count + 1) * sizeof *r->history->open);
    if (!r->history->open)
        return KHUNG_NO_MEMORY;
    for (const khung__json *place = open->first; place && status == KHUNG_OK; place = place->next) {
        khung__str text = khung__json_plain(place);
        if (text.s)
            status = read_place(&r->history->open[r->history->open_count++], r, text);
    }
    return status;
}

static int by_row(const void *a, const void *b)
{
    const touch *x = a, *y = b;
    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    int order = khung__str_cmp(x->key, y->key);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

khung_status khung__history_load(khung__receipt *r)
{
    khung_status status = KHUNG_OK;
    r->history = khung__arena_alloc(&r->arena, sizeof *r->history);
    if (!r->history)
        return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < r->parcel->count && status == KHUNG_OK; i++) {
        const khung__item *item = &r->parcel->items[i];
        if (item->kind == KHUNG__I_ROW)
            status = add_about(r, item);
        else if (item->kind == KHUNG__I_EVENT && !r->have[i])
            status = add_event(r, item->rows, item->event.act, (touch){.theirs = true, .origin = {item->event.at, item->event.by, item->event.chain}});
    }
    if (status == KHUNG_OK)
        status = add_open(r);
    if (status == KHUNG_OK && r->history->count)
        qsort(r->history->touches, r->history->count, sizeof *r->history->touches, by_row);
    return status;
}

/* ---- asking ---- */

static khung__str value_of(const khung__json *row, khung__table table, int i)
{
    khung__str name = khung__column_name(table, i);
    for (const khung__json *value = row ? row->first : NULL; value; value = value->next)
        if (khung__str_eq(value->key, name))
            return khung__json_plain(value);
    return (khung__str){0};
}

/* A row that is made sets what is not null; one that is removed sets no column. */
static bool sets(const touch *t, uint32_t columns)
{
    if (columns == 0 || (t->decided & columns) != 0)
        return true;
    for (int i = 0; i < KHUNG__ROW_MOST && t->after; i++)
        if ((columns >> i & 1) != 0 && !khung__str_eq(value_of(t->before, t->table, i), value_of(t->after, t->table, i)))
            return true;
    return false;
}

static const touch *first_of(const khung__history *h, khung__table table, khung__str key)
{
    size_t low = 0, high = h->count;
    const touch wanted = {.table = table, .key = key, .number = 0};
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (h->touches[middle].table < table || (h->touches[middle].table == table && khung__str_cmp(h->touches[middle].key, wanted.key) < 0))
            low = middle + 1;
        else
            high = middle;
    }
    return h->touches + low;
}

khung__sides khung__history_sides(const khung__receipt *r, const khung__row *row, uint32_t columns)
{
    const khung__history *h = r->history;
    khung__arena arena = {0};
    khung__sides sides = {0};
    khung__str key = key_of_row(r, &arena, row);
    for (const touch *t = first_of(h, row->table, key); t < h->touches + h->count && t->table == row->table && khung__str_eq(t->key, key); t++) {
        if (!sets(t, columns))
            continue;
        if (t->ours) { /* the last word here, whoever knows it */
            sides.ours = sides.ours || !t->theirs;
            sides.our = t->origin;
        } else {
            sides.theirs = true;
            sides.their = t->origin;
        }
    }
    for (size_t i = 0; i < h->open_count; i++)
        if (h->open[i].table == row->table && khung__str_eq(h->open[i].key, key) && (h->open[i].columns & columns) != 0)
            sides.theirs_open = true;
    khung__arena_free(&arena);
    return sides;
}

khung_status khung__history_removed(khung__receipt *r, khung_status (*each)(khung__receipt *r, const khung__row *row))
{
    const khung__history *h = r->history;
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < h->count && status == KHUNG_OK; i++) {
        const touch *t = &h->touches[i];
        bool last = i + 1 == h->count || by_row(t, &(touch){.table = h->touches[i + 1].table, .key = h->touches[i + 1].key, .number = t->number}) != 0;
        if (t->ours || !last || t->after || !t->before)
            continue;
        khung__row row;
        status = khung__row_read(&row, r, t->table, t->before);
        if (status == KHUNG_OK)
            status = each(r, &row);
    }
    return status;
}
