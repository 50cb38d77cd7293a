/* uniswap.h - what the contracts of Uniswap and their tokens are asked, and the words
 * they answer with.  Layer: chain.
 *
 * Every question here takes words and is answered in words of 32 bytes; what their
 * numbers mean stands beside each.  An answer is looked at by uniswap_words first: a
 * contract may be anything.
 *
 * source: EIP-20, EIP-721 (Enumerable); v2-core 1.0.1; v3-core 1.0.1 and v3-periphery
 * 1.4.4 (NonfungiblePositionManager); v4-core 1.0.2 (PoolManager, Extsload) and
 * v4-periphery 1.0.3 (PositionManager, StateView); permit2 (AllowanceTransfer);
 * Multicall3.
 */
#ifndef MM_UNISWAP_H
#define MM_UNISWAP_H

#include "chain/abi.h"
#include "chain/evm_address.h"

enum uniswap_view {
	ERC20_BALANCE,   /* owner: amount */
	ERC20_ALLOWANCE, /* owner, spender: amount */
	NFT_OWNER,       /* token id: owner; reverts where it is burned */
	NFT_OF_OWNER,    /* owner, index below the balance: token id */
	V3_POSITION,     /* token id: the words of enum v3_position_word */
	V3_FACTORY_POOL, /* token0, token1, fee: pool, 0 where there is none */
	V3_SLOT0,        /* sqrt price, tick, and 5 more */
	V3_LIQUIDITY,    /* in range */
	V3_GROWTH0,      /* feeGrowthGlobal0X128 */
	V3_GROWTH1,
	V3_TICK,    /* tick: the words of enum v3_tick_word */
	V3_SPACING, /* tick spacing */
	V3_FEE,     /* parts in a million */
	V3_BITMAP,  /* word: a bit per usable tick */
	/* 32, 2, seconds ago, 0 (an array of two): tick times seconds, then;
	   the words of enum v3_observe_word */
	V3_OBSERVE,
	POOL_TOKEN0, /* of v2 and v3: token0 */
	POOL_TOKEN1,
	V2_RESERVES, /* reserve0, reserve1, time of the last change */
	V2_SUPPLY,   /* of the pair: all its shares */
	V2_K_LAST,   /* of the pair: product of the reserves, as kept last */
	V2_FEE_TO,   /* of the factory: who gets the protocol's share, or 0 */
	V4_EXTSLOAD, /* of the PoolManager: slot (univ4_state.h): its word */
	PERMIT2_ALLOWANCE, /* owner, token, spender: amount, expiry (Unix s) */
	NATIVE_BALANCE,    /* of Multicall3: owner: amount */
	V4_INFO,           /* token id: the words of enum v4_info_word */
	V4_STORAGE, /* slot, n: 32, n, and the n words from that slot on */
	/* Of StateView. */
	V4_SLOT0,     /* pool: sqrt price, tick, and 2 more */
	V4_LIQUIDITY, /* pool: in range */
	V4_INSIDE, /* pool, lower, upper: fee growth inside of token0, of token1 */
	V4_POSITION, /* pool, owner, lower, upper, salt: liquidity, fee growth
			 inside when it was last touched, of both tokens */
	UNISWAP_VIEWS,
};

#define V4_STORAGE_FIRST 2 /* word of its answer that stands in the slot */

enum v4_info_word {
	V4_INFO_CURRENCY0, /* zero: the native coin */
	V4_INFO_CURRENCY1,
	V4_INFO_FEE,
	V4_INFO_SPACING,
	V4_INFO_HOOKS,
	V4_INFO_RANGE, /* packed: univ4_info_of */
	V4_INFO_WORDS,
};

enum v3_position_word {
	V3_POSITION_TOKEN0 = 2,
	V3_POSITION_TOKEN1,
	V3_POSITION_FEE,
	V3_POSITION_LOWER,
	V3_POSITION_UPPER,
	V3_POSITION_LIQUIDITY,
	V3_POSITION_INSIDE0, /* fee growth inside when it was last touched */
	V3_POSITION_INSIDE1,
	V3_POSITION_OWED0,
	V3_POSITION_OWED1,
	V3_POSITION_WORDS,
};

enum v3_tick_word {
	V3_TICK_GROSS,
	V3_TICK_NET,
	V3_TICK_OUTSIDE0, /* feeGrowthOutside0X128 */
	V3_TICK_OUTSIDE1,
	V3_TICK_WORDS = 8,
};

enum v3_observe_word { V3_OBSERVE_THEN = 3, V3_OBSERVE_NOW, V3_OBSERVE_WORDS };

/* uniswap_call: the data of a call, with as many words as it takes. */
struct abi_bytes uniswap_call(struct arena *a, enum uniswap_view what,
			      const struct u256 *words);

/* uniswap_words: there are n words, at least. */
static inline bool uniswap_words(size_t len, size_t n)
{
	return len >= n * ABI_WORD;
}

/* Word i of an answer that has it. */
struct u256 uniswap_word(const uint8_t *data, size_t i);

/* An address, a whole number and a tick as words. */
struct u256 uniswap_of_address(const struct evm_address *a);
struct u256 uniswap_of_int(int64_t n);

/* A word as an address, as an int24; false: it is none. */
MM_CHECKED bool uniswap_to_address(struct evm_address *out, struct u256 word);
MM_CHECKED bool uniswap_to_tick(int32_t *out, struct u256 word);

#endif
