/* rec_holding.h - holding: what a roll under way holds between its steps.  Layer: data. */
#ifndef MM_REC_HOLDING_H
#define MM_REC_HOLDING_H

#include "data/rec.h"

struct rec_holding {
	int64_t ts_ms;        /* when the frame was, Unix ms */
	int64_t chain_id;     /* chain */
	const char *roll;     /* roll */
	const char *asset;    /* asset */
	const char *wallet;   /* wallet that holds it */
	const char *position; /* optional: position it came from */
	const char *pool;     /* optional: pool it is meant for */
	struct dec amount;    /* what its landed steps left, by their logs */
	int64_t decimals;     /* decimals of the asset */
	int64_t block;        /* of the last landed step */
};

extern const struct rec_type rec_holding_type;

#endif
