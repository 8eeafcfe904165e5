/* What files say about a criterion: levels, ladders, checklists, quantities; people together; evidence. */
#include "tracks.h"

/* ---- one file ---- */

static khung__said level_said(const khung_framework *framework, const khung__criterion *criterion, uint32_t level)
{
    return (khung__said){KHUNG__SAID_NUMBER, (uint64_t)framework->scales[criterion->scale].levels[level].points, 1, level};
}

/* How the checks of a level stand: false wins over missing. */
static int level_holds(const khung__criterion *criterion, const int8_t *checks, uint32_t level)
{
    int holds = 1;
    for (uint32_t i = 0; i < criterion->check_count; i++) {
        if (criterion->checks[i].level != level)
            continue;
        if (checks[i] == 0)
            return 0;
        if (checks[i] < 0)
            holds = -1;
    }
    return holds;
}

/* Up from the lowest level that can be chosen: the first false check decides, a missing one met before leaves it open. */
static khung__said ladder_said(const khung_framework *framework, const khung__criterion *criterion, const int8_t *checks)
{
    uint32_t reached = KHUNG__NONE;
    for (uint32_t level = 0; level < framework->scales[criterion->scale].level_count; level++) {
        if (!(criterion->choosable >> level & 1))
            continue;
        int holds = reached == KHUNG__NONE ? 1 : level_holds(criterion, checks, level);
        if (holds < 0)
            return (khung__said){0};
        if (holds == 0)
            break;
        reached = level;
    }
    return reached == KHUNG__NONE ? (khung__said){0} : level_said(framework, criterion, reached);
}

static khung__said checklist_said(const khung__criterion *criterion, const int8_t *checks)
{
    khung__said said = {KHUNG__SAID_NUMBER, 0, 1, KHUNG__NONE};
    for (uint32_t i = 0; i < criterion->check_count; i++) {
        if (checks[i] < 0)
            return (khung__said){0};
        if (checks[i])
            said.above += (uint64_t)criterion->checks[i].points;
    }
    return said;
}

static khung__said quantity_said(const khung_framework *framework, const khung__criterion *criterion, khung__micro quantity)
{
    uint32_t range = 0;
    for (uint32_t i = 1; i < criterion->range_count && criterion->ranges[i].from <= quantity; i++)
        range = i;
    return level_said(framework, criterion, criterion->ranges[range].level);
}

khung__said khung__tracks_said(const khung__tracks *tracks, uint32_t track, uint32_t criterion)
{
    const khung__bound *bound = &tracks->bounds[track];
    const khung__answer *answer = bound->by_criterion[criterion];
    const khung__criterion *asked = &tracks->framework->criteria[criterion];
    if (!answer || answer->carried)
        return (khung__said){0};
    switch (answer->kind) {
    case KHUNG__ANSWER_NONE:
        break;
    case KHUNG__ANSWER_NA:
        return (khung__said){.what = KHUNG__SAID_NA, .level = KHUNG__NONE};
    case KHUNG__ANSWER_LEVEL:
        return level_said(tracks->framework, asked, bound->level[criterion]);
    case KHUNG__ANSWER_QUANTITY:
        return quantity_said(tracks->framework, asked, answer->quantity);
    case KHUNG__ANSWER_CHECKS:
        return asked->method == KHUNG__LADDER ? ladder_said(tracks->framework, asked, bound->checks[criterion])
                                              : checklist_said(asked, bound->checks[criterion]);
    }
    return (khung__said){0};
}

/* ---- people together ---- */

static bool is_respondent(const khung__tracks *tracks, uint32_t track)
{
    return tracks->bounds[track].answers->track == KHUNG__RESPONDENT;
}

/* Shell sort, ascending: in place, and quick enough for thousands of people. */
static void sort(khung__micro *numbers, uint32_t n)
{
    for (uint32_t gap = n / 2; gap > 0; gap = gap == 2 ? 1 : (uint32_t)((uint64_t)gap * 5 / 11))
        for (uint32_t i = gap; i < n; i++) {
            khung__micro number = numbers[i];
            uint32_t at = i;
            for (; at >= gap && numbers[at - gap] > number; at -= gap)
                numbers[at] = numbers[at - gap];
            numbers[at] = number;
        }
}

/* The numbers in ascending order; gives how many, and how many said not applicable. */
static uint32_t gather(const khung__tracks *tracks, uint32_t criterion, khung__micro *numbers, uint32_t *not_applicable)
{
    uint32_t n = 0;
    *not_applicable = 0;
    for (uint32_t t = 0; t < tracks->count; t++) {
        khung__said said = is_respondent(tracks, t) ? khung__tracks_said(tracks, t, criterion) : (khung__said){0};
        *not_applicable += said.what == KHUNG__SAID_NA;
        if (said.what == KHUNG__SAID_NUMBER)
            numbers[n++] = (khung__micro)said.above;
    }
    sort(numbers, n);
    return n;
}

