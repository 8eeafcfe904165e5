/* What the files of keys share. */
#ifndef KHUNG_KEYS_INSIDE_H
#define KHUNG_KEYS_INSIDE_H

#include "../keys.h"

/* Takes up a statement that was signed; its bytes lie in the list's arena or live as long. The list is unchanged when it does not hold. */
khung_status khung__key_list_append(khung__key_list *list, khung__str bytes, khung_log *log);
/* Reads the lines of a key file; `keys` may be NULL: its secret lines are skipped. */
khung_status khung__keys_read(khung__key_list *list, khung_keys *keys, khung__str text, khung_log *log);
/* What is bound to a sealed secret: all of its line before the box. */
void khung__keys_put_open(khung__buf *out, const khung__key_sealed *sealed);
/* Appends the key file. */
void khung__keys_write(khung__buf *out, const khung_keys *keys);

#endif
