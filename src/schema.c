/* schema: JSON Schemas (draft-07, which editors support best) from the loader's own tables. YAML types scalars by their look
 * before a schema sees them, so every text, id and number also allows what editors make of it. */
#include "answers/tables.h"
#include "description/tables.h"
#include "figures.h"
#include "framework/draft.h"
#include "framework/json_write.h"
#include "translation/tables.h"

#include <string.h>

enum { MOST_TABLES = 48 };

typedef struct schema {
    khung__json j;
    const khung__table *tables[MOST_TABLES]; /* in the order in which they are first named */
    size_t count;
    bool conditions[3];                      /* which places of conditions are named */
} schema;

static const char *const condition_names[3] = {"condition", "cap-condition", "scope-condition"};

/* Writes `literal`, a piece of JSON, as it stands. */
static void raw(schema *s, const char *name, const char *literal)
{
    khung__json_key(&s->j, name);
    khung__buf_z(&s->j.buf, literal);
}

static void open_member(schema *s, const char *name, char bracket)
{
    khung__json_key(&s->j, name);
    khung__json_open(&s->j, bracket);
}

static void open_item(schema *s)
{
    khung__json_item(&s->j);
    khung__json_open(&s->j, '{');
}

static void note_table(schema *s, const khung__table *table)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->tables[i] == table)
            return;
    if (s->count < MOST_TABLES)
        s->tables[s->count++] = table;
}

/* `"$ref"` to the definition of a table; spaces of its name become '-'. */
static void refer(schema *s, const char *name)
{
    khung__json_key(&s->j, "$ref");
    khung__buf_z(&s->j.buf, "\"#/definitions/");
    for (const char *p = name; *p; p++)
        khung__buf_char(&s->j.buf, *p == ' ' ? '-' : *p);
    khung__buf_char(&s->j.buf, '"');
}

static void refer_table(schema *s, const khung__table *table)
{
    note_table(s, table);
    refer(s, table->name);
}

static void refer_condition(schema *s, khung__place_of where)
{
    s->conditions[where] = true;
    refer(s, condition_names[where]);
}

/* ---- scalars ---- */

#define ID_PATTERN "\"^[a-z0-9][a-z0-9-]{0,63}$\""
#define DECIMAL_TAIL "(0|[1-9][0-9]{0,11})(\\\\.[0-9]{1,6})?$\""

/* Limits of a number: said of what looks like one, and of the sign of a quoted one. */
static void limits(schema *s, const khung__field *field, khung__micro unit)
{
    char digits[32];
    bool positive = field->type == KHUNG__T_DECIMAL && field->least > 0;
    khung__json_key(&s->j, positive ? "exclusiveMinimum" : "minimum");
    khung__buf_str(&s->j.buf, khung__print_micro(digits, positive ? 0 : field->least * unit));
    if (field->most < INT64_MAX) {
        khung__json_key(&s->j, "maximum");
        khung__buf_str(&s->j.buf, khung__print_micro(digits, field->most * unit));
    }
}

static void decimal(schema *s, const khung__field *field)
{
    bool limited = field && (field->flags & KHUNG__F_LIMITS);
    raw(s, "type", "[\"number\", \"string\"]");
    raw(s, "pattern", limited && field->least >= 0 ? "\"^" DECIMAL_TAIL : "\"^(?!-0(\\\\.0*)?$)-?" DECIMAL_TAIL);
    if (limited)
        limits(s, field, 1);
    else
        raw(s, "exclusiveMinimum", "-1000000000000");
    if (!limited || field->most == INT64_MAX)
        raw(s, "exclusiveMaximum", "1000000000000");
}

static void whole(schema *s, const khung__field *field)
{
    raw(s, "type", "[\"integer\", \"string\"]");
    raw(s, "pattern", "\"^(0|[1-9][0-9]{0,11})$\"");
    if (field->flags & KHUNG__F_LIMITS)
        limits(s, field, KHUNG__MICRO);
    else
        raw(s, "minimum", "0");
    if (!(field->flags & KHUNG__F_LIMITS))
        raw(s, "maximum", "999999999999");
}

