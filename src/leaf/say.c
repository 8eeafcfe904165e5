/* leaf/say: words, numbers and dates of the documents that are made without a result. */
#include "../leaf.h"

#include <string.h>

static khung__str kept(khung__leaf *l, khung__str text)
{
    if (!text.s) khung__doc_fail(l->doc, KHUNG_NO_MEMORY);
    return text;
}

static khung__str take(khung__leaf *l, khung__buf *buf)
{
    return kept(l, khung__buf_take(buf, l->arena));
}

khung__str khung__leaf_say(khung__leaf *l, khung__phrase_id id, const khung__str *args, size_t n)
{
    khung__str phrase = l->in->description->phrases[l->language][id];
    return n ? kept(l, khung__fill_in(l->arena, phrase, args, n)) : phrase;
}

khung__str khung__leaf_join(khung__leaf *l, const khung__str *parts, size_t n)
{
    khung__buf buf = {0};
    khung__buf_add(&buf, "", 0);
    for (size_t i = 0; i < n; i++) khung__buf_str(&buf, parts[i]);
    return take(l, &buf);
}

static khung__str local(khung__leaf *l, khung__buf *buf)
{
    khung__str text = buf->failed ? (khung__str){0} : khung__local_in(l->arena, (khung__str){buf->s, buf->n}, l->language);
    khung__buf_free(buf);
    return kept(l, text);
}

khung__str khung__leaf_int(khung__leaf *l, int64_t value)
{
    khung__buf buf = {0};
    khung__buf_int(&buf, value);
    return local(l, &buf);
}

khung__str khung__leaf_decimal(khung__leaf *l, khung__micro value, unsigned digits)
{
    int64_t unit = 1000000, size = value < 0 ? -value : value;
    for (unsigned i = 0; i < digits; i++) unit /= 10;
    int64_t steps = (size + unit / 2) / unit, whole = 1000000 / unit;
    khung__buf buf = {0};
    if (value < 0 && steps) khung__buf_char(&buf, '-');
    khung__buf_int(&buf, steps / whole);
    if (digits) khung__buf_printf(&buf, ".%0*lld", (int)digits, (long long)(steps % whole));
    return local(l, &buf);
}

khung__str khung__leaf_percent(khung__leaf *l, khung__micro value, unsigned digits)
{
    return KHUNG__GLUE(l, khung__leaf_decimal(l, value, digits), KHUNG__S("%"));
}

khung__str khung__leaf_date(khung__leaf *l, khung__date date)
{
    if (!date.year) return khung__word(KHUNG__W_DASH, l->language);
    khung__buf buf = {0};
    khung__buf_date_short(&buf, date, l->language);
    return take(l, &buf);
}

khung__str khung__leaf_long_date(khung__leaf *l, khung__date date)
{
    khung__buf buf = {0};
    khung__buf_date_long(&buf, date, l->language);
    return take(l, &buf);
}

khung__str khung__leaf_count(khung__leaf *l, khung__phrase_id one, khung__phrase_id many, int64_t n)
{
    khung__str number = khung__leaf_int(l, n);
    return khung__leaf_say(l, n == 1 ? one : many, &number, 1);
}

khung__str khung__leaf_named(khung__leaf *l, khung__str code, khung__str title)
{
    return code.n ? KHUNG__GLUE(l, code, KHUNG__S(".\u00a0"), title) : title;
}

khung__str khung__leaf_unbroken(khung__leaf *l, khung__str text)
{
    khung__buf buf = {0};
    khung__buf_add(&buf, "", 0);
    for (size_t i = 0; i < text.n; i++)
        if (text.s[i] == ' ') khung__buf_z(&buf, "\u00a0");
        else khung__buf_char(&buf, text.s[i]);
    return take(l, &buf);
}
