/* description/tables: see tables.h. */
#include "tables.h"

#define REQ KHUNG__F_REQUIRED
#define K KHUNG__KEY
#define AT KHUNG__AT
/* A place of 0 would mean "none", so a member that a node is kept in may not come first: that does not compile. */
#define NODE(type_, member) .node_at = offsetof(type_, member) + 0 * sizeof(char[offsetof(type_, member) ? 1 : -1])
#define LIST(type_, member, counter) .type = KHUNG__T_LIST, .offset = offsetof(type_, member), .count_at = offsetof(type_, counter)
#define TABLE(fields_) .fields = (fields_), .count = KHUNG__COUNT(fields_)
#define D(member) AT(khung__description_draft, member)
#define DN(member) NODE(khung__description_draft, member)

const khung__phrase khung__phrases[KHUNG__P_COUNT] = {
#define P(name, key, arguments, documents) {key, arguments, documents},
#include "phrases.def"
#undef P
};

static const char *const kind_words[] = {"report", NULL};
static const char *const format_words[] = {"1", NULL};
const char *const khung__document_names[] = {"assessment", "certificate", "summary", "questionnaire", "plan", "portfolio", "register", NULL};
static const char *const paper_words[] = {"a4", "letter", NULL};
static const char *const section_words[] = {"cover", "summary", "domains", "change", "findings", "steps", "certainty", "comparison", "annexes", NULL};
static const char *const annex_words[] = {"unanswered", "not-applicable", "evidence", "conditions", "gaps", "views", "workings", "sources", NULL};

static const khung__field both_fields[] = {
    {K("vi"), .type = KHUNG__T_TEXT, AT(khung__both, text[KHUNG__VI]), NODE(khung__both, at[KHUNG__VI]), .about = "In Vietnamese."},
    {K("en"), .type = KHUNG__T_TEXT, AT(khung__both, text[KHUNG__EN]), NODE(khung__both, at[KHUNG__EN]), .about = "In English."},
};
static const khung__table both_table = {"text in both languages", TABLE(both_fields), .size = sizeof(khung__both)};

#define PART_FIELDS(words_, about_)                                                                                                 \
    {                                                                                                                               \
        {K("id"), .type = KHUNG__T_CHOICE, .flags = REQ, AT(khung__part, id), NODE(khung__part, id_node), .words = words_, .about = about_}, \
        {K("title"), .type = KHUNG__T_MAP, .offset = offsetof(khung__part, title), .of = &both_table, .about = "Its heading."},     \
    }
static const khung__field section_fields[] = PART_FIELDS(section_words, "Which part of the document.");
static const khung__field annex_fields[] = PART_FIELDS(annex_words, "Which annex.");
static const khung__table section_table = {"section", TABLE(section_fields), .required = 1, .size = sizeof(khung__part), NODE(khung__part, node)};
static const khung__table annex_table = {"annex", TABLE(annex_fields), .required = 1, .size = sizeof(khung__part), NODE(khung__part, node)};

static const khung__field signatory_fields[] = {
    {K("role"), .type = KHUNG__T_MAP, .flags = REQ, .offset = offsetof(khung__signatory, role), .of = &both_table, .about = "The office of who signs."},
    {K("name"), .type = KHUNG__T_TEXT, AT(khung__signatory, name), .about = "The name below the signature."},
    {K("authority"), .type = KHUNG__T_MAP, .offset = offsetof(khung__signatory, authority), .of = &both_table,
     .about = "On whose behalf it is signed, above the office."},
};
static const khung__table signatory_table = {"signatory", TABLE(signatory_fields), .required = 1, .size = sizeof(khung__signatory)};

