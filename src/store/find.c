/* Looking organisations up: by words as people type them, by filters, in Vietnamese order. */
#include "list.h"
#include "registry.h"

#include <string.h>

/* What is asked, in canonical form. The parameters of the question are numbered for ever: ?1 match, ?2 words in small letters, ?3 words folded,
 * ?4 province, ?5 list, ?6 form, ?7 key of the network, ?8 day, ?9 vocabulary, ?10 code, ?11 grade, ?12 expiry, ?13 limit. */
typedef struct question {
    khung__arena arena;
    khung__str match, lower, fold, province, list, form, network, day, vocabulary, code, grade, expires;
    int64_t limit;
} question;

/* The grade of an organisation is that of its newest assessment with a result (those merged into it count); it holds as many months from the day
 * after the period as the framework says. */
#define MERGED /* asked of each only where any is, which is asked once */ \
    "(EXISTS (SELECT 1 FROM organisation WHERE merged_into IS NOT NULL) AND EXISTS (SELECT 1 FROM organisation m WHERE m.merged_into = o.key))"
#define THEIRS "a.organisation IN (SELECT o.key UNION ALL SELECT m.key FROM organisation m WHERE m.merged_into = o.key)"
#define NEWEST_OF(whose) /* the greatest of day and key in one, which needs no sorting; days have ten letters */ \
    "(SELECT substr(max(a.period_to || a.key), 11) FROM assessment a WHERE " whose " AND a.result IS NOT NULL)"
#define NEWEST "iif(" MERGED ", " NEWEST_OF(THEIRS) ", " NEWEST_OF("a.organisation = o.key") ")"
#define MONTHS                                                                                                                            \
    "(SELECT g.value ->> '$.valid_months' FROM framework f, json_each(f.content, '$.grades') g WHERE f.digest = a.framework AND g.value ->> '$.id' " \
    "= r.grade)"

static const char titles_sql[] =
    "titles (framework, grade, title) AS MATERIALIZED (SELECT f.digest, g.value ->> '$.id', g.value ->> '$.title' FROM framework f, "
    "json_each(f.content, '$.grades') g) ";
static const char columns_sql[] =
    "SELECT o.id, o.name, o.short_name, o.form, o.province || '@' || o.list AS province, khung_province_name(o.province, o.list) AS province_name, "
    "iif(" MERGED ", (SELECT count(*) FROM assessment a WHERE " THEIRS "), (SELECT count(*) FROM assessment a WHERE a.organisation = o.key)) "
    "AS assessments, a.id AS newest, a.period_to AS \"to\", r.grade, g.title AS grade_title, o.since ";
static const char newest_sql[] =
    " LEFT JOIN assessment a ON a.key = " NEWEST " LEFT JOIN result r ON r.key = a.result "
    "LEFT JOIN titles g ON g.framework = a.framework AND g.grade = r.grade ";

static const khung__listing organisations = {
    "organisations",
    {KHUNG__W_L_ID, KHUNG__W_L_NAME, KHUNG__W_L_PROVINCE, KHUNG__W_L_TO, KHUNG__W_L_GRADE},
    {0, 1, 5, 8, 10},
    {24, 19, 14, 10, 9}};

/* ---- the question ---- */

/* hoi song xanh -> "hoi"* "song"* "xanh"*: folded words hold letters and digits alone, so nothing needs care but what FTS5 takes for a word of
 * its own. */
static khung__str match_of(khung__arena *arena, khung__str fold)
{
    khung__buf buf = {0};
    for (size_t at = 0; at < fold.n;) {
        const char *blank = memchr(fold.s + at, ' ', fold.n - at);
        size_t n = blank ? (size_t)(blank - fold.s) - at : fold.n - at;
        khung__buf_z(&buf, at ? " \"" : "fold : (\"");
        khung__buf_add(&buf, fold.s + at, n);
        khung__buf_z(&buf, "\" *");
        at += n + 1;
    }
    khung__buf_char(&buf, ')');
    return khung__buf_take(&buf, arena);
}

/* "hoi song xanh tinh bac giang" without "tinh": an index of names does not know what kind of place each is, and people say it. Only where the
 * rest is the name of a province, since "Tỉnh hội" is an organisation. */
static khung_status drop_kind_of_place(khung__str *fold, khung__arena *arena)
{
    khung__buf kept = {0};
    for (size_t at = 0; at < fold->n; at++) {
        bool begins = at == 0 || fold->s[at - 1] == ' ';
        size_t kind = begins ? khung__place_kind(arena, (khung__str){fold->s + at, fold->n - at}) : 0;
        if (!kind)
            continue;
        khung__buf_add(&kept, fold->s, at);
        khung__buf_add(&kept, fold->s + at + kind, fold->n - at - kind);
        *fold = khung__buf_take(&kept, arena);
        return fold->s ? KHUNG_OK : KHUNG_NO_MEMORY;
    }
    return KHUNG_OK;
}

