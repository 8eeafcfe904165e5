/* cms/inside.h: what the files of cms share. */
#ifndef KHUNG_CMS_INSIDE_H
#define KHUNG_CMS_INSIDE_H

#include "../cms.h"

#include "late.h"

/* What libcrypto keeps of a key: a context of its own, so that nothing of the host's is changed. */
struct khung__cms_secret {
    OSSL_LIB_CTX *context;
    OSSL_PROVIDER *usual, *old; /* old: ciphers of ten years ago, which .p12 files still have; NULL: this libcrypto comes without */
    EVP_PKEY *key;
};

/* The certificates that were given, as they come. */
typedef struct khung__cms_given {
    X509 *list[KHUNG__CMS_MOST_GIVEN];
    size_t count;
    bool many; /* there are more */
} khung__cms_given;

/* read.c. Reads key and certificates of a file, PEM or PKCS #12, and of a second one, PEM or DER (absent: none). KHUNG_BAD_DATA,
 * KHUNG_NOT_ALLOWED (another passphrase), both said. What was read stays in `secret` and `given` in any case. */
khung_status khung__cms_read(struct khung__cms_secret *secret, khung__cms_given *given, khung__str key, khung__str certificates, khung__str passphrase,
                             khung_log *log);

#endif
