/* certificate/plain: the band of waves, a head of one line, facts side by side. */
#include "inner.h"

#include <math.h>

static const double BAND = 132, BAND_ACROSS = 96, HALF = 118, PI = 3.14159265358979323846;
enum { WAVES = 26 };

/* ---- the band: two sets of waves; phase and amplitude come from the digest, so each result has its own ---- */

/* All waves of one colour are one path, in whole points along and tenths across, seen from the bottom of the page as PDF counts: what
 * they cost is the length of what is written. */
typedef struct band {
    double depth, length; /* across the waves, and along them */
    double rest;          /* what the page's height has beyond whole points */
    bool across;          /* the waves run along x */
    khung__step steps[2 * WAVES * 8];
    size_t count;
} band;

static double tenths(double v)
{
    return round(v * 10) / 10;
}

static void add_step(band *b, khung__step s)
{
    if (b->count == sizeof b->steps / sizeof *b->steps)
        return;
    if (b->across) {
        double rest = b->rest - floor(b->rest * 10) / 10;
        s = (khung__step){s.op, s.y1, s.x1 + rest, s.y2, s.x2 + rest, s.y, s.x + rest};
    } else {
        s.y1 += b->rest, s.y2 += b->rest, s.y += b->rest;
    }
    b->steps[b->count++] = s;
}

/* A sine line as half-waves of height HALF, each one Bézier with its control points on the two extremum lines. Pages have no clipping,
 * so near the band's edges a wave swings less, and what lies wholly off the page is left out. */
static void wave(band *b, double x0, double amplitude, double phase)
{
    double a = fmin(amplitude, fmin(x0, b->depth - x0) - 0.5), left = tenths(x0 - a), right = tenths(x0 + a);
    double y = fmod(phase, 2 * HALF), side = 1;
    y = round(y > 0 ? y - 2 * HALF : y);
    if (y + HALF <= 0) {
        y += HALF;
        side = -1;
    }
    add_step(b, (khung__step){.op = 'm', .x = side > 0 ? left : right, .y = y});
    for (; y < b->length; y += HALF, side = -side) {
        double x = side > 0 ? left : right, next = side > 0 ? right : left;
        add_step(b, (khung__step){'c', x, round(y + HALF * 0.3642), next, round(y + HALF * 0.6358), next, y + HALF});
    }
}

/* The waves of one colour: every other one of the first set in the lighter tint, all else in the darker. */
static void waves(khung__certificate *c, band *b, const unsigned char digest[32], bool light)
{
    b->count = 0;
    for (int set = 0; set < 2; set++)
        for (int k = 0; k < WAVES; k++) {
            double t = k / (double)(WAVES - 1), swell = sin(PI * t), x0 = b->depth * (0.06 + 0.88 * t);
            if (light != (set == 0 && k % 2 == 0))
                continue;
            wave(b, x0, set ? 10 + 22 * swell : 10 + digest[k % 16] / 255.0 * 4 + 26 * swell,
                 set ? digest[1] / 255.0 * HALF + HALF - t * 150 : digest[0] / 255.0 * HALF + t * 150);
        }
    khung__doc_path(c->report.doc, c->report.page, b->steps, b->count, khung__pen_line(light ? KHUNG__A50 : KHUNG__A75, 0.35));
}

static void draw_band(khung__certificate *c, const unsigned char digest[32])
{
    khung__doc *doc = c->report.doc;
    bool across = c->layout->portrait;
    band b = {.depth = across ? BAND_ACROSS : BAND, .length = across ? c->layout->w : c->layout->h,
              .rest = c->layout->h - floor(c->layout->h), .across = across};
    khung__doc_artifact(doc, true);
    double w = across ? b.length : b.depth, h = across ? b.depth : b.length;
    khung__doc_rect(doc, c->report.page, 0, 0, w, h, khung__pen_fill(KHUNG__A100));
    khung__report_name(&c->report, "band");
    waves(c, &b, digest, false);
    waves(c, &b, digest, true);
    khung__doc_artifact(doc, false);
}

/* ---- the head ---- */

/* Who issues it at the left, its number at the right; a rule below. */
void khung__certificate_plain_head(khung__certificate *c, const unsigned char digest[32])
{
    khung__report *r = &c->report;
    const khung__layout *layout = c->layout;
    khung__pair issuer = khung__certificate_issuer(c), superior = khung__certificate_superior(c);
    khung__str lines[] = {superior.first, issuer.first, issuer.second};
    double y = layout->head_y;
    draw_band(c, digest);
    for (size_t i = 0; i < 3; i++) {
        khung__span span = {lines[i], khung__style_label(KHUNG__INK2)};
        khung__para para = lines[i].n ? khung__doc_para(r->doc, &span, 1, layout->text_w - 140, KHUNG__LEFT) : (khung__para){0};
        if (!para.count)
            continue;
        if (i == 2)
            khung__certificate_open_other(c, KHUNG__TAG_P);
        else
            khung__doc_open(r->doc, KHUNG__TAG_P);
        y += khung__report_put(r, layout->x, y, &para);
        khung__report_name(r, "issuer");
        khung__doc_close(r->doc);
    }
    if (!c->declaration)
        khung__certificate_number(c, layout->x + layout->text_w, layout->head_y, khung__style_label(KHUNG__INK2), KHUNG__RIGHT);
    y = fmax(y, layout->head_y + 12);
    khung__report_rule(r, layout->x, y + 8.25, layout->text_w, KHUNG__THIN, KHUNG__RULE);
    c->head_end = y + 8.5;
}

/* ---- facts ---- */

static void draw_entry(khung__certificate *c, const khung__entry *entry, double x, double y)
{
    khung__report *r = &c->report;
    khung__doc_open(r->doc, KHUNG__TAG_P);
    y += khung__report_put(r, x, y, &entry->value);
    khung__report_name(r, "fact");
    khung__doc_close(r->doc);
    if (!entry->second.count)
        return;
    khung__certificate_open_other(c, KHUNG__TAG_P);
    khung__report_put(r, x, y, &entry->second);
    khung__doc_close(r->doc);
}

void khung__certificate_plain_facts(khung__certificate *c)
{
    static const double at[] = {0, 120, 282, 436};
    const khung__measured *m = &c->parts[KHUNG__SLOT_FACTS];
    double above = 0;
    for (size_t i = 0; i < 2; i++)
        above = fmax(above, khung__para_height(&c->entries[i].value) + khung__para_height(&c->entries[i].second));
    for (size_t i = 0; i < c->entry_count; i++) {
        bool portrait = c->layout->portrait;
        double x = c->layout->x + (portrait ? (i % 2 ? c->layout->text_w / 2 + 6 : 0) : at[i] * c->layout->text_w / khung__layouts[0][0].text_w);
        draw_entry(c, &c->entries[i], x, m->top + (portrait && i > 1 ? above + 12 : 0));
    }
}
