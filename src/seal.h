/* seal: a signed claim as text, as it is sent and as it rides in the PDF of a certificate; there a seal follows, which signs the digest of every byte of
 * the file around it. So the printed words cannot change without the attachment, nor the attachment without the words.
 *
 * The text, every line ended by one LF, no other byte between the lines:
 *
 *     khung-certificate 1
 *     claim BASE64
 *     hole FROM NAME       only where PDF's own signature (CMS) is in the file, too
 *     seal BASE64          only in a PDF
 *
 * The seal signs the SHA-256 of all bytes of the file in their order, without those of the seal's BASE64; and where the line "hole" is there, each byte of
 * the hole, KHUNG__SEAL_HOLE bytes from offset FROM on, counts as the digit 0 whatever it is. FROM is ten decimal digits; NAME is whom that signature
 * names: 1 to KHUNG__SEAL_MOST_NAME bytes, none below 0x20, sealed like all else. The hole counts as one only if
 *     it begins behind the LF that ends the seal's line and ends before the last byte of the file,
 *     the byte before it is '<' and the byte behind it is '>',
 *     and each byte in it is a hexadecimal digit: 0-9, a-f or A-F;
 * where one of these does not hold all bytes count as they are, so that the digest is another one. A line "hole" of another form is none: what follows the
 * claim is then no seal. So a file has at most one hole, where the seal says it is, always as large, and what is put into it cannot become anything else
 * than the text of a signature that every reader of PDF checks for itself. */
#ifndef KHUNG_SEAL_H
#define KHUNG_SEAL_H

#include "claim.h"
#include "keys.h"

#define KHUNG__SEAL_KIND KHUNG__S("khung-seal-1")
#define KHUNG__SEAL_NAME KHUNG__S("certificate.khung") /* of the attachment */

enum { KHUNG__SEAL_HOLE = 32768, KHUNG__SEAL_MOST_NAME = 255 }; /* bytes */

/* Appends the text of a signed claim (khung__claim_sign); with a place for the seal where it will ride in a PDF. name: whom the signature names that will
 * fill a hole; absent: there is none. */
bool khung__seal_text(khung__buf *out, khung__str signed_claim, bool place, khung__str name);
/* Writes where the hole is into a finished PDF, before the seal is filled. False: there is not exactly one line for it, or `from` is too large. */
bool khung__seal_hole(char *bytes, size_t size, size_t from);
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
    khung__str name;              /* of the hole; absent: there is no such line */
    bool hole, empty;             /* the hole is one; nothing but zeros is in it */
} khung__seal;
khung__seal_state khung__seal_find(khung__seal *out, khung__arena *arena, khung__str bytes);

#endif
