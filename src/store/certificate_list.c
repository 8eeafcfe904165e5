/* Certificates one after another, as rows are read: what is told goes out at once, so memory does not grow with them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certificate.h"

/* ?1 an organisation (also through what it was merged into), ?2 a framework, ?3 a year, ?4 an issuer; null leaves open. Entries and conditions as
 * "state day,…" and "due met,…" ("-": none). */
#define COLUMNS                                                                                                                                     \
    "format('%02d/%d/GCN-%s', c.number, c.year, c.abbr), p.id, c.name, f.id, f.version, c.awarded, "                                                 \
    "(SELECT t.title FROM titles t WHERE t.framework = c.framework AND t.grade = c.awarded), c.computed, c.issued, c.until, "                        \
    "(SELECT group_concat(s.state || ' ' || s.day) FROM (SELECT state, day FROM certificate_state WHERE certificate = c.key ORDER BY number) s), "   \
    "(SELECT group_concat(coalesce(d.due, '-') || ' ' || coalesce(d.met, '-')) FROM "                                                                \
    "(SELECT due, met FROM certificate_condition WHERE certificate = c.key ORDER BY number) d), i.zone, a.id"
#define FROM                                                                                                                                        \
    " FROM certificate c JOIN issuer i ON i.key = c.issuer JOIN organisation o ON o.key = c.organisation "                                           \
    "JOIN organisation p ON p.key = coalesce(o.merged_into, o.key) JOIN framework f ON f.digest = c.framework JOIN assessment a ON a.key = c.assessment "
#define WHERE                                                                                                                                       \
    "(?1 IS NULL OR p.id = ?1) AND (?2 IS NULL OR f.id = ?2) AND (?3 IS NULL OR c.year = ?3) AND (?4 IS NULL OR i.id = ?4) "
#define TITLES                                                                                                                                      \
    "WITH titles (framework, grade, title) AS MATERIALIZED (SELECT f.digest, g.value ->> '$.id', g.value ->> '$.title' FROM framework f, "          \
    "json_each(f.content, '$.grades') g) "
static const char list_sql[] = TITLES "SELECT " COLUMNS ", NULL, NULL" FROM "WHERE " WHERE "ORDER BY c.issuer, c.year, c.number";
/* ?5 the last day that is asked for, ?6 the day from which on validity is looked at. */
static const char due_sql[] =
    TITLES "SELECT " COLUMNS ", 0, c.until" FROM "WHERE " WHERE "AND c.until BETWEEN ?6 AND ?5 "
    "UNION ALL SELECT " COLUMNS ", x.number, x.due" FROM "JOIN certificate_condition x ON x.certificate = c.key WHERE " WHERE
    "AND x.met IS NULL AND x.due <= ?5 ORDER BY 16, 1, 15";
enum { NUMBER, ID, NAME, FRAMEWORK, VERSION, AWARDED, TITLE, COMPUTED, ISSUED, UNTIL, ENTRIES, CONDITIONS, ZONE, ASSESSMENT, CONDITION, DAY };

typedef struct listing {
    const khung_certificate_find *find;
    khung_sink *sink;
    void *to;
    khung_log *log;
    khung__arena arena;              /* of one row */
    khung__buf buf;
    const char *language;
    int64_t now;
    size_t count;
} listing;

/* ---- states of a row ---- */

bool khung__cert_pair(khung__str *rest, khung__str *first, khung__str *second)
{
    if (!rest->n)
        return false;
    const char *comma = memchr(rest->s, ',', rest->n);
    size_t n = comma ? (size_t)(comma - rest->s) : rest->n;
    const char *blank = memchr(rest->s, ' ', n);
    size_t m = blank ? (size_t)(blank - rest->s) : n;
    *first = (khung__str){rest->s, m};
    *second = (khung__str){rest->s + m + (m < n), n - m - (m < n)};
    rest->s += n + (comma != NULL);
    rest->n -= n + (comma != NULL);
    return true;
}

static size_t pairs_in(khung__str text)
{
    size_t n = text.n > 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.s[i] == ',';
    return n;
}

