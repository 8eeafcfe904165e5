/* pdf: a page document as PDF bytes (libharu as object model, HarfBuzz subset fonts, own content streams, libdeflate). */
#ifndef KHUNG_PDF_H
#define KHUNG_PDF_H

#include "page.h"

/* Fonts found and opened once, shared by many documents one after another (not by threads at once). */
typedef struct khung__fonts khung__fonts;
khung_status khung__fonts_new(khung__fonts **out, khung_log *log); /* looks in KHUNG_FONTS, then the system's folders */
void khung__fonts_free(khung__fonts *fonts);
const khung__metrics *khung__fonts_metrics(khung__fonts *fonts);

/* Writes the document; `archive` true makes the PDF/A-1b variant (no attachment, solid tints). Same input, same bytes. */
khung_status khung__pdf_write(khung__buf *out, const khung__doc *doc, khung__fonts *fonts, bool archive, khung_log *log);

#endif
