/* picture: PNG and JPEG files as documents need them: their size looked at, a PNG's samples made red, green and blue. */
#ifndef KHUNG_PICTURE_H
#define KHUNG_PICTURE_H

#include "diag.h"

enum { KHUNG__PICTURE_MOST_BYTES = 2 << 20, KHUNG__PICTURE_MOST_PIXELS = 4000000 };

typedef struct khung__picture {
    bool jpeg;
    uint32_t width, height;    /* pixels */
    khung__str file;           /* as it was read; lies in the arena, as everything here */
    uint8_t components;        /* JPEG: 1 grey, 3 colours */
    uint8_t depth, colour;     /* PNG: bits a sample, colour type */
    khung__str data;           /* PNG: zlib stream of the filtered rows */
    khung__str palette, alpha; /* PNG: three bytes a colour; strength of each colour */
} khung__picture;

/* Reads what kind of picture it is and how large; copies the bytes. KHUNG_TOO_LARGE beyond the limits; KHUNG_BAD_DATA for what is
 * neither PNG nor JPEG, damaged, interlaced, of 16 bits a sample or of four colours; each said in the log with `name`. */
khung_status khung__picture_read(khung__picture *out, khung__arena *arena, khung__str name, khung__str bytes, khung_log *log);
/* How long a PNG's rows are when data is unpacked, filter bytes and all. */
size_t khung__picture_raw_size(const khung__picture *picture);
/* Undoes the filters in `raw` and writes width × height pixels of red, green, blue; what is not opaque lies on white. False when the
 * rows are not those of a PNG. */
bool khung__picture_pixels(unsigned char *rgb, const khung__picture *picture, unsigned char *raw);

#endif
