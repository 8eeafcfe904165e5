/* picture/png: see png.h. Every kind of PNG comes out as bytes of red, green, blue and strength: libpng opens palettes, scales 16 bits,
 * puts interlaced rows in their places. Its simplified interface would need no jump, but mixes up the rows of interlaced files of 16
 * bits (and wrote beyond them before 1.6.51). libpng's errors must not come back to it, so they jump to read_guarded, which is the only
 * place: no other frame of ours lies between. */
#include "png.h"

#include "late.h"

#include <setjmp.h>
#include <string.h>

typedef struct reading {
    png_structp png;
    png_infop info;
    khung__str file;
    size_t at;       /* what has been read of it */
    bool no_memory;
    jmp_buf back;
} reading;

static void fail(png_structp png, png_const_charp message)
{
    (void)message;
    reading *r = png_get_error_ptr(png);
    longjmp(r->back, 1);
}

static void pass_over(png_structp png, png_const_charp message)
{
    (void)png, (void)message;
}

static png_voidp take(png_structp png, png_alloc_size_t size)
{
    reading *r = png_get_mem_ptr(png);
    void *p = khung__alloc(size);
    r->no_memory = r->no_memory || !p;
    return p;
}

static void give_back(png_structp png, png_voidp p)
{
    (void)png;
    khung__free(p);
}

static void read_bytes(png_structp png, png_bytep out, size_t n)
{
    reading *r = png_get_io_ptr(png);
    if (n > r->file.n - r->at)
        png_error(png, "cut off");
    memcpy(out, r->file.s + r->at, n);
    r->at += n;
}

/* The header, then rows in as many passes as the file has. What is not the picture itself is passed over unread. */
static bool read_guarded(reading *r, uint32_t size[2], unsigned char *room)
{
    if (setjmp(r->back))
        return false;
    png_set_read_fn(r->png, r, read_bytes);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_user_limits(r->png, INT32_MAX, INT32_MAX);
    png_read_info(r->png, r->info);
    uint32_t width = png_get_image_width(r->png, r->info), height = png_get_image_height(r->png, r->info);
    bool same = width == size[0] && height == size[1];
    size[0] = width;
    size[1] = height;
    if (!room || !same)
        return !room;
    png_set_expand(r->png);
    png_set_scale_16(r->png);
    png_set_gray_to_rgb(r->png);
    png_set_add_alpha(r->png, 255, PNG_FILLER_AFTER);
    int passes = png_set_interlace_handling(r->png);
    png_read_update_info(r->png, r->info);
    if (png_get_rowbytes(r->png, r->info) != (size_t)width * 4)
        return false;
    while (passes--)
        for (uint32_t y = 0; y < height; y++)
            png_read_row(r->png, room + (size_t)y * width * 4, NULL);
    png_read_end(r->png, NULL);
    return true;
}

/* Strengths are taken as browsers take them, so that paper and screen are alike. Writing stays behind reading. */
static void lay_on_white(unsigned char *room, size_t pixels)
{
    unsigned char *to = room;
    for (const unsigned char *from = room; pixels--; from += 4)
        for (int k = 0; k < 3; k++)
            *to++ = (unsigned char)((from[k] * from[3] + 255 * (255 - from[3]) + 127) / 255);
}

khung_status khung__png_read(uint32_t size[2], unsigned char *room, khung__str file)
{
    khung_status status = khung__picture_late(NULL);
    if (status != KHUNG_OK)
        return status;
    reading *r = khung__alloc(sizeof *r);
    if (!r)
        return KHUNG_NO_MEMORY;
    *r = (reading){.file = file};
    r->png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, r, fail, pass_over, r, take, give_back);
    r->info = r->png ? png_create_info_struct(r->png) : NULL;
    bool read = r->info && read_guarded(r, size, room);
    status = read ? KHUNG_OK : !r->info || r->no_memory ? KHUNG_NO_MEMORY : KHUNG_BAD_DATA;
    if (r->png)
        png_destroy_read_struct(&r->png, &r->info, NULL);
    khung__free(r);
    if (read && room)
        lay_on_white(room, (size_t)size[0] * size[1]);
    return status;
}
