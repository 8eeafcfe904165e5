/* Who issues: made once, then changed field by field; numbers are given by the store that made it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "certificate.h"

static const khung__at nowhere = {0};
enum { RENEWAL = 3, COOL_OFF = 6, MOST_MONTHS = 120 };

static khung_status wrong(khung_log *log, const char *field, const char *value)
{
    return KHUNG__DIAG(log, KHUNG__D_ISSUER_FIELD, nowhere, khung__str_of(field), khung__str_of(value ? value : ""));
}

/* By default the abbreviation in small letters. */
static khung__str id_of(khung__arena *arena, khung__str abbr)
{
    char *id = khung__arena_alloc(arena, abbr.n + 1);
    if (!id)
        return (khung__str){0};
    for (size_t i = 0; i < abbr.n; i++)
        id[i] = (char)(abbr.s[i] >= 'A' && abbr.s[i] <= 'Z' ? abbr.s[i] + 32 : abbr.s[i]);
    id[abbr.n] = '\0';
    return (khung__str){id, abbr.n};
}

static khung_status take(khung__str *field, khung__change *change, const char *given, const char *option)
{
    return given ? khung__given_text(field, &change->arena, given, option, change->log) : KHUNG_OK;
}

/* A year's ten-thousandth certificate must still have a code that fits its place on paper. */
static bool code_fits(const khung__issuer *issuer)
{
    char code[KHUNG__CODE_MOST + 1];
    const unsigned char digest[32] = {0};
    const khung__claim claim = {.issuer = issuer->id, .url = issuer->url, .year = 2026, .nn = 9999};
    return khung__code_write(code, &claim, digest);
}

static khung_status check(const khung__issuer *issuer, const khung_certifier *given, khung_log *log)
{
    const khung__str name = issuer->name;
    khung__claim claim = {.issuer = issuer->id, .issuer_name = name, .abbreviation = issuer->abbr, .url = issuer->url};
    const char *field;
    if (!name.n)
        return KHUNG__DIAG(log, KHUNG__D_ISSUER_NONE, nowhere);
    field = khung__claim_wrong(&claim); /* names the first that is wrong; what an issuer does not have comes after its own */
    if (field && strcmp(field, "issuer") == 0)
        return wrong(log, "--id", issuer->id.s);
    for (size_t i = 0; i < issuer->abbr.n; i++)
        if ((unsigned char)issuer->abbr.s[i] <= ' ' || issuer->abbr.s[i] == '/')
            return wrong(log, "--abbreviation", issuer->abbr.s);
    if (!issuer->abbr.n || issuer->abbr.n > 32)
        return wrong(log, "--abbreviation", issuer->abbr.s);
    if (issuer->url.n < 9 || memcmp(issuer->url.s, "https://", 8) != 0 || memchr(issuer->url.s, '#', issuer->url.n) ||
        memchr(issuer->url.s, ' ', issuer->url.n))
        return wrong(log, "--url", issuer->url.s);
    if (!code_fits(issuer))
        return KHUNG__DIAG(log, KHUNG__D_ISSUER_LONG, nowhere, issuer->url, issuer->id);
    if (given->renewal > MOST_MONTHS || given->cool_off > MOST_MONTHS)
        return wrong(log, given->renewal > MOST_MONTHS ? "--renewal" : "--cool-off", "> 120");
    return KHUNG_OK;
}

static khung_status merge(khung__issuer *issuer, khung__change *change, const khung_certifier *given)
{
    khung_status status = take(&issuer->abbr, change, given->abbr, "--abbreviation");
    if (status == KHUNG_OK)
        status = take(&issuer->name, change, given->name, "--name");
    if (status == KHUNG_OK)
        status = take(&issuer->name_en, change, given->name_en, "--name-en");
    if (status == KHUNG_OK)
        status = take(&issuer->url, change, given->url, "--url");
    if (status == KHUNG_OK && !issuer->id.s)
        issuer->id = given->id ? khung__str_of(given->id) : id_of(&change->arena, issuer->abbr);
    if (status == KHUNG_OK && given->zone && !khung__states_zone(khung__str_of(given->zone), &issuer->zone))
        status = wrong(change->log, "--zone", given->zone);
    issuer->renewal = given->renewal >= 0 ? given->renewal : issuer->renewal;
    issuer->cool_off = given->cool_off >= 0 ? given->cool_off : issuer->cool_off;
    return status == KHUNG_OK ? check(issuer, given, change->log) : status;
}

