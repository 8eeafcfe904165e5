/* exchange: what a bundle means. parcel.c checks all that can be checked without a store; send.c writes, receive.c and merge.c take in. */
#ifndef KHUNG_STORE_EXCHANGE_H
#define KHUNG_STORE_EXCHANGE_H

#include "event.h"
#include "../bundle.h"
#include "../keys.h"
#include "../words.h"

enum { KHUNG__ROW_MOST = 24 }; /* columns of a table, at most */

/* An item of a bundle:
 *   {"row":"reply","values":{…}}            all columns of tables.def, in order
 *   {"personal":SUBJECT,"content":…,"salt":…}   fields of a person or track
 *   {"event":{…}}                           as the log has it, with its digest
 *   {"file":KEY,"content":BASE64}           of a piece of evidence */
typedef enum khung__item_kind { KHUNG__I_ROW, KHUNG__I_PERSONAL, KHUNG__I_EVENT, KHUNG__I_FILE } khung__item_kind;
typedef struct khung__item {
    khung__item_kind kind;
    size_t line;               /* in the bundle, from 1 */
    khung__table table;        /* rows */
    const khung__json *values; /* rows: the object; else the item */
    khung__event event;        /* events */
    khung__str digest;
    const khung__json *rows;   /* of the event's body: the list, NULL without */
    khung__str bytes;          /* files: the content */
} khung__item;

typedef struct khung__parcel {
    khung__bundle bundle;
    khung__arena arena;
    khung__item *items;
    size_t count;
    khung__str chain;          /* of the sender, and how many events it had */
    int64_t number;
    const khung__item **by_digest; /* events: open addressing, never more than half full */
    size_t mask;
} khung__parcel;

/* Unpacks and checks: every item is what it must be, digests of events, frameworks, tracks, results, files and personal fields are those
 * of their content, threads have no gap. The log names the first item that is not right. Free it anyway. */
khung_status khung__parcel_open(khung__parcel *out, const char *bytes, size_t size, khung_log *log);
void khung__parcel_free(khung__parcel *parcel);
/* The event with that digest, NULL when the bundle has none. */
const khung__item *khung__parcel_event(const khung__parcel *parcel, khung__str digest);

/* A value as text: a number as written, absent for null. */
khung__str khung__json_plain(const khung__json *value);
/* "Says" as text, for the arguments of diagnostics; room for any number. */
typedef struct khung__digits { char s[24]; } khung__digits;
khung__str khung__digits_of(khung__digits *room, int64_t number);

/* ---- merge.c: who changed what that the other side does not know ---- */

/* What receiving works with. Keys of the sender that mean a row which has another key here are rewritten on the way in. */
typedef struct khung__mapping { khung__str from, to; } khung__mapping;
typedef struct khung__history khung__history;
typedef struct khung__known_keys khung__known_keys;
/* Who signed the bundle. */
typedef struct khung__bundle_signature {
    khung__str issuer, name, day; /* issuer absent: nobody; name: only of a known one */
    char key[17];
    bool known;                  /* its list of keys is here, and the signature is one of these keys' */
} khung__bundle_signature;
typedef struct khung__receipt {
    khung__parcel *parcel;
    khung__change *change;
    khung__arena arena;
    khung_store *store;
    khung_log *log;
    khung__str own_chain;
    khung__mapping *map;
    size_t maps, maps_known, map_room; /* the first maps_known were found out before */
    bool *have;                  /* per item: an event or a result that was known here */
    khung__history *history;
    khung__buf fresh, changed, conflicts, removed, notes; /* the plan's lists, JSON without brackets */
    khung__str unsigned_list;    /* what rests on the sender's word: JSON list, in the arena */
    size_t new_events, conflict_count;
    khung__str scope[64];        /* keys, as they are here, of the organisations that the bundle may speak of */
    size_t scopes;
    bool personal;               /* personal fields came */
    bool take;                   /* not only looking */
    const khung_receive_options *options;
    khung__bundle_signature signature;
    khung__known_keys *known_keys; /* lists that were asked for */
    khung__buf certificates;     /* keys of those that something was written about: JSON texts with commas */
} khung__receipt;

/* A row as texts, in the order of tables.def; absent is null. */
typedef struct khung__row {
    khung__table table;
    khung__str v[KHUNG__ROW_MOST];
} khung__row;

/* What a key of the sender is called here. */
khung__str khung__receipt_key(const khung__receipt *r, khung__str text);
khung_status khung__receipt_map(khung__receipt *r, khung__str from, khung__str to);
/* The rows that are the same under different keys here and there: finds them, by what was found before, by numbers of authorities, by id
 * and name. Says so in the plan. */
khung_status khung__match_rows(khung__receipt *r);
/* The number of a column, -1 without; and its name. */
int khung__column_find(khung__table table, khung__str name);
int khung__column_count(khung__table table);
khung__str khung__column_name(khung__table table, int i);
/* A row of the bundle with keys as they are here; a row of the store (*found: it is there). */
khung_status khung__row_read(khung__row *out, khung__receipt *r, khung__table table, const khung__json *values);
khung_status khung__row_here(khung__row *out, bool *found, khung__receipt *r, const khung__row *like);
/* Writes the row, through the change. */
khung_status khung__row_put(khung__receipt *r, const khung__row *row, size_t line);

