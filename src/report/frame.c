/* report/frame: pages, running heads and feet, headings, and single texts at places. */
#include "inner.h"

#include <math.h>

#include <string.h>

/* ---- pages ---- */

void khung__report_page(khung__report *report)
{
    khung__doc *doc = report->doc;
    khung__report_notes_put(report);
    report->page = khung__doc_page(doc, KHUNG__PAGE_W, KHUNG__PAGE_H);
    report->y = KHUNG__BODY_Y;
    if (doc->status != KHUNG_OK) return;
    if (report->page >= report->section_cap) {
        size_t cap = report->section_cap ? report->section_cap * 2 : 32;
        khung__str *sections = khung__arena_alloc(report->arena, cap * sizeof *sections);
        if (!sections) {
            khung__doc_fail(doc, KHUNG_NO_MEMORY);
            return;
        }
        if (report->section_cap)
            memcpy(sections, report->sections, report->section_cap * sizeof *sections);
        report->sections = sections;
        report->section_cap = cap;
    }
    report->sections[report->page] = report->section;
    khung__page *page = &doc->pages[report->page];
    page->left = KHUNG__LEFT_X - 2;
    page->right = KHUNG__RIGHT_X + 2;
    page->top = KHUNG__HEAD_Y - 2;
    page->bottom = KHUNG__FOOT_Y + 14;
}

/* The title of a part again, on the pages after its first. Readers that follow the structure have
 * heard it already. */
static void repeat_title(khung__report *report)
{
    khung__doc_artifact(report->doc, true);
    khung__str again = KHUNG__SAY(report, CONTINUED, report->title);
    khung__para para = khung__report_lay(report, again, khung__style_h2(KHUNG__INK), KHUNG__TEXT_W);
    report->y += khung__report_put(report, KHUNG__LEFT_X, report->y, &para) + 8;
    khung__report_rule(report, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W, KHUNG__FIRM, KHUNG__INK);
    khung__doc_artifact(report->doc, false);
}

bool khung__report_room(khung__report *report, double height)
{
    if (report->y + height <= KHUNG__BODY_END + 0.01 || report->doc->status != KHUNG_OK)
        return false;
    if (report->y <= KHUNG__BODY_Y + 0.01) return false;
    khung__report_page(report);
    if (report->title.n) repeat_title(report);
    return true;
}

/* As many whole words as fit in `width`, with an ellipsis for the rest: for running heads only,
 * where nothing may wrap and the whole text stands elsewhere. */
static khung__str fitted(khung__report *report, khung__str text, khung__style style, double width)
{
    if (khung__doc_width(report->doc, text, style.face, style.size) <= width) return text;
    for (size_t n = text.n; n-- > 1;) {
        if (text.s[n] != ' ') continue;
        khung__str cut = KHUNG__JOIN(report, (khung__str){text.s, n}, KHUNG__S("…"));
        if (khung__doc_width(report->doc, cut, style.face, style.size) <= width) return cut;
    }
    return (khung__str){0};
}

/* A text of the head, which is an artifact unless it has a tag. */
static void head_text(khung__report *report, size_t page, khung__tag tag, double x, khung__str text,
                      khung__style style, khung__align align)
{
    if (!text.n) return;
    if (tag != KHUNG__ARTIFACT) khung__doc_open(report->doc, tag);
    khung__doc_text(report->doc, page, x, khung__baseline(KHUNG__HEAD_Y, style), text, style, align);
    if (tag != KHUNG__ARTIFACT) khung__doc_close(report->doc);
}

/* `told`: the head is the document's title too, read aloud and with the document's name in any case. */
static void head(khung__report *report, size_t page, bool told)
{
    khung__doc *doc = report->doc;
    khung__style plain = khung__style_label(KHUNG__INK2),
                 bold = khung__style_label_bold(KHUNG__INK);
    khung__str section = fitted(report, report->sections[page], plain, 260);
    double free_w = KHUNG__TEXT_W - khung__doc_width(doc, section, plain.face, plain.size) - 24;
    khung__str document = KHUNG__SAY(report, DOCUMENT, khung__report_years(report));
    double document_w = khung__doc_width(doc, document, plain.face, plain.size) + 12;
    khung__str name = fitted(report, report->result->organisation_name, bold,
                             told ? free_w - document_w : free_w);
    double name_w = khung__doc_width(doc, name, bold.face, bold.size);
    head_text(report, page, told ? KHUNG__TAG_H1 : KHUNG__ARTIFACT, KHUNG__LEFT_X, name, bold,
              KHUNG__LEFT);
    if (name_w + document_w <= free_w)
        head_text(report, page, told ? KHUNG__TAG_P : KHUNG__ARTIFACT,
                  KHUNG__LEFT_X + (name_w > 0 ? name_w + 12 : 0), document, plain, KHUNG__LEFT);
    head_text(report, page, told ? KHUNG__TAG_P : KHUNG__ARTIFACT, KHUNG__RIGHT_X, section, plain,
              KHUNG__RIGHT);
    if (told) khung__doc_artifact(doc, true);
    khung__doc_line(doc, page, KHUNG__LEFT_X, KHUNG__HEAD_RULE - 0.25, KHUNG__RIGHT_X,
                    KHUNG__HEAD_RULE - 0.25, khung__pen_line(KHUNG__RULE, KHUNG__THIN));
    khung__doc_name(doc, page, KHUNG__S("head-rule"));
    if (told) khung__doc_artifact(doc, false);
}

