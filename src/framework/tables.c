/* framework/tables: the keys of a framework file, once: for the loader, the JSON Schema and the translatable texts. */
#include "draft.h"

#define REQ KHUNG__F_REQUIRED
#define TR KHUNG__F_TRANSLATED
#define LIM KHUNG__F_LIMITS
#define K KHUNG__KEY
#define AT KHUNG__AT
/* A place of 0 would mean "none", so a member that a node is kept in may not come first: that does not compile. */
#define NODE(type_, member) .node_at = offsetof(type_, member) + 0 * sizeof(char[offsetof(type_, member) ? 1 : -1])
#define LIST(type_, member, counter) .type = KHUNG__T_LIST, .offset = offsetof(type_, member), .count_at = offsetof(type_, counter)
#define TABLE(fields_) .fields = (fields_), .count = KHUNG__COUNT(fields_)

static const char *const kind_words[] = {"framework", NULL};
static const char *const format_words[] = {"1", NULL};
static const char *const status_words[] = {"draft", "published", "retired", NULL};
static const char *const fact_words[] = {"flag", "decimal", "choice", NULL};
static const char *const better_words[] = {"higher", "lower", NULL};
static const char *const combine_words[] = {"mean", "pooled", "sum", "min", "max", "median", "percent_of_max", "percent_met", "reached", NULL};
static const char *const of_words[] = {"score", "percent", NULL};
static const char *const na_policy_words[] = {"exclude", "worst", "target", NULL};
static const char *const unanswered_words[] = {"block", "worst", "exclude", NULL};
static const char *const unverified_words[] = {"block", "self", "worst", NULL};
static const char *const respondents_words[] = {"median", "mean", "worst", NULL};
static const char *const by_words[] = {"percent", "score", NULL};
static const char *const compare_words[] = {"exact", "shown", NULL};
static const char *const method_words[] = {"scale", "ladder", "checklist", "quantity", NULL};
static const char *const need_words[] = {"should", "must", "may", NULL};
static const char *const na_words[] = {"with_reason", "forbid", NULL};
static const char *const stage_words[] = {"active", "future", "retired", NULL};

/* ---- conditions ---- */

static const khung__select fresh_select = {.need = -1};
static const khung__field select_fields[] = {
    {K("need"), .type = KHUNG__T_CHOICE, AT(khung__select, need), .words = need_words, .about = "Only criteria of this need."},
    {K("domain"), .type = KHUNG__T_ID, NODE(khung__select, domain), .about = "Only criteria of this domain and of those below it."},
};
const khung__table khung__table_select = {
    "selection", TABLE(select_fields), .size = sizeof(khung__select), .fresh = &fresh_select, NODE(khung__select, node), .address = KHUNG__A_NONE};

#define CONDITION_LIST(key_) \
    LIST(khung__condition, children, child_count), .flags = LIM, .least = 1, .of = &khung__table_condition, NODE(khung__condition, written[key_])
