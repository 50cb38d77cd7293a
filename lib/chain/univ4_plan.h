/* univ4_plan.h - what Uniswap v4 is asked to do in one call: a list of actions, each a
 * number and its parameters.  Layer: chain.
 *
 * The position manager takes such a list in modifyLiquidities, the router in its
 * command V4_SWAP.  Actions that are not named here exist; nobody of ours asks for
 * them.
 * source: v4-periphery 1.0.3, libraries/Actions.sol and CalldataDecoder.sol. */
#ifndef MM_UNIV4_PLAN_H
#define MM_UNIV4_PLAN_H

#include "chain/abi.h"

enum univ4_action {
	UNIV4_INCREASE_LIQUIDITY = 0x00,
	UNIV4_DECREASE_LIQUIDITY = 0x01,
	UNIV4_MINT_POSITION = 0x02,
	UNIV4_BURN_POSITION = 0x03,
	UNIV4_SWAP_EXACT_IN_SINGLE = 0x06,
	UNIV4_SETTLE_ALL = 0x0c,
	UNIV4_SETTLE_PAIR = 0x0d,
	UNIV4_TAKE_ALL = 0x0f,
	UNIV4_TAKE_PAIR = 0x11,
	UNIV4_CLOSE_CURRENCY = 0x12,
	UNIV4_SWEEP = 0x14,
};

struct univ4_step {
	uint8_t action;        /* enum univ4_action, or one that is not there */
	const uint8_t *params; /* as its signature has them, without selector */
	size_t len;
};

/* univ4_signature: the parameters of an action, written as a function's, with names:
 * "CLOSE_CURRENCY(address currency)".  NULL: none of those above. */
const char *univ4_signature(uint8_t action);

/* univ4_encode: abi.encode(bytes actions, bytes[] params). */
struct abi_bytes univ4_encode(struct arena *a, const struct univ4_step *v,
			      size_t n);

/* univ4_decode reads the same; what is not encoded to the byte as univ4_encode does is
 * refused, for it could be read in two ways.
 * out: *v, *n: params point into data. */
MM_CHECKED bool univ4_decode(struct univ4_step **v, size_t *n, struct arena *a,
			     const uint8_t *data, size_t len, const char **why);

#endif
