/* evm_money.c - approvals, transfers, the wrapped coin. */
#include "evm.h"

#include <string.h>

static const struct evm_asset *wrapped_of(struct evm_build *b,
					  struct evm_op *op)
{
	if (!b->conf->evm.wrapped)
		evm_op_refuse(b, op, "asset_unknown",
			      "WRAPPED_NATIVE is not one of ASSETS");
	return b->conf->evm.wrapped;
}

/* What Permit2 may take is approved there, for an amount and until a time; Permit2
 * itself is approved as anybody else is. */
static bool approve_permit2(struct evm_build *b, struct evm_op *op,
			    const struct evm_asset *asset,
			    const char *const spender_amount[static 2])
{
	const char *args[] = { asset->address, spender_amount[0],
			       spender_amount[1], evm_op_deadline(b, op) };

	if (!*b->conf->permit2)
		return evm_op_refuse(b, op, "no_permit2", "PERMIT2 is not set");
	return evm_op_encode(b, op, b->conf->permit2,
			     "approve(address token, address spender, uint160 "
			     "amount, uint48 expiration)",
			     args, 4);
}

bool evm_op_approve(struct evm_build *b, struct evm_op *op)
{
	const struct evm_asset *asset =
		evm_op_asset(b, op, "asset", op->act->asset, false);
	const char *args[2];

	if (!asset || !(args[0] = evm_op_account(b, op, "to", op->act->to)) ||
	    !(args[1] = evm_op_atoms(b, op, "amount", op->act->amount,
				     asset->decimals, true)))
		return false;
	if (op->act->kind && strcmp(op->act->kind, "permit2") != 0)
		return evm_op_refuse(b, op, "kind", "'kind': permit2, or none");
	if (op->act->kind)
		return approve_permit2(b, op, asset, args);
	return evm_op_encode(b, op, asset->address,
			     "approve(address spender, uint256 amount)", args,
			     2);
}

bool evm_op_transfer(struct evm_build *b, struct evm_op *op)
{
	const struct evm_asset *asset =
		evm_op_asset(b, op, "asset", op->act->asset, true);
	const char *args[2];

	if (!asset || !(args[0] = evm_op_account(b, op, "to", op->act->to)) ||
	    !(args[1] = evm_op_atoms(b, op, "amount", op->act->amount,
				     asset->decimals, false)))
		return false;
	if (asset->address)
		return evm_op_encode(b, op, asset->address,
				     "transfer(address to, uint256 amount)",
				     args, 2);
	op->to = args[0];
	return !dec_parse(&op->value, args[1], strlen(args[1]));
}

bool evm_op_wrap(struct evm_build *b, struct evm_op *op)
{
	const struct evm_asset *wrapped = wrapped_of(b, op);
	const char *atoms;

	if (!wrapped || !(atoms = evm_op_atoms(b, op, "amount", op->act->amount,
					       wrapped->decimals, false)))
		return false;
	return !dec_parse(&op->value, atoms, strlen(atoms)) &&
	       evm_op_encode(b, op, wrapped->address, "deposit()", NULL, 0);
}

bool evm_op_unwrap(struct evm_build *b, struct evm_op *op)
{
	const struct evm_asset *wrapped = wrapped_of(b, op);
	const char *atoms;

	if (!wrapped || !(atoms = evm_op_atoms(b, op, "amount", op->act->amount,
					       wrapped->decimals, false)))
		return false;
	return evm_op_encode(b, op, wrapped->address,
			     "withdraw(uint256 amount)", &atoms, 1);
}
