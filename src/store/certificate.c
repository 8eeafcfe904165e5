/* Certificates: the issuer, finding one, beginning an act on it. */
#include "certificate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const khung__at nowhere = {0};

khung__language khung__log_language(const khung_log *log)
{
    return log ? khung__language_of(khung__str_of(khung__diag_language(log))) : KHUNG__EN;
}

khung__str khung__cert_iso(khung__arena *arena, khung__date day)
{
    khung__buf buf = {0};
    if (!day.year)
        return (khung__str){0};
    khung__buf_date(&buf, day);
    return khung__buf_take(&buf, arena);
}

khung__str khung__cert_day(khung__arena *arena, khung__date day, const khung_log *log)
{
    return khung__store_day(arena, khung__cert_iso(arena, day), log);
}

khung__date khung__cert_date(khung__str text)
{
    khung__date date = {0};
    return text.s && khung__read_date(text, &date) ? date : (khung__date){0};
}

/* ---- the issuer ---- */

static const char issuers_sql[] =
    "SELECT key, id, abbr, name, name_en, url, zone, renewal, cool_off, chain = (SELECT chain FROM store) FROM issuer "
    "WHERE iif(?1 IS NULL, chain = (SELECT chain FROM store), id = ?1) ORDER BY 10 DESC, since, key";

static khung_status say_which(const khung__rows *rows, khung_log *log)
{
    khung__names names = {0};
    for (size_t i = 0; i < rows->count; i++)
        khung__names_add(&names, KHUNG__CELL(rows, i, 1));
    khung_status status = names.buf.failed ? KHUNG_NO_MEMORY : KHUNG__DIAG(log, KHUNG__D_ISSUER_WHICH, nowhere, {names.buf.s, names.buf.n});
    khung__buf_free(&names.buf);
    return status;
}

khung_status khung__issuer_find(khung__issuer *out, khung_store *store, khung__arena *arena, const char *id, khung_log *log)
{
    khung__rows rows = {0};
    khung_status status = khung__gather(&rows, store, arena, log, issuers_sql, "t", id);
    if (status != KHUNG_OK)
        return status;
    if (rows.count == 0)
        return id ? KHUNG__DIAG(log, KHUNG__D_ISSUER_UNKNOWN, nowhere, khung__str_of(id)) : KHUNG__DIAG(log, KHUNG__D_ISSUER_NONE, nowhere);
    if (rows.count > 1 && !id)
        return say_which(&rows, log);
    const khung__str *c = rows.cell;
    *out = (khung__issuer){.id = c[1], .abbr = c[2], .name = c[3], .name_en = c[4], .url = c[5], .zone = atoi(c[6].s), .renewal = atoi(c[7].s),
                           .cool_off = atoi(c[8].s), .ours = c[9].s[0] == '1'};
    snprintf(out->key, sizeof out->key, "%s", c[0].s);
    return KHUNG_OK;
}

/* ---- one certificate ---- */

#define TITLE(grade) "(SELECT g.value ->> '$.title' FROM json_each(f.content, '$.grades') g WHERE g.value ->> '$.id' = " grade ")"
#define NUMBER(of) "(SELECT format('%02d/%d/GCN-%s', b.number, b.year, b.abbr) FROM certificate b WHERE " of ")"
static const char cert_sql[] =
    "SELECT c.key, c.issuer, c.year, c.number, c.abbr, c.organisation, p.id, c.name, c.assessment, a.id, f.digest, f.id, f.version, f.title, c.result, "
    "c.computed, " TITLE("c.computed") ", c.awarded, " TITLE("c.awarded") ", c.decided_as, c.decided, c.decided_why, c.issued, c.until, "
    NUMBER("b.key = c.before") ", " NUMBER("b.before = c.key") ", " KHUNG__NAME_OF("q") ", i.id, i.name, i.zone, i.chain = (SELECT chain FROM store), "
    "c.claim, c.digest "
    "FROM certificate c JOIN issuer i ON i.key = c.issuer JOIN organisation o ON o.key = c.organisation "
    "JOIN organisation p ON p.key = coalesce(o.merged_into, o.key) "
    "JOIN assessment a ON a.key = c.assessment JOIN framework f ON f.digest = c.framework JOIN person q ON q.key = c.made_by WHERE c.key = ?1";
static const char entries_sql[] =
    "SELECT s.state, s.day, s.reason, s.at, " KHUNG__NAME_OF("q") " FROM certificate_state s JOIN person q ON q.key = s.by "
    "WHERE s.certificate = ?1 ORDER BY s.number";