static void words(schema *s, const khung__field *field)
{
    open_member(s, "enum", '[');
    for (size_t i = 0; field->words[i]; i++) {
        const char *word = field->words[i];
        if (word[0] >= '0' && word[0] <= '9') { /* format: a number for editors, unless it is quoted */
            khung__json_item(&s->j);
            khung__buf_z(&s->j.buf, word);
        }
        khung__json_item(&s->j);
        khung__buf_json(&s->j.buf, khung__str_of(word));
    }
    khung__json_close(&s->j, ']');
    if (!(field->flags & KHUNG__F_REQUIRED))
        khung__json_text(&s->j, "default", khung__str_of(field->words[0]));
}

static void scalar(schema *s, khung__type type, const khung__field *field)
{
    switch (type) {
    case KHUNG__T_TEXT:
        raw(s, "type", "[\"string\", \"number\", \"boolean\"]");
        raw(s, "pattern", "\"[^ \\\\t\\\\r\\\\n]\"");
        break;
    case KHUNG__T_ID:
        raw(s, "type", "[\"string\", \"integer\", \"boolean\"]");
        raw(s, "pattern", ID_PATTERN);
        raw(s, "minimum", "0");
        break;
    case KHUNG__T_WHOLE:
        whole(s, field);
        break;
    case KHUNG__T_DECIMAL:
        decimal(s, field);
        break;
    case KHUNG__T_FLAG:
        raw(s, "enum", "[true, false, \"true\", \"false\"]");
        break;
    case KHUNG__T_TRUE:
        raw(s, "enum", "[true, \"true\"]");
        break;
    case KHUNG__T_DATE:
        raw(s, "type", "\"string\"");
        raw(s, "pattern", "\"^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$\"");
        break;
    case KHUNG__T_CHOICE:
        words(s, field);
        break;
    case KHUNG__T_VERSION:
        raw(s, "type", "\"string\"");
        raw(s, "pattern", "\"^(0|[1-9][0-9]{0,8})\\\\.(0|[1-9][0-9]{0,8})\\\\.(0|[1-9][0-9]{0,8})$\"");
        break;
    case KHUNG__T_LANGUAGE:
        raw(s, "type", "\"string\"");
        raw(s, "pattern", "\"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$\"");
        break;
    case KHUNG__T_SHA256:
        raw(s, "type", "[\"string\", \"number\"]");
        raw(s, "pattern", "\"^[0-9a-f]{64}$\"");
        break;
    case KHUNG__T_HEX8:
        raw(s, "type", "[\"string\", \"number\"]");
        raw(s, "pattern", "\"^[0-9a-f]{8}$\"");
        break;
    case KHUNG__T_COLOUR:
        raw(s, "type", "[\"string\", \"number\"]");
        raw(s, "pattern", "\"^[0-9A-Fa-f]{6}$\"");
        break;
    case KHUNG__T_LEVEL:
        raw(s, "type", "[\"string\", \"number\", \"boolean\"]");
        raw(s, "pattern", "\"^([a-z0-9][a-z0-9-]{0,63}|-?(0|[1-9][0-9]{0,11})(\\\\.[0-9]{1,6})?)$\"");
        break;
    default: /* KHUNG__T_VALUE */
        raw(s, "type", "[\"string\", \"number\", \"boolean\"]");
        raw(s, "minLength", "1");
    }
}

/* ---- fields ---- */

static void any_map(schema *s, const khung__field *field)
{
    raw(s, "type", "\"object\"");
    open_member(s, "additionalProperties", '{');
    if (field->of) {
        open_member(s, "anyOf", '[');
        open_item(s);
        scalar(s, KHUNG__T_ID, NULL);
        khung__json_close(&s->j, '}');
        open_item(s);
        refer_table(s, field->of);
        khung__json_close(&s->j, '}');
        khung__json_close(&s->j, ']');
    } else {
        scalar(s, field->type == KHUNG__T_TEXTS ? KHUNG__T_TEXT : (khung__type)field->least, NULL);
    }
    khung__json_close(&s->j, '}');
}

