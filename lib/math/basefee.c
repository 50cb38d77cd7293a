#include "math/basefee.h"

/* base_fee * off / target / 8, each division rounded down. */
static enum status change(struct u256 *out, struct u256 base_fee, uint64_t off,
			  uint64_t target)
{
	enum status st = u256_mul_div_floor(out, base_fee, u256_of_u64(off),
					    u256_of_u64(target));

	return st ? st
		  : u256_divmod(out, NULL, *out,
				u256_of_u64(BASEFEE_DENOMINATOR));
}

enum status basefee_next(struct u256 *out, struct u256 base_fee,
			 uint64_t gas_used, uint64_t gas_limit)
{
	uint64_t target = gas_limit / BASEFEE_ELASTICITY;
	struct u256 delta;
	enum status st;

	if (!target || gas_used > gas_limit)
		return ST_DOMAIN;
	if (gas_used <= target) {
		st = change(&delta, base_fee, target - gas_used, target);
		return st ? st : u256_sub(out, base_fee, delta);
	}
	st = change(&delta, base_fee, gas_used - target, target);
	if (u256_is_zero(delta))
		delta = u256_of_u64(1); /* a full block raises it always */
	return st ? st : u256_add(out, base_fee, delta);
}
