/* Base58 with the letters of Bitcoin (base58btc of multibase), for short values: the cost grows with the square of the length. */
#include "text.h"

#include <string.h>

void khung__base58_write(khung__buf *out, const unsigned char *bytes, size_t n)
{
    static const char letters[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
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
