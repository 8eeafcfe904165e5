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

/* ---- reading: the files that a PDF carries ---- */

typedef struct khung__pdf_carried {
    khung__str name, bytes;
} khung__pdf_carried;
/* How a file was found. */
typedef enum khung__pdf_state {
    KHUNG__PDF_READ,
    KHUNG__PDF_DAMAGED, /* no PDF, cut off, or its references lead nowhere */
    KHUNG__PDF_LOCKED,  /* with a password */
    KHUNG__PDF_LARGE    /* something in it unpacks to more than a file may have */
} khung__pdf_state;
/* The attached files in the order of their names, made by khung or saved again by another program since; what of it was changed nobody
 * knows. *archive: the file promises PDF/A, which has none. *list and texts lie in the arena. What is unpacked is bounded by KHUNG_MOST_FILE
 * a piece, whatever the file says. Errors: KHUNG_NO_MEMORY, and KHUNG_NOT_FOUND without libdeflate. */
khung_status khung__pdf_carried_files(khung__pdf_state *state, khung__pdf_carried **list, size_t *count, bool *archive, khung__arena *arena,
                                      khung__str bytes, khung_log *log);

#endif
