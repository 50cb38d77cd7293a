/* evm_chain.h - the record chain of an Ethereum chain, from its nodes.
 * Layer: venue.
 *
 * The first chain record of a frame names the frame's block: every reader behind it
 * reads at that block's hash.
 */
#ifndef MM_EVM_CHAIN_H
#define MM_EVM_CHAIN_H

#include "data/rec_chain.h"
#include "venue/evm_rpc.h"

/* Why there is no answer, as a refusal says it. */
struct evm_no {
	const char *reason; /* code of the refusal: no_chain, block_gone,
			       block_behind; constant */
	const char *text;   /* one line, in the arena */
};

struct evm_chain_want {
	struct evm_at at; /* evm_latest(), or a block */
	int64_t chain_id;
	int64_t at_least; /* the newest block of our own landings; 0: any */
	int64_t block_time_ms; /* BLOCK_TIME_S, where the chain does not tell */
};

/* evm_chain_read fills everything of *out but ts_ms.
 * out:     its texts and lists are in the arena; *no, where it returns false. */
MM_CHECKED bool evm_chain_read(struct rec_chain *out, struct arena *a,
			       struct jsonrpc *rpc,
			       const struct evm_chain_want *want,
			       struct evm_no *no);

/* evm_chain_of_block fills the block's members alone: of a header that is known
 * (eth_subscribe, a watch of many blocks). */
struct evm_block;
void evm_chain_of_block(struct rec_chain *out, struct arena *a,
			const struct evm_block *b, int64_t chain_id,
			int64_t block_time_ms);

/* evm_refused: what a refusal says of a request that failed: block_gone where the
 * node has no such block, else `reason`. */
void evm_refused(struct evm_no *no, struct arena *a, const char *reason,
		 const char *what, const struct jsonrpc_reply *r);

#endif
