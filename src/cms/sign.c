/* cms/sign: the signature in DER. Each part is written when what stands in it is known, from within to without. */
#include "inside.h"

#include <string.h>

enum { SEQUENCE = 0x30, SET = 0x31, OCTETS = 0x04, OBJECT = 0x06, CHOICE_0 = 0xA0 };

#define ID(bytes) ((khung__str){bytes, sizeof(bytes) - 1})
#define ID_DATA ID("\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01")
#define ID_SIGNED_DATA ID("\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02")
#define ID_CONTENT_TYPE ID("\x2A\x86\x48\x86\xF7\x0D\x01\x09\x03")
#define ID_MESSAGE_DIGEST ID("\x2A\x86\x48\x86\xF7\x0D\x01\x09\x04")
#define ID_SIGNING_CERTIFICATE ID("\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x02\x2F") /* the second form of it */
#define ID_SHA256 ID("\x60\x86\x48\x01\x65\x03\x04\x02\x01")
#define ID_RSA ID("\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01")
#define ID_ECDSA_SHA256 ID("\x2A\x86\x48\xCE\x3D\x04\x03\x02")
#define NOTHING ID("\x05\x00")
#define VERSION_1 ID("\x02\x01\x01")

static khung__str whole(const khung__buf *b)
{
    return (khung__str){b->s, b->n};
}

static void put(khung__buf *out, int tag, khung__str content)
{
    size_t n = content.n;
    unsigned bytes = n < 0x80 ? 0 : n < 0x100 ? 1 : n < 0x10000 ? 2 : 3;
    khung__buf_char(out, (char)tag);
    khung__buf_char(out, (char)(bytes ? 0x80 | bytes : n));
    for (unsigned i = bytes; i-- > 0;)
        khung__buf_char(out, (char)(n >> (8 * i)));
    khung__buf_str(out, content);
}

/* Gives what was written so far a tag and a length before it. */
static void wrap(khung__buf *b, int tag)
{
    khung__buf outer = {0};
    put(&outer, tag, whole(b));
    outer.failed = outer.failed || b->failed;
    khung__buf_free(b);
    *b = outer;
}

static void put_algorithm(khung__buf *out, khung__str id, khung__str parameter)
{
    khung__buf b = {0};
    put(&b, OBJECT, id);
    khung__buf_str(&b, parameter);
    put(out, SEQUENCE, whole(&b));
    out->failed = out->failed || b.failed;
    khung__buf_free(&b);
}

static void put_attribute(khung__buf *out, khung__str id, khung__str value)
{
    khung__buf b = {0};
    put(&b, OBJECT, id);
    put(&b, SET, value);
    put(out, SEQUENCE, whole(&b));
    out->failed = out->failed || b.failed;
    khung__buf_free(&b);
}

/* The digest of the signer's certificate, so that no other one can be put in its place. */
static void put_signing_certificate(khung__buf *out, khung__str certificate)
{
    unsigned char digest[32];
    khung__sha256 hash;
    khung__buf b = {0};
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, certificate.s, certificate.n);
    khung__sha256_end(&hash, digest);
    put(&b, OCTETS, (khung__str){(const char *)digest, 32});
    for (int i = 0; i < 3; i++) /* the certificate's, the list of them, the attribute's */
        wrap(&b, SEQUENCE);
    put_attribute(out, ID_SIGNING_CERTIFICATE, whole(&b));
    out->failed = out->failed || b.failed;
    khung__buf_free(&b);
}

/* In the order that DER gives a set: their lengths, of which all are fixed, grow. */
static void put_attributes(khung__buf *out, const khung_pdf_key *key, const unsigned char digest[32])
{
    khung__buf type = {0}, value = {0};
    put(&type, OBJECT, ID_DATA);
    put(&value, OCTETS, (khung__str){(const char *)digest, 32});
    put_attribute(out, ID_CONTENT_TYPE, whole(&type));
    put_attribute(out, ID_MESSAGE_DIGEST, whole(&value));
    put_signing_certificate(out, key->chain[0]);
    out->failed = out->failed || type.failed || value.failed;
    khung__buf_free(&type);
    khung__buf_free(&value);
}

