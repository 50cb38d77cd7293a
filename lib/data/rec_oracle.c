#include "data/rec_oracle.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_oracle, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_oracle, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_oracle, pool, REC_STR, REC_ID),
	REC_FIELD(rec_oracle, asset, REC_STR, REC_ID),
	REC_FIELD(rec_oracle, price_base, REC_DEC, REC_MUST),
	REC_FIELD(rec_oracle, source, REC_STR, REC_MUST),
	REC_FIELD(rec_oracle, updated_s, REC_INT, REC_OPT),
	REC_FIELD(rec_oracle, block, REC_INT, REC_MUST),
};

const struct rec_type rec_oracle_type = {
	.name = "oracle",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_oracle, fields),
};
