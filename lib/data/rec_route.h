/* rec_route.h - route: the best way found to change one asset into another.  Layer: data. */
#ifndef MM_REC_ROUTE_H
#define MM_REC_ROUTE_H

#include "data/rec_pool.h"

/* A way through pools of one protocol, one after the other. */
struct route_leg {
	int kind;             /* enum pool_kind: protocol of its pools */
	struct dec amount_in; /* what goes in */
	/* what comes out, exactly, at the frame's block */
	struct dec amount_out;
	/* asset, fee in parts in a million, asset, ... */
	struct rec_list path;
	/* the pools it goes through, in order: address; of v4 its id */
	struct rec_list pools;
	const char *venue; /* optional: whose they are; absent: of several */
	/* optional: no one call of a router swaps it: protocols or venues differ, or
	 * it is several pools of v4 */
	bool mixed;
};

extern const struct rec_shape route_leg_shape;

struct rec_route {
	int64_t ts_ms;         /* when the frame was, Unix ms */
	int64_t chain_id;      /* chain */
	const char *asset_in;  /* what goes in */
	const char *asset_out; /* what comes out */
	struct dec amount_in;  /* how much goes in */
	/* what comes out, exactly, at the frame's block */
	struct dec amount_out;
	int64_t gas; /* gas of all legs */
	/* optional: that gas in asset_out, rounded up; absent: no price of it, gas not counted */
	struct dec gas_out;
	struct dec net_out; /* amount_out less gas_out */
	/* how much worse than the price of an endless small amount over the same legs, fees aside */
	double impact_ratio;
	/* optional: largest slippage at which nobody gains by a sandwich; absent: any */
	int64_t sandwich_slippage_bps;
	/* smallest slippage that ordinary moves of the price leave room for */
	int64_t noise_slippage_bps;
	int64_t slippage_bps; /* slippage min_out allows */
	/* optional: no slippage is both wide enough and safe: send it privately or in parts */
	bool private_only;
	struct dec min_out; /* least to ask for */
	/* struct route_leg: parallel legs, in the order they are to be swapped */
	struct rec_list legs;
	/* optional: pools left out, each "pool: why" */
	struct rec_list skipped;
	int64_t block; /* block */
};

extern const struct rec_type rec_route_type;

#endif
