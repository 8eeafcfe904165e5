/* libyaml's complaints in words that help somebody who does not know YAML. */
#include "tree/inside.h"

#include <string.h>

/* Where a message points: to what libyaml stumbled over, or where the construct around it began. */
typedef enum place_of { PROBLEM, CONTEXT, PROBLEM_ALSO_CONTEXT } place_of;

typedef struct rule {
    const char *context; /* how libyaml's context begins; "" for any */
    const char *problem; /* how its problem begins; "" for any */
    khung__diag_id id, also;
    place_of place;
} rule;

/* The first rule that fits is taken; the texts are those of libyaml 0.2. */
static const rule rules[] = {
    {"while scanning an anchor", "", KHUNG__D_ANCHOR, 0, CONTEXT},
    {"while scanning an alias", "", KHUNG__D_ALIAS, 0, CONTEXT},
    {"while scanning a tag", "", KHUNG__D_TAG, 0, CONTEXT},
    {"while parsing a tag", "", KHUNG__D_TAG, 0, CONTEXT},
    {"while parsing a node", "found undefined tag", KHUNG__D_TAG, 0, CONTEXT},
    {"while scanning a %", "", KHUNG__D_DIRECTIVE, 0, CONTEXT},
    {"while parsing a %", "", KHUNG__D_DIRECTIVE, 0, CONTEXT},
    {"while scanning a directive", "", KHUNG__D_DIRECTIVE, 0, CONTEXT},
    {"", "found duplicate %", KHUNG__D_DIRECTIVE, 0, PROBLEM},
    {"", "found incompatible YAML", KHUNG__D_DIRECTIVE, 0, PROBLEM},
    {"", "found a tab", KHUNG__D_TAB_INDENT, 0, PROBLEM},
    {"while scanning a block scalar", "", KHUNG__D_BLOCK_HEADER, 0, PROBLEM},
    {"while scanning a quoted scalar", "found unexpected", KHUNG__D_OPEN_QUOTE, 0, CONTEXT},
    {"while parsing a quoted scalar", "", KHUNG__D_BAD_ESCAPE, 0, PROBLEM},
    {"while scanning a quoted scalar", "", KHUNG__D_BAD_ESCAPE, 0, PROBLEM},
    {"while scanning a simple key", "", KHUNG__D_NO_COLON, 0, CONTEXT},
    {"while scanning a plain scalar", "", KHUNG__D_COLON_IN_TEXT, 0, PROBLEM},
    {"while parsing a flow sequence", "", KHUNG__D_OPEN_LIST, KHUNG__D_LIST_BEGINS,
     PROBLEM_ALSO_CONTEXT},
    {"while parsing a flow mapping", "", KHUNG__D_OPEN_MAP, KHUNG__D_MAP_BEGINS,
     PROBLEM_ALSO_CONTEXT},
    {"while parsing a block collection", "", KHUNG__D_NO_DASH, KHUNG__D_LIST_BEGINS,
     PROBLEM_ALSO_CONTEXT},
    {"while parsing a block mapping", "", KHUNG__D_NO_KEY, KHUNG__D_MAP_BEGINS,
     PROBLEM_ALSO_CONTEXT},
    {"while parsing a", "did not find expected node content", KHUNG__D_NO_VALUE, 0, PROBLEM},
    {"", "found character that cannot start", KHUNG__D_BAD_START, 0, PROBLEM},
    {"", "mapping values are not allowed", KHUNG__D_COLON_IN_TEXT, 0, PROBLEM},
    {"", "block sequence entries are not", KHUNG__D_DASH_HERE, 0, PROBLEM},
    {"", "mapping keys are not allowed", KHUNG__D_KEY_MARK, 0, PROBLEM},
    {"", "did not find expected <document start>", KHUNG__D_AFTER_END, 0, PROBLEM},
    {"", "", KHUNG__D_SYNTAX, 0, PROBLEM},
};

