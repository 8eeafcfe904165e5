/* copy: a store's file as a whole, one state of it, in another place. */
#ifndef KHUNG_STORE_COPY_H
#define KHUNG_STORE_COPY_H

#include "look.h"

/* Writes the store as it is now (one read transaction; writers go on) into the file `to`, which is replaced only when the copy is whole,
 * checked and on the disk. */
khung_status khung__store_copy(khung_store *store, const char *to, khung_log *log);
/* Says what errno means for the file; the diagnostic's status. */
khung_status khung__file_failed(const char *path, khung_log *log);
/* Flushes the folder that `path` lies in, so that a new name outlives a power cut. */
khung_status khung__folder_sync(const char *path, khung_log *log);
/* Opens a file as a store for reading alone, without migrating it; *version is filled. Close with khung_store_close. */
khung_status khung__store_peek(khung_store **out, int64_t *version, const char *path, khung_log *log);
/* Brings a store of an older version up to this one in one transaction, after a copy of it beside itself (khung.db.version-1). */
khung_status khung__store_migrate(khung_store *store, khung_log *log);
/* Copies the files of evidence that the store lists from beside `from` to beside `to` (paths of stores). What is missing or not what was
 * listed is said, the others are copied; KHUNG_BAD_DATA then. */
khung_status khung__beside_copy(khung_store *store, const char *from, const char *to, khung_log *log);
/* How many there are. */
khung_status khung__beside_count(int64_t *count, khung_store *store, khung_log *log);
/* path, then `more`, as a new text in the arena. */
khung__str khung__path_with(khung__arena *arena, const char *path, const char *more);

#endif
