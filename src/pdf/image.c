/* pdf/image: pictures as streams: a JPEG as it is, a PNG as red, green and blue on white (the archive knows no transparency). */
#include "inside.h"

#include <libdeflate.h>
#include <stdio.h>

static khung__stream *add_jpeg(khung__writer *w, const khung__picture *p)
{
    khung__stream *stream = khung__pdf_stream(w, p->file.s, p->file.n, false);
    if (stream)
        snprintf(stream->dict, sizeof stream->dict,
                 "/Type/XObject/Subtype/Image/Width %u/Height %u/BitsPerComponent 8/ColorSpace/Device%s/Filter/DCTDecode", (unsigned)p->width,
                 (unsigned)p->height, p->components == 1 ? "Gray" : "RGB");
    return stream;
}

/* Unpacks the rows, which must be exactly as long as the header says. */
static bool unpack(unsigned char *raw, size_t size, const khung__picture *p)
{
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    bool done = d && libdeflate_zlib_decompress(d, p->data.s, p->data.n, raw, size, NULL) == LIBDEFLATE_SUCCESS;
    if (d) libdeflate_free_decompressor(d);
    return done;
}

static khung__stream *add_png(khung__writer *w, const khung__picture *p)
{
    size_t raw_size = khung__picture_raw_size(p), size = (size_t)p->width * p->height * 3;
    unsigned char *raw = khung__alloc(raw_size), *rgb = khung__alloc(size);
    khung__stream *stream = NULL;
    if (!raw || !rgb) khung__pdf_fail(w, KHUNG_NO_MEMORY, NULL);
    else if (!unpack(raw, raw_size, p) || !khung__picture_pixels(rgb, p, raw)) khung__pdf_fail(w, KHUNG_BAD_DATA, NULL);
    else stream = khung__pdf_stream(w, rgb, size, true);
    khung__free(raw);
    khung__free(rgb);
    if (stream)
        snprintf(stream->dict, sizeof stream->dict, "/Type/XObject/Subtype/Image/Width %u/Height %u/BitsPerComponent 8/ColorSpace/DeviceRGB",
                 (unsigned)p->width, (unsigned)p->height);
    return stream;
}

int khung__pdf_image(khung__writer *w, const khung__picture *picture)
{
    if (w->image_count == KHUNG__IMAGES) return khung__pdf_fail(w, KHUNG_INTERNAL, "more pictures than a document has") - 1;
    khung__stream *stream = picture->jpeg ? add_jpeg(w, picture) : add_png(w, picture);
    if (!stream) return -1;
    w->images[w->image_count] = stream;
    return (int)w->image_count++;
}
