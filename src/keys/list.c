/* keys/list: statements about keys, each signed and bound to the one before. */
#include "inside.h"

#include <string.h>

#define AT(member) offsetof(khung__key_statement, member)
static const khung__cbor_field fields[] = {
    {0, "act", KHUNG__CBOR_INT, AT(act), true},
    {0, "day", KHUNG__CBOR_DATE, AT(day), true},
    {0, "key", KHUNG__CBOR_BYTES, AT(key), false},
    {0, "seq", KHUNG__CBOR_INT, AT(seq), true},
    {0, "url", KHUNG__CBOR_TEXT, AT(url), false},
    {0, "name", KHUNG__CBOR_TEXT, AT(name), false},
    {0, "prev", KHUNG__CBOR_BYTES, AT(prev), false},
    {0, "zone", KHUNG__CBOR_TEXT, AT(zone), false},
    {0, "proof", KHUNG__CBOR_BYTES, AT(proof), false},
    {0, "until", KHUNG__CBOR_DATE, AT(until), false},
    {0, "issuer", KHUNG__CBOR_TEXT, AT(issuer), false},
    {0, "offset", KHUNG__CBOR_INT, AT(offset), false},
    {0, "reason", KHUNG__CBOR_TEXT, AT(reason), false},
    {0, "recovery", KHUNG__CBOR_INT, AT(recovery), false},
    {0, "abbreviation", KHUNG__CBOR_TEXT, AT(abbreviation), false},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static khung_status fault(khung_log *log, khung__diag_id id, const khung__key_list *list)
{
    char number[24];
    khung__buf text = {0};
    khung__buf_int(&text, (int64_t)list->statement_count + 1);
    size_t n = text.n < sizeof number ? text.n : sizeof number;
    memcpy(number, text.s ? text.s : "", text.s ? n : 0);
    khung__buf_free(&text);
    return KHUNG__DIAG(log, id, (khung__at){0}, (khung__str){number, n});
}

/* ---- keys ---- */

const khung__key *khung__key_list_find(const khung__key_list *list, const unsigned char id[KHUNG__KEY_ID])
{
    for (size_t i = 0; i < list->count; i++)
        if (memcmp(list->keys[i].id, id, KHUNG__KEY_ID) == 0)
            return &list->keys[i];
    return NULL;
}

khung__key_worth khung__key_worth_of(const khung__key *key, khung__date day)
{
    if (key->revoked.year)
        return KHUNG__KEY_REVOKED;
    if (khung__date_cmp(day, key->from) < 0)
        return KHUNG__KEY_EARLY;
    return key->until.year && khung__date_cmp(day, key->until) > 0 ? KHUNG__KEY_RETIRED : KHUNG__KEY_GOOD;
}

const khung__key *khung__key_list_newest(const khung__key_list *list, khung__date day)
{
    for (size_t i = list->count; i > 0; i--)
        if (!list->keys[i - 1].recovery && khung__key_worth_of(&list->keys[i - 1], day) == KHUNG__KEY_GOOD)
            return &list->keys[i - 1];
    return NULL;
}

bool khung__key_list_follows(const khung__key_list *list, const khung__key_list *older)
{
    for (size_t i = 0; i < older->statement_count; i++)
        if (i >= list->statement_count || !khung__str_eq(list->statements[i], older->statements[i]))
            return false;
    return true;
}

static void put_hex(char *out, const unsigned char *bytes, size_t n, size_t group)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        if (group && i && i % group == 0)
            *out++ = ' ';
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

void khung__key_fingerprint(char out[KHUNG__FINGERPRINT_SIZE], const khung__key *key)
{
    unsigned char digest[32];
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, key->open, KHUNG__PUBLIC);
    khung__sha256_end(&hash, digest);
    put_hex(out, digest, 16, 2);
}

void khung__key_name(char out[17], const unsigned char id[KHUNG__KEY_ID])
{
    put_hex(out, id, KHUNG__KEY_ID, 0);
}

/* ---- what a statement may say ---- */

/* That whoever lists a key has it: a key of somebody else could not be put into the list. */
static void put_proof(khung__buf *out, khung__str issuer, const unsigned char last[32], khung__str key)
{
    khung__cbor_list(out, 4);
    khung__cbor_text(out, KHUNG__S("khung-key-proof-1"));
    khung__cbor_text(out, issuer);
    khung__cbor_bytes(out, (khung__str){(const char *)last, 32});
    khung__cbor_bytes(out, key);
}

