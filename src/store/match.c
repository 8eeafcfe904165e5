/* Which rows of a bundle are known here under another key, and under which short names new ones come in. */
#include "exchange.h"

#include <stdio.h>
#include <string.h>

/* ---- what was found out before ---- */

/* The key by which the sender's row is known here because an earlier receipt said so: the first event of our own behind those that came
 * with the key. */
static khung_status remembered(khung__str *out, khung__receipt *r, khung__str key)
{
    khung__buf path = {0};
    int64_t first = 0;
    khung_status status = khung__store_number(&first, r->store, r->log, "SELECT min(seq) FROM event WHERE organisation = ?1", "s", key);
    if (status == KHUNG_OK && !first)
        status = khung__store_number(&first, r->store, r->log, "SELECT min(seq) FROM event WHERE thread = ?1", "s", key);
    if (status != KHUNG_OK || !first)
        return status;
    khung__buf_printf(&path, "$.mapped.\"%.*s\"", (int)key.n, key.s);
    if (path.failed)
        return KHUNG_NO_MEMORY;
    status = khung__store_one(out, r->store, &r->arena, r->log,
                              "SELECT body ->> ?2 FROM event WHERE seq > ?1 AND +chain = ?3 AND act = 'receive' AND body ->> ?2 IS NOT NULL "
                              "ORDER BY seq LIMIT 1", "iss", first, (khung__str){path.s, path.n}, r->own_chain);
    khung__buf_free(&path);
    return status;
}

/* ---- finding out ---- */

