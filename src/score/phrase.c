/* Conditions in words. */
#include "reason.h"

khung__language khung__reason_language(const khung_framework *framework)
{
    khung__str tag = framework->language;
    bool vietnamese = tag.n >= 2 && tag.s[0] == 'v' && tag.s[1] == 'i' && (tag.n == 2 || tag.s[2] == '-');
    return vietnamese ? KHUNG__VI : KHUNG__EN;
}

khung__str khung__speaker_say(khung__speaker *speaker, khung__word_id id, const khung__str *args, size_t n)
{
    khung__str said = khung__word_in(speaker->arena, id, speaker->language, args, n);
    if (!said.s)
        speaker->failed = true;
    return said.s ? said : KHUNG__S("");
}

static khung__str take(khung__speaker *speaker, khung__buf *buf)
{
    khung__str text = khung__buf_take(buf, speaker->arena);
    if (!text.s)
        speaker->failed = true;
    return text.s ? text : KHUNG__S("");
}

khung__str khung__speaker_join(khung__speaker *speaker, khung__str a, const char *between, khung__str b)
{
    khung__buf buf = {0};
    if (a.n == 0 || b.n == 0)
        return a.n == 0 ? b : a;
    khung__buf_str(&buf, a);
    khung__buf_z(&buf, between);
    khung__buf_str(&buf, b);
    return take(speaker, &buf);
}

khung__str khung__speaker_micro(khung__speaker *speaker, khung__micro value)
{
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    char decimals[8];
    unsigned rest = (unsigned)(size % (uint64_t)KHUNG__MICRO), n = 0;
    for (unsigned unit = 100000; rest > 0; unit /= 10) {
        decimals[n++] = (char)('0' + rest / unit);
        rest %= unit;
    }
    khung__buf plain = {0}, local = {0};
    if (value < 0)
        khung__buf_char(&plain, '-');
    khung__buf_int(&plain, (int64_t)(size / (uint64_t)KHUNG__MICRO));
    if (n > 0)
        khung__buf_char(&plain, '.');
    khung__buf_add(&plain, decimals, n);
    if (!plain.failed)
        khung__buf_local(&local, (khung__str){plain.s, plain.n}, speaker->language);
    local.failed = local.failed || plain.failed;
    khung__buf_free(&plain);
    return take(speaker, &local);
}

static khung__str micro_of_count(khung__speaker *speaker, int64_t count)
{
    return khung__speaker_micro(speaker, count * KHUNG__MICRO);
}

khung__str khung__speaker_criterion(khung__speaker *speaker, uint32_t criterion)
{
    const khung__criterion *named = &speaker->framework->criteria[criterion];
    return named->code.n ? named->code : named->title;
}

khung__str khung__speaker_domain(khung__speaker *speaker, uint32_t domain)
{
    return domain == 0 ? khung__word(KHUNG__W_TOTAL, speaker->language) : speaker->framework->domains[domain].title;
}

/* ---- bounds ---- */

/* The level or number a criterion is compared with; *word becomes the phrase that fits it. */
static khung__str named_level(khung__speaker *speaker, uint32_t criterion, khung__str written, khung__micro points, bool *is_points)
{
    const khung__criterion *about = &speaker->framework->criteria[criterion];
    *is_points = about->method == KHUNG__CHECKLIST;
    if (*is_points)
        return khung__speaker_micro(speaker, points);
    const khung__scale *scale = &speaker->framework->scales[about->scale];
    uint32_t level = khung__framework_level(scale, written);
    return level == KHUNG__NONE ? written : scale->levels[level].title;
}

static khung__str and_also(khung__speaker *speaker, khung__str a, khung__str b)
{
    if (a.n == 0 || b.n == 0)
        return a.n == 0 ? b : a;
    return KHUNG__SPEAK(speaker, KHUNG__W_S_AND, a, b);
}

static khung__str of_criterion(khung__speaker *speaker, const khung__condition *condition)
{
    khung__str label = khung__speaker_criterion(speaker, condition->index), text = KHUNG__S(""), level;
    bool is_points;
    if (condition->bounds.has_at_least) {
        level = named_level(speaker, condition->index, condition->level_at_least, condition->bounds.at_least, &is_points);
        text = KHUNG__SPEAK(speaker, is_points ? KHUNG__W_S_AT_LEAST_POINTS : KHUNG__W_S_AT_LEAST_LEVEL, label, level);
    }
    if (condition->bounds.has_below) {
        level = named_level(speaker, condition->index, condition->level_below, condition->bounds.below, &is_points);
        text = and_also(speaker, text, KHUNG__SPEAK(speaker, is_points ? KHUNG__W_S_BELOW_POINTS : KHUNG__W_S_BELOW_LEVEL, label, level));
    }
    return text;
}

