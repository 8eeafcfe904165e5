/* SHA-256 by libsodium, behind a size of our own so that text.h needs no header of it. */
#include "text.h"

#include <sodium/crypto_hash_sha256.h>
#include <string.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(khung__sha256), "the state fits");
_Static_assert(_Alignof(crypto_hash_sha256_state) <= _Alignof(khung__sha256),
               "the state is aligned");

/* The state is copied in and out by its own type: `opaque` is only room for it. */
static crypto_hash_sha256_state *state_of(khung__sha256 *h)
{
    return (crypto_hash_sha256_state *)(void *)h;
}

void khung__sha256_start(khung__sha256 *h)
{
    memset(h, 0, sizeof *h);
    crypto_hash_sha256_init(state_of(h));
}

void khung__sha256_add(khung__sha256 *h, const void *bytes, size_t n)
{
    if (n)
        crypto_hash_sha256_update(state_of(h), bytes, n);
}

void khung__sha256_end(khung__sha256 *h, unsigned char out[32])
{
    crypto_hash_sha256_final(state_of(h), out);
}

void khung__sha256_text(khung__sha256 *h, char out[KHUNG_DIGEST_SIZE])
{
    static const char hex[] = "0123456789abcdef";
    unsigned char bytes[32];
    khung__sha256_end(h, bytes);
    memcpy(out, "sha256:", 7);
    for (size_t i = 0; i < sizeof bytes; i++) {
        out[7 + 2 * i] = hex[bytes[i] >> 4];
        out[8 + 2 * i] = hex[bytes[i] & 15];
    }
    out[71] = '\0';
}
