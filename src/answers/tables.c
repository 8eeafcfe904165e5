/* answers/tables: the keys of an answers file, for the loader and the JSON Schema. */
#include "tables.h"

#define REQ KHUNG__F_REQUIRED
#define K KHUNG__KEY
#define AT KHUNG__AT
/* A place of 0 would mean "none", so a member that a node is kept in may not come first: that does not compile. */
#define NODE(type_, member) .node_at = offsetof(type_, member) + 0 * sizeof(char[offsetof(type_, member) ? 1 : -1])
#define LIST(type_, member, counter) .type = KHUNG__T_LIST, .offset = offsetof(type_, member), .count_at = offsetof(type_, counter)
#define TABLE(fields_) .fields = (fields_), .count = KHUNG__COUNT(fields_)
#define A(member) AT(khung__answers_draft, a.member)

static const char *const kind_words[] = {"answers", NULL};
static const char *const format_words[] = {"1", NULL};
static const char *const track_words[] = {"self", "respondent", "consensus", "reviewer", NULL};

static const khung__field proof_fields[] = {
    {K("item"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__proof, item), .about = "The evidence item of the criterion."},
    {K("file"), .type = KHUNG__T_TEXT, AT(khung__proof, file), .about = "The name of the file."},
    {K("sha256"), .type = KHUNG__T_SHA256, AT(khung__proof, sha256), .about = "The SHA-256 digest of the file, 64 hex digits."},
    {K("dated"), .type = KHUNG__T_DATE, AT(khung__proof, dated), .about = "The day the evidence is of."},
};
static const khung__table proof_table = {"evidence", TABLE(proof_fields), .required = 1, .size = sizeof(khung__proof),
                                         NODE(khung__proof, node)};

static const khung__field answer_fields[] = {
    {K("level"), .type = KHUNG__T_ID, AT(khung__answer, level), NODE(khung__answer, level_node), .about = "The level chosen."},
    {K("checks"), .type = KHUNG__T_ANY_MAP, NODE(khung__answer, checks_node), .least = KHUNG__T_FLAG, .about = "Each check: true or false."},
    {K("quantity"), .type = KHUNG__T_DECIMAL, AT(khung__answer, quantity), NODE(khung__answer, quantity_node), .about = "The number."},
    {K("na"), .type = KHUNG__T_TEXT, AT(khung__answer, reason), NODE(khung__answer, na_node), .about = "Not applicable: the reason."},
    {K("note"), .type = KHUNG__T_TEXT, AT(khung__answer, note), .about = "A remark."},
    {K("evidence"), LIST(khung__answer, evidence, evidence_count), .of = &proof_table, .about = "What proves the answer."},
    {K("carried"), .type = KHUNG__T_FLAG, AT(khung__answer, carried), .preset = "false",
     .about = "Taken over from last time: counts only once the mark is removed."},
};
const khung__table khung__table_answer = {"answer", TABLE(answer_fields), .size = sizeof(khung__answer), NODE(khung__answer, node)};

static const khung__field framework_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung_answers, framework_id), .about = "The framework's id."},
    {K("version"), .type = KHUNG__T_VERSION, .flags = REQ, AT(khung_answers, framework_version), .about = "The framework's version."},
};
static const khung__table framework_table = {"framework reference", TABLE(framework_fields), .required = 2};

static const khung__field organisation_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung_answers, organisation_id), .about = "Names the organisation for ever."},
    {K("name"), .type = KHUNG__T_TEXT, .flags = REQ, AT(khung_answers, organisation_name), .about = "The organisation's name."},
};
static const khung__table organisation_table = {"organisation", TABLE(organisation_fields), .required = 2};

static const khung__field period_fields[] = {
    {K("from"), .type = KHUNG__T_DATE, .flags = REQ, AT(khung_answers, from), .about = "First day of what is assessed."},
    {K("to"), .type = KHUNG__T_DATE, .flags = REQ, AT(khung_answers, to), NODE(khung__answers_draft, to_node), .about = "Last day."},
};
static const khung__table period_table = {"period", TABLE(period_fields), .required = 2};

static const khung__field by_fields[] = {
    {K("name"), .type = KHUNG__T_TEXT, AT(khung_answers, by_name), .about = "Who answers."},
    {K("role"), .type = KHUNG__T_TEXT, AT(khung_answers, by_role), .about = "In which role."},
};
static const khung__table by_table = {"by", TABLE(by_fields)};

/* The small mappings write into the draft itself, which begins with the answers. */
#define INSIDE(table_) .type = KHUNG__T_MAP, .offset = 0, .of = &(table_)
static const khung__field answers_fields[] = {
    {K("kind"), .type = KHUNG__T_CHOICE, .flags = REQ, AT(khung__answers_draft, kind), .words = kind_words, .about = "What this file is."},
    {K("format"), .type = KHUNG__T_CHOICE, .flags = REQ, AT(khung__answers_draft, format), .words = format_words,
     .about = "The number of the file format."},
    {K("framework"), INSIDE(framework_table), .flags = REQ, NODE(khung__answers_draft, framework_node), .about = "What is answered."},
    {K("organisation"), INSIDE(organisation_table), .flags = REQ, .about = "Who is assessed."},
    {K("period"), INSIDE(period_table), .flags = REQ, .about = "The time that is assessed."},
    {K("track"), .type = KHUNG__T_CHOICE, A(track), .words = track_words, .about = "Whose answers these are."},
    {K("by"), INSIDE(by_table), .about = "The person."},
    {K("dated"), .type = KHUNG__T_DATE, A(dated), .about = "The day of the answers."},
    {K("profile"), .type = KHUNG__T_ANY_MAP, NODE(khung__answers_draft, profile_node), .least = KHUNG__T_VALUE, .about = "Facts about the organisation."},
    {K("answers"), .type = KHUNG__T_ANY_MAP, .flags = REQ, NODE(khung__answers_draft, answers_node), .of = &khung__table_answer,
     .about = "One answer a criterion: a level's id, or a mapping."},
};
const khung__table khung__table_answers = {"answers", TABLE(answers_fields), .required = 6, .size = sizeof(khung__answers_draft)};
