/* certificate: the sheet of a certificate, plain or in the state style, upright or not, in one language or both. Until certificates are issued
 * it is a preview that says so where number, code and QR will stand. For a framework that asks for no review it is a self-declaration,
 * without any of these and without a place for a seal. */
#ifndef KHUNG_CERTIFICATE_H
#define KHUNG_CERTIFICATE_H

#include "report.h"

/* Adds the sheet, and a second one for what does not fit. KHUNG_NOT_ALLOWED, with everything that is missing in the log and nothing
 * added, when there is nothing to certify: the assessment is not complete, has no grade, or has no complete review where the framework
 * asks for one. KHUNG_BAD_CALL: style or orientation is no such word. `digest` is the result's: it shapes the band. */
khung_status khung__certificate_preview(khung__doc *doc, const khung__report_input *in, const unsigned char digest[32], khung_log *log);

#endif
