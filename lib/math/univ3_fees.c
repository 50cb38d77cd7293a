#include "math/univ3_fees.h"

struct u256 univ3_growth_inside(int32_t tick, int32_t lower, int32_t upper,
				struct u256 global, struct u256 outside_lower,
				struct u256 outside_upper)
{
	struct u256 below = tick >= lower ? outside_lower
					  : u256_sub_mod(global, outside_lower);
	struct u256 above = tick < upper ? outside_upper
					 : u256_sub_mod(global, outside_upper);

	return u256_sub_mod(u256_sub_mod(global, below), above);
}

/* growth * L / 2^128: at most 256 bits, for L has 128. */
static struct u256 earned(struct u256 inside, struct u256 last,
			  unsigned __int128 liquidity)
{
	struct u256 x;

	return u256_mul_shr_floor(&x, u256_sub_mod(inside, last),
				  u256_of_u128(liquidity), 128) == ST_OK
		       ? x
		       : U256_ZERO;
}

unsigned __int128 univ3_fees_earned(struct u256 inside, struct u256 last,
				    unsigned __int128 liquidity)
{
	return u256_low(earned(inside, last, liquidity));
}

unsigned __int128 univ3_owed(unsigned __int128 owed, struct u256 inside,
			     struct u256 last, unsigned __int128 liquidity)
{
	return owed + univ3_fees_earned(inside, last, liquidity);
}

enum status univ4_fees(struct u256 *out, struct u256 inside, struct u256 last,
		       unsigned __int128 liquidity)
{
	struct u256 x = earned(inside, last, liquidity);

	if (u256_bits(x) > 127)
		return ST_OVERFLOW;
	*out = x;
	return ST_OK;
}
