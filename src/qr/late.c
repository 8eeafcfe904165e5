/* The library of QR codes, loaded at the first one (see late.h). */
#define KHUNG__LATE_ITSELF
#include "late.h"

#define KHUNG__LATE_LIST "../qr/late.def"
#define KHUNG__LATE_LIBRARIES {"libqrencode.so.4", "libqrencode.so", NULL}
#define KHUNG__LATE_FILL khung__qr_late
#define KHUNG__LATE_MISSING KHUNG__D_QR_NO_LIBRARY
#include "../late/module.h"
