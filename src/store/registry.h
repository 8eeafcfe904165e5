/* registry: organisations, people, networks and activities as records, each a list of fields with texts. fields.def names the fields; reading a
 * record, changing it, showing it and importing it all go through that list. */
#ifndef KHUNG_STORE_REGISTRY_H
#define KHUNG_STORE_REGISTRY_H

#include "../places.h"
#include "../words.h"
#include "event.h"

/* What a text must look like; what is kept is its canonical form. */
typedef enum khung__syntax {
    KHUNG__X_ID, KHUNG__X_NAME, KHUNG__X_LINE, /* a name is a line that is also looked up */
    KHUNG__X_PLACE,                            /* CODE@LIST, or a name of a province */
    KHUNG__X_WHEN,                             /* 2026, 2026-11, 2026-11-22 or 22/11/2026 */
    KHUNG__X_EMAIL, KHUNG__X_PHONE,
    KHUNG__X_CODED,                            /* vocabulary:code */
    KHUNG__X_IDENTIFIER,                       /* SCHEME:value */
    KHUNG__X_NAMED,                            /* language:name */
    KHUNG__X_SIZE,                             /* year:fact=number unit */
    KHUNG__X_TIE,                              /* person:role */
    KHUNG__X_LANGUAGE, KHUNG__X_DECIMAL, KHUNG__X_CURRENCY,
    KHUNG__X_FORM, KHUNG__X_ROLE, KHUNG__X_KIND, KHUNG__X_PURPOSE, /* closed lists: choices.def */
    KHUNG__X_STATUS                            /* date:status, the status of a closed list */
} khung__syntax;

/* Every field of every kind: KHUNG__F_ORGANISATION_NAME … */
typedef enum khung__field_id {
#define FIELD(kind, id, ...) KHUNG__F_##kind##_##id,
#include "fields.def"
#undef FIELD
    KHUNG__F_COUNT
} khung__field_id;

typedef struct khung__field {
    khung_record_kind kind;
    khung__syntax syntax;
    const char *column; /* of the kind's own table, NULL where the value stands elsewhere */
} khung__field;
extern const khung__field khung__fields[KHUNG__F_COUNT];
/* What the public calls tell of it; the same order. */
extern const khung_field khung__fields_shown[KHUNG__F_COUNT];
/* First field of a kind and the one behind its last. */
khung__field_id khung__fields_from(khung_record_kind kind);
khung__field_id khung__fields_to(khung_record_kind kind);
/* The field of that name, or KHUNG__F_COUNT. '_' counts as '-'. */
khung__field_id khung__field_find(khung_record_kind kind, khung__str name);

/* Checks a text and gives its canonical form in the arena (an empty text: the absent string). A text of a repeated field that ends in ':' means
 * "remove those" and passes as it is. KHUNG_BAD_DATA, said at `at`. */
khung_status khung__field_read(khung__str *out, khung__arena *arena, khung__field_id field, khung__str text, khung__at at, khung_log *log);
/* The same by a syntax alone; `name` is what the diagnostic calls the text. */
khung_status khung__syntax_read(khung__str *out, khung__arena *arena, khung__syntax syntax, khung__str name, khung__str text, khung__at at, khung_log *log);
/* The words for a value of a closed list, absent when it is none. */
khung__str khung__choice_words(khung__syntax syntax, khung__str value, khung__language language);
/* A value as people read it: closed lists in words, provinces with their name, numbers grouped. */
khung__str khung__field_show(khung__arena *arena, khung__field_id field, khung__str text, khung__language language);

/* ---- records ---- */

typedef struct khung__record_value {
    khung__field_id field;
    khung__str text;
} khung__record_value;

/* A record outside its tables; everything lies in `arena`. Values are in the order of fields.def, repeated ones in the order of their text. */
typedef struct khung__record {
    khung_record_kind kind;
    khung__arena *arena;
    khung__record_value *values;
    size_t count, room;
    char key[KHUNG__UUID_SIZE];          /* "" for one that is not kept yet */
    char organisation[KHUNG__UUID_SIZE]; /* of an activity, and of an organisation its own */
    khung__str id;                       /* as people name it */
    bool erased;                         /* a person without fields */
} khung__record;

/* Finds the record by id ("hsx/2" for an activity; a merged organisation gives the one it was merged into) and fills all but the values.
 * KHUNG_NOT_FOUND, said in the log. */
khung_status khung__record_find(khung__record *record, khung__arena *arena, khung_store *store, khung_record_kind kind, khung__str id, khung_log *log);
/* Fills the values of the record with that key. */
khung_status khung__record_load(khung__record *record, khung_store *store, khung_log *log);
/* The (first) value of a field, absent when it has none. */
khung__str khung__record_value_of(const khung__record *record, khung__field_id field);
/* Puts one value that was read by khung__field_read: it takes the place of the former; of a repeated field it joins the others. */
khung_status khung__record_apply(khung__record *record, khung__field_id field, khung__str text);
/* A record with the same values in the same arena. */
khung_status khung__record_copy(khung__record *out, const khung__record *from);
/* Writes what `after` has other than `before` (both of one key; `before` without values for a new one), and sets the change's thread. */
khung_status khung__record_write(khung__change *change, const khung__record *before, khung__record *after);
/* A new record: chooses the id where none is given, refuses one that is taken, wants the required fields. */
khung_status khung__record_add(khung__change *change, khung__record *record);
/* Key of the person with that id, erased or not. KHUNG_NOT_FOUND, said in the log. */
khung_status khung__record_key(char key[KHUNG__UUID_SIZE], khung_store *store, khung_record_kind kind, khung__str id, khung_log *log);

#endif
