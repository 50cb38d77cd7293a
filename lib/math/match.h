/* match.h - the paper venue: price-time matching of our orders against a
 * recorded tape.  Layer: math.
 *
 * Prints of strangers come in with match_print, our requests with match_submit;
 * what happened comes out as events.  Time only goes forward, and only as far as
 * the caller says: nothing here sees a print before it is given.
 *
 *  - A request reaches the book latency_ms after it was submitted, in the order
 *    of submission; an order can fill from then on, a cancel works from then on.
 *    A print at the very millisecond comes after it.
 *  - On arrival an order has others ahead of it: the displayed size at its price
 *    where the tape has depth, else queue_ppm of the mean of the last
 *    PRINT_MEMORY prints; less what is assumed to cancel.
 *  - A print by a seller reaches BUYs at or above its price, a print by a buyer
 *    SELLs at or below, best price first, then oldest first.  At its own price
 *    the queue ahead takes first; a print through the price finds no queue.  One
 *    print gives all own orders together at most share_ppm of itself, and no lot
 *    of it twice.  Prints by the order's own side change nothing.
 *  - The market, for post-only and for the taker's fee, is the displayed book;
 *    without depth it is the last print with a spread of one tick: after a print
 *    at x by a buyer the ask is x and the bid x - 1, by a seller the bid is x and
 *    the ask x + 1.  Before the first print nothing is marketable.
 *  - A post-only order that is marketable on arrival is refused.  Another rests
 *    under the same fill rule, at its own price, and pays the taker's fee on all
 *    its fills: no liquidity is invented for it.
 *  - Two own orders never meet: one that would is refused, whatever its wallet.
 *  - A replace cancels the client id it places, if that rests, and places it
 *    anew, behind the queue; where the new order is refused the old one stays.
 *
 * source: MATH.md 12.
 */
#ifndef MM_MATCH_H
#define MM_MATCH_H

#include "math/match_book.h"
#include "math/match_ledger.h"
#include "math/match_queue.h"
#include "math/order.h"

#include <stdbool.h>
#include <stdint.h>

struct match_rules {
	int64_t latency_ms; /* >= 0                                     */
	int64_t share_ppm;  /* 0..PPM: our part of one print            */
	int64_t queue_ppm;  /* >= 0: queue without depth, of mean print */
	int64_t cancels_ahead_ppm; /* 0..PPM: of the queue, that goes away     */
};

/* One side of a displayed book, best first. */
struct match_level {
	int64_t price; /* ticks */
	int64_t size;  /* lots  */
};

struct match_depth {
	const struct match_level *bids, *asks;
	int n_bids, n_asks;
};

struct match_print {
	int64_t ts_ms;
	int64_t price; /* ticks: rounded up for a seller, down for a buyer */
	int64_t lots;  /* >= 0, rounded down; 0 only moves the market      */
	enum side aggressor;
};

enum match_op { MATCH_PLACE, MATCH_CANCEL, MATCH_REPLACE };

struct match_request {
	enum match_op op;
	bool post_only;
	struct order order; /* a cancel: only wallet and client_id          */
	int64_t max_ts_ms;  /* last moment it may enter; INT64_MAX: any     */
	int64_t at_ms;      /* when it reaches the book; set by the venue   */
	uint64_t tag;       /* the caller's own, comes back in the outcome  */
};

enum match_why {
	MATCH_OK = 0,
	MATCH_BAD_ORDER,   /* no such wallet, or price or size out of range   */
	MATCH_TOO_LARGE,   /* MONEY_MAX atoms or more                         */
	MATCH_EXPIRED,     /* arrived after max_ts_ms                         */
	MATCH_SLOT_LIVE,   /* another order holds the client id's slot        */
	MATCH_SELF_TRADE,  /* would meet an own order, of any wallet          */
	MATCH_WOULD_CROSS, /* post-only, and marketable                       */
	MATCH_NO_FUNDS,    /* the wallet has less free than it would lock     */
	MATCH_NO_ORDER,    /* cancel: that client id does not rest            */
};

enum match_what { MATCH_POSTED, MATCH_CANCELLED, MATCH_REFUSED, MATCH_FILLED };

/* match_landed: the venue did what was asked, or had nothing left to do: what was
 * to be cancelled no longer rests. */
static inline bool match_landed(enum match_what what, enum match_why why)
{
	return what != MATCH_REFUSED || why == MATCH_NO_ORDER;
}

/* Each request has one outcome, POSTED, CANCELLED or REFUSED; each fill is an
 * event of its own. */
struct match_event {
	enum match_what what;
	enum match_why why; /* REFUSED; else MATCH_OK                     */
	bool maker;         /* FILLED                                     */
	struct order order; /* FILLED: size is the lots filled; CANCELLED:
			     * what was left; else as requested          */
	int64_t ts_ms;
	uint64_t order_id; /* 0: REFUSED                                 */
	uint64_t tag;      /* of the request; 0: FILLED                  */
	int64_t n_fill;    /* FILLED: 1 for the order's first            */
	int64_t fee;       /* FILLED: atoms of quote, < 0: a rebate      */
};

/* Requests on their way, oldest first. */
struct match_inbox {
	struct match_request *v;
	int first, n, cap; /* v[first .. n-1] */
};

struct match {
	struct match_rules rules;
	struct ledger ledger;
	struct match_book books[2]; /* by enum side */
	struct match_inbox inbox;
	struct print_sizes sizes;
	struct match_print last;         /* .price 0: no print yet          */
	const struct match_depth *depth; /* NULL: the tape has none. Owner:
					  * the caller, who may change it   */
	int64_t now_ms;
	uint64_t next_id; /* of the next order to rest, from 1 */
	struct match_event *events;
	int n_events, cap_events;
};

/* match_init: an empty venue.
 *
 * in:    ledger: lots and rates as match_ledger.h bounds them; add wallets to
 *        m->ledger with ledger_add_wallet.
 * owner: caller, match_free. */
void match_init(struct match *m, const struct match_rules *rules,
		const struct ledger *ledger);
void match_free(struct match *m);

/* match_submit sends a request at now_ms; it is answered by a later match_advance
 * or match_print.  Time the venue has seen already does not come back: it then
 * arrives at once. */
void match_submit(struct match *m, int64_t now_ms,
		  const struct match_request *r);

/* match_due: when a request sent at now_ms reaches the book. */
int64_t match_due(const struct match *m, int64_t now_ms);

/* match_advance lets everything arrive that is due by ts_ms. */
void match_advance(struct match *m, int64_t ts_ms);

/* match_print: what a print does to our orders, after what is due by then.
 * in:   ts_ms not below that of an earlier call.
 * cost: O(1) where it reaches no own order, else O(own orders reached). */
void match_print(struct match *m, const struct match_print *p);

/* match_forget_events: the caller has read m->events[0 .. n_events-1]. */
static inline void match_forget_events(struct match *m)
{
	m->n_events = 0;
}

/* match_restore puts back an order of a saved venue, as it was; its funds are
 * locked in the saved ledger already.  match_restore_request: a request under
 * way, in the order they were submitted. */
void match_restore(struct match *m, const struct match_order *o);
void match_restore_request(struct match *m, const struct match_request *r);

/* match_balanced: the ledger balances (match_ledger.h) and what is locked in
 * each wallet is what its resting orders need.
 * cost: O(orders + wallets). */
bool match_balanced(const struct match *m);

/* match_why_text: the reason code, such as "self_trade"; never NULL. */
const char *match_why_text(enum match_why why);

#endif