static const khung__field condition_fields[] = {
    [KHUNG__C_CRITERION] = {K("criterion"), .type = KHUNG__T_ID, NODE(khung__condition, written[KHUNG__C_CRITERION]),
                            .about = "A criterion's score, compared with a level of its scale (a checklist: with a number)."},
    [KHUNG__C_DOMAIN] = {K("domain"), .type = KHUNG__T_ID, NODE(khung__condition, written[KHUNG__C_DOMAIN]), .about = "A domain's score or percent."},
    [KHUNG__C_TOTAL] = {K("total"), .type = KHUNG__T_TRUE, NODE(khung__condition, written[KHUNG__C_TOTAL]), .about = "The total's score or percent."},
    [KHUNG__C_EACH_DOMAIN] = {K("each_domain"), .type = KHUNG__T_TRUE, NODE(khung__condition, written[KHUNG__C_EACH_DOMAIN]),
                              .about = "Every top-level domain of weight above 0."},
    [KHUNG__C_CRITERIA] = {K("criteria"), .type = KHUNG__T_MAP, AT(khung__condition, select), .of = &khung__table_select,
                           NODE(khung__condition, written[KHUNG__C_CRITERIA]), .about = "Every criterion selected by need and domain."},
    [KHUNG__C_EVIDENCE] = {K("evidence"), .type = KHUNG__T_MAP_OR_ID, AT(khung__condition, select), .of = &khung__table_select,
                           NODE(khung__condition, written[KHUNG__C_EVIDENCE]),
                           .about = "Every required evidence item that is due, of a criterion or of those selected, is present and fresh."},
    [KHUNG__C_ANSWERED_PERCENT] = {K("answered_percent"), .type = KHUNG__T_DECIMAL, AT(khung__condition, bounds.at_least),
                                   NODE(khung__condition, written[KHUNG__C_ANSWERED_PERCENT]),
                                   .about = "At least so many percent of the applicable criteria are answered."},
    [KHUNG__C_NA_PERCENT] = {K("not_applicable_percent"), .type = KHUNG__T_DECIMAL, AT(khung__condition, bounds.below),
                             NODE(khung__condition, written[KHUNG__C_NA_PERCENT]),
                             .about = "At most so many percent of the criteria in scope are not applicable."},
    [KHUNG__C_GATE] = {K("gate"), .type = KHUNG__T_ID, NODE(khung__condition, written[KHUNG__C_GATE]), .about = "An earlier gate's value."},
    [KHUNG__C_PROFILE] = {K("profile"), .type = KHUNG__T_ID, NODE(khung__condition, written[KHUNG__C_PROFILE]), .about = "A fact about the organisation."},
    [KHUNG__C_ALL_OF] = {K("all_of"), CONDITION_LIST(KHUNG__C_ALL_OF), .about = "All of these hold; void ones are left out."},
    [KHUNG__C_ANY_OF] = {K("any_of"), CONDITION_LIST(KHUNG__C_ANY_OF), .about = "At least one of these holds."},
    [KHUNG__C_NONE_OF] = {K("none_of"), CONDITION_LIST(KHUNG__C_NONE_OF), .about = "None of these holds."},
    [KHUNG__C_AT_LEAST] = {K("at_least"), .type = KHUNG__T_LEVEL, NODE(khung__condition, written[KHUNG__C_AT_LEAST]),
                           .about = "At least this level (criteria) or number (domains, total, facts)."},
    [KHUNG__C_BELOW] = {K("below"), .type = KHUNG__T_LEVEL, NODE(khung__condition, written[KHUNG__C_BELOW]),
                        .about = "Below this level (criteria) or number (domains, total, facts)."},
    [KHUNG__C_AT_LEAST_PERCENT] = {K("at_least_percent"), .type = KHUNG__T_DECIMAL, AT(khung__condition, bounds.at_least_percent),
                                   NODE(khung__condition, written[KHUNG__C_AT_LEAST_PERCENT]), .about = "At least so many percent of the range."},
    [KHUNG__C_BELOW_PERCENT] = {K("below_percent"), .type = KHUNG__T_DECIMAL, AT(khung__condition, bounds.below_percent),
                                NODE(khung__condition, written[KHUNG__C_BELOW_PERCENT]), .about = "Below so many percent of the range."},
    [KHUNG__C_AT_MOST] = {K("at_most"), .type = KHUNG__T_WHOLE, AT(khung__condition, at_most), NODE(khung__condition, written[KHUNG__C_AT_MOST]),
                          .about = "No more than so many of the selected criteria below the level."},
    [KHUNG__C_AT_TARGET] = {K("at_target"), .type = KHUNG__T_TRUE, NODE(khung__condition, written[KHUNG__C_AT_TARGET]),
                            .about = "Every criterion selected reaches its target."},
    [KHUNG__C_IS] = {K("is"), .type = KHUNG__T_VALUE, NODE(khung__condition, written[KHUNG__C_IS]),
                     .about = "The fact has this value: true or false, a number, or an option's id."},
};
static const khung__condition fresh_condition = {.index = KHUNG__NONE, .need = -1, .in_domain = KHUNG__NONE, .select = {.need = -1}};
const khung__table khung__table_condition = {
    "condition", TABLE(condition_fields), .size = sizeof(khung__condition), .fresh = &fresh_condition, NODE(khung__condition, node),
    .address = KHUNG__A_NONE};

