/* hedge.h - what to hold at exchanges of futures against what is held on chains, and
 * the orders that get there.  Layer: math.
 *
 * Amounts of an asset are contracts x multiplier; sizes are contracts, whole steps of
 * their instrument; values are quote.  All are exact decimals, nothing goes through a
 * double; what would not fit ends as HEDGE_WHY_OVERFLOW, and nothing is done about
 * that asset.  The answer does not depend on the order of assets, accounts or seats.
 *
 * For an asset with exposure E, of all that is held of it on chains:
 *   target    T = -ratio E
 *   gap       G = T less what its seats hold
 *   band      B = the largest of band_ppm |T|, and over its seats of one step, the
 *             smallest order and band_notional / mark (rounded up to steps)
 * Orders are asked for where |G| > B, and then to the target, rounded toward no change.
 * Seats that hold the opposite of what others hold, or of the target, are closed
 * first; what opens comes after everything that reduces.  A change of sign is two
 * orders.  What reduces is never held back by a limit, an interval or a smallest
 * value; only where nothing may be sent at all (hedge_seat.stop).
 *
 * source: MATH.md 4.4, 11.
 */
#ifndef MM_HEDGE_H
#define MM_HEDGE_H

#include "base/dec.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEDGE_PARTS_MAX                                                        \
	100 /* orders of a leg in one plan: the rest is carried */

/* Why nothing is asked for, or less.  The first group comes from who fills in the
 * world, the second is found here. */
enum hedge_why {
	HEDGE_WHY_NONE,
	HEDGE_WHY_NOT_READ,    /* position, balance or rules are not told   */
	HEDGE_WHY_STALE_PRICE, /* older than HEDGE_MAX_AGE                  */
	HEDGE_WHY_STALE_POSITION, /* likewise                                  */
	HEDGE_WHY_STALE_BALANCE, /* likewise                                  */
	HEDGE_WHY_CLOCK,         /* the exchange's clock is too far from ours */
	HEDGE_WHY_NOT_TRADING,   /* the instrument or the account             */
	HEDGE_WHY_LEVERAGE,      /* it is set higher than MAX_LEVERAGE        */
	HEDGE_WHY_MARGIN_TYPE,   /* it is not HEDGE_MARGIN_TYPE               */
	HEDGE_WHY_KILL,          /* the kill switch is on                     */
	HEDGE_WHY_DRAWDOWN,      /* MAX_DRAWDOWN was reached                  */
	HEDGE_WHY_KEY,           /* a key may more than it should             */
	HEDGE_WHY_UNHEDGED,      /* HEDGE_ASSETS names nothing for the asset  */

	HEDGE_WHY_BAND,     /* the gap is within the band                 */
	HEDGE_WHY_INTERVAL, /* too soon after the last orders             */
	HEDGE_WHY_MINIMUM,  /* smaller than the smallest order: carried   */
	HEDGE_WHY_DEPTH,    /* the book has no more up to the worst price */
	HEDGE_WHY_OPPOSITE, /* what has to be closed first cannot be      */
	HEDGE_WHY_PARTS,    /* more than HEDGE_PARTS_MAX orders           */
	HEDGE_WHY_ORDER_LIMIT,
	HEDGE_WHY_POSITION_LIMIT,
	HEDGE_WHY_ASSET_LIMIT,
	HEDGE_WHY_VENUE_LIMIT,
	HEDGE_WHY_LEVERAGE_LIMIT,
	HEDGE_WHY_EXPOSURE_LIMIT,
	HEDGE_WHY_TURNOVER_LIMIT,
	HEDGE_WHY_INSUFFICIENT, /* free margin */
	HEDGE_WHY_OVERFLOW,
	HEDGE_WHYS
};

/* hedge_why_code: "stale_price"; NULL for HEDGE_WHY_NONE. */
const char *hedge_why_code(enum hedge_why why);

/* ---- the world ---- */

/* Nothing of it may be DEC_NONE where it does not say so. */
struct hedge_rules {
	struct dec tick, step;
	struct dec market_step; /* DEC_NONE: step */
	struct dec min_size, max_size;
	struct dec min_market,
		max_market;      /* DEC_NONE: those of a limit order */
	struct dec min_notional; /* DEC_NONE: none; not of what reduces       */
	struct dec multiplier;   /* of the asset in a contract, > 0           */
	struct dec max_leverage; /* DEC_NONE: not told                        */
	struct dec price_up,
		price_down; /* against the mark; DEC_NONE: none   */
};

struct hedge_level {
	struct dec price, size;
};

struct hedge_levels {
	const struct hedge_level *v; /* best first */
	size_t n;
};

/* hold: only what reduces is asked for; stop: nothing at all. */
struct hedge_account {
	const char *venue, *name;
	struct dec equity, free; /* quote                               */
	struct dec
		margin; /* bound as initial margin; DEC_NONE: equity - free */
	enum hedge_why hold;
};

/* A symbol of an account. */
struct hedge_seat {
	size_t asset, account; /* indices */
	int64_t rank;          /* place in HEDGE_VENUES: 0 is preferred */
	const char *symbol;
	bool known; /* its position was read: else nothing is done for the asset */
	bool two_way; /* hedge mode: a long and a short position beside each other */
	struct hedge_rules rules;
	struct hedge_levels bids, asks;
	struct dec mark;        /* > 0 */
	struct dec taker_ratio; /* fee; DEC_NONE: 0, not told */
	struct dec
		funding_ratio; /* next, longs pay shorts above 0; DEC_NONE: 0 */
	int64_t funding_ms;    /* between fundings; <= 0: 8 h  */
	struct dec leverage;   /* as set there; DEC_NONE: not told */
	/* Of which kind what is there and what is left alone of it; contracts >= 0.
	 * One-way: either long or short is 0. */
	struct dec held_long, held_short;
	struct dec
		base; /* left alone, signed: on top of it comes what is ours */
	int64_t age_ms; /* of the oldest of price, position and balance        */
	enum hedge_why hold, stop;
};

