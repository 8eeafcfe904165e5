/* html/figure: shapes and their labels as inline SVG. Coordinates are those of the page, so that nothing is computed twice. Labels
 * carry their width: another font than the one that was measured is squeezed into it, and no label runs into the next. */
#include "inside.h"

#include <math.h>
#include <string.h>

/* Points of the page to pixels: body text of 9 points is 16 pixels. */
static const double SCALE = 16.0 / 9;

typedef struct extent {
    double left, top, right, bottom;
    bool any;
} extent;

static void widen(extent *e, const khung__item *item)
{
    bool text = item->kind == KHUNG__TEXT;
    double pen = item->kind == KHUNG__PATH && item->stroke != KHUNG__NO_COLOUR ? item->stroke_width / 2 : 0;
    double left = item->x - pen, right = item->x + item->width + pen;
    double top = text ? item->y - item->size : item->y - pen;
    double bottom = text ? item->y + 0.27 * item->size : item->y + item->height + pen;
    if (item->kind == KHUNG__LINK) return;
    if (!e->any || left < e->left) e->left = left;
    if (!e->any || top < e->top) e->top = top;
    if (!e->any || right > e->right) e->right = right;
    if (!e->any || bottom > e->bottom) e->bottom = bottom;
    e->any = true;
}

static void add_colour(khung__buf *out, const char *name, khung__rgb colour)
{
    if (colour == KHUNG__NO_COLOUR) khung__buf_printf(out, " %s=\"none\"", name);
    else khung__buf_printf(out, " %s=\"#%06X\"", name, (unsigned)colour & 0xFFFFFF);
}

static void add_value(khung__buf *out, const char *name, double v)
{
    khung__buf_printf(out, " %s=\"", name);
    khung__html_length(out, v);
    khung__buf_char(out, '"');
}

static void add_point(khung__buf *out, double x, double y)
{
    khung__html_length(out, x);
    khung__buf_char(out, ' ');
    khung__html_length(out, y);
}

static void add_image(khung__html *h, const khung__item *item)
{
    khung__str text = khung__base64_write(&h->arena, item->picture->file);
    if (!text.s) h->out->failed = true;
    khung__buf_z(h->out, "<image");
    add_value(h->out, "x", item->x);
    add_value(h->out, "y", item->y);
    add_value(h->out, "width", item->width);
    add_value(h->out, "height", item->height);
    khung__buf_printf(h->out, " href=\"data:image/%s;base64,", item->picture->jpeg ? "jpeg" : "png");
    khung__buf_str(h->out, text);
    khung__buf_z(h->out, "\"/>");
}

static void add_shape(khung__buf *out, const khung__item *item)
{
    khung__buf_z(out, "<path d=\"");
    for (size_t i = 0; i < item->step_count; i++) {
        const khung__step *s = &item->steps[i];
        khung__buf_char(out, (char)(s->op - 'a' + 'A'));
        if (s->op == 'z') continue;
        if (s->op == 'c') {
            add_point(out, s->x1, s->y1);
            khung__buf_char(out, ' ');
            add_point(out, s->x2, s->y2);
            khung__buf_char(out, ' ');
        }
        add_point(out, s->x, s->y);
    }
    khung__buf_char(out, '"');
    add_colour(out, "fill", item->fill);
    if (item->fill_alpha < 1) add_value(out, "fill-opacity", item->fill_alpha);
    if (item->stroke != KHUNG__NO_COLOUR) {
        add_colour(out, "stroke", item->stroke);
        add_value(out, "stroke-width", item->stroke_width);
        if (item->cap_round) khung__buf_z(out, " stroke-linecap=\"round\" stroke-linejoin=\"round\"");
        if (item->dash_on > 0) {
            khung__buf_z(out, " stroke-dasharray=\"");
            add_point(out, item->dash_on, item->dash_off);
            khung__buf_char(out, '"');
        }
    }
    khung__buf_z(out, "/>");
}

