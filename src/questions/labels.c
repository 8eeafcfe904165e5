/* questions/labels: see labels.h. */
#include "labels.h"
#include "../framework/shape.h"

#include <string.h>

static khung__language language_of(const khung__questions *q, uint32_t l)
{
    return khung__language_of(q->frameworks[l]->language);
}

khung__str khung__questions_called(const khung__criterion *k)
{
    return k->code.n ? k->code : k->title;
}

/* ---- choices ---- */

static khung__choice *add_choice(khung__questions *q, khung__question *question, khung__str id, uint32_t value)
{
    khung__choice *choice = &question->choices[question->choice_count++];
    *choice = (khung__choice){.id = id, .name = khung__questions_name(&q->arena, id), .value = value};
    choice->labels = khung__arena_alloc(&q->arena, q->languages * sizeof *choice->labels);
    choice->titles = khung__arena_alloc(&q->arena, q->languages * sizeof *choice->titles);
    return choice->name.s && choice->labels && choice->titles ? choice : NULL;
}

static bool add_said(khung__questions *q, khung__question *question, const char *id, uint32_t value, khung__word_id word)
{
    khung__choice *choice = add_choice(q, question, khung__str_of(id), value);
    for (uint32_t l = 0; choice && l < q->languages; l++)
        choice->labels[l] = choice->titles[l] = khung__word(word, language_of(q, l));
    return choice != NULL;
}

static bool has_name(const khung__question *question, khung__str name)
{
    for (uint32_t i = 0; i < question->choice_count; i++)
        if (khung__str_eq(question->choices[i].name, name))
            return true;
    return false;
}

/* "not applicable" beside the levels, of which one may be called "na" itself. */
static bool add_na(khung__questions *q, khung__question *question)
{
    const char *id = has_name(question, KHUNG__S("na")) ? "not_applicable" : "na";
    return add_said(q, question, id, KHUNG__CHOICE_NA, KHUNG__W_Q_NA);
}

static khung__str level_label(khung__questions *q, khung__str title, khung__str descriptor)
{
    khung__buf buf = {0};
    khung__buf_str(&buf, title);
    if (descriptor.n) {
        khung__buf_z(&buf, ": ");
        khung__buf_str(&buf, descriptor);
    }
    return khung__buf_take(&buf, &q->arena);
}

static bool add_levels(khung__questions *q, khung__question *question)
{
    const khung__criterion *k = &q->frameworks[0]->criteria[question->criterion];
    const khung__scale *scale = &q->frameworks[0]->scales[k->scale];
    for (uint32_t i = 0; i < scale->level_count; i++) {
        if (!(k->choosable >> i & 1))
            continue;
        khung__choice *choice = add_choice(q, question, scale->levels[i].id, i);
        if (!choice)
            return false;
        for (uint32_t l = 0; l < q->languages; l++) {
            const khung_framework *f = q->frameworks[l];
            khung__str own = f->criteria[question->criterion].descriptors ? f->criteria[question->criterion].descriptors[i] : (khung__str){0};
            choice->titles[l] = f->scales[k->scale].levels[i].title;
            choice->labels[l] = level_label(q, choice->titles[l], own.n ? own : f->scales[k->scale].levels[i].means);
            if (!choice->labels[l].s)
                return false;
        }
    }
    return k->na_forbidden || add_na(q, question);
}

static bool add_options(khung__questions *q, khung__question *question)
{
    const khung__fact *fact = &q->frameworks[0]->facts[question->part];
    for (uint32_t i = 0; i < fact->option_count; i++) {
        khung__choice *choice = add_choice(q, question, fact->options[i].id, i);
        for (uint32_t l = 0; choice && l < q->languages; l++)
            choice->labels[l] = choice->titles[l] = q->frameworks[l]->facts[question->part].options[i].title;
        if (!choice)
            return false;
    }
    return true;
}

static bool add_yes_no(khung__questions *q, khung__question *question)
{
    return add_said(q, question, "yes", 1, KHUNG__W_Q_YES) && add_said(q, question, "no", 0, KHUNG__W_Q_NO);
}

static size_t room_for(const khung__questions *q, const khung__question *question)
{
    const khung_framework *f = q->frameworks[0];
    if (question->asks == KHUNG__ASKS_LEVEL)
        return f->scales[f->criteria[question->criterion].scale].level_count + 1;
    return question->asks == KHUNG__ASKS_FACT && f->facts[question->part].type == KHUNG__CHOICE ? f->facts[question->part].option_count : 2;
}

bool khung__questions_choose(khung__questions *q, khung__question *question)
{
    khung__fact_type fact = question->asks == KHUNG__ASKS_FACT ? q->frameworks[0]->facts[question->part].type : KHUNG__DECIMAL;
    bool yes_no = question->asks == KHUNG__ASKS_CHECK || question->asks == KHUNG__ASKS_CARRIED || fact == KHUNG__FLAG;
    bool levels = question->asks == KHUNG__ASKS_LEVEL, whether = question->asks == KHUNG__ASKS_WHETHER;
    if (!yes_no && !levels && !whether && fact != KHUNG__CHOICE)
        return true;
    question->choices = khung__arena_alloc(&q->arena, room_for(q, question) * sizeof *question->choices);
    if (!question->choices)
        return false;
    if (yes_no)
        return add_yes_no(q, question);
    if (levels)
        return add_levels(q, question);
    if (fact == KHUNG__CHOICE)
        return add_options(q, question);
    return add_said(q, question, "applies", KHUNG__CHOICE_APPLIES, KHUNG__W_Q_APPLIES) && add_na(q, question);
}

