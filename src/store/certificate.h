/* certificate: certificates as the store keeps them: who issues, what was issued, what became of it. The rules stand in store.sql (duties),
 * states.def (what may follow) and certificate_issue.c (when one may be issued). */
#ifndef KHUNG_STORE_CERTIFICATE_H
#define KHUNG_STORE_CERTIFICATE_H

#include "../claim.h"
#include "../keys.h"
#include "work.h"

/* Who issues; texts in the arena it was read into. */
typedef struct khung__issuer {
    char key[KHUNG__UUID_SIZE];
    khung__str id, abbr, name, name_en, url;
    int zone, renewal, cool_off;
    bool ours;                     /* its numbers are given by this store */
} khung__issuer;
/* The issuer with that id; NULL: this store's own, when it has one. Says what to do when there is none, or more than one. */
khung_status khung__issuer_find(khung__issuer *out, khung_store *store, khung__arena *arena, const char *id, khung_log *log);

/* The columns of a certificate as they are read. */
enum {
    KHUNG__CERT_KEY, KHUNG__CERT_ISSUER, KHUNG__CERT_YEAR, KHUNG__CERT_NUMBER, KHUNG__CERT_ABBR, KHUNG__CERT_ORGANISATION, KHUNG__CERT_ORGANISATION_ID,
    KHUNG__CERT_NAME, KHUNG__CERT_ASSESSMENT, KHUNG__CERT_ASSESSMENT_ID, KHUNG__CERT_FRAMEWORK, KHUNG__CERT_FRAMEWORK_ID, KHUNG__CERT_VERSION,
    KHUNG__CERT_FRAMEWORK_TITLE, KHUNG__CERT_RESULT, KHUNG__CERT_COMPUTED, KHUNG__CERT_COMPUTED_TITLE, KHUNG__CERT_AWARDED, KHUNG__CERT_AWARDED_TITLE,
    KHUNG__CERT_DECIDED_AS, KHUNG__CERT_DECIDED, KHUNG__CERT_DECIDED_WHY, KHUNG__CERT_ISSUED, KHUNG__CERT_UNTIL, KHUNG__CERT_BEFORE, KHUNG__CERT_AFTER,
    KHUNG__CERT_MADE_BY, KHUNG__CERT_ISSUER_ID, KHUNG__CERT_ISSUER_NAME, KHUNG__CERT_ZONE, KHUNG__CERT_OURS, KHUNG__CERT_CLAIM, KHUNG__CERT_DIGEST,
    KHUNG__CERT_CELLS
};
/* Of what was entered; of the conditions. */
enum { KHUNG__ENTRY_STATE, KHUNG__ENTRY_DAY, KHUNG__ENTRY_REASON, KHUNG__ENTRY_AT, KHUNG__ENTRY_BY };
enum { KHUNG__DEMAND_TEXT, KHUNG__DEMAND_DUE, KHUNG__DEMAND_MET, KHUNG__DEMAND_AT, KHUNG__DEMAND_BY, KHUNG__DEMAND_NOTE };

typedef struct khung__cert {
    const khung__str *cell;                /* KHUNG__CERT_CELLS */
    khung__rows entries, conditions;       /* KHUNG__ENTRY_…, KHUNG__DEMAND_… */
    khung__states_life life;
    int zone;
    bool ours;
    char number[KHUNG__NUMBER_SIZE];       /* "05/2026/GCN-ABBR" */
} khung__cert;

/* The certificate with that key. */
khung_status khung__cert_load(khung__cert *out, khung_store *store, khung__arena *arena, khung__str key, khung_log *log);
/* The one that people call "5/2026", "05/2026" or "05/2026/GCN-ABBR"; without the end this store's own first. KHUNG_NOT_FOUND, or KHUNG_CONFLICT
 * where several issuers have it: said in the log. */
khung_status khung__cert_find(khung__cert *out, khung_store *store, khung__arena *arena, const char *number, khung_log *log);
/* Its record on that day, as JSON where language is NULL. */
khung_status khung__cert_record(char **out, const khung__cert *cert, khung__date day, const char *language);
/* Enters a state from that day on; `place` is the entry's number. */
khung_status khung__cert_enter(khung__change *change, const khung__cert *cert, khung__states_state state, khung__date day, khung__str reason);
/* Begins the change `name` on a certificate of this store, when the act is possible on the day of `now`; *today is that day. Else says why not and
 * nothing is begun. */
khung_status khung__cert_begin(khung__change *change, khung__cert *cert, khung__date *today, const khung__call *call, const char *name,
                               khung__states_act act, const char *reason);
/* A day of the tables; year 0: it is none. */
khung__date khung__cert_date(khung__str text);
/* A day as the claim, the tables and the log's language have it, in the arena. */
khung__str khung__cert_iso(khung__arena *arena, khung__date day);
khung__str khung__cert_day(khung__arena *arena, khung__date day, const khung_log *log);
khung__language khung__log_language(const khung_log *log);

/* Whether the keys are those of the issuer with that id; says what to do. `number`: what they are wanted for. */
khung_status khung__cert_keys(const khung_keys *keys, khung__str issuer, const char *number, khung_log *log);
/* Whether a certificate's row, its columns in the order of tables.def, says what its claim says and has the claim's digest; *claim lies in the arena. */
bool khung__cert_fits(khung__claim *claim, khung__arena *arena, const khung__str *columns);

/* A certificate that is about to be written. */
typedef struct khung__issue {
    khung__change *change;
    khung__issuer issuer;
    khung__claim claim;
    char key[KHUNG__UUID_SIZE], assessment[KHUNG__UUID_SIZE], organisation[KHUNG__UUID_SIZE];
    khung__str framework, result, before; /* digest of the framework, key of the result, key of the one whose place it takes (absent: none) */
    int64_t after;                        /* the last number that is known to be given elsewhere; 0: the store's */
    khung__rows met;                      /* of a reissued one: met, met_at, met_by, met_note of its conditions */
} khung__issue;
/* Gives it the next number of its year and writes it with its conditions and its first entry; what the claim cannot hold is said. */
khung_status khung__cert_write(khung__issue *issue);
/* Looks at those with the keys of a JSON list as doctor does: *number is that of the first that is not what was signed, or came to its state by a step that
 * there is not; absent: all are right. */
khung_status khung__cert_check(khung__str *number, khung_store *store, khung__arena *arena, khung__str keys, khung_log *log);
/* Takes the next of "a b,c d", as queries join the rows below one; false at the end. */
bool khung__cert_pair(khung__str *rest, khung__str *first, khung__str *second);
/* Ends a change that was only made to be looked at: everything is as before. */
khung_status khung__cert_end(khung__change *change, khung_status status, bool look);

#endif
