/* words: the program's own words in Vietnamese and English, and numbers and dates as each language writes them. */
#ifndef KHUNG_WORDS_H
#define KHUNG_WORDS_H

#include "text.h"

/* words.def: W(NAME, "English", "tiếng Việt"); {0} {1} {2} stand for arguments. */
typedef enum khung__word_id {
#define W(name, en, vi) KHUNG__W_##name,
#include "words.def"
#undef W
    KHUNG__W_COUNT
} khung__word_id;

typedef enum khung__language { KHUNG__VI, KHUNG__EN } khung__language;
/* "en", "en-GB" … is English, everything else Vietnamese. */
khung__language khung__language_of(khung__str tag);
/* The word as it stands, lent for ever. */
khung__str khung__word(khung__word_id id, khung__language language);
/* Appends the word with its arguments put in. */
void khung__buf_word(khung__buf *buf, khung__word_id id, khung__language language, const khung__str *args, size_t n);
#define KHUNG__WORD(buf, id, language, ...)                                                               \
    khung__buf_word(buf, id, language, (const khung__str[]){(khung__str){0}, ##__VA_ARGS__} + 1,          \
                    sizeof((const khung__str[]){(khung__str){0}, ##__VA_ARGS__}) / sizeof(khung__str) - 1)
/* The same, as a piece in the arena; absent when memory ends. */
khung__str khung__word_in(khung__arena *arena, khung__word_id id, khung__language language, const khung__str *args, size_t n);

/* Any text with its arguments put in; those it does not name are left out. */
void khung__buf_fill(khung__buf *buf, khung__str text, const khung__str *args, size_t n);
khung__str khung__fill_in(khung__arena *arena, khung__str text, const khung__str *args, size_t n);

/* Appends a cell of a table: cut to `width` characters with an ellipsis where it is longer, else filled up to it, and a blank behind;
 * the last one of a line is not filled up. */
void khung__buf_cell(khung__buf *buf, khung__str text, size_t width, bool last);

/* "1234.5" to "1.234,5" (vi) or "1,234.5" (en); a leading '-' becomes U+2212. Takes what rational and text write. */
void khung__buf_local(khung__buf *buf, khung__str number, khung__language language);
khung__str khung__local_in(khung__arena *arena, khung__str number, khung__language language);
/* vi: "ngày 05 tháng 7 năm 2026" and "05/7/2026" (month two digits only for 1 and 2); en: "5 July 2026" both. */
void khung__buf_date_long(khung__buf *buf, khung__date date, khung__language language);
void khung__buf_date_short(khung__buf *buf, khung__date date, khung__language language);
/* The day of a text that begins with YYYY-MM-DD, as the short date; another text as it is. */
void khung__buf_day(khung__buf *buf, khung__str time, khung__language language);
/* "2026-11-22T03:15:00.000Z" as the clock on the wall shows it (the zone of TZ): vi "22/11/2026, 10:15", en "22 November 2026, 10:15"; another
 * text as khung__buf_day. */
void khung__buf_moment(khung__buf *buf, khung__str time, khung__language language);

#endif
