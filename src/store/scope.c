/* What a bundle may touch. Who made it is seldom known for certain (most bundles are not signed, and a signature says who made it, not what is true), so
 * it speaks of its own organisation only, it never takes back what somebody here said as a reviewer, and its results must follow from its answers. */
#include "exchange.h"
#include "look.h"

static const khung__at nowhere = {0};
enum { SCOPE_MOST = sizeof ((khung__receipt *)0)->scope / sizeof (khung__str) };

/* ---- organisations ---- */

static bool has_organisation(const khung__receipt *r, khung__str key)
{
    for (size_t i = 0; i < r->scopes; i++)
        if (khung__str_eq(r->scope[i], key))
            return true;
    return false;
}

/* A key as it is here. False when there are more than one bundle can be about. */
static bool add_key(khung__receipt *r, khung__str key)
{
    if (!key.s || has_organisation(r, key))
        return true;
    if (r->scopes == SCOPE_MOST)
        return false;
    r->scope[r->scopes++] = key;
    return true;
}

static bool add_organisation(khung__receipt *r, khung__str key)
{
    return add_key(r, khung__receipt_key(r, key));
}

static khung__str organisation_of_assessment(const khung__parcel *parcel, khung__str key)
{
    for (size_t i = 0; i < parcel->count; i++)
        if (parcel->items[i].kind == KHUNG__I_ROW && parcel->items[i].table == KHUNG__T_assessment &&
            khung__str_eq(khung__json_member(parcel->items[i].values, "key"), key))
            return khung__json_member(parcel->items[i].values, "organisation");
    return (khung__str){0};
}

/* What one row adds: the organisation that took this one over, or was taken over by it, that of the round before. */
static bool add_from(khung__receipt *r, const khung__item *item)
{
    const khung__json *v = item->values;
    if (item->kind != KHUNG__I_ROW)
        return true;
    khung__str key = khung__json_member(v, "key"), into = khung__json_member(v, "merged_into");
    if (item->table == KHUNG__T_organisation && has_organisation(r, khung__receipt_key(r, key)))
        return add_organisation(r, into);
    if (item->table == KHUNG__T_organisation && into.s && has_organisation(r, khung__receipt_key(r, into)))
        return add_organisation(r, key);
    if (item->table != KHUNG__T_assessment || !khung__json_member(v, "before").s ||
        !has_organisation(r, khung__receipt_key(r, khung__json_member(v, "organisation"))))
        return true;
    return add_organisation(r, organisation_of_assessment(r->parcel, khung__json_member(v, "before")));
}

/* Those that are one with them here: the sender need not know. */
static khung_status add_merged(bool *fits, khung__receipt *r)
{
    khung_status status = KHUNG_OK;
    size_t known = r->scopes;
    for (size_t i = 0; i < known && status == KHUNG_OK && *fits; i++) {
        sqlite3_stmt *rows = NULL;
        bool more = true;
        status = khung__store_ask(&rows, r->store, r->log, "SELECT value FROM json_each((SELECT json_group_array(key) FROM organisation WHERE key IN "
                                  KHUNG__FAMILY("?1") "))", "s", r->scope[i]);
        while (status == KHUNG_OK && more && *fits) {
            status = khung__store_step(r->store, rows, &more, r->log);
            if (status == KHUNG_OK && more)
                *fits = add_key(r, khung__store_text(rows, 0, &r->arena));
        }
        sqlite3_finalize(rows);
    }
    return status;
}

khung_status khung__scope_find(khung__receipt *r)
{
    const khung__parcel *parcel = r->parcel;
    khung__str about = khung__json_member(khung__json_find(parcel->bundle.header, "about"), "key");
    khung__str organisation = organisation_of_assessment(parcel, about);
    bool fits = add_organisation(r, organisation.s ? organisation : about);
    for (size_t before = 0; before != r->scopes && fits;) {
        before = r->scopes;
        for (size_t i = 0; i < parcel->count && fits; i++)
            fits = add_from(r, &parcel->items[i]);
    }
    khung_status status = fits ? add_merged(&fits, r) : KHUNG_OK;
    return status != KHUNG_OK || fits ? status : KHUNG__DIAG(r->log, KHUNG__D_BUNDLE_TOO_LARGE, nowhere);
}

