/* picture: PNG and JPEG files as documents need them: their size looked at, a PNG's samples made red, green and blue. */
#ifndef KHUNG_PICTURE_H
#define KHUNG_PICTURE_H

#include "diag.h"

enum { KHUNG__PICTURE_MOST_BYTES = 2 << 20, KHUNG__PICTURE_MOST_PIXELS = 4000000 };

typedef struct khung__picture {
    bool jpeg;
    uint32_t width, height; /* pixels */
    khung__str file;        /* as it was read; lies in the arena */
    uint8_t components;     /* JPEG: 1 grey, 3 colours */
} khung__picture;

/* Reads what kind of picture it is and how large, unpacks a PNG once to see that it is whole, and copies the bytes. KHUNG_TOO_LARGE
 * beyond the limits, before anything is unpacked; KHUNG_BAD_DATA for what is neither PNG nor JPEG, damaged, or a JPEG of four colours;
 * KHUNG_NOT_FOUND when libpng is not installed; each said in the log with `name`. */
khung_status khung__picture_read(khung__picture *out, khung__arena *arena, khung__str name, khung__str bytes, khung_log *log);
/* The room that khung__picture_pixels works in. */
static inline size_t khung__picture_room(const khung__picture *picture)
{
    return (size_t)picture->width * picture->height * 4;
}
/* Writes a PNG's width × height pixels of red, green and blue (sRGB, a byte each) to the beginning of `room`; what is not opaque lies
 * on white. KHUNG_BAD_DATA when the file is damaged, KHUNG_NOT_FOUND without libpng. */
khung_status khung__picture_pixels(unsigned char *room, const khung__picture *picture);

#endif
