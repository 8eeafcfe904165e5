/* qr: the code of a certificate as the modules of a QR code (ISO/IEC 18004), version 4, level M: 33 by 33, of which 15 in a hundred may be lost. */
#ifndef KHUNG_QR_H
#define KHUNG_QR_H

#include "diag.h"

enum { KHUNG__QR_MODULES = 33, KHUNG__QR_MOST = 62 };

typedef struct khung__qr {
    bool dark[KHUNG__QR_MODULES][KHUNG__QR_MODULES]; /* row by row from the top */
} khung__qr;

/* KHUNG_TOO_LARGE: longer than 62 bytes; KHUNG_NOT_FOUND, said: libqrencode is not installed; KHUNG_NO_MEMORY. */
khung_status khung__qr_encode(khung__qr *out, khung__str text, khung_log *log);

#endif
