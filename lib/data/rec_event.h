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
};

extern const struct rec_type rec_event_type;

#endif
