/* rec_equity.h - equity: the value of what a strategy holds.  Layer: data. */
#ifndef MM_REC_EQUITY_H
#define MM_REC_EQUITY_H

#include "data/rec.h"

struct rec_equity {
	int64_t ts_ms; /* Unix ms, UTC */
	int64_t strategy;
	struct dec value;       /* in quote */
	const char *quote;      /* asset it is valued in */
	struct dec deposits;    /* optional: so far */
	struct dec withdrawals; /* optional: so far */
};

extern const struct rec_type rec_equity_type;

#endif
