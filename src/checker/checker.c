/* checker: see checker.h. The tables that khung verify speaks from become JSON beside the program in JavaScript of this folder. */
#include "../badge/graph.h"
#include "../checker.h"
#include "../diag.h"
#include "../roll.h"
#include "../states.h"
#include "../webpage.h"
#include "../words.h"

#include <string.h>

static const char STYLE[] = {
#include "checker.css.h"
};

/* In the order in which they build on each other. */
static const char BYTES[] = {
#include "bytes.js.h"
};
static const char SHA2[] = {
#include "sha2.js.h"
};
static const char ED25519[] = {
#include "ed25519.js.h"
};
static const char DAYS[] = {
#include "days.js.h"
};
static const char CBOR[] = {
#include "cbor.js.h"
};
static const char KEYLIST[] = {
#include "keylist.js.h"
};
static const char CLAIM[] = {
#include "claim.js.h"
};
static const char ROLLBOOK[] = {
#include "rollbook.js.h"
};
static const char BADGE[] = {
#include "badge.js.h"
};
static const char JUDGE[] = {
#include "judge.js.h"
};
static const char DESK[] = {
#include "desk.js.h"
};
static const char *const SCRIPTS[] = {BYTES, SHA2, ED25519, DAYS, CBOR, KEYLIST, CLAIM, ROLLBOOK, BADGE, JUDGE, DESK};

/* A word or sentence in the order of khung__language: Vietnamese, English. */
typedef struct pair {
    const char *name, *text[2];
} pair;

static const pair WORDS[] = {
#define F(name, en, vi) {#name, {vi, en}},
#include "words.def"
#undef F
};
static const pair REASONS[] = {
#define R(name, id, en, vi) {id, {vi, en}},
#include "verify/reasons.def"
#undef R
};
static const struct {
    const char *name;
    bool over;
} STATES[] = {
#define STATE(name, stored, over, en, vi) {stored, over},
#include "states/states.def"
#undef STATE
};
/* The words of badges, what they stand for and what follows them. */
static const struct {
    const char *word, *property, *type;
} TERMS[] = {
#define NODE "@id"
#define T(name, word, property, type) {word, property, type},
#include "badge/terms.def"
#undef T
#undef NODE
};
static const struct {
    const char *word, *iri;
} CLASSES[] = {
#define C(name, word, iri) {word, iri},
#include "badge/terms.def"
#undef C
};
/* Labels and verdicts of khung verify. */
static const struct {
    const char *name;
    khung__word_id id;
} SHARED[] = {
#define W(name) {#name, KHUNG__W_##name},
    W(VERDICT_IN_FORCE) W(VERDICT_SUSPENDED) W(VERDICT_WITHDRAWN) W(VERDICT_EXPIRED) W(VERDICT_SUPERSEDED) W(VERDICT_UNKNOWN) W(VERDICT_FORGED)
    W(VERDICT_AS_OF) W(VERDICT_AS_OF_ISSUE) W(VERIFY_UNPROVED) W(VERIFY_PAGES_OPEN) W(VERIFY_BADGE_OPEN)
    W(VERIFY_NUMBER) W(VERIFY_WHO) W(VERIFY_GRADE) W(VERIFY_LOWERED)
    W(VERIFY_LOWERED_BY) W(VERIFY_FRAMEWORK) W(VERIFY_PERIOD) W(VERIFY_ISSUED) W(VERIFY_UNTIL) W(VERIFY_NO_END) W(VERIFY_CONDITION)
    W(VERIFY_CONDITION_UNTIL) W(VERIFY_ISSUER) W(VERIFY_REPLACED) W(VERIFY_SIGNER) W(VERIFY_SIGNER_BY) W(VERIFY_SIGNER_GONE)
    W(VERIFY_DAY) W(VERIFY_KEYS)
#undef W
};
/* Why keys or a register cannot be used; the program's own diagnostics, by the names that the script has for them. */
static const struct {
    const char *name;
    khung__diag_id id;
} REFUSALS[] = {
#define N(name) {#name, KHUNG__D_##name},
    N(KEYS_NONE) N(KEYS_FILE_NEWER) N(KEYS_NEWER) N(KEYS_TOO_LARGE) N(KEYS_TOO_MANY) N(KEYS_LINE) N(KEYS_CHAIN) N(KEYS_SIGNATURE) N(KEYS_SIGNER)
    N(KEYS_CONTRADICT) N(ROLL_NOT_FOUND) N(ROLL_NONE) N(ROLL_OTHER_KEY) N(ROLL_FORGED) N(ROLL_PAST_KEY) N(ROLL_CHANGED) N(VERIFY_DAY)
#undef N
};

