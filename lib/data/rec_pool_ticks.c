#include "data/rec_pool_ticks.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_pool_ticks, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_pool_ticks, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_pool_ticks, pool, REC_STR, REC_ID),
	REC_FIELD(rec_pool_ticks, word, REC_INT, REC_ID),
	REC_FIELD(rec_pool_ticks, ticks, REC_TICKS, REC_MUST),
};

const struct rec_type rec_pool_ticks_type = {
	.name = "pool_ticks",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_pool_ticks, fields),
};
