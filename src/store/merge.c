/* Taking rows in, one by one: what is new is added, what only the sender changed is taken over, what both changed is a conflict. */
#include "exchange.h"

#include <stdio.h>
#include <string.h>

static const khung__at nowhere = {0};

/* ---- rows ---- */

/* The tracks of a result are a list of keys in one text. */
static khung__str map_list(khung__receipt *r, khung__str text)
{
    khung__buf buf = {0};
    size_t from = 0;
    for (size_t i = 0; i + KHUNG__UUID_SIZE - 1 <= text.n; i++) {
        khung__str key = {text.s + i, KHUNG__UUID_SIZE - 1}, to;
        if (i == 0 || text.s[i - 1] != '"')
            continue;
        to = khung__receipt_key(r, key);
        khung__buf_add(&buf, text.s + from, i - from);
        khung__buf_str(&buf, to);
        from = i + key.n;
        i = from - 1;
    }
    khung__buf_add(&buf, text.s + from, text.n - from);
    return khung__buf_take(&buf, &r->arena);
}

khung_status khung__row_read(khung__row *out, khung__receipt *r, khung__table table, const khung__json *values)
{
    *out = (khung__row){.table = table};
    for (const khung__json *value = values->first; value; value = value->next) {
        int i = khung__column_find(table, value->key);
        if (i < 0 || i >= KHUNG__ROW_MOST)
            continue;
        out->v[i] = khung__receipt_key(r, khung__json_plain(value));
        if (table == KHUNG__T_result && khung__str_eq(value->key, KHUNG__S("tracks")) && r->maps) {
            out->v[i] = map_list(r, out->v[i]);
            if (!out->v[i].s)
                return KHUNG_NO_MEMORY;
        }
    }
    return KHUNG_OK;
}

khung_status khung__row_here(khung__row *out, bool *found, khung__receipt *r, const khung__row *like)
{
    khung__str text;
    khung__json *values = NULL;
    const khung__receipt plain = {.maps = 0};
    char types[8] = {0};
    memset(types, 's', (size_t)khung__tables[like->table].keys);
    khung_status status = khung__row_json(&text, r->store, like->table, &r->arena, r->log, types, like->v[0], like->v[1], like->v[2], like->v[3]);
    *found = status == KHUNG_OK && text.s;
    if (!*found)
        return status;
    status = khung__json_read(&values, &r->arena, text, NULL);
    return status == KHUNG_OK ? khung__row_read(out, (khung__receipt *)&plain, like->table, values) : status;
}

khung_status khung__row_put(khung__receipt *r, const khung__row *row, size_t line)
{
    char types[KHUNG__ROW_MOST + 1] = {0};
    khung__digits digits;
    const khung__str *v = row->v;
    memset(types, 's', (size_t)khung__column_count(row->table));
    if (row->table == KHUNG__T_framework)
        types[khung__column_find(row->table, KHUNG__S("source"))] = 'b';
    khung_status status = khung__change_put(r->change, row->table, types, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12],
                                            v[13], v[14], v[15], v[16], v[17], v[18], v[19], v[20], v[21], v[22], v[23]);
    if (status == KHUNG_CONFLICT)
        return KHUNG__DIAG(r->log, KHUNG__D_RECEIVE_ROW, nowhere, khung__digits_of(&digits, (int64_t)line), khung__str_of(khung__tables[row->table].name));
    khung__str into = row->table == KHUNG__T_organisation ? row->v[khung__column_find(row->table, KHUNG__S("merged_into"))] : (khung__str){0};
    if (status == KHUNG_OK && into.s) /* it is looked up by the names of those merged into it: derived, and by no trigger where the row is new */
        status = khung__store_do(r->store, r->log, "UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = ?1) "
                                                   "WHERE key = ?1", "s", into);
    return status;
}

/* ---- units: columns that only make sense together ---- */

/* The first `decide` of them say whether two versions differ; the others tell when and by whom. */
static const struct { khung__table table; const char *columns; int decide; } together[] = {
    {KHUNG__T_organisation, "province list", 2},
    {KHUNG__T_organisation_size, "value unit", 2},
    {KHUNG__T_organisation_status, "status note", 2},
    {KHUNG__T_activity, "vocabulary field", 2},
    {KHUNG__T_activity, "province list", 2},
    {KHUNG__T_activity, "value currency", 2},
    {KHUNG__T_assessment, "state state_since state_by", 1},
    {KHUNG__T_answer, "value reason seen agreed at by", 4},
    {KHUNG__T_review, "ended outcome reason", 3},
    {KHUNG__T_judgement, "value agreed reason seen at", 4},
    {KHUNG__T_reply, "text at by", 1},
    {KHUNG__T_evidence, "file dated sha256 size", 4},
    {KHUNG__T_certificate_condition, "met met_at met_by met_note", 4},
};

