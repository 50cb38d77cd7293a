/* evm_call.c - a call by its signature; what repairs a transaction on its way. */
#include "evm.h"

#include "chain/evm_quantity.h"

#include <string.h>

#define GAS_OF_NOTHING 21000 /* a transaction without data; yellow paper, G */

bool evm_op_call(struct evm_build *b, struct evm_op *op)
{
	const struct rec_action *act = op->act;
	const char *to = evm_op_account(b, op, "contract", act->contract);

	if (!to)
		return false;
	if (!act->signature)
		return evm_op_refuse(b, op, "bad_call", "'signature': missing");
	if (!dec_is_none(act->value_wei))
		op->value = act->value_wei;
	return evm_op_encode(b, op, to, act->signature, act->args.v,
			     act->args.n);
}

/* The nonce and the fees an action brings. */
static bool given(struct evm_build *b, struct evm_op *op)
{
	const char *why = evm_fees_given(&op->fees, b, op->act);

	if (why)
		return evm_op_refuse(b, op, "fee_ceiling", "%s", why);
	if (dec_is_none(op->act->nonce))
		return evm_op_refuse(b, op, "nonce", "'nonce': missing");
	op->nonce = op->act->nonce;
	op->fixed = true;
	return true;
}

static bool data_in(struct evm_build *b, struct evm_op *op, const char *text)
{
	size_t len = strlen(text);

	if (!evm_data_len(&op->data.len, text, len))
		return evm_op_refuse(b, op, "bad_call",
				     "'data': not 0x and hex");
	op->data.p = arena_alloc(b->a, op->data.len + 1);
	if (!evm_data_parse(op->data.p, op->data.len, text, len))
		return evm_op_refuse(b, op, "bad_call",
				     "'data': not 0x and hex");
	return true;
}

bool evm_op_bump(struct evm_build *b, struct evm_op *op)
{
	const struct rec_action *act = op->act;

	op->to = evm_op_account(b, op, "contract", act->contract);
	if (!op->to || !given(b, op) ||
	    !data_in(b, op, act->data ? act->data : "0x"))
		return false;
	if (dec_is_none(act->gas))
		return evm_op_refuse(b, op, "gas", "'gas': missing");
	if (!dec_is_none(act->value_wei))
		op->value = act->value_wei;
	return true;
}

bool evm_op_cancel(struct evm_build *b, struct evm_op *op)
{
	op->to = op->from->address;
	op->gas = dec_make(GAS_OF_NOTHING, 0);
	return given(b, op);
}