/* ---- rows ---- */

static khung__str column_of(const khung__row *row, const char *name)
{
    int i = khung__column_find(row->table, khung__str_of(name));
    return i < 0 ? (khung__str){0} : row->v[i];
}

/* The organisation of what the row hangs on, as it stands here. */
static khung_status parent_of(khung__str *out, khung__receipt *r, const khung__row *row)
{
    const char *sql = NULL, *column = NULL;
    *out = (khung__str){0};
    if (row->table == KHUNG__T_judgement || row->table == KHUNG__T_reply) {
        column = "review";
        sql = "SELECT organisation FROM review WHERE key = ?1";
    } else if (row->table == KHUNG__T_evidence_use) {
        column = "evidence";
        sql = "SELECT organisation FROM evidence WHERE key = ?1";
    } else if (row->table == KHUNG__T_certificate_condition || row->table == KHUNG__T_certificate_state ||
               row->table == KHUNG__T_certificate_signature) {
        column = "certificate";
        sql = "SELECT organisation FROM certificate WHERE key = ?1";
    } else if (khung__column_find(row->table, KHUNG__S("assessment")) >= 0) {
        column = "assessment";
        sql = "SELECT organisation FROM assessment WHERE key = ?1";
    }
    return sql ? khung__store_one(out, r->store, &r->arena, r->log, sql, "s", column_of(row, column)) : KHUNG_OK;
}

khung_status khung__scope_has(bool *out, khung__receipt *r, const khung__row *row)
{
    khung__str parent, own = row->table == KHUNG__T_organisation ? row->v[0] : column_of(row, "organisation");
    khung_status status = parent_of(&parent, r, row);
    *out = status == KHUNG_OK && (!own.s || has_organisation(r, own)) && (!parent.s || has_organisation(r, parent));
    return status;
}

khung_status khung__scope_is_said(bool *out, khung__receipt *r, const khung__row *ours)
{
    int64_t here = 0;
    *out = ours->table == KHUNG__T_judgement || ours->table == KHUNG__T_reply || (ours->table == KHUNG__T_review && column_of(ours, "outcome").s);
    if (*out || ours->table != KHUNG__T_answer || !khung__str_eq(column_of(ours, "kind"), KHUNG__S("reviewer")))
        return KHUNG_OK;
    khung_status status = khung__store_number(&here, r->store, r->log, "SELECT 1 FROM person WHERE key = ?1 AND chain = ?2", "ss",
                                              column_of(ours, "person"), r->own_chain);
    *out = here != 0;
    return status;
}

bool khung__scope_may_go(khung__table table)
{
    static const khung__table tables[] = {KHUNG__T_answer, KHUNG__T_organisation_name, KHUNG__T_organisation_identifier, KHUNG__T_organisation_field,
                                          KHUNG__T_organisation_size, KHUNG__T_organisation_status, KHUNG__T_tie, KHUNG__T_evidence_use};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (tables[i] == table)
            return true;
    return false;
}

/* ---- results ---- */

static khung_status refuse_result(khung__receipt *r, khung__str why)
{
    return KHUNG__DIAG(r->log, KHUNG__D_RECEIVE_RESULT, nowhere, why);
}

khung_status khung__scope_results(khung__receipt *r, int64_t row)
{
    khung__look look = {.store = r->store};
    khung__str stray = {0};
    khung_status status = khung__store_one(&stray, r->store, &r->arena, r->log,
                                           "SELECT r.key FROM result r, json_each(r.tracks) k LEFT JOIN track t ON t.key = k.value "
                                           "WHERE r.rowid > ?1 AND t.assessment IS NOT r.assessment LIMIT 1", "i", row);
    if (status == KHUNG_OK && stray.s)
        return refuse_result(r, stray);
    if (status == KHUNG_OK)
        status = khung_log_new(&look.found, r->log ? khung__diag_language(r->log) : "en");
    if (status == KHUNG_OK)
        status = khung__check_results_after(&look, row);
    if (status == KHUNG_OK && khung_log_count_of(look.found, KHUNG_ERROR) > 0)
        status = refuse_result(r, khung__str_of(khung_log_message(look.found, 0)->text));
    khung__arena_free(&look.arena);
    khung_log_free(look.found);
    return status;
}

