/* Replies about transactions: logs, receipts, simulations. */
#include "venue/evm_parts.h"

#include <string.h>

static bool topics_in(struct evm_log *out, const struct json *j,
		      const struct json_tok *t)
{
	if (!json_is(t, JSON_ARRAY) || t->len > EVM_TOPICS)
		return false;
	out->n_topics = t->len;
	t++;
	for (size_t i = 0; i < out->n_topics; i++, t = json_next(j, t))
		if (!evm_hash_in(&out->topic[i], t))
			return false;
	return true;
}

/* What a log says, wherever it is. */
static bool said_in(struct evm_log *out, const struct json *j,
		    const struct json_tok *t)
{
	*out = (struct evm_log){ .block_time_s = -1 };
	return evm_address_in(&out->address, json_in(j, t, "address")) &&
	       topics_in(out, j, json_in(j, t, "topics")) &&
	       evm_data_in(&out->data, &out->data_len, json_in(j, t, "data"));
}

const char *evm_log_in(struct evm_log *out, const struct json *j,
		       const struct json_tok *t)
{
	const struct json_tok *removed = json_in(j, t, "removed");
	const struct json_tok *time = json_in(j, t, "blockTimestamp");

	if (!said_in(out, j, t) ||
	    !evm_int_in(&out->block, json_in(j, t, "blockNumber")) ||
	    !evm_hash_in(&out->block_hash, json_in(j, t, "blockHash")) ||
	    !evm_hash_in(&out->tx_hash, json_in(j, t, "transactionHash")) ||
	    !evm_int_in(&out->tx_index, json_in(j, t, "transactionIndex")) ||
	    !evm_int_in(&out->log_index, json_in(j, t, "logIndex")) ||
	    (removed && removed->kind != JSON_TRUE &&
	     removed->kind != JSON_FALSE) ||
	    (time && !evm_int_in(&out->block_time_s, time) &&
	     !json_int(&out->block_time_s, time) && time->kind != JSON_NULL))
		return "a log in a shape that is not known";
	out->removed = json_is(removed, JSON_TRUE);
	return NULL;
}

const char *evm_logs_in(struct evm_log **out, size_t *n, struct arena *a,
			const struct json *j, const struct json_tok *t,
			bool bare)
{
	if (!json_is(t, JSON_ARRAY))
		return "logs in a shape that is not known";
	*n = t->len;
	*out = arena_alloc(a, (*n + 1) * sizeof(**out));
	t++;
	for (size_t i = 0; i < *n; i++, t = json_next(j, t)) {
		const char *why = bare ? said_in(&(*out)[i], j, t)
						  ? NULL
						  : "a log in a shape that is "
						    "not known"
				       : evm_log_in(&(*out)[i], j, t);

		if (why)
			return why;
	}
	return NULL;
}

const char *evm_read_logs(struct evm_log **out, size_t *n, struct arena *a,
			  const struct jsonrpc_reply *r)
{
	return evm_logs_in(out, n, a, r->json, evm_result(r), false);
}

/* Where a transaction is; none of it: not in a block yet. */
static bool place_in(struct evm_transaction *out, const struct json *j,
		     const struct json_tok *t)
{
	const struct json_tok *hash = json_in(j, t, "blockHash");

	if (!hash || hash->kind == JSON_NULL)
		return true;
	out->mined = true;
	return evm_hash_in(&out->block_hash, hash) &&
	       evm_int_in(&out->block, json_in(j, t, "blockNumber"));
}

const char *evm_read_transaction(struct evm_transaction *out,
				 const struct jsonrpc_reply *r)
{
	const struct json *j = r->json;
	const struct json_tok *t = evm_result(r);
	size_t n;

	*out = (struct evm_transaction){ .found = t->kind != JSON_NULL };
	if (!out->found)
		return NULL;
	if (!evm_hash_in(&out->hash, json_in(j, t, "hash")) ||
	    !evm_address_in(&out->from, json_in(j, t, "from")) ||
	    !evm_address_or_none(&out->to, json_in(j, t, "to")) ||
	    !evm_int_in(&out->nonce, json_in(j, t, "nonce")) ||
	    !evm_u256_in(&out->value, json_in(j, t, "value")) ||
	    !evm_u64_in(&out->gas, json_in(j, t, "gas")) ||
	    !evm_data_in(&out->data, &n, json_in(j, t, "input")) ||
	    !place_in(out, j, t))
		return "a transaction in a shape that is not known";
	return NULL;
}

