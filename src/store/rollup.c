/* Counts of the assessments by province, form, grade, state or year, from the roll-up that triggers keep (store.sql). */
#include "life.h"
#include "registry.h"
#include "../places.h"

#include <string.h>

/* One way to count. The question gives: value ('' for none), its list or framework ('' for none), assessments, complete ones. */
typedef struct counting {
    const char *by, *beside, *sql; /* beside: what the second column is called in JSON; NULL: it is not told */
} counting;

#define SUMS "sum(n), sum(n * complete) FROM rollup WHERE framework = ?1 OR ?1 IS NULL"
static const counting countings[] = {
    {"province", "list", "SELECT province, list, " SUMS " GROUP BY list, province ORDER BY 3 DESC, 2 DESC, 1"},
    {"form", NULL, "SELECT form, '', " SUMS " GROUP BY form ORDER BY 3 DESC, 1"},
    {"grade", "framework",
     "SELECT q.*, (SELECT g.value ->> '$.title' FROM framework f, json_each(f.content, '$.grades') g WHERE f.id = q.framework "
     "AND g.value ->> '$.id' = q.grade ORDER BY f.rowid DESC LIMIT 1) FROM (SELECT grade, framework, " SUMS " GROUP BY framework, grade) q "
     "ORDER BY 2, 3 DESC, 1"},
    {"state", NULL, "SELECT state, '', " SUMS " GROUP BY state ORDER BY 3 DESC, 1"},
    {"year", NULL, "SELECT CAST(year AS TEXT), '', " SUMS " GROUP BY year ORDER BY 1"},
};

static const counting *find_counting(const char *by)
{
    for (size_t i = 0; by && i < sizeof countings / sizeof *countings; i++)
        if (strcmp(countings[i].by, by) == 0)
            return &countings[i];
    return NULL;
}

typedef struct count {
    khung__str value, beside, title; /* '' for none; title: of a grade */
    int64_t all, complete;
} count;

static khung__str column(sqlite3_stmt *row, int i)
{
    const char *text = (const char *)sqlite3_column_text(row, i);
    return (khung__str){text ? text : "", text ? (size_t)sqlite3_column_bytes(row, i) : 0};
}

static const char *province_name(const counting *what, const count *one)
{
    const khung__place_row *place = strcmp(what->by, "province") == 0 ? khung__place_find(one->value, one->beside) : NULL;
    return place ? place->name : NULL;
}

/* What people call it; absent where that is the value itself. */
static khung__str in_words(const counting *what, const count *one, khung__language language)
{
    khung__life_state state = khung__life_state_of(one->value);
    if (strcmp(what->by, "form") == 0)
        return khung__choice_words(KHUNG__X_FORM, one->value, language);
    if (strcmp(what->by, "state") == 0 && state != KHUNG__STATE_COUNT)
        return khung__str_of(khung__life_word(state, language));
    const char *province = province_name(what, one);
    return province ? khung__str_of(province) : one->title;
}

static void put_text(khung__buf *buf, khung__str text)
{
    if (text.n)
        khung__buf_json(buf, text);
    else
        khung__buf_z(buf, "null");
}

static void put_json(khung__buf *buf, const counting *what, const count *one, bool first)
{
    const char *name = province_name(what, one);
    khung__buf_z(buf, first ? "\n    {\"value\": " : ",\n    {\"value\": ");
    put_text(buf, one->value);
    if (what->beside) {
        khung__buf_printf(buf, ", \"%s\": ", what->beside);
        put_text(buf, one->beside);
    }
    if (name) {
        khung__buf_z(buf, ", \"name\": ");
        khung__buf_json(buf, khung__str_of(name));
    }
    khung__buf_z(buf, ", \"assessments\": ");
    khung__buf_int(buf, one->all);
    khung__buf_z(buf, ", \"complete\": ");
    khung__buf_int(buf, one->complete);
    khung__buf_char(buf, '}');
}

enum { VALUE_WIDTH = 34, BESIDE_WIDTH = 24, NUMBER_WIDTH = 8 };

