/* late/module: the body of a module's late.c: pointers for the functions of its late.def, and the function that fills them once a process.
 * Before it stand the module's late.h (under KHUNG__LATE_ITSELF) and
 *     KHUNG__LATE_LIST        the module's late.def, seen from src/late/
 *     KHUNG__LATE_LIBRARIES   its libraries, each a list of three names (late.h)
 *     KHUNG__LATE_FILL        the function's name; it gives KHUNG_OK or says what is missing
 *     KHUNG__LATE_MISSING     the diagnostic for that; its argument is the library or function */
#include <pthread.h>

#include "../late.h"

#define L(name) __typeof__(&name) khung__late_##name;
#include KHUNG__LATE_LIST
#undef L

static const khung__late_library libraries[] = {KHUNG__LATE_LIBRARIES};

static const khung__late_function functions[] = {
#define L(name) {#name, (void **)&khung__late_##name},
#include KHUNG__LATE_LIST
#undef L
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *missing; /* library or function that was not found; NULL: all is there */

static void load(void)
{
    missing = khung__late_open(libraries, sizeof libraries / sizeof *libraries, functions, sizeof functions / sizeof *functions);
}

khung_status KHUNG__LATE_FILL(khung_log *log)
{
    pthread_once(&once, load);
    return missing ? KHUNG__DIAG(log, KHUNG__LATE_MISSING, (khung__at){0}, khung__str_of(missing)) : KHUNG_OK;
}