/* The level that can be chosen whose points equal the number. */
static uint32_t level_of(const khung_framework *framework, const khung__criterion *criterion, khung__u128 above, uint32_t over)
{
    if (criterion->method == KHUNG__CHECKLIST)
        return KHUNG__NONE;
    const khung__scale *scale = &framework->scales[criterion->scale];
    for (uint32_t l = 0; l < scale->level_count; l++)
        if ((criterion->choosable >> l & 1) && (khung__u128)scale->levels[l].points * over == above)
            return l;
    return KHUNG__NONE;
}

/* median (of two in the middle the worse), mean or worst of numbers in ascending order. */
static khung__said combine(const khung__tracks *tracks, uint32_t criterion, const khung__micro *numbers, uint32_t n)
{
    const khung_framework *framework = tracks->framework;
    khung__said said = {KHUNG__SAID_NUMBER, 0, 1, KHUNG__NONE};
    if (framework->respondents == KHUNG__RESPONDENTS_MEDIAN) {
        said.above = (uint64_t)numbers[framework->lower ? n / 2 : (n - 1) / 2];
    } else if (framework->respondents == KHUNG__RESPONDENTS_WORST) {
        said.above = (uint64_t)numbers[framework->lower ? n - 1 : 0];
    } else {
        for (uint32_t i = 0; i < n; i++)
            said.above += (uint64_t)numbers[i];
        said.over = n;
    }
    said.level = level_of(framework, &framework->criteria[criterion], said.above, said.over);
    return said;
}

khung__said khung__tracks_self(const khung__tracks *tracks, uint32_t criterion, khung__micro *numbers)
{
    if (tracks->consensus != KHUNG__NONE || tracks->self != KHUNG__NONE)
        return khung__tracks_said(tracks, tracks->consensus != KHUNG__NONE ? tracks->consensus : tracks->self, criterion);
    uint32_t not_applicable, n = gather(tracks, criterion, numbers, &not_applicable);
    if (not_applicable > n)
        return (khung__said){.what = KHUNG__SAID_NA, .level = KHUNG__NONE};
    return n == 0 ? (khung__said){0} : combine(tracks, criterion, numbers, n);
}

uint32_t khung__tracks_spread(const khung__tracks *tracks, uint32_t criterion, khung__micro *lo, khung__micro *hi)
{
    uint32_t n = 0;
    for (uint32_t t = 0; t < tracks->count; t++) {
        khung__said said = is_respondent(tracks, t) ? khung__tracks_said(tracks, t, criterion) : (khung__said){0};
        if (said.what != KHUNG__SAID_NUMBER)
            continue;
        khung__micro number = (khung__micro)said.above;
        *lo = n == 0 || number < *lo ? number : *lo;
        *hi = n == 0 || number > *hi ? number : *hi;
        n++;
    }
    return n;
}

static bool carried_in(const khung__tracks *tracks, uint32_t track, uint32_t criterion)
{
    return track != KHUNG__NONE && tracks->bounds[track].by_criterion[criterion] && tracks->bounds[track].by_criterion[criterion]->carried;
}

bool khung__tracks_carried(const khung__tracks *tracks, uint32_t criterion)
{
    uint32_t self = tracks->consensus != KHUNG__NONE ? tracks->consensus : tracks->self;
    return carried_in(tracks, self, criterion) || carried_in(tracks, tracks->reviewer, criterion);
}

/* ---- evidence ---- */

khung__presence khung__tracks_evidence(const khung__tracks *tracks, uint32_t criterion, uint32_t item)
{
    const khung__evidence_item *wanted = &tracks->framework->criteria[criterion].evidence[item];
    khung__date oldest = {0};
    if (wanted->max_age_months >= 0)
        oldest = khung__date_add_months(tracks->bounds[0].answers->to, -wanted->max_age_months);
    khung__presence found = KHUNG__ABSENT;
    for (uint32_t t = 0; t < tracks->count; t++) {
        const khung__answer *answer = tracks->bounds[t].by_criterion[criterion];
        for (uint32_t i = 0; answer && i < answer->evidence_count; i++) {
            const khung__proof *proof = &answer->evidence[i];
            if (!khung__str_eq(proof->item, wanted->id))
                continue;
            found = KHUNG__STALE;
            if (wanted->max_age_months < 0 || (proof->dated.year != 0 && khung__date_cmp(proof->dated, oldest) >= 0))
                return KHUNG__PRESENT;
        }
    }
    return found;
}
