#include "math/grid_parts.h"

#include <stdlib.h>

/* A slot with the order it stands for. */
struct standing {
	const struct slot *slot;
	const struct order *order;
};

static int by_price(const void *pa, const void *pb)
{
	const struct standing *a = pa, *b = pb;

	if (a->order->side != b->order->side)
		return a->order->side < b->order->side ? -1 : 1;
	if (a->order->price != b->order->price)
		return a->order->price < b->order->price ? -1 : 1;
	return (a->slot > b->slot) - (a->slot < b->slot);
}

static size_t standing_orders(struct standing **out, const struct grid_frame *f)
{
	struct standing *v = arena_alloc(f->mem, f->slots.n * sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < f->slots.n; i++) {
		const struct slot *s = &f->slots.v[i];
		const struct order *o = slot_order(s);

		if (o && wallet_known(f->in, s->wallet))
			v[n++] = (struct standing){ s, o };
	}
	qsort(v, n, sizeof(*v), by_price);
	*out = v;
	return n;
}

/* The index of the level at a price, or -1. */
static int level_at(const struct levels *l, int64_t price)
{
	int low = 0, high = l->n;

	while (low < high) {
		int mid = low + (high - low) / 2;

		if (price_before(l->side, l->price[mid], price))
			low = mid + 1;
		else
			high = mid;
	}
	return low < l->n && l->price[low] == price ? low : -1;
}

/* A level whose side and price stand keeps wallet and id, if the wallet can
 * still pay for its size. */
static void keep_standing(struct grid_build *b)
{
	struct standing *v;
	size_t n = standing_orders(&v, b->f);

	for (size_t i = 0; i < n; i++) {
		const struct order *o = v[i].order;
		struct levels *l = &b->side[o->side];
		int at = level_at(l, o->price);

		if (at < 0 || !l->lots[at] || l->wallet[at] >= 0 ||
		    !wallets_take(&b->wallets, o->wallet, o->side,
				  order_cost(o->side, o->price, l->lots[at])))
			continue;
		l->wallet[at] = o->wallet;
		l->id[at] = o->client_id;
		b->kept[v[i].slot - b->f->slots.v] = true;
	}
}

/* Wallets for the levels that have none; returns how many stay without. */
static int place(struct grid_build *b, enum side side, bool deal)
{
	struct levels *l = &b->side[side];
	int homeless = 0;

	for (int k = 0; k < l->n; k++) {
		int i = deal ? l->n - 1 - k : k; /* outer BUYs are larger */
		int64_t cost = order_cost(side, l->price[i], l->lots[i]);

		if (!l->lots[i] || l->wallet[i] >= 0)
			continue;
		l->wallet[i] = deal ? wallets_deal(&b->wallets, side, cost)
				    : wallets_fit(&b->wallets, side, cost);
		homeless += l->wallet[i] < 0;
	}
	return homeless;
}

/* Each side fills its share of a wallet's places first, then what is left. */
static int place_all(struct grid_build *b, bool deal)
{
	int most = b->f->p->orders_per_wallet;
	int64_t buy = b->side[SIDE_BUY].n, all = buy + b->side[SIDE_SELL].n;
	int share = all ? (int)((most * buy + all - 1) / all) : most;

	wallets_limit(&b->wallets, SIDE_BUY, share);
	wallets_limit(&b->wallets, SIDE_SELL, most - share);
	if (!(place(b, SIDE_BUY, deal) + place(b, SIDE_SELL, deal)))
		return 0;
	wallets_limit(&b->wallets, SIDE_BUY, most);
	wallets_limit(&b->wallets, SIDE_SELL, most);
	return place(b, SIDE_BUY, deal) + place(b, SIDE_SELL, deal);
}

static void forget(struct levels *l)
{
	for (int i = 0; i < l->n; i++)
		if (!l->id[i])
			l->wallet[i] = -1;
}

static void count_homeless(struct grid_plan *plan, const struct levels *l)
{
	for (int i = 0; i < l->n; i++)
		plan->unplaced[l->side][UNPLACED_NO_WALLET] +=
			l->lots[i] && l->wallet[i] < 0;
}

/* First fit from the pivot outward keeps each wallet's levels together.  Where it
 * leaves levels without a wallet, because small near levels took the places and
 * large outer ones found no funds beside them, the levels are dealt instead:
 * largest first, each to the wallet that has most left. */
void grid_wallets(struct grid_build *b)
{
	struct levels *buy = &b->side[SIDE_BUY], *sell = &b->side[SIDE_SELL];
	struct wallets before;

	b->kept = arena_alloc(b->f->mem, b->f->slots.n * sizeof(*b->kept));
	keep_standing(b);
	before = wallets_copy(&b->wallets, b->f->mem);
	if (!place_all(b, false))
		return;
	b->wallets = before;
	forget(buy);
	forget(sell);
	if (!place_all(b, true))
		return;
	count_homeless(b->f->plan, buy);
	count_homeless(b->f->plan, sell);
}
