/* seal: see seal.h. */
#include "../seal.h"

#include <stdio.h>
#include <string.h>

#define HEAD "khung-certificate 1\nclaim "
#define HOLE "\nhole "
#define SEAL "\nseal "

typedef struct digests {
    khung__str claim, file;
} digests;

static const khung__cbor_field fields[] = {
    {0, "file", KHUNG__CBOR_BYTES, offsetof(digests, file), true},
    {0, "claim", KHUNG__CBOR_BYTES, offsetof(digests, claim), true},
};
enum { FIELDS = 2, MOST_LINE = 2 * KHUNG__CLAIM_MOST_BYTES, DIGITS = 10 };

static bool is_name(khung__str name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.s[i] < ' ')
            return false;
    return name.n <= KHUNG__SEAL_MOST_NAME;
}

static void put_base64(khung__buf *out, khung__str bytes)
{
    khung__arena arena = {0};
    khung__str text = khung__base64_write(&arena, bytes);
    khung__buf_str(out, text);
    out->failed = out->failed || !text.s;
    khung__arena_free(&arena);
}

static void digest_of(unsigned char out[32], khung__str bytes)
{
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, bytes.s, bytes.n);
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

bool khung__seal_text(khung__buf *out, khung__str signed_claim, bool place, khung__str name)
{
    out->failed = out->failed || !is_name(name);
    khung__buf_z(out, HEAD);
    put_base64(out, signed_claim);
    if (place && name.n) {
        khung__buf_z(out, HOLE "0000000000 ");
        khung__buf_str(out, name);
    }
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
    khung__str claim, from, name, seal; /* as text; from.s, seal.s NULL: none */
    size_t count;
} found;

static khung__str line_at(khung__str bytes, const char *at)
{
    size_t left = (size_t)(bytes.s + bytes.n - at);
    const char *end = memchr(at, '\n', left > MOST_LINE ? MOST_LINE : left);
    return end ? (khung__str){at, (size_t)(end - at)} : (khung__str){0};
}

/* "0000012345 Name" behind the claim's line; where the lines go on. */
static const char *look_hole(found *f, const char *at, const char *end)
{
    size_t head = strlen(HOLE);
    if ((size_t)(end - at) <= head || memcmp(at, HOLE, head) != 0)
        return at;
    khung__str line = line_at((khung__str){at, (size_t)(end - at)}, at + head);
    if (line.n < DIGITS + 2 || line.s[DIGITS] != ' ')
        return at;
    const khung__str name = {line.s + DIGITS + 1, line.n - DIGITS - 1};
    for (size_t i = 0; i < DIGITS; i++)
        if (line.s[i] < '0' || line.s[i] > '9')
            return at;
    if (!is_name(name))
        return at;
    f->from = (khung__str){line.s, DIGITS};
    f->name = name;
    return line.s + line.n;
}

static found look(khung__str bytes)
{
    found f = {0};
    const char *at = bytes.s, *end = bytes.s + bytes.n;
    size_t head = strlen(HEAD), seal = strlen(SEAL);
    while (at && (at = memmem(at, (size_t)(end - at), HEAD, head)) != NULL) {
        at += head;
        f.count++;
        f.claim = line_at(bytes, at);
        f.from = f.name = f.seal = (khung__str){0};
        if (!f.claim.s)
            continue; /* no line's end: it is cut off */
        const char *next = look_hole(&f, f.claim.s + f.claim.n, end);
        bool sealed = (size_t)(end - next) > seal && memcmp(next, SEAL, seal) == 0;
        f.seal = sealed ? line_at(bytes, next + seal) : (khung__str){0};
    }
    return f;
}

/* The hole, absent where one of its rules does not hold. */
static khung__str hole_of(khung__str bytes, const found *f, bool *empty)
{
    size_t from = 0, least = (size_t)(f->seal.s + f->seal.n - bytes.s) + 1;
    *empty = true;
    for (size_t i = 0; i < f->from.n; i++)
        from = from * 10 + (size_t)(f->from.s[i] - '0');
    if (!f->from.s || from <= least || from >= bytes.n || bytes.n - from <= KHUNG__SEAL_HOLE || bytes.s[from - 1] != '<' ||
        bytes.s[from + KHUNG__SEAL_HOLE] != '>')
        return (khung__str){0};
    for (size_t i = from; i < from + KHUNG__SEAL_HOLE; i++) {
        char digit = bytes.s[i];
        *empty = *empty && digit == '0';
        if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f') || (digit >= 'A' && digit <= 'F')))
            return (khung__str){0};
    }
    return (khung__str){bytes.s + from, KHUNG__SEAL_HOLE};
}

/* All but the seal; behind it the hole, as zeros. */
static void digest_file(unsigned char out[32], khung__str bytes, khung__str seal, khung__str hole)
{
    static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
    const char *end = bytes.s + bytes.n, *next = seal.s + seal.n, *stop = hole.s ? hole.s : end, *after = hole.s ? hole.s + hole.n : end;
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, bytes.s, (size_t)(seal.s - bytes.s));
    khung__sha256_add(&hash, next, (size_t)(stop - next));
    for (size_t n = 0; n < hole.n; n += sizeof zeros - 1)
        khung__sha256_add(&hash, zeros, sizeof zeros - 1);
    khung__sha256_add(&hash, after, (size_t)(end - after));
    khung__sha256_end(&hash, out);
}
_Static_assert(KHUNG__SEAL_HOLE % 64 == 0, "zeros are counted in sixty-fours");

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
    khung__str hole = hole_of(bytes, &f, &out->empty);
    out->name = f.name;
    out->hole = hole.s != NULL;
    digest_file(out->file, bytes, f.seal, hole);
    return KHUNG__SEAL_CLOSED;
}

bool khung__seal_hole(char *bytes, size_t size, size_t from)
{
    found f = look((khung__str){bytes, size});
    char digits[DIGITS + 1];
    if (f.count != 1 || !f.from.s || from > 9999999999u)
        return false;
    snprintf(digits, sizeof digits, "%010zu", from);
    memcpy(bytes + (f.from.s - bytes), digits, DIGITS);
    return true;
}

bool khung__seal_fill(char *bytes, size_t size, const khung_keys *keys)
{
    khung__arena arena = {0};
    khung__buf seal = {0};
    unsigned char of_file[32], of_claim[32];
    khung__str all = {bytes, size};
    found f = look(all);
    khung__str claim = f.count == 1 && f.seal.s ? decode(&arena, f.claim) : (khung__str){0};
    bool empty, right = claim.n && keys->secret;
    khung__str hole = right ? hole_of(all, &f, &empty) : (khung__str){0};
    right = right && (hole.s || !f.from.s);
    if (right) {
        digest_file(of_file, all, f.seal, hole);
        digest_of(of_claim, claim);
        right = put_seal(&seal, of_claim, of_file, keys->open, keys->secret) && seal.n == f.seal.n;
    }
    if (right)
        memcpy(bytes + (f.seal.s - bytes), seal.s, seal.n);
    khung__buf_free(&seal);
    khung__arena_free(&arena);
    return right;
}
