#include "data/rec_result.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_result, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_result, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_result, contract, REC_STR, REC_ID),
	REC_FIELD(rec_result, signature, REC_STR, REC_ID),
	REC_FIELD(rec_result, args, REC_STRS, REC_ID | REC_OPT),
	REC_FIELD(rec_result, block, REC_INT, REC_MUST),
	REC_FIELD(rec_result, block_hash, REC_STR, REC_MUST),
	REC_FIELD(rec_result, values, REC_TEXTS, REC_OPT),
	REC_FIELD(rec_result, error, REC_STR, REC_OPT),
};

const struct rec_type rec_result_type = {
	.name = "result",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_result, fields),
};
