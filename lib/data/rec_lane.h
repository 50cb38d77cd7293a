/* rec_lane.h - lane: where our newest own landing is: readers read at or past
 * it.  Layer: data. */
#ifndef MM_REC_LANE_H
#define MM_REC_LANE_H

#include "data/rec.h"

struct rec_lane {
	int64_t ts_ms;       /* Unix ms, UTC */
	const char *lane;    /* market:wallet, chain:sender, ... */
	const char *chain;   /* paper, solana, evm */
	int64_t landed_slot; /* optional: slot or block */
};

extern const struct rec_type rec_lane_type;

/* lane_split: the market and wallet of an order lane "market:wallet"; *wallet
 * points into lane, *market is in the arena.  False: it is no such lane. */
bool lane_split(struct arena *a, const char *lane, const char **market,
		const char **wallet);

#endif
