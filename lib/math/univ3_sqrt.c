#include "math/univ3_sqrt.h"

#define SQRT_BITS 160
#define PLACES    96

static bool is_sqrt(struct u256 x)
{
	return !x.limb[3] && !(x.limb[2] >> (SQRT_BITS - 128));
}

/* L * 2^96, at most 224 bits. */
static struct u256 scaled(unsigned __int128 liquidity)
{
	return u256_shl(u256_of_u128(liquidity), PLACES);
}

static struct u256 distance(struct u256 a, struct u256 b)
{
	return u256_cmp(a, b) < 0 ? u256_sub_mod(b, a) : u256_sub_mod(a, b);
}

static enum status mul_div(struct u256 *out, struct u256 a, struct u256 b,
			   struct u256 c, bool up)
{
	return up ? u256_mul_div_ceil(out, a, b, c)
		  : u256_mul_div_floor(out, a, b, c);
}

static enum status divide(struct u256 *out, struct u256 a, struct u256 b,
			  bool up)
{
	struct u256 q, rest;
	enum status st = u256_divmod(&q, &rest, a, b);

	if (st)
		return st;
	*out = u256_add_mod(q, u256_of_u64(up && !u256_is_zero(rest)));
	return ST_OK;
}

/* Two roundings, as in the contract: by the higher price, then by the lower. */
static enum status amount0(struct u256 *out, struct u256 a, struct u256 b,
			   unsigned __int128 liquidity, bool up)
{
	struct u256 low = u256_cmp(a, b) < 0 ? a : b, x;
	struct u256 high = u256_cmp(a, b) < 0 ? b : a;
	enum status st;

	if (!is_sqrt(high))
		return ST_RANGE;
	if (u256_is_zero(low))
		return ST_DIVZERO;
	st = mul_div(&x, scaled(liquidity), u256_sub_mod(high, low), high, up);
	return st ? st : divide(out, x, low, up);
}

enum status univ3_amount0_floor(struct u256 *out, struct u256 a, struct u256 b,
				unsigned __int128 liquidity)
{
	return amount0(out, a, b, liquidity, false);
}

enum status univ3_amount0_ceil(struct u256 *out, struct u256 a, struct u256 b,
			       unsigned __int128 liquidity)
{
	return amount0(out, a, b, liquidity, true);
}

enum status univ3_amount1_floor(struct u256 *out, struct u256 a, struct u256 b,
				unsigned __int128 liquidity)
{
	if (!is_sqrt(a) || !is_sqrt(b))
		return ST_RANGE;
	return u256_mul_shr_floor(out, u256_of_u128(liquidity), distance(a, b),
				  PLACES);
}

enum status univ3_amount1_ceil(struct u256 *out, struct u256 a, struct u256 b,
			       unsigned __int128 liquidity)
{
	if (!is_sqrt(a) || !is_sqrt(b))
		return ST_RANGE;
	return u256_mul_shr_ceil(out, u256_of_u128(liquidity), distance(a, b),
				 PLACES);
}

static enum status checked_sqrt(struct u256 *out, struct u256 x)
{
	if (!is_sqrt(x))
		return ST_RANGE;
	*out = x;
	return ST_OK;
}

/* L p / (L + amount p), rounded up; where a product or a sum is over 256 bits, the
 * coarser L / (L / p + amount), as in the contract. */
static enum status add_token0(struct u256 *out, struct u256 sqrt,
			      struct u256 liquidity, struct u256 amount)
{
	struct u256 product, whole;
	enum status st;

	if (u256_mul(&product, amount, sqrt) == ST_OK &&
	    u256_add(&whole, liquidity, product) == ST_OK) {
		st = u256_mul_div_ceil(&whole, liquidity, sqrt, whole);
		return st ? st : checked_sqrt(out, whole);
	}
	st = divide(&whole, liquidity, sqrt, false);
	if (!st)
		st = u256_add(&whole, whole, amount);
	if (!st)
		st = divide(&whole, liquidity, whole, true);
	return st ? st : checked_sqrt(out, whole);
}

/* L p / (L - amount p), rounded up. */
static enum status take_token0(struct u256 *out, struct u256 sqrt,
			       struct u256 liquidity, struct u256 amount)
{
	struct u256 product, left;
	enum status st;

	if (u256_mul(&product, amount, sqrt) != ST_OK ||
	    u256_cmp(liquidity, product) <= 0)
		return ST_DOMAIN;
	left = u256_sub_mod(liquidity, product);
	st = u256_mul_div_ceil(&left, liquidity, sqrt, left);
	return st ? st : checked_sqrt(out, left);
}

static enum status add_token1(struct u256 *out, struct u256 sqrt,
			      unsigned __int128 liquidity, struct u256 amount)
{
	struct u256 move;
	enum status st = u256_mul_div_floor(&move, amount,
					    u256_shl(u256_of_u64(1), PLACES),
					    u256_of_u128(liquidity));

	if (!st)
		st = u256_add(&move, sqrt, move);
	return st ? st : checked_sqrt(out, move);
}

static enum status take_token1(struct u256 *out, struct u256 sqrt,
			       unsigned __int128 liquidity, struct u256 amount)
{
	struct u256 move;
	enum status st = u256_mul_div_ceil(&move, amount,
					   u256_shl(u256_of_u64(1), PLACES),
					   u256_of_u128(liquidity));

	if (st)
		return st;
	if (u256_cmp(sqrt, move) <= 0)
		return ST_DOMAIN;
	*out = u256_sub_mod(sqrt, move);
	return ST_OK;
}

static enum status check_start(struct u256 sqrt, unsigned __int128 liquidity)
{
	if (u256_is_zero(sqrt) || !liquidity)
		return ST_DOMAIN;
	return is_sqrt(sqrt) ? ST_OK : ST_RANGE;
}

enum status univ3_sqrt_after_in(struct u256 *out, struct u256 sqrt,
				unsigned __int128 liquidity, struct u256 amount,
				bool zero_for_one)
{
	enum status st = check_start(sqrt, liquidity);

	if (st)
		return st;
	if (!zero_for_one)
		return add_token1(out, sqrt, liquidity, amount);
	if (u256_is_zero(amount)) {
		*out = sqrt;
		return ST_OK;
	}
	return add_token0(out, sqrt, scaled(liquidity), amount);
}

enum status univ3_sqrt_after_out(struct u256 *out, struct u256 sqrt,
				 unsigned __int128 liquidity,
				 struct u256 amount, bool zero_for_one)
{
	enum status st = check_start(sqrt, liquidity);

	if (st)
		return st;
	if (zero_for_one)
		return take_token1(out, sqrt, liquidity, amount);
	if (u256_is_zero(amount)) {
		*out = sqrt;
		return ST_OK;
	}
	return take_token0(out, sqrt, scaled(liquidity), amount);
}