/* Whether the text goes on in the next item: a sign of the symbol face and what stands at it are one label. */
static bool goes_on(const khung__item *item, const khung__item *next)
{
    return next && next->kind == KHUNG__TEXT && fabs(next->y - item->y) < 0.01 && next->size == item->size && next->fill == item->fill &&
           fabs(item->x + item->width - next->x) < 0.01;
}

/* The label that begins with kid `k`; returns the kid after it. */
static uint32_t add_label(khung__html *h, uint32_t k, uint32_t to)
{
    const khung__reading_kid *kids = h->reading.kids;
    const khung__item *first = kids[k].item, *last = first;
    khung__buf *out = h->out, text = {0};
    bool bold = false, serif = false;
    for (; k && k != to; k = kids[k].next) {
        const khung__item *item = kids[k].item;
        if (item != first && !goes_on(last, item)) break;
        bold = bold || item->face == KHUNG__SANS_BOLD || item->face == KHUNG__SERIF_BOLD;
        serif = serif || item->face == KHUNG__SERIF || item->face == KHUNG__SERIF_BOLD;
        khung__html_text(&text, item->text);
        last = item;
    }
    khung__buf_z(out, "<text");
    add_value(out, "x", first->x);
    add_value(out, "y", first->y);
    add_value(out, "font-size", first->size);
    add_value(out, "textLength", last->x + last->width - first->x);
    khung__buf_z(out, " lengthAdjust=\"spacingAndGlyphs\"");
    if (bold) khung__buf_z(out, " font-weight=\"700\"");
    if (serif) khung__buf_z(out, " class=\"s\"");
    add_colour(out, "fill", first->fill);
    khung__buf_char(out, '>');
    khung__buf_str(out, (khung__str){text.s, text.n});
    khung__buf_z(out, "</text>");
    if (text.failed) out->failed = true;
    khung__buf_free(&text);
    return k;
}

/* The alternative as name and description: what stands before its first ": " names the figure. */
static khung__str description_of(khung__str alt)
{
    for (size_t i = 0; i + 2 < alt.n; i++)
        if (alt.s[i] == ':' && alt.s[i + 1] == ' ') return (khung__str){alt.s + i + 2, alt.n - i - 2};
    return (khung__str){0};
}

static void add_names(khung__html *h, khung__str alt)
{
    khung__str more = description_of(alt), name = {alt.s, more.n ? alt.n - more.n - 2 : alt.n};
    unsigned number = ++h->figures;
    khung__buf_printf(h->out, " role=\"img\" aria-labelledby=\"f%u\"", number);
    if (more.n) khung__buf_printf(h->out, " aria-describedby=\"d%u\"", number);
    khung__buf_printf(h->out, "><title id=\"f%u\">", number);
    khung__html_text(h->out, name);
    khung__buf_z(h->out, "</title>");
    if (!more.n) return;
    khung__buf_printf(h->out, "<desc id=\"d%u\">", number);
    khung__html_text(h->out, more);
    khung__buf_z(h->out, "</desc>");
}

void khung__html_drawing(khung__html *h, uint32_t from, uint32_t to, khung__str alt, const double frame[2])
{
    const khung__reading_kid *kids = h->reading.kids;
    extent e = {0};
    for (uint32_t k = from; k && k != to; k = kids[k].next)
        if (kids[k].item) widen(&e, kids[k].item);
    if (!e.any) return;
    if (frame) {
        e.left = frame[0];
        e.right = frame[1];
    }
    double width = fmax(0.5, e.right - e.left), height = fmax(0.5, e.bottom - e.top);
    khung__buf_z(h->out, "<svg viewBox=\"");
    add_point(h->out, e.left, e.top);
    khung__buf_char(h->out, ' ');
    add_point(h->out, width, height);
    khung__buf_char(h->out, '"');
    add_value(h->out, "width", width * SCALE);
    add_value(h->out, "height", height * SCALE);
    if (alt.s) add_names(h, alt);
    else khung__buf_z(h->out, " aria-hidden=\"true\">");
    for (uint32_t k = from; k && k != to;) {
        const khung__item *item = kids[k].item;
        if (item && item->kind == KHUNG__PATH) add_shape(h->out, item);
        if (item && item->kind == KHUNG__IMAGE) add_image(h, item);
        k = item && item->kind == KHUNG__TEXT ? add_label(h, k, to) : kids[k].next;
    }
    khung__buf_z(h->out, "</svg>");
}

