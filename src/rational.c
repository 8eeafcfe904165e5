#include "rational.h"

#include "rational/natural.h"

#include <math.h>
#include <string.h>

static const uint64_t one_limb[1] = {1};

khung__rat khung__rat_none(void)
{
    return (khung__rat){0};
}

/* Limbs that live as long as one call; NULL when memory ends. */
static uint64_t *room_of(size_t limbs)
{
    return khung__alloc(limbs * sizeof(uint64_t));
}

/* ---- making ---- */

/* Reduced numbers are copied side by side into the arena. */
static khung__rat keep(khung__arena *arena, bool negative, const uint64_t *num, uint32_t num_n, const uint64_t *den, uint32_t den_n)
{
    uint64_t *limbs = khung__arena_alloc(arena, ((size_t)num_n + den_n) * sizeof *limbs);
    if (!limbs)
        return khung__rat_none();
    memcpy(limbs, num, num_n * sizeof *num);
    memcpy(limbs + num_n, den, den_n * sizeof *den);
    return (khung__rat){true, negative && num_n > 0, num_n, den_n, limbs, limbs + num_n};
}

static khung__rat make_small(khung__arena *arena, bool negative, khung__u128 num, khung__u128 den)
{
    khung__u128 common = khung__natural_gcd_small(num, den);
    uint64_t a[2], b[2];
    uint32_t an = khung__natural_set(a, common > 1 ? num / common : num), bn = khung__natural_set(b, common > 1 ? den / common : den);
    return keep(arena, negative, a, an, b, bn);
}

/* num / den with their gcd divided out, on one piece of room: two copies for the gcd, two for the divisions. */
static khung__rat make_large(khung__arena *arena, bool negative, const uint64_t *num, uint32_t num_n, const uint64_t *den, uint32_t den_n)
{
    uint32_t n = (num_n > den_n ? num_n : den_n) + 2, rest;
    size_t gcd_room = khung__natural_gcd_room(n), div_room = khung__natural_div_room(n);
    uint64_t *a = room_of(5 * (size_t)n + (gcd_room > div_room ? gcd_room : div_room));
    if (!a)
        return khung__rat_none();
    uint64_t *b = a + n, *top = b + n, *bottom = top + n, *copy = bottom + n, *room = copy + n;
    memcpy(a, num, num_n * sizeof *a);
    memcpy(b, den, den_n * sizeof *b);
    uint32_t gn = khung__natural_gcd(a, num_n, b, den_n, room);
    memcpy(copy, num, num_n * sizeof *copy);
    uint32_t top_n = khung__natural_div(top, copy, num_n, &rest, a, gn, room);
    memcpy(copy, den, den_n * sizeof *copy);
    uint32_t bottom_n = khung__natural_div(bottom, copy, den_n, &rest, a, gn, room);
    khung__rat made = keep(arena, negative, top, top_n, bottom, bottom_n);
    khung__free(a);
    return made;
}

khung__rat khung__rat_make(khung__arena *arena, bool negative, const uint64_t *num, uint32_t num_n, const uint64_t *den, uint32_t den_n)
{
    num_n = khung__natural_trim(num, num_n);
    den_n = khung__natural_trim(den, den_n);
    if (den_n == 0)
        return khung__rat_none();
    if (num_n == 0)
        return keep(arena, false, num, 0, one_limb, 1);
    if (num_n <= 2 && den_n <= 2)
        return make_small(arena, negative, khung__natural_small(num, num_n), khung__natural_small(den, den_n));
    return make_large(arena, negative, num, num_n, den, den_n);
}

khung__rat khung__rat_micro(khung__arena *arena, khung__micro value)
{
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    return make_small(arena, value < 0, size, (uint64_t)KHUNG__MICRO);
}

khung__rat khung__rat_int(khung__arena *arena, int64_t value)
{
    return make_small(arena, value < 0, value < 0 ? -(uint64_t)value : (uint64_t)value, 1);
}

/* ---- arithmetic ---- */

/* The signed sum of two naturals, r has room for max(an, bn) + 1 limbs. */
static uint32_t add_signed(uint64_t *r, bool *negative, const uint64_t *a, uint32_t an, bool a_negative, const uint64_t *b, uint32_t bn,
                           bool b_negative)
{
    *negative = a_negative;
    if (a_negative == b_negative)
        return khung__natural_add(r, a, an, b, bn);
    if (khung__natural_cmp(a, an, b, bn) >= 0)
        return khung__natural_sub(r, a, an, b, bn);
    *negative = b_negative;
    return khung__natural_sub(r, b, bn, a, an);
}

int khung__rat_cmp(khung__rat a, khung__rat b)
{
    if (a.negative != b.negative)
        return a.negative ? -1 : 1;
    int order = khung__natural_cmp_products(a.num, a.num_n, b.den, b.den_n, b.num, b.num_n, a.den, a.den_n);
    return a.negative ? -order : order;
}

/* a + b, or a - b when `minus`. */
static khung__rat sum(khung__arena *arena, khung__rat a, khung__rat b, bool minus)
{
    if (!a.has || !b.has)
        return khung__rat_none();
    uint32_t n = (a.num_n + b.den_n > b.num_n + a.den_n ? a.num_n + b.den_n : b.num_n + a.den_n) + 1;
    uint64_t *left = room_of(3 * (size_t)n + a.den_n + b.den_n);
    if (!left)
        return khung__rat_none();
    uint64_t *right = left + n, *top = right + n, *bottom = top + n;
    uint32_t ln = khung__natural_mul(left, a.num, a.num_n, b.den, b.den_n);
    uint32_t rn = khung__natural_mul(right, b.num, b.num_n, a.den, a.den_n);
    bool negative;
    uint32_t tn = add_signed(top, &negative, left, ln, a.negative, right, rn, b.negative != minus);
    uint32_t bn = khung__natural_mul(bottom, a.den, a.den_n, b.den, b.den_n);
    khung__rat made = khung__rat_make(arena, negative, top, tn, bottom, bn);
    khung__free(left);
    return made;
}

