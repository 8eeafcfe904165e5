#include "natural.h"

#include <gmp.h>
#include <string.h>

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NUMB_BITS == 64, "libgmp with 64-bit limbs is needed");

/* The greatest power of ten below 2^64: one limb of decimal digits. */
static const uint64_t ten_19 = 10000000000000000000u;

uint32_t khung__natural_trim(const uint64_t *a, uint32_t n)
{
    while (n > 0 && a[n - 1] == 0)
        n--;
    return n;
}

uint32_t khung__natural_set(uint64_t out[2], khung__u128 value)
{
    out[0] = (uint64_t)value;
    out[1] = (uint64_t)(value >> 64);
    return out[1] ? 2 : out[0] != 0;
}

khung__u128 khung__natural_small(const uint64_t *a, uint32_t n)
{
    khung__u128 high = n > 1 ? a[1] : 0;
    return high << 64 | (n > 0 ? a[0] : 0);
}

uint64_t khung__natural_bits(const uint64_t *a, uint32_t n)
{
    return n == 0 ? 0 : (uint64_t)n * 64 - (uint64_t)__builtin_clzll(a[n - 1]);
}

int khung__natural_cmp(const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn)
{
    if (an != bn)
        return an < bn ? -1 : 1;
    return an == 0 ? 0 : mpn_cmp((mp_srcptr)a, (mp_srcptr)b, an);
}

/* Both products are made limb by limb from the low end; the last limb that differs decides. */
int khung__natural_cmp_scaled(const uint64_t *a, uint32_t an, uint64_t af, const uint64_t *b, uint32_t bn, uint64_t bf)
{
    uint32_t most = (an > bn ? an : bn) + 1;
    khung__u128 at = 0, bt = 0;
    int order = 0;
    for (uint32_t i = 0; i < most; i++) {
        at += (khung__u128)(i < an ? a[i] : 0) * af;
        bt += (khung__u128)(i < bn ? b[i] : 0) * bf;
        if ((uint64_t)at != (uint64_t)bt)
            order = (uint64_t)at < (uint64_t)bt ? -1 : 1;
        at >>= 64;
        bt >>= 64;
    }
    return order;
}

/* A sum of 192 bits. */
typedef struct column { khung__u128 low; uint64_t high; } column;

/* Adds what stands in limb k of a * b to the column. */
static void add_column(column *sum, const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn, uint32_t k)
{
    for (uint32_t i = k >= bn ? k - bn + 1 : 0; i < an && i <= k; i++) {
        khung__u128 product = (khung__u128)a[i] * b[k - i];
        sum->low += product;
        sum->high += sum->low < product;
    }
}

static uint64_t take_limb(column *sum)
{
    uint64_t limb = (uint64_t)sum->low;
    sum->low = sum->low >> 64 | (khung__u128)sum->high << 64;
    sum->high = 0;
    return limb;
}

int khung__natural_cmp_products(const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn, const uint64_t *c, uint32_t cn,
                                const uint64_t *d, uint32_t dn)
{
    uint32_t most = an + bn > cn + dn ? an + bn : cn + dn;
    column left = {0, 0}, right = {0, 0};
    int order = 0;
    for (uint32_t k = 0; k < most; k++) {
        add_column(&left, a, an, b, bn, k);
        add_column(&right, c, cn, d, dn, k);
        uint64_t l = take_limb(&left), r = take_limb(&right);
        if (l != r)
            order = l < r ? -1 : 1;
    }
    return order;
}

uint32_t khung__natural_add(uint64_t *r, const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn)
{
    if (an < bn) {
        const uint64_t *p = a;
        uint32_t n = an;
        a = b, an = bn;
        b = p, bn = n;
    }
    if (bn == 0) {
        memmove(r, a, an * sizeof *r);
        return an;
    }
    r[an] = mpn_add((mp_ptr)r, (mp_srcptr)a, an, (mp_srcptr)b, bn);
    return an + (r[an] != 0);
}

uint32_t khung__natural_sub(uint64_t *r, const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn)
{
    if (bn == 0)
        memmove(r, a, an * sizeof *r);
    else
        mpn_sub((mp_ptr)r, (mp_srcptr)a, an, (mp_srcptr)b, bn);
    return khung__natural_trim(r, an);
}

