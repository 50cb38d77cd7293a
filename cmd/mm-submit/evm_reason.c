#include "chain/evm_quantity.h"
#include "chain/evm_revert.h"
#include "evm_raw.h"
#include "evm_tell.h"
#include "venue/evm_error.h"

#include <string.h>

/* What the contract said, in words; NULL: the node does not give it. */
static const char *said(struct arena *a, const struct evm_failure *e)
{
	uint8_t *bytes;

	if (!e->data)
		return NULL;
	bytes = arena_alloc(a, e->data_len + 1);
	if (!evm_data_parse(bytes, e->data_len, e->data, strlen(e->data)))
		return NULL;
	return evm_revert_text(a, bytes, e->data_len);
}

struct evm_reason evm_reason_read(struct arena *a,
				  const struct jsonrpc_reply *r)
{
	struct evm_reason out;
	struct evm_failure e;

	evm_error_of(&e, r);
	out.error = e.kind == EVM_ERR_UNKNOWN ? way_error(a, r)
					      : evm_error_word(e.kind);
	out.text = said(a, &e);
	if (!out.text)
		out.text = arena_strdup(a, e.why);
	return out;
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
