/* badge: a certificate as an Open Badge 3.0, which is a Verifiable Credential 2.0 with a proof of the Data Integrity suite eddsa-rdfc-2022: what it says,
 * as JSON and as the statements of RDF that are signed. It knows no store, no clock, no file. */
#ifndef KHUNG_BADGE_H
#define KHUNG_BADGE_H

#include "claim.h"
#include "framework.h"

/* What a badge is made from; all lent. */
typedef struct khung__badge {
    const khung__claim *claim;
    const unsigned char *digest;       /* of the claim, 32 bytes */
    khung__str signed_claim;           /* with its signature (COSE): it rides along, so that khung_verify finds it; absent: it does not */
    const char *code;                  /* its short code, with the address */
    const khung_framework *framework;  /* of the claim, in the language that its names are to have */
    uint32_t grade;                    /* the awarded one, of the framework's */
    khung__language language;          /* of the sentences */
    int64_t moment;                    /* of the signature, in milliseconds since 1970 */
    const unsigned char *open, *secret;
} khung__badge;

/* Appends the signed badge. `signed_text`, unless NULL, gets what is hashed: the proof's statements, then the badge's. KHUNG_BAD_DATA, without a message:
 * its address cannot stand in one; KHUNG_NO_MEMORY. */
khung_status khung__badge_write(khung__buf *out, const khung__badge *badge, khung__buf *signed_text);

/* ---- reading ---- */

typedef enum khung__badge_state {
    KHUNG__BADGE_NONE,      /* no badge */
    KHUNG__BADGE_FOREIGN,   /* one, but not in the words that khung uses, or without a signed certificate: nothing can be said of it here */
    KHUNG__BADGE_OWN
} khung__badge_state;
/* What was found; texts lie in the arena or in the bytes. Nothing is proved yet. */
typedef struct khung__badge_found {
    khung__str claim;                            /* signed: COSE */
    khung__str issuer, method;                   /* who says to have issued it and with what key: a did:key, which with its name behind '#' */
    khung__date created;                         /* when it says to have been signed */
    unsigned char hashed[64], signature[KHUNG__SIGNATURE];
    bool whole;                                  /* it has a signature */
} khung__badge_found;
khung__badge_state khung__badge_read(khung__badge_found *out, khung__arena *arena, khung__str bytes);
/* Whether it was issued and signed by that key, and not changed since. */
bool khung__badge_right(const khung__badge_found *found, const unsigned char open[KHUNG__PUBLIC]);
/* Appends the did:key of a key. */
void khung__badge_key(khung__buf *out, const unsigned char open[KHUNG__PUBLIC]);
/* Whether bytes look like a badge, whoever made it: JSON that names a context of Open Badges. */
bool khung__badge_like(khung__str bytes);

#endif
