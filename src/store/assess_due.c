/* What waits for whom since when, and what expires. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "certificate.h"

/* ?1 a state, ?2 the id of an organisation, each only where it is asked for; ?3 minutes ahead of UTC. How long grades are valid is read once of each
 * framework. What a certificate says of its end is what counts; the grade of a review without one holds from the day on which that ended. */
static const char due_sql[] =
    "WITH valid (framework, grade, months) AS MATERIALIZED (SELECT f.digest, g.value ->> '$.id', g.value ->> '$.valid_months' FROM framework f, "
    "json_each(f.content, '$.grades') g) "
    "SELECT a.id, o.id, o.name, a.state, date(a.state_since, ?3 || ' minutes'), (SELECT p.id FROM review r JOIN person p ON p.key = r.reviewer "
    "WHERE r.assessment = a.key AND r.ended IS NULL), s.grade, "
    "CASE WHEN a.state IN ('reviewed', 'certified', 'closed') THEN (SELECT v.months FROM valid v WHERE v.framework = a.framework AND v.grade = s.grade) END, "
    "date(coalesce((SELECT max(r.ended) FROM review r WHERE r.assessment = a.key AND r.outcome = 'finished'), a.state_since), ?3 || ' minutes'), "
    "(SELECT count(*) FROM certificate c WHERE c.assessment = a.key), (SELECT max(c.until) FROM certificate c WHERE c.assessment = a.key AND NOT EXISTS "
    "(SELECT 1 FROM certificate_state x WHERE x.certificate = c.key AND x.state IN ('withdrawn', 'superseded', 'reissued'))), a.state_since "
    "FROM assessment a JOIN organisation o ON o.key = a.organisation LEFT JOIN result s ON s.key = a.result WHERE a.state <> 'withdrawn'";

static khung_status ask(khung__rows *rows, khung_store *store, khung__arena *arena, const char *state, const char *organisation, int64_t zone, khung_log *log)
{
    khung__buf sql = {0};
    khung__buf_z(&sql, due_sql);
    khung__buf_z(&sql, state ? " AND a.state = ?1" : "");
    khung__buf_z(&sql, organisation ? " AND a.organisation = (SELECT key FROM organisation WHERE id = ?2)" : "");
    khung__buf_z(&sql, " ORDER BY a.state_since, a.key");
    khung_status status = sql.failed ? KHUNG_NO_MEMORY
                                     : khung__gather(rows, store, arena, log, sql.s, "tti", state, organisation, zone);
    khung__buf_free(&sql);
    return status;
}

typedef struct due {
    const khung__str *cell;
    khung__life_state state;
    bool waits;
    int64_t days;          /* it waits so long, or until the last day (negative: it has expired) */
    khung__date expires;   /* the last day; year 0: it does not wait for it */
} due;

static bool date_of(khung__str text, khung__date *out)
{
    return text.s && khung__read_date(text, out);
}

/* The last day on which the grade holds; false: it has none, or holds no more. */
static bool last_day(khung__date *out, const khung__str *cell)
{
    khung__date base;
    int64_t months = 0;
    if (!khung__str_eq(cell[9], KHUNG__S("0")))
        return date_of(cell[10], out);
    if (!cell[7].s || !khung__read_whole(cell[7], &months) || months <= 0 || months > 12000 || !date_of(cell[8], &base))
        return false;
    *out = khung__states_last_day(base, (int)months);
    return true;
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
        khung__date since;
        if (d.state < KHUNG__STATE_COUNT && khung__life_waits(d.state) != KHUNG__WHO_NOBODY && date_of(d.cell[4], &since)) {
            waiting[*waits] = d;
            waiting[*waits].waits = true;
            waiting[(*waits)++].days = today - khung__states_day_number(since);
        }
        if (last_day(&d.expires, d.cell)) {
            d.days = khung__states_day_number(d.expires) - today;
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
    khung__buf_cell(buf, d->cell[2], 17, false);
    khung__buf_cell(buf, (khung__str){what.s, what.n}, 28, false); /* a grade and "30 September 2026" */
    khung__buf_cell(buf, (khung__str){days.s, days.n}, 8, true);
    khung__buf_char(buf, '\n');
    buf->failed = buf->failed || what.failed || days.failed || number.failed;
    khung__buf_free(&what);
    khung__buf_free(&days);
    khung__buf_free(&number);
}

static void put_json(khung__buf *buf, const due *d, bool first)
{
    khung__put_member(buf, first ? "\n    {\"id\": " : ",\n    {\"id\": ", d->cell[0]);
    khung__put_member(buf, ", \"organisation\": ", d->cell[1]);
    khung__put_member(buf, ", \"name\": ", d->cell[2]);
    khung__put_member(buf, ", \"state\": ", d->cell[3]);
    if (d->waits) {
        khung__put_member(buf, ", \"waits_for\": ", khung__str_of(khung__life_waiting_name(d->state)));
        khung__put_member(buf, ", \"who\": ", d->cell[5]);
        khung__put_member(buf, ", \"since\": ", d->cell[11]);
        khung__buf_printf(buf, ", \"days\": %lld}", (long long)d->days);
        return;
    }
    khung__put_member(buf, ", \"grade\": ", d->cell[6]);
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
    int64_t zone = KHUNG__CLAIM_OFFSET;
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung_status status = khung__life_known(state, log);
    if (status == KHUNG_OK) /* the issuer's days, where one issues here */
        status = khung__store_number(&zone, store, log, "SELECT zone FROM issuer WHERE chain = (SELECT chain FROM store) ORDER BY since, key LIMIT 1", "");
    if (status == KHUNG_OK)
        status = ask(&rows, store, &arena, state, organisation, zone, log);
    if (status == KHUNG_OK) {
        waiting = khung__arena_alloc(&arena, (rows.count + 1) * sizeof *waiting);
        expiring = khung__arena_alloc(&arena, (rows.count + 1) * sizeof *expiring);
        status = waiting && expiring ? status : KHUNG_NO_MEMORY;
    }
    if (status == KHUNG_OK) {
        sort_out(&rows, days, khung__states_day_number(khung__states_day(now, (int)zone)), waiting, &waits, expiring, &expires);
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
