/* document_sheets: the certificates of many assessments as one document, to be printed in one go. */
#include "document.h"

#include "dump.h"

#include <string.h>

struct khung_sheets {
    khung__doc *doc;
    khung_fonts *fonts; /* lent */
    size_t count;
    khung__sha256 digests; /* of all results, in their order: the document's id */
};

khung_status khung_sheets_new(khung_sheets **out, khung_fonts *fonts, khung_log *log)
{
    if (!out || !fonts)
        return KHUNG_BAD_CALL;
    khung_sheets *sheets = khung__alloc(sizeof *sheets);
    if (!sheets)
        return KHUNG_NO_MEMORY;
    *sheets = (khung_sheets){.fonts = fonts};
    khung__sha256_start(&sheets->digests);
    khung_status status = khung__doc_new(&sheets->doc, khung__fonts_metrics(khung__document_fonts(fonts)), log);
    if (status == KHUNG_OK)
        *out = sheets;
    else
        khung__free(sheets);
    return status;
}

void khung_sheets_free(khung_sheets *sheets)
{
    if (!sheets)
        return;
    khung__doc_free(sheets->doc);
    khung__free(sheets);
}

size_t khung_sheets_count(const khung_sheets *sheets)
{
    return sheets->count;
}

/* What one certificate that could not be made has left behind goes, so that the others are whole. */
static void forget(khung__doc *doc, const khung__doc *before)
{
    doc->page_count = before->page_count;
    doc->element_count = before->element_count;
    doc->bookmark_count = before->bookmark_count;
    doc->open = before->open;
    doc->open_before = before->open_before;
    doc->aside = before->aside;
    doc->status = KHUNG_OK;
}

khung_status khung_sheets_add(khung_sheets *sheets, const khung_framework *framework, const khung_result *result, const khung_answers *const *tracks,
                              size_t count, const khung_report_options *options, khung_log *log)
{
    unsigned char digest[32];
    if (!sheets || !framework || !result || (count && !tracks))
        return KHUNG_BAD_CALL;
    if (sheets->doc->status != KHUNG_OK)
        return sheets->doc->status;
    khung__doc before = *sheets->doc;
    khung_status status = khung__document_gather(sheets->doc, digest, sheets->count, framework, result, tracks, count, options, sheets->fonts, log);
    if (status == KHUNG_OK) {
        khung__sha256_add(&sheets->digests, digest, sizeof digest);
        sheets->count++;
    } else if (status != KHUNG_NO_MEMORY) {
        forget(sheets->doc, &before);
    }
    return status;
}

static khung_status write_form(khung__buf *buf, khung_sheets *sheets, khung_form form, khung_log *log)
{
    khung__doc *doc = sheets->doc;
    switch (form) {
    case KHUNG_FORM_HTML: return khung__document_html(buf, doc);
    case KHUNG_FORM_TEXT: return khung__dump_text(buf, doc);
    case KHUNG_FORM_BOXES: return khung__dump_boxes(buf, doc);
    case KHUNG_FORM_PDF:
    case KHUNG_FORM_ARCHIVE: return khung__pdf_write(buf, doc, khung__document_fonts(sheets->fonts), form == KHUNG_FORM_ARCHIVE, log);
    }
    return KHUNG_BAD_CALL;
}

khung_status khung_sheets_write(char **out, size_t *size, khung_sheets *sheets, khung_form form, khung_log *log)
{
    khung__buf buf = {0};
    if (!out || !size || !sheets || !sheets->count)
        return KHUNG_BAD_CALL;
    khung__sha256 all = sheets->digests;
    khung__sha256_end(&all, sheets->doc->id);
    khung_status status = sheets->doc->status;
    if (status == KHUNG_OK)
        status = write_form(&buf, sheets, form, log);
    size_t n = buf.n;
    khung__buf_char(&buf, '\0');
    if (status == KHUNG_OK && buf.failed)
        status = KHUNG_NO_MEMORY;
    if (status != KHUNG_OK) {
        khung__buf_free(&buf);
        return status;
    }
    *out = buf.s;
    *size = n;
    return KHUNG_OK;
}
