/* seen.h - what order-diff has read of a frame, and the same in ticks and lots.
 * Layer: cmd. */
#ifndef MM_ORDER_DIFF_SEEN_H
#define MM_ORDER_DIFF_SEEN_H

#include "base/mem.h"
#include "data/rec_grid.h"
#include "data/rec_market.h"
#include "data/rec_open_order.h"
#include "data/rec_order.h"
#include "data/rec_pending.h"
#include "math/diff.h"

/* One order of any of the three kinds. */
struct entry {
	const char *wallet;
	struct dec price, size; /* may be DEC_NONE in a pending cancel */
	uint64_t client_id;
	int64_t since_ms;
	int side;
	enum diff_verb verb; /* this and state: of a pending one */
	enum diff_state state;
};

struct entries {
	struct entry *v;
	size_t n, cap;
};

/* Zero at the beginning of a frame; everything in it lives in the frame's
 * arena. */
struct seen {
	const char *market; /* the one all else is of; NULL: none seen yet */
	const char *other;  /* a second one, although none was configured   */
	struct rec_market *steps;
	bool book;
	size_t n_grids;
	bool pull;        /* as the grid decides */
	int64_t n_orders; /* as the grid says    */
	struct entries desired, resting, pending;
};

/* seen_is_ours: whether the record is of the market (configured, or "": the first
 * one seen in the frame). */
bool seen_is_ours(struct seen *s, struct arena *a, const char *configured,
		  const char *market);

void seen_order(struct seen *s, struct arena *a, const struct rec_order *r);
void seen_open_order(struct seen *s, struct arena *a,
		     const struct rec_open_order *r);

/* seen_pending: NULL, or what a pending order lacks. */
MM_CHECKED const char *seen_pending(struct seen *s, struct arena *a,
				    const struct rec_pending *r,
				    const char *wallet);

/* The frame as the diff takes it. */
struct ordered {
	struct diff_frame frame;
	const char **wallets; /* name of each index, sorted */
};

/* seen_ordered: with no desired orders nothing depends on prices, and a market or
 * a price that cannot be read stands in no cancel's way.
 * out:     *out, in a.
 * returns: NULL, or the entry that is not in whole ticks and lots. */
MM_CHECKED const struct entry *
seen_ordered(const struct seen *s, struct arena *a, struct ordered *out);

#endif
