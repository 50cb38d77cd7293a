/* roll_market.h - where the tokens of a pool are swapped, and for how much.
 * Layer: data. */
#ifndef MM_ROLL_MARKET_H
#define MM_ROLL_MARKET_H

#include "data/roll_place.h"
#include "math/range_swap.h"
#include "math/univ2.h"
#include "math/univ3_swap.h"

enum roll_market_way {
	MARKET_NONE,
	MARKET_V4, /* the range's own pool, of v4                             */
	MARKET_V3, /* a pool of v3: the range's own, or another of the pair   */
	MARKET_V2,
};

struct roll_market {
	enum roll_market_way way;
	const char *pool;            /* it goes through */
	bool own;                    /* which is the range's */
	const char *token0, *token1; /* of the range's pool, as they are called
					there: the native coin is wrapped */
	int64_t fee;                 /* of v3 */
	const char *router;
	struct roll_place through;
	/* how it is quoted */
	struct univ3_pool pool_now; /* of v3 and v4 */
	struct u256 reserve0, reserve1;
	bool flip;            /* its tokens are in the other order */
	struct u256 sqrt_x96; /* of the range's pool */
};

/* roll_market_ticks: the initialised ticks of a pool in the frame, rising; liquidity of
 * ours taken out of them (0: none).  Owner: a. */
struct univ3_tick *roll_market_ticks(size_t *n, struct arena *a,
				     const struct roll_seen *s,
				     const char *pool, struct range_ticks own,
				     __int128 liquidity);

/* roll_market_of: the way there is, after our liquidity in `own` is gone: the pool itself
 * where a router swaps in it, else one of v3, else of v2 that has the same tokens. */
void roll_market_of(struct roll_market *out, struct arena *a,
		    const struct roll_place *at, const struct roll_seen *s,
		    const struct roll_knobs *k, struct range_ticks own,
		    unsigned __int128 liquidity);

/* roll_market_quote: as struct range_market_quote asks; ctx is a struct roll_market. */
enum status roll_market_quote(void *ctx, struct range_quoted *out,
			      bool zero_for_one, struct u256 amount);

/* roll_market_is_fair: what comes out is worth no less than what goes in, at the price
 * of the range's pool, but for ppm of it. */
bool roll_market_is_fair(const struct roll_market *m,
			 const struct range_swap *swap, int64_t ppm);

#endif
