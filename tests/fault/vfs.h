/* A file system for SQLite that fails on demand: every call that reads, writes, flushes, opens or deletes is counted, and the n-th
 * one fails, once or from then on (a disk that is full stays full). Everything else goes to the real one. */
#ifndef KHUNG_TESTS_FAULT_VFS_H
#define KHUNG_TESTS_FAULT_VFS_H

#include <sqlite3.h>
#include <string.h>

typedef struct faulty_file {
    sqlite3_file base;
    sqlite3_file *real; /* lies behind this one */
} faulty_file;

static struct {
    sqlite3_vfs vfs, *real;
    long at, count;   /* fails when count reaches at; 0: never */
    int stays, hit;
} faulty;

static void faulty_arm(long at, int stays)
{
    faulty.at = at;
    faulty.stays = stays;
    faulty.count = faulty.hit = 0;
}

static int faulty_now(void)
{
    faulty.count++;
    int now = faulty.at > 0 && (faulty.stays ? faulty.count >= faulty.at : faulty.count == faulty.at);
    faulty.hit |= now;
    return now;
}

#define REAL(file) (((faulty_file *)(file))->real)
#define CALL(file, name, ...) REAL(file)->pMethods->name(REAL(file), __VA_ARGS__)
#define CALL0(file, name) REAL(file)->pMethods->name(REAL(file))

static int fv_close(sqlite3_file *f)
{
    int code = CALL0(f, xClose);
    f->pMethods = NULL;
    return code;
}
static int fv_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return faulty_now() ? SQLITE_IOERR_READ : CALL(f, xRead, to, n, at);
}
static int fv_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    if (!faulty_now())
        return CALL(f, xWrite, from, n, at);
    if (n > 1)
        CALL(f, xWrite, from, n / 2, at); /* half of it reached the disk */
    return SQLITE_FULL;
}
static int fv_truncate(sqlite3_file *f, sqlite3_int64 n)
{
    return faulty_now() ? SQLITE_IOERR_TRUNCATE : CALL(f, xTruncate, n);
}
static int fv_sync(sqlite3_file *f, int flags)
{
    return faulty_now() ? SQLITE_IOERR_FSYNC : CALL(f, xSync, flags);
}
static int fv_size(sqlite3_file *f, sqlite3_int64 *n) { return CALL(f, xFileSize, n); }
static int fv_lock(sqlite3_file *f, int level) { return CALL(f, xLock, level); }
static int fv_unlock(sqlite3_file *f, int level) { return CALL(f, xUnlock, level); }
static int fv_reserved(sqlite3_file *f, int *out) { return CALL(f, xCheckReservedLock, out); }
static int fv_control(sqlite3_file *f, int what, void *arg) { return CALL(f, xFileControl, what, arg); }
static int fv_sector(sqlite3_file *f) { return CALL0(f, xSectorSize); }
static int fv_device(sqlite3_file *f) { return CALL0(f, xDeviceCharacteristics); }
static int fv_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return faulty_now() ? SQLITE_IOERR_SHMMAP : CALL(f, xShmMap, page, size, extend, out);
}
static int fv_shm_lock(sqlite3_file *f, int offset, int n, int flags) { return CALL(f, xShmLock, offset, n, flags); }
static void fv_barrier(sqlite3_file *f) { CALL0(f, xShmBarrier); }
static int fv_unmap(sqlite3_file *f, int delete) { return CALL(f, xShmUnmap, delete); }

static const sqlite3_io_methods faulty_methods = {
    .iVersion = 2, .xClose = fv_close, .xRead = fv_read, .xWrite = fv_write, .xTruncate = fv_truncate, .xSync = fv_sync, .xFileSize = fv_size,
    .xLock = fv_lock, .xUnlock = fv_unlock, .xCheckReservedLock = fv_reserved, .xFileControl = fv_control, .xSectorSize = fv_sector,
    .xDeviceCharacteristics = fv_device, .xShmMap = fv_map, .xShmLock = fv_shm_lock, .xShmBarrier = fv_barrier, .xShmUnmap = fv_unmap};

static int fv_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    faulty_file *f = (faulty_file *)file;
    (void)vfs;
    f->base.pMethods = NULL;
    f->real = (sqlite3_file *)(f + 1);
    if (faulty_now())
        return SQLITE_CANTOPEN;
    int code = faulty.real->xOpen(faulty.real, name, f->real, flags, out);
    if (f->real->pMethods)
        f->base.pMethods = &faulty_methods;
    return code;
}
static int fv_delete(sqlite3_vfs *vfs, const char *name, int flush)
{
    (void)vfs;
    return faulty_now() ? SQLITE_IOERR_DELETE : faulty.real->xDelete(faulty.real, name, flush);
}

/* Makes it the file system of every store opened from now on. */
static void faulty_install(void)
{
    faulty.real = sqlite3_vfs_find(NULL);
    faulty.vfs = *faulty.real;
    faulty.vfs.zName = "faulty";
    faulty.vfs.szOsFile = (int)sizeof(faulty_file) + faulty.real->szOsFile;
    faulty.vfs.xOpen = fv_open;
    faulty.vfs.xDelete = fv_delete;
    sqlite3_vfs_register(&faulty.vfs, 1);
}

#endif