/* Columns that every store has for itself: short names, what follows from other rows, copies beside the store. */
static const struct { khung__table table; const char *columns; } apart[] = {
    {KHUNG__T_organisation, "id since"}, {KHUNG__T_network, "id since"}, {KHUNG__T_assessment, "id result made made_by"}, {KHUNG__T_evidence, "kept"},
};

static bool has_word(const char *words, khung__str word)
{
    for (const char *p = words; *p; p += strspn(p, " ")) {
        size_t n = strcspn(p, " ");
        if (khung__str_eq((khung__str){p, n}, word))
            return true;
        p += n;
    }
    return false;
}

static bool is_apart(khung__table table, khung__str column)
{
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (apart[i].table == table && has_word(apart[i].columns, column))
            return true;
    return false;
}

/* The bits of the unit that column i begins; 0 where it belongs to one that began before, or stays apart. */
static uint32_t unit_at(khung__table table, int i)
{
    khung__str name = khung__column_name(table, i);
    if (is_apart(table, name))
        return 0;
    for (size_t u = 0; u < sizeof together / sizeof *together; u++) {
        if (together[u].table != table || !has_word(together[u].columns, name))
            continue;
        uint32_t bits = 0;
        for (int k = 0; k < KHUNG__ROW_MOST && khung__column_name(table, k).s && k < khung__column_count(table); k++)
            bits |= has_word(together[u].columns, khung__column_name(table, k)) ? UINT32_C(1) << k : 0;
        return (bits & ((UINT32_C(1) << i) - 1)) == 0 ? bits : 0;
    }
    return UINT32_C(1) << i;
}

/* How many columns of the unit say whether it differs. */
static int deciding(khung__table table, uint32_t bits)
{
    int first = 0;
    while ((bits >> first & 1) == 0)
        first++;
    for (size_t u = 0; u < sizeof together / sizeof *together; u++)
        if (together[u].table == table && has_word(together[u].columns, khung__column_name(table, first)))
            return together[u].decide;
    return 1;
}

static bool same(const khung__row *a, const khung__row *b, uint32_t bits)
{
    int left = deciding(a->table, bits);
    for (int i = 0; i < KHUNG__ROW_MOST; i++)
        if ((bits >> i & 1) != 0 && left-- > 0 && !khung__str_eq(a->v[i], b->v[i]))
            return false;
    return true;
}

static void put_names(khung__buf *buf, khung__table table, uint32_t bits)
{
    bool first = true;
    for (int i = 0; i < KHUNG__ROW_MOST; i++) {
        if ((bits >> i & 1) == 0)
            continue;
        khung__buf_z(buf, first ? "" : " ");
        khung__buf_str(buf, khung__column_name(table, i));
        first = false;
    }
}

static void put_text(khung__buf *buf, khung__str text)
{
    if (text.s)
        khung__buf_json(buf, text);
    else
        khung__buf_z(buf, "null");
}

/* One column: its value; several: an object of them. bits 0: the whole row, null where it is not there. */
static void put_value(khung__buf *buf, const khung__row *row, uint32_t bits)
{
    bool first = true;
    if (!row) {
        khung__buf_z(buf, "null");
        return;
    }
    bool one = bits != 0 && (bits & (bits - 1)) == 0;
    if (bits == 0)
        bits = (UINT32_C(1) << khung__column_count(row->table)) - 1;
    khung__buf_z(buf, one ? "" : "{");
    for (int i = 0; i < KHUNG__ROW_MOST; i++) {
        if ((bits >> i & 1) == 0)
            continue;
        if (!one) {
            khung__buf_z(buf, first ? "" : ",");
            khung__buf_json(buf, khung__column_name(row->table, i));
            khung__buf_char(buf, ':');
        }
        put_text(buf, row->v[i]);
        first = false;
    }
    khung__buf_z(buf, one ? "" : "}");
}

/* ---- conflicts ---- */

