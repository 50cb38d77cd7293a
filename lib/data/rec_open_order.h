/* rec_open_order.h - open_order: an order that rests.  Layer: data. */
#ifndef MM_REC_OPEN_ORDER_H
#define MM_REC_OPEN_ORDER_H

#include "data/rec.h"

struct rec_open_order {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *market;
	const char *wallet;
	int side;             /* enum side */
	struct dec price;     /* quote per base */
	struct dec size;      /* base, what is left */
	const char *order_id; /* the venue's */
	uint64_t client_id;   /* math/client_id.h */
	const char *account;  /* optional */
};

extern const struct rec_type rec_open_order_type;

#endif
