/* What the files of tree share among themselves. */
#ifndef KHUNG_TREE_INSIDE_H
#define KHUNG_TREE_INSIDE_H

#include "tree.h"

#include <yaml.h>

/* How many bytes of a byte-order mark stand at the beginning: 0 or 3. */
size_t khung__tree_bom(khung__str bytes);
/* Checks every byte rule of format.md: UTF-8, control characters, separators, tabs, no-break
 * spaces. All errors of the file go to the log. *nfc says that every piece of the file is in NFC
 * beyond doubt. KHUNG_OK, KHUNG_BAD_DATA, KHUNG_NO_MEMORY. */
khung_status khung__tree_bytes(const khung__source *source, bool *nfc, khung_log *log);

/* Walks over the places where ` #` ends a line's content. Zero-initialise but for the bytes. */
typedef struct khung__tree_comments {
    khung__str bytes;
    size_t from;           /* the search goes on here */
    size_t counted;        /* line and column below belong to this offset */
    uint32_t line, column;
    uint32_t at_line;      /* of the first blank before the `#` found last; 0: none found yet */
    uint32_t at_column;
    bool deliberate;       /* set off by two blanks and written `# …`: nobody meant it as text */
    bool done;
} khung__tree_comments;
/* True when a comment begins right behind the place (1-based; only blanks between) and may have
 * been meant as text. Places must be asked for in file order. */
bool khung__tree_comment_at(khung__tree_comments *comments, uint32_t line, uint32_t column);

/* The diagnostic for the error on which libyaml stopped, in words of our own. */
khung_status khung__tree_syntax(const yaml_parser_t *parser, const khung__source *source,
                                khung_log *log);

/* Sorts by key in byte order; equal keys stay in file order. `spare` has room for n. */
void khung__tree_sort(khung__node **nodes, khung__node **spare, size_t n);
/* Reports the repeated keys of a map. */
khung_status khung__tree_repeated(const khung__tree *tree, const khung__node *map, khung_log *log);

#endif
