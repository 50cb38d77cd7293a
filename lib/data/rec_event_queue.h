/* rec_event_queue.h - event_queue: the events a market has not handed out.
 * Layer: data. */
#ifndef MM_REC_EVENT_QUEUE_H
#define MM_REC_EVENT_QUEUE_H

#include "data/rec.h"

struct rec_event_queue {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *market;
	int64_t seq;
	int64_t count;
	int64_t capacity;
	struct rec_list head_owners; /* optional: of const char * */
	int64_t own_waiting;
	int64_t gap; /* optional */
	/* Where the trades told so far end: a reader goes on from here. */
	int64_t told;      /* optional: sequence number of the next event */
	int64_t told_slot; /* optional: slot that was true at */
	int64_t told_ms;   /* optional: frame that was */
	const char *last_trade; /* optional: id of the last trade told */
	int64_t slot;
};

extern const struct rec_type rec_event_queue_type;

#endif
