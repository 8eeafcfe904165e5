/* figures/tables: the keys of plans, portfolios and registers, for the loader and the JSON Schema. */
#include "../figures.h"

#define REQ KHUNG__F_REQUIRED
#define LIM KHUNG__F_LIMITS
#define K KHUNG__KEY
#define AT KHUNG__AT
/* A place of 0 would mean "none", so a member that a node is kept in may not come first: that does not compile. */
#define NODE(type_, member) .node_at = offsetof(type_, member) + 0 * sizeof(char[offsetof(type_, member) ? 1 : -1])
#define LIST(type_, member, counter) .type = KHUNG__T_LIST, .offset = offsetof(type_, member), .count_at = offsetof(type_, counter)
#define TABLE(fields_) .fields = (fields_), .count = KHUNG__COUNT(fields_)
#define F(member) AT(khung_figures, member)
#define PERCENT .type = KHUNG__T_DECIMAL, .least = 0, .most = 100 * INT64_C(1000000)

const char *const khung__figures_words[3] = {"plan", "portfolio", "register"};
static const char *const plan_words[] = {"plan", NULL}, *const portfolio_words[] = {"portfolio", NULL}, *const register_words[] = {"register", NULL};
static const char *const format_words[] = {"1", NULL};
static const char *const language_words[] = {"vi", "en", NULL};

/* What all three begin with; the words of `kind` and `format` are stored nowhere. */
static const khung__field framework_fields[] = {
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ, AT(khung__figures_framework, title), .about = "The framework's title."},
    {K("version"), .type = KHUNG__T_VERSION, .flags = REQ, AT(khung__figures_framework, version), .about = "The framework's version."},
};
static const khung__table framework_table = {"framework named", TABLE(framework_fields), .required = 2, .size = sizeof(khung__figures_framework),
                                             NODE(khung__figures_framework, node)};
#define BEGINNING(words_)                                                                                                                    \
    {K("kind"), .type = KHUNG__T_CHOICE, .flags = REQ, F(spare[0]), .words = words_, .about = "What this file is."},                         \
    {K("format"), .type = KHUNG__T_CHOICE, .flags = REQ, F(spare[1]), .words = format_words, .about = "The number of the file format."},      \
    {K("language"), .type = KHUNG__T_CHOICE, F(language), .words = language_words, .about = "In which language the texts are."},              \
    {K("dated"), .type = KHUNG__T_DATE, .flags = REQ, F(dated), .about = "The day the figures are of."}
#define FRAMEWORK(flags_) \
    {K("framework"), .type = KHUNG__T_MAP, .flags = (flags_), .offset = offsetof(khung_figures, framework), .of = &framework_table, \
     .about = "What was assessed against."}

#define ID(type_) {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(type_, id), .about = "Names it within this file."}
#define TITLE(type_) {K("title"), .type = KHUNG__T_TEXT, .flags = REQ, AT(type_, title), .about = "What is printed."}

/* ---- plan ---- */

static const khung__field group_fields[] = {ID(khung__named), TITLE(khung__named)};
static const khung__table group_table = {"group", TABLE(group_fields), .required = 2, .size = sizeof(khung__named), NODE(khung__named, node)};

static const char *const action_words[] = {"todo", "running", "done", NULL};
static const khung__field action_fields[] = {
    {K("action"), .type = KHUNG__T_TEXT, .flags = REQ, AT(khung__action, text), .about = "What is to be done."},
    {K("owner"), .type = KHUNG__T_TEXT, .flags = REQ, AT(khung__action, owner), .about = "Who sees to it."},
    {K("due"), .type = KHUNG__T_DATE, .flags = REQ, AT(khung__action, due), .about = "The last day for it."},
    {K("criterion"), .type = KHUNG__T_TEXT, AT(khung__action, criterion), .about = "The code of the criterion that it raises."},
    {K("from"), .type = KHUNG__T_TEXT, AT(khung__action, from), .about = "The level now, as printed."},
    {K("to"), .type = KHUNG__T_TEXT, AT(khung__action, to), .about = "The level afterwards, as printed."},
    {K("cost"), .type = KHUNG__T_DECIMAL, AT(khung__action, cost), .least = 0, .most = INT64_C(1000000000) * 1000000, .preset = "0",
     .about = "What it costs, in the plan's unit."},
    {K("status"), .type = KHUNG__T_CHOICE, AT(khung__action, state), .words = action_words, .about = "How far it is; overdue follows from the dates."},
    {K("group"), .type = KHUNG__T_ID, AT(khung__action, group_id), NODE(khung__action, group_node), .about = "The group it stands in."},
};
static const khung__action fresh_action = {.group = KHUNG__NONE};
static const khung__table action_table = {"action", TABLE(action_fields), .required = 3, .size = sizeof(khung__action), .fresh = &fresh_action,
                                          NODE(khung__action, node)};