/* The one to change: named, else the store's only one; or a new one. */
static khung_status find(khung__issuer *issuer, khung__change *change, const khung_certifier *given, bool *known)
{
    int64_t count = 0;
    khung_status status = khung__store_number(&count, change->store, change->log, "SELECT count(*) FROM issuer WHERE chain = (SELECT chain FROM store) "
                                              "AND (?1 IS NULL OR id = ?1)", "t", given->id);
    *known = count > 0;
    if (status == KHUNG_OK && *known)
        return khung__issuer_find(issuer, change->store, &change->arena, given->id, change->log);
    *issuer = (khung__issuer){.zone = KHUNG__CLAIM_OFFSET, .renewal = RENEWAL, .cool_off = COOL_OFF, .ours = true};
    return status == KHUNG_OK ? khung__change_key(change, issuer->key) : status;
}

static khung_status put(khung__change *change, const khung__issuer *issuer, bool known)
{
    khung__str chain = {0}, since = {0};
    khung_status status = khung__store_one(&chain, change->store, &change->arena, change->log, "SELECT chain FROM store", "");
    if (status == KHUNG_OK && known)
        status = khung__store_one(&since, change->store, &change->arena, change->log, "SELECT since FROM issuer WHERE key = ?1", "t", issuer->key);
    if (!known)
        since = khung__str_of(change->time);
    return status == KHUNG_OK ? khung__change_put(change, KHUNG__T_issuer, "tsssss" "iii" "ss", issuer->key, issuer->id, issuer->abbr, issuer->name,
                                                  issuer->name_en, issuer->url, (int64_t)issuer->zone, (int64_t)issuer->renewal, (int64_t)issuer->cool_off,
                                                  since, chain)
                              : status;
}

khung_status khung_store_issuer_set(khung_store *store, const khung_certifier *given, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    khung__issuer issuer;
    bool known = false;
    if (!store || !given)
        return KHUNG_BAD_CALL;
    khung_status status = khung__change_begin(&change, store, "certificate.issuer", person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    status = find(&issuer, &change, given, &known);
    if (status == KHUNG_OK)
        status = merge(&issuer, &change, given);
    if (status == KHUNG_OK)
        status = put(&change, &issuer, known);
    snprintf(change.thread, sizeof change.thread, "%s", issuer.key);
    return khung__change_end(&change, status);
}

/* ---- showing ---- */

/* Texts one behind the other, each with its end, in one piece of memory. */
static khung_status hand_out(khung_issuer *out, char **room, const khung__issuer *issuer)
{
    char zone[8];
    snprintf(zone, sizeof zone, "%c%02d:%02d", issuer->zone < 0 ? '-' : '+', abs(issuer->zone) / 60 % 100, abs(issuer->zone) % 60);
    const khung__str texts[] = {issuer->id, issuer->name, issuer->abbr, issuer->url, khung__str_of(zone)};
    const char **to[] = {&out->id, &out->name, &out->abbreviation, &out->url, &out->zone};
    size_t at = 0, n = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        n += texts[i].n + 1;
    *room = khung__alloc(n);
    if (!*room)
        return KHUNG_NO_MEMORY;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *to[i] = memcpy(*room + at, texts[i].s, texts[i].n);
        at += texts[i].n + 1;
        (*room)[at - 1] = '\0';
    }
    out->offset = issuer->zone;
    if (issuer->zone == KHUNG__CLAIM_OFFSET)
        out->zone = NULL; /* has a name */
    return KHUNG_OK;
}

khung_status khung_store_issuer_get(khung_issuer *out, char **room, khung_store *store, const char *id, khung_log *log)
{
    khung__arena arena = {0};
    khung__issuer issuer = {0};
    if (!out || !room || !store)
        return KHUNG_BAD_CALL;
    khung_status status = khung__issuer_find(&issuer, store, &arena, id, log);
    if (status == KHUNG_OK && !issuer.ours)
        status = KHUNG__DIAG(log, KHUNG__D_ISSUER_ELSEWHERE, nowhere, issuer.name);
    if (status == KHUNG_OK)
        status = hand_out(out, room, &issuer);
    khung__arena_free(&arena);
    return status;
}