static const char conditions_sql[] =
    "SELECT d.text, d.due, d.met, d.met_at, " KHUNG__NAME_OF("q") ", d.met_note FROM certificate_condition d LEFT JOIN person q ON q.key = d.met_by "
    "WHERE d.certificate = ?1 ORDER BY d.number";

/* What the one rule of states.h asks. */
static khung_status fill_life(khung__cert *cert, khung__arena *arena)
{
    khung__states_entry *entries = khung__arena_alloc(arena, (cert->entries.count + 1) * sizeof *entries);
    khung__states_condition *conditions = khung__arena_alloc(arena, (cert->conditions.count + 1) * sizeof *conditions);
    if (!entries || !conditions)
        return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < cert->entries.count; i++)
        entries[i] = (khung__states_entry){khung__states_of(KHUNG__CELL(&cert->entries, i, KHUNG__ENTRY_STATE)),
                                           khung__cert_date(KHUNG__CELL(&cert->entries, i, KHUNG__ENTRY_DAY))};
    for (size_t i = 0; i < cert->conditions.count; i++)
        conditions[i] = (khung__states_condition){khung__cert_date(KHUNG__CELL(&cert->conditions, i, KHUNG__DEMAND_DUE)),
                                                  khung__cert_date(KHUNG__CELL(&cert->conditions, i, KHUNG__DEMAND_MET))};
    cert->life = (khung__states_life){khung__cert_date(cert->cell[KHUNG__CERT_ISSUED]), khung__cert_date(cert->cell[KHUNG__CERT_UNTIL]), entries,
                                      cert->entries.count, conditions, cert->conditions.count};
    return KHUNG_OK;
}

khung_status khung__cert_load(khung__cert *out, khung_store *store, khung__arena *arena, khung__str key, khung_log *log)
{
    khung__rows rows = {0};
    *out = (khung__cert){0};
    khung_status status = khung__gather(&rows, store, arena, log, cert_sql, "s", key);
    if (status == KHUNG_OK && rows.count == 0)
        status = KHUNG__DIAG(log, KHUNG__D_CERT_UNKNOWN, nowhere, key);
    if (status == KHUNG_OK)
        status = khung__gather(&out->entries, store, arena, log, entries_sql, "s", key);
    if (status == KHUNG_OK)
        status = khung__gather(&out->conditions, store, arena, log, conditions_sql, "s", key);
    if (status != KHUNG_OK)
        return status;
    out->cell = rows.cell;
    out->zone = atoi(rows.cell[KHUNG__CERT_ZONE].s);
    out->ours = rows.cell[KHUNG__CERT_OURS].s[0] == '1';
    khung__claim_number(out->number, atoll(rows.cell[KHUNG__CERT_NUMBER].s), atoll(rows.cell[KHUNG__CERT_YEAR].s), rows.cell[KHUNG__CERT_ABBR]);
    return fill_life(out, arena);
}

/* "5/2026" or "05/2026/GCN-ABBR": the parts; false where it is no such thing. The abbreviation is absent without one. */
static bool read_number(khung__str text, int64_t *number, int64_t *year, khung__str *abbr)
{
    const char *slash = text.n ? memchr(text.s, '/', text.n) : NULL;
    *abbr = (khung__str){0};
    if (!slash || text.n - (size_t)(slash - text.s) < 5)
        return false;
    khung__str nn = {text.s, (size_t)(slash - text.s)}, rest = {slash + 1, text.n - nn.n - 1}, yyyy = {rest.s, 4};
    while (nn.n > 1 && *nn.s == '0') {
        nn.s++;
        nn.n--;
    }
    if (rest.n > 4 && rest.n > 9 && memcmp(rest.s + 4, "/GCN-", 5) == 0)
        *abbr = (khung__str){rest.s + 9, rest.n - 9};
    else if (rest.n != 4)
        return false;
    return khung__read_whole(nn, number) && khung__read_whole(yyyy, year);
}

