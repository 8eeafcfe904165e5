/* pdf/signature: the place of a signature in a PDF: a field whose box lies over what the page shows of it, and the object with the hole that the
 * signature's bytes will fill. It stands by itself, packed by nothing, since all of the file around the hole is signed. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

/* "/ByteRange[0 1 2 3]" is written when the file is whole, in room for the longest numbers. */
enum { RANGE = 4 + 3 * 11 };

bool khung__pdf_field(khung__writer *w, khung__link *link)
{
    const khung__item *item = link->item;
    const double edges[] = {item->x, w->doc->pages[link->page].height - item->y - item->height, item->width, item->height};
    char box[4][32] = {{0}};
    for (int i = 0; i < 4; i++) khung__pdf_hundredths(box[i], khung__pdf_units(w, i < 2 ? edges[i] : edges[i - 2] + edges[i]));
    char size[2][32] = {{0}};
    for (int i = 0; i < 2; i++) khung__pdf_hundredths(size[i], khung__pdf_units(w, edges[2 + i]));
    khung__stream *look = khung__pdf_stream(w, "", 0, false); /* the page shows it all */
    HPDF_Dict field = look ? HPDF_Dict_New(w->haru->mmgr) : NULL;
    if (!field || HPDF_Xref_Add(w->haru->xref, field) != HPDF_OK) return false;
    link->annotation = field;
    snprintf(look->dict, sizeof look->dict, "/Type/XObject/Subtype/Form/BBox[0 0 %s %s]/Resources<<>>", size[0], size[1]);
    HPDF_Dict looks = HPDF_Dict_New(w->haru->mmgr);
    if (!looks || HPDF_Dict_Add(field, "AP", looks) != HPDF_OK || !khung__pdf_ref(looks, "N", look)) return false;
    if (HPDF_Dict_Add(field, "V", &w->signature) != HPDF_OK) return false;
    khung__buf *b = &w->text;
    b->n = 0;
    /* F 132: printed, as the archive asks, and not to be moved. */
    khung__buf_printf(b, "/Type/Annot/Subtype/Widget/FT/Sig/F 132/T(signature)/Rect[%s %s %s %s]/P %u 0 R/StructParent %zu/TU", box[0], box[1], box[2],
                      box[3], khung__pdf_number(w->sheets[link->page].dict), w->doc->page_count + (size_t)(link - w->links));
    khung__pdf_text(b, w->doc->signature->about);
    return khung__pdf_raw_text(w, field);
}

/* SigFlags 3: it is signed, and nothing may be changed but by what is added behind. */
void khung__pdf_form(khung__writer *w, khung__buf *out)
{
    for (size_t i = 0; i < w->link_count; i++)
        if (w->links[i].item->target == KHUNG__TO_SIGNATURE)
            khung__buf_printf(out, "/AcroForm<</Fields[%u 0 R]/SigFlags 3>>", khung__pdf_number(w->links[i].annotation));
    if (!w->archive) khung__buf_z(out, "/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 2>>>>"); /* ETSI's own, as PAdES has it */
}

void khung__pdf_signature(khung__writer *w, khung__buf *out, size_t start)
{
    khung__signature *s = w->doc->signature;
    khung__buf_z(out, "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M");
    khung__pdf_text(out, s->moment);
    khung__buf_z(out, "/ByteRange");
    for (int i = 0; i < RANGE; i++) khung__buf_char(out, ' ');
    khung__buf_z(out, "/Contents<");
    s->hole = out->n - start;
    for (size_t i = 0; i < s->room; i++) khung__buf_char(out, '0');
    khung__buf_z(out, ">>>\nendobj\n");
}

void khung__pdf_range(khung__writer *w, khung__buf *out, size_t start)
{
    static const char behind[] = "/Contents<";
    const khung__signature *s = w->doc->signature;
    size_t before = s->hole - 1, after = s->hole + s->room + 1;
    char text[64] = "", *at = out->s + start + s->hole - strlen(behind) - RANGE;
    int n = snprintf(text, sizeof text, "[0 %zu %zu %zu]", before, after, out->n - start - after);
    memcpy(at, text, n > 0 && n <= RANGE ? (size_t)n : 0);
}
