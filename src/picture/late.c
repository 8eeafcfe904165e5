/* The library of pictures, loaded at the first PNG (see late.h). */
#define KHUNG__LATE_ITSELF
#include "late.h"

#define KHUNG__LATE_LIST "../picture/late.def"
#define KHUNG__LATE_LIBRARIES {"libpng16.so.16", NULL, NULL}
#define KHUNG__LATE_FILL khung__picture_late
#define KHUNG__LATE_MISSING KHUNG__D_PICTURE_NO_LIBRARY
#include "../late/module.h"
