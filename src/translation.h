/* translation: a framework's texts in one more language, by address. */
#ifndef KHUNG_TRANSLATION_H
#define KHUNG_TRANSLATION_H

#include "framework.h"

typedef struct khung__translated { khung__str address, text, source; const khung__node *node; } khung__translated; /* source: 8 hex digits or empty */
struct khung_translation {
    khung__tree *tree;
    khung__arena arena;
    khung__str framework_id, language;
    khung__translated *texts; /* sorted by address */
    uint32_t text_count;
};
#endif
