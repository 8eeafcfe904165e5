/* framework/load: what answers, translations and the file check share of loading. */
#ifndef KHUNG_FRAMEWORK_LOAD_H
#define KHUNG_FRAMEWORK_LOAD_H

#include "shape.h"

/* Reads a whole file of at most 16 MiB; *bytes is freed with khung__free. KHUNG_NOT_FOUND, KHUNG_IO, KHUNG_TOO_LARGE,
 * KHUNG_NO_MEMORY, each said in the log. */
khung_status khung__file_read(char **bytes, size_t *size, const char *path, khung_log *log);
/* Takes the tree over, whatever happens. */
khung_status khung__framework_from_tree(khung_framework **out, khung__tree *tree, khung_log *log);
/* The same tree read once more with other texts, of which copies are kept (replace then holds those). */
khung_status khung__framework_read(khung_framework **out, khung__tree *tree, khung__replace *replace, khung_log *log);

/* Calls visit for every translatable text of the tree in file order, with its address (lent for the call) and its node. */
typedef khung_status khung__visit_text(void *context, khung__str address, const khung__node *node);
khung_status khung__framework_walk(const khung__tree *tree, khung__visit_text *visit, void *context);

#endif
