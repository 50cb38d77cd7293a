/* univ4_state.h - where the PoolManager of Uniswap v4 keeps what it knows of a pool,
 * word by word, to be read with its extsload(slot).  Layer: chain.
 *
 * The state of a pool is a mapping from its id in slot 6: its members follow each
 * other, and mappings among them hold the keccak of key and slot.  Words are signed
 * where Solidity's types are.
 * source: v4-core 1.0.2, StateLibrary.sol, Slot0.sol, PoolId.sol, Position.sol.
 */
#ifndef MM_UNIV4_STATE_H
#define MM_UNIV4_STATE_H

#include "base/u256.h"
#include "chain/evm_address.h"

#include <stdbool.h>
#include <stdint.h>

#define UNIV4_DYNAMIC_FEE 0x800000 /* of a key: its hook says each fee */

/* What makes a pool one. */
struct univ4_key {
	struct evm_address currency0, currency1; /* zero: the native coin */
	uint32_t fee; /* parts in a million, or UNIV4_DYNAMIC_FEE */
	int32_t tick_spacing;
	struct evm_address hooks; /* zero: none */
};

/* univ4_pool_id: the keccak of the key. */
struct u256 univ4_pool_id(const struct univ4_key *key);

enum univ4_word {
	UNIV4_SLOT0,
	UNIV4_GROWTH0, /* feeGrowthGlobal0X128 */
	UNIV4_GROWTH1,
	UNIV4_LIQUIDITY, /* in range */
	UNIV4_TICKS,     /* mapping */
	UNIV4_BITMAP,    /* mapping */
	UNIV4_POSITIONS, /* mapping */
};

/* univ4_slot: where a word of the pool stands. */
struct u256 univ4_slot(struct u256 pool_id, enum univ4_word word);

/* univ4_tick_slot: where gross (low half) and net liquidity of a tick stand in one
 * word; its feeGrowthOutside of token0 and token1 stand one and two behind. */
struct u256 univ4_tick_slot(struct u256 pool_id, int32_t tick);

/* univ4_bitmap_slot: where a word of the map of ticks stands. */
struct u256 univ4_bitmap_slot(struct u256 pool_id, int32_t word);

/* univ4_position_slot: where the liquidity of a position stands; its
 * feeGrowthInsideLast of token0 and token1 stand one and two behind.
 * in: owner: the position manager; salt: the token id. */
struct u256 univ4_position_slot(struct u256 pool_id,
				const struct evm_address *owner, int32_t lower,
				int32_t upper, struct u256 salt);

/* univ4_after: so many slots behind. */
struct u256 univ4_after(struct u256 slot, uint64_t n);

struct univ4_slot0 {
	struct u256 sqrt_x96; /* 0: the pool does not exist */
	int32_t tick;
	uint32_t protocol_fee; /* 12 bits of token0 in, 12 of token1 in: parts
				  in a million */
	uint32_t lp_fee;       /* parts in a million */
};

struct univ4_slot0 univ4_slot0_of(struct u256 word);

/* univ4_fee: the whole fee of a swap that gives token 0 or 1, parts in a million. */
uint32_t univ4_fee(const struct univ4_slot0 *s, int token);
uint32_t univ4_protocol_fee(const struct univ4_slot0 *s, int token);

/* univ4_liquidity_of: gross and net of a tick's word. */
void univ4_liquidity_of(unsigned __int128 *gross, __int128 *net,
			struct u256 word);

/* univ4_info_of: the range in what the position manager's
 * getPoolAndPositionInfo, or positionInfo, packs into a word. */
void univ4_info_of(int32_t *lower, int32_t *upper, struct u256 word);

#endif
