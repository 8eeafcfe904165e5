/* claim/standing: whether a certificate is in force on a day. Whole days only; which day it is, the issuer's time zone says. */
#include "../claim.h"

const char *const khung__state_acts[KHUNG__ACTS] = {"issued", "suspended", "reinstated", "withdrawn", "superseded", "reissued"};
const char *const khung__standings[KHUNG__UNKNOWN + 1] = {"in-force", "suspended", "withdrawn", "expired", "superseded", "unknown"};

int64_t khung__day_number(khung__date day)
{
    /* Years begin in March, so that the leap day is the last one; 400 years are 146097 days. */
    int64_t year = day.year - (day.month <= 2), era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static khung__date day_of_number(int64_t number)
{
    int64_t n = number + 719468, era = (n >= 0 ? n : n - 146096) / 146097, of_era = n - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    khung__date day = {.day = (int8_t)(of_year - (153 * month + 2) / 5 + 1), .month = (int8_t)(month < 10 ? month + 3 : month - 9)};
    day.year = (int16_t)(year + era * 400 + (day.month <= 2));
    return day;
}

khung__date khung__day_next(khung__date day)
{
    return day_of_number(khung__day_number(day) + 1);
}

khung__date khung__day_of(int64_t milliseconds, int64_t offset)
{
    int64_t local = milliseconds + offset * 60000, day = 86400000;
    return day_of_number(local >= 0 ? local / day : (local - day + 1) / day);
}

static void later(khung__date *a, khung__date b)
{
    if (!a->year || khung__date_cmp(b, *a) > 0)
        *a = b;
}

static bool reached(khung__date from, khung__date day)
{
    return from.year && khung__date_cmp(from, day) <= 0;
}

/* Since when a deadline suspends on that day; year 0: none does. The earliest counts. */
static khung__date overdue(const khung__deadline *deadlines, size_t n, khung__date day)
{
    khung__date since = {0};
    for (size_t i = 0; i < n; i++) {
        if (!deadlines[i].until.year || reached(deadlines[i].met, day))
            continue;
        khung__date from = khung__day_next(deadlines[i].until);
        if (reached(from, day) && (!since.year || khung__date_cmp(from, since) < 0))
            since = from;
    }
    return since;
}

khung__standing khung__standing_of(khung__date *since, khung__date issued, khung__date until, const khung__state_entry *entries, size_t entry_count,
                                   const khung__deadline *deadlines, size_t deadline_count, khung__date day)
{
    khung__date withdrawn = {0}, superseded = {0}, suspended = {0}, force = issued, unmet = overdue(deadlines, deadline_count, day), none;
    since = since ? since : &none;
    *since = (khung__date){0};
    if (!reached(issued, day))
        return KHUNG__UNKNOWN;
    for (size_t i = 0; i < entry_count; i++) {
        if (!reached(entries[i].day, day))
            continue;
        switch (entries[i].act) {
        case KHUNG__ACT_WITHDRAWN: withdrawn = withdrawn.year ? withdrawn : entries[i].day; break;
        case KHUNG__ACT_SUPERSEDED: superseded = superseded.year ? superseded : entries[i].day; break;
        case KHUNG__ACT_SUSPENDED: suspended = suspended.year ? suspended : entries[i].day; break;
        case KHUNG__ACT_REINSTATED: suspended = (khung__date){0}; later(&force, entries[i].day); break;
        default: break;
        }
    }
    for (size_t i = 0; i < deadline_count; i++)
        if (reached(deadlines[i].met, day) && deadlines[i].until.year && khung__date_cmp(deadlines[i].met, deadlines[i].until) > 0)
            later(&force, deadlines[i].met);
    if (withdrawn.year)
        return *since = withdrawn, KHUNG__WITHDRAWN;
    if (superseded.year)
        return *since = superseded, KHUNG__SUPERSEDED;
    if (until.year && khung__date_cmp(day, until) > 0)
        return *since = khung__day_next(until), KHUNG__EXPIRED;
    if (suspended.year || unmet.year)
        return *since = !suspended.year || (unmet.year && khung__date_cmp(unmet, suspended) < 0) ? unmet : suspended, KHUNG__SUSPENDED;
    return *since = force, KHUNG__IN_FORCE;
}
