/* leaf/page: pages, running heads and feet, headings, single texts at places. */
#include "../leaf.h"

#include <math.h>
#include <string.h>

void khung__leaf_start(khung__leaf *l, khung__doc *doc, const khung__leaf_input *in)
{
    const khung__frame *f = &doc->frame;
    *l = (khung__leaf){.doc = doc, .arena = &doc->arena, .in = in, .language = in->language, .scale = in->large ? 1.4 : 1};
    l->left = f->left;
    l->width = f->text;
    l->top = f->top;
    l->bottom = f->bottom;
}

static bool more_pages(khung__leaf *l)
{
    size_t cap = l->page_cap ? l->page_cap * 2 : 32;
    khung__leaf_page *pages = khung__arena_alloc(l->arena, cap * sizeof *pages);
    if (!pages) {
        khung__doc_fail(l->doc, KHUNG_NO_MEMORY);
        return false;
    }
    if (l->page_cap) memcpy(pages, l->pages, l->page_cap * sizeof *pages);
    l->pages = pages;
    l->page_cap = cap;
    return true;
}

/* The title of a part on its later pages: seen, not read again. */
static void repeat_title(khung__leaf *l)
{
    khung__doc_artifact(l->doc, true);
    khung__span span = {KHUNG__TELL(l, CONTINUED, l->again), khung__leaf_style(l, khung__style_h2(KHUNG__INK))};
    khung__para para = khung__leaf_lay(l, &span, 1, l->width);
    l->y += khung__leaf_put(l, l->left, l->y, &para) + 8;
    khung__doc_artifact(l->doc, false);
}

void khung__leaf_new_page(khung__leaf *l)
{
    khung__doc *doc = l->doc;
    l->page = khung__doc_page(doc, doc->frame.width, doc->frame.height);
    l->y = l->top;
    if (doc->status != KHUNG_OK || (l->page >= l->page_cap && !more_pages(l))) return;
    l->pages[l->page] = (khung__leaf_page){l->section, l->foot};
    khung__page *page = &doc->pages[l->page];
    page->left = l->left - 2;
    page->right = l->left + l->width + 2;
    page->top = l->top - 38;
    page->bottom = l->bottom + 30;
    if (l->again.n) repeat_title(l);
}

bool khung__leaf_room(khung__leaf *l, double height)
{
    if (l->doc->status != KHUNG_OK || l->y + height <= l->bottom + 0.01) return false;
    if (l->doc->page_count && l->y <= l->top + 0.01) return false;
    khung__leaf_new_page(l);
    return true;
}

/* ---- heads and feet ---- */

/* The words that fit, with an ellipsis for the rest: nothing may wrap here, and the whole text stands elsewhere. */
static khung__str fitted(khung__leaf *l, khung__str text, khung__style style, double width)
{
    if (khung__doc_width(l->doc, text, style.face, style.size) <= width) return text;
    for (size_t n = text.n; n; n--) {
        if (text.s[n - 1] != ' ') continue;
        khung__str cut = KHUNG__GLUE(l, ((khung__str){text.s, n - 1}), KHUNG__S("\u00a0…"));
        if (khung__doc_width(l->doc, cut, style.face, style.size) <= width) return cut;
    }
    return (khung__str){0};
}

static double put_line(khung__leaf *l, double x, double baseline, khung__str text, khung__style style, khung__align align)
{
    if (text.n) khung__doc_text(l->doc, l->page, x, baseline, text, style, align);
    return khung__doc_width(l->doc, text, style.face, style.size);
}

/* Organisation and date, to be written by hand; returns where they begin. */
static double blanks(khung__leaf *l, double baseline, khung__style style)
{
    double right = l->left + l->width, day = 56 * l->scale, x = right - 230 * (l->scale > 1 ? 1.15 : 1);
    khung__str who = KHUNG__WORDS(l, FORM_ORGANISATION), when = KHUNG__WORDS(l, FORM_DATE);
    double when_w = khung__doc_width(l->doc, when, style.face, style.size);
    double from = x + put_line(l, x, baseline, who, style, KHUNG__LEFT) + 4, end = right - day - when_w - 8;
    khung__pen pen = {KHUNG__NO_COLOUR, KHUNG__INK2, KHUNG__FIRM, 0.75, 1.5, 1, false};
    khung__doc_line(l->doc, l->page, from, baseline + 2, end, baseline + 2, pen);
    put_line(l, end + 4, baseline, when, style, KHUNG__LEFT);
    khung__doc_line(l->doc, l->page, right - day, baseline + 2, right, baseline + 2, pen);
    return x;
}

