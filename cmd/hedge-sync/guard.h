/* guard.h - what is looked at last, before an order is written down.  Layer: cmd. */
#ifndef MM_HEDGE_SYNC_GUARD_H
#define MM_HEDGE_SYNC_GUARD_H

#include "trade.h"

/* What the orders of a frame have used up so far. */
struct guard {
	const struct gathered *g;
	struct rec_list free; /* struct guard_free: margin of accounts */
	struct dec turnover;  /* of 24 hours, quote */
};

void guard_begin(struct guard *d, struct act *a, const struct gathered *g);

/* guard_holds: NULL, and what the order uses is taken off; or why it may not go: the
 * reason code of an action.  An alert `insufficient_margin` is made here. */
const char *guard_holds(struct guard *d, struct act *a,
			const struct attempt *t);

#endif
