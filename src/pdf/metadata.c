/* pdf/metadata: what the file says about itself: information and XMP (the same words in both), catalogue, and either the
 * attachments or the archive's promise of PDF/A-1b with its colour profile. */
#include "inside.h"

#include <string.h>

/* ---- XMP ---- */

static void add_xml(khung__buf *b, khung__str s)
{
    for (size_t i = 0; i < s.n; i++) {
        switch (s.s[i]) {
        case '&': khung__buf_z(b, "&amp;"); break;
        case '<': khung__buf_z(b, "&lt;"); break;
        case '>': khung__buf_z(b, "&gt;"); break;
        default: khung__buf_char(b, s.s[i]); break;
        }
    }
}

/* "D:20260705091500+07'00'" as "2026-07-05T09:15:00+07:00"; a date alone stays one. */
static void add_iso_date(khung__buf *b, khung__str pdf)
{
    const char *d = pdf.s + 2;
    size_t n = pdf.n - 2;
    khung__buf_printf(b, "%.4s-%.2s-%.2s", d, d + 4, d + 6);
    if (n < 14) return;
    khung__buf_printf(b, "T%.2s:%.2s:%.2s", d + 8, d + 10, d + 12);
    if (n >= 20) khung__buf_printf(b, "%.3s:%.2s", d + 14, d + 18);
    if (n < 20) khung__buf_char(b, 'Z');
}

static bool has_date(khung__str creation)
{
    return creation.n >= 10 && memcmp(creation.s, "D:", 2) == 0;
}

static void add_property(khung__buf *b, const char *open, khung__str value, const char *close)
{
    if (value.n == 0) return;
    khung__buf_z(b, open);
    add_xml(b, value);
    khung__buf_z(b, close);
    khung__buf_char(b, '\n');
}

