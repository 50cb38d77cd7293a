#include "chain/evm_quantity.h"
#include "data/out_pair.h"
#include "venue/evm_rpc.h"

static void put_quantity(struct out *o, struct u256 x)
{
	char text[EVM_QUANTITY_SZ];

	out_str(o, evm_quantity_format(text, x));
}

static void put_int(struct out *o, int64_t v)
{
	put_quantity(o, u256_of_u64((uint64_t)v));
}

static void put_number(struct out *o, const char *key, struct u256 x)
{
	out_key(o, key);
	put_quantity(o, x);
}

/* The same where it is given at all. */
static void put_given(struct out *o, const char *key, struct u256 x)
{
	if (!u256_is_zero(x))
		put_number(o, key, x);
}

static void put_given_text(struct out *o, const char *key, const char *text)
{
	if (text)
		out_pair_str(o, key, text);
}

/* A block by number or tag. */
static void put_tag(struct out *o, struct evm_at at)
{
	switch (at.kind) {
	case EVM_AT_LATEST:
		out_str(o, "latest");
		break;
	case EVM_AT_PENDING:
		out_str(o, "pending");
		break;
	case EVM_AT_SAFE:
		out_str(o, "safe");
		break;
	case EVM_AT_FINALIZED:
		out_str(o, "finalized");
		break;
	case EVM_AT_BLOCK:
		put_int(o, at.block);
		break;
	case EVM_AT_HASH:
		out_str(o, at.hash);
		break;
	}
}

/* A block whose state is asked for: EIP-1898. */
static void put_at(struct out *o, struct evm_at at)
{
	if (at.kind != EVM_AT_HASH) {
		put_tag(o, at);
		return;
	}
	out_object(o);
	out_pair_str(o, "blockHash", at.hash);
	out_pair_bool(o, "requireCanonical", true);
	out_object_end(o);
}

void evm_ask_chain_id(struct jsonrpc_request *q)
{
	jsonrpc_begin(q, EVM_CHAIN_ID_METHOD, BUCKET_PLAIN);
}

void evm_ask_block_number(struct jsonrpc_request *q)
{
	jsonrpc_begin(q, "eth_blockNumber", BUCKET_PLAIN);
}

void evm_ask_block(struct jsonrpc_request *q, struct evm_at at)
{
	struct out *o =
		jsonrpc_begin(q,
			      at.kind == EVM_AT_HASH ? "eth_getBlockByHash"
						     : "eth_getBlockByNumber",
			      BUCKET_PLAIN);

	put_tag(o, at);
	out_bool(o, false);
}

void evm_ask_fee_history(struct jsonrpc_request *q, int n_blocks,
			 struct evm_at newest, const int *percentiles, size_t n)
{
	struct out *o = jsonrpc_begin(q, "eth_feeHistory", BUCKET_PLAIN);

	put_int(o, n_blocks);
	put_tag(o, newest);
	out_array(o);
	for (size_t i = 0; i < n; i++)
		out_int(o, percentiles[i]);
	out_array_end(o);
}

void evm_ask_gas_price(struct jsonrpc_request *q)
{
	jsonrpc_begin(q, "eth_gasPrice", BUCKET_PLAIN);
}

static void put_texts(struct out *o, const char *const *v, size_t n)
{
	out_array(o);
	for (size_t i = 0; i < n; i++)
		out_str(o, v[i]);
	out_array_end(o);
}

/* Trailing topics that are any are left out. */
static void put_topics(struct out *o, const struct evm_topics *topic)
{
	size_t n = EVM_TOPICS;

	while (n && !topic[n - 1].n)
		n--;
	if (!n)
		return;
	out_key(o, "topics");
	out_array(o);
	for (size_t i = 0; i < n; i++) {
		if (topic[i].n)
			put_texts(o, topic[i].any, topic[i].n);
		else
			out_null(o);
	}
	out_array_end(o);
}

void evm_write_filter(struct out *o, const struct evm_filter *f, bool blocks)
{
	out_object(o);
	if (blocks && f->block_hash) {
		out_pair_str(o, "blockHash", f->block_hash);
	} else if (blocks) {
		put_number(o, "fromBlock", u256_of_u64((uint64_t)f->from));
		put_number(o, "toBlock", u256_of_u64((uint64_t)f->to));
	}
	if (f->n_addresses) {
		out_key(o, "address");
		put_texts(o, f->addresses, f->n_addresses);
	}
	put_topics(o, f->topic);
	out_object_end(o);
}

void evm_ask_logs(struct jsonrpc_request *q, const struct evm_filter *f)
{
	evm_write_filter(jsonrpc_begin(q, "eth_getLogs", BUCKET_PLAIN), f,
			 true);
}

