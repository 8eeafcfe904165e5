/* framework/json_write: JSON with two spaces a level. The buffer remembers failure; look at buf.failed at the end. */
#ifndef KHUNG_FRAMEWORK_JSON_WRITE_H
#define KHUNG_FRAMEWORK_JSON_WRITE_H

#include "../text.h"

/* Zero-initialise. */
typedef struct khung__json {
    khung__buf buf;
    unsigned depth;
    bool first; /* nothing stands in the innermost object or list yet */
} khung__json;

/* Begins an entry of a list: comma, line, indent. */
void khung__json_item(khung__json *j);
/* Begins a member of an object. */
void khung__json_key(khung__json *j, const char *name);
void khung__json_open(khung__json *j, char bracket);
void khung__json_close(khung__json *j, char bracket);
/* A string; null when it is empty. */
void khung__json_value(khung__json *j, khung__str s);
/* Members: a string or null, a whole number, true or false. */
void khung__json_text(khung__json *j, const char *name, khung__str s);
void khung__json_whole(khung__json *j, const char *name, int64_t n);
void khung__json_flag(khung__json *j, const char *name, bool b);

#endif
