/* interview/model: what is asked and what was said: steps in order, answers with what stood there before. */
#include "inside.h"

#include <string.h>

/* ---- levels ---- */

uint32_t khung__iv_levels(const khung_interview *iv, const khung__criterion *k)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < iv->f->scales[k->scale].level_count; i++)
        n += k->choosable >> i & 1;
    return n;
}

uint32_t khung__iv_level(const khung_interview *iv, const khung__criterion *k, uint32_t nth)
{
    for (uint32_t i = 0; i < iv->f->scales[k->scale].level_count; i++)
        if ((k->choosable >> i & 1) && nth-- == 0)
            return i;
    return KHUNG__NONE;
}

const khung__criterion *khung__iv_criterion(const khung_interview *iv)
{
    if (iv->at >= iv->step_count || iv->steps[iv->at].kind != KHUNG__STEP_CRITERION)
        return NULL;
    return &iv->f->criteria[iv->steps[iv->at].index];
}

/* ---- what is done ---- */

/* Going up, a level with a false check is met before one with a missing check (scoring.md). */
bool khung__iv_ladder_done(const khung_interview *iv, const khung__criterion *k, const int8_t *checks)
{
    for (uint32_t level = 0; level < iv->f->scales[k->scale].level_count; level++) {
        bool missing = false;
        for (uint32_t i = 0; i < k->check_count; i++) {
            if (k->checks[i].level == level && checks[i] == 0)
                return true;
            missing = missing || (k->checks[i].level == level && checks[i] < 0);
        }
        if (missing)
            return false;
    }
    return true;
}

static bool criterion_done(const khung_interview *iv, const khung__criterion *k, const khung__said *said)
{
    if (said->kind == KHUNG__ANSWER_NONE || said->carried)
        return false;
    if (said->kind != KHUNG__ANSWER_CHECKS)
        return true;
    if (!said->checks)
        return false;
    if (k->method == KHUNG__LADDER)
        return khung__iv_ladder_done(iv, k, said->checks);
    return !memchr(said->checks, -1, k->check_count);
}

bool khung__iv_step_optional(khung__step step)
{
    return step.kind == KHUNG__STEP_ABOUT && (step.index == KHUNG__ABOUT_NAME || step.index == KHUNG__ABOUT_ROLE);
}

bool khung__iv_step_done(const khung_interview *iv, khung__step step)
{
    switch (step.kind) {
    case KHUNG__STEP_ABOUT: return iv->about[step.index].n > 0;
    case KHUNG__STEP_FACT: return iv->facts[step.index].n > 0;
    default: return criterion_done(iv, &iv->f->criteria[step.index], &iv->said[step.index]);
    }
}

uint32_t khung__iv_wanted(const khung_interview *iv)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < iv->step_count; i++)
        n += !khung__iv_step_optional(iv->steps[i]);
    return n;
}

uint32_t khung__iv_done(const khung_interview *iv)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < iv->step_count; i++)
        n += !khung__iv_step_optional(iv->steps[i]) && khung__iv_step_done(iv, iv->steps[i]);
    return n;
}

/* An id from the name, where none is known; false where none can be made. */
bool khung__iv_name_organisation(khung_interview *iv, khung__str name)
{
    khung__str id = iv->organisation_fixed ? iv->organisation_id : khung__text_slug(&iv->arena, name);
    if (id.n > 64)
        id.n = 64;
    while (id.n && id.s[id.n - 1] == '-')
        id.n--;
    if (!khung__is_id(id))
        return false;
    id = khung__str_copy(&iv->arena, id);
    if (id.s)
        iv->organisation_id = id;
    return id.s != NULL;
}

/* ---- steps ---- */

/* A fact's text as its value; false: it is none. */
static bool fact_value(khung_fact *out, const khung__fact *fact, khung__str text)
{
    khung__micro number = 0;
    *out = (khung_fact){0};
    if (fact->type == KHUNG__DECIMAL)
        out->given = khung__read_decimal(text, &number);
    if (fact->type == KHUNG__FLAG) {
        out->given = khung__str_eq(text, KHUNG__S("true")) || khung__str_eq(text, KHUNG__S("false"));
        number = khung__str_eq(text, KHUNG__S("true"));
    }
    for (uint32_t i = 0; fact->type == KHUNG__CHOICE && i < fact->option_count; i++)
        if (khung__str_eq(text, fact->options[i].id)) {
            out->given = true;
            number = i;
        }
    out->value = number;
    return out->given;
}

