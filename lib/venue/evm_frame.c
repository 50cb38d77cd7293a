#include "venue/evm_frame.h"

#include <string.h>

static const struct rec_chain *given(const struct rec_list *chains,
				     int64_t chain_id)
{
	const struct rec_chain *const *c = chains->v;

	for (size_t i = 0; i < chains->n; i++)
		if (!strcmp(c[i]->chain, "evm") && c[i]->chain_id == chain_id)
			return c[i];
	return NULL;
}

static const struct rec_chain *read(struct frame *f, struct jsonrpc *rpc,
				    const struct evm_chain_want *want,
				    int64_t ts_ms, struct evm_no *no)
{
	struct rec_chain *chain = arena_alloc(&f->arena, sizeof(*chain));

	if (!evm_chain_read(chain, &f->arena, rpc, want, no))
		return NULL;
	chain->ts_ms = ts_ms;
	frame_emit(f, &rec_chain_type, chain);
	return chain;
}

const struct rec_chain *evm_frame_block(struct frame *f, struct jsonrpc *rpc,
					const struct rec_list *chains,
					int64_t landed, int64_t ts_ms)
{
	const struct evm_chain_want want = evm_chain_want_head(landed, ts_ms);
	const struct rec_chain *c = given(chains, want.chain_id);
	struct evm_no no;

	if (!c) {
		c = read(f, rpc, &want, ts_ms, &no);
	} else if (!c->block_hash || c->block == REC_NONE_INT) {
		no = (struct evm_no){ "no_chain",
				      "the chain record names no block" };
		c = NULL;
	} else if (c->block < landed) {
		no = (struct evm_no){ "block_behind",
				      "the frame's block is older than our "
				      "newest landing" };
		c = NULL;
	}
	if (!c)
		frame_refuse(f, no.reason, "%s", no.text);
	return c;
}