#define BIT(key_) (1u << KHUNG__C_##key_)
#define BOUNDS (BIT(AT_LEAST) | BIT(BELOW))
#define BOTH (BOUNDS | BIT(AT_LEAST_PERCENT) | BIT(BELOW_PERCENT))
const khung__predicate khung__predicates[KHUNG__C_SUBJECTS] = {
    {KHUNG__IF_CRITERION, KHUNG__C_CRITERION, BOUNDS, BOUNDS},
    {KHUNG__IF_DOMAIN, KHUNG__C_DOMAIN, BOTH, BOTH},
    {KHUNG__IF_TOTAL, KHUNG__C_TOTAL, BOTH, BOTH},
    {KHUNG__IF_EACH_DOMAIN, KHUNG__C_EACH_DOMAIN, BOTH, BOTH},
    {KHUNG__IF_CRITERIA, KHUNG__C_CRITERIA, BOUNDS | BIT(AT_MOST) | BIT(AT_TARGET), BOUNDS | BIT(AT_TARGET)},
    {KHUNG__IF_EVIDENCE, KHUNG__C_EVIDENCE, 0, 0},
    {KHUNG__IF_ANSWERED_PERCENT, KHUNG__C_ANSWERED_PERCENT, 0, 0},
    {KHUNG__IF_NA_PERCENT, KHUNG__C_NA_PERCENT, 0, 0},
    {KHUNG__IF_GATE, KHUNG__C_GATE, 0, 0},
    {KHUNG__IF_PROFILE, KHUNG__C_PROFILE, BOUNDS | BIT(IS), BOUNDS | BIT(IS)},
    {KHUNG__IF_ALL_OF, KHUNG__C_ALL_OF, 0, 0},
    {KHUNG__IF_ANY_OF, KHUNG__C_ANY_OF, 0, 0},
    {KHUNG__IF_NONE_OF, KHUNG__C_NONE_OF, 0, 0},
};

#define CONDITION(type_, member, where_, about_) \
    .type = KHUNG__T_MAP, .offset = offsetof(type_, member), .size = sizeof(khung__condition *), .of = &khung__table_condition, .least = (where_), \
    .about = (about_)

/* ---- rules of combining, shared by scoring, total, domain and view ---- */

#define RULE(type_) \
    {K("combine"), .type = KHUNG__T_CHOICE, AT(type_, rule.combine), .words = combine_words, NODE(type_, written.combine), \
     .about = "How the children's scores become one."}, \
    {K("of"), .type = KHUNG__T_CHOICE, AT(type_, rule.of), .words = of_words, NODE(type_, written.of), \
     .about = "What is combined: scores, or each child's percent of its own range."}, \
    {K("share"), .type = KHUNG__T_DECIMAL, .flags = LIM, AT(type_, rule.share), NODE(type_, written.share), .least = 1, \
     .most = 100 * KHUNG__MICRO, .preset = "100", .about = "For `reached`: percent of the weight, more than 0, at most 100."}
#define POLICIES(type_) \
    {K("not_applicable"), .type = KHUNG__T_CHOICE, AT(type_, na_policy), .words = na_policy_words, NODE(type_, written.not_applicable), \
     .about = "What a criterion that does not apply counts as; inherited by the domains below."}, \
    {K("unanswered"), .type = KHUNG__T_CHOICE, AT(type_, unanswered), .words = unanswered_words, NODE(type_, written.unanswered), \
     .about = "What a criterion without an answer counts as; inherited by the domains below."}

static const khung__field cap_fields[] = {
    {K("when"), CONDITION(khung__cap, when, KHUNG__IN_CAP, "When the bound holds; about criteria and facts only."), .flags = REQ | KHUNG__F_POINTER},
    {K("at_most"), .type = KHUNG__T_DECIMAL, AT(khung__cap, most), NODE(khung__cap, most_node), .about = "The score is no more than this."},
    {K("at_least"), .type = KHUNG__T_DECIMAL, AT(khung__cap, least), NODE(khung__cap, least_node),
     .about = "The score is no less than this (for scales where lower is better)."},
};
static const khung__table cap_table = {
    "cap", TABLE(cap_fields), .required = 1, .size = sizeof(khung__cap), NODE(khung__cap, node), .address = KHUNG__A_NONE};
#define CAPS(type_) \
    {K("caps"), LIST(type_, caps, cap_count), .of = &cap_table, .about = "Bounds on the score while a condition holds."}

/* ---- facts, scales ---- */

static const khung__field option_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__option, id), .about = "Names the option in answers; never changed."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ | TR, AT(khung__option, title), .about = "The option as people read it."},
};
static const khung__table option_table = {"option", TABLE(option_fields), .required = 2, .size = sizeof(khung__option), NODE(khung__option, node)};

