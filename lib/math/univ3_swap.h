/* univ3_swap.h - a swap through a pool of v3 or v4, to the last bit.  Layer: math.
 *
 * The two versions differ in the fee of a step that ends between ticks, in what
 * the protocol takes and in the size of an amount; UNIV3 and UNIV4 say which.
 * Contracts carry the amount specified as a signed number, v3 above 0 for an
 * amount in, v4 below 0; here it is an amount and a bool.
 *
 * source: v3-core 1.0.1, SwapMath.sol, TickBitmap.sol and UniswapV3Pool.sol; v4-core
 * 1.0.2, SwapMath.sol, ProtocolFeeLibrary.sol and Pool.sol; MATH.md 8.
 */
#ifndef MM_UNIV3_SWAP_H
#define MM_UNIV3_SWAP_H

#include "base/u256.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNIV3_PIPS 1000000 /* of one: a fee of 3000 is 0.3 % */

#define UNIV4_PROTOCOL_MAX 1000 /* pips in either direction */

enum univ3_version {
	UNIV3,
	UNIV4,
};

struct univ3_step {
	struct u256 sqrt_after;
	struct u256 amount_in; /* without the fee */
	struct u256 amount_out;
	struct u256 fee; /* in the token that goes in */
};

/* univ3_swap_step: from one sqrt price towards another with constant liquidity,
 * until it is reached or the amount is used up.  Without liquidity it moves free.
 *
 * in:      prices above 0, of at most 160 bits.
 *          exact_in: amount is put in, fee included; else it is to come out.
 *          fee_pips: below UNIV3_PIPS, in v4 equal to it where exact_in.
 * returns: ST_OK, ST_DOMAIN, ST_DIVZERO, ST_RANGE, ST_OVERFLOW: as of
 *          univ3_sqrt.h, where the contract reverts. */
MM_CHECKED enum status univ3_swap_step(struct univ3_step *out,
				       enum univ3_version version,
				       struct u256 sqrt_x96, struct u256 target,
				       unsigned __int128 liquidity,
				       bool exact_in, struct u256 amount,
				       uint32_t fee_pips);

struct univ3_tick {
	int32_t tick;
	__int128 liquidity_net; /* added when the price rises over it */
};

/* The pool before the swap. */
struct univ3_pool {
	enum univ3_version version;
	struct u256 sqrt_x96;
	int32_t tick; /* slot0's */
	int32_t spacing;
	unsigned __int128 liquidity; /* in range */
	uint32_t fee_pips; /* of v4 the fee of the providers, a dynamic one as
			      it is at this swap */
	uint32_t protocol_fee; /* as slot0 has it: v3 feeProtocol, one over a
				  share in each 4 bits, token0 lowest; v4 pips
				  in each 12 bits, zero for one lowest */
	const struct univ3_tick *ticks; /* every initialised one, ascending,
					   multiples of spacing */
	size_t n_ticks;
};

struct univ3_order {
	bool zero_for_one; /* token0 goes in, the price falls */
	bool exact_in;
	struct u256 amount;     /* smallest parts, 0 < amount < 2^255 */
	struct u256 sqrt_limit; /* the swap ends there; 0: none */
};

struct univ3_swap {
	struct u256 amount_in;  /* paid, fee included */
	struct u256 amount_out; /* received */
	struct u256 fee; /* of amount_in, all steps, protocol's included */
	struct u256 protocol_fee;    /* of fee */
	struct u256 fee_growth_x128; /* added to the global one of the token in,
					modulo 2^256 */
	struct u256 sqrt_after;
	int32_t tick_after;
	unsigned __int128 liquidity_after;
	uint32_t ticks_crossed; /* initialised ones */
	bool filled;            /* false: it ended at the limit */
};

/* univ3_swap: nothing is changed but *out.
 *
 * returns: ST_OK; ST_DOMAIN (amount 0, spacing, a fee of 100 % or more where it
 *          cannot be, a limit on the wrong side of the price or out of range);
 *          ST_RANGE (amount, or the pool's price or tick, out of range);
 *          ST_OVERFLOW where the contract's arithmetic reverts, in v4 also for
 *          an amount over 127 bits.
 * cost:    O(log n_ticks), then O(1) for each tick crossed and for each 256
 *          spacings passed. */
MM_CHECKED enum status univ3_swap(struct univ3_swap *out,
				  const struct univ3_pool *pool,
				  const struct univ3_order *order);

/* univ3_quoter_crossed: the ticks QuoterV2 says were crossed from the pool's to this
 * one.  It counts between indices taken towards 0, so that below 0 it may name one
 * more or one less than the swap crossed.
 * source: v3-periphery 1.4.4, PoolTicksCounter.sol. */
uint32_t univ3_quoter_crossed(const struct univ3_pool *pool,
			      int32_t tick_after);

/* univ4_swap_fee: what a swap pays in all where the protocol takes its part first.
 * in:      protocol_pips <= UNIV4_PROTOCOL_MAX, lp_pips <= UNIV3_PIPS. */
uint32_t univ4_swap_fee(uint32_t protocol_pips, uint32_t lp_pips);

#endif
