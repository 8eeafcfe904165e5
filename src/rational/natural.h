/* natural: whole numbers >= 0 as little-endian 64-bit limbs, on memory that the caller gives. Nothing here allocates:
 * libgmp's own multiplication, division and gcd take memory behind our back for long operands and abort when there is
 * none, so only those mpn functions are used that are given all their room. Numbers are trimmed: no leading zero limb,
 * zero has no limbs. */
#ifndef KHUNG_RATIONAL_NATURAL_H
#define KHUNG_RATIONAL_NATURAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef unsigned __int128 khung__u128;

/* The length without leading zero limbs. */
uint32_t khung__natural_trim(const uint64_t *a, uint32_t n);
/* Writes a value of 128 bits; gives its length (0 to 2). */
uint32_t khung__natural_set(uint64_t out[2], khung__u128 value);
/* The value of a number of at most 2 limbs. */
khung__u128 khung__natural_small(const uint64_t *a, uint32_t n);
/* How many bits the number has; 0 for zero. */
uint64_t khung__natural_bits(const uint64_t *a, uint32_t n);
/* Negative, zero, positive as a is less, equal, greater. */
int khung__natural_cmp(const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn);
/* The same of a * af and b * bf, without writing either. */
int khung__natural_cmp_scaled(const uint64_t *a, uint32_t an, uint64_t af, const uint64_t *b, uint32_t bn, uint64_t bf);
/* The same of a * b and c * d. */
int khung__natural_cmp_products(const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn, const uint64_t *c, uint32_t cn,
                                const uint64_t *d, uint32_t dn);
/* r = a + b, r has max(an, bn) + 1 limbs and may be a or b; gives the length. */
uint32_t khung__natural_add(uint64_t *r, const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn);
/* r = a - b for a >= b, r has an limbs and may be a or b. */
uint32_t khung__natural_sub(uint64_t *r, const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn);
/* r = a * b, r has an + bn limbs, apart from a and b. */
uint32_t khung__natural_mul(uint64_t *r, const uint64_t *a, uint32_t an, const uint64_t *b, uint32_t bn);
/* Limbs of room that dividing numbers of at most n limbs needs. */
size_t khung__natural_div_room(uint32_t n);
/* q = a / b rounded down, b > 0; q has an + 1 limbs, apart from the others; a becomes the remainder, whose length goes to
 * *rn. Gives the length of q. */
uint32_t khung__natural_div(uint64_t *q, uint64_t *a, uint32_t an, uint32_t *rn, const uint64_t *b, uint32_t bn, uint64_t *room);
/* whole = a * factor / b, rounded half up; whole, top and bottom have max(an, bn) + 3 limbs, room as for dividing those. */
uint32_t khung__natural_round(uint64_t *whole, const uint64_t *a, uint32_t an, uint64_t factor, const uint64_t *b, uint32_t bn,
                              uint64_t *top, uint64_t *bottom, uint64_t *room);
/* Limbs of room that the gcd of numbers of at most n limbs needs. */
size_t khung__natural_gcd_room(uint32_t n);
/* a = gcd(a, b); a and b have room for max(an, bn) + 1 limbs each and are both destroyed. Gives the length. */
uint32_t khung__natural_gcd(uint64_t *a, uint32_t an, uint64_t *b, uint32_t bn, uint64_t *room);
khung__u128 khung__natural_gcd_small(khung__u128 a, khung__u128 b);
/* Bytes that khung__natural_text may write for n limbs. */
size_t khung__natural_text_size(uint32_t n);
/* Decimal digits without a NUL ("0" for zero); a is destroyed. Gives their count. */
size_t khung__natural_text(char *out, uint64_t *a, uint32_t n);

#endif
