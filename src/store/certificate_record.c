/* One certificate as it stands on a day: what it says, what was entered, its conditions; for people and as JSON. */
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "certificate.h"

/* ---- for people ---- */

typedef struct telling {
    const khung__cert *cert;
    khung__buf *buf;
    khung__arena arena;
    khung__language language;
} telling;

static void say(telling *t, khung__word_id word, size_t indent, const khung__str *args, size_t n)
{
    khung__buf text = {0};
    for (size_t i = 0; i < indent; i++)
        khung__buf_char(t->buf, ' ');
    khung__buf_word(&text, word, t->language, args, n);
    khung__buf_wrapped(t->buf, (khung__str){text.s, text.n}, indent, indent + 2);
    t->buf->failed = t->buf->failed || text.failed;
    khung__buf_free(&text);
}
#define SAY(t, word, indent, ...) \
    say(t, KHUNG__W_##word, indent, (const khung__str[]){__VA_ARGS__}, sizeof((const khung__str[]){__VA_ARGS__}) / sizeof(khung__str))

static khung__str day_of(telling *t, khung__str iso)
{
    khung__buf buf = {0};
    if (!iso.s)
        return khung__word(KHUNG__W_DASH, t->language);
    khung__buf_day(&buf, iso, t->language);
    khung__str day = khung__buf_take(&buf, &t->arena);
    t->buf->failed = t->buf->failed || !day.s;
    return day.s ? day : iso;
}

static void put_grade(telling *t)
{
    const khung__str *c = t->cert->cell;
    khung__str awarded = c[KHUNG__CERT_AWARDED_TITLE].s ? c[KHUNG__CERT_AWARDED_TITLE] : c[KHUNG__CERT_AWARDED];
    khung__str computed = c[KHUNG__CERT_COMPUTED_TITLE].s ? c[KHUNG__CERT_COMPUTED_TITLE] : c[KHUNG__CERT_COMPUTED];
    SAY(t, CERT_GRADE, 0, awarded);
    if (c[KHUNG__CERT_DECIDED_WHY].s)
        SAY(t, CERT_LOWERED, 0, computed, c[KHUNG__CERT_DECIDED_AS], day_of(t, c[KHUNG__CERT_DECIDED]), c[KHUNG__CERT_DECIDED_WHY]);
}

static void put_state(telling *t, khung__date day)
{
    khung__states_found now = khung__states_on(&t->cert->life, day);
    khung__str word = khung__str_of(khung__states_word(now.state, t->language)), since = day_of(t, khung__cert_iso(&t->arena, now.since));
    char digits[24] = "";
    khung__buf next = {0};
    if (now.condition != SIZE_MAX) {
        khung__str text = KHUNG__CELL(&t->cert->conditions, now.condition, KHUNG__DEMAND_TEXT);
        khung__buf number = {0};
        khung__buf_int(&number, (int64_t)now.condition + 1);
        memcpy(digits, number.s ? number.s : "", number.n < sizeof digits ? number.n : 0);
        khung__buf_free(&number);
        SAY(t, CERT_STATE_UNMET, 0, word, since, khung__str_of(digits), text);
    } else {
        SAY(t, CERT_STATE, 0, word, since);
    }
    khung__states_next(&next, now.state);
    SAY(t, LIFE_NEXT, 0, {next.s, next.n});
    t->buf->failed = t->buf->failed || next.failed;
    khung__buf_free(&next);
}

static void put_conditions(telling *t)
{
    const khung__rows *rows = &t->cert->conditions;
    for (size_t i = 0; i < rows->count; i++) {
        const khung__str *c = &KHUNG__CELL(rows, i, 0);
        khung__buf number = {0};
        khung__buf_int(&number, (int64_t)i + 1);
        khung__str n = khung__buf_take(&number, &t->arena);
        if (c[KHUNG__DEMAND_DUE].s)
            SAY(t, CERT_CONDITION_DUE, 0, n, c[KHUNG__DEMAND_TEXT], day_of(t, c[KHUNG__DEMAND_DUE]));
        else
            SAY(t, CERT_CONDITION, 0, n, c[KHUNG__DEMAND_TEXT]);
        if (c[KHUNG__DEMAND_NOTE].s)
            SAY(t, CERT_CONDITION_SEEN, 2, day_of(t, c[KHUNG__DEMAND_MET]), c[KHUNG__DEMAND_BY], c[KHUNG__DEMAND_NOTE]);
        else if (c[KHUNG__DEMAND_MET].s)
            SAY(t, CERT_CONDITION_MET, 2, day_of(t, c[KHUNG__DEMAND_MET]), c[KHUNG__DEMAND_BY]);
    }
}

static void put_entries(telling *t)
{
    const khung__rows *rows = &t->cert->entries;
    for (size_t i = 0; i < rows->count; i++) {
        const khung__str *c = &KHUNG__CELL(rows, i, 0);
        khung__states_state state = khung__states_of(c[KHUNG__ENTRY_STATE]);
        khung__str word = state == KHUNG__STATES_ISSUED ? khung__word(KHUNG__W_CERT_ISSUED, t->language)
                          : state < KHUNG__STATES_COUNT ? khung__str_of(khung__states_word(state, t->language)) : c[KHUNG__ENTRY_STATE];
        if (c[KHUNG__ENTRY_REASON].s)
            SAY(t, CERT_ENTRY_WHY, 0, day_of(t, c[KHUNG__ENTRY_DAY]), word, c[KHUNG__ENTRY_BY], c[KHUNG__ENTRY_REASON]);
        else
            SAY(t, CERT_ENTRY, 0, day_of(t, c[KHUNG__ENTRY_DAY]), word, c[KHUNG__ENTRY_BY]);
    }
}

static void put_text(khung__buf *buf, const khung__cert *cert, khung__date day, khung__language language)
{
    telling t = {.cert = cert, .buf = buf, .language = language};
    const khung__str *c = cert->cell;
    SAY(&t, CERT_ABOUT, 0, khung__str_of(cert->number), c[KHUNG__CERT_NAME], c[KHUNG__CERT_ORGANISATION_ID]);
    SAY(&t, CERT_FRAMEWORK, 0, c[KHUNG__CERT_FRAMEWORK_TITLE], c[KHUNG__CERT_VERSION], c[KHUNG__CERT_ASSESSMENT_ID]);
    put_grade(&t);
    if (c[KHUNG__CERT_UNTIL].s)
        SAY(&t, CERT_VALID, 0, day_of(&t, c[KHUNG__CERT_ISSUED]), day_of(&t, c[KHUNG__CERT_UNTIL]));
    else
        SAY(&t, CERT_VALID_ALWAYS, 0, day_of(&t, c[KHUNG__CERT_ISSUED]));
    SAY(&t, CERT_ISSUER, 0, c[KHUNG__CERT_ISSUER_NAME]);
    put_state(&t, day);
    put_conditions(&t);
    put_entries(&t);
    if (c[KHUNG__CERT_BEFORE].s)
        SAY(&t, CERT_BEFORE, 0, c[KHUNG__CERT_BEFORE]);
    if (c[KHUNG__CERT_AFTER].s)
        SAY(&t, CERT_AFTER, 0, c[KHUNG__CERT_AFTER]);
    khung__arena_free(&t.arena);
}

/* ---- JSON ---- */

/* A list of objects, a row each; the columns' names in their order. */
static void put_json_list(khung__buf *buf, const char *name, const khung__rows *rows, const char *const *columns, size_t count)
{
    khung__buf_printf(buf, ",\n  \"%s\": [", name);
    for (size_t i = 0; i < rows->count; i++) {
        khung__buf_z(buf, i ? ",\n    {" : "\n    {");
        for (size_t n = 0; n < count; n++) {
            khung__buf_printf(buf, "%s\"%s\": ", n ? ", " : "", columns[n]);
            khung__put_member(buf, "", KHUNG__CELL(rows, i, n));
        }
        khung__buf_char(buf, '}');
    }
    khung__buf_char(buf, ']');
}

static void put_json_lists(khung__buf *buf, const khung__cert *cert)
{
    static const char *const conditions[] = {"text", "due", "met", "at", "by", "note"}, *const entries[] = {"state", "day", "reason", "at", "by"};
    put_json_list(buf, "conditions", &cert->conditions, conditions, sizeof conditions / sizeof *conditions);
    put_json_list(buf, "entries", &cert->entries, entries, sizeof entries / sizeof *entries);
    khung__buf_z(buf, "\n}\n");
}

static void put_json(khung__buf *buf, const khung__cert *cert, khung__date day)
{
    const khung__str *c = cert->cell;
    khung__states_found now = khung__states_on(&cert->life, day);
    khung__put_member(buf, "{\n  \"kind\": \"certificate\", \"format\": 1,\n  \"number\": ", khung__str_of(cert->number));
    khung__put_member(buf, ", \"issuer\": {\"id\": ", c[KHUNG__CERT_ISSUER_ID]);
    khung__put_member(buf, ", \"name\": ", c[KHUNG__CERT_ISSUER_NAME]);
    khung__put_member(buf, "},\n  \"organisation\": {\"id\": ", c[KHUNG__CERT_ORGANISATION_ID]);
    khung__put_member(buf, ", \"name\": ", c[KHUNG__CERT_NAME]);
    khung__put_member(buf, "},\n  \"framework\": {\"id\": ", c[KHUNG__CERT_FRAMEWORK_ID]);
    khung__put_member(buf, ", \"version\": ", c[KHUNG__CERT_VERSION]);
    khung__put_member(buf, ", \"digest\": ", c[KHUNG__CERT_FRAMEWORK]);
    khung__put_member(buf, "},\n  \"assessment\": ", c[KHUNG__CERT_ASSESSMENT_ID]);
    khung__put_member(buf, ", \"grade\": ", c[KHUNG__CERT_AWARDED]);
    khung__put_member(buf, ", \"computed\": ", c[KHUNG__CERT_COMPUTED]);
    if (c[KHUNG__CERT_DECIDED_WHY].s) {
        khung__put_member(buf, ", \"lowered\": {\"as\": ", c[KHUNG__CERT_DECIDED_AS]);
        khung__put_member(buf, ", \"day\": ", c[KHUNG__CERT_DECIDED]);
        khung__put_member(buf, ", \"reason\": ", c[KHUNG__CERT_DECIDED_WHY]);
        khung__buf_char(buf, '}');
    }
    khung__put_member(buf, ",\n  \"issued\": ", c[KHUNG__CERT_ISSUED]);
    khung__put_member(buf, ", \"until\": ", c[KHUNG__CERT_UNTIL]);
    khung__put_member(buf, ", \"before\": ", c[KHUNG__CERT_BEFORE]);
    khung__put_member(buf, ", \"after\": ", c[KHUNG__CERT_AFTER]);
    khung__put_member(buf, ", \"digest\": ", c[KHUNG__CERT_DIGEST]);
    khung__put_member(buf, ",\n  \"state\": ", khung__str_of(khung__states_name(now.state)));
    khung__buf_z(buf, ", \"since\": \"");
    khung__buf_date(buf, now.since);
    khung__buf_printf(buf, "\", \"in_force\": %s", khung__states_in_force(now.state) ? "true" : "false");
    if (now.condition != SIZE_MAX)
        khung__buf_printf(buf, ", \"unmet\": %zu", now.condition + 1);
    put_json_lists(buf, cert);
}

khung_status khung__cert_record(char **out, const khung__cert *cert, khung__date day, const char *language)
{
    khung__buf buf = {0};
    if (language)
        put_text(&buf, cert, day, khung__language_of(khung__str_of(language)));
    else
        put_json(&buf, cert, day);
    return khung__hand_out(out, &buf, KHUNG_OK);
}

khung_status khung_certificate_text(char **out, khung_store *store, const char *number, const char *language, int64_t now, khung_log *log)
{
    khung__arena arena = {0};
    khung__cert cert;
    if (!out || !store || !number)
        return KHUNG_BAD_CALL;
    khung_status status = khung__cert_find(&cert, store, &arena, number, log);
    if (status == KHUNG_OK)
        status = khung__cert_record(out, &cert, khung__states_day(now, cert.zone), language);
    khung__arena_free(&arena);
    return status;
}
