/* rec_pool_ticks.h - pool_ticks: initialised ticks of a pool, one word of its bitmap.  Layer: data. */
#ifndef MM_REC_POOL_TICKS_H
#define MM_REC_POOL_TICKS_H

#include "data/rec.h"

struct rec_pool_ticks {
	int64_t ts_ms;    /* when the frame was, Unix ms */
	int64_t chain_id; /* chain */
	const char *pool; /* address; of v4 its id */
	int64_t word;     /* position of the word: 256 usable ticks */
	/* ticks of the word, rising; none: there are no more */
	struct rec_list ticks;
};

extern const struct rec_type rec_pool_ticks_type;

#endif
