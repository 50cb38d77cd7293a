/* rec_pivot.h - pivot: the price a grid is built around.  Layer: data. */
#ifndef MM_REC_PIVOT_H
#define MM_REC_PIVOT_H

#include "data/rec.h"

struct rec_pivot {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *market;
	struct dec price; /* rounded down */
	const char *mode; /* vwap, seeded, fade */
	int64_t window_days;
	int64_t n_trades;      /* in the window */
	struct dec volume;     /* base, in the window */
	double seed_ratio;     /* optional: the seed's share of the mass */
	int64_t newest_ms;     /* optional: of the trades in the window */
	struct dec last_price; /* optional: of the last external trade */
	int64_t last_ms;       /* optional: when it was */
	bool partial; /* optional: history covers less than the window */
};

extern const struct rec_type rec_pivot_type;

#endif
