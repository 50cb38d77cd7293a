/* rec_alert.h - alert: something a person should look at.  Layer: data. */
#ifndef MM_REC_ALERT_H
#define MM_REC_ALERT_H

#include "data/rec.h"

struct rec_alert {
	int64_t ts_ms;        /* Unix ms, UTC */
	const char *by;       /* program */
	const char *name;     /* code, snake_case */
	const char *text;     /* for people */
	const char *severity; /* info, warning, critical */
	const char *market;   /* optional */
};

extern const struct rec_type rec_alert_type;

#endif
