/* Bytes as text and back (RFC 4648, with padding), by libsodium. */
#include "text.h"

#include <sodium/utils.h>

enum { VARIANT = sodium_base64_VARIANT_ORIGINAL };

khung__str khung__base64_write(khung__arena *arena, khung__str bytes)
{
    size_t room = sodium_base64_encoded_len(bytes.n, VARIANT); /* with the NUL */
    char *text = khung__arena_alloc(arena, room);
    if (!text)
        return (khung__str){0};
    sodium_bin2base64(text, room, (const unsigned char *)bytes.s, bytes.n, VARIANT);
    return (khung__str){text, room - 1};
}

/* libsodium 1.0.18 takes every byte above 0x7f for a slash. */
static bool is_ascii(khung__str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.s[i] >= 0x80)
            return false;
    return true;
}

khung__str khung__base64_read(khung__arena *arena, khung__str text, bool *valid)
{
    size_t room = text.n / 4 * 3 + 3, n = 0;
    unsigned char *bytes = khung__arena_alloc(arena, room);
    *valid = bytes && is_ascii(text) && sodium_base642bin(bytes, room, text.s ? text.s : "", text.n, NULL, &n, NULL, VARIANT) == 0;
    return bytes ? (khung__str){(const char *)bytes, n} : (khung__str){0};
}