static const khung__field fact_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__fact, id), .about = "Names the fact in conditions and answers; never changed."},
    {K("ask"), .type = KHUNG__T_TEXT, .flags = REQ | TR, AT(khung__fact, ask), .about = "The question put to people."},
    {K("type"), .type = KHUNG__T_CHOICE, AT(khung__fact, type), .words = fact_words, .about = "flag: true or false; decimal: a number; choice: one option."},
    {K("unit"), .type = KHUNG__T_TEXT, .flags = TR, AT(khung__fact, unit), NODE(khung__fact, unit_node), .about = "What a decimal counts."},
    {K("options"), LIST(khung__fact, options, option_count), .flags = LIM, .least = 1, .of = &option_table, NODE(khung__fact, options_node),
     .about = "What a choice can be."},
};
static const khung__table fact_table = {"fact", TABLE(fact_fields), .required = 2, .size = sizeof(khung__fact), NODE(khung__fact, node)};

static const khung__field level_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__level, id), .about = "Names the level in answers and conditions; never changed."},
    {K("points"), .type = KHUNG__T_DECIMAL, .flags = REQ | LIM, AT(khung__level, points), NODE(khung__level, points_node), .least = 0,
     .most = INT64_MAX, .about = "What the level counts; strictly ascending."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ | TR, AT(khung__level, title), .about = "The level as people read it."},
    {K("means"), .type = KHUNG__T_TEXT, .flags = TR, AT(khung__level, means), .about = "What the level means in general."},
};
static const khung__level fresh_level = {.points = KHUNG__UNREAD};
static const khung__table level_table = {
    "level", TABLE(level_fields), .required = 3, .size = sizeof(khung__level), .fresh = &fresh_level, NODE(khung__level, node)};

static const khung__field scale_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__scale, id), .about = "Names the scale; never changed."},
    {K("better"), .type = KHUNG__T_CHOICE, AT(khung__scale, lower), .words = better_words, NODE(khung__scale, better_node),
     .about = "Which end is better; lower for scales of risk."},
    {K("levels"), LIST(khung__scale, levels, level_count), .flags = REQ | LIM, .least = 1, .of = &level_table, NODE(khung__scale, levels_node),
     .about = "The levels in ascending order of points."},
};
static const khung__table scale_table = {"scale", TABLE(scale_fields), .required = 2, .size = sizeof(khung__scale), NODE(khung__scale, node)};

/* ---- scoring, bands ---- */

static const khung__field total_fields[] = {RULE(khung__total), CAPS(khung__total)};
static const khung__total fresh_total = {.rule = {.share = 100 * KHUNG__MICRO}};
static const khung__table total_table = {
    "total", TABLE(total_fields), .size = sizeof(khung__total), .fresh = &fresh_total, NODE(khung__total, node), .address = KHUNG__A_NONE};

static const khung__field scoring_fields[] = {
    {K("scale"), .type = KHUNG__T_ID, NODE(khung__scoring, scale), .about = "The scale of criteria that name none; else the first scale."},
    RULE(khung__scoring),
    {K("target"), .type = KHUNG__T_ID, AT(khung__scoring, target_id), NODE(khung__scoring, target),
     .about = "The level to aim at where it can be chosen; others aim at their best."},
    POLICIES(khung__scoring),
    {K("unverified"), .type = KHUNG__T_CHOICE, AT(khung__scoring, unverified_policy), .words = unverified_words, NODE(khung__scoring, unverified),
     .about = "What a criterion that the reviewer left out counts as."},
    {K("respondents"), .type = KHUNG__T_CHOICE, AT(khung__scoring, respondents), .words = respondents_words,
     .about = "How several people's answers become one."},
    {K("hide_below"), .type = KHUNG__T_WHOLE, AT(khung__scoring, hide_below), .preset = "5",
     .about = "With fewer respondents than this their spread is not shown."},
    {K("digits"), .type = KHUNG__T_WHOLE, .flags = LIM, AT(khung__scoring, digits), .least = 0, .most = 4, .preset = "2", .about = "Decimals shown, 0 to 4."},
    {K("total"), .type = KHUNG__T_MAP, AT(khung__scoring, total), .of = &total_table, .about = "Other rules for the total."},
};
static const khung__table scoring_table = {
    "scoring", TABLE(scoring_fields), .size = sizeof(khung__scoring), NODE(khung__scoring, node), .address = KHUNG__A_NONE};

