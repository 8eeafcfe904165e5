/* pdf/objects: the document in libharu's object model: pages, resources, outlines, links.
 * What libharu has no call for (or writes with float noise) is put into its dictionaries as text. */
#include "inside.h"

#include <hpdf_annotation.h>
#include <hpdf_pages.h>

/* A number of points in the writer's arena, "841.89". */
static const char *points(khung__writer *w, double v)
{
    char text[32] = {0};
    khung__pdf_hundredths(text, khung__pdf_units(w, v));
    return khung__pdf_print(w, "%s", text);
}

static bool add_images(khung__writer *w)
{
    HPDF_Dict all = w->image_count ? HPDF_Dict_New(w->haru->mmgr) : NULL;
    if (!all) return w->image_count == 0;
    if (HPDF_Dict_Add(w->resources, "XObject", all) != HPDF_OK) return false;
    for (size_t i = 0; i < w->image_count; i++) {
        const char *name = khung__pdf_print(w, "I%zu", i);
        if (!name || !khung__pdf_ref(all, name, w->images[i])) return false;
    }
    return true;
}

/* Fonts and strengths are few: all pages share one dictionary. */
static bool write_resources(khung__writer *w)
{
    khung__buf *b = &w->text;
    w->resources = HPDF_Dict_New(w->haru->mmgr);
    if (!w->resources || HPDF_Xref_Add(w->haru->xref, w->resources) != HPDF_OK) return false;
    b->n = 0;
    khung__buf_z(b, "/Font<<");
    for (int face = 0; face < KHUNG__FACES; face++)
        if (w->font_dicts[face]) khung__buf_printf(b, "/F%d %u 0 R", face, khung__pdf_number(w->font_dicts[face]));
    khung__buf_z(b, ">>");
    if (w->alpha_count) {
        khung__buf_z(b, "/ExtGState<<");
        for (size_t i = 0; i < w->alpha_count; i++)
            khung__buf_printf(b, "/G%d<</ca %d.%03d>>", w->alphas[i], w->alphas[i] / 1000, w->alphas[i] % 1000);
        khung__buf_z(b, ">>");
    }
    return khung__pdf_raw_text(w, w->resources) && add_images(w);
}

/* Pages first, so that bookmarks and links can name them. libharu's own page would bring streams and a graphics state of its own;
 * it counts any dictionary of that class. */
static bool add_pages(khung__writer *w)
{
    for (size_t i = 0; i < w->doc->page_count; i++) {
        HPDF_Dict page = HPDF_Dict_New(w->haru->mmgr);
        if (!page || HPDF_Xref_Add(w->haru->xref, page) != HPDF_OK) return false;
        if (HPDF_Dict_AddName(page, "Type", "Page") != HPDF_OK || HPDF_Pages_AddKids(w->haru->root_pages, page) != HPDF_OK) return false;
        page->header.obj_class |= HPDF_OSUBCLASS_PAGE;
        w->sheets[i].dict = page;
    }
    return true;
}

/* A place on a page, as direct array: the archive refuses indirect ones, which is what libharu makes. The zoom stays. */
static const char *destination(khung__writer *w, const khung__bookmark *to)
{
    int64_t y = khung__pdf_units(w, w->doc->pages[to->page].height - to->y);
    if (w->status != KHUNG_OK) return NULL;
    return khung__pdf_print(w, "/Dest[%u 0 R/XYZ null %ld null]", khung__pdf_number(w->sheets[to->page].dict), (long)((y + 50) / 100));
}

static bool set_title(khung__writer *w, HPDF_Dict dict, const char *key, khung__str text)
{
    khung__str wide;
    if (!khung__pdf_utf16(w, text, &wide)) return false;
    HPDF_Binary value = HPDF_Binary_New(w->haru->mmgr, (HPDF_BYTE *)wide.s, (HPDF_UINT)wide.n);
    return value && HPDF_Dict_Add(dict, key, value) == HPDF_OK;
}

static bool add_outlines(khung__writer *w)
{
    const khung__doc *doc = w->doc;
    HPDF_Outline *open = khung__arena_alloc(&w->arena, (doc->bookmark_count + 1) * sizeof *open);
    if (!open) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    for (size_t i = 0; i < doc->bookmark_count; i++) {
        const khung__bookmark *mark = &doc->bookmarks[i];
        const char *place = destination(w, mark);
        HPDF_Outline item = place ? HPDF_CreateOutline(w->haru, mark->level ? open[mark->level - 1] : NULL, "", NULL) : NULL;
        if (!item || !set_title(w, item, "Title", mark->title) || !khung__pdf_raw(w, item, khung__str_of(place))) return false;
        if (HPDF_Outline_SetOpened(item, mark->level == 0) != HPDF_OK) return false;
        open[mark->level] = item;
    }
    return doc->bookmark_count == 0 || HPDF_SetPageMode(w->haru, HPDF_PAGE_MODE_USE_OUTLINE) == HPDF_OK;
}

