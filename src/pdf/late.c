/* The libraries of documents, loaded at the first document (see late.h). */
#define KHUNG__LATE_ITSELF
#include "late.h"

#define KHUNG__LATE_LIST "../pdf/late.def"
#define KHUNG__LATE_LIBRARIES \
    {"libhpdf-2.3.0.so", "libhpdf.so.2.4", "libhpdf.so"}, \
    {"libharfbuzz.so.0", NULL, NULL}, \
    {"libharfbuzz-subset.so.0", NULL, NULL}, \
    {"libdeflate.so.0", NULL, NULL}
#define KHUNG__LATE_FILL khung__pdf_late
#define KHUNG__LATE_MISSING KHUNG__D_NO_LIBRARY
#include "../late/module.h"
