/* range_swap.h - how much to swap so that two amounts fit a range.  Layer: math.
 *
 * A range takes its two tokens in a proportion that the price decides; the swap itself
 * moves that price where it goes through the range's own pool.  Nothing is assumed of
 * the pool but that more in is not less out.
 *
 * source: MATH.md 4.9, 5, 8.
 */
#ifndef MM_RANGE_SWAP_H
#define MM_RANGE_SWAP_H

#include "math/range_limits.h"

/* What a swap would do. */
struct range_quoted {
	struct u256 out;
	struct u256 sqrt_after; /* of the range's pool */
};

/* quote: of amount > 0 in.  Not ST_OK: it cannot be swapped, nor can more. */
struct range_market_quote {
	enum status (*quote)(void *ctx, struct range_quoted *out,
			     bool zero_for_one, struct u256 amount);
	void *ctx;
};

struct range_swap {
	bool zero_for_one;  /* token0 goes in */
	struct u256 amount; /* 0: they fit already, or nothing can be swapped */
	struct u256 out;
	struct u256 sqrt_after;
};

/* range_swap_size: the most of the token there is too much of that can be swapped
 * without there being too little of it then: after one atom more it would be.
 *
 * in:      sqrt_x96: of the range's pool; have: in smallest parts, below 2^128.
 * returns: ST_OK, ST_RANGE (a tick or price out of range).
 * cost:    about 128 quotes. */
MM_CHECKED enum status range_swap_size(struct range_swap *out,
				       struct u256 sqrt_x96,
				       struct range_ticks r,
				       struct univ3_amounts have,
				       const struct range_market_quote *market);

#endif
