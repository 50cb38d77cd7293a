/* sums.h - sums of trades gathered as decimals: exact at any scale. */
#ifndef MM_PIVOT_SUMS_H
#define MM_PIVOT_SUMS_H

#include "base/dec.h"
#include "data/rec_trade.h"
#include "io/store.h"
#include "math/pivot_rules.h"

/* Zero is a valid empty sum. */
struct sums {
	struct dec pv, v;
	uint64_t n;
	bool overflow; /* it does not hold all */
};

void sums_trade(struct sums *to, const struct rec_trade *t);

/* sums_piece is for store_window; ctx is a struct sums. */
bool sums_piece(void *ctx, const struct store_sum *sum);

/* sums_settle counts both in the ticks and lots they are whole numbers of.
 * False: they do not fit. */
MM_CHECKED bool sums_settle(struct pivot_history *h, const struct sums *live,
			    const struct sums *traded);

#endif
