/* cms: an X.509 key with its certificates, and the signature that PDF readers know: CMS (RFC 5652) as PAdES baseline B-B (ETSI EN 319 142-1) wants it. The
 * signed attributes are content-type, message-digest and signing-certificate-v2 (RFC 5035), no signing-time; SHA-256; RSA (PKCS #1 v1.5, which gives the
 * same bytes each time) or ECDSA on P-256 (which does not).
 *
 * Keys and certificates are read and signatures made by OpenSSL's libcrypto, in a context of its own that reads no configuration; its memory is its own
 * (khung__alloc does not see it) and wiped when it is freed. */
#ifndef KHUNG_CMS_H
#define KHUNG_CMS_H

#include "diag.h"

enum { KHUNG__CMS_MOST_CHAIN = 16, KHUNG__CMS_MOST_GIVEN = 64, KHUNG__CMS_RSA_LEAST = 2048 };

/* khung_pdf_key of khung.h. Texts and DER lie in the arena. */
struct khung_pdf_key {
    khung__arena arena;
    struct khung__cms_secret *secret;               /* what libcrypto keeps */
    bool rsa;
    khung__str chain[KHUNG__CMS_MOST_CHAIN];        /* DER: its own certificate, then who signed each */
    size_t chain_count;
    khung__str issuer, serial;                      /* DER, of its own certificate */
    khung__str name, organisation;                  /* whom it names (CN, else O); O where it is another; UTF-8 without controls, NFC */
};

/* Appends the signature of what has that SHA-256, as DER. Errors: KHUNG_NO_MEMORY; KHUNG_INTERNAL, said: libcrypto refused. */
khung_status khung__cms_sign(khung__buf *out, const khung_pdf_key *key, const unsigned char digest[32], khung_log *log);

#endif
