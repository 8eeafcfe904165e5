#include "number.h"

#include <string.h>

size_t khung__work_limbs(uint32_t room)
{
    size_t gcd = khung__natural_gcd_room(room), div = khung__natural_div_room(room);
    return KHUNG__WORK_NUMBERS * (size_t)room + (gcd > div ? gcd : div);
}

static uint64_t *piece(const khung__work *work, uint32_t i)
{
    return work->limbs + (size_t)i * work->room;
}

const uint64_t *khung__num_limbs(const khung__num *a, uint64_t pair[2], uint32_t *n)
{
    if (a->n) {
        *n = a->n;
        return a->limbs;
    }
    *n = khung__natural_set(pair, a->small);
    return pair;
}

void khung__num_put(khung__work *work, khung__num *r, const uint64_t *limbs, uint32_t n)
{
    n = khung__natural_trim(limbs, n);
    if (n <= 2) {
        khung__num_set(r, khung__natural_small(limbs, n));
    } else if (n > r->room) {
        work->failed = true;
        khung__num_set(r, 1);
    } else {
        memmove(r->limbs, limbs, n * sizeof *limbs);
        r->n = n;
    }
}

void khung__num_copy(khung__work *work, khung__num *r, const khung__num *a)
{
    if (a->n)
        khung__num_put(work, r, a->limbs, a->n);
    else
        khung__num_set(r, a->small);
}

/* False (and failed) when a result of n limbs has no room to be made in. */
static bool has_room(khung__work *work, uint32_t n)
{
    if (n > work->room)
        work->failed = true;
    return n <= work->room;
}

void khung__num_add(khung__work *work, khung__num *r, const khung__num *a, const khung__num *b)
{
    khung__u128 small;
    if (!a->n && !b->n && khung__add_fits(&small, a->small, b->small)) {
        khung__num_set(r, small);
        return;
    }
    uint64_t pa[2], pb[2];
    uint32_t an, bn;
    const uint64_t *al = khung__num_limbs(a, pa, &an), *bl = khung__num_limbs(b, pb, &bn);
    if (has_room(work, (an > bn ? an : bn) + 1))
        khung__num_put(work, r, piece(work, 0), khung__natural_add(piece(work, 0), al, an, bl, bn));
}

void khung__num_sub(khung__work *work, khung__num *r, const khung__num *a, const khung__num *b)
{
    if (!a->n) {
        khung__num_set(r, a->small - b->small);
        return;
    }
    uint64_t pb[2];
    uint32_t bn;
    const uint64_t *bl = khung__num_limbs(b, pb, &bn);
    if (has_room(work, a->n))
        khung__num_put(work, r, piece(work, 0), khung__natural_sub(piece(work, 0), a->limbs, a->n, bl, bn));
}

void khung__num_mul(khung__work *work, khung__num *r, const khung__num *a, const khung__num *b)
{
    khung__u128 small;
    if (!a->n && !b->n && khung__mul_fits(&small, a->small, b->small)) {
        khung__num_set(r, small);
        return;
    }
    uint64_t pa[2], pb[2];
    uint32_t an, bn;
    const uint64_t *al = khung__num_limbs(a, pa, &an), *bl = khung__num_limbs(b, pb, &bn);
    if (has_room(work, an + bn))
        khung__num_put(work, r, piece(work, 0), khung__natural_mul(piece(work, 0), al, an, bl, bn));
}

void khung__num_mul_small(khung__work *work, khung__num *r, const khung__num *a, khung__u128 b)
{
    khung__num factor = {.small = b};
    khung__num_mul(work, r, a, &factor);
}

void khung__num_div(khung__work *work, khung__num *r, const khung__num *a, const khung__num *b)
{
    if (!a->n) {
        khung__num_set(r, b->n ? 0 : a->small / b->small);
        return;
    }
    uint64_t pb[2];
    uint32_t bn, rest;
    const uint64_t *bl = khung__num_limbs(b, pb, &bn);
    if (!has_room(work, a->n + 1))
        return;
    uint64_t *q = piece(work, 0), *copy = piece(work, 1), *room = piece(work, KHUNG__WORK_NUMBERS);
    memcpy(copy, a->limbs, a->n * sizeof *copy);
    khung__num_put(work, r, q, khung__natural_div(q, copy, a->n, &rest, bl, bn, room));
}

void khung__num_gcd(khung__work *work, khung__num *r, const khung__num *a, const khung__num *b)
{
    if (!a->n && !b->n) {
        khung__num_set(r, khung__natural_gcd_small(a->small, b->small));
        return;
    }
    uint64_t pa[2], pb[2];
    uint32_t an, bn;
    const uint64_t *al = khung__num_limbs(a, pa, &an), *bl = khung__num_limbs(b, pb, &bn);
    if (!has_room(work, (an > bn ? an : bn) + 1))
        return;
    uint64_t *x = piece(work, 0), *y = piece(work, 1);
    memcpy(x, al, an * sizeof *x);
    memcpy(y, bl, bn * sizeof *y);
    khung__num_put(work, r, x, khung__natural_gcd(x, an, y, bn, piece(work, KHUNG__WORK_NUMBERS)));
}

bool khung__num_equal(const khung__num *a, const khung__num *b)
{
    if (!a->n || !b->n)
        return !a->n && !b->n && a->small == b->small;
    return khung__natural_cmp(a->limbs, a->n, b->limbs, b->n) == 0;
}

int khung__num_cmp_fractions(const khung__num *a, const khung__num *b, const khung__num *c, const khung__num *d)
{
    khung__u128 left, right;
    if (!a->n && !b->n && !c->n && !d->n && khung__mul_fits(&left, a->small, d->small) && khung__mul_fits(&right, c->small, b->small))
        return left < right ? -1 : left > right;
    uint64_t pa[2], pb[2], pc[2], pd[2];
    uint32_t an, bn, cn, dn;
    const uint64_t *al = khung__num_limbs(a, pa, &an), *bl = khung__num_limbs(b, pb, &bn);
    const uint64_t *cl = khung__num_limbs(c, pc, &cn), *dl = khung__num_limbs(d, pd, &dn);
    return khung__natural_cmp_products(al, an, dl, dn, cl, cn, bl, bn);
}
