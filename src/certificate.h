/* certificate: the sheet of a certificate, plain or in the state style, upright or not, in one language or both. What was issued has
 * number, code and QR; else it is a preview that says so where they will stand. For a framework that asks for no review it is a self-declaration,
 * without any of these and without a place for a seal. */
#ifndef KHUNG_CERTIFICATE_H
#define KHUNG_CERTIFICATE_H

#include "claim.h"
#include "qr.h"
#include "report.h"

/* What an issued certificate is printed from, beside the result. */
typedef struct khung__issued {
    khung__claim claim;                  /* what was signed */
    khung__str signed_claim;             /* with its signature, as bytes */
    unsigned char digest[32];            /* of what was signed */
    char code[KHUNG__CODE_MOST + 1];     /* the whole short code */
    khung__qr qr;                        /* of it */
    uint32_t grade;                      /* of the framework: the one awarded */
    bool digital;                        /* the PDF is signed with an X.509 key, too: */
    khung__str signer, signer_of;        /* … whom it names, and of which organisation (empty: none) */
    int64_t signed_at;                   /* … when: milliseconds since 1970 */
    size_t signature_room;               /* … hexadecimal digits of the signature */
} khung__issued;

/* Adds the sheet, and a second one for what does not fit. KHUNG_NOT_ALLOWED, with everything that is missing in the log and nothing
 * added, when there is nothing to certify: the assessment is not complete, has no grade, or has no complete review where the framework
 * asks for one. KHUNG_BAD_CALL: style or orientation is no such word. `digest` is the result's: it shapes the band. */
khung_status khung__certificate_preview(khung__doc *doc, const khung__report_input *in, const unsigned char digest[32], khung_log *log);

#endif
