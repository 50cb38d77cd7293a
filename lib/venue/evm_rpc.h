/* evm_rpc.h - the JSON-RPC of Ethereum's nodes: what can be asked.  Layer: venue.
 * source: github.com/ethereum/execution-apis; EIP-1898 for blocks by hash.
 * Replies: venue/evm_reply.h.  Errors: venue/evm_error.h.
 *
 * A question is written into a request, sent, and its reply read:
 *
 *     evm_ask_nonce(&q, address, evm_latest());
 *     if (jsonrpc_call(rpc, &q))
 *             ... evm_error_of(&e, &q.reply)
 *     else if ((why = evm_read_number(&nonce, &q.reply)))
 *             ... the node answers something else
 *
 * or several at the same time with jsonrpc_run, or to all nodes with jsonrpc_cast.
 * Addresses, hashes and data are text: 0x and hex, as records have them.
 */
#ifndef MM_EVM_RPC_H
#define MM_EVM_RPC_H

#include "base/err.h"
#include "base/u256.h"
#include "io/jsonrpc.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EVM_REPLY_MAX       ((size_t)64 << 20)
#define EVM_RPC_WHY_SZ      160
#define EVM_CHAIN_ID_METHOD "eth_chainId"
#define EVM_TOPICS          4
#define EVM_HASH_CHARS      66 /* of its text */
#define EVM_ADDRESS_CHARS   42

/* As of which block an answer is wanted. */
enum evm_at_kind {
	EVM_AT_LATEST,
	EVM_AT_PENDING, /* latest and what the node has waiting */
	EVM_AT_SAFE,
	EVM_AT_FINALIZED,
	EVM_AT_BLOCK, /* by number */
	EVM_AT_HASH,  /* by hash, and only while it is in the chain */
};

struct evm_at {
	enum evm_at_kind kind;
	int64_t block;
	const char *hash;
};

static inline struct evm_at evm_latest(void)
{
	return (struct evm_at){ .kind = EVM_AT_LATEST };
}

static inline struct evm_at evm_pending(void)
{
	return (struct evm_at){ .kind = EVM_AT_PENDING };
}

static inline struct evm_at evm_at_block(int64_t block)
{
	return (struct evm_at){ .kind = EVM_AT_BLOCK, .block = block };
}

static inline struct evm_at evm_at_hash(const char *hash)
{
	return (struct evm_at){ .kind = EVM_AT_HASH, .hash = hash };
}

/* evm_rpc_open: the nodes of EVM_RPC with EVM_RPS, HTTP_TIMEOUT and HTTP_PLAIN.
 * Each is asked for its chain before it is asked anything else: one that is on
 * another chain than CHAIN_ID is refused, one that does not answer is asked again
 * when it is needed.
 *
 * out:     why: one line, where NULL is returned; *code: MM_USAGE (a key, a file or
 *          a URL cannot be used) or MM_REFUSED (another chain).
 * returns: NULL, or the service.  Owner: caller, jsonrpc_close. */
struct jsonrpc *evm_rpc_open(enum mm_exit *code,
			     char why[static EVM_RPC_WHY_SZ]);

/* evm_rpc_open_key: the same of another key's nodes (PRIVATE_RPC, ...), to which
 * transactions are sent and nothing else: one that does not know what a chain is
 * (eth_chainId) may be asked too.
 * in:      service: plain word that names their state files. */
struct jsonrpc *evm_rpc_open_key(const char *service, const char *key,
				 enum mm_exit *code,
				 char why[static EVM_RPC_WHY_SZ]);

void evm_ask_chain_id(struct jsonrpc_request *q);
void evm_ask_block_number(struct jsonrpc_request *q);

/* The block's header and the hashes of its transactions. */
void evm_ask_block(struct jsonrpc_request *q, struct evm_at at);

/* What the n_blocks (1..1024) up to newest paid: at each of n percentiles. */
void evm_ask_fee_history(struct jsonrpc_request *q, int n_blocks,
			 struct evm_at newest, const int *percentiles,
			 size_t n);
void evm_ask_gas_price(struct jsonrpc_request *q);

/* Which logs: of blocks from..to, or of one block by its hash. */
struct evm_filter {
	int64_t from, to;
	const char *block_hash;       /* NULL: from..to */
	const char *const *addresses; /* any of these; none: of all */
	size_t n_addresses;
	struct evm_topics {
		const char *const *any; /* one of these; none: any topic */
		size_t n;
	} topic[EVM_TOPICS];
};

/* The params of eth_getLogs and of eth_subscribe "logs": the filter alone. */
void evm_write_filter(struct out *o, const struct evm_filter *f, bool blocks);
void evm_ask_logs(struct jsonrpc_request *q, const struct evm_filter *f);

/* A transaction that is tried and not sent.  What is absent is left to the node. */
struct evm_call {
	const char *from; /* NULL: absent */
	const char *to;   /* NULL: a creation */
	const char *data; /* NULL: none */
	struct u256 value;
	uint64_t gas;  /* 0: absent */
	bool numbered; /* nonce is to be kept to */
	uint64_t nonce;
	/* Of fees: max_fee and max_priority, or gas_price; zero: absent. */
	struct u256 max_fee, max_priority, gas_price;
	const struct evm_call_access *access; /* access list; may be none */
	size_t n_access;
};

struct evm_call_access {
	const char *address;
	const char *const *keys; /* 32 bytes each */
	size_t n_keys;
};

void evm_ask_call(struct jsonrpc_request *q, const struct evm_call *call,
		  struct evm_at at);
void evm_ask_estimate(struct jsonrpc_request *q, const struct evm_call *call,
		      struct evm_at at);

/* What eth_simulateV1 runs behind a block: calls in order, in one block whose header
 * fields are given; those below 0, NULL or zero are left to the node. */
struct evm_sim_ask {
	const struct evm_call *calls;
	size_t n;
	int64_t block;  /* number of the simulated block, -1: the next */
	int64_t time_s; /* -1: the node's */
	const struct u256 *base_fee;  /* NULL: the node's */
	const struct u256 *gas_limit; /* NULL: the node's */
	const char *fee_recipient;    /* NULL: the node's */
	bool validate;  /* nonces, balances and fees count as on the chain */
	bool transfers; /* moves of the native coin are told as logs of
			   EVM_SIM_NATIVE */
};

#define EVM_SIM_NATIVE "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"

void evm_ask_simulate(struct jsonrpc_request *q, const struct evm_sim_ask *ask,
		      struct evm_at at);

void evm_ask_nonce(struct jsonrpc_request *q, const char *address,
		   struct evm_at at);
void evm_ask_balance(struct jsonrpc_request *q, const char *address,
		     struct evm_at at);
void evm_ask_code(struct jsonrpc_request *q, const char *address,
		  struct evm_at at);

void evm_ask_transaction(struct jsonrpc_request *q, const char *hash);
void evm_ask_receipt(struct jsonrpc_request *q, const char *hash);

/* raw: the signed transaction.  class: BUCKET_URGENT for what reduces risk. */
void evm_ask_send(struct jsonrpc_request *q, const char *raw,
		  enum bucket_class class);

#endif
