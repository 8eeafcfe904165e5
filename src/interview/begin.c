/* interview/begin: made from a framework and what was said before. */
#include "inside.h"

#include <string.h>

static khung_status room_for(khung_interview *iv)
{
    const khung_framework *f = iv->f;
    iv->facts = khung__arena_alloc(&iv->arena, f->fact_count * sizeof *iv->facts);
    iv->fact_known = khung__arena_alloc(&iv->arena, f->fact_count * sizeof *iv->fact_known);
    iv->fact_own = khung__arena_alloc(&iv->arena, f->fact_count * sizeof *iv->fact_own);
    iv->given = khung__arena_alloc(&iv->arena, f->fact_count * sizeof *iv->given);
    iv->said = khung__arena_alloc(&iv->arena, f->criterion_count * sizeof *iv->said);
    iv->kept = khung__arena_alloc(&iv->arena, f->criterion_count * sizeof *iv->kept);
    iv->dirty = khung__arena_alloc(&iv->arena, f->criterion_count * sizeof *iv->dirty);
    iv->states = khung__arena_alloc(&iv->arena, f->criterion_count * sizeof *iv->states);
    size_t most = KHUNG__ABOUT_COUNT + f->fact_count + f->criterion_count;
    iv->steps = khung__arena_alloc(&iv->arena, most * sizeof *iv->steps);
    iv->found = khung__arena_alloc(&iv->arena, most * sizeof *iv->found);
    bool all = iv->facts && iv->fact_known && iv->fact_own && iv->given && iv->said && iv->kept && iv->dirty && iv->states && iv->steps && iv->found;
    return all ? KHUNG_OK : KHUNG_NO_MEMORY;
}

/* ---- what was said before ---- */

static khung__str copy(khung_interview *iv, khung__str text, khung_status *status)
{
    khung__str kept = text.n ? khung__str_copy(&iv->arena, text) : (khung__str){0};
    if (text.n && !kept.s)
        *status = KHUNG_NO_MEMORY;
    return kept;
}

static khung__str copy_date(khung_interview *iv, khung__date date, khung_status *status)
{
    khung__buf buf = {0};
    if (date.year == 0)
        return (khung__str){0};
    khung__buf_date(&buf, date);
    khung__str text = khung__buf_take(&buf, &iv->arena);
    if (!text.s)
        *status = KHUNG_NO_MEMORY;
    return text;
}

static void take_evidence(khung_interview *iv, khung__listed **end, const khung__answer *answer, khung_status *status)
{
    for (uint32_t i = 0; i < answer->evidence_count; i++) {
        const khung__proof *proof = &answer->evidence[i];
        khung__listed *one = khung__arena_alloc(&iv->arena, sizeof *one);
        if (!one) {
            *status = KHUNG_NO_MEMORY;
            return;
        }
        one->item = copy(iv, proof->item, status);
        one->file = copy(iv, proof->file, status);
        one->sha256 = copy(iv, proof->sha256, status);
        one->dated = copy_date(iv, proof->dated, status);
        *end = one;
        end = &one->next;
    }
}

static khung_status take_answer(khung_interview *iv, uint32_t index, const khung__bound *bound)
{
    const khung__answer *answer = bound->by_criterion[index];
    const khung__criterion *k = &iv->f->criteria[index];
    khung__said *said = &iv->said[index];
    khung_status status = KHUNG_OK;
    *said = (khung__said){.kind = answer->kind, .carried = answer->carried, .level = bound->level[index]};
    said->note = copy(iv, answer->note, &status);
    if (answer->kind == KHUNG__ANSWER_NA)
        said->text = copy(iv, answer->reason, &status);
    if (answer->kind == KHUNG__ANSWER_QUANTITY)
        said->text = copy(iv, answer->quantity_node->text, &status);
    if (answer->kind == KHUNG__ANSWER_CHECKS && bound->checks[index]) {
        said->checks = khung__arena_alloc(&iv->arena, k->check_count);
        if (!said->checks)
            return KHUNG_NO_MEMORY;
        memcpy(said->checks, bound->checks[index], k->check_count);
    }
    take_evidence(iv, &said->evidence, answer, &status);
    return status;
}

static khung_status take_facts(khung_interview *iv, const khung_answers *answers, bool others)
{
    khung_status status = KHUNG_OK;
    for (uint32_t i = 0; i < answers->profile_count; i++) {
        uint32_t fact = khung__framework_fact(iv->f, answers->profile[i].fact);
        if (fact == KHUNG__NONE)
            continue;
        iv->facts[fact] = copy(iv, answers->profile[i].value, &status);
        *(others ? &iv->fact_known[fact] : &iv->fact_own[fact]) = true;
    }
    return status;
}

/* The organisation and the period, which the tracks of one assessment have in common. */
static khung_status take_place(khung_interview *iv, const khung_answers *answers)
{
    khung_status status = KHUNG_OK;
    iv->about[KHUNG__ABOUT_ORGANISATION] = copy(iv, answers->organisation_name, &status);
    iv->organisation_id = copy(iv, answers->organisation_id, &status);
    iv->about[KHUNG__ABOUT_FROM] = copy_date(iv, answers->from, &status);
    iv->about[KHUNG__ABOUT_TO] = copy_date(iv, answers->to, &status);
    return status;
}

static khung_status take_head(khung_interview *iv, const khung_answers *answers)
{
    khung_status status = take_facts(iv, answers, false);
    if (status == KHUNG_OK)
        status = take_place(iv, answers);
    iv->about[KHUNG__ABOUT_NAME] = copy(iv, answers->by_name, &status);
    iv->about[KHUNG__ABOUT_ROLE] = copy(iv, answers->by_role, &status);
    if (!iv->options.track)
        iv->track = answers->track;
    return status;
}

