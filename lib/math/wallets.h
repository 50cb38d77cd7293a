/* wallets.h - which wallet pays for which order: first fit.  Layer: math.
 *
 * A wallet takes an order if it holds fewer orders than it may, can pay for it,
 * and the order is no larger than its share of the balance the wallet started
 * with.  No order is split.  Money is whole quote lots for BUY, base lots for
 * SELL: an order's cost is price * size or size.
 * source: MATH.md 2.5.
 */
#ifndef MM_WALLETS_H
#define MM_WALLETS_H

#include "base/mem.h"
#include "math/order.h"

#include <stdbool.h>

struct means {
	int64_t quote; /* quote lots, >= 0 */
	int64_t base;  /* lots, >= 0       */
};

struct wallet {
	int64_t free[2];    /* by side: quote lots, lots */
	int64_t largest[2]; /* by side: limit of one order */
	int orders[2];
	int orders_side_max[2];
};

struct wallets {
	int n;
	int orders_max; /* a wallet's orders of both sides */
	struct wallet *at;
	int leaves;       /* the power of two >= n */
	int64_t *most[2]; /* by side: a tree of the largest cost still taken */
};

/* wallets_open: n wallets with their starting balances, of which one order takes
 * at most order_max_ppm.  Owner: mem. */
void wallets_open(struct wallets *w, struct arena *mem,
		  const struct means *funds, int n, int orders_max,
		  int64_t order_max_ppm);

/* wallets_copy: a copy that goes its own way.  Owner: mem. */
struct wallets wallets_copy(const struct wallets *w, struct arena *mem);

/* wallets_limit: from now on a wallet takes at most so many orders of a side. */
void wallets_limit(struct wallets *w, enum side side, int orders_max);

/* wallets_most: the largest cost any wallet takes now; -1: none takes any. */
static inline int64_t wallets_most(const struct wallets *w, enum side side)
{
	return w->most[side][1];
}

/* wallets_take: the order goes to this wallet.  False: it does not take it,
 * nothing changed.  cost: log n. */
bool wallets_take(struct wallets *w, int wallet, enum side side, int64_t cost);

/* wallets_fit: the order goes to the first wallet that takes it.  Returns its
 * index, or -1.  cost: log n. */
int wallets_fit(struct wallets *w, enum side side, int64_t cost);

/* wallets_deal: to the one that could take the largest, the first of equals. */
int wallets_deal(struct wallets *w, enum side side, int64_t cost);

#endif