static void put_text(khung__buf *buf, const khung__str *c, khung__language language)
{
    khung__buf zone = {0};
    khung__states_put_zone(&zone, atoi(c[6].s));
    KHUNG__WORD(buf, KHUNG__W_ISSUER_ABOUT, language, c[0], c[2], c[1], c[4]);
    khung__buf_char(buf, '\n');
    KHUNG__WORD(buf, KHUNG__W_ISSUER_RULES, language, {zone.s, zone.n}, c[7], c[8]);
    khung__buf_char(buf, '\n');
    khung__buf_free(&zone);
}

static void put_json(khung__buf *buf, const khung__str *c, bool first)
{
    static const char *const names[] = {"id", "abbreviation", "name", "name_en", "url", "ours"};
    khung__buf_z(buf, first ? "\n    {" : ",\n    {");
    for (int i = 0; i < 5; i++) {
        khung__buf_printf(buf, "%s\"%s\": ", i ? ", " : "", names[i]);
        if (c[i].s)
            khung__buf_json(buf, c[i]);
        else
            khung__buf_z(buf, "null");
    }
    khung__buf_printf(buf, ", \"ours\": %s, \"zone\": %s, \"renewal\": %s, \"cool_off\": %s}", c[5].s[0] == '1' ? "true" : "false", c[6].s, c[7].s, c[8].s);
}

khung_status khung_store_issuer_list(char **out, khung_store *store, const char *language, khung_log *log)
{
    khung__arena arena = {0};
    khung__rows rows = {0};
    khung__buf buf = {0};
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung_status status = khung__gather(&rows, store, &arena, log, "SELECT id, abbr, name, name_en, url, chain = (SELECT chain FROM store), zone, renewal, "
                                        "cool_off FROM issuer ORDER BY 6 DESC, since, key", "");
    khung__buf_z(&buf, language ? "" : "{\n  \"kind\": \"issuers\", \"format\": 1,\n  \"items\": [");
    for (size_t i = 0; i < rows.count && status == KHUNG_OK; i++) {
        if (language)
            put_text(&buf, &KHUNG__CELL(&rows, i, 0), khung__language_of(khung__str_of(language)));
        else
            put_json(&buf, &KHUNG__CELL(&rows, i, 0), i == 0);
    }
    khung__buf_z(&buf, language ? "" : "]\n}\n");
    if (status == KHUNG_OK && language && rows.count == 0)
        status = KHUNG__DIAG(log, KHUNG__D_ISSUER_NONE, nowhere);
    khung__arena_free(&arena);
    return khung__hand_out(out, &buf, status);
}

/* ---- what was given ---- */

#define NEWEST(column) "coalesce((SELECT c." column " FROM certificate c WHERE c.issuer = i.key ORDER BY c.year DESC, c.number DESC LIMIT 1), 0)"

khung_status khung_certificate_given(khung_given *out, khung_store *store, const char *issuer, size_t at, khung_log *log)
{
    khung__arena arena = {0};
    khung__rows rows = {0};
    if (!out || !store)
        return KHUNG_BAD_CALL;
    *out = (khung_given){0};
    khung_status status = khung__gather(&rows, store, &arena, log,
                                        "SELECT i.id, i.chain, " NEWEST("year") ", " NEWEST("number") ", "
                                        "(SELECT coalesce(max(serial), 0) FROM register_issue WHERE issuer = i.key) FROM issuer i "
                                        "WHERE i.chain = (SELECT chain FROM store) AND (?1 IS NULL OR i.id = ?1) ORDER BY i.since, i.key LIMIT 1 OFFSET ?2",
                                        "ti", issuer, (int64_t)at);
    if (status == KHUNG_OK && rows.count == 0)
        status = KHUNG_NOT_FOUND;
    if (status == KHUNG_OK) {
        snprintf(out->issuer, sizeof out->issuer, "%s", rows.cell[0].s);
        snprintf(out->chain, sizeof out->chain, "%s", rows.cell[1].s);
        out->year = atoll(rows.cell[2].s);
        out->number = atoll(rows.cell[3].s);
        out->registry = atoll(rows.cell[4].s);
    }
    khung__arena_free(&arena);
    return status;
}
