#include "holdings.h"

#include <string.h>

static struct kept *place_of(struct holdings *h, const struct rec_type *type)
{
	if (type == &rec_oo_type)
		return &h->oos;
	if (type == &rec_token_account_type)
		return &h->tokens;
	if (type == &rec_open_order_type)
		return &h->orders;
	if (type == &rec_event_queue_type)
		return &h->queues;
	if (type == &rec_market_type)
		return &h->markets;
	return &h->pending;
}

void holdings_keep(struct holdings *h, struct arena *a,
		   const struct rec_type *type, const void *rec)
{
	struct kept *k = place_of(h, type);

	if (!(k->n & (k->n - 1)))
		k->v = arena_grow(a, k->v, k->n * sizeof(*k->v),
				  (k->n ? 2 * k->n : 1) * sizeof(*k->v));
	k->v[k->n++] = rec_copy(a, type, rec);
}

const struct rec_event_queue *holdings_queue(const struct holdings *h,
					     const char *market)
{
	for (size_t i = 0; i < h->queues.n; i++) {
		const struct rec_event_queue *q = h->queues.v[i];

		if (!strcmp(q->market, market))
			return q;
	}
	return NULL;
}

size_t holdings_orders(const struct holdings *h, const struct rec_oo *oo,
		       const struct rec_open_order **out)
{
	size_t n = 0;

	for (size_t i = 0; i < h->orders.n; i++) {
		const struct rec_open_order *o = h->orders.v[i];

		if (o->account && !strcmp(o->account, oo->address))
			out[n++] = o;
	}
	return n;
}

bool oo_holds(const struct holdings *h, const struct rec_oo *oo)
{
	for (size_t i = 0; i < h->orders.n; i++) {
		const struct rec_open_order *o = h->orders.v[i];

		if (o->account && !strcmp(o->account, oo->address))
			return true;
	}
	return dec_sign(oo->base_total) > 0 || dec_sign(oo->quote_total) > 0 ||
	       dec_sign(oo->base_free) > 0 || dec_sign(oo->quote_free) > 0;
}

/* The first account of a wallet on the market in use: orders are placed there. */
static bool is_home(const struct holdings *h, const struct reclaim_conf *c,
		    const struct rec_oo *oo)
{
	if (strcmp(oo->market, c->market) != 0)
		return false;
	for (size_t i = 0; i < h->oos.n; i++) {
		const struct rec_oo *x = h->oos.v[i];

		if (!strcmp(x->market, oo->market) &&
		    !strcmp(x->wallet, oo->wallet))
			return x == oo;
	}
	return false;
}

/* Something of the wallet on that market has no outcome yet. */
static bool in_flight(const struct holdings *h, const char *wallet,
		      const char *market)
{
	for (size_t i = 0; i < h->pending.n; i++) {
		const struct rec_pending *p = h->pending.v[i];

		if (p->state == PENDING_DONE || !p->wallet ||
		    strcmp(p->wallet, wallet) != 0)
			continue;
		if (!market || !p->market || !strcmp(p->market, market))
			return true;
	}
	return false;
}

bool oo_is_free(const struct holdings *h, const struct reclaim_conf *c,
		const struct rec_oo *oo)
{
	return sol_conf_wallet(&c->sol, oo->wallet) &&
	       (c->home || !is_home(h, c, oo)) &&
	       !in_flight(h, oo->wallet, oo->market);
}

/* The associated accounts of what is traded or named: they would be made again. */
static bool is_used(const struct holdings *h, const struct reclaim_conf *c,
		    const struct rec_token_account *t)
{
	if (!t->associated)
		return false;
	for (size_t i = 0; i < c->sol.n_assets; i++)
		if (!strcmp(c->sol.assets[i].mint, t->mint))
			return true;
	for (size_t i = 0; i < h->markets.n; i++) {
		const struct rec_market *m = h->markets.v[i];

		if (!strcmp(m->market, c->market) &&
		    ((m->base.mint && !strcmp(m->base.mint, t->mint)) ||
		     (m->quote.mint && !strcmp(m->quote.mint, t->mint))))
			return true;
	}
	return false;
}

bool token_is_free(const struct holdings *h, const struct reclaim_conf *c,
		   const struct rec_token_account *t)
{
	const struct sol_wallet *w = sol_conf_wallet(&c->sol, t->wallet);

	if (!w || t->frozen || in_flight(h, t->wallet, NULL) ||
	    (t->close_authority && strcmp(t->close_authority, w->address) != 0))
		return false;
	for (size_t i = 0; i < c->sol.n_locked; i++)
		if (!strcmp(c->sol.locked[i].text, t->address))
			return false;
	return c->home || !is_used(h, c, t);
}
