/* lp_view.h - what a position is worth and how that changes with the price.
 * Layer: math.
 *
 * Doubles, for analytics, in units of the tokens: relative error about 1e-15.  Of
 * amounts that were not rounded; exact ones are math/univ3_amounts.h.
 * source: MATH.md 4.2, 4.4.
 */
#ifndef MM_LP_VIEW_H
#define MM_LP_VIEW_H

#include "base/u256.h"

#include <stdbool.h>

#define LP_DECIMALS_MAX 38

struct lp_place {
	struct u256 lower, upper; /* ends of the range: square roots, Q64.96 */
	unsigned __int128 liquidity;
	int decimals0, decimals1; /* 0..LP_DECIMALS_MAX */
};

struct lp_view {
	double price;            /* token1 per token0                       */
	double amount0, amount1; /* at that price                           */
	double value;            /* of both, in token1                      */
	double delta;            /* change of the value by the price: amount0 */
	double gamma;  /* change of delta by the price, <= 0; 0 outside */
	bool in_range; /* lower <= price < upper                  */
};

/* lp_view: at the square root of a price.
 * returns: ST_OK, ST_DOMAIN (a root of 0 or over 160 bits, lower >= upper, decimals
 *          out of range). */
MM_CHECKED enum status lp_view(struct lp_view *out, const struct lp_place *p,
			       struct u256 sqrt_x96);

/* lp_price_real: the price alone, token1 per token0; 0 for a root of 0. */
double lp_price_real(struct u256 sqrt_x96, int decimals0, int decimals1);

#endif
