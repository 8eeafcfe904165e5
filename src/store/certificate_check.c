/* What doctor asks of certificates, and what is asked of those that come in bundles: the row says what was signed, its conditions too, numbers have no
 * gap, and what was entered are moves of states.def. */
#include <stdlib.h>
#include <string.h>

#include "certificate.h"
#include "look.h"

/* ---- the row and the claim ---- */

/* The columns of tables.def. */
enum { KEY, ISSUER, YEAR, NUMBER, ABBR, ORGANISATION, ASSESSMENT, FRAMEWORK, RESULT, NAME, COMPUTED, AWARDED, AS, DECIDED, WHY, ISSUED, UNTIL, BEFORE,
       CLAIM, DIGEST, MADE, MADE_BY };

static bool same_day(khung__str text, khung__date date)
{
    khung__date said = {0};
    if (!text.s)
        return date.year == 0;
    return khung__read_date(text, &said) && khung__date_cmp(said, date) == 0;
}

static bool same_text(khung__str text, khung__str said)
{
    return khung__str_eq(text.s ? text : KHUNG__S(""), said.s ? said : KHUNG__S(""));
}

static bool says_the_same(const khung__str *v, const khung__claim *c)
{
    int64_t year = 0, number = 0;
    return khung__read_whole(v[YEAR], &year) && khung__read_whole(v[NUMBER], &number) && year == c->year && number == c->nn &&
           same_text(v[ABBR], c->abbreviation) && same_text(v[FRAMEWORK], c->framework_digest) && same_text(v[NAME], c->organisation_name) &&
           same_text(v[AWARDED], c->grade) && same_text(v[COMPUTED], c->computed.n ? c->computed : c->grade) && same_text(v[AS], c->lowered_by) &&
           same_day(v[DECIDED], c->lowered_at) && same_text(v[WHY], c->lowered_why) && same_day(v[ISSUED], c->issued) && same_day(v[UNTIL], c->until);
}

bool khung__cert_fits(khung__claim *claim, khung__arena *arena, const khung__str *v)
{
    char digest[KHUNG_DIGEST_SIZE];
    khung__sha256 h;
    bool valid = false;
    khung__str payload = v[CLAIM].s ? khung__base64_read(arena, v[CLAIM], &valid) : (khung__str){0};
    if (!valid || !payload.s || !khung__claim_read(claim, payload))
        return false;
    khung__sha256_start(&h);
    khung__sha256_add(&h, payload.s, payload.n);
    khung__sha256_text(&h, digest);
    return khung__str_eq(v[DIGEST], khung__str_of(digest)) && says_the_same(v, claim);
}

/* ---- doctor ---- */

static khung_status told(khung_status status)
{
    return status == KHUNG_NO_MEMORY || status == KHUNG_INTERNAL ? status : KHUNG_OK;
}

static bool conditions_fit(const khung__claim *claim, const khung__rows *rows)
{
    if (rows->count != claim->condition_count)
        return false;
    for (size_t i = 0; i < rows->count; i++)
        if (!same_text(KHUNG__CELL(rows, i, 0), claim->conditions[i].text) || !same_day(KHUNG__CELL(rows, i, 1), claim->conditions[i].until))
            return false;
    return true;
}

/* To *to, where somebody asks for it; else it is said. */
typedef struct wrong {
    khung__str number;     /* of the first that is; absent: none */
    khung__arena *arena;
} wrong;

static bool note(wrong *to, khung__str number)
{
    if (to && !to->number.s)
        to->number = khung__str_copy(to->arena, number);
    return to != NULL;
}

static khung_status check_signed(khung__look *look, sqlite3_stmt *row, void *to)
{
    khung__arena arena = {0};
    khung__claim claim = {0};
    khung__rows conditions = {0};
    khung__str v[MADE_BY + 1];
    for (int i = 0; i <= MADE_BY; i++)
        v[i] = khung__store_text(row, i, &arena);
    khung_status status = khung__gather(&conditions, look->store, &arena, look->found,
                                        "SELECT text, due FROM certificate_condition WHERE certificate = ?1 ORDER BY number", "s", v[KEY]);
    bool fits = status == KHUNG_OK && khung__cert_fits(&claim, &arena, v) && conditions_fit(&claim, &conditions) &&
                same_text(khung__look_text(row, MADE_BY + 1), claim.result) && same_text(khung__look_text(row, MADE_BY + 2), claim.issuer);
    if (status == KHUNG_OK && !fits && !note(to, khung__look_text(row, MADE_BY + 3)))
        status = told(KHUNG__DIAG(look->found, KHUNG__D_CERT_NOT_SIGNED, (khung__at){0}, khung__look_text(row, MADE_BY + 3)));
    khung__arena_free(&arena);
    return status;
}

