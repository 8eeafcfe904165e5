/* places: the provinces of Viet Nam, as two lists (data/README.md names the sources).
 *
 * A list is called by the year it came into force or last stood: "2025" are the 34 in force since 1 July 2025, "2024" the 63 that
 * stood until 30 June 2025. Seven codes name one province in the one and another in the other, so a place is written CODE@LIST. */
#ifndef KHUNG_PLACES_H
#define KHUNG_PLACES_H

#include "diag.h"

typedef khung_province khung__place_row;

/* Reads "48@2025", "Bắc Giang@2024", or a name or alias ("da nang", "TP. Đà Nẵng", "tỉnh Bắc Ninh") without its list, where it means
 * one province: a name of one list alone, or one of the 11 left unchanged (then of the list 2025). A code without its list, and a
 * name that stands for a smaller province before and a larger one since, are KHUNG_BAD_DATA; the log says the choices. *out lives
 * for ever. */
khung_status khung__place_read(const khung__place_row **out, khung__str text, khung_log *log);
/* The same, `list` ("2025", "2024", absent: none) counting for texts that name no list of their own: an import knows which list its
 * file uses. `at` is the place of the text. */
khung_status khung__place_read_at(const khung__place_row **out, khung__str text, khung__str list, khung__at at, khung_log *log);
/* The row of a code in a list, NULL when there is none. */
const khung__place_row *khung__place_find(khung__str code, khung__str list);
/* How many bytes at the beginning of a fold ("tinh bac giang") only say what kind of place it is, where the rest is a province's name; else 0. */
size_t khung__place_kind(khung__arena *arena, khung__str fold);
/* "48@2025" and NUL. */
enum { KHUNG__PLACE_SIZE = 8 };
void khung__place_text(char out[KHUNG__PLACE_SIZE], const khung__place_row *row);

#endif
