/* tree: YAML bytes to a tree of mappings, lists and scalars with places, by libyaml's events. It enforces the rules for every
 * kind of file in format.md (subset, byte checks, limits); it types nothing. */
#ifndef KHUNG_TREE_H
#define KHUNG_TREE_H

#include "diag.h"

#include <stdatomic.h>

enum {
    KHUNG__TREE_MAX_BYTES = KHUNG_MOST_FILE,
    KHUNG__TREE_MAX_DEPTH = 64,
    KHUNG__TREE_MAX_NODES = 1000000,
    KHUNG__TREE_MAX_SCALAR = 64 * 1024
};

typedef enum khung__node_kind { KHUNG__SCALAR, KHUNG__MAP, KHUNG__LIST } khung__node_kind;

/* One value. Children of a map or list are linked by `next` in file order; a child of a map carries its key. */
typedef struct khung__node {
    uint8_t kind;
    bool plain;                  /* a scalar without quotes (for hints only: types never depend on it) */
    bool quoted;                 /* a scalar in '…' or "…" (for the length of carets) */
    uint32_t count;              /* children */
    uint32_t line, column;       /* of the value, from 1, code points */
    uint32_t key_line, key_column;
    khung__str key;              /* in a map; never normalised: "keys unchanged" */
    khung__str text;             /* scalar: trimmed of ASCII white space, NFC, NUL behind it; may be empty */
    struct khung__node *first, *next;
} khung__node;

typedef struct khung__tree {
    khung__arena arena;          /* owns nodes and the copy of name and bytes in source */
    khung__source source;
    khung__node *root;           /* a map */
    atomic_uint users;           /* who holds it, each to free it once; they may be in several threads */
    _Atomic(char *) digest;      /* what a framework's tree was asked for once; NULL before */
} khung__tree;

/* Reads one document. On success *out is a new tree (khung__tree_free); else the log says what, *out is untouched.
 * The bytes are copied (places and digests need them later). KHUNG_BAD_DATA, KHUNG_TOO_LARGE, KHUNG_NO_MEMORY. */
khung_status khung__tree_load(khung__tree **out, const char *name, const char *bytes, size_t n, khung_log *log);
/* One user more; returns the tree. Each user calls khung__tree_free, the last one's frees it. */
khung__tree *khung__tree_share(khung__tree *tree);
void khung__tree_free(khung__tree *tree);

/* The child with that key or NULL (maps only; linear). */
khung__node *khung__node_find(const khung__node *map, khung__str key);
khung__at khung__node_at(const khung__tree *tree, const khung__node *node);     /* the value's place; length of plain text */
khung__at khung__node_key_at(const khung__tree *tree, const khung__node *node); /* the key's place */
/* The digest of scoring.md section 6: SHA-256 of the one line of canonical JSON (keys in byte
 * order, scalars as strings), leaving out the top-level key `skip` (NULL: none). KHUNG_NO_MEMORY possible. */
khung_status khung__tree_digest(const khung__tree *tree, const char *skip, char out[KHUNG_DIGEST_SIZE]);
/* The same canonical line as text, appended to buf (what the store keeps of answers). */
khung_status khung__tree_canonical(const khung__tree *tree, const char *skip, khung__buf *buf);
/* A text between double quotes, as files of answers are written; line separators that YAML files may not have become blanks. */
void khung__buf_yaml(khung__buf *out, khung__str s);

#endif
