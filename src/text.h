/* text: memory, byte strings, UTF-8 and NFC, exact decimals, dates, SHA-256, keys for look-up and order. The lowest layer: it knows no other module. */
#ifndef KHUNG_TEXT_H
#define KHUNG_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- memory: every allocation of the library goes through these three, so that a test can fail the n-th ---- */

/* Returns `n` bytes (n = 0 counts as 1) or NULL when memory ends. */
void *khung__alloc(size_t n);
/* Resizes like realloc; NULL leaves `p` as it was. */
void *khung__realloc(void *p, size_t n);
/* Frees what the two above gave; NULL is allowed. */
void khung__free(void *p);
/* For tests only: the allocation number `n` from now (1 = the next) and all after it fail; 0 ends that.
 * The hook is the library's only mutable global and is not thread-safe while armed. */
void khung__alloc_fail_at(size_t n);
/* How many allocations were asked for since the last call of khung__alloc_fail_at. */
size_t khung__alloc_count(void);

/* An arena gives pieces that live and die together. Zero-initialise it. In builds with KHUNG_DEBUG_ARENA each
 * piece is an allocation of its own, so that the sanitizers see its edges. */
typedef struct khung__arena {
    struct khung__arena_block *last;
    char *at, *end; /* the free bytes of the last block: pieces are taken from its front, texts from its back */
} khung__arena;

/* Makes room for pieces of `n` bytes in all, in one block, so that a big object costs the system one allocation; a hint only:
 * the arena grows as it must, and false (memory ends) may be ignored. */
bool khung__arena_reserve(khung__arena *arena, size_t n);
/* `n` zeroed bytes aligned to 16, or NULL when memory ends. */
void *khung__arena_alloc(khung__arena *arena, size_t n);
/* Frees all pieces; the arena may be used again. */
void khung__arena_free(khung__arena *arena);
/* The same, keeping the newest block: for an arena that is filled again and again. */
void khung__arena_reset(khung__arena *arena);

/* ---- byte strings ---- */

/* A piece of text that lies in somebody's arena; not NUL-terminated unless said. s is NULL for "absent". */
typedef struct khung__str {
    const char *s;
    size_t n;
} khung__str;

#define KHUNG__S(literal) ((khung__str){(literal), sizeof(literal) - 1})
khung__str khung__str_of(const char *z); /* NULL gives the absent string */
bool khung__str_eq(khung__str a, khung__str b);
int khung__str_cmp(khung__str a, khung__str b); /* byte order */
/* A copy in the arena with a NUL behind it; {NULL,0} when memory ends. */
khung__str khung__str_copy(khung__arena *arena, khung__str from);

/* A growing buffer with a ceiling. It fails once and stays failed, so a writer checks `failed` at its end only.
 * Zero-initialise; limit 0 means KHUNG__BUF_LIMIT. Free with khung__buf_free. */
typedef struct khung__buf {
    char *s;
    size_t n, cap, limit;
    bool failed;
} khung__buf;

