/* Inside of a log, for the files of diag only. */
#ifndef KHUNG_DIAG_LOG_H
#define KHUNG_DIAG_LOG_H

#include "diag.h"

/* One message and what printing it needs beyond the public part. */
typedef struct khung__diag_entry {
    khung_message message;
    uint32_t caret, also_caret; /* characters of the kept source line before the caret */
    size_t more;                /* not 0: this one counts so many messages that are not kept */
    char *number;               /* where its number stands in message.text */
} khung__diag_entry;

/* Where a line of some bytes was found last. */
typedef struct khung__diag_found {
    khung__str bytes;
    uint32_t line;
    size_t offset;
} khung__diag_found;

struct khung_log {
    khung__arena arena;
    khung__diag_entry *entry;
    size_t count, cap;
    size_t last;             /* the message that `also` and `suggest` add to; SIZE_MAX: none */
    khung__str name[2];      /* of the files of the last place and of the last second place */
    size_t kept[3]; /* how many of that file are kept, by severity */
    size_t more[3]; /* 1 + index of the message that counts what is not kept; 0: there is none */
    khung__diag_found found[2];
    size_t looks;   /* words that suggestions have looked at */
    bool english;
};

#endif
