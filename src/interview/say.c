/* interview/say: values as people type them, and as the screen shows them. */
#include "inside.h"

#include <stdio.h>
#include <string.h>

/* ---- numbers ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How many '.' and ',' there are, and where the last of either stands. */
typedef struct signs {
    size_t points, commas;
    const char *last;
} signs;

static signs count_signs(khung__str text)
{
    signs s = {0};
    for (size_t i = 0; i < text.n; i++) {
        s.points += text.s[i] == '.';
        s.commas += text.s[i] == ',';
        if (text.s[i] == '.' || text.s[i] == ',')
            s.last = text.s + i;
    }
    return s;
}

/* Whether all groups behind the first have three digits, from the sign on up to `end`. */
static bool grouped(khung__str text, char sign, const char *end)
{
    const char *p = memchr(text.s, sign, text.n);
    if (!p || p == text.s || p - text.s > 3 + (text.s[0] == '-'))
        return false;
    for (; p < end; p += 4)
        if (*p != sign || end - p < 4 || !is_digit(p[1]) || !is_digit(p[2]) || !is_digit(p[3]))
            return false;
    return true;
}

/* The number with the decimal sign at `point` (NULL: none) and nothing else but digits. */
static khung__typed put_number(khung__buf *out, khung__str text, const char *point)
{
    khung__micro value;
    size_t from = out->n;
    for (const char *p = text.s, *end = text.s + text.n; p < end; p++) {
        if (p == point && p + 1 < end)
            khung__buf_char(out, '.');
        else if (is_digit(*p) || (*p == '-' && p == text.s))
            khung__buf_char(out, *p);
        else if (*p != '.' && *p != ',' && *p != ' ')
            return KHUNG__TYPED_BAD;
    }
    if (out->failed || out->n == from)
        return KHUNG__TYPED_BAD;
    const char *p = out->s + from;
    size_t n = out->n - from, zeros = 0;
    while (zeros + 1 < n && p[zeros] == '0' && is_digit(p[zeros + 1]))
        zeros++;
    if (zeros) { /* 007: files write no zeros before */
        memmove(out->s + from, p + zeros, n - zeros);
        out->n -= zeros;
        out->s[out->n] = '\0';
    }
    return khung__read_decimal((khung__str){out->s + from, out->n - from}, &value) ? KHUNG__TYPED_GOOD : KHUNG__TYPED_BAD;
}

khung__typed khung__typed_number(khung__buf *out, khung__str text)
{
    text = khung__text_trim(text);
    signs s = count_signs(text);
    const char *end = text.s + text.n;
    if (text.n == 0)
        return KHUNG__TYPED_BAD;
    if (s.points && s.commas) { /* the last sign is the decimal one, and alone of its kind */
        char other = *s.last == '.' ? ',' : '.';
        bool good = (*s.last == '.' ? s.points : s.commas) == 1 && grouped(text, other, s.last);
        return good ? put_number(out, text, s.last) : KHUNG__TYPED_BAD;
    }
    if (s.points + s.commas > 1)
        return grouped(text, *s.last, end) ? put_number(out, text, NULL) : KHUNG__TYPED_BAD;
    if (s.last && grouped(text, *s.last, end) && text.s[text.s[0] == '-'] != '0')
        return KHUNG__TYPED_TWO_WAYS;
    return put_number(out, text, s.last);
}

/* ---- dates ---- */

bool khung__typed_date(khung__date *out, khung__str text)
{
    unsigned part[3] = {0}, n = 0;
    size_t length[3] = {0};
    char iso[32];
    text = khung__text_trim(text);
    for (size_t i = 0; i < text.n; i++) {
        if (is_digit(text.s[i]) && length[n] < 4) {
            part[n] = part[n] * 10 + (unsigned)(text.s[i] - '0');
            length[n]++;
        } else if (n < 2 && length[n] && strchr("/-. ", text.s[i])) {
            n++;
        } else {
            return false;
        }
    }
    bool year_first = length[0] == 4;
    if (n != 2 || !length[2] || length[year_first ? 0 : 2] != 4 || length[year_first ? 2 : 0] > 2 || length[1] > 2)
        return false;
    snprintf(iso, sizeof iso, "%04u-%02u-%02u", part[year_first ? 0 : 2], part[1], part[year_first ? 2 : 0]);
    return khung__read_date(khung__str_of(iso), out);
}

