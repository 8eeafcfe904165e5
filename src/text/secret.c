/* text/secret: see secret.h. */
#include "secret.h"

#include <sodium.h>

_Static_assert(KHUNG__PUBLIC == crypto_sign_PUBLICKEYBYTES && KHUNG__SECRET == crypto_sign_SECRETKEYBYTES, "sizes of Ed25519");
_Static_assert(KHUNG__SIGNATURE == crypto_sign_BYTES && KHUNG__SALT == crypto_pwhash_argon2id_SALTBYTES, "sizes of signature and salt");
_Static_assert(KHUNG__NONCE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "size of the nonce");
_Static_assert(KHUNG__SEALED == crypto_aead_xchacha20poly1305_ietf_ABYTES, "size of the tag");

enum { KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES };

void *khung__secret_new(size_t n)
{
    return sodium_init() < 0 ? NULL : sodium_malloc(n);
}

void khung__secret_free(void *secret)
{
    sodium_free(secret);
}

void khung__secret_wipe(void *bytes, size_t n)
{
    sodium_memzero(bytes, n);
}

bool khung__secret_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

bool khung__secret_random(void *bytes, size_t n)
{
    if (sodium_init() < 0)
        return false;
    randombytes_buf(bytes, n);
    return true;
}

bool khung__sign_pair(unsigned char public_key[KHUNG__PUBLIC], unsigned char secret[KHUNG__SECRET])
{
    return sodium_init() >= 0 && crypto_sign_keypair(public_key, secret) == 0;
}

bool khung__sign_seed(unsigned char public_key[KHUNG__PUBLIC], unsigned char secret[KHUNG__SECRET], const unsigned char seed[32])
{
    return sodium_init() >= 0 && crypto_sign_seed_keypair(public_key, secret, seed) == 0;
}

bool khung__sign(unsigned char signature[KHUNG__SIGNATURE], const void *bytes, size_t n, const unsigned char secret[KHUNG__SECRET])
{
    return crypto_sign_detached(signature, NULL, bytes, n, secret) == 0;
}

bool khung__sign_right(const unsigned char signature[KHUNG__SIGNATURE], const void *bytes, size_t n, const unsigned char public_key[KHUNG__PUBLIC])
{
    return sodium_init() >= 0 && crypto_sign_verify_detached(signature, bytes, n, public_key) == 0;
}

/* The key that a passphrase gives, in memory of its own; NULL: there is not enough. */
static unsigned char *stretch(khung__str passphrase, khung__effort effort, const unsigned char salt[KHUNG__SALT])
{
    unsigned char *key = khung__secret_new(KEY);
    if (key && crypto_pwhash(key, KEY, passphrase.s, passphrase.n, salt, effort.passes, (size_t)effort.memory, crypto_pwhash_ALG_ARGON2ID13) == 0)
        return key;
    khung__secret_free(key);
    return NULL;
}

bool khung__secret_seal(unsigned char *out, const unsigned char *bytes, size_t n, khung__str passphrase, khung__str open, khung__effort effort,
                        const unsigned char salt[KHUNG__SALT], const unsigned char nonce[KHUNG__NONCE])
{
    unsigned char *key = stretch(passphrase, effort, salt);
    if (!key)
        return false;
    crypto_aead_xchacha20poly1305_ietf_encrypt(out, NULL, bytes, n, (const unsigned char *)open.s, open.n, NULL, nonce, key);
    khung__secret_free(key);
    return true;
}

bool khung__secret_unseal(unsigned char *out, const unsigned char *sealed, size_t n, khung__str passphrase, khung__str open, khung__effort effort,
                          const unsigned char salt[KHUNG__SALT], const unsigned char nonce[KHUNG__NONCE], bool *memory)
{
    unsigned char *key = stretch(passphrase, effort, salt);
    *memory = !key;
    if (!key)
        return false;
    int wrong = crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, sealed, n, (const unsigned char *)open.s, open.n, nonce, key);
    khung__secret_free(key);
    return wrong == 0;
}
