/* khung: capacity frameworks, exact scores, stored assessments, documents.
 *
 * The rules, once for all calls:
 *  - Ownership reads off the name: what load, new, open, score, prepare give you is yours to free with khung_<thing>_free
 *    (the store: _close); everything else that is returned is lent and lives as long as the thing it came from.
 *  - The out parameter comes first and is untouched when the call fails; the log comes last and may be NULL.
 *  - Text is UTF-8 and NFC; sizes are bytes. The library never prints, exits or jumps.
 *  - Objects are not shared between threads while one of them writes; a loaded framework and a scorer are read-only and may
 *    be used by many threads at once, each with its own scratch.
 */
#ifndef KHUNG_H
#define KHUNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define KHUNG_API __attribute__((visibility("default")))
#else
#define KHUNG_API
#endif

#define KHUNG_VERSION "0.1.0"
/* The number of the rule set of scoring.md that this library follows; stored with every result. */
#define KHUNG_RULES 1
/* The largest files in bytes: of YAML and pictures, of tables (packed or not), of answers exported elsewhere, of bundles. What is larger, the
 * call that reads it refuses. */
#define KHUNG_MOST_FILE (16 << 20)
#define KHUNG_MOST_TABLE (64 << 20)
#define KHUNG_MOST_EXPORT (256 << 20)
#define KHUNG_MOST_BUNDLE (128 << 20)

/* What a call came to. Numbers are for ever: new ones are appended. */
typedef enum khung_status {
    KHUNG_OK = 0,
    KHUNG_BAD_CALL = 1,   /* an argument no caller should pass */
    KHUNG_NO_MEMORY = 2,
    KHUNG_NOT_FOUND = 3,  /* a file, id or row that is not there */
    KHUNG_BAD_DATA = 4,   /* the content is wrong: the log says where */
    KHUNG_TOO_LARGE = 5,  /* a named limit is passed */
    KHUNG_IO = 6,         /* reading or writing failed */
    KHUNG_BUSY = 7,       /* somebody else is writing: try again */
    KHUNG_NEWER = 8,      /* made by a newer khung */
    KHUNG_NOT_ALLOWED = 9,
    KHUNG_CONFLICT = 10,  /* clashes with what is stored */
    KHUNG_NO_GLYPH = 11,  /* no font has a character that must be printed */
    KHUNG_INTERNAL = 12   /* a defect of khung or of a library below */
} khung_status;
/* A short English name, e.g. "bad data". */
KHUNG_API const char *khung_status_text(khung_status status);
KHUNG_API const char *khung_version(void);

/* Every allocated string handed out by a call named …_text, …_json, …_yaml is freed with this. */
KHUNG_API void khung_text_free(char *text);

/* The one of `words` that `word` most likely meant (a typing slip away), or NULL: for suggestions. Lent from `words`. */
KHUNG_API const char *khung_word_nearest(const char *word, const char *const *words, size_t count);

/* ---- log: what was wrong, where, how to mend it ---- */

typedef struct khung_log khung_log;
typedef enum khung_severity { KHUNG_ERROR, KHUNG_WARNING, KHUNG_NOTE } khung_severity;

/* A place in a file: line and column count from 1 (code points); line 0 means the whole file; file NULL means no place. */
typedef struct khung_place {
    const char *file;
    uint32_t line, column, length;
    const char *source; /* the source line without its end, NULL when there is none */
} khung_place;

typedef struct khung_message {
    khung_severity severity;
    khung_status status;
    const char *id;      /* stable, documented in khung(1), e.g. "unknown-key" */
    const char *text;    /* one sentence in the log's language */
    khung_place at;
    const char *also;    /* sentence about the second place, or NULL */
    khung_place also_at;
} khung_message;

/* At most so many errors are kept; what comes after is counted in one last message. */
#define KHUNG_LOG_LIMIT 200

/* language: "vi" or "en" (anything else: "vi"). */
KHUNG_API khung_status khung_log_new(khung_log **out, const char *language);
KHUNG_API void khung_log_free(khung_log *log);
KHUNG_API size_t khung_log_count(const khung_log *log);
/* Counts the messages of that severity. */
KHUNG_API size_t khung_log_count_of(const khung_log *log, khung_severity severity);
/* Message i, from 0; NULL beyond the last. Lent until the next call that writes to the log. */
KHUNG_API const khung_message *khung_log_message(const khung_log *log, size_t i);
KHUNG_API void khung_log_clear(khung_log *log);
/* All messages as editors like them: file:line:column: error: sentence [id], source line, caret, second place. With colour when
 * asked (ANSI). *out is yours (khung_text_free). */
KHUNG_API khung_status khung_log_text(char **out, const khung_log *log, bool colour);
/* The same as a JSON list, one object a message. */
KHUNG_API khung_status khung_log_json(char **out, const khung_log *log);

/* ---- files of format.md ---- */

typedef enum khung_kind {
    KHUNG_KIND_FRAMEWORK, KHUNG_KIND_TRANSLATION, KHUNG_KIND_ANSWERS, KHUNG_KIND_OVERLAY, KHUNG_KIND_CROSSWALK, KHUNG_KIND_REPORT,
    KHUNG_KIND_PLAN, KHUNG_KIND_PORTFOLIO, KHUNG_KIND_REGISTER
} khung_kind;

typedef struct khung_framework khung_framework;
typedef struct khung_answers khung_answers;
typedef struct khung_translation khung_translation;

/* Loads from bytes; `name` is what diagnostics call the file. Any error of the content: KHUNG_BAD_DATA, all errors in the log. */
KHUNG_API khung_status khung_framework_load(khung_framework **out, const char *name, const char *bytes, size_t size, khung_log *log);
KHUNG_API khung_status khung_framework_load_file(khung_framework **out, const char *path, khung_log *log);
KHUNG_API void khung_framework_free(khung_framework *framework);
/* The same framework with its texts in the translation's language (missing or stale ones stay as they are and are counted in
 * *missing and *stale when not NULL). Ids, numbers and digest are those of `framework`. Errors: KHUNG_BAD_DATA when the
 * translation is for another framework or names a text that is not there. */
KHUNG_API khung_status khung_framework_translate(khung_framework **out, const khung_framework *framework, const khung_translation *translation,
                                                 size_t *missing, size_t *stale, khung_log *log);
KHUNG_API const char *khung_framework_id(const khung_framework *framework);
KHUNG_API const char *khung_framework_version(const khung_framework *framework);
KHUNG_API const char *khung_framework_title(const khung_framework *framework);
KHUNG_API const char *khung_framework_language(const khung_framework *framework);
KHUNG_API size_t khung_framework_criteria(const khung_framework *framework); /* how many */
KHUNG_API size_t khung_framework_domains(const khung_framework *framework);  /* how many, all depths */
#define KHUNG_DIGEST_TEXT_SIZE 72 /* "sha256:" + 64 hex digits + NUL */
KHUNG_API khung_status khung_framework_digest(const khung_framework *framework, char out[KHUNG_DIGEST_TEXT_SIZE]);
/* An outline for people: domains, criteria, levels, need, weights, gates and grades, wrapped at 80 columns. */
KHUNG_API khung_status khung_framework_text(char **out, const khung_framework *framework);
KHUNG_API khung_status khung_framework_json(char **out, const khung_framework *framework);

/* The same for a translation file; whether it fits a framework is seen in khung_framework_translate. */
KHUNG_API khung_status khung_translation_load(khung_translation **out, const char *name, const char *bytes, size_t size, khung_log *log);
KHUNG_API khung_status khung_translation_load_file(khung_translation **out, const char *path, khung_log *log);
KHUNG_API void khung_translation_free(khung_translation *translation);
KHUNG_API const char *khung_translation_language(const khung_translation *translation);
KHUNG_API const char *khung_translation_framework(const khung_translation *translation); /* the id it names */
/* The translation file of `framework` for `language`, made new (old NULL) or brought up to date: every text with its source in a
 * comment, missing ones empty-handed as comments, stale ones marked, texts that are gone kept in comments; counts in the log as a note. */
KHUNG_API khung_status khung_translation_yaml(char **out, const khung_framework *framework, const char *language,
                                              const khung_translation *old, khung_log *log);

/* Answers alone are checked for form; against a framework in khung_score. */
KHUNG_API khung_status khung_answers_load(khung_answers **out, const char *name, const char *bytes, size_t size, khung_log *log);
KHUNG_API khung_status khung_answers_load_file(khung_answers **out, const char *path, khung_log *log);
KHUNG_API void khung_answers_free(khung_answers *answers);
KHUNG_API const char *khung_answers_framework(const khung_answers *answers); /* the id it names */
/* "self", "respondent", "consensus" or "reviewer". */
KHUNG_API const char *khung_answers_track(const khung_answers *answers);
/* The id of the organisation; first and last day of the period as YYYY-MM-DD; whether both are of one organisation and period. */
KHUNG_API const char *khung_answers_organisation(const khung_answers *answers);
KHUNG_API void khung_answers_period(const khung_answers *answers, char from[11], char to[11]);
KHUNG_API bool khung_answers_together(const khung_answers *a, const khung_answers *b);
/* Of what was answered, not of who answered: `by` is left out, so that a name can be erased and what rests on the digest still holds. */
KHUNG_API khung_status khung_answers_digest(const khung_answers *answers, char out[KHUNG_DIGEST_TEXT_SIZE]);

/* What a document says of itself and how it looks. Files of kind report; one that begins with `extends` takes what it does not write
 * from a description of the library's own. */
typedef struct khung_description khung_description;
KHUNG_API khung_status khung_description_load(khung_description **out, const char *name, const char *bytes, size_t size, khung_log *log);
/* One of the library's own: "assessment" or "certificate"; KHUNG_NOT_FOUND for another id, without a message. */
KHUNG_API khung_status khung_description_own(khung_description **out, const char *id, khung_log *log);
KHUNG_API void khung_description_free(khung_description *description);
/* The path of the logo that it names, seen from its folder, or NULL; the picture's bytes (PNG or JPEG, copied) are handed over by the
 * caller. Without them the document has no logo. */
KHUNG_API const char *khung_description_logo(const khung_description *description);
KHUNG_API khung_status khung_description_picture(khung_description *description, const char *bytes, size_t size, khung_log *log);
KHUNG_API const char *khung_description_id(const khung_description *description);
KHUNG_API const char *khung_description_document(const khung_description *description); /* "certificate" … */

/* What a plan, a portfolio or a register is printed from: files of these kinds. */
typedef struct khung_figures khung_figures;
KHUNG_API khung_status khung_figures_load(khung_figures **out, const char *name, const char *bytes, size_t size, khung_log *log);
KHUNG_API void khung_figures_free(khung_figures *figures);
/* The document that they make: "plan", "portfolio" or "register". */
KHUNG_API const char *khung_figures_document(const khung_figures *figures);

