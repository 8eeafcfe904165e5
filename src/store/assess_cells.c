/* Cells of the tables that acts on assessments print. */
#include "assess.h"

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
