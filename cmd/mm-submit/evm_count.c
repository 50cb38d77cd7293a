/* Where a wallet goes on. */
#include "evm.h"
#include "venue/evm_reply.h"

struct counting {
	bool known;
	uint64_t most; /* of all nodes: the others are behind */
};

static void take(void *ctx, const struct jsonrpc_reply *r)
{
	struct counting *c = ctx;
	int64_t n;

	if (r->err || evm_read_number(&n, r))
		return;
	c->known = true;
	if ((uint64_t)n > c->most)
		c->most = (uint64_t)n;
}

static struct counting ask(struct sender *s, const struct evm_wallet *w,
			   struct evm_at at)
{
	struct counting c = { .known = false };
	struct jsonrpc_request q;

	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	evm_ask_nonce(&q, w->address, at);
	jsonrpc_cast(s->rpc, &q, take, &c);
	jsonrpc_request_free(&q);
	return c;
}

struct evm_count evm_count_of(struct sender *s, struct arena *a,
			      const struct evm_wallet *w,
			      const struct attempts *all)
{
	struct evm_places places = evm_places_of(a, all);
	struct counting mined = ask(s, w, evm_latest());
	struct counting pooled = ask(s, w, evm_pending());
	struct evm_count out = { .known = mined.known,
				 .mined = mined.most,
				 .pooled = mined.most };

	/* A node without a pool to show has nothing to add. */
	if (pooled.known && pooled.most > out.pooled)
		out.pooled = pooled.most;
	out.next = out.pooled;
	for (size_t i = 0; i < places.n; i++)
		if (places.v[i].wallet == w && places.v[i].nonce >= out.next &&
		    !evm_is_given_up(&places.v[i]))
			out.next = places.v[i].nonce + 1;
	return out;
}
