/* words: see words.h. The table is read-only; nothing here depends on the C locale. */
#include "words.h"

#include <string.h>
#include <time.h>

static const struct {
    const char *en, *vi;
} table[KHUNG__W_COUNT + 1] = {
#define W(name, en, vi) {en, vi},
#include "words.def"
#undef W
    {NULL, NULL}};

khung__language khung__language_of(khung__str tag)
{
    bool english = tag.n >= 2 && (tag.s[0] == 'e' || tag.s[0] == 'E') && (tag.s[1] == 'n' || tag.s[1] == 'N');
    return english && (tag.n == 2 || tag.s[2] == '-' || tag.s[2] == '_' || tag.s[2] == '.') ? KHUNG__EN : KHUNG__VI;
}

khung__str khung__word(khung__word_id id, khung__language language)
{
    return khung__str_of(language == KHUNG__EN ? table[id].en : table[id].vi);
}

void khung__buf_fill(khung__buf *buf, khung__str word, const khung__str *args, size_t n)
{
    size_t start = 0;
    for (size_t i = 0; i + 2 < word.n; i++) {
        size_t arg = (size_t)(word.s[i + 1] - '0');
        if (word.s[i] != '{' || word.s[i + 2] != '}' || arg >= n)
            continue;
        khung__buf_add(buf, word.s + start, i - start);
        khung__buf_str(buf, args[arg]);
        start = i + 3;
        i += 2;
    }
    khung__buf_add(buf, word.s + start, word.n - start);
}

void khung__buf_word(khung__buf *buf, khung__word_id id, khung__language language, const khung__str *args, size_t n)
{
    khung__buf_fill(buf, khung__word(id, language), args, n);
}

khung__str khung__fill_in(khung__arena *arena, khung__str text, const khung__str *args, size_t n)
{
    khung__buf buf = {0};
    khung__buf_fill(&buf, text, args, n);
    return khung__buf_take(&buf, arena);
}

khung__str khung__word_in(khung__arena *arena, khung__word_id id, khung__language language, const khung__str *args, size_t n)
{
    khung__buf buf = {0};
    khung__buf_word(&buf, id, language, args, n);
    return khung__buf_take(&buf, arena);
}

void khung__buf_cell(khung__buf *buf, khung__str text, size_t width, bool last)
{
    size_t count = khung__utf8_count(text), keep = count > width ? width - 1 : count;
    const char *p = text.s, *end = text.n ? text.s + text.n : text.s;
    for (size_t i = 0; i < keep; i++)
        khung__utf8_next(&p, end);
    khung__buf_add(buf, text.s, text.s ? (size_t)(p - text.s) : 0);
    khung__buf_z(buf, count > width ? "…" : "");
    for (size_t i = count > width ? width : count; !last && i < width + 1; i++)
        khung__buf_char(buf, ' ');
}

/* Groups of three digits from the right of the whole part; the decimal sign of the language. */
void khung__buf_local(khung__buf *buf, khung__str number, khung__language language)
{
    size_t i = 0;
    if (number.n > 0 && number.s[0] == '-') {
        khung__buf_z(buf, "\u2212");
        i = 1;
    }
    const char *point = number.n ? memchr(number.s, '.', number.n) : NULL;
    size_t whole_end = point ? (size_t)(point - number.s) : number.n;
    for (; i < whole_end; i++) {
        khung__buf_char(buf, number.s[i]);
        if (i + 1 < whole_end && (whole_end - i - 1) % 3 == 0)
            khung__buf_char(buf, language == KHUNG__EN ? ',' : '.');
    }
    if (!point)
        return;
    khung__buf_char(buf, language == KHUNG__EN ? '.' : ',');
    khung__buf_add(buf, point + 1, number.n - whole_end - 1);
}

khung__str khung__local_in(khung__arena *arena, khung__str number, khung__language language)
{
    khung__buf buf = {0};
    khung__buf_local(&buf, number, language);
    return khung__buf_take(&buf, arena);
}

static void put_two_digits(khung__buf *buf, int value)
{
    khung__buf_char(buf, (char)('0' + value / 10 % 10));
    khung__buf_char(buf, (char)('0' + value % 10));
}

/* Decree 30/2020/NĐ-CP, annex I: days under 10 and months 1 and 2 carry a leading zero. */
static void put_month(khung__buf *buf, int month)
{
    if (month <= 2)
        put_two_digits(buf, month);
    else
        khung__buf_int(buf, month);
}

static void put_english(khung__buf *buf, khung__date date)
{
    static const char *const months[12] = {"January", "February", "March",     "April",   "May",      "June",
                                           "July",    "August",   "September", "October", "November", "December"};
    khung__buf_int(buf, date.day);
    khung__buf_char(buf, ' ');
    khung__buf_z(buf, months[date.month - 1]);
    khung__buf_char(buf, ' ');
    khung__buf_int(buf, date.year);
}

void khung__buf_date_long(khung__buf *buf, khung__date date, khung__language language)
{
    if (language == KHUNG__EN) {
        put_english(buf, date);
        return;
    }
    khung__buf_z(buf, "ngày ");
    put_two_digits(buf, date.day);
    khung__buf_z(buf, " tháng ");
    put_month(buf, date.month);
    khung__buf_z(buf, " năm ");
    khung__buf_int(buf, date.year);
}

void khung__buf_date_short(khung__buf *buf, khung__date date, khung__language language)
{
    if (language == KHUNG__EN) {
        put_english(buf, date);
        return;
    }
    put_two_digits(buf, date.day);
    khung__buf_char(buf, '/');
    put_month(buf, date.month);
    khung__buf_char(buf, '/');
    khung__buf_int(buf, date.year);
}

void khung__buf_day(khung__buf *buf, khung__str time, khung__language language)
{
    khung__date date;
    if (time.n >= 10 && khung__read_date((khung__str){time.s, 10}, &date))
        khung__buf_date_short(buf, date, language);
    else
        khung__buf_str(buf, time);
}

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

void khung__buf_moment(khung__buf *buf, khung__str time, khung__language language)
{
    khung__date day;
    struct tm wall;
    if (time.n < 20 || time.s[10] != 'T' || !khung__read_date((khung__str){time.s, 10}, &day)) {
        khung__buf_day(buf, time, language);
        return;
    }
    struct tm utc = {.tm_year = day.year - 1900, .tm_mon = day.month - 1, .tm_mday = day.day, .tm_hour = two_digits(time.s + 11),
                     .tm_min = two_digits(time.s + 14)};
    time_t at = timegm(&utc);
    if (!localtime_r(&at, &wall))
        wall = utc;
    day = (khung__date){(int16_t)(wall.tm_year + 1900), (int8_t)(wall.tm_mon + 1), (int8_t)wall.tm_mday};
    khung__buf_date_short(buf, day, language);
    khung__buf_printf(buf, ", %02d:%02d", wall.tm_hour, wall.tm_min);
}