uint32_t khung__natural_mul(uint64_t *r, const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn)
{
    if (an == 0 || bn == 0)
        return 0;
    if (an < bn)
        return khung__natural_mul(r, b, bn, a, an);
    r[an] = mpn_mul_1((mp_ptr)r, (mp_srcptr)a, an, b[0]);
    for (uint32_t i = 1; i < bn; i++)
        r[an + i] = mpn_addmul_1((mp_ptr)r + i, (mp_srcptr)a, an, b[i]);
    return khung__natural_trim(r, an + bn);
}

size_t khung__natural_div_room(uint32_t n)
{
    return (size_t)mpn_sec_div_qr_itch(n, n) + (size_t)mpn_sec_div_qr_itch(n, 2) + 2;
}

uint32_t khung__natural_div(uint64_t *q, uint64_t *a, uint32_t an, uint32_t *rn, const uint64_t *b, uint32_t bn, uint64_t *room)
{
    if (khung__natural_cmp(a, an, b, bn) < 0) {
        *rn = an;
        return 0;
    }
    if (bn == 1) {
        a[0] = mpn_divrem_1((mp_ptr)q, 0, (mp_srcptr)a, an, b[0]);
        *rn = a[0] != 0;
        return khung__natural_trim(q, an);
    }
    q[an - bn] = mpn_sec_div_qr((mp_ptr)q, (mp_ptr)a, an, (mp_srcptr)b, bn, (mp_ptr)room);
    *rn = khung__natural_trim(a, bn);
    return khung__natural_trim(q, an - bn + 1);
}

uint32_t khung__natural_round(uint64_t *whole, const uint64_t *a, uint32_t an, uint64_t factor, const uint64_t *b, uint32_t bn,
                              uint64_t *top, uint64_t *bottom, uint64_t *room)
{
    uint64_t twice = 2;
    uint32_t rest;
    uint32_t n = khung__natural_mul(whole, a, an, &factor, 1);
    n = khung__natural_mul(top, whole, n, &twice, 1);
    n = khung__natural_add(top, top, n, b, bn);
    bn = khung__natural_mul(bottom, b, bn, &twice, 1);
    return khung__natural_div(whole, top, n, &rest, bottom, bn, room);
}

/* ---- gcd ---- */

static unsigned trailing_zeros(khung__u128 a)
{
    return (uint64_t)a ? (unsigned)__builtin_ctzll((uint64_t)a) : 64 + (unsigned)__builtin_ctzll((uint64_t)(a >> 64));
}

/* Binary gcd (Stein). */
khung__u128 khung__natural_gcd_small(khung__u128 a, khung__u128 b)
{
    if (a == 0 || b == 0)
        return a | b;
    unsigned both = trailing_zeros(a | b);
    a >>= trailing_zeros(a);
    while (b != 0) {
        b >>= trailing_zeros(b);
        if (a > b) {
            khung__u128 t = a;
            a = b, b = t;
        }
        b -= a;
    }
    return a << both;
}

size_t khung__natural_gcd_room(uint32_t n)
{
    return 2 * ((size_t)n + 2) + (size_t)mpn_sec_div_r_itch(n, n) + (size_t)mpn_sec_div_r_itch(n, 2) + 2;
}

/* The 62 bits of a that stand `skip` bits below the top of a number of n limbs (a itself may be shorter). */
static int64_t leading(const uint64_t *a, uint32_t an, uint32_t n, unsigned skip)
{
    khung__u128 top = (khung__u128)(an >= n ? a[n - 1] : 0) << 64 | (an >= n - 1 ? a[n - 2] : 0);
    return (int64_t)((uint64_t)((top << skip) >> 64) >> 2);
}

typedef struct lehmer { int64_t a, b, c, d; } lehmer;

