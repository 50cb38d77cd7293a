/* rec_order.h - order: an order the grid wants to rest.  Layer: data. */
#ifndef MM_REC_ORDER_H
#define MM_REC_ORDER_H

#include "data/rec.h"

struct rec_order {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *market;
	const char *wallet;
	int side;         /* enum side */
	struct dec price; /* quote per base */
	struct dec size;  /* base, what is left */
	int64_t level;    /* 1 = nearest the pivot */
	uint64_t client_id;
	int64_t since_ms; /* frame that first asked for price and size */
};

extern const struct rec_type rec_order_type;

#endif
