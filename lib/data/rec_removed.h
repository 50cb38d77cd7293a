/* rec_removed.h - removed: a log that a reorganisation took back.
 * Layer: data. */
#ifndef MM_REC_REMOVED_H
#define MM_REC_REMOVED_H

#include "data/rec.h"

/* It names the event record it takes back by the same name and cause. */
struct rec_removed {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *name;
	const char *cause;
	int64_t chain_id;
	int64_t block;
	const char *block_hash;
	const char *tx_hash;
	int64_t log_index;
	int64_t turn;
	const char *reason; /* reorg */
};

extern const struct rec_type rec_removed_type;

#endif