static bool proof_right(const khung__key_list *list, const khung__key_statement *said)
{
    khung__buf text = {0};
    put_proof(&text, list->issuer, list->last, said->key);
    bool right = said->proof.n == KHUNG__SIGNATURE && !text.failed &&
                 khung__sign_right((const unsigned char *)said->proof.s, text.s, text.n, (const unsigned char *)said->key.s);
    khung__buf_free(&text);
    return right;
}

static khung__key *named(khung__key_list *list, khung__str key)
{
    unsigned char id[KHUNG__KEY_ID];
    khung__key_id(id, (const unsigned char *)key.s);
    khung__key *found = (khung__key *)khung__key_list_find(list, id);
    return found && memcmp(found->open, key.s, KHUNG__PUBLIC) == 0 ? found : NULL;
}

static khung_status add_key(khung__key_list *list, const khung__key_statement *said, khung_log *log)
{
    unsigned char id[KHUNG__KEY_ID];
    khung__key_id(id, (const unsigned char *)said->key.s);
    if (list->count == KHUNG__KEYS_MOST || khung__key_list_find(list, id))
        return fault(log, KHUNG__D_KEYS_CHAIN, list);
    khung__key *key = &list->keys[list->count++];
    *key = (khung__key){.recovery = said->recovery == 1, .from = said->day};
    memcpy(key->open, said->key.s, KHUNG__PUBLIC);
    memcpy(key->id, id, KHUNG__KEY_ID);
    return KHUNG_OK;
}

static void edit(khung__key_list *list, const khung__key_statement *said)
{
    if (said->name.n)
        list->name = said->name;
    if (said->abbreviation.n)
        list->abbreviation = said->abbreviation;
    if (said->zone.n) {
        list->zone = said->zone;
        list->offset = said->offset;
    }
    if (said->url.n)
        list->urls[list->url_count++] = said->url;
}

static bool edit_fits(const khung__key_list *list, const khung__key_statement *said)
{
    bool root = said->act == KHUNG__KEY_ROOT;
    if (root && (!khung__is_id(said->issuer) || !said->name.n || !said->abbreviation.n || !said->zone.n || !said->url.n))
        return false;
    if (said->url.n > 62 || said->name.n > 512 || said->abbreviation.n > 32 || said->zone.n > 64 || said->offset < -840 || said->offset > 840)
        return false;
    return !said->url.n || (list->url_count < KHUNG__KEYS_MOST_URLS && said->url.n > 8 && memcmp(said->url.s, "https://", 8) == 0);
}

/* What the statement does, once signer and place are right. */
static khung_status take(khung__key_list *list, const khung__key_statement *said, khung_log *log)
{
    khung__key *key = said->key.n == KHUNG__PUBLIC ? named(list, said->key) : NULL;
    switch (said->act) {
    case KHUNG__KEY_ROOT:
        list->issuer = said->issuer;
        edit(list, said);
        return add_key(list, said, log);
    case KHUNG__KEY_ADD:
        if (said->key.n != KHUNG__PUBLIC || !proof_right(list, said))
            return fault(log, KHUNG__D_KEYS_SIGNATURE, list);
        return add_key(list, said, log);
    case KHUNG__KEY_RETIRE:
        if (!key || !said->until.year || khung__date_cmp(said->until, key->from) < 0)
            return fault(log, KHUNG__D_KEYS_CHAIN, list);
        key->until = said->until;
        return KHUNG_OK;
    case KHUNG__KEY_REVOKE:
        if (!key || key->revoked.year || !said->reason.n || said->reason.n > 512)
            return fault(log, KHUNG__D_KEYS_CHAIN, list);
        key->revoked = said->day;
        key->reason = said->reason;
        return KHUNG_OK;
    case KHUNG__KEY_EDIT: edit(list, said); return KHUNG_OK;
    default: return fault(log, KHUNG__D_KEYS_NEWER, list);
    }
}

/* A key that signs may say all; one for recovery may add and revoke; a revoked or retired one nothing. */
static bool may_say(const khung__key *signer, const khung__key_statement *said)
{
    if (khung__key_worth_of(signer, said->day) != KHUNG__KEY_GOOD)
        return false;
    return !signer->recovery || said->act == KHUNG__KEY_ADD || said->act == KHUNG__KEY_REVOKE || said->act == KHUNG__KEY_RETIRE;
}