/* Loads a file of any kind, reports into the log, says its kind. */
KHUNG_API khung_status khung_file_check(khung_kind *kind, const char *name, const char *bytes, size_t size, khung_log *log);
/* The JSON Schema (draft-07) of a kind, made from the loader's own tables. KHUNG_NOT_FOUND: a kind that comes in a later version. */
KHUNG_API khung_status khung_schema_json(char **out, khung_kind kind);

/* ---- import: answers from spreadsheets, Kobo, ODK and forms ---- */

/* Files being taken in; they may be of several kinds, and what one says twice counts once. */
typedef struct khung_import khung_import;
/* What the files do not say themselves; all zero is the usual one. Texts are lent for the import's life. */
typedef struct khung_import_options {
    const char *organisation_id, *organisation_name; /* of all submissions, whatever they say */
    const char *from, *to;                           /* the period, YYYY-MM-DD */
    const char *track;                               /* "self", "respondent", "consensus", "reviewer" */
} khung_import_options;
/* One respondent's answers. Lent by the import. */
typedef struct khung_submission {
    const char *id;    /* stable: the same submission has it in every export; "" in a plain table */
    const char *name;  /* a file name for it, without ending: the same submission always gets the same */
} khung_submission;
KHUNG_API khung_status khung_import_new(khung_import **out);
KHUNG_API void khung_import_free(khung_import *import);
/* Takes a file in: CSV or XLSX (plain, Kobo's, ODK Central's), Kobo's JSON, ODK's OData JSON, or answers as they are. encoding: NULL
 * (Unicode; what looks older is refused with a sample), "tcvn3", "vni" (converted), "unicode" (do not look). */
KHUNG_API khung_status khung_import_add(khung_import *import, const char *name, const char *bytes, size_t size, const char *encoding,
                                        khung_log *log);
/* The id of the framework that the files name; NULL when none does. */
KHUNG_API const char *khung_import_framework(const khung_import *import);
/* Reads all that was added. The framework must outlive the import; labels are read in its language and in those of the translations.
 * What is wrong is said with file, row and column. KHUNG_BAD_DATA, KHUNG_TOO_LARGE. */
KHUNG_API khung_status khung_import_read(khung_import *import, const khung_framework *framework, const khung_translation *const *translations,
                                         size_t count, const khung_import_options *options, khung_log *log);
/* How many respondents, and the i-th; false beyond the last. */
KHUNG_API size_t khung_import_count(const khung_import *import);
KHUNG_API bool khung_import_submission(khung_submission *out, const khung_import *import, size_t i);
/* Its answers file. */
KHUNG_API khung_status khung_import_yaml(char **out, khung_import *import, size_t i);

/* ---- score ---- */

typedef struct khung_result khung_result;

/* Scores the tracks of one assessment. KHUNG_BAD_DATA when the answers do not fit the framework or each other. */
KHUNG_API khung_status khung_score(khung_result **out, const khung_framework *framework, const khung_answers *const *tracks, size_t count,
                                   khung_log *log);
KHUNG_API void khung_result_free(khung_result *result);
/* The JSON of scoring.md section 6. */
KHUNG_API khung_status khung_result_json(char **out, const khung_result *result);
KHUNG_API khung_status khung_result_digest(const khung_result *result, char out[KHUNG_DIGEST_TEXT_SIZE]); /* of its kept form (store.sql) */
KHUNG_API bool khung_result_complete(const khung_result *result);
KHUNG_API const char *khung_result_grade(const khung_result *result); /* id, NULL for none */
/* A summary for people, 80 columns, language "vi" or "en"; utf8 false draws bars with # and . */
KHUNG_API khung_status khung_result_text(char **out, const khung_framework *framework, const khung_result *result, const char *language,
                                         bool utf8, bool colour);
/* How the numbers came about. id: a criterion, domain, gate or grade, "total", or NULL for everything. KHUNG_NOT_FOUND for an unknown id. */
KHUNG_API khung_status khung_explain_text(char **out, const khung_framework *framework, const khung_result *result, const char *id,
                                          const char *language, khung_log *log);
KHUNG_API khung_status khung_explain_json(char **out, const khung_framework *framework, const khung_result *result, const char *id,
                                          const char *language, khung_log *log);

/* ---- scoring many assessments of one framework, without allocating: prepare once, one scratch a thread ---- */

typedef struct khung_scorer khung_scorer;
typedef struct khung_scratch khung_scratch;
typedef enum khung_state {
    KHUNG_ANSWERED, KHUNG_NOT_APPLICABLE, KHUNG_UNANSWERED, KHUNG_UNVERIFIED, KHUNG_FACT_MISSING, KHUNG_OUT_OF_SCOPE, KHUNG_FUTURE, KHUNG_RETIRED
} khung_state;
#define KHUNG_NO_INDEX UINT32_MAX /* "none" where an index is told */
#define KHUNG_LEVEL_NA 255        /* level of an unverified criterion that the organisation itself called not applicable */

/* The official answer of a criterion (scoring.md section 1); one per criterion, in file order. Zeroed it means "answered, the
 * scale's first level". In the states answered and unverified it says the value; in the others only `state` counts. */
typedef struct khung_official {
    uint8_t state;      /* khung_state */
    uint8_t level;      /* scale, ladder, quantity: index of the level in its scale, which can be chosen; or KHUNG_LEVEL_NA */
    uint16_t over;      /* 0: as above. Else the value is micro / over (a mean of `over` people, where scoring.respondents is mean) */
    uint32_t evidence;  /* bit i: the criterion's i-th evidence item is listed, and fresh where it must be; bit 31: all due from there on */
    int64_t micro;      /* checklist: the points of its true checks in millionths; or the sum that `over` divides */
} khung_official;

/* A profile fact as it was given, in the framework's order. */
typedef struct khung_fact {
    bool given;
    int64_t value;      /* decimal: in millionths; flag: 0 or 1; choice: index of the option */
} khung_fact;

/* What an assessment came to. Indexes count the framework's bands and grades from 0, in file order. */
typedef struct khung_summary {
    bool complete, has_score;
    uint32_t band, grade;      /* KHUNG_NO_INDEX: none */
    uint32_t applicable, answered, not_applicable, out_of_scope, unanswered; /* criteria, as in the result's coverage */
} khung_summary;

/* An exact fraction above / below, not reduced, as little-endian 64-bit limbs; below_n 0: no value. */
typedef struct khung_fraction {
    const uint64_t *above, *below;
    uint32_t above_n, below_n;
} khung_fraction;

/* A domain of the assessment scored last with a scratch. The limbs are the scratch's, until its next use. */
typedef struct khung_part {
    bool complete;
    uint32_t band, scored;
    khung_fraction score, lo, hi, percent;
} khung_part;

/* Flattens the framework, which must outlive the scorer. A scorer is read-only and may be shared by threads. */
KHUNG_API khung_status khung_scorer_prepare(khung_scorer **out, const khung_framework *framework, khung_log *log);
KHUNG_API void khung_scorer_free(khung_scorer *scorer);
KHUNG_API khung_status khung_scratch_new(khung_scratch **out, const khung_scorer *scorer);
KHUNG_API void khung_scratch_free(khung_scratch *scratch);
/* Puts the states future, retired, out_of_scope and fact_missing into `answers`, as stages and facts (NULL: none given) say; what
 * is in none of them is left alone. count: criteria of the framework. */
KHUNG_API khung_status khung_scorer_scope(khung_official *answers, const khung_scorer *scorer, const khung_fact *facts, size_t count);
/* Scores one assessment. `answers` are the official ones with their final states; `facts` (NULL: none given) are asked by gates,
 * grades and caps only. Nothing is allocated. KHUNG_BAD_DATA: an answer that the framework does not allow. */
KHUNG_API khung_status khung_scorer_run(khung_summary *out, const khung_scorer *scorer, khung_scratch *scratch, const khung_official *answers,
                                        const khung_fact *facts, size_t count);
/* After khung_scorer_run: domain 0 is the total, the others follow depth first in file order. */
KHUNG_API khung_status khung_scratch_part(khung_part *out, khung_scratch *scratch, size_t domain);
/* Gate i of that assessment: 0 no, 1 yes, 2 unknown, 3 void (scoring.md section 5); -1 beyond the last. */
KHUNG_API int khung_scratch_gate(const khung_scratch *scratch, size_t i);

/* ---- store: assessments in one SQLite file (schema and meaning of every column: store.sql) ---- */

typedef struct khung_store khung_store;
/* Opens a store that exists; an older one is migrated in one transaction. KHUNG_NOT_FOUND, KHUNG_BAD_DATA (no store, damaged),
 * KHUNG_NEWER, KHUNG_BUSY, KHUNG_IO. A store belongs to one thread; several processes may have the same file open. */
KHUNG_API khung_status khung_store_open(khung_store **out, const char *path, khung_log *log);
/* Makes a store (or takes an empty one) with its first person. KHUNG_CONFLICT when it has persons already. `now`: milliseconds
 * since 1970, UTC; the library never asks the clock. */
KHUNG_API khung_status khung_store_init(khung_store **out, const char *path, const char *person, const char *name, int64_t now, khung_log *log);
KHUNG_API void khung_store_close(khung_store *store);
/* Keeps a framework whole, by its digest; keeping it again changes nothing. KHUNG_NOT_ALLOWED: nobody has the id `person`. */
KHUNG_API khung_status khung_store_framework_add(khung_store *store, const khung_framework *framework, const char *person, int64_t now, khung_log *log);
/* Loads a framework back, by id (the newest version kept) or by digest. */
KHUNG_API khung_status khung_store_framework_load(khung_framework **out, khung_store *store, const char *name, khung_log *log);
/* Keeps what was scored: organisation, framework, every track's answers, the result with its rows and the digests it rests on, in
 * one transaction. The same again changes nothing; new answers to the same framework, organisation and period join the same
 * assessment. *id (khung_text_free) is the assessment's; NULL when it is not wanted. */
KHUNG_API khung_status khung_store_save(char **id, khung_store *store, const khung_framework *framework, const khung_answers *const *tracks, size_t count,
                                        const khung_result *result, const char *person, int64_t now, khung_log *log);
/* Loads back what the newest result of an assessment rests on; *tracks (free each, then khung_text_free the list) has *count. */
KHUNG_API khung_status khung_store_assessment_load(khung_framework **framework, khung_answers ***tracks, size_t *count, khung_store *store,
                                                   const char *id, khung_log *log);
