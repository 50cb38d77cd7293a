#include "math/range_limits.h"

#include "math/univ3_tick.h"

#include <math.h>

int32_t range_ticks_of(double fraction)
{
	return (int32_t)floor(log1p(fraction) / RANGE_LOG_TICK);
}

static int32_t least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

struct range_interval range_interval(int32_t tick, struct range_ticks r,
				     int32_t reach)
{
	struct range_interval v = {
		.min = most(tick - reach, UNIV3_TICK_MIN),
		.max = least(tick + reach + 1, UNIV3_TICK_MAX),
	};

	if (tick < r.lower) {
		v.max = least(v.max, r.lower);
	} else if (tick >= r.upper) {
		v.min = most(v.min, r.upper);
	} else {
		v.min = most(v.min, r.lower);
		v.max = least(v.max, r.upper);
	}
	return v;
}

/* The sqrt prices of a range and of the ends of an interval. */
struct edges {
	struct u256 lower, upper, min, max;
};

static enum status edges_of(struct edges *e, struct range_ticks r,
			    struct range_interval v)
{
	return univ3_sqrt_at_tick(&e->lower, r.lower) ||
			       univ3_sqrt_at_tick(&e->upper, r.upper) ||
			       univ3_sqrt_at_tick(&e->min, v.min) ||
			       univ3_sqrt_at_tick(&e->max, v.max)
		       ? ST_RANGE
		       : ST_OK;
}

/* Which tokens the range has in the interval. */
static bool has0(struct range_ticks r, struct range_interval v)
{
	return v.min < r.upper;
}

static bool has1(struct range_ticks r, struct range_interval v)
{
	return v.max > r.lower;
}

/* A minimum of at least an atom where there is any; none where there is none. */
static enum status settle(struct univ3_amounts *out, struct univ3_amounts now,
			  struct univ3_amounts low, struct range_ticks r,
			  struct range_interval v)
{
	struct univ3_amounts least = { .amount0 = U256_ZERO };

	if ((has0(r, v) && u256_is_zero(now.amount0)) ||
	    (has1(r, v) && u256_is_zero(now.amount1)))
		return ST_NODATA;
	if (has0(r, v))
		least.amount0 = u256_is_zero(low.amount0) ? u256_of_u64(1)
							  : low.amount0;
	if (has1(r, v))
		least.amount1 = u256_is_zero(low.amount1) ? u256_of_u64(1)
							  : low.amount1;
	*out = least;
	return ST_OK;
}

/* token0 is least where the price is highest, token1 where it is lowest. */
enum status range_burn_least(struct univ3_amounts *out, struct u256 sqrt_x96,
			     struct range_ticks r, struct range_interval valid,
			     unsigned __int128 liquidity)
{
	struct univ3_amounts now, at_min, at_max;
	struct edges e;

	if (edges_of(&e, r, valid) ||
	    univ3_amounts_floor(&now, sqrt_x96, e.lower, e.upper, liquidity) ||
	    univ3_amounts_floor(&at_min, e.min, e.lower, e.upper, liquidity) ||
	    univ3_amounts_floor(&at_max, e.max, e.lower, e.upper, liquidity))
		return ST_RANGE;
	return settle(out, now,
		      (struct univ3_amounts){ .amount0 = at_max.amount0,
					      .amount1 = at_min.amount1 },
		      r, valid);
}

/* What v3 takes of the amounts at a price. */
static enum status taken(struct univ3_amounts *out, struct u256 sqrt_x96,
			 const struct edges *e, struct univ3_amounts amounts)
{
	unsigned __int128 liquidity;
	enum status st = univ3_liquidity(&liquidity, sqrt_x96, e->lower,
					 e->upper, amounts);

	return st ? st
		  : univ3_amounts_ceil(out, sqrt_x96, e->lower, e->upper,
				       liquidity);
}

static struct u256 rounded_down(struct u256 x)
{
	struct u256 part;

	/* x less its millionth and one: neither can fail. */
	if (u256_divmod(&part, NULL, x, u256_of_u64(1000000)) ||
	    u256_sub(&x, x, part) || u256_sub(&x, x, u256_of_u64(1)))
		return U256_ZERO;
	return x;
}

enum status range_mint_least(struct univ3_amounts *out, struct u256 sqrt_x96,
			     struct range_ticks r, struct range_interval valid,
			     struct univ3_amounts amounts)
{
	struct univ3_amounts now, at_min, at_max;
	struct edges e;
	enum status st = edges_of(&e, r, valid);

	if (st || (st = taken(&now, sqrt_x96, &e, amounts)) ||
	    (st = taken(&at_min, e.min, &e, amounts)) ||
	    (st = taken(&at_max, e.max, &e, amounts)))
		return st;
	return settle(out, now,
		      (struct univ3_amounts){
			      .amount0 = rounded_down(at_max.amount0),
			      .amount1 = rounded_down(at_min.amount1) },
		      r, valid);
}

/* What it costs, rounded up, is not more than there is anywhere in the interval. */
static bool affordable(const struct edges *e, unsigned __int128 liquidity,
		       struct univ3_amounts have)
{
	struct univ3_amounts at_min, at_max;

	return !univ3_amounts_ceil(&at_min, e->min, e->lower, e->upper,
				   liquidity) &&
	       !univ3_amounts_ceil(&at_max, e->max, e->lower, e->upper,
				   liquidity) &&
	       u256_cmp(at_min.amount0, have.amount0) <= 0 &&
	       u256_cmp(at_max.amount1, have.amount1) <= 0;
}

/* By bisection: what a price asks for rises with liquidity, rounding included. */
enum status range_mint_liquidity(unsigned __int128 *out, struct range_ticks r,
				 struct range_interval valid,
				 struct univ3_amounts amounts)
{
	unsigned __int128 low = 0, high = (unsigned __int128)1 << 127;
	struct edges e;

	if (edges_of(&e, r, valid))
		return ST_RANGE;
	while (high - low > 1) {
		unsigned __int128 mid = low + (high - low) / 2;

		if (affordable(&e, mid, amounts))
			low = mid;
		else
			high = mid;
	}
	if (!low)
		return ST_NODATA;
	*out = low;
	return ST_OK;
}
