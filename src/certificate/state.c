/* certificate/state: frame, the head of decree 30/2020/NĐ-CP, facts one below the other. The head has the decree's sizes, which are not of
 * the documents' scale. */
#include "inner.h"

#include <math.h>

/* ---- the frame ---- */

static void corner(khung__certificate *c, double x, double y, double right, double down)
{
    static const double sizes[] = {18, 12, 6};
    for (size_t i = 0; i < 3; i++) {
        double s = sizes[i];
        khung__pen pen = i < 2 ? khung__pen_line(KHUNG__A100, KHUNG__THIN) : khung__pen_both(KHUNG__A100, KHUNG__A100, KHUNG__THIN);
        khung__doc_rect(c->report.doc, c->report.page, right > 0 ? x : x - s, down > 0 ? y : y - s, s, s, pen);
        khung__report_name(&c->report, "corner");
    }
}

static void draw_frame(khung__certificate *c)
{
    khung__report *r = &c->report;
    double w = c->layout->w, h = c->layout->h, in = 31.5;
    khung__doc_artifact(r->doc, true);
    khung__doc_rect(r->doc, r->page, 26, 26, w - 52, h - 52, khung__pen_line(KHUNG__A100, 2.25));
    khung__report_name(r, "frame");
    khung__doc_rect(r->doc, r->page, in, in, w - 2 * in, h - 2 * in, khung__pen_line(KHUNG__A100, KHUNG__THIN));
    khung__report_name(r, "frame-inner");
    corner(c, in, in, 1, 1);
    corner(c, w - in, in, -1, 1);
    corner(c, in, h - in, 1, -1);
    corner(c, w - in, h - in, -1, -1);
    khung__doc_artifact(r->doc, false);
}

/* ---- the head ---- */

typedef struct side {
    double centre, width, y;
} side;

/* A paragraph in the middle of a side, below what stands there; the width of its widest line. */
static double add(khung__certificate *c, side *s, khung__str text, khung__style style, bool second, const char *name)
{
    khung__report *r = &c->report;
    khung__span span = {text, style};
    if (!text.n)
        return 0;
    khung__para para = khung__doc_balance(r->doc, &span, 1, s->width, KHUNG__CENTRE);
    if (second)
        khung__certificate_open_other(c, KHUNG__TAG_P);
    else
        khung__doc_open(r->doc, KHUNG__TAG_P);
    s->y += khung__report_put(r, s->centre - s->width / 2, s->y, &para);
    khung__report_name(r, name);
    khung__doc_close(r->doc);
    return para.width;
}

static void rule(khung__certificate *c, const side *s, double y, double width, const char *name)
{
    khung__report *r = &c->report;
    khung__report_rule(r, s->centre - width / 2, y, width, KHUNG__FIRM, KHUNG__INK);
    khung__report_name(r, name);
}

/* The issuer in capitals, below the body it stands under; its line is 0.4 of its width, within the decree's third to half. */
static void draw_issuer(khung__certificate *c, side *s)
{
    khung__pair superior = khung__certificate_superior(c), issuer = khung__certificate_issuer(c);
    khung__style bold = {KHUNG__SERIF_BOLD, 11, 16, KHUNG__INK}, plain = {KHUNG__SERIF, 11, 16, KHUNG__INK};
    add(c, s, khung__certificate_upper(c, superior.first), plain, false, "superior");
    s->y += 2;
    double width = add(c, s, khung__certificate_upper(c, issuer.first), bold, false, "issuer");
    s->y += 6;
    rule(c, s, s->y, width * 0.4, "issuer-rule");
    s->y += 3.5;
    add(c, s, issuer.second, khung__style_label(KHUNG__INK2), true, "issuer-other");
}

static void draw_motto(khung__certificate *c, side *s)
{
    khung__pair republic = khung__certificate_phrase(c, KHUNG__P_REPUBLIC), motto = khung__certificate_phrase(c, KHUNG__P_MOTTO);
    khung__style twelve = {KHUNG__SERIF_BOLD, 12, 16, KHUNG__INK}, thirteen = {KHUNG__SERIF_BOLD, 13, 20, KHUNG__INK};
    add(c, s, republic.first, twelve, false, "republic");
    double width = add(c, s, motto.first, thirteen, false, "motto");
    rule(c, s, s->y + 7.5, width, "motto-rule");
    s->y += 10;
    add(c, s, republic.second, khung__style_label(KHUNG__INK2), true, "republic-other");
    add(c, s, motto.second, khung__style_label(KHUNG__INK2), true, "motto-other");
}

/* Between issuer and motto; on an upright sheet, where there is no room, below the head. */
static void draw_logo(khung__certificate *c, double top, double from, double to)
{
    const khung__picture *picture = &c->report.in->description->picture;
    bool portrait = c->layout->portrait;
    double most = portrait ? 120 : to - from - 8, high = portrait ? 44 : 52;
    if (!picture->width)
        return;
    double scale = fmin(most / picture->width, high / picture->height), centre = portrait ? c->layout->w / 2 : (from + to) / 2;
    khung__report_logo(&c->report, centre + picture->width * scale / 2, portrait ? c->head_end + 16 : top, most, high);
    c->head_end += portrait ? 16 + high : 0;
}

void khung__certificate_state_head(khung__certificate *c)
{
    bool portrait = c->layout->portrait;
    double top = c->layout->head_y, w = c->layout->w, part = w / khung__layouts[1][portrait].w;
    side left = {(portrait ? 154 : 220) * part, portrait ? 192 : 300, top}, right = {w - (portrait ? 184.28 : 226), portrait ? 264 : 312, top};
    draw_frame(c);
    draw_issuer(c, &left);
    draw_motto(c, &right);
    double line = fmax(top + 48, fmax(left.y + 2, right.y + 2));
    khung__style eleven = {KHUNG__SERIF, 11, 16, KHUNG__INK};
    left.y = right.y = line;
    if (!c->declaration)
        khung__certificate_number(c, left.centre, line, eleven, KHUNG__CENTRE);
    khung__pair when = khung__certificate_place_date(c);
    add(c, &right, when.first, khung__style_in(eleven, KHUNG__SERIF_ITALIC), false, "place-date");
    c->head_end = fmax(line + 16, right.y);
    draw_logo(c, top, left.centre + left.width / 2, right.centre - right.width / 2);
}

/* ---- facts ---- */

void khung__certificate_state_facts(khung__certificate *c)
{
    khung__report *r = &c->report;
    double y = c->parts[KHUNG__SLOT_FACTS].top;
    for (size_t i = 0; i < c->entry_count; i++) {
        const khung__entry *entry = &c->entries[i];
        khung__doc_open(r->doc, KHUNG__TAG_P);
        khung__report_put(r, c->layout->x, y + 2, &entry->label);
        khung__doc_close(r->doc);
        khung__doc_open(r->doc, KHUNG__TAG_P);
        khung__report_put(r, c->layout->x + 104, y + 2, &entry->value);
        khung__report_name(r, "fact");
        khung__doc_close(r->doc);
        y += fmax(khung__para_height(&entry->value), khung__para_height(&entry->label)) + 4;
    }
}
