/* sums.h - sums of trades gathered as decimals: exact at any scale.
 * Layer: math. */
#ifndef MM_SUMS_H
#define MM_SUMS_H

#include "base/dec.h"
#include "math/pivot_rules.h"

#include <stdbool.h>
#include <stdint.h>

/* Zero is a valid empty sum. */
struct sums {
	struct dec pv; /* sum of price * size, quote */
	struct dec v;  /* sum of size, base          */
	uint64_t n;    /* trades                     */
	bool overflow; /* it does not hold all       */
};

/* sums_add: n trades that come to pv and v. */
void sums_add(struct sums *to, uint64_t n, struct dec pv, struct dec v);
void sums_trade(struct sums *to, struct dec price, struct dec size);

/* sums_settle counts both in the ticks and lots they are whole numbers of.
 * out:     of *h: live, traded and the two scales.
 * returns: false: they do not fit. */
MM_CHECKED bool sums_settle(struct pivot_history *h, const struct sums *live,
			    const struct sums *traded);

#endif
