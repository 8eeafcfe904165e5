/* Provinces as a table of 80 columns and as JSON, in Vietnamese order; what was typed with the right accents comes first. */
#include "../words.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

enum { CODE_WIDTH = 8, NAME_WIDTH = 24, REST_WIDTH = 44 };

/* A row that is listed, with what it is sorted by. */
typedef struct line {
    const khung_province *province;
    khung__str key;
    bool exact; /* has the words with their accents */
} line;

typedef struct listing {
    khung__arena arena;
    khung__str words, key, lower; /* sought, its fold, its small letters; absent: all */
    const char *date;
    line lines[KHUNG__PLACES];
    size_t n;
} listing;

/* Whether `s` has `part` beginning where a word begins. */
static bool has_words(khung__str s, khung__str part)
{
    for (size_t i = 0; part.n && i + part.n <= s.n; i++)
        if ((i == 0 || s.s[i - 1] == ' ') && memcmp(s.s + i, part.s, part.n) == 0)
            return true;
    return false;
}

/* 0: not sought; 1: by its fold; 2: with its accents; -1 when memory ends. */
static int match(listing *l, size_t row)
{
    char place[KHUNG__PLACE_SIZE];
    khung__str name;
    int best = 0;
    khung__place_text(place, &khung__places[row]);
    if (!l->words.s || khung__str_eq(l->words, khung__str_of(place)) || khung__str_eq(l->words, khung__str_of(khung__places[row].code)))
        return 2;
    for (size_t i = 0; (name = khung__place_name(row, i)).s && best < 2; i++) {
        khung__str fold = khung__text_fold(&l->arena, name), lower = khung__text_lower(&l->arena, name);
        if (!fold.s || !lower.s)
            return -1;
        int found = has_words(lower, l->lower) ? 2 : has_words(fold, l->key) ? 1 : 0;
        best = found > best ? found : best;
    }
    return best;
}

static bool in_question(const listing *l, const khung_province *p)
{
    if (l->date)
        return khung_province_valid(p, l->date);
    return l->words.s || strcmp(p->list, "2025") == 0;
}

static int by_order(const void *a, const void *b)
{
    const line *x = a, *y = b;
    int order = khung__str_cmp(x->key, y->key);
    if (x->exact != y->exact)
        return x->exact ? -1 : 1;
    return order ? order : (x->province > y->province) - (x->province < y->province);
}

static khung_status collect(listing *l)
{
    for (size_t row = 0; row < KHUNG__PLACES; row++) {
        const khung_province *p = &khung__places[row];
        int found = in_question(l, p) ? match(l, row) : 0;
        line *next = &l->lines[l->n];
        if (found < 0 || (found && !khung__text_sort_key(&l->arena, khung__str_of(p->name), &next->key)))
            return KHUNG_NO_MEMORY;
        next->province = p;
        next->exact = found == 2;
        l->n += found > 0;
    }
    qsort(l->lines, l->n, sizeof *l->lines, by_order);
    return KHUNG_OK;
}

static khung_status find(listing *l, const char *words, const char *date, khung_log *log)
{
    khung__date day;
    l->words = khung__text_trim(khung__str_of(words));
    l->date = date;
    if (date && !khung__read_date(khung__str_of(date), &day))
        return KHUNG__DIAG(log, KHUNG__D_TABLE_DATE, (khung__at){0}, khung__str_of(date));
    if (l->words.s) {
        l->key = khung__text_fold(&l->arena, l->words);
        l->lower = khung__text_lower(&l->arena, l->words);
        if (!l->key.s || !l->lower.s)
            return KHUNG_NO_MEMORY;
    }
    khung_status status = collect(l);
    if (status == KHUNG_OK && l->n == 0)
        status = KHUNG__DIAG(log, KHUNG__D_PLACE_NOT_FOUND, (khung__at){0}, l->words);
    return status;
}

/* ---- text ---- */

/* What one of the 34 is made of, or where one of the 63 is now. */
static void put_change(khung__buf *buf, const khung_province *p, khung__language language)
{
    const khung_province *other = khung_province_successor(p);
    bool english = language == KHUNG__EN;
    if (khung__place_unchanged(p)) {
        khung__buf_str(buf, khung__word(KHUNG__W_P_UNCHANGED, language));
        return;
    }
    if (other != p) {
        khung__str args[] = {khung__str_of(other->code), khung__str_of(english ? other->name_en : other->name)};
        khung__buf_word(buf, KHUNG__W_P_NOW, language, args, 2);
        return;
    }
    for (size_t i = 0; (other = khung_province_predecessor(p, i)); i++) {
        khung__buf_z(buf, i ? ", " : "");
        khung__buf_z(buf, english ? other->name_en : other->name);
    }
}

