#include "data/rec_swaps.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_swaps, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_swaps, pool, REC_STR, REC_ID),
	REC_FIELD(rec_swaps, kind, REC_STR, REC_MUST),
	REC_FIELD(rec_swaps, from_ms, REC_INT, REC_ID),
	REC_FIELD(rec_swaps, to_ms, REC_INT, REC_ID),
	REC_FIELD(rec_swaps, n, REC_INT, REC_ID),
	REC_FIELD(rec_swaps, volume0, REC_DEC, REC_MUST),
	REC_FIELD(rec_swaps, volume1, REC_DEC, REC_MUST),
	REC_FIELD(rec_swaps, price_first, REC_DEC, REC_OPT),
	REC_FIELD(rec_swaps, price_last, REC_DEC, REC_OPT),
	REC_FIELD(rec_swaps, max_impact_bps, REC_REAL, REC_OPT),
	REC_FIELD(rec_swaps, mean_impact_bps, REC_REAL, REC_OPT),
};

const struct rec_type rec_swaps_type = {
	.name = "swaps",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_swaps, fields),
};
