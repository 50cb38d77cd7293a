/* rec_cycle.h - cycle: the frame: what came before it is a whole snapshot.
 * Layer: data. */
#ifndef MM_REC_CYCLE_H
#define MM_REC_CYCLE_H

#include "data/rec.h"

struct rec_cycle {
	int64_t ts_ms;      /* Unix ms, UTC */
	int64_t id;         /* = ts_ms; strictly rising */
	const char *signal; /* optional: a person's reason to rebuild */
};

extern const struct rec_type rec_cycle_type;

#endif