static void list(schema *s, const khung__field *field, khung__place_of where)
{
    raw(s, "type", "\"array\"");
    if (field->flags & KHUNG__F_LIMITS)
        khung__json_whole(&s->j, "minItems", field->least);
    open_member(s, "items", '{');
    if (field->type == KHUNG__T_IDS)
        scalar(s, KHUNG__T_ID, NULL);
    else if (field->of == &khung__table_condition)
        refer_condition(s, where);
    else
        refer_table(s, field->of);
    khung__json_close(&s->j, '}');
}

static void reference(schema *s, const khung__field *field)
{
    open_member(s, field->type == KHUNG__T_MAP_OR_ID ? "anyOf" : "allOf", '[');
    if (field->type == KHUNG__T_MAP_OR_ID) {
        open_item(s);
        scalar(s, KHUNG__T_ID, NULL);
        khung__json_close(&s->j, '}');
    }
    open_item(s);
    if (field->of == &khung__table_condition)
        refer_condition(s, (khung__place_of)field->least);
    else
        refer_table(s, field->of);
    khung__json_close(&s->j, '}');
    khung__json_close(&s->j, ']');
}

static void field_schema(schema *s, const khung__field *field, khung__type type, khung__place_of where)
{
    open_member(s, field->key, '{');
    if (field->about)
        khung__json_text(&s->j, "description", khung__str_of(field->about));
    switch (type) {
    case KHUNG__T_MAP:
    case KHUNG__T_MAP_OR_ID:
        reference(s, field);
        break;
    case KHUNG__T_LIST:
    case KHUNG__T_IDS:
        list(s, field, where);
        break;
    case KHUNG__T_TEXTS:
    case KHUNG__T_ANY_MAP:
        any_map(s, field);
        if (field->flags & KHUNG__F_LIMITS)
            khung__json_whole(&s->j, "minProperties", field->least);
        break;
    default:
        scalar(s, type, field);
    }
    if (field->preset)
        khung__json_text(&s->j, "default", khung__str_of(field->preset));
    khung__json_close(&s->j, '}');
}

/* ---- mappings ---- */

static void required_list(schema *s, const char *const *keys, size_t n)
{
    open_member(s, "required", '[');
    for (size_t i = 0; i < n; i++) {
        khung__json_item(&s->j);
        khung__buf_json(&s->j.buf, khung__str_of(keys[i]));
    }
    khung__json_close(&s->j, ']');
}

static void required_of(schema *s, const khung__table *table)
{
    const char *keys[64];
    size_t n = 0;
    for (uint32_t i = 0; i < table->count; i++)
        if (table->fields[i].flags & KHUNG__F_REQUIRED)
            keys[n++] = table->fields[i].key;
    if (n)
        required_list(s, keys, n);
}

/* `if` the field has this word (or is not there, when the word is the default) `then` … ; left open inside `then`. */
static void open_case(schema *s, const char *key, const char *word, bool is_default)
{
    open_item(s);
    open_member(s, "if", '{');
    open_member(s, "properties", '{');
    open_member(s, key, '{');
    khung__json_text(&s->j, "const", khung__str_of(word));
    khung__json_close(&s->j, '}');
    khung__json_close(&s->j, '}');
    if (!is_default)
        required_list(s, &key, 1);
    khung__json_close(&s->j, '}');
    open_member(s, "then", '{');
}

static void close_case(schema *s)
{
    khung__json_close(&s->j, '}');
    khung__json_close(&s->j, '}');
}

static void check_rule(schema *s, const khung__method_rule *rule)
{
    open_member(s, "checks", '{');
    open_member(s, "items", '{');
    required_list(s, &rule->check_needs, 1);
    open_member(s, "properties", '{');
    raw(s, rule->check_never, "false");
    khung__json_close(&s->j, '}');
    khung__json_close(&s->j, '}');
    khung__json_close(&s->j, '}');
}

