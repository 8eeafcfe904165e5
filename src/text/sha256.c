/* SHA-256 by nettle, which uses what the processor has for it (five times libsodium's speed where that is there), behind a size of our
 * own so that text.h needs no header of it. */
#include "text.h"

#include <nettle/sha2.h>
#include <string.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(khung__sha256), "the state fits");
_Static_assert(_Alignof(struct sha256_ctx) <= _Alignof(khung__sha256), "the state is aligned");

/* `opaque` is only room for nettle's own type. */
static struct sha256_ctx *state_of(khung__sha256 *h)
{
    return (struct sha256_ctx *)(void *)h;
}

void khung__sha256_start(khung__sha256 *h)
{
    memset(h, 0, sizeof *h);
    sha256_init(state_of(h));
}

void khung__sha256_add(khung__sha256 *h, const void *bytes, size_t n)
{
    if (n)
        sha256_update(state_of(h), n, bytes);
}

void khung__sha256_end(khung__sha256 *h, unsigned char out[32])
{
    sha256_digest(state_of(h), SHA256_DIGEST_SIZE, out);
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