void khung__report_head(khung__report *report) { head(report, report->page, true); }

/* What the foot says at its left: on the cover who prints it, else framework, version and the
 * result's code. */
static khung__str foot_text(khung__report *report, size_t page, khung__style style, double width)
{
    const khung_framework *framework = report->framework;
    if (page == report->cover_page) {
        return fitted(report, khung__report_issuer(report->in), style, width);
    }
    khung__str rest = KHUNG__SAY(report, FOOT, framework->version, report->in->code);
    double free_w = width - khung__doc_width(report->doc, rest, style.face, style.size);
    khung__str title = fitted(report, framework->title, style, free_w);
    return KHUNG__JOIN(report, title, rest);
}

static void foot(khung__report *report, size_t page)
{
    khung__doc *doc = report->doc;
    khung__style style = khung__style_label(KHUNG__INK2);
    double baseline = khung__baseline(KHUNG__FOOT_Y, style);
    khung__str number = KHUNG__SAY(report, PAGE, khung__report_int(report, (int64_t)page + 1),
                                   khung__report_int(report, (int64_t)doc->page_count));
    double free_w = KHUNG__TEXT_W - khung__doc_width(doc, number, style.face, style.size) - 24;
    khung__doc_line(doc, page, KHUNG__LEFT_X, KHUNG__FOOT_RULE + 0.25, KHUNG__RIGHT_X,
                    KHUNG__FOOT_RULE + 0.25, khung__pen_line(KHUNG__RULE, KHUNG__THIN));
    khung__doc_name(doc, page, KHUNG__S("foot-rule"));
    khung__doc_text(doc, page, KHUNG__LEFT_X, baseline, foot_text(report, page, style, free_w),
                    style, KHUNG__LEFT);
    khung__doc_text(doc, page, KHUNG__RIGHT_X, baseline, number, style, KHUNG__RIGHT);
    khung__doc_name(doc, page, KHUNG__S("page-number"));
}

void khung__report_frames(khung__report *report)
{
    khung__doc *doc = report->doc;
    if (doc->status != KHUNG_OK) return;
    khung__doc_artifact(doc, true);
    for (size_t page = 0; page < doc->page_count; page++) {
        if (page != report->cover_page && !(report->brief && page == 0)) head(report, page, false);
        foot(report, page);
    }
    khung__doc_artifact(doc, false);
}

/* ---- headings ---- */

void khung__report_h1(khung__report *report, khung__str text, double width)
{
    khung__span span = {text, khung__style_h1(KHUNG__INK)};
    report->y += khung__report_para(report, KHUNG__TAG_H1, KHUNG__LEFT_X, report->y, width, &span,
                                    1);
}

void khung__report_begin(khung__report *report, khung__phrase_id title)
{
    khung__str text = khung__report_phrase(report, title);
    bool below = report->doc->page_count && report->page != report->cover_page &&
                 report->y + 320 <= KHUNG__BODY_END;
    report->title = (khung__str){0};
    report->section = text;
    if (below) report->y += 28;
    else khung__report_page(report);
    khung__report_bookmark(report, 0, text, report->y);
    khung__report_h1(report, text, KHUNG__TEXT_W);
    report->y += 4;
    report->title = text;
}

void khung__report_opening(khung__report *report, const khung__span *spans, size_t n)
{
    report->y += khung__report_para(report, KHUNG__TAG_P, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W,
                                    spans, n) + 16;
}

