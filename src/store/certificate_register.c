/* The register of an issuer: every certificate in one pass, as files that are signed; its number is one more than the last. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../roll.h"
#include "certificate.h"

static const khung__at nowhere = {0};

/* Entries as "state day,…", conditions with a deadline as "due met,…" ("-": not yet). */
static const char rows_sql[] =
    "WITH titles (framework, grade, title) AS MATERIALIZED (SELECT f.digest, g.value ->> '$.id', g.value ->> '$.title' FROM framework f, "
    "json_each(f.content, '$.grades') g) "
    "SELECT c.year, c.number, c.name, f.title, f.version, coalesce((SELECT t.title FROM titles t WHERE t.framework = c.framework AND t.grade = c.awarded), "
    "c.awarded), c.issued, c.until, c.digest, "
    "(SELECT group_concat(s.state || ' ' || s.day) FROM (SELECT state, day FROM certificate_state WHERE certificate = c.key ORDER BY number) s), "
    "(SELECT group_concat(d.due || ' ' || coalesce(d.met, '-')) FROM "
    "(SELECT due, met FROM certificate_condition WHERE certificate = c.key AND due IS NOT NULL ORDER BY number) d), "
    "(SELECT format('%02d/%d/GCN-%s', n.number, n.year, n.abbr) FROM certificate n WHERE n.before = c.key) "
    "FROM certificate c JOIN framework f ON f.digest = c.framework WHERE c.issuer = ?1 ORDER BY c.year, c.number";
enum { YEAR, NUMBER, NAME, FRAMEWORK, VERSION, GRADE, ISSUED, UNTIL, DIGEST, ENTRIES, CONDITIONS, AFTER };

typedef struct publishing {
    khung__change *change;
    khung__issuer issuer;
    khung__roll_writer writer;
    khung_file_sink *sink;
    void *to;
    khung__sha256 csv;
    int64_t number, count;
} publishing;

static bool pass_on(void *to, khung__roll_file file, const void *bytes, size_t n)
{
    publishing *p = to;
    if (file == KHUNG__ROLL_CSV)
        khung__sha256_add(&p->csv, bytes, n);
    return p->sink(p->to, khung__roll_names[file], bytes, n);
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0;
}

static bool fill_row(khung__roll_row *out, sqlite3_stmt *row)
{
    khung__str digest = khung__store_cell(row, DIGEST), said = khung__store_cell(row, ENTRIES), asked = khung__store_cell(row, CONDITIONS), first, second;
    *out = (khung__roll_row){.year = sqlite3_column_int64(row, YEAR), .nn = sqlite3_column_int64(row, NUMBER), .organisation = khung__store_cell(row, NAME),
                             .framework = khung__store_cell(row, FRAMEWORK), .version = khung__store_cell(row, VERSION), .grade = khung__store_cell(row, GRADE),
                             .issued = khung__cert_date(khung__store_cell(row, ISSUED)), .until = khung__cert_date(khung__store_cell(row, UNTIL)),
                             .replaced_by = khung__store_cell(row, AFTER)};
    for (size_t i = 0; digest.n == KHUNG_DIGEST_SIZE - 1 && i < 32; i++)
        out->digest[i] = (unsigned char)(hex(digest.s[7 + 2 * i]) << 4 | hex(digest.s[8 + 2 * i]));
    while (khung__cert_pair(&said, &first, &second)) {
        khung__states_entry entry = {khung__states_of(first), khung__cert_date(second)};
        if (entry.state == KHUNG__STATES_ISSUED)
            continue;
        if (out->entry_count == KHUNG__ROLL_MOST_STATES) /* what came first matters no more */
            memmove(out->entries, out->entries + 1, (--out->entry_count) * sizeof *out->entries);
        out->entries[out->entry_count++] = entry;
    }
    while (out->condition_count < KHUNG__ROLL_MOST_STATES && khung__cert_pair(&asked, &first, &second))
        out->conditions[out->condition_count++] = (khung__states_condition){khung__cert_date(first), khung__cert_date(second)};
    return true;
}

