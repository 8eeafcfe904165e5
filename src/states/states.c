/* states: see states.h. */
#include "../states.h"

/* ---- tables ---- */

const khung__move *khung__moves_find(const khung__moves *table, int from, int act)
{
    for (size_t i = 0; i < table->move_count; i++)
        if (table->moves[i].from == from && table->moves[i].act == act)
            return &table->moves[i];
    return NULL;
}

int khung__moves_state(const khung__moves *table, khung__str name)
{
    int i = 0;
    while (i < table->state_count && !khung__str_eq(name, khung__str_of(table->states[i].stored)))
        i++;
    return i;
}

void khung__moves_next(khung__buf *buf, const khung__moves *table, int state)
{
    size_t from = buf->n;
    for (int act = 0; act < table->act_count; act++)
        if (table->acts[act].command && khung__moves_find(table, state, act))
            khung__buf_printf(buf, "%skhung %s", buf->n > from ? ", " : "", table->acts[act].command);
    if (buf->n == from)
        khung__buf_printf(buf, "khung %s", table->otherwise);
}

/* ---- of certificates ---- */

static const khung__state_row states[KHUNG__STATES_COUNT] = {
#define STATE(name, stored, over, en, vi) {stored, over, {vi, en}},
#include "states.def"
#undef STATE
};

static const khung__act_row acts[KHUNG__STATES_ACTS] = {
#define ACT(name, command, en, vi) {command, {vi, en}},
#include "states.def"
#undef ACT
};

static const khung__move moves[] = {
#define MOVE(from, act, to, asks) {KHUNG__STATES_##from, KHUNG__STATES_TO_##act, KHUNG__STATES_##to, 0, KHUNG__STATES_##asks},
#include "states.def"
#undef MOVE
};

static const khung__moves table = {states, acts, moves, KHUNG__STATES_COUNT, KHUNG__STATES_ACTS, sizeof moves / sizeof *moves, "certificate list"};

const khung__move *khung__states_find(khung__states_state from, khung__states_act act)
{
    return khung__moves_find(&table, from, act);
}

const char *khung__states_name(khung__states_state state)
{
    return states[state].stored;
}

const char *khung__states_word(khung__states_state state, khung__language language)
{
    return states[state].words[language];
}

khung__states_state khung__states_of(khung__str name)
{
    return (khung__states_state)khung__moves_state(&table, name);
}

const char *khung__states_act_word(khung__states_act act, khung__language language)
{
    return acts[act].words[language];
}

bool khung__states_in_force(khung__states_state state)
{
    return state == KHUNG__STATES_ISSUED || state == KHUNG__STATES_REINSTATED;
}

bool khung__states_over(khung__states_state state)
{
    return states[state].mark != 0;
}

void khung__states_next(khung__buf *buf, khung__states_state state)
{
    khung__moves_next(buf, &table, state);
}

/* ---- what it is ---- */

static khung__date later(khung__date a, khung__date b)
{
    return khung__date_cmp(a, b) > 0 ? a : b;
}

/* The last entry that counts on that day. */
static khung__states_entry entered(const khung__states_life *life, khung__date day)
{
    khung__states_entry last = {KHUNG__STATES_ISSUED, life->issued};
    for (size_t i = 0; i < life->entry_count; i++)
        if (khung__date_cmp(life->entries[i].day, day) <= 0 && !states[last.state].mark)
            last = life->entries[i];
    return last;
}

/* Conditions: which one suspends on that day, and since when (the earliest); or until when one did (year 0: none yet). */
typedef struct lapse {
    size_t condition;
    khung__date since, over;
} lapse;

static lapse lapsed(const khung__states_life *life, khung__date day)
{
    lapse found = {.condition = SIZE_MAX};
    for (size_t i = 0; i < life->condition_count; i++) {
        const khung__states_condition *c = &life->conditions[i];
        if (!c->due.year || khung__date_cmp(day, c->due) <= 0)
            continue;
        khung__date since = khung__states_day_after(c->due);
        bool met = c->met.year && khung__date_cmp(c->met, day) <= 0;
        if (!met && (found.condition == SIZE_MAX || khung__date_cmp(since, found.since) < 0)) {
            found.condition = i;
            found.since = since;
        }
        if (met && khung__date_cmp(c->met, since) > 0)
            found.over = later(found.over, c->met);
    }
    return found;
}