static khung__str of_domain(khung__speaker *speaker, const khung__bounds *bounds, khung__str label)
{
    khung__str text = KHUNG__S("");
    if (bounds->has_at_least)
        text = KHUNG__SPEAK(speaker, KHUNG__W_S_AT_LEAST_POINTS, label, khung__speaker_micro(speaker, bounds->at_least));
    if (bounds->has_below)
        text = and_also(speaker, text, KHUNG__SPEAK(speaker, KHUNG__W_S_BELOW_POINTS, label, khung__speaker_micro(speaker, bounds->below)));
    if (bounds->has_at_least_percent)
        text = and_also(speaker, text, KHUNG__SPEAK(speaker, KHUNG__W_S_AT_LEAST_PERCENT, label, khung__speaker_micro(speaker, bounds->at_least_percent)));
    if (bounds->has_below_percent)
        text = and_also(speaker, text, KHUNG__SPEAK(speaker, KHUNG__W_S_BELOW_PERCENT, label, khung__speaker_micro(speaker, bounds->below_percent)));
    return text;
}

/* ---- selections ---- */

static khung__str selection(khung__speaker *speaker, const khung__condition *condition)
{
    static const khung__word_id words[] = {KHUNG__W_S_ALL_SHOULD, KHUNG__W_S_ALL_MUST, KHUNG__W_S_ALL_MAY};
    khung__str all = khung__word(condition->need < 0 ? KHUNG__W_S_ALL_CRITERIA : words[condition->need], speaker->language);
    if (condition->in_domain == KHUNG__NONE)
        return all;
    return KHUNG__SPEAK(speaker, KHUNG__W_S_OF_DOMAIN, all, khung__speaker_domain(speaker, condition->in_domain));
}

static khung__str of_criteria(khung__speaker *speaker, const khung__condition *condition)
{
    khung__str label = selection(speaker, condition), text = KHUNG__S(""), level;
    bool is_points = false;
    uint32_t first = condition->selected_count ? condition->selected[0] : 0;
    bool any = condition->selected_count > 0;
    if (condition->at_least && any) {
        level = named_level(speaker, first, condition->level_at_least, condition->at_least[0], &is_points);
        text = KHUNG__SPEAK(speaker, is_points ? KHUNG__W_S_AT_LEAST_POINTS : KHUNG__W_S_AT_LEAST_LEVEL, label, level);
    }
    if (condition->below && any) {
        level = named_level(speaker, first, condition->level_below, condition->below[0], &is_points);
        khung__str few;
        if (condition->has_at_most)
            few = KHUNG__SPEAK(speaker, is_points ? KHUNG__W_S_FEW_BELOW_POINTS : KHUNG__W_S_FEW_BELOW_LEVEL, label, level,
                               micro_of_count(speaker, condition->at_most));
        else
            few = KHUNG__SPEAK(speaker, is_points ? KHUNG__W_S_BELOW_POINTS : KHUNG__W_S_BELOW_LEVEL, label, level);
        text = and_also(speaker, text, few);
    }
    if (condition->at_target)
        text = and_also(speaker, text, KHUNG__SPEAK(speaker, KHUNG__W_S_AT_TARGET, label));
    return text.n ? text : label;
}

static khung__str of_evidence(khung__speaker *speaker, const khung__condition *condition)
{
    bool one = condition->need < 0 && condition->in_domain == KHUNG__NONE && condition->selected_count == 1;
    khung__str label = one ? khung__speaker_criterion(speaker, condition->selected[0]) : selection(speaker, condition);
    return KHUNG__SPEAK(speaker, KHUNG__W_S_EVIDENCE, label);
}

/* ---- facts and gates ---- */

