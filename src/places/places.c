/* places: the tables, and reading a place as people write it. The rows come from the tables in data, made into C by the Makefile. */
#include "tables.h"

#include <string.h>

#define ROW(code, name, type, full, type_2025, ascii, name_en, region6, region, reorganised, since, seat_code, seat, old_codes, aliases, note) \
    {code, "2025", name, name_en, full, region, "2025-07-01", NULL},
#define ROW_63(code, name, type, full, ascii, name_en, region6, region, region8, region8_name, since, until, aliases, note) \
    {code, "2024", name, name_en, full, region, NULL, until},
const khung_province khung__places[] = {
#include "provinces-34.csv.h"
#undef ROW
#define ROW ROW_63
#include "provinces-63.csv.h"
#undef ROW
};
_Static_assert(sizeof khung__places / sizeof *khung__places == KHUNG__PLACES, "34 and 63");

/* Other names, "|" between, in the order of the rows. */
#define ROW(code, name, type, full, type_2025, ascii, name_en, region6, region, reorganised, since, seat_code, seat, old_codes, aliases, note) aliases,
#define ALIASES_63(code, name, type, full, ascii, name_en, region6, region, region8, region8_name, since, until, aliases, note) aliases,
static const char *const aliases_of[KHUNG__PLACES] = {
#include "provinces-34.csv.h"
#undef ROW
#define ROW ALIASES_63
#include "provinces-63.csv.h"
#undef ROW
};

/* Where each of the 63 went, in their order (the unit test holds that). */
#define ROW(old_code, old_name, new_code, new_name, relation, is_seat, same_name, same_code) {old_code, new_code, relation},
static const struct {
    const char *from, *to, *relation;
} changes[KHUNG__PLACES_OLD] = {
#include "provinces-63-to-34.csv.h"
};
#undef ROW

size_t khung_province_count(void)
{
    return KHUNG__PLACES;
}

const khung_province *khung_province_row(size_t i)
{
    return i < KHUNG__PLACES ? &khung__places[i] : NULL;
}

const khung__place_row *khung__place_find(khung__str code, khung__str list)
{
    enum { CODE = 2 }; /* letters of each; the first few tell nearly all apart */
    for (size_t i = 0; i < KHUNG__PLACES && code.n == CODE; i++)
        if (memcmp(khung__places[i].code, code.s, CODE) == 0 && khung__str_eq(khung__str_of(khung__places[i].list), list))
            return &khung__places[i];
    return NULL;
}

static bool is_old(const khung_province *province)
{
    return strcmp(province->list, "2024") == 0;
}

/* The row's number among the 63, which may be a copy of it. */
static size_t old_number(const khung_province *province)
{
    for (size_t i = 0; i < KHUNG__PLACES_OLD; i++)
        if (strcmp(changes[i].from, province->code) == 0)
            return i;
    return 0;
}

const khung_province *khung_province_successor(const khung_province *province)
{
    if (!province || !is_old(province))
        return province;
    return khung__place_find(khung__str_of(changes[old_number(province)].to), KHUNG__S("2025"));
}

const khung_province *khung_province_predecessor(const khung_province *province, size_t i)
{
    if (!province || is_old(province))
        return NULL;
    for (size_t k = 0; k < KHUNG__PLACES_OLD; k++)
        if (strcmp(changes[k].to, province->code) == 0 && i-- == 0)
            return khung__place_find(khung__str_of(changes[k].from), KHUNG__S("2024"));
    return NULL;
}

bool khung__place_unchanged(const khung_province *province)
{
    const khung_province *old = is_old(province) ? province : khung_province_predecessor(province, 0);
    return strcmp(changes[old_number(old)].relation, "unchanged") == 0;
}

bool khung_province_valid(const khung_province *province, const char *date)
{
    khung__date day;
    return province && khung__read_date(khung__str_of(date), &day) && (!province->from || strcmp(date, province->from) >= 0) &&
           (!province->to || strcmp(date, province->to) <= 0);
}

void khung__place_text(char out[KHUNG__PLACE_SIZE], const khung__place_row *row)
{
    memcpy(out, row->code, 2);
    out[2] = '@';
    memcpy(out + 3, row->list, 5);
}

