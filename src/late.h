/* late: foreign libraries that are opened when they are first needed. Most runs of the program print no document and read no
 * spreadsheet, and bringing in what those need takes longer than scoring does. So nothing is linked with them: each of their
 * functions that a module calls is a pointer, which this fills. */
#ifndef KHUNG_LATE_H
#define KHUNG_LATE_H

#include <stddef.h>

/* The names by which the dynamic linker may know a library: Debian 12's first, then newer ones; NULL for none. */
typedef const char *khung__late_library[3];

/* A function and the pointer to it. */
typedef struct khung__late_function {
    const char *name;
    void **place;
} khung__late_function;

/* Opens `libraries` (eight at most) and finds all functions in them. NULL, or the library or function that is missing. To be called
 * once a process (pthread_once). */
const char *khung__late_open(const khung__late_library *libraries, size_t n, const khung__late_function *functions, size_t count);

#endif