khung_status khung__cert_find(khung__cert *out, khung_store *store, khung__arena *arena, const char *number, khung_log *log)
{
    khung__rows rows = {0};
    int64_t nn, year;
    khung__str abbr;
    if (!read_number(khung__text_trim(khung__str_of(number)), &nn, &year, &abbr))
        return KHUNG__DIAG(log, KHUNG__D_CERT_NUMBER, nowhere, khung__str_of(number));
    khung_status status = khung__gather(&rows, store, arena, log,
                                        "SELECT c.key, i.chain = (SELECT chain FROM store), format('%02d/%d/GCN-%s', c.number, c.year, c.abbr) "
                                        "FROM certificate c JOIN issuer i ON i.key = c.issuer "
                                        "WHERE c.number = ?1 AND c.year = ?2 AND (?3 IS NULL OR c.abbr = ?3) "
                                        "ORDER BY 2 DESC, i.since, c.key", "iis", nn, year, abbr);
    if (status != KHUNG_OK)
        return status;
    if (rows.count == 0)
        return KHUNG__DIAG(log, KHUNG__D_CERT_UNKNOWN, nowhere, khung__str_of(number));
    bool one = rows.count == 1 || (KHUNG__CELL(&rows, 0, 1).s[0] == '1' && KHUNG__CELL(&rows, 1, 1).s[0] == '0');
    if (!one)
        return KHUNG__DIAG(log, KHUNG__D_CERT_AMBIGUOUS, nowhere, khung__str_of(number), KHUNG__CELL(&rows, 0, 2), KHUNG__CELL(&rows, 1, 2));
    return khung__cert_load(out, store, arena, rows.cell[0], log);
}

/* ---- acts ---- */

static khung_status say_not_now(const khung__cert *cert, khung__states_found standing, khung__states_act act, khung__arena *arena, khung_log *log)
{
    khung__language language = khung__log_language(log);
    khung__buf next = {0}, stands = {0};
    khung__states_next(&next, standing.state);
    KHUNG__WORD(&stands, KHUNG__W_CERT_STANDS, language, khung__str_of(khung__states_word(standing.state, language)),
                khung__cert_day(arena, standing.since, log));
    khung_status status = next.failed || stands.failed ? KHUNG_NO_MEMORY
                          : KHUNG__DIAG(log, KHUNG__D_CERT_NOT_NOW, nowhere, khung__str_of(cert->number), {stands.s, stands.n},
                                        khung__str_of(khung__states_act_word(act, language)), {next.s, next.n});
    khung__buf_free(&next);
    khung__buf_free(&stands);
    return status;
}

/* What may be done follows from the state of the day; the reason goes into the event and, by the caller, into the entry. */
static khung_status check(khung__change *change, const khung__cert *cert, khung__date today, khung__states_act act, const char *reason)
{
    khung__states_found standing = khung__states_on(&cert->life, today);
    const khung__move *move = khung__states_find(standing.state, act);
    khung__str text = {0};
    khung_status status = KHUNG_OK;
    if (!cert->ours)
        return KHUNG__DIAG(change->log, KHUNG__D_CERT_OTHER_STORE, nowhere, khung__str_of(cert->number), cert->cell[KHUNG__CERT_ISSUER_NAME]);
    if (act == KHUNG__STATES_TO_REINSTATE && standing.state == KHUNG__STATES_SUSPENDED && standing.condition != SIZE_MAX) {
        char digits[24];
        snprintf(digits, sizeof digits, "%zu", standing.condition + 1);
        return KHUNG__DIAG(change->log, KHUNG__D_CERT_UNMET, nowhere, khung__str_of(cert->number), khung__str_of(digits),
                           KHUNG__CELL(&cert->conditions, standing.condition, KHUNG__DEMAND_TEXT));
    }
    if (!move)
        return say_not_now(cert, standing, act, &change->arena, change->log);
    if (move->asks == KHUNG__STATES_REASON && !reason)
        return KHUNG__DIAG(change->log, KHUNG__D_CERT_NEEDS_REASON, nowhere, khung__str_of(cert->number),
                           khung__str_of(khung__states_act_word(act, khung__log_language(change->log))));
    if (reason)
        status = khung__given_text(&text, &change->arena, reason, "--reason", change->log);
    return status;
}

khung_status khung__cert_begin(khung__change *change, khung__cert *cert, khung__date *today, const khung__call *call, const char *name,
                               khung__states_act act, const char *reason)
{
    khung_status status = khung__change_begin(change, call->store, name, call->person ? call->person : "", call->now, call->log);
    if (status != KHUNG_OK)
        return status;
    status = khung__cert_find(cert, call->store, &change->arena, call->id, call->log);
    if (status == KHUNG_OK) {
        snprintf(change->thread, sizeof change->thread, "%s", cert->cell[KHUNG__CERT_ASSESSMENT].s);
        snprintf(change->organisation, sizeof change->organisation, "%s", cert->cell[KHUNG__CERT_ORGANISATION].s);
        *today = khung__states_day(call->now, cert->zone);
        status = check(change, cert, *today, act, reason);
    }
    return status == KHUNG_OK ? status : khung__change_end(change, status);
}

khung_status khung__cert_enter(khung__change *change, const khung__cert *cert, khung__states_state state, khung__date day, khung__str reason)
{
    khung__str iso = khung__cert_iso(&change->arena, day);
    return iso.s ? khung__change_put(change, KHUNG__T_certificate_state, "sistss" "tt", cert->cell[KHUNG__CERT_KEY], (int64_t)cert->entries.count + 1,
                                     cert->cell[KHUNG__CERT_ORGANISATION], khung__states_name(state), iso, reason, change->time, change->person)
                 : KHUNG_NO_MEMORY;
}

