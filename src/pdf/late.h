/* pdf/late.h: libharu, HarfBuzz, what those need (FreeType, GLib and more) and libdeflate, loaded when the first document is made
 * (../late.h says why): each of their functions that pdf calls is a pointer here, which khung__pdf_late fills. */
#ifndef KHUNG_PDF_LATE_H
#define KHUNG_PDF_LATE_H

#include "diag.h"

#include <hb-subset.h>
#include <hb.h>
#include <hpdf.h>
#include <hpdf_annotation.h>
#include <hpdf_consts.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <libdeflate.h>

/* Loads the libraries, once a process and from any thread. KHUNG_NOT_FOUND, said in the log, when one is not installed. */
khung_status khung__pdf_late(khung_log *log);

#define L(name) extern __typeof__(&name) khung__late_##name;
#include "late.def"
#undef L

#ifndef KHUNG__LATE_ITSELF /* late.c, which needs the plain names */
#define HPDF_Annotation_New khung__late_HPDF_Annotation_New
#define HPDF_Array_Add khung__late_HPDF_Array_Add
#define HPDF_Array_New khung__late_HPDF_Array_New
#define HPDF_Binary_New khung__late_HPDF_Binary_New
#define HPDF_CallbackWriter_New khung__late_HPDF_CallbackWriter_New
#define HPDF_CreateOutline khung__late_HPDF_CreateOutline
#define HPDF_Dict_Add khung__late_HPDF_Dict_Add
#define HPDF_Dict_AddName khung__late_HPDF_Dict_AddName
#define HPDF_Dict_AddNumber khung__late_HPDF_Dict_AddNumber
#define HPDF_Dict_New khung__late_HPDF_Dict_New
#define HPDF_Free khung__late_HPDF_Free
#define HPDF_NewDoc khung__late_HPDF_NewDoc
#define HPDF_NewEx khung__late_HPDF_NewEx
#define HPDF_Obj_WriteValue khung__late_HPDF_Obj_WriteValue
#define HPDF_Outline_SetOpened khung__late_HPDF_Outline_SetOpened
#define HPDF_Pages_AddKids khung__late_HPDF_Pages_AddKids
#define HPDF_SetPageMode khung__late_HPDF_SetPageMode
#define HPDF_Stream_Free khung__late_HPDF_Stream_Free
#define HPDF_Stream_Write khung__late_HPDF_Stream_Write
#define HPDF_Xref_Add khung__late_HPDF_Xref_Add
#define HPDF_Xref_GetEntry khung__late_HPDF_Xref_GetEntry
#define hb_blob_create_from_file_or_fail khung__late_hb_blob_create_from_file_or_fail
#define hb_blob_destroy khung__late_hb_blob_destroy
#define hb_blob_get_data khung__late_hb_blob_get_data
#define hb_face_create khung__late_hb_face_create
#define hb_face_destroy khung__late_hb_face_destroy
#define hb_face_get_glyph_count khung__late_hb_face_get_glyph_count
#define hb_face_get_upem khung__late_hb_face_get_upem
#define hb_face_reference_blob khung__late_hb_face_reference_blob
#define hb_face_reference_table khung__late_hb_face_reference_table
#define hb_font_create khung__late_hb_font_create
#define hb_font_destroy khung__late_hb_font_destroy
#define hb_font_get_glyph_h_advance khung__late_hb_font_get_glyph_h_advance
#define hb_font_get_nominal_glyph khung__late_hb_font_get_nominal_glyph
#define hb_set_add khung__late_hb_set_add
#define hb_set_add_range khung__late_hb_set_add_range
#define hb_set_allocation_successful khung__late_hb_set_allocation_successful
#define hb_set_create khung__late_hb_set_create
#define hb_set_destroy khung__late_hb_set_destroy
#define hb_set_union khung__late_hb_set_union
#define hb_subset_input_create_or_fail khung__late_hb_subset_input_create_or_fail
#define hb_subset_input_destroy khung__late_hb_subset_input_destroy
#define hb_subset_input_set khung__late_hb_subset_input_set
#define hb_subset_input_set_flags khung__late_hb_subset_input_set_flags
#define hb_subset_input_unicode_set khung__late_hb_subset_input_unicode_set
#define hb_subset_or_fail khung__late_hb_subset_or_fail
#define libdeflate_alloc_compressor khung__late_libdeflate_alloc_compressor
#define libdeflate_alloc_decompressor khung__late_libdeflate_alloc_decompressor
#define libdeflate_free_compressor khung__late_libdeflate_free_compressor
#define libdeflate_free_decompressor khung__late_libdeflate_free_decompressor
#define libdeflate_zlib_compress khung__late_libdeflate_zlib_compress
#define libdeflate_zlib_compress_bound khung__late_libdeflate_zlib_compress_bound
#define libdeflate_zlib_decompress khung__late_libdeflate_zlib_decompress
#endif

#endif