static khung_status same_name(bool *out, khung__receipt *r, khung__str a, khung__str b)
{
    khung__str x = khung__text_fold(&r->arena, a), y = khung__text_fold(&r->arena, b);
    *out = khung__str_eq(x, y);
    return x.s && y.s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* A number that an authority gave says it; and id and name together do. One of them alone may be chance. */
static khung_status match_organisation(khung__str *out, khung__receipt *r, const khung__item *item)
{
    khung_status status = KHUNG_OK;
    khung__str key = khung__json_member(item->values, "key"), name;
    bool same = false;
    for (const khung__item *i = item; i < r->parcel->items + r->parcel->count && status == KHUNG_OK && !out->s; i++)
        if (i->kind == KHUNG__I_ROW && i->table == KHUNG__T_organisation_identifier && khung__str_eq(khung__json_member(i->values, "organisation"), key))
            status = khung__store_one(out, r->store, &r->arena, r->log,
                                      "SELECT coalesce(o.merged_into, o.key) FROM organisation_identifier i JOIN organisation o ON o.key = i.organisation "
                                      "WHERE i.scheme = ?1 AND i.value = ?2 ORDER BY o.merged_into IS NOT NULL, o.key", "ss",
                                      khung__json_member(i->values, "scheme"), khung__json_member(i->values, "value"));
    if (status != KHUNG_OK || out->s)
        return status;
    status = khung__store_one(out, r->store, &r->arena, r->log, "SELECT key FROM organisation WHERE id = ?1", "s", khung__json_member(item->values, "id"));
    if (status != KHUNG_OK || !out->s)
        return status;
    status = khung__store_one(&name, r->store, &r->arena, r->log, "SELECT name FROM organisation WHERE key = ?1", "s", *out);
    if (status == KHUNG_OK)
        status = same_name(&same, r, name, khung__json_member(item->values, "name"));
    if (!same)
        *out = (khung__str){0};
    return status == KHUNG_OK && out->s ? khung__store_one(out, r->store, &r->arena, r->log,
                                                           "SELECT coalesce(merged_into, key) FROM organisation WHERE key = ?1", "s", *out) : status;
}

static khung_status match_network(khung__str *out, khung__receipt *r, const khung__item *item)
{
    bool same = false;
    khung__str name;
    khung_status status = khung__store_one(out, r->store, &r->arena, r->log, "SELECT key FROM network WHERE id = ?1", "s",
                                           khung__json_member(item->values, "id"));
    if (status != KHUNG_OK || !out->s)
        return status;
    status = khung__store_one(&name, r->store, &r->arena, r->log, "SELECT name FROM network WHERE key = ?1", "s", *out);
    if (status == KHUNG_OK)
        status = same_name(&same, r, name, khung__json_member(item->values, "name"));
    if (!same)
        *out = (khung__str){0};
    return status;
}

/* One organisation, one framework, one period: that is the assessment, whoever made it. Organisations that were merged are one. */
static khung_status match_assessment(khung__str *out, khung__receipt *r, const khung__item *item)
{
    const khung__json *v = item->values;
    return khung__store_one(out, r->store, &r->arena, r->log,
                            "SELECT a.key FROM assessment a WHERE a.organisation IN " KHUNG__FAMILY("?1")
                            " AND a.framework = ?2 AND a.period_from = ?3 AND a.period_to = ?4 ORDER BY a.organisation = ?1 DESC, a.key", "ssss",
                            khung__receipt_key(r, khung__json_member(v, "organisation")), khung__json_member(v, "framework"),
                            khung__json_member(v, "period_from"),
                            khung__json_member(v, "period_to"));
}

static khung_status match_track(khung__str *out, khung__receipt *r, const khung__item *item)
{
    const khung__json *v = item->values;
    if (khung__str_eq(khung__json_member(v, "kind"), KHUNG__S("respondent"))) /* two of them may say just the same */
        return KHUNG_OK;
    return khung__store_one(out, r->store, &r->arena, r->log,
                            "SELECT key FROM track WHERE assessment = ?1 AND kind = ?2 AND digest = ?3 AND kept_by = ?4", "ssss",
                            khung__receipt_key(r, khung__json_member(v, "assessment")), khung__json_member(v, "kind"), khung__json_member(v, "digest"),
                            khung__json_member(v, "kept_by"));
}

static const struct {
    khung__table table;
    const char *here; /* whether the key itself is known */
    khung_status (*match)(khung__str *out, khung__receipt *r, const khung__item *item);
    const char *types, *told;     /* what is bound: the key ?1, framework, period, digest; and the key, where it is a row that can be meant */
    const char *note, *id;        /* the remark when the sender's word was taken; the short name */
} ways[] = {
    {KHUNG__T_network, "SELECT 1 FROM network WHERE key = ?1", match_network, "s", "SELECT key FROM network WHERE key = ?1", "told-network",
     "SELECT id FROM network WHERE key = ?1"},
    {KHUNG__T_organisation, "SELECT 1 FROM organisation WHERE key = ?1", match_organisation, "s",
     "SELECT coalesce(merged_into, key) FROM organisation WHERE key = ?1", "told-organisation", "SELECT id FROM organisation WHERE key = ?1"},
    {KHUNG__T_assessment, "SELECT 1 FROM assessment WHERE key = ?1", match_assessment, "ssss",
     "SELECT key FROM assessment WHERE key = ?1 AND framework = ?2 AND period_from = ?3 AND period_to = ?4", "told-assessment",
     "SELECT id FROM assessment WHERE key = ?1"},
    {KHUNG__T_track, "SELECT 1 FROM track WHERE key = ?1", match_track, "sssss", "SELECT key FROM track WHERE key = ?1 AND digest = ?5", NULL, NULL},
};
enum { WAYS = sizeof ways / sizeof *ways };

/* The sender's own notes: what it calls `target` we may call `alias`. Nobody signed them: they are shown, and hold for rows of the same kind only,
 * of assessments and tracks for those that are the same by what they say. */
static khung_status told_by_sender(khung__str *to, khung__receipt *r, const khung__item *item, int way)
{
    const khung__json *mapped = khung__json_find(r->parcel->bundle.header, "mapped"), *v = item->values;
    khung__str key = khung__json_member(v, "key"), id;
    khung_status status = KHUNG_OK;
    for (const khung__json *m = mapped ? mapped->first : NULL; m && status == KHUNG_OK && !to->s; m = m->next)
        if (khung__str_eq(khung__json_plain(m), key))
            status = khung__store_one(to, r->store, &r->arena, r->log, ways[way].told, ways[way].types, m->key, khung__json_member(v, "framework"),
                                      khung__json_member(v, "period_from"), khung__json_member(v, "period_to"), khung__json_member(v, "digest"));
    if (status != KHUNG_OK || !to->s || !ways[way].note)
        return status;
    status = khung__store_one(&id, r->store, &r->arena, r->log, ways[way].id, "s", *to);
    khung__plan_note(r, ways[way].note, khung__json_member(v, "id"), id);
    return status;
}

/* An organisation that is here, merged into another: where the sender calls that one by this key, too, its row speaks for the one that is shown. */
static khung_status match_merged(khung__receipt *r, khung__str key)
{
    khung__str into = {0};
    const khung__json *mapped = khung__json_find(r->parcel->bundle.header, "mapped");
    khung_status status = khung__store_one(&into, r->store, &r->arena, r->log, "SELECT merged_into FROM organisation WHERE key = ?1", "s", key);
    bool one = false;
    for (const khung__json *m = mapped ? mapped->first : NULL; m && into.s && !one; m = m->next)
        one = khung__str_eq(m->key, into) && khung__str_eq(khung__json_plain(m), key);
    return one ? khung__receipt_map(r, key, into) : status;
}

/* before: only what is known from earlier receipts. */
static khung_status match_row(khung__receipt *r, const khung__item *item, int way, bool before)
{
    int64_t here = 0;
    khung__str key = khung__json_member(item->values, "key"), to = {0};
    khung_status status = khung__store_number(&here, r->store, r->log, ways[way].here, "s", key);
    if (status != KHUNG_OK || !khung__str_eq(khung__receipt_key(r, key), key))
        return status;
    if (here)
        return before && item->table == KHUNG__T_organisation ? match_merged(r, key) : KHUNG_OK;
    if (before) {
        if (item->table != KHUNG__T_track)
            status = remembered(&to, r, key);
        if (status == KHUNG_OK && !to.s)
            status = told_by_sender(&to, r, item, way);
    } else
        status = ways[way].match(&to, r, item);
    if (status != KHUNG_OK || !to.s)
        return status;
    if (!before && item->table != KHUNG__T_track)
        khung__plan_note(r, item->table == KHUNG__T_organisation ? "same-organisation" : item->table == KHUNG__T_network ? "same-network" : "same-assessment",
                         khung__json_member(item->values, "id"), khung__json_member(item->values, "name"));
    return khung__receipt_map(r, key, to);
}

khung_status khung__match_rows(khung__receipt *r)
{
    khung_status status = KHUNG_OK;
    for (int before = 1; before >= 0; before--) {
        for (size_t i = 0; i < r->parcel->count && status == KHUNG_OK; i++)
            for (int w = 0; w < WAYS && status == KHUNG_OK; w++)
                if (r->parcel->items[i].kind == KHUNG__I_ROW && r->parcel->items[i].table == ways[w].table)
                    status = match_row(r, &r->parcel->items[i], w, before);
        if (before)
            r->maps_known = r->maps;
    }
    return status;
}

khung_status khung__free_id(khung__str *out, khung__receipt *r, khung__table table, khung__str id)
{
    enum { MOST = 10000 };
    char sql[64];
    snprintf(sql, sizeof sql, "SELECT 1 FROM %s WHERE id = ?1", khung__tables[table].name);
    *out = id;
    for (int i = 2; i <= MOST; i++) {
        int64_t taken = 0;
        khung__buf text = {0};
        khung_status status = khung__store_number(&taken, r->store, r->log, sql, "s", *out);
        if (status != KHUNG_OK || !taken)
            return status;
        khung__buf_str(&text, id);
        khung__buf_printf(&text, "-%d", i);
        *out = khung__buf_take(&text, &r->arena);
        if (!out->s)
            return KHUNG_NO_MEMORY;
    }
    return KHUNG_TOO_LARGE;
}

/* ---- persons ---- */

/* Fields with their salt as they came, so that the commitment holds here too; the log never has them. */
static khung_status put_personal(khung__receipt *r, const khung__item *personal, khung__str subject)
{
    r->personal = true;
    return khung__personal_copy(r->store, subject, khung__json_member(personal->values, "content"), khung__json_member(personal->values, "salt"), true, r->log);
}

enum { ID = 1, ROLE = 2, COMMITMENT = 3, SINCE = 4, ERASED = 5, CHAIN = 6 }; /* columns of person */

static khung_status add_person(khung__receipt *r, const khung__item *item, const khung__item *personal, khung__row *theirs)
{
    khung__str id = theirs->v[ID];
    khung_status status = khung__is_id(id) ? khung__free_id(&theirs->v[ID], r, KHUNG__T_person, id) : KHUNG_BAD_DATA;
    if (status == KHUNG_BAD_DATA) {
        khung__digits line;
        return KHUNG__DIAG(r->log, KHUNG__D_RECEIVE_ROW, (khung__at){0}, khung__digits_of(&line, (int64_t)item->line), KHUNG__S("person"));
    }
    if (khung__str_eq(theirs->v[CHAIN], r->own_chain)) { /* our own people are here, erased or not */
        khung__digits line;
        return KHUNG__DIAG(r->log, KHUNG__D_RECEIVE_PERSON, (khung__at){0}, khung__digits_of(&line, (int64_t)item->line), id);
    }
    if (!personal || theirs->v[ERASED].s)
        theirs->v[COMMITMENT] = (khung__str){0}; /* nothing is here that it could commit to */
    if (status == KHUNG_OK)
        status = khung__row_put(r, theirs, item->line);
    if (status == KHUNG_OK && personal && !theirs->v[ERASED].s)
        status = put_personal(r, personal, theirs->v[0]);
    if (status != KHUNG_OK)
        return status;
    khung__buf_z(&r->fresh, r->fresh.n ? ",{" : "{");
    khung__plan_row(&r->fresh, r, theirs);
    khung__buf_char(&r->fresh, '}');
    if (!khung__str_eq(id, theirs->v[ID]))
        khung__plan_note(r, "renamed-person", id, theirs->v[ID]);
    return KHUNG_OK;
}

/* A person whose home is the sender follows the sender; one of ours, or somebody else's, is filled in only where nothing is known. No
 * conflicts about people: both versions of a personal field would stand in the log for ever. */
khung_status khung__merge_person(khung__receipt *r, const khung__item *item, const khung__item *personal)
{
    khung__row theirs, ours;
    bool found = false;
    khung_status status = khung__row_read(&theirs, r, KHUNG__T_person, item->values);
    if (status == KHUNG_OK)
        status = khung__row_here(&ours, &found, r, &theirs);
    if (status != KHUNG_OK || !found)
        return status == KHUNG_OK ? add_person(r, item, personal, &theirs) : status;
    bool home = khung__str_eq(ours.v[CHAIN], r->parcel->chain), news = personal && !khung__str_eq(ours.v[COMMITMENT], theirs.v[COMMITMENT]);
    khung__row to = ours;
    if (ours.v[ERASED].s) {
        if (personal)
            khung__plan_note(r, "stays-erased", ours.v[ID], (khung__str){0});
        return KHUNG_OK;
    }
    if (theirs.v[ERASED].s && ours.v[COMMITMENT].s)
        khung__plan_note(r, "erased-there", ours.v[ID], (khung__str){0});
    else if (theirs.v[ERASED].s)
        to.v[ERASED] = theirs.v[ERASED];
    if (home)
        to.v[ROLE] = theirs.v[ROLE];
    if (news && (home || !ours.v[COMMITMENT].s)) {
        to.v[COMMITMENT] = theirs.v[COMMITMENT];
        status = put_personal(r, personal, theirs.v[0]);
        if (status == KHUNG_OK)
            khung__plan_note(r, "named-person", ours.v[ID], (khung__str){0});
    }
    return status == KHUNG_OK ? khung__row_put(r, &to, item->line) : status;
}
