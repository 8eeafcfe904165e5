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

khung__str khung__store_day(khung__arena *arena, khung__str time, const khung_log *log)
{
    khung__buf buf = {0};
    khung__buf_day(&buf, time, khung__language_of(khung__str_of(log ? khung__diag_language(log) : "vi")));
    khung__str day = khung__buf_take(&buf, arena);
    return day.s ? day : time;
}

static void put_json_value(khung__buf *buf, sqlite3_stmt *row, int i)
{
    int type = sqlite3_column_type(row, i);
    if (type == SQLITE_NULL)
        khung__buf_add(buf, "null", 4);
    else if (type == SQLITE_INTEGER && strcmp(sqlite3_column_name(row, i), "complete") == 0) /* the one flag */
        khung__buf_z(buf, sqlite3_column_int64(row, i) ? "true" : "false");
    else if (type == SQLITE_INTEGER)
        khung__buf_int(buf, sqlite3_column_int64(row, i));
    else if (sqlite3_column_text(row, i))
        khung__buf_json(buf, khung__store_cell(row, i));
    else
        buf->failed = true; /* SQLite's memory ended */
}

/* A column whose name ends so holds JSON. */
static size_t name_length(const char *name, bool *json)
{
    static const char end[] = "_json";
    size_t n = strlen(name), m = sizeof end - 1;
    *json = n > m && memcmp(name + n - m, end, m) == 0;
    return *json ? n - m : n;
}

void khung__list_json_row(khung__buf *buf, sqlite3_stmt *row)
{
    bool json;
    for (int i = 0; i < sqlite3_column_count(row); i++) {
        const char *name = sqlite3_column_name(row, i);
        size_t n = name_length(name, &json);
        khung__buf_add(buf, i ? ", \"" : "{\"", i ? 3 : 2); /* names need no escapes */
        khung__buf_add(buf, name, n);
        khung__buf_add(buf, "\": ", 3);
        if (json && sqlite3_column_type(row, i) != SQLITE_NULL)
            khung__buf_str(buf, khung__store_cell(row, i));
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

/* ---- a table as wide as its rows need and 80 columns let it be ---- */

enum { CELLS = 5, COLUMNS = 80, SAMPLE = 500, LEAST = 8 };

typedef struct table {
    const khung__listing *what;
    khung__language language;
    khung__arena arena;
    khung__str *cells;         /* of the first rows, which decide how wide the columns are */
    size_t rows, widths[CELLS];
    bool laid;                 /* the rows are printed and the arena is empty */
} table;

/* The text of a cell as people read it, in the arena: percents as the language writes numbers, dates as it writes dates. */
static khung__str cell_text(table *t, sqlite3_stmt *row, int i)
{
    khung__buf buf = {0};
    khung__word_id head = t->what->heads[i];
    khung__str text = in_words(head, khung__store_cell(row, t->what->columns[i]), t->language);
    if (!text.s)
        return (khung__str){"", 0};
    if (head == KHUNG__W_L_PERCENT)
        khung__buf_local(&buf, text, t->language);
    else if (head == KHUNG__W_L_TO || head == KHUNG__W_L_ADDED)
        khung__buf_day(&buf, text, t->language);
    else
        khung__buf_str(&buf, text);
    return khung__buf_take(&buf, &t->arena);
}

/* The widest column but the id gives way until the row fits; ids are typed again, so the longest stand on a line of their own. */
static void lay_out(table *t)
{
    size_t sum = CELLS - 1;
    for (int i = 0; i < CELLS; i++) {
        t->widths[i] = khung__utf8_count(khung__word(t->what->heads[i], t->language));
        if (t->what->heads[i] == KHUNG__W_L_ADDED && t->rows) /* of any day, so that a table looks the same tomorrow */
            t->widths[i] = t->language == KHUNG__EN ? sizeof "30 September 2026" - 1 : sizeof "22/11/2026" - 1;
        for (size_t r = 0; r < t->rows; r++) {
            size_t n = khung__utf8_count(t->cells[r * CELLS + (size_t)i]);
            bool own_line = i == 0 && t->what->heads[0] == KHUNG__W_L_ID && n > t->what->widths[0];
            t->widths[i] = n > t->widths[i] && !own_line ? n : t->widths[i];
        }
        sum += t->widths[i];
    }
    while (sum > COLUMNS) {
        int widest = 1;
        for (int i = 2; i < CELLS; i++)
            widest = t->widths[i] > t->widths[widest] ? i : widest;
        if (t->widths[widest] <= LEAST)
            return;
        t->widths[widest]--;
        sum--;
    }
    for (int i = 0; i < CELLS - 1 && sum < COLUMNS; i++, sum++)
        t->widths[i]++; /* two blanks between columns where there is room */
}

static void put_table_row(khung__buf *buf, const table *t, const khung__str cells[CELLS])
{
    for (int i = 0; i < CELLS; i++) {
        if (i == 0 && t->what->heads[0] == KHUNG__W_L_ID && khung__utf8_count(cells[0]) > t->widths[0]) {
            khung__buf_str(buf, cells[0]);
            khung__buf_char(buf, '\n');
            khung__buf_cell(buf, (khung__str){0}, t->widths[0], false);
        } else {
            khung__buf_cell(buf, cells[i], t->widths[i], i == CELLS - 1);
        }
    }
    while (buf->n > 0 && buf->s[buf->n - 1] == ' ')
        buf->n--;
    if (buf->n == 0 || buf->s[buf->n - 1] != '\n')
        khung__buf_char(buf, '\n');
}

/* Prints the rows that were kept to measure them. */
static void put_table(khung__buf *buf, table *t)
{
    khung__str heads[CELLS];
    if (t->laid)
        return;
    lay_out(t);
    for (int i = 0; i < CELLS; i++)
        heads[i] = khung__word(t->what->heads[i], t->language);
    put_table_row(buf, t, heads);
    for (size_t r = 0; r < t->rows; r++)
        put_table_row(buf, t, t->cells + r * CELLS);
    khung__arena_free(&t->arena);
    t->arena = (khung__arena){0};
    t->laid = true;
}

static khung_status add_row(khung__buf *buf, table *t, sqlite3_stmt *row)
{
    khung__str cells[CELLS];
    if (!t->cells)
        t->cells = khung__arena_alloc(&t->arena, SAMPLE * CELLS * sizeof *t->cells);
    if (t->rows == SAMPLE)
        put_table(buf, t);
    for (int i = 0; i < CELLS; i++) {
        cells[i] = cell_text(t, row, i);
        if (!cells[i].s || (!t->laid && !t->cells))
            return KHUNG_NO_MEMORY;
    }
    if (t->laid) {
        put_table_row(buf, t, cells);
        khung__arena_free(&t->arena);
        t->arena = (khung__arena){0};
        return KHUNG_OK;
    }
    memcpy(t->cells + t->rows++ * CELLS, cells, sizeof cells);
    return KHUNG_OK;
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
    khung_status status = KHUNG_OK;
    table t = {.what = what, .language = khung__language_of(khung__str_of(language))};
    for (*count = 0; more && status == KHUNG_OK; *count += more) {
        status = khung__store_step(store, row, &more, log);
        if (status != KHUNG_OK || !more)
            break;
        if (language) {
            status = add_row(buf, &t, row);
        } else {
            khung__buf_z(buf, *count ? ",\n    " : "\n    ");
            khung__list_json_row(buf, row);
        }
    }
    if (language && status == KHUNG_OK && *count)
        put_table(buf, &t);
    khung__arena_free(&t.arena);
    return status;
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
        put_table(&buf, &(table){.what = what, .language = in});
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