static void put_access(struct out *o, const struct evm_call *c)
{
	out_key(o, "accessList");
	out_array(o);
	for (size_t i = 0; i < c->n_access; i++) {
		out_object(o);
		out_pair_str(o, "address", c->access[i].address);
		out_key(o, "storageKeys");
		put_texts(o, c->access[i].keys, c->access[i].n_keys);
		out_object_end(o);
	}
	out_array_end(o);
}

static void put_call(struct out *o, const struct evm_call *c)
{
	out_object(o);
	put_given_text(o, "from", c->from);
	put_given_text(o, "to", c->to);
	put_given(o, "value", c->value);
	put_given(o, "gas", u256_of_u64(c->gas));
	if (c->numbered)
		put_number(o, "nonce", u256_of_u64(c->nonce));
	put_given(o, "gasPrice", c->gas_price);
	put_given(o, "maxFeePerGas", c->max_fee);
	/* A fee of 1559 with nothing for the miner is one all the same. */
	if (!u256_is_zero(c->max_fee) || !u256_is_zero(c->max_priority))
		put_number(o, "maxPriorityFeePerGas", c->max_priority);
	put_given_text(o, "input", c->data);
	if (c->n_access)
		put_access(o, c);
	out_object_end(o);
}

void evm_ask_call(struct jsonrpc_request *q, const struct evm_call *call,
		  struct evm_at at)
{
	struct out *o = jsonrpc_begin(q, "eth_call", BUCKET_PLAIN);

	put_call(o, call);
	put_at(o, at);
}

void evm_ask_estimate(struct jsonrpc_request *q, const struct evm_call *call,
		      struct evm_at at)
{
	struct out *o = jsonrpc_begin(q, "eth_estimateGas", BUCKET_PLAIN);

	put_call(o, call);
	put_at(o, at);
}

static void put_overrides(struct out *o, const struct evm_sim_ask *ask)
{
	out_key(o, "blockOverrides");
	out_object(o);
	if (ask->block >= 0)
		put_number(o, "number", u256_of_u64((uint64_t)ask->block));
	if (ask->time_s >= 0)
		put_number(o, "time", u256_of_u64((uint64_t)ask->time_s));
	if (ask->gas_limit)
		put_number(o, "gasLimit", *ask->gas_limit);
	if (ask->base_fee)
		put_number(o, "baseFeePerGas", *ask->base_fee);
	put_given_text(o, "feeRecipient", ask->fee_recipient);
	out_object_end(o);
}

void evm_ask_simulate(struct jsonrpc_request *q, const struct evm_sim_ask *ask,
		      struct evm_at at)
{
	struct out *o = jsonrpc_begin(q, "eth_simulateV1", BUCKET_PLAIN);

	out_object(o);
	out_key(o, "blockStateCalls");
	out_array(o);
	out_object(o);
	put_overrides(o, ask);
	out_key(o, "calls");
	out_array(o);
	for (size_t i = 0; i < ask->n; i++)
		put_call(o, &ask->calls[i]);
	out_array_end(o);
	out_object_end(o);
	out_array_end(o);
	out_pair_bool(o, "validation", ask->validate);
	out_pair_bool(o, "traceTransfers", ask->transfers);
	out_object_end(o);
	put_at(o, at);
}

static void ask_account(struct jsonrpc_request *q, const char *method,
			const char *address, struct evm_at at)
{
	struct out *o = jsonrpc_begin(q, method, BUCKET_PLAIN);

	out_str(o, address);
	put_at(o, at);
}

void evm_ask_nonce(struct jsonrpc_request *q, const char *address,
		   struct evm_at at)
{
	ask_account(q, "eth_getTransactionCount", address, at);
}

void evm_ask_balance(struct jsonrpc_request *q, const char *address,
		     struct evm_at at)
{
	ask_account(q, "eth_getBalance", address, at);
}

void evm_ask_code(struct jsonrpc_request *q, const char *address,
		  struct evm_at at)
{
	ask_account(q, "eth_getCode", address, at);
}

void evm_ask_transaction(struct jsonrpc_request *q, const char *hash)
{
	out_str(jsonrpc_begin(q, "eth_getTransactionByHash", BUCKET_PLAIN),
		hash);
}

void evm_ask_receipt(struct jsonrpc_request *q, const char *hash)
{
	out_str(jsonrpc_begin(q, "eth_getTransactionReceipt", BUCKET_PLAIN),
		hash);
}

void evm_ask_send(struct jsonrpc_request *q, const char *raw,
		  enum bucket_class class)
{
	out_str(jsonrpc_begin(q, "eth_sendRawTransaction", class), raw);
}
