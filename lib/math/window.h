/* window.h - a rolling window of trades and its exact sums.  Layer: math.
 *
 * The window at clock T holds the accepted trades of (T - span, T]; the clock
 * only moves forward.  Which trades are in it, and so every sum, depends on the
 * accepted trades and T alone, not on the order they came in.  Memory is
 * O(window), for the heap through base/mem (out of memory is death there); a
 * trade in order costs O(1) amortised, a late one O(log of the late ones).  It is
 * cheapest while one source numbers its trades in the order they come in.
 */
#ifndef MM_WINDOW_H
#define MM_WINDOW_H

#include "base/status.h"
#include "math/pivot.h"
#include "math/trade_key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct window_trade;
struct window_slot;

struct window {
	struct pivot_sums live;   /* the trades in the window              */
	unsigned __int128 traded; /* lots ever accepted: expiry and cancel
				     take nothing from it                  */
	int64_t now;              /* the clock T                           */
	int64_t span;

	/* The rest is window.c's own. */
	struct window_trade *trade; /* storage, by index                   */
	uint32_t cap, fresh, spare; /* fresh: first index never used       */
	uint32_t *queue;            /* indices in order of time: a ring    */
	uint32_t head, queued;
	uint32_t *late; /* indices of trades that came late: a heap        */
	uint32_t n_late, late_cap;
	bool numbered; /* no late trades, and keys rise along the queue:
			  they are found by bisection, without a table     */
	struct window_slot *slot; /* indices by key: a hash table, or NULL */
	uint32_t slot_mask, n_slots;
};

enum window_verdict {
	WINDOW_OK,
	WINDOW_INVALID,  /* price or volume not above 0: nothing changed      */
	WINDOW_FUTURE,   /* after the wall clock: nothing changed             */
	WINDOW_DUP,      /* its key is live in the window; the first one wins */
	WINDOW_EXPIRED,  /* the window had left it behind                     */
	WINDOW_OVERFLOW, /* the sums would not hold it                        */
};

/* window_init: an empty window whose clock starts at t0.
 * in:    span > 0.
 * owner: caller, window_free. */
void window_init(struct window *w, int64_t span, int64_t t0);
void window_free(struct window *w);

/* window_advance moves the clock to t, if that is forward, and expires. */
void window_advance(struct window *w, int64_t t);

/* window_add offers a trade.  On every verdict from WINDOW_DUP on the clock has
 * moved to max(now, t); the checks come in the order of the enum.
 *
 * in: p in ticks, v in lots; wall, the latest time that is believed (one false
 *     date must not expire the window), or INT64_MAX. */
MM_CHECKED enum window_verdict window_add(struct window *w,
					  struct trade_key key, int64_t t,
					  int64_t p, int64_t v, int64_t wall);

/* window_cancel takes a busted trade back.  False: it is not in the window. */
bool window_cancel(struct window *w, struct trade_key key);

/* window_rescale counts in ticks and lots that are smaller by these factors,
 * for when a finer price or size appears.
 * in:      factors > 0.
 * returns: ST_OK or ST_OVERFLOW.
 * cost:    O(window). */
MM_CHECKED enum status window_rescale(struct window *w, uint64_t price_factor,
				      uint64_t size_factor);

#endif