/* What libcrypto signs: the attributes as a set. */
static bool sign(khung__buf *out, const khung_pdf_key *key, khung__str attributes)
{
    khung__buf set = {0};
    unsigned char room[2048]; /* RSA of 16384 bits, the most that libcrypto makes */
    size_t n = sizeof room;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    put(&set, SET, attributes);
    bool right = context && !set.failed && EVP_DigestSignInit_ex(context, NULL, "SHA256", key->secret->context, NULL, key->secret->key, NULL) == 1 &&
                 EVP_DigestSign(context, room, &n, (const unsigned char *)set.s, set.n) == 1;
    if (right)
        put(out, OCTETS, (khung__str){(const char *)room, n});
    out->failed = out->failed || set.failed;
    khung__buf_free(&set);
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return right;
}

static bool put_signer(khung__buf *out, const khung_pdf_key *key, const unsigned char digest[32])
{
    khung__buf b = {0}, name = {0}, attributes = {0};
    khung__buf_str(&name, key->issuer);
    khung__buf_str(&name, key->serial);
    put_attributes(&attributes, key, digest);
    khung__buf_str(&b, VERSION_1);
    put(&b, SEQUENCE, whole(&name));
    put_algorithm(&b, ID_SHA256, (khung__str){0});
    put(&b, CHOICE_0, whole(&attributes));
    put_algorithm(&b, key->rsa ? ID_RSA : ID_ECDSA_SHA256, key->rsa ? NOTHING : (khung__str){0});
    b.failed = b.failed || name.failed || attributes.failed;
    bool right = !b.failed && sign(&b, key, whole(&attributes));
    wrap(&b, SEQUENCE);
    put(out, SET, whole(&b));
    out->failed = out->failed || b.failed;
    khung__buf_free(&b);
    khung__buf_free(&name);
    khung__buf_free(&attributes);
    return right;
}

/* A set of DER is sorted by its bytes. */
static void put_certificates(khung__buf *out, const khung_pdf_key *key)
{
    size_t order[KHUNG__CMS_MOST_CHAIN];
    khung__buf b = {0};
    for (size_t i = 0; i < key->chain_count; i++) {
        size_t at = i;
        for (; at > 0 && khung__str_cmp(key->chain[order[at - 1]], key->chain[i]) > 0; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (size_t i = 0; i < key->chain_count; i++)
        khung__buf_str(&b, key->chain[order[i]]);
    put(out, CHOICE_0, whole(&b));
    out->failed = out->failed || b.failed;
    khung__buf_free(&b);
}

khung_status khung__cms_sign(khung__buf *out, const khung_pdf_key *key, const unsigned char digest[32], khung_log *log)
{
    khung__buf b = {0}, algorithms = {0}, content = {0}, outer = {0};
    put_algorithm(&algorithms, ID_SHA256, (khung__str){0});
    put(&content, OBJECT, ID_DATA);
    khung__buf_str(&b, VERSION_1);
    put(&b, SET, whole(&algorithms));
    put(&b, SEQUENCE, whole(&content));
    put_certificates(&b, key);
    b.failed = b.failed || algorithms.failed || content.failed;
    bool right = put_signer(&b, key, digest);
    wrap(&b, SEQUENCE);
    wrap(&b, CHOICE_0);
    put(&outer, OBJECT, ID_SIGNED_DATA);
    khung__buf_str(&outer, whole(&b));
    put(out, SEQUENCE, whole(&outer));
    bool failed = b.failed || outer.failed || out->failed;
    khung__buf_free(&b);
    khung__buf_free(&algorithms);
    khung__buf_free(&content);
    khung__buf_free(&outer);
    if (failed)
        return KHUNG_NO_MEMORY;
    return right ? KHUNG_OK : KHUNG__DIAG(log, KHUNG__D_CMS_FAILED, (khung__at){0});
}