khung__str khung__speaker_fact(khung__speaker *speaker, uint32_t fact, int64_t value)
{
    const khung__fact *about = &speaker->framework->facts[fact];
    if (about->type == KHUNG__FLAG)
        return khung__word(value ? KHUNG__W_S_TRUE : KHUNG__W_S_FALSE, speaker->language);
    if (about->type == KHUNG__CHOICE)
        return value >= 0 && value < about->option_count ? about->options[value].title : KHUNG__S("");
    return khung__speaker_join(speaker, khung__speaker_micro(speaker, value), " ", about->unit);
}

static khung__str of_profile(khung__speaker *speaker, const khung__condition *condition)
{
    const khung__fact *fact = &speaker->framework->facts[condition->index];
    int64_t is = fact->type == KHUNG__CHOICE ? (int64_t)condition->is_option : condition->is_number;
    khung__str text = KHUNG__S("");
    if (condition->has_is)
        text = KHUNG__SPEAK(speaker, KHUNG__W_S_FACT_IS, fact->ask, khung__speaker_fact(speaker, condition->index, is));
    if (condition->bounds.has_at_least)
        text = and_also(speaker, text, KHUNG__SPEAK(speaker, KHUNG__W_S_FACT_AT_LEAST, fact->ask,
                                                    khung__speaker_fact(speaker, condition->index, condition->bounds.at_least)));
    if (condition->bounds.has_below)
        text = and_also(speaker, text, KHUNG__SPEAK(speaker, KHUNG__W_S_FACT_BELOW, fact->ask,
                                                    khung__speaker_fact(speaker, condition->index, condition->bounds.below)));
    return text;
}

/* ---- all ---- */

static khung__str of_members(khung__speaker *speaker, const khung__condition *condition)
{
    khung__str text = KHUNG__S("");
    for (uint32_t i = 0; i < condition->child_count; i++)
        text = khung__speaker_join(speaker, text, "; ", khung__speaker_condition(speaker, &condition->children[i]));
    if (condition->kind == KHUNG__IF_NONE_OF)
        return KHUNG__SPEAK(speaker, condition->child_count == 1 ? KHUNG__W_S_NOT : KHUNG__W_S_NONE_OF, text);
    if (condition->kind == KHUNG__IF_ANY_OF && condition->child_count > 1)
        return KHUNG__SPEAK(speaker, KHUNG__W_S_ONE_OF, text);
    return text;
}

khung__str khung__speaker_condition(khung__speaker *speaker, const khung__condition *condition)
{
    switch (condition->kind) {
    case KHUNG__IF_CRITERION:
        return of_criterion(speaker, condition);
    case KHUNG__IF_DOMAIN:
        return of_domain(speaker, &condition->bounds, khung__speaker_domain(speaker, condition->index));
    case KHUNG__IF_TOTAL:
        return of_domain(speaker, &condition->bounds, khung__speaker_domain(speaker, 0));
    case KHUNG__IF_EACH_DOMAIN:
        return of_domain(speaker, &condition->bounds, khung__word(KHUNG__W_S_EACH_DOMAIN, speaker->language));
    case KHUNG__IF_CRITERIA:
        return of_criteria(speaker, condition);
    case KHUNG__IF_EVIDENCE:
        return of_evidence(speaker, condition);
    case KHUNG__IF_ANSWERED_PERCENT:
        return KHUNG__SPEAK(speaker, KHUNG__W_S_ANSWERED, khung__speaker_micro(speaker, condition->bounds.at_least));
    case KHUNG__IF_NA_PERCENT:
        return KHUNG__SPEAK(speaker, KHUNG__W_S_NOT_APPLICABLE, khung__speaker_micro(speaker, condition->bounds.below));
    case KHUNG__IF_GATE:
        return KHUNG__SPEAK(speaker, KHUNG__W_S_GATE, speaker->framework->gates[condition->index].title);
    case KHUNG__IF_PROFILE:
        return of_profile(speaker, condition);
    case KHUNG__IF_ALL_OF:
    case KHUNG__IF_ANY_OF:
    case KHUNG__IF_NONE_OF:
        return of_members(speaker, condition);
    }
    return KHUNG__S("");
}

void khung__score_condition_text(khung__buf *buf, const khung_framework *framework, const khung__condition *condition, khung__language language)
{
    khung__arena arena = {0};
    khung__speaker speaker = {&arena, framework, language, false};
    khung__buf_str(buf, khung__speaker_condition(&speaker, condition));
    if (speaker.failed)
        buf->failed = true;
    khung__arena_free(&arena);
}
