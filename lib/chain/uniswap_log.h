/* uniswap_log.h - what Uniswap's contracts and their tokens write into their logs.
 * Layer: chain.
 *
 * Topics and data are text as nodes give them: 0x and lower-case hex.
 *
 * source: EIP-20, EIP-721; v2-core 1.0.1; v3-core 1.0.1 and v3-periphery 1.4.4
 * (NonfungiblePositionManager); v4-core 1.0.2 (PoolManager).
 */
#ifndef MM_UNISWAP_LOG_H
#define MM_UNISWAP_LOG_H

#include "base/u256.h"
#include "chain/evm_address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum uniswap_event {
	LOG_TRANSFER, /* of a token: from, to, amount0 */
	LOG_NFT,      /* of a position's token: from, to, id */
	LOG_INCREASE, /* v3's manager: id, liquidity, amounts put in */
	LOG_DECREASE, /* id, liquidity, amounts taken off */
	LOG_COLLECT,  /* id, to, amounts asked for */
	LOG_PAID, /* v3's pool: Collect: from its owner, to, ticks, amounts paid */
	LOG_START,  /* v3's pool: Initialize: price */
	LOG_SWAP,   /* v3's pool: Swap: price, amounts */
	LOG_START4, /* v4: Initialize: pool, price */
	LOG_SWAP4,  /* v4: Swap: pool, price, amounts */
	LOG_MODIFY, /* v4: ModifyLiquidity: pool, from, ticks, liquidity, id */
	LOG_MINT,   /* v2's pair: amounts put in */
	LOG_BURN,   /* v2's pair: to, amounts taken off */
	LOG_SYNC,   /* v2's pair: its reserves, as amounts */
	UNISWAP_EVENTS,
};

/* The members that the event has; the rest is undefined. */
struct uniswap_log {
	enum uniswap_event event;
	struct u256 id;   /* of a position's token; of LOG_MODIFY the salt */
	struct u256 pool; /* id of a v4 pool */
	struct evm_address from, to;
	int32_t lower, upper;
	struct u256 sqrt_x96; /* price after it */
	int32_t tick;         /* likewise */
	unsigned __int128 liquidity;
	struct u256 amount0, amount1;
	bool negative;  /* LOG_MODIFY: the liquidity goes */
	bool negative0; /* of a swap: signs as the event has them */
	bool negative1;
};

/* uniswap_topic: topic 0 of the event.  Constant. */
const char *uniswap_topic(enum uniswap_event event);

/* uniswap_log_read: false: it is none of these, or not what its topics promise;
 * *out is undefined.
 * in: n topics; data stands for data_len bytes. */
MM_CHECKED bool uniswap_log_read(struct uniswap_log *out,
				 const char *const *topics, size_t n,
				 const char *data, size_t data_len);

#endif