/* ---- what the screen shows ---- */

static void put_date(khung__buf *out, const khung_interview *iv, khung__str text)
{
    khung__date date;
    if (khung__read_date(text, &date))
        khung__buf_date_short(out, date, iv->language);
}

static void put_fact(khung__buf *out, const khung_interview *iv, uint32_t index)
{
    const khung__fact *fact = &iv->f->facts[index];
    khung__str text = iv->facts[index];
    if (fact->type == KHUNG__FLAG)
        khung__buf_str(out, khung__word(khung__str_eq(text, KHUNG__S("true")) ? KHUNG__W_Q_YES : KHUNG__W_Q_NO, iv->language));
    for (uint32_t i = 0; fact->type == KHUNG__CHOICE && i < fact->option_count; i++)
        if (khung__str_eq(text, fact->options[i].id))
            khung__buf_str(out, fact->options[i].title);
    if (fact->type == KHUNG__DECIMAL) {
        khung__buf_local(out, text, iv->language);
        khung__buf_z(out, fact->unit.n ? " " : "");
        khung__buf_str(out, fact->unit);
    }
}

/* "3/4": so many checks hold of those there are; "?" behind it while one is missing. */
static void put_checks(khung__buf *out, const khung_interview *iv, khung__step step, const khung__said *said)
{
    const khung__criterion *k = &iv->f->criteria[step.index];
    uint32_t held = 0;
    for (uint32_t i = 0; said->checks && i < k->check_count; i++)
        held += said->checks[i] == 1;
    khung__buf_printf(out, "%u/%u%s", (unsigned)held, (unsigned)k->check_count, khung__iv_step_done(iv, step) || said->carried ? "" : " ?");
}

static void put_criterion(khung__buf *out, const khung_interview *iv, khung__step step)
{
    const khung__criterion *k = &iv->f->criteria[step.index];
    const khung__said *said = &iv->said[step.index];
    if (said->kind == KHUNG__ANSWER_LEVEL && said->level != KHUNG__NONE) {
        const khung__level *level = &iv->f->scales[k->scale].levels[said->level];
        khung__buf_str(out, level->title.n ? level->title : level->id);
    }
    if (said->kind == KHUNG__ANSWER_NA)
        khung__buf_str(out, khung__word(KHUNG__W_IV_NA_SHORT, iv->language));
    if (said->kind == KHUNG__ANSWER_CHECKS)
        put_checks(out, iv, step, said);
    if (said->kind == KHUNG__ANSWER_QUANTITY) {
        khung__buf_local(out, said->text, iv->language);
        khung__buf_z(out, k->unit.n ? " " : "");
        khung__buf_str(out, k->unit);
    }
}

void khung__iv_value(khung__buf *out, const khung_interview *iv, khung__step step)
{
    if (step.kind == KHUNG__STEP_CRITERION)
        put_criterion(out, iv, step);
    else if (step.kind == KHUNG__STEP_FACT && iv->facts[step.index].n)
        put_fact(out, iv, step.index);
    else if (step.kind == KHUNG__STEP_ABOUT && (step.index == KHUNG__ABOUT_FROM || step.index == KHUNG__ABOUT_TO))
        put_date(out, iv, iv->about[step.index]);
    else if (step.kind == KHUNG__STEP_ABOUT)
        khung__buf_str(out, iv->about[step.index]);
}

khung__str khung__iv_code(const khung_interview *iv, khung__step step)
{
    return step.kind == KHUNG__STEP_CRITERION ? iv->f->criteria[step.index].code : (khung__str){"", 0};
}

khung__str khung__iv_title(const khung_interview *iv, khung__step step)
{
    static const khung__word_id about[] = {KHUNG__W_Q_ORGANISATION_NAME, KHUNG__W_Q_FROM, KHUNG__W_Q_TO, KHUNG__W_Q_BY_NAME, KHUNG__W_Q_BY_ROLE};
    if (step.kind == KHUNG__STEP_ABOUT)
        return khung__word(about[step.index], iv->language);
    return step.kind == KHUNG__STEP_FACT ? iv->f->facts[step.index].ask : iv->f->criteria[step.index].title;
}