void khung__html_sign(khung__html *h, uint32_t element, const double frame[2])
{
    khung__str alt = h->doc->elements[element].alt;
    if (!alt.n) alt = khung__html_plain(h, element);
    while (alt.n && (alt.s[alt.n - 1] == ' ' || alt.s[alt.n - 1] == ':')) alt.n--;
    khung__buf_z(h->out, frame ? "<span class=\"cell\">" : "<span class=\"mark\">");
    khung__html_drawing(h, h->reading.nodes[element].first, 0, alt, frame);
    khung__buf_z(h->out, "</span>");
}

void khung__html_numbers(khung__html *h, uint32_t element)
{
    const khung__element *e = &h->doc->elements[element];
    khung__buf *out = h->out;
    if (!e->cells) return;
    khung__buf_z(out, "<details class=\"numbers\"><summary>");
    khung__html_text(out, h->words->numbers);
    khung__buf_z(out, "</summary>\n<table>");
    for (uint32_t row = 0; row < e->rows; row++) {
        khung__buf_z(out, row ? "<tr>" : "<thead><tr>");
        for (uint32_t c = 0; c < e->columns; c++) {
            bool head = row == 0 || c == 0;
            khung__buf_z(out, row == 0 ? "<th scope=\"col\"" : head ? "<th scope=\"row\"" : "<td");
            khung__buf_z(out, c ? " class=\"r\">" : ">");
            khung__html_text(out, e->cells[row * e->columns + c]);
            khung__buf_z(out, head ? "</th>" : "</td>");
        }
        khung__buf_z(out, row ? "</tr>\n" : "</tr></thead>\n<tbody>");
    }
    khung__buf_z(out, "</tbody></table></details>\n");
}

void khung__html_band(khung__html *h, const khung__page *page, const khung__item *band)
{
    khung__buf_z(h->out, "<svg class=\"band\" aria-hidden=\"true\" preserveAspectRatio=\"xMidYMid slice\" viewBox=\"");
    add_point(h->out, band->x, band->y);
    khung__buf_char(h->out, ' ');
    add_point(h->out, band->width, band->height);
    khung__buf_z(h->out, "\">");
    for (size_t i = 0; i < page->count; i++) {
        const khung__item *item = &page->items[i];
        bool inside = band->width > band->height ? item->y >= band->y && item->y + item->height <= band->y + band->height
                                                 : item->x >= band->x && item->x + item->width <= band->x + band->width;
        if (inside && item->kind == KHUNG__PATH && item->element == 0) add_shape(h->out, item);
    }
    khung__buf_z(h->out, "</svg>\n");
}

void khung__html_figure(khung__html *h, uint32_t element, const char *more)
{
    khung__str alt = h->doc->elements[element].alt;
    khung__buf_printf(h->out, "<figure class=\"%s\">", more);
    khung__html_drawing(h, h->reading.nodes[element].first, 0, alt.s ? alt : KHUNG__S("–"), NULL);
    if (alt.n) {
        khung__buf_z(h->out, "<figcaption aria-hidden=\"true\">");
        khung__html_text(h->out, description_of(alt).n ? description_of(alt) : alt);
        khung__buf_z(h->out, "</figcaption>");
    }
    khung__html_numbers(h, element);
    khung__buf_z(h->out, "</figure>\n");
}
