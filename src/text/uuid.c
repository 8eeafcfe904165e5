/* Keys that a client makes: UUID version 7 (RFC 9562): 48 bits of milliseconds since 1970, then random bits. And names made of digests, version 8. */
#include "text.h"

#include <sodium.h>
#include <string.h>

static void write_text(char out[37], unsigned char bytes[16], unsigned version)
{
    static const char hex[] = "0123456789abcdef";
    bytes[6] = (unsigned char)(version << 4 | (bytes[6] & 0x0F));
    bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3F));
    char *p = out;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *p++ = '-';
        *p++ = hex[bytes[i] >> 4];
        *p++ = hex[bytes[i] & 15];
    }
    *p = '\0';
}

static void write_uuid(char out[37], unsigned char bytes[16], int64_t milliseconds)
{
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)((uint64_t)milliseconds >> (8 * (5 - i)));
    write_text(out, bytes, 7);
}

void khung__uuid_of(char out[37], const unsigned char digest[32])
{
    unsigned char bytes[16];
    memcpy(bytes, digest, sizeof bytes);
    write_text(out, bytes, 8);
}

bool khung__uuid(char out[37], int64_t milliseconds)
{
    unsigned char bytes[16];
    if (sodium_init() < 0)
        return false;
    randombytes_buf(bytes, sizeof bytes);
    write_uuid(out, bytes, milliseconds);
    return true;
}

static bool fill_pool(khung__uuids *uuids)
{
    if (sodium_init() < 0)
        return false;
    randombytes_buf(uuids->pool, sizeof uuids->pool);
    uuids->left = sizeof uuids->pool / sizeof *uuids->pool;
    return true;
}

bool khung__uuid_next(khung__uuids *uuids, char out[37], int64_t milliseconds)
{
    enum { COUNTER_BITS = 42, NEEDED = 3 };
    unsigned char bytes[16];
    if (uuids->left < NEEDED && !fill_pool(uuids))
        return false;
    if (uuids->count == 0 || uuids->at != milliseconds) { /* the highest bit stays free: room for 2^41 more */
        uint64_t high = uuids->pool[--uuids->left], low = uuids->pool[--uuids->left];
        uuids->count = (high << 32 | low) >> (64 - COUNTER_BITS + 1);
        uuids->at = milliseconds;
    }
    uint64_t count = ++uuids->count;
    uint32_t random = uuids->pool[--uuids->left];
    bytes[6] = (unsigned char)(count >> 38);         /* 4 bits beside the version */
    bytes[7] = (unsigned char)(count >> 30);
    bytes[8] = (unsigned char)(count >> 24 & 0x3F);  /* 6 bits beside the variant */
    for (int i = 0; i < 3; i++)
        bytes[9 + i] = (unsigned char)(count >> (16 - 8 * i));
    memcpy(bytes + 12, &random, sizeof random);
    write_uuid(out, bytes, milliseconds);
    return true;
}

bool khung__random_hex(char out[65])
{
    unsigned char bytes[32];
    if (sodium_init() < 0)
        return false;
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(out, 65, bytes, sizeof bytes);
    return true;
}

/* Days from civil and back: the proleptic Gregorian calendar repeats every 400 years of 146,097 days. */
void khung__time_text(char out[25], int64_t milliseconds)
{
    int64_t ms = milliseconds < 0 ? 0 : milliseconds, days = ms / 86400000, rest = ms % 86400000;
    int64_t z = days + 719468, era = z / 146097, of_era = z % 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), shifted = (5 * of_year + 2) / 153;
    int64_t day = of_year - (153 * shifted + 2) / 5 + 1, month = shifted < 10 ? shifted + 3 : shifted - 9;
    const int64_t parts[] = {year + era * 400 + (month <= 2), month, day, rest / 3600000, rest / 60000 % 60, rest / 1000 % 60, rest % 1000};
    static const struct {
        int digits;
        char after;
    } shape[] = {{4, '-'}, {2, '-'}, {2, 'T'}, {2, ':'}, {2, ':'}, {2, '.'}, {3, 'Z'}};
    for (int i = 0; i < 7; i++) {
        int64_t value = parts[i];
        for (int d = shape[i].digits - 1; d >= 0; d--, value /= 10)
            out[d] = (char)('0' + value % 10);
        out[shape[i].digits] = shape[i].after;
        out += shape[i].digits + 1;
    }
    *out = '\0';
}
