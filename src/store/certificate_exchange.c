/* Certificates in bundles. They are what the issuer's own store wrote: no other store adds one, or says otherwise what became of it. */
#include "exchange.h"

static khung__str column_of(const khung__row *row, const char *name)
{
    int i = khung__column_find(row->table, khung__str_of(name));
    return i < 0 ? (khung__str){0} : row->v[i];
}

bool khung__cert_is_of(khung__table table)
{
    return table == KHUNG__T_issuer || table == KHUNG__T_certificate || table == KHUNG__T_certificate_condition || table == KHUNG__T_certificate_state ||
           table == KHUNG__T_certificate_signature;
}

/* The chain and the name of the issuer that a row is about. */
static khung_status issuer_of(khung__str *chain, khung__str *name, khung__receipt *r, const khung__row *row)
{
    static const char of_issuer[] = "SELECT %s FROM issuer WHERE key = ?1";
    static const char of_certificate[] = "SELECT i.%s FROM certificate c JOIN issuer i ON i.key = c.issuer WHERE c.key = ?1";
    char sql[128];
    bool direct = row->table == KHUNG__T_certificate;
    khung__str key = direct ? column_of(row, "issuer") : column_of(row, "certificate");
    if (row->table == KHUNG__T_issuer) {
        *chain = column_of(row, "chain");
        *name = column_of(row, "name");
        return KHUNG_OK;
    }
    sqlite3_snprintf((int)sizeof sql, sql, direct ? of_issuer : of_certificate, "chain");
    khung_status status = khung__store_one(chain, r->store, &r->arena, r->log, sql, "s", key);
    sqlite3_snprintf((int)sizeof sql, sql, direct ? of_issuer : of_certificate, "name");
    return status == KHUNG_OK ? khung__store_one(name, r->store, &r->arena, r->log, sql, "s", key) : status;
}

static bool same_row(const khung__row *ours, const khung__row *theirs)
{
    for (int i = 0; i < khung__column_count(ours->table); i++)
        if (!khung__str_eq(ours->v[i], theirs->v[i]) && (ours->v[i].s || theirs->v[i].s))
            return false;
    return true;
}

/* What is added later; all else was written once. A condition that was met stays met, though an older bundle comes. */
static bool may_grow(const khung__row *ours)
{
    return ours->table == KHUNG__T_issuer || (ours->table == KHUNG__T_certificate_condition && !column_of(ours, "met").s);
}

khung_status khung__cert_take(bool *done, khung__receipt *r, const khung__item *item, const khung__row *ours, const khung__row *theirs)
{
    khung__str chain = {0}, name = {0};
    khung__digits line;
    *done = true;
    if (ours && same_row(ours, theirs))
        return KHUNG_OK;
    khung_status status = issuer_of(&chain, &name, r, theirs);
    if (status != KHUNG_OK)
        return status;
    bool own = khung__str_eq(chain, r->own_chain), senders = khung__str_eq(chain, r->parcel->chain);
    if (own && !ours)
        return KHUNG__DIAG(r->log, KHUNG__D_CERT_RECEIVED, (khung__at){0}, khung__digits_of(&line, (int64_t)item->line), name.s ? name : KHUNG__S("?"));
    if (ours && (own || !senders || !may_grow(ours)))
        return KHUNG_OK; /* an older bundle, or somebody else's word */
    if (ours)
        return khung__row_put(r, theirs, item->line);
    *done = false; /* new: as every row */
    return KHUNG_OK;
}
