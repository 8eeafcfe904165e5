/* claim: what a certificate says, as one text of bytes that is signed; its number and its short code. It knows no store, no clock, no
 * file: whoever issues fills a khung__claim, whoever verifies reads one back. Dates are days in the issuer's time zone; what follows from them for a
 * day, states.h says. */
#ifndef KHUNG_CLAIM_H
#define KHUNG_CLAIM_H

#include "cbor.h"
#include "states.h"

enum {
    KHUNG__CLAIM_MOST_BYTES = 32 * 1024,     /* of a signed claim */
    KHUNG__CLAIM_MOST_TEXT = 2048,           /* bytes of one text in it */
    KHUNG__CLAIM_MOST_CONDITIONS = 32,
    KHUNG__CLAIM_MOST_NN = 999999,           /* certificates a year */
    KHUNG__CODE_MOST = 62,                   /* bytes of the printed code: version 4 of a QR code at level M */
    KHUNG__NUMBER_SIZE = 64,                 /* room for a number and its NUL */
    KHUNG__CLAIM_OFFSET = 7 * 60             /* minutes east of Greenwich: Viet Nam, all year */
};
#define KHUNG__CLAIM_KIND KHUNG__S("khung-certificate-1")
#define KHUNG__CLAIM_ZONE KHUNG__S("Asia/Ho_Chi_Minh")

/* A condition it was awarded under; unmet after its deadline it suspends from the next day. */
typedef struct khung__claim_condition {
    khung__str text;
    khung__date until;      /* the last day for it; year 0: no deadline, so it never suspends */
} khung__claim_condition;

/* Who certifies whom for what until when. Texts are lent. Identity is (issuer, year, nn). */
typedef struct khung__claim {
    khung__str issuer, issuer_name;              /* id ([a-z0-9][a-z0-9-]*), name as printed */
    khung__str abbreviation;                     /* of the number: "NGOIC" in 05/2026/GCN-NGOIC */
    khung__str url;                              /* https address that the printed code leads to, without '#' */
    int64_t year, nn;
    khung__str organisation, organisation_name;  /* id, name as printed */
    khung__str framework, framework_version, framework_title, framework_digest; /* digest: "sha256:" and 64 hex digits */
    khung__str grade, grade_title;               /* awarded */
    khung__str computed, computed_title;         /* the better one that was computed; absent when that was awarded */
    khung__str lowered_by, lowered_why;          /* role of who awarded less, and the reason; absent with it */
    khung__date lowered_at;
    khung__str result;                           /* digest of the assessment's result, "sha256:…" */
    khung__str language;                         /* of the texts: "vi" or "en" */
    khung__date from, to;                        /* the assessed period */
    khung__date issued, until;                   /* first and last day of validity; until.year 0: without end */
    khung__str zone;                             /* name of the time zone, for people */
    int64_t offset;                              /* and what counts: minutes east of Greenwich */
    khung__claim_condition conditions[KHUNG__CLAIM_MOST_CONDITIONS];
    size_t condition_count;
} khung__claim;

/* "05/2026/GCN-NGOIC": at least two digits of nn. */
void khung__claim_number(char out[KHUNG__NUMBER_SIZE], int64_t nn, int64_t year, khung__str abbreviation);
/* What is wrong with it, as the name of the field ("until"); NULL: nothing. */
const char *khung__claim_wrong(const khung__claim *claim);

/* Appends the payload: a CWT (RFC 8392) in deterministic CBOR, so one claim has one text. False: khung__claim_wrong says something, or memory ends. */
bool khung__claim_write(khung__buf *out, const khung__claim *claim);
/* Reads it back; texts lie in `payload`. False: it is none, or not in its one form. */
bool khung__claim_read(khung__claim *out, khung__str payload);
/* SHA-256 of the payload: what registers list, and what codes are made of. */
void khung__claim_digest(unsigned char out[32], khung__str payload);
/* Appends the signed claim (COSE_Sign1), as it rides in the PDF. */
bool khung__claim_sign(khung__buf *out, const khung__claim *claim, const unsigned char public_key[KHUNG__PUBLIC], const unsigned char secret[KHUNG__SECRET]);

/* ---- the short code: ADDRESS#ISSUER.YEAR.NN.PROOF ---- */

/* PROOF is 16 letters that bind digest and address (80 bits of a SHA-256) and two that tell a slip of the pen from a forgery, in Crockford's base 32. */
typedef struct khung__code {
    char url[KHUNG__CODE_MOST + 1];     /* "" when only what follows '#' was given */
    char issuer[KHUNG__CODE_MOST + 1];
    int64_t year, nn;
    char proof[17];
} khung__code;
/* The whole code with a NUL. False: it would be longer than KHUNG__CODE_MOST bytes. */
bool khung__code_write(char out[KHUNG__CODE_MOST + 1], const khung__claim *claim, const unsigned char digest[32]);
typedef enum khung__code_fault { KHUNG__CODE_GOOD, KHUNG__CODE_NONE, KHUNG__CODE_SHORT, KHUNG__CODE_SLIP } khung__code_fault;
/* Reads what a scanner or a person gives: capitals, blanks and O, I, L for 0, 1, 1 do no harm. NONE: it is no code; SHORT: cut off; SLIP: a letter is
 * another one. */
khung__code_fault khung__code_read(khung__code *out, khung__str text);
/* Whether its proof is that of the digest with this address; in constant time. */
bool khung__code_right(const khung__code *code, const unsigned char digest[32], khung__str url);

#endif
