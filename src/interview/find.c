/* interview/find: steps by code and by words, accents aside; and those that are still missing. */
#include "inside.h"

#include <string.h>

/* Whether every word of the fold `words` begins a word of the fold `text`. */
static bool has_words(khung__str text, khung__str words)
{
    for (const char *p = words.s, *end = words.n ? words.s + words.n : words.s; p < end;) {
        const char *blank = memchr(p, ' ', (size_t)(end - p)), *stop = blank ? blank : end;
        size_t n = (size_t)(stop - p);
        bool there = false;
        for (size_t i = 0; !there && i + n <= text.n; i++)
            there = (i == 0 || text.s[i - 1] == ' ') && memcmp(text.s + i, p, n) == 0;
        if (!there)
            return false;
        p = stop + (blank != NULL);
    }
    return true;
}

static void put_texts(khung__buf *out, const khung_interview *iv, khung__step step)
{
    khung__buf_str(out, khung__iv_code(iv, step));
    khung__buf_char(out, ' ');
    khung__buf_str(out, khung__iv_title(iv, step));
    if (step.kind != KHUNG__STEP_CRITERION)
        return;
    khung__buf_char(out, ' ');
    khung__buf_str(out, iv->f->criteria[step.index].ask);
    khung__buf_char(out, ' ');
    khung__buf_str(out, iv->f->criteria[step.index].id);
}

static bool is_meant(const khung_interview *iv, khung__step step, khung__str words, khung__arena *arena)
{
    khung__buf text = {0};
    put_texts(&text, iv, step);
    khung__str fold = text.failed ? (khung__str){0} : khung__text_fold(arena, (khung__str){text.s, text.n});
    khung__buf_free(&text);
    return fold.s && has_words(fold, words);
}

static bool has_code(const khung_interview *iv, khung__step step, khung__str words, khung__arena *arena)
{
    khung__str code = khung__iv_code(iv, step);
    return code.n && words.n && khung__str_eq(khung__text_fold(arena, code), words);
}

void khung__iv_find(khung_interview *iv)
{
    khung__arena arena = {0};
    khung__str words = khung__text_fold(&arena, (khung__str){iv->field.s, iv->field.n});
    iv->found_count = 0;
    iv->choice = 0;
    for (int pass = 0; pass < 2 && words.s; pass++)  /* the code that was typed goes before all */
        for (uint32_t i = 0; i < iv->step_count; i++) {
            bool code = has_code(iv, iv->steps[i], words, &arena);
            if (pass == 0 ? code : !code && is_meant(iv, iv->steps[i], words, &arena))
                iv->found[iv->found_count++] = i;
        }
    khung__arena_free(&arena);
}

void khung__iv_missing(khung_interview *iv)
{
    iv->found_count = 0;
    for (uint32_t i = 0; i < iv->step_count; i++)
        if (!khung__iv_step_done(iv, iv->steps[i]) && !khung__iv_step_optional(iv->steps[i]))
            iv->found[iv->found_count++] = i;
}