/* The assessment that was the round before `assessment`: the one it began with, else the last of the same organisation and framework that
 * ended earlier and has a result. *id: khung_text_free; NULL where there is none. */
KHUNG_API khung_status khung_store_round_before(char **id, khung_store *store, const char *assessment, khung_log *log);
/* Which assessments: NULL leaves open. grade: that of the newest result. */
typedef struct khung_pick {
    const char *organisation, *framework, *grade, *state; /* ids; state as stored: "reviewed" */
} khung_pick;
/* The ids of those that have a result, by the organisations' names in Vietnamese order, then by period; *ids (khung_text_free each, then the
 * list) has *count. */
KHUNG_API khung_status khung_store_pick(char ***ids, size_t *count, khung_store *store, const khung_pick *pick, khung_log *log);
/* Which results a portfolio is made of. */
typedef struct khung_portfolio_pick {
    const char *by;      /* what the sheets are of: "province" (NULL), "form" or "network" */
    const char *network; /* only members of that network on that day; NULL: all */
    const char *at;      /* YYYY-MM-DD: results that were there on that day */
    bool internal;       /* organisations are named */
} khung_portfolio_pick;
/* The results of the store as figures of kind portfolio, khung-figures(5), for khung_figures_load: of each organisation the last reviewed and
 * complete result by the framework (any version with its first two numbers) in the newest year that periods end in; years before are earlier
 * rounds. The framework gives the language, the bands and below how many nothing is printed. Free with khung_text_free. KHUNG_NOT_FOUND: there is
 * none. */
KHUNG_API khung_status khung_store_portfolio(char **out, khung_store *store, const khung_framework *framework, const khung_portfolio_pick *pick,
                                             khung_log *log);
/* The id of the one framework that the store's assessments answer; KHUNG_NOT_FOUND when there is none or more than one. Free with
 * khung_text_free. */
KHUNG_API khung_status khung_store_portfolio_framework(char **out, khung_store *store, khung_log *log);
/* Whether the life of an assessment lets it be certified: reviewed and not opened again since, where the framework asks for a review.
 * KHUNG_NOT_ALLOWED: the log says the state it is in. */
KHUNG_API khung_status khung_store_may_certify(khung_store *store, const char *id, const khung_framework *framework, khung_log *log);
/* Where the registry has the seat of the assessment's organisation: its address, with the province where that is not named in it, else the
 * province; NULL where it has neither. language: "vi" or "en", for the province. Free with khung_text_free. */
KHUNG_API khung_status khung_store_seat(char **out, khung_store *store, const char *id, const char *language, khung_log *log);
/* The newest result of an assessment, as it was stored. */
KHUNG_API khung_status khung_store_result_json(char **out, khung_store *store, const char *id, khung_log *log);
/* Lists as JSON: assessments (newest first) with state, period, grade and percent; frameworks (newest first) with id, version and
 * digest. */
KHUNG_API khung_status khung_store_assessments_json(char **out, khung_store *store, khung_log *log);
KHUNG_API khung_status khung_store_frameworks_json(char **out, khung_store *store, khung_log *log);
/* The same as tables of at most 80 columns, language "vi" or "en". */
KHUNG_API khung_status khung_store_assessments_text(char **out, khung_store *store, const char *language, khung_log *log);
KHUNG_API khung_status khung_store_frameworks_text(char **out, khung_store *store, const char *language, khung_log *log);

/* ---- registry: organisations, people, networks and activities as records of fields ---- */

typedef enum khung_record_kind { KHUNG_ORGANISATION, KHUNG_PERSON, KHUNG_NETWORK, KHUNG_ACTIVITY } khung_record_kind;

/* A field that records of a kind have. Options, headings of imported tables and keys of JSON all come from here. */
typedef struct khung_field {
    const char *name, *argument;     /* "short-name", "NAME" */
    const char *en, *vi;             /* its label */
    const char *const *choices;      /* its values where only some are allowed, ends with NULL; NULL: any */
    bool required, repeated;         /* repeated: it may have several values */
    bool personal;                   /* kept apart, so that it can be erased */
} khung_field;
/* A field with its text as people write it: "48@2025" or "Đà Nẵng@2024", "VN-TIN:0101234567", "icnpo:5100", "2025:staff=12",
 * "2026-01-01:active", "lan:board". "" removes the value (of a repeated field all, "VN-TIN:" those that begin so). */
typedef struct khung_value {
    const char *field, *text;
} khung_value;
/* The fields of a kind; never fails. */
KHUNG_API const khung_field *khung_record_fields(size_t *count, khung_record_kind kind);

/* Adds a record; *id (khung_text_free; NULL: not wanted) is the id given, or one made of the name (of a person: a number, since an id outlives
 * an erasure). An activity names its organisation, and its id is organisation/number. KHUNG_BAD_DATA (all that is wrong is in the log),
 * KHUNG_CONFLICT (the id is taken), KHUNG_NOT_ALLOWED (nobody has the id `person`). */
KHUNG_API khung_status khung_store_record_add(char **id, khung_store *store, khung_record_kind kind, const khung_value *values, size_t count,
                                              const char *person, int64_t now, khung_log *log);
/* Changes fields of a record. KHUNG_NOT_FOUND. */
KHUNG_API khung_status khung_store_record_edit(khung_store *store, khung_record_kind kind, const char *id, const khung_value *values, size_t count,
                                               const char *person, int64_t now, khung_log *log);
/* One record with all its fields and what belongs to it; as JSON, or for people at 80 columns. An erased person has no fields. */
KHUNG_API khung_status khung_store_record_json(char **out, khung_store *store, khung_record_kind kind, const char *id, khung_log *log);
KHUNG_API khung_status khung_store_record_text(char **out, khung_store *store, khung_record_kind kind, const char *id, const char *language,
                                               khung_log *log);
/* An activity is no longer listed; the log keeps it. */
KHUNG_API khung_status khung_store_activity_remove(khung_store *store, const char *id, const char *person, int64_t now, khung_log *log);

/* What organisations are looked for; NULL: any. */
typedef struct khung_find {
    const char *words;          /* each the beginning of a word of a name, id, identifier or province; accents and case may be missing */
    const char *province;       /* as in khung_province_read */
    const char *form, *network; /* network: its id, members of today */
    const char *field;          /* vocabulary:code */
    const char *grade;          /* id of the grade of the newest assessment that has a result */
    const char *expires_before; /* YYYY-MM-DD: that grade holds until earlier */
    size_t limit;               /* 0: all */
} khung_find;
/* The organisations that are meant: those with the very accents of the words first, then those whose name begins with them, then in Vietnamese
 * order. As JSON, or where `language` is "vi" or "en" as a table of 80 columns. find NULL: all. `now` is the day for memberships. */
KHUNG_API khung_status khung_store_organisations_find(char **out, khung_store *store, const khung_find *find, const char *language, int64_t now,
                                                      khung_log *log);
/* People by their last word; networks by name; the activities of an organisation. As JSON or, with a language, as a table. words: parts of the
 * name (NULL: all); role, organisation: only those (NULL: any). Contact fields are shown of those who agreed to `directory`. */
KHUNG_API khung_status khung_store_persons_list(char **out, khung_store *store, const char *words, const char *role, const char *organisation,
                                                const char *language, int64_t now, khung_log *log);
KHUNG_API khung_status khung_store_networks_list(char **out, khung_store *store, const char *language, int64_t now, khung_log *log);
KHUNG_API khung_status khung_store_activities_list(char **out, khung_store *store, const char *organisation, const char *language, khung_log *log);

/* A person agrees to a purpose (directory, exchange, invitation) on a date, or withdraws that. dated NULL: the day of `now`. */
KHUNG_API khung_status khung_store_person_consent(khung_store *store, const char *id, const char *purpose, const char *dated, bool withdraw,
                                                  const char *person, int64_t now, khung_log *log);
/* A person's place in an organisation. from, to: dates or NULL; with `to` and without `from` the tie that is open ends. */
KHUNG_API khung_status khung_store_person_tie(khung_store *store, const char *id, const char *organisation, const char *role, const char *from,
                                              const char *to, const char *person, int64_t now, khung_log *log);
/* Erases all personal fields of a person, and who gave the answers that this person kept, so that nothing of them is left in the file. The log of
 * changes still holds. Notes in `log` name the backups and bundles that cannot be reached. KHUNG_BUSY: erased, but the file could not be
 * cleaned; call again. */
KHUNG_API khung_status khung_store_person_erase(khung_store *store, const char *id, const char *person, int64_t now, khung_log *log);
/* Erases the contact persons who belong to this organisation alone. *count says how many. */
KHUNG_API khung_status khung_store_organisation_erase(size_t *count, khung_store *store, const char *id, const char *person, int64_t now, khung_log *log);
/* An organisation joins a network on a date, or leaves it (NULL: the day of `now`). */
KHUNG_API khung_status khung_store_network_join(khung_store *store, const char *network, const char *organisation, const char *dated,
                                                const char *person, int64_t now, khung_log *log);
KHUNG_API khung_status khung_store_network_leave(khung_store *store, const char *network, const char *organisation, const char *dated,
                                                 const char *person, int64_t now, khung_log *log);
/* `from` is the same organisation as `into`: look-ups give `into`, which takes over what it lacks; assessments stay and are listed with it. */
KHUNG_API khung_status khung_store_organisation_merge(khung_store *store, const char *into, const char *from, const char *person, int64_t now,
                                                      khung_log *log);

/* How to import: bits. */
enum {
    KHUNG_IMPORT_DRY = 1, KHUNG_IMPORT_SKIP_BAD = 2, KHUNG_IMPORT_JSON = 4,
    KHUNG_IMPORT_TCVN3 = 8, KHUNG_IMPORT_VNI = 16, KHUNG_IMPORT_UNICODE = 32 /* one at most: as `encoding` of khung_import_add */
};
/* Imports organisations or people from a CSV or XLSX file whose headings are names or labels of fields. Rows that are there already (same id or
 * identifier) change the record, empty cells nothing; rows of the same name and province are told and left out. All or nothing, unless bad rows
 * are skipped. *report (khung_text_free) says what came of every row; it is there too when rows are wrong (KHUNG_BAD_DATA). */
KHUNG_API khung_status khung_store_import(char **report, khung_store *store, khung_record_kind kind, const char *name, const char *bytes, size_t size,
                                          unsigned how, const char *person, int64_t now, khung_log *log);

/* ---- store: many assessments of one framework in one go ---- */

