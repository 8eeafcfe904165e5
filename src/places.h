/* places: the provinces of Viet Nam, as two lists (data/README.md names the sources).
 *
 * A list is called by the year it came into force or last stood: "2025" are the 34 in force since 1 July 2025, "2024" the 63 that
 * stood until 30 June 2025. Seven codes name one province in the one and another in the other, so a place is written CODE@LIST. */
#ifndef KHUNG_PLACES_H
#define KHUNG_PLACES_H

#include "diag.h"

typedef khung_province khung__place_row;

/* Reads "48@2025", or a name ("Đà Nẵng", "da nang", "TP. Đà Nẵng", "Bắc Giang@2024", an alias) with its list, or without where it is
 * a name of one list only. KHUNG_BAD_DATA for what is in both lists or in none; the log says the choices. A name that stands for the
 * same unit in both (one of the 11 that were left unchanged) is of the list in force, 2025. *out lives for ever. */
khung_status khung__place_read(const khung__place_row **out, khung__str text, khung_log *log);
/* The same with the place of the text in its file. */
khung_status khung__place_read_at(const khung__place_row **out, khung__str text, khung__at at, khung_log *log);
/* The row of a code in a list ("2025", "2024"), NULL when there is none. */
const khung__place_row *khung__place_find(khung__str code, khung__str list);
/* "48@2025" and NUL. */
enum { KHUNG__PLACE_SIZE = 8 };
void khung__place_text(char out[KHUNG__PLACE_SIZE], const khung__place_row *row);

#endif