#define COUNT(array) (sizeof(array) / sizeof *(array))
static const char *const LANGUAGES[] = {"vi", "en"};

/* ---- JSON ---- */

/* "name": with a comma before it unless the object has just begun. */
static void put_name(khung__buf *out, const char *name)
{
    if (out->n && out->s[out->n - 1] != '{')
        khung__buf_char(out, ',');
    khung__buf_json(out, khung__str_of(name));
    khung__buf_char(out, ':');
}

static void put_text(khung__buf *out, const char *name, khung__str text)
{
    put_name(out, name);
    khung__buf_json(out, text);
}

static void put_words(khung__buf *out)
{
    put_name(out, "words");
    khung__buf_char(out, '{');
    for (int language = 0; language < 2; language++) {
        put_name(out, LANGUAGES[language]);
        khung__buf_char(out, '{');
        for (size_t i = 0; i < COUNT(WORDS); i++)
            put_text(out, WORDS[i].name, khung__str_of(WORDS[i].text[language]));
        for (size_t i = 0; i < COUNT(SHARED); i++)
            put_text(out, SHARED[i].name, khung__word(SHARED[i].id, language ? KHUNG__EN : KHUNG__VI));
        khung__buf_char(out, '}');
    }
    khung__buf_char(out, '}');
}

/* The sentence without the options of a command that it names in brackets. */
static void put_plain(khung__buf *out, const char *language, const char *text)
{
    khung__buf plain = {0};
    for (const char *at; (at = strstr(text, " (--")) != NULL; text = strchr(at, ')') + 1)
        khung__buf_add(&plain, text, (size_t)(at - text));
    khung__buf_z(&plain, text);
    put_text(out, language, (khung__str){plain.s, plain.n});
    out->failed = out->failed || plain.failed;
    khung__buf_free(&plain);
}

static void put_tables(khung__buf *out)
{
    put_name(out, "reasons");
    khung__buf_char(out, '{');
    for (size_t i = 0; i < COUNT(REASONS); i++) {
        put_name(out, REASONS[i].name);
        khung__buf_char(out, '{');
        for (int language = 0; language < 2; language++)
            put_plain(out, LANGUAGES[language], REASONS[i].text[language]);
        khung__buf_char(out, '}');
    }
    khung__buf_char(out, '}');
    put_name(out, "states");
    khung__buf_char(out, '{');
    for (size_t i = 0; i < COUNT(STATES); i++) {
        put_name(out, STATES[i].name);
        khung__buf_z(out, STATES[i].over ? "true" : "false");
    }
    khung__buf_char(out, '}');
    put_name(out, "refusals");
    khung__buf_char(out, '{');
    for (size_t i = 0; i < COUNT(REFUSALS); i++) {
        put_name(out, REFUSALS[i].name);
        khung__buf_char(out, '{');
        put_text(out, "id", khung__str_of(khung__diag_name(REFUSALS[i].id)));
        for (int language = 0; language < 2; language++)
            put_text(out, LANGUAGES[language], khung__str_of(khung__diag_sentence(REFUSALS[i].id, language)));
        khung__buf_char(out, '}');
    }
    khung__buf_char(out, '}');
}

/* A list of texts; those that are NULL are empty. */
static void put_texts(khung__buf *out, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        khung__buf_char(out, i ? ',' : '[');
        khung__buf_json(out, khung__str_of(texts[i] ? texts[i] : ""));
    }
    khung__buf_char(out, ']');
}

static void put_badge(khung__buf *out)
{
    put_name(out, "badge");
    khung__buf_char(out, '{');
    put_name(out, "contexts");
    put_texts(out, (const char *const[]){KHUNG__BADGE_CONTEXT_1, KHUNG__BADGE_CONTEXT_2}, 2);
    put_text(out, "type", KHUNG__S(KHUNG__BADGE_TYPE));
    put_text(out, "purpose", KHUNG__S(KHUNG__BADGE_PURPOSE));
    put_name(out, "terms");
    for (size_t i = 0; i < COUNT(TERMS); i++) {
        khung__buf_char(out, i ? ',' : '[');
        put_texts(out, (const char *const[]){TERMS[i].word, TERMS[i].property, TERMS[i].type}, 3);
    }
    khung__buf_char(out, ']');
    put_name(out, "classes");
    for (size_t i = 0; i < COUNT(CLASSES); i++) {
        khung__buf_char(out, i ? ',' : '[');
        put_texts(out, (const char *const[]){CLASSES[i].word, CLASSES[i].iri}, 2);
    }
    khung__buf_z(out, "]}");
}

