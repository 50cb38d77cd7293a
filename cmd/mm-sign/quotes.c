#include "quotes.h"

#include "chain/openbook_lots.h"
#include "data/policy_conf.h"

#include <string.h>

/* A record's name of an asset: the policy's, or one of the configuration. */
static bool is_asset(const struct policy *p, size_t asset, const char *name)
{
	struct pubkey mint;

	return policy_asset_of(p, name, strlen(name)) == (int)asset ||
	       (pubkey_parse(&mint, name) &&
		pubkey_eq(&mint, &p->assets[asset].mint));
}

static bool carries(const struct job *j, const char *intent)
{
	const char *const *ids = j->tx->intents.v;

	for (size_t i = 0; i < j->tx->intents.n; i++)
		if (strcmp(ids[i], intent) == 0)
			return true;
	return false;
}

static const struct rec_quote *quote_of(const struct policy *p,
					const struct job *j,
					const struct policy_swap *s,
					const struct rec_list *quotes)
{
	struct rec_quote *const *v = quotes->v;

	for (size_t i = 0; i < quotes->n; i++)
		if (carries(j, v[i]->intent_id) &&
		    is_asset(p, s->in, v[i]->asset) &&
		    is_asset(p, s->out, v[i]->asset_out))
			return v[i];
	return NULL;
}

/* No more goes in, and for each atom of it no less comes out. */
static bool as_quoted(const struct policy *p, const struct policy_swap *s,
		      const struct rec_quote *q)
{
	uint64_t amount, min_out;

	return !atoms_of_dec(&amount, q->amount, p->assets[s->in].decimals) &&
	       !atoms_of_dec(&min_out, q->min_out,
			     p->assets[s->out].decimals) &&
	       s->amount <= amount &&
	       (unsigned __int128)s->min_out * amount >=
		       (unsigned __int128)min_out * s->amount;
}

void quotes_check(struct arena *a, struct unit *u, const struct policy *p,
		  const struct job *j, const struct rec_list *quotes)
{
	for (size_t i = 0; i < j->v.n_swaps; i++) {
		const struct policy_swap *s = &j->v.swaps[i];
		const struct rec_quote *q = quote_of(p, j, s, quotes);
		const char *in = p->assets[s->in].name;
		const char *out = p->assets[s->out].name;

		if (!q && s->route)
			unit_refuse(u, "no_quote",
				    arena_printf(a,
						 "no quote of %s for %s of its "
						 "intents",
						 in, out));
		else if (q && !as_quoted(p, s, q))
			unit_refuse(u, "quote",
				    arena_printf(a,
						 "the swap of %s for %s may "
						 "end worse than its quote",
						 in, out));
	}
}