#define KHUNG__BUF_LIMIT ((size_t)1 << 30)
void khung__buf_add(khung__buf *buf, const void *bytes, size_t n); /* a NUL stands behind, uncounted */
void khung__buf_str(khung__buf *buf, khung__str s);                /* the same for a piece of text */
void khung__buf_z(khung__buf *buf, const char *z);                 /* for a NUL-ended one */
void khung__buf_char(khung__buf *buf, char c);                     /* and for one byte */
void khung__buf_int(khung__buf *buf, int64_t value); /* decimal, locale-free */
void khung__buf_printf(khung__buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string with its quotes: escaped are only `"`, `\` and controls (\b \t \n \f \r, else \u00xx). */
void khung__buf_json(khung__buf *buf, khung__str s);
void khung__buf_free(khung__buf *buf);
/* Moves the text into the arena (with a NUL behind it) and frees the buffer; the absent string when either failed. */
khung__str khung__buf_take(khung__buf *buf, khung__arena *arena);

/* ---- UTF-8 and NFC ---- */

/* What khung__utf8_next does with what is not ASCII. */
int32_t khung__utf8_beyond(const char **p, const char *end);
/* Reads one code point at *p (before end) and moves *p behind it; -1 for an invalid sequence (moves one byte). */
static inline int32_t khung__utf8_next(const char **p, const char *end)
{
    return (unsigned char)**p < 0x80 ? *(*p)++ : khung__utf8_beyond(p, end);
}
/* Writes one code point, returns its length (1 to 4). */
size_t khung__utf8_put(char out[4], int32_t code);
size_t khung__utf8_count(khung__str s); /* code points; invalid bytes count one each */
/* Columns a terminal gives the code point: 0 for combining marks and format characters, 2 for wide ones, else 1. */
int khung__utf8_width(int32_t code);
/* True for text that is NFC beyond doubt by its code points alone (cheap; false means "look closer"). */
bool khung__text_is_nfc_quick(khung__str s);
/* NFC of valid UTF-8; *out may be the input itself when nothing changes. False when memory ends. */
bool khung__text_nfc(khung__arena *arena, khung__str in, khung__str *out);
/* ASCII white space trimmed at both ends. */
khung__str khung__text_trim(khung__str s);
/* Edit distance (insert, delete, replace, swap neighbours = 1 each), at most `most`, else most + 1. ASCII-folded. */
unsigned khung__text_distance(khung__str a, khung__str b, unsigned most);
/* The text without Vietnamese diacritics, lower case, other than [a-z0-9] runs as one '-': for suggesting ids. */
khung__str khung__text_slug(khung__arena *arena, khung__str s);

/* ---- scalars of format.md ---- */

/* An exact decimal as a whole number of millionths: |value| < 10^18. */
typedef int64_t khung__micro;
#define KHUNG__MICRO ((khung__micro)1000000)

bool khung__is_id(khung__str s);                              /* [a-z0-9][a-z0-9-]{0,63} */
bool khung__read_whole(khung__str s, int64_t *out);           /* 0|[1-9][0-9]*, at most 12 digits */
bool khung__read_decimal(khung__str s, khung__micro *out);    /* as format.md; no -0 */

/* A civil date. month 1-12, day 1-31; year 0 means absent. */
typedef struct khung__date {
    int16_t year;
    int8_t month, day;
} khung__date;
bool khung__read_date(khung__str s, khung__date *out);        /* YYYY-MM-DD, real, years 1000 to 9999 */
int khung__date_cmp(khung__date a, khung__date b);
/* The date `months` calendar months later (earlier when negative), day clipped to the end of the month. */
khung__date khung__date_add_months(khung__date d, int months);
/* Whole calendar months from a to b (the greatest m with add_months(a, m) <= b); negative when b is before a. */
int khung__date_months_between(khung__date a, khung__date b);
void khung__buf_date(khung__buf *buf, khung__date d);         /* YYYY-MM-DD */

/* ---- SHA-256 (nettle) ---- */
typedef struct khung__sha256 {
    uint64_t opaque[16];
} khung__sha256;
void khung__sha256_start(khung__sha256 *h);                               /* before anything else */
void khung__sha256_add(khung__sha256 *h, const void *bytes, size_t n);    /* in pieces of any size */
void khung__sha256_end(khung__sha256 *h, unsigned char out[32]);          /* once; start again then */
/* "sha256:" and 64 lower-case hex digits and NUL. */
#define KHUNG_DIGEST_SIZE 72
void khung__sha256_text(khung__sha256 *h, char out[KHUNG_DIGEST_SIZE]);

/* ---- base64 (libsodium), RFC 4648 with padding ---- */

/* The absent string when memory ends. */
khung__str khung__base64_write(khung__arena *arena, khung__str bytes);
/* *valid: the text was base64 and nothing else; else what comes back is worth nothing. */
khung__str khung__base64_read(khung__arena *arena, khung__str text, bool *valid);

/* ---- base58 ---- */
enum { KHUNG__BASE58_MOST = 128 }; /* bytes */
/* Appends at most so many bytes in base58btc, without the 'z' of multibase. */
void khung__base58_write(khung__buf *out, const unsigned char *bytes, size_t n);
/* Reads exactly `n` bytes, at most so many; false: the text is none, or of another length. */
bool khung__base58_read(unsigned char *out, size_t n, khung__str text);

/* ---- graphemes (utf8proc) ---- */

/* The end of the user-perceived character (extended grapheme cluster, UAX 29) that begins at `from`; from < end. */
const char *khung__utf8_grapheme_next(const char *from, const char *end);

/* ---- look-up and order: keys that are stored and compared byte by byte ---- */

/* The key people look things up by: case folded, accents of Latin letters and the bar of đ taken off, compatibility forms made plain;
 * every run of what is neither letter nor digit is one blank, none at the ends; other scripts keep their marks. "HỘI Sông-Xanh" and
 * "hoi song xanh" have one key, so have "hòa" and "hoà", NFC and NFD. {NULL,0} when memory ends. */
khung__str khung__text_fold(khung__arena *arena, khung__str s);
/* Whether the fold of `s` is `key`, a fold of Latin letters and digits, blanks aside: "danang" is "Đà Nẵng". `key` has none. Allocates
 * nothing. */
bool khung__text_fold_is(khung__str s, khung__str key);
/* The same words in small letters with their accents, NFC, the tone where the older spelling has it (hoà and hòa: hòa; quí stays):
 * what agrees here, and not only in its fold, was typed with the right accents. {NULL,0} when memory ends. */
khung__str khung__text_lower(khung__arena *arena, khung__str s);
/* The text in capitals, letter by letter. {NULL,0} when memory ends. */
khung__str khung__text_upper(khung__arena *arena, khung__str s);
/* A key that puts texts in Vietnamese order when keys are compared by memcmp: first the letters (a ă â b c d đ e ê …; blanks before
 * signs before digits before letters, the shorter text before its longer one), then tones (ngang huyền hỏi ngã sắc nặng), then case
 * (small before capital). Printable ASCII without blanks, about as long as the text. False when memory ends. */
bool khung__text_sort_key(khung__arena *arena, khung__str s, khung__str *out);
/* The same for people, by given name (the last word), then family name (the first), then what stands between. */
bool khung__text_person_key(khung__arena *arena, khung__str s, khung__str *out);

/* ---- numbers of authorities ---- */

/* Whether `s` can be a Vietnamese tax number: ten digits of which the last checks the others; these and "-NNN" (a branch; "-" may be
 * left out); or the twelve digits of a person, of which only the form is checked. */
bool khung__text_tin_ok(khung__str s);

/* ---- keys and times ---- */
/* A new UUID version 7 (RFC 9562) of that moment, in milliseconds since 1970, as text. False when the machine gives no randomness. */
bool khung__uuid(char out[37], int64_t milliseconds);
/* A UUID version 8 (RFC 9562) made of a digest: the same for the same. */
void khung__uuid_of(char out[37], const unsigned char digest[32]);
/* The same, one after the other: within a millisecond each sorts behind the one before, by a counter of 42 bits that starts at random
 * (RFC 9562, section 6.2, method 1), so that rows made together lie together. Zero-initialise; one a thread. */
typedef struct khung__uuids {
    int64_t at;              /* milliseconds of the last one */
    uint64_t count;
    uint32_t pool[64], left; /* random bits to come */
} khung__uuids;
bool khung__uuid_next(khung__uuids *uuids, char out[37], int64_t milliseconds);
/* 256 random bits as 64 lower-case hex digits: a salt. False when the machine gives no randomness. */
bool khung__random_hex(char out[65]);
/* "2026-11-22T03:15:00.000Z"; before 1970 counts as 1970. */
void khung__time_text(char out[25], int64_t milliseconds);

#endif
