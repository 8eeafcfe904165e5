/* The fields of records, and what a text must look like in each. */
#include "registry.h"

#include <string.h>

enum { NAME_BYTES = 1000, LINE_BYTES = 4000, CODE_BYTES = 64, NUMBER_DIGITS = 30 };
enum { REQUIRED = 1, REPEATED = 2, PERSONAL = 4 };

/* ---- closed lists ---- */

typedef struct choice {
    khung__syntax syntax;
    const char *value, *en, *vi;
} choice;
static const choice choices[] = {
#define CHOICE(syntax, value, en, vi) {KHUNG__X_##syntax, value, en, vi},
#include "choices.def"
#undef CHOICE
    {KHUNG__X_ID, NULL, NULL, NULL}};

/* The values alone, a list after the other, each ending with NULL: in the order of choices.def, where a list's rows stand together. */
static const char *const forms[] = {"association", "fund", "science-technology", "foreign-ngo", "social-assistance", "social-enterprise",
                                    "cooperative", "community-group", "other", NULL};
static const char *const roles[] = {"member", "assessor", "expert", "contact", "office", NULL};
static const char *const kinds[] = {"programme", "project", "non_project", NULL};

#define LIST_OF(syntax) ((syntax) == KHUNG__X_FORM ? forms : (syntax) == KHUNG__X_ROLE ? roles : (syntax) == KHUNG__X_KIND ? kinds : NULL)

const khung__field khung__fields[KHUNG__F_COUNT] = {
#define FIELD(kind, id, name, column, syntax, flags, argument, en, vi) {KHUNG_##kind, KHUNG__X_##syntax, column},
#include "fields.def"
#undef FIELD
};

