/* Lists of what a store holds, as JSON and as tables of 80 columns. One question each; its column names are the JSON's. */
#include "assess.h"

#include <string.h>

typedef struct listing {
    const char *kind, *sql;
    khung__word_id heads[5];
    uint8_t columns[5], widths[5]; /* of the table: which columns of the question, how wide */
} listing;

static const listing assessments = {
    "assessments",
    "SELECT a.id, o.id AS organisation, o.name, f.id AS framework, f.version, a.period_from AS \"from\", a.period_to AS \"to\", a.state, "
    "r.complete, r.grade, r.percent_shown AS percent, r.made AS scored, "
    "(SELECT g.value ->> '$.title' FROM json_each(f.content, '$.grades') g WHERE g.value ->> '$.id' = r.grade) AS grade_title "
    "FROM assessment a JOIN organisation o ON o.key = a.organisation JOIN framework f ON f.digest = a.framework "
    "LEFT JOIN result r ON r.key = a.result WHERE (?1 IS NULL OR a.state = ?1) AND (?2 IS NULL OR o.id = ?2) ORDER BY a.key DESC",
    {KHUNG__W_L_ID, KHUNG__W_L_ORGANISATION, KHUNG__W_L_TO, KHUNG__W_L_GRADE, KHUNG__W_L_PERCENT},
    {0, 2, 6, 12, 10},
    {24, 22, 10, 13, 6}};

static const listing organisations = {
    "organisations",
    "SELECT o.id, o.name, (SELECT count(*) FROM assessment WHERE organisation = o.key) AS assessments, "
    "a.id AS newest, a.period_to AS \"to\", "
    "(SELECT g.value ->> '$.title' FROM json_each(f.content, '$.grades') g WHERE g.value ->> '$.id' = r.grade) AS grade_title, r.grade, o.since "
    "FROM organisation o "
    "LEFT JOIN assessment a ON a.key = (SELECT key FROM assessment WHERE organisation = o.key ORDER BY period_to DESC, key DESC LIMIT 1) "
    "LEFT JOIN framework f ON f.digest = a.framework "
    "LEFT JOIN result r ON r.key = a.result ORDER BY o.id",
    {KHUNG__W_L_ID, KHUNG__W_L_NAME, KHUNG__W_L_ASSESSMENTS, KHUNG__W_L_NEWEST, KHUNG__W_L_GRADE},
    {0, 1, 2, 4, 5},
    {24, 23, 6, 12, 11}};

static const listing frameworks = {
    "frameworks",
    "SELECT id, version, title, language, digest, substr(added, 1, 10) AS added, "
    "(SELECT id FROM person WHERE key = added_by) AS added_by FROM framework ORDER BY added DESC, rowid DESC",
    {KHUNG__W_L_ID, KHUNG__W_L_VERSION, KHUNG__W_L_TITLE, KHUNG__W_L_LANGUAGE, KHUNG__W_L_ADDED},
    {0, 1, 2, 3, 5},
    {20, 7, 33, 4, 10}};

static khung__str column(sqlite3_stmt *row, int i)
{
    const char *text = (const char *)sqlite3_column_text(row, i);
    return (khung__str){text, text ? (size_t)sqlite3_column_bytes(row, i) : 0};
}

static void put_json_value(khung__buf *buf, sqlite3_stmt *row, int i)
{
    if (sqlite3_column_type(row, i) == SQLITE_NULL)
        khung__buf_z(buf, "null");
    else if (sqlite3_column_type(row, i) == SQLITE_INTEGER && strcmp(sqlite3_column_name(row, i), "complete") == 0) /* the one flag */
        khung__buf_z(buf, sqlite3_column_int64(row, i) ? "true" : "false");
    else if (sqlite3_column_type(row, i) == SQLITE_INTEGER)
        khung__buf_int(buf, sqlite3_column_int64(row, i));
    else if (sqlite3_column_text(row, i))
        khung__buf_json(buf, column(row, i));
    else
        buf->failed = true; /* SQLite's memory ended */
}

