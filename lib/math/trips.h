/* trips.h - round trips of one market, first in first out, in exact decimals.
 * Layer: math.
 *
 * The first fill opens; fills of the other side close what is open, oldest first,
 * and what is left of them opens in their own direction.  So a market maker that
 * starts with inventory and sells first has a round trip when it buys back.  One
 * round trip is one opening fill: it is closed when the last of it is, and its
 * P&L is what all its parts made, less the fees of both sides.  A fee goes to
 * the parts of its fill by size, rounded down at TRIPS_FEE_SCALE; the last part
 * takes the rest, so that none is lost.
 */
#ifndef MM_TRIPS_H
#define MM_TRIPS_H

#include "base/dec.h"
#include "math/order.h"

#include <stdint.h>

#define TRIPS_FEE_SCALE 12 /* decimals, or the fee's own if more */

struct trip_fill {
	int64_t ts_ms;
	enum side side;
	struct dec price; /* quote per base, > 0        */
	struct dec size;  /* base, > 0                  */
	struct dec fee;   /* quote; negative: a rebate  */
};

struct trip_lot;

/* Zero is empty.  Owner: caller, trips_free. */
struct trips {
	struct trip_lot *lots; /* open, oldest first, from first on */
	int first, n, cap;
	enum side side; /* of the open lots */

	struct dec inventory;  /* base bought less base sold               */
	struct dec realized;   /* quote: P&L of all that was closed        */
	struct dec closed_pnl; /* quote: that of closed round trips        */
	int64_t n_closed;
	int64_t n_won;     /* of them, P&L > 0                             */
	int64_t closed_ms; /* sum of their times from opening to last close */
};

void trips_free(struct trips *t);

/* trips_add: the next fill in time.
 * returns: ST_OK; ST_DOMAIN for a price or size not > 0, nothing changed;
 *          ST_OVERFLOW, and then the sums are no longer whole. */
MM_CHECKED enum status trips_add(struct trips *t, const struct trip_fill *fill);

/* trips_open_pnl: quote: what closing all that is open at that price would make,
 * less the fees it has paid. */
MM_CHECKED enum status trips_open_pnl(struct dec *out, const struct trips *t,
				      struct dec price);

#endif