static void put_line(khung__buf *buf, const khung_province *p, khung__language language)
{
    char place[KHUNG__PLACE_SIZE];
    khung__buf change = {0};
    khung__place_text(place, p);
    put_change(&change, p, language);
    khung__buf_cell(buf, khung__str_of(place), CODE_WIDTH, false);
    khung__buf_cell(buf, khung__str_of(language == KHUNG__EN ? p->name_en : p->full_name), NAME_WIDTH, false);
    khung__buf_cell(buf, (khung__str){change.s, change.n}, REST_WIDTH, true);
    khung__buf_char(buf, '\n');
    buf->failed = buf->failed || change.failed;
    khung__buf_free(&change);
}

/* Gives the text away, or says why there is none. */
static khung_status hand_over(char **out, khung__buf *buf, khung_status status)
{
    if (status == KHUNG_OK && buf->failed)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        *out = buf->s;
    else
        khung__buf_free(buf);
    return status;
}

khung_status khung_provinces_text(char **out, const char *words, const char *date, const char *language, khung_log *log)
{
    listing l = {0};
    khung__buf buf = {0};
    khung__language in = khung__language_of(khung__str_of(language));
    if (!out)
        return KHUNG_BAD_CALL;
    khung_status status = find(&l, words, date, log);
    khung__buf_cell(&buf, khung__word(KHUNG__W_P_CODE, in), CODE_WIDTH, false);
    khung__buf_cell(&buf, khung__word(KHUNG__W_P_NAME, in), NAME_WIDTH, false);
    khung__buf_cell(&buf, khung__word(KHUNG__W_P_CHANGE, in), REST_WIDTH, true);
    khung__buf_char(&buf, '\n');
    for (size_t i = 0; i < l.n && status == KHUNG_OK; i++)
        put_line(&buf, l.lines[i].province, in);
    khung__arena_free(&l.arena);
    return hand_over(out, &buf, status);
}

/* ---- JSON ---- */

static void put_field(khung__buf *buf, const char *name, const char *value)
{
    khung__buf_printf(buf, ", \"%s\": ", name);
    if (value)
        khung__buf_json(buf, khung__str_of(value));
    else
        khung__buf_z(buf, "null");
}

static void put_json(khung__buf *buf, const khung_province *p)
{
    char place[KHUNG__PLACE_SIZE];
    const khung_province *other = khung_province_successor(p);
    khung__place_text(place, p);
    khung__buf_printf(buf, "{\"place\": \"%s\"", place);
    put_field(buf, "code", p->code);
    put_field(buf, "list", p->list);
    put_field(buf, "name", p->name);
    put_field(buf, "name_en", p->name_en);
    put_field(buf, "full_name", p->full_name);
    put_field(buf, "region", p->region);
    put_field(buf, "from", p->from);
    put_field(buf, "to", p->to);
    if (other != p) {
        khung__place_text(place, other);
        put_field(buf, "successor", place);
    } else {
        khung__buf_z(buf, ", \"predecessors\": [");
        for (size_t i = 0; (other = khung_province_predecessor(p, i)); i++) {
            khung__place_text(place, other);
            khung__buf_printf(buf, "%s\"%s\"", i ? ", " : "", place);
        }
        khung__buf_char(buf, ']');
    }
    khung__buf_printf(buf, ", \"unchanged\": %s}", khung__place_unchanged(p) ? "true" : "false");
}

khung_status khung_provinces_json(char **out, const char *words, const char *date, khung_log *log)
{
    listing l = {0};
    khung__buf buf = {0};
    if (!out)
        return KHUNG_BAD_CALL;
    khung_status status = find(&l, words, date, log);
    khung__buf_z(&buf, "{\n  \"kind\": \"provinces\", \"format\": 1,\n  \"items\": [");
    for (size_t i = 0; i < l.n && status == KHUNG_OK; i++) {
        khung__buf_z(&buf, i ? ",\n    " : "\n    ");
        put_json(&buf, l.lines[i].province);
    }
    khung__buf_z(&buf, "]\n}\n");
    khung__arena_free(&l.arena);
    return hand_over(out, &buf, status);
}
