/* grid_parts.h - what the parts of grid_decide share; for grid*.c only.
 * Layer: math. */
#ifndef MM_GRID_PARTS_H
#define MM_GRID_PARTS_H

#include "math/grid.h"
#include "math/slots.h"

struct grid_frame {
	struct arena *mem;
	const struct grid_params *p;
	const struct grid_input *in;
	struct grid_plan *plan;
	struct slots slots;
	__int128 edge[2]; /* of the channel by side, in millionths of a micro */
};

/* a lies before b: nearer the other side of the book. */
static inline bool price_before(enum side side, int64_t a, int64_t b)
{
	return side == SIDE_BUY ? a > b : a < b;
}

static inline bool side_is_pulled(const struct grid_plan *plan, enum side side)
{
	return plan->pulled ==
	       (side == SIDE_BUY ? GRID_PULLED_BUY : GRID_PULLED_SELL);
}

static inline bool wallet_known(const struct grid_input *in, int wallet)
{
	return wallet >= 0 && wallet < in->n_wallets;
}

/* What an order takes from its wallet: quote lots or lots. */
static inline int64_t order_cost(enum side side, int64_t price, int64_t lots)
{
	return side == SIDE_BUY ? price * lots : lots;
}

/* grid_channel: the channel around the pivot, inertia included, into edge and
 * plan. */
MM_CHECKED enum status grid_channel(struct grid_frame *f);

/* The levels of one side, nearest the pivot first. */
struct levels {
	enum side side;
	int n;
	int64_t *price, *weight; /* ticks; math/ladder.h                      */
	int *number;   /* 1 = nearest the pivot, before equal ones merged     */
	bool *crosses; /* it would meet the other side of the book            */
	int64_t *lots;
	int *wallet;  /* -1: none                                            */
	uint64_t *id; /* client id; 0: none                                  */
};

/* grid_levels: where the levels of both sides lie and which the market allows;
 * an improvement goes into the plan.  Sets n, price, weight, number, crosses;
 * the other arrays stand ready. */
MM_CHECKED enum status grid_levels(struct grid_frame *f, struct levels side[2]);

/* A rebuild under way. */
struct grid_build {
	struct grid_frame *f;
	struct levels side[2];
	struct wallets wallets;
	bool *kept; /* by slot: its order is one of the levels */
};

/* grid_wallets: who holds which level; counts those nobody can. */
void grid_wallets(struct grid_build *b);

/* grid_ids: the slot of each level that has a wallet. */
void grid_ids(struct grid_build *b);

/* grid_since: the frame that first asked for this order. */
int64_t grid_since(const struct grid_frame *f, const struct order *o);

/* grid_hold: the orders of the last grid as they stand; without a last grid that
 * could be read, what rests and flies. */
void grid_hold(struct grid_frame *f);

/* grid_stand: the orders of the last grid as they are; what grid_hold comes to
 * where nothing has changed. */
void grid_stand(struct grid_frame *f);

/* grid_build: new orders: levels, their sizes, wallets and slots. */
MM_CHECKED enum status grid_build(struct grid_frame *f);

/* grid_add appends an order to the plan, which has room for it. */
void grid_add(struct grid_plan *plan, const struct order *o);

#endif
