/* evm_reply.h - the replies of Ethereum's nodes, decoded.  Layer: venue.
 *
 * Each reader takes a reply that is JSONRPC_OK and returns NULL, or a constant
 * phrase: what came has another shape, and nothing of it may be used.  Lists go to
 * the arena; texts point into the reply and live as long as its request is not begun
 * again.  Hashes, addresses and data are checked for their form and lower case.
 */
#ifndef MM_EVM_REPLY_H
#define MM_EVM_REPLY_H

#include "base/mem.h"
#include "base/u256.h"
#include "data/json.h"
#include "venue/evm_error.h"
#include "venue/evm_rpc.h"

/* Of chain id, block number and nonce (below 2^53). */
MM_CHECKED const char *evm_read_number(int64_t *out,
				       const struct jsonrpc_reply *r);
/* Of balance, gas price and estimate. */
MM_CHECKED const char *evm_read_u256(struct u256 *out,
				     const struct jsonrpc_reply *r);
/* Of call and code: "0x" and hex; *n bytes. */
MM_CHECKED const char *evm_read_data(const char **out, size_t *n,
				     const struct jsonrpc_reply *r);
/* Of send: the hash the node gave the transaction. */
MM_CHECKED const char *evm_read_sent(const char **hash,
				     const struct jsonrpc_reply *r);

struct evm_block {
	bool found; /* false: the node knows none such; the rest is undefined */
	int64_t block;
	const char *hash;
	const char *parent;
	int64_t time_s;
	uint64_t gas_limit;
	uint64_t gas_used;
	bool has_base_fee; /* since the London fork */
	struct u256 base_fee;
	const char *fee_recipient;
};

MM_CHECKED const char *evm_read_block(struct evm_block *out,
				      const struct jsonrpc_reply *r);

/* The hashes of its transactions, in their order, in the arena; none where no block was
 * found. */
MM_CHECKED const char *evm_read_block_hashes(const char *const **out, size_t *n,
					     struct arena *a,
					     const struct jsonrpc_reply *r);

/* The same of a header as eth_subscribe "newHeads" tells it: value stands at t. */
MM_CHECKED const char *evm_block_in(struct evm_block *out, const struct json *j,
				    const struct json_tok *t);

/* Per block and percentile: v[block * n_percentiles + percentile]; blocks without a
 * transaction are left out, for nodes say 0 of them. */
struct evm_fees {
	int64_t oldest;        /* block */
	struct u256 *base_fee; /* of each block asked for and the next */
	size_t n_base_fee;
	struct u256 *reward;
	size_t n_blocks; /* that have rewards */
};

MM_CHECKED const char *evm_read_fee_history(struct evm_fees *out,
					    struct arena *a,
					    size_t n_percentiles,
					    const struct jsonrpc_reply *r);

struct evm_log {
	const char *address;
	const char *topic[EVM_TOPICS];
	size_t n_topics;
	const char *data;
	size_t data_len; /* bytes it stands for */
	int64_t block;
	const char *block_hash;
	const char *tx_hash;
	int64_t tx_index;
	int64_t log_index;
	int64_t block_time_s; /* -1: the node does not say */
	bool removed;         /* by a reorganisation */
};

/* evm_log_in: one log, at t.  A log without a block (pending) is refused. */
MM_CHECKED const char *evm_log_in(struct evm_log *out, const struct json *j,
				  const struct json_tok *t);
MM_CHECKED const char *evm_read_logs(struct evm_log **out, size_t *n,
				     struct arena *a,
				     const struct jsonrpc_reply *r);

struct evm_transaction {
	bool found;
	bool mined; /* block and block_hash are set */
	int64_t block;
	const char *block_hash;
	const char *hash;
	const char *from;
	const char *to; /* NULL: a creation */
	int64_t nonce;
	struct u256 value;
	uint64_t gas;
	const char *data;
};

MM_CHECKED const char *evm_read_transaction(struct evm_transaction *out,
					    const struct jsonrpc_reply *r);

struct evm_receipt {
	bool found; /* false: not mined, or the node does not know yet */
	bool ok;    /* false: reverted */
	int64_t block;
	const char *block_hash;
	const char *tx_hash;
	int64_t tx_index;
	const char *from;
	const char *contract; /* created; NULL: none */
	uint64_t gas_used;
	struct u256 gas_price; /* effective; zero where the node does not say */
	struct evm_log *logs;
	size_t n_logs;
};

MM_CHECKED const char *evm_read_receipt(struct evm_receipt *out,
					struct arena *a,
					const struct jsonrpc_reply *r);

/* One call of a simulated block. */
struct evm_sim_call {
	bool ok;
	uint64_t gas_used;
	uint64_t gas_peak; /* before refunds; gas_used where the node does not
			      say */
	const char *data;  /* returned, or of the revert */
	size_t data_len;
	struct evm_failure failure; /* where not ok */
	struct evm_log *logs;       /* address, topics and data only */
	size_t n_logs;
};

struct evm_simulation {
	struct evm_sim_call *calls;
	size_t n;
	uint64_t gas_used;
	struct u256 base_fee;
};

/* n: how many calls were asked for, in one block. */
MM_CHECKED const char *evm_read_simulation(struct evm_simulation *out,
					   struct arena *a, size_t n,
					   const struct jsonrpc_reply *r);

#endif
