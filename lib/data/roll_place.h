/* roll_place.h - a pool that liquidity is in or goes to: what its actions are made from,
 * and whether its price can be trusted.
 * Layer: data. */
#ifndef MM_ROLL_PLACE_H
#define MM_ROLL_PLACE_H

#include "data/roll_seen.h"

struct roll_place {
	const struct rec_pool *rec; /* NULL: none in the frame */
	int kind;                   /* enum pool_kind */
	const char *pool;
	const char *token0, *token1;
	int decimals0, decimals1;
	int64_t fee;     /* the key of its pool                          */
	int64_t fee_now; /* of a swap, to liquidity: parts in a million  */
	int32_t spacing;
	const char *hooks; /* or NULL */
	struct u256 sqrt_x96;
	int32_t tick;
	unsigned __int128 liquidity; /* in range */
	struct dec spot;             /* token1 per token0, in units */
	double price;                /* the same, in smallest parts */
};

/* NULL, or why there is nothing to work with: a code. */
MM_CHECKED const char *roll_place_of_pool(struct roll_place *out,
					  const struct rec_pool *r);
MM_CHECKED const char *roll_place_of_position(struct roll_place *out,
					      const struct roll_seen *s,
					      const struct rec_position *p);

/* What the price is held against. */
struct roll_reference {
	struct dec
		price; /* token1 per token0: of those there are the one furthest
			     from the spot */
	double deviation;  /* spot / price - 1 */
	int64_t twap_tick; /* REC_NONE_INT: there is none */
};

/* roll_place_reference: the mean tick of the pool, and the `price` of its tokens.
 *
 * out:     *out; deviation NaN where there is no reference.
 * returns: NULL, or why nothing may be done at this price: "no_reference",
 *          "stale_price" (there is one, too old: it is not enough that the other
 *          reference agrees), "price_deviation".  In a panic the freshest decides,
 *          the price if it is not too old, else the mean tick. */
MM_CHECKED const char *roll_place_reference(struct roll_reference *out,
					    const struct roll_place *at,
					    const struct roll_seen *s,
					    const struct roll_knobs *k);

#endif