#define RISE                                                                                                                     \
    {K("now"), .flags = REQ, PERCENT, AT(khung__rise, now), .about = "Percent now."},                                            \
    {K("then"), .flags = REQ, PERCENT, AT(khung__rise, then), .about = "Percent when everything is done."}
static const khung__field rise_fields[] = {
    {K("code"), .type = KHUNG__T_TEXT, AT(khung__rise, code), .about = "The domain's code."},
    TITLE(khung__rise),
    RISE,
};
static const khung__table rise_table = {"effect on a domain", TABLE(rise_fields), .required = 3, .size = sizeof(khung__rise), NODE(khung__rise, node)};
static const khung__field total_fields[] = {RISE};
static const khung__table total_table = {"effect on the total", TABLE(total_fields), .required = 2, .size = sizeof(khung__rise), NODE(khung__rise, node)};

#define PLAN(member) AT(khung_figures, plan.member)
static const khung__field effect_fields[] = {
    {K("threshold"), PERCENT, PLAN(threshold), .about = "A percent that matters, drawn as a line."},
    {K("total"), .type = KHUNG__T_MAP, .flags = REQ, .offset = offsetof(khung_figures, plan.total), .of = &total_table, .about = "The total."},
    {K("domains"), LIST(khung_figures, plan.rises, plan.rise_count), .flags = LIM, .least = 0, .most = 1000, .of = &rise_table, .about = "Each domain."},
};
static const khung__table effect_table = {"effect", TABLE(effect_fields), .required = 1};

static const khung__field plan_fields[] = {
    BEGINNING(plan_words),
    {K("organisation"), .type = KHUNG__T_TEXT, .flags = REQ, PLAN(organisation), .about = "Whose plan it is."},
    {K("title"), .type = KHUNG__T_TEXT, PLAN(title), .about = "The plan's title; without it the document's."},
    FRAMEWORK(0),
    {K("round"), .type = KHUNG__T_TEXT, PLAN(round), .about = "The assessment the plan follows, such as kỳ 2026."},
    {K("code"), .type = KHUNG__T_TEXT, PLAN(code), .about = "The code of that assessment's result."},
    {K("unit"), .type = KHUNG__T_TEXT, PLAN(unit), .about = "What costs are counted in; without it they are not printed."},
    {K("groups"), LIST(khung_figures, plan.groups, plan.group_count), .flags = LIM, .least = 0, .most = 100, .of = &group_table,
     .about = "Groups of actions, in order."},
    {K("actions"), LIST(khung_figures, plan.actions, plan.action_count), .flags = REQ | LIM, .least = 0, .most = 10000, .of = &action_table,
     .about = "The actions."},
    {K("effect"), .type = KHUNG__T_MAP, .offset = 0, .of = &effect_table, .about = "What the scores become when everything is done."},
};
static const khung_figures fresh_figures = {.plan = {.threshold = -1}, .portfolio = {.hide_below = 5}};
#define WHOLE .size = sizeof(khung_figures), .fresh = &fresh_figures
const khung__table khung__table_plan = {"plan", TABLE(plan_fields), .required = 5, WHOLE};

/* ---- portfolio ---- */