static khung_status state_of(khung__states_found *out, listing *l, sqlite3_stmt *row, khung__date day)
{
    khung__str said = khung__store_cell(row, ENTRIES), asked = khung__store_cell(row, CONDITIONS), first, second;
    khung__states_entry *entries = khung__arena_alloc(&l->arena, (pairs_in(said) + 1) * sizeof *entries);
    khung__states_condition *conditions = khung__arena_alloc(&l->arena, (pairs_in(asked) + 1) * sizeof *conditions);
    khung__states_life life = {.issued = khung__cert_date(khung__store_cell(row, ISSUED)), .until = khung__cert_date(khung__store_cell(row, UNTIL)),
                               .entries = entries, .conditions = conditions};
    if (!entries || !conditions)
        return KHUNG_NO_MEMORY;
    while (khung__cert_pair(&said, &first, &second))
        entries[life.entry_count++] = (khung__states_entry){khung__states_of(first), khung__cert_date(second)};
    while (khung__cert_pair(&asked, &first, &second))
        conditions[life.condition_count++] = (khung__states_condition){khung__cert_date(first), khung__cert_date(second)};
    *out = khung__states_on(&life, day);
    return KHUNG_OK;
}

/* ---- telling ---- */

static void put_json(listing *l, sqlite3_stmt *row, const khung__states_found *now, khung__date today)
{
    static const struct { const char *name; int column; } members[] = {
        {",\n    {\"number\": ", NUMBER}, {", \"organisation\": ", ID}, {", \"name\": ", NAME}, {", \"framework\": ", FRAMEWORK}, {", \"version\": ", VERSION},
        {", \"grade\": ", AWARDED}, {", \"computed\": ", COMPUTED}, {", \"assessment\": ", ASSESSMENT}, {", \"issued\": ", ISSUED}, {", \"until\": ", UNTIL}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        khung__put_member(&l->buf, members[i].name + (i == 0 && l->count == 0), khung__store_cell(row, members[i].column));
    khung__put_member(&l->buf, ", \"state\": ", khung__str_of(khung__states_name(now->state)));
    khung__buf_z(&l->buf, ", \"since\": \"");
    khung__buf_date(&l->buf, now->since);
    khung__buf_char(&l->buf, '"');
    if (now->condition != SIZE_MAX)
        khung__buf_printf(&l->buf, ", \"unmet\": %zu", now->condition + 1);
    if (sqlite3_column_type(row, CONDITION) != SQLITE_NULL) {
        bool expires = sqlite3_column_int64(row, CONDITION) == 0;
        khung__date day = khung__cert_date(khung__store_cell(row, DAY));
        khung__buf_printf(&l->buf, ", \"due\": \"%s\"", expires ? "expires" : "condition");
        if (!expires)
            khung__buf_printf(&l->buf, ", \"condition\": %lld", (long long)sqlite3_column_int64(row, CONDITION));
        khung__put_member(&l->buf, ", \"day\": ", khung__store_cell(row, DAY));
        khung__buf_printf(&l->buf, ", \"days_left\": %lld", (long long)(khung__states_day_number(day) - khung__states_day_number(today)));
    }
    khung__buf_char(&l->buf, '}');
}

static const khung__word_id short_words[KHUNG__STATES_COUNT] = {
    [KHUNG__STATES_FUTURE] = KHUNG__W_CERT_S_FUTURE, [KHUNG__STATES_ISSUED] = KHUNG__W_CERT_S_IN_FORCE, [KHUNG__STATES_SUSPENDED] = KHUNG__W_CERT_S_SUSPENDED,
    [KHUNG__STATES_REINSTATED] = KHUNG__W_CERT_S_IN_FORCE, [KHUNG__STATES_EXPIRED] = KHUNG__W_CERT_S_EXPIRED,
    [KHUNG__STATES_WITHDRAWN] = KHUNG__W_CERT_S_WITHDRAWN, [KHUNG__STATES_SUPERSEDED] = KHUNG__W_CERT_S_SUPERSEDED,
    [KHUNG__STATES_REISSUED] = KHUNG__W_CERT_S_REISSUED};

/* By khung__language: "30 September 2026" is wider than "30/9/2026". */
static void put_cells(khung__buf *buf, const khung__str cells[5], khung__language language)
{
    static const size_t widths[2][5] = {[KHUNG__VI] = {18, 24, 12, 10, 12}, [KHUNG__EN] = {18, 20, 11, 17, 10}};
    for (size_t i = 0; i < 5; i++)
        khung__buf_cell(buf, cells[i], widths[language][i], i == 4);
    khung__buf_char(buf, '\n');
}

static void put_row(listing *l, sqlite3_stmt *row, const khung__states_found *now)
{
    khung__language language = khung__language_of(khung__str_of(l->language));
    khung__str until = khung__store_cell(row, UNTIL), title = khung__store_cell(row, TITLE);
    khung__buf day = {0}, what = {0};
    if (until.s)
        khung__buf_date_short(&day, khung__cert_date(until), language);
    else
        khung__buf_str(&day, khung__word(KHUNG__W_DASH, language));
    khung__buf_str(&what, khung__word(short_words[now->state], language));
    const khung__str cells[5] = {khung__store_cell(row, NUMBER), khung__store_cell(row, NAME), title.s ? title : khung__store_cell(row, AWARDED),
                                 {day.s, day.n}, {what.s, what.n}};
    put_cells(&l->buf, cells, language);
    l->buf.failed = l->buf.failed || day.failed || what.failed;
    khung__buf_free(&day);
    khung__buf_free(&what);
}

/* "in 12 days: expires", "3 days ago: condition 1". */
static void put_due(listing *l, sqlite3_stmt *row, khung__date today)
{
    khung__language language = khung__language_of(khung__str_of(l->language));
    khung__date due = khung__cert_date(khung__store_cell(row, DAY));
    int64_t condition = sqlite3_column_int64(row, CONDITION), left = khung__states_day_number(due) - khung__states_day_number(today);
    khung__buf day = {0}, number = {0}, days = {0}, what = {0};
    khung__buf_date_short(&day, due, language);
    khung__buf_int(&number, condition);
    khung__buf_int(&days, left);
    if (condition)
        KHUNG__WORD(&what, KHUNG__W_CERT_DUE_CONDITION, language, {number.s, number.n});
    else
        khung__buf_str(&what, khung__word(KHUNG__W_CERT_DUE_EXPIRES, language));
    khung__buf text = {0};
    KHUNG__WORD(&text, KHUNG__W_LIFE_DAYS, language, {days.s, days.n});
    const khung__str cells[5] = {khung__store_cell(row, NUMBER), khung__store_cell(row, NAME), {what.s, what.n}, {day.s, day.n}, {text.s, text.n}};
    put_cells(&l->buf, cells, language);
    l->buf.failed = l->buf.failed || day.failed || what.failed || days.failed || number.failed || text.failed;
    khung__buf_free(&day);
    khung__buf_free(&number);
    khung__buf_free(&days);
    khung__buf_free(&what);
    khung__buf_free(&text);
}

static void put_heads(listing *l)
{
    khung__language language = khung__language_of(khung__str_of(l->language));
    bool due = l->find->due >= 0;
    const khung__str heads[5] = {khung__word(KHUNG__W_CERT_H_NUMBER, language), khung__word(KHUNG__W_L_ORGANISATION, language),
                                 khung__word(due ? KHUNG__W_CERT_H_WHAT : KHUNG__W_L_GRADE, language),
                                 khung__word(due ? KHUNG__W_CERT_H_DAY : KHUNG__W_CERT_H_UNTIL, language),
                                 khung__word(due ? KHUNG__W_CERT_H_LEFT : KHUNG__W_CERT_H_STATE, language)};
    put_cells(&l->buf, heads, language);
}

/* ---- the way through ---- */

static khung_status flush(listing *l)
{
    if (l->buf.failed)
        return KHUNG_NO_MEMORY;
    bool good = l->buf.n == 0 || l->sink(l->to, l->buf.s, l->buf.n);
    l->buf.n = 0;
    return good ? KHUNG_OK : KHUNG_IO;
}

static khung_status one(listing *l, sqlite3_stmt *row)
{
    khung__states_found now;
    khung__date today = khung__states_day(l->now, sqlite3_column_int(row, ZONE));
    khung_status status = state_of(&now, l, row, today);
    bool over = khung__states_over(now.state) || now.state == KHUNG__STATES_EXPIRED;
    const char *wanted = l->find->state;
    bool in_force = wanted && strcmp(wanted, "in-force") == 0;
    bool fits = l->find->due >= 0 ? !over : !wanted || (in_force ? khung__states_in_force(now.state) : strcmp(wanted, khung__states_name(now.state)) == 0);
    if (status == KHUNG_OK && fits) {
        if (l->count == 0 && l->language)
            put_heads(l);
        if (!l->language)
            put_json(l, row, &now, today);
        else if (l->find->due >= 0)
            put_due(l, row, today);
        else
            put_row(l, row, &now);
        l->count++;
        status = l->buf.n > 32768 || l->buf.failed ? flush(l) : status;
    }
    khung__arena_free(&l->arena);
    l->arena = (khung__arena){0};
    return status;
}

static void put_end(listing *l)
{
    char number[24];
    snprintf(number, sizeof number, "%zu", l->count);
    if (!l->language) {
        khung__buf_printf(&l->buf, "],\n  \"total\": %zu\n}\n", l->count);
        return;
    }
    khung__language language = khung__language_of(khung__str_of(l->language));
    khung__word_id none = l->find->due >= 0 ? KHUNG__W_CERT_NOTHING_DUE : KHUNG__W_CERT_NO_CERT;
    khung__word_id word = l->count == 0 ? none : l->count == 1 ? KHUNG__W_CERT_ONE : KHUNG__W_CERT_MANY;
    KHUNG__WORD(&l->buf, word, language, khung__str_of(number));
    khung__buf_char(&l->buf, '\n');
}

static khung_status known_state(const char *state, khung_log *log)
{
    khung__buf names = {0};
    if (!state || strcmp(state, "in-force") == 0 || khung__states_of(khung__str_of(state)) < KHUNG__STATES_COUNT)
        return KHUNG_OK;
    khung__buf_z(&names, "in-force");
    for (int i = KHUNG__STATES_ISSUED; i < KHUNG__STATES_COUNT; i++)
        khung__buf_printf(&names, ", %s", khung__states_name((khung__states_state)i));
    khung_status status = names.failed ? KHUNG_NO_MEMORY
                                       : KHUNG__DIAG(log, KHUNG__D_LIFE_NO_STATE, (khung__at){0}, khung__str_of(state), {names.s, names.n});
    khung__buf_free(&names);
    return status;
}

static khung_status ask(sqlite3_stmt **row, listing *l, khung_store *store)
{
    const khung_certificate_find *f = l->find;
    khung__arena arena = {0};
    khung__date today = khung__states_day(l->now, 14 * 60); /* the earliest clocks there are; what falls out is seen row by row */
    khung__str last = khung__cert_iso(&arena, khung__states_day((khung__states_day_number(today) + f->due) * 86400000, 0));
    khung__str first = khung__cert_iso(&arena, khung__states_day_before(khung__states_day_before(today)));
    int64_t year = f->year ? f->year : INT64_MIN;
    khung_status status = f->due < 0 ? khung__store_ask(row, store, l->log, list_sql, "ttmt", f->organisation, f->framework, year, f->issuer)
                                     : khung__store_ask(row, store, l->log, due_sql, "ttmtss", f->organisation, f->framework, year, f->issuer, last, first);
    khung__arena_free(&arena);
    return status;
}

khung_status khung_certificate_list(khung_store *store, const khung_certificate_find *find, const char *language, int64_t now, khung_sink *sink, void *to,
                                    khung_log *log)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    if (!store || !find || !sink)
        return KHUNG_BAD_CALL;
    listing l = {.find = find, .sink = sink, .to = to, .log = log, .language = language, .now = now};
    khung_status status = known_state(find->state, log);
    if (status == KHUNG_OK)
        status = ask(&row, &l, store);
    khung__buf_z(&l.buf, language ? "" : "{\n  \"kind\": \"certificates\", \"format\": 1,\n  \"items\": [");
    while (status == KHUNG_OK && more) {
        status = khung__store_step(store, row, &more, log);
        if (status == KHUNG_OK && more)
            status = one(&l, row);
    }
    sqlite3_finalize(row);
    if (status == KHUNG_OK) {
        put_end(&l);
        status = flush(&l);
    }
    khung__buf_free(&l.buf);
    return status;
}
