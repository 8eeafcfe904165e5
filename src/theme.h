/* theme: the names of the visual standard that documents share: colours, type styles, grid. Lengths
 * are points, y grows down. */
#ifndef KHUNG_THEME_H
#define KHUNG_THEME_H

#include "page.h"

/* ---- colours ----
 * The accent, its tints and the signal are roles: their highest byte says which, the rest is the colour they have unless a
 * document's description says otherwise. khung__doc_paint puts the colours in their places. */
#define KHUNG__ROLE_COLOUR(role, rgb) ((khung__rgb)((uint32_t)((role) + 1) << 24 | (rgb)))
#define KHUNG__INK ((khung__rgb)0x1B2428)   /* text, head rule of tables, target */
#define KHUNG__INK2 ((khung__rgb)0x525E63)  /* secondary text, labels */
#define KHUNG__RULE ((khung__rgb)0xAEB8BB)  /* hairlines, empty steps */
#define KHUNG__FAINT ((khung__rgb)0xD9DFE0) /* chart grid */
#define KHUNG__A100 KHUNG__ROLE_COLOUR(KHUNG__ROLE_A100, 0x0B4F5C)  /* the accent and its tints */
#define KHUNG__A75 KHUNG__ROLE_COLOUR(KHUNG__ROLE_A75, 0x3A7C88)
#define KHUNG__A50 KHUNG__ROLE_COLOUR(KHUNG__ROLE_A50, 0x93BEC5)
#define KHUNG__A20 KHUNG__ROLE_COLOUR(KHUNG__ROLE_A20, 0xDDEBED)
#define KHUNG__A5 KHUNG__ROLE_COLOUR(KHUNG__ROLE_A5, 0xF2F8F8)       /* panel behind a note */
#define KHUNG__SIGNAL KHUNG__ROLE_COLOUR(KHUNG__ROLE_SIGNAL, 0xB4430E)   /* "look here": never without a shape and a word */
#define KHUNG__SIGNAL10 KHUNG__ROLE_COLOUR(KHUNG__ROLE_SIGNAL10, 0xFBEEE6) /* notice panel */
#define KHUNG__PAST ((khung__rgb)0x5F6B6F)  /* last round's line and squares, hatching */
#define KHUNG__WHITE ((khung__rgb)0xFFFFFF)

/* ---- paper and grid ---- */
#define KHUNG__PAGE_W 595.28
#define KHUNG__PAGE_H 841.89
#define KHUNG__LEFT_X 58.0  /* first column */
#define KHUNG__TEXT_W 480.0 /* 12 columns of 29 with gutters of 12 */
#define KHUNG__GUTTER 12.0
#define KHUNG__SIDE_W 152.0 /* 4 columns: heads of criteria, gates */
#define KHUNG__MAIN_W 316.0 /* 8 columns: level bars, radar */
#define KHUNG__MAIN_X (KHUNG__LEFT_X + KHUNG__SIDE_W + KHUNG__GUTTER)
#define KHUNG__RIGHT_X (KHUNG__LEFT_X + KHUNG__TEXT_W)
#define KHUNG__HEAD_Y 36.0 /* line box of the running head */
#define KHUNG__HEAD_RULE 52.0
#define KHUNG__BODY_Y 72.0
#define KHUNG__BODY_END 784.0
#define KHUNG__FOOT_RULE 796.0
#define KHUNG__FOOT_Y 800.0
#define KHUNG__KEEP 48.0 /* no heading in the last so many points of a page */

/* ---- lines ---- */
#define KHUNG__HAIR 0.25 /* between rows */
#define KHUNG__THIN 0.5  /* head, foot, empty steps, grid */
#define KHUNG__FIRM 0.75 /* under heads, above sums */

/* ---- type: the six styles; colour is free ---- */
static inline khung__style khung__style_label(khung__rgb colour)
{
    return (khung__style){KHUNG__SANS, 7.5, 12, colour};
}
static inline khung__style khung__style_label_bold(khung__rgb colour)
{
    return (khung__style){KHUNG__SANS_BOLD, 7.5, 12, colour};
}
/* Labels inside charts and 24-pt rows. */
static inline khung__style khung__style_small(khung__rgb colour)
{
    return (khung__style){KHUNG__SANS, 7.5, 10, colour};
}
static inline khung__style khung__style_small_bold(khung__rgb colour)
{
    return (khung__style){KHUNG__SANS_BOLD, 7.5, 10, colour};
}
static inline khung__style khung__style_body(khung__rgb colour)
{
    return (khung__style){KHUNG__SANS, 9, 12, colour};
}
static inline khung__style khung__style_body_bold(khung__rgb colour)
{
    return (khung__style){KHUNG__SANS_BOLD, 9, 12, colour};
}
/* The framework's own words. */
static inline khung__style khung__style_quote(khung__rgb colour)
{
    return (khung__style){KHUNG__SERIF, 9, 12, colour};
}
static inline khung__style khung__style_lead(khung__rgb colour)
{
    return (khung__style){KHUNG__SANS, 11, 16, colour};
}
static inline khung__style khung__style_lead_bold(khung__rgb colour)
{
    return (khung__style){KHUNG__SANS_BOLD, 11, 16, colour};
}
static inline khung__style khung__style_h2(khung__rgb colour)
{
    return (khung__style){KHUNG__SERIF_BOLD, 15, 20, colour};
}
static inline khung__style khung__style_h1(khung__rgb colour)
{
    return (khung__style){KHUNG__SERIF_BOLD, 21, 28, colour};
}
static inline khung__style khung__style_d1(khung__rgb colour)
{
    return (khung__style){KHUNG__SERIF_BOLD, 30, 40, colour};
}
static inline khung__style khung__style_d2(khung__rgb colour)
{
    return (khung__style){KHUNG__SERIF_BOLD, 42, 56, colour};
}
/* The same style in another face of the family. */
static inline khung__style khung__style_in(khung__style style, khung__face face)
{
    style.face = face;
    return style;
}

/* ---- pens ---- */
static inline khung__pen khung__pen_line(khung__rgb colour, double width)
{
    return (khung__pen){.fill = KHUNG__NO_COLOUR, .stroke = colour, .width = width};
}
static inline khung__pen khung__pen_fill(khung__rgb colour)
{
    return (khung__pen){.fill = colour, .stroke = KHUNG__NO_COLOUR};
}
static inline khung__pen khung__pen_both(khung__rgb fill, khung__rgb stroke, double width)
{
    return (khung__pen){.fill = fill, .stroke = stroke, .width = width};
}

#endif
