/* seal: see seal.h. */
#include "../seal.h"

#include <string.h>

#define HEAD "khung-certificate 1\nclaim "
#define SEAL "\nseal "

typedef struct digests {
    khung__str claim, file;
} digests;

static const khung__cbor_field fields[] = {
    {0, "file", KHUNG__CBOR_BYTES, offsetof(digests, file), true},
    {0, "claim", KHUNG__CBOR_BYTES, offsetof(digests, claim), true},
};
enum { FIELDS = 2, MOST_LINE = 2 * KHUNG__CLAIM_MOST_BYTES };

static void put_base64(khung__buf *out, khung__str bytes)
{
    khung__arena arena = {0};
    khung__str text = khung__base64_write(&arena, bytes);
    khung__buf_str(out, text);
    out->failed = out->failed || !text.s;
    khung__arena_free(&arena);
}

static void digest_of(unsigned char out[32], khung__str first, khung__str second)
{
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, first.s, first.n);
    khung__sha256_add(&hash, second.s, second.n);
    khung__sha256_end(&hash, out);
}

/* The seal's text: always as long, since all it holds is. */
static bool put_seal(khung__buf *out, const unsigned char claim[32], const unsigned char file[32], const unsigned char open[KHUNG__PUBLIC],
                     const unsigned char secret[KHUNG__SECRET])
{
    const digests both = {{(const char *)claim, 32}, {(const char *)file, 32}};
    khung__buf payload = {0}, message = {0};
    bool right = khung__cbor_record_write(&payload, fields, FIELDS, &both) &&
                 khung__cose_sign(&message, KHUNG__SEAL_KIND, (khung__str){payload.s, payload.n}, open, secret);
    if (right)
        put_base64(out, (khung__str){message.s, message.n});
    khung__buf_free(&payload);
    khung__buf_free(&message);
    return right && !out->failed;
}

bool khung__seal_text(khung__buf *out, khung__str signed_claim, bool place)
{
    khung__buf_z(out, HEAD);
    put_base64(out, signed_claim);
    if (place) {
        static const unsigned char none[32];
        unsigned char open[KHUNG__PUBLIC], secret[KHUNG__SECRET];
        khung__buf seal = {0};
        out->failed = !khung__sign_seed(open, secret, none) || !put_seal(&seal, none, none, open, secret) || out->failed; /* for its length */
        khung__buf_z(out, SEAL);
        for (size_t i = 0; i < seal.n; i++)
            khung__buf_char(out, '.');
        khung__buf_free(&seal);
    }
    khung__buf_char(out, '\n');
    return !out->failed;
}

/* ---- finding ---- */

typedef struct found {
    khung__str claim, seal; /* as text; seal.s NULL: none */
    size_t count;
} found;

static khung__str line_at(khung__str bytes, const char *at)
{
    size_t left = (size_t)(bytes.s + bytes.n - at);
    const char *end = memchr(at, '\n', left > MOST_LINE ? MOST_LINE : left);
    return end ? (khung__str){at, (size_t)(end - at)} : (khung__str){0};
}

static found look(khung__str bytes)
{
    found f = {{0}, {0}, 0};
    const char *at = bytes.s, *end = bytes.s + bytes.n;
    size_t head = strlen(HEAD), seal = strlen(SEAL);
    while (at && (at = memmem(at, (size_t)(end - at), HEAD, head)) != NULL) {
        at += head;
        f.count++;
        f.claim = line_at(bytes, at);
        f.seal = (khung__str){0};
        if (!f.claim.s)
            continue; /* no line's end: it is cut off */
        const char *next = f.claim.s + f.claim.n;
        bool sealed = (size_t)(end - next) > seal && memcmp(next, SEAL, seal) == 0;
        f.seal = sealed ? line_at(bytes, next + seal) : (khung__str){0};
    }
    return f;
}

static khung__str without(khung__str bytes, khung__str part, bool before)
{
    return before ? (khung__str){bytes.s, (size_t)(part.s - bytes.s)}
                  : (khung__str){part.s + part.n, (size_t)(bytes.s + bytes.n - part.s) - part.n};
}

static khung__str decode(khung__arena *arena, khung__str text)
{
    bool valid = false;
    khung__str bytes = text.n && text.n <= MOST_LINE ? khung__base64_read(arena, text, &valid) : (khung__str){0};
    return valid ? bytes : (khung__str){0};
}

khung__seal_state khung__seal_find(khung__seal *out, khung__arena *arena, khung__str bytes)
{
    found f = look(bytes);
    digests signed_digests = {{0}, {0}};
    *out = (khung__seal){0};
    if (f.count != 1)
        return f.count ? KHUNG__SEAL_MANY : KHUNG__SEAL_NONE;
    out->claim = decode(arena, f.claim);
    if (!out->claim.n)
        return KHUNG__SEAL_DAMAGED;
    if (!f.seal.s)
        return KHUNG__SEAL_OPEN;
    if (!khung__cose_read(&out->seal, decode(arena, f.seal), KHUNG__SEAL_KIND) ||
        !khung__cbor_record_read(&signed_digests, fields, FIELDS, out->seal.payload) || signed_digests.claim.n != 32 || signed_digests.file.n != 32)
        return KHUNG__SEAL_DAMAGED;
    out->of_claim = signed_digests.claim;
    out->of_file = signed_digests.file;
    digest_of(out->file, without(bytes, f.seal, true), without(bytes, f.seal, false));
    return KHUNG__SEAL_CLOSED;
}

bool khung__seal_fill(char *bytes, size_t size, const khung_keys *keys)
{
    khung__arena arena = {0};
    khung__buf seal = {0};
    unsigned char of_file[32], of_claim[32];
    khung__str all = {bytes, size};
    found f = look(all);
    khung__str claim = f.count == 1 && f.seal.s ? decode(&arena, f.claim) : (khung__str){0};
    bool right = claim.n && keys->secret;
    if (right) {
        digest_of(of_file, without(all, f.seal, true), without(all, f.seal, false));
        digest_of(of_claim, claim, (khung__str){0});
        right = put_seal(&seal, of_claim, of_file, keys->open, keys->secret) && seal.n == f.seal.n;
    }
    if (right)
        memcpy(bytes + (f.seal.s - bytes), seal.s, seal.n);
    khung__buf_free(&seal);
    khung__arena_free(&arena);
    return right;
}
