/* report/say: the document's phrases, numbers and dates as pages print them. Every number of a result
 * goes through here, so that it always equals the `shown` text of the result in the page's
 * language. */
#include "inner.h"

#include <string.h>

static khung__str absent(khung__report *report)
{
    khung__doc_fail(report->doc, KHUNG_NO_MEMORY);
    return (khung__str){0};
}

/* Moves a buffer into the document's arena. */
static khung__str take(khung__report *report, khung__buf *buf)
{
    khung__str text = khung__buf_take(buf, report->arena);
    return text.s ? text : absent(report);
}

khung__str khung__report_say(khung__report *report, khung__phrase_id id, const khung__str *args,
                             size_t n)
{
    if (!n) return khung__report_phrase(report, id);
    khung__str text = khung__fill_in(report->arena, khung__report_phrase(report, id), args, n);
    return text.s ? text : absent(report);
}

khung__str khung__report_join(khung__report *report, const khung__str *parts, size_t n)
{
    size_t length = 0;
    for (size_t i = 0; i < n; i++) length += parts[i].n;
    char *s = khung__arena_alloc(report->arena, length + 1);
    if (!s) return absent(report);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        if (parts[i].n) memcpy(s + at, parts[i].s, parts[i].n);
        at += parts[i].n;
    }
    return (khung__str){s, length};
}

static khung__str local(khung__report *report, khung__buf *buf)
{
    khung__str text = khung__local_in(report->arena, (khung__str){buf->s, buf->n},
                                      report->language);
    bool bad = buf->failed || !text.s;
    khung__buf_free(buf);
    return bad ? absent(report) : text;
}

khung__str khung__report_int(khung__report *report, int64_t value)
{
    khung__buf buf = {0};
    khung__buf_int(&buf, value);
    return local(report, &buf);
}

khung__rat khung__report_of_micro(khung__report *report, khung__micro value)
{
    return khung__rat_micro(report->arena, value);
}

/* A decimal of at most six places, without zeros at its end. */
khung__str khung__report_micro(khung__report *report, khung__micro value)
{
    khung__buf buf = {0};
    uint64_t size = value < 0 ? (uint64_t)-value : (uint64_t)value;
    if (value < 0) khung__buf_char(&buf, '-');
    khung__buf_int(&buf, (int64_t)(size / 1000000));
    char digits[8];
    uint64_t rest = size % 1000000;
    for (int i = 5; i >= 0; i--, rest /= 10) digits[i] = (char)('0' + rest % 10);
    size_t n = 6;
    while (n && digits[n - 1] == '0') n--;
    if (n) khung__buf_char(&buf, '.');
    khung__buf_add(&buf, digits, n);
    return local(report, &buf);
}

static khung__str with_digits(khung__report *report, khung__rat value, unsigned digits)
{
    if (!value.has) return khung__word(KHUNG__W_DASH, report->language);
    khung__buf buf = {0};
    khung__buf_rat_shown(&buf, value, digits);
    return local(report, &buf);
}

khung__str khung__report_shown(khung__report *report, khung__rat value)
{
    return with_digits(report, value, report->result->digits);
}

bool khung__rat_is_whole(khung__rat value)
{
    return value.has && value.den_n == 1 && value.den[0] == 1;
}

khung__str khung__report_bare(khung__report *report, khung__rat value)
{
    return with_digits(report, value, khung__rat_is_whole(value) ? 0 : report->result->digits);
}

khung__str khung__report_signed(khung__report *report, khung__rat value)
{
    khung__str text = khung__report_bare(report, value);
    bool plus = value.has && !value.negative && value.num_n;
    return plus ? KHUNG__JOIN(report, KHUNG__S("+"), text) : text;
}

/* The threshold that `value`, shown with so many digits, seems to reach but does not; false when
 * there is none. */
static bool feigned(khung__report *report, khung__rat value, unsigned digits,
                    khung__micro *threshold)
{
    khung__str text = with_digits(report, value, digits);
    for (size_t i = 0; i < report->threshold_count; i++) {
        khung__rat limit = khung__report_of_micro(report, report->thresholds[i]);
        if (!limit.has || khung__rat_cmp(value, limit) >= 0) continue;
        if (!khung__str_eq(text, with_digits(report, limit, digits))) continue;
        *threshold = report->thresholds[i];
        return true;
    }
    return false;
}

khung__str khung__report_percent_bare(khung__report *report, khung__rat value)
{
    unsigned digits = report->result->digits;
    khung__micro threshold = 0;
    if (!value.has) return with_digits(report, value, digits);
    while (digits < 9 && feigned(report, value, digits, &threshold)) digits++;
    if (digits < 9) return with_digits(report, value, digits);
    return KHUNG__SAY(report, JUST_UNDER, khung__report_micro(report, threshold));
}

khung__str khung__report_percent(khung__report *report, khung__rat value)
{
    khung__str text = khung__report_percent_bare(report, value);
    return value.has ? KHUNG__JOIN(report, text, KHUNG__S("%")) : text;
}

khung__str khung__report_date(khung__report *report, khung__date date)
{
    khung__buf buf = {0};
    khung__buf_date_short(&buf, date, report->language);
    return take(report, &buf);
}

khung__str khung__report_date_long(khung__report *report, khung__date date)
{
    khung__buf buf = {0};
    khung__buf_date_long(&buf, date, report->language);
    return take(report, &buf);
}

khung__str khung__report_period(khung__report *report)
{
    return KHUNG__JOIN(report, khung__report_date(report, report->result->from),
                       KHUNG__S("\u00a0–\u00a0"), khung__report_date(report, report->result->to));
}

khung__str khung__report_years(khung__report *report)
{
    khung__buf buf = {0};
    khung__buf_int(&buf, report->result->to.year);
    khung__str last = take(report, &buf);
    if (report->result->from.year == report->result->to.year) return last;
    khung__buf first = {0};
    khung__buf_int(&first, report->result->from.year);
    khung__str from = take(report, &first);
    return KHUNG__JOIN(report, from, KHUNG__S("–"), last);
}

khung__str khung__report_count(khung__report *report, khung__phrase_id one, khung__phrase_id many,
                               int64_t n, khung__str more)
{
    khung__str args[] = {khung__report_int(report, n), more};
    return khung__report_say(report, n == 1 ? one : many, args, 2);
}

khung__str khung__report_named(khung__report *report, khung__str code, khung__str title)
{
    return code.n ? KHUNG__JOIN(report, code, KHUNG__S(".\u00a0"), title) : title;
}

khung__str khung__report_short(khung__str code, khung__str title) { return code.n ? code : title; }

khung__str khung__report_domain_count(khung__report *report)
{
    static const khung__phrase_id words[] = {
        KHUNG__P_DOMAINS_1, KHUNG__P_DOMAINS_2,  KHUNG__P_DOMAINS_3,  KHUNG__P_DOMAINS_4,
        KHUNG__P_DOMAINS_5, KHUNG__P_DOMAINS_6,  KHUNG__P_DOMAINS_7,  KHUNG__P_DOMAINS_8,
        KHUNG__P_DOMAINS_9, KHUNG__P_DOMAINS_10, KHUNG__P_DOMAINS_11, KHUNG__P_DOMAINS_12};
    uint32_t n = report->framework->domains[0].child_count;
    if (n >= 1 && n <= 12) return khung__report_phrase(report, words[n - 1]);
    return KHUNG__SAY(report, DOMAINS, khung__report_int(report, n));
}