/* ---- one after the other ---- */

static bool in_place(const khung__key_list *list, const khung__key_statement *said)
{
    bool first = list->statement_count == 0;
    if (said->seq != (int64_t)list->statement_count || first != (said->act == KHUNG__KEY_ROOT) || said->prev.n != (first ? 0 : 32))
        return false;
    if (!first && (memcmp(said->prev.s, list->last, 32) != 0 || khung__date_cmp(said->day, list->day) < 0))
        return false;
    return edit_fits(list, said) && said->recovery >= 0 && said->recovery <= 1 && !(first && said->recovery);
}

/* Checks a statement against the list so far and takes it up. `bytes` live as long as the list. */
static khung_status append(khung__key_list *list, khung__str bytes, khung_log *log)
{
    khung__sealed sealed;
    khung__key_statement said = {0};
    if (list->statement_count == KHUNG__KEYS_MOST_STATEMENTS)
        return fault(log, KHUNG__D_KEYS_TOO_MANY, list);
    if (!khung__cose_read(&sealed, bytes, KHUNG__KEYS_KIND) || !khung__cbor_record_read(&said, fields, FIELDS, sealed.payload) || !in_place(list, &said))
        return fault(log, KHUNG__D_KEYS_CHAIN, list);
    const khung__key *signer = khung__key_list_find(list, sealed.key);
    bool root = said.act == KHUNG__KEY_ROOT;
    if (root ? said.key.n != KHUNG__PUBLIC : !signer || !may_say(signer, &said))
        return fault(log, KHUNG__D_KEYS_SIGNER, list);
    if (!khung__cose_right(&sealed, root ? (const unsigned char *)said.key.s : signer->open))
        return fault(log, KHUNG__D_KEYS_SIGNATURE, list);
    khung_status status = take(list, &said, log);
    if (status != KHUNG_OK)
        return status;
    list->statements[list->statement_count++] = bytes;
    list->day = said.day;
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, bytes.s, bytes.n);
    khung__sha256_end(&hash, list->last);
    return KHUNG_OK;
}

khung_status khung__key_list_append(khung__key_list *list, khung__str bytes, khung_log *log)
{
    khung__key_list *before = khung__alloc(sizeof *before);
    if (!before)
        return KHUNG_NO_MEMORY;
    *before = *list;
    khung_status status = append(list, bytes, log);
    if (status != KHUNG_OK) {
        khung__arena arena = list->arena;
        *list = *before;
        list->arena = arena;
    }
    khung__free(before);
    return status;
}

static bool prove(khung__buf *out, const khung__key_list *list, khung__key_statement *said, const unsigned char *added)
{
    khung__buf text = {0};
    unsigned char signature[KHUNG__SIGNATURE];
    put_proof(&text, list->issuer, list->last, said->key);
    bool right = !text.failed && khung__sign(signature, text.s, text.n, added);
    khung__buf_free(&text);
    khung__buf_add(out, signature, sizeof signature);
    said->proof = (khung__str){out->s, out->n};
    return right && !out->failed;
}

khung_status khung__key_list_add(khung__key_list *list, khung__key_statement said, const unsigned char open[KHUNG__PUBLIC],
                                 const unsigned char secret[KHUNG__SECRET], const unsigned char *added, khung_log *log)
{
    khung__buf proof = {0}, payload = {0}, message = {0};
    khung_status status = KHUNG_NO_MEMORY;
    said.seq = (int64_t)list->statement_count;
    if (list->statement_count)
        said.prev = (khung__str){(const char *)list->last, 32};
    if ((!added || prove(&proof, list, &said, added)) && khung__cbor_record_write(&payload, fields, FIELDS, &said) &&
        khung__cose_sign(&message, KHUNG__KEYS_KIND, (khung__str){payload.s, payload.n}, open, secret)) {
        khung__str kept = khung__str_copy(&list->arena, (khung__str){message.s, message.n});
        status = kept.s ? khung__key_list_append(list, kept, log) : KHUNG_NO_MEMORY;
    }
    khung__buf_free(&proof);
    khung__buf_free(&payload);
    khung__buf_free(&message);
    return status;
}

void khung__key_list_free(khung__key_list *list)
{
    khung__arena_free(&list->arena);
}