static void head(khung__leaf *l, const khung__leaf_page *page)
{
    khung__style plain = khung__leaf_style(l, khung__style_label(KHUNG__INK2)), bold = khung__style_in(plain, KHUNG__SANS_BOLD);
    bold.colour = KHUNG__INK;
    double baseline = khung__baseline(l->top - 24 - plain.leading, plain);
    double right = l->left + l->width, end = right;
    khung__str section = page->section, document = l->document;
    if (l->blanks) {
        end = blanks(l, baseline, plain);
        document = section;
    } else {
        section = fitted(l, section, plain, l->width * 0.5);
        end -= put_line(l, right, baseline, section, plain, KHUNG__RIGHT);
    }
    khung__str name = fitted(l, l->name, bold, end - 12 - l->left);
    double x = l->left + put_line(l, l->left, baseline, name, bold, KHUNG__LEFT) + 12;
    put_line(l, x, baseline, fitted(l, document, plain, end - 12 - x), plain, KHUNG__LEFT);
    khung__doc_line(l->doc, l->page, l->left, l->top - 20.25, right, l->top - 20.25, khung__pen_line(KHUNG__RULE, KHUNG__THIN));
}

static void foot(khung__leaf *l, const khung__leaf_page *page)
{
    khung__style style = khung__leaf_style(l, khung__style_label(KHUNG__INK2));
    double right = l->left + l->width, baseline = khung__baseline(l->bottom + 16, style);
    khung__str number = KHUNG__TELL(l, PAGE, khung__leaf_int(l, (int64_t)l->page + 1), khung__leaf_int(l, (int64_t)l->doc->page_count));
    khung__doc_line(l->doc, l->page, l->left, l->bottom + 12.25, right, l->bottom + 12.25, khung__pen_line(KHUNG__RULE, KHUNG__THIN));
    double number_w = put_line(l, right, baseline, number, style, KHUNG__RIGHT);
    put_line(l, l->left, baseline, fitted(l, page->foot, style, l->width - number_w - 12), style, KHUNG__LEFT);
}

void khung__leaf_end(khung__leaf *l)
{
    if (!l->doc->page_count) khung__leaf_new_page(l);
    if (l->doc->status != KHUNG_OK) return;
    khung__doc_artifact(l->doc, true);
    for (l->page = 0; l->page < l->doc->page_count && l->doc->status == KHUNG_OK; l->page++) {
        head(l, &l->pages[l->page]);
        foot(l, &l->pages[l->page]);
    }
    khung__doc_artifact(l->doc, false);
}

/* ---- text at places ---- */

khung__style khung__leaf_style(const khung__leaf *l, khung__style style)
{
    style.size *= l->scale;
    style.leading *= l->scale;
    return style;
}

khung__para khung__leaf_lay(khung__leaf *l, const khung__span *spans, size_t n, double width)
{
    return khung__doc_para(l->doc, spans, n, width, KHUNG__LEFT);
}

double khung__leaf_put(khung__leaf *l, double x, double top, const khung__para *para)
{
    return khung__doc_put(l->doc, l->page, x, top, para, 0, para->count);
}

double khung__leaf_para(khung__leaf *l, khung__tag tag, double x, double top, double width, const khung__span *spans, size_t n)
{
    khung__para para = khung__leaf_lay(l, spans, n, width);
    khung__doc_open(l->doc, tag);
    double h = khung__leaf_put(l, x, top, &para);
    khung__doc_close(l->doc);
    return h;
}

double khung__leaf_text(khung__leaf *l, khung__tag tag, double x, double top, double width, khung__str text, khung__style style)
{
    khung__span span = {text, style};
    return text.n ? khung__leaf_para(l, tag, x, top, width, &span, 1) : 0;
}

