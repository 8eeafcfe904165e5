/* picture/png: PNG files by libpng. */
#ifndef KHUNG_PICTURE_PNG_H
#define KHUNG_PICTURE_PNG_H

#include "../diag.h"

/* Without `room` only width and height are read into `size`. With it the picture has to be of that size, and the room's 4 × width ×
 * height bytes (the rows are unpacked in it) begin with the pixels afterwards: red, green, blue, what is not opaque on white.
 * KHUNG_BAD_DATA when the file is damaged or cut off, KHUNG_NO_MEMORY, KHUNG_NOT_FOUND without the library. */
khung_status khung__png_read(uint32_t size[2], unsigned char *room, khung__str file);

#endif
