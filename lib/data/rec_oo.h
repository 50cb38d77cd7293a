/* rec_oo.h - oo: an open-orders account of ours.
 * Layer: data. */
#ifndef MM_REC_OO_H
#define MM_REC_OO_H

#include "data/rec.h"

struct rec_oo {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *wallet;
	const char *address;
	const char *market;
	int64_t slots_free;
	int64_t slots_waiting;
	struct dec base_free;
	struct dec base_total;
	struct dec quote_free;
	struct dec quote_total;
	struct dec rent_lamports;
	int64_t slot;
};

extern const struct rec_type rec_oo_type;

#endif
