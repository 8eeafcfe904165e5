/* picture: see picture.h. PNG: ISO/IEC 15948; JPEG: ITU-T T.81, annex B. */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

typedef const unsigned char *bytes;

static uint32_t four(bytes p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* ---- PNG ---- */

enum { GREY = 0, RGB = 2, PALETTE = 3, GREY_ALPHA = 4, RGB_ALPHA = 6 };

static uint32_t crc_of(bytes p, size_t n)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        crc ^= p[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

static bool read_head(khung__picture *p, bytes head)
{
    p->width = four(head);
    p->height = four(head + 4);
    p->depth = head[8];
    p->colour = head[9];
    bool plain = head[10] == 0 && head[11] == 0 && head[12] == 0;
    bool small = p->depth == 1 || p->depth == 2 || p->depth == 4;
    bool known = p->colour == GREY || p->colour == RGB || p->colour == PALETTE || p->colour == GREY_ALPHA || p->colour == RGB_ALPHA;
    return plain && known && (p->depth == 8 || (small && (p->colour == GREY || p->colour == PALETTE)));
}

/* One chunk after the other up to IEND; data chunks are joined. */
static bool read_chunks(khung__picture *p, khung__buf *data)
{
    bytes all = (bytes)p->file.s;
    size_t at = 8, n = p->file.n;
    while (n - at >= 12) {
        uint32_t size = four(all + at);
        bytes type = all + at + 4, body = all + at + 8;
        if (size > n - at - 12 || crc_of(type, size + 4) != four(body + size))
            return false;
        bool head = memcmp(type, "IHDR", 4) == 0;
        if (head != (at == 8) || (head && (size != 13 || !read_head(p, body))))
            return false;
        if (memcmp(type, "PLTE", 4) == 0)
            p->palette = (khung__str){(const char *)body, size / 3 * 3};
        else if (memcmp(type, "tRNS", 4) == 0 && p->colour == PALETTE)
            p->alpha = (khung__str){(const char *)body, size};
        else if (memcmp(type, "IDAT", 4) == 0)
            khung__buf_add(data, (const char *)body, size);
        else if (memcmp(type, "IEND", 4) == 0)
            return data->n > 0 && (p->colour != PALETTE || p->palette.n);
        at += 12 + (size_t)size;
    }
    return false;
}

static size_t channels(const khung__picture *p)
{
    return p->colour == RGB ? 3 : p->colour == RGB_ALPHA ? 4 : p->colour == GREY_ALPHA ? 2 : 1;
}

static size_t row_size(const khung__picture *p)
{
    return (p->width * channels(p) * p->depth + 7) / 8;
}

size_t khung__picture_raw_size(const khung__picture *picture)
{
    return (row_size(picture) + 1) * picture->height;
}

static int paeth(int a, int b, int c)
{
    int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/* `up` is the row above, unfiltered, or NULL. */
static bool unfilter(unsigned char *row, const unsigned char *up, size_t n, size_t step, unsigned filter)
{
    for (size_t i = 0; i < n; i++) {
        int a = i >= step ? row[i - step] : 0, b = up ? up[i] : 0, c = up && i >= step ? up[i - step] : 0;
        switch (filter) {
        case 0:
            return true;
        case 1:
            row[i] = (unsigned char)(row[i] + a);
            break;
        case 2:
            row[i] = (unsigned char)(row[i] + b);
            break;
        case 3:
            row[i] = (unsigned char)(row[i] + (a + b) / 2);
            break;
        case 4:
            row[i] = (unsigned char)(row[i] + paeth(a, b, c));
            break;
        default:
            return false;
        }
    }
    return true;
}

static unsigned sample(const unsigned char *row, size_t i, unsigned depth)
{
    if (depth == 8)
        return row[i];
    unsigned shift = 8 - depth - (unsigned)(i * depth % 8);
    return row[i * depth / 8] >> shift & ((1u << depth) - 1);
}

static void pixel(unsigned char rgb[3], const khung__picture *p, const unsigned char *row, size_t x)
{
    unsigned colour[3], alpha = 255, first = sample(row, x * channels(p), p->depth);
    if (p->colour == PALETTE) {
        bool there = first * 3 + 2 < p->palette.n;
        for (unsigned k = 0; k < 3; k++)
            colour[k] = there ? (unsigned char)p->palette.s[first * 3 + k] : 0;
        alpha = first < p->alpha.n ? (unsigned char)p->alpha.s[first] : 255;
    } else if (p->colour == GREY || p->colour == GREY_ALPHA) {
        colour[0] = colour[1] = colour[2] = first * 255 / ((1u << p->depth) - 1);
    } else {
        for (unsigned k = 0; k < 3; k++)
            colour[k] = row[x * channels(p) + k];
    }
    if (p->colour == GREY_ALPHA || p->colour == RGB_ALPHA)
        alpha = row[x * channels(p) + channels(p) - 1];
    for (unsigned k = 0; k < 3; k++)
        rgb[k] = (unsigned char)((colour[k] * alpha + 255 * (255 - alpha) + 127) / 255);
}

bool khung__picture_pixels(unsigned char *rgb, const khung__picture *picture, unsigned char *raw)
{
    size_t n = row_size(picture), step = (channels(picture) * picture->depth + 7) / 8;
    for (uint32_t y = 0; y < picture->height; y++) {
        unsigned char *row = raw + y * (n + 1) + 1;
        if (!unfilter(row, y ? row - n - 1 : NULL, n, step, row[-1]))
            return false;
        for (uint32_t x = 0; x < picture->width; x++, rgb += 3)
            pixel(rgb, picture, row, x);
    }
    return true;
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
    p.file = khung__str_copy(arena, given);
    if (!p.file.s)
        return KHUNG_NO_MEMORY;
    khung__buf data = {0};
    bool read = p.jpeg ? read_jpeg(&p) : read_chunks(&p, &data);
    bool failed = data.failed;
    if (read && png && !failed) {
        p.data = khung__buf_take(&data, arena);
        failed = !p.data.s;
    }
    khung__buf_free(&data);
    if (failed)
        return KHUNG_NO_MEMORY;
    if (!read || !p.width || !p.height)
        return say(log, KHUNG__D_PICTURE_BROKEN, name);
    if ((uint64_t)p.width * p.height > KHUNG__PICTURE_MOST_PIXELS)
        return say(log, KHUNG__D_PICTURE_LARGE, name);
    *out = p;
    return KHUNG_OK;
}