typedef struct khung_bulk khung_bulk;
/* An organisation's own answers as a row of a table says them: one assessment. Texts are lent for the call. */
typedef struct khung_bulk_row {
    const char *organisation, *name;     /* id and name; an organisation that is there stays as it is */
    const char *province, *list, *form;  /* of an organisation that is new; NULL: not known. province only together with list */
    const char *from, *to;               /* of the period, YYYY-MM-DD */
    const char *const *facts;            /* one a profile fact, in the framework's order; NULL or "": not given. NULL: none at all */
    const char *const *answers;          /* one a criterion, in the framework's order; NULL or "": no answer. "na: REASON": not applicable.
                                          * Else scale: a level's id; quantity: the number; ladder and checklist: the ids of the checks
                                          * that hold, with blanks between ("-": none of them), all others do not */
} khung_bulk_row;
/* What became of the rows: new assessments, new answers to known ones, nothing new, refused. */
typedef struct khung_bulk_sums { uint64_t added, changed, same, refused; } khung_bulk_sums;

/* Begins; keeps the framework where it is not there. Rows are committed `every` by every (0: 1,000); memory does not grow with them.
 * store, framework and log must outlive the bulk, and nothing else may be asked of the store until its end. */
KHUNG_API khung_status khung_bulk_begin(khung_bulk **out, khung_store *store, const khung_framework *framework, const char *person, int64_t now,
                                        size_t every, khung_log *log);
/* Checks, scores and keeps one row: organisation, assessment, answers, result and one event, exactly as khung_store_save would.
 * KHUNG_BAD_DATA: the log says why, nothing of this row is kept, and the next may come. Any other error ends the bulk: what was
 * committed stays, the rest is rolled back. The same rows again change nothing, so that a broken run is simply run again. */
KHUNG_API khung_status khung_bulk_add(khung_bulk *bulk, const khung_bulk_row *row);
/* Commits what is left and frees; *sums (may be NULL) tells what became of the rows. */
KHUNG_API khung_status khung_bulk_end(khung_bulk_sums *sums, khung_bulk *bulk);

/* How many assessments there are, and how many of them have a complete result, by "province" (with its list), "form", "grade" (of
 * each framework), "state" or "year" (of the period's end): from sums kept while assessments change, so that it costs what there are
 * of kinds. framework: the id of one, NULL for all. KHUNG_BAD_CALL for another `by`. The text has 80 columns. */
KHUNG_API khung_status khung_store_counts_json(char **out, khung_store *store, const char *by, const char *framework, khung_log *log);
KHUNG_API khung_status khung_store_counts_text(char **out, khung_store *store, const char *by, const char *framework, const char *language,
                                               khung_log *log);
/* ---- log, doctor, backup ---- */

/* Who did what when, newest last: of the whole store (id NULL), or of the assessment, organisation, person or network with that id.
 * KHUNG_NOT_FOUND: nothing has it. */
KHUNG_API khung_status khung_store_log_text(char **out, khung_store *store, const char *id, const char *language, khung_log *log);
KHUNG_API khung_status khung_store_log_json(char **out, khung_store *store, const char *id, khung_log *log);
/* Computes the digest of every event again and follows every link. *sound (may be NULL) says whether nothing was found; what was found
 * stands in the text, in language "vi" or "en", with advice. KHUNG_OK whether sound or not. */
KHUNG_API khung_status khung_store_verify_text(char **out, bool *sound, khung_store *store, const char *language, khung_log *log);
KHUNG_API khung_status khung_store_verify_json(char **out, bool *sound, khung_store *store, const char *language, khung_log *log);
/* The same for the whole store: the file itself, the log, the state against the log, digests, results computed again, personal fields,
 * what is derived. Nothing is changed; with `mend` derived data that is stale is made anew, and nothing else. */
KHUNG_API khung_status khung_store_doctor_text(char **out, bool *sound, khung_store *store, bool mend, const char *language, khung_log *log);
KHUNG_API khung_status khung_store_doctor_json(char **out, bool *sound, khung_store *store, bool mend, const char *language, khung_log *log);
/* Writes the store as it is now into the file `to`, checked and on the disk before it takes that name; others go on writing meanwhile. The
 * log says that it was made. with_files: the files of evidence are copied beside it; KHUNG_BAD_DATA where one is missing or another than
 * was listed (the others are copied). KHUNG_CONFLICT: the file is the store itself, or is there and no backup. */
KHUNG_API khung_status khung_store_backup(khung_store *store, const char *to, bool with_files, const char *person, int64_t now, khung_log *log);
/* Puts a backup into the place of the store at `path`, which nobody may have open (KHUNG_BUSY). What is there is moved aside, never
 * deleted. KHUNG_CONFLICT without `yes` where changes would be lost: the log says how many and whose. KHUNG_BAD_DATA: the backup is
 * not sound. KHUNG_NOT_ALLOWED: the backup does not know the person. */
KHUNG_API khung_status khung_store_restore(const char *path, const char *backup, const char *person, bool yes, int64_t now, khung_log *log);

/* ---- the life of an assessment: draft, submitted, in review, returned, reviewed, certified or closed; withdrawn. Every call that
 * changes something is one event of the log. Common errors: KHUNG_NOT_FOUND (no such assessment), KHUNG_NOT_ALLOWED (not in this
 * state, nobody has the id `person`, or duties must stay apart: the log says which), KHUNG_BUSY. `id` is the assessment's. ---- */

/* Begins an assessment of an organisation of the registry, in the state draft; the framework is kept where it is not yet. from, to:
 * YYYY-MM-DD. KHUNG_CONFLICT: the id is taken, or the organisation has one of that framework and period. */
KHUNG_API khung_status khung_assess_begin(khung_store *store, const char *id, const char *organisation, const khung_framework *framework, const char *from,
                                          const char *to, const char *person, int64_t now, khung_log *log);
/* What is said of a criterion; NULL: nothing. `checks` are `count` texts "id=true" or "id=false". */
typedef struct khung_said {
    const char *value;                /* a level's id or a number, as the criterion's method has it */
    const char *na, *note;            /* not applicable, with the reason; a remark */
    const char *const *checks;
    size_t count;
    const char *reason, *seen;        /* of a reviewer: why another level, and what evidence was seen */
} khung_said;
/* Says something of a criterion in the track "self" (also NULL), "consensus" or "respondent" (the person's own). It is checked against
 * the framework at once (KHUNG_BAD_DATA, said like a mistake in a file). What was carried from the round before is confirmed by it. */
KHUNG_API khung_status khung_assess_answer(khung_store *store, const char *id, const char *track, const char *criterion, const khung_said *said,
                                           const char *person, int64_t now, khung_log *log);
/* Whether the person may answer in that track, in the state that the assessment is in; nothing is written. */
KHUNG_API khung_status khung_assess_may_answer(khung_store *store, const char *id, const char *track, const char *person, int64_t now, khung_log *log);
/* Says facts of the profile: `count` texts "fact=value". */
KHUNG_API khung_status khung_assess_profile(khung_store *store, const char *id, const char *track, const char *const *facts, size_t count,
                                            const char *person, int64_t now, khung_log *log);
/* The tracks that are worked on, as they were said, with their names: "self" (an empty one where nothing was said at all), "consensus",
 * "respondent:KEY", or "respondent" that of `person` (an id; NULL: nobody). *tracks and *names have *count; free each (khung_answers_free,
 * khung_text_free), then the lists (khung_text_free). */
KHUNG_API khung_status khung_assess_working(khung_answers ***tracks, char ***names, size_t *count, khung_store *store, const char *id,
                                           const char *person, khung_log *log);
/* The evidence that is listed with the assessment itself, as a track that lists it and says nothing else. Free with khung_answers_free. */
KHUNG_API khung_status khung_assess_evidence(khung_answers **out, khung_store *store, const char *id, khung_log *log);
/* The name of a track for one more respondent. */
#define KHUNG_TRACK_SIZE 48
KHUNG_API khung_status khung_assess_respondent(char track[KHUNG_TRACK_SIZE], int64_t now);
/* Puts the whole value of a criterion, as a file of answers has it, in JSON; "" takes away what was said. criterion "": the head, {"profile": …,
 * "dated": …}. track also "respondent:KEY". What khung_interview_change hands over goes in here. */
KHUNG_API khung_status khung_assess_set(khung_store *store, const char *id, const char *track, const char *criterion, const char *value,
                                        const char *person, int64_t now, khung_log *log);
/* Whole files of answers take the place of what was said before in their tracks (track NULL: as the files say; respondents' are told
 * apart by their names). */
KHUNG_API khung_status khung_assess_import(khung_store *store, const char *id, const char *track, const khung_answers *const *files, size_t count,
                                           const char *person, int64_t now, khung_log *log);
/* The framework of an assessment; free it. */
KHUNG_API khung_status khung_assess_framework(khung_framework **out, khung_store *store, const char *id, khung_log *log);
/* The framework and all answers of the organisation so far, one track each, as they would be handed in; without any an empty track "self".
 * Free the framework, each track, then the list (khung_text_free). */
KHUNG_API khung_status khung_assess_tracks(khung_framework **framework, khung_answers ***tracks, size_t *count, khung_store *store, const char *id,
                                           khung_log *log);
/* A track without answers: organisation, period and the facts of the profile that are known. KHUNG_BAD_CALL: no such track. */
KHUNG_API khung_status khung_assess_blank(khung_answers **out, khung_store *store, const char *id, const char *track, khung_log *log);
/* What is asked; all zero: everything that is still open, with the facts of the profile that nobody has said. */
typedef struct khung_asking {
    const char *criterion;        /* id or code: this one alone, with all that helps to answer it, whether it is open or not */
    bool carried;                 /* only what was carried from the round before and waits to be confirmed */
    const khung_framework *texts; /* the assessment's framework in another language; NULL: as it is kept */
} khung_asking;
/* Questions, and what can be said to each, with how many are open; language "vi" or "en", or NULL for JSON. */
KHUNG_API khung_status khung_assess_open(char **out, khung_store *store, const char *id, const khung_asking *what, const char *language, khung_log *log);
/* Hands it in: the answers become tracks that never change, and the result they give is kept. KHUNG_CONFLICT while criteria are open,
 * unless `incomplete`. */
KHUNG_API khung_status khung_assess_submit(khung_store *store, const char *id, bool incomplete, const char *person, int64_t now, khung_log *log);
/* A new round with the official answers of `before`, each marked carried: they count once confirmed. What does not fit the framework
 * (NULL: the newest kept of the same id) is told in the log and left behind. */
KHUNG_API khung_status khung_assess_continue(khung_store *store, const char *id, const char *before, const khung_framework *framework, const char *from,
                                             const char *to, const char *person, int64_t now, khung_log *log);
/* Confirms carried answers: `count` criteria, or all of them (criteria NULL). *confirmed is how many. */
KHUNG_API khung_status khung_assess_confirm(size_t *confirmed, khung_store *store, const char *id, const char *const *criteria, size_t count,
                                            const char *person, int64_t now, khung_log *log);
