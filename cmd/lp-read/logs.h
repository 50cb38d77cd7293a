/* logs.h - logs of Uniswap's contracts over stretches of blocks, however long: asked
 * for in as large pieces as nodes answer. */
#ifndef MM_LP_READ_LOGS_H
#define MM_LP_READ_LOGS_H

#include "chain/uniswap_log.h"
#include "venue/evm_logs.h"

#define LOGS_AT_ONCE 16 /* requests of any kind */

/* A log and where it stands.  Its texts are in the arena it was read into. */
struct log {
	struct uniswap_log u;
	struct evm_address from; /* the contract that wrote it */
	int64_t block, index;
	int64_t ts_ms; /* REC_NONE_INT: the node does not say */
	const char *tx_hash, *block_hash;
};

struct logs {
	struct log *v; /* in the order of the chain */
	size_t n;
};

/* Who asks. */
struct asker {
	struct jsonrpc *rpc;
	struct jsonrpc_request q[LOGS_AT_ONCE];
	struct evm_logs logs;
};

void asker_open(struct asker *k, struct jsonrpc *rpc, int64_t most);
void asker_close(struct asker *k);

/* logs_read: those of the filter's blocks from..to; what is none of uniswap_log.h is
 * left out.
 * in: from <= to. */
MM_CHECKED enum evm_logs_got logs_read(struct logs *out, struct arena *a,
				       struct asker *k,
				       const struct evm_filter *filter,
				       struct evm_no *no);

/* logs_of: the same of logs that were read with a receipt. */
void logs_of(struct logs *out, struct arena *a, const struct evm_log *v,
	     size_t n);

/* log_cmp: -1, 0 or 1 as a stands before, at or behind the place. */
int log_cmp(const struct log *a, int64_t block, int64_t index);

#endif
