/* rec_event.h - event: a fact operators graph, once each.  Layer: data. */
#ifndef MM_REC_EVENT_H
#define MM_REC_EVENT_H

#include "data/rec.h"

struct rec_event {
	int64_t ts_ms;       /* Unix ms, UTC */
	const char *name;    /* GRID_REBUILD, ORDER_FILL, ... */
	const char *cause;   /* what made it: cycle, fill or transaction */
	const char *market;  /* optional */
	const char *wallet;  /* optional */
	const char *trigger; /* optional */
	struct dec pivot;    /* optional */
	struct dec price;    /* optional */
	struct dec volume;   /* optional */
	struct dec usdc;     /* optional */
	struct dec sol;      /* optional */
	/* A log of a contract; its cause is chain_id, block_hash, tx_hash,
	 * log_index and turn, with colons between. */
	int64_t chain_id;
	int64_t block;
	const char *block_hash;
	const char *tx_hash;
	int64_t tx_index;
	int64_t log_index;
	int64_t turn;          /* one more each time it returns */
	const char *contract;  /* address */
	const char *signature; /* of the event */
	struct rec_list args;  /* of struct rec_text */
};

extern const struct rec_type rec_event_type;

#endif
