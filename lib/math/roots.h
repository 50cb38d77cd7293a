/* roots.h - square roots of prices, Q64.96, on their way to doubles.  Layer: math. */
#ifndef MM_ROOTS_H
#define MM_ROOTS_H

#include "base/u256.h"

#define ROOT_BITS 160
#define ROOT_ONE  0x1p96

static inline bool is_root(struct u256 s)
{
	int bits = u256_bits(s);

	return bits > 0 && bits <= ROOT_BITS;
}

/* s, or the end of the range it is beyond. */
static inline struct u256 root_clamp(struct u256 s, struct u256 lower,
				     struct u256 upper)
{
	if (u256_cmp(s, lower) < 0)
		return lower;
	return u256_cmp(s, upper) > 0 ? upper : s;
}

/* a - b, the difference taken before it is rounded. */
static inline double root_minus(struct u256 a, struct u256 b)
{
	if (u256_cmp(a, b) < 0)
		return -u256_to_double(u256_sub_mod(b, a));
	return u256_to_double(u256_sub_mod(a, b));
}

#endif