khung_status khung__cert_end(khung__change *change, khung_status status, bool look)
{
    if (!look || status != KHUNG_OK)
        return khung__change_end(change, status);
    status = khung__change_end(change, KHUNG_CONFLICT);
    return status == KHUNG_CONFLICT ? KHUNG_OK : status;
}

typedef struct acting {
    const char *name, *event;
    khung__states_act act;
    khung__states_state to;
} acting;

static const acting acts[] = {{"suspend", "certificate.suspend", KHUNG__STATES_TO_SUSPEND, KHUNG__STATES_SUSPENDED},
                              {"reinstate", "certificate.reinstate", KHUNG__STATES_TO_REINSTATE, KHUNG__STATES_REINSTATED},
                              {"withdraw", "certificate.withdraw", KHUNG__STATES_TO_WITHDRAW, KHUNG__STATES_WITHDRAWN}};

khung_status khung_certificate_act(khung_store *store, const char *number, const char *act, const char *reason, const char *person, int64_t now,
                                   khung_log *log)
{
    khung__change change;
    khung__cert cert;
    khung__date today;
    khung__str text = {0};
    size_t i = 0;
    const khung__call call = {store, number, person, now, log};
    if (!store || !number || !act)
        return KHUNG_BAD_CALL;
    while (i < sizeof acts / sizeof *acts && strcmp(acts[i].name, act) != 0)
        i++;
    if (i == sizeof acts / sizeof *acts)
        return KHUNG_BAD_CALL;
    khung_status status = khung__cert_begin(&change, &cert, &today, &call, acts[i].event, acts[i].act, reason);
    if (status != KHUNG_OK)
        return status;
    status = khung__given_text(&text, &change.arena, reason, "--reason", log);
    if (status == KHUNG_OK)
        status = khung__cert_enter(&change, &cert, acts[i].to, today, text);
    return khung__change_end(&change, status);
}

/* ---- conditions ---- */

static khung_status meet(khung__change *change, const khung__cert *cert, khung__date today, int64_t condition, const char *dated, const char *note)
{
    khung__str text = {0};
    khung__date day = today;
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)condition);
    if (condition < 1 || (size_t)condition > cert->conditions.count)
        return KHUNG__DIAG(change->log, KHUNG__D_CERT_NO_CONDITION, nowhere, khung__str_of(cert->number), khung__str_of(digits));
    const khung__str *cell = &KHUNG__CELL(&cert->conditions, (size_t)condition - 1, 0);
    if (cell[KHUNG__DEMAND_MET].s)
        return KHUNG__DIAG(change->log, KHUNG__D_CERT_MET_ALREADY, nowhere, khung__str_of(cert->number), khung__str_of(digits),
                           khung__store_day(&change->arena, cell[KHUNG__DEMAND_MET], change->log), cell[KHUNG__DEMAND_BY]);
    bool good = !dated || khung__read_date(khung__str_of(dated), &day);
    good = good && khung__date_cmp(day, today) <= 0 && khung__date_cmp(day, cert->life.issued) >= 0;
    if (!good)
        return KHUNG__DIAG(change->log, KHUNG__D_CERT_MET_DATE, nowhere, khung__str_of(dated), khung__cert_day(&change->arena, cert->life.issued, change->log),
                           khung__cert_day(&change->arena, today, change->log));
    khung_status status = note ? khung__given_text(&text, &change->arena, note, "--note", change->log) : KHUNG_OK;
    return status == KHUNG_OK ? khung__change_set(change, KHUNG__T_certificate_condition, "met met_at met_by met_note", "sistts", cert->cell[KHUNG__CERT_KEY],
                                                  condition, khung__cert_iso(&change->arena, day), change->time, change->person, text)
                              : status;
}

khung_status khung_certificate_meet(khung_store *store, const char *number, int64_t condition, const char *dated, const char *note, const char *person,
                                    int64_t now, khung_log *log)
{
    khung__change change;
    khung__cert cert;
    khung__date today;
    const khung__call call = {store, number, person, now, log};
    if (!store || !number)
        return KHUNG_BAD_CALL;
    khung_status status = khung__cert_begin(&change, &cert, &today, &call, "certificate.meet", KHUNG__STATES_TO_MEET, NULL);
    return status == KHUNG_OK ? khung__change_end(&change, meet(&change, &cert, today, condition, dated, note)) : status;
}
