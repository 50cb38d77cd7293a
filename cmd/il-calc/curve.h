/* curve.h - what a position would be worth at other prices.  Layer: cmd. */
#ifndef MM_IL_CALC_CURVE_H
#define MM_IL_CALC_CURVE_H

#include "books.h"
#include "math/lp_view.h"

/* A price, and the accounts of a position were it that of its pool. */
struct curve_point {
	struct lp_price price;
	struct lp_amounts now; /* what the liquidity would be worth */
	struct lp_values values;
};

/* curve_at: in smallest parts, rounded as the accounts are.
 * in:      b: .known and .priced; price: token1 per token0, > 0.
 * returns: false: no such price in the pool, or a value that does not fit. */
MM_CHECKED bool curve_at(struct curve_point *out, const struct books *b,
			 const struct lp_place *place, double price);

/* curve_add: the prices of --at into the record. */
void curve_add(struct rec_il *il, struct arena *a, const struct books *b,
	       const struct il_conf *c);

/* curve_prices reads --at: prices, separated by commas or blanks.
 * out:     *v in the arena.
 * returns: their number, or dies (MM_USAGE). */
size_t curve_prices(double **v, struct arena *a, const char *const *texts,
		    int n);

#endif
