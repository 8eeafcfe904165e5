/* law: the acts that organisations are ruled by, as a table with dates and what replaced what (data/README.md says how sure it is).
 * All calls are public: khung_law_count, khung_law_row, khung_law_find, khung_law_valid, khung_laws_text, khung_laws_json. */
#ifndef KHUNG_LAW_H
#define KHUNG_LAW_H

#include "khung.h"

/* How many rows data/legal-references.csv has. */
enum { KHUNG__LAWS = 28 };

#endif