static void put_version(khung__buf *buf, const khung__row *row, uint32_t bits, const khung__origin *origin)
{
    khung__buf_z(buf, "{\"value\":");
    put_value(buf, row, bits);
    khung__buf_z(buf, ",\"at\":");
    put_text(buf, origin->at);
    khung__buf_z(buf, ",\"by\":");
    put_text(buf, origin->by);
    khung__buf_z(buf, ",\"chain\":");
    put_text(buf, origin->chain);
    khung__buf_char(buf, '}');
}

/* The short name of who acted, where one is known here. */
static khung_status name_person(khung__receipt *r, khung__origin *origin)
{
    khung__str id = {0};
    khung_status status = origin->by.s ? khung__store_one(&id, r->store, &r->arena, r->log, "SELECT id FROM person WHERE key = ?1", "s", origin->by) : KHUNG_OK;
    origin->by = id.s ? id : origin->by;
    return status;
}

static khung__str place_of(khung__receipt *r, const khung__row *row, uint32_t bits)
{
    khung__buf buf = {0};
    khung__buf_printf(&buf, "[\"%s\",[", khung__tables[row->table].name);
    for (int i = 0; i < khung__tables[row->table].keys; i++) {
        khung__buf_z(&buf, i ? "," : "");
        put_text(&buf, row->v[i]);
    }
    khung__buf_z(&buf, "],\"");
    put_names(&buf, row->table, bits);
    khung__buf_z(&buf, "\"]");
    return khung__buf_take(&buf, &r->arena);
}

static khung__str column_of(const khung__row *row, const char *name)
{
    int i = khung__column_find(row->table, khung__str_of(name));
    return i < 0 ? (khung__str){0} : row->v[i];
}

/* The thread of a conflict: the assessment the row belongs to, else the organisation or network. */
static khung__str thread_of(khung__receipt *r, const khung__row *row)
{
    khung__str thread = row->table == KHUNG__T_assessment || row->table == KHUNG__T_network ? row->v[0] : column_of(row, "assessment");
    if (!thread.s && (row->table == KHUNG__T_judgement || row->table == KHUNG__T_reply || row->table == KHUNG__T_evidence_use))
        thread = khung__str_of(r->change->thread);
    if (!thread.s)
        thread = row->table == KHUNG__T_organisation ? row->v[0] : column_of(row, "organisation");
    return thread;
}

/* Both versions once: the same pair at the same place is no news, however it was settled. */
static khung_status is_recorded(int64_t *out, khung__receipt *r, khung__str place, khung__str ours, khung__str theirs)
{
    *out = 0;
    return khung__store_number(out, r->store, r->log,
                               "SELECT 1 FROM conflict WHERE place = ?1 AND json(ours -> '$.value') = json(?2 -> '$.value') "
                               "AND json(theirs -> '$.value') = json(?3 -> '$.value')", "sss", place, ours, theirs);
}

/* For people, with short names for who acted. */
static khung_status plan_conflict(khung__receipt *r, const char *key, const khung__row *ours, const khung__row *theirs, uint32_t bits, khung__sides sides)
{
    khung__buf *list = &r->conflicts;
    const khung__row *row = ours ? ours : theirs;
    khung_status status = name_person(r, &sides.our);
    if (status == KHUNG_OK)
        status = name_person(r, &sides.their);
    khung__buf_printf(list, "%s{\"key\":\"%s\",", list->n ? "," : "", key);
    khung__plan_row(list, r, row);
    khung__buf_z(list, ",\"columns\":\"");
    put_names(list, row->table, bits);
    khung__buf_z(list, "\",\"ours\":");
    put_version(list, ours, bits, &sides.our);
    khung__buf_z(list, ",\"theirs\":");
    put_version(list, theirs, bits, &sides.their);
    khung__buf_char(list, '}');
    r->conflict_count++;
    return status;
}

/* ours or theirs NULL: the row is not there on that side. */
static khung_status add_conflict(khung__receipt *r, const khung__row *ours, const khung__row *theirs, uint32_t bits, const khung__sides *sides)
{
    char key[KHUNG__UUID_SIZE];
    const khung__row *row = ours ? ours : theirs;
    khung__buf text = {0};
    int64_t recorded;
    put_version(&text, ours, bits, &sides->our);
    khung__str our = khung__buf_take(&text, &r->arena);
    put_version(&text, theirs, bits, &sides->their);
    khung__str their = khung__buf_take(&text, &r->arena), place = place_of(r, row, bits);
    if (!our.s || !their.s || !place.s)
        return KHUNG_NO_MEMORY;
    khung_status status = is_recorded(&recorded, r, place, our, their);
    if (status != KHUNG_OK || recorded)
        return status;
    status = khung__change_key(r->change, key);
    if (status == KHUNG_OK)
        status = khung__change_put(r->change, KHUNG__T_conflict, "tssssstnn", key,
                                   row->table == KHUNG__T_organisation ? row->v[0] : column_of(row, "organisation"), thread_of(r, row), place, our, their,
                                   r->change->time);
    if (status == KHUNG_OK)
        status = plan_conflict(r, key, ours, theirs, bits, *sides);
    return status;
}