khung__str khung__place_name(size_t row, size_t i)
{
    const khung_province *p = &khung__places[row];
    const char *names[] = {p->name, p->name_en, p->full_name};
    if (i < 3)
        return khung__str_of(names[i]);
    const char *alias = aliases_of[row];
    for (i -= 3; i > 0 && alias; i--) {
        alias = strchr(alias, '|');
        alias = alias ? alias + 1 : NULL;
    }
    return alias && *alias ? (khung__str){alias, strcspn(alias, "|")} : (khung__str){0};
}

/* ---- reading ---- */

/* A place as it was written, taken apart. */
typedef struct reading {
    khung__arena arena;
    khung__str text, place, list; /* "Đà Nẵng@2025", "Đà Nẵng", "2025" */
    khung__at at;
    khung_log *log;
} reading;

static bool starts_with(khung__str s, const char *with)
{
    return s.n > strlen(with) && memcmp(s.s, with, strlen(with)) == 0;
}

/* A fold without the words that say what kind of unit it is. */
static khung__str without_kind(khung__str key)
{
    static const char *const before[] = {"tinh ", "thanh pho ", "tp "}, *const behind[] = {" province", " city"};
    for (size_t i = 0; i < 3; i++)
        if (starts_with(key, before[i]))
            return (khung__str){key.s + strlen(before[i]), key.n - strlen(before[i])};
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(behind[i]);
        if (key.n > n && memcmp(key.s + key.n - n, behind[i], n) == 0)
            return (khung__str){key.s, key.n - n};
    }
    return key;
}

/* A copy without blanks, NUL behind; absent when memory ended, before or here. */
static khung__str squeeze(khung__arena *arena, khung__str key)
{
    char *out = key.s ? khung__arena_alloc(arena, key.n + 1) : NULL;
    size_t n = 0;
    for (size_t i = 0; out && i < key.n; i++)
        if (key.s[i] != ' ')
            out[n++] = key.s[i];
    return (khung__str){out, n};
}

static bool is_named(size_t row, khung__str key, khung__str bare)
{
    khung__str name;
    for (size_t i = 0; (name = khung__place_name(row, i)).s; i++)
        if (khung__text_fold_is(name, key) || khung__text_fold_is(name, bare))
            return true;
    return false;
}

/* The row of one list, from row `from` up to `end`. */
static const khung_province *named_among(size_t from, size_t end, khung__str key, khung__str bare)
{
    for (size_t row = from; row < end; row++)
        if (is_named(row, key, bare))
            return &khung__places[row];
    return NULL;
}

size_t khung__place_kind(khung__arena *arena, khung__str fold)
{
    khung__str bare = without_kind(fold), key = bare.s != fold.s ? squeeze(arena, bare) : (khung__str){0};
    return key.s && named_among(0, KHUNG__PLACES, key, key) ? (size_t)(bare.s - fold.s) : 0;
}

/* What was typed is near some name, or it is not. */
static khung_status unknown(reading *r, khung__str key)
{
    const char *names[KHUNG__PLACES];
    size_t i = 0;
    for (size_t row = 0; row < KHUNG__PLACES; row++) {
        names[row] = squeeze(&r->arena, khung__text_fold(&r->arena, khung__str_of(khung__places[row].name))).s;
        if (!names[row])
            return KHUNG_NO_MEMORY;
    }
    const char *near = khung_word_nearest(key.s, names, KHUNG__PLACES);
    while (near && names[i] != near)
        i++;
    return near ? KHUNG__DIAG(r->log, KHUNG__D_PLACE_UNKNOWN_NEAR, r->at, r->text, khung__str_of(khung__places[i].name))
                : KHUNG__DIAG(r->log, KHUNG__D_PLACE_UNKNOWN, r->at, r->text);
}

