/* How gates and the grade came about: every part of a requirement with its value. */
#include "tell.h"

static khung__str in_words(const khung__teller *t, const khung__condition *condition)
{
    khung__buf buf = {0};
    khung__score_condition_text(&buf, t->framework, condition, t->language);
    return khung__buf_take(&buf, t->arena);
}

/* The parts that are told line by line: the members of an outermost all_of, else the condition itself. */
static size_t part_count(const khung__condition *require)
{
    return require->kind == KHUNG__IF_ALL_OF ? require->child_count : 1;
}

static const khung__condition *part(const khung__condition *require, size_t i)
{
    return require->kind == KHUNG__IF_ALL_OF ? &require->children[i] : require;
}

static void tell_parts(const khung__teller *t, khung__explanation *out, khung__str title, const khung__condition *require)
{
    for (size_t i = 0; i < part_count(require); i++) {
        const khung__condition *condition = part(require, i);
        khung__reason *step = khung__tell_step(out);
        step->title = i == 0 ? title : (khung__str){0};
        step->rule = in_words(t, condition);
        step->value = khung__tell_value(t, khung__score_condition(t->framework, t->result, condition));
    }
}

khung_status khung__explain_gate(khung__explanation *out, khung__arena *arena, const khung_framework *framework, const khung_result *result,
                                 uint32_t gate, khung__language language)
{
    const khung__teller t = {arena, framework, result, language};
    const khung__gate *g = &framework->gates[gate];
    if (!khung__tell_room(out, &t, 0, part_count(g->require) + 1))
        return KHUNG_NO_MEMORY;
    out->title = g->title;
    bool passed = result->gates[gate].passed;
    khung__reason *verdict = khung__tell_step(out);
    verdict->title = khung__word(passed ? KHUNG__W_E_GATE_PASSED : KHUNG__W_E_GATE_FAILED, language);
    verdict->above = result->gates[gate].reason;
    verdict->value = khung__tell_value(&t, result->gates[gate].value);
    tell_parts(&t, out, (khung__str){0}, g->require);
    return KHUNG_OK;
}

/* The bound that a requirement puts on the total's percent or score, looked for through all_of only. */
static const khung__condition *total_bound(const khung__condition *require)
{
    if (require->kind == KHUNG__IF_TOTAL)
        return require;
    for (uint32_t i = 0; require->kind == KHUNG__IF_ALL_OF && i < require->child_count; i++) {
        const khung__condition *found = total_bound(&require->children[i]);
        if (found)
            return found;
    }
    return NULL;
}

khung__str khung__tell_total_margin(const khung__teller *t, uint32_t grade)
{
    const khung__condition *bound = total_bound(t->framework->grades[grade].require);
    const khung__domain_result *total = &t->result->domains[0];
    if (!bound || (!bound->bounds.has_at_least && !bound->bounds.has_at_least_percent))
        return (khung__str){0};
    bool percent = bound->bounds.has_at_least_percent;
    khung__rat value = percent ? total->percent : total->score;
    if (!value.has)
        return (khung__str){0};
    khung__rat asked = khung__rat_micro(t->arena, percent ? bound->bounds.at_least_percent : bound->bounds.at_least);
    khung__rat margin = khung__rat_sub(t->arena, asked, value);
    return margin.has && !margin.negative && margin.num_n > 0 ? khung__tell_margin(t, margin) : (khung__str){0};
}

static size_t steps_of_grades(const khung_framework *framework)
{
    size_t n = 1;
    for (uint32_t i = 0; i < framework->grade_count; i++)
        n += part_count(framework->grades[i].require) + 1;
    return n;
}

/* Every grade down to the awarded one: those above it show what is still missing. */
static void tell_grades(const khung__teller *t, khung__explanation *out)
{
    for (uint32_t i = 0; i < t->framework->grade_count && i <= t->result->grade; i++) {
        const khung__grade *grade = &t->framework->grades[i];
        tell_parts(t, out, grade->title, grade->require);
        khung__str margin = khung__tell_total_margin(t, i);
        if (margin.s) {
            khung__reason *step = khung__tell_step(out);
            step->above = TELL(t, E_MARGIN, margin, grade->title);
        }
    }
}

khung_status khung__explain_grade(khung__explanation *out, khung__arena *arena, const khung_framework *framework, const khung_result *result,
                                  khung__language language)
{
    const khung__teller t = {arena, framework, result, language};
    const khung__domain_result *total = &result->domains[0];
    if (!khung__tell_room(out, &t, 0, steps_of_grades(framework)))
        return KHUNG_NO_MEMORY;
    out->title = khung__word(KHUNG__W_E_GRADE, language);
    khung__reason *verdict = khung__tell_step(out);
    bool decided = total->complete && total->score.has;
    verdict->title = out->title;
    verdict->rule = khung__word(framework->grade_count == 0 ? KHUNG__W_E_NO_GRADES
                                : decided                   ? KHUNG__W_E_GRADE_RULE
                                                            : KHUNG__W_E_GRADE_INCOMPLETE, language);
    verdict->value = result->grade == KHUNG__NONE ? khung__word(KHUNG__W_E_NO_GRADE, language) : framework->grades[result->grade].title;
    if (decided)
        tell_grades(&t, out);
    return KHUNG_OK;
}
