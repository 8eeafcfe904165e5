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

/* The text at that address, or NULL. */
khung__translated *khung__translation_find(const khung_translation *translation, khung__str address);
/* The first 8 hex digits of SHA-256 of the text, and a NUL. */
void khung__translation_source(khung__str text, char out[9]);
/* True when the text was made from another source text than this one; without a digest it counts as fresh. */
bool khung__translation_is_stale(const khung__translated *text, khung__str source);
/* Takes the tree over, whatever happens. */
khung_status khung__translation_from_tree(khung_translation **out, khung__tree *tree, khung_log *log);

#endif