static const char *const style_words[] = {"plain", "state", NULL};
static const char *const orientation_words[] = {"landscape", "portrait", NULL};
static const khung__field demand_fields[] = {
    {K("text"), .type = KHUNG__T_MAP, .flags = REQ, .offset = offsetof(khung__demand, text), .of = &both_table, .about = "What must hold or be done."},
    {K("until"), .type = KHUNG__T_DATE, AT(khung__demand, until), .about = "The last day for it."},
};
static const khung__table demand_table = {"condition", TABLE(demand_fields), .required = 1, .size = sizeof(khung__demand)};
#define BOTH(member_, about_) .type = KHUNG__T_MAP, .offset = offsetof(khung__award, member_), .of = &both_table, .about = about_
static const khung__field award_fields[] = {
    {K("style"), .type = KHUNG__T_CHOICE, AT(khung__award, style), .words = style_words,
     .about = "plain, or with the head of decree 30/2020: name of the state and motto."},
    {K("orientation"), .type = KHUNG__T_CHOICE, AT(khung__award, orientation), .words = orientation_words, .about = "How the sheet lies."},
    {K("bilingual"), .type = KHUNG__T_FLAG, AT(khung__award, bilingual), .preset = "false", .about = "Both languages on one sheet."},
    {K("issuer"), BOTH(issuer, "Who issues certificates, in both languages; goes before the document's issuer.")},
    {K("superior"), BOTH(superior, "The body that the issuer stands under; above it in the state style.")},
    {K("place"), BOTH(place, "Where certificates are issued.")},
    {K("conditions"), LIST(khung__award, conditions, condition_count), .flags = KHUNG__F_LIMITS, .of = &demand_table, .least = 1, .most = 100,
     .about = "What stands as a condition on every certificate."},
};
static const khung__table award_table = {"certificate", TABLE(award_fields), .size = sizeof(khung__award)};

static const khung__field colour_fields[] = {
    {K("accent"), .type = KHUNG__T_COLOUR, AT(khung__colours, text[0]), NODE(khung__colours, at[0]),
     .about = "Levels, codes, headings, the certificate's band; its tints are worked out."},
    {K("signal"), .type = KHUNG__T_COLOUR, AT(khung__colours, text[1]), NODE(khung__colours, at[1]), .about = "What asks for attention."},
};
static const khung__table colour_table = {"colours", TABLE(colour_fields), .size = sizeof(khung__colours)};

/* Heads and feet stand within the margins above and below, 36 and 28 points from the body, and printers leave 15 at each edge. */
#define MARGIN(key_, edge_, least_, most_, preset_)                                                                                              \
    {                                                                                                                                   \
        K(key_), .type = KHUNG__T_DECIMAL, .flags = KHUNG__F_LIMITS, AT(khung__margins, mm[edge_]), NODE(khung__margins, at[edge_]),    \
            .least = (least_) * INT64_C(1000000), .most = (most_) * INT64_C(1000000), .about = preset_                                  \
    }
static const khung__field margin_fields[] = {
    MARGIN("left", KHUNG__EDGE_LEFT, 10, 50, "From the left edge to the text, in millimetres; 20.5 when not given."),
    MARGIN("right", KHUNG__EDGE_RIGHT, 10, 50, "From the text to the right edge, in millimetres; 20 when not given."),
    MARGIN("top", KHUNG__EDGE_TOP, 19, 60, "From the upper edge to the text, in millimetres, the running head between them; 25.4 when not given."),
    MARGIN("bottom", KHUNG__EDGE_BOTTOM, 16, 60, "From the text to the lower edge, in millimetres, the foot between them; 20.4 when not given."),
};
static const khung__table margin_table = {"margins", TABLE(margin_fields), .size = sizeof(khung__margins)};

/* In the order of khung__family (page.h). */
static const char *const family_words[] = {"noto-sans", "noto-serif", "dejavu-sans", "dejavu-serif", NULL};
#define FAMILY(key_, which_, about_) \
    {K(key_), .type = KHUNG__T_CHOICE, AT(khung__families, family[which_]), NODE(khung__families, at[which_]), .words = family_words, .about = about_}