/* Both sides say the same now: a conflict that was open about it is over. */
static khung_status close_conflicts(khung__receipt *r, const khung__row *row, uint32_t bits)
{
    sqlite3_stmt *question = NULL;
    khung__str place = place_of(r, row, bits);
    khung__buf value = {0};
    bool more = true;
    put_value(&value, row, bits);
    khung_status status = place.s && !value.failed ? KHUNG_OK : KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        status = khung__store_ask(&question, r->store, r->log,
                                  "SELECT key, CASE WHEN json(theirs -> '$.value') = json(?2) THEN 'theirs' ELSE 'ours' END FROM conflict "
                                  "WHERE place = ?1 AND settled IS NULL", "ss", place, (khung__str){value.s, value.n});
    while (status == KHUNG_OK && more) {
        status = khung__store_step(r->store, question, &more, r->log);
        if (status != KHUNG_OK || !more)
            break;
        khung__str key = khung__store_text(question, 0, &r->arena), kept = khung__store_text(question, 1, &r->arena);
        status = key.s && kept.s ? khung__change_set(r->change, KHUNG__T_conflict, "settled kept", "sts", key, r->change->time, kept) : KHUNG_NO_MEMORY;
    }
    sqlite3_finalize(question);
    khung__buf_free(&value);
    return status;
}

/* ---- one row ---- */

static khung_status plan_change(khung__receipt *r, const khung__row *from, const khung__row *to, uint32_t bits, khung__origin origin)
{
    khung__buf *list = &r->changed;
    khung_status status = name_person(r, &origin);
    khung__buf_z(list, list->n ? ",{" : "{");
    khung__plan_row(list, r, to);
    khung__buf_z(list, ",\"columns\":\"");
    put_names(list, to->table, bits);
    khung__buf_z(list, "\",\"from\":");
    put_value(list, from, bits);
    khung__buf_z(list, ",\"to\":");
    put_value(list, to, bits);
    khung__buf_z(list, ",\"at\":");
    put_text(list, origin.at);
    khung__buf_z(list, ",\"by\":");
    put_text(list, origin.by);
    khung__buf_char(list, '}');
    return status;
}

typedef struct merging {
    khung__row result;
    bool changed, mapped;
} merging;

static khung_status merge_unit(khung__receipt *r, merging *m, const khung__row *ours, const khung__row *theirs, uint32_t bits)
{
    khung__sides sides = khung__history_sides(r, ours, bits);
    if (same(ours, theirs, bits))
        return close_conflicts(r, ours, bits);
    bool told = sides.ours || sides.theirs || sides.theirs_open;
    if (told && !sides.theirs)
        return KHUNG_OK; /* only we changed it, or they know what we have and did not decide */
    bool said_here = false;
    khung_status known = khung__scope_is_said(&said_here, r, ours);
    if (known != KHUNG_OK)
        return known;
    said_here = said_here || sides.ours;
    for (int i = 0; m->mapped && i < KHUNG__ROW_MOST; i++) /* two rows that were made apart: what stands here was meant */
        said_here = said_here || ((bits >> i & 1) != 0 && ours->v[i].s);
    if (!told || said_here || sides.theirs_open)
        return add_conflict(r, ours, theirs, bits, &sides);
    for (int i = 0; i < KHUNG__ROW_MOST; i++)
        if ((bits >> i & 1) != 0)
            m->result.v[i] = theirs->v[i];
    m->changed = true;
    khung_status status = plan_change(r, ours, theirs, bits, sides.their);
    return status == KHUNG_OK ? close_conflicts(r, theirs, bits) : status;
}

static bool is_newly_matched(const khung__receipt *r, khung__str key)
{
    for (size_t i = r->maps_known; i < r->maps; i++)
        if (khung__str_eq(r->map[i].to, key))
            return true;
    return false;
}

