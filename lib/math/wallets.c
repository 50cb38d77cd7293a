#include "math/wallets.h"

#include <string.h>

/* most[side] is a tree over the wallets: node 1 is the root, node i stands over
 * 2i and 2i + 1 and holds the larger of them, the leaves are the wallets. */

static int64_t takes(const struct wallets *w, int wallet, enum side side)
{
	const struct wallet *at = &w->at[wallet];

	if (at->orders[SIDE_BUY] + at->orders[SIDE_SELL] >= w->orders_max ||
	    at->orders[side] >= at->orders_side_max[side])
		return -1;
	return at->free[side] < at->largest[side] ? at->free[side]
						  : at->largest[side];
}

static void renew(struct wallets *w, int wallet)
{
	for (int side = 0; side < 2; side++) {
		int64_t *most = w->most[side];
		int i = w->leaves + wallet;

		most[i] = takes(w, wallet, (enum side)side);
		for (i /= 2; i; i /= 2) {
			int64_t a = most[2 * i], b = most[2 * i + 1];

			most[i] = a > b ? a : b;
		}
	}
}

void wallets_open(struct wallets *w, struct arena *mem,
		  const struct means *funds, int n, int orders_max,
		  int64_t order_max_ppm)
{
	w->n = n;
	w->orders_max = orders_max;
	w->at = arena_alloc(mem, (size_t)n * sizeof(*w->at));
	for (w->leaves = 1; w->leaves < n;)
		w->leaves *= 2;
	for (int side = 0; side < 2; side++) {
		size_t nodes = 2 * (size_t)w->leaves;

		w->most[side] = arena_alloc(mem, nodes * sizeof(int64_t));
		for (size_t i = 0; i < nodes; i++)
			w->most[side][i] = -1;
	}
	for (int i = 0; i < n; i++) {
		struct wallet *at = &w->at[i];

		at->free[SIDE_BUY] = funds[i].quote;
		at->free[SIDE_SELL] = funds[i].base;
		for (int side = 0; side < 2; side++) {
			at->largest[side] = (int64_t)((__int128)at->free[side] *
						      order_max_ppm / PPM);
			at->orders_side_max[side] = orders_max;
		}
		renew(w, i);
	}
}

struct wallets wallets_copy(const struct wallets *w, struct arena *mem)
{
	size_t bytes = (size_t)w->n * sizeof(*w->at);
	size_t nodes = 2 * (size_t)w->leaves * sizeof(int64_t);
	struct wallets copy = *w;

	copy.at = memcpy(arena_alloc(mem, bytes), w->at, bytes);
	for (int side = 0; side < 2; side++)
		copy.most[side] =
			memcpy(arena_alloc(mem, nodes), w->most[side], nodes);
	return copy;
}

void wallets_limit(struct wallets *w, enum side side, int orders_max)
{
	for (int i = 0; i < w->n; i++) {
		w->at[i].orders_side_max[side] = orders_max;
		renew(w, i);
	}
}

bool wallets_take(struct wallets *w, int wallet, enum side side, int64_t cost)
{
	if (w->most[side][w->leaves + wallet] < cost)
		return false;
	w->at[wallet].free[side] -= cost;
	w->at[wallet].orders[side]++;
	renew(w, wallet);
	return true;
}

/* The first wallet that takes orders as large as `least`, or -1. */
static int first(const struct wallets *w, enum side side, int64_t least)
{
	const int64_t *most = w->most[side];
	int i = 1;

	if (most[1] < least)
		return -1;
	while (i < w->leaves)
		i = most[2 * i] >= least ? 2 * i : 2 * i + 1;
	return i - w->leaves;
}

int wallets_fit(struct wallets *w, enum side side, int64_t cost)
{
	int wallet = first(w, side, cost);

	return wallet >= 0 && wallets_take(w, wallet, side, cost) ? wallet : -1;
}

int wallets_deal(struct wallets *w, enum side side, int64_t cost)
{
	int wallet = first(w, side, wallets_most(w, side));

	return wallets_take(w, wallet, side, cost) ? wallet : -1;
}
