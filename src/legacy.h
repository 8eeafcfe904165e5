/* legacy: Vietnamese text from before Unicode, as it stands in spreadsheets: TCVN3 (fonts called .VnTime) and VNI (VNI-Times). Its bytes
 * were taken for Latin-1 when the file was made, so that cells show "§¬n vÞ" or "Ñôn vò" for "Đơn vị". Which byte means which letter is
 * in data/legacy-tcvn3.csv and data/legacy-vni.csv. */
#ifndef KHUNG_LEGACY_H
#define KHUNG_LEGACY_H

#include "sheet.h"

typedef enum khung__legacy {
    KHUNG__LEGACY_LOOK,    /* convert nothing, but refuse what looks like one of the two */
    KHUNG__LEGACY_UNICODE, /* it is right as it stands */
    KHUNG__LEGACY_TCVN3,
    KHUNG__LEGACY_VNI
} khung__legacy;

/* "tcvn3", "vni", "unicode"; NULL: LOOK. False for another word. */
bool khung__legacy_named(khung__legacy *out, const char *word);
/* One text, every letter by the table, NFC; what the table does not have stays. Absent when memory ends. */
khung__str khung__legacy_text(khung__arena *arena, khung__str text, khung__legacy from);
/* Bytes that are no UTF-8 as text of Latin-1, which legacy text was; UTF-8 as it is. Absent when memory ends. */
khung__str khung__legacy_bytes(khung__buf *room, khung__str bytes);
/* Looks at the cells of a table, or converts those that are of that encoding; cells that are Unicode already stay. LOOK: KHUNG_BAD_DATA
 * with a sample when they are not; else a note says how many were converted. */
khung_status khung__legacy_sheet(khung__sheet *sheet, khung__legacy from, khung_log *log);
/* Reads a table as khung__sheet_load_within does (where `title` is not NULL and a workbook has such a sheet, that one, else the first visible),
 * looks at its text or converts it, and says what was noticed: letters in pieces are a note, a download that broke off is KHUNG_BAD_DATA. */
khung_status khung__legacy_load(khung__sheet **out, const char *name, khung__str bytes, const char *title, const khung__sheet_limits *limits,
                                khung__legacy from, khung_log *log);

#endif