/* ---- what nobody signed ---- */

/* Of the rows that the change writes, as its event will hold them. ours: it speaks for a person of this store, who did not do it here. */
static const char unsigned_sql[] =
    "WITH c (i, t, b, a) AS (SELECT key, value ->> '$.table', value -> '$.before', value -> '$.after' FROM json_each(?1) WHERE value -> '$.after' <> 'null'), "
    "w (i, what, name, p, word) AS ("
    "SELECT i, 'person', a ->> '$.id', NULL, a ->> '$.role' FROM c WHERE t = 'person' AND b = 'null' "
    "UNION ALL SELECT i, 'role', a ->> '$.id', NULL, a ->> '$.role' FROM c WHERE t = 'person' AND b ->> '$.role' <> a ->> '$.role' "
    "UNION ALL SELECT i, 'review', (SELECT id FROM assessment WHERE key = a ->> '$.assessment'), a ->> '$.reviewer', coalesce(a ->> '$.outcome', 'begun') "
    "FROM c WHERE t = 'review' AND b ->> '$.outcome' IS NOT a ->> '$.outcome' OR (t = 'review' AND b = 'null') "
    "UNION ALL SELECT min(i), 'judgements', s.id, v.reviewer, count(*) FROM c JOIN review v ON v.key = a ->> '$.review' "
    "JOIN assessment s ON s.key = v.assessment "
    "WHERE t = 'judgement' GROUP BY v.key "
    "UNION ALL SELECT i, 'state', a ->> '$.id', a ->> '$.state_by', a ->> '$.state' FROM c WHERE t = 'assessment' AND b ->> '$.state' IS NOT a ->> '$.state' "
    "AND a ->> '$.state' <> 'draft' "
    "UNION ALL SELECT i, 'certificate', format('%02d/%d/GCN-%s', a ->> '$.number', a ->> '$.year', a ->> '$.abbr'), a ->> '$.made_by', a ->> '$.awarded' "
    "FROM c WHERE t = 'certificate' "
    "UNION ALL SELECT i, 'standing', (SELECT format('%02d/%d/GCN-%s', x.number, x.year, x.abbr) FROM certificate x WHERE x.key = a ->> '$.certificate'), "
    "a ->> '$.by', a ->> '$.state' FROM c WHERE t = 'certificate_state' AND a ->> '$.state' <> 'issued' "
    "UNION ALL SELECT i, 'met', (SELECT format('%02d/%d/GCN-%s', x.number, x.year, x.abbr) FROM certificate x WHERE x.key = a ->> '$.certificate'), "
    "a ->> '$.met_by', a ->> '$.number' FROM c WHERE t = 'certificate_condition' AND a ->> '$.met' IS NOT b ->> '$.met' "
    "UNION ALL SELECT i, 'issuer', a ->> '$.id', NULL, a ->> '$.name' || ', ' || (a ->> '$.url') FROM c WHERE t = 'issuer') "
    "SELECT json_group_array(json(item)) FROM (SELECT json_object('what', what, 'name', name, 'by', q.id, 'word', word, 'ours', "
    "json(iif(q.chain IS ?2, 'true', 'false'))) AS item FROM w LEFT JOIN person q ON q.key = w.p ORDER BY i)";

khung_status khung__scope_unsigned(khung__receipt *r)
{
    khung__buf list = {0};
    khung__buf_char(&list, '[');
    khung__buf_add(&list, r->change->rows.s, r->change->rows.n);
    khung__buf_char(&list, ']');
    khung_status status = list.failed || r->change->rows.failed ? KHUNG_NO_MEMORY : KHUNG_OK;
    if (status == KHUNG_OK)
        status = khung__store_one(&r->unsigned_list, r->store, &r->arena, r->log, unsigned_sql, "ss", (khung__str){list.s, list.n}, r->own_chain);
    khung__buf_free(&list);
    return status;
}