/* Reads the log of this store and that of the bundle about the organisations and networks of the bundle. */
khung_status khung__history_load(khung__receipt *r);
/* The last change of these columns (bits; 0: of anything in the row, also that it is there) that only one side knows. */
typedef struct khung__origin { khung__str at, by, chain; } khung__origin;
typedef struct khung__sides {
    bool ours, theirs, theirs_open; /* changed here; changed there; there it is an open conflict */
    khung__origin our, their;
} khung__sides;
khung__sides khung__history_sides(const khung__receipt *r, const khung__row *row, uint32_t columns);
/* Calls `each` for every row that the sender removed since. */
khung_status khung__history_removed(khung__receipt *r, khung_status (*each)(khung__receipt *r, const khung__row *row));

/* ---- scope.c: what a bundle may touch ---- */

/* The organisation that the bundle is about, those it was merged into, and those of its rounds before. */
khung_status khung__scope_find(khung__receipt *r);
/* Whether a row belongs to them, also by what it hangs on. A row that is not there or of no organisation does. */
khung_status khung__scope_has(bool *out, khung__receipt *r, const khung__row *row);
/* What people here said as reviewers, and what ended, nobody else says otherwise: a difference there is a conflict, whatever the events of the
 * bundle tell. */
khung_status khung__scope_is_said(bool *out, khung__receipt *r, const khung__row *ours);
/* What of the change so far gives somebody weight and rests on the sender's word alone, since nobody signs bundles: new people and roles, reviews,
 * states. Fills r->unsigned_list. */
khung_status khung__scope_unsigned(khung__receipt *r);
/* Rows of this table go when the sender took them away. */
bool khung__scope_may_go(khung__table table);
/* Every result behind that row follows from answers of its own assessment. */
khung_status khung__scope_results(khung__receipt *r, int64_t row);

/* Takes one row of the bundle in. */
khung_status khung__merge_row(khung__receipt *r, const khung__item *item, const khung__row *theirs);
khung_status khung__merge_removed(khung__receipt *r, const khung__row *ours);

/* A short name that nobody has here: `id`, id-2, id-3 … */
khung_status khung__free_id(khung__str *out, khung__receipt *r, khung__table table, khung__str id);
/* Takes a person in; `personal` is the item behind it with its fields, or NULL. */
khung_status khung__merge_person(khung__receipt *r, const khung__item *item, const khung__item *personal);

/* ---- exchange_sign.c: by whom a bundle is signed ---- */
/* With what it is signed; the keys are unlocked. */
typedef struct khung__signing {
    const khung_keys *keys;
    int64_t now;
} khung__signing;
khung__bundle_signer khung__signer_of(const khung__signing *signing);
/* The list of the issuer's keys that is known here; NULL: none is. It lives as long as the receipt. */
khung_status khung__receipt_keys(const khung__key_list **out, khung__receipt *r, khung__str issuer);
void khung__receipt_keys_free(khung__receipt *r);
/* Fills r->signature. A signature that does not fit, or of a key that is not the issuer's, is past its days or revoked, is refused. */
khung_status khung__receipt_signature(khung__receipt *r);
/* Whether a known key of that issuer signed the bundle. */
bool khung__receipt_signed_by(const khung__receipt *r, khung__str issuer);
/* Refuses an unsigned bundle from a store whose bundles about the same organisations were signed before. */
khung_status khung__receipt_still_signed(khung__receipt *r);

/* ---- certificate_exchange.c ---- */
/* Tables about certificates that only the issuer's own store writes. */
bool khung__cert_is_of(khung__table table);
/* A row of one of them, as it is here (NULL: it is not). *done: nothing more is to be done with it; else it is added as it stands in *theirs then. What a
 * bundle adds in the name of an issuer of this store is refused, what it says otherwise of what is here is not believed; of another store's issuer that
 * store alone is, and where the issuer's keys are known only what they signed. */
khung_status khung__cert_take(bool *done, khung__receipt *r, const khung__item *item, const khung__row *ours, khung__row *theirs);
/* Every certificate that something was written about is what its claim says, and came to its state by moves that there are. */
khung_status khung__cert_taken(khung__receipt *r);

/* ---- exchange_file.c ---- */
/* The kept file with that digest (64 hex digits), in the arena; and laying one beside the store. */
khung_status khung__proof_read(khung__str *bytes, khung__arena *arena, khung_store *store, khung__str sha256, khung_log *log);
khung_status khung__proof_keep(khung_store *store, khung__str bytes, khung_log *log);

/* ---- plan.c ---- */
/* A remark of the plan: what it is about, one or two names. */
void khung__plan_note(khung__receipt *r, const char *note, khung__str a, khung__str b);
void khung__plan_row(khung__buf *list, khung__receipt *r, const khung__row *row);
/* The plan as JSON, or for people. */
khung_status khung__plan_json(khung__buf *out, const khung__receipt *r, bool taken, bool nothing_new);
khung_status khung__plan_text(khung__buf *out, khung__str json, khung__language language);

#endif
