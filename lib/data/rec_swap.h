/* rec_swap.h - swap: what one swap in a pool came to.  Layer: data. */
#ifndef MM_REC_SWAP_H
#define MM_REC_SWAP_H

#include "data/rec.h"

struct rec_swap {
	int64_t ts_ms;      /* when, Unix ms */
	const char *pool;   /* address of the pool; of v4 its id */
	const char *cause;  /* cause of its event */
	const char *kind;   /* v2, v3 or v4 */
	struct dec amount0; /* token0 given to the pool; below 0 taken out */
	struct dec amount1; /* token1 likewise */
	struct dec price; /* optional: paid, token1 per token0, fee included */
	struct dec price_before; /* optional: of the pool, where it is known */
	struct dec price_after;  /* optional: of the pool */
	double impact_bps; /* optional: by which that moved, 1/100 of a percent */
};

extern const struct rec_type rec_swap_type;

#endif
