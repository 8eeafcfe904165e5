/* answers/tables: the keys of an answers file. */
#ifndef KHUNG_ANSWERS_TABLES_H
#define KHUNG_ANSWERS_TABLES_H

#include "../answers.h"
#include "../framework/shape.h"

typedef struct khung__answers_draft {
    khung_answers a;
    uint32_t kind, format;
    const khung__node *framework_node, *to_node, *profile_node, *answers_node;
    khung__reader reader;
} khung__answers_draft;

extern const khung__table khung__table_answers, khung__table_answer;

#endif
