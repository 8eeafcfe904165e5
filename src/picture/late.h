/* picture/late.h: libpng, loaded when the first PNG is read (../late.h says why). */
#ifndef KHUNG_PICTURE_LATE_H
#define KHUNG_PICTURE_LATE_H

#include "../diag.h"

#include <png.h>

/* Loads the library, once a process and from any thread. KHUNG_NOT_FOUND, said in the log, when it is not installed. */
khung_status khung__picture_late(khung_log *log);

#define L(name) extern __typeof__(&name) khung__late_##name;
#include "late.def"
#undef L

#ifndef KHUNG__LATE_ITSELF /* late.c, which needs the plain names */
#define png_create_info_struct khung__late_png_create_info_struct
#define png_create_read_struct_2 khung__late_png_create_read_struct_2
#define png_destroy_read_struct khung__late_png_destroy_read_struct
#define png_error khung__late_png_error
#define png_get_error_ptr khung__late_png_get_error_ptr
#define png_get_image_height khung__late_png_get_image_height
#define png_get_image_width khung__late_png_get_image_width
#define png_get_io_ptr khung__late_png_get_io_ptr
#define png_get_mem_ptr khung__late_png_get_mem_ptr
#define png_get_rowbytes khung__late_png_get_rowbytes
#define png_read_end khung__late_png_read_end
#define png_read_info khung__late_png_read_info
#define png_read_row khung__late_png_read_row
#define png_read_update_info khung__late_png_read_update_info
#define png_set_add_alpha khung__late_png_set_add_alpha
#define png_set_expand khung__late_png_set_expand
#define png_set_gray_to_rgb khung__late_png_set_gray_to_rgb
#define png_set_interlace_handling khung__late_png_set_interlace_handling
#define png_set_keep_unknown_chunks khung__late_png_set_keep_unknown_chunks
#define png_set_read_fn khung__late_png_set_read_fn
#define png_set_scale_16 khung__late_png_set_scale_16
#define png_set_user_limits khung__late_png_set_user_limits
#endif

#endif