/* Knuth, The Art of Computer Programming 4.5.2, algorithm L: the steps of Euclid that the leading bits alone decide. */
static lehmer steps_of_euclid(int64_t x, int64_t y)
{
    lehmer m = {1, 0, 0, 1};
    while (y + m.c != 0 && y + m.d != 0) {
        int64_t q = (x + m.a) / (y + m.c);
        if (q != (x + m.b) / (y + m.d))
            break;
        int64_t t = m.a - q * m.c;
        m.a = m.c, m.c = t;
        t = m.b - q * m.d;
        m.b = m.d, m.d = t;
        t = x - q * y;
        x = y, y = t;
    }
    return m;
}

/* r = f * a + g * b, where one factor is negative or zero and the sum is not; r has n + 1 limbs, b is padded to n limbs. */
static uint32_t combine(uint64_t *r, const uint64_t *a, int64_t f, const uint64_t *b, int64_t g, uint32_t n)
{
    if (f < 0 || (f == 0 && g > 0))
        return combine(r, b, g, a, f, n);
    r[n] = mpn_mul_1((mp_ptr)r, (mp_srcptr)a, n, (uint64_t)f);
    r[n] -= mpn_submul_1((mp_ptr)r, (mp_srcptr)b, n, (uint64_t)-g);
    return khung__natural_trim(r, n + 1);
}

/* One step on a >= b > 0, both at least 2 limbs: many of Euclid's steps at once, or one true division. */
static void shrink(uint64_t *a, uint32_t *an, uint64_t *b, uint32_t *bn, uint64_t *room)
{
    uint32_t n = *an;
    unsigned skip = (unsigned)__builtin_clzll(a[n - 1]);
    lehmer m = steps_of_euclid(leading(a, n, n, skip), leading(b, *bn, n, skip));
    if (m.b != 0) {
        uint64_t *first = room, *second = room + n + 1;
        memset(b + *bn, 0, (n - *bn) * sizeof *b);
        *an = combine(first, a, m.a, b, m.b, n);
        *bn = combine(second, a, m.c, b, m.d, n);
        memcpy(a, first, *an * sizeof *a);
        memcpy(b, second, *bn * sizeof *b);
        return;
    }
    mpn_sec_div_r((mp_ptr)a, n, (mp_srcptr)b, *bn, (mp_ptr)room);
    *an = khung__natural_trim(a, *bn);
}

static void swap_in_place(uint64_t *a, uint32_t *an, uint64_t *b, uint32_t *bn)
{
    uint32_t n = *an > *bn ? *an : *bn;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t t = a[i];
        a[i] = b[i], b[i] = t;
    }
    n = *an;
    *an = *bn, *bn = n;
}

uint32_t khung__natural_gcd(uint64_t *a, uint32_t an, uint64_t *b, uint32_t bn, uint64_t *room)
{
    for (;;) {
        if (khung__natural_cmp(a, an, b, bn) < 0)
            swap_in_place(a, &an, b, &bn);
        if (bn == 0 || an <= 2)
            break;
        if (bn == 1) {
            a[0] = mpn_mod_1((mp_srcptr)a, an, b[0]);
            an = a[0] != 0;
        } else {
            shrink(a, &an, b, &bn, room);
        }
    }
    if (bn == 0)
        return an;
    return khung__natural_set(a, khung__natural_gcd_small(khung__natural_small(a, an), khung__natural_small(b, bn)));
}

/* ---- text ---- */

size_t khung__natural_text_size(uint32_t n)
{
    return (size_t)n * 20 + 1;
}

/* The digits of one limb below 10^19, from behind; `pad` fills up to 19. */
static char *put_back(char *at, uint64_t limb, bool pad)
{
    for (int i = 0; i < 19 && (pad || limb != 0); i++) {
        *--at = (char)('0' + limb % 10);
        limb /= 10;
    }
    return at;
}

size_t khung__natural_text(char *out, uint64_t *a, uint32_t n)
{
    char *end = out + khung__natural_text_size(n), *at = end;
    while (n > 0) {
        uint64_t chunk = mpn_divrem_1((mp_ptr)a, 0, (mp_srcptr)a, n, ten_19);
        n = khung__natural_trim(a, n);
        at = put_back(at, chunk, n > 0);
    }
    if (at == end)
        *--at = '0';
    memmove(out, at, (size_t)(end - at));
    return (size_t)(end - at);
}