struct hedge_asset {
	const char *name;
	struct dec exposure; /* units of it, signed */
	int64_t since_ms;    /* since its last orders; < 0: never */
	/* Mean absolute move of its price within the horizon, 1/10^6: sigma
	 * sqrt(years) sqrt(2 / pi); < 0: not known. */
	int64_t move_ppm;
};

struct hedge_limits {
	struct dec ratio; /* HEDGE_RATIO, at most MAX_HEDGE_RATIO */
	int64_t band_ppm;
	struct dec band_notional;
	int64_t interval_ms;
	struct dec leverage, max_leverage; /* DEFAULT_LEVERAGE, MAX_LEVERAGE */
	struct dec max_position; /* of a symbol, quote                  */
	struct dec max_bound;    /* MAX_EXPOSURE: of equity as margin   */
	struct dec max_asset;    /* quote; 0: any, as the next two      */
	struct dec max_venue;
	struct dec max_order;
	struct dec max_turnover;
	int64_t slippage_bps;
	int64_t max_age_ms;
	bool market; /* HEDGE_ORDER */
};

struct hedge_world {
	const struct hedge_asset *assets;
	const struct hedge_account *accounts;
	const struct hedge_seat *seats;
	size_t n_assets, n_accounts, n_seats;
	struct hedge_limits limits;
	struct dec turnover; /* of the last 24 hours, quote              */
	enum hedge_why hold; /* of everything: only what reduces         */
	bool forced;         /* without waiting for interval_ms          */
};

/* ---- the plan ---- */

enum hedge_severity {
	HEDGE_LOW,      /* the gap is within the band                       */
	HEDGE_MEDIUM,   /* up to a quarter of target or position            */
	HEDGE_HIGH,     /* up to a half                                     */
	HEDGE_CRITICAL, /* more, or the position has the wrong sign         */
};

const char *hedge_severity_text(enum hedge_severity s);

/* A seat.  The larger of |target| and |held| of the asset is what severity and the
 * gap are compared by. */
struct hedge_leg {
	size_t seat;
	struct dec target; /* contracts, signed: whole steps away from held */
	struct dec held;   /* without what is left alone */
	struct dec gap;    /* target - held              */
	struct dec
		band; /* that of the asset, in whole steps of this instrument */
	struct dec size; /* asked for; 0: nothing      */
	bool buy;        /* of size                    */
	bool reduce; /* size only makes it smaller; of two kinds: the first */
	struct dec price; /* worst accepted; DEC_NONE: any */
	struct dec
		leverage; /* the lowest of set, DEFAULT_LEVERAGE and the highest */
	struct dec required_margin; /* |target| mark / leverage, up to 1e-6 */
	/* fee ratio x what size trades for, and what that is worse than mark; what the
	 * book does not have trades at the worst price; without one, at its last */
	struct dec cost;
	struct dec funding; /* -target mark funding_ratio: received above 0 */
	/* What size takes off |G| x mark x move_ppm / 10^6; DEC_NONE: not known. */
	struct dec il_reduction;
	/* The least of
	 *   1 - age_ms / max_age_ms,
	 *   1 - spread / (2 slippage): (ask - bid) / mark,
	 *   the part of size the book has up to the worst price,
	 * each within 0 to 1; 0 where a position is not known. */
	double confidence;
	enum hedge_severity severity;
	int64_t priority; /* 1 first: severity, |gap| mark, names */
	enum hedge_why why;
};

/* Of a two-way account the position it is of, as exchanges count them. */
enum hedge_side { HEDGE_SIDE_BOTH, HEDGE_SIDE_LONG, HEDGE_SIDE_SHORT };

/* Orders stand in the order they are sent in: all that reduce, then all that open.
 * One that opens is sent only if every one before it for the same asset that reduces
 * was filled whole. */
struct hedge_order {
	size_t seat, leg; /* indices */
	bool buy;
	bool reduce;      /* our position gets smaller, or is closed        */
	bool reduce_only; /* to be said so: one-way, and the exchange agrees */
	enum hedge_side side;
	struct dec
		size; /* contracts > 0: on the step, within smallest and largest */
	struct dec price; /* on the tick; DEC_NONE: a market order */
	struct dec
		value; /* size at the higher of mark and price: what limits count */
	struct dec margin; /* it binds, with its fee; 0 where it reduces */
};

struct hedge_plan {
	struct hedge_leg *legs; /* one a seat, highest priority first */
	size_t n_legs;
	struct hedge_order *orders;
	size_t n_orders;
	/* Of an asset: why nothing is done about it, HEDGE_WHY_NONE otherwise. */
	enum hedge_why *assets;
};

/* hedge_plan.
 * out:   *p, in the arena.
 * in:    every index in range; prices, steps, multipliers > 0, sizes >= 0.
 * cost:  O(n log n) in seats, and the levels of their books. */
void hedge_plan(struct hedge_plan *p, struct arena *a,
		const struct hedge_world *w);

#endif
