/* Lists of what a store holds, as JSON and as tables of 80 columns. One question each; its column names are the JSON's. */
#include "assess.h"
#include "list.h"
#include "registry.h"

#include <stdio.h>
#include <string.h>

/* ?1 a state, ?2 the id of an organisation, each only where it is asked for, so that no list reads more assessments than it shows. The titles of
 * grades are in the frameworks, each of which is read once. */
static const char assessments_sql[] =
    "WITH titles (framework, grade, title) AS MATERIALIZED (SELECT f.digest, g.value ->> '$.id', g.value ->> '$.title' FROM framework f, "
    "json_each(f.content, '$.grades') g) "
    "SELECT a.id, o.id AS organisation, o.name, f.id AS framework, f.version, a.period_from AS \"from\", a.period_to AS \"to\", a.state, "
    "r.complete, r.grade, r.percent_shown AS percent, r.made AS scored, "
    "(SELECT t.title FROM titles t WHERE t.framework = f.digest AND t.grade = r.grade) AS grade_title "
    "FROM assessment a JOIN organisation b ON b.key = a.organisation JOIN organisation o ON o.key = coalesce(b.merged_into, b.key) "
    "JOIN framework f ON f.digest = a.framework LEFT JOIN result r ON r.key = a.result WHERE 1";
static const char of_state[] = " AND a.state = ?1";
/* Its own, and those of organisations that were merged into it. */
static const char of_organisation[] =
    " AND a.organisation IN (SELECT key FROM organisation WHERE id = ?2 AND merged_into IS NULL UNION ALL "
    "SELECT b.key FROM organisation o JOIN organisation b ON b.merged_into = o.key WHERE o.id = ?2)";
static const khung__listing assessments = {
    "assessments",
    {KHUNG__W_L_ID, KHUNG__W_L_ORGANISATION, KHUNG__W_L_TO, KHUNG__W_L_GRADE, KHUNG__W_L_PERCENT},
    {0, 2, 6, 12, 10},
    {24, 22, 10, 13, 6}};

static const char frameworks_sql[] =
    "SELECT id, version, title, language, digest, substr(added, 1, 10) AS added, "
    "(SELECT id FROM person WHERE key = added_by) AS added_by FROM framework ORDER BY added DESC, rowid DESC";