KHUNG_API khung_status khung_assess_withdraw(khung_store *store, const char *id, const char *reason, const char *person, int64_t now, khung_log *log);
/* By somebody who did not review it. */
KHUNG_API khung_status khung_assess_close(khung_store *store, const char *id, const char *reason, const char *person, int64_t now, khung_log *log);
KHUNG_API khung_status khung_assess_reopen(khung_store *store, const char *id, const char *reason, const char *person, int64_t now, khung_log *log);
/* State, who waits for whom, tracks, reviews and, per criterion, self, consensus, reviewer, official and gap; language as above.
 * criteria false: of the text only what stands above the criteria. */
KHUNG_API khung_status khung_assess_record(char **out, khung_store *store, const char *id, const char *language, bool criteria, khung_log *log);
/* The assessments, newest first; state and organisation (an id) narrow them where they are not NULL. */
KHUNG_API khung_status khung_assess_list(char **out, khung_store *store, const char *state, const char *organisation, const char *language,
                                         khung_log *log);
/* What waits for whom since when, longest first; and what expires within `days` of `now`, soonest first. */
KHUNG_API khung_status khung_assess_due(char **out, khung_store *store, const char *state, const char *organisation, int64_t days, int64_t now,
                                        const char *language, khung_log *log);

/* An item of evidence; NULL: not known. `uses` are `count` texts "criterion:item". */
typedef struct khung_proof {
    const char *title, *file, *dated; /* dated: YYYY-MM-DD; file: its name without folders */
    const char *sha256;               /* 64 hex digits */
    int64_t size;                     /* bytes; -1: not known */
    bool kept;                        /* a copy lies beside the store */
    const char *const *uses;
    size_t count;
} khung_proof;
/* SHA-256 of a file as 64 hex digits, and its size; keep: a copy is laid beside the store, <store>.files/ab/abcd…, by its digest. */
KHUNG_API khung_status khung_evidence_file(char sha256[65], int64_t *size, khung_store *store, const char *path, bool keep, khung_log *log);
/* Lists an item for criteria; one file is one item, however often it is listed. Warns where it is too old to count. */
KHUNG_API khung_status khung_evidence_add(khung_store *store, const char *id, const khung_proof *proof, const char *person, int64_t now, khung_log *log);
/* Takes item number `number` of the list (from 1) off it; what was submitted keeps it. */
KHUNG_API khung_status khung_evidence_remove(khung_store *store, const char *id, int64_t number, const char *person, int64_t now, khung_log *log);
KHUNG_API khung_status khung_evidence_list(char **out, khung_store *store, const char *id, const char *language, khung_log *log);

/* ---- review: the reviewer's track of an assessment ---- */

/* Takes a submitted assessment in hand. KHUNG_NOT_ALLOWED: not an assessor or expert, tied to the organisation, or has answered for it. */
KHUNG_API khung_status khung_review_take(khung_store *store, const char *id, const char *person, int64_t now, khung_log *log);
/* Judges a criterion; another level than the organisation's needs said->reason and said->seen. */
KHUNG_API khung_status khung_review_answer(khung_store *store, const char *id, const char *criterion, const khung_said *said, const char *person,
                                           int64_t now, khung_log *log);
/* Confirms the organisation's answers to `count` criteria as they are. */
KHUNG_API khung_status khung_review_accept(khung_store *store, const char *id, const char *const *criteria, size_t count, const char *person,
                                           int64_t now, khung_log *log);
/* A file of the track reviewer: a note is the reason, evidence listed is what was seen. */
KHUNG_API khung_status khung_review_import(khung_store *store, const char *id, const khung_answers *file, const char *person, int64_t now,
                                           khung_log *log);
/* A word on a changed level, of the organisation or of the reviewer in answer; it stays on record. */
KHUNG_API khung_status khung_review_reply(khung_store *store, const char *id, const char *criterion, const char *text, const char *person, int64_t now,
                                          khung_log *log);
KHUNG_API khung_status khung_review_return(khung_store *store, const char *id, const char *reason, const char *person, int64_t now, khung_log *log);
/* Ends the review: its judgements become a track, the result is kept. KHUNG_CONFLICT while criteria are not judged, unless `incomplete`. */
KHUNG_API khung_status khung_review_finish(khung_store *store, const char *id, bool incomplete, const char *person, int64_t now, khung_log *log);
/* Which criteria of a review. */
typedef enum khung_review_part { KHUNG_REVIEW_WHOLE, KHUNG_REVIEW_OPEN, KHUNG_REVIEW_CHANGED } khung_review_part;
/* What is judged, changed and open, with reasons and replies; language "vi" or "en", or NULL for JSON. */
KHUNG_API khung_status khung_review_text(char **out, khung_store *store, const char *id, khung_review_part part, const char *language, khung_log *log);

/* ---- certificates: issued on reviewed assessments, numbered without a gap, checked by anybody. Numbers are "05/2026/GCN-ABBR"; calls take "5/2026"
 * too. Days are those of the issuer's time zone. Common errors: KHUNG_NOT_FOUND (no such number), KHUNG_NOT_ALLOWED (not in this state, duties must
 * stay apart, another store gives the numbers: the log says which and what to do), KHUNG_BUSY. ---- */

/* Who issues, as the store knows it. NULL and negative numbers: as they are, else as usual. */
typedef struct khung_certifier {
    const char *id;              /* NULL: the store's only issuer, or the abbreviation in small letters */
    const char *abbr;            /* of its numbers */
    const char *name, *name_en;
    const char *url;             /* https address where certificates can be checked; short, for the printed code holds it */
    const char *zone;            /* "+07:00", the usual one */
    int renewal;                 /* so many months before the last day the next certificate may be issued; 3 */
    int cool_off;                /* so many months after a withdrawal none is issued; 6 */
} khung_certifier;
/* Makes an issuer, or changes one. KHUNG_BAD_DATA: the log says which field. */
KHUNG_API khung_status khung_store_issuer_set(khung_store *store, const khung_certifier *issuer, const char *person, int64_t now, khung_log *log);
KHUNG_API khung_status khung_store_issuer_list(char **out, khung_store *store, const char *language, khung_log *log);

/* A condition under which is certified; unmet after its last day (YYYY-MM-DD, NULL: none) the certificate is suspended from the next day on. */
typedef struct khung_demand {
    const char *text, *until;
} khung_demand;
/* What is awarded; all zero: the grade that was computed, today, without conditions. */
#define KHUNG_ISSUER_SIZE 65 /* the id of an issuer with its NUL */
typedef struct khung_award {
    const char *issuer;          /* its id; NULL: the store's only one */
    const char *grade;           /* a lower one, by id or title, with role and reason of the decision; never a higher one */
    const char *role, *reason;
    const char *dated;           /* YYYY-MM-DD, not before the review's end or the last certificate; NULL: today */
    const khung_demand *conditions;
    size_t condition_count;
    int64_t after;               /* the last number of the year that is known to be given, where the store does not have it; 0: the store has all */
    bool look;                   /* only look: nothing is written */
} khung_award;
/* Issues a certificate on a reviewed, complete, unchanged assessment; the one before it is superseded. *out (khung_text_free): its record, as
 * khung_certificate_text gives it. KHUNG_NOT_ALLOWED, KHUNG_BAD_DATA: all that is in the way is in the log. */
KHUNG_API khung_status khung_certificate_issue(char **out, khung_store *store, const char *assessment, const khung_award *award, const char *language,
                                               const char *person, int64_t now, khung_log *log);
/* act: "suspend", "reinstate" or "withdraw", from today on, with a reason. */
KHUNG_API khung_status khung_certificate_act(khung_store *store, const char *number, const char *act, const char *reason, const char *person, int64_t now,
                                             khung_log *log);
/* Condition number `condition` (from 1) is met, on the day `dated` (NULL: today); note: what was seen, NULL: nothing is said. */
KHUNG_API khung_status khung_certificate_meet(khung_store *store, const char *number, int64_t condition, const char *dated, const char *note,
                                              const char *person, int64_t now, khung_log *log);
/* The same certificate under the next number (`after` as in khung_award), with the organisation's name and the issuer's of today, until the same day; the
 * old number is over. *out: the record of the new one. */
KHUNG_API khung_status khung_certificate_reissue(char **out, khung_store *store, const char *number, const char *reason, int64_t after, bool look,
                                                 const char *language, const char *person, int64_t now, khung_log *log);
/* The last that an issuer of this store gave: whoever keeps it elsewhere sees that a store is older than it should be, as after a restore. */
typedef struct khung_given {
    char issuer[KHUNG_ISSUER_SIZE];
    char chain[37];              /* of the store */
    int64_t year, number;        /* of the newest certificate; 0: none */
    int64_t registry;            /* number of the newest register; 0: none */
} khung_given;
/* Of the issuer with that id, or (NULL) of all the `at`-th, from 0. KHUNG_NOT_FOUND: there is none. */
KHUNG_API khung_status khung_certificate_given(khung_given *out, khung_store *store, const char *issuer, size_t at, khung_log *log);
typedef struct khung_keys khung_keys; /* see below */
/* Its signed text, as khung_verify reads it and documents are printed from (khung_issued): made once, by the key that signs on the day of issue, and kept.
 * keys: the issuer's, unlocked; may be NULL or locked where it was signed before. KHUNG_NOT_ALLOWED: the log says which key is needed. */
KHUNG_API khung_status khung_certificate_signed(char **text, size_t *size, khung_store *store, const char *number, const khung_keys *keys,
                                                const char *person, int64_t now, khung_log *log);
/* Whether it is in force at that moment. KHUNG_NOT_ALLOWED, said: it is not, so nothing is made of it that would say so. */
KHUNG_API khung_status khung_certificate_in_force(khung_store *store, const char *number, int64_t now, khung_log *log);
/* The id of the assessment it was issued on (khung_text_free). */
KHUNG_API khung_status khung_certificate_assessment(char **id, khung_store *store, const char *number, khung_log *log);
/* Takes the next bytes of a file of that name; false: no more. */
typedef bool khung_file_sink(void *to, const char *name, const void *bytes, size_t size);
/* The register of all certificates of an issuer (id; NULL: the store's only one), as files that the unlocked keys sign: numbered one more than the last,
 * also than `after` (0: the store has them all), promised anew for `next` (YYYY-MM-DD; NULL: in a month). In one pass; memory does not grow with the
 * certificates. *number: its number. */
KHUNG_API khung_status khung_certificate_register(int64_t *number, khung_store *store, const char *issuer, const khung_keys *keys, const char *next,
                                                  int64_t after, khung_file_sink *sink, void *to, const char *person, int64_t now, khung_log *log);
