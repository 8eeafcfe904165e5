/* verify: whether a certificate is genuine, by whom, and what it is worth on a day: from a PDF, a signed claim, or a short code with the register. */
#ifndef KHUNG_VERIFY_H
#define KHUNG_VERIFY_H

#include "roll.h"
#include "seal.h"
#include "words.h"

typedef enum khung__verify_reason {
#define R(name, id, en, vi) KHUNG__R_##name,
#include "verify/reasons.def"
#undef R
    KHUNG__REASONS
} khung__verify_reason;

enum { KHUNG__VERIFY_MOST_SAID = 256 };

/* What was looked at, and what came of it. */
typedef struct khung__verify {
    const khung_verify_options *options;
    khung_log *log;
    khung__arena arena;
    khung__key_list keys;
    bool has_keys;
    khung__date day;                 /* for which it is asked, in the issuer's time zone */

    bool has_claim, proved;          /* there is a claim; its signature is right */
    khung__claim claim;
    unsigned char digest[32];        /* of it */
    const khung__key *key;           /* who signed it; NULL: nobody in the list */
    bool pages, pages_open;          /* it is a PDF with a seal; which a revoked key made, so that it proves nothing */
    bool badge, badge_open;          /* it is a badge that is signed; by a key that was revoked, so that it proves nothing */
    khung__str signer;               /* whom the PDF's own signature names, as sealed; absent: there is none. Lies in the file's bytes */
    bool signature_gone;             /* … whose place is empty */
    bool has_code;
    khung__code code;
    bool has_register, has_row;
    khung__roll roll;
    khung__roll_row row;

    khung_verdict verdict;
    khung__verify_reason reason;
    khung__date since;               /* first day of what the verdict says; year 0: not told */
    char said[2][KHUNG__VERIFY_MOST_SAID]; /* what the reason's sentence names; days as YYYY-MM-DD */
} khung__verify;

/* Judges; the verdict is in *v. KHUNG_NO_MEMORY, KHUNG_BAD_DATA (keys or register are unusable: the log says why). */
khung_status khung__verify_judge(khung__verify *v, khung__str bytes);
/* Appends what came of it for people, or as JSON. */
void khung__verify_text(khung__buf *out, khung__verify *v, khung__language language);
void khung__verify_json(khung__buf *out, khung__verify *v);

#endif
