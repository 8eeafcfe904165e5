/* The signature of a certificate: made once, by the key that signs on its day of issue, and kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../seal.h"
#include "certificate.h"

static const khung__at nowhere = {0};

/* The keys must be of the issuer that the claim names. */
khung_status khung__cert_keys(const khung_keys *keys, khung__str issuer, const char *number, khung_log *log)
{
    if (!keys)
        return KHUNG__DIAG(log, KHUNG__D_CERT_NO_KEYS, nowhere, khung__str_of(number));
    return khung__str_eq(keys->list.issuer, issuer) ? KHUNG_OK : KHUNG__DIAG(log, KHUNG__D_CERT_KEYS, nowhere, keys->list.issuer, issuer);
}

static khung_status sign(khung__str *text, khung__change *change, const khung__cert *cert, const khung_keys *keys)
{
    khung__claim claim;
    khung__buf signed_claim = {0}, sealed = {0};
    bool valid = false;
    khung__str payload = khung__base64_read(&change->arena, cert->cell[KHUNG__CERT_CLAIM], &valid);
    if (!valid || !khung__claim_read(&claim, payload))
        return KHUNG__DIAG(change->log, KHUNG__D_CERT_NOT_SIGNED, nowhere, khung__str_of(cert->number));
    khung_status status = khung__cert_keys(keys, claim.issuer, cert->number, change->log);
    if (status == KHUNG_OK)
        status = khung__keys_signer(keys, claim.issued, change->log);
    if (status == KHUNG_OK && (!khung__claim_sign(&signed_claim, &claim, keys->open, keys->secret) ||
                               !khung__seal_text(&sealed, (khung__str){signed_claim.s, signed_claim.n}, false, (khung__str){0})))
        status = KHUNG_NO_MEMORY;
    khung__buf_free(&signed_claim);
    *text = khung__buf_take(&sealed, &change->arena);
    return status == KHUNG_OK && !text->s ? KHUNG_NO_MEMORY : status;
}

static khung_status known(khung__str *text, khung_store *store, khung__arena *arena, const khung__cert *cert, khung_log *log)
{
    return khung__store_one(text, store, arena, log, "SELECT content FROM certificate_signature WHERE certificate = ?1", "s", cert->cell[KHUNG__CERT_KEY]);
}

static khung_status sign_now(khung__str *text, khung__change *change, const char *number, const khung_keys *keys)
{
    khung__cert cert;
    khung_status status = khung__cert_find(&cert, change->store, &change->arena, number, change->log);
    if (status != KHUNG_OK)
        return status;
    if (!cert.ours)
        return KHUNG__DIAG(change->log, KHUNG__D_CERT_OTHER_STORE, nowhere, khung__str_of(cert.number), cert.cell[KHUNG__CERT_ISSUER_NAME]);
    snprintf(change->thread, sizeof change->thread, "%s", cert.cell[KHUNG__CERT_ASSESSMENT].s);
    snprintf(change->organisation, sizeof change->organisation, "%s", cert.cell[KHUNG__CERT_ORGANISATION].s);
    status = known(text, change->store, &change->arena, &cert, change->log);
    if (status != KHUNG_OK || text->s)
        return status; /* another process was first */
    status = sign(text, change, &cert, keys);
    return status == KHUNG_OK ? khung__change_put(change, KHUNG__T_certificate_signature, "sss" "tt", cert.cell[KHUNG__CERT_KEY],
                                                  cert.cell[KHUNG__CERT_ORGANISATION], *text, change->time, change->person)
                              : status;
}

khung_status khung_certificate_signed(char **text, size_t *size, khung_store *store, const char *number, const khung_keys *keys, const char *person,
                                      int64_t now, khung_log *log)
{
    khung__arena arena = {0};
    khung__cert cert;
    khung__change change;
    khung__str content = {0};
    char *lent = NULL;
    if (!text || !size || !store || !number)
        return KHUNG_BAD_CALL;
    khung_status status = khung__cert_find(&cert, store, &arena, number, log);
    if (status == KHUNG_OK)
        status = known(&content, store, &arena, &cert, log);
    khung__states_found standing = status == KHUNG_OK ? khung__states_on(&cert.life, khung__states_day(now, cert.zone)) : (khung__states_found){0};
    if (status == KHUNG_OK && !khung__states_in_force(standing.state)) /* a copy may be wanted all the same */
        KHUNG__DIAG(log, KHUNG__D_CERT_NOT_IN_FORCE, nowhere, khung__str_of(cert.number),
                    khung__str_of(khung__states_word(standing.state, khung__log_language(log))), khung__cert_day(&arena, standing.since, log));
    bool fresh = status == KHUNG_OK && !content.s;
    if (fresh)
        status = khung__change_begin(&change, store, "certificate.sign", person ? person : "", now, log);
    bool begun = fresh && status == KHUNG_OK;
    if (begun)
        status = sign_now(&content, &change, number, keys);
    if (status == KHUNG_OK) {
        *size = content.n;
        status = khung__store_lend(&lent, content);
    }
    if (begun)
        status = khung__change_end(&change, status);
    khung__arena_free(&arena);
    if (status == KHUNG_OK)
        *text = lent;
    else
        khung_text_free(lent);
    return status;
}

khung_status khung_certificate_in_force(khung_store *store, const char *number, int64_t now, khung_log *log)
{
    khung__arena arena = {0};
    khung__cert cert;
    if (!store || !number)
        return KHUNG_BAD_CALL;
    khung_status status = khung__cert_find(&cert, store, &arena, number, log);
    khung__states_found standing = status == KHUNG_OK ? khung__states_on(&cert.life, khung__states_day(now, cert.zone)) : (khung__states_found){0};
    if (status == KHUNG_OK && !khung__states_in_force(standing.state))
        status = KHUNG__DIAG(log, KHUNG__D_CERT_NO_BADGE, nowhere, khung__str_of(cert.number),
                             khung__str_of(khung__states_word(standing.state, khung__log_language(log))), khung__cert_day(&arena, standing.since, log));
    khung__arena_free(&arena);
    return status;
}

khung_status khung_certificate_assessment(char **id, khung_store *store, const char *number, khung_log *log)
{
    khung__arena arena = {0};
    khung__cert cert;
    if (!id || !store || !number)
        return KHUNG_BAD_CALL;
    khung_status status = khung__cert_find(&cert, store, &arena, number, log);
    if (status == KHUNG_OK)
        status = khung__store_lend(id, cert.cell[KHUNG__CERT_ASSESSMENT_ID]);
    khung__arena_free(&arena);
    return status;
}
