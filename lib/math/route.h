/* route.h - the best way to change one token into another over many pools: exact
 * quotes, paths of up to ROUTE_HOPS pools, splits over up to ROUTE_LEGS of them.
 * Layer: math.
 *
 * Tokens and routers are small numbers the caller gives out, pools are called by
 * their place in his array, amounts are smallest parts.  A graph is made once for
 * the pools of one block and is only read afterwards, by any number of threads.
 *
 * Which ways are looked at is found with doubles; every amount that is answered
 * is that of the contracts, to the last part: the legs of a route one after the
 * other, each as earlier ones left the pools they share.
 *
 * source: MATH.md 8; univ2.h, univ3_swap.h.
 */
#ifndef MM_ROUTE_H
#define MM_ROUTE_H

#include "base/mem.h"
#include "math/univ3_swap.h"

#define ROUTE_HOPS   4
#define ROUTE_LEGS   4
#define ROUTE_TOKENS 1024 /* of one graph */

/* What a hop costs where nobody measured it, and what calling the router once does:
 * of Uniswap's contracts between two plain tokens, rounded up. */
#define ROUTE_GAS_V2   70000
#define ROUTE_GAS_V3   95000
#define ROUTE_GAS_V4   85000
#define ROUTE_GAS_TICK 25000 /* each initialised tick crossed */
#define ROUTE_GAS_LEG  35000

enum route_curve { ROUTE_V2, ROUTE_V3, ROUTE_V4 };

struct route_pool {
	enum route_curve curve;
	int token[2]; /* 0 <= either < n_tokens; different */
	int router;   /* who swaps through it: a leg has one, >= 0 */
	/* v2 */
	struct u256 reserve[2];
	uint32_t fee_num, fee_den; /* univ2.h */
	/* v3 and v4: its ticks stay the caller's as long as the graph is used */
	struct univ3_pool v3;
	/* Every initialised tick from tick_low to tick_high, both of them included,
	 * is in v3.ticks; no swap is quoted that ends outside. */
	int32_t tick_low, tick_high;
	uint32_t gas, gas_tick; /* of a swap, and of each tick it crosses */
};

struct route_graph;

/* route_graph_make: of n pools between n_tokens tokens.  A pool that cannot be
 * quoted (route_pool_check) is left out.
 *
 * in:      pools: stay as they are as long as the graph is used; 0 <= n_tokens <=
 *          ROUTE_TOKENS.
 * returns: never NULL; lives in the arena.
 * cost:    O(all ticks) doubles. */
struct route_graph *route_graph_make(struct arena *a,
				     const struct route_pool *pools, int n,
				     int n_tokens);

/* route_pool_check: NULL, or why no swap can be quoted through it: a constant. */
MM_CHECKED const char *route_pool_check(const struct route_pool *pool,
					int n_tokens);

struct route_ask {
	int token_in, token_out;
	struct u256 amount_in; /* above 0, of at most 254 bits */
	int max_hops;          /* 1 to ROUTE_HOPS */
	int max_legs;          /* 1 to ROUTE_LEGS; 1: no split */
	/* Only legs one call of a router makes: all pools of one router and one
	 * curve, of v4 one pool.  Else hops may be mixed. */
	bool executable;
	/* What 1,000,000 gas costs in parts of token_out; 0: gas is not counted. */
	struct u256 gas_price;
	uint32_t gas_leg; /* of calling a router once */
};

struct route_way {
	int n;                             /* hops */
	int pool[ROUTE_HOPS];              /* in order */
	int token[ROUTE_HOPS + 1];         /* token_in first */
	struct u256 amount_in, amount_out; /* exact */
	uint64_t gas;
};

struct route {
	struct u256 amount_in, amount_out; /* sums of the legs, exact */
	uint64_t gas;
	struct u256 gas_out; /* what that gas costs in token_out, rounded up */
	int n;               /* legs */
	struct route_way
		leg[ROUTE_LEGS]; /* to be swapped in this order; as a rule the
					     largest amount in first */
};

/* route_quote: the route with the most of token_out left after gas.
 *
 * out:     beyond: NULL, or a flag for each pool that is set, never cleared, where
 *          its told ticks ended before the amount did.
 * returns: ST_OK; ST_DOMAIN (tokens, amount, hops or legs out of range, or twice
 *          the same token); ST_NODATA (nothing takes the whole amount, or no part
 *          comes out).
 * cost:    tens of microseconds on 50 pools, a few hundred where it splits. */
MM_CHECKED enum status route_quote(struct route *out,
				   const struct route_graph *g,
				   const struct route_ask *ask, bool *beyond);

/* route_follow: the same legs for another amount, parted as they were (each share
 * rounded down, the rest to the first): a fast exact quote for the search of a size.
 *
 * in:      r: of the same graph and ask; ask: amount_in and gas are read.
 * returns: ST_OK; ST_DOMAIN; ST_NODATA (a leg no longer takes its part).
 * cost:    one exact swap a hop. */
MM_CHECKED enum status route_follow(struct route *out,
				    const struct route_graph *g,
				    const struct route_ask *ask,
				    const struct route *r);

/* route_spot: parts of token_out for an endless small part of token_in over the best
 * path, fees paid, gas not.  For screens and for telling; 0: there is no path.
 * cost:    a microsecond or a few. */
double route_spot(const struct route_graph *g, const struct route_ask *ask);

#endif
