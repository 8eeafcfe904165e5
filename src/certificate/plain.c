/* certificate/plain: the band of waves, a head of one line, facts side by side. */
#include "inner.h"

#include <math.h>

static const double BAND = 132, BAND_ACROSS = 96, PI = 3.14159265358979323846;
enum { WAVES = 26 };

/* ---- the band: two sets of waves; phase and amplitude come from the digest, so each result has its own ---- */

typedef struct band {
    khung__certificate *c;
    double depth, length; /* across the waves, and along them */
} band;

static void turn(khung__step *steps, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        khung__step s = steps[i];
        steps[i] = (khung__step){s.op, s.y1, s.x1, s.y2, s.x2, s.y, s.x};
    }
}

/* A sine line as half-waves of height `half`, each one Bézier with its control points on the two extremum lines. Pages have no clipping,
 * so near the band's edges a wave swings less. */
static void wave(const band *b, double x0, double amplitude, double half, double phase, khung__pen pen)
{
    khung__step steps[24];
    size_t n = 0;
    double most = fmin(x0, b->depth - x0) - 0.5, a = fmin(amplitude, most), y = -half * 2 + phase, x = x0 - a, side = 1;
    while (y > 0)
        y -= 2 * half;
    steps[n++] = (khung__step){.op = 'm', .x = x, .y = y};
    while (y < b->length && n < sizeof steps / sizeof *steps) {
        double next = x0 + a * side;
        steps[n++] = (khung__step){'c', x, y + half * 0.3642, next, y + half * 0.6358, next, y + half};
        y += half;
        x = next;
        side = -side;
    }
    if (b->c->layout->portrait)
        turn(steps, n);
    khung__doc_path(b->c->report.doc, b->c->report.page, steps, n, pen);
}

static void draw_band(khung__certificate *c, const unsigned char digest[32])
{
    khung__doc *doc = c->report.doc;
    bool across = c->layout->portrait;
    band b = {c, across ? BAND_ACROSS : BAND, across ? c->layout->w : c->layout->h};
    khung__doc_artifact(doc, true);
    khung__doc_rect(doc, c->report.page, 0, 0, across ? b.length : b.depth, across ? b.depth : b.length, khung__pen_fill(KHUNG__A100));
    khung__report_name(&c->report, "band");
    for (int set = 0; set < 2; set++)
        for (int k = 0; k < WAVES; k++) {
            double t = k / (double)(WAVES - 1), swell = sin(PI * t), x0 = b.depth * (0.06 + 0.88 * t);
            double amplitude = set ? 10 + 22 * swell : 10 + digest[k % 16] / 255.0 * 4 + 26 * swell;
            double phase = set ? digest[1] / 255.0 * 118 + 118 - t * 150 : digest[0] / 255.0 * 118 + t * 150;
            wave(&b, x0, amplitude, 118, phase, khung__pen_line(set || k % 2 ? KHUNG__A75 : KHUNG__A50, 0.35));
        }
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
        double x = c->layout->x + (portrait ? (i % 2 ? 246 : 0) : at[i]);
        draw_entry(c, &c->entries[i], x, m->top + (portrait && i > 1 ? above + 12 : 0));
    }
}
