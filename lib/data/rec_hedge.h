/* rec_hedge.h - hedge: what was decided about the hedge, and which positions it covers.  Layer: data. */
#ifndef MM_REC_HEDGE_H
#define MM_REC_HEDGE_H

#include "data/rec.h"

enum hedge_decision { HEDGE_TRADE, HEDGE_HOLD, HEDGE_REFUSE };

struct rec_hedge_leg {
	const char *asset;      /* what is hedged */
	const char *venue;      /* exchange */
	const char *account;    /* name of its API key in the vault */
	const char *instrument; /* its symbol there */
	/* of the asset over all positions and rolls, units of it */
	struct dec exposure;
	/* position to hold here, contracts, short below 0 */
	struct dec target;
	struct dec held;       /* position held here, contracts, signed */
	struct dec gap;        /* target less held, contracts, signed */
	struct dec band;       /* gap that is left alone, contracts */
	struct dec mark_price; /* price it is valued at */
	const char *side;      /* optional: buy or sell: of what is asked for */
	struct dec size;       /* optional: contracts asked for */
	bool reduce;           /* optional: it only makes a position smaller */
	struct dec price;      /* optional: worst price accepted */
	/* optional: that required_margin is reckoned with */
	struct dec leverage;
	struct dec required_margin; /* optional: initial margin of target */
	/* optional: fee, spread and depth of the order, quote */
	struct dec cost;
	/* optional: next funding on target, quote, received above 0 */
	struct dec funding;
	/* optional: what the order takes off the expected loss by price, quote: hedge-sync(1) */
	struct dec expected_il_reduction;
	/* optional: 0 to 1: how far what it rests on can be trusted: hedge-sync(1) */
	double confidence;
	/* optional: low, medium, high or critical: gap against target */
	const char *severity;
	int64_t priority; /* optional: 1 first */
	/* optional: why nothing is asked for, or less: a code */
	const char *reason;
	/* optional: contracts of the account that are left alone, signed: held is without them */
	struct dec base;
	int64_t traded_ms; /* optional: when an order was last asked for here: the minimum interval runs from it */
};

struct rec_covered {
	const char *position; /* position */
	bool closed; /* optional: it is no more and not hedged any longer */
};

struct rec_hedge {
	int64_t ts_ms;    /* when the frame was, Unix ms */
	int64_t strategy; /* STRATEGY_ID */
	/* optional: enum hedge_decision: trade: orders are asked for; hold: all is within its band; refuse: nothing may be done, or only what reduces */
	int decision;
	const char *reason; /* optional: why: a code */
	/* optional: struct rec_hedge_leg: an asset at an exchange each, highest priority first */
	struct rec_list legs;
	/* optional: struct rec_covered: positions */
	struct rec_list covered;
	struct dec ratio;    /* optional: HEDGE_RATIO */
	struct dec band_pct; /* optional: HEDGE_BAND_PCT */
	/* optional: HEDGE_BAND_MIN_NOTIONAL */
	struct dec band_min_notional;
	/* optional: when orders were last asked for */
	int64_t traded_ms;
	/* optional: exposures HEDGE_ASSETS does not name, by asset */
	struct rec_list unhedged;
};

extern const struct rec_type rec_hedge_type;

#endif
