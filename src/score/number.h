/* number: a whole number >= 0 that is small (128 bits) until it overflows, then limbs on memory sized when the framework
 * was prepared. Everything that scoring adds up is >= 0 (points and weights are), so no sign is kept. */
#ifndef KHUNG_SCORE_NUMBER_H
#define KHUNG_SCORE_NUMBER_H

#include "../rational/natural.h"

/* n = 0: `small` is the value. Else limbs[0..n), more than 2 of them. `limbs` is the number's own room of `room` limbs. */
typedef struct khung__num {
    khung__u128 small;
    uint64_t *limbs;
    uint32_t n, room;
} khung__num;

/* Room for passing results and for gcd and division; `failed` says that a number outgrew its room (a defect of the bounds
 * that prepare works out). */
typedef struct khung__work {
    uint64_t *limbs;      /* WORK_NUMBERS pieces of `room` limbs, then the room of gcd and division */
    uint32_t room;
    bool failed;
} khung__work;
enum { KHUNG__WORK_NUMBERS = 4 };

/* Limbs that a khung__work for numbers of `room` limbs needs. */
size_t khung__work_limbs(uint32_t room);

/* The fast half of every operation, in 128 bits; false: it does not fit, nothing is changed. */
static inline bool khung__mul_fits(khung__u128 *r, khung__u128 a, khung__u128 b)
{
    if (!(uint64_t)((a | b) >> 64)) {
        *r = a * b;
        return true;
    }
    if (a >> 64 && b >> 64)
        return false;
    khung__u128 big = a >> 64 ? a : b, other = a >> 64 ? b : a;
    khung__u128 low = (khung__u128)(uint64_t)big * other, high = (big >> 64) * other;
    if (high >> 64 || low + (high << 64) < low)
        return false;
    *r = low + (high << 64);
    return true;
}

static inline bool khung__add_fits(khung__u128 *r, khung__u128 a, khung__u128 b)
{
    if (a + b < a)
        return false;
    *r = a + b;
    return true;
}

static inline void khung__num_set(khung__num *r, khung__u128 value)
{
    r->small = value;
    r->n = 0;
}

/* Where the limbs of a number stand: its own, or `pair` for a small one. */
const uint64_t *khung__num_limbs(const khung__num *a, uint64_t pair[2], uint32_t *n);
/* A number from limbs, copied into its room. */
void khung__num_put(khung__work *work, khung__num *r, const uint64_t *limbs, uint32_t n);
/* r may be an operand in all of these; only r's own room is written. */
void khung__num_copy(khung__work *work, khung__num *r, const khung__num *a);
void khung__num_add(khung__work *work, khung__num *r, const khung__num *a, const khung__num *b);
void khung__num_sub(khung__work *work, khung__num *r, const khung__num *a, const khung__num *b); /* a >= b */
void khung__num_mul(khung__work *work, khung__num *r, const khung__num *a, const khung__num *b);
void khung__num_mul_small(khung__work *work, khung__num *r, const khung__num *a, khung__u128 b);
/* Rounded down; b > 0. */
void khung__num_div(khung__work *work, khung__num *r, const khung__num *a, const khung__num *b);
void khung__num_gcd(khung__work *work, khung__num *r, const khung__num *a, const khung__num *b);
bool khung__num_equal(const khung__num *a, const khung__num *b);
/* The order of a/b and c/d (denominators > 0), exact. */
int khung__num_cmp_fractions(const khung__num *a, const khung__num *b, const khung__num *c, const khung__num *d);

#endif