#define NAMED(name_, table_, fields_, required_) \
    static const khung__table table_ = {name_, TABLE(fields_), .required = required_, .size = sizeof(khung__named), NODE(khung__named, node)}
static const khung__field grade_fields[] = {ID(khung__named), TITLE(khung__named)};
NAMED("grade printed", grade_table, grade_fields, 2);
static const khung__field level_fields[] = {
    TITLE(khung__named), {K("from"), .flags = REQ, PERCENT, AT(khung__named, from), .about = "The least percent of the level; 0 for the first."}};
NAMED("level printed", level_table, level_fields, 2);
static const khung__field domain_fields[] = {
    ID(khung__named), TITLE(khung__named), {K("code"), .type = KHUNG__T_TEXT, AT(khung__named, code), .about = "The domain's code."}};
NAMED("domain printed", domain_table, domain_fields, 2);
static const khung__field province_fields[] = {
    ID(khung__named), TITLE(khung__named),
    {K("registered"), .type = KHUNG__T_WHOLE, AT(khung__named, number), .least = 0, .most = 1000000, .preset = "0",
     .about = "How many organisations are registered, assessed or not; 0 is not printed."}};
NAMED("province", province_table, province_fields, 2);
static const khung__field form_fields[] = {ID(khung__named), TITLE(khung__named)};
NAMED("legal form", form_table, form_fields, 2);
static const khung__field round_fields[] = {ID(khung__named), TITLE(khung__named)};
NAMED("earlier round", round_table, round_fields, 2);

static const khung__field member_fields[] = {
    ID(khung__member),
    {K("name"), .type = KHUNG__T_TEXT, .flags = REQ, AT(khung__member, name), .about = "Printed only where the audience is internal."},
    {K("province"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__member, province_id), NODE(khung__member, province_node), .about = "A province of this file."},
    {K("form"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__member, form_id), NODE(khung__member, form_node), .about = "A legal form of this file."},
    {K("grade"), .type = KHUNG__T_ID, AT(khung__member, grade_id), NODE(khung__member, grade_node), .about = "The grade awarded; none without it."},
    {K("total"), .flags = REQ, PERCENT, AT(khung__member, total), .about = "The total percent, reviewed."},
    {K("domains"), .type = KHUNG__T_ANY_MAP, NODE(khung__member, domains_node), .least = KHUNG__T_DECIMAL, .about = "The percent of each domain."},
    {K("before"), .type = KHUNG__T_ANY_MAP, NODE(khung__member, before_node), .least = KHUNG__T_DECIMAL, .about = "The total percent of earlier rounds."},
};
static const khung__table member_table = {"organisation assessed", TABLE(member_fields), .required = 5, .size = sizeof(khung__member),
                                          NODE(khung__member, node)};

static const char *const by_words[] = {"province", "form", "network", NULL};
static const char *const audience_words[] = {"open", "internal", NULL};
#define PORT(member) AT(khung_figures, portfolio.member)
#define PORTS(key_, list_, count_, most_, table_, about_) \
    {K(key_), LIST(khung_figures, portfolio.list_, portfolio.count_), .flags = REQ | LIM, .least = 1, .most = most_, .of = &table_, .about = about_}