void khung__leaf_line(khung__leaf *l, double x, double top, khung__str text, khung__style style, khung__align align)
{
    if (text.n) khung__doc_text(l->doc, l->page, x, khung__baseline(top, style), text, style, align);
}

void khung__leaf_unit(khung__leaf *l, double x, khung__str unit, khung__style style)
{
    if (!unit.n) return;
    khung__doc_open(l->doc, KHUNG__TAG_P);
    khung__leaf_line(l, x, l->y, unit, style, KHUNG__LEFT);
    khung__doc_close(l->doc);
}

static void draw(khung__leaf *l, double x, double y, double w, khung__pen pen)
{
    bool inside = l->doc->open == 0;
    if (!inside) khung__doc_artifact(l->doc, true);
    khung__doc_line(l->doc, l->page, x, y, x + w, y, pen);
    if (!inside) khung__doc_artifact(l->doc, false);
}

void khung__leaf_rule(khung__leaf *l, double x, double y, double w, double width, khung__rgb colour)
{
    draw(l, x, y, w, khung__pen_line(colour, width));
}

void khung__leaf_dots(khung__leaf *l, double x, double y, double w)
{
    draw(l, x, y, w, (khung__pen){KHUNG__NO_COLOUR, KHUNG__INK2, KHUNG__FIRM, 0.75, 1.5, 1, false});
    khung__leaf_name(l, "writing-line");
}

void khung__leaf_panel(khung__leaf *l, double y, double h, khung__rgb fill)
{
    khung__doc_artifact(l->doc, true);
    khung__doc_rect(l->doc, l->page, l->left, y, l->width, h, khung__pen_fill(fill));
    khung__doc_artifact(l->doc, false);
}

void khung__leaf_name(khung__leaf *l, const char *name)
{
    khung__doc_name(l->doc, l->page, khung__str_of(name));
}

/* ---- headings ---- */

/* At the right end of the title, within w × h; returns the room it takes. */
static double logo(khung__leaf *l, double w, double h)
{
    const khung_description *d = l->in->description;
    if (!d->picture.width) return 0;
    double scale = fmin(w / d->picture.width, h / d->picture.height), width = d->picture.width * scale;
    uint32_t figure = khung__doc_open(l->doc, KHUNG__TAG_FIGURE);
    khung__doc_alt(l->doc, figure, KHUNG__TELL(l, LOGO_OF, d->issuer.n ? d->issuer : l->name));
    khung__doc_image(l->doc, l->page, l->left + l->width - width, l->y, width, d->picture.height * scale, &d->picture);
    khung__leaf_name(l, "logo");
    khung__doc_close(l->doc);
    return width + 16;
}

void khung__leaf_h1(khung__leaf *l, khung__str text, uint32_t level)
{
    khung__doc_bookmark(l->doc, level, text, l->page, l->y);
    khung__style style = khung__leaf_style(l, khung__style_h1(KHUNG__INK));
    double logo_w = level ? 0 : logo(l, 120, 40), top = l->y;
    l->y += khung__leaf_text(l, level ? KHUNG__TAG_H2 : KHUNG__TAG_H1, l->left, l->y, l->width - logo_w, text, style);
    if (logo_w > 0) l->y = fmax(l->y, top + 40);
}

void khung__leaf_h2(khung__leaf *l, khung__str text, khung__str more, double keep)
{
    khung__span spans[] = {{text, khung__leaf_style(l, khung__style_lead_bold(KHUNG__INK))},
                           {more.n ? KHUNG__S("\u2002") : more, khung__leaf_style(l, khung__style_lead(KHUNG__INK))},
                           {more, khung__leaf_style(l, khung__style_label(KHUNG__INK2))}};
    spans[1].style.leading = spans[2].style.leading = spans[0].style.leading;
    khung__leaf_room(l, spans[0].style.leading + fmax(keep, KHUNG__KEEP));
    l->y += khung__leaf_para(l, KHUNG__TAG_H2, l->left, l->y, l->width, spans, more.n ? 3 : 1) + 4 * l->scale;
}
