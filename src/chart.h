/* chart: charts that several documents draw: distribution, trend, gauge, effect arrows, counts, cells of a map, what is hidden. Vectors with
 * their numbers in words for readers who cannot see them and as a table behind them. They know pages and the visual standard; every
 * text, numbers too, comes ready in the page's language, so that nothing here knows results. Lengths are points, y grows down;
 * x,y is the top left corner of the chart's box. Each call opens and closes its own structure element. */
#ifndef KHUNG_CHART_H
#define KHUNG_CHART_H

#include "theme.h"

/* Where charts are drawn. */
typedef struct khung__chart {
    khung__doc *doc;
    size_t page;
    const khung__rgb *palette; /* the description's, for the tints between the roles (khung__report_palette) */
} khung__chart;

/* ---- colours and signs ---- */

/* The tint of step `i` of `n`, by equal grey steps from A20 to A100; `lower` reverses. *on is the ink to write on it. */
khung__rgb khung__chart_tint(const khung__rgb *palette, uint32_t i, uint32_t n, bool lower, khung__rgb *on);
/* Lines at 45 degrees on white, cut off at the box: what is not told. */
void khung__chart_hatch(const khung__chart *c, double x, double y, double w, double h);
/* A number on a white ground, its middle at x: legible over hatching. */
void khung__chart_halo(const khung__chart *c, double x, double baseline, khung__str text, khung__style style);
/* A cell of a table whose number is not told: 32 × 13 with its right end at x and `word` ("ẩn") on it. */
void khung__chart_hidden(const khung__chart *c, double x, double y, khung__str word);
/* A cell of a map of levels: tinted, with its number; `text` empty: nothing is known, hatched. No structure of its own: a row of them
 * is one figure, whose alternative the caller gives. */
void khung__chart_cell(const khung__chart *c, double x, double y, double w, double h, khung__str text, uint32_t step, uint32_t steps, bool lower);

/* ---- distribution: how many stand at each level ---- */

/* Neighbouring levels that are told as one number. */
typedef struct khung__chart_share { uint32_t count, first, last; } khung__chart_share;
enum { KHUNG__CHART_LEVELS = 64 };
/* Joins levels until no cell of 1 to least − 1 is left: such a cell joins the level below it, the lowest the one above. Returns how many
 * shares there are, lowest level first; 0 when fewer than `least` stand there in all, so that nothing may be told. least < 2 joins nothing. */
size_t khung__chart_join(khung__chart_share out[KHUNG__CHART_LEVELS], const uint32_t *counts, uint32_t levels, uint32_t least);

typedef struct khung__distribution {
    uint32_t levels, least; /* least: smaller cells are joined */
    bool lower;             /* lower is better */
    const khung__str *names; /* of the levels, lowest first */
    khung__str hidden;      /* "ẩn": in place of a bar when there are too few in all */
} khung__distribution;
/* "Mới hình thành 5; Đang phát triển + Phát triển 14": what may be told, in words; `hidden` when that is nothing. */
khung__str khung__chart_distribution_words(const khung__chart *c, const khung__distribution *d, const uint32_t *counts);
/* One bar, 15 high and w wide, as a figure; `about` (may be empty) begins its alternative. A number wider than its part is left to the words. */
void khung__chart_distribution(const khung__chart *c, double x, double y, double w, const khung__distribution *d, const uint32_t *counts, khung__str about);
/* Height of a row of such bars: 21, the bar 3 below its top. */
#define KHUNG__DISTRIBUTION_ROW 21.0
/* The key: a swatch for each level, then the joined one with `joined` ("hai mức gộp lại …") when that is not empty; in lines of 18
 * as long as w. Returns its height. Told in the rows already, so an aside. */
double khung__chart_distribution_key(const khung__chart *c, double x, double y, double w, const khung__distribution *d, khung__str joined);

/* ---- trend: one number over the periods ---- */

