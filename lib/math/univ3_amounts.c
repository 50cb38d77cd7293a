#include "math/univ3_amounts.h"

#include "math/univ3_sqrt.h"
#include "math/univ3_tick.h"

#define PLACES 96

static struct u256 lower_of(struct u256 a, struct u256 b)
{
	return u256_cmp(a, b) < 0 ? a : b;
}

static struct u256 higher_of(struct u256 a, struct u256 b)
{
	return u256_cmp(a, b) < 0 ? b : a;
}

/* amount0 * (a b / 2^96) / (b - a), a < b */
static enum status liquidity_of0(unsigned __int128 *out, struct u256 a,
				 struct u256 b, struct u256 amount0)
{
	struct u256 x;
	enum status st = u256_mul_shr_floor(&x, a, b, PLACES);

	if (!st)
		st = u256_mul_div_floor(&x, amount0, x, u256_sub_mod(b, a));
	return st ? st : u256_to_u128(out, x);
}

/* amount1 * 2^96 / (b - a), a < b */
static enum status liquidity_of1(unsigned __int128 *out, struct u256 a,
				 struct u256 b, struct u256 amount1)
{
	struct u256 x;
	enum status st = u256_mul_div_floor(&x, amount1,
					    u256_shl(u256_of_u64(1), PLACES),
					    u256_sub_mod(b, a));

	return st ? st : u256_to_u128(out, x);
}

enum status univ3_liquidity(unsigned __int128 *out, struct u256 sqrt_x96,
			    struct u256 a, struct u256 b,
			    struct univ3_amounts amounts)
{
	struct u256 low = lower_of(a, b), high = higher_of(a, b);
	unsigned __int128 of0, of1;
	enum status st;

	if (u256_bits(high) > 160 || u256_bits(sqrt_x96) > 160)
		return ST_RANGE;
	if (u256_cmp(sqrt_x96, low) <= 0)
		return liquidity_of0(out, low, high, amounts.amount0);
	if (u256_cmp(sqrt_x96, high) >= 0)
		return liquidity_of1(out, low, high, amounts.amount1);
	st = liquidity_of0(&of0, sqrt_x96, high, amounts.amount0);
	if (!st)
		st = liquidity_of1(&of1, low, sqrt_x96, amounts.amount1);
	if (!st)
		*out = of0 < of1 ? of0 : of1;
	return st;
}

/* Between the price and the upper end it is token0, below the price token1. */
static enum status amounts_at(struct univ3_amounts *out, struct u256 sqrt_x96,
			      struct u256 a, struct u256 b,
			      unsigned __int128 liquidity, bool up)
{
	struct u256 low = lower_of(a, b), high = higher_of(a, b);
	struct u256 s = lower_of(higher_of(sqrt_x96, low), high);
	struct univ3_amounts r = { U256_ZERO, U256_ZERO };
	enum status st = ST_OK;

	if (u256_cmp(s, high) < 0)
		st = up ? univ3_amount0_ceil(&r.amount0, s, high, liquidity)
			: univ3_amount0_floor(&r.amount0, s, high, liquidity);
	if (!st && u256_cmp(low, s) < 0)
		st = up ? univ3_amount1_ceil(&r.amount1, low, s, liquidity)
			: univ3_amount1_floor(&r.amount1, low, s, liquidity);
	if (!st)
		*out = r;
	return st;
}

enum status univ3_amounts_floor(struct univ3_amounts *out, struct u256 sqrt_x96,
				struct u256 a, struct u256 b,
				unsigned __int128 liquidity)
{
	return amounts_at(out, sqrt_x96, a, b, liquidity, false);
}

enum status univ3_amounts_ceil(struct univ3_amounts *out, struct u256 sqrt_x96,
			       struct u256 a, struct u256 b,
			       unsigned __int128 liquidity)
{
	return amounts_at(out, sqrt_x96, a, b, liquidity, true);
}

enum status univ3_modify(struct univ3_amounts *out, int32_t tick,
			 struct u256 sqrt_x96, int32_t lower, int32_t upper,
			 __int128 delta)
{
	unsigned __int128 size = delta < 0 ? -(unsigned __int128)delta
					   : (unsigned __int128)delta;
	struct u256 a, b, s;
	enum status st;

	if (lower >= upper)
		return ST_DOMAIN;
	if (tick < UNIV3_TICK_MIN - 1 || tick > UNIV3_TICK_MAX)
		return ST_RANGE;
	st = univ3_sqrt_at_tick(&a, lower);
	if (!st)
		st = univ3_sqrt_at_tick(&b, upper);
	if (st)
		return st;
	/* The tick decides: at a boundary it need not agree with the price. */
	s = tick < lower ? a : tick >= upper ? b : sqrt_x96;
	return amounts_at(out, s, a, b, size, delta > 0);
}
