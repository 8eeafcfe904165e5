/* The signature of a bundle: an issuer's key over the digest of all that is in it, and what it is worth here. */
#include "exchange.h"
#include "../keys.h"
#include "../states.h"

#include <stdio.h>
#include <string.h>

#define KIND KHUNG__S("khung-bundle-1")
static const khung__at nowhere = {0};

/* What is signed: the digest as bytes, by whom, on which day of the issuer's calendar. */
typedef struct statement {
    khung__date day;
    khung__str digest, issuer;
} statement;

static const khung__cbor_field fields[] = {
    {0, "day", KHUNG__CBOR_DATE, offsetof(statement, day), true},
    {0, "digest", KHUNG__CBOR_BYTES, offsetof(statement, digest), true},
    {0, "issuer", KHUNG__CBOR_TEXT, offsetof(statement, issuer), true},
};
enum { FIELDS = sizeof fields / sizeof *fields, BEFORE_HEX = sizeof "sha256:" - 1 };

static void bytes_of(unsigned char out[32], const char digest[KHUNG_DIGEST_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < 32; i++) {
        const char *high = strchr(digits, digest[BEFORE_HEX + 2 * i]), *low = strchr(digits, digest[BEFORE_HEX + 2 * i + 1]);
        out[i] = (unsigned char)(high && low ? (high - digits) << 4 | (low - digits) : 0);
    }
}

/* ---- signing ---- */

static khung_status sign(khung__buf *out, const void *with, const char digest[KHUNG_DIGEST_SIZE], khung_log *log)
{
    const khung__signing *signing = with;
    const khung_keys *keys = signing->keys;
    khung__arena arena = {0};
    khung__buf payload = {0}, message = {0};
    unsigned char bytes[32];
    const statement said = {khung__states_day(signing->now, (int)keys->list.offset), {(const char *)bytes, 32}, keys->list.issuer};
    khung_status status = khung__keys_signer(keys, said.day, log);
    bytes_of(bytes, digest);
    if (status == KHUNG_OK) {
        bool right = khung__cbor_record_write(&payload, fields, FIELDS, &said) &&
                     khung__cose_sign(&message, KIND, (khung__str){payload.s, payload.n}, keys->open, keys->secret);
        khung__str text = right ? khung__base64_write(&arena, (khung__str){message.s, message.n}) : (khung__str){0};
        khung__buf_str(out, text);
        status = text.s && !out->failed ? KHUNG_OK : KHUNG_NO_MEMORY;
    }
    khung__buf_free(&payload);
    khung__buf_free(&message);
    khung__arena_free(&arena);
    return status;
}

khung__bundle_signer khung__signer_of(const khung__signing *signing)
{
    return (khung__bundle_signer){sign, signing};
}

/* ---- lists of keys ---- */

struct khung__known_keys {
    khung__known_keys *next;
    khung__str issuer;
    bool known;
    khung__key_list list;
};

static khung_status read_list(khung__known_keys *known, khung__receipt *r)
{
    const char *text = NULL, *issuer = khung__str_copy(&r->arena, known->issuer).s;
    if (!issuer)
        return KHUNG_NO_MEMORY;
    khung_status status = r->options->keys_of ? r->options->keys_of(&text, r->options->to, issuer) : KHUNG_OK;
    if (status == KHUNG_OK && text)
        status = khung__key_list_read(&known->list, khung__str_of(text), r->log);
    known->known = status == KHUNG_OK && text && khung__str_eq(known->list.issuer, known->issuer);
    return status;
}

khung_status khung__receipt_keys(const khung__key_list **out, khung__receipt *r, khung__str issuer)
{
    khung__known_keys *known = r->known_keys;
    khung_status status = KHUNG_OK;
    while (known && !khung__str_eq(known->issuer, issuer))
        known = known->next;
    if (!known) {
        known = khung__alloc(sizeof *known);
        if (!known)
            return KHUNG_NO_MEMORY;
        *known = (khung__known_keys){.next = r->known_keys, .issuer = issuer};
        r->known_keys = known;
        status = read_list(known, r);
    }
    *out = known->known ? &known->list : NULL;
    return status;
}

