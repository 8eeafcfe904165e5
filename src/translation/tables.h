/* translation/tables: the keys of a translation file. */
#ifndef KHUNG_TRANSLATION_TABLES_H
#define KHUNG_TRANSLATION_TABLES_H

#include "../framework/shape.h"
#include "../translation.h"

typedef struct khung__translation_draft {
    khung_translation t;
    uint32_t kind, format;
    const khung__node *text_node, *sources_node;
    khung__reader reader;
} khung__translation_draft;

extern const khung__table khung__table_translation;

#endif
