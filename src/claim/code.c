/* claim/code: the short code of a certificate, ADDRESS#ISSUER.YEAR.NN.PROOF. */
#include "../claim.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { PROOF = 16, CHECK = 2, MOST_TYPED = 512 };

/* Crockford's letters: none is taken for another, and capitals are the same. */
static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

static void put_letters(char *out, const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t bit = i * 5, at = bit / 8;
        unsigned pair = (unsigned)bytes[at] << 8 | bytes[at + 1];
        out[i] = letters[pair >> (11 - bit % 8) & 31];
    }
    out[count] = '\0';
}

/* `word` keeps the two uses of the digest apart. */
static void hash_letters(char *out, size_t count, const char *word, khung__str first, khung__str second)
{
    unsigned char digest[33] = {0};
    khung__sha256 hash;
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, word, strlen(word) + 1);
    khung__sha256_add(&hash, first.s, first.n);
    khung__sha256_add(&hash, second.s, second.n);
    khung__sha256_end(&hash, digest);
    put_letters(out, digest, count);
}

static void prove(char out[PROOF + 1], const unsigned char digest[32], khung__str url)
{
    hash_letters(out, PROOF, "khung-code-1", (khung__str){(const char *)digest, 32}, url);
}

/* ISSUER.YEAR.NN.PROOF and its two letters, at most as long as a code. */
static bool put_fragment(char out[KHUNG__CODE_MOST + 1], const char *issuer, int64_t year, int64_t nn, const char *proof)
{
    int n = snprintf(out, KHUNG__CODE_MOST + 1, "%s.%lld.%lld.%s", issuer, (long long)year, (long long)nn, proof);
    if (n < 0 || n + CHECK > KHUNG__CODE_MOST)
        return false;
    hash_letters(out + n, CHECK, "khung-check-1", (khung__str){out, (size_t)n}, (khung__str){0});
    return true;
}

bool khung__code_write(char out[KHUNG__CODE_MOST + 1], const khung__claim *claim, const unsigned char digest[32])
{
    char issuer[KHUNG__CODE_MOST + 1], proof[PROOF + 1], fragment[KHUNG__CODE_MOST + 1];
    if (claim->issuer.n + claim->url.n + 1 > KHUNG__CODE_MOST)
        return false;
    snprintf(issuer, sizeof issuer, "%.*s", (int)claim->issuer.n, claim->issuer.s);
    prove(proof, digest, claim->url);
    if (!put_fragment(fragment, issuer, claim->year, claim->nn, proof) || claim->url.n + 1 + strlen(fragment) > KHUNG__CODE_MOST)
        return false;
    memcpy(out, claim->url.s, claim->url.n);
    out[claim->url.n] = '#';
    strcpy(out + claim->url.n + 1, fragment);
    return true;
}

/* ---- reading ---- */

static char plain(char c)
{
    c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    return c;
}

/* The text without blanks around and in it; false: longer than any code. */
static bool squeeze(char out[KHUNG__CODE_MOST + 1], khung__str text)
{
    size_t n = 0;
    if (text.n > MOST_TYPED)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (strchr(" \t\r\n", text.s[i]))
            continue;
        if (n == KHUNG__CODE_MOST)
            return false;
        out[n++] = text.s[i];
    }
    out[n] = '\0';
    return n > 0;
}

static bool read_count(int64_t *out, char *text, size_t most)
{
    size_t n = strlen(text);
    return n > 0 && n <= most && khung__read_whole((khung__str){text, n}, out);
}

/* Letters of the proof as they were meant. */
static bool mend(char *proof)
{
    for (char *p = proof; *p; p++) {
        *p = plain(*p);
        *p = *p == 'o' ? '0' : *p == 'i' || *p == 'l' ? '1' : *p;
        if (!strchr(letters, *p))
            return false;
    }
    return true;
}

/* Takes ISSUER.YEAR.NN.PROOF apart, in place. */
static khung__code_fault read_fragment(khung__code *out, char *fragment)
{
    char *parts[4] = {fragment, NULL, NULL, NULL}, again[KHUNG__CODE_MOST + 1];
    size_t count = 1;
    for (char *p = fragment; *p; p++)
        if (*p == '.') {
            *p = '\0';
            if (count == 4)
                return KHUNG__CODE_NONE;
            parts[count++] = p + 1;
        } else
            *p = plain(*p);
    if (!khung__is_id(khung__str_of(parts[0])))
        return KHUNG__CODE_NONE;
    if (count < 4)
        return count > 1 ? KHUNG__CODE_SHORT : KHUNG__CODE_NONE;
    size_t n = strlen(parts[3]);
    if (!read_count(&out->year, parts[1], 4) || !read_count(&out->nn, parts[2], 6) || !mend(parts[3]) || n > PROOF + CHECK)
        return KHUNG__CODE_SLIP;
    if (n < PROOF + CHECK)
        return KHUNG__CODE_SHORT;
    memcpy(out->proof, parts[3], PROOF);
    out->proof[PROOF] = '\0';
    snprintf(out->issuer, sizeof out->issuer, "%s", parts[0]);
    bool right = put_fragment(again, out->issuer, out->year, out->nn, out->proof) && strcmp(again + strlen(again) - CHECK, parts[3] + PROOF) == 0;
    return right ? KHUNG__CODE_GOOD : KHUNG__CODE_SLIP;
}

khung__code_fault khung__code_read(khung__code *out, khung__str text)
{
    khung__code code = {0};
    char all[KHUNG__CODE_MOST + 1];
    if (!squeeze(all, text))
        return KHUNG__CODE_NONE;
    char *hash = strchr(all, '#');
    if (hash) {
        *hash = '\0';
        strcpy(code.url, all);
        for (char *p = code.url; *p && (p - code.url < 8 || *p != '/'); p++)
            *p = plain(*p); /* capitals of scheme and host mean nothing */
    } else if (strncasecmp(all, "http", 4) == 0)
        return KHUNG__CODE_SHORT;
    khung__code_fault fault = read_fragment(&code, hash ? hash + 1 : all);
    if (fault == KHUNG__CODE_GOOD)
        *out = code;
    return fault;
}

bool khung__code_right(const khung__code *code, const unsigned char digest[32], khung__str url)
{
    char proof[PROOF + 1];
    prove(proof, digest, url);
    return khung__secret_equal(proof, code->proof, PROOF);
}
