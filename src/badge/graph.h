/* badge/graph: nodes with properties, written once as JSON and once as statements in the canonical form of RDF (RDFC-1.0). Every node has an IRI, so that
 * form is the statements in their order: what makes it hard is naming blank nodes, and there are none. */
#ifndef KHUNG_BADGE_GRAPH_H
#define KHUNG_BADGE_GRAPH_H

#include "../text.h"

typedef enum khung__term {
#define T(name, word, property, type) KHUNG__TERM_##name,
#include "terms.def"
#undef T
    KHUNG__TERMS
} khung__term;
typedef enum khung__class {
#define C(name, word, iri) KHUNG__CLASS_##name,
#include "terms.def"
#undef C
    KHUNG__CLASSES
} khung__class;

enum { KHUNG__GRAPH_DEPTH = 12 };
#define KHUNG__BADGE_CONTEXT_1 "https://www.w3.org/ns/credentials/v2"
#define KHUNG__BADGE_CONTEXT_2 "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
#define KHUNG__BADGE_PURPOSE "https://w3id.org/security#assertionMethod" /* what "assertionMethod" stands for */
#define KHUNG__BADGE_TYPE "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
#define KHUNG__BADGE_CLAIM "data:application/cose;base64,"               /* how the signed certificate's IRI begins */

/* The term of that word: the one that texts follow, or nodes; KHUNG__TERMS without, or where it is no statement. */
khung__term khung__graph_term(khung__str word, bool text);
/* KHUNG__CLASSES: there is none. */
khung__class khung__graph_class(khung__str word);

/* Zero-initialise; free with khung__graph_free. */
typedef struct khung__graph {
    khung__buf json;
    khung__arena arena;
    khung__str *statements;            /* a line each */
    size_t count, room;
    struct {
        khung__str id;                 /* of the node; absent in a list, whose node is the one around it */
        bool filled;
    } at[KHUNG__GRAPH_DEPTH];
    int depth;
    bool as_read;                      /* texts stay as they are, NFC or not: they were signed so */
    bool failed, refused;              /* memory ended; an IRI has a character that none may have */
} khung__graph;
void khung__graph_free(khung__graph *graph);

/* Begins a node that the term leads to, KHUNG__TERMS for the first one; classes end with KHUNG__CLASSES. All between here and the end is about it. */
void khung__graph_begin(khung__graph *graph, khung__term term, khung__str id, const khung__class *classes);
void khung__graph_end(khung__graph *graph);
/* Begins a list of such nodes. */
void khung__graph_list(khung__graph *graph, khung__term term);
void khung__graph_list_end(khung__graph *graph);
/* Says something of the node, in NFC; at most once a term, so no order among texts is ever asked for. An absent text says nothing. */
void khung__graph_say(khung__graph *graph, khung__term term, khung__str text);
/* A node that is named and not described; `word` is what JSON has for its IRI. */
void khung__graph_name(khung__graph *graph, khung__term term, khung__str word, khung__str iri);
/* The digest of all that was stated since the last call, which is appended to `text` unless that is NULL. */
void khung__graph_cut(khung__graph *graph, unsigned char digest[32], khung__buf *text);
/* Appends a literal as canonical N-Quads have it, with its quotes. */
void khung__graph_literal(khung__buf *out, khung__str text);

#endif
