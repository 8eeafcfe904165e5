/* places/tables: what reading and listing share. */
#ifndef KHUNG_PLACES_TABLES_H
#define KHUNG_PLACES_TABLES_H

#include "../places.h"

enum { KHUNG__PLACES_NEW = 34, KHUNG__PLACES_OLD = 63, KHUNG__PLACES = KHUNG__PLACES_NEW + KHUNG__PLACES_OLD };

/* The 34 by code, then the 63 by code. */
extern const khung_province khung__places[];
/* The i-th name of a row: Vietnamese, English, with its kind, then the aliases; absent beyond the last. */
khung__str khung__place_name(size_t row, size_t i);
/* Whether the province was left as it was in July 2025. */
bool khung__place_unchanged(const khung_province *province);

#endif
