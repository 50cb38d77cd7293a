/* rec_oracle.h - oracle: the price a lending market takes for an asset at the block of the frame.  Layer: data. */
#ifndef MM_REC_ORACLE_H
#define MM_REC_ORACLE_H

#include "data/rec.h"

struct rec_oracle {
	int64_t ts_ms;     /* when the frame was, Unix ms */
	int64_t chain_id;  /* chain */
	const char *pool;  /* the market */
	const char *asset; /* asset by its name in ASSETS, or its address */
	/* a unit of the asset in the market's base unit, smallest parts; 0: the market has none */
	struct dec price_base;
	const char *source; /* feed, address; of compound the oracle */
	int64_t updated_s;  /* optional: when the feed last spoke, Unix s */
	int64_t block;      /* block */
};

extern const struct rec_type rec_oracle_type;

#endif
