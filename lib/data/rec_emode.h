/* rec_emode.h - emode: a category of efficiency mode of a market of Aave.  Layer: data. */
#ifndef MM_REC_EMODE_H
#define MM_REC_EMODE_H

#include "data/rec.h"

struct rec_emode {
	int64_t ts_ms;     /* when the frame was, Unix ms */
	int64_t chain_id;  /* chain */
	const char *pool;  /* the market */
	int64_t id;        /* category */
	const char *label; /* optional: label, as the contract says it */
	int64_t ltv_bps;   /* loan to value */
	int64_t lt_bps;    /* liquidation threshold */
	int64_t bonus_bps; /* liquidation bonus */
	/* optional: price of all its assets, up to 3.1; absent: each its own */
	struct dec price_base;
	/* optional: bitmap of reserves that are collateral in it, from 3.2 on */
	struct rec_u256 collateral;
	/* optional: bitmap of reserves that may be borrowed in it */
	struct rec_u256 borrowable;
	/* optional: bitmap of reserves whose loan to value is 0 in it, from 3.6 on */
	struct rec_u256 ltvzero;
	/* optional: collateral outside counts for no new debt, from 3.7 on */
	bool isolated;
	int64_t block; /* block */
};

extern const struct rec_type rec_emode_type;

#endif