/* The box in whole points around it, measured from below. */
static HPDF_Rect link_box(const khung__page *page, const khung__item *item)
{
    return (HPDF_Rect){.left = (HPDF_REAL)(long)item->x,
                       .bottom = (HPDF_REAL)(long)(page->height - item->y - item->height),
                       .right = (HPDF_REAL)(long)(item->x + item->width + 0.999),
                       .top = (HPDF_REAL)(long)(page->height - item->y + 0.999)};
}

static bool add_links(khung__writer *w)
{
    for (size_t i = 0; i < w->link_count; i++) {
        khung__link *link = &w->links[i];
        if (link->item->target == KHUNG__TO_SIGNATURE) {
            if (!khung__pdf_field(w, link)) return false;
            continue;
        }
        const char *place = destination(w, &w->doc->bookmarks[link->item->target]);
        const char *raw = place ? khung__pdf_print(w, "/Border[0 0 0]%s", place) : NULL;
        if (!raw) return false;
        HPDF_Rect box = link_box(&w->doc->pages[link->page], link->item);
        link->annotation = HPDF_Annotation_New(w->haru->mmgr, w->haru->xref, HPDF_ANNOT_LINK, box);
        if (!link->annotation) return false;
        /* F 4: printed, as the archive asks. */
        HPDF_Dict_AddNumber(link->annotation, "F", 4);
        HPDF_Dict_AddNumber(link->annotation, "StructParent", (HPDF_INT32)(w->doc->page_count + i));
        if (!set_title(w, link->annotation, "Contents", w->doc->bookmarks[link->item->target].title)) return false;
        if (!khung__pdf_raw(w, link->annotation, khung__str_of(raw))) return false;
    }
    return true;
}

static bool finish_page(khung__writer *w, size_t i)
{
    khung__sheet *sheet = &w->sheets[i];
    const khung__page *page = &w->doc->pages[i];
    if (!khung__pdf_ref(sheet->dict, "Contents", sheet->content)) return false;
    if (HPDF_Dict_Add(sheet->dict, "Resources", w->resources) != HPDF_OK) return false;
    if (sheet->links) {
        HPDF_Array annotations = HPDF_Array_New(w->haru->mmgr);
        if (!annotations || HPDF_Dict_Add(sheet->dict, "Annots", annotations) != HPDF_OK) return false;
        for (uint32_t k = 0; k < sheet->links; k++)
            if (HPDF_Array_Add(annotations, w->links[sheet->first_link + k].annotation) != HPDF_OK) return false;
    }
    const char *width = points(w, page->width), *height = points(w, page->height);
    if (!width || !height) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    const char *raw = khung__pdf_print(w, "/MediaBox[0 0 %s %s]/StructParents %zu/Tabs/S", width, height, i);
    return khung__pdf_raw(w, sheet->dict, khung__str_of(raw));
}

static bool build(khung__writer *w)
{
    if (!khung__pdf_fonts(w) || !write_resources(w) || !add_pages(w)) return false;
    if (!add_outlines(w) || !add_links(w)) return false;
    for (size_t i = 0; i < w->doc->page_count; i++)
        if (!finish_page(w, i)) return false;
    return khung__pdf_metadata(w);
}

/* libharu calls this at its first error and goes on returning it; nothing may jump. */
static void keep_error(HPDF_STATUS error, HPDF_STATUS detail, void *data)
{
    khung__writer *w = data;
    (void)detail;
    if (w->haru_error == HPDF_OK) w->haru_error = error;
}

static void *haru_alloc(HPDF_UINT n)
{
    return khung__alloc(n);
}

bool khung__pdf_objects(khung__writer *w)
{
    w->haru = HPDF_NewEx(keep_error, haru_alloc, khung__free, 0, w);
    bool done = w->haru && HPDF_NewDoc(w->haru) == HPDF_OK && build(w) && w->haru_error == HPDF_OK && w->status == KHUNG_OK;
    if (done) return true;
    /* Without a status of ours the failure is libharu's: it fails for memory, or by a defect. */
    if (w->haru_error == HPDF_OK || w->haru_error == HPDF_FAILD_TO_ALLOC_MEM) return khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    return khung__pdf_fail(w, KHUNG_INTERNAL, khung__pdf_print(w, "libharu error %04X", (unsigned)w->haru_error));
}
