/* rational: exact fractions of any size. 128-bit where they fit, libgmp's mpn layer where they do not; never a float. */
#ifndef KHUNG_RATIONAL_H
#define KHUNG_RATIONAL_H

#include "text.h"

/* A reduced fraction that lies in an arena: sign, numerator and denominator as little-endian 64-bit limbs (denominator > 0, zero
 * has num_n 0 and denominator 1). `has` false means "no value" (null in the result, a dash on paper). */
typedef struct khung__rat {
    bool has, negative;
    uint32_t num_n, den_n;
    const uint64_t *num, *den;
} khung__rat;

/* No value. */
khung__rat khung__rat_none(void);
/* num / den, reduced; none when den is zero or memory ends. Lengths need not be trimmed. */
khung__rat khung__rat_make(khung__arena *arena, bool negative, const uint64_t *num, uint32_t num_n, const uint64_t *den, uint32_t den_n);
khung__rat khung__rat_micro(khung__arena *arena, khung__micro value); /* value / 10^6, reduced */
khung__rat khung__rat_int(khung__arena *arena, int64_t value);
int khung__rat_cmp(khung__rat a, khung__rat b);                       /* exact; both must have a value */
/* Results lie in the arena; has is false when memory ends, when an operand has no value, or on division by zero. */
khung__rat khung__rat_add(khung__arena *arena, khung__rat a, khung__rat b);
khung__rat khung__rat_sub(khung__arena *arena, khung__rat a, khung__rat b);
khung__rat khung__rat_mul(khung__arena *arena, khung__rat a, khung__rat b);
khung__rat khung__rat_div(khung__arena *arena, khung__rat a, khung__rat b);
/* "11/4", "3", "-1/2" */
void khung__buf_rat(khung__buf *buf, khung__rat value);
/* `digits` decimals (0 to 9), rounded half away from zero, what rounds to zero has no sign, a point as separator. */
void khung__buf_rat_shown(khung__buf *buf, khung__rat value, unsigned digits);
/* The nearest double, for DRAWING only. 0 without a value. */
double khung__rat_approx(khung__rat value);

#endif
