/* grid.h - one frame's decision of the market maker: rebuild the grid, hold it
 * or pull it, and the orders that follow.  Layer: math.
 *
 * Pure: the same parameters and input give the same plan, on every machine.
 * Sizes are whole lots, prices of orders whole ticks; the pivot, the channel and
 * outside prices are counted in millionths of a tick ("micro").
 *
 *  - No fresh pivot, book, market, wallet or pending, a crossed book, or a price
 *    outside the channel: pull, no orders.
 *  - The first grid, a return from a pull, a person's or a configuration's wish,
 *    a deviation, the longest interval: rebuild, but never sooner than
 *    min_rebuild_ms after the last.  A trigger that must wait is the reason of a
 *    hold (or pull) until then.
 *  - Else hold: each order of the last grid as it stands.
 *
 * source: MATH.md 2 - 2.7, 3.2.
 */
#ifndef MM_GRID_H
#define MM_GRID_H

#include "base/mem.h"
#include "base/status.h"
#include "math/diff.h"
#include "math/ladder.h"
#include "math/order.h"
#include "math/wallets.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MICRO           PPM  /* parts of a tick */
#define GRID_AUTO       (-1) /* levels: a share of all order places */
#define PRICE_MICRO_MAX (PRICE_MAX * MICRO) /* exclusive */

enum grid_decision { GRID_REBUILD, GRID_HOLD, GRID_PULL };

enum grid_reason {
	/* of a rebuild, or of a hold or pull that waits for min_rebuild_ms */
	GRID_FIRST,
	GRID_RESUME,    /* quoting again after a pull of all or a side */
	GRID_MANUAL,    /* a person asked */
	GRID_CONFIG,    /* the parameters, or the wallets, are others */
	GRID_THRESHOLD, /* price or pivot moved */
	GRID_INTERVAL,
	/* of a hold */
	GRID_UNCHANGED,
	GRID_NO_PRICE, /* unchanged as far as is known: no price to compare */
	GRID_NO_STORE, /* the last grid could not be read */
	/* of a pull; the second also of a rebuild or hold of one side */
	GRID_CROSSED_BOOK,
	GRID_OUT_OF_CHANNEL,
	GRID_NO_MARKET, /* here and below: missing, stale or refused */
	GRID_NO_PIVOT,
	GRID_NO_BOOK,
	GRID_NO_WALLET,
	GRID_NO_PENDING,
	GRID_BAD_INPUT, /* out of range */
	GRID_REASONS,
};

enum grid_side_pulled { GRID_PULLED_NONE, GRID_PULLED_BUY, GRID_PULLED_SELL };

struct grid_params {
	uint16_t strategy; /* tag of our client ids, not 0 */

	/* the channel */
	int64_t buy_width_ppm;  /* depth below the pivot, 1..PPM-1           */
	int64_t sell_width_ppm; /* height above it, 1..LADDER_WIDTH_MAX      */
	int64_t inertia_ms;     /* time constant of the bounds; 0: none      */
	bool one_side;          /* price outside the channel: pull only the
				   side that would cross, not all            */

	/* when to rebuild */
	int64_t threshold_ppm;  /* >= 0: a deviation is more than this       */
	bool ref_pivot;         /* deviation of the price from the pivot, not
				   of price and pivot from the last rebuild  */
	int64_t interval_ms;    /* > 0: longest time without a rebuild       */
	int64_t min_rebuild_ms; /* >= 0: shortest time between two           */
	int64_t spread_max_ppm; /* widest external book with a middle price  */
	int64_t price_max_age_ms; /* oldest external trade that is a price   */

	/* levels */
	int buy_levels;        /* 0..LADDER_LEVELS_MAX, or GRID_AUTO: 2/3   */
	int sell_levels;       /* likewise, 1/3 of all order places         */
	int orders_per_wallet; /* >= 0, both sides together                 */
	enum spacing spacing;
	double density;      /* kappa >= 0 of the BUY side; 0: flat       */
	double density_beta; /* >= 0: how control steepens it             */

	/* budgets, as shares of the funds of all wallets */
	int64_t buy_budget_ppm;     /* 0..PPM of the quote, before control   */
	int64_t buy_budget_max_ppm; /* 0..PPM of the quote, after it         */
	int64_t budget_beta_ppm;    /* >= 0: how control enlarges it         */
	int64_t sell_budget_ppm;    /* 0..PPM of the base                    */
	int64_t level_max_ppm; /* 0..PPM: one order, of its side's budget */
	int64_t order_max_ppm; /* 0..PPM: one order, of its wallet      */
	int64_t min_lots;      /* >= 1: smallest order                  */

	/* one tick before the best external order */
	bool improve;
	int64_t improve_min_lots; /* smallest competitor worth it            */
	int64_t improve_min_ms;   /* shortest time between improvements      */

