/* diff_live.h - what of ours may be live, for diff.c.  Layer: math. */
#ifndef MM_DIFF_LIVE_H
#define MM_DIFF_LIVE_H

#include "math/diff.h"

/* How far a price reaches towards the other side of the book.  A bid and an ask
 * meet if their reaches sum to 0 or more. */
#define REACH_NONE (-2 * PRICE_MAX)

static inline int64_t reach_of(enum side side, int64_t price)
{
	return side == SIDE_BUY ? price : -price;
}

/* Everything known about one client id on one wallet, of our own strategy. */
struct live {
	struct order at;   /* as it stands; in flight: as it will stand  */
	struct order rest; /* as it rests; size 0: it does not           */
	int64_t reach;     /* the furthest of all it may be              */
	bool flying;       /* a place or replace of it is unproven       */
	bool leaving;      /* a cancel of it is unproven                 */
	bool stray;        /* its slot holds more than it: only cancel   */
	bool taken;        /* by a desired order                         */
	bool led;          /* some action is after the one on it         */
	int action;        /* index of this frame's action on it, or -1  */
};

/* The two of a side that reach furthest, whosoever's. */
struct front {
	int64_t reach[2];    /* REACH_NONE: no such order            */
	struct live *who[2]; /* NULL: of a strategy that is not ours */
};

struct live_set {
	struct live *live; /* sorted by wallet, client id */
	size_t n;
	struct front front[2]; /* of each side, over all wallets */
};

/* live_collect groups what rests and what is pending by wallet and id.
 * out:     *set, in a.  DIFF_OK or DIFF_EVALUE. */
MM_CHECKED enum diff_err live_collect(struct arena *a, struct live_set *set,
				      const struct diff_frame *frame);

/* For comparison functions: returns unless a and b are equal. */
#define CMP(a, b)                                                              \
	do {                                                                   \
		if ((a) != (b))                                                \
			return (a) < (b) ? -1 : 1;                             \
	} while (0)

/* order_valid: price, size and wallet within their ranges. */
bool order_valid(const struct order *o);

#endif
