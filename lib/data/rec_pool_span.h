/* rec_pool_span.h - pool_span: what a stretch of time came to in a pool.  Layer: data. */
#ifndef MM_REC_POOL_SPAN_H
#define MM_REC_POOL_SPAN_H

#include "data/rec_pool.h"

struct rec_pool_span {
	int64_t ts_ms;         /* end of it, Unix ms */
	const char *pool;      /* address of the pool; of v4 its id */
	int kind;              /* enum pool_kind: protocol */
	int64_t from_ms;       /* beginning, Unix ms */
	int64_t to_ms;         /* end, Unix ms */
	int64_t n;             /* swaps */
	struct dec volume0;    /* token0 that changed hands */
	struct dec volume1;    /* token1 likewise */
	struct dec fees0;      /* fees of token0 to liquidity */
	struct dec fees1;      /* fees of token1 likewise */
	struct dec price_last; /* optional: of the pool at its end */
	double sigma_ratio;    /* optional: realised volatility, a year */
	/* optional: lower end of its 95 % interval */
	double sigma_low_ratio;
	double sigma_high_ratio; /* optional: upper end of it */
	int64_t n_samples;       /* optional: returns behind it */
	/* optional: range of the next keys; absent: all prices */
	int64_t tick_lower;
	int64_t tick_upper; /* optional: end of that range */
	/* optional: share of the time in which the price was in it */
	double in_range_ratio;
	/* optional: fees of a position over it, against its value at the end, a year */
	double fee_apr_pct;
};

extern const struct rec_type rec_pool_span_type;

#endif