/* Criteria that a fact leaves out are not asked; those that wait for a fact are. */
static bool is_asked(uint8_t state)
{
    return state != KHUNG_OUT_OF_SCOPE && state != KHUNG_FUTURE && state != KHUNG_RETIRED;
}

static void add_step(khung_interview *iv, khung__step_kind kind, uint32_t index)
{
    iv->steps[iv->step_count++] = (khung__step){kind, index};
}

void khung__iv_settle(khung_interview *iv)
{
    const khung_framework *f = iv->f;
    bool end = iv->at >= iv->step_count;
    khung__step here = end ? (khung__step){0} : iv->steps[iv->at];
    for (uint32_t i = 0; i < f->fact_count; i++)
        fact_value(&iv->given[i], &f->facts[i], iv->facts[i]);
    memset(iv->states, 0, f->criterion_count * sizeof *iv->states);
    khung_scorer_scope(iv->states, iv->scorer, iv->given, f->criterion_count);
    iv->step_count = 0;
    for (uint32_t i = 0; iv->options.about && i < KHUNG__ABOUT_COUNT; i++)
        add_step(iv, KHUNG__STEP_ABOUT, i);
    for (uint32_t i = 0; i < f->fact_count; i++)
        if (!iv->fact_known[i])
            add_step(iv, KHUNG__STEP_FACT, i);
    for (uint32_t i = 0; i < f->criterion_count; i++)
        if (is_asked(iv->states[i].state))
            add_step(iv, KHUNG__STEP_CRITERION, i);
    for (uint32_t i = 0; !end && i < iv->step_count; i++)
        if (iv->steps[i].kind == here.kind && iv->steps[i].index == here.index)
            iv->at = i;
    if (end || iv->at > iv->step_count)
        iv->at = iv->step_count;
}

/* The first check of which nothing is said, else the first of all. */
static uint32_t first_check(const khung_interview *iv)
{
    const khung__criterion *k = khung__iv_criterion(iv);
    const khung__said *said = k ? &iv->said[iv->steps[iv->at].index] : NULL;
    if (!k || k->check_count == 0 || !said->checks || said->kind != KHUNG__ANSWER_CHECKS)
        return 0;
    const int8_t *missing = memchr(said->checks, -1, k->check_count);
    return missing && !criterion_done(iv, k, said) ? (uint32_t)(missing - said->checks) : 0;
}

/* Nothing can be kept in a file before it says whom it is about: that comes first. */
static uint32_t held_back(khung_interview *iv, uint32_t at)
{
    for (uint32_t i = 0; i < at && at < iv->step_count && iv->steps[i].kind == KHUNG__STEP_ABOUT; i++)
        if (!khung__iv_step_done(iv, iv->steps[i]) && !khung__iv_step_optional(iv->steps[i])) {
            khung__iv_tell(iv, true, KHUNG__W_IV_NEEDED, NULL, 0);
            return i;
        }
    return at;
}

void khung__iv_go(khung_interview *iv, uint32_t at)
{
    at = held_back(iv, at);
    if (at >= iv->step_count && iv->at < iv->step_count)
        iv->came_from = iv->at;
    iv->at = at < iv->step_count ? at : iv->step_count;
    iv->mode = KHUNG__MODE_ASK;
    iv->part = first_check(iv);
    iv->digits = 0;
    iv->scroll = 0;
    iv->scroll_free = false;
    iv->choice = 0;
    if (iv->at == iv->step_count) {
        iv->mode = KHUNG__MODE_END;
        khung__iv_missing(iv);
    } else if (iv->steps[iv->at].kind == KHUNG__STEP_ABOUT) {
        khung__iv_open_about(iv);
    }
}

/* The first step from `from` on, below `to`, that waits for an answer; `to` where none does. */
static uint32_t first_open(const khung_interview *iv, uint32_t from, uint32_t to)
{
    while (from < to && (khung__iv_step_done(iv, iv->steps[from]) || khung__iv_step_optional(iv->steps[from])))
        from++;
    return from;
}