typedef struct khung__trend_point {
    khung__str period, said;              /* under the axis: "2024", "21 tổ chức" (or "dưới 5") */
    bool hidden;                          /* too few: hatched, keeps its place */
    bool has, has_band, has_reference;    /* what is known of it */
    double low, middle, high, reference;  /* percent, or whatever the axis counts */
    khung__str number;                    /* the middle as printed */
    khung__str band, beside;              /* "38–57", the reference as printed: for the words and the table; may be empty */
} khung__trend_point;
typedef struct khung__trend {
    const khung__trend_point *points;
    size_t count;                         /* 1 to 24 */
    khung__str middle, band, reference;   /* the key: "trung vị", "nửa giữa", "trung vị cả nước"; empty: not drawn */
    khung__str hidden;                    /* "ẩn" */
    khung__str about;                     /* begins the alternative */
    khung__str period;                    /* head of the table's first column, "kỳ" */
} khung__trend;
/* w × 124 and a key; returns the height used. The axis is 20 to 80, or round tens around the numbers where these leave it. */
double khung__chart_trend(const khung__chart *c, double x, double y, double w, const khung__trend *t);

/* ---- gauge: a value on a bar with the edges of its bands ---- */

typedef struct khung__gauge_band {
    khung__str name, edge; /* edge: "từ 60%"; empty: nothing to print below the name */
    double from;           /* 0 to 1 of the bar */
    bool awarded;
} khung__gauge_band;
typedef struct khung__gauge {
    const khung__gauge_band *bands; /* the first begins at 0 */
    size_t count;                   /* 1 to 32 */
    bool has;                       /* a marker is drawn */
    double at;                      /* 0 to 1 */
    khung__str number;              /* beside the marker */
    khung__str alt;                 /* the whole in words */
    const khung__str *cells;        /* the table behind it, two columns, heads first; NULL: none */
    uint32_t rows;
} khung__gauge;
/* w × 50: bar from 20 to 28, names with their baseline at 39, edges at 49, the marker above; names wider than their band go to a list
 * under the bar. Returns the height used. */
double khung__chart_gauge(const khung__chart *c, double x, double y, double w, const khung__gauge *g);
/* The same as one bar of 6 with the edges as gaps and a marker of 10, 10 high, without texts: beside a number in a row. */
void khung__chart_gauge_small(const khung__chart *c, double x, double y, double w, const khung__gauge *g);

/* ---- effect: from now to then, a row each ---- */

typedef struct khung__effect {
    khung__str code, title;
    double now, then;               /* percent */
    khung__str now_text, then_text;
    bool sum;                       /* the total: an ink line above, bold */
} khung__effect;
typedef struct khung__effects {
    const khung__effect *rows;      /* unchanged ones are the caller's to leave out */
    size_t count;
    double threshold;               /* a percent that matters, < 0: none */
    khung__str row_head;            /* "Lĩnh vực" */
    khung__str now, then;           /* heads: "kỳ 2026", "khi xong" */
    khung__str alt;                 /* "{0}: {1} → {2}": how a row is told */
} khung__effects;
/* 400 wide or more. The height of rows [from, to) with their axis, and drawing them; call again on the next page for the rest. */
double khung__chart_effects_height(const khung__chart *c, double w, const khung__effects *e, size_t from, size_t to);
double khung__chart_effects(const khung__chart *c, double x, double y, double w, const khung__effects *e, size_t from, size_t to);

/* ---- counts: how many of each kind ---- */

typedef struct khung__count_row {
    khung__str title, number, share; /* share: "39%"; empty: none */
    double value;
    khung__rgb fill;                 /* a role, e.g. KHUNG__A75 */
    bool hidden;                     /* hatched, without a number */
} khung__count_row;
typedef struct khung__counts {
    const khung__count_row *rows;
    size_t count;
    double title_w;  /* room of the titles; the bars take the rest */
    khung__str hidden;
} khung__counts;
/* A list; rows 30 high or as high as their title; returns the height. */
double khung__chart_counts(const khung__chart *c, double x, double y, double w, const khung__counts *n);

#endif
