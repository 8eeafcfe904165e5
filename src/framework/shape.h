/* framework/shape: reads mappings by tables. One table describes one kind of mapping: its keys, their types and limits, where
 * the value goes in a struct, and a sentence for people. Loader, JSON Schema and the list of translatable texts all come from
 * these tables, so they cannot disagree. */
#ifndef KHUNG_FRAMEWORK_SHAPE_H
#define KHUNG_FRAMEWORK_SHAPE_H

#include "../framework.h"

typedef enum khung__type {
    KHUNG__T_TEXT,      /* khung__str, not empty */
    KHUNG__T_ID,        /* khung__str */
    KHUNG__T_WHOLE,     /* int32_t, uint32_t or int64_t by `size`, within least..most */
    KHUNG__T_DECIMAL,   /* khung__micro within least..most */
    KHUNG__T_FLAG,      /* bool */
    KHUNG__T_TRUE,      /* nothing stored: only `true` makes sense */
    KHUNG__T_DATE,      /* khung__date */
    KHUNG__T_CHOICE,    /* an enum (4 bytes), bool or int8_t by `size`: the place of the word in `words` */
    KHUNG__T_VERSION,   /* khung__str, major.minor.patch */
    KHUNG__T_LANGUAGE,  /* khung__str, a language tag */
    KHUNG__T_SHA256,    /* khung__str, 64 hex digits */
    KHUNG__T_HEX8,      /* khung__str, 8 hex digits */
    KHUNG__T_COLOUR,    /* khung__str, 6 hex digits */
    KHUNG__T_LEVEL,     /* an id or a decimal; only the node is kept */
    KHUNG__T_VALUE,     /* flag, decimal or id, as something else says; only the node is kept */
    KHUNG__T_IDS,       /* a list of ids; only the node is kept */
    KHUNG__T_TEXTS,     /* a mapping of ids to texts; only the node is kept */
    KHUNG__T_MAP,       /* a mapping by `of`, embedded at the offset, or behind a pointer with KHUNG__F_POINTER */
    KHUNG__T_MAP_OR_ID, /* a mapping by `of`, or an id (only the node is kept) */
    KHUNG__T_LIST,      /* a list of mappings by `of`: pointer at the offset, uint32_t count at `count_at` */
    KHUNG__T_ANY_MAP    /* a mapping whose keys are not known to the table; only the node is kept. `least` is the type of the
                         * values; with `of` they are ids or mappings by it */
} khung__type;

enum {
    KHUNG__F_REQUIRED = 1,
    KHUNG__F_TRANSLATED = 2, /* a text of the framework's language: stands in translation files */
    KHUNG__F_DEFER = 4,      /* a list that the caller reads itself from its node; the tables still describe it */
    KHUNG__F_POINTER = 8,    /* T_MAP behind a pointer */
    KHUNG__F_LIMITS = 16     /* least and most count; for lists: how many entries */
};

struct khung__table;
typedef struct khung__field {
    const char *key;
    uint8_t key_n, type, flags, size; /* size: of the member at the offset */
    uint16_t offset, count_at, node_at; /* node_at: where the value's node goes, 0: nowhere */
    const struct khung__table *of;
    const char *const *words;         /* T_CHOICE: its values, first the default, NULL at the end */
    int64_t least, most;              /* micro for decimals */
    const char *preset;               /* the default as written, NULL: none */
    const char *about;                /* one English sentence, shown by editors */
} khung__field;

/* How the address of a translatable text in this mapping is made from that of the mapping around it. */
typedef enum khung__address {
    KHUNG__A_BELOW,  /* <around>.<key>.<id> */
    KHUNG__A_OWN,    /* <id> alone: domains and criteria */
    KHUNG__A_ENTRY,  /* <around>.<id>: the steps of bands */
    KHUNG__A_NUMBER, /* <around>.<key>.<n>, n from 1 */
    KHUNG__A_NONE    /* no texts below */
} khung__address;

typedef struct khung__table {
    const char *name;          /* what one such mapping is called in a sentence and in the schema: "criterion" */
    const khung__field *fields;
    uint32_t count;
    uint32_t size;             /* of the struct */
    const void *fresh;         /* the struct with its defaults; NULL: zeros */
    uint32_t required;         /* how many fields have KHUNG__F_REQUIRED */
    uint16_t node_at;          /* where the struct keeps its node, 0: nowhere */
    uint8_t address;
} khung__table;

#define KHUNG__KEY(literal) .key = (literal), .key_n = sizeof(literal) - 1
#define KHUNG__AT(type_, member) .offset = offsetof(type_, member), .size = sizeof(((type_ *)0)->member)
#define KHUNG__COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Texts that stand in place of a tree's own: made by khung__replace_add, looked up by node. */
typedef struct khung__replace {
    const khung__node **nodes;
    khung__str *texts;
    size_t cap, count; /* cap: a power of two */
} khung__replace;
bool khung__replace_add(khung__replace *replace, const khung__node *node, khung__str text); /* false: no memory */
void khung__replace_free(khung__replace *replace);

