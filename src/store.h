/* store: assessments in one SQLite file. The schema is src/store.sql; the calls are in khung.h. */
#ifndef KHUNG_STORE_H
#define KHUNG_STORE_H

#include "score.h"

enum {
    KHUNG__STORE_APPLICATION = 0x6B68756E, /* "khun": says whose file it is */
    KHUNG__STORE_VERSION = 3,
    KHUNG__STORE_CHAINED = 2, /* the first with a log of changes */
    KHUNG__STORE_WAIT = 5000,              /* milliseconds that a writer waits for another */
    KHUNG__UUID_SIZE = 37
};

#endif
