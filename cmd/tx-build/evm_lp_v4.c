/* evm_lp_v4.c - positions of Uniswap v4: a list of actions, then what is settled or
 * taken for them.
 * source: v4-periphery 1.0.3, PositionManager. */
#include "evm_lp.h"
#include "evm_plan.h"

#include <string.h>

static bool send(struct evm_build *b, struct evm_op *op, const struct lp *lp,
		 const struct evm_plan *p)
{
	const char *args[] = { evm_plan_text(b, p), evm_op_deadline(b, op) };

	return evm_op_encode(b, op, lp->manager,
			     "modifyLiquidities(bytes unlockData, uint256 "
			     "deadline)",
			     args, 2);
}

/* What was too much of the native coin would stay with the manager, for anybody to
 * take. */
static bool pay_native(struct evm_build *b, struct evm_op *op,
		       const struct lp *lp, struct evm_plan *p)
{
	if (!lp->native)
		return true;
	return !dec_parse(&op->value, lp->in[0], strlen(lp->in[0])) &&
	       evm_plan_add(b, op, p, UNIV4_SWEEP,
			    (const char *[]){ lp->token[0], op->from->address },
			    2);
}

bool lp_mint_v4(struct evm_build *b, struct evm_op *op, const struct lp *lp)
{
	const struct rec_action *act = op->act;
	struct evm_plan p = { .n = 0 };

	return evm_plan_add(b, op, &p, UNIV4_MINT_POSITION,
			    (const char *[]){ evm_pool_key(b, op, lp),
					      lp_number(b, act->tick_lower),
					      lp_number(b, act->tick_upper),
					      lp->liquidity, lp->in[0],
					      lp->in[1], op->from->address,
					      "0x" },
			    8) &&
	       evm_plan_add(b, op, &p, UNIV4_SETTLE_PAIR, lp->token, 2) &&
	       pay_native(b, op, lp, &p) && send(b, op, lp, &p);
}

/* Fees that are owed count against what goes in, and may be more. */
bool lp_increase_v4(struct evm_build *b, struct evm_op *op, const struct lp *lp)
{
	struct evm_plan p = { .n = 0 };

	return evm_plan_add(b, op, &p, UNIV4_INCREASE_LIQUIDITY,
			    (const char *[]){ lp->id, lp->liquidity, lp->in[0],
					      lp->in[1], "0x" },
			    5) &&
	       evm_plan_add(b, op, &p, UNIV4_CLOSE_CURRENCY, &lp->token[0],
			    1) &&
	       evm_plan_add(b, op, &p, UNIV4_CLOSE_CURRENCY, &lp->token[1],
			    1) &&
	       pay_native(b, op, lp, &p) && send(b, op, lp, &p);
}

static bool take(struct evm_build *b, struct evm_op *op, const struct lp *lp,
		 struct evm_plan *p)
{
	return evm_plan_add(b, op, p, UNIV4_TAKE_PAIR,
			    (const char *[]){ lp->token[0], lp->token[1],
					      op->from->address },
			    3) &&
	       send(b, op, lp, p);
}

/* Fees come with it; with no liquidity they alone do. */
bool lp_decrease_v4(struct evm_build *b, struct evm_op *op, const struct lp *lp)
{
	struct evm_plan p = { .n = 0 };

	return evm_plan_add(b, op, &p, UNIV4_DECREASE_LIQUIDITY,
			    (const char *[]){ lp->id, lp->liquidity, lp->min[0],
					      lp->min[1], "0x" },
			    5) &&
	       take(b, op, lp, &p);
}

bool lp_burn_v4(struct evm_build *b, struct evm_op *op, const struct lp *lp)
{
	struct evm_plan p = { .n = 0 };

	return evm_plan_add(
		       b, op, &p, UNIV4_BURN_POSITION,
		       (const char *[]){ lp->id, lp->min[0], lp->min[1], "0x" },
		       4) &&
	       take(b, op, lp, &p);
}
