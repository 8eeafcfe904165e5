/* import/late.h: jansson, loaded when the first JSON file is read (../late.h says why). */
#ifndef KHUNG_IMPORT_LATE_H
#define KHUNG_IMPORT_LATE_H

#include "../diag.h"

#include <jansson.h>

/* Loads the library, once a process and from any thread. KHUNG_NOT_FOUND, said in the log, when it is not installed. */
khung_status khung__import_late(khung_log *log);

#define L(name) extern __typeof__(&name) khung__late_##name;
#include "late.def"
#undef L

#ifndef KHUNG__LATE_ITSELF /* late.c, which needs the plain names */
#define json_array_get khung__late_json_array_get
#define json_array_size khung__late_json_array_size
#define json_delete khung__late_json_delete
#define json_integer_value khung__late_json_integer_value
#define json_loadb khung__late_json_loadb
#define json_object_get khung__late_json_object_get
#define json_object_iter khung__late_json_object_iter
#define json_object_iter_key khung__late_json_object_iter_key
#define json_object_iter_next khung__late_json_object_iter_next
#define json_object_iter_value khung__late_json_object_iter_value
#define json_object_size khung__late_json_object_size
#define json_real_value khung__late_json_real_value
#define json_string_length khung__late_json_string_length
#define json_string_value khung__late_json_string_value
#endif

#endif
