/* The libraries of tables, loaded at the first table (see late.h). */
#define KHUNG__LATE_ITSELF
#include "late.h"

#define KHUNG__LATE_LIST "../sheet/late.def"
#define KHUNG__LATE_LIBRARIES {"libzip.so.4", "libzip.so.5", "libzip.so"}, {"libexpat.so.1", NULL, NULL}, {"libcsv.so.3", NULL, NULL}
#define KHUNG__LATE_FILL khung__sheet_late
#define KHUNG__LATE_MISSING KHUNG__D_SHEET_NO_LIBRARY
#include "../late/module.h"