static khung_status take_answers(khung_interview *iv, const khung_answers *answers, khung_log *log)
{
    khung__arena arena = {0};
    khung__bound bound;
    khung_status status = khung__answers_bind(&bound, answers, iv->f, &arena, log);
    for (uint32_t i = 0; i < iv->f->criterion_count && status == KHUNG_OK; i++)
        if (bound.by_criterion[i])
            status = take_answer(iv, i, &bound);
    khung__arena_free(&arena);
    return status == KHUNG_OK ? take_head(iv, answers) : status;
}

/* What is listed with the whole assessment: shown, and changed elsewhere. */
static khung_status take_kept(khung_interview *iv, const khung_answers *kept, khung_log *log)
{
    khung__arena arena = {0};
    khung__bound bound;
    khung_status status = khung__answers_bind(&bound, kept, iv->f, &arena, log);
    for (uint32_t i = 0; i < iv->f->criterion_count && status == KHUNG_OK; i++)
        if (bound.by_criterion[i])
            take_evidence(iv, &iv->kept[i], bound.by_criterion[i], &status);
    khung__arena_free(&arena);
    return status;
}

/* ---- options ---- */

static bool find_track(khung_interview *iv)
{
    static const char *const names[] = {"self", "respondent", "consensus", "reviewer"};
    for (int i = 0; iv->options.track && i < 4; i++)
        if (strcmp(iv->options.track, names[i]) == 0) {
            iv->track = (khung__track)i;
            return true;
        }
    return !iv->options.track;
}

/* What the caller knows of the head stands where nothing was said before. */
static khung_status take_options(khung_interview *iv)
{
    const khung_interview_options *o = &iv->options;
    const char *known[KHUNG__ABOUT_COUNT] = {o->organisation_name, o->from, o->to};
    const khung_answers *other = o->other_count ? o->others[0] : NULL;
    khung__date date;
    khung_status status = KHUNG_OK;
    if (other && !iv->about[KHUNG__ABOUT_ORGANISATION].n)
        status = take_place(iv, other);
    for (int i = 0; i < KHUNG__ABOUT_COUNT; i++)
        if (known[i] && !iv->about[i].n)
            iv->about[i] = copy(iv, khung__text_trim(khung__str_of(known[i])), &status);
    if (o->organisation_id && !iv->organisation_id.n)
        iv->organisation_id = copy(iv, khung__str_of(o->organisation_id), &status);
    if (!o->head && iv->about[KHUNG__ABOUT_ORGANISATION].n)
        iv->options.head = iv->about[KHUNG__ABOUT_ORGANISATION].s;
    iv->organisation_fixed = iv->organisation_id.n > 0;
    if (!iv->organisation_fixed && iv->about[KHUNG__ABOUT_ORGANISATION].n && !khung__iv_name_organisation(iv, iv->about[KHUNG__ABOUT_ORGANISATION]))
        iv->about[KHUNG__ABOUT_ORGANISATION] = (khung__str){0};
    iv->dated = o->today ? copy(iv, khung__str_of(o->today), &status) : (khung__str){0};
    const khung__str dates[] = {iv->about[KHUNG__ABOUT_FROM], iv->about[KHUNG__ABOUT_TO], iv->dated};
    for (int i = 0; i < 3 && status == KHUNG_OK; i++)
        if (dates[i].n && !khung__read_date(dates[i], &date))
            status = KHUNG_BAD_CALL;
    return status;
}

khung_status khung_interview_new(khung_interview **out, const khung_framework *framework, const khung_answers *answers,
                                 const khung_interview_options *options, khung_log *log)
{
    static const khung_interview_options usual = {0};
    if (!out || !framework)
        return KHUNG_BAD_CALL;
    khung_interview *iv = khung__alloc(sizeof *iv);
    if (!iv)
        return KHUNG_NO_MEMORY;
    memset(iv, 0, sizeof *iv);
    iv->f = framework;
    iv->options = options ? *options : usual;
    iv->language = khung__language_of(iv->options.language ? khung__str_of(iv->options.language) : framework->language);
    khung_status status = find_track(iv) ? room_for(iv) : KHUNG_BAD_CALL;
    for (size_t i = 0; i < iv->options.other_count && status == KHUNG_OK; i++)
        status = take_facts(iv, iv->options.others[i], true);
    if (status == KHUNG_OK && answers)
        status = take_answers(iv, answers, log);
    if (status == KHUNG_OK)
        status = take_options(iv);
    if (status == KHUNG_OK && iv->options.evidence)
        status = take_kept(iv, iv->options.evidence, log);
    if (status == KHUNG_OK)
        status = khung_scorer_prepare(&iv->scorer, framework, log);
    if (status != KHUNG_OK) {
        khung_interview_free(iv);
        return status;
    }
    khung__iv_settle(iv);
    khung__iv_resume(iv);
    *out = iv;
    return KHUNG_OK;
}

void khung_interview_free(khung_interview *iv)
{
    if (!iv)
        return;
    khung_scorer_free(iv->scorer);
    khung__free(iv->undo);
    khung__arena_free(&iv->arena);
    khung__free(iv);
}

void khung_interview_progress(size_t *done, size_t *wanted, const khung_interview *iv)
{
    *done = khung__iv_done(iv);
    *wanted = khung__iv_wanted(iv);
}
