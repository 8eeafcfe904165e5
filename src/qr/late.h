/* qr/late.h: libqrencode, loaded when the first code is drawn (../late.h says why). */
#ifndef KHUNG_QR_LATE_H
#define KHUNG_QR_LATE_H

#include "../diag.h"

#include <qrencode.h>

/* Loads the library, once a process and from any thread. KHUNG_NOT_FOUND, said in the log, when it is not installed. */
khung_status khung__qr_late(khung_log *log);

#define L(name) extern __typeof__(&name) khung__late_##name;
#include "late.def"
#undef L

#ifndef KHUNG__LATE_ITSELF /* late.c, which needs the plain names */
#define QRcode_encodeData khung__late_QRcode_encodeData
#define QRcode_free khung__late_QRcode_free
#endif

#endif
