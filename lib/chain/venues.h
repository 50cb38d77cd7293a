/* venues.h - who keeps pools: Uniswap and those that copied it.  Layer: chain.
 *
 * A venue has one name on every chain; what its pools compute is that of v2, v3 or v4,
 * or something else, which nobody here can quote.
 *
 * source: each venue's published deployments; the factories and hashes of those with
 * pools at CREATE2 addresses are checked by deriving a pool of each.
 */
#ifndef MM_VENUES_H
#define MM_VENUES_H

#include "chain/evm_address.h"

enum venue_curve {
	VENUE_V2, /* x * y = k */
	VENUE_V3, /* liquidity between ticks */
	VENUE_V4, /* as v3, pools in one contract, hooks */
	VENUE_OTHER,
};

struct venue {
	const char *name; /* of its pools in records */
	int64_t chain_id;
	enum venue_curve curve;
	/* Who makes the pools by CREATE2: of v2 the factory, of v3 it or its deployer.
	 * Of v4 the manager. */
	const char *factory;
	const char *
		init_hash; /* keccak-256 of a pool's creation code; NULL: v4 and
				  others */
	int fee;           /* parts in a million, of v2; -1: each pool's own */
	const char *router; /* its usual one, as tx-build speaks to it; NULL: it
				  is not known here */
};

/* All of them; the last has no name. */
extern const struct venue venues[];

/* venue_of: NULL: there is none of that name and curve on this chain. */
const struct venue *venue_of(const char *name, int64_t chain_id,
			     enum venue_curve curve);

/* venue_knows: a venue of that name is in the table, on any chain. */
bool venue_knows(const char *name);

/* venue_at: whose pool of v2 or v3 that is; NULL: nobody's in the table.
 * in: fee: of v3, parts in a million. */
const struct venue *venue_at(const struct evm_address *pool, int64_t chain_id,
			     enum venue_curve curve, struct evm_address a,
			     struct evm_address b, uint32_t fee);

/* venue_trades: somebody in the table has pools of that curve on this chain. */
bool venue_trades(int64_t chain_id, enum venue_curve curve);

/* venue_pair, venue_pool: where a pool of v2, of v3 is.
 * in:      v: of that curve; tokens in either order. */
struct evm_address venue_pair(const struct venue *v, struct evm_address a,
			      struct evm_address b);
struct evm_address venue_pool(const struct venue *v, struct evm_address a,
			      struct evm_address b, uint32_t fee);

#endif
