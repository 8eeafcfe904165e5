/* workbook/late.h: libxlsxwriter, loaded when the first workbook is written (../late.h says why). */
#ifndef KHUNG_WORKBOOK_LATE_H
#define KHUNG_WORKBOOK_LATE_H

#include "../diag.h"

#include <xlsxwriter.h>

/* Loads the library, once a process and from any thread. KHUNG_NOT_FOUND, said in the log, when it is not installed. */
khung_status khung__workbook_late(khung_log *log);

#define L(name) extern __typeof__(&name) khung__late_##name;
#include "late.def"
#undef L

#ifndef KHUNG__LATE_ITSELF /* late.c, which needs the plain names */
#define format_set_align khung__late_format_set_align
#define format_set_bg_color khung__late_format_set_bg_color
#define format_set_bold khung__late_format_set_bold
#define format_set_font_color khung__late_format_set_font_color
#define format_set_text_wrap khung__late_format_set_text_wrap
#define lxw_workbook_free khung__late_lxw_workbook_free
#define workbook_add_format khung__late_workbook_add_format
#define workbook_add_worksheet khung__late_workbook_add_worksheet
#define workbook_close khung__late_workbook_close
#define workbook_new khung__late_workbook_new
#define workbook_set_properties khung__late_workbook_set_properties
#define worksheet_freeze_panes khung__late_worksheet_freeze_panes
#define worksheet_set_column khung__late_worksheet_set_column
#define worksheet_write_number khung__late_worksheet_write_number
#define worksheet_write_string khung__late_worksheet_write_string
#endif

#endif
