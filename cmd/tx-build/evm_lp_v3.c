/* evm_lp_v3.c - positions of Uniswap v3.
 * source: v3-periphery 1.4.4, NonfungiblePositionManager. */
#include "evm_lp.h"

#include <string.h>

#define ALL "340282366920938463463374607431768211455" /* of a uint128 */

bool lp_mint_v3(struct evm_build *b, struct evm_op *op, const struct lp *lp)
{
	const struct rec_action *act = op->act;
	const char *arg = arena_printf(
		b->a, "(%s,%s,%lld,%lld,%lld,%s,%s,%s,%s,%s,%s)", lp->token[0],
		lp->token[1], (long long)act->fee, (long long)act->tick_lower,
		(long long)act->tick_upper, lp->in[0], lp->in[1], lp->min[0],
		lp->min[1], op->from->address, evm_op_deadline(b, op));

	return evm_op_encode(
		b, op, lp->manager,
		"mint((address token0, address token1, uint24 fee, int24 "
		"tickLower, int24 tickUpper, uint256 amount0Desired, uint256 "
		"amount1Desired, uint256 amount0Min, uint256 amount1Min, "
		"address recipient, uint256 deadline) params)",
		&arg, 1);
}

bool lp_increase_v3(struct evm_build *b, struct evm_op *op, const struct lp *lp)
{
	const char *arg = arena_printf(b->a, "(%s,%s,%s,%s,%s,%s)", lp->id,
				       lp->in[0], lp->in[1], lp->min[0],
				       lp->min[1], evm_op_deadline(b, op));

	return evm_op_encode(b, op, lp->manager,
			     "increaseLiquidity((uint256 tokenId, uint256 "
			     "amount0Desired, uint256 amount1Desired, uint256 "
			     "amount0Min, uint256 amount1Min, uint256 "
			     "deadline) params)",
			     &arg, 1);
}

#define COLLECT                                                                \
	"collect((uint256 tokenId, address recipient, uint128 amount0Max, "    \
	"uint128 amount1Max) params)"

static const char *collect_args(const struct evm_build *b,
				const struct evm_op *op, const struct lp *lp)
{
	return arena_printf(b->a, "(%s,%s," ALL "," ALL ")", lp->id,
			    op->from->address);
}

bool lp_collect_v3(struct evm_build *b, struct evm_op *op, const struct lp *lp)
{
	const char *arg = collect_args(b, op, lp);

	return evm_op_encode(b, op, lp->manager, COLLECT, &arg, 1);
}

/* One more call in "[0x...,0x...". */
static bool add(struct evm_build *b, struct evm_op *op, const char **calls,
		const char *signature, const char *arg)
{
	struct abi_bytes data;

	if (!evm_op_call_data(b, op, &data, signature, &arg, 1))
		return false;
	*calls = arena_printf(b->a, "%s%c%s", *calls, **calls ? ',' : '[',
			      evm_op_hex(b, data.p, data.len));
	return true;
}

/* What comes out is owed by the position until it is collected. */
bool lp_decrease_v3(struct evm_build *b, struct evm_op *op, const struct lp *lp)
{
	const char *decrease =
		arena_printf(b->a, "(%s,%s,%s,%s,%s)", lp->id, lp->liquidity,
			     lp->min[0], lp->min[1], evm_op_deadline(b, op));
	const char *calls = "";

	if (!lp->empty &&
	    !add(b, op, &calls,
		 "decreaseLiquidity((uint256 tokenId, uint128 liquidity, "
		 "uint256 amount0Min, uint256 amount1Min, uint256 deadline) "
		 "params)",
		 decrease))
		return false;
	if (!add(b, op, &calls, COLLECT, collect_args(b, op, lp)))
		return false;
	if (!strcmp(op->act->action, "burn") &&
	    !add(b, op, &calls, "burn(uint256 tokenId)", lp->id))
		return false;
	calls = arena_printf(b->a, "%s]", calls);
	return evm_op_encode(b, op, lp->manager, "multicall(bytes[] data)",
			     &calls, 1);
}