void khung__receipt_keys_free(khung__receipt *r)
{
    while (r->known_keys) {
        khung__known_keys *next = r->known_keys->next;
        khung__key_list_free(&r->known_keys->list);
        khung__free(r->known_keys);
        r->known_keys = next;
    }
}

/* ---- what a signature is worth ---- */

static khung_status refuse(khung__receipt *r, khung__diag_id id)
{
    return KHUNG__DIAG(r->log, id, nowhere, khung__str_of(r->signature.key), r->signature.issuer, khung__store_day(&r->arena, r->signature.day, r->log));
}

static khung_status judge(khung__receipt *r, const khung__key_list *list, const khung__sealed *sealed, khung__date day)
{
    const khung__key *key = khung__key_list_find(list, sealed->key);
    if (!key || key->recovery)
        return refuse(r, KHUNG__D_BUNDLE_OTHER_KEY);
    if (!khung__cose_right(sealed, key->open))
        return refuse(r, KHUNG__D_BUNDLE_FORGED);
    switch (khung__key_worth_of(key, day)) {
    case KHUNG__KEY_REVOKED: return refuse(r, KHUNG__D_BUNDLE_REVOKED);
    case KHUNG__KEY_EARLY: case KHUNG__KEY_RETIRED: return refuse(r, KHUNG__D_BUNDLE_PAST_KEY);
    case KHUNG__KEY_GOOD: break;
    }
    r->signature.known = true;
    r->signature.name = khung__str_copy(&r->arena, list->name);
    return r->signature.name.s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

khung_status khung__receipt_signature(khung__receipt *r)
{
    unsigned char digest[32];
    bool valid = false;
    statement said = {0};
    khung__sealed sealed;
    khung__buf day = {0};
    const khung__key_list *list = NULL;
    if (!r->parcel->bundle.signature.s)
        return KHUNG_OK;
    khung__str bytes = khung__base64_read(&r->arena, r->parcel->bundle.signature, &valid);
    if (!bytes.s)
        return KHUNG_NO_MEMORY;
    bytes_of(digest, r->parcel->bundle.digest);
    if (!valid || !khung__cose_read(&sealed, bytes, KIND) || !khung__cbor_record_read(&said, fields, FIELDS, sealed.payload) || said.digest.n != 32 ||
        !khung__is_id(said.issuer) || !khung__secret_equal(said.digest.s, digest, 32))
        return KHUNG__DIAG(r->log, KHUNG__D_BUNDLE_SIGNATURE, nowhere);
    khung__key_name(r->signature.key, sealed.key);
    khung__buf_date(&day, said.day);
    r->signature.day = khung__buf_take(&day, &r->arena);
    r->signature.issuer = said.issuer;
    if (!r->signature.day.s)
        return KHUNG_NO_MEMORY;
    khung_status status = khung__receipt_keys(&list, r, said.issuer);
    return status == KHUNG_OK && list ? judge(r, list, &sealed, said.day) : status;
}

bool khung__receipt_signed_by(const khung__receipt *r, khung__str issuer)
{
    return r->signature.known && khung__str_eq(r->signature.issuer, issuer);
}

/* A store that signed about these organisations before does not stop to: its signature was cut off, or somebody else made the bundle in its name. */
khung_status khung__receipt_still_signed(khung__receipt *r)
{
    khung__str before = {0};
    khung_status status = KHUNG_OK;
    for (size_t i = 0; i < r->scopes && status == KHUNG_OK && !before.s && !r->signature.known; i++)
        status = khung__store_one(&before, r->store, &r->arena, r->log,
                                  "SELECT body ->> '$.signed' FROM event WHERE organisation = ?1 AND act = 'receive' AND body ->> '$.from' = ?2 "
                                  "AND body ->> '$.signed' IS NOT NULL LIMIT 1", "ss", r->scope[i], r->parcel->chain);
    return status == KHUNG_OK && before.s ? KHUNG__DIAG(r->log, KHUNG__D_BUNDLE_NO_LONGER, nowhere, before) : status;
}
