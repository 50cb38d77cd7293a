/* rec_pool.h - pool: a pool of Uniswap as it stands at the block of the frame.  Layer: data. */
#ifndef MM_REC_POOL_H
#define MM_REC_POOL_H

#include "data/rec.h"

enum pool_kind { POOL_V2, POOL_V3, POOL_V4 };

extern const char *const rec_pool_kinds[]; /* of enum pool_kind */

struct rec_pool {
	int64_t ts_ms;      /* when the frame was, Unix ms */
	int64_t chain_id;   /* chain */
	const char *pool;   /* address; of v4 its id */
	const char *venue;  /* whose: uniswap, sushiswap, ...; unknown */
	int kind;           /* enum pool_kind: protocol */
	const char *token0; /* asset */
	const char *token1; /* asset */
	int64_t decimals0;  /* decimals of token0 */
	int64_t decimals1;  /* decimals of token1 */
	/* optional: fee of a swap now, parts in a million; of v4 without what the protocol takes besides */
	int64_t fee;
	bool dynamic_fee;     /* optional: a hook may change it */
	int64_t tick_spacing; /* optional: distance of usable ticks */
	const char *hooks;    /* optional: address of its hook */
	struct dec reserve0;  /* optional: token0 in the pool, of v2 */
	struct dec reserve1;  /* optional: token1 in the pool, of v2 */
	/* optional: square root of the price in smallest parts, times 2^96 */
	struct rec_u256 sqrt_price_x96;
	int64_t tick;         /* optional: tick */
	struct dec liquidity; /* optional: liquidity in range */
	/* optional: fees of token0 per unit of liquidity since ever, times 2^128, modulo 2^256 */
	struct rec_u256 fee_growth0;
	struct rec_u256 fee_growth1; /* optional: likewise of token1 */
	int64_t protocol_fee;        /* optional: as the contract keeps it */
	/* optional: mean tick of the last twap_s, rounded down */
	int64_t twap_tick;
	int64_t twap_s;   /* optional: seconds that is of */
	int64_t window_s; /* optional: seconds the next keys are of */
	int64_t n_swaps;  /* optional: swaps in the window */
	/* optional: token0 that changed hands in the window */
	struct dec volume0;
	/* optional: token1 that changed hands in the window */
	struct dec volume1;
	/* optional: fees of token0 paid to liquidity in the window */
	struct dec fees0;
	/* optional: fees of token1 paid to liquidity in the window */
	struct dec fees1;
	/* optional: realised volatility of the price in the window, a year */
	double sigma_ratio;
	const char *window_why; /* optional: why these keys are absent */
	/* optional: first word of its map of ticks that was read; one that pool_ticks does not tell is empty */
	int64_t word_low;
	int64_t word_high;      /* optional: last word that was read */
	int64_t block;          /* block */
	const char *block_hash; /* its hash */
};

extern const struct rec_type rec_pool_type;

#endif
