/* pdf: a page document as PDF bytes (libharu as object model, HarfBuzz subset fonts, own content streams, libdeflate). */
#ifndef KHUNG_PDF_H
#define KHUNG_PDF_H

#include "page.h"

/* Fonts found and opened once, shared by many documents one after another (not by threads at once). They also keep buffers of
 * the last document for the next one, so that a thousand documents need the memory of one. */
typedef struct khung__fonts khung__fonts;
/* KHUNG_NO_MEMORY only: a face is looked for at its first use, in the folders of KHUNG_FONTS (parted by colons), then in the
 * system's; the document that misses one says so in its own log. */
khung_status khung__fonts_new(khung__fonts **out, khung_log *log);
void khung__fonts_free(khung__fonts *fonts);
const khung__metrics *khung__fonts_metrics(khung__fonts *fonts);

/* Appends the document; `archive` true makes the PDF/A-1b variant (PDF 1.4, no attachment, solid tints), else PDF 1.7 with object
 * streams. Same input, same bytes. A failed document gives its own status, one without a page or with a link that leads nowhere
 * KHUNG_BAD_CALL, a length that is no number KHUNG_INTERNAL; *out then holds what it held before. */
khung_status khung__pdf_write(khung__buf *out, const khung__doc *doc, khung__fonts *fonts, bool archive, khung_log *log);

#endif
