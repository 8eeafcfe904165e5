/* Certificates in bundles. They are what the issuer's own store wrote: no other store adds one, or says otherwise what became of it. Where the keys of an
 * issuer are known here, nothing is believed of its certificates but what these keys signed: the bundle, or the certificate itself. */
#include "certificate.h"
#include "exchange.h"
#include "../seal.h"

#include <stdlib.h>

static const khung__at nowhere = {0};

static khung__str column_of(const khung__row *row, const char *name)
{
    int i = khung__column_find(row->table, khung__str_of(name));
    return i < 0 ? (khung__str){0} : row->v[i];
}

static void set_column(khung__row *row, const char *name, khung__str value)
{
    row->v[khung__column_find(row->table, khung__str_of(name))] = value;
}

bool khung__cert_is_of(khung__table table)
{
    return table == KHUNG__T_issuer || table == KHUNG__T_certificate || table == KHUNG__T_certificate_condition || table == KHUNG__T_certificate_state ||
           table == KHUNG__T_certificate_signature;
}

/* ---- whose ---- */

/* The issuer that a row is about, as it is here; and what is known of who vouches for it. */
typedef struct about {
    khung__receipt *r;
    size_t line;
    khung__str chain, name, id;
    const khung__key_list *keys;   /* NULL: not known */
    bool own, senders;             /* it issues in this store; in the sender's */
    bool vouched;                  /* the bundle is signed by it */
} about;

static khung_status issuer_of(about *a, const khung__row *row)
{
    static const char sql[] = "SELECT chain, name, id FROM issuer WHERE key = coalesce((SELECT issuer FROM certificate WHERE key = ?1), ?2)";
    khung__rows rows = {0};
    khung__receipt *r = a->r;
    bool direct = row->table == KHUNG__T_certificate || row->table == KHUNG__T_issuer;
    khung__str key = row->table == KHUNG__T_issuer ? row->v[0] : column_of(row, "issuer");
    khung_status status = khung__gather(&rows, r->store, &r->arena, r->log, sql, "ss", direct ? (khung__str){0} : column_of(row, "certificate"), key);
    if (status == KHUNG_OK && rows.count) {
        a->chain = rows.cell[0];
        a->name = rows.cell[1];
        a->id = rows.cell[2];
    } else if (status == KHUNG_OK && row->table == KHUNG__T_issuer) {
        a->chain = column_of(row, "chain");
        a->name = column_of(row, "name");
        a->id = column_of(row, "id");
    }
    a->own = khung__str_eq(a->chain, r->own_chain);
    a->senders = khung__str_eq(a->chain, r->parcel->chain);
    if (status == KHUNG_OK && a->id.s && khung__is_id(a->id) && !a->own)
        status = khung__receipt_keys(&a->keys, r, a->id);
    a->vouched = khung__receipt_signed_by(r, a->id);
    return status;
}

static khung_status refuse(const about *a, khung__diag_id id, khung__str what)
{
    khung__digits line;
    return KHUNG__DIAG(a->r->log, id, nowhere, khung__digits_of(&line, (int64_t)a->line), a->name.s ? a->name : KHUNG__S("?"), what);
}

static khung__str number_of(khung__arena *arena, const khung__row *row)
{
    char text[KHUNG__NUMBER_SIZE];
    khung__str nn = column_of(row, "number"), year = column_of(row, "year");
    khung__claim_number(text, nn.s ? atoll(nn.s) : 0, year.s ? atoll(year.s) : 0, column_of(row, "abbr"));
    khung__str copy = khung__str_copy(arena, khung__str_of(text));
    return copy.s ? copy : KHUNG__S("?");
}

/* Looked at again when all is there. */
static void touch(khung__receipt *r, const khung__row *row)
{
    khung__buf_z(&r->certificates, r->certificates.n ? "," : "[");
    khung__buf_json(&r->certificates, row->v[0]);
}

/* ---- the issuer ---- */

/* Nobody takes the id of another issuer: by it codes, claims and lists of keys name one. */
static khung_status check_name(const about *a, const khung__row *theirs)
{
    khung__rows rows = {0};
    khung_status status = khung__gather(&rows, a->r->store, &a->r->arena, a->r->log,
                                        "SELECT name, chain = (SELECT chain FROM store) FROM issuer WHERE id = ?1 AND key <> ?2 ORDER BY 2 DESC", "ss", a->id,
                                        theirs->v[0]);
    if (status != KHUNG_OK || rows.count == 0)
        return status;
    if (rows.cell[1].s[0] == '1')
        return refuse(a, KHUNG__D_CERT_OUR_NAME, a->id);
    return a->vouched ? KHUNG_OK : refuse(a, KHUNG__D_CERT_SAME_NAME, a->id);
}

