/* framework/json_write: JSON with two spaces a level, as every JSON of the library has. */
#include "json_write.h"

void khung__json_item(khung__json *j)
{
    khung__buf_z(&j->buf, j->first ? "\n" : ",\n");
    for (unsigned i = 0; i < j->depth; i++)
        khung__buf_z(&j->buf, "  ");
    j->first = false;
}

void khung__json_key(khung__json *j, const char *name)
{
    khung__json_item(j);
    khung__buf_json(&j->buf, khung__str_of(name));
    khung__buf_z(&j->buf, ": ");
}

void khung__json_open(khung__json *j, char bracket)
{
    khung__buf_char(&j->buf, bracket);
    j->depth++;
    j->first = true;
}

void khung__json_close(khung__json *j, char bracket)
{
    bool empty = j->first;
    j->depth--;
    if (!empty) {
        khung__buf_char(&j->buf, '\n');
        for (unsigned i = 0; i < j->depth; i++)
            khung__buf_z(&j->buf, "  ");
    }
    khung__buf_char(&j->buf, bracket);
    j->first = false;
}

void khung__json_value(khung__json *j, khung__str s)
{
    if (s.n)
        khung__buf_json(&j->buf, s);
    else
        khung__buf_z(&j->buf, "null");
}

void khung__json_text(khung__json *j, const char *name, khung__str s)
{
    khung__json_key(j, name);
    khung__json_value(j, s);
}

void khung__json_whole(khung__json *j, const char *name, int64_t n)
{
    khung__json_key(j, name);
    khung__buf_int(&j->buf, n);
}

void khung__json_flag(khung__json *j, const char *name, bool b)
{
    khung__json_key(j, name);
    khung__buf_z(&j->buf, b ? "true" : "false");
}