/* What the method of a criterion needs and excludes; a checklist's evidence knows no levels. */
static void criterion_rules(schema *s)
{
    open_member(s, "allOf", '[');
    for (size_t i = 0; i < 4; i++) {
        const khung__method_rule *rule = &khung__method_rules[i];
        open_case(s, "method", rule->word, i == 0);
        if (rule->needs)
            required_list(s, &rule->needs, 1);
        open_member(s, "properties", '{');
        for (const char *const *key = rule->never; *key; key++)
            raw(s, *key, "false");
        if (rule->check_needs)
            check_rule(s, rule);
        if (i == KHUNG__CHECKLIST)
            raw(s, "evidence", "{\"items\": {\"properties\": {\"from_level\": false}}}");
        khung__json_close(&s->j, '}');
        close_case(s);
    }
    khung__json_close(&s->j, ']');
}

static void fact_rules(schema *s)
{
    open_member(s, "allOf", '[');
    open_case(s, "type", "flag", true);
    raw(s, "properties", "{\"unit\": false, \"options\": false}");
    close_case(s);
    open_case(s, "type", "decimal", false);
    raw(s, "properties", "{\"options\": false}");
    close_case(s);
    open_case(s, "type", "choice", false);
    raw(s, "properties", "{\"unit\": false}");
    raw(s, "required", "[\"options\"]");
    close_case(s);
    khung__json_close(&s->j, ']');
}

/* Rules between the keys of one mapping, which the loader keeps by hand. */
static void extra_rules(schema *s, const khung__table *table)
{
    if (table == &khung__table_criterion)
        criterion_rules(s);
    else if (table == khung__table_fact)
        fact_rules(s);
    else if (table == &khung__table_domain)
        raw(s, "oneOf", "[{\"required\": [\"domains\"]}, {\"required\": [\"criteria\"]}]");
    else if (table == khung__table_cap)
        raw(s, "oneOf", "[{\"required\": [\"at_most\"]}, {\"required\": [\"at_least\"]}]");
    else if (table == &khung__table_answer)
        raw(s, "not", "{\"anyOf\": [{\"required\": [\"level\", \"checks\"]}, {\"required\": [\"level\", \"quantity\"]}, "
                      "{\"required\": [\"level\", \"na\"]}, {\"required\": [\"checks\", \"quantity\"]}, "
                      "{\"required\": [\"checks\", \"na\"]}, {\"required\": [\"quantity\", \"na\"]}]}");
}

static void table_body(schema *s, const khung__table *table)
{
    raw(s, "type", "\"object\"");
    raw(s, "additionalProperties", "false");
    required_of(s, table);
    open_member(s, "properties", '{');
    for (uint32_t i = 0; i < table->count; i++)
        field_schema(s, &table->fields[i], (khung__type)table->fields[i].type, KHUNG__IN_REQUIRE);
    khung__json_close(&s->j, '}');
    extra_rules(s, table);
}

/* ---- conditions ---- */

/* A level or number where criteria are compared, a number elsewhere. */
static khung__type bound_type(const khung__field *field, khung__condition_kind kind)
{
    bool level = kind == KHUNG__IF_CRITERION || kind == KHUNG__IF_CRITERIA;
    return field->type == KHUNG__T_LEVEL && !level ? KHUNG__T_DECIMAL : (khung__type)field->type;
}

