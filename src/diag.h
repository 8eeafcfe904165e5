/* diag: what went wrong, where, and how to mend it. One table (diag.def) holds every sentence, in Vietnamese and English. */
#ifndef KHUNG_DIAG_H
#define KHUNG_DIAG_H

#include "khung.h"
#include "text.h"

/* The bytes a diagnostic points into; kept by the caller while the log is being written (the log copies the line). */
typedef struct khung__source {
    khung__str name;  /* as printed before the first colon, e.g. frameworks/school.yaml */
    khung__str bytes;
} khung__source;

/* A place: line and column from 1, column and length in code points; line 0 means the whole file; source NULL: no place. */
typedef struct khung__at {
    const khung__source *source;
    uint32_t line, column, length;
} khung__at;

/* D(NAME, "stable-id", severity, status, "English sentence", "câu tiếng Việt"); {0} {1} {2} {3} stand for the arguments. */
typedef enum khung__diag_id {
#define D(name, id, severity, status, en, vi) KHUNG__D_##name,
#include "diag.def"
#undef D
    KHUNG__D_COUNT
} khung__diag_id;

/* Appends one message; `args` are put into {0}… . Returns the status of the diagnostic (KHUNG_OK for warnings and notes), or
 * KHUNG_NO_MEMORY. log may be NULL (then only the status is returned). After KHUNG_LOG_LIMIT errors of one load only a count is kept. */
khung_status khung__diag_add(khung_log *log, khung__diag_id id, khung__at at, const khung__str *args, size_t n);
/* The same with the place and up to four arguments in line: KHUNG__DIAG(log, id, at, a, b). */
#define KHUNG__DIAG(log, which, ...) khung__diag_call(log, &(khung__diag_words){.id = (which), .at = __VA_ARGS__})
typedef struct khung__diag_words {
    khung__diag_id id;
    khung__at at;
    khung__str a, b, c, d;
} khung__diag_words;
khung_status khung__diag_call(khung_log *log, const khung__diag_words *words);
/* Adds the second place, with its own sentence (a note of diag.def), to the message added last. */
khung_status khung__diag_also(khung_log *log, khung__diag_id id, khung__at at, const khung__str *args, size_t n);
/* Adds `; did you mean "…"?` to the message added last when one of `words` is near `word` (distance at most 1 for 3-4
 * characters, 2 up to 8, else 3). */
void khung__diag_suggest(khung_log *log, khung__str word, const khung__str *words, size_t n);
/* The log remembers where the last line lay in the bytes it saw; called when bytes may be new at an old address. */
void khung__diag_forget(khung_log *log);
/* Sorts the messages from number `from` on by file order (line, column), stable. */
void khung__diag_sort(khung_log *log, size_t from);
/* How many errors the log has, those beyond the limit included. */
size_t khung__diag_errors(const khung_log *log);
/* A diagnostic's stable id; its sentence, arguments still open, in English or else Vietnamese. */
const char *khung__diag_name(khung__diag_id id);
const char *khung__diag_sentence(khung__diag_id id, bool english);
/* The language the log speaks: "vi" or "en". */
const char *khung__diag_language(const khung_log *log);

#endif
