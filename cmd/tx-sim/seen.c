#include "seen.h"

#include "base/atoms.h"

#include <string.h>
#include <strings.h>

static void keep(struct kept *k, struct arena *a, const struct rec_type *type,
		 const void *rec)
{
	/* Twice the room each time there is none. */
	if (!(k->n & (k->n - 1)))
		k->v = arena_grow(a, k->v, k->n * sizeof(*k->v),
				  (2 * k->n + 1) * sizeof(*k->v));
	k->v[k->n++] = rec_copy(a, type, rec);
}

void seen_keep(struct seen *s, struct arena *a, const struct rec_type *type,
	       const void *rec)
{
	const struct rec_chain *chain = rec;

	if (type == &rec_tx_type)
		keep(&s->txs, a, type, rec);
	else if (type == &rec_action_type)
		keep(&s->actions, a, type, rec);
	else if (type == &rec_nonce_type)
		keep(&s->nonces, a, type, rec);
	else if (type == &rec_price_type)
		keep(&s->prices, a, type, rec);
	else if (type == &rec_oracle_type)
		keep(&s->oracles, a, type, rec);
	else if (type == &rec_chain_type && !strcmp(chain->chain, "evm"))
		keep(&s->chains, a, type, rec);
}

const struct rec_action *seen_action(const struct seen *s,
				     const char *intent_id)
{
	for (size_t i = 0; i < s->actions.n; i++) {
		const struct rec_action *act = s->actions.v[i];

		if (!strcmp(act->intent_id, intent_id))
			return act;
	}
	return NULL;
}

const struct rec_chain *seen_chain(const struct seen *s, int64_t chain_id)
{
	for (size_t i = 0; i < s->chains.n; i++) {
		const struct rec_chain *c = s->chains.v[i];

		if (c->chain_id == chain_id)
			return c;
	}
	return NULL;
}

struct dec seen_next(const struct seen *s, int64_t chain_id, const char *from)
{
	for (size_t i = 0; i < s->nonces.n; i++) {
		const struct rec_nonce *n = s->nonces.v[i];

		if (n->chain_id == chain_id && !strcasecmp(n->address, from))
			return n->next;
	}
	return DEC_NONE;
}

struct dec seen_price(const struct seen *s, const char *pair)
{
	for (size_t i = s->prices.n; i-- > 0;) {
		const struct rec_price *p = s->prices.v[i];

		if (!strcmp(p->pair, pair))
			return p->price;
	}
	return DEC_NONE;
}

static bool takes_for(struct u256 *price, const struct rec_oracle *r,
		      const char *asset)
{
	return !strcmp(r->asset, asset) && !atoms_of(price, r->price_base, 0) &&
	       !u256_is_zero(*price);
}

bool seen_oracle(const struct seen *s, struct u256 *x, struct u256 *y,
		 const char *asset_x, const char *asset_y)
{
	for (size_t i = 0; i < s->oracles.n; i++) {
		const struct rec_oracle *one = s->oracles.v[i];

		if (!takes_for(x, one, asset_x))
			continue;
		for (size_t k = 0; k < s->oracles.n; k++) {
			const struct rec_oracle *two = s->oracles.v[k];

			if (!strcasecmp(one->pool, two->pool) &&
			    takes_for(y, two, asset_y))
				return true;
		}
	}
	return false;
}