khung__rat khung__rat_add(khung__arena *arena, khung__rat a, khung__rat b)
{
    return sum(arena, a, b, false);
}

khung__rat khung__rat_sub(khung__arena *arena, khung__rat a, khung__rat b)
{
    return sum(arena, a, b, true);
}

/* (a / b) * (c / d), the sign given; none when b or d is zero. */
static khung__rat product(khung__arena *arena, bool negative, const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn,
                          const uint64_t *c, uint32_t cn, const uint64_t *d, uint32_t dn)
{
    uint64_t *top = room_of((size_t)an + bn + cn + dn + 1);
    if (!top)
        return khung__rat_none();
    uint64_t *bottom = top + an + cn;
    uint32_t top_n = khung__natural_mul(top, a, an, c, cn), bottom_n = khung__natural_mul(bottom, b, bn, d, dn);
    khung__rat made = khung__rat_make(arena, negative, top, top_n, bottom, bottom_n);
    khung__free(top);
    return made;
}

khung__rat khung__rat_mul(khung__arena *arena, khung__rat a, khung__rat b)
{
    if (!a.has || !b.has)
        return khung__rat_none();
    return product(arena, a.negative != b.negative, a.num, a.num_n, a.den, a.den_n, b.num, b.num_n, b.den, b.den_n);
}

khung__rat khung__rat_div(khung__arena *arena, khung__rat a, khung__rat b)
{
    if (!a.has || !b.has || b.num_n == 0)
        return khung__rat_none();
    return product(arena, a.negative != b.negative, a.num, a.num_n, a.den, a.den_n, b.den, b.den_n, b.num, b.num_n);
}

/* ---- text ---- */

/* The digits of a natural; longer than 2 limbs through memory of their own. */
static void put_natural(khung__buf *buf, const uint64_t *a, uint32_t n)
{
    uint64_t copy[2];
    char digits[64];
    if (n <= 2) {
        memcpy(copy, a, n * sizeof *a);
        khung__buf_add(buf, digits, khung__natural_text(digits, copy, n));
        return;
    }
    size_t limbs = n + (khung__natural_text_size(n) + 7) / 8;
    uint64_t *room = room_of(limbs);
    if (!room) {
        buf->failed = true;
        return;
    }
    memcpy(room, a, n * sizeof *a);
    char *text = (char *)(room + n);
    khung__buf_add(buf, text, khung__natural_text(text, room, n));
    khung__free(room);
}

void khung__buf_rat(khung__buf *buf, khung__rat value)
{
    if (!value.has)
        return;
    if (value.negative)
        khung__buf_char(buf, '-');
    put_natural(buf, value.num, value.num_n);
    if (value.den_n == 1 && value.den[0] == 1)
        return;
    khung__buf_char(buf, '/');
    put_natural(buf, value.den, value.den_n);
}

/* Puts the point before the last `digits` of the digits that were appended from `from` on, filling up with zeros. */
static void put_point(khung__buf *buf, size_t from, unsigned digits)
{
    if (buf->failed || digits == 0)
        return;
    size_t have = buf->n - from, missing = have > digits ? 0 : digits + 1 - have;
    for (size_t i = 0; i <= missing; i++)
        khung__buf_char(buf, '0');
    if (buf->failed)
        return;
    char *text = buf->s + from;
    memmove(text + missing, text, have);
    memset(text, '0', missing);
    have += missing;
    memmove(text + have - digits + 1, text + have - digits, digits);
    text[have - digits] = '.';
    buf->n = from + have + 1;
}

static const uint64_t powers_of_ten[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

void khung__buf_rat_shown(khung__buf *buf, khung__rat value, unsigned digits)
{
    if (!value.has)
        return;
    if (digits > 9)
        digits = 9;
    uint32_t n = (value.num_n > value.den_n ? value.num_n : value.den_n) + 3;
    uint64_t *top = room_of(3 * (size_t)n + khung__natural_div_room(n));
    if (!top) {
        buf->failed = true;
        return;
    }
    uint64_t *bottom = top + n, *whole = bottom + n, *room = whole + n;
    uint32_t whole_n = khung__natural_round(whole, value.num, value.num_n, powers_of_ten[digits], value.den, value.den_n, top, bottom, room);
    if (value.negative && whole_n > 0)
        khung__buf_char(buf, '-');
    size_t from = buf->n;
    put_natural(buf, whole, whole_n);
    put_point(buf, from, digits);
    khung__free(top);
}

/* The 64 leading bits as a double, scaled back. */
static double approximate(const uint64_t *a, uint32_t n)
{
    double value = 0;
    for (uint32_t i = n; i > 0 && i + 3 > n; i--)
        value = value * 18446744073709551616.0 + (double)a[i - 1];
    return value;
}

double khung__rat_approx(khung__rat value)
{
    if (!value.has || value.num_n == 0)
        return 0;
    uint32_t num_used = value.num_n < 3 ? value.num_n : 3, den_used = value.den_n < 3 ? value.den_n : 3;
    int shift = 64 * (int)((int64_t)(value.num_n - num_used) - (int64_t)(value.den_n - den_used));
    double size = ldexp(approximate(value.num, value.num_n) / approximate(value.den, value.den_n), shift);
    return value.negative ? -size : size;
}
