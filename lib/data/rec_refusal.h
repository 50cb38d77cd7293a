/* rec_refusal.h - refusal: a stage could not do its part.  Layer: data. */
#ifndef MM_REC_REFUSAL_H
#define MM_REC_REFUSAL_H

#include "data/rec.h"

struct rec_refusal {
	int64_t ts_ms;           /* Unix ms, UTC */
	const char *by;          /* program */
	const char *reason;      /* code, snake_case */
	const char *text;        /* for people */
	struct rec_list intents; /* optional: what it binds; none: the frame */
};

extern const struct rec_type rec_refusal_type;

#endif
