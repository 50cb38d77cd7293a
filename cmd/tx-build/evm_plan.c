#include "evm_plan.h"

bool evm_plan_add(struct evm_build *b, struct evm_op *op, struct evm_plan *p,
		  enum univ4_action action, const char *const *args, size_t n)
{
	struct abi_item item;
	struct abi_value params;
	struct abi_bytes data;
	const char *why;

	if (!abi_parse(&item, b->a, univ4_signature((uint8_t)action), &why) ||
	    !abi_args_read(&params, b->a, &item.inputs, args, n, &why))
		return evm_op_refuse(b, op, "bad_call", "%s", why);
	data = abi_encode(b->a, &params);
	p->v[p->n++] = (struct univ4_step){ .action = (uint8_t)action,
					    .params = data.p,
					    .len = data.len };
	return true;
}

const char *evm_plan_text(struct evm_build *b, const struct evm_plan *p)
{
	struct abi_bytes list = univ4_encode(b->a, p->v, p->n);

	return evm_op_hex(b, list.p, list.len);
}

const char *evm_pool_key(const struct evm_build *b, const struct evm_op *op,
			 const struct lp *lp)
{
	return arena_printf(b->a, "(%s,%s,%lld,%s,%s)", lp->token[0],
			    lp->token[1], (long long)op->act->fee, lp->spacing,
			    lp->hooks);
}
