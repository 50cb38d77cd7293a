/* evm_batch.h - many questions to contracts at one block, in few requests.
 * Layer: venue.
 *
 * They go through Multicall3 in chunks, several at the same time; a chunk that is too
 * much for a node is halved.  Where there is no Multicall3 (a block before it was
 * made), and for what fails in company for want of gas, each goes alone.
 */
#ifndef MM_EVM_BATCH_H
#define MM_EVM_BATCH_H

#include "chain/evm_address.h"
#include "venue/evm_chain.h"

enum evm_view_state {
	EVM_VIEW_OPEN = 0, /* not answered yet */
	EVM_VIEW_OK,
	EVM_VIEW_REVERTED, /* data: what the contract said */
	EVM_VIEW_FAILED,   /* the nodes do not run it: why */
};

/* A question and its answer. */
struct evm_view {
	struct evm_address to;
	const uint8_t *call; /* its data */
	size_t call_len;

	enum evm_view_state state;
	const uint8_t *data; /* returned; in the arena, NULL with len 0 */
	size_t len;
	const char *why; /* EVM_VIEW_FAILED: one line, in the arena */
};

struct evm_batch {
	struct jsonrpc *rpc;
	struct evm_address multicall;
	const char *block_hash; /* all of them as of this block */
};

/* evm_batch_conf sets multicall to MULTICALL.  NULL, or what is wrong with it
 * (constant phrase). */
MM_CHECKED const char *evm_batch_conf(struct evm_batch *b);

/* evm_batch_run answers all n views.
 *
 * out:     the views' answers are in the arena; *no, where it returns false: then no
 *          answer may be used (no_chain: nodes cannot be asked; block_gone: none has
 *          that block, or they answer as of several). */
MM_CHECKED bool evm_batch_run(const struct evm_batch *b, struct arena *a,
			      struct evm_view *views, size_t n,
			      struct evm_no *no);

#endif
