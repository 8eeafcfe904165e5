/* Cells of the tables that acts on assessments print. */
#include "assess.h"

void khung__put_cut(khung__buf *buf, khung__str text, size_t width, bool pad)
{
    size_t count = text.s ? khung__utf8_count(text) : 0, keep = count > width ? width - 1 : count;
    const char *p = text.s, *end = text.s ? text.s + text.n : NULL;
    for (size_t i = 0; i < keep; i++)
        khung__utf8_next(&p, end);
    khung__buf_add(buf, text.s ? text.s : "", text.s ? (size_t)(p - text.s) : 0);
    khung__buf_z(buf, count > width ? "…" : "");
    for (size_t i = count > width ? width : count; pad && i < width + 1; i++)
        khung__buf_char(buf, ' ');
}

khung__str khung__value_cell(khung__arena *arena, const khung_framework *f, const khung__criterion *k, khung__rat value, bool na, khung__language language)
{
    khung__buf number = {0};
    if (na)
        return khung__word(KHUNG__W_LIFE_NA, language);
    if (!value.has)
        return khung__word(KHUNG__W_DASH, language);
    for (uint32_t i = 0; k->scale != KHUNG__NONE && i < f->scales[k->scale].level_count; i++) {
        const khung__level *level = &f->scales[k->scale].levels[i];
        if ((k->choosable >> i & 1) && khung__rat_cmp(khung__rat_micro(arena, level->points), value) == 0)
            return level->id;
    }
    khung__buf_rat_shown(&number, value, f->digits);
    khung__str plain = khung__buf_take(&number, arena);
    return plain.s ? khung__local_in(arena, plain, language) : khung__word(KHUNG__W_DASH, language);
}

khung_status khung__hand_out(char **out, khung__buf *buf, khung_status status)
{
    khung__buf_z(buf, ""); /* an empty text is a text */
    if (status == KHUNG_OK && (buf->failed || !buf->s))
        status = KHUNG_NO_MEMORY;
    if (status == KHUNG_OK)
        *out = buf->s;
    else
        khung__buf_free(buf);
    return status;
}
