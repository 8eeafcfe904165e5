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

khung_status khung__no_criterion(const khung_framework *f, khung__str word, khung__arena *arena, khung_log *log)
{
    khung__str *names = khung__arena_alloc(arena, (2 * f->criterion_count + 1) * sizeof *names);
    size_t n = 0;
    for (uint32_t i = 0; names && i < f->criterion_count; i++) {
        names[n++] = f->criteria[i].id;
        if (f->criteria[i].code.n)
            names[n++] = f->criteria[i].code;
    }
    khung_status status = KHUNG__DIAG(log, KHUNG__D_REVIEW_NO_CRITERION, (khung__at){0}, word, f->id);
    if (names && log)
        khung__diag_suggest(log, word, names, n);
    return status;
}

khung_status khung__assess_named(khung__str *out, khung__change *change, const khung__life *life, const khung__str *words, size_t count)
{
    khung_framework *f = NULL;
    khung_status status = khung__work_framework(&f, change->store, life, change->log);
    for (size_t i = 0; i < count && status == KHUNG_OK; i++) {
        khung__str id = khung__framework_named(f, words[i]);
        if (khung__framework_criterion(f, id) == KHUNG__NONE)
            status = khung__no_criterion(f, words[i], &change->arena, change->log);
        else
            out[i] = khung__str_copy(&change->arena, id);
        if (status == KHUNG_OK && !out[i].s)
            status = KHUNG_NO_MEMORY;
    }
    khung_framework_free(f);
    return status;
}

void khung__buf_wrapped(khung__buf *buf, khung__str text, size_t at, size_t left)
{
    enum { COLUMNS = 80 };
    bool first = true;
    for (const char *p = text.n ? text.s : "", *end = p + text.n; p < end;) {
        const char *word = p;
        while (p < end && *p != ' ' && *p != '\n')
            p++;
        khung__str piece = {word, (size_t)(p - word)};
        size_t width = khung__utf8_count(piece);
        if (!first && at + 1 + width > COLUMNS) {
            khung__buf_char(buf, '\n');
            for (at = 0; at < left; at++)
                khung__buf_char(buf, ' ');
        } else if (!first) {
            khung__buf_char(buf, ' ');
            at++;
        }
        khung__buf_str(buf, piece);
        at += width;
        first = false;
        while (p < end && (*p == ' ' || *p == '\n'))
            p++;
    }
    khung__buf_char(buf, '\n');
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