static khung_status read_name(const khung__place_row **out, reading *r)
{
    khung__str fold = khung__text_fold(&r->arena, r->place);
    khung__str key = squeeze(&r->arena, fold), bare = squeeze(&r->arena, without_kind(fold));
    if (!fold.s || !key.s || !bare.s)
        return KHUNG_NO_MEMORY;
    const khung_province *now = named_among(0, KHUNG__PLACES_NEW, key, bare);
    const khung_province *then = named_among(KHUNG__PLACES_NEW, KHUNG__PLACES, key, bare);
    if (!now && !then)
        return unknown(r, bare);
    if (r->list.s) {
        const khung_province *there = khung__str_eq(r->list, KHUNG__S("2024")) ? then : now;
        const khung_province *other = there ? there : now ? now : khung_province_successor(then);
        if (!there)
            return KHUNG__DIAG(r->log, KHUNG__D_PLACE_GONE, r->at, r->place, r->list, khung__str_of(other->name));
        *out = there;
        return KHUNG_OK;
    }
    if (now && then && !khung__place_unchanged(now))
        return KHUNG__DIAG(r->log, KHUNG__D_PLACE_BOTH, r->at, r->place, khung__str_of(now->code), khung__str_of(then->code));
    *out = now ? now : then;
    return KHUNG_OK;
}

/* A code of one or two digits; spreadsheets take the leading 0 away. */
static khung_status read_code(const khung__place_row **out, reading *r)
{
    char digits[2] = {'0', r->place.s[0]};
    if (r->place.n == 2)
        memcpy(digits, r->place.s, 2);
    khung__str code = {digits, 2};
    const khung_province *now = khung__place_find(code, KHUNG__S("2025")), *then = khung__place_find(code, KHUNG__S("2024"));
    const khung_province *only = now ? now : then, *there = r->list.s ? khung__place_find(code, r->list) : NULL;
    if (!only)
        return KHUNG__DIAG(r->log, KHUNG__D_PLACE_NO_CODE, r->at, code);
    khung__str name = khung__str_of(only->name), list = khung__str_of(only->list);
    if (!r->list.s && now && then)
        return KHUNG__DIAG(r->log, KHUNG__D_PLACE_BARE_CODE, r->at, code, name, khung__str_of(then->name));
    if (!r->list.s)
        return KHUNG__DIAG(r->log, KHUNG__D_PLACE_BARE_CODE_ONE, r->at, code, list, name);
    if (!there)
        return KHUNG__DIAG(r->log, KHUNG__D_PLACE_OTHER_LIST, r->at, code, r->list, list, name);
    *out = there;
    return KHUNG_OK;
}

static bool is_code(khung__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] < '0' || s.s[i] > '9')
            return false;
    return s.n == 1 || s.n == 2;
}

/* Divides at the last "@". */
static khung_status take_apart(reading *r)
{
    size_t at = r->text.n;
    while (at > 0 && r->text.s[at - 1] != '@')
        at--;
    r->place = r->text;
    if (at == 0)
        return KHUNG_OK;
    r->place = khung__text_trim((khung__str){r->text.s, at - 1});
    r->list = khung__text_trim((khung__str){r->text.s + at, r->text.n - at});
    bool known = khung__str_eq(r->list, KHUNG__S("2025")) || khung__str_eq(r->list, KHUNG__S("2024"));
    return known ? KHUNG_OK : KHUNG__DIAG(r->log, KHUNG__D_PLACE_NO_LIST, r->at, r->list);
}

khung_status khung__place_read_at(const khung__place_row **out, khung__str text, khung__str list, khung__at at, khung_log *log)
{
    reading r = {.text = khung__text_trim(text), .list = list, .at = at, .log = log};
    khung_status status = take_apart(&r);
    if (status == KHUNG_OK && r.place.n == 0)
        status = KHUNG__DIAG(log, KHUNG__D_PLACE_EMPTY, at);
    else if (status == KHUNG_OK)
        status = is_code(r.place) ? read_code(out, &r) : read_name(out, &r);
    khung__arena_free(&r.arena);
    return status;
}

khung_status khung__place_read(const khung__place_row **out, khung__str text, khung_log *log)
{
    return khung__place_read_at(out, text, (khung__str){0}, (khung__at){0}, log);
}

khung_status khung_province_read(const khung_province **out, const char *text, khung_log *log)
{
    return out && text ? khung__place_read(out, khung__str_of(text), log) : KHUNG_BAD_CALL;
}