const khung_field khung__fields_shown[KHUNG__F_COUNT] = {
#define FIELD(kind, id, name, column, syntax, flags, argument, en, vi) \
    {name, argument, en, vi, LIST_OF(KHUNG__X_##syntax), ((flags)&REQUIRED) != 0, ((flags)&REPEATED) != 0, ((flags)&PERSONAL) != 0},
#include "fields.def"
#undef FIELD
};

khung__field_id khung__fields_from(khung_record_kind kind)
{
    int i = 0;
    while (khung__fields[i].kind != kind)
        i++;
    return (khung__field_id)i;
}

khung__field_id khung__fields_to(khung_record_kind kind)
{
    int i = khung__fields_from(kind);
    while (i < KHUNG__F_COUNT && khung__fields[i].kind == kind)
        i++;
    return (khung__field_id)i;
}

const khung_field *khung_record_fields(size_t *count, khung_record_kind kind)
{
    khung__field_id from = khung__fields_from(kind);
    *count = (size_t)(khung__fields_to(kind) - from);
    return khung__fields_shown + from;
}

khung__field_id khung__field_find(khung_record_kind kind, khung__str name)
{
    for (int i = khung__fields_from(kind); i < (int)khung__fields_to(kind); i++) {
        const char *have = khung__fields_shown[i].name;
        size_t at = 0;
        while (at < name.n && have[at] && (have[at] == name.s[at] || (have[at] == '-' && name.s[at] == '_')))
            at++;
        if (at == name.n && !have[at])
            return (khung__field_id)i;
    }
    return KHUNG__F_COUNT;
}

khung__str khung__choice_words(khung__syntax syntax, khung__str value, khung__language language)
{
    for (const choice *c = choices; c->value; c++)
        if (c->syntax == syntax && khung__str_eq(value, khung__str_of(c->value)))
            return khung__str_of(language == KHUNG__EN ? c->en : c->vi);
    return (khung__str){0};
}

/* Whether folded text begins one of the names, parted by commas, of a choice: "quỹ" of "quỹ xã hội, quỹ từ thiện". */
static bool begins(khung__arena *arena, khung__str key, khung__str words)
{
    while (words.n && key.n) {
        const char *comma = memchr(words.s, ',', words.n);
        size_t n = comma ? (size_t)(comma - words.s) : words.n;
        khung__str part = khung__text_fold(arena, (khung__str){words.s, n});
        if (part.s && part.n >= key.n && memcmp(part.s, key.s, key.n) == 0 && (part.n == key.n || part.s[key.n] == ' '))
            return true;
        words = comma ? (khung__str){words.s + n + 1, words.n - n - 1} : (khung__str){0};
    }
    return false;
}

/* The one choice that the words begin. */
static const char *find_beginning(khung__arena *arena, khung__syntax syntax, khung__str key)
{
    const char *found = NULL;
    for (const choice *c = choices; key.s && c->value; c++)
        if (c->syntax == syntax && (begins(arena, key, khung__str_of(c->vi)) || begins(arena, key, khung__str_of(c->en)))) {
            if (found)
                return NULL;
            found = c->value;
        }
    return found;
}

/* By value, by the words of either language or by their beginning where that is one's alone; NULL when it is none. */
static const char *find_choice(khung__arena *arena, khung__syntax syntax, khung__str text)
{
    khung__str key = khung__text_fold(arena, text);
    for (const choice *c = choices; key.s && c->value; c++)
        if (c->syntax == syntax && (khung__str_eq(text, khung__str_of(c->value)) || khung__str_eq(key, khung__text_fold(arena, khung__str_of(c->value))) ||
                                    khung__str_eq(key, khung__text_fold(arena, khung__str_of(c->en))) ||
                                    khung__str_eq(key, khung__text_fold(arena, khung__str_of(c->vi)))))
            return c->value;
    return find_beginning(arena, syntax, key);
}

/* ---- pieces ---- */

/* What is being read: all that a diagnostic needs. */
typedef struct reading {
    khung__arena *arena;
    khung__syntax syntax;
    khung__str name, text;
    khung__at at;
    khung_log *log;
} reading;

static khung_status not_this(const reading *r)
{
    khung__language language = khung__language_of(khung__str_of(khung__diag_language(r->log)));
    return KHUNG__DIAG(r->log, KHUNG__D_FIELD_BAD, r->at, r->name, r->text, khung__word((khung__word_id)(KHUNG__W_X_ID + (int)r->syntax), language));
}

static khung_status no_choice(const reading *r, khung__syntax syntax, khung__str text)
{
    khung__str words[16];
    khung__buf all = {0};
    size_t n = 0;
    /* English words are the values, nearly; all forms with their words would be longer than a message shows */
    bool both = syntax != KHUNG__X_FORM && khung__language_of(khung__str_of(khung__diag_language(r->log))) != KHUNG__EN;
    for (const choice *c = choices; c->value && n < 16; c++)
        if (c->syntax == syntax) {
            khung__buf_printf(&all, "%s%s%s%s%s", n ? ", " : "", c->value, both ? " (" : "", both ? c->vi : "", both ? ")" : "");
            words[n++] = khung__str_of(c->value);
        }
    if (all.failed) {
        khung__buf_free(&all);
        return KHUNG_NO_MEMORY;
    }
    khung_status status = KHUNG__DIAG(r->log, KHUNG__D_FIELD_CHOICE, r->at, r->name, text, (khung__str){all.s, all.n});
    khung__diag_suggest(r->log, text, words, n);
    khung__buf_free(&all);
    return status;
}

static bool all_of(khung__str s, const char *allowed)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr(allowed, s.s[i]) || !s.s[i])
            return false;
    return s.n > 0;
}

#define DIGITS "0123456789"
#define SMALL "abcdefghijklmnopqrstuvwxyz"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool is_number(khung__str s)
{
    const char *point = s.n ? memchr(s.s, '.', s.n) : NULL;
    size_t whole = point ? (size_t)(point - s.s) : s.n;
    khung__str rest = {s.s + whole + 1, point ? s.n - whole - 1 : 0};
    return s.n <= NUMBER_DIGITS && all_of((khung__str){s.s, whole}, DIGITS) && (whole == 1 || s.s[0] != '0') && (!point || all_of(rest, DIGITS));
}

