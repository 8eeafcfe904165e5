/* What waits for whom since when, and what expires. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"

/* ?1 a state, ?2 the id of an organisation, each only where it is asked for; how long grades are valid is read once of each framework. */
static const char due_sql[] =
    "WITH valid (framework, grade, months) AS MATERIALIZED (SELECT f.digest, g.value ->> '$.id', g.value ->> '$.valid_months' FROM framework f, "
    "json_each(f.content, '$.grades') g) "
    "SELECT a.id, o.id, o.name, a.state, a.state_since, (SELECT p.id FROM review r JOIN person p ON p.key = r.reviewer "
    "WHERE r.assessment = a.key AND r.ended IS NULL), s.grade, "
    "CASE WHEN a.state IN ('reviewed', 'certified', 'closed') THEN (SELECT v.months FROM valid v WHERE v.framework = a.framework AND v.grade = s.grade) END, "
    "coalesce((SELECT max(r.ended) FROM review r WHERE r.assessment = a.key AND r.outcome = 'finished'), a.state_since) "
    "FROM assessment a JOIN organisation o ON o.key = a.organisation LEFT JOIN result s ON s.key = a.result WHERE a.state <> 'withdrawn'";

static khung_status ask(khung__rows *rows, khung_store *store, khung__arena *arena, const char *state, const char *organisation, khung_log *log)
{
    khung__buf sql = {0};
    khung__buf_z(&sql, due_sql);
    khung__buf_z(&sql, state ? " AND a.state = ?1" : "");
    khung__buf_z(&sql, organisation ? " AND a.organisation = (SELECT key FROM organisation WHERE id = ?2)" : "");
    khung__buf_z(&sql, " ORDER BY a.state_since, a.key");
    khung_status status = sql.failed ? KHUNG_NO_MEMORY
                                     : khung__gather(rows, store, arena, log, sql.s, organisation ? "tt" : state ? "t" : "", state, organisation);
    khung__buf_free(&sql);
    return status;
}

typedef struct due {
    const khung__str *cell;
    khung__life_state state;
    bool waits;
    int64_t days;          /* it waits so long, or until it expires (negative: it has expired) */
    khung__date expires;   /* year 0: not */
} due;

