#include "math/gas_limit.h"

uint64_t gas_limit(uint64_t used, struct dec margin, uint64_t ceiling)
{
	const struct dec one = { .v = 1, .scale = 0 };
	const struct dec share = dec_make(125, 2); /* 5/4 */
	struct dec gas = dec_make((__int128)used, 0), factor;
	int64_t n;

	if (dec_add(&factor, one, margin) || dec_mul(&gas, gas, share) ||
	    dec_mul(&gas, gas, factor) || dec_units_ceil(&n, gas, one) ||
	    (uint64_t)n > ceiling)
		return ceiling;
	return (uint64_t)n;
}
