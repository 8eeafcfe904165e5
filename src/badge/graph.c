/* badge/graph: see graph.h. */
#include "graph.h"

#include <stdlib.h>
#include <string.h>

#define NODE "@id"
static const struct {
    const char *word, *property, *type;
} terms[] = {
#define T(name, word, property, type) {word, property, type},
#include "terms.def"
#undef T
};
static const struct {
    const char *word, *iri;
} classes[] = {
#define C(name, word, iri) {word, iri},
#include "terms.def"
#undef C
};

khung__term khung__graph_term(khung__str word, bool text)
{
    for (int i = 0; i < KHUNG__TERMS; i++) {
        bool named = i == KHUNG__TERM_VERIFICATION_METHOD || i == KHUNG__TERM_PROOF_PURPOSE; /* nodes that are only named, by a text */
        bool node = !named && terms[i].type && strcmp(terms[i].type, NODE) == 0;
        if (terms[i].property && node != text && khung__str_eq(word, khung__str_of(terms[i].word)))
            return (khung__term)i;
    }
    return KHUNG__TERMS;
}

khung__class khung__graph_class(khung__str word)
{
    int i = 0;
    while (i < KHUNG__CLASSES && !khung__str_eq(word, khung__str_of(classes[i].word)))
        i++;
    return (khung__class)i;
}

void khung__graph_free(khung__graph *graph)
{
    khung__buf_free(&graph->json);
    khung__free(graph->statements);
    khung__arena_free(&graph->arena);
}

/* ---- statements ---- */

/* RDFC-1.0, section 5.1: the controls with a letter by it, the others by their number, and nothing else is escaped. */
void khung__graph_literal(khung__buf *out, khung__str text)
{
    static const char letters[] = "\b\t\n\f\r\"\\", as[] = "btnfr\"\\";
    khung__buf_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        const char *letter = c ? strchr(letters, c) : NULL;
        if (letter)
            khung__buf_printf(out, "\\%c", as[letter - letters]);
        else if (c < 0x20 || c == 0x7f)
            khung__buf_printf(out, "\\u%04X", c);
        else
            khung__buf_char(out, (char)c);
    }
    khung__buf_char(out, '"');
}

static void put_iri(khung__graph *g, khung__buf *out, khung__str iri)
{
    for (size_t i = 0; i < iri.n; i++)
        if (iri.s[i] <= ' ' || iri.s[i] >= 0x7f || strchr("<>\"{}|^`\\", iri.s[i]))
            g->refused = true; /* it would have to be escaped, and readers of JSON-LD do not agree on how */
    khung__buf_char(out, '<');
    khung__buf_str(out, iri);
    khung__buf_char(out, '>');
}

static void keep(khung__graph *g, khung__buf *line)
{
    khung__buf_z(line, " .\n");
    khung__str text = khung__buf_take(line, &g->arena);
    if (g->count == g->room) {
        size_t room = g->room ? 2 * g->room : 64;
        khung__str *more = khung__realloc(g->statements, room * sizeof *more);
        g->failed = g->failed || !more;
        g->statements = more ? more : g->statements;
        g->room = more ? room : g->room;
    }
    g->failed = g->failed || !text.s;
    if (!g->failed)
        g->statements[g->count++] = text;
}

/* The node that things are said of. */
static khung__str subject_of(const khung__graph *g)
{
    int i = g->depth - 1;
    while (i > 0 && !g->at[i].id.s)
        i--;
    return i >= 0 ? g->at[i].id : (khung__str){0};
}

static void put_subject(khung__graph *g, khung__buf *line, const char *property)
{
    put_iri(g, line, subject_of(g));
    khung__buf_char(line, ' ');
    put_iri(g, line, khung__str_of(property));
    khung__buf_char(line, ' ');
}

static void state_node(khung__graph *g, const char *property, khung__str iri)
{
    khung__buf line = {0};
    put_subject(g, &line, property);
    put_iri(g, &line, iri);
    keep(g, &line);
}

static void state_text(khung__graph *g, const char *property, const char *type, khung__str text)
{
    khung__buf line = {0};
    put_subject(g, &line, property);
    khung__graph_literal(&line, text);
    if (type) {
        khung__buf_z(&line, "^^");
        put_iri(g, &line, khung__str_of(type));
    }
    keep(g, &line);
}

static int by_bytes(const void *a, const void *b)
{
    return khung__str_cmp(*(const khung__str *)a, *(const khung__str *)b); /* of UTF-8, which is the order of code points */
}