static const khung__field step_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__band, id), .about = "Names the step; never changed."},
    {K("from"), .type = KHUNG__T_DECIMAL, .flags = REQ, AT(khung__band, from), NODE(khung__band, from_node), .about = "The step begins here."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ | TR, AT(khung__band, title), .about = "The step as people read it."},
    {K("means"), .type = KHUNG__T_TEXT, .flags = TR, AT(khung__band, means), .about = "What the step means."},
};
static const khung__band fresh_step = {.from = KHUNG__UNREAD};
static const khung__table step_table = {
    "band step", TABLE(step_fields), .required = 3, .size = sizeof(khung__band), .fresh = &fresh_step, NODE(khung__band, node), .address = KHUNG__A_ENTRY};

static const khung__field bands_fields[] = {
    {K("by"), .type = KHUNG__T_CHOICE, AT(khung__bands, by_score), .words = by_words, NODE(khung__bands, by_node), .about = "What the steps measure."},
    {K("domains"), .type = KHUNG__T_FLAG, AT(khung__bands, domains), NODE(khung__bands, domains_node),
     .about = "Also band the top-level domains (default: true by percent, false by score)."},
    {K("compare"), .type = KHUNG__T_CHOICE, AT(khung__bands, shown), .words = compare_words, .about = "Compare the exact value, or the one shown."},
    {K("steps"), LIST(khung__bands, steps, step_count), .flags = REQ | LIM, .least = 1, .of = &step_table,
     .about = "Half-open steps, [from, next from), the last one closed."},
};
static const khung__table bands_table = {"bands", TABLE(bands_fields), .required = 1, .size = sizeof(khung__bands), NODE(khung__bands, node)};

/* ---- criteria ---- */

static const khung__field check_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__check, id), .about = "Names the check in answers; never changed."},
    {K("level"), .type = KHUNG__T_ID, NODE(khung__check, level_node), .about = "Ladder: the level that needs this check."},
    {K("points"), .type = KHUNG__T_DECIMAL, .flags = LIM, AT(khung__check, points), NODE(khung__check, points_node), .least = 0, .most = INT64_MAX,
     .about = "Checklist: what the check counts."},
    {K("ask"), .type = KHUNG__T_TEXT, .flags = REQ | TR, AT(khung__check, ask), .about = "The question, answered by yes or no."},
};
static const khung__check fresh_check = {.level = KHUNG__NONE, .points = KHUNG__UNREAD};
static const khung__table check_table = {
    "check", TABLE(check_fields), .required = 2, .size = sizeof(khung__check), .fresh = &fresh_check, NODE(khung__check, node)};

static const khung__field range_fields[] = {
    {K("from"), .type = KHUNG__T_DECIMAL, AT(khung__range, from), NODE(khung__range, from_node), .about = "The range begins here; the first has none."},
    {K("level"), .type = KHUNG__T_ID, .flags = REQ, NODE(khung__range, level_node), .about = "The level of numbers in this range."},
};
static const khung__range fresh_range = {.level = KHUNG__NONE, .from = KHUNG__UNREAD};
static const khung__table range_table = {
    "range", TABLE(range_fields), .required = 1, .size = sizeof(khung__range), .fresh = &fresh_range, NODE(khung__range, node),
    .address = KHUNG__A_NONE};

const khung__table *const khung__table_check = &check_table, *const khung__table_fact = &fact_table, *const khung__table_cap = &cap_table;

/* What each method needs, and which keys mean nothing under it. */
const khung__method_rule khung__method_rules[4] = {
    [KHUNG__SCALE] = {"scale", NULL, {"checks", "ranges", "unit"}, NULL, NULL},
    [KHUNG__LADDER] = {"ladder", "checks", {"ranges", "unit"}, "level", "points"},
    [KHUNG__CHECKLIST] = {"checklist", "checks", {"ranges", "unit", "scale", "levels", "next"}, "points", "level"},
    [KHUNG__QUANTITY] = {"quantity", "ranges", {"checks"}, NULL, NULL},
};

static const khung__field evidence_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__evidence_item, id), .about = "Names the item in answers; never changed."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ | TR, AT(khung__evidence_item, title), .about = "What is to be shown."},
    {K("from_level"), .type = KHUNG__T_ID, NODE(khung__evidence_item, from_level_node), .about = "Due from this level on; default: always."},
    {K("required"), .type = KHUNG__T_FLAG, AT(khung__evidence_item, required), .preset = "true", .about = "Whether conditions about evidence ask for it."},
    {K("max_age_months"), .type = KHUNG__T_WHOLE, .flags = LIM, AT(khung__evidence_item, max_age_months), .least = 0, .most = 12000,
     .about = "How old it may be at the end of the period."},
};
static const khung__evidence_item fresh_evidence = {.from_level = KHUNG__NONE, .required = true, .max_age_months = -1};
static const khung__table evidence_table = {
    "evidence item", TABLE(evidence_fields), .required = 2, .size = sizeof(khung__evidence_item), .fresh = &fresh_evidence,
    NODE(khung__evidence_item, node)};

