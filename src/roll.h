/* roll: the public register of certificates as files: register.csv and register.json with the same rows, register.sig, datapackage.json. Rows are written
 * in one pass, in little memory however many they are. The signature is over a tree of digests: chunks of rows, nodes of chunks, a head with the nodes;
 * so looking one certificate up reads the head, one node and one chunk, and every byte that is used was signed. */
#ifndef KHUNG_ROLL_H
#define KHUNG_ROLL_H

#include "keys.h"
#include "states.h"

enum {
    KHUNG__ROLL_CHUNK = 64,                  /* rows of a chunk */
    KHUNG__ROLL_NODE = 128,                  /* chunks of a node */
    KHUNG__ROLL_MOST_NODES = 16384,          /* so 134 million certificates */
    KHUNG__ROLL_MOST_HEAD = 1 << 20,         /* bytes of the signed head */
    KHUNG__ROLL_MOST_BYTES = 16384 * KHUNG__ROLL_CHUNK, /* of a chunk */
    KHUNG__ROLL_MOST_STATES = 32,            /* entries and conditions of one certificate */
    KHUNG__ROLL_MOST_TEXT = 1024             /* bytes of a text in a row */
};
#define KHUNG__ROLL_KIND KHUNG__S("khung-register-1")

/* One certificate, with nothing personal in it: reasons and names of people stay in the store. Texts are lent. */
typedef struct khung__roll_row {
    int64_t year, nn;
    khung__str organisation, framework, version, grade;      /* names as printed; framework's version */
    khung__date issued, until;                               /* until.year 0: without end */
    khung__states_entry entries[KHUNG__ROLL_MOST_STATES];
    size_t entry_count;
    khung__states_condition conditions[KHUNG__ROLL_MOST_STATES]; /* those with a deadline */
    size_t condition_count;
    khung__str replaced_by;                                  /* number of the certificate that took its place; "" */
    unsigned char digest[32];                                /* of its claim */
} khung__roll_row;

/* What the whole register says of itself. */
typedef struct khung__roll_head {
    khung__str issuer, name, abbreviation, zone;
    int64_t offset;                    /* minutes east of Greenwich */
    int64_t number;                    /* one more with each register of the issuer */
    khung__date day, next;             /* its day; the day by which the next one is promised */
    int64_t count, size;               /* rows; bytes of register.csv */
    khung__str csv, json, nodes;       /* digests (32 bytes) of register.csv and of what is signed of register.json; the nodes, 46 bytes each */
} khung__roll_head;

/* ---- writing ---- */

typedef enum khung__roll_file { KHUNG__ROLL_CSV, KHUNG__ROLL_JSON, KHUNG__ROLL_SIG, KHUNG__ROLL_PACKAGE, KHUNG__ROLL_FILES } khung__roll_file;
extern const char *const khung__roll_names[KHUNG__ROLL_FILES];
/* Takes the next bytes of a file; false ends the writing. */
typedef bool khung__roll_sink(void *to, khung__roll_file file, const void *bytes, size_t n);

typedef struct khung__roll_writer {
    khung__roll_head head;
    khung__roll_sink *sink;
    void *to;
    khung__sha256 csv, json, chunk;
    uint64_t at;                       /* bytes of register.csv so far */
    int64_t rows, last_year, last_nn;
    unsigned char first[14];           /* of the chunk being written: year, nn, offset */
    khung__buf node, nodes, text;
    bool failed;                       /* a sink said no */
} khung__roll_writer;

/* Begins; of `head` all but count, size and digests. Free the writer with khung__roll_end, whatever happened. */
void khung__roll_begin(khung__roll_writer *w, const khung__roll_head *head, khung__roll_sink *sink, void *to);
/* The next row, by year and number. KHUNG_BAD_CALL: out of order, or a text is too long. */
khung_status khung__roll_add(khung__roll_writer *w, const khung__roll_row *row);
/* Signs and ends. keys NULL: only frees. KHUNG_IO: a sink said no. */
khung_status khung__roll_end(khung__roll_writer *w, const khung_keys *keys, khung_log *log);

/* ---- looking up ---- */

typedef struct khung__roll {
    khung__roll_head head;             /* lies in `signed_head` */
    unsigned char key[KHUNG__KEY_ID];  /* who signed it */
    char *signed_head, *bytes;         /* `bytes`: the chunk that was read last */
    size_t head_size;
    int csv, sig;                      /* open files */
} khung__roll;
/* Opens a folder with the files, or one of them (its .csv or .sig), and checks the head's signature against the list and the size of register.csv. Free it
 * anyway. KHUNG_NOT_FOUND, KHUNG_BAD_DATA (said: no register, changed, signed by somebody else), KHUNG_IO. */
khung_status khung__roll_open(khung__roll *out, const char *path, const khung__key_list *keys, khung_log *log);
void khung__roll_free(khung__roll *roll);
/* Finds a certificate; texts of *out live until the next call. KHUNG_NOT_FOUND without a word: a register that is whole does not have it.
 * KHUNG_BAD_DATA, said: what it says there is not what was signed. */
khung_status khung__roll_find(khung__roll_row *out, khung__roll *roll, int64_t year, int64_t nn, khung_log *log);
/* All of register.csv and register.sig, every byte proved: texts in the arena. KHUNG_BAD_DATA, said: what stands there is not what was signed. */
khung_status khung__roll_bytes(khung__str *csv, khung__str *sig, const khung__roll *roll, khung__arena *arena, khung_log *log);

#endif