/* What it says, what it is today, its conditions and all that was entered; language "vi" or "en", or NULL for JSON. */
KHUNG_API khung_status khung_certificate_text(char **out, khung_store *store, const char *number, const char *language, int64_t now, khung_log *log);
/* Takes text as it is made; false: no more (the call ends with KHUNG_IO). */
typedef bool khung_sink(void *to, const char *text, size_t size);
/* Which certificates; NULL and 0 leave open. */
typedef struct khung_certificate_find {
    const char *issuer, *organisation, *framework; /* ids */
    const char *state;           /* "in-force", "suspended", "withdrawn", "expired", "superseded", "reissued" */
    int64_t year;                /* of issue */
    int64_t due;                 /* what ends or is due within so many days, soonest first; -1: not asked */
} khung_certificate_find;
/* The certificates by number, in one pass: memory does not grow with them. */
KHUNG_API khung_status khung_certificate_list(khung_store *store, const khung_certificate_find *find, const char *language, int64_t now, khung_sink *sink,
                                              void *to, khung_log *log);

/* ---- exchange: bundles between stores ---- */
/* How a bundle should be; all zero is the usual one. */
typedef struct khung_send_options {
    bool with_names;   /* personal fields of everybody named; without: only of those who agreed to the purpose "exchange" */
    bool with_files;   /* the files of the evidence, where a copy is kept */
    bool with_respondents; /* also where fewer people answered one by one than their framework's hide_below; without: KHUNG_NOT_ALLOWED then */
    const char *to;    /* whom it is for, noted in the log; NULL: not said */
    const khung_keys *keys; /* unlocked: their issuer signs the bundle; NULL: nobody does */
} khung_send_options;
/* Everything about an assessment, or about an organisation with its assessments (`id`, looked up in that order), as the bytes of one
 * sealed file: *bytes (khung_text_free), *size long. Nothing is written: khung_store_sent notes it in the log once the file is safe.
 * KHUNG_NOT_FOUND, KHUNG_NOT_ALLOWED (nobody has the id `person`; the key is past its days), KHUNG_TOO_LARGE. The same store and `now`: the same bytes. */
KHUNG_API khung_status khung_store_send(char **bytes, size_t *size, khung_store *store, const char *id, const khung_send_options *options,
                                        const char *person, int64_t now, khung_log *log);
/* Notes in the log that these bytes were sent, in a file called `file`. */
KHUNG_API khung_status khung_store_sent(khung_store *store, const char *id, const char *bytes, size_t size, const char *file,
                                        const khung_send_options *options, const char *person, int64_t now, khung_log *log);

/* Finds the list of keys of an issuer ("khung-key-list 1"), by its id: *list lives until the call that asked is over, NULL where none is known. What it
 * returns instead of KHUNG_OK ends that call. */
typedef khung_status khung_keys_of(const char **list, void *to, const char *issuer);
/* How a bundle is received; all zero looks only. */
typedef struct khung_receive_options {
    bool take;             /* take it in; without: nothing is written, the plan says what would happen */
    const char *language;  /* of the plan: "vi", "en"; NULL: as JSON */
    khung_keys_of *keys_of; /* by which signatures are checked; NULL: no issuer's keys are known */
    void *to;              /* its second argument */
} khung_receive_options;
typedef struct khung_receipt {
    bool nothing_new;      /* all of it was known: nothing is to be done, nothing was noted */
    size_t conflicts;      /* new ones: both sides changed the same */
} khung_receipt;
/* Checks the whole bundle, then takes in what is new, in one change: rows that are not here are added; what only the sender changed is
 * taken over; where both changed the same, ours stays and both versions are kept as a conflict until somebody settles it. *plan
 * (khung_text_free) tells it item by item. Receiving the same again changes nothing. `person` may be NULL for looking only.
 * Of an issuer whose keys are known nothing is believed about its certificates but what these keys signed.
 * KHUNG_BAD_DATA, KHUNG_NEWER, KHUNG_TOO_LARGE, KHUNG_CONFLICT (a log was rewritten), KHUNG_NOT_ALLOWED (signed by nobody who may): the log names the
 * first item that is wrong, and nothing is taken in. */
KHUNG_API khung_status khung_store_receive(char **plan, khung_receipt *receipt, khung_store *store, const char *bytes, size_t size,
                                           const khung_receive_options *options, const char *person, int64_t now, khung_log *log);
/* Open conflicts, with both versions: of one assessment or organisation, or all (id NULL). As JSON (language NULL) or for people. */
KHUNG_API khung_status khung_store_conflicts(char **out, khung_store *store, const char *id, const char *language, khung_log *log);
/* Ends a conflict: keeps "ours" or takes "theirs". `key`: as the list shows it, whole or its end; or the id of an assessment or
 * organisation: all that are open about it. *count: how many were settled. KHUNG_NOT_FOUND, KHUNG_NOT_ALLOWED. */
KHUNG_API khung_status khung_store_conflict_settle(size_t *count, khung_store *store, const char *key, const char *keep, const char *person, int64_t now,
                                                   khung_log *log);

/* ---- keys of an issuer: what certificates, registers and bundles are signed with ---- */

/* Who issues. zone NULL: Asia/Ho_Chi_Minh, 420 minutes east of Greenwich. */
typedef struct khung_issuer {
    const char *id, *name, *abbreviation;   /* abbreviation: of the numbers, "NGOIC" in 05/2026/GCN-NGOIC */
    const char *url;                        /* https address that printed codes lead to, at most 62 bytes with all that follows */
    const char *zone;
    int32_t offset;
} khung_issuer;
/* A passphrase, not kept by the library; and how much memory a guess at it costs, in MiB (0: 256; 64 to 1024), where a key is sealed. */
typedef struct khung_secret {
    const char *text;
    size_t size;
    uint32_t mebibytes;
} khung_secret;
/* The issuer of this store (id NULL: its only one) as keys are made for it; the texts lie in *room, free it with khung_text_free. KHUNG_NOT_FOUND
 * and the like: none, or several; the log says what to do. */
KHUNG_API khung_status khung_store_issuer_get(khung_issuer *out, char **room, khung_store *store, const char *id, khung_log *log);
/* Makes the first key, sealed under the passphrase (ten bytes at least) and unlocked. `day` and all below: YYYY-MM-DD, in the issuer's time zone. */
KHUNG_API khung_status khung_keys_begin(khung_keys **out, const khung_issuer *issuer, const char *day, const khung_secret *secret, khung_log *log);
/* Reads a key file, checking every signature of its list; it is locked. KHUNG_BAD_DATA, KHUNG_NEWER, KHUNG_TOO_LARGE. */
KHUNG_API khung_status khung_keys_load(khung_keys **out, const char *bytes, size_t size, khung_log *log);
/* Wipes what was unlocked. */
KHUNG_API void khung_keys_free(khung_keys *keys);
/* Unlocks the key that signs. KHUNG_NOT_ALLOWED: another passphrase, or no key is left. */
KHUNG_API khung_status khung_keys_unlock(khung_keys *keys, const khung_secret *secret, khung_log *log);
/* Adds a key for recovery, which signs nothing but changes of keys, as a key file of its own. `keys` must be unlocked. */
KHUNG_API khung_status khung_keys_recovery(khung_keys **out, khung_keys *keys, const char *day, const khung_secret *secret, khung_log *log);
/* Makes a new key that signs from that day on; the others sign `overlap` days longer. by: an unlocked key file, `keys` itself or the one for recovery. */
KHUNG_API khung_status khung_keys_rotate(khung_keys *keys, const khung_keys *by, const char *day, int64_t overlap, const khung_secret *secret,
                                         khung_log *log);
/* Revokes the key whose name begins so: what it signed counts no more, unless a register that another key signed has it. */
KHUNG_API khung_status khung_keys_revoke(khung_keys *keys, const khung_keys *by, const char *key, const char *day, const char *reason, khung_log *log);
/* A key file made anew from the public list, when the old one is lost: its key is signed by that for recovery. */
KHUNG_API khung_status khung_keys_recover(khung_keys **out, const char *bytes, size_t size, const khung_keys *by, const char *day,
                                          const khung_secret *secret, khung_log *log);
/* The key file (to be written for its owner alone), and the public list. */
KHUNG_API khung_status khung_keys_file_text(char **out, const khung_keys *keys);
KHUNG_API khung_status khung_keys_list_text(char **out, const khung_keys *keys);
/* The keys for people, language "vi" or "en"; or as JSON (language NULL). `day`: today, for what each is worth. */
KHUNG_API khung_status khung_keys_text(char **out, const khung_keys *keys, const char *day, const char *language);
/* The issuer's id. */
KHUNG_API void khung_keys_issuer(char issuer[KHUNG_ISSUER_SIZE], const khung_keys *keys);
/* Minutes east of Greenwich that the issuer's days begin by. */
KHUNG_API int khung_keys_offset(const khung_keys *keys);

/* ---- verify: is this certificate genuine, by whom, and in force on a day? ---- */

/* Numbers are for ever. AS_OF: in force as of a register that is past the day of the next one, or as of its issue where there is no register. */
typedef enum khung_verdict {
    KHUNG_VERDICT_IN_FORCE, KHUNG_VERDICT_SUSPENDED, KHUNG_VERDICT_WITHDRAWN, KHUNG_VERDICT_EXPIRED, KHUNG_VERDICT_SUPERSEDED, KHUNG_VERDICT_UNKNOWN,
    KHUNG_VERDICT_FORGED, KHUNG_VERDICT_AS_OF
} khung_verdict;
typedef struct khung_verify_options {
    const char *keys;        /* the issuer's list of keys (or key file), keys_size bytes; NULL: nothing can be proved */
    size_t keys_size;
    const char *registry;    /* path of the issuer's register: its folder, .csv or .sig; NULL: none */
    int64_t seen;            /* the highest number of a register of the issuer that was seen; 0: none */
    int64_t now;             /* milliseconds since 1970, UTC */
    const char *at;          /* a day YYYY-MM-DD in the issuer's time zone, or a moment 2027-07-04T23:59:59+07:00; NULL: now */
    const char *language;    /* of the text: "vi", "en"; NULL: JSON */
} khung_verify_options;
typedef struct khung_verified {
    khung_verdict verdict;
    char issuer[KHUNG_ISSUER_SIZE]; /* of the keys; "" without */
    int64_t registry;               /* number of the register; 0: none was read */
} khung_verified;
/* Verifies a PDF, a badge, the text of a signed certificate, or a short code (with or without its address): what it says and what it is worth. Of a PDF
 * every byte counts. KHUNG_BAD_DATA, KHUNG_NOT_FOUND …: keys or register cannot be used; the log says why, and there is no verdict. */