/* The entries one after another: the first is the issue, each other a move from what it was on that day. */
static khung_status check_entries(khung__look *look, sqlite3_stmt *row, void *to)
{
    static const khung__states_act acts[KHUNG__STATES_COUNT] = {
        [KHUNG__STATES_SUSPENDED] = KHUNG__STATES_TO_SUSPEND, [KHUNG__STATES_REINSTATED] = KHUNG__STATES_TO_REINSTATE,
        [KHUNG__STATES_WITHDRAWN] = KHUNG__STATES_TO_WITHDRAW, [KHUNG__STATES_SUPERSEDED] = KHUNG__STATES_TO_SUPERSEDE,
        [KHUNG__STATES_REISSUED] = KHUNG__STATES_TO_REISSUE};
    khung__arena arena = {0};
    khung__cert cert;
    khung__str key = khung__store_text(row, 0, &arena);
    khung_status status = key.s ? khung__cert_load(&cert, look->store, &arena, key, look->found) : KHUNG_NO_MEMORY;
    for (size_t i = 0, n = status == KHUNG_OK ? cert.life.entry_count : 0; i < n; i++) {
        khung__states_entry e = cert.life.entries[i];
        cert.life.entry_count = i;
        khung__states_state was = khung__states_on(&cert.life, e.day).state;
        bool good = i == 0 ? e.state == KHUNG__STATES_ISSUED && khung__date_cmp(e.day, cert.life.issued) == 0
                           : e.state < KHUNG__STATES_COUNT && acts[e.state] + (e.state == KHUNG__STATES_SUSPENDED) && khung__states_find(was, acts[e.state]);
        if (!good && note(to, khung__str_of(cert.number)))
            break;
        if (!good) {
            status = told(KHUNG__DIAG(look->found, KHUNG__D_CERT_NO_MOVE, (khung__at){0}, khung__str_of(cert.number),
                                      KHUNG__CELL(&cert.entries, i, KHUNG__ENTRY_STATE), KHUNG__CELL(&cert.entries, i, KHUNG__ENTRY_DAY)));
            break;
        }
    }
    khung__arena_free(&arena);
    return status == KHUNG_NOT_FOUND ? KHUNG_OK : status;
}

static khung_status check_gap(khung__look *look, sqlite3_stmt *row, void *to)
{
    (void)to;
    return told(KHUNG__DIAG(look->found, KHUNG__D_CERT_GAP, (khung__at){0}, khung__look_text(row, 0), khung__look_text(row, 1), khung__look_text(row, 2),
                            khung__look_text(row, 3)));
}

/* All, or those with the keys of a JSON list. */
static khung_status look_at_claims(khung__look *look, wrong *to, khung__str keys)
{
    khung__buf sql = {0};
    khung__buf_z(&sql, "SELECT ");
    khung__table_sql(&sql, KHUNG__T_certificate, "c.\"$\"", 0, 64, ", ");
    khung__buf_z(&sql, ", r.digest, i.id, format('%02d/%d/GCN-%s', c.number, c.year, c.abbr) FROM certificate c LEFT JOIN result r ON r.key = c.result "
                       "LEFT JOIN issuer i ON i.key = c.issuer");
    khung__buf_z(&sql, keys.s ? " WHERE c.key IN (SELECT value FROM json_each(?1))" : "");
    khung_status status = sql.failed ? KHUNG_NO_MEMORY : khung__look_rows_of(look, check_signed, to, sql.s, keys);
    khung__buf_free(&sql);
    return status;
}

khung_status khung__cert_check(khung__str *number, khung_store *store, khung__arena *arena, khung__str keys, khung_log *log)
{
    khung__look look = {.store = store, .found = log};
    wrong to = {.arena = arena};
    khung_status status = look_at_claims(&look, &to, keys);
    if (status == KHUNG_OK)
        status = khung__look_rows_of(&look, check_entries, &to, "SELECT value FROM json_each(?1)", keys);
    khung__arena_free(&look.arena);
    *number = to.number;
    return status;
}

khung_status khung__check_certificates(khung__look *look)
{
    khung_status status = look_at_claims(look, NULL, (khung__str){0});
    if (status == KHUNG_OK) /* those about which something was entered after the issue, or otherwise than it */
        status = khung__look_rows(look, check_entries, NULL,
                                  "SELECT c.key FROM certificate c LEFT JOIN certificate_state s ON s.certificate = c.key "
                                  "GROUP BY c.key HAVING count(s.number) <> 1 OR max(s.number) <> count(s.number) OR max(s.state) <> 'issued' "
                                  "OR max(s.day) IS NOT c.issued");
    if (status == KHUNG_OK)
        status = khung__look_rows(look, check_gap, NULL,
                                  "SELECT i.name, c.year, max(c.number), count(*) FROM certificate c JOIN issuer i ON i.key = c.issuer "
                                  "WHERE i.chain = (SELECT chain FROM store) GROUP BY c.issuer, c.year HAVING max(c.number) <> count(*)");
    return status;
}
