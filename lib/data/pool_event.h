/* pool_event.h - what an event of a pool of Uniswap says.  Layer: data.
 * source: UniswapV2Pair.sol, IUniswapV3PoolEvents.sol, v4-core IPoolManager.sol. */
#ifndef MM_POOL_EVENT_H
#define MM_POOL_EVENT_H

#include "base/u256.h"
#include "data/rec_event.h"
#include "data/rec_pool.h"

enum pool_event {
	POOL_OTHER, /* none of these */
	POOL_SWAP,
	POOL_PRICE,    /* v3, v4: Initialize */
	POOL_RESERVES, /* v2: Sync           */
};

/* An amount given to the pool; below 0: taken out. */
struct pool_amount {
	struct u256 abs;
	bool negative;
};

struct pool_says {
	enum pool_event event;
	enum pool_kind kind;
	const char *pool;             /* in the record */
	struct pool_amount amount[2]; /* of POOL_SWAP */
	struct u256 sqrt_x96;         /* after it; not of POOL_V2 */
	int64_t tick;                 /* likewise */
	struct u256 liquidity;  /* in range after a POOL_SWAP; not of POOL_V2 */
	int64_t fee;            /* of a POOL_SWAP of POOL_V4, the protocol's
				   included: parts in a million */
	struct u256 reserve[2]; /* of POOL_RESERVES */
};

/* pool_event_read: NULL, or why the arguments are not those of the signature
 * (constant phrase).  out: *out; event is POOL_OTHER for all other events. */
MM_CHECKED const char *pool_event_read(struct pool_says *out,
				       const struct rec_event *r);

#endif
