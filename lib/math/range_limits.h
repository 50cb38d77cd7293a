/* range_limits.h - in which ticks an action on a range is valid, and the least it may
 * then give or take.  Layer: math.
 *
 * Who moves the price between the plan and the chain can make a mint or a burn happen
 * at a price of theirs; minimums stop that.  They are the amounts at the ends of an
 * interval of ticks around the pool's, and hold everywhere in it.  The interval never
 * crosses an end of the range, so a minimum is 0 only where there is none of that token
 * in all of it, and never both are.
 *
 * source: MATH.md 4.2, 4.9.
 */
#ifndef MM_RANGE_LIMITS_H
#define MM_RANGE_LIMITS_H

#include "math/range.h"
#include "math/univ3_amounts.h"

/* Valid while min <= tick < max. */
struct range_interval {
	int32_t min, max;
};

/* range_ticks_of: how many ticks a price moves by that fraction, rounded down.
 * in:      0 < fraction < 1. */
int32_t range_ticks_of(double fraction);

/* range_interval: up to `reach` ticks either side of the pool's, cut at the ends of
 * the range and of the domain.  in: reach >= 0. */
struct range_interval range_interval(int32_t tick, struct range_ticks r,
				     int32_t reach);

/* range_burn_least: of liquidity taken off anywhere in the interval; fees that are
 * owed not counted.
 *
 * in:      sqrt_x96: the price now, in the interval.
 * returns: ST_OK; ST_NODATA (at this price it gives none of a token that the range has
 *          in the interval: the price is within an atom of an end, or there is next to
 *          no liquidity); ST_RANGE. */
MM_CHECKED enum status range_burn_least(struct univ3_amounts *out,
					struct u256 sqrt_x96,
					struct range_ticks r,
					struct range_interval valid,
					unsigned __int128 liquidity);

/* range_mint_least: of what v3 takes of these amounts anywhere in the interval, which
 * is all of one and part of the other; less a millionth and an atom, for what is
 * rounded on the way.  Range, interval and price as above.
 * returns: as above, and ST_OVERFLOW (more liquidity than there can be). */
MM_CHECKED enum status range_mint_least(struct univ3_amounts *out,
					struct u256 sqrt_x96,
					struct range_ticks r,
					struct range_interval valid,
					struct univ3_amounts amounts);

/* range_mint_liquidity: the most that these amounts pay for anywhere in the interval,
 * as v4 asks for liquidity and takes what it costs.  returns: as above; ST_NODATA: they
 * pay for none. */
MM_CHECKED enum status range_mint_liquidity(unsigned __int128 *out,
					    struct range_ticks r,
					    struct range_interval valid,
					    struct univ3_amounts amounts);

#endif
