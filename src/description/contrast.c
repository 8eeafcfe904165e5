/* description/contrast: how well a colour is read on white. */
#include "../description.h"

#include <math.h>

/* The part of one channel in the relative luminance (WCAG 2.2, "relative luminance"). */
static double linear(uint32_t channel)
{
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

unsigned khung__description_contrast(uint32_t rgb)
{
    double luminance = 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
    return (unsigned)(105 / (luminance + 0.05)); /* white's own luminance is 1 */
}
