#include "data/rec_cycle.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_cycle, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_cycle, id, REC_INT, REC_ID),
	REC_FIELD(rec_cycle, signal, REC_STR, REC_OPT),
};

const struct rec_type rec_cycle_type = {
	.name = "cycle",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_cycle, fields),
};
