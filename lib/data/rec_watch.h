/* rec_watch.h - watch: how far the events of a chain were told: where the next run
 * goes on.  Layer: data. */
#ifndef MM_REC_WATCH_H
#define MM_REC_WATCH_H

#include "data/rec.h"

struct rec_watch {
	int64_t ts_ms; /* Unix ms, UTC */
	int64_t chain_id;
	const char *watch; /* which events: a hash of what is watched */
	int64_t first;     /* block it began with */
	int64_t block;     /* newest block whose events are told */
	/* The newest block that no reorganisation reaches any more. */
	int64_t settled;
	const char *settled_hash;
	int64_t settled_ts_s; /* Unix s */
};

extern const struct rec_type rec_watch_type;

#endif
