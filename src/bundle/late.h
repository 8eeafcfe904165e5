/* bundle/late.h: libzstd, loaded when the first bundle is made or opened (../late.h says why). */
#ifndef KHUNG_BUNDLE_LATE_H
#define KHUNG_BUNDLE_LATE_H

#include "../diag.h"

#include <zstd.h>

/* Loads the library, once a process and from any thread. KHUNG_NOT_FOUND, said in the log, when it is not installed. */
khung_status khung__bundle_late(khung_log *log);

#define L(name) extern __typeof__(&name) khung__late_##name;
#include "late.def"
#undef L

#ifndef KHUNG__LATE_ITSELF /* late.c, which needs the plain names */
#define ZSTD_CCtx_setParameter khung__late_ZSTD_CCtx_setParameter
#define ZSTD_compress2 khung__late_ZSTD_compress2
#define ZSTD_compressBound khung__late_ZSTD_compressBound
#define ZSTD_createCCtx khung__late_ZSTD_createCCtx
#define ZSTD_decompress khung__late_ZSTD_decompress
#define ZSTD_findFrameCompressedSize khung__late_ZSTD_findFrameCompressedSize
#define ZSTD_freeCCtx khung__late_ZSTD_freeCCtx
#define ZSTD_getFrameContentSize khung__late_ZSTD_getFrameContentSize
#define ZSTD_isError khung__late_ZSTD_isError
#endif

#endif