void khung__report_h2(khung__report *report, khung__str text)
{
    khung__span span = {text, khung__style_h2(KHUNG__INK)};
    report->y += khung__report_para(report, KHUNG__TAG_H2, KHUNG__LEFT_X, report->y, KHUNG__TEXT_W,
                                    &span, 1);
}

double khung__report_block_head(khung__report *report, double x, double y, double w,
                                khung__str text)
{
    khung__span span = {text, khung__style_lead_bold(KHUNG__INK)};
    double h = khung__report_para(report, KHUNG__TAG_H2, x, y, w, &span, 1) + 4;
    khung__doc_artifact(report->doc, true);
    khung__report_rule(report, x, y + h - 0.375, w, KHUNG__FIRM, KHUNG__INK);
    khung__doc_artifact(report->doc, false);
    return h;
}

/* Rules are artifacts wherever they stand; callers inside an artifact already are left as they are.
 */
void khung__report_rule(khung__report *report, double x, double y, double w, double width,
                        khung__rgb colour)
{
    khung__doc *doc = report->doc;
    bool inside = doc->open == 0;
    if (!inside) khung__doc_artifact(doc, true);
    khung__doc_line(doc, report->page, x, y, x + w, y, khung__pen_line(colour, width));
    if (!inside) khung__doc_artifact(doc, false);
}

/* The cover names a domain before its part is there, so links carry the domain's number until
 * khung__report_links puts the bookmark's in its place. */
void khung__report_link_to(khung__report *report, double x, double y, double w, double h,
                           uint32_t domain)
{
    if (report->domains_told) khung__doc_link(report->doc, report->page, x, y, w, h, domain);
}

void khung__report_links(khung__report *report)
{
    khung__doc *doc = report->doc;
    for (size_t p = 0; p < doc->page_count; p++)
        for (size_t i = 0; i < doc->pages[p].count; i++) {
            khung__item *item = &doc->pages[p].items[i];
            if (item->kind == KHUNG__LINK) item->target += report->first_domain - 1;
        }
}

void khung__report_domain_bookmark(khung__report *report, uint32_t level, uint32_t domain,
                                   khung__str title, double y)
{
    uint32_t number = khung__doc_bookmark(report->doc, level, title, report->page, y);
    if (domain == 1) report->first_domain = number;
    if (number != report->first_domain + domain - 1)
        khung__doc_fail(report->doc, KHUNG_INTERNAL);
}

void khung__report_bookmark(khung__report *report, uint32_t level, khung__str title, double y)
{
    khung__doc_bookmark(report->doc, level, title, report->page, y);
}

/* ---- text at places ---- */

void khung__report_line(khung__report *report, double x, double top, khung__str text,
                        khung__style style, khung__align align)
{
    if (text.n)
        khung__doc_text(report->doc, report->page, x, khung__baseline(top, style), text, style,
                        align);
}

void khung__report_tagged(khung__report *report, khung__tag tag, double x, double top,
                          khung__str text, khung__style style, khung__align align)
{
    khung__doc_open(report->doc, tag);
    khung__report_line(report, x, top, text, style, align);
    khung__doc_close(report->doc);
}

khung__para khung__report_lay(khung__report *report, khung__str text, khung__style style,
                              double width)
{
    khung__span span = {text, style};
    return khung__doc_para(report->doc, &span, 1, width, KHUNG__LEFT);
}

double khung__report_put(khung__report *report, double x, double top, const khung__para *para)
{
    return khung__doc_put(report->doc, report->page, x, top, para, 0, para->count);
}

double khung__report_para(khung__report *report, khung__tag tag, double x, double top, double width,
                          const khung__span *spans, size_t n)
{
    khung__para para = khung__doc_para(report->doc, spans, n, width, KHUNG__LEFT);
    khung__doc_open(report->doc, tag);
    double h = khung__report_put(report, x, top, &para);
    khung__doc_close(report->doc);
    return h;
}

void khung__report_name(khung__report *report, const char *name)
{
    khung__doc_name(report->doc, report->page, khung__str_of(name));
}

double khung__report_logo(khung__report *report, double x, double y, double w, double h)
{
    const khung__picture *picture = &report->in->description->picture;
    if (!picture->width) return 0;
    double scale = fmin(w / picture->width, h / picture->height);
    double width = picture->width * scale, height = picture->height * scale;
    uint32_t figure = khung__doc_open(report->doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(report->doc, figure, KHUNG__SAY(report, LOGO_OF, khung__report_issuer(report->in)));
    khung__doc_image(report->doc, report->page, x - width, y, width, height, picture);
    khung__report_name(report, "logo");
    khung__doc_close(report->doc);
    return width;
}
