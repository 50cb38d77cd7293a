/* rec_lut.h - lut: an address lookup table.
 * Layer: data. */
#ifndef MM_REC_LUT_H
#define MM_REC_LUT_H

#include "data/rec.h"

struct rec_lut {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *address;
	struct rec_list addresses; /* of const char * */
	int64_t last_extended_slot;
	bool deactivated; /* optional */
	int64_t slot;
};

extern const struct rec_type rec_lut_type;

#endif
