/* chart/distribution: how many stand at each level, in one bar. A cell so small that it would tell about somebody is joined with its
 * neighbour before anything is drawn, and the true division is nowhere in the document. */
#include "inner.h"

static const double HIGH = 15, BETWEEN = 1.5, CAP = 4.5;

size_t khung__chart_join(khung__chart_share out[KHUNG__CHART_LEVELS], const uint32_t *counts, uint32_t levels, uint32_t least)
{
    size_t n = 0;
    uint64_t all = 0;
    if (levels > KHUNG__CHART_LEVELS)
        return 0;
    for (uint32_t i = 0; i < levels; i++) {
        out[n++] = (khung__chart_share){counts[i], i, i};
        all += counts[i];
    }
    if (!all || all < least)
        return 0;
    for (size_t j = 0; j < n;) {
        if (!out[j].count || out[j].count >= least || n == 1) {
            j++;
            continue;
        }
        size_t a = j ? j - 1 : 0; /* joins a and a + 1 */
        out[a].count += out[a + 1].count;
        out[a].last = out[a + 1].last;
        for (size_t k = a + 1; k + 1 < n; k++)
            out[k] = out[k + 1];
        n--;
        j = 0;
    }
    return n;
}

static void add_share(khung__buf *buf, const khung__distribution *d, khung__chart_share s)
{
    if (!s.count)
        return;
    if (buf->n)
        khung__buf_z(buf, "; ");
    for (uint32_t i = s.first; i <= s.last; i++) {
        if (i > s.first)
            khung__buf_z(buf, " + ");
        khung__buf_str(buf, d->names[i]);
    }
    khung__buf_z(buf, " ");
    khung__buf_int(buf, s.count);
}

khung__str khung__chart_distribution_words(const khung__chart *c, const khung__distribution *d, const uint32_t *counts)
{
    khung__chart_share shares[KHUNG__CHART_LEVELS];
    size_t n = khung__chart_join(shares, counts, d->levels, d->least);
    khung__buf buf = {0};
    if (!n)
        khung__buf_str(&buf, d->hidden);
    for (size_t i = 0; i < n; i++)
        add_share(&buf, d, shares[i]);
    return khung__chart_take(c, &buf);
}

static khung__str count_text(const khung__chart *c, uint32_t count)
{
    khung__buf buf = {0};
    khung__buf_int(&buf, count);
    return khung__chart_take(c, &buf);
}

/* Several levels as one: the outer tints at both ends, what lies between is not told. */
static void draw_joined(const khung__chart *c, double x, double y, double w, const khung__distribution *d, khung__chart_share s)
{
    khung__rgb on;
    double cap = w > 3 * CAP ? CAP : w / 3;
    khung__chart_hatch(c, x + cap, y, w - 2 * cap, HIGH);
    khung__doc_rect(c->doc, c->page, x, y, cap, HIGH, khung__pen_fill(khung__chart_tint(c->palette, s.first, d->levels, d->lower, &on)));
    khung__doc_rect(c->doc, c->page, x + w - cap, y, cap, HIGH, khung__pen_fill(khung__chart_tint(c->palette, s.last, d->levels, d->lower, &on)));
    khung__chart_name(c, "joined");
    khung__str text = count_text(c, s.count);
    khung__style style = khung__style_small_bold(KHUNG__INK);
    if (khung__chart_width(c, text, style) + 5 <= w - 2 * cap)
        khung__chart_halo(c, x + w / 2, y + 10.3, text, style);
}

static void draw_share(const khung__chart *c, double x, double y, double w, const khung__distribution *d, khung__chart_share s)
{
    khung__rgb on, tint = khung__chart_tint(c->palette, s.first, d->levels, d->lower, &on);
    khung__doc_rect(c->doc, c->page, x, y, w, HIGH, khung__pen_fill(tint));
    khung__chart_name(c, "share");
    khung__str text = count_text(c, s.count);
    khung__style style = khung__style_small_bold(on);
    if (khung__chart_width(c, text, style) + 2 <= w)
        khung__chart_text(c, x + w / 2, y + 10.3, text, style, KHUNG__CENTRE);
}

void khung__chart_distribution(const khung__chart *c, double x, double y, double w, const khung__distribution *d, const uint32_t *counts, khung__str about)
{
    khung__chart_share shares[KHUNG__CHART_LEVELS];
    size_t n = khung__chart_join(shares, counts, d->levels, d->least);
    double all = 0;
    for (size_t i = 0; i < n; i++)
        all += shares[i].count;
    khung__buf alt = {0};
    khung__chart_add(&alt, "", about);
    khung__chart_add(&alt, ": ", khung__chart_distribution_words(c, d, counts));
    khung__doc_alt(c->doc, khung__doc_open(c->doc, KHUNG__TAG_FIGURE), khung__chart_take(c, &alt));
    if (!n) {
        khung__chart_hatch(c, x, y, w, HIGH);
        khung__chart_halo(c, x + w / 2, y + 10.3, d->hidden, khung__style_small(KHUNG__INK));
    }
    for (size_t i = 0; i < n; i++) {
        double part = w * shares[i].count / all;
        bool more = false;
        for (size_t k = i + 1; k < n; k++)
            more = more || shares[k].count;
        double drawn = more && part > 2 * BETWEEN ? part - BETWEEN : part;
        if (shares[i].count)
            (shares[i].last > shares[i].first ? draw_joined : draw_share)(c, x, y, drawn, d, shares[i]);
        x += part;
    }
    khung__doc_close(c->doc);
}

/* ---- the key ---- */

typedef struct key {
    const khung__chart *chart;
    double left, x, y, end;
} key;

/* Makes room for a swatch of 16 and its words; returns its left end. */
static double key_place(key *k, khung__str text)
{
    double need = 20 + khung__chart_width(k->chart, text, khung__style_label(KHUNG__INK));
    if (k->x > k->left && k->x + need > k->end)
        k->x = k->left, k->y += 18;
    double at = k->x;
    k->x += need + 14;
    return at;
}

double khung__chart_distribution_key(const khung__chart *c, double x, double y, double w, const khung__distribution *d, khung__str joined)
{
    key k = {c, x, x, y, x + w};
    khung__rgb on;
    khung__doc_aside(c->doc, true);
    for (uint32_t i = 0; i < d->levels; i++) {
        double at = key_place(&k, d->names[i]);
        khung__doc_rect(c->doc, c->page, at, k.y, 16, 12, khung__pen_fill(khung__chart_tint(c->palette, i, d->levels, d->lower, &on)));
        khung__chart_text(c, at + 20, k.y + 8.8, d->names[i], khung__style_label(KHUNG__INK), KHUNG__LEFT);
    }
    if (joined.n && d->levels > 1) {
        double at = key_place(&k, joined);
        khung__chart_hatch(c, at, k.y, 16, 12);
        khung__doc_rect(c->doc, c->page, at, k.y, 3, 12, khung__pen_fill(khung__chart_tint(c->palette, 0, d->levels, d->lower, &on)));
        khung__doc_rect(c->doc, c->page, at + 13, k.y, 3, 12, khung__pen_fill(khung__chart_tint(c->palette, 1, d->levels, d->lower, &on)));
        khung__chart_text(c, at + 20, k.y + 8.8, joined, khung__style_label(KHUNG__INK), KHUNG__LEFT);
    }
    khung__doc_aside(c->doc, false);
    return k.y + 12 - y;
}