/* One shape of a condition: its subject, the keys beside it, and of those one that is needed. */
static void alternative(schema *s, const khung__predicate *p, uint32_t allowed, uint32_t needed, khung__place_of where)
{
    const khung__field *fields = khung__table_condition.fields;
    open_item(s);
    raw(s, "type", "\"object\"");
    raw(s, "additionalProperties", "false");
    required_list(s, &fields[p->subject].key, 1);
    open_member(s, "properties", '{');
    field_schema(s, &fields[p->subject], (khung__type)fields[p->subject].type, where);
    for (khung__condition_key key = KHUNG__C_SUBJECTS; key < KHUNG__C_COUNT; key++)
        if (allowed >> key & 1)
            field_schema(s, &fields[key], bound_type(&fields[key], p->kind), where);
    khung__json_close(&s->j, '}');
    if (needed) {
        open_member(s, "anyOf", '[');
        for (khung__condition_key key = KHUNG__C_SUBJECTS; key < KHUNG__C_COUNT; key++)
            if (needed >> key & 1) {
                open_item(s);
                required_list(s, &fields[key].key, 1);
                khung__json_close(&s->j, '}');
            }
        khung__json_close(&s->j, ']');
    }
    khung__json_close(&s->j, '}');
}

static void condition_body(schema *s, khung__place_of where)
{
    const uint32_t at_most = 1u << KHUNG__C_AT_MOST, below = 1u << KHUNG__C_BELOW;
    open_member(s, "anyOf", '[');
    for (size_t i = 0; i < KHUNG__C_SUBJECTS; i++) {
        const khung__predicate *p = &khung__predicates[i];
        if (!khung__predicate_allowed(p, where))
            continue;
        alternative(s, p, p->allowed & ~at_most, p->needed, where);
        if (p->allowed & at_most)
            alternative(s, p, at_most | below, below, where);
    }
    khung__json_close(&s->j, ']');
}

/* Definitions name further ones, so the lists grow while they are written. */
static void definitions(schema *s)
{
    bool written[3] = {false};
    open_member(s, "definitions", '{');
    for (size_t i = 1; i < s->count; i++) {
        const char *name = s->tables[i]->name;
        char plain[40];
        size_t n = strlen(name) < sizeof plain ? strlen(name) : sizeof plain - 1;
        for (size_t k = 0; k < n; k++)
            plain[k] = name[k] == ' ' ? '-' : name[k];
        plain[n] = '\0';
        open_member(s, plain, '{');
        table_body(s, s->tables[i]);
        khung__json_close(&s->j, '}');
        for (size_t where = 0; where < 3; where++) {
            if (!s->conditions[where] || written[where])
                continue;
            written[where] = true;
            open_member(s, condition_names[where], '{');
            condition_body(s, (khung__place_of)where);
            khung__json_close(&s->j, '}');
        }
    }
    khung__json_close(&s->j, '}');
}

static const khung__table *table_of(khung_kind kind)
{
    return kind == KHUNG_KIND_FRAMEWORK     ? &khung__table_framework
           : kind == KHUNG_KIND_TRANSLATION ? &khung__table_translation
           : kind == KHUNG_KIND_ANSWERS     ? &khung__table_answers
           : kind == KHUNG_KIND_REPORT      ? &khung__table_description
           : kind == KHUNG_KIND_PLAN        ? &khung__table_plan
           : kind == KHUNG_KIND_PORTFOLIO   ? &khung__table_portfolio
           : kind == KHUNG_KIND_REGISTER    ? &khung__table_register
                                            : NULL;
}

khung_status khung_schema_json(char **out, khung_kind kind)
{
    const khung__table *table = table_of(kind);
    if (!out || (int)kind < 0 || kind > KHUNG_KIND_REGISTER)
        return KHUNG_BAD_CALL;
    if (!table)
        return KHUNG_NOT_FOUND; /* a kind that comes in a later version */
    schema s = {0};
    note_table(&s, table);
    khung__json_open(&s.j, '{');
    khung__json_text(&s.j, "$schema", KHUNG__S("http://json-schema.org/draft-07/schema#"));
    khung__json_key(&s.j, "title");
    khung__buf_printf(&s.j.buf, "\"khung %s, format 1\"", table->name);
    table_body(&s, table);
    definitions(&s);
    khung__json_close(&s.j, '}');
    khung__buf_add(&s.j.buf, "\n", 2); /* and the NUL */
    if (s.j.buf.failed) {
        khung__buf_free(&s.j.buf);
        return KHUNG_NO_MEMORY;
    }
    *out = s.j.buf.s;
    return KHUNG_OK;
}
