/* import/inside: what the parts of import share. */
#ifndef KHUNG_IMPORT_INSIDE_H
#define KHUNG_IMPORT_INSIDE_H

#include "../answers.h"
#include "../legacy.h"
#include "../pdf.h"
#include "../questions.h"
#include "../sheet.h"

/* What a column holds beside answers. */
enum {
    COLUMN_NOTHING = -1,   /* not ours */
    COLUMN_ID = -2,        /* the stable id of a submission */
    COLUMN_DATED = -3,     /* when it was filled in or sent */
    COLUMN_REVIEW = -4,    /* whether it was refused on the server */
    COLUMN_KEY = -5,       /* long tables: what the row answers, and the columns that go with it */
    COLUMN_ANSWER = -6,
    COLUMN_REASON = -7,
    COLUMN_NOTE = -8,
    COLUMN_CARRIED = -9,
    COLUMN_PROOF_DATED = -10,
    COLUMN_PROOF_SHA256 = -11
};

/* Who made a table, as its headings tell. */
typedef enum import_maker { MADE_PLAIN, MADE_KOBO, MADE_ODK } import_maker;

/* A file: a table, or an answers file that stays as it is. */
typedef struct import_table {
    khung__sheet *sheet;     /* NULL: answers */
    khung_answers *answers;
    khung__str bytes;        /* of the answers file */
    import_maker maker;
    bool json, keyed;        /* keyed: a row an answer, not a row a respondent */
    int32_t *columns;        /* per column: a question's index or COLUMN_… */
    khung__at at;            /* the file as a place */
} import_table;

/* A respondent's answers: rows from `row` to before `end` of a table. */
typedef struct import_item {
    uint32_t table;
    size_t row, end;
    khung__str id;           /* stable; empty in a plain table */
    khung__str name;         /* of its file, without ending; set once read */
    bool several;            /* others of its table are about the same */
} import_item;

struct khung_import {
    khung__arena arena;
    import_table *tables;
    size_t table_count, table_room;
    import_item *items;
    size_t item_count, item_room;
    khung__questions questions;
    bool bound;
    khung__ids headings;     /* spaces of headings.c */
    khung_import_options options;
    khung__str form_of;      /* the framework that the first table says it is for */
};

/* An evidence item as a row has it. */
typedef struct draft_proof {
    uint32_t criterion, item;
    khung__str file, dated, sha256;
    struct draft_proof *next;
} draft_proof;

typedef struct draft_answer {
    bool has_level, applies, not_applicable, has_quantity, carried;
    uint32_t level;
    khung__micro quantity;
    khung__str reason, note;
    int8_t *checks;          /* 1, 0, -1; NULL: none */
    khung__at at;            /* of the main answer */
    uint32_t column;
    size_t row;
} draft_answer;

/* Answers being gathered from cells. */
typedef struct import_draft {
    khung_import *im;
    const import_table *table;
    khung_log *log;          /* NULL when it was read before */
    khung_status status;     /* the first error */
    khung__arena arena;
    khung__str about[KHUNG__ASKS_ABOUT], submitted, submission;
    khung__str *facts;
    draft_answer *answers;
    draft_proof *proofs, **last_proof;
    bool refused;            /* on the server */
    size_t row;              /* the first one, for what is missing */
} import_draft;

/* ---- import.c ---- */
/* A place for one table more; NULL when memory ends. It counts once im->table_count says so. */
import_table *khung__import_room(khung_import *im);
/* Takes in a file of answers. */
khung_status khung__import_answers(khung_import *im, import_table *table, const char *name, khung__str bytes, khung_log *log);

/* ---- json.c ---- */
/* A list of submissions as Kobo and ODK's OData give it, as a table with paths as headings. */
khung_status khung__import_json(khung__sheet **out, const char *name, khung__str bytes, khung_log *log);

/* ---- report.c ---- */
/* The answers that a report of khung carries, each a table of `im`; says what it does not carry. */
khung_status khung__import_report(khung_import *im, const char *name, khung__str bytes, khung_log *log);

/* ---- headings.c ---- */
/* Makes the look-up of headings from the questions. False when memory ends. */
bool khung__import_index(khung_import *im);
/* Finds out what each column holds. */
khung_status khung__import_headings(khung_import *im, import_table *table, khung_log *log);
/* The question of a key ("gov-board", "gov-conflict.checks.policy"); -1: none. */
int32_t khung__import_key(const khung_import *im, khung__str key);
/* Whether the headings are of a table with a row an answer, made by whom, and the framework that a form's columns name (absent: none). */
void khung__import_look(import_table *table, khung__str *form_of);

/* ---- values.c ---- */
/* Takes the text of a cell as the answer to a question. */
void khung__import_value(import_draft *d, const khung__question *question, khung__str text, size_t row, uint32_t column);
/* Says something about a cell; {0} is the cell's name, then a, b, c. */
void khung__import_say(import_draft *d, khung__diag_id id, size_t row, uint32_t column, khung__str a, khung__str b, khung__str c);

/* ---- rows.c ---- */
/* Finds the respondents of all tables. */
khung_status khung__import_items(khung_import *im, khung_log *log);
/* Gathers one item's answers; free the draft's arena. */
void khung__import_gather(import_draft *d, khung_import *im, const import_item *item, khung_log *log);

/* ---- write.c ---- */
/* Fills in what the options say, and says what is missing or does not go together. */
void khung__import_settle(import_draft *d, const import_item *item);
/* The settled draft as an answers file. */
void khung__import_write(khung__buf *out, import_draft *d, const import_item *item);
/* A file of answers again, one value a line, in the order it has. */
void khung__import_tree(khung__buf *out, const khung__node *root);
/* The name for the file of a draft. */
khung__str khung__import_name(khung__arena *arena, const import_draft *d, const import_item *item);

#endif
