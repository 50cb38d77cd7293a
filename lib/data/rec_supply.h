/* rec_supply.h - supply: how the supply of a token is held.  Layer: data. */
#ifndef MM_REC_SUPPLY_H
#define MM_REC_SUPPLY_H

#include "data/rec.h"

struct rec_supply {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *mint;
	struct dec total;
	struct dec locked;
	struct dec owned;
};

extern const struct rec_type rec_supply_type;

#endif
