/* pdf/image: pictures as streams: a JPEG as it is, a PNG as red, green and blue on white (the archive knows no transparency). */
#include "inside.h"

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

static khung__stream *add_png(khung__writer *w, const khung__picture *p)
{
    unsigned char *room = khung__alloc(khung__picture_room(p));
    khung_status status = room ? khung__picture_pixels(room, p) : KHUNG_NO_MEMORY;
    khung__stream *stream = NULL;
    if (status != KHUNG_OK) khung__pdf_fail(w, status, NULL);
    else stream = khung__pdf_stream(w, room, (size_t)p->width * p->height * 3, true);
    khung__free(room);
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