/* The part before the first `by` into *left, what is behind it into *right; false when there is none. Both trimmed. */
static bool cut(khung__str text, char by, khung__str *left, khung__str *right)
{
    const char *at = text.n ? memchr(text.s, by, text.n) : NULL;
    if (!at)
        return false;
    *left = khung__text_trim((khung__str){text.s, (size_t)(at - text.s)});
    *right = khung__text_trim((khung__str){at + 1, text.n - (size_t)(at - text.s) - 1});
    return true;
}

static khung__str join(khung__arena *arena, khung__str a, const char *between, khung__str b)
{
    khung__buf buf = {0};
    khung__buf_str(&buf, a);
    khung__buf_z(&buf, between);
    khung__buf_str(&buf, b);
    return khung__buf_take(&buf, arena);
}

static khung__str in_case(khung__arena *arena, khung__str s, bool capitals)
{
    khung__buf buf = {0};
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        bool turn = capitals ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z';
        khung__buf_char(&buf, (char)(turn ? c ^ 0x20 : c));
    }
    return khung__buf_take(&buf, arena);
}

/* 22/11/2026 (day, month, year, as people here write) to 2026-11-22; other texts stay as they are. */
static khung__str turn_date(khung__arena *arena, khung__str s)
{
    khung__str day, rest, month, year;
    khung__buf buf = {0};
    if (!cut(s, '/', &day, &rest) || !cut(rest, '/', &month, &year) || year.n != 4 || day.n < 1 || day.n > 2 || month.n < 1 || month.n > 2)
        return s;
    khung__buf_str(&buf, year);
    khung__buf_z(&buf, month.n == 1 ? "-0" : "-");
    khung__buf_str(&buf, month);
    khung__buf_z(&buf, day.n == 1 ? "-0" : "-");
    khung__buf_str(&buf, day);
    return khung__buf_take(&buf, arena);
}

/* A day, a month or a year: the missing parts do not matter. */
static bool is_when(khung__str s)
{
    char whole[11] = "0000-01-01";
    khung__date date;
    if (s.n != 4 && s.n != 7 && s.n != 10)
        return false;
    memcpy(whole, s.s, s.n);
    return khung__read_date((khung__str){whole, 10}, &date);
}

/* ---- one reader a syntax: the canonical form, or not_this ---- */

/* A table says it once of a name. */
static bool was_noted(const khung_log *log, const char *id, khung__str text)
{
    bool found = false;
    for (size_t i = 0; log && !found && i < khung_log_count(log); i++) {
        const khung_message *m = khung_log_message(log, i);
        found = strcmp(m->id, id) == 0 && m->text[0] == '"' && strncmp(m->text + 1, text.s, text.n) == 0 && m->text[1 + text.n] == '"';
    }
    return found;
}

/* A name that has meant another area since July 2025 is the province of today, and a note says so. Codes need their list. */
static khung_status read_place_now(const khung__place_row **row, const reading *r)
{
    const khung__place_row *old = NULL;
    char now[KHUNG__PLACE_SIZE], then[KHUNG__PLACE_SIZE];
    bool code = r->text.n == 0 || (r->text.s[0] >= '0' && r->text.s[0] <= '9');
    khung_status status = khung__place_read_at(row, r->text, (khung__str){0}, r->at, NULL);
    if (status == KHUNG_OK || status == KHUNG_NO_MEMORY)
        return status;
    if (code || khung__place_read_at(row, r->text, KHUNG__S("2025"), r->at, NULL) != KHUNG_OK ||
        khung__place_read_at(&old, r->text, KHUNG__S("2024"), r->at, NULL) != KHUNG_OK)
        return khung__place_read_at(row, r->text, (khung__str){0}, r->at, r->log);
    khung__place_text(now, *row);
    khung__place_text(then, old);
    if (!was_noted(r->log, "province-now", r->text))
        KHUNG__DIAG(r->log, KHUNG__D_PLACE_NOW, r->at, r->text, khung__str_of(now), khung__str_of(then));
    return KHUNG_OK;
}

