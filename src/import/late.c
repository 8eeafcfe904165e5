/* jansson, loaded at the first JSON file (see late.h). */
#define KHUNG__LATE_ITSELF
#include "late.h"

#define KHUNG__LATE_LIST "../import/late.def"
#define KHUNG__LATE_LIBRARIES {"libjansson.so.4", NULL, NULL}
#define KHUNG__LATE_FILL khung__import_late
#define KHUNG__LATE_MISSING KHUNG__D_IMPORT_NO_LIBRARY
#include "../late/module.h"
