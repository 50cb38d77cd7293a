/* range_yield.h - what a range is expected to earn, against which costs.
 * Layer: math.
 *
 * Doubles, for analytics.  Prices are token1 per token0 and liquidity is a pool's, in
 * smallest parts; values and fees are in smallest parts of token1.  Liquidity is
 * thought to stay where it is; the logarithm of the price moves without drift of the
 * price (nu = -sigma^2/2).
 *
 * source: MATH.md 4.2, 4.5 to 4.8, 5.
 */
#ifndef MM_RANGE_YIELD_H
#define MM_RANGE_YIELD_H

#include "math/range.h"
#include "math/univ3_swap.h"

#include <stddef.h>

struct range_market {
	double price;     /* > 0                                          */
	double sigma;     /* > 0, volatility a year                       */
	double fees_year; /* >= 0: paid to all liquidity, a year          */
	double others;    /* >= 0: liquidity in range that is not ours    */
};

/* range_price: of a tick, or of a sqrt price. */
double range_price(int32_t tick);
double range_price_sqrt(struct u256 sqrt_x96);

/* range_liquidity: of a position of that value at that price; range_worth: the
 * inverse.  0 < value, lower < upper. */
double range_liquidity(double price, struct range_ticks r, double value);
double range_worth(double price, struct range_ticks r, double liquidity);

struct range_yield {
	double fee_apr;    /* of the value, while in range   */
	double lvr_apr;    /* likewise                       */
	double net_apr;    /* fee_apr - lvr_apr              */
	double exit_years; /* mean time until the price leaves */
	bool in; /* the price is inside; else the rates are those it would
			      have at the nearer end, exit_years is 0 */
};

/* range_yield: of that value in that range.
 * returns: ST_OK, ST_DOMAIN (a number out of range). */
MM_CHECKED enum status range_yield(struct range_yield *out,
				   const struct range_market *m,
				   struct range_ticks r, double value);

/* range_in_share: the share of the next years that the price is expected to be in a
 * range of that yield: of one it is in, mean time until it leaves over years, at most
 * 1; of one it is not, the chance that it is back at their end. */
double range_in_share(const struct range_yield *y, const struct range_market *m,
		      struct range_ticks r, double years);

/* range_gain: expected of a new range over the old within years, or within the mean
 * time until the price leaves the new one, whichever is less; in the unit of value. */
double range_gain(const struct range_yield *old, double old_share,
		  const struct range_yield *new, double value, double years);

/* range_gain_years: that time. */
double range_gain_years(const struct range_yield *new, double years);

/* range_efficiency: fees earned against those of a range of equal value and the target
 * width centred at the price, over the same swaps; 0 outside the range. */
double range_efficiency(const struct range_market *m, struct range_ticks old,
			struct range_ticks centred, bool in, double value);

/* ---- liquidity along the ticks ---- */

struct range_profile {
	const struct univ3_tick *ticks; /* initialised ones, rising */
	size_t n_ticks;
	int32_t tick;                /* of the pool */
	unsigned __int128 liquidity; /* there, ours not counted */
	double spread; /* > 0: standard deviation of the tick in the time looked at */
};

/* range_share: of the fees of the pool that liquidity `own` in that range is expected
 * to earn: where the price is likely to be, by its share of the liquidity there. */
double range_share(const struct range_profile *p, struct range_ticks r,
		   double own);

/* range_shift: by how much to move a range towards where fees are (hotspots: the price
 * is likely to be there and little liquidity shares them; gaps have none at all):
 * the mean of the ticks of r by expected fees per liquidity, less that where liquidity
 * is the same everywhere; at most `most` either way. */
int64_t range_shift(const struct range_profile *p, struct range_ticks r,
		    double own, int64_t most);

#endif
