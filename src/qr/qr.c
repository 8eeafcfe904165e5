/* qr: see qr.h. */
#include "../qr.h"

#include "late.h"

enum { VERSION = 4 };

khung_status khung__qr_encode(khung__qr *out, khung__str text, khung_log *log)
{
    khung_status status = khung__qr_late(log);
    if (status != KHUNG_OK)
        return status;
    if (text.n == 0 || text.n > KHUNG__QR_MOST)
        return KHUNG_TOO_LARGE;
    QRcode *code = QRcode_encodeData((int)text.n, (const unsigned char *)text.s, VERSION, QR_ECLEVEL_M);
    if (!code)
        return KHUNG_NO_MEMORY;
    bool fits = code->width == KHUNG__QR_MODULES;
    for (int i = 0; fits && i < KHUNG__QR_MODULES * KHUNG__QR_MODULES; i++)
        out->dark[i / KHUNG__QR_MODULES][i % KHUNG__QR_MODULES] = code->data[i] & 1;
    QRcode_free(code);
    return fits ? KHUNG_OK : KHUNG_INTERNAL;
}
