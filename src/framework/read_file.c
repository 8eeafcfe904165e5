/* framework/read_file: a file's bytes into memory. */
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static khung_status say(khung_log *log, khung__diag_id id, khung__str path)
{
    return khung__diag_add(log, id, (khung__at){0}, (const khung__str[]){path, khung__str_of(strerror(errno))}, 2);
}

/* Reads to the end, but never more than the tree would take and one byte, so that the tree says that it is too long. */
static khung_status read_all(khung__buf *buf, FILE *file, khung__str path, khung_log *log)
{
    char piece[65536];
    size_t n;
    while (buf->n <= KHUNG__TREE_MAX_BYTES && (n = fread(piece, 1, sizeof piece, file)) > 0)
        khung__buf_add(buf, piece, n);
    if (ferror(file))
        return say(log, KHUNG__D_CANNOT_READ, path);
    return buf->failed ? KHUNG_NO_MEMORY : KHUNG_OK;
}

khung_status khung__file_read(char **bytes, size_t *size, const char *path, khung_log *log)
{
    khung__str name = khung__str_of(path);
    khung__buf buf = {0};
    FILE *file = fopen(path, "rb");
    if (!file)
        return say(log, errno == ENOENT ? KHUNG__D_NO_FILE : KHUNG__D_CANNOT_READ, name);
    khung_status status = read_all(&buf, file, name, log);
    fclose(file);
    if (status != KHUNG_OK) {
        khung__buf_free(&buf);
        return status;
    }
    *bytes = buf.s;
    *size = buf.n;
    return KHUNG_OK;
}
