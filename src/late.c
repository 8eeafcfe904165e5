/* late: see late.h. */
#include "late.h"

#include <dlfcn.h>
#include <stdbool.h>

enum { MOST = 8 };

static void *open_one(const khung__late_library names)
{
    void *handle = NULL;
    for (size_t i = 0; i < 3 && names[i] && !handle; i++)
        handle = dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);
    return handle;
}

static bool fill(void *const handles[MOST], size_t n, const khung__late_function *function)
{
    for (size_t h = 0; h < n; h++) {
        *function->place = dlsym(handles[h], function->name);
        if (*function->place)
            return true;
    }
    return false;
}

const char *khung__late_open(const khung__late_library *libraries, size_t n, const khung__late_function *functions, size_t count)
{
    void *handles[MOST] = {NULL};
    for (size_t i = 0; i < n && i < MOST; i++) {
        handles[i] = open_one(libraries[i]);
        if (!handles[i])
            return libraries[i][0];
    }
    for (size_t i = 0; i < count; i++)
        if (!fill(handles, n, &functions[i]))
            return functions[i].name;
    return NULL;
}