/* ---- labels ---- */

static khung__str about_label(khung__asks asks, khung__language language)
{
    static const khung__word_id words[KHUNG__ASKS_ABOUT] = {KHUNG__W_Q_FRAMEWORK, KHUNG__W_Q_VERSION, KHUNG__W_Q_DIGEST, KHUNG__W_Q_ORGANISATION_ID,
        KHUNG__W_Q_ORGANISATION_NAME, KHUNG__W_Q_FROM, KHUNG__W_Q_TO, KHUNG__W_Q_BY_NAME, KHUNG__W_Q_BY_ROLE, KHUNG__W_Q_DATED, KHUNG__W_Q_TRACK};
    return khung__word(words[asks], language);
}

static khung__str with_unit(khung__questions *q, khung__str text, khung__str unit)
{
    khung__buf buf = {0};
    khung__buf_str(&buf, text);
    if (unit.n) {
        khung__buf_z(&buf, " (");
        khung__buf_str(&buf, unit);
        khung__buf_char(&buf, ')');
    }
    return khung__buf_take(&buf, &q->arena);
}

static khung__str asked(khung__questions *q, const khung__criterion *k, bool unit)
{
    khung__buf buf = {0};
    if (k->code.n) {
        khung__buf_str(&buf, k->code);
        khung__buf_z(&buf, ". ");
    }
    khung__buf_str(&buf, k->ask.n ? k->ask : k->title);
    khung__str text = khung__buf_take(&buf, &q->arena);
    return text.s && unit ? with_unit(q, text, k->unit) : text;
}

static khung__str part_label(khung__questions *q, const khung__question *x, const khung__criterion *k, khung__language language)
{
    khung__word_id word = KHUNG__W_Q_CHECK;
    khung__str args[] = {khung__questions_called(k), {0}};
    switch (x->asks) {
    case KHUNG__ASKS_QUANTITY:
        word = KHUNG__W_Q_QUANTITY;
        args[1] = k->unit;
        return with_unit(q, khung__word_in(&q->arena, word, language, args, 2), k->unit);
    case KHUNG__ASKS_REASON: word = KHUNG__W_Q_REASON; break;
    case KHUNG__ASKS_NOTE: word = KHUNG__W_Q_NOTE; break;
    case KHUNG__ASKS_CARRIED: word = KHUNG__W_Q_CARRIED; break;
    case KHUNG__ASKS_CHECK: args[1] = k->checks[x->part].ask; break;
    case KHUNG__ASKS_EVIDENCE: word = KHUNG__W_Q_EVIDENCE; break;
    case KHUNG__ASKS_EVIDENCE_DATED: word = KHUNG__W_Q_EVIDENCE_DATED; break;
    default: word = KHUNG__W_Q_EVIDENCE_SHA256; break;
    }
    if (x->asks != KHUNG__ASKS_CHECK && x->part != KHUNG__NONE)
        args[1] = k->evidence[x->part].title;
    return khung__word_in(&q->arena, word, language, args, 2);
}

static khung__str label_of(khung__questions *q, const khung__question *x, uint32_t l)
{
    const khung_framework *f = q->frameworks[l];
    if (x->asks < KHUNG__ASKS_ABOUT)
        return about_label(x->asks, language_of(q, l));
    if (x->asks == KHUNG__ASKS_FACT)
        return with_unit(q, f->facts[x->part].ask, f->facts[x->part].unit);
    const khung__criterion *k = &f->criteria[x->criterion];
    bool bare = x->asks == KHUNG__ASKS_QUANTITY && k->na_forbidden;
    if (x->asks == KHUNG__ASKS_LEVEL || x->asks == KHUNG__ASKS_WHETHER || bare)
        return asked(q, k, bare);
    return part_label(q, x, k, language_of(q, l));
}

/* A label that another question has already is told apart by the name. */
static khung__str distinct(khung__questions *q, khung__ids *seen, uint32_t l, const khung__question *x, khung__str label)
{
    if (!label.s || khung__ids_add(seen, l + 1, label, 0) == KHUNG__NONE)
        return label;
    khung__buf buf = {0};
    khung__buf_str(&buf, label);
    khung__buf_z(&buf, " [");
    khung__buf_str(&buf, x->name);
    khung__buf_char(&buf, ']');
    return khung__buf_take(&buf, &q->arena);
}

bool khung__questions_label(khung__questions *q)
{
    khung__ids seen = {0};
    khung__arena arena = {0};
    bool good = khung__ids_init(&seen, &arena, (size_t)q->count * q->languages + 1);
    for (uint32_t i = 0; i < q->count && good; i++) {
        khung__question *x = &q->list[i];
        x->labels = khung__arena_alloc(&q->arena, q->languages * sizeof *x->labels);
        for (uint32_t l = 0; good && l < q->languages; l++) {
            khung__str label = x->labels ? label_of(q, x, l) : (khung__str){0};
            khung__str told = distinct(q, &seen, l, x, label);
            good = told.s != NULL;
            if (good)
                x->labels[l] = told;
        }
    }
    khung__arena_free(&arena);
    return good;
}