static khung_status merge_present(khung__receipt *r, const khung__item *item, const khung__row *ours, const khung__row *theirs)
{
    khung_status status = KHUNG_OK;
    merging m = {.result = *ours, .mapped = is_newly_matched(r, theirs->v[0])};
    for (int i = khung__tables[theirs->table].keys; i < khung__column_count(theirs->table) && status == KHUNG_OK; i++) {
        uint32_t bits = unit_at(theirs->table, i);
        if (bits)
            status = merge_unit(r, &m, ours, theirs, bits);
    }
    return status == KHUNG_OK && m.changed ? khung__row_put(r, &m.result, item->line) : status;
}

static khung_status add_row(khung__receipt *r, const khung__item *item, const khung__row *theirs)
{
    khung_status status = khung__row_put(r, theirs, item->line);
    if (status == KHUNG_OK) {
        khung__buf_z(&r->fresh, r->fresh.n ? ",{" : "{");
        khung__plan_row(&r->fresh, r, theirs);
        khung__buf_char(&r->fresh, '}');
    }
    return status;
}

/* Frameworks, tracks and results never change: what is here already must be the same. */
static khung_status check_kept(khung__receipt *r, const khung__item *item, const khung__row *ours, const khung__row *theirs)
{
    khung__digits line;
    if (khung__str_eq(column_of(ours, "digest"), column_of(theirs, "digest")))
        return KHUNG_OK;
    return KHUNG__DIAG(r->log, KHUNG__D_RECEIVE_CHANGED, nowhere, khung__digits_of(&line, (int64_t)item->line),
                       khung__str_of(khung__tables[theirs->table].name), theirs->v[0]);
}

khung_status khung__merge_row(khung__receipt *r, const khung__item *item, const khung__row *theirs)
{
    khung__row ours;
    bool found = false;
    khung_status status = khung__row_here(&ours, &found, r, theirs);
    if (status != KHUNG_OK)
        return status;
    if (found && (theirs->table == KHUNG__T_framework || theirs->table == KHUNG__T_track || theirs->table == KHUNG__T_result ||
                  theirs->table == KHUNG__T_certificate))
        return check_kept(r, item, &ours, theirs);
    khung__row held = *theirs; /* what of it is believed */
    if (khung__cert_is_of(theirs->table)) {
        bool done = false;
        status = khung__cert_take(&done, r, item, found ? &ours : NULL, &held);
        if (status != KHUNG_OK || done)
            return status;
        theirs = &held;
    }
    bool inside = true;
    if (found)
        status = khung__scope_has(&inside, r, &ours);
    if (status == KHUNG_OK && !inside) { /* its key was taken for another organisation's row */
        khung__digits line;
        return KHUNG__DIAG(r->log, KHUNG__D_RECEIVE_SCOPE, nowhere, khung__digits_of(&line, (int64_t)item->line),
                           khung__str_of(khung__tables[theirs->table].name));
    }
    if (found)
        return status == KHUNG_OK ? merge_present(r, item, &ours, theirs) : status;
    khung__sides sides = khung__history_sides(r, theirs, 0);
    if (sides.ours && sides.theirs) /* removed here while it was changed there */
        return add_conflict(r, NULL, theirs, 0, &sides);
    return sides.ours ? KHUNG_OK : add_row(r, item, theirs);
}

khung_status khung__merge_removed(khung__receipt *r, const khung__row *row)
{
    khung__row ours;
    bool found = false;
    char types[8] = {0};
    bool inside = false, said = false;
    khung_status status = khung__scope_may_go(row->table) ? khung__row_here(&ours, &found, r, row) : KHUNG_OK;
    if (status == KHUNG_OK && found)
        status = khung__scope_has(&inside, r, &ours);
    if (status == KHUNG_OK && inside)
        status = khung__scope_is_said(&said, r, &ours);
    if (status != KHUNG_OK || !inside)
        return status;
    khung__sides sides = khung__history_sides(r, &ours, 0);
    if (sides.ours || said)
        return add_conflict(r, &ours, NULL, 0, &sides);
    memset(types, 's', (size_t)khung__tables[row->table].keys);
    khung__buf_z(&r->removed, r->removed.n ? ",{" : "{");
    khung__plan_row(&r->removed, r, &ours);
    khung__buf_char(&r->removed, '}');
    return khung__change_remove(r->change, row->table, types, ours.v[0], ours.v[1], ours.v[2], ours.v[3]);
}
