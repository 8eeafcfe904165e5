/* What the files of explain share: who tells to whom, numbers as words, the growing list of steps. */
#ifndef KHUNG_EXPLAIN_TELL_H
#define KHUNG_EXPLAIN_TELL_H

#include "../explain.h"

typedef struct khung__teller {
    khung__arena *arena;
    const khung_framework *framework;
    const khung_result *result;
    khung__language language;
} khung__teller;

#define TELL(t, id, ...)                                                                                   \
    khung__word_in((t)->arena, KHUNG__W_##id, (t)->language,                                               \
                   (const khung__str[]){(khung__str){0}, ##__VA_ARGS__} + 1,                               \
                   sizeof((const khung__str[]){(khung__str){0}, ##__VA_ARGS__}) / sizeof(khung__str) - 1)

/* As `shown` in the result, in the teller's locale; a dash without a value. */
khung__str khung__tell_shown(const khung__teller *t, khung__rat value);
/* The shown number with a percent sign. */
khung__str khung__tell_percent(const khung__teller *t, khung__rat value);
/* Short and exact: "3", "2,75", else the fraction "22/9". */
khung__str khung__tell_exact(const khung__teller *t, khung__rat value);
/* Cut (not rounded) to four decimals, with "…" where something was cut: "2,4444…". */
khung__str khung__tell_cut(const khung__teller *t, khung__rat value);
khung__str khung__tell_micro(const khung__teller *t, khung__micro value);
/* A distance as shown; where that rounds to zero, "less than 0,01" in words. */
khung__str khung__tell_margin(const khung__teller *t, khung__rat distance);
khung__str khung__tell_value(const khung__teller *t, khung__value value);
/* "F2 Tên" or the title alone where there is no code. */
khung__str khung__tell_name(const khung__teller *t, khung__str code, khung__str title);
khung__str khung__tell_count(const khung__teller *t, uint32_t n);

/* Adds an empty step to `out` (room was made by khung__tell_room) and returns it. */
khung__reason *khung__tell_step(khung__explanation *out);
bool khung__tell_room(khung__explanation *out, const khung__teller *t, size_t terms, size_t steps);
/* Fills exact and decimals from a value. */
void khung__tell_working(const khung__teller *t, khung__reason *step, khung__rat value);
/* Why a criterion counts as it does, in a few words. */
khung__str khung__tell_basis(const khung__teller *t, uint32_t criterion);
/* How far the total is from what `grade` asks of it ("13,74"); the absent string when the grade asks no more of the total. */
khung__str khung__tell_total_margin(const khung__teller *t, uint32_t grade);

#endif
