/* rec_trade.h - trade: one print of a market.  Layer: data. */
#ifndef MM_REC_TRADE_H
#define MM_REC_TRADE_H

#include "data/rec.h"

struct rec_trade {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *market;
	struct dec price;      /* quote per base */
	struct dec size;       /* base */
	int side;              /* of the taker: enum side */
	const char *id;        /* unique per market and source */
	const char *source;    /* who recorded it */
	bool own_maker;        /* optional: the maker was ours */
	bool own_taker;        /* optional: the taker was ours */
	int64_t ts_max_err_ms; /* optional: how far ts_ms may be off */
};

extern const struct rec_type rec_trade_type;

#endif
