/* What the files of roll share. */
#ifndef KHUNG_ROLL_INSIDE_H
#define KHUNG_ROLL_INSIDE_H

#include "../roll.h"

enum { KHUNG__ROLL_ENTRY = 46, KHUNG__ROLL_KEY = 6, KHUNG__ROLL_COLUMNS = 14 };
#define KHUNG__ROLL_MAGIC "KHUNGRG1"

extern const khung__cbor_field khung__roll_fields[];
extern const size_t khung__roll_field_count;

/* Year and number as six bytes that sort as they do. */
void khung__roll_key(unsigned char out[KHUNG__ROLL_KEY], int64_t year, int64_t nn);

/* Appends the heading, a row as CSV (with its line end), and a row as a JSON object. `day`: for its state then. False: a text is too long. */
void khung__roll_put_heading(khung__buf *out);
bool khung__roll_put_csv(khung__buf *out, const khung__roll_row *row, const khung__roll_head *head);
void khung__roll_put_json(khung__buf *out, const khung__roll_row *row, const khung__roll_head *head);
/* Reads a row of our own CSV, in place: `line` has room to be changed. False: it is none. */
bool khung__roll_read_csv(khung__roll_row *out, char *line, size_t n);
/* Appends datapackage.json. */
void khung__roll_put_package(khung__buf *out, const khung__roll_head *head);

#endif
