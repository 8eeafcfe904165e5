/* pdf/syntax: the values of a PDF file as spans of its bytes: nothing is built, what is looked for is found by walking over the rest. */
#ifndef KHUNG_PDF_SYNTAX_H
#define KHUNG_PDF_SYNTAX_H

#include "text.h"

/* What begins at `p` behind white space and comments, before `end`; NULL at the end or where no value can begin. */
const char *khung__pdf_begin(const char *p, const char *end);
/* The end of the value that begins at `p` (of a reference behind its R); NULL when it does not end, or is nested too deep. */
const char *khung__pdf_skip(const char *p, const char *end);
/* The value of a key in the dictionary that begins at `dict`; NULL when it is none or has no such key. */
const char *khung__pdf_key(const char *dict, const char *end, const char *key);
/* The first element of a list, or the one behind `p`, which is one; NULL behind the last. */
const char *khung__pdf_first(const char *list, const char *end);
const char *khung__pdf_next(const char *p, const char *end);
/* A whole number of at most 15 digits. */
bool khung__pdf_whole(const char *p, const char *end, int64_t *out);
/* "12 0 R": the number of the object. */
bool khung__pdf_reference(const char *p, const char *end, uint32_t *out);
/* Whether the name /`name` stands at `p`. */
bool khung__pdf_is_name(const char *p, const char *end, const char *name);
/* A text in ( ) or < >, escapes taken away; of UTF-16 what is ASCII, the rest as '?'. The absent string when it is none, or memory ends. */
khung__str khung__pdf_string(khung__arena *arena, const char *p, const char *end);

#endif