static const khung__field reference_fields[] = {
    {K("title"), .type = KHUNG__T_TEXT, .flags = TR, AT(khung__reference, title), .about = "The law, policy or standard."},
    {K("number"), .type = KHUNG__T_TEXT, AT(khung__reference, number), .about = "Its number, as cited."},
    {K("url"), .type = KHUNG__T_TEXT, AT(khung__reference, url), .about = "Where it can be read."},
    {K("from"), .type = KHUNG__T_DATE, AT(khung__reference, from), .about = "In force from this day."},
    {K("to"), .type = KHUNG__T_DATE, AT(khung__reference, to), NODE(khung__reference, to_node), .about = "In force until this day."},
    {K("replaced_by"), .type = KHUNG__T_TEXT, AT(khung__reference, replaced_by), .about = "What came in its place."},
};
static const khung__table reference_table = {
    "reference", TABLE(reference_fields), .size = sizeof(khung__reference), NODE(khung__reference, node), .address = KHUNG__A_NUMBER};

#define C(member) AT(khung__criterion, member)
#define CW(member) NODE(khung__criterion, written.member)
static const khung__field criterion_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, C(id), .about = "Names the criterion for ever; never shown, never reused."},
    {K("code"), .type = KHUNG__T_TEXT, C(code), .about = "The printed label, free to change."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ | TR, C(title), .about = "The criterion as people read it."},
    {K("ask"), .type = KHUNG__T_TEXT, .flags = TR, C(ask), .about = "The question put to people; default: the title."},
    {K("why"), .type = KHUNG__T_TEXT, .flags = TR, C(why), .about = "Help, shown beside the question."},
    {K("method"), .type = KHUNG__T_CHOICE, C(method), .words = method_words, .about = "How an answer becomes points."},
    {K("scale"), .type = KHUNG__T_ID, CW(scale), .about = "Its scale; default: that of scoring."},
    {K("weight"), .type = KHUNG__T_DECIMAL, .flags = LIM, C(weight), CW(weight), .least = 0, .most = INT64_MAX, .preset = "1",
     .about = "How much it counts beside its neighbours; 0: shown, not counted."},
    {K("need"), .type = KHUNG__T_CHOICE, C(need), .words = need_words, .about = "How much it is asked for; apart from weight."},
    {K("target"), .type = KHUNG__T_LEVEL, CW(target), .about = "The level to aim at; a checklist: a number of points."},
    {K("levels"), .type = KHUNG__T_TEXTS, .flags = TR | LIM, CW(levels), .least = 1,
     .about = "What each level looks like here; the keys say which levels can be chosen."},
    {K("unit"), .type = KHUNG__T_TEXT, .flags = TR, C(unit), CW(unit), .about = "Quantity: what is counted."},
    {K("ranges"), LIST(khung__criterion, ranges, range_count), .flags = LIM, .least = 1, .of = &range_table, CW(ranges),
     .about = "Quantity: half-open ranges, ascending; the first has no `from`."},
    {K("checks"), LIST(khung__criterion, checks, check_count), .flags = LIM, .least = 1, .of = &check_table, CW(checks),
     .about = "Ladder and checklist: what is asked."},
    {K("next"), .type = KHUNG__T_TEXTS, .flags = TR, CW(next), .about = "Advice for reaching that level, printed in the plan."},
    {K("na"), .type = KHUNG__T_CHOICE, C(na_forbidden), .words = na_words, .about = "Whether it may be answered as not applicable."},
    {K("evidence"), LIST(khung__criterion, evidence, evidence_count), .of = &evidence_table, CW(evidence), .about = "What proves the answer."},
    {K("references"), LIST(khung__criterion, references, reference_count), .of = &reference_table, .about = "Law, policy, standard."},
    {K("applies_when"), CONDITION(khung__criterion, applies_when, KHUNG__IN_APPLIES_WHEN, "In scope only when these facts hold."), .flags = KHUNG__F_POINTER},
    {K("stage"), .type = KHUNG__T_CHOICE, C(stage), .words = stage_words, .about = "future: shown, not counted; retired: only in old answers."},
};
static const khung__criterion fresh_criterion = {.weight = KHUNG__MICRO, .scale = KHUNG__NONE, .target_level = KHUNG__NONE};
const khung__table khung__table_criterion = {
    "criterion", TABLE(criterion_fields), .required = 2, .size = sizeof(khung__criterion), .fresh = &fresh_criterion,
    NODE(khung__criterion, node), .address = KHUNG__A_OWN};

