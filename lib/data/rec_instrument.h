/* rec_instrument.h - instrument: a perpetual future: its rules and its market, as read.  Layer: data. */
#ifndef MM_REC_INSTRUMENT_H
#define MM_REC_INSTRUMENT_H

#include "data/rec.h"

struct rec_instrument {
	int64_t ts_ms;      /* when the frame was, Unix ms */
	const char *venue;  /* exchange */
	const char *symbol; /* instrument */
	/* what a contract is of, in the exchange's words */
	const char *base;
	const char *quote; /* what it is paid in */
	bool trading;      /* optional: it can be traded now */
	struct dec tick;   /* step of prices */
	struct dec step;   /* step of sizes */
	/* optional: step of sizes of market orders */
	struct dec market_step;
	struct dec min_size;   /* smallest order */
	struct dec max_size;   /* largest limit order */
	struct dec min_market; /* optional: smallest market order */
	struct dec max_market; /* optional: largest market order */
	/* optional: least size x price of an order that does not reduce */
	struct dec min_notional;
	/* units of the hedged asset in a contract (HEDGE_ASSETS) */
	struct dec multiplier;
	struct dec max_leverage; /* optional: highest leverage it takes */
	/* optional: highest price of a buy against the mark price, 1.05 */
	struct dec price_up;
	/* optional: lowest price of a sell against the mark price, 0.95 */
	struct dec price_down;
	int64_t funding_ms; /* optional: time between fundings */
	/* optional: next funding against notional, signed: above 0 longs pay shorts */
	struct dec funding_ratio;
	int64_t next_funding_ms; /* optional: when, time of the exchange */
	struct dec mark_price;   /* price positions are valued at */
	struct dec index_price;  /* optional: price of the asset itself */
	struct rec_list bids;    /* optional: best first */
	struct rec_list asks;    /* optional: best first */
	int64_t market_ms; /* when prices were read, time of the exchange */
};

extern const struct rec_type rec_instrument_type;

#endif
