/* improve.h - bettering the best external order by one tick.  Layer: math.
 * source: MATH.md 2.5.
 */
#ifndef MM_IMPROVE_H
#define MM_IMPROVE_H

#include "math/order.h"

enum improve_result {
	IMPROVE_QUOTE,          /* quote the price given                 */
	IMPROVE_SMALL,          /* the competitor is below the threshold */
	IMPROVE_CROSS,          /* it would meet the other side          */
	IMPROVE_LIMIT,          /* beyond our limit                      */
	IMPROVE_ALREADY_BETTER, /* our best order is before his          */
};

/* The external book: own orders taken out.  Prices in one unit, of which a tick
 * is `tick`. */
struct improve_in {
	enum side side;
	int64_t tick;
	int64_t competitor_price;
	int64_t competitor_lots;
	int64_t threshold_lots; /* a size equal to it is worth bettering  */
	int64_t opposite_best;  /* best price across; 0: nobody there     */
	int64_t limit_price;    /* the furthest we go towards the market  */
	int64_t own_best;       /* our best price on this side; 0: none   */
};

/* improve_one_tick.  out: *price, set only with IMPROVE_QUOTE. */
enum improve_result improve_one_tick(int64_t *price,
				     const struct improve_in *in);

/* improve_name: "small", "cross", "limit", "already_better"; "quote". */
const char *improve_name(enum improve_result r);

#endif
