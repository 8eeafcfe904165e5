/* description/tables: the keys of a description, for the loader and the JSON Schema. */
#ifndef KHUNG_DESCRIPTION_TABLES_H
#define KHUNG_DESCRIPTION_TABLES_H

#include "../description.h"
#include "../framework/shape.h"

/* Which documents have a phrase, whether a title gives it, what stands around it: see phrases.def. */
enum {
    IN_ASSESSMENT = 1 << KHUNG__ASSESSMENT, IN_CERTIFICATE = 1 << KHUNG__CERTIFICATE, IN_SUMMARY = 1 << KHUNG__SUMMARY,
    IN_QUESTIONNAIRE = 1 << KHUNG__QUESTIONNAIRE, IN_PLAN = 1 << KHUNG__PLAN, IN_PORTFOLIO = 1 << KHUNG__PORTFOLIO, IN_REGISTER = 1 << KHUNG__REGISTER,
    BY_TITLE = 1 << 16, FOLLOWS = 1 << 17, LEADS = 1 << 18, LINE_AFTER = 1 << 19
};
typedef struct khung__phrase {
    const char *key;
    uint8_t arguments;
    uint32_t documents;
} khung__phrase;
extern const khung__phrase khung__phrases[KHUNG__P_COUNT];

typedef struct khung__colours { khung__str text[2]; const khung__node *at[2]; } khung__colours; /* accent, signal */
/* Where the keys of `margins` and `fonts` are written; NULL: they are not. */
typedef struct khung__margins { khung__micro mm[KHUNG__EDGES]; const khung__node *at[KHUNG__EDGES]; } khung__margins;
typedef struct khung__families { uint32_t family[2]; const khung__node *at[2]; } khung__families;
typedef struct khung__description_draft {
    khung_description d;
    uint32_t kind, format;
    khung__str extends;
    khung__both title;
    khung__colours colours;
    khung__margins margins;
    khung__families fonts;
    const khung__node *wording[2]; /* by khung__language */
    const khung__node *extends_node, *document_node, *sections_node, *annexes_node, *signatories_node, *logo_node, *paper_node,
        *margins_node, *award_node;
    khung__reader reader;
} khung__description_draft;

extern const khung__table khung__table_description;

#endif
