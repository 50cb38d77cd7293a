/* diff.h - from the orders we want to the fewest actions on those we have.
 *
 * One market, one strategy, all its wallets, one frame.  What is unproven is
 * counted the safe way: a place or replace in flight may rest, a cancel in
 * flight leaves its order both live and gone.  Whatever subset of the actions
 * lands, in whatever order, beside whatever was in flight, no two orders of our
 * wallets meet and no slot holds two orders.  Pure, and independent of the order
 * of its inputs.  Layer: math.
 *
 * Which live order becomes which desired one (on one wallet and side): first the
 * one that equals it, then the one of its own client id, then the next in price,
 * each within tolerance: these stay, and with them their place in the queue.
 * The rest are moved by `replace` under the id they have, in price order, own id
 * first; what is left over is cancelled or placed.  That is the smallest number
 * of actions there is where the tolerance is 0.  An id the caller gave to a level
 * is therefore a wish: the price decides who keeps its slot.
 */
#ifndef MM_DIFF_H
#define MM_DIFF_H

#include "base/mem.h"
#include "base/status.h"
#include "math/order.h"

#include <stdbool.h>
#include <stddef.h>

enum diff_verb { DIFF_CANCEL, DIFF_PLACE, DIFF_REPLACE, DIFF_OTHER };

/* "cancel", "place", "replace": their names as actions. */
extern const char *const diff_verbs[];

/* diff_verb_of: the verb of that name; DIFF_OTHER for any other. */
enum diff_verb diff_verb_of(const char *name);

enum diff_state {
	DIFF_SENT,       /* in flight                                    */
	DIFF_UNKNOWN,    /* in flight, and its lane may not add risk     */
	DIFF_CANCELLING, /* of a place or replace: and so is its cancel  */
	DIFF_DONE,       /* the newest order that landed in a slot       */
};

/* An intent that may still land.  DIFF_OTHER (a settle, a transfer): only wallet
 * and state count. */
struct diff_pending {
	struct order order; /* a cancel's: the order it cancels */
	enum diff_verb verb;
	enum diff_state state;
};

/* diff_unpriced: a pending cancel whose price is not said.  Where its order still
 * rests, the book says it; else it reaches least far. */
static inline void diff_unpriced(struct order *o)
{
	o->price = o->side == SIDE_BUY ? 1 : PRICE_MAX - 1;
	o->size = 1;
}

struct diff_frame {
	const struct order *desired; /* ids of this strategy, each slot once */
	size_t n_desired;
	const struct order *resting; /* of our wallets, foreign tags too */
	size_t n_resting;
	const struct diff_pending *pending; /* likewise */
	size_t n_pending;
	uint16_t strategy; /* tag; orders of any other are never touched */
	bool blind; /* the book was not read: what is done counts as resting */
	bool bound; /* by a refusal: cancels only */
};

struct diff_rules {
	int64_t tolerance_ticks;    /* >= 0 */
	int64_t tolerance_size_ppm; /* of the desired size, 0..PPM */
	size_t budget;              /* actions a frame; 0: no limit.  Cancels
				       use it up but are never held back */
};

struct diff_action {
	struct order order; /* wanted; a cancel's: as the live order stands */
	enum diff_verb verb;
	int after; /* -1, or the index of an earlier action of the same wallet:
		      in its transaction and behind it, or not at all.  No two
		      actions are after the same one */
};

/* What became of a desired order. */
enum diff_verdict {
	DIFF_KEPT,         /* an order within tolerance rests or is in flight */
	DIFF_ACTED,        /* this frame places it, or moves an order to it   */
	DIFF_WAITS_MEET,   /* it could meet an order of ours                  */
	DIFF_WAITS_FLIGHT, /* its slot or its lane waits for an outcome       */
	DIFF_WAITS_BUDGET,
	DIFF_WAITS_REFUSAL,
};

struct diff {
	struct diff_action *actions; /* in the order to send them */
	size_t n_actions;
	enum diff_verdict *verdict; /* of desired[i] */
};

enum diff_err {
	DIFF_OK = 0,
	DIFF_EVALUE,   /* a price, size or wallet outside its range      */
	DIFF_ETAG,     /* a desired id of another strategy or other side */
	DIFF_ETWICE,   /* a slot desired twice                           */
	DIFF_ECROSSED, /* a desired bid at or above a desired ask        */
};

/* diff_orders plans one frame: cancels first, then asks before bids if the
 * desired prices are above the live ones, else bids before asks; within a side
 * what is nearest the market first.
 *
 * out:     *out, untouched unless DIFF_OK.
 * in:      wallets are counted from 0 without large gaps.
 * owner:   a, which also takes the scratch memory.
 * cost:    O(n log n) in the number of orders. */
MM_CHECKED enum diff_err diff_orders(struct arena *a, struct diff *out,
				     const struct diff_frame *frame,
				     const struct diff_rules *rules);

/* diff_strerror: a constant, lower-case phrase; never NULL. */
const char *diff_strerror(enum diff_err e);

#endif
