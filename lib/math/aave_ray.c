/* aave_ray.c - the fixed-point arithmetic of Aave's contracts. */
#include "math/aave.h"

#define RAY AAVE_WAD *(unsigned __int128)1000000000

/* a * b / c in 256 bits: what overflows them reverts, though the quotient would
 * fit. */
static enum status mul_div(struct u256 *out, struct u256 a, struct u256 b,
			   struct u256 c, enum aave_round how)
{
	struct u256 product, quotient, rest;
	enum status st = u256_mul(&product, a, b);

	if (!st && how == AAVE_HALF_UP)
		st = u256_add(&product, product, u256_shr(c, 1));
	if (!st)
		st = u256_divmod(&quotient, &rest, product, c);
	if (!st && how == AAVE_CEIL && !u256_is_zero(rest))
		st = u256_add(&quotient, quotient, u256_of_u64(1));
	if (!st)
		*out = quotient;
	return st;
}

enum status aave_ray_mul(struct u256 *out, struct u256 a, struct u256 b,
			 enum aave_round how)
{
	return mul_div(out, a, b, u256_of_u128(RAY), how);
}

enum status aave_ray_div(struct u256 *out, struct u256 a, struct u256 b,
			 enum aave_round how)
{
	return mul_div(out, a, u256_of_u128(RAY), b, how);
}

enum status aave_wad_div(struct u256 *out, struct u256 a, struct u256 b)
{
	return mul_div(out, a, u256_of_u64(AAVE_WAD), b, AAVE_HALF_UP);
}

enum status aave_percent_mul(struct u256 *out, struct u256 a, uint32_t bps,
			     enum aave_round how)
{
	return mul_div(out, a, u256_of_u64(bps), u256_of_u64(AAVE_BPS), how);
}

enum status aave_percent_div(struct u256 *out, struct u256 a, uint32_t bps,
			     enum aave_round how)
{
	return mul_div(out, a, u256_of_u64(AAVE_BPS), u256_of_u64(bps), how);
}

enum status aave_value(struct u256 *out, struct u256 amount, struct u256 price,
		       struct u256 unit, enum aave_round how)
{
	return mul_div(out, amount, price, unit, how);
}

struct u256 aave_pow10(unsigned n)
{
	struct u256 x = u256_of_u64(1);

	while (n--) /* modulo 2^256, as an unchecked power of the contract */
		x = u256_add_mod(u256_shl(x, 3), u256_shl(x, 1));
	return x;
}
