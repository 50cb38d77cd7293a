#include "data/rec_holding.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_holding, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_holding, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_holding, roll, REC_STR, REC_ID),
	REC_FIELD(rec_holding, asset, REC_STR, REC_ID),
	REC_FIELD(rec_holding, wallet, REC_STR, REC_MUST),
	REC_FIELD(rec_holding, position, REC_STR, REC_OPT),
	REC_FIELD(rec_holding, pool, REC_STR, REC_OPT),
	REC_FIELD(rec_holding, amount, REC_DEC, REC_MUST),
	REC_FIELD(rec_holding, decimals, REC_INT, REC_MUST),
	REC_FIELD(rec_holding, block, REC_INT, REC_MUST),
};

const struct rec_type rec_holding_type = {
	.name = "holding",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_holding, fields),
};