static khung_status read_place(khung__str *out, const reading *r)
{
    const khung__place_row *row = NULL;
    char text[KHUNG__PLACE_SIZE];
    khung_status status = read_place_now(&row, r);
    if (status != KHUNG_OK)
        return status;
    khung__place_text(text, row);
    *out = khung__str_copy(r->arena, khung__str_of(text));
    return KHUNG_OK;
}

static khung_status read_email(const reading *r)
{
    const char *at = memchr(r->text.s, '@', r->text.n);
    if (!at || at == r->text.s || memchr(r->text.s, ' ', r->text.n))
        return not_this(r);
    khung__str domain = {at + 1, r->text.n - (size_t)(at - r->text.s) - 1};
    const char *dot = domain.n ? memchr(domain.s, '.', domain.n) : NULL;
    bool good = dot && dot > domain.s && domain.s[domain.n - 1] != '.' && !memchr(domain.s, '@', domain.n);
    return good ? KHUNG_OK : not_this(r);
}

static khung_status read_coded(khung__str *out, const reading *r)
{
    khung__str vocabulary, code;
    if (!cut(r->text, ':', &vocabulary, &code) || code.n == 0 || code.n > CODE_BYTES || vocabulary.n > CODE_BYTES)
        return not_this(r);
    vocabulary = in_case(r->arena, vocabulary, false);
    if (!all_of(vocabulary, SMALL DIGITS "-") || memchr(code.s, ' ', code.n))
        return not_this(r);
    *out = join(r->arena, vocabulary, ":", code);
    return KHUNG_OK;
}

static khung_status read_identifier(khung__str *out, const reading *r)
{
    khung__str scheme, value;
    if (!cut(r->text, ':', &scheme, &value) || value.n == 0 || value.n > CODE_BYTES || scheme.n > CODE_BYTES)
        return not_this(r);
    scheme = in_case(r->arena, scheme, true);
    if (!all_of(scheme, CAPITALS DIGITS "-"))
        return not_this(r);
    if (khung__str_eq(scheme, KHUNG__S("VN-TIN")) && !khung__text_tin_ok(value))
        KHUNG__DIAG(r->log, KHUNG__D_TAX_NUMBER, r->at, r->name, value);
    *out = join(r->arena, scheme, ":", value);
    return KHUNG_OK;
}

static khung_status read_named(khung__str *out, const reading *r)
{
    khung__str language, name;
    if (!cut(r->text, ':', &language, &name) || name.n == 0)
        return not_this(r);
    language = in_case(r->arena, language, false);
    if (!all_of(language, SMALL "-") || language.n < 2 || language.n > 12)
        return not_this(r);
    *out = join(r->arena, language, ":", name);
    return KHUNG_OK;
}

static khung_status read_size(khung__str *out, const reading *r)
{
    khung__str year, rest, fact, value, number, unit = {0};
    if (!cut(r->text, ':', &year, &rest) || !cut(rest, '=', &fact, &value) || year.n != 4 || !is_when(year))
        return not_this(r);
    number = value;
    if (cut(value, ' ', &number, &unit) && unit.n > CODE_BYTES)
        return not_this(r);
    fact = in_case(r->arena, fact, false);
    if (!all_of(fact, SMALL DIGITS "-_") || fact.n > CODE_BYTES || !is_number(number))
        return not_this(r);
    *out = join(r->arena, join(r->arena, year, ":", fact), "=", unit.n ? join(r->arena, number, " ", unit) : number);
    return KHUNG_OK;
}

static khung_status read_status(khung__str *out, const reading *r)
{
    khung__str date, status;
    khung__date day;
    if (!cut(r->text, ':', &date, &status))
        return not_this(r);
    date = turn_date(r->arena, date);
    if (!date.s || !khung__read_date(date, &day))
        return not_this(r);
    const char *value = find_choice(r->arena, KHUNG__X_STATUS, status);
    if (!value)
        return no_choice(r, KHUNG__X_STATUS, status);
    *out = join(r->arena, date, ":", khung__str_of(value));
    return KHUNG_OK;
}

