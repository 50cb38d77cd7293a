/* rec_position.h - position: liquidity of ours in a pool.  Layer: data. */
#ifndef MM_REC_POSITION_H
#define MM_REC_POSITION_H

#include "data/rec_pool.h"

enum lp_entry { ENTRY_KNOWN, ENTRY_UNKNOWN };

enum lp_flow { FLOW_INCREASE, FLOW_DECREASE, FLOW_COLLECT };

struct rec_flow {
	int64_t block;        /* block */
	int64_t log_index;    /* place of its log in the block */
	const char *tx_hash;  /* transaction */
	int64_t ts_ms;        /* time of the block, Unix ms */
	int flow;             /* enum lp_flow: what was done */
	struct dec liquidity; /* optional: by which it changed, above 0 */
	struct dec amount0;   /* token0: put in, taken off or paid out */
	struct dec amount1;   /* token1 likewise */
	/* optional: of the pool just before */
	struct rec_u256 sqrt_price_x96;
	/* optional: numeraire per token1 at that time, where neither token is the numeraire */
	struct dec quote_price;
	/* optional: fee of the transaction; 0 on all its flows but the first; absent: unknown */
	struct dec gas_wei;
	/* optional: numeraire per native coin at that time */
	struct dec native_price;
};

struct rec_position {
	int64_t ts_ms;    /* when the frame was, Unix ms */
	int64_t chain_id; /* chain */
	/* v3: or v4: and the token id; v2: and the wallet and the pair */
	const char *position;
	int64_t strategy;     /* STRATEGY_ID */
	int kind;             /* enum pool_kind: protocol */
	const char *wallet;   /* wallet that owns it */
	const char *manager;  /* contract it is held through */
	const char *token_id; /* optional: its number there */
	const char *pool;     /* address; of v4 its id */
	const char *token0;   /* asset */
	const char *token1;   /* asset */
	int64_t decimals0;    /* decimals of token0 */
	int64_t decimals1;    /* decimals of token1 */
	/* fee of the pool, parts in a million; the key of its pool */
	int64_t fee;
	int64_t tick_spacing; /* optional: distance of usable ticks */
	const char *hooks;    /* optional: address of the hook, of v4 */
	int64_t tick_lower;   /* optional: first tick of its range */
	int64_t tick_upper;   /* optional: first tick above it */
	/* liquidity; of v2 its share of the pair, smallest parts */
	struct dec liquidity;
	/* of the pool now; of a closed one when it was closed */
	struct rec_u256 sqrt_price_x96;
	int64_t tick; /* of the pool then */
	/* optional: liquidity in range then; of v2 the whole supply */
	struct dec pool_liquidity;
	/* token0 its liquidity is worth, rounded down */
	struct dec amount0;
	struct dec amount1; /* token1 likewise */
	/* token0 that can be collected: fees and what was taken off */
	struct dec uncollected0;
	struct dec uncollected1; /* token1 likewise */
	/* optional: struct rec_flow: what went in and out, oldest first */
	struct rec_list flows;
	int entry;             /* enum lp_entry: whether all of that is known */
	const char *entry_why; /* optional: why not */
	/* optional: flows up to this block are final */
	int64_t history_block;
	int64_t block; /* block; of a closed one that of its last flow */
	const char *block_hash; /* its hash */
};

extern const struct rec_type rec_position_type;
extern const struct rec_type
	rec_closed_type; /* a position that is no more, with its final accounts */

#endif
