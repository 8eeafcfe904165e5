/* seal: a signed claim as text, as it is sent and as it rides in the PDF of a certificate; there a seal follows, which signs the digest of every byte of
 * the file around it. So the printed words cannot change without the attachment, nor the attachment without the words. */
#ifndef KHUNG_SEAL_H
#define KHUNG_SEAL_H

#include "claim.h"
#include "keys.h"

#define KHUNG__SEAL_KIND KHUNG__S("khung-seal-1")
#define KHUNG__SEAL_NAME KHUNG__S("certificate.khung") /* of the attachment */

/* Appends the text of a signed claim (khung__claim_sign); with a place for the seal where it will ride in a PDF. */
bool khung__seal_text(khung__buf *out, khung__str signed_claim, bool place);
/* Fills the place in a finished PDF; keys: unlocked. False: there is not exactly one place, or memory ends. */
bool khung__seal_fill(char *bytes, size_t size, const khung_keys *keys);

typedef enum khung__seal_state {
    KHUNG__SEAL_NONE,       /* the bytes hold no signed claim */
    KHUNG__SEAL_MANY,       /* more than one: what a reader sees is not what is checked */
    KHUNG__SEAL_DAMAGED,    /* there is one, but it cannot be read */
    KHUNG__SEAL_OPEN,       /* a claim without a seal */
    KHUNG__SEAL_CLOSED      /* with one */
} khung__seal_state;
/* What was found; its bytes lie in the arena. */
typedef struct khung__seal {
    khung__str claim;             /* signed: COSE */
    khung__sealed seal;
    khung__str of_claim, of_file; /* digests that the seal signs */
    unsigned char file[32];       /* digest of the file around the seal as it is */
} khung__seal;
khung__seal_state khung__seal_find(khung__seal *out, khung__arena *arena, khung__str bytes);

#endif
