/* Files of evidence that travel: read from beside the store, laid beside the receiver's. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "exchange.h"

enum { ROOM = 4096, MOST = KHUNG__BUNDLE_MOST_LINE / 4 * 3 - 4096 }; /* base64 of it fits in a line */
static const khung__at nowhere = {0};

/* A path is made of it: nothing but 64 hex digits will do. */
static bool is_digest(khung__str sha256)
{
    for (size_t i = 0; i < sha256.n; i++)
        if (!strchr("0123456789abcdef", sha256.s[i]) || !sha256.s[i])
            return false;
    return sha256.n == 64;
}

khung_status khung__proof_read(khung__str *bytes, khung__arena *arena, khung_store *store, khung__str sha256, khung_log *log)
{
    char path[ROOM], *room = NULL;
    if (!is_digest(sha256))
        return KHUNG_BAD_DATA;
    int n = snprintf(path, sizeof path, "%s.files/%.2s/%.*s", store->path.s, sha256.s, (int)sha256.n, sha256.s);
    FILE *file = n > 0 && n < ROOM ? fopen(path, "rb") : NULL;
    long size = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    if (size > MOST) {
        fclose(file);
        return KHUNG__DIAG(log, KHUNG__D_BUNDLE_TOO_LARGE, nowhere);
    }
    room = size >= 0 ? khung__arena_alloc(arena, (size_t)size + 1) : NULL;
    bool memory = size < 0 || room;
    bool good = room && fseek(file, 0, SEEK_SET) == 0 && fread(room, 1, (size_t)size, file) == (size_t)size;
    int why = errno;
    if (file)
        fclose(file);
    if (!memory)
        return KHUNG_NO_MEMORY;
    *bytes = (khung__str){room, good ? (size_t)size : 0};
    return good ? KHUNG_OK : KHUNG__DIAG(log, KHUNG__D_CANNOT_READ, nowhere, khung__str_of(path), khung__str_of(strerror(why)));
}

/* By way of a file in memory, so that it is laid down like any other. */
khung_status khung__proof_keep(khung_store *store, khung__str bytes, khung_log *log)
{
    char path[64], sha256[65];
    int64_t size = 0;
    int to = memfd_create("evidence", MFD_CLOEXEC);
    bool good = to >= 0;
    for (size_t at = 0; good && at < bytes.n;) {
        ssize_t n = write(to, bytes.s + at, bytes.n - at);
        good = n > 0 || (n < 0 && errno == EINTR);
        at += n > 0 ? (size_t)n : 0;
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", to);
    khung_status status = good ? khung_evidence_file(sha256, &size, store, path, true, log)
                               : KHUNG__DIAG(log, KHUNG__D_CANNOT_READ, nowhere, KHUNG__S("evidence"), khung__str_of(strerror(errno)));
    if (to >= 0)
        close(to);
    return status;
}
