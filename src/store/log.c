/* The log for people and as JSON: who did what when, about what. Names come from the personal table, so they go when a person is erased. */
#include "inside.h"
#include "../words.h"

#include <string.h>

static const struct {
    const char *act, *words[2]; /* by khung__language */
} acts[] = {
#define ACT(act, en, vi) {act, {vi, en}},
#include "acts.def"
#undef ACT
};

static khung__str act_words(khung__str act, khung__language language)
{
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (khung__str_eq(act, khung__str_of(acts[i].act)))
            return khung__str_of(acts[i].words[language]);
    return act;
}

/* ?1: an id, or null for all. */
enum { NUMBER, CHAIN, AT, PERSON, NAME, ACT, ABOUT, KIND, REASON, DIGEST, HERE };
static const char question[] =
    "WITH about(key) AS MATERIALIZED (SELECT key FROM assessment WHERE id = ?1 UNION SELECT key FROM organisation WHERE id = ?1 "
    "UNION SELECT key FROM person WHERE id = ?1 UNION SELECT key FROM network WHERE id = ?1), "
    "found(seq) AS (SELECT seq FROM event WHERE ?1 IS NULL UNION SELECT seq FROM about JOIN event ON thread = key "
    "UNION SELECT seq FROM about JOIN event ON organisation = key) "
    "SELECT e.number, e.chain, e.at, coalesce(p.id, e.by), f.content ->> '$.name', e.act, coalesce(a.id, o.id, q.id, n.id), "
    "CASE WHEN a.id IS NOT NULL THEN 'assessment' WHEN o.id IS NOT NULL THEN 'organisation' WHEN q.id IS NOT NULL THEN 'person' "
    "WHEN n.id IS NOT NULL THEN 'network' END, e.body ->> '$.reason', e.digest, e.chain = (SELECT chain FROM store) "
    "FROM event e LEFT JOIN person p ON p.key = e.by LEFT JOIN personal f ON f.subject = e.by "
    "LEFT JOIN assessment a ON a.key = e.thread LEFT JOIN organisation o ON o.key = e.thread LEFT JOIN person q ON q.key = e.thread "
    "LEFT JOIN network n ON n.key = e.thread WHERE e.seq IN (SELECT seq FROM found) ORDER BY e.seq";

static void put_json_row(khung__buf *buf, sqlite3_stmt *row, bool first)
{
    static const struct {
        const char *name;
        int column;
    } texts[] = {{"at", AT},       {"by", PERSON},     {"name", NAME},     {"act", ACT},   {"about", ABOUT},
                 {"kind", KIND},   {"reason", REASON}, {"chain", CHAIN},   {"digest", DIGEST}};
    khung__buf_printf(buf, "%s\n    {\"number\": %lld", first ? "" : ",", (long long)sqlite3_column_int64(row, NUMBER));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        khung__buf_printf(buf, ", \"%s\": ", texts[i].name);
        if (sqlite3_column_type(row, texts[i].column) == SQLITE_NULL)
            khung__buf_z(buf, "null");
        else
            khung__buf_json(buf, khung__store_cell(row, texts[i].column));
    }
    khung__buf_printf(buf, ", \"here\": %s}", sqlite3_column_int(row, HERE) ? "true" : "false");
}

/* Cut to the width with an ellipsis; filled up with blanks and one more unless it is the last. */
static void put_cell(khung__buf *buf, khung__str text, size_t width, bool last)
{
    size_t count = khung__utf8_count(text), keep = count > width ? width - 1 : count;
    const char *p = text.s, *end = text.s ? text.s + text.n : NULL;
    for (size_t i = 0; i < keep; i++)
        khung__utf8_next(&p, end);
    khung__buf_add(buf, text.s, text.s ? (size_t)(p - text.s) : 0);
    khung__buf_z(buf, count > width ? "…" : "");
    for (size_t i = count > width ? width : count; !last && i < width + 1; i++)
        khung__buf_char(buf, ' ');
}

enum { W_NUMBER = 6, W_TIME = 16, W_WHO = 17, W_ACT = 21, W_ABOUT = 16 };

