#include "data/rec_lut.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_lut, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_lut, address, REC_STR, REC_ID),
	REC_FIELD(rec_lut, addresses, REC_STRS, REC_MUST),
	REC_FIELD(rec_lut, last_extended_slot, REC_INT, REC_MUST),
	REC_FIELD(rec_lut, deactivated, REC_BOOL, REC_OPT),
	REC_FIELD(rec_lut, slot, REC_INT, REC_MUST),
};

const struct rec_type rec_lut_type = {
	.name = "lut",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_lut, fields),
};