/* A yes or no as a quantity. */
static bool flag_in(bool *out, const struct json_tok *t)
{
	uint64_t v;

	if (!evm_u64_in(&v, t) || v > 1)
		return false;
	*out = v == 1;
	return true;
}

const char *evm_read_receipt(struct evm_receipt *out, struct arena *a,
			     const struct jsonrpc_reply *r)
{
	const struct json *j = r->json;
	const struct json_tok *t = evm_result(r), *price;

	*out = (struct evm_receipt){ .found = t->kind != JSON_NULL };
	if (!out->found)
		return NULL;
	price = json_in(j, t, "effectiveGasPrice");
	if (!flag_in(&out->ok, json_in(j, t, "status")) ||
	    !evm_int_in(&out->block, json_in(j, t, "blockNumber")) ||
	    !evm_hash_in(&out->block_hash, json_in(j, t, "blockHash")) ||
	    !evm_hash_in(&out->tx_hash, json_in(j, t, "transactionHash")) ||
	    !evm_int_in(&out->tx_index, json_in(j, t, "transactionIndex")) ||
	    !evm_address_in(&out->from, json_in(j, t, "from")) ||
	    !evm_address_or_none(&out->contract,
				 json_in(j, t, "contractAddress")) ||
	    !evm_u64_in(&out->gas_used, json_in(j, t, "gasUsed")) ||
	    (price && price->kind != JSON_NULL &&
	     !evm_u256_in(&out->gas_price, price)))
		return "a receipt in a shape that is not known";
	return evm_logs_in(&out->logs, &out->n_logs, a, j,
			   json_in(j, t, "logs"), false);
}

/* What went wrong in a simulated call.  Whatever the words, it would be on the chain
 * as reverted.  A node may give what the contract said as the error's data, or as
 * what the call returned. */
static void failure_in(struct evm_sim_call *c, const struct json *j,
		       const struct json_tok *error)
{
	evm_error_read(&c->failure, j, error);
	if (c->failure.kind == EVM_ERR_UNKNOWN)
		c->failure.kind = EVM_ERR_REVERTED;
	if (c->failure.kind != EVM_ERR_REVERTED)
		return;
	if (!c->failure.data && c->data_len) {
		c->failure.data = c->data;
		c->failure.data_len = c->data_len;
	} else if (c->failure.data) {
		c->data = c->failure.data;
		c->data_len = c->failure.data_len;
	}
}

static bool sim_call_in(struct evm_sim_call *c, struct arena *a,
			const struct json *j, const struct json_tok *t)
{
	const struct json_tok *peak = json_in(j, t, "maxUsedGas");

	*c = (struct evm_sim_call){ .n_logs = 0 };
	if (!flag_in(&c->ok, json_in(j, t, "status")) ||
	    !evm_u64_in(&c->gas_used, json_in(j, t, "gasUsed")) ||
	    !evm_data_in(&c->data, &c->data_len, json_in(j, t, "returnData")) ||
	    evm_logs_in(&c->logs, &c->n_logs, a, j, json_in(j, t, "logs"),
			true))
		return false;
	if (!evm_u64_in(&c->gas_peak, peak) || c->gas_peak < c->gas_used)
		c->gas_peak = c->gas_used;
	if (!c->ok)
		failure_in(c, j, json_in(j, t, "error"));
	return true;
}

const char *evm_read_simulation(struct evm_simulation *out, struct arena *a,
				size_t n, const struct jsonrpc_reply *r)
{
	static const char bad[] = "a simulation in a shape that is not known";
	const struct json *j = r->json;
	const struct json_tok *blocks = evm_result(r), *t, *base;

	*out = (struct evm_simulation){ .n = n };
	if (!json_is(blocks, JSON_ARRAY) || blocks->len < 1)
		return bad;
	/* A block whose number was skipped stands as an empty one before ours. */
	t = blocks + 1;
	for (uint32_t i = 1; i < blocks->len; i++)
		t = json_next(j, t);
	base = json_in(j, t, "baseFeePerGas");
	if (!evm_u64_in(&out->gas_used, json_in(j, t, "gasUsed")) ||
	    (base && base->kind != JSON_NULL &&
	     !evm_u256_in(&out->base_fee, base)))
		return bad;
	t = json_in(j, t, "calls");
	if (!json_is(t, JSON_ARRAY) || t->len != n)
		return bad;
	out->calls = arena_alloc(a, (n + 1) * sizeof(*out->calls));
	t++;
	for (size_t i = 0; i < n; i++, t = json_next(j, t))
		if (!sim_call_in(&out->calls[i], a, j, t))
			return bad;
	return NULL;
}