static void write_xmp(const khung__writer *w, khung__buf *b)
{
    const khung__doc *doc = w->doc;
    khung__buf_z(b, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<rdf:Description rdf:about=\"\""
                    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
                    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n");
    add_property(b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", doc->title, "</rdf:li></rdf:Alt></dc:title>");
    add_property(b, "<dc:creator><rdf:Seq><rdf:li>", doc->author, "</rdf:li></rdf:Seq></dc:creator>");
    add_property(b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", doc->subject, "</rdf:li></rdf:Alt></dc:description>");
    add_property(b, "<dc:language><rdf:Bag><rdf:li>", doc->language, "</rdf:li></rdf:Bag></dc:language>");
    add_property(b, "<pdf:Keywords>", doc->keywords, "</pdf:Keywords>");
    khung__buf_z(b, "<pdf:Producer>khung " KHUNG_VERSION "</pdf:Producer>\n");
    if (has_date(doc->creation)) {
        khung__buf_z(b, "<xmp:CreateDate>");
        add_iso_date(b, doc->creation);
        khung__buf_z(b, "</xmp:CreateDate>\n");
    }
    if (w->archive) khung__buf_z(b, "<pdfaid:part>1</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n");
    khung__buf_z(b, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n");
}

static bool add_xmp(khung__writer *w)
{
    w->text.n = 0;
    write_xmp(w, &w->text);
    if (w->text.failed) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    khung__stream *xmp = khung__pdf_stream(w, w->text.s, w->text.n, false);
    if (!xmp) return false;
    strcpy(xmp->dict, "/Type/Metadata/Subtype/XML");
    return khung__pdf_ref(w->haru->catalog, "Metadata", xmp);
}

/* ---- information ---- */

static bool add_information(khung__writer *w)
{
    const khung__doc *doc = w->doc;
    const struct {
        const char *key;
        khung__str value;
    } entries[] = {{"Title", doc->title},       {"Author", doc->author},
                   {"Subject", doc->subject},   {"Keywords", doc->keywords},
                   {"CreationDate", doc->creation}, {"Producer", KHUNG__S("khung " KHUNG_VERSION)}};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        khung__str bytes;
        if (entries[i].value.n == 0) continue;
        if (!khung__pdf_utf16(w, entries[i].value, &bytes)) return false;
        HPDF_Binary value = HPDF_Binary_New(w->haru->mmgr, (HPDF_BYTE *)bytes.s, (HPDF_UINT)bytes.n);
        if (!value || HPDF_Dict_Add(w->haru->info, entries[i].key, value) != HPDF_OK) return false;
    }
    return true;
}

/* ---- the archive's colours ---- */

static bool add_output_intent(khung__writer *w)
{
    w->text.n = 0;
    if (!khung__pdf_profile(&w->text)) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    khung__stream *profile = khung__pdf_stream(w, w->text.s, w->text.n, true);
    if (!profile) return false;
    strcpy(profile->dict, "/N 3");
    HPDF_Array list = HPDF_Array_New(w->haru->mmgr);
    if (!list || HPDF_Dict_Add(w->haru->catalog, "OutputIntents", list) != HPDF_OK) return false;
    HPDF_Dict intent = HPDF_Dict_New(w->haru->mmgr);
    if (!intent || HPDF_Array_Add(list, intent) != HPDF_OK) return false;
    khung__str raw = KHUNG__S("/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)");
    return khung__pdf_raw(w, intent, raw) && khung__pdf_ref(intent, "DestOutputProfile", profile);
}

/* ---- attachments ---- */

/* "application/json" as the name "application#2Fjson". */
static void copy_mime(char *to, size_t room, khung__str mime)
{
    size_t n = 0;
    for (size_t i = 0; i < mime.n && n + 4 < room; i++) {
        bool plain = (mime.s[i] >= 'a' && mime.s[i] <= 'z') || (mime.s[i] >= '0' && mime.s[i] <= '9') || mime.s[i] == '-' ||
                     mime.s[i] == '.' || mime.s[i] == '+' || (mime.s[i] >= 'A' && mime.s[i] <= 'Z');
        if (plain) to[n++] = mime.s[i];
        if (mime.s[i] == '/') {
            memcpy(to + n, "#2F", 3);
            n += 3;
        }
    }
    to[n] = 0;
}

/* Bytes from which packing an attachment saves more than it costs. */
enum { WORTH_PACKING = 600 };

static HPDF_Dict add_file(khung__writer *w, const khung__attachment *a)
{
    char mime[100];
    copy_mime(mime, sizeof mime, a->mime);
    khung__stream *bytes = khung__pdf_stream(w, a->bytes.s, a->bytes.n, !a->plain && a->bytes.n >= WORTH_PACKING);
    HPDF_Dict spec = bytes ? HPDF_Dict_New(w->haru->mmgr) : NULL;
    if (!spec || HPDF_Xref_Add(w->haru->xref, spec) != HPDF_OK) return NULL;
    const char *params = khung__pdf_print(w, "/Type/EmbeddedFile%s%s/Params<</Size %zu>>", *mime ? "/Subtype/" : "", mime, a->bytes.n);
    if (!params) return NULL;
    memcpy(bytes->dict, params, strlen(params) + 1);
    HPDF_Dict embedded = HPDF_Dict_New(w->haru->mmgr);
    if (!embedded || HPDF_Dict_Add(spec, "EF", embedded) != HPDF_OK) return NULL;
    if (!khung__pdf_ref(embedded, "F", bytes) || !khung__pdf_ref(embedded, "UF", bytes)) return NULL;
    khung__buf *b = &w->text;
    b->n = 0;
    khung__buf_z(b, "/Type/Filespec/AFRelationship/");
    khung__buf_z(b, a->relationship ? a->relationship : "Data");
    khung__buf_z(b, "/F");
    khung__pdf_text(b, a->name);
    khung__buf_z(b, "/UF");
    khung__pdf_text(b, a->name);
    if (a->description.n) {
        khung__buf_z(b, "/Desc");
        khung__pdf_text(b, a->description);
    }
    return khung__pdf_raw_text(w, spec) ? spec : NULL;
}

/* Attachment numbers in the order of their names, as a name tree has to be. */
static size_t *sorted(khung__writer *w)
{
    const khung__doc *doc = w->doc;
    size_t *order = khung__arena_alloc(&w->arena, doc->attachment_count * sizeof *order);
    for (size_t i = 0; order && i < doc->attachment_count; i++) {
        size_t at = i;
        for (; at > 0 && khung__str_cmp(doc->attachments[order[at - 1]].name, doc->attachments[i].name) > 0; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return order;
}

bool khung__pdf_attachments(khung__writer *w)
{
    const khung__doc *doc = w->doc;
    size_t *order = sorted(w);
    uint32_t *ids = khung__arena_alloc(&w->arena, doc->attachment_count * sizeof *ids);
    if (!order || !ids) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    for (size_t i = 0; i < doc->attachment_count; i++) {
        HPDF_Dict spec = add_file(w, &doc->attachments[i]);
        if (!spec) return false;
        ids[i] = khung__pdf_number(spec);
    }
    khung__buf *b = &w->text;
    b->n = 0;
    khung__buf_z(b, "/AF[");
    for (size_t i = 0; i < doc->attachment_count; i++) khung__buf_printf(b, "%s%u 0 R", i ? " " : "", ids[i]);
    khung__buf_z(b, "]/Names<</EmbeddedFiles<</Names[");
    for (size_t i = 0; i < doc->attachment_count; i++) {
        khung__pdf_text(b, doc->attachments[order[i]].name);
        khung__buf_printf(b, "%u 0 R", ids[order[i]]);
    }
    khung__buf_z(b, "]>>>>");
    return !b->failed || khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
}

/* ---- catalogue ---- */

bool khung__pdf_metadata(khung__writer *w)
{
    HPDF_Dict catalog = w->haru->catalog;
    if (!add_information(w) || !add_xmp(w)) return false;
    if (w->archive && !add_output_intent(w)) return false;
    if (HPDF_Dict_Add(catalog, "StructTreeRoot", &w->root) != HPDF_OK) return false;
    khung__buf *b = &w->text;
    b->n = 0;
    if (!w->archive && w->doc->attachment_count && !khung__pdf_attachments(w)) return false;
    if (w->doc->signature) khung__pdf_form(w, b);
    /* Page labels by text: libharu loses theirs when memory ends. */
    khung__buf_z(b, "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/PageLabels<</Nums[0<</S/D>>]>>");
    if (w->doc->language.n) {
        khung__buf_z(b, "/Lang");
        khung__pdf_text(b, w->doc->language);
    }
    return khung__pdf_raw_text(w, catalog);
}