static void put_json_row(khung__buf *buf, sqlite3_stmt *row, bool first)
{
    khung__buf_z(buf, first ? "\n    {" : ",\n    {");
    for (int i = 0; i < sqlite3_column_count(row); i++) {
        khung__buf_z(buf, i ? ", " : "");
        khung__buf_json(buf, khung__str_of(sqlite3_column_name(row, i)));
        khung__buf_z(buf, ": ");
        put_json_value(buf, row, i);
    }
    khung__buf_char(buf, '}');
}

/* Cut to the column, with an ellipsis where something is cut; two blanks between columns. */
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

/* Percents are kept with a point and printed as the language writes them. */
static void put_table_row(khung__buf *buf, const listing *what, sqlite3_stmt *row, khung__language language)
{
    for (int i = 0; i < 5; i++) {
        khung__str text = column(row, what->columns[i]);
        khung__buf number = {0};
        if (what->heads[i] == KHUNG__W_L_PERCENT && text.s) {
            khung__buf_local(&number, text, language);
            text = (khung__str){number.s, number.n};
            buf->failed = buf->failed || number.failed;
        }
        put_cell(buf, text, what->widths[i], i == 4);
        khung__buf_free(&number);
    }
    khung__buf_char(buf, '\n');
}

static void put_head(khung__buf *buf, const listing *what, khung__language language)
{
    for (int i = 0; i < 5; i++)
        put_cell(buf, khung__word(what->heads[i], language), what->widths[i], i == 4);
    khung__buf_char(buf, '\n');
}

/* The first two narrow a list of assessments; NULL: they do not. */
static khung_status list_some(char **out, khung_store *store, const listing *what, const char *state, const char *organisation, const char *language,
                              khung_log *log)
{
    sqlite3_stmt *row = NULL;
    khung__buf buf = {0};
    bool more = true, first = true;
    if (!out || !store)
        return KHUNG_BAD_CALL;
    if (language)
        put_head(&buf, what, khung__language_of(khung__str_of(language)));
    else
        khung__buf_printf(&buf, "{\n  \"kind\": \"%s\", \"format\": 1,\n  \"items\": [", what->kind);
    khung_status status = what == &assessments ? khung__store_ask(&row, store, log, what->sql, "tt", state, organisation)
                                                : khung__store_ask(&row, store, log, what->sql, "");
    while (status == KHUNG_OK && more) {
        status = khung__store_step(store, row, &more, log);
        if (status == KHUNG_OK && more && language)
            put_table_row(&buf, what, row, khung__language_of(khung__str_of(language)));
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

static khung_status list(char **out, khung_store *store, const listing *what, const char *language, khung_log *log)
{
    return list_some(out, store, what, NULL, NULL, language, log);
}

khung_status khung_assess_list(char **out, khung_store *store, const char *state, const char *organisation, const char *language, khung_log *log)
{
    khung_status status = khung__life_known(state, log);
    return status == KHUNG_OK ? list_some(out, store, &assessments, state, organisation, language, log) : status;
}

khung_status khung_store_assessments_json(char **out, khung_store *store, khung_log *log)
{
    return list(out, store, &assessments, NULL, log);
}

khung_status khung_store_frameworks_json(char **out, khung_store *store, khung_log *log)
{
    return list(out, store, &frameworks, NULL, log);
}

khung_status khung_store_organisations_json(char **out, khung_store *store, khung_log *log)
{
    return list(out, store, &organisations, NULL, log);
}

khung_status khung_store_organisations_text(char **out, khung_store *store, const char *language, khung_log *log)
{
    return list(out, store, &organisations, language ? language : "vi", log);
}

khung_status khung_store_assessments_text(char **out, khung_store *store, const char *language, khung_log *log)
{
    return list(out, store, &assessments, language ? language : "vi", log);
}

khung_status khung_store_frameworks_text(char **out, khung_store *store, const char *language, khung_log *log)
{
    return list(out, store, &frameworks, language ? language : "vi", log);
}