void khung__graph_cut(khung__graph *g, unsigned char digest[32], khung__buf *text)
{
    khung__sha256 hash;
    khung__sha256_start(&hash);
    if (g->count)
        qsort(g->statements, g->count, sizeof *g->statements, by_bytes);
    for (size_t i = 0; i < g->count; i++) {
        if (i && khung__str_eq(g->statements[i], g->statements[i - 1]))
            continue; /* it is a set */
        khung__sha256_add(&hash, g->statements[i].s, g->statements[i].n);
        if (text)
            khung__buf_str(text, g->statements[i]);
    }
    khung__sha256_end(&hash, digest);
    g->count = 0;
}

/* ---- JSON ---- */

static void put_line(khung__graph *g)
{
    bool *filled = &g->at[g->depth - 1].filled;
    khung__buf_z(&g->json, *filled ? ",\n" : "\n");
    *filled = true;
    for (int i = 0; i < g->depth; i++)
        khung__buf_z(&g->json, "  ");
}

static void put_key(khung__graph *g, const char *word)
{
    put_line(g);
    khung__buf_json(&g->json, khung__str_of(word));
    khung__buf_z(&g->json, ": ");
}

static void push(khung__graph *g, char bracket, khung__str id)
{
    khung__buf_char(&g->json, bracket);
    g->at[g->depth].id = id;
    g->at[g->depth++].filled = false;
}

static void pop(khung__graph *g, char bracket)
{
    g->depth--;
    khung__buf_char(&g->json, '\n');
    for (int i = 0; i < g->depth; i++)
        khung__buf_z(&g->json, "  ");
    khung__buf_char(&g->json, bracket);
}

static void put_classes(khung__graph *g, const khung__class *which)
{
    if (*which == KHUNG__CLASSES)
        return;
    bool many = *which != KHUNG__CLASS_PROOF; /* verifiers compare a proof's as one text; Open Badges wants lists */
    put_key(g, "type");
    khung__buf_z(&g->json, many ? "[" : "");
    for (const khung__class *c = which; *c != KHUNG__CLASSES; c++) {
        khung__buf_printf(&g->json, "%s\"%s\"", c == which ? "" : ", ", classes[*c].word);
        state_node(g, KHUNG__BADGE_TYPE, khung__str_of(classes[*c].iri));
    }
    khung__buf_z(&g->json, many ? "]" : "");
}

/* Both contexts of every badge: they say what the words mean. */
static void put_contexts(khung__graph *g)
{
    put_key(g, "@context");
    push(g, '[', (khung__str){0});
    put_line(g);
    khung__buf_json(&g->json, KHUNG__S(KHUNG__BADGE_CONTEXT_1));
    put_line(g);
    khung__buf_json(&g->json, KHUNG__S(KHUNG__BADGE_CONTEXT_2));
    pop(g, ']');
}

void khung__graph_begin(khung__graph *g, khung__term term, khung__str id, const khung__class *which)
{
    bool first = g->depth == 0;
    if (!first && g->at[g->depth - 1].id.s)
        put_key(g, terms[term].word);
    else if (!first)
        put_line(g);
    if (!first && terms[term].property)
        state_node(g, terms[term].property, id);
    push(g, '{', id);
    if (first)
        put_contexts(g);
    put_key(g, "id");
    khung__buf_json(&g->json, id);
    put_classes(g, which);
}

void khung__graph_end(khung__graph *g)
{
    pop(g, '}');
}

void khung__graph_list(khung__graph *g, khung__term term)
{
    put_key(g, terms[term].word);
    push(g, '[', (khung__str){0});
}

void khung__graph_list_end(khung__graph *g)
{
    pop(g, ']');
}

void khung__graph_say(khung__graph *g, khung__term term, khung__str text)
{
    khung__str said = {0};
    if (!text.s)
        return;
    if (g->as_read) {
        said = text;
    } else if (!khung__text_nfc(&g->arena, text, &said)) {
        g->failed = true;
        return;
    }
    put_key(g, terms[term].word);
    khung__buf_json(&g->json, said);
    if (terms[term].property)
        state_text(g, terms[term].property, terms[term].type, said);
}

void khung__graph_name(khung__graph *g, khung__term term, khung__str word, khung__str iri)
{
    put_key(g, terms[term].word);
    khung__buf_json(&g->json, word);
    state_node(g, terms[term].property, iri);
}
