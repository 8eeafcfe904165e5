/* keys: an issuer's keys. The list is public: statements that follow from one another, each signed by a key that the ones before made good, so that whoever
 * has the first key's fingerprint can follow every change. The key file is that list and the secret keys, each sealed under a passphrase. */
#ifndef KHUNG_KEYS_H
#define KHUNG_KEYS_H

#include "cbor.h"
#include "diag.h"

enum {
    KHUNG__KEYS_MOST = 64,             /* keys of an issuer */
    KHUNG__KEYS_MOST_STATEMENTS = 256,
    KHUNG__KEYS_MOST_URLS = 16,
    KHUNG__KEYS_MOST_FILE = 256 * 1024,
    KHUNG__FINGERPRINT_SIZE = 40       /* eight groups of four hex digits, and a NUL */
};
#define KHUNG__KEYS_KIND KHUNG__S("khung-key-1")

typedef struct khung__key {
    unsigned char open[KHUNG__PUBLIC], id[KHUNG__KEY_ID];
    bool recovery;                     /* signs key statements alone: it lies in a safe */
    khung__date from, until;           /* first and last day for which it signs; until.year 0: open */
    khung__date revoked;               /* year 0: it is not */
    khung__str reason;                 /* of the revocation */
} khung__key;

/* What the statements come to. Texts lie in the arena. */
typedef struct khung__key_list {
    khung__arena arena;
    khung__str issuer, name, abbreviation, zone; /* as of the last statement that says it */
    int64_t offset;                              /* minutes east of Greenwich */
    khung__str urls[KHUNG__KEYS_MOST_URLS];      /* every address that codes had; the last is today's */
    size_t url_count;
    khung__key keys[KHUNG__KEYS_MOST];           /* in the order in which they came */
    size_t count;
    khung__str statements[KHUNG__KEYS_MOST_STATEMENTS];
    size_t statement_count;
    unsigned char last[32];                      /* digest of the last statement */
    khung__date day;                             /* its day */
} khung__key_list;

/* What is said of a key. Only what the act needs is filled. */
typedef enum khung__key_act { KHUNG__KEY_ROOT = 1, KHUNG__KEY_ADD, KHUNG__KEY_RETIRE, KHUNG__KEY_REVOKE, KHUNG__KEY_EDIT } khung__key_act;
typedef struct khung__key_statement {
    int64_t act, seq, recovery, offset;
    khung__date day, until;
    khung__str key, prev, proof, reason;                 /* key: its 32 bytes; proof: that who made the list held it */
    khung__str issuer, name, abbreviation, url, zone;    /* of ROOT; EDIT has those that change, without the id */
} khung__key_statement;

/* Adds a statement signed by `signer`; seq, prev and day's order are seen to. `added` proves an added key (NULL for other acts). KHUNG_NOT_ALLOWED: the
 * signer may not say that; KHUNG_BAD_DATA: it does not follow; KHUNG_TOO_LARGE. The list is unchanged then. */
khung_status khung__key_list_add(khung__key_list *list, khung__key_statement said, const unsigned char open[KHUNG__PUBLIC],
                                 const unsigned char secret[KHUNG__SECRET], const unsigned char *added, khung_log *log);
/* Reads and checks a list ("khung-key-list 1") or the list of a key file; every signature. Free it anyway. KHUNG_BAD_DATA, KHUNG_NEWER, KHUNG_TOO_LARGE. */
khung_status khung__key_list_read(khung__key_list *out, khung__str text, khung_log *log);
void khung__key_list_free(khung__key_list *list);
/* Appends the public list as text. */
void khung__key_list_write(khung__buf *out, const khung__key_list *list);
/* The key of that name, NULL without. */
const khung__key *khung__key_list_find(const khung__key_list *list, const unsigned char id[KHUNG__KEY_ID]);
/* The newest key that signs on that day; NULL: none does. */
const khung__key *khung__key_list_newest(const khung__key_list *list, khung__date day);
/* Whether a list goes on from another: all statements of `older` stand at its beginning. */
bool khung__key_list_follows(const khung__key_list *list, const khung__key_list *older);
/* The first key's fingerprint, to compare by eye or telephone: "1a2b 3c4d …". */
void khung__key_fingerprint(char out[KHUNG__FINGERPRINT_SIZE], const khung__key *key);
/* Its name as 16 hex digits and a NUL. */
void khung__key_name(char out[17], const unsigned char id[KHUNG__KEY_ID]);

/* What a signature of that day by the key is worth. */
typedef enum khung__key_worth { KHUNG__KEY_GOOD, KHUNG__KEY_EARLY, KHUNG__KEY_RETIRED, KHUNG__KEY_REVOKED } khung__key_worth;
khung__key_worth khung__key_worth_of(const khung__key *key, khung__date day);

/* ---- the key file ---- */

/* A secret key at rest. */
typedef struct khung__key_sealed {
    unsigned char id[KHUNG__KEY_ID], salt[KHUNG__SALT], nonce[KHUNG__NONCE], box[32 + KHUNG__SEALED];
    khung__effort effort;
} khung__key_sealed;

/* khung_keys of khung.h. */
struct khung_keys {
    khung__key_list list;
    khung__key_sealed sealed[KHUNG__KEYS_MOST];
    size_t sealed_count;
    unsigned char *secret;               /* of the key that is unlocked, in memory that is wiped; NULL: locked */
    unsigned char open[KHUNG__PUBLIC];   /* its public half */
};

/* The unlocked pair for signing certificates and registers of that day. KHUNG_NOT_ALLOWED, said: locked, or the key is past its days. */
khung_status khung__keys_signer(const khung_keys *keys, khung__date day, khung_log *log);

#endif