/* What somebody passed over stays behind: who comes back goes on where the last answer is. Only what a file cannot do without comes first,
 * and once the rest is done what was passed over; of a paper form it was left empty on purpose. */
void khung__iv_resume(khung_interview *iv)
{
    uint32_t last = 0, about = 0;
    while (about < iv->step_count && iv->steps[about].kind == KHUNG__STEP_ABOUT)
        about++;
    for (uint32_t i = 0; i < iv->step_count; i++)
        if (khung__iv_step_done(iv, iv->steps[i]))
            last = i;
    uint32_t at = first_open(iv, 0, about);
    if (at == about)
        at = first_open(iv, last, iv->step_count);
    if (at == iv->step_count && !iv->options.papers)
        at = first_open(iv, 0, iv->step_count);
    iv->came_from = iv->step_count ? iv->step_count - 1 : 0;
    khung__iv_go(iv, at);
}

/* ---- saying ---- */

khung__said *khung__iv_said(khung_interview *iv)
{
    return khung__iv_criterion(iv) ? &iv->said[iv->steps[iv->at].index] : NULL;
}

khung__listed *khung__iv_listed(khung__listed *list, khung__str item)
{
    while (list && !khung__str_eq(list->item, item))
        list = list->next;
    return list;
}

khung__listed *khung__iv_kept(const khung_interview *iv, khung__str item)
{
    return khung__iv_criterion(iv) ? khung__iv_listed(iv->kept[iv->steps[iv->at].index], item) : NULL;
}

static bool remember(khung_interview *iv, khung__undo undo)
{
    khung__undo *more = khung__realloc(iv->undo, (iv->undo_count + 1) * sizeof *more);
    if (!more)
        return false;
    iv->undo = more;
    undo.step = iv->steps[iv->at];
    undo.part = iv->part;
    iv->undo[iv->undo_count++] = undo;
    return true;
}

static void put_said(khung_interview *iv, uint32_t index, const khung__said *said)
{
    iv->said[index] = *said;
    iv->dirty[index] = iv->head_dirty = true; /* the day of the answers stands in the head */
}

bool khung__iv_say(khung_interview *iv, const khung__said *said)
{
    if (!remember(iv, (khung__undo){.said = *khung__iv_said(iv)}))
        return false;
    put_said(iv, iv->steps[iv->at].index, said);
    return true;
}

static khung__str *text_of(khung_interview *iv, khung__step step)
{
    return step.kind == KHUNG__STEP_ABOUT ? &iv->about[step.index] : &iv->facts[step.index];
}

static void put_text(khung_interview *iv, khung__step step, khung__str text)
{
    *text_of(iv, step) = text;
    if (step.kind == KHUNG__STEP_FACT)
        iv->fact_own[step.index] = true;
    else
        iv->head_kept = (khung__str){0}; /* only files have it: what is handed over looks the same */
    iv->head_dirty = true;
    khung__iv_settle(iv);
}

bool khung__iv_say_text(khung_interview *iv, khung__str text)
{
    khung__step step = iv->steps[iv->at];
    khung__str kept = text.n ? khung__str_copy(&iv->arena, text) : (khung__str){0};
    if ((text.n && !kept.s) || !remember(iv, (khung__undo){.text = *text_of(iv, step)}))
        return false;
    put_text(iv, step, kept);
    return true;
}

bool khung__iv_undo(khung_interview *iv)
{
    if (iv->undo_count == 0)
        return false;
    khung__undo undo = iv->undo[--iv->undo_count];
    if (undo.step.kind == KHUNG__STEP_CRITERION)
        put_said(iv, undo.step.index, &undo.said);
    else
        put_text(iv, undo.step, undo.text);
    for (uint32_t i = 0; i < iv->step_count; i++)
        if (iv->steps[i].kind == undo.step.kind && iv->steps[i].index == undo.step.index)
            khung__iv_go(iv, i);
    iv->part = undo.part;
    return true;
}

void khung__iv_tell(khung_interview *iv, bool bad, khung__word_id word, const khung__str *args, size_t n)
{
    khung__str sentence = khung__word_in(&iv->arena, word, iv->language, args, n);
    iv->message = sentence.s ? sentence : (khung__str){0};
    iv->message_bad = bad;
}