/* An event from elsewhere has a star behind its number, which is that of its own chain. */
static void put_text_row(khung__buf *buf, sqlite3_stmt *row, khung__language language)
{
    khung__buf number = {0}, at = {0};
    khung__str time = khung__store_cell(row, AT), name = khung__store_cell(row, NAME), who = name.s ? name : khung__store_cell(row, PERSON);
    khung__str about = khung__store_cell(row, ABOUT);
    khung__buf_str(&number, khung__store_cell(row, NUMBER));
    khung__buf_z(&number, sqlite3_column_int(row, HERE) ? "" : "*");
    put_cell(buf, (khung__str){number.s, number.n}, W_NUMBER, false);
    khung__buf_add(&at, time.s, time.n < 10 ? time.n : 10);
    khung__buf_char(&at, ' ');
    khung__buf_add(&at, time.n < 16 ? "" : time.s + 11, time.n < 16 ? 0 : 5);
    put_cell(buf, (khung__str){at.s, at.n}, W_TIME, false);
    put_cell(buf, who.n ? who : KHUNG__S("khung"), W_WHO, false);
    put_cell(buf, act_words(khung__store_cell(row, ACT), language), W_ACT, !about.s);
    put_cell(buf, about, W_ABOUT, true);
    khung__buf_char(buf, '\n');
    buf->failed = buf->failed || number.failed || at.failed;
    khung__buf_free(&number);
    khung__buf_free(&at);
}

static void put_head(khung__buf *buf, khung__language language)
{
    static const khung__word_id heads[] = {KHUNG__W_E_NUMBER, KHUNG__W_E_TIME, KHUNG__W_E_WHO, KHUNG__W_E_ACT, KHUNG__W_E_ABOUT};
    static const size_t widths[] = {W_NUMBER, W_TIME, W_WHO, W_ACT, W_ABOUT};
    for (int i = 0; i < 5; i++)
        put_cell(buf, khung__word(heads[i], language), widths[i], i == 4);
    khung__buf_char(buf, '\n');
}

/* Whether anything in the store has the id. */
static khung_status check_id(khung_store *store, const char *id, khung_log *log)
{
    int64_t found = 0;
    khung_status status = khung__store_number(&found, store, log,
                                              "SELECT EXISTS (SELECT 1 FROM assessment WHERE id = ?1) OR EXISTS (SELECT 1 FROM organisation WHERE id = ?1) "
                                              "OR EXISTS (SELECT 1 FROM person WHERE id = ?1) OR EXISTS (SELECT 1 FROM network WHERE id = ?1)", "t", id);
    return status == KHUNG_OK && !found ? KHUNG__DIAG(log, KHUNG__D_LOG_NOTHING, (khung__at){0}, khung__str_of(id)) : status;
}

/* language NULL: as JSON. */
static khung_status list(char **out, khung_store *store, const char *id, const char *language, khung_log *log)
{
    sqlite3_stmt *row = NULL;
    khung__buf buf = {0};
    bool more = true, first = true;
    khung__language spoken = khung__language_of(khung__str_of(language));
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung_status status = id ? check_id(store, id, log) : KHUNG_OK;
    if (language)
        put_head(&buf, spoken);
    else
        khung__buf_z(&buf, "{\n  \"kind\": \"log\", \"format\": 1,\n  \"items\": [");
    if (status == KHUNG_OK)
        status = khung__store_ask(&row, store, log, question, "t", id);
    while (status == KHUNG_OK && more) {
        status = khung__store_step(store, row, &more, log);
        if (status == KHUNG_OK && more && language)
            put_text_row(&buf, row, spoken);
        else if (status == KHUNG_OK && more)
            put_json_row(&buf, row, first);
        first = false;
    }
    sqlite3_finalize(row);
    khung__buf_z(&buf, language ? "" : "]\n}\n");
    if (status == KHUNG_OK && buf.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        *out = buf.s;
    else
        khung__buf_free(&buf);
    return status;
}

khung_status khung_store_log_text(char **out, khung_store *store, const char *id, const char *language, khung_log *log)
{
    return list(out, store, id, language ? language : "vi", log);
}

khung_status khung_store_log_json(char **out, khung_store *store, const char *id, khung_log *log)
{
    return list(out, store, id, NULL, log);
}