static bool begins(const char *text, const char *with)
{
    return strncmp(text ? text : "", with, strlen(with)) == 0;
}

static const rule *rule_for(const yaml_parser_t *parser)
{
    const rule *r = rules;
    while (!begins(parser->context, r->context) || !begins(parser->problem, r->problem))
        r++;
    return r;
}

static khung__at at_mark(const khung__source *source, yaml_mark_t mark)
{
    return (khung__at){source, (uint32_t)mark.line + 1, (uint32_t)mark.column + 1, 1};
}

/* Where a place lies in the bytes; their end for what is behind it. */
static const char *find_place(khung__at at)
{
    const char *p = at.source->bytes.s, *end = p + at.source->bytes.n;
    p += khung__tree_bom(at.source->bytes);
    for (uint32_t line = 1; line < at.line; line++) {
        const char *feed = memchr(p, '\n', (size_t)(end - p));
        if (!feed)
            return end;
        p = feed + 1;
    }
    for (uint32_t column = 1; column < at.column && p < end && *p != '\n'; column++)
        khung__utf8_next(&p, end);
    return p;
}

/* The character at a place, for the sentence; empty at the end of a line. */
static khung__str character_at(khung__at at)
{
    const char *p = find_place(at), *end = at.source->bytes.s + at.source->bytes.n;
    if (p == end || *p == '\n' || *p == '\r')
        return (khung__str){0};
    const char *from = p;
    khung__utf8_next(&p, end);
    return (khung__str){from, (size_t)(p - from)};
}

/* Some characters tell more than libyaml's complaint. */
static khung__diag_id better_id(khung__diag_id id, khung__str found)
{
    bool closes = khung__str_eq(found, KHUNG__S("]")) || khung__str_eq(found, KHUNG__S("}"));
    if (id == KHUNG__D_BAD_START && khung__str_eq(found, KHUNG__S("\t")))
        return KHUNG__D_TAB_INDENT;
    if (closes && (id == KHUNG__D_NO_KEY || id == KHUNG__D_NO_DASH || id == KHUNG__D_NO_VALUE ||
                   id == KHUNG__D_AFTER_END))
        return KHUNG__D_CLOSES_NOTHING;
    return id;
}

/* At the end of the file it helps more to see what was never closed than where the file ends. */
static bool never_closed(const rule *r, khung__at problem)
{
    const khung__str bytes = problem.source->bytes;
    bool opened = r->id == KHUNG__D_OPEN_LIST || r->id == KHUNG__D_OPEN_MAP;
    return opened && find_place(problem) == bytes.s + bytes.n;
}

khung_status khung__tree_syntax(const yaml_parser_t *parser, const khung__source *source,
                                khung_log *log)
{
    if (parser->error == YAML_MEMORY_ERROR)
        return KHUNG_NO_MEMORY;
    if (parser->error == YAML_READER_ERROR) /* cannot be: the bytes were checked */
        return KHUNG__DIAG(log, KHUNG__D_SYNTAX, (khung__at){source, 0, 0, 0});
    const rule *r = rule_for(parser);
    khung__at problem = at_mark(source, parser->problem_mark),
              context = at_mark(source, parser->context_mark);
    if (never_closed(r, problem))
        return KHUNG__DIAG(log, KHUNG__D_NEVER_CLOSED, context, character_at(context));
    khung__at at = r->place == CONTEXT ? context : problem;
    khung__str found = character_at(at);
    khung__diag_id id = better_id(r->id, found);
    if (id == KHUNG__D_ANCHOR || id == KHUNG__D_ALIAS)
        found.n = 0; /* the sign stands in the sentence; there is no name */
    khung_status status = KHUNG__DIAG(log, id, at, found);
    if (id == r->id && r->place == PROBLEM_ALSO_CONTEXT &&
        khung__diag_also(log, r->also, context, NULL, 0) != KHUNG_OK)
        return KHUNG_NO_MEMORY;
    return status;
}