KHUNG_API khung_status khung_verify(char **out, khung_verified *found, const char *bytes, size_t size, const khung_verify_options *options, khung_log *log);
/* The issuer that it names, unproved: whose keys are to be looked up. KHUNG_NOT_FOUND: it names none. */
KHUNG_API khung_status khung_verify_issuer(char issuer[KHUNG_ISSUER_SIZE], const char *bytes, size_t size);
/* Compares two lists of keys of an issuer. *newer: 1 when a goes on from b, -1 when b does from a, 0: they are the same.
 * KHUNG_CONFLICT, said: neither does, so one of them is not the issuer's. */
KHUNG_API khung_status khung_keys_compare(int *newer, const char *a, size_t a_size, const char *b, size_t b_size, khung_log *log);

/* What a page that verifies carries. All may be left out: whoever opens the page then gives the files. */
typedef struct khung_page_options {
    const char *keys;        /* the issuer's list of keys, or its key file, of which only the public list gets into the page; keys_size bytes */
    size_t keys_size;
    const char *registry;    /* path of the issuer's register, as for khung_verify; only with keys */
    const char *language;    /* in which it begins: "vi" (also NULL), "en" */
} khung_page_options;
/* One HTML file, NUL-terminated, that does in a browser what khung_verify does, without network: *out (khung_text_free). The same input gives the same bytes.
 * KHUNG_BAD_DATA, KHUNG_NOT_FOUND: keys or register do not hold; KHUNG_TOO_LARGE: the register is longer than 16 MiB. */
KHUNG_API khung_status khung_verify_page(char **out, const khung_page_options *options, khung_log *log);

/* ---- provinces and laws: tables the library carries; data/README.md names the sources ---- */

/* A province of one of the two lists: "2025", the 34 in force since 1 July 2025, and "2024", the 63 until 30 June 2025. Seven codes
 * mean another province in the other list, so a place is always written with both: CODE@LIST. */
typedef struct khung_province {
    const char *code, *list;          /* "48", "2025" */
    const char *name, *name_en;       /* "Đà Nẵng", "Da Nang" */
    const char *full_name;            /* "Thành phố Đà Nẵng" */
    const char *region;               /* of the six socio-economic regions, in Vietnamese */
    const char *from, *to;            /* YYYY-MM-DD, when the list is in force, both days included; NULL: open */
} khung_province;

/* Both lists: the 34 by code, then the 63 by code. NULL beyond the last. */
KHUNG_API size_t khung_province_count(void);
KHUNG_API const khung_province *khung_province_row(size_t i);
/* Reads "48@2025", "Bắc Giang@2024" or a name that needs no list ("da nang", "TP. Đà Nẵng", aliases). KHUNG_BAD_DATA: the log says what
 * it may have meant. */
KHUNG_API khung_status khung_province_read(const khung_province **out, const char *text, khung_log *log);
/* Where one of the 63 is now; itself for one of the 34. */
KHUNG_API const khung_province *khung_province_successor(const khung_province *province);
/* The i-th of the 63 that make one of the 34, NULL beyond the last. */
KHUNG_API const khung_province *khung_province_predecessor(const khung_province *province, size_t i);
/* Whether its list is in force on the day YYYY-MM-DD. */
KHUNG_API bool khung_province_valid(const khung_province *province, const char *date);
/* The provinces in Vietnamese order as a table of 80 columns, or as JSON. words: only those whose name or alias has them (NULL: all);
 * date: of the list in force then (NULL: both lists with words, the newer without). KHUNG_NOT_FOUND, KHUNG_BAD_CALL (the date). */
KHUNG_API khung_status khung_provinces_text(char **out, const char *words, const char *date, const char *language, khung_log *log);
KHUNG_API khung_status khung_provinces_json(char **out, const char *words, const char *date, khung_log *log);

/* An act that organisations are ruled by. Texts are never NULL; "" is not known or not applicable. */
typedef struct khung_law {
    const char *id, *number, *kind, *title; /* "nd126_2024", "126/2024/NĐ-CP", "Nghị định", Vietnamese title */
    const char *issued, *from, *to;         /* YYYY-MM-DD (issued: sometimes the year alone); in force from … to, both included */
    const char *status, *status_vi;         /* as of 2026, in words */
    const char *replaces, *replaced_by;     /* numbers, "; " between */
    const char *applies_to;                 /* association, fund, foreign_ngo …, "; " between */
    const char *verified;                   /* "yes", "partial" (parts were read) or "no": how sure this row is */
    const char *note, *note_vi, *source;
} khung_law;

/* How many acts the table has, and the i-th; NULL beyond the last. */
KHUNG_API size_t khung_law_count(void);
KHUNG_API const khung_law *khung_law_row(size_t i);
/* By number or id, letter case and accents aside; NULL when it is not there. */
KHUNG_API const khung_law *khung_law_find(const char *number);
/* Whether it is in force on the day YYYY-MM-DD, as far as the table knows: where it does not know the first day, from
 * the day of issue on; an open end counts as in force. */
KHUNG_API bool khung_law_valid(const khung_law *law, const char *date);
/* One act with all that is known, what replaced it first (number), or the table of those in force on a date (both NULL: all). */
KHUNG_API khung_status khung_laws_text(char **out, const char *number, const char *date, const char *language, khung_log *log);
KHUNG_API khung_status khung_laws_json(char **out, const char *number, const char *date, khung_log *log);

/* ---- forms: questionnaires to fill in where people are ---- */

/* What a form begins with; all zero is an empty one. Lent for the call. */
typedef struct khung_form_options {
    const char *language;         /* of an HTML form that has several: the one to begin with; NULL: the framework's */
    const khung_answers *filled;  /* what is filled in already: organisation, period, whose answers these are, and answers; NULL: nothing */
    const khung_answers *const *people; /* of an HTML form: the answers of several people (respondents, two at least), who settle on common ones
                                           with it; it shows what they said, without who said what. NULL: another form */
    size_t people_count;
} khung_form_options;
/* The questionnaire as one HTML file, NUL-terminated, that works without network in the framework's language and in those of the
 * translations: it keeps what is filled in, scores it as khung_score does, saves and opens files of answers and prints. `framework` is the
 * untranslated one; options may be NULL. KHUNG_BAD_DATA when a translation or answers do not fit. Same input, same bytes. */
KHUNG_API khung_status khung_form_html(char **out, const khung_framework *framework, const khung_translation *const *translations, size_t count,
                                       const khung_form_options *options, khung_log *log);

/* The framework as an XLSForm for Kobo and ODK, in its language and those of the translations: *out (khung_text_free), *size long. The same
 * input gives the same bytes. KHUNG_NOT_FOUND: libxlsxwriter is not installed. */
KHUNG_API khung_status khung_form_xlsx(char **out, size_t *size, const khung_framework *framework, const khung_translation *const *translations,
                                       size_t count, const khung_form_options *options, khung_log *log);
/* The framework as a plain table to fill in, a row an answer, as khung_import_add takes it: CSV, NUL-terminated. */
KHUNG_API khung_status khung_form_csv(char **out, const khung_framework *framework, const khung_form_options *options, khung_log *log);

/* ---- interview: a framework asked on a terminal ---- */

/* Questions on a screen, one after the other, or a stack of paper forms being typed in. It knows no terminal: bytes that were typed go in, a
 * screen comes out as text with the usual control sequences, and every answer is handed over as it is given, so that whoever asks can keep it
 * at once. Nothing is asked of the clock, of files or of the store. */
typedef struct khung_interview khung_interview;
typedef enum khung_interview_want {
    KHUNG_WANT_KEYS,                        /* more keys */
    KHUNG_WANT_END,                         /* the person ends it */
    KHUNG_WANT_NEXT, KHUNG_WANT_PREVIOUS    /* papers: the next paper form of the stack (a new one behind the last), the one before */
} khung_interview_want;
/* Texts are lent for the interview's life; all zero is the usual one. */
typedef struct khung_interview_options {
    const char *language;                   /* of the screen's own words: "vi" or "en"; NULL: the framework's */
    const char *head;                       /* stands above; NULL: the organisation's name */
    const char *today;                      /* YYYY-MM-DD: the day of the answers */
    const char *track;                      /* NULL: that of the answers, else "self" */
    bool papers;                            /* questions as a list, and on to the next with every answer */
    unsigned paper, paper_count;            /* papers: which of the stack */
    bool about;                             /* organisation, period and who answers are asked too */
    const char *organisation_id, *organisation_name, *from, *to; /* about: what is known of it */
    bool utf8, colour;
    const khung_answers *const *others;     /* tracks of other people: facts of the profile that they say are not asked, nor whom they are about */
    size_t other_count;
    const khung_answers *evidence;          /* what is listed with the whole assessment (khung_assess_evidence): shown, not changed here; NULL: nothing */
} khung_interview_options;
/* The framework must outlive the interview and may be a translated copy. answers: what was said before, NULL: nothing. KHUNG_BAD_DATA: they do
 * not fit the framework; KHUNG_BAD_CALL: a date or track that is none. */
KHUNG_API khung_status khung_interview_new(khung_interview **out, const khung_framework *framework, const khung_answers *answers,
                                           const khung_interview_options *options, khung_log *log);
KHUNG_API void khung_interview_free(khung_interview *interview);
/* Takes one key from the front of the bytes and says how many bytes that was; 0: more must come first. `complete`: no more come for now, so that
 * what stands there is all. */
KHUNG_API size_t khung_interview_type(khung_interview *interview, const char *bytes, size_t n, bool complete);
KHUNG_API khung_interview_want khung_interview_wants(const khung_interview *interview);
/* What the last keys changed and nobody has kept yet; false: nothing. *criterion: its id, or "" for the head; *value: what a file of answers would
 * say of it, as JSON, "" where nothing is said any more. Lent until the next call. khung_interview_kept ends it, then comes the next. */
KHUNG_API bool khung_interview_change(const char **criterion, const char **value, khung_interview *interview);
KHUNG_API void khung_interview_kept(khung_interview *interview);
/* All of it as a file of answers. KHUNG_NOT_FOUND: organisation or period are not said yet. */
KHUNG_API khung_status khung_interview_yaml(char **out, const khung_interview *interview);
/* What is being typed and is no answer yet, as one line, "" when nothing is; and the same put back. What is no such line is passed over. */
KHUNG_API khung_status khung_interview_draft(char **out, const khung_interview *interview);
KHUNG_API void khung_interview_draft_put(khung_interview *interview, const char *line);
/* The screen as it should be now, as a terminal takes it. */
KHUNG_API khung_status khung_interview_screen(char **out, khung_interview *interview, unsigned columns, unsigned rows);
/* A sentence for the person on the next screen; bad: something went wrong. */
KHUNG_API void khung_interview_tell(khung_interview *interview, const char *sentence, bool bad);
/* How many questions must be answered, and how many are. */
KHUNG_API void khung_interview_progress(size_t *done, size_t *wanted, const khung_interview *interview);

