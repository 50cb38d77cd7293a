#include "data/rec_token.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_token, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_token, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_token, address, REC_STR, REC_ID),
	REC_FIELD(rec_token, asset, REC_STR, REC_MUST),
	REC_FIELD(rec_token, decimals, REC_INT, REC_MUST),
};

const struct rec_type rec_token_type = {
	.name = "token",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_token, fields),
};
