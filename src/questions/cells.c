/* questions/cells: texts and numbers as cells of tables have them. */
#include "../questions.h"

#include <string.h>

/* The signs that begin a formula, the full-width ones of East Asian keyboards among them; the apostrophe itself, so that it is not lost. */
static bool begins_formula(khung__str s)
{
    static const char *const wide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    if (s.n == 0)
        return false;
    if (memchr("=+-@\t\r'", s.s[0], 7))
        return true;
    for (size_t i = 0; i < 4; i++)
        if (s.n >= 3 && memcmp(s.s, wide[i], 3) == 0)
            return true;
    return false;
}

bool khung__questions_is_formula(khung__str text)
{
    khung__micro number;
    return begins_formula(text) && !khung__read_decimal(text, &number);
}

khung__str khung__questions_unguarded(khung__str text)
{
    if (text.n < 2 || text.s[0] != '\'')
        return text;
    khung__str rest = {text.s + 1, text.n - 1};
    return begins_formula(rest) ? rest : text;
}

void khung__questions_number(khung__buf *buf, khung__micro value)
{
    int64_t size = value < 0 ? -value : value, rest = size % KHUNG__MICRO;
    if (value < 0)
        khung__buf_char(buf, '-');
    khung__buf_int(buf, size / KHUNG__MICRO);
    if (rest == 0)
        return;
    int digits = 6;
    for (; rest % 10 == 0; digits--)
        rest /= 10;
    khung__buf_printf(buf, ".%0*d", digits, (int)rest);
}
