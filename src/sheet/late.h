/* sheet/late.h: libzip, expat and libcsv, loaded when the first table is read (../late.h says why). */
#ifndef KHUNG_SHEET_LATE_H
#define KHUNG_SHEET_LATE_H

#include "../diag.h"

#include <csv.h>
#include <expat.h>
#include <zip.h>

/* Loads the libraries, once a process and from any thread. KHUNG_NOT_FOUND, said in the log, when one is not installed. */
khung_status khung__sheet_late(khung_log *log);

#define L(name) extern __typeof__(&name) khung__late_##name;
#include "late.def"
#undef L

#ifndef KHUNG__LATE_ITSELF /* late.c, which needs the plain names */
#define XML_ErrorString khung__late_XML_ErrorString
#define XML_GetCurrentLineNumber khung__late_XML_GetCurrentLineNumber
#define XML_GetErrorCode khung__late_XML_GetErrorCode
#define XML_Parse khung__late_XML_Parse
#define XML_ParserCreate_MM khung__late_XML_ParserCreate_MM
#define XML_ParserFree khung__late_XML_ParserFree
#define XML_SetCharacterDataHandler khung__late_XML_SetCharacterDataHandler
#define XML_SetElementHandler khung__late_XML_SetElementHandler
#define XML_SetStartDoctypeDeclHandler khung__late_XML_SetStartDoctypeDeclHandler
#define XML_SetUserData khung__late_XML_SetUserData
#define XML_StopParser khung__late_XML_StopParser
#define csv_fini khung__late_csv_fini
#define csv_free khung__late_csv_free
#define csv_init khung__late_csv_init
#define csv_parse khung__late_csv_parse
#define csv_set_blk_size khung__late_csv_set_blk_size
#define csv_set_delim khung__late_csv_set_delim
#define csv_set_free_func khung__late_csv_set_free_func
#define csv_set_realloc_func khung__late_csv_set_realloc_func
#define zip_discard khung__late_zip_discard
#define zip_error_code_zip khung__late_zip_error_code_zip
#define zip_error_fini khung__late_zip_error_fini
#define zip_error_init khung__late_zip_error_init
#define zip_error_strerror khung__late_zip_error_strerror
#define zip_fclose khung__late_zip_fclose
#define zip_file_get_error khung__late_zip_file_get_error
#define zip_fopen_index khung__late_zip_fopen_index
#define zip_fread khung__late_zip_fread
#define zip_get_error khung__late_zip_get_error
#define zip_name_locate khung__late_zip_name_locate
#define zip_open_from_source khung__late_zip_open_from_source
#define zip_source_buffer_create khung__late_zip_source_buffer_create
#define zip_source_free khung__late_zip_source_free
#endif

#endif