static khung_status read_tie(khung__str *out, const reading *r)
{
    khung__str person, role;
    if (!cut(r->text, ':', &person, &role) || !khung__is_id(person) || role.n == 0 || role.n > CODE_BYTES)
        return not_this(r);
    *out = join(r->arena, person, ":", role);
    return KHUNG_OK;
}

static khung_status read_choice(khung__str *out, const reading *r)
{
    const char *value = find_choice(r->arena, r->syntax, r->text);
    if (!value)
        return no_choice(r, r->syntax, r->text);
    *out = khung__str_of(value);
    return KHUNG_OK;
}

/* The syntaxes whose text stays as it is but for its case. */
static khung_status read_plain(khung__str *out, const reading *r)
{
    bool good = true;
    switch (r->syntax) {
    case KHUNG__X_ID:
        good = khung__is_id(r->text);
        break;
    case KHUNG__X_PHONE:
        good = all_of(r->text, DIGITS "+-.() /;,") && strpbrk(r->text.s, DIGITS);
        break;
    case KHUNG__X_DECIMAL:
        good = is_number(r->text);
        break;
    case KHUNG__X_WHEN:
        *out = turn_date(r->arena, r->text);
        good = out->s && is_when(*out);
        break;
    case KHUNG__X_LANGUAGE:
        *out = in_case(r->arena, r->text, false);
        good = all_of(*out, SMALL "-") && out->n >= 2 && out->n <= 12;
        break;
    case KHUNG__X_CURRENCY:
        *out = in_case(r->arena, r->text, true);
        good = out->n == 3 && all_of(*out, CAPITALS);
        break;
    default:
        break;
    }
    return good ? KHUNG_OK : not_this(r);
}

static khung_status read_syntax(khung__str *out, const reading *r)
{
    switch (r->syntax) {
    case KHUNG__X_PLACE: return read_place(out, r);
    case KHUNG__X_EMAIL: return read_email(r);
    case KHUNG__X_CODED: return read_coded(out, r);
    case KHUNG__X_IDENTIFIER: return read_identifier(out, r);
    case KHUNG__X_NAMED: return read_named(out, r);
    case KHUNG__X_SIZE: return read_size(out, r);
    case KHUNG__X_STATUS: return read_status(out, r);
    case KHUNG__X_TIE: return read_tie(out, r);
    case KHUNG__X_FORM:
    case KHUNG__X_ROLE:
    case KHUNG__X_KIND:
    case KHUNG__X_PURPOSE: return read_choice(out, r);
    default: return read_plain(out, r);
    }
}

/* One line of valid UTF-8 without control characters; line feeds (of a cell) become blanks. */
static khung_status clean(khung__str *out, khung__arena *arena, khung__str text)
{
    khung__str copy = khung__str_copy(arena, text);
    if (!copy.s)
        return KHUNG_NO_MEMORY;
    for (char *p = (char *)copy.s; *p; p++)
        *p = *p == '\n' || *p == '\r' || *p == '\t' ? ' ' : *p;
    copy = khung__text_trim(copy);
    const char *p = copy.s, *end = copy.s + copy.n;
    while (p < end)
        if (khung__utf8_next(&p, end) < 0x20)
            return KHUNG_BAD_DATA;
    if (!khung__text_nfc(arena, copy, &copy))
        return KHUNG_NO_MEMORY;
    *out = khung__str_copy(arena, copy);
    return out->s ? KHUNG_OK : KHUNG_NO_MEMORY;
}

