/* libxlsxwriter, loaded at the first workbook (see late.h). */
#define KHUNG__LATE_ITSELF
#include "late.h"

#include <pthread.h>

#include "../late.h"

#define L(name) __typeof__(&name) khung__late_##name;
#include "late.def"
#undef L

static const khung__late_library libraries[] = {{"libxlsxwriter.so.4", "libxlsxwriter.so.8", "libxlsxwriter.so"}};

static const khung__late_function functions[] = {
#define L(name) {#name, (void **)&khung__late_##name},
#include "late.def"
#undef L
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *missing; /* library or function that was not found; NULL: all is there */

static void load(void)
{
    missing = khung__late_open(libraries, sizeof libraries / sizeof *libraries, functions, sizeof functions / sizeof *functions);
}

khung_status khung__workbook_late(khung_log *log)
{
    pthread_once(&once, load);
    return missing ? KHUNG__DIAG(log, KHUNG__D_WORKBOOK_NO_LIBRARY, (khung__at){0}, khung__str_of(missing)) : KHUNG_OK;
}
