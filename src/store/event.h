/* event: the log of changes. A change is one transaction: rows of state tables are put, set or removed, and one event with every row
 * before and after is appended to the chain. tables.def says which columns an event holds. */
#ifndef KHUNG_STORE_EVENT_H
#define KHUNG_STORE_EVENT_H

#include "inside.h"

typedef struct khung__table_shape {
    const char *name;
    int keys;             /* how many of the columns, from the first, make the key */
    const char *columns;  /* names with a blank between; `!`: in events by its digest */
} khung__table_shape;
extern const khung__table_shape khung__tables[KHUNG__TABLE_COUNT];
/* The table of that name, or KHUNG__TABLE_COUNT. */
khung__table khung__table_find(khung__str name);
/* Calls `each` for every column of the table: its name (in the table's text, not NUL-ended), its number from 0, whether it is big. */
typedef void khung__column_each(void *to, khung__str column, int i, bool big);
void khung__table_columns(khung__table table, khung__column_each *each, void *to);

/* Writes `form` for the table's columns number `from` to below `to` (64: all): $ is the name, # the number from 1, @ what an event
 * holds of it. */
void khung__table_sql(khung__buf *buf, khung__table table, const char *form, int from, int to, const char *between);

/* A change that is being made. Fill `thread` and `organisation` (keys; "" for none) before the end. */
typedef struct khung__change {
    khung_store *store;
    khung_log *log;
    khung__arena arena;               /* for whoever makes the change; freed at its end */
    const char *act;                  /* "org.add" */
    int64_t now;                      /* milliseconds since 1970, and as text */
    char time[25];
    char person[KHUNG__UUID_SIZE];    /* key of who acts */
    char thread[KHUNG__UUID_SIZE], organisation[KHUNG__UUID_SIZE];
    khung__buf rows;                  /* the JSON list so far, without its brackets */
    khung__buf note;                  /* further members of the body, each with a comma before it: ,"reason":"…" */
    khung__buf names;                 /* members of its `names`: whose names came or went, "SUBJECT":"sha256:…" or null */
    bool wrote;                       /* at least one row became another */
    bool joined;                      /* the transaction is somebody else's */
} khung__change;

/* Begins a transaction (KHUNG_BUSY after KHUNG__STORE_WAIT) for the person with that id; KHUNG_NOT_ALLOWED, said in the log, when there
 * is none or it is erased. When it fails nothing is begun. `act` is lent until the end. */
khung_status khung__change_begin(khung__change *change, khung_store *store, const char *act, const char *person, int64_t now, khung_log *log);
/* A change inside a transaction that stands open: nothing is begun, and its end commits nothing and rolls nothing back. The person is
 * nobody ('') until change->person is filled. */
void khung__change_join(khung__change *change, khung_store *store, const char *act, int64_t now, khung_log *log);
/* Writes the event (none when nothing changed and there is no note) and commits; or rolls back where `status` is an error. Frees what
 * the change holds. Returns the first failure. */
khung_status khung__change_end(khung__change *change, khung_status status);

/* Writes the event of what was done so far and goes on in the same transaction, with an empty event, thread and arena: many events that all are
 * kept or none. */
khung_status khung__change_next(khung__change *change);

/* The end of this store's chain, for whoever appends many events before moving it (khung__event_append). */
typedef struct khung__chain_end {
    char chain[KHUNG__UUID_SIZE], head[KHUNG_DIGEST_SIZE];
    int64_t number;
} khung__chain_end;
khung_status khung__chain_read(khung__chain_end *end, khung_store *store, khung_log *log);
khung_status khung__chain_move(khung_store *store, const khung__chain_end *end, khung_log *log);

/* Makes a row be there with these values, all columns of tables.def in order, `types` as khung__store_ask. */
khung_status khung__change_put(khung__change *change, khung__table table, const char *types, ...);
/* Sets some columns (names with a blank between) of the row with that key: the key's values come first, then theirs.
 * KHUNG_NOT_FOUND without a word when there is no such row. */
khung_status khung__change_set(khung__change *change, khung__table table, const char *columns, const char *types, ...);
/* Removes the row with that key, if it is there. */
khung_status khung__change_remove(khung__change *change, khung__table table, const char *types, ...);
/* A new key of the moment of the change. */
khung_status khung__change_key(khung__change *change, char key[KHUNG__UUID_SIZE]);
/* Adds a member to the event's body: a text, say why a state changed. */
void khung__change_note(khung__change *change, const char *name, khung__str text);

/* The same for a value that is JSON already. The event "receive" says with it under `events` which events came with the file: a list of
 * their digests; verifying asks for each event of another chain that one names it. */
void khung__change_note_json(khung__change *change, const char *name, khung__str json);

/* The row with that key as the JSON object that events hold, in the arena; absent when there is none. */
khung_status khung__row_json(khung__str *out, khung_store *store, khung__table table, khung__arena *arena, khung_log *log, const char *types, ...);

/* An event's fields, in the order in which its digest covers them. */
typedef struct khung__event {
    khung__str chain;
    int64_t number;
    khung__str at, by, act, thread, organisation, chain_before, thread_before, body;
} khung__event;
void khung__event_digest(const khung__event *event, char out[KHUNG_DIGEST_SIZE]);
/* Appends the event as it is (of any chain) and moves nothing else. */
khung_status khung__event_append(khung_store *store, const khung__event *event, const char *digest, khung_log *log);

/* The personal fields of a person: `content` is JSON. The commitment over a new salt comes back. Not part of any event. */
khung_status khung__personal_put(khung__change *change, const char *subject, khung__str content, char commitment[KHUNG_DIGEST_SIZE]);
/* The name of who answered, of a track or of answers that are worked on. The event notes the commitment, so that doctor misses what somebody
 * takes away. */
khung_status khung__named_put(khung__change *change, const char *subject, khung__str content);
/* Notes it alone: that the name has that commitment now, or (absent) is gone. */
void khung__named_note(khung__change *change, khung__str subject, khung__str commitment);
/* Either, with a salt that came from elsewhere, so that the commitment of there holds. */
khung_status khung__personal_copy(khung_store *store, khung__str subject, khung__str content, khung__str salt, bool is_person, khung_log *log);
/* SQL: the place in lists that a person's fields give, by the last word of the name. */
#define KHUNG__PERSON_SORT(content) "coalesce(khung_person_sort(" content " ->> '$.name'), '')"
/* A new person with its personal fields. */
khung_status khung__person_add(khung__change *change, const char *key, khung__str id, const char *role, khung__str content);
/* sha256:… over salt, LF and content. */
void khung__personal_commitment(khung__str salt, khung__str content, char out[KHUNG_DIGEST_SIZE]);

#endif
