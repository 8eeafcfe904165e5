/* picture: see picture.h. JPEG: ITU-T T.81, annex B. */
#include "picture.h"

#include "picture/late.h"
#include "picture/png.h"

#include <string.h>

typedef const unsigned char *bytes;

khung_status khung__picture_pixels(unsigned char *room, const khung__picture *picture)
{
    uint32_t size[2] = {picture->width, picture->height};
    return khung__png_read(size, room, picture->file);
}

/* A damaged picture is refused when it is named, not when the first document shows it; a huge one before it is unpacked. */
static khung_status try_png(khung__picture *p)
{
    uint32_t size[2] = {0};
    khung_status status = khung__png_read(size, NULL, p->file);
    p->width = size[0];
    p->height = size[1];
    if (status != KHUNG_OK)
        return status;
    if ((uint64_t)p->width * p->height > KHUNG__PICTURE_MOST_PIXELS)
        return KHUNG_TOO_LARGE;
    unsigned char *room = khung__alloc(khung__picture_room(p));
    status = room ? khung__picture_pixels(room, p) : KHUNG_NO_MEMORY;
    khung__free(room);
    return status;
}

/* ---- JPEG ---- */

/* The frame header says size and components; everything before it is passed over by its length. */
static bool read_jpeg(khung__picture *p)
{
    bytes all = (bytes)p->file.s;
    size_t at = 2, n = p->file.n;
    while (n - at >= 10) {
        unsigned marker = all[at + 1], size = (unsigned)all[at + 2] << 8 | all[at + 3];
        if (all[at] != 0xFF || size < 2 || marker == 0xDA)
            return false;
        if (marker == 0xC0 || marker == 0xC1 || marker == 0xC2) {
            p->height = (uint32_t)all[at + 5] << 8 | all[at + 6];
            p->width = (uint32_t)all[at + 7] << 8 | all[at + 8];
            p->components = all[at + 9];
            return all[at + 4] == 8 && (p->components == 1 || p->components == 3) && all[n - 2] == 0xFF && all[n - 1] == 0xD9;
        }
        if (size + 2 > n - at)
            return false;
        at += 2 + size;
    }
    return false;
}

/* ---- either ---- */

static khung_status say(khung_log *log, khung__diag_id id, khung__str name)
{
    return KHUNG__DIAG(log, id, (khung__at){0}, name);
}

khung_status khung__picture_read(khung__picture *out, khung__arena *arena, khung__str name, khung__str given, khung_log *log)
{
    khung__picture p = {0};
    if (given.n > KHUNG__PICTURE_MOST_BYTES)
        return say(log, KHUNG__D_PICTURE_LARGE, name);
    bool png = given.n > 8 && memcmp(given.s, "\x89PNG\r\n\x1A\n", 8) == 0;
    p.jpeg = given.n > 20 && memcmp(given.s, "\xFF\xD8\xFF", 3) == 0;
    if (!png && !p.jpeg)
        return say(log, KHUNG__D_PICTURE_KIND, name);
    khung_status status = png ? khung__picture_late(log) : KHUNG_OK;
    if (status != KHUNG_OK)
        return status;
    p.file = khung__str_copy(arena, given);
    if (!p.file.s)
        return KHUNG_NO_MEMORY;
    if (png)
        status = try_png(&p);
    else if (!read_jpeg(&p) || !p.width || !p.height)
        status = KHUNG_BAD_DATA;
    else if ((uint64_t)p.width * p.height > KHUNG__PICTURE_MOST_PIXELS)
        status = KHUNG_TOO_LARGE;
    if (status == KHUNG_BAD_DATA || status == KHUNG_TOO_LARGE)
        return say(log, status == KHUNG_BAD_DATA ? KHUNG__D_PICTURE_BROKEN : KHUNG__D_PICTURE_LARGE, name);
    if (status == KHUNG_OK)
        *out = p;
    return status;
}
