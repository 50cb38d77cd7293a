/* route_safe.h - how much slippage a route may allow before it pays to sandwich it, and
 * how much worse than without an amount it is.  Layer: math.
 *
 * Each pool on the way is looked at by itself, with all that the route puts through
 * it; what a sandwich costs is two swaps through that pool, its gas at the price of
 * the ask.  Doubles.
 */
#ifndef MM_ROUTE_SAFE_H
#define MM_ROUTE_SAFE_H

#include "math/route.h"

/* route_safe_slippage: the least of its pools'; 1: any is safe.
 * in:      r: of this graph and ask; gas_price 0: a sandwich costs nothing.
 * returns: ST_OK, ST_NODATA (a pool takes no more than this). */
MM_CHECKED enum status route_safe_slippage(double *out,
					   const struct route_graph *g,
					   const struct route_ask *ask,
					   const struct route *r);

/* route_impact: how much less comes out than at the price of an endless small amount
 * over the same legs, fees paid by both. */
double route_impact(const struct route_graph *g, const struct route *r);

#endif
