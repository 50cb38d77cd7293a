/* holdings.h - the accounts of our wallets, and what speaks against closing one.
 * Layer: cmd. */
#ifndef MM_RENT_RECLAIM_HOLDINGS_H
#define MM_RENT_RECLAIM_HOLDINGS_H

#include "base/mem.h"
#include "data/rec_event_queue.h"
#include "data/rec_market.h"
#include "data/rec_oo.h"
#include "data/rec_open_order.h"
#include "data/rec_pending.h"
#include "data/rec_token_account.h"
#include "data/sol_conf.h"

#include <stdbool.h>

struct kept {
	void **v;
	size_t n;
};

/* Zero at the beginning of a frame; everything in it lives in the frame's
 * arena. */
struct holdings {
	struct kept oos;     /* struct rec_oo */
	struct kept tokens;  /* struct rec_token_account */
	struct kept orders;  /* struct rec_open_order */
	struct kept queues;  /* struct rec_event_queue */
	struct kept pending; /* struct rec_pending */
	struct kept markets; /* struct rec_market */
};

struct reclaim_conf {
	struct sol_conf sol;
	const char *market; /* the one in use; "": none */
	int64_t strategy;
	struct dec cost; /* SOL that a transaction costs, its tip */
	bool all;        /* accounts that hold something, too */
	bool home;       /* those of the market in use, too */
};

void holdings_keep(struct holdings *h, struct arena *a,
		   const struct rec_type *type, const void *rec);

/* holdings_queue: NULL: none of that market came. */
const struct rec_event_queue *holdings_queue(const struct holdings *h,
					     const char *market);

/* The orders that rest in an open-orders account; out holds h->orders.n. */
size_t holdings_orders(const struct holdings *h, const struct rec_oo *oo,
		       const struct rec_open_order **out);

/* May be closed, what it holds left aside. */
bool oo_is_free(const struct holdings *h, const struct reclaim_conf *c,
		const struct rec_oo *oo);
bool token_is_free(const struct holdings *h, const struct reclaim_conf *c,
		   const struct rec_token_account *t);

/* It holds something of worth. */
bool oo_holds(const struct holdings *h, const struct rec_oo *oo);

#endif
