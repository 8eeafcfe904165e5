/* report/palette: an accent's tints. They lie as far apart on a grey print as those of the visual standard do. */
#include "inner.h"

#include <string.h>

static double grey(khung__rgb c)
{
    return 0.299 * (c >> 16 & 255) + 0.587 * (c >> 8 & 255) + 0.114 * (c & 255);
}

/* The colour mixed with white, so that `share` of it is left. */
static khung__rgb mixed(khung__rgb colour, double share)
{
    khung__rgb out = 0;
    for (int shift = 16; shift >= 0; shift -= 8)
        out |= (khung__rgb)(255 - (255 - (double)(colour >> shift & 255)) * share + 0.5) << shift;
    return out;
}

/* The tint that prints as grey as `want`. */
static khung__rgb tinted(khung__rgb colour, double want)
{
    double share = (255 - want) / (255 - grey(colour));
    return mixed(colour, share < 1 ? share : 1);
}

/* The usual tints print as 106, 178, 231 and 246 below an accent of 60: the same parts of the way to A20. A75 carries white
 * numbers, so it is as dark as they need. */
static void tints(khung__rgb out[KHUNG__ROLES], khung__rgb accent)
{
    double dark = grey(accent), way = 231 - dark;
    double a75 = dark + way * (106 - 60) / (231 - 60.0);
    out[KHUNG__ROLE_A100] = accent;
    while (a75 > dark && khung__description_contrast(tinted(accent, a75)) < 450) a75 -= 1;
    out[KHUNG__ROLE_A75] = tinted(accent, a75);
    out[KHUNG__ROLE_A50] = tinted(accent, dark + way * (178 - 60) / (231 - 60.0));
    out[KHUNG__ROLE_A20] = tinted(accent, 231);
    out[KHUNG__ROLE_A5] = tinted(accent, 246);
}

bool khung__report_palette(khung__rgb out[KHUNG__ROLES], const khung_description *description)
{
    static const khung__rgb usual[KHUNG__ROLES] = {KHUNG__A100, KHUNG__A75, KHUNG__A50, KHUNG__A20,
                                                   KHUNG__A5, KHUNG__SIGNAL, KHUNG__SIGNAL10};
    for (int i = 0; i < KHUNG__ROLES; i++) out[i] = usual[i] & 0xFFFFFF;
    bool accent = description->accent != out[KHUNG__ROLE_A100],
         signal = description->signal != out[KHUNG__ROLE_SIGNAL];
    if (accent) tints(out, description->accent);
    if (signal) {
        out[KHUNG__ROLE_SIGNAL] = description->signal;
        out[KHUNG__ROLE_SIGNAL10] = tinted(description->signal, 241);
    }
    return accent || signal;
}
