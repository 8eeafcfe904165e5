/* cbor/cose: messages with one signature (RFC 9052, section 4.2), by Ed25519 (RFC 9053, section 2.2). */
#include "../cbor.h"

#include <string.h>

enum { COSE_SIGN1 = 18, ALGORITHM = 1, KEY = 4, TYPE = 16, EDDSA = -8 };

void khung__key_id(unsigned char id[KHUNG__KEY_ID], const unsigned char public_key[KHUNG__PUBLIC])
{
    unsigned char digest[32];
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, public_key, KHUNG__PUBLIC);
    khung__sha256_end(&hash, digest);
    memcpy(id, digest, KHUNG__KEY_ID);
}

static void put_protected(khung__buf *out, khung__str kind, const unsigned char key[KHUNG__KEY_ID])
{
    khung__cbor_map(out, 3);
    khung__cbor_int(out, ALGORITHM);
    khung__cbor_int(out, EDDSA);
    khung__cbor_int(out, KEY);
    khung__cbor_bytes(out, (khung__str){(const char *)key, KHUNG__KEY_ID});
    khung__cbor_int(out, TYPE);
    khung__cbor_text(out, kind);
}

/* What is signed: the protected header and the payload, each with its length, behind a word that says what it is. */
static void put_signed(khung__buf *out, khung__str head, khung__str payload)
{
    khung__cbor_list(out, 4);
    khung__cbor_text(out, KHUNG__S("Signature1"));
    khung__cbor_bytes(out, head);
    khung__cbor_bytes(out, KHUNG__S(""));
    khung__cbor_bytes(out, payload);
}

static void put_message(khung__buf *out, khung__str head, khung__str payload, const unsigned char signature[KHUNG__SIGNATURE])
{
    khung__cbor_tag(out, COSE_SIGN1);
    khung__cbor_list(out, 4);
    khung__cbor_bytes(out, head);
    khung__cbor_map(out, 0);
    khung__cbor_bytes(out, payload);
    khung__cbor_bytes(out, (khung__str){(const char *)signature, KHUNG__SIGNATURE});
}

bool khung__cose_sign(khung__buf *out, khung__str kind, khung__str payload, const unsigned char public_key[KHUNG__PUBLIC],
                      const unsigned char secret[KHUNG__SECRET])
{
    khung__buf head = {0}, text = {0};
    unsigned char id[KHUNG__KEY_ID], signature[KHUNG__SIGNATURE];
    khung__key_id(id, public_key);
    put_protected(&head, kind, id);
    put_signed(&text, (khung__str){head.s, head.n}, payload);
    bool right = !head.failed && !text.failed && khung__sign(signature, text.s, text.n, secret);
    if (right)
        put_message(out, (khung__str){head.s, head.n}, payload, signature);
    khung__buf_free(&head);
    khung__buf_free(&text);
    return right && !out->failed;
}

/* The header must be, byte for byte, what signing writes. */
static bool read_protected(khung__sealed *out, khung__str kind)
{
    khung__cbor in = khung__cbor_of(out->head);
    bool known = khung__cbor_read_map(&in, 3) == 3 && khung__cbor_read_int(&in) == ALGORITHM && khung__cbor_read_int(&in) == EDDSA &&
                 khung__cbor_read_int(&in) == KEY;
    khung__str key = khung__cbor_read_bytes(&in);
    known = known && khung__cbor_read_int(&in) == TYPE;
    out->kind = khung__cbor_read_text(&in);
    if (!known || !khung__cbor_ended(&in) || key.n != KHUNG__KEY_ID || !khung__str_eq(out->kind, kind))
        return false;
    memcpy(out->key, key.s, KHUNG__KEY_ID);
    return true;
}

bool khung__cose_read(khung__sealed *out, khung__str bytes, khung__str kind)
{
    khung__cbor in = khung__cbor_of(bytes);
    khung__sealed sealed = {0};
    bool known = khung__cbor_read_tag(&in) == COSE_SIGN1 && khung__cbor_read_list(&in, 4) == 4;
    sealed.head = khung__cbor_read_bytes(&in);
    known = known && khung__cbor_read_map(&in, 0) == 0;
    sealed.payload = khung__cbor_read_bytes(&in);
    khung__str signature = khung__cbor_read_bytes(&in);
    if (!known || !khung__cbor_ended(&in) || signature.n != KHUNG__SIGNATURE || !read_protected(&sealed, kind))
        return false;
    memcpy(sealed.signature, signature.s, KHUNG__SIGNATURE);
    *out = sealed;
    return true;
}

bool khung__cose_right(const khung__sealed *sealed, const unsigned char public_key[KHUNG__PUBLIC])
{
    khung__buf text = {0};
    put_signed(&text, sealed->head, sealed->payload);
    bool right = !text.failed && khung__sign_right(sealed->signature, text.s, text.n, public_key);
    khung__buf_free(&text);
    return right;
}
