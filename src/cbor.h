/* cbor: CBOR in its deterministic form (RFC 8949, section 4.2.1) and signed messages of one signer (COSE_Sign1, RFC 9052). Written and read is only what
 * khung's certificates, key lists and registers need: whole numbers, bytes, text, lists, maps; no floats, no lengths that come later. */
#ifndef KHUNG_CBOR_H
#define KHUNG_CBOR_H

#include "text/secret.h"

/* ---- writing: the caller writes maps in the order of their keys ---- */
void khung__cbor_int(khung__buf *out, int64_t value);       /* appends a whole number */
void khung__cbor_bytes(khung__buf *out, khung__str bytes);  /* bytes */
void khung__cbor_text(khung__buf *out, khung__str text);    /* UTF-8 */
void khung__cbor_list(khung__buf *out, size_t count);       /* the head of a list; its items follow */
void khung__cbor_map(khung__buf *out, size_t pairs);        /* of a map; keys and values follow */
void khung__cbor_tag(khung__buf *out, uint64_t tag);        /* a tag; what it is about follows */

/* ---- reading: one item after the other; the first that is wrong makes all further ones wrong ---- */
typedef struct khung__cbor {
    const unsigned char *at, *end;
    bool wrong;
} khung__cbor;
khung__cbor khung__cbor_of(khung__str bytes);       /* begins at the first item; the bytes must live */
int64_t khung__cbor_read_int(khung__cbor *in);      /* 0 where it is wrong, as below */
khung__str khung__cbor_read_bytes(khung__cbor *in); /* lie in what is read */
khung__str khung__cbor_read_text(khung__cbor *in);  /* UTF-8 without control characters */
size_t khung__cbor_read_list(khung__cbor *in, size_t most);
size_t khung__cbor_read_map(khung__cbor *in, size_t most);
uint64_t khung__cbor_read_tag(khung__cbor *in);
/* Steps over one item of at most so many levels; what was stepped over. */
khung__str khung__cbor_skip(khung__cbor *in, int depth);
/* All was read, and nothing was wrong. */
bool khung__cbor_ended(const khung__cbor *in);

/* ---- records: a map and a struct, by one table ---- */

typedef enum khung__cbor_kind {
    KHUNG__CBOR_TEXT, KHUNG__CBOR_BYTES, /* khung__str */
    KHUNG__CBOR_INT,                     /* int64_t */
    KHUNG__CBOR_DATE,                    /* khung__date, as text YYYY-MM-DD */
    KHUNG__CBOR_RAW                      /* khung__str: one item as it stands, of at most three levels */
} khung__cbor_kind;
/* One pair of the map. Tables stand in the order of deterministic CBOR: numbers, then names by length, then by bytes. */
typedef struct khung__cbor_field {
    int64_t number;   /* the key, or 0 where `name` is it */
    const char *name;
    khung__cbor_kind kind;
    size_t at;        /* offset in the struct */
    bool needed;      /* else left out where it is empty, 0 or no date */
} khung__cbor_field;
/* Appends the map. False: something needed is empty, or memory ends. */
bool khung__cbor_record_write(khung__buf *out, const khung__cbor_field *fields, size_t count, const void *record);
/* Reads exactly that map, filling a zeroed struct; texts lie in `bytes`. False: it is another one, or not in its one form. */
bool khung__cbor_record_read(void *record, const khung__cbor_field *fields, size_t count, khung__str bytes);

/* ---- signed messages ---- */

enum { KHUNG__KEY_ID = 8 }; /* bytes: the first of the SHA-256 of the public key */

/* A message in parts; they lie in its bytes. */
typedef struct khung__sealed {
    khung__str head;                            /* the protected header, as bytes */
    khung__str kind;                            /* "typ" of it (RFC 9596): what the payload is, so that none is taken for another */
    khung__str payload;
    unsigned char key[KHUNG__KEY_ID];           /* who says to have signed it */
    unsigned char signature[KHUNG__SIGNATURE];
} khung__sealed;

/* The name of a key. */
void khung__key_id(unsigned char id[KHUNG__KEY_ID], const unsigned char public_key[KHUNG__PUBLIC]);
/* Appends the message: payload signed by the pair. False when memory ends. */
bool khung__cose_sign(khung__buf *out, khung__str kind, khung__str payload, const unsigned char public_key[KHUNG__PUBLIC],
                      const unsigned char secret[KHUNG__SECRET]);
/* Takes it apart; false: it is no such message, of no such kind, or not in the one form that signing gives. Nothing is proved yet. */
bool khung__cose_read(khung__sealed *out, khung__str bytes, khung__str kind);
/* Whether the signature is that key's. False also when memory ends. */
bool khung__cose_right(const khung__sealed *sealed, const unsigned char public_key[KHUNG__PUBLIC]);

#endif
