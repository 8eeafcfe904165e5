/* secret: what of libsodium the rest needs: Ed25519 (RFC 8032), Argon2id (RFC 9106), XChaCha20-Poly1305, comparison in constant time, memory
 * that is wiped. Public values are plain bytes; secret ones live in a khung__secret. */
#ifndef KHUNG_TEXT_SECRET_H
#define KHUNG_TEXT_SECRET_H

#include "../text.h"

enum {
    KHUNG__PUBLIC = 32,      /* bytes of a public key */
    KHUNG__SECRET = 64,      /* of a secret one: seed and public key */
    KHUNG__SIGNATURE = 64,
    KHUNG__SALT = 16,        /* of Argon2id */
    KHUNG__NONCE = 24,       /* of XChaCha20-Poly1305 */
    KHUNG__SEALED = 16       /* what sealing adds */
};

/* Bytes in a page of their own that is not swapped out where the system allows that, is not in core dumps, has guard pages and is wiped when it is
 * freed. NULL when memory ends. It does not count as an allocation of khung__alloc. */
void *khung__secret_new(size_t n);
void khung__secret_free(void *secret); /* NULL is allowed */
/* Wipes `n` bytes so that no compiler leaves it out. */
void khung__secret_wipe(void *bytes, size_t n);
/* Whether `n` bytes are equal, in a time that depends on n alone. */
bool khung__secret_equal(const void *a, const void *b, size_t n);
/* Random bytes from the system. False when there are none. */
bool khung__secret_random(void *bytes, size_t n);

/* A new pair of keys; `secret` lies in a khung__secret. */
bool khung__sign_pair(unsigned char public_key[KHUNG__PUBLIC], unsigned char secret[KHUNG__SECRET]);
/* The pair of a seed of 32 bytes. */
bool khung__sign_seed(unsigned char public_key[KHUNG__PUBLIC], unsigned char secret[KHUNG__SECRET], const unsigned char seed[32]);
bool khung__sign(unsigned char signature[KHUNG__SIGNATURE], const void *bytes, size_t n, const unsigned char secret[KHUNG__SECRET]);
/* Strict: small-order keys and signatures in another form than signing gives are refused. */
bool khung__sign_right(const unsigned char signature[KHUNG__SIGNATURE], const void *bytes, size_t n, const unsigned char public_key[KHUNG__PUBLIC]);

/* How dear a guess at a passphrase is: passes over the memory, and its bytes. */
typedef struct khung__effort {
    uint64_t passes, memory;
} khung__effort;
#define KHUNG__EFFORT ((khung__effort){3, (uint64_t)256 << 20})       /* what new keys get: about half a second */
#define KHUNG__EFFORT_LEAST ((khung__effort){3, (uint64_t)64 << 20})  /* a file that says less was tampered with, or is no key file */
#define KHUNG__EFFORT_MOST ((khung__effort){16, (uint64_t)1 << 30})   /* one that says more is there to exhaust the machine */

/* Seals `n` bytes under a passphrase: *out has n + KHUNG__SEALED. `open` (with what is bound to it, in the clear) must be given again. False: memory or
 * randomness ended. */
bool khung__secret_seal(unsigned char *out, const unsigned char *bytes, size_t n, khung__str passphrase, khung__str open, khung__effort effort,
                        const unsigned char salt[KHUNG__SALT], const unsigned char nonce[KHUNG__NONCE]);
/* The way back. *memory: there was not enough of it. False: the passphrase or one byte is another one. */
bool khung__secret_unseal(unsigned char *out, const unsigned char *sealed, size_t n, khung__str passphrase, khung__str open, khung__effort effort,
                          const unsigned char salt[KHUNG__SALT], const unsigned char nonce[KHUNG__NONCE], bool *memory);

#endif