static khung_status write_rows(publishing *p)
{
    sqlite3_stmt *row = NULL;
    khung__roll_row one;
    bool more = true;
    khung_status status = khung__store_ask(&row, p->change->store, p->change->log, rows_sql, "t", p->issuer.key);
    while (status == KHUNG_OK && more) {
        status = khung__store_step(p->change->store, row, &more, p->change->log);
        if (status != KHUNG_OK || !more)
            break;
        status = fill_row(&one, row) ? khung__roll_add(&p->writer, &one) : KHUNG_BAD_DATA;
        p->count++;
    }
    sqlite3_finalize(row);
    return status;
}

static khung_status choose_next(khung__date *out, khung__date today, const char *next, khung_log *log)
{
    *out = khung__date_add_months(today, 1);
    if (!next || (khung__read_date(khung__str_of(next), out) && khung__date_cmp(*out, today) > 0))
        return KHUNG_OK;
    return KHUNG__DIAG(log, KHUNG__D_CERT_NEXT, nowhere, khung__str_of(next));
}

static khung_status publish(publishing *p, const khung_keys *keys, const char *next, int64_t after)
{
    khung__change *c = p->change;
    khung__roll_head head = {.issuer = p->issuer.id, .name = keys->list.name, .abbreviation = p->issuer.abbr, .zone = keys->list.zone,
                             .offset = p->issuer.zone, .day = khung__states_day(c->now, p->issuer.zone)};
    char digest[KHUNG_DIGEST_SIZE];
    khung_status status = choose_next(&head.next, head.day, next, c->log);
    if (status == KHUNG_OK)
        status = khung__store_number(&p->number, c->store, c->log, "SELECT coalesce(max(serial), 0) + 1 FROM register_issue WHERE issuer = ?1", "t",
                                     p->issuer.key);
    p->number = p->number > after ? p->number : after + 1;
    head.number = p->number;
    if (status != KHUNG_OK)
        return status;
    khung__sha256_start(&p->csv);
    khung__roll_begin(&p->writer, &head, pass_on, p);
    status = write_rows(p);
    khung_status ended = khung__roll_end(&p->writer, status == KHUNG_OK ? keys : NULL, c->log);
    khung__sha256_text(&p->csv, digest);
    status = status == KHUNG_OK ? ended : status;
    return status == KHUNG_OK ? khung__change_put(c, KHUNG__T_register_issue, "titittt", p->issuer.key, p->number, c->time, p->count, digest, c->time,
                                                  c->person)
                              : status;
}

khung_status khung_certificate_register(int64_t *number, khung_store *store, const char *issuer, const khung_keys *keys, const char *next,
                                        int64_t after, khung_file_sink *sink, void *to, const char *person, int64_t now, khung_log *log)
{
    khung__change change;
    if (!number || !store || !keys || !sink)
        return KHUNG_BAD_CALL;
    khung_status status = khung__change_begin(&change, store, "certificate.register", person ? person : "", now, log);
    if (status != KHUNG_OK)
        return status;
    publishing p = {.change = &change, .sink = sink, .to = to};
    status = khung__issuer_find(&p.issuer, store, &change.arena, issuer, log);
    if (status == KHUNG_OK && !p.issuer.ours)
        status = KHUNG__DIAG(log, KHUNG__D_ISSUER_ELSEWHERE, nowhere, p.issuer.name);
    if (status == KHUNG_OK)
        status = khung__cert_keys(keys, p.issuer.id, p.issuer.id.s, log);
    if (status == KHUNG_OK)
        status = publish(&p, keys, next, after);
    snprintf(change.thread, sizeof change.thread, "%s", p.issuer.key);
    status = khung__change_end(&change, status);
    if (status == KHUNG_OK)
        *number = p.number;
    return status;
}
