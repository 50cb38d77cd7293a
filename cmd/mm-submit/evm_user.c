/* Which block used a nonce: the first one behind which the sender goes on later. */
#include "evm_sight.h"

#include "chain/evm_quantity.h"

#include <string.h>

struct search {
	struct sender *s;
	const char *address;
	uint64_t nonce;
};

/* Was it used in that block or before?  False: nobody can say. */
static bool used_by(const struct search *g, int64_t block, bool *used)
{
	struct jsonrpc_request q;
	int64_t count;
	bool said;

	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	evm_ask_nonce(&q, g->address, evm_at_block(block));
	said = !jsonrpc_call(g->s->rpc, &q) &&
	       !evm_read_number(&count, &q.reply);
	jsonrpc_request_free(&q);
	if (said)
		*used = (uint64_t)count > g->nonce;
	return said;
}

/* out: *user: the block.  in: at the block `head` it is used. */
static bool find(const struct search *g, int64_t head, int64_t *user)
{
	int64_t low = head, high = head, step = 1; /* used at high */
	bool used = true;

	/* Back from the head, for it was lately. */
	while (used) {
		high = low;
		if (high == 0)
			return false;
		low = high > step ? high - step : 0;
		step *= 2;
		if (!used_by(g, low, &used))
			return false;
	}
	while (high - low > 1) {
		int64_t mid = low + (high - low) / 2;

		if (!used_by(g, mid, &used))
			return false;
		if (used)
			high = mid;
		else
			low = mid;
	}
	*user = high;
	return true;
}

bool evm_find_user(struct nonce_block *b, const char *const **hashes, size_t *n,
		   struct sender *s, struct arena *a, const char *address,
		   uint64_t nonce, int64_t head)
{
	const struct search g = { s, address, nonce };
	struct jsonrpc_request q;
	struct evm_block block;
	bool found = false, used = false;

	if (!used_by(&g, head, &used) || !used || !find(&g, head, &b->number))
		return false;
	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	evm_ask_block(&q, evm_at_block(b->number));
	if (!jsonrpc_call(s->rpc, &q) && !evm_read_block(&block, &q.reply) &&
	    block.found && !evm_read_block_hashes(hashes, n, a, &q.reply))
		found = evm_data_parse(b->hash, sizeof(b->hash), block.hash,
				       strlen(block.hash));
	jsonrpc_request_free(&q);
	return found;
}
