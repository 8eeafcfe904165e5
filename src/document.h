/* document: the public calls for documents stand in khung.h; this is what tests and benches see of
 * the way there. */
#ifndef KHUNG_DOCUMENT_H
#define KHUNG_DOCUMENT_H

#include "certificate.h"
#include "cms.h"
#include "description.h"
#include "pdf.h"
#include "seal.h"

/* The faces behind the public handle; lent. */
khung__fonts *khung__document_fonts(khung_fonts *fonts);
/* The pages of a document before they are written: arguments and errors as khung_report_pdf;
 * `attachments` false leaves those out. *out is the caller's (khung__doc_free). */
khung_status khung__document_make(khung__doc **out, const khung_framework *framework,
                                  const khung_result *result, const khung_answers *const *tracks,
                                  size_t count, const khung_report_options *options,
                                  khung_fonts *fonts, bool attachments, khung_log *log);

/* Adds one more certificate to a document that has `before` of them; `digest` becomes that of its result. KHUNG_BAD_CALL: another
 * document than a certificate. When it fails the document may hold a part of it. */
khung_status khung__document_gather(khung__doc *doc, unsigned char digest[32], size_t before, const khung_framework *framework,
                                    const khung_result *result, const khung_answers *const *tracks, size_t count,
                                    const khung_report_options *options, khung_fonts *fonts, khung_log *log);

/* The digest of a result as the store keeps it: what a certificate names. */
khung_status khung__document_digest(unsigned char out[32], const khung_result *result);
/* Reads what was issued and holds it against the result; texts lie in the arena or in what was given. KHUNG_BAD_DATA, said: it is no signed certificate,
 * not signed by the keys, or about something else. */
khung_status khung__document_claim(khung__issued *out, khung__arena *arena, const khung_issued *given, const khung_framework *framework,
                                   const khung_result *result, const unsigned char digest[32], khung_log *log);
/* The same with the code as it is printed. */
khung_status khung__document_issued(khung__issued *out, khung__arena *arena, const khung_issued *given, const khung_framework *framework,
                                    const khung_result *result, const unsigned char digest[32], khung_log *log);
/* Attaches it, with a place for the seal. */
khung_status khung__document_attach_claim(khung__doc *doc, const khung__issued *issued, khung__str about);
/* Seals the finished PDF, then signs it where the document has a signature: what signs last counts all else. */
khung_status khung__document_sign(khung__buf *pdf, const khung__doc *doc, const khung_issued *issued, khung_log *log);

/* The same of a document without a result: of a framework (questionnaire; with people's answers their consensus sheet) or of figures; the
 * other is NULL. */
khung_status khung__document_paper_make(khung__doc **out, const khung_framework *framework, const khung_figures *figures,
                                        const khung_answers *const *people, size_t count, const khung_report_options *options, khung_fonts *fonts,
                                        khung_log *log);

/* Paper, margins and letters as the description has them; what it leaves open stays as khung__doc_new has it. */
void khung__document_paper(khung__doc *doc, const khung_description *d);

/* The pages as an HTML file, with the words around them in the document's language. */
khung_status khung__document_html(khung__buf *out, const khung__doc *doc);

#endif