/* Days since 1970 of a civil date (Howard Hinnant's algorithm). */
static int64_t day_number(khung__date d)
{
    int64_t y = d.year - (d.month <= 2), era = y / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool date_of(khung__str time, khung__date *out)
{
    return time.n >= 10 && khung__read_date((khung__str){time.s, 10}, out);
}

static int by_expiry(const void *a, const void *b)
{
    const due *x = a, *y = b;
    return (x->days > y->days) - (x->days < y->days);
}

/* Fills both lists from the rows; each has room for all. */
static void sort_out(const khung__rows *rows, int64_t days, int64_t today, due *waiting, size_t *waits, due *expiring, size_t *expires)
{
    for (size_t i = 0; i < rows->count; i++) {
        due d = {.cell = &KHUNG__CELL(rows, i, 0), .state = khung__life_state_of(KHUNG__CELL(rows, i, 3))};
        khung__date since, base;
        int64_t months = 0;
        if (d.state < KHUNG__STATE_COUNT && khung__life_waits(d.state) != KHUNG__WHO_NOBODY && date_of(d.cell[4], &since)) {
            waiting[*waits] = d;
            waiting[*waits].waits = true;
            waiting[(*waits)++].days = today - day_number(since);
        }
        if (d.cell[7].s && khung__read_whole(d.cell[7], &months) && months < 12000 && date_of(d.cell[8], &base)) {
            d.expires = khung__date_add_months(base, (int)months);
            d.days = day_number(d.expires) - today;
            if (d.days <= days)
                expiring[(*expires)++] = d;
        }
    }
    qsort(expiring, *expires, sizeof *expiring, by_expiry);
}

static void put_text(khung__buf *buf, const due *d, khung__language language)
{
    khung__buf what = {0}, days = {0}, number = {0};
    khung__buf_int(&number, d->days);
    KHUNG__WORD(&days, KHUNG__W_LIFE_DAYS, language, {number.s, number.n});
    if (d->waits) {
        khung__life_waiting(&what, d->state, d->cell[5], language);
    } else {
        khung__buf day = {0};
        khung__buf_date_short(&day, d->expires, language);
        KHUNG__WORD(&what, KHUNG__W_LIFE_EXPIRES, language, d->cell[6], {day.s, day.n});
        buf->failed = buf->failed || day.failed;
        khung__buf_free(&day);
    }
    khung__buf_cell(buf, d->cell[0], 24, false);
    khung__buf_cell(buf, d->cell[2], 20, false);
    khung__buf_cell(buf, (khung__str){what.s, what.n}, 25, false);
    khung__buf_cell(buf, (khung__str){days.s, days.n}, 8, true);
    khung__buf_char(buf, '\n');
    buf->failed = buf->failed || what.failed || days.failed || number.failed;
    khung__buf_free(&what);
    khung__buf_free(&days);
    khung__buf_free(&number);
}

static void member(khung__buf *buf, const char *before, khung__str value)
{
    khung__buf_z(buf, before);
    if (value.s)
        khung__buf_json(buf, value);
    else
        khung__buf_z(buf, "null");
}

static void put_json(khung__buf *buf, const due *d, bool first)
{
    member(buf, first ? "\n    {\"id\": " : ",\n    {\"id\": ", d->cell[0]);
    member(buf, ", \"organisation\": ", d->cell[1]);
    member(buf, ", \"name\": ", d->cell[2]);
    member(buf, ", \"state\": ", d->cell[3]);
    if (d->waits) {
        member(buf, ", \"waits_for\": ", khung__str_of(khung__life_waiting_name(d->state)));
        member(buf, ", \"who\": ", d->cell[5]);
        member(buf, ", \"since\": ", d->cell[4]);
        khung__buf_printf(buf, ", \"days\": %lld}", (long long)d->days);
        return;
    }
    member(buf, ", \"grade\": ", d->cell[6]);
    khung__buf_z(buf, ", \"expires\": \"");
    khung__buf_date(buf, d->expires);
    khung__buf_printf(buf, "\", \"days_left\": %lld}", (long long)d->days);
}

static void put_all(khung__buf *buf, const due *list, size_t count, const char *language)
{
    for (size_t i = 0; i < count; i++) {
        if (language)
            put_text(buf, &list[i], khung__language_of(khung__str_of(language)));
        else
            put_json(buf, &list[i], i == 0);
    }
}

khung_status khung__life_known(const char *state, khung_log *log)
{
    khung__buf names = {0};
    if (!state || khung__life_state_of(khung__str_of(state)) < KHUNG__STATE_COUNT)
        return KHUNG_OK;
    for (int i = 0; i < KHUNG__STATE_COUNT; i++)
        khung__buf_printf(&names, "%s%s", i ? ", " : "", khung__life_name((khung__life_state)i));
    khung_status status = names.failed ? KHUNG_NO_MEMORY
                                       : KHUNG__DIAG(log, KHUNG__D_LIFE_NO_STATE, (khung__at){0}, khung__str_of(state), {names.s, names.n});
    khung__buf_free(&names);
    return status;
}

khung_status khung_assess_due(char **out, khung_store *store, const char *state, const char *organisation, int64_t days, int64_t now,
                              const char *language, khung_log *log)
{
    khung__arena arena = {0};
    khung__rows rows = {0};
    khung__buf buf = {0};
    due *waiting = NULL, *expiring = NULL;
    size_t waits = 0, expires = 0;
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_known(state, log);
    if (status == KHUNG_OK)
        status = ask(&rows, store, &arena, state, organisation, log);
    if (status == KHUNG_OK) {
        waiting = khung__arena_alloc(&arena, (rows.count + 1) * sizeof *waiting);
        expiring = khung__arena_alloc(&arena, (rows.count + 1) * sizeof *expiring);
        status = waiting && expiring ? status : KHUNG_NO_MEMORY;
    }
    if (status == KHUNG_OK) {
        sort_out(&rows, days, now / 86400000, waiting, &waits, expiring, &expires);
        khung__buf_z(&buf, language ? "" : "{\n  \"kind\": \"due\", \"format\": 1,\n  \"waiting\": [");
        put_all(&buf, waiting, waits, language);
        khung__buf_z(&buf, language ? "" : "],\n  \"expiring\": [");
        put_all(&buf, expiring, expires, language);
        khung__buf_z(&buf, language ? "" : "]\n}\n");
        if (language && waits + expires == 0) {
            khung__buf_str(&buf, khung__word(KHUNG__W_LIFE_NOTHING_DUE, khung__language_of(khung__str_of(language))));
            khung__buf_char(&buf, '\n');
        }
    }
    khung__arena_free(&arena);
    return khung__hand_out(out, &buf, status);
}
