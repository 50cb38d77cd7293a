/* evm_chain.h - the record chain of an Ethereum chain, from its nodes.
 * Layer: venue.
 *
 * The first chain record of a frame names the frame's block: every reader behind it
 * reads at that block's hash.
 */
#ifndef MM_EVM_CHAIN_H
#define MM_EVM_CHAIN_H

#include "data/rec_chain.h"
#include "venue/evm_reply.h"
#include "venue/evm_rpc.h"

/* Why there is no answer, as a refusal says it. */
struct evm_no {
	const char *reason; /* code of the refusal, constant: no_chain,
			       block_gone, block_behind */
	const char *text;   /* one line, in the arena or constant */
};

struct evm_chain_want {
	struct evm_at at; /* evm_latest(), or a block */
	int64_t chain_id;
	int64_t at_least; /* the newest block of our own landings; 0: any */
	int64_t block_time_ms;
	int64_t now_ms; /* Unix ms, to tell how many blocks were missed; 0: not
			   to be looked at */
};

/* evm_chain_want_head: the newest block, with CHAIN_ID and BLOCK_TIME_S. */
struct evm_chain_want evm_chain_want_head(int64_t at_least, int64_t now_ms);

/* evm_block_find: the block that is wanted.  A node whose newest is older than
 * at_least is behind: then all are asked.
 *
 * out:     *out: its texts are in the arena, fee_recipient is NULL; *no where it
 *          returns false. */
MM_CHECKED bool evm_block_find(struct evm_block *out, struct arena *a,
			       struct jsonrpc *rpc,
			       const struct evm_chain_want *want,
			       struct evm_no *no);

/* evm_chain_read finds that block and fills everything of *out but ts_ms.  What
 * recent blocks paid (priority_wei) is absent where nodes do not say, or nobody paid
 * anything.
 *
 * out:     its texts and lists are in the arena; *no where it returns false. */
MM_CHECKED bool evm_chain_read(struct rec_chain *out, struct arena *a,
			       struct jsonrpc *rpc,
			       const struct evm_chain_want *want,
			       struct evm_no *no);

/* evm_chain_of_block: the same of a header that is known, without what recent blocks
 * paid.  NULL, or why it makes no record (constant phrase). */
MM_CHECKED const char *evm_chain_of_block(struct rec_chain *out,
					  struct arena *a,
					  const struct evm_block *b,
					  const struct evm_chain_want *want);

/* evm_refused: what a refusal says of a request that failed: block_gone where the
 * nodes have no such block, else reason. */
void evm_refused(struct evm_no *no, struct arena *a, const char *reason,
		 const char *what, const struct jsonrpc_reply *r);

#endif
