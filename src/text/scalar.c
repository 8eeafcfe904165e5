/* The scalars of format.md: id, whole, decimal, date. */
#include "text.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool khung__is_id(khung__str s)
{
    if (s.n < 1 || s.n > 64 || s.s[0] == '-')
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.s[i]) && !(s.s[i] >= 'a' && s.s[i] <= 'z') && s.s[i] != '-')
            return false;
    return true;
}

/* Reads `0|[1-9][0-9]*` of at most 12 digits at *at, moves *at behind it. */
static bool read_digits(khung__str s, size_t *at, int64_t *out)
{
    size_t from = *at, i = from;
    int64_t value = 0;
    while (i < s.n && is_digit(s.s[i])) {
        if (i - from == 12)
            return false;
        value = value * 10 + (s.s[i++] - '0');
    }
    if (i == from || (s.s[from] == '0' && i - from > 1))
        return false;
    *at = i;
    *out = value;
    return true;
}

bool khung__read_whole(khung__str s, int64_t *out)
{
    size_t at = 0;
    int64_t value;
    if (!read_digits(s, &at, &value) || at != s.n)
        return false;
    *out = value;
    return true;
}

/* Reads the one to six digits of a fraction, which must end the text, as millionths. */
static bool read_fraction(khung__str s, size_t at, khung__micro *out)
{
    khung__micro value = 0, unit = KHUNG__MICRO / 10;
    if (at == s.n || s.n - at > 6)
        return false;
    for (; at < s.n; at++, unit /= 10) {
        if (!is_digit(s.s[at]))
            return false;
        value += (s.s[at] - '0') * unit;
    }
    *out = value;
    return true;
}

bool khung__read_decimal(khung__str s, khung__micro *out)
{
    size_t at = s.n && s.s[0] == '-';
    bool negative = at == 1;
    int64_t whole;
    khung__micro fraction = 0;
    if (!read_digits(s, &at, &whole))
        return false;
    if (at < s.n && (s.s[at] != '.' || !read_fraction(s, at + 1, &fraction)))
        return false;
    khung__micro value = whole * KHUNG__MICRO + fraction;
    if (negative && value == 0)
        return false;
    *out = negative ? -value : value;
    return true;
}

/* The days of a month of the Gregorian calendar. */
static int days_of(int year, int month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool khung__read_date(khung__str s, khung__date *out)
{
    if (s.n != 10 || s.s[4] != '-' || s.s[7] != '-')
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (i != 4 && i != 7 && !is_digit(s.s[i]))
            return false;
    const char *d = s.s;
    int year = (d[0] - '0') * 1000 + (d[1] - '0') * 100 + (d[2] - '0') * 10 + (d[3] - '0');
    int month = (d[5] - '0') * 10 + (d[6] - '0');
    int day = (d[8] - '0') * 10 + (d[9] - '0');
    if (year < 1000 || month < 1 || month > 12 || day < 1 || day > days_of(year, month))
        return false;
    *out = (khung__date){(int16_t)year, (int8_t)month, (int8_t)day};
    return true;
}

int khung__date_cmp(khung__date a, khung__date b)
{
    int x = a.year * 10000 + a.month * 100 + a.day;
    int y = b.year * 10000 + b.month * 100 + b.day;
    return (x > y) - (x < y);
}

khung__date khung__date_add_months(khung__date d, int months)
{
    int64_t index = (int64_t)d.year * 12 + d.month - 1 + months;
    /* Years stay within 1 to 9999; what lies outside is clipped to the first or last day there. */
    if (index < 12)
        return (khung__date){1, 1, 1};
    if (index >= 10000 * 12)
        return (khung__date){9999, 12, 31};
    int year = (int)(index / 12), month = (int)(index % 12) + 1;
    int last = days_of(year, month);
    return (khung__date){(int16_t)year, (int8_t)month, (int8_t)(d.day < last ? d.day : last)};
}

int khung__date_months_between(khung__date a, khung__date b)
{
    int months = (b.year - a.year) * 12 + (b.month - a.month);
    if (khung__date_cmp(khung__date_add_months(a, months), b) > 0)
        months--;
    return months;
}

void khung__buf_date(khung__buf *buf, khung__date d)
{
    char text[10] = "0000-00-00";
    int year = d.year;
    for (int i = 3; i >= 0; i--, year /= 10)
        text[i] = (char)('0' + year % 10);
    text[5] = (char)('0' + d.month / 10);
    text[6] = (char)('0' + d.month % 10);
    text[8] = (char)('0' + d.day / 10);
    text[9] = (char)('0' + d.day % 10);
    khung__buf_add(buf, text, sizeof text);
}
