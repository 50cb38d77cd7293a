/* evm_swap_v4.c - a swap in one pool of Uniswap v4, through the Universal Router.
 * source: universal-router 2.1.0, Commands.sol and V4SwapRouter.sol. */
#include "evm_plan.h"

#include <string.h>

#define COMMAND_V4_SWAP "10"
#define COMMAND_SWEEP   "04"

/* The pool's tokens in its order; true in *up: asset is token1. */
static void sort(struct lp *lp, bool *up, const struct evm_asset *in,
		 const struct evm_asset *out)
{
	const char *a = lp_currency(in), *b = lp_currency(out);
	struct evm_address x = { { 0 } }, y = { { 0 } };

	/* evm_conf_read saw that they are addresses. */
	*up = evm_address_parse(&x, a, strlen(a)) &&
	      evm_address_parse(&y, b, strlen(b)) &&
	      memcmp(x.b, y.b, EVM_ADDRESS_LEN) > 0;
	lp->token[0] = *up ? b : a;
	lp->token[1] = *up ? a : b;
	lp->native = !in->address;
}

/* The commands and their inputs.  Of the native coin what the pool did not take would
 * stay with the router, for anybody to take. */
static bool execute(struct evm_build *b, struct evm_op *op, const struct lp *lp,
		    const char *plan)
{
	struct abi_bytes sweep;
	struct abi_item item;
	struct abi_value params;
	const char *why, *inputs = arena_printf(b->a, "[%s]", plan);
	const char *commands = "0x" COMMAND_V4_SWAP;

	if (lp->native) {
		if (!abi_parse(&item, b->a,
			       "SWEEP(address token, address recipient, "
			       "uint256 amountMin)",
			       &why) ||
		    !abi_args_read(
			    &params, b->a, &item.inputs,
			    (const char *[]){ lp_currency(b->conf->evm.native),
					      op->from->address, "0" },
			    3, &why))
			return evm_op_refuse(b, op, "bad_call", "%s", why);
		sweep = abi_encode(b->a, &params);
		commands = "0x" COMMAND_V4_SWAP COMMAND_SWEEP;
		inputs = arena_printf(b->a, "[%s,%s]", plan,
				      evm_op_hex(b, sweep.p, sweep.len));
	}
	return evm_op_encode(
		b, op, b->conf->v4_router,
		"execute(bytes commands, bytes[] inputs, uint256 "
		"deadline)",
		(const char *[]){ commands, inputs, evm_op_deadline(b, op) },
		3);
}

bool evm_op_swap_v4(struct evm_build *b, struct evm_op *op)
{
	const struct rec_action *act = op->act;
	const struct evm_asset *in, *out;
	const char *amount, *min;
	struct evm_plan p = { .n = 0 };
	struct lp lp = { .id = NULL };
	bool up;

	if (!*b->conf->v4_router)
		return evm_op_refuse(b, op, "no_router",
				     "V4_ROUTER is not set");
	if (act->path.n)
		return evm_op_refuse(b, op, "path",
				     "'path': of v4 one pool: 'fee', "
				     "'tick_spacing' and 'hooks' say which");
	if (act->exact && strcmp(act->exact, "in") != 0)
		return evm_op_refuse(b, op, "exact", "'exact': of v4 only in");
	in = evm_op_asset(b, op, "asset", act->asset, true);
	out = in ? evm_op_asset(b, op, "asset_out", act->asset_out, true)
		 : NULL;
	if (in && in == out)
		return evm_op_refuse(b, op, "pool",
				     "'asset_out': the same as 'asset'");
	if (!out || !lp_pool(b, op, &lp) ||
	    !(amount = evm_op_atoms(b, op, "amount", act->amount, in->decimals,
				    false)) ||
	    !(min = evm_op_atoms(b, op, "min_out", act->min_out, out->decimals,
				 false)))
		return false;
	sort(&lp, &up, in, out);
	if (lp.native && dec_parse(&op->value, amount, strlen(amount)))
		return evm_op_refuse(b, op, "amount", "'amount': too much");
	return evm_plan_add(b, op, &p, UNIV4_SWAP_EXACT_IN_SINGLE,
			    (const char *[]){ arena_printf(
				    b->a, "(%s,%s,%s,%s,0x)",
				    evm_pool_key(b, op, &lp),
				    up ? "false" : "true", amount, min) },
			    1) &&
	       evm_plan_add(b, op, &p, UNIV4_SETTLE_ALL,
			    (const char *[]){ lp.token[up], amount }, 2) &&
	       evm_plan_add(b, op, &p, UNIV4_TAKE_ALL,
			    (const char *[]){ lp.token[!up], min }, 2) &&
	       execute(b, op, &lp, evm_plan_text(b, &p));
}