static const khung__listing frameworks = {
    "frameworks",
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

void khung__list_json_row(khung__buf *buf, sqlite3_stmt *row)
{
    khung__buf_char(buf, '{');
    for (int i = 0; i < sqlite3_column_count(row); i++) {
        const char *name = sqlite3_column_name(row, i), *json = strstr(name, "_json");
        khung__buf_z(buf, i ? ", " : "");
        khung__buf_json(buf, json ? (khung__str){name, (size_t)(json - name)} : khung__str_of(name));
        khung__buf_z(buf, ": ");
        if (json && sqlite3_column_text(row, i))
            khung__buf_str(buf, column(row, i));
        else
            put_json_value(buf, row, i);
    }
    khung__buf_char(buf, '}');
}

/* A value of a closed list in words; another text as it is. */
static khung__str in_words(khung__word_id head, khung__str text, khung__language language)
{
    khung__str words = head == KHUNG__W_L_ROLE   ? khung__choice_words(KHUNG__X_ROLE, text, language)
                       : head == KHUNG__W_L_KIND ? khung__choice_words(KHUNG__X_KIND, text, language)
                                                 : (khung__str){0};
    return words.s ? words : text;
}

/* Ids are typed again, so a long one is never cut: the rest of its row stands below. */
static bool put_long_id(khung__buf *buf, const khung__listing *what, khung__str text)
{
    if (what->heads[0] != KHUNG__W_L_ID || khung__utf8_count(text) <= what->widths[0])
        return false;
    khung__buf_str(buf, text);
    khung__buf_char(buf, '\n');
    khung__buf_cell(buf, (khung__str){0}, what->widths[0], false);
    return true;
}

/* Percents are kept with a point and printed as the language writes them. */
static void put_table_row(khung__buf *buf, const khung__listing *what, sqlite3_stmt *row, khung__language language)
{
    for (int i = 0; i < 5; i++) {
        khung__str text = in_words(what->heads[i], column(row, what->columns[i]), language);
        khung__buf number = {0};
        if (what->heads[i] == KHUNG__W_L_PERCENT && text.s) {
            khung__buf_local(&number, text, language);
            text = (khung__str){number.s, number.n};
            buf->failed = buf->failed || number.failed;
        }
        if (i > 0 || !put_long_id(buf, what, text))
            khung__buf_cell(buf, text, what->widths[i], i == 4);
        khung__buf_free(&number);
    }
    while (buf->n > 0 && buf->s[buf->n - 1] == ' ')
        buf->n--;
    if (buf->n == 0 || buf->s[buf->n - 1] != '\n')
        khung__buf_char(buf, '\n');
}

static void put_head(khung__buf *buf, const khung__listing *what, khung__language language)
{
    for (int i = 0; i < 5; i++)
        khung__buf_cell(buf, khung__word(what->heads[i], language), what->widths[i], i == 4);
    khung__buf_char(buf, '\n');
}

/* How many there are, where `shown` of them stand above. */
static khung_status find_total(int64_t *number, khung_store *store, const khung__list_total *total, size_t shown, khung_log *log)
{
    bool row = false;
    *number = (int64_t)shown;
    if (total->limit <= 0 || (int64_t)shown < total->limit)
        return KHUNG_OK;
    khung_status status = khung__store_step(store, total->count, &row, log);
    if (row)
        *number = sqlite3_column_int64(total->count, 0);
    return status;
}

/* What stands below a table of which only a part was asked for, or that is empty. */
static void put_foot(khung__buf *buf, size_t shown, int64_t total, khung__language language)
{
    char numbers[2][24];
    bool more = total > KHUNG__LIST_COUNTED && (int64_t)shown < total;
    snprintf(numbers[0], sizeof numbers[0], "%zu", shown);
    snprintf(numbers[1], sizeof numbers[1], "%lld%s", (long long)(more ? KHUNG__LIST_COUNTED : total), more ? "+" : "");
    const khung__str args[] = {khung__str_of(numbers[0]), khung__str_of(numbers[1])};
    if (total == 0)
        khung__buf_word(buf, KHUNG__W_L_NOTHING, language, NULL, 0);
    else if ((int64_t)shown < total)
        khung__buf_word(buf, KHUNG__W_L_SHOWN, language, args, 2);
    else
        khung__buf_word(buf, total == 1 ? KHUNG__W_L_ONE : KHUNG__W_L_MANY, language, args, 1);
    khung__buf_char(buf, '\n');
}

/* {…, "items": […], "total": 12}: of more than are counted, "total": 1000, "more": true. */
static void put_json_total(khung__buf *buf, size_t shown, int64_t total)
{
    bool more = total > KHUNG__LIST_COUNTED && (int64_t)shown < total;
    khung__buf_printf(buf, ",\n  \"total\": %lld", (long long)(more ? KHUNG__LIST_COUNTED : total));
    khung__buf_z(buf, more ? ", \"more\": true" : "");
}

static khung_status put_rows(khung__buf *buf, size_t *count, khung_store *store, const khung__listing *what, sqlite3_stmt *row, const char *language,
                             khung_log *log)
{
    bool more = true;
    khung__language in = khung__language_of(khung__str_of(language));
    for (*count = 0; more; *count += more) {
        khung_status status = khung__store_step(store, row, &more, log);
        if (status != KHUNG_OK)
            return status;
        if (!more)
            break;
        if (language && *count == 0)
            put_head(buf, what, in);
        if (language) {
            put_table_row(buf, what, row, in);
        } else {
            khung__buf_z(buf, *count ? ",\n    " : "\n    ");
            khung__list_json_row(buf, row);
        }
    }
    return KHUNG_OK;
}

khung_status khung__list_print(char **out, khung_store *store, const khung__listing *what, sqlite3_stmt *row, const khung__list_total *total,
                               const char *language, khung_log *log)
{
    khung__buf buf = {0};
    khung__language in = khung__language_of(khung__str_of(language));
    size_t count = 0;
    int64_t number = 0;
    if (!language)
        khung__buf_printf(&buf, "{\n  \"kind\": \"%s\", \"format\": 1,\n  \"items\": [", what->kind);
    khung_status status = put_rows(&buf, &count, store, what, row, language, log);
    if (language && count == 0 && !total)
        put_head(&buf, what, in);
    if (status == KHUNG_OK && total)
        status = find_total(&number, store, total, count, log);
    khung__buf_z(&buf, language ? "" : "]");
    if (total && language)
        put_foot(&buf, count, number, in);
    else if (total)
        put_json_total(&buf, count, number);
    khung__buf_z(&buf, language ? "" : "\n}\n");
    if (status == KHUNG_OK && buf.failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        *out = buf.s;
    else
        khung__buf_free(&buf);
    return status;
}

static khung_status list(char **out, khung_store *store, const khung__listing *what, const char *sql, const char *language, khung_log *log)
{
    sqlite3_stmt *rows = NULL;
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung_status status = khung__store_ask(&rows, store, log, sql, "");
    if (status == KHUNG_OK)
        status = khung__list_print(out, store, what, rows, NULL, language, log);
    sqlite3_finalize(rows);
    return status;
}

/* NULL: all states, all organisations. */
static khung_status list_assessments(char **out, khung_store *store, const char *state, const char *organisation, const char *language,
                                     khung_log *log)
{
    sqlite3_stmt *rows = NULL;
    khung__buf sql = {0};
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung__buf_z(&sql, assessments_sql);
    khung__buf_z(&sql, state ? of_state : "");
    khung__buf_z(&sql, organisation ? of_organisation : "");
    khung__buf_z(&sql, " ORDER BY a.key DESC");
    const char *types = organisation ? "tt" : state ? "t" : "";
    khung_status status = sql.failed ? KHUNG_NO_MEMORY : khung__store_ask(&rows, store, log, sql.s, types, state, organisation);
    if (status == KHUNG_OK)
        status = khung__list_print(out, store, &assessments, rows, NULL, language, log);
    sqlite3_finalize(rows);
    khung__buf_free(&sql);
    return status;
}

khung_status khung_assess_list(char **out, khung_store *store, const char *state, const char *organisation, const char *language, khung_log *log)
{
    khung_status status = khung__life_known(state, log);
    return status == KHUNG_OK ? list_assessments(out, store, state, organisation, language, log) : status;
}

khung_status khung_store_assessments_json(char **out, khung_store *store, khung_log *log)
{
    return list_assessments(out, store, NULL, NULL, NULL, log);
}

khung_status khung_store_frameworks_json(char **out, khung_store *store, khung_log *log)
{
    return list(out, store, &frameworks, frameworks_sql, NULL, log);
}

khung_status khung_store_assessments_text(char **out, khung_store *store, const char *language, khung_log *log)
{
    return list_assessments(out, store, NULL, NULL, language ? language : "vi", log);
}

khung_status khung_store_frameworks_text(char **out, khung_store *store, const char *language, khung_log *log)
{
    return list(out, store, &frameworks, frameworks_sql, language ? language : "vi", log);
}