/* ---- tables: answers and results for people who live in spreadsheets; no cell of theirs is a formula ---- */

/* Answers as the same table, filled in: CSV. Reading it gives the same answers. KHUNG_BAD_DATA: they do not fit the framework. */
KHUNG_API khung_status khung_answers_csv(char **out, const khung_framework *framework, const khung_answers *const *tracks, size_t count,
                                         khung_log *log);
/* The result and the answers it was scored from as a workbook of three sheets; the last, "khung", is the table above. *out is yours
 * (khung_text_free), *size long; without tracks it has the first two. language: "vi" or "en", of the headings. */
KHUNG_API khung_status khung_result_xlsx(char **out, size_t *size, const khung_framework *framework, const khung_result *result,
                                         const khung_answers *const *tracks, size_t count, const char *language, khung_log *log);

/* ---- documents: reports and previews from a result and the answers it was scored from ---- */

/* Noto Sans, Noto Serif and DejaVu Sans, found once and shared by any number of documents (one thread at a time). */
typedef struct khung_fonts khung_fonts;
/* Looks in the folder $KHUNG_FONTS, then in the system's. KHUNG_NOT_FOUND when the fonts are not installed: the log names the package. */
KHUNG_API khung_status khung_fonts_new(khung_fonts **out, khung_log *log);
KHUNG_API void khung_fonts_free(khung_fonts *fonts);

/* An X.509 key with which PDF readers know who signed, beside the issuer's own keys: RSA of 2048 bits or more, or P-256. */
typedef struct khung_pdf_key khung_pdf_key;
/* Whether a passphrase is needed to read it: it is not a PEM file without one. */
KHUNG_API bool khung_pdf_key_locked(const char *bytes, size_t size);
/* Reads a PEM file or a PKCS #12 file with its certificates; more of them, its own or those of the chain, in a second file (PEM, or one as DER; NULL:
 * none). passphrase NULL: none; it is not kept. now: milliseconds since 1970, at which the certificate must be valid. Errors, all said: KHUNG_BAD_DATA (no
 * key, no certificate, not a pair), KHUNG_NOT_ALLOWED (another passphrase; expired; not for signing; too short, or of another kind), KHUNG_NOT_FOUND
 * (libcrypto is not installed), KHUNG_NO_MEMORY. */
KHUNG_API khung_status khung_pdf_key_load(khung_pdf_key **out, const char *bytes, size_t size, const char *certificates, size_t certificates_size,
                                          const khung_secret *passphrase, int64_t now, khung_log *log);
/* Wipes what was read. */
KHUNG_API void khung_pdf_key_free(khung_pdf_key *key);

/* A certificate that was issued: its signed text (as khung_verify reads it), and the issuer's keys: unlocked they seal the PDF, so that every byte of it
 * counts; locked, or where it is not a PDF, there is no seal. With an X.509 key a PDF is signed as PDF readers check it, too (PAdES baseline B-B, a block
 * that names who signed and when beside the signature): of two such files of the same input and moment only the signature's own bytes may differ. */
typedef struct khung_issued {
    const char *text;
    size_t size;
    const khung_keys *keys;
    const khung_pdf_key *pdf_key; /* NULL: without */
    int64_t pdf_at;               /* when it is signed: milliseconds since 1970 */
} khung_issued;
/* The certificate as an Open Badge 3.0 (JSON; khung_text_free): framework in the language that its names are to have, `language` that of the sentences
 * (NULL: the framework's). issued->keys must be unlocked: they sign at the moment `now`. Whether it is in force is for the caller to look up.
 * KHUNG_BAD_DATA: not a signed certificate of these keys, or about another result; KHUNG_NOT_ALLOWED: the key does not sign any more. */
KHUNG_API khung_status khung_badge_text(char **out, const khung_framework *framework, const khung_result *result, const khung_issued *issued,
                                        const char *language, int64_t now, khung_log *log);

/* What a document should be; all zero is the usual one. Texts are lent for the call. */

typedef struct khung_report_options {
    const char *template_name; /* "assessment" (also NULL), "summary" (one page) or "certificate" (until it is issued a preview) */
    const char *language;      /* of the document's own words: "vi" or "en"; NULL: the framework's language */
    bool cover_dark;           /* a dark first page; the default saves ink */
    bool archive;              /* PDF/A-1b: no attachments, solid tints */
    bool large;                /* questionnaire: everything 1.4 times as large */
    const khung_answers *filled; /* questionnaire: what is filled in already; NULL: nothing */
    bool with_notes;           /* the attached answers keep their notes; without, notes stay on the pages only */
    const char *place;         /* printed beside the period, e.g. the town; NULL leaves it out */
    const char *issuer;        /* who prints it; NULL: the framework's publisher */
    const char *dated;         /* YYYY-MM-DD on the cover; NULL leaves it out (a document never asks the clock) */
    const khung_description *description; /* how the document is described; NULL: the library's own of template_name. Which document it
                                             is then stands in the description. */
    const khung_result *before; /* the round before, of the same organisation; NULL: none. Documents tell what changed on the criteria that
                                   can be compared: in both rounds with a score, asked and scored alike. */
    const khung_framework *before_framework; /* what that round was scored by; NULL: the same framework */
    /* Of a certificate; what is left out is as the description has it. */
    const char *style;         /* "plain" or "state": with the head of decree 30/2020 */
    const char *orientation;   /* "landscape" or "portrait" */
    bool bilingual;            /* the document's language large, the other one small */
    const khung_framework *other; /* bilingual: the same framework in the other language; NULL: its texts stay as they are */
    const char *seat;          /* where the organisation has its seat; NULL leaves it out */
    const char *const *conditions; /* `condition_count` texts; printed after those of the description */
    size_t condition_count;
    const khung_issued *issued; /* NULL: a preview. Else date, validity, grade and conditions are as they were signed */
} khung_report_options;

/* The document as PDF bytes: *out is yours (khung_text_free), *size long. `tracks` are those that `result` was scored from, in any
 * order; `framework` may be a translated copy. options NULL: the usual one. Errors: KHUNG_BAD_CALL (unknown template or date,
 * tracks of another result), KHUNG_NOT_ALLOWED (a certificate without what it certifies: the log says what is missing),
 * KHUNG_NO_GLYPH, KHUNG_NO_MEMORY. Same input, same bytes. */
KHUNG_API khung_status khung_report_pdf(char **out, size_t *size, const khung_framework *framework, const khung_result *result,
                                        const khung_answers *const *tracks, size_t count, const khung_report_options *options,
                                        khung_fonts *fonts, khung_log *log);
/* The same document as reading text, 80 columns, NUL-terminated. */
KHUNG_API khung_status khung_report_text(char **out, const khung_framework *framework, const khung_result *result,
                                         const khung_answers *const *tracks, size_t count, const khung_report_options *options,
                                         khung_fonts *fonts, khung_log *log);
/* The same document as one HTML file, NUL-terminated: it flows instead of having pages, has no script and asks for nothing outside
 * itself. Always on a light ground; attachments stay with the PDF. */
KHUNG_API khung_status khung_report_html(char **out, const khung_framework *framework, const khung_result *result,
                                         const khung_answers *const *tracks, size_t count, const khung_report_options *options,
                                         khung_fonts *fonts, khung_log *log);
/* The same document as a list of pages, elements and boxes in points: what layout tests read. */
KHUNG_API khung_status khung_report_boxes(char **out, const khung_framework *framework, const khung_result *result,
                                          const khung_answers *const *tracks, size_t count, const khung_report_options *options,
                                          khung_fonts *fonts, khung_log *log);

/* The certificates of several assessments as one document. */
typedef struct khung_sheets khung_sheets;
typedef enum khung_form { KHUNG_FORM_PDF, KHUNG_FORM_ARCHIVE, KHUNG_FORM_HTML, KHUNG_FORM_TEXT, KHUNG_FORM_BOXES } khung_form; /* archive: PDF/A-1b */
/* Empty; fonts and log are lent until it is freed. */
KHUNG_API khung_status khung_sheets_new(khung_sheets **out, khung_fonts *fonts, khung_log *log);
KHUNG_API void khung_sheets_free(khung_sheets *sheets);
/* Adds a certificate: arguments and errors as khung_report_pdf. After any error but KHUNG_NO_MEMORY the document is as it was, so the next
 * one may come. KHUNG_BAD_CALL: the options ask for another document. */
KHUNG_API khung_status khung_sheets_add(khung_sheets *sheets, const khung_framework *framework, const khung_result *result,
                                        const khung_answers *const *tracks, size_t count, const khung_report_options *options, khung_log *log);
KHUNG_API size_t khung_sheets_count(const khung_sheets *sheets);
/* All of them: *out is yours (khung_text_free), *size long, with a NUL behind it that does not count. KHUNG_BAD_CALL: there are none. */
KHUNG_API khung_status khung_sheets_write(char **out, size_t *size, khung_sheets *sheets, khung_form form, khung_log *log);

/* ---- documents without a result ---- */

/* The framework as a form of paper, to be filled in by hand. Of the options language, archive, large and description count; without a
 * description the library's own "questionnaire". *out as for khung_report_pdf, with a NUL behind it that *size does not count. */
KHUNG_API khung_status khung_questionnaire(char **out, size_t *size, khung_form form, const khung_framework *framework,
                                           const khung_report_options *options, khung_fonts *fonts, khung_log *log);
/* The sheet by which a group settles on common answers: what its people (the respondents among `people`, two at least) said of each criterion,
 * without who said what, the criteria on which they differ most first, boxes for the agreed level. It shows small numbers, too: it is for the
 * people in the room and not to be handed on. Options and errors as above; KHUNG_BAD_DATA: fewer than two people, or their files are of
 * different organisations or periods or do not fit the framework. */
KHUNG_API khung_status khung_consensus_sheet(char **out, size_t *size, khung_form form, const khung_framework *framework,
                                             const khung_answers *const *people, size_t count, const khung_report_options *options,
                                             khung_fonts *fonts, khung_log *log);
/* A plan, a portfolio or a register, whichever the figures are of; the description, when given, must be of that document. */
KHUNG_API khung_status khung_figures_print(char **out, size_t *size, khung_form form, const khung_figures *figures,
                                           const khung_report_options *options, khung_fonts *fonts, khung_log *log);

#ifdef __cplusplus
}
#endif
#endif
