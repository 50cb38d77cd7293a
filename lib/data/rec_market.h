/* rec_market.h - market: what is traded and in which steps.  Layer: data. */
#ifndef MM_REC_MARKET_H
#define MM_REC_MARKET_H

#include "data/rec.h"

/* One side of a market. */
struct rec_asset {
	const char *asset; /* SOL, USDT, ...          */
	int64_t decimals;  /* of its smallest unit    */
	const char *mint;  /* optional                */
	const char *vault; /* optional                */
};

struct rec_market {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *market;
	struct dec tick;      /* price step, quote per base */
	struct dec base_lot;  /* size step, base */
	struct dec quote_lot; /* tick * base_lot, quote */
	struct rec_asset base;
	struct rec_asset quote;
	const char *program;       /* optional */
	const char *bids;          /* optional */
	const char *asks;          /* optional */
	const char *event_queue;   /* optional */
	const char *request_queue; /* optional */
	const char *vault_signer;  /* optional */
};

extern const struct rec_type rec_market_type;

#endif
