/* The functions of the registry's triggers and look-ups, by which SQLite folds and orders texts as khung does. */
#include "inside.h"
#include "../states.h"
#include "../places.h"

#include <string.h>

static khung__str value_text(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    return (khung__str){text, text ? (size_t)sqlite3_value_bytes(value) : 0};
}

/* A function of one text that gives a text; null gives null. */
typedef khung__str turning(khung__arena *arena, khung__str text);

static void turn(sqlite3_context *context, sqlite3_value *value, turning *how)
{
    khung__arena arena = {0};
    khung__str text = value_text(value);
    if (sqlite3_value_type(value) == SQLITE_NULL)
        return;
    khung__str made = text.s ? how(&arena, text) : (khung__str){0};
    if (made.s)
        sqlite3_result_text64(context, made.s, made.n, SQLITE_TRANSIENT, SQLITE_UTF8);
    else
        sqlite3_result_error_nomem(context);
    khung__arena_free(&arena);
}

static khung__str sort_key(khung__arena *arena, khung__str text)
{
    khung__str key = {0};
    return khung__text_sort_key(arena, text, &key) ? key : (khung__str){0};
}

static khung__str person_key(khung__arena *arena, khung__str text)
{
    khung__str key = {0};
    return khung__text_person_key(arena, text, &key) ? key : (khung__str){0};
}

static void fold(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    turn(context, values[0], khung__text_fold);
}

static void lower(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    turn(context, values[0], khung__text_lower);
}

static void sort(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    turn(context, values[0], sort_key);
}

/* khung_person_sort(name): people by their last word. */
static void person_sort(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    turn(context, values[0], person_key);
}

/* khung_place(code, list): the names that the province is looked up by, its present one too where it is gone; null when unknown. */
static void place(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    khung__str code = value_text(values[0]), list = value_text(values[1]);
    const khung__place_row *row = code.s && list.s ? khung__place_find(code, list) : NULL;
    const khung_province *now = row ? khung_province_successor(row) : NULL;
    if (!row)
        return;
    char *both = sqlite3_mprintf("%s %s", row->name, now && strcmp(now->name, row->name) != 0 ? now->name : "");
    if (both)
        sqlite3_result_text(context, both, -1, sqlite3_free);
    else
        sqlite3_result_error_nomem(context);
}

/* khung_province_name(code, list): "Đà Nẵng"; null when unknown. */
static void province_name(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    khung__str code = value_text(values[0]), list = value_text(values[1]);
    const khung__place_row *row = code.s && list.s ? khung__place_find(code, list) : NULL;
    if (row)
        sqlite3_result_text(context, row->name, -1, SQLITE_STATIC);
}

/* khung_holds_until(last day of a period, months): the last day of what holds for so many months from the day after on; null where there is no end. */
static void holds_until(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    khung__str text = value_text(values[0]);
    int64_t months = sqlite3_value_int64(values[1]);
    khung__date day;
    khung__buf buf = {0};
    if (!text.s || !khung__read_date(text, &day) || months <= 0 || months > 12000)
        return;
    khung__buf_date(&buf, khung__states_last_day(khung__states_day_after(day), (int)months));
    if (buf.failed)
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_text(context, buf.s, (int)buf.n, SQLITE_TRANSIENT);
    khung__buf_free(&buf);
}

/* Whether each word of `words` is the beginning of a word of `text`; both have one blank between words. */
static bool has_words(khung__str text, khung__str words)
{
    for (size_t at = 0; at < words.n;) {
        const char *blank = memchr(words.s + at, ' ', words.n - at);
        size_t n = blank ? (size_t)(blank - words.s) - at : words.n - at;
        bool found = false;
        for (size_t i = 0; !found && i + n <= text.n; i++) {
            const char *p = memmem(text.s + i, text.n - i, words.s + at, n);
            if (!p)
                return false;
            i = (size_t)(p - text.s);
            found = i == 0 || p[-1] == ' ';
        }
        if (!found)
            return false;
        at += n + 1;
    }
    return true;
}

/* khung_rank(lower, fold, words in small letters, words folded): 0 the very accents and at the beginning of the name, 1 the very accents,
 * 2 at the beginning, 3 otherwise. */
static void rank(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    khung__str text = value_text(values[1]), words = value_text(values[3]);
    bool accents = has_words(value_text(values[0]), value_text(values[2]));
    bool begins = text.n >= words.n && memcmp(text.s, words.s, words.n) == 0;
    sqlite3_result_int(context, (accents ? 0 : 2) + (begins ? 0 : 1));
}

/* khung_has(fold, words folded): each word begins a word of the text. */
static void has(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    sqlite3_result_int(context, has_words(value_text(values[0]), value_text(values[1])));
}

khung_status khung__registry_functions(khung_store *store, khung_log *log)
{
    static const struct {
        const char *name;
        int count;
        void (*work)(sqlite3_context *context, int count, sqlite3_value **values);
    } functions[] = {{"khung_fold", 1, fold}, {"khung_lower", 1, lower}, {"khung_sort", 1, sort}, {"khung_person_sort", 1, person_sort},
                   {"khung_place", 2, place}, {"khung_province_name", 2, province_name}, {"khung_rank", 4, rank}, {"khung_has", 2, has},
                   {"khung_holds_until", 2, holds_until}};
    int code = SQLITE_OK;
    for (size_t i = 0; i < sizeof functions / sizeof *functions && code == SQLITE_OK; i++)
        code = sqlite3_create_function_v2(store->db, functions[i].name, functions[i].count, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                          functions[i].work, NULL, NULL, NULL);
    return code == SQLITE_OK ? KHUNG_OK : khung__store_fail(store, code, log);
}
