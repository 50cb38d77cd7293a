/* rec_fill.h - fill: an own order that traded.  Layer: data. */
#ifndef MM_REC_FILL_H
#define MM_REC_FILL_H

#include "data/rec.h"

struct rec_fill {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *id;
	const char *venue;
	const char *market;
	const char *wallet;
	int side;         /* enum side */
	struct dec price; /* quote per base */
	struct dec size;  /* base */
	struct dec fee;   /* negative: a rebate */
	const char *fee_asset;
	bool maker;
	const char *order_id;
	uint64_t client_id;
	const char *attempt; /* optional: client id of an exchange, as text */
};

extern const struct rec_type rec_fill_type;

#endif
