/* description: what a document says of itself and how it looks: title, sections and their order, wording, colours, logo, issuer, signatories.
 * Read from files of kind `report`; those of reports/ are in the library. */
#ifndef KHUNG_DESCRIPTION_H
#define KHUNG_DESCRIPTION_H

#include "framework.h"
#include "picture.h"
#include "words.h"

/* phrases.def: P(NAME, "key", arguments, documents) */
typedef enum khung__phrase_id {
#define P(name, key, arguments, documents) KHUNG__P_##name,
#include "description/phrases.def"
#undef P
    KHUNG__P_COUNT
} khung__phrase_id;

/* In the order of the words in description/tables.c and of the bits in phrases.def. */
typedef enum khung__document {
    KHUNG__ASSESSMENT, KHUNG__CERTIFICATE, KHUNG__SUMMARY,
    KHUNG__QUESTIONNAIRE, KHUNG__PLAN, KHUNG__PORTFOLIO, KHUNG__REGISTER, KHUNG__DOCUMENTS
} khung__document;
/* "assessment", "certificate", …; NULL behind the last. The library has a description of each under that name. */
extern const char *const khung__document_names[];

/* Parts of the assessment, then its annexes; in the order of the words in description/tables.c. */
typedef enum khung__section {
    KHUNG__SECTION_COVER, KHUNG__SECTION_SUMMARY, KHUNG__SECTION_DOMAINS, KHUNG__SECTION_CHANGE, KHUNG__SECTION_FINDINGS,
    KHUNG__SECTION_STEPS, KHUNG__SECTION_CERTAINTY, KHUNG__SECTION_COMPARISON, KHUNG__SECTION_ANNEXES,
    KHUNG__SECTIONS
} khung__section;
typedef enum khung__annex {
    KHUNG__ANNEX_UNANSWERED, KHUNG__ANNEX_NA, KHUNG__ANNEX_EVIDENCE, KHUNG__ANNEX_GATES, KHUNG__ANNEX_GAPS, KHUNG__ANNEX_VIEWS,
    KHUNG__ANNEX_WORKINGS, KHUNG__ANNEX_SOURCES, KHUNG__ANNEXES
} khung__annex;

typedef struct khung__both { khung__str text[2]; const khung__node *at[2]; } khung__both; /* by khung__language; empty: not given */
typedef struct khung__part { uint32_t id; khung__both title; const khung__node *id_node, *node; } khung__part;
typedef struct khung__signatory { khung__both authority, role; khung__str name; } khung__signatory;

/* How a certificate looks and what every one says, from the mapping `certificate`. */
typedef enum khung__award_style { KHUNG__AWARD_PLAIN, KHUNG__AWARD_STATE } khung__award_style;
typedef enum khung__award_paper { KHUNG__AWARD_LANDSCAPE, KHUNG__AWARD_PORTRAIT } khung__award_paper;
typedef struct khung__demand { khung__both text; khung__date until; } khung__demand; /* a condition; until: year 0 when it has no last day */
typedef struct khung__award {
    uint32_t style, orientation;        /* khung__award_style, khung__award_paper */
    bool bilingual;                     /* the document's language large, the other one small */
    khung__both issuer, superior, place; /* issuer: its name in each language; superior: the body it stands under */
    khung__demand *conditions;
    uint32_t condition_count;
} khung__award;

/* Edges of the paper, in the order of `margins`. */
typedef enum khung__edge { KHUNG__EDGE_LEFT, KHUNG__EDGE_RIGHT, KHUNG__EDGE_TOP, KHUNG__EDGE_BOTTOM, KHUNG__EDGES } khung__edge;
typedef enum khung__paper { KHUNG__A4, KHUNG__LETTER } khung__paper;

struct khung_description {
    khung__tree *tree;
    khung__arena arena;
    khung_description *base; /* whom it extends; owned, NULL: nobody */
    khung__str id;
    uint32_t document;       /* khung__document */
    uint32_t accent, signal; /* 0xRRGGBB */
    uint32_t paper;          /* khung__paper */
    khung__micro margins[KHUNG__EDGES]; /* from the paper's edge to the body, in millimetres; 0: as the visual standard has them */
    uint32_t fonts[2];       /* of text, of titles: the place of the family's word in description/tables.c */
    khung__str issuer, logo; /* empty: none; the logo's path seen from the file's folder */
    khung__picture picture;  /* the logo; width 0: none was given */
    khung__signatory *signatories;
    uint32_t signatory_count;
    khung__award award;
    khung__part *sections, *annexes; /* in the order of the document */
    uint32_t section_count, annex_count;
    khung__str phrases[2][KHUNG__P_COUNT]; /* by khung__language; empty where the document has no such phrase */
};

/* Takes the tree over, whatever happens. */
khung_status khung__description_from_tree(khung_description **out, khung__tree *tree, khung_log *log);
/* The text in that language, else in the other. */
khung__str khung__description_text(const khung__both *both, khung__language language);
/* The contrast of a colour on white by WCAG 2.2, in hundredths: 450 is 4.5 to 1. */
unsigned khung__description_contrast(uint32_t rgb);

#endif
