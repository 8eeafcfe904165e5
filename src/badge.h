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
/* Whether bytes look like a badge, whoever made it: JSON that names a context of Open Badges. */
bool khung__badge_like(khung__str bytes);

#endif
