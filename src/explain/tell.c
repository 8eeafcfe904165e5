/* Numbers and names as explanations write them. */
#include "tell.h"

khung__str khung__tell_shown(const khung__teller *t, khung__rat value)
{
    if (!value.has)
        return khung__word(KHUNG__W_DASH, t->language);
    khung__buf buf = {0};
    khung__buf_rat_shown(&buf, value, t->result->digits);
    return khung__local_in(t->arena, khung__buf_take(&buf, t->arena), t->language);
}

khung__str khung__tell_percent(const khung__teller *t, khung__rat value)
{
    khung__buf buf = {0};
    khung__buf_str(&buf, khung__tell_shown(t, value));
    if (value.has)
        khung__buf_char(&buf, '%');
    return khung__buf_take(&buf, t->arena);
}

static bool is_whole(khung__rat value)
{
    return value.den_n == 1 && value.den[0] == 1;
}

/* Truncation is half-up rounding of the value moved half a unit towards zero. */
static khung__rat towards_zero(const khung__teller *t, khung__rat value)
{
    khung__rat half = khung__rat_micro(t->arena, 50); /* 0.00005 */
    return value.negative ? khung__rat_add(t->arena, value, half) : khung__rat_sub(t->arena, value, half);
}

static khung__str without_trailing_zeros(khung__str number)
{
    while (number.n > 0 && number.s[number.n - 1] == '0')
        number.n--;
    if (number.n > 0 && number.s[number.n - 1] == '.')
        number.n--;
    return number;
}

khung__str khung__tell_cut(const khung__teller *t, khung__rat value)
{
    if (!value.has)
        return khung__word(KHUNG__W_DASH, t->language);
    khung__rat times = khung__rat_mul(t->arena, value, khung__rat_int(t->arena, 10000));
    bool whole = times.has && is_whole(times);
    khung__buf buf = {0};
    khung__buf_rat_shown(&buf, whole ? value : towards_zero(t, value), 4);
    khung__str text = khung__buf_take(&buf, t->arena);
    if (whole)
        return khung__local_in(t->arena, without_trailing_zeros(text), t->language);
    khung__buf_local(&buf, text, t->language);
    khung__buf_z(&buf, "…");
    return khung__buf_take(&buf, t->arena);
}

khung__str khung__tell_exact(const khung__teller *t, khung__rat value)
{
    if (!value.has)
        return khung__word(KHUNG__W_DASH, t->language);
    khung__rat times = khung__rat_mul(t->arena, value, khung__rat_int(t->arena, 10000));
    if (times.has && is_whole(times))
        return khung__tell_cut(t, value);
    khung__buf buf = {0};
    khung__buf_rat(&buf, value);
    return khung__buf_take(&buf, t->arena);
}

khung__str khung__tell_micro(const khung__teller *t, khung__micro value)
{
    return khung__tell_exact(t, khung__rat_micro(t->arena, value));
}

khung__str khung__tell_margin(const khung__teller *t, khung__rat distance)
{
    int64_t unit = KHUNG__MICRO;
    for (unsigned i = 0; i < t->result->digits; i++)
        unit /= 10;
    khung__rat least = khung__rat_micro(t->arena, unit / 2);
    if (khung__rat_cmp(distance, least) >= 0)
        return khung__tell_shown(t, distance);
    return TELL(t, LESS_THAN, khung__tell_shown(t, khung__rat_micro(t->arena, unit)));
}

khung__str khung__tell_value(const khung__teller *t, khung__value value)
{
    static const khung__word_id words[] = {KHUNG__W_NO, KHUNG__W_YES, KHUNG__W_UNKNOWN, KHUNG__W_VOID};
    return khung__word(words[value], t->language);
}

khung__str khung__tell_name(const khung__teller *t, khung__str code, khung__str title)
{
    if (code.n == 0)
        return title;
    khung__buf buf = {0};
    khung__buf_str(&buf, code);
    khung__buf_char(&buf, ' ');
    khung__buf_str(&buf, title);
    return khung__buf_take(&buf, t->arena);
}

khung__str khung__tell_count(const khung__teller *t, uint32_t n)
{
    khung__buf buf = {0};
    khung__buf_int(&buf, n);
    return khung__buf_take(&buf, t->arena);
}

bool khung__tell_room(khung__explanation *out, const khung__teller *t, size_t terms, size_t steps)
{
    *out = (khung__explanation){0};
    out->terms = khung__arena_alloc(t->arena, (terms ? terms : 1) * sizeof *out->terms);
    out->steps = khung__arena_alloc(t->arena, (steps ? steps : 1) * sizeof *out->steps);
    return out->terms && out->steps;
}

khung__reason *khung__tell_step(khung__explanation *out)
{
    return &out->steps[out->step_count++];
}

void khung__tell_working(const khung__teller *t, khung__reason *step, khung__rat value)
{
    khung__buf buf = {0};
    khung__buf_rat(&buf, value);
    step->exact = khung__buf_take(&buf, t->arena);
    if (value.has && !is_whole(value))
        step->decimals = khung__tell_cut(t, value);
}
