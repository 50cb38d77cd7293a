/* wallets.c - what the wallets hold, and what the contracts of Uniswap may take of it. */
#include "wallets.h"

#define WALLETS_SPENDERS 6

/* Known contracts become spenders. */
static void add(struct evm_spender *v, size_t *n, const struct contract *c,
		bool by_permit2)
{
	if (c->known)
		v[(*n)++] = (struct evm_spender){ c->at, by_permit2 };
}

void wallets_begin(struct reader *r)
{
	const struct contracts *c = &r->contracts;
	struct evm_spender *v =
		arena_alloc(r->a, WALLETS_SPENDERS * sizeof(*v));
	size_t n = 0;

	add(v, &n, &c->v2_router, false);
	add(v, &n, &c->v3_router, false);
	add(v, &n, &c->v3_manager, false);
	add(v, &n, &c->permit2, false);
	add(v, &n, &c->v4_manager, true);
	add(v, &n, &c->v4_router, true);
	r->purses = (struct evm_purses){ .conf = &r->conf,
					 .rounds = &r->rounds,
					 .spenders = v,
					 .n_spenders = n,
					 .permit2 = c->permit2.known
							    ? &c->permit2.at
							    : NULL };
	evm_purses_ask(&r->purses);
}

void wallets_make(struct reader *r)
{
	/* What it refuses concerns the wallet alone. */
	(void)evm_purses_tell(r->f, &r->purses, r->chain, r->ts_ms);
}
