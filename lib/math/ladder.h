/* ladder.h - the levels of one side: prices, density, equal prices merged.
 * Layer: math.
 *
 * Level i = 1..n lies i/n of the way from the pivot to the edge of the channel,
 * in equal steps of price (linear) or of ratio (geometric).  A price is rounded
 * to a tick away from the market: BUY down, SELL up.  The pivot may be counted
 * more finely than the tick.
 * source: MATH.md 2, 2.1.
 */
#ifndef MM_LADDER_H
#define MM_LADDER_H

#include "base/status.h"
#include "math/expneg.h"
#include "math/order.h"

#include <stdint.h>

#define LADDER_LEVELS_MAX  100000
#define LADDER_PIVOT_MAX   (INT64_C(1) << 60)   /* exclusive */
#define LADDER_WIDTH_MAX   (INT64_C(100) * PPM) /* 10,000 % */
#define LADDER_WEIGHT_BITS 40                   /* a weight of 1 is 2^40 */

enum spacing { SPACING_LINEAR, SPACING_GEOMETRIC };

struct ladder {
	enum side side;
	enum spacing spacing;
	int n;         /* levels, 1..LADDER_LEVELS_MAX                        */
	int64_t pivot; /* > 0                                                 */
	int64_t tick;  /* > 0, in the pivot's unit                            */
	__int128 edge; /* in millionths of the pivot's unit, on its own side  */
};

/* ladder_edge: the edge of a channel width_ppm wide, exactly: pivot less (BUY)
 * or plus (SELL) its width, in millionths of the pivot's unit. */
__int128 ladder_edge(enum side side, int64_t pivot, int64_t width_ppm);

/* ladder_prices: the n raw prices, multiples of the tick in the pivot's unit,
 * nearest the pivot first; neither merged nor dropped.
 *
 * out:     price[n].
 * returns: ST_OK; ST_DOMAIN for a ladder outside the ranges above or an edge
 *          that is not beyond the pivot; ST_OVERFLOW. */
MM_CHECKED enum status ladder_prices(int64_t *price, const struct ladder *l);

/* ladder_steepness: kappa (1 + beta * control), the BUY density's exponent. */
double ladder_steepness(double kappa, double beta, double control);

/* ladder_density: e^(steepness (i/n - 1)): 1 at the edge, less nearer the
 * pivot.  in: 1 <= i <= n, 0 <= steepness < EXPNEG_MAX, else ST_DOMAIN. */
MM_CHECKED enum status ladder_density(struct expneg *out, double steepness,
				      int i, int n);

/* ladder_weights: the density of each level as an integer; all allocation after
 * this is exact.  steepness 0 gives every level 2^40, which is the SELL side. */
MM_CHECKED enum status ladder_weights(int64_t *weight, double steepness, int n);

/* ladder_merge: levels of equal price become one, their weights added, under the
 * number of the level nearest the pivot; a price of 0 is dropped.
 *
 * inout:   price[n], weight[n]: the first k remain.
 * out:     number[k]: the level each is, 1 = nearest the pivot.
 * returns: k. */
int ladder_merge(int64_t *price, int64_t *weight, int *number, int n);

#endif
