/* bundle: what travels between stores in one file: a magic, the SHA-256 of what follows, one zstd frame, in it lines of JSON: a header and the items. It knows
 * bytes, digests and JSON; what the items mean is the store's business. */
#ifndef KHUNG_BUNDLE_H
#define KHUNG_BUNDLE_H

#include "diag.h"

enum {
    KHUNG__BUNDLE_FORMAT = 1,                      /* without a signature */
    KHUNG__BUNDLE_FORMAT_SIGNED = 2,
    KHUNG__BUNDLE_MOST_SIGNATURE = 4096,           /* letters of base64 */
    KHUNG__BUNDLE_MOST_PACKED = KHUNG_MOST_BUNDLE, /* bytes of the file */
    KHUNG__BUNDLE_MOST_BYTES = 256 * 1024 * 1024,  /* unpacked */
    KHUNG__BUNDLE_MOST_LINE = 64 * 1024 * 1024,
    KHUNG__BUNDLE_MOST_ITEMS = 1000000,
    KHUNG__JSON_MOST_DEPTH = 32,
    KHUNG__JSON_MOST_NODES = 4000000               /* of one text, or of all items of a bundle */
};

/* ---- JSON, read strictly (RFC 8259): UTF-8, nothing behind the value ---- */

typedef enum khung__json_kind { KHUNG__J_NULL, KHUNG__J_FALSE, KHUNG__J_TRUE, KHUNG__J_NUMBER, KHUNG__J_TEXT, KHUNG__J_LIST, KHUNG__J_OBJECT } khung__json_kind;
/* One value. Children of a list or object are linked by `next`, in order; a child of an object carries its key. Texts lie in the text
 * that was read (where nothing in them was escaped) or in the arena, without a NUL. */
typedef struct khung__json {
    uint8_t kind;
    uint32_t count;           /* children */
    khung__str key, text;     /* text: of J_TEXT, decoded; of J_NUMBER, as written */
    struct khung__json *first, *next;
} khung__json;

/* Reads one value; `text` must live as long as it. *nodes: how many values may still be read, counted down (NULL: the limit above).
 * KHUNG_BAD_DATA (nothing is said), KHUNG_NO_MEMORY. */
khung_status khung__json_read(khung__json **out, khung__arena *arena, khung__str text, size_t *nodes);
/* The member with that key, NULL without (or where `object` is NULL or no object). The first counts when there are several. */
const khung__json *khung__json_find(const khung__json *object, const char *key);
/* Its text; absent unless it is a text. */
khung__str khung__json_member(const khung__json *object, const char *key);
/* Whether a value is a whole number that fits; *out is filled then. */
bool khung__json_number(const khung__json *value, int64_t *out);

/* ---- the file ---- */

/* Who signs: appends a signature over the digest as base64. What it says in its log is why it did not. */
typedef struct khung__bundle_signer {
    khung_status (*sign)(khung__buf *out, const void *with, const char digest[KHUNG_DIGEST_SIZE], khung_log *log);
    const void *with;
} khung__bundle_signer;
/* Packs: `members` are the header's own members as JSON ("made":"…","chain":"…"), `items` the lines of the items, each with its LF; `signer` NULL: nobody
 * signs. *bytes (khung__free) is the file, `digest` its seal. KHUNG_TOO_LARGE when the receiver would refuse it. Same input, same bytes. */
khung_status khung__bundle_pack(char **bytes, size_t *size, char digest[KHUNG_DIGEST_SIZE], khung__str members, khung__str items, size_t count,
                                const khung__bundle_signer *signer, khung_log *log);

typedef struct khung__bundle {
    khung__arena arena;
    char *text;                   /* unpacked */
    size_t size;
    char digest[KHUNG_DIGEST_SIZE];
    khung__str signature;         /* over the digest, as base64; absent: nobody signed. What it is worth, the store finds out */
    const khung__json *header;
    const khung__json **items;    /* item i stands in line i + 2 */
    size_t count;
} khung__bundle;
/* Unpacks and checks: magic, limits, the seal, every line JSON. Free it anyway. The log says what is wrong: KHUNG_BAD_DATA, KHUNG_NEWER,
 * KHUNG_TOO_LARGE. */
khung_status khung__bundle_load(khung__bundle *out, const char *bytes, size_t size, khung_log *log);
void khung__bundle_free(khung__bundle *bundle);

#endif
