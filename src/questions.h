/* questions: a framework as one flat list of questions, as forms ask them and tables answer them. XLSForms are written from it and what
 * comes back is read by it, so that names cannot drift apart. */
#ifndef KHUNG_QUESTIONS_H
#define KHUNG_QUESTIONS_H

#include "translation.h"
#include "words.h"

/* What is asked for. The first are about the whole file, one each. */
typedef enum khung__asks {
    KHUNG__ASKS_FRAMEWORK, KHUNG__ASKS_VERSION, KHUNG__ASKS_DIGEST, /* of the form itself, which fills them in */
    KHUNG__ASKS_ORGANISATION_ID, KHUNG__ASKS_ORGANISATION_NAME, KHUNG__ASKS_FROM, KHUNG__ASKS_TO, KHUNG__ASKS_BY_NAME, KHUNG__ASKS_BY_ROLE,
    KHUNG__ASKS_DATED, KHUNG__ASKS_TRACK,
    KHUNG__ASKS_ABOUT,      /* how many of these there are */
    KHUNG__ASKS_FACT = KHUNG__ASKS_ABOUT,
    KHUNG__ASKS_LEVEL,      /* method scale: a level, or "not applicable" */
    KHUNG__ASKS_WHETHER,    /* other methods: whether it applies; a table may have the quantity there */
    KHUNG__ASKS_QUANTITY,
    KHUNG__ASKS_CHECK,
    KHUNG__ASKS_REASON,     /* why it is not applicable */
    KHUNG__ASKS_NOTE,
    KHUNG__ASKS_EVIDENCE,   /* the file of an item */
    KHUNG__ASKS_EVIDENCE_DATED,
    KHUNG__ASKS_EVIDENCE_SHA256, /* this and the next: in tables only */
    KHUNG__ASKS_CARRIED
} khung__asks;

/* What a choice stands for: an index of a level or option, 0 no, 1 yes, or one of these. */
enum { KHUNG__CHOICE_NA = 1000000, KHUNG__CHOICE_APPLIES };
typedef struct khung__choice {
    khung__str id, name;      /* as answers files and as forms have it */
    khung__str *labels;       /* per language: as a form shows it, with the level's descriptor */
    khung__str *titles;       /* per language: the title alone */
    uint32_t value;
} khung__choice;

typedef struct khung__question {
    khung__asks asks;
    uint32_t criterion, part; /* part: index of the fact, check or evidence item; KHUNG__NONE where there is none */
    bool in_form;             /* XLSForms ask it */
    khung__str key;           /* its place in an answers file, "gov-conflict.checks.policy": the heading of plain tables */
    khung__str name;          /* in forms: unique in any case, letters, digits and "_" */
    khung__str path;          /* groups and name with "/" between */
    khung__str *labels;       /* per language, no two alike */
    khung__choice *choices;
    uint32_t choice_count;
} khung__question;

typedef struct khung__questions {
    khung__arena arena;
    const khung_framework **frameworks; /* the framework itself, then copies in other languages, which are the list's */
    uint32_t languages;
    khung__question *list;
    uint32_t count, room;
    khung__str about_group, profile_group;
    khung__str *domain_groups, *criterion_groups; /* names by index */
    khung__ids names;
} khung__questions;

/* Makes the list in the framework's language and those of the translations; the framework must outlive it. KHUNG_BAD_DATA: a translation
 * is of another framework. */
khung_status khung__questions_make(khung__questions *out, const khung_framework *framework, const khung_translation *const *translations,
                                   size_t count, khung_log *log);
void khung__questions_free(khung__questions *questions);
/* An id as a name of forms: "-" as "_", "k_" before a digit. */
khung__str khung__questions_name(khung__arena *arena, khung__str id);
/* Texts in tables that spreadsheets would take for formulas ("=1+1", "@a", also full-width signs) have an apostrophe before them; so has
 * a text with one of its own before such a sign, so that taking it off gives the text back. Numbers stay. */
bool khung__questions_is_formula(khung__str text);
khung__str khung__questions_unguarded(khung__str text);
/* Appends millionths as an exact decimal without needless zeros. */
void khung__questions_number(khung__buf *buf, khung__micro value);
/* What people call a criterion: its code, else its title. */
khung__str khung__questions_called(const khung__criterion *k);

#endif
