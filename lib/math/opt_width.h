/* opt_width.h - how wide a range to choose.  Layer: math.
 *
 * A range of half-width w in the logarithm of the price, recentred when the price
 * leaves it.  Narrow earns more and loses more to arbitrage, by the same factor,
 * and is recentred more often:
 *   net(w) = edge / (2 (1 - e^(-w/2))) - cost sigma^2 / w^2,  edge = phi - sigma^2/4
 * source: MATH.md 4.8.
 */
#ifndef MM_OPT_WIDTH_H
#define MM_OPT_WIDTH_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct width_in {
	double phi; /* fees a year per unit of liquidity while in range, over the
		     * square root of the price                               */
	double sigma; /* > 0, a year                                        */
	double cost_frac; /* >= 0: of a recentring, as a share of the value     */
	double gas_frac; /* >= 0: its fixed part; not both 0                   */
};

struct opt_width {
	double first; /* 2 cost sigma^2 / edge, the first-order answer          */
	double w;   /* the best width, where net has a maximum; else 0        */
	double net; /* a year, as a share of the value, at w                  */
	double net_full; /* of a position over the full range                   */
	int64_t half_ticks; /* of w, to the nearest                             */
	bool full; /* the full range is better, or there is no maximum       */
};

/* opt_width: ST_NODATA where no width pays (phi <= sigma^2/4: "no edge"),
 * ST_DOMAIN.  Relative error of w about 1e-15. */
MM_CHECKED enum status opt_width(struct opt_width *out,
				 const struct width_in *in);

#endif
