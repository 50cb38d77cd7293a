#include "venue/evm_reason.h"
#include "evm_raw.h"
#include "evm_tell.h"

struct evm_reason evm_reason_read(struct arena *a,
				  const struct jsonrpc_reply *r)
{
	struct evm_failure e;

	evm_error_of(&e, r);
	return (struct evm_reason){
		.error = e.kind == EVM_ERR_UNKNOWN ? way_error(a, r)
						   : evm_error_word(e.kind),
		.text = evm_reason(a, &e),
	};
}

struct evm_reason evm_reason_of(struct sender *s, struct arena *a,
				const struct attempt *t)
{
	bool all_gas = t->evm->gas_used == t->evm->tx.gas;
	struct evm_reason why = { all_gas ? "out_of_gas" : "reverted", NULL };
	struct evm_call call = evm_call_of(a, t);
	struct jsonrpc_request q;

	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	evm_ask_call(&q, &call, evm_at_block(t->box.landed_slot - 1));
	if (jsonrpc_call(s->rpc, &q) == JSONRPC_REFUSED)
		why = evm_reason_read(a, &q.reply);
	jsonrpc_request_free(&q);
	return why;
}
