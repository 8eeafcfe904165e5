/* pdf/profile: the colour profile of sRGB (IEC 61966-2-1), ICC version 2, matrix and tone curve, built from its definition. */
#include "inside.h"

#include <math.h>
#include <string.h>

enum { CURVE = 256, TAGS = 9, TABLE_END = 128 + 4 + 12 * TAGS };

static void add32(khung__buf *b, uint32_t v)
{
    unsigned char bytes[4] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16), (unsigned char)(v >> 8), (unsigned char)v};
    khung__buf_add(b, bytes, 4);
}

static void add16(khung__buf *b, unsigned v)
{
    unsigned char bytes[2] = {(unsigned char)(v >> 8), (unsigned char)v};
    khung__buf_add(b, bytes, 2);
}

static void pad(khung__buf *b, size_t to)
{
    while (b->n < to && !b->failed) khung__buf_char(b, 0);
}

/* Three numbers in 16.16 fixed point. */
static void add_xyz(khung__buf *b, int32_t x, int32_t y, int32_t z)
{
    khung__buf_z(b, "XYZ ");
    add32(b, 0);
    add32(b, (uint32_t)x);
    add32(b, (uint32_t)y);
    add32(b, (uint32_t)z);
}

/* Linear light of an encoded value, sRGB's two pieces. */
static unsigned curve_at(int i)
{
    double v = (double)i / (CURVE - 1);
    double light = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
    return (unsigned)(light * 65535 + 0.5);
}

static void add_header(khung__buf *b, size_t size)
{
    add32(b, (uint32_t)size);
    add32(b, 0);
    add32(b, 0x02100000); /* version 2.1 */
    khung__buf_z(b, "mntrRGB XYZ ");
    static const unsigned date[6] = {2000, 1, 1, 0, 0, 0};
    for (int i = 0; i < 6; i++) add16(b, date[i]);
    khung__buf_z(b, "acsp");
    pad(b, 68);
    add32(b, 0x0000F6D6); /* the white of the connection space, D50 */
    add32(b, 0x00010000);
    add32(b, 0x0000D32D);
    pad(b, 128);
}

/* Sizes and places of what follows the table; the three curves are one. */
typedef struct part {
    const char *tag;
    uint32_t place, size;
} part;

static void add_table(khung__buf *b, const part parts[TAGS])
{
    add32(b, TAGS);
    for (int i = 0; i < TAGS; i++) {
        khung__buf_z(b, parts[i].tag);
        add32(b, parts[i].place);
        add32(b, parts[i].size);
    }
}

bool khung__pdf_profile(khung__buf *b)
{
    static const char name[] = "sRGB IEC61966-2.1", rights[] = "No copyright, use freely";
    enum { NAME = 12 + sizeof name + 4 + 4 + 2 + 1 + 67, RIGHTS = 8 + sizeof rights, POINT = 20, TONE = 12 + 2 * CURVE };
    enum { AT_NAME = TABLE_END, AT_RIGHTS = (AT_NAME + NAME + 3) / 4 * 4, AT_WHITE = (AT_RIGHTS + RIGHTS + 3) / 4 * 4 };
    enum { AT_RED = AT_WHITE + POINT, AT_GREEN = AT_RED + POINT, AT_BLUE = AT_GREEN + POINT, AT_TONE = AT_BLUE + POINT };
    static const part parts[TAGS] = {{"desc", AT_NAME, NAME},   {"cprt", AT_RIGHTS, RIGHTS}, {"wtpt", AT_WHITE, POINT},
                                     {"rXYZ", AT_RED, POINT},   {"gXYZ", AT_GREEN, POINT},   {"bXYZ", AT_BLUE, POINT},
                                     {"rTRC", AT_TONE, TONE},   {"gTRC", AT_TONE, TONE},     {"bTRC", AT_TONE, TONE}};
    add_header(b, AT_TONE + TONE);
    add_table(b, parts);
    khung__buf_z(b, "desc");
    add32(b, 0);
    add32(b, sizeof name);
    khung__buf_add(b, name, sizeof name);
    pad(b, AT_RIGHTS);
    khung__buf_z(b, "text");
    add32(b, 0);
    khung__buf_add(b, rights, sizeof rights);
    pad(b, AT_WHITE);
    /* White D65 and the three primaries, adapted to D50 (IEC 61966-2-1, Bradford). */
    add_xyz(b, 0x0000F351, 0x00010000, 0x000116CC);
    add_xyz(b, 0x00006FA2, 0x000038F5, 0x00000390);
    add_xyz(b, 0x00006299, 0x0000B785, 0x000018DA);
    add_xyz(b, 0x000024A0, 0x00000F84, 0x0000B6CF);
    khung__buf_z(b, "curv");
    add32(b, 0);
    add32(b, CURVE);
    for (int i = 0; i < CURVE; i++) add16(b, curve_at(i));
    return !b->failed;
}