/* One load. `status` is KHUNG_OK or what the load will return: the first error, unless memory ends. */
typedef struct khung__reader {
    const khung__tree *tree;
    khung__arena *arena;
    khung_log *log;
    const khung__replace *replace; /* NULL: texts as they stand */
    khung_status status;
    size_t compared;               /* words looked through for suggestions so far */
} khung__reader;

/* Adds a message; errors set the reader's status. */
void khung__reader_say(khung__reader *r, khung__diag_id id, khung__at at, const khung__str *args, size_t n);
#define KHUNG__SAY(r, id, at, ...)                                                                              \
    khung__reader_say(r, id, at, (const khung__str[]){__VA_ARGS__}, sizeof((const khung__str[]){__VA_ARGS__}) / sizeof(khung__str))
#define KHUNG__SAY_PLAIN(r, id, at) khung__reader_say(r, id, at, NULL, 0) /* a sentence without arguments */
/* Adds the second place to the message added last. */
void khung__reader_also(khung__reader *r, khung__diag_id id, khung__at at, khung__str arg);
/* The second place of a conflict with the key `key` of the same mapping; nothing where the key is not written. */
void khung__reader_other(khung__reader *r, const khung__node *map, const char *key);
/* Suggests one of the words for `word` in the message added last. Ids are in structs: the first id, and how far apart they lie.
 * After many errors, or many words looked through, nothing is suggested any more: no file shall take long. */
void khung__reader_suggest(khung__reader *r, khung__str word, const void *first_id, size_t stride, size_t count);
/* Memory of the load; NULL sets the status. */
void *khung__reader_alloc(khung__reader *r, size_t n);

/* The field of that key, or NULL; *hint is where to look first, and is moved behind the hit. */
const khung__field *khung__shape_field(const khung__table *table, khung__str key, uint32_t *hint);
/* Reads `node` by `table` into the struct at `into` (already fresh). All errors are said; members in error stay as they were. */
void khung__shape_map(khung__reader *r, const khung__table *table, const khung__node *node, void *into);
/* The same for a list: allocates *items, one fresh struct an entry. */
void khung__shape_list(khung__reader *r, const khung__field *field, const khung__node *node, void **items, uint32_t *count);
/* A fresh struct for the table. */
void khung__shape_fresh(const khung__table *table, void *into);

/* True when the node is of that kind; else it is said. */
bool khung__shape_is(khung__reader *r, const khung__node *node, khung__node_kind kind);
/* Reads one scalar of the field's type to `slot`. */
void khung__shape_value(khung__reader *r, const khung__field *field, const khung__node *node, void *slot);
/* One scalar; false when an error was said. `what` names the expected thing in the sentence. */
bool khung__shape_text(khung__reader *r, const khung__node *node, khung__str *out);
/* The text of a scalar that was looked at before: the translated one where there is one. */
khung__str khung__shape_text_of(const khung__reader *r, const khung__node *node);
bool khung__shape_id(khung__reader *r, const khung__node *node, khung__str *out);
/* The same of a key that stands for something by its id (answers, checks, facts). */
bool khung__shape_key_id(khung__reader *r, const khung__node *node);
bool khung__shape_decimal(khung__reader *r, const khung__node *node, int64_t least, int64_t most, khung__micro *out);
bool khung__shape_flag(khung__reader *r, const khung__node *node, bool *out);
/* The number as a file would write it: no more decimals than it has. */
khung__str khung__print_micro(char out[32], khung__micro value);
/* Any scalar at all that is not empty. */
bool khung__shape_scalar(khung__reader *r, const khung__node *node);

/* Reads `kind` and `format`: true when they are `kind` and 1. Everything else is said. */
bool khung__shape_head(khung__reader *r, const char *kind);
/* True for a language tag: two or three letters, then parts of two to eight letters or digits. */
bool khung__is_language(khung__str s);
/* True for major.minor.patch, each a whole number of at most 9 digits; fills what is not NULL. */
bool khung__is_version(khung__str s, uint32_t *major, uint32_t *minor, uint32_t *patch);

/* A hash of ids, each in a name space: a number that the caller chooses, or the address of a parent. */
/* Room for `n` ids; false: no memory. */
bool khung__ids_init(khung__ids *ids, khung__arena *arena, size_t n);
/* Adds the id, or returns the index it already has; KHUNG__NONE when it is new. Never fails: the room was asked for. */
uint32_t khung__ids_add(khung__ids *ids, uintptr_t space, khung__str id, uint32_t index);
uint32_t khung__ids_find(const khung__ids *ids, uintptr_t space, khung__str id);

#endif
