/* rec_price.h - price: an outside price.  Layer: data. */
#ifndef MM_REC_PRICE_H
#define MM_REC_PRICE_H

#include "data/rec.h"

struct rec_price {
	int64_t ts_ms;    /* Unix ms, UTC */
	const char *pair; /* SOL/USD */
	struct dec price;
	int64_t age_ms;
	int64_t n_sources;
	int64_t spread_bps;      /* optional: between the sources */
	struct rec_list sources; /* optional */
};

extern const struct rec_type rec_price_type;

/* rec_price_is_of: the pair is base/quote. */
bool rec_price_is_of(const struct rec_price *r, const char *base,
		     const char *quote);

#endif