static void put_number(khung__buf *buf, int64_t value, khung__language language, bool last)
{
    khung__buf digits = {0}, text = {0};
    khung__buf_int(&digits, value);
    khung__buf_local(&text, (khung__str){digits.s, digits.n}, language);
    buf->failed = buf->failed || digits.failed || text.failed;
    for (size_t i = text.n; i < NUMBER_WIDTH; i++) /* to the right, so that sizes are seen */
        khung__buf_char(buf, ' ');
    khung__buf_str(buf, (khung__str){text.s, text.n});
    khung__buf_char(buf, last ? '\n' : ' ');
    khung__buf_free(&digits);
    khung__buf_free(&text);
}

static void put_row(khung__buf *buf, const counting *what, const count *one, khung__language language)
{
    khung__str name = in_words(what, one, language);
    khung__buf value = {0};
    if (name.n && one->value.n)
        khung__buf_printf(&value, "%s (%s)", name.s, one->value.s);
    else if (one->value.n)
        khung__buf_str(&value, one->value);
    else
        khung__buf_str(&value, khung__word(KHUNG__W_L_NONE, language));
    buf->failed = buf->failed || value.failed;
    khung__buf_cell(buf, (khung__str){value.s, value.n}, VALUE_WIDTH, false);
    if (what->beside)
        khung__buf_cell(buf, one->beside, BESIDE_WIDTH, false);
    put_number(buf, one->all, language, false);
    put_number(buf, one->complete, language, true);
    khung__buf_free(&value);
}

static void put_head(khung__buf *buf, const counting *what, khung__language language)
{
    static const khung__word_id heads[] = {KHUNG__W_L_PROVINCE, KHUNG__W_L_FORM, KHUNG__W_L_GRADE, KHUNG__W_L_STATE, KHUNG__W_L_YEAR};
    khung__word_id list = strcmp(what->by, "province") == 0 ? KHUNG__W_L_LIST : KHUNG__W_L_FRAMEWORK;
    khung__buf_cell(buf, khung__word(heads[what - countings], language), VALUE_WIDTH, false);
    if (what->beside)
        khung__buf_cell(buf, khung__word(list, language), BESIDE_WIDTH, false);
    const khung__word_id numbers[] = {KHUNG__W_L_ASSESSMENTS, KHUNG__W_L_COMPLETE};
    for (int i = 0; i < 2; i++) {
        khung__str word = khung__word(numbers[i], language);
        for (size_t n = khung__utf8_count(word); n < NUMBER_WIDTH; n++)
            khung__buf_char(buf, ' ');
        khung__buf_str(buf, word);
        khung__buf_char(buf, i ? '\n' : ' ');
    }
}

/* language NULL: JSON. */
static khung_status tell(char **out, khung_store *store, const char *by, const char *framework, const char *language, khung_log *log)
{
    const counting *what = find_counting(by);
    khung__language spoken = khung__language_of(khung__str_of(language ? language : ""));
    sqlite3_stmt *row = NULL;
    khung__buf buf = {0};
    bool more = true;
    if (!out || !store || !what)
        return KHUNG_BAD_CALL;
    if (language)
        put_head(&buf, what, spoken);
    else
        khung__buf_printf(&buf, "{\n  \"kind\": \"counts\", \"format\": 1, \"by\": \"%s\",\n  \"items\": [", what->by);
    khung_status status = khung__store_ask(&row, store, log, what->sql, "t", framework);
    for (bool first = true; status == KHUNG_OK && more; first = false) {
        status = khung__store_step(store, row, &more, log);
        if (status != KHUNG_OK || !more)
            break;
        count one = {column(row, 0), column(row, 1), column(row, 4), sqlite3_column_int64(row, 2), sqlite3_column_int64(row, 3)};
        if (language)
            put_row(&buf, what, &one, spoken);
        else
            put_json(&buf, what, &one, first);
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

khung_status khung_store_counts_json(char **out, khung_store *store, const char *by, const char *framework, khung_log *log)
{
    return tell(out, store, by, framework, NULL, log);
}

khung_status khung_store_counts_text(char **out, khung_store *store, const char *by, const char *framework, const char *language, khung_log *log)
{
    return tell(out, store, by, framework, language ? language : "vi", log);
}