khung_status khung__syntax_read(khung__str *out, khung__arena *arena, khung__syntax syntax, khung__str name, khung__str text, khung__at at, khung_log *log)
{
    reading r = {arena, syntax, name, text, at, log};
    size_t most = syntax == KHUNG__X_LINE ? LINE_BYTES : NAME_BYTES;
    khung_status status = clean(&r.text, arena, text);
    if (status == KHUNG_BAD_DATA)
        return not_this(&r);
    if (status != KHUNG_OK)
        return status;
    if (r.text.n > most) {
        khung__buf number = {0}, limit = {0};
        khung__buf_int(&number, (int64_t)r.text.n);
        khung__buf_int(&limit, (int64_t)most);
        khung__str have = khung__buf_take(&number, arena), allowed = khung__buf_take(&limit, arena);
        return KHUNG__DIAG(log, KHUNG__D_FIELD_LONG, at, name, have, allowed);
    }
    if (r.text.n == 0) {
        *out = (khung__str){0};
        return KHUNG_OK;
    }
    khung__str read = r.text;
    status = read_syntax(&read, &r);
    if (status == KHUNG_OK && !read.s)
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        *out = read;
    return status;
}

khung_status khung__field_read(khung__str *out, khung__arena *arena, khung__field_id field, khung__str text, khung__at at, khung_log *log)
{
    khung__str trimmed = khung__text_trim(text);
    if (khung__fields_shown[field].repeated && trimmed.n > 1 && trimmed.s[trimmed.n - 1] == ':')
        return clean(out, arena, trimmed);
    return khung__syntax_read(out, arena, khung__fields[field].syntax, khung__str_of(khung__fields_shown[field].name), text, at, log);
}

/* ---- for people ---- */

static khung__str show_place(khung__arena *arena, khung__str text, khung__language language)
{
    khung__str code, list;
    const khung__place_row *row = cut(text, '@', &code, &list) ? khung__place_find(code, list) : NULL;
    khung__buf buf = {0};
    khung__buf_str(&buf, khung__str_of(!row ? "" : language == KHUNG__EN ? row->name_en : row->full_name));
    khung__buf_z(&buf, " (");
    khung__buf_str(&buf, text);
    khung__buf_char(&buf, ')');
    return row ? khung__buf_take(&buf, arena) : (khung__buf_free(&buf), text);
}

/* "2026-01-01:active" to "đang hoạt động, từ 2026-01-01" */
/* A whole day as people write it; a year or month alone as it is. */
static khung__str show_day(khung__arena *arena, khung__str text, khung__language language)
{
    khung__buf day = {0};
    khung__date date;
    if (!khung__read_date(text, &date))
        return text;
    khung__buf_date_short(&day, date, language);
    khung__str shown = khung__buf_take(&day, arena);
    return shown.s ? shown : text;
}

/* "lan:board" is "lan, thành viên ban lãnh đạo". */
static khung__str show_tie(khung__arena *arena, khung__str text, khung__language language)
{
    khung__str person, role;
    if (!cut(text, ':', &person, &role))
        return text;
    khung__str words = khung__choice_words(KHUNG__X_TIE, role, language);
    return join(arena, person, ", ", words.s ? words : role);
}

static khung__str show_status(khung__arena *arena, khung__str text, khung__language language)
{
    khung__str date, status;
    if (!cut(text, ':', &date, &status))
        return text;
    khung__str words = khung__choice_words(KHUNG__X_STATUS, status, language), day = show_day(arena, date, language);
    khung__str since = khung__word_in(arena, KHUNG__W_R_SINCE, language, &day, 1);
    return join(arena, words.s ? words : status, ", ", since);
}

khung__str khung__field_show(khung__arena *arena, khung__field_id field, khung__str text, khung__language language)
{
    khung__syntax syntax = khung__fields[field].syntax;
    khung__str words = khung__choice_words(syntax, text, language);
    if (words.s)
        return words;
    if (syntax == KHUNG__X_PLACE)
        return show_place(arena, text, language);
    if (syntax == KHUNG__X_STATUS)
        return show_status(arena, text, language);
    if (syntax == KHUNG__X_TIE)
        return show_tie(arena, text, language);
    if (syntax == KHUNG__X_WHEN)
        return show_day(arena, text, language);
    return syntax == KHUNG__X_DECIMAL ? khung__local_in(arena, text, language) : text;
}
