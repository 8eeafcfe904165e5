/* The two outputs of an explanation, and the walk over what is to be explained. */
#ifndef KHUNG_EXPLAIN_SHOW_H
#define KHUNG_EXPLAIN_SHOW_H

#include "tell.h"

/* One explanation as lines of 80 columns; as a JSON object. */
void khung__explain_print(khung__buf *buf, const khung__teller *t, const khung__explanation *e);
void khung__explain_json(khung__buf *buf, const khung__teller *t, const khung__explanation *e);

#endif
