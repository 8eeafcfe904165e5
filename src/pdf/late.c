/* The libraries of documents, loaded at the first document (see late.h). */
#define KHUNG__LATE_ITSELF
#include "late.h"

#include <dlfcn.h>
#include <pthread.h>

#define L(name) __typeof__(&name) khung__late_##name;
#include "late.def"
#undef L

/* The names by which the dynamic linker knows each library: Debian 12's first, then newer ones. */
static const char *const libraries[][3] = {
    {"libhpdf-2.3.0.so", "libhpdf.so.2.4", "libhpdf.so"},
    {"libharfbuzz.so.0", NULL, NULL},
    {"libharfbuzz-subset.so.0", NULL, NULL},
    {"libdeflate.so.0", NULL, NULL},
};
enum { LIBRARIES = sizeof libraries / sizeof *libraries };

static const struct {
    const char *name;
    void **place;
} functions[] = {
#define L(name) {#name, (void **)&khung__late_##name},
#include "late.def"
#undef L
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *missing; /* library or function that was not found; NULL: all is there */

static bool fill(void *const handles[LIBRARIES], size_t i)
{
    for (size_t h = 0; h < LIBRARIES; h++) {
        *functions[i].place = dlsym(handles[h], functions[i].name);
        if (*functions[i].place)
            return true;
    }
    return false;
}

static void load(void)
{
    void *handles[LIBRARIES] = {NULL};
    for (size_t i = 0; i < LIBRARIES && !missing; i++) {
        for (size_t n = 0; n < 3 && libraries[i][n] && !handles[i]; n++)
            handles[i] = dlopen(libraries[i][n], RTLD_LAZY | RTLD_LOCAL);
        if (!handles[i])
            missing = libraries[i][0];
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions && !missing; i++)
        if (!fill(handles, i))
            missing = functions[i].name;
}

khung_status khung__pdf_late(khung_log *log)
{
    pthread_once(&once, load);
    return missing ? KHUNG__DIAG(log, KHUNG__D_NO_LIBRARY, (khung__at){0}, khung__str_of(missing)) : KHUNG_OK;
}
