/* libxlsxwriter, loaded at the first workbook (see late.h). */
#define KHUNG__LATE_ITSELF
#include "late.h"

#define KHUNG__LATE_LIST "../workbook/late.def"
#define KHUNG__LATE_LIBRARIES {"libxlsxwriter.so.4", "libxlsxwriter.so.8", "libxlsxwriter.so"}
#define KHUNG__LATE_FILL khung__workbook_late
#define KHUNG__LATE_MISSING KHUNG__D_WORKBOOK_NO_LIBRARY
#include "../late/module.h"
