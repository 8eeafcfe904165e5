/* The file of an item of evidence: its digest and size, and a copy beside the store, <store>.files/ab/abcd… by its digest. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inside.h"

enum { PIECE = 1 << 16, ROOM = 4096 };
static const khung__at nowhere = {0};

/* Reads to the end; what is read goes to `to` as well unless it is -1. False with errno set. */
static bool digest_of(int from, int to, char sha256[65], int64_t *size)
{
    char *piece = khung__alloc(PIECE), text[KHUNG_DIGEST_SIZE];
    khung__sha256 h;
    ssize_t n = 0;
    bool good = piece != NULL;
    khung__sha256_start(&h);
    *size = 0;
    while (good && (n = read(from, piece, PIECE)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        good = n > 0 && (to < 0 || write(to, piece, (size_t)n) == n);
        if (good) {
            khung__sha256_add(&h, piece, (size_t)n);
            *size += n;
        }
    }
    khung__free(piece);
    khung__sha256_text(&h, text);
    memcpy(sha256, text + 7, 65);
    return good;
}

static bool make_folder(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* Gives the finished copy its name; the same content again takes the same place. */
static bool settle(const char *folder, const char *copy, const char *sha256)
{
    char place[ROOM];
    int n = snprintf(place, sizeof place, "%s/%.2s", folder, sha256);
    if (n < 0 || n >= ROOM || !make_folder(place))
        return false;
    n = snprintf(place, sizeof place, "%s/%.2s/%s", folder, sha256, sha256);
    return n > 0 && n < ROOM && rename(copy, place) == 0;
}

static bool copy_beside(khung_store *store, int from, char sha256[65], int64_t *size)
{
    char folder[ROOM], copy[ROOM];
    int n = snprintf(folder, sizeof folder, "%s.files", store->path.s), m = snprintf(copy, sizeof copy, "%s.files/new-XXXXXX", store->path.s);
    if (n < 0 || m < 0 || m >= ROOM || !make_folder(folder))
        return false;
    int to = mkstemp(copy);
    if (to < 0)
        return false;
    bool good = digest_of(from, to, sha256, size) && fsync(to) == 0;
    int why = errno;
    good = close(to) == 0 && good && settle(folder, copy, sha256);
    if (!good) {
        why = why ? why : errno;
        unlink(copy);
        errno = why;
    }
    return good;
}

khung_status khung_evidence_file(char sha256[65], int64_t *size, khung_store *store, const char *path, bool keep, khung_log *log)
{
    char digest[65];
    int64_t bytes = 0;
    struct stat what;
    if (!sha256 || !size || !path || (keep && !store))
        return KHUNG_BAD_CALL;
    errno = 0;
    int from = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe that nobody writes to would be waited for */
    bool there = from >= 0 && fstat(from, &what) == 0;
    if (there && !S_ISREG(what.st_mode)) {
        there = false;
        errno = S_ISDIR(what.st_mode) ? EISDIR : EINVAL;
    }
    if (!there) {
        khung_status status = KHUNG__DIAG(log, errno == ENOENT ? KHUNG__D_EVIDENCE_NO_FILE : KHUNG__D_CANNOT_READ, nowhere, khung__str_of(path),
                                          khung__str_of(strerror(errno)));
        if (from >= 0)
            close(from);
        return status;
    }
    errno = 0;
    bool good = keep ? copy_beside(store, from, digest, &bytes) : digest_of(from, -1, digest, &bytes);
    int why = errno;
    close(from);
    if (!good)
        return KHUNG__DIAG(log, keep ? KHUNG__D_EVIDENCE_COPY : KHUNG__D_CANNOT_READ, nowhere, khung__str_of(path), khung__str_of(strerror(why)));
    memcpy(sha256, digest, sizeof digest);
    *size = bytes;
    return KHUNG_OK;
}