	bool refill; /* on hold, orders that were filled are placed anew     */
	int64_t size_slack_ppm; /* 0..PPM of the wanted size: an order that
				   landed this near it is left so        */

	/* leaning against the inventory, MATH.md 2.7; 0 is off.  The centre of
	 * the levels moves from the pivot by -gamma q volatility^2 horizon of
	 * itself, q being the excess of base over quote in value, -1..1. */
	double skew_gamma;
	double skew_volatility; /* of the log price, per root of a year      */
	int64_t skew_horizon_ms;
};

/* The external book's best prices, own orders taken out; 0: nobody there. */
struct touch {
	int64_t bid, bid_lots;
	int64_t ask, ask_lots;
};

/* What the last grid said.  All zero: there was none. */
struct grid_last {
	bool exists;
	enum grid_decision decision;
	enum grid_reason reason;
	enum grid_side_pulled pulled;
	int64_t ts_ms;
	int64_t rebuild_ms;    /* 0: never                  */
	int64_t rebuild_price; /* micro; 0: there was none  */
	int64_t rebuild_pivot; /* micro                     */
	int64_t improved_ms;   /* 0: never                  */
	int64_t lower, upper;  /* micro; 0: unknown         */
	const struct order *orders;
	size_t n_orders;
};

struct grid_input {
	int64_t now_ms;
	/* Missing, stale or refused. */
	bool no_market, no_pivot, no_book, no_wallet, no_pending;
	bool no_store; /* the last grid could not be read: hold what rests */
	bool manual;   /* asked for */
	bool other_config;   /* than the last grid's */
	int64_t pivot;       /* micro, 1..PRICE_MICRO_MAX-1 unless no_pivot */
	struct touch book;   /* ticks */
	int64_t trade_price; /* micro: last external trade; 0: none */
	int64_t trade_ms;    /* when it was */
	int64_t control_ppm; /* share of the supply others hold, 0..PPM */
	/* Per wallet: free, locked in this strategy's orders (in flight ones
	 * counted as resting), unsettled, less other debits in flight and
	 * reserves.  Together below 2^62. */
	const struct means *means;
	int n_wallets;
	/* An order's wallet is its index here, or -1 where that is unknown. */
	const struct order *resting; /* of our wallets, other tags too */
	size_t n_resting;
	const struct diff_pending *pending; /* likewise */
	size_t n_pending;
	struct grid_last last;
	/* The last grid was a hold that changed none of its orders, and since
	 * then nothing has come to rest, filled, flown or landed: what hold
	 * would find out slot by slot is known. */
	bool settled;
};

/* Why a level has no order. */
enum unplaced {
	UNPLACED_WOULD_CROSS, /* it would meet the other side of the book */
	UNPLACED_TOO_SMALL,   /* its share of the budget is under min_lots */
	UNPLACED_NO_WALLET,   /* no wallet has the funds and a free place  */
	UNPLACED_KINDS,
};

struct grid_plan {
	enum grid_decision decision;
	enum grid_reason reason;
	enum grid_side_pulled pulled;
	int64_t price, pivot; /* micro; 0: unknown */
	int64_t lower, upper; /* micro; 0: unknown */
	double deviation;     /* price / pivot - 1, where both are known */
	int64_t control_ppm;
	int64_t rebuild_ms; /* from here on as in struct grid_last */
	int64_t rebuild_price;
	int64_t rebuild_pivot;
	int64_t improved_ms;
	struct order *orders; /* BUY then SELL, nearest the pivot first */
	size_t n_orders;
	int64_t quote_used;              /* quote lots in the BUY orders */
	int64_t base_used;               /* lots in the SELL orders      */
	int unplaced[2][UNPLACED_KINDS]; /* by side; levels, on a rebuild */
};

/* grid_decide: the frame's plan.  Parameters or input out of range make it a
 * pull, reason GRID_BAD_INPUT; with no_market neither is looked at.
 *
 * out:     *plan, its orders in mem, which also takes the scratch memory.
 * cost:    n log n in levels and orders, log of the wallets. */
void grid_decide(struct arena *mem, struct grid_plan *plan,
		 const struct grid_params *params,
		 const struct grid_input *input);

/* grid_last_of: the plan of ts_ms as the next frame sees it; its orders stay
 * where they are. */
struct grid_last grid_last_of(const struct grid_plan *plan, int64_t ts_ms);

/* Names as they stand in records: "first", "no_price"; "would_cross". */
const char *grid_reason_name(enum grid_reason r);
const char *unplaced_name(enum unplaced u);

/* grid_reason_find: the reason of that name.  False: none. */
bool grid_reason_find(enum grid_reason *out, const char *name);

#endif