static const khung__field font_fields[] = {
    FAMILY("text", 0, "Of everything that the program and people say."),
    FAMILY("titles", 1, "Of titles, names and the framework's own words; noto-serif when not given."),
};
static const khung__table font_table = {"fonts", TABLE(font_fields), .size = sizeof(khung__families)};

static const khung__field wording_fields[] = {
    {K("vi"), .type = KHUNG__T_TEXTS, .node_at = offsetof(khung__description_draft, wording[KHUNG__VI]), .about = "In Vietnamese, by key."},
    {K("en"), .type = KHUNG__T_TEXTS, .node_at = offsetof(khung__description_draft, wording[KHUNG__EN]), .about = "In English, by key."},
};
static const khung__table wording_table = {"wording", TABLE(wording_fields)};

static const khung__field description_fields[] = {
    {K("kind"), .type = KHUNG__T_CHOICE, .flags = REQ, D(kind), .words = kind_words, .about = "What this file is."},
    {K("format"), .type = KHUNG__T_CHOICE, .flags = REQ, D(format), .words = format_words, .about = "The number of the file format."},
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, D(d.id), .about = "Names the description."},
    {K("extends"), .type = KHUNG__T_ID, D(extends), DN(extends_node), .about = "A description of the program's own: what is not written here is as there."},
    {K("document"), .type = KHUNG__T_CHOICE, D(d.document), DN(document_node), .words = khung__document_names,
     .about = "Which document is described; with extends that of the other one."},
    {K("title"), .type = KHUNG__T_MAP, .offset = offsetof(khung__description_draft, title), .of = &both_table, .about = "The document's title."},
    {K("issuer"), .type = KHUNG__T_TEXT, D(d.issuer), .about = "Who issues the document; without it the framework's publisher."},
    {K("logo"), .type = KHUNG__T_TEXT, D(d.logo), DN(logo_node), .about = "A PNG or JPEG file in the folder of this file, or below it."},
    {K("signatories"), LIST(khung__description_draft, d.signatories, d.signatory_count), .flags = KHUNG__F_LIMITS, .of = &signatory_table,
     .least = 1, .most = 2, DN(signatories_node), .about = "Who signs a certificate."},
    {K("certificate"), .type = KHUNG__T_MAP, .offset = offsetof(khung__description_draft, d.award), DN(award_node), .of = &award_table,
     .about = "How a certificate looks and what every one says."},
    {K("colours"), .type = KHUNG__T_MAP, .offset = offsetof(khung__description_draft, colours), .of = &colour_table, .about = "Six hex digits each."},
    {K("paper"), .type = KHUNG__T_CHOICE, D(d.paper), DN(paper_node), .words = paper_words, .about = "The size of the paper."},
    {K("margins"), .type = KHUNG__T_MAP, .offset = offsetof(khung__description_draft, margins), DN(margins_node), .of = &margin_table,
     .about = "Distances from the paper's edges to the text, in millimetres."},
    {K("fonts"), .type = KHUNG__T_MAP, .offset = offsetof(khung__description_draft, fonts), .of = &font_table, .about = "Families of the letters."},
    {K("sections"), LIST(khung__description_draft, d.sections, d.section_count), .flags = KHUNG__F_LIMITS, .of = &section_table, .least = 1,
     .most = KHUNG__SECTIONS, DN(sections_node), .about = "The parts of the report in their order; those not listed are left out."},
    {K("annexes"), LIST(khung__description_draft, d.annexes, d.annex_count), .flags = KHUNG__F_LIMITS, .of = &annex_table, .least = 1,
     .most = KHUNG__ANNEXES, DN(annexes_node), .about = "The annexes in their order; those not listed are left out."},
    {K("wording"), .type = KHUNG__T_MAP, .offset = 0, .of = &wording_table, .about = "What the document says of itself, by language and key."},
};
const khung__table khung__table_description = {"report", TABLE(description_fields), .required = 3, .size = sizeof(khung__description_draft)};
