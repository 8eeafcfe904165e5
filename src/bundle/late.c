/* The library of bundles, loaded at the first one (see late.h). */
#define KHUNG__LATE_ITSELF
#include "late.h"

#define KHUNG__LATE_LIST "../bundle/late.def"
#define KHUNG__LATE_LIBRARIES {"libzstd.so.1", NULL, NULL}
#define KHUNG__LATE_FILL khung__bundle_late
#define KHUNG__LATE_MISSING KHUNG__D_BUNDLE_NO_LIBRARY
#include "../late/module.h"