static khung_status read_words(question *q, const char *words, khung_log *log)
{
    khung__str text = khung__str_of(words);
    q->fold = khung__text_fold(&q->arena, text);
    q->lower = khung__text_lower(&q->arena, text);
    if (!q->fold.s || !q->lower.s)
        return KHUNG_NO_MEMORY;
    if (q->fold.n == 0)
        return KHUNG__DIAG(log, KHUNG__D_FIND_EMPTY, (khung__at){0});
    if (drop_kind_of_place(&q->fold, &q->arena) != KHUNG_OK)
        return KHUNG_NO_MEMORY;
    q->match = match_of(&q->arena, q->fold);
    return q->match.s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

static khung_status read_one(khung__str *out, question *q, khung__syntax syntax, const char *name, const char *text, khung_log *log)
{
    return text ? khung__syntax_read(out, &q->arena, syntax, khung__str_of(name), khung__str_of(text), (khung__at){0}, log) : KHUNG_OK;
}

static void cut_at(khung__str text, char by, khung__str *left, khung__str *right)
{
    const char *at = text.n ? memchr(text.s, by, text.n) : NULL;
    if (at) {
        *left = (khung__str){text.s, (size_t)(at - text.s)};
        *right = (khung__str){at + 1, text.n - left->n - 1};
    }
}

static khung_status read_question(question *q, khung_store *store, const khung_find *find, int64_t now, khung_log *log)
{
    char day[25], key[KHUNG__UUID_SIZE];
    khung__str place = {0}, field = {0};
    khung__time_text(day, now);
    q->day = khung__str_copy(&q->arena, (khung__str){day, 10});
    q->limit = find->limit ? (int64_t)find->limit : -1;
    q->grade = khung__str_of(find->grade);
    khung_status status = find->words ? read_words(q, find->words, log) : KHUNG_OK;
    if (status == KHUNG_OK)
        status = read_one(&place, q, KHUNG__X_PLACE, "province", find->province, log);
    if (status == KHUNG_OK)
        status = read_one(&q->form, q, KHUNG__X_FORM, "form", find->form, log);
    if (status == KHUNG_OK)
        status = read_one(&field, q, KHUNG__X_CODED, "field", find->field, log);
    if (status == KHUNG_OK)
        status = read_one(&q->expires, q, KHUNG__X_WHEN, "expires-before", find->expires_before, log);
    if (status == KHUNG_OK && find->network) {
        status = khung__record_key(key, store, KHUNG_NETWORK, khung__str_of(find->network), log);
        q->network = status == KHUNG_OK ? khung__str_copy(&q->arena, khung__str_of(key)) : (khung__str){0};
    }
    cut_at(place, '@', &q->province, &q->list);
    cut_at(field, ':', &q->vocabulary, &q->code);
    return status;
}

/* FROM, further joins and WHERE: the search leads where there are words, else the narrowest list of keys, so that no question reads the whole
 * registry. */
static void write_from(khung__buf *sql, const question *q, const char *joins)
{
    khung__buf_z(sql, q->match.s ? "FROM organisation_search s CROSS JOIN organisation o ON o.number = s.rowid" : "FROM organisation o");
    khung__buf_z(sql, joins);
    khung__buf_z(sql, q->match.s ? " WHERE organisation_search MATCH ?1" : " WHERE o.merged_into IS NULL");
    if (q->province.s)
        khung__buf_z(sql, " AND o.province = ?4 AND o.list = ?5");
    if (q->form.s)
        khung__buf_z(sql, " AND o.form = ?6");
    if (q->network.s)
        khung__buf_z(sql, " AND o.key IN (SELECT organisation FROM membership WHERE network = ?7 AND from_date <= ?8 AND (to_date IS NULL OR to_date >= ?8))");
    if (q->vocabulary.s)
        khung__buf_z(sql, " AND o.key IN (SELECT organisation FROM organisation_field WHERE vocabulary = ?9 AND code = ?10)");
    if (q->grade.s || q->expires.s) /* those that ever had it, of whom the newest result decides */
        khung__buf_printf(sql, " AND o.key IN (SELECT coalesce(m.merged_into, m.key) FROM result r CROSS JOIN organisation m ON m.key = r.organisation "
                               "WHERE r.grade %s) AND EXISTS (SELECT 1 FROM assessment a JOIN result r ON r.key = a.result WHERE a.key = " NEWEST "%s%s)",
                          q->grade.s ? "= ?11" : "IS NOT NULL", q->grade.s ? " AND r.grade = ?11" : "",
                          q->expires.s ? " AND khung_holds_until(a.period_to, " MONTHS ") < ?12" : "");
}

static khung_status ask(sqlite3_stmt **out, khung_store *store, const question *q, khung__buf *sql, khung_log *log)
{
    khung_status status = sql->failed ? KHUNG_NO_MEMORY : khung__store_again(out, store, sql->s, log);
    int count = status == KHUNG_OK ? sqlite3_bind_parameter_count(*out) : 0;
    const khung__str texts[] = {q->match, q->lower, q->fold, q->province, q->list, q->form, q->network, q->day, q->vocabulary, q->code, q->grade, q->expires};
    for (int i = 0; i < count && i < (int)(sizeof texts / sizeof *texts); i++)
        if (texts[i].s)
            sqlite3_bind_text64(*out, i + 1, texts[i].s, texts[i].n, SQLITE_STATIC, SQLITE_UTF8);
    if (count > 12)
        sqlite3_bind_int64(*out, 13, q->limit);
    return status;
}

/* Asks how many there are, as far as they are counted. */
static khung_status ask_count(sqlite3_stmt **out, khung_store *store, const question *q, khung_log *log)
{
    khung__buf sql = {0};
    bool by_keys = q->network.s || q->vocabulary.s || q->grade.s || q->expires.s, words_alone = q->match.s && !q->province.s && !q->form.s && !by_keys;
    bool by_index = !q->match.s && !by_keys; /* what it passes over costs least: first whether there are more than are counted */
    khung__buf_z(&sql, by_index ? "SELECT coalesce((SELECT " : "SELECT count(*) FROM (SELECT 1 ");
    if (by_index)
        khung__buf_printf(&sql, "%d ", KHUNG__LIST_COUNTED + 1);
    if (words_alone)
        khung__buf_z(&sql, "FROM organisation_search WHERE organisation_search MATCH ?1");
    else
        write_from(&sql, q, "");
    if (by_index) {
        khung__buf_printf(&sql, " LIMIT 1 OFFSET %d), (SELECT count(*) ", KHUNG__LIST_COUNTED);
        write_from(&sql, q, "");
        khung__buf_z(&sql, "))");
    } else
        khung__buf_printf(&sql, " LIMIT %d)", KHUNG__LIST_COUNTED + 1);
    khung_status status = ask(out, store, q, &sql, log);
    khung__buf_free(&sql);
    return status;
}

/* Titles of grades are in the frameworks, which are read once and only when an organisation has a result. By words all that match are ranked first;
 * an index gives the others in order. */
static void write_question(khung__buf *sql, const question *q)
{
    khung__buf_z(sql, "WITH ");
    khung__buf_z(sql, titles_sql);
    if (!q->match.s) {
        khung__buf_z(sql, columns_sql);
        write_from(sql, q, newest_sql);
        khung__buf_z(sql, " ORDER BY o.sort LIMIT ?13");
        return;
    }
    khung__buf_z(sql, ", hits (number, rank, sort) AS MATERIALIZED (SELECT o.number, khung_rank(o.lower, o.fold, ?2, ?3), o.sort ");
    write_from(sql, q, "");
    khung__buf_z(sql, " ORDER BY 2, o.sort, o.number LIMIT ?13) ");
    khung__buf_z(sql, columns_sql);
    khung__buf_z(sql, "FROM hits h JOIN organisation o ON o.number = h.number");
    khung__buf_z(sql, newest_sql);
    khung__buf_z(sql, "ORDER BY h.rank, h.sort, h.number");
}

khung_status khung_store_organisations_find(char **out, khung_store *store, const khung_find *find, const char *language, int64_t now, khung_log *log)
{
    static const khung_find all = {0};
    sqlite3_stmt *rows = NULL;
    question q = {0};
    khung__buf sql = {0};
    khung__list_total total = {0};
    if (!out || !store)
        return KHUNG_BAD_CALL;
    khung_status status = read_question(&q, store, find ? find : &all, now, log);
    if (status == KHUNG_OK)
        total.limit = q.limit;
    if (status == KHUNG_OK && q.limit > 0)
        status = ask_count(&total.count, store, &q, log);
    if (status == KHUNG_OK) {
        write_question(&sql, &q);
        status = ask(&rows, store, &q, &sql, log);
    }
    if (status == KHUNG_OK)
        status = khung__list_print(out, store, &organisations, rows, &total, language, log);
    khung__store_rest(total.count);
    khung__store_rest(rows);
    khung__buf_free(&sql);
    khung__arena_free(&q.arena);
    return status;
}
