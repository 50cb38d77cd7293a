/* worth.h - what a position of v3 or v4 is worth, in its record. */
#ifndef MM_LP_READ_WORTH_H
#define MM_LP_READ_WORTH_H

#include "reader.h"

/* A pool now, and the position in it. */
struct worth {
	struct u256 sqrt_x96;
	int32_t tick;
	struct u256 pool_liquidity; /* in range */
	int32_t lower, upper;
	struct u256 liquidity;
	struct u256 uncollected0, uncollected1;
};

/* worth_put fills liquidity, price, ticks, amounts and what is uncollected; decimals
 * are there already.  Returns NULL, or why there is no such position: a constant. */
MM_CHECKED const char *worth_put(struct rec_position *p, const struct worth *w);

#endif
