/* sheet/package: the parts of an .xlsx file: a zip archive (libzip) of XML (expat). */
#ifndef KHUNG_SHEET_PACKAGE_H
#define KHUNG_SHEET_PACKAGE_H

#include "inside.h"

typedef struct sheet_package sheet_package;

/* What is told of a part while it is read. Names come without their namespace's prefix. A handler ends the reading by setting the
 * reader's status. */
typedef struct sheet_listener {
    void (*start)(void *data, const char *name, const char *const *attributes);
    void (*end)(void *data, const char *name);         /* NULL: not of interest */
    void (*text)(void *data, const char *s, size_t n); /* NULL: likewise */
} sheet_listener;

/* Opens the archive in r->bytes; NULL with r->status set when it is none. */
sheet_package *khung__sheet_package_open(sheet_reader *r);
void khung__sheet_package_close(sheet_package *package);
/* Reads a part; false when there is none, or with r->status set. All that is unpacked counts against r->limits.bytes. */
bool khung__sheet_package_read(sheet_package *package, const char *part, const sheet_listener *listener, void *data);
/* The value of an attribute, by its name without prefix; NULL when it is not there. */
const char *khung__sheet_attribute(const char *const *attributes, const char *name);

#endif
