/* wide.h - unsigned integers of up to 1024 bits: products of prices and amounts that
 * are rounded once, at the end.  Layer: base (with u256 owns gmp.h).
 *
 * What does not fit stays unfit: it is carried through everything that is made of
 * it, and the one who takes a result out is told.  Nothing here allocates.
 */
#ifndef MM_WIDE_H
#define MM_WIDE_H

#include "base/u256.h"

#define WIDE_LIMBS 16

struct wide {
	int n; /* limbs used, the highest not 0; 0: zero; -1: does not fit */
	uint64_t limb[WIDE_LIMBS + 1]; /* least significant first; the last is
	                                  for what is being calculated */
};

/* wide_set: *to = *from; of the limbs only those in use, which are few, are copied:
 * an assignment copies all. */
static inline void wide_set(struct wide *to, const struct wide *from)
{
	to->n = from->n;
	for (int i = 0; i < from->n; i++)
		to->limb[i] = from->limb[i];
}

struct wide wide_of(struct u256 x);
struct wide wide_of_u128(unsigned __int128 x);
struct wide wide_power_of_ten(unsigned exponent);

struct wide wide_add(const struct wide *a, const struct wide *b);
/* wide_sub: unfit where b > a. */
struct wide wide_sub(const struct wide *a, const struct wide *b);
struct wide wide_mul(const struct wide *a, const struct wide *b);
struct wide wide_shl(const struct wide *a, unsigned bits);

/* wide_div_floor, wide_div_ceil: a / b; unfit where b is 0. */
struct wide wide_div_floor(const struct wide *a, const struct wide *b);
struct wide wide_div_ceil(const struct wide *a, const struct wide *b);

/* wide_cmp: -1, 0 or 1 as a <, = or > b.  in: both fit. */
int wide_cmp(const struct wide *a, const struct wide *b);

/* ST_OVERFLOW: unfit, or over 128 bits. */
MM_CHECKED enum status wide_to_u128(unsigned __int128 *out,
				    const struct wide *a);

#endif
