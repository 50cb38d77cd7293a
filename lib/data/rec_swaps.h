/* rec_swaps.h - swaps: what the swaps in a pool came to.  Layer: data. */
#ifndef MM_REC_SWAPS_H
#define MM_REC_SWAPS_H

#include "data/rec.h"

struct rec_swaps {
	int64_t ts_ms;      /* newest of them, Unix ms */
	const char *pool;   /* address of the pool; of v4 its id */
	const char *kind;   /* v2, v3 or v4 */
	int64_t from_ms;    /* oldest of them, Unix ms */
	int64_t to_ms;      /* newest of them, Unix ms */
	int64_t n;          /* how many */
	struct dec volume0; /* token0 that changed hands */
	struct dec volume1; /* token1 likewise */
	struct dec
		price_first; /* optional: of the pool before the first, where it is known */
	struct dec price_last; /* optional: of the pool after the last */
	double max_impact_bps; /* optional: the largest move of one, either way */
	double mean_impact_bps; /* optional: the mean move, either way */
};

extern const struct rec_type rec_swaps_type;

#endif
