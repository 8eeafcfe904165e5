/* Base58 with the letters of Bitcoin (base58btc of multibase), for short values: the cost grows with the square of the length. */
#include "text.h"

#include <string.h>

static const char letters[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

void khung__base58_write(khung__buf *out, const unsigned char *bytes, size_t n)
{
    unsigned char digit[2 * KHUNG__BASE58_MOST] = {0}; /* of the number that the bytes are, the least first */
    size_t count = 0, zeros = 0;
    if (n > KHUNG__BASE58_MOST) {
        out->failed = true;
        return;
    }
    while (zeros < n && bytes[zeros] == 0)
        zeros++;
    for (size_t i = zeros; i < n; i++) {
        unsigned carry = bytes[i];
        for (size_t d = 0; d < count || carry; d++) {
            carry += 256u * digit[d];
            digit[d] = (unsigned char)(carry % 58);
            carry /= 58;
            count = d + 1 > count ? d + 1 : count;
        }
    }
    for (size_t i = 0; i < zeros; i++)
        khung__buf_char(out, letters[0]);
    while (count)
        khung__buf_char(out, letters[digit[--count]]);
}

bool khung__base58_read(unsigned char *out, size_t n, khung__str text)
{
    size_t ones = 0, zeros = 0;
    if (n > KHUNG__BASE58_MOST || text.n > 2 * KHUNG__BASE58_MOST)
        return false;
    memset(out, 0, n);
    for (size_t i = 0; i < text.n; i++) {
        const char *at = text.s[i] ? strchr(letters, text.s[i]) : NULL;
        unsigned carry = at ? (unsigned)(at - letters) : 0;
        for (size_t d = n; d-- > 0; carry >>= 8) {
            carry += 58u * out[d];
            out[d] = (unsigned char)carry;
        }
        if (!at || carry)
            return false;
        ones += ones == i && at == letters;
    }
    while (zeros < n && out[zeros] == 0)
        zeros++;
    return ones == zeros; /* the one text of these bytes */
}