/* What nobody vouches for comes from the issuer's own list of keys. */
static khung_status fill_from_keys(const about *a, khung__row *theirs)
{
    khung__buf zone = {0};
    khung__buf_int(&zone, a->keys->offset);
    set_column(theirs, "name", a->keys->name);
    set_column(theirs, "name_en", (khung__str){0});
    set_column(theirs, "abbr", a->keys->abbreviation);
    set_column(theirs, "url", a->keys->urls[a->keys->url_count - 1]);
    set_column(theirs, "zone", khung__buf_take(&zone, &a->r->arena));
    return column_of(theirs, "zone").s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* Whether a bundle of that store that was made later came before; clocks that were ahead then are taken back to the day of receipt. */
static khung_status is_older(bool *out, khung__receipt *r)
{
    int64_t older = 0;
    khung_status status = khung__store_number(&older, r->store, r->log,
                                              "SELECT 1 FROM event WHERE act = 'receive' AND chain = ?1 AND body ->> '$.from' = ?2 "
                                              "AND min(body ->> '$.made', at) > ?3 LIMIT 1", "sss", r->own_chain, r->parcel->chain,
                                              khung__json_member(r->parcel->bundle.header, "made"));
    *out = older != 0;
    return status;
}

static khung_status take_issuer(bool *done, const about *a, const khung__row *ours, khung__row *theirs)
{
    bool older = false;
    khung_status status = KHUNG_OK;
    if (ours && (!khung__str_eq(column_of(ours, "id"), column_of(theirs, "id")) || !khung__str_eq(column_of(ours, "chain"), column_of(theirs, "chain"))))
        return refuse(a, KHUNG__D_CERT_SAME_NAME, a->id);
    if (!ours && a->own)
        return refuse(a, KHUNG__D_CERT_RECEIVED, (khung__str){0});
    if (!ours) {
        *done = false;
        status = check_name(a, theirs);
        return status == KHUNG_OK && a->keys && !a->vouched ? fill_from_keys(a, theirs) : status;
    }
    if (a->own || !a->senders || (a->keys && !a->vouched))
        return KHUNG_OK;
    status = is_older(&older, a->r);
    if (status != KHUNG_OK || older)
        return status;
    set_column(theirs, "since", column_of(ours, "since"));
    return khung__row_put(a->r, theirs, a->line);
}

/* ---- a certificate ---- */

static khung__str payload_of(khung__arena *arena, khung__str claim)
{
    bool valid = false;
    khung__str payload = claim.s ? khung__base64_read(arena, claim, &valid) : (khung__str){0};
    return valid ? payload : (khung__str){0};
}

/* The signed text must hold that claim. *right: a key of the list signed it; *good: which is not revoked, and signed on the day of issue. */
static bool read_signature(bool *right, bool *good, const about *a, khung__str content, khung__str payload)
{
    khung__seal seal;
    khung__sealed sealed;
    khung__claim claim;
    *right = *good = false;
    if (!content.s || !payload.s || khung__seal_find(&seal, &a->r->arena, content) != KHUNG__SEAL_OPEN ||
        !khung__cose_read(&sealed, seal.claim, KHUNG__CLAIM_KIND) || !khung__str_eq(sealed.payload, payload) || !khung__claim_read(&claim, payload))
        return false;
    const khung__key *key = a->keys ? khung__key_list_find(a->keys, sealed.key) : NULL;
    *right = key && !key->recovery && khung__cose_right(&sealed, key->open);
    *good = *right && khung__key_worth_of(key, claim.issued) == KHUNG__KEY_GOOD;
    return true;
}

/* The certificate's own signature, as it stands in the bundle; absent: without. */
static khung__str own_signature(khung__receipt *r, khung__str key)
{
    for (const khung__item *i = r->parcel->items; i < r->parcel->items + r->parcel->count; i++)
        if (i->kind == KHUNG__I_ROW && i->table == KHUNG__T_certificate_signature &&
            khung__str_eq(khung__receipt_key(r, khung__json_member(i->values, "certificate")), key))
            return khung__json_member(i->values, "content");
    return (khung__str){0};
}

/* A number that was given, or that this store's issuer may give: whoever has that number in hand must find one certificate only. Two issuers may have the
 * same letters where keys tell them apart. */
static khung_status check_number(const about *a, const khung__row *theirs)
{
    khung__str taken = {0};
    khung_status status = khung__store_one(&taken, a->r->store, &a->r->arena, a->r->log,
                                           "SELECT i.name FROM issuer i WHERE (i.key = ?1 OR ?5) AND ((i.key <> ?1 AND i.abbr = ?2 AND i.chain = ?6) OR EXISTS "
                                           "(SELECT 1 FROM certificate c WHERE c.issuer = i.key AND c.year = CAST(?3 AS INTEGER) AND "
                                           "c.number = CAST(?4 AS INTEGER) AND (c.abbr = ?2 OR i.key = ?1))) LIMIT 1",
                                           "ssssis", column_of(theirs, "issuer"), column_of(theirs, "abbr"), column_of(theirs, "year"),
                                           column_of(theirs, "number"), (int64_t)(a->keys == NULL), a->r->own_chain);
    return status == KHUNG_OK && taken.s ? refuse(a, KHUNG__D_CERT_NUMBER_TAKEN, number_of(&a->r->arena, theirs)) : status;
}

static khung_status take_certificate(bool *done, const about *a, const khung__row *theirs)
{
    bool right = false, good = false;
    *done = false;
    if (a->own)
        return refuse(a, KHUNG__D_CERT_RECEIVED, (khung__str){0});
    touch(a->r, theirs);
    khung_status status = check_number(a, theirs);
    if (status != KHUNG_OK || !a->keys)
        return status;
    if (!a->vouched)
        read_signature(&right, &good, a, own_signature(a->r, theirs->v[0]), payload_of(&a->r->arena, column_of(theirs, "claim")));
    return a->vouched || good ? KHUNG_OK : refuse(a, KHUNG__D_CERT_UNPROVED, number_of(&a->r->arena, theirs));
}

static khung_status take_signature(bool *done, const about *a, const khung__row *theirs)
{
    khung__str claim = {0};
    bool right = false, good = false;
    *done = false;
    khung_status status = khung__store_one(&claim, a->r->store, &a->r->arena, a->r->log, "SELECT claim FROM certificate WHERE key = ?1", "s", theirs->v[0]);
    if (status != KHUNG_OK || !claim.s)
        return status; /* it hangs on nothing: the schema refuses it */
    bool whole = read_signature(&right, &good, a, column_of(theirs, "content"), payload_of(&a->r->arena, claim));
    return whole && (right || !a->keys) ? KHUNG_OK : refuse(a, KHUNG__D_CERT_SIGNATURE, (khung__str){0});
}

/* ---- what became of it ---- */

static khung_status note_number(const about *a, const char *note, khung__str key)
{
    khung__str number = {0};
    khung_status status = khung__store_one(&number, a->r->store, &a->r->arena, a->r->log,
                                           "SELECT format('%02d/%d/GCN-%s', number, year, abbr) FROM certificate WHERE key = ?1", "s", key);
    if (status == KHUNG_OK)
        khung__plan_note(a->r, note, number, a->name);
    return status;
}

/* A day on which a condition was met counts by the issuer's word only; so it comes alone where nobody is known who could give that. */
static khung_status take_condition(bool *done, const about *a, const khung__row *ours, khung__row *theirs)
{
    static const char *const met[] = {"met", "met_at", "met_by", "met_note"};
    bool believed = a->vouched || !a->keys;
    if (ours && (!a->senders || !believed || column_of(ours, "met").s)) /* met stays met, though an older bundle comes */
        return KHUNG_OK;
    touch(a->r, theirs);
    if (ours)
        return khung__row_put(a->r, theirs, a->line);
    *done = false;
    if (believed || !column_of(theirs, "met").s)
        return KHUNG_OK;
    for (size_t i = 0; i < sizeof met / sizeof *met; i++)
        set_column(theirs, met[i], (khung__str){0});
    return note_number(a, "left-out", theirs->v[0]);
}

static khung_status take_state(bool *done, const about *a, const khung__row *ours, const khung__row *theirs)
{
    if (ours)
        return a->vouched ? note_number(a, "differs", theirs->v[0]) : KHUNG_OK;
    if (a->keys && !a->vouched && !khung__str_eq(column_of(theirs, "number"), KHUNG__S("1")))
        return note_number(a, "left-out", theirs->v[0]);
    touch(a->r, theirs);
    *done = false;
    return KHUNG_OK;
}

/* ---- a row ---- */

static bool same_row(const khung__row *ours, const khung__row *theirs)
{
    for (int i = 0; i < khung__column_count(ours->table); i++)
        if (!khung__str_eq(ours->v[i], theirs->v[i]) && (ours->v[i].s || theirs->v[i].s))
            return false;
    return true;
}

khung_status khung__cert_take(bool *done, khung__receipt *r, const khung__item *item, const khung__row *ours, khung__row *theirs)
{
    about a = {.r = r, .line = item->line};
    *done = true;
    if (ours && same_row(ours, theirs))
        return KHUNG_OK;
    khung_status status = issuer_of(&a, theirs);
    if (status != KHUNG_OK)
        return status;
    if (theirs->table == KHUNG__T_issuer)
        return take_issuer(done, &a, ours, theirs);
    if (theirs->table == KHUNG__T_certificate)
        return take_certificate(done, &a, theirs);
    if (a.own)
        return ours ? KHUNG_OK : refuse(&a, KHUNG__D_CERT_RECEIVED, (khung__str){0});
    if (theirs->table == KHUNG__T_certificate_condition)
        return take_condition(done, &a, ours, theirs);
    if (theirs->table == KHUNG__T_certificate_state)
        return take_state(done, &a, ours, theirs);
    return ours ? KHUNG_OK : take_signature(done, &a, theirs);
}

khung_status khung__cert_taken(khung__receipt *r)
{
    khung__str number = {0};
    if (r->certificates.n == 0)
        return r->certificates.failed ? KHUNG_NO_MEMORY : KHUNG_OK;
    khung__buf_char(&r->certificates, ']');
    if (r->certificates.failed)
        return KHUNG_NO_MEMORY;
    khung_status status = khung__cert_check(&number, r->store, &r->arena, (khung__str){r->certificates.s, r->certificates.n}, r->log);
    return status == KHUNG_OK && number.s ? KHUNG__DIAG(r->log, KHUNG__D_CERT_NOT_HELD, nowhere, number) : status;
}