/* ---- domains ---- */

static const khung__field domain_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__domain, id), .about = "Names the domain for ever; shares its names with criteria."},
    {K("code"), .type = KHUNG__T_TEXT, AT(khung__domain, code), .about = "The printed label, free to change."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ | TR, AT(khung__domain, title), .about = "The domain as people read it."},
    {K("weight"), .type = KHUNG__T_DECIMAL, .flags = LIM, AT(khung__domain, weight), NODE(khung__domain, weight_node), .least = 0,
     .most = INT64_MAX, .preset = "1", .about = "How much it counts beside its neighbours; 0: shown, not counted."},
    RULE(khung__domain),
    POLICIES(khung__domain),
    CAPS(khung__domain),
    {K("applies_when"), CONDITION(khung__domain, applies_when, KHUNG__IN_APPLIES_WHEN, "In scope only when these facts hold."), .flags = KHUNG__F_POINTER},
    {K("domains"), .type = KHUNG__T_LIST, .flags = KHUNG__F_DEFER | LIM, .least = 1, NODE(khung__domain, domains_node), .of = &khung__table_domain,
     .about = "Sub-domains; depth of domains at most 4."},
    {K("criteria"), .type = KHUNG__T_LIST, .flags = KHUNG__F_DEFER | LIM, .least = 1, NODE(khung__domain, criteria_node),
     .of = &khung__table_criterion, .about = "The criteria of the domain."},
};
static const khung__domain fresh_domain = {.parent = KHUNG__NONE, .weight = KHUNG__MICRO, .rule = {.share = 100 * KHUNG__MICRO}};
const khung__table khung__table_domain = {
    "domain", TABLE(domain_fields), .required = 2, .size = sizeof(khung__domain), .fresh = &fresh_domain, NODE(khung__domain, node),
    .address = KHUNG__A_OWN};

/* ---- views, gates, grades, certificate ---- */

static const khung__field group_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__group, id), .about = "Names the group; never changed."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ | TR, AT(khung__group, title), .about = "The group as people read it."},
    {K("criteria"), .type = KHUNG__T_IDS, .flags = REQ | LIM, .least = 1, NODE(khung__group, criteria_node), .about = "The criteria of the group."},
};
static const khung__table group_table = {"group", TABLE(group_fields), .required = 3, .size = sizeof(khung__group), NODE(khung__group, node)};

static const khung__field view_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__view, id), .about = "Names the view; never changed."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ | TR, AT(khung__view, title), .about = "The view as people read it."},
    RULE(khung__view),
    {K("groups"), LIST(khung__view, groups, group_count), .flags = REQ | LIM, .least = 1, .of = &group_table,
     .about = "The same criteria, grouped another way."},
};
static const khung__view fresh_view = {.rule = {.share = 100 * KHUNG__MICRO}};
static const khung__table view_table = {
    "view", TABLE(view_fields), .required = 3, .size = sizeof(khung__view), .fresh = &fresh_view, NODE(khung__view, node)};

static const khung__field gate_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__gate, id), .about = "Names the gate; never changed."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ | TR, AT(khung__gate, title), .about = "The gate as people read it."},
    {K("require"), CONDITION(khung__gate, require, KHUNG__IN_REQUIRE, "What must hold."), .flags = REQ | KHUNG__F_POINTER},
};
static const khung__table gate_table = {"gate", TABLE(gate_fields), .required = 3, .size = sizeof(khung__gate), NODE(khung__gate, node)};

static const khung__field grade_fields[] = {
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, AT(khung__grade, id), .about = "Names the grade; never changed."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ | TR, AT(khung__grade, title), .about = "The grade as people read it."},
    {K("require"), CONDITION(khung__grade, require, KHUNG__IN_REQUIRE, "What must hold."), .flags = REQ | KHUNG__F_POINTER},
    {K("valid_months"), .type = KHUNG__T_WHOLE, .flags = LIM, AT(khung__grade, valid_months), .least = 1, .most = 12000,
     .about = "How long a certificate of this grade is in force."},
};
static const khung__grade fresh_grade = {.valid_months = -1};
static const khung__table grade_table = {
    "grade", TABLE(grade_fields), .required = 3, .size = sizeof(khung__grade), .fresh = &fresh_grade, NODE(khung__grade, node)};

