/* sheet/number: numbers of XLSX as people read them. The file keeps binary floats as decimal text of up to seventeen digits, dates as
 * days since 1900 or 1904, and says by format codes how to show them. All is done on the digits; there is no float here. */
#include "inside.h"

#include <string.h>

enum { EXACT_DIGITS = 15 /* as many as spreadsheets show */, MOST_DIGITS = 400, MOST_EXPONENT = 330 };

/* digits × 10^(point - n): the number's digits and how many of them stand before its point. */
typedef struct decimal {
    char digit[MOST_DIGITS];
    int n, point;
    bool negative, fraction, exponent;
} decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The exponent behind the E, which must end the text. */
static bool read_exponent(khung__str s, decimal *out)
{
    bool negative = s.n && s.s[0] == '-';
    size_t i = s.n && (s.s[0] == '-' || s.s[0] == '+');
    int value = 0;
    if (i == s.n)
        return false;
    for (; i < s.n; i++) {
        if (!is_digit(s.s[i]) || value > MOST_EXPONENT)
            return false;
        value = value * 10 + (s.s[i] - '0');
    }
    out->exponent = true;
    out->point += negative ? -value : value;
    return value <= MOST_EXPONENT;
}

static void add_digit(decimal *out, char digit)
{
    out->digit[out->n++] = digit;
    out->point += !out->fraction;
}

static bool read_number(khung__str s, decimal *out)
{
    *out = (decimal){.negative = s.n && s.s[0] == '-'};
    for (size_t i = out->negative; i < s.n; i++) {
        if (s.s[i] == 'e' || s.s[i] == 'E')
            return out->n > 0 && read_exponent((khung__str){s.s + i + 1, s.n - i - 1}, out);
        if (s.s[i] == '.' && !out->fraction)
            out->fraction = true;
        else if (is_digit(s.s[i]) && out->n < MOST_DIGITS)
            add_digit(out, s.s[i]);
        else
            return false;
    }
    return out->n > 0;
}

static void drop_leading_zeros(decimal *d)
{
    int zeros = 0;
    while (zeros < d->n - 1 && d->digit[zeros] == '0')
        zeros++;
    memmove(d->digit, d->digit + zeros, (size_t)(d->n - zeros));
    d->n -= zeros;
    d->point -= zeros;
}

/* To fifteen digits, half up; zeros that this leaves behind the point go. */
static void round_off(decimal *d)
{
    int i = EXACT_DIGITS;
    if (d->n <= EXACT_DIGITS)
        return;
    bool up = d->digit[i] >= '5';
    d->n = EXACT_DIGITS;
    while (up && i > 0) {
        i--;
        up = d->digit[i] == '9';
        d->digit[i] = up ? '0' : (char)(d->digit[i] + 1);
    }
    if (up) { /* 999…9: one digit more before the point */
        memmove(d->digit + 1, d->digit, EXACT_DIGITS - 1);
        d->digit[0] = '1';
        d->point++;
    }
    while (d->n > 1 && d->n > d->point && d->digit[d->n - 1] == '0')
        d->n--;
}

static bool is_zero(const decimal *d)
{
    for (int i = 0; i < d->n; i++)
        if (d->digit[i] != '0')
            return false;
    return true;
}

static void put_decimal(khung__buf *out, const decimal *d)
{
    if (d->negative && !is_zero(d))
        khung__buf_char(out, '-');
    if (d->point <= 0)
        khung__buf_char(out, '0');
    for (int i = 0; i < d->point; i++)
        khung__buf_char(out, i < d->n ? d->digit[i] : '0');
    if (d->n <= d->point)
        return;
    khung__buf_char(out, '.');
    for (int i = d->point; i < d->n; i++)
        khung__buf_char(out, i < 0 ? '0' : d->digit[i]);
}

/* ---- dates ---- */

/* Day 0 is 1970-01-01. After Howard Hinnant's "chrono-compatible low-level date algorithms": eras of 400 years from 1 March 0000. */
static khung__date date_of(int32_t days)
{
    int32_t z = days + 719468, era = z / 146097, day = z % 146097;
    int32_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365, rest = day - (365 * year + year / 4 - year / 100);
    int32_t month = (5 * rest + 2) / 153;
    khung__date d = {.day = (int8_t)(rest - (153 * month + 2) / 5 + 1), .month = (int8_t)(month < 10 ? month + 3 : month - 9)};
    d.year = (int16_t)(year + era * 400 + (d.month <= 2));
    return d;
}

/* Days since 1900 with its false 29 February, or since 1904. False for what is no day: times of a day, day 60, far off. */
static bool put_date(khung__buf *out, const decimal *d, bool since_1904)
{
    enum { UNIX_EPOCH = 25569, FALSE_DAY = 60, FROM_1904 = 1462, LAST = 2958465 };
    int32_t serial = 0;
    for (int i = 0; i < d->point; i++) {
        if (serial > LAST)
            return false;
        serial = serial * 10 + (i < d->n ? d->digit[i] - '0' : 0);
    }
    serial += since_1904 ? FROM_1904 : 0;
    if (d->negative || serial < 1 || serial == FALSE_DAY || serial > LAST)
        return false;
    khung__buf_date(out, date_of(serial - UNIX_EPOCH + (serial < FALSE_DAY)));
    return true;
}

void khung__sheet_number(khung__buf *out, khung__str number, int style, bool since_1904)
{
    decimal d;
    khung__str s = khung__text_trim(number);
    if (!read_number(s, &d)) {
        khung__buf_str(out, s);
        return;
    }
    bool whole = !d.fraction && !d.exponent;
    drop_leading_zeros(&d);
    if (style == SHEET_DATE && put_date(out, &d, since_1904))
        return;
    for (int i = d.point; style > 0 && whole && !d.negative && i < style; i++)
        khung__buf_char(out, '0');
    if (!d.exponent && d.n <= EXACT_DIGITS) {
        khung__buf_str(out, s);
        return;
    }
    if (!whole) /* whole numbers of many digits are somebody's identifiers: they stay */
        round_off(&d);
    put_decimal(out, &d);
}

/* ---- format codes ---- */

int khung__sheet_format_numbered(long id)
{
    bool date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
    return date ? SHEET_DATE : 0;
}

/* Years and days outside quotes, brackets and escapes make a date; months alone may be minutes. */
int khung__sheet_format(khung__str code)
{
    size_t zeros = 0;
    for (size_t i = 0; i < code.n; i++) {
        char c = code.s[i], end = c == '"' ? '"' : c == '[' ? ']' : '\0';
        if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else if (end) {
            const char *close = i + 1 < code.n ? memchr(code.s + i + 1, end, code.n - i - 1) : NULL;
            i = close ? (size_t)(close - code.s) : code.n;
        } else if (memchr("yYdD", c, 4)) {
            return SHEET_DATE;
        }
        zeros += c == '0';
    }
    return zeros == code.n && zeros > 1 && zeros < 32 ? (int)zeros : 0;
}