/* ---- what the page carries ---- */

static void put_base64(khung__buf *out, const char *name, khung__str bytes)
{
    khung__arena arena = {0};
    khung__str text = khung__base64_write(&arena, bytes);
    put_text(out, name, text);
    out->failed = out->failed || !text.s;
    khung__arena_free(&arena);
}

static khung_status put_register(khung__buf *out, const char *path, const khung__key_list *keys, khung_log *log)
{
    khung__roll roll;
    khung__arena arena = {0};
    khung__str csv = {0}, sig = {0};
    khung_status status = khung__roll_open(&roll, path, keys, log);
    if (status == KHUNG_OK && roll.head.size > KHUNG__CHECKER_MOST_REGISTER)
        status = KHUNG__DIAG(log, KHUNG__D_CHECKER_LARGE, (khung__at){0});
    if (status == KHUNG_OK)
        status = khung__roll_bytes(&csv, &sig, &roll, &arena, log);
    if (status == KHUNG_OK) {
        put_name(out, "register");
        khung__buf_char(out, '{');
        put_base64(out, "csv", csv);
        put_base64(out, "sig", sig);
        khung__buf_char(out, '}');
    }
    khung__arena_free(&arena);
    khung__roll_free(&roll);
    return status;
}

/* Of a key file the public list alone. */
static khung_status put_basis(khung__buf *out, const khung_page_options *options, khung_log *log)
{
    khung__key_list *list = khung__alloc(sizeof *list);
    khung__buf text = {0};
    if (!list)
        return KHUNG_NO_MEMORY;
    memset(list, 0, sizeof *list);
    khung_status status = khung__key_list_read(list, (khung__str){options->keys, options->keys_size}, log);
    if (status == KHUNG_OK) {
        khung__key_list_write(&text, list);
        put_text(out, "keys", (khung__str){text.s, text.n});
        out->failed = out->failed || text.failed;
    }
    if (status == KHUNG_OK && options->registry)
        status = put_register(out, options->registry, list, log);
    khung__buf_free(&text);
    khung__key_list_free(list);
    khung__free(list);
    return status;
}

/* ---- the file ---- */

static bool put_page(khung__buf *out, const khung__buf *json)
{
    khung__webpage page = {.language = KHUNG__S("vi"), .style = STYLE, .scripts = SCRIPTS, .script_count = COUNT(SCRIPTS),
                           .data = {json->s, json->n}};
    for (size_t i = 0; i < COUNT(WORDS); i++) {
        if (strcmp(WORDS[i].name, "TITLE") == 0)
            page.title = khung__str_of(WORDS[i].text[0]);
        if (strcmp(WORDS[i].name, "TOO_OLD") == 0)
            memcpy(page.too_old, WORDS[i].text, sizeof page.too_old);
    }
    return khung__webpage_write(out, &page);
}

khung_status khung_verify_page(char **out, const khung_page_options *options, khung_log *log)
{
    static const khung_page_options empty = {0};
    khung__buf json = {0}, file = {0};
    const khung_page_options *o = options ? options : &empty;
    if (!out || (o->registry && !o->keys))
        return KHUNG_BAD_CALL;
    bool english = o->language && khung__language_of(khung__str_of(o->language)) == KHUNG__EN;
    khung__buf_char(&json, '{');
    put_text(&json, "begin", khung__str_of(LANGUAGES[english]));
    put_text(&json, "made", KHUNG__S("khung " KHUNG_VERSION));
    put_words(&json);
    put_tables(&json);
    put_badge(&json);
    khung_status status = o->keys ? put_basis(&json, o, log) : KHUNG_OK;
    khung__buf_char(&json, '}');
    if (status == KHUNG_OK && (json.failed || !put_page(&file, &json)))
        status = KHUNG_NO_MEMORY;
    khung__buf_free(&json);
    if (status == KHUNG_OK)
        *out = file.s;
    else
        khung__buf_free(&file);
    return status;
}