khung__states_found khung__states_on(const khung__states_life *life, khung__date day)
{
    khung__states_found standing = {KHUNG__STATES_FUTURE, life->issued, SIZE_MAX};
    if (khung__date_cmp(day, life->issued) < 0)
        return standing;
    khung__states_entry last = entered(life, day);
    standing.state = last.state;
    standing.since = last.day;
    if (states[last.state].mark)
        return standing;
    if (life->until.year && khung__date_cmp(day, life->until) > 0)
        return (khung__states_found){KHUNG__STATES_EXPIRED, khung__states_day_after(life->until), SIZE_MAX};
    lapse found = lapsed(life, day);
    standing.condition = found.condition;
    if (found.condition != SIZE_MAX) {
        bool both = last.state == KHUNG__STATES_SUSPENDED;
        standing.state = KHUNG__STATES_SUSPENDED;
        if (!both || khung__date_cmp(found.since, last.day) < 0)
            standing.since = later(found.since, life->issued);
    } else if (last.state != KHUNG__STATES_SUSPENDED && khung__date_cmp(found.over, last.day) > 0) {
        standing.state = KHUNG__STATES_REINSTATED;
        standing.since = found.over;
    }
    return standing;
}

/* ---- days ---- */

/* Days since 1970 of a civil date, and back (Howard Hinnant's algorithms). */
int64_t khung__states_day_number(khung__date d)
{
    int64_t y = d.year - (d.month <= 2), era = y / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static khung__date civil(int64_t number)
{
    enum { FIRST = -719162, LAST = 2932896 }; /* 0001-01-01, 9999-12-31 */
    int64_t z = (number < FIRST ? FIRST : number > LAST ? LAST : number) + 719468;
    int64_t era = z / 146097, of_era = z - era * 146097;
    int64_t of_400 = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * of_400 + of_400 / 4 - of_400 / 100), m = (5 * of_year + 2) / 153;
    int64_t month = m < 10 ? m + 3 : m - 9;
    return (khung__date){(int16_t)(of_400 + era * 400 + (month <= 2)), (int8_t)month, (int8_t)(of_year - (153 * m + 2) / 5 + 1)};
}

khung__date khung__states_day_after(khung__date day)
{
    return civil(khung__states_day_number(day) + 1);
}

khung__date khung__states_day_before(khung__date day)
{
    return civil(khung__states_day_number(day) - 1);
}

khung__date khung__states_last_day(khung__date issued, int months)
{
    return khung__states_day_before(khung__date_add_months(issued, months));
}

khung__date khung__states_day(int64_t moment, int zone)
{
    const int64_t day = 86400000;
    int64_t local = moment + (int64_t)zone * 60000;
    return civil(local / day - (local % day < 0));
}

bool khung__states_zone(khung__str text, int *minutes)
{
    const char *s = text.s;
    if (khung__str_eq(text, KHUNG__S("Z"))) {
        *minutes = 0;
        return true;
    }
    if (text.n != 6 || (s[0] != '+' && s[0] != '-') || s[3] != ':')
        return false;
    for (size_t i = 1; i < 6; i++)
        if (i != 3 && (s[i] < '0' || s[i] > '9'))
            return false;
    int hours = (s[1] - '0') * 10 + s[2] - '0', rest = (s[4] - '0') * 10 + s[5] - '0', all = hours * 60 + rest;
    if (rest > 59 || all > 14 * 60)
        return false;
    *minutes = s[0] == '-' ? -all : all;
    return true;
}

void khung__states_put_zone(khung__buf *buf, int minutes)
{
    int m = minutes < 0 ? -minutes : minutes;
    khung__buf_printf(buf, "%c%02d:%02d", minutes < 0 ? '-' : '+', m / 60, m % 60);
}
