#include "purse.h"

#include <string.h>

static const struct rec_balance *balance_of(const struct rec_wallet *w,
					    const char *asset)
{
	const struct rec_balance *b = w->balances.v;

	for (size_t i = 0; i < w->balances.n; i++)
		if (!strcmp(b[i].asset, asset))
			return &b[i];
	return NULL;
}

static bool add(struct dec *sum, struct dec d)
{
	return dec_add(sum, *sum, d) == ST_OK;
}

static bool add_all(struct dec *sum, const struct rec_balance *b)
{
	return !b || (add(sum, b->free) && add(sum, b->locked) &&
		      add(sum, b->unsettled));
}

bool purse_add(struct purse *p, struct arena *a, const struct rec_wallet *w,
	       struct dec reserve)
{
	const struct rec_balance *native = balance_of(w, "SOL");
	const struct rec_balance *wrapped = balance_of(w, "wSOL");
	struct pocket k = { .wallet = arena_strdup(a, w->wallet) };

	if (native) {
		k.native = native->free;
		if (dec_cmp(k.native, reserve) > 0 &&
		    dec_sub(&k.spare, k.native, reserve))
			return false;
	}
	if (wrapped)
		k.free = wrapped->free;
	if (!add_all(&k.quote, wrapped) ||
	    !add_all(&k.usdc, balance_of(w, "USDC")) ||
	    !add(&p->sol, k.spare) || !add(&p->sol, k.quote) ||
	    !add(&p->quote, k.quote) || !add(&p->usdc, k.usdc))
		return false;
	if (p->n == p->cap) {
		size_t cap = p->cap ? 2 * p->cap : 8;

		p->v = arena_grow(a, p->v, p->cap * sizeof(*p->v),
				  cap * sizeof(*p->v));
		p->cap = cap;
	}
	p->v[p->n++] = k;
	return true;
}

const struct pocket *purse_of(const struct purse *p, const char *wallet)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->v[i].wallet, wallet))
			return &p->v[i];
	return NULL;
}