static const khung__field certificate_fields[] = {
    {K("reviewed"), .type = KHUNG__T_FLAG, AT(khung__certificate, reviewed), .preset = "true",
     .about = "true: only after a complete review; false: a self-declaration, never a certificate."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = TR, AT(khung__certificate, title), .about = "The heading of the certificate."},
};
static const khung__table certificate_table = {
    "certificate", TABLE(certificate_fields), .size = sizeof(khung__certificate), NODE(khung__certificate, node)};

/* ---- the file ---- */

#define F(member) AT(khung__draft, f.member)
static const khung__field framework_fields[] = {
    {K("kind"), .type = KHUNG__T_CHOICE, .flags = REQ, AT(khung__draft, kind), .words = kind_words, .about = "What this file is."},
    {K("format"), .type = KHUNG__T_CHOICE, .flags = REQ, AT(khung__draft, format), .words = format_words, .about = "The number of the file format."},
    {K("id"), .type = KHUNG__T_ID, .flags = REQ, F(id), .about = "Names the framework for ever."},
    {K("version"), .type = KHUNG__T_VERSION, .flags = REQ, F(version),
     .about = "major.minor.patch: answers may need work, new and optional, wording."},
    {K("status"), .type = KHUNG__T_CHOICE, AT(khung__draft, status), .words = status_words, .about = "Where it stands in its life."},
    {K("language"), .type = KHUNG__T_LANGUAGE, .flags = REQ, F(language), .about = "The language of the texts in this file, such as vi."},
    {K("title"), .type = KHUNG__T_TEXT, .flags = REQ | TR, F(title), .about = "The framework as people read it."},
    {K("publisher"), .type = KHUNG__T_TEXT, .flags = TR, F(publisher), .about = "Who publishes it."},
    {K("description"), .type = KHUNG__T_TEXT, .flags = TR, F(description), .about = "What it is."},
    {K("licence"), .type = KHUNG__T_TEXT, .flags = TR, F(licence), .about = "How it may be used."},
    {K("purpose"), .type = KHUNG__T_TEXT, .flags = TR, F(purpose), .about = "What the score may be used for; printed."},
    {K("derived_from"), .type = KHUNG__T_TEXT, .flags = TR, F(derived_from), .about = "Sources and credit."},
    {K("profile"), LIST(khung__draft, f.facts, f.fact_count), .of = &fact_table, .about = "Facts about the organisation: asked first, never scored."},
    {K("scales"), LIST(khung__draft, f.scales, f.scale_count), .flags = REQ | LIM, .least = 1, .of = &scale_table, .about = "The scales of levels."},
    {K("scoring"), .type = KHUNG__T_MAP, AT(khung__draft, scoring), .of = &scoring_table, .about = "How scores add up, unless a domain says otherwise."},
    {K("bands"), .type = KHUNG__T_MAP, AT(khung__draft, bands), .of = &bands_table, NODE(khung__draft, bands.node), .about = "Steps of the total with a name."},
    {K("domains"), .type = KHUNG__T_LIST, .flags = REQ | KHUNG__F_DEFER | LIM, .least = 1, NODE(khung__draft, domains_node),
     .of = &khung__table_domain, .about = "The domains, each with sub-domains or criteria."},
    {K("views"), LIST(khung__draft, f.views, f.view_count), .of = &view_table, .about = "The same criteria grouped another way."},
    {K("gates"), LIST(khung__draft, f.gates, f.gate_count), .of = &gate_table, .about = "Conditions evaluated in file order after the scores."},
    {K("grades"), LIST(khung__draft, f.grades, f.grade_count), .of = &grade_table, .about = "Best first: the first whose requirement holds is awarded."},
    {K("certificate"), .type = KHUNG__T_MAP, AT(khung__draft, certificate), .of = &certificate_table, .about = "What the certificate rests on."},
};
static const khung__draft fresh_draft = {
    .scoring = {.rule = {.share = 100 * KHUNG__MICRO}, .hide_below = 5, .digits = 2, .total = {.rule = {.share = 100 * KHUNG__MICRO}}},
    .certificate = {.reviewed = true}};
const khung__table khung__table_framework = {
    "framework", TABLE(framework_fields), .required = 8, .size = sizeof(khung__draft), .fresh = &fresh_draft};
