/* certificate: the preview of a certificate, plain style, A4 landscape: without number, code, QR or
 * seal, and saying so. For a framework that asks for no review it is a self-declaration. */
#ifndef KHUNG_CERTIFICATE_H
#define KHUNG_CERTIFICATE_H

#include "report.h"

/* Adds the page. KHUNG_NOT_ALLOWED, with the reason in the log, when there is nothing to certify:
 * the assessment is not complete, has no grade, or has no complete review where the framework asks
 * for one. `digest` is the result's: it shapes the band. */
khung_status khung__certificate_preview(khung__doc *doc, const khung__report_input *in,
                                        const unsigned char digest[32], khung_log *log);

#endif