static const khung__field portfolio_fields[] = {
    BEGINNING(portfolio_words),
    {K("title"), .type = KHUNG__T_TEXT, PORT(title), .about = "The portfolio's title; without it the document's."},
    {K("round"), .type = KHUNG__T_TEXT, .flags = REQ, PORT(round), .about = "The round the figures are of, such as 2026."},
    FRAMEWORK(REQ),
    {K("by"), .type = KHUNG__T_CHOICE, PORT(by), .words = by_words,
     .about = "What the sheets are of: provinces, legal forms or networks stand in provinces; where it is form, regions stand in forms."},
    {K("audience"), .type = KHUNG__T_CHOICE, PORT(audience), .words = audience_words, .about = "internal prints organisations by name; open never does."},
    {K("unreviewed"), .type = KHUNG__T_FLAG, PORT(unreviewed), .about = "The framework asks for no review: what was submitted counts."},
    {K("hide-below"), .type = KHUNG__T_WHOLE, PORT(hide_below), .least = 5, .most = 1000, .preset = "5", .about = "Smaller groups are not printed."},
    PORTS("grades", grades, grade_count, KHUNG__PORTFOLIO_GRADES, grade_table, "The grades, best first."),
    PORTS("levels", levels, level_count, KHUNG__PORTFOLIO_LEVELS, level_table, "The levels of a domain, lowest first."),
    PORTS("domains", domains, domain_count, KHUNG__PORTFOLIO_DOMAINS, domain_table, "The domains."),
    PORTS("provinces", provinces, province_count, 100, province_table, "The provinces, in the order of the sheets."),
    PORTS("forms", forms, form_count, 20, form_table, "The legal forms."),
    {K("rounds"), LIST(khung_figures, portfolio.rounds, portfolio.round_count), .flags = LIM, .least = 0, .most = KHUNG__PORTFOLIO_ROUNDS, .of = &round_table,
     .about = "Earlier rounds, oldest first."},
    {K("organisations"), LIST(khung_figures, portfolio.members, portfolio.member_count), .flags = REQ | LIM, .least = 0, .most = 100000, .of = &member_table,
     .about = "The organisations with a reviewed result."},
};
const khung__table khung__table_portfolio = {"portfolio", TABLE(portfolio_fields), .required = 11, WHOLE};

/* ---- register ---- */

static const char *const state_words[] = {"in-force", "suspended", "withdrawn", NULL};
static const khung__field entry_fields[] = {
    {K("number"), .type = KHUNG__T_TEXT, .flags = REQ, AT(khung__entry, number), .about = "The certificate's number, 05/2026/GCN-ABBR."},
    {K("organisation"), .type = KHUNG__T_TEXT, .flags = REQ, AT(khung__entry, organisation), .about = "Who holds it."},
    {K("grade"), .type = KHUNG__T_TEXT, .flags = REQ, AT(khung__entry, grade), .about = "The grade awarded."},
    {K("framework"), .type = KHUNG__T_TEXT, .flags = REQ, AT(khung__entry, framework), .about = "The framework's title."},
    {K("version"), .type = KHUNG__T_VERSION, AT(khung__entry, version), .about = "Its version."},
    {K("issued"), .type = KHUNG__T_DATE, .flags = REQ, AT(khung__entry, issued), .about = "The day of issue."},
    {K("until"), .type = KHUNG__T_DATE, .flags = REQ, AT(khung__entry, until), NODE(khung__entry, until_node), .about = "The last day of validity."},
    {K("state"), .type = KHUNG__T_CHOICE, AT(khung__entry, state), .words = state_words, .about = "Whether it is in force."},
    {K("changed"), .type = KHUNG__T_DATE, AT(khung__entry, changed), NODE(khung__entry, changed_node), .about = "Since when it is suspended or withdrawn."},
    {K("reason"), .type = KHUNG__T_TEXT, AT(khung__entry, reason), .about = "Why, as the public may read it."},
};
static const khung__table entry_table = {"certificate listed", TABLE(entry_fields), .required = 6, .size = sizeof(khung__entry), NODE(khung__entry, node)};

#define REG(member) AT(khung_figures, reg.member)
static const khung__field register_fields[] = {
    BEGINNING(register_words),
    {K("issuer"), .type = KHUNG__T_TEXT, .flags = REQ, REG(issuer), .about = "Who issues the certificates."},
    {K("serial"), .type = KHUNG__T_WHOLE, REG(serial), .least = 0, .most = INT64_C(999999999999), .preset = "0",
     .about = "The number of this issue of the register."},
    {K("url"), .type = KHUNG__T_TEXT, REG(url), .about = "Where certificates can be checked."},
    {K("certificates"), LIST(khung_figures, reg.entries, reg.entry_count), .flags = REQ | LIM, .least = 0, .most = 100000, .of = &entry_table,
     .about = "The certificates."},
};
const khung__table khung__table_register = {"register", TABLE(register_fields), .required = 5, WHOLE};
