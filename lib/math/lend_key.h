/* lend_key.h - 256-bit numbers as 64-bit keys that keep their order.  Layer: math.
 *
 * A key is the place of the highest bit (8 bits) over the 56 highest bits, the first
 * of them 1; zero is 0.  What does not fit is rounded down or up, as asked for: to one
 * part in 2^55.  a <= b: lend_key(a, false) <= lend_key(b, true).
 */
#ifndef MM_LEND_KEY_H
#define MM_LEND_KEY_H

#include "base/u256.h"

#define LEND_KEY_BITS 56
#define LEND_KEY_MAX  UINT64_MAX

/* The key of mantissa * 2^shift; what is over 2^256 is LEND_KEY_MAX. */
static inline uint64_t lend_key_norm(unsigned __int128 mantissa, int shift,
				     bool up)
{
	uint64_t high = (uint64_t)(mantissa >> 64);
	int bits = high ? 128 - __builtin_clzll(high)
			: (mantissa ? 64 - __builtin_clzll((uint64_t)mantissa)
				    : 0);
	int off = bits - LEND_KEY_BITS, top = bits - 1 + shift;
	uint64_t m;

	if (!bits)
		return 0;
	if (off <= 0) {
		m = (uint64_t)mantissa << -off;
	} else {
		m = (uint64_t)(mantissa >> off);
		m += up && mantissa & (((unsigned __int128)1 << off) - 1);
		if (m >> LEND_KEY_BITS) {
			m >>= 1;
			top++;
		}
	}
	if (top < 0)
		return up;
	return top > 255 ? LEND_KEY_MAX : (uint64_t)top << LEND_KEY_BITS | m;
}

static inline uint64_t lend_key(struct u256 x, bool up)
{
	int bits = u256_bits(x), off = bits > 128 ? bits - 128 : 0;
	struct u256 head = u256_shr(x, off);

	/* A lost tail counts as one more bit below all that stays. */
	if (off && up && u256_cmp(u256_shl(head, off), x) != 0)
		head.limb[0] |= 1;
	return lend_key_norm(u256_low(head), off, up);
}

/* lend_key_scale: key * ratio / 2^32.  in: ratio < 2^33. */
static inline uint64_t lend_key_scale(uint64_t key, uint64_t ratio, bool up)
{
	uint64_t m = key & ((UINT64_C(1) << LEND_KEY_BITS) - 1);
	int top = (int)(key >> LEND_KEY_BITS);

	return lend_key_norm((unsigned __int128)m * ratio,
			     top - (LEND_KEY_BITS - 1) - 32, up);
}

#endif
