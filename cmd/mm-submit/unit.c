#include "unit.h"

#include "chain/jito.h"
#include "venue/flashbots.h"

#include <string.h>

static bool same_bundle(const struct unit *u, const struct attempt *t)
{
	return u->bundle && t->tx->bundle.id &&
	       !strcmp(u->bundle, t->tx->bundle.id) &&
	       u->v[0]->recorded_ms == t->recorded_ms;
}

static void join(struct arena *a, struct units *all, struct attempt *t)
{
	struct unit *u = NULL;

	for (size_t i = 0; i < all->n && !u; i++)
		if (same_bundle(&all->v[i], t))
			u = &all->v[i];
	if (!u) {
		u = &all->v[all->n++];
		*u = (struct unit){ .bundle = t->tx->bundle.id,
				    .reduces = true };
	}
	u->v = arena_grow(a, u->v, u->n * sizeof(struct attempt *),
			  (u->n + 1) * sizeof(struct attempt *));
	u->v[u->n++] = t;
	u->reduces &= t->tx->class == TX_REDUCE;
}

/* Puts the members in their places.  False: one is missing, twice or too many. */
static bool put_in_order(struct arena *a, struct unit *u)
{
	struct attempt **v = arena_alloc(a, u->n * sizeof(struct attempt *));

	if (!u->bundle)
		return true;
	if (u->n > (u->v[0]->evm ? FLASHBOTS_TXS_MAX : JITO_BUNDLE_MAX))
		return false;
	for (size_t i = 0; i < u->n; i++) {
		const struct rec_tx_bundle *b = &u->v[i]->tx->bundle;

		if (b->count != (int64_t)u->n || b->index < 0 ||
		    b->index >= b->count || v[b->index])
			return false;
		v[b->index] = u->v[i];
	}
	u->v = v;
	return true;
}

struct units units_of(struct arena *a, struct attempt *const *v, size_t n,
		      bool **whole)
{
	struct units found = { arena_alloc(a, n * sizeof(struct unit)), 0 };
	struct units out = { arena_alloc(a, n * sizeof(struct unit)), 0 };

	for (size_t i = 0; i < n; i++)
		join(a, &found, v[i]);
	for (int reduces = 1; reduces >= 0; reduces--)
		for (size_t i = 0; i < found.n; i++)
			if (found.v[i].reduces == reduces)
				out.v[out.n++] = found.v[i];
	*whole = arena_alloc(a, out.n * sizeof(**whole));
	for (size_t i = 0; i < out.n; i++)
		(*whole)[i] = put_in_order(a, &out.v[i]);
	return out;
}

void units_keep(struct units *all, const bool *whole)
{
	size_t n = all->n;

	all->n = 0;
	for (size_t i = 0; i < n; i++)
		if (whole[i])
			all->v[all->n++] = all->v[i];
}

struct units units_single(struct arena *a, const struct units *all)
{
	struct units out = { NULL, 0 };
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += all->v[i].n;
	out.v = arena_alloc(a, n * sizeof(*out.v));
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].n; k++) {
			struct attempt **one = &all->v[i].v[k];

			out.v[out.n++] = (struct unit){
				.v = one,
				.n = 1,
				.reduces = (*one)->tx->class == TX_REDUCE,
			};
		}
	return out;
}

struct rec_list unit_intents(struct arena *a, const struct unit *u)
{
	struct rec_list all = { NULL, 0 };
	const char **ids;
	size_t n = 0;

	for (size_t i = 0; i < u->n; i++)
		n += u->v[i]->tx->intents.n;
	ids = arena_alloc(a, n * sizeof(*ids));
	for (size_t i = 0; i < u->n; i++)
		for (size_t k = 0; k < u->v[i]->tx->intents.n; k++)
			ids[all.n++] =
				((const char **)u->v[i]->tx->intents.v)[k];
	all.v = ids;
	return all;
}
